"""The method tabular_classification(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsTabularClassification
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[str]] = Task(
    package="inferloom",
    id="tabular-classification",
    hub="tabular-classification",
    method="tabular_classification",
    module="tabular_classification",
    input="TabularClassificationInput",
    output="TabularClassificationOutput",
)


class TabularClassificationMethod(Namespace, Offered[P]):
    """Holds tabular_classification() of the sync client."""

    def tabular_classification(
        self: TabularClassificationMethod[SupportsTabularClassification],
        table: Mapping[str, Sequence[Any]],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[str]:
        """Predict the class of every row of a table.

        Args:
            table: Columns: a name and the list of its cells, all lists of one length.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            One prediction a row, in the order of the rows.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"table": table},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTabularClassificationMethod(AsyncNamespace, Offered[P]):
    """Holds tabular_classification() of the async client."""

    async def tabular_classification(
        self: AsyncTabularClassificationMethod[SupportsTabularClassification],
        table: Mapping[str, Sequence[Any]],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[str]:
        """Predict the class of every row of a table.

        Args:
            table: Columns: a name and the list of its cells, all lists of one length.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            One prediction a row, in the order of the rows.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"table": table},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTabularClassification(RawBase, Offered[P]):
    """Holds `client.with_raw_response.tabular_classification()`."""

    def tabular_classification(
        self: RawTabularClassification[SupportsTabularClassification],
        table: Mapping[str, Sequence[Any]],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[str]]:
        """Give the raw answer: Predict the class of every row of a table.

        Args:
            table: Columns: a name and the list of its cells, all lists of one length.
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
            {"table": table},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTabularClassification(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.tabular_classification()` of the async client."""

    async def tabular_classification(
        self: AsyncRawTabularClassification[SupportsTabularClassification],
        table: Mapping[str, Sequence[Any]],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[str]]:
        """Give the raw answer: Predict the class of every row of a table.

        Args:
            table: Columns: a name and the list of its cells, all lists of one length.
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
            {"table": table},
            Options(model, timeout, headers, max_retries, extra_body),
        )
