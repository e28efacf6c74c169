"""The HTTP client of event loops where `aiohttp` is installed (the extra `aiohttp`).

It sits straight on `aiohttp.ClientSession` and has the part of httpx's shape that the driver uses. The other way to the
same connections, an httpx client on the transport of `httpx-aiohttp`, keeps httpx's own requests, answers, headers and
addresses for each call: by itself it costs 2.5 times what aiohttp costs, this one 1.1 times.

aiohttp does what it does well: connections, and a parser in C. What it would decide for its callers is decided here, so
that a call does not change with what is installed: no redirects, no cookies, nothing is sent twice, addresses and
headers go out byte for byte as from `http1`, there is one clock for all limits in time, compressed answers are unpacked
in bounded steps, and a connection on which more came than was asked for is not used again. Proxies, unusual addresses
and unusual headers are left to httpx, as `http1` leaves them. Where it differs, that is aiohttp's doing: a DELETE
without a body says that its length is 0; idle connections are all kept for five seconds, not a hundred of them; and its
parser takes an answer for none where a `content-length` comes twice, or beside chunks, or where other bytes follow.

Importing aiohttp takes as long as importing httpx: only a thread may import this module.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import re
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, cast

import aiohttp
import yarl
from aiohttp.abc import AbstractResolver, ResolveResult
from multidict import CIMultiDict

from inferloom_runtime import redaction
from inferloom_runtime.http1 import errors, tls
from inferloom_runtime.http1.coding import Coding, coding_of
from inferloom_runtime.http1.fallback import Fallback
from inferloom_runtime.http1.proxies import is_direct, proxies
from inferloom_runtime.http1.request import DEFAULTS, UNUSUAL, Asked, is_address
from inferloom_runtime.http1.transports import is_readable

if tuple(int(part) for part in aiohttp.__version__.split(".")[:2]) < (3, 14):
    raise ImportError(f"aiohttp {aiohttp.__version__} is too old: 3.14 is needed.")

_CONNECTIONS = 1000
_KEPT = 5.0
"""Seconds that a connection is kept while nobody uses it."""

_MOST_FIELD = 100 << 10
"""The largest header of an answer, in bytes."""

_MOST_FIELDS = 4000
_PIECE = 64 << 10
"""A larger body is sent in pieces of so many bytes; and so much of an answer is read ahead."""

_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
_NO_LIMITS = aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None)
_CONTENT_TYPE = frozenset({"Content-Type"})
_CLOSED = "Cannot send a request, as the client has been closed."

# Addresses

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_NAME = r"(?:[A-Za-z0-9_-]+\.)*(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]+"
_MARKS = r"A-Za-z0-9._~!$&'()*+,;=:@\-"
_PLAIN = re.compile(
    rf"(?P<scheme>https?)://(?P<host>{_NAME}|(?:{_OCTET}\.){{3}}{_OCTET}|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{{1,5}}))?"
    rf"(?P<path>(?:/(?!\.\.?(?:[/?]|\Z))(?:[{_MARKS}]|%[0-9A-Fa-f]{{2}})*)*"
    rf"(?:\?(?:[{_MARKS}/?]|%[0-9A-Fa-f]{{2}})*)?)"
)
"""Addresses that everybody sends as they are: nearly all. Of the others httpx has its own idea, and is asked."""


class _Target:
    """Where a request goes."""

    __slots__ = ("host", "origin", "url")

    def __init__(self, scheme: str, host: str, port: int, path: str) -> None:
        self.host: str = host if port == _PORTS[scheme] else f"{host}:{port}"
        self.origin: tuple[str, str, int] = (scheme, host.strip("[]"), port)
        # The path with its query: where the two are taken apart, an empty query is lost.
        self.url: yarl.URL = yarl.URL.build(scheme=scheme, authority=self.host, path=path, encoded=True)


_PORTS = {"http": 80, "https": 443}


def _target(address: str) -> _Target | None:
    found = _PLAIN.fullmatch(address)
    if found is None:
        return None
    scheme, host, path = found["scheme"], found["host"], found["path"]
    port = int(found["port"] or _PORTS[scheme])
    if port > 0xFFFF or not is_address(host):
        return None
    host = host if host.startswith("[") else host.lower()
    return _Target(scheme, host, port, path if path.startswith("/") else f"/{path}")


_known = lru_cache(maxsize=256)(_target)

# Requests and answers


class Request(Asked[CIMultiDict[str]]):
    """A request.

    Args:
        method: As for `Asked`.
        url: As for `Asked`.
        headers: The headers, names in lower case.
        content: As for `Asked`.
        extensions: As for `Asked`.

    Attributes:
        target: Where it goes; None where that takes httpx.

    Raises:
        LocalProtocolError: A header cannot be sent.
        UnicodeError: A header is not ASCII.
    """

    __slots__ = ("target",)

    def __init__(
        self, method: str, url: str, headers: Mapping[str, str], content: Any, extensions: dict[str, Any] | None
    ) -> None:
        super().__init__(method, url, content, extensions)
        fields = [(name.title(), value) for name, value in DEFAULTS.items() if name not in headers]
        fields += headers.items()
        if "content-length" not in headers and (length := self.length) is not None:
            fields.append(("Content-Length", length))
        for name, value in fields:
            if not (value.isascii() and value.isprintable()) or value != value.strip():
                value.encode("ascii")
                if not value.replace("\t", " ").isprintable() or value != value.strip():
                    raise errors.LocalProtocolError(f"the header {name!r} of the request cannot be sent")
        self.headers: CIMultiDict[str] = CIMultiDict(fields)
        self.target: _Target | None = None
        if UNUSUAL.isdisjoint(headers):
            self.target = _target(url) if "?" in url else _known(url)  # a query may hold a key, which is not kept


class _Exchange:
    """How far a request is, and the clock that runs.

    Attributes:
        clock: Runs until the answer's head is there; None where there is no limit.
        phase: What its limit is for: "connect", "write", "read"; "" for none, while the next piece is made.
        sent: Whether the request has had a connection.
        large: Whether its body is sent in pieces.
        failure: What went wrong with making a piece.
        response: What came, as long as it is open.
    """

    __slots__ = ("clock", "failure", "large", "limits", "phase", "response", "sent")

    def __init__(self, limits: Mapping[str, float | None], *, large: bool) -> None:
        self.limits: Mapping[str, float | None] = limits
        timed = limits.get("connect") is not None or limits.get("read") is not None or limits.get("write") is not None
        self.clock: asyncio.Timeout | None = asyncio.timeout(limits.get("connect")) if timed else None
        self.phase: str = "connect"
        self.sent: bool = False
        self.large: bool = large
        self.failure: Exception | None = None
        self.response: aiohttp.ClientResponse | None = None

    def turn(self, phase: str) -> None:
        """Begin a phase; its limit runs from now on."""
        if self.clock is not None:
            if self.clock.expired():
                return  # what ran out was the phase before
            limit = self.limits.get(phase)
            self.clock.reschedule(None if limit is None else asyncio.get_running_loop().time() + limit)
        self.phase = phase


_exchange: ContextVar[_Exchange] = ContextVar("exchange")


async def _sending(body: bytes | AsyncIterator[bytes], exchange: _Exchange) -> AsyncIterator[bytes]:
    """The pieces of a large body. Each is asked for when the server has taken the one before."""
    try:
        if isinstance(body, bytes):
            whole = memoryview(body)
            for start in range(0, len(body), _PIECE):
                exchange.turn("write")
                yield cast(bytes, whole[start : start + _PIECE])
        else:
            async for piece in body:
                exchange.turn("write")
                yield piece
                exchange.turn("")
    except Exception as error:
        exchange.failure = error
        raise
    exchange.turn("read")


class _Resolver(AbstractResolver):
    """The system's: aiohttp's own leave addresses out that the machine may well have, such as a loopback's."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        # As bytes: Python would look whether a name is an international one, with much to be imported.
        found = await loop.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM, family=family)
        return [
            ResolveResult(hostname=host, host=str(at[0]), port=int(at[1]), family=kind, proto=protocol, flags=_NUMERIC)
            for kind, _, protocol, _, at in found
        ]

    async def close(self) -> None:
        """There is nothing to close."""


