"""Both ways to call, for the tests that replay exchanges."""

from __future__ import annotations

import pytest

from wire.exchange import WAYS, Way


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    """The sync client, then the async one."""
    found: Way = request.param
    return found
