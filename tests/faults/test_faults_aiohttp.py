"""Every fault, conversation and download again, by async clients whose connections are aiohttp's."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import aiohttp
import pytest

from faults import test_conversations, test_downloads, test_faults
from faults.calling import WAYS, Caller, Came, Way
from faults.table import CUT, Fault


@dataclass(frozen=True)
class OnAiohttp(Way):
    """The async client by itself, where aiohttp is installed."""

    def __str__(self) -> str:
        return "async-aiohttp"


USUAL = next(way for way in WAYS if str(way) == "async-own")
WAY = OnAiohttp(**{one.name: getattr(USUAL, one.name) for one in fields(USUAL)})

REFUSED = {
    "length-too-short": "aiohttp reads on, and takes an answer with other bytes behind it for none",
    "length-equal-twice": "aiohttp takes it for none, as RFC 9112, 6.3, rule 5 demands of lengths that differ",
    "length-as-a-list-of-equals": "the same",
    "length-and-chunks": 'RFC 9112, 6.3, rule 3: such an answer "ought to be handled as an error"',
    "trailers": "one of them is a length, beside chunks",
}
"""What aiohttp takes for no answer where h11 finds one: nothing is misread, and the caller is told."""


class Connectors:
    """The connections of every aiohttp session that the test opens."""

    def __init__(self) -> None:
        """Start with none."""
        self.found: list[Any] = []

    @property
    def busy(self) -> list[Any]:
        """The connections that somebody still holds."""
        return [protocol for connector in self.found for protocol in connector._acquired]


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> Connectors:
    """In place of the pools of the other HTTP clients."""
    found, make = Connectors(), aiohttp.TCPConnector.__init__

    def init(connector: Any, *args: Any, **settings: Any) -> None:
        make(connector, *args, **settings)
        found.found.append(connector)

    monkeypatch.setattr(aiohttp.TCPConnector, "__init__", init)
    return found


@pytest.fixture(autouse=True)
def breath(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ends the connection after its answer gets to do so before the next call: both are one process."""
    chat = Caller.chat

    async def then_wait(caller: Caller, **arguments: Any) -> Came:
        came = await chat(caller, **arguments)
        await asyncio.sleep(0.002)
        return came

    monkeypatch.setattr(Caller, "chat", then_wait)


routed = test_downloads.routed


def here(row: Any) -> Any:
    """A value of a row, as it is for this HTTP client."""
    if isinstance(row, Way):
        return WAY
    if isinstance(row, Fault) and row.id in REFUSED:
        return replace(row, why=REFUSED[row.id], plain=row.plain and CUT, stream=row.stream and CUT)
    return row


def rows(names: Sequence[str], found: Any) -> list[Any]:
    """The rows of the async client's own way, for this one."""
    at, made = names.index("way"), list[Any]()
    for row in found:
        param = row if isinstance(row, type(pytest.param())) else pytest.param(*([row] if len(names) == 1 else row))
        if param.values[at] == USUAL:
            name = str(WAY) if param.id is None else str(param.id).replace(str(USUAL), str(WAY))
            made.append(pytest.param(*map(here, param.values), id=name, marks=param.marks))
    return made


def refused(found: Any) -> list[Any]:
    """Rows without a way, where this HTTP client takes an answer for none."""
    return [pytest.param(row.values[0], CUT, id=row.id) if row.id in REFUSED else row for row in found]


def again(test: Callable[..., None]) -> Callable[..., None]:
    """A test that is done in several ways, done in this one."""
    made = types.FunctionType(test.__code__, test.__globals__, test.__name__, test.__defaults__, test.__closure__)
    made.__annotations__ = test.__annotations__
    marks: list[Any] = []
    for mark in vars(test)["pytestmark"]:
        names = [name.strip() for name in mark.args[0].split(",")] if isinstance(mark.args[0], str) else mark.args[0]
        if "way" in names:
            mark = pytest.mark.parametrize(names, rows(names, mark.args[1])).mark
        elif tuple(names) == ("first", "expected"):
            mark = pytest.mark.parametrize(names, refused(mark.args[1])).mark
        marks.append(mark)
    vars(made)["pytestmark"] = marks
    return made


pytestmark = test_faults.pytestmark
DONE_AGAIN = {
    f"{name}_{kind}": again(test)
    for kind, module in {
        "faults": test_faults,
        "conversations": test_conversations,
        "downloads": test_downloads,
    }.items()
    for name, test in vars(module).items()
    if name.startswith("test_") and "way" in getattr(test, "__annotations__", {})
}
globals().update(DONE_AGAIN)


def test_all_of_them_are_done_again() -> None:
    assert {"test_fault_faults", "test_download_downloads", "test_a_call_that_is_cancelled_conversations"} <= set(
        DONE_AGAIN
    )


def test_they_are_on_aiohttp(pools: Connectors, server: Any, runner: asyncio.Runner) -> None:
    from faults.table import PLAIN, good

    async def calls() -> None:
        caller = Caller(WAY, server.url, timeout=3)
        assert (await caller.chat(stream=False)).error is None
        await caller.close()

    with server.playing(lambda request: [good(PLAIN)]):
        runner.run(calls())
    assert len(pools.found) == 1
