"""Text generation by models that only chat."""

from __future__ import annotations

from typing import Any

import pytest
from chat_material import chunk, message, serving, sse
from wire.exchange import Server, Way

from inferloom import ModelNotSupportedError, UsageError

MODEL = "acme/model"


def mapped(way: Way, *replies: Any, tasks: dict[str, str], **settings: Any) -> tuple[Any, Server]:
    """A client, and a Hub that says who serves the model for what."""
    entries = [
        {"provider": provider, "providerId": "served", "task": task, "status": "live"}
        for provider, task in tasks.items()
    ]
    hub = {f"/api/models/{MODEL}?expand=inferenceProviderMapping": {"inferenceProviderMapping": entries}}
    server = Server(replies=list(replies), hub=hub)
    return way.client(server, **settings), server


@pytest.mark.anyio
async def test_the_error_shows_the_call_that_works(way: Way) -> None:
    chats = {"together": "conversational", "groq": "conversational"}
    for settings in ({}, {"provider": "together"}):
        client, server = mapped(way, message("Hi."), tasks=chats, **settings)
        with pytest.raises(ModelNotSupportedError) as caught:
            await way.call(client.text_generation, "Hello", model=MODEL)
        assert "only chats" in str(caught.value)
        assert "text_generation(..., via_chat=True)" in str(caught.value)
        assert server.seen == []
        assert await way.call(client.text_generation, "Hello", model=MODEL, via_chat=True) == "Hi."
        assert server.only.url.endswith("/v1/chat/completions")
    client, _ = mapped(way, tasks={"together": "conversational", "fal-ai": "text-to-image"})
    with pytest.raises(ModelNotSupportedError) as caught:
        await way.call(client.text_generation, "Hello", model=MODEL)
    assert "only chats" not in str(caught.value)


@pytest.mark.anyio
async def test_parameters_have_their_names_of_conversations(way: Way) -> None:
    client, server = serving(way, message("Hi."))
    text = await way.call(
        client.text_generation,
        "Hello",
        model="m",
        via_chat=True,
        max_new_tokens=5,
        stop=["."],
        temperature=0.5,
        top_p=0.9,
        seed=3,
        frequency_penalty=0.1,
        details=False,
        return_full_text=False,
        extra_body={"top_k": 4},
    )
    assert text == "Hi."
    assert text.meta.usage.total_tokens == 7
    assert server.only.json == {
        "model": "m",
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": False,
        "max_tokens": 5,
        "stop": ["."],
        "temperature": 0.5,
        "top_p": 0.9,
        "seed": 3,
        "frequency_penalty": 0.1,
        "top_k": 4,
    }


@pytest.mark.anyio
async def test_pieces_of_text_come_as_from_any_text_generation(way: Way) -> None:
    client, server = serving(
        way, sse(chunk({"role": "assistant"}), chunk({"content": "H"}), chunk({"content": "i"}, "stop"))
    )
    stream = await way.call(client.text_generation, "Hello", via_chat=True, stream=True)
    assert await way.items(stream) == ["H", "i"]
    assert server.only.json["stream"] is True


@pytest.mark.anyio
@pytest.mark.parametrize(
    "given",
    [
        {"details": True}, {"do_sample": True}, {"top_k": 5}, {"best_of": 2}, {"watermark": True}, {"truncate": 9},
        {"repetition_penalty": 1.1}, {"return_full_text": True}, {"adapter_id": "a"}, {"typical_p": 0.5},
        {"grammar": {"type": "regex", "value": "a+"}},
    ],
    ids=lambda given: next(iter(given)),
)  # fmt: skip
async def test_what_a_conversation_does_not_have_is_refused_by_name(way: Way, given: dict[str, Any]) -> None:
    client, server = serving(way, message("Hi."))
    with pytest.raises(UsageError, match=f"does not take {next(iter(given))}: "):
        await way.call(client.text_generation, "Hello", via_chat=True, **given)
    assert server.seen == []
