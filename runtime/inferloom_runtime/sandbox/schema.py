"""Reading JSON Schemas: references, branches, members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from inferloom_runtime.sandbox.value import Path, items, members

Schema: TypeAlias = Mapping[str, Any]

_SPEAKING: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("properties", "required", "minProperties"), ("object",)),
    (("items", "prefixItems", "minItems", "maxItems", "uniqueItems"), ("array",)),
    (("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), ("number",)),
    (("pattern", "minLength", "maxLength", "format"), ("string",)),
)


def resolve(schema: object, root: Schema) -> dict[str, Any]:
    """A schema with its reference followed; what stands beside the reference wins.

    Args:
        schema: The schema; true is any value.
        root: The document that references lead into.

    Returns:
        The schema without `$ref`; empty (any value) where a reference leads nowhere.
    """
    found = members(schema)
    for _ in range(32):
        name = found.get("$ref")
        if not isinstance(name, str):
            return found
        target: object = root
        for part in name.removeprefix("#").strip("/").split("/"):
            if part:
                target = members(target).get(part.replace("~1", "/").replace("~0", "~"))
        found = {**members(target), **{key: word for key, word in found.items() if key != "$ref"}}
    return {}


def branches(schema: object, root: Schema) -> list[dict[str, Any]]:
    """The forms that a value may take: the branches of `anyOf` and `oneOf`, flattened, else the schema alone."""
    found = resolve(schema, root)
    choices = items(found.get("anyOf")) or items(found.get("oneOf"))
    if not choices:
        return [found]
    rest = {key: word for key, word in found.items() if key not in ("anyOf", "oneOf", "default", "examples")}
    return [{**rest, **branch} for choice in choices for branch in branches(choice, root)]


def types(schema: Schema) -> tuple[str, ...]:
    """The type words of a schema, told by its other words where it has none; empty for any type."""
    word = schema.get("type")
    if isinstance(word, str):
        return (word,)
    if word is not None:
        return tuple(str(entry) for entry in items(word))
    return next((kinds for words, kinds in _SPEAKING if any(name in schema for name in words)), ())


def is_binary(schema: Schema) -> bool:
    """Whether the value is a picture, a sound or a film in base64."""
    return schema.get("contentEncoding") == "base64"


def media_kind(schema: Schema) -> str:
    """What a binary value is: "image", "audio", "video", or "" for anything."""
    return str(schema.get("contentMediaType", "")).partition("/")[0].replace("*", "")


def property_at(schema: object, root: Schema, path: str) -> dict[str, Any]:
    """The schema of a member at a dotted path, looked for in every branch; empty where there is none."""
    forms = branches(schema, root)
    for name in path.split("."):
        forms = [
            form
            for outer in forms
            if name in members(outer.get("properties"))
            for form in branches(outer["properties"][name], root)
        ]
    return forms[0] if forms else {}


def binaries(value: object, schema: object, root: Schema, at: Path = ()) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """The binary values in a document: place, base64 text and schema.

    A string counts where no branch of the schema would take it as plain text.
    """
    forms = branches(schema, root)
    if isinstance(value, str):
        strings = [form for form in forms if "string" in types(form) or not types(form)]
        if strings and all(is_binary(form) for form in strings):
            yield at, value, strings[0]
        return
    for name, member in members(value).items():
        inner = next((form["properties"][name] for form in forms if name in members(form.get("properties"))), None)
        if inner is not None:
            yield from binaries(member, inner, root, (*at, name))
    for position, item in enumerate(items(value)):
        inner = next((form["items"] for form in forms if "items" in form), None)
        if inner is not None:
            yield from binaries(item, inner, root, (*at, position))
