"""Ten thousand calls, and what is left of them: `python -m tests.life.leaks [calls]`.

Four kinds of calls take turns: one answer, a stream read to its end, a stream given up at its first piece, and a stream
refused with 429 at first.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inferloom import AsyncInferenceClient, InferenceClient, Retry

from .server import Server

PATIENT = Retry(budget=1_000_000)
"""A client has a hundred retries in hand, and gets them back by and by; here every fourth call needs one."""

KINDS = ("whole", "streamed", "given up", "refused")


def asked(kind: str, number: int) -> list[Any]:
    """The messages of a call."""
    return [{"role": "user", "content": f"{kind} {number}"}]


def call(client: Any, number: int) -> None:
    """Make one call."""
    kind = KINDS[number % len(KINDS)]
    if kind == "whole":
        assert client.chat_completion(asked(kind, number)).choices[0].message.content == "word"
        return
    stream = client.chat_completion(asked(kind, number), stream=True)
    if kind == "given up":
        assert next(stream).choices[0].delta.content == "word "
        if number % 8 == 2:
            stream.close()
    else:
        assert len(list(stream)) == 3


async def call_async(client: Any, number: int) -> None:
    """Make one call."""
    kind = KINDS[number % len(KINDS)]
    if kind == "whole":
        assert (await client.chat_completion(asked(kind, number))).choices[0].message.content == "word"
        return
    stream = await client.chat_completion(asked(kind, number), stream=True)
    if kind == "given up":
        assert (await anext(stream)).choices[0].delta.content == "word "
        if number % 8 == 2:
            await stream.close()
    else:
        assert len([item async for item in stream]) == 3


@dataclass
class Left:
    """What was left after the calls.

    Attributes:
        open: Connections, before the client was closed.
        closed: Whether all of them were gone after that.
        resident: How much the process grew, in bytes.
        seconds: How long it took.
    """

    open: int
    closed: bool
    resident: int
    seconds: float


def resident() -> int:
    """The memory of this process, in bytes."""
    gc.collect()
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096
    return tracemalloc.get_traced_memory()[0]


def run(server: Server, calls: int) -> Left:
    """Make calls with the sync client, one after the other."""
    with InferenceClient(server.url, token="no-key", max_retries=PATIENT) as client:
        for number in range(200):
            call(client, number)
        before, started = resident(), time.perf_counter()
        for number in range(calls):
            call(client, number)
        seconds, grown = time.perf_counter() - started, resident() - before
        server.settled(1)
        still = server.state()["open"]
    return Left(still, server.settled(0), grown, seconds)


def run_async(server: Server, calls: int, *, at_once: int = 8) -> Left:
    """Make calls with the async client, several at once."""

    async def some(client: Any, numbers: Iterator[int]) -> None:
        for number in numbers:
            await call_async(client, number)

    async def main() -> Left:
        async with AsyncInferenceClient(server.url, token="no-key", max_retries=PATIENT) as client:
            await some(client, iter(range(200)))
            before, started = resident(), time.perf_counter()
            numbers = iter(range(calls))
            await asyncio.gather(*(some(client, numbers) for _ in range(at_once)))
            seconds, grown = time.perf_counter() - started, resident() - before
            for _ in range(100):
                still = (await asyncio.to_thread(server.state))["open"]
                if still <= at_once:
                    break
                await asyncio.sleep(0.01)
        return Left(still, await asyncio.to_thread(server.settled, 0), grown, seconds)

    return asyncio.run(main())


if __name__ == "__main__":
    tracemalloc.start() if not Path("/proc/self/statm").exists() else None
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for name, make in (("sync", run), ("async", run_async)):
        with Server() as local:
            left = make(local, number)
        print(
            f"{name}: {number} calls in {left.seconds:.1f} s, {left.open} connections open at the end, "
            f"{'none' if left.closed else 'SOME'} after close(), {left.resident / 1e6:+.2f} MB"
        )
