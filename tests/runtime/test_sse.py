"""Event streams: the parser against the HTML standard, section 9.2.6, and against a slow reading of it."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inferloom_runtime.errors import About, AnswerError
from inferloom_runtime.sse import Event, Parser


def parsed(stream: bytes, sizes: list[int] | None = None) -> list[Event]:
    """The events of a stream that comes in pieces of the given sizes, over and over."""
    parser = Parser()
    events: list[Event] = []
    at, turn = 0, 0
    while at < len(stream):
        size = sizes[turn % len(sizes)] if sizes else len(stream)
        events += parser.feed(stream[at : at + size])
        at, turn = at + size, turn + 1
    return events + parser.finish()


def reference(stream: bytes) -> list[tuple[str, str, str, int | None]]:
    """The standard, step by step, on decoded text; plus the one departure: what stands last is dispatched too."""
    text = stream.decode("utf-8", "replace")
    if text.startswith("\ufeff"):
        text = text[1:]
    lines: list[str] = []
    line = ""
    at = 0
    while at < len(text):
        if text[at] == "\r":
            at += 2 if text[at : at + 2] == "\r\n" else 1
            lines.append(line)
            line = ""
        elif text[at] == "\n":
            at += 1
            lines.append(line)
            line = ""
        else:
            line += text[at]
            at += 1
    lines += [line, ""]  # the departure: the last line and the last event count as ended

    events: list[tuple[str, str, str, int | None]] = []
    data, kind, last_id, retry = "", "", "", None
    for line in lines:
        if line == "":
            if data != "":
                events.append((data[:-1], kind or "message", last_id, retry))
            data, kind, retry = "", "", None
            continue
        if line[0] == ":":
            continue
        if ":" in line:
            field, value = line.split(":", 1)
            if value and value[0] == " ":
                value = value[1:]
        else:
            field, value = line, ""
        if field == "event":
            kind = value
        elif field == "data":
            data += value + "\n"
        elif field == "id":
            if "\0" not in value:
                last_id = value
        elif field == "retry" and value != "" and all(digit in "0123456789" for digit in value):
            retry = int(value)
    return events


def told(events: list[Event]) -> list[tuple[str, str, str, int | None]]:
    return [(event.data.decode("utf-8", "replace"), event.event, event.id, event.retry) for event in events]


# The examples of the standard, section 9.2.6, with the events that it says they fire.
@pytest.mark.parametrize(
    ("stream", "data"),
    [
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", [b"YHOO\n+2\n10"]),
        (
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            [b"first event", b"second event", b" third event"],
        ),
        (b"data\n\ndata\ndata\n\n", [b"", b"\n"]),
        (b"data:test\n\ndata: test\n\n", [b"test", b"test"]),
    ],
)
def test_the_examples_of_the_standard(stream: bytes, data: list[bytes]) -> None:
    assert [event.data for event in parsed(stream)] == data


def test_the_ids_of_the_standards_example() -> None:
    stream = b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n"
    assert [event.id for event in parsed(stream)] == ["1", "", ""]


def test_every_field() -> None:
    stream = b'event: delta\nid: 7\nretry: 1500\ndata: {"a":\ndata: 1}\nunknown: x\n\ndata: y\n\n'
    assert parsed(stream) == [
        Event(data=b'{"a":\n1}', event="delta", id="7", retry=1500),
        Event(data=b"y", event="message", id="7", retry=None),  # the id stays, the rest does not
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_all_line_ends(end: bytes) -> None:
    stream = end.join([b"data: a", b"data: b", b"", b": ping", b"", b"data: c", b"", b""])
    for size in range(1, len(stream) + 1):
        assert [event.data for event in parsed(stream, [size])] == [b"a\nb", b"c"]


def test_an_event_is_given_as_soon_as_its_blank_line_is_there() -> None:
    parser = Parser()
    assert parser.feed(b"data: a\r\n") == []
    assert [event.data for event in parser.feed(b"\r")] == [b"a"]  # the LF may come later, or not at all
    assert parser.feed(b"\n") == []
    assert [event.data for event in parser.feed(b"data: b\n\n")] == [b"b"]
    assert parser.finish() == []


def test_only_lf_and_cr_end_lines() -> None:
    # U+2028, U+2029, U+0085, vertical tab, form feed and the separators are text.
    text = "a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg\x1dh\x1ei"
    assert parsed(f"data: {text}\n\n".encode()) == [Event(text.encode())]


def test_the_byte_order_mark_is_only_one_at_the_start() -> None:
    mark = b"\xef\xbb\xbf"
    for size in range(1, 6):
        assert [event.data for event in parsed(mark + b"data: a\n\n", [size])] == [b"a"]
        assert parsed(mark + mark + b"data: a\n\n", [size]) == []  # the field's name is not "data"
        assert parsed(b"\xef\xbbdata: a\n\n", [size]) == []
        assert [event.data for event in parsed(b"data: a\n\n" + mark + b"data: b\n\n", [size])] == [b"a"]
        assert [event.data for event in parsed(b"data: " + mark + b"\n\n", [size])] == [mark]
    assert parsed(b"\xef\xbb") == []


def test_the_last_event_needs_no_blank_line() -> None:
    for end in (b"", b"\n", b"\r", b"\r\n"):
        parser = Parser()
        assert parser.feed(b"data: a\n\ndata: [DONE]" + end) == [Event(b"a")]
        assert parser.finish() == [Event(b"[DONE]")]
        assert parser.finish() == []
    assert parsed(b"data: a\n\n: bye\nevent: end") == [Event(b"a")]


def test_data_is_not_touched() -> None:
    assert parsed(b"data: \xff\xfe \x00\n\n") == [Event(b"\xff\xfe \x00")]
    assert parsed(b"data:x: y:z \n\n") == [Event(b"x: y:z ")]
    assert parsed(b"data:\tx\n\n") == [Event(b"\tx")]


@pytest.mark.parametrize(
    "line", [b" data: x", b"Data: x", b"data : x", b"datax: x", b": data: x", b"dat", b"\tdata: x"]
)
def test_what_is_not_quite_data(line: bytes) -> None:
    assert parsed(line + b"\n\ndata: y\n\n") == [Event(b"y")]


@pytest.mark.parametrize("value", [b"", b"-1", b"1.5", b"1 ", b"x", b"0x10", "١".encode(), b"9" * 5000])
def test_a_retry_that_is_no_number_is_ignored(value: bytes) -> None:
    assert parsed(b"retry: " + value + b"\ndata: x\n\n") == [Event(b"x")]


def test_an_id_with_a_nul_is_ignored() -> None:
    assert parsed(b"id: 1\nid: 2\x003\ndata: x\n\n") == [Event(b"x", id="1")]


def test_blank_lines_and_comments_make_no_events() -> None:
    assert parsed(b"\n\n\n\n: ping\n\n\r\n\r\n:\n\nevent: x\n\nid: 4\n\n") == []
    assert parsed(b"id: 4\n\nevent: x\n\ndata: a\n\n") == [Event(b"a", id="4")]


LINES = st.sampled_from(
    [
        b'data: {"a": 1}',
        b"data:x",
        b"data",
        b"data:",
        b"data:  two",
        b": comment",
        b":",
        b"event: delta",
        b"event",
        b"id: 1",
        b"id",
        b"id: a\0b",
        b"retry: 10",
        b"retry: x",
        b"other: x",
        b"\xef\xbb\xbfdata: x",
        b"data: \xef\xbb\xbf",
        "data: \u2028 \u0085 é".encode(),
        b"data: \xff\xe2\x28",
        b"",
        b"",
        b"",
    ]
)
ENDS = st.sampled_from([b"\n", b"\r", b"\r\n"])


# The standard's grammar: a comment or a field, a name, perhaps a colon, perhaps a space, anything but a line end.
NAMES = st.sampled_from([b"data", b"event", b"id", b"retry", b"Data", b"dat", b" data", b""])
VALUES = st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=8).map(str.encode)
FIELDS = st.builds(b"".join, st.tuples(NAMES, st.sampled_from([b": ", b":", b":  ", b" :"]), VALUES))


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    parts = draw(st.lists(st.tuples(LINES | FIELDS, ENDS), max_size=12))
    last = draw(st.sampled_from([b"", b"data: last", b"da", b"\r"]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf", b"\xef\xbb"]))
    return mark + b"".join(line + end for line, end in parts) + last


SOUP = st.lists(
    st.sampled_from([b"\n", b"\r", b":", b" ", b"data", b"id", b"event", b"retry", b"1", b"\xef\xbb\xbf"])
).map(b"".join)


@settings(max_examples=500, deadline=None)
@given(streams() | SOUP, st.lists(st.integers(1, 9), min_size=1, max_size=4))
@example(b"data: a\n\n\ndata: b\n\n\n\n\n", [1])
@example(b"data: a\r\n\r\ndata: b\r\n\r\n", [5])
@example(b"\xef\xbb\xbf\n\ndata: b\n\n", [2])
@example(b"\r\r\n\n\rdata\r\r", [3])
def test_the_parser_reads_as_the_standard_does(stream: bytes, sizes: list[int]) -> None:
    expected = reference(stream)
    assert told(parsed(stream)) == expected
    assert told(parsed(stream, sizes)) == expected
    assert told(parsed(stream, [1])) == expected


@settings(max_examples=60, deadline=None)
@given(streams())
def test_no_cut_changes_the_events(stream: bytes) -> None:
    whole = parsed(stream)
    for cut in range(len(stream) + 1):
        parser = Parser()
        events = parser.feed(stream[:cut]) + parser.feed(b"") + parser.feed(stream[cut:]) + parser.finish()
        assert events == whole


def read_in_either_way(stream: bytes, sizes: list[int]) -> tuple[list[bytes], int]:
    """The data of a stream's events, and how many of its pieces were plain."""
    parser = Parser()
    data: list[bytes] = []
    at = turn = plain = 0
    while at < len(stream):
        size = sizes[turn % len(sizes)]
        if lines := parser.complete(stream[at : at + size]):
            found = parser.plain(lines)
            plain += found is not None
            data += [event.data for event in parser.read(lines)] if found is None else found
        at, turn = at + size, turn + 1
    return data + [event.data for event in parser.finish()], plain


