"""Services: operations over one kind of resource, each one an HTTP request, as a generated package declares them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar, cast
from urllib.parse import quote, urlencode, urlsplit

from inferloom_runtime import clock
from inferloom_runtime.auth import Key, hub_url, may_carry, origin
from inferloom_runtime.call import Json
from inferloom_runtime.errors import (
    About,
    AnswerError,
    ConnectionFailedError,
    InferenceTimeoutError,
    JobFailedError,
    ProviderError,
    UsageError,
)
from inferloom_runtime.flow import Answer, Flow, Request, Sleep, work
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.line import Line, OnLine
from inferloom_runtime.meta import Meta, Trail
from inferloom_runtime.retry import Retries

if TYPE_CHECKING:
    from inferloom_runtime.client import ClientBase
    from inferloom_runtime.record import Record

T = TypeVar("T")
C = TypeVar("C", bound="ClientBase")

Path = tuple[str, ...]

_EVERYTHING = "*"
_MOST_PAGES = 1000
_NOT_MINE = frozenset({401, 403, 404})
_TAKEN = 409


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation.

    Attributes:
        name: The method's name.
        verb: The HTTP method.
        route: The route; `{name}` stands for a parameter.
        body: The name of the body's class, or empty.
        options: The name of the class whose fields are further arguments, or empty.
        arrange: Puts those into the body.
        names: What the caller calls a value: dotted path in the body -> argument.
        hidden: Arguments whose values no log and no error may show.
        answer: The name of the class of the answer, or of each item of it; empty where nothing of interest comes back.
        items: Where a list stands in the answer; empty where the answer is one.
        following: The query parameter of a list's next page, with where its value stands in the answer.
        status: The status of a refusal that may be no error.
        says: Words of that refusal.
        then: What is asked instead.
    """

    name: str
    verb: str
    route: str
    body: str = ""
    options: str = ""
    arrange: Callable[[Mapping[str, Any], Json], None] | None = None
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    hidden: tuple[str, ...] = ()
    answer: str = ""
    items: Path = ()
    following: tuple[str, Path] | None = None
    status: int = 0
    says: str = ""
    then: Operation | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Readiness:
    """How to wait for a resource.

    Attributes:
        state: Where its state stands.
        done: The states that mean: it runs.
        failed: The states that mean: it will not.
        asleep: The states that it does not leave by itself.
        wake: The method that ends such a state.
        patience: Seconds after which such a state is an error; it may take a while to leave it.
        url: Where the address stands that it answers at.
        health: Where the route stands that tells whether it is well.
        error: Where the words of a failure may stand.
        every: Seconds between two questions.
        deadline: Seconds until waiting ends.
    """

    state: Path
    done: frozenset[str]
    failed: frozenset[str]
    asleep: frozenset[str]
    wake: str
    patience: float
    url: Path
    health: Path
    error: tuple[Path, ...]
    every: float
    deadline: float


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """A service of a generated package.

    Attributes:
        package: The package, such as "inferloom".
        id: The service's id, such as "endpoints".
        module: The module of its types.
        base_url: Its address, unless the environment names another one: `INFERLOOM_<ID>_URL`.
        scope: The route parameter that says whose a resource is.
        noun: What sentences call the resource.
        key: Route parameter -> where its value stands in the answer.
        ready: How to wait for the resource, or None.
    """

    package: str
    id: str
    module: str
    base_url: str
    scope: str
    noun: str
    key: Mapping[str, Path]
    ready: Readiness | None = None

    def named(self) -> str | None:
        """The address that the environment names, or None."""
        return os.environ.get(f"INFERLOOM_{self.module.upper()}_URL") or None

    def address(self) -> str:
        """The service's address: what the environment names, or else its own."""
        return self.named() or self.base_url

    def types(self) -> Any:
        """The module of its types."""
        return import_module(f"{self.package}.types.{self.module}")


class Found(NamedTuple):
    """A resource as it came: whose it is, the typed answer."""

    scope: str
    record: Record


