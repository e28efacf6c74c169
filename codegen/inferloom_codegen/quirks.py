"""The quirks that a table may name: the runtime's, read off its source, which is never imported."""

import ast
from functools import cache
from importlib.util import find_spec
from pathlib import Path

TAKES = {
    "route": ("model",),
    "body": ("value", "call"),
    "result": ("value",),
    "flow": ("call", "value"),
}
"""What a quirk takes, by where the table names it."""


@cache
def known_quirks() -> dict[str, tuple[str, ...]]:
    """The quirks of the runtime that is installed beside the compiler.

    Returns:
        `module.function` -> the names of its arguments; empty where there is no runtime to look at.
    """
    runtime = find_spec("inferloom_runtime")
    folders = [Path(folder) / "quirks" for folder in (runtime and runtime.submodule_search_locations) or ()]
    return {
        f"{path.stem}.{node.name}": tuple(argument.arg for argument in node.args.args)
        for folder in folders
        for path in sorted(folder.glob("*.py"))
        for node in ast.parse(path.read_bytes()).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
