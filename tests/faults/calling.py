"""The ways to call the server, and what must hold after every call."""

from __future__ import annotations

import asyncio
import functools
import inspect
import re
import ssl
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import httpx2

from faults.table import KEY, TEXT, Outcome
from inferloom import AsyncInferenceClient, InferenceClient, Timeout
from inferloom.errors import InferloomError, ProviderError, StreamTruncatedError

MESSAGES = [{"role": "user", "content": "Say it."}]
LARGE = [{"role": "user", "content": "x" * (16 << 20)}]
"""More than the buffers between a client and a server hold."""

LIMIT = 6.0
"""After how many seconds a call has hung."""


@dataclass(frozen=True)
class Way:
    """How a call is made.

    Attributes:
        awaited: Whether by the async client.
        over: "own" for the client's own HTTP client, or which one is injected: "httpx", "httpx2".
    """

    awaited: bool
    over: str

    @property
    def own(self) -> bool:
        """Whether nothing is injected."""
        return self.over == "own"

    def __str__(self) -> str:
        return f"{'async' if self.awaited else 'sync'}-{self.over}"


WAYS = [Way(awaited, over) for awaited in (False, True) for over in ("own", "httpx", "httpx2")]


class Pools:
    """The pools of connections that came into being."""

    def __init__(self) -> None:
        """Start with none."""
        self.found: list[Any] = []

    def watching(self, make: Callable[..., None]) -> Callable[..., None]:
        """A pool's `__init__` that tells of the pool."""

        @functools.wraps(make)
        def init(pool: Any, *args: Any, **settings: Any) -> None:
            make(pool, *args, **settings)
            self.found.append(pool)

        return init

    @property
    def busy(self) -> list[Any]:
        """The connections that somebody still holds."""
        held = [connection for pool in self.found for connection in getattr(pool, "busy", ())]
        connections = [connection for pool in self.found for connection in getattr(pool, "connections", ())]
        return held + [one for one in connections if not one.is_idle() and not one.is_closed()]


@dataclass
class Came:
    """What came of a call.

    Attributes:
        text: What the assistant said.
        error: What was raised, or None.
        items: The result, or the items of the stream.
        stream: The stream: as long as it is held here, it is not closed for being forgotten.
    """

    text: str = ""
    error: Exception | None = None
    items: list[Any] = field(default_factory=list[Any])
    stream: Any = None


class Caller:
    """A client, with one way to call it whether it is sync or async."""

    def __init__(self, way: Way, url: str, *, timeout: float | Timeout, retries: int = 0, **settings: Any) -> None:
        """Make the client.

        Args:
            way: Which client, with whose HTTP client.
            url: The server's address.
            timeout: The client's timeout in seconds, or its limits.
            retries: The client's `max_retries`.
            settings: Other settings of the client.
        """
        self.way = way
        self.http: Any = None
        if not way.own:
            package: Any = {"httpx": httpx, "httpx2": httpx2}[way.over]
            kind = package.AsyncClient if way.awaited else package.Client
            self.http = kind(verify=ssl.create_default_context())
        make: Any = AsyncInferenceClient if way.awaited else InferenceClient
        at = {"base_url": url} if url else {}
        self.client = make(token=KEY, timeout=timeout, max_retries=retries, http_client=self.http, **at, **settings)

    async def chat(self, *, stream: bool, messages: list[dict[str, str]] = MESSAGES) -> Came:
        """Call chat_completion() and read its answer to the end."""
        came = Came()
        try:
            result = await self._awaited(self.client.chat_completion(messages, stream=stream))
            if not stream:
                came.items.append(result)
                came.text = result.choices[0].message.content
                return came
            came.stream = result
            while (item := await self._next(result)) is not None:
                came.items.append(item)
                came.text += item.choices[0].delta.content or ""
        except Exception as error:
            came.error = error
        return came

    async def call(self, method: str, *args: Any, **arguments: Any) -> Any:
        """Call another method."""
        return await self._awaited(getattr(self.client, method)(*args, **arguments))

    async def close(self) -> None:
        """Close the client, and the HTTP client that was injected, which is its maker's to close."""
        await self._awaited(self.client.close())
        if self.http is not None:
            await self._awaited(self.http.aclose() if self.way.awaited else self.http.close())

    async def _awaited(self, result: Any) -> Any:
        assert inspect.isawaitable(result) == self.way.awaited or result is None
        return await result if inspect.isawaitable(result) else result

    async def _next(self, stream: Any) -> Any:
        return await anext(stream, None) if self.way.awaited else next(stream, None)


async def within(limit: float, call: Any) -> Any:
    """A call that may take so many seconds."""
    async with asyncio.timeout(limit):
        return await call


def check(came: Came, expected: Outcome, *, task: str = "chat_completion") -> None:
    """Compare what came of a call with what had to come."""
    error = came.error
    if expected.error is None:
        assert error is None, "".join(traceback.format_exception(error))
        assert came.text == expected.text
        return
    kinds = expected.error if isinstance(expected.error, tuple) else (expected.error,)
    assert type(error) in kinds, "".join(traceback.format_exception(error)) if error else came.items
    assert isinstance(error, InferloomError)
    assert re.search(expected.says, error.message), error.message
    if expected.text is not None:
        assert came.text == expected.text
    else:
        assert TEXT.startswith(came.text)
    if isinstance(error, StreamTruncatedError):
        assert error.received == came.text
        assert error.items == len(came.items)
    if expected.attempts is not None:
        assert error.attempts == expected.attempts
    if expected.status is not None:
        assert isinstance(error, ProviderError)
        assert error.status == expected.status
    check_sentence(error, task)


def check_sentence(error: InferloomError, task: str) -> None:
    """An error is a sentence that a person can read, and knows which call it speaks of."""
    assert error.message.replace("\n", " ").isprintable(), repr(error.message)
    assert 20 < len(error.message) < 3000, error.message
    assert error.task == task
    assert error.provider, error


def check_no_key(error: BaseException | None, log: list[str]) -> None:
    """The key is nowhere to be seen."""
    assert "canary" not in "\n".join(log).lower()
    for one in chain(error):
        assert "canary" not in str(one).lower()
        assert "canary" not in repr(one).lower()
        assert "canary" not in "".join(traceback.format_exception_only(one)).lower()  # with its notes
    if error is not None:
        assert "canary" not in "".join(traceback.format_exception(error, chain=False)).lower()


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, with what it was raised from or in the middle of."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__]
