"""Input and output of translation()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from inferloom_runtime.record import Record

__all__ = ["TranslationInput", "TranslationOutput", "TranslationParameters", "TranslationTruncationStrategy"]


TranslationTruncationStrategy: TypeAlias = Literal["do_not_truncate", "longest_first", "only_first", "only_second"]
"""What is cut when the text is too long for the model."""


@dataclass(kw_only=True)
class TranslationOutput(Record):
    """The translation."""

    translation_text: str
    """The translation."""


@dataclass(kw_only=True)
class TranslationParameters(Record):
    """Options of translation."""

    src_lang: str | None = None
    """Language of the text, in the codes of the model; goes with tgt_lang."""
    tgt_lang: str | None = None
    """Language wanted, in the codes of the model; goes with src_lang."""
    clean_up_tokenization_spaces: bool | None = None
    """Tidy up spaces around punctuation that tokenization left."""
    truncation: TranslationTruncationStrategy | None = None
    """What is cut when the text is too long for the model."""
    generate_parameters: dict[str, Any] | None = None
    """Settings of the generation loop, passed on as they are."""


@dataclass(kw_only=True)
class TranslationInput(Record):
    """A text to translate."""

    inputs: str
    """The text."""
    parameters: TranslationParameters | None = None
    """Options of translation."""
