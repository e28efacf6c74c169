"""What a type annotation says about a JSON value.

An annotation becomes a tree of shapes once; decoding answers and checking arguments both walk such trees.
"""

from __future__ import annotations

import dataclasses
import sys
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ForwardRef, Literal, TypeAlias, TypeGuard, cast

from inferloom_runtime import media
from inferloom_runtime.forks import Lock
from inferloom_runtime.record import Record


@dataclass(frozen=True, slots=True)
class AnyShape:
    """Any JSON value."""


@dataclass(frozen=True, slots=True)
class ScalarShape:
    """A value of one of JSON's simple kinds.

    Attributes:
        kind: str, int, float, bool or the type of None.
    """

    kind: type


@dataclass(frozen=True, slots=True)
class EnumShape:
    """One of some values.

    Attributes:
        values: The values that are allowed.
    """

    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ListShape:
    """A list.

    Attributes:
        item: What each of its items is.
    """

    item: Shape


@dataclass(frozen=True, slots=True)
class TupleShape:
    """A list with a fixed number of items.

    Attributes:
        items: What they are, in order.
    """

    items: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class DictShape:
    """An object with any keys.

    Attributes:
        value: What each of its values is.
    """

    value: Shape


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a generated dataclass.

    Attributes:
        name: Its name in Python.
        wire: Its name in JSON.
        shape: What its value is.
        required: Whether the schema requires it.
        limits: Its limits, as the generated field's metadata has them ("minimum", "max_items", "pattern", ...).
    """

    name: str
    wire: str
    shape: Shape
    required: bool
    limits: Mapping[str, Any]


@dataclass(slots=True, eq=False)
class RecordShape:
    """An object with named fields.

    Attributes:
        kind: The generated dataclass.
        fields: Its fields by their name in JSON. A type that contains itself refers to the same shape again.
    """

    kind: type[Record]
    fields: dict[str, Field] = field(default_factory=dict[str, Field])


@dataclass(frozen=True, slots=True)
class UnionShape:
    """One of several shapes.

    Attributes:
        choices: The shapes, in the order of preference; none is a union or free.
    """

    choices: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class BinaryShape:
    """Bytes, as base64 text in JSON.

    Attributes:
        decode: Makes the Python value; raises ValueError.
    """

    decode: Callable[[object], object]


@dataclass(frozen=True, slots=True)
class ForeignShape:
    """A type that only pydantic understands.

    Attributes:
        hint: The annotation.
    """

    hint: Any


@dataclass(slots=True, eq=False)
class NamedShape:
    """A type alias that contains itself.

    Attributes:
        name: The alias.
        shape: What it stands for.
    """

    name: str
    shape: Shape = field(default_factory=AnyShape)


Shape: TypeAlias = (
    AnyShape
    | ScalarShape
    | EnumShape
    | ListShape
    | TupleShape
    | DictShape
    | RecordShape
    | UnionShape
    | BinaryShape
    | ForeignShape
    | NamedShape
)

_SCALARS = (str, int, float, bool, type(None))
_records: dict[type, RecordShape] = {}
_lock = Lock()


def shape_of(hint: Any) -> Shape:
    """The shape that an annotation describes.

    Args:
        hint: A generated dataclass, an alias from the generated types, or any annotation made of them.

    Returns:
        The shape.
    """
    with _lock:
        known = set(_records)
        try:
            return _Reader().read(hint, {})
        except BaseException:
            # What was read on the way may refer to a type that could not be read to its end.
            for kind in _records.keys() - known:
                del _records[kind]
            raise


class _Reader:
    """Reads one annotation; remembers the aliases that are being read."""

    def __init__(self) -> None:
        self.aliases: dict[str, NamedShape] = {}

    def read(self, hint: Any, names: Mapping[str, Any]) -> Shape:
        if hint is None:
            return ScalarShape(type(None))
        if hint is Any or hint is object:
            return AnyShape()
        if hint in _SCALARS:
            return ScalarShape(hint)
        if hint is media.Image:
            return BinaryShape(media.image_of)
        if hint is media.Media or hint is bytes:
            return BinaryShape(media.bytes_of)
        if isinstance(hint, (str, ForwardRef)):
            name = hint if isinstance(hint, str) else hint.__forward_arg__
            return self.alias(name, lambda: eval(name, dict(names)), names)
        return self.record(hint) if _is_record(hint) else self.generic(hint, names)

    def generic(self, hint: Any, names: Mapping[str, Any]) -> Shape:
        if hasattr(hint, "__value__"):  # a TypeAliasType, of typing or of typing_extensions
            module = sys.modules.get(hint.__module__)
            return self.alias(repr(hint), lambda: hint.__value__, vars(module) if module else names)
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if hint is list or origin is list:
            return ListShape(self.read(parts[0], names) if parts else AnyShape())
        if hint is dict or origin is dict:
            return DictShape(self.read(parts[1], names) if parts else AnyShape())
        if hint is tuple or (origin is tuple and parts[1:] == (...,)):
            return ListShape(self.read(parts[0], names) if parts else AnyShape())
        if origin is tuple:
            return TupleShape(tuple(self.read(part, names) for part in parts))
        if origin is Literal:
            return EnumShape(parts)
        if origin is typing.Annotated:
            return self.read(parts[0], names)
        if origin is typing.Union or origin is types.UnionType:
            return _union([self.read(part, names) for part in parts])
        return ForeignShape(hint)

    def record(self, kind: type[Record]) -> RecordShape:
        if kind in _records:
            return _records[kind]
        shape = _records[kind] = RecordShape(kind)
        names = {**vars(typing), **vars(sys.modules[kind.__module__])}
        hints = typing.get_type_hints(kind)
        for item in dataclasses.fields(cast(Any, kind)):
            wire = kind.__wire_names__.get(item.name, item.name)
            required = item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
            inner = self.read(hints[item.name], names)
            shape.fields[wire] = Field(item.name, wire, inner, required, dict(item.metadata))
        return shape

    def alias(self, name: str, value: Callable[[], Any], names: Mapping[str, Any]) -> Shape:
        if name in self.aliases:
            return self.aliases[name]
        named = self.aliases[name] = NamedShape(name)
        named.shape = self.read(value(), names)
        del self.aliases[name]
        return named


def _is_record(hint: Any) -> TypeGuard[type[Record]]:
    return isinstance(hint, type) and issubclass(hint, Record) and dataclasses.is_dataclass(hint)


def _union(choices: list[Shape]) -> Shape:
    flat: list[Shape] = []
    for choice in choices:
        flat += choice.choices if isinstance(choice, UnionShape) else (choice,)
    if any(isinstance(choice, AnyShape) for choice in flat):
        return AnyShape()
    kinds = {choice.kind for choice in flat if isinstance(choice, ScalarShape)}
    kept: list[Shape] = []
    for choice in flat:
        if isinstance(choice, EnumShape):
            # An open enumeration, Literal["a", "b"] | str, takes every string: its values cost nothing here.
            values = tuple(value for value in choice.values if type(value) not in kinds)
            if not values:
                continue
            choice = EnumShape(values)
        if choice not in kept:
            kept.append(choice)
    # 1 is a number as well as an integer: whoever declares both wants integers to stay integers. Null is named last.
    order = {float: 1, type(None): 2}
    kept.sort(key=lambda choice: order.get(choice.kind, 0) if isinstance(choice, ScalarShape) else 0)
    return kept[0] if len(kept) == 1 else UnionShape(tuple(kept))


def words(shape: Shape) -> str:
    """What a value of a shape is, in words: "a string", "one of 'a', 'b'"."""
    match shape:
        case AnyShape() | ForeignShape():
            return "a JSON value"
        case ScalarShape(kind):
            return _SCALAR_WORDS[kind]
        case EnumShape(values):
            return ("one of " if len(values) > 1 else "") + ", ".join(repr(value) for value in values)
        case ListShape(item):
            return f"a list of {_many(item)}"
        case TupleShape(items):
            return f"a list of {len(items)}"
        case DictShape() | RecordShape():
            return "an object"
        case UnionShape(choices):
            parts = list(dict.fromkeys(words(choice) for choice in choices))
            return " or ".join(parts)
        case BinaryShape():
            return "base64 text"
        case NamedShape(_, inner):
            return "a list" if isinstance(inner, ListShape) else "a JSON value"


_SCALAR_WORDS = {str: "a string", int: "an integer", float: "a number", bool: "true or false", type(None): "null"}


def _many(shape: Shape) -> str:
    match shape:
        case ScalarShape(kind) if kind in _SCALAR_WORDS_MANY:
            return _SCALAR_WORDS_MANY[kind]
        case DictShape() | RecordShape():
            return "objects"
        case ListShape() | TupleShape():
            return "lists"
        case _:
            return "values"


_SCALAR_WORDS_MANY = {str: "strings", int: "integers", float: "numbers", bool: "booleans"}


def path(parts: tuple[str | int, ...]) -> str:
    """A place in a JSON value, as people write it: `choices[0].delta["content-type"]`."""
    text = ""
    for part in parts:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.isidentifier():
            text += f".{part}" if text else part
        else:
            text += f"[{part[:60]!r}]"
    return text


def glimpse(value: Any) -> str:
    """A value as a message may show it: bounded, on one line, and never the bytes of a file."""
    if isinstance(value, int) and value.bit_length() > 128:
        return f"<integer of {value.bit_length()} bits>"
    if value is None or isinstance(value, (bool, int, float)):
        return repr(value)
    if isinstance(value, str):
        return media.shown(value, 60)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return f"<{len(cast('bytes', value))} bytes>"
    if isinstance(value, (list, tuple)):
        return f"<{'list' if isinstance(value, list) else 'tuple'} of {len(cast('list[object]', value))}>"
    if isinstance(value, Mapping):
        keys = [ascii(key)[:30] for key in cast("Mapping[object, object]", value)]
        return f"<object with {', '.join(keys[:5])}{', ...' if len(keys) > 5 else ''}>" if keys else "{}"
    return f"<{type(value).__name__}>"
