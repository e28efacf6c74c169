"""The method sentence_similarity(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsSentenceSimilarity
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[float]] = Task(
    package="inferloom",
    id="sentence-similarity",
    hub="sentence-similarity",
    method="sentence_similarity",
    module="sentence_similarity",
    input="SentenceSimilarityInput",
    output="SentenceSimilarityOutput",
    nested={"inputs": "SentenceSimilarityInputData"},
    names={"inputs.source_sentence": "sentence", "inputs.sentences": "other_sentences"},
)


class SentenceSimilarityMethod(Namespace, Offered[P]):
    """Holds sentence_similarity() of the sync client."""

    def sentence_similarity(
        self: SentenceSimilarityMethod[SupportsSentenceSimilarity],
        sentence: str,
        other_sentences: Sequence[str],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[float]:
        """Compare one sentence with others by meaning.

        Returns one score for each of the other sentences, in their order.

        Args:
            sentence: The sentence to compare.
            other_sentences: The sentences it is compared with.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            A score for each sentence, in the order given; 1 means the same.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": {"source_sentence": sentence, "sentences": other_sentences}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncSentenceSimilarityMethod(AsyncNamespace, Offered[P]):
    """Holds sentence_similarity() of the async client."""

    async def sentence_similarity(
        self: AsyncSentenceSimilarityMethod[SupportsSentenceSimilarity],
        sentence: str,
        other_sentences: Sequence[str],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[float]:
        """Compare one sentence with others by meaning.

        Returns one score for each of the other sentences, in their order.

        Args:
            sentence: The sentence to compare.
            other_sentences: The sentences it is compared with.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            A score for each sentence, in the order given; 1 means the same.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": {"source_sentence": sentence, "sentences": other_sentences}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawSentenceSimilarity(RawBase, Offered[P]):
    """Holds `client.with_raw_response.sentence_similarity()`."""

    def sentence_similarity(
        self: RawSentenceSimilarity[SupportsSentenceSimilarity],
        sentence: str,
        other_sentences: Sequence[str],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[float]]:
        """Give the raw answer: Compare one sentence with others by meaning.

        Returns one score for each of the other sentences, in their order.

        Args:
            sentence: The sentence to compare.
            other_sentences: The sentences it is compared with.
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
            {"inputs": {"source_sentence": sentence, "sentences": other_sentences}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawSentenceSimilarity(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.sentence_similarity()` of the async client."""

    async def sentence_similarity(
        self: AsyncRawSentenceSimilarity[SupportsSentenceSimilarity],
        sentence: str,
        other_sentences: Sequence[str],
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[float]]:
        """Give the raw answer: Compare one sentence with others by meaning.

        Returns one score for each of the other sentences, in their order.

        Args:
            sentence: The sentence to compare.
            other_sentences: The sentences it is compared with.
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
            {"inputs": {"source_sentence": sentence, "sentences": other_sentences}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
