"""The method create(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsEmbeddings
    from inferloom.types.embeddings import EmbeddingsOutput
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.retry import Retry

TASK: Task[EmbeddingsOutput] = Task(
    package="inferloom",
    id="embeddings",
    hub="feature-extraction",
    method="feature_extraction",
    module="embeddings",
    input="EmbeddingsInput",
    output="EmbeddingsOutput",
    openai="embeddings",
)


class EmbeddingsMethod(Namespace, Offered[P]):
    """Holds create() of the sync client."""

    def create(
        self: EmbeddingsMethod[SupportsEmbeddings],
        input: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        dimensions: int | None = None,
        encoding_format: Literal["float", "base64"] | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> EmbeddingsOutput:
        """Turn texts into embedding vectors, in OpenAI's shape.

        For servers that speak it: endpoints by URL, and providers whose embeddings are OpenAI's. `feature_extraction`
        gives the vectors as a numpy array.

        Args:
            input: The text, or several; tokens may be given by their numbers.
            dimensions: Length of the vectors, where the model can shorten them. At least 1.
            encoding_format: How vectors travel: as numbers, or as base64, which is shorter; both arrive as numbers. One
                of "float", "base64".
            user: Stable name of your end user, for abuse detection.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            One vector for each text.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"input": input, "dimensions": dimensions, "encoding_format": encoding_format, "user": user},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncEmbeddingsMethod(AsyncNamespace, Offered[P]):
    """Holds create() of the async client."""

    async def create(
        self: AsyncEmbeddingsMethod[SupportsEmbeddings],
        input: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        dimensions: int | None = None,
        encoding_format: Literal["float", "base64"] | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> EmbeddingsOutput:
        """Turn texts into embedding vectors, in OpenAI's shape.

        For servers that speak it: endpoints by URL, and providers whose embeddings are OpenAI's. `feature_extraction`
        gives the vectors as a numpy array.

        Args:
            input: The text, or several; tokens may be given by their numbers.
            dimensions: Length of the vectors, where the model can shorten them. At least 1.
            encoding_format: How vectors travel: as numbers, or as base64, which is shorter; both arrive as numbers. One
                of "float", "base64".
            user: Stable name of your end user, for abuse detection.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            One vector for each text.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"input": input, "dimensions": dimensions, "encoding_format": encoding_format, "user": user},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawEmbeddings(RawBase, Offered[P]):
    """Holds `client.with_raw_response.create()`."""

    def create(
        self: RawEmbeddings[SupportsEmbeddings],
        input: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        dimensions: int | None = None,
        encoding_format: Literal["float", "base64"] | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[EmbeddingsOutput]:
        """Give the raw answer: Turn texts into embedding vectors, in OpenAI's shape.

        For servers that speak it: endpoints by URL, and providers whose embeddings are OpenAI's. `feature_extraction`
        gives the vectors as a numpy array.

        Args:
            input: The text, or several; tokens may be given by their numbers.
            dimensions: Length of the vectors, where the model can shorten them. At least 1.
            encoding_format: How vectors travel: as numbers, or as base64, which is shorter; both arrive as numbers. One
                of "float", "base64".
            user: Stable name of your end user, for abuse detection.
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
            {"input": input, "dimensions": dimensions, "encoding_format": encoding_format, "user": user},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawEmbeddings(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.create()` of the async client."""

    async def create(
        self: AsyncRawEmbeddings[SupportsEmbeddings],
        input: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        dimensions: int | None = None,
        encoding_format: Literal["float", "base64"] | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[EmbeddingsOutput]:
        """Give the raw answer: Turn texts into embedding vectors, in OpenAI's shape.

        For servers that speak it: endpoints by URL, and providers whose embeddings are OpenAI's. `feature_extraction`
        gives the vectors as a numpy array.

        Args:
            input: The text, or several; tokens may be given by their numbers.
            dimensions: Length of the vectors, where the model can shorten them. At least 1.
            encoding_format: How vectors travel: as numbers, or as base64, which is shorter; both arrive as numbers. One
                of "float", "base64".
            user: Stable name of your end user, for abuse detection.
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
            {"input": input, "dimensions": dimensions, "encoding_format": encoding_format, "user": user},
            Options(model, timeout, headers, max_retries, extra_body),
        )
