"""Service folders -> `ServiceSpec`s.

specs/services/<service>/service.yaml     the operations: method, route, arguments, what comes back
specs/services/<service>/schemas.json     the types of bodies and answers, as `$defs`
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import Field

from . import names, paths
from .errors import Place, Problems, did_you_mean, listing, quote
from .fit import misfits
from .ir import Argument, Schema, TaskSpec
from .providers import Seconds, Words, checked
from .schemas import SchemaFile, check_cycles, check_titles, check_values
from .service import FieldSpec, Forgiven, OperationSpec, Ready, ResourceSpec, ServiceSpec
from .source import Mapping, Node, locate, plain, read_json, read_yaml
from .tree import as_object
from .vocabulary import check_common

SERVICES = "services"
SETTINGS = "service.yaml"
SCHEMAS = "schemas.json"
OPTIONS = "options"
"""The first step of the path of an argument that is no part of the body as it stands."""

TAKEN_MODULES = frozenset(
    {
        "async_client",
        "capabilities",
        "chat",
        "client",
        "dictionaries",
        "errors",
        "methods",
        "offers",
        "openai",
        "providers",
        "sandbox",
        "schemas",
        "telemetry",
        "types",
    }
)
"""Modules that every package has, or may have."""

CLIENT_MEMBERS = frozenset({"base_url", "close"})
"""Members that a service's client has beside its operations."""

RESOURCE_MEMBERS = frozenset({"async_client", "client", "data", "fetch", "meta", "raw", "refresh", "states", "wait"})
"""Members that a resource's class has beside its fields and operations."""

_ADDRESS = re.compile(r"https://[^/\s?#]+(/[^\s?#]*)?")
_PARAMETER = re.compile(r"\{([^{}]*)\}")
_VERBS = ("get", "post", "put", "patch", "delete")


class Time(Words):
    """A field that is a point in time: where it stands in the answer."""

    time: str


class Waited(Words):
    """How to wait for the resource.

    Attributes:
        state: path of its state.
        pending, done, failed: the states, by what they mean; any other counts as pending.
        asleep: states that it does not leave by itself.
        patience: seconds after which one of those is an error (it may take a while to leave them).
        wake: the operation that ends such a state.
        url: path of the address that it answers at; it is ready when that is there, and says that it is well.
        health: path of the route that says so.
        error: paths of the words of a failure; the first that is there counts.
        every: seconds between two questions.
        deadline: seconds until waiting ends.
    """

    state: str
    pending: list[str]
    done: list[str]
    failed: list[str] = Field(default_factory=list[str])
    asleep: list[str] = Field(default_factory=list[str])
    patience: Seconds = 0.0
    wake: str = ""
    url: str
    health: str
    error: list[str] = Field(default_factory=list[str])
    every: Seconds
    deadline: Seconds


class Resource(Words):
    """The resource that the operations are about.

    Attributes:
        class_: its class in Python.
        noun: what sentences call it.
        answers: the type that describes it.
        summary: one sentence about it.
        key: route parameter -> path of its value.
        fetch: the operation that asks for it anew.
        shown: the fields that its repr shows.
        fields: Python name -> path, or `{time: path}`.
        ready: how to wait for it.
    """

    class_: str
    noun: str
    answers: str
    summary: str
    key: dict[str, str]
    fetch: str
    shown: list[str] = Field(default_factory=list[str])
    fields: dict[str, str | Time]
    ready: Waited | None = None


class Next(Words):
    """How a list goes on: the query parameter of the next page, with the path of its value."""

    query: str
    from_: str


class Forgives(Words):
    """A refusal that is no error where a boolean argument says so.

    Attributes:
        argument: the argument, which is true by default.
        prose: what it means.
        status: the HTTP status of the refusal.
        says: words that the refusal has.
        then: the operation whose answer stands for it.
    """

    argument: str
    prose: str
    status: int
    says: str
    then: str


