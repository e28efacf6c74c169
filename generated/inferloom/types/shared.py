"""Types that several tasks share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.record import Record

__all__ = [
    "ChatCompletionCompletionTokensDetails",
    "ChatCompletionPromptTokensDetails",
    "EarlyStoppingEnum",
    "GenerationParameters",
    "TextGenerationOutputFinishReason",
]


EarlyStoppingEnum: TypeAlias = Literal["never"]
"""Search on until no beam can improve."""


@dataclass(kw_only=True)
class GenerationParameters(Record):
    """How a sequence model picks its next token and when it stops."""

    do_sample: bool | None = None
    """Draw tokens at random instead of always taking the likeliest."""
    early_stopping: bool | EarlyStoppingEnum | None = None
    """End of beam search: true at once, false by a guess, "never" when no beam can improve."""
    epsilon_cutoff: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Floor for the probability of a token that may be drawn; 0 lifts it. From 0 to 1."""
    eta_cutoff: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Floor for token probabilities that sinks where the model is unsure; 0 lifts it. From 0 to 1."""
    max_length: int | None = field(default=None, metadata={"minimum": 1})
    """Most tokens of prompt plus output. At least 1."""
    max_new_tokens: int | None = field(default=None, metadata={"minimum": 1})
    """Most tokens of output alone; wins over max_length. At least 1."""
    min_length: int | None = field(default=None, metadata={"minimum": 0})
    """Fewest tokens of prompt plus output. At least 0."""
    min_new_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Fewest tokens of output alone; wins over min_length. At least 0."""
    num_beam_groups: int | None = field(default=None, metadata={"minimum": 1})
    """Teams the beams are divided into, each pushed away from the others. At least 1."""
    num_beams: int | None = field(default=None, metadata={"minimum": 1})
    """Candidate sequences followed side by side; 1 means no beam search. At least 1."""
    penalty_alpha: float | None = field(default=None, metadata={"minimum": 0})
    """How hard contrastive search punishes repetition; 0 switches it off. At least 0."""
    temperature: float | None = field(default=None, metadata={"minimum": 0})
    """Spread of the draw: near 0 cautious, 1 as trained, above 1 adventurous. At least 0."""
    top_k: int | None = field(default=None, metadata={"minimum": 0})
    """Draw among this many of the likeliest tokens; 0 draws among all. At least 0."""
    top_p: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Draw among the likeliest tokens that together reach this probability. From 0 to 1."""
    typical_p: float | None = field(default=None, metadata={"maximum": 1, "exclusive_minimum": 0})
    """Draw among the tokens of most ordinary surprise that together reach this probability. At most 1, more than 0."""
    use_cache: bool | None = None
    """Keep attention states between steps: faster, at the price of memory."""


@dataclass(kw_only=True)
class ChatCompletionPromptTokensDetails(Record):
    """Kinds of prompt tokens."""

    cached_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Read from a prompt cache. In tokens. At least 0."""
    audio_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Spent on audio. In tokens. At least 0."""


@dataclass(kw_only=True)
class ChatCompletionCompletionTokensDetails(Record):
    """Kinds of generated tokens."""

    reasoning_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Spent on thinking before the answer. In tokens. At least 0."""
    audio_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Spent on audio. In tokens. At least 0."""
    accepted_prediction_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Of the predicted output that came true. In tokens. At least 0."""
    rejected_prediction_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Of the predicted output that did not come true. In tokens. At least 0."""


TextGenerationOutputFinishReason: TypeAlias = Literal["length", "eos_token", "stop_sequence", "stop"] | str
"""Why generation ended; "stop" is eos_token or stop_sequence."""
