"""The environments of the parity run: one interpreter for each release of huggingface_hub that is compared with.

They live under `.interop/`. One that is complete is left as it is; one whose requirements have changed, or whose making
broke off, is made anew. `INFERLOOM_PARITY_NEW` and `INFERLOOM_PARITY_OLD` name interpreters to use instead.
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
ROOT = HERE.parents[1] / ".interop"
_STAMP = "complete"


class EnvironmentFailedError(Exception):
    """An environment cannot be made; the message says why."""


def interpreter(peer: str) -> Path:
    """The interpreter of a peer, installed first where it is missing.

    Args:
        peer: "new" for today's release of huggingface_hub, "old" for the one that still has the dropped providers.

    Returns:
        The interpreter's path.

    Raises:
        EnvironmentFailedError: The packages cannot be installed.
    """
    if given := os.environ.get(f"INFERLOOM_PARITY_{peer.upper()}"):
        return Path(given)
    target = ROOT / f"parity-{peer}"
    python = target / "bin" / "python"
    stamp, digest = target / _STAMP, _digest(peer)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return python
    print(f"parity-{peer}: making the environment in {target} (100 MB, once)", flush=True)
    shutil.rmtree(target, ignore_errors=True)
    venv.EnvBuilder(with_pip=True, clear=True).create(target)
    pip = [str(python), "-m", "pip", "install", "--no-input", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "-r", str(_requirements(peer))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-20:])
        raise EnvironmentFailedError(f"{tail}\nparity-{peer}: pip failed with exit code {done.returncode}.")
    stamp.write_text(digest, encoding="utf-8")
    return python


def _requirements(peer: str) -> Path:
    return HERE / f"requirements-{peer}.txt"


def _digest(peer: str) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}".encode()
    return hashlib.sha256(version + _requirements(peer).read_bytes()).hexdigest()
