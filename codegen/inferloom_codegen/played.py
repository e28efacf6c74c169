"""What the sandbox needs to play a provider: its row of the table, linked, as JSON."""

import json
from dataclasses import asdict
from typing import cast
from urllib.parse import parse_qsl

from .ir import Function, Json, Place, ProviderSpec, Result, Value, Waiting

# The sandbox speaks this wire for every task there is, whatever the table says.
_SPOKEN_ANYWAY = "hf-inference"

# How long a client waits is its own affair.
_PATIENCE = ("every", "first", "deadline", "absent_is")


def played(providers: list[ProviderSpec]) -> dict[str, str]:
    """Write one file for each provider that callers may name.

    Args:
        providers: the providers, joined with the tasks.

    Returns:
        Path inside the package -> text.
    """
    rows = [provider for provider in providers if provider.selectable and provider.id != _SPOKEN_ANYWAY]
    return {
        f"schemas/providers/{row.id}.json": json.dumps(_row(row), ensure_ascii=False, indent=1) + "\n" for row in rows
    }


def _row(provider: ProviderSpec) -> dict[str, Json]:
    header, value = provider.auth
    return {
        "id": provider.id,
        "name": provider.name,
        "base_url": provider.base_url,
        "router_path": provider.router_path,
        "auth": {"header": header, "value": value},
        "needs_key": provider.needs_key,
        "tasks": {service.task.id: [_way(each) for each in service.functions] for service in provider.services},
    }


def _way(function: Function) -> dict[str, Json]:
    way: dict[str, Json] = {
        "route": {"quirk": _named(function.route_quirk)} if function.route_quirk else function.route,
        "base_url": function.own,
        "routed_query": cast(Json, dict(parse_qsl(function.routed_query))),
        "body": _value(function.body),
        "file": {"key": function.form[0], "of": _path(function.form[1])} if function.form else None,
        "raw": _path(function.raw) if function.raw else None,
        "result": _result(function.result),
        "stream": _result(function.stream) if function.stream else None,
        "poll": _queue(function.waiting) if function.waiting else None,
    }
    return {word: value for word, value in way.items() if value not in (None, {})}


def _queue(waiting: Waiting) -> dict[str, Json]:
    words: dict[str, Json] = asdict(waiting)
    return {word: value for word, value in words.items() if word not in _PATIENCE and value}


def _value(value: Value) -> dict[str, Json]:
    kind = value.kind
    if kind == "const":
        return {"const": value.const}
    if kind in ("model", "name", "adapter"):
        return {kind: True}
    if kind == "quirk":
        return {"quirk": _named(value.quirk), "of": _value(value.items[0])}
    if kind == "list":
        return {"list": [_value(item) for item in value.items]}
    if kind == "size":
        return {"size": [_path(item.place) for item in value.items]}
    if kind in ("both", "object"):
        found: dict[str, Json] = {kind: {entry.key: _value(entry.value) for entry in value.entries}}
        if value.merged:
            found["merged"] = [_value(inner) for inner in value.merged]
        return {**found, "open": True} if value.extra else found
    # What reads one field: as it is, or as a file.
    found = {kind: _path(value.place)}
    return {**found, "required": True} if value.place and value.place.required and not value.has_default else found


def _result(result: Result) -> dict[str, Json]:
    if result.kind == "raw":
        return {"raw": result.field}
    if result.kind in ("quirk", "flow"):
        return {"quirk": _named(result.quirk)}
    if result.kind == "shape":
        return {"shape": result.shape}
    return {"json": True, "listed": True} if result.unwrap else {"json": True}


def _path(place: Place | None) -> str:
    return ".".join(place.path) if place else ""


def _named(quirk: tuple[str, str] | None) -> str:
    return ".".join(quirk or ())
