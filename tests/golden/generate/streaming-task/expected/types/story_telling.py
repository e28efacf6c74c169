"""Input and output of tell_story()."""

from __future__ import annotations

from dataclasses import dataclass, field

from inferloom_runtime.record import Record

__all__ = ["StoryTellingInput", "StoryTellingOutput", "StoryTellingPiece", "StoryTellingStreamOutput"]


@dataclass(kw_only=True)
class StoryTellingInput(Record):
    """How a story begins."""

    opening: str
    """The first sentence."""
    sentences: int | None = field(default=None, metadata={"minimum": 1})
    """How many sentences to add. At least 1. The server's default is 5."""
    details: bool | None = None
    """Return the story with its facts."""
    stream: bool | None = None
    """Tell it word by word."""


@dataclass(kw_only=True)
class StoryTellingOutput(Record):
    """A story with its facts."""

    story: str
    """The story."""
    words: int | None = field(default=None, metadata={"minimum": 0})
    """How many words it has. At least 0."""


@dataclass(kw_only=True)
class StoryTellingPiece(Record):
    """The word, with its place."""

    text: str
    """The word."""
    index: int | None = field(default=None, metadata={"minimum": 0})
    """Its place. At least 0."""


@dataclass(kw_only=True)
class StoryTellingStreamOutput(Record):
    """A word of a story."""

    piece: StoryTellingPiece
    """The word, with its place."""