class _Connector(aiohttp.TCPConnector):
    """Connections; one on which more came than was asked for is not used again."""

    async def connect(self, req: Any, *args: Any, **settings: Any) -> Any:
        exchange = _exchange.get()
        if exchange.sent:  # aiohttp sends a GET a second time by itself; that is for the caller to decide
            raise aiohttp.ServerDisconnectedError
        while True:
            connection = await super().connect(req, *args, **settings)
            protocol = connection.protocol
            if protocol is None or not _is_spoiled(protocol):
                break
            connection.close()
        connection.add_callback(lambda: _rest(protocol))
        exchange.sent = True
        exchange.turn("write" if exchange.large else "read")
        return connection


def _rest(protocol: Any) -> None:
    """Nothing more should come on this connection. Without a parser, what does is left where it can be seen."""
    protocol.inferloom_parser, protocol._parser = protocol._parser, None


def _is_spoiled(protocol: Any) -> bool:
    """Whether more came on a connection than what was asked for; its end, for one."""
    if not hasattr(protocol, "inferloom_parser"):
        return False  # it is new
    parser, protocol.inferloom_parser = protocol.inferloom_parser, None
    try:
        if protocol.should_close or is_readable(protocol.transport):
            return True
        # The beginning of another answer may have come together with the end of the one that was asked for. Between two
        # answers empty lines mean nothing; after such a beginning they end a head, or are a mistake in one.
        return parser is not None and bool(parser.feed_data(b"\r\n\r\n")[0])
    except Exception:
        return True


