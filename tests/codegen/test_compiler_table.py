"""Mistakes in the provider table, each beside the messages that it must give.

Each folder of `tests/golden/table/` is a table with one kind of mistake, for the two tasks in `tasks/`, beside
`stderr.txt` with what is said about it. After a change of wording,
`INFERLOOM_GOLDEN=write pytest tests/codegen/test_compiler_table.py` writes the files anew: read the difference as a
user would, then commit it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from compiler_material import GOLDEN, SPECS, compile_into, expect_file

from inferloom_codegen.compiler import compile_specs
from inferloom_codegen.errors import Problems, SpecErrors

TABLE = GOLDEN / "table"
CASES = sorted(path.name for path in TABLE.iterdir() if path.name != "tasks")


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A specs folder with the tasks and no table."""
    shutil.copytree(TABLE / "tasks", tmp_path / "specs" / "tasks")
    return tmp_path / "specs"


def problems_of(specs: Path, case: str) -> Problems:
    shutil.copytree(TABLE / case, specs, dirs_exist_ok=True)
    problems = Problems()
    compile_specs(specs, "sdk", problems)
    return problems


def test_the_tasks_themselves_are_in_order(specs: Path) -> None:
    problems = Problems()
    sdk = compile_specs(specs, "sdk", problems)
    problems.raise_if_any()
    assert [provider.id for provider in sdk.providers] == ["auto", "endpoint", "hf-inference"]


def test_there_are_cases() -> None:
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES)
def test_messages(case: str, specs: Path) -> None:
    problems = problems_of(specs, case)
    with pytest.raises(SpecErrors) as raised:
        problems.raise_if_any()
    expect_file(TABLE / case / "stderr.txt", f"{raised.value}\n")


@pytest.mark.parametrize("case", CASES)
def test_addresses_point_at_words(case: str, specs: Path) -> None:
    """A message that quotes what it is about points at it, and every other one at a key or a value that is there."""
    problems = problems_of(specs, case)
    for error in problems.errors:
        path = specs / error.at.file
        lines = path.read_text().splitlines() if path.is_file() else []
        if error.at.line > len(lines):
            # Nothing is there: a file that is empty, is not read, or ends too early.
            assert (error.at.line, error.at.column) == (len(lines) + 1, 1), str(error)
            continue
        rest = lines[error.at.line - 1][error.at.column - 1 :]
        assert rest, str(error)
        assert not rest[0].isspace(), str(error)
        quoted = re.match(r"unknown word '(\w+)'", error.message)
        if quoted:
            assert rest.startswith(quoted[1]), str(error)


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_written(case: str, specs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(TABLE / case, specs, dirs_exist_ok=True)
    assert compile_into(tmp_path, specs, "sdk") == 1
    assert capsys.readouterr().err.rstrip().endswith("nothing was written.")
    assert not (tmp_path / "sdk").exists()


def test_the_real_table_refuses_a_typo_at_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the table that ships, not only in small ones."""
    shutil.copytree(SPECS, tmp_path / "specs")
    path = tmp_path / "specs" / "dialects" / "openai-completions.yaml"
    text = path.read_text()
    assert "parameters.max_new_tokens" in text
    path.write_text(text.replace("parameters.max_new_tokens", "parameters.max_new_token"))
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "parameters.max_new_tokens" in line)
    column = text.splitlines()[line - 1].index("parameters.max_new_tokens") + 1
    assert compile_into(tmp_path, tmp_path / "specs", "sdk") == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith(f"dialects/openai-completions.yaml:{line}:{column}: text-generation: ")
    assert "did you mean 'max_new_tokens'?" in said[0]
