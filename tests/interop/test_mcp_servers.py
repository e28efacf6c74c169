"""MCP servers from other hands: the protocol's reference server, and one that tells the time."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import inferloom
from inferloom import MCPClient
from interop import environment

ENVIRONMENT = "mcp"
pytestmark = pytest.mark.interop

EVERYTHING = (
    environment.folder("npm-mcp") / "node_modules" / "@modelcontextprotocol" / "server-everything" / "dist" / "index.js"
)
KINDS = {"sse": ("sse", "sse"), "http": ("streamableHttp", "mcp")}


class Everything:
    """The reference server over HTTP."""

    def __init__(self, kind: str, log: Path) -> None:
        self._word, path = KINDS[kind]
        self._log = log
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]
        self.settings = {"type": kind, "url": f"http://127.0.0.1:{self._port}/{path}"}
        self.start()

    def start(self) -> None:
        """Start it; come back when it listens."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["node", str(EVERYTHING), self._word], env=_environ(PORT=str(self._port)), stdout=log, stderr=log
            )
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
                return
            except OSError:
                assert self._process.poll() is None, self._log.read_text()
                assert time.monotonic() < end
                time.sleep(0.05)

    def stop(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()


def _environ(**further: str) -> dict[str, str]:
    import os

    return {**os.environ, **further}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    """The reference server's settings, by the kind of connection; over HTTP it is started once."""
    for part in environment.WHOLE["mcp"]:
        if not environment.is_complete(part):
            pytest.fail(f".interop/{part} is not complete: run `python -m tests.interop.environment mcp`.")
    servers: dict[str, Everything] = {}

    def server(kind: str) -> Any:
        if kind not in servers:
            servers[kind] = Everything(kind, tmp_path_factory.mktemp("everything") / f"{kind}.log")
        return servers[kind]

    yield server
    for one in servers.values():
        one.stop()


def settings(kind: str, everything: Callable[[str], Any]) -> dict[str, Any]:
    """What `add_mcp_server` takes."""
    if kind == "stdio":
        return {"type": "stdio", "command": "node", "args": [str(EVERYTHING), "stdio"]}
    found: dict[str, Any] = everything(kind).settings
    return found


def model(*calls: tuple[str, dict[str, Any]]) -> inferloom.AsyncInferenceClient:
    """A model that calls these tools, whatever it is asked."""
    tools = [
        {"index": i, "id": f"c{i}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
        for i, (name, arguments) in enumerate(calls)
    ]
    choice = {"index": 0, "delta": {"role": "assistant", "content": None, "tool_calls": tools}}
    chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    last = {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]}
    body = "".join(f"data: {json.dumps(one)}\n\n" for one in (chunk, last)) + "data: [DONE]\n\n"

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, content=body.encode())

    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return inferloom.AsyncInferenceClient(base_url="http://model.test/v1", api_key="k", http_client=http)


async def said(client: Any) -> dict[str, str]:
    """What the tools answered, by their names."""
    turn = client.process_single_turn_with_tools([{"role": "user", "content": "Go."}])
    return {
        item.name: str(item.content) async for item in turn if isinstance(item, inferloom.ChatCompletionInputMessage)
    }


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["stdio", "sse", "http"])
async def test_the_reference_servers_tools(kind: str, everything: Callable[[str], Any]) -> None:
    asked = model(
        ("echo", {"message": "héllo"}),
        ("get-sum", {"a": 2, "b": 40}),
        ("get-sum-of-nothing", {}),
        ("get-tiny-image", {}),
        ("get-structured-content", {"location": "Chicago"}),
        ("get-resource-reference", {"resourceType": "Text", "resourceId": 1}),
        ("get-resource-links", {"count": 2}),
        ("trigger-long-running-operation", {"duration": 0.1, "steps": 2}),
    )
    async with MCPClient(model="m", client=asked) as client:
        await client.add_mcp_server(**settings(kind, everything))
        answers = await said(client)
    assert answers["echo"] == "Echo: héllo"
    assert answers["get-sum"] == "The sum of 2 and 40 is 42."
    assert answers["get-sum-of-nothing"].startswith("Error: there is no tool")
    assert "[Binary Content: Image image/png, " in answers["get-tiny-image"]
    assert set(json.loads(answers["get-structured-content"])) == {"temperature", "conditions", "humidity"}
    assert "This is a plaintext resource" in answers["get-resource-reference"]
    assert "demo://resource/dynamic/" in answers["get-resource-links"]
    assert answers["trigger-long-running-operation"].startswith("Long running operation completed")


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["stdio", "sse", "http"])
async def test_the_reference_servers_refusals(kind: str, everything: Callable[[str], Any]) -> None:
    asked = model(("get-sum", {"a": "two", "b": 3}), ("get-annotated-message", {"messageType": "error"}))
    async with MCPClient(model="m", client=asked) as client:
        await client.add_mcp_server(**settings(kind, everything))
        answers = await said(client)
    assert answers["get-sum"].startswith("Error")
    assert "a" in answers["get-sum"]
    assert answers["get-annotated-message"].startswith("Error: ")


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["stdio", "sse", "http"])
async def test_the_reference_servers_prompts_and_resources(kind: str, everything: Callable[[str], Any]) -> None:
    async with MCPClient(model="m", client=model()) as client:
        await client.add_mcp_server(**settings(kind, everything), name="all")
        prompts = await client.list_prompts()
        assert {"simple-prompt", "args-prompt"} <= {prompt.name for prompt in prompts["all"]}
        [message] = await client.get_prompt("args-prompt", {"city": "Bonn", "state": "NRW"})
        assert message.role == "user"
        assert "Bonn" in str(message.content)
        uri = str((await client.list_resources())["all"][0].uri)
        assert uri.startswith("demo://resource/static/")
        assert all(content.text for content in await client.read_resource(uri))
        [blob] = await client.read_resource("demo://resource/dynamic/blob/2")
        assert blob.blob


