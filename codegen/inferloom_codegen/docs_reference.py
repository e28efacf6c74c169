"""The reference's pages: which objects of a package stand on which, to be read from their docstrings."""

import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from . import dictionaries
from .names import CLIENT_MEMBERS, ROOT_ERRORS
from .service import ServiceSpec
from .surface import Surface

COMMANDS = "inferloom.commands"
"""The entry points of the command line."""

_WITHIN: Mapping[str, tuple[str, ...]] = {"agent": ("agent run",)}
"""Commands that have commands of their own, with these."""

_COLUMNS = "88"
_UNHEADED: Mapping[str, object] = {"show_root_heading": False, "show_root_toc_entry": False}


@dataclass(frozen=True, slots=True)
class Shown:
    """One object on a page.

    Attributes:
        name: its dotted name.
        options: how mkdocstrings shows it, beyond what it does everywhere.
        style: a class of the style sheet, or "".
    """

    name: str
    options: Mapping[str, object] = field(default_factory=dict[str, object])
    style: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """One page.

    Attributes:
        path: where it stands.
        title: its heading.
        lead: a sentence below that.
        shown: the objects.
    """

    path: str
    title: str
    lead: str
    shown: tuple[Shown, ...]


def references(package: str, seen: Surface, services: Sequence[ServiceSpec], *, keyed: bool = False) -> list[Reference]:
    """The pages of a package.

    Args:
        package: its name.
        seen: what callers see of it.
        services: its services.
        keyed: it has dictionaries whose keys are known.

    Returns:
        The pages, without those of the tasks' types.
    """
    return [
        *_of_clients(package, seen),
        *_of_values(package),
        *_of_chat(package, seen),
        *_of_rest(package, services, keyed),
    ]


def links(package: str, seen: Surface) -> dict[str, str]:
    """Where the names in annotations are explained, from a page one folder down.

    Args:
        package: the package.
        seen: what callers see of it.
    """
    found = {name: f"../types/{home}.md#{name}" for name, home in seen.types.home.items()}
    for name, path in (("Timeout", "time"), ("Retry", "time"), ("Stream", "streams"), ("AsyncStream", "streams"),
                       ("Job", "jobs"), ("AsyncJob", "jobs"), ("RawResponse", "results")):  # fmt: skip
        found[name] = f"../reference/{path}.md#{package}.{name}"
    for name in ("ListResult", "TextResult", "BytesResult", "ImageResult", "ArrayResult"):
        found[name] = f"../reference/results.md#inferloom_runtime.results.{name}"
    found["BinaryInput"] = "../tasks/index.md#files"
    return found


def commands() -> dict[str, str]:
    """What the commands of this installation say of themselves: "" for all of them, and each one's name -> its help."""
    names = sorted({entry.name for entry in importlib.metadata.entry_points(group=COMMANDS)})
    shown = [one for name in names for one in (name, *_WITHIN.get(name, ()))]
    return {name: _help(name) for name in ("", *shown)}


