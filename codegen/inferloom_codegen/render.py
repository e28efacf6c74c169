"""From checked specs to the text of every generated file."""

import json
import marshal
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Any, cast

import jinja2
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from .dictionaries import dictionaries
from .ir import Entry, Function, Json, Place, ProviderSpec, Schema, TaskSpec, Value
from .names import ROOT_ERRORS, ROOT_NAMES
from .offers import offers
from .paths import media_type, resolve
from .played import played
from .prose import docstring, escaped, item, paragraph
from .service import ServiceSpec
from .service_views import service_bundle, service_view
from .signature import EVERY_CALL, EVERY_ERROR, VIA_CHAT
from .surface import may_chat, refused, surface
from .types import Types, root_title
from .views import MethodView

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Sdk:
    """Everything that a package is made from.

    Attributes:
        package: its name.
        tasks: the tasks.
        providers: the providers, joined with the tasks.
        openai: the namespaces of OpenAI's client.
        services: the services.
    """

    package: str
    tasks: list[TaskSpec]
    providers: list[ProviderSpec]
    openai: list[TaskSpec] = field(default_factory=list[TaskSpec])
    services: list[ServiceSpec] = field(default_factory=list[ServiceSpec])


def render(sdk: Sdk) -> dict[str, str]:
    """Write the text of every generated file.

    Args:
        sdk: what to make.

    Returns:
        Path inside the package -> text. Python is not formatted yet.
    """
    seen = surface(sdk.tasks, sdk.openai, sdk.providers, sdk.services)
    types, methods, chat, openai = seen.types, seen.views, seen.chat, seen.openai
    environment = _environment(types)
    selectable = [provider for provider in sdk.providers if provider.selectable]
    offered = offers(methods, openai, selectable, {provider.id: _openai_routes(provider) for provider in selectable})
    spoken = [*methods, *(method for method, _ in openai.values())]
    keyed = dictionaries(spoken, types, {name for name, roles in seen.roles.items() if "input" in roles})
    shared = {
        "package": sdk.package,
        "methods": sorted(methods, key=lambda method: method.task.method),
        "providers": selectable,
        "offers": offered,
        "dictionaries": keyed,
        "default_provider": seen.default_provider,
        "home": dict(sorted(types.home.items())),
        "errors": ROOT_ERRORS,
        "root_names": ROOT_NAMES,
        "has_chat": any(task.method == "chat_completion" for task in sdk.tasks),
        "chatting": seen.methods["chat_completion"].served if "chat_completion" in seen.methods else (),
        "chat": chat,
        "openai": openai,
        "services": sdk.services,
        "every_call": EVERY_CALL,
        "every_error": EVERY_ERROR,
        "via_chat": VIA_CHAT,
    }

    def write(template: str, **values: Any) -> str:
        return environment.get_template(template).render(**shared, **values)

    files: dict[str, str] = {}
    for name in ("__init__.py", "capabilities.py", "errors.py", "offers.py", "sandbox.py", "telemetry.py"):
        files[name] = write(f"{name}.jinja")
    for name, flavour in (("client.py", "sync"), ("async_client.py", "async")):
        files[name] = write("client.py.jinja", flavour=flavour)
    files["py.typed"] = ""
    if keyed.all:
        files["dictionaries.py"] = write("dictionaries.py.jinja")
    files["api.md"] = write("api.md.jinja", seen=seen)
    files["types/__init__.py"] = write("types_init.py.jinja")
    for name in ("methods", "providers", "schemas"):
        files[f"{name}/__init__.py"] = write("package_init.py.jinja", what=name)
    by_module = {task.module: task for task in [*sdk.tasks, *sdk.openai]}
    by_service = {service.module: service for service in sdk.services}
    for name, made in types.modules.items():
        files[f"types/{name}.py"] = write(
            "types.py.jinja", task=by_module.get(name), service=by_service.get(name), module=made
        )
    for method in methods:
        files[f"methods/{method.task.module}.py"] = write(
            "method.py.jinja",
            method=method,
            like=None,
            via=chat is not None and may_chat(method),
            marker=offered.marker(method.task.module),
        )
        files[f"schemas/{method.task.id}.json"] = _bundle(method)
    for module, (method, like) in openai.items():
        files[f"methods/{module}.py"] = write(
            "method.py.jinja", method=method, like=like, via=False, marker=offered.marker(module)
        )
    if openai:
        files["openai.py"] = write("openai.py.jinja")
    if chat is not None:
        marker = offered.marker(chat.method.task.module)
        conversing: dict[str, Any] = {"method": chat.method, "like": None, "via": False, "marker": marker}
        for name in ("__init__.py", "types.py"):
            files[f"chat/{name}"] = write(f"chat/{name}.jinja", **conversing)
        for name, flavour in (("completions.py", "sync"), ("async_completions.py", "async")):
            files[f"chat/{name}"] = write("chat/completions.py.jinja", **conversing, flavour=flavour)
    for service in sdk.services:
        shown = service_view(service, types)
        for name, flavour in (("__init__", ""), ("operations", ""), ("client", "sync"), ("async_client", "async")):
            template = f"service/{name.removeprefix('async_')}.py.jinja"
            files[f"{service.module}/{name}.py"] = write(template, service=shown, flavour=flavour)
        files[f"schemas/services/{service.id}.json"] = service_bundle(service)
    files |= played(sdk.providers)
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
    return {"types": {name: types.home[name] for name in sorted(names)}, "quirks": sorted(quirks)}


