"""The method text_classification(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsTextClassification
    from inferloom.types.text_classification import TextClassificationOutputElement, TextClassificationOutputTransform
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[TextClassificationOutputElement]] = Task(
    package="inferloom",
    id="text-classification",
    hub="text-classification",
    method="text_classification",
    module="text_classification",
    input="TextClassificationInput",
    output="TextClassificationOutput",
    nested={"parameters": "TextClassificationParameters"},
    names={"inputs": "text"},
    container="parameters",
)


class TextClassificationMethod(Namespace, Offered[P]):
    """Holds text_classification() of the sync client."""

    def text_classification(
        self: TextClassificationMethod[SupportsTextClassification],
        text: str,
        *,
        top_k: int | None = None,
        function_to_apply: TextClassificationOutputTransform | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[TextClassificationOutputElement]:
        """Label a text.

        Labels come with their scores, the highest score first.

        Args:
            text: The text.
            top_k: Labels to return at most. At least 1.
            function_to_apply: What turns raw model scores into the scores returned. One of "sigmoid", "softmax",
                "none".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Labels of the text, best first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": text, "parameters": {"top_k": top_k, "function_to_apply": function_to_apply}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTextClassificationMethod(AsyncNamespace, Offered[P]):
    """Holds text_classification() of the async client."""

    async def text_classification(
        self: AsyncTextClassificationMethod[SupportsTextClassification],
        text: str,
        *,
        top_k: int | None = None,
        function_to_apply: TextClassificationOutputTransform | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[TextClassificationOutputElement]:
        """Label a text.

        Labels come with their scores, the highest score first.

        Args:
            text: The text.
            top_k: Labels to return at most. At least 1.
            function_to_apply: What turns raw model scores into the scores returned. One of "sigmoid", "softmax",
                "none".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Labels of the text, best first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": text, "parameters": {"top_k": top_k, "function_to_apply": function_to_apply}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTextClassification(RawBase, Offered[P]):
    """Holds `client.with_raw_response.text_classification()`."""

    def text_classification(
        self: RawTextClassification[SupportsTextClassification],
        text: str,
        *,
        top_k: int | None = None,
        function_to_apply: TextClassificationOutputTransform | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[TextClassificationOutputElement]]:
        """Give the raw answer: Label a text.

        Labels come with their scores, the highest score first.

        Args:
            text: The text.
            top_k: Labels to return at most. At least 1.
            function_to_apply: What turns raw model scores into the scores returned. One of "sigmoid", "softmax",
                "none".
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
            {"inputs": text, "parameters": {"top_k": top_k, "function_to_apply": function_to_apply}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTextClassification(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.text_classification()` of the async client."""

    async def text_classification(
        self: AsyncRawTextClassification[SupportsTextClassification],
        text: str,
        *,
        top_k: int | None = None,
        function_to_apply: TextClassificationOutputTransform | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[TextClassificationOutputElement]]:
        """Give the raw answer: Label a text.

        Labels come with their scores, the highest score first.

        Args:
            text: The text.
            top_k: Labels to return at most. At least 1.
            function_to_apply: What turns raw model scores into the scores returned. One of "sigmoid", "softmax",
                "none".
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
            {"inputs": text, "parameters": {"top_k": top_k, "function_to_apply": function_to_apply}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
