"""A difference as people, machines and pull requests read it."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from .diff import Difference
from .diff_changes import BUMPS, Bump, Change

_HEADINGS: tuple[tuple[Bump, str], ...] = (
    ("major", "Breaks callers"),
    ("minor", "New for callers, nothing breaks"),
    ("patch", "Other words, or seen by servers only"),
)


def as_text(difference: Difference, allowed: Bump) -> str:
    """The report for a terminal.

    Args:
        difference: what changed.
        allowed: the version bump that is allowed.
    """
    lines: list[str] = []
    for heading, changes in _sections(difference):
        lines.append(f"{heading} ({len(changes)}):")
        lines += [f"  {change.kind:<12}{name}: {_said(change)}" for name, change in _grouped(changes)]
        lines.append("")
    lines.append(_verdict(difference))
    if not is_allowed(difference, allowed):
        lines.append(f"More than allowed: --allow is {allowed}.")
    return "\n".join(lines) + "\n"


def as_markdown(difference: Difference, allowed: Bump) -> str:
    """The report for a pull request or a changelog.

    Args:
        difference: what changed.
        allowed: the version bump that is allowed.
    """
    lines = [f"**{_verdict(difference)}**", ""]
    if not is_allowed(difference, allowed):
        lines += [f"More than allowed: `--allow` is {allowed}.", ""]
    for heading, changes in _sections(difference):
        lines += [f"### {heading}", ""]
        lines += [f"- {change.kind} {name}: {_escaped(_said(change))}" for name, change in _grouped(changes, "`")]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def as_json(difference: Difference, allowed: Bump) -> str:
    """The report for a program.

    Args:
        difference: what changed.
        allowed: the version bump that is allowed.
    """
    report = {
        "format": 1,
        "bump": difference.bump,
        "bump_before_one": difference.bump_before_one,
        "allow": allowed,
        "allowed": is_allowed(difference, allowed),
        "breaking": len(difference.breaking),
        "changes": [{**asdict(change), "breaks": change.bump == "major"} for change in difference.changes],
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def is_allowed(difference: Difference, allowed: Bump) -> bool:
    """Whether nothing asks for more than a version bump.

    Args:
        difference: what changed.
        allowed: the bump.
    """
    return BUMPS.index(difference.bump) <= BUMPS.index(allowed)


def _sections(difference: Difference) -> Iterable[tuple[str, list[Change]]]:
    for bump, heading in _HEADINGS:
        if changes := [change for change in difference.changes if change.bump == bump]:
            yield heading, changes


def _grouped(changes: list[Change], quote: str = "") -> Iterable[tuple[str, Change]]:
    """The changes by name (in quotes); what happened to several providers alike is one line."""
    groups: dict[tuple[str, ...], list[str]] = {}
    first: dict[tuple[str, ...], Change] = {}
    for change in changes:
        provider, _, what = change.name.partition(" ")
        key: tuple[str, ...] = (
            change.kind,
            change.says,
            change.shows,
            what if change.subject == "cell" else f" {change.name}",
        )
        groups.setdefault(key, []).append(provider)
        first.setdefault(key, change)
    for key, change in first.items():
        if change.subject == "cell":
            yield f"{quote}{key[-1]}{quote} on {', '.join(groups[key])}", change
        else:
            word = f"{change.subject} " if change.subject in ("client", "type", "provider") else ""
            yield f"{word}{quote}{change.name}{quote}", change


def _said(change: Change) -> str:
    seen = " (no type checker sees it)" if change.bump == "major" and change.shows == "run time" else ""
    return f"{change.says}{seen}"


def _verdict(difference: Difference) -> str:
    if difference.bump == "none":
        return "Nothing changed for callers."
    strict, early = difference.bump, difference.bump_before_one
    return f"Version: {strict} by semantic versioning; {early} while the version is 0.x."


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|" else char for char in text)
