"""Tokens of a toy vocabulary, which put together give the text again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from inferloom_runtime.sandbox.dice import Dice

_TOKEN = re.compile(r"\s?\w{1,8}|\s?[^\w\s]|\s", re.DOTALL)
_VOCABULARY = 32_000
_OTHERS = (" the", " a", " and", " of", " is", " to", ",", ".", " in", " that", " it", " as", " for", " or", " so",
           " on", " by", " an", " at", " be", " no")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as it comes out after its limits.

    Attributes:
        tokens: The tokens that are left.
        text: The text that is left; without tokens that the limits cut in two, it is theirs.
        reason: "stop" where a stop string ended it, "length" where the limit did, "end" where it ended by itself.
    """

    tokens: tuple[str, ...]
    text: str
    reason: str


def split(text: str) -> list[str]:
    """The tokens of a text; joined, they are the text."""
    return _TOKEN.findall(text)


def count(text: str) -> int:
    """How many tokens a text has."""
    return len(split(text))


def token_id(token: str) -> int:
    """A token's number in the toy vocabulary."""
    digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
    return 3 + int.from_bytes(digest[:4], "big") % (_VOCABULARY - 3)


def logprob(dice: Dice) -> float:
    """A plausible log probability for a token that was chosen."""
    return round(-0.01 - 1.5 * dice.fraction() ** 2, 6)


def alternatives(token: str, chosen: float, wanted: int, dice: Dice) -> list[tuple[str, float]]:
    """The likeliest tokens at a place, the chosen one first.

    Args:
        token: The chosen token.
        chosen: Its log probability.
        wanted: How many to give.
        dice: Chance for this place.
    """
    found, level = [(token, chosen)], chosen
    for other in dice.shuffled([other for other in _OTHERS if other != token])[: max(0, wanted - 1)]:
        level -= 0.2 + dice.fraction()
        found.append((other, round(level, 6)))
    return found[:wanted]


def cut(text: str, *, limit: int | None, stops: Sequence[str] = (), keep_stop: bool = False) -> Cut:
    """Apply a token limit and stop strings.

    Args:
        text: The text.
        limit: The most tokens, or None.
        stops: The strings that end the text.
        keep_stop: Whether the stop string stays at the end.

    Returns:
        What is left.
    """
    ends = [(text.index(stop), stop) for stop in stops if stop and stop in text]
    stopped = text
    if ends:
        place, stop = min(ends, key=lambda end: end[0] + len(end[1]))
        stopped = text[: place + (len(stop) if keep_stop else 0)]
    pieces = split(stopped)
    if limit is not None and len(pieces) > limit:
        left = tuple(pieces[:limit])
        return Cut(left, "".join(left), "length")
    return Cut(tuple(pieces), stopped, "stop" if ends else "end")
