"""One side of the parity run: makes every call of a list with one package, and writes down what came of it.

This module runs in the peers' environments too, so it imports nothing but the standard library.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from . import results
from .record import ENDINGS, SAMPLES, World, data_url


class Stage:
    """Where the world of the current call stands, for the transports that a side has put in place.

    Attributes:
        world: The world.
    """

    def __init__(self) -> None:
        self.world = World([])


class Side(Protocol):
    """A package that calls are made with."""

    stage: Stage

    def offers(self) -> dict[str, list[str]]:
        """Which provider has which tasks: provider's id -> the Hub's names of the tasks."""
        ...

    def missing(self, case: dict[str, Any]) -> bool:
        """Whether the package does not have the call's provider."""
        ...

    def client(self, *, asynchronous: bool, settings: dict[str, Any]) -> Any:
        """A client with these settings, speaking to the stage's world."""
        ...

    def forget(self) -> None:
        """Drop what earlier calls have left behind."""
        ...


def main(side: Side) -> None:
    """Run a side: the cases come from a file, the records go to another; their names are the command line.

    Args:
        side: The package.
    """
    source, target = map(Path, sys.argv[1:])
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    cases = json.loads(source.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for name, content in SAMPLES.items():
            (Path(folder) / (name + ENDINGS[name])).write_bytes(content)
        os.chdir(folder)
        records = {"offers": side.offers(), "calls": asyncio.run(_perform(side, cases))}
    target.write_text(json.dumps(records), encoding="utf-8")


def empty_caches(package: str) -> None:
    """Empty the caches that a package's functions keep as long as the process lives.

    Args:
        package: The name that its modules begin with.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith(package):
            for member in vars(module).values():
                if callable(clear := getattr(member, "cache_clear", None)):
                    clear()


async def _perform(side: Side, cases: list[dict[str, Any]]) -> dict[str, Any]:
    done: dict[str, Any] = {}
    for case in cases:
        if side.missing(case):
            done[case["id"]] = None
            continue
        with _environment(case.get("environment", {})):
            done[case["id"]] = {"sync": _call(side, case), "async": await _call_async(side, case)}
    return done


def _call(side: Side, case: dict[str, Any]) -> dict[str, Any]:
    world = _staged(side, case)
    try:
        client = side.client(asynchronous=False, settings=_settings(case))
        given = _method(client, case)(*_given(case["args"]), **_given(case["kwargs"]))
        if hasattr(given, "__next__"):
            outcome: Any = {"$stream": (items := [])}
            try:
                for item in given:
                    items.append(results.plain(item))
            except Exception as error:
                outcome["broke"] = results.error(error)
        else:
            outcome = results.plain(given)
    except Exception as error:
        outcome = results.error(error)
    return {"requests": world.requests, "waits": world.waits, "outcome": outcome}


async def _call_async(side: Side, case: dict[str, Any]) -> dict[str, Any]:
    world = _staged(side, case)
    client = None
    try:
        client = side.client(asynchronous=True, settings=_settings(case))
        given = await _method(client, case)(*_given(case["args"]), **_given(case["kwargs"]))
        if hasattr(given, "__anext__"):
            outcome: Any = {"$stream": (items := [])}
            try:
                async for item in given:
                    items.append(results.plain(item))
            except Exception as error:
                outcome["broke"] = results.error(error)
        else:
            outcome = results.plain(given)
    except Exception as error:
        outcome = results.error(error)
    finally:
        if client is not None:
            await client.close()
    return {"requests": world.requests, "waits": world.waits, "outcome": outcome}


def _staged(side: Side, case: dict[str, Any]) -> World:
    side.forget()
    side.stage.world = World(case["script"])
    return side.stage.world


def _settings(case: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(case["client"]))


def _method(client: Any, case: dict[str, Any]) -> Any:
    method = client
    for name in case["method"].split("."):
        method = getattr(method, name)
    return method


def _given(value: Any) -> Any:
    """An argument with its symbols replaced; always a fresh copy, for some packages write into what they are given."""
    if isinstance(value, list):
        return [_given(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        (symbol, name), *_ = value.items()
        if symbol in _KINDS:
            return _KINDS[symbol](name)
    return {key: _given(member) for key, member in value.items()}


def _file(name: str) -> io.BufferedReader:
    return open(name + ENDINGS[name], "rb")


def _picture(name: str, kind: str | None) -> Any:
    from PIL import Image

    picture = Image.open(io.BytesIO(SAMPLES[name]))
    picture.load()
    picture.format = kind
    return picture


_KINDS: dict[str, Any] = {
    "$bytes": lambda name: SAMPLES[name],
    "$bytearray": lambda name: bytearray(SAMPLES[name]),
    "$memoryview": lambda name: memoryview(SAMPLES[name]),
    "$file": _file,
    "$nameless_file": lambda name: io.BytesIO(SAMPLES[name]),
    "$path": lambda name: Path(name + ENDINGS[name]),
    "$path_text": lambda name: name + ENDINGS[name],
    "$data_url": data_url,
    "$picture": lambda name: _picture(name, "PNG"),
    "$drawn_picture": lambda name: _picture(name, None),
}


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in variables:
            del os.environ[name]
