"""Hugging Face's own inference servers."""

from __future__ import annotations

from typing import Any

from inferloom_runtime.call import Call
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.quirks.response_format import read as response_format_of


def response_format(value: object, call: Call) -> object:
    """The response format as text-generation-inference takes it.

    Args:
        value: The caller's response format; OpenAI's `json_schema` becomes `json_object` with the schema as its value.
            https://huggingface.co/docs/text-generation-inference/basic_tutorials/using_guidance
        call: The call.

    Returns:
        The response format to send.
    """
    wanted, found = response_format_of(value)
    return wanted if found is None else {"type": "json_object", "value": found}


def labels(value: Any) -> Any:
    """Zero-shot answers: parallel lists of labels and scores, or a list of both.

    Args:
        value: The answer; servers of before 2026 send `{"sequence", "labels", "scores"}`, alone or in a list.

    Returns:
        A list of objects with label and score.
    """
    found = value[0] if is_list(value) and len(value) == 1 else value
    if is_object(found):
        names, scores = found.get("labels"), found.get("scores")
        if is_list(names) and is_list(scores):
            return [{"label": name, "score": score} for name, score in zip(names, scores, strict=False)]
    return value


def sounds(value: Any) -> Any:
    """Audio-to-audio answers, whose media type stands under a key that is no Python name.

    Args:
        value: The answer: a list of objects with `blob`, `label` and `content-type`.

    Returns:
        The same with `content_type`.
    """
    return [_renamed(item) if is_object(item) else item for item in value] if is_list(value) else value


def _renamed(item: dict[str, Any]) -> dict[str, Any]:
    return {"content_type" if key == "content-type" else key: inner for key, inner in item.items()}
