"""From a model's name to the server that serves it."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple, cast
from urllib.parse import quote, urlsplit

from inferloom_runtime import capable, clock
from inferloom_runtime.auth import Key, find_key, hub_url, may_carry, router_url
from inferloom_runtime.call import Adapter, checked_model
from inferloom_runtime.errors import About, AnswerError, ModelNotSupportedError, UsageError
from inferloom_runtime.flow import Answer, Flow, Request, work
from inferloom_runtime.forks import Lock
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.limits import Timeout
from inferloom_runtime.lookups import Book
from inferloom_runtime.retry import Retries
from inferloom_runtime.task import Task
from inferloom_runtime.wire import send

_REMEMBERED = 10_000
_warned: set[str] = set()


@dataclass(slots=True)
class Hub:
    """What a client has learnt from the Hub; shared by the clients that share a pool."""

    answers: dict[tuple[str, int], tuple[float, Any]] = field(default_factory=dict[tuple[str, int], tuple[float, Any]])
    lock: Lock = field(default_factory=Lock)

    def get(self, path: str, wish: Wish, about: About) -> Flow[Any]:
        """Ask the Hub, or remember.

        Args:
            path: The path and query on the Hub.
            wish: What the caller asked for; of keys, only a Hugging Face token goes along.
            about: The call, for errors.

        Returns:
            A flow whose result is the answer's JSON.

        Raises:
            UsageError: The Hub may not be asked.
        """
        if wish.book.closed:
            raise UsageError(
                f"{wish.book.source} does not tell what {path} of the Hub would, and the Hub is not asked: "
                "run `inferloom lock` for this model, or set Lookups.ask_hub.",
                about=about,
            )
        url = hub_url() + path
        # What the Hub says of a private model, it says to its owner alone.
        remembered = (url, hash(wish.key))
        with self.lock:
            known = self.answers.get(remembered)
        if known is not None and clock.now() - known[0] < wish.book.lifetime:
            return known[1]
        headers = {"accept": "*/*"}
        key = wish.key
        if key is None or not key.routed:
            key = yield from work(find_key)
        if key is not None and key.routed and may_carry(key, url):
            headers["authorization"] = f"Bearer {key.value}"
        answer: Answer = yield from send(
            Request("GET", url, headers=headers, timeout=wish.timeout, about=about), wish.retries
        )
        try:
            value: Any = json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise AnswerError(f"The Hub's answer to {path} is not JSON: {error}.", about=about, attempts=1) from None
        with self.lock:
            if len(self.answers) >= _REMEMBERED:
                self.answers.pop(next(iter(self.answers)))
            self.answers[remembered] = (clock.now(), value)
        return value


@dataclass(frozen=True, slots=True)
class Route:
    """Where a call goes.

    Attributes:
        provider: The provider's id.
        module: Its generated module.
        base_url: The address that its routes stand under.
        model: The model as the provider names it.
        auth: The header that carries the key, with its value's shape.
        named_model: The model as an OpenAI body names it.
        routed: Whether it goes through the router.
        adapter: The LoRA adapter that the mapping names, or None.
    """

    provider: str
    module: ModuleType
    base_url: str
    model: str
    auth: tuple[str, str]
    named_model: str
    routed: bool = False
    adapter: Adapter | None = None


class Wish(NamedTuple):
    """What the caller asked for.

    Attributes:
        client_model: The client's model or URL, or None.
        call_model: The call's model or URL, or None.
        body_model: The model named in `extra_body`, or None.
        provider: The provider's id, "auto", or None.
        key: The key, or None.
        timeout: The time limits of the look-ups.
        retries: When a failed look-up is sent again.
        book: What is known without asking.
        given: The names of the arguments that the call has.
        submits: Whether a job is handed in, so that a provider without a queue is of no use.
    """

    client_model: str | None
    call_model: str | None
    body_model: str | None
    provider: str | None
    key: Key | None
    timeout: Timeout | None
    retries: Retries
    book: Book
    given: Callable[[], frozenset[str]]
    submits: bool = False


def is_url(model: str | None) -> bool:
    """Whether a model is given as the URL of an endpoint.

    Args:
        model: The model, or None.

    Returns:
        True for http and https addresses.
    """
    return model is not None and model.startswith(("http://", "https://"))


def resolve(hub: Hub, task: Task[Any], wish: Wish) -> Flow[Route]:
    """Find the server for a call.

    Args:
        hub: What is known of the Hub.
        task: The task.
        wish: What the caller asked for.

    Returns:
        A flow whose result is the route.

    Raises:
        ModelNotSupportedError: The model, or the provider, does not serve the task.
        UsageError: The wish cannot be understood, or the provider needs a key and there is none.
    """
    chat = task.hub == "conversational"
    endpoint = endpoint_of(task, wish)
    if endpoint is not None:
        return (yield from _at_endpoint(task, wish, endpoint))
    model = (wish.client_model or wish.call_model) if chat else (wish.call_model or wish.client_model)
    provider = wish.provider or "auto"
    about = About(provider, task.method, model)
    if provider == "auto":
        if model is None:
            provider = "hf-inference"
        elif wish.key is not None and not wish.key.routed:
            # A provider's own key is for that provider, and not for whoever the Hub or the router would choose.
            raise UsageError(
                "provider='auto' needs a Hugging Face token (hf_...): name the provider of your key.", about=about
            )
        elif chat:
            module = yield from _imported(_name_of(task, "auto"), lambda: module_of(task, "auto"))
            return _own(task, "auto", module, wish, checked_model(model, about), about)
        else:
            return (yield from _first_served(hub, task, wish, checked_model(model, about), about))
    about = About(provider, task.method, model)
    adapter: Adapter | None = None
    module = yield from _imported(_name_of(task, provider), lambda: provider_module(task, provider, about))
    _usable(task, provider, module, wish, about)
    if provider == "hf-inference":
        model = yield from _on_hf_inference(hub, task, wish, model, about)
    elif model is None:
        raise UsageError(f"Provider {provider} needs a model: give model=... to the call or the client.", about=about)
    elif module.LOOKS_UP:
        entries = yield from _mapping(hub, wish, checked_model(model, about), about)
        adapter = _adapter(entries.get(provider), model)
        model = _entry_model(entries, provider, task, about)
    return _own(task, provider, module, wish, checked_model(model, about), about, adapter)


def endpoint_of(task: Task[Any], wish: Wish) -> str | None:
    """The URL that a call goes to, whatever provider is named.

    Args:
        task: The task.
        wish: What the caller asked for.

    Returns:
        The URL, or None where a provider is asked.
    """
    if task.hub == "conversational":
        # For chat the client's URL stays the address, and a call's model is a name in the body.
        return next((model for model in (wish.client_model, wish.call_model) if is_url(model)), None)
    if is_url(wish.call_model) or (wish.call_model is None and is_url(wish.client_model)):
        return wish.call_model or wish.client_model
    if is_url(wish.client_model) and "/v1" in urlsplit(wish.client_model or "").path:
        # A call's model on a client for an OpenAI server is a name on that server.
        return wish.client_model
    return None


def _at_endpoint(task: Task[Any], wish: Wish, url: str) -> Flow[Route]:
    about = About("endpoint", task.method, url)
    if not _is_usable(url):
        raise UsageError(
            f"model={url[:80]!r} is not a usable URL: it needs a host, as in http://localhost:8080.", about=about
        )
    names = [name for name in (wish.body_model, wish.call_model, wish.client_model) if name and not is_url(name)]
    module = yield from _imported(_name_of(task, "endpoint"), lambda: module_of(task, "endpoint"))
    _serves(module, "endpoint", task, about)
    return Route("endpoint", module, url, names[0] if names else "dummy", module.AUTH, names[0] if names else "dummy")


@lru_cache(maxsize=256)
def _is_usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0 and url.isprintable() and " " not in url
    except ValueError:
        return False


def _own(
    task: Task[Any],
    provider: str,
    module: ModuleType,
    wish: Wish,
    model: str,
    about: About,
    adapter: Adapter | None = None,
) -> Route:
    routed = _usable(task, provider, module, wish, about)
    base_url = router_url() + module.ROUTER_PATH if routed else cast(str, module.BASE_URL)
    auth = ("authorization", "Bearer {key}") if routed else cast("tuple[str, str]", module.AUTH)
    named = model if task.hub != "conversational" else (wish.body_model or wish.call_model or model)
    named = named if provider == "hf-inference" else model
    return Route(provider, module, base_url, model, auth, named, routed, adapter)


def _usable(task: Task[Any], provider: str, module: ModuleType, wish: Wish, about: About) -> bool:
    """Refuse what needs no look-up to be refused; say whether the call goes through the router."""
    _serves(module, provider, task, about)
    if refused := refused_by(task, provider, wish):
        raise capable.refusal(task.package, about, refused)
    key = wish.key
    routed = module.BASE_URL is None or key is None or key.routed
    if module.ROUTER_PATH is None and routed:
        raise UsageError(
            f"Provider {provider} is not on the router: pass its own key as token=... (not a Hugging Face token).",
            about=about,
        )
    if key is None and module.NEEDS_KEY:
        raise UsageError(
            f"Provider {provider} needs a key: pass token=..., set HF_TOKEN, or put a token into the token file.",
            about=about,
        )
    return routed


def _on_hf_inference(hub: Hub, task: Task[Any], wish: Wish, model: str | None, about: About) -> Flow[str]:
    if model is None:
        model = wish.book.recommended.get(task.hub)
    if model is None:
        tasks = yield from hub.get("/api/tasks", wish, about)
        models = _member(_member(tasks, task.hub), "widgetModels")
        if not is_list(models) or not models:
            raise ModelNotSupportedError(
                f"The Hub recommends no model for {task.hub}: give model=... to the call or the client.", about=about
            )
        model = str(models[0])
    info: Any = wish.book.models.get(model)
    if info is None or "pipeline_tag" not in info:
        info = yield from hub.get("/api/models/" + quote(checked_model(model, about), safe="/"), wish, about)
    tag = _member(info, "pipeline_tag")
    tags = _member(info, "tags")
    if not _fits(tag, tags if is_list(tags) else [], task.hub):
        said = f"is for {tag!r}" if tag else "names no task"
        raise ModelNotSupportedError(
            f"Model {model!r} {said} on the Hub, and hf-inference needs one for {task.hub!r}.", about=about
        )
    return model


def _fits(tag: object, tags: list[object], task: str) -> bool:
    pair = {"feature-extraction", "sentence-similarity"}
    if task in pair and tag in pair:
        return tag == task or task in tags
    if task == "conversational":
        return tag in {"text-generation", "image-text-to-text", "conversational"}
    return tag == task or (task == "text-generation" and tag == "text2text-generation")


def _mapping(hub: Hub, wish: Wish, model: str, about: About) -> Flow[dict[str, Any]]:
    info: Any = wish.book.models.get(model)
    if info is None or "inferenceProviderMapping" not in info:
        path = f"/api/models/{quote(model, safe='/')}?expand=inferenceProviderMapping"
        info = yield from hub.get(path, wish, about)
    found = mapping_in(info)
    if not found:
        raise ModelNotSupportedError(f"No provider serves model {model!r}, says the Hub.", about=about)
    return found


def mapping_in(info: object) -> dict[str, Any]:
    """The providers of a model, of which the Hub makes an object or a list.

    Args:
        info: What the Hub says about the model.

    Returns:
        Provider id -> its entry; empty where there is none.
    """
    found: object = _member(info, "inferenceProviderMapping")
    if is_list(found):
        return {str(_member(item, "provider")): item for item in found if is_object(item)}
    return found if is_object(found) else {}


def _entry_model(entries: Mapping[str, Any], provider: str, task: Task[Any], about: About) -> str:
    entry = entries.get(provider)
    if not isinstance(entry, dict):
        raise ModelNotSupportedError(
            f"Provider {provider} does not serve this model; these do: {', '.join(sorted(entries))}.", about=about
        )
    serves, model = _member(entry, "task"), _member(entry, "providerId")
    if serves != task.hub:
        raise ModelNotSupportedError(
            f"Provider {provider} serves this model for {serves!r} only.{_chat_words(task, [serves])}", about=about
        )
    if not isinstance(model, str):
        raise AnswerError(f"The Hub names no providerId for provider {provider}.", about=about, attempts=1)
    if _member(entry, "status") in {"staging", "error"}:
        warnings.warn(
            f"Provider {provider} serves this model with status {_member(entry, 'status')!r}: it may fail.",
            stacklevel=2,
        )
    return model


def _chat_words(task: Task[Any], served: list[Any]) -> str:
    """What to call instead, where a text is asked of a model that only chats."""
    if task.hub != "text-generation" or any(one != "conversational" for one in served):
        return ""
    return " The model only chats: call text_generation(..., via_chat=True), or chat_completion(messages)."


def _adapter(entry: Any, model: str) -> Adapter | None:
    """The LoRA adapter of a mapping's entry."""
    weights, served = _member(entry, "adapterWeightsPath"), _member(entry, "providerId")
    if _member(entry, "adapter") != "lora" or not isinstance(weights, str) or not isinstance(served, str):
        return None
    return Adapter(model, weights, served)


