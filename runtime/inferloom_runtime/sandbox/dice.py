"""Repeatable chance: the same words always give the same numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_STEPS = 1 << 53


class Dice:
    """A source of numbers that depends on nothing but the words it was made from.

    Args:
        words: What the numbers depend on; anything that can be written as JSON, and bytes.
    """

    def __init__(self, *words: object) -> None:
        self._key = hashlib.sha256(json.dumps(words, sort_keys=True, default=_spelt).encode()).digest()
        self._throws = 0

    def fork(self, *words: object) -> Dice:
        """Dice of their own for one part of the work, so that its numbers do not depend on the other parts."""
        return Dice(self._key.hex(), *words)

    def fraction(self) -> float:
        """The next number, at least 0 and below 1."""
        self._throws += 1
        digest = hashlib.sha256(self._key + self._throws.to_bytes(8, "big")).digest()
        return (int.from_bytes(digest[:8], "big") >> 11) / _STEPS

    def between(self, low: float, high: float) -> float:
        """The next number, at least `low` and at most `high`."""
        return low + (high - low) * self.fraction()

    def integer(self, low: int, high: int) -> int:
        """The next whole number, at least `low` and at most `high`."""
        return low + min(int(self.fraction() * (high - low + 1)), high - low)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.integer(0, len(choices) - 1)]

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """All choices, in another order."""
        keys = [(self.fraction(), position) for position in range(len(choices))]
        return [choices[position] for _, position in sorted(keys)]

    def name(self, length: int = 24) -> str:
        """A name in hexadecimal digits; it does not use up a throw.

        Args:
            length: How many digits, 64 at most.
        """
        return hashlib.sha256(b"name" + self._key).hexdigest()[:length]


def _spelt(value: object) -> str:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else repr(value)
