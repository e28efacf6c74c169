"""Connections, certificates and proxies again, where async clients use aiohttp."""

from __future__ import annotations

import inspect

import pytest

from life import test_connections, test_trust

ELSEWHERE = {
    "test_an_idle_connection_is_not_used_for_ever": "aiohttp has a clock of its own, which no test can turn",
    "test_old_connections_to_other_servers_are_closed": "the same",
    "test_no_more_than_a_hundred_are_kept": "aiohttp keeps all of them, for five seconds",
    "test_a_wait_for_a_connection_is_the_calls_connect_limit": "how many there may be is not aiohttp's to ask",
    "test_an_idle_connection_makes_room_for_another_server": "the same",
    "test_an_address_that_does_not_answer_does_not_hold_up_the_next": "aiohttp's own pause is a quarter of a second",
}
"""What only the own client can be asked, or does."""

for _module in (test_connections, test_trust):
    for _name, _found in list(vars(_module).items()):
        if _name.startswith("__") or (_name.startswith("test_") and _name in ELSEWHERE):
            continue
        if not _name.startswith("test_") or "kind" in inspect.signature(_found).parameters:
            globals()[_name] = _found


@pytest.fixture
def kind() -> str:
    """The async client alone."""
    return "async"


def test_what_is_left_out_is_there() -> None:
    assert set(ELSEWHERE) <= set(vars(test_connections))