class Response:
    """An answer whose body is still to come. Whoever holds it must close it.

    Args:
        response: aiohttp's.
        exchange: Its request.
        request: What was asked.
        http: Is told when it is closed.

    Attributes:
        status_code: The HTTP status.
        headers: The headers, names in lower case; of those that came several times the values with commas between.
        url: The address that was asked.
    """

    def __init__(
        self, response: aiohttp.ClientResponse, exchange: _Exchange, request: Request, http: AsyncClient
    ) -> None:
        self.status_code: int = response.status
        self.headers: redaction.Headers = _joined(response)
        self.url: str = request.url
        self._response = response
        self._content = response.content
        self._exchange = exchange
        self._http = http
        self._coding: Coding | None = None
        if "content-encoding" in self.headers:
            self._coding = coding_of(self.headers["content-encoding"])
        # Of a body that ends with its connection, aiohttp does not tell whether the connection was reset.
        self._protocol: Any = None
        if "content-length" not in self.headers and "transfer-encoding" not in self.headers:
            self._protocol = response.connection and response.connection.protocol

    def __repr__(self) -> str:
        return f"Response({self.status_code})"

    def aiter_bytes(self) -> AsyncIterator[bytes]:
        """The body, decompressed, piece by piece."""
        return self

    def __aiter__(self) -> Response:
        """The body."""
        return self

    async def __anext__(self) -> bytes:
        """The next piece of the body.

        Returns:
            It; never an empty one.

        Raises:
            StopAsyncIteration: There is none.
            HTTPError: The connection broke, or what came is no body.
        """
        coding = self._coding
        if coding is None:
            if data := await self._more():
                return data
            raise StopAsyncIteration
        while not (piece := coding.piece()):
            if data := await self._more():
                coding.feed(data)
            else:
                coding.finish()
                raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """Give the connection back; where the answer has not been read to its end, end it."""
        if not self._response.closed:
            self._response.close()
        elif (connection := self._response.connection) is not None:
            # The answer came before all of a large request was sent. Over TLS, `close` would wait for the rest.
            if connection.transport is not None:
                connection.transport.abort()
            connection.close()
        await self._http.leave(self._exchange)

    async def _more(self) -> bytes:
        """What has come of the body since, or comes next; nothing at its end."""
        content = self._content
        while not content.at_eof():
            if content.exception() is not None:
                if rest := cast(Any, content)._read_nowait(-1):  # there is no open way to what came before
                    return cast(bytes, rest)
                break
            if self._coding is None and (piece := content.read_nowait()):
                return piece
            failure: Exception | None = None
            clock = asyncio.timeout(self._exchange.limits.get("read"))
            try:
                async with clock:
                    # One piece of the server's after the other: what comes before a broken one is whole.
                    piece = await content.readany() if self._coding is None else (await content.readchunk())[0]
                if piece:
                    return piece
            except Exception as error:
                failure = error
            if failure is not None and (clock.expired() or content.exception() is None):
                raise _error(failure, "read", late=clock.expired())
        broken = content.exception()
        if broken is None and self._protocol is not None:
            broken = self._protocol.exception()
            broken = broken if isinstance(broken, aiohttp.ClientOSError) else None
        if broken is not None:
            raise _error(broken, "read", late=False)
        return b""


