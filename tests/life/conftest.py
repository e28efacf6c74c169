"""Both ways to call, and a server behind a socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from wire.exchange import WAYS, Way

from life.server import Server


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    """The sync client, then the async one, over httpx and its successor."""
    found: Way = request.param
    return found


@pytest.fixture
def server() -> Iterator[Server]:
    """A server in a process of its own."""
    with Server() as started:
        yield started
