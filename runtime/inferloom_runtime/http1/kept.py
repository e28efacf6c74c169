"""The connections of a client: which may be used again, and how many there may be."""

from __future__ import annotations

from collections import deque
from typing import Generic, Protocol, TypeVar

from inferloom_runtime import clock
from inferloom_runtime.http1.request import Origin

MOST = 1000
"""Connections at a time; who needs one more waits."""

MOST_IDLE = 100
"""Connections that are kept for the next request."""

SECONDS_IDLE = 5.0
"""How long they are; servers that close idle connections wait for longer than this as a rule."""


class Idle(Protocol):
    """A connection, as far as keeping it goes.

    Attributes:
        origin: Where it leads.
        idle_since: When it was last used, on `clock.now`.
    """

    origin: Origin
    idle_since: float


C = TypeVar("C", bound=Idle)
W = TypeVar("W")


class Kept(Generic[C, W]):
    """The connections, and those who wait for one. It holds no lock.

    Attributes:
        busy: The connections that somebody holds.
        used: How many are held, those that are only being made included.
        waiting: Who waits for a place, in order.
    """

    def __init__(self) -> None:
        self.busy: set[C] = set()
        self.used: int = 0
        self.waiting: deque[W] = deque()
        self._idle: dict[C, None] = {}  # the one that was used longest ago comes first
        self._origins: dict[Origin, list[C]] = {}  # the one that was used last comes last

    def enter(self) -> bool:
        """Take a place, where there is one and nobody has waited for longer.

        Returns:
            Whether that was so.
        """
        if self.used >= MOST or self.waiting:
            return False
        self.used += 1
        return True

    def leave(self) -> W | None:
        """Give a place back.

        Returns:
            Who has it now, and has to be told so.
        """
        if self.waiting:
            return self.waiting.popleft()
        self.used -= 1
        return None

    def take(self, origin: Origin) -> C | None:
        """The connection that was used last, to be looked at and used.

        Args:
            origin: Where it has to lead.

        Returns:
            It, or None.
        """
        stack = self._origins.get(origin)
        while stack:
            connection = stack.pop()
            if not stack:
                self._origins.pop(origin, None)
            if connection in self._idle:
                del self._idle[connection]
                return connection
        return None

    def give(self, connection: C) -> list[C]:
        """Keep a connection for the next request.

        Args:
            connection: The connection.

        Returns:
            Those that are kept no longer, to be ended: they are too old, or there are too many.
        """
        connection.idle_since = now = clock.now()
        self._origins.setdefault(connection.origin, []).append(connection)
        self._idle[connection] = None
        ended: list[C] = []
        # Nothing is iterated over: a stream that is forgotten gives its connection back at any point of this.
        while self._idle:
            oldest = next(iter(self._idle))
            if len(self._idle) <= MOST_IDLE and now - oldest.idle_since <= SECONDS_IDLE:
                break
            self._drop(oldest)
            ended.append(oldest)
        return ended

    def spare(self) -> C | None:
        """Where one too many is about to be made: the one that was used longest ago, to be ended.

        Returns:
            It, or None.
        """
        if self.used + len(self._idle) <= MOST or not self._idle:
            return None
        oldest = next(iter(self._idle))
        self._drop(oldest)
        return oldest

    def clear(self) -> list[C]:
        """Keep none.

        Returns:
            All that were kept, to be ended.
        """
        ended = list(self._idle)
        self._idle.clear()
        self._origins.clear()
        return ended

    def _drop(self, connection: C) -> None:
        self._idle.pop(connection, None)
        stack = self._origins.get(connection.origin, [])
        if connection in stack:
            stack.remove(connection)
        if not stack:
            self._origins.pop(connection.origin, None)


def is_fresh(connection: Idle) -> bool:
    """Whether a connection was used lately.

    Args:
        connection: The connection.

    Returns:
        Whether it was.
    """
    return clock.now() - connection.idle_since <= SECONDS_IDLE
