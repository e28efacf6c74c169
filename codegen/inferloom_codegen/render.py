"""From checked specs to the text of every generated file."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .ir import Entry, Function, Json, Place, ProviderSpec, Schema, TaskSpec, Value
from .paths import media_type, resolve
from .prose import docstring, paragraph
from .types import Types, make_types, root_title
from .views import MethodView, view

TEMPLATES = Path(__file__).with_name("templates")

ROOT_ERRORS = (
    "AnswerError",
    "AuthenticationError",
    "BadRequestError",
    "ConnectionFailedError",
    "GenerationError",
    "IncompleteGenerationError",
    "InferenceTimeoutError",
    "InferloomError",
    "MissingDependencyError",
    "ModelNotSupportedError",
    "NotFoundError",
    "OverloadedError",
    "PermissionDeniedError",
    "ProviderError",
    "RateLimitError",
    "RepositoryNotFoundError",
    "ServerError",
    "StreamTruncatedError",
    "TextGenerationError",
    "UnknownError",
    "UnprocessableEntityError",
    "UsageError",
    "ValidationError",
)
"""The classes of the generated `errors` module; a test compares them with the runtime's tree."""


@dataclass(frozen=True, slots=True)
class Sdk:
    """Everything that a package is made from.

    Attributes:
        package: its name.
        tasks: the tasks.
        providers: the providers, joined with the tasks.
        version: the package's version.
    """

    package: str
    tasks: list[TaskSpec]
    providers: list[ProviderSpec]
    version: str


def render(sdk: Sdk) -> dict[str, str]:
    """Write the text of every generated file.

    Args:
        sdk: what to make.

    Returns:
        Path inside the package -> text. Python is not formatted yet.
    """
    types = make_types(sdk.tasks)
    methods = [view(task, types) for task in sdk.tasks]
    environment = _environment(types)
    selectable = [provider for provider in sdk.providers if provider.selectable]
    shared = {
        "package": sdk.package,
        "version": sdk.version,
        "methods": sorted(methods, key=lambda method: method.task.method),
        "providers": selectable,
        "home": dict(sorted(types.home.items())),
        "errors": ROOT_ERRORS,
        "has_chat": any(task.method == "chat_completion" for task in sdk.tasks),
    }

    def write(template: str, **values: Any) -> str:
        return environment.get_template(template).render(**shared, **values)

    files: dict[str, str] = {}
    for name in ("__init__.py", "client.py", "capabilities.py", "errors.py", "sandbox.py"):
        files[name] = write(f"{name}.jinja")
    files["py.typed"] = ""
    files["types/__init__.py"] = write("types_init.py.jinja")
    for name in ("methods", "providers", "schemas"):
        files[f"{name}/__init__.py"] = write("package_init.py.jinja", what=name)
    by_module = {task.module: task for task in sdk.tasks}
    for name, module in types.modules.items():
        files[f"types/{name}.py"] = write("types.py.jinja", task=by_module.get(name), module=module)
    for method in methods:
        files[f"methods/{method.task.module}.py"] = write("method.py.jinja", method=method)
        files[f"schemas/{method.task.id}.json"] = _bundle(method)
    for provider in sdk.providers:
        files[f"providers/{provider.module}.py"] = write(
            "provider.py.jinja", provider=provider, **_provider_imports(provider, types)
        )
    return files


def _provider_imports(provider: ProviderSpec, types: Types) -> dict[str, Any]:
    names: set[str] = set()
    quirks: set[str] = set()
    for service in provider.services:
        task = service.task
        names |= {root_title(task.input), root_title(task.output)}
        names |= {root_title(task.stream_output)} if task.stream_output else set()
        for function in service.functions:
            quirks |= set(function.quirks)
            names |= {title for _, _, title in _owners(function, types)}
    return {"types": {name: types.home[name] for name in sorted(names)}, "quirks": sorted(quirks)}


def _environment(types: Types) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    filters: dict[str, Any] = {
        "literal": literal,
        "escaped": _escaped,
        "paragraph": paragraph,
        "paragraphs": _paragraphs,
        "returned": _returned,
        "source": _source,
        "owners": partial(_owners, types=types),
        "imports": partial(_imports, types=types),
        "holds_binary": _holds_binary,
        "media": media_of,
        "parameter_entries": _parameter_entries,
        "free_parameters": _free_parameters,
        "steps": _steps,
    }
    environment.filters.update(filters)
    return environment


