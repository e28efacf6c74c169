"""What event loops do to a client, where its connections are aiohttp's."""

from life.test_life import (
    test_a_forgotten_client_gives_its_connections_back as test_a_forgotten_client_gives_its_connections_back,
)
from life.test_life import (
    test_an_async_client_in_a_forked_process as test_an_async_client_in_a_forked_process,
)
from life.test_life import test_closed_twice_and_used_again as test_closed_twice_and_used_again
from life.test_life import test_loops_that_are_gone_are_not_remembered as test_loops_that_are_gone_are_not_remembered
from life.test_life import test_one_client_in_two_event_loops as test_one_client_in_two_event_loops
from life.test_life import test_one_client_in_two_event_loops_at_once as test_one_client_in_two_event_loops_at_once
from life.test_life import test_programs_end_in_silence as test_programs_end_in_silence
