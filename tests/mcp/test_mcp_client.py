"""MCPClient with real servers and a scripted model."""

from __future__ import annotations

import asyncio
import base64
import copy
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import mcp_types
import pytest
from mcp_material import Model, calls, children, heard, lines, says, stdio, text_of, until, user

import inferloom
from inferloom import MCPClient
from inferloom.errors import ConnectionFailedError, UsageError
from inferloom_runtime.mcp import contents, naming
from inferloom_runtime.mcp.server import server_of

ASKED = [user("Please.")]


def settings_of(kind: str, http_servers: Callable[[str], Any]) -> dict[str, Any]:
    return stdio() if kind == "stdio" else {"type": kind, "url": http_servers(kind).url}


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["stdio", "sse", "http"])
async def test_a_turn_with_a_tool(kind: str, http_servers: Callable[[str], Any]) -> None:
    model = Model(calls(("echo", {"text": "hi"}), text="I try"))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**settings_of(kind, http_servers))
        turn = client.process_single_turn_with_tools(ASKED)
        items = [item async for item in turn]
    chunks, [message] = items[:-1], items[-1:]
    assert all(isinstance(chunk, inferloom.ChatCompletionStreamOutput) for chunk in chunks)
    assert all(chunk.choices for chunk in chunks)
    assert isinstance(message, inferloom.ChatCompletionInputMessage)
    assert dict(message) == {"role": "tool", "tool_call_id": "call-0", "name": "echo", "content": "tester: hi"}
    body = model.asked[0]
    assert body["model"] == "m"
    assert body["tool_choice"] == "auto"
    [echo] = [tool for tool in body["tools"] if tool["function"]["name"] == "echo"]
    assert echo["type"] == "function"
    assert echo["function"]["description"] == "Say it again."
    assert echo["function"]["parameters"]["properties"]["text"]["type"] == "string"
    assert turn.calls == ["echo"]
    assert turn.results["call-0"].content[0].text == "tester: hi"


@pytest.mark.anyio
async def test_the_callers_messages_are_never_changed_and_the_turn_has_the_next_ones() -> None:
    model = Model(calls(("echo", {"text": "a"}), text="Look:"), says("That was it."))
    messages: list[Any] = [{"role": "system", "content": "Be short."}, user("Go.")]
    before = copy.deepcopy(messages)
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio())
        turn = client.process_single_turn_with_tools(messages)
        await heard(turn)
        assert messages == before
        second = client.process_single_turn_with_tools(turn.messages)
        assert await text_of(second) == "That was it. "
    assert messages == before
    function = {"name": "echo", "arguments": '{"text": "a"}'}
    expected = [
        *before,
        {
            "role": "assistant",
            "content": "Look: ",
            "tool_calls": [{"id": "call-0", "type": "function", "function": function}],
        },
        {"role": "tool", "tool_call_id": "call-0", "name": "echo", "content": "tester: a"},
    ]
    assert model.asked[1]["messages"] == expected
    assert dict(second.messages[-1]) == {"role": "assistant", "content": "That was it. "}
    assert second.calls == []


@pytest.mark.anyio
async def test_what_goes_wrong_goes_to_the_model() -> None:
    wrong = [("fail", {}), ("nobody", {}), ("echo", "{not json"), ("echo", "[1]"), ("echo", {"wrong": 1}), ("", {})]
    model = Model(calls(*wrong))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio(SERVER_TOOLS="echo fail"))
        turn = client.process_single_turn_with_tools(ASKED)
        said = [str(message.content) for message in await heard(turn)]
    assert all(text.startswith("Error") for text in said), said
    assert "the moon is not made of cheese" in said[0]
    assert said[1] == "Error: there is no tool 'nobody'; there are echo, fail."
    assert "{not json" in said[2]
    assert "a JSON object is needed, not a list" in said[3]
    assert "text" in said[4]
    # What is not JSON is not sent back: servers read it again.
    [answer] = [message for message in turn.messages if message["role"] == "assistant"]
    written = [call.function.arguments for call in answer["tool_calls"]]
    assert written == ["{}", "{}", "{}", "{}", '{"wrong": 1}', "{}"]


