"""Flows: what a call does, as a generator of steps, with one driver that waits and one that awaits.

A flow yields steps (send this, sleep that long, do this work) and receives their results. It never waits itself, so
the same flow serves the sync and the async client. This module is the only one that knows how an HTTP client is
driven; `httpx` and its successor `httpx2` have the same shape and are told apart by nobody.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast
from urllib.parse import unquote

from inferloom_runtime import clock, deadline, logs, redaction, surplus
from inferloom_runtime.errors import (
    About,
    AnswerError,
    ConnectionFailedError,
    InferenceTimeoutError,
    InferloomError,
    UsageError,
)
from inferloom_runtime.limits import Timeout
from inferloom_runtime.meta import Trail, tell

if TYPE_CHECKING:
    from inferloom_runtime.events import Events

T = TypeVar("T")


@dataclass(slots=True)
class Upload:
    """A body that is read piece by piece while it is sent.

    Attributes:
        pieces: Opens the body; called once for each attempt.
        length: Its size in bytes.
        replayable: Whether the body can be opened a second time; if not, the request is never sent again.
    """

    pieces: Callable[[], Iterator[bytes]]
    length: int
    replayable: bool = True


@dataclass(slots=True)
class Request:
    """One HTTP request, complete.

    Attributes:
        method: "GET" or "POST".
        url: The absolute address.
        headers: The headers, names in lower case.
        body: Nothing, the bytes, or an upload.
        timeout: The time limits of this request; None leaves an injected HTTP client its own.
        cookies: The cookies to send.
        about: The call it belongs to, for errors.
        limit: The largest answer to accept, in bytes.
        main: Whether the provider itself is asked: a result's `meta` tells of the last such answer, not of look-ups and
            downloads.
        follow: Whether redirects are followed; if not, the redirect is the answer.
        begun: Whether its answer has begun.
    """

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes | Upload | None = None
    timeout: Timeout | None = None
    cookies: Mapping[str, str] | None = None
    about: About = field(default_factory=About)
    limit: int = 1 << 30
    main: bool = False
    follow: bool = True
    begun: bool = False

    def __post_init__(self) -> None:
        self.headers = redaction.Headers(self.headers)

    def __repr__(self) -> str:
        # Tracebacks may show variables: no key, and no body that may be a film.
        return f"Request({self.method} {redaction.shown_url(self.url)})"


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

    def __repr__(self) -> str:
        return f"Answer({self.status}, {len(self.body)} bytes)"

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
        trail: What has happened to the call so far.
        bounded: Whether reading it can be given an end in time.
    """

    status: int
    headers: Mapping[str, str]
    request: Request
    response: Any
    owner: object = None
    trail: Trail = field(default_factory=lambda: Trail(About()))
    bounded: bool = False

    def __repr__(self) -> str:
        return f"Opened({self.status})"


@dataclass(slots=True)
class Send:
    """Step: send a request and read the whole answer. Gives an `Answer`."""

    request: Request


@dataclass(slots=True)
class Open:
    """Step: send a request and keep the answer open. Gives an `Opened`, or an `Answer` when its status is not 2xx."""

    request: Request


@dataclass(slots=True)
class Sleep:
    """Step: wait for some seconds. Gives None.

    Attributes:
        seconds: How long.
        failure: What is mended by waiting and trying again. It is raised at once where the call's time would be up
            before the wait is.
    """

    seconds: float
    failure: InferloomError | None = None


@dataclass(slots=True)
class Work(Generic[T]):
    """Step: call a function that may take a while (reading a file, an import). Gives its result."""

    do: Callable[[], T]


@dataclass(slots=True)
class Streaming:
    """Step: make the stream that the caller will be given. Gives a `Stream`, or an `AsyncStream` in an event loop.

    Attributes:
        events: The open answer.
        pick: What the caller is given of each item.
        peek: Wait for the first item, so that a failure before it is raised here, where another provider can be asked.
    """

    events: Events[Any]
    pick: Callable[[Any], Any]
    peek: bool = False


