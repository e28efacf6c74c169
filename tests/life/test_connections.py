"""The connections of a client's own HTTP client: kept, dropped, waited for, raced, and what is sent on them."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import httpx
import pytest
from wire.exchange import Way as Injected

from inferloom import AsyncInferenceClient, InferenceClient, Timeout
from inferloom.errors import AnswerError, ConnectionFailedError, InferenceTimeoutError, InferloomError, ProviderError
from inferloom_runtime import clock
from inferloom_runtime.http1 import addresses, kept
from inferloom_runtime.http1.errors import DecodingError, LocalProtocolError, PoolTimeout, RemoteProtocolError
from inferloom_runtime.http1.loop import AsyncClient
from inferloom_runtime.http1.request import Request
from inferloom_runtime.http1.threads import Client
from life.local import HAS_IPV6, WORD, Local, whole

MESSAGES: list[Any] = [{"role": "user", "content": "Hi"}]
LIMITS = {"timeout": {"connect": 3.0, "pool": 3.0, "write": 3.0, "read": 3.0}}


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    """The sync client, then the async one."""
    found: str = request.param
    return found


class Caller:
    """A client of one kind, called from a test that is neither."""

    def __init__(self, kind: str, url: str, **settings: Any) -> None:
        self.runner = asyncio.Runner()
        settings = {"token": "hf_no_key_at_all", "timeout": 3, "max_retries": 0, **settings}
        self.client: Any = (InferenceClient if kind == "sync" else AsyncInferenceClient)(url, **settings)

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self.client.close)
        self.runner.close()

    def run(self, method: Any, *args: Any, **arguments: Any) -> Any:
        """Call it, and await what it gives where that can be awaited."""

        async def called() -> Any:
            result = method(*args, **arguments)
            return await result if asyncio.iscoroutine(result) else result

        return self.runner.run(called())

    def word(self, **arguments: Any) -> str:
        """Make a call; what it says."""
        said: str = self.run(self.client.chat_completion, MESSAGES, **arguments).choices[0].message.content
        return said


# Kept connections


def test_a_connection_is_used_again(kind: str) -> None:
    with Local() as server, Caller(kind, f"http://127.0.0.1:{server.port}") as caller:
        assert [caller.word() for _ in range(3)] == ["word"] * 3
        assert server.accepted == 1


def test_an_idle_connection_is_not_used_for_ever(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # httpx's default, which servers are used to: `Limits(keepalive_expiry=5.0)`.
    now = clock.now
    with Local() as server, Caller(kind, f"http://127.0.0.1:{server.port}") as caller:
        caller.word()
        monkeypatch.setattr(clock, "now", lambda: now() + 4.5)
        caller.word()
        assert server.accepted == 1
        monkeypatch.setattr(clock, "now", lambda: now() + 9.6)
        caller.word()
        assert server.accepted == 2
        assert server.settled(1), "the old one was closed"


def test_old_connections_to_other_servers_are_closed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now
    with Local() as server, Local() as other, Caller(kind, "") as caller:
        for one in (server, other):
            caller.word(model=f"http://127.0.0.1:{one.port}")
        monkeypatch.setattr(clock, "now", lambda: now() + 6)
        caller.word(model=f"http://127.0.0.1:{other.port}")
        assert server.settled(0), "it is looked at though nobody asks for it"


def test_a_server_that_leaves_between_two_calls(kind: str) -> None:
    with Local() as server, Caller(kind, f"http://127.0.0.1:{server.port}") as caller:
        for number in range(1, 4):
            assert caller.word() == "word"
            assert server.accepted == number
            server.drop()
            assert server.settled(0)


def test_no_more_than_a_hundred_are_kept(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_IDLE", 3)
    gate = threading.Barrier(8)

    def answer(request: bytes) -> bytes:
        gate.wait(3)
        return whole()

    with Local(answer) as server, Caller(kind, f"http://127.0.0.1:{server.port}") as caller:
        if kind == "sync":
            with ThreadPoolExecutor(8) as threads:
                list(threads.map(lambda _: caller.client.chat_completion(MESSAGES), range(8)))
        else:

            async def all_at_once() -> None:
                await asyncio.gather(*(caller.client.chat_completion(MESSAGES) for _ in range(8)))

            caller.run(all_at_once)
        assert server.accepted == 8
        assert caller.run(lambda: None) is None  # the loop turns
        assert server.settled(3)


def test_what_is_in_use_when_the_client_is_closed_goes_on(kind: str) -> None:
    event = b'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n'
    last = b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
    body = event + last
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: %d\r\n\r\n" % len(body)
    with Local(lambda request: head + event) as server, Caller(kind, f"http://127.0.0.1:{server.port}") as caller:
        stream = caller.run(caller.client.chat_completion, MESSAGES, stream=True)
        caller.run(caller.client.close)
        [sock] = server.sockets
        sock.sendall(last)
        step = anext if kind == "async" else next
        texts: list[str | None] = []

        async def read() -> None:
            while (item := (await step(stream, None)) if kind == "async" else step(stream, None)) is not None:
                texts.append(item.choices[0].delta.content)

        caller.run(read)
        assert texts == ["a", None]
        assert server.settled(0), "given back to a closed client, it is closed"


def test_a_stream_that_outlives_its_client_ends_with_the_loop() -> None:
    event = b'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n'
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 999\r\n\r\n"

    async def calls(url: str) -> Any:
        client = AsyncInferenceClient(url, token="hf_no_key_at_all")
        stream = await client.chat_completion(MESSAGES, stream=True)
        await client.close()
        assert (await anext(stream)).choices[0].delta.content == "a"
        return stream

    with Local(lambda request: head + event) as server:
        stream = asyncio.run(calls(f"http://127.0.0.1:{server.port}"))
        assert server.settled(0)
        del stream


# As many as there may be


def test_threads_wait_for_a_connection_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    with Local() as server:
        http = Client(lambda: None)
        url = f"http://127.0.0.1:{server.port}/"
        held = [http.send(http.build_request("GET", url, headers={}, extensions=LIMITS)) for _ in range(2)]
        order: list[int] = []

        def ask(number: int) -> None:
            response = http.send(http.build_request("GET", url, headers={}, extensions=LIMITS))
            order.append(number)
            assert b"".join(response.iter_bytes()) == WORD

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
        for number, thread in enumerate(threads, 1):
            thread.start()
            while len(http._kept.waiting) < number:
                time.sleep(0.001)
        for one in held:
            list(one.iter_bytes())
        for thread in threads:
            thread.join(3)
        assert sorted(order) == list(range(5))
        assert order[0] in (0, 1)
        assert server.accepted == 2
        assert http._kept.used == 0
        http.close()


def test_a_stream_that_is_forgotten_in_the_middle_of_a_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives its connection back wherever it is collected: also in the thread that is about to wait for it."""
    monkeypatch.setattr(kept, "MOST", 1)
    limits = {"timeout": {"connect": 3.0, "pool": 0.02, "write": 3.0, "read": 3.0}}
    given: list[bool] = []

    def wait(place: int) -> None:
        http = Client(lambda: None)
        url = f"http://127.0.0.1:{server.port}/"
        held = http.send(http.build_request("GET", url, headers={}, extensions=limits))
        passed = 0

        def forget(frame: Any, event: str, argument: Any) -> None:
            nonlocal passed
            passed += bool(http._kept.waiting)
            if passed == place:
                passed += 1
                held.close()

        sys.setprofile(forget)
        try:
            response = http.send(http.build_request("GET", url, headers={}, extensions=limits))
        except PoolTimeout:
            given.append(False)
        else:
            given.append(True)
            response.close()
        finally:
            sys.setprofile(None)
        held.close()
        given.append(http._kept.used == 0)
        http.close()

    with Local() as server:
        for place in range(1, 20):
            thread = threading.Thread(target=wait, args=(place,), daemon=True)
            thread.start()
            thread.join(3)
            assert not thread.is_alive(), "it waits for itself"
    assert len(given) == 38
    assert all(given[1::2])
    assert any(given[::2])