@pytest.mark.anyio
async def test_calls_run_side_by_side_and_results_keep_their_order() -> None:
    model = Model(calls(("meet", {"who": "Ann"}), ("meet", {"who": "Bob"})))
    async with MCPClient(model="m", client=model.client(), tool_timeout=20) as client:
        await client.add_mcp_server(**stdio())
        messages = await heard(client.process_single_turn_with_tools(ASKED))
    assert [(message.tool_call_id, message.content) for message in messages] == [
        ("call-0", "Ann has met"),
        ("call-1", "Bob has met"),
    ]


@pytest.mark.anyio
async def test_a_tool_that_takes_too_long(tmp_path: Path) -> None:
    log = tmp_path / "log"
    model = Model(calls(("hang", {}), ("echo", {"text": "still here"})))
    async with MCPClient(model="m", client=model.client(), tool_timeout=0.2) as client:
        await client.add_mcp_server(**stdio(SERVER_LOG=str(log)))
        messages = await heard(client.process_single_turn_with_tools(ASKED))
        # The server was told that nobody waits any more.
        await until(lambda: "no longer hanging" in lines(log))
    assert messages[0].content == "Error: The MCP server 'tester' did not answer within 0.2 s."
    assert messages[1].content == "tester: still here"


@pytest.mark.anyio
async def test_a_server_that_dies_is_reported_and_started_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    model = Model(calls(("die", {})), calls(("echo", {"text": "again"})))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio(SERVER_LOG=str(log)))
        turn = client.process_single_turn_with_tools(ASKED)
        [died] = await heard(turn)
        [alive] = await heard(client.process_single_turn_with_tools(turn.messages))
    assert died.content == "Error: The connection to the MCP server 'tester' was lost."
    assert alive.content == "tester: again"
    assert [line.partition(" ")[0] for line in lines(log)] == ["started", "dying", "started", "echo", "ended"]


@pytest.mark.anyio
async def test_a_server_that_died_unnoticed_is_started_again_at_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    model = Model(calls(("echo", {"text": "x"})))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio(SERVER_LOG=str(log)))
        subprocess.run(["kill", "-9", lines(log)[0].split()[1]], check=True)
        connection = client._connections["tester"]
        await until(lambda: connection._link is not None and connection._link.over)
        [message] = await heard(client.process_single_turn_with_tools(ASKED))
    assert message.content == "tester: x"


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["sse", "http"])
async def test_a_server_over_http_that_goes_and_comes_back(kind: str, http_servers: Callable[[str], Any]) -> None:
    server = http_servers(kind)
    model = Model(*(calls(("echo", {"text": word})) for word in ("one", "two", "three")))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(type=kind, url=server.url)
        [one] = await heard(client.process_single_turn_with_tools(ASKED))
        server.kill()
        [two] = await heard(client.process_single_turn_with_tools(ASKED))
        server.start()
        [three] = await heard(client.process_single_turn_with_tools(ASKED))
    assert one.content == "tester: one"
    assert two.content.startswith("Error: The ")
    assert "'tester'" in two.content
    assert three.content == "tester: three"


@pytest.mark.anyio
async def test_tools_with_the_same_name_are_told_apart() -> None:
    model = Model(calls(("echo", {"text": "a"}), ("other_echo", {"text": "b"}), ("third_echo", {"text": "c"})))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio(SERVER_TOOLS="echo"))
        first = [tool.function.name for tool in client.available_tools]
        await client.add_mcp_server(**stdio(SERVER_TOOLS="echo fail", SERVER_NAME="other"))
        await client.add_mcp_server(**stdio(SERVER_TOOLS="echo", SERVER_NAME="other"), name="third")
        messages = await heard(client.process_single_turn_with_tools(ASKED))
    assert first == ["echo"]
    assert model.tools() == ["echo", "other_echo", "fail", "third_echo"]
    assert [message.content for message in messages] == ["tester: a", "other: b", "other: c"]


