"""Provider tables compared: who offers what, what each refuses, and what only servers see."""

import json
from collections.abc import Iterator, Mapping

from .diff_changes import Change, Shows
from .diff_methods import Pairs, renamed_arguments
from .ir import Function, Place, ProviderSpec, Result, Service, Value
from .surface import Surface


def compare_tables(old: Surface, new: Surface, pairs: Pairs) -> Iterator[Change]:
    """Compare all providers.

    Args:
        old: the SDK before.
        new: the SDK after.
        pairs: which method was which.

    Yields:
        Each change.
    """
    if old.default_provider != new.default_provider:
        told = [repr(one) if one else "none" for one in (new.default_provider, old.default_provider)]
        says = f"the provider of a client that names none is {told[0]} (was {told[1]})"
        if old.default_provider:
            yield Change("changed", "client", "provider", says, "major", "run time")
        else:
            yield Change("changed", "client", "provider", says, "minor")
    for name, provider in old.providers.items():
        if name not in new.providers:
            shows: Shows = "type checker" if provider.selectable else "run time"
            yield Change("removed", "provider", name, "it is gone", "major", shows)
        else:
            yield from _Pair(provider, new.providers[name], pairs).changes()
    for name, provider in new.providers.items():
        if name not in old.providers:
            methods = ", ".join(service.task.method for service in provider.services) or "no task"
            yield Change("added", "provider", name, f"it serves {methods}", "minor")


class _Pair:
    """One provider, before and after."""

    def __init__(self, before: ProviderSpec, after: ProviderSpec, pairs: Pairs) -> None:
        self.before = before
        self.after = after
        self.pairs = pairs

    def changes(self) -> Iterator[Change]:
        yield from self.reach()
        name = self.after.id
        for what, was, now in (
            ("name", self.before.name, self.after.name),
            ("documentation", self.before.docs, self.after.docs),
        ):
            if was != now:
                yield Change("documented", "provider", name, f"the {what} is {now} (was {was})", "patch")
        before = {service.task.method: service for service in self.before.services}
        after = {service.task.method: service for service in self.after.services}
        for method, service in before.items():
            today = self.pairs.same.get(method)
            if today is None:
                continue  # the method is gone for everybody
            if today in after:
                yield from _Cell(name, service, after[today]).changes()
            else:
                shows: Shows = "type checker" if self.after.selectable else "run time"
                yield Change("removed", "cell", f"{name} {today}", "it is served no more", "major", shows)
        todays = {self.pairs.same.get(method) for method in before}
        for method in after:
            if method not in todays and method not in self.pairs.come:
                yield Change("added", "cell", f"{name} {method}", "it is served", "minor")

    def reach(self) -> Iterator[Change]:
        """Whether calls of before still reach it, and with which key."""
        before, after, name = self.before, self.after, self.after.id
        if before.selectable and not after.selectable:
            yield Change("removed", "provider", name, "it cannot be chosen any more", "major", "type checker")
        elif after.selectable and not before.selectable:
            yield Change("added", "provider", name, "it can be chosen", "minor")
        for what, was, now in (
            ("address of its own, for its own keys", before.base_url, after.base_url),
            ("route on the router, for Hugging Face tokens", before.router_path, after.router_path),
        ):
            if was is not None and now is None:
                yield Change("removed", "provider", name, f"no {what} (was {was})", "major", "run time")
            elif was is None and now is not None:
                yield Change("added", "provider", name, f"an {what}" if what[0] == "a" else f"a {what}", "minor")
            elif was != now:
                yield Change("wire", "provider", name, f"the {what}: {now} (was {was})", "patch")
        if before.auth != after.auth:
            now, was = (f"{header}: {value}" for header, value in (after.auth, before.auth))
            yield Change("wire", "provider", name, f"the key travels as {now} (was {was})", "patch")
        if after.needs_key and not before.needs_key:
            yield Change("narrowed", "provider", name, "a key is needed", "major", "run time")
        elif before.needs_key and not after.needs_key:
            yield Change("widened", "provider", name, "no key is needed", "minor")
        if after.looks_up != before.looks_up:
            names = "the Hub's mapping names its models" if after.looks_up else "models are named as it names them"
            yield Change("changed", "provider", name, f"{names} now", "major", "run time")


