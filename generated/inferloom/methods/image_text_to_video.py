"""The method image_text_to_video(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.dictionaries import ImageTextToVideoTargetSizeDict
    from inferloom.offers import SupportsImageTextToVideo
    from inferloom.types.image_text_to_video import ImageTextToVideoTargetSize
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import BytesResult
    from inferloom_runtime.retry import Retry

TASK: Task[BytesResult] = Task(
    package="inferloom",
    id="image-text-to-video",
    hub="image-text-to-video",
    method="image_text_to_video",
    module="image_text_to_video",
    input="ImageTextToVideoInput",
    output="ImageTextToVideoOutput",
    nested={"parameters": "ImageTextToVideoParameters"},
    names={"inputs": "image"},
    container="parameters",
    returns=Pick(("video",)),
)


class ImageTextToVideoMethod(Namespace, Offered[P]):
    """Holds image_text_to_video() of the sync client."""

    def image_text_to_video(
        self: ImageTextToVideoMethod[SupportsImageTextToVideo],
        image: BinaryInput | None = None,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageTextToVideoTargetSize | ImageTextToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Make a video from an image and a text prompt.

        Either of the two may be missing, but not both.

        Args:
            image: The image to start from. May be left out where a prompt is given. Given as bytes, an open file, a
                path, an http(s) or data URL, or a PIL image.
            prompt: What happens in the video. May be left out where an image is given.
            negative_prompt: What the video must not show.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
            target_size: Size of the video's frames. Models with a fixed size ignore it.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The video that was made, an encoded file such as MP4.

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
                    "prompt": prompt,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "seed": seed,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncImageTextToVideoMethod(AsyncNamespace, Offered[P]):
    """Holds image_text_to_video() of the async client."""

    async def image_text_to_video(
        self: AsyncImageTextToVideoMethod[SupportsImageTextToVideo],
        image: BinaryInput | None = None,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageTextToVideoTargetSize | ImageTextToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Make a video from an image and a text prompt.

        Either of the two may be missing, but not both.

        Args:
            image: The image to start from. May be left out where a prompt is given. Given as bytes, an open file, a
                path, an http(s) or data URL, or a PIL image.
            prompt: What happens in the video. May be left out where an image is given.
            negative_prompt: What the video must not show.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
            target_size: Size of the video's frames. Models with a fixed size ignore it.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The video that was made, an encoded file such as MP4.

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
                    "prompt": prompt,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "seed": seed,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawImageTextToVideo(RawBase, Offered[P]):
    """Holds `client.with_raw_response.image_text_to_video()`."""

    def image_text_to_video(
        self: RawImageTextToVideo[SupportsImageTextToVideo],
        image: BinaryInput | None = None,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageTextToVideoTargetSize | ImageTextToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Make a video from an image and a text prompt.

        Either of the two may be missing, but not both.

        Args:
            image: The image to start from. May be left out where a prompt is given. Given as bytes, an open file, a
                path, an http(s) or data URL, or a PIL image.
            prompt: What happens in the video. May be left out where an image is given.
            negative_prompt: What the video must not show.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
            target_size: Size of the video's frames. Models with a fixed size ignore it.
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
                    "prompt": prompt,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "seed": seed,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawImageTextToVideo(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.image_text_to_video()` of the async client."""

    async def image_text_to_video(
        self: AsyncRawImageTextToVideo[SupportsImageTextToVideo],
        image: BinaryInput | None = None,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageTextToVideoTargetSize | ImageTextToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Make a video from an image and a text prompt.

        Either of the two may be missing, but not both.

        Args:
            image: The image to start from. May be left out where a prompt is given. Given as bytes, an open file, a
                path, an http(s) or data URL, or a PIL image.
            prompt: What happens in the video. May be left out where an image is given.
            negative_prompt: What the video must not show.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
            target_size: Size of the video's frames. Models with a fixed size ignore it.
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
                    "prompt": prompt,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "seed": seed,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