def _help(name: str) -> str:
    # A process of its own: the compiler does not know the runtime, and a command may need what is not installed.
    words = name.split()
    done = subprocess.run(
        [sys.executable, "-m", "inferloom_runtime.command", *words, "--help"],
        env={**os.environ, "COLUMNS": _COLUMNS, "NO_COLOR": "1", "PYTHON_COLORS": "0"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() or done.stderr.strip()


def _sorted_errors() -> list[str]:
    """The errors, the root first."""
    return sorted(ROOT_ERRORS, key=lambda name: (name != "InferloomError", name))


def _of_clients(package: str, seen: Surface) -> Iterator[Reference]:
    own = {"inherited_members": sorted(CLIENT_MEMBERS), "filters": ["!^_"], "members_order": "alphabetical"}
    yield Reference(
        "reference/client.md",
        "Clients",
        "The tasks' methods have [pages of their own](../tasks/index.md).",
        (
            Shown(f"{package}.InferenceClient", own),
            Shown(f"{package}.AsyncInferenceClient", own),
        ),
    )
    yield Reference(
        "reference/capabilities.md",
        "Capabilities",
        "The same as a table is on [a page of its own](../table.md).",
        tuple(
            Shown(f"{package}.capabilities.{name}")
            for name in ("providers", "tasks", "parameters", "refuses", "who_accepts")
        ),
    )


def _of_values(package: str) -> Iterator[Reference]:
    def named(*names: str) -> tuple[Shown, ...]:
        return tuple(Shown(f"{package}.{name}") for name in names)

    yield Reference("reference/time.md", "Time and retries", "", named("Timeout", "Retry"))
    yield Reference(
        "reference/results.md",
        "Results",
        "What methods return is equal to a plain list, text, image or array, and has `.meta` besides.",
        (
            *named("Meta"),
            Shown("inferloom_runtime.meta.Timings"),
            *(
                Shown(f"inferloom_runtime.results.{name}")
                for name in ("ListResult", "TextResult", "BytesResult", "ImageResult", "ArrayResult")
            ),
            Shown("inferloom_runtime.record.Record"),
            *named("RawResponse", "Drift", "drift"),
        ),
    )
    yield Reference("reference/streams.md", "Streams", "", named("Stream", "AsyncStream"))
    yield Reference("reference/jobs.md", "Jobs", "", named("Job", "AsyncJob"))
    yield Reference("reference/lookups.md", "Lookups", "", named("Lookups"))
    yield Reference(
        "reference/errors.md",
        "Errors",
        f"All of them are in `{package}.errors` and in `{package}` itself.",
        (
            Shown("inferloom_runtime.errors", {"members": [], **_UNHEADED}, "drawn"),
            *(Shown(f"inferloom_runtime.errors.{name}", {"show_bases": True}) for name in _sorted_errors()),
        ),
    )


def _of_chat(package: str, seen: Surface) -> Iterator[Reference]:
    if seen.chat is None:
        return
    methods = {"members": ["parse", "stream", "run_tools"], "merge_init_into_class": False}
    yield Reference(
        "reference/chat.md",
        "Chat",
        "`client.chat.completions`, and what its methods return. Its `create` is "
        "[`chat_completion`](../tasks/chat_completion.md). The async client has the same with `await`.",
        (
            Shown(f"{package}.chat.completions.ChatCompletions", methods),
            *(
                Shown(f"{package}.chat.types.{name}")
                for name in ("ParsedChatCompletion", "ParsedChoice", "ParsedMessage")
            ),
            *(Shown(f"inferloom_runtime.chat.stream.{name}") for name in ("ChatStream", "ToolStream")),
            Shown("inferloom_runtime.chat.tools.ToolRun"),
            Shown("inferloom_runtime.chat.events", {"filters": ["!^_", "!^[A-Z]$"], **_UNHEADED}),
        ),
    )
    yield Reference(
        "reference/agents.md",
        "MCP and agents",
        "",
        (
            Shown(
                "inferloom_runtime.mcp.client.MCPClient",
                {"show_overloads": True, "overloads_only": True},
            ),
            Shown("inferloom_runtime.mcp.turn.Turn"),
            Shown("inferloom_runtime.agent.agent.Agent"),
        ),
    )


def _of_rest(package: str, services: Sequence[ServiceSpec], keyed: bool) -> Iterator[Reference]:
    if keyed:
        yield Reference(
            f"reference/{dictionaries.MODULE}.md",
            "Dictionaries",
            f"They are in `{package}.{dictionaries.MODULE}`, for annotations: a call takes plain dictionaries.",
            (Shown(f"{package}.{dictionaries.MODULE}", _UNHEADED),),
        )
    for service in services:
        module = f"{package}.{service.module}.client"
        yield Reference(
            f"reference/{service.module}.md",
            service.name,
            f"`{package}.{service.module}`; `Async{service.client}` is the same with `await`.",
            (
                Shown(f"{module}.{service.client}"),
                Shown(f"{module}.{service.resource.name}", {"merge_init_into_class": False}),
            ),
        )
    yield Reference(
        "reference/sandbox.md",
        "The sandbox",
        "",
        (
            Shown(f"{package}.sandbox", _UNHEADED),
            Shown("inferloom_runtime.sandbox.plugin.SandboxFixture"),
        ),
    )
    yield Reference(
        "reference/telemetry.md",
        "Telemetry",
        "",
        tuple(Shown(f"inferloom_runtime.telemetry.{name}") for name in ("instrument", "uninstrument")),
    )
