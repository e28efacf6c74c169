"""What may be shown to people: no key, no password, no cookie."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import lru_cache
from types import TracebackType
from typing import Any, cast
from urllib.parse import quote, unquote, urlsplit

from inferloom_runtime.guards import is_object

HIDDEN = "[hidden]"

_LEAST = 8
"""Shorter keys ("EMPTY", "none", "ollama") are what people write where no key is needed: words, not secrets."""

_BEGINNING = 12
"""A text that was cut off may end with the beginning of a key; so many characters of one are treated like the whole."""

_OPEN_HEADERS = frozenset(
    {
        "accept",
        "cache-control",
        "cf-ray",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "location",
        "ratelimit",
        "ratelimit-policy",
        "retry-after",
        "retry-after-ms",
        "server",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "x-error-code",
        "x-hf-bill-to",
        "x-inference-id",
        "x-request-id",
        "x-use-cache",
        "x-wait-for-model",
    }
)
_SECRET_NAMES = re.compile(r"auth|cookie|credential|key|password|secret|session|signature|token")
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")


def shown_url(url: str) -> str:
    """An address as it may be shown: without user, password, query and fragment.

    Args:
        url: The address.

    Returns:
        What is left.
    """
    scheme, separator, rest = url.partition("://")
    rest = rest.partition("?")[0].partition("#")[0]
    host, slash, path = rest.partition("/")
    return scheme + separator + host.rpartition("@")[2] + slash + path


def shown_origin(url: str) -> str:
    """The beginning of an address as it may be shown: scheme, host and port.

    Args:
        url: The address.

    Returns:
        What is left.
    """
    return "/".join(shown_url(url).split("/", 3)[:3])


def shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers as they may be shown: of all that are not known to be harmless, only that they are there.

    Args:
        headers: The headers, names in lower case.

    Returns:
        The same names, most values hidden.
    """
    return {
        name: (shown_url(value) if name == "location" else value) if name in _OPEN_HEADERS else "..."
        for name, value in headers.items()
    }


class Headers(dict[str, str]):
    """Headers, or cookies, that keep their values to themselves when a debugger or a traceback shows them."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(shown_headers(self))

    def __or__(self, other: Any) -> Any:
        return Headers(super().__or__(other))

    def __ror__(self, other: Any) -> Any:
        return Headers(super().__ror__(other))

    def copy(self) -> Headers:
        """The same again.

        Returns:
            A new mapping.
        """
        return Headers(self)


def userinfo(url: str) -> tuple[str, str]:
    """The user and password that an address may carry.

    Args:
        url: An absolute address.

    Returns:
        The address without them, and the two as they stand there, as in `user:password`; empty where there are none.
    """
    if "@" not in url:
        return url, ""
    scheme, separator, rest = url.partition("://")
    end = next((at for at, mark in enumerate(rest) if mark in "/?#"), len(rest))
    user, at_sign, host = rest[:end].rpartition("@")
    return (scheme + separator + host + rest[end:], user) if separator and at_sign else (url, "")


def secrets_in(headers: Mapping[str, str], url: str = "") -> frozenset[str]:
    """What of a request nobody else may see: keys, passwords, cookies.

    Args:
        headers: Its headers, names in lower case.
        url: Its address.

    Returns:
        The secrets, also as they read in a URL and in JSON.
    """
    found: set[str] = set()
    for name, value in headers.items():
        if not _is_secret(name):
            continue
        if name == "cookie":
            found.update(pair.partition("=")[2] for pair in value.split("; "))
        else:
            found.add(value.rpartition(" ")[2])  # "Bearer ...", "Key ..."
    if "@" in url and (user := userinfo(url)[1]):
        found.add(user.partition(":")[2])
        found.add(unquote(user.partition(":")[2]))
    if "?" in url:
        for pair in urlsplit(url).query.split("&"):
            name, _, value = pair.partition("=")
            if _SECRET_NAMES.search(name.lower()):
                found |= {value, unquote(value)}
    known = {secret for secret in found if len(secret) >= _LEAST}
    # Most keys are of letters and digits, which read the same everywhere.
    for secret in [one for one in known if _PLAIN.fullmatch(one) is None]:
        known |= {quote(secret, safe=""), json.dumps(secret)[1:-1]}
    return frozenset(known)


@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    """Whether a header's value is for its receiver alone."""
    return name not in _OPEN_HEADERS and _SECRET_NAMES.search(name) is not None


