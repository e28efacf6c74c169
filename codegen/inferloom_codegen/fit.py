"""Does a value in a spec fit its schema?

For defaults, examples, enums: the closed vocabulary of our schemas, with the place of what does not fit. A schema that
is itself broken accepts everything, since its own mistake is reported where it stands.
"""

import operator
import re
from collections.abc import Callable, Iterator

from .errors import Place, did_you_mean, listing, quote
from .ir import Json, Schema
from .paths import describe, properties
from .source import Mapping, Node, Scalar, Sequence, kind, plain

SAMPLES = ("image", "audio", "video")
"""What `{sample: ...}` may name in an example."""

_MAX_REFS = 16  # bounds unions of unions, which multiply
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}
_LIMITS: tuple[tuple[str, Callable[[float, float], bool], str], ...] = (
    ("minimum", operator.lt, "below the minimum of"),
    ("maximum", operator.gt, "above the maximum of"),
    ("exclusiveMinimum", operator.le, "not above"),
    ("exclusiveMaximum", operator.ge, "not below"),
)


def misfits(value: Node, schema: Schema, root: Schema, *, sampled: bool = False) -> Iterator[tuple[Place, str]]:
    """What of a value does not fit its schema.

    Args:
        value: the value, with its places.
        schema: its schema; `$ref`s are `#/$defs/...` of `root`.
        root: the self-contained schema that `schema` is a part of.
        sampled: the value is an example of a call: a binary value is `{sample: image}`, and a field that its type does
            not have is a mistake.

    Yields:
        The place, and a sentence such as `3 is above the maximum of 2`.
    """
    return _Fit(root, sampled).misfits(value, schema, ())