def _first_served(hub: Hub, task: Task[Any], wish: Wish, model: str, about: About) -> Flow[Route]:
    entries = yield from _mapping(hub, wish, model, about)
    package = yield from _imported(name := f"{task.package}.capabilities", lambda: import_module(name))
    unknown = [provider for provider in entries if provider not in package.PROVIDERS]
    reasons: dict[str, str] = {}
    for provider, entry in entries.items():
        if provider in unknown:
            _warn_of(provider)
            reasons[provider] = "unknown to this version"
        elif _member(entry, "task") != task.hub:
            reasons[provider] = f"serves it for {_member(entry, 'task')!r}"
        elif task.method not in package.PROVIDERS[provider]:
            reasons[provider] = f"not for {task.method}() in this version"
        elif refused := refused_by(task, provider, wish):
            reasons[provider] = f"does not take {', '.join(refused)}"
        elif not isinstance(_member(entry, "providerId"), str):
            reasons[provider] = "without a providerId"
        else:
            module = yield from _imported(_name_of(task, provider), partial(module_of, task, provider))
            if wish.submits and not hasattr(module, f"submit_{task.method}"):
                reasons[provider] = "has no queue"
                continue
            at = About(provider, task.method, model)
            served = _entry_model(entries, provider, task, at)
            return _own(task, provider, module, wish, served, at, _adapter(entry, model))
    listed = ", ".join(f"{name} ({reason})" for name, reason in reasons.items())
    raise ModelNotSupportedError(
        f"None of the model's providers can be used for this call of {task.method}(): {listed}."
        + _chat_words(task, [_member(entry, "task") for entry in entries.values()]),
        about=about,
    )