Step: TypeAlias = Send | Open | Sleep | Work[Any] | Streaming
Flow: TypeAlias = Generator[Step, Any, T]


def work(do: Callable[[], T]) -> Flow[T]:
    """Do something slow outside the event loop.

    Args:
        do: What to do; it takes nothing.

    Returns:
        A flow whose result is the function's.
    """
    return cast(T, (yield Work(do)))


def streaming(events: Events[Any], pick: Callable[[Any], Any], *, peek: bool) -> Flow[Any]:
    """Make the stream that the caller will be given.

    Args:
        events: The open answer.
        pick: What the caller is given of each item.
        peek: As for `Streaming`.

    Returns:
        A flow whose result is the stream.
    """
    return (yield Streaming(events, pick, peek))


def drive(flow: Flow[T], http: Any, trail: Trail | None = None) -> T:
    """Run a flow, waiting in this thread.

    Args:
        flow: The flow.
        http: An `httpx.Client`, or one of the same shape.
        trail: Where to write down what happens; its time limit holds for every step.

    Returns:
        The flow's result.
    """
    trail, outside = trail or Trail(About()), sys.exception()
    try:
        step = next(flow)
        while True:
            try:
                result = _perform(step, http, trail)
            except BaseException as error:
                step = flow.throw(error)
            else:
                step = flow.send(result)
    except StopIteration as end:
        return cast(T, end.value)
    except Exception as error:
        _telling(error, trail)
        redaction.blank(error, trail.secrets, outside)
        raise
    finally:
        flow.close()


async def drive_async(flow: Flow[T], http: Any, trail: Trail | None = None) -> T:
    """Run a flow in the running event loop.

    Args:
        flow: The flow.
        http: An `httpx.AsyncClient`, or one of the same shape.
        trail: Where to write down what happens; its time limit holds for every step.

    Returns:
        The flow's result.
    """
    trail, outside = trail or Trail(About()), sys.exception()
    try:
        step = next(flow)
        while True:
            try:
                result = await _perform_async(step, http, trail)
            except BaseException as error:
                step = flow.throw(error)
            else:
                step = flow.send(result)
    except StopIteration as end:
        return cast(T, end.value)
    except Exception as error:
        _telling(error, trail)
        redaction.blank(error, trail.secrets, outside)
        raise
    finally:
        flow.close()


def _telling(error: Exception, trail: Trail) -> None:
    """Let an error tell how the call went until then; where nothing was sent, there is nothing to tell."""
    if not isinstance(error, InferloomError) or error.meta is not None:
        return
    if trail.url is not None or not isinstance(error, UsageError):
        tell(error, trail.meta())


def _perform(step: Step, http: Any, trail: Trail) -> Any:
    if isinstance(step, Sleep):
        return clock.sleep(_waiting(step, trail))
    if isinstance(step, Streaming):  # it looks at the time by itself, and closes the answer when that is up
        from inferloom_runtime.stream import Stream

        stream = Stream(step.events, step.pick)
        if step.peek:
            stream.peek()
        return stream
    in_time(trail)
    if isinstance(step, Work):
        return _done(step, trail)
    request, started, outside = step.request, clock.now(), sys.exception()
    request.begun, trail.answer, opened = False, None, None
    try:
        with deadline.until(trail.ends):
            sent = _built(http, request, _pieces(request), trail)
            response = http.send(sent, stream=True, follow_redirects=False)
            try:
                streams = isinstance(step, Open) and response.status_code < 300
                headers = _begun(sent, response, request, trail, started, streams=streams)
                if streams:
                    opened = Opened(response.status_code, headers, request, response, http, trail)
                    opened.bounded = deadline.watches(http)
                    return opened
                body = bytearray()
                try:
                    for piece in response.iter_bytes():
                        body += piece
                        _bound(body, request, trail)
                except Exception:
                    # Of a refusal, the status is what matters, and what came of its words.
                    if response.status_code < 400:
                        raise
                    in_time(trail)
                if (connection := surplus.spoiled(response)) is not None:
                    connection.close()
            finally:
                if opened is None:
                    response.close()
    except BaseException as error:
        raise _ours(error, request, trail, started, outside) from error
    return _answer(response, headers, body, request, trail, started)


