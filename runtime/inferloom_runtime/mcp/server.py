"""How a server is reached: its kind, with the settings that its kind takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast
from urllib.parse import urlsplit

from inferloom_runtime.errors import UsageError

Kind: TypeAlias = Literal["stdio", "sse", "http"]
"""stdio: a program on this machine; sse: an address that streams events; http: a streamable HTTP address."""

_SETTINGS: dict[str, tuple[str, ...]] = {
    "stdio": ("command", "args", "env", "cwd"),
    "sse": ("url", "headers", "timeout", "sse_read_timeout"),
    "http": ("url", "headers", "timeout", "sse_read_timeout", "terminate_on_close"),
}


@dataclass(frozen=True, slots=True)
class Server:
    """One server's settings.

    Attributes:
        kind: "stdio", "sse" or "http".
        command: The program of a stdio server.
        args: Its arguments.
        env: Variables beside the few that are inherited (PATH, HOME and the like).
        cwd: Its working directory.
        url: The address of the others.
        headers: Headers of every request.
        timeout: Seconds for a connection and for each answer.
        sse_read_timeout: Seconds without an event after which a stream counts as broken.
        terminate_on_close: Whether an http server is told that the session is over.
    """

    kind: Kind
    command: str = ""
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    cwd: str | Path | None = None
    url: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    timeout: float = 30.0
    sse_read_timeout: float = 300.0
    terminate_on_close: bool = True

    @property
    def place(self) -> str:
        """The program or the address, without anything secret."""
        if self.kind == "stdio":
            return self.command
        parts = urlsplit(self.url)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"


def server_of(kind: object, settings: Mapping[str, object]) -> Server:
    """Check a server's settings.

    Args:
        kind: "stdio", "sse" or "http".
        settings: What the kind takes, by the names of `Server`'s attributes; None counts as not given.

    Returns:
        The settings.

    Raises:
        UsageError: A setting is missing, unknown, or of the wrong type; the message names it.
    """
    if not isinstance(kind, str) or kind not in _SETTINGS:
        raise UsageError(f"type={kind!r}: an MCP server is of type 'stdio', 'sse' or 'http'.")
    known = _SETTINGS[kind]
    given: dict[str, Any] = {name: value for name, value in settings.items() if value is not None}
    for name in given:
        if name not in known:
            raise UsageError(f"{name}: an MCP server of type {kind!r} takes {', '.join(known)}, allowed_tools, name.")
    needed = known[0]
    if not isinstance(given.get(needed), str) or not given[needed]:
        raise UsageError(f"{needed}: an MCP server of type {kind!r} needs it, as a string.")
    if needed == "url":
        _check_url(given["url"])
    if "args" in given:
        given["args"] = _strings(given["args"])
    for name in ("env", "headers"):
        if name in given:
            _check_mapping(name, given[name])
    if not isinstance(given.get("cwd", ""), (str, Path)):
        raise UsageError(f"cwd: must be a path, not {type(given['cwd']).__name__}.")
    for name in ("timeout", "sse_read_timeout"):
        if name in given:
            given[name] = _seconds(name, given[name])
    return Server(cast(Kind, kind), **given)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not url.isprintable() or " " in url:
        raise UsageError("url: must be an http or https address.")


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise UsageError(f"args: must be a list of strings, not {type(value).__name__}.")
    items = cast("list[object]", value)
    for number, item in enumerate(items):
        if not isinstance(item, str):
            raise UsageError(f"args[{number}]: must be a string, not {type(item).__name__}.")
    return tuple(cast("list[str]", items))


def _check_mapping(name: str, value: object) -> None:
    if not isinstance(value, Mapping):
        raise UsageError(f"{name}: must map names to strings, not be a {type(value).__name__}.")
    for key, item in cast("Mapping[object, object]", value).items():
        if not isinstance(key, str) or not isinstance(item, str):
            raise UsageError(f"{name}.{key}: must be a string, not {type(item).__name__}.")


def _seconds(name: str, value: object) -> float:
    if isinstance(value, timedelta):
        value = value.total_seconds()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        raise UsageError(f"{name}: must be a number of seconds above 0, or a timedelta.")
    return float(value)
