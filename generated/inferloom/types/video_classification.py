"""Input and output of video_classification()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "VideoClassificationInput",
    "VideoClassificationOutput",
    "VideoClassificationOutputElement",
    "VideoClassificationOutputTransform",
    "VideoClassificationParameters",
]


VideoClassificationOutputTransform: TypeAlias = Literal["sigmoid", "softmax", "none"]
"""How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the scores add up to 1, `none`
leaves the logits. The model decides if absent.
"""


@dataclass(kw_only=True)
class VideoClassificationParameters(Record):
    """Options of classification."""

    frame_sampling_rate: int | None = field(default=None, metadata={"minimum": 1})
    """Distance between the frames looked at: 1 takes every frame, 4 every fourth. At least 1. The server's default is
    1.
    """
    function_to_apply: VideoClassificationOutputTransform | None = None
    """How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the scores add up to 1, `none`
    leaves the logits. The model decides if absent.
    """
    num_frames: int | None = field(default=None, metadata={"minimum": 1})
    """Number of frames looked at. The model's own number if absent. At least 1."""
    top_k: int | None = field(default=None, metadata={"minimum": 1})
    """Most labels to return, the likeliest first. At least 1. The server's default is 5."""


@dataclass(kw_only=True)
class VideoClassificationInput(Record):
    """A video to label."""

    inputs: BinaryInput
    """The video: its encoded file, e.g. MP4."""
    parameters: VideoClassificationParameters | None = None
    """Options of classification."""


@dataclass(kw_only=True)
class VideoClassificationOutputElement(Record):
    """One label of the video."""

    label: str
    """Name of the class."""
    score: float
    """How sure the model is of this label; between 0 and 1 unless raw logits were asked for."""


VideoClassificationOutput: TypeAlias = list[VideoClassificationOutputElement]
"""Labels of the video, the likeliest first."""