async def _perform_async(step: Step, http: Any, trail: Trail) -> Any:
    if isinstance(step, Sleep):
        return await clock.sleep_async(_waiting(step, trail))
    if isinstance(step, Streaming):  # it looks at the time by itself, and closes the answer when that is up
        from inferloom_runtime.stream import AsyncStream

        stream = AsyncStream(step.events, step.pick)
        if step.peek:
            await stream.peek()
        return stream
    in_time(trail)
    if isinstance(step, Work):
        return await _done_async(step, trail)
    request, started, outside = step.request, clock.now(), sys.exception()
    request.begun, trail.answer, opened = False, None, None
    try:
        async with deadline.until_async(trail.ends):
            sent = _built(http, request, _pieces_async(request), trail)
            response = await http.send(sent, stream=True, follow_redirects=False)
            try:
                streams = isinstance(step, Open) and response.status_code < 300
                headers = _begun(sent, response, request, trail, started, streams=streams)
                if streams:
                    opened = Opened(response.status_code, headers, request, response, http, trail)
                    opened.bounded = deadline.watches(http)
                    return opened
                body = bytearray()
                try:
                    async for piece in response.aiter_bytes():
                        body += piece
                        _bound(body, request, trail)
                except Exception:
                    # Of a refusal, the status is what matters, and what came of its words.
                    if response.status_code < 400:
                        raise
                    in_time(trail)
                if (connection := surplus.spoiled(response)) is not None:
                    await connection.aclose()
            finally:
                if opened is None:
                    await response.aclose()
    except BaseException as error:
        raise _ours(error, request, trail, started, outside) from error
    return _answer(response, headers, body, request, trail, started)


def _done(step: Work[T], _: Trail) -> T:
    """Do the work. In a thread nothing can end it early: the call's time is looked at before the next step."""
    return step.do()


async def _done_async(step: Work[T], trail: Trail) -> T:
    """Do the work in a thread. Nothing can stop that, but nobody waits for it when the call's time is up."""
    import asyncio

    try:
        async with deadline.until_async(trail.ends):
            return await asyncio.to_thread(step.do)
    except TimeoutError as error:
        if type(error) is TimeoutError and trail.ends is not None and trail.ends - _MOMENT <= clock.now():
            raise too_late(trail) from None
        raise


def _waiting(step: Sleep, trail: Trail) -> float:
    """The seconds to sleep, where the call's time allows it."""
    left = None if trail.ends is None else trail.ends - clock.now()
    if step.failure is not None:
        if left is not None and left <= step.seconds:
            raise step.failure
        trail.retries += 1
        logs.retried(step.failure, step.seconds)
    seconds = step.seconds if left is None else max(0.0, min(step.seconds, left))
    trail.waited += seconds
    return seconds


def in_time(trail: Trail) -> None:
    """Stop where the time for the whole call is up.

    Args:
        trail: The call.

    Raises:
        InferenceTimeoutError: It is.
    """
    if trail.ends is not None and trail.ends <= clock.now():
        raise too_late(trail)


def too_late(trail: Trail) -> InferenceTimeoutError:
    """The error for a call that took longer than its limit.

    Args:
        trail: The call.

    Returns:
        The error.
    """
    return timed_out(trail.about, f"The call took longer than the limit of {trail.total:g} s", "total", trail.total)


def timed_out(about: About, sentence: str, limit: str | None, seconds: float | None) -> InferenceTimeoutError:
    """The error for a limit that ran out.

    Args:
        about: The call.
        sentence: What happened, without the full stop.
        limit: Which limit of `Timeout`, or None.
        seconds: How long it was.

    Returns:
        The error.
    """
    error = InferenceTimeoutError(f"{sentence} (Timeout.{limit})." if limit else f"{sentence}.", about=about)
    error.limit, error.seconds = limit, seconds
    return error


