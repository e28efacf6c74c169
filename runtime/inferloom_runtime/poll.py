"""Jobs on a provider's queue: the ticket, the waiting, the end."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias, cast

from inferloom_runtime import clock, codec, download, wire
from inferloom_runtime.call import Call
from inferloom_runtime.errors import AnswerError, InferenceTimeoutError, JobCancelledError, JobFailedError, UsageError
from inferloom_runtime.flow import Flow, Request, Sleep
from inferloom_runtime.retry import hint

Path = tuple[str | int, ...]

Kind: TypeAlias = Literal["pending", "done", "failed", "cancelled"]
"""What a job's state means, whatever word the provider has for it."""

_GROWTH = 1.2
_SLOWEST = 10.0


@dataclass(frozen=True, slots=True)
class Poll:
    """How a provider's queue is asked.

    Attributes:
        status: Path of the state in a status answer.
        pending: States that mean: not yet.
        done: States that mean: finished.
        failed: States that mean: it will never be.
        every: Seconds between two questions; they grow up to ten times that, or to what the server asks for.
        first: Seconds before the first question.
        deadline: Seconds until waiting ends.
        error: Path of the words of a failure.
        absent_is: What it means when the state is absent: "pending" or "failed".
        headers: Headers that the provider wants with each question.
        keyless: The address is asked as the answer gave it, on whatever host, and no key goes along.
        own: The queue's address where the call is not routed; None where it is the provider's own.
    """

    status: Path
    pending: frozenset[str]
    done: frozenset[str]
    failed: frozenset[str]
    every: float
    deadline: float
    first: float = 0.0
    error: Path = ()
    absent_is: str = "failed"
    headers: tuple[tuple[str, str], ...] = ()
    keyless: bool = False
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A job's place in a queue: plain values that may be kept and taken up again by another process; no key.

    Attributes:
        id: The provider's name for the job.
        status_url: The address that tells its state.
        result_url: The address of its result, or None where the last state is the result.
        cancel_url: The address that cancels it, or None.
        cancel_method: The HTTP method of that.
        value: The result, where there was nothing to wait for.
        done: It was done before the first question.
    """

    id: str
    status_url: str
    result_url: str | None = None
    cancel_url: str | None = None
    cancel_method: str = "POST"
    value: Any = None
    done: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The ticket as plain JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class State:
    """A job's state at one moment.

    Attributes:
        name: The provider's word.
        kind: "pending", "done", "failed" or "cancelled".
        value: The whole status answer.
        wait: Seconds after which the server wants to be asked again, or None.
    """

    name: str
    kind: Kind
    value: Any
    wait: float | None


def ask(call: Call, ticket: Ticket, poll: Poll) -> Flow[State]:
    """Ask for a job's state.

    Args:
        call: The call that made the job, or one like it.
        ticket: The job.
        poll: How this queue is asked.

    Returns:
        A flow whose result is the state.
    """
    if poll.keyless:
        yield from download.guarded(ticket.status_url, call.base_url, call.about)
    answer = yield from wire.send(_question(call, ticket.status_url, poll), call.retries)
    value = wire.located(call, lambda: codec.decode(answer.body, cast("type[Any]", Any)))
    found = wire.part(value, poll.status)
    if found is None:
        return State("", cast(Kind, poll.absent_is), value, hint(answer.headers))
    name = str(found)
    kind: Kind
    if name in poll.done:
        kind = "done"
    elif name in poll.failed:
        kind = _ended(name)
    else:
        kind = "pending"
        if name not in poll.pending:
            warnings.warn(f"{call.about.provider} reports the unknown job state {name!r}; still waiting.", stacklevel=2)
    return State(name, kind, value, hint(answer.headers))


def wait(call: Call, ticket: Ticket, poll: Poll, *, deadline: float | None = None) -> Flow[Any]:
    """Wait for a job's end.

    Args:
        call: The call that made the job, or one like it.
        ticket: The job.
        poll: How this queue is asked.
        deadline: Seconds to wait at most; the queue's own by default.

    Returns:
        A flow whose result is the JSON of the job's result.

    Raises:
        JobFailedError: The provider gave the job up.
        InferenceTimeoutError: It did not end in time.
    """
    if ticket.value is not None:
        return ticket.value
    if ticket.done and ticket.result_url is not None:
        return (yield from fetch(call, ticket, State("", "done", None, None), poll))
    limit = poll.deadline if deadline is None else deadline
    end = clock.now() + limit
    pause = poll.every
    if poll.first:
        yield Sleep(min(poll.first, limit))
    while True:
        state = yield from ask(call, ticket, poll)
        if state.kind == "done":
            return (yield from fetch(call, ticket, state, poll))
        if state.kind != "pending":
            raise failure(call, ticket, state, poll)
        left = end - clock.now()
        if left <= 0:
            error = InferenceTimeoutError(
                f"Job {ticket.id} is still {state.name or 'unfinished'} after {limit:g} s of waiting.",
                about=call.about,
            )
            error.seconds = limit
            raise error
        yield Sleep(min(state.wait or pause, left))
        pause = min(pause * _GROWTH, max(poll.every, _SLOWEST))


def fetch(call: Call, ticket: Ticket, state: State, poll: Poll) -> Flow[Any]:
    """Get the result of a job that is done.

    Args:
        call: The call.
        ticket: The job.
        state: Its last state.
        poll: How this queue is asked.

    Returns:
        A flow whose result is the result's JSON.
    """
    if ticket.result_url is None:
        return state.value
    answer = yield from wire.send(_question(call, ticket.result_url, poll), call.retries)
    return wire.located(call, lambda: codec.decode(answer.body, cast("type[Any]", Any)))


def failure(call: Call, ticket: Ticket, state: State, poll: Poll) -> JobFailedError:
    """The error for a job that the provider gave up.

    Args:
        call: The call.
        ticket: The job.
        state: Its last state.
        poll: How this queue is asked.

    Returns:
        The error, with the provider's own words.
    """
    words = wire.part(state.value, poll.error) if poll.error else None
    said = words if isinstance(words, str) else json.dumps(words) if words else "no reason given"
    kind = JobCancelledError if state.kind == "cancelled" else JobFailedError
    return kind(
        f"Job {ticket.id} ended as {state.name or 'an answer without a state'}: {said}.",
        about=call.about,
        attempts=1,
        server_message=said if words else "",
    )


def cancel(call: Call, ticket: Ticket) -> Flow[None]:
    """Ask the provider to give a job up.

    Args:
        call: The call.
        ticket: The job.

    Raises:
        UsageError: The provider has no way to cancel.
    """
    if ticket.cancel_url is None:
        raise UsageError(f"Provider {call.about.provider} cannot cancel a job.", about=call.about)
    yield from wire.send(call.request(ticket.cancel_url, method=ticket.cancel_method), call.retries)


def ticket_of(
    call: Call, value: Any, *, id: Path, urls: Mapping[str, str | None], poll: Poll, unless: Path = ()
) -> Ticket:
    """A job's ticket, from the answer that took the job.

    Args:
        call: The call; it keeps the ticket, for whoever has to tell that the work was handed in.
        value: The answer's JSON.
        id: Path of the job's id.
        urls: The addresses `status`, `result` and `cancel`, worked out; `cancel_method` too.
        poll: How this queue is asked.
        unless: Path of the result, for servers that may have it ready at once.

    Returns:
        The ticket.

    Raises:
        JobFailedError: The provider gave the job up at once.
        AnswerError: The answer names no address to ask.
    """
    state = wire.part(value, poll.status)
    name = str(wire.part(value, id) or "")
    if state is not None and str(state) in poll.failed:
        word = str(state)
        raise failure(call, Ticket(name, ""), State(word, _ended(word), value, None), poll)
    ready = wire.part(value, unless) if unless else None
    status = urls.get("status")
    if ready is None and not status:
        raise AnswerError("The answer names no address to ask for the job.", about=call.about, attempts=1)
    done = state is not None and str(state) in poll.done
    if ready is None and done and not urls.get("result"):
        ready = value
    call.ticket = ticket = Ticket(
        name,
        status or "",
        urls.get("result"),
        urls.get("cancel"),
        urls.get("cancel_method") or "POST",
        value if ready is not None else None,
        done,
    )
    return ticket


def _ended(word: str) -> Kind:
    return "cancelled" if "cancel" in word.lower() else "failed"


def _question(call: Call, url: str, poll: Poll) -> Request:
    if not poll.keyless:
        return call.request(url, method="GET", own_headers=dict(poll.headers))
    if not url.lower().startswith(("https://", "http://")):
        raise AnswerError("The answer's address of the job is not http(s).", about=call.about, attempts=1)
    return Request("GET", url, headers={"accept": "*/*"}, timeout=call.timeout, about=call.about, main=True)
