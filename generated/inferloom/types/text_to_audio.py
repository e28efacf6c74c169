"""Input and output of text_to_audio()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from inferloom.types.shared import GenerationParameters
from inferloom_runtime.media import Media
from inferloom_runtime.record import Record

__all__ = ["TextToAudioGenerationParameters", "TextToAudioInput", "TextToAudioOutput", "TextToAudioParameters"]


TextToAudioGenerationParameters: TypeAlias = GenerationParameters
"""How the model picks the sounds."""


@dataclass(kw_only=True)
class TextToAudioOutput(Record):
    """Generated sound."""

    audio: Media
    """The sound."""
    sampling_rate: float | None = field(default=None, metadata={"exclusive_minimum": 0})
    """Samples a second; absent when the audio came as a file. In Hz. More than 0."""


@dataclass(kw_only=True)
class TextToAudioParameters(Record):
    """Options of audio generation."""

    generation_parameters: TextToAudioGenerationParameters | None = None
    """How a sequence model picks its next token and when it stops."""


@dataclass(kw_only=True)
class TextToAudioInput(Record):
    """A description of sound."""

    inputs: str
    """The description."""
    parameters: TextToAudioParameters | None = None
    """Options of audio generation."""