def literal(value: Any) -> str:
    """A value of a spec as Python source: the only way that a spec's text enters code.

    Args:
        value: plain JSON, or tuples of it.
    """
    return repr(value)


def _holds_binary(schema: Json) -> bool:
    """Whether an output has pictures or sounds inside, which take long enough to decode to stall an event loop."""
    if isinstance(schema, dict):
        return "contentMediaType" in schema or any(_holds_binary(value) for value in schema.values())
    return isinstance(schema, list) and any(_holds_binary(item) for item in schema)


def _escaped(text: str) -> str:
    return docstring(" ".join(text.split()))


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]


def _steps(path: str) -> list[str | int]:
    return [int(step) if step.isdigit() else step for step in path.split(".")]


def _source(place: Place) -> str:
    if len(place.path) == 1 or place.owner_required:
        return "task." + ".".join(place.path)
    return ".".join([_local(place.path[0]), *place.path[1:]])


def _local(owner: str) -> str:
    return "given" if owner == "parameters" else f"given_{owner}"


def _owners(function: Function, types: Types) -> list[tuple[str, str, str]]:
    """Objects of the input that may be absent, and are read: (local name, field, class)."""
    title = root_title(function.task.input)
    owners = {
        place.path[0]
        for place in (*_places(function.body), *function.refuses, *function.binaries)
        if len(place.path) > 1 and not place.owner_required
    }
    return [(_local(owner), owner, types.owner(title, owner)) for owner in sorted(owners)]


def _imports(function: Function, types: Types) -> list[tuple[str, list[str]]]:
    """The classes that a function makes, by module: imported on its first call, not with the provider's module."""
    task = function.task
    names = {root_title(task.output), *(title for _, _, title in _owners(function, types))}
    names |= {root_title(task.stream_output)} if function.stream and task.stream_output else set()
    modules: dict[str, list[str]] = {}
    for name in sorted(names):
        modules.setdefault(types.home[name], []).append(name)
    return sorted(modules.items())


def _places(value: Value) -> Iterable[Place]:
    if value.place is not None:
        yield value.place
    for entry in value.entries:
        yield from _places(entry.value)


def media_of(function: Function, place: Place) -> str:
    """The media type of a binary field.

    Args:
        function: the function that reads it.
        place: the field.
    """
    task = function.task
    schema: Schema = task.input
    for step in place.path:
        schema = resolve(schema, task.input) or schema
        schema = cast("dict[str, Schema]", schema["properties"])[step]
    return media_type(schema, task.input) or "application/octet-stream"


def _parameter_entries(function: Function) -> tuple[Entry, ...]:
    for entry in function.body.entries:
        if entry.key == "parameters":
            return entry.value.entries
    return ()


def _free_parameters(function: Function) -> Place | None:
    """The field that holds the parameters of a task whose schema names none."""
    return next((entry.value.place for entry in function.body.entries if entry.key == "parameters"), None)


def _returned(method: MethodView) -> str:
    task = method.task
    output = str(task.output.get("description", "")).strip() or "The server's answer."
    text = output if output.endswith(".") else output + "."
    if task.returns is not None and task.returns.path:
        text += f" Of it, `{'.'.join(task.returns.path)}`"
        text += f"; all of it with {task.returns.unless}=True." if task.returns.unless else "."
    if task.returns is not None and task.returns.array:
        text += f" A numpy array of {task.returns.array}."
    if method.item is not None:
        text += " With stream=True, its pieces as they come."
    return text


def _bundle(method: MethodView) -> str:
    task = method.task
    bundle: dict[str, Json] = {
        "task": task.id,
        "hub": task.hub,
        "method": task.method,
        "arguments": {argument.name: ".".join(argument.path) for argument in task.arguments},
        "input": task.input,
        "output": task.output,
        "stream_output": task.stream_output,
        "returns": None
        if task.returns is None
        else {"path": ".".join(task.returns.path), "unless": task.returns.unless, "array": task.returns.array},
        "example": task.example,
        "open_keywords": task.open_keywords,
    }
    return json.dumps(bundle, ensure_ascii=False, indent=1) + "\n"


@cache
def template_digests() -> dict[str, str]:
    """The digest of every template."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(TEMPLATES.glob("*.jinja"))}
