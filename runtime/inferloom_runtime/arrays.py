"""Numpy arrays from JSON answers."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, cast

from inferloom_runtime.errors import AnswerError

if TYPE_CHECKING:
    import numpy

    from inferloom_runtime.call import Call


def array(value: Any, dtype: str, call: Call) -> numpy.ndarray[Any, numpy.dtype[Any]]:
    """A nested list of numbers as an array.

    Args:
        value: The list; a row may also be base64 text of little-endian float32 numbers.
        dtype: The array's type, such as "float32".
        call: The call, for errors.

    Returns:
        The array.

    Raises:
        AnswerError: The rows differ in length, or hold something else than numbers.
    """
    import numpy

    try:
        if isinstance(value, str):
            return _row(value).astype(dtype)
        rows = cast("list[Any]", value)
        if rows and all(isinstance(row, str) for row in rows):
            return numpy.stack([_row(row) for row in rows]).astype(dtype)
        return numpy.array(rows, dtype=dtype)
    except (ValueError, TypeError, OverflowError) as error:
        raise AnswerError(f"The answer is not an array of numbers: {error}.", about=call.about, attempts=1) from None


def _row(text: str) -> numpy.ndarray[Any, numpy.dtype[Any]]:
    import numpy

    return numpy.frombuffer(base64.b64decode(text, validate=True), dtype="<f4")