def test_tasks_wait_for_a_connection_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 1)

    async def calls(url: str) -> list[int]:
        http = AsyncClient(lambda: None)
        held = await http.send(http.build_request("GET", url, headers={}, extensions=LIMITS))
        order: list[int] = []

        async def ask(number: int) -> None:
            response = await http.send(http.build_request("GET", url, headers={}, extensions=LIMITS))
            order.append(number)
            assert b"".join([piece async for piece in response.aiter_bytes()]) == WORD

        tasks = [asyncio.create_task(ask(number)) for number in range(5)]
        await asyncio.sleep(0)
        tasks[0].cancel()  # whoever leaves the queue takes nobody's turn, nor does who is about to leave it
        await asyncio.sleep(0)
        tasks[1].cancel()
        await held.aclose()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert http._kept.used == 0
        await http.aclose()
        return order

    with Local() as server:
        assert asyncio.run(calls(f"http://127.0.0.1:{server.port}/")) == [2, 3, 4]


def test_who_waits_too_long_for_a_connection(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 1)
    limits = {"timeout": {"connect": 3.0, "pool": 0.02, "write": 3.0, "read": 3.0}}

    async def calls(url: str) -> None:
        http: Any = (Client if kind == "sync" else AsyncClient)(lambda: None)

        async def send() -> Any:
            response = http.send(http.build_request("GET", url, headers={}, extensions=limits))
            return await response if kind == "async" else response

        held = await send()
        with pytest.raises(PoolTimeout):
            await send()
        assert not http._kept.waiting
        await held.aclose() if kind == "async" else held.close()
        again = await send()
        await again.aclose() if kind == "async" else again.close()
        assert http._kept.used == 0
        await http.aclose() if kind == "async" else http.close()

    with Local() as server:
        asyncio.run(calls(f"http://127.0.0.1:{server.port}/"))


