"""What the templates see of a task: frozen values, checked and with every path resolved.

Nothing here reads a file or knows Python text; names arrive ready from `names`, schemas as plain JSON.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Schema: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a task's method.

    Attributes:
        name: the Python name.
        path: where its value goes in the input, from the root: `("parameters", "seed")`.
        positional: positional-or-keyword (True) or keyword-only (False).
        required: the caller must give it: the schema requires it inside its object, and there is no default to send.
        has_default: `default` is the Python default and is sent; otherwise an optional argument is None and not sent.
        default: that default as JSON; None without meaning when `has_default` is False.
        schema: the property's schema; `$ref`s point into the `$defs` of the task's input.
        description: the property's own description, or the one of the definition that it refers to; may be empty.
        binary: the media type of a binary value, such as `image/*`; None for everything else.
    """

    name: str
    path: tuple[str, ...]
    positional: bool
    required: bool
    has_default: bool = False
    default: Json = None
    schema: Schema
    description: str = ""
    binary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """What a method gives back of its task's output.

    Attributes:
        path: from the output's root to the returned value; empty for the whole output.
        unless: a boolean argument; where it is true, the whole output is returned after all.
        array: the dtype when the whole output is returned as a numpy array, such as `float32`.
    """

    path: tuple[str, ...] = ()
    unless: str | None = None
    array: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSpec:
    """One task, checked.

    Attributes:
        id: the kebab-case name of its folder.
        method: the Python method.
        hub: the pipeline tag of the Hub.
        module: the Python module that its types and methods live in.
        summary: one imperative sentence.
        details: further paragraphs, or empty.
        input, output, stream_output: self-contained schemas: every `$ref` is `#/$defs/...`, with the shared definitions
            they need copied into `$defs`; keywords in the spec's order. `stream_output` is None where nothing streams.
        arguments: positional ones first, then keyword-only, each group in the order of the signature.
        returns, stream_returns: None where the whole output (or streamed item) is returned.
        stream_finish: paths in a streamed item, of which one has a value once the stream is complete; `*` is each item
            of an array. Empty where no field tells.
        stream_text: the path of a streamed item's text; empty where there is none.
        open_keywords: the method takes `**kwargs`, sent as further parameters.
        deprecated: pairs of an old argument name and today's.
        example: a call that works, by argument; a binary argument is `{"sample": "image"}` (or audio, video).
        common_titles: the type names in these schemas that tasks share.
        openai: it is a namespace of OpenAI's client, and no task.
    """

    id: str
    method: str
    hub: str
    module: str
    summary: str
    details: str = ""
    input: Schema
    output: Schema
    stream_output: Schema | None = None
    arguments: tuple[Argument, ...] = ()
    returns: Returns | None = None
    stream_returns: Returns | None = None
    stream_finish: tuple[tuple[str, ...], ...] = ()
    stream_text: tuple[str, ...] = ()
    open_keywords: bool = False
    deprecated: tuple[tuple[str, str], ...] = ()
    example: Schema = field(default_factory=dict[str, Json])
    common_titles: frozenset[str] = frozenset()
    openai: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value of the input stands.

    Attributes:
        path: the fields from the input's root.
        required: it is always there.
        owner_required: the object that holds it is always there.
        structured: it may hold objects or arrays.
        argument: the argument that fills it.
    """

    path: tuple[str, ...]
    required: bool
    owner_required: bool
    structured: bool
    argument: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What stands at a key of a request's body.

    Attributes:
        kind: "field" (a field of the input), "const", "model" (the provider's model id), "name" (the model as an
            OpenAI body names it), "adapter", "base64" and "data_url" (a binary field), "size" ("512x256" of two
            fields), "both" (an object, when all its fields are given), "quirk" (another value through a function),
            "list", "object".
        place: the field, for the kinds that read one.
        const: the constant; the default of a field that is absent, where `has_default`.
        has_default: whether `const` is such a default.
        media: the media type of a data URL.
        fixed: whether that type is named always, rather than when it is unknown.
        quirk: module and function of the quirk.
        items: the values of a list, the fields of a size, the value that a quirk takes.
        entries: an object's own entries.
        merged: values that give objects, whose keys are added.
        extra: an object takes what the caller's `extra_body` adds.
    """

    kind: str
    place: Place | None = None
    const: Json = None
    has_default: bool = False
    media: str = ""
    fixed: bool = False
    quirk: tuple[str, str] | None = None
    items: "tuple[Value, ...]" = ()
    entries: "tuple[Entry, ...]" = ()
    merged: "tuple[Value, ...]" = ()
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a request's body, with its value."""

    key: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How an answer becomes the output.

    Attributes:
        kind: "json", "raw" (the body is the binary field), "quirk", "flow", "shape" (made from paths of the answer).
        unwrap: False, True (a list around the answer is taken off) or "rows" (only a list around a list).
        field: the binary field of a raw answer.
        media: the media type of the output's binary field.
        quirk: module and function of the quirk or flow.
        respell: the function that puts an answer's bytes into the dialect's own spelling, or None.
        shape: a path of the answer, or an object or a list of them.
    """

    kind: str
    unwrap: bool | str = False
    field: str = ""
    media: str = ""
    quirk: tuple[str, str] | None = None
    respell: str | None = None
    shape: Json = None


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells the pieces of a stream apart, from errors and from each other.

    Attributes:
        keys: the keys of a piece, as the server writes it.
        finish: paths in an item, of which one has a value once the stream is complete.
        text: the path of an item's text.
    """

    keys: tuple[str, ...]
    finish: tuple[tuple[str, ...], ...]
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How a queue is asked; the words of the table, with paths as tuples."""

    at: str | None
    suffix: str
    get: str | None
    id: str
    status: str
    pending: tuple[str, ...]
    done: tuple[str, ...]
    failed: tuple[str, ...]
    absent_is: str
    error: str | None
    then: str | None
    cancel: tuple[str, str] | None
    unless: str | None
    every: float
    first: float
    deadline: float
    keyless: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function of a provider's module: one way to do one task.

    Attributes:
        name: the function's name.
        task: the task.
        route: the route; `{model}` stands for the quoted model id.
        route_quirk: module and function that make the route from the model id, or None.
        openai: the route is an OpenAI route of an endpoint given by URL.
        own: another address of the provider's own that serves the route, or None.
        routed_query: the query that a routed call adds.
        headers: headers that the provider wants.
        accept: the media type asked for, or None.
        body: the body.
        form: the body is sent as a multipart form; the field that is its file, with its key.
        raw: the binary field that is sent as it is when there is nothing else to send, or None.
        opened: binary fields that the function opens.
        addressed: data URLs that the function makes of binary fields: the values.
        quirks: the modules of quirks that it uses.
        refuses: fields that the provider does not take.
        result: what becomes of the answer.
        stream: what becomes of an event, or None where the task does not stream.
        marks: what tells the events apart, or None where the task does not stream.
        forgoes: the key of the body's object whose parameters are left out where the model's server refuses them.
        waiting: how the queue is asked, or None.
    """

    name: str
    task: TaskSpec
    route: str
    route_quirk: tuple[str, str] | None
    openai: bool
    own: str | None
    routed_query: str
    headers: dict[str, str]
    accept: str | None
    body: Value
    form: tuple[str, Place] | None
    raw: Place | None
    opened: tuple[Place, ...]
    addressed: tuple[Value, ...]
    quirks: tuple[str, ...]
    refuses: tuple[Place, ...]
    result: Result
    stream: Result | None
    marks: Marks | None
    forgoes: str | None
    waiting: Waiting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What one provider does for one task: a function, or two for an endpoint that may speak either of two wires."""

    task: TaskSpec
    functions: tuple[Function, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSpec:
    """One provider, checked and joined with the tasks it serves."""

    id: str
    name: str
    docs: str
    module: str
    selectable: bool
    needs_key: bool
    looks_up: bool
    base_url: str | None
    router_path: str | None
    auth: tuple[str, str]
    services: tuple[Service, ...]
