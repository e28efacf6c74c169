"""The HTTP client of threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime import deadline, redaction
from inferloom_runtime.http1 import errors
from inferloom_runtime.http1.exchange import Exchange
from inferloom_runtime.http1.fallback import Fallback
from inferloom_runtime.http1.kept import Kept
from inferloom_runtime.http1.proxies import is_direct, proxies
from inferloom_runtime.http1.request import Origin, Request
from inferloom_runtime.http1.sockets import Connection, connected

if TYPE_CHECKING:
    import ssl

    from inferloom_runtime.http1 import tls


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

    def __init__(self, exchange: Exchange, request: Request, connection: Connection, http: Client) -> None:
        self.status_code: int = exchange.status
        self.headers: redaction.Headers = exchange.headers
        self.url: str = request.url
        self._exchange = exchange
        self._limits = request.limits
        self._connection: Connection | None = connection
        self._http = http

    def iter_bytes(self) -> Iterator[bytes]:
        """The body, decompressed, piece by piece."""
        return self

    def __iter__(self) -> Response:
        """The body."""
        return self

    def __next__(self) -> bytes:
        """The next piece of the body.

        Returns:
            It; never an empty one.

        Raises:
            StopIteration: There is none.
            HTTPError: The connection broke, or what came is no body.
            StreamClosed: The answer was closed before.
        """
        exchange = self._exchange
        while not (piece := exchange.piece()):
            if exchange.over:
                self.close()
                raise StopIteration
            if self._connection is None:
                raise errors.StreamClosed("The answer was closed before it was read.")
            exchange.take(self._connection.read(self._limits.get("read")))
        if exchange.over:
            self.close()
        return piece

    def close(self) -> None:
        """Give the connection back; where the answer has not been read to its end, end it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._http.give_back(connection, self._exchange)


class _Turn:
    """A waiting thread's place.

    A plain lock, since telling it must never wait: a stream that is forgotten may do that in the middle of the wait, in
    the same thread, and `threading.Event` would wait for itself there.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lock.acquire()

    def wait(self, limit: float | None) -> bool:
        """Wait for it, for so many seconds. Returns whether it came."""
        return self._lock.acquire(timeout=-1 if limit is None else limit)

    def give(self) -> None:
        """The thread has its place."""
        self._lock.release()


class Client:
    """An HTTP client for threads.

    Args:
        other: Makes the HTTP client for what is not done here.

    Attributes:
        is_closed: Whether `close` was called.
        keeps_time: It asks `deadline` before each read and write.
    """

    keeps_time = True

    def __init__(self, other: Callable[[], Any]) -> None:
        self.is_closed: bool = False
        self._other = Fallback(other)
        self._proxies = proxies()
        self._tls: tls.Trust | None = None
        self._kept: Kept[Connection, _Turn] = Kept()
        # The same thread may come in twice: a stream that is forgotten gives its connection back at any point.
        self._lock = threading.RLock()

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
            content: Nothing, the bytes, or an iterator of pieces, for which `headers` have a content-length.
            extensions: The time limits, under "timeout".

        Returns:
            The request.

        Raises:
            LocalProtocolError: A header cannot be sent.
        """
        return Request(method, url, headers, content, extensions)

    def send(self, request: Request, *, stream: bool = True, follow_redirects: bool = False) -> Any:
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
            return self._elsewhere(request)
        connection = self._connection(origin, limits)
        exchange = Exchange(connection.state, request)
        try:
            try:
                for part in exchange.begin():
                    connection.write(part, limits.get("write"), exchange)
                if exchange.streams:
                    for piece in request.content:
                        connection.write(exchange.say(piece), limits.get("write"), exchange)
                        if exchange.is_refused:
                            break
                    else:
                        exchange.finish()
            except errors.WriteError:
                exchange.is_cut = True  # a server may refuse a body before it has read it, and its answer says why
            while not exchange.answered:
                exchange.take(connection.read(limits.get("read")))
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
        good = exchange is not None and exchange.renew()
        with self._lock:
            ended = self._kept.give(connection) if good and not self.is_closed else [connection]
            self._kept.busy.discard(connection)
            self._leave()
        for one in ended:
            one.end()

    def close(self) -> None:
        """End the connections that nobody uses; those in use end as they are given back."""
        self.is_closed = True
        with self._lock:
            ended = self._kept.clear()
        for one in ended:
            one.end()
        if self._other.made is not None:
            self._other.made.close()

    def leave_to_the_parent(self) -> None:
        """End this process's hold of the connections that nobody uses. It is a forked one: its parent goes on."""
        # No lock: its holder may have stayed behind.
        self.is_closed = True
        for one in self._kept.clear():
            one.end()

    def _elsewhere(self, request: Request) -> Any:
        http = self._other.client()
        return http.send(self._other.request(request), stream=True, follow_redirects=False)

    def _leave(self) -> None:
        if (turn := self._kept.leave()) is not None:
            turn.give()

    def _connection(self, origin: Origin, limits: Mapping[str, float | None]) -> Connection:
        with self._lock:
            turn = None if self._kept.enter() else _Turn()
            if turn is not None:
                self._kept.waiting.append(turn)
        if turn is not None:
            self._wait(turn, limits.get("pool"))
        try:
            while True:
                with self._lock:
                    connection = self._kept.take(origin)
                    spare = self._kept.spare() if connection is None else None
                if spare is not None:
                    spare.end()
                if connection is None:
                    connection = connected(origin, limits.get("connect"), self._context)
                elif not connection.is_usable():
                    connection.end()
                    continue
                self._kept.busy.add(connection)
                return connection
        except BaseException:
            with self._lock:
                self._leave()
            raise

    def _wait(self, turn: _Turn, limit: float | None) -> None:
        try:
            if not turn.wait(deadline.left(limit)):
                raise errors.PoolTimeout("timed out")
        except BaseException:
            with self._lock:
                try:
                    self._kept.waiting.remove(turn)
                except ValueError:  # it came at the last moment: it is the next one's
                    self._leave()
            raise

    def _context(self) -> ssl.SSLContext:
        from inferloom_runtime.http1 import tls  # whoever asks no https needs no `ssl`

        with self._lock:
            self._tls = self._tls or tls.Trust()
        return self._tls.context()
