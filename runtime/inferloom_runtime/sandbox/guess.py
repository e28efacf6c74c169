"""Guesses: the task of a request whose address names none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inferloom_runtime import media
from inferloom_runtime.sandbox.exchange import Refusal, Request
from inferloom_runtime.sandbox.pipeline import JSON_TYPES, Pipeline, json_of
from inferloom_runtime.sandbox.schema import media_kind, property_at
from inferloom_runtime.sandbox.value import members

_TEXTS = "text-generation"
# What most endpoints that take such inputs do.
_USUAL = {
    "text": _TEXTS,
    "image": "image-classification",
    "audio": "automatic-speech-recognition",
    "video": "video-classification",
}


def pipeline(request: Request, pipelines: Mapping[str, Pipeline]) -> Pipeline:
    """The task that fits the shape of a request's body best.

    Args:
        request: The request.
        pipelines: The tasks.

    Raises:
        Refusal: 400 for a body that cannot be read, 422 for one that fits no task.
    """
    kind = _kind(request)
    takers = [each for each in pipelines.values() if each.raw_kind is not None and each.raw_kind == kind]
    if takers:
        return min(takers, key=lambda each: each.bundle.task != _USUAL.get(kind))
    body = json_of(request)
    fitting = [each for each in pipelines.values() if each.accepts(request)]
    # A text that is a file in base64 is hardly meant as a text.
    fitting = [each for each in fitting if each.raw_kind is not None] or fitting
    if "image/" in request.headers.get("accept", ""):
        fitting = [each for each in fitting if _draws(each)] or fitting
    if fitting:
        return min(fitting, key=lambda each: _distance(each, body))
    if _TEXTS in pipelines and isinstance(body.get("inputs"), str):
        return pipelines[_TEXTS]
    raise Refusal(
        422,
        "The address names no task, and the body fits none; put the task into the address, "
        "as in http://sandbox-text-to-image.localhost/ or /text-to-image.",
        (),
    )


def _kind(request: Request) -> str:
    """What a raw body is: "image", "audio", "video"; empty for JSON."""
    named = request.content_type.partition("/")[0]
    if named in ("image", "audio", "video"):
        return named
    return "" if request.content_type in JSON_TYPES[1:] else (media.sniff(request.body) or "").partition("/")[0]


def _draws(pipeline: Pipeline) -> bool:
    output, returns = pipeline.bundle.output, pipeline.bundle.returns
    return returns is not None and media_kind(property_at(output, output, returns)) == "image"


def _distance(pipeline: Pipeline, body: Mapping[str, Any]) -> tuple[int, bool, int]:
    """How far a body is from a task that would accept it, smaller for the likelier task."""
    schema, names = pipeline.bundle.input, members(pipeline.bundle.input.get("properties"))
    parameters = members(property_at(schema, schema, "parameters").get("properties"))
    unnamed = sum(name not in parameters for name in members(body.get("parameters")))
    return unnamed, pipeline.bundle.task not in _USUAL.values(), len(parameters) + len(names) - len(body)
