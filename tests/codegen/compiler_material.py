"""What the tests of the compiler share: running it, and folders as values."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from inferloom_codegen.cli import generate

ROOT = Path(__file__).resolve().parents[2]
SPECS = ROOT / "specs"
GENERATED = ROOT / "generated" / "inferloom"
GOLDEN = ROOT / "tests" / "golden"
SMALL = GOLDEN / "generate" / "json-task" / "specs"
"""A specs folder of one task and one provider."""

IMPORT_ROOTS = [str(ROOT / name) for name in ("runtime", "codegen")]


def compile_into(out: Path, specs: Path, package: str, *options: str) -> int:
    """Run the compiler in this process.

    Args:
        out: where the package goes.
        specs: the specs folder.
        package: the package's name.
        options: further words of the command line.

    Returns:
        The exit code.
    """
    line = ["--specs", str(specs), "--out", str(out), "--package", package, "--quiet", *options]
    return generate(line)


def run_compiler(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the compiler in a process of its own.

    Args:
        words: the command line.
        environment: variables to set.
    """
    return run_python(["-m", "inferloom_codegen", *words], environment=environment)


def run_python(
    words: Iterable[str], *, roots: Iterable[Path] = (), environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own, where every warning is an error.

    Args:
        words: the command line.
        roots: folders to import from, before the project's own.
        environment: variables to set.
    """
    path = os.pathsep.join([*map(str, roots), *IMPORT_ROOTS])
    return subprocess.run(
        [sys.executable, "-W", "error", *words],
        env={**os.environ, "PYTHONPATH": path, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def ask(program: str, *roots: Path) -> Any:
    """Run a program in a process of its own.

    Args:
        program: Python source that prints one line of JSON.
        roots: folders to import from.

    Returns:
        What it printed.
    """
    done = run_python(["-c", program], roots=roots)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a folder, without Python's caches: path -> bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def times(folder: Path) -> dict[str, int]:
    """When the files and folders of a folder were last written."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in sorted(folder.rglob("*"))
        if "__pycache__" not in path.parts
    }


def copy_in_order(source: Path, target: Path, *, backwards: bool) -> Path:
    """Copy a folder file by file, in the order of the names or backwards, so that the disk may list it otherwise."""
    for path in sorted(source.rglob("*"), reverse=backwards):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    return target


def expect_file(golden: Path, text: str) -> None:
    """Compare a text with a golden file, or write that with `INFERLOOM_GOLDEN=write`."""
    if os.environ.get("INFERLOOM_GOLDEN") == "write":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
