"""Vectors for texts: equal for equal texts, close for texts that share words."""

from __future__ import annotations

import hashlib
import math
import re
import struct
from functools import lru_cache

DIMENSION = 384
"""The length of a vector where the request asks for none."""

LARGEST = 8192
"""The longest vector that is made."""

_OWN = 0.15


def vector(text: str, seed: int = 0, dimension: int = DIMENSION) -> list[float]:
    """The unit vector of a text.

    Args:
        text: The text.
        seed: The sandbox's seed.
        dimension: The vector's length.

    Returns:
        The numbers; their squares sum to one.
    """
    words = re.findall(r"\w+", text.lower())
    # A small part of the vector belongs to the text as a whole, so that the order of words counts too.
    total = [_OWN * part for part in _noise(f"text {seed} {text}", dimension)]
    for word in words:
        for position, part in enumerate(_noise(f"word {seed} {word}", dimension)):
            total[position] += part
    return unit(total)


def unit(numbers: list[float]) -> list[float]:
    """A vector's direction: the same vector with length one."""
    length = math.sqrt(math.fsum(number * number for number in numbers))
    return [round(number / length, 8) for number in numbers] if length else [1.0] + [0.0] * (len(numbers) - 1)


def likeness(one: str, other: str, seed: int = 0) -> float:
    """How close two texts are: 1.0 for equal texts, near 0 for texts without a word in common."""
    if one == other:
        return 1.0
    pairs = zip(vector(one, seed), vector(other, seed), strict=True)
    return round(min(math.fsum(a * b for a, b in pairs), 1.0), 6)


@lru_cache(maxsize=256)
def _noise(words: str, dimension: int) -> tuple[float, ...]:
    content = hashlib.shake_256(words.encode("utf-8", "surrogatepass")).digest(2 * dimension)
    return tuple(number / 32768 for number in struct.unpack(f"<{dimension}h", content))
