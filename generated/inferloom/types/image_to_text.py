"""Input and output of image_to_text()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from inferloom_runtime.media import BinaryInput
from inferloom_runtime.record import Record

__all__ = [
    "ImageToTextEarlyStoppingEnum",
    "ImageToTextGenerationParameters",
    "ImageToTextInput",
    "ImageToTextOutput",
    "ImageToTextParameters",
]


ImageToTextEarlyStoppingEnum: TypeAlias = Literal["never"]
"""Always "never"."""


@dataclass(kw_only=True)
class ImageToTextGenerationParameters(Record):
    """Options of the text generation behind the caption."""

    do_sample: bool | None = None
    """Draw each token at random by its probability instead of taking the likeliest."""
    early_stopping: bool | ImageToTextEarlyStoppingEnum | None = None
    """When beam search ends: `true` as soon as enough beams are complete, `false` once better ones are unlikely,
    `"never"` only when none can be better.
    """
    epsilon_cutoff: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Probability below which a token is never drawn. 0 turns the cut off. From 0 to 1."""
    eta_cutoff: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Like `epsilon_cutoff`, with a bound that adapts to how uncertain the model is. 0 turns it off. From 0 to 1."""
    max_length: int | None = field(default=None, metadata={"minimum": 1})
    """Longest text, prompt included. `max_new_tokens` wins over it. At least 1."""
    max_new_tokens: int | None = field(default=None, metadata={"minimum": 1})
    """Most tokens to generate. At least 1."""
    min_length: int | None = field(default=None, metadata={"minimum": 0})
    """Shortest text, prompt included. `min_new_tokens` wins over it. At least 0."""
    min_new_tokens: int | None = field(default=None, metadata={"minimum": 0})
    """Fewest tokens to generate. At least 0."""
    num_beam_groups: int | None = field(default=None, metadata={"minimum": 1})
    """Groups into which beams are divided so that they differ from each other. At least 1."""
    num_beams: int | None = field(default=None, metadata={"minimum": 1})
    """Texts that beam search follows at once. 1 means no beam search. At least 1."""
    penalty_alpha: float | None = field(default=None, metadata={"minimum": 0})
    """Weight of the penalty on repetition in contrastive search. At least 0."""
    temperature: float | None = field(default=None, metadata={"minimum": 0})
    """How adventurous sampling is: below 1 more predictable, above 1 more varied. At least 0."""
    top_k: int | None = field(default=None, metadata={"minimum": 0})
    """Draw only from this many of the likeliest tokens. 0 draws from all. At least 0."""
    top_p: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Draw only from the likeliest tokens whose probabilities reach this sum. From 0 to 1."""
    typical_p: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Draw only from the tokens nearest to the expected information whose probabilities reach this sum. From 0 to 1."""
    use_cache: bool | None = None
    """Keep attention keys and values between tokens, which is faster and takes more memory."""


@dataclass(kw_only=True)
class ImageToTextParameters(Record):
    """Options of captioning."""

    max_new_tokens: int | None = field(default=None, metadata={"minimum": 1})
    """Longest text to generate. In tokens. At least 1."""
    generation_parameters: ImageToTextGenerationParameters | None = None
    """Options of the text generation behind the caption."""


@dataclass(kw_only=True)
class ImageToTextInput(Record):
    """An image to put into words."""

    inputs: BinaryInput
    """The image to work on: its encoded file, e.g. PNG or JPEG."""
    parameters: ImageToTextParameters | None = None
    """Options of captioning."""


@dataclass(kw_only=True)
class ImageToTextOutput(Record):
    """The text for the image."""

    generated_text: str
    """Caption of the image, or the text read from it."""