def _begun(
    sent: Any, response: Any, request: Request, trail: Trail, started: float, *, streams: bool
) -> dict[str, str]:
    """The answer has begun: from here on the limit between two pieces holds. Gives its headers."""
    request.begun = True
    codings = [coding.strip().lower() for coding in response.headers.get("content-encoding", "").split(",")]
    if response.status_code < 400 and (len(codings) > 1 or not _plain(codings[0], sent)):
        # An unknown coding is not undone, and layers upon layers turn a kilobyte into gigabytes in one step.
        raise AnswerError(
            f"The answer's content-encoding is {', '.join(codings)!r:.80}, which was not asked for.",
            about=request.about,
        )
    headers = _headers(response, trail)
    if request.main:
        trail.first_byte = clock.now() - started
        trail.status, trail.headers = response.status_code, headers
    if streams:
        logs.answered(request, response.status_code, headers, None, clock.now() - started)
    if request.timeout is not None:
        sent.extensions["timeout"]["read"] = deadline.within(request.timeout.idle, trail.ends)
    return headers


def _plain(coding: str, sent: Any) -> bool:
    """Whether the HTTP client undoes a content coding, or there is nothing to undo."""
    return coding in {"", "identity", "none", "utf-8"} or coding in sent.headers.get("accept-encoding", "")


def _answer(
    response: Any, headers: dict[str, str], body: bytearray, request: Request, trail: Trail, started: float
) -> Answer:
    answer = Answer(response.status_code, headers, bytes(body), str(response.url), request)
    trail.answer = answer
    logs.answered(request, answer.status, answer.headers, len(body), clock.now() - started, answer.body, trail.secrets)
    return answer


def _ours(
    error: BaseException, request: Request, trail: Trail, started: float, outside: BaseException | None
) -> BaseException:
    if type(error) is TimeoutError and trail.ends is not None:
        ours: BaseException = too_late(trail)
    elif isinstance(error, Exception):
        ours = translated(error, request, trail)
    else:
        ours = error  # this task was cancelled, or the program interrupted
    logs.failed(request, ours, clock.now() - started)
    if ours is not error or not isinstance(error, Exception):
        redaction.bare(error, outside)
    if ours is error:
        raise error
    return ours


def _pieces(request: Request) -> bytes | Iterator[bytes] | None:
    return request.body.pieces() if isinstance(request.body, Upload) else request.body


def _pieces_async(request: Request) -> bytes | AsyncIterator[bytes] | None:
    return _threaded(request.body.pieces()) if isinstance(request.body, Upload) else request.body


# Imported where it is used: a program without an event loop does not need asyncio, which is a tenth of a first call.
async def _threaded(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    import asyncio

    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece


def _built(http: Any, request: Request, content: object, trail: Trail) -> Any:
    if getattr(http, "is_closed", False):
        raise _closed(request)
    headers = redaction.Headers(request.headers)
    # The user and password of an address: httpx would make the same header of them, and write them into its log.
    url, user = redaction.userinfo(request.url)
    if user:
        headers["authorization"] = "Basic " + base64.b64encode(unquote(user).encode()).decode()
    if isinstance(request.body, Upload):
        headers["content-length"] = str(request.body.length)
    if request.cookies:
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in request.cookies.items())
    if request.main:
        trail.url = url
    trail.secrets |= redaction.secrets_in(headers, request.url)
    logs.sending(request, headers, trail.secrets)
    limits = request.timeout
    if limits is None:
        return http.build_request(request.method, url, headers=headers, content=content)
    # The same dictionary is asked for each piece, so that `_begun` may change what is waited for the next one.
    # The call's whole time is in it for an HTTP client that is not ours: nothing else ends its waiting in a thread.
    connect, ends = deadline.within(limits.connect, trail.ends), trail.ends
    first_byte, idle = deadline.within(limits.first_byte, ends), deadline.within(limits.idle, ends)
    waits = {"connect": connect, "pool": connect, "read": first_byte, "write": idle}
    return http.build_request(request.method, url, headers=headers, content=content, extensions={"timeout": waits})


