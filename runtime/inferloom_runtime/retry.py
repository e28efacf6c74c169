"""When a request is sent again, with how long to wait before."""

from __future__ import annotations

import email.utils
import random
import re
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from inferloom_runtime.errors import UsageError
from inferloom_runtime.forks import Lock

RETRIED_STATUSES = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
DEFAULT_RETRIES = 2

_DOUBLINGS = 60
_LONGEST = 10_000_000.0
"""Seconds, a third of a year: a computer cannot sleep for ever."""


@dataclass(frozen=True, slots=True)
class Retry:
    """What is sent again, how often, and after how long.

    A request is sent again after a connection failure or one of `statuses`, never after the first byte of a stream was
    delivered, never past the call's total time, and never when its body cannot be read a second time.

    Attributes:
        max_retries: How many times one request is sent again. 0 or more.
        first: Seconds: the first wait is a random time up to this ("full jitter"); it doubles with each attempt.
        longest: Seconds: the longest such wait.
        longest_hint: Seconds: when the server asks to wait longer than this, the call fails at once instead.
        statuses: The HTTP statuses that a repetition may mend.
        budget: How many retries all calls of a client may have in hand together. Each one uses one up, ten answers
            without an error give one back, so that clients do not beat a server that is down.

    Raises:
        UsageError: A value is out of range.
    """

    max_retries: int = DEFAULT_RETRIES
    first: float = 0.5
    longest: float = 8.0
    longest_hint: float = 60.0
    statuses: frozenset[int] = RETRIED_STATUSES
    budget: int = 100

    def __post_init__(self) -> None:
        for name in ("max_retries", "budget"):
            value: object = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise UsageError(f"{name}={value!r} must be a whole number, 0 or more.")
        for name in ("first", "longest", "longest_hint"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
                raise UsageError(f"Retry.{name}={value!r} must be a number of seconds, 0 or more.")
        statuses = cast(object, self.statuses)
        each = cast("Collection[object]", statuses) if isinstance(statuses, Collection) else [None]
        if not all(type(one) is int for one in each):
            raise UsageError(f"Retry.statuses={statuses!r} must be HTTP statuses, such as frozenset({{429, 503}}).")
        object.__setattr__(self, "statuses", frozenset(each))

    def delay(self, attempt: int, status: int | None, headers: Mapping[str, str]) -> float | None:
        """How long to wait before the next attempt.

        Args:
            attempt: How many attempts were made, from 1.
            status: The last answer's status, or None where none came.
            headers: The last answer's headers, names in lower case; empty where none came.

        Returns:
            Seconds: what the server asks for, else a random time up to `first`, doubled with each attempt. None when
            the server asks for more than `longest_hint`.
        """
        asked = _asked(headers)
        if asked is None and status in {429, 503}:
            asked = _until_reset(headers)
        if asked is not None:
            return None if asked > min(self.longest_hint, _LONGEST) else max(asked, 0.0)
        return random.uniform(0, min(self.first * 2 ** min(attempt - 1, _DOUBLINGS), self.longest, _LONGEST))


class Budget:
    """How many retries the calls of a client have left together."""

    _GIVEN_BACK = 0.1

    def __init__(self) -> None:
        self._used = 0.0
        self._lock = Lock()

    def take(self, limit: int) -> bool:
        """Use one retry up.

        Args:
            limit: The policy's `budget`.

        Returns:
            Whether there was one.
        """
        with self._lock:
            if self._used + 1 > limit:
                return False
            self._used += 1
            return True

    def give_back(self) -> None:
        """An answer came that is no error."""
        if self._used:
            with self._lock:
                self._used = max(0.0, self._used - self._GIVEN_BACK)

    def __reduce__(self) -> tuple[type[Budget], tuple[()]]:
        return Budget, ()


@dataclass(frozen=True, slots=True)
class Retries:
    """A policy with the budget that it draws on.

    Attributes:
        policy: The policy.
        budget: What the client's calls share.
    """

    policy: Retry
    budget: Budget


def retry_of(max_retries: object) -> Retry:
    """The policy that a caller gave.

    Args:
        max_retries: A number, or a `Retry`.

    Returns:
        The policy.

    Raises:
        UsageError: It is something else, or below 0.
    """
    if isinstance(max_retries, Retry):
        return max_retries
    if isinstance(max_retries, bool) or not isinstance(max_retries, int):
        raise UsageError(f"max_retries={max_retries!r} must be a whole number, 0 or more, or a Retry.")
    return Retry(max_retries)


def hint(headers: Mapping[str, str], longest: float = 60.0) -> float | None:
    """How long the server asks to wait.

    Args:
        headers: The answer's headers, names in lower case.
        longest: Seconds that are believed at most.

    Returns:
        Seconds; None where the server says nothing.
    """
    seconds = _asked(headers)
    return None if seconds is None else min(max(seconds, 0.0), longest)


def _asked(headers: Mapping[str, str]) -> float | None:
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if (given := headers.get(name)) is not None and _NUMBER.fullmatch(given.strip()):
            return float(given) * unit
    date = email.utils.parsedate_tz(headers.get("retry-after", ""))
    try:
        return None if date is None else email.utils.mktime_tz(date) - time.time()
    except (ValueError, OverflowError):  # the year 99999
        return None


_NUMBER = re.compile(r"\d{1,10}(\.\d*)?", re.ASCII)
_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d*)?)s)?(?:(\d+(?:\.\d*)?)ms)?", re.ASCII)
_EPOCH = 1_000_000_000
_LIMITED = re.compile(r"\br=0\b")
_RESETS_IN = re.compile(r"\bt=(\d+)\b")


def _until_reset(headers: Mapping[str, str]) -> float | None:
    """Seconds until a used-up quota is full again, by the headers that say so.

    `ratelimit: "name";r=0;t=12` and `ratelimit-reset: 12` are the IETF's drafts; `x-ratelimit-reset-requests: 6m0s`
    with `x-ratelimit-remaining-requests: 0` is OpenAI's way and its kin's; `x-ratelimit-reset` is seconds or a Unix
    time.
    """
    for item in headers.get("ratelimit", "").split(","):
        if _LIMITED.search(item) and (found := _RESETS_IN.search(item)):
            return float(found[1])
    waits = [
        wait
        for what in ("requests", "tokens")
        if headers.get(f"x-ratelimit-remaining-{what}", "").strip() == "0"
        and (wait := _duration(headers.get(f"x-ratelimit-reset-{what}", ""))) is not None
    ]
    if waits:
        return max(waits)
    for name in ("ratelimit-reset", "x-ratelimit-reset"):
        if (wait := _duration(headers.get(name, ""))) is not None:
            return wait - time.time() if wait > _EPOCH else wait
    return None


def _duration(text: str) -> float | None:
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    found = _DURATION.fullmatch(text)
    if not text or found is None:
        return None
    days, hours, minutes, seconds, thousandths = (float(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds + thousandths / 1000
