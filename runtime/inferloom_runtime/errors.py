"""Everything that can go wrong, as one tree by whose fault it is.

InferloomError
├── UsageError (ValueError)               the call itself: nothing was sent
│   ├── MissingDependencyError            an extra that the call needs is not installed
│   └── ModelNotSupportedError            the model or the provider does not serve the task
├── ConnectionFailedError (ConnectionError)   no answer came
│   └── InferenceTimeoutError (TimeoutError)
├── ProviderError                         the server answered, and the answer is a refusal
│   ├── BadRequestError 400    AuthenticationError 401    PermissionDeniedError 403
│   ├── NotFoundError 404      RepositoryNotFoundError (the Hub's 404)
│   ├── UnprocessableEntityError 422      RateLimitError 429      ServerError 5xx
│   ├── JobFailedError                    a job on a provider's queue came to nothing
│   │   └── JobCancelledError             somebody cancelled it
│   └── TextGenerationError               what text generation servers name in `error_type`
│       └── ValidationError  GenerationError  IncompleteGenerationError  OverloadedError  UnknownError
└── AnswerError                           an answer came and cannot be used
    ├── StreamTruncatedError              a stream ended before its end
    └── StructuredAnswerError             an answer that should have been of a type is not; `text` is what came
        └── RefusalError  LengthFinishReasonError  ContentFilterFinishReasonError  SchemaMismatchError
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from inferloom_runtime.redaction import shown_url

if TYPE_CHECKING:
    from inferloom_runtime.job import AsyncJob, Job


@dataclass(frozen=True, slots=True)
class About:
    """Which call an error speaks of.

    Attributes:
        provider: The provider's id, or "endpoint" for a URL.
        task: The method's name.
        model: The model as the caller named it, or None; of a URL, without the user, password and query it may have.
    """

    provider: str | None = None
    task: str | None = None
    model: str | None = None

    def __post_init__(self) -> None:
        # Errors, results and logs show the model; a URL may carry a user, a password or a key.
        if self.model is not None and "://" in self.model:
            object.__setattr__(self, "model", shown_url(self.model))

    def __str__(self) -> str:
        parts = [f"{self.task}()" if self.task else "", f"provider {self.provider}" if self.provider else ""]
        parts.append(f"model {self.model}" if self.model else "")
        return ", ".join(part for part in parts if part)


class InferloomError(Exception):
    """The root of every error that this package raises.

    Attributes:
        message: What was wrong, in one sentence.
        about: The provider, task and model of the call.
        attempts: How many requests were sent before giving up.
        is_retry_safe: Whether the same call may be made again without being served twice.
        status: The HTTP status of the answer that was refused or could not be used; None where none came.
        request_id: The server's name for the request, where it gave one.
        server_message: The server's own words; empty where there are none.
        meta: How the call went until then (a `Meta`); None where nothing was sent for a client.
        ticket: The job that was handed in before this went wrong, or None: the work goes on, and may be taken up again.
        job: The same as a `Job`, where the call was made by a client.
    """

    is_retry_safe: bool = False
    status: int | None = None
    request_id: str | None = None
    server_message: str = ""
    meta: Any = None
    ticket: Any = None
    job: Job[Any] | AsyncJob[Any] | None = None

    def __init__(self, message: str, *, about: About | None = None, attempts: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.about: About = about or About()
        self.attempts = attempts

    @property
    def provider(self) -> str | None:
        """The provider's id, or "endpoint" for a URL."""
        return self.about.provider

    @property
    def task(self) -> str | None:
        """The method that was called."""
        return self.about.task

    @property
    def model(self) -> str | None:
        """The model as the caller named it."""
        return self.about.model

    def __str__(self) -> str:
        where = str(self.about)
        if self.attempts > 1:
            where += f"{', ' if where else ''}{self.attempts} attempts"
        return f"{self.message} [{where}]" if where else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # An error may cross to another process; its arguments are keywords, which pickle would not find by itself.
        # A job stays behind: it holds the client, and so the key. Its ticket goes along.
        return _revived, (type(self), self.message, {key: it for key, it in self.__dict__.items() if key != "job"})


