"""One call on its way: address, model, key, headers, options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias, cast
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from inferloom_runtime.auth import Key, may_carry
from inferloom_runtime.errors import About, AnswerError, UsageError
from inferloom_runtime.flow import Request, Upload
from inferloom_runtime.limits import Timeout
from inferloom_runtime.redaction import Headers
from inferloom_runtime.retry import Budget, Retries, Retry

Json: TypeAlias = dict[str, Any]
"""A JSON object in the making."""

DOWNLOAD_LIMIT = 1 << 30
"""The largest file that is downloaded as a result, in bytes, unless the caller says otherwise."""

_OPENAI_ENDINGS = ("/v1", "/chat/completions", "/completions", "/embeddings")


class Options(NamedTuple):
    """What every method takes per call, beside the task's own arguments; None means the client's own."""

    model: str | None = None
    timeout: float | Timeout | None = None
    headers: Mapping[str, str] | None = None
    max_retries: int | Retry | None = None
    extra_body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Adapter:
    """A LoRA adapter that the Hub's mapping names.

    Attributes:
        hub_model: The adapter's repository on the Hub.
        weights: The path of its weights there.
        provider_model: The provider's model that loads it.
    """

    hub_model: str
    weights: str
    provider_model: str


@dataclass(slots=True)
class Call:
    """One call: what a provider's function needs to build its requests.

    Attributes:
        about: Provider, task and model, for errors.
        base_url: The provider's address, or the URL of an endpoint.
        model: The model as the provider names it.
        key: The key to send, or None.
        headers: The headers of every request of this call, names in lower case, without the key.
        cookies: The cookies of the main request.
        timeout: The time limits of each request, or None.
        retries: When a failed request is sent again.
        extra: What the caller's `extra_body` adds beyond the known arguments.
        strict: Whether an answer that does not fit the schema is an error.
        auth: The header that carries the key, with its value's shape.
        named_model: The model as an OpenAI body names it on an endpoint given by URL.
        routed: Whether the call goes through the router.
        download_limit: The largest file that is downloaded as a result, in bytes.
        adapter: The LoRA adapter that the Hub's mapping names for the model, or None.
        openai_hosts: Addresses found to speak the OpenAI wire only; shared by a client's calls.
        asked: Arguments that stand in `extra_body` -> the key that they have there; they are sent where the provider
            does not take the argument.
        unused: Parameters that a model's server was found to refuse, by address and model; shared as well.
    """

    about: About
    base_url: str
    model: str
    key: Key | None = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    cookies: Mapping[str, str] | None = None
    timeout: Timeout | None = None
    retries: Retries = field(default_factory=lambda: Retries(Retry(), Budget()))
    extra: Json = field(default_factory=Json)
    strict: bool = False
    download_limit: int = DOWNLOAD_LIMIT
    auth: tuple[str, str] = ("authorization", "Bearer {key}")
    named_model: str = "dummy"
    routed: bool = False
    adapter: Adapter | None = None
    openai_hosts: set[str] = field(default_factory=set[str])
    asked: Mapping[str, str] = field(default_factory=dict[str, str])
    unused: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict[tuple[str, str], frozenset[str]])
    ticket: Any = None

    @property
    def speaks_openai(self) -> bool:
        """Whether the endpoint's address, or an earlier answer, says that it speaks the OpenAI wire."""
        return self.base_url in self.openai_hosts or urlsplit(self.base_url).path.rstrip("/").endswith(_OPENAI_ENDINGS)

    @property
    def quoted_model(self) -> str:
        """The model as part of a path: `/` and `:` stay, whatever could change the path's meaning is escaped."""
        return quote(self.model, safe="/:@")

    def url(self, route: str, *, own: str | None = None, routed_query: str = "") -> str:
        """The address of a route on the provider.

        Args:
            route: The route, with or without a leading slash; empty for the base address itself.
            own: Another address of the provider's that serves this route when the call is not routed.
            routed_query: The query that a routed call adds.

        Returns:
            The absolute address; a query of the base address is kept.
        """
        base = own if own is not None and not self.routed else self.base_url
        parts = urlsplit(base)
        if route:
            parts = parts._replace(path=parts.path.rstrip("/") + "/" + route.lstrip("/"))
        if self.routed and routed_query:
            parts = parts._replace(query=routed_query)
        return urlunsplit(parts)

    def again(self, address: str, *, own: str | None = None, suffix: str = "", routed_query: str = "") -> str:
        """The address to ask for a job, from an address in an answer.

        Only the answer's path and query are believed: the host stays the provider's own, so that no key follows a
        foreign address.

        Args:
            address: The address in the answer, absolute or a path.
            own: As for `url`.
            suffix: Appended to the path.
            routed_query: As for `url`.

        Returns:
            The absolute address on the provider's own host, or on the router under the provider's path.

        Raises:
            AnswerError: It leads out of that path.
        """
        given = urlsplit(address)
        if _climbs(given.path):
            raise AnswerError(
                "The answer's address of the job leads out of the API's path.", about=self.about, attempts=1
            )
        base = urlsplit(own if own is not None and not self.routed else self.base_url)
        prefix = base.path.rstrip("/") if self.routed else ""
        query = routed_query if self.routed and routed_query else given.query
        path = prefix + "/" + given.path.lstrip("/") + suffix
        return urlunsplit((base.scheme, base.netloc, path, query, ""))

    def openai_url(self, route: str) -> str:
        """The address of an OpenAI route on an endpoint given by URL.

        Args:
            route: "chat/completions", "completions" or "embeddings".

        Returns:
            The URL itself where it ends with the route; with the route appended where it ends with `/v1`; otherwise
            with `/v1/` and the route appended. A query is kept.
        """
        return _openai_url(self.base_url, route)

    def request(
        self,
        url: str,
        *,
        body: bytes | Upload | None = None,
        content_type: str | None = None,
        accept: str | None = None,
        method: str = "POST",
        own_headers: Mapping[str, str] | None = None,
    ) -> Request:
        """A request of the call, with its key.

        Args:
            url: The absolute address.
            body: The body, or None.
            method: The HTTP method.
            own_headers: Headers that the provider wants; they win over the caller's.
            content_type: Its media type, unless the caller's headers name one; None where it is not known.
            accept: The media type asked for, unless the caller's headers name one.

        Returns:
            The request, ready to be sent.
        """
        headers = Headers(self.headers) | dict(own_headers or {})
        if content_type is not None:
            headers.setdefault("content-type", content_type)
        headers.setdefault("accept", accept or "*/*")
        if self.key is not None and may_carry(self.key, url):
            name, shape = self.auth
            headers.setdefault(name, shape.format(key=self.key.value))
        return Request(
            method,
            url,
            headers=headers,
            body=body,
            timeout=self.timeout,
            cookies=self.cookies,
            about=self.about,
            main=True,
        )


