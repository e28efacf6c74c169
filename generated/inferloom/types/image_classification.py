"""Input and output of image_classification()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "ImageClassificationInput",
    "ImageClassificationOutput",
    "ImageClassificationOutputElement",
    "ImageClassificationOutputTransform",
    "ImageClassificationParameters",
]


ImageClassificationOutputTransform: TypeAlias = Literal["sigmoid", "softmax", "none"]
"""How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the scores add up to 1, `none`
leaves the logits. The model decides if absent.
"""


@dataclass(kw_only=True)
class ImageClassificationParameters(Record):
    """Options of classification."""

    function_to_apply: ImageClassificationOutputTransform | None = None
    """How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the scores add up to 1, `none`
    leaves the logits. The model decides if absent.
    """
    top_k: int | None = field(default=None, metadata={"minimum": 1})
    """Most labels to return, the likeliest first. At least 1. The server's default is 5."""


@dataclass(kw_only=True)
class ImageClassificationInput(Record):
    """An image to label."""

    inputs: BinaryInput
    """The image to work on: its encoded file, e.g. PNG or JPEG."""
    parameters: ImageClassificationParameters | None = None
    """Options of classification."""


@dataclass(kw_only=True)
class ImageClassificationOutputElement(Record):
    """One label of the image."""

    label: str
    """Name of the class."""
    score: float
    """How sure the model is of this label; between 0 and 1 unless raw logits were asked for."""


ImageClassificationOutput: TypeAlias = list[ImageClassificationOutputElement]
"""Labels of the image, the likeliest first."""
