"""What every generated client stands on: configuration, the HTTP client, the way from a method to the wire."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import os
import warnings
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar, cast

from inferloom_runtime.auth import Key, find_key, given_key
from inferloom_runtime.call import Call, Options, checked_headers
from inferloom_runtime.errors import (
    About,
    AnswerError,
    ConnectionFailedError,
    MissingDependencyError,
    ProviderError,
    UsageError,
)
from inferloom_runtime.flow import Answer, Flow, Request, drive, drive_async, work
from inferloom_runtime.retry import DEFAULT_RETRIES
from inferloom_runtime.task import Pick, Task

_BILL = "x-hf-bill-to"

T = TypeVar("T")
S = TypeVar("S", bound="SyncBase")
A = TypeVar("A", bound="AsyncBase")


class _Pool:
    """What clients made from one another share: the HTTP client, what was learnt of servers."""

    def __init__(self, http: Any, kind: str) -> None:
        from inferloom_runtime.routing import Hub

        self.http = http
        self.owned = http is None
        self.kind = kind
        self.hub = Hub()
        self.openai_hosts: set[str] = set()
        self.pid = os.getpid()

    def client(self) -> Any:
        """The HTTP client, made on first use, and anew in a forked process."""
        if self.owned and (self.http is None or self.pid != os.getpid()):
            httpx = importlib.import_module("httpx")
            limits = httpx.Limits(max_connections=1000, max_keepalive_connections=100)
            self.http, self.pid = getattr(httpx, self.kind)(limits=limits, follow_redirects=False), os.getpid()
        return self.http

    def __del__(self) -> None:
        # A sync client that nobody closed gives its connections back when it is forgotten.
        if self.owned and self.http is not None and self.kind == "Client" and self.pid == os.getpid():
            self.http.close()


class ClientBase:
    """The configuration that both clients share.

    Attributes:
        model: The model id or URL of every call that names none.
        provider: The provider's id, "auto", or None for "auto".
        timeout: Seconds to wait for a connection and for each piece of an answer, or None for no limit.
        headers: Headers sent with every request.
        cookies: Cookies sent with every request.
        max_retries: How many times a failed request is sent again.
    """

    _kind: str = "Client"

    def __init__(
        self,
        model: str | None = None,
        *,
        provider: str | None = None,
        token: str | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        max_retries: int = DEFAULT_RETRIES,
        http_client: Any = None,
    ) -> None:
        if model is not None and base_url is not None:
            raise UsageError("Give either model or base_url, not both: a URL may stand in either.")
        self.model: str | None = model if model is not None else base_url
        if self.model is not None and not isinstance(self.model, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError(f"model must be a string, not {type(self.model).__name__}.")
        self.provider: str | None = provider
        self.timeout: float | None = _checked_timeout(timeout)
        self.headers: dict[str, str] = checked_headers(headers)
        self.cookies: dict[str, str] = dict(cookies or {})
        self.max_retries: int = _checked_retries(max_retries)
        self.bill_to: str | None = bill_to
        self._key = given_key(token, api_key)
        if bill_to is not None:
            self.headers |= checked_headers({_BILL: bill_to}, "bill_to")
            if self._key is not None and not self._key.routed:
                warnings.warn(
                    "bill_to has no effect with a provider's own key: only calls through the router are billed there.",
                    stacklevel=3,
                )
        if http_client is not None and not _drivable(http_client, awaited=self._kind == "AsyncClient"):
            raise UsageError(f"http_client must be an httpx.{self._kind}, not {type(http_client).__name__}.")
        self._found: Key | None = None
        self._searched = False
        self._pool = _Pool(http_client, self._kind)

    @property
    def token(self) -> str | None:
        """The key that was given to the client, or None."""
        return self._key.value if self._key else None

    @property
    def base_url(self) -> str | None:
        """The model or URL, by the name that it has in OpenAI's client."""
        return self.model

    def __repr__(self) -> str:
        parts = [f"{self.model!r}"] if self.model else []
        parts += [f"provider={self.provider!r}"] if self.provider else []
        return f"{type(self).__name__}({', '.join(parts)})"

    def _perform(self, task: Task[Any], values: dict[str, Any], options: Options) -> Flow[Any]:
        """A call, from the caller's arguments to the result that the method returns."""
        if task not in _prepared:
            yield from work(lambda: _prepare(task))
        from inferloom_runtime import arrays, check, events, routing

        about = About(self.provider, task.method, options.model or self.model)
        values = _without_none(task, values)
        extra = _merged(task, values, options.extra_body, about)
        timeout = _checked_timeout(options.timeout) if options.timeout is not None else self.timeout
        retries = self.max_retries if options.max_retries is None else _checked_retries(options.max_retries)
        headers = self.headers | checked_headers(options.headers)
        pick = task.stream_returns if values.get("stream") else task.returns
        whole = pick.unless is not None and bool(_value(task, values, pick.unless))
        if pick.array is not None:
            _needs_numpy(about)
        check.check(getattr(task.types(), task.input), values, names=task.arguments(), about=about)
        key = self._key or (yield from self._found_key())
        named = extra.pop("model", None)
        wish = routing.Wish(
            self.model, options.model, named if isinstance(named, str) else None, self.provider, key, timeout, retries
        )
        route = yield from routing.resolve(self._pool.hub, task, wish)
        call = Call(
            About(route.provider, task.method, options.model or self.model or route.model),
            route.base_url,
            route.model,
            key,
            headers,
            self.cookies,
            timeout,
            retries,
            extra,
            auth=route.auth,
            named_model=route.named_model,
            routed=route.routed,
            adapter=route.adapter,
            openai_hosts=self._pool.openai_hosts,
        )
        function: Callable[[Call, Any], Flow[Any]] = getattr(route.module, task.method)
        result = yield from function(call, task.build(values))
        if isinstance(result, events.Events):
            return _Streamed(result, _picker(pick, whole))
        if pick.array is not None:
            return (yield from work(lambda: arrays.array(result, cast(str, pick.array), call)))
        picked = _picker(pick, whole)(result)
        if picked is None:
            raise AnswerError(f"The answer has no {'.'.join(pick.path)}.", about=call.about, attempts=1)
        return picked

    def _found_key(self) -> Flow[Key | None]:
        """The machine's own token, looked for once."""
        if not self._searched:
            self._found = yield from work(find_key)
            self._searched = True
        return self._found

    def _endpoint(self, model: str | None, route: str) -> Flow[Answer]:
        """GET a route of an endpoint: TGI's /info or /health."""
        yield from work(_load)
        from inferloom_runtime import auth, call, routing, wire

        name = model or self.model
        about = About(self.provider, "get_endpoint_info" if route == "info" else "health_check", name)
        if name is None:
            raise UsageError("Give the model or the URL of the endpoint to ask.", about=about)
        if not routing.is_url(name):
            if self.provider not in {None, "auto", "hf-inference"}:
                raise UsageError(f"Only hf-inference and URLs can be asked, not {self.provider}.", about=about)
            name = f"{auth.router_url()}/hf-inference/models/{call.checked_model(name, about)}"
        else:
            # A server speaks of itself beside its OpenAI routes, not among them.
            name = name.rstrip("/").removesuffix("/v1")
        key = self._key or (yield from self._found_key())
        headers = self.headers | {"accept": "*/*"}
        url = f"{name.rstrip('/')}/{route}"
        if key is not None and auth.may_carry(key, url):
            headers.setdefault("authorization", f"Bearer {key.value}")
        request = Request("GET", url, headers=headers, cookies=self.cookies, timeout=self.timeout, about=about)
        return (yield from wire.send(request, self.max_retries))

    def _endpoint_info(self, model: str | None) -> Flow[dict[str, Any]]:
        answer = yield from self._endpoint(model, "info")
        from inferloom_runtime import codec

        return codec.decode(answer.body, dict[str, Any])

    def _healthy(self, model: str | None) -> Flow[bool]:
        try:
            answer = yield from self._endpoint(model, "health")
        except (ProviderError, ConnectionFailedError):
            return False
        return answer.status == 200

    def _copy(self: Any, changes: dict[str, Any]) -> Any:
        """Another client on the same pool."""
        settings: dict[str, Any] = {
            "model": self.model,
            "provider": self.provider,
            "timeout": self.timeout,
            "headers": self.headers,
            "cookies": self.cookies,
            "bill_to": self.bill_to,
            "max_retries": self.max_retries,
        }
        for name, alias in (("model", "base_url"), ("token", "api_key")):
            if alias in changes:
                if name in changes:
                    raise UsageError(f"Give either {name} or {alias}, not both: they are two names for one thing.")
                changes[name] = changes.pop(alias)
        token = changes.pop("token", self.token)
        # The bill's header is made anew from bill_to, so that it can be taken away as well.
        headers = {name: value for name, value in self.headers.items() if name != _BILL or self.bill_to is None}
        settings["headers"] = headers | checked_headers(changes.pop("headers", None))
        unknown = sorted(set(changes) - set(settings))
        if unknown:
            raise UsageError(
                f"with_options() does not take {', '.join(unknown)}; it takes {', '.join(settings)}, token."
            )
        copy = type(self)(token=token, **(settings | changes))
        copy._pool = self._pool
        return copy


