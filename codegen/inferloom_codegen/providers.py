"""The provider table's vocabulary, closed: one YAML file a provider, one a dialect."""

from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from . import names
from .errors import Place, Problems, did_you_mean, listing, quote
from .source import Node, locate, plain, read_yaml

M = TypeVar("M", bound=BaseModel)


class Words(BaseModel):
    """A part of the table: every key is known, everything else is an error with an address."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Cell(Words):
    """How a provider does one task.

    Attributes:
        dialect: a dialect to start from; the other words override its, `json` key by key.
        summary: one sentence for the generated docstring (dialects).
        post: the route; `{model}` is the provider's model id.
        post_openai: the OpenAI route of an endpoint given by URL, such as `chat/completions`.
        shape: `pipeline`: body and result follow from the task's schemas (a binary input is sent as it is, or as
            base64 in JSON when there are parameters; a single binary output is the answer's body).
        json: the body: key -> where its value comes from: a path into the input, `model`, `name` (the model as an
            OpenAI body names it on an endpoint), `{const: value}`, `{base64: path}`, `{quirk: module.function, of:
            path}`, or an object of these. The key `*` spreads every field of the object at its path that is named
            nowhere else and not refused.
        refuses: fields that the provider does not take; giving one is an error before anything is sent.
        unwrap: the answer may stand in a list of one (`true`), or in a list of lists (`rows`).
        result: the output: `json` (the default), `{quirk: module.function}`, a path of the answer (`*` for each item of
            a list), or an object of paths.
        stream: the same for each event of a stream.
        otherwise: a second way, for an endpoint that turns out to speak another wire.
    """

    dialect: str | None = None
    summary: str | None = None
    post: str | None = None
    post_openai: str | None = None
    shape: Literal["pipeline"] | None = None
    json_: dict[str, Any] | None = None
    refuses: list[str] = []
    unwrap: bool | Literal["rows"] = False
    result: Any = None
    stream: Any = None
    otherwise: "Cell | None" = None

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=lambda name: name.rstrip("_"))


class Provider(Words):
    """One provider.

    Attributes:
        id: its id in `provider=...`, the file's name.
        name: its name as people write it.
        docs: where it documents itself.
        selectable: whether callers may name it (False for the wires behind URLs and `auto`).
        address: `own` (it has a `base_url`, and the router serves it too), `router` (only through the router), `caller`
            (the URL is the caller's).
        base_url: its own address.
        router_path: its path on the router; `/{id}` by default.
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
    address: Literal["own", "router", "caller"] = "own"
    base_url: str | None = None
    router_path: str | None = None
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

    def __init__(self, file: str, node: Node, provider: Provider) -> None:
        self.file = file
        self.node = node
        self.provider = provider

    def place(self, *path: str | int, key: bool = False) -> Place:
        """The address of a value in the file.

        Args:
            path: keys and indexes from the file's root.
            key: the address of the last key rather than its value's.
        """
        return locate(self.node, path, key=key)


def read_table(specs: Path, problems: Problems) -> tuple[dict[str, Cell], list[Row]]:
    """Read `specs/dialects` and `specs/providers`.

    Args:
        specs: the specs folder; either may be missing (then hf-pipeline is known and there is no provider).
        problems: takes what is wrong.

    Returns:
        The dialects by name, and the providers by id.
    """
    dialects: dict[str, Cell] = {}
    for path, file in _files(specs, "dialects"):
        if (node := read_yaml(path, file, problems)) and (cell := _checked(Cell, node, problems)):
            dialects[path.stem] = cell
    rows: list[Row] = []
    for path, file in _files(specs, "providers"):
        node = read_yaml(path, file, problems)
        provider = _checked(Provider, node, problems) if node is not None else None
        if node is None or provider is None:
            continue
        row = Row(file, node, provider)
        if provider.id != path.stem:
            problems.error(row.place("id"), f"id {quote(provider.id)} differs from the file's name {quote(path.stem)}")
        if problem := names.id_problem(provider.id):
            problems.error(row.place("id"), f"id {quote(provider.id)} {problem}")
        if provider.address == "own" and not (provider.base_url or "").startswith("https://"):
            problems.error(
                row.place("base_url"), "base_url is missing or not https://...: a provider with address 'own' has one"
            )
        if set(provider.auth) != {"header", "value"} or "{key}" not in provider.auth.get("value", ""):
            problems.error(row.place("auth"), 'auth needs a header and a value that holds {key}, as "Bearer {key}"')
        rows.append(row)
    return dialects, rows


def _files(specs: Path, folder: str) -> list[tuple[Path, str]]:
    found = sorted((specs / folder).glob("*.yaml")) if (specs / folder).is_dir() else []
    return [(path, f"{folder}/{path.name}") for path in found]


def _checked(kind: type[M], node: Node, problems: Problems) -> M | None:
    try:
        return kind.model_validate(plain(node))
    except ValidationError as error:
        for item in error.errors(include_url=False, include_context=False):
            _report(kind, node, item["loc"], item["type"], item["msg"], problems)
        return None


def _report(
    kind: type[BaseModel], node: Node, loc: tuple[str | int, ...], code: str, message: str, problems: Problems
) -> None:
    last = str(loc[-1]) if loc else ""
    name = quote(last) if loc else "the file"
    if code == "extra_forbidden":
        inside = (len(loc) > 2 and loc[0] == "tasks") or loc[:1] == ("otherwise",) or kind is Cell
        known = sorted(_known(Cell if inside else Provider))
        problems.error(
            locate(node, loc, key=True),
            f"unknown word {name}{did_you_mean(last, known)} (known: {listing(known, 20)})",
        )
    elif code == "missing":
        problems.error(locate(node, loc), f"{name} is missing")
    else:
        problems.error(locate(node, loc), f"{name}: {message[:1].lower()}{message[1:]}")


def _known(kind: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in kind.model_fields.items()]
