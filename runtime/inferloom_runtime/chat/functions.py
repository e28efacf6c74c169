"""Python functions as tools that a model may call."""

from __future__ import annotations

import functools
import inspect
import json
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias, cast

from inferloom_runtime.chat import docstrings
from inferloom_runtime.errors import UsageError
from inferloom_runtime.guards import is_list, is_object

ToolFunction: TypeAlias = Callable[..., Any]
"""A function that a model may call, sync or async."""

KNOWN_FUNCTIONS = 128
"""How many functions are remembered; the one that was used longest ago is forgotten first."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function.

    Attributes:
        name: Its name.
        field: The field of the arguments' model that holds it.
        is_positional: Whether it cannot be given by name.
        is_filled: Whether it is given even where the model left it out, because its default is pydantic's.
    """

    name: str
    field: str
    is_positional: bool
    is_filled: bool


@dataclass(frozen=True, slots=True)
class Function:
    """A function as a tool.

    Attributes:
        name: Its name.
        tool: What the model is told of it.
        parameters: Its parameters.
        model: A pydantic model of its arguments.
    """

    name: str
    tool: dict[str, Any]
    parameters: tuple[Parameter, ...]
    model: Any

    def arguments(self, given: str | dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Check arguments.

        Args:
            given: The arguments as the model wrote them: JSON text, or the object itself. No text stands for none.

        Returns:
            The positional arguments and the ones given by name, of the types that the function declares.

        Raises:
            ValueError: They are no JSON, or do not fit.
        """
        value: Any = json.loads(given) if isinstance(given, str) and given.strip() else given or {}
        if not is_object(value):
            raise ValueError("the arguments must be a JSON object")
        made = self.model.model_validate(value)
        positional: list[Any] = []
        named: dict[str, Any] = {}
        for parameter in self.parameters:
            if parameter.field in made.model_fields_set or parameter.is_filled:
                if parameter.is_positional:
                    positional.append(getattr(made, parameter.field))
                else:
                    named[parameter.name] = getattr(made, parameter.field)
        return positional, named


def is_function(tool: object) -> typing.TypeGuard[ToolFunction]:
    """Whether a tool is a Python function, and not its description in JSON."""
    return callable(tool)


def is_awaited(function: ToolFunction) -> bool:
    """Whether calling a function gives something to await."""
    inner: Any = function
    while isinstance(inner, functools.partial):
        inner = cast("functools.partial[object]", inner).func
    return inspect.iscoroutinefunction(inner) or inspect.iscoroutinefunction(getattr(inner, "__call__", None))  # noqa: B004


def name_of(function: ToolFunction) -> str:
    """The name that a model calls a function by.

    Args:
        function: The function.

    Returns:
        Its `__name__`; of an object that can be called, its class's.

    Raises:
        UsageError: It has no name that servers accept.
    """
    inner: Any = function
    while isinstance(inner, functools.partial):
        inner = cast("functools.partial[object]", inner).func
    name = getattr(inner, "__name__", type(inner).__name__)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise UsageError(
            f"tools: {name!r} is no name for a tool: use a function whose name has up to 64 letters, digits, _ or -."
        )
    return name


@lru_cache(maxsize=KNOWN_FUNCTIONS)
def _remembered(function: ToolFunction) -> Function:
    return _made(function)


def described(function: ToolFunction) -> Function:
    """A function as a tool, made once for each function.

    The schema comes from the signature: annotations (with `Annotated`, pydantic's `Field`, `Literal` and enums) and
    defaults; the descriptions from the docstring, in Google's, numpy's or Sphinx's style, or from `Field`.

    Args:
        function: A function, a method, or an object that can be called.

    Returns:
        The tool.

    Raises:
        UsageError: The function has no name, or pydantic can make no schema of an argument.
    """
    try:
        hash(function)
    except TypeError:  # an object that can be called, and compared
        return _made(function)
    return _remembered(function)


def wire_tools(tools: Any) -> list[Any]:
    """Tools as servers are told of them.

    Args:
        tools: Descriptions in JSON, and Python functions.

    Returns:
        A new list in which functions are described.

    Raises:
        UsageError: A function cannot be described.
    """
    return [described(tool).tool if is_function(tool) else tool for tool in tools]


def _made(function: ToolFunction) -> Function:
    from pydantic import ConfigDict, create_model
    from pydantic.errors import PydanticUserError
    from pydantic.fields import FieldInfo

    name = name_of(function)
    target: Any = function
    while isinstance(target, functools.partial):
        target = cast("functools.partial[object]", target).func
    try:
        said, about = docstrings.read(_docstring(target))
        hints = _hints(target)
        parameters: list[Parameter] = []
        fields: dict[str, Any] = {}
        for one in inspect.signature(function).parameters.values():
            if one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD) or _is_bound(function, one.name):
                continue
            field = f"a{len(fields)}"
            is_positional = one.kind is one.POSITIONAL_ONLY
            filled = isinstance(one.default, FieldInfo) and not one.default.is_required()
            parameters.append(Parameter(one.name, field, is_positional, filled))
            fields[field] = _field(one, hints.get(one.name, Any), about.get(one.name))
        config = ConfigDict(extra="forbid", title=name, protected_namespaces=())
        model = create_model(name, __config__=config, __module__=__name__, **fields)
        schema = _cleaned(model.model_json_schema(by_alias=True))
    except (PydanticUserError, NameError, TypeError, ValueError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise UsageError(f"tools: the function {name} cannot be described to a model: {reason}.") from error
    schema.setdefault("properties", {})
    tool = {"name": name, "description": said, "parameters": schema} if said else {"name": name, "parameters": schema}
    return Function(name, {"type": "function", "function": tool}, tuple(parameters), model)


def _field(one: inspect.Parameter, hint: Any, said: str | None) -> tuple[Any, Any]:
    from pydantic import Field
    from pydantic.fields import FieldInfo

    named = Field(alias=one.name)
    inner: Any = typing.Annotated[hint, named]
    has_words = isinstance(one.default, FieldInfo) and one.default.description is not None
    metadata = getattr(hint, "__metadata__", ())
    has_words = has_words or any(isinstance(each, FieldInfo) and each.description for each in metadata)
    if said and not has_words:
        inner = typing.Annotated[hint, Field(alias=one.name, description=said)]
    return (inner, ... if one.default is one.empty else one.default)


def _hints(target: Any) -> dict[str, Any]:
    if inspect.isclass(target):
        return typing.get_type_hints(target.__init__, include_extras=True)
    if not inspect.isroutine(target) and callable(target):
        target = target.__call__
    return typing.get_type_hints(target, include_extras=True)


def _docstring(target: Any) -> str | None:
    if not inspect.isroutine(target) and not inspect.isclass(target) and callable(target):
        return inspect.getdoc(target.__call__) or inspect.getdoc(target)
    return inspect.getdoc(target)


def _is_bound(function: Any, name: str) -> bool:
    """Whether a partial function has an argument already."""
    return isinstance(function, functools.partial) and name in cast("functools.partial[object]", function).keywords


def _cleaned(schema: Any, *, is_named: bool = False) -> Any:
    """A schema without the titles that pydantic makes of names: they say nothing that the names do not."""
    if is_object(schema):
        return {
            key: _cleaned(value, is_named=key in ("properties", "$defs") and not is_named)
            for key, value in schema.items()
            if is_named or key != "title" or not isinstance(value, str)
        }
    if is_list(schema):
        return [_cleaned(item) for item in schema]
    return schema


def text_of(result: Any) -> str:
    """A function's result as a model reads it.

    Args:
        result: A string, or whatever pydantic can write as JSON; anything else is shown by `str`.

    Returns:
        The string itself, or JSON.
    """
    if isinstance(result, str):
        return result
    from pydantic_core import to_json

    return to_json(result, bytes_mode="base64", fallback=str).decode("utf-8", "replace")


def reason_of(error: Exception) -> str:
    """An exception as a model reads it: what was wrong with each argument, or the exception's own words."""
    from pydantic_core import ValidationError

    if isinstance(error, ValidationError):
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in found[:10])
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
