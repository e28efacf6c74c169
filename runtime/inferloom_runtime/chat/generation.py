"""Text generation by models that only chat: the prompt as the user's message, the answer as the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from inferloom_runtime.errors import About, UsageError
from inferloom_runtime.guards import is_object
from inferloom_runtime.task import Pick, Task

_NAMES = {
    "frequency_penalty": "frequency_penalty",
    "max_new_tokens": "max_tokens",
    "seed": "seed",
    "stop": "stop",
    "temperature": "temperature",
    "top_p": "top_p",
}
"""What a parameter is called in a conversation."""

_PLAIN = ("details", "decoder_input_details", "return_full_text")
"""Switches that say nothing when they are off: an answer has neither details nor its prompt."""


def asked(chat: Task[Any], values: Mapping[str, Any], *, about: About) -> tuple[Task[Any], dict[str, Any]]:
    """Ask for a text as one asks in a conversation.

    Args:
        chat: The task of conversations.
        values: The arguments of text generation, by field.
        about: The call, for errors.

    Returns:
        The task that gives the answer's text, with its arguments.

    Raises:
        UsageError: A parameter has no counterpart in a conversation.
    """
    parameters: Any = values.get("parameters")
    given = {name: value for name, value in parameters.items() if value is not None} if is_object(parameters) else {}
    refused = [name for name, value in given.items() if name not in _NAMES and (name not in _PLAIN or value)]
    if refused:
        raise UsageError(
            f"text_generation(via_chat=True) does not take {', '.join(sorted(refused))}: a conversation has nothing "
            f"like it. It takes {', '.join(_NAMES)}, and what the server knows in extra_body.",
            about=about,
        )
    named = {_NAMES[name]: value for name, value in given.items() if name in _NAMES}
    return _told(chat), {"messages": values["inputs"], "stream": bool(values.get("stream")), **named}


@cache
def _told(chat: Task[Any]) -> Task[Any]:
    return replace(
        chat,
        returns=Pick(("choices", 0, "message", "content")),
        stream_returns=Pick(("choices", 0, "delta", "content")),
    )
