"""Input and output of object_detection()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "ObjectDetectionBoundingBox",
    "ObjectDetectionInput",
    "ObjectDetectionOutput",
    "ObjectDetectionOutputElement",
    "ObjectDetectionParameters",
]


@dataclass(kw_only=True)
class ObjectDetectionParameters(Record):
    """Options of detection."""

    threshold: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Lowest score of an object that is returned. From 0 to 1. The server's default is 0.5."""


@dataclass(kw_only=True)
class ObjectDetectionInput(Record):
    """An image in which to find objects."""

    inputs: BinaryInput
    """The image to work on: its encoded file, e.g. PNG or JPEG."""
    parameters: ObjectDetectionParameters | None = None
    """Options of detection."""


@dataclass(kw_only=True)
class ObjectDetectionBoundingBox(Record):
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
class ObjectDetectionOutputElement(Record):
    """One object in the image."""

    label: str
    """Class of the object."""
    score: float
    """How sure the model is of this object, between 0 and 1."""
    box: ObjectDetectionBoundingBox
    """Rectangle around the object, counted from the top left corner of the image."""


ObjectDetectionOutput: TypeAlias = list[ObjectDetectionOutputElement]
"""The objects found."""
