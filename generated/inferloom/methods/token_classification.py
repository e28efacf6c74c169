"""The method token_classification(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsTokenClassification
    from inferloom.types.token_classification import (
        TokenClassificationAggregationStrategy,
        TokenClassificationOutputElement,
    )
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[TokenClassificationOutputElement]] = Task(
    package="inferloom",
    id="token-classification",
    hub="token-classification",
    method="token_classification",
    module="token_classification",
    input="TokenClassificationInput",
    output="TokenClassificationOutput",
    nested={"parameters": "TokenClassificationParameters"},
    names={"inputs": "text"},
    container="parameters",
)


class TokenClassificationMethod(Namespace, Offered[P]):
    """Holds token_classification() of the sync client."""

    def token_classification(
        self: TokenClassificationMethod[SupportsTokenClassification],
        text: str,
        *,
        aggregation_strategy: TokenClassificationAggregationStrategy | None = None,
        ignore_labels: Sequence[str] | None = None,
        stride: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[TokenClassificationOutputElement]:
        """Label the words of a text, such as names and places.

        Args:
            text: The text.
            aggregation_strategy: How tokens are joined: none keeps them, simple joins equal neighbours, the rest also
                keep words whole. One of "none", "simple", "first", "average", "max".
            ignore_labels: Labels to leave out. The server's default is ["O"].
            stride: Overlap between neighbouring pieces of a long text. In tokens. At least 0.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            What was found, in the order of the text.

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
                "parameters": {
                    "aggregation_strategy": aggregation_strategy,
                    "ignore_labels": ignore_labels,
                    "stride": stride,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTokenClassificationMethod(AsyncNamespace, Offered[P]):
    """Holds token_classification() of the async client."""

    async def token_classification(
        self: AsyncTokenClassificationMethod[SupportsTokenClassification],
        text: str,
        *,
        aggregation_strategy: TokenClassificationAggregationStrategy | None = None,
        ignore_labels: Sequence[str] | None = None,
        stride: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[TokenClassificationOutputElement]:
        """Label the words of a text, such as names and places.

        Args:
            text: The text.
            aggregation_strategy: How tokens are joined: none keeps them, simple joins equal neighbours, the rest also
                keep words whole. One of "none", "simple", "first", "average", "max".
            ignore_labels: Labels to leave out. The server's default is ["O"].
            stride: Overlap between neighbouring pieces of a long text. In tokens. At least 0.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            What was found, in the order of the text.

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
                "parameters": {
                    "aggregation_strategy": aggregation_strategy,
                    "ignore_labels": ignore_labels,
                    "stride": stride,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTokenClassification(RawBase, Offered[P]):
    """Holds `client.with_raw_response.token_classification()`."""

    def token_classification(
        self: RawTokenClassification[SupportsTokenClassification],
        text: str,
        *,
        aggregation_strategy: TokenClassificationAggregationStrategy | None = None,
        ignore_labels: Sequence[str] | None = None,
        stride: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[TokenClassificationOutputElement]]:
        """Give the raw answer: Label the words of a text, such as names and places.

        Args:
            text: The text.
            aggregation_strategy: How tokens are joined: none keeps them, simple joins equal neighbours, the rest also
                keep words whole. One of "none", "simple", "first", "average", "max".
            ignore_labels: Labels to leave out. The server's default is ["O"].
            stride: Overlap between neighbouring pieces of a long text. In tokens. At least 0.
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
                "parameters": {
                    "aggregation_strategy": aggregation_strategy,
                    "ignore_labels": ignore_labels,
                    "stride": stride,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTokenClassification(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.token_classification()` of the async client."""

    async def token_classification(
        self: AsyncRawTokenClassification[SupportsTokenClassification],
        text: str,
        *,
        aggregation_strategy: TokenClassificationAggregationStrategy | None = None,
        ignore_labels: Sequence[str] | None = None,
        stride: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[TokenClassificationOutputElement]]:
        """Give the raw answer: Label the words of a text, such as names and places.

        Args:
            text: The text.
            aggregation_strategy: How tokens are joined: none keeps them, simple joins equal neighbours, the rest also
                keep words whole. One of "none", "simple", "first", "average", "max".
            ignore_labels: Labels to leave out. The server's default is ["O"].
            stride: Overlap between neighbouring pieces of a long text. In tokens. At least 0.
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
                "parameters": {
                    "aggregation_strategy": aggregation_strategy,
                    "ignore_labels": ignore_labels,
                    "stride": stride,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
