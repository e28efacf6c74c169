"""Input and output of image_text_to_image()."""

from __future__ import annotations

from dataclasses import dataclass, field

from inferloom_runtime.media import BinaryInput, Image
from inferloom_runtime.record import Record

__all__ = [
    "ImageTextToImageInput",
    "ImageTextToImageOutput",
    "ImageTextToImageParameters",
    "ImageTextToImageTargetSize",
]


@dataclass(kw_only=True)
class ImageTextToImageTargetSize(Record):
    """Size of the new image. Models with a fixed size ignore it."""

    width: int = field(metadata={"minimum": 1})
    """Width of the result. In pixels. At least 1."""
    height: int = field(metadata={"minimum": 1})
    """Height of the result. In pixels. At least 1."""


@dataclass(kw_only=True)
class ImageTextToImageParameters(Record):
    """Options of generation."""

    prompt: str | None = None
    """What the new image shows, or what to change. May be left out where an image is given."""
    negative_prompt: str | None = None
    """What the new image must not show."""
    num_inference_steps: int | None = field(default=None, metadata={"minimum": 1})
    """Number of denoising steps: more of them take longer and usually add detail. At least 1."""
    guidance_scale: float | None = None
    """How closely the image follows the prompt. High values follow it literally and may oversaturate."""
    target_size: ImageTextToImageTargetSize | None = None
    """Size of the new image. Models with a fixed size ignore it."""
    seed: int | None = None
    """Start value of the random generator. Where the server is deterministic, the same seed gives the same result."""


@dataclass(kw_only=True)
class ImageTextToImageInput(Record):
    """An image, a prompt, or both, from which a new image is made."""

    inputs: BinaryInput | None = None
    """The image to start from. May be left out where a prompt is given."""
    parameters: ImageTextToImageParameters | None = None
    """Options of generation."""


@dataclass(kw_only=True)
class ImageTextToImageOutput(Record):
    """The new image."""

    image: Image
    """The image that was made."""
