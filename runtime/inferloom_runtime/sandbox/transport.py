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


class SocketTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Takes every request of an httpx client, sync or async, to a sandbox that is served, whatever its host.

    Args:
        url: The server's address.
    """

    def __init__(self, url: str) -> None:
        self._url = httpx.URL(url)
        self._sync = httpx.HTTPTransport()
        self._async = httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request of a sync client."""
        return self._sync.handle_request(self._led(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request of an async client."""
        return await self._async.handle_async_request(self._led(request))

    def close(self) -> None:
        """Give the connections of a sync client back."""
        self._sync.close()

    async def aclose(self) -> None:
        """Give the connections of an async client back."""
        await self._async.aclose()

    def _led(self, request: httpx.Request) -> httpx.Request:
        """The request on its way to the server; its header `host` says where it was meant to go."""
        server = self._url.raw_scheme.decode(), self._url.host, self._url.port
        url = request.url.copy_with(scheme=server[0], host=server[1], port=server[2])
        return httpx.Request(
            request.method, url, headers=request.headers, stream=request.stream, extensions=request.extensions
        )


def socket_client(url: str) -> httpx.Client:
    """A sync HTTP client that only ever reaches the sandbox served at an address."""
    return httpx.Client(transport=SocketTransport(url))


def async_socket_client(url: str) -> httpx.AsyncClient:
    """An async HTTP client that only ever reaches the sandbox served at an address."""
    return httpx.AsyncClient(transport=SocketTransport(url))


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
