"""The hf-inference wire: a task's inputs with parameters, or one raw file."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping
from typing import Any

from PIL import Image

from inferloom_runtime import media
from inferloom_runtime.sandbox import drawing, uploads
from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.checker import Checker
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal, Reply, Request, of_bytes, of_events, of_json
from inferloom_runtime.sandbox.extraction import require_mask
from inferloom_runtime.sandbox.scene import Scene, steering
from inferloom_runtime.sandbox.schema import binaries, is_binary, media_kind, property_at
from inferloom_runtime.sandbox.streaming import events
from inferloom_runtime.sandbox.synthesis import answer
from inferloom_runtime.sandbox.value import Path, dig, items, kind, members

# How the real server wraps these tasks' answers; the schemas show what is inside.
_LISTED = ("summarization", "translation", "image-to-text")
_BATCHED = ("text-classification",)
JSON_TYPES = ("", "application/json", "text/json")
"""The content types of JSON; the first is that of a request which names none."""

_WEB_FORM = "application/x-www-form-urlencoded"


class Pipeline:
    """Serves one task.

    Args:
        bundle: The task.
        seed: The sandbox's seed.
        extra: Further members that requests may have.

    Attributes:
        bundle: The task.
        raw_kind: "image", "audio" or "video" where the task's inputs are such a file; None where they are not.
    """

    def __init__(self, bundle: Bundle, seed: int, extra: frozenset[str]) -> None:
        self.bundle = bundle
        self._seed = seed
        self._checker = Checker(bundle.input, open_at=("parameters",) if bundle.open_parameters else (), extra=extra)
        inputs = property_at(bundle.input, bundle.input, "inputs")
        self.raw_kind: str | None = media_kind(inputs) if inputs and is_binary(inputs) else None

    def serve(self, request: Request) -> Reply:
        """Answer a request.

        Raises:
            Refusal: 400 or 422; the body does not fit.
        """
        body = self.body_of(request)
        scene = self.checked(body)
        if body.get("stream") is True and self.bundle.stream_output is not None:
            return of_events(events(scene))
        return self.framed(answer(scene), request)

    def body_of(self, request: Request) -> dict[str, Any]:
        """The body as the input schema has it: a raw file becomes its base64 `inputs`.

        Raises:
            Refusal: 400 for a body that cannot be read, 415 for one of another kind.
        """
        if self.raw_kind is not None and request.content_type not in JSON_TYPES[1:] and not _is_object(request):
            uploads.opened(request.body, self.raw_kind)
            return {"inputs": base64.b64encode(request.body).decode()}
        return self._folded(json_of(request))

    def check(self, body: Mapping[str, Any]) -> None:
        """Refuse a body that does not fit the task.

        Raises:
            Refusal: 422.
        """
        self._checker.check(body)
        arguments = [self.bundle.arguments[name] for name in self.bundle.example if name in self.bundle.arguments]
        if (
            arguments
            and not items(self.bundle.input.get("required"))
            and all(dig(body, path) is None for path in arguments)
        ):
            raise Refusal(422, f"The request is empty; it needs one of {', '.join(arguments)}.", ())
        _check_table(body)
        if self.bundle.task == "fill-mask":
            require_mask(str(body.get("inputs")), ("inputs",))

    def checked(self, body: dict[str, Any]) -> Scene:
        """The facts of a body, once it is known to fit.

        Raises:
            Refusal: 400 or 422; the body does not fit.
        """
        self.check(body)
        return self.scene(body)

    def scene(self, body: dict[str, Any]) -> Scene:
        """The facts of a checked body, with its files opened.

        Raises:
            Refusal: 400; a file is none.
        """
        opened: dict[Path, uploads.Medium] = {}
        for at, text, schema in binaries(body, self.bundle.input, self.bundle.input):
            opened[at] = uploads.from_base64(text, media_kind(schema), at)
        return Scene(self.bundle, body, opened, Dice(self._seed, self.bundle.task, steering(body)), self._seed)

    def framed(self, value: Any, request: Request) -> Reply:
        """An answer as the wire carries it."""
        returns = self.bundle.returns
        if returns is not None and is_binary(property_at(self.bundle.output, self.bundle.output, returns)):
            return _file(base64.b64decode(str(dig(value, returns))), request)
        if self.bundle.task in _LISTED:
            return of_json([value])
        return of_json([value] if self.bundle.task in _BATCHED else value)

    def accepts(self, request: Request) -> bool:
        """Whether a request's body fits this task."""
        try:
            body = self.body_of(request)
            self.check(body)
            self.scene(body)
        except Refusal:
            return False
        return True

    def _folded(self, body: dict[str, Any]) -> dict[str, Any]:
        """Forms of a body that the wire knows beside the schema's: an empty `parameters`, inputs at the top level."""
        properties = members(self.bundle.input.get("properties"))
        body = dict(body)
        if "parameters" not in properties and body.get("parameters") in ({}, None):
            body.pop("parameters", None)
        inputs = property_at(self.bundle.input, self.bundle.input, "inputs")
        needed = [str(name) for name in items(inputs.get("required"))]
        if needed and not isinstance(body.get("inputs"), dict) and all(name in body for name in needed):
            known = [name for name in members(inputs.get("properties")) if name in body]
            body["inputs"] = {name: body.pop(name) for name in known}
        if not properties.get("inputs") and "inputs" in body and body["inputs"] is None:
            del body["inputs"]
        return body


def json_of(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body.

    Raises:
        Refusal: 415 where the body says that it is something else, 400 where it is no JSON object.
    """
    if request.content_type not in (*JSON_TYPES, _WEB_FORM) and not request.content_type.endswith("+json"):
        raise Refusal(415, f"Expected a JSON body, got the content type {request.content_type}.")
    try:
        value: object = json.loads(request.body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, f"The body is not valid JSON: {error}.") from error
    if kind(value) != "an object":
        raise Refusal(400, f"The body must be a JSON object, got {kind(value)}.")
    return members(value)


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _is_object(request: Request) -> bool:
    """Whether a body without a content type is a JSON object."""
    return not request.content_type and request.body.lstrip()[:1] == b"{"


def _check_table(body: Mapping[str, Any]) -> None:
    for path in ("table", "inputs.table"):
        table = members(dig(body, path))
        lengths = {name: len(items(column)) for name, column in table.items()}
        if len(set(lengths.values())) > 1:
            listed = ", ".join(f"{name} has {length}" for name, length in lengths.items())
            raise Refusal(422, f"The table's columns must be equally long; {listed}.", tuple(path.split(".")))


def _file(content: bytes, request: Request) -> Reply:
    """A picture in the format that the client prefers, or a file as it is."""
    wanted = request.headers.get("accept", "").lower()
    found = media.sniff(content)
    for media_type in ("image/jpeg", "image/webp"):
        if found == "image/png" and media_type in wanted and "image/png" not in wanted:
            with Image.open(io.BytesIO(content)) as picture:
                return of_bytes(drawing.encoded(picture, media_type), media_type)
    return of_bytes(content, found or "application/octet-stream")
