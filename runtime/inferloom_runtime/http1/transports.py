"""A connection of an event loop: a transport that is awaited."""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import Any, cast

import h11

from inferloom_runtime.http1 import errors
from inferloom_runtime.http1.addresses import STAGGER, Address, opened, ordered
from inferloom_runtime.http1.exchange import MOST_HEAD, Exchange
from inferloom_runtime.http1.kept import is_fresh
from inferloom_runtime.http1.request import Origin

_WRITTEN = 64 << 10
_UNREAD = 256 << 10
"""Bytes that wait for their reader before no more are taken from the server."""


class Connection(asyncio.Protocol):
    """A connection that one task uses at a time.

    Args:
        origin: Where it leads.

    Attributes:
        origin: Where it leads.
        idle_since: When it was last used.
        is_idle: Whether nobody uses it.
        state: What h11 knows of it.
        gone: Done when its socket is closed.
    """

    transport: asyncio.Transport

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.idle_since: float = 0.0
        self.is_idle = False
        self.state: h11.Connection = h11.Connection(h11.CLIENT, MOST_HEAD)
        self._loop = asyncio.get_running_loop()
        self.gone: asyncio.Future[None] = self._loop.create_future()
        self._came: list[bytes] = []
        self._size = 0
        self._is_paused = False
        self._is_full = False
        self._has_ended = False
        self._failure: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None

    # What the event loop tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        self._came.append(data)
        self._size += len(data)
        if self.is_idle:
            self.end()  # nobody asked for them
        elif self._size > _UNREAD and not self._is_paused:
            self._is_paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """The server sends no more: the transport closes itself."""
        self._has_ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        self._has_ended, self._is_full = True, False
        self._failure = self._failure or exc
        if not self.gone.done():
            self.gone.set_result(None)
        self._wake()

    def pause_writing(self) -> None:
        """What is to be sent piles up."""
        self._is_full = True

    def resume_writing(self) -> None:
        """The server has read it."""
        self._is_full = False
        self._wake()

    # What the client does

    async def read(self, limit: float | None) -> bytes:
        """Wait for bytes.

        Args:
            limit: For how long, in seconds.

        Returns:
            The bytes; none at the end.

        Raises:
            ReadTimeout: Nothing came in time.
            ReadError: The connection broke.
        """
        while not self._came:
            if self._failure is not None:
                raise errors.ReadError(str(self._failure)) from self._failure
            if self._has_ended:
                return b""
            await self._changed(limit, errors.ReadTimeout)
        return self._taken()

    async def write(self, data: bytes, limit: float | None, exchange: Exchange) -> None:
        """Send bytes, unless an answer makes them useless while they wait for the server to read them.

        Args:
            data: The bytes.
            limit: How long the server may read nothing, in seconds.
            exchange: Takes what comes meanwhile.

        Raises:
            WriteTimeout: The server read nothing in time.
            WriteError: The connection broke.
        """
        left = memoryview(data) if len(data) > _WRITTEN else data
        while left and not exchange.is_refused:
            if self._came and not exchange.answered:
                exchange.take(self._taken())
            elif self._is_full:
                await self._changed(limit, errors.WriteTimeout)
            elif self._has_ended:
                raise errors.WriteError(str(self._failure or "the server closed the connection"))
            else:
                self.transport.write(left[:_WRITTEN])
                left = left[_WRITTEN:]
        exchange.is_cut = exchange.is_cut or bool(left)

    @property
    def is_silent(self) -> bool:
        """Whether the event loop knows of nothing that the server has said."""
        return not (self._has_ended or self._came or self.transport.is_closing())

    def is_usable(self) -> bool:
        """Whether it was used lately, and the server has neither ended it nor sent what nobody asked for.

        Returns:
            Whether it can be used again.
        """
        if not self.is_silent or not is_fresh(self):
            return False
        # What the event loop has not got to yet counts as well.
        return not is_readable(self.transport)

    def end(self) -> None:
        """End it, and what was still to be sent."""
        if not self.gone.done():
            self.transport.abort()

    def _taken(self) -> bytes:
        data = self._came[0] if len(self._came) == 1 else b"".join(self._came)
        self._came.clear()
        self._size = 0
        if self._is_paused:
            self._is_paused = False
            if not self._has_ended:
                self.transport.resume_reading()
        return data

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def _changed(self, limit: float | None, late: type[Exception]) -> None:
        """Wait until something happens."""
        self._waiter = waiter = self._loop.create_future()
        timer = None if limit is None else self._loop.call_later(limit, fail, waiter, late)
        try:
            await waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()


