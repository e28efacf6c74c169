"""A server on this machine that answers as a test tells it, byte for byte; and the HTTP clients to ask it with."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any

from inferloom import AsyncInferenceClient, InferenceClient


@dataclass
class Reply:
    """An answer.

    Attributes:
        pieces: The body; each piece is sent by itself.
        status: The HTTP status.
        content_type: The media type, or "" for none.
        ending: "whole"; "held": the server sends no end, and waits until the client hangs up; "broken": the connection
            is cut without the end that the transfer encoding asks for.
    """

    pieces: Iterable[bytes | str]
    status: int = 200
    content_type: str = "text/event-stream"
    ending: str = "whole"


@dataclass
class Served:
    """A server, and what it saw.

    Attributes:
        url: Its address.
        replies: What it answers next; the last one stays.
        bodies: The bodies of the requests.
        connections: How many connections were opened.
        hung_up: Set when a client has left a held answer.
    """

    url: str
    replies: list[Reply] = field(default_factory=list[Reply])
    bodies: list[bytes] = field(default_factory=list[bytes])
    connections: int = 0
    hung_up: threading.Event = field(default_factory=threading.Event)

    def answers(self, *replies: Reply) -> None:
        """Begin anew."""
        self.replies, self.connections = list(replies), 0
        self.bodies.clear()
        self.hung_up.clear()


@contextmanager
def serving() -> Iterator[Served]:
    """Run a server.

    Yields:
        The server.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            served.connections += 1

        def do_POST(self) -> None:
            served.bodies.append(self.rfile.read(int(self.headers["content-length"])))
            reply = served.replies.pop(0) if len(served.replies) > 1 else served.replies[0]
            self.send_response(reply.status)
            if reply.content_type:
                self.send_header("content-type", reply.content_type)
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for piece in reply.pieces:
                data = piece.encode() if isinstance(piece, str) else piece
                self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
                self.wfile.flush()
            if reply.ending == "whole":
                self.wfile.write(b"0\r\n\r\n")
            else:
                self.close_connection = True
            if reply.ending == "held":
                self.connection.settimeout(10)
                assert self.rfile.read(1) == b""
                served.hung_up.set()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Clients that leave in the middle are what is tested."""

    server = Server(("127.0.0.1", 0), Handler)
    served = Served(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Side:
    """One way to call: sync or async, over one of the HTTP clients.

    Attributes:
        awaited: Whether it is the async one.
        library: httpx or httpx2.
    """

    awaited: bool
    library: ModuleType

    def http(self, **settings: Any) -> Any:
        """An HTTP client that has one connection, and gives up when it does not get it."""
        kind = self.library.AsyncClient if self.awaited else self.library.Client
        settings.setdefault("limits", self.library.Limits(max_connections=1))
        return kind(timeout=self.library.Timeout(5), **settings)

    def client(self, url: str, http: Any, **settings: Any) -> Any:
        """A client that asks a server."""
        kind = AsyncInferenceClient if self.awaited else InferenceClient
        return kind(url, http_client=http, token="no-key", max_retries=0, **settings)

    async def call(self, method: Any, *args: Any, **arguments: Any) -> Any:
        """Call a method, and wait for its result."""
        result = method(*args, **arguments)
        return await result if self.awaited else result

    async def close(self, closable: Any) -> None:
        """Close an HTTP client, a client or a stream."""
        if self.awaited:
            await (closable.aclose() if hasattr(closable, "aclose") else closable.close())
        else:
            closable.close()

    async def next(self, stream: Any) -> Any:
        """The next item of a stream."""
        return await anext(stream) if self.awaited else next(stream)

    async def all(self, stream: Any) -> list[Any]:
        """The items of a stream, to its end."""
        return [item async for item in stream] if self.awaited else list(stream)

    async def until_it_fails(self, stream: Any) -> tuple[list[Any], Exception]:
        """The items before a stream's error, with the error."""
        items: list[Any] = []
        try:
            while True:
                items.append(await self.next(stream))
        except (StopIteration, StopAsyncIteration):
            raise AssertionError(f"no error after {items}") from None
        except Exception as error:
            return items, error

    async def forget(self) -> None:
        """Let everything that nobody holds any more be finalized."""
        gc.collect()
        if self.awaited:
            for _ in range(3):
                await asyncio.sleep(0)
