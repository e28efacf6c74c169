"""Values for any JSON Schema, filled with what is known."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from inferloom_runtime.sandbox.checker import fits
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.pattern import text_for
from inferloom_runtime.sandbox.schema import Schema, resolve, types
from inferloom_runtime.sandbox.value import Path, items, members, real, whole

_DEEP = 6
_MOST = 64
_LONGEST = 100_000
_WORDS = (
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "harbour",
    "island",
    "juniper",
    "lagoon",
    "meadow",
)
_FORMATS: Mapping[str, str] = {
    "date": r"20[1-2]\d-0[1-9]-[1-2]\d",
    "time": r"1\d:[0-5]\d:[0-5]\dZ",
    "date-time": r"20[1-2]\d-0[1-9]-[1-2]\dT1\d:[0-5]\d:[0-5]\dZ",
    "duration": r"PT[1-9]M",
    "email": r"[a-z]{5}@example\.com",
    "hostname": r"[a-z]{5}\.example\.com",
    "uri": r"https://example\.com/[a-z]{5}",
    "url": r"https://example\.com/[a-z]{5}",
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
    "ipv4": r"192\.0\.2\.[1-9]",
    "ipv6": r"2001:db8::[1-9]",
}


class Missing:
    """Nothing is known about a value."""


MISSING = Missing()


@dataclass(frozen=True, slots=True)
class Whole:
    """A value that is taken as it is, without a look at the schema.

    Attributes:
        value: The value.
    """

    value: Any


Hint: TypeAlias = Callable[[Path, Schema, bool], Any]
"""Tells what is known of the value at a place, and whether it is needed: a `Whole`, a value, an object's known members,
or `MISSING`."""


def nothing_known(at: Path, schema: Schema, is_needed: bool) -> Any:
    """The hint that knows nothing."""
    return MISSING


class Filler:
    """Makes values for one schema.

    Args:
        root: The document that references lead into.
        dice: What unknown values depend on.
        hint: Tells known values; a known value that does not fit its schema is not used.
        everything: Whether optional members that cannot be null are made too, or only known ones.
    """

    def __init__(self, root: Schema, dice: Dice, hint: Hint = nothing_known, *, everything: bool = True) -> None:
        self._root = root
        self._dice = dice
        self._hint = hint
        self._everything = everything

    def value(self, schema: object, at: Path = (), given: Any = MISSING) -> Any:
        """Make a value.

        Args:
            schema: The value's schema.
            at: Its place in the document.
            given: What is known of it; the hint is asked where nothing is.
        """
        found = self._merged(schema)
        if given is MISSING:
            given = self._hint(at, found, True)
        if isinstance(given, Whole):
            return given.value
        if "const" in found:
            return found["const"]
        choices = items(found.get("anyOf")) or items(found.get("oneOf"))
        if choices:
            return self._chosen(found, choices, at, given)
        if "enum" in found:
            allowed = items(found["enum"])
            return given if given in allowed else self._dice.fork("enum", *at).pick(allowed)
        kinds = types(found)
        kind = next((word for word in kinds if _is_of(word, given)), None) or _first_kind(kinds)
        if kind == "object":
            return self._object(found, at, members(given))
        if kind == "array":
            return self._array(found, at, given)
        if given is not MISSING and (not kinds or _is_of(kind, given)) and fits(given, _plain(found), self._root):
            return given
        return self._scalar(kind, found, self._dice.fork("scalar", *at))

    def _merged(self, schema: object) -> dict[str, Any]:
        found = resolve(schema, self._root)
        for part in items(found.get("allOf")):
            inner = self._merged(part)
            properties = {**members(found.get("properties")), **members(inner.get("properties"))}
            required = [*items(found.get("required")), *items(inner.get("required"))]
            found = {**found, **inner, **({"properties": properties} if properties else {}), "required": required}
        found.pop("allOf", None)
        return found

    def _chosen(self, found: dict[str, Any], choices: list[Any], at: Path, given: Any) -> Any:
        rest = {key: word for key, word in found.items() if key not in ("anyOf", "oneOf", "default", "examples")}
        forms = [self._merged({**rest, **self._merged(choice)}) for choice in choices]
        if given is not MISSING:
            meant = [form for form in forms if any(_is_of(word, given) for word in types(form))]
            meant = [
                form for form in meant if "properties" not in form or members(given).keys() & form["properties"].keys()
            ]
            if meant:
                return self.value(meant[0], at, given)
        # Null is the last choice, until it is the only way out of a schema that contains itself.
        is_deep = len(at) > _DEEP
        ranked = sorted(forms, key=lambda form: _is_large(form) if is_deep else _first_kind(types(form)) == "null")
        return self.value(ranked[0], at, given)

    def _object(self, found: dict[str, Any], at: Path, given: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        required = {str(name) for name in items(found.get("required"))}
        properties = members(found.get("properties"))
        for name, schema in properties.items():
            known = given.get(name, MISSING)
            inner = self._merged(schema)
            if known is MISSING:
                known = self._hint((*at, name), inner, name in required)
            if known is MISSING and name not in required and not self._is_wanted(inner, at):
                continue
            result[name] = self.value(inner, (*at, name), known)
        rest = found.get("additionalProperties", True)
        for name, known in given.items():
            if name not in properties and rest is not False:
                result[name] = self.value(rest, (*at, name), known)
        for name in sorted(required - result.keys()):
            result[name] = self.value(rest, (*at, name))
        wanted = min(whole(found.get("minProperties")) or 0, _MOST)
        while len(result) < wanted:
            name = f"{_WORDS[len(result) % len(_WORDS)]}_{len(result)}"
            result[name] = self.value(rest, (*at, name))
        return result

    def _is_wanted(self, schema: dict[str, Any], at: Path) -> bool:
        forms = [self._merged(form) for form in items(schema.get("anyOf")) or [schema]]
        known = [form for form in forms if types(form) or "enum" in form or "const" in form]
        is_nullable = any("null" in types(form) for form in forms)
        return self._everything and bool(known) and not is_nullable and len(at) < _DEEP

    def _array(self, found: dict[str, Any], at: Path, given: Any) -> list[Any]:
        first = items(found.get("prefixItems"))
        low = whole(found.get("minItems")) or 0
        high = whole(found.get("maxItems"))
        inner = found.get("items", {})
        known = items(given)
        if isinstance(given, list):
            count = max(low, len(known))
        elif inner is False:
            count = len(first)
        else:
            count = max(low, len(first), 0 if len(at) > _DEEP else 2)
        count = min(count, _MOST if high is None and not known else count if high is None else high)
        result: list[Any] = []
        for position in range(count):
            schema = first[position] if position < len(first) else inner
            item = self.value(schema, (*at, position), known[position] if position < len(known) else MISSING)
            if found.get("uniqueItems") and item in result:
                item = self._another(schema, (*at, position), result)
                if item is MISSING:
                    continue
            result.append(item)
        return result

    def _another(self, schema: object, at: Path, taken: list[Any]) -> Any:
        allowed = items(self._merged(schema).get("enum"))
        for choice in allowed:
            if choice not in taken:
                return choice
        for attempt in range(0 if allowed else _MOST):
            item = self.value(schema, (*at, attempt), MISSING)
            if item not in taken:
                return item
        return MISSING

    def _scalar(self, kind: str, schema: dict[str, Any], dice: Dice) -> Any:
        if kind == "string":
            return _string(schema, dice)
        if kind in ("integer", "number"):
            return _number(schema, dice, is_whole=kind == "integer")
        return None if kind == "null" else dice.integer(0, 1) == 1


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A scalar's schema without what only tells about it, which would slow its check down."""
    return {
        word: value for word, value in schema.items() if word not in ("description", "examples", "title", "default")
    }


