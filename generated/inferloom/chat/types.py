"""Answers that have been read as a type of the caller's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from inferloom.types.chat_completion import (
    ChatCompletionOutput,
    ChatCompletionOutputComplete,
    ChatCompletionOutputMessage,
)
from inferloom_runtime.chat.reading import Classes

__all__ = ["CLASSES", "ParsedChatCompletion", "ParsedChoice", "ParsedMessage"]

T = TypeVar("T")


class ParsedMessage(ChatCompletionOutputMessage, Generic[T]):
    """What the model said, with what it means.

    Attributes:
        parsed: The content as a value of the type that was asked for; None where the model called tools instead.
    """

    __slots__ = ("parsed",)

    if TYPE_CHECKING:
        parsed: T | None


class ParsedChoice(ChatCompletionOutputComplete, Generic[T]):
    """One of the answers, with what it means."""

    if TYPE_CHECKING:
        message: ParsedMessage[T]  # pyright: ignore[reportIncompatibleVariableOverride]


class ParsedChatCompletion(ChatCompletionOutput, Generic[T]):
    """The answer to a conversation, with what it means."""

    if TYPE_CHECKING:
        choices: list[ParsedChoice[T]]  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]


CLASSES = Classes(ChatCompletionOutput, ParsedChatCompletion, ParsedChoice, ParsedMessage)
"""The classes that answers are made of."""
