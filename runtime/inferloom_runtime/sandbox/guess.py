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
_USUAL = {"image": "image-classification", "audio": "automatic-speech-recognition", "video": "video-classification"}


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
        # Text generation is what most endpoints with one text do; else the task with the fewest other members.
        return min(fitting, key=lambda each: (each.bundle.task != _TEXTS, _slack(each, body)))
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
    if named in _USUAL:
        return named
    return "" if request.content_type in JSON_TYPES[1:] else (media.sniff(request.body) or "").partition("/")[0]


def _draws(pipeline: Pipeline) -> bool:
    output, returns = pipeline.bundle.output, pipeline.bundle.returns
    return returns is not None and media_kind(property_at(output, output, returns)) == "image"


def _slack(pipeline: Pipeline, body: Mapping[str, Any]) -> int:
    schema = pipeline.bundle.input
    parameters = members(property_at(schema, schema, "parameters").get("properties"))
    return len(parameters) + len(members(schema.get("properties"))) - len(body)
