"""The OpenAI wire of plain completions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from inferloom_runtime.sandbox import openai, prose, tokens
from inferloom_runtime.sandbox.checker import Checker
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal, Reply, Request, of_events, of_json
from inferloom_runtime.sandbox.registry import Registry
from inferloom_runtime.sandbox.value import items, members, whole

_WHOLE = {"type": "integer"}
_PENALTY = {"type": "number", "minimum": -2, "maximum": 2}
_TOKEN_LIST = {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 0}}
SCHEMA: dict[str, Any] = {
    "title": "CompletionInput",
    "type": "object",
    "required": ["prompt"],
    "properties": {
        "prompt": {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "minItems": 1, "items": {"type": "string"}},
                _TOKEN_LIST,
                {"type": "array", "minItems": 1, "items": _TOKEN_LIST},
            ]
        },
        "best_of": {"type": "integer", "minimum": 1, "maximum": 20},
        "echo": {"type": "boolean"},
        "frequency_penalty": _PENALTY,
        "presence_penalty": _PENALTY,
        "repetition_penalty": {"type": "number", "exclusiveMinimum": 0},
        "logit_bias": {"type": "object", "additionalProperties": {"type": "number", "minimum": -100, "maximum": 100}},
        "logprobs": {"type": "integer", "minimum": 0, "maximum": 5},
        "max_tokens": {"type": "integer", "minimum": 0},
        "n": {"type": "integer", "minimum": 1, "maximum": 128},
        "seed": _WHOLE,
        "stop": {"anyOf": [{"type": "string"}, {"type": "array", "maxItems": 4, "items": {"type": "string"}}]},
        "stream": {"type": "boolean"},
        "stream_options": {"type": "object", "properties": {"include_usage": {"type": "boolean"}}},
        "suffix": {"type": "string"},
        "temperature": {"type": "number", "minimum": 0, "maximum": 2},
        "top_p": {"type": "number", "minimum": 0, "maximum": 1},
        "top_k": {"type": "integer", "minimum": -1},
        "min_p": {"type": "number", "minimum": 0, "maximum": 1},
        "user": {"type": "string"},
    },
}
"""What a request may have; with the sampling words that servers of open models have added."""

_DEFAULT_LIMIT = 16
_REASONS = {"end": "stop", "stop": "stop", "length": "length"}


class Completions:
    """Serves plain completions.

    Args:
        registry: The models.
        seed: The sandbox's seed.
        extra: Further members that requests may have.
    """

    def __init__(self, registry: Registry, seed: int, extra: frozenset[str]) -> None:
        self._registry = registry
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
        self._registry.check_writer(named)
        if (whole(body.get("best_of")) or 1) < (whole(body.get("n")) or 1) and "best_of" in body:
            raise Refusal(422, "$.best_of: must be at least n.", ("best_of",))
        dice = Dice(self._seed, "completions", openai.steering(body))
        head = {
            "id": f"cmpl-{dice.name()}",
            "object": "text_completion",
            "created": openai.moment(dice),
            "model": named,
            "system_fingerprint": openai.FINGERPRINT,
        }
        prompts = prompts_of(body.get("prompt"))
        cuts = [self._cut(body, prompt, dice) for prompt in prompts for _ in range(whole(body.get("n")) or 1)]
        read = sum(tokens.count(prompt) for prompt in prompts)
        written = sum(len(cut.tokens) for cut in cuts)
        usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
        if body.get("stream") is True:
            wants_usage = members(body.get("stream_options")).get("include_usage") is True
            return of_events(_events(head, body, cuts, dice, usage if wants_usage else None))
        choices = [
            _choice(body, index, cut.text, cut.tokens, _REASONS[cut.reason], dice) for index, cut in enumerate(cuts)
        ]
        return of_json({**head, "choices": choices, "usage": usage})

    def _cut(self, body: dict[str, Any], prompt: str, dice: Dice) -> tokens.Cut:
        stop = body.get("stop")
        stops = [stop] if isinstance(stop, str) else [str(each) for each in items(stop)]
        limit = whole(body.get("max_tokens"))
        # Every choice takes the next numbers, so that two choices for one prompt are two texts.
        text = prose.continuation(prompt, dice.fork("text", dice.fraction()))
        cut = tokens.cut(text, limit=_DEFAULT_LIMIT if limit is None else limit, stops=stops)
        if body.get("echo") is True:
            return tokens.Cut((*tokens.split(prompt), *cut.tokens), prompt + cut.text, cut.reason)
        return cut


def prompts_of(value: object) -> list[str]:
    """The texts of a `prompt` or an `input`: one, several, or token ids, which are read as their numbers."""
    if isinstance(value, str):
        return [value]
    entries = items(value)
    if entries and all(whole(entry) is not None for entry in entries):
        return [" ".join(map(str, entries))]
    return [entry if isinstance(entry, str) else " ".join(map(str, items(entry))) for entry in entries]


def _events(
    head: dict[str, Any], body: dict[str, Any], cuts: list[tokens.Cut], dice: Dice, usage: dict[str, Any] | None
) -> Iterator[bytes]:
    rest = {"usage": None} if usage is not None else {}
    for index, cut in enumerate(cuts):
        for place, token in enumerate(cut.tokens):
            chance = dice.fork("stream", place)
            chunk = {**head, "choices": [_choice(body, index, token, (token,), None, chance)], **rest}
            yield openai.event(chunk)
        chunk = {**head, "choices": [_choice(body, index, "", (), _REASONS[cut.reason], dice)], **rest}
        yield openai.event(chunk)
    if usage is not None:
        yield openai.event({**head, "choices": [], "usage": usage})
    yield openai.DONE


def _choice(
    body: dict[str, Any], index: int, text: str, pieces: tuple[str, ...], reason: str | None, dice: Dice
) -> dict[str, Any]:
    levels: dict[str, Any] | None = None
    wanted = whole(body.get("logprobs"))
    if wanted is not None and pieces:
        chance = dice.fork("logprobs", index)
        chosen = [tokens.logprob(chance) for _ in pieces]
        offsets = [sum(len(piece) for piece in pieces[:place]) for place in range(len(pieces))]
        tops = [
            dict(tokens.alternatives(piece, level, wanted, chance.fork("top", place)))
            for place, (piece, level) in enumerate(zip(pieces, chosen, strict=True))
        ]
        levels = {"tokens": list(pieces), "token_logprobs": chosen, "top_logprobs": tops, "text_offset": offsets}
    return {"index": index, "text": text, "logprobs": levels, "finish_reason": reason}
