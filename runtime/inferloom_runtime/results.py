"""Results that tell their story: each kind of value that a method returns, with `.meta`.

Each is a subclass of what it stands for (a list, a string, bytes, an array), equal to it and usable wherever that is.
Records have `.meta` by themselves.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from inferloom_runtime.errors import AnswerError
from inferloom_runtime.guards import is_list
from inferloom_runtime.meta import Meta, Trail
from inferloom_runtime.record import Record, tell

if TYPE_CHECKING:
    import numpy
    from PIL.Image import Image

    from inferloom_runtime.call import Call
    from inferloom_runtime.task import Pick, Task

T = TypeVar("T")
D = TypeVar("D", bound="numpy.generic", covariant=True)


class ListResult(list[T]):
    """A list, with the story of the call that it came from."""

    meta: Meta | None = None
    """How it came to be; None for a list that was made otherwise."""


class TextResult(str):
    """A text, with the story of the call that it came from."""

    meta: Meta | None = None
    """How it came to be; None for a text that was made otherwise."""


class BytesResult(bytes):
    """Sound or film as bytes, with the story of the call that it came from."""

    meta: Meta | None = None
    """How it came to be; None for bytes that were made otherwise."""


if TYPE_CHECKING:

    class ImageResult(Image):
        """A PIL image, with the story of the call that it came from.

        Its copies, and those that cross to another process, are plain images without a story.
        """

        meta: Meta
        """How it came to be."""

    class ArrayResult(numpy.ndarray[Any, numpy.dtype[D]]):
        """A numpy array, with the story of the call that it came from."""

        meta: Meta | None
        """How it came to be; None for an array that was computed from another one."""


def returned(task: Task[Any], output: Any, call: Call, whole: bool, trail: Trail) -> Any:
    """What a method returns, of a task's output.

    Args:
        task: The task.
        output: Its output.
        call: The call, for errors.
        whole: Whether the caller asked for the whole output.
        trail: What has happened to the call.

    Returns:
        The output, or the part of it that the method is for, with its story.

    Raises:
        AnswerError: That part is absent.
    """
    trail.output = output
    picked = picker(task.returns, whole)(output)
    if picked is None:
        at = ".".join(str(part) for part in task.returns.path)
        raise AnswerError(f"The answer has no {at}.", about=call.about, attempts=1)
    return told(picked, trail.meta(getattr(output, "usage", None)))


def picker(pick: Pick, whole: bool) -> Callable[[Any], Any]:
    """A function that takes what a method returns out of an output.

    Args:
        pick: Which part that is.
        whole: Whether the caller asked for the whole output.

    Returns:
        The function; what it gives is None where the part is absent.
    """
    if whole or not pick.path:
        return lambda value: value
    path = pick.path

    def walk(value: Any) -> Any:
        for name in path:
            # An answer that did not fit is delivered as it came, so that anything may stand here.
            value = _item(value, name) if isinstance(name, int) else getattr(value, name, None)
        return value

    return walk


def _item(value: Any, position: int) -> Any:
    return value[position] if is_list(value) and position < len(value) else None


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