@settings(max_examples=200, deadline=None)
@given(streams() | SOUP, st.lists(st.integers(1, 40), min_size=1, max_size=4))
@example(b"data: a\n\ndata:  b \n\n", [99])
@example(b"data: a\n\n\ndata: b\n\n", [99])
@example(b"data: a\n\n: b\n\ndata: c\ndata: d\n\ndata:e\n\n", [99])
@example(b"data: a\n\nevent: x\n\nxdata: b\n\n", [99])
@example(b"data: data: a\n\ndata: \n\n", [99])
@example(b"\xef\xbb\xbfdata: a\r\n\r\ndata: b\r\n\r", [5])
def test_plain_events_are_those_of_the_standard(stream: bytes, sizes: list[int]) -> None:
    found, _ = read_in_either_way(stream, sizes)
    assert [data.decode("utf-8", "replace") for data in found] == [data for data, *_ in reference(stream)]


def test_what_most_servers_send_is_plain() -> None:
    stream = b'data: {"a": 1}\n\n' * 30 + b"data: [DONE]\n\n"
    for end in (b"\n", b"\r\n", b"\r"):
        for size, pieces in ((16, 31), (100, 5), (10_000, 1)):
            data, plain = read_in_either_way(b"\xef\xbb\xbf" + stream.replace(b"\n", end), [size])
            assert data == [b'{"a": 1}'] * 30 + [b"[DONE]"]
            assert plain >= pieces


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_json_is_not_cut_where_python_would_cut_lines(end: bytes) -> None:
    value = {"text": "a\u2028b\u2029c\u0085d", "more": "\x0b\x0c\x1c\x1d\x1e"}
    lines = [b"data: " + json.dumps(value, ensure_ascii=False).encode(), b"", b"data:[DONE]", b"", b""]
    stream = end.join(lines)
    for cut in range(len(stream) + 1):
        parser = Parser()
        first, last = parser.feed(stream[:cut]) + parser.feed(stream[cut:]) + parser.finish()
        assert json.loads(first.data) == value
        assert last.data == b"[DONE]"


