"""Templates are compiled once, and what was compiled is used as long as it is what compiling would give."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, ClassVar

import jinja2
import pytest
from compiler_material import SMALL

from inferloom_codegen.compiler import compile_specs
from inferloom_codegen.errors import Problems
from inferloom_codegen.render import Sdk, render


class Counting(jinja2.Environment):
    """Knows which templates were compiled."""

    compiled: ClassVar[list[str | None]] = []

    def compile(self, *arguments: Any, **named: Any) -> Any:
        self.compiled.append(arguments[1])
        return super().compile(*arguments, **named)


@pytest.fixture(scope="module")
def sdk() -> Sdk:
    return compile_specs(SMALL, "sdk", Problems())


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled templates are kept, as compiled modules are."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr("inferloom_codegen.render.Environment", Counting)
    monkeypatch.setattr(Counting, "compiled", [])
    return tmp_path


def files(folder: Path) -> list[Path]:
    """The compiled templates; modules that were imported meanwhile stand in the same folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and "templates" in path.parts)


def test_the_second_run_compiles_nothing_and_writes_the_same(sdk: Sdk, kept: Path) -> None:
    first = render(sdk)
    assert "client.py.jinja" in Counting.compiled
    assert len(Counting.compiled) == len(set(Counting.compiled)) == len(files(kept))
    Counting.compiled.clear()
    assert render(sdk) == first
    assert Counting.compiled == []


@pytest.mark.parametrize("left", [b"", b"half", None], ids=["nothing", "something else", "half of it"])
def test_what_is_damaged_is_compiled_anew(sdk: Sdk, kept: Path, left: bytes | None) -> None:
    first = render(sdk)
    for path in files(kept):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if left is None else left)
    Counting.compiled.clear()
    assert render(sdk) == first
    assert "client.py.jinja" in Counting.compiled


def test_another_release_of_jinja_compiles_anew(sdk: Sdk, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    render(sdk)
    Counting.compiled.clear()
    monkeypatch.setattr(jinja2, "__version__", "99.0")
    render(sdk)
    assert "client.py.jinja" in Counting.compiled


def test_a_folder_that_cannot_be_written_to_changes_nothing(
    sdk: Sdk, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render(sdk)
    (kept / "file").write_bytes(b"")
    monkeypatch.setattr(sys, "pycache_prefix", str(kept / "file"))
    assert render(sdk) == first


def test_who_keeps_no_compiled_modules_keeps_no_templates(
    sdk: Sdk, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    render(sdk)
    assert files(kept) == []