class _Cell:
    """One task on one provider, before and after."""

    def __init__(self, provider: str, before: Service, after: Service) -> None:
        self.name = f"{provider} {after.task.method}"
        self.before = before
        self.after = after
        self.names = renamed_arguments(before.task, after.task)

    def changes(self) -> Iterator[Change]:
        before, after = self.before.functions, self.after.functions
        if len(after) < len(before):
            yield Change("removed", "cell", self.name, "the other wire is not spoken", "major", "run time")
        elif len(after) > len(before):
            yield Change("added", "cell", self.name, "another wire is spoken as well", "minor")
        for one, other in zip(before, after, strict=False):
            yield from self.refusals(one, other)
            yield from self.waits(one, other)
            yield from self.wire(one, other)

    def refusals(self, before: Function, after: Function) -> Iterator[Change]:
        was = {self.spoken(place): place for place in before.refuses if self.spoken(place)}
        now = {_spoken(place, after): place for place in after.refuses}
        names = {one.name for one in self.after.task.arguments if one.name in self.names.values()}
        for said in now:
            if said.split(".")[0] in names and not _within(said, was):
                yield Change("narrowed", "cell", f"{self.name}({said})", "it is refused now", "major", "run time")
        for said in was:
            if said.split(".")[0] in names and not _within(said, now):
                yield Change("widened", "cell", f"{self.name}({said})", "it is taken now", "minor")

    def spoken(self, place: Place) -> str:
        """What the caller calls a field today; empty where the argument is gone."""
        name, _, rest = _spoken(place, self.before.functions[0]).partition(".")
        today = self.names.get(name, "")
        return f"{today}.{rest}" if today and rest else today

    def waits(self, before: Function, after: Function) -> Iterator[Change]:
        was, now = before.waiting, after.waiting
        if was is not None and now is None:
            yield Change("removed", "cell", self.name, "it has no queue: no submit", "major", "run time")
        elif was is None and now is not None:
            yield Change("added", "cell", self.name, "it has a queue: submit works", "minor")
        elif was is not None and now is not None and was.deadline != now.deadline:
            says = (
                f"a job is waited for {now.deadline:g} seconds at most (was {was.deadline:g}), if no timeout says else"
            )
            yield Change("changed", "cell", self.name, says, "minor")

    def wire(self, before: Function, after: Function) -> Iterator[Change]:
        """What servers see."""
        todays = {one.name: one.path for one in self.after.task.arguments}
        moved = {one.path: todays[self.names[one.name]] for one in self.before.task.arguments if one.name in self.names}
        was, now = {key: _moved(value, moved) for key, value in _sent(before).items()}, _sent(after)
        gone = {one.path for one in self.before.task.arguments if one.name not in self.names}
        come = {one.path for one in self.after.task.arguments if one.name not in self.names.values()}
        said, refused = gone | come, {place.path for place in (*before.refuses, *after.refuses)}
        keys: list[str] = []
        for key in dict.fromkeys([*was, *now]):
            one, other = was.get(key), now.get(key)
            if (one and one[1]) == (other and other[1]) and (one and one[2]) == (other and other[2]):
                continue
            paths = {value[0] for value in (one, other) if value is not None}
            if paths <= said or all(any(path[: len(place)] == place for place in refused) for path in paths):
                continue  # its argument came or went, or is or was refused
            if one is not None and other is not None and one[1] == other[1]:
                told = f"{key} is {other[2] or 'left out'} where nothing is given (was {one[2] or 'left out'})"
                yield Change("changed", "cell", self.name, told, "minor")
                continue
            keys.append(f"{key}: {other[1] if other else 'not sent'} (was {one[1] if one else 'not sent'})")
        for what, old, new in (
            ("route", _route(before), _route(after)),
            ("headers", before.headers, after.headers),
            ("accept", before.accept, after.accept),
            ("query", before.routed_query, after.routed_query),
            ("address", before.own, after.own),
            ("file", before.form and before.form[0], after.form and after.form[0]),
            ("result", _result(before.result), _result(after.result)),
            ("events", *(_result(one.stream) if before.stream and after.stream else "" for one in (before, after))),
            ("queue", _queue(before), _queue(after)),
        ):
            if old != new:
                keys.append(f"{what}: {_plain(new)} (was {_plain(old)})")
        if keys:
            yield Change("wire", "cell", self.name, "; ".join(keys), "patch")


