"""Time, in one place, so that a test can stand still: what waits and what measures ask here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

now: Callable[[], float] = time.monotonic
"""Seconds on a clock that never goes back."""

sleep: Callable[[float], None] = time.sleep
"""Wait in this thread."""

sleep_async: Callable[[float], Awaitable[None]] = asyncio.sleep
"""Wait in the running event loop."""
