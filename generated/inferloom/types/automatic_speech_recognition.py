"""Input and output of automatic_speech_recognition()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom.types.shared import GenerationParameters
from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "AutomaticSpeechRecognitionGenerationParameters",
    "AutomaticSpeechRecognitionInput",
    "AutomaticSpeechRecognitionOutput",
    "AutomaticSpeechRecognitionOutputChunk",
    "AutomaticSpeechRecognitionParameters",
]


@dataclass(kw_only=True)
class AutomaticSpeechRecognitionOutputChunk(Record):
    """A piece of the transcript and its time."""

    text: str
    """What was said."""
    timestamp: list[float | None] = field(metadata={"min_items": 2, "max_items": 2})
    """Start and end; the end is null where the recording breaks off. In seconds. Exactly 2 items."""


@dataclass(kw_only=True)
class AutomaticSpeechRecognitionOutput(Record):
    """A transcript."""

    text: str
    """The whole transcript."""
    chunks: list[AutomaticSpeechRecognitionOutputChunk] | None = None
    """The transcript in pieces; only when timestamps were asked for."""


AutomaticSpeechRecognitionGenerationParameters: TypeAlias = GenerationParameters
"""How the model picks the words of the transcript."""


@dataclass(kw_only=True)
class AutomaticSpeechRecognitionParameters(Record):
    """Options of speech recognition."""

    return_timestamps: bool | Literal["word", "char"] | None = None
    """Also return times: true for those of segments, "word" or "char" for finer ones."""
    generation_parameters: AutomaticSpeechRecognitionGenerationParameters | None = None
    """How a sequence model picks its next token and when it stops."""


@dataclass(kw_only=True)
class AutomaticSpeechRecognitionInput(Record):
    """Speech to transcribe."""

    inputs: BinaryInput
    """The speech, in any format the server can decode."""
    parameters: AutomaticSpeechRecognitionParameters | None = None
    """Options of speech recognition."""
