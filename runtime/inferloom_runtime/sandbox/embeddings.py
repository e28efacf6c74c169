"""The OpenAI wire of embeddings."""

from __future__ import annotations

from typing import Any

from inferloom_runtime.sandbox import openai, tokens
from inferloom_runtime.sandbox.checker import Checker
from inferloom_runtime.sandbox.completions import prompts_of
from inferloom_runtime.sandbox.exchange import Refusal, Reply, Request, of_json
from inferloom_runtime.sandbox.synthesis import packed
from inferloom_runtime.sandbox.value import items, whole
from inferloom_runtime.sandbox.vectors import DIMENSION, LARGEST, vector

_TOKEN_LIST = {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 0}}
SCHEMA: dict[str, Any] = {
    "title": "EmbeddingsInput",
    "type": "object",
    "required": ["input"],
    "properties": {
        "input": {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "minItems": 1, "maxItems": 2048, "items": {"type": "string"}},
                _TOKEN_LIST,
                {"type": "array", "minItems": 1, "maxItems": 2048, "items": _TOKEN_LIST},
            ]
        },
        "dimensions": {"type": "integer", "minimum": 1, "maximum": LARGEST},
        "encoding_format": {"type": "string", "enum": ["float", "base64"]},
        "user": {"type": "string"},
    },
}
"""What a request may have."""


class Embeddings:
    """Serves embeddings.

    Args:
        seed: The sandbox's seed.
        extra: Further members that requests may have.
    """

    def __init__(self, seed: int, extra: frozenset[str]) -> None:
        self._seed = seed
        self._checker = Checker(SCHEMA, extra=extra)

    def serve(self, request: Request, model: str | None = None) -> Reply:
        """Answer a request.

        Args:
            request: The request.
            model: The model in the address, or None.

        Raises:
            Refusal: 400 or 422; the body does not fit.
        """
        body, named = openai.read(request, model, self._checker)
        texts = prompts_of(body.get("input"))
        for position, text in enumerate(texts):
            if not text:
                at = ("input", position) if items(body.get("input")) else ("input",)
                raise Refusal(422, "A text to embed must not be empty.", at)
        dimension = whole(body.get("dimensions")) or DIMENSION
        found = [vector(text, self._seed, dimension) for text in texts]
        is_packed = body.get("encoding_format") == "base64"
        data = [
            {"object": "embedding", "index": index, "embedding": packed(numbers) if is_packed else numbers}
            for index, numbers in enumerate(found)
        ]
        read = sum(tokens.count(text) for text in texts)
        return of_json(
            {"object": "list", "data": data, "model": named, "usage": {"prompt_tokens": read, "total_tokens": read}}
        )
