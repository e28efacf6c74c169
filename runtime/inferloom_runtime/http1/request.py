"""A request that is ready to be sent."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar, cast

import h11

from inferloom_runtime import __version__, redaction
from inferloom_runtime.http1.coding import OFFERED
from inferloom_runtime.http1.errors import LocalProtocolError

Origin: TypeAlias = tuple[str, str, int]
"""Scheme, host and port."""

_PLAIN = re.compile(
    r"(https?)://"
    r"([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\])"
    r"(?::(\d{1,5}))?"
    r"((?:[/?](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?)\Z"
)
"""Addresses that are sent as they are: nothing in them is international, or has to be escaped."""

DEFAULTS = {
    "accept": "*/*",
    "accept-encoding": OFFERED,
    "connection": "keep-alive",
    "user-agent": f"inferloom/{__version__}",
}
"""The headers that are sent where nobody says otherwise."""

_FIELDS = [(name, (name.title().encode(), value.encode())) for name, value in DEFAULTS.items()]
_WITH_BODY = frozenset({"PATCH", "POST", "PUT"})
UNUSUAL = frozenset({"accept-encoding", "transfer-encoding", "upgrade"})
"""Headers that ask for what is not done here."""


H = TypeVar("H", bound=Mapping[str, str])


class Asked(Generic[H]):
    """A request, whoever sends it.

    Args:
        method: Such as "POST".
        url: The address, without a user.
        content: Nothing, the bytes, or what gives the pieces (an iterator, or an async one).
        extensions: The time limits under "timeout" ("connect", "pool", "write", "read", in seconds).

    Attributes:
        method: The method.
        url: The address.
        headers: All headers that are sent but `host`.
        content: As given.
        extensions: As given; a limit that is changed later holds for the next read or write.
    """

    __slots__ = ("content", "extensions", "headers", "method", "url")

    headers: H

    def __init__(self, method: str, url: str, content: Any, extensions: dict[str, Any] | None) -> None:
        self.method: str = method
        self.url: str = url
        self.content: Any = content
        self.extensions: dict[str, Any] = {} if extensions is None else extensions

    def __repr__(self) -> str:
        # Tracebacks may show variables: no key, and no body that may be a film.
        return f"Request({self.method} {redaction.shown_url(self.url)})"

    @property
    def limits(self) -> Mapping[str, float | None]:
        """The time limits."""
        found: Mapping[str, float | None] = self.extensions.get("timeout") or {}
        return found

    @property
    def length(self) -> str | None:
        """The `content-length` of a body that is no stream; None where none is to be said."""
        if not self.content:
            return "0" if self.method in _WITH_BODY else None
        return str(len(self.content)) if isinstance(self.content, bytes) else None


class Request(Asked[redaction.Headers]):
    """A request.

    Args:
        method: As for `Asked`.
        url: As for `Asked`.
        headers: The headers, names in lower case.
        content: As for `Asked`.
        extensions: As for `Asked`.

    Attributes:
        origin: Where it goes; None where that takes httpx.
        event: The head, for h11; None where there is no origin.

    Raises:
        LocalProtocolError: A header cannot be sent.
    """

    __slots__ = ("event", "origin")

    def __init__(
        self, method: str, url: str, headers: Mapping[str, str], content: Any, extensions: dict[str, Any] | None
    ) -> None:
        super().__init__(method, url, content, extensions)
        self.origin: Origin | None = None
        self.event: h11.Request | None = None
        self.headers: redaction.Headers = redaction.Headers(DEFAULTS)
        self.headers.update(headers)
        if "content-length" not in headers and (length := self.length) is not None:
            self.headers["content-length"] = length
        found = _parts(url) if "?" in url else _known(url)  # a query may hold a key, which is not kept
        if found is None or not UNUSUAL.isdisjoint(headers):
            return
        self.origin, host, target = found
        fields: list[tuple[bytes | str, bytes | str]] = [] if "host" in headers else [(b"Host", host)]
        fields += [field for name, field in _FIELDS if name not in headers]
        fields += headers.items()
        if "content-length" in self.headers and "content-length" not in headers:
            fields.append((b"Content-Length", self.headers["content-length"]))
        try:
            self.event = h11.Request(method=method, target=target, headers=cast("list[tuple[bytes, bytes]]", fields))
        except (h11.LocalProtocolError, UnicodeError):
            # They show the value, which may be a key.
            raise LocalProtocolError(f"the header {_wrong(self.headers)!r} of the request cannot be sent") from None


def _parts(url: str) -> tuple[Origin, bytes, bytes] | None:
    """The origin of an address, the host and the target as they are sent; None where it is not plain."""
    found = _PLAIN.match(url)
    if found is None:
        return None
    scheme, host, port, target = found.groups()
    usual = 443 if scheme == "https" else 80
    number = int(port) if port else usual
    path = target.partition("?")[0] + "/"
    if "/./" in path or "/../" in path or number > 0xFFFF or not is_address(host):
        return None
    host = host.lower()
    named = host if number == usual else f"{host}:{number}"
    target = target if target.startswith("/") else "/" + target
    return (scheme, host.strip("[]"), number), named.encode("ascii"), target.encode("ascii")


_known = lru_cache(maxsize=256)(_parts)


def is_address(host: str) -> bool:
    """Whether a host in brackets is an IPv6 address; any other may be one.

    Args:
        host: The host, as an address has it.

    Returns:
        Whether it can be asked.
    """
    if not host.startswith("["):
        return True
    try:
        socket.inet_pton(socket.AF_INET6, host[1:-1])
    except OSError:
        return False
    return True


def _wrong(headers: Mapping[str, str]) -> str:
    """The name of the header that h11 refuses."""
    for name, value in headers.items():
        try:
            h11.Request(method="GET", target="/", headers=[("host", "-"), (name, value)][name == "host" :])
        except (h11.LocalProtocolError, UnicodeError):
            return name
    return "?"
