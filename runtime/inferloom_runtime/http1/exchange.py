"""One request with its answer on a connection: bytes in, bytes out, no I/O."""

from __future__ import annotations

from typing import cast

import h11

from inferloom_runtime import redaction
from inferloom_runtime.http1.coding import Coding, coding_of
from inferloom_runtime.http1.errors import LocalProtocolError, RemoteProtocolError
from inferloom_runtime.http1.request import Request

MOST_HEAD = 100 << 10
"""The largest head of an answer, in bytes."""

_MOST_HINTS = 10_000
"""Informational answers before the answer. The time limits end one who drips them; this ends one who floods."""

_SMALL = 64 << 10
"""A body of so many bytes is sent together with its head."""

_ALL = 1 << 30
_SHORT = 8 << 10
"""So many bytes may be looked at again for each chunk in them."""

_CHUNK_ENDS = (b"\r\n", b"")


class Exchange:
    """A request and its answer.

    Args:
        state: h11's knowledge of the connection, on which nothing is underway.
        request: What is asked.

    Attributes:
        answered: Whether the head of the answer is there.
        status: The answer's status.
        headers: Its headers, names in lower case.
        over: Whether the body has been given away to its last piece.
        sent: How many bytes of the request were sent.
        streams: Whether the request's body comes in pieces.
        is_cut: Whether less of the request was sent than h11 knows of.
    """

    def __init__(self, state: h11.Connection, request: Request) -> None:
        self.answered: bool = False
        self.status: int = 0
        self.headers: redaction.Headers = redaction.Headers()
        self.over: bool = False
        self.sent: int = 0
        self.is_cut: bool = False
        self.streams: bool = request.content is not None and not isinstance(request.content, bytes)
        self._state = state
        self._request = request
        self._hints = 0
        self._ended = False
        self._is_chunked = False
        self._is_short = False
        self._most = 1
        self._is_dry = False  # what has come has been taken
        self._coding: Coding | None = None
        self._failure: RemoteProtocolError | None = None

    def __repr__(self) -> str:
        return f"Exchange({self._request!r}, {self.status})"

    # The request

    def begin(self) -> list[bytes]:
        """The head, with the body where that is no stream: what is to be written first.

        Returns:
            One piece, or two where the body is large.
        """
        content, event = self._request.content, self._request.event
        assert event is not None
        head = self._state.send(event) or b""
        if self.streams:
            return [head]
        if content:
            self._state.send(h11.Data(data=content))
        self._state.send(h11.EndOfMessage())
        if not content:
            return [head]
        return [head + content] if len(content) <= _SMALL else [head, content]

    def say(self, piece: bytes) -> bytes:
        """The next piece of a streamed body, as it is to be written.

        Args:
            piece: The piece.

        Returns:
            What to write.

        Raises:
            LocalProtocolError: The body is longer than was announced.
        """
        try:
            return self._state.send(h11.Data(data=piece)) or b""
        except h11.LocalProtocolError as error:
            raise LocalProtocolError(str(error)) from error

    def finish(self) -> None:
        """The end of a streamed body. Its length was announced, so that nothing is written.

        Raises:
            LocalProtocolError: The body is shorter than was announced.
        """
        try:
            self._state.send(h11.EndOfMessage())
        except h11.LocalProtocolError as error:
            raise LocalProtocolError(str(error)) from error

    @property
    def is_refused(self) -> bool:
        """Whether the answer makes the rest of the request's body useless: a success may still be reading it."""
        return self.answered and self.status >= 300

    # The answer

    def take(self, data: bytes) -> None:
        """Take bytes that came.

        Args:
            data: The bytes; none where the server ended the connection.

        Raises:
            RemoteProtocolError: What came is not the head of an answer, or there will be none.
        """
        if not data and not self.answered:
            raise RemoteProtocolError("Server disconnected without sending a response.")
        self._state.receive_data(data)
        self._is_dry, self._is_short = False, len(data) <= _SHORT
        while not self.answered:
            try:
                event = cast("h11.Event", self._state.next_event())
            except h11.RemoteProtocolError as error:
                raise RemoteProtocolError(str(error)) from error
            if type(event) is h11.Response:
                self._begun(event)
            elif type(event) is h11.InformationalResponse:
                self._hints += 1
                if self._hints > _MOST_HINTS:
                    raise RemoteProtocolError("The server announces an answer again and again.")
            else:
                return

    def piece(self) -> bytes:
        """What has come of the body since, decompressed.

        Returns:
            The bytes; none where there is nothing yet, or where it is `over`.

        Raises:
            RemoteProtocolError: What came is no body, or not all of it.
            DecodingError: It cannot be decompressed.
        """
        coding = self._coding
        if coding is None:
            # The first piece by itself, for who waits for it; afterwards what there is.
            data = self._came(self._most)
            self.over = self._ended
            if data:
                self._most = _ALL
            return data
        while not self.over:
            if piece := coding.piece():
                return piece
            # One chunk after the other: what comes before a broken one is whole.
            if data := self._came(1):
                coding.feed(data)
            elif self._ended:
                coding.finish()
                self.over = True
            else:
                break
        return b""

    def renew(self) -> bool:
        """Make the connection ready for the next request.

        Returns:
            Whether it can be used again: nothing is left over on either side, and both want to go on.
        """
        state = self._state
        if self.is_cut or state.our_state is not h11.DONE or state.their_state is not h11.DONE:
            return False
        if state.trailing_data != (b"", False):
            return False
        state.start_next_cycle()
        return True

    def _begun(self, event: h11.Response) -> None:
        self.answered, self.status, headers = True, event.status_code, self.headers
        for name, value in event.headers.raw_items():
            key = name.decode("ascii").lower()
            try:
                said = value.decode()
            except UnicodeDecodeError:
                said = value.decode("latin-1")
            headers[key] = f"{headers[key]}, {said}" if key in headers else said
        self._coding = coding_of(headers["content-encoding"]) if "content-encoding" in headers else None
        self._is_chunked = "transfer-encoding" in headers

    def _came(self, most: int) -> bytes:
        """What there is of the body, so many chunks of it at most."""
        if self._failure is not None:
            raise self._failure
        parts: list[bytes] = []
        while not self._ended and not self._is_dry and (len(parts) < most or not self._is_chunked):
            try:
                event = cast("h11.Event", self._state.next_event())
            except h11.RemoteProtocolError as error:
                self._failure = RemoteProtocolError(str(error))
                if not parts:
                    raise self._failure from error
                break  # what came before it is given away first
            if type(event) is h11.Data:
                parts.append(event.data)
                # A chunk that has come alone, as those of event streams do: there is nothing more to ask for.
                if self._is_chunked and self._is_short:
                    self._is_dry = self._state.trailing_data[0] in _CHUNK_ENDS
            elif type(event) is h11.EndOfMessage:
                self._ended = True
            else:
                self._is_dry = True
        return b"".join(parts)
