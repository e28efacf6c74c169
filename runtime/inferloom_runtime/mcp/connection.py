"""The way to one server, over as many connections as it takes."""

from __future__ import annotations

import asyncio
import importlib
import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from inferloom_runtime.errors import (
    AnswerError,
    ConnectionFailedError,
    InferenceTimeoutError,
    InferloomError,
    MissingDependencyError,
    ProviderError,
    UsageError,
)
from inferloom_runtime.mcp.server import Server

if TYPE_CHECKING:
    import mcp_types
    from mcp.client.client import Client

    from inferloom_runtime.mcp.link import Link

T = TypeVar("T")

_LINK = "inferloom_runtime.mcp.link"
_MOST_PAGES = 1000
_CLOSED = "Connection closed"
_URL = re.compile(r"(https?://)(?:[^/\s]*@)?([^\s'\"?#]*)[^\s'\"]*")


class Connection:
    """One server. It is connected on the first request, and again on the first one after it was lost.

    Attributes:
        server: How it is reached.
        name: What it is called in messages, and before tools whose name another server has.

    Args:
        server: How it is reached.
        connect_timeout: Seconds that connecting may take, or None for no limit.
    """

    def __init__(self, server: Server, connect_timeout: float | None) -> None:
        self.server = server
        self.name: str = server.place
        self._connect_timeout = connect_timeout
        self._link: Link | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._one = asyncio.Lock()
        self._closed = False

    async def open(self) -> Client:
        """Connect, unless it is connected.

        Returns:
            The session.

        Raises:
            MissingDependencyError: The extra `mcp` is not installed.
            UsageError: The program cannot be started.
            ConnectionFailedError: The server cannot be reached, or does not speak MCP.
        """
        return await (await self._linked()).opened()

    async def ask(self, what: Callable[[Client], Awaitable[T]], timeout: float | None = None) -> T:
        """Make a request.

        Args:
            what: Makes it, given the session.
            timeout: Seconds for its answer, or None for no limit. Connecting has a limit of its own.

        Returns:
            The answer.

        Raises:
            UsageError: The program cannot be started.
            ConnectionFailedError: The connection broke, or there is none to be had.
            InferenceTimeoutError: No answer came in time; the server was told that nobody waits any more.
            ProviderError: The server refused.
            AnswerError: The answer is not what MCP promises.
        """
        link = await self._linked()
        session = await link.opened()
        request = asyncio.ensure_future(what(session))
        try:
            await asyncio.wait({request, link.task}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            answered = request.done()
        finally:
            if not request.done():
                request.cancel()
                await asyncio.wait({request})
        error = None if request.cancelled() else request.exception()
        if answered and not request.cancelled():
            if error is None:
                return request.result()
            raise await self._translated(error, link) from self._cause(error)
        if answered or link.over:
            raise await self._lost(link)
        raise InferenceTimeoutError(f"The MCP server {self.name!r} did not answer within {timeout:g} s.")

    async def tools(self) -> list[mcp_types.Tool]:
        """The server's tools, all pages of them.

        Returns:
            The tools.
        """
        return await self.ask(lambda session: _every_page(session.list_tools, "tools"), self._connect_timeout)

    async def close(self) -> None:
        """Close the connection for good."""
        self._closed = True
        link, self._link = self._link, None
        if link is not None and link.loop is asyncio.get_running_loop():
            await link.close()

    async def _linked(self) -> Link:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            # Another event loop: what belonged to the one before ended with it.
            self._loop, self._one, self._link = loop, asyncio.Lock(), None
        async with self._one:
            if self._closed:
                raise ConnectionFailedError(f"The connection to the MCP server {self.name!r} was closed.")
            if self._link is not None and self._link.over:
                await self._link.close()
                self._link = None
            if self._link is None:
                self._link = await self._new_link()
            return self._link

    async def _new_link(self) -> Link:
        module: Any = await asyncio.to_thread(_loaded)
        link: Link = module.Link(self.server, self._connect_timeout)
        try:
            await link.opened()
        except BaseException as error:
            await link.close()
            if isinstance(error, Exception):
                raise self._unopened(error, link) from self._cause(error)
            raise
        return link

    def _cause(self, error: BaseException) -> BaseException | None:
        # An HTTP client's errors quote the address, with the password or key that may be in it.
        return error if self.server.kind == "stdio" else None

    def _unopened(self, error: Exception, link: Link) -> InferloomError:
        if isinstance(error, TimeoutError):
            return ConnectionFailedError(
                f"The MCP server {self.name!r} did not get ready within {self._connect_timeout:g} s."
            )
        if isinstance(error, OSError) and self.server.kind == "stdio":
            return UsageError(f"The MCP server {self.name!r} cannot be started: {error}.")
        return ConnectionFailedError(f"The MCP server {self.name!r} cannot be connected: {_words(error, link)}.")

    async def _lost(self, link: Link, error: BaseException | None = None) -> ConnectionFailedError:
        link.leave()
        # What ended it is known when it has been taken down; a program that lingers is not waited for.
        await asyncio.wait({link.task}, timeout=1)
        error = link.failure or error
        why = f": {_words(error, link)}" if error is not None and str(error) != _CLOSED else ""
        return ConnectionFailedError(f"The connection to the MCP server {self.name!r} was lost{why}.")

    async def _translated(self, error: BaseException, link: Link) -> BaseException:
        if link.is_lost(error):
            return await self._lost(link, error)
        if isinstance(error, _loaded().MCPError):
            words = str(error) or "no explanation"
            return ProviderError(f"The MCP server {self.name!r} refused: {words}", server_message=words)
        if not isinstance(error, Exception):
            return error
        return AnswerError(f"The answer of the MCP server {self.name!r} cannot be used: {_words(error, link)}.")


async def every(session: Client, what: str) -> list[Any]:
    """All that a server has of something.

    Args:
        session: The session.
        what: "prompts", "resources" or "resource_templates".

    Returns:
        The entries of all pages.
    """
    return await _every_page(getattr(session, f"list_{what}"), what)


async def _every_page(page: Callable[..., Awaitable[Any]], what: str) -> list[Any]:
    found: list[Any] = []
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        answer = await page(cursor=cursor)
        found += getattr(answer, what)
        cursor = answer.next_cursor
        if not cursor:
            break
    return found


def _loaded() -> Any:
    try:
        return importlib.import_module(_LINK)
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            f"MCP servers need the package mcp, version 2 ({error.name} is missing): pip install 'inferloom[mcp]'."
        ) from error


def _words(error: BaseException | None, link: Link) -> str:
    # The mcp package's own errors keep the status to themselves.
    status = f" (HTTP status {link.status})" if link.status is not None and type(error).__name__ == "MCPError" else ""
    text = str(error).strip() or type(error).__name__
    return _URL.sub(r"\1\2", text.splitlines()[0]).rstrip(".") + status
