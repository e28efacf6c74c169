"""Generated files on disk: one ruff pass over all, then written whole or not at all."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
GENERATOR = "inferloom_codegen"
"""What a manifest of ours says at `generator`: the files it lists may be replaced."""

# What is read below the specs folder, in either of the two layouts.
_SPECS = (
    "common.json",
    "dialects/*",
    "openai/**/*",
    "providers/*",
    "services/**/*",
    "tasks/**/*",
    "common-definitions.json",
    "*/spec/*",
    "src/tasks/common-definitions.json",
    "src/tasks/*/spec/*",
)
_CACHES = ("__pycache__", ".DS_Store")
_UNFINISHED = ".generating-"
_ABANDONED = 3600.0


class OutputError(Exception):
    """Generated files cannot be made or put in place; the message says why, and what would help."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How a folder differs from what would be generated; each a list of paths.

    Attributes:
        changed: files with other bytes.
        missing: files that are not there.
        stale: files that do not belong there.
        foreign: those of the stale ones that the compiler did not write.
    """

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.stale)

    def lines(self) -> list[str]:
        """One line for each file."""
        return [
            f"{what}: {path}"
            for what, paths in (("changed", self.changed), ("missing", self.missing), ("stale", self.stale))
            for path in paths
        ]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generated folder says about itself.

    Attributes:
        inputs: what it was made from: name -> digest.
        outputs: what was made: path -> digest.
    """

    inputs: dict[str, str] = field(default_factory=dict[str, str])
    outputs: dict[str, str] = field(default_factory=dict[str, str])


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def inputs(specs: Path, package: str) -> dict[str, str]:
    """The digest of everything that the output depends on.

    Args:
        specs: the specs folder.
        package: the package's name.

    Returns:
        Path of each spec, template and module of the compiler -> digest; the package's name.
    """
    compiler = Path(__file__).parent
    found = {
        f"specs/{path.relative_to(specs).as_posix()}": path
        for pattern in _SPECS
        for path in specs.glob(pattern)
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(specs).parts)
    }
    for pattern in ("*.py", "templates/**/*.jinja", "standard/**/*.yaml"):
        found |= {f"compiler/{path.relative_to(compiler).as_posix()}": path for path in compiler.glob(pattern)}
    return {name: digest(path.read_bytes()) for name, path in sorted(found.items())} | {"package": package}


