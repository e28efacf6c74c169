"""Input and output of visual_question_answering()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "VisualQuestionAnsweringInput",
    "VisualQuestionAnsweringInputData",
    "VisualQuestionAnsweringOutput",
    "VisualQuestionAnsweringOutputElement",
    "VisualQuestionAnsweringParameters",
]


@dataclass(kw_only=True)
class VisualQuestionAnsweringInputData(Record):
    """The image together with the question."""

    image: BinaryInput
    """The image: its encoded file, e.g. PNG or JPEG."""
    question: str
    """What to find out about the image."""


@dataclass(kw_only=True)
class VisualQuestionAnsweringParameters(Record):
    """Options of answering."""

    top_k: int | None = field(default=None, metadata={"minimum": 1})
    """Most answers to return, the likeliest first. At least 1. The server's default is 5."""


@dataclass(kw_only=True)
class VisualQuestionAnsweringInput(Record):
    """A question about an image."""

    inputs: VisualQuestionAnsweringInputData
    """The image together with the question."""
    parameters: VisualQuestionAnsweringParameters | None = None
    """Options of answering."""


@dataclass(kw_only=True)
class VisualQuestionAnsweringOutputElement(Record):
    """One answer."""

    score: float
    """How likely the answer is, between 0 and 1."""
    answer: str | None = None
    """The answer, usually a word or two."""


VisualQuestionAnsweringOutput: TypeAlias = list[VisualQuestionAnsweringOutputElement]
"""Answers, the likeliest first."""
