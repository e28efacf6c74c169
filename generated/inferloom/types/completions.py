"""Input and output of create()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from inferloom_runtime.record import Record

__all__ = [
    "CompletionsInput",
    "CompletionsInputStreamOptions",
    "CompletionsOutput",
    "CompletionsOutputChoice",
    "CompletionsOutputLogprobs",
    "CompletionsOutputUsage",
    "CompletionsStreamOutput",
    "CompletionsStreamOutputChoice",
    "CompletionsStreamOutputLogprobs",
    "CompletionsStreamOutputUsage",
]


@dataclass(kw_only=True)
class CompletionsInputStreamOptions(Record):
    """What a stream carries besides the text."""

    include_usage: bool | None = None
    """End with one more piece, without choices, that holds the token counts."""


@dataclass(kw_only=True)
class CompletionsInput(Record):
    """A text to continue, in OpenAI's shape."""

    prompt: str | list[str] | list[int] | list[list[int]]
    """The text to continue, or several; tokens may be given by their numbers."""
    stream: bool | None = None
    """Send the text piece by piece while it is written."""
    best_of: int | None = field(default=None, metadata={"minimum": 1, "maximum": 20})
    """Write so many texts and return the likeliest; each is billed. From 1 to 20."""
    echo: bool | None = None
    """Begin the answer with the prompt."""
    frequency_penalty: float | None = field(default=None, metadata={"minimum": -2, "maximum": 2})
    """Make tokens less likely the more often they have occurred; negative values do the opposite. From -2 to 2. The
    server's default is 0.
    """
    logit_bias: dict[str, float] | None = None
    """Token id to bias on its score: -100 bans, 100 forces."""
    logprobs: int | None = field(default=None, metadata={"minimum": 0})
    """Return the log probabilities of so many of the likeliest tokens at every place. At least 0."""
    max_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Most tokens to generate. At least 0."""
    n: int | None = field(default=None, metadata={"minimum": 1})
    """Texts to generate; each is billed. At least 1. The server's default is 1."""
    presence_penalty: float | None = field(default=None, metadata={"minimum": -2, "maximum": 2})
    """Make tokens that have occurred at all less likely; negative values do the opposite. From -2 to 2. The server's
    default is 0.
    """
    seed: int | None = None
    """Makes draws repeatable as far as the server can."""
    stop: list[str] | str | None = None
    """End the text before any of these strings; 4 at most."""
    stream_options: CompletionsInputStreamOptions | None = None
    """What a stream carries besides the text."""
    suffix: str | None = None
    """The text that follows the one to be written."""
    temperature: float | None = field(default=None, metadata={"minimum": 0, "maximum": 2})
    """Spread of the draw: 0 takes the likeliest token, 2 is close to noise. From 0 to 2."""
    top_p: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Draw among the likeliest tokens that together reach this probability. From 0 to 1."""
    user: str | None = None
    """Stable name of your end user, for abuse detection."""


@dataclass(kw_only=True)
class CompletionsOutputLogprobs(Record):
    """Log probabilities of the text's tokens, in parallel lists."""

    tokens: list[str] | None = None
    """The tokens."""
    token_logprobs: list[float | None] | None = None
    """Natural logarithm of each one's probability; null for the first token of an echo."""
    top_logprobs: list[dict[str, Any] | None] | None = None
    """The likeliest tokens at each place."""
    text_offset: list[int] | None = None
    """Where in the text each one begins."""


@dataclass(kw_only=True)
class CompletionsOutputUsage(Record):
    """What was used, in tokens."""

    completion_tokens: int = field(metadata={"minimum": 0})
    """Tokens of the texts. At least 0."""
    prompt_tokens: int = field(metadata={"minimum": 0})
    """Tokens of the prompt. At least 0."""
    total_tokens: int = field(metadata={"minimum": 0})
    """Both together. In tokens. At least 0."""


@dataclass(kw_only=True)
class CompletionsStreamOutputLogprobs(Record):
    """Log probabilities of the text's tokens, in parallel lists."""

    tokens: list[str] | None = None
    """The tokens."""
    token_logprobs: list[float | None] | None = None
    """Natural logarithm of each one's probability; null for the first token of an echo."""
    top_logprobs: list[dict[str, Any] | None] | None = None
    """The likeliest tokens at each place."""
    text_offset: list[int] | None = None
    """Where in the text each one begins."""


@dataclass(kw_only=True)
class CompletionsStreamOutputUsage(Record):
    """What was used, in tokens."""

    completion_tokens: int = field(metadata={"minimum": 0})
    """Tokens of the texts. At least 0."""
    prompt_tokens: int = field(metadata={"minimum": 0})
    """Tokens of the prompt. At least 0."""
    total_tokens: int = field(metadata={"minimum": 0})
    """Both together. In tokens. At least 0."""


@dataclass(kw_only=True)
class CompletionsOutputChoice(Record):
    """One of the texts."""

    index: int = field(metadata={"minimum": 0})
    """Position among the texts. At least 0."""
    text: str
    """The text."""
    finish_reason: Literal["stop", "length", "content_filter"] | str | None = None
    """Why the text ended. Usually one of "stop", "length", "content_filter"."""
    logprobs: CompletionsOutputLogprobs | None = None
    """Log probabilities of the text's tokens, in parallel lists."""


@dataclass(kw_only=True)
class CompletionsOutput(Record):
    """Texts that continue the prompt."""

    id: str
    """Names the answer."""
    created: int = field(metadata={"minimum": 0})
    """When the answer was begun, counted from 1970-01-01 UTC. In seconds. At least 0."""
    model: str
    """Model that answered, in the words of the provider."""
    choices: list[CompletionsOutputChoice]
    """The texts, as many as n asked for."""
    object: str | None = None
    """Kind of object."""
    system_fingerprint: str | None = None
    """Changes when the setup of the server does."""
    usage: CompletionsOutputUsage | None = None
    """What was used, in tokens."""


@dataclass(kw_only=True)
class CompletionsStreamOutputChoice(Record):
    """What is new in one text."""

    index: int = field(metadata={"minimum": 0})
    """Position among the texts. At least 0."""
    text: str
    """More of the text."""
    finish_reason: Literal["stop", "length", "content_filter"] | str | None = None
    """Why the text ended; null until it has. Usually one of "stop", "length", "content_filter"."""
    logprobs: CompletionsStreamOutputLogprobs | None = None
    """Log probabilities of the text's tokens, in parallel lists."""


@dataclass(kw_only=True)
class CompletionsStreamOutput(Record):
    """One piece of a text that is being written."""

    id: str
    """Names the answer."""
    created: int = field(metadata={"minimum": 0})
    """When the answer was begun, counted from 1970-01-01 UTC. In seconds. At least 0."""
    model: str
    """Model that answered, in the words of the provider."""
    choices: list[CompletionsStreamOutputChoice]
    """What is new in each text."""
    object: str | None = None
    """Kind of object."""
    system_fingerprint: str | None = None
    """Changes when the setup of the server does."""
    usage: CompletionsStreamOutputUsage | None = None
    """What was used, in tokens."""
