"""An open stream of events: what turns its bytes into items, and knows whether they are all there."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import Any, Generic, TypeVar

from inferloom_runtime import codec
from inferloom_runtime.errors import AnswerError, InferloomError, StreamTruncatedError, refusal
from inferloom_runtime.flow import Opened
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.record import Record
from inferloom_runtime.sse import LIMIT, Event, Parser

T = TypeVar("T")

_BLANK = b"\xef\xbb\xbf \t\r\n"
_NO_EVENTS = ("audio/", "image/", "text/html", "video/")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a task's spec says about the pieces of its stream. Paths are field names; "*" is each item of a list.

    Attributes:
        keys: The keys of a piece, as the server writes it. An object without any of them that has a message is an
            error's.
        finish: Paths in an item. In a stream that is complete, one of them has had a value. Empty: there is no such
            mark, and every end is taken for the end.
        text: The path of the text in an item; empty where there is none.
    """

    keys: frozenset[str] = frozenset()
    finish: tuple[tuple[str, ...], ...] = ()
    text: tuple[str, ...] = ()


class Pieces(Generic[T]):
    """Decodes the events of a stream whose data is an item in JSON.

    Attributes:
        exactly: Decodes data that is spelt and typed as the spec says. ValueError for any other.
    """

    def __init__(
        self, type_: type[T], respell: Callable[[bytes], bytes] | None = None, *, strict: bool = False
    ) -> None:
        """Start a stream.

        Args:
            type_: The type of an item.
            respell: Puts an event's data into the dialect's own spelling. Data that has the object in which the item's
                text stands (`Marks.text`) is spelt so already.
            strict: Whether everything must fit the schema, required fields included.
        """
        decode = codec.decoder(type_, strict=strict)
        self.exactly: Callable[[bytes], T] = decode.exactly
        self._decode = decode
        self._respell = respell

    def __call__(self, data: bytes) -> T:
        """Decode the data of one event.

        Args:
            data: JSON in UTF-8.

        Returns:
            The item.

        Raises:
            AnswerError: It is no JSON, or not even roughly of the type; when strict, whatever does not fit.
        """
        return self._decode(data if self._respell is None else self._respell(data))


