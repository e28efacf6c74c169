"""What methods stand in: a client, or a part of one such as `client.embeddings`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from inferloom_runtime.call import Options
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.meta import Trail
    from inferloom_runtime.task import Task

T = TypeVar("T")


class Namespace:
    """Holds methods of the sync client.

    Args:
        client: Who makes their calls.
    """

    def __init__(self, client: Namespace) -> None:
        self._client = client

    def _trail(self, task: Task[Any], options: Options) -> Trail:
        return self._client._trail(task, options)

    def _run(self, task: Task[T], values: dict[str, Any], options: Options, trail: Trail | None = None) -> T:
        return self._client._run(task, values, options, trail)

    def _submit(self, task: Task[T], values: dict[str, Any], options: Options) -> Job[T]:
        return self._client._submit(task, values, options)


class AsyncNamespace:
    """Holds methods of the async client.

    Args:
        client: Who makes their calls.
    """

    def __init__(self, client: AsyncNamespace) -> None:
        self._client = client

    def _trail(self, task: Task[Any], options: Options) -> Trail:
        return self._client._trail(task, options)

    async def _run(self, task: Task[T], values: dict[str, Any], options: Options, trail: Trail | None = None) -> T:
        return await self._client._run(task, values, options, trail)

    async def _submit(self, task: Task[T], values: dict[str, Any], options: Options) -> AsyncJob[T]:
        return await self._client._submit(task, values, options)
