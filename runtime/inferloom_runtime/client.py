"""What every generated client stands on: configuration, the HTTP client, the way from a method to the wire."""

from __future__ import annotations

import importlib
import importlib.util
import re
import warnings
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from inferloom_runtime import logs, telemetry
from inferloom_runtime.auth import given_key
from inferloom_runtime.call import DOWNLOAD_LIMIT, Call, Options, checked_cookies, checked_headers
from inferloom_runtime.errors import (
    About,
    ConnectionFailedError,
    InferenceTimeoutError,
    InferloomError,
    JobFailedError,
    MissingDependencyError,
    ModelNotSupportedError,
    ProviderError,
    StreamTruncatedError,
    UsageError,
)
from inferloom_runtime.flow import Answer, Flow, Request, streaming, work
from inferloom_runtime.limits import Timeout, limits_of
from inferloom_runtime.line import Line, OnLine
from inferloom_runtime.lookups import Book, LookupsInput, opened
from inferloom_runtime.meta import Trail
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.pool import Pool
from inferloom_runtime.redaction import shown_url
from inferloom_runtime.retry import DEFAULT_RETRIES, Retry, retry_of
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.routing import Route, Wish

_BILL = "x-hf-bill-to"

T = TypeVar("T")
S = TypeVar("S", bound="SyncBase")
A = TypeVar("A", bound="AsyncBase")


