"""OpenAI's `response_format`, as other providers spell it."""

from __future__ import annotations

from typing import Any

from inferloom_runtime.call import Call
from inferloom_runtime.codec import plain
from inferloom_runtime.guards import is_object


def as_json_object(value: object, call: Call) -> object:
    """A schema as part of `json_object`.

    https://docs.cohere.com/docs/structured-outputs
    https://docs.fireworks.ai/structured-responses/structured-response-formatting

    Args:
        value: The caller's response format.
        call: The call.

    Returns:
        `{"type": "json_object", "schema": ...}`; a format without a schema as it is.
    """
    wanted, found = read(value)
    return wanted if found is None else {"type": "json_object", "schema": found}


def flat(value: object, call: Call) -> object:
    """A schema beside the type: https://docs.together.ai/docs/json-mode

    Args:
        value: The caller's response format.
        call: The call.

    Returns:
        `{"type": "json_schema", "schema": ...}`; a format without a schema as it is.
    """
    wanted, found = read(value)
    return wanted if found is None else {"type": "json_schema", "schema": found}


def schema(value: object, call: Call) -> object:
    """The schema alone, for a key of its own: https://docs.nebius.com/studio/inference/json

    Args:
        value: The caller's response format.
        call: The call.

    Returns:
        The schema, or None.
    """
    return read(value)[1]


def lenient(value: object, call: Call) -> object:
    """A schema that is never `strict`: https://docs.sambanova.ai/docs/en/features/function-calling

    Args:
        value: The caller's response format.
        call: The call.

    Returns:
        A copy with `strict: false` where it asked for more, or said nothing.
    """
    wanted: Any = plain(value, drop_none=False)
    if is_object(wanted) and wanted.get("type") == "json_schema" and is_object(wanted.get("json_schema")):
        return {**wanted, "json_schema": {**wanted["json_schema"], "strict": False}}
    return wanted


def read(value: object) -> tuple[Any, Any]:
    """Take a response format apart.

    Args:
        value: The caller's response format.

    Returns:
        The format as plain JSON, with the schema of a `json_schema`, or None where it has none.
    """
    wanted: Any = plain(value, drop_none=False)
    described: Any = wanted.get("json_schema") if is_object(wanted) and wanted.get("type") == "json_schema" else None
    return wanted, described.get("schema") if is_object(described) else None
