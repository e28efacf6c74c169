"""Binary arguments, in every form that callers have them."""

from __future__ import annotations

import base64
import gzip
import io
import os
import socket
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image as pil

from inferloom_runtime import binary as module
from inferloom_runtime.binary import Binary, is_url, open_binary, open_url
from inferloom_runtime.errors import About, AnswerError, ConnectionFailedError, InferenceTimeoutError, UsageError
from inferloom_runtime.flow import Answer, Flow, Request, Send, Upload, Work, drive, drive_async
from inferloom_runtime.limits import Timeout

ABOUT = About(task="image_to_image", provider="fal-ai", model="m")
PIXELS = pil.new("RGB", (4, 3), (10, 20, 30))


def saved(image: pil.Image, name: str) -> bytes:
    target = io.BytesIO()
    image.save(target, name)
    return target.getvalue()


PNG, JPEG = saved(PIXELS, "PNG"), saved(PIXELS, "JPEG")


def no_requests(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"nothing shall be sent, least of all to {request.url}")


def run(flow: Flow[Any], handler: Callable[[httpx.Request], httpx.Response] = no_requests) -> Any:
    with httpx.Client(transport=httpx.MockTransport(handler)) as http:
        return drive(flow, http)


def opened(value: Any, handler: Callable[[httpx.Request], httpx.Response] = no_requests, **options: Any) -> Binary:
    binary = run(open_binary(value, argument="image", about=ABOUT, **options), handler)
    assert isinstance(binary, Binary)
    return binary


def refused(value: Any, handler: Callable[[httpx.Request], httpx.Response] = no_requests, **options: Any) -> str:
    with pytest.raises(UsageError) as caught:
        opened(value, handler, **options)
    assert caught.value.about is ABOUT
    assert caught.value.message.startswith("image: ")
    assert caught.value.message.endswith(".")
    assert len(caught.value.message) < 400
    return caught.value.message


def whole(binary: Binary) -> bytes:
    body = binary.body()
    return body if isinstance(body, bytes) else b"".join(body.pieces())


@pytest.fixture(autouse=True)
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name server is asked."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)


@pytest.fixture
def png(tmp_path: Path) -> Path:
    path = tmp_path / "a picture.bin"
    path.write_bytes(PNG)
    return path


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


# --- bytes


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes(kind: Callable[[bytes], Any]) -> None:
    binary = opened(kind(PNG))
    assert (binary.body(), binary.size, binary.media_type) == (PNG, len(PNG), "image/png")
    assert binary.data() == PNG
    assert binary.base64() == binary.text() == base64.b64encode(PNG).decode()
    assert binary.data_url("image/jpeg") == "data:image/png;base64," + base64.b64encode(PNG).decode()


def test_bytes_of_no_known_type_take_the_default_in_a_data_url() -> None:
    binary = opened(b"hello")
    assert binary.media_type is None
    assert binary.data_url("image/jpeg") == "data:image/jpeg;base64,aGVsbG8="


def test_bytes_that_change_later_are_sent_as_they_were() -> None:
    data = bytearray(PNG)
    binary = opened(data)
    data[:] = b"other"
    assert whole(binary) == PNG


@pytest.mark.parametrize("value", [b"", bytearray(), io.BytesIO(), "data:image/png;base64,", "data:,"])
def test_nothing_is_refused(value: Any) -> None:
    assert "empty" in refused(value)


# --- files


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> int:
    """Files are large from 16 bytes on."""
    monkeypatch.setattr(module, "PIECE", 16)
    return 16


@pytest.mark.parametrize("form", [str, Path])
def test_a_small_file_is_read_at_once(png: Path, form: Callable[[Path], Any]) -> None:
    binary = opened(form(png))
    png.unlink()
    assert (binary.body(), binary.size, binary.media_type) == (PNG, len(PNG), "image/png")


@pytest.mark.usefixtures("pieces")
@pytest.mark.parametrize("form", [str, Path])
def test_a_path(png: Path, form: Callable[[Path], Any]) -> None:
    binary = opened(form(png))
    assert (binary.size, binary.media_type) == (len(PNG), "image/png")
    body = binary.body()
    assert isinstance(body, Upload)
    assert body.length == len(PNG)
    # Each attempt reads it anew.
    assert b"".join(body.pieces()) == b"".join(body.pieces()) == PNG
    assert binary.base64() == base64.b64encode(PNG).decode()


