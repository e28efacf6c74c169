r"""Texts of specs that try to be code: in what is generated they are words, and nothing but words."""

from __future__ import annotations

import ast
import inspect
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from compiler_material import GOLDEN, ask, compile_into, run_python

CODE = 'Harmless."""\nimport os\nos._exit(3)\n"""'
NASTY = 'It\'s """ {{ name }} {% raw %} \\ \x85 \u2028 \u202e end\\'
ROUTE = '/v1/it\'s/"""/{model}/\\n'

PROVIDER: dict[str, Any] = {
    "id": "hostile-host",
    "name": f"{CODE} {NASTY}",
    "docs": f"https://docs.example/{NASTY}",
    "base_url": 'https://api.example/\'"""\\',
    "auth": {"header": "X-Key", "value": '\'""" {key} \\'},
    "looks_up": False,
    "headers": {"x-nasty": '\'"""\\'},
    "tasks": {
        "hostile": {
            "post": ROUTE,
            "summary": CODE,
            "json": {
                'it\'s """': "inputs",
                "import os; os._exit(3)": {"1 deeper\n": "parameters.enumeration", "const": {"const": CODE}},
                CODE: {"const": [NASTY, {CODE: NASTY}]},
                "*": "parameters",
            },
            "result": [{"text": 'a.0.\'"""'}, {"text": {"const": CODE}}],
        }
    },
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package that is made from the hostile specs."""
    folder = tmp_path_factory.mktemp("hostile")
    specs = folder / "specs"
    shutil.copytree(GOLDEN / "hostile" / "specs", specs)
    (specs / "providers").mkdir()
    # JSON is YAML, and json.dumps escapes what YAML does not take.
    (specs / "providers" / "hostile-host.yaml").write_text(json.dumps(PROVIDER))
    assert compile_into(folder, specs, "hostile_sdk") == 0
    return folder / "hostile_sdk"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The hostile input."""
    text = (GOLDEN / "hostile" / "specs" / "tasks" / "hostile" / "input.json").read_text()
    found: dict[str, Any] = json.loads(text)
    return found


def test_every_module_compiles_without_a_warning(package: Path) -> None:
    program = (
        "import pathlib, sys\nfor path in sys.argv[1:]:\n    compile(pathlib.Path(path).read_bytes(), path, 'exec')"
    )
    modules = [str(path) for path in sorted(package.rglob("*.py"))]
    done = run_python(["-c", program, *modules])
    assert (done.returncode, done.stderr) == (0, "")


def test_ruff_has_nothing_to_change(package: Path) -> None:
    rules = ["--isolated", "--no-cache", "--line-length", "120"]
    check = run_python(["-m", "ruff", "check", *rules, "--select", "E9,F,PLE,W6,S102,S307", str(package)])
    assert check.returncode == 0, check.stdout
    done = run_python(["-m", "ruff", "format", "--check", *rules, str(package)])
    assert done.returncode == 0, done.stdout


def test_no_text_stands_outside_of_quotes(package: Path) -> None:
    """No module calls, imports or names anything of what the texts say."""
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                assert "os" not in [alias.name for alias in node.names], path
            if isinstance(node, ast.Name):
                assert node.id not in {"os", "trap", "config", "_exit"}, path


def test_nothing_runs_when_it_is_imported_and_used(package: Path) -> None:
    program = """
import json, pkgutil, importlib
import httpx
import hostile_sdk
for module in pkgutil.walk_packages(hostile_sdk.__path__, "hostile_sdk."):
    importlib.import_module(module.name)
bodies = []
def answer(request):
    bodies.append([str(request.url), dict(request.headers), json.loads(request.content)])
    return httpx.Response(200, json={"a": [{"'\\"\\"\\"": "found"}]})
from hostile_sdk import InferenceClient
with InferenceClient(provider="hostile-host", token="k", model="m", http_client=httpx.Client(
    transport=httpx.MockTransport(answer))) as client:
    found = client.hostile("A text.", fixed="'; import os; os._exit(3) #")
print(json.dumps([*bodies[0], [one.text for one in found]]))
"""
    url, headers, body, texts = ask(program, package.parent)
    assert texts == ["found", CODE]
    assert url.startswith("https://api.example/")
    assert headers["x-key"] == '\'""" k \\'
    assert headers["x-nasty"] == '\'"""\\'
    assert body['it\'s """'] == "A text."
    assert body["import os; os._exit(3)"] == {"1 deeper\n": "it's", "const": CODE}
    assert body[CODE] == [NASTY, {CODE: NASTY}]
    assert body["defaulted"] == '"""\nimport os\nos._exit(3)\n'
    assert body["fixed"] == "'; import os; os._exit(3) #"


def test_descriptions_read_as_they_were_written(package: Path, schema: dict[str, Any]) -> None:
    """In the docstrings of the types: every character of every description, control characters included."""
    module = ast.parse((package / "types" / "hostile.py").read_bytes())
    classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
    said = docstrings(classes["HostileParameters"])
    parameters = schema["properties"]["parameters"]
    assert ast.get_docstring(classes["HostileParameters"]) == parameters["description"]
    assert set(said) == set(parameters["properties"])
    for name, inner in parameters["properties"].items():
        facts = said[name].removeprefix(inner["description"])
        assert facts != said[name], name
        if name not in {"defaulted", "patterned", "measured"}:
            assert facts == "", name
    assert 'The server\'s default is "\\"\\"\\"\\nimport os\\nos._exit(3)\\n".' in said["defaulted"]
    assert "pattern ^['\"\\\\{}]*$." in said["patterned"]
    assert 'In """ it\'s {{ a }} unit \\.' in said["measured"]


def docstrings(node: ast.ClassDef) -> dict[str, str]:
    """The docstrings of a class's fields."""
    said: dict[str, str] = {}
    for field, text in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            assert isinstance(field.target, ast.Name)
            said[field.target.id] = inspect.cleandoc(str(text.value.value))
    return said


def test_the_methods_docstring(package: Path, schema: dict[str, Any]) -> None:
    module = ast.parse((package / "methods" / "hostile.py").read_bytes())
    methods = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [method.name for method in methods] == ["hostile"] * 4, "sync and async, and the raw answers of both"
    for method in methods:
        said = (ast.get_docstring(method) or "").removeprefix("Give the raw answer: ")
        assert said.startswith('Don\'t trust """this""" \\ {{ summary }}.\n')
        assert "First \"\"\" import os os._exit(3) ''' {% endraw %} and a backslash \\" in said
        for name, inner in schema["properties"]["parameters"]["properties"].items():
            assert f"{name}: {inner['description']}".replace("\n", "\n        ") in said, name
        defaults = {
            argument.arg: default.value
            for argument, default in zip(method.args.kwonlyargs, method.args.kw_defaults, strict=True)
            if isinstance(default, ast.Constant)
        }
        assert defaults["enumeration"] == "it's"
        assert defaults["defaulted"] == '"""\nimport os\nos._exit(3)\n'


def test_values_of_enums_and_patterns(package: Path, schema: dict[str, Any]) -> None:
    properties = schema["properties"]["parameters"]["properties"]
    program = """
import json, typing
from hostile_sdk.types.hostile import HostileParameters
hints = typing.get_type_hints(HostileParameters)
literal = next(one for one in typing.get_args(hints["enumeration"]) if typing.get_origin(one) is typing.Literal)
fields = HostileParameters.__dataclass_fields__
print(json.dumps([typing.get_args(literal), fields["patterned"].metadata["pattern"]]))
"""
    values, pattern = ask(program, package.parent)
    assert values == properties["enumeration"]["enum"]
    assert pattern == properties["patterned"]["pattern"]


def test_the_sandbox_plays_it(package: Path) -> None:
    program = """
import json
from hostile_sdk import sandbox
with sandbox.client() as client:
    print(json.dumps([type(one).__name__ for one in client.hostile('''it's \"\"\" {{ an }}''')]))
"""
    kinds = ask(program, package.parent)
    assert kinds
    assert set(kinds) == {"HostileOutputElement"}
