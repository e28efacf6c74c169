"""The method audio_classification(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsAudioClassification
    from inferloom.types.audio_classification import (
        AudioClassificationOutputElement,
        AudioClassificationOutputTransform,
    )
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[AudioClassificationOutputElement]] = Task(
    package="inferloom",
    id="audio-classification",
    hub="audio-classification",
    method="audio_classification",
    module="audio_classification",
    input="AudioClassificationInput",
    output="AudioClassificationOutput",
    nested={"parameters": "AudioClassificationParameters"},
    names={"inputs": "audio"},
    container="parameters",
)


class AudioClassificationMethod(Namespace, Offered[P]):
    """Holds audio_classification() of the sync client."""

    def audio_classification(
        self: AudioClassificationMethod[SupportsAudioClassification],
        audio: BinaryInput,
        *,
        top_k: int | None = None,
        function_to_apply: AudioClassificationOutputTransform | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[AudioClassificationOutputElement]:
        """Label an audio recording.

        Labels come with their scores, the highest score first.

        Args:
            audio: The recording, in any format the server can decode. Given as bytes, an open file, a path, or an
                http(s) or data URL.
            top_k: Labels to return at most. At least 1.
            function_to_apply: What turns raw model scores into the scores returned. One of "sigmoid", "softmax",
                "none".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Labels of the recording, best first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": audio, "parameters": {"top_k": top_k, "function_to_apply": function_to_apply}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncAudioClassificationMethod(AsyncNamespace, Offered[P]):
    """Holds audio_classification() of the async client."""

    async def audio_classification(
        self: AsyncAudioClassificationMethod[SupportsAudioClassification],
        audio: BinaryInput,
        *,
        top_k: int | None = None,
        function_to_apply: AudioClassificationOutputTransform | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[AudioClassificationOutputElement]:
        """Label an audio recording.

        Labels come with their scores, the highest score first.

        Args:
            audio: The recording, in any format the server can decode. Given as bytes, an open file, a path, or an
                http(s) or data URL.
            top_k: Labels to return at most. At least 1.
            function_to_apply: What turns raw model scores into the scores returned. One of "sigmoid", "softmax",
                "none".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Labels of the recording, best first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": audio, "parameters": {"top_k": top_k, "function_to_apply": function_to_apply}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawAudioClassification(RawBase, Offered[P]):
    """Holds `client.with_raw_response.audio_classification()`."""

    def audio_classification(
        self: RawAudioClassification[SupportsAudioClassification],
        audio: BinaryInput,
        *,
        top_k: int | None = None,
        function_to_apply: AudioClassificationOutputTransform | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[AudioClassificationOutputElement]]:
        """Give the raw answer: Label an audio recording.

        Labels come with their scores, the highest score first.

        Args:
            audio: The recording, in any format the server can decode. Given as bytes, an open file, a path, or an
                http(s) or data URL.
            top_k: Labels to return at most. At least 1.
            function_to_apply: What turns raw model scores into the scores returned. One of "sigmoid", "softmax",
                "none".
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
            {"inputs": audio, "parameters": {"top_k": top_k, "function_to_apply": function_to_apply}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawAudioClassification(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.audio_classification()` of the async client."""

    async def audio_classification(
        self: AsyncRawAudioClassification[SupportsAudioClassification],
        audio: BinaryInput,
        *,
        top_k: int | None = None,
        function_to_apply: AudioClassificationOutputTransform | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[AudioClassificationOutputElement]]:
        """Give the raw answer: Label an audio recording.

        Labels come with their scores, the highest score first.

        Args:
            audio: The recording, in any format the server can decode. Given as bytes, an open file, a path, or an
                http(s) or data URL.
            top_k: Labels to return at most. At least 1.
            function_to_apply: What turns raw model scores into the scores returned. One of "sigmoid", "softmax",
                "none".
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
            {"inputs": audio, "parameters": {"top_k": top_k, "function_to_apply": function_to_apply}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
