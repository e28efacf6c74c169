"""Jobs on the queues of providers: taken, asked for, cancelled."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inferloom_runtime.sandbox.answers import placed
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal
from inferloom_runtime.sandbox.table import Cell, Queue
from inferloom_runtime.sandbox.value import members, walk

HEADER = "x-inferloom-sandbox"
"""The request's header that carries a wish; a text of the body may say `[sandbox: <wish>]` instead."""

FAILURE = "The sandbox was asked to fail"
"""The words of every failure on request."""

_WISH = re.compile(
    r"((?P<fail>fail)(?: (?P<status>[45]\d\d))?|(?P<never>never)|(?P<polls>\d{1,6}) polls?)(?: at (?P<row>[a-z0-9-]+))?"
)
_IN_TEXT = re.compile(r"\[sandbox: ([^\]]{1,40})\]")
_LONGEST_TEXT = 20_000
_CANCELLED = re.compile("cancel|abort", re.IGNORECASE)
_MOST = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What a test wants of a call.

    Attributes:
        fails: It fails: a job ends so, every other call is answered with HTTP 500.
        status: The request itself is refused with this HTTP status; None for none.
        polls: How many times a job is asked for before it is done; None for once a state.
        never: A job stays in its queue for ever.
    """

    fails: bool = False
    status: int | None = None
    polls: int | None = None
    never: bool = False


def wish_of(headers: Mapping[str, str], given: Mapping[str, Any], row: str) -> Wish:
    """What a test wants of a call.

    Args:
        headers: The request's headers.
        given: The task's input.
        row: The provider's id; a wish may be for one of several.

    Raises:
        Refusal: 400; the wish cannot be understood.
    """
    words = headers.get(HEADER)
    for _, value in walk(dict(given)) if words is None else ():
        if isinstance(value, str) and len(value) < _LONGEST_TEXT and (found := _IN_TEXT.search(value)):
            words = found[1]
            break
    if words is None:
        return Wish()
    found = _WISH.fullmatch(words.strip())
    if found is None:
        known = "fail, 'fail 429', never or '5 polls', perhaps with ' at groq' behind it"
        raise Refusal(400, f"The sandbox does not understand {words[:40]!r}; say {known}.")
    if found["row"] not in (None, row):
        return Wish()
    status, polls = found["status"], found["polls"]
    return Wish(
        fails=found["fail"] is not None,
        status=int(status) if status else None,
        polls=int(polls) if polls else None,
        never=found["never"] is not None,
    )


def grant(wish: Wish, whose: str, task: str, *, is_queued: bool) -> None:
    """Let a call fail that is to fail at once.

    Args:
        wish: What a test wants.
        whose: The provider's name.
        task: The task.
        is_queued: Whether the call only takes a job, whose turn to fail comes later.

    Raises:
        Refusal: The status that was wished for, or 500; 400 where there is no queue for the wish.
    """
    if wish.status is not None or (wish.fails and not is_queued):
        raise Refusal(wish.status or 500, f"{FAILURE}.")
    if wish != Wish() and not is_queued:
        raise Refusal(400, f"{whose} has no queue for {task}; of wishes only 'fail' can be granted.")


@dataclass(slots=True)
class Job:
    """One job.

    Attributes:
        id: Its id.
        row: The provider's id.
        cell: How the provider does the task.
        ticket: The answer that took the job, which every later state repeats.
        make: Makes the result; the argument keeps a file and gives its address.
        wish: What a test wants of it.
    """

    id: str
    row: str
    cell: Cell
    ticket: Any
    make: Callable[[Callable[[bytes], str]], Any]
    wish: Wish = field(default_factory=Wish)
    _asked: int = 0
    _ended: str | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def state(self, put_file: Callable[[bytes], str]) -> Any:
        """Answer a question for the state, and go on to the next.

        Args:
            put_file: Keeps a file and gives its address.

        Raises:
            Refusal: 500; the job failed, and the provider has no state for that.
        """
        queue = self._queue
        with self._lock:
            name = self._ended or self._next()
        if name in queue.done:
            found = self.make(put_file) if queue.then is None else None
            return placed(_merged(self.ticket, found), queue.status, name)
        answer = placed(self.ticket, queue.status, name)
        words = FAILURE if self.wish.fails else "The job was cancelled"
        return placed(answer, queue.error, words) if name in queue.failed and queue.error else answer

    def result(self, put_file: Callable[[bytes], str]) -> Any:
        """The result.

        Args:
            put_file: Keeps a file and gives its address.

        Raises:
            Refusal: 400; the job is not done.
        """
        if self._ended not in self._queue.done:
            raise Refusal(400, f"The job {self.id} is not done: it has no result.")
        return self.make(put_file)

    def cancel(self) -> Any:
        """Give the job up.

        Raises:
            Refusal: 400; it has ended already.
        """
        queue = self._queue
        with self._lock:
            if self._ended is not None:
                raise Refusal(400, f"The job {self.id} has ended already: {self._ended}.")
            named = [name for name in queue.failed if _CANCELLED.search(name)]
            self._ended = next(iter([*named, *queue.failed[-1:]]), "cancelled")
        return placed(self.ticket, queue.status, self._ended)

    def finish(self) -> str:
        """End the job at once; gives the state's name."""
        self._ended = self._queue.done[0]
        return self._ended

    @property
    def _queue(self) -> Queue:
        assert self.cell.queue is not None
        return self.cell.queue

    def _next(self) -> str:
        pending, asked = self._queue.pending, self._asked
        self._asked += 1
        wanted = len(pending) if self.wish.polls is None else self.wish.polls
        if self.wish.never or asked < wanted:
            return pending[min(asked, len(pending) - 1)]
        if self.wish.fails:
            named = [name for name in self._queue.failed if not _CANCELLED.search(name)] or list(self._queue.failed)
            if not named:
                raise Refusal(500, FAILURE)
            self._ended = named[0]
        else:
            self._ended = self._queue.done[0]
        return self._ended


class Jobs:
    """All jobs of a sandbox, by the addresses that ask for them; only the newest 500 are kept.

    Args:
        seed: The sandbox's seed, which changes the ids.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._taken = 0
        self._addresses: dict[str, tuple[Job, dict[str, str]]] = {}
        self._newest: list[Job] = []
        self._lock = threading.Lock()

    def name(self) -> str:
        """An id for the next job."""
        with self._lock:
            self._taken += 1
            digits = Dice(self._seed, "job", self._taken).name(32)
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def add(self, job: Job, addresses: Iterable[tuple[str, str, str]]) -> None:
        """Take a job.

        Args:
            job: The job.
            addresses: Path, method, and what they are for: "state", "result" or "cancel".
        """
        with self._lock:
            for path, method, what in addresses:
                self._addresses.setdefault(path, (job, {}))[1][method] = what
            self._newest.append(job)
            if len(self._newest) > _MOST:
                oldest = self._newest.pop(0)
                self._addresses = {path: found for path, found in self._addresses.items() if found[0] is not oldest}

    def find(self, path: str) -> tuple[Job, Mapping[str, str]] | None:
        """The job that a path is for, with what each method does; None where there is none."""
        with self._lock:
            return self._addresses.get(path)


def _merged(old: Any, new: Any) -> Any:
    """One object with the members of two."""
    there = members(old)
    if there and members(new):
        return {**there, **{name: _merged(there.get(name), value) for name, value in members(new).items()}}
    return old if new is None else new
