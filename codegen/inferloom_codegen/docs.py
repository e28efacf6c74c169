"""The pages of a documentation site: Markdown and the settings of mkdocs, made from the specs that make the SDK."""

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import docs_examples, docs_guide, docs_reference, docs_wire, markdown
from .dictionaries import Dictionaries, dictionaries
from .docs_guide import Chapter
from .ir import ProviderSpec, Service
from .names import class_name
from .output import GENERATOR, MANIFEST, digest
from .render import TEMPLATES, Sdk
from .signature import EVERY_CALL, EVERY_ERROR, VIA_CHAT, names_in
from .surface import Method, Parameter, Surface, refused, surface
from .types import TypeDefinition

PAGES = "pages"
"""The folder of the pages, beside the settings."""

SETTINGS = "mkdocs.yml"
"""The file that mkdocs reads."""

_WIDTH = 92

_SHOWN_FIRST = ("chat_completion", "text_to_image")
"""What shows best how a provider is used."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One provider's part in one method.

    Attributes:
        provider: the provider.
        service: the task as it does it.
        method: the method.
        refused: the arguments that it takes in none of its ways.
        ways: what it makes of the others.
        queued: whether it takes the work into a queue.
    """

    provider: ProviderSpec
    service: Service
    method: Method
    refused: tuple[str, ...]
    ways: tuple[docs_wire.Way, ...]
    queued: bool


@dataclass(frozen=True, slots=True)
class Site:
    """What the templates see.

    Attributes:
        package: the package.
        name: the site's name.
        seen: what callers see of the SDK.
        tasks: the tasks' methods by name.
        openai: the methods in the namespaces of OpenAI's client, by name.
        providers: those that callers may name.
        offers: a method's name -> a provider's id -> its part.
        keyed: the dictionaries that signatures name.
        chapters: the guide.
        references: the pages made from docstrings.
        commands: the command line's help.
    """

    package: str
    name: str
    seen: Surface
    tasks: dict[str, Method]
    openai: dict[str, Method]
    providers: list[ProviderSpec]
    offers: dict[str, dict[str, Offer]]
    keyed: Dictionaries
    chapters: list[Chapter]
    references: list[docs_reference.Reference]
    commands: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def methods(self) -> dict[str, Method]:
        """All methods by name."""
        return {**self.tasks, **self.openai}


def site_of(sdk: Sdk, guide: Sequence[Path] = (), name: str = "", commands: Mapping[str, str] | None = None) -> Site:
    """Work out what stands on the site.

    Args:
        sdk: what the package is made from.
        guide: Markdown documents; the first is split by its headings.
        name: the site's name; by default the package's.
        commands: the command line's help by command, or None for no such page.

    Returns:
        Everything that the templates need.

    Raises:
        GuideError: A document cannot become pages.
    """
    seen = surface(sdk.tasks, sdk.openai, sdk.providers, sdk.services)
    providers = sorted((one for one in sdk.providers if one.selectable), key=lambda one: one.id)
    spoken = [*seen.views, *(view for view, _ in seen.openai.values())]
    tasks = {name: method for name, method in seen.methods.items() if not method.task.openai}
    keyed = dictionaries(spoken, seen.types, {name for name, roles in seen.roles.items() if "input" in roles})
    return Site(
        package=sdk.package,
        name=name or sdk.package,
        seen=seen,
        tasks=tasks,
        openai={name: method for name, method in seen.methods.items() if method.task.openai},
        providers=providers,
        offers={name: _offers(method, providers) for name, method in tasks.items()},
        keyed=keyed,
        chapters=docs_guide.chapters(guide) if guide else [],
        references=docs_reference.references(sdk.package, seen, sdk.services, keyed=bool(keyed.all)),
        commands=dict(commands or {}),
    )


