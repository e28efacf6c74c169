"""Agent with a scripted model, and real servers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from mcp_material import Model, calls, heard, lines, says, stdio, text_of, until, user

import inferloom
from inferloom import Agent
from inferloom.errors import UsageError
from inferloom_runtime.agent.agent import TurnLimitError


def roles(agent: Any) -> list[str]:
    return [message["role"] for message in agent.messages]


@pytest.mark.anyio
async def test_it_goes_on_until_the_model_calls_no_tool() -> None:
    model = Model(calls(("echo", {"text": "a"})), calls(("echo", {"text": "b"})), says("All done."))
    async with Agent(model="m", client=model.client(), servers=[stdio()], prompt="Be good.") as agent:
        await agent.load_tools()
        await agent.load_tools()  # once is enough
        items = [item async for item in agent.run("Start.")]
    assert [item.content for item in items if isinstance(item, inferloom.ChatCompletionInputMessage)] == [
        "tester: a",
        "tester: b",
    ]
    assert roles(agent) == ["system", "user", "assistant", "tool", "assistant", "tool", "assistant"]
    assert model.asked[0]["messages"] == [{"role": "system", "content": "Be good."}, user("Start.")]
    assert [message["role"] for message in model.asked[2]["messages"]] == roles(agent)[:-1]
    assert len(set(model.tools())) == len(model.tools())
    assert model.tools()[:2] == ["task_complete", "ask_question"]
    assert isinstance(agent, inferloom.MCPClient)


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["task_complete", "ask_question"])
async def test_the_model_ends_it_itself(name: str) -> None:
    model = Model(calls((name, {}), text="Which file?"), says("Thank you."))
    async with Agent(model="m", client=model.client()) as agent:
        [message] = await heard(agent.run("Go."))
        assert (message.name, message.content) == (name, "")
        assert await text_of(agent.run("The first.")) == "Thank you. "
    # The call has its result before the user's answer.
    assert roles(agent) == ["system", "user", "assistant", "tool", "user", "assistant"]


@pytest.mark.anyio
async def test_a_servers_tool_does_not_end_it() -> None:
    model = Model(calls(("tester_task_complete", {})), says("Now."))
    async with Agent(model="m", client=model.client(), servers=[stdio(SERVER_TOOLS="task_complete")]) as agent:
        await agent.load_tools()
        [message] = await heard(agent.run("Go."))
    assert message.content == "not what you think"
    assert model.tools() == ["task_complete", "ask_question", "tester_task_complete"]


@pytest.mark.anyio
async def test_out_of_turns_and_on() -> None:
    model = Model(*(calls(("nothing", {})) for _ in range(3)), says("Done."))
    async with Agent(model="m", client=model.client(), max_turns=3) as agent:
        with pytest.raises(TurnLimitError, match=r"not done after 3 turns \(max_turns\)"):
            await heard(agent.run("Go."))
        assert len(model.asked) == 3
        assert await text_of(agent.run("Go on.")) == "Done. "


@pytest.mark.anyio
async def test_a_failed_first_answer_leaves_nothing_behind() -> None:
    model = Model(500, says("Hello."))
    async with Agent(model="m", client=model.client()) as agent:
        with pytest.raises(inferloom.ProviderError):
            await heard(agent.run("Hi."))
        assert roles(agent) == ["system"]
        assert await text_of(agent.run("Hi.")) == "Hello. "
    assert model.asked[1]["messages"] == model.asked[0]["messages"]


@pytest.mark.anyio
async def test_aborted_in_the_middle_of_an_answer() -> None:
    model = Model((says("one two three"), 3), says("Again."))
    abort = asyncio.Event()
    async with Agent(model="m", client=model.client()) as agent:
        task = asyncio.create_task(text_of(agent.run("Count.", abort_event=abort)))
        await until(lambda: bool(model.bodies) and model.bodies[0].waiting.is_set())
        abort.set()
        assert await task == "one two "
        assert model.bodies[0].closed
        assert await text_of(agent.run("Once more.")) == "Again. "
    assert [dict(message) for message in agent.messages[1:4]] == [
        user("Count."),
        {"role": "assistant", "content": "one two "},
        user("Once more."),
    ]


@pytest.mark.anyio
async def test_aborted_in_the_middle_of_a_tool(tmp_path: Path) -> None:
    log = tmp_path / "log"
    model = Model(calls(("hang", {})), says("Well."))
    abort = asyncio.Event()
    async with Agent(model="m", client=model.client(), servers=[stdio(SERVER_LOG=str(log))]) as agent:
        await agent.load_tools()
        task = asyncio.create_task(heard(agent.run("Hang.", abort_event=abort)))
        await until(lambda: "hanging" in lines(log))
        abort.set()
        assert await task == []
        await until(lambda: "no longer hanging" in lines(log))
        assert await text_of(agent.run("And now?")) == "Well. "
    assert roles(agent) == ["system", "user", "assistant", "tool", "user", "assistant"]


@pytest.mark.anyio
async def test_an_event_that_is_set_already() -> None:
    abort = asyncio.Event()
    abort.set()
    agent = Agent(model="m", client=Model().client())
    assert await heard(agent.run("Go.", abort_event=abort)) == []
    assert roles(agent) == ["system"]


@pytest.mark.anyio
async def test_cancelled_and_used_again() -> None:
    model = Model((says("one two"), 2), says("Fine."))
    async with Agent(model="m", client=model.client()) as agent:
        task = asyncio.create_task(text_of(agent.run("Go.")))
        await until(lambda: bool(model.bodies) and model.bodies[0].waiting.is_set())
        with pytest.raises(UsageError, match="running already"):
            await heard(agent.run("Me too."))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await text_of(agent.run("Again.")) == "Fine. "


@pytest.mark.anyio
async def test_all_servers_or_none(tmp_path: Path) -> None:
    log = tmp_path / "log"
    servers = [stdio(SERVER_LOG=str(log)), {"type": "stdio", "command": "no-such-program"}]
    agent = Agent(model="m", client=Model().client(), servers=servers)
    with pytest.raises(UsageError, match="no-such-program"):
        await agent.load_tools()
    assert agent.available_tools == []
    assert lines(log)[-1] == "ended"


def test_two_event_loops_one_after_the_other() -> None:
    model = Model(calls(("echo", {"text": "x"})), says("One."), calls(("echo", {"text": "y"})), says("Two."))
    agent = Agent(model="m", client=model.client(), servers=[stdio()])

    async def work(text: str) -> list[Any]:
        async with agent:
            await agent.load_tools()
            return [message.content for message in await heard(agent.run(text))]

    assert [asyncio.run(work("First.")), asyncio.run(work("Second."))] == [["tester: x"], ["tester: y"]]
    assert roles(agent) == ["system", *["user", "assistant", "tool", "assistant"] * 2]
