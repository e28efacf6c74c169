"""The check of a call's arguments against the generated input type, before anything is sent.

As in decoding, pydantic-core says quickly that all is well; only where it is not, a walk finds the words.
"""

from __future__ import annotations

import difflib
import math
import numbers
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from inferloom_runtime.codec import simplified
from inferloom_runtime.errors import About, UsageError
from inferloom_runtime.fit import Path
from inferloom_runtime.forks import Lock
from inferloom_runtime.record import Record
from inferloom_runtime.schema import SchemaWriter
from inferloom_runtime.shape import (
    AnyShape,
    BinaryShape,
    DictShape,
    EnumShape,
    Field,
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

Limits = Mapping[str, Any]

_NO_LIMITS: Limits = {}
_MISSING = object()
_validators: dict[type, Callable[[Any], Any]] = {}
_lock = Lock()


class _Problem:
    """Something wrong with an argument: where, the value, and the end of the sentence."""

    __slots__ = ("at", "value", "words")

    def __init__(self, at: Path, value: object, words: str) -> None:
        self.at = at
        self.value = value
        self.words = words


def prepare(type_: type) -> None:
    """Make ready what `check` needs for a type, which takes about a millisecond and imports pydantic-core.

    Args:
        type_: The generated input dataclass.
    """
    with _lock:
        if type_ not in _validators:
            from pydantic_core import SchemaValidator

            shape = cast(RecordShape, shape_of(type_))
            writer = _InputWriter()
            members = writer.members({field.name: field for field in shape.fields.values()})
            schema = writer.core.definitions_schema(members, list(writer.definitions.values()))
            _validators[type_] = SchemaValidator(schema if writer.definitions else members).validate_python


def check(type_: type[Any], values: Mapping[str, Any], *, names: Mapping[str, str], about: About) -> None:
    """Check the arguments of a call.

    Lists may be tuples or other sequences, objects may be mappings, generated dataclasses or pydantic models, numbers
    may be numpy's. Keys beyond the schema are let through, binary values are not looked at.

    Args:
        type_: The generated input dataclass.
        values: Its fields by their names in Python; those that were not given are left out.
        names: What the caller calls a field, where that differs: dotted path in the input -> argument.
        about: The call, for errors.

    Raises:
        UsageError: Something does not fit; the message says all that does not.
    """
    validate = _validators.get(type_)
    if validate is None:
        prepare(type_)
        validate = _validators[type_]
    try:
        validate(values)
    except ValueError:
        problems: list[_Problem] = []
        shape = cast(RecordShape, shape_of(type_))
        _walk_members({field.name: field for field in shape.fields.values()}, values, (), problems)
        if problems:
            sentences = dict.fromkeys(_sentence(problem, names, about) for problem in problems)
            raise UsageError(" ".join(sentences), about=about) from None


def _sentence(problem: _Problem, names: Mapping[str, str], about: About) -> str:
    at = problem.at
    for length in range(len(at), 0, -1):
        name = names.get(".".join(str(part) for part in at[:length]))
        if name is not None:
            at = (name, *at[length:])
            break
    shown = "" if problem.value is _MISSING else f"={glimpse(problem.value)}"
    return f"{about.task or 'call'}({path(at)}{shown}): {problem.words}."


class _InputWriter(SchemaWriter):
    """The schema of what callers may give in the usual ways; the unusual ways are for the walk."""

    def __init__(self) -> None:
        super().__init__(strict=True)

    def binary(self, decode: Callable[[object], object]) -> Any:
        return self.core.any_schema()

    def record(self, shape: RecordShape) -> Any:
        return self.members(shape.fields)

    def members(self, fields: Mapping[str, Field]) -> Any:
        core = self.core
        made: dict[str, Any] = {}
        for key, field in fields.items():
            inner = self.of(field.shape)
            if "pattern" in field.limits or not _limit(inner, field.limits):
                inner = self.walked(field.shape, field.limits)
            made[key] = core.typed_dict_field(
                inner if field.required else core.nullable_schema(inner), required=field.required
            )
        return core.typed_dict_schema(made, extra_behavior="allow", strict=True)

    def walked(self, shape: Shape, limits: Limits = _NO_LIMITS) -> Any:
        def walk(value: object) -> object:
            problems: list[_Problem] = []
            _walk(shape, value, (), limits, problems)
            if problems:
                raise ValueError(problems[0].words)
            return value

        return self.core.no_info_plain_validator_function(walk)


_LIMIT_KEYS = {
    "int": {"minimum": "ge", "maximum": "le", "exclusive_minimum": "gt", "exclusive_maximum": "lt"},
    "float": {"minimum": "ge", "maximum": "le", "exclusive_minimum": "gt", "exclusive_maximum": "lt"},
    "str": {"min_length": "min_length", "max_length": "max_length"},
    "list": {"min_items": "min_length", "max_items": "max_length"},
}


_CUTS = {"ge": math.ceil, "lt": math.ceil, "le": math.floor, "gt": math.floor}


def _limit(schema: Any, limits: Limits) -> bool:
    """Write a field's limits into the schema that was just made for it; False where only the walk can hold them."""
    kind = schema["type"]
    if not limits:
        return True
    if kind == "nullable":
        return _limit(schema["schema"], limits)
    if kind == "union":
        placed = [_limit(choice, limits) for choice in schema["choices"]]  # every choice, whatever the first one says
        return all(placed)
    for key, word in _LIMIT_KEYS.get(kind, {}).items():
        if key in limits:
            schema[word] = _CUTS[word](limits[key]) if kind == "int" else limits[key]
    return kind not in ("definition-ref", "function-plain")


def _walk(shape: Shape, value: object, at: Path, limits: Limits, problems: list[_Problem]) -> None:
    """Report what is wrong with a value."""
    match shape:
        case AnyShape() | ForeignShape() | BinaryShape():
            fits, problem = True, None
        case NamedShape(_, inner):
            fits, problem = True, None
            _walk(inner, value, at, limits, problems)
        case UnionShape(choices):
            fits, problem = True, None
            _walk_union(shape, choices, value, at, limits, problems)
        case ScalarShape(kind):
            value = simplified(value) if kind is bool else value
            fits = _is_scalar(kind, value)
            problem = _number_problem(value, limits) if kind in (int, float) else _text_problem(value, limits)
        case EnumShape(values):
            fits, problem = any(value == one and _is_scalar(type(one), value) for one in values), None
        case ListShape(item):
            items = _items(value)
            fits, problem = items is not None, _length_problem(items or (), "item", limits)
            for index, one in enumerate(items or ()):
                _walk(item, one, (*at, index), _NO_LIMITS, problems)
        case TupleShape(shapes):
            items = _items(value)
            fits, problem = items is not None and len(items) == len(shapes), None
            if items is not None and fits:
                for index, one in enumerate(items):
                    _walk(shapes[index], one, (*at, index), _NO_LIMITS, problems)
        case DictShape(inner):
            members = _members(value)
            fits, problem = members is not None, None
            for key, member in (members or {}).items():
                _walk(inner, member, (*at, str(key)), _NO_LIMITS, problems)
        case RecordShape(_, fields):
            members = _members(value)
            fits, problem = members is not None, None
            if members is not None:
                _walk_members(fields, members, at, problems)
    if not fits:
        problems.append(_Problem(at, value, _wanted(shape, value)))
    elif problem is not None:
        problems.append(_Problem(at, value, problem))


def _walk_members(
    fields: Mapping[str, Field], members: Mapping[str, object], at: Path, problems: list[_Problem]
) -> None:
    for key, field in fields.items():
        value = members.get(key, _MISSING)
        if value is _MISSING:
            if field.required:
                problems.append(_Problem((*at, key), _MISSING, "is missing"))
        elif value is not None or field.required:
            _walk(field.shape, value, (*at, key), field.limits, problems)


def _walk_union(
    shape: Shape, choices: tuple[Shape, ...], value: object, at: Path, limits: Limits, problems: list[_Problem]
) -> None:
    tags: list[dict[Path, tuple[object, ...]]] = []
    best: tuple[tuple[bool, bool, int], list[_Problem]] | None = None
    for choice in choices:
        found: list[_Problem] = []
        _walk(choice, value, at, limits, found)
        if not found:
            return
        # A choice of the right kind with something wrong in it says more than "a string or a list".
        wrong_kind = any(problem.at == at and problem.words == _wanted(choice, value) for problem in found)
        tags.append(_tags(choice))
        # So does the one that the value names: {"type": "regex"} is meant for the choice whose type is "regex".
        is_named = bool(tags[-1]) and not any(problem.at[len(at) :] in tags[-1] for problem in found)
        rank = (wrong_kind, not is_named, len(found))
        if best is None or rank < best[0]:
            best = (rank, found)
    if best is None or best[0][0]:
        problems.append(_Problem(at, value, _wanted(shape, value)))
        return
    for problem in best[1]:
        named = tuple(dict.fromkeys(one for tag in tags for one in tag.get(problem.at[len(at) :], ())))
        if named and problem.value is not _MISSING:  # none has this name: say which ones there are
            problem = _Problem(problem.at, problem.value, _wanted(EnumShape(named), problem.value))
        problems.append(problem)


def _tags(shape: Shape) -> dict[Path, tuple[object, ...]]:
    """The fields by which an object says which one of several it is: their paths, with what stands there."""
    while isinstance(shape, NamedShape):
        shape = shape.shape
    fields = shape.fields if isinstance(shape, RecordShape) else {}
    return {
        (key,): field.shape.values
        for key, field in fields.items()
        if field.required and isinstance(field.shape, EnumShape)
    }


def _wanted(shape: Shape, value: object) -> str:
    choices = shape.choices if isinstance(shape, UnionShape) else (shape,)
    known = [str(one) for choice in choices if isinstance(choice, EnumShape) for one in choice.values]
    near = difflib.get_close_matches(value, known, n=1, cutoff=0.5) if isinstance(value, str) else []
    # None stands for an argument that was not given: to offer it would help nobody.
    given = [choice for choice in choices if choice != ScalarShape(type(None))]
    wanted = " or ".join(dict.fromkeys(words(choice) for choice in given)) or "None"
    return f"must be {wanted}" + (f" (did you mean {near[0]!r}?)" if near else "")


def _is_scalar(kind: type, value: object) -> bool:
    if kind is int or kind is float:
        # numpy registers its numbers with these abstract classes.
        whole = isinstance(value, numbers.Integral) if kind is int else isinstance(value, numbers.Real)
        return whole and not isinstance(value, bool)
    return isinstance(value, kind)


def _number_problem(value: Any, limits: Limits) -> str | None:
    if not _is_scalar(float, value):
        return None
    if not isinstance(value, numbers.Integral) and not math.isfinite(value):
        return "must be a number that JSON has"
    for key, holds, saying in _NUMBER_LIMITS:
        if key in limits and not holds(value, limits[key]):
            return f"must be {saying} {limits[key]}"
    return None


_NUMBER_LIMITS: tuple[tuple[str, Callable[[Any, Any], bool], str], ...] = (
    ("minimum", lambda value, limit: value >= limit, "at least"),
    ("maximum", lambda value, limit: value <= limit, "at most"),
    ("exclusive_minimum", lambda value, limit: value > limit, "more than"),
    ("exclusive_maximum", lambda value, limit: value < limit, "less than"),
)


def _text_problem(value: object, limits: Limits) -> str | None:
    if not isinstance(value, str):
        return None
    pattern = limits.get("pattern")
    if pattern is not None and re.search(pattern, value) is None:
        return f"must match the pattern {pattern}"
    low, high = limits.get("min_length", 0), limits.get("max_length", math.inf)
    return _count_problem(len(value), low, high, "character")


def _length_problem(items: Sequence[object], noun: str, limits: Limits) -> str | None:
    return _count_problem(len(items), limits.get("min_items", 0), limits.get("max_items", math.inf), noun)


def _count_problem(count: int, low: float, high: float, noun: str) -> str | None:
    if low <= count <= high:
        return None
    bound, saying = (low, "at least") if count < low else (high, "at most")
    return f"must have {saying} {bound} {noun}{'' if bound == 1 else 's'}, has {count}"


def _items(value: object) -> Sequence[object] | None:
    if isinstance(value, (str, bytes, bytearray, memoryview)):
        return None
    simple = cast(object, value) if isinstance(value, Sequence) else simplified(value)
    return cast("Sequence[object]", simple) if isinstance(simple, Sequence) and not isinstance(simple, str) else None


def _members(value: object) -> Mapping[str, object] | None:
    if isinstance(value, Record):
        return dict(value)
    simple = cast(object, value) if isinstance(value, Mapping) else simplified(value)
    return cast("Mapping[str, object]", simple) if isinstance(simple, Mapping) else None
