"""Methods compared: whether a call that was right is right still, and gives what it gave."""

from collections.abc import Iterator
from dataclasses import dataclass

from .diff_changes import Bump, Change, highest
from .diff_forms import Comparison, without_none
from .diff_limits import limits
from .diff_types import INPUT, OUTPUT, Carried, carried, deprecation, deprecations, judged, limited, told
from .ir import Schema, TaskSpec
from .paths import resolve
from .surface import Method, Parameter, Surface


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which method was which.

    Attributes:
        same: old name -> new name.
        gone: methods that are no more.
        come: methods that are new.
    """

    same: dict[str, str]
    gone: list[str]
    come: list[str]


def paired(old: Surface, new: Surface) -> Pairs:
    """Find out which method was which: by its name, else by its task.

    Args:
        old: the SDK before.
        new: the SDK after.
    """
    same = {name: name for name in old.methods if name in new.methods}
    tasks = {(one.task.openai, one.task.id): name for name, one in new.methods.items() if name not in same}
    for name, one in old.methods.items():
        if name not in same and (other := tasks.get((one.task.openai, one.task.id))) is not None:
            same[name] = other
    gone = [name for name in old.methods if name not in same]
    return Pairs(same, gone, [name for name in new.methods if name not in same.values()])


def renamed_arguments(old: TaskSpec, new: TaskSpec) -> dict[str, str]:
    """The arguments of a task that go on: old name -> today's.

    Args:
        old: the task before.
        new: the task after.
    """
    after = {one.name for one in new.arguments}
    old_names, by_path = dict(new.deprecated), {one.path: one.name for one in new.arguments}
    before = {one.name for one in old.arguments}
    found: dict[str, str] = {}
    for one in old.arguments:
        if one.name in after:
            found[one.name] = one.name
        elif one.name in old_names:
            found[one.name] = old_names[one.name]
        elif by_path.get(one.path, one.name) not in before:
            found[one.name] = by_path.get(one.path, one.name)
    return {name: other for name, other in found.items() if other in after}


def compare_methods(
    old: Surface, new: Surface, pairs: Pairs, comparison: Comparison, covered: Carried
) -> Iterator[Change]:
    """Compare all methods.

    Args:
        old: the SDK before.
        new: the SDK after.
        pairs: which method was which.
        comparison: compares annotations.
        covered: takes the fields whose arguments are compared here.

    Yields:
        Each change.
    """
    for name in pairs.gone:
        served = _listed("it was served by ", old.methods[name].served)
        yield Change("removed", "method", name, served or "it is gone", "major", "type checker")
    for name in pairs.come:
        yield Change("added", "method", name, _presented(new.methods[name]), "minor")
    for name, other in pairs.same.items():
        yield from _Pair(old.methods[name], new.methods[other], comparison, covered).changes()
    if (old.chat is None) != (new.chat is None):
        what = "chat in the shape of OpenAI's client"
        if new.chat is None:
            yield Change("removed", "client", "chat.completions", what, "major", "type checker")
        else:
            yield Change("added", "client", "chat.completions", what, "minor")


def compare_services(old: Surface, new: Surface, comparison: Comparison) -> Iterator[Change]:
    """Compare the operations of services, and what their resources tell of themselves.

    Args:
        old: the SDK before.
        new: the SDK after.
        comparison: compares annotations.

    Yields:
        Each change.
    """
    for name, before in old.operations.items():
        after = new.operations.get(name)
        if after is None:
            yield Change("removed", "method", name, "it is gone", "major", "type checker")
            continue
        names = {one: one for one in (each.name for each in before.parameters)}
        todays = {one.name for one in after.parameters}
        names = {one: other for one, other in names.items() if other in todays}
        pair = _Signature(name, before.parameters, after.parameters, names, (before.root, after.root), comparison)
        yield from pair.order()
        yield from pair.arguments()
        direction = comparison.direction(before.returns, after.returns)
        if direction != "same":
            says = f"it returns {after.returns} (was {before.returns})"
            yield judged("method", name, direction, [OUTPUT], says, "type checker")
        if before.request != after.request:
            yield Change("wire", "method", name, f"{after.request} (was {before.request})", "patch")
    for name, after in new.operations.items():
        if name not in old.operations:
            says = f"{name}({', '.join(_shown(after.parameters))}); returns {after.returns}"
            yield Change("added", "method", name, says, "minor")
    for name, was in old.properties.items():
        now = new.properties.get(name)
        if now is None:
            yield Change("removed", "field", name, f"it was {was}", "major", "type checker")
        elif (direction := comparison.direction(was, now)) != "same":
            yield judged("field", name, direction, [OUTPUT], f"{now} (was {was})", "type checker")
    for name, now in new.properties.items():
        if name not in old.properties:
            yield Change("added", "field", name, now, "minor")


def _presented(method: Method) -> str:
    parts = [
        f"{method.name}({', '.join(_shown(method.parameters))})",
        f"returns {method.returns['']}",
        *([served] if (served := _listed("served by ", method.served)) else []),
    ]
    return "; ".join(parts)


def _shown(parameters: tuple[Parameter, ...]) -> list[str]:
    positional = [one.name for one in parameters if one.positional]
    rest = [one.name for one in parameters if not one.positional and not one.stands_for]
    return [*positional, *(["*", *rest] if rest else [])]


def _listed(words: str, names: tuple[str, ...]) -> str:
    return words + ", ".join(names) if names else ""


class _Signature:
    """One signature, before and after.

    Args:
        name: the method's name.
        before, after: its parameters.
        names: the arguments that go on: old name -> today's.
        roots: what the references of the schemas lead into, before and after.
        comparison: compares annotations.
    """

    def __init__(
        self,
        name: str,
        before: tuple[Parameter, ...],
        after: tuple[Parameter, ...],
        names: dict[str, str],
        roots: tuple[Schema, Schema],
        comparison: Comparison,
    ) -> None:
        self.name = name
        self.old = {one.name: one for one in before}
        self.new = {one.name: one for one in after}
        self.names = names
        self.roots = roots
        self.comparison = comparison
        self.found: dict[str, list[Change]] = {}

    def order(self) -> Iterator[Change]:
        """What is given without a name must arrive where it did."""
        before = [one.name for one in self.old.values() if one.positional]
        after = [one.name for one in self.new.values() if one.positional]
        for index, old in enumerate(before):
            new = self.names.get(old)
            if new is None:
                continue
            if new not in after:
                says = "it is taken by name only"
                yield Change("narrowed", "argument", self.full(new), says, "major", "type checker")
            elif after.index(new) != index:
                says = f"the positional arguments are {', '.join(after)} (were {', '.join(before)})"
                yield Change("changed", "method", self.name, says, "major", "type checker")
                break
        for new in after:
            was = next((one for one, other in self.names.items() if other == new), None)
            if was is not None and was not in before:
                yield Change("widened", "argument", self.full(new), "it is taken without its name, too", "minor")

    def arguments(self) -> Iterator[Change]:
        names = dict(self.names)
        # An old name that stays one, a new one, and parameters that no spec names.
        names |= {name: name for name in self.old if name in self.new and name not in names}
        found: dict[str, list[Change]] = {}
        for name, one in self.old.items():
            changes = list(self.one(one, names.get(name)))
            found.setdefault(names.get(name, name), []).extend(changes)
            yield from changes
        for name, one in self.new.items():
            if name in names.values() or (one.stands_for and name in names):
                continue
            changes = [self.added(one)]
            found.setdefault(name, []).extend(changes)
            yield from changes
        self.found = found

    def added(self, one: Parameter) -> Change:
        full = self.full(one.name)
        if one.stands_for:
            return Change("added", "argument", full, f"an old name of {one.stands_for}", "minor")
        if one.default is None:
            says = f"a new argument that must be given: {one.annotation}"
            return Change("added", "argument", full, says, "major", "type checker")
        return Change("added", "argument", full, f"{one.annotation} = {one.default}", "minor")

    def one(self, before: Parameter, name: str | None) -> Iterator[Change]:
        """What became of one parameter; `name` is its name today."""
        full = self.full(before.name)
        if name is None:
            says = f"an old name of {before.stands_for}" if before.stands_for else f"it was {before.annotation}"
            yield Change("removed", "argument", full, says, "major", "type checker")
            return
        after = self.new[name]
        if before.stands_for and after.stands_for:
            if self.names.get(before.stands_for) != after.stands_for:
                says = f"it stands for {after.stands_for} now (was {before.stands_for})"
                yield Change("changed", "argument", full, says, "major", "run time")
            return
        if before.stands_for:
            yield Change("widened", "argument", full, "it is an argument of its own again", "minor")
            return
        if after.stands_for:  # the name goes on as another argument's old name
            yield Change("deprecated", "argument", full, f"it is an old name of {after.stands_for}", "minor")
            return
        if name != before.name:
            yield self.renamed(before, after)
        yield from self.called(before, after)
        if before.argument is not None and after.argument is not None:
            yield from self.valued(before, after)

    def renamed(self, before: Parameter, after: Parameter) -> Change:
        full = self.full(before.name)
        if before.name not in self.new:
            says = f"it is called {after.name} now"
            return Change("renamed", "argument", full, says, "major", "type checker")
        if after.default is None:
            says = f"it is an old name of {after.name}, which must be given all the same"
            return Change("renamed", "argument", full, says, "major", "type checker")
        says = f"it is called {after.name} now; the old name goes on with a warning"
        return Change("deprecated", "argument", full, says, "minor")

    def called(self, before: Parameter, after: Parameter) -> Iterator[Change]:
        """Whether it must be given, and what goes out when it is not."""
        full = self.full(after.name)
        if before.default == after.default:
            return
        if after.default is None:
            yield Change("narrowed", "argument", full, "it must be given now", "major", "type checker")
        elif before.default is None:
            yield Change("widened", "argument", full, f"it need not be given: {after.default}", "minor")
        else:
            says = f"the default is {after.default} (was {before.default}): a call without it gets another result"
            yield Change("changed", "argument", full, says, "minor")

    def valued(self, before: Parameter, after: Parameter) -> Iterator[Change]:
        """What values it takes."""
        assert before.argument is not None and after.argument is not None  # noqa: PT018
        full, was, now = self.full(after.name), before.annotation, after.annotation
        if before.default is None or after.default is None:
            was, now = without_none(was), without_none(now)
        direction = self.comparison.direction(was, now)
        gone, come = self.comparison.values(was, now)
        if direction != "same":
            yield judged("argument", full, direction, [INPUT], told(was, now, gone, come), "type checker")
        elif gone or come:
            yield judged("argument", full, "widened", [INPUT], told(was, now, gone, come), "")
        old, new = before.argument.schema, after.argument.schema
        for limit in limits(old, self.roots[0], new, self.roots[1]):
            yield from limited("argument", full, limit, checked=True)
        yield from deprecations("argument", full, old, self.roots[0], new, self.roots[1])
        if before.argument.path != after.argument.path:
            paths = [".".join(one.path) for one in (after.argument, before.argument)]
            yield Change("wire", "argument", full, f"it fills {paths[0]} of the input (was {paths[1]})", "patch")

    def full(self, argument: str) -> str:
        return f"{self.name}({argument})"


class _Pair(_Signature):
    """One task's method, before and after."""

    def __init__(self, before: Method, after: Method, comparison: Comparison, covered: Carried) -> None:
        names = renamed_arguments(before.task, after.task)
        roots = (before.task.input, after.task.input)
        super().__init__(after.name, before.parameters, after.parameters, names, roots, comparison)
        self.before = before
        self.after = after
        self.covered = covered
        self.words: list[str] = []

    def changes(self) -> Iterator[Change]:
        name, before, after = self.after.name, self.before.task, self.after.task
        if self.before.name != name:
            yield Change("renamed", "method", self.before.name, f"it is called {name} now", "major", "type checker")
        if before.id != after.id:
            says = f"its task is {after.id} now (was {before.id}); its types and modules are named after that"
            yield Change("renamed", "method", name, says, "major", "type checker")
        if before.hub != after.hub:
            says = f"models must be for {after.hub} on the Hub (was {before.hub})"
            yield Change("changed", "method", name, says, "major", "run time")
        marks = before.input.get("deprecated"), after.input.get("deprecated")
        if (change := deprecation("method", name, "it", *marks)) is not None:
            yield change
        yield from self.order()
        yield from self.arguments()
        self.cover()
        yield from self.results()
        yield from self.settings()
        self.reword()
        if self.words:
            yield Change("documented", "method", name, f"other words for {', '.join(self.words)}", "patch")

    def settings(self) -> Iterator[Change]:
        name, before, after = self.after.name, self.before.task, self.after.task
        if before.open_keywords and not after.open_keywords:
            yield Change("narrowed", "method", name, "it takes no further keywords", "major", "type checker")
        elif after.open_keywords and not before.open_keywords:
            yield Change("widened", "method", name, "it takes further keywords", "minor")
        if self.before.view.queued and not self.after.view.queued:
            yield Change("removed", "client", f"submit.{name}", "no queue takes it", "major", "type checker")
        elif self.after.view.queued and not self.before.view.queued:
            yield Change("added", "client", f"submit.{name}", "jobs that can be asked for later", "minor")
        streams = before.stream_output is not None and after.stream_output is not None
        if streams and before.stream_finish != after.stream_finish:
            yield Change("wire", "method", name, "other marks tell that a stream is complete", "patch")

    def cover(self) -> None:
        """Note the fields that arguments fill with what has been said of those."""
        for method in (self.before, self.after):
            for owner, field, argument in carried(method):
                name = self.names.get(argument, argument) if method is self.before else argument
                known = self.covered.bumps.get((owner, field), "none")
                said: Bump = highest(change.bump for change in self.found.get(name, ()))
                self.covered.bumps[owner, field] = highest([known, said])
            self.covered.containers.update((method.view.input_title, field) for field in method.view.nested)

    # Results

    def results(self) -> Iterator[Change]:
        name = self.after.name
        if self.before.view.item is None and self.after.view.item is not None:
            yield Change("added", "method", name, f"it streams: Stream[{self.after.view.item}]", "minor")
        elif self.before.view.item is not None and self.after.view.item is None:
            yield Change("removed", "method", name, "it streams no more", "major", "type checker")
        for case, was in self.before.returns.items():
            now = self.after.returns.get(case)
            if now is None:
                continue  # an argument of it is gone, which has been said
            direction = self.comparison.direction(was, now)
            gone, come = self.comparison.values(was, now)
            said = f"with {case} " if case else ""
            if direction != "same":
                says = f"{said}it returns {now} (was {was})"
                yield judged("method", name, direction, [OUTPUT], says, "run time" if now == "Any" else "type checker")
            elif gone or come:
                yield judged("method", name, "same", [OUTPUT], f"{said}{told(was, now, gone, come)}", "")

    # Words

    def reword(self) -> None:
        before, after = self.before.task, self.after.task
        for what in ("summary", "details"):
            if getattr(before, what) != getattr(after, what):
                self.words.append(f"the {what}")
        todays = {one.name: one for one in after.arguments}
        for one in before.arguments:
            other = todays.get(self.names.get(one.name, ""))
            if other is None:
                continue
            if one.description != other.description:
                self.words.append(other.name)
            if _server_default(one.schema, before) != _server_default(other.schema, after):
                self.words.append(f"the server's default of {other.name}")


def _server_default(schema: Schema, task: TaskSpec) -> object:
    target = resolve(schema, task.input) or schema
    return schema.get("default", target.get("default"))
