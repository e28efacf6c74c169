"""The wire of text generation servers: one text to continue, with tokens told on request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from inferloom_runtime.sandbox import forms, prose, tokens
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal, Reply, Request, of_events, of_json
from inferloom_runtime.sandbox.pipeline import Pipeline
from inferloom_runtime.sandbox.value import compact, items, jsonpath, members, whole

MOST_INPUT = 7168
"""The longest prompt, in tokens."""

MOST_TOTAL = 8192
"""The longest prompt with its continuation, in tokens."""

MOST_SEQUENCES = 20
"""The most continuations that are drawn for one prompt."""

_DEFAULT_LIMIT = 100
_REASONS = {"end": "eos_token", "stop": "stop_sequence", "length": "length"}


class Generation:
    """Serves text generation.

    Args:
        pipeline: The task, which checks the body.
        seed: The sandbox's seed.
    """

    def __init__(self, pipeline: Pipeline, seed: int) -> None:
        self._pipeline = pipeline
        self._seed = seed

    def serve(self, request: Request, address: str) -> Reply:
        """Answer a request.

        Args:
            request: The request.
            address: "generate" gives an object, "generate_stream" streams, others give a list or stream as asked.

        Raises:
            Refusal: 400 or 422; the body does not fit.
        """
        body = self._pipeline.body_of(request)
        self._pipeline.check(body)
        return self.answered(body, address)

    def answered(self, body: dict[str, Any], address: str) -> Reply:
        """Answer a body that fits the schema.

        Args:
            body: The body.
            address: As for `serve`.

        Raises:
            Refusal: 422; it does not fit what no schema says.
        """
        job = _Job(body, self._seed)
        if address == "generate_stream" or (body.get("stream") is True and address != "generate"):
            if job.parameters.get("decoder_input_details") is True:
                at = ("parameters", "decoder_input_details")
                raise Refusal(422, f"{jsonpath(at)}: prompt tokens are not told in streams.", at)
            return of_events(job.events())
        return of_json(job.whole() if address == "generate" else [job.whole()])


class _Job:
    """One text to continue."""

    def __init__(self, body: dict[str, Any], seed: int) -> None:
        self.parameters = members(body.get("parameters"))
        self._prompt = str(body.get("inputs"))
        self._limit = whole(self.parameters.get("max_new_tokens")) or _DEFAULT_LIMIT
        self._input_length = self._checked()
        steering = {name: value for name, value in self.parameters.items() if name not in _TELLING}
        self._dice = Dice(seed, "text-generation", self._prompt, steering)
        self._cut = self._continued(self._dice)

    def whole(self) -> dict[str, Any]:
        """The answer that is not streamed."""
        answer: dict[str, Any] = {"generated_text": self._full(self._cut)}
        if self.parameters.get("details") is True or self.parameters.get("decoder_input_details") is True:
            details = self._sequence(self._cut, self._dice)
            best_of = whole(self.parameters.get("best_of")) or 1
            if best_of > 1:
                details["best_of_sequences"] = [
                    self._loser(self._dice.fork("loser", place)) for place in range(1, best_of)
                ]
            answer["details"] = details
        return answer

    def events(self) -> Iterator[bytes]:
        """The answer token by token."""
        told = self._tokens(self._cut, self._dice)
        tops = self._tops(self._cut, told, self._dice)
        for position, token in enumerate(told):
            is_last = position == len(told) - 1
            event: dict[str, Any] = {"index": position + 1, "token": token}
            if tops:
                event["top_tokens"] = tops[position]
            event["generated_text"] = self._full(self._cut) if is_last else None
            event["details"] = self._ending(self._cut) | {"input_length": self._input_length} if is_last else None
            yield b"data:" + compact(event) + b"\n\n"

    def _checked(self) -> int:
        """Check what no schema says, as text generation servers do; gives the prompt's length in tokens."""
        given = self.parameters
        for name in ("temperature", "top_k"):
            if given.get(name) == 0:
                self._refuse(name, "must be greater than 0; leave it out to switch it off.")
        best_of = whole(given.get("best_of")) or 1
        if best_of > MOST_SEQUENCES:
            self._refuse("best_of", f"must be at most {MOST_SEQUENCES}, got {best_of}.")
        if best_of > 1:
            if given.get("do_sample") is not True:
                self._refuse("best_of", "needs do_sample, as all continuations would be the same without it.")
            if given.get("seed") is not None:
                self._refuse("seed", "cannot be given together with best_of above 1.")
        if not self._prompt:
            raise Refusal(422, "$.inputs: the text must not be empty.", ("inputs",))
        length = tokens.count(self._prompt)
        kept = whole(given.get("truncate"))
        length = min(length, kept) if kept else length
        if length > MOST_INPUT:
            raise Refusal(422, f"$.inputs: must have at most {MOST_INPUT} tokens, has {length}.", ("inputs",))
        if length + self._limit > MOST_TOTAL:
            self._refuse(
                "max_new_tokens",
                f"the tokens of inputs and max_new_tokens must be at most {MOST_TOTAL} together, "
                f"got {length} and {self._limit}.",
            )
        return length

    def _refuse(self, name: str, sentence: str) -> None:
        at = ("parameters", name)
        raise Refusal(422, f"{jsonpath(at)}: {sentence}", at)

    def _continued(self, dice: Dice) -> tokens.Cut:
        stops = [stop for stop in items(self.parameters.get("stop")) if isinstance(stop, str)]
        grammar = members(self.parameters.get("grammar"))
        text = self._formed(grammar, dice) if grammar else prose.continuation(self._prompt, dice)
        return tokens.cut(text, limit=self._limit, stops=stops, keep_stop=True)

    def _formed(self, grammar: dict[str, Any], dice: Dice) -> str:
        at, value = ("parameters", "grammar", "value"), grammar.get("value")
        if grammar.get("type") == "regex":
            return forms.regex_text(str(value), dice, at)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError as error:
                raise Refusal(422, f"{jsonpath(at)}: the schema's text is not valid JSON: {error}.", at) from error
        if grammar.get("type") == "json_schema":
            value = members(value).get("schema")
        return forms.json_text(value, self._prompt, dice, at)

    def _full(self, cut: tokens.Cut) -> str:
        return self._prompt + cut.text if self.parameters.get("return_full_text") is True else cut.text

    def _ending(self, cut: tokens.Cut) -> dict[str, Any]:
        return {
            "finish_reason": _REASONS[cut.reason],
            "generated_tokens": len(cut.tokens),
            "seed": self.parameters.get("seed"),
        }

    def _sequence(self, cut: tokens.Cut, dice: Dice) -> dict[str, Any]:
        told = self._tokens(cut, dice)
        details = {**self._ending(cut), "prefill": self._prefill(), "tokens": told}
        tops = self._tops(cut, told, dice)
        return {**details, "top_tokens": tops} if tops else details

    def _loser(self, dice: Dice) -> dict[str, Any]:
        cut = self._continued(dice)
        return {"generated_text": self._full(cut), **self._sequence(cut, dice)}

    def _prefill(self) -> list[dict[str, Any]]:
        if self.parameters.get("decoder_input_details") is not True:
            return []
        dice, pieces = self._dice.fork("prefill"), tokens.split(self._prompt)[-self._input_length :]
        return [
            {"id": tokens.token_id(piece), "text": piece, "logprob": tokens.logprob(dice) if place else None}
            for place, piece in enumerate(pieces)
        ]

    def _tokens(self, cut: tokens.Cut, dice: Dice) -> list[dict[str, Any]]:
        chance = dice.fork("tokens")
        return [_told(piece, tokens.logprob(chance)) for piece in cut.tokens]

    def _tops(self, cut: tokens.Cut, told: list[dict[str, Any]], dice: Dice) -> list[list[dict[str, Any]]]:
        wanted = whole(self.parameters.get("top_n_tokens")) or 0
        if not wanted:
            return []
        return [
            [
                _told(piece, level)
                for piece, level in tokens.alternatives(
                    token["text"], token["logprob"], wanted, dice.fork("top", place)
                )
            ]
            for place, token in enumerate(told)
        ]


# What is told of a text, and what not, does not change the text.
_TELLING = ("details", "decoder_input_details", "top_n_tokens", "return_full_text", "max_new_tokens", "stop", "best_of")


def _told(piece: str, level: float) -> dict[str, Any]:
    return {"id": tokens.token_id(piece), "text": piece, "logprob": level, "special": False}
