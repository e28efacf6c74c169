"""Names by which a model knows tools, unique over all servers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection

_LONGEST = 64
_OTHER = re.compile(r"[^A-Za-z0-9_-]+")


def tool_name(tool: str, server: str, taken: Collection[str]) -> str:
    """The name of a tool in chat requests, where only letters, digits, "_" and "-" may stand, 64 at most.

    Args:
        tool: The tool's name on its server.
        server: The server's name.
        taken: Names that other tools have.

    Returns:
        The tool's own name as far as it may stand; with the server's name before it where another tool has that name.
        A tool that is there already never changes its name because of a later one.
    """
    name = _clean(tool, tool)
    if name in taken:
        name = _clean(f"{server}_{tool}", f"{server}_{tool}")
    return _numbered(name, taken)


def server_name(name: str, taken: Collection[str]) -> str:
    """The name of a server, unique among the servers.

    Args:
        name: The name that its user gave or that it announced.
        taken: Names that other servers have.

    Returns:
        The name, with a number behind it where another server has it.
    """
    return _numbered(_clean(name, name) or "server", taken)


def _clean(name: str, whole: str) -> str:
    clean = _OTHER.sub("_", name).strip("_")
    if len(clean) <= _LONGEST:
        return clean
    # Two long names that begin alike must stay two.
    return f"{clean[: _LONGEST - 9]}_{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def _numbered(name: str, taken: Collection[str]) -> str:
    number, numbered = 1, name
    while numbered in taken:
        number += 1
        ending = f"_{number}"
        numbered = name[: _LONGEST - len(ending)] + ending
    return numbered
