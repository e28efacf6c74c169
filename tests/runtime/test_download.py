"""Results behind addresses: what is asked for, what is believed, and how much of it is read."""

from __future__ import annotations

import base64
import gzip
import io
import socket
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest
from PIL import Image as pil

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom_runtime import hosts
from inferloom_runtime.auth import Key
from inferloom_runtime.call import Call
from inferloom_runtime.download import fetched
from inferloom_runtime.errors import About, AnswerError, NotFoundError
from inferloom_runtime.flow import Request, Send, Work, drive, drive_async
from inferloom_runtime.quirks import replicate
from inferloom_runtime.retry import Budget, Retries, Retry

ABOUT = About("fal-ai", "text_to_image", "m")
FILE = "https://files.example.com/drawn.png?signature=s"


def saved() -> bytes:
    target = io.BytesIO()
    pil.new("RGB", (4, 3), (10, 20, 30)).save(target, "PNG")
    return target.getvalue()


PNG = saved()

NAMES = {
    "files.example.com": ["203.0.113.7", "2001:db8::7"],
    "api.example.com": ["203.0.113.9"],
    "inside.example.com": ["10.1.2.3"],
    "half.example.com": ["203.0.113.7", "fd00::7"],
    "api.corp.example": ["10.9.9.9"],
}


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that were looked up; the names above are all there are."""
    seen: list[str] = []

    def getaddrinfo(host: str, *_: object, **__: object) -> list[Any]:
        seen.append(host)
        if host not in NAMES:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in NAMES[host]]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return seen


def call(base_url: str = "https://api.example.com/v1", **options: Any) -> Call:
    once = Retries(Retry(max_retries=1, first=0.0), Budget())
    return Call(ABOUT, base_url, "m", Key("secret"), {"x-own": "1"}, {"session": "1"}, retries=once, **options)


Handler = Callable[[httpx.Request], httpx.Response]


def no_requests(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"nothing shall be sent, least of all to {request.url}")


def served(data: bytes = PNG, kind: str | None = "image/png", status: int = 200) -> Handler:
    return lambda request: httpx.Response(status, headers={"content-type": kind} if kind else {}, content=data)


class Way:
    """Both drivers, by one name."""

    def __init__(self, asynchronous: bool) -> None:
        self.asynchronous = asynchronous

    def fetch(self, address: object, handler: Handler = no_requests, kind: str = "image/*", **options: Any) -> bytes:
        transport = httpx.MockTransport(handler)
        if not self.asynchronous:
            with httpx.Client(transport=transport) as http:
                return drive(fetched(call(**options), address, kind), http)

        async def run() -> bytes:
            async with httpx.AsyncClient(transport=transport) as http:
                return await drive_async(fetched(call(**options), address, kind), http)

        return anyio.run(run)

    def refuse(self, address: object, handler: Handler = no_requests, kind: str = "image/*", **options: Any) -> str:
        with pytest.raises(AnswerError) as caught:
            self.fetch(address, handler, kind, **options)
        assert caught.value.about == ABOUT
        assert "secret" not in str(caught.value)
        assert len(caught.value.message) < 400
        return caught.value.message


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def way(request: pytest.FixtureRequest) -> Way:
    return Way(request.param)


# --- what is asked


def test_a_result_is_fetched_without_a_key(way: Way) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=PNG)

    assert way.fetch(FILE, answer) == PNG
    assert way.fetch([FILE, "https://other.example.com"], answer) == PNG
    for request in seen:
        assert (request.method, str(request.url)) == ("GET", FILE)
        assert not {"authorization", "cookie", "x-own"} & set(request.headers)


@pytest.mark.parametrize(
    "address",
    [None, "", 5, [], {}, "drawn.png", "ftp://files.example.com/a", "file:///etc/passwd", "gopher://x", "//x"],
)
def test_only_addresses_of_the_web_are_followed(way: Way, address: object) -> None:
    assert "where the address of the result belongs" in way.refuse(address)


def test_something_deep_or_long_instead_of_an_address(way: Way) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    for address in ([{"a": deep}], "x" * 10_000_000):
        assert "where the address of the result belongs" in way.refuse(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "https:///drawn.png",
        "http://[::1",
        "https://good.example.com\\@10.0.0.1/",
        "https://good.example.com\t.evil.com/",
        "https://a@b@10.0.0.1/",
        "https://%31%30.0.0.1/",
        "https://evil.com\uff0fgood.example.com/",
    ],
)
def test_addresses_that_programs_read_differently(way: Way, url: str) -> None:
    assert "has no host that can be asked" in way.refuse(url)


def test_a_data_url(way: Way) -> None:
    url = "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert way.fetch(url) == PNG
    assert "cannot be read" in way.refuse("data:image/png;base64,***")
    assert "text ('no picture'), said to be image/png" in way.refuse("data:image/png,no%20picture")
    assert "empty" in way.refuse("data:image/png,")


# --- what is believed


def test_the_bytes_say_what_they_are(way: Way) -> None:
    for kind in ("image/png", "application/octet-stream", "text/plain", None):
        assert way.fetch(FILE, served(PNG, kind)) == PNG


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b'{"detail": "The link has expired"}', "application/json", 'JSON (\'{"detail": "The link has expired"}\')'),
        (b'{"detail": "The link has expired"}', "image/png", "JSON ("),
        (b"<!DOCTYPE html><title>Sign in</title>", "text/html", "HTML ('<!DOCTYPE html><title>Sign in</title>')"),
        (b"<!DOCTYPE html><title>Sign in</title>", "image/png", "HTML ("),
        (b"busy", "image/png", "text ('busy'), said to be image/png"),
        (b"", "image/png", "empty"),
        (b"\x00\x01\x02\x03" * 9, "image/png", "something unknown of 36 bytes"),
    ],
)
def test_a_page_is_no_picture(way: Way, data: bytes, kind: str, words: str) -> None:
    message = way.refuse(FILE, served(data, kind))
    assert message.startswith(f"The answer is {words}")
    assert message.endswith("where image/* was expected.")


def test_a_refusal_names_the_host_and_not_the_address(way: Way) -> None:
    with pytest.raises(NotFoundError, match=r"gone \(downloading the result from files\.example\.com\)") as caught:
        way.fetch(FILE, served(b"gone", "text/plain", 404))
    assert "signature" not in str(caught.value)


def test_a_server_that_recovers(way: Way) -> None:
    replies = [httpx.Response(503), httpx.Response(200, content=PNG)]
    assert way.fetch(FILE, lambda _: replies.pop(0)) == PNG


# --- private networks


PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.178.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    # One and the same address, as inet_aton() reads it.
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "127.1",
    "127.0.1",
    "user:password@127.0.0.1",
    # IDNA folds these to 127.0.0.1 and localhost.
    "\uff11\uff12\uff17.\uff10.\uff10.\uff11",
    "127\u30020\u30020\u30021",
    "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",
    "inside.example.com",
    "half.example.com",
]


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_public_api_may_not_name_a_private_address(way: Way, host: str, scheme: str) -> None:
    port = ":8080" if scheme == "http" else ""
    message = way.refuse(f"{scheme}://{host}{port}/latest/meta-data/", no_requests)
    assert "in a private network" in message or "has no host that can be asked" in message


@pytest.mark.parametrize(
    "base_url",
    [
        "http://localhost:8080",
        "http://127.0.0.1/v1",
        "http://10.9.9.9",
        "http://[::1]:80",
        "https://api.corp.example/v1",
    ],
)
def test_a_private_api_may(way: Way, base_url: str) -> None:
    for host in ("10.0.0.1", "localhost:9000", "inside.example.com"):
        assert way.fetch(f"http://{host}/a.png", served(), base_url=base_url) == PNG


def test_an_api_may_name_itself(way: Way, asked: list[str]) -> None:
    """Nothing is looked up for it: it has been asked before."""
    assert way.fetch("https://api.example.com:8443/files/a.png", served()) == PNG
    assert way.fetch("https://API.example.com./files/a.png", served()) == PNG
    assert asked == []


@pytest.mark.parametrize(
    "host", ["203.0.113.7", "8.8.8.8", "[2001:4860:4860::8888]", "files.example.com", "unknown.example"]
)
def test_public_addresses(way: Way, host: str) -> None:
    assert way.fetch(f"https://{host}/a.png", served()) == PNG


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/", "//127.1/", "https://inside.example.com/", "//localhost"]
)
def test_a_redirect_into_a_private_network(way: Way, target: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "files.example.com"
        return httpx.Response(302, headers={"location": target})

    assert "in a private network" in way.refuse("http://files.example.com/a", answer)


def test_redirects(way: Way) -> None:
    """Each address is looked at; the key stays at home."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        assert "authorization" not in request.headers
        if len(seen) < 3:
            return httpx.Response(307, headers={"location": ["/b", "https://cdn.example.com/c"][len(seen) - 1]})
        return httpx.Response(200, content=PNG)

    assert way.fetch("https://files.example.com/a", answer) == PNG
    assert seen == ["https://files.example.com/a", "https://files.example.com/b", "https://cdn.example.com/c"]


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("file:///etc/passwd", "to an address that is not http(s)"),
        ("http://files.example.com/", "from https to http"),
        ("/again", "redirected more than 5 times"),
    ],
)
def test_redirects_that_are_not_followed(way: Way, location: str, words: str) -> None:
    assert words in way.refuse(FILE, lambda _: httpx.Response(302, headers={"location": location}))


