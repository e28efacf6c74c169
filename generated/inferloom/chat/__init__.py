"""Conversations in the shape of OpenAI's client: typed answers, events of a stream, runs with tools."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inferloom.chat.types import ParsedChatCompletion as ParsedChatCompletion
    from inferloom.chat.types import ParsedChoice as ParsedChoice
    from inferloom.chat.types import ParsedMessage as ParsedMessage
    from inferloom_runtime.chat.events import ChunkEvent as ChunkEvent
    from inferloom_runtime.chat.events import ContentDeltaEvent as ContentDeltaEvent
    from inferloom_runtime.chat.events import ContentDoneEvent as ContentDoneEvent
    from inferloom_runtime.chat.events import FinishEvent as FinishEvent
    from inferloom_runtime.chat.events import ReasoningDeltaEvent as ReasoningDeltaEvent
    from inferloom_runtime.chat.events import RefusalDeltaEvent as RefusalDeltaEvent
    from inferloom_runtime.chat.events import RefusalDoneEvent as RefusalDoneEvent
    from inferloom_runtime.chat.events import ToolCallDeltaEvent as ToolCallDeltaEvent
    from inferloom_runtime.chat.events import ToolCallDoneEvent as ToolCallDoneEvent
    from inferloom_runtime.chat.events import ToolResultEvent as ToolResultEvent
    from inferloom_runtime.chat.events import TurnEvent as TurnEvent
    from inferloom_runtime.chat.events import UsageEvent as UsageEvent
    from inferloom_runtime.chat.stream import AsyncChatStream as AsyncChatStream
    from inferloom_runtime.chat.stream import AsyncToolStream as AsyncToolStream
    from inferloom_runtime.chat.stream import ChatStream as ChatStream
    from inferloom_runtime.chat.stream import ToolStream as ToolStream
    from inferloom_runtime.chat.tools import ToolRun as ToolRun

_HOME = (
    dict.fromkeys(
        [
            "ChunkEvent",
            "ContentDeltaEvent",
            "ContentDoneEvent",
            "FinishEvent",
            "ReasoningDeltaEvent",
            "RefusalDeltaEvent",
            "RefusalDoneEvent",
            "ToolCallDeltaEvent",
            "ToolCallDoneEvent",
            "ToolResultEvent",
            "TurnEvent",
            "UsageEvent",
        ],
        "inferloom_runtime.chat.events",
    )
    | dict.fromkeys(["AsyncChatStream", "AsyncToolStream", "ChatStream", "ToolStream"], "inferloom_runtime.chat.stream")
    | {"ToolRun": "inferloom_runtime.chat.tools"}
    | dict.fromkeys(["ParsedChatCompletion", "ParsedChoice", "ParsedMessage"], "inferloom.chat.types")
)

__all__ = [
    "AsyncChatStream",
    "AsyncToolStream",
    "ChatStream",
    "ChunkEvent",
    "ContentDeltaEvent",
    "ContentDoneEvent",
    "FinishEvent",
    "ParsedChatCompletion",
    "ParsedChoice",
    "ParsedMessage",
    "ReasoningDeltaEvent",
    "RefusalDeltaEvent",
    "RefusalDoneEvent",
    "ToolCallDeltaEvent",
    "ToolCallDoneEvent",
    "ToolResultEvent",
    "ToolRun",
    "ToolStream",
    "TurnEvent",
    "UsageEvent",
]

if not TYPE_CHECKING:
    # Type checkers read the imports above: what is not among them is a mistake to them.
    def __getattr__(name):
        if name in _HOME:
            return getattr(import_module(_HOME[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
