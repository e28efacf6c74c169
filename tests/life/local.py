"""A small server on a local socket: plain or TLS, IPv4 or IPv6, keeping every byte that it is sent."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any


def _has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


HAS_IPV6 = _has_ipv6()
"""Whether this machine has an IPv6 address of its own."""

WORD = json.dumps(
    {"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", "content": "word"}, "finish_reason": "stop"}]}
).encode()


def whole(body: bytes = WORD, *headers: str, status: str = "200 OK") -> bytes:
    """An answer, complete.

    Args:
        body: Its body.
        headers: More headers, as lines.
        status: Its status line's end.

    Returns:
        The bytes.
    """
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


class Local:
    """The server; a thread for each connection.

    Args:
        answer: The bytes to answer a request with, given the request's. None leaves the connection.
        context: For TLS.
        host: Where to listen.

    Attributes:
        requests: The requests that came, head and body.
        accepted: How many connections came.
        open: How many of them are open.
        port: Where it listens.
        sockets: Its ends of the connections that are open.
    """

    def __init__(
        self,
        answer: Callable[[bytes], bytes | None] = lambda request: whole(),
        *,
        context: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self.requests: list[bytes] = []
        self.accepted = self.open = 0
        self._answer = answer
        self._context = context
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listening = socket.create_server((host, 0), family=family, backlog=200)
        self.port: int = self._listening.getsockname()[1]
        self._changed = threading.Condition()
        self.sockets: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Local:
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        self.drop()

    def drop(self) -> None:
        """Leave all connections."""
        for sock in list(self.sockets):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def settled(self, connections: int) -> bool:
        """Whether so many connections are open, or soon are.

        Args:
            connections: How many.

        Returns:
            Whether that came.
        """
        with self._changed:
            return self._changed.wait_for(lambda: self.open == connections, 3)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            with self._changed:
                self.accepted += 1
                self.open += 1
                self.sockets.add(sock)
                self._changed.notify_all()
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        sock: Any = plain
        try:
            if self._context is not None:
                sock = self._context.wrap_socket(plain, server_side=True)
                self.sockets.add(sock)
            while request := _request(sock):
                self.requests.append(request)
                if request.startswith(b"CONNECT "):
                    sock.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                    return _tunnel(sock, request.split(b" ")[1])
                if (said := self._answer(request)) is None:
                    return None
                sock.sendall(said)
        except OSError:
            pass
        finally:
            sock.close()
            with self._changed:
                self.open -= 1
                self.sockets -= {plain, sock}
                self._changed.notify_all()
        return None


def _request(sock: socket.socket) -> bytes:
    came = b""
    while b"\r\n\r\n" not in came:
        if not (more := sock.recv(1 << 16)):
            return b""
        came += more
    head, _, body = came.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while len(body) < length:
        if not (more := sock.recv(1 << 16)):
            return b""
        body += more
    return head + b"\r\n\r\n" + body


def _tunnel(sock: socket.socket, address: bytes) -> None:
    host, _, port = address.decode().rpartition(":")
    with socket.create_connection((host, int(port))) as far:
        ends = {sock: far, far: sock}
        while True:
            for one in select.select(list(ends), [], [], 5)[0]:
                if not (data := one.recv(1 << 16)):
                    return
                ends[one].sendall(data)
