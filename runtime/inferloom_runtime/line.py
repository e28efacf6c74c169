"""A client's line: the key and the connections that its calls go over, and those of its jobs and services too."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from inferloom_runtime.auth import Key, find_key
from inferloom_runtime.flow import Flow, drive, drive_async, work
from inferloom_runtime.retry import Retries, Retry

if TYPE_CHECKING:
    from inferloom_runtime.meta import Trail
    from inferloom_runtime.pool import Pool

T = TypeVar("T")


class Line:
    """A key and connections.

    Args:
        pool: The connections, which other clients may share.
        key: The key that was given to the client, or None.
        package: The generated package that the client belongs to.

    Attributes:
        pool: The connections.
        key: The given key.
        package: The generated package.
    """

    def __init__(self, pool: Pool, key: Key | None, package: str = "") -> None:
        self.pool: Pool = pool
        self.key: Key | None = key
        self.package: str = package
        self._found: Key | None = None
        self._searched = False

    def drive(self, flow: Flow[T], trail: Trail) -> T:
        """Run a flow on the connections.

        Args:
            flow: The flow.
            trail: Where to write down what happens.

        Returns:
            The flow's result.
        """
        if trail.watch is None:
            return drive(flow, self.pool.client(), trail)
        with trail.watch.current():
            return drive(flow, self.pool.client(), trail)

    async def drive_async(self, flow: Flow[T], trail: Trail) -> T:
        """Run a flow on the connections of the running event loop.

        Args:
            flow: The flow.
            trail: Where to write down what happens.

        Returns:
            The flow's result.
        """
        if trail.watch is None:
            return await drive_async(flow, await self.pool.client_here(), trail)
        with trail.watch.current():
            return await drive_async(flow, await self.pool.client_here(), trail)

    def any_key(self) -> Flow[Key | None]:
        """The key to call with.

        Returns:
            A flow whose result is the given key, else the machine's own token, which is looked for once.
        """
        if self.key is not None:
            return self.key
        if not self._searched:
            self._found = yield from work(find_key)
            self._searched = True
        return self._found

    def retries(self, policy: Retry) -> Retries:
        """When a failed request is sent again.

        Args:
            policy: The policy.

        Returns:
            The same, with the retries that all calls on these connections have in hand together.
        """
        return Retries(policy, self.pool.budget)


class OnLine:
    """Whatever goes over a line: a client, and what takes the line over from one."""

    _line: Line