class Action(Words):
    """One operation.

    Attributes:
        get, post, put, patch, delete: the route, under its HTTP method; `{parameter}` stands for a parameter.
        summary: one imperative sentence.
        details: further paragraphs.
        body: the type of the body.
        options: a type whose fields are further arguments.
        arranged_by: the function of the runtime, `module.function`, that puts those into the body.
        made: required places of the body that it fills.
        arguments: positional arguments: name -> path into the body.
        keywords: keyword arguments, likewise.
        defaults: argument -> what is sent where it is not given.
        requires: arguments that must be given although the body does not need them.
        hidden: arguments whose values no log and no error may show.
        answers: the type of the answer, the resource's; none where the answer says nothing of interest.
        items: path of the list in an answer that has many of them.
        next: how a list goes on.
        forgives: a refusal that is no error.
    """

    get: str | None = None
    post: str | None = None
    put: str | None = None
    patch: str | None = None
    delete: str | None = None
    summary: str
    details: str = ""
    body: str | None = None
    options: str | None = None
    arranged_by: str | None = None
    made: list[str] = Field(default_factory=list[str])
    arguments: dict[str, str] = Field(default_factory=dict[str, str])
    keywords: dict[str, str] = Field(default_factory=dict[str, str])
    defaults: dict[str, Any] = Field(default_factory=dict[str, Any])
    requires: list[str] = Field(default_factory=list[str])
    hidden: list[str] = Field(default_factory=list[str])
    answers: str | None = None
    items: str = ""
    next: Next | None = None
    forgives: Forgives | None = None


class Service(Words):
    """A service.

    Attributes:
        name: its name as people write it.
        summary: one sentence about it.
        docs: where it is documented.
        base_url: its address, to which a Hugging Face token is sent.
        client: the class that has the operations.
        scope: the route parameter that says whose a resource is: by default the client's own value, else the user whom
            the token belongs to; `*` in a list stands for all that the user has.
        parameters: what routes may hold -> what it is.
        resource: what the operations are about.
        operations: the operations by the names of their methods.
    """

    name: str
    summary: str
    docs: str
    base_url: str
    client: str
    scope: Literal["namespace"]
    parameters: dict[str, str]
    resource: Resource
    operations: dict[str, Action]

    @classmethod
    def words_at(cls, path: tuple[str | int, ...]) -> type[Words]:
        """Whose words stand at a path of the file."""
        if path[:1] == ("resource",):
            inner: dict[str | int, type[Words]] = {"ready": Waited, "fields": Time}
            return inner.get(path[1], Resource) if len(path) > 1 else Resource
        if path[:1] == ("operations",):
            inner = {"next": Next, "forgives": Forgives}
            return inner.get(path[2], Action) if len(path) > 2 else Action
        return cls


def read_services(specs: Path, tasks: Iterable[TaskSpec], problems: Problems) -> list[ServiceSpec]:
    """Read and check `specs/services`, which may be absent.

    Args:
        specs: the specs folder.
        tasks: the tasks, whose types have names already.
        problems: takes what is wrong.

    Returns:
        The services, sorted by id; those with mistakes are left out.
    """
    folder = specs / SERVICES
    found: list[ServiceSpec] = []
    files: list[SchemaFile] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        place = Place(f"{SERVICES}/{path.name}")
        if path.name.startswith((".", "README")):
            continue
        if not path.is_dir():
            problems.error(place, "this is a file; services/ holds one folder for each service")
        elif problem := names.id_problem(path.name) or _module_problem(path.name):
            problems.error(place, f"the service id {quote(path.name)} {problem}")
        else:
            reader = _Reader(path, problems)
            if (service := reader.service()) is not None:
                found.append(service)
            files += [reader.schemas] if reader.schemas is not None else []
    check_cycles(files, problems)
    check_titles(files, problems)
    for file in files:
        check_values(file, problems)
    _check_taken(files, tasks, problems)
    return found


def _module_problem(name: str) -> str | None:
    return "is the name of a module that packages have; choose another name" if name in TAKEN_MODULES else None


def _check_taken(files: Iterable[SchemaFile], tasks: Iterable[TaskSpec], problems: Problems) -> None:
    """A task and a service cannot both have a type of one name."""
    taken = {
        title: task.id
        for task in tasks
        for schema in (task.input, task.output, task.stream_output)
        for title in _titles_of(schema)
    }
    for file in files:
        for title, at in file.titles:
            if title in taken:
                problems.error(at, f"the type name {quote(title)} is taken by the task {taken[title]}; rename it")


def _titles_of(schema: Any) -> Iterator[str]:
    if paths.is_list(schema):
        for item in schema:
            yield from _titles_of(item)
    if isinstance(schema, dict):
        members = cast("dict[str, Any]", schema)
        yield from members.get("$defs", {})
        if isinstance(members.get("title"), str):
            yield members["title"]
        for inner in members.values():
            yield from _titles_of(inner)


