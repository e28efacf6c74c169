"""Streams: what a streaming call returns, one item after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from types import TracebackType
from typing import Any, Generic, TypeVar

from inferloom_runtime.events import Events
from inferloom_runtime.flow import translated

T_co = TypeVar("T_co", covariant=True)
S = TypeVar("S", bound="Stream[Any]")
A = TypeVar("A", bound="AsyncStream[Any]")


class Stream(Generic[T_co]):
    """The items of a streamed answer, as they come.

    Iterate over it once. It owns its connection and gives it back at the end, on an error, when it is closed, and
    when it is left as a context manager.
    """

    def __init__(self, events: Events[Any], pick: Callable[[Any], T_co]) -> None:
        self._events = events
        self._pick = pick
        self._response = events.opened.response
        self._pieces: Iterator[bytes] = self._response.iter_bytes()
        self._ready: deque[T_co] = deque()
        self._ended = False

    def __iter__(self) -> Iterator[T_co]:
        """The stream itself."""
        return self

    def __next__(self) -> T_co:
        """The next item.

        Returns:
            The item.

        Raises:
            StopIteration: The stream is at its end.
            ConnectionFailedError: The connection broke.
            ProviderError: The server reported an error inside the stream.
            AnswerError: An event cannot be understood.
        """
        while not self._ready:
            if self._events.failure is not None:
                # What came before it has been taken.
                failure, self._events.failure = self._events.failure, None
                self.close()
                raise failure
            if self._ended:
                raise StopIteration
            try:
                piece = next(self._pieces, None)
                self._take(self._events.finish() if piece is None else self._events.feed(piece))
            except Exception as error:
                self.close()
                ours = translated(error, self._events.opened.request)
                if ours is error:
                    raise
                raise ours from error
            if piece is None or self._events.done:
                self.close()
        return self._ready.popleft()

    def _take(self, items: list[Any]) -> None:
        self._ready.extend(self._events.picked(items, self._pick))

    def close(self) -> None:
        """Give the connection back; what has not been read is dropped."""
        self._ended = True
        self._response.close()

    def __enter__(self: S) -> S:
        """The stream itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the stream."""
        self.close()


class AsyncStream(Generic[T_co]):
    """The items of a streamed answer, as they come, for `async for`.

    Iterate over it once. It owns its connection and gives it back at the end, on an error, when it is closed, and
    when it is left as a context manager.
    """

    def __init__(self, events: Events[Any], pick: Callable[[Any], T_co]) -> None:
        self._events = events
        self._pick = pick
        self._response = events.opened.response
        self._pieces: AsyncIterator[bytes] = self._response.aiter_bytes()
        self._ready: deque[T_co] = deque()
        self._ended = False

    def __aiter__(self) -> AsyncIterator[T_co]:
        """The stream itself."""
        return self

    async def __anext__(self) -> T_co:
        """The next item.

        Returns:
            The item.

        Raises:
            StopAsyncIteration: The stream is at its end.
            ConnectionFailedError: The connection broke.
            ProviderError: The server reported an error inside the stream.
            AnswerError: An event cannot be understood.
        """
        while not self._ready:
            if self._events.failure is not None:
                # What came before it has been taken.
                failure, self._events.failure = self._events.failure, None
                await self.close()
                raise failure
            if self._ended:
                raise StopAsyncIteration
            try:
                piece = await anext(self._pieces, None)
                self._take(self._events.finish() if piece is None else self._events.feed(piece))
            except Exception as error:
                await self.close()
                ours = translated(error, self._events.opened.request)
                if ours is error:
                    raise
                raise ours from error
            if piece is None or self._events.done:
                await self.close()
        return self._ready.popleft()

    def _take(self, items: list[Any]) -> None:
        self._ready.extend(self._events.picked(items, self._pick))

    async def close(self) -> None:
        """Give the connection back; what has not been read is dropped."""
        self._ended = True
        await self._response.aclose()

    async def __aenter__(self: A) -> A:
        """The stream itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the stream."""
        await self.close()
