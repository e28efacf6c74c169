"""The method translation(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsTranslation
    from inferloom.types.translation import TranslationOutput, TranslationTruncationStrategy
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.retry import Retry

TASK: Task[TranslationOutput] = Task(
    package="inferloom",
    id="translation",
    hub="translation",
    method="translation",
    module="translation",
    input="TranslationInput",
    output="TranslationOutput",
    nested={"parameters": "TranslationParameters"},
    names={"inputs": "text"},
    container="parameters",
)


class TranslationMethod(Namespace, Offered[P]):
    """Holds translation() of the sync client."""

    def translation(
        self: TranslationMethod[SupportsTranslation],
        text: str,
        *,
        src_lang: str | None = None,
        tgt_lang: str | None = None,
        clean_up_tokenization_spaces: bool | None = None,
        truncation: TranslationTruncationStrategy | None = None,
        generate_parameters: Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TranslationOutput:
        """Translate a text into another language.

        A model for many languages needs both src_lang and tgt_lang, in its own codes; a model for one pair needs
        neither.

        Args:
            text: The text.
            src_lang: Language of the text, in the codes of the model; goes with tgt_lang.
            tgt_lang: Language wanted, in the codes of the model; goes with src_lang.
            clean_up_tokenization_spaces: Tidy up spaces around punctuation that tokenization left.
            truncation: What is cut when the text is too long for the model. One of "do_not_truncate", "longest_first",
                "only_first", "only_second".
            generate_parameters: Settings of the generation loop, passed on as they are.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The translation.

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
                    "src_lang": src_lang,
                    "tgt_lang": tgt_lang,
                    "clean_up_tokenization_spaces": clean_up_tokenization_spaces,
                    "truncation": truncation,
                    "generate_parameters": generate_parameters,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTranslationMethod(AsyncNamespace, Offered[P]):
    """Holds translation() of the async client."""

    async def translation(
        self: AsyncTranslationMethod[SupportsTranslation],
        text: str,
        *,
        src_lang: str | None = None,
        tgt_lang: str | None = None,
        clean_up_tokenization_spaces: bool | None = None,
        truncation: TranslationTruncationStrategy | None = None,
        generate_parameters: Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TranslationOutput:
        """Translate a text into another language.

        A model for many languages needs both src_lang and tgt_lang, in its own codes; a model for one pair needs
        neither.

        Args:
            text: The text.
            src_lang: Language of the text, in the codes of the model; goes with tgt_lang.
            tgt_lang: Language wanted, in the codes of the model; goes with src_lang.
            clean_up_tokenization_spaces: Tidy up spaces around punctuation that tokenization left.
            truncation: What is cut when the text is too long for the model. One of "do_not_truncate", "longest_first",
                "only_first", "only_second".
            generate_parameters: Settings of the generation loop, passed on as they are.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The translation.

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
                    "src_lang": src_lang,
                    "tgt_lang": tgt_lang,
                    "clean_up_tokenization_spaces": clean_up_tokenization_spaces,
                    "truncation": truncation,
                    "generate_parameters": generate_parameters,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTranslation(RawBase, Offered[P]):
    """Holds `client.with_raw_response.translation()`."""

    def translation(
        self: RawTranslation[SupportsTranslation],
        text: str,
        *,
        src_lang: str | None = None,
        tgt_lang: str | None = None,
        clean_up_tokenization_spaces: bool | None = None,
        truncation: TranslationTruncationStrategy | None = None,
        generate_parameters: Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TranslationOutput]:
        """Give the raw answer: Translate a text into another language.

        A model for many languages needs both src_lang and tgt_lang, in its own codes; a model for one pair needs
        neither.

        Args:
            text: The text.
            src_lang: Language of the text, in the codes of the model; goes with tgt_lang.
            tgt_lang: Language wanted, in the codes of the model; goes with src_lang.
            clean_up_tokenization_spaces: Tidy up spaces around punctuation that tokenization left.
            truncation: What is cut when the text is too long for the model. One of "do_not_truncate", "longest_first",
                "only_first", "only_second".
            generate_parameters: Settings of the generation loop, passed on as they are.
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
                    "src_lang": src_lang,
                    "tgt_lang": tgt_lang,
                    "clean_up_tokenization_spaces": clean_up_tokenization_spaces,
                    "truncation": truncation,
                    "generate_parameters": generate_parameters,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTranslation(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.translation()` of the async client."""

    async def translation(
        self: AsyncRawTranslation[SupportsTranslation],
        text: str,
        *,
        src_lang: str | None = None,
        tgt_lang: str | None = None,
        clean_up_tokenization_spaces: bool | None = None,
        truncation: TranslationTruncationStrategy | None = None,
        generate_parameters: Mapping[str, Any] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TranslationOutput]:
        """Give the raw answer: Translate a text into another language.

        A model for many languages needs both src_lang and tgt_lang, in its own codes; a model for one pair needs
        neither.

        Args:
            text: The text.
            src_lang: Language of the text, in the codes of the model; goes with tgt_lang.
            tgt_lang: Language wanted, in the codes of the model; goes with src_lang.
            clean_up_tokenization_spaces: Tidy up spaces around punctuation that tokenization left.
            truncation: What is cut when the text is too long for the model. One of "do_not_truncate", "longest_first",
                "only_first", "only_second".
            generate_parameters: Settings of the generation loop, passed on as they are.
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
                    "src_lang": src_lang,
                    "tgt_lang": tgt_lang,
                    "clean_up_tokenization_spaces": clean_up_tokenization_spaces,
                    "truncation": truncation,
                    "generate_parameters": generate_parameters,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
