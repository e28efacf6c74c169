"""The method text_to_video(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsTextToVideo
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import BytesResult
    from inferloom_runtime.retry import Retry

TASK: Task[BytesResult] = Task(
    package="inferloom",
    id="text-to-video",
    hub="text-to-video",
    method="text_to_video",
    module="text_to_video",
    input="TextToVideoInput",
    output="TextToVideoOutput",
    nested={"parameters": "TextToVideoParameters"},
    names={"inputs": "prompt"},
    container="parameters",
    returns=Pick(("video",)),
)


class TextToVideoMethod(Namespace, Offered[P]):
    """Holds text_to_video() of the sync client."""

    def text_to_video(
        self: TextToVideoMethod[SupportsTextToVideo],
        prompt: str,
        *,
        guidance_scale: float | None = None,
        negative_prompt: Sequence[str] | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Make a video from a text prompt.

        Args:
            prompt: The prompt: what happens in the video.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            negative_prompt: What the video must not show, one prompt an item.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
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
                "inputs": prompt,
                "parameters": {
                    "guidance_scale": guidance_scale,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTextToVideoMethod(AsyncNamespace, Offered[P]):
    """Holds text_to_video() of the async client."""

    async def text_to_video(
        self: AsyncTextToVideoMethod[SupportsTextToVideo],
        prompt: str,
        *,
        guidance_scale: float | None = None,
        negative_prompt: Sequence[str] | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Make a video from a text prompt.

        Args:
            prompt: The prompt: what happens in the video.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            negative_prompt: What the video must not show, one prompt an item.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
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
                "inputs": prompt,
                "parameters": {
                    "guidance_scale": guidance_scale,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTextToVideo(RawBase, Offered[P]):
    """Holds `client.with_raw_response.text_to_video()`."""

    def text_to_video(
        self: RawTextToVideo[SupportsTextToVideo],
        prompt: str,
        *,
        guidance_scale: float | None = None,
        negative_prompt: Sequence[str] | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Make a video from a text prompt.

        Args:
            prompt: The prompt: what happens in the video.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            negative_prompt: What the video must not show, one prompt an item.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
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
                "inputs": prompt,
                "parameters": {
                    "guidance_scale": guidance_scale,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTextToVideo(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.text_to_video()` of the async client."""

    async def text_to_video(
        self: AsyncRawTextToVideo[SupportsTextToVideo],
        prompt: str,
        *,
        guidance_scale: float | None = None,
        negative_prompt: Sequence[str] | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Make a video from a text prompt.

        Args:
            prompt: The prompt: what happens in the video.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            negative_prompt: What the video must not show, one prompt an item.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
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
                "inputs": prompt,
                "parameters": {
                    "guidance_scale": guidance_scale,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class SubmitTextToVideo(Namespace, Offered[P]):
    """Holds `client.submit.text_to_video()`."""

    def text_to_video(
        self: SubmitTextToVideo[SupportsTextToVideo],
        prompt: str,
        *,
        guidance_scale: float | None = None,
        negative_prompt: Sequence[str] | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Job[BytesResult]:
        """Hand in a job: Make a video from a text prompt.

        Args:
            prompt: The prompt: what happens in the video.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            negative_prompt: What the video must not show, one prompt an item.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
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
                "inputs": prompt,
                "parameters": {
                    "guidance_scale": guidance_scale,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncSubmitTextToVideo(AsyncNamespace, Offered[P]):
    """Holds `client.submit.text_to_video()` of the async client."""

    async def text_to_video(
        self: AsyncSubmitTextToVideo[SupportsTextToVideo],
        prompt: str,
        *,
        guidance_scale: float | None = None,
        negative_prompt: Sequence[str] | None = None,
        num_frames: float | None = None,
        num_inference_steps: int | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncJob[BytesResult]:
        """Hand in a job: Make a video from a text prompt.

        Args:
            prompt: The prompt: what happens in the video.
            guidance_scale: How closely the video follows the prompt. High values follow it literally and may
                oversaturate.
            negative_prompt: What the video must not show, one prompt an item.
            num_frames: Length of the video. In frames. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
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
                "inputs": prompt,
                "parameters": {
                    "guidance_scale": guidance_scale,
                    "negative_prompt": negative_prompt,
                    "num_frames": num_frames,
                    "num_inference_steps": num_inference_steps,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
