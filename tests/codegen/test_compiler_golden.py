"""Small specs, each beside the modules that must be generated from them.

Each folder of `tests/golden/generate/` holds `specs/`, and `expected/` with what becomes of it. After a change of a
template, `INFERLOOM_GOLDEN=write pytest tests/codegen/test_compiler_golden.py` writes the files anew: read the
difference as a reviewer of hand-written code would, then commit it.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import shutil
from pathlib import Path

import pytest
from compiler_material import GOLDEN, compile_into, tree

CASES = sorted(path.name for path in (GOLDEN / "generate").iterdir() if path.is_dir())
PACKAGE = "sdk"
SHOWN = ("methods", "providers", "types")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every case's package."""
    packages: dict[str, Path] = {}
    for case in CASES:
        out = tmp_path_factory.mktemp(case)
        assert compile_into(out, GOLDEN / "generate" / case / "specs", PACKAGE) == 0
        packages[case] = out / PACKAGE
    return packages


def shown(package: Path) -> dict[str, bytes]:
    """The modules that the golden files show."""
    return {
        name: data
        for name, data in tree(package).items()
        if name.startswith(SHOWN) and name.endswith(".py") and not name.endswith("__init__.py")
    }


def test_there_are_cases() -> None:
    assert {"json-task", "binary-task", "streaming-task"} <= set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_modules(case: str, made: dict[str, Path]) -> None:
    expected = GOLDEN / "generate" / case / "expected"
    modules = shown(made[case])
    if os.environ.get("INFERLOOM_GOLDEN") == "write":
        shutil.rmtree(expected, ignore_errors=True)
        for name, data in modules.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(data)
    assert sorted(tree(expected)) == sorted(modules)
    for name, data in modules.items():
        assert data.decode() == (expected / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("case", CASES)
def test_every_argument_is_documented(case: str, made: dict[str, Path]) -> None:
    for path in sorted((made[case] / "methods").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            if any(isinstance(name, ast.Name) and name.id == "overload" for name in node.decorator_list):
                continue
            said = inspect.cleandoc(ast.get_docstring(node) or "")
            for section in ("Args:", "Returns:", "Raises:"):
                assert f"\n{section}\n" in said, (path.name, node.name)
            for argument in [*node.args.args[1:], *node.args.kwonlyargs]:
                assert re.search(rf"^    {argument.arg}: \S", said, re.MULTILINE), (node.name, argument.arg)


@pytest.mark.parametrize("case", CASES)
def test_both_clients_say_the_same(case: str, made: dict[str, Path]) -> None:
    """A method and its async twin have the same arguments, defaults and words, and the same types but for streams."""
    for path in sorted((made[case] / "methods").glob("*.py")):
        classes = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
        for one, twin in zip(classes[::2], classes[1::2], strict=True):
            assert twin.name == f"Async{one.name}"
            for method, awaited in zip(one.body, twin.body, strict=True):
                if isinstance(method, ast.FunctionDef):
                    assert isinstance(awaited, ast.AsyncFunctionDef)
                    assert ast.unparse(method.args) == ast.unparse(awaited.args).replace(twin.name, one.name, 1)
                    assert ast.get_docstring(method) == ast.get_docstring(awaited)
                    assert method.returns is not None
                    assert awaited.returns is not None
                    said = re.sub(r"\bAsync(Stream|Job)\b", r"\1", ast.unparse(awaited.returns))
                    assert said == ast.unparse(method.returns)


@pytest.mark.parametrize("case", CASES)
def test_lines_are_short_and_no_import_is_idle(case: str, made: dict[str, Path]) -> None:
    for name, data in tree(made[case]).items():
        if not name.endswith(".py"):
            continue
        text = data.decode()
        long = [line for line in text.splitlines() if len(line) > 120 and "pyright: ignore" not in line]
        assert long == [], name
        assert "\n\n\n\n" not in text, name
        if name.endswith("__init__.py"):
            continue
        module = ast.parse(text)
        imported = {
            alias.asname or alias.name
            for node in ast.walk(module)
            if isinstance(node, ast.ImportFrom) and node.module != "__future__"
            for alias in node.names
        }
        used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
        re_exported = imported if name in ("capabilities.py", "errors.py", "telemetry.py") else set[str]()
        assert imported - used - re_exported == set(), name
