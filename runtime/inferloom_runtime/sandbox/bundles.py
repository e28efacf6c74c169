"""Task bundles: a task's name, schemas, arguments, as the compiler wrote them into a package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from inferloom_runtime.sandbox import table
from inferloom_runtime.sandbox.table import Row
from inferloom_runtime.sandbox.value import members


@dataclass(frozen=True, slots=True)
class Bundle:
    """One task.

    Attributes:
        task: The task's id, such as "text-to-image".
        hub: The Hub's name for it, which is the id for most tasks.
        method: The SDK's method.
        input: The input's schema; references lead to its own `$defs` only.
        output: The output's schema.
        stream_output: The schema of one streamed item, or None where the task does not stream.
        returns: The path into the output of what the method returns; None for the whole.
        arguments: Argument name to path into the input.
        example: A call that works, argument by argument.
        open_parameters: Whether the input's `parameters` may have members that the schema does not know.
    """

    task: str
    hub: str
    method: str
    input: Mapping[str, Any]
    output: Mapping[str, Any]
    stream_output: Mapping[str, Any] | None = None
    returns: str | None = None
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    example: Mapping[str, Any] = field(default_factory=dict[str, Any])
    open_parameters: bool = False


def parse(text: str) -> Bundle:
    """A bundle from its JSON text.

    Args:
        text: The text of one file in a package's `schemas`.

    Returns:
        The bundle.

    Raises:
        KeyError: The text lacks a member that every bundle has.
    """
    raw = members(json.loads(text))
    return Bundle(
        task=raw["task"],
        hub=raw["hub"],
        method=raw["method"],
        input=raw["input"],
        output=raw["output"],
        stream_output=raw.get("stream_output"),
        returns=members(raw.get("returns")).get("path"),
        arguments=members(raw.get("arguments")),
        example=members(raw.get("example")),
        open_parameters=bool(raw.get("open_keywords", False)),
    )


def read_table(package: str) -> dict[str, Row]:
    """The provider table of a generated package.

    Args:
        package: The package's import name, such as "inferloom".

    Returns:
        The rows by provider id, in alphabetical order; none where the package offers no provider of the table.

    Raises:
        ModuleNotFoundError: There is no such package, or it has no schemas.
    """
    folder = files(f"{package}.schemas").joinpath("providers")
    entries = [entry for entry in folder.iterdir() if entry.name.endswith(".json")] if folder.is_dir() else []
    rows = [table.parse(entry.read_text("utf-8")) for entry in entries]
    return {row.id: row for row in sorted(rows, key=lambda row: row.id)}


def read(package: str) -> dict[str, Bundle]:
    """All bundles of a generated package.

    Args:
        package: The package's import name, such as "inferloom".

    Returns:
        The bundles by task id, in alphabetical order.

    Raises:
        ModuleNotFoundError: There is no such package, or it has no schemas.
    """
    texts = [
        entry.read_text("utf-8") for entry in files(f"{package}.schemas").iterdir() if entry.name.endswith(".json")
    ]
    bundles = [parse(text) for text in texts]
    return {bundle.task: bundle for bundle in sorted(bundles, key=lambda bundle: bundle.task)}