class _CompiledTemplates(BytecodeCache):
    """Compiled templates in files, where Python keeps its compiled modules: compiling them takes as long as using them.

    Jinja works out at once what is constant in a template, with our filters: so what was compiled holds for one state
    of the compiler's own modules, and for one release of Jinja and of Python.
    """

    def __init__(self) -> None:
        state = sha256(jinja2.__version__.encode() + MAGIC_NUMBER)
        for path in sorted(TEMPLATES.parent.glob("*.py")):
            state.update(path.read_bytes())
        self._state = state.hexdigest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The template's name, which its file is named after."""
        return name

    def get_source_checksum(self, source: str) -> str:
        """The digest of all that a compiled template is made from."""
        return sha256((self._state + source).encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template that was compiled before; one that is out of date or damaged is compiled anew."""
        try:
            stamp, _, code = _compiled(bucket.key).read_bytes().partition(b"\n")
            if stamp == bucket.checksum.encode():
                bucket.code = marshal.loads(code)
        except (OSError, EOFError, ValueError, TypeError):
            return

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, unless Python keeps no modules or the folder cannot be written to."""
        if sys.dont_write_bytecode or bucket.code is None:
            return
        path = _compiled(bucket.key)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}-{id(bucket)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(bucket.checksum.encode() + b"\n" + marshal.dumps(bucket.code))
            unfinished.replace(path)
        except OSError:
            return


def _compiled(name: str) -> Path:
    return Path(cache_from_source(str(TEMPLATES / name)))


def _environment(types: Types) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        bytecode_cache=_CompiledTemplates(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    filters: dict[str, Any] = {
        "literal": literal,
        # The same words stand in the docstrings of several methods: sync, async, raw, submitted.
        "docstring": cache(docstring),
        "escaped": cache(escaped),
        "item": cache(item),
        "paragraph": cache(paragraph),
        "paragraphs": _paragraphs,
        "sentence": _sentence,
        "source": _source,
        "tuple": tuple,
        "variable": _variable,
        "object_name": _object_name,
        "leading": _leading,
        "owners": partial(_owners, types=types),
        "imports": partial(_imports, types=types),
        "holds_binary": _holds_binary,
        "media": media_of,
        "parameters_of": _parameters_of,
        "marks_name": _marks_name,
        "refused": refused,
        "spoken": _spoken,
        "steps": _steps,
        "openai_routes": _openai_routes,
    }
    environment.filters.update(filters)
    tests: dict[str, Any] = {"solid": _is_solid}
    environment.tests.update(tests)
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


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]


def _sentence(text: str) -> str:
    return " ".join(text.split())


def _openai_routes(provider: ProviderSpec) -> dict[str, str]:
    """The routes on which a provider speaks OpenAI's wire, by what OpenAI calls them."""
    routes: dict[str, str] = {}
    for service in provider.services:
        for function in service.functions:
            if function.openai or function.own or "{" in function.route:
                continue
            for name in ("chat/completions", "completions", "embeddings"):
                if function.route.endswith("/" + name):
                    routes[name] = function.route
                    break
    if (chat := routes.pop("chat/completions", None)) is not None:
        routes["models"] = chat.removesuffix("chat/completions") + "models"
    return dict(sorted(routes.items()))


def _steps(path: str) -> list[str | int]:
    return [int(step) if step.isdigit() else step for step in path.split(".")]


def _source(place: Place) -> str:
    """The expression that reads a field of the input."""
    if len(place.path) == 1 or (place.owner_required and len(place.path) == 2):
        return "task." + ".".join(place.path)
    owner, name, *deeper = place.path
    read = f"{_local(owner)}.{name}"
    # An object inside the parameters may have been given as a mapping.
    return f"wire.part(plain({read}), {tuple(deeper)!r})" if deeper else read


def _spoken(place: Place, task: TaskSpec) -> str:
    """What the caller calls a field: its argument, and the way from there where the argument is an object."""
    owners = [argument for argument in task.arguments if place.path[: len(argument.path)] == argument.path]
    if not owners:
        return ".".join(place.path)
    owner = max(owners, key=lambda argument: len(argument.path))
    return ".".join([owner.name, *place.path[len(owner.path) :]])


def _variable(value: Value | Place) -> str:
    """The local variable that holds an opened binary field, or its address."""
    if isinstance(value, Place):
        return "_".join(value.path) + "_file"
    return "_".join(value.place.path) + "_url" if value.place else ""


def _object_name(key: str, target: str) -> str:
    """The local variable that holds an object inside the one in `target` until it is filled."""
    outer = "" if target == "body" else target.removesuffix("_object") + "_"
    return f"{outer}{re.sub(r'[^A-Za-z0-9_]', '_', key)}_object".lstrip("0123456789_")


def _marks_name(function: Function) -> str:
    return f"{function.name.strip('_')}_marks".upper()


def _leading(value: Value) -> tuple[Entry, ...]:
    """The entries that an object begins with and always has: they stand in its literal."""
    entries: list[Entry] = []
    for entry in value.entries:
        if not _is_plain(entry.value):
            break
        entries.append(entry)
    return tuple(entries)


def _is_plain(value: Value) -> bool:
    if value.kind == "list":
        return all(_is_plain(item) for item in value.items)
    if value.kind == "object":
        return not value.extra and not value.merged and all(_is_plain(entry.value) for entry in value.entries)
    required = value.place is not None and value.place.required
    return value.kind in ("const", "model", "name") or (value.kind == "field" and (required or value.has_default))


def _is_solid(value: Value) -> bool:
    """Whether an object is sent even when nothing of it is given: the caller may add to it, or it is never empty."""
    if value.extra:
        return True
    return any(
        inner.kind in ("const", "model", "name")
        or inner.has_default
        or (inner.place is not None and inner.place.required)
        or (inner.kind == "object" and _is_solid(inner))
        for inner in (entry.value for entry in value.entries)
    )


def _local(owner: str) -> str:
    return "given" if owner == "parameters" else f"given_{owner}"


def _owners(function: Function, types: Types) -> list[tuple[str, str, str]]:
    """Objects of the input that may be absent, and are read: (local name, field, class)."""
    title = root_title(function.task.input)
    addressed = [value.place for value in function.addressed if value.place is not None]
    places = [*_places(function.body), *function.refuses, *function.opened, *addressed]
    if function.raw is not None:
        places += _places(_parameters_of(function))
    owners = {
        place.path[0] for place in places if len(place.path) > 1 and not (place.owner_required and len(place.path) == 2)
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
    if value.place is not None and value.kind == "field":
        yield value.place
    for inner in (*value.items, *value.merged, *(entry.value for entry in value.entries)):
        yield from _places(inner)


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


def _parameters_of(function: Function) -> Value:
    """The object that goes along with a binary input; the caller's extra keys are its own where it has no others."""
    for entry in function.body.entries:
        if entry.key == "parameters":
            return entry.value
    return Value(kind="object", extra=True)


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
