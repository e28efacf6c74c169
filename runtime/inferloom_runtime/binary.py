"""Binary arguments: whatever a caller has at hand, made into a body that can be sent."""

from __future__ import annotations

import base64
import io
import os
import re
import stat
from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from inferloom_runtime import media
from inferloom_runtime.errors import About, AnswerError, ConnectionFailedError, InferloomError, UsageError
from inferloom_runtime.flow import Answer, Flow, Request, Send, Upload, work
from inferloom_runtime.media import BinaryInput as BinaryInput

PIECE = 1 << 18
"""Files are sent in pieces of this many bytes."""

DOWNLOAD_LIMIT = 1 << 28
"""The largest file that is fetched from a URL, in bytes."""

REDIRECT_LIMIT = 5
"""How many redirects a URL may have."""

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
        path: str = "",
        size: int = 0,
        argument: str = "",
        about: About,
    ) -> None:
        """Make one; `open_binary` does.

        Args:
            data: The bytes, or None where they stay in their file.
            media_type: What it is.
            path: The file.
            size: The file's size in bytes.
            argument: What the caller calls the argument, for errors.
            about: The call, for errors.
        """
        self.media_type = media_type
        self.size: int = size if data is None else len(data)
        self._data = data
        self._path = path
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

    def base64(self) -> str:
        """The bytes as base64 text. This reads the file, if it is one: call it in a Work step."""
        return base64.b64encode(self.data()).decode("ascii")

    def data_url(self, default: str) -> str:
        """The bytes as a data URL. This reads the file, if it is one: call it in a Work step.

        Args:
            default: The media type to name where it is unknown.
        fixed: Name that type always.

        Returns:
            `data:<media type>;base64,<text>`.
        """
        return f"data:{self.media_type or default};base64,{self.base64()}"

    def _pieces(self) -> Iterator[bytes]:
        left = self.size
        try:
            with open(self._path, "rb") as file:
                while left and (piece := file.read(min(PIECE, left))):
                    left -= len(piece)
                    yield piece
        except OSError as error:
            raise _refusal(
                self._argument, f"{_shown(self._path)} cannot be read: {_reason(error)}", self._about
            ) from error
        if left:
            raise _refusal(self._argument, f"{_shown(self._path)} became shorter while it was sent", self._about)


