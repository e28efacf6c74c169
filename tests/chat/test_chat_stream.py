"""The events of a streamed conversation, and what they add up to, for servers that follow the wire and for those that
have habits of their own."""

from __future__ import annotations

from typing import Any

import pytest
from chat_material import called, chunk, completion, serving, sse
from pydantic import BaseModel
from wire.exchange import Way, answering, streaming

from inferloom import errors

ASKED: dict[str, Any] = {"messages": "What is the weather in Paris?"}


async def told(way: Way, *chunks: dict[str, Any], done: bool = True, **arguments: Any) -> tuple[list[Any], Any]:
    """The events of a stream of these pieces, without the pieces themselves; and the whole answer."""
    client, _ = serving(way, sse(*chunks, done=done))
    async with way.within(client.chat.completions.stream(**ASKED, **arguments)) as stream:
        events = [event for event in await way.items(stream) if event.type != "chunk"]
        whole = stream.get_final_completion()
        return events, await whole if way.name == "async" else whole


async def gathered(way: Way, stream: Any, seen: list[str]) -> None:
    """Take events until it raises, and note their types."""
    while True:
        [event] = await way.first(stream, 1)
        seen.append(event.type)


def calls_of(whole: Any) -> list[tuple[Any, ...]]:
    return [(call.function.name, call.function.arguments) for call in whole.choices[0].message.tool_calls or ()]


@pytest.mark.anyio
async def test_text_grows_and_ends(way: Way) -> None:
    events, whole = await told(
        way,
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": "Sun"}),
        chunk({"content": "ny"}),
        chunk({}, "stop"),
        {**chunk(), "choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}},
    )
    assert [event.type for event in events] == ["content.delta", "content.delta", "content.done", "finish", "usage"]
    assert [(event.delta, event.snapshot) for event in events[:2]] == [("Sun", "Sun"), ("ny", "Sunny")]
    assert (events[2].content, events[2].parsed) == ("Sunny", None)
    assert events[3].finish_reason == "stop"
    assert (events[4].prompt_tokens, events[4].completion_tokens, events[4].total_tokens) == (5, 2, 7)
    assert whole.to_dict() == {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1700000000,
        "model": "m",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": "Sunny"}, "finish_reason": "stop"},
        ],
        "usage": {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7},
    }


