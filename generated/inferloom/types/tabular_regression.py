"""Input and output of tabular_regression()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from inferloom_runtime.record import Record

__all__ = ["TabularRegressionInput", "TabularRegressionOutput"]


@dataclass(kw_only=True)
class TabularRegressionInput(Record):
    """A table of rows to judge."""

    table: dict[str, list[Any]]
    """Columns: a name and the list of its cells, all lists of one length."""


TabularRegressionOutput: TypeAlias = list[float]
"""One prediction a row, in the order of the rows."""