def _revived(kind: type[InferloomError], message: str, members: dict[str, Any]) -> InferloomError:
    error = kind.__new__(kind, message)
    error.args = (message,)
    error.__dict__.update(members)
    return error


class UsageError(InferloomError, ValueError):
    """The call itself is wrong; nothing was sent."""


class MissingDependencyError(UsageError, ImportError):
    """The call needs a package that is not installed; the message names the extra that brings it."""


class ModelNotSupportedError(UsageError):
    """The model, or the provider, does not serve this task."""


class ConnectionFailedError(InferloomError, ConnectionError):
    """No answer came: the server could not be reached, or the connection broke."""

    is_retry_safe = True


class InferenceTimeoutError(ConnectionFailedError, TimeoutError):
    """No answer came in time.

    Attributes:
        limit: Which limit ran out: "connect", "first_byte", "idle" or "total" of `Timeout`; None for the deadline of a
            job on a provider's queue, or where the HTTP client has limits of its own.
        seconds: That limit, or None where it is not known.
    """

    limit: str | None = None
    seconds: float | None = None


class ProviderError(InferloomError):
    """The server answered with a refusal.

    Attributes:
        status: The HTTP status, or None for an error inside a stream.
        headers: The answer's headers, names in lower case.
        body: The answer's body, as text.
        request_id: The server's name for the request, where it gave one.
        server_message: The server's own words.
    """

    def __init__(
        self,
        message: str,
        *,
        about: About | None = None,
        attempts: int = 0,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: str = "",
        server_message: str = "",
    ) -> None:
        super().__init__(message, about=about, attempts=attempts)
        self.status = status
        self.headers: dict[str, str] = dict(headers or {})
        self.body = body
        self.server_message = server_message
        self.request_id: str | None = request_id_in(self.headers)

    @property
    def status_code(self) -> int | None:
        """The HTTP status, by the name other clients use."""
        return self.status


class BadRequestError(ProviderError):
    """400: the server did not understand the request."""


class AuthenticationError(ProviderError):
    """401: the key is missing, wrong or expired."""


class PermissionDeniedError(ProviderError):
    """403: the key is known and may not do this."""


class NotFoundError(ProviderError):
    """404: no such model or address."""


class RepositoryNotFoundError(NotFoundError):
    """404 from the Hub: no such model, or a private one and no key for it."""


class UnprocessableEntityError(ProviderError):
    """422: the request was understood and does not fit."""


class RateLimitError(ProviderError):
    """429: too many requests, or the credit is used up."""

    is_retry_safe = True


class ServerError(ProviderError):
    """5xx: the server failed."""

    is_retry_safe = True


class JobFailedError(ProviderError):
    """A job on a provider's queue ended without a result."""


class JobCancelledError(JobFailedError):
    """A job on a provider's queue was cancelled."""


class TextGenerationError(ProviderError):
    """A refusal that a text generation server named in `error_type`."""


class ValidationError(TextGenerationError, UnprocessableEntityError):
    """`error_type` is "validation": an argument does not fit the model."""


class GenerationError(TextGenerationError):
    """`error_type` is "generation": the model failed."""


class IncompleteGenerationError(TextGenerationError):
    """`error_type` is "incomplete_generation": the generation broke off."""


class OverloadedError(TextGenerationError):
    """`error_type` is "overloaded": the server has too much to do."""

    is_retry_safe = True


class UnknownError(TextGenerationError):
    """`error_type` is one that is not known here."""


class AnswerError(InferloomError):
    """An answer came and cannot be used: it is not what the wire promises."""


class StreamTruncatedError(AnswerError):
    """A stream ended before it said that it was complete.

    Attributes:
        received: The text that had come, where the stream is one of text; of several answers to one request, the
            pieces in the order in which they came.
        items: How many items had come.
    """

    def __init__(
        self, message: str, *, about: About | None = None, attempts: int = 0, received: str = "", items: int = 0
    ) -> None:
        super().__init__(message, about=about, attempts=attempts)
        self.received = received
        self.items = items


