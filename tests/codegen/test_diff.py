"""`inferloom diff`: what is said of an edit, and whether callers feel it as it is said.

Each case of `diff_cases` is judged by hand. Two independent witnesses confirm it: a type checker over call sites that
were written for the specs before, and the call sites themselves, run against the SDK after.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
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

import pytest
from compiler_material import GOLDEN, ROOT, SPECS, expect_file
from diff_cases import CALLS, CASES, SHORTENING, Case
from jinja2 import Environment, FileSystemBytecodeCache

from inferloom_codegen.cli import diff
from inferloom_codegen.compiler import compile_specs
from inferloom_codegen.diff import compare, read_surface
from inferloom_codegen.errors import Problems
from inferloom_codegen.render import render
from inferloom_codegen.surface import Surface
from inferloom_runtime.sandbox import api

SMALL = GOLDEN / "diff" / "specs"
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


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name.endswith("-deprecated")], ids=lambda case: case.name
)
def test_a_mark_that_is_taken_away(case: Case, before: Surface, tmp_path: Path) -> None:
    """The same edit the other way round: nothing goes away any more."""
    found = compare(read_surface(edited(case, tmp_path / "specs")), before)
    said = [f"{change.bump} {change.kind} {change.subject} {change.name}" for change in found.changes]
    assert sorted(said) == sorted(line.replace(" deprecated ", " restored ") for line in case.expected)
    assert {change.shows for change in found.changes} == {""}


def test_nothing_changed(before: Surface) -> None:
    assert compare(before, read_surface(SMALL)).changes == ()


# A type checker over call sites that were written before


Said = dict[str, dict[str, set[str]]]
"""By severity and package: the names of call sites."""


@pytest.fixture(scope="module")
def said(packages: Path) -> Said:
    """What pyright refuses ("error"), and what an editor strikes through ("warning")."""
    files = sorted(packages.glob("calls_*.py"))
    settings = {
        "include": [file.name for file in files],
        "pythonVersion": "3.11",
        "typeCheckingMode": "standard",
        "reportDeprecated": "warning",
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
    found: Said = {
        severity: {file.stem.removeprefix("calls_"): set() for file in files} for severity in ("error", "warning")
    }
    for item in report["generalDiagnostics"]:
        line = item["range"]["start"]["line"] + 1
        site = next((name for name, first, last in sites if first <= line <= last), item["message"])
        found[item["severity"]][Path(item["file"]).stem.removeprefix("calls_")].add(site)
    return found


def test_the_call_sites_are_right_before(said: Said) -> None:
    assert said["error"]["before"] == said["warning"]["before"] == set()


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_type_checker_refuses_what_breaks_and_nothing_else(case: Case, said: Said) -> None:
    assert said["error"][f"after_{CASES.index(case)}"] == set(case.refused)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_an_editor_strikes_through_what_is_deprecated_and_nothing_else(case: Case, said: Said) -> None:
    assert said["warning"][f"after_{CASES.index(case)}"] == set(case.warned)


# The call sites, run against the SDK's own sandbox

_ASLEEP = {"awaited", "with_acme", "with_bravo", "stories_with_bravo", "glossary_without_language"}
"""Call sites that would need an event loop, keys, or a server to which null and nothing are one."""

_MODELS = {"shorten_text": "people/shortening", "tell_story": "people/stories", "tell": "people/stories"}


def _sites(package: str) -> dict[str, Callable[..., object]]:
    module = importlib.import_module(f"calls_{package}")
    names = [node.name for node in ast.parse(CALLS).body if isinstance(node, ast.FunctionDef)]
    return {name: getattr(module, name) for name in names if name not in _ASLEEP}


def _failing(package: str, packages: Path) -> set[str]:
    """The call sites that raise."""
    found: set[str] = set()
    tasks = [json.loads(path.read_text()) for path in (packages / "installed" / package / "schemas").glob("*.json")]
    models = {_MODELS[task["method"]]: task["task"] for task in tasks if task["method"] in _MODELS}
    # What the Hub says of models does not change with our specs.
    core = api.load(package, models=models, providers={"bravo": ["text-shortening", "story-telling"]})
    offered = importlib.import_module(f"{package}.capabilities").PROVIDERS
    clients = {
        name: api.client(package, sandbox=core, provider=name, api_key="any-key", model=model)
        for name, model in (("acme", "people/any"), ("bravo", "people/shortening"))
        if name in offered
    }
    with contextlib.ExitStack() as stack, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for client in clients.values():
            stack.enter_context(client)
        for name, site in _sites(package).items():
            # Bravo takes every argument of the one method, acme alone streams and has a queue.
            shortens = name in SHORTENING and "bravo" in clients
            try:
                site(clients["bravo" if shortens else "acme"]) if inspect.signature(site).parameters else site()
            except Exception:
                found.add(name)
    return found


@pytest.fixture
def importable(packages: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The packages and call sites can be imported, and are forgotten afterwards."""
    monkeypatch.setattr(sys, "path", [str(packages / "installed"), str(packages), *sys.path])
    importlib.invalidate_caches()
    known = set(sys.modules)
    yield
    for name in set(sys.modules) - known:
        if name.startswith(("before", "after_", "calls_")):
            del sys.modules[name]


