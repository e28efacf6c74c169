"""The HTTP client of one event loop."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from inferloom_runtime import redaction
from inferloom_runtime.http1 import errors, tls
from inferloom_runtime.http1.exchange import Exchange
from inferloom_runtime.http1.fallback import Fallback
from inferloom_runtime.http1.kept import Kept
from inferloom_runtime.http1.proxies import is_direct, proxies
from inferloom_runtime.http1.request import Origin, Request
from inferloom_runtime.http1.transports import Connection, connected, fail


class Response:
    """An answer whose body is still to come. Whoever holds it must close it.

    Args:
        exchange: The answer, begun.
        request: What was asked.
        connection: Its connection.
        http: Takes the connection back.

    Attributes:
        status_code: The HTTP status.
        headers: The headers, names in lower case.
        url: The address that was asked.
    """

    def __init__(self, exchange: Exchange, request: Request, connection: Connection, http: AsyncClient) -> None:
        self.status_code: int = exchange.status
        self.headers: redaction.Headers = exchange.headers
        self.url: str = request.url
        self._exchange = exchange
        self._limits = request.limits
        self._connection: Connection | None = connection
        self._http = http

    def aiter_bytes(self) -> AsyncIterator[bytes]:
        """The body, decompressed, piece by piece."""
        return self

    def __aiter__(self) -> Response:
        """The body."""
        return self

    async def __anext__(self) -> bytes:
        """The next piece of the body.

        Returns:
            It; never an empty one.

        Raises:
            StopAsyncIteration: There is none.
            HTTPError: The connection broke, or what came is no body.
            StreamClosed: The answer was closed before.
        """
        exchange = self._exchange
        while not (piece := exchange.piece()):
            if exchange.over:
                await self.aclose()
                raise StopAsyncIteration
            if self._connection is None:
                raise errors.StreamClosed("The answer was closed before it was read.")
            exchange.take(await self._connection.read(self._limits.get("read")))
        if exchange.over:
            await self.aclose()
        return piece

    async def aclose(self) -> None:
        """Give the connection back; where the answer has not been read to its end, end it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._http.give_back(connection, self._exchange)


class AsyncClient:
    """An HTTP client for one event loop.

    Args:
        other: Makes the HTTP client for what is not done here.

    Attributes:
        is_closed: Whether `aclose` was called.
    """

    def __init__(self, other: Callable[[], Any]) -> None:
        self.is_closed: bool = False
        self._other = Fallback(other)
        self._proxies = proxies()
        self._tls = tls.Trust()
        self._kept: Kept[Connection, asyncio.Future[None]] = Kept()

    @property
    def busy(self) -> list[Any]:
        """The connections that somebody holds."""
        return list(self._kept.busy)

    def build_request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: Any = None,
        extensions: dict[str, Any] | None = None,
    ) -> Request:
        """Make a request ready.

        Args:
            method: Such as "POST".
            url: The address, without a user.
            headers: The headers, names in lower case.
            content: Nothing, the bytes, or an async iterator of pieces, for which `headers` have a content-length.
            extensions: The time limits, under "timeout".

        Returns:
            The request.

        Raises:
            LocalProtocolError: A header cannot be sent.
        """
        return Request(method, url, headers, content, extensions)

    async def send(self, request: Request, *, stream: bool = True, follow_redirects: bool = False) -> Any:
        """Send a request, and read the head of its answer.

        Args:
            request: The request.
            stream: Whether the body is left to come, as it always is.
            follow_redirects: Whether redirects are followed, as they never are.

        Returns:
            The answer, a `Response` or one of the same shape.

        Raises:
            HTTPError: It failed.
            RuntimeError: The client is closed.
        """
        if self.is_closed:
            raise RuntimeError("Cannot send a request, as the client has been closed.")
        origin, limits = request.origin, request.limits
        if origin is None or (self._proxies and not is_direct(origin, self._proxies)):
            return await self._elsewhere(request)
        connection = await self._connection(origin, limits)
        exchange = Exchange(connection.state, request)
        try:
            try:
                for part in exchange.begin():
                    await connection.write(part, limits.get("write"), exchange)
                if exchange.streams:
                    async for piece in request.content:
                        await connection.write(exchange.say(piece), limits.get("write"), exchange)
                        if exchange.is_refused:
                            break
                    else:
                        exchange.finish()
            except errors.WriteError:
                exchange.is_cut = True  # a server may refuse a body before it has read it, and its answer says why
            while not exchange.answered:
                exchange.take(await connection.read(limits.get("read")))
            return Response(exchange, request, connection, self)
        except BaseException:
            self.give_back(connection, None)
            raise

    def give_back(self, connection: Connection, exchange: Exchange | None) -> None:
        """Keep a connection for the next request, or end it.

        Args:
            connection: The connection.
            exchange: What was said on it; None where that went wrong.
        """
        good = exchange is not None and exchange.renew() and connection.is_silent
        connection.is_idle = True
        ended = self._kept.give(connection) if good and not self.is_closed else [connection]
        self._kept.busy.discard(connection)
        self._leave()
        for one in ended:
            one.end()

    async def aclose(self) -> None:
        """End the connections that nobody uses; those in use end as they are given back."""
        self.is_closed = True
        await self._gone(self._kept.clear())
        if self._other.made is not None:
            await self._other.made.aclose()

    async def abandon(self) -> None:
        """End all connections, also those in use: the event loop is about to end."""
        await self.aclose()
        await self._gone(list(self._kept.busy))
        self._kept.busy.clear()

    async def _gone(self, ended: list[Connection]) -> None:
        for one in ended:
            one.end()
        for one in ended:
            await one.gone

    async def _elsewhere(self, request: Request) -> Any:
        http = self._other.made or await asyncio.to_thread(self._other.client)
        return await http.send(self._other.request(request), stream=True, follow_redirects=False)

    def _leave(self) -> None:
        while (turn := self._kept.leave()) is not None:
            if not turn.done():  # or it was cancelled, and has not noticed yet
                turn.set_result(None)
                return

    async def _connection(self, origin: Origin, limits: Mapping[str, float | None]) -> Connection:
        if not self._kept.enter():
            await self._turn(limits.get("pool"))
        try:
            while True:
                connection = self._kept.take(origin)
                if connection is None:
                    if (spare := self._kept.spare()) is not None:
                        spare.end()
                    connection = await connected(origin, limits.get("connect"), self._context)
                elif not connection.is_usable():
                    connection.end()
                    continue
                connection.is_idle = False
                self._kept.busy.add(connection)
                return connection
        except BaseException:
            self._leave()
            raise

    async def _turn(self, limit: float | None) -> None:
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        self._kept.waiting.append(turn)
        timer = None if limit is None else loop.call_later(limit, fail, turn, errors.PoolTimeout)
        try:
            await turn
        except BaseException:
            if turn in self._kept.waiting:
                self._kept.waiting.remove(turn)
            elif not turn.cancelled() and turn.exception() is None:  # at the last moment: it is the next one's
                self._leave()
            raise
        finally:
            if timer is not None:
                timer.cancel()

    async def _context(self) -> ssl.SSLContext:
        if (made := self._tls.made) is not None:
            return made
        return await asyncio.to_thread(self._tls.context)  # it takes long enough to stall the loop
