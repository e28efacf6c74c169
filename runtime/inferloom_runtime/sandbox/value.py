"""JSON values, narrowed to what they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

from inferloom_runtime.shape import path

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands in a JSON document: member names with list positions."""


def members(value: object) -> dict[str, Any]:
    """The members of a JSON object; nothing where the value is something else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """The items of a JSON array; nothing where the value is something else."""
    return cast("list[object]", value) if isinstance(value, list) else []


def whole(value: object) -> int | None:
    """A whole number, or None where the value is none; true is not a number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else None


def real(value: object) -> float | None:
    """A number, or None where the value is none; true is not a number."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def compact(value: object) -> bytes:
    """A value as JSON bytes, without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def walk(value: object, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a document with its place, the outermost first."""
    yield at, value
    for name, member in members(value).items():
        yield from walk(member, (*at, name))
    for position, item in enumerate(items(value)):
        yield from walk(item, (*at, position))


def dig(value: object, dotted: str) -> Any:
    """The value at a dotted path such as `parameters.width`; None where there is none."""
    for name in dotted.split("."):
        value = members(value).get(name)
    return value


def jsonpath(at: Path) -> str:
    """A place as people read it: `$.parameters.labels[2]`."""
    text = path(at)
    return f"${text}" if not text or text.startswith("[") else f"$.{text}"


def kind(value: object) -> str:
    """What a value is, for messages: "an integer"."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int):
        return "an integer"
    if isinstance(value, float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "an object" if isinstance(value, Mapping) else "an array"
