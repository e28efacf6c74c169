"""Task folders -> `TaskSpec`s.

The schemas of a task say what travels; its task.yaml says how people say it. Here the two are joined: every argument
has a path that exists, every required value has an argument, and the example is a call that the schema accepts.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import paths
from .errors import Place, Problems, closest, did_you_mean, listing, quote
from .fit import misfits
from .ir import Argument, Json, Returns, Schema, TaskSpec
from .names import argument_problem, class_name, field_problem, id_problem, method_name, method_problem, module_name
from .schemas import COMMON_NAME, SchemaFile, check_cycles, check_titles, check_values
from .source import Mapping, Node, Scalar, Sequence, kind, plain
from .tree import SCHEMAS, SETTINGS, SpecTree, TaskFiles, read_tree
from .upstream import is_upstream, read_upstream
from .vocabulary import check_common, check_schema

PARAMETERS = "parameters"
"""The input's property whose own properties become keyword arguments."""

STREAM = "stream"
"""The input's property that switches streaming on."""

ARRAYS = ("float16", "float32", "float64", "int32", "int64")
"""What `returns: {array: ...}` may name."""

_SETTINGS = (
    "method",
    "hub",
    "summary",
    "details",
    "arguments",
    "keywords",
    "defaults",
    "deprecated",
    "open_keywords",
    "returns",
    "stream_returns",
    "stream_marks",
    "example",
)
# YAML 1.1 took these words for booleans; to 1.2 they are text.
_MARKS = ("finish", "text")
_BOOLEANS: dict[str, str] = dict.fromkeys(("yes", "no", "on", "off", "y", "n"), "; in YAML 1.2 this is a text")
_SUMMARY = "`summary: Draw an image from a text prompt.`"


def read_tasks(specs: Path, problems: Problems) -> list[TaskSpec]:
    """Read and check every task of a specs folder.

    A folder in the layout of the ecosystem's own schema collection (`<task>/spec/input.json`) is accepted as well.

    Args:
        specs: the specs folder.
        problems: receives every mistake, with its place; nothing is raised.

    Returns:
        The tasks, sorted by id. A task with mistakes is left out: call `problems.raise_if_any()` before using the rest.
    """
    tree = read_upstream(specs, problems) if is_upstream(specs) else read_tree(specs, problems)
    return check_tree(tree, problems)


def check_tree(tree: SpecTree, problems: Problems) -> list[TaskSpec]:
    """Check the files of a specs folder against each other; like `read_tasks`."""
    common = None if tree.common is None else check_common(tree.common, COMMON_NAME, problems)
    tasks = [_LinkedTask(files, _check_schemas(files, common, problems), problems) for files in tree.tasks]
    files = [*([common] if common else []), *(file for task in tasks for file in task.schemas.values())]
    check_cycles(files, problems)
    check_titles(files, problems)
    for file in files:
        check_values(file, problems)
    if common is not None:
        _check_use(common, files, problems)
    specs = [(task.spec(), f"{task.files.folder}/") for task in tasks]
    _check_methods((task for task in tasks if not task.files.openai), problems)
    wrong = {error.file for error in problems.errors}
    if COMMON_NAME in wrong:
        return []
    return [spec for spec, folder in specs if spec and not any(file.startswith(folder) for file in wrong)]


def _check_schemas(files: TaskFiles, common: SchemaFile | None, problems: Problems) -> dict[str, SchemaFile]:
    titles = {name: class_name(files.id) + class_name(name.removesuffix(".json")) for name in SCHEMAS}
    return {
        name: check_schema(root, files.file(name), titles[name], common, problems)
        for name, root in files.schemas.items()
    }


def _check_use(common: SchemaFile, files: Iterable[SchemaFile], problems: Problems) -> None:
    used = {name for file in files for name in file.shared()}
    for name in common.definitions:
        if name not in used:
            problems.warn(common.definition_place(name), f"no task refers to the definition {quote(name)}; remove it")


def _check_methods(tasks: Iterable["_LinkedTask"], problems: Problems) -> None:
    first: dict[str, Place] = {}
    for task in tasks:
        if task.method is None:
            continue
        name, at = task.method
        if name in first:
            problems.error(at, f"the method name {quote(name)} is taken by {first[name]}; choose another one")
        first.setdefault(name, at)


@dataclass(slots=True)
class _Route:
    """An argument on its way from task.yaml (or from its property) to the IR."""

    name: str
    path: tuple[str, ...]
    at: Place
    positional: bool
    field: paths.Field | None
    default: Node | None = None


@dataclass(slots=True)
class _Returned:
    """What `returns` says, before its argument is looked up."""

    path: tuple[str, ...] = ()
    unless: Node | None = None
    array: str | None = None