def _warn_of(provider: str) -> None:
    if provider not in _warned:
        _warned.add(provider)
        warnings.warn(
            f"Provider {provider} is unknown to this version and passed over; a newer version may know it.",
            stacklevel=2,
        )


def refused_by(task: Task[Any], provider: str, wish: Wish) -> tuple[str, ...]:
    """The arguments of a call that a provider does not take.

    Args:
        task: The task.
        provider: The provider's id.
        wish: What the caller asked for.

    Returns:
        Their names.
    """
    return capable.refused(task.package, provider, task.method, wish.given())


def provider_module(task: Task[Any], provider: str, about: About) -> ModuleType:
    """The generated module of a provider.

    Args:
        task: The task; its package has the module.
        provider: The provider's id.
        about: The call, for errors.

    Returns:
        The module.

    Raises:
        UsageError: There is no such provider; the message names the nearest one.
    """
    capabilities = import_module(f"{task.package}.capabilities")
    # Every SDK has this wire, the sandbox's, even where it does not offer it.
    if provider not in capabilities.PROVIDERS and provider != "hf-inference":
        import difflib

        known = sorted(capabilities.PROVIDERS)
        near = difflib.get_close_matches(provider, known, n=1, cutoff=0.5)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise UsageError(f"provider={provider!r} is not known{hint}; there are: auto, {', '.join(known)}.", about=about)
    return module_of(task, provider)


