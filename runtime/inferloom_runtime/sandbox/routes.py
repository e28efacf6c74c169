"""Addresses: which part of the sandbox a request is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from inferloom_runtime.sandbox import files
from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.exchange import Refusal, Request

HUGGING_FACE = ("huggingface.co", "hf.co", "router.huggingface.co", "api-inference.huggingface.co")
"""The hosts that are Hugging Face's own."""

_OPENAI = {"chat/completions": "chat", "completions": "completions", "embeddings": "embeddings", "models": "models"}
_TGI = {"generate": "generate", "generate_stream": "generate_stream", "health": "health", "info": "info"}
_POSTS = ("chat", "completions", "embeddings", "generate", "generate_stream", "pipeline", "endpoint")
_GETS = ("GET", "HEAD")
_MODELS_OPENAI = re.compile(r"^(?P<model>.+?)/(?P<rest>v1/.+)$")
_MODELS_PIPELINE = re.compile(r"^(?P<model>.+?)/pipeline/(?P<task>[^/]+)$")


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes.

    Attributes:
        kind: "hub-tasks", "hub-model", "about", "file", "pipeline", "endpoint", or one of the OpenAI and TGI addresses.
        model: The model in the address, or None.
        task: The task in the address, by the Hub's name or the task's id, or None.
    """

    kind: str
    model: str | None = None
    task: str | None = None


def find(request: Request, bundles: Mapping[str, Bundle]) -> Route:
    """Find the way.

    Args:
        request: The request.
        bundles: The tasks.

    Returns:
        The route.

    Raises:
        Refusal: 404 for an address that is not served, 405 for one that is served by another method.
    """
    route = _route(request, bundles)
    methods = ("POST",) if route.kind in _POSTS else _GETS
    if request.method not in methods:
        allowed = ", ".join(methods)
        sentence = f"{request.path} takes {allowed}, got {request.method}."
        raise Refusal(405, sentence, headers={"allow": allowed})
    return route


def _route(request: Request, bundles: Mapping[str, Bundle]) -> Route:
    path = request.path.strip("/")
    if path == "api/tasks":
        return Route("hub-tasks")
    if path.startswith("api/models/"):
        return Route("hub-model", model=path.removeprefix("api/models/"))
    is_routed = path.startswith("hf-inference/")
    path = path.removeprefix("hf-inference/")
    if path.startswith("models/"):
        return _of_model(path.removeprefix("models/"))
    if path.startswith("pipeline/") and path.count("/") >= 2:
        _, task, model = path.split("/", 2)
        return Route("pipeline", model=model, task=task)
    for suffix, kind in {**_OPENAI, **_TGI}.items():
        if path == suffix or path.endswith(f"/{suffix}"):
            # A task of somebody's own may be named like one of these words.
            if path == suffix and suffix in bundles:
                break
            return Route(kind, task=_task_in(request, bundles))
    if request.method in _GETS and files.kind(path):
        return Route("file")
    if request.host in HUGGING_FACE or is_routed or path.startswith(("api/", "v1/")):
        raise Refusal(404, f"There is nothing at {request.path} on {request.host}.")
    if not path and request.method in _GETS and _task_in(request, bundles) is None:
        return Route("about")
    return Route("endpoint", task=_task_in(request, bundles))


def _of_model(path: str) -> Route:
    found = _MODELS_PIPELINE.match(path)
    if found:
        return Route("pipeline", model=found["model"], task=found["task"])
    found = _MODELS_OPENAI.match(path)
    if found:
        for suffix, kind in _OPENAI.items():
            if found["rest"] == f"v1/{suffix}":
                return Route(kind, model=found["model"])
        raise Refusal(
            404, f"A model has no {found['rest']}; it has v1/chat/completions, v1/completions, v1/embeddings."
        )
    return Route("pipeline", model=path)


def _task_in(request: Request, bundles: Mapping[str, Bundle]) -> str | None:
    """The task that an endpoint's address names: http://sandbox-<task>.localhost/ or a part of the path."""
    label = request.host.partition(".")[0]
    for name in (label.removeprefix("sandbox-"), *request.path.strip("/").split("/")):
        if name in bundles:
            return name
    return None
