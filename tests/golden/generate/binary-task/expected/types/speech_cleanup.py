"""Input and output of clean_speech()."""

from __future__ import annotations

from dataclasses import dataclass, field

from inferloom_runtime.media import BinaryInput, Media
from inferloom_runtime.record import Record

__all__ = ["SpeechCleanupInput", "SpeechCleanupOutput", "SpeechCleanupParameters"]


@dataclass(kw_only=True)
class SpeechCleanupParameters(Record):
    """How to clean it."""

    strength: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """How much is taken out. From 0 to 1."""
    picture: BinaryInput | None = None
    """A picture of the room."""


@dataclass(kw_only=True)
class SpeechCleanupInput(Record):
    """A recording to clean."""

    inputs: BinaryInput
    """The recording."""
    parameters: SpeechCleanupParameters | None = None
    """How to clean it."""


@dataclass(kw_only=True)
class SpeechCleanupOutput(Record):
    """The cleaned recording."""

    audio: Media
    """The recording without its noise."""
    sampling_rate: int | None = field(default=None, metadata={"minimum": 1})
    """Its sampling rate. In Hz. At least 1."""
