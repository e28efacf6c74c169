"""Input and output of create()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from inferloom_runtime.record import Record

__all__ = ["EmbeddingsInput", "EmbeddingsOutput", "EmbeddingsOutputEmbedding", "EmbeddingsOutputUsage"]


@dataclass(kw_only=True)
class EmbeddingsInput(Record):
    """Texts to turn into vectors, in OpenAI's shape."""

    input: str | list[str] | list[int] | list[list[int]]
    """The text, or several; tokens may be given by their numbers."""
    dimensions: int | None = field(default=None, metadata={"minimum": 1})
    """Length of the vectors, where the model can shorten them. At least 1."""
    encoding_format: Literal["float", "base64"] | None = None
    """How vectors travel: as numbers, or as base64, which is shorter; both arrive as numbers."""
    user: str | None = None
    """Stable name of your end user, for abuse detection."""


@dataclass(kw_only=True)
class EmbeddingsOutputEmbedding(Record):
    """The vector of one text."""

    index: int = field(metadata={"minimum": 0})
    """Position of the text. At least 0."""
    embedding: list[float]
    """The vector."""
    object: str | None = None
    """Kind of object."""


@dataclass(kw_only=True)
class EmbeddingsOutputUsage(Record):
    """What was used, in tokens."""

    prompt_tokens: int = field(metadata={"minimum": 0})
    """Tokens of the texts. At least 0."""
    total_tokens: int = field(metadata={"minimum": 0})
    """All tokens. At least 0."""


@dataclass(kw_only=True)
class EmbeddingsOutput(Record):
    """One vector for each text."""

    data: list[EmbeddingsOutputEmbedding]
    """The vectors, in the order of the texts."""
    object: str | None = None
    """Kind of object."""
    model: str | None = None
    """Model that answered, in the words of the provider."""
    usage: EmbeddingsOutputUsage | None = None
    """What was used, in tokens."""
