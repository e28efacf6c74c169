"""A change between two SDKs, as callers feel it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "removed",
    "renamed",
    "moved",
    "narrowed",
    "changed",
    "added",
    "deprecated",
    "restored",
    "widened",
    "documented",
    "wire",
]
"""What happened; `restored` is what was deprecated and is no longer, `wire` is what only servers see."""

Subject: TypeAlias = Literal["client", "method", "argument", "type", "field", "provider", "cell"]
Bump: TypeAlias = Literal["none", "patch", "minor", "major"]
Shows: TypeAlias = Literal["type checker", "run time", ""]

BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major")
"""From harmless to breaking."""

_SUBJECTS: tuple[Subject, ...] = ("client", "method", "argument", "type", "field", "provider", "cell")


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        kind: what happened.
        subject: what it happened to.
        name: which one: `text_to_image(width)`, `TextToImageOutput.image`, `fal-ai text_to_image(seed)`.
        says: one sentence without a full stop: what was, what is, and why it matters where that is not plain.
        bump: the version that it asks for.
        shows: where a break shows: to a type checker (and at run time), or at run time only; "" where nothing breaks.
    """

    kind: Kind
    subject: Subject
    name: str
    says: str
    bump: Bump
    shows: Shows = ""


def highest(bumps: Iterable[Bump]) -> Bump:
    """The largest of several version bumps; `none` of none."""
    return BUMPS[max((BUMPS.index(bump) for bump in bumps), default=0)]


def bump_before_one(bump: Bump) -> Bump:
    """The bump while the version is 0.x, where the minor number stands for what breaks.

    Args:
        bump: the bump by the letter of semantic versioning.
    """
    lower: dict[Bump, Bump] = {"major": "minor", "minor": "patch"}
    return lower.get(bump, bump)


def ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes in the order of a report: what breaks first, then by subject and name."""

    def rank(change: Change) -> tuple[int, int, str, str, str]:
        return (-BUMPS.index(change.bump), _SUBJECTS.index(change.subject), change.name, change.kind, change.says)

    return tuple(sorted(dict.fromkeys(changes), key=rank))
