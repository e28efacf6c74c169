"""The sandbox itself: a request in, a reply out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from inferloom_runtime.sandbox import files, guess, openai, routes
from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.chat import Chat
from inferloom_runtime.sandbox.completions import Completions
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.embeddings import Embeddings
from inferloom_runtime.sandbox.endpoints import Endpoints
from inferloom_runtime.sandbox.exchange import Refusal, Reply, Request, of_json
from inferloom_runtime.sandbox.generation import MOST_INPUT, MOST_SEQUENCES, MOST_TOTAL, Generation
from inferloom_runtime.sandbox.hub import Hub
from inferloom_runtime.sandbox.jobs import HEADER, grant, wish_of
from inferloom_runtime.sandbox.pipeline import Pipeline
from inferloom_runtime.sandbox.providers import Providers
from inferloom_runtime.sandbox.registry import CONVERSATIONAL, OWNER, Registry
from inferloom_runtime.sandbox.routes import Route
from inferloom_runtime.sandbox.shelf import PREFIX, Shelf
from inferloom_runtime.sandbox.streaming import events
from inferloom_runtime.sandbox.synthesis import answer
from inferloom_runtime.sandbox.table import Row
from inferloom_runtime.sandbox.value import members

_ORIGIN = "hf-inference"
_GENERATION = "text-generation"


class Sandbox:
    """An inference server without models: it checks requests to the letter and answers with synthetic values.

    The same request and seed always give the same bytes. Nothing is read, sent or waited for in here.

    Args:
        bundles: The tasks, by id.
        seed: Changes every answer.
        models: Model id to task id, for models whose name does not tell their task.
        providers: Provider id to the Hub's names of the tasks it serves, for the Hub's mapping of a model to
            providers; hf-inference serves all tasks.
        keys: The keys that are accepted; None accepts any key, and on the wires beside those of the table none at all.
        allow: Further fields that requests may have, beside those in the schemas.
        table: The provider table: these providers' wires are played, on their own hosts and on the router.
        endpoints: The API that manages dedicated endpoints, as `endpoints.read` gives it.

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
        table: Mapping[str, Row] | None = None,
        endpoints: Mapping[str, Any] | None = None,
    ) -> None:
        extra = frozenset(allow)
        self.bundles: dict[str, Bundle] = dict(bundles)
        self.seed = seed
        self._keys = None if keys is None else frozenset(keys)
        self._registry = Registry(self.bundles, models)
        self._hub = Hub(self.bundles, self._registry, providers or {}, seed, table)
        self._pipelines = {task: Pipeline(bundle, seed, extra) for task, bundle in self.bundles.items()}
        self._by_hub = {bundle.hub: task for task, bundle in self.bundles.items()}
        talking = next((bundle for bundle in self.bundles.values() if bundle.hub == CONVERSATIONAL), None)
        self._chat = None if talking is None else Chat(talking, self._registry, seed, extra)
        self._generation = Generation(self._pipelines[_GENERATION], seed) if _GENERATION in self._pipelines else None
        self._completions = Completions(self._registry, seed, extra)
        self._embeddings = Embeddings(seed, extra)
        self._endpoints = Endpoints(endpoints, self.bundles, seed, self._keys)
        self._shelf = Shelf()
        self._providers = Providers(
            table or {}, self.bundles, self._registry, self, self._shelf, seed=seed, keys=self._keys, extra=extra
        )

    def respond(self, request: Request) -> Reply:
        """Answer a request.

        Args:
            request: The request; its header names are in lower case.

        Returns:
            The reply; for a stream its body gives the pieces one by one.
        """
        try:
            managed = self._endpoints.visit(request)
            request = request if isinstance(managed, Reply) else managed
            visit = self._providers.find(request)
            if isinstance(managed, Reply):
                reply = managed
            elif request.path.startswith(PREFIX):
                reply = self._shelf.serve(request.path)
            elif visit is not None:
                reply = self._providers.serve(visit)
            else:
                route = routes.find(request, self.bundles)
                self._check_key(request, route)
                if request.method == "POST" and (HEADER in request.headers or b"[sandbox: " in request.body):
                    grant(wish_of(request.headers, _body(request), _ORIGIN), "This server", route.kind, is_queued=False)
                reply = self._reply(request, route)
        except Refusal as refusal:
            reply = refusal.reply
        identity = Dice(self.seed, request.method, request.url, request.body).name()
        return Reply(reply.status, {**reply.headers, "x-request-id": f"sandbox-{identity}"}, reply.body)

    def output(self, task: str, given: dict[str, Any], model: str) -> Any:
        """The output of a task, whoever's wire it goes out by.

        Args:
            task: The task's id.
            given: The input.
            model: The model's name.

        Returns:
            A JSON value that fits the output's schema; binary members are base64.

        Raises:
            Refusal: 400 or 422; the input does not fit.
        """
        reply = self._spoken(task, given, model)
        return json.loads(reply.content) if reply is not None else answer(self._pipelines[task].checked(given))

    def pieces(self, task: str, given: dict[str, Any], model: str) -> Iterator[bytes]:
        """The output of a task as a stream of server-sent events.

        Args:
            task: The task's id.
            given: The input.
            model: The model's name.

        Raises:
            Refusal: 400 or 422; the input does not fit.
        """
        reply = self._spoken(task, given, model)
        if reply is None:
            return events(self._pipelines[task].checked(given))
        return iter((reply.body,)) if isinstance(reply.body, bytes) else reply.body

    def _spoken(self, task: str, given: dict[str, Any], model: str) -> Reply | None:
        """The answer to a conversation, or to a text to continue; None for other tasks."""
        if self._chat is not None and self.bundles[task].hub == CONVERSATIONAL:
            self._chat.check(given)
            return self._chat.answered(given, model)
        if self._generation is not None and task == _GENERATION:
            self._pipelines[task].check(given)
            return self._generation.answered(given, "generate_stream" if given.get("stream") is True else "generate")
        return None

    def _reply(self, request: Request, route: Route) -> Reply:
        if route.kind == "hub-tasks":
            return self._hub.tasks()
        if route.kind == "hub-model":
            return self._hub.model(route.model or "", request)
        if route.kind in ("about", "models", "health", "info"):
            return self._about(route)
        if route.kind == "file":
            return files.serve(request.path, self.seed)
        if route.kind == "chat":
            return self._chatted(request, self._existing(route.model))
        if route.kind == "completions":
            return self._completions.serve(request, self._existing(route.model))
        if route.kind == "embeddings":
            return self._embeddings.serve(request, self._existing(route.model))
        if route.kind in ("generate", "generate_stream"):
            return self._generated(request, route.kind)
        return self._serve(request, self._task_of(request, route))

    def _serve(self, request: Request, task: str) -> Reply:
        if self.bundles[task].hub == CONVERSATIONAL and "inputs" not in _named(request):
            return self._chatted(request, None)
        if task == _GENERATION or self.bundles[task].hub == CONVERSATIONAL:
            return self._generated(request, "")
        return self._pipelines[task].serve(request)

    def _task_of(self, request: Request, route: Route) -> str:
        if route.task is not None:
            task = route.task if route.task in self.bundles else self._by_hub.get(route.task)
            if task is None:
                raise Refusal(404, f"There is no task '{route.task}'; there are {', '.join(self.bundles)}.")
            return task
        if route.model is not None:
            return self._registry.need(route.model).task
        names = _named(request)
        if "messages" in names and "inputs" not in names and CONVERSATIONAL in self._by_hub:
            return self._by_hub[CONVERSATIONAL]
        return guess.pipeline(request, self._pipelines).bundle.task

    def _existing(self, model: str | None) -> str | None:
        """The model in the address, which must exist."""
        if model is not None:
            self._registry.need(model)
        return model

    def _chatted(self, request: Request, model: str | None) -> Reply:
        if self._chat is None:
            raise Refusal(404, "There is no task for conversations in this package.")
        return self._chat.serve(request, model)

    def _generated(self, request: Request, address: str) -> Reply:
        if self._generation is None:
            raise Refusal(404, f"There is no task '{_GENERATION}' in this package.")
        return self._generation.serve(request, address)

    def _check_key(self, request: Request, route: Route) -> None:
        # A file's address is a public one: whoever downloads it must send no key.
        if self._keys is None or route.kind == "file":
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
            return of_json(openai.models(self._registry.all()))
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
            "max_best_of": MOST_SEQUENCES,
            "max_stop_sequences": 4,
            "max_input_tokens": MOST_INPUT,
            "max_total_tokens": MOST_TOTAL,
            "version": "inferloom-sandbox",
        }
        return of_json(info)


def _named(request: Request) -> frozenset[str]:
    """The names of the members of a JSON body; none for other bodies."""
    return frozenset(_body(request))


def _body(request: Request) -> dict[str, Any]:
    """The members of a JSON body; none for other bodies."""
    try:
        return members(json.loads(request.body))
    except (ValueError, RecursionError):
        return {}
