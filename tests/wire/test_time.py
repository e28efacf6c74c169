"""Retries and limits of time under a clock that only the tests move."""

from __future__ import annotations

import random
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest

from inferloom import Retry, Timeout
from inferloom_runtime import clock, deadline
from inferloom_runtime.errors import (
    About,
    ConnectionFailedError,
    InferenceTimeoutError,
    RateLimitError,
    ServerError,
    UsageError,
)
from inferloom_runtime.flow import Request, Upload, drive, drive_async, work
from inferloom_runtime.meta import Trail
from inferloom_runtime.retry import Budget, Retries
from inferloom_runtime.wire import send
from wire.exchange import Server, Way, answering

pytestmark = pytest.mark.anyio

URL = "http://localhost:8080/x"
LABELS = [[{"label": "POSITIVE", "score": 0.9}]]
DOWN = answering({"error": "down"}, 503)


class Clock:
    """Time as the tests want it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(clock, "now", lambda: found.now)
    monkeypatch.setattr(clock, "sleep", found.sleep)
    monkeypatch.setattr(clock, "sleep_async", found.sleep_async)
    monkeypatch.setattr(random, "uniform", lambda low, high: high)
    return found


def taking(
    time: Clock, seconds: float, answer: httpx.Response | Exception
) -> Callable[[httpx.Request], httpx.Response]:
    """An answer that takes a while."""

    def reply(request: httpx.Request) -> httpx.Response:
        time.now += seconds
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    return reply


async def test_waits_grow(way: Way, time: Clock) -> None:
    server = Server([DOWN])
    with pytest.raises(ServerError, match="5 attempts") as caught:
        await way.call(way.client(server, URL, max_retries=4).text_classification, "hi")
    assert time.slept == [0.5, 1, 2, 4]
    assert (caught.value.attempts, caught.value.meta.attempts, len(server.seen)) == (5, 5, 5)
    assert caught.value.meta.timings.waited == 7.5


async def test_a_policy_of_ones_own(way: Way, time: Clock) -> None:
    policy = Retry(2, first=3, longest=4, statuses=frozenset({418}))
    server = Server([answering({"error": "tea"}, 418), answering(LABELS)])
    out = await way.call(way.client(server, URL, max_retries=policy).text_classification, "hi")
    assert (time.slept, out.meta.attempts) == ([3], 2)
    server = Server([DOWN])
    with pytest.raises(ServerError):
        await way.call(way.client(server, URL).text_classification, "hi", max_retries=policy)
    assert len(server.seen) == 1


async def test_no_retry_past_the_total(way: Way, time: Clock) -> None:
    """The wait alone would be too long: the failure is raised at once, and no time is wasted."""
    server = Server([answering({"error": "busy"}, 429, **{"retry-after": "30"})])
    client = way.client(server, URL, timeout=Timeout(total=20), max_retries=5)
    with pytest.raises(RateLimitError):
        await way.call(client.text_classification, "hi")
    assert (time.slept, len(server.seen)) == ([], 1)


async def test_the_total_counts_from_the_call(way: Way, time: Clock) -> None:
    server = Server([taking(time, 6, DOWN)])
    client = way.client(server, URL, timeout=Timeout(total=20), max_retries=Retry(9, first=0))
    with pytest.raises(InferenceTimeoutError, match=r"longer than the limit of 20 s \(Timeout.total\)") as caught:
        await way.call(client.text_classification, "hi")
    error = caught.value
    assert (error.limit, error.seconds, len(server.seen)) == ("total", 20, 4)
    assert isinstance(error, TimeoutError)
    assert error.attempts == error.meta.attempts == 4


async def test_a_look_up_counts_as_well(way: Way, time: Clock) -> None:
    server = Server([answering(LABELS)], {"/api/models/acme/x": "text-classification"})

    def slow(request: httpx.Request) -> httpx.Response:
        time.now += 30
        return server(request)

    client = way.client(slow, "acme/x", provider="hf-inference", timeout=Timeout(total=20))
    with pytest.raises(InferenceTimeoutError, match="total"):
        await way.call(client.text_classification, "hi")
    assert server.seen == []


async def test_the_call_may_say_otherwise(way: Way, time: Clock) -> None:
    server = Server([taking(time, 6, answering(LABELS))])
    client = way.client(server, URL, timeout=Timeout(total=5))
    assert await way.call(client.text_classification, "hi", timeout=Timeout(total=7))
    assert await way.call(client.text_classification, "hi", timeout=5), "a number is no total"


async def test_a_stream_ends_with_the_total(way: Way, time: Clock) -> None:
    piece = b'data: {"choices": [{"index": 0, "delta": {"content": "a"}}]}\n\n'

    class Slow(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(100):
                time.now += 3
                yield piece

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for one in self:
                yield one

    def server(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Slow())

    client = way.client(server, URL, timeout=Timeout(total=10))
    stream = await way.call(client.chat_completion, [{"role": "user", "content": "hi"}], stream=True)
    assert len(await way.first(stream, 3)) == 3
    with pytest.raises(InferenceTimeoutError, match="10 s") as caught:
        await way.items(stream)
    assert caught.value.limit == "total"
    assert caught.value.meta.status == 200
    assert await way.items(stream) == []


async def test_an_injected_client_waits_no_longer_than_the_whole_call(way: Way, time: Clock) -> None:
    """In a thread nobody else could interrupt it."""
    asked: list[dict[str, float | None]] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.extensions["timeout"]))
        time.now += 3
        return answering(LABELS) if len(asked) > 1 else answering({"error": "down"}, 503)

    client = way.client(server, URL, max_retries=Retry(1, first=0))
    await way.call(client.text_classification, "hi", timeout=Timeout(idle=2, total=10))
    assert asked == [
        {"connect": 10, "read": 10, "write": 2, "pool": 10},
        {"connect": 7, "read": 7, "write": 2, "pool": 7},
    ]


async def test_a_wait_that_ends_a_moment_early_is_the_total(way: Way, time: Clock) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        time.now += 9.999
        raise httpx.ReadTimeout("")

    with pytest.raises(InferenceTimeoutError, match="total") as caught:
        await way.call(way.client(server, URL).text_classification, "hi", timeout=Timeout(total=10))
    assert caught.value.limit == "total"


async def test_a_limit_that_is_not_ours_has_no_name(way: Way, time: Clock) -> None:
    """A transport may have limits of its own."""
    server = Server([httpx.ReadTimeout("slow")])
    with pytest.raises(InferenceTimeoutError, match="own limit") as caught:
        await way.call(way.client(server, URL).text_classification, "hi", timeout=Timeout(total=10))
    assert (caught.value.limit, caught.value.seconds) == (None, None)


async def test_each_attempt_begins_anew(way: Way, time: Clock) -> None:
    """An answer to the first one does not make the second one's silence a pause between two pieces."""
    server = Server([DOWN, httpx.ReadTimeout("slow")])
    with pytest.raises(InferenceTimeoutError, match="No answer") as caught:
        await way.call(way.client(server, URL).text_classification, "hi", timeout=Timeout(first_byte=5, idle=3))
    assert (caught.value.limit, caught.value.seconds, caught.value.attempts) == ("first_byte", 5, 2)


