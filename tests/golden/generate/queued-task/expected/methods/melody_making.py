"""The method make_melody(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import BytesResult
    from inferloom_runtime.retry import Retry
    from sdk.offers import SupportsMelodyMaking

TASK: Task[BytesResult] = Task(
    package="sdk",
    id="melody-making",
    hub="melody-making",
    method="make_melody",
    module="melody_making",
    input="MelodyMakingInput",
    output="MelodyMakingOutput",
    nested={"parameters": "MelodyMakingParameters"},
    names={"inputs": "mood"},
    container="parameters",
    returns=Pick(("audio",)),
)


class MelodyMakingMethod(Namespace, Offered[P]):
    """Holds make_melody() of the sync client."""

    def make_melody(
        self: MelodyMakingMethod[SupportsMelodyMaking],
        mood: str,
        *,
        duration: float | None = None,
        cover: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Make a melody for a mood.

        Args:
            mood: The mood.
            duration: Its length. In seconds. More than 0.
            cover: A picture to set to music. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
                image.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The melody's sound.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {"inputs": mood, "parameters": {"duration": duration, "cover": cover}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncMelodyMakingMethod(AsyncNamespace, Offered[P]):
    """Holds make_melody() of the async client."""

    async def make_melody(
        self: AsyncMelodyMakingMethod[SupportsMelodyMaking],
        mood: str,
        *,
        duration: float | None = None,
        cover: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Make a melody for a mood.

        Args:
            mood: The mood.
            duration: Its length. In seconds. More than 0.
            cover: A picture to set to music. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
                image.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The melody's sound.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {"inputs": mood, "parameters": {"duration": duration, "cover": cover}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawMelodyMaking(RawBase, Offered[P]):
    """Holds `client.with_raw_response.make_melody()`."""

    def make_melody(
        self: RawMelodyMaking[SupportsMelodyMaking],
        mood: str,
        *,
        duration: float | None = None,
        cover: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Make a melody for a mood.

        Args:
            mood: The mood.
            duration: Its length. In seconds. More than 0.
            cover: A picture to set to music. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
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
            {"inputs": mood, "parameters": {"duration": duration, "cover": cover}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawMelodyMaking(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.make_melody()` of the async client."""

    async def make_melody(
        self: AsyncRawMelodyMaking[SupportsMelodyMaking],
        mood: str,
        *,
        duration: float | None = None,
        cover: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Make a melody for a mood.

        Args:
            mood: The mood.
            duration: Its length. In seconds. More than 0.
            cover: A picture to set to music. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
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
            {"inputs": mood, "parameters": {"duration": duration, "cover": cover}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class SubmitMelodyMaking(Namespace, Offered[P]):
    """Holds `client.submit.make_melody()`."""

    def make_melody(
        self: SubmitMelodyMaking[SupportsMelodyMaking],
        mood: str,
        *,
        duration: float | None = None,
        cover: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Job[BytesResult]:
        """Hand in a job: Make a melody for a mood.

        Args:
            mood: The mood.
            duration: Its length. In seconds. More than 0.
            cover: A picture to set to music. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
                image.
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
            {"inputs": mood, "parameters": {"duration": duration, "cover": cover}},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncSubmitMelodyMaking(AsyncNamespace, Offered[P]):
    """Holds `client.submit.make_melody()` of the async client."""

    async def make_melody(
        self: AsyncSubmitMelodyMaking[SupportsMelodyMaking],
        mood: str,
        *,
        duration: float | None = None,
        cover: BinaryInput | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncJob[BytesResult]:
        """Hand in a job: Make a melody for a mood.

        Args:
            mood: The mood.
            duration: Its length. In seconds. More than 0.
            cover: A picture to set to music. Given as bytes, an open file, a path, an http(s) or data URL, or a PIL
                image.
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
            {"inputs": mood, "parameters": {"duration": duration, "cover": cover}},
            Options(model, timeout, headers, max_retries, extra_body),
        )
