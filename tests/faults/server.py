"""A server that misbehaves on demand: raw bytes on real sockets, one thread, no HTTP library in between."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
import traceback
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum

WAITED = 3.0
"""How many seconds the tests wait for the server's side of a case to end."""

_WINDOW = 1 << 20


class End(Enum):
    """How the server leaves a connection; without one of these it reads the next request."""

    FIN = "half-closed: no more bytes will come, and the client is expected to close its half"
    RESET = "reset: what was on its way is gone"
    HOLD = "held: nothing more is sent until the client leaves"


FIN, RESET, HOLD = End.FIN, End.RESET, End.HOLD


@dataclass(frozen=True)
class Pause:
    """The server waits."""

    seconds: float


@dataclass(frozen=True)
class Deaf:
    """The server waits, and reads nothing meanwhile."""

    seconds: float


@dataclass(frozen=True)
class Endless:
    """The server sends the same bytes again and again, until the client leaves.

    Attributes:
        data: The bytes.
        every: Seconds between two sendings.
        seconds: After how long the server stops after all.
    """

    data: bytes
    every: float = 0.0
    seconds: float = 60.0


@dataclass(frozen=True)
class Repeated:
    """Some bytes, many times over, without being held in memory as a whole."""

    data: bytes
    times: int


Step = bytes | Pause | Deaf | Endless | Repeated | End
Steps = Sequence[Step]


