"""Input and output of sentence_similarity()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from inferloom_runtime.record import Record

__all__ = ["SentenceSimilarityInput", "SentenceSimilarityInputData", "SentenceSimilarityOutput"]


@dataclass(kw_only=True)
class SentenceSimilarityInputData(Record):
    """A sentence and those it is compared with."""

    source_sentence: str
    """The sentence to compare."""
    sentences: list[str]
    """The sentences it is compared with."""


@dataclass(kw_only=True)
class SentenceSimilarityInput(Record):
    """Sentences to compare."""

    inputs: SentenceSimilarityInputData
    """A sentence and those it is compared with."""


SentenceSimilarityOutput: TypeAlias = list[float]
"""A score for each sentence, in the order given; 1 means the same."""
