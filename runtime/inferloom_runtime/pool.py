"""The connections that clients share, in whatever thread, event loop or process they are used."""

from __future__ import annotations

import contextlib
import importlib
import os
import weakref
from collections.abc import AsyncGenerator
from functools import partial
from typing import TYPE_CHECKING, Any

from inferloom_runtime import choice, deadline
from inferloom_runtime.forks import Lock
from inferloom_runtime.retry import Budget

if TYPE_CHECKING:
    import asyncio


class Pool:
    """What clients made from one another share: the HTTP client, what was learnt of servers, the retries in hand.

    Args:
        http: The caller's own HTTP client, or None to make one on first use: one for all threads, or one for each event
            loop, because connections cannot move from one loop to another.
        kind: The HTTP client's class, "Client" or "AsyncClient".

    Attributes:
        hub: What was learnt from the Hub.
        budget: The retries in hand.
        openai_hosts: Addresses found to speak the OpenAI wire only.
        unused: Parameters that a model's server was found to refuse, by address and model.
        maker: Refers to the client that the pool was made for: the one that closes it for all.
    """

    def __init__(self, http: Any, kind: str) -> None:
        from inferloom_runtime.routing import Hub

        self.hub: Hub = Hub()
        self.budget: Budget = Budget()
        self.openai_hosts: set[str] = set()
        self.unused: dict[tuple[str, str], frozenset[str]] = {}
        self.maker: weakref.ref[Any] | None = None
        self._http = http
        self._owned = http is None
        self._kind = kind
        self._loops: dict[asyncio.AbstractEventLoop, tuple[Any, AsyncGenerator[None]]] = {}
        self._ending: list[tuple[Any, AsyncGenerator[None]]] = []
        self._left: list[Any] = []
        self._lock = Lock()
        _all.add(self)

    def client(self) -> Any:
        """The HTTP client of all threads."""
        http = self._http
        if http is None:
            with self._lock:
                http = self._http
                if http is None:
                    http = self._http = self._made()
        return http

    async def client_here(self) -> Any:
        """The HTTP client of the running event loop."""
        if not self._owned:
            return self._http
        import asyncio  # a program without an event loop does not need it

        loop = asyncio.get_running_loop()
        found = self._loops.get(loop)
        if found is not None:
            return found[0]
        # Importing and building an HTTP client (its TLS context above all) takes long enough to stall the loop.
        http = await asyncio.to_thread(self._made)
        found = self._loops.get(loop)
        if found is not None:  # another task was faster
            await http.aclose()
            return found[0]
        for ended in [one for one in list(self._loops) if one.is_closed()]:
            self._loops.pop(ended, None)
        closer = _closed_with_the_loop(http)
        self._loops[loop] = (http, closer)
        await anext(closer)
        return http

    def close(self) -> None:
        """Close a sync client's connections; a later call opens new ones. An injected HTTP client stays as it is."""
        if self._owned:
            with self._lock:
                http, self._http = self._http, None
            if http is not None:
                http.close()

    async def close_here(self) -> None:
        """Close an async client's connections of the running event loop, as `close` does."""
        import asyncio

        found = self._loops.pop(asyncio.get_running_loop(), None)
        if found is not None:
            http, closer = found
            await http.aclose()
            if getattr(http, "busy", None):  # what is in use goes on, until the loop's end at the latest
                self._ending = [one for one in self._ending if one[0].busy] + [found]
            else:
                await closer.aclose()

    def leave_to_the_parent(self) -> None:
        """Open new connections from here on: this is a forked process, and what is open is the parent's.

        Nothing is sent on it, and nothing is closed but this process's hold of it.
        """
        if self._owned:
            # An event loop's transports complain when they are dropped; nobody here can close them in its stead.
            self._left += [self._loops, self._ending]
            if self._http is not None:
                self._left.append(self._http)
                if hasattr(self._http, "leave_to_the_parent"):
                    self._http.leave_to_the_parent()
            self._http, self._loops, self._ending = None, {}, []

    def _made(self) -> Any:
        """The one place where the kind of HTTP client is chosen."""
        if self._kind == "Client":
            from inferloom_runtime.http1.threads import Client

            return Client(partial(made_of_httpx, self._kind))
        return choice.async_client()(partial(made_of_httpx, self._kind))

    def __reduce__(self) -> tuple[type[Pool], tuple[None, str]]:
        # Another process, or a deep copy, has connections of its own, and learns for itself.
        if not self._owned:
            raise TypeError(
                "A client with an injected http_client can be neither pickled nor copied deeply: its connections are "
                "not its own. Make one where it is needed, or leave http_client out."
            )
        return Pool, (None, self._kind)

    def __del__(self) -> None:
        # A sync client that nobody closed gives its connections back when it is forgotten; the interpreter may be about
        # to end, and nobody could catch what is raised here.
        http = getattr(self, "_http", None)
        if http is not None and self._owned:
            with contextlib.suppress(Exception):
                http.close()


def made_of_httpx(kind: str) -> Any:
    """An HTTP client for what ours does not do, such as proxies.

    Args:
        kind: Its class, "Client" or "AsyncClient".

    Returns:
        The client.
    """
    from http.cookiejar import DefaultCookiePolicy  # it comes with an HTTP client of its own, which is needed here only

    httpx = importlib.import_module("httpx")
    limits = httpx.Limits(max_connections=1000, max_keepalive_connections=100)
    http = getattr(httpx, kind)(limits=limits, follow_redirects=False, timeout=None)
    # A server's cookies are not kept: clients with different keys share the connections.
    http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
    if kind == "Client":
        deadline.watch(http)
    return http


async def _closed_with_the_loop(http: Any) -> AsyncGenerator[None]:
    """Ends when it is closed; an event loop that is shut down closes its generators, and so the connections."""
    try:
        yield
    finally:
        await (http.abandon() if hasattr(http, "abandon") else http.aclose())


_all: weakref.WeakSet[Pool] = weakref.WeakSet()


def _leave_all_to_the_parent() -> None:
    for pool in list(_all):
        pool.leave_to_the_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all_to_the_parent)
