"""The command `inferloom`: finds the subcommand and hands it the rest of the line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points, version

_GROUP = "inferloom.commands"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand.

    Args:
        arguments: The command line without the program's name; `sys.argv` by default.

    Returns:
        The exit code: the subcommand's own, 0 after help, 2 when there is no such subcommand.
    """
    line = list(sys.argv[1:] if arguments is None else arguments)
    commands = {entry.name: entry for entry in entry_points(group=_GROUP)}
    if line[:1] == ["--version"]:
        print(f"inferloom {version('inferloom')}")
        return 0
    if not line or line[0] in {"-h", "--help", "help"}:
        print(_help(commands))
        return 0
    name, *rest = line
    if name not in commands:
        print(f"inferloom: there is no command {name!r}.\n\n{_help(commands)}", file=sys.stderr)
        return 2
    try:
        command: Callable[[list[str]], int] = commands[name].load()
    except ImportError as error:
        extra = _EXTRAS.get(name, name)
        print(
            f"inferloom {name} needs a package that is not installed ({error.name}): pip install 'inferloom[{extra}]'",
            file=sys.stderr,
        )
        return 2
    return command(rest)


_EXTRAS = {"agent": "mcp", "diff": "codegen", "docs": "codegen", "generate": "codegen"}

_SUMMARIES = {
    "agent": "talk with an agent that uses MCP servers",
    "diff": "say what changed for callers between two specs folders, and what breaks",
    "docs": "make the pages of a documentation site from specs",
    "generate": "compile task specs into a typed SDK",
    "lock": "pin what the Hub says about models in a file",
    "providers": "show who offers which task, with which parameters",
    "sandbox": "run a local server that plays every task",
}


def _help(commands: dict[str, EntryPoint]) -> str:
    lines = [f"  {name:<12}{_SUMMARIES.get(name, '')}".rstrip() for name in sorted(commands)]
    return "\n".join(
        ["usage: inferloom COMMAND ...", "", "commands:", *lines, "", "inferloom COMMAND --help says more."]
    )


if __name__ == "__main__":
    sys.exit(main())