def test_names_are_looked_up_in_work_steps_only(asked: list[str]) -> None:
    flow = fetched(call(), FILE, "image/*")
    step = next(flow)
    assert asked == []
    assert isinstance(step, Work)
    assert step.do() is False
    assert asked == ["files.example.com"]
    assert isinstance(flow.send(False), Send)


def test_a_name_that_cannot_be_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise UnicodeError("label too long")

    monkeypatch.setattr(socket, "getaddrinfo", broken)
    assert not hosts.leads_inside("x" * 70 + ".example.com")


def test_a_transcript_in_a_file_is_guarded_too() -> None:
    value = {"output": {"txt_file": "http://169.254.169.254/words.txt"}}
    with (
        httpx.Client(transport=httpx.MockTransport(no_requests)) as http,
        pytest.raises(AnswerError, match="in a private network"),
    ):
        drive(replicate.transcript(call(), value), http)
    value = {"output": {"txt_file": "https://files.example.com/words.txt"}}
    for text in ("The tide.", '{"not": "looked at"}', ""):
        with httpx.Client(transport=httpx.MockTransport(served(text.encode(), "text/plain"))) as http:
            assert drive(replicate.transcript(call(), value), http) == {"text": text}


# --- how much is read


def test_the_limit_is_exact(way: Way) -> None:
    limit = len(PNG)
    assert way.fetch(FILE, served(), download_limit=limit) == PNG
    assert f"larger than the limit of {limit} bytes" in way.refuse(FILE, served(PNG + b"x"), download_limit=limit)