@dataclass(frozen=True)
class Received:
    """A request as it arrived.

    Attributes:
        method: Such as "POST".
        target: The path and query.
        headers: Names in lower case.
        body: The body; empty where the server answered without reading it.
        port: The port that it came to.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    port: int


Answers = Callable[[Received], Steps]
"""What is done for a request."""


@dataclass
class Case:
    """One test's dealings with the server.

    Attributes:
        answers: What is done for each request.
        greeting: What is done on a new connection before any request is read.
        early: Whether requests are answered before their bodies are read.
        requests: The requests that came.
        connections: How many connections were made.
        open: How many of them the client has not closed.
        done: How many requests the server is done with, as far as it ever will be.
        resets: How many connections it has reset.
        broken: What failed in the server itself.
    """

    answers: Answers
    greeting: Steps = ()
    early: bool = False
    requests: list[Received] = field(default_factory=list[Received])
    connections: int = 0
    open: int = 0
    done: int = 0
    resets: int = 0
    broken: list[str] = field(default_factory=list[str])


class _Left(Exception):
    """The client has closed the connection."""


class _Connection(asyncio.Protocol):
    def __init__(self, server: Server, case: Case) -> None:
        self.server = server
        self.case = case
        self.buffer = bytearray()
        self.arrived = asyncio.Event()
        self.left = asyncio.Event()
        self.writable = asyncio.Event()
        self.writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.port: int = transport.get_extra_info("sockname")[1]
        transport.set_write_buffer_limits(high=_WINDOW)
        with self.server.changed:
            self.case.connections += 1
            self.case.open += 1
        self.task = asyncio.ensure_future(self._serve())
        self.server.connections.add(self)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        self.arrived.set()

    def eof_received(self) -> bool:
        self._gone()
        return False  # there is nobody to talk to: the transport closes itself

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone()
        self.server.connections.discard(self)

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def _gone(self) -> None:
        if not self.left.is_set():
            self.left.set()
            self.arrived.set()
            self.writable.set()
            with self.server.changed:
                self.case.open -= 1
                self.server.changed.notify_all()

    async def _serve(self) -> None:
        try:
            await self._perform(self.case.greeting)
            while True:
                request = await self._request()
                self.case.requests.append(request)
                await self._perform(self.case.answers(request))
                self._done()
        except (_Left, asyncio.CancelledError, OSError):
            pass  # OSError: the client has reset the connection
        except Exception:
            self.case.broken.append(traceback.format_exc())
        finally:
            self.transport.abort()

    async def _request(self) -> Received:
        while (end := self.buffer.find(b"\r\n\r\n")) < 0:
            await self._more()
        head = bytes(self.buffer[:end]).decode("latin-1").split("\r\n")
        del self.buffer[: end + 4]
        method, target, _ = head[0].split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        body = b""
        if not self.case.early:
            length = int(headers.get("content-length", "0"))
            while len(self.buffer) < length:
                await self._more()
            body = bytes(self.buffer[:length])
            del self.buffer[:length]
        return Received(method, target, headers, body, self.port)

    async def _more(self) -> None:
        self.arrived.clear()
        if self.left.is_set():
            raise _Left
        await self.arrived.wait()

    async def _perform(self, steps: Steps) -> None:
        for step in steps:
            if isinstance(step, bytes):
                await self._send(step)
            elif isinstance(step, Pause):
                await self._wait(step.seconds)
            elif isinstance(step, Deaf):
                # Nothing tells a server that does not read that its client has left.
                self.transport.pause_reading()
                await asyncio.sleep(step.seconds)
                self.transport.resume_reading()
            elif isinstance(step, Repeated):
                for _ in range(step.times):
                    await self._send(step.data)
            elif isinstance(step, Endless):
                ends = asyncio.get_running_loop().time() + step.seconds
                while asyncio.get_running_loop().time() < ends:
                    await self._send(step.data)
                    await self._wait(step.every)
            elif step is RESET:
                # Closing with a linger time of nought sends RST instead of FIN.
                sock = self.transport.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.case.resets += 1
                self.transport.abort()
                await asyncio.sleep(0)  # the socket is closed in the loop's next turn
                self._done()
                raise _Left
            else:
                if step is FIN:
                    self.transport.write_eof()
                self._done()
                await self.left.wait()
                raise _Left

    def _done(self) -> None:
        with self.server.changed:
            self.case.done += 1
            self.server.changed.notify_all()

    async def _send(self, data: bytes) -> None:
        if self.left.is_set():
            raise _Left
        self.transport.write(data)
        await self.writable.wait()

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.left.wait(), seconds)
        if self.left.is_set():
            raise _Left


class Server:
    """Serves one case at a time on two ports, which are two origins, until it is closed."""

    def __init__(self) -> None:
        """Start listening."""
        self.case: Case | None = None
        self.changed = threading.Condition()
        self.connections: set[_Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="faults", daemon=True)
        self._thread.start()
        starting = asyncio.run_coroutine_threadsafe(self._listen(), self._loop)
        self._listeners = starting.result(WAITED)
        self.port, self.other_port = (listener.sockets[0].getsockname()[1] for listener in self._listeners)

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def other_url(self) -> str:
        """The same server at another origin."""
        return f"http://127.0.0.1:{self.other_port}"

    @contextmanager
    def playing(self, answers: Answers, *, greeting: Steps = (), early: bool = False) -> Generator[Case]:
        """Serve one case.

        Args:
            answers: What is done for each request; steps without an end leave the connection open for the next one.
            greeting: What is done on a new connection before any request is read.
            early: Whether requests are answered before their bodies are read.

        Yields:
            The case, for what came of it. At the end its connections are cut, whatever they were doing.
        """
        assert self.case is None
        self.case = Case(answers, greeting, early)
        try:
            yield self.case
            assert self.case.broken == []
        finally:
            asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(WAITED)
            self.case = None

    def left(self, case: Case) -> bool:
        """Wait for the client to have closed every connection of a case."""
        with self.changed:
            return self.changed.wait_for(lambda: case.open == 0, WAITED)

    def done(self, case: Case, requests: int) -> bool:
        """Wait for the server to be done with so many requests of a case."""
        with self.changed:
            return self.changed.wait_for(lambda: case.done >= requests, WAITED)

    def ended(self, case: Case, requests: int) -> bool:
        """Wait for the server to be done with so many requests of a case, or for the client to have left."""
        with self.changed:
            return self.changed.wait_for(lambda: case.done >= requests or case.open == 0, WAITED)

    def close(self) -> None:
        """Stop listening."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(WAITED)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAITED)
        self._loop.close()

    async def _listen(self) -> tuple[asyncio.Server, asyncio.Server]:
        one, other = [await self._loop.create_server(self._connection, "127.0.0.1", 0) for _ in range(2)]
        return one, other

    def _connection(self) -> _Connection:
        # Nobody should come between two cases; whoever does is cut off with the next case's end.
        return _Connection(self, self.case or Case(lambda _: [RESET]))

    async def _cut(self) -> None:
        tasks = [connection.task for connection in self.connections]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _stop(self) -> None:
        await self._cut()
        for listener in self._listeners:
            listener.close()
            await listener.wait_closed()
