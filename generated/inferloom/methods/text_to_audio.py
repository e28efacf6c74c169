"""The method text_to_audio(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.dictionaries import GenerationParametersDict
    from inferloom.offers import SupportsTextToAudio
    from inferloom.types.text_to_audio import TextToAudioGenerationParameters
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import BytesResult
    from inferloom_runtime.retry import Retry

TASK: Task[BytesResult] = Task(
    package="inferloom",
    id="text-to-audio",
    hub="text-to-audio",
    method="text_to_audio",
    module="text_to_audio",
    input="TextToAudioInput",
    output="TextToAudioOutput",
    nested={"parameters": "TextToAudioParameters"},
    names={"inputs": "text"},
    container="parameters",
    returns=Pick(("audio",)),
)


class TextToAudioMethod(Namespace, Offered[P]):
    """Holds text_to_audio() of the sync client."""

    def text_to_audio(
        self: TextToAudioMethod[SupportsTextToAudio],
        text: str,
        *,
        generation_parameters: TextToAudioGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Make music or sound from a description.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The description.
            generation_parameters: How a sequence model picks its next token and when it stops.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The sound.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": text, "parameters": {"generation_parameters": generation_parameters}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTextToAudioMethod(AsyncNamespace, Offered[P]):
    """Holds text_to_audio() of the async client."""

    async def text_to_audio(
        self: AsyncTextToAudioMethod[SupportsTextToAudio],
        text: str,
        *,
        generation_parameters: TextToAudioGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Make music or sound from a description.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The description.
            generation_parameters: How a sequence model picks its next token and when it stops.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The sound.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": text, "parameters": {"generation_parameters": generation_parameters}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTextToAudio(RawBase, Offered[P]):
    """Holds `client.with_raw_response.text_to_audio()`."""

    def text_to_audio(
        self: RawTextToAudio[SupportsTextToAudio],
        text: str,
        *,
        generation_parameters: TextToAudioGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Make music or sound from a description.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The description.
            generation_parameters: How a sequence model picks its next token and when it stops.
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
            {"inputs": text, "parameters": {"generation_parameters": generation_parameters}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTextToAudio(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.text_to_audio()` of the async client."""

    async def text_to_audio(
        self: AsyncRawTextToAudio[SupportsTextToAudio],
        text: str,
        *,
        generation_parameters: TextToAudioGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Make music or sound from a description.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The description.
            generation_parameters: How a sequence model picks its next token and when it stops.
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
            {"inputs": text, "parameters": {"generation_parameters": generation_parameters}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
