"""A few hundred cases of each target of the fuzzer: `python -m tests.faults.fuzz` runs it for longer."""

from __future__ import annotations

import pytest

from faults.fuzz import TARGETS, attempt, reading

CASES = {"events": 250, "outputs": 1500, "inputs": 1500, "files": 250, "calls": 400, "exchanges": 250}


@pytest.mark.parametrize("target", TARGETS)
def test_fuzz(target: str) -> None:
    for case in range(CASES[target]):
        failure = attempt(target, str(case))
        assert failure is None, f"python -m tests.faults.fuzz --only {target} --case {case}\n{failure}"


@pytest.mark.parametrize(
    ("stream", "data"),
    [
        # The examples of the standard, section 9.2.6, with the events that it says they fire.
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", ["YHOO\n+2\n10"]),
        (
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            ["first event", "second event", " third event"],
        ),
        (b"data\n\ndata\ndata\n\ndata:", ["", "\n"]),
        (b"data:test\n\ndata: test\n\n", ["test", "test"]),
    ],
)
def test_the_reading_that_the_parser_is_compared_with(stream: bytes, data: list[str]) -> None:
    assert [event[0] for event in reading(stream)[0]] == data