@dataclass(slots=True)
class _LinkedTask:
    """Joins one task's schemas and settings; `spec()` does the work, once."""

    files: TaskFiles
    schemas: dict[str, SchemaFile]
    problems: Problems
    method: tuple[str, Place] | None = None
    roots: dict[str, Schema] = field(default_factory=dict[str, Schema])
    routes: list[_Route] = field(default_factory=list[_Route])
    # An argument could not be read: what seems to be missing may be that one.
    guessing: bool = False

    def spec(self) -> TaskSpec | None:
        """The finished task, or None when something in it is wrong."""
        before = self.problems.count()
        self.roots = {name: file.self_contained() for name, file in self.schemas.items()}
        self.stream()
        settings = self.files.settings
        if settings is None:
            return None
        for key, at in settings.keys.items():
            if key not in _SETTINGS:
                self.error(
                    at, f"unknown key {quote(key)} (there are {listing(_SETTINGS, 20)}){did_you_mean(key, _SETTINGS)}"
                )
        method = self.method_name(settings)
        hub = self.hub(settings)
        summary = self.summary(settings)
        details = self.text(settings, "details") or ""
        open_keywords = self.flag(settings, "open_keywords")
        self.explicit(settings)
        self.implicit()
        self.defaults(settings)
        self.order()
        deprecated = self.deprecated(settings)
        returns = self.returns(settings, "returns", "output.json")
        stream_returns = self.returns(settings, "stream_returns", "stream_output.json")
        finish, text = self.marks(settings)
        example = self.example(settings)
        sound = all(file.sound for file in self.schemas.values()) and {"input.json", "output.json"} <= self.roots.keys()
        if not sound or method is None or summary is None or example is None or self.problems.count() > before:
            return None
        return TaskSpec(
            id=self.files.id,
            method=method,
            hub=hub,
            module=module_name(self.files.id),
            summary=summary,
            details=details.strip(),
            input=self.roots["input.json"],
            output=self.roots["output.json"],
            stream_output=self.roots.get("stream_output.json"),
            arguments=tuple(self.argument(route) for route in self.routes),
            returns=returns,
            stream_returns=stream_returns,
            stream_finish=finish,
            stream_text=text or (stream_returns.path if stream_returns is not None else ()),
            open_keywords=open_keywords,
            deprecated=deprecated,
            example=example,
            common_titles=frozenset[str]().union(*(file.shared_titles() for file in self.schemas.values())),
            openai=self.files.openai,
        )

    def error(self, at: Place, message: str) -> None:
        self.problems.error(at, message)

    # Values of task.yaml

    def text(self, settings: Mapping, key: str) -> str | None:
        node = settings.get(key)
        if node is None:
            return None
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self.error(node.at, f"{key} is {kind(node)}, expected a string{_quotes(node)}")
            return None
        return node.value

    def absent(self, settings: Mapping, key: str) -> bool:
        """Whether a key is missing, rather than misspelt: that has been said."""
        return key not in settings and all(closest(other, _SETTINGS) != key for other in settings.keys)

    def flag(self, settings: Mapping, key: str) -> bool:
        node = settings.get(key)
        if node is None:
            return False
        if not isinstance(node, Scalar) or not isinstance(node.value, bool):
            hint = _BOOLEANS.get(str(node.value).lower(), "") if isinstance(node, Scalar) else ""
            self.error(node.at, f"{key} is {kind(node)}, expected true or false{hint}")
            return False
        return node.value

    def entries(self, settings: Mapping, key: str) -> Iterator[tuple[str, Place, Node]]:
        node = settings.get(key)
        if isinstance(node, Mapping):
            for name, value in node.entries.items():
                yield name, node.keys[name], value
        elif node is not None:
            self.error(node.at, f"{key} is {kind(node)}, expected a map of argument names")

    def texts(self, settings: Mapping, key: str, what: str) -> Iterator[tuple[str, Place, str, Place]]:
        for name, at, value in self.entries(settings, key):
            if isinstance(value, Scalar) and isinstance(value.value, str) and value.value:
                yield name, at, value.value, value.at
            else:
                self.guessing = True
                self.error(value.at, f"{key}.{name} is {kind(value)}, expected {what}")

    def method_name(self, settings: Mapping) -> str | None:
        name = self.text(settings, "method")
        if name is None:
            if self.absent(settings, "method"):
                self.error(settings.at, f"the method is missing; add `method: {method_name(self.files.id)}`")
            return None
        at = settings.entries["method"].at
        if problem := method_problem(name):
            self.error(at, f"the method name {quote(name)} {problem}")
            return None
        self.method = (name, at)
        return name

    def hub(self, settings: Mapping) -> str:
        name = self.text(settings, "hub")
        if name is None:
            return self.files.id
        if problem := id_problem(name):
            self.error(settings.entries["hub"].at, f"the pipeline tag {quote(name)} {problem}")
        return name

    def summary(self, settings: Mapping) -> str | None:
        text = self.text(settings, "summary")
        if text is None:
            if self.absent(settings, "summary"):
                self.error(settings.at, f"the summary is missing; add one line such as {_SUMMARY}")
            return None
        at = settings.entries["summary"].at
        text = text.strip()
        if not text:
            self.error(at, f"the summary is empty; write one line such as {_SUMMARY}")
        elif "\n" in text:
            self.error(at, "the summary has several lines; say it in one, and put the rest into details")
        elif not text.endswith("."):
            self.error(at, f"the summary must end with a full stop, as in {_SUMMARY}")
        return text

    # Arguments

    def explicit(self, settings: Mapping) -> None:
        """The arguments that task.yaml names."""
        names: dict[str, str] = {}
        taken: dict[tuple[str, ...], str] = {}
        for key in ("arguments", "keywords"):
            for name, at, text, path_at in self.texts(
                settings, key, "a path into input.json such as `parameters.seed`"
            ):
                if problem := argument_problem(name):
                    self.error(at, f"the argument name {quote(name)} {problem}")
                if name in names:
                    self.error(at, f"the argument {quote(name)} stands in {names[name]} already; name it once")
                    continue
                names[name] = key
                path = paths.split(text)
                found = self.find("input.json", path, path_at)
                overlap = next((other for other in taken if other[: len(path)] == path[: len(other)]), None)
                if overlap == path:
                    self.error(path_at, f"{quote(text)} is the path of the argument {quote(taken[path])} already")
                elif overlap is not None:
                    one, other = ".".join(overlap), quote(taken[overlap])
                    self.error(path_at, f"{quote(text)} overlaps with {quote(one)}, the path of the argument {other}")
                elif path == (STREAM,) and name != STREAM and "stream_output.json" in self.files.present:
                    self.error(at, f"the argument that switches streaming on is named {STREAM}, not {quote(name)}")
                else:
                    taken[path] = name
                self.routes.append(_Route(name, path, at, key == "arguments", found if overlap is None else None))

    def implicit(self) -> None:
        """The keyword arguments that the schema implies, and the required values that no argument reaches."""
        root = self.roots.get("input.json")
        if root is not None:
            self.properties(root, root, (), flat=True)

    def properties(self, owner: Schema, root: Schema, above: tuple[str, ...], *, flat: bool) -> None:
        """Visit the properties of an object whose values are arguments of their own.

        Args:
            owner: the object.
            root: the input's root.
            above: the object's path.
            flat: properties that no argument reaches become keyword arguments (the root's optional ones, and those of
                `parameters`).
        """
        required = owner.get("required")
        needed = {name for name in required if isinstance(name, str)} if isinstance(required, list) else set[str]()
        taken = {route.path for route in self.routes}
        for name, schema in paths.properties(owner).items():
            path = (*above, name)
            if path in taken or not isinstance(schema, dict):
                continue
            inner = paths.object_of(schema, root)
            reached = any(other[: len(path)] == path for other in taken)
            if inner is not None and (reached or (path == (PARAMETERS,) and "properties" in inner)):
                self.properties(inner, root, path, flat=path == (PARAMETERS,))
            elif flat and (above or name not in needed):
                self.keyword(name, path, paths.Field(schema, name in needed))
            elif name in needed and self.guessing:
                continue
            elif name in needed:
                method = self.method[0] if self.method else "the method"
                hint = f"add `{name}: {'.'.join(path)}` to arguments in {self.files.file(SETTINGS)}"
                self.error(
                    self.place(path), f"{quote(name)} is required, and no argument of {method} reaches it; {hint}"
                )
            else:
                self.problems.warn(self.place(path), f"{quote(name)} is optional, and no argument reaches it")

    def keyword(self, name: str, path: tuple[str, ...], found: paths.Field) -> None:
        at = self.place(path)
        other = next((route for route in self.routes if route.name == name), None)
        hint = f"give its argument another one: `keywords: {{other_name: {'.'.join(path)}}}` in {SETTINGS}"
        if problem := argument_problem(name):
            # What a bad property name is, the check of the schema has said.
            if field_problem(name) is None:
                self.error(
                    at, f"the property name {quote(name)} {problem.removesuffix('; choose another name')}; {hint}"
                )
        elif other is not None:
            self.error(
                at, f"{quote(name)} is the name of the argument for {quote('.'.join(other.path))} already; {hint}"
            )
        self.routes.append(_Route(name, path, at, False, found))

    def defaults(self, settings: Mapping) -> None:
        for name, at, value in self.entries(settings, "defaults"):
            route = self.route(name, at)
            if route is None:
                continue
            route.default = value
            for place, message in self.misfits(value, route):
                self.error(place, f"the default of {quote(name)} does not fit: {message}")

    def order(self) -> None:
        """In Python, a positional argument without a default cannot follow one with a default."""
        optional = None
        for route in self.routes:
            if not route.positional or route.field is None:
                continue
            if not _required(route):
                optional = optional or route
            elif optional is not None:
                message = f"the required argument {quote(route.name)} follows the optional {quote(optional.name)}"
                self.error(route.at, f"{message}; put it first, or move {quote(optional.name)} to keywords")

    def deprecated(self, settings: Mapping) -> tuple[tuple[str, str], ...]:
        pairs: list[tuple[str, str]] = []
        names = {route.name for route in self.routes}
        for old, at, new, new_at in self.texts(settings, "deprecated", "the name of an argument"):
            if problem := argument_problem(old):
                self.error(at, f"the old argument name {quote(old)} {problem}")
            elif old in names:
                self.error(at, f"{quote(old)} is an argument still; a deprecated name is one that is gone")
            self.route(new, new_at)
            pairs.append((old, new))
        return tuple(pairs)

    def argument(self, route: _Route) -> Argument:
        root = self.roots["input.json"]
        assert route.field is not None
        schema = route.field.schema
        inner = paths.resolve(schema, root) or schema
        description = schema.get("description", inner.get("description"))
        return Argument(
            name=route.name,
            path=route.path,
            positional=route.positional,
            required=_required(route),
            has_default=route.default is not None,
            default=None if route.default is None else plain(route.default),
            schema=schema,
            description=description if isinstance(description, str) else "",
            binary=paths.media_type(schema, root),
        )

    # Streams, results, example

    def stream(self) -> None:
        """`stream` in the input and stream_output.json come together."""
        root = self.roots.get("input.json")
        if root is None:
            return
        streams = "stream_output.json" in self.files.present
        found = paths.find(root, (STREAM,))
        if isinstance(found, paths.Field):
            at = self.place((STREAM,))
            inner = paths.object_of(found.schema, root)
            if not streams:
                if inner is not None and inner.get("type") == "boolean":
                    self.error(
                        at, f"'stream' switches streaming on, but {self.files.file('stream_output.json')} is missing"
                    )
            elif inner is not None and inner.get("type") != "boolean":
                self.error(at, "'stream' switches streaming on, so it must be a boolean")
            elif found.required:
                self.error(at, "'stream' switches streaming on, so it must be optional; remove it from required")
        elif streams and isinstance(found, paths.Missing):
            hint = f'add "stream": {{"type": "boolean"}} to the properties of {self.files.file("input.json")}'
            self.error(Place(self.files.file("stream_output.json")), f"nothing switches streaming on; {hint}")

    def returns(self, settings: Mapping, key: str, file: str) -> Returns | None:
        node = settings.get(key)
        if node is None:
            return None
        if file not in self.files.present:
            self.error(settings.keys[key], f"{key} needs {self.files.file(file)}, which does not exist")
            return None
        returned = self.returned(node, key, file)
        if returned is None:
            return None
        unless = None
        if returned.unless is not None:
            unless = self.unless(returned.unless, key)
        return Returns(path=returned.path, unless=unless, array=returned.array)

    def returned(self, node: Node, key: str, file: str) -> _Returned | None:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            node = Mapping({"path": node}, {"path": node.at}, node.at)
        if not isinstance(node, Mapping):
            self.error(node.at, f"{key} is {kind(node)}, expected a path such as `image`, or a map with path or array")
            return None
        known = ("path", "unless", "array")
        for name, at in node.keys.items():
            if name not in known:
                self.error(at, f"unknown key {quote(name)} (there are {listing(known)}){did_you_mean(name, known)}")
        path, array = self.text(node, "path"), self.text(node, "array")
        if array is not None:
            if "path" in node or "unless" in node:
                self.error(node.keys["array"], f"{key} takes array alone: it is the whole output as an array")
            if array not in ARRAYS:
                near = did_you_mean(array, ARRAYS)
                self.error(node.entries["array"].at, f"there is no array of {quote(array)} ({listing(ARRAYS)}){near}")
            root = self.roots.get(file, {})
            if root.get("type", "array") != "array":
                self.error(node.keys["array"], f"{paths.name_of(root)} is {paths.describe(root)}, not an array")
            return _Returned(array=array)
        if path is None:
            if "path" not in node and "array" not in node:
                self.error(node.at, f"{key} needs a path, or an array")
            return None
        steps = paths.split(path)
        self.find(file, steps, node.entries["path"].at)
        return _Returned(steps, node.get("unless"))

    def marks(self, settings: Mapping) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
        """The paths of `stream_marks`: those that tell that a stream is complete, and the text's."""
        node = settings.get("stream_marks")
        if node is None:
            return (), ()
        if "stream_output.json" not in self.files.present:
            file = self.files.file("stream_output.json")
            self.error(settings.keys["stream_marks"], f"stream_marks needs {file}, which does not exist")
            return (), ()
        if not isinstance(node, Mapping):
            self.error(node.at, f"stream_marks is {kind(node)}, expected a map with finish and text")
            return (), ()
        for name, at in node.keys.items():
            if name not in _MARKS:
                self.error(at, f"unknown key {quote(name)} (there are {listing(_MARKS)}){did_you_mean(name, _MARKS)}")
        finish, text = node.get("finish"), node.get("text")
        found = [self.mark(path) for path in (finish.items if isinstance(finish, Sequence) else (finish,))]
        return tuple(path for path in found if path), self.mark(text)

    def mark(self, node: Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self.error(node.at, f"stream_marks holds {kind(node)}, expected a path such as choices.*.finish_reason")
            return ()
        steps = paths.split(node.value)
        root = self.roots.get("stream_output.json")
        missing = None if root is None else paths.missing(root, steps)
        if missing is not None:
            self.error(node.at, missing)
        return steps

    def unless(self, node: Node, key: str) -> str | None:
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            self.error(node.at, f"unless is {kind(node)}, expected the name of a boolean argument")
            return None
        route = self.route(node.value, node.at)
        if route is None or route.field is None:
            return None
        inner = paths.object_of(route.field.schema, self.roots["input.json"])
        if inner is not None and "boolean" not in _types(inner):
            self.error(node.at, f"unless names {quote(node.value)}, which is {paths.describe(inner)}, not a boolean")
        return node.value

    def example(self, settings: Mapping) -> dict[str, Json] | None:
        node = settings.get("example")
        if node is None:
            if self.absent(settings, "example"):
                self.error(settings.at, "the example is missing; add one call, such as `example: {prompt: A red fox.}`")
            return None
        given: set[str] = set()
        for name, at, value in self.entries(settings, "example"):
            route = self.route(name, at)
            given.add(name)
            if route is not None:
                for place, message in self.misfits(value, route):
                    self.error(place, f"the example of {quote(name)} does not fit: {message}")
        if isinstance(node, Mapping):
            names = [route.name for route in self.routes]
            meant = {closest(name, names) for name in given.difference(names)}
            for route in self.routes:
                if route.field is not None and _required(route) and route.name not in given | meant:
                    self.error(settings.keys["example"], f"the example lacks the required argument {quote(route.name)}")
        call = plain(node)
        return call if isinstance(call, dict) else None

    # Look-ups

    def find(self, file: str, path: tuple[str, ...], at: Place) -> paths.Field | None:
        root = self.roots.get(file)
        if root is None:
            return None
        found = paths.find(root, path)
        if isinstance(found, paths.Missing) and (self.schemas[file].sound or not found.barren):
            self.error(at, found.message)
        return found if isinstance(found, paths.Field) else None

    def route(self, name: str, at: Place) -> _Route | None:
        found = next((route for route in self.routes if route.name == name), None)
        if found is None and "input.json" in self.roots and not self.guessing:
            known = [route.name for route in self.routes]
            method = self.method[0] if self.method else "the method"
            has = f"it has {listing(known)}" if known else "it has none"
            self.error(at, f"{method} has no argument {quote(name)} ({has}){did_you_mean(name, known)}")
        return found

    def misfits(self, value: Node, route: _Route) -> Iterator[tuple[Place, str]]:
        if route.field is not None:
            yield from misfits(value, route.field.schema, self.roots["input.json"], sampled=True)

    def place(self, path: tuple[str, ...]) -> Place:
        return self.schemas["input.json"].property_place(path)


def _required(route: _Route) -> bool:
    return route.field is not None and route.field.required and route.default is None


def _types(schema: Schema) -> list[Json]:
    names = schema.get("type")
    return names if isinstance(names, list) else [names]


def _quotes(node: Node) -> str:
    return "; put it in quotes" if isinstance(node, Scalar) and node.value is not None else ""