def is_readable(transport: asyncio.Transport) -> bool:
    """Whether something has come that the event loop has not seen yet.

    Args:
        transport: A transport over a socket.

    Returns:
        Whether it has; the end of the connection as well.
    """
    sock = transport.get_extra_info("socket")
    if not hasattr(select, "poll"):
        return bool(select.select([sock], [], [], 0)[0])
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))


def fail(waiter: asyncio.Future[None], late: type[Exception]) -> None:
    """Tell who waits that it takes too long.

    Args:
        waiter: What it waits for.
        late: What to raise there.
    """
    if not waiter.done():
        waiter.set_exception(late("timed out"))


async def connected(
    origin: Origin, limit: float | None, context: Callable[[], Awaitable[ssl.SSLContext]]
) -> Connection:
    """Connect.

    Args:
        origin: Where to.
        limit: How long that may take, in seconds.
        context: How certificates are checked, for https.

    Returns:
        The connection.

    Raises:
        ConnectTimeout: It took longer.
        ConnectError: There is none to be had, or it cannot be trusted.
    """
    scheme, host, port = origin
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(limit):
            checks = await context() if scheme == "https" else None
            sock = await _raced(ordered(await _looked_up(loop, host, port)), loop)
            connection = Connection(origin)
            first: asyncio.Protocol = connection if checks is None else _Plain()
            try:
                plain, _ = await loop.create_connection(lambda: first, sock=sock)
            except BaseException:
                sock.close()
                raise
            if checks is not None:
                connection.transport = await _secured(plain, connection, checks, host, loop)
            return connection
    except TimeoutError as error:
        raise errors.ConnectTimeout("timed out") from error
    except OSError as error:
        raise errors.ConnectError(str(error)) from error


class _Plain(asyncio.Protocol):
    """A connection that TLS is to be spoken on. What comes before that is not looked at."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands; what comes on it is TLS's."""
        cast("asyncio.Transport", transport).pause_reading()


async def _secured(
    plain: asyncio.Transport,
    connection: Connection,
    checks: ssl.SSLContext,
    host: str,
    loop: asyncio.AbstractEventLoop,
) -> asyncio.Transport:
    """Speak TLS from here on.

    By itself, because `create_connection` forgets its socket, and does not close it, where it is cancelled before TLS
    has begun. The socket's number would then be another one's.
    """
    try:
        secured = await loop.start_tls(plain, connection, checks, server_hostname=host)
    except BaseException:
        plain.abort()
        raise
    if secured is None:  # it was over before TLS had begun
        raise ConnectionResetError("the server closed the connection")
    return secured


async def _looked_up(loop: asyncio.AbstractEventLoop, host: str, port: int) -> list[Any]:
    # As bytes: Python would look whether a name is an international one, with much to be imported.
    name = host.encode("ascii")
    try:
        return socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        return await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)


async def _raced(addresses: list[Address], loop: asyncio.AbstractEventLoop) -> socket.socket:
    """A connection to the first of some addresses that answers."""
    if len(addresses) == 1:
        return await _one(addresses[0], loop)
    failures: list[BaseException] = []
    racing: set[asyncio.Task[socket.socket]] = set()
    won: socket.socket | None = None
    try:
        while won is None and (addresses or racing):
            if addresses:
                racing.add(loop.create_task(_one(addresses.pop(0), loop)))
            pause = STAGGER if addresses else None
            done, racing = await asyncio.wait(racing, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if (error := task.exception()) is not None:
                    failures.append(error)
                elif won is None:
                    won = task.result()
                else:
                    task.result().close()
    finally:
        for task in racing:
            task.cancel()
            task.add_done_callback(_drop)
    if won is None:
        raise failures[0]
    return won


async def _one(address: Address, loop: asyncio.AbstractEventLoop) -> socket.socket:
    sock = opened(address)
    try:
        sock.setblocking(False)
        await loop.sock_connect(sock, address[3])
    except BaseException:
        sock.close()
        raise
    return sock


def _drop(task: asyncio.Task[socket.socket]) -> None:
    """Close a connection that came too late."""
    if not task.cancelled() and task.exception() is None:
        task.result().close()
