"""What a provider makes of a method's arguments: the words of its table, ready to be shown."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from .ir import Function, Json, Place, Value

_QUIRKS = "inferloom_runtime.quirks"
"""The functions for which the table has no words."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One argument, or a part of it, on a provider's wire.

    Attributes:
        name: the argument, with the field inside it that is meant: `target_size.width`.
        key: where it stands in the request.
        how: what becomes of it; empty where it is sent as it is.
        plain: it is sent as it is, under its field's own name.
    """

    name: str
    key: str
    how: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a provider does a task.

    Attributes:
        function: the function that does it.
        request: the request's line.
        changed: arguments that are sent under another name, or changed.
        plain: those that are sent as they are: the object of the body that holds them, "" for the body itself, and
            their names.
        kept: those that only decide what the method makes of the answer.
        refused: those that are not taken.
        added: what is sent besides: the key with its value.
        adapted: a model may be an adapter of another one, and is sent as that.
    """

    function: Function
    request: str
    changed: tuple[Sent, ...]
    plain: tuple[tuple[str, tuple[str, ...]], ...]
    kept: tuple[str, ...]
    refused: tuple[str, ...]
    added: tuple[tuple[str, Json], ...]
    adapted: bool


def way(function: Function) -> Way:
    """Read a function of the table.

    Args:
        function: the function.

    Returns:
        What it sends, by argument.
    """
    found: list[Sent] = []
    added: list[tuple[str, Json]] = []
    _read(function.body, "", function, found, added)
    for place, how in _whole(function):
        found.insert(0, Sent(_named(place, function), "the request's body", how, plain=False))
    refused = tuple(dict.fromkeys(_named(place, function) for place in function.refuses))
    found = [one for one in dict.fromkeys(found) if one.name not in refused]
    order = {argument.name: number for number, argument in enumerate(function.task.arguments)}
    found.sort(key=lambda one: order.get(one.name.partition(".")[0], len(order)))
    told = {name.partition(".")[0] for name in (*refused, *(one.name for one in found))}
    return Way(
        function=function,
        request=_request(function),
        changed=tuple(one for one in found if not one.plain),
        plain=_by_place(found),
        kept=tuple(argument.name for argument in function.task.arguments if argument.name not in told),
        refused=refused,
        added=tuple(added),
        adapted=_is_adapted(function.body),
    )


def _by_place(found: list[Sent]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    places: dict[str, list[str]] = {}
    for one in found:
        if one.plain:
            places.setdefault(one.key.rpartition(".")[0], []).append(one.name)
    return tuple((place, tuple(names)) for place, names in places.items())


def _request(function: Function) -> str:
    if function.route_quirk is not None:
        return f"POST (the route depends on the model: {_QUIRKS}.{'.'.join(function.route_quirk)})"
    return f"POST {function.own or ''}{function.route}"


def _whole(function: Function) -> Iterator[tuple[Place, str]]:
    if function.raw is not None:
        yield function.raw, "as it is, where no parameters are given"
    if function.form is not None:
        yield function.form[1], f"a file of a form, named {function.form[0]}"


def _read(value: Value, key: str, function: Function, found: list[Sent], added: list[tuple[str, Json]]) -> None:
    """Gather what a value of the body sends."""
    for entry in value.entries if value.kind == "object" else ():
        _read(entry.value, f"{key}.{entry.key}" if key else entry.key, function, found, added)
    for inner in value.merged:
        _read(inner, key, function, found, added)
    if value.kind == "list":
        for inner in value.items:
            _read(inner, f"{key}[]", function, found, added)
    elif value.kind == "const":
        added.append((key, value.const))
    elif value.kind == "size":
        found.extend(_sent(item.place, key, "width x height, as one text", function) for item in value.items)
    elif value.kind == "both":
        found.extend(
            _sent(entry.value.place, f"{key}.{entry.key}", "if both are given", function) for entry in value.entries
        )
    elif value.kind == "quirk":
        _read_quirk(value, key, function, found)
    elif value.place is not None:
        found.append(_sent(value.place, key, _how(value), function))


def _read_quirk(value: Value, key: str, function: Function, found: list[Sent]) -> None:
    made = f"changed by `{_QUIRKS}.{'.'.join(value.quirk or ())}`"
    for place in _places(value):
        found.append(_sent(place, key or "several keys", made, function))


def _places(value: Value) -> Iterator[Place]:
    if value.place is not None:
        yield value.place
    for inner in (*value.items, *value.merged, *(entry.value for entry in value.entries)):
        yield from _places(inner)


def _is_adapted(value: Value) -> bool:
    inside = (*value.items, *value.merged, *(entry.value for entry in value.entries))
    return value.kind == "adapter" or any(_is_adapted(inner) for inner in inside)


def _how(value: Value) -> str:
    if value.kind == "base64":
        return "in base64"
    if value.kind == "data_url":
        media = f", {value.media} {'always' if value.fixed else 'where its type is not known'}" if value.media else ""
        return f"as a data URL{media}"
    return f"{json.dumps(value.const, ensure_ascii=False)} where it is not given" if value.has_default else ""


def _sent(place: Place | None, key: str, how: str, function: Function) -> Sent:
    assert place is not None
    name = _named(place, function)
    last = key.rpartition(".")[2]
    return Sent(name, key, how, plain=not how and last == name.rpartition(".")[2])


def _named(place: Place, function: Function) -> str:
    """A place by the argument that fills it, with the rest of the path."""
    for argument in function.task.arguments:
        if place.path[: len(argument.path)] == argument.path:
            return ".".join((argument.name, *place.path[len(argument.path) :]))
    return ".".join(place.path)