@pytest.mark.anyio
async def test_allowed_tools() -> None:
    model = Model(calls(("fail", {})))
    async with MCPClient(model="m", client=model.client()) as client:
        with pytest.warns(UserWarning, match=r"'tester' has no tool gone; it has echo, fail\."):
            await client.add_mcp_server(**stdio(SERVER_TOOLS="echo fail"), allowed_tools=["echo", "gone"])
        [message] = await heard(client.process_single_turn_with_tools(ASKED))
    assert model.tools() == ["echo"]
    assert message.content == "Error: there is no tool 'fail'; there are echo."


@pytest.mark.anyio
async def test_without_tools_none_are_sent() -> None:
    model = Model(says("Hello."))
    async with MCPClient(model="m", client=model.client()) as client:
        assert await text_of(client.process_single_turn_with_tools(ASKED)) == "Hello. "
    assert not model.asked[0].keys() & {"tools", "tool_choice"}


@pytest.mark.anyio
async def test_pictures_are_named_and_kept() -> None:
    model = Model(calls(("picture", {})))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio())
        turn = client.process_single_turn_with_tools(ASKED)
        [message] = await heard(turn)
    assert str(message.content).startswith("[Binary Content: Image image/png, 70 bytes")
    assert turn.results["call-0"].content[0].mime_type == "image/png"


@pytest.mark.anyio
async def test_exit_tools() -> None:
    bye = {"type": "function", "function": {"name": "bye", "description": "Go.", "parameters": {}}}
    model = Model(calls(("bye", {}), ("echo", {"text": "last"})))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio(SERVER_TOOLS="echo"))
        turn = client.process_single_turn_with_tools(ASKED, exit_loop_tools=[bye])  # type: ignore[list-item]
        messages = await heard(turn)
    assert model.tools() == ["bye", "echo"]
    assert turn.exit_tool == "bye"
    # Every call has a result, or the next request would be refused.
    assert [(message.name, message.content) for message in messages] == [("bye", ""), ("echo", "tester: last")]


@pytest.mark.anyio
async def test_exit_if_the_first_chunk_has_no_tool() -> None:
    model = Model(says("Just words."), calls(("echo", {"text": "x"})))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio())
        turn = client.process_single_turn_with_tools(ASKED, exit_if_first_chunk_no_tool=True)
        assert await text_of(turn) == ""
        assert turn.messages == ASKED
        turn = client.process_single_turn_with_tools(ASKED, exit_if_first_chunk_no_tool=True)
        assert [message.content for message in await heard(turn)] == ["tester: x"]
    assert model.bodies[0].closed


@pytest.mark.anyio
async def test_leaving_a_turn_in_the_middle_of_a_tool(tmp_path: Path) -> None:
    log = tmp_path / "log"
    model = Model(calls(("echo", {"text": "a"}), ("hang", {})), calls(("echo", {"text": "b"})))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio(SERVER_LOG=str(log)))
        turn = client.process_single_turn_with_tools(ASKED)
        task = asyncio.create_task(heard(turn))
        await until(lambda: "hanging" in lines(log) and len(turn.messages) == 3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: "no longer hanging" in lines(log))
        results = {message["tool_call_id"]: message["content"] for message in turn.messages[2:]}
        assert results == {"call-0": "tester: a", "call-1": "Error: the call was broken off before it had a result."}
        # The server is as good as before, and so is the conversation.
        [message] = await heard(client.process_single_turn_with_tools(turn.messages))
        assert message.content == "tester: b"


@pytest.mark.anyio
async def test_leaving_a_turn_between_two_results(tmp_path: Path) -> None:
    log = tmp_path / "log"
    model = Model(calls(("echo", {"text": "a"}), ("hang", {})))
    async with MCPClient(model="m", client=model.client()) as client:
        await client.add_mcp_server(**stdio(SERVER_LOG=str(log)))
        turn = client.process_single_turn_with_tools(ASKED)
        async for item in turn:
            if isinstance(item, inferloom.ChatCompletionInputMessage):
                break
        await until(lambda: "hanging" in lines(log))
        await turn.aclose()
        await until(lambda: "no longer hanging" in lines(log))
    assert [message["content"] for message in turn.messages[2:]] == [
        "tester: a",
        "Error: the call was broken off before it had a result.",
    ]


