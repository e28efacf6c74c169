"""Input and output of shorten_text()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from inferloom_runtime.record import Record
from sdk.types.shared import Tone

__all__ = [
    "TextShorteningGlossary",
    "TextShorteningInput",
    "TextShorteningOutput",
    "TextShorteningParameters",
    "TextShorteningRemoval",
]


@dataclass(kw_only=True)
class TextShorteningGlossary(Record):
    """Words and what to write in their place."""

    words: dict[str, str] | None = None
    """Word -> replacement."""
    case_sensitive: bool | None = None
    """Tell Word from word."""


@dataclass(kw_only=True)
class TextShorteningParameters(Record):
    """How to shorten it."""

    max_words: int = field(metadata={"minimum": 1, "maximum": 500})
    """Length of the result at most. In words. From 1 to 500."""
    keep: list[str] | None = field(default=None, metadata={"max_items": 8})
    """Words that must stay in the text, however short it becomes. A word that the text does not have is not added; the
    list is read as a set, so its order means nothing. At most 8 items.
    """
    tone: Tone | None = None
    """How the text sounds."""
    temperature: float | None = field(default=None, metadata={"minimum": 0, "exclusive_maximum": 2})
    """How freely words are chosen. At least 0, less than 2. The server's default is 0.7."""
    trim: bool | None = None
    """Cut white space at both ends. The server's default is true."""
    glossary: TextShorteningGlossary | None = None
    """Words and what to write in their place."""


@dataclass(kw_only=True)
class TextShorteningInput(Record):
    """A text to shorten."""

    inputs: str = field(metadata={"min_length": 1})
    """The text. At least 1 character."""
    parameters: TextShorteningParameters
    """How to shorten it."""


@dataclass(kw_only=True)
class TextShorteningRemoval(Record):
    """A part that was taken out."""

    start: int = field(metadata={"minimum": 0})
    """Where it began. In characters. At least 0."""
    end: int = field(metadata={"minimum": 0})
    """Where it ended. In characters. At least 0."""


@dataclass(kw_only=True)
class TextShorteningOutput(Record):
    """The shortened text."""

    text: str
    """What is left."""
    tone: Tone | None = None
    """How the text sounds."""
    stopped: Literal["short_enough", "nothing_left"] | str | None = None
    """Why it is not shorter. Usually one of "short_enough", "nothing_left"."""
    removed: list[TextShorteningRemoval] | None = None
    """What was taken out, in the order of the text."""
