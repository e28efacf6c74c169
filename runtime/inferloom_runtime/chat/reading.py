"""The pieces of a streamed answer read as events, without waiting for any."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar, cast

from inferloom_runtime.chat.accumulate import Accumulator, Choice, Growth, ToolCall
from inferloom_runtime.chat.events import (
    ChatEvent,
    ChunkEvent,
    ContentDeltaEvent,
    ContentDoneEvent,
    FinishEvent,
    ReasoningDeltaEvent,
    RefusalDeltaEvent,
    RefusalDoneEvent,
    ToolCallDeltaEvent,
    ToolCallDoneEvent,
    UsageEvent,
)
from inferloom_runtime.errors import InferloomError, UsageError
from inferloom_runtime.record import Record

C = TypeVar("C")
K = TypeVar("K")
T = TypeVar("T")


class Classes(NamedTuple):
    """The classes that answers are made of.

    Attributes:
        completion: A completion, as it comes.
        parsed: One whose messages have been read as a type.
        choice: A choice of that.
        message: A message of that.
    """

    completion: type[Any]
    parsed: type[Any]
    choice: type[Any]
    message: type[Any]


class Reading(Generic[C, K, T]):
    """Reads a streamed answer.

    Args:
        classes: The classes of the completion.
        kind: The type that the text is to be read as, or None.

    Attributes:
        ready: The events that nobody has taken yet.
        over: Whether the answer has come to its end.
    """

    def __init__(self, classes: Classes, kind: Any = None) -> None:
        self.ready: deque[ChatEvent[K, T]] = deque()
        self.over: bool = False
        self._answer = Accumulator()
        self._classes = classes
        # A form as the wire has it is the server's affair alone.
        self._kind = None if isinstance(kind, Record | Mapping) else kind
        self._values: dict[int, Any] = {}
        self._done: set[int] = set()
        self._failure: InferloomError | None = None

    def take(self, chunk: K | None) -> None:
        """Take a piece.

        Args:
            chunk: The piece; None for the end.
        """
        if chunk is None:
            self._end()
            return
        self.ready.append(ChunkEvent(chunk=chunk))
        for growth in self._answer.add(cast(Any, chunk)):
            self._tell(growth)

    def check(self) -> None:
        """Raise what came in the answer's place.

        Raises:
            StructuredAnswerError: The text is not of the type that was asked for.
        """
        if self._failure is not None:
            raise self._failure

    def completion(self) -> C:
        """The whole answer, as if it had not been streamed.

        Returns:
            The completion.

        Raises:
            UsageError: The stream was left before its end.
            StructuredAnswerError: The text is not of the type that was asked for.
        """
        self.check()
        if not self.over:
            raise UsageError("The stream was closed before its end: there is no final completion.")
        return cast(C, self._completion(with_values=True))

    def _completion(self, *, with_values: bool) -> Any:
        from inferloom_runtime import codec
        from inferloom_runtime.chat import parsed

        completion = codec.decode_value(self._answer.plain(), self._classes.completion)
        if self._kind is None or not with_values:
            return completion
        values = [self._values.get(choice.index) for choice in completion.choices]
        return parsed.typed(completion, values, self._classes)

    def _tell(self, growth: Growth) -> None:
        choice, index = growth.choice, growth.choice.index
        for name, delta in growth.texts.items():
            snapshot = choice.texts[name]
            if name == "content":
                self.ready.append(ContentDeltaEvent(delta=delta, snapshot=snapshot, choice=index))
            elif name == "refusal":
                self.ready.append(RefusalDeltaEvent(delta=delta, snapshot=snapshot, choice=index))
            elif name == "reasoning_content" or "reasoning_content" not in growth.texts:
                # Some servers send the same thinking under both names.
                self.ready.append(ReasoningDeltaEvent(delta=delta, snapshot=snapshot, choice=index))
        self._tell_calls(growth.calls, index)
        if growth.finished:
            self._finish(choice)

    def _tell_calls(self, steps: Sequence[tuple[ToolCall, str | None]], index: int) -> None:
        for call, delta in steps:
            where: dict[str, Any] = {"index": call.position, "name": call.name, "choice": index}
            if delta is None:
                call.plain()  # gives it an id where the server gave none
                self.ready.append(ToolCallDoneEvent(id=call.id, arguments=call.arguments, **where))
            else:
                self.ready.append(
                    ToolCallDeltaEvent(id=call.id, arguments_delta=delta, arguments=call.arguments, **where)
                )

    def _finish(self, choice: Choice) -> None:
        if choice.index in self._done:
            return
        self._done.add(choice.index)
        if refusal := choice.texts.get("refusal"):
            self.ready.append(RefusalDoneEvent(refusal=refusal, choice=choice.index))
        value = self._value(choice) if self._kind is not None and self._failure is None else None
        if (content := choice.texts.get("content")) and self._failure is None:
            self.ready.append(ContentDoneEvent(content=content, parsed=value, choice=choice.index))
        if choice.finish_reason is not None:
            self.ready.append(FinishEvent(finish_reason=choice.finish_reason, choice=choice.index))

    def _value(self, choice: Choice) -> Any:
        from inferloom_runtime.chat import parsed

        completion = self._completion(with_values=False)
        whole = next(one for one in completion.choices if one.index == choice.index)
        try:
            self._values[choice.index] = parsed.checked(whole, self._kind, completion)
        except InferloomError as error:
            # What came before it has not been taken yet.
            self._failure = error
        return self._values.get(choice.index)

    def _end(self) -> None:
        for choice in self._answer.choices.values():
            self._tell_calls(choice.end(), choice.index)
            self._finish(choice)
        if (usage := self._answer.usage) is not None:
            prompt, written, total = (
                usage[name] if isinstance(usage.get(name), int) else 0
                for name in ("prompt_tokens", "completion_tokens", "total_tokens")
            )
            self.ready.append(UsageEvent(prompt_tokens=prompt, completion_tokens=written, total_tokens=total))
        self.over = True