@pytest.mark.anyio
async def test_leaving_a_turn_in_the_middle_of_an_answer() -> None:
    model = Model((says("one two three"), 3))
    async with MCPClient(model="m", client=model.client()) as client:
        turn = client.process_single_turn_with_tools(ASKED)
        task = asyncio.create_task(heard(turn))
        await until(lambda: bool(model.bodies) and model.bodies[0].waiting.is_set())
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert model.bodies[0].closed
    assert [dict(message) for message in turn.messages] == [*ASKED, {"role": "assistant", "content": "one two "}]


@pytest.mark.anyio
async def test_closing_from_another_task_while_a_tool_runs(tmp_path: Path) -> None:
    log = tmp_path / "log"
    client = MCPClient(model="m", client=Model(calls(("hang", {}))).client())
    # Made in one task, used in a second, closed in a third.
    await asyncio.create_task(client.add_mcp_server(**stdio(SERVER_LOG=str(log))))
    using = asyncio.create_task(heard(client.process_single_turn_with_tools(ASKED)))
    await until(lambda: "hanging" in lines(log))
    await asyncio.create_task(client.cleanup())
    [message] = await using
    assert message.content == "Error: The connection to the MCP server 'tester' was lost."
    assert client.available_tools == []
    await client.close()


@pytest.mark.anyio
async def test_async_with_entered_and_left_in_different_tasks() -> None:
    client = MCPClient(model="m", client=Model(calls(("echo", {"text": "x"}))).client())
    await asyncio.create_task(client.__aenter__())
    await asyncio.create_task(client.add_mcp_server(**stdio()))
    assert len(await asyncio.create_task(heard(client.process_single_turn_with_tools(ASKED)))) == 1
    await asyncio.create_task(client.__aexit__(None, None, None))


def test_two_event_loops_one_after_the_other() -> None:
    model = Model(*(calls(("echo", {"text": word})) for word in ("one", "two", "three")))
    client = MCPClient(model="m", client=model.client())
    said: list[Any] = []

    async def whole() -> None:
        async with client:
            await client.add_mcp_server(**stdio())
            said.extend(await heard(client.process_single_turn_with_tools(ASKED)))

    async def left_open() -> None:
        await client.add_mcp_server(**stdio())

    async def later() -> None:
        async with client:
            said.extend(await heard(client.process_single_turn_with_tools(ASKED)))

    for work in (whole, whole, left_open, later):
        asyncio.run(work())
    assert [message.content for message in said] == ["tester: one", "tester: two", "tester: three"]


@pytest.mark.anyio
async def test_cancelled_while_connecting(tmp_path: Path) -> None:
    started, before = tmp_path / "started", children()
    silent = "import pathlib, sys; pathlib.Path(sys.argv[1]).touch(); sys.stdin.read()"
    client = MCPClient(model="m", client=Model().client())
    task = asyncio.create_task(
        client.add_mcp_server(type="stdio", command=sys.executable, args=["-c", silent, str(started)])
    )
    await until(started.exists)
    assert children() > before
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == before


@pytest.mark.anyio
async def test_servers_that_cannot_be_connected(http_servers: Callable[[str], Any]) -> None:
    ends = {"command": sys.executable, "args": ["-c", "raise SystemExit(1)"]}
    silent = {"command": sys.executable, "args": ["-c", "import sys; sys.stdin.read()"]}
    nowhere = http_servers("http").url.replace("/mcp", "/nothing")
    client = MCPClient(model="m", client=Model().client(), connect_timeout=0.3)
    with pytest.raises(UsageError, match=r"'no-such-program' cannot be started: .*No such file"):
        await client.add_mcp_server(type="stdio", command="no-such-program")
    with pytest.raises(ConnectionFailedError, match=r"did not get ready within 0\.3 s"):
        await client.add_mcp_server(type="stdio", **silent)
    client = MCPClient(model="m", client=Model().client())
    with pytest.raises(ConnectionFailedError, match="cannot be connected: Connection closed"):
        await client.add_mcp_server(type="stdio", **ends)
    for kind in ("sse", "http"):
        with pytest.raises(ConnectionFailedError, match="cannot be connected: All connection attempts failed"):
            await client.add_mcp_server(type=kind, url="http://127.0.0.1:9/mcp")
        with pytest.raises(ConnectionFailedError, match="404"):
            await client.add_mcp_server(type=kind, url=nowhere)
    assert client.available_tools == []
    await client.cleanup()