def test_a_wait_for_a_connection_is_the_calls_connect_limit(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 0)
    with Local() as server, Caller(kind, f"http://127.0.0.1:{server.port}", timeout=Timeout(connect=0.02)) as caller:
        with pytest.raises(InferenceTimeoutError) as caught:
            caller.word()
        assert caught.value.limit == "connect"
        assert server.accepted == 0


def test_an_idle_connection_makes_room_for_another_server(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 1)
    with Local() as server, Local() as other, Caller(kind, "") as caller:
        assert caller.word(model=f"http://127.0.0.1:{server.port}") == "word"
        assert caller.word(model=f"http://127.0.0.1:{other.port}") == "word"
        assert server.settled(0)


# Addresses


@pytest.mark.skipif(not HAS_IPV6, reason="needs IPv6")
def test_ipv6(kind: str) -> None:
    with Local(host="::1") as server, Caller(kind, f"http://[::1]:{server.port}") as caller:
        assert caller.word() == "word"
        assert f"Host: [::1]:{server.port}\r\n".encode() in server.requests[0]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", pytest.param("::1", marks=pytest.mark.skipif(not HAS_IPV6, reason="needs IPv6"))]
)
def test_localhost_is_asked_at_whichever_address_answers(host: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET6, ("::1", 0, 0, 0)), (socket.AF_INET, ("127.0.0.1", 0))]
    look_up = socket.getaddrinfo

    def found(name: Any, port: int, *args: Any, **more: Any) -> list[Any]:
        if name != b"localhost" or more.get("flags"):
            return look_up(name, port, *args, **more)
        return [(family, socket.SOCK_STREAM, 6, "", (at[0], port, *at[2:])) for family, at in both]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with Local(host=host) as server, Caller(kind, f"http://localhost:{server.port}") as caller:
        assert caller.word() == "word"


def test_an_address_that_does_not_answer_does_not_hold_up_the_next(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "STAGGER", 0.01)
    with socket.socket() as full, contextlib.ExitStack() as stack:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            one = stack.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        with Local() as server, Caller(kind, "http://localhost:1") as caller:
            two = [full.getsockname(), ("127.0.0.1", server.port)]
            look_up = socket.getaddrinfo

            def found(name: Any, port: int, *args: Any, **more: Any) -> list[Any]:
                if name != b"localhost" or more.get("flags"):
                    return look_up(name, port, *args, **more)
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", at) for at in two]

            monkeypatch.setattr(socket, "getaddrinfo", found)
            assert caller.word() == "word"


