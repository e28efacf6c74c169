"""The benchmark.

    python -m tests.bench                     # everything (make bench); three minutes
    python -m tests.bench --only 'stream'     # the scenarios whose title this pattern finds
    python -m tests.bench --write-readme      # also writes the table into the README

All contenders do the same work against a local server that costs next to nothing, each in a process of its own, one
after the other in each of many short rounds. The server has one core, the contenders have another. What counts is CPU
time; ratios are medians of the rounds' ratios, so that what the machine does beside it falls on both.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from . import fresh
from .environment import CHECKOUT, EnvironmentFailedError, interpreter
from .results import Goal, Row, table

_BATCH = 0.04
"""CPU seconds that a contender works before the next one is asked."""

_SLOW = 1.0
"""CPU seconds: a contender that takes longer for one batch, or to start, is asked less often."""

_FEW = 3
_LIBRARIES = ("inferloom", "huggingface_hub", "openai", "litellm", "any-llm")
_FLOORS = ("httpx", "httpx2", "http.client", "socket")
_WAYS = ("inferloom", "inferloom, aiohttp")
"""Without its extra, and with it."""

_ASYNC_FLOORS = ("httpx", "httpx2", "aiohttp", "socket")


@dataclass(frozen=True)
class Scenario:
    """Something that contenders do over and over in a process of their own.

    Attributes:
        name: Its name for the workers.
        title: Its title.
        unit: What one number means.
        scale: How many of the unit are in a second.
        contenders: Who does it.
        goals: What is to be reached.
        floor: Whose spread tells the noise.
        rounds: How many rounds.
        count: How often it is done in a round; 0 to find out how often fits into a few hundredths of a second.
    """

    name: str
    title: str
    unit: str
    scale: float
    contenders: Sequence[str]
    goals: Sequence[Goal]
    floor: str = "httpx"
    rounds: int = 15
    count: int = 0


_PARSERS = ("orjson", "msgspec", "pydantic_core")
SCENARIOS = [
    Scenario(
        "chat", "chat call", "µs CPU", 1e6, (*_LIBRARIES, *_FLOORS), [Goal("inferloom", 0.85, "httpx")], floor="socket"
    ),
    Scenario(
        "chat_async",
        "async chat call, 64 at once",
        "µs CPU",
        1e6,
        (*_WAYS, "inferloom, httpx-aiohttp", *_LIBRARIES[1:], "httpx", "httpx, kept", *_ASYNC_FLOORS[1:]),
        [
            Goal("inferloom", 0.6, "httpx"),
            Goal("inferloom", 0.6, "httpx, kept"),
            Goal("inferloom, aiohttp", 1.5, "aiohttp"),
        ],
        floor="socket",
        rounds=9,
        count=128,
    ),
    Scenario(
        "packed", "streamed chunk, packed in 4 KiB", "µs CPU", 1e6, (*_LIBRARIES, *_FLOORS),
        [Goal("inferloom", 1.3, "httpx")],
    ),
    Scenario(
        "packed_async", "the same, async", "µs CPU", 1e6, (*_WAYS, *_LIBRARIES[1:], *_ASYNC_FLOORS),
        [Goal("inferloom", 1.3, "httpx")],
    ),
    Scenario(
        "single", "streamed chunk, one a write", "µs CPU", 1e6, (*_LIBRARIES, *_FLOORS),
        [Goal("inferloom", 1.0, "httpx")], rounds=7, count=1,
    ),
    Scenario(
        "single_async", "the same, async", "µs CPU", 1e6, (*_WAYS, *_LIBRARIES[1:], *_ASYNC_FLOORS),
        [Goal("inferloom", 1.0, "httpx")], rounds=7, count=1,
    ),
    Scenario(
        "first", "up to a stream's first chunk", "µs CPU", 1e6, (*_LIBRARIES, *_FLOORS),
        [Goal("inferloom", 0.85, "httpx")], floor="socket", rounds=9, count=10,
    ),
    Scenario(
        "vectors",
        "1,000 x 768 embeddings to numpy",
        "ms CPU",
        1e3,
        ("inferloom", "inferloom, base64", "huggingface_hub", "openai", "httpx + orjson", "json", *_PARSERS),
        [Goal("inferloom", 1.3, name) for name in _PARSERS]
        + [Goal("inferloom, base64", 0.1, name) for name in _PARSERS],
        floor="orjson",
        rounds=5,
        count=1,
    ),
]  # fmt: skip


def cores() -> tuple[int | None, int | None]:
    """The core for the server and the one for the contenders; None where they cannot be chosen."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    free = sorted(os.sched_getaffinity(0))
    return free[0], free[-1]