@pytest.mark.anyio
async def test_prompts_and_resources() -> None:
    async with MCPClient(model="m", client=Model().client()) as client:
        await client.add_mcp_server(**stdio(SERVER_NAME="one"))
        assert [dict(message) for message in await client.get_prompt("greet", {"name": "Ann"})] == [
            {"role": "user", "content": "Greet Ann from one."}
        ]
        assert [content.text for content in await client.read_resource("note://of/Ann")] == ["Ann's note, kept by one"]
        await client.add_mcp_server(**stdio(SERVER_NAME="two"))
        prompts = await client.list_prompts()
        assert {server: [prompt.name for prompt in has] for server, has in prompts.items()} == {
            "one": ["greet"],
            "two": ["greet"],
        }
        resources = await client.list_resources()
        assert {server: [str(one.uri) for one in has] for server, has in resources.items()} == {
            "one": ["note://today"],
            "two": ["note://today"],
        }
        assert [one.uri_template for one in (await client.list_resource_templates())["two"]] == ["note://of/{person}"]
        with pytest.raises(UsageError, match="more than one server has it: give server=, one of one, two"):
            await client.get_prompt("greet", {"name": "Ann"})
        with pytest.raises(UsageError, match="nobody has it"):
            await client.get_prompt("insult")
        [message] = await client.get_prompt("greet", {"name": "Ann"}, server="two")
        assert message.content == "Greet Ann from two."
        [content] = await client.read_resource("note://today", server="two")
        assert content.text == "a note of two"
        with pytest.raises(inferloom.ProviderError, match="refused"):
            await client.read_resource("note://tomorrow", server="two")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"type": "ftp", "url": "ftp://x"}, "type='ftp': an MCP server is of type 'stdio', 'sse' or 'http'"),
        ({"type": "stdio"}, "command: an MCP server of type 'stdio' needs it"),
        ({"type": "http", "url": "example.com"}, "url: must be an http or https address"),
        ({"type": "http", "url": "http://x/", "command": "x"}, "command: an MCP server of type 'http' takes url, "),
        ({"type": "stdio", "command": "x", "args": "y"}, "args: must be a list of strings, not str"),
        ({"type": "stdio", "command": "x", "args": ["y", 1]}, r"args\[1\]: must be a string, not int"),
        ({"type": "stdio", "command": "x", "env": {"A": 1}}, r"env\.A: must be a string, not int"),
        ({"type": "sse", "url": "http://x/", "timeout": 0}, "timeout: must be a number of seconds above 0"),
        ({"type": "stdio", "command": "x", "allowed_tools": "echo"}, "allowed_tools: must be a list of tool names"),
    ],
)
def test_wrong_settings(settings: dict[str, Any], message: str) -> None:
    client = MCPClient(model="m", client=Model().client())
    with pytest.raises(UsageError, match=message):
        asyncio.run(client.add_mcp_server(**settings))


def test_secrets_are_not_shown() -> None:
    server = server_of("http", {"url": "https://u:pw@x.test/mcp?key=k", "headers": {"authorization": "Bearer s"}})
    assert server.place == "https://x.test/mcp"
    assert not any(secret in repr(server) for secret in ("pw", "key", "Bearer"))
    assert server_of("http", {"url": "http://x/", "timeout": timedelta(minutes=1)}).timeout == 60


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["sse", "http"])
async def test_an_address_is_shown_without_its_secrets(kind: str, http_servers: Callable[[str], Any]) -> None:
    url = http_servers("http").url.replace("http://", "http://user:hunter22@").replace("/mcp", "/nothing?key=hunter22")
    client = MCPClient(model="m", client=Model().client())
    with pytest.raises(ConnectionFailedError, match="404") as raised:
        await client.add_mcp_server(type=kind, url=url)
    assert "hunter22" not in "".join(traceback.format_exception(raised.value))
    await client.close()


