"""Input and output of zero_shot_image_classification()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "ZeroShotImageClassificationInput",
    "ZeroShotImageClassificationOutput",
    "ZeroShotImageClassificationOutputElement",
    "ZeroShotImageClassificationParameters",
]


@dataclass(kw_only=True)
class ZeroShotImageClassificationParameters(Record):
    """What to match."""

    candidate_labels: list[str] = field(metadata={"min_items": 1})
    """The labels to choose from, in plain words. At least 1 item."""
    hypothesis_template: str | None = None
    """Sentence into which each label is put in place of `{}` before it is compared with the image. The server's default
    is "This is a photo of {}.".
    """


@dataclass(kw_only=True)
class ZeroShotImageClassificationInput(Record):
    """An image to match with labels of the caller's."""

    inputs: BinaryInput
    """The image to work on: its encoded file, e.g. PNG or JPEG."""
    parameters: ZeroShotImageClassificationParameters
    """What to match."""


@dataclass(kw_only=True)
class ZeroShotImageClassificationOutputElement(Record):
    """One candidate label."""

    label: str
    """The candidate label."""
    score: float
    """How well the label fits the image, between 0 and 1."""


ZeroShotImageClassificationOutput: TypeAlias = list[ZeroShotImageClassificationOutputElement]
"""The candidate labels, the best match first."""
