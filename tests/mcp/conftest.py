"""The servers over HTTP, which live as long as the tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mcp_material import PROGRAM, children


class HttpServer:
    """A server in a process of its own, which can be stopped and started again on the same port."""

    def __init__(self, kind: str, log: Path) -> None:
        self.kind = kind
        self.log = log
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/{'sse' if kind == 'sse' else 'mcp'}"
        self.start()

    def start(self) -> None:
        """Start it; come back when it listens."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(PROGRAM), self.kind, str(self.port)],
                # None that ends the server, which others need too.
                env={**os.environ, "SERVER_TOOLS": "echo fail picture"},
                stdout=output,
                stderr=output,
            )
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                assert time.monotonic() < end, "the server does not listen"
                time.sleep(0.02)

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def http_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], HttpServer]]:
    """Give the server of a kind, "sse" or "http"; it is started once."""
    servers: dict[str, HttpServer] = {}

    def server(kind: str) -> HttpServer:
        if kind not in servers:
            log = tmp_path_factory.mktemp("server") / f"{kind}.log"
            servers[kind] = HttpServer("streamable-http" if kind == "http" else kind, log)
        return servers[kind]

    yield server
    for one in servers.values():
        one.kill()


@pytest.fixture(autouse=True)
def nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """No program that a test starts outlives it, but for the servers over HTTP."""
    before = children()
    yield
    if "http_servers" not in request.fixturenames:
        assert children() <= before, "a server is still running"
