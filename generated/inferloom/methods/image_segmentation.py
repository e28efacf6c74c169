"""The method image_segmentation(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsImageSegmentation
    from inferloom.types.image_segmentation import ImageSegmentationOutputElement, ImageSegmentationSubtask
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[ImageSegmentationOutputElement]] = Task(
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


class ImageSegmentationMethod(Namespace, Offered[P]):
    """Holds image_segmentation() of the sync client."""

    def image_segmentation(
        self: ImageSegmentationMethod[SupportsImageSegmentation],
        image: BinaryInput,
        *,
        mask_threshold: float | None = None,
        overlap_mask_area_threshold: float | None = None,
        subtask: ImageSegmentationSubtask | None = None,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ImageSegmentationOutputElement]:
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
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
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
            TASK,
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


class AsyncImageSegmentationMethod(AsyncNamespace, Offered[P]):
    """Holds image_segmentation() of the async client."""

    async def image_segmentation(
        self: AsyncImageSegmentationMethod[SupportsImageSegmentation],
        image: BinaryInput,
        *,
        mask_threshold: float | None = None,
        overlap_mask_area_threshold: float | None = None,
        subtask: ImageSegmentationSubtask | None = None,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ImageSegmentationOutputElement]:
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
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
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
            TASK,
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


class RawImageSegmentation(RawBase, Offered[P]):
    """Holds `client.with_raw_response.image_segmentation()`."""

    def image_segmentation(
        self: RawImageSegmentation[SupportsImageSegmentation],
        image: BinaryInput,
        *,
        mask_threshold: float | None = None,
        overlap_mask_area_threshold: float | None = None,
        subtask: ImageSegmentationSubtask | None = None,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ImageSegmentationOutputElement]]:
        """Give the raw answer: Split an image into labelled segments, one mask each.

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
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The answer as it came; its `parse()` gives the typed result.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._raw(
            TASK,
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


class AsyncRawImageSegmentation(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.image_segmentation()` of the async client."""

    async def image_segmentation(
        self: AsyncRawImageSegmentation[SupportsImageSegmentation],
        image: BinaryInput,
        *,
        mask_threshold: float | None = None,
        overlap_mask_area_threshold: float | None = None,
        subtask: ImageSegmentationSubtask | None = None,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ImageSegmentationOutputElement]]:
        """Give the raw answer: Split an image into labelled segments, one mask each.

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
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The answer as it came; its `parse()` gives the typed result.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._raw(
            TASK,
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


class SubmitImageSegmentation(Namespace, Offered[P]):
    """Holds `client.submit.image_segmentation()`."""

    def image_segmentation(
        self: SubmitImageSegmentation[SupportsImageSegmentation],
        image: BinaryInput,
        *,
        mask_threshold: float | None = None,
        overlap_mask_area_threshold: float | None = None,
        subtask: ImageSegmentationSubtask | None = None,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Job[ListResult[ImageSegmentationOutputElement]]:
        """Hand in a job: Split an image into labelled segments, one mask each.

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
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The job, on the provider's queue; nothing is waited for.

        Raises:
            UsageError: An argument does not fit, the model does not serve the task, or the provider has no queue for
                it; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._submit(
            TASK,
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


class AsyncSubmitImageSegmentation(AsyncNamespace, Offered[P]):
    """Holds `client.submit.image_segmentation()` of the async client."""

    async def image_segmentation(
        self: AsyncSubmitImageSegmentation[SupportsImageSegmentation],
        image: BinaryInput,
        *,
        mask_threshold: float | None = None,
        overlap_mask_area_threshold: float | None = None,
        subtask: ImageSegmentationSubtask | None = None,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncJob[ListResult[ImageSegmentationOutputElement]]:
        """Hand in a job: Split an image into labelled segments, one mask each.

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
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The job, on the provider's queue; nothing is waited for.

        Raises:
            UsageError: An argument does not fit, the model does not serve the task, or the provider has no queue for
                it; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._submit(
            TASK,
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