def _imported(name: str, find: Callable[[], ModuleType]) -> Flow[ModuleType]:
    """A module, by what finds it. Only a first import is slow enough to be done outside the event loop."""
    if name in sys.modules:
        return find()
    return (yield from work(find))


def _name_of(task: Task[Any], provider: str) -> str:
    return f"{task.package}.providers.{provider.replace('-', '_')}"


def module_of(task: Task[Any], provider: str) -> ModuleType:
    """The generated module of a provider, or of a wire that no provider's name stands for: "auto", "endpoint".

    Args:
        task: The task; its package has the module.
        provider: The provider's id.

    Returns:
        The module.

    Raises:
        UsageError: This SDK has none.
    """
    name = _name_of(task, provider)
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        # An SDK of somebody's own tasks and providers need not have Hugging Face's.
        about = About(provider, task.method)
        raise UsageError(f"This SDK has no provider {provider!r}: name one of its own.", about=about) from None


def _serves(module: ModuleType, provider: str, task: Task[Any], about: About) -> None:
    if not hasattr(module, task.method):
        offers = import_module(f"{task.package}.capabilities").PROVIDERS
        others = ", ".join(sorted(name for name, methods in offers.items() if task.method in methods))
        raise ModelNotSupportedError(
            f"Provider {provider} does not offer {task.method}(); these do: {others or 'none'}.", about=about
        )


def _member(value: Any, name: str) -> Any:
    return value.get(name) if is_object(value) else None
