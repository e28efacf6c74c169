"""Both ways to call, for the tests that converse."""

from __future__ import annotations

import pytest
from wire.exchange import WAYS, Way


@pytest.fixture(params=WAYS, ids=lambda way: way.name)
def way(request: pytest.FixtureRequest) -> Way:
    """The sync client, then the async one."""
    found: Way = request.param
    return found
