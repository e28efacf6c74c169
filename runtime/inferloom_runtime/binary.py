"""Binary arguments: whatever a caller has at hand, made into a body that can be sent."""

from __future__ import annotations

import base64
import inspect
import io
import os
import re
import stat
import tempfile
import threading
import weakref
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any, TypeAlias, cast
from urllib.parse import urlsplit

from inferloom_runtime import media
from inferloom_runtime.download import followed
from inferloom_runtime.embedded import Embedded
from inferloom_runtime.errors import About, AnswerError, ConnectionFailedError, UsageError
from inferloom_runtime.flow import Answer, Flow, Request, Send, Upload, work
from inferloom_runtime.hosts import host_of
from inferloom_runtime.limits import Timeout
from inferloom_runtime.media import BinaryInput as BinaryInput

PIECE = 1 << 18
"""Files are sent in pieces of this many bytes; one that is not larger is read at once, and held."""

DOWNLOAD_LIMIT = 1 << 28
"""The largest file that is fetched from a URL, in bytes. Set it to another number to change that."""

Source: TypeAlias = Callable[[], AbstractContextManager[tuple[int, Callable[[int, int], Any]]]]
"""Opens a file for one pass: gives its size now, with what reads at a place so many bytes."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_\-\s]{64,}={0,2}\s*")
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]+)://", re.IGNORECASE)
_TEXT_TYPES = ("application/json", "application/xhtml+xml", "application/xml", "application/problem+json")


class Binary:
    """A binary argument, ready to be sent.

    Attributes:
        media_type: What it is, from its content or else its name; None where neither says.
        size: How many bytes it has.
    """

    def __init__(
        self,
        data: bytes | None,
        media_type: str | None,
        *,
        source: Source | None = None,
        name: str = "the file",
        size: int = 0,
        argument: str = "",
        about: About,
    ) -> None:
        """Make one; `open_binary` does.

        Args:
            data: The bytes, or None where they stay in their file.
            media_type: What it is.
            source: Opens the file; each time the binary is sent, which may be several times.
            name: What the file is called in errors.
            size: The file's size in bytes.
            argument: What the caller calls the argument, for errors.
            about: The call, for errors.
        """
        self.media_type = media_type
        self.size: int = size if data is None else len(data)
        self._data = data
        self._source = source
        self._name = name
        self._argument = argument
        self._about = about

    def __repr__(self) -> str:
        return f"Binary({self.media_type}, {self.size} bytes)"

    def body(self) -> bytes | Upload:
        """The body of a request: a file is read piece by piece while it is sent, and never held as a whole."""
        return Upload(self._pieces, self.size) if self._data is None else self._data

    def data(self) -> bytes:
        """The bytes. This reads the file, if it is one: call it in a Work step."""
        return b"".join(self._pieces()) if self._data is None else self._data

    def text(self, prefix: str = "") -> str | Embedded:
        """The bytes as base64 text in a JSON body.

        Args:
            prefix: What the text starts with.

        Returns:
            The text; of more bytes than `PIECE`, what makes it while the body is sent.
        """
        if self._data is None or len(self._data) > PIECE:
            return Embedded(self._pieces, self.size, prefix)
        return prefix + self.base64()

    def base64(self) -> str:
        """The bytes as base64 text, all of it. This reads the file, if it is one: call it in a Work step."""
        return base64.b64encode(self.data()).decode("ascii")

    def data_url(self, default: str) -> str:
        """The bytes as a data URL, all of it. This reads the file, if it is one: call it in a Work step.

        Args:
            default: The media type to name where it is unknown.

        Returns:
            `data:<media type>;base64,<text>`.
        """
        return f"data:{self.media_type or default};base64,{self.base64()}"

    def _pieces(self) -> Iterator[bytes]:
        if self._source is None:
            data = self._data or b""
            yield from (data[at : at + PIECE] for at in range(0, len(data), PIECE))
            return
        at = 0
        try:
            with self._source() as (size, read):
                # What can be known before the first byte is sent, is; the rest is seen before the last one is.
                self._same_size(size)
                while at < self.size:
                    piece = _bytes_read(read(at, min(PIECE, self.size - at)))
                    at += len(piece)
                    if not piece or at > self.size or (at == self.size and read(at, 1)):
                        self._same_size(at + 1 if piece else at)
                    yield piece
        except UsageError:
            raise
        except _NotBytes as error:
            raise _refusal(self._argument, str(error), self._about) from error
        except (OSError, ValueError) as error:  # ValueError: the file is closed
            raise _refusal(self._argument, f"{self._name} cannot be read: {_reason(error)}", self._about) from error

    def _same_size(self, size: int) -> None:
        if size != self.size:
            change = "shorter" if size < self.size else "longer"
            problem = f"{self._name} became {change} while it was sent; send it when nothing writes to it any more"
            raise _refusal(self._argument, problem, self._about)


def open_binary(
    value: BinaryInput, *, argument: str, about: About, kind: str = "image/*", timeout: Timeout | None = None
) -> Flow[Binary]:
    """Take a binary argument, whatever form it has.

    Args:
        value: Bytes; a file object, read from where it stands, while it is sent; a path; an http(s) URL, which is
            downloaded; a data URL; or a PIL image, saved in its own format or as PNG. A string that is no URL is a
            path.
        argument: What the caller calls the argument, for errors.
        about: The call, for errors.
        kind: What the argument is meant to be: "image/*", "audio/*" or "video/*". It is asked for in downloads; content
            of another kind is not refused, since containers can hold several.
        timeout: The time limits of a download.

    Returns:
        A flow that gives the `Binary`. Files are looked at in Work steps.

    Raises:
        UsageError: There is no such file, it is empty, it is text, or the value is of none of these kinds; or the URL's
            server does not have it.
        AnswerError: The URL's server failed.
        ConnectionFailedError: The URL's server could not be reached.
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        return _of_bytes(bytes(cast("bytes", value)), None, argument, about)
    if isinstance(value, str) and is_url(value):
        if value[:5].lower() == "data:":
            return (yield from work(lambda: _of_data_url(value, argument, about)))
        return (yield from _downloaded(value, argument, about, kind, timeout))
    if isinstance(value, (str, os.PathLike)):
        return (yield from work(lambda: _of_path(value, argument, about)))
    if media.is_picture(value):
        return (yield from work(lambda: _of_picture(value, argument, about)))
    read = getattr(cast(object, value), "read", None)
    if callable(read):
        return (yield from work(lambda: _of_file(value, read, argument, about)))
    wanted = "bytes, a file opened in binary mode, a path, a URL or a PIL image"
    raise _refusal(argument, f"must be {wanted}, is {type(cast(object, value)).__name__}", about)


