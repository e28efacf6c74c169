"""The sandbox itself: a request in, a reply out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from inferloom_runtime.sandbox import guess, routes
from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.chat import Chat
from inferloom_runtime.sandbox.completions import Completions
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.embeddings import Embeddings
from inferloom_runtime.sandbox.exchange import Refusal, Reply, Request, of_json
from inferloom_runtime.sandbox.generation import MOST_INPUT, MOST_TOTAL, Generation
from inferloom_runtime.sandbox.hub import CONVERSATIONAL, Hub
from inferloom_runtime.sandbox.pipeline import Pipeline
from inferloom_runtime.sandbox.registry import OWNER, Registry
from inferloom_runtime.sandbox.routes import Route
from inferloom_runtime.sandbox.value import compact

_GENERATION = "text-generation"
_WRITING = (CONVERSATIONAL, _GENERATION, "image-text-to-text", "image-to-text")
_ANSWER_SHAPES = ("messages",)


class Sandbox:
    """An inference server without models: it checks requests to the letter and answers with synthetic values.

    The same request and seed always give the same bytes. Nothing is read, sent or waited for in here.

    Args:
        bundles: The tasks, by id.
        seed: Changes every answer.
        models: Model id to task id, for models whose name does not tell their task.
        providers: Provider id to the Hub's names of the tasks it serves, for the Hub's mapping of a model to
            providers; hf-inference serves all tasks.
        keys: The keys that are accepted; None accepts any key, and none at all.
        allow: Further fields that requests may have, beside those in the schemas.

    Raises:
        ValueError: A model has a task that does not exist.
    """

    def __init__(
        self,
        bundles: Mapping[str, Bundle],
        *,
        seed: int = 0,
        models: Mapping[str, str] | None = None,
        providers: Mapping[str, Collection[str]] | None = None,
        keys: Collection[str] | None = None,
        allow: Collection[str] = (),
    ) -> None:
        extra = frozenset(allow)
        self.bundles = dict(bundles)
        self.seed = seed
        self._keys = None if keys is None else frozenset(keys)
        self._registry = Registry(self.bundles, models)
        self._hub = Hub(self.bundles, self._registry, providers or {}, seed)
        self._pipelines = {task: Pipeline(bundle, seed, extra) for task, bundle in self.bundles.items()}
        self._by_hub = {bundle.hub: task for task, bundle in self.bundles.items()}
        self._chats = {
            task: Chat(bundle, seed, extra) for task, bundle in self.bundles.items() if bundle.hub == CONVERSATIONAL
        }
        self._generation = Generation(self._pipelines[_GENERATION], seed) if _GENERATION in self._pipelines else None
        self._completions = Completions(seed, extra)
        self._embeddings = Embeddings(seed, extra)

    def respond(self, request: Request) -> Reply:
        """Answer a request.

        Args:
            request: The request; its header names are in lower case.

        Returns:
            The reply; for a stream its body gives the pieces one by one.
        """
        try:
            route = routes.find(request, self.bundles)
            self._check_key(request, route)
            reply = self._reply(request, route)
        except Refusal as refusal:
            reply = refusal.reply
        identity = Dice(self.seed, request.method, request.url, request.body).name()
        return Reply(reply.status, {**reply.headers, "x-request-id": f"sandbox-{identity}"}, reply.body)

    def _reply(self, request: Request, route: Route) -> Reply:
        if route.kind == "hub-tasks":
            return self._hub.tasks()
        if route.kind == "hub-model":
            return self._hub.model(route.model or "", request)
        if route.kind in ("about", "models", "health", "info"):
            return self._about(route)
        if route.kind == "chat":
            return self._chat(request, route)
        if route.kind == "completions":
            return self._completions.serve(request, self._writer(route))
        if route.kind == "embeddings":
            return self._embeddings.serve(request, route.model)
        if route.kind in ("generate", "generate_stream"):
            return self._generated(request, route.kind)
        return self._serve(request, self._task_of(request, route))

    def _serve(self, request: Request, task: str) -> Reply:
        bundle = self.bundles[task]
        if task == _GENERATION or (bundle.hub == CONVERSATIONAL and not _is_chat(request)):
            return self._generated(request, "")
        if task in self._chats:
            return self._chats[task].serve(request)
        return self._pipelines[task].serve(request)

    def _task_of(self, request: Request, route: Route) -> str:
        if route.task is not None:
            task = route.task if route.task in self.bundles else self._by_hub.get(route.task)
            if task is None:
                raise Refusal(404, f"There is no task '{route.task}'; there are {', '.join(self.bundles)}.")
            return task
        if route.model is not None:
            return self._bundle_of(route.model).task
        if _is_chat(request) and self._chats:
            return next(iter(self._chats))
        return guess.pipeline(request, self._pipelines).bundle.task

    def _bundle_of(self, model: str) -> Bundle:
        bundle = self._registry.find(model)
        if bundle is None:
            sentence = (
                f"The sandbox has no model '{model}'; use {OWNER}/<task>, or Sandbox(models={{'{model}': '<task>'}})."
            )
            raise Refusal(404, sentence)
        return bundle

    def _writer(self, route: Route) -> str | None:
        """The model in the address, which must be one that writes texts."""
        if route.model is not None:
            bundle = self._bundle_of(route.model)
            if bundle.hub not in _WRITING:
                raise Refusal(
                    400, f"The model '{route.model}' is for {bundle.hub}; it does not chat or complete texts."
                )
        return route.model

    def _chat(self, request: Request, route: Route) -> Reply:
        if not self._chats:
            raise Refusal(404, "There is no task for conversations in this package.")
        return next(iter(self._chats.values())).serve(request, self._writer(route))

    def _generated(self, request: Request, address: str) -> Reply:
        if self._generation is None:
            raise Refusal(404, f"There is no task '{_GENERATION}' in this package.")
        return self._generation.serve(request, address)

    def _check_key(self, request: Request, route: Route) -> None:
        if self._keys is None:
            return
        given = request.headers.get("authorization", "")
        scheme, _, key = given.partition(" ")
        if scheme.lower() not in ("bearer", "key"):
            key = request.headers.get("x-key", "")
        # The Hub tells everybody about public models, but does not accept a wrong key.
        if route.kind.startswith("hub-") and not given and not key:
            return
        if not given and not key:
            raise Refusal(401, "A key is needed: send it as 'Authorization: Bearer <key>'.")
        if key.strip() not in self._keys:
            raise Refusal(401, "The key is malformed or not known here.")

    def _about(self, route: Route) -> Reply:
        if route.kind == "health":
            return of_json({"status": "ok"})
        if route.kind == "models":
            data = [{"id": model, "object": "model", "created": 0, "owned_by": OWNER} for model in self._registry.all()]
            return of_json({"object": "list", "data": data})
        if route.kind == "about":
            return of_json(
                {"name": "inferloom sandbox", "synthetic": True, "seed": self.seed, "tasks": list(self.bundles)}
            )
        task = self.bundles.get(route.task or _GENERATION)
        hub = task.hub if task is not None else _GENERATION
        info: dict[str, Any] = {
            "model_id": f"{OWNER}/{route.task or _GENERATION}",
            "model_sha": Dice(self.seed, "info").name(40),
            "model_pipeline_tag": _GENERATION if hub == CONVERSATIONAL else hub,
            "max_concurrent_requests": 128,
            "max_best_of": 20,
            "max_stop_sequences": 4,
            "max_input_tokens": MOST_INPUT,
            "max_total_tokens": MOST_TOTAL,
            "version": "inferloom-sandbox",
        }
        return of_json(info)


def _is_chat(request: Request) -> bool:
    return any(compact(name) in request.body for name in _ANSWER_SHAPES) and b'"inputs"' not in request.body
