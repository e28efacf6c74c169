"""What the templates see of a service: frozen values, checked and with every path resolved.

A service is an API of operations over one kind of resource: each operation is one HTTP request.
"""

from dataclasses import dataclass, field

from .ir import Argument, Schema


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of the resource's class.

    Attributes:
        name: the Python name.
        path: where it stands in the answer.
        time: it is a point in time, written as RFC 3339 says.
        schema: its schema in the answer.
        required: the schema requires it, and all that it stands in.
    """

    name: str
    path: tuple[str, ...]
    time: bool
    schema: Schema
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """How to wait for the resource; the words of the spec, with paths as tuples."""

    state: tuple[str, ...]
    pending: tuple[str, ...]
    done: tuple[str, ...]
    failed: tuple[str, ...]
    asleep: tuple[str, ...]
    patience: float
    wake: str
    url: tuple[str, ...]
    health: tuple[str, ...]
    error: tuple[tuple[str, ...], ...]
    every: float
    deadline: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceSpec:
    """The resource, checked.

    Attributes:
        name: its class.
        noun: what sentences call it.
        answer: the type that describes it.
        summary: one sentence.
        key: route parameter -> where its value stands in the answer.
        fetch: the operation that asks for it anew.
        shown: the fields that its repr shows, beside the key and the scope.
        fields: its fields.
        ready: how to wait for it, or None.
    """

    name: str
    noun: str
    answer: str
    summary: str
    key: dict[str, tuple[str, ...]]
    fetch: str
    shown: tuple[str, ...]
    fields: tuple[FieldSpec, ...]
    ready: Ready | None


@dataclass(frozen=True, slots=True)
class Forgiven:
    """A refusal that may be no error: the argument that says so, its words, the refusal, what is asked instead."""

    argument: str
    prose: str
    status: int
    says: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationSpec:
    """One operation, checked.

    Attributes:
        name: the Python method.
        verb: the HTTP method, in capitals.
        route: the route; `{name}` stands for a parameter.
        parameters: the route's parameters, in its order, without the scope.
        summary: one imperative sentence.
        details: further paragraphs, or empty.
        body: the type of the body, or None.
        options: the type whose fields are further arguments, or None.
        arranged_by: module and function of the runtime that put those into the body, or None.
        arguments: the arguments that fill the body; those of `options` have the path `("options", name)`.
        hidden: arguments whose values no log and no error may show.
        answer: the type of the answer, or of each item of it; None for one that answers nothing of interest.
        items: where a list of resources stands in the answer; empty where the answer is one.
        following: the query parameter that asks for the next page, with where its value stands in the answer; or None.
        forgives: a refusal that may be no error, or None.
    """

    name: str
    verb: str
    route: str
    parameters: tuple[str, ...]
    summary: str
    details: str
    body: str | None
    options: str | None
    arranged_by: tuple[str, str] | None
    arguments: tuple[Argument, ...]
    hidden: tuple[str, ...]
    answer: str | None
    items: tuple[str, ...]
    following: tuple[str, tuple[str, ...]] | None
    forgives: Forgiven | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSpec:
    """One service, checked.

    Attributes:
        id: the name of its folder.
        module: the Python package of its classes, and the module of its types.
        name: its name as people write it.
        summary: one sentence.
        docs: where it is documented.
        base_url: its address.
        client: the class that has its operations.
        scope: the route parameter that the client has a value for.
        parameters: what a route may hold -> what it is.
        resource: the resource.
        operations: the operations in the spec's order.
        definitions: its types' schemas by name; every `$ref` is `#/$defs/...`.
        sent: the types that bodies are made of.
    """

    id: str
    module: str
    name: str
    summary: str
    docs: str
    base_url: str
    client: str
    scope: str
    parameters: dict[str, str]
    resource: ResourceSpec
    operations: tuple[OperationSpec, ...]
    definitions: dict[str, Schema] = field(default_factory=dict[str, Schema])
    sent: frozenset[str] = frozenset()

    @property
    def root(self) -> Schema:
        """What the references of its schemas lead into."""
        return {"$defs": {**self.definitions}}
