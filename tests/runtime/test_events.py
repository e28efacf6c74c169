"""What a stream's bytes become: the same items, texts and ends however the bytes are cut and whatever stands beside."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inferloom.providers.endpoint import CHAT_COMPLETION_MARKS, TEXT_GENERATION_PIPELINE_MARKS
from inferloom.types.chat_completion import ChatCompletionStreamOutput
from inferloom.types.text_generation import TextGenerationStreamOutput
from inferloom_runtime import spelling
from inferloom_runtime.codec import AnswerWarning
from inferloom_runtime.errors import AnswerError, InferloomError, ProviderError, StreamTruncatedError
from inferloom_runtime.events import Events, Marks, Pieces
from inferloom_runtime.flow import Opened, Request
from inferloom_runtime.record import Record

HEAD: dict[str, Any] = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}


def opened() -> Opened:
    return Opened(200, {"content-type": "text/event-stream"}, Request("POST", "https://api.example.com"), None)


def chat(limit: int = 10_000, *, strict: bool = False) -> Events[ChatCompletionStreamOutput]:
    """An open stream of a chat."""
    decode = Pieces(ChatCompletionStreamOutput, spelling.chat_chunk, strict=strict)
    return Events(opened(), decode, CHAT_COMPLETION_MARKS, limit=limit)


def taken(events: Events[Any], stream: bytes, cuts: list[int]) -> tuple[list[Any], InferloomError | None]:
    """What a stream gives that comes in pieces, and how it ends."""
    bounds = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    for start, end in pairwise(bounds):
        if not events.over:
            events.take(stream[start:end])
    if not events.over:
        events.take(None)
    items = [item.to_dict() if isinstance(item, Record) else item for item in events.ready]
    try:
        events.check()
    except InferloomError as error:
        return items, error
    return items, None


def chunk(*choices: Any, **more: Any) -> dict[str, Any]:
    return {**HEAD, "choices": list(choices), **more}


def choice(delta: Any, finish: str | None = None, **more: Any) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "finish_reason": finish, **more}


def calls(arguments: Any) -> list[Any]:
    return [{"index": 0, "id": "t", "type": "function", "function": {"name": "f", "arguments": arguments}}]


@dataclass
class Told:
    """One event.

    Attributes:
        sent: Its lines, without the blank one.
        item: The item that it stands for; None where it stands for none.
        text: The text in it.
        final: Whether it is the last one of the answer.
        error: The class of the error that it is.
    """

    sent: bytes
    item: Any = None
    text: str = ""
    final: bool = False
    error: type[Exception] | None = None


def told(value: Any, item: Any = None, text: str = "", *, final: bool = False, line: bytes = b"data: %b") -> Told:
    return Told(line % json.dumps(value).encode(), value if item is None else item, text, final)


HALF = json.dumps(chunk(choice({"content": "x"}))).replace('"x"', '"\\ud83d"').encode()
PLAIN = [
    told(chunk(choice({"content": "a"})), text="a"),
    told(chunk(choice({"role": "assistant", "content": ""}))),
    told(chunk(choice({"content": "\u2028é\n"}, logprobs=None), system_fingerprint="f"), text="\u2028é\n"),
    told(chunk(choice({"content": "b", "mood": {"glad": 1}}, seed=4), took=0.5), text="b"),  # fields beyond the schema
    told(chunk(choice({"content": None, "reasoning_content": "hm"}))),
    told(chunk(choice({"tool_calls": calls('{"a": 1}')}))),
    told(chunk(choice({}, "stop")), final=True),
    told(chunk(choice({"content": "z"}, "of tomorrow")), text="z", final=True),
]
ODD = [
    # What servers send in place of a list, of a text, of a piece: see the tests of the spelling.
    told({**HEAD, "usage": None}, {**HEAD, "usage": None, "choices": []}),
    told(chunk(choices=None), chunk()),
    told(chunk()),
    told(chunk(choice({"tool_calls": calls({"a": 1})})), chunk(choice({"tool_calls": calls('{"a": 1}')}))),
    told(
        chunk({"index": 0, "message": {"content": "w"}, "finish_reason": "stop"}),
        chunk({"index": 0, "finish_reason": "stop", "delta": {"content": "w"}}),
        "w",
        final=True,
    ),
    # Two answers at once, of which one has ended.
    told(chunk(choice({"content": "c"}), choice({"content": "d"}, "length", index=1)), text="cd", final=True),
    told(chunk(choice({"content": "e"}), choice({"role": "x"}, index=1)), text="e"),
    # What does not fit is delivered as it came.
    told(chunk(choice({"content": 5}))),
    told(chunk(choice("f"))),
    # Text that only looks like an error's.
    told(chunk(choice({"content": '"error" "message"'})), text='"error" "message"'),
    told(chunk(choice({"content": "g"}), error=None, message="hello"), text="g"),
    Told(b"data: " + HALF, chunk(choice({"content": "\ud83d"})), "\ud83d"),
    # Lines as the standard allows them.
    told(chunk(choice({"content": "h"})), text="h", line=b"data:%b"),
    told(chunk(choice({"content": "i"})), text="i", line=b": hello\nid: 7\nevent: message\ndata: %b"),
    told(chunk(choice({"content": "j"})), text="j", line=b"data:  %b "),
    Told(b'data: {"id": "c",\ndata: "choices": []}', {"id": "c", "choices": []}),
    Told(b": ping"),
    Told(b"data: "),
    Told(b"data:   "),
    Told(b"event: nothing"),
]
ENDS = [
    Told(b"data: [DONE]"),
    Told(b"data:[DONE]"),
    Told(b'data: {"error": {"message": "it broke", "code": 500}}', error=ProviderError),
    Told(b'data: {"message": "it broke"}', error=ProviderError),
    Told(b'data: {"object": "error", "message": "it broke"}', error=ProviderError),
    Told(b"data: " + json.dumps(chunk(choice({"content": "k"}), error="it broke")).encode(), error=ProviderError),
    Told(b"event: error\ndata: it broke", error=ProviderError),
    Told(b"data: it broke", error=AnswerError),
    Told(b'data: {"choices"', error=AnswerError),
    Told(b"data: [1]", error=AnswerError),
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(*[st.sampled_from(PLAIN)] * 3, st.sampled_from(ODD)), max_size=12),
    st.sampled_from([None, *ENDS]),
    st.lists(st.integers(0, 5000), max_size=6),
    st.sampled_from([b"\n", b"\r\n", b"\r"]),
)
@example(PLAIN, ENDS[0], [], b"\n")
@example(PLAIN[:-2], None, [], b"\n")
def test_items_texts_and_ends(given_: list[Told], end: Told | None, cuts: list[int], newline: bytes) -> None:
    blocks = [*given_, *([] if end is None else [end]), *PLAIN[:1]]  # nothing comes after an end
    stream = b"".join(block.sent.replace(b"\n", newline) + 2 * newline for block in blocks)
    delivered = given_ if end is not None else blocks
    events = chat()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AnswerWarning)
        items, error = taken(events, stream, cuts)
    expected = [one for one in delivered if one.item is not None]
    assert items == [one.item for one in expected]
    if items:
        assert events.last is not None
    if end is not None and end.error is not None:
        assert isinstance(error, end.error)
    elif end is not None or any(one.final for one in delivered):
        assert error is None
    else:
        assert isinstance(error, StreamTruncatedError)
        assert error.received == "".join(one.text for one in expected)
        assert error.items == len(expected)


def test_an_item_is_there_as_soon_as_its_blank_line_is() -> None:
    events = chat()
    first, second = PLAIN[0].sent + b"\n\n", PLAIN[3].sent + b"\n\n"
    events.take(first + second[:40])
    assert len(events.ready) == 1
    events.take(second[40:-1])
    assert len(events.ready) == 1
    events.take(second[-1:])
    assert len(events.ready) == 2


def test_items_before_a_bad_event_of_the_same_piece_are_delivered() -> None:
    for end in ENDS:
        items, _ = taken(chat(), b"\n\n".join([PLAIN[0].sent, PLAIN[3].sent, end.sent, b""]), [])
        assert items == [PLAIN[0].item, PLAIN[3].item]


def test_strict_streams_want_what_the_schema_requires() -> None:
    whole = {"id": "c", "created": 1, "model": "m", "choices": [choice({"content": "a"}, "stop")]}
    items, error = taken(chat(strict=True), b"data: " + json.dumps(whole).encode() + b"\n\n", [])
    assert (items, error) == ([whole], None)
    del whole["created"]
    items, error = taken(chat(strict=True), b"data: " + json.dumps(whole).encode() + b"\n\n", [])
    assert items == []
    assert isinstance(error, AnswerError)
    assert "created" in error.message


def test_an_event_over_the_limit_is_refused_wherever_it_stands() -> None:
    small, large = PLAIN[0].sent + b"\n\n", told(chunk(choice({"content": "x" * 300}))).sent + b"\n\n"
    limit = len(small)
    assert taken(chat(limit), small * 3, [])[0] == [PLAIN[0].item] * 3
    for stream in (large, small + large, large + small):
        _, error = taken(chat(limit), stream, [])
        assert isinstance(error, AnswerError)
        assert f"limit of {limit} bytes" in error.message


def test_pieces_of_generated_texts() -> None:
    # https://huggingface.co/docs/text-generation-inference/conceptual/streaming
    tokens: list[Any] = [
        {"index": 1, "token": {"id": 5, "text": "a", "logprob": -0.5, "special": False}, "generated_text": None},
        {"index": 2, "token": {"id": 6, "text": "b", "logprob": -0.5, "special": False}, "details": None},
    ]
    last: dict[str, Any] = {**tokens[1], "generated_text": "ab"}
    reason: dict[str, Any] = {**tokens[1], "details": {"finish_reason": "length", "generated_tokens": 2}}
    decode = Pieces(TextGenerationStreamOutput, spelling.generated_token)

    def read(*sent: Any) -> tuple[list[Any], Any]:
        stream = b"".join(b"data:%b\n\n" % json.dumps(one).encode() for one in sent)
        found = taken(Events(opened(), decode, TEXT_GENERATION_PIPELINE_MARKS), stream, [])
        spaced = stream.replace(b"data:", b"data: ")
        again = taken(Events(opened(), decode, TEXT_GENERATION_PIPELINE_MARKS), spaced, [])
        assert found[0] == again[0]
        assert type(found[1]) is type(again[1])
        return again

    assert read(tokens[0], last) == ([tokens[0], last], None)
    assert read(tokens[0], reason) == ([tokens[0], reason], None)
    items, error = read(*tokens)
    assert items == tokens
    assert isinstance(error, StreamTruncatedError)
    assert error.received == "ab"
    # A server that does not stream sends all of it.
    items, error = read({"generated_text": "whole"})
    assert error is None
    assert [item["token"]["text"] for item in items] == ["whole"]


@dataclass(kw_only=True)
class Line(Record):
    """A line."""

    text: str | None = None
    """Its text."""
    values: str | None = None  # type: ignore[assignment]
    """Says that there are no more."""


@dataclass(kw_only=True)
class Page(Record):
    """A piece of a stream whose fields are named as the methods of a record."""

    items: list[Line] | None = None  # type: ignore[assignment]
    """Its lines."""
    line: Line | None = None
    """One line."""
    text: str | None = None
    """A text."""
    lines: dict[str, Line] | None = None
    """Lines by their names."""


@pytest.mark.parametrize(
    ("marks", "pieces"),
    [
        (Marks(frozenset({"items"}), (("items", "*", "values"),), ("items", "*", "text")), ["items"]),
        (Marks(frozenset({"line"}), (("line", "values"),), ("line", "text")), ["line"]),
        # These are far from each other, or below a name that no type knows.
        (Marks(frozenset({"items"}), (("line", "values"),), ("items", "*", "text")), ["items", "line"]),
        (Marks(frozenset({"lines"}), (("lines", "a", "values"),), ("lines", "a", "text")), ["lines"]),
    ],
)
@pytest.mark.parametrize("line", [b"data: %b\n\n", b"data:%b\n\n"], ids=["plain", "odd"])
def test_marks_of_other_tasks(marks: Marks, pieces: list[str], line: bytes) -> None:
    def stream(**ends: str) -> bytes:
        one = [{"text": "a"}, {"text": "b"} | ends]
        shaped: dict[str, list[Any]] = {
            "items": [[each] for each in one],
            "line": one,
            "lines": [{"a": each} for each in one],
        }
        sent = [{name: shaped[name][at] for name in pieces} for at in range(2)]
        return b"".join(line % json.dumps(value).encode() for value in sent)

    items, error = taken(Events(opened(), Pieces(Page), marks), stream(), [])
    assert len(items) == 2
    assert isinstance(error, StreamTruncatedError)
    assert error.received == "ab"
    items, error = taken(Events(opened(), Pieces(Page), marks), stream(values="no more"), [])
    assert len(items) == 2
    assert error is None


@pytest.mark.parametrize("line", [b"data: %b\n\n", b"data:%b\n\n"], ids=["plain", "odd"])
def test_a_message_is_no_item_whose_text_it_could_be_beside(line: bytes) -> None:
    marks = Marks(frozenset({"text"}), (), ("text",))
    items, error = taken(
        Events(opened(), Pieces(Page), marks), line % b'{"text": "a"}' + line % b'{"detail": "no"}', []
    )
    assert items == [{"text": "a"}]
    assert isinstance(error, ProviderError)
