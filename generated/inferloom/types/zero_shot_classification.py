"""Input and output of zero_shot_classification()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from inferloom_runtime.record import Record

__all__ = [
    "ZeroShotClassificationInput",
    "ZeroShotClassificationOutput",
    "ZeroShotClassificationOutputElement",
    "ZeroShotClassificationParameters",
]


@dataclass(kw_only=True)
class ZeroShotClassificationParameters(Record):
    """The classes and how they are put to the model."""

    candidate_labels: list[str] = field(metadata={"min_items": 1})
    """The classes, in words. At least 1 item."""
    multi_label: bool | None = None
    """Score every class by itself; otherwise the scores add up to 1. The server's default is false."""
    hypothesis_template: str | None = field(default=None, metadata={"pattern": "\\{.*\\}"})
    """Sentence the model judges for every class; {} stands for the class. Matching the pattern \\{.*\\}. The server's
    default is "This example is {}.".
    """


@dataclass(kw_only=True)
class ZeroShotClassificationInput(Record):
    """A text and the classes it may belong to."""

    inputs: str
    """The text."""
    parameters: ZeroShotClassificationParameters
    """The classes and how they are put to the model."""


@dataclass(kw_only=True)
class ZeroShotClassificationOutputElement(Record):
    """One class of a text."""

    label: str
    """Name of the class."""
    score: float
    """Confidence in the label; a probability unless the raw scores were asked for."""


ZeroShotClassificationOutput: TypeAlias = list[ZeroShotClassificationOutputElement]
"""The classes, best first."""
