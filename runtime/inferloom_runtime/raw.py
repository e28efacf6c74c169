"""Answers as they came, for those who want the bytes: `client.with_raw_response.text_to_image(...)`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from inferloom_runtime.errors import AnswerError
from inferloom_runtime.meta import Meta, Trail
from inferloom_runtime.namespace import AsyncNamespace, Namespace

if TYPE_CHECKING:
    from inferloom_runtime.call import Options
    from inferloom_runtime.task import Task

T_co = TypeVar("T_co", covariant=True)


class RawResponse(Generic[T_co]):
    """The last answer of a call, as it came: where a picture is downloaded, the picture's file."""

    status: int | None
    """The HTTP status."""
    headers: Mapping[str, str]
    """The headers, names in lower case."""
    body: bytes
    """The body, decompressed; empty for a stream, which `parse` gives."""
    url: str
    """The address that answered, without its query; empty for a stream."""
    meta: Meta
    """How it came to be."""

    def __init__(self, trail: Trail, result: T_co | None, failure: AnswerError | None = None) -> None:
        answer = trail.answer
        self.meta = trail.meta()
        self.status = self.meta.status if answer is None else answer.status
        self.headers = self.meta.headers if answer is None else answer.headers
        self.body = b"" if answer is None else answer.body
        self.url = "" if answer is None else answer.url.partition("?")[0]
        self._result = result
        self._failure = failure

    def parse(self) -> T_co:
        """What the method itself returns.

        Returns:
            The typed result.

        Raises:
            AnswerError: The answer cannot be used.
        """
        if self._failure is not None:
            raise self._failure
        return cast(T_co, self._result)

    def __repr__(self) -> str:
        return f"RawResponse(status={self.status}, {len(self.body)} bytes)"


class RawBase(Namespace):
    """What `client.with_raw_response` is made of, beside its methods."""

    def _raw(self, task: Task[Any], values: dict[str, Any], options: Options) -> RawResponse[Any]:
        trail = self._trail(task, options)
        try:
            result = self._run(task, values, options, trail)
        except AnswerError as error:
            return _failed(trail, error)
        return RawResponse(trail, result)


class AsyncRawBase(AsyncNamespace):
    """What the async client's `with_raw_response` is made of, beside its methods."""

    async def _raw(self, task: Task[Any], values: dict[str, Any], options: Options) -> RawResponse[Any]:
        trail = self._trail(task, options)
        try:
            result = await self._run(task, values, options, trail)
        except AnswerError as error:
            return _failed(trail, error)
        return RawResponse(trail, result)


def _failed(trail: Trail, failure: AnswerError) -> RawResponse[Any]:
    """An answer that could not be read may be what somebody wants the bytes of."""
    if trail.answer is None:
        raise failure
    return RawResponse(trail, None, failure)
