"""Servers of the tests that converse."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
from wire.exchange import Server, Way, answering, streaming

URL = "http://127.0.0.1:9/v1"
"""The address of a server that is asked for chat alone; nothing of it leaves the process."""


def chunk(delta: dict[str, Any] | None = None, finish: str | None = None, **more: Any) -> dict[str, Any]:
    """A piece of a streamed answer, as OpenAI's documentation shows it."""
    choice = {"index": more.pop("index", 0), "delta": delta or {}, "finish_reason": finish}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "m",
        "choices": [choice],
        **more,
    }


def called(
    index: int | None = None, name: str | None = None, arguments: Any = None, **more: Any
) -> dict[str, list[dict[str, Any]]]:
    """The delta of a piece of a call."""
    function = {key: value for key, value in (("name", name), ("arguments", arguments)) if value is not None}
    piece = {"function": function, **more}
    return {"tool_calls": [piece if index is None else {"index": index, **piece}]}


def sse(*chunks: dict[str, Any], done: bool = True) -> Callable[[httpx.Request], httpx.Response]:
    """A stream of pieces."""
    return streaming(*(f"data: {json.dumps(each)}\n\n" for each in chunks), *(["data: [DONE]\n\n"] if done else []))


def message(content: str | None = None, finish: str = "stop", **more: Any) -> httpx.Response:
    """An answer that is not streamed."""
    return answering(completion(content, finish, **more))


def completion(content: str | None = None, finish: str = "stop", **more: Any) -> dict[str, Any]:
    """The JSON of an answer, as OpenAI's documentation shows it."""
    said = {"role": "assistant", "content": content, **more}
    choice = {"index": 0, "message": said, "finish_reason": finish, "logprobs": None}
    usage = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1700000000,
        "model": "m",
        "choices": [choice],
        "usage": usage,
    }


def calling(*calls: tuple[str | None, str, Any], content: str | None = None) -> httpx.Response:
    """An answer that calls tools: the id, the name and the arguments of each."""
    listed = [
        {"id": identity, "type": "function", "function": {"name": name, "arguments": arguments}}
        for identity, name, arguments in calls
    ]
    return message(content, "tool_calls", tool_calls=listed)


def serving(way: Way, *replies: Any, **settings: Any) -> tuple[Any, Server]:
    """A client, and the server that answers it from a list."""
    server = Server(replies=list(replies))
    return way.client(server, base_url=URL, **settings), server


async def resolved(value: Any) -> Any:
    """The value, awaited where that is needed."""
    import inspect

    return await value if inspect.isawaitable(value) else value
