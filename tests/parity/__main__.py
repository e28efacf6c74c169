"""The parity run.

    python -m tests.parity                    # all calls (make parity)
    python -m tests.parity --only 'fal-ai'    # the calls whose name this pattern finds
    python -m tests.parity --explained        # lists the known differences with what they explain

Each call is made with huggingface_hub (today's release, or the last one that had the provider) and with inferloom,
sync and async, in a world that answers from a script. Requests and results are compared; a difference that
`differences.py` does not know makes the run fail.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from . import cases, environment
from .comparison import Difference, compare
from .differences import KNOWN, Known

ROOT = Path(__file__).resolve().parents[2]
_COLUMNS = ("calls", "equal", "explained", "different", "not yet")
_MOST_SHOWN = 60


@dataclass
class Report:
    """What the run has found.

    Attributes:
        counts: (provider, task) -> how many calls are equal, explained, different, not yet there.
        unexplained: The differences that no rule knows.
        explained: Known difference -> what it explains.
        wrong: What is wrong with the run itself.
    """

    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    unexplained: list[Difference] = field(default_factory=list)
    explained: dict[str, list[Difference]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


def refused(provider: str, task: str) -> set[str]:
    """The parameters that the provider table refuses.

    Args:
        provider: Its id.
        task: The Hub's name of the task.

    Returns:
        The names of the arguments; none where the table has no such row.
    """
    row = _read(ROOT / "specs" / "providers" / f"{provider}.yaml")
    cell = row.get("tasks", {}).get("chat-completion" if task == "conversational" else task)
    named = cell if isinstance(cell, str) else (cell or {}).get("dialect")
    paths: list[str] = [] if cell is None or isinstance(cell, str) else cell.get("refuses", [])
    if named:
        paths = [*paths, *_read(ROOT / "specs" / "dialects" / f"{named}.yaml").get("refuses", [])]
    return {path.removeprefix("parameters.") for path in paths}


def _read(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else {}


def run(chosen: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Make the calls with every side.

    Args:
        chosen: The calls.

    Returns:
        Side ("new", "old", "ours") -> its offers and its records.
    """
    sides = {"new": ("peer_new", environment.interpreter("new")), "old": ("peer_old", environment.interpreter("old"))}
    sides["ours"] = ("ours", Path(sys.executable))
    records: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        running: dict[str, subprocess.Popen[str]] = {}
        for side, (module, python) in sides.items():
            mine = [case for case in chosen if side in ("ours", case["peer"])]
            (folder / f"{side}-cases.json").write_text(json.dumps(mine), encoding="utf-8")
            (folder / f"{side}-home").mkdir()
            running[side] = subprocess.Popen(
                [str(python), "-m", f"tests.parity.{module}", f"{folder}/{side}-cases.json", f"{folder}/{side}.json"],
                cwd=ROOT,
                env=_environment(folder / f"{side}-home", own=side == "ours"),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        for side, process in running.items():
            output, _ = process.communicate()
            if process.returncode:
                raise SystemExit(f"{output}\nparity: the side {side!r} broke off with exit code {process.returncode}.")
            records[side] = json.loads((folder / f"{side}.json").read_text(encoding="utf-8"))
    return records


def _environment(home: Path, *, own: bool) -> dict[str, str]:
    """An environment that says nothing about the machine's user: no token, no proxy, no cache."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    scratch = {"HOME": str(home), "HF_HOME": str(home), "XDG_CACHE_HOME": str(home)}
    # The peers see this package of tests, and nothing of inferloom.
    roots = [ROOT, ROOT / "generated", ROOT / "runtime"] if own else [ROOT]
    return {**kept, **scratch, "PYTHONPATH": os.pathsep.join(map(str, roots)), "PYTHONDONTWRITEBYTECODE": "1"}


def judge(chosen: list[dict[str, Any]], records: dict[str, dict[str, Any]]) -> Report:
    """Compare all records.

    Args:
        chosen: The calls.
        records: What `run` gave.

    Returns:
        What was found.
    """
    report = Report()
    for peer, offers in cases.OFFERS.items():
        theirs = records[peer]["offers"]
        for provider in sorted({*offers, *(theirs if peer == "new" else ())}):
            if offers.get(provider) != theirs.get(provider):
                report.wrong.append(
                    f"{provider}: the peer offers {theirs.get(provider)}, the cases {offers.get(provider)}."
                )
    for case in chosen:
        count = report.counts[case["provider"], case["task"]]
        count["calls"] += 1
        peer, ours = records[case["peer"]]["calls"][case["id"]], records["ours"]["calls"][case["id"]]
        if ours is None:
            count["not yet"] += 1
            continue
        found: list[Difference] = []
        for mode in ("sync", "async"):
            found += (here := compare(case, mode, peer[mode], ours[mode]))
            other = records[case["peer"]]["calls"].get(case.get("alike"))
            if other and any(one.place == "outcome" for one in here):
                found += [one for one in compare(case, mode, other[mode], ours[mode]) if one.request != "input"]
        rules = [_known(one) for one in found]
        for one, rule in zip(found, rules, strict=True):
            if rule is None:
                report.unexplained.append(one)
            else:
                report.explained[rule.name].append(one)
        count["equal" if not found else "different" if None in rules else "explained"] += 1
    return report


def _known(found: Difference) -> Known | None:
    return next((known for known in KNOWN if known.matches(found)), None)


def show(report: Report, *, explained: bool, whole: bool) -> None:
    """Print what was found.

    Args:
        report: What was found.
        explained: Lists what each known difference explains.
        whole: All calls were made, so that a known difference without a match is worth a word.
    """
    print(f"{'':44}" + "".join(f"{name:>11}" for name in _COLUMNS))
    total: Counter[str] = Counter()
    of_provider: dict[str, Counter[str]] = defaultdict(Counter)
    for (provider, task), count in sorted(report.counts.items()):
        print(_line(f"{provider}, {task}", count))
        total += count
        of_provider[provider] += count
    print()
    for provider, count in sorted(of_provider.items()):
        print(_line(provider, count))
    print(_line("all", total))
    for known in KNOWN:
        matched = report.explained.get(known.name, [])
        if explained and matched:
            print(f"\nknown: {known.name} ({len({one.case['id'] for one in matched})} calls)\n  {known.reason}")
            for one in _examples(matched)[:3]:
                print(f"  {one.case['id']}, {one.mode}\n    {one}")
    idle = [known.name for known in KNOWN if not report.explained.get(known.name)]
    if whole and idle:
        print(f"\nKnown differences that explain nothing any more: {'; '.join(idle)}.")
    examples = _examples(report.unexplained)
    for one in examples[:_MOST_SHOWN]:
        alike = sum(_likeness(one) == _likeness(other) for other in report.unexplained)
        print(
            f"\nDIFFERENT: {one.case['id']}, {one.mode}" + (f" (and {alike - 1} more of its kind)" if alike > 1 else "")
        )
        print(f"    {one}")
    if len(examples) > _MOST_SHOWN:
        print(f"\n... and {len(examples) - _MOST_SHOWN} other kinds of difference.")
    for words in report.wrong:
        print(f"\nWRONG: {words}")


def _line(name: str, count: Counter[str]) -> str:
    return f"{name:44}" + "".join(f"{count[column] or '-':>11}" for column in _COLUMNS)


def _examples(found: list[Difference]) -> list[Difference]:
    kinds: dict[tuple[Any, ...], Difference] = {}
    for one in found:
        kinds.setdefault(_likeness(one), one)
    return list(kinds.values())


def _likeness(one: Difference) -> tuple[Any, ...]:
    outcome = (str(one.peer)[:50], str(one.ours)[:50]) if one.place in {"outcome", "error"} else ()
    return one.case["provider"], one.case["task"], one.request, re.sub(r"\[\d+\]", "", one.place), outcome


def main() -> int:
    """Run from the command line.

    Returns:
        The exit status: 1 when a difference is not known, or the cases do not fit the peers.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.parity", description="The same calls through both packages.")
    parser.add_argument("--only", metavar="PATTERN", default="", help="only the calls whose name this pattern finds")
    parser.add_argument("--explained", action="store_true", help="list what the known differences explain")
    asked = parser.parse_args()
    chosen = [case for case in cases.build(refused) if re.search(asked.only, case["id"])]
    began = time.monotonic()
    try:
        records = run(chosen)
    except environment.EnvironmentFailedError as error:
        print(error, file=sys.stderr)
        return 1
    report = judge(chosen, records)
    show(
        report,
        explained=asked.explained,
        whole=not asked.only and not any(count["not yet"] for count in report.counts.values()),
    )
    print(f"\n{len(chosen)} calls, sync and async, {time.monotonic() - began:.0f} s")
    return 1 if report.unexplained or report.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
