"""One contender in a process of its own, which does what it is told and says what that cost.

    python -m tests.bench.worker contender url [core]

Each line that it reads is `["scenario", count]`. It writes `{"units", "cpu", "wall"}`, in seconds, or `{"error"}`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from . import answers
from .contenders import CONTENDERS, Client, Watch


class _Watch(Watch):
    """Adds up what counts."""

    def __init__(self) -> None:
        self.cpu = self.wall = 0.0
        self.used = False
        self._cpu = self._wall = 0.0

    def start(self) -> None:
        """From here on it counts."""
        self.used = True
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def stop(self) -> None:
        """It does not any more."""
        self.cpu += time.process_time() - self._cpu
        self.wall += time.perf_counter() - self._wall


SCENARIOS: dict[str, Callable[[Any, int, Watch], int]] = {
    "chat": lambda client, count, watch: client.chat(count, watch),
    "chat_async": lambda client, count, watch: client.chat_async(count, watch),
    "packed": lambda client, count, watch: client.stream("packed", answers.EVENTS, count),
    "packed_async": lambda client, count, watch: client.stream_async("packed", answers.EVENTS, count),
    "single": lambda client, count, watch: client.stream("single", answers.PACED_EVENTS, count),
    "single_async": lambda client, count, watch: client.stream_async("single", answers.PACED_EVENTS, count),
    "first": lambda client, count, watch: client.first(count, watch),
    "vectors": lambda client, count, watch: client.vectors(count, watch),
}
"""Name -> what a contender does for it."""


def measured(client: Client, scenario: str, count: int) -> dict[str, Any]:
    """Let a contender do something.

    Args:
        client: The contender.
        scenario: What to do.
        count: How often.

    Returns:
        How many units that were, with CPU and wall time in seconds for all of them.
    """
    inside, whole = _Watch(), _Watch()
    gc.collect()
    whole.start()
    units = SCENARIOS[scenario](client, count, inside)
    whole.stop()
    counted = inside if inside.used else whole
    return {"units": units, "cpu": counted.cpu, "wall": counted.wall}


def main() -> None:
    """Make the contender; do what is asked until the standard input ends."""
    name, url, *core = sys.argv[1:]
    if core:
        os.sched_setaffinity(0, {int(core[0])})
    answers_to, sys.stdout = sys.stdout, sys.stderr  # what a contender prints is no answer
    with asyncio.Runner() as runner:
        client = CONTENDERS[name](url)
        client.runner = runner
        for line in sys.stdin:
            scenario, count = json.loads(line)
            try:
                answer = measured(client, scenario, count)
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"[:300]}
            print(json.dumps(answer), file=answers_to, flush=True)
        answers_to.close()
        os._exit(0)  # connections and event loops are left to the system


if __name__ == "__main__":
    main()