def blanked(text: str, secrets: Collection[str]) -> str:
    """A text without the secrets that somebody repeated in it, whole or cut off.

    Args:
        text: The text.
        secrets: What to take out.

    Returns:
        The text, with `HIDDEN` in the place of each.
    """
    for secret in secrets:
        beginning = secret[:_BEGINNING]
        at = text.find(beginning)
        while at >= 0:
            end = at + len(beginning)
            while end < len(text) and end - at < len(secret) and text[end] == secret[end - at]:
                end += 1
            text = text[:at] + HIDDEN + text[end:]
            at = text.find(beginning, at + len(HIDDEN))
    return text


def hold(texts: Iterable[str], secrets: Collection[str]) -> bool:
    """Whether texts hold a secret, or the beginning of one.

    Args:
        texts: The texts.
        secrets: What to look for.

    Returns:
        Whether `blanked` would change one of them.
    """
    whole = "\n".join(texts)
    return any(secret[:_BEGINNING] in whole for secret in secrets)


def blanked_bytes(data: bytes, secrets: Collection[str]) -> bytes:
    """The same for bytes.

    Args:
        data: The bytes.
        secrets: What to take out.

    Returns:
        The bytes; the very same ones where there was nothing to take out.
    """
    if not any(secret[:_BEGINNING].encode() in data for secret in secrets):
        return data
    return blanked(data.decode("utf-8", "surrogateescape"), secrets).encode("utf-8", "surrogateescape")


def blank(error: BaseException, secrets: Collection[str], outside: BaseException | None) -> None:
    """Take secrets out of an error, and of all that it came from: arguments, attributes, notes, shown variables.

    Args:
        error: The error; it is changed.
        secrets: What to take out.
        outside: What the caller was handling when the call began; it is left as it is.
    """
    if not secrets:
        return
    chain = list(_chain(error, outside))
    for one in chain:
        one.args = tuple(_clean(value, secrets) for value in one.args)
        for name, value in list(vars(one).items()):
            cleaned = _clean(value, secrets)
            if cleaned is not value:
                one.__dict__[name] = cleaned
        if _is_shown(one.__traceback__, secrets):
            one.__traceback__ = None
    # Some errors hold what they say where Python cannot change it: pydantic's own show their input.
    tell = {id(one) for one in chain if blanked(f"{one} {one!r}", secrets) != f"{one} {one!r}"}
    for one in chain:
        if one.__cause__ is not None and id(one.__cause__) in tell:
            one.__cause__ = None
        if one.__context__ is not None and id(one.__context__) in tell:
            one.__context__ = None


def bare(error: BaseException, outside: BaseException | None) -> None:
    """Take from an HTTP client's error the request that it carries, and the frames whose variables hold its headers.

    Args:
        error: The error; it is changed, with all that it came from.
        outside: What the caller was handling when the call began; it is left as it is.
    """
    for one in _chain(error, outside):
        one.__traceback__ = None
        if vars(one).get("_request") is not None:
            one.__dict__["_request"] = None


def _chain(error: BaseException, outside: BaseException | None) -> Iterator[BaseException]:
    known = {id(outside)}
    left: list[BaseException | None] = [error]
    while left:
        one = left.pop()
        if one is not None and id(one) not in known:
            known.add(id(one))
            yield one
            left += [one.__cause__, one.__context__]
            left += cast("tuple[BaseException, ...]", getattr(one, "exceptions", ()))


def _is_shown(trace: TracebackType | None, secrets: Collection[str]) -> bool:
    """Whether a traceback that shows variables would show a secret: the server may have put it into its answer."""
    while trace is not None:
        for value in list(trace.tb_frame.f_locals.values()):
            if isinstance(value, (bytes, bytearray)):
                value = bytes(value).decode("utf-8", "replace")
            elif isinstance(value, (list, tuple, dict)) or is_dataclass(value):
                try:
                    value = repr(cast(object, value))
                except Exception:
                    continue
            if isinstance(value, str) and any(secret[:_BEGINNING] in value for secret in secrets):
                return True
        trace = trace.tb_next
    return False


def _clean(value: Any, secrets: Collection[str]) -> Any:
    """The value itself where there is nothing to take out."""
    if isinstance(value, str):
        cleaned = blanked(value, secrets)
        return value if cleaned == value else cleaned
    if isinstance(value, bytes):
        return blanked_bytes(value, secrets)
    if type(value) in (list, tuple):
        items = cast("list[Any]", value)
        inner = [_clean(item, secrets) for item in items]
        return value if all(new is old for new, old in zip(inner, items, strict=True)) else type(items)(inner)
    if is_object(value):
        changed = {key: new for key, old in value.items() if (new := _clean(old, secrets)) is not old}
        return {**value, **changed} if changed else value
    return value