@lru_cache(maxsize=256)
def _openai_url(base_url: str, route: str) -> str:
    parts = urlsplit(base_url)
    path = parts.path.rstrip("/")
    for ending in _OPENAI_ENDINGS[1:]:
        if path.endswith("/v1" + ending):
            path = path.removesuffix(ending)
            break
        if path.endswith(ending) and ending == "/" + route:
            return base_url
    path = path if path.endswith("/v1") else path + "/v1"
    return urlunsplit(parts._replace(path=f"{path}/{route}"))


def checked_headers(headers: Mapping[str, str] | None, argument: str = "headers") -> dict[str, str]:
    """Headers as they may be sent.

    Args:
        headers: The caller's headers; a value of None leaves the header out.
        argument: How the caller knows them, for the error.

    Returns:
        The headers with their names in lower case.

    Raises:
        UsageError: A name or a value that no header may have.
    """
    checked = Headers()
    given = cast("Mapping[object, object]", headers or {})
    for name, value in given.items():
        if value is None:
            continue
        if not isinstance(name, str) or not isinstance(value, str):
            raise UsageError(f"{argument}[{name!r}] must be a string, not {type(value).__name__}.")
        if not name or not name.isascii() or not name.isprintable() or any(mark in name for mark in " :"):
            raise UsageError(f"{argument} has a name that no header may have: {name!r}.")
        if any((ord(mark) < 32 and mark != "\t") or ord(mark) == 127 for mark in value):
            raise UsageError(f"{argument}[{name!r}] holds a control character (a line break, perhaps).")
        if not value.isascii():
            raise UsageError(f"{argument}[{name!r}] holds a character that no header may carry: only ASCII is sent.")
        checked[name.lower()] = value
    return checked


def checked_cookies(cookies: Mapping[str, str] | None) -> dict[str, str]:
    """Cookies as they may be sent.

    Args:
        cookies: The caller's cookies.

    Returns:
        The same.

    Raises:
        UsageError: A name or a value that no cookie may have.
    """
    checked = Headers()
    given = cast("Mapping[object, object]", cookies or {})
    for name, value in given.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise UsageError(f"cookies[{name!r}] must be a string, not {type(value).__name__}.")
        if not name or not _is_sent(name) or any(mark in name for mark in ' ="(),/:;<>?@[]{}\\'):
            raise UsageError(f"cookies has a name that no cookie may have: {name!r}.")
        if not _is_sent(value) or ";" in value:
            raise UsageError(f"cookies[{name!r}] holds a character that no cookie may carry (a line break or ';').")
        checked[name] = value
    return checked


def _climbs(path: str) -> bool:
    """Whether a path has a part that means the folder above, however it is written."""
    return not {".", ".."}.isdisjoint(unquote(path).replace("\\", "/").split("/"))


def _is_sent(text: str) -> bool:
    return text.isascii() and text.isprintable()


def checked_model(model: str, about: About) -> str:
    """A model's id as it may stand in a path.

    Args:
        model: The id.
        about: The call, for the error.

    Returns:
        The id, unchanged.

    Raises:
        UsageError: It is empty, or holds what would change the address.
    """
    bad = (
        "is empty"
        if not model.strip()
        else "holds a control character or a space"
        if any(not mark.isprintable() or mark.isspace() for mark in model)
        else "has a scheme that is not http or https"
        if "://" in model
        else "holds '.' or '..' as a part of its path"
        if not {".", ".."}.isdisjoint(model.split("/"))
        else "holds a '?' , '#' or a backslash"
        if any(mark in model for mark in "?#\\")
        else "starts with a slash"
        if model.startswith("/")
        else None
    )
    if bad:
        raise UsageError(
            f"model={model[:80]!r} {bad}: give a model id such as 'openai-community/gpt2', or a URL.", about=about
        )
    return model
