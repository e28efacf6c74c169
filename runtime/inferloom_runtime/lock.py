"""The command `inferloom lock`: pin what the Hub says about models in a file, so that production need not ask."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inferloom_runtime.errors import About, InferloomError, ModelNotSupportedError
from inferloom_runtime.flow import Flow
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.lookups import VERSION, Book, read_lock
from inferloom_runtime.retry import Retry

if TYPE_CHECKING:
    from inferloom_runtime.line import Line

NAME = "inferloom.lock"
_PATIENCE = 30.0
"""Seconds: a Hub that says nothing shall not hold up a build for ever."""
_KEPT = ("status", "providerId", "task", "adapter", "adapterWeightsPath")


def lock(arguments: Sequence[str] | None = None, program: str = "inferloom lock") -> int:
    """Write or check a lock file.

    Args:
        arguments: The command line, without the program's name; `sys.argv` by default.
        program: The name for the help text.

    Returns:
        0: written, or as the Hub says; 1: `--check` found that the Hub says something else, the Hub cannot be asked,
        or the file cannot be written; 2: wrong usage.
    """
    parser = argparse.ArgumentParser(
        program,
        description="Pin which provider serves a model, as the Hub says today. A client with "
        "InferenceClient(lookups='inferloom.lock') then asks the Hub nothing.",
    )
    parser.add_argument("model", nargs="*", help="a model id; without any, those that the file has are asked for again")
    parser.add_argument("--task", action="append", default=[], help="pin the model recommended for a task as well")
    parser.add_argument("--out", type=Path, default=Path(NAME), help=f"the file (default {NAME})")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the Hub says something else")
    options = parser.parse_args(arguments)
    try:
        models, recommended = read_lock(options.out) if options.out.exists() else ({}, {})
    except InferloomError as error:
        print(f"{program}: {error.message}", file=sys.stderr)
        return 2
    named = [*options.model] or [*models]
    tasks = [*options.task] or ([] if options.model else [*recommended])
    if not named and not tasks:
        parser.error(f"name a model: there is no {options.out} to write again")
    try:
        found, chosen = _asked(named, tasks)
    except InferloomError as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 1
    text = _text({**models, **found}, {**recommended, **chosen})
    if options.check:
        before = options.out.read_text(encoding="utf-8") if options.out.exists() else ""
        if before == text:
            print(f"{options.out} is what the Hub says: {len(found)} models, {len(chosen)} tasks.")
            return 0
        changed = [name for name, entry in found.items() if models.get(name) != entry]
        changed += [task for task, model in chosen.items() if recommended.get(task) != model]
        print(f"{options.out} is not what the Hub says: {', '.join(changed) or 'its form'} changed.", file=sys.stderr)
        return 1
    try:
        _write(options.out, text)
    except OSError as error:
        print(f"{program}: {options.out} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 1
    print(f"{options.out}: {len(found)} models, {len(chosen)} tasks.")
    return 0


def _asked(models: Sequence[str], tasks: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    from inferloom_runtime.line import Line
    from inferloom_runtime.meta import Trail
    from inferloom_runtime.pool import Pool

    line = Line(Pool(None, "Client"), None)
    try:
        return line.drive(_answers(line, models, tasks), Trail(About()))
    finally:
        line.pool.close()


def _answers(line: Line, models: Sequence[str], tasks: Sequence[str]) -> Flow[tuple[dict[str, Any], dict[str, str]]]:
    from inferloom_runtime.call import checked_model
    from inferloom_runtime.limits import limits_of
    from inferloom_runtime.routing import Wish

    key, retries = (yield from line.any_key()), line.retries(Retry())
    wish = Wish(None, None, None, None, key, limits_of(_PATIENCE), retries, Book(), frozenset)
    hub = line.pool.hub
    found: dict[str, Any] = {}
    chosen: dict[str, str] = {}
    for task in tasks:
        about = About(task=task)
        entries = yield from hub.get("/api/tasks", wish, about)
        entry: Any = entries.get(task) if is_object(entries) else None
        names: Any = entry.get("widgetModels") if is_object(entry) else None
        if not is_list(names) or not names:
            raise ModelNotSupportedError(f"The Hub recommends no model for the task {task!r}.", about=about)
        chosen[task] = str(names[0])
    for model in [*models, *chosen.values()]:
        about = About(model=model)
        path = f"/api/models/{checked_model(model, about)}"
        info: Any = yield from hub.get(path, wish, about)
        mapping: Any = yield from hub.get(f"{path}?expand=inferenceProviderMapping", wish, about)
        found[model] = {
            "pipeline_tag": info.get("pipeline_tag"),
            "tags": info.get("tags") or [],
            "inferenceProviderMapping": _mapping(mapping),
        }
    return found, chosen


def _mapping(said: Any) -> dict[str, Any]:
    """The providers of a model with what a call needs of them; prices and measurements change from hour to hour."""
    from inferloom_runtime.routing import mapping_in

    return {
        provider: {name: entry[name] for name in _KEPT if name in entry}
        for provider, entry in mapping_in(said).items()
        if is_object(entry)
    }


def _text(models: dict[str, Any], recommended: dict[str, Any]) -> str:
    value = {
        "inferloom_lock": VERSION,
        "models": dict(sorted(models.items())),
        "recommended": dict(sorted(recommended.items())),
    }
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
