"""Large files on the wire: read while they are sent, whole, and as often as it takes."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import random
import re
import socket
import tempfile
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import anyio
import httpx
import pytest

from inferloom import AsyncInferenceClient, InferenceClient, Retry, UsageError
from inferloom_runtime import embedded
from inferloom_runtime.binary import PIECE
from inferloom_runtime.errors import BadRequestError, ProviderError
from inferloom_runtime.flow import Upload

ENDPOINT = "https://a.endpoint.example.com"
WAV = base64.b64decode("UklGRjQAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YRAAAAAAAOgD0AfoAwAAGPww+Bj8")


class Counting(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A server that reads bodies piece by piece and keeps none but small ones."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses) or [200]
        self.bodies: list[tuple[int, str]] = []
        self.kept: list[bytes] = []
        self.headers: list[httpx.Headers] = []
        self.largest = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return self._known(request)
        self._begin(request)
        for piece in cast("httpx.SyncByteStream", request.stream):
            self._take(piece)
        return self._end()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return self._known(request)
        self._begin(request)
        async for piece in cast("httpx.AsyncByteStream", request.stream):
            self._take(piece)
        return self._end()

    def _known(self, request: httpx.Request) -> httpx.Response:
        """The Hub's mapping of a model: whatever provider is asked for serves it."""
        assert request.url.host == "huggingface.co"
        tasks = {"deepinfra": "automatic-speech-recognition", "wavespeed": "image-to-image"}
        entries = {name: {"status": "live", "providerId": "own", "task": task} for name, task in tasks.items()}
        return httpx.Response(200, json={"id": "acme/model", "inferenceProviderMapping": entries})

    def _begin(self, request: httpx.Request) -> None:
        assert "transfer-encoding" not in request.headers
        self.headers.append(request.headers)
        self._size, self._digest, self._small = 0, hashlib.sha256(), bytearray()

    def _take(self, piece: bytes) -> None:
        self._size += len(piece)
        self._digest.update(piece)
        self.largest = max(self.largest, len(piece))
        if self._size < 2 << 20:
            self._small += piece
        else:
            self._small.clear()

    def _end(self) -> httpx.Response:
        assert self.headers[-1]["content-length"] == str(self._size)
        self.bodies.append((self._size, self._digest.hexdigest()))
        self.kept.append(bytes(self._small))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        return httpx.Response(status, json={"text": "", "error": "no"} if status != 200 else {"text": "said"})


Send = Callable[..., None]


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def send(request: pytest.FixtureRequest) -> Send:
    """Calls a method of a client that is made for it; what it gives does not matter."""

    def call(transport: Any, method: str, value: Any, *, settings: dict[str, Any], **keywords: Any) -> None:
        if not request.param:
            with httpx.Client(transport=transport) as http:
                getattr(InferenceClient(http_client=http, **settings), method)(value, **keywords)
            return

        async def run() -> None:
            async with httpx.AsyncClient(transport=transport) as http:
                await getattr(AsyncInferenceClient(http_client=http, **settings), method)(value, **keywords)

        anyio.run(run)

    return call


Wire = tuple[str, dict[str, Any], dict[str, Any], int]

WIRES: dict[str, Wire] = {
    # The method, the client's settings, the call's, and the status that ends the call there.
    "raw": ("automatic_speech_recognition", {"model": ENDPOINT}, {}, 200),
    "json": ("automatic_speech_recognition", {"model": ENDPOINT}, {"extra_body": {"top_k": 3}}, 200),
    "form": ("automatic_speech_recognition", {"provider": "deepinfra", "api_key": "k", "model": "acme/model"}, {}, 200),
    "data URL": ("image_to_image", {"provider": "wavespeed", "api_key": "k", "model": "acme/model"}, {}, 400),
}

wires = pytest.mark.parametrize("wire", WIRES)


def sent(send: Send, transport: Counting, value: Any, wire: str, **settings: Any) -> None:
    method, known, keywords, status = WIRES[wire]
    if transport.statuses == [200]:
        transport.statuses = [status]
    try:
        send(transport, method, value, settings=known | {"max_retries": 0} | settings, **keywords)
    except BadRequestError:
        assert status == 400


def around(body: bytes, wire: str) -> bytes:
    """The file in a body, taken out of it by means that know nothing of how it was put in."""
    if wire == "raw":
        return body
    if wire == "json":
        members = json.loads(body)
        assert members.keys() == {"inputs", "parameters"}
        return base64.b64decode(members["inputs"], validate=True)
    if wire == "data URL":
        head, _, text = json.loads(body)["image"].partition(",")
        assert re.fullmatch(r"data:[a-z]+/[a-z]+;base64", head)
        return base64.b64decode(text, validate=True)
    boundary, _, rest = body.partition(b"\r\n")
    return rest.partition(b"\r\n\r\n")[2].partition(b"\r\n" + boundary)[0]


