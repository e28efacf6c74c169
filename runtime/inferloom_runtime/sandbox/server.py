"""The sandbox as a real HTTP server."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator, Generator, Iterator
from dataclasses import dataclass
from functools import partial

import anyio
import uvicorn
from anyio import to_thread
from starlette.applications import Starlette
from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from inferloom_runtime.sandbox.exchange import Request, Responder

HOST = "127.0.0.1"
PORT = 8000
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_START_SECONDS = 20.0
_STOP_SECONDS = 10.0


def app(sandbox: Responder, *, delay: float = 0.0) -> Starlette:
    """The ASGI application around a sandbox.

    Args:
        sandbox: What answers.
        delay: Seconds to wait before each piece of a stream.
    """

    async def endpoint(received: HttpRequest) -> Response:
        headers = {name.lower(): value for name, value in received.headers.items()}
        request = Request(received.method, str(received.url), headers, await received.body())
        # Drawing takes a while and must not hold up the other connections.
        reply = await to_thread.run_sync(partial(sandbox.respond, request))
        if isinstance(reply.body, bytes):
            return Response(reply.body, reply.status, dict(reply.headers))
        return StreamingResponse(_delayed(reply.body, delay), reply.status, dict(reply.headers))

    return Starlette(routes=[Route("/{path:path}", endpoint, methods=_METHODS)])


def serve(sandbox: Responder, host: str = HOST, port: int = PORT, *, delay: float = 0.0) -> None:
    """Serve until interrupted.

    Args:
        sandbox: What answers.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        delay: Seconds to wait before each piece of a stream.

    Raises:
        OSError: The port is taken.
    """
    listener = _listening(host, port)
    with contextlib.closing(listener):
        url = _url(listener)
        print(_welcome(url), flush=True)
        config = uvicorn.Config(app(sandbox, delay=delay), lifespan="off", ws="none", log_level="warning")
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is running.

    Attributes:
        url: Its address, without a slash at the end.
        sandbox: What answers.
    """

    url: str
    sandbox: Responder


@contextlib.contextmanager
def running_server(sandbox: Responder, *, host: str = HOST, port: int = 0, delay: float = 0.0) -> Generator[Running]:
    """Run the server in a thread for as long as the block takes.

    Args:
        sandbox: What answers.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        delay: Seconds to wait before each piece of a stream.

    Yields:
        The running server, which accepts connections already.

    Raises:
        RuntimeError: The server did not start in time.
    """
    listener = _listening(host, port)
    config = uvicorn.Config(app(sandbox, delay=delay), lifespan="off", ws="none", log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="inferloom-sandbox", daemon=True)
    thread.start()
    try:
        _await_start(server, thread)
        yield Running(_url(listener), sandbox)
    finally:
        server.should_exit = True
        thread.join(_STOP_SECONDS / 2)
        if thread.is_alive():
            # A client that keeps a stream open must not keep the test run from ending.
            server.force_exit = True
            thread.join(_STOP_SECONDS / 2)
        listener.close()


async def _delayed(pieces: Iterator[bytes], delay: float) -> AsyncIterator[bytes]:
    async for piece in iterate_in_threadpool(pieces):
        if delay:
            await anyio.sleep(delay)
        yield piece


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio switches off the delay that would hold back each small answer for 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()  # whoever is told of the address may use it at once
    except OSError:
        listener.close()
        raise
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _await_start(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("The sandbox's server did not start.")
        time.sleep(0.005)


def _welcome(url: str) -> str:
    return f"""The inferloom sandbox answers at {url} with synthetic values. Stop it with Ctrl+C.

Point an application at it:
  one task          InferenceClient(model="{url}/text-to-image").text_to_image("A red fox.")
  chat              InferenceClient(base_url="{url}/v1").chat.completions.create(...)
  OpenAI's client   OpenAI(base_url="{url}/v1", api_key="any")
  a provider        inferloom.sandbox.client(url="{url}", provider="fal-ai")
                    OpenAI(base_url="{url}/api.groq.com/openai/v1", api_key="any")
  the Hub's wire    {url}/hf-inference/models/sandbox/<task>    {url}/api/models/sandbox/<task>
"""
