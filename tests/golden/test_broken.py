"""Broken specs, each beside the messages that it must give.

Each folder of `broken/` is a small specs folder with one kind of mistake, and `stderr.txt` with what is said about it.
After a change of wording, `INFERLOOM_GOLDEN=write pytest tests/golden/test_broken.py` writes the files anew: read the
difference as a user would, then commit it.
"""

import os
from pathlib import Path

import pytest

from inferloom_codegen.errors import Problems, SpecErrors
from inferloom_codegen.tasks import read_tasks

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path.name for path in BROKEN.iterdir() if path.is_dir())


def test_there_are_cases() -> None:
    assert len(CASES) >= 45


@pytest.mark.parametrize("case", CASES)
def test_messages(case: str) -> None:
    problems = Problems()
    specs = read_tasks(BROKEN / case / "specs", problems)
    with pytest.raises(SpecErrors) as raised:
        problems.raise_if_any()
    said = f"{raised.value}\n"
    golden = BROKEN / case / "stderr.txt"
    if os.environ.get("INFERLOOM_GOLDEN") == "write":
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
    wrong = {Path(error.file).parts[1] for error in problems.errors if error.file.startswith("tasks/")}
    assert not wrong.intersection(spec.id for spec in specs)


@pytest.mark.parametrize("case", CASES)
def test_addresses(case: str) -> None:
    """Every message points into a file of the tree, at a line and a column that it has, and they come in order."""
    problems = Problems()
    read_tasks(BROKEN / case / "specs", problems)
    places = [error.at for error in problems.errors]
    assert places == sorted(places)
    for at in places:
        path = BROKEN / case / "specs" / at.file
        if not path.is_file():
            assert (at.line, at.column) == (1, 1)
            continue
        lines = path.read_bytes().decode("utf-8", errors="replace").split("\n")
        assert 1 <= at.line <= len(lines)
        assert 1 <= at.column <= len(lines[at.line - 1]) + 1
