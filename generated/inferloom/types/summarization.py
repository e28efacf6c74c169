"""Input and output of summarization()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from inferloom_runtime.record import Record

__all__ = ["SummarizationInput", "SummarizationOutput", "SummarizationParameters", "SummarizationTruncationStrategy"]


SummarizationTruncationStrategy: TypeAlias = Literal["do_not_truncate", "longest_first", "only_first", "only_second"]
"""What is cut when the text is too long for the model."""


@dataclass(kw_only=True)
class SummarizationOutput(Record):
    """The summary."""

    summary_text: str
    """The summary."""


@dataclass(kw_only=True)
class SummarizationParameters(Record):
    """Options of summarization."""

    clean_up_tokenization_spaces: bool | None = None
    """Tidy up spaces around punctuation that tokenization left."""
    generate_parameters: dict[str, Any] | None = None
    """Settings of the generation loop, passed on as they are."""
    truncation: SummarizationTruncationStrategy | None = None
    """What is cut when the text is too long for the model."""


@dataclass(kw_only=True)
class SummarizationInput(Record):
    """A text to shorten."""

    inputs: str
    """The text."""
    parameters: SummarizationParameters | None = None
    """Options of summarization."""
