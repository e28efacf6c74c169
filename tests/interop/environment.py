"""The environments of the interop tests: what they run that nobody here wrote.

    python -m tests.interop.environment peers      # transformers serve, api-inference-community, aimock, other clients
    python -m tests.interop.environment mcp        # servers of the Model Context Protocol
    python -m tests.interop.environment llama      # llama.cpp's server, its Python binding's: compiled on the spot

Each environment is a folder under `.interop/`. An environment that is complete is left as it is; one whose
requirements have changed, or whose making broke off, is made anew.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import time
import venv
from collections.abc import Callable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1] / ".interop"
_STAMP = "complete"


class EnvironmentFailedError(Exception):
    """An environment cannot be made; the message says what is missing."""


def folder(name: str) -> Path:
    """Where an environment lives.

    Args:
        name: "peers", "npm", "mcp", "npm-mcp" or "llama".

    Returns:
        Its folder, which may not exist yet.
    """
    return ROOT / name


def python(name: str) -> Path:
    """The interpreter of an environment.

    Args:
        name: "peers", "mcp" or "llama".

    Returns:
        Its path.
    """
    return folder(name) / "bin" / "python"


def is_complete(name: str) -> bool:
    """Whether an environment is there, made from today's requirements.

    Args:
        name: "peers", "npm", "mcp", "npm-mcp" or "llama".

    Returns:
        True when nothing is left to do.
    """
    stamp = folder(name) / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _digest(name)


def make(name: str) -> None:
    """Make an environment, if it is not there already.

    Args:
        name: "peers", "npm", "mcp", "npm-mcp" or "llama".

    Raises:
        EnvironmentFailedError: A tool is missing, or an installation failed.
    """
    target = folder(name)
    if is_complete(name):
        print(f"{name}: complete ({target})")
        return
    began = time.monotonic()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    _MAKERS[name](target)
    (target / _STAMP).write_text(_digest(name), encoding="utf-8")
    print(f"{name}: made in {time.monotonic() - began:.0f} s, {_megabytes(target)} MB ({target})", flush=True)


def _peers(target: Path) -> None:
    _virtual(target)
    # The list is complete, so nothing is resolved: api-inference-community names linters and data set libraries as
    # its dependencies, a gigabyte that its routes never import.
    _run("peers: install packages (1.2 GB)", [*_pip(target), "--no-deps", "-r", str(HERE / "requirements-peers.txt")])
    found = _run(
        "peers: find ffmpeg",
        [str(target / "bin" / "python"), "-c", "import imageio_ffmpeg as i; print(i.get_ffmpeg_exe())"],
    )
    (target / "bin" / "ffmpeg").symlink_to(found.splitlines()[-1])


def _npm(target: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, target / name)
    _needed("node", "Node.js 20 or newer")
    _needed("npm", "npm, which comes with Node.js")
    _run("npm: install packages (12 MB)", ["npm", "ci", "--no-audit", "--no-fund"], cwd=target)


def _mcp(target: Path) -> None:
    _virtual(target)
    _run("mcp: install packages (75 MB)", [*_pip(target), "-r", str(HERE / "requirements-mcp.txt")])


def _npm_mcp(target: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "npm-mcp" / name, target / name)
    _needed("node", "Node.js 20 or newer")
    _needed("npm", "npm, which comes with Node.js")
    _run("npm-mcp: install packages (32 MB)", ["npm", "ci", "--no-audit", "--no-fund"], cwd=target)


def _llama(target: Path) -> None:
    for tool, what in (("cmake", "CMake"), ("g++", "a C++ compiler")):
        _needed(tool, what)
    _virtual(target)
    lines = (HERE / "requirements-llama.txt").read_text(encoding="utf-8").splitlines()
    binding = next(line for line in lines if line.startswith("llama_cpp_python=="))
    others = [line for line in lines if line and not line.startswith(("#", "llama_cpp_python"))]
    _run("llama: install packages (160 MB)", [*_pip(target), "--no-deps", *others])

    # The binding's source holds llama.cpp's, which is compiled once for both servers. Nothing of it goes into pip's
    # cache, where it would be found by others: it is compiled for this machine, without much optimisation.
    source = target / "source"
    download = [str(target / "bin" / "python"), "-m", "pip", "download", "--quiet", "--no-cache-dir", "--no-deps"]
    _run(
        "llama: download the source (76 MB)", [*download, "--no-binary", "llama_cpp_python", "-d", str(source), binding]
    )
    (archive,) = source.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(source, filter="data")
    (tree,) = source.glob("*/vendor/llama.cpp")
    built = target / "llama.cpp"
    _run("llama: configure", ["cmake", "-S", str(tree), "-B", str(built), *_LLAMA_OPTIONS])
    jobs = os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", "1")
    _run(
        f"llama: compile with {jobs} job(s); CMAKE_BUILD_PARALLEL_LEVEL sets how many (ten minutes with one)",
        ["nice", "cmake", "--build", str(built), "--target", "llama-server", "--parallel", jobs],
    )
    for left in built.iterdir():
        if left.name != "bin":
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    _run(
        "llama: install the binding",
        [*_pip(target), "--no-cache-dir", "--no-deps", str(archive)],
        env={"CMAKE_ARGS": "-DLLAMA_BUILD=OFF -DLLAVA_BUILD=OFF"},
    )
    (package,) = target.glob("lib/python*/site-packages/llama_cpp")
    (package / "lib").mkdir(exist_ok=True)
    for library in (built / "bin").glob("lib*.so*"):
        shutil.copy(library, package / "lib" / library.name, follow_symlinks=False)
    shutil.rmtree(source)


_LLAMA_OPTIONS = (
    "-DCMAKE_BUILD_TYPE=Release",
    "-DCMAKE_C_FLAGS_RELEASE=-O1",
    "-DCMAKE_CXX_FLAGS_RELEASE=-O1",
    "-DCMAKE_BUILD_RPATH_USE_ORIGIN=ON",
    "-DBUILD_SHARED_LIBS=ON",
    "-DLLAMA_BUILD_APP=OFF",
    "-DLLAMA_BUILD_EXAMPLES=OFF",
    "-DLLAMA_BUILD_SERVER=ON",
    "-DLLAMA_BUILD_TESTS=OFF",
    "-DLLAMA_BUILD_TOOLS=ON",
    "-DLLAMA_OPENSSL=OFF",
    "-DLLAMA_USE_PREBUILT_UI=OFF",
)
_MAKERS: Mapping[str, Callable[[Path], None]] = {
    "peers": _peers,
    "npm": _npm,
    "mcp": _mcp,
    "npm-mcp": _npm_mcp,
    "llama": _llama,
}
_SOURCES: Mapping[str, tuple[str, ...]] = {
    "peers": ("requirements-peers.txt",),
    "npm": ("package.json", "package-lock.json"),
    "mcp": ("requirements-mcp.txt",),
    "npm-mcp": ("npm-mcp/package.json", "npm-mcp/package-lock.json"),
    "llama": ("requirements-llama.txt",),
}
WHOLE: Mapping[str, tuple[str, ...]] = {
    "peers": ("peers", "npm"),
    "mcp": ("mcp", "npm-mcp"),
    "llama": ("llama",),
}


def _digest(name: str) -> str:
    digest = hashlib.sha256(f"{sys.version_info.major}.{sys.version_info.minor}".encode())
    for source in _SOURCES[name]:
        digest.update((HERE / source).read_bytes())
    return digest.hexdigest()


def _virtual(target: Path) -> None:
    print(f"{target.name}: make a virtual environment", flush=True)
    venv.EnvBuilder(with_pip=True, clear=True).create(target)


def _pip(target: Path) -> list[str]:
    return [str(target / "bin" / "python"), "-m", "pip", "install", "--no-input", "--quiet"]


def _needed(tool: str, what: str) -> None:
    if shutil.which(tool) is None:
        raise EnvironmentFailedError(f"{tool} is not on the path: install {what}.")


def _run(what: str, command: list[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    print(what, flush=True)
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-40:])
        raise EnvironmentFailedError(f"{tail}\n{what}: failed with exit code {done.returncode}: {' '.join(command)}")
    print(f"  {time.monotonic() - began:.0f} s", flush=True)
    return done.stdout


def _megabytes(target: Path) -> int:
    return sum(path.lstat().st_size for path in target.rglob("*") if not path.is_dir()) // 1_000_000


def main(arguments: list[str] | None = None) -> int:
    """Make environments from the command line.

    Args:
        arguments: The command line; `sys.argv` by default.

    Returns:
        The exit code: 0 when all are complete, 1 when one cannot be made.
    """
    parser = argparse.ArgumentParser(prog="tests.interop.environment", description="Make interop environments.")
    parser.add_argument("names", nargs="+", choices=sorted(WHOLE), metavar="|".join(sorted(WHOLE)))
    for name in parser.parse_args(arguments).names:
        try:
            for part in WHOLE[name]:
                make(part)
        except EnvironmentFailedError as error:
            print(f"{error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
