"""Input and output of text_classification()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.record import Record

__all__ = [
    "TextClassificationInput",
    "TextClassificationOutput",
    "TextClassificationOutputElement",
    "TextClassificationOutputTransform",
    "TextClassificationParameters",
]


TextClassificationOutputTransform: TypeAlias = Literal["sigmoid", "softmax", "none"]
"""What turns raw model scores into the scores returned."""


@dataclass(kw_only=True)
class TextClassificationOutputElement(Record):
    """One label of a text."""

    label: str
    """Name of the class."""
    score: float
    """Confidence in the label; a probability unless the raw scores were asked for."""


TextClassificationOutput: TypeAlias = list[TextClassificationOutputElement]
"""Labels of the text, best first."""


@dataclass(kw_only=True)
class TextClassificationParameters(Record):
    """Options of text classification."""

    top_k: int | None = field(default=None, metadata={"minimum": 1})
    """Labels to return at most. At least 1."""
    function_to_apply: TextClassificationOutputTransform | None = None
    """What turns raw model scores into the scores returned."""


@dataclass(kw_only=True)
class TextClassificationInput(Record):
    """A text to label."""

    inputs: str
    """The text."""
    parameters: TextClassificationParameters | None = None
    """Options of text classification."""
