"""When a request is sent again, with how long to wait before."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Mapping

RETRIED_STATUSES = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
DEFAULT_RETRIES = 2
_FIRST, _LONGEST, _LONGEST_HINT = 0.5, 8.0, 60.0


def delay_before(attempt: int, headers: Mapping[str, str]) -> float:
    """How long to wait before the next attempt.

    Args:
        attempt: How many attempts were made, from 1.
        headers: The last answer's headers, names in lower case; empty where none came.

    Returns:
        Seconds: what `retry-after-ms` or `retry-after` (seconds or a date) asks for, at most 60; else a random time
        up to 0.5 s, doubled with each attempt, at most 8 s ("full jitter").
    """
    hinted = hint(headers)
    if hinted is not None:
        return hinted
    return random.uniform(0, min(_FIRST * 2 ** (attempt - 1), _LONGEST))


def hint(headers: Mapping[str, str]) -> float | None:
    """How long the server asks to wait.

    Args:
        headers: The answer's headers, names in lower case.

    Returns:
        Seconds, from 0 to 60; None where the server says nothing.
    """
    seconds = _asked(headers)
    return None if seconds is None else min(max(seconds, 0.0), _LONGEST_HINT)


def _asked(headers: Mapping[str, str]) -> float | None:
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return float(headers[name]) * unit
        except (KeyError, ValueError):
            continue
    date = email.utils.parsedate_tz(headers.get("retry-after", ""))
    return None if date is None else email.utils.mktime_tz(date) - time.time()
