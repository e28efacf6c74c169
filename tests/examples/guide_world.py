"""A small internet for the examples: their text stays as it is, so every address that they name has to be somewhere.

Each request of an HTTP client, sync or async, goes over a real socket to a server on this machine: to an MCP server
where a host was given to one, to the sandbox otherwise. What was asked is written down before it is led elsewhere.
"""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import httpx2
import pytest

from inferloom_runtime import pool

FOLDER = Path(__file__).with_name("guide")


@dataclass(frozen=True)
class Asked:
    """A request, as its sender meant it.

    Attributes:
        method: Its method.
        url: Its address.
        headers: Its headers, names in lower case.
        body: Its body.
        limits: The HTTP client's limits in seconds, by what they limit.
    """

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    limits: dict[str, float | None]

    @property
    def host(self) -> str:
        """The host that was asked."""
        return urlsplit(self.url).hostname or ""

    @property
    def key(self) -> str | None:
        """What stands in the header for keys."""
        return self.headers.get("authorization")

    @property
    def json(self) -> Any:
        """The body, read."""
        return json.loads(self.body)


@dataclass
class Played:
    """What came of an example.

    Attributes:
        space: Its names, with their last values.
        shown: The values of the lines that are nothing but a value, as a prompt would show them.
        clients: Every value that `client` had, in order.
    """

    space: dict[str, Any] = field(default_factory=dict[str, Any])
    shown: list[Any] = field(default_factory=list[Any])
    clients: list[Any] = field(default_factory=list[Any])


class World:
    """The internet.

    Args:
        sandbox: Where the sandbox is served.
        monkeypatch: Puts the HTTP clients' transports back.

    Attributes:
        asked: The requests, in order.
        hosts: Servers for single hosts, by name.
        files: What GET gives at an address, instead of any server.
        refuse: Looks at a request first, and may raise what a network would.
    """

    def __init__(self, sandbox: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[Asked] = []
        self.hosts: dict[str, str] = {}
        self.files: dict[str, bytes | None] = {}
        self.refuse: Callable[[Any], None] = lambda _: None
        self._sandbox = sandbox
        for library in (httpx, httpx2):
            self._lead(library, monkeypatch)
        # The clients' own HTTP client leaves to httpx what it does not do itself: here, everything.
        monkeypatch.setattr(pool.Pool, "_made", lambda made: pool.made_of_httpx(made._kind))

    def to(self, host: str) -> list[Asked]:
        """The requests to a host.

        Args:
            host: Its name.
        """
        return [request for request in self.asked if request.host == host]

    def posts(self) -> list[Asked]:
        """The requests that sent something."""
        return [request for request in self.asked if request.method == "POST"]

    def _lead(self, library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        sync, awaited = library.HTTPTransport.handle_request, library.AsyncHTTPTransport.handle_async_request

        def handle_request(transport: Any, request: Any) -> Any:
            request.read()
            answer = self._meet(library, request)
            return sync(transport, self._led(library, request)) if answer is None else answer

        async def handle_async_request(transport: Any, request: Any) -> Any:
            await request.aread()
            answer = self._meet(library, request)
            return await awaited(transport, self._led(library, request)) if answer is None else answer

        monkeypatch.setattr(library.HTTPTransport, "handle_request", handle_request)
        monkeypatch.setattr(library.AsyncHTTPTransport, "handle_async_request", handle_async_request)

    def _meet(self, library: Any, request: Any) -> Any:
        """Write a request down; the answer, where no server has to give it."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        limits = dict(request.extensions.get("timeout", {}))
        self.asked.append(Asked(request.method, str(request.url), headers, request.content, limits))
        self.refuse(request)
        if str(request.url) not in self.files:
            return None
        content = self.files[str(request.url)]
        return library.Response(404 if content is None else 200, content=content or b"", request=request)

    def _led(self, library: Any, request: Any) -> Any:
        """The same request, on its way to a server of this machine."""
        local = self.hosts.get(request.url.host)
        target = library.URL(local or self._sandbox)
        url = request.url.copy_with(scheme=target.scheme, host=target.host, port=target.port)
        headers = request.headers.copy()
        if local is None:
            # The sandbox plays whoever was meant, by the name and the scheme that the request had.
            headers["x-forwarded-proto"] = request.url.scheme
        else:
            headers["host"] = target.netloc.decode()
        return library.Request(
            request.method, url, headers=headers, content=request.content, extensions=request.extensions
        )


class _Filled(ast.NodeTransformer):
    """Puts values where an example has "...", its word for whatever its reader has."""

    def __init__(self, values: Sequence[str]) -> None:
        self.left = list(values)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if node.value is not ...:
            return node
        return ast.copy_location(ast.Constant(self.left.pop(0)), node)


def text(name: str) -> str:
    """The text of an example.

    Args:
        name: How its file's name begins.
    """
    (path,) = FOLDER.glob(f"{name}*")
    return path.read_text(encoding="utf-8")


def filled(program: str, *values: str) -> str:
    """A program with values where it has "...".

    Args:
        program: Its text.
        values: The values, in order: as many as are needed.

    Returns:
        Its text.
    """
    filling = _Filled(values)
    tree = filling.visit(ast.parse(program))
    assert filling.left == [], "there is less to fill in than was given"
    return ast.unparse(tree)


def play(program: str, *values: str) -> Played:
    """Run an example line by line, as a prompt would.

    Args:
        program: Its text.
        values: What to put where it has "...", in order.

    Returns:
        What came of it.
    """
    tree = ast.parse(filled(program, *values))
    played = Played({"__name__": "__main__"})
    docstring, lines = tree.body[0], tree.body[1:]
    assert isinstance(docstring, ast.Expr)
    assert isinstance(docstring.value, ast.Constant)
    hook, sys.displayhook = sys.displayhook, played.shown.append
    runner: asyncio.Runner | None = None
    try:
        for line in lines:
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            code = compile(ast.Interactive([line]), "guide", "single", flags, dont_inherit=True)
            result = eval(code, played.space)
            if inspect.iscoroutine(result):
                runner = runner or asyncio.Runner()
                runner.run(result)
            client = played.space.get("client")
            if client is not None and not any(client is known for known in played.clients):
                played.clients.append(client)
    finally:
        sys.displayhook = hook
        if runner is not None:
            runner.close()
    return Played(played.space, [value for value in played.shown if value is not None], played.clients)


def command(name: str) -> list[str]:
    """The words of the one command of a shell example.

    Args:
        name: How its file's name begins.
    """
    (line,) = [line for line in text(name).splitlines() if line and not line.startswith("#")]
    return shlex.split(line)
