"""The method object_detection(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsObjectDetection
    from inferloom.types.object_detection import ObjectDetectionOutputElement
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[ObjectDetectionOutputElement]] = Task(
    package="inferloom",
    id="object-detection",
    hub="object-detection",
    method="object_detection",
    module="object_detection",
    input="ObjectDetectionInput",
    output="ObjectDetectionOutput",
    nested={"parameters": "ObjectDetectionParameters"},
    names={"inputs": "image"},
    container="parameters",
)


class ObjectDetectionMethod(Namespace, Offered[P]):
    """Holds object_detection() of the sync client."""

    def object_detection(
        self: ObjectDetectionMethod[SupportsObjectDetection],
        image: BinaryInput,
        *,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ObjectDetectionOutputElement]:
        """Find the objects in an image, each with a label and a box.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            threshold: Lowest score of an object that is returned. From 0 to 1. The server's default is 0.5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The objects found.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": image, "parameters": {"threshold": threshold}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncObjectDetectionMethod(AsyncNamespace, Offered[P]):
    """Holds object_detection() of the async client."""

    async def object_detection(
        self: AsyncObjectDetectionMethod[SupportsObjectDetection],
        image: BinaryInput,
        *,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ObjectDetectionOutputElement]:
        """Find the objects in an image, each with a label and a box.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            threshold: Lowest score of an object that is returned. From 0 to 1. The server's default is 0.5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The objects found.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": image, "parameters": {"threshold": threshold}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawObjectDetection(RawBase, Offered[P]):
    """Holds `client.with_raw_response.object_detection()`."""

    def object_detection(
        self: RawObjectDetection[SupportsObjectDetection],
        image: BinaryInput,
        *,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ObjectDetectionOutputElement]]:
        """Give the raw answer: Find the objects in an image, each with a label and a box.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            threshold: Lowest score of an object that is returned. From 0 to 1. The server's default is 0.5.
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
            {"inputs": image, "parameters": {"threshold": threshold}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawObjectDetection(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.object_detection()` of the async client."""

    async def object_detection(
        self: AsyncRawObjectDetection[SupportsObjectDetection],
        image: BinaryInput,
        *,
        threshold: float | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ObjectDetectionOutputElement]]:
        """Give the raw answer: Find the objects in an image, each with a label and a box.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            threshold: Lowest score of an object that is returned. From 0 to 1. The server's default is 0.5.
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
            {"inputs": image, "parameters": {"threshold": threshold}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
