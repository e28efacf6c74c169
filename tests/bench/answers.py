"""What the benchmark's server answers, made once: the server sends it, and the parsers' floors read it."""

from __future__ import annotations

import base64
import json
import struct
from functools import cache
from typing import Any

EVENTS = 1000
"""Events of a stream that is packed."""

PACED_EVENTS = 200
"""Events of a stream that is sent an event at a time."""

PACE = 0.0004
"""Seconds between two such events: longer than any client needs for one, so that each is read by itself."""

PIECE = 4096
"""Bytes of a piece of a packed stream."""

ROWS, COLUMNS = 1000, 768
"""Vectors, and numbers in each."""

TEXT = "The sky is blue because air scatters the blue of sunlight far more than the red. " * 4
"""What the model says."""

MESSAGES: list[Any] = [
    {"role": "system", "content": "You are brief, and you explain things as to a child."},
    {"role": "user", "content": "Why is the sky blue? " * 8},
]
"""What it is asked."""

_HEAD = {"id": "chatcmpl-9f8e7d6c5b4a39281706", "created": 1764000000, "model": "bench"}


def chat() -> bytes:
    """The answer to a chat call that is not streamed."""
    message = {"role": "assistant", "content": TEXT, "tool_calls": None, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    usage = {"prompt_tokens": 61, "completion_tokens": 72, "total_tokens": 133}
    answer = {**_HEAD, "object": "chat.completion", "system_fingerprint": "fp_1", "choices": [choice], "usage": usage}
    return json.dumps(answer, separators=(",", ":")).encode()


def events(count: int) -> list[bytes]:
    """The events of a chat stream, the end included.

    Args:
        count: How many pieces of text.

    Returns:
        As many events, one with the reason why it ended, and the mark of the end.
    """
    words = TEXT.split(" ")
    made: list[bytes] = []
    for index in range(count + 1):
        delta = {"content": words[index % len(words)] + " "} if index < count else {}
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": None if delta else "stop"}
        chunk = {**_HEAD, "object": "chat.completion.chunk", "system_fingerprint": "fp_1", "choices": [choice]}
        made.append(b"data: " + json.dumps(chunk, separators=(",", ":")).encode() + b"\n\n")
    return [*made, b"data: [DONE]\n\n"]


@cache
def streamed(count: int) -> int:
    """How many characters a stream of so many events says.

    Args:
        count: How many pieces of text.

    Returns:
        Their length together.
    """
    words = TEXT.split(" ")
    return sum(len(words[index % len(words)]) + 1 for index in range(count))


@cache
def rows() -> list[list[float]]:
    """Vectors of 32-bit floats, as a server writes them: with up to eight digits. After fifty they come again."""
    state, made = 12345, list[list[float]]()
    for _ in range(50):
        row: list[float] = []
        for _ in range(COLUMNS):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            row.append(float(f"{state / 0x7FFFFFFF - 0.5:.8g}"))
        made.append(row)
    return made * (ROWS // len(made))


def vectors() -> bytes:
    """The vectors as text-embeddings-inference sends them: a list of lists."""
    return json.dumps(rows(), separators=(",", ":")).encode()


def packed_vectors() -> bytes:
    """The vectors as OpenAI sends them when base64 is asked for."""
    data = [
        {
            "object": "embedding",
            "index": index,
            "embedding": base64.b64encode(struct.pack(f"<{COLUMNS}f", *row)).decode(),
        }
        for index, row in enumerate(rows())
    ]
    usage = {"prompt_tokens": 4000, "total_tokens": 4000}
    return json.dumps(
        {"object": "list", "data": data, "model": "bench", "usage": usage}, separators=(",", ":")
    ).encode()
