"""The same specs give the same bytes, on every machine and at every time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from compiler_material import GENERATED, ROOT, SMALL, SPECS, ask, compile_into, copy_in_order, run_compiler, times, tree


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SDK, made from a copy of the specs whose files were created in the order of their names."""
    folder = tmp_path_factory.mktemp("forwards")
    specs = copy_in_order(SPECS, folder / "specs", backwards=False)
    done = run_compiler("--specs", str(specs), "--out", str(folder), PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    return folder / "inferloom"


def test_neither_hash_seed_nor_file_order_matters(made: Path, tmp_path: Path) -> None:
    specs = copy_in_order(SPECS, tmp_path / "specs", backwards=True)
    done = run_compiler("--specs", str(specs), "--out", str(tmp_path), PYTHONHASHSEED="4242")
    assert done.returncode == 0, done.stderr
    assert tree(tmp_path / "inferloom") == tree(made)


def test_the_committed_sdk_is_what_the_specs_say(made: Path) -> None:
    committed, fresh = tree(GENERATED), tree(made)
    assert sorted(committed) == sorted(fresh)
    assert [name for name in fresh if committed[name] != fresh[name]] == []


def test_check_says_so_too() -> None:
    done = run_compiler("--check", "--specs", str(SPECS), "--out", str(ROOT / "generated"))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_a_deleted_package_comes_back_as_it_was(tmp_path: Path) -> None:
    assert compile_into(tmp_path, SMALL, "sdk") == 0
    before = tree(tmp_path / "sdk")
    shutil.rmtree(tmp_path / "sdk")
    assert compile_into(tmp_path, SMALL, "sdk") == 0
    assert tree(tmp_path / "sdk") == before


def test_nothing_of_the_machine_is_written(made: Path) -> None:
    for name, data in tree(made).items():
        assert str(ROOT).encode() not in data, name
        assert str(made.parent).encode() not in data, name


def test_a_run_with_nothing_to_do_loads_and_writes_nothing(tmp_path: Path) -> None:
    assert compile_into(tmp_path, SMALL, "sdk") == 0
    before = times(tmp_path)
    program = f"""
import json, sys
from inferloom_codegen.cli import generate
code = generate(["--specs", {str(SMALL)!r}, "--out", {str(tmp_path)!r}, "--package", "sdk", "--quiet"])
heavy = ("datamodel_code_generator", "jinja2", "pydantic", "pydantic_core", "yaml", "httpx")
print(json.dumps([code, [name for name in heavy if name in sys.modules]]))
"""
    assert ask(program) == [0, []]
    assert times(tmp_path) == before


def test_force_makes_everything_anew_and_leaves_equal_files_alone(tmp_path: Path) -> None:
    assert compile_into(tmp_path, SMALL, "sdk") == 0
    (tmp_path / "sdk" / "client.py").write_text("# edited\n")
    before = times(tmp_path / "sdk")
    assert compile_into(tmp_path, SMALL, "sdk", "--force") == 0
    after = times(tmp_path / "sdk")
    files = {name for name in after if (tmp_path / "sdk" / name).is_file()}
    assert {name for name in files if after[name] != before[name]} == {"client.py"}


@pytest.mark.parametrize("change", ["spec", "file added", "package"])
def test_a_change_is_noticed(tmp_path: Path, change: str) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(SMALL, specs)
    assert compile_into(tmp_path, specs, "sdk") == 0
    before = tree(tmp_path / "sdk")
    package = "sdk"
    if change == "spec":
        path = specs / "tasks" / "text-shortening" / "task.yaml"
        path.write_text(path.read_text().replace("Say the same in fewer words.", "Cut a text down."))
    elif change == "file added":
        (specs / "tasks" / "text-shortening" / "notes.txt").write_text("A task does not have this file.")
        assert compile_into(tmp_path, specs, package) == 1
        assert tree(tmp_path / "sdk") == before
        return
    else:
        shutil.move(tmp_path / "sdk", tmp_path / "other")
        package = "other"
    assert compile_into(tmp_path, specs, package) == 0
    changed = {name for name, data in tree(tmp_path / package).items() if data != before[name]}
    expected = {"spec": "methods/text_shortening.py", "package": "client.py"}
    assert expected[change] in changed


def test_hidden_files_beside_the_specs_do_not_matter(tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(SMALL, specs)
    assert compile_into(tmp_path, specs, "sdk") == 0
    before = tree(tmp_path / "sdk")
    (specs / "tasks" / ".DS_Store").write_bytes(b"\0")
    (specs / "tasks" / "text-shortening" / ".input.json.swp").write_bytes(b"\0")
    assert compile_into(tmp_path, specs, "sdk", "--check") == 0
    assert compile_into(tmp_path, specs, "sdk", "--force") == 0
    assert tree(tmp_path / "sdk") == before


def test_the_output_may_lie_inside_the_specs_folder(tmp_path: Path) -> None:
    """`--specs .` in a repository of specs: what was made is not taken for a spec."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    assert compile_into(tmp_path / "generated", tmp_path, "sdk") == 0
    before = times(tmp_path)
    assert compile_into(tmp_path / "generated", tmp_path, "sdk") == 0
    assert times(tmp_path) == before
