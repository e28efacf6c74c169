"""Both ways to call, and a clock that stands still."""

from __future__ import annotations

import pytest
from endpoint_material import Way

from inferloom_runtime import clock


@pytest.fixture(params=["sync", "async"])
def way(request: pytest.FixtureRequest) -> Way:
    """The sync client, then the async one."""
    return Way(request.param)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only sleeping moves."""
    now = [1000.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    async def sleep_async(seconds: float) -> None:
        sleep(seconds)

    monkeypatch.setattr(clock, "now", lambda: now[0])
    monkeypatch.setattr(clock, "sleep", sleep)
    monkeypatch.setattr(clock, "sleep_async", sleep_async)
    return now
