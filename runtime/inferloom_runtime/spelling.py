"""Answers of servers that nearly speak a dialect, put into its own spelling before they are read.

Each function takes the bytes of an answer, or of one event, and gives back the same bytes where there is nothing to do.
"""

from __future__ import annotations

import json
from typing import Any

from inferloom_runtime.guards import is_list, is_object


def chat_answer(data: bytes) -> bytes:
    """A whole answer as OpenAI spells it: https://platform.openai.com/docs/api-reference/chat/object

    Args:
        data: The answer; some servers send a tool call's arguments as an object.

    Returns:
        The same, with the arguments as text.
    """
    return data if b'"arguments"' not in data else _respelt(data, streamed=False)


def chat_chunk(data: bytes) -> bytes:
    """A piece of an answer as OpenAI spells it: https://platform.openai.com/docs/api-reference/chat/streaming

    Args:
        data: The piece; some servers send a tool call's arguments as an object, no choices or null for an empty list,
            or a whole answer in place of its pieces.

    Returns:
        The same, with the arguments as text, a list of choices, and a message as what is new in it.
    """
    # Nearly all pieces are like this, and are not read twice: something new, and no call's arguments in it.
    return data if b'"delta"' in data and b'"arguments"' not in data else _respelt(data, streamed=True)


def generated_token(data: bytes) -> bytes:
    """A piece of a generated text; of a server that does not stream, the whole text as its only piece.

    Args:
        data: The event, or the whole answer: `{"generated_text"}`, alone or in a list.
            https://huggingface.co/docs/text-generation-inference/conceptual/streaming

    Returns:
        The same, with the text as a token's.
    """
    if b'"token"' in data or b'"generated_text"' not in data:
        return data
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        return data
    found = value[0] if is_list(value) and len(value) == 1 else value
    if not is_object(found) or not isinstance(found.get("generated_text"), str):
        return data
    return json.dumps({"index": 0, "token": {"text": found["generated_text"]}, **found}).encode()


def _respelt(data: bytes, *, streamed: bool) -> bytes:
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        return data
    if not is_object(value):
        return data
    changed = streamed and value.get("choices") is None
    if changed:
        value["choices"] = []
    for choice in _objects(value.get("choices")):
        if streamed and choice.get("delta") is None and is_object(message := choice.pop("message", None)):
            choice["delta"] = _numbered(message)
            changed = True
        for call in _objects(_member(choice.get("delta" if streamed else "message"), "tool_calls")):
            function = call.get("function")
            if is_object(function) and isinstance(function.get("arguments"), (dict, list)):
                function["arguments"] = json.dumps(function["arguments"], ensure_ascii=False)
                changed = True
    # Text with half a surrogate pair in it has no UTF-8: JSON's own escapes are used for everything.
    return json.dumps(value).encode() if changed else data


def _numbered(message: dict[str, Any]) -> dict[str, Any]:
    """A message as a piece: its calls say which they are."""
    for index, call in enumerate(_objects(message.get("tool_calls"))):
        call.setdefault("index", index)
    return message


def _member(value: Any, key: str) -> Any:
    return value.get(key) if is_object(value) else None


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if is_object(item)] if is_list(value) else []
