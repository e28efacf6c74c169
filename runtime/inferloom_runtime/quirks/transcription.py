"""Times in OpenAI's transcriptions."""

from __future__ import annotations

from typing import Any

from inferloom_runtime.call import Call
from inferloom_runtime.errors import UsageError
from inferloom_runtime.guards import is_list, is_object


def timestamps(value: object, call: Call) -> dict[str, object]:
    """How times are asked for: https://platform.openai.com/docs/api-reference/audio/createTranscription

    Args:
        value: `return_timestamps`: True for those of each segment, "word" for those of each word, False for none.
        call: The call.

    Returns:
        The form's fields.

    Raises:
        UsageError: Times of each character were asked for.
    """
    if value == "char":
        raise UsageError("return_timestamps: 'char' is not known here; use 'word', or True.", about=call.about)
    if value is None or value is False:
        return {}
    return {"response_format": "verbose_json", "timestamp_granularities[]": "word" if value == "word" else "segment"}


def chunks(value: Any) -> Any:
    """The answer with its segments, or its words, as chunks.

    Args:
        value: The answer: an object with `text`, perhaps with `segments` or `words` that have `start` and `end`.

    Returns:
        The same with `chunks`, where it has times.
    """
    if not is_object(value) or "chunks" in value:
        return value
    timed = next((value[key] for key in ("segments", "words") if is_list(value.get(key)) and value[key]), None)
    return value if timed is None else {**value, "chunks": [_chunk(item) for item in timed if is_object(item)]}


def _chunk(item: dict[str, Any]) -> dict[str, Any]:
    return {"text": item.get("text", item.get("word")), "timestamp": [item.get("start"), item.get("end")]}
