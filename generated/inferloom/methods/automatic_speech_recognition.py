"""The method automatic_speech_recognition(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.dictionaries import GenerationParametersDict
    from inferloom.offers import SupportsAutomaticSpeechRecognition
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionGenerationParameters,
        AutomaticSpeechRecognitionOutput,
    )
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.retry import Retry

TASK: Task[AutomaticSpeechRecognitionOutput] = Task(
    package="inferloom",
    id="automatic-speech-recognition",
    hub="automatic-speech-recognition",
    method="automatic_speech_recognition",
    module="automatic_speech_recognition",
    input="AutomaticSpeechRecognitionInput",
    output="AutomaticSpeechRecognitionOutput",
    nested={"parameters": "AutomaticSpeechRecognitionParameters"},
    names={"inputs": "audio"},
    container="parameters",
)


class AutomaticSpeechRecognitionMethod(Namespace, Offered[P]):
    """Holds automatic_speech_recognition() of the sync client."""

    def automatic_speech_recognition(
        self: AutomaticSpeechRecognitionMethod[SupportsAutomaticSpeechRecognition],
        audio: BinaryInput,
        *,
        return_timestamps: bool | Literal["word", "char"] | None = None,
        generation_parameters: AutomaticSpeechRecognitionGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AutomaticSpeechRecognitionOutput:
        """Transcribe speech.

        Args:
            audio: The speech, in any format the server can decode. Given as bytes, an open file, a path, or an http(s)
                or data URL.
            return_timestamps: Also return times: true for those of segments, "word" or "char" for finer ones. Or one of
                "word", "char".
            generation_parameters: How a sequence model picks its next token and when it stops.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            A transcript.

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
                "inputs": audio,
                "parameters": {"return_timestamps": return_timestamps, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncAutomaticSpeechRecognitionMethod(AsyncNamespace, Offered[P]):
    """Holds automatic_speech_recognition() of the async client."""

    async def automatic_speech_recognition(
        self: AsyncAutomaticSpeechRecognitionMethod[SupportsAutomaticSpeechRecognition],
        audio: BinaryInput,
        *,
        return_timestamps: bool | Literal["word", "char"] | None = None,
        generation_parameters: AutomaticSpeechRecognitionGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AutomaticSpeechRecognitionOutput:
        """Transcribe speech.

        Args:
            audio: The speech, in any format the server can decode. Given as bytes, an open file, a path, or an http(s)
                or data URL.
            return_timestamps: Also return times: true for those of segments, "word" or "char" for finer ones. Or one of
                "word", "char".
            generation_parameters: How a sequence model picks its next token and when it stops.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            A transcript.

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
                "inputs": audio,
                "parameters": {"return_timestamps": return_timestamps, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawAutomaticSpeechRecognition(RawBase, Offered[P]):
    """Holds `client.with_raw_response.automatic_speech_recognition()`."""

    def automatic_speech_recognition(
        self: RawAutomaticSpeechRecognition[SupportsAutomaticSpeechRecognition],
        audio: BinaryInput,
        *,
        return_timestamps: bool | Literal["word", "char"] | None = None,
        generation_parameters: AutomaticSpeechRecognitionGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[AutomaticSpeechRecognitionOutput]:
        """Give the raw answer: Transcribe speech.

        Args:
            audio: The speech, in any format the server can decode. Given as bytes, an open file, a path, or an http(s)
                or data URL.
            return_timestamps: Also return times: true for those of segments, "word" or "char" for finer ones. Or one of
                "word", "char".
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
            {
                "inputs": audio,
                "parameters": {"return_timestamps": return_timestamps, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawAutomaticSpeechRecognition(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.automatic_speech_recognition()` of the async client."""

    async def automatic_speech_recognition(
        self: AsyncRawAutomaticSpeechRecognition[SupportsAutomaticSpeechRecognition],
        audio: BinaryInput,
        *,
        return_timestamps: bool | Literal["word", "char"] | None = None,
        generation_parameters: AutomaticSpeechRecognitionGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[AutomaticSpeechRecognitionOutput]:
        """Give the raw answer: Transcribe speech.

        Args:
            audio: The speech, in any format the server can decode. Given as bytes, an open file, a path, or an http(s)
                or data URL.
            return_timestamps: Also return times: true for those of segments, "word" or "char" for finer ones. Or one of
                "word", "char".
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
            {
                "inputs": audio,
                "parameters": {"return_timestamps": return_timestamps, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class SubmitAutomaticSpeechRecognition(Namespace, Offered[P]):
    """Holds `client.submit.automatic_speech_recognition()`."""

    def automatic_speech_recognition(
        self: SubmitAutomaticSpeechRecognition[SupportsAutomaticSpeechRecognition],
        audio: BinaryInput,
        *,
        return_timestamps: bool | Literal["word", "char"] | None = None,
        generation_parameters: AutomaticSpeechRecognitionGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Job[AutomaticSpeechRecognitionOutput]:
        """Hand in a job: Transcribe speech.

        Args:
            audio: The speech, in any format the server can decode. Given as bytes, an open file, a path, or an http(s)
                or data URL.
            return_timestamps: Also return times: true for those of segments, "word" or "char" for finer ones. Or one of
                "word", "char".
            generation_parameters: How a sequence model picks its next token and when it stops.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The job, on the provider's queue; nothing is waited for.

        Raises:
            UsageError: An argument does not fit, the model does not serve the task, or the provider has no queue for
                it; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._submit(
            TASK,
            {
                "inputs": audio,
                "parameters": {"return_timestamps": return_timestamps, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncSubmitAutomaticSpeechRecognition(AsyncNamespace, Offered[P]):
    """Holds `client.submit.automatic_speech_recognition()` of the async client."""

    async def automatic_speech_recognition(
        self: AsyncSubmitAutomaticSpeechRecognition[SupportsAutomaticSpeechRecognition],
        audio: BinaryInput,
        *,
        return_timestamps: bool | Literal["word", "char"] | None = None,
        generation_parameters: AutomaticSpeechRecognitionGenerationParameters
        | GenerationParametersDict
        | Mapping[str, Any]
        | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncJob[AutomaticSpeechRecognitionOutput]:
        """Hand in a job: Transcribe speech.

        Args:
            audio: The speech, in any format the server can decode. Given as bytes, an open file, a path, or an http(s)
                or data URL.
            return_timestamps: Also return times: true for those of segments, "word" or "char" for finer ones. Or one of
                "word", "char".
            generation_parameters: How a sequence model picks its next token and when it stops.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The job, on the provider's queue; nothing is waited for.

        Raises:
            UsageError: An argument does not fit, the model does not serve the task, or the provider has no queue for
                it; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._submit(
            TASK,
            {
                "inputs": audio,
                "parameters": {"return_timestamps": return_timestamps, "generation_parameters": generation_parameters},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
