"""Input and output of table_question_answering()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from inferloom_runtime.record import Record

__all__ = [
    "Padding",
    "TableQuestionAnsweringInput",
    "TableQuestionAnsweringInputData",
    "TableQuestionAnsweringOutput",
    "TableQuestionAnsweringOutputElement",
    "TableQuestionAnsweringParameters",
]


@dataclass(kw_only=True)
class TableQuestionAnsweringInputData(Record):
    """A question and the table that holds its answer."""

    query: str
    """The question."""
    table: dict[str, list[Any]]
    """Columns: a name and the list of its cells, all lists of one length; cells are text."""


Padding: TypeAlias = Literal["do_not_pad", "longest", "max_length"]
"""How far sequences are filled up: not, to the longest, or to the limit of the model. The server's default is
"do_not_pad".
"""


@dataclass(kw_only=True)
class TableQuestionAnsweringOutputElement(Record):
    """An answer and the cells it comes from."""

    answer: str
    """The answer; an aggregation stands before it, as in SUM > 1, 2."""
    coordinates: list[list[int]] | None = None
    """Row and column of every cell used, counted from 0."""
    cells: list[str] | None = None
    """Contents of these cells."""
    aggregator: str | None = None
    """What is done with the cells, such as SUM; absent on models that do not aggregate."""


TableQuestionAnsweringOutput: TypeAlias = TableQuestionAnsweringOutputElement
"""The answer."""


@dataclass(kw_only=True)
class TableQuestionAnsweringParameters(Record):
    """Options of table question answering."""

    padding: Padding | None = None
    """How far sequences are filled up: not, to the longest, or to the limit of the model. The server's default is
    "do_not_pad".
    """
    sequential: bool | None = None
    """Answer questions one after another, for models of conversations; slower. The server's default is false."""
    truncation: bool | None = None
    """Drop rows of a table that is too long for the model. The server's default is false."""


@dataclass(kw_only=True)
class TableQuestionAnsweringInput(Record):
    """A question and the table that holds its answer."""

    inputs: TableQuestionAnsweringInputData
    """A question and the table that holds its answer."""
    parameters: TableQuestionAnsweringParameters | None = None
    """Options of table question answering."""
