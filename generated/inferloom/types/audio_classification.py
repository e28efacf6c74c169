"""Input and output of audio_classification()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "AudioClassificationInput",
    "AudioClassificationOutput",
    "AudioClassificationOutputElement",
    "AudioClassificationOutputTransform",
    "AudioClassificationParameters",
]


AudioClassificationOutputTransform: TypeAlias = Literal["sigmoid", "softmax", "none"]
"""What turns raw model scores into the scores returned."""


@dataclass(kw_only=True)
class AudioClassificationOutputElement(Record):
    """One label of a recording."""

    label: str
    """Name of the class."""
    score: float
    """Confidence in the label; a probability unless the raw scores were asked for."""


AudioClassificationOutput: TypeAlias = list[AudioClassificationOutputElement]
"""Labels of the recording, best first."""


@dataclass(kw_only=True)
class AudioClassificationParameters(Record):
    """Options of audio classification."""

    top_k: int | None = field(default=None, metadata={"minimum": 1})
    """Labels to return at most. At least 1."""
    function_to_apply: AudioClassificationOutputTransform | None = None
    """What turns raw model scores into the scores returned."""


@dataclass(kw_only=True)
class AudioClassificationInput(Record):
    """A recording to label."""

    inputs: BinaryInput
    """The recording, in any format the server can decode."""
    parameters: AudioClassificationParameters | None = None
    """Options of audio classification."""
