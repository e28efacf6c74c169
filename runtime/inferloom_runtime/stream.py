"""Streams: what a streaming call returns, one item after the other."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from inferloom_runtime import clock, deadline, redaction, surplus
from inferloom_runtime.errors import InferloomError
from inferloom_runtime.events import Events
from inferloom_runtime.flow import in_time, too_late, translated
from inferloom_runtime.meta import Meta, tell

if TYPE_CHECKING:
    import asyncio

T_co = TypeVar("T_co", covariant=True)
S = TypeVar("S", bound="Stream[Any]")
A = TypeVar("A", bound="AsyncStream[Any]")


_LINGER = 0.01
"""Seconds that the end of an answer may come after its last event."""


class Stream(Generic[T_co]):
    """The items of a streamed answer, as they come.

    Iterate over it once. It owns its connection, and gives it back at the end, on an error, when it is closed, when it
    is left as a context manager, and when it is forgotten.
    """

    def __init__(self, events: Events[Any], pick: Callable[[Any], T_co]) -> None:
        watch = events.opened.trail.watch
        events.picking(pick if watch is None else watch.seeing(pick))
        self._events = events
        self._ready: deque[T_co] = events.ready
        self._response = events.opened.response
        self._pieces: Iterator[bytes] = self._response.iter_bytes()
        self._process = os.getpid()
        self._closed = False

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
            StreamTruncatedError: The stream ended too early.
            AnswerError: An event cannot be understood.
        """
        if not self._ready:
            self.peek()
            if not self._ready:
                raise StopIteration
        return self._ready.popleft()

    @property
    def meta(self) -> Meta:
        """How the stream came to be and how far it is: provider, model, status, headers, attempts, timings, usage.

        `usage` is what the last item says, which most servers send at the end and when asked to.
        """
        return _meta(self._events)

    def peek(self) -> None:
        """Wait until there is an item, or the end; the item stays the next one.

        Raises:
            ConnectionFailedError: The connection broke.
            ProviderError: The server reported an error inside the stream.
            StreamTruncatedError: The stream ended too early.
            AnswerError: An event cannot be understood.
        """
        events, trail, outside = self._events, self._events.opened.trail, sys.exception()
        while not events.ready:
            if events.over:
                self._release()
                _check(events, outside)
                return
            try:
                if trail.ends is None:
                    events.take(next(self._pieces, None))
                else:
                    in_time(trail)
                    with deadline.until(trail.ends):
                        events.take(next(self._pieces, None))
            except BaseException as error:
                events.drop()
                ours = _ours(error, events, outside)
                self._release()
                if ours is error:
                    raise
                raise ours from error
            if events.over:
                self._release()

    def close(self) -> None:
        """Give the connection back; what has not been read is dropped."""
        self._events.drop()
        _over(self._events, None)
        self._release()

    def _release(self) -> None:
        self._closed = True
        if self._process != os.getpid():
            _left.append((self._response, self._pieces))
            return
        if self._events.linger and self._events.opened.bounded:
            # The end of the answer comes with its last event: once read, the connection can be used again.
            with contextlib.suppress(Exception):  # noqa: SIM117  # as in the async twin
                with deadline.until(clock.now() + _LINGER):
                    while next(self._pieces, None) is not None:
                        pass
        if (connection := surplus.spoiled(self._response)) is not None:
            connection.close()
        self._response.close()

    def __enter__(self: S) -> S:
        """The stream itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the stream."""
        self.close()

    def __del__(self) -> None:
        # `__init__` may have failed, and nobody could catch what is raised here.
        if not getattr(self, "_closed", True):
            with contextlib.suppress(Exception):
                self._release()
        with contextlib.suppress(Exception):
            _over(self._events, None)