def as_bytes(path: Path) -> Any:
    return path.read_bytes()


def as_text(path: Path) -> Any:
    return str(path)


def as_file(path: Path) -> Any:
    return path.open("rb")


def as_spool(path: Path) -> Any:
    spool = tempfile.SpooledTemporaryFile(max_size=1000)  # noqa: SIM115
    spool.write(path.read_bytes())
    spool.seek(0)
    return spool


class Once(io.RawIOBase):
    """A file that can be read once, such as a pipe."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("rb")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self.file.read(min(size, 100_000) if size >= 0 else size)

    def close(self) -> None:
        self.file.close()
        super().close()


FORMS = [as_bytes, as_text, as_file, as_spool, Once]


@wires
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, PIECE + 2, PIECE + 3, 3 * PIECE + 1])
def test_what_arrives_is_the_file(
    send: Send, tmp_path: Path, wire: str, form: Callable[[Path], Any], size: int
) -> None:
    path = tmp_path / "sample.wav"
    path.write_bytes((WAV + random.Random(7).randbytes(size))[:size])
    transport = Counting()
    value = form(path)
    sent(send, transport, value, wire)
    if hasattr(value, "close"):
        value.close()
    (body,) = transport.kept
    assert around(body, wire) == path.read_bytes()
    if wire == "json":
        # What any encoder makes of the same body, byte for byte.
        text = base64.b64encode(path.read_bytes()).decode()
        plain = {"inputs": text, "parameters": {"top_k": 3}}
        assert body == json.dumps(plain, separators=(",", ":")).encode()


@wires
@pytest.mark.parametrize("form", FORMS)
def test_what_is_sent_again_is_the_same(send: Send, tmp_path: Path, wire: str, form: Callable[[Path], Any]) -> None:
    path = tmp_path / "sample.wav"
    path.write_bytes(WAV + bytes(PIECE))
    transport = Counting(503, 429, WIRES[wire][3])
    value = form(path)
    sent(send, transport, value, wire, max_retries=Retry(max_retries=2, first=0.0))
    if hasattr(value, "close"):
        value.close()
    assert len(transport.bodies) == 3
    assert len(set(transport.bodies)) == 1
    assert around(transport.kept[-1], wire) == path.read_bytes()


def film(path: Path, size: int) -> Path:
    """A file of that size that takes next to no room on the disk."""
    with path.open("wb") as file:
        file.write(WAV)
        file.truncate(size)
    return path


@pytest.mark.parametrize(
    ("wire", "form", "megabytes"),
    [("raw", as_text, 256), ("json", as_text, 256), ("form", as_file, 64), ("data URL", as_file, 64)],
)
def test_memory_does_not_grow_with_the_file(
    send: Send, tmp_path: Path, wire: str, form: Callable[[Path], Any], megabytes: int
) -> None:
    small, large = film(tmp_path / "small.wav", PIECE + 1), film(tmp_path / "large.wav", megabytes << 20)
    sent(send, Counting(), str(small), wire)  # what is imported and built once
    transport = Counting()
    value = form(large)
    tracemalloc.start()
    try:
        sent(send, transport, value, wire)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    if hasattr(value, "close"):
        value.close()
    ((size, _),) = transport.bodies
    assert size >= (megabytes << 20) * (4 / 3 if wire in ("json", "data URL") else 1)
    assert peak < 8 << 20
    assert transport.largest < 1 << 20


def test_memory_does_not_grow_with_what_can_be_read_once(send: Send, tmp_path: Path) -> None:
    large = film(tmp_path / "large.wav", 64 << 20)
    sent(send, Counting(), WAV, "raw")
    transport = Counting()
    tracemalloc.start()
    try:
        with Once(large) as value:
            sent(send, transport, value, "raw")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert transport.bodies[0][0] == 64 << 20
    assert peak < 8 << 20


# --- errors, before anything is sent


def closed(path: Path) -> Any:
    file = path.open("rb")
    file.close()
    return file


def wrong(path: Path) -> dict[str, tuple[Any, str]]:
    empty = path.with_name("empty.wav")
    empty.touch()
    return {
        "missing": (path.with_name("no.wav"), "there is no file "),
        "a directory": (path.parent, " is a directory; name a file"),
        "empty": (str(empty), "empty.wav' is empty: there are no bytes to send"),
        "an empty file object": (io.BytesIO(), "the file is empty, or was read to its end before"),
        "closed": (closed(path), "the file is closed; keep it open until the call has returned"),
        "text mode": (io.StringIO("RIFF"), 'the file was opened in text mode; open it with mode "rb"'),
    }


@wires
@pytest.mark.parametrize("name", ["missing", "a directory", "empty", "an empty file object", "closed", "text mode"])
def test_what_cannot_be_sent_is_not(send: Send, tmp_path: Path, wire: str, name: str) -> None:
    path = tmp_path / "sample.wav"
    path.write_bytes(WAV)
    value, words = wrong(path)[name]
    transport = Counting()
    argument = "image" if wire == "data URL" else "audio"
    with pytest.raises(UsageError) as caught:
        sent(send, transport, value, wire)
    assert caught.value.message.startswith(f"{argument}: ")
    assert words in caught.value.message
    assert transport.headers == []


# --- on a connection


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[int, bytes]]]]:
    """A server on this machine: its address, and how long each body was said to be, with what came of it."""
    seen: list[tuple[int, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = b""
            while len(body) < length and (piece := self.rfile.read1(length - len(body))):  # type: ignore[attr-defined]
                body += piece
            seen.append((length, body))
            if len(body) == length:
                answer = b'{"text": "said"}'
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = False
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}", seen
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.mark.parametrize("wire", ["raw", "json"])
def test_on_a_connection(send: Send, server: tuple[str, list[tuple[int, bytes]]], tmp_path: Path, wire: str) -> None:
    address, seen = server
    path = tmp_path / "sample.wav"
    path.write_bytes(WAV + random.Random(7).randbytes(5 * PIECE))
    send(None, WIRES[wire][0], path, settings={"model": address}, **WIRES[wire][2])
    ((length, body),) = seen
    assert len(body) == length
    assert around(body, wire) == path.read_bytes()


@pytest.mark.parametrize("change", ["shorter", "longer"])
def test_a_file_that_changes_is_never_taken_for_whole(
    send: Send, server: tuple[str, list[tuple[int, bytes]]], tmp_path: Path, change: str
) -> None:
    address, seen = server
    path = film(tmp_path / "sample.wav", 8 * PIECE)

    class Changing(io.FileIO):
        """The file changes when half of it is read."""

        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() == 4 * PIECE:
                with path.open("r+b") as file:
                    file.truncate((6 if change == "shorter" else 10) * PIECE)
            return super().read(size)

    with (
        Changing(str(path)) as value,
        pytest.raises(UsageError, match=rf"^audio: the file became {change} while it was sent"),
    ):
        send(None, "automatic_speech_recognition", value, settings={"model": address})
    for length, body in seen:
        assert (length, len(body) < length) == (8 * PIECE, True)


# --- the pieces


def test_what_cannot_be_read_again_is_not_sent_again(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    from inferloom_runtime.binary import Binary

    body = Upload(lambda: iter([WAV]), len(WAV), replayable=False)
    monkeypatch.setattr(Binary, "body", lambda _: body)
    transport = Counting(503)
    for wire in ("raw", "form"):
        with pytest.raises(ProviderError):
            sent(send, transport, WAV, wire, max_retries=Retry(max_retries=2, first=0.0))
    assert len(transport.bodies) == 2


def test_one_file_in_several_places() -> None:
    data = random.Random(7).randbytes(1000)

    def pieces() -> Iterator[bytes]:
        yield from (data[at : at + 7] for at in range(0, len(data), 7))

    file = embedded.Embedded(pieces, len(data), "data:image/png;base64,")
    body = {"image": file, "images": [file, {"deep": file}], "words": 'ä "\\ \u2028', "none": None}
    upload = embedded.encode(body)
    assert isinstance(upload, Upload)
    whole = b"".join(upload.pieces())
    assert (len(whole), b"".join(upload.pieces())) == (upload.length, whole)
    url = "data:image/png;base64," + base64.b64encode(data).decode()
    assert json.loads(whole) == {"image": url, "images": [url, {"deep": url}], "words": 'ä "\\ \u2028', "none": None}


@pytest.fixture(autouse=True)
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name server is asked."""
    real = socket.getaddrinfo

    def known(host: Any, *arguments: Any, **keywords: Any) -> Any:
        if host not in ("127.0.0.1", b"127.0.0.1"):
            raise socket.gaierror("no such host")
        return real(host, *arguments, **keywords)

    monkeypatch.setattr(socket, "getaddrinfo", known)
