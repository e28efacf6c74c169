"""A connection of threads: a socket that is waited for."""

from __future__ import annotations

import contextlib
import os
import select
import selectors
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import h11

from inferloom_runtime import clock, deadline
from inferloom_runtime.http1 import errors
from inferloom_runtime.http1.addresses import STAGGER, Address, opened, ordered
from inferloom_runtime.http1.exchange import MOST_HEAD, Exchange
from inferloom_runtime.http1.kept import is_fresh
from inferloom_runtime.http1.request import Origin

if TYPE_CHECKING:
    import ssl

_READ = 64 << 10
_WRITTEN = 1 << 20
_RECORD = 16 << 10
"""The most that TLS sends at once."""


class Connection:
    """A connection that one thread uses at a time.

    Args:
        sock: The socket, connected.
        origin: Where it leads.

    Attributes:
        origin: Where it leads.
        idle_since: When it was last used.
        state: What h11 knows of it.
    """

    def __init__(self, sock: socket.socket, origin: Origin) -> None:
        self.origin = origin
        self.idle_since: float = 0.0
        self.state: h11.Connection = h11.Connection(h11.CLIENT, MOST_HEAD)
        self._sock = sock
        self._step = _RECORD if origin[0] == "https" else _WRITTEN
        self._process = os.getpid()
        self._timeout = sock.gettimeout()
        self._ready = _Ready(sock)

    def read(self, limit: float | None) -> bytes:
        """Wait for bytes.

        Args:
            limit: For how long, in seconds.

        Returns:
            The bytes; none at the end.

        Raises:
            ReadTimeout: Nothing came in time.
            ReadError: The connection broke.
        """
        try:
            self._wait_for(limit)
            return self._sock.recv(_READ)
        except TimeoutError as error:
            raise errors.ReadTimeout("timed out") from error
        except OSError as error:
            raise errors.ReadError(str(error)) from error

    def write(self, data: bytes, limit: float | None, exchange: Exchange) -> None:
        """Send bytes, unless an answer makes them useless while they wait for the server to read them.

        Args:
            data: The bytes.
            limit: How long the server may read nothing, in seconds.
            exchange: Takes what comes meanwhile.

        Raises:
            WriteTimeout: The server read nothing in time.
            WriteError: The connection broke.
        """
        left = memoryview(data)
        try:
            while left and not exchange.is_refused:
                # What is small, and the first of what is large, has its room in the buffers.
                if exchange.sent and not exchange.answered:
                    self._listen(limit, exchange)
                self._wait_for(limit)
                sent = self._sock.send(left[: self._step])
                exchange.sent += sent
                left = left[sent:]
            exchange.is_cut = exchange.is_cut or bool(left)
        except TimeoutError as error:
            raise errors.WriteTimeout("timed out") from error
        except OSError as error:
            raise errors.WriteError(str(error)) from error

    def is_usable(self) -> bool:
        """Whether it was used lately, and the server has neither ended it nor sent what nobody asked for.

        Returns:
            Whether it can be used again.
        """
        return is_fresh(self) and not self._ready.wait(0, writing=False)

    def end(self) -> None:
        """End it; a thread that waits for it wakes up. In a forked process only this process's hold of it ends."""
        if self._process == os.getpid():
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
        self._sock.close()

    def _wait_for(self, limit: float | None) -> None:
        limit = deadline.left(limit)
        if limit != self._timeout:
            self._sock.settimeout(limit)
            self._timeout = limit

    def _listen(self, limit: float | None, exchange: Exchange) -> None:
        """Wait until there is room for more, and take what comes until then."""
        while not exchange.answered:
            limit = deadline.left(limit)
            came = self._ready.wait(limit, writing=True)
            if came is None:
                raise TimeoutError
            if not came:
                return
            self._timeout = 0
            self._sock.settimeout(0)
            try:
                data = self._sock.recv(_READ)
            except OSError as error:
                # Part of a TLS record, or nothing but TLS's own affairs. (Without TLS nobody needs to import `ssl`.)
                if isinstance(error, BlockingIOError) or type(error).__name__ == "SSLWantReadError":
                    return
                raise
            exchange.take(data)


class _Ready:
    """Whether a socket can be read, or written."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        if hasattr(select, "poll"):  # not on Windows; where it is, `select` cannot have more than 1024 files
            self._reading, self._either = select.poll(), select.poll()
            self._reading.register(sock, select.POLLIN)
            self._either.register(sock, select.POLLIN | select.POLLOUT)

    def wait(self, limit: float | None, *, writing: bool) -> bool | None:
        """Wait until it can be read (True) or, where that is wanted, written (False); None where the time is up."""
        if hasattr(select, "poll"):
            poll = self._either if writing else self._reading
            found = poll.poll(None if limit is None else limit * 1000)
            return found[0][1] != select.POLLOUT if found else None
        reading, free, _ = select.select([self._sock], [self._sock] if writing else [], [], limit)
        return bool(reading) if reading or free else None


def connected(origin: Origin, limit: float | None, context: Callable[[], ssl.SSLContext]) -> Connection:
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
    ends = None if limit is None else clock.now() + limit
    try:
        # As bytes: Python would look whether a name is an international one, with much to be imported.
        found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
        sock = _raced(ordered(found), ends)
        if scheme == "https":
            try:
                sock.settimeout(_left(ends))
                sock = context().wrap_socket(sock, server_hostname=host)
            except BaseException:
                sock.close()
                raise
        return Connection(sock, origin)
    except TimeoutError as error:
        raise errors.ConnectTimeout("timed out") from error
    except OSError as error:
        raise errors.ConnectError(str(error)) from error


def _left(ends: float | None) -> float | None:
    """Seconds that are left, until then and for the whole call."""
    if ends is not None and ends <= clock.now():
        raise TimeoutError
    return deadline.left(deadline.within(None, ends))


def _raced(addresses: list[Address], ends: float | None) -> socket.socket:
    """A connection to the first of some addresses that answers."""
    if len(addresses) == 1:
        sock = opened(addresses[0])
        try:
            sock.settimeout(_left(ends))
            sock.connect(addresses[0][3])
        except BaseException:
            sock.close()
            raise
        return sock
    failures: list[OSError] = []
    with selectors.DefaultSelector() as racing:
        try:
            while addresses or racing.get_map():
                if addresses and (begun := _begun(addresses.pop(0), failures)) is not None:
                    racing.register(begun, selectors.EVENT_WRITE)
                left = _left(ends)
                pause = left if not addresses else STAGGER if left is None else min(left, STAGGER)
                for key, _ in racing.select(pause) if racing.get_map() else ():
                    racer = cast("socket.socket", key.fileobj)
                    racing.unregister(racer)
                    code = racer.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if code == 0:
                        return racer
                    racer.close()
                    failures.append(OSError(code, os.strerror(code)))
        finally:
            for key in list(racing.get_map().values()):
                cast("socket.socket", key.fileobj).close()
    raise failures[0]


def _begun(address: Address, failures: list[OSError]) -> socket.socket | None:
    """A socket that is connecting."""
    sock = None
    try:
        sock = opened(address)
        sock.setblocking(False)
        sock.connect(address[3])
    except BlockingIOError:
        return sock
    except OSError as error:
        if sock is not None:
            sock.close()
        failures.append(error)
        return None
    return sock
