"""Mistakes in a service's spec, each beside the messages that it must give; and what becomes of a sound one.

Each folder of `golden/` is a service with one kind of mistake, beside `stderr.txt` with what is said about it. After a
change of wording, `INFERLOOM_GOLDEN=write pytest tests/endpoints` writes the files anew: read the difference as a user
would, then commit it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inferloom_codegen.cli import generate
from inferloom_codegen.compiler import compile_specs
from inferloom_codegen.errors import Problems, SpecErrors

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOLDEN = HERE / "golden"
SMALL = ROOT / "tests" / "golden" / "generate" / "json-task" / "specs"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.name != "sound")


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A specs folder of one task and one provider."""
    return Path(shutil.copytree(SMALL, tmp_path / "specs"))


def problems_of(specs: Path, case: str) -> Problems:
    shutil.copytree(GOLDEN / case, specs, dirs_exist_ok=True)
    problems = Problems()
    compile_specs(specs, "sdk", problems)
    return problems


def test_there_are_cases() -> None:
    assert {"unknown-word", "unknown-schema", "duplicate-operation", "route-parameter-without-argument"} <= set(CASES)


def test_a_sound_service_has_no_mistakes(specs: Path) -> None:
    problems = problems_of(specs, "sound")
    problems.raise_if_any()
    assert problems.warnings == ()


@pytest.mark.parametrize("case", CASES)
def test_messages(case: str, specs: Path) -> None:
    problems = problems_of(specs, case)
    with pytest.raises(SpecErrors) as raised:
        problems.raise_if_any()
    said, golden = f"{raised.value}\n", GOLDEN / case / "stderr.txt"
    if os.environ.get("INFERLOOM_GOLDEN") == "write":
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_addresses(case: str, specs: Path) -> None:
    """Every message points into a file of the tree, at a line and a column that it has, and they come in order."""
    places = [error.at for error in problems_of(specs, case).errors]
    assert places == sorted(places)
    for at in places:
        assert at.file.startswith("services/")
        path = specs / at.file
        if not path.is_file():
            assert (at.line, at.column) == (1, 1)
            continue
        lines = path.read_text(encoding="utf-8").split("\n")
        assert 1 <= at.line <= len(lines)
        assert 1 <= at.column <= len(lines[at.line - 1]) + 1


def test_nothing_is_written_where_something_is_wrong(specs: Path, tmp_path: Path) -> None:
    line = ["--specs", str(specs), "--out", str(tmp_path / "out"), "--package", "sdk", "--quiet"]
    assert generate(line) == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert not any("services" in path.parts or "notes" in path.parts for path in before), "no folder, no module"
    shutil.copytree(GOLDEN / "unknown-word", specs, dirs_exist_ok=True)
    assert generate(line) == 1
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


def test_a_service_of_somebodys_own(specs: Path, tmp_path: Path) -> None:
    """Without waiting, without an `INFERLOOM_..._URL`, beside tasks of their own."""
    shutil.copytree(GOLDEN / "sound", specs, dirs_exist_ok=True)
    assert generate(["--specs", str(specs), "--out", str(tmp_path), "--package", "acme_sdk", "--quiet"]) == 0
    program = """
import json
import httpx
import acme_sdk
from acme_sdk import notes
from acme_sdk.types import NoteOutput

seen = []
note = {"id": "7", "text": "Milk", "made": "2024-02-03T04:05:06Z"}

def answer(request):
    seen.append([request.method, str(request.url), request.content.decode()])
    listed = request.method == "GET" and not request.url.path.endswith("/7")
    return httpx.Response(200, json={"notes": [note]} if listed else note)

http = httpx.Client(transport=httpx.MockTransport(answer))
client = notes.Notes(token="given", namespace="kitchen", http_client=http)
made = client.create("Milk", colour="blue")
assert isinstance(made.data, NoteOutput)
told = [made.text, made.made.isoformat(), repr(made), [each.id for each in client.list()], made.fetch() is made]
made.delete()
try:
    client.create("Milk", colour="green")
except acme_sdk.UsageError as error:
    told.append(str(error))
told += [hasattr(made, name) for name in ("wait", "client")]
print(json.dumps([told, seen]))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told, seen = json.loads(done.stdout)
    assert told == [
        "Milk",
        "2024-02-03T04:05:06+00:00",
        "Note(id='7', namespace='kitchen', text='Milk')",
        ["7"],
        True,
        "notes.create(colour='green'): must be one of 'red', 'blue' (did you mean 'red'?). [notes.create()]",
        False,
        False,
    ]
    base = "https://api.acme.example/v1/notes/kitchen"
    assert [each[:2] for each in seen] == [["POST", base], ["GET", base], ["GET", f"{base}/7"], ["DELETE", f"{base}/7"]]
    assert json.loads(seen[0][2]) == {"text": "Milk", "colour": "blue"}
