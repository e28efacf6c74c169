"""Input and output of text_generation()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from inferloom.types.shared import TextGenerationOutputFinishReason
from inferloom_runtime.record import Record

__all__ = [
    "TextGenerationInput",
    "TextGenerationInputGenerateParameters",
    "TextGenerationInputGrammarType",
    "TextGenerationOutput",
    "TextGenerationOutputBestOfSequence",
    "TextGenerationOutputDetails",
    "TextGenerationOutputPrefillToken",
    "TextGenerationOutputToken",
    "TextGenerationStreamOutput",
    "TextGenerationStreamOutputStreamDetails",
    "TextGenerationStreamOutputToken",
    "TypeEnum",
]


TypeEnum: TypeAlias = Literal["json", "regex", "json_schema"]
"""Language a form is written in."""


@dataclass(kw_only=True)
class TextGenerationOutputPrefillToken(Record):
    """A token of the prompt."""

    id: int = field(metadata={"minimum": 0})
    """Id in the vocabulary of the model. At least 0."""
    text: str
    """Text of the token."""
    logprob: float | None = None
    """Natural logarithm of its probability; null for the first token of a prompt."""


@dataclass(kw_only=True)
class TextGenerationOutputToken(Record):
    """A generated token."""

    id: int = field(metadata={"minimum": 0})
    """Id in the vocabulary of the model. At least 0."""
    text: str
    """Text of the token."""
    special: bool
    """A control token, not part of the text."""
    logprob: float | None = None
    """Natural logarithm of its probability."""


@dataclass(kw_only=True)
class TextGenerationStreamOutputStreamDetails(Record):
    """How a streamed text came about."""

    finish_reason: TextGenerationOutputFinishReason | None = None
    """Why generation ended; "stop" is eos_token or stop_sequence."""
    generated_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Tokens generated. At least 0."""
    input_length: int | None = field(default=None, metadata={"minimum": 0})
    """Tokens of the prompt. At least 0."""
    seed: int | None = field(default=None, metadata={"minimum": 0})
    """Seed the tokens were drawn with. At least 0."""


@dataclass(kw_only=True)
class TextGenerationStreamOutputToken(Record):
    """A generated token."""

    id: int = field(metadata={"minimum": 0})
    """Id in the vocabulary of the model. At least 0."""
    text: str
    """Text of the token."""
    special: bool
    """A control token, not part of the text."""
    logprob: float | None = None
    """Natural logarithm of its probability."""


@dataclass(kw_only=True)
class TextGenerationStreamOutput(Record):
    """One token of a text that is being written."""

    index: int = field(metadata={"minimum": 0})
    """Position of the token, counted from 1. At least 0."""
    token: TextGenerationStreamOutputToken
    """A generated token."""
    top_tokens: list[TextGenerationStreamOutputToken] | None = None
    """The likeliest tokens at this place, as many as top_n_tokens asked for."""
    generated_text: str | None = None
    """The whole text; only with the last token."""
    details: TextGenerationStreamOutputStreamDetails | None = None
    """How the text came about; only with the last token."""


@dataclass(kw_only=True)
class TextGenerationInputGrammarType(Record):
    """Form the text must have."""

    type: TypeEnum
    """Language a form is written in."""
    value: Any
    """A JSON Schema, a regular expression, or for json_schema a name and a schema."""


