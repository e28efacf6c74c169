"""Types compared: what callers make of them as arguments, and what they read of them in answers."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .diff_changes import BUMPS, Bump, Change, Kind, Shows, Subject
from .diff_forms import Comparison, Direction, without_none
from .diff_limits import Limit, further_keys, limits
from .ir import Json, Schema
from .paths import resolve
from .surface import Method, Surface
from .types import TypeDefinition, TypeField

INPUT = "input"
OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Carried:
    """A field that arguments fill: callers see the arguments.

    Attributes:
        bumps: type and field -> the highest bump that has been reported of its argument.
        containers: types and fields that only hold such fields.
    """

    bumps: dict[tuple[str, str], Bump] = field(default_factory=dict[tuple[str, str], Bump])
    containers: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])


def renamed_types(old: Surface, new: Surface) -> dict[str, str]:
    """Find types that only have another name.

    Args:
        old: the SDK before.
        new: the SDK after.

    Returns:
        Old name -> new name.
    """
    before, after = old.definitions, new.definitions
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    found: dict[str, str] = {}
    for name in gone:
        looks = _looks(name, before, [])
        alike = [other for other in come if _looks(other, after, []) == looks and other not in found.values()]
        # Empty types are all alike: then the names must be.
        close = difflib.get_close_matches(name, alike, n=1, cutoff=0.0 if before[name].fields else 0.5)
        if close:
            found[name] = close[0]
    return found


def _looks(name: str, types: dict[str, TypeDefinition], above: list[str]) -> str:
    """What a type is apart from names of types."""
    if name in above:
        return f"^{len(above) - above.index(name)}"
    one, inside = types[name], [*above, name]
    if one.alias:
        return _looks_of(one.alias, types, inside)
    fields = (
        f"{each.name}{'?' if each.optional else ''}: {_looks_of(each.annotation, types, inside)}" for each in one.fields
    )
    return "{" + ", ".join(sorted(fields)) + "}"


def _looks_of(annotation: str, types: dict[str, TypeDefinition], above: list[str]) -> str:
    return re.sub(
        r"[A-Za-z_]\w*", lambda word: _looks(word[0], types, above) if word[0] in types else word[0], annotation
    )


def carried(method: Method) -> Iterator[tuple[str, str, str]]:
    """The fields that a method's arguments fill: type, field, argument."""
    for argument in method.task.arguments:
        first, *deeper = argument.path
        if not deeper:
            yield method.view.input_title, first, argument.name
        elif len(deeper) == 1:
            yield method.view.nested.get(first, ""), deeper[0], argument.name


def compare_types(
    old: Surface, new: Surface, comparison: Comparison, renamed: dict[str, str], covered: Carried, quiet: Iterable[str]
) -> Iterator[Change]:
    """Compare all types.

    Args:
        old: the SDK before.
        new: the SDK after.
        comparison: compares annotations.
        renamed: types that only have another name: old -> new.
        covered: fields whose arguments have been compared.
        quiet: modules of types of methods that came or went, of which one change is enough.

    Yields:
        Each change.
    """
    before, after, silent = old.definitions, new.definitions, set(quiet)
    for name, one in before.items():
        module = old.types.home[name]
        if name in renamed:
            says = f"it is {renamed[name]} now: types are imported by name"
            yield Change("renamed", "type", name, says, "major", "type checker")
        elif name not in after:
            if module not in silent:
                yield Change("removed", "type", name, "types are imported by name", "major", "type checker")
            continue
        other = renamed.get(name, name)
        moved = new.types.home[other]
        if moved != module and name not in renamed:
            says = f"it stands in types.{moved} now (was types.{module}): imports from that module fail"
            yield Change("moved", "type", name, says, "major", "type checker")
        yield from _Pair(old, new, comparison, covered, one, after[other]).changes()
    for name in after:
        if name not in before and name not in renamed.values() and new.types.home[name] not in silent:
            yield Change("added", "type", name, _summary(after[name]), "minor")


def _summary(one: TypeDefinition) -> str:
    return (
        f"{one.name} = {one.alias}" if one.alias else f"fields: {', '.join(each.name for each in one.fields) or 'none'}"
    )


