"""The method text_to_image(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsTextToImage
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import ImageResult
    from inferloom_runtime.retry import Retry

TASK: Task[ImageResult] = Task(
    package="inferloom",
    id="text-to-image",
    hub="text-to-image",
    method="text_to_image",
    module="text_to_image",
    input="TextToImageInput",
    output="TextToImageOutput",
    nested={"parameters": "TextToImageParameters"},
    names={"inputs": "prompt"},
    container="parameters",
    returns=Pick(("image",)),
)


class TextToImageMethod(Namespace, Offered[P]):
    """Holds text_to_image() of the sync client."""

    def text_to_image(
        self: TextToImageMethod[SupportsTextToImage],
        prompt: str,
        *,
        negative_prompt: str | None = None,
        height: int | None = None,
        width: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ImageResult:
        """Draw an image from a text prompt.

        Args:
            prompt: The prompt: what the image shows.
            negative_prompt: What the image must not show.
            height: Height of the image. In pixels. At least 1.
            width: Width of the image. In pixels. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            scheduler: Name of a scheduler to use in place of the model's own.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The image that was made.

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
                    "negative_prompt": negative_prompt,
                    "height": height,
                    "width": width,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "scheduler": scheduler,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTextToImageMethod(AsyncNamespace, Offered[P]):
    """Holds text_to_image() of the async client."""

    async def text_to_image(
        self: AsyncTextToImageMethod[SupportsTextToImage],
        prompt: str,
        *,
        negative_prompt: str | None = None,
        height: int | None = None,
        width: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ImageResult:
        """Draw an image from a text prompt.

        Args:
            prompt: The prompt: what the image shows.
            negative_prompt: What the image must not show.
            height: Height of the image. In pixels. At least 1.
            width: Width of the image. In pixels. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            scheduler: Name of a scheduler to use in place of the model's own.
            seed: Start value of the random generator. Where the server is deterministic, the same seed gives the same
                result.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The image that was made.

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
                    "negative_prompt": negative_prompt,
                    "height": height,
                    "width": width,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "scheduler": scheduler,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTextToImage(RawBase, Offered[P]):
    """Holds `client.with_raw_response.text_to_image()`."""

    def text_to_image(
        self: RawTextToImage[SupportsTextToImage],
        prompt: str,
        *,
        negative_prompt: str | None = None,
        height: int | None = None,
        width: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ImageResult]:
        """Give the raw answer: Draw an image from a text prompt.

        Args:
            prompt: The prompt: what the image shows.
            negative_prompt: What the image must not show.
            height: Height of the image. In pixels. At least 1.
            width: Width of the image. In pixels. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            scheduler: Name of a scheduler to use in place of the model's own.
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
                    "negative_prompt": negative_prompt,
                    "height": height,
                    "width": width,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "scheduler": scheduler,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTextToImage(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.text_to_image()` of the async client."""

    async def text_to_image(
        self: AsyncRawTextToImage[SupportsTextToImage],
        prompt: str,
        *,
        negative_prompt: str | None = None,
        height: int | None = None,
        width: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ImageResult]:
        """Give the raw answer: Draw an image from a text prompt.

        Args:
            prompt: The prompt: what the image shows.
            negative_prompt: What the image must not show.
            height: Height of the image. In pixels. At least 1.
            width: Width of the image. In pixels. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            scheduler: Name of a scheduler to use in place of the model's own.
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
                    "negative_prompt": negative_prompt,
                    "height": height,
                    "width": width,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "scheduler": scheduler,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class SubmitTextToImage(Namespace, Offered[P]):
    """Holds `client.submit.text_to_image()`."""

    def text_to_image(
        self: SubmitTextToImage[SupportsTextToImage],
        prompt: str,
        *,
        negative_prompt: str | None = None,
        height: int | None = None,
        width: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Job[ImageResult]:
        """Hand in a job: Draw an image from a text prompt.

        Args:
            prompt: The prompt: what the image shows.
            negative_prompt: What the image must not show.
            height: Height of the image. In pixels. At least 1.
            width: Width of the image. In pixels. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            scheduler: Name of a scheduler to use in place of the model's own.
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
                    "negative_prompt": negative_prompt,
                    "height": height,
                    "width": width,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "scheduler": scheduler,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncSubmitTextToImage(AsyncNamespace, Offered[P]):
    """Holds `client.submit.text_to_image()` of the async client."""

    async def text_to_image(
        self: AsyncSubmitTextToImage[SupportsTextToImage],
        prompt: str,
        *,
        negative_prompt: str | None = None,
        height: int | None = None,
        width: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncJob[ImageResult]:
        """Hand in a job: Draw an image from a text prompt.

        Args:
            prompt: The prompt: what the image shows.
            negative_prompt: What the image must not show.
            height: Height of the image. In pixels. At least 1.
            width: Width of the image. In pixels. At least 1.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            scheduler: Name of a scheduler to use in place of the model's own.
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
                    "negative_prompt": negative_prompt,
                    "height": height,
                    "width": width,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "scheduler": scheduler,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
