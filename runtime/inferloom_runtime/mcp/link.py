"""One life of a connection: the task that opens it, holds it and leaves it.

The `mcp` package's context managers must be left by the task that entered them. So each connection has a task of its
own, which does nothing else; requests may come from any task, and so may the wish to close.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import metadata
from types import TracebackType
from typing import Any, cast

import httpx2
import mcp_types
from mcp.client.client import Client
from mcp.client.sse import sse_client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from inferloom_runtime.mcp.server import Server

_VERSION = metadata.version("inferloom")

# What the mcp package says when a connection, or the server's memory of it, is gone. The code that it gives along is
# one that servers use for errors of their own as well.
_GONE = frozenset({"Connection closed", "Session terminated"})
# What it says of an HTTP error without an answer of MCP's in it.
_REFUSED = "Server returned an error response"


class Link:
    """A connection from its opening to its end. It is made inside a running event loop, and belongs to it.

    Attributes:
        loop: The event loop.
        failure: Why it ended, where an error ended it.
        status: The last HTTP status that was an error, since it was opened; None where there was none.
        task: The task that holds it.

    Args:
        server: How the server is reached.
        timeout: Seconds that opening it may take, or None for no limit.
    """

    def __init__(self, server: Server, timeout: float | None) -> None:
        self.loop: asyncio.AbstractEventLoop = asyncio.get_running_loop()
        self.failure: BaseException | None = None
        self.status: int | None = None
        self._server = server
        self._leave = asyncio.Event()
        self._ready: asyncio.Future[Client] = self.loop.create_future()
        self.task: asyncio.Task[None] = self.loop.create_task(self._hold(timeout), name=f"mcp {server.place}")

    @property
    def over(self) -> bool:
        """Whether it has ended or is about to."""
        return self._leave.is_set() or self.task.done() or self.loop.is_closed()

    async def opened(self) -> Client:
        """Wait until it is open.

        Returns:
            The session.

        Raises:
            Exception: Whatever kept it from opening.
        """
        return await asyncio.shield(self._ready)

    def is_lost(self, error: BaseException) -> bool:
        """Whether a request failed because the connection, or the server's memory of it, is gone.

        Args:
            error: What the request raised.
        """
        if not isinstance(error, MCPError):
            return False
        # Over HTTP each request has a connection of its own, and servers have many ways to not know a session.
        broken = error.code == mcp_types.CONNECTION_CLOSED or error.message == _REFUSED
        return self.over or error.message in _GONE or (self._server.kind == "http" and broken)

    def leave(self) -> None:
        """Let it end; its task does the rest."""
        self._leave.set()

    async def close(self) -> None:
        """End it, from whichever task; it goes on ending where the waiting is cancelled."""
        self._leave.set()
        if not self._ready.done():
            self.task.cancel()
        await asyncio.wait({self.task})

    async def _hold(self, timeout: float | None) -> None:
        try:
            async with AsyncExitStack() as stack:
                client = Client(
                    _watched(self._streams(), self._leave.set),
                    client_info=mcp_types.Implementation(name="inferloom", version=_VERSION),
                )
                async with asyncio.timeout(timeout):
                    session = await stack.enter_async_context(client)
                self.status = None
                if not self._ready.done():
                    self._ready.set_result(session)
                await self._leave.wait()
        except Exception as error:
            self.failure = _innermost(error)
        finally:
            self._leave.set()
            if not self._ready.done():
                if self.failure is None:
                    self._ready.cancel()
                else:
                    self._ready.set_exception(self.failure)
                    self._ready.exception()  # seen: nobody may be left who waits for it

    @asynccontextmanager
    async def _streams(self) -> AsyncGenerator[tuple[Any, Any], None]:
        server = self._server
        if server.kind == "stdio":
            parameters = StdioServerParameters(
                command=server.command, args=list(server.args), env=dict(server.env), cwd=server.cwd
            )
            async with stdio_client(parameters) as streams:
                yield streams
        elif server.kind == "sse":
            async with sse_client(
                server.url,
                headers=dict(server.headers),
                timeout=server.timeout,
                sse_read_timeout=server.sse_read_timeout,
                httpx_client_factory=self._http_client,
            ) as streams:
                yield streams
        else:
            timeout = httpx2.Timeout(server.timeout, read=server.sse_read_timeout)
            http = await asyncio.to_thread(self._http_client, dict(server.headers), timeout)
            async with (
                http,
                streamable_http_client(
                    server.url, http_client=http, terminate_on_close=server.terminate_on_close
                ) as streams,
            ):
                yield streams

    def _http_client(
        self,
        headers: dict[str, str] | None = None,
        timeout: httpx2.Timeout | None = None,
        auth: httpx2.Auth | None = None,
    ) -> httpx2.AsyncClient:
        async def note(response: httpx2.Response) -> None:
            if response.status_code >= 400:
                self.status = response.status_code

        return httpx2.AsyncClient(headers=headers, timeout=timeout, auth=auth, event_hooks={"response": [note]})


def _innermost(error: BaseException) -> BaseException:
    """The first error in a group of groups."""
    while isinstance(error, BaseExceptionGroup):
        error = cast("BaseExceptionGroup[BaseException]", error).exceptions[0]
    return error


@asynccontextmanager
async def _watched(transport: Any, ended: Callable[[], object]) -> AsyncGenerator[tuple[Any, Any], None]:
    """A transport that tells when the server's side of it has ended, which the session keeps to itself."""
    async with transport as (incoming, outgoing):
        yield _Incoming(incoming, ended), outgoing


class _Incoming:
    """The messages from the server; whoever reads them leaves them when there are no more."""

    def __init__(self, stream: Any, ended: Callable[[], object]) -> None:
        self._stream = stream
        self._ended = ended

    @property
    def last_context(self) -> Any:
        return getattr(self._stream, "last_context", None)

    async def receive(self) -> Any:
        return await self._stream.receive()

    async def aclose(self) -> None:
        self._ended()
        await self._stream.aclose()

    def __aiter__(self) -> _Incoming:
        return self

    async def __anext__(self) -> Any:
        return await anext(self._stream)

    async def __aenter__(self) -> _Incoming:
        await self._stream.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        self._ended()
        left: bool | None = await self._stream.__aexit__(kind, error, trace)
        return left