def test_a_path_of_a_class_of_the_callers_own(png: Path) -> None:
    class Own:
        def __fspath__(self) -> str:
            return str(png)

    assert whole(opened(Own())) == PNG


def test_the_content_says_more_than_the_name(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(JPEG)
    assert opened(path).media_type == "image/jpeg"
    path.write_bytes(b"what is this")
    assert opened(path).media_type == "audio/wav"
    assert opened(str(path.rename(tmp_path / "x"))).media_type is None


def test_files_are_touched_in_work_steps_only(png: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def touched(*_: object, **__: object) -> None:
        raise AssertionError("the event loop would wait for a disk")

    for value in (png, str(png), io.BytesIO(PNG), PIXELS, "data:image/png;base64," + base64.b64encode(PNG).decode()):
        flow = open_binary(value, argument="image", about=ABOUT)
        with monkeypatch.context() as patch:
            patch.setattr(os, "stat", touched)
            patch.setattr("builtins.open", touched)
            patch.setattr(pil.Image, "save", touched)
            patch.setattr(base64, "b64decode", touched)
            step = next(flow)
        assert isinstance(step, Work)
        with pytest.raises(StopIteration) as end:
            flow.send(step.do())
        assert end.value.value.media_type == "image/png"


def test_a_large_file_is_never_held_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
        file.truncate(64 << 20)
    tracemalloc.start()
    binary = opened(path)
    body = binary.body()
    assert isinstance(body, Upload)
    total = sum(len(piece) for piece in body.pieces())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (total, binary.size, binary.media_type) == (64 << 20, 64 << 20, "video/mp4")
    assert peak < 4 << 20


@pytest.mark.usefixtures("pieces")
@pytest.mark.parametrize("form", [str, open])
def test_a_file_that_changes_before_it_is_sent(tmp_path: Path, form: Callable[..., Any]) -> None:
    """It is seen before the first byte is sent."""
    path = tmp_path / "x.png"
    path.write_bytes(PNG)
    value = str(path) if form is str else path.open("rb")
    name = r".*x\.png'" if form is str else "the file"
    binary = opened(value)
    for data, change in ((PNG[:40], "shorter"), (PNG * 2, "longer"), (b"", "shorter")):
        path.write_bytes(data)
        upload = binary.body()
        assert isinstance(upload, Upload)
        with pytest.raises(UsageError, match=rf"image: {name} became {change} while it was sent"):
            next(upload.pieces())
    path.write_bytes(PNG)
    assert whole(binary) == PNG
    if not isinstance(value, str):
        value.close()


@pytest.mark.parametrize(("factor", "change"), [(0.5, "shorter"), (2, "longer")])
def test_a_file_that_changes_while_it_is_sent(tmp_path: Path, factor: float, change: str) -> None:
    """It is seen before the last byte is sent, so that no server takes a part for the whole."""
    path, size = tmp_path / "x.png", 1 << 20
    path.write_bytes(PNG.ljust(size, b"."))
    upload = opened(path).body()
    assert isinstance(upload, Upload)
    pieces = upload.pieces()
    sent = len(next(pieces))
    with path.open("r+b") as file:
        file.truncate(int(size * factor))
    message = None
    try:
        for piece in pieces:
            sent += len(piece)
    except UsageError as error:
        message = error.message
    assert f"x.png' became {change} while it was sent" in str(message)
    assert 0 < sent < size


@pytest.mark.usefixtures("pieces")
def test_a_file_that_is_gone_when_it_is_sent(png: Path) -> None:
    binary = opened(png)
    png.unlink()
    with pytest.raises(UsageError, match=r"image: .*a picture.bin' cannot be read: no such file"):
        whole(binary)
    stream = io.BytesIO(PNG)
    binary = opened(stream)
    stream.close()
    with pytest.raises(UsageError, match=r"image: the file cannot be read: I/O operation on closed file\. "):
        whole(binary)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("missing.png", "there is no file 'missing.png'"),
        (Path("no/such/file.png"), "there is no file 'no/such/file.png'"),
        (".", "'.' is a directory; name a file"),
        (Path("/"), "'/' is a directory; name a file"),
        ("", "there is no file ''"),
        ("a\0b", "cannot be read"),
        ("x" * 5000, "base64"),
        ("x." * 5000, "cannot be read"),
        ("s3://bucket/key", "is an address of a kind that is not known; use http(s):, data: or a path"),
        ("file:///etc/passwd", "is an address of a kind that is not known"),
        (base64.b64encode(PNG * 3).decode(), "it looks like base64 text: pass base64.b64decode(...) of it"),
    ],
)
def test_paths_that_are_none(value: Any, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert words in refused(value)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.touch()
    assert "x.png' is empty" in refused(path)


def test_a_file_that_must_not_be_read(png: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", deny)  # file modes do not keep root out
    assert "must not be read: permission denied" in refused(png)


def test_a_pipe_is_read_at_once(tmp_path: Path) -> None:
    import threading

    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(PNG))
    writer.start()
    binary = opened(path)
    writer.join()
    assert (binary.body(), binary.media_type, binary.size) == (PNG, "image/png", len(PNG))


# --- file objects


def test_a_file_is_read_from_where_it_stands(png: Path) -> None:
    with png.open("rb") as file:
        assert whole(opened(file)) == PNG
    stream = io.BytesIO(b"skip" + PNG)
    stream.seek(4)
    assert whole(opened(stream)) == PNG
    assert "was read to its end" in refused(stream)
    with tempfile.SpooledTemporaryFile() as spooled:
        spooled.write(PNG)
        spooled.seek(0)
        assert whole(opened(spooled)) == PNG


def test_a_file_object_tells_its_type_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "x.mp3"
    path.write_bytes(b"something")
    with path.open("rb") as file:
        assert opened(file).media_type == "audio/mpeg"
    with open(os.open(path, os.O_RDONLY), "rb") as file:  # its name is a number
        assert opened(file).media_type is None


def test_a_file_object_that_can_only_be_read() -> None:
    class Reader:
        def read(self) -> bytearray:
            return bytearray(PNG)

    assert opened(Reader()).body() == PNG
    one, other = socket.socketpair()
    with one, other, one.makefile("rb") as file:
        other.sendall(PNG)
        other.shutdown(socket.SHUT_WR)
        assert opened(file).body() == PNG


def test_file_objects_that_do_not_give_bytes(png: Path) -> None:
    class Odd:
        def read(self) -> int:
            return 5

    assert 'opened in text mode; open it with mode "rb"' in refused(io.StringIO("x"))
    with png.open("r", encoding="latin-1") as text:
        assert "text mode" in refused(text)
    assert "read() gives int" in refused(Odd())
    closed = io.BytesIO(PNG)
    closed.close()
    assert "the file is closed; keep it open until the call has returned" in refused(closed)
    with png.open("ab") as file:
        assert "the file cannot be read" in refused(file)


@pytest.mark.usefixtures("pieces")
def test_a_large_file_object_is_sent_as_often_as_needed(png: Path) -> None:
    with png.open("rb") as file:
        body = opened(file).body()
        assert isinstance(body, Upload)
        assert (body.length, body.replayable) == (len(PNG), True)
        assert b"".join(body.pieces()) == b"".join(body.pieces()) == PNG
    stream = io.BytesIO(b"skip" + PNG)
    stream.seek(4)
    assert opened(stream).media_type == "image/png"
    assert whole(opened(stream)) == PNG


@pytest.mark.usefixtures("pieces")
def test_a_file_object_that_two_calls_send(png: Path) -> None:
    with png.open("rb") as file:
        one, other = opened(file).body(), opened(file).body()
        assert isinstance(one, Upload)
        assert isinstance(other, Upload)
        both = [b"".join(parts) for parts in zip(*zip(one.pieces(), other.pieces(), strict=True), strict=True)]
        assert both == [PNG, PNG]


@pytest.mark.usefixtures("pieces")
def test_a_file_object_that_only_reading_measures() -> None:
    """One that can be read once is copied to disk, so that it has a length and can be sent again."""
    one, other = socket.socketpair()
    with one, other, one.makefile("rb") as file:
        other.sendall(PNG)
        other.shutdown(socket.SHUT_WR)
        binary = opened(file)
    body = binary.body()
    assert isinstance(body, Upload)
    assert (body.length, body.replayable, binary.media_type) == (len(PNG), True, "image/png")
    assert b"".join(body.pieces()) == b"".join(body.pieces()) == PNG

    class NoEnd(io.BytesIO):
        def seek(self, offset: int, whence: int = 0, /) -> int:
            if whence:
                raise io.UnsupportedOperation("only from the start")
            return super().seek(offset)

    body = opened(NoEnd(PNG)).body()
    assert isinstance(body, Upload)
    assert (body.length, b"".join(body.pieces())) == (len(PNG), PNG)
    with gzip.open(io.BytesIO(gzip.compress(PNG))) as unpacked:
        assert whole(opened(unpacked)) == PNG


@pytest.mark.usefixtures("pieces")
def test_reads_that_give_less_than_was_asked_for(png: Path) -> None:
    class Slow(io.RawIOBase):
        def __init__(self) -> None:
            self.rest = io.BytesIO(PNG)

        def read(self, size: int = -1, /) -> bytes:
            return self.rest.read(min(size, 5))

    assert opened(Slow()).size == len(PNG)
    assert whole(opened(Slow())) == PNG
    with png.open("rb", buffering=0) as raw:
        assert whole(opened(raw)) == PNG


def test_an_asynchronous_file() -> None:
    class Later:
        async def read(self, size: int = -1) -> bytes:
            return PNG

    assert "the file is asynchronous; read it first and pass the bytes" in refused(Later())


@pytest.mark.parametrize("value", [None, 5, 1.5, ["a.png"], {"url": "x"}, object(), Path])
def test_what_is_no_binary_argument(value: Any) -> None:
    message = refused(value)
    assert "must be bytes, a file opened in binary mode, a path, a URL or a PIL image, is " in message


# --- data URLs


@pytest.mark.parametrize(
    ("url", "data", "media_type"),
    [
        ("data:image/png;base64," + base64.b64encode(PNG).decode(), PNG, "image/png"),
        ("DATA:text/plain;charset=utf-8;base64," + base64.b64encode(JPEG).decode(), JPEG, "image/jpeg"),
        ("data:audio/x-own;rate=8000,%00%01ab", b"\x00\x01ab", "audio/x-own"),
        ("data:,abc", b"abc", None),
    ],
)
def test_data_urls(url: str, data: bytes, media_type: str | None) -> None:
    binary = opened(url)
    assert (binary.body(), binary.media_type) == (data, media_type)


@pytest.mark.parametrize("url", ["data:image/png;base64", "data:image/png;base64,***"])
def test_data_urls_that_are_broken(url: str) -> None:
    assert "the data URL cannot be decoded: must be" in refused(url)


# --- pictures


def test_a_picture_without_a_format_becomes_png() -> None:
    binary = opened(PIXELS)
    assert binary.media_type == "image/png"
    assert pil.open(io.BytesIO(binary.data())).tobytes() == PIXELS.tobytes()


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_a_picture_keeps_its_format(name: str) -> None:
    binary = opened(pil.open(io.BytesIO(saved(PIXELS, name))))
    assert binary.media_type == f"image/{name.lower()}"
    assert pil.open(io.BytesIO(binary.data())).format == name


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "I;16", "F"])
def test_a_mode_that_the_format_cannot_hold_becomes_png(mode: str) -> None:
    image = (
        pil.new("RGB", (4, 3)).convert("L").convert("F" if mode == "F" else "I").convert(mode)
        if mode
        in (
            "F",
            "I;16",
        )
        else PIXELS.convert(mode)
    )
    image.format = "JPEG"
    binary = opened(image)
    assert binary.media_type == "image/png"
    assert pil.open(io.BytesIO(binary.data())).size == (4, 3)


