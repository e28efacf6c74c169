"""Input and output of text_to_speech()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.media import Media
from inferloom_runtime.record import Record

__all__ = ["TextToSpeechEarlyStoppingEnum", "TextToSpeechInput", "TextToSpeechOutput", "TextToSpeechParameters"]


TextToSpeechEarlyStoppingEnum: TypeAlias = Literal["never"]
"""
Search on until no beam can improve.
"""


@dataclass(kw_only=True)
class TextToSpeechOutput(Record):
    """
    Speech.
    """

    audio: Media
    """
    The speech.
    """
    sampling_rate: float | None = field(metadata={"exclusive_minimum": 0}, default=None)
    """
    Samples a second; absent when the audio came as a file.
    """


@dataclass(kw_only=True)
class TextToSpeechParameters(Record):
    """
    How the model picks the sounds.
    """

    do_sample: bool | None = None
    """
    Draw tokens at random instead of always taking the likeliest.
    """
    early_stopping: bool | TextToSpeechEarlyStoppingEnum | None = None
    """
    End of beam search: true at once, false by a guess, "never" when no beam can improve.
    """
    epsilon_cutoff: float | None = field(metadata={"minimum": 0, "maximum": 1}, default=None)
    """
    Floor for the probability of a token that may be drawn; 0 lifts it.
    """
    eta_cutoff: float | None = field(metadata={"minimum": 0, "maximum": 1}, default=None)
    """
    Floor for token probabilities that sinks where the model is unsure; 0 lifts it.
    """
    max_length: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Most tokens of prompt plus output.
    """
    max_new_tokens: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Most tokens of output alone; wins over max_length.
    """
    min_length: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Fewest tokens of prompt plus output.
    """
    min_new_tokens: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Fewest tokens of output alone; wins over min_length.
    """
    num_beam_groups: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Teams the beams are divided into, each pushed away from the others.
    """
    num_beams: int | None = field(metadata={"minimum": 1}, default=None)
    """
    Candidate sequences followed side by side; 1 means no beam search.
    """
    penalty_alpha: float | None = field(metadata={"minimum": 0}, default=None)
    """
    How hard contrastive search punishes repetition; 0 switches it off.
    """
    temperature: float | None = field(metadata={"minimum": 0}, default=None)
    """
    Spread of the draw: near 0 cautious, 1 as trained, above 1 adventurous.
    """
    top_k: int | None = field(metadata={"minimum": 0}, default=None)
    """
    Draw among this many of the likeliest tokens; 0 draws among all.
    """
    top_p: float | None = field(metadata={"minimum": 0, "maximum": 1}, default=None)
    """
    Draw among the likeliest tokens that together reach this probability.
    """
    typical_p: float | None = field(metadata={"maximum": 1, "exclusive_minimum": 0}, default=None)
    """
    Draw among the tokens of most ordinary surprise that together reach this probability.
    """
    use_cache: bool | None = None
    """
    Keep attention states between steps: faster, at the price of memory.
    """


@dataclass(kw_only=True)
class TextToSpeechInput(Record):
    """
    A text to read aloud.
    """

    inputs: str
    """
    The text.
    """
    parameters: TextToSpeechParameters | None = None
