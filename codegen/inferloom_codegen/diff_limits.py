"""Limits of two schemas compared: what annotations do not say about values."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from .diff_forms import Direction
from .ir import Json, Schema
from .paths import branches

_BOUNDS = (
    ("minimum", "exclusiveMinimum", 1, "at least", "more than", ""),
    ("maximum", "exclusiveMaximum", -1, "at most", "less than", ""),
    ("minLength", "", 1, "at least", "", " characters"),
    ("maxLength", "", -1, "at most", "", " characters"),
    ("minItems", "", 1, "at least", "", " items"),
    ("maxItems", "", -1, "at most", "", " items"),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """How one limit changed.

    Attributes:
        direction: whether more or fewer values are within it; "changed" where that cannot be told.
        says: what it was and is.
    """

    direction: Direction
    says: str


def limits(old: Schema, old_root: Schema, new: Schema, new_root: Schema, of: str = "") -> Iterator[Limit]:
    """Compare the limits of two schemas; those of types that have a name are not looked into.

    Args:
        old: the schema before.
        old_root: what its references lead into.
        new: the schema after.
        new_root: the same for it.
        of: what has the limits, such as "each item: ".

    Yields:
        Each limit that differs.
    """
    if "$ref" in old and "$ref" in new:
        return
    before, after = branches(old, old_root) or [], branches(new, new_root) or []
    for one in before:
        if "properties" in one:
            continue
        same = [other for other in after if _kind(other) == _kind(one)]
        if len(same) == 1 and sum(_kind(other) == _kind(one) for other in before) == 1:
            yield from _of_one(one, old_root, same[0], new_root, of)


def further_keys(old: Schema, new: Schema, of: str = "") -> Iterator[Limit]:
    """Compare whether two objects take keys that they do not name.

    Args:
        old: the object's schema before.
        new: the schema after.
        of: what it is, such as "each item: ".

    Yields:
        The difference, if there is one.
    """
    was, now = (schema.get("additionalProperties") is not False for schema in (old, new))
    if was != now:
        yield Limit("widened" if now else "narrowed", f"{of}further keys are {'taken' if now else 'refused'} now")


def _of_one(old: Schema, old_root: Schema, new: Schema, new_root: Schema, of: str) -> Iterator[Limit]:
    for key, exclusive, sign, words, strict, noun in _BOUNDS:
        was, now = _bound(old, key, exclusive, sign), _bound(new, key, exclusive, sign)
        if was == now:
            continue
        narrower = was is None or (now is not None and now > was)
        before, after = (_told(bound, sign, words, strict, noun) for bound in (was, now))
        yield Limit("narrowed" if narrower else "widened", f"{of}{after} (was {before})")
    for key in ("pattern", "contentMediaType", "x-unit"):
        said, says = old.get(key), new.get(key)
        if said != says:
            yield _word(key, said, says, of)
    yield from further_keys(old, new, of)
    for key, what in (("items", "each item: "), ("additionalProperties", "each value: ")):
        inner, other = old.get(key), new.get(key)
        if isinstance(inner, dict) and isinstance(other, dict):
            yield from limits(inner, old_root, other, new_root, of + what)


def _bound(schema: Schema, key: str, exclusive: str, sign: int) -> tuple[float, bool] | None:
    """A limit as a pair that is greater where fewer values are within it."""
    found: list[tuple[float, bool]] = []
    for name, strict in ((key, False), (exclusive, True)):
        value = schema.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found.append((sign * value, strict))
    return max(found, default=None)


def _told(bound: tuple[float, bool] | None, sign: int, words: str, strict: str, noun: str) -> str:
    if bound is None:
        return f"no such limit as '{words}'"
    return f"{strict if bound[1] else words} {json.dumps(sign * bound[0])}{noun}"


def _word(key: str, was: Json, now: Json, of: str) -> Limit:
    before, after = ("none" if value is None else json.dumps(value, ensure_ascii=False) for value in (was, now))
    if key == "pattern":
        direction: Direction = "widened" if now is None else "narrowed" if was is None else "changed"
        return Limit(direction, f"{of}the pattern is {after} (was {before})")
    if key == "x-unit":
        said = was is None or now is None
        return Limit("same" if said else "changed", f"{of}the unit is {after} (was {before})")
    kind = str(was).split("/")[0] == str(now).split("/")[0]
    return Limit("same" if kind else "changed", f"{of}the media type is {after} (was {before})")


def _kind(schema: Schema) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        return "|".join(sorted(str(one) for one in kind if one != "null"))
    return str(kind).replace("integer", "number")
