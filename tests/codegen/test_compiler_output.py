"""What stands on disk afterwards: the whole package or the one from before, and nobody else's files touched."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from compiler_material import SMALL, compile_into, run_python, times, tree

from inferloom_codegen import output
from inferloom_codegen.output import MANIFEST, OutputError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package, made once; tests copy it."""
    folder = tmp_path_factory.mktemp("made")
    assert compile_into(folder, SMALL, "sdk") == 0
    return folder / "sdk"


@pytest.fixture
def package(made: Path, tmp_path: Path) -> Path:
    """A copy of the package that a test may spoil."""
    shutil.copytree(made, tmp_path / "sdk")
    return tmp_path / "sdk"


def generate(package: Path, *options: str, specs: Path = SMALL) -> int:
    return compile_into(package.parent, specs, package.name, *options)


# --check


def test_check_names_changed_missing_and_stale_files(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / "client.py").write_text("# edited\n")
    (package / "types" / "text_shortening.py").unlink()
    (package / "methods" / "long_gone.py").write_text("")
    before, then = tree(package), times(package.parent)
    assert generate(package, "--check") == 1
    said = capsys.readouterr().err.splitlines()
    assert said[:3] == [
        f"{package}: changed: client.py",
        f"{package}: missing: types/text_shortening.py",
        f"{package}: stale: methods/long_gone.py",
    ]
    assert "without --check" in said[3]
    assert (tree(package), times(package.parent)) == (before, then)