class _Pair:
    """One type, before and after."""

    def __init__(
        self, old: Surface, new: Surface, comparison: Comparison, covered: Carried,
        before: TypeDefinition, after: TypeDefinition,
    ) -> None:  # fmt: skip
        self.comparison = comparison
        self.covered = covered
        self.before = before
        self.after = after
        self.roles = sorted(old.roles.get(before.name, frozenset()) & new.roles.get(after.name, frozenset()))
        self.old_schema, self.old_root = old.schemas.get(before.name, ({}, {}))
        self.new_schema, self.new_root = new.schemas.get(after.name, ({}, {}))
        self.words: list[str] = []

    def changes(self) -> Iterator[Change]:
        if self.old_schema.get("description") != self.new_schema.get("description"):
            self.words.append("the description")
        yield from deprecations("type", self.after.name, self.old_schema, self.old_root, self.new_schema, self.new_root)
        if bool(self.before.alias) != bool(self.after.alias):
            says = f"it is {self.after.alias or 'a class'} now (was {self.before.alias or 'a class'})"
            yield Change("changed", "type", self.after.name, says, "major", "type checker")
        elif self.before.alias:
            yield from self.judged("type", self.after.name, self.before.alias, self.after.alias)
            yield from self.limited("type", self.after.name, limits(
                {**self.old_schema}, self.old_root, {**self.new_schema}, self.new_root
            ))  # fmt: skip
        else:
            yield from self.members()
        if self.words:
            says = f"other words for {', '.join(self.words)}"
            yield Change("documented", "type", self.after.name, says, "patch")

    def members(self) -> Iterator[Change]:
        yield from self.limited("type", self.after.name, further_keys(self.old_schema, self.new_schema))
        before = {one.name: one for one in self.before.fields}
        after = {one.name: one for one in self.after.fields}
        for name in dict.fromkeys([*before, *after]):
            known = self.covered.bumps.get((self.before.name, name), self.covered.bumps.get((self.after.name, name)))
            if {(self.before.name, name), (self.after.name, name)} & self.covered.containers:
                continue
            for change in self.member(name, before.get(name), after.get(name)):
                if known is None or BUMPS.index(change.bump) > BUMPS.index(known):
                    yield change
            if known is None and name in before and name in after:
                self.reworded(name)

    def reworded(self, name: str) -> None:
        before, after = _member(self.old_schema, name), _member(self.new_schema, name)
        if before.get("description") != after.get("description"):
            self.words.append(name)
        if before.get("default") != after.get("default"):
            self.words.append(f"the server's default of {name}")

    def member(self, name: str, before: TypeField | None, after: TypeField | None) -> Iterator[Change]:
        full = f"{self.after.name}.{name}"
        if before is None and after is not None:
            if INPUT in self.roles and not after.optional:
                says = f"a new field that must be given: {after.annotation}"
                yield Change("added", "field", full, says, "major", "type checker")
            else:
                yield Change("added", "field", full, after.annotation, "minor")
            return
        if before is not None and after is None:
            yield Change("removed", "field", full, f"it was {before.annotation}", "major", "type checker")
            return
        assert before is not None and after is not None  # noqa: PT018
        was, now = before.annotation, after.annotation
        if before.optional != after.optional:
            yield self.presence(full, after.optional)
            was, now = without_none(was), without_none(now)
        yield from self.judged("field", full, was, now)
        old, new = _member(self.old_schema, name), _member(self.new_schema, name)
        yield from self.limited("field", full, limits(old, self.old_root, new, self.new_root))
        yield from deprecations("field", full, old, self.old_root, new, self.new_root)

    def presence(self, full: str, optional: bool) -> Change:
        kind: Kind = "widened" if optional else "narrowed"
        if optional:
            breaks = OUTPUT in self.roles
            says = "it may be absent, and is None then" if breaks else "it need not be given"
        else:
            breaks = INPUT in self.roles
            says = "it must be given now" if breaks else "it is always there"
        return Change(kind, "field", full, says, "major" if breaks else "minor", "type checker" if breaks else "")

    def judged(self, subject: Subject, full: str, was: str, now: str) -> Iterator[Change]:
        direction = self.comparison.direction(was, now)
        gone, come = self.comparison.values(was, now)
        if direction == "same":
            if gone or come:
                kind: Kind = "narrowed" if gone and not come else "widened"
                yield Change(kind, subject, full, f"{named(gone, come)}; any other text is taken, too", "minor")
            return
        yield judged(subject, full, direction, self.roles, told(was, now, gone, come), _shows(now))

    def limited(self, subject: Subject, full: str, found: Iterable[Limit]) -> Iterator[Change]:
        for limit in found:
            yield from limited(subject, full, limit, checked=INPUT in self.roles)