def read_manifest(out: Path) -> Manifest | None:
    """The manifest of a generated folder.

    Args:
        out: the package's folder.

    Returns:
        The manifest; None where there is none, or none of ours.
    """
    try:
        found: Any = json.loads((out / MANIFEST).read_bytes())
        if found["generator"] != GENERATOR:
            return None
        return Manifest(dict(found["inputs"]), dict(found["outputs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_current(out: Path, wanted: dict[str, str]) -> bool:
    """Whether a folder was made from these inputs, and has not been touched since.

    Args:
        out: the package's folder.
        wanted: the inputs' digests.
    """
    manifest = read_manifest(out)
    if manifest is None or manifest.inputs != wanted:
        return False
    try:
        return manifest.outputs == {name: digest(data) for name, data in existing(out).items() if name != MANIFEST}
    except OSError:  # another run is at work
        return False


def existing(out: Path) -> dict[str, bytes]:
    """The files of a folder, without what Python leaves there: path -> bytes."""
    if not out.is_dir():
        return {}
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not any(part in _CACHES for part in path.relative_to(out).parts)
    }


def finished(files: dict[str, str], wanted: dict[str, str]) -> dict[str, bytes]:
    """Format the files and add the manifest.

    Args:
        files: path -> text, as rendered.
        wanted: the inputs' digests.

    Returns:
        path -> bytes, as they belong on disk.

    Raises:
        OutputError: ruff is not installed.
        RuntimeError: ruff does not accept what was rendered; that is a mistake of the compiler's.
    """
    made = {name: text.encode() for name, text in files.items()}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "made"
        # Not `TC`: the fixes of its other rules may change what a program does, so that ruff would not make them.
        _fill(root, {name: data for name, data in made.items() if name.endswith(".py")})
        _ruff(root, "check", "--fix-only", "--quiet", "--select", "F401,I001,UP037,TC005,TC006")
        _ruff(root, "format")
        made |= existing(root)
    outputs = {name: digest(data) for name, data in made.items()}
    manifest = {"generator": GENERATOR, "inputs": wanted, "outputs": outputs}
    return made | {MANIFEST: (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()}


def _ruff(root: Path, command: str, *arguments: str) -> None:
    # `python -m ruff` only looks for this file, and takes longer over that than ruff over a hundred files.
    beside = shutil.which("ruff", path=str(Path(sys.executable).parent))
    program = [beside] if beside else [sys.executable, "-m", "ruff"]
    done = subprocess.run(
        [*program, command, "--isolated", "--no-cache", "--line-length", "120",
         "--target-version", "py311", *arguments, root.name],
        cwd=root.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "No module named ruff" in done.stderr:
        raise OutputError("The compiler needs the package ruff: pip install 'inferloom[codegen]'.")
    if done.returncode != 0:
        raise RuntimeError(f"ruff {command} does not accept the generated files:\n{done.stdout}{done.stderr}")


def compare(made: dict[str, bytes], out: Path) -> Drift:
    """How a folder differs from what belongs there.

    Args:
        made: path -> bytes.
        out: the package's folder.
    """
    found = existing(out)
    ours = (read_manifest(out) or Manifest()).outputs
    stale = sorted(set(found) - set(made))
    return Drift(
        changed=tuple(sorted(name for name in made if name in found and made[name] != found[name])),
        missing=tuple(sorted(set(made) - set(found))),
        stale=tuple(stale),
        foreign=tuple(name for name in stale if name not in ours),
    )


def write(made: dict[str, bytes], out: Path) -> Drift:
    """Put the files in place, whole or not at all.

    The new folder is built beside the old one and takes its place, so that nobody ever sees half of it. Files that stay
    as they are keep their times. Several runs take turns.

    Args:
        made: path -> bytes.
        out: the package's folder.

    Returns:
        What was different before.

    Raises:
        OutputError: The folder is not one of ours, holds files that are not ours, or cannot be written.
    """
    out = out.resolve()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with _alone(out.parent):
            _check_ours(out)
            drift = compare(made, out)
            if drift.foreign:
                raise OutputError(
                    f"{out} holds files that the compiler did not write: {', '.join(drift.foreign[:5])}"
                    f"{', ...' if len(drift.foreign) > 5 else ''}. Move them away; nothing was written."
                )
            if drift:
                _remove_abandoned(out)
                _replace(out, made)
    except OSError as error:
        where = error.filename or out
        raise OutputError(f"{where} cannot be written: {error.strerror or error}; nothing was changed.") from error
    return drift


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """One run at a time in a folder. The system forgets the lock with the process, however that ends."""
    if sys.platform == "win32":  # has no such locks
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _check_ours(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out} is a file; the package needs a folder there.")
    if not out.is_dir() or not any(out.iterdir()) or read_manifest(out) is not None:
        return
    manifest = out / MANIFEST
    # One that a merge has damaged is ours nevertheless; then every file that is not made anew counts as foreign.
    if not manifest.is_file() or f'"generator": "{GENERATOR}"' not in manifest.read_text("utf-8", "replace"):
        raise OutputError(
            f"{out} was not made by this compiler: it has files, and no {MANIFEST} of ours. Nothing was written; "
            "choose another --out or --package, or remove the folder yourself."
        )


def _fill(root: Path, files: dict[str, bytes], like: Path | None = None) -> None:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        old = like / name if like is not None else None
        if old is not None and old.is_file() and old.read_bytes() == data:
            shutil.copystat(old, path)


def _replace(out: Path, made: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory(
        dir=out.parent, prefix=f".{out.name}{_UNFINISHED}", ignore_cleanup_errors=True
    ) as folder:
        new, old = Path(folder) / "new", Path(folder) / "old"
        _fill(new, made, like=out)
        try:
            if out.exists():
                os.replace(out, old)
            os.replace(new, out)
        except BaseException:
            # Whatever stops the run between the two steps, the old folder goes back to where it was.
            if old.exists() and not out.exists():
                os.replace(old, out)
            raise


def _remove_abandoned(out: Path) -> None:
    """Remove what runs that were killed left beside the folder."""
    for path in out.parent.glob(f".{out.name}{_UNFINISHED}*"):
        if path.is_dir() and time.time() - path.stat().st_mtime > _ABANDONED:
            shutil.rmtree(path, ignore_errors=True)
