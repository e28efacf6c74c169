"""Hosts that are nobody's but ours: the ones in private networks, however they are written."""

from __future__ import annotations

import re
import socket
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_PRIVATE = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; a cloud's metadata service too
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's metadata service at a public address
        "169.254.0.0/16",  # link-local; most clouds' metadata services
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.168.0.0/16",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "64:ff9b:1::/48",
        "::/96",  # unspecified, loopback, and the old way to write an IPv4 address
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)
# 198.18.0.0/15 is left out on purpose: proxies on developers' machines answer every name with one of these addresses.

_TRANSLATED = ip_network("64:ff9b::/96")  # IPv4 addresses as an IPv6-only network writes them
_LOCAL_NAMES = ("localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_UNUSABLE = re.compile(r"[\x00-\x20\x7f\\%]")
_PORT = re.compile(r"(:[0-9]*)?")
_NO_HOST = re.compile(r"[\x00-\x20\x7f\\%/?#@:\[\]]")


def host_of(url: str) -> str:
    """The host that an HTTP client asks for an address.

    Args:
        url: An absolute http(s) address.

    Returns:
        The host in lower case, without brackets, port and final dot; empty where there is none, or where different
        programs would read different hosts in the address.
    """
    _, separator, rest = url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if not separator or _UNUSABLE.search(authority) or authority.count("@") > 1:
        return ""
    host = authority.rpartition("@")[2]
    if host.startswith("["):
        inside, bracket, port = host[1:].partition("]")
        return inside.lower() if bracket and _PORT.fullmatch(port) and _is_port(port[1:]) else ""
    if not _is_port(host.partition(":")[2]):
        return ""
    # HTTP clients fold full-width letters, digits and dots into plain ones.
    folded = unicodedata.normalize("NFKC", host.partition(":")[0]).replace("\u3002", ".")
    return "" if _NO_HOST.search(folded) else folded.lower().removesuffix(".")


def _is_port(text: str) -> bool:
    return text == "" or (text.isascii() and text.isdigit() and int(text[:6]) <= 65535)


def is_private(host: str) -> bool:
    """Whether a host is in a private network, as far as its name says.

    Args:
        host: What `host_of` gives.

    Returns:
        True for this machine's names, for an address of a private, local or shared network, and for a number in a
        spelling that is not the usual one (such as 2130706433, 0x7f.1 or 0177.0.0.1), which no public server uses.
    """
    if host in _LOCAL_NAMES or host.endswith(".localhost"):
        return True
    address = _address(host)
    if address is not None:
        return _is_private(address)
    return _NUMBER.fullmatch(host.rpartition(".")[2]) is not None


def leads_inside(host: str) -> bool:
    """Whether a host is in a private network, as its name or else its name server says. This may wait for a network.

    Args:
        host: What `host_of` gives.

    Returns:
        True where `is_private` says so, or where one of the name's addresses is private; False where it has none: a
        request will tell what is wrong with it.
    """
    if is_private(host):
        return True
    if _address(host) is not None:
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    addresses = (_address(str(entry[4][0])) for entry in found)
    return any(_is_private(address) for address in addresses if address is not None)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.partition("%")[0])  # without the name of a network card
    except ValueError:
        return None


def _is_private(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = IPv4Address(address.packed[-4:])
        address = inner or address
    return any(address in network for network in _PRIVATE)