class ClientBase(OnLine):
    """The configuration that both clients share."""

    model: str | None
    """The model id or URL of every call that names none."""
    provider: str | tuple[str, ...] | None
    """The provider's id, "auto", None for "auto", or several ids in the order in which they are tried."""
    timeout: Timeout | None
    """The time limits, in seconds; None waits without end."""
    headers: dict[str, str]
    """Headers sent with every request."""
    cookies: dict[str, str]
    """Cookies sent with every request."""
    retry: Retry
    """When a failed request is sent again: the whole policy."""
    lookups: LookupsInput | None
    """What is known of models without asking the Hub, as it was given."""
    strict: bool
    """Whether an answer that does not fit its schema is an error."""
    download_limit: int
    """The largest picture, sound or film that is downloaded as a result, in bytes."""
    bill_to: str | None
    """The organisation on the Hub that is billed for calls through the router."""

    _package: str = "inferloom"
    _kind: str = "Client"

    def __init__(
        self,
        model: str | None = None,
        *,
        provider: str | Sequence[str] | None = None,
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        max_retries: int | Retry = DEFAULT_RETRIES,
        http_client: Any = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = DOWNLOAD_LIMIT,
    ) -> None:
        if model is not None and base_url is not None:
            raise UsageError("Give either model or base_url, not both: a URL may stand in either.")
        self.model = model if model is not None else _with_scheme(base_url)
        if self.model is not None and not isinstance(self.model, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError(f"model must be a string, not {type(self.model).__name__}.")
        self.provider = _providers(provider)
        self.timeout = limits_of(timeout)
        self.headers = checked_headers(headers)
        self.cookies = checked_cookies(cookies)
        self.retry = retry_of(max_retries)
        self.lookups = lookups
        self.strict = strict
        self.download_limit = _checked_size(download_limit)
        self._book: Book = opened(lookups)
        self.bill_to = bill_to
        key = given_key(token, api_key)
        if bill_to is not None:
            self.headers |= checked_headers({_BILL: bill_to}, "bill_to")
            if key is not None and not key.routed:
                warnings.warn(
                    "bill_to has no effect with a provider's own key: only calls through the router are billed there.",
                    stacklevel=3,
                )
        if http_client is not None and not _drivable(http_client, awaited=self._kind == "AsyncClient"):
            raise UsageError(f"http_client must be an httpx.{self._kind}, not {type(http_client).__name__}.")
        self._line = Line(Pool(http_client, self._kind), key, self._package)
        self._line.pool.maker = weakref.ref(self)

    @property
    def token(self) -> str | None:
        """The key that was given to the client, or None."""
        return self._line.key.value if self._line.key else None

    @property
    def base_url(self) -> str | None:
        """The model or URL, by the name that it has in OpenAI's client."""
        return self.model

    @property
    def _provider_name(self) -> str | None:
        return ", ".join(self.provider) if isinstance(self.provider, tuple) else self.provider

    def _trail(self, task: Task[Any], options: Options) -> Trail:
        return Trail(About(self._provider_name, task.called, options.model or self.model))

    def __repr__(self) -> str:
        # A URL may carry a password, or a key.
        model = shown_url(self.model) if self.model and "://" in self.model else self.model
        parts = [repr(model)] if model else []
        parts += [f"provider={self.provider!r}"] if self.provider else []
        return f"{type(self).__name__}({', '.join(parts)})"

    @property
    def max_retries(self) -> int:
        """How many times a failed request is sent again."""
        return self.retry.max_retries

    def _perform(
        self, task: Task[Any], values: dict[str, Any], options: Options, trail: Trail, *, submits: bool = False
    ) -> Flow[Any]:
        """A call, from the caller's arguments to the result that the method returns.

        With `submits`, the work is handed in and not waited for; the result is a job.
        """
        from inferloom_runtime import routing

        order = yield from self._order(task, values, options, trail)
        if not isinstance(self.provider, tuple):
            return (yield from self._through(order, self.provider, trail, submits))
        if routing.endpoint_of(task, order.wish) is not None:
            return (yield from self._through(order, None, trail, submits))
        return (yield from self._through_first(order, self.provider, trail, submits))

    def _order(self, task: Task[Any], values: dict[str, Any], options: Options, trail: Trail) -> Flow[_Order]:
        """Check everything that can be checked before a provider is chosen."""
        if task not in _prepared:
            yield from work(lambda: _prepare(task))
        from inferloom_runtime import capable, check, routing

        about = trail.about
        values = _without_none(task, values)
        if task.chat:
            from inferloom_runtime.chat import messages

            values = yield from messages.adapted(values, about)
        extra = _merged(task, values, options.extra_body, about)
        asked = capable.asked(task, options.extra_body)
        timeout = self.timeout if options.timeout is None else limits_of(options.timeout)
        trail.limit(timeout.total if timeout else None)
        retries = self._line.retries(self.retry if options.max_retries is None else retry_of(options.max_retries))
        headers = self.headers | checked_headers(options.headers)
        pick = task.stream_returns if values.get("stream") else task.returns
        whole = pick.unless is not None and bool(_value(task, values, pick.unless))
        if pick.array is not None:
            _needs_numpy(about)
        check.check(getattr(task.types(), task.input), values, names=task.arguments(), about=about)
        key = yield from self._line.any_key()
        named = extra.pop("model", None)
        wish = routing.Wish(
            self.model,
            options.model,
            named if isinstance(named, str) else None,
            None,
            key,
            timeout,
            retries,
            self._book,
            lambda: frozenset(capable.given(task, values)) - asked.keys(),
        )
        return _Order(task, values, extra, headers, pick, whole, wish, asked)

    def _through(self, order: _Order, provider: str | None, trail: Trail, submits: bool) -> Flow[Any]:
        """Make the call through one provider."""
        from inferloom_runtime import arrays, events, results, routing

        task, wish = order.task, order.wish._replace(provider=provider, submits=submits)
        function: Callable[[Call, Any], Flow[Any]] | None
        if task.openai:
            from inferloom_runtime import openai

            route = yield from openai.resolve(self._line.pool.hub, task, wish)
            function = openai.function_of(task, route)
        else:
            route = yield from routing.resolve(self._line.pool.hub, task, wish)
            function = getattr(route.module, f"submit_{task.method}" if submits else task.method, None)
        trail.about = about = About(route.provider, task.called, trail.about.model or route.model)
        call = self._call(about, route, order)
        if function is None:
            raise ModelNotSupportedError(
                f"Provider {route.provider} has no queue for {task.method}(), it answers at once: call the method "
                "itself, without submit.",
                about=about,
            )
        try:
            result = yield from function(call, task.build(order.values))
        except InferloomError as error:
            if call.ticket is not None and not isinstance(error, JobFailedError):
                # The work goes on at the provider, and may have to be paid: whoever catches this can take it up again.
                error.ticket = call.ticket
                error.job = self._job(task, call, call.ticket, order.whole)
            raise
        if submits:
            submitted = trail.watch.job(result.id) if trail.watch is not None else None
            return self._job(task, call, result, order.whole, submitted)
        if isinstance(result, events.Events):
            result.opened.owner = self._line.pool
            peek = isinstance(self.provider, tuple)
            opened = cast(Any, result)  # of whatever items
            return (yield from streaming(opened, results.picker(order.pick, order.whole), peek=peek))
        if order.pick.array is not None:
            made = yield from work(lambda: arrays.array(result, cast(str, order.pick.array), call))
            return results.told(made, trail.meta())
        return results.returned(task, result, call, order.whole, trail)

    def _through_first(self, order: _Order, providers: tuple[str, ...], trail: Trail, submits: bool) -> Flow[Any]:
        """Make the call through the first provider that is there for it."""
        from inferloom_runtime import routing

        failures: list[str] = []
        about = trail.about
        left = list(reversed(providers))
        while True:
            provider = left.pop()
            # What the one before has answered is told by its own error.
            trail.about = About(provider, about.task, about.model)
            trail.status, trail.headers, trail.first_byte = None, {}, None
            try:
                refused = routing.refused_by(order.task, provider, order.wish)
                if refused:
                    raise ModelNotSupportedError(
                        f"Provider {provider} does not take {', '.join(refused)}.", about=trail.about
                    )
                return (yield from self._through(order, provider, trail, submits))
            except InferloomError as error:
                if not left or not _moves_on(error):
                    for failure in failures:
                        error.add_note(f"Tried before: {failure}")
                    raise
                failures.append(f"{provider}: {type(error).__name__}: {error.message}")
                logs.passed_over(provider, error)

    def _call(self, about: About, route: Route, order: _Order) -> Call:
        return Call(
            about,
            route.base_url,
            route.model,
            order.wish.key,
            order.headers,
            self.cookies,
            order.wish.timeout,
            order.wish.retries,
            order.extra,
            strict=self.strict,
            download_limit=self.download_limit,
            auth=route.auth,
            named_model=route.named_model,
            routed=route.routed,
            adapter=route.adapter,
            openai_hosts=self._line.pool.openai_hosts,
            unused=self._line.pool.unused,
            asked=order.asked,
        )

    def _job(self, task: Task[Any], call: Call, ticket: Any, whole: bool, submitted: Any = None) -> Any:
        raise NotImplementedError

    def _endpoint_trail(self, method: str, model: str | None) -> Trail:
        return Trail(About(self._provider_name, method, model or self.model), self.timeout)

    def _endpoint(self, model: str | None, route: str) -> Flow[Answer]:
        """GET a route of an endpoint: TGI's /info or /health."""
        yield from work(_load)
        from inferloom_runtime import auth, call, routing, wire

        name = model or self.model
        about = About(self._provider_name, "get_endpoint_info" if route == "info" else "health_check", name)
        if name is None:
            raise UsageError("Give the model or the URL of the endpoint to ask.", about=about)
        if not routing.is_url(name):
            if self.provider not in {None, "auto", "hf-inference"}:
                raise UsageError(f"Only hf-inference and URLs can be asked, not {self._provider_name}.", about=about)
            name = f"{auth.router_url()}/hf-inference/models/{call.checked_model(name, about)}"
        else:
            # A server speaks of itself beside its OpenAI routes, not among them.
            name = name.rstrip("/").removesuffix("/v1")
        key = yield from self._line.any_key()
        headers = self.headers | {"accept": "*/*"}
        url = f"{name.rstrip('/')}/{route}"
        if key is not None and auth.may_carry(key, url):
            headers.setdefault("authorization", f"Bearer {key.value}")
        request = Request(
            "GET", url, headers=headers, cookies=self.cookies, timeout=self.timeout, about=about, main=True
        )
        return (yield from wire.send(request, self._line.retries(self.retry)))

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

    def _closes(self) -> bool:
        """Whether the connections are this client's to close."""
        maker = self._line.pool.maker() if self._line.pool.maker else None
        return maker is None or maker is self

    def _copy(self: Any, changes: dict[str, Any]) -> Any:
        """Another client on the same pool."""
        settings: dict[str, Any] = {
            "model": self.model,
            "provider": self.provider,
            "timeout": self.timeout,
            "headers": self.headers,
            "cookies": self.cookies,
            "bill_to": self.bill_to,
            "max_retries": self.retry,
            "lookups": None,
            "strict": self.strict,
            "download_limit": self.download_limit,
        }
        for name, alias in (("model", "base_url"), ("token", "api_key")):
            if alias in changes:
                if name in changes:
                    raise UsageError(f"Give either {name} or {alias}, not both: they are two names for one thing.")
                changes[name] = _with_scheme(changes.pop(alias)) if alias == "base_url" else changes.pop(alias)
        token: Any = changes.pop("token", self._line.key)
        # The bill's header is made anew from bill_to, so that it can be taken away as well.
        headers = {name: value for name, value in self.headers.items() if name != _BILL or self.bill_to is None}
        settings["headers"] = headers | checked_headers(changes.pop("headers", None))
        unknown = sorted(set(changes) - set(settings))
        if unknown:
            raise UsageError(
                f"with_options() does not take {', '.join(unknown)}; it takes {', '.join(settings)}, token."
            )
        copy = type(self)(token=token, **(settings | changes))
        copy._line = Line(self._line.pool, copy._line.key, self._package)
        if "lookups" not in changes:  # the lock file is read once
            copy.lookups, copy._book = self.lookups, self._book
        return copy


class SyncBase(ClientBase, Namespace):
    """What the sync client is made of, beside its methods."""

    def _run(self, task: Task[T], values: dict[str, Any], options: Options, trail: Trail | None = None) -> T:
        trail = trail or self._trail(task, options)
        if (asked_for := telemetry.active) is not None:
            asked_for.begun(task, values, trail)
        return cast(T, self._line.drive(self._perform(task, values, options, trail), trail))

    def _submit(self, task: Task[T], values: dict[str, Any], options: Options) -> Job[T]:
        trail = self._trail(task, options)
        if (asked_for := telemetry.active) is not None:
            asked_for.begun(task, values, trail, step="submit")
        return cast("Job[T]", self._line.drive(self._perform(task, values, options, trail, submits=True), trail))

    def _job(self, task: Task[Any], call: Call, ticket: Any, whole: bool, submitted: Any = None) -> Any:
        from inferloom_runtime.job import Job

        return Job(self._line, task, call, ticket, whole=whole, submitted=submitted)

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
        return self._line.drive(self._endpoint_info(model), self._endpoint_trail("get_endpoint_info", model))

    def health_check(self, model: str | None = None) -> bool:
        """Ask an endpoint whether it is up (TGI's `/health`).

        Args:
            model: The URL of the endpoint, or a model id on hf-inference; the client's own by default.

        Returns:
            True when it answers with status 200, False when it does not answer or refuses.

        Raises:
            UsageError: There is nothing to ask.
        """
        return self._line.drive(self._healthy(model), self._endpoint_trail("health_check", model))

    def close(self) -> None:
        """Close the connections, for the clients made by `with_options` as well; a later call opens new ones.

        A client made by `with_options` leaves them to the one that it was made from, as long as there is that one; an
        injected HTTP client is the caller's to close.
        """
        if self._closes():
            self._line.pool.close()

    def __enter__(self: S) -> S:
        """The client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the client."""
        self.close()


class AsyncBase(ClientBase, AsyncNamespace):
    """What the async client is made of, beside its methods."""

    _kind = "AsyncClient"

    async def _run(self, task: Task[T], values: dict[str, Any], options: Options, trail: Trail | None = None) -> T:
        trail = trail or self._trail(task, options)
        if (asked_for := telemetry.active) is not None:
            asked_for.begun(task, values, trail)
        return cast(T, await self._line.drive_async(self._perform(task, values, options, trail), trail))

    async def _submit(self, task: Task[T], values: dict[str, Any], options: Options) -> AsyncJob[T]:
        trail = self._trail(task, options)
        if (asked_for := telemetry.active) is not None:
            asked_for.begun(task, values, trail, step="submit")
        return cast(
            "AsyncJob[T]",
            await self._line.drive_async(self._perform(task, values, options, trail, submits=True), trail),
        )

    def _job(self, task: Task[Any], call: Call, ticket: Any, whole: bool, submitted: Any = None) -> Any:
        from inferloom_runtime.job import AsyncJob

        return AsyncJob(self._line, task, call, ticket, whole=whole, submitted=submitted)

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
        return await self._line.drive_async(
            self._endpoint_info(model), self._endpoint_trail("get_endpoint_info", model)
        )

    async def health_check(self, model: str | None = None) -> bool:
        """Ask an endpoint whether it is up (TGI's `/health`).

        Args:
            model: The URL of the endpoint, or a model id on hf-inference; the client's own by default.

        Returns:
            True when it answers with status 200, False when it does not answer or refuses.

        Raises:
            UsageError: There is nothing to ask.
        """
        return await self._line.drive_async(self._healthy(model), self._endpoint_trail("health_check", model))

    async def close(self) -> None:
        """Close the connections, for the clients made by `with_options` as well; a later call opens new ones.

        A client made by `with_options` leaves them to the one that it was made from, as long as there is that one; an
        injected HTTP client is the caller's to close.
        """
        if self._closes():
            await self._line.pool.close_here()

    async def __aenter__(self: A) -> A:
        """The client itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the client."""
        await self.close()


class _Order(NamedTuple):
    """A call that has been checked, before a provider is chosen."""

    task: Task[Any]
    values: dict[str, Any]
    extra: dict[str, Any]
    headers: dict[str, str]
    pick: Pick
    whole: bool
    wish: Wish
    asked: Mapping[str, str]


_LAZY = ("arrays", "auth", "call", "check", "codec", "events", "results", "routing", "wire")


def _load() -> None:
    """Import the part of the runtime that loads pydantic; later imports of it cost nothing."""
    for name in _LAZY:
        importlib.import_module(f"inferloom_runtime.{name}")


_prepared: set[Task[Any]] = set()


def _prepare(task: Task[Any]) -> None:
    """Import and build what a task's first call needs, so that the event loop does not wait for it."""
    _load()
    from inferloom_runtime import check, codec

    if task.chat:
        importlib.import_module("inferloom_runtime.chat.messages")
    if task.stream_output:
        importlib.import_module("inferloom_runtime.stream")
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
    from inferloom_runtime import codec

    return cast("dict[str, Any]", codec.plain(rest, drop_none=False, about=about))


def _value(task: Task[Any], values: dict[str, Any], argument: str) -> Any:
    place = values.get(task.container, {}) if task.container else values
    return place.get(argument, values.get(argument))


def _drivable(http_client: Any, *, awaited: bool) -> bool:
    """Whether an injected HTTP client has httpx's shape, and the sync or the async one of the two."""
    return hasattr(http_client, "build_request") and hasattr(http_client, "aclose") == awaited


def _needs_numpy(about: About) -> None:
    if importlib.util.find_spec("numpy") is None:
        raise MissingDependencyError(
            "The result is a numpy array, and numpy is not installed: pip install 'inferloom[numpy]'.", about=about
        )


def _with_scheme(base_url: str | None) -> str | None:
    """A base URL, which may also be the id of a model; but a host with its port is one that lacks its beginning."""
    if isinstance(base_url, str) and re.fullmatch(r"[\w.-]+:\d{2,5}(/.*)?", base_url):
        raise UsageError(f"base_url={base_url!r} has no scheme: write http://{base_url}.")
    return base_url


def _checked_size(size: object) -> int:
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise UsageError(f"download_limit={size!r} must be a whole number of bytes, 1 or more.")
    return size


def _moves_on(error: InferloomError) -> bool:
    """Whether the next provider of a list is asked after a failure of this one: it is down, rate-limited, out of
    credit, or does not serve the model. What another provider would refuse as well, and work that may have to be paid,
    is left as it is."""
    if error.ticket is not None or isinstance(error, JobFailedError):
        return False
    if isinstance(error, InferenceTimeoutError):
        return error.limit != "total"
    if isinstance(error, ProviderError):
        return error.is_retry_safe or error.status in {402, 404, 408, 409, 425}
    if isinstance(error, StreamTruncatedError):
        return error.items == 0
    return isinstance(error, (ConnectionFailedError, ModelNotSupportedError))


def _providers(provider: object) -> str | tuple[str, ...] | None:
    if provider is None or isinstance(provider, str):
        return provider
    if not isinstance(provider, Sequence):
        raise UsageError(f"provider must be a provider's id or a list of them, not {type(provider).__name__}.")
    names = tuple(cast("Sequence[object]", provider))
    wrong = [name for name in names if not isinstance(name, str)]
    if wrong or not names:
        shown = f"a list with {wrong[0]!r} in it" if names else "an empty list"
        raise UsageError(f"provider must be a provider's id or a list of them, not {shown}.")
    return cast("tuple[str, ...]", names)
