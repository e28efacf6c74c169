"""What a server sent beyond its answer: it must not be taken for the next call's answer.

HTTP clients keep such bytes in the connection's buffer and use the connection again. They do not offer to look there,
so that this goes by the names of their insides, and finds nothing where these are other ones.
"""

from __future__ import annotations

from typing import Any

_INWARD = ("_stream", "_httpcore_stream", "_connection")
_DEEPEST = 6


def spoiled(response: Any) -> Any:
    """The connection of an answer that has been read to its end, where more came than the answer.

    Args:
        response: The HTTP client's response.

    Returns:
        The connection, to be closed; None where nothing else came, or where nobody can tell.
    """
    inner: Any = getattr(response, "stream", None)
    for _ in range(_DEEPEST):
        if inner is None:
            return None
        state: Any = getattr(inner, "_h11_state", None)
        if state is not None:
            data, _ = getattr(state, "trailing_data", (b"", False))
            return inner if data else None
        inner = next((found for name in _INWARD if (found := getattr(inner, name, None)) is not None), None)
    return None
