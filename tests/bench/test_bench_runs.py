"""The benchmark's server answers, and inferloom does each scenario against it. What that takes is not looked at."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from . import answers, contenders, fresh
from .__main__ import SCENARIOS as MEASURED
from .__main__ import server, write
from .contenders import CONTENDERS, Client, Raw, Socket
from .results import Goal, Row, table
from .worker import SCENARIOS, measured

_CALLS = {"chat": 2, "chat_async": 8, "first": 2}
_UNITS = {"packed": answers.EVENTS + 1, "single": answers.PACED_EVENTS + 1, "vectors": 1}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with server(None) as url:
        yield url


def made(name: str, url: str, runner: asyncio.Runner) -> Client:
    client = CONTENDERS[name](url)
    client.runner = runner
    return client


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_inferloom_does_each_scenario(scenario: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contenders, "AT_ONCE", 8)
    with asyncio.Runner() as runner:
        client = made("inferloom", address, runner)
        found = measured(client, scenario, _CALLS.get(scenario, 1))
        assert found["units"] == _CALLS.get(scenario) or found["units"] == _UNITS[scenario.removesuffix("_async")]
        for (_, awaited), one in client.made.items():
            if awaited:
                runner.run(one.close())
            else:
                one.close()


@pytest.mark.parametrize(("name", "sessions"), [("inferloom", 0), ("inferloom, aiohttp", 1)])
def test_inferloom_is_measured_with_its_extra_and_without(
    name: str, sessions: int, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contenders, "AT_ONCE", 2)
    opened: list[Any] = []
    make = aiohttp.TCPConnector.__init__

    def init(connector: Any, **settings: Any) -> None:
        opened.append(connector)
        make(connector, **settings)

    monkeypatch.setattr(aiohttp.TCPConnector, "__init__", init)
    with asyncio.Runner() as runner:
        client = made(name, address, runner)
        measured(client, "chat_async", 2)
        runner.run(client.made["chat", True].close())
    assert len(opened) == sessions


def test_every_measured_scenario_is_one_that_workers_know() -> None:
    assert {one.name for one in MEASURED} == set(SCENARIOS)
    assert {name for one in MEASURED for name in one.contenders} <= set(CONTENDERS)


def test_the_floor_gets_the_same_answers(address: str) -> None:
    """A raw socket reads what the server sends without any of ours in between; `checked` looks at the text."""
    with asyncio.Runner() as runner:
        client = made("socket", address, runner)
        for scenario in ("chat", "packed", "first"):
            measured(client, scenario, 1)
        assert isinstance(client, Raw)
        for made_here in client.made.values():
            made_here.close()


def test_a_contender_that_read_less_is_found_out(address: str) -> None:
    class Hasty(Socket):
        def ask(self, client: Any, route: str) -> bytes:
            return super().ask(client, route).replace(b"The sky is blue", b"The sky is")

    client = Hasty(address)
    with pytest.raises(AssertionError, match="characters came, not"):
        measured(client, "chat", 1)
    client.client("chat").close()


def test_first_calls_and_uploads_run_in_processes_of_their_own(address: str) -> None:
    found = fresh.first_call(Path(sys.executable), "inferloom", address, None)
    assert found["loaded"] == []
    assert found["resident"] > 0
    with fresh.large_file(4 << 20) as large, fresh.large_file(1 << 16) as small:
        assert fresh.upload(Path(sys.executable), "inferloom", address, large, small, None).keys() == {
            "cpu",
            "wall",
            "memory",
        }


def test_ratios_are_those_of_the_rounds() -> None:
    """The machine was twice as slow in the second round, for both."""
    row = Row("a call", "µs CPU", [Goal("ours", 0.8, "theirs"), Goal("ours", 5)])
    for slowness in (1, 2, 1):
        row.add("ours", 3 * slowness)
        row.add("theirs", 4 * slowness)
    assert row.ratio("ours", "theirs") == 0.75
    assert [row.reached(goal) for goal in row.goals] == [0.75, 3]


def test_the_table_goes_between_the_marks(tmp_path: Path) -> None:
    row = Row("a call", "µs CPU", [Goal("inferloom", 0.5, "httpx"), Goal("inferloom", 0.5, "slow")], floor="httpx")
    for value in (1.0, 2.0, 3.0, 4.0):
        row.add("inferloom", 1234.4)
        row.add("httpx", value)
        row.add("slow", 10_000)
    assert table([row]).splitlines() == [
        "| | inferloom | httpx | ratio (goal) |",
        "|---|---:|---:|---|",
        # 1234.4, 617.2, 411.5 and 308.6: the middle of these is the hardest
        "| a call, µs CPU | 1,234 | 2.5 | 514.33 x httpx (0.5) |",
    ]
    readme = tmp_path / "README.md"
    marks = ("<!-- bench: what `python -m tests.bench --write-readme` writes -->", "<!-- /bench -->")
    readme.write_text(f"before\n{marks[0]}\nold\n{marks[1]}\nafter\n", encoding="utf-8")
    write([row], "x 1", readme)
    text = readme.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith(f"before\n{marks[0]}\n\n| |")
    assert text.endswith(f"{marks[1]}\nafter\n")
