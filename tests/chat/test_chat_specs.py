"""Where chat's helpers and OpenAI's namespaces come from: specs, and only those."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from inferloom_codegen.compiler import compile_specs
from inferloom_codegen.errors import Problems
from inferloom_codegen.render import render

SPECS = Path(__file__).resolve().parents[2] / "specs"


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A copy of the specs of tasks, providers and namespaces, to be changed."""
    for name in ("tasks", "providers", "dialects", "openai"):
        shutil.copytree(SPECS / name, tmp_path / "specs" / name)
    shutil.copy(SPECS / "common.json", tmp_path / "specs")
    return tmp_path / "specs"


def change(path: Path, **properties: Any) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"] |= properties
    path.write_text(json.dumps(schema), encoding="utf-8")


def compiled(specs: Path) -> tuple[dict[str, str], list[str]]:
    problems = Problems()
    sdk = compile_specs(specs, "acme", problems)
    found = [str(error) for error in problems.errors]
    return ({} if found else render(sdk)), found


def test_a_parameter_in_the_spec_is_an_argument_everywhere(specs: Path) -> None:
    thinking = {"type": "integer", "minimum": 1, "description": "Tokens to think with."}
    change(specs / "tasks/chat-completion/input.json", thinking_budget=thinking)
    change(specs / "openai/embeddings/input.json", pooling={"type": "string", "description": "How to pool."})
    files, errors = compiled(specs)
    assert errors == []
    for name in ("chat/completions.py", "chat/async_completions.py"):
        # create, parse, stream and run_tools, each with its overloads.
        assert files[name].count("thinking_budget: int | None = None") >= 4 + 1 + 3 + 4
        assert files[name].count("'thinking_budget': thinking_budget") == 4
    assert "pooling: str | None = None" in files["methods/embeddings.py"]
    assert "pooling" in files["types/embeddings.py"]


def test_without_the_specs_there_are_no_namespaces(specs: Path) -> None:
    shutil.rmtree(specs / "openai")
    files, errors = compiled(specs)
    assert errors == []
    assert "openai.py" not in files
    assert "def embeddings" not in files["client.py"]
    assert not any("OPENAI:" in text for text in files.values())


def test_a_mistake_there_is_an_error_with_its_address(specs: Path) -> None:
    change(specs / "openai/embeddings/input.json", broken={"type": "strnig", "description": "?"})
    _, errors = compiled(specs)
    assert len(errors) == 1
    assert errors[0].startswith("openai/embeddings/input.json:")
    assert "strnig" in errors[0]


def test_the_namespaces_are_no_tasks() -> None:
    from inferloom import capabilities

    methods = set().union(*capabilities.PROVIDERS.values())
    assert not {"create", "list", "completions", "embeddings", "models"} & methods