def pages(site: Site) -> dict[str, str]:
    """Write the site.

    Args:
        site: what stands on it.

    Returns:
        Path -> text: the settings of mkdocs with what reads docstrings, and below `pages` Markdown, a style sheet and a
        script.
    """
    environment = _environment(site)
    files: dict[str, str] = {}

    def write(path: str, template: str, **values: Any) -> None:
        files[f"{PAGES}/{path}"] = environment.get_template(f"docs/{template}.jinja").render(site=site, **values)

    write("index.md", "index.md", home=site.chapters[0] if site.chapters else None)
    for chapter in site.chapters[1:]:
        files[f"{PAGES}/{chapter.path}"] = f"# {markdown.words(chapter.title)}\n\n{chapter.text}\n"
    write("tasks/index.md", "tasks.md", every_call=EVERY_CALL, every_error=EVERY_ERROR)
    for name, method in site.methods.items():
        write(f"tasks/{name}.md", "task.md", **_of_method(site, method))
    write("table.md", "table.md")
    write("providers/index.md", "providers.md")
    for provider in site.providers:
        found = [offer for offers in site.offers.values() for offer in offers.values() if offer.provider is provider]
        write(f"providers/{provider.id}.md", "provider.md", provider=provider, offers=found, **_calls(site, found))
        write(f"reference/providers/{provider.module}.md", "module.md", provider=provider)
    for module, made in sorted(site.seen.types.modules.items()):
        write(f"types/{module}.md", "types.md", module=module, types=sorted(made.types, key=lambda one: one.name))
    for page in site.references:
        write(page.path, "reference.md", page=page)
    if site.commands:
        write("reference/command-line.md", "command-line.md")
    write("assets/site.css", "site.css")
    write("assets/iframe-worker.js", "iframe-worker.js")
    for name in (SETTINGS, "docstrings.py"):
        files[name] = environment.get_template(f"docs/{name}.jinja").render(site=site, nav=navigation(site))
    return files


def finished(files: Mapping[str, str]) -> dict[str, bytes]:
    """The files as bytes, with the manifest that says who wrote them.

    Args:
        files: path -> text.
    """
    made = {name: text.encode() for name, text in files.items()}
    manifest = {
        "generator": GENERATOR,
        "inputs": {},
        "outputs": {name: digest(data) for name, data in sorted(made.items())},
    }
    return made | {MANIFEST: (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()}


def navigation(site: Site) -> list[Any]:
    """The site's menu, as mkdocs wants it.

    Args:
        site: what stands on it.
    """
    guide = [{chapter.title: chapter.path} for chapter in site.chapters[1:]]
    reference: list[Any] = [{page.title: page.path} for page in site.references]
    if site.commands:
        reference.append({"Command line": "reference/command-line.md"})
    reference.append({"Types": [{module: f"types/{module}.md"} for module in sorted(site.seen.types.modules)]})
    reference.append({"Provider modules": [{one.id: f"reference/providers/{one.module}.md"} for one in site.providers]})
    tasks: list[Any] = ["tasks/index.md", *({name: f"tasks/{name}.md"} for name in site.tasks)]
    if site.openai:
        tasks.append({"In OpenAI's shape": [{name: f"tasks/{name}.md"} for name in site.openai]})
    return [
        {"Home": "index.md"},
        *([{"Guide": guide}] if guide else []),
        {"Tasks": tasks},
        {"Providers": ["providers/index.md", *({one.id: f"providers/{one.id}.md"} for one in site.providers)]},
        {"Who serves what": "table.md"},
        {"Reference": reference},
    ]


def _offers(method: Method, providers: list[ProviderSpec]) -> dict[str, Offer]:
    return {
        provider.id: Offer(
            provider,
            service,
            method,
            refused(service),
            tuple(docs_wire.way(function) for function in service.functions),
            docs_examples.is_queued(provider, method),
        )
        for provider in providers
        for service in provider.services
        if service.task is method.task
    }


def _of_method(site: Site, method: Method) -> dict[str, Any]:
    offers = list(site.offers.get(method.name, {}).values())
    providers = [offer.provider for offer in offers]
    like = next((like for view, like in site.seen.openai.values() if view is method.view), "")
    alias = [
        name
        for name, other in site.openai.items()
        if site.seen.openai[other.task.module][1] == method.name and other.task.module != "models"
    ]
    prose = {one.name: one.prose for one in method.view.arguments}
    for old, one in method.view.deprecated:
        prose[old] = (
            f"The old name of `{one.name}`{', which must be given: this one is not read' if one.required else ''}."
        )
    signatures = {
        "Sync": signature(method, site.keyed),
        "Async": signature(method, site.keyed, awaited=True),
    }
    return {
        "method": method,
        "prose": {"via_chat": VIA_CHAT, **prose},
        "offers": offers,
        "examples": docs_examples.examples(site.package, method, providers, site.seen.default_provider),
        "samples": sorted(
            {
                docs_examples.SAMPLES[str(value["sample"])]
                for value in method.task.example.values()
                if isinstance(value, dict) and set(value) == {"sample"}
            }
        ),
        "signatures": signatures,
        "keyed": not set(site.keyed.names.values()).isdisjoint(re.findall(r"\w+", signatures["Sync"])),
        "results": results(method, site.seen),
        "alias": alias,
        "like": like,
        "is_chat": site.seen.chat is not None and site.seen.chat.method.task is method.task,
        "every_error": EVERY_ERROR,
    }


def _calls(site: Site, offers: Sequence[Offer]) -> dict[str, Any]:
    if not offers:
        return {"routed": "", "direct": ""}
    by_name = {offer.method.name: offer for offer in offers}
    offer = next((by_name[name] for name in _SHOWN_FIRST if name in by_name), offers[0])
    provider, method = offer.provider, offer.method
    call = docs_examples.first_call
    return {
        "routed": call(site.package, method, provider, key=False) if provider.router_path is not None else "",
        "direct": call(site.package, method, provider, key=True) if provider.base_url is not None else "",
    }


def signature(method: Method, keyed: Dictionaries, *, awaited: bool = False) -> str:
    """A method's signature, one parameter a line.

    Args:
        method: the method.
        keyed: the dictionaries that annotations name.
        awaited: that of the async client.
    """
    lines = [_parameter(one, keyed) for one in method.parameters if one.positional]
    lines += ["    *,"] + [_parameter(one, keyed) for one in method.parameters if not one.positional]
    lines += [f"    {name}: {text} = None," for name, text, _ in EVERY_CALL]
    if method.task.open_keywords:
        lines.append("    **kwargs: Any,")
    returns = " | ".join(dict.fromkeys(_awaited(text) if awaited else text for text in method.returns.values()))
    head = f"{'async ' if awaited else ''}def {method.task.method}("
    return "\n".join([head, *lines, f") -> {returns}: ..."])


def _parameter(one: Parameter, keyed: Dictionaries) -> str:
    default = "" if one.default is None else f" = {one.default}"
    annotation = keyed.offered(one.annotation)
    line = f"    {one.name}: {annotation}{default},"
    if len(line) <= _WIDTH:
        return line
    return f"    {one.name}: {_broken(ast.parse(annotation, mode='eval').body, 4)}{default},"


def _broken(node: ast.expr, indent: int) -> str:
    """An annotation that is too long for a line, on several."""
    pad = " " * (indent + 4)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        pieces = f"\n{pad}| ".join(_fitting(each, indent + 4) for each in _alternatives(node))
        return f"(\n{pad}{pieces}\n{' ' * indent})"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.BinOp):
        pieces = f"\n{pad}| ".join(_fitting(each, indent + 4) for each in _alternatives(node.slice))
        return f"{ast.unparse(node.value)}[\n{pad}{pieces}\n{' ' * indent}]"
    return ast.unparse(node)