@dataclass(slots=True)
class Waiting:
    """Waiting for a resource, one look after the other.

    Attributes:
        found: The resource as it was when it was last asked for.
        started: When the waiting began, on `clock.now`.
        limit: Seconds to wait at most.
        every: Seconds between two looks.
        fetch: What asks for it anew.
        looked: Whether there was a look.
        over: Whether it is ready.
    """

    found: Found
    started: float
    limit: float
    every: float
    fetch: Operation
    looked: bool = False
    over: bool = False


Calling: TypeAlias = tuple[Flow[T], Trail]
"""A call, ready to be driven."""


class Desk(OnLine, Generic[C]):
    """Where a service is asked: its settings, and the flows of its operations.

    Args:
        declared: The service.
        client: The inference client whose key, connections, limits and headers are used.
        scope: Whose resources calls are about that do not say so; None for the token's user.
        base_url: Another address of the service.

    Attributes:
        declared: The service.
        client: The client.
        line: What is sent goes over this.
        base_url: The service's address.
        other_http: What the other kind of inference client is made on; None for connections of its own.
    """

    def __init__(self, declared: Declared, client: C, scope: str | None, base_url: str | None) -> None:
        self.declared: Declared = declared
        self.client: C = client
        self.line: Line = client._line
        self.base_url: str = (base_url or declared.address()).rstrip("/")
        self.other_http: Any = None
        self._scope = scope
        self._whoami: Json | None = None

    def __repr__(self) -> str:
        return f"{self.declared.scope}={self._scope!r}" if self._scope else ""

    def one(
        self,
        operation: Operation,
        parameters: Mapping[str, str | None],
        values: Mapping[str, Any] | None = None,
        options: Mapping[str, Any] | None = None,
        *,
        forgives: bool = False,
    ) -> Calling[Found]:
        """An operation that gives a resource.

        Args:
            operation: The operation.
            parameters: The values for its route.
            values: The values for its body, by their dotted paths; None leaves one out.
            options: The further arguments that the body is made from.
            forgives: Whether the refusal that may be no error is none.

        Returns:
            The call.
        """
        trail = self._trail(operation)
        return self._one(operation, parameters, values or {}, options or {}, forgives, trail), trail

    def many(self, operation: Operation, parameters: Mapping[str, str | None]) -> Calling[list[Found]]:
        """An operation that gives a list of resources, all its pages.

        Args:
            operation: The operation.
            parameters: The values for its route.

        Returns:
            The call.
        """
        trail = self._trail(operation)
        return self._many(operation, parameters, trail), trail

    def nothing(self, operation: Operation, parameters: Mapping[str, str | None]) -> Calling[None]:
        """An operation that gives nothing of interest.

        Args:
            operation: The operation.
            parameters: The values for its route.

        Returns:
            The call.
        """
        trail = self._trail(operation)
        return self._nothing(operation, parameters, trail), trail

    def _trail(self, operation: Operation) -> Trail:
        return Trail(About(None, f"{self.declared.id}.{operation.name}"), self.client.timeout)

    def _one(
        self,
        operation: Operation,
        parameters: Mapping[str, str | None],
        values: Mapping[str, Any],
        options: Mapping[str, Any],
        forgives: bool,
        trail: Trail,
    ) -> Flow[Found]:
        body = yield from work(lambda: self._body(operation, values, options, trail))
        scope = yield from self._scope_of(parameters, trail)
        try:
            answer = yield from self._sent(operation, {**parameters, self.declared.scope: scope}, body, trail)
        except ProviderError as error:
            if not (forgives and operation.then and error.status == operation.status and operation.says in error.body):
                raise
            then = operation.then
            answer = yield from self._sent(then, {**parameters, self.declared.scope: scope}, None, trail)
            operation = then
        record = yield from work(lambda: self._decoded(operation.answer, answer, trail))
        return Found(scope, record)

    def _nothing(self, operation: Operation, parameters: Mapping[str, str | None], trail: Trail) -> Flow[None]:
        scope = yield from self._scope_of(parameters, trail)
        yield from self._sent(operation, {**parameters, self.declared.scope: scope}, None, trail)

    def _many(self, operation: Operation, parameters: Mapping[str, str | None], trail: Trail) -> Flow[list[Found]]:
        given = parameters.get(self.declared.scope) or self._scope
        if given != _EVERYTHING:
            scope = yield from self._scope_of(parameters, trail)
            return (yield from self._listed(operation, parameters, scope, trail))
        own = yield from self._user(trail)
        found = yield from self._listed(operation, parameters, own, trail)
        for organisation in self._organisations():
            try:
                found += yield from self._listed(operation, parameters, organisation, trail)
            except ProviderError as error:
                # Not every member of an organisation may see what it runs.
                if error.status not in _NOT_MINE:
                    raise
        return found

    def _listed(
        self, operation: Operation, parameters: Mapping[str, str | None], scope: str, trail: Trail
    ) -> Flow[list[Found]]:
        found: list[Found] = []
        query: dict[str, str] = {}
        for _ in range(_MOST_PAGES):
            answer = yield from self._sent(
                operation, {**parameters, self.declared.scope: scope}, None, trail, query=query
            )
            items, cursor = yield from work(partial(self._page, operation, answer, trail))
            found += [Found(scope, record) for record in items]
            if operation.following is None or not isinstance(cursor, str) or not cursor:
                return found
            if query.get(operation.following[0]) == cursor:
                break
            query = {operation.following[0]: cursor}
        raise AnswerError("The list does not come to an end: its pages lead in a circle.", about=trail.about)

    def _body(
        self, operation: Operation, values: Mapping[str, Any], options: Mapping[str, Any], trail: Trail
    ) -> bytes | None:
        """The body as it is sent; everything about it is checked here."""
        if not operation.body:
            return None
        from inferloom_runtime import check, codec

        types, about = self.declared.types(), trail.about
        given = {name: value for name, value in options.items() if value is not None}
        if operation.options:
            check.check(getattr(types, operation.options), given, names={}, about=about)
        body: Json = {}
        for path, value in values.items():
            if value is not None:
                *outer, last = path.split(".")
                place = body
                for step in outer:
                    place = place.setdefault(step, {})
                place[last] = value
        if operation.arrange is not None:
            try:
                operation.arrange(given, body)
            except UsageError as error:
                error.about = about
                raise
        if not body:
            raise UsageError(f"{about.task}() was given nothing to do: give at least one argument.", about=about)
        check.check(getattr(types, operation.body), body, names=operation.names, about=about)
        by_name = {operation.names.get(path, path): value for path, value in values.items()} | given
        for name in operation.hidden:
            trail.secrets |= _texts(by_name.get(name))
        return codec.encode(body, about=about)

    def _sent(
        self,
        operation: Operation,
        parameters: Mapping[str, str | None],
        body: bytes | None,
        trail: Trail,
        query: Mapping[str, str] | None = None,
    ) -> Flow[Answer]:
        from inferloom_runtime import wire

        client = self.client
        url = self.base_url + _filled(operation.route, parameters, trail.about)
        url += f"?{urlencode(query)}" if query else ""
        headers = client.headers | {"accept": "application/json"}
        if body is not None:
            headers["content-type"] = "application/json"
        headers.setdefault("authorization", f"Bearer {(yield from self._key_for(url, trail)).value}")
        request = Request(
            operation.verb,
            url,
            headers=headers,
            body=body,
            timeout=client.timeout,
            cookies=client.cookies,
            about=trail.about,
            main=True,
        )
        return (yield from wire.send(request, self._retries()))

    def _retries(self, most: int | None = None) -> Retries:
        policy = self.client.retry
        # Here 409 means that the name is taken, which no repetition mends.
        policy = replace(policy, statuses=policy.statuses - {_TAKEN})
        policy = policy if most is None else replace(policy, max_retries=most)
        return self.line.retries(policy)

    def _key_for(self, url: str, trail: Trail) -> Flow[Key]:
        key = yield from self.line.any_key()
        if key is None:
            raise UsageError(
                "A Hugging Face token is needed: give token=..., or set HF_TOKEN, or log in.", about=trail.about
            )
        if not self._may_carry(key, url):
            raise UsageError(
                f"The token that was found on this machine is not sent to {urlsplit(url).hostname or 'no host'}: "
                "give token=... to send one there.",
                about=trail.about,
            )
        return key

    def _may_carry(self, key: Key, url: str) -> bool:
        """Whether a key may be sent to an address: the one that the environment names is the user's own choice."""
        return may_carry(key, url) or origin(url) == origin(self.declared.named() or "")

    def _decoded(self, name: str, answer: Answer, trail: Trail) -> Any:
        from inferloom_runtime import codec, results

        kind = getattr(self.declared.types(), name)
        record = codec.decode(
            answer.body, kind, strict=self.client.strict, about=trail.about, content_type=answer.content_type
        )
        return results.told(record, trail.meta())

    def _page(self, operation: Operation, answer: Answer, trail: Trail) -> tuple[list[Record], object]:
        """The items of a page, with where the next one begins."""
        from inferloom_runtime import codec

        kind, about, strict = getattr(self.declared.types(), operation.answer), trail.about, self.client.strict
        page: Any = codec.decode(answer.body, object, about=about, content_type=answer.content_type)
        items = part(page, operation.items)
        if not is_list(items):
            raise AnswerError(f"The answer has no list at {'.'.join(operation.items)}.", about=about, attempts=1)
        cursor = part(page, operation.following[1]) if operation.following else None
        return [codec.decode_value(item, kind, strict=strict, about=about) for item in items], cursor

    def _scope_of(self, parameters: Mapping[str, str | None], trail: Trail) -> Flow[str]:
        scope = parameters.get(self.declared.scope) or self._scope
        if scope == _EVERYTHING:
            raise UsageError(f"{self.declared.scope}='*' is for lists: name one.", about=trail.about)
        return scope or (yield from self._user(trail))

    def _user(self, trail: Trail) -> Flow[str]:
        """Who the token belongs to, as the Hub says; asked once."""
        if self._whoami is None:
            from inferloom_runtime import wire

            url = f"{hub_url()}/api/whoami-v2"
            key = yield from self._key_for(url, trail)
            headers = {"accept": "application/json", "authorization": f"Bearer {key.value}"}
            request = Request("GET", url, headers=headers, timeout=self.client.timeout, about=trail.about)
            answer = yield from wire.send(request, self._retries())
            from inferloom_runtime import codec

            said = codec.decode(answer.body, dict[str, Any], about=trail.about)
            self._whoami = said if is_object(said) else {}
        name = self._whoami.get("name")
        if self._whoami.get("type") != "user" or not isinstance(name, str) or not name:
            raise UsageError(
                f"The token belongs to no user: say whose {self.declared.noun} it is, with {self.declared.scope}=...",
                about=trail.about,
            )
        return name

    def _organisations(self) -> list[str]:
        found = (self._whoami or {}).get("orgs")
        names = [each.get("name") for each in found if is_object(each)] if is_list(found) else []
        return [name for name in names if isinstance(name, str)]

    def inference(self, kind: str, found: Found) -> Any:
        """An inference client for a resource.

        Args:
            kind: The class. One of the client's own kind is made on its connections, the other kind on its own.
            found: The resource.

        Returns:
            The inference client, with the client's key and settings.

        Raises:
            UsageError: The resource has no address yet, or one that no token may be sent to.
        """
        client, ready = self.client, cast(Readiness, self.declared.ready)
        url = part(found.record, ready.url)
        if not isinstance(url, str) or not url:
            state = part(found.record, ready.state)
            raise UsageError(f"{self.named(found)} has no address yet (it is {state}): wait() for it.")
        if urlsplit(self.base_url).scheme == "https" and urlsplit(url).scheme != "https":
            raise UsageError(f"{self.named(found)} has an address that is not encrypted: no token is sent there.")
        if kind == type(client).__name__:
            return cast(Any, client).with_options(model=url)
        made = getattr(import_module(self.declared.package), kind)
        return made(
            model=url,
            token=self.line.key,
            timeout=client.timeout,
            headers=client.headers,
            cookies=client.cookies,
            max_retries=client.retry,
            strict=client.strict,
            http_client=self.other_http,
        )

    def named(self, found: Found) -> str:
        """How a sentence about a resource begins.

        Args:
            found: The resource.

        Returns:
            Such as "The endpoint 'my-endpoint'".
        """
        keys = (str(part(found.record, path)) for path in self.declared.key.values())
        return f"The {self.declared.noun} {'/'.join(keys)!r}"

    def where(self, found: Found) -> dict[str, str | None]:
        """The parameters of the routes that lead to a resource.

        Args:
            found: The resource.

        Returns:
            The parameters, the scope among them.
        """
        keys: dict[str, str | None] = {name: part(found.record, path) for name, path in self.declared.key.items()}
        return keys | {self.declared.scope: found.scope}

    def waiting(self, found: Found, timeout: float | None, every: float, fetch: Operation) -> Waiting:
        """Begin to wait for a resource.

        Args:
            found: The resource.
            timeout: Seconds to wait at most; None for the service's own deadline.
            every: Seconds between two looks.
            fetch: What asks for it anew.

        Returns:
            The waiting; nothing was asked yet.

        Raises:
            UsageError: A number of seconds makes no sense.
        """
        for name, value in (("timeout", timeout), ("every", every)):
            given = cast(object, value)
            if given is not None and (isinstance(given, bool) or not isinstance(given, (int, float))):
                raise UsageError(f"{name} must be a number of seconds, not {type(given).__name__}.")
        if timeout is not None and not timeout >= 0:
            raise UsageError(f"timeout={timeout:g} must be 0 or more seconds.")
        if not every > 0:
            raise UsageError(f"every={every:g} must be more than 0 seconds.")
        ready = cast(Readiness, self.declared.ready)
        return Waiting(found, clock.now(), ready.deadline if timeout is None else timeout, every, fetch)

    def look(self, waiting: Waiting) -> Calling[None]:
        """Look once more: the first time at what is known, then after a pause at what the service says.

        Args:
            waiting: The waiting; its `found` and `over` are set.

        Returns:
            The call.
        """
        trail = self._trail(waiting.fetch)
        return self._look(waiting, trail), trail

    def _look(self, waiting: Waiting, trail: Trail) -> Flow[None]:
        ready = cast(Readiness, self.declared.ready)
        if waiting.looked:
            left = waiting.started + waiting.limit - clock.now()
            if left <= 0:
                raise self._late(waiting, trail)
            # The pause is no part of a request: the limit for a whole call does not hold for it.
            trail.ends = None
            yield Sleep(min(waiting.every, left))
            trail.ends = None if trail.total is None else clock.now() + trail.total
            waiting.found = yield from self._one(waiting.fetch, self.where(waiting.found), {}, {}, False, trail)
        waiting.looked = True
        state = part(waiting.found.record, ready.state)
        if state in ready.failed:
            raise self._failed(waiting, trail)
        if state in ready.asleep and clock.now() - waiting.started >= ready.patience:
            raise UsageError(
                f"{self.named(waiting.found)} is {state}, and does not start by itself: call {ready.wake}().",
                about=trail.about,
            )
        waiting.over = state in ready.done and (yield from self._well(waiting.found, trail))

    def _well(self, found: Found, trail: Trail) -> Flow[bool]:
        """Whether the resource itself answers."""
        from inferloom_runtime import wire

        ready = cast(Readiness, self.declared.ready)
        url, route = part(found.record, ready.url), part(found.record, ready.health)
        if not isinstance(url, str) or not url:
            return False
        url = f"{url.rstrip('/')}/{route.lstrip('/') if isinstance(route, str) else ''}"
        headers = {"accept": "*/*"}
        key = yield from self.line.any_key()
        encrypted = url.startswith("https://") or not self.base_url.startswith("https://")
        if key is not None and encrypted and self._may_carry(key, url):
            headers["authorization"] = f"Bearer {key.value}"
        request = Request("GET", url, headers=headers, timeout=self.client.timeout, about=trail.about)
        try:
            answer = yield from wire.send(request, self._retries(most=0))
        except (ProviderError, ConnectionFailedError):
            return False
        return answer.status == 200

    def _failed(self, waiting: Waiting, trail: Trail) -> JobFailedError:
        record, ready = waiting.found.record, cast(Readiness, self.declared.ready)
        words = [part(record, path) for path in ready.error]
        said = next((word for word in words if isinstance(word, str) and word), "")
        because = f": {said}" if said else ", and the service does not say why; its logs may."
        error = JobFailedError(
            f"{self.named(waiting.found)} is {part(record, ready.state)}{because}",
            about=trail.about,
            server_message=said,
        )
        error.meta = trail.meta()
        return error

    def _late(self, waiting: Waiting, trail: Trail) -> InferenceTimeoutError:
        state = part(waiting.found.record, cast(Readiness, self.declared.ready).state)
        error = InferenceTimeoutError(
            f"{self.named(waiting.found)} is still {state} after {waiting.limit:g} s; it may be waited for again.",
            about=trail.about,
        )
        error.seconds = waiting.limit
        return error


