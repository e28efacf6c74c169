"""Answers that are found in the request: spans of a text, cells of a table, words behind a mask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inferloom_runtime.sandbox import tokens
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_NAME = re.compile(r"[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*|\d[\d.,:]*\d|\d")
_MASK = re.compile(r"<mask>|\[MASK\]|<extra_id_0>|\{mask\}|_{3,}", re.IGNORECASE)
_MOST_ANSWERS = 64
_GROUPS = ("PER", "LOC", "ORG", "MISC")
_GUESSES = (" good", " new", " small", " fresh", " quiet", " old", " bright", " long", " warm", " early", " simple",
            " round", " heavy", " open", " late", " clear")  # fmt: skip
_SUMS = {"total": "SUM", "sum": "SUM", "average": "AVERAGE", "mean": "AVERAGE", "many": "COUNT", "count": "COUNT"}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text.

    Attributes:
        text: The piece.
        start: Where it begins, in characters.
        end: Where it ends, in characters.
    """

    text: str
    start: int
    end: int


def answers(question: str, context: str, most_words: int, dice: Dice) -> list[Span]:
    """Pieces of a text that could answer a question, the likeliest first.

    Args:
        question: The question.
        context: The text.
        most_words: The longest answer, in words.
        dice: Chance between equally good pieces.
    """
    asked = {word.lower() for word in _WORD.findall(question)}
    words = [Span(found[0], found.start(), found.end()) for found in _WORD.finditer(context)]
    names = [Span(found[0], found.start(), found.end()) for found in _NAME.finditer(context) if found.start() > 0]
    candidates = [name for name in names if not asked & set(name.text.lower().split())]
    candidates = [name for name in candidates if len(name.text.split()) <= most_words]
    fresh = [word for word in words if word.text.lower() not in asked and len(word.text) > 3]
    ranked = [*candidates, *dice.shuffled(fresh), *words]
    found: list[Span] = []
    for span in ranked:
        if len(found) < _MOST_ANSWERS and all(span.start >= other.end or span.end <= other.start for other in found):
            found.append(span)
    return found or [Span(context[:1], 0, min(1, len(context)))]


def entities(text: str, dice: Dice) -> list[tuple[Span, str]]:
    """The names in a text, with the kind of each; where there is none, its longest word."""
    found = [Span(match[0], match.start(), match.end()) for match in _NAME.finditer(text)]
    if len(found) > 1:
        # A capital at the beginning of the text alone makes no name.
        found = [span for span in found if span.start > 0 or " " in span.text or span.text[0].isdigit()] or found
    if not found:
        words = [Span(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
        found = [max(words, key=lambda span: len(span.text))] if words else []
    return [(span, _group(span.text, dice.fork(span.text))) for span in found]


def _group(text: str, dice: Dice) -> str:
    return "MISC" if text[0].isdigit() else dice.pick(_GROUPS)


def mask_in(text: str) -> str | None:
    """The mask token that a text uses; None where it has none."""
    found = _MASK.search(text)
    return found[0] if found else None


def unmasked(text: str, targets: Sequence[str] | None, dice: Dice) -> list[dict[str, Any]]:
    """Words for the mask in a text.

    Args:
        text: The text, with a mask.
        targets: The words to choose from, or None.
        dice: Their order.

    Returns:
        One row a word, without scores: the whole text, the token's number, the word.
    """
    mask = mask_in(text)
    words = [word if word.startswith(" ") else f" {word}" for word in targets or dice.shuffled(_GUESSES)]
    if mask is None:
        return []
    return [
        {"sequence": text.replace(mask, word.strip()), "token": tokens.token_id(word), "token_str": word}
        for word in words
    ]


def cells(query: str, table: Mapping[str, Sequence[Any]], dice: Dice) -> dict[str, Any]:
    """The cells of a table that could answer a question.

    Args:
        query: The question.
        table: The table, column by column.
        dice: Chance between cells that fit equally.

    Returns:
        The answer, with its cells, their coordinates and what was done with them.
    """
    names = list(table)
    asked = {word.lower() for word in _WORD.findall(query)}
    count = max((len(column) for column in table.values()), default=0)
    if not count:
        return {"answer": "", "coordinates": [], "cells": [], "aggregator": "NONE"}

    def named(text: object) -> int:
        return len(asked & {word.lower() for word in _WORD.findall(str(text))})

    hits = [max(named(column[row]) if row < len(column) else 0 for column in table.values()) for row in range(count)]
    row = hits.index(max(hits)) if max(hits) else dice.integer(0, count - 1)
    other = [name for name in names if row < len(table[name]) and not named(table[name][row])]
    column = max(other or names, key=lambda name: (named(name), -names.index(name)))
    word = next((_SUMS[word] for word in sorted(asked) if word in _SUMS), "NONE")
    rows = [row] if word == "NONE" or max(hits) else list(range(len(table[column])))
    chosen = [str(table[column][each]) for each in rows if each < len(table[column])]
    listed = ", ".join(chosen)
    return {
        "answer": listed if word == "NONE" else f"{word} > {listed}",
        "coordinates": [[each, names.index(column)] for each in rows if each < len(table[column])],
        "cells": chosen,
        "aggregator": word,
    }


def require_mask(text: str, at: tuple[str | int, ...]) -> None:
    """Refuse a text that has no mask.

    Raises:
        Refusal: 422.
    """
    if mask_in(text) is None:
        raise Refusal(422, "The text has no mask; put [MASK] or <mask> where the word is missing.", at)