@pytest.mark.anyio
async def test_calls_grow_by_their_index(way: Way) -> None:
    events, whole = await told(
        way,
        chunk({"role": "assistant", "content": None, **called(0, "weather", "", id="call_a", type="function")}),
        chunk(called(0, arguments='{"city": ')),
        chunk(called(0, arguments='"Paris"}')),
        chunk(called(1, "time", "", id="call_b", type="function")),
        chunk(called(1, arguments="{}")),
        chunk({}, "tool_calls"),
    )
    kinds = [event.type.rpartition(".")[2] for event in events]
    assert kinds == ["delta", "delta", "delta", "done", "delta", "delta", "done", "finish"]
    assert [event.arguments_delta for event in events[:3]] == ["", '{"city": ', '"Paris"}']
    assert events[1].parsed_arguments == {}
    assert events[2].parsed_arguments == {"city": "Paris"}
    first, second = events[3], events[6]
    assert (first.index, first.id, first.name, first.parsed_arguments) == (0, "call_a", "weather", {"city": "Paris"})
    assert (second.index, second.id, second.name, second.arguments) == (1, "call_b", "time", "{}")
    assert [call.to_dict() for call in whole.choices[0].message.tool_calls] == [
        {"id": "call_a", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Paris"}'}},
        {"id": "call_b", "type": "function", "function": {"name": "time", "arguments": "{}"}},
    ]


WHOLE = '{"city": "Paris"}'
ODD: dict[str, tuple[list[dict[str, Any]], list[tuple[str, str]]]] = {
    "null ids after the first piece": (
        [called(0, "weather", "", id="a"), called(0, arguments=WHOLE, id=None)],
        [("weather", WHOLE)],
    ),
    "no id at all": ([called(0, "weather", WHOLE)], [("weather", WHOLE)]),
    "an empty id in later pieces": (
        [called(0, "weather", "", id="a"), called(0, arguments=WHOLE, id="")],
        [("weather", WHOLE)],
    ),
    "the name again with each piece": (
        [called(0, "weather", '{"city": ', id="a"), called(0, "weather", '"Paris"}', id="a")],
        [("weather", WHOLE)],
    ),
    "the name again, and nothing else yet": (
        [called(0, "weather", "", id="a"), called(0, "weather", ""), called(0, "", WHOLE)],
        [("weather", WHOLE)],
    ),
    "a name in pieces": (
        [called(0, "wea", "", id="a"), called(0, "ther", ""), called(0, arguments=WHOLE)],
        [("weather", WHOLE)],
    ),
    "a name as far as it has come": (
        [called(0, "wea", "", id="a"), called(0, "weather", ""), called(0, arguments=WHOLE)],
        [("weather", WHOLE)],
    ),
    "a new id in each piece": (
        [called(0, "weather", '{"city": ', id="a"), called(0, arguments='"Paris"}', id="b")],
        [("weather", WHOLE)],
    ),
    "whole calls in one piece": (
        [
            {
                "tool_calls": [
                    *called(0, "weather", WHOLE, id="a")["tool_calls"],
                    *called(1, "time", "{}", id="b")["tool_calls"],
                ]
            }
        ],
        [("weather", WHOLE), ("time", "{}")],
    ),
    "whole calls that are all number 0": (
        [called(0, "weather", WHOLE, id="a"), called(0, "weather", '{"city": "Rome"}', id="b")],
        [("weather", WHOLE), ("weather", '{"city": "Rome"}')],
    ),
    "whole calls without a number": (
        [called(None, "weather", WHOLE, id="a"), called(None, "time", "{}", id="b")],
        [("weather", WHOLE), ("time", "{}")],
    ),
    "pieces without a number": (
        [
            called(None, "weather", '{"city": ', id="a"),
            called(None, arguments='"Paris"}'),
            called(None, "time", "{}", id="b"),
        ],
        [("weather", WHOLE), ("time", "{}")],
    ),
    "calls without a number or an id": (
        [called(None, "weather", WHOLE), called(None, "time", "{}")],
        [("weather", WHOLE), ("time", "{}")],
    ),
    "arguments as an object": ([called(0, "weather", {"city": "Paris"}, id="a")], [("weather", WHOLE)]),
    "the whole call again at the end": (
        [
            called(0, "weather", '{"city": ', id="a"),
            called(0, arguments='"Paris"}'),
            called(0, "weather", WHOLE, id="a"),
        ],
        [("weather", WHOLE)],
    ),
    "null arguments": (
        [{"tool_calls": [{"index": 0, "id": "a", "function": {"name": "time", "arguments": None}}]}],
        [("time", "")],
    ),
    "pieces of two calls in turn": (
        [
            called(0, "weather", "", id="a"),
            called(1, "time", "", id="b"),
            called(0, arguments='{"city": '),
            called(1, arguments="{}"),
            called(0, arguments='"Paris"}'),
        ],
        [("weather", WHOLE), ("time", "{}")],
    ),
}


@pytest.mark.anyio
@pytest.mark.parametrize("habit", ODD)
async def test_calls_come_together_whatever_the_servers_habits(way: Way, habit: str) -> None:
    deltas, expected = ODD[habit]
    events, whole = await told(way, *(chunk(delta) for delta in deltas), chunk({}, "tool_calls"))
    assert calls_of(whole) == expected
    calls = whole.choices[0].message.tool_calls
    assert all(call.id for call in calls)
    assert len({call.id for call in calls}) == len(calls)
    ended = {event.index: event for event in events if event.type == "tool_calls.function.arguments.done"}
    assert [(event.name, event.arguments, event.id) for _, event in sorted(ended.items())] == [
        (*one, call.id) for one, call in zip(expected, calls, strict=True)
    ]


@pytest.mark.anyio
async def test_thinking_has_two_names_and_is_told_once(way: Way) -> None:
    events, whole = await told(
        way,
        chunk({"role": "assistant", "reasoning_content": "Hm", "reasoning": "Hm"}),
        chunk({"reasoning": "!"}),
        chunk({"content": "Yes"}),
        chunk({}, "stop"),
    )
    assert [(event.type, event.delta) for event in events[:3]] == [
        ("reasoning.delta", "Hm"),
        ("reasoning.delta", "!"),
        ("content.delta", "Yes"),
    ]
    said = whole.choices[0].message
    assert (said.reasoning_content, said.reasoning, said.content) == ("Hm", "Hm!", "Yes")


@pytest.mark.anyio
async def test_a_refusal_is_told(way: Way) -> None:
    events, whole = await told(
        way, chunk({"role": "assistant", "refusal": "I "}), chunk({"refusal": "won't"}), chunk({}, "stop")
    )
    assert [event.type for event in events] == ["refusal.delta", "refusal.delta", "refusal.done", "finish"]
    assert events[2].refusal == whole.choices[0].message.refusal == "I won't"


@pytest.mark.anyio
async def test_several_answers_keep_apart(way: Way) -> None:
    events, whole = await told(
        way,
        chunk({"role": "assistant", "content": "a"}, index=1),
        chunk({"role": "assistant", "content": "b"}, index=0),
        chunk({"content": "A"}, "stop", index=1),
        chunk({"content": "B"}, "stop", index=0),
        n=2,
    )
    assert [choice.message.content for choice in whole.choices] == ["bB", "aA"]
    assert [event.choice for event in events if event.type == "content.done"] == [1, 0]
    client, _ = serving(way, sse(chunk({"content": "x"}, index=1), chunk({"content": "y"}, index=0), chunk({}, "stop")))
    async with way.within(client.chat.completions.stream(**ASKED)) as stream:
        assert await way.items(stream.text) == ["y"]


@pytest.mark.anyio
async def test_what_is_not_declared_is_kept(way: Way) -> None:
    first = chunk({"role": "assistant", "content": "a", "reasoning_details": [{"type": "x", "text": "1"}]})
    first["choices"][0] |= {"token_id": 5, "logprobs": {"content": [{"token": "a", "logprob": -0.5}]}}
    second = chunk({"content": "b", "reasoning_details": [{"type": "x", "text": "2"}], "audio": {"transcript": "B"}})
    second["choices"][0] |= {"token_id": 7, "logprobs": {"content": [{"token": "b", "logprob": -1.5}]}}
    second["time_info"] = {"total": 1}
    _, whole = await told(way, first, second, chunk({"audio": {"id": "au", "transcript": "C"}}, "stop"))
    choice = whole.choices[0]
    assert choice["token_id"] == 7
    assert [one["text"] for one in choice.message["reasoning_details"]] == ["1", "2"]
    assert [one.token for one in choice.logprobs.content] == ["a", "b"]
    assert (choice.message.audio.id, choice.message.audio.transcript) == ("au", "BC")
    assert whole["time_info"] == {"total": 1}


@pytest.mark.anyio
async def test_pieces_of_sound_are_base64_of_their_own(way: Way) -> None:
    _, whole = await told(
        way,
        chunk({"role": "assistant", "audio": {"id": "au", "data": "QQ=="}}),
        chunk({"audio": {"data": "QkM="}}),
        chunk({}, "stop"),
    )
    assert whole.choices[0].message.audio.data == "QUJD"


@pytest.mark.anyio
@pytest.mark.filterwarnings("ignore::inferloom_runtime.codec.AnswerWarning")
async def test_text_in_parts_is_text(way: Way) -> None:
    _, whole = await told(way, chunk({"content": [{"type": "text", "text": "a"}]}), chunk({"content": "b"}, "stop"))
    assert whole.choices[0].message.content == "ab"


@pytest.mark.anyio
async def test_a_server_that_does_not_stream_is_read_all_the_same(way: Way) -> None:
    client, _ = serving(way, answering(completion("Sunny")))
    async with way.within(client.chat.completions.stream(**ASKED)) as stream:
        assert await way.items(stream.text) == ["Sunny"]


@pytest.mark.anyio
async def test_the_request_is_sent_on_entering(way: Way) -> None:
    client, server = serving(way, sse(chunk({"content": "a"}, "stop")))
    stream = client.chat.completions.stream(**ASKED, temperature=0.5, stop=["x"])
    assert server.seen == []
    assert stream.meta is None
    async with way.within(stream):
        assert server.only.json == {
            "model": "dummy",
            "messages": [{"role": "user", "content": ASKED["messages"]}],
            "stream": True,
            "temperature": 0.5,
            "stop": ["x"],
        }
        assert (stream.meta.provider, stream.meta.status) == ("endpoint", 200)


@pytest.mark.anyio
async def test_leaving_early_leaves_no_final_answer(way: Way) -> None:
    client, _ = serving(way, sse(chunk({"content": "a"}), chunk({"content": "b"}, "stop")))
    stream = client.chat.completions.stream(**ASKED)
    async with way.within(stream):
        await way.first(stream, 2)
    assert await way.items(stream) == []
    with pytest.raises(errors.UsageError, match="closed before its end"):
        await way.call(stream.get_final_completion)


@pytest.mark.anyio
async def test_an_error_inside_the_stream_is_raised_after_what_came(way: Way) -> None:
    client, _ = serving(way, streaming(
        'data: {"id":"","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"a"}}]}\n\n',
        'data: {"error": {"message": "no more"}}\n\n',
    ))  # fmt: skip
    seen: list[str] = []
    async with way.within(client.chat.completions.stream(**ASKED)) as stream:
        with pytest.raises(errors.ProviderError, match="no more"):
            await gathered(way, stream, seen)
    assert seen == ["chunk", "content.delta"]


class Book(BaseModel):
    """A book."""

    title: str
    year: int


@pytest.mark.anyio
async def test_a_type_grows_and_is_read_at_the_end(way: Way) -> None:
    events, whole = await told(
        way,
        chunk({"role": "assistant", "content": '{"title": "Em'}),
        chunk({"content": 'ma", "ye'}),
        chunk({"content": 'ar": 1815}'}),
        chunk({}, "stop"),
        response_format=Book,
    )
    grown = [event.parsed for event in events if event.type == "content.delta"]
    assert grown == [{"title": "Em"}, {"title": "Emma"}, {"title": "Emma", "year": 1815}]
    [done] = [event for event in events if event.type == "content.done"]
    assert done.parsed == Book(title="Emma", year=1815)
    assert whole.choices[0].message.parsed == Book(title="Emma", year=1815)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("deltas", "finish", "kind", "text"),
    [
        ([{"content": '{"title": "Em'}], "length", errors.LengthFinishReasonError, '{"title": "Em'),
        ([{"content": '{"title": "Emma"}'}], "stop", errors.SchemaMismatchError, '{"title": "Emma"}'),
        ([{"refusal": "No."}], "stop", errors.RefusalError, "No."),
        ([{"content": "{"}], "content_filter", errors.ContentFilterFinishReasonError, "{"),
    ],
)
async def test_a_type_that_does_not_come_is_an_error_after_the_events(
    way: Way, deltas: list[Any], finish: str, kind: type[errors.StructuredAnswerError], text: str
) -> None:
    client, _ = serving(way, sse(*(chunk(delta) for delta in deltas), chunk({}, finish)))
    seen: list[str] = []
    async with way.within(client.chat.completions.stream(**ASKED, response_format=Book)) as stream:
        with pytest.raises(kind) as caught:
            await gathered(way, stream, seen)
        assert caught.value.text == text
        assert "finish" in seen
        with pytest.raises(kind):
            await way.call(stream.get_final_completion)


@pytest.mark.anyio
async def test_a_form_of_the_wire_is_no_type(way: Way) -> None:
    events, whole = await told(way, chunk({"content": "not JSON"}, "stop"), response_format={"type": "json_object"})
    assert [event.type for event in events] == ["content.delta", "content.done", "finish"]
    assert not hasattr(whole.choices[0].message, "parsed")
