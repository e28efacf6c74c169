"""What type checkers know of conversations, and which mistakes they find."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("typing")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[int, str]]]:
    """What pyright, as strict as it can be, says of an application of these files: line and words, by file."""
    application = tmp_path_factory.mktemp("application")
    for name in ("right.py", "wrong.py"):
        shutil.copy(FOLDER / name, application)
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (application / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=application, timeout=300)
    answer = json.loads(done.stdout)
    assert answer["summary"]["filesAnalyzed"] == 2, done.stdout + done.stderr
    found: dict[str, list[tuple[int, str]]] = {"right.py": [], "wrong.py": []}
    for each in answer["generalDiagnostics"]:
        found[Path(each["file"]).name].append((each["range"]["start"]["line"] + 1, each["message"]))
    return found


def test_what_is_right_is_known_exactly(said: dict[str, list[tuple[int, str]]]) -> None:
    assert said["right.py"] == []


def test_every_mistake_is_found_and_nothing_else(said: dict[str, list[tuple[int, str]]]) -> None:
    lines = (FOLDER / "wrong.py").read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    assert len(marked) > 15
    assert {line for line, _ in said["wrong.py"]} == marked, said["wrong.py"]


def test_mypy_knows_the_same(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "right.py", tmp_path)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "right.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=300)
    assert done.stdout.startswith("Success"), done.stdout + done.stderr
