"""Input and output of text_generation()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from inferloom.types.common import TextGenerationOutputFinishReason
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
"""
Language a form is written in.
"""


@dataclass(kw_only=True)
class TextGenerationOutputPrefillToken(Record):
    """
    A token of the prompt.
    """

    text: str
    """
    Text of the token.
    """
    id: int = field(metadata={"minimum": 0})
    """
    Id in the vocabulary of the model.
    """
    logprob: float | None = None
    """
    Natural logarithm of its probability; null for the first token of a prompt.
    """


@dataclass(kw_only=True)
class TextGenerationOutputToken(Record):
    """
    A generated token.
    """

    text: str
    """
    Text of the token.
    """
    special: bool
    """
    A control token, not part of the text.
    """
    id: int = field(metadata={"minimum": 0})
    """
    Id in the vocabulary of the model.
    """
    logprob: float | None = None
    """
    Natural logarithm of its probability.
    """


@dataclass(kw_only=True)
class TextGenerationStreamOutputStreamDetails(Record):
    """
    How a streamed text came about.
    """

    finish_reason: TextGenerationOutputFinishReason | None = None
    generated_tokens: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Tokens generated.
    """
    input_length: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Tokens of the prompt.
    """
    seed: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Seed the tokens were drawn with.
    """


@dataclass(kw_only=True)
class TextGenerationStreamOutputToken(Record):
    """
    A generated token.
    """

    text: str
    """
    Text of the token.
    """
    special: bool
    """
    A control token, not part of the text.
    """
    id: int = field(metadata={"minimum": 0})
    """
    Id in the vocabulary of the model.
    """
    logprob: float | None = None
    """
    Natural logarithm of its probability.
    """


@dataclass(kw_only=True)
class TextGenerationStreamOutput(Record):
    """
    One token of a text that is being written.
    """

    token: TextGenerationStreamOutputToken
    index: int = field(metadata={"minimum": 0})
    """
    Position of the token, counted from 1.
    """
    top_tokens: list[TextGenerationStreamOutputToken] | None = None
    """
    The likeliest tokens at this place, as many as top_n_tokens asked for.
    """
    generated_text: str | None = None
    """
    The whole text; only with the last token.
    """
    details: TextGenerationStreamOutputStreamDetails | None = None
    """
    How the text came about; only with the last token.
    """


@dataclass(kw_only=True)
class TextGenerationInputGrammarType(Record):
    """
    Form the text must have.
    """

    type: TypeEnum
    value: Any
    """
    A JSON Schema, a regular expression, or for json_schema a name and a schema.
    """


@dataclass(kw_only=True)
class TextGenerationOutputBestOfSequence(Record):
    """
    A continuation that was drawn and not chosen.
    """

    generated_text: str
    """
    The text.
    """
    finish_reason: TextGenerationOutputFinishReason | None = None
    generated_tokens: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Tokens generated.
    """
    seed: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Seed the tokens were drawn with.
    """
    prefill: list[TextGenerationOutputPrefillToken] | None = None
    """
    Tokens of the prompt; empty unless decoder_input_details is on.
    """
    tokens: list[TextGenerationOutputToken] | None = None
    """
    Tokens generated.
    """
    top_tokens: list[list[TextGenerationOutputToken]] | None = None
    """
    The likeliest tokens at every place, as many as top_n_tokens asked for.
    """


@dataclass(kw_only=True)
class TextGenerationInputGenerateParameters(Record):
    """
    How the text is continued, in the names of TGI.
    """

    adapter_id: str | None = None
    """
    LoRA adapter to apply.
    """
    best_of: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Continuations drawn, the likeliest wins; above 1 it needs sampling and no seed.
    """
    decoder_input_details: bool | None = None
    """
    Also return the tokens of the prompt; works with details only.
    """
    details: bool | None = None
    """
    Return the tokens and the finish reason besides the text.
    """
    do_sample: bool | None = None
    """
    Draw tokens at random instead of always taking the likeliest.
    """
    frequency_penalty: float | None = field(metadata={"minimum": -2, "maximum": 2}, default=None)
    """
    Make tokens less likely the more often they have occurred; negative values do the opposite.
    """
    grammar: TextGenerationInputGrammarType | None = None
    max_new_tokens: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Most tokens to generate.
    """
    repetition_penalty: float | None = field(metadata={"exclusive_minimum": 0}, default=None)
    """
    Factor against tokens that have occurred; 1 is neutral, more discourages.
    """
    return_full_text: bool | None = None
    """
    Begin the returned text with the prompt.
    """
    seed: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Makes draws repeatable.
    """
    stop: list[str] | None = field(metadata={"max_items": 4}, default=None)
    """
    End the text after any of these strings.
    """
    temperature: float | None = field(metadata={"minimum": 0}, default=None)
    """
    Spread of the draw: near 0 cautious, 1 as trained; TGI refuses 0 itself.
    """
    top_k: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Draw among this many of the likeliest tokens; 0 draws among all, but TGI refuses it.
    """
    top_n_tokens: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Alternatives to return at every place, with details on.
    """
    top_p: float | None = field(metadata={"minimum": 0, "maximum": 1}, default=None)
    """
    Draw among the likeliest tokens that together reach this probability.
    """
    truncate: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Keep only this many tokens at the end of the prompt.
    """
    typical_p: float | None = field(metadata={"maximum": 1, "exclusive_minimum": 0}, default=None)
    """
    Draw among the tokens of most ordinary surprise that together reach this probability.
    """
    watermark: bool | None = None
    """
    Mark the text so that a detector can recognize it.
    """


@dataclass(kw_only=True)
class TextGenerationInput(Record):
    """
    A text to continue.
    """

    inputs: str
    """
    The text.
    """
    parameters: TextGenerationInputGenerateParameters | None = None
    stream: bool | None = None
    """
    Send the text token by token while it is written.
    """


@dataclass(kw_only=True)
class TextGenerationOutputDetails(Record):
    """
    How a text came about. Servers other than TGI only tell the finish reason and the seed.
    """

    finish_reason: TextGenerationOutputFinishReason | None = None
    generated_tokens: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Tokens generated.
    """
    seed: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Seed the tokens were drawn with.
    """
    prefill: list[TextGenerationOutputPrefillToken] | None = None
    """
    Tokens of the prompt; empty unless decoder_input_details is on.
    """
    tokens: list[TextGenerationOutputToken] | None = None
    """
    Tokens generated.
    """
    top_tokens: list[list[TextGenerationOutputToken]] | None = None
    """
    The likeliest tokens at every place, as many as top_n_tokens asked for.
    """
    best_of_sequences: list[TextGenerationOutputBestOfSequence] | None = None
    """
    The continuations that lost, with best_of above 1.
    """


@dataclass(kw_only=True)
class TextGenerationOutput(Record):
    """
    A continued text.
    """

    generated_text: str
    """
    The text.
    """
    details: TextGenerationOutputDetails | None = None
    """
    How the text came about; only when asked for.
    """
