"""The method image_to_video(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.dictionaries import ImageToVideoTargetSizeDict
    from inferloom.offers import SupportsImageToVideo
    from inferloom.types.image_to_video import ImageToVideoTargetSize
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import BytesResult
    from inferloom_runtime.retry import Retry

TASK: Task[BytesResult] = Task(
    package="inferloom",
    id="image-to-video",
    hub="image-to-video",
    method="image_to_video",
    module="image_to_video",
    input="ImageToVideoInput",
    output="ImageToVideoOutput",
    nested={"parameters": "ImageToVideoParameters"},
    names={"inputs": "image"},
    container="parameters",
    returns=Pick(("video",)),
)


class ImageToVideoMethod(Namespace, Offered[P]):
    """Holds image_to_video() of the sync client."""

    def image_to_video(
        self: ImageToVideoMethod[SupportsImageToVideo],
        image: BinaryInput,
        *,
        prompt: str | None = None,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageToVideoTargetSize | ImageToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> BytesResult:
        """Set an image in motion.

        Further keyword arguments are sent as parameters of the model.

        Args:
            image: The image to start from: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What happens in the video.
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
            **kwargs: Further parameters, as in extra_body.

        Returns:
            The video that was made, an encoded file such as MP4.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        extra_body = {**kwargs, **(extra_body or {})} if kwargs or extra_body else None
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


class AsyncImageToVideoMethod(AsyncNamespace, Offered[P]):
    """Holds image_to_video() of the async client."""

    async def image_to_video(
        self: AsyncImageToVideoMethod[SupportsImageToVideo],
        image: BinaryInput,
        *,
        prompt: str | None = None,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageToVideoTargetSize | ImageToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> BytesResult:
        """Set an image in motion.

        Further keyword arguments are sent as parameters of the model.

        Args:
            image: The image to start from: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What happens in the video.
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
            **kwargs: Further parameters, as in extra_body.

        Returns:
            The video that was made, an encoded file such as MP4.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        extra_body = {**kwargs, **(extra_body or {})} if kwargs or extra_body else None
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


class RawImageToVideo(RawBase, Offered[P]):
    """Holds `client.with_raw_response.image_to_video()`."""

    def image_to_video(
        self: RawImageToVideo[SupportsImageToVideo],
        image: BinaryInput,
        *,
        prompt: str | None = None,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageToVideoTargetSize | ImageToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Set an image in motion.

        Further keyword arguments are sent as parameters of the model.

        Args:
            image: The image to start from: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What happens in the video.
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
            **kwargs: Further parameters, as in extra_body.

        Returns:
            The answer as it came; its `parse()` gives the typed result.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        extra_body = {**kwargs, **(extra_body or {})} if kwargs or extra_body else None
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


class AsyncRawImageToVideo(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.image_to_video()` of the async client."""

    async def image_to_video(
        self: AsyncRawImageToVideo[SupportsImageToVideo],
        image: BinaryInput,
        *,
        prompt: str | None = None,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageToVideoTargetSize | ImageToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Set an image in motion.

        Further keyword arguments are sent as parameters of the model.

        Args:
            image: The image to start from: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What happens in the video.
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
            **kwargs: Further parameters, as in extra_body.

        Returns:
            The answer as it came; its `parse()` gives the typed result.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        extra_body = {**kwargs, **(extra_body or {})} if kwargs or extra_body else None
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


class SubmitImageToVideo(Namespace, Offered[P]):
    """Holds `client.submit.image_to_video()`."""

    def image_to_video(
        self: SubmitImageToVideo[SupportsImageToVideo],
        image: BinaryInput,
        *,
        prompt: str | None = None,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageToVideoTargetSize | ImageToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> Job[BytesResult]:
        """Hand in a job: Set an image in motion.

        Further keyword arguments are sent as parameters of the model.

        Args:
            image: The image to start from: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What happens in the video.
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
            **kwargs: Further parameters, as in extra_body.

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
        extra_body = {**kwargs, **(extra_body or {})} if kwargs or extra_body else None
        return self._submit(
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


class AsyncSubmitImageToVideo(AsyncNamespace, Offered[P]):
    """Holds `client.submit.image_to_video()` of the async client."""

    async def image_to_video(
        self: AsyncSubmitImageToVideo[SupportsImageToVideo],
        image: BinaryInput,
        *,
        prompt: str | None = None,
        negative_prompt: str | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        seed: int | None = None,
        target_size: ImageToVideoTargetSize | ImageToVideoTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> AsyncJob[BytesResult]:
        """Hand in a job: Set an image in motion.

        Further keyword arguments are sent as parameters of the model.

        Args:
            image: The image to start from: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What happens in the video.
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
            **kwargs: Further parameters, as in extra_body.

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
        extra_body = {**kwargs, **(extra_body or {})} if kwargs or extra_body else None
        return await self._submit(
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