def test_wrong_arguments() -> None:
    for arguments, message in [
        ({}, "MCPClient needs model or base_url"),
        ({"client": Model().client(), "provider": "groq"}, "client has its own provider"),
        ({"model": "m", "tool_timeout": 0}, "tool_timeout=0 must be more than 0 seconds"),
    ]:
        with pytest.raises(UsageError, match=message):
            MCPClient(**arguments)  # type: ignore[arg-type]


def test_the_model_is_asked_as_the_client_class_would() -> None:
    client = MCPClient(model="org/model", provider="groq", api_key="gsk")
    assert (client.client.model, client.client.provider, client.client.token) == ("org/model", "groq", "gsk")
    client = MCPClient(model="name", base_url="http://localhost:1/v1")
    assert client.client.base_url == "http://localhost:1/v1"


def test_results_as_text() -> None:
    text, data = mcp_types.TextContent(text="nope"), base64.b64encode(bytes(100)).decode()
    link = mcp_types.ResourceLink(name="the plan", uri="file:///plan", mime_type="text/plain")
    file = mcp_types.TextResourceContents(uri="file:///a", text="inside")
    blob = mcp_types.BlobResourceContents(uri="file:///b", blob=data, mime_type="application/zip")
    for result, expected in [
        ({"content": [text], "is_error": True}, "Error: nope"),
        ({"content": [text, text]}, "nope\nnope"),
        ({"content": []}, "[No content]"),
        ({"content": [], "structured_content": {"a": 1}}, '{"a": 1}'),
        ({"content": [link]}, "[Resource the plan: file:///plan, text/plain]"),
        ({"content": [mcp_types.EmbeddedResource(resource=file)]}, "inside"),
        (
            {"content": [mcp_types.EmbeddedResource(resource=blob)]},
            "[Binary Content: File file:///b application/zip, 100 bytes; for the user, not for you]",
        ),
        (
            {"content": [mcp_types.AudioContent(data=data, mime_type="audio/wav")]},
            "[Binary Content: Audio audio/wav, 100 bytes; for the user, not for you]",
        ),
    ]:
        assert contents.text_of(mcp_types.CallToolResult(**result)) == expected  # type: ignore[arg-type]


def test_prompts_as_messages() -> None:
    picture = mcp_types.ImageContent(data="AA==", mime_type="image/png")
    sound = mcp_types.AudioContent(data="AA==", mime_type="audio/mpeg")
    parts = [
        contents.message_of(mcp_types.PromptMessage(role="user", content=block))["content"][0]
        for block in (picture, sound)
    ]
    # As OpenAI's API takes them.
    assert parts == [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}},
        {"type": "input_audio", "input_audio": {"data": "AA==", "format": "mp3"}},
    ]


def test_names() -> None:
    """OpenAI's API takes letters, digits, "_" and "-" in a function's name, 64 at most."""
    assert naming.tool_name("files.read/all", "s", ()) == "files_read_all"
    long = "x" * 100
    first = naming.tool_name(long, "s", ())
    second = naming.tool_name(long + "y", "s", {first})
    assert len(first) == len(second) == 64
    assert first != second
    assert naming.tool_name("a", "my server", {"a"}) == "my_server_a"
    assert naming.tool_name("a", "s", {"a", "s_a"}) == "s_a_2"
    assert naming.server_name("x", {"x", "x_2"}) == "x_3"
    assert naming.server_name("!", ()) == "server"


def test_it_is_loaded_only_when_it_is_used() -> None:
    program = (
        "import sys, inferloom; inferloom.InferenceClient; assert 'inferloom_runtime.mcp' not in sys.modules;"
        "inferloom.Agent(model='m'); assert 'mcp' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "mcp"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "inferloom_runtime.mcp.link", raising=False)
    monkeypatch.setitem(sys.modules, "mcp", None)
    client = MCPClient(model="m", client=Model().client())
    with pytest.raises(inferloom.MissingDependencyError, match=r"pip install 'inferloom\[mcp\]'"):
        asyncio.run(client.add_mcp_server(**stdio()))
