"""A conversation in which the model calls tools, turn by turn, without waiting for any of it."""

from __future__ import annotations

import inspect
import json
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar, cast
from uuid import uuid4

from inferloom_runtime.chat import functions
from inferloom_runtime.chat.events import ToolEvent, ToolResultEvent, TurnEvent
from inferloom_runtime.chat.functions import ToolFunction
from inferloom_runtime.chat.reading import Classes, Reading
from inferloom_runtime.errors import UsageError
from inferloom_runtime.guards import is_object
from inferloom_runtime.record import Record

C = TypeVar("C")
K = TypeVar("K")
M = TypeVar("M")

MOST_TURNS = 10
"""How often the model is asked where the caller names no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRun(Generic[C, M]):
    """What came of a conversation in which tools were run.

    Attributes:
        completion: The last answer.
        message: Its message.
        messages: The whole conversation, from the caller's messages to the last answer: it may be sent again.
        turns: Every answer of the model, in order.
        reason: Why it ended: "answer" (the model answered), "max_turns" (it still wanted tools, whose results stand in
            `messages`), or "pending" (it called tools that are no functions: they are the caller's to run).
        pending: The calls that are the caller's to run, as they stand in the last message.
    """

    completion: C
    message: M
    messages: list[Any]
    turns: list[C]
    reason: Literal["answer", "max_turns", "pending"]
    pending: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    @property
    def text(self) -> str:
        """The text of the last answer; empty where it has none."""
        content = getattr(self.message, "content", None)
        return content if isinstance(content, str) else ""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What came of one call.

    Attributes:
        id: The call.
        name: The tool.
        content: What the model will read.
        failed: Whether it is the account of an error.
    """

    id: str
    name: str
    content: str
    failed: bool

    def message(self) -> dict[str, Any]:
        """The message that hands it to the model."""
        return {"role": "tool", "tool_call_id": self.id, "content": self.content}


@dataclass(frozen=True, slots=True)
class ToolJob:
    """One call of a tool that is to be run.

    Attributes:
        id: The call.
        name: The tool's name, as the model wrote it.
        given: The arguments, as the model wrote them.
        function: The function, or None where there is none of that name.
        known: The names that there are.
    """

    id: str
    name: str
    given: str | dict[str, Any]
    function: ToolFunction | None
    known: tuple[str, ...]

    def arguments(self) -> tuple[list[Any], dict[str, Any]]:
        """Find out what to call the function with.

        Returns:
            The positional arguments and the ones given by name.

        Raises:
            Exception: There is no such function, or the arguments do not fit; `failure` tells the model.
        """
        if self.function is None:
            raise _Refusal(f"there is no tool {self.name!r}; there are: {', '.join(self.known) or 'none'}")
        try:
            return functions.described(self.function).arguments(self.given)
        except (ValueError, RecursionError) as error:
            raise _Refusal(f"wrong arguments for {self.name}: {functions.reason_of(error)}") from None

    def run(self) -> ToolResult:
        """Call the function in this thread.

        Returns:
            What came of it.

        Raises:
            UsageError: The function must be awaited.
        """
        try:
            positional, named = self.arguments()
            value = cast(ToolFunction, self.function)(*positional, **named)
        except Exception as error:
            return self.failure(error)
        if inspect.isawaitable(value):
            getattr(value, "close", lambda: None)()
            raise UsageError(
                f"tools: {self.name}() must be awaited: use the async client, or a function that need not."
            )
        return self.success(value)

    def success(self, value: Any) -> ToolResult:
        """The account of a call that went well.

        Args:
            value: What the function gave.
        """
        return ToolResult(self.id, self.name, functions.text_of(value), failed=False)

    def failure(self, error: Exception) -> ToolResult:
        """The account of a call that was not made, or went wrong.

        Args:
            error: Why.
        """
        said = str(error) if isinstance(error, _Refusal) else f"{self.name} failed: {functions.reason_of(error)}"
        return ToolResult(self.id, self.name, f"Error: {said}.", failed=True)


class _Refusal(Exception):
    """A call that was not made; its words are for the model."""


class ToolLoop(Generic[C, K, M]):
    """A conversation between a model and functions.

    Args:
        values: The arguments of the first call, by field.
        classes: The classes of the completions.
        max_turns: How often the model is asked at most.
        awaited: Whether functions may be async.

    Attributes:
        ready: The events that nobody has taken yet, where the answers are streamed.
        jobs: The calls that are to be run before the model is asked again.
        reading: The answer that is being streamed, or None.

    Raises:
        UsageError: Two tools have one name, a function is async where it may not be, or `max_turns` is less than 1.
    """

    def __init__(self, values: dict[str, Any], classes: Classes, *, max_turns: int | None, awaited: bool) -> None:
        self.ready: deque[ToolEvent[K]] = deque()
        self.jobs: list[ToolJob] = []
        self.reading: Reading[C, K, None] | None = None
        limit = MOST_TURNS if max_turns is None else max_turns
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError(f"max_turns={max_turns!r} must be a whole number, 1 or more.")
        messages = values.get("messages")
        if not isinstance(messages, str | Sequence):
            raise UsageError(f"messages must be a string or a list of messages, not {type(messages).__name__}.")
        self._messages: list[Any] = (
            [{"role": "user", "content": messages}] if isinstance(messages, str) else list(cast("list[Any]", messages))
        )
        self._values = values
        self._classes = classes
        self._left = limit
        self._functions, self._others = _by_name(values.get("tools") or (), awaited)
        self._turns: list[C] = []
        self._pending: list[dict[str, Any]] = []
        self._reason: Literal["answer", "max_turns", "pending"] | None = None

    def ask(self) -> dict[str, Any] | None:
        """What to ask the model next.

        Returns:
            The arguments of the call, by field; None when the conversation is over.
        """
        if self._reason is None and self._left == 0:
            self._reason = "max_turns"
        if self._reason is not None:
            return None
        self._left -= 1
        values = {**self._values, "messages": list(self._messages)}
        if self._turns and values.get("tool_choice") not in (None, "auto", "none"):
            # A call that is forced in every turn would never come to an answer.
            values["tool_choice"] = "auto"
        self.ready.append(TurnEvent(turn=len(self._turns)))
        return values

    def begin(self) -> None:
        """Say that the answer will be streamed."""
        self.reading = Reading(self._classes)

    def feed(self, chunk: K | None) -> None:
        """Take a piece of a streamed answer.

        Args:
            chunk: The piece; None for its end.
        """
        reading = cast("Reading[C, K, None]", self.reading)
        reading.take(chunk)
        self.ready.extend(reading.ready)
        reading.ready.clear()
        if chunk is None:
            self.reading = None
            self.take(reading.completion())

    def take(self, completion: C) -> None:
        """Take an answer of the model's, whole.

        Args:
            completion: The answer.
        """
        self._turns.append(completion)
        choices: Any = getattr(completion, "choices", None) or ()
        message: dict[str, Any] = choices[0].message.to_dict() if choices else {"role": "assistant", "content": ""}
        calls = [_with_id(call) for call in message.get("tool_calls") or () if is_object(call)]
        if calls:
            message["tool_calls"] = calls
            if message.get("content") is None:
                message.pop("content", None)  # some servers take no null there, not even the one that they sent
        self._messages.append(message)
        theirs = [call for call in calls if _name(call) in self._others]
        self.jobs = [self._job(call) for call in calls if _name(call) not in self._others]
        if theirs:
            self._pending, self._reason = theirs, "pending"
        elif not calls:
            self._reason = "answer"

    def give(self, results: Sequence[ToolResult]) -> None:
        """Take the results of the jobs.

        Args:
            results: One for each job, in order.
        """
        self.jobs = []
        for result in results:
            self._messages.append(result.message())
            self.ready.append(
                ToolResultEvent(id=result.id, name=result.name, content=result.content, failed=result.failed)
            )

    def result(self) -> ToolRun[C, M]:
        """What came of it.

        Returns:
            The conversation.

        Raises:
            UsageError: It was left before its end.
        """
        if self._reason is None:
            raise UsageError("The conversation was left before its end: there is no final answer.")
        last: Any = self._turns[-1]
        return ToolRun(
            completion=cast(C, last),
            message=cast(M, last.choices[0].message if last.choices else None),
            messages=list(self._messages),
            turns=list(self._turns),
            reason=self._reason,
            pending=self._pending,
        )

    def _job(self, call: dict[str, Any]) -> ToolJob:
        name = _name(call)
        given = call["function"].get("arguments") if is_object(call.get("function")) else None
        known = (*self._functions, *self._others)
        return ToolJob(call["id"], name, given or "", self._functions.get(name), known)


def _by_name(tools: Sequence[Any], awaited: bool) -> tuple[dict[str, ToolFunction], list[str]]:
    """The functions by name, and the names of the tools that are none."""
    found: dict[str, ToolFunction] = {}
    others: list[str] = []
    for tool in tools:
        if functions.is_function(tool):
            name = functions.name_of(tool)
            if not awaited and functions.is_awaited(tool):
                raise UsageError(f"tools: {name}() is async: use AsyncInferenceClient, or a function that is not.")
        else:
            described: Any = tool.get("function") if is_object(tool) or isinstance(tool, Record) else None
            name = str(described["name"] if described is not None and "name" in described else "")
        if name and (name in found or name in others):
            raise UsageError(f"tools: two tools have the name {name!r}.")
        if functions.is_function(tool):
            found[name] = tool
        elif name:
            others.append(name)
    return found, others


def _name(call: dict[str, Any]) -> str:
    described: Any = call.get("function")
    return str(described.get("name") or "") if is_object(described) else ""


def _with_id(call: dict[str, Any]) -> dict[str, Any]:
    """A call that can be answered: some servers give it no name, some write its arguments as an object."""
    described: Any = call.get("function")
    function: dict[str, Any] = dict(described) if is_object(described) else {}
    if not isinstance(function.get("arguments"), str):
        function["arguments"] = json.dumps(function.get("arguments") or {}, ensure_ascii=False)
    return {
        **call,
        "id": call.get("id") or f"call_{uuid4().hex}",
        "type": call.get("type") or "function",
        "function": function,
    }