def open_url(
    value: BinaryInput,
    *,
    argument: str,
    about: About,
    kind: str = "image/*",
    default: str,
    fixed: bool = False,
    timeout: Timeout | None = None,
) -> Flow[str | Embedded]:
    """Take a binary argument for a provider that wants an address: http(s) and data URLs as they are, the rest packed.

    Args:
        value: As for `open_binary`.
        argument: What the caller calls the argument, for errors.
        about: The call, for errors.
        kind: What the argument is meant to be.
        default: The media type to name where it is unknown.
        fixed: Name that type always.
        timeout: The time limits of a download; URLs are not downloaded here.

    Returns:
        A flow that gives the URL; what makes it while the body is sent, where it holds a large file.

    Raises:
        UsageError: As for `open_binary`.
    """
    if isinstance(value, str) and is_url(value):
        return value
    binary = yield from open_binary(value, argument=argument, about=about, kind=kind, timeout=timeout)
    if fixed:
        binary.media_type = default
    return binary.text(f"data:{binary.media_type or default};base64,")


def is_url(value: str) -> bool:
    """Whether a string is an http(s) URL or a data URL, and not a path."""
    return value[:8].lower().startswith(("http://", "https://", "data:"))


def _refusal(argument: str, problem: str, about: About) -> UsageError:
    return UsageError(f"{argument}: {problem}.", about=about)


def _shown(path: str) -> str:
    return repr(path) if len(path) <= 200 else f"{path[:60]!r}..."


def _reason(error: Exception) -> str:
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    words = words.rstrip(".")
    return words[0].lower() + words[1:] if words[1:2].islower() else words


def _of_bytes(data: bytes, name: str | None, argument: str, about: About) -> Binary:
    if not data:
        raise _refusal(argument, "is empty: there are no bytes to send", about)
    return Binary(data, _type_of(data, name), argument=argument, about=about)


def _type_of(head: bytes, name: str | None) -> str | None:
    return media.sniff(head) or (media.guess(name) if name else None)


