"""Dotted paths into a schema: `parameters.seed` -> the field's schema, or what is wrong with the path.

Works on the self-contained schemas of a `TaskSpec`, and on unfinished ones: what cannot be followed because the schema
itself is broken is a `Broken`, which has been reported elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from .errors import did_you_mean, listing, quote
from .ir import Json, Schema

_MAX_UNIONS = 16


@dataclass(frozen=True, slots=True)
class Field:
    """A path that exists.

    Attributes:
        schema: the last property's schema, as written (it may be a `$ref`); the root itself for an empty path.
        required: the object that holds it requires it.
    """

    schema: Schema
    required: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A path that does not exist.

    Attributes:
        message: why not, and what does exist.
        barren: it ends at a value that has no fields at all, perhaps because its schema is wrong.
    """

    message: str
    barren: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A path through a schema that is itself wrong."""


def split(text: str) -> tuple[str, ...]:
    """`parameters.seed` -> `("parameters", "seed")`."""
    return tuple(text.split("."))


def find(root: Schema, path: Sequence[str]) -> Field | Missing | Broken:
    """Follow a path from the root of a self-contained schema through the properties of objects.

    A nullable object counts as the object; an array or a union of several types has no fields.
    """
    schema, required = root, True
    for index, step in enumerate(path):
        owner = object_of(schema, root)
        if owner is None:
            return Broken()
        fields = properties(owner)
        if step in fields:
            found = fields[step]
            if not isinstance(found, dict):
                return Broken()
            names = owner.get("required")
            schema, required = found, isinstance(names, list) and step in names
            continue
        if fields:
            known = listing(fields)
            return Missing(f"{name_of(owner)} has no field {quote(step)} (it has {known}){did_you_mean(step, fields)}")
        what = name_of(owner) if index == 0 else quote(".".join(path[:index]))
        if owner.get("type") == "object" and "properties" in owner:
            message = f"{name_of(owner)} has no fields, so there is no {quote(step)}"
        else:
            message = f"{what} is {describe(owner)}, not an object with fields, so there is no {quote(step)} in it"
        return Missing(message, barren=True)
    return Field(schema, required)


def missing(root: Schema, path: Sequence[str]) -> str | None:
    """Why a path does not exist in a self-contained schema; None where it does. `*` is each item of an array."""
    if "*" not in path:
        found = find(root, path)
        return found.message if isinstance(found, Missing) else None
    at = list(path).index("*")
    found = find(root, path[:at])
    if not isinstance(found, Field):
        return found.message if isinstance(found, Missing) else None
    owner = object_of(found.schema, root)
    if owner is None:
        return None
    if "array" not in _types(owner):
        return f"{quote('.'.join(path[:at]))} is {describe(owner)}, not an array, so there is no '*' in it"
    items = owner.get("items")
    inner = object_of(items, root) if isinstance(items, dict) else None
    return None if inner is None else missing({**inner, "$defs": root.get("$defs", {})}, path[at + 1 :])


def _types(schema: Schema) -> list[Json]:
    kinds = schema.get("type")
    return kinds if isinstance(kinds, list) else [kinds]


def resolve(schema: Schema, root: Schema) -> Schema | None:
    """The schema that a chain of `$ref`s ends at (itself without any); None where the chain dangles or never ends."""
    seen: set[str] = set()
    while (ref := schema.get("$ref")) is not None:
        if not isinstance(ref, str) or ref in seen or not ref.startswith("#/$defs/"):
            return None
        seen.add(ref)
        definitions = root.get("$defs")
        target = definitions.get(ref.removeprefix("#/$defs/")) if isinstance(definitions, dict) else None
        if not isinstance(target, dict):
            return None
        schema = target
    return schema


def branches(schema: Schema, root: Schema) -> list[Schema] | None:
    """The alternatives that a value of this schema may be: those of `anyOf` and `oneOf` with `$ref`s followed, without
    null; a schema without either is its own only one. None when a `$ref` leads nowhere."""
    found: list[Schema] = []
    pending: list[tuple[Schema, int]] = [(schema, 0)]
    while pending:
        candidate, depth = pending.pop(0)
        resolved = resolve(candidate, root)
        if resolved is None or depth > _MAX_UNIONS:
            return None
        union = resolved.get("anyOf", resolved.get("oneOf"))
        if isinstance(union, list):
            pending[:0] = [(branch, depth + 1) for branch in union if isinstance(branch, dict)]
        elif resolved.get("type") != "null":
            found.append(resolved)
    return found


def object_of(schema: Schema, root: Schema) -> Schema | None:
    """The object behind `$ref`s and nullability; any other schema as it is; None when a `$ref` leads nowhere."""
    found = branches(schema, root)
    if found is None:
        return None
    return found[0] if len(found) == 1 else resolve(schema, root)


def properties(schema: Schema) -> dict[str, Json]:
    """The properties of a schema, or an empty dict."""
    found = schema.get("properties")
    return found if isinstance(found, dict) else {}


def media_type(schema: Schema, root: Schema) -> str | None:
    """The media type of a binary value (`image/*`), or None when the value is not binary."""
    found = object_of(schema, root)
    media = found.get("contentMediaType") if found else None
    return media if isinstance(media, str) else None


def name_of(schema: Schema) -> str:
    """A schema's name for a message: its title, or what it is."""
    title = schema.get("title")
    return title if isinstance(title, str) and title else f"this {describe(schema).split(' ', 1)[-1]}"


def describe(schema: Schema) -> str:
    """What values of this schema are, in the words of a message."""
    if "anyOf" in schema or "oneOf" in schema:
        return "one of several types"
    kind = schema.get("type")
    if isinstance(kind, list):
        names = [name for name in kind if isinstance(name, str) and name != "null"]
        kind = names[0] if len(names) == 1 else None
        if kind is None:
            return "one of several types"
    if not isinstance(kind, str):
        return "any JSON"
    if kind == "string" and "contentMediaType" in schema:
        return "a binary value"
    return f"an {kind}" if kind[:1] in "aeio" else f"a {kind}"


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a plain value of a spec is an array."""
    return isinstance(value, list)
