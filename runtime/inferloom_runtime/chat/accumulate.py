"""The pieces of a streamed conversation, put together to the answer that they are of.

The wire says: text is appended, calls of tools belong together by their index. Servers differ in the rest. What is
known of them stands beside each rule.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.record import Record

TEXTS = ("content", "refusal", "reasoning_content", "reasoning")
"""Fields of a message that are text and grow; the last two are one thing under two names."""

_STEADY = frozenset({"role", "tool_call_id"})
_TOP = frozenset({"choices", "object"})


@dataclass(slots=True)
class ToolCall:
    """A call of a tool as far as it has come.

    Attributes:
        position: Its place among the calls of its answer.
        index: What the server numbers it with, or None.
        id: Its name, empty where the server gave none yet.
        name: The tool's name as far as it has come.
        arguments: The JSON text of the arguments as far as it has come.
        extra: What else the server says of it.
        ended: Whether nothing more is expected of it.
    """

    position: int
    index: int | None = None
    id: str = ""
    name: str = ""
    arguments: str = ""
    extra: dict[str, Any] = field(default_factory=dict[str, Any])
    ended: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the arguments are a complete JSON value."""
        try:
            json.loads(self.arguments)
        except (ValueError, RecursionError):
            return False
        return True

    def plain(self) -> dict[str, Any]:
        """The call as an answer that was not streamed has it."""
        # A call without a name cannot be answered; some servers leave it out.
        self.id = self.id or f"call_{uuid4().hex}"
        function = {"name": self.name, "arguments": self.arguments}
        return {"id": self.id, "type": "function", **self.extra, "function": function}


@dataclass(slots=True)
class Choice:
    """One answer as far as it has come.

    Attributes:
        index: Its position among the answers.
        texts: The texts that have grown, by field.
        calls: The calls of tools, in order.
        finish_reason: Why it ended, or None as long as it has not.
        message: The message's other fields.
        logprobs: Its tokens' log probabilities.
        extra: The choice's other fields.
        sound: The bytes of a spoken answer.
    """

    index: int
    texts: dict[str, str] = field(default_factory=dict[str, str])
    calls: list[ToolCall] = field(default_factory=list[ToolCall])
    finish_reason: str | None = None
    message: dict[str, Any] = field(default_factory=dict[str, Any])
    logprobs: dict[str, Any] = field(default_factory=dict[str, Any])
    extra: dict[str, Any] = field(default_factory=dict[str, Any])
    sound: bytearray = field(default_factory=bytearray)

    def end(self, *, only_whole: bool = False, before: ToolCall | None = None) -> list[tuple[ToolCall, str | None]]:
        """Say that nothing more of its calls will come.

        Args:
            only_whole: Leave out those whose arguments are not complete.
            before: Leave out this one.

        Returns:
            The calls that end now, each with None.
        """
        ending = [call for call in self.calls if not call.ended and call is not before]
        ending = [call for call in ending if not only_whole or call.is_whole]
        for call in ending:
            call.ended = True
        return [(call, None) for call in ending]

    def plain(self) -> dict[str, Any]:
        """The choice as an answer that was not streamed has it."""
        message: dict[str, Any] = {"role": "assistant", "content": None, **self.message, **self.texts}
        if self.calls:
            message["tool_calls"] = [call.plain() for call in self.calls]
        if self.sound:
            message["audio"] = {**message.get("audio", {}), "data": base64.b64encode(self.sound).decode()}
        made = {**self.extra, "index": self.index, "message": message, "finish_reason": self.finish_reason}
        if self.logprobs:
            made["logprobs"] = self.logprobs
        return made


@dataclass(frozen=True, slots=True)
class Growth:
    """What one piece brought to one answer.

    Attributes:
        choice: The answer, with the piece in it.
        texts: The new text, by field.
        calls: The calls that grew, each with its new arguments; with None, one of which nothing more will come.
        finished: Whether the piece said why the answer ended.
    """

    choice: Choice
    texts: dict[str, str]
    calls: list[tuple[ToolCall, str | None]]
    finished: bool


