"""Input and output of document_question_answering()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "DocumentQuestionAnsweringInput",
    "DocumentQuestionAnsweringInputData",
    "DocumentQuestionAnsweringOutput",
    "DocumentQuestionAnsweringOutputElement",
    "DocumentQuestionAnsweringParameters",
]


@dataclass(kw_only=True)
class DocumentQuestionAnsweringInputData(Record):
    """The page together with the question."""

    image: BinaryInput
    """The page as an image, e.g. a scan saved as PNG or JPEG."""
    question: str
    """What to look up on the page."""


@dataclass(kw_only=True)
class DocumentQuestionAnsweringParameters(Record):
    """Options of reading and answering."""

    doc_stride: int | None = field(default=None, metadata={"minimum": 0})
    """Overlap between neighbouring chunks when a page has too many words for one pass. In tokens. At least 0."""
    handle_impossible_answer: bool | None = None
    """Also offer an empty answer, for questions the page does not answer. The server's default is false."""
    lang: str | None = None
    """Language that text recognition expects. English if absent."""
    max_answer_len: int | None = field(default=None, metadata={"minimum": 1})
    """Longest answer to consider. In tokens. At least 1. The server's default is 15."""
    max_question_len: int | None = field(default=None, metadata={"minimum": 1})
    """Length at which the question is cut off. In tokens. At least 1."""
    max_seq_len: int | None = field(default=None, metadata={"minimum": 1})
    """Size of one chunk, question included. In tokens. At least 1."""
    top_k: int | None = field(default=None, metadata={"minimum": 1})
    """Most answers to return. A page may yield fewer. At least 1. The server's default is 1."""
    word_boxes: list[list[str | list[float]] | list[float] | str] | None = None
    """Words already recognised, each with its place on the page, such as `["Total", [120, 40, 180, 60]]`. Given these,
    the server skips text recognition.
    """


@dataclass(kw_only=True)
class DocumentQuestionAnsweringInput(Record):
    """A question about a document page."""

    inputs: DocumentQuestionAnsweringInputData
    """The page together with the question."""
    parameters: DocumentQuestionAnsweringParameters | None = None
    """Options of reading and answering."""


@dataclass(kw_only=True)
class DocumentQuestionAnsweringOutputElement(Record):
    """One answer."""

    answer: str
    """The answer as it reads on the page, empty if none was found."""
    score: float | None = None
    """How likely the answer is. Absent from models that write the answer instead of finding it."""
    start: int | None = None
    """Position of the answer's first word among the words of the page."""
    end: int | None = None
    """Position of the answer's last word among the words of the page."""


DocumentQuestionAnsweringOutput: TypeAlias = list[DocumentQuestionAnsweringOutputElement]
"""Answers found on the page, the likeliest first."""
