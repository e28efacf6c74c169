"""Input and output of image_segmentation()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.media import BinaryInput, Image
from inferloom_runtime.record import Record

__all__ = [
    "ImageSegmentationInput",
    "ImageSegmentationOutput",
    "ImageSegmentationOutputElement",
    "ImageSegmentationParameters",
    "ImageSegmentationSubtask",
]


ImageSegmentationSubtask: TypeAlias = Literal["instance", "panoptic", "semantic"]
"""What to segment: `instance` tells objects apart, `semantic` joins all pixels of a class, `panoptic` does both. If
absent, whichever the model can do.
"""


@dataclass(kw_only=True)
class ImageSegmentationParameters(Record):
    """Options of segmentation."""

    mask_threshold: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Probability from which a pixel belongs to the mask. From 0 to 1. The server's default is 0.5."""
    overlap_mask_area_threshold: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Share of a mask that must remain once overlaps are settled. Masks that keep less are dropped. From 0 to 1. The
    server's default is 0.5.
    """
    subtask: ImageSegmentationSubtask | None = None
    """What to segment: `instance` tells objects apart, `semantic` joins all pixels of a class, `panoptic` does both. If
    absent, whichever the model can do.
    """
    threshold: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Lowest score of a segment that is kept. From 0 to 1. The server's default is 0.9."""


@dataclass(kw_only=True)
class ImageSegmentationInput(Record):
    """An image to split into segments."""

    inputs: BinaryInput
    """The image to work on: its encoded file, e.g. PNG or JPEG."""
    parameters: ImageSegmentationParameters | None = None
    """Options of segmentation."""


@dataclass(kw_only=True)
class ImageSegmentationOutputElement(Record):
    """One segment of the image."""

    label: str
    """Class of the segment."""
    mask: Image
    """Black and white image of the input's size, white where the segment is."""
    score: float | None = None
    """How sure the model is. Semantic segmentation gives none."""


ImageSegmentationOutput: TypeAlias = list[ImageSegmentationOutputElement]
"""The segments found."""