def _is_of(word: str, value: Any) -> bool:
    if value is MISSING:
        return False
    if word == "integer":
        return whole(value) is not None
    if word == "number":
        return real(value) is not None
    kinds = {"string": str, "boolean": bool, "object": dict, "array": list, "null": type(None)}
    return isinstance(value, kinds[word]) if word in kinds else False


def _first_kind(kinds: tuple[str, ...]) -> str:
    return next((word for word in kinds if word != "null"), "null" if kinds else "string")


def _is_large(schema: dict[str, Any]) -> bool:
    return _first_kind(types(schema)) in ("object", "array")


def _string(schema: dict[str, Any], dice: Dice) -> str:
    low, high = whole(schema.get("minLength")) or 0, whole(schema.get("maxLength"))
    pattern = schema.get("pattern") or _FORMATS.get(str(schema.get("format")))
    if isinstance(pattern, str):
        text = text_for(pattern if "pattern" in schema else f"^{pattern}$", dice, low, high)
        if text is not None:
            return text
    examples = [text for text in items(schema.get("examples")) if isinstance(text, str)]
    text = examples[0] if examples else dice.pick(_WORDS)
    while len(text) < min(low, _LONGEST):
        text += " " + dice.pick(_WORDS)
    return text[: max(low, high)] if high is not None else text


def _number(schema: dict[str, Any], dice: Dice, *, is_whole: bool) -> float:
    low, high = real(schema.get("minimum")), real(schema.get("maximum"))
    above, below = real(schema.get("exclusiveMinimum")), real(schema.get("exclusiveMaximum"))
    step = real(schema.get("multipleOf"))
    if above is not None and (low is None or above >= low):
        low = math.floor(above) + 1 if is_whole else above + (min(1.0, (high or below or above + 2) - above) / 4)
    if below is not None and (high is None or below <= high):
        high = (
            math.ceil(below) - 1
            if is_whole
            else below - (min(1.0, below - (low if low is not None else below - 2)) / 4)
        )
    if low is None:
        low = 0.0 if high is None or high >= 0 else high - 10
    if high is None:
        high = low + 10
    if step:
        return _multiple(low, high, step, dice, is_whole=is_whole)
    if is_whole:
        return dice.integer(math.ceil(low), max(math.ceil(low), math.floor(high)))
    return round(dice.between(low, high), 4) if high - low > 0.01 else low


def _multiple(low: float, high: float, step: float, dice: Dice, *, is_whole: bool) -> float:
    first, last = math.ceil(low / step), math.floor(high / step)
    number = dice.integer(first, max(first, last)) * step
    return int(number) if is_whole else number