def _of_path(value: str | os.PathLike[str], argument: str, about: About) -> Binary:
    path = os.fspath(value)
    if not isinstance(cast(object, path), str):
        path = os.fsdecode(path)
    try:
        with open(path, "rb") as file:
            state = os.fstat(file.fileno())
            head, more = _head(file.read)
            # A pipe or a device has no size and can be read only once.
            spooled = _spooled(head, file.read) if more and not stat.S_ISREG(state.st_mode) else None
    except (OSError, ValueError) as error:
        raise _refusal(argument, _path_problem(path, value, error), about) from error
    if not head:
        raise _refusal(argument, f"{_shown(path)} is empty: there are no bytes to send", about)
    if not more:
        return _of_bytes(head, path, argument, about)
    media_type = _type_of(head, path)
    if spooled is not None:
        return _of_spool(spooled, media_type, argument, about)
    source, name = lambda: _path_source(path), _shown(path)
    return Binary(None, media_type, source=source, name=name, size=state.st_size, argument=argument, about=about)


def _path_problem(path: str, value: object, error: Exception) -> str:
    if os.path.isdir(path):
        return f"{_shown(path)} is a directory; name a file"
    if isinstance(error, PermissionError):
        return f"{_shown(path)} must not be read: permission denied"
    scheme = _SCHEME.match(path)
    if scheme is not None:
        return f"{_shown(path)} is an address of a kind that is not known; use http(s):, data: or a path"
    if isinstance(value, str) and _BASE64.fullmatch(path):
        hint = "it looks like base64 text: pass base64.b64decode(...) of it, or put 'data:;base64,' before it"
        return f"{path[:24]!r}... is no file; {hint}"
    if isinstance(error, FileNotFoundError):
        return f"there is no file {_shown(path)}"
    return f"{_shown(path)} cannot be read: {_reason(error)}"


def _of_file(file: Any, read: Callable[..., Any], argument: str, about: About) -> Binary:
    if inspect.iscoroutinefunction(read):
        raise _refusal(argument, "the file is asynchronous; read it first and pass the bytes, or pass its path", about)
    if getattr(file, "closed", False) is True:
        raise _refusal(argument, "the file is closed; keep it open until the call has returned", about)
    try:
        with _turn(file):
            start = _position(file)
            head, more = _head(read)
            size = None if start is None or not more else _size_from(file, start)
            spooled = _spooled(head, read) if more and size is None else None
    except _NotBytes as error:
        raise _refusal(argument, str(error), about) from error
    except (OSError, ValueError) as error:
        raise _refusal(argument, f"the file cannot be read: {_reason(error)}", about) from error
    if not head:
        raise _refusal(argument, "the file is empty, or was read to its end before", about)
    name = getattr(file, "name", None)
    name = name if isinstance(name, str) else None
    if not more:
        return _of_bytes(head, name, argument, about)
    if spooled is not None:
        return _of_spool(spooled, _type_of(head, name), argument, about)
    source = lambda: _file_source(file, cast(int, start))  # noqa: E731
    return Binary(None, _type_of(head, name), source=source, size=cast(int, size), argument=argument, about=about)


def _of_spool(file: IO[bytes], media_type: str | None, argument: str, about: About) -> Binary:
    size = file.seek(0, io.SEEK_END)
    binary = Binary(None, media_type, source=lambda: _file_source(file, 0), size=size, argument=argument, about=about)
    # The request holds the binary as long as it may be sent again.
    weakref.finalize(binary, file.close)
    return binary


class _NotBytes(Exception):
    """What a file's read() gives is not bytes."""


def _bytes_read(data: object) -> bytes:
    if isinstance(data, str):
        raise _NotBytes('the file was opened in text mode; open it with mode "rb"')
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise _NotBytes(f"the file's read() gives {type(data).__name__} where bytes are needed")
    return bytes(cast("bytes", data))


def _head(read: Callable[..., Any]) -> tuple[bytes, bool]:
    """What a file begins with: all of a small one; and whether there is more."""
    try:
        first = read(PIECE + 1)
    except TypeError:  # its read() takes no size
        return _bytes_read(read()), False
    head = bytearray()
    piece = _bytes_read(first)
    while piece:
        head += piece
        if len(head) > PIECE:
            return bytes(head), True
        piece = _bytes_read(read(PIECE + 1 - len(head)))
    return bytes(head), False


def _position(file: Any) -> int | None:
    """Where a file stands; None where it cannot be put back there."""
    try:
        if not file.seekable():
            return None
        start = file.tell()
        file.seek(start)
    except (AttributeError, TypeError, OSError, ValueError):
        return None
    return start if isinstance(start, int) else None


def _size_from(file: Any, start: int) -> int | None:
    """How many bytes a file has from a place on; None where only reading would tell."""
    here = file.tell()
    try:
        file.seek(0, io.SEEK_END)
        end = file.tell()
    except (OSError, ValueError):
        file.seek(here)
        return None
    file.seek(start)
    return int(end) - start


