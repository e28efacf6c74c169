"""The method zero_shot_object_detection(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsZeroShotObjectDetection
    from inferloom.types.zero_shot_object_detection import ZeroShotObjectDetectionOutputElement
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[ZeroShotObjectDetectionOutputElement]] = Task(
    package="inferloom",
    id="zero-shot-object-detection",
    hub="zero-shot-object-detection",
    method="zero_shot_object_detection",
    module="zero_shot_object_detection",
    input="ZeroShotObjectDetectionInput",
    output="ZeroShotObjectDetectionOutput",
    nested={"parameters": "ZeroShotObjectDetectionParameters"},
    names={"inputs": "image"},
    container="parameters",
)


class ZeroShotObjectDetectionMethod(Namespace, Offered[P]):
    """Holds zero_shot_object_detection() of the sync client."""

    def zero_shot_object_detection(
        self: ZeroShotObjectDetectionMethod[SupportsZeroShotObjectDetection],
        image: BinaryInput,
        candidate_labels: Sequence[str],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ZeroShotObjectDetectionOutputElement]:
        """Find objects of your own labels in an image.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            candidate_labels: Names of the objects to look for, in plain words. At least 1 item.
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
            {"inputs": image, "parameters": {"candidate_labels": candidate_labels}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncZeroShotObjectDetectionMethod(AsyncNamespace, Offered[P]):
    """Holds zero_shot_object_detection() of the async client."""

    async def zero_shot_object_detection(
        self: AsyncZeroShotObjectDetectionMethod[SupportsZeroShotObjectDetection],
        image: BinaryInput,
        candidate_labels: Sequence[str],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ZeroShotObjectDetectionOutputElement]:
        """Find objects of your own labels in an image.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            candidate_labels: Names of the objects to look for, in plain words. At least 1 item.
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
            {"inputs": image, "parameters": {"candidate_labels": candidate_labels}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawZeroShotObjectDetection(RawBase, Offered[P]):
    """Holds `client.with_raw_response.zero_shot_object_detection()`."""

    def zero_shot_object_detection(
        self: RawZeroShotObjectDetection[SupportsZeroShotObjectDetection],
        image: BinaryInput,
        candidate_labels: Sequence[str],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ZeroShotObjectDetectionOutputElement]]:
        """Give the raw answer: Find objects of your own labels in an image.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            candidate_labels: Names of the objects to look for, in plain words. At least 1 item.
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
            {"inputs": image, "parameters": {"candidate_labels": candidate_labels}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawZeroShotObjectDetection(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.zero_shot_object_detection()` of the async client."""

    async def zero_shot_object_detection(
        self: AsyncRawZeroShotObjectDetection[SupportsZeroShotObjectDetection],
        image: BinaryInput,
        candidate_labels: Sequence[str],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ZeroShotObjectDetectionOutputElement]]:
        """Give the raw answer: Find objects of your own labels in an image.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            candidate_labels: Names of the objects to look for, in plain words. At least 1 item.
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
            {"inputs": image, "parameters": {"candidate_labels": candidate_labels}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
