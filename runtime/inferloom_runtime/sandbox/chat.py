"""The OpenAI wire of conversations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from inferloom_runtime.sandbox import conversation, openai, tokens
from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.checker import Checker
from inferloom_runtime.sandbox.conversation import Turn
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Reply, Request, of_events, of_json
from inferloom_runtime.sandbox.registry import Registry
from inferloom_runtime.sandbox.value import items, members, whole

_SPREAD = 4

# Where an answer is cut, how many there are and what is told of them does not change the words.
_TELLING = ("stream", "stream_options", "max_tokens", "max_completion_tokens", "stop", "n", "logprobs", "top_logprobs",
            "user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key")  # fmt: skip


class Chat:
    """Serves conversations.

    Args:
        bundle: The task, for its input schema.
        registry: The models.
        seed: The sandbox's seed.
        extra: Further members that requests may have.
    """

    def __init__(self, bundle: Bundle, registry: Registry, seed: int, extra: frozenset[str]) -> None:
        self._registry = registry
        self._checker = Checker(bundle.input, open_at=("messages", "tools"), extra=extra)
        self._seed = seed

    def serve(self, request: Request, model: str | None = None) -> Reply:
        """Answer a request.

        Args:
            request: The request.
            model: The model in the address, or None.

        Raises:
            Refusal: 400 or 422; the body does not fit.
        """
        return self.answered(*openai.read(request, model, self._checker))

    def check(self, body: dict[str, Any]) -> None:
        """Refuse a body that was read elsewhere and does not fit.

        Raises:
            Refusal: 422.
        """
        self._checker.check(body)

    def answered(self, body: dict[str, Any], named: str) -> Reply:
        """Answer a conversation.

        Args:
            body: The body without `model`, which fits the schema.
            named: The model.

        Raises:
            Refusal: 400 or 422; the model or the conversation is not right.
        """
        self._registry.check_writer(named)
        conversation.check(body)
        dice = Dice(self._seed, "chat", openai.steering(body))
        chance = Dice(self._seed, "words", openai.steering(body, _TELLING))
        turns = [conversation.turn(body, chance.fork("choice", index)) for index in range(whole(body.get("n")) or 1)]
        answer = _Answer(body, named, dice, turns)
        return of_events(answer.events()) if body.get("stream") is True else of_json(answer.whole())


class _Answer:
    def __init__(self, body: dict[str, Any], model: str, dice: Dice, turns: list[Turn]) -> None:
        self._body = body
        self._model = model
        self._dice = dice
        self._turns = turns
        self._wants_usage = members(body.get("stream_options")).get("include_usage") is True

    def whole(self) -> dict[str, Any]:
        choices = [
            {
                "index": index,
                "message": self._message(turn, index),
                "logprobs": self._logprobs(turn, index, turn.cut.tokens),
                "finish_reason": turn.reason,
            }
            for index, turn in enumerate(self._turns)
        ]
        return {**self._head("chat.completion"), "choices": choices, "usage": self._usage()}

    def events(self) -> Iterator[bytes]:
        streams = [self._deltas(turn, index) for index, turn in enumerate(self._turns)]
        # The choices come interleaved, as a server that writes them side by side would send them.
        while streams:
            for stream in list(streams):
                choice = next(stream, None)
                if choice is None:
                    streams.remove(stream)
                else:
                    yield self._event([choice], None)
        if self._wants_usage:
            yield self._event([], self._usage())
        yield openai.DONE

    def _event(self, choices: list[dict[str, Any]], usage: dict[str, Any] | None) -> bytes:
        chunk = {**self._head("chat.completion.chunk"), "choices": choices}
        if self._wants_usage:
            chunk["usage"] = usage
        return openai.event(chunk)

    def _head(self, kind: str) -> dict[str, Any]:
        return {
            "id": f"chatcmpl-{self._dice.name()}",
            "object": kind,
            "created": openai.moment(self._dice),
            "model": self._model,
            "system_fingerprint": openai.FINGERPRINT,
        }

    def _message(self, turn: Turn, index: int) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": None if turn.calls else turn.cut.text}
        if turn.calls:
            message["tool_calls"] = [self._call(turn, index, place) for place in range(len(turn.calls))]
        if turn.audio:
            message["content"] = None
            message["audio"] = self._audio(turn, index)
        return message

    def _call(self, turn: Turn, index: int, place: int) -> dict[str, Any]:
        name, arguments = turn.calls[place]
        identity = f"call_{self._dice.fork('call', index, place).name()}"
        return {"id": identity, "type": "function", "function": {"name": name, "arguments": arguments}}

    def _audio(self, turn: Turn, index: int) -> dict[str, Any]:
        identity = f"audio_{self._dice.fork('audio', index).name()}"
        expires = openai.moment(self._dice) + 3600
        return {"id": identity, "data": turn.audio, "transcript": turn.cut.text, "expires_at": expires}

    def _deltas(self, turn: Turn, index: int) -> Iterator[dict[str, Any]]:
        def choice(delta: dict[str, Any], reason: str | None = None, level: Any = None) -> dict[str, Any]:
            return {"index": index, "delta": delta, "logprobs": level, "finish_reason": reason}

        if turn.calls:
            yield choice({"role": "assistant", "content": None})
            for place in range(len(turn.calls)):
                call = self._call(turn, index, place)
                arguments = call["function"]["arguments"]
                call["function"]["arguments"] = ""
                yield choice({"tool_calls": [{"index": place, **call}]})
                pieces = tokens.split(arguments)
                for start in range(0, len(pieces), _SPREAD):
                    part = "".join(pieces[start : start + _SPREAD])
                    yield choice({"tool_calls": [{"index": place, "function": {"arguments": part}}]})
        elif turn.audio:
            yield choice({"role": "assistant", "audio": self._audio(turn, index)})
        else:
            yield choice({"role": "assistant", "content": ""})
            levels = items(members(self._logprobs(turn, index, turn.cut.tokens)).get("content"))
            for place, token in enumerate(turn.cut.tokens):
                yield choice({"content": token}, level={"content": [levels[place]]} if levels else None)
        yield choice({}, turn.reason)

    def _logprobs(self, turn: Turn, index: int, pieces: tuple[str, ...]) -> dict[str, Any] | None:
        if self._body.get("logprobs") is not True or turn.calls:
            return None
        dice, wanted = self._dice.fork("logprobs", index), whole(self._body.get("top_logprobs")) or 0
        told: list[dict[str, Any]] = []
        for place, piece in enumerate(pieces):
            level = tokens.logprob(dice)
            others = tokens.alternatives(piece, level, wanted, dice.fork("top", place))
            told.append({**_level(piece, level), "top_logprobs": [_level(other, each) for other, each in others]})
        return {"content": told}

    def _usage(self) -> dict[str, Any]:
        prompt = conversation.prompt_tokens(self._body)
        written = sum(
            len(turn.cut.tokens) + sum(tokens.count(name + arguments) for name, arguments in turn.calls)
            for turn in self._turns
        )
        return {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}


def _level(piece: str, level: float) -> dict[str, Any]:
    return {"token": piece, "logprob": level, "bytes": list(piece.encode("utf-8", "surrogatepass"))}
