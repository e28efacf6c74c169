"""Input and output of audio_to_audio()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from inferloom_runtime.media import BinaryInput, Media
from inferloom_runtime.record import Record

__all__ = ["AudioToAudioInput", "AudioToAudioOutput", "AudioToAudioOutputElement"]


@dataclass(kw_only=True)
class AudioToAudioInput(Record):
    """A recording to transform."""

    inputs: BinaryInput
    """The recording, in any format the server can decode."""


@dataclass(kw_only=True)
class AudioToAudioOutputElement(Record):
    """One recording made from the input."""

    label: str
    """What the recording holds, such as the number of the speaker."""
    blob: Media
    """The audio itself."""
    content_type: str | None = None
    """Media type of the audio; servers write the key as content-type."""


AudioToAudioOutput: TypeAlias = list[AudioToAudioOutputElement]
"""The recordings made from the input."""
