"""The method tell_story(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import TextResult
    from inferloom_runtime.retry import Retry
    from inferloom_runtime.stream import AsyncStream, Stream
    from sdk.offers import SupportsStoryTelling
    from sdk.types.story_telling import StoryTellingOutput, StoryTellingStreamOutput

TASK: Task[Any] = Task(
    package="sdk",
    id="story-telling",
    hub="story-telling",
    method="tell_story",
    module="story_telling",
    input="StoryTellingInput",
    output="StoryTellingOutput",
    stream_output="StoryTellingStreamOutput",
    returns=Pick(("story",), unless="details"),
    stream_returns=Pick(("piece", "text"), unless="details"),
)


class StoryTellingMethod(Namespace, Offered[P]):
    """Holds tell_story() of the sync client."""

    @overload
    def tell_story(
        self: StoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: Literal[False] | None = None,
        stream: Literal[False] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult: ...
    @overload
    def tell_story(
        self: StoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: Literal[True],
        stream: Literal[False] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> StoryTellingOutput: ...
    @overload
    def tell_story(
        self: StoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: Literal[False] | None = None,
        stream: Literal[True],
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Stream[str]: ...
    @overload
    def tell_story(
        self: StoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: Literal[True],
        stream: Literal[True],
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Stream[StoryTellingStreamOutput]: ...
    @overload
    def tell_story(
        self: StoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: bool | None = None,
        stream: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult | StoryTellingOutput | Stream[str | StoryTellingStreamOutput]: ...
    def tell_story(
        self: StoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: bool | None = None,
        stream: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult | StoryTellingOutput | Stream[str | StoryTellingStreamOutput]:
        """Tell a story from its first sentence.

        Args:
            opening: The first sentence.
            sentences: How many sentences to add. At least 1. The server's default is 5.
            details: Return the story with its facts.
            stream: Tell it word by word.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The story. With details=True, the whole answer. With stream=True, its pieces as they come.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        result: TextResult | StoryTellingOutput | Stream[str | StoryTellingStreamOutput] = self._run(
            TASK,
            {"opening": opening, "sentences": sentences, "details": details, "stream": stream},
            Options(model, timeout, headers, max_retries, extra_body),
        )
        return result


class AsyncStoryTellingMethod(AsyncNamespace, Offered[P]):
    """Holds tell_story() of the async client."""

    @overload
    async def tell_story(
        self: AsyncStoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: Literal[False] | None = None,
        stream: Literal[False] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult: ...
    @overload
    async def tell_story(
        self: AsyncStoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: Literal[True],
        stream: Literal[False] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> StoryTellingOutput: ...
    @overload
    async def tell_story(
        self: AsyncStoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: Literal[False] | None = None,
        stream: Literal[True],
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncStream[str]: ...
    @overload
    async def tell_story(
        self: AsyncStoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: Literal[True],
        stream: Literal[True],
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncStream[StoryTellingStreamOutput]: ...
    @overload
    async def tell_story(
        self: AsyncStoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: bool | None = None,
        stream: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult | StoryTellingOutput | AsyncStream[str | StoryTellingStreamOutput]: ...
    async def tell_story(
        self: AsyncStoryTellingMethod[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: bool | None = None,
        stream: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult | StoryTellingOutput | AsyncStream[str | StoryTellingStreamOutput]:
        """Tell a story from its first sentence.

        Args:
            opening: The first sentence.
            sentences: How many sentences to add. At least 1. The server's default is 5.
            details: Return the story with its facts.
            stream: Tell it word by word.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The story. With details=True, the whole answer. With stream=True, its pieces as they come.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        result: TextResult | StoryTellingOutput | AsyncStream[str | StoryTellingStreamOutput] = await self._run(
            TASK,
            {"opening": opening, "sentences": sentences, "details": details, "stream": stream},
            Options(model, timeout, headers, max_retries, extra_body),
        )
        return result


class RawStoryTelling(RawBase, Offered[P]):
    """Holds `client.with_raw_response.tell_story()`."""

    def tell_story(
        self: RawStoryTelling[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: bool | None = None,
        stream: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TextResult | StoryTellingOutput | Stream[str | StoryTellingStreamOutput]]:
        """Give the raw answer: Tell a story from its first sentence.

        Args:
            opening: The first sentence.
            sentences: How many sentences to add. At least 1. The server's default is 5.
            details: Return the story with its facts.
            stream: Tell it word by word.
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
            {"opening": opening, "sentences": sentences, "details": details, "stream": stream},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawStoryTelling(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.tell_story()` of the async client."""

    async def tell_story(
        self: AsyncRawStoryTelling[SupportsStoryTelling],
        opening: str,
        *,
        sentences: int | None = None,
        details: bool | None = None,
        stream: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TextResult | StoryTellingOutput | AsyncStream[str | StoryTellingStreamOutput]]:
        """Give the raw answer: Tell a story from its first sentence.

        Args:
            opening: The first sentence.
            sentences: How many sentences to add. At least 1. The server's default is 5.
            details: Return the story with its facts.
            stream: Tell it word by word.
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
            {"opening": opening, "sentences": sentences, "details": details, "stream": stream},
            Options(model, timeout, headers, max_retries, extra_body),
        )
