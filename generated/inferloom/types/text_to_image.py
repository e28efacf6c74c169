"""Input and output of text_to_image()."""

from __future__ import annotations

from dataclasses import dataclass, field

from inferloom_runtime.media import Image
from inferloom_runtime.record import Record

__all__ = ["TextToImageInput", "TextToImageOutput", "TextToImageParameters"]


@dataclass(kw_only=True)
class TextToImageParameters(Record):
    """Options of generation."""

    negative_prompt: str | None = None
    """What the image must not show."""
    height: int | None = field(default=None, metadata={"minimum": 1})
    """Height of the image. In pixels. At least 1."""
    width: int | None = field(default=None, metadata={"minimum": 1})
    """Width of the image. In pixels. At least 1."""
    num_inference_steps: int | None = field(default=None, metadata={"minimum": 1})
    """Number of denoising steps: more of them take longer and usually add detail. At least 1."""
    guidance_scale: float | None = None
    """How closely the image follows the prompt. High values follow it literally and may oversaturate."""
    scheduler: str | None = None
    """Name of a scheduler to use in place of the model's own."""
    seed: int | None = None
    """Start value of the random generator. Where the server is deterministic, the same seed gives the same result."""


@dataclass(kw_only=True)
class TextToImageInput(Record):
    """A prompt to draw."""

    inputs: str
    """The prompt: what the image shows."""
    parameters: TextToImageParameters | None = None
    """Options of generation."""


@dataclass(kw_only=True)
class TextToImageOutput(Record):
    """The new image."""

    image: Image
    """The image that was made."""
