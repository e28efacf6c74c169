"""Input and output of tabular_classification()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from inferloom_runtime.record import Record

__all__ = ["TabularClassificationInput", "TabularClassificationOutput"]


@dataclass(kw_only=True)
class TabularClassificationInput(Record):
    """A table of rows to judge."""

    table: dict[str, list[Any]]
    """Columns: a name and the list of its cells, all lists of one length."""


TabularClassificationOutput: TypeAlias = list[str]
"""One prediction a row, in the order of the rows."""