class AsyncStream(Generic[T_co]):
    """The items of a streamed answer, as they come, for `async for`.

    Iterate over it once. It owns its connection, and gives it back at the end, on an error, when it is closed, when it
    is left as a context manager, and when it is forgotten (the event loop does that as soon as it gets to it; once the
    loop has ended there is nobody left to do it).
    """

    def __init__(self, events: Events[Any], pick: Callable[[Any], T_co]) -> None:
        import asyncio  # a program without an event loop does not need it

        watch = events.opened.trail.watch
        events.picking(pick if watch is None else watch.seeing(pick))
        self._events = events
        self._ready: deque[T_co] = events.ready
        self._response = events.opened.response
        self._pieces: AsyncIterator[bytes] = self._response.aiter_bytes()
        self._process = os.getpid()
        self._loop = asyncio.get_running_loop()
        self._closed = False

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
            StreamTruncatedError: The stream ended too early.
            AnswerError: An event cannot be understood.
        """
        if not self._ready:
            await self.peek()
            if not self._ready:
                raise StopAsyncIteration
        return self._ready.popleft()

    @property
    def meta(self) -> Meta:
        """How the stream came to be and how far it is: provider, model, status, headers, attempts, timings, usage.

        `usage` is what the last item says, which most servers send at the end and when asked to.
        """
        return _meta(self._events)

    async def peek(self) -> None:
        """Wait until there is an item, or the end; the item stays the next one.

        Raises:
            ConnectionFailedError: The connection broke.
            ProviderError: The server reported an error inside the stream.
            StreamTruncatedError: The stream ended too early.
            AnswerError: An event cannot be understood.
        """
        events, trail, outside = self._events, self._events.opened.trail, sys.exception()
        while not events.ready:
            if events.over:
                await self._release()
                _check(events, outside)
                return
            try:
                if trail.ends is None:
                    events.take(await anext(self._pieces, None))
                else:
                    in_time(trail)
                    async with deadline.until_async(trail.ends):
                        events.take(await anext(self._pieces, None))
            except BaseException as error:
                events.drop()
                ours = _ours(error, events, outside)
                await self._release()
                if ours is error:
                    raise
                raise ours from error
            if events.over:
                await self._release()

    async def close(self) -> None:
        """Give the connection back; what has not been read is dropped."""
        self._events.drop()
        _over(self._events, None)
        await self._release()

    async def _release(self) -> None:
        self._closed = True
        if self._process != os.getpid():
            _left.append((self._response, self._pieces))
            return
        if self._events.linger and self._events.opened.bounded:
            # The end of the answer comes with its last event: once read, the connection can be used again.
            with contextlib.suppress(Exception):
                async with deadline.until_async(clock.now() + _LINGER):
                    while await anext(self._pieces, None) is not None:
                        pass
        if (connection := surplus.spoiled(self._response)) is not None:
            await connection.aclose()
        await self._response.aclose()

    async def __aenter__(self: A) -> A:
        """The stream itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the stream."""
        await self.close()

    def __del__(self) -> None:
        # This may run in any thread. The coroutine is made by the loop: one made here would never be awaited where the
        # loop does not turn again, and Python would warn of it.
        if not getattr(self, "_closed", True):
            if self._process != os.getpid():
                _left.append((self._response, self._pieces))
                return
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(_forget, self._response)
        with contextlib.suppress(Exception):
            _over(self._events, None)


_left: list[Any] = []
"""Streams of the parent process that a forked one dropped. It has no say in their connections, and must not even forget
them: that would wait for locks whose holders stayed behind."""

_closing: set[asyncio.Task[None]] = set()
"""The loop itself holds its tasks only weakly."""


def _forget(response: Any) -> None:
    import asyncio

    async def close() -> None:
        with contextlib.suppress(Exception):
            await response.aclose()

    task = asyncio.get_running_loop().create_task(close())
    _closing.add(task)
    task.add_done_callback(_closing.discard)


def _ours(error: BaseException, events: Events[Any], outside: BaseException | None) -> BaseException:
    """The error to raise for one that came up while reading."""
    trail, ours = events.opened.trail, error
    if type(error) is TimeoutError and trail.ends is not None:
        ours = too_late(trail)
    elif isinstance(error, Exception):
        ours = translated(error, events.opened.request, trail)
    if ours is not error or not isinstance(error, Exception):
        redaction.bare(error, outside)
    if ours is not error:
        ours.__cause__ = error  # which is looked at too
    return _telling(ours, events, outside)


def _check(events: Events[Any], outside: BaseException | None) -> None:
    try:
        events.check()
    except InferloomError as error:
        _telling(error, events, outside)
        raise
    _over(events, None)


def _over(events: Events[Any], error: BaseException | None) -> None:
    """The stream has ended, in whatever way: so does the call's span."""
    if (watch := events.opened.trail.watch) is not None:
        watch.ended(error)


def _telling(error: BaseException, events: Events[Any], outside: BaseException | None) -> BaseException:
    redaction.blank(error, events.opened.trail.secrets, outside)
    if isinstance(error, InferloomError):
        tell(error, _meta(events))
    _over(events, error)
    return error


def _meta(events: Events[Any]) -> Meta:
    trail = events.opened.trail
    if events.over and trail.finished is None:
        trail.finished = clock.now()
    return trail.meta(getattr(events.last, "usage", None))
