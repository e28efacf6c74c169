"""Answers read as a type of the caller's."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from inferloom_runtime.chat.schema import WRAPPER, TypeSchema, schema_of
from inferloom_runtime.errors import (
    About,
    ContentFilterFinishReasonError,
    LengthFinishReasonError,
    RefusalError,
    SchemaMismatchError,
)
from inferloom_runtime.guards import is_object
from inferloom_runtime.record import tell

if TYPE_CHECKING:
    from inferloom_runtime.chat.reading import Classes

KNOWN_TYPES = 128
"""How many types are remembered; the one that was used longest ago is forgotten first."""


@lru_cache(maxsize=KNOWN_TYPES)
def _remembered(kind: Any) -> TypeSchema:
    return schema_of(kind)


def described(kind: Any) -> TypeSchema:
    """The description of a type, made once.

    Args:
        kind: As for `schema_of`.

    Returns:
        The description.

    Raises:
        UsageError: Pydantic cannot make a schema of it.
    """
    try:
        hash(kind)
    except TypeError:  # Annotated[..., a list]
        return schema_of(kind)
    return _remembered(kind)


def response_format(kind: Any) -> dict[str, Any]:
    """What a server is told of a type.

    Args:
        kind: As for `schema_of`.

    Returns:
        OpenAI's `response_format`; the table respells it for providers that know another form.

    Raises:
        UsageError: Pydantic cannot make a schema of it.
    """
    found = described(kind)
    form = {"name": found.name, "schema": found.schema, "strict": found.strict}
    return {"type": "json_schema", "json_schema": form}


def read(text: str, kind: Any, *, about: About | None = None, completion: Any = None) -> Any:
    """Read an answer's text as a type.

    Args:
        text: The text.
        kind: As for `schema_of`.
        about: The call, for errors.
        completion: The answer it stands in, for errors.

    Returns:
        The value, of that type.

    Raises:
        SchemaMismatchError: The text is no JSON, or does not fit the type.
    """
    found = described(kind)
    try:
        if not found.wrapped:
            return found.adapter.validate_json(bare(text))
        return found.adapter.validate_python(_unwrapped(json.loads(bare(text))), strict=None)
    except RecursionError:
        reason = "it is nested too deeply"
    except ValueError as error:
        reason = _reason(error)
    raise SchemaMismatchError(
        f"The answer is no {found.name}: {reason}.", text=text, completion=completion, about=about
    )


def finished(completion: Any, kind: Any, *, about: About | None = None) -> list[Any]:
    """Read every answer of a completion as a type.

    Args:
        completion: The completion.
        kind: As for `schema_of`.
        about: The call, for errors.

    Returns:
        The values, one for each of `completion.choices`; None where the model called tools instead.

    Raises:
        RefusalError: The model declined.
        LengthFinishReasonError: The answer was cut off at the limit of tokens.
        ContentFilterFinishReasonError: The answer was withheld.
        SchemaMismatchError: The text is no JSON, or does not fit the type.
    """
    return [checked(choice, kind, completion, about=about) for choice in completion.choices or ()]


def checked(choice: Any, kind: Any, completion: Any, *, about: About | None = None) -> Any:
    """Read one answer as a type; like `finished`."""
    message = choice.message
    text = message.content if isinstance(message.content, str) else ""
    where: dict[str, Any] = {"completion": completion, "about": about}
    if message.refusal:
        raise RefusalError(f"The model declined: {message.refusal}", text=message.refusal, **where)
    if message.tool_calls:
        return None
    if choice.finish_reason == "length":
        raise LengthFinishReasonError(
            f"The answer was cut off after {len(text)} characters: give a larger max_tokens.", text=text, **where
        )
    if choice.finish_reason == "content_filter":
        raise ContentFilterFinishReasonError("The server's content filter withheld the answer.", text=text, **where)
    return read(text, kind, **where)


def of_completion(completion: Any, kind: Any, classes: Classes) -> Any:
    """A completion whose messages have `parsed`.

    Args:
        completion: The completion as it came; it is not changed.
        kind: As for `schema_of`.
        classes: The classes of the new one.

    Returns:
        The new completion.

    Raises:
        StructuredAnswerError: As for `finished`.
    """
    meta = completion.meta
    about = About(meta.provider, "chat.completions.parse", meta.model) if meta is not None else None
    return typed(completion, finished(completion, kind, about=about), classes)


def typed(completion: Any, values: list[Any], classes: Classes) -> Any:
    """A completion whose messages have `parsed`.

    Args:
        completion: The completion as it came; it is not changed.
        values: What its answers say.
        classes: The classes of the new one.

    Returns:
        The new completion.
    """
    choices: list[Any] = []
    for choice, value in zip(completion.choices or (), values, strict=True):
        message = _as(choice.message, classes.message)
        message.parsed = value
        made = _as(choice, classes.choice)
        made.__dict__["message"] = message
        choices.append(made)
    made = _as(completion, classes.parsed)
    made.__dict__["choices"] = choices
    return made


def _as(record: Any, kind: Any) -> Any:
    made = kind.__new__(kind)
    made.__dict__.update(record.__dict__)
    if (meta := record.meta) is not None:
        tell(made, meta)
    return made


def bare(text: str) -> str:
    """JSON without the fence of a code block, which models write where the server does not hold them to JSON."""
    stripped = text.strip()
    if stripped.startswith("```") and stripped.endswith("```") and "\n" in stripped:
        return stripped[:-3].partition("\n")[2].strip()
    return stripped


def partial(text: str) -> Any:
    """The JSON that a text has begun with.

    Args:
        text: JSON as far as it has come.

    Returns:
        Dicts and lists, with the strings that are still being written; None where there is no JSON yet.
    """
    from pydantic_core import from_json

    try:
        return from_json(text.encode("utf-8", "surrogatepass"), allow_partial="trailing-strings")
    except ValueError:
        return None


def whole(text: str) -> Any:
    """The JSON of a text, or None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _unwrapped(value: Any) -> Any:
    # A server that does not follow the schema may leave the wrapping out.
    return value[WRAPPER] if is_object(value) and list(value) == [WRAPPER] else value


def _reason(error: ValueError) -> str:
    from pydantic_core import ValidationError

    if not isinstance(error, ValidationError):
        return str(error)
    found = error.errors(include_url=False, include_context=False, include_input=False)
    listed = [f"{'.'.join(str(part) for part in each['loc']) or 'the answer'}: {each['msg']}" for each in found[:5]]
    return "; ".join(listed) + (f"; and {len(found) - 5} more" if len(found) > 5 else "")
