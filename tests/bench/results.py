"""What was measured: medians, ratios, noise, goals, and the table for the README."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass(frozen=True)
class Goal:
    """What a scenario is to reach.

    Attributes:
        ours: The contender that is to reach it.
        limit: The largest number that does: a ratio, or where there is no `of`, a value.
        of: The contender that it is a ratio of; "" for a value in the row's unit.
    """

    ours: str
    limit: float
    of: str = ""


@dataclass
class Row:
    """One scenario.

    Attributes:
        title: What is done.
        unit: What one number means.
        cpu: Contender -> a number for each round.
        wall: The same in wall time; empty where that says nothing.
        goals: What is to be reached.
        floor: The contender whose spread tells the machine's noise.
        failed: Contender -> why it did not run.
    """

    title: str
    unit: str
    goals: Sequence[Goal] = ()
    floor: str = ""
    cpu: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    wall: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    failed: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, name: str, cpu: float, wall: float | None = None) -> None:
        """Write down a round.

        Args:
            name: The contender.
            cpu: What it took, in the row's unit.
            wall: The same in wall time.
        """
        self.cpu.setdefault(name, []).append(cpu)
        if wall is not None:
            self.wall.setdefault(name, []).append(wall)

    def ratio(self, ours: str, other: str) -> float:
        """What a contender takes, as a multiple of what another one takes: the median over rounds.

        Args:
            ours: The one.
            other: The other.
        """
        return median(a / b for a, b in zip(self.cpu[ours], self.cpu[other], strict=False) if b)

    def reached(self, goal: Goal) -> float | None:
        """What a goal's number is now; None where one of its contenders did not run.

        Args:
            goal: The goal.
        """
        if goal.ours not in self.cpu or (goal.of and goal.of not in self.cpu):
            return None
        return self.ratio(goal.ours, goal.of) if goal.of else median(self.cpu[goal.ours])

    def noise(self) -> float | None:
        """The middle half of the floor's rounds, as a part of their median; None where there are too few."""
        values = self.cpu.get(self.floor, [])
        if len(values) < 4:
            return None
        low, middle, high = quantiles(values, n=4)
        return (high - low) / middle

    def shown(self) -> list[str]:
        """The row for people who wait for it."""
        noise = self.noise()
        spread = "" if noise is None else f"; noise: the middle half of {self.floor}'s rounds spans {noise:.0%}"
        lines = [f"{self.title} ({self.unit}{spread})"]
        for name, values in self.cpu.items():
            line = f"  {name:20} {median(values):10.4g}"
            if self.wall.get(name):
                line += f"   wall {median(self.wall[name]):10.4g}"
            others = [goal.of for goal in self.goals if goal.of] or ["httpx"]
            ratios = [
                f"{self.ratio(name, other):.2f} x {other}" for other in dict.fromkeys(others) if other in self.cpu
            ]
            lines.append(line + "   " + ", ".join(ratios))
        lines += [f"  {name:20} did not run: {why}" for name, why in self.failed.items()]
        for goal in self.goals:
            now = self.reached(goal)
            if now is None:
                continue
            what = f"{goal.ours} at most {goal.limit:g}" + (f" x {goal.of}" if goal.of else f" {self.unit}")
            lines.append(f"  {'reached' if now <= goal.limit else 'NOT YET'}: {what}; it is {now:.3g}")
        return lines


COLUMNS = ("inferloom", "inferloom, aiohttp", "huggingface_hub", "openai", "litellm", "any-llm", "httpx", "aiohttp")
"""The columns of the README's table."""


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown.

    Args:
        rows: What was measured.

    Returns:
        A table of medians, and of the ratios that are to be reached; a row without both is left out.
    """
    columns = [name for name in COLUMNS if any(name in row.cpu for row in rows)]
    lines = ["| | " + " | ".join([*columns, "ratio (goal)"]) + " |", "|---|" + "---:|" * len(columns) + "---|"]
    for row in rows:
        if not row.goals and sum(name in row.cpu for name in columns) < 2:
            continue  # there is nobody to compare with
        cells = [_number(median(row.cpu[name])) if name in row.cpu else "" for name in columns]
        lines.append(f"| {row.title}, {row.unit} | " + " | ".join([*cells, _goals(row)]) + " |")
    return "\n".join(lines)


def _goals(row: Row) -> str:
    """What is to be reached, and how far it is; of those that differ in who is compared with, the hardest."""
    found: dict[tuple[str, float], tuple[float, Goal]] = {}
    for goal in row.goals:
        now = row.reached(goal)
        if goal.of and now is not None and now > found.get((goal.ours, goal.limit), (0.0, goal))[0]:
            found[goal.ours, goal.limit] = now, goal
    return "; ".join(
        f"{goal.ours.partition(', ')[2]} {now:.2f} x {goal.of} ({goal.limit:g})".strip() for now, goal in found.values()
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}" if value >= 1 else f"{value:.2g}"