def same(left: Json, right: Json) -> bool:
    """JSON equality: unlike in Python, true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return left == right


def has_type(value: Json, name: str) -> bool:
    """Whether a plain value is of the JSON Schema type `name` (1.0 is an integer, true is no number)."""
    if name == "object":
        return isinstance(value, dict)
    if name == "array":
        return isinstance(value, list)
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES.get(name, ()))


class _Fit:
    def __init__(self, root: Schema, sampled: bool) -> None:
        self.root = root
        self.sampled = sampled

    def misfits(self, value: Node, schema: Json, seen: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
        if not isinstance(schema, dict):
            return
        ref = schema.get("$ref")
        if isinstance(ref, str):
            definitions = self.root.get("$defs")
            target = definitions.get(ref.removeprefix("#/$defs/")) if isinstance(definitions, dict) else None
            if target is not None and ref not in seen and len(seen) < _MAX_REFS:
                yield from self.misfits(value, target, (*seen, ref))
            return
        for word in ("anyOf", "oneOf"):
            union = schema.get(word)
            if isinstance(union, list):
                yield from self.union(value, union, seen, only_one=word == "oneOf")
        if self.sampled and "contentMediaType" in schema:
            yield from self.sample(value, schema)
            return
        if (wrong := self.type(value, schema)) is not None:
            yield value.at, wrong
            return
        yield from self.scalar(value, schema)
        if isinstance(value, Mapping):
            yield from self.object(value, schema)
        elif isinstance(value, Sequence):
            yield from self.array(value, schema)

    def type(self, value: Node, schema: Schema) -> str | None:
        names = schema.get("type")
        types = [name for name in (names if isinstance(names, list) else [names]) if isinstance(name, str)]
        if not types or any(has_type(plain(value), name) for name in types):
            return None
        wanted = " or ".join("null" if name == "null" else describe({"type": name}) for name in types)
        shown = quote(value.value) if isinstance(value, Scalar) and value.value is not None else "this"
        return f"{shown} is {kind(value)}, expected {wanted}"

    def union(
        self, value: Node, union: list[Json], seen: tuple[str, ...], only_one: bool
    ) -> Iterator[tuple[Place, str]]:
        found = [list(self.misfits(value, branch, seen)) for branch in union]
        fitting = found.count([])
        if fitting > 1 and only_one:
            yield value.at, f"fits {fitting} alternatives of oneOf, and may fit only one; anyOf allows more"
        if fitting or not found:
            return
        # A misfit deep inside says more than "none of the alternatives": the branch that got furthest is meant.
        near = [misfits for misfits in found if all(place != value.at for place, _ in misfits)]
        if len(near) == 1:
            yield from near[0]
        elif len({misfits[0] for misfits in found}) == 1:
            yield found[0][0]
        else:
            shown = quote(value.value) if isinstance(value, Scalar) else f"this {kind(value).split(' ')[-1]}"
            reasons = "; ".join(dict.fromkeys(misfits[0][1] for misfits in found))
            yield value.at, f"{shown} fits none of the {len(found)} alternatives ({reasons})"

    def sample(self, value: Node, schema: Schema) -> Iterator[tuple[Place, str]]:
        wanted = str(schema["contentMediaType"]).split("/")[0]
        given = plain(value)
        if isinstance(given, dict) and len(given) == 1 and given.get("sample") in SAMPLES:
            if given["sample"] != wanted:
                yield value.at, f"this is {schema['contentMediaType']} data; write {{sample: {wanted}}}"
        else:
            yield value.at, f"a binary value in an example names a kind of sample; write {{sample: {wanted}}}"

    def scalar(self, value: Node, schema: Schema) -> Iterator[tuple[Place, str]]:
        given = plain(value)
        shown = quote(given) if isinstance(value, Scalar) else f"this {kind(value).split(' ')[-1]}"
        enum = schema.get("enum")
        if isinstance(enum, list) and enum and not any(same(given, member) for member in enum):
            near = did_you_mean(given, [m for m in enum if isinstance(m, str)]) if isinstance(given, str) else ""
            yield value.at, f"{shown} is none of {listing(map(quote, enum))}{near}"
        if "const" in schema and not same(given, schema["const"]):
            yield value.at, f"{shown} is not {quote(schema['const'])}, the only value it may have"
        if isinstance(given, (int, float)) and not isinstance(given, bool):
            for word, outside, text in _LIMITS:
                limit = schema.get(word)
                if isinstance(limit, (int, float)) and not isinstance(limit, bool) and outside(given, limit):
                    yield value.at, f"{shown} is {text} {limit}"
        if isinstance(given, str):
            yield from self.length(value, len(given), schema, "Length", "characters")
            pattern = schema.get("pattern")
            if isinstance(pattern, str) and not _search(pattern, given):
                yield value.at, f"{shown} does not match the pattern {quote(pattern)}"

    def length(self, value: Node, size: int, schema: Schema, word: str, what: str) -> Iterator[tuple[Place, str]]:
        least, most = schema.get(f"min{word}"), schema.get(f"max{word}")
        if isinstance(least, int) and size < least:
            yield value.at, f"{size} {what}, and at least {least} are needed"
        if isinstance(most, int) and size > most:
            yield value.at, f"{size} {what}, and at most {most} are allowed"

    def object(self, value: Mapping, schema: Schema) -> Iterator[tuple[Place, str]]:
        fields = properties(schema)
        name = str(schema.get("title", "this object"))
        required = schema.get("required")
        if isinstance(required, list):
            absent = [key for key in required if isinstance(key, str) and key not in value]
            if absent:
                yield value.at, f"{name} requires {' and '.join(map(quote, absent))}"
        further = schema.get("additionalProperties")
        for key, item in value.entries.items():
            if key in fields:
                yield from self.misfits(item, fields[key], ())
            elif further is False or (self.sampled and fields and further is None):
                near = did_you_mean(key, fields)
                yield value.keys[key], f"{name} has no field {quote(key)} (it has {listing(fields)}){near}"
            else:
                yield from self.misfits(item, further, ())

    def array(self, value: Sequence, schema: Schema) -> Iterator[tuple[Place, str]]:
        yield from self.length(value, len(value.items), schema, "Items", "items")
        first = schema.get("prefixItems")
        fixed = first if isinstance(first, list) else []
        for index, item in enumerate(value.items):
            yield from self.misfits(item, fixed[index] if index < len(fixed) else schema.get("items"), ())


def _search(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except (re.error, RecursionError, OverflowError):
        return True
