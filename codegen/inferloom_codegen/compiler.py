"""From a specs folder to everything that a package is made from."""

from pathlib import Path

from .errors import Problems
from .ir import ProviderSpec
from .link import link
from .providers import read_table
from .render import Sdk
from .tasks import read_tasks


def compile_specs(specs: Path, package: str, version: str, problems: Problems) -> Sdk:
    """Read and check all specs.

    Args:
        specs: the specs folder.
        package: the package to make.
        version: its version.
        problems: takes errors and warnings; with an error the result must not be used.

    Returns:
        What the package is made from.
    """
    tasks = read_tasks(specs, problems)
    dialects, rows = read_table(specs, problems)
    providers: list[ProviderSpec] = link(tasks, dialects, rows, problems) if problems.count() == 0 else []
    return Sdk(package, tasks, providers, version)
