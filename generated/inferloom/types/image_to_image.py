"""Input and output of image_to_image()."""

from __future__ import annotations

from dataclasses import dataclass, field

from inferloom_runtime.media import BinaryInput, Image
from inferloom_runtime.record import Record

__all__ = ["ImageToImageInput", "ImageToImageOutput", "ImageToImageParameters", "ImageToImageTargetSize"]


@dataclass(kw_only=True)
class ImageToImageTargetSize(Record):
    """Size of the result. Models with a fixed size ignore it."""

    width: int = field(metadata={"minimum": 1})
    """Width of the result. In pixels. At least 1."""
    height: int = field(metadata={"minimum": 1})
    """Height of the result. In pixels. At least 1."""


@dataclass(kw_only=True)
class ImageToImageParameters(Record):
    """Options of generation."""

    prompt: str | None = None
    """What the result shows, or what to change."""
    negative_prompt: str | None = None
    """What the result must not show."""
    num_inference_steps: int | None = field(default=None, metadata={"minimum": 1})
    """Number of denoising steps: more of them take longer and usually add detail. At least 1."""
    guidance_scale: float | None = None
    """How closely the result follows the prompt. High values follow it literally and may oversaturate."""
    target_size: ImageToImageTargetSize | None = None
    """Size of the result. Models with a fixed size ignore it."""


@dataclass(kw_only=True)
class ImageToImageInput(Record):
    """An image to change."""

    inputs: BinaryInput
    """The image to work on: its encoded file, e.g. PNG or JPEG."""
    parameters: ImageToImageParameters | None = None
    """Options of generation."""


@dataclass(kw_only=True)
class ImageToImageOutput(Record):
    """The changed image."""

    image: Image
    """The image that was made."""
