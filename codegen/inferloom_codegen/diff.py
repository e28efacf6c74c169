"""What changed for callers between two specs folders, and the version bump that it asks for."""

from dataclasses import dataclass
from pathlib import Path

from .compiler import compile_specs
from .diff_changes import Bump, Change, bump_before_one, highest, ordered
from .diff_forms import Comparison
from .diff_methods import compare_methods, compare_services, paired
from .diff_table import compare_tables
from .diff_types import Carried, compare_types, renamed_types
from .errors import Problems
from .surface import Surface, surface


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes between two SDKs.

    Attributes:
        changes: the changes, what breaks first.
    """

    changes: tuple[Change, ...]

    @property
    def bump(self) -> Bump:
        """The version bump that they ask for, by the letter of semantic versioning."""
        return highest(change.bump for change in self.changes)

    @property
    def bump_before_one(self) -> Bump:
        """The same while the version is 0.x."""
        return bump_before_one(self.bump)

    @property
    def breaking(self) -> tuple[Change, ...]:
        """The changes that break callers."""
        return tuple(change for change in self.changes if change.bump == "major")


def read_surface(specs: Path) -> Surface:
    """Read a specs folder.

    Args:
        specs: the folder.

    Returns:
        What callers of its SDK see.

    Raises:
        SpecErrors: The specs have errors.
    """
    problems = Problems()
    sdk = compile_specs(specs, "sdk", problems)
    problems.raise_if_any()
    return surface(sdk.tasks, sdk.openai, sdk.providers, sdk.services)


def compare(old: Surface, new: Surface) -> Difference:
    """Compare what callers see.

    Args:
        old: the SDK before.
        new: the SDK after.

    Returns:
        What changed.
    """
    renamed = renamed_types(old, new)
    comparison = Comparison(old, new, renamed)
    pairs = paired(old, new)
    covered = Carried()
    changes = list(compare_methods(old, new, pairs, comparison, covered))
    quiet = {old.methods[name].task.module for name in pairs.gone}
    quiet |= {new.methods[name].task.module for name in pairs.come}
    changes += compare_types(old, new, comparison, renamed, covered, quiet)
    changes += compare_services(old, new, comparison)
    changes += compare_tables(old, new, pairs)
    return Difference(ordered(changes))
