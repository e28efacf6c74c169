"""The method document_question_answering(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsDocumentQuestionAnswering
    from inferloom.types.document_question_answering import DocumentQuestionAnsweringOutputElement
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[DocumentQuestionAnsweringOutputElement]] = Task(
    package="inferloom",
    id="document-question-answering",
    hub="document-question-answering",
    method="document_question_answering",
    module="document_question_answering",
    input="DocumentQuestionAnsweringInput",
    output="DocumentQuestionAnsweringOutput",
    nested={"inputs": "DocumentQuestionAnsweringInputData", "parameters": "DocumentQuestionAnsweringParameters"},
    container="parameters",
)


class DocumentQuestionAnsweringMethod(Namespace, Offered[P]):
    """Holds document_question_answering() of the sync client."""

    def document_question_answering(
        self: DocumentQuestionAnsweringMethod[SupportsDocumentQuestionAnswering],
        image: BinaryInput,
        question: str,
        *,
        doc_stride: int | None = None,
        handle_impossible_answer: bool | None = None,
        lang: str | None = None,
        max_answer_len: int | None = None,
        max_question_len: int | None = None,
        max_seq_len: int | None = None,
        top_k: int | None = None,
        word_boxes: Sequence[Sequence[str | Sequence[float]] | Sequence[float] | str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[DocumentQuestionAnsweringOutputElement]:
        """Answer a question about a document page.

        The page is an image. Models that need its words run text recognition first, unless `word_boxes` brings them
        along.

        Args:
            image: The page as an image, e.g. a scan saved as PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            question: What to look up on the page.
            doc_stride: Overlap between neighbouring chunks when a page has too many words for one pass. In tokens. At
                least 0.
            handle_impossible_answer: Also offer an empty answer, for questions the page does not answer. The server's
                default is false.
            lang: Language that text recognition expects. English if absent.
            max_answer_len: Longest answer to consider. In tokens. At least 1. The server's default is 15.
            max_question_len: Length at which the question is cut off. In tokens. At least 1.
            max_seq_len: Size of one chunk, question included. In tokens. At least 1.
            top_k: Most answers to return. A page may yield fewer. At least 1. The server's default is 1.
            word_boxes: Words already recognised, each with its place on the page, such as `["Total", [120, 40, 180,
                60]]`. Given these, the server skips text recognition.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Answers found on the page, the likeliest first.

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
                "inputs": {"image": image, "question": question},
                "parameters": {
                    "doc_stride": doc_stride,
                    "handle_impossible_answer": handle_impossible_answer,
                    "lang": lang,
                    "max_answer_len": max_answer_len,
                    "max_question_len": max_question_len,
                    "max_seq_len": max_seq_len,
                    "top_k": top_k,
                    "word_boxes": word_boxes,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncDocumentQuestionAnsweringMethod(AsyncNamespace, Offered[P]):
    """Holds document_question_answering() of the async client."""

    async def document_question_answering(
        self: AsyncDocumentQuestionAnsweringMethod[SupportsDocumentQuestionAnswering],
        image: BinaryInput,
        question: str,
        *,
        doc_stride: int | None = None,
        handle_impossible_answer: bool | None = None,
        lang: str | None = None,
        max_answer_len: int | None = None,
        max_question_len: int | None = None,
        max_seq_len: int | None = None,
        top_k: int | None = None,
        word_boxes: Sequence[Sequence[str | Sequence[float]] | Sequence[float] | str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[DocumentQuestionAnsweringOutputElement]:
        """Answer a question about a document page.

        The page is an image. Models that need its words run text recognition first, unless `word_boxes` brings them
        along.

        Args:
            image: The page as an image, e.g. a scan saved as PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            question: What to look up on the page.
            doc_stride: Overlap between neighbouring chunks when a page has too many words for one pass. In tokens. At
                least 0.
            handle_impossible_answer: Also offer an empty answer, for questions the page does not answer. The server's
                default is false.
            lang: Language that text recognition expects. English if absent.
            max_answer_len: Longest answer to consider. In tokens. At least 1. The server's default is 15.
            max_question_len: Length at which the question is cut off. In tokens. At least 1.
            max_seq_len: Size of one chunk, question included. In tokens. At least 1.
            top_k: Most answers to return. A page may yield fewer. At least 1. The server's default is 1.
            word_boxes: Words already recognised, each with its place on the page, such as `["Total", [120, 40, 180,
                60]]`. Given these, the server skips text recognition.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Answers found on the page, the likeliest first.

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
                "inputs": {"image": image, "question": question},
                "parameters": {
                    "doc_stride": doc_stride,
                    "handle_impossible_answer": handle_impossible_answer,
                    "lang": lang,
                    "max_answer_len": max_answer_len,
                    "max_question_len": max_question_len,
                    "max_seq_len": max_seq_len,
                    "top_k": top_k,
                    "word_boxes": word_boxes,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawDocumentQuestionAnswering(RawBase, Offered[P]):
    """Holds `client.with_raw_response.document_question_answering()`."""

    def document_question_answering(
        self: RawDocumentQuestionAnswering[SupportsDocumentQuestionAnswering],
        image: BinaryInput,
        question: str,
        *,
        doc_stride: int | None = None,
        handle_impossible_answer: bool | None = None,
        lang: str | None = None,
        max_answer_len: int | None = None,
        max_question_len: int | None = None,
        max_seq_len: int | None = None,
        top_k: int | None = None,
        word_boxes: Sequence[Sequence[str | Sequence[float]] | Sequence[float] | str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[DocumentQuestionAnsweringOutputElement]]:
        """Give the raw answer: Answer a question about a document page.

        The page is an image. Models that need its words run text recognition first, unless `word_boxes` brings them
        along.

        Args:
            image: The page as an image, e.g. a scan saved as PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            question: What to look up on the page.
            doc_stride: Overlap between neighbouring chunks when a page has too many words for one pass. In tokens. At
                least 0.
            handle_impossible_answer: Also offer an empty answer, for questions the page does not answer. The server's
                default is false.
            lang: Language that text recognition expects. English if absent.
            max_answer_len: Longest answer to consider. In tokens. At least 1. The server's default is 15.
            max_question_len: Length at which the question is cut off. In tokens. At least 1.
            max_seq_len: Size of one chunk, question included. In tokens. At least 1.
            top_k: Most answers to return. A page may yield fewer. At least 1. The server's default is 1.
            word_boxes: Words already recognised, each with its place on the page, such as `["Total", [120, 40, 180,
                60]]`. Given these, the server skips text recognition.
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
                "inputs": {"image": image, "question": question},
                "parameters": {
                    "doc_stride": doc_stride,
                    "handle_impossible_answer": handle_impossible_answer,
                    "lang": lang,
                    "max_answer_len": max_answer_len,
                    "max_question_len": max_question_len,
                    "max_seq_len": max_seq_len,
                    "top_k": top_k,
                    "word_boxes": word_boxes,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawDocumentQuestionAnswering(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.document_question_answering()` of the async client."""

    async def document_question_answering(
        self: AsyncRawDocumentQuestionAnswering[SupportsDocumentQuestionAnswering],
        image: BinaryInput,
        question: str,
        *,
        doc_stride: int | None = None,
        handle_impossible_answer: bool | None = None,
        lang: str | None = None,
        max_answer_len: int | None = None,
        max_question_len: int | None = None,
        max_seq_len: int | None = None,
        top_k: int | None = None,
        word_boxes: Sequence[Sequence[str | Sequence[float]] | Sequence[float] | str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[DocumentQuestionAnsweringOutputElement]]:
        """Give the raw answer: Answer a question about a document page.

        The page is an image. Models that need its words run text recognition first, unless `word_boxes` brings them
        along.

        Args:
            image: The page as an image, e.g. a scan saved as PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            question: What to look up on the page.
            doc_stride: Overlap between neighbouring chunks when a page has too many words for one pass. In tokens. At
                least 0.
            handle_impossible_answer: Also offer an empty answer, for questions the page does not answer. The server's
                default is false.
            lang: Language that text recognition expects. English if absent.
            max_answer_len: Longest answer to consider. In tokens. At least 1. The server's default is 15.
            max_question_len: Length at which the question is cut off. In tokens. At least 1.
            max_seq_len: Size of one chunk, question included. In tokens. At least 1.
            top_k: Most answers to return. A page may yield fewer. At least 1. The server's default is 1.
            word_boxes: Words already recognised, each with its place on the page, such as `["Total", [120, 40, 180,
                60]]`. Given these, the server skips text recognition.
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
                "inputs": {"image": image, "question": question},
                "parameters": {
                    "doc_stride": doc_stride,
                    "handle_impossible_answer": handle_impossible_answer,
                    "lang": lang,
                    "max_answer_len": max_answer_len,
                    "max_question_len": max_question_len,
                    "max_seq_len": max_seq_len,
                    "top_k": top_k,
                    "word_boxes": word_boxes,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
