"""From a specs folder to everything that a package is made from."""

from dataclasses import replace
from pathlib import Path

from .errors import Problems
from .ir import TaskSpec
from .link import link
from .providers import read_table
from .render import Sdk
from .services import read_services
from .standard import standard_rows
from .tasks import read_tasks


def compile_specs(specs: Path, package: str, problems: Problems) -> Sdk:
    """Read and check all specs.

    Args:
        specs: the specs folder.
        package: the package to make.
        problems: takes errors and warnings; with an error the result must not be used.

    Returns:
        What the package is made from.
    """
    found = [_with_owners(task) for task in read_tasks(specs, problems)]
    tasks = [task for task in found if not task.openai]
    dialects, rows = read_table(specs, problems)
    own = {row.provider.id for row in rows}
    standard, offered = standard_rows(own, {task.id for task in tasks}, problems)
    providers = link(tasks, dialects, [*rows, *standard], problems)
    openai = [task for task in found if task.openai]
    offered_providers = [provider for provider in providers if provider.id in own | offered]
    return Sdk(package, tasks, offered_providers, openai, read_services(specs, found, problems))


def _with_owners(task: TaskSpec) -> TaskSpec:
    """The task with every object of its input required that holds a required argument: each call has it anyway."""
    named = task.input.get("required")
    required = list(named) if isinstance(named, list) else []
    paths = [argument.path for argument in task.arguments if argument.required and len(argument.path) > 1]
    missing = [name for name in dict.fromkeys(path[0] for path in paths) if name not in required]
    return replace(task, input={**task.input, "required": [*required, *missing]}) if missing else task
