"""Names that would break what is generated are refused, in the front half or in the back one."""

from __future__ import annotations

import ast
import json
import keyword
import shutil
from pathlib import Path

import pytest
from compiler_material import GOLDEN, ROOT, SMALL, ask, compile_into

from inferloom_codegen import names


@pytest.mark.parametrize("method", sorted(names.PROVIDER_NAMES | names.CLIENT_MEMBERS))
def test_methods_that_a_module_or_a_client_has_already(method: str) -> None:
    assert names.method_problem(method) is not None


def test_every_member_of_a_client_is_known() -> None:
    program = (
        "import json, typing, inferloom\n"
        "from inferloom import capabilities\n"
        "kind = inferloom.InferenceClient\n"
        "fields = {name for base in kind.__mro__ for name in base.__dict__.get('__annotations__', ())}\n"
        "members = {name for name in {*dir(kind), *fields} if not name.startswith('_')}\n"
        "print(json.dumps(sorted(members - {*capabilities.TABLE.tasks()})))"
    )
    assert ask(program, ROOT / "generated") == sorted(names.CLIENT_MEMBERS)


@pytest.mark.parametrize("argument", sorted(names.METHOD_NAMES | names.RESERVED_ARGUMENTS))
def test_arguments_that_a_method_uses_itself(argument: str) -> None:
    assert names.argument_problem(argument) is not None


@pytest.mark.parametrize("title", ["Stream", "Task", "BinaryInput", "ProviderError", "Mapping", "Image", "Provider"])
def test_types_that_a_module_imports(title: str) -> None:
    assert names.type_problem(title) is not None


@pytest.mark.parametrize("task", ["shared", "async-drawing", "import", "Draw", "draw_it", "-draw"])
def test_tasks_whose_module_or_class_is_taken(task: str) -> None:
    assert names.id_problem(task) is not None


@pytest.mark.parametrize("provider", ["one-of", "chat", "literal", "supports-drawing", "mapping", "Groq", "async-one"])
def test_providers_whose_class_is_taken(provider: str) -> None:
    assert names.provider_problem(provider) is not None


def test_a_type_cannot_look_like_a_mark_of_who_offers_a_task() -> None:
    assert names.type_problem("SupportsDrawing") is not None
    assert names.type_problem("Support") is None


def imported(folder: Path) -> set[str]:
    """The names that modules import at their top, and that functions of theirs could hide."""
    found: set[str] = set()
    for path in folder.glob("*.py"):
        for node in ast.parse(path.read_bytes()).body:
            if isinstance(node, ast.ImportFrom | ast.Import):
                found |= {alias.asname or alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("case", ["json-task", "binary-task", "streaming-task", "queued-task"])
def test_every_name_that_a_provider_module_imports_is_kept_from_methods(case: str) -> None:
    """A method's function stands among the imports of a provider's module."""
    for name in imported(GOLDEN / "generate" / case / "expected" / "providers") - {"annotations", "TYPE_CHECKING"}:
        if name.islower() and not keyword.iskeyword(name):
            assert names.method_problem(name) is not None, name


def test_fields_with_the_names_of_a_functions_own_variables(tmp_path: Path) -> None:
    """Fields may be called what the generated functions call their own variables."""
    specs = tmp_path / "specs"
    shutil.copytree(SMALL / "tasks", specs / "tasks")
    shutil.copy(SMALL / "common.json", specs / "common.json")
    (specs / "providers").mkdir()
    fields = [
        "answer",
        "body",
        "call",
        "given",
        "shape",
        "task",
        "url",
        "value",
        "wire",
        "data",
        "inputs_object",
        "item",
    ]
    path = specs / "tasks" / "text-shortening" / "input.json"
    schema = json.loads(path.read_text())
    schema["properties"]["parameters"]["properties"] |= {name: {"type": "string"} for name in fields}
    path.write_text(json.dumps(schema))
    body = {"inputs": {name: f"parameters.{name}" for name in fields}, "text": {"inputs": {"a-b": "inputs"}}}
    body["*"] = "parameters"  # type: ignore[assignment]
    row = {
        "id": "acme",
        "name": "Acme",
        "docs": "https://docs.acme.example",
        "base_url": "https://api.acme.example",
        "looks_up": False,
        "tasks": {"text-shortening": {"post": "/x", "json": body, "result": {"text": "call"}}},
    }
    (specs / "providers" / "acme.yaml").write_text(json.dumps(row))
    assert compile_into(tmp_path, specs, "sdk") == 0
    program = f"""
import json
import httpx
from sdk import InferenceClient
sent = []
def answer(request):
    sent.append(json.loads(request.content))
    return httpx.Response(200, json={{"call": "done"}})
client = InferenceClient("m", token="t", http_client=httpx.Client(transport=httpx.MockTransport(answer)))
output = client.shorten_text("A text.", 3, **{{name: name for name in {fields!r}}})
print(json.dumps([output.text, sent[0]]))
"""
    text, sent = ask(program, tmp_path)
    assert text == "done"
    assert sent == {
        "inputs": {name: name for name in fields},
        "text": {"inputs": {"a-b": "A text."}},
        "max_words": 3,
        "trim": True,
    }
