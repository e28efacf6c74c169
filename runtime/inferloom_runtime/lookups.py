"""What is known of models without asking the Hub: a lock file, the caller's own values, how long to remember.

A lock file is JSON, written by `inferloom lock` and kept under version control:

    {
     "inferloom_lock": 1,
     "models": {
      "org/model": {"pipeline_tag": "text-to-image", "tags": [], "inferenceProviderMapping": {"fal-ai": {...}}}
     },
     "recommended": {"text-to-image": "org/model"}
    }

A model's entry holds the members of the Hub's answer to `/api/models/{id}?expand=inferenceProviderMapping` that a call
needs; `recommended` names the model that a task without a model is sent to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, cast

from inferloom_runtime.errors import UsageError
from inferloom_runtime.guards import is_object

LookupsInput: TypeAlias = "Lookups | str | os.PathLike[str]"
"""What a client takes as `lookups`: a `Lookups`, or the path of a lock file."""

VERSION = 1
LIFETIME = 600.0


@dataclass(frozen=True, slots=True)
class Lookups:
    """Where a client learns which provider serves a model.

    Attributes:
        lock: The path of a lock file.
        models: Model id -> its entry, in the shape of a lock file; wins over the file.
        recommended: Task id, such as "text-to-image" -> the model for calls that name none.
        lifetime: Seconds for which an answer of the Hub is believed. 0 asks each time.
        ask_hub: Whether the Hub may be asked at all. By default only where neither a lock nor models are given, so that
            a client with a lock file makes no request that you do not see.

    Raises:
        UsageError: A value cannot be used.
    """

    lock: str | os.PathLike[str] | None = None
    models: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    recommended: Mapping[str, str] = field(default_factory=dict[str, str])
    lifetime: float = LIFETIME
    ask_hub: bool | None = None

    def __post_init__(self) -> None:
        lifetime = cast(object, self.lifetime)
        if isinstance(lifetime, bool) or not isinstance(lifetime, (int, float)) or not lifetime >= 0:
            raise UsageError(f"Lookups.lifetime={lifetime!r} must be a number of seconds, 0 or more.")


@dataclass(frozen=True, slots=True)
class Book:
    """Lookups as a call reads them.

    Attributes:
        models: Model id -> its entry.
        recommended: Task id -> model.
        lifetime: Seconds for which an answer of the Hub is believed.
        closed: Whether nothing else may be asked.
        source: What the entries came from, for errors.
    """

    models: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    recommended: Mapping[str, str] = field(default_factory=dict[str, str])
    lifetime: float = LIFETIME
    closed: bool = False
    source: str = "lookups"


def opened(lookups: Lookups | str | os.PathLike[str] | None) -> Book:
    """Read what a client was given.

    Args:
        lookups: The lookups, the path of a lock file, or None.

    Returns:
        The book.

    Raises:
        UsageError: The lock file cannot be read.
    """
    if lookups is None:
        return Book()
    if isinstance(lookups, (str, os.PathLike)):
        lookups = Lookups(lock=lookups)
    if not isinstance(lookups, Lookups):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"lookups must be a Lookups or the path of a lock file, not {type(lookups).__name__}.")
    models: dict[str, Any] = {}
    recommended: dict[str, Any] = {}
    if lookups.lock is not None:
        models, recommended = read_lock(Path(lookups.lock))
    known = bool(models or lookups.models or lookups.lock is not None)
    closed = known if lookups.ask_hub is None else not lookups.ask_hub
    return Book(
        {**models, **lookups.models},
        {**recommended, **lookups.recommended},
        lookups.lifetime,
        closed,
        f"The lock file {os.fspath(lookups.lock)}" if lookups.lock is not None else "The client's lookups",
    )


def read_lock(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a lock file.

    Args:
        path: Where it is.

    Returns:
        Its models and its recommended models.

    Raises:
        UsageError: It cannot be read, or is no lock file.
    """
    try:
        value: object = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{error.lineno}:{error.colno}: the lock file is not JSON: {error.msg}.") from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UsageError(f"The lock file {path} cannot be read: {reason}; `inferloom lock` writes one.") from None
    if not is_object(value) or value.get("inferloom_lock") != VERSION:
        raise UsageError(f"{path} is not a lock file of version {VERSION}: write it again with `inferloom lock`.")
    models, recommended = value.get("models", {}), value.get("recommended", {})
    if not is_object(models) or not all(is_object(entry) for entry in models.values()) or not is_object(recommended):
        raise UsageError(f"{path}: `models` and `recommended` of a lock file are objects.")
    return models, recommended
