"""The environment of the benchmark: the other clients, with this checkout beside them.

It lives under `.interop/bench`. One that is complete is left as it is; one whose requirements have changed, or whose
making broke off, is made anew. Where only this project's own dependencies have changed, it alone is installed again.
`INFERLOOM_BENCH` names an interpreter to use instead.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
_TARGET = CHECKOUT / ".interop" / "bench"
_REQUIREMENTS = HERE / "requirements.txt"


class EnvironmentFailedError(Exception):
    """The environment cannot be made; the message says why."""


def interpreter() -> Path:
    """The interpreter of the environment, which is made first where it is missing.

    Returns:
        Its path.

    Raises:
        EnvironmentFailedError: The packages cannot be installed.
    """
    if given := os.environ.get("INFERLOOM_BENCH"):
        return Path(given)
    python, made, installed = (_TARGET / name for name in ("bin/python", "made", "installed"))
    if not _is(made, _packages()):
        print(f"bench: making the environment in {_TARGET} (500 MB, once, two minutes)", flush=True)
        shutil.rmtree(_TARGET, ignore_errors=True)
        venv.EnvBuilder(with_pip=True, clear=True).create(_TARGET)
        _pip(python, "--requirement", str(_REQUIREMENTS))
        made.write_text(_packages(), encoding="utf-8")
    if not _is(installed, _project()):
        _pip(python, "--editable", str(CHECKOUT))
        installed.write_text(_project(), encoding="utf-8")
    return python


def _pip(python: Path, *what: str) -> None:
    command = [str(python), "-m", "pip", "install", "--no-input", "--quiet", "--disable-pip-version-check", *what]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-20:])
        raise EnvironmentFailedError(f"{tail}\nbench: pip failed with exit code {done.returncode}.")


def _is(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == digest


def _packages() -> str:
    """What the packages are installed from."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}".encode()
    return hashlib.sha256(version + _REQUIREMENTS.read_bytes()).hexdigest()


def _project() -> str:
    """What this checkout is installed from; its modules are used as they stand."""
    return hashlib.sha256((CHECKOUT / "pyproject.toml").read_bytes()).hexdigest()
