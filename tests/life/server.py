"""A server over plain sockets, in a process of its own, that counts its connections."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, ClassVar

_CHUNK = b'data: {"id":"1","choices":[{"index":0,"delta":{"role":"assistant","content":"word "}}]}\n\n'
_LAST = b'data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
_WHOLE = json.dumps(
    {"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", "content": "word"}}]}
).encode()


class _Connection(asyncio.Protocol):
    """One connection to the server."""

    open = most = accepted = 0
    refused: ClassVar[set[bytes]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.came = bytearray()
        kind = type(self)
        kind.open += 1
        kind.accepted += 1
        kind.most = max(kind.most, kind.open)

    def connection_lost(self, error: Exception | None) -> None:
        type(self).open -= 1

    def data_received(self, data: bytes) -> None:
        self.came += data
        while True:
            head, separator, rest = bytes(self.came).partition(b"\r\n\r\n")
            if not separator:
                return
            length = 0
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            if len(rest) < length:
                return
            self.came = bytearray(rest[length:])
            self.answer(head, rest[:length])

    def answer(self, head: bytes, body: bytes) -> None:
        kind = type(self)
        if b"GET /state" in head:
            # The connection that asks is one too.
            said = {"open": kind.open - 1, "most": kind.most, "accepted": kind.accepted}
            self.send(b"200 OK", json.dumps(said).encode())
        elif b"refused" in body and self.first_time(body):
            self.send(b"429 Too Many Requests", b'{"error":"slow down"}', b"retry-after: 0\r\n")
        elif b'"stream":true' in body:
            self.transport.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
            )
            pieces = [_CHUNK] if b"given up" in body else [_CHUNK, _CHUNK, _LAST]
            for piece in pieces:
                self.transport.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            if b"given up" not in body:
                self.transport.write(b"0\r\n\r\n")
        else:
            self.send(b"200 OK", _WHOLE)

    def first_time(self, body: bytes) -> bool:
        if body in self.refused:
            self.refused.discard(body)
            return False
        self.refused.add(body)
        return True

    def send(self, status: bytes, body: bytes, headers: bytes = b"") -> None:
        self.transport.write(
            b"HTTP/1.1 %s\r\ncontent-type: application/json\r\n%scontent-length: %d\r\n\r\n%s"
            % (status, headers, len(body), body)
        )


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(_Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # until the other end is gone


class Server:
    """The server, and what it counts."""

    def __enter__(self) -> Server:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}/v1"
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(timeout=10)

    def state(self) -> dict[str, int]:
        """How many connections are open, were at most, and came in all; the last two count the one that asks."""
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(b"GET /state HTTP/1.1\r\n\r\n")
            said = connection.recv(1 << 16)
        found: dict[str, int] = json.loads(said.partition(b"\r\n\r\n")[2])
        return found

    def settled(self, connections: int) -> bool:
        """Whether no more connections than these are open, or soon are."""
        for _ in range(100):
            if self.state()["open"] <= connections:
                return True
            time.sleep(0.01)
        return False


if __name__ == "__main__":
    asyncio.run(_serve())
