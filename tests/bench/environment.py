"""The environment of the benchmark: the other clients, with this checkout beside them.

It lives under `.interop/bench`. One that is complete is left as it is; one whose requirements have changed, or whose
making broke off, is made anew. `INFERLOOM_BENCH` names an interpreter to use instead.
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
    python, stamp = _TARGET / "bin" / "python", _TARGET / "complete"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == _digest():
        return python
    print(f"bench: making the environment in {_TARGET} (450 MB, once, two minutes)", flush=True)
    shutil.rmtree(_TARGET, ignore_errors=True)
    venv.EnvBuilder(with_pip=True, clear=True).create(_TARGET)
    pip = [str(python), "-m", "pip", "install", "--no-input", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--requirement", str(_REQUIREMENTS), "--editable", str(CHECKOUT)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-20:])
        raise EnvironmentFailedError(f"{tail}\nbench: pip failed with exit code {done.returncode}.")
    stamp.write_text(_digest(), encoding="utf-8")
    return python


def _digest() -> str:
    """What the environment is made from; the checkout itself is installed as it stands, editable."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}".encode()
    project = (CHECKOUT / "pyproject.toml").read_bytes()
    return hashlib.sha256(version + _REQUIREMENTS.read_bytes() + project).hexdigest()
