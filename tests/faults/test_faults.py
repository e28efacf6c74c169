"""Every fault of the table, called in every way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from faults.calling import LARGE, LIMIT, MESSAGES, WAYS, Caller, Pools, Way, check, check_no_key, within
from faults.server import FIN, Case, Received, Server, Steps
from faults.table import FAULTS, GIVES, PLAIN, STREAM, Body, Fault, good

pytestmark = pytest.mark.filterwarnings("ignore:The server's answer does not fit")


def rows() -> list[Any]:
    """Each fault, plain and streaming, in each way."""
    found: list[Any] = []
    for fault in FAULTS:
        for body, expected in ((PLAIN, fault.plain), (STREAM, fault.stream)):
            if expected is None:
                continue
            for way in WAYS:
                name = f"{fault.id}-{'plain' if body is PLAIN else 'stream'}-{way}"
                found.append(pytest.param(fault, body, way, id=name))
    return found


def test_the_table_is_one() -> None:
    names = [fault.id for fault in FAULTS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("fault", "body", "way"), rows())
def test_fault(
    fault: Fault,
    body: Body,
    way: Way,
    server: Server,
    runner: asyncio.Runner,
    pools: Pools,
    logged: list[str],
) -> None:
    expected = fault.plain if body is PLAIN else fault.stream
    assert expected is not None
    answers = fault.answers(body, server)

    def answer_to(number: int) -> Steps:
        return answers[min(number, len(answers)) - 1]

    def answer(request: Received) -> Steps:
        return answer_to(len(case.requests))

    async def calls(case: Case) -> None:
        caller = Caller(way, server.url, timeout=fault.timeout, retries=fault.retries)
        messages = LARGE if fault.early else MESSAGES
        try:
            came = await within(LIMIT, caller.chat(stream=body is STREAM, messages=messages))
            # Before anything is closed: the connection is the next call's.
            assert pools.busy == []
            sent = len(case.requests)
            if FIN in answer_to(sent):
                # A server that leaves without having said so may do that in the middle of the next request.
                assert await asyncio.to_thread(server.ended, case, sent)
            case.answers, case.greeting, case.early = (lambda request: [good(PLAIN)]), (), False
            after = await within(LIMIT, caller.chat(stream=False))
        finally:
            await within(LIMIT, caller.close())
        check(came, expected)
        check_no_key(came.error, logged)
        assert fault.requests is None or sent == fault.requests
        check(after, GIVES)

    with server.playing(answer, greeting=fault.greeting, early=fault.early) as case:
        runner.run(calls(case))
        assert server.left(case), "a connection was left open"
        # Nothing was sent to where the key does not belong.
        assert {request.port for request in case.requests} <= {server.port}
