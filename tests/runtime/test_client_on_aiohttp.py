"""The HTTP client on aiohttp: when it is chosen, and that the wire is the one of the other HTTP clients."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import re
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import aiohttp
import httpx
import pytest

from inferloom import AsyncInferenceClient, InferenceTimeoutError, Timeout
from inferloom_runtime import aiohttp_client, choice
from inferloom_runtime.aiohttp_client import AsyncClient
from inferloom_runtime.http1 import errors
from inferloom_runtime.http1.loop import AsyncClient as OwnClient

MESSAGES = [{"role": "user", "content": "Say it."}]
CHAT = b'{"choices":[{"index":0,"message":{"role":"assistant","content":"word"},"finish_reason":"stop"}]}'
HEADERS = {"content-type": "x/y", "accept": "*/*", "authorization": "Bearer k"}


def answer(body: bytes = b"", *fields: str, length: bool = True, status: str = "200 OK") -> bytes:
    """An answer of HTTP/1.1."""
    lines = [f"HTTP/1.1 {status}", *fields, *([f"content-length: {len(body)}"] if length else []), "", ""]
    return "\r\n".join(lines).encode() + body


class Server:
    """Answers each request on a socket of its own making, and keeps what came, byte for byte."""

    def __init__(self) -> None:
        """Listen."""
        self.heads: list[bytes] = []
        self.bodies: list[bytes] = []
        self.connections = 0
        self.ended = threading.Semaphore(0)
        self.reply: Callable[[socket.socket], None] = lambda sock: sock.sendall(answer(CHAT))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(sock,), daemon=True).start()

    def _talk(self, sock: socket.socket) -> None:
        with sock:
            data = b""
            try:
                while True:
                    while b"\r\n\r\n" not in data:
                        if not (more := sock.recv(1 << 16)):
                            return
                        data += more
                    head, _, data = data.partition(b"\r\n\r\n")
                    found = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
                    length = int(found[1]) if found else 0
                    while len(data) < length:
                        data += sock.recv(1 << 16)
                    self.heads.append(head)
                    self.bodies.append(data[:length])
                    data = data[length:]
                    self.reply(sock)
            except OSError:
                pass
            finally:
                self.ended.release()


@pytest.fixture
def server() -> Iterator[Server]:
    """The server."""
    made = Server()
    yield made
    made.close()


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The sessions of aiohttp that come into being."""
    found: list[Any] = []
    make = aiohttp.ClientSession.__init__

    def init(session: Any, **settings: Any) -> None:
        make(session, **settings)
        found.append(session)

    init.__kwdefaults__ = make.__kwdefaults__
    monkeypatch.setattr(aiohttp.ClientSession, "__init__", init)
    return found


def nobody() -> Any:
    """Makes the HTTP client for what is unusual, where nothing is."""
    raise AssertionError("httpx was asked")


async def sent(http: Any, url: str, method: str = "POST", content: Any = b"{}", **headers: str) -> Any:
    """Send a request; give the answer, read to its end."""
    request = http.build_request(method, url, headers={**HEADERS, **headers}, content=content)
    response = await http.send(request, stream=True, follow_redirects=False)
    try:
        return response, b"".join([piece async for piece in response.aiter_bytes()])
    finally:
        await response.aclose()


async def word(client: AsyncInferenceClient) -> str | None:
    return (await client.chat_completion(MESSAGES)).choices[0].message.content  # type: ignore[union-attr]


# Which one is chosen


@pytest.mark.anyio
async def test_it_is_used_where_aiohttp_is_installed(
    server: Server, sessions: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "inferloom"):
        async with AsyncInferenceClient(server.url, token="no-key") as client:
            assert await word(client) == "word"
    assert len(sessions) == 1
    assert "Async calls use aiohttp." in caplog.messages
    assert sessions[0].closed


@pytest.mark.anyio
async def test_a_client_that_was_given_wins(server: Server, sessions: list[Any]) -> None:
    said = httpx.Response(200, content=CHAT.replace(b"word", b"other"))
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda request: said)) as http:
        client = AsyncInferenceClient(server.url, token="no-key", http_client=http)
        assert await word(client) == "other"
    assert (sessions, server.heads) == ([], [])


