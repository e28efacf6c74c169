"""Input and output of text_to_speech()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.media import Media
from inferloom_runtime.record import Record

__all__ = ["TextToSpeechEarlyStoppingEnum", "TextToSpeechInput", "TextToSpeechOutput", "TextToSpeechParameters"]


TextToSpeechEarlyStoppingEnum: TypeAlias = Literal["never"]
"""Search on until no beam can improve."""


@dataclass(kw_only=True)
class TextToSpeechOutput(Record):
    """Speech."""

    audio: Media
    """The speech."""
    sampling_rate: float | None = field(default=None, metadata={"exclusive_minimum": 0})
    """Samples a second; absent when the audio came as a file. In Hz. More than 0."""


@dataclass(kw_only=True)
class TextToSpeechParameters(Record):
    """How the model picks the sounds."""

    do_sample: bool | None = None
    """Draw tokens at random instead of always taking the likeliest."""
    early_stopping: bool | TextToSpeechEarlyStoppingEnum | None = None
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
class TextToSpeechInput(Record):
    """A text to read aloud."""

    inputs: str
    """The text."""
    parameters: TextToSpeechParameters | None = None
    """How the model picks the sounds."""
