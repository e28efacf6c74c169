"""Joins tasks with providers: every path exists, every parameter is mapped, passed or refused."""

from typing import Any, cast

from . import names
from .errors import Place as Address
from .errors import Problems, did_you_mean, listing, quote
from .ir import Entry, Function, Json, Place, ProviderSpec, Result, Schema, Service, TaskSpec, Value
from .paths import resolve
from .providers import Cell, Row

PIPELINE = Cell(post="/models/{model}", shape="pipeline")


def link(tasks: list[TaskSpec], dialects: dict[str, Cell], rows: list[Row], problems: Problems) -> list[ProviderSpec]:
    """Join the table with the tasks.

    Args:
        tasks: the tasks.
        dialects: the dialects by name.
        rows: the providers.
        problems: takes what does not fit.

    Returns:
        The providers, ready for the templates.
    """
    by_id = {task.id: task for task in tasks}
    by_name = {row.provider.id: row for row in rows}
    linked: list[ProviderSpec] = []
    for row in rows:
        provider = row.provider
        services: list[Service] = []
        for task_id, cell, address in _cells(row, by_id, by_name, problems):
            task = by_id[task_id]
            ways = [(cell, task.method)]
            if cell.otherwise is not None:
                ways = [(cell, f"_{task.method}_pipeline"), (cell.otherwise, f"_{task.method}_openai")]
            functions = [
                function
                for way, name in ways
                if (function := _Linker(task, way, name, dialects, address, problems).function()) is not None
            ]
            services.append(Service(task=task, functions=tuple(functions)))
        linked.append(
            ProviderSpec(
                id=provider.id,
                name=provider.name,
                docs=provider.docs,
                module=names.module_name(provider.id),
                selectable=provider.selectable,
                needs_key=provider.needs_key,
                looks_up=provider.looks_up,
                base_url=provider.base_url,
                router_path=f"/{provider.id}" if provider.router_path is None else provider.router_path,
                auth=(provider.auth["header"].lower(), provider.auth["value"]),
                services=tuple(sorted(services, key=lambda service: service.task.method)),
            )
        )
    return linked


def _cells(
    row: Row, tasks: dict[str, TaskSpec], rows: dict[str, Row], problems: Problems
) -> list[tuple[str, Cell, Address]]:
    provider = row.provider
    cells: dict[str, tuple[Cell, Address]] = {}
    if provider.like is not None:
        other = rows.get(provider.like)
        if other is None or other is row:
            problems.error(row.place("like"), f"no provider {quote(provider.like)}{did_you_mean(provider.like, rows)}")
        else:
            for task_id, cell, _ in _cells(other, tasks, rows, problems):
                route = {"post": provider.post} if provider.post is not None else {}
                cells[task_id] = cell.model_copy(update=route), row.place("like")
    if provider.every_task is not None:
        for task_id in tasks:
            cells.setdefault(task_id, (Cell(dialect=provider.every_task), row.place("every_task")))
    for task_id, cell in provider.tasks.items():
        address = row.place("tasks", task_id, key=True)
        if task_id not in tasks:
            problems.error(address, f"no task {quote(task_id)}{did_you_mean(task_id, tasks)}")
            continue
        cells[task_id] = cell, address
    return [(task_id, cell, address) for task_id, (cell, address) in sorted(cells.items())]


