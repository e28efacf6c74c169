"""What every test stands on: an environment that says nothing about the machine."""

from __future__ import annotations

import ipaddress
import os
import socket
from pathlib import Path
from typing import Any

import pytest

_CLEARED = ("HF_", "HUGGING_FACE_", "HUGGINGFACE_")
_CLEARED_NAMES = frozenset(
    {
        "INFERLOOM_ROUTER_URL",
        "XDG_CACHE_HOME",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    }
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which HTTP client carries the tests of async clients that do not choose one."""
    parser.addoption(
        "--http", choices=("own", "aiohttp"), default="own", help="what async clients use that are given no HTTP client"
    )


def pytest_report_header(config: pytest.Config) -> str:
    """Say which one it is: what is installed here does not decide it."""
    return f"async clients: {config.getoption('http')} (--http); tests in *_aiohttp.py: aiohttp"


@pytest.fixture(autouse=True)
def http_of_async_clients(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both HTTP clients are tested; that one of them is an extra, and installed here, decides nothing."""
    on_aiohttp = request.path.stem.endswith("_aiohttp") or request.config.getoption("http") == "aiohttp"
    monkeypatch.setenv("INFERLOOM_AIOHTTP", "1" if on_aiohttp else "0")


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for tokens that has none."""
    return tmp_path_factory.mktemp("hf-home")


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, empty_home: Path) -> None:
    """No key, address, cache or proxy of the machine's user reaches a test."""
    for name in list(os.environ):
        if name.upper().startswith(_CLEARED) or name.upper() in _CLEARED_NAMES:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HF_HOME", str(empty_home))


@pytest.fixture(autouse=True)
def no_name_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks a name server: what is not this machine has no address."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        try:
            ipaddress.ip_address(name or "127.0.0.1")
        except ValueError:
            if name != "localhost":
                raise socket.gaierror(socket.EAI_NONAME, "no name server in the tests") from None
        return real(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio."""
    return "asyncio"
