"""An agent as its folder describes it: `agent.json`, with the instructions in `PROMPT.md` or `AGENTS.md`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from inferloom_runtime.errors import UsageError
from inferloom_runtime.mcp.server import server_of

CONFIG = "agent.json"
PROMPTS = ("PROMPT.md", "AGENTS.md")

_INPUT = re.compile(r"\$\{input:([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Input:
    """A value that the agent's user gives when it starts.

    Attributes:
        id: Its name, which stands in `${input:...}`.
        description: What it is.
        password: Whether nobody may see it typed.
    """

    id: str
    description: str
    password: bool

    @property
    def variable(self) -> str:
        """The environment variable that stands in for it."""
        return self.id.replace("-", "_").upper()


@dataclass(frozen=True, slots=True)
class Definition:
    """What an agent is made of.

    Attributes:
        model: The model, or None where there is an endpoint.
        provider: The provider, or None for "auto".
        base_url: The endpoint, or None.
        api_key: The key, or None for the machine's own token; `${input:...}` may stand in it.
        inputs: What its user is asked for.
        servers: What `add_mcp_server` takes, one dict a server; `${input:...}` may stand in every string.
        prompt: Its instructions, or None for the general ones.
    """

    model: str | None
    provider: str | None
    base_url: str | None
    api_key: str | None
    inputs: tuple[Input, ...]
    servers: tuple[Mapping[str, Any], ...]
    prompt: str | None

    def uses(self, id: str) -> bool:
        """Whether an input's value goes anywhere.

        Args:
            id: The input's id.
        """
        return any(id == found for found, _ in _inputs_in(self.api_key, "")) or any(
            id == found for found, _ in _inputs_in(list(self.servers), "")
        )

    def filled(self, values: Mapping[str, str]) -> dict[str, Any]:
        """The arguments of an `Agent`.

        Args:
            values: The inputs' values, by their ids.

        Returns:
            The arguments, with the values in place of `${input:...}`.
        """
        return {
            "model": self.model,
            "provider": self.provider,
            "base_url": self.base_url,
            "api_key": _filled(self.api_key, lambda id: values.get(id, "")) or None,
            "servers": _filled(list(self.servers), lambda id: values.get(id, "")),
            "prompt": self.prompt,
        }


def read(path: Path) -> Definition:
    """Read an agent from this machine.

    Args:
        path: A folder with an `agent.json`, or such a file itself (whose instructions are then the general ones).

    Returns:
        The agent.

    Raises:
        UsageError: The file is not there or not right; the message names it, and the place in it.
    """
    file = path / CONFIG if path.is_dir() else path
    prompts = (path / name for name in PROMPTS) if path.is_dir() else ()
    prompt = next((_text(one) for one in prompts if one.is_file()), None)
    return parsed(_text(file), str(file), prompt)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8 text (byte {error.start}).") from None


def parsed(text: str, name: str, prompt: str | None) -> Definition:
    """Make an agent of the text of an `agent.json`.

    Args:
        text: The text.
        name: The file, for messages.
        prompt: The agent's instructions, or None for the general ones.

    Returns:
        The agent.

    Raises:
        UsageError: The text is not right; the message names the file, and the place in it.
    """
    try:
        config: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{name}:{error.lineno}:{error.colno}: not JSON: {error.msg}.") from None
    except RecursionError:
        raise UsageError(f"{name}: not JSON that can be read: too deep.") from None
    if not isinstance(config, dict):
        raise UsageError(f"{name}: must be a JSON object, not {_kind(config)}.")
    fields = _Fields(cast("dict[str, Any]", config), name, "")
    inputs = tuple(_input(one) for one in fields.objects("inputs"))
    servers = [one.values for one in fields.objects("servers")]
    definition = Definition(
        model=fields.text("model"),
        provider=fields.text("provider"),
        base_url=fields.text("endpointUrl"),
        api_key=fields.text("apiKey"),
        inputs=inputs,
        servers=tuple(servers),
        prompt=prompt,
    )
    if definition.model is None and definition.base_url is None:
        raise UsageError(f"{name}: model: is missing (or endpointUrl, for a server of your own).")
    known = {one.id for one in inputs}
    for id, place in [*_inputs_in(definition.api_key, "apiKey"), *_inputs_in(servers, "servers")]:
        if id not in known:
            raise UsageError(
                f"{name}: {place}: ${{input:{id}}} is not among the inputs ({', '.join(known) or 'none'})."
            )
    for number, server in enumerate(servers):
        settings = {key: value for key, value in server.items() if key not in {"type", "allowed_tools", "name"}}
        try:
            server_of(server.get("type"), cast("dict[str, object]", _filled(settings, lambda _: "0")))
            _check_names(server.get("allowed_tools"))
        except UsageError as error:
            raise UsageError(f"{name}: servers[{number}].{error.message}") from None
    return definition


def _input(fields: _Fields) -> Input:
    id = fields.text("id")
    if not id:
        raise UsageError(f"{fields.file}: {fields.place}id: is missing.")
    password = fields.values.get("password", False)
    if not isinstance(password, bool):
        raise UsageError(f"{fields.file}: {fields.place}password: must be true or false, not {_kind(password)}.")
    return Input(id, fields.text("description") or "", password)


def _check_names(value: object) -> None:
    if value is None:
        return
    names = cast("list[object]", value) if isinstance(value, list) else None
    if names is None or not all(isinstance(name, str) for name in names):
        raise UsageError("allowed_tools: must be a list of strings.")


@dataclass(frozen=True, slots=True)
class _Fields:
    """An object of the file, with where it stands."""

    values: dict[str, Any]
    file: str
    place: str

    def text(self, name: str) -> str | None:
        value: object = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        raise UsageError(f"{self.file}: {self.place}{name}: must be a string, not {_kind(value)}.")

    def objects(self, name: str) -> list[_Fields]:
        value: object = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise UsageError(f"{self.file}: {self.place}{name}: must be a list, not {_kind(value)}.")
        found: list[_Fields] = []
        for number, item in enumerate(cast("list[object]", value)):
            if not isinstance(item, dict):
                raise UsageError(f"{self.file}: {name}[{number}]: must be an object, not {_kind(item)}.")
            found.append(_Fields(cast("dict[str, Any]", item), self.file, f"{name}[{number}]."))
        return found


def _kind(value: object) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    kinds = {"dict": "an object", "list": "a list", "str": "a string"}
    return kinds.get(type(value).__name__, "a number")


def _inputs_in(value: object, place: str) -> list[tuple[str, str]]:
    """The inputs that the strings in a value name, each with its place."""
    if isinstance(value, str):
        return [(id, place) for id in _INPUT.findall(value)]
    found: list[tuple[str, str]] = []
    if isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            found += _inputs_in(item, f"{place}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(cast("list[object]", value)):
            found += _inputs_in(item, f"{place}[{number}]")
    return found


def _filled(value: Any, value_of: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return _INPUT.sub(lambda found: value_of(found[1]), value)
    if isinstance(value, dict):
        return {key: _filled(item, value_of) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_filled(item, value_of) for item in cast("list[object]", value)]
    return value