class Accumulator:
    """Puts the pieces of a streamed answer together.

    Attributes:
        choices: The answers so far, by index.
        usage: The last token counts that came, or None.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.choices: dict[int, Choice] = {}
        self.usage: dict[str, Any] | None = None
        self._top: dict[str, Any] = {}

    def add(self, chunk: Record | Mapping[str, Any]) -> list[Growth]:
        """Take a piece.

        Args:
            chunk: The piece, as the stream gave it.

        Returns:
            What it brought, one entry for each answer that it speaks of.
        """
        piece: dict[str, Any] = chunk.to_dict() if isinstance(chunk, Record) else dict(chunk)
        for name, value in piece.items():
            # Ids are repeated in each piece, or come empty in some.
            if name not in _TOP and (value not in (None, "") or name not in self._top):
                self._top[name] = value
        if is_object(usage := piece.get("usage")):
            self.usage = usage
        choices: Any = piece.get("choices")
        return [self._grow(each) for each in choices if is_object(each)] if is_list(choices) else []

    def plain(self) -> dict[str, Any]:
        """The answer so far, as the server would have sent it in one piece."""
        ordered = [self.choices[index].plain() for index in sorted(self.choices)]
        return {"id": "", "created": 0, "model": "", **self._top, "object": "chat.completion", "choices": ordered}

    def _grow(self, piece: dict[str, Any]) -> Growth:
        index = piece.get("index")
        index = index if isinstance(index, int) else 0
        choice = self.choices.setdefault(index, Choice(index))
        # A server that does not stream answers with a whole message.
        delta: Any = piece.get("delta")
        delta = delta if is_object(delta) and delta else piece.get("message")
        delta = dict(delta) if is_object(delta) else {}
        texts: dict[str, str] = {}
        for name in TEXTS:
            text = _text(delta.pop(name, None))
            if text or (text is not None and name not in choice.texts):
                choice.texts[name] = choice.texts.get(name, "") + text
                if text:
                    texts[name] = text
        calls = _grow_calls(choice, delta.pop("tool_calls", None))
        if is_object(audio := delta.pop("audio", None)):
            _grow_audio(choice, audio)
        for name, value in delta.items():
            if value is not None:
                steady = name in _STEADY and choice.message.get(name)
                choice.message[name] = choice.message[name] if steady else joined(choice.message.get(name), value)
        for name, value in piece.items():
            if name in ("index", "delta", "message"):
                continue
            if name == "finish_reason":
                choice.finish_reason = value or choice.finish_reason
            elif name == "logprobs" and is_object(value):
                choice.logprobs = joined(choice.logprobs, value)
            elif value is not None or name not in choice.extra:
                choice.extra[name] = value
        finished = bool(piece.get("finish_reason"))
        if finished:
            calls += choice.end()
        return Growth(choice, texts, calls, finished)


def _grow_calls(choice: Choice, pieces: Any) -> list[tuple[ToolCall, str | None]]:
    steps: list[tuple[ToolCall, str | None]] = []
    for piece in pieces if is_list(pieces) else []:
        if not is_object(piece):
            continue
        known = len(choice.calls)
        call, arguments = _placed(choice, piece)
        if len(choice.calls) > known:
            # Most servers finish one call before they begin the next; those that don't leave this one incomplete.
            steps += choice.end(only_whole=True, before=call)
        call.arguments += arguments
        steps.append((call, arguments))
    return steps


def _placed(choice: Choice, piece: dict[str, Any]) -> tuple[ToolCall, str]:
    """Find the call that a piece belongs to, or begin one; give back what the piece adds to its arguments."""
    described: Any = piece.get("function")
    function: dict[str, Any] = described if is_object(described) else {}
    index, identity, name = piece.get("index"), piece.get("id") or "", function.get("name") or ""
    given: Any = function.get("arguments")
    # Some servers send the object itself, and all of it at once.
    arguments = given if isinstance(given, str) else "" if given is None else json.dumps(given, ensure_ascii=False)
    call = _found(choice, index if isinstance(index, int) else None, identity, name, arguments)
    if call is None:
        call = ToolCall(len(choice.calls), index if isinstance(index, int) else None)
        choice.calls.append(call)
    elif arguments and call.arguments == arguments and call.is_whole:
        arguments = ""  # the whole call once more, at the end of its pieces
    call.id = call.id or identity
    if name and not call.arguments:
        # A name comes whole, in pieces, as far as it has come, or again with each piece.
        call.name = name if name.startswith(call.name) else call.name + name
    for key, value in piece.items():
        if key not in ("index", "id", "function") and value is not None:
            call.extra[key] = value
    return call, arguments


def _found(choice: Choice, index: int | None, identity: str, name: str, arguments: str) -> ToolCall | None:
    if index is not None:
        numbered = [call for call in choice.calls if call.index == index]
        if not numbered:
            return None
        named = next((call for call in numbered if identity and call.id == identity), None)
        call = named or numbered[-1]
        # Servers that send whole calls number all of them 0; others give one call a new id, but no name, in each piece.
        is_another = bool(identity and call.id and identity != call.id and name)
        return None if is_another and (not call.arguments or call.is_whole) else call
    if identity:
        known = next((call for call in choice.calls if call.id == identity), None)
        if known is not None:
            return known
    if not choice.calls:
        return None
    last = choice.calls[-1]
    if identity and last.id and name:
        return None
    starts = bool(name) and bool(arguments) and last.is_whole and (name, arguments) != (last.name, last.arguments)
    return None if starts or (name and not arguments and last.is_whole and name != last.name) else last


def _text(value: Any) -> str | None:
    """A piece of text; some servers send it as a list of parts."""
    if isinstance(value, str) or value is None:
        return value
    if is_list(value):
        parts = [part.get("text") if is_object(part) else part for part in value]
        return "".join(part for part in parts if isinstance(part, str))
    return str(value)


def _grow_audio(choice: Choice, piece: dict[str, Any]) -> None:
    audio: dict[str, Any] = choice.message.setdefault("audio", {})
    for name, value in piece.items():
        if name == "data" and isinstance(value, str):
            try:
                # Each piece is base64 of its own: texts with padding cannot be put behind one another.
                choice.sound += base64.b64decode(value, validate=True)
            except binascii.Error:
                audio["data"] = value
        elif name == "transcript" and isinstance(value, str):
            audio[name] = audio.get(name, "") + value
        elif value is not None:
            audio[name] = value


def joined(before: Any, value: Any) -> Any:
    """Two pieces of a field that is not declared: texts and lists behind one another, objects member by member.

    Args:
        before: What came before, or None.
        value: The new piece.

    Returns:
        Both together; of numbers, booleans and pieces of different kinds the new one.
    """
    if isinstance(before, str) and isinstance(value, str):
        return before + value
    if is_list(before) and is_list(value):
        return [*before, *value]
    if is_object(before) and is_object(value):
        return {**before, **{name: joined(before.get(name), member) for name, member in value.items()}}
    return before if value is None else value
