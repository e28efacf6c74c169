"""The method video_classification(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsVideoClassification
    from inferloom.types.video_classification import (
        VideoClassificationOutputElement,
        VideoClassificationOutputTransform,
    )
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[VideoClassificationOutputElement]] = Task(
    package="inferloom",
    id="video-classification",
    hub="video-classification",
    method="video_classification",
    module="video_classification",
    input="VideoClassificationInput",
    output="VideoClassificationOutput",
    nested={"parameters": "VideoClassificationParameters"},
    names={"inputs": "video"},
    container="parameters",
)


class VideoClassificationMethod(Namespace, Offered[P]):
    """Holds video_classification() of the sync client."""

    def video_classification(
        self: VideoClassificationMethod[SupportsVideoClassification],
        video: BinaryInput,
        *,
        frame_sampling_rate: int | None = None,
        function_to_apply: VideoClassificationOutputTransform | None = None,
        num_frames: int | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[VideoClassificationOutputElement]:
        """Label a video with the classes the model knows.

        Args:
            video: The video: its encoded file, e.g. MP4. Given as bytes, an open file, a path, or an http(s) or data
                URL.
            frame_sampling_rate: Distance between the frames looked at: 1 takes every frame, 4 every fourth. At least 1.
                The server's default is 1.
            function_to_apply: How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the
                scores add up to 1, `none` leaves the logits. The model decides if absent. One of "sigmoid", "softmax",
                "none".
            num_frames: Number of frames looked at. The model's own number if absent. At least 1.
            top_k: Most labels to return, the likeliest first. At least 1. The server's default is 5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Labels of the video, the likeliest first.

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
                "inputs": video,
                "parameters": {
                    "frame_sampling_rate": frame_sampling_rate,
                    "function_to_apply": function_to_apply,
                    "num_frames": num_frames,
                    "top_k": top_k,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncVideoClassificationMethod(AsyncNamespace, Offered[P]):
    """Holds video_classification() of the async client."""

    async def video_classification(
        self: AsyncVideoClassificationMethod[SupportsVideoClassification],
        video: BinaryInput,
        *,
        frame_sampling_rate: int | None = None,
        function_to_apply: VideoClassificationOutputTransform | None = None,
        num_frames: int | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[VideoClassificationOutputElement]:
        """Label a video with the classes the model knows.

        Args:
            video: The video: its encoded file, e.g. MP4. Given as bytes, an open file, a path, or an http(s) or data
                URL.
            frame_sampling_rate: Distance between the frames looked at: 1 takes every frame, 4 every fourth. At least 1.
                The server's default is 1.
            function_to_apply: How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the
                scores add up to 1, `none` leaves the logits. The model decides if absent. One of "sigmoid", "softmax",
                "none".
            num_frames: Number of frames looked at. The model's own number if absent. At least 1.
            top_k: Most labels to return, the likeliest first. At least 1. The server's default is 5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Labels of the video, the likeliest first.

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
                "inputs": video,
                "parameters": {
                    "frame_sampling_rate": frame_sampling_rate,
                    "function_to_apply": function_to_apply,
                    "num_frames": num_frames,
                    "top_k": top_k,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawVideoClassification(RawBase, Offered[P]):
    """Holds `client.with_raw_response.video_classification()`."""

    def video_classification(
        self: RawVideoClassification[SupportsVideoClassification],
        video: BinaryInput,
        *,
        frame_sampling_rate: int | None = None,
        function_to_apply: VideoClassificationOutputTransform | None = None,
        num_frames: int | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[VideoClassificationOutputElement]]:
        """Give the raw answer: Label a video with the classes the model knows.

        Args:
            video: The video: its encoded file, e.g. MP4. Given as bytes, an open file, a path, or an http(s) or data
                URL.
            frame_sampling_rate: Distance between the frames looked at: 1 takes every frame, 4 every fourth. At least 1.
                The server's default is 1.
            function_to_apply: How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the
                scores add up to 1, `none` leaves the logits. The model decides if absent. One of "sigmoid", "softmax",
                "none".
            num_frames: Number of frames looked at. The model's own number if absent. At least 1.
            top_k: Most labels to return, the likeliest first. At least 1. The server's default is 5.
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
                "inputs": video,
                "parameters": {
                    "frame_sampling_rate": frame_sampling_rate,
                    "function_to_apply": function_to_apply,
                    "num_frames": num_frames,
                    "top_k": top_k,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawVideoClassification(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.video_classification()` of the async client."""

    async def video_classification(
        self: AsyncRawVideoClassification[SupportsVideoClassification],
        video: BinaryInput,
        *,
        frame_sampling_rate: int | None = None,
        function_to_apply: VideoClassificationOutputTransform | None = None,
        num_frames: int | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[VideoClassificationOutputElement]]:
        """Give the raw answer: Label a video with the classes the model knows.

        Args:
            video: The video: its encoded file, e.g. MP4. Given as bytes, an open file, a path, or an http(s) or data
                URL.
            frame_sampling_rate: Distance between the frames looked at: 1 takes every frame, 4 every fourth. At least 1.
                The server's default is 1.
            function_to_apply: How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the
                scores add up to 1, `none` leaves the logits. The model decides if absent. One of "sigmoid", "softmax",
                "none".
            num_frames: Number of frames looked at. The model's own number if absent. At least 1.
            top_k: Most labels to return, the likeliest first. At least 1. The server's default is 5.
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
                "inputs": video,
                "parameters": {
                    "frame_sampling_rate": frame_sampling_rate,
                    "function_to_apply": function_to_apply,
                    "num_frames": num_frames,
                    "top_k": top_k,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