class Events(Generic[T]):
    """The events of one answer. Whoever reads the answer gives each piece to `take`, and closes it when `over`.

    Args:
        opened: The answer.
        decode: Turns an event's data into an item; None for an event that holds none. Quickest with `Pieces`.
        marks: What the spec says about the pieces.
        limit: The largest event, or the largest JSON answer in place of a stream, in bytes.

    Attributes:
        opened: The answer.
        ready: What has come and has not been given to the caller yet.
        over: Whether nothing more will come.
        linger: Whether the server said so, and only the end of its answer is still to come.
        last: The last item that came, whatever the caller was given of it.
    """

    def __init__(
        self,
        opened: Opened,
        decode: Callable[[bytes], T | None],
        marks: Marks = Marks(),
        *,
        limit: int = LIMIT,
    ) -> None:
        self.opened = opened
        self.ready: deque[Any] = deque()
        self.over: bool = False
        self.linger: bool = False
        self.last: T | None = None
        self._pick: Callable[[T], Any] = lambda item: item
        self._failure: InferloomError | None = None
        self._decode = decode
        self._marks = marks
        self._finish = [_reader(path) for path in marks.finish]
        self._texts = _reader(marks.text) if marks.text else _nothing
        self._text = StringIO()
        self._exactly = decode.exactly if isinstance(decode, Pieces) else None
        self._look = _looker(marks, self._text.write)
        self._limit = limit
        self._parser = Parser(limit=limit, about=opened.request.about)
        self._body: bytearray | None = bytearray()  # the answer itself: all of it if it is JSON, else its first bytes
        self._whole = False  # the answer is JSON
        self._items = 0
        self._complete = False
        kind = opened.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind.startswith(_NO_EVENTS):
            self._fail(self._unusable(f"The answer is {kind} where a stream of events was expected."))

    def picking(self, pick: Callable[[T], Any]) -> None:
        """Say what the caller is given of each item.

        Args:
            pick: Takes from an item what was asked for; None where it has nothing, and is passed over.
        """
        self._pick = pick

    def take(self, piece: bytes | None) -> None:
        """Take the next bytes; `ready` and `over` tell what became of them.

        Args:
            piece: The next bytes of the answer, or None at its end.
        """
        try:
            if piece is None:
                self._end()
            elif self._body is None:
                self._feed(piece)
            else:
                self._begin(piece)
        except InferloomError as error:
            self._fail(error)

    def drop(self) -> None:
        """Forget what is ready, and what went wrong: the caller wants no more."""
        self.ready.clear()
        self._failure, self.over = None, True

    def check(self) -> None:
        """Raise what went wrong, once. To be called when everything that is ready has been given away.

        Raises:
            ProviderError: The server reported an error.
            StreamTruncatedError: The stream ended too early.
            AnswerError: An event, or the answer, cannot be understood.
        """
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _begin(self, piece: bytes) -> None:
        """Find out by its first character whether the answer is a stream. Its content type is not always true."""
        assert self._body is not None
        self._body += piece
        if not self._whole and (start := self._body.lstrip(_BLANK)[:1]):
            if not start.startswith((b"{", b"[")):
                begun, self._body = bytes(self._body), None
                return self._feed(begun)
            self._whole = True
        if len(self._body) > self._limit:
            message = f"The server answered a request for a stream with more than {self._limit} bytes that are none."
            raise self._unusable(message)
        return None

    def _end(self) -> None:
        if self.over:
            return
        cut = ""
        if self._whole:
            self._read([Event(bytes(self._body or b""))])
            if not self.ready and not self.over:
                raise self._unusable(
                    "The server answered a request for a stream with JSON that is no piece of one: call it without "
                    "stream=True."
                )
            self._complete = True
        else:
            for event in self._parser.finish():
                # The standard drops an event without its blank line. It is kept where one can see that it is whole.
                if event.event == "error" or event.data.strip() == b"[DONE]" or _is_json(event.data):
                    self._read([event])
                else:
                    cut = ", in the middle of an event"
            self._complete = self._complete or (self._items > 0 and not cut and not self._marks.finish)
        if not self._complete and not self.over:
            raise self._truncated(cut)
        self.over = True

    def _feed(self, piece: bytes) -> None:
        lines = self._parser.complete(piece)
        if not lines:
            return
        exactly, look = self._exactly, self._look
        # Nearly all events can be seen to be no error without reading them twice.
        if exactly is None or look is None or b'"error' in lines or (plain := self._parser.plain(lines)) is None:
            self._read(self._parser.read(lines))
        else:
            self._read_plain(plain, exactly, look)

    def _read_plain(self, found: list[bytes], exactly: Callable[[bytes], T], look: Callable[[T], bool | None]) -> None:
        # What `_read` does, for items that nearly all are what the spec says they are. Any other goes there.
        pick, ready = self._pick, self.ready
        item: T | None
        done: bool | None
        for data in found:
            try:
                item = exactly(data)
                done = look(item)
            except ValueError:
                item = done = None
            if item is None or done is None:
                self._read([Event(data)])
                if self.over:
                    return
                continue
            if done:
                self._complete = True
            self._items += 1
            self.last = item
            if (part := pick(item)) is not None:
                ready.append(part)

    def _read(self, events: list[Event]) -> None:
        for event in events:
            data = event.data.strip()
            if not data:
                continue
            if data == b"[DONE]":
                self._complete = self.over = self.linger = True
                return
            if event.event == "error" or self._is_error(event.data):
                self._fail(refusal(None, self.opened.headers, event.data, about=self.opened.request.about))
                return
            try:
                item = self._decoded(event.data)
            except AnswerError as error:
                error.about, error.attempts = self.opened.request.about, 1
                self._fail(error)
                return
            if item is not None:
                self._give(item)

    def _decoded(self, data: bytes) -> T | None:
        try:
            return self._decode(data)
        except AnswerError:
            # The standard reads what is no UTF-8 as U+FFFD: half a character need not end a stream.
            text = data.decode("utf-8", "replace").encode()
            if text == data:
                raise
        return self._decode(text)

    def _give(self, item: T) -> None:
        self._items += 1
        self.last = item
        if not self._complete:
            self._complete = any(read(item) for read in self._finish)
        for text in self._texts(item):
            if isinstance(text, str):
                self._text.write(text)
        if (part := self._pick(item)) is not None:
            self.ready.append(part)

    def _is_error(self, data: bytes) -> bool:
        # Nearly all events can be seen to be none without reading them twice.
        if not (b'"error' in data or b'"message"' in data or b'"detail"' in data or b'"msg"' in data):
            return False
        try:
            value: Any = json.loads(data)
        except (ValueError, RecursionError):
            return False
        return tells_error(value, self._marks.keys)

    def _fail(self, failure: InferloomError) -> None:
        self._failure, self.over = failure, True

    def _unusable(self, message: str) -> AnswerError:
        return AnswerError(message, about=self.opened.request.about, attempts=1)

    def _truncated(self, how: str = "") -> StreamTruncatedError:
        came = f"after {self._items} item{'s' * (self._items != 1)}" if self._items else "before its first item"
        how = how or (" and did not say that they are all" if self._items else "")
        return StreamTruncatedError(
            f"The stream ended {came}{how}: the answer is not complete.",
            about=self.opened.request.about,
            attempts=1,
            received=self._text.getvalue(),
            items=self._items,
        )


