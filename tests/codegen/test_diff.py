"""`inferloom diff`: what is said of an edit, and whether callers feel it as it is said.

Each case of `diff_cases` is judged by hand. Two independent witnesses confirm it: a type checker over call sites that
were written for the specs before, and the call sites themselves, run against the SDK after.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemBytecodeCache
from compiler_material import GOLDEN, ROOT, SPECS, compile_into, expect_file
from diff_cases import CALLS, CASES, SHORTENING, Case

from inferloom_codegen.cli import diff
from inferloom_codegen.compiler import compile_specs
from inferloom_codegen.diff import compare, read_surface
from inferloom_codegen.errors import Problems
from inferloom_codegen.render import render
from inferloom_codegen.surface import Surface

SMALL = GOLDEN / "diff" / "specs"
EDITED = GOLDEN / "diff" / "edited"
NAMES = [case.name for case in CASES]


@pytest.fixture(scope="module")
def before() -> Surface:
    """What callers see before every edit."""
    return read_surface(SMALL)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the SDK before (`before`) and one SDK for each edit (`after_0`, ...), with its specs."""
    folder, cache = tmp_path_factory.mktemp("diff"), tmp_path_factory.mktemp("templates")
    with pytest.MonkeyPatch.context() as patch:
        # Templates are compiled once, not once a package: the words are the same, the time is a sixth.
        kept = FileSystemBytecodeCache(str(cache))
        patch.setattr("inferloom_codegen.render.Environment", partial(Environment, bytecode_cache=kept))
        _make(SMALL, folder, "before")
        for number, case in enumerate(CASES):
            specs = edited(case, folder / "specs" / str(number))
            _make(specs, folder, f"after_{number}")
    return folder


def edited(case: Case, folder: Path) -> Path:
    """A copy of the specs with one edit."""
    shutil.copytree(SMALL, folder)
    for edit in case.edits:
        edit(folder)
    return folder


def _make(specs: Path, folder: Path, package: str) -> None:
    problems = Problems()
    sdk = compile_specs(specs, package, problems)
    problems.raise_if_any()
    for name, text in render(sdk).items():
        path = folder / "installed" / package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / f"calls_{package}.py").write_text(CALLS.replace("PACKAGE", package), encoding="utf-8")


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
    assert len(set(NAMES)) == len(NAMES)
    assert all(case.why for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_verdict(case: Case, before: Surface, tmp_path: Path) -> None:
    """All that is reported, and nothing else."""
    after = read_surface(edited(case, tmp_path / "specs"))
    found = compare(before, after)
    said = [f"{change.bump} {change.kind} {change.subject} {change.name}" for change in found.changes]
    assert sorted(said) == sorted(case.expected)
    bumps = {line.split()[0] for line in case.expected}
    assert found.bump == next(bump for bump in ("major", "minor", "patch") if bump in bumps)
    assert bool(found.breaking) == ("major" in bumps)
    # Where a break is said to show is where the witnesses below see it.
    assert all((change.shows != "") == (change.bump == "major") for change in found.changes)
    shown = {change.shows for change in found.breaking}
    assert ("type checker" in shown) == bool(case.refused)
    if case.fails:
        assert shown & {"run time", "type checker"}
    # The other way round a break of one is an addition of the other: it never goes unnoticed.
    assert compare(after, before).changes


def test_nothing_changed(before: Surface) -> None:
    assert compare(before, read_surface(SMALL)).changes == ()


# A type checker over call sites that were written before


@pytest.fixture(scope="module")
def errors(packages: Path) -> dict[str, set[str]]:
    """What pyright refuses, by package: the names of call sites."""
    files = sorted(packages.glob("calls_*.py"))
    settings = {
        "include": [file.name for file in files],
        "pythonVersion": "3.11",
        "typeCheckingMode": "standard",
        "reportDeprecated": "none",
    }
    (packages / "pyrightconfig.json").write_text(json.dumps(settings))
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(packages)],
        capture_output=True, text=True, check=False, cwd=packages,
        # As an installed package: what a module does not export is refused.
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(packages / "installed"), str(ROOT / "runtime")])},
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] == len(files)
    sites = [
        (node.name, node.lineno, node.end_lineno or node.lineno)
        for node in ast.parse(CALLS).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    found: dict[str, set[str]] = {file.stem.removeprefix("calls_"): set() for file in files}
    for item in report["generalDiagnostics"]:
        if item["severity"] != "error":
            continue
        line = item["range"]["start"]["line"] + 1
        site = next((name for name, first, last in sites if first <= line <= last), item["message"])
        found[Path(item["file"]).stem.removeprefix("calls_")].add(site)
    return found


def test_the_call_sites_are_right_before(errors: dict[str, set[str]]) -> None:
    assert errors["before"] == set()


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_type_checker_refuses_what_breaks_and_nothing_else(case: Case, errors: dict[str, set[str]]) -> None:
    assert errors[f"after_{CASES.index(case)}"] == set(case.refused)
