"""What all addresses of the OpenAI wire share: how a body is read, how a piece of a stream is written."""

from __future__ import annotations

from typing import Any

from inferloom_runtime.sandbox.checker import Checker
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal, Request
from inferloom_runtime.sandbox.pipeline import json_of
from inferloom_runtime.sandbox.value import compact

FINGERPRINT = "inferloom-sandbox"
"""What answers say in `system_fingerprint`, so that nobody takes them for a model's."""

DONE = b"data: [DONE]\n\n"
"""The event that ends a stream."""

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


def event(chunk: dict[str, Any]) -> bytes:
    """A piece of a stream."""
    return b"data: " + compact(chunk) + b"\n\n"


def moment(dice: Dice) -> int:
    """The time that an answer says it was made at, in seconds: always the same for the same request."""
    return _EPOCH + dice.fork("created").integer(0, _YEAR)