def test_many_events_in_pieces_of_any_size() -> None:
    chance = random.Random(5)
    data = [bytes(chance.choices(b'{"abc": 123}', k=chance.randrange(1, 600))) for _ in range(300)]
    stream = b"".join(b"data: " + item + chance.choice([b"\n\n", b"\r\n\r\n", b"\n\n: ping\n\n"]) for item in data)
    for size in (1, 7, 1000, 4096, len(stream)):
        assert [event.data for event in parsed(stream, [size])] == data


def test_an_event_is_bounded() -> None:
    about = About(task="chat_completion")
    for sizes in ([1], [10], [1000]):
        fits, too_large = b"data: " + b"x" * 94, b"data: " + b"x" * 95
        parser = Parser(limit=100, about=about)
        events: list[Event] = []
        for at in range(0, 3 * len(fits) + 6, sizes[0]):
            events += parser.feed(((fits + b"\n\n") * 3)[at : at + sizes[0]])
        assert len(events) == 3

        def feed_all(parser: Parser, size: int, stream: bytes) -> None:
            for at in range(0, len(stream), size):
                parser.feed(stream[at : at + size])

        with pytest.raises(AnswerError, match="larger than the limit of 100 bytes") as caught:
            feed_all(parser, sizes[0], too_large + b"\n\n")
        assert caught.value.task == "chat_completion"
    with pytest.raises(AnswerError, match="limit of 100"):
        Parser(limit=100).feed(b"x" * 102)  # a line that never ends
    with pytest.raises(AnswerError, match="limit of 100"):
        Parser(limit=100).feed(b"data: a\n\n" + b"x" * 102)


def test_a_large_event_in_small_pieces_takes_no_more_than_it_must() -> None:
    import time

    def seconds(size: int) -> float:
        parser = Parser()
        start = time.perf_counter()
        parser.feed(b"data: ")
        for _ in range(size // 1024):
            assert parser.feed(b"x" * 1024) == []
        assert len(parser.feed(b"\n\n")[0].data) == size
        return time.perf_counter() - start

    # Quadratic work would be 256 times as long for 16 times the size; 64 leaves room for a busy machine.
    small = min(seconds(1 << 20) for _ in range(3))
    assert seconds(16 << 20) < 64 * small + 0.5


def test_the_stream_may_be_any_bytes() -> None:
    chance = random.Random(1)
    for _ in range(200):
        stream = chance.randbytes(200)
        assert told(parsed(stream, [chance.randrange(1, 50)])) == reference(stream)
