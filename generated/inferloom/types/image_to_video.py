"""Input and output of image_to_video()."""

from __future__ import annotations

from dataclasses import dataclass, field

from inferloom_runtime.media import BinaryInput, Media
from inferloom_runtime.record import Record

__all__ = ["ImageToVideoInput", "ImageToVideoOutput", "ImageToVideoParameters", "ImageToVideoTargetSize"]


@dataclass(kw_only=True)
class ImageToVideoTargetSize(Record):
    """Size of the video's frames. Models with a fixed size ignore it."""

    width: int = field(metadata={"minimum": 1})
    """Width of the result. In pixels. At least 1."""
    height: int = field(metadata={"minimum": 1})
    """Height of the result. In pixels. At least 1."""


@dataclass(kw_only=True)
class ImageToVideoParameters(Record):
    """Options of generation."""

    prompt: str | None = None
    """What happens in the video."""
    negative_prompt: str | None = None
    """What the video must not show."""
    num_frames: float | None = field(default=None, metadata={"minimum": 1})
    """Length of the video. In frames. At least 1."""
    num_inference_steps: int | None = field(default=None, metadata={"minimum": 1})
    """Number of denoising steps: more of them take longer and usually add detail. At least 1."""
    guidance_scale: float | None = None
    """How closely the video follows the prompt. High values follow it literally and may oversaturate."""
    seed: int | None = None
    """Start value of the random generator. Where the server is deterministic, the same seed gives the same result."""
    target_size: ImageToVideoTargetSize | None = None
    """Size of the video's frames. Models with a fixed size ignore it."""


@dataclass(kw_only=True)
class ImageToVideoInput(Record):
    """An image to set in motion."""

    inputs: BinaryInput
    """The image to start from: its encoded file, e.g. PNG or JPEG."""
    parameters: ImageToVideoParameters | None = None
    """Options of generation."""


@dataclass(kw_only=True)
class ImageToVideoOutput(Record):
    """The new video."""

    video: Media
    """The video that was made, an encoded file such as MP4."""