def _headers(response: Any, trail: Trail) -> dict[str, str]:
    headers = {str(name).lower(): str(value) for name, value in response.headers.items()}
    # Few servers repeat a key in a header: one look at all of them tells.
    if redaction.hold(headers.values(), trail.secrets):
        return {name: redaction.blanked(value, trail.secrets) for name, value in headers.items()}
    return headers


def _bound(body: bytearray, request: Request, trail: Trail) -> None:
    if trail.ends is not None:
        in_time(trail)
    if len(body) > request.limit:
        raise AnswerError(f"The answer is larger than the limit of {request.limit} bytes.", about=request.about)


def translated(error: Exception, request: Request, trail: Trail | None = None) -> Exception:
    """The error of ours for an error of the HTTP client's.

    Args:
        error: What was raised while sending.
        request: What was being sent.
        trail: What had happened to the call.

    Returns:
        The error to raise: ours where the HTTP client failed (its classes are known by name, so that every client of
        httpx's shape is understood), otherwise the same one (a file that cannot be read stays an `OSError`).
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    origin = redaction.shown_origin(request.url)
    if isinstance(error, RuntimeError) and "client has been closed" in str(error):
        return _closed(request)
    inner: object = cast("ExceptionGroup[Exception]", error).exceptions[0] if "ExceptionGroup" in kinds else error
    if isinstance(inner, (OverflowError, UnicodeError)):
        return ConnectionFailedError(f"The address {origin} cannot be used: {inner}.", about=request.about)
    if isinstance(error, InferloomError) or not kinds & _HTTP_ERRORS:
        return error
    late = "TimeoutException" in kinds
    # A wait that was cut to the call's whole time may end a moment before the clock says so.
    if trail is not None and trail.ends is not None and clock.now() >= trail.ends - (_MOMENT if late else 0):
        return too_late(trail)
    if late:
        return _timed_out(kinds, origin, request)
    if "UnsupportedProtocol" in kinds or "InvalidURL" in kinds:
        return ConnectionFailedError(f"The address {origin} cannot be used: {error}.", about=request.about)
    if "DecodingError" in kinds:
        return AnswerError(f"The answer of {origin} cannot be decompressed: {error}.", about=request.about)
    words = str(error).rstrip(". ") or type(error).__name__
    if "location header" in words:  # httpx reads it though nobody asked it to follow
        message = f"The redirect of {origin} names an address that cannot be asked."
        return AnswerError(message, about=request.about)
    return ConnectionFailedError(f"The connection to {origin} failed: {words}.", about=request.about)


def _closed(request: Request) -> UsageError:
    return UsageError(
        "The HTTP client is closed: its owner, or another thread, did that. A client of its own opens a new one.",
        about=request.about,
    )


def _timed_out(kinds: set[str], origin: str, request: Request) -> InferenceTimeoutError:
    limits = request.timeout
    if kinds & {"ConnectTimeout", "PoolTimeout"}:
        what, name = f"No connection to {origin}", "connect"
    elif "WriteTimeout" in kinds:
        what, name = f"{origin} stopped reading the request", "idle"
    elif request.begun:
        what, name = f"No further piece of the answer from {origin}", "idle"
    else:
        what, name = f"No answer from {origin}", "first_byte"
    seconds: float | None = None if limits is None else getattr(limits, name)
    if seconds is None:
        return timed_out(request.about, f"{what} within the HTTP client's own limit", None, None)
    return timed_out(request.about, f"{what} within {seconds:g} s", name, seconds)


_MOMENT = 0.02
_HTTP_ERRORS = frozenset({"HTTPError", "InvalidURL", "StreamError"})