async def test_a_stream_is_closed_when_time_is_up_before_anybody_reads_it(way: Way, time: Clock) -> None:
    closed: list[bool] = []

    class Late(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b""

        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b""

        def close(self) -> None:
            closed.append(True)

        async def aclose(self) -> None:
            self.close()

    def server(request: httpx.Request) -> httpx.Response:
        time.now += 30
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Late())

    client = way.client(server, URL, timeout=Timeout(total=20))
    stream = await way.call(client.chat_completion, [{"role": "user", "content": "hi"}], stream=True)
    with pytest.raises(InferenceTimeoutError, match="total"):
        await way.items(stream)
    assert closed


async def test_nobody_waits_for_slow_work_when_time_is_up() -> None:
    """Such as a name server that does not answer. (A thread cannot leave itself: only an event loop can.)"""
    done = threading.Event()
    try:
        with pytest.raises(InferenceTimeoutError, match="total"):
            await drive_async(work(lambda: done.wait(2)), None, Trail(About(), Timeout(total=0.02)))
    finally:
        done.set()

    def fails() -> None:
        raise TimeoutError("the disk is slow")

    with pytest.raises(TimeoutError, match="the disk is slow"):
        await drive_async(work(fails), None, Trail(About(), Timeout(total=60)))


async def test_infinity_is_no_limit(way: Way) -> None:
    assert Timeout(connect=float("inf"), total=float("inf")) == Timeout()
    assert way.client(Server([]), URL, timeout=float("inf")).timeout == Timeout()


