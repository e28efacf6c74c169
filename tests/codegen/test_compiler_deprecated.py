"""What a schema calls deprecated: an editor strikes it through, a type checker says so, a call warns."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from compiler_material import ROOT, SMALL, ask, compile_into

PACKAGE = "sdk_of_old"

CALLS = f"""
from {PACKAGE} import AsyncInferenceClient, InferenceClient
from {PACKAGE}.types import TextShorteningGlossary, TextShorteningOutput

def sync(client: InferenceClient) -> TextShorteningOutput:
    client.with_raw_response.shorten_text("A text.", 3)  # shorten_text() is deprecated.
    client.shorten_text("A text.", 3, glossary=TextShorteningGlossary())  # TextShorteningGlossary is deprecated.
    return client.shorten_text("A text.", 3)  # shorten_text() is deprecated.

async def awaited(client: AsyncInferenceClient) -> None:
    await client.shorten_text("A text.", 3)  # shorten_text() is deprecated.
"""

PROGRAM = f"""
import asyncio, json, warnings
from {PACKAGE} import AsyncInferenceClient, InferenceClient, types

def calls(client):
    yield lambda: client.shorten_text("A text.", -1)
    yield lambda: client.with_raw_response.shorten_text("A text.", -1)

async def run(call):
    return await call()

warnings.simplefilter("always")
said = []
clients = ((InferenceClient(), lambda call: call()), (AsyncInferenceClient(), lambda call: asyncio.run(run(call))))
for made, drive in clients:
    for call in calls(made):
        with warnings.catch_warnings(record=True) as caught:
            try:
                drive(call)
            except Exception:
                pass
        said.append([[str(one.message), one.category.__name__] for one in caught])
with warnings.catch_warnings(record=True) as caught:
    types.TextShorteningGlossary()
print(json.dumps([said, len(caught), types.TextShorteningGlossary.__deprecated__]))
"""


def folder_of(tmp_path: Path) -> Path:
    """The small specs with a method and a type that go away, compiled."""
    shutil.copytree(SMALL, tmp_path / "specs")
    path = tmp_path / "specs" / "tasks" / "text-shortening" / "input.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["deprecated"] = True
    schema["properties"]["parameters"]["properties"]["glossary"]["deprecated"] = True
    path.write_text(json.dumps(schema, indent=2), encoding="utf-8")
    assert compile_into(tmp_path, tmp_path / "specs", PACKAGE) == 0
    return tmp_path


def test_type_checkers_say_so(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "calls.py").write_text(CALLS, encoding="utf-8")
    roots = [str(folder), str(ROOT / "runtime")]
    settings = {"include": ["calls.py"], "extraPaths": roots, "reportDeprecated": "error", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    expected = {
        number: line.partition("  # ")[2] for number, line in enumerate(CALLS.splitlines(), 1) if "  # " in line
    }
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=300)
    said: dict[int, str] = {}
    for one in json.loads(done.stdout)["generalDiagnostics"]:
        assert one["rule"] == "reportDeprecated", one
        number = one["range"]["start"]["line"] + 1
        said[number] = said.get(number, "") + one["message"]
    for number, words in expected.items():
        assert words in said.get(number, ""), (number, said)


def test_a_call_says_so(tmp_path: Path) -> None:
    program = PROGRAM.replace("warnings.simplefilter", "import sys; sys.warnoptions.clear(); warnings.simplefilter")
    said, made, mark = ask(program, folder_of(tmp_path))
    assert said == [[["shorten_text() is deprecated.", "DeprecationWarning"]]] * 4
    assert made == 0
    assert mark == "TextShorteningGlossary is deprecated."
