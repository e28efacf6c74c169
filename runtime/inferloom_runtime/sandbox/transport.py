"""The sandbox inside the application: an httpx transport that opens no socket."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import anyio.lowlevel
import httpx

from inferloom_runtime.sandbox.exchange import Reply, Request, Responder


class SandboxTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers every request of an httpx client, sync or async, whatever its host.

    Args:
        sandbox: What answers.
        delay: Seconds to wait before each piece of a stream.
    """

    def __init__(self, sandbox: Responder, *, delay: float = 0.0) -> None:
        self._sandbox = sandbox
        self._delay = delay

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of a sync client."""
        request.read()
        reply = self._sandbox.respond(_received(request))
        return _response(reply, request, _Stream(reply, self._delay))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of an async client."""
        await request.aread()
        # Elsewhere the network would be waited for here; others must get their turn in the same way.
        await anyio.lowlevel.checkpoint()
        reply = self._sandbox.respond(_received(request))
        return _response(reply, request, _AsyncStream(reply, self._delay))


def client(sandbox: Responder, *, delay: float = 0.0) -> httpx.Client:
    """A sync HTTP client that only ever reaches the sandbox."""
    return httpx.Client(transport=SandboxTransport(sandbox, delay=delay))


def async_client(sandbox: Responder, *, delay: float = 0.0) -> httpx.AsyncClient:
    """An async HTTP client that only ever reaches the sandbox."""
    return httpx.AsyncClient(transport=SandboxTransport(sandbox, delay=delay))


class SocketTransport(httpx.BaseTransport):
    """Takes every request of a sync httpx client to a sandbox that is served, whatever its host.

    Args:
        url: The server's address.
    """

    def __init__(self, url: str) -> None:
        self._url = httpx.URL(url)
        self._inner = httpx.HTTPTransport(verify=False, limits=_LIMITS)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        return self._inner.handle_request(_led(request, self._url))


class AsyncSocketTransport(httpx.AsyncBaseTransport):
    """Takes every request of an async httpx client to a sandbox that is served, whatever its host.

    Args:
        url: The server's address.
    """

    def __init__(self, url: str) -> None:
        self._url = httpx.URL(url)
        self._inner = httpx.AsyncHTTPTransport(verify=False, limits=_LIMITS)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        return await self._inner.handle_async_request(_led(request, self._url))


# A sandbox speaks plain HTTP on this machine: there is nothing to verify, and no connection is worth keeping. So
# nothing stays open that the SDK's client, to whom the HTTP client is somebody else's, would not close.
_LIMITS = httpx.Limits(max_keepalive_connections=0)


def _led(request: httpx.Request, server: httpx.URL) -> httpx.Request:
    """A request on its way to a server; its header `host` says where it was meant to go."""
    url = request.url.copy_with(scheme=server.scheme, host=server.host, port=server.port)
    return httpx.Request(
        request.method, url, headers=request.headers, stream=request.stream, extensions=request.extensions
    )


def socket_client(url: str) -> httpx.Client:
    """A sync HTTP client that only ever reaches the sandbox served at an address."""
    return httpx.Client(transport=SocketTransport(url))


def async_socket_client(url: str) -> httpx.AsyncClient:
    """An async HTTP client that only ever reaches the sandbox served at an address."""
    return httpx.AsyncClient(transport=AsyncSocketTransport(url))


class _Stream(httpx.SyncByteStream):
    def __init__(self, reply: Reply, delay: float) -> None:
        self._reply = reply
        self._delay = delay

    def __iter__(self) -> Iterator[bytes]:
        if isinstance(self._reply.body, bytes):
            yield self._reply.body
            return
        for piece in self._reply.body:
            if self._delay:
                time.sleep(self._delay)
            yield piece


class _AsyncStream(httpx.AsyncByteStream):
    def __init__(self, reply: Reply, delay: float) -> None:
        self._reply = reply
        self._delay = delay

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if isinstance(self._reply.body, bytes):
            yield self._reply.body
            return
        for piece in self._reply.body:
            await anyio.sleep(self._delay)
            yield piece


def _received(request: httpx.Request) -> Request:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Request(request.method, str(request.url), headers, request.content)


def _response(reply: Reply, request: httpx.Request, stream: Any) -> httpx.Response:
    headers = dict(reply.headers)
    if isinstance(reply.body, bytes):
        headers["content-length"] = str(len(reply.body))
    return httpx.Response(reply.status, headers=headers, stream=stream, request=request)
