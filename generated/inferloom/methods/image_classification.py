"""The method image_classification(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsImageClassification
    from inferloom.types.image_classification import (
        ImageClassificationOutputElement,
        ImageClassificationOutputTransform,
    )
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[ImageClassificationOutputElement]] = Task(
    package="inferloom",
    id="image-classification",
    hub="image-classification",
    method="image_classification",
    module="image_classification",
    input="ImageClassificationInput",
    output="ImageClassificationOutput",
    nested={"parameters": "ImageClassificationParameters"},
    names={"inputs": "image"},
    container="parameters",
)


class ImageClassificationMethod(Namespace, Offered[P]):
    """Holds image_classification() of the sync client."""

    def image_classification(
        self: ImageClassificationMethod[SupportsImageClassification],
        image: BinaryInput,
        *,
        function_to_apply: ImageClassificationOutputTransform | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ImageClassificationOutputElement]:
        """Label an image with the classes the model knows.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            function_to_apply: How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the
                scores add up to 1, `none` leaves the logits. The model decides if absent. One of "sigmoid", "softmax",
                "none".
            top_k: Most labels to return, the likeliest first. At least 1. The server's default is 5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Labels of the image, the likeliest first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": image, "parameters": {"function_to_apply": function_to_apply, "top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncImageClassificationMethod(AsyncNamespace, Offered[P]):
    """Holds image_classification() of the async client."""

    async def image_classification(
        self: AsyncImageClassificationMethod[SupportsImageClassification],
        image: BinaryInput,
        *,
        function_to_apply: ImageClassificationOutputTransform | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ImageClassificationOutputElement]:
        """Label an image with the classes the model knows.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            function_to_apply: How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the
                scores add up to 1, `none` leaves the logits. The model decides if absent. One of "sigmoid", "softmax",
                "none".
            top_k: Most labels to return, the likeliest first. At least 1. The server's default is 5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Labels of the image, the likeliest first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": image, "parameters": {"function_to_apply": function_to_apply, "top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawImageClassification(RawBase, Offered[P]):
    """Holds `client.with_raw_response.image_classification()`."""

    def image_classification(
        self: RawImageClassification[SupportsImageClassification],
        image: BinaryInput,
        *,
        function_to_apply: ImageClassificationOutputTransform | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ImageClassificationOutputElement]]:
        """Give the raw answer: Label an image with the classes the model knows.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            function_to_apply: How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the
                scores add up to 1, `none` leaves the logits. The model decides if absent. One of "sigmoid", "softmax",
                "none".
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
            {"inputs": image, "parameters": {"function_to_apply": function_to_apply, "top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawImageClassification(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.image_classification()` of the async client."""

    async def image_classification(
        self: AsyncRawImageClassification[SupportsImageClassification],
        image: BinaryInput,
        *,
        function_to_apply: ImageClassificationOutputTransform | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ImageClassificationOutputElement]]:
        """Give the raw answer: Label an image with the classes the model knows.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            function_to_apply: How raw logits become scores: `sigmoid` judges each label alone, `softmax` makes the
                scores add up to 1, `none` leaves the logits. The model decides if absent. One of "sigmoid", "softmax",
                "none".
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
            {"inputs": image, "parameters": {"function_to_apply": function_to_apply, "top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
