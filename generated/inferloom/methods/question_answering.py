"""The method question_answering(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsQuestionAnswering
    from inferloom.types.question_answering import QuestionAnsweringOutputElement
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[QuestionAnsweringOutputElement | ListResult[QuestionAnsweringOutputElement]] = Task(
    package="inferloom",
    id="question-answering",
    hub="question-answering",
    method="question_answering",
    module="question_answering",
    input="QuestionAnsweringInput",
    output="QuestionAnsweringOutput",
    nested={"inputs": "QuestionAnsweringInputData", "parameters": "QuestionAnsweringParameters"},
    container="parameters",
)


class QuestionAnsweringMethod(Namespace, Offered[P]):
    """Holds question_answering() of the sync client."""

    def question_answering(
        self: QuestionAnsweringMethod[SupportsQuestionAnswering],
        question: str,
        context: str,
        *,
        align_to_words: bool | None = None,
        doc_stride: int | None = None,
        handle_impossible_answer: bool | None = None,
        max_answer_len: int | None = None,
        max_question_len: int | None = None,
        max_seq_len: int | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> QuestionAnsweringOutputElement | ListResult[QuestionAnsweringOutputElement]:
        """Find the answer to a question in a text.

        Returns one answer, or a list of them when top_k is above 1.

        Args:
            question: The question.
            context: The text to search.
            align_to_words: Widen answers to whole words; wrong for scripts without spaces, such as Chinese or Japanese.
                The server's default is true.
            doc_stride: Overlap between neighbouring pieces of a long text. In tokens. At least 0. The server's default
                is 128.
            handle_impossible_answer: Allow an empty answer, meaning that the text has none. The server's default is
                false.
            max_answer_len: Longest answer considered. In tokens. At least 1. The server's default is 15.
            max_question_len: The question is cut here. In tokens. At least 1. The server's default is 64.
            max_seq_len: Longest piece, question included, that a long text is cut into. In tokens. At least 1. The
                server's default is 384.
            top_k: Answers to return at most. At least 1. The server's default is 1.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The best answer, or the top_k best in order.

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
                "inputs": {"question": question, "context": context},
                "parameters": {
                    "align_to_words": align_to_words,
                    "doc_stride": doc_stride,
                    "handle_impossible_answer": handle_impossible_answer,
                    "max_answer_len": max_answer_len,
                    "max_question_len": max_question_len,
                    "max_seq_len": max_seq_len,
                    "top_k": top_k,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncQuestionAnsweringMethod(AsyncNamespace, Offered[P]):
    """Holds question_answering() of the async client."""

    async def question_answering(
        self: AsyncQuestionAnsweringMethod[SupportsQuestionAnswering],
        question: str,
        context: str,
        *,
        align_to_words: bool | None = None,
        doc_stride: int | None = None,
        handle_impossible_answer: bool | None = None,
        max_answer_len: int | None = None,
        max_question_len: int | None = None,
        max_seq_len: int | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> QuestionAnsweringOutputElement | ListResult[QuestionAnsweringOutputElement]:
        """Find the answer to a question in a text.

        Returns one answer, or a list of them when top_k is above 1.

        Args:
            question: The question.
            context: The text to search.
            align_to_words: Widen answers to whole words; wrong for scripts without spaces, such as Chinese or Japanese.
                The server's default is true.
            doc_stride: Overlap between neighbouring pieces of a long text. In tokens. At least 0. The server's default
                is 128.
            handle_impossible_answer: Allow an empty answer, meaning that the text has none. The server's default is
                false.
            max_answer_len: Longest answer considered. In tokens. At least 1. The server's default is 15.
            max_question_len: The question is cut here. In tokens. At least 1. The server's default is 64.
            max_seq_len: Longest piece, question included, that a long text is cut into. In tokens. At least 1. The
                server's default is 384.
            top_k: Answers to return at most. At least 1. The server's default is 1.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The best answer, or the top_k best in order.

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
                "inputs": {"question": question, "context": context},
                "parameters": {
                    "align_to_words": align_to_words,
                    "doc_stride": doc_stride,
                    "handle_impossible_answer": handle_impossible_answer,
                    "max_answer_len": max_answer_len,
                    "max_question_len": max_question_len,
                    "max_seq_len": max_seq_len,
                    "top_k": top_k,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawQuestionAnswering(RawBase, Offered[P]):
    """Holds `client.with_raw_response.question_answering()`."""

    def question_answering(
        self: RawQuestionAnswering[SupportsQuestionAnswering],
        question: str,
        context: str,
        *,
        align_to_words: bool | None = None,
        doc_stride: int | None = None,
        handle_impossible_answer: bool | None = None,
        max_answer_len: int | None = None,
        max_question_len: int | None = None,
        max_seq_len: int | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[QuestionAnsweringOutputElement | ListResult[QuestionAnsweringOutputElement]]:
        """Give the raw answer: Find the answer to a question in a text.

        Returns one answer, or a list of them when top_k is above 1.

        Args:
            question: The question.
            context: The text to search.
            align_to_words: Widen answers to whole words; wrong for scripts without spaces, such as Chinese or Japanese.
                The server's default is true.
            doc_stride: Overlap between neighbouring pieces of a long text. In tokens. At least 0. The server's default
                is 128.
            handle_impossible_answer: Allow an empty answer, meaning that the text has none. The server's default is
                false.
            max_answer_len: Longest answer considered. In tokens. At least 1. The server's default is 15.
            max_question_len: The question is cut here. In tokens. At least 1. The server's default is 64.
            max_seq_len: Longest piece, question included, that a long text is cut into. In tokens. At least 1. The
                server's default is 384.
            top_k: Answers to return at most. At least 1. The server's default is 1.
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
                "inputs": {"question": question, "context": context},
                "parameters": {
                    "align_to_words": align_to_words,
                    "doc_stride": doc_stride,
                    "handle_impossible_answer": handle_impossible_answer,
                    "max_answer_len": max_answer_len,
                    "max_question_len": max_question_len,
                    "max_seq_len": max_seq_len,
                    "top_k": top_k,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawQuestionAnswering(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.question_answering()` of the async client."""

    async def question_answering(
        self: AsyncRawQuestionAnswering[SupportsQuestionAnswering],
        question: str,
        context: str,
        *,
        align_to_words: bool | None = None,
        doc_stride: int | None = None,
        handle_impossible_answer: bool | None = None,
        max_answer_len: int | None = None,
        max_question_len: int | None = None,
        max_seq_len: int | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[QuestionAnsweringOutputElement | ListResult[QuestionAnsweringOutputElement]]:
        """Give the raw answer: Find the answer to a question in a text.

        Returns one answer, or a list of them when top_k is above 1.

        Args:
            question: The question.
            context: The text to search.
            align_to_words: Widen answers to whole words; wrong for scripts without spaces, such as Chinese or Japanese.
                The server's default is true.
            doc_stride: Overlap between neighbouring pieces of a long text. In tokens. At least 0. The server's default
                is 128.
            handle_impossible_answer: Allow an empty answer, meaning that the text has none. The server's default is
                false.
            max_answer_len: Longest answer considered. In tokens. At least 1. The server's default is 15.
            max_question_len: The question is cut here. In tokens. At least 1. The server's default is 64.
            max_seq_len: Longest piece, question included, that a long text is cut into. In tokens. At least 1. The
                server's default is 384.
            top_k: Answers to return at most. At least 1. The server's default is 1.
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
                "inputs": {"question": question, "context": context},
                "parameters": {
                    "align_to_words": align_to_words,
                    "doc_stride": doc_stride,
                    "handle_impossible_answer": handle_impossible_answer,
                    "max_answer_len": max_answer_len,
                    "max_question_len": max_question_len,
                    "max_seq_len": max_seq_len,
                    "top_k": top_k,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
