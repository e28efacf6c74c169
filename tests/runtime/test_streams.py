"""Streams as a caller sees them: whole, cut off, failing, abandoned; sync and async, over both HTTP clients."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import httpx2
import pytest
from runtime.streamed import Reply, Served, Side, serving

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom_runtime.errors import (
    AnswerError,
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    GenerationError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    ProviderError,
    RateLimitError,
    ServerError,
    StreamTruncatedError,
    UnknownError,
)
from inferloom_runtime.events import Events, Marks
from inferloom_runtime.flow import Opened, Request

pytestmark = pytest.mark.anyio

MESSAGES = [{"role": "user", "content": "Which way?"}]
SIDES = [Side(awaited, library) for awaited in (False, True) for library in (httpx, httpx2)]
DONE = "data: [DONE]\n\n"


@pytest.fixture(params=SIDES, ids=lambda side: f"{'async' if side.awaited else 'sync'}-{side.library.__name__}")
def side(request: pytest.FixtureRequest) -> Side:
    found: Side = request.param
    return found


@pytest.fixture(scope="module")
def machine() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture
async def http(side: Side) -> AsyncIterator[Any]:
    client = side.http()
    yield client
    await side.close(client)


def event(value: Any) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def chunk(text: str | None = None, finish: str | None = None, **more: Any) -> str:
    choice = {"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": finish}
    return event({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]} | more)


def token(text: str, **more: Any) -> str:
    return event({"index": 1, "token": {"id": 1, "text": text, "logprob": -0.5, "special": False}, **more})


def written(text: str, finish: str | None = None) -> str:
    return event(
        {"id": "t", "object": "text_completion", "choices": [{"index": 0, "text": text, "finish_reason": finish}]}
    )


def texts(chunks: list[Any]) -> list[str | None]:
    return [one.choices[0].delta.content for one in chunks]


async def chat(side: Side, machine: Served, http: Any, *pieces: str | bytes, **reply: Any) -> Any:
    machine.answers(Reply(pieces, **reply))
    client = side.client(machine.url, http)
    return await side.call(client.chat_completion, MESSAGES, stream=True)


# The end.


@pytest.mark.parametrize(
    "pieces",
    [
        [chunk("a"), chunk("b", "stop"), DONE],
        [chunk("a"), chunk("b"), DONE],
        [chunk("a"), chunk("b", "stop")],
        [chunk("a"), chunk("b", "stop").rstrip()],
        [chunk("a"), chunk("b", "stop"), "data: [DO"],
        [chunk("a", "stop"), chunk("b")],
    ],
    ids=["both marks", "[DONE] alone", "a reason alone", "no blank line", "a cut [DONE]", "a reason before the last"],
)
async def test_a_stream_that_says_that_it_is_complete(
    pieces: list[str], side: Side, machine: Served, http: Any
) -> None:
    assert texts(await side.all(await chat(side, machine, http, *pieces))) == ["a", "b"]


@pytest.mark.parametrize(
    ("pieces", "received", "items", "words"),
    [
        ([chunk("Turn "), chunk("left")], "Turn left", 2, "ended after 2 items and did not say that they are all"),
        ([chunk("Turn ")], "Turn ", 1, "after 1 item and did"),
        ([chunk("Turn "), chunk("left")[:30]], "Turn ", 1, "after 1 item, in the middle of an event"),
        ([chunk("Turn "), "data: [DO"], "Turn ", 1, "in the middle of an event"),
        ([chunk(choices=[]), ": ping\n\n"], "", 1, "after 1 item"),
        ([": ping\n\n"], "", 0, "before its first item"),
        ([], "", 0, "before its first item"),
        ([" \r\n\n"], "", 0, "before its first item"),
    ],
)
async def test_a_stream_that_ends_too_early(
    pieces: list[str], received: str, items: int, words: str, side: Side, machine: Served, http: Any
) -> None:
    stream = await chat(side, machine, http, *pieces)
    came, error = await side.until_it_fails(stream)
    assert isinstance(error, StreamTruncatedError)
    assert words in error.message
    assert (error.received, error.items, len(came)) == (received, items, items)
    assert (error.provider, error.task) == ("endpoint", "chat_completion")
    assert await side.all(stream) == []


async def test_the_marks_of_generated_texts(side: Side, machine: Served, http: Any) -> None:
    client = side.client(machine.url, http)

    async def ending(*pieces: str) -> tuple[list[Any], Any]:
        machine.answers(Reply(pieces))
        stream = await side.call(client.text_generation, "Once", stream=True)
        try:
            return await side.all(stream), None
        except StreamTruncatedError as error:
            return [error.received], error.items

    assert await ending(token("a"), token("b", generated_text="ab")) == (["a", "b"], None)
    assert await ending(token("a"), token("", generated_text="", details={"finish_reason": "length"})) == (
        ["a", ""],
        None,
    )
    assert await ending(token("a"), token("b", details={"finish_reason": "length"})) == (["a", "b"], None)
    assert await ending(token("a"), token("b", generated_text=None, details=None)) == (["ab"], 2)


async def test_the_mark_of_openais_texts(side: Side, machine: Served, http: Any) -> None:
    client = side.client(f"{machine.url}/v1", http)
    machine.answers(Reply([written("a"), written("b", "length")]))
    stream = await side.call(client.text_generation, "Once", stream=True)
    assert await side.all(stream) == ["a", "b"]
    machine.answers(Reply([written("a"), written("b")]))
    stream = await side.call(client.text_generation, "Once", stream=True)
    items, error = await side.until_it_fails(stream)
    assert items == ["a", "b"]
    assert isinstance(error, StreamTruncatedError)
    assert (error.received, error.items) == ("ab", 2)


def events_of(*pieces: bytes, marks: Marks = Marks(), content_type: str = "text/event-stream", limit: int = 100) -> Any:  # noqa: B008
    opened = Opened(200, {"content-type": content_type}, Request("POST", "https://api.example.com"), None)
    found: Events[Any] = Events(opened, json.loads, marks, limit=limit)
    for piece in (*pieces, None):
        if not found.over:
            found.take(piece)
    return found


def test_a_task_without_a_mark_may_end_anywhere() -> None:
    found = events_of(b'data: {"beat": 1}\n\n', b'data: {"beat": 2}\n\n')
    found.check()
    assert list(found.ready) == [{"beat": 1}, {"beat": 2}]
    with pytest.raises(StreamTruncatedError, match="in the middle of an event"):  # but not inside an event
        events_of(b'data: {"beat": 1}\n\ndata: {"be').check()
    with pytest.raises(StreamTruncatedError, match="before its first item"):
        events_of(b"").check()


def test_what_a_task_calls_a_message_is_none_of_an_error() -> None:
    piece = b'data: {"message": "hello", "error": 0.1}\n\n'
    found = events_of(piece, marks=Marks(frozenset({"message", "error"})))
    found.check()
    assert list(found.ready) == [{"message": "hello", "error": 0.1}]
    with pytest.raises(ProviderError, match="hello"):
        events_of(b'data: {"message": "hello"}\n\n', marks=Marks(frozenset({"beat"}))).check()


# Errors inside.


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        ({"error": "it broke"}, ProviderError),
        ({"error": "it broke", "error_type": "generation"}, GenerationError),
        ({"error": "it broke", "error_type": "overloaded"}, OverloadedError),
        ({"error": "it broke", "error_type": "of tomorrow"}, UnknownError),
        ({"error": {"message": "it broke", "type": "server_error", "code": 500}}, ServerError),
        ({"error": {"message": "it broke", "type": "BadRequestError", "code": 400}}, BadRequestError),
        ({"error": {"message": "it broke", "code": "429"}}, RateLimitError),
        ({"error": {"message": "it broke", "code": "rate_limit_exceeded"}}, RateLimitError),
        ({"error": {"message": "it broke", "type": "insufficient_quota", "code": None}}, RateLimitError),
        ({"error": {"message": "it broke", "code": "CONTEXT_LENGTH_EXCEEDED"}}, BadRequestError),
        ({"error": {"message": "it broke", "code": "of tomorrow"}}, ProviderError),
        ({"type": "error", "error": {"message": "it broke", "type": "overloaded_error"}}, ServerError),
        ({"object": "error", "message": "it broke", "type": "NotFoundError", "code": 404}, NotFoundError),
        ({"object": "error", "message": "it broke", "code": 40303}, ProviderError),
        ({"message": "it broke", "code": 403}, PermissionDeniedError),
        ({"message": "it broke", "status": "UNAUTHENTICATED"}, AuthenticationError),
        ({"detail": "it broke"}, ProviderError),
        ({"detail": "it broke", "status_code": 503}, ServerError),
        ([{"error": {"message": "it broke", "code": 429, "status": "RESOURCE_EXHAUSTED"}}], RateLimitError),
        ([{"message": "it broke"}], ProviderError),
        # A whole chunk beside the error, as routers that sit in front of other providers send it.
        ({"id": "c", "choices": [], "error": {"message": "it broke", "code": 502}}, ServerError),
    ],
)
@pytest.mark.parametrize("where", ["after an item", "in the item's piece", "first", "in place of a stream"])
async def test_an_error_inside_a_stream(
    failure: Any, kind: type[Exception], where: str, side: Side, machine: Served, http: Any
) -> None:
    if where == "in place of a stream":
        stream = await chat(side, machine, http, json.dumps(failure), content_type="application/json")
    elif where == "in the item's piece":
        stream = await chat(side, machine, http, chunk("a") + event(failure) + chunk("b"), DONE)
    else:
        stream = await chat(side, machine, http, *([chunk("a")] if "after" in where else []), event(failure), DONE)
    items, error = await side.until_it_fails(stream)
    assert texts(items) == (["a"] if "item" in where else [])
    assert type(error) is kind
    assert isinstance(error, ProviderError)
    assert error.server_message == "it broke"
    assert error.provider == "endpoint"
    assert await side.all(stream) == []


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        ("data: it broke\n", ProviderError, "it broke"),
        ('data: {"message": "it broke", "code": 429}\n', RateLimitError, "it broke"),
        ('data: {"choices": [], "status": 500}\n', ServerError, "choices"),
        ("data: it\ndata: broke\n", ProviderError, "it\nbroke"),
    ],
)
async def test_an_event_that_is_called_error(
    data: str, kind: type[Exception], words: str, side: Side, machine: Served, http: Any
) -> None:
    stream = await chat(side, machine, http, chunk("a"), f"event: error\n{data}\n", chunk("b", "stop"))
    items, error = await side.until_it_fails(stream)
    assert texts(items) == ["a"]
    assert type(error) is kind
    assert words in str(error)


async def test_an_error_is_not_found_in_what_is_written(side: Side, machine: Served, http: Any) -> None:
    said = '{"error": "it broke"} "message" "detail"'
    assert texts(await side.all(await chat(side, machine, http, chunk(said, "stop", error=None)))) == [said]


async def test_an_event_that_nobody_understands(side: Side, machine: Served, http: Any) -> None:
    stream = await chat(side, machine, http, chunk("a"), "data: nonsense\n\n", chunk("b", "stop"))
    items, error = await side.until_it_fails(stream)
    assert texts(items) == ["a"]
    assert type(error) is AnswerError
    assert "not JSON" in str(error)
    assert "endpoint" in str(error)


# Something else in place of a stream.

WHOLE: dict[str, Any] = {
    "id": "c",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Left."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
}


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "text/event-stream", "text/plain", ""])
async def test_a_whole_answer_is_one_item(content_type: str, side: Side, machine: Served, http: Any) -> None:
    data = json.dumps(WHOLE, indent=1)
    stream = await chat(side, machine, http, "\n", data[:40], data[40:], content_type=content_type)
    (item,) = await side.all(stream)
    assert (item.choices[0].delta.content, item.choices[0].delta.role) == ("Left.", "assistant")
    assert item.choices[0].finish_reason == "stop"
    assert item.usage.total_tokens == 3
    assert item.id == "c"


async def test_the_calls_of_a_whole_answer(side: Side, machine: Served, http: Any) -> None:
    calls = [{"id": f"call-{name}", "type": "function", "function": {"name": name, "arguments": "{}"}} for name in "ab"]
    message = {"role": "assistant", "content": None, "tool_calls": calls}
    whole = WHOLE | {"choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]}
    (item,) = await side.all(await chat(side, machine, http, json.dumps(whole), content_type="application/json"))
    found = item.choices[0].delta.tool_calls
    assert [(call.index, call.id, call.function.arguments) for call in found] == [
        (0, "call-a", "{}"),
        (1, "call-b", "{}"),
    ]


async def test_a_stream_that_is_called_json(side: Side, machine: Served, http: Any) -> None:
    stream = await chat(side, machine, http, chunk("a"), chunk("b", "stop"), content_type="application/json")
    assert texts(await side.all(stream)) == ["a", "b"]


@pytest.mark.parametrize("shape", [dict, lambda value: [value]], ids=["object", "list"])
async def test_a_whole_text_is_one_item(shape: Any, side: Side, machine: Served, http: Any) -> None:
    client = side.client(machine.url, http)
    details = {"finish_reason": "length", "generated_tokens": 2, "seed": None}
    machine.answers(
        Reply([json.dumps(shape({"generated_text": " upon a", "details": details}))], content_type="application/json")
    )
    assert await side.all(await side.call(client.text_generation, "Once", stream=True)) == [" upon a"]
    (item,) = await side.all(await side.call(client.text_generation, "Once", stream=True, details=True))
    assert (item.token.text, item.generated_text, item.details.finish_reason) == (" upon a", " upon a", "length")


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        ('{"choices": [', "application/json", "not JSON"),
        ("[]", "application/json", "is no"),
        ('{"a": 1}\n{"a": 2}', "application/x-ndjson", "not JSON"),
        ("<html><title>Sign in</title></html>", "text/html", "is text/html where a stream of events was expected"),
        (b"\x89PNG", "image/png", "is image/png where"),
    ],
)
async def test_what_is_neither_a_stream_nor_an_answer(
    body: bytes, content_type: str, words: str, side: Side, machine: Served, http: Any
) -> None:
    stream = await chat(side, machine, http, body, content_type=content_type)
    items, error = await side.until_it_fails(stream)
    assert items == []
    assert type(error) is AnswerError
    assert words in str(error)


async def test_json_that_is_no_piece_of_a_text(side: Side, machine: Served, http: Any) -> None:
    machine.answers(Reply(['{"status": "fine"}'], content_type="application/json"))
    stream = await side.call(side.client(machine.url, http).text_generation, "Once", stream=True)
    _, error = await side.until_it_fails(stream)
    assert type(error) is AnswerError
    assert "call it without stream=True" in str(error)


@pytest.mark.parametrize("body", [b'{"text": "' + b"x" * 90 + b'"}', b"\n" * 101])
def test_what_comes_in_place_of_a_stream_is_bounded(body: bytes) -> None:
    with pytest.raises(AnswerError, match="more than 100 bytes"):
        events_of(*(body[at : at + 7] for at in range(0, len(body), 7)), b'"').check()
    events_of(b'{"text": "' + b"x" * 88 + b'"}').check()


def test_an_event_is_bounded() -> None:
    found = events_of(b"data: 1\n\n", b"data: " + b"x" * 200)
    assert list(found.ready) == [1]
    with pytest.raises(AnswerError, match="larger than the limit of 100 bytes"):
        found.check()


async def test_a_stream_in_place_of_an_answer(side: Side, machine: Served, http: Any) -> None:
    client = side.client(machine.url, http)
    # Some servers stream whatever they are asked; some call a whole answer a stream, with [DONE] after it.
    for pieces in ([chunk("a", "stop"), DONE], [json.dumps(WHOLE), "\n\n" + DONE]):
        machine.answers(Reply(pieces))
        with pytest.raises(AnswerError, match="is text/event-stream where JSON was expected"):
            await side.call(client.chat_completion, MESSAGES)


# The connection. The HTTP clients here have one only: who does not give it back makes the next call fail.


async def asks_again(side: Side, machine: Served, http: Any) -> None:
    stream = await chat(side, machine, http, chunk("again", "stop"), DONE)
    assert texts(await side.all(stream)) == ["again"]


HELD: dict[str, Any] = {"ending": "held"}


async def test_an_abandoned_stream_gives_its_connection_back(side: Side, machine: Served, http: Any) -> None:
    stream = await chat(side, machine, http, chunk("a"), chunk("b"), **HELD)
    assert texts([await side.next(stream)]) == ["a"]
    del stream
    await asks_again(side, machine, http)


async def test_a_stream_that_nobody_began_gives_its_connection_back(side: Side, machine: Served, http: Any) -> None:
    await chat(side, machine, http, chunk("a"), **HELD)
    await side.forget()
    await asks_again(side, machine, http)


async def test_a_stream_in_a_cycle_gives_its_connection_back(side: Side, machine: Served, http: Any) -> None:
    stream = await chat(side, machine, http, chunk("a"), **HELD)
    circle: list[Any] = [stream, await side.next(stream)]
    circle.append(circle)
    del stream, circle
    await side.forget()
    await asks_again(side, machine, http)


async def test_a_loop_that_is_left_gives_its_connection_back(side: Side, machine: Served, http: Any) -> None:
    async def first_of() -> Any:
        stream = await chat(side, machine, http, chunk("a"), chunk("b"), **HELD)
        if side.awaited:
            async for item in stream:
                return item
        return next(iter(stream))

    assert texts([await first_of()]) == ["a"]
    await asks_again(side, machine, http)


async def test_a_closed_stream_gives_its_connection_back(side: Side, machine: Served, http: Any) -> None:
    stream = await chat(side, machine, http, chunk("a") + chunk("b"), **HELD)
    assert texts([await side.next(stream)]) == ["a"]
    await side.close(stream)
    await side.close(stream)
    assert await side.all(stream) == []  # not even what has come
    await asks_again(side, machine, http)
    assert machine.hung_up.is_set() or machine.connections == 1


async def test_a_context_that_is_left_gives_the_connection_back(side: Side, machine: Served, http: Any) -> None:
    stream = await chat(side, machine, http, chunk("a"), **HELD)
    with pytest.raises(KeyError):  # noqa: PT012
        if side.awaited:
            async with stream as same:
                assert same is stream
                raise KeyError
        else:
            with stream as same:
                assert same is stream
                raise KeyError
    await asks_again(side, machine, http)


@pytest.mark.parametrize(
    "pieces",
    [
        [chunk("a"), DONE],
        [chunk("a"), event({"error": "it broke"})],
        [chunk("a"), "data: nonsense\n\n"],
        ["event: error\ndata: x\n\n"],
    ],
    ids=["[DONE]", "an error", "nonsense", "an error event"],
)
async def test_a_stream_at_its_end_gives_its_connection_back(
    pieces: list[str], side: Side, machine: Served, http: Any
) -> None:
    # The server sends no end here, so that only the client can have seen one.
    stream = await chat(side, machine, http, *pieces, **HELD)
    try:
        await side.all(stream)
    except (ProviderError, AnswerError) as error:
        raised = error  # keeps the stream alive, through the traceback
        assert str(raised)
    await asks_again(side, machine, http)
    assert stream is not None


async def test_a_broken_connection_is_given_back(side: Side, machine: Served, http: Any) -> None:
    stream = await chat(side, machine, http, chunk("a"), ending="broken")
    items, error = await side.until_it_fails(stream)
    assert texts(items) == ["a"]
    assert isinstance(error, ConnectionFailedError)
    assert await side.all(stream) == []
    await asks_again(side, machine, http)


async def test_a_cancelled_reader_gives_its_connection_back(machine: Served) -> None:
    for library in (httpx, httpx2):
        side = Side(True, library)
        http = side.http()
        stream = await chat(side, machine, http, chunk("a"), **HELD)
        assert texts([await side.next(stream)]) == ["a"]
        reader = asyncio.create_task(side.next(stream))
        await asyncio.sleep(0)
        reader.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reader
        await asks_again(side, machine, http)
        await http.aclose()


async def test_a_stream_outlives_its_client(machine: Served) -> None:
    # A client that made its HTTP client closes it when it is forgotten; not before its streams.
    forgotten = threading.Event()

    def pieces() -> Iterator[str]:
        yield chunk("a")
        assert forgotten.wait(10)
        yield chunk("b", "stop")

    machine.answers(Reply(pieces()))
    stream = InferenceClient(machine.url, token="no-key").chat_completion(MESSAGES, stream=True)
    gc.collect()
    forgotten.set()
    assert texts(list(stream)) == ["a", "b"]

    forgotten.clear()
    machine.answers(Reply(pieces()))
    client = AsyncInferenceClient(machine.url, token="no-key")
    pool = client._line.pool  # pyright: ignore[reportPrivateUsage]  # to close it at the end
    coming = client.chat_completion(MESSAGES, stream=True)
    del client
    awaited = await coming
    gc.collect()
    forgotten.set()
    assert texts([item async for item in awaited]) == ["a", "b"]
    await pool.close_here()


class Endless(httpx.AsyncByteStream):
    """Never ends, and counts how often it is closed."""

    closed = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield chunk("a").encode()

    async def aclose(self) -> None:
        Endless.closed += 1


@pytest.mark.parametrize("begun", [True, False])
@pytest.mark.parametrize("late", [True, False], ids=["after the loop", "in the loop"])
def test_an_async_stream_is_forgotten_without_a_warning(begun: bool, late: bool) -> None:
    # Warnings are errors here, those that Python only prints (of coroutines that nobody awaited) included.
    Endless.closed = 0
    http = httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(200, stream=Endless())))

    async def main() -> Any:
        client = AsyncInferenceClient("http://localhost:8080", token="no-key", http_client=http)
        stream = await client.chat_completion(MESSAGES, stream=True)
        if begun:
            await anext(stream)
        if late:
            return stream
        del stream
        await asyncio.sleep(0.01)
        return None

    loop = asyncio.new_event_loop()
    stream = loop.run_until_complete(main())
    if not late:
        assert Endless.closed == 1
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
    del stream
    gc.collect()