def _fitting(node: ast.expr, indent: int) -> str:
    text = ast.unparse(node)
    return text if indent + len(text) + 2 <= _WIDTH else _broken(node, indent)


def _alternatives(node: ast.expr) -> list[ast.expr]:
    found: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        found.insert(0, node.right)
        node = node.left
    return [node, *found]


def _awaited(annotation: str) -> str:
    return annotation.replace("Stream[", "AsyncStream[", 1) if annotation.startswith("Stream[") else annotation


def results(method: Method, seen: Surface) -> list[TypeDefinition]:
    """The classes that a method's results are made of: the first one on each way, without those inside it.

    Args:
        method: the method.
        seen: knows the types.
    """
    found: dict[str, TypeDefinition] = {}
    wanted = [name for text in method.returns.values() for name in sorted(names_in(text) & set(seen.types.home))]
    while wanted:
        name = wanted.pop(0)
        definition = seen.definitions[name]
        if definition.alias:
            wanted = [*sorted(names_in(definition.alias) & set(seen.types.home)), *wanted]
        else:
            found.setdefault(name, definition)
    return list(found.values())


def _environment(site: Site) -> Environment:
    links = docs_reference.links(site.package, site.seen)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )

    def annotation(text: str) -> str:
        return markdown.annotation(text, links)

    filters: dict[str, Any] = {
        "address": markdown.address,
        "annotation": annotation,
        "class_name": class_name,
        "code": markdown.code,
        "fence": markdown.fence,
        "json": _json,
        "names": _names,
        "number": _number,
        "paragraphs": _paragraphs,
        "words": markdown.words,
    }
    environment.filters.update(filters)
    return environment


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _names(found: Sequence[str]) -> str:
    """Names as code, in one line."""
    return ", ".join(markdown.code(name) for name in found)


def _number(value: float) -> str:
    return f"{value:g}"


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]
