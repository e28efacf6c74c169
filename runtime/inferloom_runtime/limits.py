"""How long a call may take: four limits, for a client or for one call."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from inferloom_runtime.errors import UsageError

Limit: TypeAlias = Literal["connect", "first_byte", "idle", "total"]
"""Which limit ran out, as `InferenceTimeoutError.limit` names it."""


@dataclass(frozen=True, slots=True)
class Timeout:
    """Time limits in seconds; None, or infinity, is no limit.

    A plain number given as `timeout=` sets the first three to that number and leaves `total` open. For a call,
    `timeout=None` means the client's own limits; `timeout=Timeout()` means none.

    Attributes:
        connect: Until the connection stands, its encryption included.
        first_byte: From then until the answer begins.
        idle: Between two pieces of an answer, or of an upload.
        total: The whole call: retries, look-ups, polling and downloads included. For a stream, until its last item.

    Raises:
        UsageError: A limit is not a number above 0.
    """

    connect: float | None = None
    first_byte: float | None = None
    idle: float | None = None
    total: float | None = None

    def __post_init__(self) -> None:
        for name in ("connect", "first_byte", "idle", "total"):
            value = getattr(self, name)
            _checked(value, f"Timeout.{name}")
            if value == math.inf:
                object.__setattr__(self, name, None)


def limits_of(timeout: object) -> Timeout | None:
    """The limits that a caller gave.

    Args:
        timeout: A number of seconds, a `Timeout`, or None for no limit at all.

    Returns:
        The limits, or None.

    Raises:
        UsageError: It is something else, or not above 0.
    """
    if timeout is None or isinstance(timeout, Timeout):
        return timeout
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)):
        raise UsageError(f"timeout must be a number of seconds or a Timeout, not {type(timeout).__name__}.")
    _checked(timeout, "timeout")
    return Timeout(float(timeout), float(timeout), float(timeout))


def _checked(value: object, name: str) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise UsageError(f"{name} must be a number of seconds, not {type(value).__name__}.")
    if not cast(float, value) > 0:
        raise UsageError(f"{name}={value:g} must be more than 0 seconds.")