class StructuredAnswerError(AnswerError):
    """An answer came, and is not of the type that was asked for.

    Attributes:
        text: What the model said, as it came.
        completion: The whole answer, or None where it is not complete.
    """

    def __init__(
        self, message: str, *, about: About | None = None, attempts: int = 1, text: str = "", completion: Any = None
    ) -> None:
        super().__init__(message, about=about, attempts=attempts)
        self.text = text
        self.completion = completion


class RefusalError(StructuredAnswerError):
    """The model declined to answer; `text` is its reason."""


class LengthFinishReasonError(StructuredAnswerError):
    """The answer was cut off at the limit of tokens."""


class ContentFilterFinishReasonError(StructuredAnswerError):
    """The server's content filter withheld the answer, or the rest of it."""


class SchemaMismatchError(StructuredAnswerError):
    """The answer is no JSON, or does not fit the type."""


def request_id_in(headers: Mapping[str, str]) -> str | None:
    """The server's name for a request.

    Args:
        headers: The answer's headers, names in lower case.

    Returns:
        The name, or None where the server gave none.
    """
    return next((headers[name] for name in _REQUEST_ID_HEADERS if name in headers), None)


_REQUEST_ID_HEADERS = ("x-request-id", "x-amzn-requestid", "request-id", "cf-ray", "x-inference-id", "x-fal-request-id")

