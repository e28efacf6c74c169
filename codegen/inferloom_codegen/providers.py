"""The provider table's vocabulary, closed: one YAML file a provider, one a dialect."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, field_validator

from . import names
from .errors import Place, Problems, did_you_mean, listing, quote
from .source import Mapping, Node, Scalar, Sequence, kind_of, locate, plain, read_yaml

M = TypeVar("M", bound=BaseModel)

SPELLINGS = ("chat_answer", "chat_chunk", "generated_token")
"""What `respell` may name: functions of the runtime's `spelling`."""

_ADDRESS = re.compile(r"https://[^/\s?#]+(/[^\s?#]*)?")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def _as_float(value: object) -> object:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


Seconds: TypeAlias = Annotated[float, BeforeValidator(_as_float)]
"""A number of seconds, which may be written without a point."""


class Words(BaseModel):
    """A part of the table: every key is known, everything else is an error with an address."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=lambda name: name.rstrip("_"))

    @classmethod
    def words_at(cls, path: tuple[str | int, ...]) -> "type[Words]":
        """Whose words stand at a path of a file that is one of these."""
        return Queue if "poll" in path else cls


class Queue(Words):
    """How a provider's queue is asked for a job.

    Attributes:
        at: path, in the first answer, of the address to ask; only its path and query are used, on our own host.
        suffix: appended to that path.
        keyless: the address at `at` is asked as it is, on whatever host, and no key goes along.
        get: a route with `{id}`, in place of `at`.
        id: path of the job's id in the first answer.
        status: path of the state in a status answer.
        pending, done, failed: the states, by what they mean; any other counts as pending, with a warning.
        absent_is: what it means when there is no state.
        error: path of the words of a failure.
        then: path, in the first answer, of the result's address; without it the last status answer is the result.
        cancel: the HTTP method, with a path of the first answer or a route with `{id}`.
        unless: path, in the first answer, of a result that is there at once.
        every: seconds between two questions.
        first: seconds before the first question.
        deadline: seconds until waiting ends.
    """

    at: str | None = None
    suffix: str = ""
    keyless: bool = False
    get: str | None = None
    id: str = "id"
    status: str
    pending: list[str]
    done: list[str]
    failed: list[str] = []
    absent_is: Literal["pending", "failed"] = "failed"
    error: str | None = None
    then: str | None = None
    cancel: dict[Literal["post", "put", "delete"], str] | None = None
    unless: str | None = None
    every: Seconds
    first: Seconds = 0.0
    deadline: Seconds


class Cell(Words):
    """How a provider does one task.

    Attributes:
        dialect: a dialect to start from; the other words override its, `json` key by key.
        summary: one sentence about the dialect.
        docs: where the provider documents this call.
        post: the route; `{model}` is the provider's model id. `{quirk: module.function}` makes it from the model id.
        post_openai: the OpenAI route of an endpoint given by URL, such as `chat/completions`.
        base_url: another address of the provider's own that serves this task.
        routed_query: the query that is added when the call goes through the router.
        headers: headers that the provider wants; they win over the caller's.
        shape: `pipeline`: body and result follow from the task's schemas (a binary input is sent as it is, or as
            base64 in JSON when there are parameters; a single binary output is the answer's body).
        json: the body: key -> source.
        multipart: the body as a form, in place of `json`; one key is `{file: path}`.
        keeps: fields that are not sent, because they only say what the method returns.
        refuses: fields that the provider does not take; giving one is an error before anything is sent.
        unwrap: the answer may stand in a list of one (`true`), or in a list of lists (`rows`).
        result: the output: `json` (the default), `raw`, `{quirk: module.function}`, `{flow: module.function}`,
            `{respell: name}` (`json`, after the bytes have been put into the dialect's own spelling: one of
            `SPELLINGS`), a path of the answer (`*` for each item of a list), or an object or a list of paths,
            `{url: path}` (downloaded), `{base64: path}` and `{const: value}`.
        stream: the same for each event of a stream.
        forgoes: the body's key whose parameters are left out where a server says that the model does not use them.
        poll: how the queue is asked, where the first answer is only a job's ticket.
        otherwise: a second way, for an endpoint that turns out to speak another wire.

    A source is a path into the input, `model`, `name` (the model as an OpenAI body names it on an endpoint), `adapter`
    (the LoRA adapter of the Hub's mapping), `{const: value}`, `{of: path, default: value}`, `{base64: path}`,
    `{data_url: path, default: media type}` (`as: media type` names one always), `{file: path}`,
    `{size: [width, height]}` ("512x256"), `{both: {key: path, ...}}` (that object when all are given),
    `{quirk: module.function, of: source}`, a list or an object of sources. The key `*` spreads every field of the
    object at its path that is named nowhere else and not refused; the key `+` merges the object that its source gives.
    """

    dialect: str | None = None
    summary: str | None = None
    docs: str | None = None
    post: str | dict[str, str] | None = None
    post_openai: str | None = None
    base_url: str | None = None
    routed_query: dict[str, str] = {}
    headers: dict[str, str] = {}
    shape: Literal["pipeline"] | None = None
    json_: dict[str, Any] | None = None
    multipart: dict[str, Any] | None = None
    keeps: list[str] = []
    refuses: list[str] = []
    unwrap: bool | Literal["rows"] = False
    result: Any = None
    stream: Any = None
    forgoes: str | None = None
    poll: Queue | None = None
    otherwise: "Cell | None" = None


class Provider(Words):
    """One provider.

    Attributes:
        id: its id in `provider=...`, the file's name.
        name: its name as people write it.
        docs: where it documents itself.
        selectable: whether callers may name it (False for the wires behind URLs and `auto`).
        address: `own` (it has a `base_url`, and the router serves it too), `direct` (only its `base_url`), `router`
            (only through the router), `caller` (the URL is the caller's).
        base_url: its own address.
        router_path: its path on the router; `/{id}` by default.
        headers: headers of every call; they win over the caller's.
        auth: the header that carries a key of its own, and the value's shape.
        needs_key: whether a call without any key is refused before sending.
        looks_up: whether the Hub's mapping names its model ids.
        like: a provider whose cells are taken over.
        post: the route of every cell taken over.
        every_task: a dialect that it speaks for each task that is not listed.
        tasks: task id -> how it does it: a cell, or a dialect's name.
    """

    id: str
    name: str
    docs: str
    selectable: bool = True
    address: Literal["own", "direct", "router", "caller"] = "own"
    base_url: str | None = None
    router_path: str | None = None
    headers: dict[str, str] = {}
    auth: dict[Literal["header", "value"], str] = {"header": "authorization", "value": "Bearer {key}"}
    needs_key: bool = True
    looks_up: bool = True
    like: str | None = None
    post: str | None = None
    every_task: str | None = None
    tasks: dict[str, Cell] = {}

    @field_validator("tasks", mode="before")
    @classmethod
    def _dialects(cls, tasks: Any) -> Any:
        if not isinstance(tasks, dict):
            return tasks
        return {key: {"dialect": cell} if isinstance(cell, str) else cell for key, cell in tasks.items()}  # pyright: ignore[reportUnknownVariableType]


class Row:
    """A file of the table: what it says, with where it says it."""

    def __init__(self, node: Node, provider: Provider) -> None:
        self.node = node
        self.provider = provider

    def place(self, *path: str | int, key: bool = False) -> Place:
        """The address of a value in the file.

        Args:
            path: keys and indexes from the file's root.
            key: the address of the last key rather than its value's.
        """
        return locate(self.node, path, key=key)


class Dialect:
    """A dialect's file."""

    def __init__(self, node: Node, cell: Cell) -> None:
        self.node = node
        self.cell = cell


def read_table(specs: Path, problems: Problems) -> tuple[dict[str, Dialect], list[Row]]:
    """Read `specs/dialects` and `specs/providers`.

    Args:
        specs: the specs folder; either may be missing (then hf-pipeline is known and there is no provider).
        problems: takes what is wrong.

    Returns:
        The dialects by name, and the providers by id.
    """
    dialects: dict[str, Dialect] = {}
    for path, file in _files(specs / "dialects", "dialects", problems):
        if (node := read_yaml(path, file, problems)) and (cell := checked(Cell, node, problems)):
            dialects[path.stem] = Dialect(node, cell)
    return dialects, read_rows(specs / "providers", "providers", problems)


def read_rows(folder: Path, name: str, problems: Problems) -> list[Row]:
    """Read a folder of providers.

    Args:
        folder: the folder, which may be missing.
        name: how messages call it.
        problems: takes what is wrong.

    Returns:
        The providers by id.
    """
    rows: list[Row] = []
    for path, file in _files(folder, name, problems):
        node = read_yaml(path, file, problems)
        provider = checked(Provider, node, problems) if node is not None else None
        if node is None or provider is None:
            continue
        row = Row(node, provider)
        if provider.id != path.stem:
            problems.error(row.place("id"), f"id {quote(provider.id)} differs from the file's name {quote(path.stem)}")
        if problem := names.provider_problem(provider.id):
            problems.error(row.place("id"), f"id {quote(provider.id)} {problem}")
        twin = next((one.provider.id for one in rows if _class(one) == _class(row)), None)
        if twin is not None:
            problems.error(
                row.place("id"), f"id {quote(provider.id)} makes the same class as {quote(twin)}; rename one"
            )
        _check_address(row, problems)
        _check_auth(row, problems)
        rows.append(row)
    return rows


def _class(row: Row) -> str:
    return names.class_name(row.provider.id)


def _check_address(row: Row, problems: Problems) -> None:
    provider = row.provider
    if provider.address in {"own", "direct"} and provider.base_url is None:
        message = (
            f"base_url is missing: a provider with the address {provider.address!r} has one, like https://api.acme.com"
        )
        problems.error(row.place("address"), message)
    elif provider.base_url is not None and not _ADDRESS.fullmatch(provider.base_url):
        problems.error(row.place("base_url"), f"{quote(provider.base_url)} is not an address like https://api.acme.com")
    elif provider.base_url is not None and provider.address in {"router", "caller"}:
        message = f"base_url and address: {provider.address} exclude each other: say one of them"
        problems.error(row.place("base_url", key=True), message)
    if provider.router_path is not None and provider.address in {"direct", "caller"}:
        message = f"router_path and address: {provider.address} exclude each other: say one of them"
        problems.error(row.place("router_path", key=True), message)
    elif provider.router_path and not provider.router_path.startswith("/"):
        problems.error(row.place("router_path"), f"{quote(provider.router_path)} does not start with a slash")


def _check_auth(row: Row, problems: Problems) -> None:
    auth = row.provider.auth
    for word in ("header", "value"):
        if word not in auth:
            problems.error(
                row.place("auth", key=True), f'auth has no {word}; write {{header: x-key, value: "{{key}}"}}'
            )
    if not _TOKEN.fullmatch(auth.get("header", "x")):
        problems.error(row.place("auth", "header"), f"{quote(auth['header'])} is not the name of a header")
    value = auth.get("value", "{key}")
    if value.count("{key}") != 1 or "{" in value.replace("{key}", "") or "}" in value.replace("{key}", ""):
        problems.error(row.place("auth", "value"), f'{quote(value)} must hold {{key}} once, as in "Bearer {{key}}"')


def _files(folder: Path, name: str, problems: Problems) -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        file = f"{name}/{path.name}"
        if path.suffix == ".yaml" and path.is_file():
            found.append((path, file))
        elif not path.name.startswith((".", "README")):
            problems.error(Place(file), f"this is not read: {name}/ holds files named like {path.stem}.yaml")
    return found


def checked(kind: type[M], node: Node, problems: Problems) -> M | None:
    """Read a file as one of the vocabulary's parts.

    Args:
        kind: the part.
        node: the file's value.
        problems: takes what is wrong, with an address.

    Returns:
        What it says; None when something is wrong.
    """
    try:
        return kind.model_validate(plain(node))
    except ValidationError as error:
        _report(kind, node, error, problems)
        return None


_Path = tuple[str | int, ...]


def _report(kind: type[BaseModel], node: Node, error: ValidationError, problems: Problems) -> None:
    """Say with an address, and in the table's own words, what pydantic found."""
    wanted: dict[_Path, tuple[Node, list[str]]] = {}
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        loc, code, message = item["loc"], item["type"], item["msg"]
        path, found = _reached(node, loc)
        name = str(loc[-1]) if loc else "this file"
        if code == "extra_forbidden":
            known = _known(_model_at(kind, path[:-1]))
            problems.error(
                locate(node, path, key=True),
                f"unknown word {quote(name)}{did_you_mean(name, known)} (known: {listing(known, 24)})",
            )
        elif loc and loc[-1] == "[key]":
            known = [
                word.strip("'") for word in message.removeprefix("Input should be ").replace(" or", ",").split(", ")
            ]
            name = str(path[-1])
            problems.error(
                locate(node, path, key=True),
                f"unknown word {quote(name)}{did_you_mean(name, known)} (known: {listing(known)})",
            )
        elif code == "missing":
            problems.error(locate(node, path, key=True), f"{quote(name)} is missing")
        else:
            wanted.setdefault(path, (found, []))[1].extend(_expectations(code, message))
    for path, (found, words) in wanted.items():
        # Of the ways in which a value may be written, the one that it comes closest to.
        if any(len(other) > len(path) and other[: len(path)] == path for other in wanted):
            continue
        name = ".".join(str(step) for step in path) or "this file"
        if len(path) == 2 and path[0] == "tasks":
            words.append("the name of a dialect")
        *others, last = dict.fromkeys(words)
        expected = f"{', '.join(others)} or {last}" if others else last
        problems.error(found.at, f"{name} is {_shown(found)}, expected {expected}")


_EXPECTATIONS = {
    "string_type": "a string",
    "int_type": "a number",
    "float_type": "a number",
    "dict_type": "an object",
    "list_type": "an array",
    "model_type": "an object",
}


def _expectations(code: str, message: str) -> list[str]:
    if code == "bool_type":
        return ["true", "false"]
    if code == "literal_error":
        return message.removeprefix("Input should be ").replace("'", "").replace(" or ", ", ").split(", ")
    return [_EXPECTATIONS.get(code, message[:1].lower() + message[1:])]


def _reached(node: Node, loc: tuple[str | int, ...]) -> tuple[_Path, Node]:
    """The part of pydantic's `loc` that the file has (it names the branches of unions as well), with what is there."""
    path: list[str | int] = []
    for step in loc:
        below: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            below = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            below = node.items[step]
        if below is not None:
            node = below
            path.append(step)
    return tuple(path), node


def _shown(node: Node) -> str:
    if isinstance(node, Scalar) and node.value is None:
        return "empty"
    return quote(node.value) if isinstance(node, Scalar) and isinstance(node.value, str) else kind_of(plain(node))


def _model_at(kind: type[BaseModel], path: _Path) -> type[BaseModel]:
    """Whose words stand at a path."""
    if "poll" not in path and path[:1] == ("tasks",) and kind is Provider:
        return Cell
    return kind.words_at(path) if issubclass(kind, Words) else kind


def _known(kind: type[BaseModel]) -> list[str]:
    return sorted(field.alias or name for name, field in kind.model_fields.items())
