"""The method shorten_text(), sync and async."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.retry import Retry
    from sdk.dictionaries import TextShorteningGlossaryDict
    from sdk.offers import SupportsTextShortening
    from sdk.types.shared import Tone
    from sdk.types.text_shortening import TextShorteningGlossary, TextShorteningOutput

TASK: Task[TextShorteningOutput] = Task(
    package="sdk",
    id="text-shortening",
    hub="text-shortening",
    method="shorten_text",
    module="text_shortening",
    input="TextShorteningInput",
    output="TextShorteningOutput",
    nested={"parameters": "TextShorteningParameters"},
    names={"inputs": "text", "parameters.keep": "keep_words"},
    container="parameters",
)


class TextShorteningMethod(Namespace, Offered[P]):
    """Holds shorten_text() of the sync client."""

    def shorten_text(
        self: TextShorteningMethod[SupportsTextShortening],
        text: str,
        max_words: int,
        *,
        keep_words: Sequence[str] | None = None,
        tone: Tone | None = None,
        temperature: float | None = None,
        trim: bool = True,
        glossary: TextShorteningGlossary | TextShorteningGlossaryDict | Mapping[str, Any] | None = None,
        keep: Sequence[str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextShorteningOutput:
        """Say the same in fewer words.

        The text keeps its language. Names and numbers are kept as they are, unless the glossary says otherwise, even
        where that makes the result longer than asked.

        A text that is short enough comes back unchanged.

        Args:
            text: The text. At least 1 character.
            max_words: Length of the result at most. In words. From 1 to 500.
            keep_words: Words that must stay in the text, however short it becomes. A word that the text does not have
                is not added; the list is read as a set, so its order means nothing. At most 8 items.
            tone: How the text sounds. One of "plain", "formal", "cheerful".
            temperature: How freely words are chosen. At least 0, less than 2. The server's default is 0.7.
            trim: Cut white space at both ends.
            glossary: Words and what to write in their place.
            keep: The old name of `keep_words`.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The shortened text.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        if keep is not None:
            warnings.warn("keep is deprecated: use keep_words.", DeprecationWarning, stacklevel=2)
            keep_words = keep if keep_words is None else keep_words
        return self._run(
            TASK,
            {
                "inputs": text,
                "parameters": {
                    "max_words": max_words,
                    "keep": keep_words,
                    "tone": tone,
                    "temperature": temperature,
                    "trim": trim,
                    "glossary": glossary,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTextShorteningMethod(AsyncNamespace, Offered[P]):
    """Holds shorten_text() of the async client."""

    async def shorten_text(
        self: AsyncTextShorteningMethod[SupportsTextShortening],
        text: str,
        max_words: int,
        *,
        keep_words: Sequence[str] | None = None,
        tone: Tone | None = None,
        temperature: float | None = None,
        trim: bool = True,
        glossary: TextShorteningGlossary | TextShorteningGlossaryDict | Mapping[str, Any] | None = None,
        keep: Sequence[str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextShorteningOutput:
        """Say the same in fewer words.

        The text keeps its language. Names and numbers are kept as they are, unless the glossary says otherwise, even
        where that makes the result longer than asked.

        A text that is short enough comes back unchanged.

        Args:
            text: The text. At least 1 character.
            max_words: Length of the result at most. In words. From 1 to 500.
            keep_words: Words that must stay in the text, however short it becomes. A word that the text does not have
                is not added; the list is read as a set, so its order means nothing. At most 8 items.
            tone: How the text sounds. One of "plain", "formal", "cheerful".
            temperature: How freely words are chosen. At least 0, less than 2. The server's default is 0.7.
            trim: Cut white space at both ends.
            glossary: Words and what to write in their place.
            keep: The old name of `keep_words`.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The shortened text.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        if keep is not None:
            warnings.warn("keep is deprecated: use keep_words.", DeprecationWarning, stacklevel=2)
            keep_words = keep if keep_words is None else keep_words
        return await self._run(
            TASK,
            {
                "inputs": text,
                "parameters": {
                    "max_words": max_words,
                    "keep": keep_words,
                    "tone": tone,
                    "temperature": temperature,
                    "trim": trim,
                    "glossary": glossary,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTextShortening(RawBase, Offered[P]):
    """Holds `client.with_raw_response.shorten_text()`."""

    def shorten_text(
        self: RawTextShortening[SupportsTextShortening],
        text: str,
        max_words: int,
        *,
        keep_words: Sequence[str] | None = None,
        tone: Tone | None = None,
        temperature: float | None = None,
        trim: bool = True,
        glossary: TextShorteningGlossary | TextShorteningGlossaryDict | Mapping[str, Any] | None = None,
        keep: Sequence[str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TextShorteningOutput]:
        """Give the raw answer: Say the same in fewer words.

        The text keeps its language. Names and numbers are kept as they are, unless the glossary says otherwise, even
        where that makes the result longer than asked.

        A text that is short enough comes back unchanged.

        Args:
            text: The text. At least 1 character.
            max_words: Length of the result at most. In words. From 1 to 500.
            keep_words: Words that must stay in the text, however short it becomes. A word that the text does not have
                is not added; the list is read as a set, so its order means nothing. At most 8 items.
            tone: How the text sounds. One of "plain", "formal", "cheerful".
            temperature: How freely words are chosen. At least 0, less than 2. The server's default is 0.7.
            trim: Cut white space at both ends.
            glossary: Words and what to write in their place.
            keep: The old name of `keep_words`.
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
        if keep is not None:
            warnings.warn("keep is deprecated: use keep_words.", DeprecationWarning, stacklevel=2)
            keep_words = keep if keep_words is None else keep_words
        return self._raw(
            TASK,
            {
                "inputs": text,
                "parameters": {
                    "max_words": max_words,
                    "keep": keep_words,
                    "tone": tone,
                    "temperature": temperature,
                    "trim": trim,
                    "glossary": glossary,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTextShortening(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.shorten_text()` of the async client."""

    async def shorten_text(
        self: AsyncRawTextShortening[SupportsTextShortening],
        text: str,
        max_words: int,
        *,
        keep_words: Sequence[str] | None = None,
        tone: Tone | None = None,
        temperature: float | None = None,
        trim: bool = True,
        glossary: TextShorteningGlossary | TextShorteningGlossaryDict | Mapping[str, Any] | None = None,
        keep: Sequence[str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TextShorteningOutput]:
        """Give the raw answer: Say the same in fewer words.

        The text keeps its language. Names and numbers are kept as they are, unless the glossary says otherwise, even
        where that makes the result longer than asked.

        A text that is short enough comes back unchanged.

        Args:
            text: The text. At least 1 character.
            max_words: Length of the result at most. In words. From 1 to 500.
            keep_words: Words that must stay in the text, however short it becomes. A word that the text does not have
                is not added; the list is read as a set, so its order means nothing. At most 8 items.
            tone: How the text sounds. One of "plain", "formal", "cheerful".
            temperature: How freely words are chosen. At least 0, less than 2. The server's default is 0.7.
            trim: Cut white space at both ends.
            glossary: Words and what to write in their place.
            keep: The old name of `keep_words`.
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
        if keep is not None:
            warnings.warn("keep is deprecated: use keep_words.", DeprecationWarning, stacklevel=2)
            keep_words = keep if keep_words is None else keep_words
        return await self._raw(
            TASK,
            {
                "inputs": text,
                "parameters": {
                    "max_words": max_words,
                    "keep": keep_words,
                    "tone": tone,
                    "temperature": temperature,
                    "trim": trim,
                    "glossary": glossary,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
