"""The provider table, as the compiler wrote it into a package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inferloom_runtime.sandbox.value import items, members


@dataclass(frozen=True, slots=True)
class Queue:
    """How a provider answers with a job instead of a result.

    Attributes:
        id: Path of the job's id in the answer that takes the job.
        status: Path of the state in every answer.
        pending: The states of a job that is not done, in their order.
        done: The state of a job that is done.
        failed: The states of a job that will never be done.
        at: Path of the address to ask, or None where `get` is the route.
        suffix: What the caller appends to that address.
        get: The route to ask, with `{id}`.
        error: Path of the words of a failure.
        then: Path of the result's address; None where the last state carries the result.
        cancel: The HTTP method with a path of the address, or a route with `{id}`.
        unless: Path of a result that may be there at once.
        keyless: The address is asked without a key.
    """

    id: str
    status: str
    pending: tuple[str, ...]
    done: tuple[str, ...]
    failed: tuple[str, ...] = ()
    at: str | None = None
    suffix: str = ""
    get: str | None = None
    error: str | None = None
    then: str | None = None
    cancel: tuple[str, str] | None = None
    unless: str | None = None
    keyless: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """How a provider does one task.

    Attributes:
        task: The task's id.
        route: The route, where `{model}` stands for the model; empty where a quirk makes it.
        base_url: The address that the route stands under when the call is not the router's.
        body: What stands in the body: a tree of sources.
        result: How the output becomes an answer.
        route_quirk: The quirk that makes the route, or None.
        routed_query: The query that the router needs.
        file: The key of the file in a form, with the input's field.
        raw: The input's field that may be the whole body.
        stream: The same for each event of a stream; None where nothing streams.
        queue: How a job is asked for, or None.
    """

    task: str
    route: str
    base_url: str
    body: Mapping[str, Any]
    result: Mapping[str, Any]
    route_quirk: str | None = None
    routed_query: Mapping[str, str] = field(default_factory=dict[str, str])
    file: tuple[str, str] | None = None
    raw: str | None = None
    stream: Mapping[str, Any] | None = None
    queue: Queue | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One provider.

    Attributes:
        id: Its id.
        name: Its name as people write it.
        base_url: Its own address; empty where only the router reaches it.
        router_path: Its path on the router, or None where the router does not serve it.
        auth: The header that carries a key of its own, with the value's shape.
        needs_key: Whether it answers nobody without a key.
        cells: What it does.
    """

    id: str
    name: str
    base_url: str
    router_path: str | None
    auth: tuple[str, str]
    needs_key: bool
    cells: tuple[Cell, ...]


def parse(text: str) -> Row:
    """A row from its JSON text.

    Args:
        text: The text of one file in a package's `schemas/providers`.

    Returns:
        The row.

    Raises:
        KeyError: The text lacks a member that every row has.
    """
    raw = members(json.loads(text))
    auth, base = members(raw["auth"]), str(raw["base_url"] or "")
    cells = [_cell(task, members(way), base) for task, ways in members(raw["tasks"]).items() for way in items(ways)]
    return Row(
        id=raw["id"],
        name=raw["name"],
        base_url=base,
        router_path=raw["router_path"],
        auth=(str(auth["header"]), str(auth["value"])),
        needs_key=raw["needs_key"],
        cells=tuple(cells),
    )


def _cell(task: str, way: dict[str, Any], base: str) -> Cell:
    route, file, poll = way.get("route", ""), members(way.get("file")), way.get("poll")
    return Cell(
        task=task,
        route=route if isinstance(route, str) else "",
        base_url=str(way.get("base_url") or base),
        body=members(way.get("body")),
        result=members(way.get("result")),
        route_quirk=None if isinstance(route, str) else str(route["quirk"]),
        routed_query=members(way.get("routed_query")),
        file=(str(file["key"]), str(file["of"])) if file else None,
        raw=way.get("raw"),
        stream=way.get("stream"),
        queue=_queue(members(poll)) if poll else None,
    )


def _queue(words: dict[str, Any]) -> Queue:
    cancel = [str(word) for word in items(words.get("cancel"))]
    return Queue(
        id=words["id"],
        status=words["status"],
        pending=tuple(words["pending"]),
        done=tuple(words["done"]),
        failed=tuple(words.get("failed", ())),
        at=words.get("at"),
        suffix=words.get("suffix", ""),
        get=words.get("get"),
        error=words.get("error"),
        then=words.get("then"),
        cancel=(cancel[0], cancel[1]) if cancel else None,
        unless=words.get("unless"),
        keyless=bool(words.get("keyless", False)),
    )
