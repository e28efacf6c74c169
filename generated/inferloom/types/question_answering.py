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
    """
    A question and the text that holds its answer.
    """

    question: str
    """
    The question.
    """
    context: str
    """
    The text to search.
    """


@dataclass(kw_only=True)
class QuestionAnsweringParameters(Record):
    """
    Options of question answering.
    """

    align_to_words: bool | None = None
    """
    Widen answers to whole words; wrong for scripts without spaces, such as Chinese or Japanese.
    """
    doc_stride: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Overlap between neighbouring pieces of a long text.
    """
    handle_impossible_answer: bool | None = None
    """
    Allow an empty answer, meaning that the text has none.
    """
    max_answer_len: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Longest answer considered.
    """
    max_question_len: int | None = field(metadata={"minimum": 1}, default=None)
    """
    The question is cut here.
    """
    max_seq_len: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Longest piece, question included, that a long text is cut into.
    """
    top_k: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Answers to return at most.
    """


@dataclass(kw_only=True)
class QuestionAnsweringInput(Record):
    """
    A question and the text that holds its answer.
    """

    inputs: QuestionAnsweringInputData
    parameters: QuestionAnsweringParameters | None = None


@dataclass(kw_only=True)
class QuestionAnsweringOutputElement(Record):
    """
    An answer and its place in the text.
    """

    answer: str
    """
    The answer, as it stands in the text.
    """
    score: float
    """
    Probability of the answer.
    """
    start: int = field(metadata={"minimum": 0})
    """
    Where it begins, in characters from the start of the text.
    """
    end: int = field(metadata={"minimum": 0})
    """
    Where it ends, in characters; the first one behind it.
    """


QuestionAnsweringOutput: TypeAlias = QuestionAnsweringOutputElement | list[QuestionAnsweringOutputElement]
"""
The best answer, or the top_k best in order.
"""
