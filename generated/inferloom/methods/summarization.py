"""The method summarization(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsSummarization
    from inferloom.types.summarization import SummarizationOutput, SummarizationTruncationStrategy
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.retry import Retry

TASK: Task[SummarizationOutput] = Task(
    package="inferloom",
    id="summarization",
    hub="summarization",
    method="summarization",
    module="summarization",
    input="SummarizationInput",
    output="SummarizationOutput",
    nested={"parameters": "SummarizationParameters"},
    names={"inputs": "text"},
    container="parameters",
)


class SummarizationMethod(Namespace, Offered[P]):
    """Holds summarization() of the sync client."""

    def summarization(
        self: SummarizationMethod[SupportsSummarization],
        text: str,
        *,
        clean_up_tokenization_spaces: bool | None = None,
        generate_parameters: Mapping[str, Any] | None = None,
        truncation: SummarizationTruncationStrategy | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> SummarizationOutput:
        """Shorten a text to what matters.

        Args:
            text: The text.
            clean_up_tokenization_spaces: Tidy up spaces around punctuation that tokenization left.
            generate_parameters: Settings of the generation loop, passed on as they are.
            truncation: What is cut when the text is too long for the model. One of "do_not_truncate", "longest_first",
                "only_first", "only_second".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The summary.

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
                    "clean_up_tokenization_spaces": clean_up_tokenization_spaces,
                    "generate_parameters": generate_parameters,
                    "truncation": truncation,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncSummarizationMethod(AsyncNamespace, Offered[P]):
    """Holds summarization() of the async client."""

    async def summarization(
        self: AsyncSummarizationMethod[SupportsSummarization],
        text: str,
        *,
        clean_up_tokenization_spaces: bool | None = None,
        generate_parameters: Mapping[str, Any] | None = None,
        truncation: SummarizationTruncationStrategy | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> SummarizationOutput:
        """Shorten a text to what matters.

        Args:
            text: The text.
            clean_up_tokenization_spaces: Tidy up spaces around punctuation that tokenization left.
            generate_parameters: Settings of the generation loop, passed on as they are.
            truncation: What is cut when the text is too long for the model. One of "do_not_truncate", "longest_first",
                "only_first", "only_second".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The summary.

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
                    "clean_up_tokenization_spaces": clean_up_tokenization_spaces,
                    "generate_parameters": generate_parameters,
                    "truncation": truncation,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawSummarization(RawBase, Offered[P]):
    """Holds `client.with_raw_response.summarization()`."""

    def summarization(
        self: RawSummarization[SupportsSummarization],
        text: str,
        *,
        clean_up_tokenization_spaces: bool | None = None,
        generate_parameters: Mapping[str, Any] | None = None,
        truncation: SummarizationTruncationStrategy | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[SummarizationOutput]:
        """Give the raw answer: Shorten a text to what matters.

        Args:
            text: The text.
            clean_up_tokenization_spaces: Tidy up spaces around punctuation that tokenization left.
            generate_parameters: Settings of the generation loop, passed on as they are.
            truncation: What is cut when the text is too long for the model. One of "do_not_truncate", "longest_first",
                "only_first", "only_second".
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
                    "clean_up_tokenization_spaces": clean_up_tokenization_spaces,
                    "generate_parameters": generate_parameters,
                    "truncation": truncation,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawSummarization(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.summarization()` of the async client."""

    async def summarization(
        self: AsyncRawSummarization[SupportsSummarization],
        text: str,
        *,
        clean_up_tokenization_spaces: bool | None = None,
        generate_parameters: Mapping[str, Any] | None = None,
        truncation: SummarizationTruncationStrategy | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[SummarizationOutput]:
        """Give the raw answer: Shorten a text to what matters.

        Args:
            text: The text.
            clean_up_tokenization_spaces: Tidy up spaces around punctuation that tokenization left.
            generate_parameters: Settings of the generation loop, passed on as they are.
            truncation: What is cut when the text is too long for the model. One of "do_not_truncate", "longest_first",
                "only_first", "only_second".
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
                    "clean_up_tokenization_spaces": clean_up_tokenization_spaces,
                    "generate_parameters": generate_parameters,
                    "truncation": truncation,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