class ResourceBase(Generic[C]):
    """What both kinds of a resource's class share.

    Args:
        desk: Where it is asked for.
        found: The resource as it came.
    """

    _shown: tuple[str, ...] = ()

    def __init__(self, desk: Desk[C], found: Found) -> None:
        self._desk = desk
        self._found = found

    def __repr__(self) -> str:
        parts = self._desk.where(self._found) | {name: getattr(self, name) for name in self._shown}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in parts.items())})"

    @property
    def raw(self) -> dict[str, Any]:
        """The service's last answer about it, as it came."""
        return self._found.record.to_dict()

    @property
    def meta(self) -> Meta | None:
        """How that answer came to be; None where it came in a list."""
        return self._found.record.meta

    def _part(self, *path: str) -> Any:
        return part(self._found.record, path)

    def _time(self, *path: str) -> datetime | None:
        return moment(part(self._found.record, path))


def part(value: Any, path: Path) -> Any:
    """A part of an answer.

    Args:
        value: A record; an answer that did not fit may hold anything else.
        path: The fields on the way.

    Returns:
        The part, or None where the path leads nowhere.
    """
    for step in path:
        value = value.get(step) if is_object(value) else getattr(value, step, None)
    return value


def moment(text: object) -> datetime | None:
    """A point in time.

    Args:
        text: What an answer has in its place.

    Returns:
        The time, to the microsecond; None for what is no time as RFC 3339 writes one.
    """
    if not isinstance(text, str):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _filled(route: str, parameters: Mapping[str, str | None], about: About) -> str:
    """A route with its parameters in it."""
    for name, value in parameters.items():
        if f"{{{name}}}" not in route:
            continue
        given: object = value
        if not isinstance(given, str) or not given.strip() or given in {".", ".."} or not given.isprintable():
            raise UsageError(f"{about.task}({name}={given!r}): must be a name.", about=about)
        route = route.replace(f"{{{name}}}", quote(given, safe=""))
    return route


def _texts(value: object) -> frozenset[str]:
    """Every text in a value."""
    if isinstance(value, str):
        return frozenset({value})
    if isinstance(value, Mapping):
        return frozenset[str]().union(*(_texts(inner) for inner in cast("Mapping[str, object]", value).values()))
    return frozenset()
