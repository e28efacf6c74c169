"""The benchmark's server: raw HTTP/1.1 on plain sockets, answers made beforehand, a process of its own.

    python -m tests.bench.server [core]

It prints its port and serves until its standard input ends. It needs the standard library only, so that any interpreter
can run it, and reads of a request no more than it must: the path chooses the answer.
"""

from __future__ import annotations

import os
import select
import socket
import sys
import time
from collections.abc import Callable
from functools import cache

from . import answers

_MOST_READ = 1 << 20


class _Connection:
    """A client's connection, and how far its request has been read."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.head = b""
        self.path = b""
        self.left = 0  # bytes of the body that are still to come
        self.chunked = False
        self.tail = b""

    def read(self, data: bytes | memoryview) -> bool:
        """Take bytes; True when a request is complete."""
        if not self.path:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return False
            head, rest = self.head[:end].lower(), self.head[end + 4 :]
            self.path = self.head.split(b" ", 2)[1].partition(b"?")[0]
            self.head = b""
            if b"expect: 100-continue" in head:
                self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            self.chunked = b"transfer-encoding: chunked" in head
            _, found, length = head.partition(b"content-length:")
            self.left = int(length.split(b"\r\n", 1)[0]) if found else 0
            data = rest
        self.left -= len(data)
        if not self.chunked:
            return self.left <= 0
        self.tail = (self.tail + data[-5:])[-5:]
        return self.tail == b"0\r\n\r\n"

    def asked(self) -> bytes:
        """The path that was asked for; the next request may come."""
        path, self.path, self.tail = self.path, b"", b""
        return path


def _whole(body: bytes) -> bytes:
    return _HEAD + b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body


_HEAD = b"HTTP/1.1 200 OK\r\nserver: bench\r\ndate: Mon, 24 Nov 2025 12:00:00 GMT\r\nx-request-id: req-1\r\n"
_STREAM_HEAD = (
    _HEAD + b"content-type: text/event-stream\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n"
)


@cache
def _large(make: Callable[[], bytes]) -> bytes:
    """An answer that takes a second to make, made when it is first asked for."""
    return _whole(make())


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _made() -> dict[bytes, Callable[[_Connection], None]]:
    """First part of the path -> what answers."""
    packed_body = b"".join(answers.events(answers.EVENTS))
    pieces = [packed_body[at : at + answers.PIECE] for at in range(0, len(packed_body), answers.PIECE)]
    packed = _STREAM_HEAD + b"".join(map(_chunk, pieces)) + b"0\r\n\r\n"
    single = [_chunk(event) for event in answers.events(answers.PACED_EVENTS)]
    first, *rest = [_chunk(event) for event in answers.events(4)]
    short_rest = b"".join(rest) + b"0\r\n\r\n"

    def send_single(one: _Connection) -> None:
        one.sock.sendall(_STREAM_HEAD)
        due = time.perf_counter()
        for event in single:
            due += answers.PACE
            time.sleep(max(0.0, due - time.perf_counter()))
            one.sock.sendall(event)
        one.sock.sendall(b"0\r\n\r\n")

    def send_short(one: _Connection) -> None:
        one.sock.sendall(_STREAM_HEAD + first)
        time.sleep(0.004)
        one.sock.sendall(short_rest)

    def sender(data: bytes) -> Callable[[_Connection], None]:
        return lambda one: one.sock.sendall(data)

    return {
        b"chat": sender(_whole(answers.chat())),
        b"packed": sender(packed),
        b"single": send_single,
        b"short": send_short,
        b"upload": sender(_whole(b'{"text":"heard"}')),
        b"vectors": lambda one: one.sock.sendall(_large(answers.vectors)),
        b"base64": lambda one: one.sock.sendall(_large(answers.packed_vectors)),
    }


def serve(listening: socket.socket) -> None:
    """Answer until the standard input ends.

    Args:
        listening: A socket that listens.
    """
    routes = _made()
    unknown = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"
    buffer = memoryview(bytearray(_MOST_READ))
    open_now: dict[int, _Connection] = {}
    poll = select.epoll()
    poll.register(listening, select.EPOLLIN)
    poll.register(sys.stdin.fileno(), select.EPOLLIN | select.EPOLLHUP)
    print(listening.getsockname()[1], flush=True)
    while True:
        for number, _ in poll.poll():
            if number == listening.fileno():
                sock, _ = listening.accept()
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                open_now[sock.fileno()] = _Connection(sock)
                poll.register(sock, select.EPOLLIN)
                continue
            if number not in open_now:
                return  # the standard input
            one = open_now[number]
            try:
                size = one.sock.recv_into(buffer)
                if size and one.read(buffer[:size]):
                    answer = routes.get(one.asked().split(b"/", 2)[1])
                    if answer is None:
                        one.sock.sendall(unknown)
                    else:
                        answer(one)
            except OSError:  # the client has gone
                size = 0
            if not size:
                poll.unregister(number)
                open_now.pop(number).sock.close()


def main() -> None:
    """Bind, pin, serve."""
    if len(sys.argv) > 1:
        os.sched_setaffinity(0, {int(sys.argv[1])})
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        serve(listening)


if __name__ == "__main__":
    main()
