"""Flows: what a call does, as a generator of steps, with one driver that waits and one that awaits.

A flow yields steps (send this, sleep that long, do this work) and receives their results. It never waits itself, so
the same flow serves the sync and the async client. This module is the only one that knows how an HTTP client is
driven; `httpx` and its successor `httpx2` have the same shape and are told apart by nobody.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar, cast

from inferloom_runtime.errors import About, AnswerError, ConnectionFailedError, InferenceTimeoutError, InferloomError

T = TypeVar("T")

_PIECE = 1 << 20


@dataclass(slots=True)
class Upload:
    """A body that is read piece by piece while it is sent.

    Attributes:
        pieces: Opens the body; called once for each attempt.
        length: Its size in bytes.
    """

    pieces: Callable[[], Iterator[bytes]]
    length: int


@dataclass(slots=True)
class Request:
    """One HTTP request, complete.

    Attributes:
        method: "GET" or "POST".
        url: The absolute address.
        headers: The headers, names in lower case.
        body: Nothing, the bytes, or an upload.
        timeout: Seconds to wait for the connection and for each piece of the answer; None waits without end.
        cookies: The cookies to send.
        about: The call it belongs to, for errors.
        limit: The largest answer to accept, in bytes.
    """

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes | Upload | None = None
    timeout: float | None = None
    cookies: Mapping[str, str] | None = None
    about: About = field(default_factory=About)
    limit: int = 1 << 30


@dataclass(slots=True)
class Answer:
    """One HTTP answer, read to its end.

    Attributes:
        status: The HTTP status.
        headers: The headers, names in lower case.
        body: The body, decompressed.
        url: The address that answered.
        request: What was asked.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    request: Request

    @property
    def content_type(self) -> str:
        """The media type without its parameters, in lower case; empty where none was given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(slots=True)
class Opened:
    """An answer whose body is still to come.

    Attributes:
        status: The HTTP status.
        headers: The headers, names in lower case.
        request: What was asked.
        response: The HTTP client's response; whoever holds it must close it.
        owner: Kept alive as long as the answer: the client whose connection it uses.
    """

    status: int
    headers: Mapping[str, str]
    request: Request
    response: Any
    owner: object = None


@dataclass(slots=True)
class Send:
    """Step: send a request and read the whole answer. Gives an `Answer`."""

    request: Request


@dataclass(slots=True)
class Open:
    """Step: send a request and keep the answer open. Gives an `Opened`, or an `Answer` when its status is an error."""

    request: Request


@dataclass(slots=True)
class Sleep:
    """Step: wait for some seconds. Gives None."""

    seconds: float


@dataclass(slots=True)
class Work(Generic[T]):
    """Step: call a function that may take a while (reading a file, an import). Gives its result."""

    do: Callable[[], T]


Step: TypeAlias = Send | Open | Sleep | Work[Any]
Flow: TypeAlias = Generator[Step, Any, T]


def work(do: Callable[[], T]) -> Flow[T]:
    """Do something slow outside the event loop.

    Args:
        do: What to do; it takes nothing.

    Returns:
        A flow whose result is the function's.
    """
    return cast(T, (yield Work(do)))


def drive(flow: Flow[T], http: Any) -> T:
    """Run a flow, waiting in this thread.

    Args:
        flow: The flow.
        http: An `httpx.Client`, or one of the same shape.

    Returns:
        The flow's result.
    """
    try:
        step = next(flow)
        while True:
            try:
                result = _perform(step, http)
            except BaseException as error:
                step = flow.throw(error)
            else:
                step = flow.send(result)
    except StopIteration as end:
        return cast(T, end.value)
    finally:
        flow.close()


async def drive_async(flow: Flow[T], http: Any) -> T:
    """Run a flow in the running event loop.

    Args:
        flow: The flow.
        http: An `httpx.AsyncClient`, or one of the same shape.

    Returns:
        The flow's result.
    """
    try:
        step = next(flow)
        while True:
            try:
                result = await _perform_async(step, http)
            except BaseException as error:
                step = flow.throw(error)
            else:
                step = flow.send(result)
    except StopIteration as end:
        return cast(T, end.value)
    finally:
        flow.close()


def _perform(step: Step, http: Any) -> Any:
    if isinstance(step, Sleep):
        return time.sleep(step.seconds)
    if isinstance(step, Work):
        return step.do()
    request = step.request
    try:
        response = http.send(_built(http, request, _pieces(request)), stream=True, follow_redirects=False)
        if isinstance(step, Open) and response.status_code < 400:
            return Opened(response.status_code, _headers(response), request, response, http)
        try:
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                _bound(body, request)
        finally:
            response.close()
    except Exception as error:
        ours = translated(error, request)
        if ours is error:
            raise
        raise ours from error
    return Answer(response.status_code, _headers(response), bytes(body), str(response.url), request)


async def _perform_async(step: Step, http: Any) -> Any:
    if isinstance(step, Sleep):
        return await asyncio.sleep(step.seconds)
    if isinstance(step, Work):
        return await asyncio.to_thread(step.do)
    request = step.request
    try:
        response = await http.send(_built(http, request, _pieces_async(request)), stream=True, follow_redirects=False)
        if isinstance(step, Open) and response.status_code < 400:
            return Opened(response.status_code, _headers(response), request, response, http)
        try:
            body = bytearray()
            async for piece in response.aiter_bytes():
                body += piece
                _bound(body, request)
        finally:
            await response.aclose()
    except Exception as error:
        ours = translated(error, request)
        if ours is error:
            raise
        raise ours from error
    return Answer(response.status_code, _headers(response), bytes(body), str(response.url), request)


def _pieces(request: Request) -> bytes | Iterator[bytes] | None:
    return request.body.pieces() if isinstance(request.body, Upload) else request.body


def _pieces_async(request: Request) -> bytes | AsyncIterator[bytes] | None:
    return _threaded(request.body.pieces()) if isinstance(request.body, Upload) else request.body


async def _threaded(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def _built(http: Any, request: Request, content: object) -> Any:
    headers = dict(request.headers)
    if isinstance(request.body, Upload):
        headers["content-length"] = str(request.body.length)
    if request.cookies:
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in request.cookies.items())
    return http.build_request(request.method, request.url, headers=headers, content=content, timeout=request.timeout)


def _headers(response: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in response.headers.items()}


def _bound(body: bytearray, request: Request) -> None:
    if len(body) > request.limit:
        raise AnswerError(f"The answer is larger than the limit of {request.limit} bytes.", about=request.about)


def translated(error: Exception, request: Request) -> Exception:
    """The error of ours for an error of the HTTP client's.

    Args:
        error: What was raised while sending.
        request: What was being sent.

    Returns:
        The error to raise: ours where the HTTP client failed (its classes are known by name, so that every client of
        httpx's shape is understood), otherwise the same one (a file that cannot be read stays an `OSError`).
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, InferloomError) or not kinds & _HTTP_ERRORS:
        return error
    # Without the user and password that an address may carry.
    scheme, _, rest = request.url.partition("://")
    origin = f"{scheme}://{rest.split('/', 1)[0].rpartition('@')[2]}"
    if "TimeoutException" in kinds:
        what = type(error).__name__.removesuffix("Timeout").lower() or "answer"
        limit = f"{request.timeout:g} s" if request.timeout is not None else "the HTTP client's own limit"
        return InferenceTimeoutError(f"No answer from {origin} within {limit} ({what}).", about=request.about)
    if "UnsupportedProtocol" in kinds or "InvalidURL" in kinds:
        return ConnectionFailedError(f"The address {origin} cannot be used: {error}.", about=request.about)
    if "DecodingError" in kinds:
        return AnswerError(f"The answer of {origin} cannot be decompressed: {error}.", about=request.about)
    words = str(error) or type(error).__name__
    return ConnectionFailedError(f"The connection to {origin} failed: {words}.", about=request.about)


_HTTP_ERRORS = frozenset({"HTTPError", "InvalidURL", "StreamError"})
