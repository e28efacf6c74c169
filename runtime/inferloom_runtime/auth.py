"""Which key goes where."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from inferloom_runtime.errors import UsageError
from inferloom_runtime.hosts import host_of

HUB = "https://huggingface.co"
ROUTER = "https://router.huggingface.co"


@dataclass(frozen=True, slots=True)
class Key:
    """A key, with how it was come by.

    Attributes:
        value: The key itself; no repr shows it.
        found: Whether it was found in the environment or on disk. A found key goes only to the origins it belongs to;
            a key that the caller gave goes where the caller sends it.
    """

    value: str = field(repr=False)
    found: bool = False

    @property
    def routed(self) -> bool:
        """Whether it is a Hugging Face token, so that providers are reached through the router."""
        return self.value.startswith("hf_")


def hub_url() -> str:
    """The Hub's address: `HF_ENDPOINT`, or https://huggingface.co."""
    return (os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")


def router_url() -> str:
    """The router's address: `INFERLOOM_ROUTER_URL`, or https://router.huggingface.co."""
    return (os.environ.get("INFERLOOM_ROUTER_URL") or ROUTER).rstrip("/")


def find_key() -> Key | None:
    """The token of this machine's user.

    Returns:
        The token in `HF_TOKEN` (or the older `HUGGING_FACE_HUB_TOKEN`), else the one in the token file: the path in
        `HF_TOKEN_PATH`, else `$HF_HOME/token`, else `~/.cache/huggingface/token`. None where there is none. An empty
        variable counts as not set; `HF_HUB_DISABLE_IMPLICIT_TOKEN=1` switches the search off.

    Raises:
        UsageError: There is one, and it holds characters that no header may carry.
    """
    if os.environ.get("HF_HUB_DISABLE_IMPLICIT_TOKEN", "").upper() in {"1", "ON", "YES", "TRUE"}:
        return None
    for variable in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        if key := _key(partial(os.environ.get, variable), variable):
            return key
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    home = Path(os.environ.get("HF_HOME") or cache / "huggingface")
    path = Path(os.environ.get("HF_TOKEN_PATH") or home / "token").expanduser()
    try:
        return _key(lambda: path.read_text(encoding="utf-8"), f"the file {path}")
    except (OSError, UnicodeDecodeError):
        return None


def _key(read: Callable[[], str | None], where: str) -> Key | None:
    value = (read() or "").strip()
    if not value:
        return None
    if _sendable(value):
        return Key(value, found=True)
    del value  # a traceback may show the variables of this function
    raise UsageError(f"The token in {where} holds characters that no header may carry (a line break, perhaps).")


def _sendable(value: str) -> bool:
    return value.isprintable() and value.isascii()


def given_key(token: str | Key | None, api_key: str | None) -> Key | None:
    """The key that the caller gave.

    Args:
        token: The client's `token`, or the key of the client that this one is made from.
        api_key: The client's `api_key`, another name for it.

    Returns:
        The key, or None where neither is given.

    Raises:
        UsageError: Both are given, or what is given is not a usable string.
    """
    if token is not None and api_key is not None:
        token = api_key = None  # a traceback may show the variables of this function
        raise UsageError("Give either token or api_key, not both: they are two names for one thing.")
    if isinstance(token, Key):
        return token
    name = "token" if token is not None else "api_key"
    value = cast(object, token if token is not None else api_key)
    token = api_key = None
    if value is None:
        return None
    if not isinstance(value, str):
        raise UsageError(f"{name} must be a string, not {type(value).__name__}.")
    if not value.strip():
        return None
    if not _sendable(value):
        del value
        raise UsageError(f"{name} holds characters that no header may carry (a line break at its end, perhaps).")
    return Key(value)


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address.

    Args:
        url: An absolute address.

    Returns:
        The three in lower case, with the scheme's own port where none is named; empty and None for an address in which
        different programs would read different hosts, or none.
    """
    host = host_of(url)
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError:
        return "", "", None
    if not host:
        return "", "", None
    return scheme, host, {"http": 80, "https": 443}.get(scheme) if port is None else port


def may_carry(key: Key, url: str) -> bool:
    """Whether a key may be sent to an address.

    Args:
        key: The key.
        url: The address.

    Returns:
        True for a key that the caller gave. A found one goes to the Hub, the router, dedicated Inference Endpoints
        and Spaces, over https on its own port, and to the addresses that `HF_ENDPOINT` and `INFERLOOM_ROUTER_URL` name.
    """
    if not key.found:
        return True
    scheme, host, port = where = origin(url)
    if not host or not host.isascii():
        return False
    if where in {origin(hub_url()), origin(router_url())}:
        return True
    own = host in {"huggingface.co", "hf.co"} or host.endswith(_OWN_DOMAINS)
    return (scheme, port) == ("https", 443) and own


_OWN_DOMAINS = (".huggingface.co", ".hf.co", ".hf.space", ".endpoints.huggingface.cloud")