def test_a_jpeg_is_not_compressed_once_more() -> None:
    target = io.BytesIO()
    pil.effect_noise((64, 64), 90).convert("RGB").save(target, "JPEG", quality=97)
    source = pil.open(target)
    again = pil.open(io.BytesIO(opened(source).data()))
    assert again.quantization == source.quantization  # type: ignore[attr-defined]


def test_a_picture_that_cannot_be_saved() -> None:
    assert "the image cannot be saved" in refused(pil.new("RGB", (0, 0)))


# --- URLs


def served(
    body: bytes = PNG, status: int = 200, headers: dict[str, str] | None = None
) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: httpx.Response(status, headers=headers, content=body)


def test_a_url_is_downloaded_without_a_key() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=PNG)

    timeout = Timeout(idle=3)
    binary = opened("https://example.org/cat.jpg?sig=1", answer, kind="image/*", timeout=timeout)
    assert (binary.body(), binary.media_type) == (PNG, "image/png")
    (request,) = seen
    assert (request.method, str(request.url)) == ("GET", "https://example.org/cat.jpg?sig=1")
    assert request.headers["accept"].startswith("image/*")
    assert "authorization" not in request.headers
    assert request.extensions["timeout"]["read"] == 3


@pytest.mark.parametrize(
    ("url", "content_type", "media_type"),
    [
        ("https://x.org/a.wav", "audio/x-own", "audio/x-own"),
        ("https://x.org/a.wav", "Audio/X-Own; codecs=1", "audio/x-own"),
        ("https://x.org/a.wav?x=.png", "application/octet-stream", "audio/wav"),
        ("https://x.org/a.wav", "", "audio/wav"),
        ("https://x.org/a", "", None),
        ("HTTPS://x.org/a", "binary/octet-stream", None),
    ],
)
def test_the_type_of_a_download(url: str, content_type: str, media_type: str | None) -> None:
    headers = {"content-type": content_type} if content_type else {}
    assert opened(url, served(b"sound", headers=headers)).media_type == media_type
    assert opened(url, served(PNG, headers=headers)).media_type == "image/png"


