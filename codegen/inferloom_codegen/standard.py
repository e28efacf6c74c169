"""The rows that a table has where its specs folder says nothing: Hugging Face's own wires, for any tasks."""

from collections.abc import Collection
from pathlib import Path

from .errors import Problems
from .providers import Row, read_rows

# Every SDK takes the URL of an endpoint, and speaks the wire that the sandbox plays.
_EVERYWHERE = ("endpoint", "hf-inference")

_FOLDER = Path(__file__).with_name("standard")


def standard_rows(own: Collection[str], tasks: Collection[str], problems: Problems) -> tuple[list[Row], frozenset[str]]:
    """The rows to add to a table.

    Args:
        own: the ids of the table's own rows, which come first.
        tasks: the ids of the tasks there are.
        problems: takes what is wrong with a row.

    Returns:
        The rows that the table does not have itself, and the ids of those that the SDK has: all of them where the table
        has no rows, otherwise those of every SDK, and callers are not offered them (the rest can be named in `like`).
    """
    rows = [row for row in read_rows(_FOLDER, "standard", problems) if row.provider.id not in own]
    for row in rows:
        cells = {task: cell for task, cell in row.provider.tasks.items() if task in tasks}
        offered = {"selectable": False} if own else {}
        row.provider = row.provider.model_copy(update={"tasks": cells, **offered})
    return rows, frozenset(_EVERYWHERE if own else [row.provider.id for row in rows])
