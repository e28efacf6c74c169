"""The method visual_question_answering(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsVisualQuestionAnswering
    from inferloom.types.visual_question_answering import VisualQuestionAnsweringOutputElement
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[VisualQuestionAnsweringOutputElement]] = Task(
    package="inferloom",
    id="visual-question-answering",
    hub="visual-question-answering",
    method="visual_question_answering",
    module="visual_question_answering",
    input="VisualQuestionAnsweringInput",
    output="VisualQuestionAnsweringOutput",
    nested={"inputs": "VisualQuestionAnsweringInputData", "parameters": "VisualQuestionAnsweringParameters"},
    container="parameters",
)


class VisualQuestionAnsweringMethod(Namespace, Offered[P]):
    """Holds visual_question_answering() of the sync client."""

    def visual_question_answering(
        self: VisualQuestionAnsweringMethod[SupportsVisualQuestionAnswering],
        image: BinaryInput,
        question: str,
        *,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[VisualQuestionAnsweringOutputElement]:
        """Answer a question about an image.

        Args:
            image: The image: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an http(s) or
                data URL, or a PIL image.
            question: What to find out about the image.
            top_k: Most answers to return, the likeliest first. At least 1. The server's default is 5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Answers, the likeliest first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": {"image": image, "question": question}, "parameters": {"top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncVisualQuestionAnsweringMethod(AsyncNamespace, Offered[P]):
    """Holds visual_question_answering() of the async client."""

    async def visual_question_answering(
        self: AsyncVisualQuestionAnsweringMethod[SupportsVisualQuestionAnswering],
        image: BinaryInput,
        question: str,
        *,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[VisualQuestionAnsweringOutputElement]:
        """Answer a question about an image.

        Args:
            image: The image: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an http(s) or
                data URL, or a PIL image.
            question: What to find out about the image.
            top_k: Most answers to return, the likeliest first. At least 1. The server's default is 5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Answers, the likeliest first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": {"image": image, "question": question}, "parameters": {"top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawVisualQuestionAnswering(RawBase, Offered[P]):
    """Holds `client.with_raw_response.visual_question_answering()`."""

    def visual_question_answering(
        self: RawVisualQuestionAnswering[SupportsVisualQuestionAnswering],
        image: BinaryInput,
        question: str,
        *,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[VisualQuestionAnsweringOutputElement]]:
        """Give the raw answer: Answer a question about an image.

        Args:
            image: The image: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an http(s) or
                data URL, or a PIL image.
            question: What to find out about the image.
            top_k: Most answers to return, the likeliest first. At least 1. The server's default is 5.
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
            {"inputs": {"image": image, "question": question}, "parameters": {"top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawVisualQuestionAnswering(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.visual_question_answering()` of the async client."""

    async def visual_question_answering(
        self: AsyncRawVisualQuestionAnswering[SupportsVisualQuestionAnswering],
        image: BinaryInput,
        question: str,
        *,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[VisualQuestionAnsweringOutputElement]]:
        """Give the raw answer: Answer a question about an image.

        Args:
            image: The image: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an http(s) or
                data URL, or a PIL image.
            question: What to find out about the image.
            top_k: Most answers to return, the likeliest first. At least 1. The server's default is 5.
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
            {"inputs": {"image": image, "question": question}, "parameters": {"top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
