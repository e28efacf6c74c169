"""Input and output of make_melody()."""

from __future__ import annotations

from dataclasses import dataclass, field

from inferloom_runtime.media import BinaryInput, Media
from inferloom_runtime.record import Record

__all__ = ["MelodyMakingInput", "MelodyMakingOutput", "MelodyMakingParameters"]


@dataclass(kw_only=True)
class MelodyMakingParameters(Record):
    """Options of the melody."""

    duration: float | None = field(default=None, metadata={"exclusive_minimum": 0})
    """Its length. In seconds. More than 0."""
    cover: BinaryInput | None = None
    """A picture to set to music."""


@dataclass(kw_only=True)
class MelodyMakingInput(Record):
    """What the melody is made of."""

    inputs: str
    """The mood."""
    parameters: MelodyMakingParameters | None = None
    """Options of the melody."""


@dataclass(kw_only=True)
class MelodyMakingOutput(Record):
    """A melody."""

    audio: Media
    """The melody's sound."""