@contextmanager
def server(core: int | None) -> Generator[str]:
    """The server, as long as it is needed.

    Args:
        core: Where it runs; None for anywhere.

    Returns:
        Its address.
    """
    command = [sys.executable, "-m", "tests.bench.server", *([] if core is None else [str(core)])]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.stdin.close()
        process.wait(timeout=10)
        process.stdout.close()


class Worker:
    """A contender's process.

    Args:
        python: The interpreter.
        name: The contender.
        url: The server's address.
        core: Where it runs; None for anywhere.
    """

    def __init__(self, python: Path, name: str, url: str, core: int | None) -> None:
        command = [str(python), "-m", "tests.bench.worker", name, url, *([] if core is None else [str(core)])]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=CHECKOUT
        )

    def __call__(self, scenario: str, count: int) -> dict[str, Any]:
        """Let it do something; how many units that were, with CPU and wall seconds; or an error."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([scenario, count]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "its process ended"}
        return answer

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def repeated(scenario: Scenario, workers: dict[str, Worker]) -> Row:
    """Run a scenario in rounds.

    Args:
        scenario: The scenario.
        workers: The contenders.

    Returns:
        What came of it.
    """
    row = Row(scenario.title, scenario.unit, scenario.goals, scenario.floor)
    counts: dict[str, int] = {}
    slow: set[str] = set()
    for name in scenario.contenders:
        warm: dict[str, Any] = {}
        for _ in range(2):  # the first one imports, connects and compiles
            warm = workers[name](scenario.name, scenario.count or 2)
        if "error" in warm:
            row.failed[name] = warm["error"]
            continue
        counts[name] = scenario.count or max(1, round(_BATCH / (warm["cpu"] / 2)))
        if warm["cpu"] > 5 * _BATCH:
            slow.add(name)
    names = list(counts)
    for number in range(scenario.rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            if name in slow and number >= _FEW:
                continue
            found = workers[name](scenario.name, counts[name])
            row.add(name, *(found[kind] / found["units"] * scenario.scale for kind in ("cpu", "wall")))
    row.cpu = {name: row.cpu[name] for name in names}
    return row


def firsts(python: Path, url: str, core: int | None) -> list[Row]:
    """Import, first call, memory.

    Args:
        python: The interpreter.
        url: The server's address.
        core: Where the contenders run.

    Returns:
        A row for each.
    """
    imports = Row("import", "ms CPU over bare Python", [Goal("inferloom", 40)], "httpx")
    call = Row("import, client, first call", "ms CPU", [Goal("inferloom", 0.6, "huggingface_hub")], "httpx")
    memory = Row("memory after it", "MB", [Goal("inferloom", 1.2, "huggingface_hub")])
    slow: set[str] = set()
    for number in range(6):
        for name in fresh.FIRST:
            if name in slow and number >= _FEW:
                continue
            found = fresh.first_call(python, name, url, core)
            if found["first"][0] > _SLOW:
                slow.add(name)
            if number:  # the first one may compile
                imports.add(name, *(seconds * 1e3 for seconds in found["import"]))
                call.add(name, *(seconds * 1e3 for seconds in found["first"]))
                memory.add(name, found["resident"] / 1e6)
            if name == "inferloom" and found["loaded"]:
                imports.failed[name] = f"the import loads {', '.join(found['loaded'])}"
    return [imports, call, memory]


def uploads(python: Path, url: str, core: int | None) -> list[Row]:
    """A large file as a raw body.

    Args:
        python: The interpreter.
        url: The server's address.
        core: Where the contenders run.

    Returns:
        A row for memory, and one for time.
    """
    memory = Row("upload of 512 MiB, growth of memory", "MB", [Goal("inferloom", 8.4)])
    cpu = Row("upload of 512 MiB", "ms CPU")
    with fresh.large_file(512 << 20) as large, fresh.large_file(1 << 20) as small:
        for _ in range(2):
            for name in fresh.UPLOAD:
                found = fresh.upload(python, name, url, large, small, core)
                memory.add(name, found["memory"] / 1e6)
                cpu.add(name, found["cpu"] * 1e3, found["wall"] * 1e3)
    return [memory, cpu]


def generation(python: Path, core: int | None) -> list[Row]:
    """The compiler.

    Args:
        python: The interpreter.
        core: Where it runs.

    Returns:
        A row for a full run, and one for a run with nothing to do.
    """
    full = Row("make generate, all anew", "s CPU", [Goal("inferloom", 1.5, "datamodel-code-generator")])
    nothing = Row("make generate, nothing to do", "s CPU", [Goal("inferloom", 0.3)])
    for number in range(8):
        found = fresh.generating(python, CHECKOUT / "specs", core, alone=True)
        if not number:  # the first one may compile modules and templates
            continue
        full.add("inferloom", *found["full"])
        full.add("datamodel-code-generator", *found["alone"])
        nothing.add("inferloom", *found["nothing"])
    return [full, nothing]


def run(python: Path, only: str, rounds: int | None) -> list[Row]:
    """Measure.

    Args:
        python: The interpreter of the environment.
        only: A pattern that finds the titles of the scenarios to run.
        rounds: How many rounds; None for each scenario's own number.

    Returns:
        A row for each scenario.
    """
    rows: list[Row] = []

    def add(more: list[Row]) -> None:
        for row in more:
            print("\n" + "\n".join(row.shown()), flush=True)
        rows.extend(more)

    servers, clients = cores()
    with server(servers) as url:
        chosen = [one for one in SCENARIOS if re.search(only, one.title)]
        workers: dict[str, Worker] = {}
        try:
            for scenario in chosen:
                for name in scenario.contenders:
                    if name not in workers:
                        workers[name] = Worker(python, name, url, clients)
                if rounds is not None:
                    scenario = replace(scenario, rounds=rounds)
                add([repeated(scenario, workers)])
        finally:
            for worker in workers.values():
                worker.stop()
        if re.search(only, "import, client, first call, memory"):
            add(firsts(python, url, clients))
        if re.search(only, "upload of 512 MiB"):
            add(uploads(python, url, clients))
    if re.search(only, "make generate"):
        add(generation(python, clients))
    return rows


_MARKS = ("<!-- bench: what `python -m tests.bench --write-readme` writes -->", "<!-- /bench -->")


def versions(python: Path) -> str:
    """The releases that were compared.

    Args:
        python: The interpreter of the environment.

    Returns:
        Their names and versions, with commas between.
    """
    names = ("huggingface_hub", "openai", "litellm", "any-llm-sdk", "httpx", "aiohttp")
    program = (
        f"from importlib.metadata import version\nprint(*(f'{{one}} {{version(one)}}' for one in {names}), sep=', ')"
    )
    return subprocess.run([str(python), "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def write(rows: Sequence[Row], compared: str, readme: Path) -> None:
    """Write the table into the README.

    Args:
        rows: What was measured.
        compared: The releases that were compared.
        readme: The README, which has the two marks.
    """
    text = readme.read_text(encoding="utf-8")
    before, first, rest = text.partition(_MARKS[0])
    _, last, after = rest.partition(_MARKS[1])
    if not first or not last:
        raise SystemExit(f"{readme.name} has no {_MARKS[0]} ... {_MARKS[1]} to write between.")
    noises = [noise for row in rows if (noise := row.noise()) is not None]
    words = (
        f"CPython {platform.python_version()}, {compared}. Noise: the middle half of a floor's rounds spans "
        f"{median(noises):.0%} of its median in the scenario in the middle, {max(noises):.0%} in the worst."
    )
    readme.write_text(f"{before}{first}\n\n{table(rows)}\n\n{words}\n\n{last}{after}", encoding="utf-8")


def main() -> int:
    """Run it from the command line.

    Returns:
        The exit code: 0 when it ran, whatever came out; 1 when it could not.
    """
    parser = argparse.ArgumentParser(prog="tests.bench", description=(__doc__ or "").split("\n\n")[-1])
    parser.add_argument("--only", default="", metavar="PATTERN", help="the scenarios whose title this pattern finds")
    parser.add_argument("--rounds", type=int, default=None, metavar="N", help="rounds of each scenario")
    parser.add_argument("--write-readme", action="store_true", help="write the table into README.md")
    options = parser.parse_args()
    if options.write_readme and options.only:
        parser.error("--write-readme needs all scenarios: leave --only out")
    began = time.monotonic()
    try:
        python = interpreter()
        rows = run(python, options.only, options.rounds)
    except (EnvironmentFailedError, fresh.RunFailedError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.write_readme:
        write(rows, versions(python), CHECKOUT / "README.md")
    print(f"\n{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
