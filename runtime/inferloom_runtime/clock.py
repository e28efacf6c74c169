"""Time, in one place, so that a test can stand still: what waits and what measures ask here."""

from __future__ import annotations

import asyncio
import time

now = time.monotonic
"""Seconds on a clock that never goes back."""

sleep = time.sleep
"""Wait in this thread."""

sleep_async = asyncio.sleep
"""Wait in the running event loop."""
