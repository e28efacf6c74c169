"""What the templates see of a service's methods: names, annotations and sentences, ready to be printed."""

import json
from dataclasses import dataclass
from typing import cast

from .ir import Argument, Json, Schema
from .prose import described
from .service import FieldSpec, OperationSpec, ServiceSpec
from .services import OPTIONS
from .signature import ArgumentView, argument_annotation, argument_view, names_in
from .types import Types


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation's methods.

    Attributes:
        operation: the operation.
        constant: the name of its declaration.
        arguments: what goes into its body.
        values: dotted path in the body -> argument.
        options: the further arguments that the body is made from.
        own: whether the resource has the method too.
    """

    operation: OperationSpec
    constant: str
    arguments: tuple[ArgumentView, ...]
    values: dict[str, str]
    options: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One property of the resource's class: name, annotation, path, whether it is a time, docstring."""

    name: str
    annotation: str
    path: tuple[str, ...]
    time: bool
    prose: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One service, ready for the templates.

    Attributes:
        spec: the service.
        operations: its operations.
        fields: the properties of the resource's class.
        state: the property that holds the state, or "".
        signatures: the type names that signatures use.
        imports: those that signatures and properties use.
        arrangers: the modules of the runtime that arrange bodies.
    """

    spec: ServiceSpec
    operations: tuple[OperationView, ...]
    fields: tuple[FieldView, ...]
    state: str
    signatures: tuple[str, ...]
    imports: tuple[str, ...]
    arrangers: tuple[str, ...]


def service_view(service: ServiceSpec, types: Types) -> ServiceView:
    """Work out a service's methods.

    Args:
        service: the service.
        types: the types that were made.

    Returns:
        The service, ready for the templates.
    """
    resource = service.resource
    operations = tuple(_operation(operation, service, types) for operation in service.operations)
    fields = tuple(_field(field, service, types) for field in resource.fields)
    signatures = _used([argument.annotation for each in operations for argument in each.arguments], service, types)
    properties = _used([field.annotation for field in fields], service, types)
    states = [field.name for field in resource.fields if resource.ready and field.path == resource.ready.state]
    return ServiceView(
        service,
        operations,
        fields,
        states[0] if states else "",
        tuple(sorted(signatures)),
        tuple(sorted(signatures | properties | {resource.answer})),
        tuple(sorted({each.operation.arranged_by[0] for each in operations if each.operation.arranged_by})),
    )


def service_bundle(service: ServiceSpec) -> str:
    """What the sandbox needs to play a service, as JSON.

    Args:
        service: the service.

    Returns:
        The text of its file.
    """
    resource, ready = service.resource, service.resource.ready
    bundle: dict[str, Json] = {
        "id": service.id,
        "name": service.name,
        "base_url": service.base_url,
        "scope": service.scope,
        "answer": resource.answer,
        "operations": {
            operation.name: {
                "verb": operation.verb,
                "route": operation.route,
                "body": operation.body,
                "answer": operation.answer,
                "items": ".".join(operation.items),
                "next": [operation.following[0], ".".join(operation.following[1])] if operation.following else None,
                "refuses": [operation.forgives.status, operation.forgives.says] if operation.forgives else None,
            }
            for operation in service.operations
        },
        "states": None
        if ready is None
        else {
            "pending": list(ready.pending),
            "done": list(ready.done),
            "failed": list(ready.failed),
            "asleep": list(ready.asleep),
        },
        "definitions": {**service.definitions},
    }
    return json.dumps(bundle, ensure_ascii=False, indent=1) + "\n"


def _used(annotations: list[str], service: ServiceSpec, types: Types) -> set[str]:
    """The service's types that annotations use."""
    names = {name for annotation in annotations for name in names_in(annotation)}
    return {name for name in names if types.home.get(name) == service.module}


def _operation(operation: OperationSpec, service: ServiceSpec, types: Types) -> OperationView:
    inside = [argument for argument in operation.arguments if argument.path[0] != OPTIONS]
    outside = [argument for argument in operation.arguments if argument.path[0] == OPTIONS]
    return OperationView(
        operation,
        operation.name.upper(),
        tuple(_argument(argument, operation, service, types) for argument in operation.arguments),
        {".".join(argument.path): argument.name for argument in inside},
        tuple(argument.name for argument in outside),
        operation.parameters == tuple(service.resource.key) and operation.name != service.resource.fetch,
    )


def _argument(argument: Argument, operation: OperationSpec, service: ServiceSpec, types: Types) -> ArgumentView:
    if argument.path[0] == OPTIONS:
        annotation = types.annotation(cast(str, operation.options), argument.path[1:])
    else:
        annotation = types.annotation(cast(str, operation.body), argument.path)
    prose = described(argument.schema, service.root, default=not argument.has_default)
    prose = prose or f"The body's `{'.'.join(argument.path)}`."
    return argument_view(argument, argument_annotation(annotation, types, binary=False), prose)


def _field(field: FieldSpec, service: ServiceSpec, types: Types) -> FieldView:
    annotation = types.annotation(service.resource.answer, field.path).removesuffix(" | None")
    nullable = not field.required or _is_nullable(field.schema)
    prose = described(field.schema, service.root, values=False, default=False) or f"Its {field.name}."
    if field.time:
        return FieldView(field.name, "datetime | None", field.path, True, prose)
    return FieldView(field.name, f"{annotation} | None" if nullable else annotation, field.path, False, prose)


def _is_nullable(schema: Schema) -> bool:
    kinds = schema.get("type")
    return isinstance(kinds, list) and "null" in kinds
