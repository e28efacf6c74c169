"""What every test stands on: an environment that says nothing about the machine."""

from __future__ import annotations

import os
from pathlib import Path

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


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio."""
    return "asyncio"
