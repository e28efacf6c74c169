"""What the interop tests share.

They run servers from other hands, so they need an environment each, and no run of the other tests waits for them:
`make interop` makes the environments and sets INFERLOOM_INTEROP to the names of those to use.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import inferloom
from interop import environment
from interop.server import Server

PROGRAMS = Path(__file__).parent / "programs"
_MADE_BY = {"peers": "make interop", "mcp": "make interop", "llama": "make interop-llama"}
_LONGEST = 120


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what was not asked for."""
    wanted = set(filter(None, os.environ.get("INFERLOOM_INTEROP", "").replace(",", " ").split()))
    for item in items:
        if item.get_closest_marker("interop") is None or Path(__file__).parent not in item.path.parents:
            continue
        name: str = getattr(item.module, "ENVIRONMENT")  # type: ignore[attr-defined]  # noqa: B009
        if name not in wanted:
            why = f"needs servers that nobody here wrote ({_MADE_BY[name]} installs them, then runs this)"
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show what the servers printed beside a failure."""
    report: Any = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, Server):
                report.sections.append((f"output of {value.name}", value.tail()))
    return report


@pytest.fixture(autouse=True)
def _no_test_hangs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Break off a test that takes longer than two minutes."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"{request.node.name} took longer than {_LONGEST} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(_LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def launch(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start servers: `launch(name, command, ready=path, ...)`; they are stopped when the module is done."""
    name: str = request.module.ENVIRONMENT
    for part in environment.WHOLE[name]:
        if not environment.is_complete(part):
            pytest.fail(f".interop/{part} is not complete: run `python -m tests.interop.environment {name}`.")
    servers: list[Server] = []

    def start(called: str, command: list[str], **options: Any) -> Server:
        log = tmp_path_factory.mktemp("log") / f"{called.replace(' ', '-')}.txt"
        servers.append(Server(called, command, log=log, **options))
        return servers[-1]

    try:
        yield start
    finally:
        for server in servers:
            server.stop()


@dataclass
class Heard:
    """What came out of a stream.

    Attributes:
        items: What came, in order.
        error: What the iteration raised at its end, or None.
    """

    items: list[Any]
    error: Exception | None = None


class Line:
    """One client of ours, sync or async, called in the same way.

    Args:
        mode: "sync" or "async".
        model: The server's URL, or another model.
        options: Further arguments of the client.
    """

    def __init__(self, mode: str, model: str | None = None, **options: Any) -> None:
        options = {"timeout": 60, **options}
        self._runner = asyncio.Runner() if mode == "async" else None
        kind: Any = inferloom.AsyncInferenceClient if self._runner else inferloom.InferenceClient
        self.client: Any = kind(model, **options)

    def call(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method; `chat.completions.create` is a method as well.

        Args:
            method: Its name.
            args: Its arguments.
            kwargs: Its keyword arguments.

        Returns:
            What it returns.
        """
        function: Any = self.client
        for name in method.split("."):
            function = getattr(function, name)
        return self._runner.run(function(*args, **kwargs)) if self._runner else function(*args, **kwargs)

    def hear(self, method: str, *args: Any, **kwargs: Any) -> Heard:
        """Call a streaming method; hear its stream to the end.

        Args:
            method: Its name.
            args: Its arguments.
            kwargs: Its keyword arguments; `stream=True` is added.

        Returns:
            The items, with the error that ended them.
        """
        stream = self.call(method, *args, stream=True, **kwargs)
        heard = Heard([])

        async def listen() -> None:
            async for item in stream:
                heard.items.append(item)

        try:
            if self._runner:
                self._runner.run(listen())
            else:
                for item in stream:
                    heard.items.append(item)
        except inferloom.errors.InferloomError as error:
            heard.error = error
        return heard

    def close(self) -> None:
        """Close the client."""
        self.call("close")
        if self._runner:
            self._runner.close()


Dial = Callable[..., Line]


@pytest.fixture(params=["sync", "async"])
def dial(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dial]:
    """Make clients: `dial(url, **options)`. A test that takes this runs once with each kind of client."""
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    lines: list[Line] = []

    def make(model: str | None = None, **options: Any) -> Line:
        lines.append(Line(request.param, model, **options))
        return lines[-1]

    yield make
    for line in lines:
        line.close()


class Peers:
    """Other people's clients, in a process of their own.

    Args:
        interpreter: The interpreter of their environment.
    """

    def __init__(self, interpreter: Path) -> None:
        self._process = subprocess.Popen(
            [str(interpreter), str(PROGRAMS / "peer_calls.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, client: str, url: str, method: str, **arguments: Any) -> dict[str, Any]:
        """Make a call with another client.

        Args:
            client: "openai" or "huggingface_hub".
            url: The server, as that client wants it.
            method: The method's name, with dots.
            arguments: Its arguments.

        Returns:
            `{"result": ...}`, `{"items": [...]}` for a stream, with `"error"`, `"status"` and `"words"` where it
            raised.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wish = {"client": client, "url": url, "method": method, "arguments": arguments}
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="session")
def peers() -> Iterator[Peers]:
    """The other clients."""
    process = Peers(environment.python("peers"))
    yield process
    process.stop()