class SyncBase(ClientBase):
    """What the sync client is made of, beside its methods."""

    def _run(self, task: Task[T], values: dict[str, Any], options: Options) -> T:
        result = drive(self._perform(task, values, options), self._pool.client())
        if isinstance(result, _Streamed):
            from inferloom_runtime.stream import Stream

            return cast(T, Stream(result.events, result.pick))
        return cast(T, result)

    def get_endpoint_info(self, *, model: str | None = None) -> dict[str, Any]:
        """Ask an endpoint what it runs (TGI's `/info`).

        Args:
            model: The URL of the endpoint, or a model id on hf-inference; the client's own by default.

        Returns:
            The server's answer: model, version, limits and the like, as the server names them.

        Raises:
            UsageError: There is nothing to ask.
            ConnectionFailedError: No answer came.
            ProviderError: The server refused.
        """
        return drive(self._endpoint_info(model), self._pool.client())

    def health_check(self, model: str | None = None) -> bool:
        """Ask an endpoint whether it is up (TGI's `/health`).

        Args:
            model: The URL of the endpoint, or a model id on hf-inference; the client's own by default.

        Returns:
            True when it answers with status 200, False when it does not answer or refuses.

        Raises:
            UsageError: There is nothing to ask.
        """
        return drive(self._healthy(model), self._pool.client())

    def close(self) -> None:
        """Close the connections, unless the HTTP client was injected; it is then the caller's to close."""
        if self._pool.owned and self._pool.http is not None:
            self._pool.http.close()
            self._pool.http = None

    def __enter__(self: S) -> S:
        """The client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the client."""
        self.close()


