"""Input and output of feature_extraction()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.record import Record

__all__ = ["FeatureExtractionInput", "FeatureExtractionInputTruncationDirection", "FeatureExtractionOutput"]


FeatureExtractionInputTruncationDirection: TypeAlias = Literal["left", "right", "Left", "Right"]
"""End of the text that is cut; older servers want a capital letter."""


@dataclass(kw_only=True)
class FeatureExtractionInput(Record):
    """Texts to embed."""

    inputs: list[str] | str
    """One text, or a list of them."""
    normalize: bool | None = None
    """Scale every vector to length 1."""
    prompt_name: str | None = None
    """Name of a prompt from the configuration of the model that is put before every text."""
    truncate: bool | None = None
    """Cut texts that are too long for the model instead of failing. The server's default is false."""
    truncation_direction: FeatureExtractionInputTruncationDirection | None = None
    """End of the text that is cut; older servers want a capital letter."""
    dimensions: int | None = field(default=None, metadata={"minimum": 1})
    """Length of the vectors, on models that can be shortened. At least 1."""
    encoding_format: Literal["float", "base64"] | None = None
    """How vectors travel: as numbers, or as base64 of little-endian float32."""


FeatureExtractionOutput: TypeAlias = list[list[float] | float | list[list[float]] | list[list[list[float]]] | str]
"""The vectors: one a text, one a token, or a matrix of tokens a text; base64 text if asked for."""
