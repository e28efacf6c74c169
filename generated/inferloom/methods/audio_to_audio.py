"""The method audio_to_audio(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsAudioToAudio
    from inferloom.types.audio_to_audio import AudioToAudioOutputElement
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[AudioToAudioOutputElement]] = Task(
    package="inferloom",
    id="audio-to-audio",
    hub="audio-to-audio",
    method="audio_to_audio",
    module="audio_to_audio",
    input="AudioToAudioInput",
    output="AudioToAudioOutput",
    names={"inputs": "audio"},
)


class AudioToAudioMethod(Namespace, Offered[P]):
    """Holds audio_to_audio() of the sync client."""

    def audio_to_audio(
        self: AudioToAudioMethod[SupportsAudioToAudio],
        audio: BinaryInput,
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[AudioToAudioOutputElement]:
        """Turn an audio recording into one or more others.

        For models that enhance speech, separate speakers or translate speech. Every result carries its audio as bytes.

        Args:
            audio: The recording, in any format the server can decode. Given as bytes, an open file, a path, or an
                http(s) or data URL.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The recordings made from the input.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": audio},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncAudioToAudioMethod(AsyncNamespace, Offered[P]):
    """Holds audio_to_audio() of the async client."""

    async def audio_to_audio(
        self: AsyncAudioToAudioMethod[SupportsAudioToAudio],
        audio: BinaryInput,
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[AudioToAudioOutputElement]:
        """Turn an audio recording into one or more others.

        For models that enhance speech, separate speakers or translate speech. Every result carries its audio as bytes.

        Args:
            audio: The recording, in any format the server can decode. Given as bytes, an open file, a path, or an
                http(s) or data URL.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The recordings made from the input.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": audio},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawAudioToAudio(RawBase, Offered[P]):
    """Holds `client.with_raw_response.audio_to_audio()`."""

    def audio_to_audio(
        self: RawAudioToAudio[SupportsAudioToAudio],
        audio: BinaryInput,
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[AudioToAudioOutputElement]]:
        """Give the raw answer: Turn an audio recording into one or more others.

        For models that enhance speech, separate speakers or translate speech. Every result carries its audio as bytes.

        Args:
            audio: The recording, in any format the server can decode. Given as bytes, an open file, a path, or an
                http(s) or data URL.
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
            {"inputs": audio},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawAudioToAudio(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.audio_to_audio()` of the async client."""

    async def audio_to_audio(
        self: AsyncRawAudioToAudio[SupportsAudioToAudio],
        audio: BinaryInput,
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[AudioToAudioOutputElement]]:
        """Give the raw answer: Turn an audio recording into one or more others.

        For models that enhance speech, separate speakers or translate speech. Every result carries its audio as bytes.

        Args:
            audio: The recording, in any format the server can decode. Given as bytes, an open file, a path, or an
                http(s) or data URL.
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
            {"inputs": audio},
            Options(model, timeout, headers, max_retries, extra_body),
        )
