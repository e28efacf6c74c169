"""The method image_text_to_image(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.dictionaries import ImageTextToImageTargetSizeDict
    from inferloom.offers import SupportsImageTextToImage
    from inferloom.types.image_text_to_image import ImageTextToImageTargetSize
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ImageResult
    from inferloom_runtime.retry import Retry

TASK: Task[ImageResult] = Task(
    package="inferloom",
    id="image-text-to-image",
    hub="image-text-to-image",
    method="image_text_to_image",
    module="image_text_to_image",
    input="ImageTextToImageInput",
    output="ImageTextToImageOutput",
    nested={"parameters": "ImageTextToImageParameters"},
    names={"inputs": "image"},
    container="parameters",
    returns=Pick(("image",)),
)


class ImageTextToImageMethod(Namespace, Offered[P]):
    """Holds image_text_to_image() of the sync client."""

    def image_text_to_image(
        self: ImageTextToImageMethod[SupportsImageTextToImage],
        image: BinaryInput | None = None,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageTextToImageTargetSize | ImageTextToImageTargetSizeDict | Mapping[str, Any] | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ImageResult:
        """Make an image from another image and a text prompt.

        Either of the two may be missing, but not both.

        Args:
            image: The image to start from. May be left out where a prompt is given. Given as bytes, an open file, a
                path, an http(s) or data URL, or a PIL image.
            prompt: What the new image shows, or what to change. May be left out where an image is given.
            negative_prompt: What the new image must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the new image. Models with a fixed size ignore it.
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
                "inputs": image,
                "parameters": {
                    "prompt": prompt,
                    "negative_prompt": negative_prompt,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncImageTextToImageMethod(AsyncNamespace, Offered[P]):
    """Holds image_text_to_image() of the async client."""

    async def image_text_to_image(
        self: AsyncImageTextToImageMethod[SupportsImageTextToImage],
        image: BinaryInput | None = None,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageTextToImageTargetSize | ImageTextToImageTargetSizeDict | Mapping[str, Any] | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ImageResult:
        """Make an image from another image and a text prompt.

        Either of the two may be missing, but not both.

        Args:
            image: The image to start from. May be left out where a prompt is given. Given as bytes, an open file, a
                path, an http(s) or data URL, or a PIL image.
            prompt: What the new image shows, or what to change. May be left out where an image is given.
            negative_prompt: What the new image must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the new image. Models with a fixed size ignore it.
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
                "inputs": image,
                "parameters": {
                    "prompt": prompt,
                    "negative_prompt": negative_prompt,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawImageTextToImage(RawBase, Offered[P]):
    """Holds `client.with_raw_response.image_text_to_image()`."""

    def image_text_to_image(
        self: RawImageTextToImage[SupportsImageTextToImage],
        image: BinaryInput | None = None,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageTextToImageTargetSize | ImageTextToImageTargetSizeDict | Mapping[str, Any] | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ImageResult]:
        """Give the raw answer: Make an image from another image and a text prompt.

        Either of the two may be missing, but not both.

        Args:
            image: The image to start from. May be left out where a prompt is given. Given as bytes, an open file, a
                path, an http(s) or data URL, or a PIL image.
            prompt: What the new image shows, or what to change. May be left out where an image is given.
            negative_prompt: What the new image must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the new image. Models with a fixed size ignore it.
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
                "inputs": image,
                "parameters": {
                    "prompt": prompt,
                    "negative_prompt": negative_prompt,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawImageTextToImage(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.image_text_to_image()` of the async client."""

    async def image_text_to_image(
        self: AsyncRawImageTextToImage[SupportsImageTextToImage],
        image: BinaryInput | None = None,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageTextToImageTargetSize | ImageTextToImageTargetSizeDict | Mapping[str, Any] | None = None,
        seed: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ImageResult]:
        """Give the raw answer: Make an image from another image and a text prompt.

        Either of the two may be missing, but not both.

        Args:
            image: The image to start from. May be left out where a prompt is given. Given as bytes, an open file, a
                path, an http(s) or data URL, or a PIL image.
            prompt: What the new image shows, or what to change. May be left out where an image is given.
            negative_prompt: What the new image must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the image follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the new image. Models with a fixed size ignore it.
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
                "inputs": image,
                "parameters": {
                    "prompt": prompt,
                    "negative_prompt": negative_prompt,
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                    "seed": seed,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
