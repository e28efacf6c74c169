"""Input and output of token_classification()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.record import Record

__all__ = [
    "TokenClassificationAggregationStrategy",
    "TokenClassificationInput",
    "TokenClassificationOutput",
    "TokenClassificationOutputElement",
    "TokenClassificationParameters",
]


TokenClassificationAggregationStrategy: TypeAlias = Literal["none", "simple", "first", "average", "max"]
"""
How tokens are joined: none keeps them, simple joins equal neighbours, the rest also keep words whole.
"""


@dataclass(kw_only=True)
class TokenClassificationOutputElement(Record):
    """
    A labelled stretch of the text.
    """

    score: float
    """
    Confidence in the label.
    """
    word: str
    """
    The stretch of text.
    """
    entity_group: str | None = None
    """
    Label of joined tokens.
    """
    entity: str | None = None
    """
    Label of a single token, when none are joined.
    """
    start: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Where it begins, in characters; null if the tokenizer cannot tell.
    """
    end: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Where it ends, in characters; the first one behind it.
    """
    index: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Position of a single token in the tokenized text.
    """


TokenClassificationOutput: TypeAlias = list[TokenClassificationOutputElement]
"""
What was found, in the order of the text.
"""


@dataclass(kw_only=True)
class TokenClassificationParameters(Record):
    """
    Options of token classification.
    """

    aggregation_strategy: TokenClassificationAggregationStrategy | None = None
    ignore_labels: list[str] | None = None
    """
    Labels to leave out.
    """
    stride: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Overlap between neighbouring pieces of a long text.
    """


@dataclass(kw_only=True)
class TokenClassificationInput(Record):
    """
    A text whose words are labelled.
    """

    inputs: str
    """
    The text.
    """
    parameters: TokenClassificationParameters | None = None
