"""A limit in time for whatever one thread does on a connection, however it is split into pieces.

An HTTP client's own limits hold for each read. A server that sends a byte now and then keeps within them forever, and
in a thread nobody can interrupt a read. So the connections of a client that we made ask here before each one. (An
event loop can interrupt: the async driver needs none of this.)
"""

from __future__ import annotations

import threading
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from weakref import WeakSet

from inferloom_runtime import clock

_LEAST = 0.001
_LONGEST = 2_000_000.0
"""Seconds, 23 days: the operating system counts what a socket waits in milliseconds, in 32 bits."""


class _Here(threading.local):
    ends: float | None = None


_here = _Here()


class until:  # it is used like a function
    """Let what this thread reads and writes end in time.

    Args:
        ends: When, on `clock.now`; None for no limit.
    """

    __slots__ = ("_before", "_ends")

    def __init__(self, ends: float | None) -> None:
        self._ends = ends

    def __enter__(self) -> None:
        self._before, _here.ends = _here.ends, self._ends

    def __exit__(self, *_: object) -> None:
        _here.ends = self._before


def until_async(ends: float | None) -> AbstractAsyncContextManager[object]:
    """Let what this task reads and writes end in time.

    Args:
        ends: When, on `clock.now`; None for no limit.

    Returns:
        What is entered with `async with`; it raises TimeoutError where the time runs out.
    """
    if ends is None:
        return _NO_LIMIT
    import asyncio  # a program without an event loop does not need it

    return asyncio.timeout(ends - clock.now())


_NO_LIMIT = nullcontext()


def within(limit: float | None, ends: float | None) -> float | None:
    """How long one read, write or connection may take.

    Args:
        limit: Its own limit in seconds, or None.
        ends: When the whole call's time is up, on `clock.now`; None for no limit.

    Returns:
        Seconds, or None for no limit.
    """
    if ends is not None:
        left = max(ends - clock.now(), _LEAST)
        limit = left if limit is None else min(limit, left)
    return None if limit is None else min(limit, _LONGEST)


def watch(http: Any) -> None:
    """Make an HTTP client that we own ask before each read and write.

    Args:
        http: An `httpx.Client`.
    """
    _watched.add(http)
    mounts = [http._transport, *http._mounts.values()]
    for pool in (getattr(transport, "_pool", None) for transport in mounts):
        backend: Any = getattr(pool, "_network_backend", None)
        if pool is not None and backend is not None:
            pool._network_backend = _Backend(backend)


def watches(http: Any) -> bool:
    """Whether what an HTTP client reads can be given an end in time.

    Args:
        http: The HTTP client.

    Returns:
        True for a client that `watch` was called for, for our own, which asks by itself, and for one whose reads are
        awaited.
    """
    return hasattr(http, "aclose") or getattr(http, "keeps_time", False) or http in _watched


_watched: WeakSet[Any] = WeakSet()


class _Backend:
    """A network backend of httpcore's shape."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **options: Any) -> _Stream:
        return _Stream(self._inner.connect_tcp(host, port, timeout=left(timeout), **options))

    def connect_unix_socket(self, path: str, timeout: float | None = None, **options: Any) -> _Stream:
        return _Stream(self._inner.connect_unix_socket(path, timeout=left(timeout), **options))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class _Stream:
    """A network stream of httpcore's shape."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data: bytes = self._inner.read(max_bytes, timeout=left(timeout))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> _Stream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname=server_hostname, timeout=left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def left(timeout: float | None) -> float | None:
    """How long this thread may wait for one read or write.

    Args:
        timeout: Its own limit in seconds, or None.

    Returns:
        Seconds, or None for no limit.

    Raises:
        TimeoutError: The time for the whole call is up.
    """
    ends = _here.ends
    # What has arrived already is read in no time, so that a wait of nothing would never end.
    if ends is not None and ends <= clock.now():
        raise TimeoutError  # even where there is something to read: a server may never stop
    return within(timeout, ends)