def _nothing(_: Any) -> Sequence[Any]:
    return ()


@cache
def _reader(path: tuple[str, ...]) -> Callable[[Any], Sequence[Any]]:
    """What finds the values at a path; made once, because it is asked for each item."""
    if not path:
        return lambda value: (value,)
    step, rest = path[0], _reader(path[1:])

    def each(value: Any) -> Sequence[Any]:
        return [found for item in value for found in rest(item)] if is_list(value) else ()

    def member(value: Any) -> Sequence[Any]:
        # An answer that did not fit was delivered as it came, so that anything may stand here.
        members = value.__dict__ if isinstance(value, Record) else value
        value = members.get(step) if is_object(members) else None
        return () if value is None else rest(value)

    return each if step == "*" else member


def _looker(marks: Marks, write: Callable[[str], object]) -> Callable[[Any], bool | None] | None:
    """What looks at an item that fits its type: it does what readers do, more quickly.

    Args:
        marks: Where to look.
        write: Takes the item's text.

    Returns:
        A function that says whether the item ends the answer; None for an item that has no place for a text, or more
        than one. No function where the marks are far from each other.
    """
    if not marks.text:
        return None
    outer = marks.text[: marks.text.index("*") + 1] if "*" in marks.text else ()
    paths = [path[len(outer) :] for path in (marks.text, *marks.finish) if path[: len(outer)] == outer]
    if len(outer) > 2 or len(paths) <= len(marks.finish) or any("*" in path for path in paths):
        return None
    listed = outer[0] if outer else None
    (*inner, last), *ends = paths
    bare = not listed and not inner

    def look(item: Any) -> bool | None:
        try:
            if listed is not None:
                (item,) = item.__dict__[listed]
            holder = item
            for step in inner:
                holder = holder.__dict__[step]
            text = holder.__dict__.get(last)
            if text is None and bare:
                return None
            done = False
            for path in ends:
                value = item
                for step in path:
                    value = value.__dict__.get(step)
                    if value is None:
                        break
                else:
                    done = True
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        if isinstance(text, str):
            write(text)
        return done

    return look


def tells_error(value: Any, keys: frozenset[str]) -> bool:
    """Whether what came in place of a result is an error: by a key that says so, or by a message and nothing else.

    Args:
        value: Plain JSON.
        keys: The keys of a result; they mean what the spec says.

    Returns:
        Whether it is one; of a list, whether its first item is.
    """
    if is_list(value):
        return bool(value) and tells_error(value[0], keys)
    if not is_object(value):
        return False
    if value.get("object") == "error" or any(value.get(key) for key in _ERROR_KEYS - keys):
        return True
    return bool(keys) and keys.isdisjoint(value) and any(value.get(key) for key in _MESSAGE_KEYS)


_ERROR_KEYS = frozenset({"error", "errors", "error_type", "error_message"})
_MESSAGE_KEYS = frozenset({"detail", "message", "msg"})


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