def open_binary(
    value: BinaryInput, *, argument: str, about: About, kind: str = "image/*", timeout: float | None = None
) -> Flow[Binary]:
    """Take a binary argument, whatever form it has.

    Args:
        value: Bytes; a file object, read from where it stands; a path; an http(s) URL, which is downloaded; a data URL;
            or a PIL image, saved in its own format or as PNG. A string that is no URL is a path.
        argument: What the caller calls the argument, for errors.
        about: The call, for errors.
        kind: What the argument is meant to be: "image/*", "audio/*" or "video/*". It is asked for in downloads; content
            of another kind is not refused, since containers can hold several.
        timeout: Seconds to wait for a download.

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
    timeout: float | None = None,
) -> Flow[str]:
    """Take a binary argument for a provider that wants an address: http(s) and data URLs as they are, the rest packed.

    Args:
        value: As for `open_binary`.
        argument: What the caller calls the argument, for errors.
        about: The call, for errors.
        kind: What the argument is meant to be.
        default: The media type to name where it is unknown.
        fixed: Name that type always.
        timeout: Seconds to wait; only a download would, and URLs are not downloaded here.

    Returns:
        A flow that gives the URL.

    Raises:
        UsageError: As for `open_binary`.
    """
    if isinstance(value, str) and is_url(value):
        return value
    binary = yield from open_binary(value, argument=argument, about=about, kind=kind, timeout=timeout)
    if fixed:
        binary.media_type = default
    return (yield from work(lambda: binary.data_url(default)))


def is_url(value: str) -> bool:
    """Whether a string is an http(s) URL or a data URL, and not a path."""
    return value[:8].lower().startswith(("http://", "https://", "data:"))


def _refusal(argument: str, problem: str, about: About) -> UsageError:
    return UsageError(f"{argument}: {problem}.", about=about)


def _shown(path: str) -> str:
    return repr(path) if len(path) <= 200 else f"{path[:60]!r}..."


def _reason(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).lower()


def _of_bytes(data: bytes, name: str | None, argument: str, about: About) -> Binary:
    if not data:
        raise _refusal(argument, "is empty: there are no bytes to send", about)
    return Binary(data, media.sniff(data) or (media.guess(name) if name else None), argument=argument, about=about)


def _of_path(value: str | os.PathLike[str], argument: str, about: About) -> Binary:
    path = os.fspath(value)
    if not isinstance(cast(object, path), str):
        path = os.fsdecode(path)
    try:
        state = os.stat(path)
        if stat.S_ISDIR(state.st_mode):
            raise _refusal(argument, f"{_shown(path)} is a directory; name a file", about)
        with open(path, "rb") as file:
            # A pipe or a device has no size and can be read only once.
            content = None if stat.S_ISREG(state.st_mode) else file.read()
            head = file.read(1024) if content is None else content[:1024]
    except (OSError, ValueError) as error:
        raise _refusal(argument, _path_problem(path, value, error), about) from error
    if not head:
        raise _refusal(argument, f"{_shown(path)} is empty: there are no bytes to send", about)
    media_type = media.sniff(head) or media.guess(path)
    return Binary(content, media_type, path=path, size=state.st_size, argument=argument, about=about)


def _path_problem(path: str, value: object, error: Exception) -> str:
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
    return f"{_shown(path)} cannot be read: {_reason(error) if isinstance(error, OSError) else error}"


def _of_file(file: Any, read: Callable[[], Any], argument: str, about: About) -> Binary:
    try:
        data = read()
    except (OSError, ValueError) as error:  # ValueError: the file is closed
        reason = _reason(error) if isinstance(error, OSError) else str(error)
        raise _refusal(argument, f"the file cannot be read: {reason}", about) from error
    if isinstance(data, str):
        raise _refusal(argument, 'the file was opened in text mode; open it with mode "rb"', about)
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise _refusal(argument, f"the file's read() gives {type(data).__name__} where bytes are needed", about)
    if not data:
        raise _refusal(argument, "the file is empty, or was read to its end before", about)
    name = getattr(file, "name", None)
    return _of_bytes(bytes(cast("bytes", data)), name if isinstance(name, str) else None, argument, about)


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


def _downloaded(url: str, argument: str, about: About, kind: str, timeout: float | None) -> Flow[Binary]:
    at = url
    for _ in range(REDIRECT_LIMIT + 1):
        host = _host(at)
        if not host:
            raise _refusal(argument, f"{_shown(at)} is no address: it has no host", about)
        # No key goes along: the address is the caller's, not the provider's.
        request = Request(
            "GET", at, {"accept": f"{kind}, */*;q=0.5"}, timeout=timeout, about=about, limit=DOWNLOAD_LIMIT
        )
        try:
            answer = cast(Answer, (yield Send(request)))
        except (ConnectionFailedError, AnswerError) as error:
            raise _named(error, argument, url) from error
        location = answer.headers.get("location")
        if answer.status in (301, 302, 303, 307, 308) and location:
            at = _joined(at, location)
            if not at.lower().startswith(("http://", "https://")):
                raise _refusal(argument, f"{host} redirects the URL to an address that is not http(s)", about)
            continue
        return _checked(answer, host, argument, about, kind)
    raise AnswerError(f"{argument}: the URL was redirected more than {REDIRECT_LIMIT} times.", about=about)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # half a bracket, for one
        return ""


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return ""


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


def _named(error: InferloomError, argument: str, url: str) -> InferloomError:
    """The same error, saying which argument's download failed."""
    message = f"{argument}: the URL cannot be downloaded from {_host(url)}: {error.message}"
    return type(error)(message, about=error.about)