@pytest.mark.anyio
@pytest.mark.parametrize("kind", ["sse", "http"])
async def test_the_reference_server_forgets_its_sessions(kind: str, everything: Callable[[str], Any]) -> None:
    server = everything(kind)
    async with MCPClient(model="m", client=model(("echo", {"message": "hi"}))) as client:
        await client.add_mcp_server(**server.settings)
        assert (await said(client))["echo"] == "Echo: hi"
        server.stop()
        server.start()
        answers = [(await said(client))["echo"] for _ in range(2)]
    # Where nothing tells of the restart, the first call is what finds out.
    assert answers[0] == "Echo: hi" or answers[0].startswith("Error: The connection to the MCP server")
    assert answers[1] == "Echo: hi"


@pytest.mark.anyio
async def test_a_call_that_takes_too_long(everything: Callable[[str], Any]) -> None:
    slow = ("trigger-long-running-operation", {"duration": 60, "steps": 2})
    async with MCPClient(model="m", client=model(slow, ("echo", {"message": "x"})), tool_timeout=1) as client:
        await client.add_mcp_server(**settings("stdio", everything))
        answers = await said(client)
    assert "did not answer within 1 s" in answers[slow[0]]
    assert answers["echo"] == "Echo: x"


@pytest.mark.anyio
@pytest.mark.usefixtures("everything")
async def test_the_time() -> None:
    here = {"type": "stdio", "command": str(environment.python("mcp")), "args": ["-m", "mcp_server_time"]}
    zones = {"source_timezone": "Europe/Berlin", "time": "12:00", "target_timezone": "Asia/Tokyo"}
    asked = model(("get_current_time", {"timezone": "Asia/Kolkata"}), ("convert_time", zones), ("nothing", {}))
    async with MCPClient(model="m", client=asked) as client:
        await client.add_mcp_server(**here)
        assert [tool.function.name for tool in client.available_tools] == ["get_current_time", "convert_time"]
        answers = await said(client)
    assert json.loads(answers["get_current_time"])["timezone"] == "Asia/Kolkata"
    # India's clocks are five and a half hours ahead all year.
    assert json.loads(answers["get_current_time"])["datetime"].endswith("+05:30")
    assert json.loads(answers["convert_time"])["target"]["timezone"] == "Asia/Tokyo"


@pytest.mark.anyio
async def test_an_agent_with_both(everything: Callable[[str], Any]) -> None:
    time_server = {"type": "stdio", "command": str(environment.python("mcp")), "args": ["-m", "mcp_server_time"]}
    asked = model(("echo", {"message": "x"}), ("get_current_time", {"timezone": "UTC"}), ("task_complete", {}))
    servers = [settings("http", everything), time_server]
    async with inferloom.Agent(model="m", client=asked, servers=servers) as agent:
        await asyncio.create_task(agent.load_tools())
        names = [item.name async for item in agent.run("Go.") if isinstance(item, inferloom.ChatCompletionInputMessage)]
    assert names == ["echo", "get_current_time", "task_complete"]
