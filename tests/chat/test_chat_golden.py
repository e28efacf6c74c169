"""Answers in JSON and tools, as each provider wants to be asked for them.

The requests are those of huggingface_hub for the same calls: of the newest version, or of the last one that knew the
provider.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from chat_material import message, sse
from pydantic import BaseModel
from wire.exchange import Server, Way

from inferloom import capabilities

FOLDER = Path(__file__).with_name("golden")
ARGUMENTS: dict[str, dict[str, Any]] = json.loads((FOLDER / "arguments.json").read_text(encoding="utf-8"))
REQUESTS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.json"))
    if path.stem != "arguments"
}
MODEL = "acme/model"


def client_of(way: Way, provider: str, *replies: Any) -> tuple[Any, Server]:
    entry = {"provider": provider, "providerId": "served-model", "task": "conversational", "status": "live"}
    hub = {
        f"/api/models/{MODEL}?expand=inferenceProviderMapping": {"inferenceProviderMapping": [entry]},
        f"/api/models/{MODEL}": "text-generation",
    }
    server = Server(replies=list(replies), hub=hub)
    key = {"token": "sk-of-openai"} if provider == "openai" else {}
    return way.client(server, provider=provider, **key), server


def test_every_provider_of_chat_has_its_requests() -> None:
    offered = {provider for provider, methods in capabilities.PROVIDERS.items() if "chat_completion" in methods}
    assert offered == set(REQUESTS)


@pytest.mark.anyio
@pytest.mark.parametrize("case", ARGUMENTS)
@pytest.mark.parametrize("provider", REQUESTS)
async def test_forms_and_tools_in_the_providers_words(way: Way, provider: str, case: str) -> None:
    client, server = client_of(way, provider, message("{}"))
    messages = [{"role": "user", "content": "Name a book."}]
    await way.call(client.chat.completions.create, model=MODEL, messages=messages, **ARGUMENTS[case])
    assert server.only.url == REQUESTS[provider]["url"]
    assert server.only.json == REQUESTS[provider]["bodies"][case]


class Book(BaseModel):
    title: str


def form_of(provider: str) -> dict[str, Any]:
    """What the provider is sent beyond the conversation, when the schema of `Book` is asked for."""
    body = REQUESTS[provider]["bodies"]["json_schema"]
    text = json.dumps({key: value for key, value in body.items() if key not in ("messages", "model", "stream")})
    found: dict[str, Any] = json.loads(text.replace('"name": "book"', '"name": "Book"'))
    return found


@pytest.mark.anyio
@pytest.mark.parametrize("provider", REQUESTS)
@pytest.mark.parametrize("call", ["parse", "stream"])
async def test_types_in_the_providers_words(way: Way, provider: str, call: str) -> None:
    """The schema of a type travels as the same schema in JSON does."""
    text = '{"title": "Emma"}'
    answer: Callable[..., Any] | Any = message(text)
    if call == "stream":
        chunk = {"index": 0, "delta": {"content": text}, "finish_reason": "stop"}
        answer = sse({"id": "c", "created": 1, "model": "m", "choices": [chunk]})
    client, server = client_of(way, provider, answer)
    if call == "parse":
        done = await way.call(client.chat.completions.parse, "Name a book.", model=MODEL, response_format=Book)
    else:
        async with way.within(
            client.chat.completions.stream("Name a book.", model=MODEL, response_format=Book)
        ) as stream:
            done = await way.call(stream.get_final_completion)
    assert done.choices[0].message.parsed == Book(title="Emma")
    sent = {key: value for key, value in server.only.json.items() if key not in ("messages", "model", "stream")}
    assert sent == form_of(provider)
