"""Input and output of fill_mask()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from inferloom_runtime.record import Record

__all__ = ["FillMaskInput", "FillMaskOutput", "FillMaskOutputElement", "FillMaskParameters"]


@dataclass(kw_only=True)
class FillMaskParameters(Record):
    """Options of mask filling."""

    targets: list[str] | None = field(default=None, metadata={"min_items": 1})
    """Only score these words; one the vocabulary lacks is replaced by its first token. At least 1 item."""
    top_k: int | None = field(default=None, metadata={"minimum": 1})
    """Guesses to return at most. At least 1. The server's default is 5."""


@dataclass(kw_only=True)
class FillMaskInput(Record):
    """A text with a gap."""

    inputs: str
    """The text, with the mask token of the model in it."""
    parameters: FillMaskParameters | None = None
    """Options of mask filling."""


@dataclass(kw_only=True)
class FillMaskOutputElement(Record):
    """One guess."""

    sequence: str
    """The text with the gap filled."""
    score: float
    """Probability of the guess."""
    token: int
    """Id of the guessed token."""
    token_str: str
    """Text of the guessed token."""


FillMaskOutput: TypeAlias = list[FillMaskOutputElement]
"""Guesses, best first."""
