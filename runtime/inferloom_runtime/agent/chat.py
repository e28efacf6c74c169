"""A conversation with an agent, in a terminal.

The event loop runs in a thread of its own, so that connections stay alive while the person thinks; the main thread
reads, and gets Ctrl-C.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from importlib import import_module
from typing import Any, TypeVar

from inferloom_runtime.agent.definition import Definition
from inferloom_runtime.agent.terminal import Terminal
from inferloom_runtime.errors import InferloomError

T = TypeVar("T")

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ended."""


class _Loop:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self._started: Future[asyncio.AbstractEventLoop] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), name="agent", daemon=True)
        self._thread.start()
        self.loop: asyncio.AbstractEventLoop = self._started.result()

    async def _main(self) -> None:
        self._end = asyncio.Event()
        self._started.set_result(asyncio.get_running_loop())
        await self._end.wait()

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self._end.set)
        self._thread.join()


def chat(definition: Definition, package: str) -> int:
    """Talk with an agent until the person has had enough.

    Ctrl-C breaks off what the agent is doing; at the prompt, the second one in succession ends the program, as the end
    of the input does.

    Args:
        definition: The agent.
        package: The import name of the generated package whose client asks the model.

    Returns:
        The exit code: 0 at the end of the input, 130 after Ctrl-C.

    Raises:
        InferloomError: The agent cannot be started.
    """
    terminal = Terminal()
    loop: _Loop | None = None
    agent: Any = None
    try:
        arguments = definition.filled(terminal.values(definition))
        agent = import_module("inferloom_runtime.agent.agent").bound(package)(**arguments)
        loop = _Loop()
        terminal.tell("Connecting ...")
        loop.start(agent.load_tools()).result()
        terminal.tell(f"{len(agent.available_tools)} tools:")
        for tool in agent.available_tools:
            terminal.tell(f"  {tool.function.name}")
        return _converse(agent, loop, terminal)
    except EOFError:
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        if loop is not None:
            _end(agent, loop)


def _converse(agent: Any, loop: _Loop, terminal: Terminal) -> int:
    warned = False
    while True:
        try:
            text = terminal.ask("> ").strip()
        except KeyboardInterrupt:
            if warned:
                return INTERRUPTED
            warned = True
            terminal.tell("\nCtrl-C again ends the program.")
            continue
        warned = bool(text) and not _listen(agent, text, loop, terminal)


def _listen(agent: Any, text: str, loop: _Loop, terminal: Terminal) -> bool:
    """One run of the agent. Whether nobody broke it off."""
    abort = asyncio.Event()

    async def run() -> None:
        try:
            async for item in agent.run(text, abort_event=abort):
                terminal.show(item)
        except InferloomError as error:
            terminal.fail(str(error))

    running = loop.start(run())
    try:
        running.result()
    except KeyboardInterrupt:
        loop.loop.call_soon_threadsafe(abort.set)
        running.result()  # another Ctrl-C does not wait
        terminal.tell("Broken off. Ctrl-C again ends the program.")
        return False
    return True


def _end(agent: Any, loop: _Loop) -> None:
    try:
        loop.start(agent.cleanup()).result()
        loop.close()
    except KeyboardInterrupt:
        pass  # the thread does not keep the program alive