def test_check_of_a_missing_package_names_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compile_into(tmp_path, SMALL, "sdk", "--check") == 1
    assert f"{tmp_path / 'sdk'}: missing: client.py" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_check_does_not_believe_the_manifest(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A manifest that was made to fit an edited file: the file differs from what the specs say nevertheless."""
    manifest = package / MANIFEST
    old = output.digest((package / "client.py").read_bytes())
    (package / "client.py").write_text("# edited\n")
    manifest.write_text(manifest.read_text().replace(old, output.digest(b"# edited\n")))
    assert generate(package, "--check") == 1
    said = capsys.readouterr().err
    assert "changed: client.py" in said
    # For the compiler nothing has changed, so that only --force helps.
    assert "--force" in said


# Broken specs


def test_a_broken_spec_leaves_everything_as_it_is(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(SMALL, specs)
    schema = specs / "tasks" / "text-shortening" / "input.json"
    schema.write_text(schema.read_text().replace('"minimum": 1,', '"minimun": 1,'))
    table = specs / "providers" / "acme.yaml"
    table.write_text(table.read_text().replace("base_url:", "base_ulr:"))
    before, then = tree(package), times(package)
    for option in ((), ("--force",), ("--check",)):
        assert generate(package, *option, specs=specs) == 1
        said = capsys.readouterr().err.splitlines()
        assert said[0].startswith("providers/acme.yaml:4:1: unknown word 'base_ulr'; did you mean 'base_url'?")
        assert said[1].startswith("tasks/text-shortening/input.json:17:11: unknown keyword 'minimun'")
        assert said[-1] == "2 errors; nothing was written."
        assert (tree(package), times(package)) == (before, then)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sdk", "specs"]


# Other people's files


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "src" / "app").mkdir(parents=True)
    (tmp_path / "src" / "app" / "main.py").write_text("print('precious')\n")
    for option in ((), ("--force",)):
        assert compile_into(tmp_path, SMALL, "src", *option) == 1
        assert "src was not made by this compiler" in capsys.readouterr().err
    assert tree(tmp_path) == {"src/app/main.py": b"print('precious')\n"}


def test_a_manifest_of_somebody_elses_is_no_licence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / MANIFEST).write_text('{"name": "a web app"}')
    assert compile_into(tmp_path, SMALL, "src") == 1
    assert "was not made by this compiler" in capsys.readouterr().err
    assert tree(tmp_path) == {f"src/{MANIFEST}": b'{"name": "a web app"}'}


def test_a_foreign_file_in_a_folder_of_ours_is_not_removed(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (package / "client.py").write_text("# edited\n")
    (package / "notes.txt").write_text("mine")
    before = tree(package)
    assert generate(package) == 1
    assert "holds files that the compiler did not write: notes.txt" in capsys.readouterr().err
    assert tree(package) == before
    (package / "notes.txt").unlink()
    assert generate(package) == 0


def test_stale_files_of_ours_are_removed(package: Path, made: Path) -> None:
    """A file that an earlier run wrote, and its manifest lists, goes when the specs no longer ask for it."""
    files = tree(package)
    files["methods/gone.py"] = b"# made before\n"
    output.write(output.finished({n: d.decode() for n, d in files.items() if n != MANIFEST}, {"old": "specs"}), package)
    assert (package / "methods" / "gone.py").is_file()
    assert generate(package) == 0
    assert tree(package) == tree(made)


def test_an_empty_folder_is_free(tmp_path: Path) -> None:
    (tmp_path / "sdk").mkdir()
    assert compile_into(tmp_path, SMALL, "sdk") == 0
    assert (tmp_path / "sdk" / "client.py").is_file()


def test_a_file_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sdk").write_text("a file")
    assert compile_into(tmp_path, SMALL, "sdk") == 1
    assert f"{tmp_path / 'sdk'} is a file" in capsys.readouterr().err
    assert compile_into(tmp_path / "sdk", SMALL, "deeper") == 1
    assert "cannot be written" in capsys.readouterr().err
    assert tree(tmp_path) == {"sdk": b"a file"}


def test_a_manifest_that_a_merge_has_damaged(package: Path, made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = package / MANIFEST
    damaged = manifest.read_text().replace('"inputs"', '<<<<<<< ours\n"inputs"', 1)
    manifest.write_text(damaged)
    (package / "unsure.py").write_text("")
    assert generate(package) == 1
    assert "unsure.py" in capsys.readouterr().err
    (package / "unsure.py").unlink()
    assert generate(package) == 0
    assert tree(package) == tree(made)


def test_a_link_to_the_folder_stays_a_link(package: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere"
    package.rename(real)
    package.symlink_to(real, target_is_directory=True)
    (real / "client.py").write_text("# edited\n")
    assert generate(package) == 0
    assert package.is_symlink()
    assert b"# edited" not in (real / "client.py").read_bytes()


def test_caches_do_not_count(package: Path) -> None:
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "client.cpython-311.pyc").write_bytes(b"\0")
    before = times(package)
    assert generate(package, "--check") == 0
    assert generate(package) == 0
    assert times(package) == before


# Interruptions


FILES = {"one.py": b"1\n", "folder/two.py": b"2\n", MANIFEST: b'{"generator": "inferloom_codegen", "inputs": {}, '
         b'"outputs": {"one.py": "", "folder/two.py": ""}}\n'}  # fmt: skip
OTHERS = {"one.py": b"10\n", "three.py": b"3\n", MANIFEST: b'{"generator": "inferloom_codegen", "inputs": {}, '
          b'"outputs": {"one.py": "", "three.py": "", "folder/two.py": ""}}\n'}  # fmt: skip

KILLED = """
import os, signal, sys
sys.path.insert(0, {here!r})
from pathlib import Path
from inferloom_codegen import output
from test_compiler_output import OTHERS

real, left = os.replace, [{steps}]

def replace(source, target):
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    real(source, target)

os.replace = replace
output.write(OTHERS, Path({out!r}))
"""


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_run_that_is_killed_leaves_no_half_of_a_package(tmp_path: Path, steps: int) -> None:
    out = tmp_path / "sdk"
    output.write(FILES, out)
    done = run_python(["-c", KILLED.format(here=str(Path(__file__).parent), steps=steps, out=str(out))])
    assert done.returncode == (-signal.SIGKILL if steps < 2 else 0), done.stderr
    assert tree(out) in [FILES] if steps == 0 else [{}] if steps == 1 else [OTHERS]
    output.write(OTHERS, out)
    assert tree(out) == OTHERS
    # What the killed run left beside it is swept up once it is surely nobody's any more.
    for path in tmp_path.glob(".sdk.generating-*"):
        os.utime(path, (0, 0))
    (tmp_path / ".sdk-notes").mkdir()
    os.utime(tmp_path / ".sdk-notes", (0, 0))
    output.write(FILES, out)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".sdk-notes", "sdk"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_run_that_breaks_off_puts_the_old_package_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException] | BaseException
) -> None:
    out = tmp_path / "sdk"
    output.write(FILES, out)
    real: Callable[[Path, Path], None] = os.replace

    def replace(source: Path, target: Path) -> None:
        if source.name == "new":
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(KeyboardInterrupt if error is KeyboardInterrupt else OutputError):
        output.write(OTHERS, out)
    assert tree(out) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["sdk"]


def test_a_full_disk_leaves_the_old_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "sdk"
    output.write(FILES, out)

    def write_bytes(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(OutputError, match="No space left on device; nothing was changed"):
        output.write(OTHERS, out)
    assert tree(out) == FILES


def test_several_runs_at_once(tmp_path: Path) -> None:
    """Each writes one of two packages, over and over: what stands there is always one of the two, whole."""
    out = tmp_path / "sdk"
    output.write(FILES, out)
    # Both list every file, so that neither takes the other's for foreign.
    kinds = [
        {name: data for name, data in kind.items() if name != MANIFEST} | {MANIFEST: OTHERS[MANIFEST]}
        for kind in (FILES, OTHERS)
    ]
    failed: list[BaseException] = []

    def write(kind: dict[str, bytes]) -> None:
        try:
            for _ in range(40):
                output.write(kind, out)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(kinds[number % 2],)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert tree(out) in kinds
    assert [path.name for path in tmp_path.iterdir()] == ["sdk"]


# What the compiler needs


def test_without_ruff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\necho "$0: No module named ruff" >&2\nexit 1\n')
    python.chmod(0o755)
    monkeypatch.setattr(output.sys, "executable", str(python))
    assert compile_into(tmp_path, SMALL, "sdk") == 1
    assert capsys.readouterr().err == "The compiler needs the package ruff: pip install 'inferloom[codegen]'.\n"
    assert not (tmp_path / "sdk").exists()


@pytest.mark.parametrize("missing", ["yaml", "pydantic", "jinja2", "datamodel_code_generator"])
def test_without_a_package(tmp_path: Path, missing: str) -> None:
    program = f"""
import sys
sys.modules[{missing!r}] = None
from inferloom_codegen.cli import generate
sys.exit(generate(["--specs", {str(SMALL)!r}, "--out", {str(tmp_path)!r}, "--package", "sdk", "--quiet"]))
"""
    done = run_python(["-c", program])
    assert done.returncode == 2
    assert done.stderr == f"The compiler needs the package {missing}: pip install 'inferloom[codegen]'.\n"
    assert list(tmp_path.iterdir()) == []


def test_what_generated_text_does_not_parse_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ruff"):
        output.finished({"broken.py": "def ("}, {})


# The command line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--package", "no-name"], "'no-name' is not a name that Python can import"),
        (["--package", "class"], "'class' is not a name that Python can import"),
        (["--package", "../evil"], "is not a name that Python can import"),
        (["--package", "inferloom_runtime"], "is the name of a package that generated code needs"),
        (["--specs", "nowhere"], "--specs nowhere: there is no such folder"),
        (["--chekc"], "unrecognized arguments: --chekc"),
    ],
)
def test_wrong_usage(words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from inferloom_codegen.cli import generate as command

    with pytest.raises(SystemExit) as exit_:
        command(["--specs", str(SMALL), "--out", str(tmp_path), *words])
    assert exit_.value.code == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_a_run_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from inferloom_codegen.cli import generate as command

    line = ["--specs", str(SMALL), "--out", str(tmp_path), "--package", "sdk"]
    assert command(line) == 0
    said = capsys.readouterr().out
    assert "reading specs" in said
    assert "files written, 0 removed" in said
    assert command(line) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'sdk'} is up to date.\n"
    assert command([*line, "--check"]) == 0
    assert capsys.readouterr().out.endswith(f"{tmp_path / 'sdk'} is what the specs say.\n")
