"""What OpenAI's client has beside chat: `client.completions`, `client.embeddings`, `client.models`."""

from __future__ import annotations

from typing import Any

from inferloom.methods.completions import AsyncCompletionsMethod, CompletionsMethod
from inferloom.methods.embeddings import AsyncEmbeddingsMethod, EmbeddingsMethod
from inferloom.methods.models import AsyncModelsMethod, ModelsMethod
from inferloom_runtime.call import Options
from inferloom_runtime.client import AsyncBase, SyncBase
from inferloom_runtime.meta import Trail
from inferloom_runtime.offer import P
from inferloom_runtime.task import Task


class Completions(CompletionsMethod[P]):
    """`client.completions`, as in OpenAI's client."""

    def __init__(self, client: SyncBase) -> None:
        self._client = client

    def _run(self, task: Task[Any], values: dict[str, Any], options: Options, trail: Trail | None = None) -> Any:
        return self._client._run(task, values, options, trail)


class AsyncCompletions(AsyncCompletionsMethod[P]):
    """`client.completions` of the async client, as in OpenAI's client."""

    def __init__(self, client: AsyncBase) -> None:
        self._client = client

    async def _run(self, task: Task[Any], values: dict[str, Any], options: Options, trail: Trail | None = None) -> Any:
        return await self._client._run(task, values, options, trail)


class Embeddings(EmbeddingsMethod[P]):
    """`client.embeddings`, as in OpenAI's client."""

    def __init__(self, client: SyncBase) -> None:
        self._client = client

    def _run(self, task: Task[Any], values: dict[str, Any], options: Options, trail: Trail | None = None) -> Any:
        return self._client._run(task, values, options, trail)


class AsyncEmbeddings(AsyncEmbeddingsMethod[P]):
    """`client.embeddings` of the async client, as in OpenAI's client."""

    def __init__(self, client: AsyncBase) -> None:
        self._client = client

    async def _run(self, task: Task[Any], values: dict[str, Any], options: Options, trail: Trail | None = None) -> Any:
        return await self._client._run(task, values, options, trail)


class Models(ModelsMethod[P]):
    """`client.models`, as in OpenAI's client."""

    def __init__(self, client: SyncBase) -> None:
        self._client = client

    def _run(self, task: Task[Any], values: dict[str, Any], options: Options, trail: Trail | None = None) -> Any:
        return self._client._run(task, values, options, trail)


class AsyncModels(AsyncModelsMethod[P]):
    """`client.models` of the async client, as in OpenAI's client."""

    def __init__(self, client: AsyncBase) -> None:
        self._client = client

    async def _run(self, task: Task[Any], values: dict[str, Any], options: Options, trail: Trail | None = None) -> Any:
        return await self._client._run(task, values, options, trail)