@dataclass(kw_only=True)
class TextGenerationOutputBestOfSequence(Record):
    """A continuation that was drawn and not chosen."""

    generated_text: str
    """The text."""
    finish_reason: TextGenerationOutputFinishReason | None = None
    """Why generation ended; "stop" is eos_token or stop_sequence."""
    generated_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Tokens generated. At least 0."""
    seed: int | None = field(default=None, metadata={"minimum": 0})
    """Seed the tokens were drawn with. At least 0."""
    prefill: list[TextGenerationOutputPrefillToken] | None = None
    """Tokens of the prompt; empty unless decoder_input_details is on."""
    tokens: list[TextGenerationOutputToken] | None = None
    """Tokens generated."""
    top_tokens: list[list[TextGenerationOutputToken]] | None = None
    """The likeliest tokens at every place, as many as top_n_tokens asked for."""


@dataclass(kw_only=True)
class TextGenerationInputGenerateParameters(Record):
    """How the text is continued, in the names of TGI."""

    adapter_id: str | None = None
    """LoRA adapter to apply."""
    best_of: int | None = field(default=None, metadata={"minimum": 1})
    """Continuations drawn, the likeliest wins; above 1 it needs sampling and no seed. At least 1. The server's default
    is 1.
    """
    decoder_input_details: bool | None = None
    """Also return the tokens of the prompt; works with details only. The server's default is false."""
    details: bool | None = None
    """Return the tokens and the finish reason besides the text."""
    do_sample: bool | None = None
    """Draw tokens at random instead of always taking the likeliest."""
    frequency_penalty: float | None = field(default=None, metadata={"minimum": -2, "maximum": 2})
    """Make tokens less likely the more often they have occurred; negative values do the opposite. From -2 to 2. The
    server's default is 0.
    """
    grammar: TextGenerationInputGrammarType | None = None
    """Form the text must have."""
    max_new_tokens: int | None = field(default=None, metadata={"minimum": 1})
    """Most tokens to generate. At least 1."""
    repetition_penalty: float | None = field(default=None, metadata={"exclusive_minimum": 0})
    """Factor against tokens that have occurred; 1 is neutral, more discourages. More than 0. The server's default is 1.
    """
    return_full_text: bool | None = None
    """Begin the returned text with the prompt."""
    seed: int | None = field(default=None, metadata={"minimum": 0})
    """Makes draws repeatable. At least 0."""
    stop: list[str] | None = field(default=None, metadata={"max_items": 4})
    """End the text after any of these strings. At most 4 items."""
    temperature: float | None = field(default=None, metadata={"minimum": 0})
    """Spread of the draw: near 0 cautious, 1 as trained; TGI refuses 0 itself. At least 0."""
    top_k: int | None = field(default=None, metadata={"minimum": 0})
    """Draw among this many of the likeliest tokens; 0 draws among all, but TGI refuses it. At least 0."""
    top_n_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Alternatives to return at every place, with details on. At least 0."""
    top_p: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Draw among the likeliest tokens that together reach this probability. From 0 to 1."""
    truncate: int | None = field(default=None, metadata={"minimum": 1})
    """Keep only this many tokens at the end of the prompt. At least 1."""
    typical_p: float | None = field(default=None, metadata={"maximum": 1, "exclusive_minimum": 0})
    """Draw among the tokens of most ordinary surprise that together reach this probability. At most 1, more than 0."""
    watermark: bool | None = None
    """Mark the text so that a detector can recognize it. The server's default is false."""


@dataclass(kw_only=True)
class TextGenerationInput(Record):
    """A text to continue."""

    inputs: str
    """The text."""
    parameters: TextGenerationInputGenerateParameters | None = None
    """How the text is continued, in the names of TGI."""
    stream: bool | None = None
    """Send the text token by token while it is written. The server's default is false."""


@dataclass(kw_only=True)
class TextGenerationOutputDetails(Record):
    """How a text came about. Servers other than TGI only tell the finish reason and the seed."""

    finish_reason: TextGenerationOutputFinishReason | None = None
    """Why generation ended; "stop" is eos_token or stop_sequence."""
    generated_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Tokens generated. At least 0."""
    seed: int | None = field(default=None, metadata={"minimum": 0})
    """Seed the tokens were drawn with. At least 0."""
    prefill: list[TextGenerationOutputPrefillToken] | None = None
    """Tokens of the prompt; empty unless decoder_input_details is on."""
    tokens: list[TextGenerationOutputToken] | None = None
    """Tokens generated."""
    top_tokens: list[list[TextGenerationOutputToken]] | None = None
    """The likeliest tokens at every place, as many as top_n_tokens asked for."""
    best_of_sequences: list[TextGenerationOutputBestOfSequence] | None = None
    """The continuations that lost, with best_of above 1."""


@dataclass(kw_only=True)
class TextGenerationOutput(Record):
    """A continued text."""

    generated_text: str
    """The text."""
    details: TextGenerationOutputDetails | None = None
    """How the text came about; only when asked for."""
