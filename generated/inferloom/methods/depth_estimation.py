"""The method depth_estimation(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsDepthEstimation
    from inferloom.types.depth_estimation import DepthEstimationOutput
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.retry import Retry

TASK: Task[DepthEstimationOutput] = Task(
    package="inferloom",
    id="depth-estimation",
    hub="depth-estimation",
    method="depth_estimation",
    module="depth_estimation",
    input="DepthEstimationInput",
    output="DepthEstimationOutput",
    names={"inputs": "image"},
    container="parameters",
)


class DepthEstimationMethod(Namespace, Offered[P]):
    """Holds depth_estimation() of the sync client."""

    def depth_estimation(
        self: DepthEstimationMethod[SupportsDepthEstimation],
        image: BinaryInput,
        *,
        parameters: Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> DepthEstimationOutput:
        """Estimate how far away each pixel of an image is.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            parameters: Model-specific options. None is common to all depth models.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            How far away each pixel is, as an image and where available as numbers.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": image, "parameters": parameters},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncDepthEstimationMethod(AsyncNamespace, Offered[P]):
    """Holds depth_estimation() of the async client."""

    async def depth_estimation(
        self: AsyncDepthEstimationMethod[SupportsDepthEstimation],
        image: BinaryInput,
        *,
        parameters: Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> DepthEstimationOutput:
        """Estimate how far away each pixel of an image is.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            parameters: Model-specific options. None is common to all depth models.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            How far away each pixel is, as an image and where available as numbers.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": image, "parameters": parameters},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawDepthEstimation(RawBase, Offered[P]):
    """Holds `client.with_raw_response.depth_estimation()`."""

    def depth_estimation(
        self: RawDepthEstimation[SupportsDepthEstimation],
        image: BinaryInput,
        *,
        parameters: Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[DepthEstimationOutput]:
        """Give the raw answer: Estimate how far away each pixel of an image is.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            parameters: Model-specific options. None is common to all depth models.
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
            {"inputs": image, "parameters": parameters},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawDepthEstimation(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.depth_estimation()` of the async client."""

    async def depth_estimation(
        self: AsyncRawDepthEstimation[SupportsDepthEstimation],
        image: BinaryInput,
        *,
        parameters: Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[DepthEstimationOutput]:
        """Give the raw answer: Estimate how far away each pixel of an image is.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            parameters: Model-specific options. None is common to all depth models.
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
            {"inputs": image, "parameters": parameters},
            Options(model, timeout, headers, max_retries, extra_body),
        )
