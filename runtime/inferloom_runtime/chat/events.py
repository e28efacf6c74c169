"""What happens while an answer is streamed: one class for each kind of event, told apart by `type`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeAlias, TypeVar

K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkEvent(Generic[K]):
    """A piece of the answer came, as the server sent it; the events after it say what was in it.

    Attributes:
        chunk: The piece.
    """

    chunk: K
    type: Literal["chunk"] = "chunk"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentDeltaEvent:
    """More text of the answer.

    Attributes:
        delta: The new text.
        snapshot: All text so far.
        choice: The position of the answer among those that were asked for.
    """

    delta: str
    snapshot: str
    choice: int = 0
    type: Literal["content.delta"] = "content.delta"

    @property
    def parsed(self) -> Any:
        """The JSON so far, as dicts and lists that grow; None where the text does not begin with JSON."""
        from inferloom_runtime.chat import parsed

        return parsed.partial(self.snapshot)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentDoneEvent(Generic[T]):
    """The text of an answer is complete.

    Attributes:
        content: The text.
        parsed: What it says, where `response_format` is a type; otherwise None.
        choice: The position of the answer among those that were asked for.
    """

    content: str
    parsed: T | None = None
    choice: int = 0
    type: Literal["content.done"] = "content.done"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalDeltaEvent:
    """More of the model's reason for not answering.

    Attributes:
        delta: The new text.
        snapshot: All of it so far.
        choice: The position of the answer among those that were asked for.
    """

    delta: str
    snapshot: str
    choice: int = 0
    type: Literal["refusal.delta"] = "refusal.delta"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalDoneEvent:
    """The model's reason for not answering is complete.

    Attributes:
        refusal: The reason.
        choice: The position of the answer among those that were asked for.
    """

    refusal: str
    choice: int = 0
    type: Literal["refusal.done"] = "refusal.done"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasoningDeltaEvent:
    """More of the thinking before the answer.

    Attributes:
        delta: The new text.
        snapshot: All of it so far.
        choice: The position of the answer among those that were asked for.
    """

    delta: str
    snapshot: str
    choice: int = 0
    type: Literal["reasoning.delta"] = "reasoning.delta"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCallDeltaEvent:
    """More of a call of a tool.

    Attributes:
        index: The call's position among those of its answer.
        id: The call's name; empty where the server gave none yet.
        name: The tool's name so far.
        arguments_delta: The new text of the arguments; empty in the piece that only names the tool.
        arguments: Their text so far.
        choice: The position of the answer among those that were asked for.
    """

    index: int
    id: str
    name: str
    arguments_delta: str
    arguments: str
    choice: int = 0
    type: Literal["tool_calls.function.arguments.delta"] = "tool_calls.function.arguments.delta"

    @property
    def parsed_arguments(self) -> Any:
        """The arguments so far, as dicts and lists that grow; None before they begin."""
        from inferloom_runtime.chat import parsed

        return parsed.partial(self.arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCallDoneEvent:
    """A call of a tool is complete.

    Attributes:
        index: The call's position among those of its answer.
        id: The call's name.
        name: The tool's name.
        arguments: The JSON text of the arguments; a model may have written it wrongly.
        choice: The position of the answer among those that were asked for.
    """

    index: int
    id: str
    name: str
    arguments: str
    choice: int = 0
    type: Literal["tool_calls.function.arguments.done"] = "tool_calls.function.arguments.done"

    @property
    def parsed_arguments(self) -> Any:
        """The arguments; None where their text is no JSON."""
        from inferloom_runtime.chat import parsed

        return parsed.whole(self.arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageEvent:
    """The token counts, as far as the server knows them.

    Attributes:
        prompt_tokens: Tokens of the conversation.
        completion_tokens: Tokens of the answer.
        total_tokens: Both together.
    """

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int
    type: Literal["usage"] = "usage"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishEvent:
    """An answer ended.

    Attributes:
        finish_reason: Why, in the server's word: "stop", "length", "tool_calls", "content_filter", ...
        choice: The position of the answer among those that were asked for.
    """

    finish_reason: str
    choice: int = 0
    type: Literal["finish"] = "finish"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResultEvent:
    """A tool was run, and its result will be handed to the model.

    Attributes:
        id: The call that it answers.
        name: The tool's name.
        content: The result as the model reads it.
        failed: Whether it is the account of an error: wrong arguments, an unknown tool, an exception of the function.
    """

    id: str
    name: str
    content: str
    failed: bool
    type: Literal["tool_result"] = "tool_result"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnEvent:
    """The model is asked, for the first time or with the results of its tools.

    Attributes:
        turn: How many times it was asked before.
    """

    turn: int
    type: Literal["turn"] = "turn"


ChatEvent: TypeAlias = (
    ChunkEvent[K]
    | ContentDeltaEvent
    | ContentDoneEvent[T]
    | RefusalDeltaEvent
    | RefusalDoneEvent
    | ReasoningDeltaEvent
    | ToolCallDeltaEvent
    | ToolCallDoneEvent
    | UsageEvent
    | FinishEvent
)
"""An event of a streamed answer."""

ToolEvent: TypeAlias = (
    TurnEvent
    | ChunkEvent[K]
    | ContentDeltaEvent
    | ContentDoneEvent[None]
    | RefusalDeltaEvent
    | RefusalDoneEvent
    | ReasoningDeltaEvent
    | ToolCallDeltaEvent
    | ToolCallDoneEvent
    | UsageEvent
    | FinishEvent
    | ToolResultEvent
)
"""An event of a conversation in which tools are run."""
