"""Errors with an address, collected so that one run shows all of them.

A mistake in a spec is reported as `file:line:column: what is wrong, what would be right`. Readers and checkers add what
they find to a `Problems`; whoever started the run calls `raise_if_any()` before anything is written.
"""

import difflib
from collections.abc import Iterable
from typing import NamedTuple

_QUOTE_LIMIT = 60
_LIST_LIMIT = 8


class Place(NamedTuple):
    """Where a value or a key stands: a file relative to the specs folder, line and column (characters) from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class SpecError(Exception):
    """One mistake (or warning) in one place of a spec.

    Args:
        at: where it is.
        message: one sentence: what is wrong, and what would be right. Kept on one line.
    """

    def __init__(self, at: Place, message: str) -> None:
        super().__init__(at, message)
        self.at = at
        # A message may carry a spec's text, and goes to a terminal.
        self.message: str = "".join(char if char.isprintable() else " " for char in message)

    @property
    def file(self) -> str:
        """The file, relative to the specs folder, with forward slashes."""
        return self.at.file

    @property
    def line(self) -> int:
        """The line, from 1."""
        return self.at.line

    @property
    def column(self) -> int:
        """The column in characters, from 1."""
        return self.at.column

    def __str__(self) -> str:
        return f"{self.at}: {self.message}"

    def __repr__(self) -> str:
        return f"SpecError({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpecError) and (self.at, self.message) == (other.at, other.message)

    def __hash__(self) -> int:
        return hash((self.at, self.message))


class SpecErrors(Exception):
    """All mistakes of one run; `str()` is one line for each, sorted by file, line and column."""

    def __init__(self, errors: Iterable[SpecError]) -> None:
        self.errors: tuple[SpecError, ...] = _ordered(errors)
        super().__init__(*self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class Problems:
    """Collects the errors and the warnings of one run.

    The same message at the same place counts once, so that two checks may find one mistake.
    """

    def __init__(self) -> None:
        # Dicts as ordered sets: the order they were found in decides between two messages for one place.
        self._errors: dict[SpecError, None] = {}
        self._warnings: dict[SpecError, None] = {}

    def error(self, at: Place, message: str) -> None:
        """Add a mistake: nothing may be generated from this spec."""
        self.add(SpecError(at, message))

    def add(self, error: SpecError) -> None:
        """Add a mistake that was raised as an exception."""
        self._errors.setdefault(error)

    def warn(self, at: Place, message: str) -> None:
        """Add a warning: worth a look, yet the spec can be used."""
        self._warnings.setdefault(SpecError(at, message))

    @property
    def errors(self) -> tuple[SpecError, ...]:
        """All mistakes so far, sorted by file, line and column."""
        return _ordered(self._errors)

    @property
    def warnings(self) -> tuple[SpecError, ...]:
        """All warnings so far, sorted by file, line and column."""
        return _ordered(self._warnings)

    def count(self) -> int:
        """How many mistakes there are so far; compare two counts to see whether a step found any."""
        return len(self._errors)

    def raise_if_any(self) -> None:
        """Raise `SpecErrors` with every mistake found, or return when there is none (warnings never raise)."""
        if self._errors:
            raise SpecErrors(self._errors)


def _ordered(errors: Iterable[SpecError]) -> tuple[SpecError, ...]:
    return tuple(sorted(errors, key=lambda error: error.at))


def quote(value: object) -> str:
    """A spec's own text for use inside a message: quoted, on one line, never longer than some 60 characters."""
    if isinstance(value, str) and len(value) > _QUOTE_LIMIT:
        value = value[: _QUOTE_LIMIT - 3] + "..."
    return repr(value)


def listing(words: Iterable[str], limit: int = _LIST_LIMIT) -> str:
    """`a, b, c` for a message; after `limit` words the rest becomes `...`."""
    known = list(words)
    return ", ".join([*known[:limit], *(["..."] if len(known) > limit else [])])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'seed'?` when one of the known words is close to `word`, otherwise nothing."""
    found = closest(word, known)
    return f"; did you mean {quote(found)}?" if found else ""


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return lower[found[0]] if found else None
