"""The walk through JSON that does not fit its type: what fits gets its types, what does not is reported."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any, cast

from inferloom_runtime.record import Record
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
    glimpse,
    path,
    shape_of,
    words,
)

Path = tuple[str | int, ...]


class Misfit:
    """A value that is not what its place asks for.

    Attributes:
        at: The place.
        problem: The rest of the sentence: "must be an integer, is '3'".
        missing: Whether nothing is there where something is required.
    """

    __slots__ = ("at", "missing", "problem")

    def __init__(self, at: Path, problem: str, *, missing: bool = False) -> None:
        self.at: Path = at
        self.problem: str = problem
        self.missing: bool = missing

    def __str__(self) -> str:
        where = path(self.at)
        return f"${'' if where.startswith('[') or not where else '.'}{where} {self.problem}"


def maker(kind: type[Record]) -> Callable[[dict[str, Any]], Record]:
    """What makes an instance that holds just the given members, without running its constructor."""

    def make(members: dict[str, Any], new: Any = object.__new__, kind: type[Record] = kind) -> Record:
        made: Record = new(kind)
        made.__dict__ = members
        return made

    return make


def fit(shape: Shape, value: object, at: Path, misfits: list[Misfit], strict: bool) -> Any:
    """Give a value its types, as far as it fits.

    Args:
        shape: What it should be.
        value: JSON, parsed.
        at: Its place, for the reports.
        misfits: Where to report what does not fit.
        strict: Whether required fields must be there and numbers finite.

    Returns:
        The typed value; what does not fit is in its place as it came.
    """
    came = value
    match shape:
        case AnyShape():
            return value
        case ScalarShape(kind):
            return _fit_scalar(kind, value, at, misfits, strict)
        case EnumShape(values):
            for allowed in values:
                if value == allowed and isinstance(value, bool) == isinstance(allowed, bool):
                    return allowed
        case ListShape(item):
            if isinstance(value, list):
                items = cast("list[object]", value)
                return [fit(item, one, (*at, index), misfits, strict) for index, one in enumerate(items)]
        case TupleShape(shapes):
            if isinstance(value, (list, tuple)) and len(cast("list[object]", value)) == len(shapes):
                pairs = enumerate(zip(shapes, cast("list[object]", value), strict=True))
                return tuple(fit(one, item, (*at, index), misfits, strict) for index, (one, item) in pairs)
        case DictShape(inner):
            if isinstance(value, dict):
                members = cast("dict[str, object]", value)
                return {key: fit(inner, member, (*at, key), misfits, strict) for key, member in members.items()}
        case RecordShape():
            if isinstance(value, dict):
                return _fit_record(shape, cast("dict[str, object]", value), at, misfits, strict)
            if isinstance(value, shape.kind):
                return value
        case UnionShape(choices):
            return _fit_union(shape, choices, value, at, misfits, strict)
        case NamedShape(_, inner):
            return fit(inner, value, at, misfits, strict)
        case BinaryShape(decode):
            try:
                return decode(value)
            except ValueError as error:
                misfits.append(Misfit(at, f"{error}" if str(error).startswith("must") else f"is no file: {error}"))
                return value
        case ForeignShape(hint):
            from pydantic import TypeAdapter

            try:
                return TypeAdapter(hint).validate_python(value)
            except ValueError as error:
                misfits.append(Misfit(at, f"does not fit: {error}"))
                return value
    misfits.append(Misfit(at, f"must be {words(shape)}, is {_came(came)}"))
    return came


def _fit_scalar(kind: type, value: Any, at: Path, misfits: list[Misfit], strict: bool) -> Any:
    if kind is bool or not isinstance(value, bool):
        if kind is float and isinstance(value, (int, float)):
            try:
                number = float(value)
            except OverflowError:
                number = math.inf
            if math.isfinite(number) or (not strict and isinstance(value, float)):
                return number
        elif kind is int and isinstance(value, float) and value.is_integer():
            return int(value)  # JSON has one kind of number: 3.0 is an integer
        elif isinstance(value, kind):
            return value
    misfits.append(Misfit(at, f"must be {words(ScalarShape(kind))}, is {_came(value)}"))
    return value


def _fit_record(shape: RecordShape, value: dict[str, object], at: Path, misfits: list[Misfit], strict: bool) -> Record:
    members: dict[str, Any] = {}
    for key, member in value.items():
        field = shape.fields.get(key)
        if field is None:
            members[key] = member
        else:
            members[field.name] = fit(field.shape, member, (*at, key), misfits, strict)
    if strict:
        missing = (field for field in shape.fields.values() if field.required and field.wire not in value)
        misfits.extend(
            Misfit((*at, field.wire), f"is missing ({words(field.shape)} is required)", missing=True)
            for field in missing
        )
    return maker(shape.kind)(members)


def _fit_union(
    shape: Shape, choices: tuple[Shape, ...], value: Any, at: Path, misfits: list[Misfit], strict: bool
) -> Any:
    best: tuple[tuple[bool, int, int, int], Any, list[Misfit]] | None = None
    for choice in choices:
        found: list[Misfit] = []
        fitted: Any = fit(choice, value, at, found, strict)
        # The best choice is of the right kind, has the fewest misfits, and knows most of the keys that came.
        wrong_kind = any(misfit.at == at for misfit in found)
        rank = (wrong_kind, len(found) + _absent(fitted), _converted(value, fitted), -_known(fitted))
        if best is None or rank < best[0]:
            best = (rank, fitted, found)
    assert best is not None
    if best[0][0]:
        misfits.append(Misfit(at, f"must be {words(shape)}, is {_came(value)}"))
    else:
        misfits.extend(best[2])
    return best[1]


def _absent(value: Any) -> int:
    """How many required fields a decoded value lacks."""
    if isinstance(value, list):
        return sum(_absent(item) for item in cast("list[object]", value))
    if not isinstance(value, Record):
        return 0
    members, fields = value.__dict__, shape_of(type(value))
    assert isinstance(fields, RecordShape)
    return sum(1 for field in fields.fields.values() if field.required and field.name not in members)


def _converted(value: object, fitted: object) -> int:
    """How many numbers with a fraction of zero were taken for integers."""
    if isinstance(value, list) and isinstance(fitted, (list, tuple)):
        return sum(map(_converted, cast("list[object]", value), cast("list[object]", fitted)))
    if isinstance(value, dict) and isinstance(fitted, (dict, Record)):
        members = dict(cast("Record", fitted))
        return sum(_converted(member, members.get(key)) for key, member in cast("dict[str, object]", value).items())
    return int(isinstance(value, float) and isinstance(fitted, int))


def _known(value: Any) -> int:
    """How many keys of a decoded value its type knows."""
    if isinstance(value, list):
        return sum(_known(item) for item in cast("list[object]", value))
    return len(value.__dict__) - len(value.extra) if isinstance(value, Record) else 0


def _came(value: object) -> str:
    return json.dumps(value) if value is None or isinstance(value, bool) else glimpse(value)
