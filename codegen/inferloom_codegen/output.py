"""Generated files on disk: one ruff pass over all, then written whole or not at all."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

MANIFEST = "manifest.json"
_TOOLS = ("datamodel-code-generator", "jinja2", "ruff")


@dataclass(frozen=True, slots=True)
class Drift:
    """How a folder differs from what would be generated; each a list of paths."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.stale)

    def lines(self) -> list[str]:
        """One line for each file."""
        return [
            f"{what}: {path}"
            for what, paths in (("changed", self.changed), ("missing", self.missing), ("stale", self.stale))
            for path in paths
        ]


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def inputs(specs: Path, package: str) -> dict[str, str]:
    """The digest of everything that the output depends on.

    Args:
        specs: the specs folder.
        package: the package's name.

    Returns:
        Path of each spec, template and module of the compiler -> digest; the package and the tools' versions too.
    """
    compiler = Path(__file__).parent
    found = {f"specs/{path.relative_to(specs).as_posix()}": path for path in specs.rglob("*") if path.is_file()}
    found |= {f"compiler/{path.relative_to(compiler).as_posix()}": path for path in compiler.rglob("*.py")}
    found |= {f"compiler/{path.relative_to(compiler).as_posix()}": path for path in compiler.rglob("*.jinja")}
    digests = {name: digest(path.read_bytes()) for name, path in sorted(found.items())}
    return digests | {"package": package} | {tool: version(tool) for tool in _TOOLS}


def is_current(out: Path, wanted: dict[str, str]) -> bool:
    """Whether a folder was made from these inputs, and has not been touched since.

    Args:
        out: the package's folder.
        wanted: the inputs' digests.
    """
    try:
        manifest = json.loads((out / MANIFEST).read_bytes())
        outputs: dict[str, str] = manifest["outputs"]
        return manifest["inputs"] == wanted and outputs == {
            name: digest(data) for name, data in existing(out).items() if name != MANIFEST
        }
    except (OSError, ValueError, KeyError, TypeError):
        return False


def existing(out: Path) -> dict[str, bytes]:
    """The files of a folder, without Python's caches: path -> bytes."""
    if not out.is_dir():
        return {}
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def finished(files: dict[str, str], wanted: dict[str, str]) -> dict[str, bytes]:
    """Format the files and add the manifest.

    Args:
        files: path -> text, as rendered.
        wanted: the inputs' digests.

    Returns:
        path -> bytes, as they belong on disk.

    Raises:
        RuntimeError: ruff does not accept what was rendered; that is a mistake of the compiler's.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "made"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        _ruff(root, "check", "--fix-only", "--quiet", "--select", "F401,I001,UP037,TC")
        _ruff(root, "format")
        made = existing(root)
    outputs = {name: digest(data) for name, data in made.items()}
    manifest = json.dumps({"inputs": wanted, "outputs": outputs}, indent=1, sort_keys=True) + "\n"
    return made | {MANIFEST: manifest.encode()}


def _ruff(root: Path, command: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", command, "--isolated", "--no-cache", "--line-length", "120",
         "--target-version", "py311", *arguments, root.name],
        cwd=root.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"ruff {command} does not accept the generated files:\n{done.stdout}{done.stderr}")


def compare(made: dict[str, bytes], out: Path) -> Drift:
    """How a folder differs from what belongs there.

    Args:
        made: path -> bytes.
        out: the package's folder.
    """
    found = existing(out)
    return Drift(
        changed=tuple(sorted(name for name in made if name in found and made[name] != found[name])),
        missing=tuple(sorted(set(made) - set(found))),
        stale=tuple(sorted(set(found) - set(made))),
    )


def write(made: dict[str, bytes], out: Path) -> Drift:
    """Put the files in place, whole or not at all.

    The new folder is built beside the old one and takes its place in one step, so that nobody ever sees half of it.

    Args:
        made: path -> bytes.
        out: the package's folder.

    Returns:
        What was different before.
    """
    drift = compare(made, out)
    if not drift:
        return drift
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as folder:
        new = Path(folder) / "new"
        for name, data in made.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if out.exists():
            os.replace(out, Path(folder) / "old")
        os.replace(new, out)
        shutil.rmtree(Path(folder) / "old", ignore_errors=True)
    return drift
