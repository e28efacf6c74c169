"""Input and output of text_to_video()."""

from __future__ import annotations

from dataclasses import dataclass, field

from inferloom_runtime.media import Media
from inferloom_runtime.record import Record

__all__ = ["TextToVideoInput", "TextToVideoOutput", "TextToVideoParameters"]


@dataclass(kw_only=True)
class TextToVideoParameters(Record):
    """Options of generation."""

    guidance_scale: float | None = None
    """How closely the video follows the prompt. High values follow it literally and may oversaturate."""
    negative_prompt: list[str] | None = None
    """What the video must not show, one prompt an item."""
    num_frames: float | None = field(default=None, metadata={"minimum": 1})
    """Length of the video. In frames. At least 1."""
    num_inference_steps: int | None = field(default=None, metadata={"minimum": 1})
    """Number of denoising steps: more of them take longer and usually add detail. At least 1."""
    seed: int | None = None
    """Start value of the random generator. Where the server is deterministic, the same seed gives the same result."""


@dataclass(kw_only=True)
class TextToVideoInput(Record):
    """A prompt to film."""

    inputs: str
    """The prompt: what happens in the video."""
    parameters: TextToVideoParameters | None = None
    """Options of generation."""


@dataclass(kw_only=True)
class TextToVideoOutput(Record):
    """The new video."""

    video: Media
    """The video that was made, an encoded file such as MP4."""
