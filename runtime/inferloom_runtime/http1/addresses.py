"""The addresses of a host, in the order in which they are tried."""

from __future__ import annotations

import socket
from itertools import chain, zip_longest
from typing import Any, TypeAlias

Address: TypeAlias = tuple[int, int, int, Any]
"""Family, type, protocol, and what `connect` takes."""

STAGGER = 0.25
"""Seconds after which the next address is tried beside the ones before (RFC 8305, 5)."""


def ordered(found: list[Any]) -> list[Address]:
    """The addresses of a host, the families by turns (RFC 8305, 4).

    Args:
        found: What `getaddrinfo` says.

    Returns:
        The addresses.
    """
    families: dict[int, list[Address]] = {}
    for family, kind, protocol, _, address in found:
        families.setdefault(family, []).append((family, kind, protocol, address))
    return [one for one in chain.from_iterable(zip_longest(*families.values())) if one is not None]


def opened(address: Address) -> socket.socket:
    """A socket for an address, not connected yet.

    Args:
        address: The address.

    Returns:
        The socket.

    Raises:
        OSError: There is none to be had.
    """
    sock = socket.socket(*address[:3])
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock
