"""Input and output of zero_shot_object_detection()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "ZeroShotObjectDetectionBoundingBox",
    "ZeroShotObjectDetectionInput",
    "ZeroShotObjectDetectionOutput",
    "ZeroShotObjectDetectionOutputElement",
    "ZeroShotObjectDetectionParameters",
]


@dataclass(kw_only=True)
class ZeroShotObjectDetectionParameters(Record):
    """What to look for."""

    candidate_labels: list[str] = field(metadata={"min_items": 1})
    """Names of the objects to look for, in plain words. At least 1 item."""


@dataclass(kw_only=True)
class ZeroShotObjectDetectionInput(Record):
    """An image in which to find objects named by the caller."""

    inputs: BinaryInput
    """The image to work on: its encoded file, e.g. PNG or JPEG."""
    parameters: ZeroShotObjectDetectionParameters
    """What to look for."""


@dataclass(kw_only=True)
class ZeroShotObjectDetectionBoundingBox(Record):
    """Rectangle around the object, counted from the top left corner of the image."""

    xmin: int
    """Left edge. In pixels."""
    ymin: int
    """Top edge. In pixels."""
    xmax: int
    """Right edge. In pixels."""
    ymax: int
    """Bottom edge. In pixels."""


@dataclass(kw_only=True)
class ZeroShotObjectDetectionOutputElement(Record):
    """One object in the image."""

    label: str
    """Which of the candidate labels the object matches."""
    score: float
    """How sure the model is of this object, between 0 and 1."""
    box: ZeroShotObjectDetectionBoundingBox
    """Rectangle around the object, counted from the top left corner of the image."""


ZeroShotObjectDetectionOutput: TypeAlias = list[ZeroShotObjectDetectionOutputElement]
"""The objects found."""