@pytest.mark.anyio
@pytest.mark.parametrize("missing", ["not installed", "switched off", "too old"])
async def test_it_is_not_used_where_it_cannot_be(
    missing: str, server: Server, sessions: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing == "not installed":
        real = choice.importlib.util.find_spec
        monkeypatch.setattr(choice.importlib.util, "find_spec", lambda name: None if name == "aiohttp" else real(name))
    elif missing == "switched off":
        monkeypatch.setenv("INFERLOOM_AIOHTTP", "0")
    else:
        monkeypatch.setattr(aiohttp, "__version__", "3.9.5")
        monkeypatch.delitem(sys.modules, "inferloom_runtime.aiohttp_client")
    assert choice.async_client() is OwnClient
    async with AsyncInferenceClient(server.url, token="no-key") as client:
        assert await word(client) == "word"
    assert sessions == []


def test_it_is_chosen_by_itself() -> None:
    assert choice.async_client() is AsyncClient


def test_nothing_is_imported_before_or_inside_the_event_loop(server: Server) -> None:
    """The pool imports in a thread what it needs: aiohttp with all of its own takes a tenth of a second."""
    program = f"""
import sys, threading, asyncio, inferloom
assert not [name for name in sys.modules if name.partition(".")[0] in ("aiohttp", "yarl", "multidict")]
client = inferloom.AsyncInferenceClient({server.url!r}, token="no-key")
found = []
class Finder:
    def find_spec(self, name, *_):
        root = name.partition(".")[0]
        ours = root == "inferloom_runtime" or root in sys.stdlib_module_names
        if threading.current_thread() is threading.main_thread() and not ours:
            found.append(name)
async def main():
    sys.meta_path.insert(0, Finder())
    result = await client.chat_completion([{{"role": "user", "content": "x"}}])
    return result.choices[0].message.content
assert asyncio.run(main()) == "word"
assert "aiohttp" in sys.modules
print(found)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "[]\n")


def test_a_loop_that_ends_without_a_word(server: Server) -> None:
    """Whoever runs an event loop without shutting it down hears no complaint of a session or a connection."""
    program = f"""
import asyncio, gc, inferloom
client = inferloom.AsyncInferenceClient({server.url!r}, token="no-key")
async def main():
    await client.chat_completion([{{"role": "user", "content": "x"}}])
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
del client, loop
gc.collect()
"""
    done = subprocess.run([sys.executable, "-W", "always", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "nclosed c" not in done.stderr, done.stderr


# The wire

PLAIN = [
    *("/", "/a%20b", "/a%2fb%2F", "/%7Euser", "/~user", "/%C3%A4", "/a+b", "/?q=%20+x", "/a?", "/a?x=1&y=%26", "/a//b"),
    *("//a", "/a/.b", "/a/..b", "/a/...", "/a;p=1", "/a:b", "/a@b", "/%2e%2e/a", "/a?b=/?:@", "/a?a=b;c", "/%00"),
    *("", "?x=1", "/a'b", "/a?q='x'"),
    *("/v1/models/a%252Fb", "/a!$&()*,;=b", "/a?!$()*,;=", "/models/org/name:tag@sha", "/a?x=a%0ab"),
]
"""Paths that are sent as they are."""

AWKWARD = [
    *("/a b", "/ä", "/a?b=c d", "/a#frag", "/a?x#frag", "/./a", "/a/../b", "/a/./b", "/a/..", "/.."),
    *('/a"b', "/a<b>", "/a\\b", "/a|b", "/a^b", "/a`b", "/a{b}", "/a[b]", "/a?b[]=1", "/a?b={c}", "/a?b=|"),
    *("/a%", "/a%zz", "/a?%", "/a?%zz", "/a?b=%", "/日本", "/a?日=本", "/a?é", "#f"),
]
"""Paths of which yarl and httpx think differently, or might."""


@pytest.mark.anyio
@pytest.mark.parametrize("path", [*PLAIN, *AWKWARD])
async def test_addresses_go_out_as_from_httpx(path: str, server: Server) -> None:
    async with httpx.AsyncClient() as expected, httpx.AsyncClient() as other:
        http = AsyncClient((lambda: other) if path in AWKWARD else nobody)
        for host in (server.url, server.url.replace("127.0.0.1", "localhost")):
            await sent(expected, host + path)
            await sent(http, host + path)
        await http.aclose()
    for one, two in (server.heads[:2], server.heads[2:]):
        agent = re.compile(rb"\r\nUser-Agent: [^\r]*")
        assert agent.sub(b"", two) == agent.sub(b"", one)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://A.Example/x",
            "https://a.example:443/x",
            "http://a.example:80",
            "https://a.example:80/",
            "http://a_b:1/",
        ),
        *("http://127.0.0.1:1/", "http://[::1]:8080/v1", "http://[::FFFF:127.0.0.1]/", "http://xn--bcher-kva.example/"),
    ],
)
def test_hosts_are_named_as_by_httpx(address: str) -> None:
    target, expected = aiohttp_client.Request("GET", address, {}, None, None).target, httpx.URL(address)
    assert target is not None
    assert (target.host.encode(), target.url.raw_path_qs.encode()) == (expected.netloc, expected.raw_path)
    assert (target.url.scheme, target.url.port) == (
        expected.scheme,
        expected.port or {"http": 80, "https": 443}[expected.scheme],
    )


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://b\xfccher.example/",
            "http://1.2.3/",
            "http://256.1.1.1/",
            "http://01.1.1.1/",
            "http://h:99999/",
            "x",
        ),
        *("http://[::1", "http://[1:2]/", "ftp://h/", "http://", "http://a b/", "http://h:port/", "http://u:p@h/", ""),
    ],
)
def test_hosts_that_httpx_is_asked_about(address: str) -> None:
    assert aiohttp_client.Request("GET", address, {}, None, None).target is None


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("method", "content", "headers"),
    [
        ("GET", None, {}),
        ("POST", None, {}),
        ("POST", b"", {}),
        ("POST", b"{}", {"x-many": "a, b", "user-agent": "me/1"}),
        ("PUT", b"x" * 200_000, {"cookie": "a=b; c=d"}),
        ("DELETE", b"{}", {"host": "elsewhere.example"}),
    ],
    ids=["get", "nothing", "empty", "headers", "large", "host"],
)
async def test_a_request_is_the_one_of_the_own_client(
    method: str, content: bytes | None, headers: dict[str, str], server: Server
) -> None:
    """Byte for byte: what a server sees must not change with what is installed."""
    for kind in (OwnClient, AsyncClient):
        http = kind(nobody)
        await sent(http, server.url + "/v1/x?y=z", method, content, **headers)
        await http.aclose()
    assert server.heads[1] == server.heads[0]
    assert server.bodies == [content or b""] * 2


@pytest.mark.anyio
async def test_proxies_of_the_environment_are_used(
    server: Server, sessions: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with AsyncInferenceClient("http://far.example/v1", token="no-key") as client:
        assert await word(client) == "word"
    assert server.heads[0].startswith(b"POST http://far.example/v1/chat/completions HTTP/1.1\r\n")
    assert sessions == []
    async with AsyncInferenceClient(server.url, token="no-key") as client:
        assert await word(client) == "word"
    assert server.heads[1].startswith(b"POST /v1/chat/completions HTTP/1.1\r\n")
    assert len(sessions) == 1


@pytest.mark.anyio
async def test_headers_that_come_twice_are_joined_and_cookies_are_not_kept(server: Server) -> None:
    fields = ["X-Many: a", "x-many: b", "Set-Cookie: one=1", "Set-Cookie: two=2; Path=/", "X-Name: Gr\xfc\xdfe"]
    server.reply = lambda sock: sock.sendall(answer(CHAT, *fields))
    http = AsyncClient(nobody)
    for _ in range(2):
        response, body = await sent(http, f"{server.url}/x")
        assert response.headers["x-many"] == "a, b"
        assert response.headers["set-cookie"] == "one=1, two=2; Path=/"
        assert response.headers["x-name"] == "Gr\xfc\xdfe"
        assert (response.status_code, body, str(response.url)) == (200, CHAT, f"{server.url}/x")
    await http.aclose()
    assert server.connections == 1
    assert all(b"cookie" not in head.lower() for head in server.heads)


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\0b"])
async def test_a_header_with_a_line_break_is_not_sent_and_not_shown(name: str, server: Server) -> None:
    http = AsyncClient(nobody)
    with pytest.raises(errors.LocalProtocolError) as caught:
        await sent(http, server.url + "/", **{"x-key": f"secret{name}"})
    await http.aclose()
    assert "secret" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert server.heads == []


# Uploads


async def pieces_of(*pieces: bytes | Exception) -> AsyncIterator[bytes]:
    for piece in pieces:
        if isinstance(piece, Exception):
            raise piece
        yield piece


@pytest.mark.anyio
async def test_a_body_in_pieces_has_its_length_and_no_chunks(server: Server) -> None:
    pieces = [bytes([number]) * 70_000 for number in range(9)]
    http = AsyncClient(nobody)
    _, body = await sent(http, server.url + "/", content=pieces_of(*pieces), **{"content-length": "630000"})
    await http.aclose()
    assert body == CHAT
    assert server.bodies == [b"".join(pieces)]
    assert b"\r\ncontent-length: 630000" in server.heads[0]
    assert b"transfer-encoding" not in server.heads[0].lower()


@pytest.mark.anyio
async def test_a_file_that_cannot_be_read_says_so_itself(server: Server) -> None:
    http = AsyncClient(nobody)
    problem = PermissionError(13, "not yours")
    with pytest.raises(PermissionError, match="not yours"):
        await sent(http, server.url + "/", content=pieces_of(b"x" * 10, problem), **{"content-length": "20"})
    assert http.busy == []
    await http.aclose()


@pytest.mark.anyio
@pytest.mark.parametrize("whole", [False, True], ids=["pieces", "bytes"])
async def test_a_server_that_stops_reading_is_not_waited_for(whole: bool) -> None:
    piece = bytes(1 << 20)
    http = AsyncClient(nobody)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        request = http.build_request(
            "POST",
            f"http://127.0.0.1:{listening.getsockname()[1]}/",
            headers={**HEADERS, "content-length": str(64 << 20)},
            content=piece * 64 if whole else pieces_of(*[piece] * 64),
            extensions={"timeout": {"connect": 3, "read": 60, "write": 0.05}},
        )
        with pytest.raises(errors.WriteTimeout):
            await asyncio.wait_for(http.send(request), 5)
        assert http.busy == []
        await http.aclose()


# Answers


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(CHAT)),
        ("gzip", gzip.compress(CHAT[:20]) + gzip.compress(CHAT[20:])),
        ("deflate", zlib.compress(CHAT)),
        ("deflate", zlib.compress(CHAT)[2:-4]),
    ],
    ids=["gzip", "gzip of two members", "deflate", "deflate without its wrapper"],
)
async def test_compressed_answers(coding: str, packed: bytes, server: Server) -> None:
    server.reply = lambda sock: sock.sendall(answer(packed, f"Content-Encoding: {coding}"))
    http = AsyncClient(nobody)
    assert (await sent(http, server.url + "/"))[1] == CHAT
    server.reply = lambda sock: sock.sendall(answer(packed[:-9], f"Content-Encoding: {coding}"))
    with pytest.raises(errors.DecodingError):
        await sent(http, server.url + "/")
    await http.aclose()


@pytest.mark.anyio
async def test_a_bomb_goes_off_in_small_steps(server: Server) -> None:
    bomb = gzip.compress(b"\0" * (64 << 20))
    server.reply = lambda sock: sock.sendall(answer(bomb, "Content-Encoding: gzip"))
    http = AsyncClient(nobody)
    request = http.build_request("GET", server.url + "/", headers={})
    response = await http.send(request)
    sizes = [len(piece) async for piece in response.aiter_bytes()]
    await response.aclose()
    await http.aclose()
    assert sum(sizes) == 64 << 20
    assert max(sizes) <= 1 << 20


@pytest.mark.anyio
async def test_a_stream_comes_as_it_is_sent(server: Server) -> None:
    turn = threading.Event()

    def reply(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n")
        assert turn.wait(3)
        sock.sendall(b"3\r\ntwo\r\n0\r\n\r\n")

    server.reply = reply
    http = AsyncClient(nobody)
    response = await http.send(http.build_request("GET", server.url + "/", headers={}))
    found = []
    async for piece in response.aiter_bytes():
        found.append(piece)
        turn.set()
    assert found == [b"one", b"two"]
    await response.aclose()
    assert http.busy == []
    await http.aclose()


@pytest.mark.anyio
async def test_the_limit_between_two_pieces_is_set_when_the_head_has_come(server: Server) -> None:
    """The first limit is ample, the second short; only where the change is seen does the call end in time."""
    server.reply = lambda sock: sock.sendall(answer(CHAT)[:-5])
    client = AsyncInferenceClient(server.url, token="no-key", timeout=Timeout(first_byte=60, idle=0.05), max_retries=0)
    with pytest.raises(InferenceTimeoutError) as caught:
        await asyncio.wait_for(word(client), 5)
    assert caught.value.limit == "idle"
    await client.close()


@pytest.mark.anyio
async def test_a_cancelled_call_ends_its_connection(server: Server) -> None:
    asked = threading.Event()
    server.reply = lambda sock: asked.set()
    http = AsyncClient(nobody)
    task = asyncio.create_task(sent(http, server.url + "/"))
    assert await asyncio.to_thread(asked.wait, 3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(server.ended.acquire, timeout=3)
    assert http.busy == []
    server.reply = lambda sock: sock.sendall(answer(CHAT))
    assert (await sent(http, server.url + "/"))[1] == CHAT
    await http.aclose()


@pytest.mark.anyio
@pytest.mark.parametrize("cut", [1, 12, 40])
async def test_half_an_answer_too_much_is_not_the_beginning_of_the_next(cut: int, server: Server) -> None:
    """The rest of it comes when the connection would be used again."""
    foreign = answer(CHAT.replace(b"word", b"for somebody else"))
    rest = [foreign[cut:] + answer(CHAT), answer(CHAT)]

    def reply(sock: socket.socket) -> None:
        sock.sendall(answer(CHAT) + foreign[:cut] if len(server.heads) == 1 else rest.pop())

    server.reply = reply
    http = AsyncClient(nobody)
    for _ in range(2):
        assert (await sent(http, server.url + "/"))[1] == CHAT
    assert server.connections == 2
    await http.aclose()


@pytest.mark.anyio
async def test_what_is_open_is_read_to_its_end_before_a_closed_client_hangs_up(server: Server) -> None:
    turn = threading.Event()

    def reply(sock: socket.socket) -> None:
        sock.sendall(answer(CHAT)[:-5])
        assert turn.wait(3)
        sock.sendall(CHAT[-5:])

    server.reply = reply
    http = AsyncClient(nobody)
    response = await http.send(http.build_request("GET", server.url + "/", headers={}))
    await http.aclose()
    assert (http.is_closed, len(http.busy)) == (True, 1)
    with pytest.raises(RuntimeError, match="client has been closed"):
        await http.send(http.build_request("GET", server.url + "/", headers={}))
    turn.set()
    assert b"".join([piece async for piece in response.aiter_bytes()]) == CHAT
    await response.aclose()
    assert await asyncio.to_thread(server.ended.acquire, timeout=3)
    assert http.busy == []


@pytest.mark.anyio
async def test_an_error_holds_nothing_of_the_request(server: Server) -> None:
    """aiohttp's own errors know the request, with the key in its headers."""
    server.reply = lambda sock: sock.sendall(b"no HTTP at all\r\n\r\n")
    http = AsyncClient(nobody)
    with pytest.raises(errors.RemoteProtocolError) as caught:
        await sent(http, server.url + "/", authorization="Bearer canary")
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert "canary" not in repr(vars(caught.value)) + repr(caught.value)
    await http.aclose()


def test_the_modules_docstring_names_what_differs() -> None:
    """DELETE without a body: aiohttp tells its length, httpx and the own client do not."""
    said = " ".join((aiohttp_client.__doc__ or "").split())
    assert "a DELETE without a body says that its length is 0" in said
    assert json.loads(CHAT)["choices"]
