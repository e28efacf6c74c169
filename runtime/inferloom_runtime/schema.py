"""pydantic-core's schema of a shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inferloom_runtime.fit import Misfit, fit, maker
from inferloom_runtime.shape import (
    AnyShape,
    BinaryShape,
    DictShape,
    EnumShape,
    ForeignShape,
    ListShape,
    NamedShape,
    RecordShape,
    ScalarShape,
    Shape,
    TupleShape,
    UnionShape,
)


class SchemaWriter:
    """Writes pydantic-core's schema of a shape: one that accepts nothing that the walk would not."""

    def __init__(self, strict: bool) -> None:
        """Start a schema.

        Args:
            strict: Whether required fields must be there and numbers finite.
        """
        from pydantic_core import core_schema

        self.core = core_schema
        self.strict = strict
        self.open: list[object] = []
        self.looped: dict[object, str] = {}
        self.definitions: dict[str, Any] = {}

    def whole(self, shape: Shape) -> Any:
        """The schema, with its definitions where types contain themselves."""
        schema = self.of(shape)
        return self.core.definitions_schema(schema, list(self.definitions.values())) if self.definitions else schema

    def of(self, shape: Shape) -> Any:
        """The schema of a part."""
        core = self.core
        match shape:
            case AnyShape():
                return core.any_schema()
            case ScalarShape(kind):
                return self.scalar(kind)
            case EnumShape(values):
                # To Python 1, 1.0 and True are equal: only the walk tells them apart.
                texts = all(isinstance(value, str) for value in values)
                return core.literal_schema(list(values)) if texts else self.walked(shape)
            case ListShape(item):
                return core.list_schema(self.of(item), strict=True)
            case TupleShape(items):
                return core.tuple_schema([self.of(item) for item in items])
            case DictShape(value):
                return core.dict_schema(core.str_schema(strict=True), self.of(value), strict=True)
            case UnionShape(choices):
                return self.union(choices)
            case BinaryShape(decode):
                return self.binary(decode)
            case ForeignShape():
                return self.walked(shape)
            case RecordShape():
                return self.named(shape, shape.kind.__name__, lambda: self.record(shape))
            case NamedShape(name, inner):
                return self.named(shape, name, lambda: self.of(inner))

    def scalar(self, kind: type) -> Any:
        """The schema of a string, a number, a boolean or null."""
        core = self.core
        if kind is str:
            return core.str_schema(strict=True)
        if kind is int:
            return core.int_schema(strict=True)
        if kind is float:
            return core.float_schema(strict=True, allow_inf_nan=not self.strict)
        return core.bool_schema(strict=True) if kind is bool else core.none_schema()

    def binary(self, decode: Callable[[object], object]) -> Any:
        """The schema of base64 text."""
        return self.core.no_info_plain_validator_function(decode)

    def union(self, choices: tuple[Shape, ...]) -> Any:
        """The schema of one of several shapes."""
        rest = tuple(choice for choice in choices if choice != ScalarShape(type(None)))
        if len(rest) < len(choices):
            return self.core.nullable_schema(self.of(rest[0]) if len(rest) == 1 else self.union(rest))
        if any(_alike(one, other) for at, one in enumerate(rest) for other in rest[:at]):
            return self.walked(UnionShape(rest))
        return self.core.union_schema([self.of(choice) for choice in rest], mode="left_to_right")

    def record(self, shape: RecordShape) -> Any:
        """The schema of a generated dataclass."""
        core = self.core
        fields = {
            field.name: core.typed_dict_field(
                self.of(field.shape),
                required=self.strict and field.required,
                validation_alias=None if field.wire == field.name else field.wire,
            )
            for field in shape.fields.values()
        }
        members = core.typed_dict_schema(fields, extra_behavior="allow", strict=True)
        return core.no_info_after_validator_function(maker(shape.kind), members)

    def named(self, key: Shape, name: str, make: Callable[[], Any]) -> Any:
        """A shape that may contain itself: in place where it does not, which is faster, else as a definition."""
        if key in self.open:
            self.looped.setdefault(key, f"{name}-{len(self.looped)}")
        if key in self.looped:
            return self.core.definition_reference_schema(self.looped[key])
        self.open.append(key)
        schema = make()
        self.open.pop()
        if key not in self.looped:
            return schema
        self.definitions[self.looped[key]] = {**schema, "ref": self.looped[key]}
        return self.core.definition_reference_schema(self.looped[key])

    def walked(self, shape: Shape) -> Any:
        """A shape that the walk decides, because the first choice that fits need not be the best one."""
        strict = self.strict

        def walk(value: Any) -> Any:
            misfits: list[Misfit] = []
            fitted = fit(shape, value, (), misfits, strict)
            if misfits:
                raise ValueError(misfits[0].problem)
            return fitted

        return self.core.no_info_plain_validator_function(walk)


def _alike(one: Shape, other: Shape) -> bool:
    """Whether a value could fit both shapes more or less well; only objects do, since they may have more keys."""
    if isinstance(one, NamedShape):
        return not isinstance(other, ScalarShape)
    if isinstance(other, NamedShape):
        return _alike(other, one)
    if isinstance(one, UnionShape):
        return any(_alike(choice, other) for choice in one.choices)
    if isinstance(other, UnionShape):
        return _alike(other, one)
    if isinstance(one, ListShape) and isinstance(other, ListShape):
        return _alike(one.item, other.item)
    objects = (RecordShape, DictShape)
    return (isinstance(one, objects) and isinstance(other, objects)) or isinstance(one, ForeignShape)
