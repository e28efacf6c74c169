"""The files of a specs folder, read and not yet checked.

specs/common.json                       definitions that tasks share (may be absent)
specs/tasks/<task>/input.json           output.json, task.yaml, and stream_output.json where the task streams
specs/openai/<namespace>/input.json     the same for what OpenAI's client has beside chat (may be absent)
"""

from dataclasses import dataclass
from pathlib import Path

from .errors import Place, Problems, did_you_mean, listing, quote
from .names import id_problem
from .schemas import COMMON_NAME
from .source import Mapping, Node, Scalar, kind, read_json, read_yaml

TASKS = "tasks"
OPENAI = "openai"
SCHEMAS = ("input.json", "output.json", "stream_output.json")
SETTINGS = "task.yaml"
_REQUIRED = ("input.json", "output.json", SETTINGS)
_IGNORED = ("README.md",)


@dataclass(frozen=True, slots=True)
class TaskFiles:
    """The files of one task: a value is None when its file is absent or unusable.

    Attributes:
        id: the folder's name.
        folder: the folder relative to the specs folder, with forward slashes.
        present: the names of the files that exist, usable or not.
        schemas: the schema files by name (`input.json`, ...).
        settings: task.yaml.
        openai: it is a namespace of OpenAI's client, and no task.
    """

    id: str
    folder: str
    present: frozenset[str]
    schemas: dict[str, Mapping]
    settings: Mapping | None
    openai: bool = False

    def file(self, name: str) -> str:
        """The name of one of its files as messages show it."""
        return f"{self.folder}/{name}"


@dataclass(frozen=True, slots=True)
class SpecTree:
    """A specs folder: the shared definitions, if there are any, and the tasks sorted by id."""

    common: Mapping | None
    tasks: tuple[TaskFiles, ...]


def read_tree(specs: Path, problems: Problems) -> SpecTree:
    """Read every file that tasks are made from.

    Args:
        specs: the specs folder.
        problems: receives what is missing, unreadable, or does not belong there.
    """
    common = None
    if (specs / COMMON_NAME).exists():
        common = as_object(read_json(specs / COMMON_NAME, COMMON_NAME, problems), problems)
    tasks: list[TaskFiles] = []
    folder = specs / TASKS
    if not folder.is_dir():
        problems.error(Place(TASKS), "there is no such folder: each task has a folder in it, like tasks/text-to-image")
        return SpecTree(common, ())
    for path in sorted(folder.iterdir()):
        name = path.name
        if name.startswith(".") or name in _IGNORED:
            continue
        if not path.is_dir():
            problems.error(Place(f"{TASKS}/{name}"), "this is a file; tasks/ holds one folder for each task")
        elif problem := id_problem(name):
            problems.error(Place(f"{TASKS}/{name}"), f"the task id {quote(name)} {problem}")
        else:
            tasks.append(_read_task(path, TASKS, problems))
    if not tasks and not problems.count():
        problems.error(Place(TASKS), "there is no task in this folder; add one, like tasks/text-to-image/input.json")
    namespaces = sorted(path for path in (specs / OPENAI).glob("*") if path.is_dir())
    tasks += [_read_task(path, OPENAI, problems) for path in namespaces]
    return SpecTree(common, tuple(tasks))


def _read_task(path: Path, parent: str, problems: Problems) -> TaskFiles:
    folder = f"{parent}/{path.name}"
    present = {entry.name for entry in path.iterdir() if not entry.name.startswith(".")} - set(_IGNORED)
    known = (*SCHEMAS, SETTINGS)
    for name in sorted(present.difference(known)):
        near = did_you_mean(name, known)
        problems.error(Place(f"{folder}/{name}"), f"a task does not have this file; it has {listing(known)}{near}")
    for name in _REQUIRED:
        if name not in present:
            problems.error(Place(f"{folder}/{name}"), f"this file is missing; a task has {listing(_REQUIRED)}")
    schemas: dict[str, Mapping] = {}
    for name in SCHEMAS:
        if name in present:
            node = as_object(read_json(path / name, f"{folder}/{name}", problems), problems)
            if node is not None:
                schemas[name] = node
    settings = None
    if SETTINGS in present:
        settings = as_object(read_yaml(path / SETTINGS, f"{folder}/{SETTINGS}", problems), problems)
    return TaskFiles(path.name, folder, frozenset(present), schemas, settings, parent == OPENAI)


def as_object(node: Node | None, problems: Problems) -> Mapping | None:
    """The value of a file that must hold an object; any other value is reported, and None."""
    if node is None or isinstance(node, Mapping):
        return node
    empty = isinstance(node, Scalar) and node.value is None
    problems.error(node.at, f"this file {'is empty' if empty else f'holds {kind(node)}'}, expected an object")
    return None
