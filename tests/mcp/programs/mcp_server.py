"""A server made with the official package: `mcp_server.py stdio|sse|streamable-http [PORT]`.

`SERVER_NAME` is what it calls itself, `SERVER_LOG` a file that gets a line for each thing it lives through, and
`SERVER_TOOLS` the names of the tools that it has, all of them by default.
"""

from __future__ import annotations

import asyncio
import base64
import os
import sys
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import Image, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.prompts.base import UserMessage

NAME = os.environ.get("SERVER_NAME", "tester")
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
server = MCPServer(NAME)
arrived: set[str] = set()
both = asyncio.Event()


def log(line: str) -> None:
    """Write down what happened."""
    if path := os.environ.get("SERVER_LOG"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def offered(function: Any) -> Any:
    """Make a tool of a function, where it is wanted."""
    wanted = os.environ.get("SERVER_TOOLS")
    if wanted is None or function.__name__ in wanted.split():
        server.tool()(function)
    return function


@offered
def echo(text: str) -> str:
    """Say it again."""
    log(f"echo {text}")
    return f"{NAME}: {text}"


@offered
def variable(name: str) -> str:
    """An environment variable of this process."""
    return os.environ.get(name, "(none)")


@offered
def fail() -> str:
    """Go wrong."""
    raise ToolError("the moon is not made of cheese")


@offered
def picture() -> Image:
    """A picture of one pixel."""
    return Image(data=PICTURE, format="png")


@offered
async def meet(who: str) -> str:
    """Wait until two have come."""
    arrived.add(who)
    if len(arrived) == 2:
        both.set()
    await both.wait()
    return f"{who} has met"


@offered
async def hang() -> str:
    """Never answer."""
    log("hanging")
    try:
        await asyncio.Event().wait()
    finally:
        log("no longer hanging")
    return ""


@offered
def die() -> str:
    """End the process."""
    log("dying")
    os._exit(3)


@offered
def task_complete() -> str:
    """A tool with a name that agents use themselves."""
    return "not what you think"


@server.prompt()
def greet(name: str) -> list[UserMessage]:
    """A greeting."""
    return [UserMessage(f"Greet {name} from {NAME}.")]


@server.resource("note://today", mime_type="text/plain")
def today() -> str:
    """A note."""
    return f"a note of {NAME}"


@server.resource("note://of/{person}")
def note_of(person: str) -> str:
    """A person's note."""
    return f"{person}'s note, kept by {NAME}"


log(f"started {os.getpid()}")
kind = sys.argv[1]
try:
    server.run(kind, **({} if kind == "stdio" else {"port": int(sys.argv[2])}))  # type: ignore[call-overload]
finally:
    log("ended")
