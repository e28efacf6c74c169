"""An open stream of events, with what turns its bytes into items."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from inferloom_runtime.errors import AnswerError, InferloomError, refusal
from inferloom_runtime.flow import Opened
from inferloom_runtime.sse import Parser

T = TypeVar("T")


class Events(Generic[T]):
    """The events of one answer.

    Args:
        opened: The answer; whoever iterates the stream closes it.
        decode: Turns an event's data into an item; None for an event that holds none.
    """

    def __init__(self, opened: Opened, decode: Callable[[bytes], T | None]) -> None:
        self.opened = opened
        self.done: bool = False
        self._decode = decode
        self._parser = Parser()
        self._json: bytearray | None = None
        kind = opened.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/json":
            # Asked for a stream, answered with JSON: an error, or the whole result as one item.
            self._json = bytearray()

    def feed(self, piece: bytes) -> list[T]:
        """Take some bytes.

        Args:
            piece: The next bytes of the answer.

        Returns:
            The items that are complete.

        Raises:
            ProviderError: An event says that the server failed.
            AnswerError: An event cannot be understood.
        """
        if self._json is not None:
            self._json += piece
            return []
        return self._items(self._parser.feed(piece))

    def finish(self) -> list[T]:
        """Take the end of the answer.

        Returns:
            The items that the end completes.
        """
        if self.done:
            return []
        if self._json is not None:
            return self._item(bytes(self._json)) if self._json.strip() else []
        return self._items(self._parser.finish())

    def _items(self, events: list[Any]) -> list[T]:
        items: list[T] = []
        for event in events:
            data: bytes = event.data
            if self.done or not data:
                continue
            if data.strip() == b"[DONE]":
                self.done = True
            elif event.event == "error":
                raise self._refused(data)
            else:
                items += self._item(data)
        return items

    def _item(self, data: bytes) -> list[T]:
        if b'"error"' in data and (found := _error_in(data)):
            raise self._refused(found)
        try:
            item = self._decode(data)
        except AnswerError as error:
            error.about, error.attempts = self.opened.request.about, 1
            raise
        return [] if item is None else [item]

    def _refused(self, data: bytes) -> InferloomError:
        return refusal(None, self.opened.headers, data, about=self.opened.request.about)


def _error_in(data: bytes) -> bytes | None:
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(value, dict) and value.get("error") is not None else None  # pyright: ignore[reportUnknownMemberType]
