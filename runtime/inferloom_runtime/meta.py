"""The story of a call: what every result, stream and error can tell about how it came to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inferloom_runtime import clock
from inferloom_runtime.errors import About, AnswerError, InferloomError, request_id_in
from inferloom_runtime.limits import Timeout

if TYPE_CHECKING:
    from inferloom_runtime.flow import Answer
    from inferloom_runtime.telemetry import Watch


@dataclass(frozen=True, slots=True)
class Timings:
    """Where the time of a call went, in seconds."""

    total: float
    """Seconds from the call to its result; for a stream, until now or its end."""
    first_byte: float | None = None
    """Seconds from sending the last request to the provider until its answer began; None where none came."""
    waited: float = 0.0
    """Seconds, of the total, spent waiting between attempts and between questions about a job."""


@dataclass(frozen=True, slots=True)
class Meta:
    """How a result came to be."""

    provider: str | None = None
    """Who answered: a provider's id, or "endpoint" for a URL."""
    task: str | None = None
    """The method that was called."""
    model: str | None = None
    """The model as the caller named it; where he named none, the one that was chosen."""
    status: int | None = None
    """The HTTP status of the provider's last answer; downloads and look-ups are not counted."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """That answer's headers, names in lower case."""
    request_id: str | None = None
    """The provider's name for the request, where it gave one."""
    attempts: int = 0
    """1, and one more for each time that a request had to be sent again."""
    timings: Timings = Timings(0.0)
    """Where the time went."""
    usage: Any = None
    """What was used and is billed, as the answer says (chat: a record with `total_tokens`); None where it does not."""


class Trail:
    """What has happened to a call so far. One is made for each call; whoever drives the call writes it.

    Args:
        about: The call.
        timeout: Its limits.

    Attributes:
        about: The call; the provider is filled in when it is chosen.
        total: The limit for the whole call in seconds, or None.
        ends: When that runs out, on `clock.now`; None where there is no limit.
        retries: How often a request was sent again.
        waited: Seconds spent waiting.
        status: The status of the provider's last answer.
        headers: That answer's headers.
        first_byte: Seconds until it began.
        secrets: The keys and passwords that were sent, which no error may repeat.
        url: The address that the provider was last asked at.
        output: The typed output of the last answer.
        watch: The span of the call; None where nobody asked for one.
        answer: The last answer that was read to its end, of whomever.
    """

    __slots__ = (
        "about",
        "answer",
        "ends",
        "finished",
        "first_byte",
        "headers",
        "output",
        "retries",
        "secrets",
        "started",
        "status",
        "total",
        "url",
        "waited",
        "watch",
    )

    def __init__(self, about: About, timeout: Timeout | None = None) -> None:
        self.about: About = about
        self.started: float = clock.now()
        self.finished: float | None = None
        self.total: float | None = None
        self.ends: float | None = None
        self.retries: int = 0
        self.waited: float = 0.0
        self.status: int | None = None
        self.headers: Mapping[str, str] = {}
        self.first_byte: float | None = None
        self.secrets: frozenset[str] = frozenset()
        self.url: str | None = None
        self.output: Any = None
        self.watch: Watch | None = None
        self.answer: Answer | None = None
        if timeout is not None:
            self.limit(timeout.total)

    def limit(self, total: float | None) -> None:
        """Set the limit for the whole call.

        Args:
            total: Seconds from the call's start, or None.
        """
        self.total = total
        self.ends = None if total is None else self.started + total

    def meta(self, usage: Any = None) -> Meta:
        """The story as it stands.

        Args:
            usage: What the answer says was used.

        Returns:
            The story.
        """
        if self.finished is None:
            total = clock.now() - self.started
        else:
            total = self.finished - self.started
        return Meta(
            self.about.provider,
            self.about.task,
            self.about.model,
            self.status,
            self.headers,
            request_id_in(self.headers),
            1 + self.retries if self.url is not None or self.retries else 0,
            Timings(total, self.first_byte, self.waited),
            usage,
        )


def tell(error: InferloomError, meta: Meta) -> None:
    """Let an error tell how the call went until then.

    Args:
        error: The error.
        meta: The story.
    """
    error.meta = meta
    error.attempts = error.attempts or meta.attempts
    if isinstance(error, AnswerError):
        error.status, error.request_id = meta.status, meta.request_id
