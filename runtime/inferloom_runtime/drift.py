"""What an answer has beyond its schema, or is short of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, cast

from inferloom_runtime.errors import UsageError
from inferloom_runtime.fit import Misfit, Path, fit
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.record import Record
from inferloom_runtime.shape import AnyShape, ListShape, RecordShape, Shape, TupleShape, glimpse, path, shape_of

Kind: TypeAlias = Literal["unknown", "missing", "wrong"]
_Found: TypeAlias = tuple[Kind, Path, str]


@dataclass(frozen=True, slots=True)
class Drift:
    """One place where an answer is not what its schema says.

    Attributes:
        kind: "unknown" for a field that the schema does not have, "missing" for a required one that did not come,
            "wrong" for a value of another type.
        path: The place, such as `$.choices[].message.reasoning`; `[]` stands for every item of a list.
        problem: The rest of the sentence: "must be an integer, is '3'".
        first: The first such place, with its number: `$.choices[2].message.reasoning`.
        count: How many such places there are.
    """

    kind: Kind
    path: str
    problem: str
    first: str
    count: int = 1

    def __str__(self) -> str:
        times = f" ({self.count} times, first at {self.first})" if self.count > 1 else ""
        return f"{self.path} {self.problem}{times}"


def drift(result: Any, type: Any = None) -> list[Drift]:
    """What a server sent beyond its schema, or short of it.

    Nothing of it is an error: answers are delivered as far as they fit. Log it, or let a test of yours fail on it, to
    learn early that a server has changed.

    Args:
        result: What a method returned: a typed output or a list of them; or plain JSON, with its type.
        type: What plain JSON should be, such as `ChatCompletionOutput`. Typed outputs know what they should be.

    Returns:
        One entry a kind and place, what is short of the schema first; empty where the answer fits. Files inside
        (pictures, sound, film) are only looked at where they are still text.

    Raises:
        UsageError: The result says nothing of its type, and none is given.
    """
    misfits: list[Misfit] = []
    try:
        shape = shape_of(type) if type is not None else _shape_in(result)
        if shape is None:
            raise UsageError(f"type is needed to look at {glimpse(result)}: name the output's class.")
        fitted = fit(shape, _opened(result), (), misfits, True)
        unknown = list(_unknown(fitted, ()))
    except RecursionError:
        raise UsageError("The result is nested too deeply to be looked at.") from None
    short: list[_Found] = [("missing" if misfit.missing else "wrong", misfit.at, misfit.problem) for misfit in misfits]
    return _grouped(short + unknown)


def _shape_in(result: Any) -> Shape | None:
    """What a typed output should be, as its class says; None for plain JSON."""
    if isinstance(result, Record):
        return shape_of(result.__class__)
    if not is_list(result):
        return None
    shapes = [_shape_in(item) for item in result]
    known = [shape for shape in shapes if shape is not None]
    if not known:
        return None if result else AnyShape()
    # A list of one kind of output: an item that is none of them is one that did not fit.
    if all(shape == known[0] for shape in known):
        return ListShape(known[0])
    return TupleShape(tuple(shape or AnyShape() for shape in shapes))


def _opened(value: Any) -> Any:
    """A typed value as the JSON that came, with its files as they are."""
    if isinstance(value, Record):
        return {key: _opened(member) for key, member in dict(value).items()}
    if is_list(value):
        return [_opened(item) for item in value]
    if is_object(value):
        return {key: _opened(member) for key, member in value.items()}
    return value


def _unknown(value: Any, at: Path) -> Iterator[_Found]:
    """The fields beyond the schema, as far down as there is one."""
    if isinstance(value, Record):
        shape = shape_of(value.__class__)
        assert isinstance(shape, RecordShape)
        wires = {field.name: wire for wire, field in shape.fields.items()}
        for name, member in value.__dict__.items():
            if name in wires:
                yield from _unknown(member, (*at, wires[name]))
            else:
                yield "unknown", (*at, name), f"is not in the schema, is {glimpse(member)}"
    elif is_list(value) or isinstance(value, tuple):
        for index, item in enumerate(cast("Sequence[Any]", value)):
            yield from _unknown(item, (*at, index))
    elif is_object(value):
        for key, member in value.items():
            yield from _unknown(member, (*at, key))


def _grouped(found: list[_Found]) -> list[Drift]:
    drifts: dict[tuple[str, str], Drift] = {}
    for kind, at, problem in found:
        place = _written(tuple(-1 if isinstance(part, int) else part for part in at)).replace("[-1]", "[]")
        known = drifts.get((kind, place))
        if known is None:
            drifts[kind, place] = Drift(kind, place, problem, _written(at))
        else:
            drifts[kind, place] = replace(known, count=known.count + 1)
    return list(drifts.values())


def _written(at: Path) -> str:
    where = path(at)
    return f"${'' if where.startswith('[') or not where else '.'}{where}"