def test_a_picture_is_one_whatever_its_server_calls_it() -> None:
    assert opened("http://x.org/a", served(PNG, headers={"content-type": "text/html"})).media_type == "image/png"


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/json", "text/plain"])
def test_a_page_is_no_file(content_type: str) -> None:
    headers = {"content-type": content_type}
    message = refused("https://x.org/a.png", served(b"<html>sign in</html>", headers=headers))
    assert "the URL is not an image: x.org sent " + content_type.partition(";")[0] in message
    assert "is not audio" in refused("https://x.org/a", served(b"{}", headers=headers), kind="audio/*")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_a_url_whose_server_does_not_give_it(status: int) -> None:
    message = refused("https://x.org/secret?token=abc", served(b"no", status))
    assert f"x.org answered with HTTP {status}" in message
    assert "abc" not in message


@pytest.mark.parametrize("status", [500, 503, 304, 300])
def test_a_url_whose_server_fails(status: int) -> None:
    with pytest.raises(AnswerError, match=f"image: the URL cannot be downloaded: x.org answered with HTTP {status}"):
        opened("https://x.org/a", served(b"no", status))


def test_an_empty_download() -> None:
    assert "the URL is empty: x.org sent no bytes" in refused("https://x.org/a", served(b""))


def test_a_download_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DOWNLOAD_LIMIT", 1000)
    with pytest.raises(AnswerError, match=r"image: .*x\.org.*larger than the limit of 1000 bytes"):
        opened("https://x.org/a", served(b"x" * 1001))
    assert opened("https://x.org/a", served(b"x" * 1000)).size == 1000


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectError("refused"), ConnectionFailedError),
        (httpx.ReadTimeout("slow"), InferenceTimeoutError),
        (httpx.RemoteProtocolError("gone"), ConnectionFailedError),
    ],
)
def test_a_server_that_is_not_there(raised: Exception, kind: type[Exception]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise raised

    with pytest.raises(kind, match=r"^image: the URL cannot be downloaded from x\.org: ") as caught:
        opened("https://x.org/a", answer)
    assert type(caught.value) is kind
    assert caught.value.about is ABOUT  # type: ignore[attr-defined]


def redirects(count: int, status: int = 302) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        left = int(request.url.path.strip("/") or count)
        if left == 0:
            return httpx.Response(200, content=PNG)
        return httpx.Response(status, headers={"location": f"/{left - 1}"})

    return answer


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status: int) -> None:
    assert opened("https://x.org", redirects(5, status)).body() == PNG


