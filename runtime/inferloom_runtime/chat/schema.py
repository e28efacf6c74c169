"""The JSON Schema of a Python type, in the form that servers hold answers to.

Servers that follow a schema strictly want one that leaves nothing open: objects with `additionalProperties: false` and
all properties required, an object at the root, and no keyword that they cannot follow:
https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast, get_args

from inferloom_runtime.errors import UsageError
from inferloom_runtime.guards import is_list, is_object

if TYPE_CHECKING:
    from pydantic import TypeAdapter as TypeAdapter

WRAPPER = "value"
"""The property that holds a value whose type is no object."""

_NOT_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_MODULES = re.compile(r"(\w+\.|<locals>\.)+")
_NAME_LENGTH = 64

_KEPT = frozenset(
    {
        "$defs", "$ref", "additionalProperties", "anyOf", "const", "description", "enum", "exclusiveMaximum",
        "exclusiveMinimum", "format", "items", "maxItems", "maximum", "minItems", "minimum", "multipleOf", "pattern",
        "properties", "required", "type",
    }
)  # fmt: skip
"""Keywords that strict servers know; what the others say is checked here when the answer has come."""

_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_CLOSED = ("type", "enum", "const", "$ref", "anyOf")


@dataclass(frozen=True, slots=True)
class TypeSchema:
    """A type, as servers are told of it.

    Attributes:
        name: Its name, in letters, digits, `_` and `-`.
        schema: Its JSON Schema; the root is an object.
        strict: Whether the schema leaves nothing open. Free-form objects (`dict[str, int]`, `Any`) do.
        wrapped: Whether the value stands in a property of the root, because it is no object itself.
        adapter: Reads and checks values.
    """

    name: str
    schema: dict[str, Any]
    strict: bool
    wrapped: bool
    adapter: TypeAdapter[Any]


def schema_of(kind: Any) -> TypeSchema:
    """Describe a type.

    Args:
        kind: A pydantic model, a dataclass, a TypedDict, or any other type that pydantic understands; or a
            `TypeAdapter`.

    Returns:
        The description, made anew: it takes some milliseconds.

    Raises:
        UsageError: Pydantic cannot make a schema of it.
    """
    from pydantic import TypeAdapter
    from pydantic.errors import PydanticUserError

    from inferloom_runtime.chat import typed_dict

    name = _NOT_NAME.sub("_", _shown(kind)).strip("_")[:_NAME_LENGTH] or "answer"
    try:
        adapter: TypeAdapter[Any] = (
            cast("TypeAdapter[object]", kind) if isinstance(kind, TypeAdapter) else TypeAdapter(typed_dict.usable(kind))
        )
        raw = adapter.json_schema()
    except (PydanticUserError, NameError, TypeError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise UsageError(f"response_format={_shown(kind)} cannot be described to a server: {reason}.") from error
    return TypeSchema(name, *_whole(raw), adapter)


def _shown(kind: Any) -> str:
    inner: Any = getattr(kind, "_type", None) if type(kind).__name__ == "TypeAdapter" else kind
    inner = getattr(inner, "__origin__", inner) if hasattr(inner, "__metadata__") else inner
    if isinstance(inner, type) and not get_args(inner):
        return inner.__name__
    return _MODULES.sub("", str(inner))


def _whole(raw: dict[str, Any]) -> tuple[dict[str, Any], bool, bool]:
    definitions: dict[str, Any] = raw.get("$defs", {})
    root = _resolved(raw, definitions)
    wrapped = root.get("type") != "object" or "properties" not in root
    writer = _Writer(definitions)
    if wrapped:
        named = {name: value for name, value in raw.items() if name != "$defs"}
        root = {"type": "object", "properties": {WRAPPER: named}, "required": [WRAPPER]}
    schema = writer.written({name: value for name, value in root.items() if name != "$defs"})
    if definitions:
        schema["$defs"] = {name: writer.written(value) for name, value in definitions.items()}
    return schema, writer.strict, wrapped


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference at the root stands for, as for a type that contains itself."""
    seen: set[str] = set()
    while (reference := schema.get("$ref")) is not None and reference not in seen:
        seen.add(reference)
        schema = definitions[reference.rpartition("/")[2]]
    return schema


class _Writer:
    """Writes schemas in the strict form; remembers whether that was possible."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.definitions = definitions
        self.strict = True

    def written(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A copy of a schema that leaves nothing open, as far as that is possible."""
        schema = self._flat(schema)
        made = {name: value for name, value in schema.items() if name in _KEPT}
        if made.get("format") not in _FORMATS:
            made.pop("format", None)
        if "$ref" in made:
            # A reference stands alone: no other keyword may stand beside it.
            reference = {"$ref": made["$ref"]}
            return {"anyOf": [reference], "description": made["description"]} if "description" in made else reference
        if is_list(choices := made.get("anyOf")):
            made["anyOf"] = [self.written(choice) for choice in choices]
        if is_object(items := made.get("items")):
            made["items"] = self.written(items)
        if is_list(fixed := schema.get("prefixItems")):
            made["items"] = self.written({"anyOf": fixed} if len(fixed) > 1 else fixed[0])
            made["minItems"] = made["maxItems"] = len(fixed)
        elif made.get("type") == "array" and "items" not in made:
            self.strict = False
        if is_object(members := made.get("properties")):
            made["properties"] = {name: self.written(member) for name, member in members.items()}
            made["required"] = list(members)
        if made.get("type") == "object":
            self._close(made)
        if not any(word in made for word in _CLOSED):
            self.strict = False
        return made

    def _flat(self, schema: dict[str, Any]) -> dict[str, Any]:
        if is_list(choices := schema.get("oneOf")):
            schema = {**schema, "anyOf": choices}
        parts: Any = schema.get("allOf")
        if is_list(parts):
            for part in parts:
                schema = {**_resolved(part, self.definitions), **schema}
        return schema

    def _close(self, made: dict[str, Any]) -> None:
        if made.get("additionalProperties") not in (None, False):
            # A dict with free keys: strict servers have no word for it.
            self.strict = False
            more: Any = made["additionalProperties"]
            made["additionalProperties"] = self.written(more) if is_object(more) else more
        elif "properties" not in made:
            self.strict = False
        else:
            made["additionalProperties"] = False
