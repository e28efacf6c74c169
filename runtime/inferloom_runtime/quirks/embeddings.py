"""Vectors in the answers of OpenAI's embeddings."""

from __future__ import annotations

import base64
import struct
from typing import Any

from inferloom_runtime.errors import AnswerError
from inferloom_runtime.guards import is_list, is_object


def vectors(value: Any) -> Any:
    """The vectors in the order of their texts.

    Args:
        value: The answer: `{"data": [{"index", "embedding"}, ...]}`, where an embedding is a list of numbers or, with
            `encoding_format="base64"`, base64 of little-endian 32-bit floats.
            https://platform.openai.com/docs/api-reference/embeddings/create

    Returns:
        A list of lists of numbers.

    Raises:
        AnswerError: The answer has no list of data, or an embedding is other text.
    """
    rows = value.get("data") if is_object(value) else None
    if not is_list(rows) or not rows:
        raise AnswerError("The answer has no embeddings under data.")
    items = [row if is_object(row) else {} for row in rows]
    if all(isinstance(row.get("index"), int) for row in items):
        items.sort(key=lambda row: row["index"])
    return [numbers(row.get("embedding")) for row in items]


def numbers(value: Any) -> Any:
    """A vector as numbers, which may travel as base64 of little-endian 32-bit floats; AnswerError for other text."""
    if not isinstance(value, str):
        return value
    try:
        data = base64.b64decode(value, validate=True)
        return list(struct.unpack(f"<{len(data) // 4}f", data))
    except (ValueError, struct.error) as error:
        raise AnswerError(f"An embedding is not base64 of 32-bit floats: {error}.") from error
