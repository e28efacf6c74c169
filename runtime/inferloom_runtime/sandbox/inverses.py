"""The way back through the table's quirks: what a provider reads out of what they wrote, what it writes for them.

A quirk that stands nowhere here is passed through: its value is taken as the field's own, its answer is the output.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inferloom_runtime.sandbox.value import Path, items, members


@dataclass(frozen=True, slots=True)
class Inverse:
    """A quirk of requests, backwards.

    Attributes:
        schema: What it writes: a value, or the members that it adds to an object.
        undo: From what it wrote to what it was made of.
    """

    schema: Mapping[str, Any]
    undo: Callable[[Any], Any]


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _reference(written: dict[str, Any]) -> Any:
    return written.get("image_url") or next(iter(items(written.get("reference_images"))), None)


def _granularity(written: dict[str, Any]) -> Any:
    granularity = written.get("timestamp_granularities[]")
    return "word" if granularity == "word" else written.get("response_format") == "verbose_json"


def _described(schema: Any) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}


def _nested(written: Any) -> Any:
    wanted = members(written)
    return _described(wanted["schema"]) if wanted.get("type") == "json_schema" and "schema" in wanted else written


_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "minItems": 1, "items": _TEXT}

VALUES: Mapping[str, Inverse] = {
    "prompts.joined": Inverse(_TEXT, lambda text: [text]),
    "response_format.flat": Inverse({"type": "object"}, _nested),
    "response_format.schema": Inverse({"type": "object"}, _described),
    "together.reference": Inverse(_object(image_url=_TEXT, reference_images=_TEXTS), _reference),
    "transcription.timestamps": Inverse(
        _object(**{"response_format": {"enum": ["json", "verbose_json"]},
                   "timestamp_granularities[]": {"enum": ["word", "segment"]}}), _granularity),
}  # fmt: skip
"""Of quirks in bodies."""

ROUTES: Mapping[str, Mapping[str, Path]] = {
    "replicate.route": {"/v1/predictions": ("version",), "/v1/models/{model}/predictions": ()},
}
"""Of quirks that make routes: each route with the members that its body must have."""


def _embeddings(output: Any, given: Mapping[str, Any]) -> Any:
    rows = [{"object": "embedding", "index": index, "embedding": row} for index, row in enumerate(items(output))]
    return {"object": "list", "data": rows}


def _timed(output: Any, given: Mapping[str, Any]) -> Any:
    spoken = members(output)
    is_by_word = members(given.get("parameters")).get("return_timestamps") == "word"
    chunks = [
        {
            ("word" if is_by_word else "text"): chunk["text"],
            "start": chunk["timestamp"][0],
            "end": chunk["timestamp"][1],
        }
        for chunk in items(spoken.get("chunks"))
    ]
    return {"text": spoken.get("text"), **({"words" if is_by_word else "segments": chunks} if chunks else {})}


def _transcript(output: Any, given: Mapping[str, Any]) -> Any:
    return {"output": output if members(output).get("chunks") else members(output).get("text")}


RESULTS: Mapping[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "embeddings.vectors": _embeddings,
    "replicate.transcript": _transcript,
    "transcription.chunks": _timed,
}
"""Of quirks that read answers: the output and the input become an answer."""
