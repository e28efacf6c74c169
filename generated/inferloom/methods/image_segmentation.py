"""The method image_segmentation(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.client import AsyncBase, SyncBase
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.types.image_segmentation import ImageSegmentationOutput, ImageSegmentationSubtask
    from inferloom_runtime.media import BinaryInput

_TASK: Task[ImageSegmentationOutput] = Task(
    package="inferloom",
    id="image-segmentation",
    hub="image-segmentation",
    method="image_segmentation",
    module="image_segmentation",
    input="ImageSegmentationInput",
    output="ImageSegmentationOutput",
    nested={"parameters": "ImageSegmentationParameters"},
    names={"inputs": "image"},
    container="parameters",
)


class ImageSegmentationMethod(SyncBase):
    """Holds image_segmentation() of the sync client."""

    def image_segmentation(
        self,
        image: BinaryInput,
        *,
        mask_threshold: float | None = None,
        overlap_mask_area_threshold: float | None = None,
        subtask: ImageSegmentationSubtask | None = None,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ImageSegmentationOutput:
        """Split an image into labelled segments, one mask each.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            mask_threshold: Probability from which a pixel belongs to the mask. From 0 to 1. The server's default is
                0.5.
            overlap_mask_area_threshold: Share of a mask that must remain once overlaps are settled. Masks that keep
                less are dropped. From 0 to 1. The server's default is 0.5.
            subtask: What to segment: `instance` tells objects apart, `semantic` joins all pixels of a class, `panoptic`
                does both. If absent, whichever the model can do. One of "instance", "panoptic", "semantic".
            threshold: Lowest score of a segment that is kept. From 0 to 1. The server's default is 0.9.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection and for each piece of the answer; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The segments found.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            _TASK,
            {
                "inputs": image,
                "parameters": {
                    "mask_threshold": mask_threshold,
                    "overlap_mask_area_threshold": overlap_mask_area_threshold,
                    "subtask": subtask,
                    "threshold": threshold,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncImageSegmentationMethod(AsyncBase):
    """Holds image_segmentation() of the async client."""

    async def image_segmentation(
        self,
        image: BinaryInput,
        *,
        mask_threshold: float | None = None,
        overlap_mask_area_threshold: float | None = None,
        subtask: ImageSegmentationSubtask | None = None,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ImageSegmentationOutput:
        """Split an image into labelled segments, one mask each.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            mask_threshold: Probability from which a pixel belongs to the mask. From 0 to 1. The server's default is
                0.5.
            overlap_mask_area_threshold: Share of a mask that must remain once overlaps are settled. Masks that keep
                less are dropped. From 0 to 1. The server's default is 0.5.
            subtask: What to segment: `instance` tells objects apart, `semantic` joins all pixels of a class, `panoptic`
                does both. If absent, whichever the model can do. One of "instance", "panoptic", "semantic".
            threshold: Lowest score of a segment that is kept. From 0 to 1. The server's default is 0.9.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection and for each piece of the answer; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The segments found.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            _TASK,
            {
                "inputs": image,
                "parameters": {
                    "mask_threshold": mask_threshold,
                    "overlap_mask_area_threshold": overlap_mask_area_threshold,
                    "subtask": subtask,
                    "threshold": threshold,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
