"""Time, in one place, so that a test can stand still: what waits and what measures ask here."""

from __future__ import annotations

import time
from collections.abc import Callable

now: Callable[[], float] = time.monotonic
"""Seconds on a clock that never goes back."""

sleep: Callable[[float], None] = time.sleep
"""Wait in this thread."""


async def sleep_async(seconds: float) -> None:
    """Wait in the running event loop.

    Args:
        seconds: How long.
    """
    import asyncio  # a program without an event loop does not need it

    await asyncio.sleep(seconds)
