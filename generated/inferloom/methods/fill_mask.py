"""The method fill_mask(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsFillMask
    from inferloom.types.fill_mask import FillMaskOutputElement
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[FillMaskOutputElement]] = Task(
    package="inferloom",
    id="fill-mask",
    hub="fill-mask",
    method="fill_mask",
    module="fill_mask",
    input="FillMaskInput",
    output="FillMaskOutput",
    nested={"parameters": "FillMaskParameters"},
    names={"inputs": "text"},
    container="parameters",
)


class FillMaskMethod(Namespace, Offered[P]):
    """Holds fill_mask() of the sync client."""

    def fill_mask(
        self: FillMaskMethod[SupportsFillMask],
        text: str,
        *,
        targets: Sequence[str] | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[FillMaskOutputElement]:
        """Guess the word behind a mask in a text.

        The mask token is the model's own, such as [MASK] or <mask>.

        Args:
            text: The text, with the mask token of the model in it.
            targets: Only score these words; one the vocabulary lacks is replaced by its first token. At least 1 item.
            top_k: Guesses to return at most. At least 1. The server's default is 5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Guesses, best first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": text, "parameters": {"targets": targets, "top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncFillMaskMethod(AsyncNamespace, Offered[P]):
    """Holds fill_mask() of the async client."""

    async def fill_mask(
        self: AsyncFillMaskMethod[SupportsFillMask],
        text: str,
        *,
        targets: Sequence[str] | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[FillMaskOutputElement]:
        """Guess the word behind a mask in a text.

        The mask token is the model's own, such as [MASK] or <mask>.

        Args:
            text: The text, with the mask token of the model in it.
            targets: Only score these words; one the vocabulary lacks is replaced by its first token. At least 1 item.
            top_k: Guesses to return at most. At least 1. The server's default is 5.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Guesses, best first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": text, "parameters": {"targets": targets, "top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawFillMask(RawBase, Offered[P]):
    """Holds `client.with_raw_response.fill_mask()`."""

    def fill_mask(
        self: RawFillMask[SupportsFillMask],
        text: str,
        *,
        targets: Sequence[str] | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[FillMaskOutputElement]]:
        """Give the raw answer: Guess the word behind a mask in a text.

        The mask token is the model's own, such as [MASK] or <mask>.

        Args:
            text: The text, with the mask token of the model in it.
            targets: Only score these words; one the vocabulary lacks is replaced by its first token. At least 1 item.
            top_k: Guesses to return at most. At least 1. The server's default is 5.
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
            {"inputs": text, "parameters": {"targets": targets, "top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawFillMask(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.fill_mask()` of the async client."""

    async def fill_mask(
        self: AsyncRawFillMask[SupportsFillMask],
        text: str,
        *,
        targets: Sequence[str] | None = None,
        top_k: int | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[FillMaskOutputElement]]:
        """Give the raw answer: Guess the word behind a mask in a text.

        The mask token is the model's own, such as [MASK] or <mask>.

        Args:
            text: The text, with the mask token of the model in it.
            targets: Only score these words; one the vocabulary lacks is replaced by its first token. At least 1 item.
            top_k: Guesses to return at most. At least 1. The server's default is 5.
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
            {"inputs": text, "parameters": {"targets": targets, "top_k": top_k}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
