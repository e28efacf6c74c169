"""The command `inferloom providers`: who offers which task, with which parameters."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Sequence

from inferloom_runtime.capable import Capabilities, table
from inferloom_runtime.errors import UsageError

_WIDTH = 80


def providers(arguments: Sequence[str] | None = None, program: str = "inferloom providers") -> int:
    """Print the table of capabilities.

    Args:
        arguments: The command line, without the program's name; `sys.argv` by default.
        program: The name for the help text.

    Returns:
        0: printed; 2: wrong usage, or there is no such provider, task or package.
    """
    parser = argparse.ArgumentParser(program, description="Show which provider offers which task.")
    parser.add_argument("provider", nargs="?", help="show this provider's tasks with their parameters")
    parser.add_argument("--task", metavar="NAME", help="show who offers this task (text_to_image, or text-to-image)")
    parser.add_argument("--package", default="inferloom", metavar="NAME", help="the SDK to ask (inferloom)")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON: provider, task, what it takes and refuses")
    form.add_argument("--markdown", action="store_true", help="print a Markdown table of providers with their tasks")
    options = parser.parse_args(arguments)
    package: str = options.package
    try:
        print(
            shown(
                table(package),
                options.provider,
                options.task,
                form="json" if options.json else "markdown" if options.markdown else "text",
            )
        )
    except UsageError as error:
        print(f"{program}: {error.message}", file=sys.stderr)
        return 2
    except (ImportError, AttributeError, TypeError):
        message = f"--package {package}: there is no generated SDK of that name to import."
        print(f"{program}: {message}", file=sys.stderr)
        return 2
    return 0


def shown(known: Capabilities, provider: str | None = None, task: str | None = None, *, form: str = "text") -> str:
    """The table, or the part of it that one provider or one task is.

    Args:
        known: A package's table.
        provider: Only this provider.
        task: Only this task, by its method or id.
        form: "text", "json" or "markdown".

    Returns:
        What is printed.

    Raises:
        UsageError: There is no such provider or task, or the provider does not offer the task.
    """
    if provider is not None and task is not None:
        known.refuses(provider, task)
    ids = known.providers(task) if provider is None else (provider,)
    rows = {one: known.tasks(one) if task is None else (known.method(task),) for one in ids}
    if form == "json":
        cells = {one: {method: _cell(known, one, method) for method in methods} for one, methods in rows.items()}
        return json.dumps(cells, indent=1)
    if form == "markdown":
        return _markdown(rows, known)
    if provider is None and task is None:
        column = max(map(len, rows), default=0) + 2
        return "\n".join(_paragraph(one.ljust(column), ", ".join(methods)) for one, methods in rows.items())
    blocks: list[str] = []
    for one, methods in rows.items():
        for method in methods:
            cell = _cell(known, one, method)
            lines = [method if provider is not None else one, _paragraph("  takes    ", ", ".join(cell["takes"]))]
            lines += [_paragraph("  refuses  ", ", ".join(cell["refuses"]))] if cell["refuses"] else []
            blocks.append("\n".join(lines))
    head = f"{provider} offers:" if provider is not None else f"{known.method(task or '')} is offered by:"
    return "\n".join([head, "", *blocks])


def _cell(known: Capabilities, provider: str, method: str) -> dict[str, list[str]]:
    takes, refuses = known.parameters(provider, method), known.refuses(provider, method)
    return {"takes": list(takes), "refuses": list(refuses)}


def _paragraph(head: str, words: str) -> str:
    return textwrap.fill(words, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_long_words=False)


def _markdown(rows: dict[str, tuple[str, ...]], known: Capabilities) -> str:
    everything = known.tasks()
    lines = ["| provider | tasks |", "|---|---|"]
    for one, methods in rows.items():
        named = f"all {len(methods)} tasks" if methods == everything else ", ".join(f"`{name}`" for name in methods)
        lines.append(f"| {one} | {named} |")
    return "\n".join(lines)
