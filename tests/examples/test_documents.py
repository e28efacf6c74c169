"""The README's snippets and CONTRIBUTING's worked examples, run as they stand."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inferloom_codegen import docs_guide

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(document: str) -> list[tuple[str, list[str], str]]:
    """The fenced blocks of a document: language, further words, text."""
    return _blocks_of((ROOT / document).read_text(encoding="utf-8"))


def _blocks_of(document: str) -> list[tuple[str, list[str], str]]:
    found = _BLOCK.findall(document)
    return [(language, words.split(), text) for language, words, text in found]


def test_the_readmes_snippets_run(inferloom_sandbox: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each chapter by itself: it is a page of the documentation site, where readers begin anywhere."""
    inferloom_sandbox.configure(
        models={"distilbert/distilbert-base-uncased-finetuned-sst-2-english": "text-classification"}
    )
    url = inferloom_sandbox.url
    monkeypatch.setenv("HF_ENDPOINT", url)
    monkeypatch.setenv("INFERLOOM_ROUTER_URL", url)
    monkeypatch.setenv("INFERLOOM_ENDPOINTS_URL", f"{url}/v2")
    monkeypatch.setenv("HF_TOKEN", "hf_sandbox")
    monkeypatch.setattr("inferloom_runtime.clock.sleep", lambda seconds: None)
    monkeypatch.chdir(tmp_path)
    ran = 0
    for chapter in docs_guide.chapters([ROOT / "README.md", ROOT / "CONTRIBUTING.md"]):
        if chapter.document != "README.md":
            continue
        space: dict[str, Any] = {"__name__": "readme"}
        for language, _, snippet in _blocks_of(chapter.text):
            if language == "python":
                exec(compile(snippet.replace("http://localhost:8080", url), chapter.path, "exec"), space)
                ran += 1
    assert ran == sum(language == "python" for language, _, _ in _blocks("README.md"))
    assert ran >= 6
    assert (tmp_path / "astronaut.png").read_bytes().startswith(b"\x89PNG")


def test_the_readmes_commands_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.parametrize("topic", ["parameter", "task", "provider"])
def test_contributings_examples_work(topic: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    blocks = [
        (language, words[1:], text) for language, words, text in _blocks("CONTRIBUTING.md") if words[:1] == [topic]
    ]
    assert [language for language, _, _ in blocks][-1] == "python"
    for language, words, text in blocks:
        if language == "diff":
            done = subprocess.run(
                ["git", "apply", "-"], cwd=tmp_path, input=text, text=True, capture_output=True, check=False
            )
            assert done.returncode == 0, done.stderr
        elif language != "python":
            path = tmp_path / words[0]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    compiler = [sys.executable, "-m", "inferloom_codegen", "--specs", "specs", "--out", ".", "--package", "example_sdk"]
    done = subprocess.run(compiler, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", blocks[-1][2]], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