@pytest.mark.usefixtures("importable")
def test_the_call_sites_work_before(packages: Path) -> None:
    assert _failing("before", packages) == set()


@pytest.mark.usefixtures("importable")
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_run_fails_where_something_breaks_and_nowhere_else(case: Case, packages: Path) -> None:
    """A break that no type checker sees fails; whatever breaks nothing works."""
    failing = _failing(f"after_{CASES.index(case)}", packages)
    assert failing >= set(case.fails) - _ASLEEP
    assert failing <= {*case.fails, *case.refused}


# The command


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The specs with several edits at once."""
    folder = tmp_path_factory.mktemp("many") / "specs"
    shutil.copytree(SMALL, folder)
    for name in ("argument-renamed-with-its-old-name", "enum-value-removed", "output-field-added", "provider-added",
                 "wire-only", "parameter-taken", "minimum-raised", "method-deprecated",
                 "field-deprecated"):  # fmt: skip
        for edit in CASES[NAMES.index(name)].edits:
            edit(folder)
    return folder


@pytest.mark.parametrize(
    ("option", "file"), [(None, "report.txt"), ("--json", "report.json"), ("--markdown", "report.md")]
)
def test_reports(option: str | None, file: str, many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff([str(SMALL), str(many), *([option] if option else [])]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    expect_file(GOLDEN / "diff" / file, said.out)


def test_json_says_what_the_text_says(many: Path, before: Surface, capsys: pytest.CaptureFixture[str]) -> None:
    diff([str(SMALL), str(many), "--json"])
    report = json.loads(capsys.readouterr().out)
    found = compare(before, read_surface(many))
    assert (report["bump"], report["bump_before_one"], report["allow"], report["allowed"]) == (
        "major", "minor", "minor", False,
    )  # fmt: skip
    assert [change["name"] for change in report["changes"]] == [change.name for change in found.changes]
    assert report["breaking"] == sum(change["breaks"] for change in report["changes"]) == len(found.breaking)


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("words-only", {"patch": 0, "minor": 0, "major": 0}),
        ("enum-value-added", {"patch": 1, "minor": 0, "major": 0}),
        ("enum-value-removed", {"patch": 1, "minor": 1, "major": 0}),
    ],
)
def test_gate(name: str, allowed: dict[str, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    specs = edited(next(case for case in CASES if case.name == name), tmp_path / "specs")
    for bump, status in allowed.items():
        assert diff([str(SMALL), str(specs), "--allow", bump]) == status
        assert ("More than allowed" in capsys.readouterr().out) == bool(status)
    assert diff([str(SMALL), str(specs)]) == allowed["minor"]


def test_nothing_is_said_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert diff([str(SMALL), str(SMALL), "--allow", "patch"]) == 0
    assert capsys.readouterr().out == "Nothing changed for callers.\n"


def test_specs_with_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All errors of both folders, each with its place; nothing is compared."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, word in ((old, "metod"), (new, "sumary")):
        shutil.copytree(SMALL, folder)
        settings = folder / "tasks" / "text-shortening" / "task.yaml"
        lines = settings.read_text().splitlines()
        settings.write_text("\n".join([*lines, f"{word}: x"]) + "\n")
    assert diff([str(old), str(new)]) == 2
    said = capsys.readouterr()
    line = len(lines) + 1
    assert said.out == ""
    assert f"tasks/text-shortening/task.yaml:{line}:1: unknown key 'metod'" in said.err
    assert f"tasks/text-shortening/task.yaml:{line}:1: unknown key 'sumary'" in said.err
    assert f"1 error in {old}; nothing was compared." in said.err
    assert f"1 error in {new}; nothing was compared." in said.err


@pytest.mark.parametrize(
    "words",
    [[], [str(SMALL)], [str(SMALL), "nowhere"], [str(SMALL), str(SMALL), "--allow", "none"],
     [str(SMALL), str(SMALL), "--json", "--markdown"]],
)  # fmt: skip
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        diff(words)
    assert stopped.value.code == 2
    assert "usage: inferloom diff" in capsys.readouterr().err


def test_the_command_is_registered() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["inferloom.commands"]["diff"] == f"{diff.__module__}:{diff.__name__}"


# The specs of this project


REAL: dict[str, tuple[str, Callable[[str], str] | None, str, str]] = {
    "an-argument-renamed": (
        "tasks/summarization/input.json",
        lambda text: text.replace('"truncation": {', '"cutting": {'),
        "major",
        "removed argument summarization(truncation)",
    ),
    "a-limit-of-every-picture": (
        "tasks/text-to-image/input.json",
        lambda text: text.replace('"minimum": 1', '"minimum": 64', 1),
        "major",
        "narrowed argument text_to_image(",
    ),
    "a-dialect-that-many-speak": (
        "dialects/openai-chat.yaml",
        lambda text: text.replace("post: /v1/chat/completions", "post: /v2/chat/completions"),
        "patch",
        "wire cell ",
    ),
    "an-argument-of-a-service": (
        "services/endpoints/service.yaml",
        lambda text: text.replace("  scale_to_zero:\n", "  sleep:\n"),
        "major",
        "removed method Endpoints.scale_to_zero",
    ),
    "a-property-of-a-resource": (
        "services/endpoints/service.yaml",
        lambda text: text.replace("    url: s", "    address: s", 1).replace("repository, url]", "repository]"),
        "major",
        "removed field Endpoint.url",
    ),
    "a-provider": ("providers/groq.yaml", None, "major", "removed provider groq"),
}  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Surface:
    """What callers of this project's SDK see."""
    return read_surface(SPECS)


