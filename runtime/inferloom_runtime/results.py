"""Results that tell their story: each kind of value that a method returns, with `.meta`.

Each is a subclass of what it stands for (a list, a string, bytes, an array), equal to it and usable wherever that is.
Records have `.meta` by themselves.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar, cast

from inferloom_runtime.meta import Meta
from inferloom_runtime.record import Record, tell

if TYPE_CHECKING:
    import numpy
    from PIL.Image import Image

T = TypeVar("T")
D = TypeVar("D", bound="numpy.generic", covariant=True)


class ListResult(list[T]):
    """A list, with the story of the call that it came from.

    Attributes:
        meta: How it came to be; None for a list that was made otherwise.
    """

    meta: Meta | None = None


class TextResult(str):
    """A text, with the story of the call that it came from.

    Attributes:
        meta: How it came to be; None for a text that was made otherwise.
    """

    meta: Meta | None = None


class BytesResult(bytes):
    """Sound or film as bytes, with the story of the call that it came from.

    Attributes:
        meta: How it came to be; None for bytes that were made otherwise.
    """

    meta: Meta | None = None


if TYPE_CHECKING:

    class ImageResult(Image):
        """A PIL image, with the story of the call that it came from.

        Its copies, and those that cross to another process, are plain images without a story.

        Attributes:
            meta: How it came to be.
        """

        meta: Meta

    class ArrayResult(numpy.ndarray[Any, numpy.dtype[D]]):
        """A numpy array, with the story of the call that it came from.

        Attributes:
            meta: How it came to be; None for an array that was computed from another one.
        """

        meta: Meta | None


def told(result: T, meta: Meta | None) -> T:
    """A result that tells its story.

    Args:
        result: What a method is about to return.
        meta: The story, or None.

    Returns:
        The same, or its equal, with `.meta`; a value that can carry nothing (None, a plain dict) as it is.
    """
    if isinstance(result, Record):
        tell(result, meta)
        return result
    kind = _KINDS.get(type(result))
    value: Any = result
    if kind is not None:
        value = kind(value)
    elif type(value).__module__ == "numpy":
        value = value.view(_array_class())
    try:
        value.meta = meta
    except AttributeError:
        return result
    return cast(T, value)


_KINDS: dict[type, type] = {list: ListResult, str: TextResult, bytes: BytesResult}


@functools.cache
def _array_class() -> type:
    import numpy

    class ArrayResult(numpy.ndarray[Any, numpy.dtype[Any]]):
        meta: Meta | None = None

        def __repr__(self) -> str:
            return repr(self.view(numpy.ndarray))

        def __reduce__(self) -> Any:
            # The class is made where it is needed, so that another process has to make its own.
            return told, (self.view(numpy.ndarray), self.meta)

    return ArrayResult
