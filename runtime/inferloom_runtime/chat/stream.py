"""What waits in a conversation: for events, for answers, for tools."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from inferloom_runtime.chat import functions
from inferloom_runtime.chat.events import ChatEvent, ContentDeltaEvent, ToolEvent
from inferloom_runtime.chat.functions import ToolFunction
from inferloom_runtime.chat.reading import Reading
from inferloom_runtime.chat.tools import ToolJob, ToolLoop, ToolResult, ToolRun
from inferloom_runtime.meta import Meta
from inferloom_runtime.stream import AsyncStream, Stream

C = TypeVar("C")
K = TypeVar("K")
M = TypeVar("M")
T = TypeVar("T")

_MOST_THREADS = 32


class ChatStream(Generic[C, K, T]):
    """A streamed answer as events.

    The request is sent when it is entered as a context manager, or with the first event. Iterate over it once; leaving
    it gives the connection back.

    Args:
        ask: Sends the request.
        reading: Reads what comes.
    """

    def __init__(self, ask: Callable[[], Stream[K]], reading: Reading[C, K, T]) -> None:
        self._ask = ask
        self._reading = reading
        self._stream: Stream[K] | None = None
        self._left = False

    def __iter__(self) -> Iterator[ChatEvent[K, T]]:
        """The stream itself."""
        return self

    def __next__(self) -> ChatEvent[K, T]:
        """The next event.

        Returns:
            The event.

        Raises:
            StopIteration: The answer is complete.
            StructuredAnswerError: The text is not of the type that was asked for.
            ConnectionFailedError: The connection broke.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        while not self._reading.ready:
            self._reading.check()
            if self._reading.over or self._left:
                raise StopIteration
            stream = self._opened()
            self._reading.take(next(stream, None))
        return self._reading.ready.popleft()

    @property
    def meta(self) -> Meta | None:
        """How the answer came to be, so far; None as long as the request has not been sent."""
        return None if self._stream is None else self._stream.meta

    @property
    def text(self) -> Iterator[str]:
        """The text of the first answer, piece by piece."""
        return self._texts()

    def _texts(self) -> Iterator[str]:
        for event in self:
            if isinstance(event, ContentDeltaEvent) and event.choice == 0:
                yield event.delta

    def until_done(self) -> Self:
        """Read to the end.

        Returns:
            The stream itself.

        Raises:
            InferloomError: As for an event.
        """
        for _ in self:
            pass
        return self

    def get_final_completion(self) -> C:
        """Read to the end, and give the whole answer.

        Returns:
            The completion, as if it had not been streamed.

        Raises:
            UsageError: The stream was left before its end.
            InferloomError: As for an event.
        """
        self.until_done()
        return self._reading.completion()

    def close(self) -> None:
        """Give the connection back; what has not been read is dropped."""
        self._left = True
        self._reading.ready.clear()
        if self._stream is not None:
            self._stream.close()

    def _opened(self) -> Stream[K]:
        if self._stream is None:
            self._stream = self._ask()
        return self._stream

    def __enter__(self) -> Self:
        """The stream itself, whose request has been sent."""
        self._opened()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the stream."""
        self.close()


class AsyncChatStream(Generic[C, K, T]):
    """A streamed answer as events.

    The request is sent when it is entered as a context manager, or with the first event. Iterate over it once; leaving
    it gives the connection back.

    Args:
        ask: Sends the request.
        reading: Reads what comes.
    """

    def __init__(self, ask: Callable[[], Awaitable[AsyncStream[K]]], reading: Reading[C, K, T]) -> None:
        self._ask = ask
        self._reading = reading
        self._stream: AsyncStream[K] | None = None
        self._left = False

    def __aiter__(self) -> AsyncIterator[ChatEvent[K, T]]:
        """The stream itself."""
        return self

    async def __anext__(self) -> ChatEvent[K, T]:
        """The next event.

        Returns:
            The event.

        Raises:
            StopAsyncIteration: The answer is complete.
            StructuredAnswerError: The text is not of the type that was asked for.
            ConnectionFailedError: The connection broke.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        while not self._reading.ready:
            self._reading.check()
            if self._reading.over or self._left:
                raise StopAsyncIteration
            stream = await self._opened()
            self._reading.take(await anext(stream, None))
        return self._reading.ready.popleft()

    @property
    def meta(self) -> Meta | None:
        """How the answer came to be, so far; None as long as the request has not been sent."""
        return None if self._stream is None else self._stream.meta

    @property
    def text(self) -> AsyncIterator[str]:
        """The text of the first answer, piece by piece."""
        return self._texts()

    async def _texts(self) -> AsyncIterator[str]:
        async for event in self:
            if isinstance(event, ContentDeltaEvent) and event.choice == 0:
                yield event.delta

    async def until_done(self) -> Self:
        """Read to the end.

        Returns:
            The stream itself.

        Raises:
            InferloomError: As for an event.
        """
        async for _ in self:
            pass
        return self

    async def get_final_completion(self) -> C:
        """Read to the end, and give the whole answer.

        Returns:
            The completion, as if it had not been streamed.

        Raises:
            UsageError: The stream was left before its end.
            InferloomError: As for an event.
        """
        await self.until_done()
        return self._reading.completion()

    async def close(self) -> None:
        """Give the connection back; what has not been read is dropped."""
        self._left = True
        self._reading.ready.clear()
        if self._stream is not None:
            await self._stream.close()

    async def _opened(self) -> AsyncStream[K]:
        if self._stream is None:
            self._stream = await self._ask()
        return self._stream

    async def __aenter__(self) -> Self:
        """The stream itself, whose request has been sent."""
        await self._opened()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the stream."""
        await self.close()


class ToolStream(Generic[C, K, M]):
    """A conversation in which tools are run, as the events of all its turns.

    The first request is sent with the first event. Iterate over it once; leaving it as a context manager gives the
    connection back.

    Args:
        ask: Sends a request.
        loop: The conversation.
    """

    def __init__(self, ask: Callable[[dict[str, Any]], Stream[K]], loop: ToolLoop[C, K, M]) -> None:
        self._ask = ask
        self._loop = loop
        self._stream: Stream[K] | None = None
        self._left = False

    def __iter__(self) -> Iterator[ToolEvent[K]]:
        """The stream itself."""
        return self

    def __next__(self) -> ToolEvent[K]:
        """The next event.

        Returns:
            The event.

        Raises:
            StopIteration: The conversation is over.
            ConnectionFailedError: The connection broke.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        while not self._loop.ready:
            if self._left:
                raise StopIteration
            if self._stream is not None:
                chunk = next(self._stream, None)
                if chunk is None:
                    self._stream = None
                self._loop.feed(chunk)
            elif self._loop.jobs:
                self._loop.give(together(self._loop.jobs))
            elif (values := self._loop.ask()) is not None:
                self._stream = self._ask(values)
                self._loop.begin()
            else:
                raise StopIteration
        return self._loop.ready.popleft()

    @property
    def text(self) -> Iterator[str]:
        """The text of the model's answers, piece by piece."""
        return self._texts()

    def _texts(self) -> Iterator[str]:
        for event in self:
            if isinstance(event, ContentDeltaEvent) and event.choice == 0:
                yield event.delta

    def until_done(self) -> Self:
        """Read to the end.

        Returns:
            The stream itself.

        Raises:
            InferloomError: As for an event.
        """
        for _ in self:
            pass
        return self

    def get_result(self) -> ToolRun[C, M]:
        """Read to the end, and give what came of it.

        Returns:
            The conversation.

        Raises:
            UsageError: The stream was left before its end.
            InferloomError: As for an event.
        """
        self.until_done()
        return self._loop.result()

    def close(self) -> None:
        """Give the connection back; what has not been read is dropped."""
        self._left = True
        self._loop.ready.clear()
        if self._stream is not None:
            self._stream.close()

    def __enter__(self) -> Self:
        """The stream itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the stream."""
        self.close()


