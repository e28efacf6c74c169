"""The faults, one row each: what the server does, and what the caller must be told.

Two rules decide between the classes of errors. What a recipient cannot read as an HTTP message it has to discard
(RFC 9112, sections 2.2, 6.3 and 8), so that no answer came: `ConnectionFailedError`. What is a whole HTTP message
and still of no use is an `AnswerError`. A stream is whole when it said so (`[DONE]`, or a finish reason).
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from faults.server import FIN, HOLD, RESET, Deaf, Endless, Pause, Repeated, Server, Step, Steps
from inferloom import Timeout
from inferloom.errors import (
    AnswerError,
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    InferenceTimeoutError,
    InferloomError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    ProviderError,
    RateLimitError,
    ServerError,
    StreamTruncatedError,
    UnprocessableEntityError,
)

KEY = "hf_CANARYcanary0123456789"
"""The key of every client here; wherever "canary" is seen, it has leaked."""

PARTS = ("Zwölf ", "Boxkämpfer ", "jagen ", "Viktor ", "quer ", "über ", "den Sylter Deich.")
TEXT = "".join(PARTS)
"""What the assistant says where all goes well."""

SHORT = 0.15
"""The client's timeout in seconds, where the fault is slowness from the start."""

AMPLE = 3.0
"""The client's timeout in seconds otherwise: no fault comes near it, and a test that hangs ends by it."""


SOON = Timeout(connect=AMPLE, first_byte=AMPLE, idle=SHORT)
"""The client's limits where the fault is slowness later: what comes before it has time on a busy machine as well."""


# Bodies


@dataclass(frozen=True)
class Body:
    """The body of a good answer.

    Attributes:
        type: Its media type.
        pieces: The body, cut where a server would: a stream's events.
    """

    type: str
    pieces: tuple[bytes, ...]

    @property
    def data(self) -> bytes:
        """The body as a whole."""
        return b"".join(self.pieces)


def completion(content: str = TEXT, **members: Any) -> dict[str, Any]:
    """A whole answer of the chat completions API."""
    message = {"role": "assistant", "content": content}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1700000000,
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 9, "total_tokens": 12},
        **members,
    }


def chunk(content: str | None, finish_reason: str | None = None) -> dict[str, Any]:
    """One piece of a streamed answer."""
    delta = {} if content is None else {"role": "assistant", "content": content}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}],
    }


def encoded(value: Any) -> bytes:
    """JSON as a server writes it."""
    return json.dumps(value, ensure_ascii=False).encode()


def event(value: Any) -> bytes:
    """An event with a value as its data."""
    return b"data: " + encoded(value) + b"\n\n"


DONE = b"data: [DONE]\n\n"
ITEMS = tuple(event(chunk(part)) for part in PARTS)
STOP = event(chunk(None, "stop"))

PLAIN = Body("application/json", (encoded(completion()),))
STREAM = Body("text/event-stream", (*ITEMS, STOP, DONE))


def said(*events: bytes) -> str:
    """The text in some events."""
    return "".join(json.loads(one[6:])["choices"][0]["delta"].get("content", "") for one in events)


# Messages


def head(status: str = "200 OK", *fields: str, type: str = "", version: str = "HTTP/1.1") -> bytes:
    """The start of an answer."""
    lines = [f"{version} {status}", *([f"Content-Type: {type}"] if type else []), *fields, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def sized(data: bytes, *fields: str, status: str = "200 OK", type: str = "", length: int | None = None) -> bytes:
    """An answer whose length is told before it."""
    length = len(data) if length is None else length
    return head(status, f"Content-Length: {length}", *fields, type=type) + data


def in_chunks(pieces: Sequence[bytes], last: bytes = b"0\r\n\r\n") -> bytes:
    """A body in chunks (RFC 9112, section 7.1)."""
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces if piece) + last


def chunked(pieces: Sequence[bytes], *fields: str, type: str = "", last: bytes = b"0\r\n\r\n") -> bytes:
    """An answer in chunks."""
    return head("200 OK", "Transfer-Encoding: chunked", *fields, type=type) + in_chunks(pieces, last)


def good(body: Body) -> bytes:
    """A good answer, as servers send it."""
    return chunked(body.pieces, type=body.type) if body is STREAM else sized(body.data, type=body.type)


# Outcomes


@dataclass(frozen=True)
class Outcome:
    """What a call comes to.

    Attributes:
        error: The class of its error, no more general and no more special; several where HTTP clients differ; None
            where it succeeds.
        says: A regular expression that the error's message matches.
        text: What the assistant said; in a stream, what came before the error. None: any part of `TEXT`.
        attempts: How many requests the error speaks of.
        status: The HTTP status that the error tells.
    """

    error: type[InferloomError] | tuple[type[InferloomError], ...] | None = None
    says: str = ""
    text: str | None = None
    attempts: int | None = None
    status: int | None = None


GIVES = Outcome(text=TEXT)
CUT = Outcome(ConnectionFailedError)
LATE = Outcome(InferenceTimeoutError)
USELESS = Outcome(AnswerError)
TRUNCATED = Outcome(StreamTruncatedError)


Made = Callable[[Body, Server], Sequence[Steps]]


@dataclass(frozen=True)
class Fault:
    """A fault.

    Attributes:
        id: Its name.
        why: The standard, the documentation or the habit of servers that the outcome follows from.
        answers: What the server does for each request, in order; the last is repeated.
        plain: What a plain call comes to; None where the fault is one of streams.
        stream: What a streaming call comes to.
        greeting: What the server does on a connection before it reads a request.
        early: Whether it answers before it reads the body, which is large then.
        timeout: The client's timeout in seconds, or its limits.
        retries: The client's `max_retries`.
        requests: How many requests the server gets; None where that is for the network to decide.
    """

    id: str
    why: str
    answers: Made
    plain: Outcome | None
    stream: Outcome | None
    greeting: Steps = ()
    early: bool = False
    timeout: float | Timeout = AMPLE
    retries: int = 0
    requests: int | None = 1


def always(steps: Callable[[Body], Steps]) -> Made:
    """The same for every request."""
    return lambda body, server: [steps(body)]


def sending(make: Callable[[Body], bytes], *then: Step) -> Made:
    """The same bytes for every request."""
    return always(lambda body: [make(body), *then])


# Connections that break


