"""An open stream of events, with what turns its bytes into items."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from inferloom_runtime.errors import AnswerError, InferloomError, StreamTruncatedError, refusal
from inferloom_runtime.flow import Opened
from inferloom_runtime.sse import Event, Parser

T = TypeVar("T")
P = TypeVar("P")


class Events(Generic[T]):
    """The events of one answer.

    Args:
        opened: The answer; whoever iterates the stream closes it.
        decode: Turns an event's data into an item; None for an event that holds none.

    Attributes:
        opened: The answer.
        done: Whether the server has said that nothing more will come.
        failure: What to raise once the items that came before it have been taken.
    """

    def __init__(self, opened: Opened, decode: Callable[[bytes], T | None]) -> None:
        self.opened = opened
        self.done: bool = False
        self.failure: InferloomError | None = None
        self._decode = decode
        self._parser = Parser()
        self._json: bytearray | None = None
        self._silent = True
        kind = opened.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/json":
            # Asked for a stream, answered with JSON: an error, or the whole result as one item.
            self._json = bytearray()

    def feed(self, piece: bytes) -> list[T]:
        """Take some bytes.

        Args:
            piece: The next bytes of the answer.

        Returns:
            The items that are complete. Where an event says that the server failed, or cannot be understood, they end
            before it and `failure` is set.
        """
        if self._json is not None:
            self._json += piece
            return []
        return self._items(self._parser.feed(piece))

    def finish(self) -> list[T]:
        """Take the end of the answer.

        Returns:
            The items that the end completes; `failure` may be set, as by `feed`.
        """
        if self.done:
            return []
        last = self._parser.finish() if self._json is None else [Event(bytes(self._json))]
        items = self._items(last)
        if self._silent and not self.done and self.failure is None:
            self.failure = StreamTruncatedError(
                "The stream ended before its first event.", about=self.opened.request.about, attempts=1
            )
        return items

    def picked(self, items: list[T], pick: Callable[[T], P | None]) -> list[P]:
        """What the caller is given of some items.

        Args:
            items: The items.
            pick: Takes from an item what the caller asked for; None where it has nothing.

        Returns:
            What was taken. Where the server answered with one JSON object that has nothing, `failure` is set.
        """
        taken = [part for part in map(pick, items) if part is not None]
        if items and not taken and self._json is not None:
            self.failure = AnswerError(
                "The server answered a request for a stream with JSON that is no piece of one: call it without "
                "stream=True.",
                about=self.opened.request.about,
                attempts=1,
            )
        return taken

    def _items(self, events: list[Event]) -> list[T]:
        items: list[T] = []
        for event in events:
            if self.done or not event.data.strip():
                continue
            self._silent = False
            if event.data.strip() == b"[DONE]":
                self.done = True
                continue
            try:
                if event.event == "error":
                    raise self._refused(event.data)
                items += self._item(event.data)
            except InferloomError as error:
                self.failure = error
                break
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
