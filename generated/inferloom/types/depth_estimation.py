"""Input and output of depth_estimation()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inferloom_runtime.media import BinaryInput, Image
from inferloom_runtime.record import Record

__all__ = ["DepthEstimationInput", "DepthEstimationOutput"]


@dataclass(kw_only=True)
class DepthEstimationInput(Record):
    """An image whose depth is to be estimated."""

    inputs: BinaryInput
    """The image to work on: its encoded file, e.g. PNG or JPEG."""
    parameters: dict[str, Any] | None = None
    """Model-specific options. None is common to all depth models."""


@dataclass(kw_only=True)
class DepthEstimationOutput(Record):
    """How far away each pixel is, as an image and where available as numbers."""

    depth: Image
    """Greyscale image of the estimated depth, normalised to the full range of grey."""
    predicted_depth: Any | None = None
    """Raw depth values as nested lists, row by row. Their scale depends on the model."""