def _within(said: str, refused: dict[str, Place]) -> bool:
    """Whether an argument, or what it is a part of, is refused."""
    return any(said == other or said.startswith(f"{other}.") for other in refused)


def _spoken(place: Place, function: Function) -> str:
    owners = [one for one in function.task.arguments if place.path[: len(one.path)] == one.path]
    owner = max(owners, key=lambda one: len(one.path), default=None)
    if owner is None:
        return ".".join(place.path)
    return ".".join([owner.name, *place.path[len(owner.path) :]])


_Sent = tuple[tuple[str, ...], str, str]
"""The path of the input that a value is from, how it is made, and what stands in for it."""


def _sent(function: Function) -> dict[str, _Sent]:
    """What a body holds: key -> where it is from."""
    return dict(_entries(function.body, ""))


def _moved(sent: _Sent, moved: Mapping[tuple[str, ...], tuple[str, ...]]) -> _Sent:
    """The same with the path that its argument has today."""
    path, made, absent = sent
    today = moved.get(path, path)
    return today, made.replace(".".join(path), ".".join(today)) if today != path else made, absent


def _entries(value: Value, above: str) -> Iterator[tuple[str, _Sent]]:
    if value.kind != "object":
        path = value.place.path if value.place is not None else ()
        yield above, (path, _made(value), json.dumps(value.const) if value.has_default else "")
        return
    for entry in value.entries:
        yield from _entries(entry.value, f"{above}.{entry.key}" if above else entry.key)
    for index, merged in enumerate(value.merged):
        yield from _entries(merged, f"{above}+{index}")


def _made(value: Value) -> str:
    path = ".".join(value.place.path) if value.place is not None else ""
    if value.kind == "field":
        return path
    if value.kind == "const":
        return json.dumps(value.const, ensure_ascii=False)
    inner = [*(_made(one) for one in value.items), *(f"{one.key}: {_made(one.value)}" for one in value.entries)]
    words = [*(value.quirk or ()), path, value.media, *inner]
    return f"{value.kind}({', '.join(word for word in words if word)})"


def _route(function: Function) -> str:
    return ".".join(function.route_quirk) if function.route_quirk else function.route


def _result(result: Result | None) -> str:
    if result is None:
        return ""
    words = [
        result.kind,
        *(result.quirk or ()),
        result.respell or "",
        f"unwrap {result.unwrap}" if result.unwrap else "",
    ]
    shape = json.dumps(result.shape, ensure_ascii=False) if result.kind == "shape" else ""
    return " ".join(word for word in (*words, shape) if word)


def _queue(function: Function) -> str:
    if function.waiting is None:
        return ""
    words = {name: getattr(function.waiting, name) for name in function.waiting.__slots__ if name != "deadline"}
    return ", ".join(f"{name} {value}" for name, value in words.items())


def _plain(value: object) -> str:
    """A value as a report shows it; what is too long is only said to differ."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) if value else ""
    return "none" if not text else text if len(text) <= 120 else "too long to show"