_BY_STATUS: dict[int, type[ProviderError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}

_BY_ERROR_TYPE: dict[str, type[TextGenerationError]] = {
    "validation": ValidationError,
    "generation": GenerationError,
    "incomplete_generation": IncompleteGenerationError,
    "overloaded": OverloadedError,
}

_BY_WORD: dict[str, type[ProviderError]] = {
    **dict.fromkeys(("bad_request", "context_length_exceeded", "failed_precondition"), BadRequestError),
    **dict.fromkeys(("invalid_argument", "invalid_request", "validation", "value"), BadRequestError),
    **dict.fromkeys(("authentication", "invalid_api_key", "unauthenticated", "unauthorized"), AuthenticationError),
    **dict.fromkeys(("forbidden", "permission", "permission_denied"), PermissionDeniedError),
    **dict.fromkeys(("model_not_found", "not_found"), NotFoundError),
    **dict.fromkeys(("unprocessable_entity",), UnprocessableEntityError),
    **dict.fromkeys(("insufficient_quota", "quota_exceeded", "rate_limit", "rate_limit_exceeded"), RateLimitError),
    **dict.fromkeys(("rate_limited", "resource_exhausted", "too_many_requests"), RateLimitError),
    **dict.fromkeys(("api", "bad_gateway", "deadline_exceeded", "engine_overloaded", "internal"), ServerError),
    **dict.fromkeys(("internal_server", "overloaded", "server", "service_unavailable", "unavailable"), ServerError),
}
"""The words for what an HTTP status would say, as OpenAI's, Anthropic's and Google's APIs and vLLM use them; without
the ending `_error`, with `_` for a change of case."""

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_WORDS_LIMIT = 2000


def words_of(body: bytes) -> tuple[str, str | None]:
    """The server's own words in an error's body.

    Args:
        body: The body, in whatever shape the server chose.

    Returns:
        The words (empty where there are none), with the text generation server's `error_type` where it gave one.
    """
    text = body[: 64 * 1024].decode("utf-8", "replace").strip()
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        title = _TITLE.search(text)
        return (title.group(1).strip() if title else "" if text.startswith("<") else text)[:_WORDS_LIMIT], None
    return words_in(value)


def words_in(value: object) -> tuple[str, str | None]:
    """The server's own words in a decoded error.

    Args:
        value: What the error's JSON says: an object, a list of them, or a string.

    Returns:
        The words (empty where there are none), with the text generation server's `error_type` where it gave one.
    """
    kind: str | None = None
    for _ in range(8):
        if isinstance(value, str):
            return value.strip()[:_WORDS_LIMIT], kind
        if isinstance(value, Mapping):
            members = cast("Mapping[str, Any]", value)
            found = members.get("error_type")
            kind = found if isinstance(found, str) else kind
            path = members.get("path")
            inner = next((members[key] for key in _WORD_KEYS if members.get(key)), None)
            if inner is None:
                return (json.dumps(value, ensure_ascii=False)[:_WORDS_LIMIT] if members else ""), kind
            if isinstance(inner, str) and isinstance(path, str) and path not in inner:
                inner = f"{path}: {inner}"
            value = cast("object", inner)
            continue
        if isinstance(value, Sequence):
            items = cast("Sequence[object]", value)
            if all(isinstance(item, Mapping) for item in items):
                return "; ".join(_item_words(cast("Mapping[str, Any]", item)) for item in items)[:_WORDS_LIMIT], kind
            return "; ".join(str(item) for item in items)[:_WORDS_LIMIT], kind
        return ("" if value is None else str(value)), kind
    return "", kind


_WORD_KEYS = ("error", "errors", "detail", "message", "msg", "error_message", "title")


def _item_words(item: Mapping[str, Any]) -> str:
    where = item.get("loc")
    words = words_in(item)[0]
    if isinstance(where, list):
        return ".".join(str(part) for part in cast("list[object]", where)) + f": {words}"
    return words


def _kind_named(value: object, depth: int = 4) -> type[ProviderError] | None:
    """The kind of an error inside a stream, by the status or the word that it bears itself."""
    if isinstance(value, list) and value:
        value = cast("list[object]", value)[0]
    if not isinstance(value, Mapping) or not depth:
        return None
    members = cast("Mapping[str, object]", value)
    # The inner error is the more precise one: {"type": "error", "error": {"type": "overloaded_error"}}.
    kinds = [_kind_named(members.get(key), depth - 1) for key in ("error", "errors", "detail")]
    kinds += [_kind_of(members.get(key)) for key in ("status_code", "status", "code", "type")]
    return next((kind for kind in kinds if kind is not None), None)


def _json_in(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _kind_of(said: object) -> type[ProviderError] | None:
    if isinstance(said, str) and said.isascii() and said.isdigit():
        said = int(said)
    if isinstance(said, int) and 400 <= said < 600:
        return _BY_STATUS.get(said, ServerError if said >= 500 else ProviderError)
    if not isinstance(said, str):
        return None
    word = re.sub(r"(?<=[a-z])(?=[A-Z])|[ -]", "_", said).lower().removesuffix("_error")
    return _BY_WORD.get(word)


def refusal(
    status: int | None, headers: Mapping[str, str], body: bytes, *, about: About, attempts: int = 1
) -> ProviderError:
    """The error for an answer with an error status, or for an error inside a stream.

    Args:
        status: The HTTP status, which is below 400 where an error stands in the place of a result; None for an error
            that came as an event of a stream.
        headers: The answer's headers, names in lower case.
        body: The answer's body, or the event's data.
        about: The call.
        attempts: How many requests were sent.

    Returns:
        The error, ready to be raised; its class says what kind of refusal it is.
    """
    words, error_type = words_of(body)
    words = "".join(mark if mark.isprintable() or mark in "\n\t" else repr(mark)[1:-1] for mark in words)
    if error_type is not None:
        kind: type[ProviderError] = _BY_ERROR_TYPE.get(error_type, UnknownError)
    elif status is None or status < 400:
        kind = _kind_named(_json_in(body)) or ProviderError
    elif status == 404 and headers.get("x-error-code") == "RepoNotFound":
        kind = RepositoryNotFoundError
    else:
        kind = _BY_STATUS.get(status, ServerError if status >= 500 else ProviderError)
    said = words or "no explanation"
    if status is None:
        message = f"The server broke off the stream: {said}"
    elif status < 400:
        message = f"The server answered HTTP {status} with an error: {said}"
    else:
        message = f"The server refused with HTTP {status}: {said}"
    return kind(
        message,
        about=about,
        attempts=attempts,
        status=status,
        headers=headers,
        body=body[: 64 * 1024].decode("utf-8", "replace"),
        server_message=words,
    )