def test_there_is_an_end_to_redirects() -> None:
    with pytest.raises(AnswerError, match=r"image: .* from x\.org: The file was redirected more than 5 times"):
        opened("https://x.org", redirects(6))


def test_redirects_to_another_host() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "x.org":
            return httpx.Response(302, headers={"location": "//cdn.example/a.wav"})
        return httpx.Response(200, content=b"sound")

    assert opened("http://x.org/a", answer).media_type == "audio/wav"


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://x/y"])
def test_redirects_stay_on_http(location: str) -> None:
    with pytest.raises(AnswerError, match=r"image: .* x\.org redirects to an address that is not http\(s\)"):
        opened("https://x.org/a", served(b"", 302, {"location": location}))


def test_redirects_stay_encrypted() -> None:
    with pytest.raises(AnswerError, match=r"image: .* redirects from https to http, which is not followed"):
        opened("https://x.org/a", served(b"", 302, {"location": "http://x.org/a"}))


@pytest.mark.parametrize("url", ["http://localhost:8000/a.png", "http://127.0.0.1/a", "http://192.168.1.2/a"])
def test_the_caller_may_name_a_private_address(url: str) -> None:
    assert opened(url, served(PNG)).body() == PNG


@pytest.mark.parametrize("target", ["http://127.0.0.1/", "http://169.254.169.254/latest/meta-data", "//localhost/a"])
def test_a_public_server_may_not_redirect_to_one(target: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "x.org"
        return httpx.Response(302, headers={"location": target})

    with pytest.raises(AnswerError, match=r"image: .*which is in a private network"):
        opened("http://x.org/a", answer)


@pytest.mark.parametrize("url", ["http://", "https://[::1", "https:///a.png", "http://?x"])
def test_a_url_without_a_host(url: str) -> None:
    assert "is no address: it has no host" in refused(url)


# --- addresses for providers that fetch files themselves


@pytest.mark.parametrize("url", ["https://x.org/a.png", "http://x.org/a", "data:image/png;base64,AAAA", "HTTPS://X"])
def test_urls_are_passed_on_as_they_are(url: str) -> None:
    assert is_url(url)
    assert run(open_url(url, argument="image", about=ABOUT, default="image/jpeg")) == url


def test_everything_else_becomes_a_data_url(png: Path) -> None:
    expected = "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert opened(png).data_url("image/jpeg") == expected
    for value in (PNG, png, str(png), io.BytesIO(PNG)):
        assert run(open_url(value, argument="image", about=ABOUT, default="image/jpeg")) == expected
    assert run(open_url(b"abc", argument="image", about=ABOUT, default="image/jpeg")) == "data:image/jpeg;base64,YWJj"
    with pytest.raises(UsageError, match="image: there is no file"):
        run(open_url("nothing.png", argument="image", about=ABOUT, default="image/jpeg"))
    assert not is_url("data.png")
    assert not is_url("https.png")


# --- in the event loop


@pytest.mark.anyio
async def test_all_of_it_in_the_event_loop(png: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return redirects(2)(request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        for value in (PNG, png, str(png), io.BytesIO(PNG), "https://x.org"):
            binary = await drive_async(open_binary(value, argument="image", about=ABOUT), http)
            assert whole(binary) == PNG
            assert binary.media_type == "image/png"
        with pytest.raises(UsageError, match="there is no file"):
            await drive_async(open_binary("none.png", argument="image", about=ABOUT), http)


@pytest.mark.anyio
async def test_a_file_is_uploaded_in_pieces(png: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PIECE", 16)

    async def read(request: httpx.Request) -> httpx.Response:
        assert request.headers["content-length"] == str(len(PNG))
        return httpx.Response(200, content=await request.aread())

    def send() -> Flow[bytes]:
        binary = yield from open_binary(png, argument="image", about=ABOUT)
        answer: Answer = yield Send(Request("POST", "https://x.org", body=binary.body()))
        return answer.body

    async with httpx.AsyncClient(transport=httpx.MockTransport(read)) as http:
        assert await drive_async(send(), http) == PNG