def test_the_default_is_a_gibibyte() -> None:
    assert call().download_limit == Request("GET", "").limit == 1 << 30


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.given = 0

    def __iter__(self) -> Iterator[bytes]:
        for at in range(0, len(self.data), 4096):
            self.given += 1
            yield self.data[at : at + 4096]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


def bomb(size: int) -> bytes:
    """That many zeros, compressed by a thousand."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packer.flush()


BOMB = bomb(256 << 20)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_decompression_bomb(way: Way, layers: int) -> None:
    """Reading ends at the limit, not at the end: 256 MiB would come of it."""
    data = BOMB if layers == 1 else gzip.compress(BOMB)
    stream = Pieces(data)
    headers = {"content-type": "image/png", "content-encoding": ", ".join(["gzip"] * layers)}
    tracemalloc.start()
    try:
        message = way.refuse(
            FILE, lambda _: httpx.Response(200, headers=headers, stream=stream), download_limit=4 << 20
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # What is packed twice is not unpacked at all: one step of that would be a million times its size.
    assert ("larger than the limit" if layers == 1 else "content-encoding is 'gzip, gzip'") in message
    assert peak < 32 << 20
    assert stream.given <= 4


# --- through the client


def fal(result: str) -> Handler:
    """fal's queue, whose job is done at once: https://docs.fal.ai/model-endpoints/queue"""

    def answer(request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        if url.startswith("https://huggingface.co/api/"):
            entry = {"status": "live", "providerId": "fal-ai/sdxl", "task": "text-to-image"}
            return httpx.Response(200, json={"id": "acme/draw", "inferenceProviderMapping": {"fal-ai": entry}})
        if request.url.host == "files.example.com":
            assert "authorization" not in request.headers
            return httpx.Response(200, content=PNG)
        if request.method == "GET" and "/status" not in url:
            return httpx.Response(200, json={"images": [{"url": result}]})
        base = "https://queue.fal.run/fal-ai/sdxl/requests/1"
        where = {"status_url": f"{base}/status", "response_url": base}
        return httpx.Response(200, json={"request_id": "1", "status": "COMPLETED", "images": [{"url": result}]} | where)

    return answer


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_a_providers_result(asynchronous: bool) -> None:
    settings: dict[str, Any] = {"provider": "fal-ai", "api_key": "k", "model": "acme/draw"}

    def draw(result: str) -> Any:
        transport = httpx.MockTransport(fal(result))
        if not asynchronous:
            return InferenceClient(http_client=httpx.Client(transport=transport), **settings).text_to_image("a fox")
        client = AsyncInferenceClient(http_client=httpx.AsyncClient(transport=transport), **settings)
        return anyio.run(client.text_to_image, "a fox")

    assert draw("https://files.example.com/drawn.png").size == (4, 3)
    with pytest.raises(AnswerError, match=r"169\.254\.169\.254, which is in a private network"):
        draw("http://169.254.169.254/latest/meta-data/iam")
