"""The method table_question_answering(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsTableQuestionAnswering
    from inferloom.types.table_question_answering import Padding, TableQuestionAnsweringOutput
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.retry import Retry

TASK: Task[TableQuestionAnsweringOutput] = Task(
    package="inferloom",
    id="table-question-answering",
    hub="table-question-answering",
    method="table_question_answering",
    module="table_question_answering",
    input="TableQuestionAnsweringInput",
    output="TableQuestionAnsweringOutput",
    nested={"inputs": "TableQuestionAnsweringInputData", "parameters": "TableQuestionAnsweringParameters"},
    container="parameters",
)


class TableQuestionAnsweringMethod(Namespace, Offered[P]):
    """Holds table_question_answering() of the sync client."""

    def table_question_answering(
        self: TableQuestionAnsweringMethod[SupportsTableQuestionAnswering],
        table: Mapping[str, Sequence[Any]],
        query: str,
        *,
        padding: Padding | None = None,
        sequential: bool | None = None,
        truncation: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TableQuestionAnsweringOutput:
        """Answer a question about a table.

        Args:
            table: Columns: a name and the list of its cells, all lists of one length; cells are text.
            query: The question.
            padding: How far sequences are filled up: not, to the longest, or to the limit of the model. One of
                "do_not_pad", "longest", "max_length". The server's default is "do_not_pad".
            sequential: Answer questions one after another, for models of conversations; slower. The server's default is
                false.
            truncation: Drop rows of a table that is too long for the model. The server's default is false.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The answer.

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
                "inputs": {"table": table, "query": query},
                "parameters": {"padding": padding, "sequential": sequential, "truncation": truncation},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTableQuestionAnsweringMethod(AsyncNamespace, Offered[P]):
    """Holds table_question_answering() of the async client."""

    async def table_question_answering(
        self: AsyncTableQuestionAnsweringMethod[SupportsTableQuestionAnswering],
        table: Mapping[str, Sequence[Any]],
        query: str,
        *,
        padding: Padding | None = None,
        sequential: bool | None = None,
        truncation: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TableQuestionAnsweringOutput:
        """Answer a question about a table.

        Args:
            table: Columns: a name and the list of its cells, all lists of one length; cells are text.
            query: The question.
            padding: How far sequences are filled up: not, to the longest, or to the limit of the model. One of
                "do_not_pad", "longest", "max_length". The server's default is "do_not_pad".
            sequential: Answer questions one after another, for models of conversations; slower. The server's default is
                false.
            truncation: Drop rows of a table that is too long for the model. The server's default is false.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The answer.

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
                "inputs": {"table": table, "query": query},
                "parameters": {"padding": padding, "sequential": sequential, "truncation": truncation},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTableQuestionAnswering(RawBase, Offered[P]):
    """Holds `client.with_raw_response.table_question_answering()`."""

    def table_question_answering(
        self: RawTableQuestionAnswering[SupportsTableQuestionAnswering],
        table: Mapping[str, Sequence[Any]],
        query: str,
        *,
        padding: Padding | None = None,
        sequential: bool | None = None,
        truncation: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TableQuestionAnsweringOutput]:
        """Give the raw answer: Answer a question about a table.

        Args:
            table: Columns: a name and the list of its cells, all lists of one length; cells are text.
            query: The question.
            padding: How far sequences are filled up: not, to the longest, or to the limit of the model. One of
                "do_not_pad", "longest", "max_length". The server's default is "do_not_pad".
            sequential: Answer questions one after another, for models of conversations; slower. The server's default is
                false.
            truncation: Drop rows of a table that is too long for the model. The server's default is false.
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
                "inputs": {"table": table, "query": query},
                "parameters": {"padding": padding, "sequential": sequential, "truncation": truncation},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTableQuestionAnswering(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.table_question_answering()` of the async client."""

    async def table_question_answering(
        self: AsyncRawTableQuestionAnswering[SupportsTableQuestionAnswering],
        table: Mapping[str, Sequence[Any]],
        query: str,
        *,
        padding: Padding | None = None,
        sequential: bool | None = None,
        truncation: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TableQuestionAnsweringOutput]:
        """Give the raw answer: Answer a question about a table.

        Args:
            table: Columns: a name and the list of its cells, all lists of one length; cells are text.
            query: The question.
            padding: How far sequences are filled up: not, to the longest, or to the limit of the model. One of
                "do_not_pad", "longest", "max_length". The server's default is "do_not_pad".
            sequential: Answer questions one after another, for models of conversations; slower. The server's default is
                false.
            truncation: Drop rows of a table that is too long for the model. The server's default is false.
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
                "inputs": {"table": table, "query": query},
                "parameters": {"padding": padding, "sequential": sequential, "truncation": truncation},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