class AsyncBase(ClientBase):
    """What the async client is made of, beside its methods."""

    _kind = "AsyncClient"

    async def _http(self) -> Any:
        # Importing and building an HTTP client (its TLS context above all) takes long enough to stall the loop.
        return self._pool.http or await asyncio.to_thread(self._pool.client)

    async def _run(self, task: Task[T], values: dict[str, Any], options: Options) -> T:
        result = await drive_async(self._perform(task, values, options), await self._http())
        if isinstance(result, _Streamed):
            from inferloom_runtime.stream import AsyncStream

            return cast(T, AsyncStream(result.events, result.pick))
        return cast(T, result)

    async def get_endpoint_info(self, *, model: str | None = None) -> dict[str, Any]:
        """Ask an endpoint what it runs (TGI's `/info`).

        Args:
            model: The URL of the endpoint, or a model id on hf-inference; the client's own by default.

        Returns:
            The server's answer: model, version, limits and the like, as the server names them.

        Raises:
            UsageError: There is nothing to ask.
            ConnectionFailedError: No answer came.
            ProviderError: The server refused.
        """
        return await drive_async(self._endpoint_info(model), await self._http())

    async def health_check(self, model: str | None = None) -> bool:
        """Ask an endpoint whether it is up (TGI's `/health`).

        Args:
            model: The URL of the endpoint, or a model id on hf-inference; the client's own by default.

        Returns:
            True when it answers with status 200, False when it does not answer or refuses.

        Raises:
            UsageError: There is nothing to ask.
        """
        return await drive_async(self._healthy(model), await self._http())

    async def close(self) -> None:
        """Close the connections, unless the HTTP client was injected; it is then the caller's to close."""
        if self._pool.owned and self._pool.http is not None:
            await self._pool.http.aclose()
            self._pool.http = None

    async def __aenter__(self: A) -> A:
        """The client itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the client."""
        await self.close()