class AsyncToolStream(Generic[C, K, M]):
    """A conversation in which tools are run, as the events of all its turns.

    The first request is sent with the first event. Iterate over it once; leaving it as a context manager gives the
    connection back.

    Args:
        ask: Sends a request.
        loop: The conversation.
    """

    def __init__(self, ask: Callable[[dict[str, Any]], Awaitable[AsyncStream[K]]], loop: ToolLoop[C, K, M]) -> None:
        self._ask = ask
        self._loop = loop
        self._stream: AsyncStream[K] | None = None
        self._left = False

    def __aiter__(self) -> AsyncIterator[ToolEvent[K]]:
        """The stream itself."""
        return self

    async def __anext__(self) -> ToolEvent[K]:
        """The next event.

        Returns:
            The event.

        Raises:
            StopAsyncIteration: The conversation is over.
            ConnectionFailedError: The connection broke.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        while not self._loop.ready:
            if self._left:
                raise StopAsyncIteration
            if self._stream is not None:
                chunk = await anext(self._stream, None)
                if chunk is None:
                    self._stream = None
                self._loop.feed(chunk)
            elif self._loop.jobs:
                self._loop.give(await together_async(self._loop.jobs))
            elif (values := self._loop.ask()) is not None:
                self._stream = await self._ask(values)
                self._loop.begin()
            else:
                raise StopAsyncIteration
        return self._loop.ready.popleft()

    @property
    def text(self) -> AsyncIterator[str]:
        """The text of the model's answers, piece by piece."""
        return self._texts()

    async def _texts(self) -> AsyncIterator[str]:
        async for event in self:
            if isinstance(event, ContentDeltaEvent) and event.choice == 0:
                yield event.delta

    async def until_done(self) -> Self:
        """Read to the end.

        Returns:
            The stream itself.

        Raises:
            InferloomError: As for an event.
        """
        async for _ in self:
            pass
        return self

    async def get_result(self) -> ToolRun[C, M]:
        """Read to the end, and give what came of it.

        Returns:
            The conversation.

        Raises:
            UsageError: The stream was left before its end.
            InferloomError: As for an event.
        """
        await self.until_done()
        return self._loop.result()

    async def close(self) -> None:
        """Give the connection back; what has not been read is dropped."""
        self._left = True
        self._loop.ready.clear()
        if self._stream is not None:
            await self._stream.close()

    async def __aenter__(self) -> Self:
        """The stream itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the stream."""
        await self.close()