class _Reader:
    """Reads one service's folder; `service()` does the work, once."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self.folder = folder
        self.problems = problems
        self.schemas: SchemaFile | None = None
        self.definitions: dict[str, Schema] = {}
        self.node: Node | None = None
        self.guessing = False
        # Operations some of whose arguments could not be read: what seems to be missing may be those.
        self.unsure: set[str] = set()

    def service(self) -> ServiceSpec | None:
        """The finished service, or None when something in it is wrong."""
        before = self.problems.count()
        name = f"{SERVICES}/{self.folder.name}"
        present = {path.name for path in self.folder.iterdir() if not path.name.startswith((".", "README"))}
        for file in (SETTINGS, SCHEMAS):
            if file not in present:
                self.problems.error(
                    Place(f"{name}/{file}"), f"this file is missing; a service has {SETTINGS}, {SCHEMAS}"
                )
        for file in sorted(present - {SETTINGS, SCHEMAS}):
            near = did_you_mean(file, (SETTINGS, SCHEMAS))
            message = f"a service does not have this file; it has {SETTINGS}, {SCHEMAS}{near}"
            self.problems.error(Place(f"{name}/{file}"), message)
        if SCHEMAS in present:
            self.read_schemas(f"{name}/{SCHEMAS}")
        said: Service | None = None
        if SETTINGS in present:
            self.node = read_yaml(self.folder / SETTINGS, f"{name}/{SETTINGS}", self.problems)
            root = as_object(self.node, self.problems)
            said = checked(Service, root, self.problems) if root is not None else None
        if said is None or self.schemas is None:
            return None
        self.check_names(said)
        operations = tuple(self.operation(word, action, said) for word, action in said.operations.items())
        resource = self.resource(said)
        self.check_use(said)
        if self.problems.count() > before or resource is None:
            return None
        bodies = [title for each in operations for title in (each.body, each.options) if title]
        return ServiceSpec(
            id=self.folder.name,
            module=names.module_name(self.folder.name),
            name=said.name,
            summary=said.summary,
            docs=said.docs,
            base_url=said.base_url.rstrip("/"),
            client=said.client,
            scope=said.scope,
            parameters=said.parameters,
            resource=resource,
            operations=operations,
            definitions=self.definitions,
            sent=frozenset(self.reached(bodies)),
        )

    def read_schemas(self, name: str) -> None:
        root = as_object(read_json(self.folder / SCHEMAS, name, self.problems), self.problems)
        if root is None:
            return
        before = self.problems.count()
        self.schemas = check_common(root, name, self.problems)
        if self.problems.count() > before:
            self.guessing = True
        self.definitions = {
            title: cast(Schema, plain(schema))
            for title, schema in self.schemas.definitions.items()
            if isinstance(schema, Mapping)
        }

    # Places

    def place(self, *path: str | int, key: bool = False) -> Place:
        assert self.node is not None
        return locate(self.node, path, key=key)

    def error(self, path: tuple[str | int, ...], message: str, *, key: bool = False) -> None:
        self.problems.error(self.place(*path, key=key), message)

    # Checks

    def check_names(self, said: Service) -> None:
        if not _ADDRESS.fullmatch(said.base_url):
            self.error(("base_url",), f"{quote(said.base_url)} is not an address like https://api.acme.com/v1")
        for path, name in ((("client",), said.client), (("resource", "class"), said.resource.class_)):
            if problem := names.type_problem(name):
                self.error(path, f"the class name {quote(name)} {problem}")
            elif name in self.definitions:
                self.error(path, f"the class name {quote(name)} is the name of a type in {SCHEMAS}; choose another one")
        if said.client == said.resource.class_:
            self.error(("client",), f"the client and the resource are both named {quote(said.client)}; rename one")
        if said.scope not in said.parameters:
            self.error(("scope",), f"the scope {quote(said.scope)} is not in parameters; say there what it is")
        for name in said.parameters:
            if problem := names.argument_problem(name):
                self.error(("parameters", name), f"the parameter name {quote(name)} {problem}", key=True)
        for name in said.operations:
            if problem := names.method_problem(name):
                self.error(("operations", name), f"the method name {quote(name)} {problem}", key=True)
            elif name in CLIENT_MEMBERS | RESOURCE_MEMBERS:
                self.error(
                    ("operations", name),
                    f"the method name {quote(name)} is a member that services have already; choose another name",
                    key=True,
                )
            elif name in said.resource.fields:
                self.error(
                    ("operations", name), f"the method name {quote(name)} is a field of the resource too", key=True
                )

    def check_use(self, said: Service) -> None:
        assert self.schemas is not None
        roots = [said.resource.answers]
        for action in said.operations.values():
            roots += [name for name in (action.body, action.options, action.answers) if name]
        used = self.reached(roots)
        for name in self.definitions:
            if name not in used:
                at = self.schemas.definition_place(name)
                self.problems.warn(at, f"no operation refers to the definition {quote(name)}; remove it")

    def reached(self, roots: Iterable[str]) -> set[str]:
        """The names of the definitions that some lead to, themselves included."""
        assert self.schemas is not None
        found: set[str] = set()
        pending = [name for name in roots if name in self.definitions]
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                pending += [other for other, shared, _ in self.schemas.links.get(name, ()) if not shared]
        return found

    def definition(self, name: str | None, *path: str | int) -> Schema | None:
        """A type that the service names, ready for paths into it."""
        if name is None:
            return None
        if name not in self.definitions:
            has = f"it has {listing(self.definitions)}" if self.definitions else "it has none"
            near = did_you_mean(name, self.definitions)
            self.error(path, f"{SCHEMAS} has no definition {quote(name)} ({has}){near}")
            return None
        return {**self.definitions[name], "title": name, "$defs": {**self.definitions}}

    def found(self, root: Schema | None, text: str, *path: str | int) -> paths.Field | None:
        """The field at a dotted path of a type; a mistake is reported at a place of the file."""
        if root is None:
            return None
        found = paths.find(root, paths.split(text))
        if isinstance(found, paths.Missing):
            self.error(path, found.message)
        return found if isinstance(found, paths.Field) else None

    # Operations

    def operation(self, name: str, action: Action, said: Service) -> OperationSpec:
        at = ("operations", name)
        routes = [(verb, route) for verb in _VERBS if (route := getattr(action, verb)) is not None]
        if len(routes) != 1:
            has = " and ".join(verb for verb, _ in routes) or "no route"
            self.error(at, f"{name} has {has}; write one of {listing(_VERBS)} with a route", key=True)
        verb, route = routes[0] if routes else ("get", "/")
        if not route.startswith("/"):
            self.error((*at, verb), f"{quote(route)} does not start with a slash")
        self.sentence(action.summary, *at, "summary")
        parameters = _PARAMETER.findall(route)
        for parameter in parameters:
            if parameter not in said.parameters:
                near = did_you_mean(parameter, said.parameters)
                known = listing(said.parameters)
                self.error(
                    (*at, verb),
                    f"the route has {quote('{' + parameter + '}')}, and no such parameter is there (there are {known})"
                    f"{near}",
                )
        arguments = self.arguments(name, action, [said.scope, *parameters])
        self.known(action.hidden, arguments, *at, "hidden")
        self.known(action.requires, arguments, *at, "requires")
        answer = self.definition(action.answers, *at, "answers")
        if answer is not None and action.answers != said.resource.answers and said.resource.answers in self.definitions:
            self.error((*at, "answers"), f"an operation answers {said.resource.answers}, one or a list with items")
        if action.items and action.answers is None:
            self.error((*at, "items"), "items needs answers, the type of each item", key=True)
        if action.next is not None and not action.items:
            self.error((*at, "next"), "next is for lists; say with items where the list stands", key=True)
        return OperationSpec(
            name=name,
            verb=verb.upper(),
            route=route,
            parameters=tuple(parameter for parameter in parameters if parameter != said.scope),
            summary=action.summary.strip(),
            details=action.details.strip(),
            body=action.body,
            options=action.options,
            arranged_by=self.arranger(action, *at),
            arguments=tuple(arguments),
            hidden=tuple(action.hidden),
            answer=action.answers,
            items=paths.split(action.items) if action.items else (),
            following=(action.next.query, paths.split(action.next.from_)) if action.next is not None else None,
            forgives=self.forgiven(action.forgives, name, arguments, said),
        )

    def sentence(self, text: str, *path: str | int) -> None:
        if not text.strip().endswith(".") or "\n" in text.strip():
            self.error(path, "this must be one line that ends with a full stop")

    def arguments(self, name: str, action: Action, taken: list[str]) -> list[Argument]:
        at = ("operations", name)
        body = self.definition(action.body, *at, "body")
        options = self.definition(action.options, *at, "options")
        made: list[Argument] = []
        for key, positional in (("arguments", True), ("keywords", False)):
            for argument, path in getattr(action, key).items():
                place = (*at, key, argument)
                if action.body is None:
                    self.error(place, f"{name} has no body that {quote(argument)} could go to; add one", key=True)
                    continue
                self.free(argument, taken, made, place)
                found = self.found(body, path, *place)
                if body is None or found is None:
                    self.unsure.add(name)
                else:
                    made.append(self.argument(argument, path, positional, found, body, action, name))
        for index, path in enumerate(action.made):
            self.found(body, path, *at, "made", index)
        reached = {argument.path for argument in made} | {paths.split(path) for path in action.made}
        if body is not None and not self.guessing:
            for path in _required(body, body, ()):
                if path not in reached:
                    hint = f"add `{path[-1]}: {'.'.join(path)}` to keywords"
                    self.error(
                        (*at, "body"), f"{quote('.'.join(path))} is required, and no argument reaches it; {hint}"
                    )
        for field_name, schema in paths.properties(options or {}).items():
            self.free(field_name, taken, made, (*at, "options"))
            schema = cast(Schema, schema)
            described = schema.get("description", "")
            made.append(
                Argument(
                    name=field_name,
                    path=(OPTIONS, field_name),
                    positional=False,
                    required=False,
                    schema=schema,
                    description=str(described),
                )
            )
        for argument in action.defaults:
            self.known([argument], made, *at, "defaults", argument, key=True)
            found_argument = next((each for each in made if each.name == argument), None)
            node = self.node
            for step in (*at, "defaults", argument):
                node = node.get(step) if isinstance(node, Mapping) else None
            if found_argument is not None and body is not None and node is not None:
                for where, message in misfits(node, found_argument.schema, body):
                    self.problems.error(where, f"the default of {quote(argument)} does not fit: {message}")
        return sorted(made, key=lambda argument: not argument.positional)

    def free(self, name: str, taken: list[str], made: list[Argument], place: tuple[str | int, ...]) -> None:
        if problem := names.argument_problem(name):
            self.error(place, f"the argument name {quote(name)} {problem}", key=True)
        elif name in (*taken, "token") or any(argument.name == name for argument in made):
            self.error(place, f"{quote(name)} is the name of another argument already", key=True)

    def argument(
        self, name: str, path: str, positional: bool, found: paths.Field, body: Schema, action: Action, operation: str
    ) -> Argument:
        steps = paths.split(path)
        # Required where everything on the way is.
        required = all(
            isinstance(step, paths.Field) and step.required
            for step in (paths.find(body, steps[: depth + 1]) for depth in range(len(steps)))
        )
        inner = paths.resolve(found.schema, body) or found.schema
        described = found.schema.get("description", inner.get("description", ""))
        has_default = name in action.defaults
        return Argument(
            name=name,
            path=steps,
            positional=positional,
            required=(required or name in action.requires) and not has_default,
            has_default=has_default,
            default=action.defaults.get(name),
            schema=found.schema,
            description=str(described),
        )

    def arranger(self, action: Action, *at: str) -> tuple[str, str] | None:
        if (action.arranged_by is None) != (action.options is None):
            word = "options" if action.arranged_by is None else "arranged_by"
            self.error(
                (*at, word), "options and arranged_by come together: one says what, the other where it goes", key=True
            )
        if action.arranged_by is None:
            return None
        known = _arrangers()
        if known and action.arranged_by not in known:
            near = did_you_mean(action.arranged_by, known)
            self.error((*at, "arranged_by"), f"the runtime has no function {quote(action.arranged_by)}{near}")
        module, _, function = action.arranged_by.rpartition(".")
        return module, function

    def known(self, given: Iterable[str], arguments: list[Argument], *path: str | int, key: bool = False) -> None:
        known = [argument.name for argument in arguments]
        for index, name in enumerate(given):
            if name not in known and path[1] not in self.unsure:
                has = f"it has {listing(known)}" if known else "it has none"
                place = path if key else (*path, index)
                self.error(
                    place, f"{path[1]} has no argument {quote(name)} ({has}){did_you_mean(name, known)}", key=key
                )

    def forgiven(
        self, forgives: Forgives | None, name: str, arguments: list[Argument], said: Service
    ) -> Forgiven | None:
        if forgives is None:
            return None
        at = ("operations", name, "forgives")
        self.free(forgives.argument, [said.scope, *said.parameters], arguments, (*at, "argument"))
        self.names_operation(forgives.then, said, *at, "then")
        return Forgiven(forgives.argument, forgives.prose, forgives.status, forgives.says, forgives.then)

    def names_operation(self, name: str, said: Service, *path: str | int) -> None:
        if name not in said.operations:
            near = did_you_mean(name, said.operations)
            self.error(path, f"there is no operation {quote(name)} (there are {listing(said.operations, 24)}){near}")

    # The resource

    def resource(self, said: Service) -> ResourceSpec | None:
        resource, at = said.resource, ("resource",)
        root = self.definition(resource.answers, *at, "answers")
        self.sentence(resource.summary, *at, "summary")
        self.names_operation(resource.fetch, said, *at, "fetch")
        for parameter, path in resource.key.items():
            if parameter not in said.parameters or parameter == said.scope:
                self.error(
                    (*at, "key", parameter), f"{quote(parameter)} is no parameter of routes beside the scope", key=True
                )
            self.found(root, path, *at, "key", parameter)
        fields: list[FieldSpec] = []
        for name, value in resource.fields.items():
            place = (*at, "fields", name)
            path = value.time if isinstance(value, Time) else value
            if problem := names.field_problem(name):
                self.error(place, f"the field name {quote(name)} {problem}", key=True)
            elif name in RESOURCE_MEMBERS or name == said.scope:
                self.error(
                    place, f"{quote(name)} is a member that resources have already; choose another name", key=True
                )
            found = self.found(root, path, *place)
            if root is not None and found is not None:
                steps = paths.split(path)
                required = all(
                    isinstance(step, paths.Field) and step.required
                    for step in (paths.find(root, steps[: depth + 1]) for depth in range(len(steps)))
                )
                fields.append(FieldSpec(name, steps, isinstance(value, Time), found.schema, required))
        for index, name in enumerate(resource.shown):
            if name not in resource.fields:
                near = did_you_mean(name, resource.fields)
                self.error((*at, "shown", index), f"there is no field {quote(name)}{near}")
        ready = self.ready(resource.ready, root, said)
        if root is None:
            return None
        return ResourceSpec(
            name=resource.class_,
            noun=resource.noun,
            answer=resource.answers,
            summary=resource.summary,
            key={name: paths.split(path) for name, path in resource.key.items()},
            fetch=resource.fetch,
            shown=tuple(resource.shown),
            fields=tuple(fields),
            ready=ready,
        )

    def ready(self, waited: Waited | None, root: Schema | None, said: Service) -> Ready | None:
        if waited is None:
            return None
        at = ("resource", "ready")
        for word in ("state", "url", "health"):
            self.found(root, getattr(waited, word), *at, word)
        for index, path in enumerate(waited.error):
            self.found(root, path, *at, "error", index)
        if waited.asleep:
            self.names_operation(waited.wake, said, *at, "wake")
        seen: dict[str, str] = {}
        for word in ("pending", "done", "failed", "asleep"):
            for index, state in enumerate(getattr(waited, word)):
                if state in seen:
                    self.error((*at, word, index), f"the state {quote(state)} stands in {seen[state]} already")
                seen.setdefault(state, word)
        return Ready(
            state=paths.split(waited.state),
            pending=tuple(waited.pending),
            done=tuple(waited.done),
            failed=tuple(waited.failed),
            asleep=tuple(waited.asleep),
            patience=waited.patience,
            wake=waited.wake,
            url=paths.split(waited.url),
            health=paths.split(waited.health),
            error=tuple(paths.split(path) for path in waited.error),
            every=waited.every,
            deadline=waited.deadline,
        )


def _required(schema: Schema, root: Schema, above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The paths of the values that an object must have, however deep."""
    needed = schema.get("required")
    for name, inner in paths.properties(schema).items():
        if not isinstance(needed, list) or name not in needed or not isinstance(inner, dict):
            continue
        target = paths.object_of(inner, root)
        if target is not None and "properties" in target:
            yield from _required(target, root, (*above, name))
        else:
            yield (*above, name)


@cache
def _arrangers() -> frozenset[str]:
    """The functions of the runtime that arrange a body, read off its source; empty where there is none to look at."""
    runtime = find_spec("inferloom_runtime")
    arranged = ["options", "body"]
    return frozenset(
        f"{path.stem}.{node.name}"
        for folder in (runtime and runtime.submodule_search_locations) or ()
        for path in sorted(Path(folder).glob("*.py"))
        # Nearly all modules mention neither: reading them all as Python would take longer than all specs.
        if all(word.encode() in path.read_bytes() for word in arranged)
        for node in ast.parse(path.read_bytes()).body
        if isinstance(node, ast.FunctionDef) and [one.arg for one in node.args.args] == arranged
    )
