"""The method feature_extraction(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    import numpy
    from inferloom.offers import SupportsFeatureExtraction
    from inferloom.types.feature_extraction import FeatureExtractionInputTruncationDirection
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import ArrayResult
    from inferloom_runtime.retry import Retry

TASK: Task[ArrayResult[numpy.float32]] = Task(
    package="inferloom",
    id="feature-extraction",
    hub="feature-extraction",
    method="feature_extraction",
    module="feature_extraction",
    input="FeatureExtractionInput",
    output="FeatureExtractionOutput",
    names={"inputs": "text"},
    returns=Pick(array="float32"),
)


class FeatureExtractionMethod(Namespace, Offered[P]):
    """Holds feature_extraction() of the sync client."""

    def feature_extraction(
        self: FeatureExtractionMethod[SupportsFeatureExtraction],
        text: Sequence[str] | str,
        *,
        normalize: bool | None = None,
        prompt_name: str | None = None,
        truncate: bool | None = None,
        truncation_direction: FeatureExtractionInputTruncationDirection | None = None,
        dimensions: int | None = None,
        encoding_format: Literal["float", "base64"] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ArrayResult[numpy.float32]:
        """Turn texts into embedding vectors.

        The shape of the array is the server's: one row a text from embedding models, one row a token (inside one matrix
        a text) from plain language models.

        Args:
            text: One text, or a list of them.
            normalize: Scale every vector to length 1.
            prompt_name: Name of a prompt from the configuration of the model that is put before every text.
            truncate: Cut texts that are too long for the model instead of failing. The server's default is false.
            truncation_direction: End of the text that is cut; older servers want a capital letter. One of "left",
                "right", "Left", "Right".
            dimensions: Length of the vectors, on models that can be shortened. At least 1.
            encoding_format: How vectors travel: as numbers, or as base64 of little-endian float32. One of "float",
                "base64".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The vectors: one a text, one a token, or a matrix of tokens a text; base64 text if asked for. A numpy array
            of float32.

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
                "inputs": text,
                "normalize": normalize,
                "prompt_name": prompt_name,
                "truncate": truncate,
                "truncation_direction": truncation_direction,
                "dimensions": dimensions,
                "encoding_format": encoding_format,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncFeatureExtractionMethod(AsyncNamespace, Offered[P]):
    """Holds feature_extraction() of the async client."""

    async def feature_extraction(
        self: AsyncFeatureExtractionMethod[SupportsFeatureExtraction],
        text: Sequence[str] | str,
        *,
        normalize: bool | None = None,
        prompt_name: str | None = None,
        truncate: bool | None = None,
        truncation_direction: FeatureExtractionInputTruncationDirection | None = None,
        dimensions: int | None = None,
        encoding_format: Literal["float", "base64"] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ArrayResult[numpy.float32]:
        """Turn texts into embedding vectors.

        The shape of the array is the server's: one row a text from embedding models, one row a token (inside one matrix
        a text) from plain language models.

        Args:
            text: One text, or a list of them.
            normalize: Scale every vector to length 1.
            prompt_name: Name of a prompt from the configuration of the model that is put before every text.
            truncate: Cut texts that are too long for the model instead of failing. The server's default is false.
            truncation_direction: End of the text that is cut; older servers want a capital letter. One of "left",
                "right", "Left", "Right".
            dimensions: Length of the vectors, on models that can be shortened. At least 1.
            encoding_format: How vectors travel: as numbers, or as base64 of little-endian float32. One of "float",
                "base64".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The vectors: one a text, one a token, or a matrix of tokens a text; base64 text if asked for. A numpy array
            of float32.

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
                "inputs": text,
                "normalize": normalize,
                "prompt_name": prompt_name,
                "truncate": truncate,
                "truncation_direction": truncation_direction,
                "dimensions": dimensions,
                "encoding_format": encoding_format,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawFeatureExtraction(RawBase, Offered[P]):
    """Holds `client.with_raw_response.feature_extraction()`."""

    def feature_extraction(
        self: RawFeatureExtraction[SupportsFeatureExtraction],
        text: Sequence[str] | str,
        *,
        normalize: bool | None = None,
        prompt_name: str | None = None,
        truncate: bool | None = None,
        truncation_direction: FeatureExtractionInputTruncationDirection | None = None,
        dimensions: int | None = None,
        encoding_format: Literal["float", "base64"] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ArrayResult[numpy.float32]]:
        """Give the raw answer: Turn texts into embedding vectors.

        The shape of the array is the server's: one row a text from embedding models, one row a token (inside one matrix
        a text) from plain language models.

        Args:
            text: One text, or a list of them.
            normalize: Scale every vector to length 1.
            prompt_name: Name of a prompt from the configuration of the model that is put before every text.
            truncate: Cut texts that are too long for the model instead of failing. The server's default is false.
            truncation_direction: End of the text that is cut; older servers want a capital letter. One of "left",
                "right", "Left", "Right".
            dimensions: Length of the vectors, on models that can be shortened. At least 1.
            encoding_format: How vectors travel: as numbers, or as base64 of little-endian float32. One of "float",
                "base64".
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
                "inputs": text,
                "normalize": normalize,
                "prompt_name": prompt_name,
                "truncate": truncate,
                "truncation_direction": truncation_direction,
                "dimensions": dimensions,
                "encoding_format": encoding_format,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawFeatureExtraction(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.feature_extraction()` of the async client."""

    async def feature_extraction(
        self: AsyncRawFeatureExtraction[SupportsFeatureExtraction],
        text: Sequence[str] | str,
        *,
        normalize: bool | None = None,
        prompt_name: str | None = None,
        truncate: bool | None = None,
        truncation_direction: FeatureExtractionInputTruncationDirection | None = None,
        dimensions: int | None = None,
        encoding_format: Literal["float", "base64"] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ArrayResult[numpy.float32]]:
        """Give the raw answer: Turn texts into embedding vectors.

        The shape of the array is the server's: one row a text from embedding models, one row a token (inside one matrix
        a text) from plain language models.

        Args:
            text: One text, or a list of them.
            normalize: Scale every vector to length 1.
            prompt_name: Name of a prompt from the configuration of the model that is put before every text.
            truncate: Cut texts that are too long for the model instead of failing. The server's default is false.
            truncation_direction: End of the text that is cut; older servers want a capital letter. One of "left",
                "right", "Left", "Right".
            dimensions: Length of the vectors, on models that can be shortened. At least 1.
            encoding_format: How vectors travel: as numbers, or as base64 of little-endian float32. One of "float",
                "base64".
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
                "inputs": text,
                "normalize": normalize,
                "prompt_name": prompt_name,
                "truncate": truncate,
                "truncation_direction": truncation_direction,
                "dimensions": dimensions,
                "encoding_format": encoding_format,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