def converse(ask: Callable[[dict[str, Any]], C], loop: ToolLoop[C, Any, M]) -> ToolRun[C, M]:
    """Ask a model, run the tools that it calls, and ask again, until it answers.

    Args:
        ask: Sends a request and gives the answer.
        loop: The conversation.

    Returns:
        What came of it.

    Raises:
        InferloomError: A request failed, or an answer cannot be used.
    """
    while (values := loop.ask()) is not None:
        loop.take(ask(values))
        loop.give(together(loop.jobs))
    return loop.result()


async def converse_async(ask: Callable[[dict[str, Any]], Awaitable[C]], loop: ToolLoop[C, Any, M]) -> ToolRun[C, M]:
    """Ask a model, run the tools that it calls, and ask again, until it answers.

    Args:
        ask: Sends a request and gives the answer.
        loop: The conversation.

    Returns:
        What came of it.

    Raises:
        InferloomError: A request failed, or an answer cannot be used.
    """
    while (values := loop.ask()) is not None:
        loop.take(await ask(values))
        loop.give(await together_async(loop.jobs))
    return loop.result()


def together(jobs: Sequence[ToolJob]) -> list[ToolResult]:
    """Run jobs at the same time, each in a thread of its own.

    Args:
        jobs: The jobs.

    Returns:
        Their results, in the order of the jobs.
    """
    if len(jobs) < 2:
        return [job.run() for job in jobs]
    with ThreadPoolExecutor(min(len(jobs), _MOST_THREADS), thread_name_prefix="tool") as pool:
        # What the caller keeps in context variables, such as a trace, is there in the functions as well.
        return [running.result() for running in [pool.submit(copy_context().run, job.run) for job in jobs]]


async def together_async(jobs: Sequence[ToolJob]) -> list[ToolResult]:
    """Run jobs at the same time, each in a task of its own; functions that are not async run in threads.

    Args:
        jobs: The jobs.

    Returns:
        Their results, in the order of the jobs.
    """
    import asyncio

    return list(await asyncio.gather(*(_run_async(job) for job in jobs)))


async def _run_async(job: ToolJob) -> ToolResult:
    import asyncio

    try:
        positional, named = job.arguments()
        function = cast(ToolFunction, job.function)
        # What a decorator made of an async function may give something to await without being async itself.
        in_loop = functions.is_awaited(function)
        value = function(*positional, **named) if in_loop else await asyncio.to_thread(function, *positional, **named)
        return job.success(await value if inspect.isawaitable(value) else value)
    except Exception as error:
        return job.failure(error)
