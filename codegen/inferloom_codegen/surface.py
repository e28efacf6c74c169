"""What callers see of an SDK: methods with their arguments and results, types with their roles, who serves what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from .conversation import ChatView, conversing
from .ir import Argument, Json, ProviderSpec, Schema, Service, TaskSpec
from .service import ServiceSpec
from .service_views import ServiceView, service_view
from .signature import ArgumentView
from .types import TypeDefinition, Types, make_types, names_in, root_title
from .views import MethodView, view

Role = str
"""`input` (callers make it) or `output` (callers read it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a method's signature.

    Attributes:
        name: its name.
        annotation: its annotation, None included where it may be None.
        default: its default as Python text; None where it must be given.
        positional: it may be given without its name.
        stands_for: the argument that it is the old name of, or "".
        argument: what fills the input; None for a parameter that is not of the spec's.
    """

    name: str
    annotation: str
    default: str | None
    positional: bool = False
    stands_for: str = ""
    argument: Argument | None = None

    @property
    def text(self) -> str:
        """The parameter as a signature shows it."""
        return f"{self.name}: {self.annotation}{'' if self.default is None else f' = {self.default}'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method as callers see it.

    Attributes:
        name: how it stands on the client: `text_to_image`, `completions.create`.
        view: its plan.
        parameters: the signature, without what every method takes per call.
        returns: what comes back, by the arguments that decide it: ("", "stream=True").
        served: the providers that offer it.
    """

    name: str
    view: MethodView
    parameters: tuple[Parameter, ...]
    returns: dict[str, str]
    served: tuple[str, ...]

    @property
    def task(self) -> TaskSpec:
        """The task."""
        return self.view.task


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of a service as callers see it.

    Attributes:
        name: its client's class and its method: `Endpoints.create`.
        parameters: the signature.
        returns: the annotation of the result.
        request: what the service sees of it: the HTTP method with the route.
        root: what the references of its arguments' schemas lead into.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    request: str
    root: Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """All that callers see.

    Attributes:
        types: the modules of types.
        views: the plans of the tasks' methods, in the order of the tasks.
        chat: chat in OpenAI's shape, or None.
        openai: the namespaces of OpenAI's client: module -> its method's plan, and the task's method it is like.
        methods: all methods by name.
        roles: type -> what callers do with it.
        schemas: type -> its schema, with the file's root that its references lead into.
        providers: the providers by id.
        default_provider: the provider of a client that names none, or None.
        operations: the operations of services by name.
        properties: what a service's resource tells of itself: `Endpoint.status` -> annotation.
    """

    types: Types
    views: list[MethodView]
    chat: ChatView | None
    openai: dict[str, tuple[MethodView, str]]
    methods: dict[str, Method] = field(default_factory=dict[str, Method])
    roles: dict[str, frozenset[Role]] = field(default_factory=dict[str, frozenset[Role]])
    schemas: dict[str, tuple[Schema, Schema]] = field(default_factory=dict[str, tuple[Schema, Schema]])
    providers: dict[str, ProviderSpec] = field(default_factory=dict[str, ProviderSpec])
    default_provider: str | None = None
    operations: dict[str, Operation] = field(default_factory=dict[str, Operation])
    properties: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def definitions(self) -> dict[str, TypeDefinition]:
        """The types by name."""
        found = {one.name: one for module in self.types.modules.values() for one in module.types}
        return dict(sorted(found.items()))


def surface(
    tasks: list[TaskSpec],
    openai: list[TaskSpec],
    providers: list[ProviderSpec],
    services: Sequence[ServiceSpec] = (),
) -> Surface:
    """Work out what callers see.

    Args:
        tasks: the tasks.
        openai: the namespaces of OpenAI's client.
        providers: the providers, joined with the tasks.
        services: the services, whose types stand beside those of the tasks.

    Returns:
        Everything that the templates and a comparison need.
    """
    types = make_types([*tasks, *openai], services)
    queued = {
        service.task.id
        for provider in providers
        for service in provider.services
        if any(function.waiting for function in service.functions)
    }
    views, chat = conversing([view(task, types, queued=task.id in queued) for task in tasks], types)
    by_hub = {task.hub: task.method for task in tasks}
    spaces = {
        task.module: (_in_pages(view(task, types, queued=False)), by_hub[task.hub])
        for task in openai
        if task.hub in by_hub
    }
    selectable = [provider for provider in providers if provider.selectable]
    shown = [service_view(service, types) for service in services]
    methods = [_method(one.task.method, one, selectable, via=chat is not None and may_chat(one)) for one in views]
    methods += [_method(f"{module}.{one.task.method}", one, [], via=False) for module, (one, _) in spaces.items()]
    return Surface(
        types=types,
        views=views,
        chat=chat,
        openai=spaces,
        methods={method.name: method for method in sorted(methods, key=lambda method: method.name)},
        roles=_roles([*tasks, *openai], services, types),
        schemas=_schemas([*tasks, *openai], services),
        providers={provider.id: provider for provider in sorted(providers, key=lambda provider: provider.id)},
        default_provider=_default_provider(selectable),
        operations={one.name: one for service in shown for one in _operations(service)},
        properties={
            f"{service.spec.resource.name}.{each.name}": each.annotation for service in shown for each in service.fields
        },
    )


def may_chat(method: MethodView) -> bool:
    """Whether a method gives text that a model may give in a conversation as well."""
    names = {argument.name for argument in method.arguments}
    return method.task.method == "text_generation" and method.item is not None and "via_chat" not in names


def refused(service: Service) -> tuple[str, ...]:
    """The arguments that a provider takes in none of its ways; one of which it refuses only a part is taken."""
    ways = [[place.path for place in function.refuses] for function in service.functions]
    return tuple(
        argument.name
        for argument in service.task.arguments
        if ways and all(any(argument.path[: len(path)] == path for path in paths) for paths in ways)
    )


def _default_provider(selectable: list[ProviderSpec]) -> str | None:
    """The only provider of somebody's own SDK; None where the Hub knows who serves a model."""
    ids = [provider.id for provider in selectable]
    return ids[0] if len(ids) == 1 and ids != ["hf-inference"] else None


def _in_pages(method: MethodView) -> MethodView:
    """A method of OpenAI's client, where lists are pages."""
    return replace(method, returns=method.returns.replace("ListResult[", "Page["))


def _method(name: str, method: MethodView, selectable: list[ProviderSpec], *, via: bool) -> Method:
    task = method.task
    parameters = _parameters(method.arguments, task.arguments)
    parameters += [
        Parameter(name=old, annotation=f"{one.annotation} | None", default="None", stands_for=one.name)
        for old, one in method.deprecated
    ]
    if via:
        parameters.append(Parameter(name="via_chat", annotation="bool", default="False"))
    return Method(
        name=name,
        view=method,
        parameters=tuple(parameters),
        returns=_returns(method),
        served=tuple(
            provider.id for provider in selectable if any(service.task is task for service in provider.services)
        ),
    )


def _parameters(shown: Iterable[ArgumentView], arguments: Iterable[Argument]) -> list[Parameter]:
    """The part of a signature that the spec names; what may be given without its name comes first."""
    by_name = {argument.name: argument for argument in arguments}
    return [
        Parameter(
            name=one.name,
            annotation=f"{one.annotation} | None" if one.optional else one.annotation,
            default="None" if one.optional else None if one.required else repr(one.default),
            positional=one.positional,
            argument=by_name[one.name],
        )
        for one in sorted(shown, key=lambda one: not one.positional)
    ]


def _operations(service: ServiceView) -> Iterator[Operation]:
    resource, scope = (
        service.spec.resource.name,
        Parameter(name=service.spec.scope, annotation="str | None", default="None"),
    )
    for each in service.operations:
        operation = each.operation
        keys = [Parameter(name=name, annotation="str", default=None, positional=True) for name in operation.parameters]
        arguments = _parameters(each.arguments, operation.arguments)
        forgiven = (
            [Parameter(name=operation.forgives.argument, annotation="bool", default="True")]
            if operation.forgives
            else []
        )
        # Where there is nothing else, the scope may be given without its name.
        last = scope if keys or arguments else replace(scope, positional=True)
        yield Operation(
            name=f"{service.spec.client}.{operation.name}",
            parameters=(*keys, *arguments, *forgiven, last),
            returns=f"ListResult[{resource}]" if operation.items else resource if operation.answer else "None",
            request=f"{operation.verb} {operation.route}",
            root=service.spec.root,
        )


def _returns(method: MethodView) -> dict[str, str]:
    if not method.overloads:
        return {"": method.returns}
    settings = [returns for returns in (method.task.returns, method.task.stream_returns) if returns is not None]
    unless = next((returns.unless for returns in settings if returns.unless), None)
    return {
        ", ".join([*(["stream=True"] if case.stream else []), *([f"{unless}=True"] if case.whole else [])]): (
            f"Stream[{case.returns}]" if case.streamed else case.returns
        )
        for case in method.overloads
    }


def _roles(tasks: list[TaskSpec], services: Sequence[ServiceSpec], types: Types) -> dict[str, frozenset[Role]]:
    roots: list[tuple[str, Role]] = []
    for task in tasks:
        for schema, role in ((task.input, "input"), (task.output, "output"), (task.stream_output, "output")):
            roots += [(root_title(schema), role)] if schema is not None else []
    for service in services:
        roots += [(name, "input" if name in service.sent else "output") for name in service.definitions]
    roles: dict[str, set[Role]] = {}
    while roots:
        name, role = roots.pop()
        if name not in types.home or role in roles.setdefault(name, set()):
            continue
        roles[name].add(role)
        annotations = types.fields[name].values() if name in types.fields else [types.alias(name)]
        roots += [(inner, role) for text in annotations for inner in names_in(text)]
    return {name: frozenset(found) for name, found in roles.items()}


def _schemas(tasks: list[TaskSpec], services: Sequence[ServiceSpec]) -> dict[str, tuple[Schema, Schema]]:
    found: dict[str, tuple[Schema, Schema]] = {}
    for task in tasks:
        for root in (task.input, task.output, task.stream_output):
            if root is None:
                continue
            named = cast("dict[str, Schema]", root.get("$defs", {}))
            parts = {root_title(root): {key: value for key, value in root.items() if key != "$defs"}, **named}
            for name, schema in parts.items():
                for title, inner in _titled(schema, name):
                    found.setdefault(title, (inner, root))
    for service in services:
        for name, schema in service.definitions.items():
            for title, inner in _titled(schema, name):
                found.setdefault(title, (inner, service.root))
    return found


def _titled(schema: Json, name: str = "") -> Iterator[tuple[str, Schema]]:
    """The types that a schema defines: its own, and those inside it."""
    if isinstance(schema, list):
        for inner in schema:
            yield from _titled(inner)
    elif isinstance(schema, dict):
        title = schema.get("title")
        if isinstance(title, str) or name:
            yield str(title or name), schema
        for key, inner in schema.items():
            if key == "properties" and isinstance(inner, dict):
                yield from _titled(list(inner.values()))
            elif key in ("items", "additionalProperties", "anyOf", "oneOf", "prefixItems"):
                yield from _titled(inner)
