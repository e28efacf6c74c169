"""Input and output of question_answering()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from inferloom_runtime.record import Record

__all__ = [
    "QuestionAnsweringInput",
    "QuestionAnsweringInputData",
    "QuestionAnsweringOutput",
    "QuestionAnsweringOutputElement",
    "QuestionAnsweringParameters",
]


@dataclass(kw_only=True)
class QuestionAnsweringInputData(Record):
    """A question and the text that holds its answer."""

    question: str
    """The question."""
    context: str
    """The text to search."""


@dataclass(kw_only=True)
class QuestionAnsweringParameters(Record):
    """Options of question answering."""

    align_to_words: bool | None = None
    """Widen answers to whole words; wrong for scripts without spaces, such as Chinese or Japanese. The server's default
    is true.
    """
    doc_stride: int | None = field(default=None, metadata={"minimum": 0})
    """Overlap between neighbouring pieces of a long text. In tokens. At least 0. The server's default is 128."""
    handle_impossible_answer: bool | None = None
    """Allow an empty answer, meaning that the text has none. The server's default is false."""
    max_answer_len: int | None = field(default=None, metadata={"minimum": 1})
    """Longest answer considered. In tokens. At least 1. The server's default is 15."""
    max_question_len: int | None = field(default=None, metadata={"minimum": 1})
    """The question is cut here. In tokens. At least 1. The server's default is 64."""
    max_seq_len: int | None = field(default=None, metadata={"minimum": 1})
    """Longest piece, question included, that a long text is cut into. In tokens. At least 1. The server's default is
    384.
    """
    top_k: int | None = field(default=None, metadata={"minimum": 1})
    """Answers to return at most. At least 1. The server's default is 1."""


@dataclass(kw_only=True)
class QuestionAnsweringInput(Record):
    """A question and the text that holds its answer."""

    inputs: QuestionAnsweringInputData
    """A question and the text that holds its answer."""
    parameters: QuestionAnsweringParameters | None = None
    """Options of question answering."""


@dataclass(kw_only=True)
class QuestionAnsweringOutputElement(Record):
    """An answer and its place in the text."""

    answer: str
    """The answer, as it stands in the text."""
    score: float
    """Probability of the answer."""
    start: int = field(metadata={"minimum": 0})
    """Where it begins, in characters from the start of the text. At least 0."""
    end: int = field(metadata={"minimum": 0})
    """Where it ends, in characters; the first one behind it. At least 0."""


QuestionAnsweringOutput: TypeAlias = QuestionAnsweringOutputElement | list[QuestionAnsweringOutputElement]
"""The best answer, or the top_k best in order."""
