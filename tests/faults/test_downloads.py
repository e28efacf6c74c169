"""Results that a provider gives the address of: what can be wrong with the address, and with what is there."""

from __future__ import annotations

import asyncio
import io
import struct
import traceback
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from faults.calling import LIMIT, WAYS, Caller, Pools, Way, check_no_key, check_sentence, within
from faults.server import FIN, HOLD, RESET, Received, Server, Steps
from faults.table import AMPLE, KEY, SHORT, SOON, encoded, head, sized
from inferloom import Timeout
from inferloom.errors import (
    AnswerError,
    ConnectionFailedError,
    InferenceTimeoutError,
    InferloomError,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
)


def png(width: int = 4, height: int = 3) -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.frombytes("RGB", (width, height), bytes(range(width * height * 3))).save(target, "PNG")
    return target.getvalue()


PNG = png()
TYPE = "image/png"


def claiming(width: int, height: int) -> bytes:
    """A picture whose header claims another size (PNG, section 11.2.1)."""
    header = struct.pack(">II", width, height) + PNG[24:29]
    return PNG[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + PNG[33:]


@dataclass(frozen=True)
class Download:
    """What is wrong with a download.

    Attributes:
        id: Its name.
        steps: What the server does when it is asked for the file, each time; the last is repeated.
        error: The class of the error; None where the picture comes.
        says: What the error's message says.
        timeout: The client's timeout in seconds, or its limits.
        retries: The client's `max_retries`.
        asked: How often the server is asked; None where it does not matter.
    """

    id: str
    steps: Callable[[Server], list[Steps]]
    error: type[InferloomError] | None = None
    says: str = ""
    timeout: float | Timeout = AMPLE
    retries: int = 0
    asked: int | None = 1


def answer(data: bytes, *fields: str, type: str = TYPE, status: str = "200 OK") -> Callable[[Server], list[Steps]]:
    """One answer."""
    return lambda server: [[sized(data, *fields, type=type, status=status)]]


def redirect(location: Callable[[Server], str | None], then: bytes = PNG) -> Callable[[Server], list[Steps]]:
    """A redirect, and what is at its end."""

    def steps(server: Server) -> list[Steps]:
        target = location(server)
        fields = [] if target is None else [f"Location: {target}"]
        return [[sized(b"", *fields, status="302 Found")], [sized(then, type=TYPE)]]

    return steps


DOWNLOADS = [
    Download("good", answer(PNG)),
    Download("of-another-type", answer(PNG, type="image/jpeg")),
    Download("of-no-type", answer(PNG, type="")),
    Download("without-length", lambda server: [[head(type=TYPE) + PNG, FIN]]),
    Download("not-found", answer(b"", status="404 Not Found"), NotFoundError),
    Download("forbidden", answer(b"expired", status="403 Forbidden"), PermissionDeniedError),
    Download("server-error", answer(b"", status="500 Oops"), ServerError),
    Download(
        "server-error-then-good",
        lambda server: [[sized(b"", "Retry-After: 0", status="503 Later")], [sized(PNG, type=TYPE)]],
        retries=1,
        asked=2,
    ),
    Download("reset", lambda server: [[RESET]], ConnectionFailedError),
    Download("reset-in-the-body", lambda server: [[sized(PNG, type=TYPE)[:-30], RESET]], ConnectionFailedError),
    Download("fin-in-the-body", lambda server: [[sized(PNG, type=TYPE)[:-30], FIN]], ConnectionFailedError),
    Download("silence", lambda server: [[HOLD]], InferenceTimeoutError, timeout=SHORT, asked=None),
    Download(
        "silence-in-the-body",
        lambda server: [[sized(PNG, type=TYPE)[:-30], HOLD]],
        InferenceTimeoutError,
        timeout=SOON,
    ),
    Download("empty", answer(b""), AnswerError, "empty"),
    Download("no-content", lambda server: [[head("204 No Content")]], AnswerError, "empty"),
    Download("a-web-page", answer(b"<!doctype html><p>Log in", type="text/html"), AnswerError, "Log in"),
    Download("json", answer(b'{"error": "gone"}', type="application/json"), AnswerError, "gone"),
    Download("garbage", answer(bytes(range(256)) * 4), AnswerError, "image"),
    Download("cut", lambda server: [[head(type=TYPE) + PNG[:50], FIN]], AnswerError, "broken"),
    Download("with-a-broken-middle", answer(PNG[:45] + b"\xff" * 8 + PNG[53:]), AnswerError, "broken"),
    Download(
        "claiming-terabytes",
        answer(claiming(1_000_000, 1_000_000)),
        AnswerError,
        "1000000000000 pixels",
    ),
    Download("claiming-nothing", answer(claiming(0, 0)), AnswerError, "picture"),
    Download(
        "gzip-garbage",
        answer(b"garbage", "Content-Encoding: gzip"),
        AnswerError,
        "decompress",
    ),
    Download("redirect-to-another-origin", redirect(lambda server: f"{server.other_url}/there"), asked=2),
    Download("redirect-on-the-same-origin", redirect(lambda server: "there"), asked=2),
    Download("redirect-to-a-file", redirect(lambda server: "file:///etc/passwd"), AnswerError, "redirect"),
    Download(
        "redirect-without-location",
        redirect(lambda server: None),
        AnswerError,
        "redirect",
    ),
    Download(
        "redirect-loop",
        lambda server: [[sized(b"", "Location: again", status="302 Found")]],
        AnswerError,
        "redirect",
        asked=None,
    ),
    Download(
        "redirect-to-half-an-address",
        redirect(lambda server: "http://[::1"),
        AnswerError,
        "redirect",
    ),
    Download(
        "redirect-to-an-impossible-port",
        redirect(lambda server: "http://127.0.0.1:99999/"),
        AnswerError,
    ),
]

ADDRESSES: dict[str, tuple[Any, type[InferloomError]]] = {
    "nothing": (None, AnswerError),
    "empty": ("", AnswerError),
    "a-number": (42, AnswerError),
    "an-object": ({"url": 1}, AnswerError),
    "an-empty-list": ([], AnswerError),
    "a-file": ("file:///etc/passwd", AnswerError),
    "a-path": ("/etc/passwd", AnswerError),
    "ftp": ("ftp://127.0.0.1/x.png", AnswerError),
    "a-data-url-of-garbage": ("data:image/png;base64,@@@", AnswerError),
    "a-data-url-without-data": ("data:image/png", AnswerError),
    "a-data-url-that-is-no-picture": ("data:image/png;base64,AAAA", AnswerError),
    "a-host-of-nothing": ("http://", AnswerError),
    "half-an-address": ("http://[::1", AnswerError),
    "an-impossible-port": ("http://127.0.0.1:99999/x.png", AnswerError),
    "a-port-of-letters": ("http://127.0.0.1:abc/x.png", AnswerError),
    "a-line-break": ("http://127.0.0.1/\r\nx: y", AnswerError),
}


def drawn(
    way: Way, server: Server, runner: asyncio.Runner, answers: Callable[[Received], Steps], **settings: Any
) -> tuple[Any, Exception | None, list[Received]]:
    """What text_to_image() makes of a provider's answer; the provider is reached through the router."""
    with server.playing(answers) as case:

        async def calls() -> tuple[Any, Exception | None]:
            caller = Caller(way, "", provider="replicate", **settings)
            try:
                return await within(LIMIT, caller.call("text_to_image", "a fox", model="somebody/drawing")), None
            except Exception as error:
                return None, error
            finally:
                await within(LIMIT, caller.close())

        picture, error = runner.run(calls())
        assert server.left(case), "a connection was left open"
        return picture, error, case.requests


def provider(request: Received, output: Any) -> Steps | None:
    """What the Hub and the provider answer; None for everything else."""
    if request.target.startswith("/api/models/"):
        entry = {"status": "live", "providerId": "somebody/drawing", "task": "text-to-image"}
        mapping = {"inferenceProviderMapping": {"replicate": entry}}
        return [sized(encoded(mapping), type="application/json")]
    if request.method == "POST":
        job = {"id": "1", "status": "succeeded", "output": output, "urls": {"get": "https://api.example/1"}}
        return [sized(encoded(job), type="application/json")]
    return None


@pytest.fixture
def routed(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server, which is also the Hub and the router."""
    monkeypatch.setenv("HF_ENDPOINT", server.url)
    monkeypatch.setenv("INFERLOOM_ROUTER_URL", server.url)
    return server


def check_error(error: Exception | None, kind: type[InferloomError], says: str) -> None:
    """An error is of a class, and readable."""
    assert type(error) is kind, "".join(traceback.format_exception(error)) if error else "no error"
    assert isinstance(error, InferloomError)
    assert says in error.message
    check_sentence(error, "text_to_image")


def rows() -> list[Any]:
    """Each download in each way."""
    found: list[Any] = []
    for download in DOWNLOADS:
        for way in WAYS:
            found.append(pytest.param(download, way, id=f"{download.id}-{way}"))
    return found


@pytest.mark.parametrize(("download", "way"), rows())
def test_download(
    download: Download, way: Way, routed: Server, runner: asyncio.Runner, pools: Pools, logged: list[str]
) -> None:
    waiting = download.steps(routed)
    asked: list[Received] = []

    def answers(request: Received) -> Steps:
        if (given := provider(request, f"{routed.other_url}/picture.png")) is not None:
            return given
        asked.append(request)
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    settings = {"timeout": download.timeout, "retries": download.retries}
    picture, error, _ = drawn(way, routed, runner, answers, **settings)
    if download.error is None:
        assert error is None, "".join(traceback.format_exception(error))
        assert picture.tobytes() == Image.open(io.BytesIO(PNG)).tobytes()
    else:
        check_error(error, download.error, download.says)
    assert pools.busy == []
    assert download.asked is None or len(asked) == download.asked
    # The key is the provider's, and the file is anybody's.
    assert all(KEY not in str(request.headers) and KEY not in request.target for request in asked)
    check_no_key(error, logged)


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_that_is_none(
    name: str, way: Way, routed: Server, runner: asyncio.Runner, pools: Pools, logged: list[str]
) -> None:
    address, kind = ADDRESSES[name]
    picture, error, requests = drawn(
        way, routed, runner, lambda request: provider(request, address) or [RESET], timeout=AMPLE
    )
    assert picture is None
    check_error(error, kind, "")
    assert [request.method for request in requests] == ["GET", "POST"]
    assert pools.busy == []
    check_no_key(error, logged)
