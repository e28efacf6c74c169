"""The proxies of the machine, as httpx reads them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from inferloom_runtime.http1.request import Origin


def proxies() -> Mapping[str, str]:
    """The proxies of the environment, or of the system's settings.

    Returns:
        Addresses by scheme, "all" among them; under "no", the hosts that are asked directly.
    """
    if sys.platform not in ("darwin", "win32") and not any(name.lower().endswith("_proxy") for name in os.environ):
        return {}
    # It comes with an HTTP client of its own, which costs as much as all of this package.
    from urllib.request import getproxies

    found = {name: value for name, value in getproxies().items() if name in ("http", "https", "all", "no") and value}
    return found if found.keys() - {"no"} else {}


def is_direct(origin: Origin, found: Mapping[str, str]) -> bool:
    """Whether no proxy stands before an address.

    Where that is hard to tell it says no: httpx, which is asked then, knows best.

    Args:
        origin: The address.
        found: The proxies.

    Returns:
        Whether that is certain.
    """
    scheme, host, _ = origin
    if scheme not in found and "all" not in found:
        return True
    for entry in found.get("no", "").split(","):
        name = entry.strip().lower()
        if name == "*" or (name and _covers(name, host)):
            return True
    return False


def _covers(name: str, host: str) -> bool:
    if name.startswith("."):
        return host.endswith(name) and host != name
    return host == name or (name != "localhost" and not _is_number(name) and host.endswith("." + name))


def _is_number(name: str) -> bool:
    """Whether it is an IPv4 address, or something like one."""
    return name.replace(".", "").replace("/", "").isdigit()
