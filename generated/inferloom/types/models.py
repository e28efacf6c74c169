"""Input and output of list()."""

from __future__ import annotations

from dataclasses import dataclass, field

from inferloom_runtime.record import Record

__all__ = ["ModelsInput", "ModelsOutput", "ModelsOutputModel"]


@dataclass(kw_only=True)
class ModelsInput(Record):
    """Nothing is asked for but the list."""


@dataclass(kw_only=True)
class ModelsOutputModel(Record):
    """A model of a server. Servers add fields of their own, such as the router's providers."""

    id: str
    """Name to call it by."""
    object: str | None = None
    """Kind of object."""
    created: int | None = field(default=None, metadata={"minimum": 0})
    """When it was made, counted from 1970-01-01 UTC. In seconds. At least 0."""
    owned_by: str | None = None
    """Who made it."""


@dataclass(kw_only=True)
class ModelsOutput(Record):
    """The models of a server."""

    data: list[ModelsOutputModel]
    """The models."""
    object: str | None = None
    """Kind of object."""
