"""A compressed body, decompressed in bounded steps."""

from __future__ import annotations

import zlib

from inferloom_runtime.http1.errors import DecodingError

OFFERED = "gzip, deflate"
"""The codings that are undone."""

_STEP = 1 << 20
"""The most that becomes of a piece at once, in bytes."""

_GZIP = zlib.MAX_WBITS | 16
_MEMBER = b"\x1f\x8b"


def coding_of(name: str) -> Coding | None:
    """What undoes a content coding.

    Args:
        name: The value of `content-encoding`.

    Returns:
        It, or None where there is nothing to undo, or nothing that could be.
    """
    name = name.strip().lower()
    return Coding(name == "gzip") if name in ("gzip", "deflate") else None


class Coding:
    """Decompresses one body. Give it what comes with `feed`, ask `piece` until that is empty, and `finish` at the end.

    Args:
        gzip: Whether it is gzip, or else deflate, which servers send in zlib's wrapper (RFC 9110, 8.4.1.2) or without.
    """

    def __init__(self, gzip: bool) -> None:
        self._gzip = gzip
        self._left = b""
        self._begun = False
        self._over = False
        self._made = zlib.decompressobj(_GZIP)

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body.

        Args:
            data: The bytes.
        """
        self._left = self._left + data if self._left else data

    def piece(self) -> bytes:
        """The next decompressed bytes.

        Returns:
            The bytes; none where more is needed.

        Raises:
            DecodingError: The body is not what it is said to be.
        """
        while self._left and not self._over:
            if not self._begun and not self._begin():
                return b""
            try:
                piece = self._made.decompress(self._left, _STEP)
            except zlib.error as error:
                raise DecodingError(str(error)) from error
            self._left = self._made.unconsumed_tail
            if self._made.eof:
                self._next_member()
            if piece:
                return piece
        return b""

    def finish(self) -> None:
        """The body has ended.

        Raises:
            DecodingError: It cannot be all of it.
        """
        if self._over or (not self._begun and not self._left):
            return  # a body of no bytes is nothing compressed
        raise DecodingError("the compressed body ended too early")

    def _begin(self) -> bool:
        """Find out by two bytes which kind of deflate it is; of gzip there is one."""
        if not self._gzip:
            if len(self._left) < 2:
                return False
            first, second = self._left[:2]
            wrapped = first & 0x0F == zlib.DEFLATED and (first << 8 | second) % 31 == 0  # RFC 1950, 2.2
            self._made = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        self._begun = True
        return True

    def _next_member(self) -> None:
        """A gzip body may have several members (RFC 1952, 2.2). What else follows is of no use to anybody."""
        self._left = self._made.unused_data
        if self._gzip and self._left.startswith(_MEMBER):
            self._made = zlib.decompressobj(_GZIP)
        else:
            self._over, self._left = True, b""
