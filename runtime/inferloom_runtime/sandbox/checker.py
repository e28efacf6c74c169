"""The strictness of the sandbox: does a request's body fit its schema, to the letter?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError

from inferloom_runtime.sandbox.exchange import Refusal
from inferloom_runtime.sandbox.schema import Schema
from inferloom_runtime.sandbox.value import Path, items, jsonpath, kind, members

_TYPE_WORDS = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "a boolean",
    "object": "an object",
    "array": "an array",
    "null": "null",
}
_SHOWN = 12


class Checker:
    """Checks bodies against one schema whose objects are closed.

    Args:
        schema: The schema.
        open_at: Top-level members below which objects may have members of their own.
        extra: Members that are accepted wherever `parameters`, or else the top level, would refuse them.
    """

    def __init__(self, schema: Schema, *, open_at: Collection[str] = (), extra: Collection[str] = ()) -> None:
        self._schema = _closed(schema, frozenset(open_at), frozenset(extra))
        self._validator: Any = Draft202012Validator(self._schema)

    def check(self, body: object) -> None:
        """Refuse a body that does not fit.

        Args:
            body: The decoded body.

        Raises:
            Refusal: 422, with the place and one sentence for the first misfit.
        """
        errors = list(self._validator.iter_errors(body))
        if errors:
            at, sentence = _told(min(errors, key=_urgency))
            raise Refusal(422, f"{jsonpath(at)}: {sentence}", at)


def problem_of(schema: object) -> str | None:
    """What is wrong with a schema that came in a request; None where it is a good one."""
    try:
        Draft202012Validator.check_schema(cast("Schema", schema))
    except SchemaError as error:
        return f"{jsonpath(_place(error))} of the schema is wrong: {error.message}"
    return None


def fits(value: object, schema: Schema, root: Schema) -> bool:
    """Whether a value fits a schema whose references lead into `root`."""
    validator: Any = Draft202012Validator(
        {"$defs": root.get("$defs", {}), "definitions": root.get("definitions", {}), **schema}
    )
    return bool(validator.is_valid(value))


def _closed(schema: Schema, open_at: frozenset[str], extra: frozenset[str]) -> dict[str, Any]:
    properties = members(schema.get("properties"))
    opened = _reachable([properties[name] for name in open_at if name in properties], schema)
    result = _closing(schema, frozenset(open_at))
    definitions = members(schema.get("$defs"))
    if definitions:
        result["$defs"] = {
            name: definition if name in opened else _closing(definition, frozenset())
            for name, definition in definitions.items()
        }
    if extra:
        _admit(result, extra)
    return result


def _closing(schema: Any, open_at: frozenset[str]) -> dict[str, Any]:
    """A copy whose objects with properties are closed; members named in `open_at` are copied as they are."""
    result = dict(members(schema))
    properties = members(result.get("properties"))
    if properties:
        result["properties"] = {
            name: member if name in open_at else _closing(member, frozenset()) for name, member in properties.items()
        }
        result.setdefault("additionalProperties", False)
    for word in ("items", "additionalProperties"):
        if isinstance(result.get(word), dict):
            result[word] = _closing(result[word], frozenset())
    for word in ("anyOf", "oneOf", "prefixItems"):
        if word in result:
            result[word] = [_closing(branch, frozenset()) for branch in items(result[word])]
    return result


def _reachable(schemas: Iterable[object], root: Schema) -> set[str]:
    """The names of the definitions that schemas lead to."""
    found: set[str] = set()
    todo = list(schemas)
    while todo:
        node = todo.pop()
        name = members(node).get("$ref")
        if isinstance(name, str):
            name = name.rpartition("/")[2]
            if name not in found:
                found.add(name)
                todo.append(members(root.get("$defs")).get(name))
        todo.extend(members(node).values())
        todo.extend(items(node))
    return found


def _admit(schema: dict[str, Any], extra: frozenset[str]) -> None:
    anything: dict[str, Any] = {name: {} for name in sorted(extra)}
    inner = members(members(schema.get("properties")).get("parameters"))
    name = str(inner.get("$ref", "")).rpartition("/")[2]
    for holder in (schema, members(members(schema.get("$defs")).get(name)) if name else inner):
        if holder.get("properties"):
            holder["properties"] = {**anything, **holder["properties"]}


def _urgency(error: ValidationError) -> tuple[int, list[str]]:
    """Misspelt members first, as they often explain a missing one; then in the order of the document."""
    return 0 if error.validator == "additionalProperties" else 1, [str(part) for part in error.absolute_path]


def _place(error: ValidationError | SchemaError) -> Path:
    return tuple(error.absolute_path)


def _told(error: ValidationError) -> tuple[Path, str]:
    """Where an error is, with a sentence for it."""
    at, value, word, wanted = _place(error), error.instance, str(error.validator), error.validator_value
    if word in ("anyOf", "oneOf"):
        return _told_branches(error)
    if word == "additionalProperties":
        known = sorted(members(members(error.schema).get("properties")))
        name = next(name for name in members(value) if name not in known)
        close = get_close_matches(name, known, 1)
        hint = f"; did you mean '{close[0]}'?" if close else "."
        listed = ", ".join(known[:_SHOWN]) + (f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else "")
        return (*at, name), f"unknown field '{name}'{hint} Known are: {listed}."
    if word == "required":
        name = next(name for name in items(wanted) if name not in members(value))
        return (*at, name), f"the field '{name}' is required and missing."
    return at, _sentence(word, wanted, value)


def _sentence(word: str, wanted: Any, value: Any) -> str:
    shown = _shown(value)
    if word == "type":
        return f"expected {_types(wanted)}, got {kind(value)}{shown}."
    if word in ("enum", "const"):
        choices = [wanted] if word == "const" else items(wanted)
        return f"must be {_either([repr(choice) for choice in choices])}, got {kind(value)}{shown}."
    size = len(value) if isinstance(value, str) else len(items(value)) or len(members(value))
    sentences = {
        "minimum": f"must be at least {wanted}, got {value}.",
        "maximum": f"must be at most {wanted}, got {value}.",
        "exclusiveMinimum": f"must be greater than {wanted}, got {value}.",
        "exclusiveMaximum": f"must be less than {wanted}, got {value}.",
        "minItems": f"must have at least {wanted} items, has {size}.",
        "maxItems": f"must have at most {wanted} items, has {size}.",
        "minLength": f"must have at least {wanted} characters, has {size}.",
        "maxLength": f"must have at most {wanted} characters, has {size}.",
        "pattern": f"must match the pattern {wanted}, got{shown}.",
        "multipleOf": f"must be a multiple of {wanted}, got {value}.",
    }
    return sentences.get(word, f"does not fit the schema's {word!r}.")


def _told_branches(error: ValidationError) -> tuple[Path, str]:
    """The misfit of the branch that was most likely meant; where none was, the forms that would do."""
    by_branch: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        by_branch.setdefault(int(inner.relative_schema_path[0]), []).append(inner)
    depth = len(error.absolute_path)
    meant = [errors for errors in by_branch.values() if not any(_is_other_kind(inner, depth) for inner in errors)]
    if meant:
        likeliest = min(meant, key=lambda errors: (any(inner.validator == "enum" for inner in errors), len(errors)))
        return _told(min(likeliest, key=_urgency))
    wanted: list[str] = []
    for inner in error.context or ():
        if inner.validator == "type" and len(inner.absolute_path) == depth:
            wanted.extend(word for word in _listed(inner.validator_value) if word not in wanted)
    return _place(error), _sentence("type", wanted, error.instance)


def _is_other_kind(error: ValidationError, depth: int) -> bool:
    return error.validator == "type" and len(error.absolute_path) == depth


def _listed(wanted: Any) -> list[str]:
    return [wanted] if isinstance(wanted, str) else [str(word) for word in items(wanted)]


def _types(wanted: Any) -> str:
    return _either([_TYPE_WORDS.get(word, word) for word in _listed(wanted)])


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" or {words[-1]}" if words else "nothing"


def _shown(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    text = repr(value)
    return f" ({text if len(text) <= 60 else text[:57] + '...'})"
