"""A model that follows a script, with servers made by the official package."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx

import inferloom

PROGRAM = Path(__file__).parent / "programs" / "mcp_server.py"
MODEL_URL = "http://model.test/v1"


def stdio(**env: str) -> dict[str, Any]:
    """The settings of the server as a program."""
    return {"type": "stdio", "command": sys.executable, "args": [str(PROGRAM), "stdio"], "env": env}


def says(text: str) -> list[dict[str, Any]]:
    """The deltas of an answer in words."""
    return [{"role": "assistant", "content": ""}, *({"content": word + " "} for word in text.split())]


def calls(*wanted: tuple[str, Any], text: str = "") -> list[dict[str, Any]]:
    """The deltas of an answer that calls tools: each in two pieces, as servers send them."""
    deltas = says(text) if text else [{"role": "assistant", "content": None}]
    for index, (name, arguments) in enumerate(wanted):
        written = arguments if isinstance(arguments, str) else json.dumps(arguments)
        first = {"index": index, "id": f"call-{index}", "type": "function", "function": {"name": name, "arguments": ""}}
        rest = {"index": index, "function": {"arguments": written}}
        deltas += [{"tool_calls": [first]}, {"tool_calls": [rest]}]
    return deltas


def events(deltas: list[dict[str, Any]]) -> list[bytes]:
    """Deltas as server-sent events, as OpenAI documents them."""
    pieces: list[bytes] = []
    for number, delta in enumerate([*deltas, {}]):
        choice = {"index": 0, "delta": delta, "finish_reason": "stop" if number == len(deltas) else None}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        pieces.append(b"data: " + json.dumps(chunk).encode() + b"\n\n")
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    last = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": usage}
    return [*pieces, b"data: " + json.dumps(last).encode() + b"\n\n", b"data: [DONE]\n\n"]


class Body(httpx.AsyncByteStream):
    """A streamed body that may stop in the middle, and knows whether it was closed."""

    def __init__(self, pieces: list[bytes], stop_after: int | None = None) -> None:
        self.pieces = pieces
        self.stop_after = stop_after
        self.waiting = asyncio.Event()
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for number, piece in enumerate(self.pieces):
            if number == self.stop_after:
                self.waiting.set()
                await asyncio.Event().wait()
            yield piece

    async def aclose(self) -> None:
        self.closed = True


class Model:
    """A chat server that gives the answers of a script, one a request.

    Attributes:
        asked: The bodies of the requests.
        bodies: The streams of the answers.
    """

    def __init__(self, *script: list[dict[str, Any]] | int | tuple[list[dict[str, Any]], int]) -> None:
        self.script = list(script)
        self.asked: list[dict[str, Any]] = []
        self.bodies: list[Body] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        """An answer: the next of the script; a number is an error's status, a pair stops after so many events."""
        self.asked.append(json.loads(request.content))
        step = self.script.pop(0)
        if isinstance(step, int):
            return httpx.Response(step, json={"error": "no"})
        deltas, stop = step if isinstance(step, tuple) else (step, None)
        self.bodies.append(Body(events(deltas), stop))
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=self.bodies[-1])

    def client(self) -> inferloom.AsyncInferenceClient:
        """A client that asks this model."""
        http = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        return inferloom.AsyncInferenceClient(base_url=MODEL_URL, api_key="key", http_client=http, max_retries=0)

    def tools(self) -> list[str]:
        """The names of the tools that the last request offered."""
        return [tool["function"]["name"] for tool in self.asked[-1].get("tools", [])]


def user(text: str) -> dict[str, Any]:
    """What a user says."""
    return {"role": "user", "content": text}


async def heard(turn: Any) -> list[Any]:
    """The tool messages of a turn or run."""
    return [item async for item in turn if isinstance(item, inferloom.ChatCompletionInputMessage)]


async def text_of(turn: Any) -> str:
    """The text of a turn or run."""
    text = ""
    async for item in turn:
        if isinstance(item, inferloom.ChatCompletionStreamOutput):
            text += item.choices[0].delta.content or ""
    return text


def children() -> set[int]:
    """The programs that this process has started and that are still there."""
    paths = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for path in paths for pid in path.read_text().split()}


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something has happened, 20 seconds at most."""
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


def lines(path: Path) -> list[str]:
    """What a server has written down."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