def _broken_off() -> list[Fault]:
    """A reset, or an end, in each place of an answer."""
    rows: list[Fault] = []
    why = {
        "reset": (RESET, "RFC 9293, 3.10.7.4: a reset ends the connection"),
        "fin": (FIN, "RFC 9112, 8: a message shorter than its framing says is incomplete"),
    }
    for name, (end, reason) in why.items():
        rows.append(Fault(f"{name}-before-the-request", reason, sending(good), CUT, CUT, greeting=[end], requests=None))
        rows.append(Fault(f"{name}-before-headers", reason, always(lambda body, end=end: [end]), CUT, CUT))
        in_headers = always(lambda body, end=end: [good(body)[:40], end])
        rows.append(Fault(f"{name}-in-headers", reason, in_headers, CUT, CUT))
        for tenth in range(10):
            place = f"{name}-at-{tenth}-tenths-of-the-body" if tenth else f"{name}-after-headers"
            cut = always(lambda body, end=end, tenth=tenth: [_cut(good(body), tenth), end])
            # What the kernel has at a reset is not promised to the reader; before an end, it is.
            text = _text_before(tenth) if end is FIN else None
            rows.append(Fault(place, reason, cut, CUT, Outcome(ConnectionFailedError, text=text)))
    for tenth in range(10):
        cut = always(lambda body, tenth=tenth: [_cut(head(type=body.type) + body.data, tenth), FIN])
        rows.append(
            Fault(
                f"closed-at-{tenth}-tenths-of-a-body-without-length",
                "RFC 9112, 6.3, rule 8: the body is what came; HTML, 9.2.6: an event that it cuts is dropped",
                cut,
                USELESS,
                Outcome(StreamTruncatedError, text=_text_before(tenth, framed=False)),
            )
        )
    return rows


