"""The method image_to_text(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.dictionaries import ImageToTextGenerationParametersDict
    from inferloom.offers import SupportsImageToText
    from inferloom.types.image_to_text import ImageToTextGenerationParameters, ImageToTextOutput
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.retry import Retry

TASK: Task[ImageToTextOutput] = Task(
    package="inferloom",
    id="image-to-text",
    hub="image-to-text",
    method="image_to_text",
    module="image_to_text",
    input="ImageToTextInput",
    output="ImageToTextOutput",
    nested={"parameters": "ImageToTextParameters"},
    names={"inputs": "image"},
    container="parameters",
)


class ImageToTextMethod(Namespace, Offered[P]):
    """Holds image_to_text() of the sync client."""

    def image_to_text(
        self: ImageToTextMethod[SupportsImageToText],
        image: BinaryInput,
        *,
        max_new_tokens: int | None = None,
        generation_parameters: ImageToTextGenerationParameters
        | ImageToTextGenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ImageToTextOutput:
        """Describe an image, or read the text in it.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            max_new_tokens: Longest text to generate. In tokens. At least 1.
            generation_parameters: Options of the text generation behind the caption.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The text for the image.

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
                "parameters": {"max_new_tokens": max_new_tokens, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncImageToTextMethod(AsyncNamespace, Offered[P]):
    """Holds image_to_text() of the async client."""

    async def image_to_text(
        self: AsyncImageToTextMethod[SupportsImageToText],
        image: BinaryInput,
        *,
        max_new_tokens: int | None = None,
        generation_parameters: ImageToTextGenerationParameters
        | ImageToTextGenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ImageToTextOutput:
        """Describe an image, or read the text in it.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            max_new_tokens: Longest text to generate. In tokens. At least 1.
            generation_parameters: Options of the text generation behind the caption.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The text for the image.

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
                "parameters": {"max_new_tokens": max_new_tokens, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawImageToText(RawBase, Offered[P]):
    """Holds `client.with_raw_response.image_to_text()`."""

    def image_to_text(
        self: RawImageToText[SupportsImageToText],
        image: BinaryInput,
        *,
        max_new_tokens: int | None = None,
        generation_parameters: ImageToTextGenerationParameters
        | ImageToTextGenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ImageToTextOutput]:
        """Give the raw answer: Describe an image, or read the text in it.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            max_new_tokens: Longest text to generate. In tokens. At least 1.
            generation_parameters: Options of the text generation behind the caption.
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
                "parameters": {"max_new_tokens": max_new_tokens, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawImageToText(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.image_to_text()` of the async client."""

    async def image_to_text(
        self: AsyncRawImageToText[SupportsImageToText],
        image: BinaryInput,
        *,
        max_new_tokens: int | None = None,
        generation_parameters: ImageToTextGenerationParameters
        | ImageToTextGenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ImageToTextOutput]:
        """Give the raw answer: Describe an image, or read the text in it.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            max_new_tokens: Longest text to generate. In tokens. At least 1.
            generation_parameters: Options of the text generation behind the caption.
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
                "parameters": {"max_new_tokens": max_new_tokens, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
