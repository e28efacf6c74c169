"""What the sandbox receives: a request; what it gives back: a reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from inferloom_runtime.sandbox.value import Path, compact, jsonpath

MARK = {"x-inferloom-sandbox": "synthetic"}
"""The header on every reply: nothing here was made by a model."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request.

    Attributes:
        method: The HTTP method, in capitals.
        url: The absolute address, with the query.
        headers: The headers, names in lower case.
        body: The body.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    @property
    def host(self) -> str:
        """The host's name in lower case, without the port."""
        return (urlsplit(self.url).hostname or "").lower()

    @property
    def path(self) -> str:
        """The path, percent-decoded, without a slash at its end."""
        return "/" + unquote(urlsplit(self.url).path).strip("/")

    @property
    def query(self) -> dict[str, str]:
        """The query; of repeated names the last."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @property
    def content_type(self) -> str:
        """The body's media type in lower case, without its parameters; empty where none was given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP reply.

    Attributes:
        status: The HTTP status.
        headers: The headers, names in lower case.
        body: The whole body, or its pieces one by one for a stream.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes | Iterator[bytes]

    @property
    def content(self) -> bytes:
        """The whole body; reads a stream to its end, once."""
        return self.body if isinstance(self.body, bytes) else b"".join(self.body)


class Responder(Protocol):
    """Whatever answers requests: the sandbox, or something that wraps it."""

    def respond(self, request: Request) -> Reply:
        """Answer a request."""
        ...


class Refusal(Exception):
    """The request cannot be served.

    Args:
        status: The HTTP status to answer with.
        sentence: What was wrong, in one sentence.
        at: Where in the body it was, or None.
        headers: Further headers for the answer.
    """

    def __init__(
        self, status: int, sentence: str, at: Path | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.at = at
        self.headers: dict[str, str] = dict(headers or {})

    @property
    def reply(self) -> Reply:
        """The refusal as it goes out."""
        body: dict[str, str] = {"error": self.sentence}
        if self.at is not None:
            body["path"] = jsonpath(self.at)
        if self.status == 422:
            body["error_type"] = "validation"
        return of_json(body, self.status, self.headers)


def of_json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A reply that carries a JSON value.

    Args:
        value: The value.
        status: The HTTP status.
        headers: Further headers.
    """
    return Reply(status, {"content-type": "application/json", **MARK, **(headers or {})}, compact(value))


def of_bytes(content: bytes, media_type: str) -> Reply:
    """A reply that carries a picture, a sound or a film as it is."""
    return Reply(200, {"content-type": media_type, **MARK}, content)


def of_events(pieces: Iterator[bytes]) -> Reply:
    """A reply that is a stream of server-sent events, one a piece."""
    return Reply(200, {"content-type": "text/event-stream", "cache-control": "no-cache", **MARK}, pieces)