class _Linker:
    """One task on one provider."""

    def __init__(
        self,
        task: TaskSpec,
        cell: Cell,
        name: str,
        dialects: dict[str, Cell],
        address: Address,
        problems: Problems,
    ) -> None:
        self.task = task
        self.name = name
        self.address = address
        self.problems = problems
        self.cell = self._spread_dialect(cell, dialects)
        self.used: set[tuple[str, ...]] = set()
        self.binaries: list[Place] = []
        self.quirks: set[str] = set()
        self.spread = False

    def _spread_dialect(self, cell: Cell, dialects: dict[str, Cell]) -> Cell:
        if cell.dialect is None:
            return cell
        base = dialects.get(cell.dialect) or (PIPELINE if cell.dialect == "hf-pipeline" else None)
        if base is None:
            known = {*dialects, "hf-pipeline"}
            self._error(f"no dialect {quote(cell.dialect)}{did_you_mean(cell.dialect, known)}")
            return PIPELINE
        own = {name: getattr(cell, name) for name in cell.model_fields_set - {"dialect", "json_"}}
        if cell.json_ is not None:
            # Keys keep the dialect's order; the "*" stays last.
            own["json_"] = {**(base.json_ or {}), **cell.json_}
        if "post_openai" in own:
            own["post"] = None
        return base.model_copy(update=own)

    def _error(self, message: str) -> None:
        self.problems.error(self.address, f"{self.task.id}: {message}")

    def function(self) -> Function | None:
        """The function's plan, or None where something is wrong with it."""
        before = self.problems.count()
        cell = self.cell
        route = cell.post_openai if cell.post_openai is not None else cell.post
        if route is not None and "{" in route.replace("{model}", ""):
            self._error(f"route {quote(route)} has an unknown placeholder: only {{model}} is known")
        if route is None:
            self._error("no route: say post: /... (or name a dialect)")
            return None
        refused = tuple(place for path in cell.refuses if (place := self._place(path)) is not None)
        raw: Place | None = None
        result = self._result(cell.result, cell.unwrap, self.task.output)
        if cell.shape == "pipeline":
            body, raw = self._pipeline()
        else:
            taken = {place.path for place in refused} | set(self._named(cell.json_ or {}))
            body = Value(
                kind="object", entries=self._entries(cell.json_ or {}, taken), extra=self._extra(cell.json_ or {})
            )
            self._complete(taken)
        stream: Result | None = None
        if self.task.stream_output is not None and cell.stream is not None:
            stream = self._result(cell.stream, False, self.task.stream_output)
        if self.problems.count() > before:
            return None
        return Function(
            name=self.name,
            task=self.task,
            route=route,
            openai=cell.post_openai is not None,
            accept="image/png" if result.kind == "raw" and result.media == "image/*" else None,
            body=body,
            raw=raw,
            binaries=tuple(self.binaries),
            quirks=tuple(sorted(self.quirks)),
            refuses=refused,
            result=result,
            stream=stream,
        )

    def _extra(self, body: dict[str, Any]) -> bool:
        """Whether the caller's extra keys go to this level: where the `*` is, else to the root."""
        return "*" in body or not any(isinstance(value, dict) and "*" in value for value in body.values())

    def _named(self, body: dict[str, Any]) -> list[tuple[str, ...]]:
        named: list[tuple[str, ...]] = []
        for key, value in body.items():
            if key == "*":
                continue
            if isinstance(value, str) and value not in {"model", "name"}:
                named.append(tuple(value.split(".")))
            elif isinstance(value, dict):
                words = cast("dict[str, Any]", value)
                source = words.get("base64", words.get("of"))
                named += [tuple(source.split("."))] if isinstance(source, str) else self._named(words)
        return named

    def _entries(self, body: dict[str, Any], taken: set[tuple[str, ...]]) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        for key, source in body.items():
            if key == "*":
                entries += self._rest(str(source), taken)
            elif (value := self._value(source, taken)) is not None:
                entries.append(Entry(key, value))
        return tuple(entries)

    def _value(self, source: Any, taken: set[tuple[str, ...]]) -> Value | None:
        if source in ("model", "name"):
            return Value(kind=source)
        if isinstance(source, str):
            return self._read("field", source)
        if not isinstance(source, dict):
            self._error(f"{quote(source)} is not a path; a constant is written {{const: {source}}}")
            return None
        words = cast("dict[str, Any]", source)
        if set(words) == {"const"}:
            return Value(kind="const", const=words["const"])
        if set(words) == {"base64"}:
            value = self._read("base64", str(words["base64"]))
            if value is not None and value.place is not None and value.place not in self.binaries:
                self.binaries.append(value.place)
            return value
        if set(words) == {"quirk", "of"}:
            value = self._read("quirk", str(words["of"]))
            quirk = self._quirk(words["quirk"])
            return None if value is None or quirk is None else Value(kind="quirk", place=value.place, quirk=quirk)
        return Value(kind="object", entries=self._entries(words, taken), extra="*" in words)

    def _quirk(self, name: object) -> tuple[str, str] | None:
        parts = str(name).split(".")
        if len(parts) != 2 or not all(part.isidentifier() for part in parts):
            self._error(f"{quote(name)} is not a quirk: say module.function")
            return None
        self.quirks.add(parts[0])
        return parts[0], parts[1]

    def _read(self, kind: str, path: str) -> Value | None:
        place = self._place(path)
        if place is None:
            return None
        self.used.add(place.path)
        return Value(kind=kind, place=place)

    def _place(self, path: str) -> Place | None:
        parts = tuple(path.split("."))
        schema, required = self.task.input, True
        owner_required = True
        for part in parts:
            owner_required = required
            schema = _resolved(schema, self.task.input)
            properties = cast("dict[str, Schema]", schema.get("properties", {}))
            if part not in properties:
                title = schema.get("title") or self.task.id
                self._error(
                    f"{title} has no field {quote(part)} (it has {listing(properties)}){did_you_mean(part, properties)}"
                )
                return None
            required = required and part in cast("list[str]", schema.get("required", []))
            schema = properties[part]
        argument = next((argument.name for argument in self.task.arguments if argument.path == parts), parts[-1])
        structured = not _scalar(_resolved(schema, self.task.input), self.task.input)
        return Place(parts, required, owner_required, structured, argument)

    def _rest(self, path: str, taken: set[tuple[str, ...]]) -> list[Entry]:
        start: tuple[str, ...] = () if path == "." else tuple(path.split("."))
        schema = _resolved(self.task.input, self.task.input)
        for part in start:
            properties = cast("dict[str, Schema]", schema.get("properties", {}))
            if part not in properties:
                # A task without parameters has nothing to spread.
                return []
            schema = _resolved(properties[part], self.task.input)
        entries: list[Entry] = []
        for name in cast("dict[str, Schema]", schema.get("properties", {})):
            place = (*start, name)
            if place not in taken and (value := self._read("field", ".".join(place))) is not None:
                entries.append(Entry(name, value))
        return entries

    def _complete(self, taken: set[tuple[str, ...]]) -> None:
        """Each argument is mapped, passed or refused: silence does not generate."""
        reached = self.used | taken
        for argument in self.task.arguments:
            if not any(argument.path[: len(path)] == path for path in reached):
                self._error(
                    f"parameter {quote('.'.join(argument.path))} is neither mapped, passed nor refused: "
                    "give it a key in json, spread it with '*', or list it in refuses"
                )

    def _pipeline(self) -> tuple[Value, Place | None]:
        entries: list[Entry] = []
        raw: Place | None = None
        properties = cast("dict[str, Schema]", self.task.input.get("properties", {}))
        for name, schema in properties.items():
            inner = _resolved(schema, self.task.input)
            place = self._place(name)
            if place is None:
                continue
            if _binary(inner):
                raw = place
                self.binaries.append(place)
                entries.append(Entry(name, Value(kind="base64", place=place)))
            elif "properties" in inner:
                entries.append(Entry(name, self._object(name, inner)))
            else:
                entries.append(Entry(name, Value(kind="field", place=place)))
        if "parameters" not in properties:
            entries.append(Entry("parameters", Value(kind="object", extra=True)))
        elif "properties" not in _resolved(properties["parameters"], self.task.input):
            entries = [entry for entry in entries if entry.key != "parameters"]
            free = self._place("parameters")
            entries.append(Entry("parameters", Value(kind="object", place=free, extra=True)))
        return Value(kind="object", entries=tuple(entries)), raw

    def _object(self, name: str, schema: Schema) -> Value:
        entries: list[Entry] = []
        for key, inner in cast("dict[str, Schema]", schema["properties"]).items():
            place = self._place(f"{name}.{key}")
            if place is None:
                continue
            if _binary(_resolved(inner, self.task.input)):
                self.binaries.append(place)
                entries.append(Entry(key, Value(kind="base64", place=place)))
            else:
                entries.append(Entry(key, Value(kind="field", place=place)))
        return Value(kind="object", entries=tuple(entries), extra=name == "parameters")

    def _result(self, word: Any, unwrap: bool | str, output: Schema) -> Result:
        if isinstance(word, dict) and set(cast("dict[str, Any]", word)) == {"quirk"}:
            quirk = self._quirk(cast("dict[str, Any]", word)["quirk"])
            return Result(kind="quirk", quirk=quirk)
        if word is not None and word != "json":
            return Result(kind="shape", shape=cast(Json, word))
        binary = _single_binary(output)
        if binary is not None and word is None:
            return Result(kind="raw", field=binary[0], media=binary[1])
        return Result(kind="json", unwrap=unwrap)


def _resolved(schema: Schema, root: Schema) -> Schema:
    return resolve(schema, root) or schema


def _binary(schema: Schema) -> bool:
    return "contentMediaType" in schema


def _scalar(schema: Schema, root: Schema) -> bool:
    types = schema.get("type")
    if isinstance(types, str) and types != "object" and types != "array":
        return True
    if isinstance(types, list):
        return not {"object", "array"} & set(cast("list[str]", types))
    branches = cast("list[Schema]", schema.get("anyOf") or schema.get("oneOf") or [])
    return "enum" in schema or (bool(branches) and all(_scalar(_resolved(branch, root), root) for branch in branches))


def _single_binary(output: Schema) -> tuple[str, str] | None:
    """The binary field that a raw body stands for: the only required one, or the only field there is."""
    properties = cast("dict[str, Schema]", _resolved(output, output).get("properties", {}))
    binary = [name for name, schema in properties.items() if _binary(_resolved(schema, output))]
    if len(binary) != 1:
        return None
    media = _resolved(properties[binary[0]], output)["contentMediaType"]
    return (binary[0], str(media)) if len(properties) <= 2 else None
