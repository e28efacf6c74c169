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
"""How tokens are joined: none keeps them, simple joins equal neighbours, the rest also keep words whole."""


@dataclass(kw_only=True)
class TokenClassificationOutputElement(Record):
    """A labelled stretch of the text."""

    score: float
    """Confidence in the label."""
    word: str
    """The stretch of text."""
    entity_group: str | None = None
    """Label of joined tokens."""
    entity: str | None = None
    """Label of a single token, when none are joined."""
    start: int | None = field(default=None, metadata={"minimum": 0})
    """Where it begins, in characters; null if the tokenizer cannot tell. At least 0."""
    end: int | None = field(default=None, metadata={"minimum": 0})
    """Where it ends, in characters; the first one behind it. At least 0."""
    index: int | None = field(default=None, metadata={"minimum": 0})
    """Position of a single token in the tokenized text. At least 0."""


TokenClassificationOutput: TypeAlias = list[TokenClassificationOutputElement]
"""What was found, in the order of the text."""


@dataclass(kw_only=True)
class TokenClassificationParameters(Record):
    """Options of token classification."""

    aggregation_strategy: TokenClassificationAggregationStrategy | None = None
    """How tokens are joined: none keeps them, simple joins equal neighbours, the rest also keep words whole."""
    ignore_labels: list[str] | None = None
    """Labels to leave out. The server's default is ["O"]."""
    stride: int | None = field(default=None, metadata={"minimum": 0})
    """Overlap between neighbouring pieces of a long text. In tokens. At least 0."""


@dataclass(kw_only=True)
class TokenClassificationInput(Record):
    """A text whose words are labelled."""

    inputs: str
    """The text."""
    parameters: TokenClassificationParameters | None = None
    """Options of token classification."""