def test_no_address_answers(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        refused = pytest.raises(ConnectionFailedError, match=r"refused|Connect call failed")
        with Caller(kind, f"http://localhost:{port}") as caller, refused:
            caller.word()


# What is sent


def sent(client: Any, call: Any, server: Local) -> list[bytes]:
    """The requests that a call sends."""
    before = len(server.requests)
    with contextlib.suppress(InferloomError):
        call(client)
    return server.requests[before:]


def parts(request: bytes) -> tuple[bytes, dict[bytes, bytes], bytes]:
    """The first line, the headers, the body."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    return first, dict(line.split(b": ", 1) for line in lines), body


CALLS: dict[str, Any] = {
    "chat": lambda client: client.chat_completion(MESSAGES),
    "stream": lambda client: client.chat_completion(MESSAGES, stream=True),
    "headers": lambda client: client.chat_completion(MESSAGES, headers={"x-a": "1", "Accept": "text/plain"}),
    "user-agent": lambda client: client.chat_completion(MESSAGES, headers={"User-Agent": "mine/1"}),
    "upload": lambda client: client.automatic_speech_recognition(b"RIFF" + bytes(200_000)),
    "get": lambda client: client.health_check(),
}


@pytest.mark.parametrize("call", CALLS)
def test_what_is_sent_is_what_httpx_sends(call: str) -> None:
    with Local() as server, httpx.Client(trust_env=False) as http:
        url = f"http://127.0.0.1:{server.port}"
        settings: dict[str, Any] = {"token": "hf_a_key", "cookies": {"a": "b"}, "max_retries": 0}
        with InferenceClient(url, **settings) as client:
            ours = sent(client, CALLS[call], server)
        theirs = sent(InferenceClient(url, http_client=http, **settings), CALLS[call], server)
    assert len(ours) == len(theirs) >= 1
    for one, other in zip(ours, theirs, strict=True):
        (first, headers, body), (their_first, their_headers, their_body) = parts(one), parts(other)
        assert (first, body) == (their_first, their_body)
        # httpx offers what else happens to be installed; ours undoes these two.
        assert headers.pop(b"Accept-Encoding") == b"gzip, deflate"
        assert their_headers.pop(b"Accept-Encoding").startswith(b"gzip, deflate")
        if call != "user-agent":
            assert headers.pop(b"User-Agent").startswith(b"inferloom/")
            assert their_headers.pop(b"User-Agent").startswith(b"python-httpx/")
        # The order of headers of different names means nothing (RFC 9110, 5.3).
        assert {name.lower(): value for name, value in headers.items()} == {
            name.lower(): value for name, value in their_headers.items()
        }
        assert next(iter(headers)).lower() == b"host", "RFC 9110, 7.2: first"


@pytest.mark.parametrize("value", ["a\r\nx-injected: 1", "a\nb", "a\x00b", "a ", "ä"])
def test_a_header_that_is_none_is_refused_without_being_shown(value: str, kind: str) -> None:
    key = f"hf_very_secret{value}"
    with Local() as server, Caller(kind, f"http://127.0.0.1:{server.port}") as caller:
        with pytest.raises(InferloomError) as caught:
            caller.word(headers={"x-own-key": key})
        assert server.requests == []
        assert "very_secret" not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"


def test_a_request_shows_no_key() -> None:
    request = Request("GET", "http://u:pw@h/?key=canary", {"authorization": "Bearer canary"}, b"canary", None)
    assert "canary" not in repr(request) + repr(request.headers)
    with pytest.raises(LocalProtocolError) as caught:
        Request("GET", "http://h/", {"authorization": "canary\r\n"}, None, None)
    assert "canary" not in repr(caught.value)
    assert "authorization" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://bücher.example/",
        "http://h/ä",
        "http://h/a b",
        "http://h/a/../b",
        "http://h/a/.",
        "http://h/%zz",
        "http://h:99999/",
        "http://[::g]/",
        "http://h/#x",
        "ftp://h/",
    ],
)
def test_what_is_not_plain_is_left_to_httpx(url: str) -> None:
    assert Request("GET", url, {}, None, None).origin is None


@pytest.mark.parametrize(
    "url",
    [
        "http://h",
        "https://h/",
        "http://H:80/a?b=c",
        "https://h:443/a%20b",
        "http://[2001:db8::1]:8080/a;b,c",
        "http://a.b-c.example:1/x/y?z=%2F&w",
        "http://h?x",
        "http://h/.well-known/a..b/.x?y=/../z",
        "http://127.0.0.1:8080/v1/chat/completions",
    ],
)
def test_what_is_plain_is_sent_as_httpx_would(url: str) -> None:
    request, theirs = Request("GET", url, {}, None, None), httpx.Request("GET", url)
    assert request.event is not None
    assert bytes(request.event.target) == theirs.url.raw_path
    assert dict(request.event.headers)[b"host"] == theirs.headers["host"].encode()
    assert request.origin is not None
    assert request.origin[1] == theirs.url.host


# What comes


ANSWERS: dict[str, bytes] = {
    "plain": whole(),
    "utf-8 header": whole(WORD, "X-Name: Zoë"),
    "latin-1 header": whole().replace(b"Content-Type", b"X-Name: Zo\xeb\r\nContent-Type"),
    "two of a name": whole(WORD, "X-A: 1", "X-B: 2", "x-a: 3"),
    "empty": whole(b"", status="200 OK"),
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-T: 1\r\n\r\n",
    "hints": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + whole(),
    "until the end": b"HTTP/1.1 200 OK\r\n\r\nabc",
    "old": b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc",
    "cut": whole()[:-5],
    "cut chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2",
    "no http": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "a large head": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
    "a strange coding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "redirect": b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
}


async def outcome(http: Any, url: str, way: str) -> tuple[Any, ...]:
    """What an HTTP client makes of an answer."""
    extensions = {"timeout": {"connect": 3.0, "pool": 3.0, "write": 3.0, "read": 3.0}}
    got = bytearray()
    head: Any = None
    try:
        response = http.send(http.build_request("GET", url, headers={}, extensions=extensions), stream=True)
        response = await response if way == "async" else response
        head = (response.status_code, list(response.headers.items()))
        try:
            if way == "async":
                async for piece in cast("AsyncIterator[bytes]", response.aiter_bytes()):
                    got += piece
            else:
                for piece in cast("Iterator[bytes]", response.iter_bytes()):
                    got += piece
        finally:
            await response.aclose() if way == "async" else response.close()
    except Exception as error:
        return head, bytes(got), type(error).__name__
    return head, bytes(got), None


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_read_as_httpx_reads_it(name: str, kind: str) -> None:
    # The server leaves after it: a body without a length ends there.
    def answer(request: bytes) -> None:
        [sock] = server.sockets
        sock.sendall(ANSWERS[name])

    async def both() -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        url = f"http://127.0.0.1:{server.port}/"
        mine: Any = (Client if kind == "sync" else AsyncClient)(lambda: None)
        theirs: Any = (httpx.Client if kind == "sync" else httpx.AsyncClient)(trust_env=False)
        for http in (mine, theirs):
            found.append(await asyncio.wait_for(outcome(http, url, kind), 5))
            await asyncio.to_thread(server.settled, 0)
            await http.aclose() if kind == "async" else http.close()
        return found

    with Local(answer) as server:
        ours, theirs = asyncio.run(both())
    if name == "another protocol":
        # httpx hands the answer on as it is; nobody asked for another protocol.
        assert ours[2] == "RemoteProtocolError"
        return
    assert ours == theirs


def test_hints_without_end_are_no_answer() -> None:
    import h11

    from inferloom_runtime.http1.exchange import MOST_HEAD, Exchange

    exchange = Exchange(h11.Connection(h11.CLIENT, MOST_HEAD), Request("GET", "http://h/", {}, None, None))
    exchange.begin()
    hints = b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100_000
    with pytest.raises(RemoteProtocolError, match="again and again"):
        exchange.take(hints)


def test_a_compressed_body_that_is_cut_is_no_body(kind: str) -> None:
    import gzip

    body = gzip.compress(WORD * 50)[:-12]
    with Local(lambda _: whole(body, "Content-Encoding: gzip")) as server:
        http = Client(lambda: None)
        response = http.send(http.build_request("GET", f"http://127.0.0.1:{server.port}/", headers={}))
        with pytest.raises(DecodingError, match="too early"):
            list(response.iter_bytes())
        response.close()
        http.close()
        with Caller(kind, f"http://127.0.0.1:{server.port}") as caller, pytest.raises(AnswerError):
            caller.word()


# Uploads


@pytest.mark.parametrize("body", ["file", "message"])
def test_an_early_refusal_ends_an_upload(body: str, kind: str, tmp_path: Any) -> None:
    # RFC 9112, 9.5: "If the client sees a response that indicates the server does not wish to receive the message body
    # and is closing the connection, the client SHOULD immediately cease transmitting the body".
    size = 24 << 20
    read: list[int] = []
    refusal = whole(b'{"error": "too large"}', status="413 Content Too Large")

    def refuse(sock: socket.socket) -> None:
        total = len(sock.recv(1 << 16))
        sock.sendall(refusal)
        # It reads on, as a server does that keeps the connection; the client is the one who stops.
        while more := sock.recv(1 << 20):
            total += len(more)
            time.sleep(0.001)
        read.append(total)
        sock.close()

    def serve() -> None:
        refuse(listening.accept()[0])
        sock = listening.accept()[0]  # nothing else can follow on the first connection
        sock.recv(1 << 16)
        sock.sendall(whole())
        sock.recv(1)
        sock.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        path = tmp_path / "large.wav"
        with path.open("wb") as file:
            file.truncate(size)
        with Caller(kind, f"http://127.0.0.1:{listening.getsockname()[1]}") as caller:
            method = caller.client.automatic_speech_recognition if body == "file" else caller.client.chat_completion
            with pytest.raises(ProviderError, match="too large"):
                caller.run(method, path if body == "file" else "x" * size)
            assert caller.word() == "word"
        thread.join(5)
    assert read[0] < size


# Cancelled calls


@pytest.mark.parametrize("moment", ["connecting", "writing", "reading the head", "reading the body", "waiting"])
def test_a_call_that_is_cancelled_leaves_nothing(moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if moment == "waiting":
        monkeypatch.setattr(kept, "MOST", 1)
    listening = socket.create_server(("127.0.0.1", 0), backlog=0 if moment == "connecting" else 5)
    begun = {"reading the body": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"}.get(moment, b"")
    others = [socket.socket() for _ in range(4 if moment == "connecting" else 0)]
    for one in others:
        one.setblocking(False)
        one.connect_ex(listening.getsockname())
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"

    async def calls() -> None:
        http = AsyncClient(lambda: None)
        held = [await http.send(http.build_request("GET", good, headers={}))] if moment == "waiting" else []
        content = b"x" * (32 << 20) if moment == "writing" else None

        async def call() -> None:
            response = await http.send(http.build_request("POST", url, headers={}, content=content))
            try:
                async for _ in response.aiter_bytes():
                    pass
            finally:
                await response.aclose()

        task = asyncio.create_task(call())
        taken = None
        if moment in ("writing", "reading the head", "reading the body"):
            taken, _ = await asyncio.to_thread(listening.accept)
            taken.sendall(begun)
        await asyncio.sleep(0.03)
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert http._kept.used == len(held)
        assert not http._kept.waiting
        for one in held:
            await one.aclose()
        # Nothing is spoiled: the next call is answered.
        response = await http.send(http.build_request("GET", good, headers={}))
        assert b"".join([piece async for piece in response.aiter_bytes()]) == WORD
        assert http._kept.used == 0
        await http.aclose()
        if taken is not None:
            taken.settimeout(3)
            with contextlib.suppress(ConnectionError):
                while await asyncio.to_thread(taken.recv, 1 << 20):
                    pass
            taken.close()

    with Local() as server:
        good = f"http://127.0.0.1:{server.port}/"
        asyncio.run(calls(), debug=False)
        assert server.settled(0)
    for one in [*others, listening]:
        one.close()


def test_sixty_four_at_once() -> None:
    async def calls(url: str) -> None:
        async with AsyncInferenceClient(url, token="hf_no_key_at_all") as client:
            for _ in range(3):
                said = await asyncio.gather(*(client.chat_completion(MESSAGES) for _ in range(64)))
                assert [one.choices[0].message.content for one in said] == ["word"] * 64

    with Local() as server:
        asyncio.run(calls(f"http://127.0.0.1:{server.port}"))
        assert server.accepted <= 64
        assert server.settled(0)


def test_the_plain_path_needs_no_httpx() -> None:
    import subprocess

    program = """
import asyncio, sys
from inferloom import AsyncInferenceClient, InferenceClient
from inferloom_runtime import choice
choice.has_aiohttp = lambda: False
with InferenceClient(sys.argv[1], token="hf_x") as client:
    client.chat_completion("Hi")
async def main():
    async with AsyncInferenceClient(sys.argv[1], token="hf_x") as client:
        await client.chat_completion("Hi")
asyncio.run(main())
print([name for name in ("httpx", "httpcore", "urllib.request", "http.client") if name in sys.modules])
"""
    with Local() as server:
        line = [sys.executable, "-W", "error", "-c", program, f"http://127.0.0.1:{server.port}"]
        done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr, done.stdout.strip()) == (0, "", "[]")


def test_the_other_ways_still_work(kind: str) -> None:
    """An injected client is used as it was: the same call over a transport that httpx's users write."""
    way = Injected(kind)
    client = way.client(lambda request: httpx.Response(200, content=WORD), "http://localhost:8080")

    async def call() -> str:
        said: str = (await way.call(client.chat_completion, MESSAGES)).choices[0].message.content
        return said

    assert asyncio.run(call()) == "word"
