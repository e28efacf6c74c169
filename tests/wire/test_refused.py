"""Arguments that a provider does not take: refused before anything is sent to it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from inferloom import AsyncInferenceClient, InferenceClient, UsageError

MESSAGES: list[Any] = [{"role": "user", "content": "Hi"}]
ANSWER = {
    "id": "1",
    "created": 1,
    "model": "m",
    "system_fingerprint": "",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
}
TASKS = {"groq": "conversational", "nebius": "text-to-image", "together": "feature-extraction"}


class World:
    """A Hub that knows one model, and a server that answers everything alike."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "huggingface.co":
            entries = {name: {"status": "live", "providerId": "m", "task": task} for name, task in TASKS.items()}
            return httpx.Response(200, json={"inferenceProviderMapping": entries})
        self.sent.append(json.loads(request.content))
        if request.url.path.endswith("/embeddings"):
            return httpx.Response(200, json={"data": [{"index": 0, "embedding": [0.5, 1.0]}]})
        return httpx.Response(200, json=ANSWER)

    def client(self, provider: Any = None, model: str = "vendor/model") -> InferenceClient:
        http = httpx.Client(transport=httpx.MockTransport(self))
        return InferenceClient(model, provider=provider, token="own", http_client=http)


def test_the_error_says_who_takes_it() -> None:
    world = World()
    with pytest.raises(UsageError) as raised:
        world.client("groq").chat_completion(MESSAGES, logit_bias={"50256": -100.0})
    said = str(raised.value)
    assert said.startswith(
        "groq does not take logit_bias for chat_completion(); these do: baseten, cerebras, clarifai, "
    )
    assert said.endswith("[chat_completion(), provider groq, model vendor/model]")
    assert world.sent == []


def test_async_alike() -> None:
    world = World()

    async def call() -> None:
        http = httpx.AsyncClient(transport=httpx.MockTransport(world))
        async with AsyncInferenceClient("vendor/model", provider="groq", token="own", http_client=http) as client:
            await client.chat_completion(MESSAGES, logit_bias={"50256": -100.0})

    with pytest.raises(UsageError, match=r"^groq does not take logit_bias for chat_completion\(\); these do: "):
        asyncio.run(call())
    assert world.sent == []


def test_all_refused_ones_at_once() -> None:
    with pytest.raises(UsageError, match=r"^groq does not take logprobs and top_logprobs for chat_completion"):
        World().client("groq").chat_completion(MESSAGES, logprobs=True, top_logprobs=2)


def test_a_parameter_that_only_one_takes() -> None:
    with pytest.raises(UsageError, match=r"together does not take truncate for .*; these do: hf-inference\."):
        World().client("together").feature_extraction("a text", truncate=True)


def test_what_is_false_or_zero_is_given() -> None:
    world = World()
    with pytest.raises(UsageError, match="together does not take normalize"):
        world.client("together").feature_extraction("a text", normalize=False)
    with pytest.raises(UsageError, match="nebius does not take guidance_scale"):
        world.client("nebius").text_to_image("a fox", guidance_scale=0.0)
    assert world.sent == []


def test_none_is_not_given() -> None:
    world = World()
    world.client("groq").chat_completion(MESSAGES, logit_bias=None, logprobs=None)
    assert world.sent[0].keys() <= {"model", "messages", "stream"}


def test_an_endpoint_by_url() -> None:
    """Whether a server takes a parameter is its own affair; its wire has no word for this one."""
    world = World()
    with pytest.raises(UsageError) as raised:
        world.client(model="http://localhost:8080/v1").feature_extraction("a text", truncate=True)
    said = str(raised.value)
    assert said.startswith("The wire of this endpoint has no place for truncate in feature_extraction(): leave it out")
    assert world.sent == []


def test_extra_body_is_the_callers_own_word() -> None:
    world = World()
    world.client("groq").chat_completion(MESSAGES, extra_body={"priority": 1})
    assert world.sent[0]["priority"] == 1


@pytest.mark.parametrize("model", ["vendor/model", "http://localhost:8080/v1"])
def test_extra_body_is_sent_where_the_argument_is_refused(model: str) -> None:
    world = World()
    provider = "together" if model == "vendor/model" else None
    client = world.client(provider, model)
    client.feature_extraction("a text", extra_body={"truncate": True, "dimensions": 2})
    assert world.sent[0]["truncate"] is True
    assert world.sent[0]["dimensions"] == 2
    with pytest.raises(UsageError, match="normalize"):
        client.feature_extraction("a text", normalize=True, extra_body={"truncate": True})
    assert len(world.sent) == 1


def test_extra_body_does_not_keep_a_provider_from_being_chosen() -> None:
    world = World()
    world.client(["groq", "together"]).chat_completion(MESSAGES, extra_body={"logit_bias": {"50256": -100}})
    assert world.sent[0]["logit_bias"] == {"50256": -100}
