"""`typing.TypedDict` for pydantic, which before Python 3.12 takes only the one of `typing_extensions`."""

from __future__ import annotations

import sys
import types
import typing
from typing import Any

import typing_extensions


def usable(kind: Any) -> Any:
    """A type that pydantic takes.

    Args:
        kind: A type.

    Returns:
        The same type; where it is a TypedDict of `typing`, or has some among its arguments, and this Python is too old,
        one of `typing_extensions` with the same keys in its place.
    """
    return kind if sys.version_info >= (3, 12) else _replaced(kind, {})


def _replaced(kind: Any, known: dict[Any, Any]) -> Any:
    if typing.is_typeddict(kind) and type(kind).__module__ == "typing":
        if kind not in known:
            hints = typing_extensions.get_type_hints(kind, include_extras=True)
            # It may contain itself: then what has been begun is referred to by name, and that is left to pydantic.
            known[kind] = kind
            required = {name: _replaced(hint, known) for name, hint in hints.items()}
            keys: Any = {
                name: hint if name in kind.__required_keys__ else typing_extensions.NotRequired[hint]
                for name, hint in required.items()
            }
            make: Any = typing_extensions.TypedDict
            made = make(kind.__name__, keys)
            made.__doc__, made.__module__ = kind.__doc__, kind.__module__
            if hasattr(kind, "__pydantic_config__"):
                made.__pydantic_config__ = kind.__pydantic_config__
            known[kind] = made
        return known[kind]
    parts = typing.get_args(kind)
    origin = typing.get_origin(kind)
    if not parts or origin is typing.Literal:
        return kind
    replaced = tuple(_replaced(part, known) for part in parts)
    if replaced == parts or all(one is other for one, other in zip(replaced, parts, strict=True)):
        return kind
    if origin in (types.UnionType, typing.Union):
        return typing.Union[replaced]  # noqa: UP007  # of as many as there are
    if origin is typing.Annotated:
        return typing.Annotated[(replaced[0], *kind.__metadata__)]  # pyright: ignore[reportInvalidTypeForm]
    return kind.copy_with(replaced) if hasattr(kind, "copy_with") else origin[replaced]