class _Streamed(NamedTuple):
    """An open stream on its way to the method that returns it."""

    events: Any
    pick: Callable[[Any], Any]


_LAZY = ("arrays", "auth", "call", "check", "codec", "events", "routing", "wire")


def _load() -> None:
    """Import the part of the runtime that loads pydantic; later imports of it cost nothing."""
    for name in _LAZY:
        importlib.import_module(f"inferloom_runtime.{name}")


_prepared: set[Task[Any]] = set()


def _prepare(task: Task[Any]) -> None:
    """Import and build what a task's first call needs, so that the event loop does not wait for it."""
    _load()
    from inferloom_runtime import check, codec

    types = task.types()
    check.prepare(getattr(types, task.input))
    for name in (task.output, task.stream_output):
        if name:
            codec.decoder(getattr(types, name))
    _prepared.add(task)


def _without_none(task: Task[Any], values: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if value is not None}
    for name in task.nested:
        if isinstance(inner := given.get(name), dict):
            members = cast("dict[str, Any]", inner)
            given[name] = {key: value for key, value in members.items() if value is not None}
            if not given[name]:
                del given[name]
    return given


def _merged(
    task: Task[Any], values: dict[str, Any], extra_body: Mapping[str, Any] | None, about: About
) -> dict[str, Any]:
    """Put the known part of `extra_body` where the arguments are; give back the rest."""
    if extra_body is None:
        return {}
    if not isinstance(extra_body, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"extra_body must be a mapping, not {type(extra_body).__name__}.", about=about)
    rest = dict(extra_body)
    known = {name: rest.pop(name) for name in list(rest) if name in task.known()}
    if known:
        target = values.setdefault(task.container, {}) if task.container else values
        for name, value in known.items():
            if value is None:
                target.pop(name, None)
            else:
                target[name] = value
    return rest


def _value(task: Task[Any], values: dict[str, Any], argument: str) -> Any:
    place = values.get(task.container, {}) if task.container else values
    return place.get(argument, values.get(argument))


def _picker(pick: Pick, whole: bool) -> Callable[[Any], Any]:
    if whole or not pick.path:
        return lambda value: value
    path = pick.path

    def walk(value: Any) -> Any:
        for name in path:
            # An answer that did not fit is delivered as it came, so that anything may stand here.
            value = getattr(value, name, None)
        return value

    return walk


def _drivable(http_client: Any, *, awaited: bool) -> bool:
    """Whether an injected HTTP client has httpx's shape, and the sync or the async one of the two."""
    return hasattr(http_client, "build_request") and hasattr(http_client, "aclose") == awaited


def _needs_numpy(about: About) -> None:
    if importlib.util.find_spec("numpy") is None:
        raise MissingDependencyError(
            "The result is a numpy array, and numpy is not installed: pip install 'inferloom[numpy]'.", about=about
        )


def _checked_timeout(timeout: float | None) -> float | None:
    if timeout is None:
        return None
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"timeout must be a number of seconds, not {type(timeout).__name__}.")
    if not timeout > 0:
        raise UsageError(f"timeout={timeout:g} must be more than 0 seconds.")
    return float(timeout)


def _checked_retries(max_retries: int) -> int:
    if isinstance(max_retries, bool) or not isinstance(max_retries, int) or max_retries < 0:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"max_retries={max_retries!r} must be a whole number, 0 or more.")
    return max_retries