def _joined(response: aiohttp.ClientResponse) -> redaction.Headers:
    headers = redaction.Headers()
    for name, value in response.headers.items():
        name = name.lower()
        if not value.isascii():
            raw = value.encode("utf-8", "surrogateescape")
            try:
                value = raw.decode()
            except UnicodeDecodeError:
                value = raw.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


# The client


class AsyncClient:
    """An HTTP client for one event loop: for the one in which it is used first.

    Args:
        other: Makes the HTTP client for what is not done here.

    Attributes:
        is_closed: Whether `aclose` was called.
    """

    def __init__(self, other: Callable[[], Any]) -> None:
        self.is_closed: bool = False
        self._other = Fallback(other)
        self._proxies = proxies()
        self._tls = tls.Trust()
        self._session: aiohttp.ClientSession | None = None
        self._busy: set[_Exchange] = set()

    @property
    def busy(self) -> list[Any]:
        """What is underway."""
        return list(self._busy)

    def build_request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: Any = None,
        extensions: dict[str, Any] | None = None,
    ) -> Request:
        """Make a request ready.

        Args:
            method: Such as "POST".
            url: The address, without a user.
            headers: The headers, names in lower case.
            content: Nothing, the bytes, or an async iterator of pieces, for which `headers` have a content-length.
            extensions: The time limits, under "timeout".

        Returns:
            The request.

        Raises:
            LocalProtocolError: A header cannot be sent.
        """
        return Request(method, url, headers, content, extensions)

    async def send(self, request: Request, *, stream: bool = True, follow_redirects: bool = False) -> Any:
        """Send a request, and read the head of its answer.

        Args:
            request: The request.
            stream: Whether the body is left to come, as it always is.
            follow_redirects: Whether redirects are followed, as they never are.

        Returns:
            The answer, a `Response` or one of the same shape.

        Raises:
            HTTPError: It failed.
            RuntimeError: The client is closed.
        """
        if self.is_closed:
            raise RuntimeError(_CLOSED)
        target = request.target
        if target is None or (self._proxies and not is_direct(target.origin, self._proxies)):
            http = self._other.made or await asyncio.to_thread(self._other.client)
            other = self._other.request(request)
            return await http.send(other, stream=stream, follow_redirects=follow_redirects)
        if self._tls.made is None and target.origin[0] == "https":
            await asyncio.to_thread(self._tls.context)
        body = request.content
        exchange = _Exchange(
            request.limits, large=not (body is None or (isinstance(body, bytes) and len(body) <= _PIECE))
        )
        failure: BaseException | None = None
        answer: Response | None = None
        before = _exchange.set(exchange)
        self._busy.add(exchange)
        try:
            if exchange.clock is None:
                answer = await self._answer(request, target, exchange)
            else:
                async with exchange.clock:
                    answer = await self._answer(request, target, exchange)
        except Exception as error:
            late = exchange.clock is not None and exchange.clock.expired()
            failure = (None if late else exchange.failure) or _error(error, exchange.phase, late=late)
        finally:
            exchange.clock = None
            _exchange.reset(before)
            if answer is None:
                self._busy.discard(exchange)
        if failure is None and answer is not None:
            if (problem := _problem(answer)) is None:
                return answer
            await answer.aclose()
            failure = errors.RemoteProtocolError(problem)
        else:
            await self.leave(exchange)
        assert failure is not None
        raise failure

    async def _answer(self, request: Request, target: _Target, exchange: _Exchange) -> Response:
        headers = request.headers
        if "host" not in headers:
            headers["Host"] = target.host
        session = self._session or self._opened()
        exchange.response = response = await session.request(
            request.method,
            target.url,
            headers=headers,
            data=_sending(request.content, exchange) if exchange.large else request.content or None,
            allow_redirects=False,
            skip_auto_headers=None if "content-type" in headers else _CONTENT_TYPE,
            ssl=(self._tls.made if target.origin[0] == "https" else None) or True,
        )
        return Response(response, exchange, request, self)

    async def leave(self, exchange: Any) -> None:
        """Note that an answer was closed. The last one of a closed client closes the connections.

        Args:
            exchange: Which.
        """
        self._busy.discard(exchange)
        if self.is_closed and not self._busy:
            await self.abandon()

    async def aclose(self) -> None:
        """End the connections, as soon as nobody uses one of them."""
        self.is_closed = True
        if not self._busy:
            await self.abandon()

    async def abandon(self) -> None:
        """End all connections, also those in use: the event loop is about to end."""
        self.is_closed = True
        for exchange in self._busy:
            if exchange.response is not None:
                exchange.response.close()
        session, self._session = self._session, None
        if session is not None:
            await session.close()
        if self._other.made is not None:
            await self._other.made.aclose()

    def _opened(self) -> aiohttp.ClientSession:
        """The session. It has to be made in its event loop, and nothing that takes long is left to do there."""
        bounds: Any = {"max_line_size": _MOST_FIELD, "max_field_size": _MOST_FIELD, "max_headers": _MOST_FIELDS}
        known = aiohttp.ClientSession.__init__.__kwdefaults__ or {}
        self._session = aiohttp.ClientSession(
            connector=_Connector(
                limit=_CONNECTIONS,
                keepalive_timeout=_KEPT,
                resolver=_Resolver(),
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=_NO_LIMITS,
            read_bufsize=_PIECE,
            **{name: bound for name, bound in bounds.items() if name in known},
        )
        return self._session

    def __del__(self) -> None:
        # The event loop ended without closing what is its own, and nobody can do it now. aiohttp would complain of it.
        session = getattr(self, "_session", None)
        if session is not None:
            with contextlib.suppress(Exception):
                connector: Any = session.connector
                session.detach()
                connector._close()
                for exchange in self._busy:
                    if exchange.response is not None and exchange.response.connection is not None:
                        exchange.response.connection.close()


def _problem(answer: Response) -> str | None:
    """What is wrong with the head of an answer."""
    if answer.status_code == 101:
        return "the server switched to another protocol, which nobody had asked for"
    coding = answer.headers.get("transfer-encoding", "chunked")
    return None if coding.strip().lower() == "chunked" else f"the answer's transfer-encoding is {coding!r:.80}"


def _error(error: BaseException, phase: str, *, late: bool) -> BaseException:
    """The error of ours for one of aiohttp's, and nothing of that one: it knows the request's headers."""
    if late:
        kinds = {"connect": errors.ConnectTimeout, "write": errors.WriteTimeout}
        return kinds.get(phase, errors.ReadTimeout)("timed out")
    if isinstance(error, RuntimeError) and "closed" in str(error):
        return RuntimeError(_CLOSED)
    if isinstance(error, aiohttp.ClientConnectorError):
        return errors.ConnectError(_words(error.os_error))
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return errors.RemoteProtocolError("Server disconnected without sending a response.")
    if isinstance(error, aiohttp.ClientPayloadError):
        cause = error.__cause__
        if isinstance(cause, OSError):
            return errors.ReadError(_words(cause))
        return errors.RemoteProtocolError(f"the answer is not complete{_hint(cause)}")
    if isinstance(error, aiohttp.ClientResponseError):
        return errors.RemoteProtocolError(f"what came is no HTTP answer{_hint(error.__cause__)}")
    if isinstance(error, OSError):
        return (errors.ConnectError if phase == "connect" else errors.ReadError)(_words(error))
    if isinstance(error, aiohttp.ClientError):
        return errors.ReadError("it was closed")
    if isinstance(error, ValueError) and phase != "connect":
        return errors.LocalProtocolError("the method, or a header, of the request cannot be sent")
    return error


def _hint(error: BaseException | None) -> str:
    """What the parser had to say, without what it had before it."""
    words = str(getattr(error, "message", "")).strip().partition("\n")[0].rstrip(": ")
    return f" ({words:.100})" if words.isprintable() and words.isascii() and words else ""


def _words(error: OSError) -> str:
    """What the system had to say."""
    while error.errno is None and isinstance(error.__cause__, OSError):
        error = error.__cause__
    number = error.errno
    if number is None or number not in errno.errorcode or isinstance(error, (ssl.SSLError, socket.gaierror)):
        return error.strerror or str(error) or type(error).__name__
    return os.strerror(number)