@pytest.mark.parametrize("limit", [1e12, 4_294_968])
def test_a_limit_longer_than_a_socket_can_wait(limit: float) -> None:
    """Milliseconds in 32 bits: more of them would be an error, or no time at all."""
    for waits in (deadline.within(limit, None), deadline.within(None, clock.now() + limit)):
        assert waits is not None
        assert waits * 1000 < 2**31


RETRIED: list[Any] = [408, 409, 425, 429, 500, 502, 503, 504]


@pytest.mark.parametrize("status", RETRIED)
async def test_statuses_that_are_retried(status: int, way: Way, time: Clock) -> None:
    server = Server([answering({"error": "x"}, status), answering(LABELS)])
    out = await way.call(way.client(server, URL).text_classification, "hi")
    assert (len(server.seen), out.meta.attempts, out.meta.status) == (2, 2, 200)


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("no"), httpx.ReadError("reset"), httpx.RemoteProtocolError("Server disconnected")]
)
async def test_connections_that_are_retried(error: Exception, way: Way, time: Clock) -> None:
    server = Server([error, answering(LABELS)])
    await way.call(way.client(server, URL).text_classification, "hi")
    assert len(server.seen) == 2
    with pytest.raises(ConnectionFailedError) as caught:
        await way.call(way.client(Server([error]), URL, max_retries=0).text_classification, "hi")
    assert (caught.value.attempts, caught.value.is_retry_safe) == (1, True)


async def test_a_budget_stops_a_storm(way: Way, time: Clock) -> None:
    server = Server([DOWN])
    client = way.client(server, URL, max_retries=Retry(2, budget=3))
    for _ in range(10):
        with pytest.raises(ServerError):
            await way.call(client.text_classification, "hi")
    assert len(server.seen) == 10 + 3
    with pytest.raises(ServerError):
        await way.call(client.with_options(headers={"a": "b"}).text_classification, "hi")
    assert len(server.seen) == 14, "clients on the same connections share it"


@pytest.mark.parametrize(("replayable", "sent"), [(True, 3), (False, 1)])
def test_a_body_that_cannot_be_read_twice_is_sent_once(replayable: bool, sent: int, time: Clock) -> None:
    server = Server([DOWN])
    body = Upload(lambda: iter([b"ab", b"c"]), 3, replayable)
    request = Request("POST", URL, body=body)
    with pytest.raises(ServerError):
        drive(send(request, Retries(Retry(), Budget())), httpx.Client(transport=httpx.MockTransport(server)))
    assert [one.body for one in server.seen] == [b"abc"] * sent


@pytest.mark.parametrize(
    "limits",
    [{"connect": 0}, {"first_byte": -1}, {"idle": "5"}, {"total": True}, {"total": float("nan")}],
)
def test_what_is_no_limit(limits: dict[str, Any]) -> None:
    (name,) = limits
    with pytest.raises(UsageError, match=rf"Timeout\.{name}"):
        Timeout(**limits)


def test_a_timeout_is_a_number_or_limits(way: Way) -> None:
    for wrong in ("5", True, (1, 2), 0, -1):
        with pytest.raises(UsageError, match="timeout"):
            way.client(Server([]), URL, timeout=wrong)
