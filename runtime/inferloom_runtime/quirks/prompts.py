"""Prompts for providers that take one text where the task takes several."""

from __future__ import annotations

from inferloom_runtime.call import Call
from inferloom_runtime.guards import is_list


def joined(value: object, call: Call) -> object:
    """What a video should not show, as one text: https://docs.together.ai/reference/create-videos

    Args:
        value: A list of texts, or a text.
        call: The call.

    Returns:
        The texts with commas between them; anything else as it is.
    """
    return ", ".join(str(item) for item in value) if is_list(value) else value
