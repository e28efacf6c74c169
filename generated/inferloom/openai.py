"""What OpenAI's client has beside chat: `client.completions`, `client.embeddings`, `client.models`."""

from __future__ import annotations

from inferloom.methods.completions import AsyncCompletionsMethod, CompletionsMethod
from inferloom.methods.embeddings import AsyncEmbeddingsMethod, EmbeddingsMethod
from inferloom.methods.models import AsyncModelsMethod, ModelsMethod
from inferloom_runtime.offer import P


class Completions(CompletionsMethod[P]):
    """`client.completions`, as in OpenAI's client."""


class AsyncCompletions(AsyncCompletionsMethod[P]):
    """`client.completions` of the async client, as in OpenAI's client."""


class Embeddings(EmbeddingsMethod[P]):
    """`client.embeddings`, as in OpenAI's client."""


class AsyncEmbeddings(AsyncEmbeddingsMethod[P]):
    """`client.embeddings` of the async client, as in OpenAI's client."""


class Models(ModelsMethod[P]):
    """`client.models`, as in OpenAI's client."""


class AsyncModels(AsyncModelsMethod[P]):
    """`client.models` of the async client, as in OpenAI's client."""
