"""What all addresses of the OpenAI wire share: how a body is read, how a piece of a stream is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from inferloom_runtime.sandbox import tokens
from inferloom_runtime.sandbox.checker import Checker
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal, Request
from inferloom_runtime.sandbox.pipeline import json_of
from inferloom_runtime.sandbox.registry import OWNER
from inferloom_runtime.sandbox.value import compact, items, members, walk

FINGERPRINT = "inferloom-sandbox"
"""What answers say in `system_fingerprint`, so that nobody takes them for a model's."""

DONE = b"data: [DONE]\n\n"
"""The event that ends a stream."""

# What stands around an answer: the id's beginning, the kind of object, whether tokens are counted.
_ANSWERS = {
    "chat/completions": ("chatcmpl", "chat.completion", True),
    "completions": ("cmpl", "text_completion", True),
    "embeddings": ("", "list", True),
    "images/generations": ("", "", False),
}
_REASONS = {"eos_token": "stop", "stop_sequence": "stop"}
_EPOCH = 1_735_689_600
_YEAR = 31_536_000


def read(request: Request, model: str | None, checker: Checker) -> tuple[dict[str, Any], str]:
    """Read a request's body.

    Args:
        request: The request.
        model: The model in the address, or None.
        checker: Checks the body.

    Returns:
        The body without `model` and without members that are null, which servers of this wire take as absent; with the
        model's name.

    Raises:
        Refusal: 400, 415 or 422; the body does not fit.
    """
    body = {name: value for name, value in json_of(request).items() if value is not None}
    named = body.pop("model", None)
    if named is None and model is None and request.host == "router.huggingface.co":
        raise Refusal(422, "$.model: the field 'model' is required and missing.", ("model",))
    if named is not None and (not isinstance(named, str) or not named):
        raise Refusal(422, "$.model: expected the model's name as a string.", ("model",))
    checker.check(body)
    return body, named or model or FINGERPRINT


def steering(body: dict[str, Any], telling: tuple[str, ...] = ("stream", "stream_options")) -> dict[str, Any]:
    """The part of a body that decides what is answered.

    Args:
        body: The body.
        telling: The members that only say how it is told.
    """
    return {name: value for name, value in body.items() if name not in telling}


def models(names: Iterable[str]) -> dict[str, Any]:
    """The list of models.

    Args:
        names: Their ids.
    """
    return {
        "object": "list",
        "data": [{"id": name, "object": "model", "created": 0, "owned_by": OWNER} for name in names],
    }


def dressed(answer: Any, route: str, model: str, dice: Dice, given: Mapping[str, Any] | None) -> Any:
    """An answer with what OpenAI's wire has around it, where it goes out by one of its routes.

    Args:
        answer: The answer.
        route: The route that the request came by.
        model: The model's name.
        dice: Chance for the answer's id.
        given: The task's input; None for a piece of a stream.
    """
    known = next((found for suffix, found in _ANSWERS.items() if route.endswith(f"/{suffix}")), None)
    found = members(answer)
    if known is None or not found:
        return answer
    name, kind, has_usage = known
    head: dict[str, Any] = {"id": f"{name}-{dice.name()}", "object": kind} if name else {}
    head["created"] = moment(dice)
    head |= {"model": model, "system_fingerprint": FINGERPRINT} if has_usage else {}
    for position, choice in enumerate(items(found.get("choices"))):
        # Text generation servers say how a text ended in words of their own.
        reason = choice.get("finish_reason")
        choice |= {"index": position, "finish_reason": _REASONS.get(str(reason), reason)}
    if given is None:
        return {**head, **found, "object": f"{kind}.chunk" if kind.startswith("chat") else kind}
    if has_usage and "usage" not in found:
        read = sum(tokens.count(text) for _, text in walk(given.get("inputs")) if isinstance(text, str))
        told = [value for at, value in walk(found.get("choices")) if at and at[-1] in ("text", "content")]
        wrote = sum(tokens.count(text) for text in told if isinstance(text, str))
        head["usage"] = {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}
    return {**head, **found}


def event(chunk: dict[str, Any]) -> bytes:
    """A piece of a stream."""
    return b"data: " + compact(chunk) + b"\n\n"


def moment(dice: Dice) -> int:
    """The time that an answer says it was made at, in seconds: always the same for the same request."""
    return _EPOCH + dice.fork("created").integer(0, _YEAR)