@pytest.mark.parametrize("name", REAL)
def test_the_real_specs(name: str, real: Surface, tmp_path: Path) -> None:
    file, edit, bump, says = REAL[name]
    specs = tmp_path / "specs"
    shutil.copytree(SPECS, specs)
    if edit is None:
        (specs / file).unlink()
    else:
        text = (specs / file).read_text()
        assert edit(text) != text
        (specs / file).write_text(edit(text))
    found = compare(real, read_surface(specs))
    assert found.bump == bump
    assert any(f"{change.kind} {change.subject} {change.name}".startswith(says) for change in found.changes)


# The listing that a package carries


def test_listing(packages: Path) -> None:
    expect_file(GOLDEN / "diff" / "api.md", (packages / "installed" / "before" / "api.md").read_text())


def test_listing_has_one_fact_a_line() -> None:
    """Every argument, field, provider and refusal of the real SDK has a line, and there are few enough to read."""
    lines = (ROOT / "generated" / "inferloom" / "api.md").read_text().splitlines()
    assert len(lines) < 6000
    capabilities = importlib.import_module("inferloom.capabilities")
    for provider, methods in capabilities.PROVIDERS.items():
        section = lines[lines.index(f"### {provider}") :]
        for method in methods:
            assert any(line.startswith(f"- serves {method}") for line in section)
            for argument in capabilities.refuses(provider, method):
                assert f"- refuses {method}({argument})" in section
    client = importlib.import_module("inferloom").InferenceClient
    for method in capabilities.tasks("hf-inference"):
        section = lines[lines.index(f"### {method}") :]
        section = section[: section.index("", 2)]
        listed = [line.split("`")[1].split(":")[0] for line in section if line.startswith("- takes") and "`" in line]
        common = {"self", "model", "timeout", "headers", "max_retries", "extra_body", "kwargs"}
        assert listed == [one for one in inspect.signature(getattr(client, method)).parameters if one not in common]
