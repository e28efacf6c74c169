"""Texts that match a regular expression."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence
from typing import TypeAlias

from inferloom_runtime.sandbox.dice import Dice

_Writer: TypeAlias = Callable[[Dice], str]

_LETTERS = string.ascii_lowercase
_CLASSES = {"d": string.digits, "w": _LETTERS + string.digits, "s": " "}
_ANY = _LETTERS + string.digits + " "
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_PRINTABLE = "".join(chr(code) for code in range(32, 127))
_EXTRA_REPEATS = 4
_MOST_REPEATS = 1000
_TRIES = 8


def text_for(pattern: str, dice: Dice, low: int = 0, high: int | None = None) -> str | None:
    """Write a text that matches a pattern.

    Args:
        pattern: The regular expression, in the part of the language that most dialects share.
        dice: What the text depends on.
        low: The fewest characters.
        high: The most characters, or None.

    Returns:
        The text, or None where the pattern says more than can be followed here (such as look-ahead) or matches no text
        of that length.
    """
    try:
        writer = _Parser(pattern).whole()
        expression = re.compile(pattern)
    except (_UnknownError, re.error):
        return None
    for attempt in range(_TRIES):
        text = writer(dice.fork(attempt))
        for longer in (text, text + "a" * max(0, low - len(text)), "a" * max(0, low - len(text)) + text):
            if low <= len(longer) <= (len(longer) if high is None else high) and expression.search(longer):
                return longer
    return None


class _UnknownError(Exception):
    """The pattern uses something that is not followed here."""


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def whole(self) -> _Writer:
        writer = self._choice()
        if self._at < len(self._pattern):
            raise _UnknownError
        return writer

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _take(self) -> str:
        if self._at >= len(self._pattern):
            raise _UnknownError
        self._at += 1
        return self._pattern[self._at - 1]

    def _choice(self) -> _Writer:
        writers = [self._sequence()]
        while self._peek() == "|":
            self._take()
            writers.append(self._sequence())
        return lambda dice: dice.pick(writers)(dice)

    def _sequence(self) -> _Writer:
        writers: list[_Writer] = []
        while self._peek() not in ("", "|", ")"):
            writers.append(self._repeated(self._atom()))
        return lambda dice: "".join(writer(dice) for writer in writers)

    def _atom(self) -> _Writer:
        char = self._take()
        if char == "(":
            if self._peek() == "?":
                self._take()
                opener = self._take()
                if opener == "P":
                    opener = self._take()
                if opener == "<" and self._peek() not in "=!":
                    self._at = self._pattern.index(">", self._at) + 1
                elif opener != ":":
                    raise _UnknownError
            inner = self._choice()
            if self._take() != ")":
                raise _UnknownError
            return inner
        if char in "^$":
            return lambda _: ""
        if char == "[":
            return _one_of(self._set())
        if char == ".":
            return _one_of(_ANY)
        if char == "\\":
            return self._escape()
        if char in "*+?{":
            raise _UnknownError
        return lambda _: char

    def _escape(self) -> _Writer:
        char = self._take()
        if char in "bBAzZ":
            return lambda _: ""
        chars = self._escaped(char)
        return _one_of(chars)

    def _escaped(self, char: str) -> str:
        if char in _CLASSES:
            return _CLASSES[char]
        if char.lower() in _CLASSES:
            excluded = _CLASSES[char.lower()] + string.ascii_uppercase + "_" * (char == "W")
            return "".join(other for other in _PRINTABLE if other not in excluded)
        if char in "xu":
            digits = self._pattern[self._at : self._at + (2 if char == "x" else 4)]
            self._at += len(digits)
            try:
                return chr(int(digits, 16))
            except ValueError as error:
                raise _UnknownError from error
        if char in _ESCAPED:
            return _ESCAPED[char]
        if char.isalnum():
            raise _UnknownError
        return char

    def _set(self) -> str:
        negated = self._peek() == "^"
        if negated:
            self._take()
        chars: list[str] = []
        while self._peek() != "]" or not chars:
            char = self._take()
            found = self._escaped(self._take()) if char == "\\" else char
            if len(found) == 1 and self._peek() == "-" and self._pattern[self._at + 1 : self._at + 2] not in ("]", ""):
                self._take()
                last = self._take()
                last = self._escaped(self._take()) if last == "\\" else last
                found = "".join(chr(code) for code in range(ord(found), min(ord(last), ord(found) + 512) + 1))
            chars.append(found)
        self._take()
        inside = "".join(chars)
        return "".join(char for char in _PRINTABLE if char not in inside) if negated else inside

    def _repeated(self, writer: _Writer) -> _Writer:
        counts = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        char = self._peek()
        if char in counts and char:
            self._take()
            low, high = counts[char]
        elif char == "{":
            found = re.compile(r"\{(\d+)(,(\d*))?\}").match(self._pattern, self._at)
            if found is None:
                raise _UnknownError
            self._at = found.end()
            low = int(found[1])
            high = low if found[2] is None else int(found[3]) if found[3] else None
        else:
            return writer
        if low > _MOST_REPEATS:
            raise _UnknownError
        if self._peek() and self._peek() in "?+":
            self._take()
        most = low + _EXTRA_REPEATS if high is None else min(high, low + _EXTRA_REPEATS)
        return lambda dice: "".join(writer(dice) for _ in range(dice.integer(low, max(low, most))))


def _one_of(chars: Sequence[str]) -> _Writer:
    if not chars:
        raise _UnknownError
    return lambda dice: dice.pick(chars)
