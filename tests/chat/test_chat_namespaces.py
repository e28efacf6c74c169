"""`client.completions`, `client.embeddings` and `client.models`: whom they ask, and what they give."""

from __future__ import annotations

from typing import Any

import pytest
from chat_material import serving
from wire.exchange import ROUTER, Server, Way, answering, streaming

from inferloom import AnswerError, ModelNotSupportedError, StreamTruncatedError, UsageError
from inferloom.types import CompletionsOutput, CompletionsStreamOutput, EmbeddingsOutput, ModelsOutputModel

MODELS = {"object": "list", "data": [{"id": "a", "object": "model", "created": 1, "owned_by": "x", "context": 4096}]}
TEXT = {
    "id": "c", "object": "text_completion", "created": 1, "model": "m",
    "choices": [{"index": 0, "text": " upon", "finish_reason": "stop", "logprobs": None}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
}  # fmt: skip
VECTORS = {
    "object": "list",
    "data": [{"object": "embedding", "index": 0, "embedding": "AAAAPwAAgL8="}],
    "model": "m",
    "usage": {"prompt_tokens": 1, "total_tokens": 1},
}


def at_provider(way: Way, task: str, reply: Any, **settings: Any) -> tuple[Any, Server]:
    entry = {"provider": settings["provider"], "providerId": "served", "task": task, "status": "live"}
    hub = {"/api/models/acme/model?expand=inferenceProviderMapping": {"inferenceProviderMapping": [entry]}}
    server = Server(replies=[reply], hub=hub)
    return way.client(server, **settings), server


@pytest.mark.anyio
async def test_completions_through_a_provider(way: Way) -> None:
    client, server = at_provider(way, "text-generation", answering(TEXT), provider="novita")
    made = await way.call(client.completions.create, model="acme/model", prompt=["Once"], max_tokens=3, echo=True)
    assert server.only.url == f"{ROUTER}/novita/v3/openai/completions"
    assert server.only.json == {"model": "served", "prompt": ["Once"], "max_tokens": 3, "echo": True}
    assert isinstance(made, CompletionsOutput)
    assert made.to_dict() == TEXT
    assert made.meta.usage.total_tokens == 2


@pytest.mark.anyio
async def test_completions_in_pieces(way: Way) -> None:
    piece = '{"id":"c","created":1,"model":"m","choices":[{"index":0,"text":"%s","finish_reason":%s}]}'
    first, last = (f"data: {piece % each}\n\n" for each in (("up", "null"), ("on", '"stop"')))
    client, server = serving(way, streaming(first, last, "data: [DONE]\n\n"), streaming(first))
    stream = await way.call(client.completions.create, prompt="Once", stream=True)
    items = await way.items(stream)
    assert [type(item) for item in items] == [CompletionsStreamOutput] * 2
    assert [item.choices[0].text for item in items] == ["up", "on"]
    assert server.only.json == {"model": "dummy", "prompt": "Once", "stream": True}
    stream = await way.call(client.completions.create, prompt="Once", stream=True)
    with pytest.raises(StreamTruncatedError):
        await way.items(stream)


@pytest.mark.anyio
async def test_embeddings_are_numbers_whatever_they_travel_as(way: Way) -> None:
    client, server = at_provider(way, "feature-extraction", answering(VECTORS), provider="scaleway")
    made = await way.call(
        client.embeddings.create, model="acme/model", input="a", encoding_format="base64", dimensions=2
    )
    assert server.only.url == f"{ROUTER}/scaleway/v1/embeddings"
    assert server.only.json == {"model": "served", "input": "a", "encoding_format": "base64", "dimensions": 2}
    assert isinstance(made, EmbeddingsOutput)
    assert made.data[0].embedding == [0.5, -1.0]
    assert (made.model, made.usage.total_tokens) == ("m", 1)
    broken = {**VECTORS, "data": [{"index": 0, "embedding": "AAA"}]}
    client, _ = serving(way, answering(broken))
    with pytest.raises(AnswerError, match="not base64 of 32-bit floats"):
        await way.call(client.embeddings.create, input="a")


@pytest.mark.anyio
async def test_a_provider_with_another_wire_is_named(way: Way) -> None:
    client, server = at_provider(way, "feature-extraction", answering({}), provider="hf-inference")
    server.hub["/api/models/acme/model"] = "feature-extraction"
    with pytest.raises(ModelNotSupportedError, match="hf-inference has no embeddings in OpenAI's shape"):
        await way.call(client.embeddings.create, model="acme/model", input="a")
    assert server.seen == []


@pytest.mark.anyio
async def test_mistakes_are_found_before_anything_is_sent(way: Way) -> None:
    client, server = serving(way, answering({}))
    with pytest.raises(UsageError, match="encoding_format='hex'"):
        await way.call(client.embeddings.create, input="a", encoding_format="hex")
    with pytest.raises(UsageError, match="best_of=0"):
        await way.call(client.completions.create, prompt="a", best_of=0)
    assert server.seen == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("settings", "url", "key"),
    [
        ({"base_url": "http://127.0.0.1:9/v1", "token": "k"}, "http://127.0.0.1:9/v1/models", "Bearer k"),
        ({"base_url": "http://127.0.0.1:9", "token": "k"}, "http://127.0.0.1:9/v1/models", "Bearer k"),
        ({}, f"{ROUTER}/v1/models", "Bearer hf_of_the_tests"),
        ({"provider": "groq"}, f"{ROUTER}/v1/models", "Bearer hf_of_the_tests"),
        ({"provider": "groq", "token": "gsk"}, "https://api.groq.com/openai/v1/models", "Bearer gsk"),
        ({"provider": "fireworks-ai", "token": "f"}, "https://api.fireworks.ai/inference/v1/models", "Bearer f"),
        ({"provider": "openai", "token": "sk"}, "https://api.openai.com/v1/models", "Bearer sk"),
    ],
)
async def test_models_are_listed_by_who_knows_them(way: Way, settings: dict[str, Any], url: str, key: str) -> None:
    server = Server(replies=[answering(MODELS)])
    client = way.client(server, **settings)
    listed = await way.call(client.models.list)
    assert (server.only.method, server.only.url, server.only.body) == ("GET", url, b"")
    assert server.only.headers["authorization"] == key
    assert [type(model) for model in listed] == [ModelsOutputModel]
    assert listed.data is listed
    assert (listed[0].id, listed[0].owned_by, listed[0]["context"]) == ("a", "x", 4096)
    assert listed.meta.status == 200


@pytest.mark.anyio
async def test_a_list_that_nobody_has_is_refused(way: Way) -> None:
    server = Server(replies=[answering(MODELS)])
    with pytest.raises(UsageError, match="Name the provider of your key"):
        await way.call(way.client(server, token="sk-1").models.list)
    with pytest.raises(ModelNotSupportedError, match="replicate has no list of models"):
        await way.call(way.client(server, token="r8", provider="replicate").models.list)
    assert server.seen == []
