"""The method image_to_image(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.dictionaries import ImageToImageTargetSizeDict
    from inferloom.offers import SupportsImageToImage
    from inferloom.types.image_to_image import ImageToImageTargetSize
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ImageResult
    from inferloom_runtime.retry import Retry

TASK: Task[ImageResult] = Task(
    package="inferloom",
    id="image-to-image",
    hub="image-to-image",
    method="image_to_image",
    module="image_to_image",
    input="ImageToImageInput",
    output="ImageToImageOutput",
    nested={"parameters": "ImageToImageParameters"},
    names={"inputs": "image"},
    container="parameters",
    returns=Pick(("image",)),
)


class ImageToImageMethod(Namespace, Offered[P]):
    """Holds image_to_image() of the sync client."""

    def image_to_image(
        self: ImageToImageMethod[SupportsImageToImage],
        image: BinaryInput,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageToImageTargetSize | ImageToImageTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> ImageResult:
        """Change an image, guided by a text prompt.

        Further keyword arguments are sent as parameters of the model, e.g. `strength` or `seed` where it has them.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What the result shows, or what to change.
            negative_prompt: What the result must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the result follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the result. Models with a fixed size ignore it.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.
            **kwargs: Further parameters, as in extra_body.

        Returns:
            The image that was made.

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
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncImageToImageMethod(AsyncNamespace, Offered[P]):
    """Holds image_to_image() of the async client."""

    async def image_to_image(
        self: AsyncImageToImageMethod[SupportsImageToImage],
        image: BinaryInput,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageToImageTargetSize | ImageToImageTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> ImageResult:
        """Change an image, guided by a text prompt.

        Further keyword arguments are sent as parameters of the model, e.g. `strength` or `seed` where it has them.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What the result shows, or what to change.
            negative_prompt: What the result must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the result follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the result. Models with a fixed size ignore it.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.
            **kwargs: Further parameters, as in extra_body.

        Returns:
            The image that was made.

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
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawImageToImage(RawBase, Offered[P]):
    """Holds `client.with_raw_response.image_to_image()`."""

    def image_to_image(
        self: RawImageToImage[SupportsImageToImage],
        image: BinaryInput,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageToImageTargetSize | ImageToImageTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> RawResponse[ImageResult]:
        """Give the raw answer: Change an image, guided by a text prompt.

        Further keyword arguments are sent as parameters of the model, e.g. `strength` or `seed` where it has them.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What the result shows, or what to change.
            negative_prompt: What the result must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the result follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the result. Models with a fixed size ignore it.
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
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawImageToImage(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.image_to_image()` of the async client."""

    async def image_to_image(
        self: AsyncRawImageToImage[SupportsImageToImage],
        image: BinaryInput,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageToImageTargetSize | ImageToImageTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> RawResponse[ImageResult]:
        """Give the raw answer: Change an image, guided by a text prompt.

        Further keyword arguments are sent as parameters of the model, e.g. `strength` or `seed` where it has them.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What the result shows, or what to change.
            negative_prompt: What the result must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the result follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the result. Models with a fixed size ignore it.
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
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class SubmitImageToImage(Namespace, Offered[P]):
    """Holds `client.submit.image_to_image()`."""

    def image_to_image(
        self: SubmitImageToImage[SupportsImageToImage],
        image: BinaryInput,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageToImageTargetSize | ImageToImageTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> Job[ImageResult]:
        """Hand in a job: Change an image, guided by a text prompt.

        Further keyword arguments are sent as parameters of the model, e.g. `strength` or `seed` where it has them.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What the result shows, or what to change.
            negative_prompt: What the result must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the result follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the result. Models with a fixed size ignore it.
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
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncSubmitImageToImage(AsyncNamespace, Offered[P]):
    """Holds `client.submit.image_to_image()` of the async client."""

    async def image_to_image(
        self: AsyncSubmitImageToImage[SupportsImageToImage],
        image: BinaryInput,
        prompt: str | None = None,
        *,
        negative_prompt: str | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        target_size: ImageToImageTargetSize | ImageToImageTargetSizeDict | Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> AsyncJob[ImageResult]:
        """Hand in a job: Change an image, guided by a text prompt.

        Further keyword arguments are sent as parameters of the model, e.g. `strength` or `seed` where it has them.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            prompt: What the result shows, or what to change.
            negative_prompt: What the result must not show.
            num_inference_steps: Number of denoising steps: more of them take longer and usually add detail. At least 1.
            guidance_scale: How closely the result follows the prompt. High values follow it literally and may
                oversaturate.
            target_size: Size of the result. Models with a fixed size ignore it.
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
                    "num_inference_steps": num_inference_steps,
                    "guidance_scale": guidance_scale,
                    "target_size": target_size,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
