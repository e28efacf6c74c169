"""The misbehaving server, the ways to call it, and the watch on tests that hang."""

from __future__ import annotations

import asyncio
import functools
import gc
import logging
import random
import signal
import ssl
from collections.abc import Iterator
from types import FrameType
from typing import Any

import httpcore
import httpcore2
import httpx
import pytest

from faults.calling import MESSAGES, Pools
from faults.server import Server
from faults.table import KEY, PLAIN, good
from inferloom import InferenceClient
from inferloom_runtime.http1 import loop, threads

PATIENCE = 8
"""After how many seconds a test hangs: what waits inside of it gives up sooner."""


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server."""
    made = Server()
    yield made
    made.close()


@pytest.fixture(scope="session", autouse=True)
def prepared(server: Server) -> None:
    """The first call of a process imports and builds what it needs, which limits of time should not have to cover."""
    with server.playing(lambda request: [good(PLAIN)]), httpx.Client(trust_env=False) as http:
        InferenceClient(server.url, token=KEY, http_client=http).chat_completion(MESSAGES)


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """The event loop of a module's calls."""
    with asyncio.Runner() as made:
        yield made
    # What was left open says so here, where it is still known who left it.
    gc.collect()


@pytest.fixture(scope="session", autouse=True)
def certificates() -> Iterator[None]:
    """Reading the machine's certificates takes each new HTTP client 20 ms, and nothing here needs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", functools.cache(ssl.create_default_context))
        yield


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A retry waits for no longer than the server asks."""
    monkeypatch.setattr(random, "uniform", lambda low, high: low)


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> Pools:
    """The connections of every HTTP client that the test makes, whoever makes it."""
    found = Pools()
    for kind in (
        httpcore.ConnectionPool,
        httpcore.AsyncConnectionPool,
        httpcore2.ConnectionPool,
        httpcore2.AsyncConnectionPool,
        threads.Client,
        loop.AsyncClient,
    ):
        monkeypatch.setattr(kind, "__init__", found.watching(kind.__init__))
    return found


class Hung(BaseException):
    """A call did not come back."""


@pytest.fixture(autouse=True)
def watchdog() -> Iterator[None]:
    """A test that hangs is ended, with the stack of the place where it hung."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def bark(number: int, frame: FrameType | None) -> None:
        raise Hung(f"the test hung for {PATIENCE} s")

    before: Any = signal.signal(signal.SIGALRM, bark)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("httpcore") and "receive_response_headers" in record.getMessage():
            return  # another library's log of what a server said, whatever that was
        self.lines.append(self.format(record))


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything that anybody logs, down to the finest."""
    lines: list[str] = []
    # Alone: pytest's own handlers would write each line out two more times.
    monkeypatch.setattr(logging.root, "handlers", [_Lines(lines)])
    level = logging.root.level
    logging.root.setLevel(logging.DEBUG)
    yield lines
    logging.root.setLevel(level)
