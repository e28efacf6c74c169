"""Event streams, as the HTML standard defines them ("server-sent events"): bytes in, events out.

One point is kinder than the standard: an event that the stream ends in the middle of is delivered by `finish()`, as
many servers end without the last blank line. Whether its data is whole is for the reader to see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inferloom_runtime.errors import About, AnswerError

LIMIT = 64 << 20
"""The largest event, in bytes, unless the caller says otherwise."""

_BOM = b"\xef\xbb\xbf"
_DIGITS = re.compile(rb"[0-9]{1,18}")
_PLAIN = re.compile(rb"data: (.*)\n\n")


@dataclass(slots=True)
class Event:
    """One event.

    Attributes:
        data: Its data, lines joined by a line feed; UTF-8 that nobody has looked at.
        event: Its type; "message" where the server named none.
        id: The last id that the server gave, in this event or an earlier one.
        retry: Milliseconds to wait before connecting again, if this event says so.
    """

    data: bytes
    event: str = "message"
    id: str = ""
    retry: int | None = None


class Parser:
    """Finds the events in a stream of bytes, however the stream was cut."""

    def __init__(self, *, limit: int = LIMIT, about: About | None = None) -> None:
        """Start at the beginning of a stream.

        Args:
            limit: The largest event to accept, in bytes.
            about: The call, for errors.
        """
        self._limit = limit
        self._about = about
        self._rest = bytearray()  # what came after the last blank line; its lines end with LF
        self._start: bytes | None = b""  # the first bytes, until they are known to be a byte order mark or not
        self._after_cr = False
        self._id = ""

    def feed(self, data: bytes) -> list[Event]:
        """Take the next bytes.

        Args:
            data: The bytes, as they came.

        Returns:
            The events that they complete.

        Raises:
            AnswerError: An event is larger than the limit.
        """
        return self.read(self.complete(data))

    def complete(self, data: bytes) -> bytes:
        """Take the next bytes, and keep those that are not yet a whole event.

        Args:
            data: The bytes, as they came.

        Returns:
            The lines of whole events, for `read` or `plain`: each ends with LF, and the last one is blank. Often empty.

        Raises:
            AnswerError: An event is larger than the limit.
        """
        if self._start is not None or self._after_cr or b"\r" in data:
            data = self._normal(data)
        if not self._rest and data[-2:] == b"\n\n":
            return data  # as servers send it that flush after each event
        before = len(self._rest)
        self._rest += data
        # Only the new bytes are searched: an event in a thousand pieces is not looked at a thousand times.
        end = self._rest.rfind(b"\n\n", max(before - 1, 0)) + 2
        whole = b""
        if end > 1:
            whole = bytes(self._rest[:end])
            del self._rest[:end]
        # One byte more than the limit may be the first of the two line feeds.
        if len(self._rest) > self._limit + 1:
            raise self._too_large()
        return whole

    def read(self, lines: bytes) -> list[Event]:
        """Read whole events.

        Args:
            lines: What `complete` gave.

        Returns:
            The events.

        Raises:
            AnswerError: One is larger than the limit.
        """
        events: list[Event] = []
        # Lines may end with LF, CR or CRLF, and nothing else: U+2028 and U+0085 are part of the text.
        for block in lines.split(b"\n\n")[:-1]:
            if len(block) > self._limit:
                raise self._too_large()
            if block[:6] == b"data: " and b"\n" not in block:
                events.append(Event(block[6:], "message", self._id))  # the common case
            elif (event := self._read(block)) is not None:
                events.append(event)
        return events

    def plain(self, lines: bytes) -> list[bytes] | None:
        """Read whole events that are as simple as most are.

        Args:
            lines: What `complete` gave.

        Returns:
            The data of each event, if all of them are one line of data after `data: `, and small. Otherwise None: then
            it is for `read`.
        """
        if len(lines) > self._limit:
            return None
        found: list[bytes] = _PLAIN.findall(lines)
        # They are all there is if nothing is left over between them.
        return found if sum(map(len, found)) + len(b"data: \n\n") * len(found) == len(lines) else None

    def finish(self) -> list[Event]:
        """Say that the stream has ended.

        Returns:
            The event that it ended in the middle of, if that has any data.
        """
        block = bytes(self._rest)
        self._rest.clear()
        event = self._read(block)
        return [] if event is None else [event]

    def _normal(self, data: bytes) -> bytes:
        """The bytes without a byte order mark at the start of the stream, and with LF as the only line end."""
        if self._start is not None:
            data = self._start + data
            if len(data) < len(_BOM) and _BOM.startswith(data):
                self._start = data
                return b""
            self._start = None
            data = data.removeprefix(_BOM)
        if self._after_cr and data:
            # The CR has ended its line; the LF that belongs to it comes only now.
            data = data.removeprefix(b"\n")
            self._after_cr = False
        if b"\r" in data:
            self._after_cr = data.endswith(b"\r")
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return data

    def _read(self, block: bytes) -> Event | None:
        """The event that some lines make; None where they have no data."""
        data: list[bytes] = []
        kind = b""
        retry: int | None = None
        for line in block.split(b"\n"):
            name, _, value = line.partition(b":")  # a comment has no name before its colon
            value = value.removeprefix(b" ")
            if name == b"data":
                data.append(value)
            elif name == b"event":
                kind = value
            elif name == b"id" and b"\0" not in value:
                self._id = value.decode("utf-8", "replace")
            elif name == b"retry" and _DIGITS.fullmatch(value):
                retry = int(value)
        if not data:
            return None
        return Event(b"\n".join(data), kind.decode("utf-8", "replace") or "message", self._id, retry)

    def _too_large(self) -> AnswerError:
        return AnswerError(
            f"An event of the stream is larger than the limit of {self._limit} bytes.", about=self._about
        )