def _spooled(head: bytes, read: Callable[..., Any]) -> IO[bytes]:
    """A file's copy on disk, from which it can be sent more than once."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # it is closed with the binary
    try:
        piece = head
        while piece:
            file.write(piece)
            piece = _bytes_read(read(PIECE))
    except BaseException:
        file.close()
        raise
    return file


@contextmanager
def _path_source(path: str) -> Generator[tuple[int, Callable[[int, int], Any]], None, None]:
    with open(path, "rb") as file:
        yield os.fstat(file.fileno()).st_size, lambda at, size: file.read(size)


@contextmanager
def _file_source(file: Any, start: int) -> Generator[tuple[int, Callable[[int, int], Any]], None, None]:
    def read(at: int, size: int) -> Any:
        with _turn(file):
            file.seek(start + at)
            return file.read(size)

    with _turn(file):
        file.seek(0, io.SEEK_END)
        end = file.tell()
    yield end - start, read


_turns: weakref.WeakKeyDictionary[Any, threading.RLock] = weakref.WeakKeyDictionary()


def _turn(file: Any) -> threading.RLock:
    """One reader at a time: two calls may send the same file object."""
    try:
        return _turns.setdefault(file, threading.RLock())
    except TypeError:  # it cannot be remembered
        return threading.RLock()


def _of_data_url(url: str, argument: str, about: About) -> Binary:
    try:
        named, data = media.parse_data_url(url)
    except ValueError as error:
        raise _refusal(argument, f"the data URL cannot be decoded: {error}", about) from error
    if not data:
        raise _refusal(argument, "the data URL is empty: there are no bytes to send", about)
    return Binary(data, media.sniff(data) or named, argument=argument, about=about)


def _of_picture(image: Any, argument: str, about: About) -> Binary:
    from PIL import Image as pil

    wanted = image.format or "PNG"
    formats = [(wanted, image)]
    if wanted != "PNG":
        formats.append(("PNG", image))
    formats.append(("PNG", None))
    error: Exception | None = None
    for name, picture in formats:
        target = io.BytesIO()
        try:
            # The last resort: PNG has no floating point, CMYK or colour spaces, every mode has RGBA.
            options = {"quality": "keep"} if name == "JPEG" else {}  # else it would be compressed once more
            (image.convert("RGBA") if picture is None else picture).save(target, name, **options)
        except Exception as problem:  # each format's writer has errors of its own
            error = problem
            continue
        data = target.getvalue()
        return Binary(data, media.sniff(data) or pil.MIME.get(name), argument=argument, about=about)
    raise _refusal(argument, f"the image cannot be saved: {error}", about) from error


def _downloaded(url: str, argument: str, about: About, kind: str, timeout: Timeout | None) -> Flow[Binary]:
    host = host_of(url)
    if not host:
        raise _refusal(argument, f"{_shown(url)} is no address: it has no host", about)
    # No key goes along: the address is the caller's, not the provider's. It may lead into a private network, which
    # one that a public server redirects to must not.
    request = Request(
        "GET",
        url,
        {"accept": f"{kind}, */*;q=0.5"},
        timeout=timeout,
        about=about,
        limit=DOWNLOAD_LIMIT,
        follow=False,
    )
    try:
        answer = yield from followed(request, _asked, url)
    except (ConnectionFailedError, AnswerError) as error:
        error.message = f"{argument}: the URL cannot be downloaded from {host}: {error.message}"
        raise
    return _checked(answer, host_of(answer.url), argument, about, kind)


def _asked(request: Request) -> Flow[Answer]:
    return cast(Answer, (yield Send(request)))


def _checked(answer: Answer, host: str, argument: str, about: About, kind: str) -> Binary:
    if 400 <= answer.status < 500:
        raise _refusal(argument, f"the URL cannot be downloaded: {host} answered with HTTP {answer.status}", about)
    if not 200 <= answer.status < 300:
        message = f"{argument}: the URL cannot be downloaded: {host} answered with HTTP {answer.status}."
        raise AnswerError(message, about=about)
    if not answer.body:
        raise _refusal(argument, f"the URL is empty: {host} sent no bytes", about)
    media_type = media.sniff(answer.body)
    if media_type is None:
        named = answer.content_type
        if named.startswith("text/") or named in _TEXT_TYPES:
            wanted = {"image": "an image", "audio": "audio", "video": "a video"}.get(kind.partition("/")[0], "a file")
            raise _refusal(argument, f"the URL is not {wanted}: {host} sent {named}", about)
        vague = named in ("", "application/octet-stream", "binary/octet-stream")
        media_type = media.guess(urlsplit(answer.url).path) if vague else named
    return Binary(answer.body, media_type, argument=argument, about=about)
