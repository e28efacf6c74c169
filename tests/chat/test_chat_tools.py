"""Conversations in which the model calls Python functions."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from typing import Any

import pytest
from chat_material import called, calling, chunk, message, resolved, serving, sse
from wire.exchange import Way

from inferloom import UsageError

QUESTION: list[dict[str, Any]] = [{"role": "user", "content": "What is the weather in Paris and in Rome?"}]


def weather(city: str, days: int = 1) -> dict[str, Any]:
    """Look up the weather.

    Args:
        city: The town.
        days: How many days from now on.
    """
    if city == "Atlantis":
        raise LookupError("no such town")
    return {"city": city, "sun": days}


async def slow_weather(city: str) -> str:
    """Look up the weather, slowly."""
    await asyncio.sleep(0)
    return f"sunny in {city}"


TOLD = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Look up the weather.",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "The town."},
                "days": {"type": "integer", "default": 1, "description": "How many days from now on."},
            },
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}


@pytest.mark.anyio
async def test_functions_are_called_and_their_results_handed_back(way: Way) -> None:
    client, server = serving(
        way,
        calling(("a", "weather", '{"city": "Paris"}'), ("b", "weather", '{"city": "Rome", "days": "2"}')),
        message("Sunny in both."),
    )
    asked = list(QUESTION)
    run = await way.call(client.chat.completions.run_tools, asked, tools=[weather], model="m", temperature=0.1)
    assert (run.text, run.reason, len(run.turns)) == ("Sunny in both.", "answer", 2)
    assert run.message.content == run.completion.choices[0].message.content == "Sunny in both."
    assert asked == QUESTION
    first, second = server.seen
    assert first.json == {"model": "m", "messages": QUESTION, "tools": [TOLD], "temperature": 0.1}
    assert second.json["messages"] == [
        *QUESTION,
        {
            "role": "assistant",
            "tool_calls": [
                {"id": "a", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Paris"}'}},
                {"id": "b", "type": "function",
                 "function": {"name": "weather", "arguments": '{"city": "Rome", "days": "2"}'}},
            ],
        },
        {"role": "tool", "tool_call_id": "a", "content": '{"city":"Paris","sun":1}'},
        {"role": "tool", "tool_call_id": "b", "content": '{"city":"Rome","sun":2}'},
    ]  # fmt: skip
    assert run.messages == [*second.json["messages"], {"role": "assistant", "content": "Sunny in both."}]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("a", "weather", '{"town": "Paris"}'), ["wrong arguments for weather", "city: Field required"]),
        (("a", "weather", '{"city": '), ["wrong arguments for weather"]),
        (("a", "wether", "{}"), ["there is no tool 'wether'", "weather"]),
        (("a", "weather", '{"city": "Atlantis"}'), ["weather failed: LookupError: no such town"]),
    ],
    ids=["arguments", "no JSON", "unknown", "exception"],
)
async def test_mistakes_go_back_to_the_model(way: Way, call: tuple[str, str, str], words: list[str]) -> None:
    client, server = serving(way, calling(call), message("Sorry."))
    run = await way.call(client.chat.completions.run_tools, "?", tools=[weather])
    assert run.text == "Sorry."
    told = server.seen[1].json["messages"][-1]
    assert (told["role"], told["tool_call_id"]) == ("tool", "a")
    assert told["content"].startswith("Error: ")
    assert all(word in told["content"] for word in words), told["content"]


@pytest.mark.anyio
async def test_calls_of_one_answer_run_at_the_same_time(way: Way) -> None:
    """Each waits for the other: one after the other they would never come to an end."""
    meeting = threading.Barrier(2, timeout=20)
    trace = contextvars.ContextVar("trace", default="")
    traces: list[str] = []

    def left() -> str:
        """Wait for right."""
        meeting.wait()
        traces.append(trace.get())
        return "L"

    def right() -> str:
        """Wait for left."""
        meeting.wait()
        traces.append(trace.get())
        return "R"

    trace.set("mine")
    client, server = serving(way, calling(("a", "left", ""), ("b", "right", "{}")), message("Both."))
    await way.call(client.chat.completions.run_tools, "?", tools=[left, right])
    assert [told["content"] for told in server.seen[1].json["messages"][-2:]] == ["L", "R"]
    assert traces == ["mine", "mine"]


@pytest.mark.anyio
async def test_async_functions_run_in_tasks_of_the_loop(way: Way) -> None:
    met: list[int] = []
    meeting = asyncio.Event()

    async def left() -> str:
        """Wait for right."""
        met.append(threading.get_ident())
        await meeting.wait()
        return "L"

    async def right() -> str:
        """Let left go."""
        met.append(threading.get_ident())
        meeting.set()
        return "R"

    client, server = serving(way, calling(("a", "left", "{}"), ("b", "right", "{}")), message("Both."))
    if way.name == "sync":
        with pytest.raises(UsageError, match="left\\(\\) is async"):
            client.chat.completions.run_tools("?", tools=[left, right])
        assert server.seen == []
        return
    run = await client.chat.completions.run_tools("?", tools=[left, right])
    assert run.reason == "answer"
    assert set(met) == {threading.get_ident()}


@pytest.mark.anyio
async def test_what_gives_something_to_await_is_awaited_or_refused(way: Way) -> None:
    def wrapped(city: str) -> Any:
        """Look up the weather, as a decorated function would."""
        return slow_weather(city)

    client, server = serving(way, calling(("a", "wrapped", '{"city": "Rome"}')), message("Sunny."))
    if way.name == "sync":
        with pytest.raises(UsageError, match=r"wrapped\(\) must be awaited"):
            client.chat.completions.run_tools("?", tools=[wrapped])
        return
    await client.chat.completions.run_tools("?", tools=[wrapped])
    assert server.seen[1].json["messages"][-1]["content"] == "sunny in Rome"


@pytest.mark.anyio
async def test_cancelling_stops_the_functions() -> None:
    ended: list[str] = []
    begun = asyncio.Event()

    async def forever() -> str:
        """Never end."""
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")
        return ""

    from wire.exchange import WAYS

    client, _ = serving(next(way for way in WAYS if way.name == "async"), calling(("a", "forever", "{}")))
    task = asyncio.ensure_future(client.chat.completions.run_tools("?", tools=[forever]))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == ["cancelled"]


@pytest.mark.anyio
async def test_it_ends_after_so_many_turns(way: Way) -> None:
    client, server = serving(way, calling(("a", "weather", '{"city": "Paris"}')))
    run = await way.call(client.chat.completions.run_tools, QUESTION, tools=[weather], max_turns=3)
    assert (run.reason, len(run.turns), len(server.seen)) == ("max_turns", 3, 3)
    assert run.messages[-1] == {"role": "tool", "tool_call_id": "a", "content": '{"city":"Paris","sun":1}'}
    with pytest.raises(UsageError, match="max_turns=0"):
        await way.call(client.chat.completions.run_tools, QUESTION, tools=[weather], max_turns=0)


@pytest.mark.anyio
async def test_a_forced_call_is_forced_once(way: Way) -> None:
    client, server = serving(way, calling(("a", "weather", '{"city": "Paris"}')), message("Sunny."))
    forced = {"type": "function", "function": {"name": "weather"}}
    await way.call(client.chat.completions.run_tools, QUESTION, tools=[weather], tool_choice=forced)
    assert [seen.json["tool_choice"] for seen in server.seen] == [forced, "auto"]


@pytest.mark.anyio
async def test_tools_in_json_are_the_callers_to_run(way: Way) -> None:
    theirs = {"type": "function", "function": {"name": "search", "parameters": {"type": "object", "properties": {}}}}
    client, server = serving(way, calling(("a", "weather", '{"city": "Paris"}'), ("b", "search", "{}")))
    run = await way.call(client.chat.completions.run_tools, QUESTION, tools=[weather, theirs])
    assert (run.reason, len(server.seen)) == ("pending", 1)
    assert server.only.json["tools"] == [TOLD, theirs]
    assert [call["id"] for call in run.pending] == ["b"]
    assert run.messages[-1] == {"role": "tool", "tool_call_id": "a", "content": '{"city":"Paris","sun":1}'}


@pytest.mark.anyio
@pytest.mark.filterwarnings("ignore::inferloom_runtime.codec.AnswerWarning")
async def test_calls_without_an_id_or_with_an_object_can_be_answered(way: Way) -> None:
    client, server = serving(
        way, calling((None, "weather", {"city": "Paris"}), ("", "weather", {"city": "Rome"})), message("Sunny.")
    )
    await way.call(client.chat.completions.run_tools, QUESTION, tools=[weather])
    said, *results = server.seen[1].json["messages"][-3:]
    assert [call["function"]["arguments"] for call in said["tool_calls"]] == ['{"city": "Paris"}', '{"city": "Rome"}']
    assert [call["id"] for call in said["tool_calls"]] == [result["tool_call_id"] for result in results]
    assert len({result["tool_call_id"] for result in results}) == 2


@pytest.mark.anyio
async def test_two_tools_of_one_name_are_refused(way: Way) -> None:
    client, server = serving(way, message("?"))
    with pytest.raises(UsageError, match="two tools have the name 'weather'"):
        await way.call(client.chat.completions.run_tools, QUESTION, tools=[weather, TOLD])
    with pytest.raises(UsageError, match="messages must be"):
        await way.call(client.chat.completions.run_tools, {"role": "user"}, tools=[weather])
    assert server.seen == []


@pytest.mark.anyio
async def test_functions_may_stand_among_the_tools_of_any_call(way: Way) -> None:
    client, server = serving(way, message("?"))
    await way.call(client.chat_completion, QUESTION, tools=[weather])
    await way.call(client.chat.completions.create, messages=QUESTION, tools=[weather])
    assert [seen.json["tools"] for seen in server.seen] == [[TOLD], [TOLD]]


@pytest.mark.anyio
async def test_the_events_of_all_turns_can_be_had(way: Way) -> None:
    client, server = serving(
        way,
        sse(
            chunk({"role": "assistant", **called(0, "weather", "", id="a", type="function")}),
            chunk(called(0, arguments='{"city": "Paris"}')),
            chunk({}, "tool_calls"),
        ),
        sse(chunk({"role": "assistant", "content": "Sun"}), chunk({"content": "ny."}), chunk({}, "stop")),
    )
    stream = await resolved(client.chat.completions.run_tools(QUESTION, tools=[weather], stream=True))
    async with way.within(stream):
        events = [event for event in await way.items(stream) if event.type != "chunk"]
        run = await way.call(stream.get_result)
    assert [event.type for event in events] == [
        "turn",
        "tool_calls.function.arguments.delta",
        "tool_calls.function.arguments.delta",
        "tool_calls.function.arguments.done",
        "finish",
        "tool_result",
        "turn",
        "content.delta",
        "content.delta",
        "content.done",
        "finish",
    ]
    assert (events[5].content, events[5].failed) == ('{"city":"Paris","sun":1}', False)
    assert (run.text, run.reason, len(run.turns)) == ("Sunny.", "answer", 2)
    assert [seen.json["stream"] for seen in server.seen] == [True, True]
    assert server.seen[1].json["messages"] == run.messages[:-1]


@pytest.mark.anyio
async def test_leaving_the_events_early_leaves_no_result(way: Way) -> None:
    client, server = serving(way, sse(chunk({"content": "a"}), chunk({}, "stop")))
    stream = await resolved(client.chat.completions.run_tools(QUESTION, tools=[weather], stream=True))
    assert server.seen == []
    async with way.within(stream):
        await way.first(stream, 2)
    assert await way.items(stream) == []
    with pytest.raises(UsageError, match="left before its end"):
        await way.call(stream.get_result)


@pytest.mark.anyio
async def test_the_sandbox_plays_a_whole_run(way: Way) -> None:
    import inferloom.sandbox

    made = inferloom.sandbox.client() if way.name == "sync" else inferloom.sandbox.async_client()
    run = await resolved(
        made.chat.completions.run_tools(
            "What is the weather in Paris?", tools=[weather], model="sandbox/chat-completion"
        )
    )
    assert run.reason == "answer"
    assert [each["role"] for each in run.messages] == ["user", "assistant", "tool", "assistant"]
    assert '{"city":"Paris"' in run.text
    await resolved(made.close())
