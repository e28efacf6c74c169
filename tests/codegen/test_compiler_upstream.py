"""The ecosystem's own collection of task schemas, as it is, becomes an SDK."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from compiler_material import ROOT, ask, compile_into

SPECS = ROOT.parent / "shared" / "upstream-task-specs"

pytestmark = pytest.mark.skipif(not SPECS.is_dir(), reason=f"the collection is not here: {SPECS.name} is missing")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the SDK is."""
    folder = tmp_path_factory.mktemp("upstream")
    assert compile_into(folder, SPECS, "upstream_sdk") == 0
    return folder


def test_every_task_is_a_method_of_both_clients(folder: Path) -> None:
    tasks = sorted(path.name for path in SPECS.iterdir() if (path / "spec" / "input.json").is_file())
    assert len(tasks) >= 25
    program = """
import importlib, inspect, json, pkgutil
import upstream_sdk
from upstream_sdk import AsyncInferenceClient, InferenceClient, capabilities
for module in pkgutil.walk_packages(upstream_sdk.__path__, "upstream_sdk."):
    importlib.import_module(module.name)
methods = sorted(capabilities.PROVIDERS["hf-inference"])
print(json.dumps([
    methods,
    [inspect.iscoroutinefunction(getattr(AsyncInferenceClient, name)) for name in methods],
    [bool(inspect.getdoc(getattr(InferenceClient, name))) for name in methods],
]))
"""
    methods, coroutines, documented = ask(program, folder)
    assert methods == [task.replace("-", "_") for task in tasks]
    assert all(coroutines)
    assert all(documented)


SANDBOX = """
import json
from upstream_sdk import sandbox

with sandbox.client() as client:
    labels = client.text_classification("I like it.")
    image = client.text_to_image("A fox.", width=64, height=32)
    chat = client.chat.completions.create([{"role": "user", "content": "Hi"}], max_tokens=20)
    pieces = [chunk.choices[0].delta.content for chunk in client.chat_completion(
        [{"role": "user", "content": "Hi"}], stream=True)]
    text = client.text_generation("Once")
    words = list(client.text_generation("Once", stream=True))
    vectors = client.feature_extraction("A text.")
print(json.dumps([
    [type(labels[0]).__name__, labels[0].label, labels[0]["score"]], [type(image).__name__, str(image)[:60]],
    chat.choices[0].message.content, len(pieces), str(text)[:80], len(words), len(vectors),
]))
"""


def test_methods_work_against_the_sandbox(folder: Path) -> None:
    labels, image, chat, pieces, text, words, vectors = ask(SANDBOX, folder)
    assert labels[0] == "ClassificationOutput"
    assert isinstance(labels[1], str)
    assert 0 <= labels[2] <= 1
    assert image
    assert chat
    assert pieces > 1
    assert text
    assert words >= 1
    assert vectors >= 1


def test_a_type_checker_has_nothing_to_say(folder: Path) -> None:
    settings: dict[str, Any] = {
        "include": ["upstream_sdk"],
        "extraPaths": [str(ROOT / "runtime")],
        "pythonVersion": "3.11",
        "typeCheckingMode": "strict",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"],
        cwd=folder,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if not done.stdout.startswith("{"):
        pytest.skip(f"pyright does not run here: {(done.stdout + done.stderr)[-200:]}")
    report = json.loads(done.stdout)
    said = [f"{one['file']}:{one['range']['start']['line']}: {one['message']}" for one in report["generalDiagnostics"]]
    assert said == []
    assert report["summary"]["filesAnalyzed"] > 60
