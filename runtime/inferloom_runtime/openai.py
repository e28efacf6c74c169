"""What OpenAI's client has beside chat: text completions, embeddings, the list of models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from inferloom_runtime import routing, wire
from inferloom_runtime.auth import router_url
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.errors import About, ModelNotSupportedError, UsageError
from inferloom_runtime.events import Marks, Pieces
from inferloom_runtime.flow import Flow
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.quirks import embeddings
from inferloom_runtime.results import ListResult
from inferloom_runtime.routing import Hub, Route, Wish
from inferloom_runtime.task import Task

T = TypeVar("T")

_MARKS = Marks(
    keys=frozenset({"id", "created", "model", "object", "choices", "usage"}),
    finish=(("choices", "*", "finish_reason"),),
    text=("choices", "*", "text"),
)


class Page(ListResult[T]):
    """A list of models, in the shape that OpenAI's client gives it."""

    @property
    def data(self) -> Page[T]:
        """The models: the list itself."""
        return self


def resolve(hub: Hub, task: Task[Any], wish: Wish) -> Flow[Route]:
    """Find the server for a call.

    Args:
        hub: What is known of the Hub.
        task: The namespace.
        wish: What the caller asked for.

    Returns:
        A flow whose result is the route.

    Raises:
        ModelNotSupportedError: The provider does not speak OpenAI's wire for this.
        UsageError: As for a task.
    """
    if task.openai == "models":
        return _lister(task, wish)
    route = yield from routing.resolve(hub, task, wish)
    if route.provider != "endpoint" and task.openai not in route.module.OPENAI:
        raise ModelNotSupportedError(
            f"Provider {route.provider} has no {task.openai} in OpenAI's shape: call {task.method}() instead.",
            about=About(route.provider, task.method, route.model),
        )
    return route


def _lister(task: Task[Any], wish: Wish) -> Route:
    """Who knows the models: an endpoint its own, the router those of all providers, a provider its own."""
    provider, address = (
        wish.provider or "auto",
        next((model for model in (wish.call_model, wish.client_model) if routing.is_url(model)), None),
    )
    about = About(provider, "models.list")
    bearer = ("authorization", "Bearer {key}")
    if address is not None:
        return Route("endpoint", routing.module_of(task, "endpoint"), address, "", bearer, "")
    if wish.key is None or wish.key.routed:
        return Route("auto", routing.module_of(task, "auto"), router_url(), "", bearer, "", routed=True)
    if provider == "auto":
        raise UsageError("Name the provider of your key, as provider=..., to list its models.", about=about)
    module = routing.provider_module(task, provider, about)
    if "models" not in module.OPENAI or module.BASE_URL is None:
        raise ModelNotSupportedError(f"Provider {provider} has no list of models in OpenAI's shape.", about=about)
    return Route(provider, module, module.BASE_URL, "", module.AUTH, "")


def function_of(task: Task[Any], route: Route) -> Callable[[Call, Any], Flow[Any]]:
    """What makes a call.

    Args:
        task: The namespace.
        route: Where the call goes.

    Returns:
        A function of the call and the input, as a provider's module has them for tasks.
    """

    def perform(call: Call, given: Any) -> Flow[Any]:
        if route.provider == "endpoint":
            url = call.openai_url(task.openai)
        else:
            url = call.url(route.module.OPENAI[task.openai])
        output = getattr(task.types(), task.output)
        if task.openai == "models":
            answer = yield from wire.send(call.request(url, method="GET"), call.retries)
            listed = wire.decoded(call, answer, output)
            listed.__dict__["data"] = Page(listed.data or ())
            return listed
        body: Json = {"model": call.named_model, **plain(given, drop_none=False), **call.extra}
        if body.get("stream"):
            item = getattr(task.types(), task.stream_output)
            return (yield from wire.open_events(call, url, body, Pieces(item, strict=call.strict), _MARKS))
        answer = yield from wire.post_json(call, url, body)
        value = wire.json_in(call, answer)
        return wire.decoded_value(call, _with_numbers(call, value) if task.openai == "embeddings" else value, output)

    return perform


def _with_numbers(call: Call, value: Any) -> Any:
    """An answer whose embeddings are numbers, whatever they travelled as."""
    rows: Any = value.get("data") if is_object(value) else None
    if not is_list(rows):
        return value

    def row(each: Any) -> Any:
        if not is_object(each) or not isinstance(each.get("embedding"), str):
            return each
        return {**each, "embedding": embeddings.numbers(each["embedding"])}

    return {**value, "data": wire.located(call, lambda: [row(each) for each in rows])}