def judged(subject: Subject, name: str, direction: Direction, roles: Iterable[str], says: str, shows: Shows) -> Change:
    """A change of an annotation: what callers make may take more, what they read may hold less.

    Args:
        subject, name: what changed.
        direction: how the values changed.
        roles: what callers do with it.
        says: the sentence.
        shows: where it shows if it breaks.
    """
    given, read = INPUT in roles, OUTPUT in roles
    breaks = direction == "changed" or (direction == "narrowed" and given) or (direction == "widened" and read)
    kind: Kind = "changed" if direction == "same" else direction
    return Change(kind, subject, name, says, "major" if breaks else "minor", shows if breaks else "")


def limited(subject: Subject, name: str, limit: Limit, *, checked: bool) -> Iterator[Change]:
    """A change of a limit: arguments are checked before anything is sent, answers are delivered as they come.

    Args:
        subject, name: what has the limit.
        limit: how it changed.
        checked: whether callers give the value.
    """
    if not checked or limit.direction == "same":
        yield Change("documented", subject, name, limit.says, "patch")
    elif limit.direction == "widened":
        yield Change("widened", subject, name, limit.says, "minor")
    else:
        yield Change(limit.direction, subject, name, limit.says, "major", "run time")


def deprecations(
    subject: Subject, name: str, old: Schema, old_root: Schema, new: Schema, new_root: Schema
) -> Iterator[Change]:
    """What the schema of something says now, or says no longer, of its going away; its values' included.

    Args:
        subject, name: what has the schema.
        old: the schema before.
        old_root: what its references lead into.
        new: the schema after.
        new_root: the same for it.

    Yields:
        Each change; values that came or went are not of them.
    """
    if (change := deprecation(subject, name, "it", old.get("deprecated"), new.get("deprecated"))) is not None:
        yield change
    before, after = dict(_values(old, old_root)), dict(_values(new, new_root))
    for value in after:
        if value in before and (change := deprecation(subject, name, value, before[value], after[value])) is not None:
            yield change


def deprecation(subject: Subject, name: str, what: str, was: Json, now: Json) -> Change | None:
    """What is said of a mark that came or went.

    Args:
        subject, name: what has the mark.
        what: that, or one of its values.
        was: the mark before.
        now: the mark after.

    Returns:
        The change; None where it is as it was.
    """
    if (was is True) == (now is True):
        return None
    if now is True:
        return Change("deprecated", subject, name, f"{what} works as before, and goes away some day", "minor")
    return Change("restored", subject, name, f"{what} is no longer deprecated", "minor")


def _values(schema: Schema, root: Schema) -> Iterator[tuple[str, Json]]:
    """The values that a schema names, each with its own mark; a type with a name tells its values itself."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    for value in values if isinstance(values, list) else []:
        yield repr(value), None
    for key in ("anyOf", "oneOf"):
        alternatives = schema.get(key)
        for one in alternatives if isinstance(alternatives, list) else []:
            target = (resolve(one, root) or one) if isinstance(one, dict) else None
            if isinstance(one, dict) and target is not None and "title" not in target:
                mark = one.get("deprecated", target.get("deprecated"))
                yield from ((value, inner or mark) for value, inner in _values(target, root))


def told(was: str, now: str, gone: list[str], come: list[str]) -> str:
    """What became of an annotation."""
    if gone or come:
        return named(gone, come)
    return f"{now} (was {was})"


def named(gone: list[str], come: list[str]) -> str:
    """Which values of an enumeration came and went."""
    parts = [*([f"no longer {', '.join(gone)}"] if gone else []), *([f"also {', '.join(come)}"] if come else [])]
    return ", ".join(parts)


def _shows(now: str) -> Shows:
    return "run time" if now == "Any" else "type checker"


def _member(schema: Schema, name: str) -> Schema:
    fields = schema.get("properties")
    found = fields.get(name) if isinstance(fields, dict) else None
    return found if isinstance(found, dict) else {}