def _cut(answer: bytes, tenth: int) -> bytes:
    """An answer up to a tenth of its body."""
    start = answer.index(b"\r\n\r\n") + 4
    return answer[: start + (len(answer) - start) * tenth // 10]


def _text_before(tenth: int, *, framed: bool = True) -> str:
    """The text of the events that are whole before the cut."""
    whole = good(STREAM) if framed else head(type=STREAM.type) + STREAM.data
    came = _cut(whole, tenth)
    assert STOP not in came, "the last cut has to be before the end that the stream tells"
    return said(*(item for item in ITEMS if item in came))


# Lengths and chunks


LENGTHS = [
    Fault(
        "length-too-short",
        "RFC 9112, 6.3, rule 6: the body ends there",
        sending(lambda body: sized(body.data, type=body.type, length=len(body.data) // 2)),
        Outcome(AnswerError),
        Outcome(StreamTruncatedError),
    ),
    Fault(
        "length-too-long",
        "RFC 9112, 8: incomplete; a stream has told its end before",
        sending(lambda body: sized(body.data, type=body.type, length=len(body.data) + 10), FIN),
        CUT,
        GIVES,
    ),
    Fault(
        "length-too-long-and-the-connection-stays",
        "nothing tells this from a slow server",
        sending(lambda body: sized(body.data, type=body.type, length=len(body.data) + 10), HOLD),
        LATE,
        GIVES,
        timeout=SOON,
    ),
    Fault(
        "length-equal-twice",
        "RFC 9112, 6.3, rule 5: equal values are one",
        sending(lambda body: sized(body.data, f"Content-Length: {len(body.data)}", type=body.type)),
        GIVES,
        GIVES,
    ),
    Fault(
        "length-as-a-list-of-equals",
        "RFC 9112, 6.3, rule 5: equal values are one",
        sending(
            lambda body: (
                head("200 OK", f"Content-Length: {len(body.data)}, {len(body.data)}", type=body.type) + body.data
            )
        ),
        GIVES,
        GIVES,
    ),
    Fault(
        "length-and-chunks",
        "RFC 9112, 6.3, rule 3: the chunks win",
        sending(lambda body: chunked(body.pieces, "Content-Length: 10", type=body.type)),
        GIVES,
        GIVES,
    ),
    Fault(
        "two-lengths-that-differ",
        "RFC 9112, 6.3, rule 5: the response is discarded",
        sending(lambda body: sized(body.data, "Content-Length: 7", type=body.type)),
        CUT,
        CUT,
    ),
    *(
        Fault(
            f"length-is-{name}",
            "RFC 9112, 6.3, rule 5: the response is discarded",
            sending(lambda body, text=text: head("200 OK", f"Content-Length: {text}", type=body.type) + body.data),
            CUT,
            CUT,
        )
        for name, text in {
            "negative": "-1",
            "no-number": "many",
            "hexadecimal": "0x10",
            "signed": "+100",
            "fractional": "10.5",
            "empty": "",
            "endless": "9" * 30,
        }.items()
    ),
]


def _first_chunk(first: bytes) -> Made:
    """An answer whose first chunk is written by hand, the rest by the book."""
    return sending(
        lambda body: (
            head("200 OK", "Transfer-Encoding: chunked", type=body.type)
            + first.replace(b"SIZE", b"%x" % len(body.pieces[0])).replace(b"DATA", body.pieces[0])
            + in_chunks(body.pieces[1:])
        ),
        FIN,
    )


CHUNKS = [
    *(
        Fault(f"chunk-size-{name}", "RFC 9112, 7.1: chunk-size = 1*HEXDIG", _first_chunk(first), CUT, CUT)
        for name, first in {
            "not-hex": b"zz\r\nDATA\r\n",
            "negative": b"-SIZE\r\nDATA\r\n",
            "missing": b"\r\nDATA\r\n",
            "with-0x": b"0xSIZE\r\nDATA\r\n",
            "of-40-digits": b"f" * 40 + b"\r\nDATA\r\n",
        }.items()
    ),
    Fault(
        "chunk-without-line-end",
        "RFC 9112, 7.1: chunk-data CRLF",
        _first_chunk(b"SIZE\r\nDATA"),
        CUT,
        CUT,
    ),
    Fault(
        "chunk-size-huge",
        "RFC 9112, 7.1: a recipient must expect large numbers; 8: what is short of them is incomplete",
        sending(
            lambda body: (
                head("200 OK", "Transfer-Encoding: chunked", type=body.type) + b"ffffffffffffff\r\n" + body.data
            ),
            FIN,
        ),
        CUT,
        GIVES,
    ),
    Fault(
        "last-chunk-missing",
        "RFC 9112, 8: incomplete; a stream has told its end before",
        sending(lambda body: chunked(body.pieces, type=body.type, last=b""), FIN),
        CUT,
        GIVES,
    ),
    Fault(
        "last-chunk-missing-and-the-connection-stays",
        "nothing tells this from a slow server; a stream has told its end before",
        sending(lambda body: chunked(body.pieces, type=body.type, last=b""), HOLD),
        LATE,
        GIVES,
        timeout=SOON,
    ),
    Fault(
        "chunk-extensions",
        "RFC 9112, 7.1.1: unknown extensions are ignored",
        _first_chunk(b'SIZE;name=value;other="a;b"\r\nDATA\r\n'),
        GIVES,
        GIVES,
    ),
    Fault(
        "chunk-size-with-zeros-and-capitals",
        "RFC 9112, 7.1: HEXDIG of either case, as many as there are",
        sending(
            lambda body: (
                head("200 OK", "Transfer-Encoding: chunked", type=body.type)
                + b"0000%X\r\n%b\r\n0\r\n\r\n" % (len(body.data), body.data)
            )
        ),
        GIVES,
        GIVES,
    ),
    Fault(
        "trailers",
        "RFC 9112, 7.1.2: fields after the last chunk",
        sending(lambda body: chunked(body.pieces, type=body.type, last=b"0\r\nX-Time: 3\r\nContent-Length: 1\r\n\r\n")),
        GIVES,
        GIVES,
    ),
    Fault(
        "chunks-of-a-byte",
        "RFC 9112, 7.1: where chunks end means nothing",
        sending(lambda body: chunked([bytes([byte]) for byte in body.data], type=body.type)),
        GIVES,
        GIVES,
    ),
    Fault(
        "transfer-coding-unknown",
        "RFC 9112, 6.1: a coding that cannot be undone",
        sending(lambda body: head("200 OK", "Transfer-Encoding: rot13", type=body.type) + body.data, FIN),
        CUT,
        CUT,
    ),
]


# Content codings


def _compressed(body: Body, wbits: int) -> list[bytes]:
    """The pieces of a body, compressed as they come; the last piece is the end that the format has."""
    packer = zlib.compressobj(wbits=wbits)
    pieces = [packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH) for piece in body.pieces]
    return [*pieces, packer.flush()]


def _coded(name: str, code: Callable[[Body], Sequence[bytes]]) -> Made:
    return sending(lambda body: chunked(code(body), f"Content-Encoding: {name}", type=body.type))


_GZIP, _ZLIB, _RAW = 31, 15, -15

_UNREADABLE = Outcome(AnswerError)

CODINGS = [
    Fault("gzip", "RFC 9110, 8.4.1.3", _coded("gzip", lambda body: _compressed(body, _GZIP)), GIVES, GIVES),
    Fault("deflate", "RFC 9110, 8.4.1.2", _coded("deflate", lambda body: _compressed(body, _ZLIB)), GIVES, GIVES),
    Fault(
        "deflate-without-its-wrapper",
        "RFC 9110, 8.4.1.2: some servers send it so",
        _coded("deflate", lambda body: _compressed(body, _RAW)),
        GIVES,
        GIVES,
    ),
    Fault(
        "gzip-twice",
        "a body in layers, which turn a kilobyte into gigabytes, is not unpacked at all",
        _coded("gzip, gzip", lambda body: [gzip.compress(gzip.compress(body.data))]),
        USELESS,
        _UNREADABLE,
    ),
    Fault(
        "gzip-garbage",
        "RFC 1952, 2.3.1: ID1, ID2",
        _coded("gzip", lambda body: [b"\x00garbage that nobody compressed" * 20]),
        Outcome(AnswerError, "decompress"),
        Outcome(AnswerError, "decompress"),
    ),
    Fault(
        "gzip-named-and-not-done",
        "a proxy that decompresses and keeps the header",
        _coded("gzip", lambda body: body.pieces),
        Outcome(AnswerError, "decompress"),
        Outcome(AnswerError, "decompress"),
    ),
    Fault(
        "gzip-cut",
        "RFC 1952, 2.3.1: the end of the compressed blocks is missing",
        _coded("gzip", lambda body: [b"".join(_compressed(body, _GZIP))[:150]]),
        USELESS,
        # Its events tell that they are not all; an HTTP client that looks sees it before.
        Outcome((StreamTruncatedError, AnswerError)),
    ),
    Fault(
        "gzip-with-a-wrong-checksum",
        "RFC 1952, 2.3.1: CRC32; a stream has told its end before",
        _coded("gzip", lambda body: [*_compressed(body, _GZIP)[:-1], _compressed(body, _GZIP)[-1][:-8] + b"\1" * 8]),
        Outcome(AnswerError, "decompress"),
        GIVES,
    ),
    *(
        Fault(
            f"coding-{name}",
            "RFC 9110, 8.4: a coding that was not asked for, and cannot be undone",
            _coded(name, lambda body: [bytes(byte ^ 0xA5 for byte in body.data)]),
            USELESS,
            _UNREADABLE,
        )
        for name in ("br", "x-rot13")
    ),
]


# Time


SLOW = [
    Fault("silence", "the timeout", always(lambda body: [HOLD]), LATE, LATE, timeout=SHORT, requests=None),
    Fault("silence-on-accept", "the timeout", sending(good), LATE, LATE, greeting=[HOLD], timeout=SHORT, requests=None),
    Fault(
        "silence-in-headers",
        "the timeout",
        always(lambda body: [good(body)[:30], HOLD]),
        LATE,
        LATE,
        timeout=SHORT,
        requests=None,
    ),
    Fault(
        "silence-after-headers",
        "the timeout",
        always(lambda body: [_cut(good(body), 0), HOLD]),
        LATE,
        Outcome(InferenceTimeoutError, text=""),
        timeout=SOON,
    ),
    Fault(
        "silence-in-the-body",
        "the timeout",
        always(lambda body: [_cut(good(body), 5), HOLD]),
        LATE,
        Outcome(InferenceTimeoutError, text=_text_before(5)),
        timeout=SOON,
    ),
    Fault(
        "a-body-in-small-pieces",
        "each piece is in time",
        always(lambda body: [part for piece in _tenths(good(body)) for part in (piece, Pause(0.005))]),
        GIVES,
        GIVES,
    ),
    Fault(
        "a-request-that-nobody-reads",
        "the timeout, which holds for sending as well",
        always(lambda body: [Deaf(2 * SHORT), HOLD]),
        Outcome(InferenceTimeoutError, "request"),
        Outcome(InferenceTimeoutError, "request"),
        early=True,
        timeout=SOON,
        requests=None,
    ),
]


def _tenths(data: bytes) -> list[bytes]:
    return [data[len(data) * tenth // 10 : len(data) * (tenth + 1) // 10] for tenth in range(10)]


# Headers


def _with_head(start: str, *then: Step) -> Made:
    """An answer whose head is written by hand."""
    return sending(
        lambda body: (
            start.replace("TYPE", body.type).replace("SIZE", str(len(body.data))).encode("latin-1") + body.data
        ),
        *then,
    )


_FIELDS = "Content-Type: TYPE\r\nContent-Length: SIZE\r\n"

HEADERS = [
    Fault(
        "headers-without-end",
        "a recipient must protect itself (RFC 9110, 17.5)",
        always(lambda body: [b"HTTP/1.1 200 OK\r\n", Endless(b"X-More: again\r\n" * 500)]),
        CUT,
        CUT,
    ),
    Fault(
        "a-header-line-without-end",
        "a recipient must protect itself (RFC 9110, 17.5)",
        always(lambda body: [b"HTTP/1.1 200 OK\r\nX-More: ", Endless(b"again and " * 1000)]),
        CUT,
        CUT,
    ),
    Fault(
        "a-status-line-without-end",
        "a recipient must protect itself (RFC 9110, 17.5)",
        always(lambda body: [b"HTTP/1.1 200 ", Endless(b"OK and " * 1000)]),
        CUT,
        CUT,
    ),
    Fault(
        "a-header-of-100-KB",
        "RFC 9110, 5.4: no limit is laid down",
        _with_head(f"HTTP/1.1 200 OK\r\n{_FIELDS}X-Large: {'x' * 100_000}\r\n\r\n"),
        GIVES,
        GIVES,
    ),
    Fault(
        "a-header-of-1-MB",
        "a recipient must protect itself (RFC 9110, 17.5)",
        _with_head(f"HTTP/1.1 200 OK\r\n{_FIELDS}X-Large: {'x' * 1_000_000}\r\n\r\n"),
        CUT,
        CUT,
    ),
    Fault(
        "a-thousand-headers",
        "RFC 9110, 5.4: no limit is laid down",
        _with_head("HTTP/1.1 200 OK\r\n" + _FIELDS + "".join(f"X-{n}: {n}\r\n" for n in range(1000)) + "\r\n"),
        GIVES,
        GIVES,
    ),
    *(
        Fault(f"header-{name}", why, _with_head(f"HTTP/1.1 200 OK\r\n{_FIELDS}{line}\r\n\r\n"), outcome, outcome)
        for name, why, line, outcome in (
            ("without-colon", "RFC 9112, 5: field-name ':'", "no colon here", CUT),
            ("without-name", "RFC 9110, 5.1: 1*tchar", ": nobody", CUT),
            ("with-a-nul", "RFC 9110, 5.5: NUL is invalid", "X-Nul: a\0b", CUT),
            ("folded", "RFC 9112, 5.2: folding becomes spaces", "X-Folded: one\r\n two", GIVES),
            ("in-latin-1", "RFC 9110, 5.5: obs-text is opaque", "X-Latin: Gr\xfc\xdfe", GIVES),
            ("without-value", "RFC 9110, 5.5: a value may be empty", "X-Empty:", GIVES),
        )
    ),
    *(
        Fault(f"status-line-{name}", why, _with_head(f"{line}\r\n{_FIELDS}\r\n"), outcome, outcome)
        for name, why, line, outcome in (
            ("garbage", "RFC 9112, 4", "%$!&/()= garbage", CUT),
            ("empty", "RFC 9112, 4", "", CUT),
            ("of-two-digits", "RFC 9112, 4: 3DIGIT", "HTTP/1.1 20 OK", CUT),
            ("without-reason", "RFC 9112, 4: the reason is for nobody", "HTTP/1.1 200", GIVES),
            ("of-a-mail-server", "RFC 5321, 4.2: no HTTP at all", "220 mail.example ESMTP", CUT),
        )
    ),
    Fault(
        "http-0.9",
        "RFC 9112, Appendix C.1: no status line",
        sending(lambda body: b"<html><title>Old</title>" + body.data, FIN),
        CUT,
        CUT,
    ),
    Fault(
        "tls-alert",
        "RFC 8446, 6: what a TLS server says to plain text",
        sending(lambda body: b"\x15\x03\x03\x00\x02\x02\x46", FIN),
        CUT,
        CUT,
    ),
    Fault(
        "http-1.0-with-length",
        "RFC 9112, 9.3",
        _with_head(f"HTTP/1.0 200 OK\r\n{_FIELDS}\r\n", FIN),
        GIVES,
        GIVES,
    ),
    Fault(
        "http-1.0-without-length",
        "RFC 9112, 6.3, rule 8",
        _with_head("HTTP/1.0 200 OK\r\nContent-Type: TYPE\r\n\r\n", FIN),
        GIVES,
        GIVES,
    ),
    Fault(
        "lines-that-end-with-lf",
        "RFC 9112, 2.2: a recipient may take a single LF",
        _with_head(f"HTTP/1.1 200 OK\r\n{_FIELDS}\r\n".replace("\r\n", "\n")),
        GIVES,
        GIVES,
    ),
    *(
        Fault(
            f"informational-{name}",
            why,
            sending(lambda body, before=before: before.encode() + good(body)),
            GIVES,
            GIVES,
        )
        for name, why, before in (
            ("continue", "RFC 9110, 15.2.1", "HTTP/1.1 100 Continue\r\n\r\n"),
            ("early-hints", "RFC 8297", "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"),
            (
                "several",
                "RFC 9110, 15.2: one or more",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n",
            ),
            ("unknown", "RFC 9110, 15: as 100", "HTTP/1.1 199 Soon\r\n\r\n"),
        )
    ),
    Fault(
        "switching-protocols",
        "RFC 9110, 15.2.2: nobody asked for an upgrade",
        sending(lambda body: b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
        CUT,
        CUT,
    ),
]


# What an answer holds


def _plain_and_event(make: Callable[[dict[str, Any]], bytes]) -> Made:
    """A plain answer, or the first event of a stream, that is written by hand."""

    def steps(body: Body) -> Steps:
        if body is PLAIN:
            return [sized(make(completion()), type=body.type)]
        return [chunked([b"data: " + make(chunk(TEXT)) + b"\n\n", STOP, DONE], type=body.type)]

    return always(steps)


def _typed(type: str) -> Made:
    return sending(lambda body: sized(body.data, type=type))


_ODD = encoded(TEXT).removesuffix(b'"')

CONTENT = [
    Fault(
        "no-content",
        "RFC 9110, 15.3.5: 204 has no body",
        sending(lambda body: head("204 No Content")),
        USELESS,
        TRUNCATED,
    ),
    Fault(
        "empty",
        "RFC 8259, 2: no value",
        sending(lambda body: sized(b"", type=body.type)),
        Outcome(AnswerError, "empty"),
        TRUNCATED,
    ),
    Fault(
        "empty-chunks", "RFC 8259, 2: no value", sending(lambda body: chunked([], type=body.type)), USELESS, TRUNCATED
    ),
    Fault(
        "a-web-page",
        "a captive portal, a login page, a parked domain",
        sending(lambda body: sized(b"<!doctype html><title>Welcome</title><p>Log in", type="text/html; charset=utf-8")),
        Outcome(AnswerError, "text/html"),
        Outcome(AnswerError, "text/html"),
    ),
    Fault(
        "a-picture",
        "RFC 9110, 8.3: the type says what it is",
        sending(lambda body: sized(b"\x89PNG\r\n\x1a\n" + b"\0" * 200, type="image/png")),
        Outcome(AnswerError, "image/png"),
        Outcome(AnswerError, "image/png"),
    ),
    Fault(
        "a-stream-for-json",
        "RFC 9110, 8.3: the type says what it is",
        sending(lambda body: good(STREAM)),
        Outcome(AnswerError, "text/event-stream"),
        GIVES,
    ),
    Fault(
        "json-for-a-stream",
        "servers that do not stream: the whole answer is one piece, with a delta as pieces have",
        sending(lambda body: good(PLAIN)),
        GIVES,
        GIVES,
    ),
    Fault(
        "no-content-type",
        "RFC 9110, 8.3: the recipient may look at the data",
        sending(lambda body: sized(body.data)),
        GIVES,
        GIVES,
    ),
    Fault("content-type-text", "servers that do not say better", _typed("text/plain"), GIVES, GIVES),
    Fault("content-type-octets", "servers that do not say better", _typed("application/octet-stream"), GIVES, GIVES),
    Fault(
        "content-type-in-capitals",
        "RFC 9110, 8.3.1: in either case, with parameters",
        sending(lambda body: sized(body.data, type=body.type.upper() + ' ; Charset="UTF-8"')),
        GIVES,
        GIVES,
    ),
    Fault(
        "invalid-utf-8",
        "RFC 8259, 8.1: must be UTF-8; HTML, 9.2.6: a stream is decoded with replacements",
        _plain_and_event(lambda value: encoded(value).replace("ö".encode(), b"\xf6")),
        USELESS,
        Outcome(text=TEXT.replace("ö", "\ufffd")),
    ),
    Fault(
        "half-a-surrogate-pair",
        "RFC 8259, 8.2: the grammar has it, and servers send it that cut text by code units",
        _plain_and_event(lambda value: encoded(value).replace("ö".encode(), rb"\ud83d")),
        Outcome(text=TEXT.replace("ö", "\ud83d")),
        Outcome(text=TEXT.replace("ö", "\ud83d")),
    ),
    Fault(
        "nan-and-infinity",
        "RFC 8259, 9: a parser may take extensions; Python servers send these",
        _plain_and_event(
            lambda value: encoded({**value, "quality": [float("nan"), float("inf"), float("-inf")]}),
        ),
        GIVES,
        GIVES,
    ),
    Fault(
        "json-with-more-after-it",
        "RFC 8259, 2: one value",
        _plain_and_event(lambda value: encoded(value) + b"and more"),
        USELESS,
        Outcome(AnswerError, text=""),
    ),
    Fault(
        "json-twice",
        "RFC 8259, 2: one value",
        _plain_and_event(lambda value: encoded(value) * 2),
        USELESS,
        Outcome(AnswerError, text=""),
    ),
    Fault(
        "json-cut",
        "RFC 8259, 2: the value does not end; the message does",
        _plain_and_event(lambda value: encoded(value)[:-20]),
        USELESS,
        Outcome(AnswerError, text=""),
    ),
    Fault(
        "json-with-single-quotes",
        "RFC 8259, 7",
        _plain_and_event(lambda value: repr(value).encode()),
        USELESS,
        Outcome(AnswerError, text=""),
    ),
    Fault(
        "json-very-deep",
        "RFC 8259, 9: a parser may limit the depth",
        _plain_and_event(lambda value: b"[" * 100_000 + b"]" * 100_000),
        USELESS,
        Outcome(AnswerError, text=""),
    ),
    Fault(
        "json-very-deep-inside",
        "RFC 8259, 9: a parser may limit the depth",
        _plain_and_event(lambda value: b'{"error":' * 100_000 + b"1" + b"}" * 100_000),
        USELESS,
        Outcome(AnswerError, text=""),
    ),
    Fault(
        "a-number-of-10000-digits",
        "RFC 8259, 6: no limit is laid down, and a parser may have one",
        _plain_and_event(lambda value: encoded(value).replace(b"1700000000", b"1" * 10_000)),
        USELESS,
        Outcome(AnswerError, text=""),
    ),
    Fault(
        "duplicate-keys",
        "RFC 8259, 4: many implementations report the last",
        _plain_and_event(lambda value: encoded(value).replace(b'"content":', b'"content": "not this", "content":')),
        GIVES,
        GIVES,
    ),
    Fault(
        "byte-order-mark",
        "RFC 8259, 8.1: may be ignored; HTML, 9.2.5: a stream may begin with one",
        sending(lambda body: sized(b"\xef\xbb\xbf" + body.data, type=body.type)),
        GIVES,
        GIVES,
    ),
    Fault(
        "utf-16",
        "RFC 4627, 3: how JSON in it is recognised; a stream is UTF-8 always, and this has no line of it",
        sending(lambda body: sized(body.data.decode().encode("utf-16-le"), type=body.type)),
        GIVES,
        TRUNCATED,
    ),
    *(
        Fault(
            f"json-is-{name}",
            "OpenAI's API reference: an object",
            _plain_and_event(lambda value, text=text: text),
            USELESS,
            Outcome(AnswerError, text=""),
        )
        for name, text in {"null": b"null", "a-number": b"42", "a-string": b'"text"', "a-list": b"[]"}.items()
    ),
    Fault(
        "an-error-for-a-stream-as-json",
        "servers that find out too late to change the status",
        sending(lambda body: sized(encoded({"error": {"message": "no capacity"}}), type="application/json")),
        None,
        Outcome(ProviderError, "no capacity", text=""),
    ),
    Fault(
        "an-error-with-status-200",
        "OpenAI's API reference: an answer has no `error`",
        always(
            lambda body: (
                [sized(encoded({"error": {"message": "no capacity"}}), type=body.type)]
                if body is PLAIN
                else [chunked([*ITEMS[:2], event({"error": {"message": "no capacity"}}), DONE], type=body.type)]
            )
        ),
        Outcome(ProviderError, "no capacity"),
        Outcome(ProviderError, "no capacity", text=said(*ITEMS[:2])),
    ),
]


# Redirects


def _redirect(status: int, location: Callable[[Server], str | None]) -> Made:
    """A redirect, and the real answer for whoever follows it."""

    def made(body: Body, server: Server) -> Sequence[Steps]:
        target = location(server)
        fields = [] if target is None else [f"Location: {target}"]
        return [[sized(b"", *fields, status=f"{status} Moved")], [good(body)]]

    return made


_NOT_FOLLOWED = Outcome(AnswerError, "redirect")
# httpx looks at the address itself, and takes an answer with such a one for none.
_NO_ADDRESS = Outcome((AnswerError, ConnectionFailedError), "redirect|location")

REDIRECTS = [
    *(
        Fault(
            f"redirect-{status}-to-another-origin",
            "RFC 9110, 15.4: a POST is not redirected without its sender's consent; the key belongs to one origin",
            _redirect(status, lambda server: f"{server.other_url}/v1/chat/completions"),
            _NOT_FOLLOWED,
            _NOT_FOLLOWED,
        )
        for status in (301, 302, 303, 307, 308)
    ),
    *(
        Fault(
            f"redirect-{status}-on-the-same-origin",
            f"RFC 9110, 15.4: {'the method is kept' if status > 306 else 'the method may become GET'}",
            _redirect(status, lambda server: "/elsewhere"),
            GIVES if status > 306 else _NOT_FOLLOWED,
            GIVES if status > 306 else _NOT_FOLLOWED,
            requests=2 if status > 306 else 1,
        )
        for status in (301, 302, 303, 307, 308)
    ),
    Fault(
        "redirect-loop",
        "RFC 9110, 15.4: a client should detect it",
        lambda body, server: [[sized(b"", "Location: /again", status="307 Temporary Redirect")]],
        Outcome(AnswerError, "redirect"),
        Outcome(AnswerError, "redirect"),
        requests=None,
    ),
    *(
        Fault(f"redirect-{name}", why, _redirect(307, lambda server, location=location: location), plain, stream)
        for name, why, location, plain, stream in (
            (
                "to-a-file",
                "only http(s) addresses are asked",
                "file:///etc/passwd",
                _NOT_FOLLOWED,
                _NOT_FOLLOWED,
            ),
            (
                "without-location",
                "RFC 9110, 15.4.8: nowhere to go",
                None,
                _NOT_FOLLOWED,
                _NOT_FOLLOWED,
            ),
            (
                "to-half-an-address",
                "RFC 3986, 3.2.2",
                "http://[::1",
                _NO_ADDRESS,
                _NO_ADDRESS,
            ),
            (
                "to-a-port-of-letters",
                "RFC 3986, 3.2.3",
                "http://127.0.0.1:abc/",
                _NO_ADDRESS,
                _NO_ADDRESS,
            ),
            (
                "to-an-impossible-port",
                "RFC 3986, 3.2.3",
                "http://127.0.0.1:99999/",
                _NOT_FOLLOWED,
                _NOT_FOLLOWED,
            ),
        )
    ),
    Fault(
        "not-modified",
        "RFC 9110, 15.4.5: nobody asked on a condition",
        sending(lambda body: head("304 Not Modified")),
        Outcome(ProviderError, status=304),
        Outcome(ProviderError, status=304),
    ),
]


# Refusals


def _refused(status: str, data: bytes, *fields: str, type: str = "application/json") -> bytes:
    return sized(data, *fields, status=status, type=type)


def _refusing(
    id: str,
    status: str,
    data: bytes,
    error: type[InferloomError],
    says: str,
    *,
    type: str = "application/json",
) -> Fault:
    outcome = Outcome(error, says, status=int(status[:3]), attempts=1)
    answer = sending(lambda body: _refused(status, data, type=type))
    return Fault(id, "RFC 9110, 15.5 and 15.6; the tree in errors.py", answer, outcome, outcome)


def _outlives(error: type[InferloomError], status: int) -> Outcome:
    """A refusal whose body breaks off is still that refusal."""
    return Outcome(error, status=status)


_ECHO = f"Incorrect API key provided: {KEY}. Ask for another one."


def _echoed(error: type[InferloomError], text: str | None = None) -> Outcome:
    """A server that repeats the key does not get it into an error's text."""
    return Outcome(error, text=text)


REFUSALS = [
    _refusing("400", "400 Bad Request", b'{"error": {"message": "no such field"}}', BadRequestError, "no such field"),
    _refusing("401", "401 Unauthorized", b'{"error": {"message": "bad key"}}', AuthenticationError, "bad key"),
    _refusing("403", "403 Forbidden", b'{"detail": "not yours"}', PermissionDeniedError, "not yours"),
    _refusing("404", "404 Not Found", b'{"message": "no model"}', NotFoundError, "no model"),
    _refusing("418", "418 I'm a teapot", b"short and stout", ProviderError, "stout", type="text/plain"),
    _refusing("422", "422 Unprocessable", b'{"detail": [{"msg": "too long"}]}', UnprocessableEntityError, "too long"),
    _refusing("429", "429 Too Many", b'{"error": "slow down"}', RateLimitError, "slow down"),
    _refusing("overloaded", "529 Busy", b'{"error": "busy", "error_type": "overloaded"}', OverloadedError, "busy"),
    _refusing(
        "500-web-page",
        "500 Oops",
        b"<html><head><title>Out of order</title></head>" + b"<p>" * 10_000,
        ServerError,
        "Out of order",
        type="text/html",
    ),
    _refusing("500-empty", "500 Internal Server Error", b"", ServerError, "500"),
    _refusing(
        "502-garbage",
        "502 Bad Gateway",
        b"\xff\xfe\0\1\x1b[2J" * 20,
        ServerError,
        "502",
        type="",
    ),
    _refusing("500-very-deep", "500 Oops", b'{"error":' * 50_000 + b"1" + b"}" * 50_000, ServerError, "500"),
    _refusing("status-999", "999 Beyond", b"{}", ServerError, "999"),  # RFC 9110, 15: as a 5xx
    Fault(
        "429-then-good",
        "RFC 9110, 10.2.3: retry after no seconds",
        lambda body, server: [[_refused("429 Too Many", b"{}", "Retry-After: 0")], [good(body)]],
        GIVES,
        GIVES,
        retries=1,
        requests=2,
    ),
    Fault(
        "503-three-times",
        "max_retries=2 is three requests",
        sending(lambda body: _refused("503 Service Unavailable", b'{"error": "loading"}', "Retry-After: 0")),
        Outcome(ServerError, "loading", attempts=3, status=503),
        Outcome(ServerError, "loading", attempts=3, status=503),
        retries=2,
        requests=3,
    ),
    Fault(
        "reset-then-good",
        "max_retries: a failure that a repetition may mend",
        lambda body, server: [[RESET], [good(body)]],
        GIVES,
        GIVES,
        retries=1,
        requests=2,
    ),
    Fault(
        "401-cut",
        "RFC 9112, 8: a client need not believe an incomplete message, and its status came whole",
        sending(lambda body: sized(b'{"error": "bad key"}', status="401 Unauthorized", length=100), FIN),
        _outlives(AuthenticationError, 401),
        _outlives(AuthenticationError, 401),
    ),
    Fault(
        "500-and-silence",
        "the status is known, and the words are a courtesy",
        sending(lambda body: sized(b"<title>Down", status="500 Oops", type="text/html", length=100), HOLD),
        _outlives(ServerError, 500),
        _outlives(ServerError, 500),
        timeout=SOON,
    ),
    Fault(
        "400-in-gzip-garbage",
        "the status is known, and the words are a courtesy",
        sending(lambda body: sized(b"garbage", "Content-Encoding: gzip", status="400 Bad Request")),
        _outlives(BadRequestError, 400),
        _outlives(BadRequestError, 400),
    ),
    *(
        Fault(
            f"early-{name}",
            "RFC 9112, 9.5: a client may stop sending, and reads the answer",
            always(
                lambda body, status=status: (
                    [_refused(f"{status} Early", b'{"error": "too large"}', "Connection: close"), FIN]
                    if status != 200
                    else [head("200 OK", "Connection: close", type=body.type) + body.data, FIN]
                )
            ),
            outcome,
            outcome,
            early=True,
        )
        for name, status, outcome in (
            ("413", 413, Outcome(ProviderError, "too large", status=413)),
            ("401", 401, Outcome(AuthenticationError, "too large", status=401)),
            ("200", 200, GIVES),
        )
    ),
    Fault(
        "the-key-in-a-refusal",
        "no key is ever shown",
        sending(lambda body: _refused("401 Unauthorized", encoded({"error": {"message": _ECHO}}))),
        Outcome(AuthenticationError),
        Outcome(AuthenticationError),
    ),
    Fault(
        "the-key-in-a-web-page",
        "no key is ever shown",
        sending(lambda body: _refused("500 Oops", f"<title>{_ECHO}</title>".encode(), type="text/html")),
        Outcome(ServerError),
        Outcome(ServerError),
    ),
    Fault(
        "the-key-in-text",
        "no key is ever shown",
        sending(lambda body: sized(f"Authorization: Bearer {KEY}".encode(), type="text/plain")),
        _echoed(AnswerError),
        TRUNCATED,
    ),
    Fault(
        "the-key-in-an-event",
        "no key is ever shown",
        sending(lambda body: chunked([*ITEMS[:2], event({"error": {"message": _ECHO}})], type="text/event-stream")),
        None,
        Outcome(ProviderError, text=said(*ITEMS[:2])),
    ),
    Fault(
        "the-key-in-an-event-that-is-no-json",
        "no key is ever shown",
        sending(lambda body: chunked([*ITEMS[:2], f"data: {_ECHO}\n\n".encode()], type="text/event-stream")),
        None,
        Outcome(AnswerError, text=said(*ITEMS[:2])),
    ),
    Fault(
        "the-key-in-a-redirect",
        "no key is ever shown",
        _redirect(307, lambda server: f"http://user:{KEY}@127.0.0.2/"),
        Outcome(AnswerError, "redirect"),
        Outcome(AnswerError, "redirect"),
    ),
]


# Streams


def _streaming(id: str, why: str, stream: Outcome, *steps: Step, head: bytes | None = None, **settings: Any) -> Fault:
    """A stream that ends with its connection, written by hand."""
    start = _STREAM_HEAD if head is None else head
    return Fault(id, why, always(lambda body: [start, *steps]), None, stream, **settings)


_STREAM_HEAD = head(type="text/event-stream")
_WHOLE = b"".join(ITEMS)
_PRETTY = b"".join(
    b"".join(b"data: " + line + b"\n" for line in json.dumps(chunk(part), indent=1).encode().split(b"\n")) + b"\n"
    for part in PARTS
)

STREAMS = [
    _streaming(
        "stream-without-done",
        "servers that end with the finish reason",
        GIVES,
        _WHOLE + STOP,
        FIN,
    ),
    Fault(
        "stream-in-chunks-without-done",
        "servers that end with the finish reason",
        sending(lambda body: chunked([*ITEMS, STOP], type="text/event-stream")),
        None,
        GIVES,
    ),
    _streaming(
        "stream-without-finish-reason",
        "OpenAI's API reference: a stream is terminated by data: [DONE]",
        GIVES,
        _WHOLE + DONE,
        FIN,
    ),
    _streaming(
        "stream-without-end",
        "OpenAI's API reference: a stream is terminated by data: [DONE]",
        Outcome(StreamTruncatedError, text=TEXT),
        _WHOLE,
        FIN,
    ),
    Fault(
        "stream-in-chunks-without-end",
        "OpenAI's API reference: a stream is terminated by data: [DONE]",
        sending(lambda body: chunked(ITEMS[:3], type="text/event-stream")),
        None,
        Outcome(StreamTruncatedError, text=said(*ITEMS[:3])),
    ),
    _streaming("done-and-the-connection-stays", "nothing comes after [DONE]", GIVES, _WHOLE + STOP + DONE, HOLD),
    _streaming(
        "done-and-more",
        "nothing comes after [DONE]",
        GIVES,
        _WHOLE + STOP + DONE + event(chunk("never")) + b"data: garbage\n\n\xff\0",
        FIN,
    ),
    _streaming(
        "done-and-more-later",
        "nothing comes after [DONE]",
        GIVES,
        _WHOLE + STOP + DONE,
        Pause(0.02),
        event(chunk("never")),
        RESET,
    ),
    _streaming("done-without-blank-line", "servers that end so", GIVES, _WHOLE + STOP + b"data: [DONE]", FIN),
    _streaming("done-alone", "an answer of no items is one", Outcome(text=""), DONE, FIN),
    _streaming("done-without-space", "HTML, 9.2.6: the space is optional", GIVES, _WHOLE + b"data:[DONE]\n\n", HOLD),
    _streaming("comments-only", "HTML, 9.2.6: comments are ignored", TRUNCATED, b": ping\n\n" * 20, FIN),
    _streaming("blank-lines-only", "HTML, 9.2.6: no data, no event", TRUNCATED, b"\n\r\n\r" * 20, FIN),
    _streaming("fields-without-data", "HTML, 9.2.6: no data, no event", TRUNCATED, b"event: x\nid: 1\n\n" * 20, FIN),
    _streaming(
        "comments-between",
        "HTML, 9.2.6: comments are ignored",
        GIVES,
        b": ping\n\n".join((b"", *ITEMS, STOP, DONE)),
        FIN,
    ),
    _streaming(
        "comments-that-keep-it-alive",
        "each piece is in time",
        GIVES,
        *([ITEMS[0], *[b": ping\n\n", Pause(0.1)] * 5, b"".join(ITEMS[1:]) + STOP + DONE, FIN]),
        timeout=Timeout(connect=AMPLE, first_byte=AMPLE, idle=0.4),
    ),
    *(
        _streaming(
            f"lines-that-end-with-{name}",
            "HTML, 9.2.5: end-of-line = ( cr lf / cr / lf )",
            GIVES,
            STREAM.data.replace(b"\n", end),
            FIN,
        )
        for name, end in {"cr": b"\r", "crlf": b"\r\n"}.items()
    ),
    _streaming(
        "crlf-cut-in-two",
        "HTML, 9.2.5: however the stream was cut",
        GIVES,
        *[
            step
            for piece in STREAM.data.replace(b"\n", b"\r\n").replace(b"\r\n\r\n", b"\r|\n\r|\n").split(b"|")
            for step in (piece, Pause(0.002))
        ],
        FIN,
    ),
    _streaming(
        "line-ends-of-every-kind",
        "HTML, 9.2.5: end-of-line = ( cr lf / cr / lf )",
        GIVES,
        b"".join(
            piece.replace(b"\n", end) for piece, end in zip(STREAM.pieces, (b"\r", b"\n", b"\r\n") * 5, strict=False)
        ),
        FIN,
    ),
    _streaming(
        "events-a-byte-at-a-time",
        "HTML, 9.2.5: however the stream was cut",
        GIVES,
        *[STREAM.data[at : at + 1] for at in range(len(STREAM.data))],
        FIN,
    ),
    _streaming("events-over-many-lines", "HTML, 9.2.6: lines of data are joined", GIVES, _PRETTY + STOP + DONE, FIN),
    _streaming(
        "events-with-every-field",
        "HTML, 9.2.6: id, event, retry and others",
        GIVES,
        STREAM.data.replace(b"data: {", b"event: delta\nid: 7\nretry: 10\nother: x\nalone\n: comment\ndata:{"),
        FIN,
    ),
    _streaming(
        "a-line-separator-in-the-text",
        "HTML, 9.2.5: U+2028 and U+0085 end no line",
        Outcome(text="one\u2028two\u0085three"),
        event(chunk("one\u2028two\u0085three")) + STOP + DONE,
        FIN,
    ),
    _streaming(
        "an-event-of-8-MB",
        "a picture in a delta",
        Outcome(text="x" * (8 << 20)),
        b'data: {"id":"1","choices":[{"index":0,"delta":{"content":"',
        Repeated(b"x" * (1 << 20), 8),
        b'"}}]}\n\n' + STOP + DONE,
        FIN,
    ),
    _streaming(
        "an-event-of-70-MB",
        "sse.LIMIT: 64 MiB",
        Outcome(AnswerError, "larger than the limit", text=TEXT),
        _WHOLE + b"data: ",
        Repeated(b"x" * (1 << 20), 70),
        b"\n\n" + DONE,
        FIN,
    ),
    _streaming(
        "lines-of-an-event-without-end",
        "sse.LIMIT: 64 MiB",
        Outcome(AnswerError, "larger than the limit", text=TEXT),
        _WHOLE,
        Endless(b"data: more\n" * 10_000),
    ),
    _streaming(
        "event-error",
        "servers of the OpenAI kind name their errors so",
        Outcome(ProviderError, "no capacity", text=said(*ITEMS[:2])),
        b"".join(ITEMS[:2]) + b'event: error\ndata: {"message": "no capacity"}\n\n',
        HOLD,
    ),
    _streaming(
        "event-error-of-plain-words",
        "servers of the OpenAI kind name their errors so",
        Outcome(ProviderError, "no capacity", text=said(*ITEMS[:2])),
        b"".join(ITEMS[:2]) + b"event: error\ndata: no capacity\n\n",
        HOLD,
    ),
    _streaming(
        "error-with-its-type",
        "text generation servers name it in error_type",
        Outcome(OverloadedError, "no capacity", text=said(*ITEMS[:2])),
        b"".join(ITEMS[:2]) + event({"error": "no capacity", "error_type": "overloaded"}),
        HOLD,
    ),
    _streaming(
        "an-event-of-garbage",
        "OpenAI's API reference: an event is a JSON object",
        Outcome(AnswerError, "not JSON", text=said(*ITEMS[:2])),
        b"".join(ITEMS[:2]) + b"data: garbage\n\n" + b"".join(ITEMS[2:]) + DONE,
        HOLD,
    ),
]

FAULTS = [
    *_broken_off(),
    *LENGTHS,
    *CHUNKS,
    *CODINGS,
    *SLOW,
    *HEADERS,
    *CONTENT,
    *REDIRECTS,
    *REFUSALS,
    *STREAMS,
]
