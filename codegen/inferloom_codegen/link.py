"""Joins tasks with providers: every path exists, every parameter is mapped, passed or refused."""

import re
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

from . import names, paths
from .errors import Place as Address
from .errors import Problems, did_you_mean, listing, quote
from .ir import Entry, Function, Json, Marks, Place, ProviderSpec, Result, Schema, Service, TaskSpec, Value, Waiting
from .providers import SPELLINGS, Cell, Dialect, Provider, Queue, Row
from .quirks import TAKES, known_quirks
from .schemas import COMMON_NAME
from .source import Node, locate

PIPELINE = Cell(post="/models/{model}", shape="pipeline")

_EXCLUSIVE = (("post", "post_openai"), ("json", "multipart"), ("shape", "json"), ("shape", "multipart"))
"""Words of a cell that say one thing in two ways."""

_PLACEHOLDER = re.compile(r"\{(?!model\})[^}]*\}?|(?<!\{model)\}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a cell is written.

    Attributes:
        node: the file's tree.
        base: the path of the cell in it.
        cell: the cell.
        post: where its route stands, if that is another row's.
    """

    node: Node
    base: tuple[str | int, ...]
    cell: Cell
    post: Address | None = None

    def place(self, *path: str | int, key: bool = False) -> Address:
        """The address of something inside the cell."""
        if self.post is not None and path[:1] == ("post",):
            return self.post
        return locate(self.node, (*self.base, *path), key=key)


def link(
    tasks: list[TaskSpec], dialects: dict[str, Dialect], rows: list[Row], problems: Problems
) -> list[ProviderSpec]:
    """Join the table with the tasks.

    Args:
        tasks: the tasks.
        dialects: the dialects by name.
        rows: the providers.
        problems: takes what does not fit.

    Returns:
        The providers, ready for the templates.
    """
    table = _Table(
        tasks={task.id: task for task in tasks},
        dialects=dialects,
        rows={row.provider.id: row for row in rows},
        broken=frozenset(error.file for error in problems.errors),
        problems=problems,
    )
    _check_router_paths(rows, problems)
    return [_linked(row, table) for row in rows]


def _check_router_paths(rows: list[Row], problems: Problems) -> None:
    """On the router each provider has a path of its own."""
    owners = {
        f"/{row.provider.id}": row.provider.id
        for row in rows
        if row.provider.router_path is None and row.provider.address in {"own", "router"}
    }
    for row in rows:
        path, name = row.provider.router_path, row.provider.id
        if path is not None and (owner := owners.setdefault(path, name)) != name:
            message = f"{quote(path)} is the route of {owner} on the router: each provider has its own"
            problems.error(row.place("router_path"), message)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """Everything that a row may name.

    Attributes:
        tasks, dialects, rows: what there is, by name.
        broken: files that could not be used, which has been reported: nothing is said about what names them.
        problems: takes what does not fit.
        noted: what has been said about dialects, so that it is said once for all rows that name one.
    """

    tasks: dict[str, TaskSpec]
    dialects: dict[str, Dialect]
    rows: dict[str, Row]
    broken: frozenset[str]
    problems: Problems
    noted: set[tuple[Address, str]] = field(default_factory=set[tuple[Address, str]])

    def is_broken(self, kind: str, name: str) -> bool:
        if kind == "tasks":
            return COMMON_NAME in self.broken or any(f"/{name}/" in f"/{file}" for file in self.broken)
        return f"{kind}/{name}.yaml" in self.broken

    def check_dialect(self, name: str, at: Address) -> None:
        """Report a dialect that does not exist."""
        known = [*self.dialects, "hf-pipeline"]
        if name not in known and not self.is_broken("dialects", name):
            self.problems.error(at, f"there is no dialect {quote(name)}{did_you_mean(name, known)}")


def _linked(row: Row, table: _Table) -> ProviderSpec:
    provider = row.provider
    services: list[Service] = []
    for task_id, origin in _cells(row, table):
        task = table.tasks[task_id]
        ways = [(origin, task.method)]
        if origin.cell.otherwise is not None:
            other = Origin(origin.node, (*origin.base, "otherwise"), origin.cell.otherwise)
            if other.cell.otherwise is not None:
                message = "there are two ways at most: otherwise stands once"
                table.problems.error(other.place("otherwise", key=True), message)
            ways = [(origin, f"_{task.method}_pipeline"), (other, f"_{task.method}_openai")]
        functions = [
            _Linker(task, way, name, provider, table).function()
            for way, name in ways
            if way.cell.dialect is None or not table.is_broken("dialects", way.cell.dialect)
        ]
        services.append(Service(task=task, functions=tuple(each for each in functions if each is not None)))
    return ProviderSpec(
        id=provider.id,
        name=provider.name,
        docs=provider.docs,
        module=names.module_name(provider.id),
        selectable=provider.selectable,
        needs_key=provider.needs_key,
        looks_up=provider.looks_up,
        base_url=provider.base_url,
        router_path=None
        if provider.address == "direct"
        else f"/{provider.id}"
        if provider.router_path is None
        else provider.router_path,
        auth=(provider.auth.get("header", "").lower(), provider.auth.get("value", "")),
        services=tuple(sorted(services, key=lambda service: service.task.method)),
    )


def _cells(row: Row, table: _Table) -> list[tuple[str, Origin]]:
    provider = row.provider
    cells: dict[str, Origin] = {}
    if provider.like is not None:
        other = table.rows.get(provider.like)
        if other is None or other is row or other.provider.like is not None:
            _refuse_likeness(row, provider.like, table)
        else:
            for task_id, origin in _cells(other, table):
                cells[task_id] = origin
                if provider.post is not None:
                    cell = origin.cell.model_copy(update={"post": provider.post})
                    cells[task_id] = Origin(origin.node, origin.base, cell, row.place("post"))
    if provider.every_task is not None:
        table.check_dialect(provider.every_task, row.place("every_task"))
        for task_id in table.tasks:
            cells.setdefault(task_id, Origin(row.node, ("every_task",), Cell(dialect=provider.every_task)))
    for task_id, cell in provider.tasks.items():
        if task_id in table.tasks:
            cells[task_id] = Origin(row.node, ("tasks", task_id), cell)
        elif not table.is_broken("tasks", task_id):
            message = f"there is no task {quote(task_id)}{did_you_mean(task_id, table.tasks)}"
            table.problems.error(row.place("tasks", task_id, key=True), message)
    return sorted(cells.items())


def _refuse_likeness(row: Row, name: str, table: _Table) -> None:
    other = table.rows.get(name)
    if other is row:
        message = "a provider is not like itself"
    elif other is not None:
        message = f"{quote(name)} is like another provider itself: name one that is like none"
    elif table.is_broken("providers", name):
        return
    else:
        known = [each for each, candidate in table.rows.items() if candidate is not row]
        message = f"there is no provider {quote(name)} to be like{did_you_mean(name, known)}"
    table.problems.error(row.place("like"), message)


class _Linker:
    """One task on one provider."""

    def __init__(
        self,
        task: TaskSpec,
        origin: Origin,
        name: str,
        provider: Provider,
        table: _Table,
    ) -> None:
        self.task = task
        self.name = name
        self.provider = provider
        self.origin = origin
        self.dialect: Origin | None = None
        self.table = table
        self.failed = False
        self.cell = self._spread_dialect()
        self.used: set[tuple[str, ...]] = set()
        self.passed: set[tuple[str, ...]] = set()
        self.opened: dict[Place, None] = {}
        self.addressed: dict[tuple[Place, str], Value] = {}
        self.quirks: set[str] = set()
        self.refused: list[Place] = []
        self.kept: list[Place] = []
        self.form: tuple[str, Place] | None = None

    def _spread_dialect(self) -> Cell:
        cell = self.origin.cell
        if cell.dialect is None:
            return cell
        found = self.table.dialects.get(cell.dialect)
        if found is None and cell.dialect != "hf-pipeline":
            self.table.check_dialect(cell.dialect, self.origin.place("dialect"))
            return PIPELINE
        base = found.cell if found is not None else PIPELINE
        for word in ("dialect", "otherwise"):
            if found is not None and word in base.model_fields_set:
                at = locate(found.node, (word,), key=True)
                self.table.problems.error(at, f"a dialect has no {word}: say it in the row")
        self.dialect = Origin(found.node, (), base) if found is not None else None
        own = {name: getattr(cell, name) for name in cell.model_fields_set - {"dialect", "json_", "multipart"}}
        for word in ("json_", "multipart"):
            given, inherited = getattr(cell, word), getattr(base, word)
            if given is not None:
                # Keys keep the dialect's order, so that a row may replace one without repeating the rest.
                own[word] = {**(inherited or {}), **given}
        if "post_openai" in own:
            own["post"] = None
        return base.model_copy(update=own)

    def _at(self, *path: str | int, key: bool = False) -> Address:
        """Where a word stands: in the row where it says it, else in the dialect."""
        if path and self.dialect is not None and not self._is_own(path):
            return self.dialect.place(*path, key=key)
        return self.origin.place(*path, key=key)

    def _is_own(self, path: tuple[str | int, ...]) -> bool:
        cell, word = self.origin.cell, "json_" if path[0] == "json" else str(path[0])
        if word not in cell.model_fields_set:
            return False
        # A body is made of the dialect's keys and the row's own.
        return word not in ("json_", "multipart") or len(path) == 1 or path[1] in getattr(cell, word)

    def _error(self, message: str, *path: str | int, key: bool = False) -> None:
        self.failed = True
        at, message = self._at(*path, key=key), f"{self.task.id}: {message}"
        if at.file != self.origin.place().file:
            # The mistake may be the dialect's, or the row's that names it for this task.
            if (at, message) in self.table.noted:
                return
            self.table.noted.add((at, message))
            message += f" (named by {self.origin.place(key=True)})"
        self.table.problems.error(at, message)

    def _check_words(self) -> None:
        """Of two words that say the same thing in two ways, one would be ignored."""
        sources = [self.origin] if self.dialect is None else [self.dialect, self.origin]
        for origin in sources:
            said = {name.rstrip("_") for name in origin.cell.model_fields_set}
            for one, other in _EXCLUSIVE:
                if {one, other} <= said:
                    self._exclude(one, other, origin.place(other, key=True))
        own = self.origin.cell
        for word, given in (("json", own.json_), ("multipart", own.multipart)):
            if self.cell.shape == "pipeline" and own.shape is None and given is not None:
                self._error(
                    f"{word} is not read here: the dialect makes the body from the task's schemas", word, key=True
                )
        for index, path in enumerate(own.keeps):
            if path in own.refuses:
                self._error(f"{quote(path)} is both kept and refused: say one of them", "keeps", index)

    def _exclude(self, one: str, other: str, at: Address) -> None:
        self.failed = True
        message = f"{self.task.id}: {one} and {other} exclude each other: say one of them"
        self.table.problems.error(at, message)

    def function(self) -> Function | None:
        """The function's plan, or None where something is wrong with it."""
        cell = self.cell
        self._check_words()
        route, route_quirk = self._route()
        self.refused = self._places("refuses", cell.refuses)
        self.kept = self._places("keeps", cell.keeps)
        raw: Place | None = None
        word = "multipart" if cell.multipart is not None else "json"
        source = cell.multipart if cell.multipart is not None else cell.json_ or {}
        if cell.shape == "pipeline":
            body, raw = self._pipeline()
        else:
            # Once to see what is named, once with what is left over known.
            self._object(source, (word,), spread=False)
            self.opened, self.addressed = {}, {}
            body = self._object(source, (word,), root=True)
            if not self.failed:
                self._complete()
        result = self._result(cell.result, cell.unwrap, self.task.output, "result")
        stream: Result | None = None
        if self.task.stream_output is not None and cell.stream is not None:
            stream = self._result(cell.stream, False, self.task.stream_output, "stream")
        elif self.task.stream_output is not None and cell.shape == "pipeline":
            stream = Result(kind="json")
        elif self.task.stream_output is not None and ("stream",) not in {place.path for place in self.refused}:
            self._error("the task streams: say stream: json, or what an event is made of, or refuse stream", key=True)
        waiting = self._waiting(cell.poll) if cell.poll is not None else None
        forgoes = self._forgone(body)
        if self.failed:
            return None
        return Function(
            name=self.name,
            task=self.task,
            route=route,
            route_quirk=route_quirk,
            openai=cell.post_openai is not None,
            own=cell.base_url,
            routed_query=urlencode(cell.routed_query),
            headers={name.lower(): value for name, value in {**self.provider.headers, **cell.headers}.items()},
            accept="image/png"
            if self._returns_picture() or (result.kind == "raw" and result.media == "image/*")
            else None,
            body=body,
            form=self.form,
            raw=raw,
            opened=tuple(self.opened),
            addressed=tuple(self.addressed.values()),
            quirks=tuple(sorted(self.quirks)),
            refuses=tuple(self.refused),
            result=result,
            stream=stream,
            marks=_marks(self.task, stream) if stream is not None else None,
            forgoes=forgoes,
            waiting=waiting,
        )

    def _forgone(self, body: Value) -> str | None:
        key = self.cell.forgoes
        if key is not None and all(entry.key != key or entry.value.kind != "object" for entry in body.entries):
            self._error(f"forgoes names {quote(key)}, which is no object of the body", "forgoes")
        return key

    def _places(self, word: str, listed: list[str]) -> list[Place]:
        found = [self._place(path, (word, index)) for index, path in enumerate(listed)]
        return [place for place in found if place is not None]

    def _route(self) -> tuple[str, tuple[str, str] | None]:
        post = self.cell.post_openai if self.cell.post_openai is not None else self.cell.post
        if isinstance(post, dict):
            if set(post) != {"quirk"}:
                self._error("a route is text, or {quirk: module.function}", "post")
                return "", None
            return "", self._quirk(post["quirk"], ("post", "quirk"), "route")
        if post is None:
            self._error("there is no route: say post: /..., or name a dialect", key=True)
            return "", None
        if found := _PLACEHOLDER.search(post):
            self._error(
                f"route {quote(post)} has an unknown placeholder {found.group()}: only {{model}} is known", "post"
            )
        return post, None

    # The body

    def _object(
        self, source: dict[str, Any], at: tuple[str | int, ...], *, spread: bool = True, root: bool = False
    ) -> Value:
        entries: list[Entry] = []
        merged: list[Value] = []
        for key, inner in source.items():
            if key == "*":
                entries += self._rest(inner, (*at, key)) if spread else []
            elif (value := self._value(inner, (*at, key), spread=spread)) is not None:
                if key == "+":
                    merged.append(value)
                elif value.kind == "file":
                    self.form = (key, cast(Place, value.place))
                else:
                    entries.append(Entry(key, value))
        extra = "*" in source or (root and not _spreads_below(source))
        return Value(kind="object", entries=tuple(entries), merged=tuple(merged), extra=extra)

    def _value(self, source: Any, at: tuple[str | int, ...], *, spread: bool = True) -> Value | None:
        if source in ("model", "name", "adapter"):
            return Value(kind=source)
        if isinstance(source, str):
            return self._read("field", source, at)
        if paths.is_list(source):
            items = [self._value(item, (*at, index), spread=spread) for index, item in enumerate(source)]
            return Value(kind="list", items=tuple(item for item in items if item is not None))
        if not isinstance(source, dict):
            self._error(f"{quote(source)} is not a path; a constant is written {{const: {source}}}", *at)
            return None
        words = cast("dict[str, Any]", source)
        keys = set(words)
        if keys == {"const"}:
            return Value(kind="const", const=words["const"])
        if keys == {"of", "default"}:
            value = self._read("field", words["of"], (*at, "of"))
            return value and Value(kind="field", place=value.place, const=words["default"], has_default=True)
        if keys in ({"base64"}, {"file"}):
            word = next(iter(keys))
            value = self._read(word, words[word], (*at, word))
            if value is not None and value.place is not None:
                self.opened.setdefault(value.place)
            return value
        if "data_url" in keys and keys <= {"data_url", "default", "as"} and len(keys) == 2:
            value = self._read("data_url", words["data_url"], (*at, "data_url"))
            media = str(words.get("as", words.get("default")))
            if value is None or value.place is None:
                return None
            made = Value(kind="data_url", place=value.place, media=media, fixed="as" in words)
            return self.addressed.setdefault((value.place, media), made)
        if keys == {"size"}:
            sides = words["size"] if paths.is_list(words["size"]) else []
            items = [self._value(item, (*at, "size", index)) for index, item in enumerate(sides)]
            if len(items) != 2:
                self._error("size takes two paths: [width, height]", *at, "size")
            return Value(kind="size", items=tuple(item for item in items if item is not None))
        if keys == {"both"}:
            inner = self._object(words["both"], (*at, "both"), spread=spread)
            return Value(kind="both", entries=inner.entries)
        if keys == {"quirk", "of"}:
            value = self._value(words["of"], (*at, "of"), spread=spread)
            quirk = self._quirk(words["quirk"], (*at, "quirk"), "body")
            return None if value is None or quirk is None else Value(kind="quirk", items=(value,), quirk=quirk)
        if "quirk" in keys:
            self._error(
                "a quirk is named with what it takes: {quirk: module.function, of: path}", *at, "quirk", key=True
            )
            return None
        return self._object(words, at, spread=spread)

    def _quirk(self, name: object, at: tuple[str | int, ...], use: str) -> tuple[str, str] | None:
        parts = str(name).split(".")
        if len(parts) != 2 or not all(part.isidentifier() for part in parts):
            self._error(f"{quote(name)} is not a quirk: say module.function", *at)
            return None
        known = known_quirks()
        if known and str(name) not in known:
            self._error(f"there is no quirk {quote(name)}{did_you_mean(str(name), known)}", *at)
            return None
        if known and known[str(name)] != TAKES[use]:
            found, wanted = ", ".join(known[str(name)]), ", ".join(TAKES[use])
            self._error(f"quirk {quote(name)} takes ({found}), and the {use} gives ({wanted})", *at)
            return None
        self.quirks.add(parts[0])
        return parts[0], parts[1]

    def _read(self, kind: str, path: Any, at: tuple[str | int, ...]) -> Value | None:
        place = self._place(path, at)
        if place is None:
            return None
        self.used.add(place.path)
        self._check_binary(place, kind, at)
        return Value(kind=kind, place=place)

    def _check_binary(self, place: Place, kind: str, at: tuple[str | int, ...]) -> None:
        """A picture, sound or film is sent by the words that are for it, and nothing else is."""
        path = ".".join(place.path)
        found = paths.find(self.task.input, place.path)
        assert isinstance(found, paths.Field)
        binary = paths.media_type(found.schema, self.task.input)
        if kind == "field" and binary:
            words = f"{{base64: {path}}}, {{data_url: {path}, default: ...}} or {{file: {path}}}"
            self._error(f"{quote(path)} is a picture, sound or film: say {words}", *at)
        elif kind == "field" and _holds_binary(found.schema, self.task.input):
            self._error(f"{quote(path)} has pictures, sounds or films inside, and no word sends those", *at)
        elif kind != "field" and not binary:
            what = paths.describe(paths.object_of(found.schema, self.task.input) or {})
            self._error(f"{quote(path)} is {what}, not a picture, sound or film", *at)

    def _place(self, path: Any, at: tuple[str | int, ...]) -> Place | None:
        if not isinstance(path, str):
            self._error(f"{quote(path)} is not a path into the input, like parameters.seed", *at)
            return None
        parts = paths.split(path)
        found = paths.find(self.task.input, parts)
        if isinstance(found, paths.Missing):
            self._error(found.message, *at)
        if not isinstance(found, paths.Field):
            return None
        required = True
        owner_required = True
        for depth in range(1, len(parts) + 1):
            step = paths.find(self.task.input, parts[:depth])
            owner_required = required
            required = required and isinstance(step, paths.Field) and step.required
        argument = next((argument.name for argument in self.task.arguments if argument.path == parts[:2]), parts[-1])
        if len(parts) == 1:
            argument = next((argument.name for argument in self.task.arguments if argument.path == parts), parts[-1])
        return Place(parts, required, owner_required, not _scalar(found.schema, self.task.input), argument)

    def _rest(self, path: Any, at: tuple[str | int, ...]) -> list[Entry]:
        start: tuple[str, ...] = () if path == "." else tuple(str(path).split("."))
        found = paths.find(self.task.input, start)
        # A task without parameters has nothing to spread.
        if isinstance(found, paths.Missing) and start != ("parameters",):
            self._error(found.message, *at)
        if not isinstance(found, paths.Field):
            return []
        owner = paths.object_of(found.schema, self.task.input) or {}
        taken = self.used | {place.path for place in (*self.refused, *self.kept)}
        entries: list[Entry] = []
        for name in paths.properties(owner):
            place = (*start, name)
            if any(path[: len(place)] == place for path in taken):
                continue
            value = Value(kind="field", place=self._place(".".join(place), at))
            if value.place is not None:
                self._check_binary(value.place, "field", at)
                self.passed.add(place)
                entries.append(Entry(name, value))
        return entries

    def _complete(self) -> None:
        """Each argument is mapped, passed or refused: silence does not generate."""
        reached = self.used | self.passed | {place.path for place in (*self.refused, *self.kept)}
        forgotten: list[str] = []
        for argument in self.task.arguments:
            size = len(argument.path)
            if not any(argument.path[: len(path)] == path or path[:size] == argument.path for path in reached):
                forgotten.append(quote(".".join(argument.path)))
        if forgotten:
            are = "parameter {} is" if len(forgotten) == 1 else "parameters {} are"
            self._error(
                f"{are.format(listing(forgotten))} neither mapped, passed nor refused: "
                "give each a key, spread with '*', or list in refuses",
                key=True,
            )

    def _pipeline(self) -> tuple[Value, Place | None]:
        entries: list[Entry] = []
        raw: Place | None = None
        for name in paths.properties(self.task.input):
            place = self._place(name, ("dialect",))
            found = paths.find(self.task.input, (name,))
            if place is None or not isinstance(found, paths.Field):
                continue
            inner = paths.object_of(found.schema, self.task.input) or {}
            if paths.media_type(found.schema, self.task.input):
                raw = place
                self.opened.setdefault(place)
                entries.append(Entry(name, Value(kind="base64", place=place)))
            elif paths.properties(inner):
                entries.append(Entry(name, self._pipeline_object(name, inner)))
            elif name == "parameters":
                # The schema names no parameters: they are the caller's own.
                free = Value(kind="field", place=place)
                entries.append(Entry(name, Value(kind="object", merged=(free,), extra=True)))
            else:
                self._check_binary(place, "field", ("dialect",))
                entries.append(Entry(name, Value(kind="field", place=place)))
        names = set(paths.properties(self.task.input))
        if "parameters" not in names:
            entries.append(Entry("parameters", Value(kind="object", extra=True)))
        # A body of nothing but the file has no room for anything else than it and the parameters.
        alone = raw is not None and names <= {*raw.path, "parameters"}
        return Value(kind="object", entries=tuple(entries)), raw if alone else None

    def _pipeline_object(self, name: str, schema: Schema) -> Value:
        entries: list[Entry] = []
        for key, inner in paths.properties(schema).items():
            place = self._place(f"{name}.{key}", ("dialect",))
            if place is None:
                continue
            binary = paths.media_type(cast(Schema, inner), self.task.input)
            self._check_binary(place, "base64" if binary else "field", ("dialect",))
            if binary:
                self.opened.setdefault(place)
            entries.append(Entry(key, Value(kind="base64" if binary else "field", place=place)))
        return Value(kind="object", entries=tuple(entries), extra=name == "parameters")

    # The answer

    def _result(self, word: Any, unwrap: bool | str, output: Schema, at: str) -> Result:
        binary = _single_binary(output)
        media = binary[1] if binary else ""
        if isinstance(word, dict) and set(cast("dict[str, Any]", word)) in ({"quirk"}, {"flow"}):
            kind, name = next(iter(cast("dict[str, Any]", word).items()))
            quirk = self._quirk(name, (at, kind), "flow" if kind == "flow" else "result")
            return Result(kind=kind, quirk=quirk, media=media)
        if isinstance(word, dict) and set(cast("dict[str, Any]", word)) == {"respell"}:
            respell = cast("dict[str, Any]", word)["respell"]
            if respell not in SPELLINGS:
                near = did_you_mean(str(respell), SPELLINGS)
                self._error(
                    f"there is no spelling {quote(respell)} (there are {listing(SPELLINGS)}){near}", at, "respell"
                )
            if self.cell.poll is not None:
                self._error("respell is for an answer that comes at once, not for a job's", at, "respell")
            return Result(kind="json", unwrap=unwrap, respell=respell)
        if word == "raw" or (word is None and binary is not None and self.cell.poll is None):
            if binary is None:
                self._error("result: raw wants a task whose output is one picture, sound or film", at)
                return Result(kind="raw")
            return Result(kind="raw", field=binary[0], media=media)
        if word is not None and word != "json":
            self._check_shape(word, (at,), output, output)
            return Result(kind="shape", shape=cast(Json, word), media=_media_inside(output))
        return Result(kind="json", unwrap=unwrap)

    def _returns_picture(self) -> bool:
        if self.task.returns is None:
            return False
        found = paths.find(self.task.output, self.task.returns.path)
        return isinstance(found, paths.Field) and paths.media_type(found.schema, self.task.output) == "image/*"

    def _check_shape(self, shape: Any, at: tuple[str | int, ...], schema: Schema, output: Schema) -> None:
        """Every key is a field of what it becomes, every other value a path of the answer."""
        owner = paths.object_of(schema, output) or {}
        kinds, here = owner.get("type"), ".".join(str(step) for step in at)
        if paths.is_list(shape):
            if kinds is not None and kinds != "array":
                self._error(f"{here} becomes {paths.describe(owner)}, not an array", *at)
            items = owner.get("items")
            for index, item in enumerate(shape):
                self._check_shape(item, (*at, index), items if isinstance(items, dict) else {}, output)
        elif isinstance(shape, dict):
            words = cast("dict[str, Any]", shape)
            if set(words) == {"const"}:
                return
            if set(words) in ({"url"}, {"base64"}):
                if not paths.media_type(schema, output):
                    name = next(iter(words))
                    self._error(f"{name} gives a picture, sound or film, and {here} is none", *at, name, key=True)
                return
            if kinds is not None and kinds != "object":
                self._error(f"{here} becomes {paths.describe(owner)}, not an object", *at)
                return
            for key, inner in words.items():
                found = paths.find(owner, (key,)) if paths.properties(owner) else paths.Field({}, required=False)
                if isinstance(found, paths.Missing):
                    self._error(found.message, *at, key, key=True)
                elif isinstance(found, paths.Field):
                    self._check_shape(inner, (*at, key), found.schema, output)
            required = owner.get("required")
            lacking = [str(name) for name in required if name not in words] if isinstance(required, list) else []
            misspelt = not set(words) <= set(paths.properties(owner))
            # An event is a piece of an answer: what stands deeper in it may come with another piece, or never.
            if lacking and not misspelt and (at[0] == "result" or len(at) == 1):
                are = f"{', '.join(map(quote, lacking))}, which {paths.name_of(owner)} requires"
                self._error(f"{here} does not fill {are}", *at, key=True)
        elif not isinstance(shape, str) or not shape:
            self._error(f"{quote(shape)} is not a path of the answer, like data.0.url", *at)

    def _waiting(self, queue: Queue) -> Waiting:
        if queue.at is not None and queue.get is not None:
            self._exclude("poll.at", "poll.get", self._at("poll", "get", key=True))
        elif queue.at is None and queue.get is None:
            self._error("poll needs either at (a path of the answer) or get (a route with {id})", "poll", key=True)
        if queue.get is not None and "{id}" not in queue.get:
            self._error(f"poll.get {quote(queue.get)} has no {{id}}", "poll", "get")
        if queue.deadline <= 0 or queue.every <= 0:
            self._error("poll.every and poll.deadline are more than 0 seconds", "poll", key=True)
        cancel = next(iter(queue.cancel.items())) if queue.cancel else None
        return Waiting(
            at=queue.at,
            suffix=queue.suffix,
            get=queue.get,
            id=queue.id,
            status=queue.status,
            pending=tuple(queue.pending),
            done=tuple(queue.done),
            failed=tuple(queue.failed),
            absent_is=queue.absent_is,
            error=queue.error,
            then=queue.then,
            cancel=(cancel[0].upper(), cancel[1]) if cancel else None,
            unless=queue.unless,
            every=queue.every,
            first=queue.first,
            deadline=queue.deadline,
            keyless=queue.keyless,
        )


def _marks(task: TaskSpec, stream: Result) -> Marks:
    """What tells events apart. Of the spec's marks, a dialect has those that it fills."""
    if stream.kind == "json":
        keys = [*paths.properties(task.stream_output or {})]
        return Marks(tuple(keys), task.stream_finish, task.stream_text)
    if stream.kind != "shape":
        return Marks((), task.stream_finish, task.stream_text)
    keys = sorted({path.split(".")[0] for path in _paths_in(stream.shape)})
    finish = tuple(path for path in task.stream_finish if _fills(stream.shape, path))
    return Marks(tuple(keys), finish, task.stream_text if _fills(stream.shape, task.stream_text) else ())


def _paths_in(shape: Json) -> list[str]:
    """The paths of an answer that a shape is made of."""
    if isinstance(shape, str):
        return [shape]
    if isinstance(shape, dict) and set(shape) == {"const"}:
        return []
    inner = list(shape.values()) if isinstance(shape, dict) else shape if isinstance(shape, list) else []
    return [path for part in inner for path in _paths_in(part)]


def _fills(shape: Json, path: tuple[str, ...]) -> bool:
    """Whether a shape has something at a path of what it becomes."""
    for step in path:
        if isinstance(shape, str):
            return True
        if isinstance(shape, list):
            shape = shape[0] if shape else None
        elif isinstance(shape, dict):
            shape = shape.get(step)
    return shape is not None


def _spreads_below(source: dict[str, Any]) -> bool:
    return any(
        isinstance(value, dict) and ("*" in value or _spreads_below(cast("dict[str, Any]", value)))
        for value in source.values()
    )


def _scalar(schema: Schema, root: Schema) -> bool:
    found = paths.branches(schema, root) or []
    return bool(found) and all(_plain_type(branch) for branch in found)


def _plain_type(schema: Schema) -> bool:
    types = schema.get("type")
    if isinstance(types, list):
        return not {"object", "array"} & {str(each) for each in types}
    return types in {"string", "number", "integer", "boolean"} or (types is None and "enum" in schema)


def _single_binary(output: Schema) -> tuple[str, str] | None:
    """The binary field that a raw body stands for: the only one, beside at most one other field."""
    fields = paths.properties(paths.object_of(output, output) or {})
    binary = [
        (name, media) for name, schema in fields.items() if (media := paths.media_type(cast(Schema, schema), output))
    ]
    return binary[0] if len(binary) == 1 and len(fields) <= 2 else None


def _holds_binary(schema: Schema, root: Schema) -> bool:
    found = paths.resolve(schema, root) or {}
    inside = [found.get("items"), found.get("additionalProperties"), *paths.properties(found).values()]
    for key in ("anyOf", "oneOf", "prefixItems"):
        choices = found.get(key)
        inside += choices if isinstance(choices, list) else []
    return "contentMediaType" in found or any(_holds_binary(inner, root) for inner in inside if isinstance(inner, dict))


def _media_inside(schema: Json) -> str:
    """The media type of the first binary field anywhere in an output."""
    if isinstance(schema, dict):
        if isinstance(media := schema.get("contentMediaType"), str):
            return media
        return next((media for value in schema.values() if (media := _media_inside(value))), "")
    return next((media for item in schema if (media := _media_inside(item))), "") if isinstance(schema, list) else ""
