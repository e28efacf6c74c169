"""The method clean_speech(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import BytesResult
    from inferloom_runtime.retry import Retry
    from sdk.offers import SupportsSpeechCleanup

TASK: Task[BytesResult] = Task(
    package="sdk",
    id="speech-cleanup",
    hub="speech-cleanup",
    method="clean_speech",
    module="speech_cleanup",
    input="SpeechCleanupInput",
    output="SpeechCleanupOutput",
    nested={"parameters": "SpeechCleanupParameters"},
    names={"inputs": "audio"},
    container="parameters",
    returns=Pick(("audio",)),
)


class SpeechCleanupMethod(Namespace, Offered[P]):
    """Holds clean_speech() of the sync client."""

    def clean_speech(
        self: SpeechCleanupMethod[SupportsSpeechCleanup],
        audio: BinaryInput,
        *,
        strength: float | None = None,
        picture: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Take the noise out of a recording.

        Args:
            audio: The recording. Given as bytes, an open file, a path, or an http(s) or data URL.
            strength: How much is taken out. From 0 to 1.
            picture: A picture of the room. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
                image.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The recording without its noise.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": audio, "parameters": {"strength": strength, "picture": picture}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncSpeechCleanupMethod(AsyncNamespace, Offered[P]):
    """Holds clean_speech() of the async client."""

    async def clean_speech(
        self: AsyncSpeechCleanupMethod[SupportsSpeechCleanup],
        audio: BinaryInput,
        *,
        strength: float | None = None,
        picture: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Take the noise out of a recording.

        Args:
            audio: The recording. Given as bytes, an open file, a path, or an http(s) or data URL.
            strength: How much is taken out. From 0 to 1.
            picture: A picture of the room. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
                image.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The recording without its noise.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": audio, "parameters": {"strength": strength, "picture": picture}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawSpeechCleanup(RawBase, Offered[P]):
    """Holds `client.with_raw_response.clean_speech()`."""

    def clean_speech(
        self: RawSpeechCleanup[SupportsSpeechCleanup],
        audio: BinaryInput,
        *,
        strength: float | None = None,
        picture: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Take the noise out of a recording.

        Args:
            audio: The recording. Given as bytes, an open file, a path, or an http(s) or data URL.
            strength: How much is taken out. From 0 to 1.
            picture: A picture of the room. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
                image.
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
            {"inputs": audio, "parameters": {"strength": strength, "picture": picture}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawSpeechCleanup(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.clean_speech()` of the async client."""

    async def clean_speech(
        self: AsyncRawSpeechCleanup[SupportsSpeechCleanup],
        audio: BinaryInput,
        *,
        strength: float | None = None,
        picture: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Take the noise out of a recording.

        Args:
            audio: The recording. Given as bytes, an open file, a path, or an http(s) or data URL.
            strength: How much is taken out. From 0 to 1.
            picture: A picture of the room. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
                image.
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
            {"inputs": audio, "parameters": {"strength": strength, "picture": picture}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
