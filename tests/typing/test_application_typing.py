"""What type checkers make of an application, and of the mistakes that are made in one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
FILES = ("application.py", "mistakes.py")
LINES = dict(enumerate((FOLDER / "mistakes.py").read_text(encoding="utf-8").splitlines(), 1))
MARKS = {
    number: mark[1].split()
    for number, line in LINES.items()
    if (mark := re.search(r"  # (report\w+ [a-z|-]+ [\w|]+)$", line)) is not None
}

Said = dict[str, dict[int, list[tuple[str, str]]]]
"""By file and line: the rules that were broken, each with the checker's words."""


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the application in it, and pyright told to be as strict as it can."""
    folder = tmp_path_factory.mktemp("application")
    for name in FILES:
        shutil.copy(FOLDER / name, folder)
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pyright(application: Path) -> Said:
    """What pyright says."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=application, timeout=300)
    answer = json.loads(done.stdout)
    assert answer["summary"]["filesAnalyzed"] == len(FILES), done.stdout + done.stderr
    said: Said = {name: defaultdict(list) for name in FILES}
    for each in answer["generalDiagnostics"]:
        line: int = each["range"]["start"]["line"] + 1
        said[Path(each["file"]).name][line].append((each.get("rule", ""), each["message"]))
    return said


@pytest.fixture(scope="module")
def mypy(application: Path) -> Said:
    """What mypy says. It keeps what it learnt of the SDK until that changes."""
    cache = f"--cache-dir={ROOT / '.mypy_cache' / 'application'}"
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", cache, *FILES]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=application, timeout=300)
    assert "mistakes.py" in done.stdout, done.stdout + done.stderr
    said: Said = {name: defaultdict(list) for name in FILES}
    for file, line, words, code in re.findall(
        r"^(\S+):(\d+): error: (.*?)\s+\[([a-z-]+)\]$", done.stdout, re.MULTILINE
    ):
        said[file][int(line)].append((code, words))
    return said


@pytest.fixture(params=["pyright", "mypy"])
def said(request: pytest.FixtureRequest) -> Said:
    """What either checker says."""
    said: Said = request.getfixturevalue(request.param)
    return said


def test_the_application_is_right(said: Said) -> None:
    assert said["application.py"] == {}


def test_the_application_is_a_real_one() -> None:
    text = (FOLDER / "application.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) > 150
    # No word that would keep a checker from looking.
    assert not re.search(r"# (type|pyright|mypy):|cast\(", text)


def test_every_mistake_is_marked_once() -> None:
    assert len(MARKS) > 70
    assert len([line for line in LINES.values() if re.search(r"  # \w", line)]) == len(MARKS)


@pytest.mark.parametrize(("checker", "place"), [("pyright", 0), ("mypy", 1)])
def test_every_mistake_is_found_for_what_it_is(checker: str, place: int, request: pytest.FixtureRequest) -> None:
    said: Said = request.getfixturevalue(checker)
    missed = {
        number: said["mistakes.py"].get(number, [])
        for number, mark in MARKS.items()
        if not any(
            rule in mark[place].split("|") and any(word in words for word in mark[2].split("|"))
            for rule, words in said["mistakes.py"].get(number, [])
        )
    }
    assert missed == {}


def test_nothing_else_is_found(said: Said) -> None:
    assert {number: said["mistakes.py"][number] for number in said["mistakes.py"].keys() - MARKS.keys()} == {}
