"""Endpoints and local servers, given by URL: which address is asked, and in which of two languages."""

from __future__ import annotations

import json
from typing import Any

import httpx
import numpy
import pytest

from inferloom_runtime.errors import (
    AnswerError,
    AuthenticationError,
    BadRequestError,
    GenerationError,
    IncompleteGenerationError,
    NotFoundError,
    OverloadedError,
    ProviderError,
    ServerError,
    UnknownError,
    UsageError,
    ValidationError,
)
from wire.exchange import Server, Way, answering, check_result, streaming
from wire.test_tasks import EXCHANGES, check_request, perform, server_for

pytestmark = pytest.mark.anyio

MESSAGES = [{"role": "user", "content": "Deep learning?"}]
COMPLETION: dict[str, Any] = {
    "id": "c1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Nets."}, "finish_reason": "stop"}],
}
GENERATED = [{"generated_text": " upon a"}]
OPENAI_TEXT: dict[str, Any] = {
    "id": "t1",
    "object": "text_completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "text": " upon a", "finish_reason": "length", "logprobs": None}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
}
OPENAI_VECTORS: dict[str, Any] = {
    "object": "list",
    "model": "m",
    "data": [
        {"object": "embedding", "index": 0, "embedding": [0.25, -0.5]},
        {"object": "embedding", "index": 1, "embedding": [1, 2]},
    ],
}
NOT_FOUND = answering({"detail": "Not Found"}, status=404)


# Chat.


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        ("http://localhost:8080", "http://localhost:8080/v1/chat/completions"),
        ("http://localhost:8080/", "http://localhost:8080/v1/chat/completions"),
        ("http://localhost:8080/v1", "http://localhost:8080/v1/chat/completions"),
        ("http://localhost:8080/v1/", "http://localhost:8080/v1/chat/completions"),
        ("http://localhost:8080/v1/chat/completions", "http://localhost:8080/v1/chat/completions"),
        ("http://localhost:8080/chat/completions", "http://localhost:8080/chat/completions"),
        ("https://a.example.com/custom", "https://a.example.com/custom/v1/chat/completions"),
        ("https://a.example.com/custom/v1?key=7", "https://a.example.com/custom/v1/chat/completions?key=7"),
        ("https://a.example.com?key=7", "https://a.example.com/v1/chat/completions?key=7"),
        ("https://a.example.com/chat/completions?key=7", "https://a.example.com/chat/completions?key=7"),
        ("https://a.example.com/v1/?a=1&b=2", "https://a.example.com/v1/chat/completions?a=1&b=2"),
    ],
)
@pytest.mark.parametrize("argument", ["model", "base_url"])
async def test_where_chat_goes(model: str, asked: str, argument: str, way: Way) -> None:
    server = Server([answering(COMPLETION)])
    client = way.client(server, **{argument: model})
    out = await way.call(client.chat_completion, MESSAGES)
    assert server.only.url == asked
    assert server.only.json == {"model": "dummy", "messages": MESSAGES, "stream": False}
    assert server.lookups == []
    assert out.choices[0].message.content == "Nets."


@pytest.mark.parametrize(
    ("task", "exchange"),
    [pytest.param(task, one, id=one["name"]) for task, one in EXCHANGES if task["task"] == "chat-completion"],
)
async def test_chat_on_an_endpoint(task: dict[str, Any], exchange: dict[str, Any], way: Way) -> None:
    """The body is hf-inference's, with a name in place of the URL.

    A schema is sent as OpenAI's servers take it. The reference client rewrites it for text-generation-inference alone,
    and llama.cpp and vLLM would overlook it then.
    """
    server = server_for(task, exchange)
    client = way.client(server, "http://localhost:8080")
    result = await perform(way, client, task, exchange)
    wanted = exchange["request"]
    body = wanted["json"] | {"model": "dummy"}
    if exchange["name"] == "response_format json_schema":
        body["response_format"] = exchange["call"]["kwargs"]["response_format"]
    check_request(server.only, wanted | {"json": body}, url="http://localhost:8080/v1/chat/completions")
    check_result(result, exchange["result"])


@pytest.mark.parametrize(
    ("client_model", "call_model", "extra_body", "named"),
    [
        ("http://localhost:8080", None, None, "dummy"),
        ("http://localhost:8080", "llama", None, "llama"),
        ("http://localhost:8080", "llama", {"model": "qwen"}, "qwen"),
        ("http://localhost:8080", None, {"model": "qwen"}, "qwen"),
        (None, "http://localhost:8080", None, "dummy"),
        (None, "http://localhost:8080", {"model": "qwen"}, "qwen"),
        ("llama", "http://localhost:8080", None, "llama"),
    ],
)
async def test_the_model_that_a_chat_names(
    client_model: str | None, call_model: str | None, extra_body: Any, named: str, way: Way
) -> None:
    server = Server([answering(COMPLETION)])
    client = way.client(server, client_model)
    await way.call(client.chat.completions.create, messages=MESSAGES, model=call_model, extra_body=extra_body)
    assert server.only.url == "http://localhost:8080/v1/chat/completions"
    assert server.only.json["model"] == named


async def test_an_endpoint_makes_the_provider_irrelevant(way: Way) -> None:
    server = Server([answering(COMPLETION)])
    client = way.client(server, "http://localhost:8080", provider="hf-inference")
    await way.call(client.chat_completion, MESSAGES)
    assert server.only.url == "http://localhost:8080/v1/chat/completions"


# Text generation and embeddings: the pipeline's wire, or OpenAI's.


async def test_text_generation_speaks_to_tgi_first(way: Way) -> None:
    server = Server([answering(GENERATED)])
    client = way.client(server, "http://localhost:8080")
    assert await way.call(client.text_generation, "Once", max_new_tokens=2) == " upon a"
    assert server.only.url == "http://localhost:8080"
    assert server.only.json == {"inputs": "Once", "parameters": {"max_new_tokens": 2}}


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_text_generation_turns_to_openai_and_remembers(status: int, way: Way) -> None:
    server = Server([answering({"detail": "no"}, status=status), answering(OPENAI_TEXT)])
    client = way.client(server, "http://localhost:8080", max_retries=0)
    assert await way.call(client.text_generation, "Once", max_new_tokens=2, stop=["."]) == " upon a"
    assert [one.url for one in server.seen] == ["http://localhost:8080", "http://localhost:8080/v1/completions"]
    assert server.seen[1].json == {"model": "dummy", "prompt": "Once", "max_tokens": 2, "stop": ["."]}

    server.seen.clear()
    assert await way.call(client.text_generation, "Once") == " upon a"
    assert await way.call(client.with_options(timeout=5).text_generation, "Once") == " upon a"
    assert [one.url for one in server.seen] == ["http://localhost:8080/v1/completions"] * 2


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        ("http://localhost:8080/v1", "http://localhost:8080/v1/completions"),
        ("http://localhost:8080/v1/", "http://localhost:8080/v1/completions"),
        ("http://localhost:8080/v1/completions", "http://localhost:8080/v1/completions"),
        ("http://localhost:8080/v1/chat/completions", "http://localhost:8080/v1/completions"),
        ("http://localhost:8080/v1?key=7", "http://localhost:8080/v1/completions?key=7"),
    ],
)
async def test_an_address_that_says_v1_is_openai_at_once(model: str, asked: str, way: Way) -> None:
    server = Server([answering(OPENAI_TEXT)])
    client = way.client(server, model)
    assert await way.call(client.text_generation, "Once", model="llama") == " upon a"
    assert server.only.url == asked
    assert server.only.json == {"model": "llama", "prompt": "Once"}


async def test_openai_details(way: Way) -> None:
    server = Server([answering(OPENAI_TEXT)])
    client = way.client(server, "http://localhost:8080/v1")
    out = await way.call(client.text_generation, "Once", details=True)
    assert out.generated_text == " upon a"
    assert out.details.finish_reason == "length"


async def test_both_ways_are_refused(way: Way) -> None:
    server = Server([answering({"error": "first"}, status=404), answering({"error": "second"}, status=404)])
    client = way.client(server, "http://localhost:8080", max_retries=0)
    with pytest.raises(NotFoundError, match="first"):
        await way.call(client.text_generation, "Once")
    server.replies = [answering({"error": "first"}, status=404), answering({"error": "second"}, status=401)]
    with pytest.raises(AuthenticationError, match="second"):
        await way.call(client.text_generation, "Once")
    server.replies = [answering({"error": "first"}, status=400)]
    server.seen.clear()
    with pytest.raises(BadRequestError, match="first"):
        await way.call(client.text_generation, "Once")
    assert server.only.url == "http://localhost:8080"


async def test_embeddings_turn_to_openai_and_remember(way: Way) -> None:
    server = Server([NOT_FOUND, answering(OPENAI_VECTORS)])
    client = way.client(server, "http://localhost:8080")
    vectors = await way.call(client.feature_extraction, ["hello", "there"], dimensions=2)
    assert vectors.dtype == numpy.float32
    assert vectors.tolist() == [[0.25, -0.5], [1, 2]]
    assert [one.url for one in server.seen] == ["http://localhost:8080", "http://localhost:8080/v1/embeddings"]
    assert server.seen[0].json == {"inputs": ["hello", "there"], "dimensions": 2}
    assert server.seen[1].json == {"model": "dummy", "input": ["hello", "there"], "dimensions": 2}
    await way.call(client.feature_extraction, ["hello", "there"])
    assert server.seen[2].url == "http://localhost:8080/v1/embeddings"


async def test_embeddings_in_base64(way: Way) -> None:
    # 0.25 and -0.5 as little-endian float32.
    packed = OPENAI_VECTORS | {"data": [{"object": "embedding", "index": 0, "embedding": "AACAPgAAAL8="}]}
    server = Server([answering(packed)])
    client = way.client(
        server,
        "http://localhost:8080/v1",
    )
    vectors = await way.call(client.feature_extraction, "hello", encoding_format="base64")
    assert vectors.tolist() == [[0.25, -0.5]]
    assert server.only.json == {"model": "dummy", "input": "hello", "encoding_format": "base64"}


@pytest.mark.parametrize("answer", [{}, {"data": None}, {"choices": []}, {"detail": "fine"}, [0.5]])
async def test_openai_answers_that_hold_nothing(answer: Any, way: Way) -> None:
    client = way.client(Server([answering(answer)]), "http://localhost:8080/v1")
    with pytest.raises(AnswerError):
        await way.call(client.feature_extraction, "hello")
    with pytest.raises(AnswerError):
        await way.call(client.text_generation, "Once")


# Streams.


def chunk(text: str | None = None, **more: Any) -> str:
    delta = {} if text is None else {"content": text}
    value = {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": None}],
    }
    return f"data: {json.dumps(value | more, ensure_ascii=False)}\n\n"


def token(text: str, **more: Any) -> str:
    value = {"index": 1, "token": {"id": 1, "text": text, "logprob": -0.5, "special": False}, **more}
    return f"data:{json.dumps({'generated_text': None, 'details': None} | value, ensure_ascii=False)}\n\n"


USAGE: dict[str, Any] = {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}


async def test_a_chat_is_streamed(way: Way) -> None:
    server = Server([streaming(chunk("Ne"), chunk("ts."), chunk(**USAGE), "data: [DONE]\n\n")])
    client = way.client(server, "http://localhost:8080")
    arguments = {"stream": True, "stream_options": {"include_usage": True}}
    stream = await way.call(client.chat_completion, MESSAGES, **arguments)
    assert len(server.seen) == 1, "the request goes out with the call, not with the first item"
    chunks = await way.items(stream)
    assert [one.choices[0].delta.content for one in chunks[:2]] == ["Ne", "ts."]
    assert chunks[2].choices == []
    assert chunks[2].usage.total_tokens == 3
    assert server.only.json == {"model": "dummy", "messages": MESSAGES, **arguments}
    assert server.only.headers["accept"] == "text/event-stream"
    assert server.only.headers["content-type"] == "application/json"


async def test_a_stream_may_be_cut_anywhere(way: Way) -> None:
    text = (
        chunk("one\u2028two\u0085three") + ": a comment\r\n\r\n" + chunk("ä").replace("\n", "\r\n") + "data: [DONE]\n\n"
    )
    data = text.encode()
    pieces = [data[at : at + 1] for at in range(len(data))]
    server = Server([streaming(*pieces)])
    stream = await way.call(way.client(server, "http://localhost:8080").chat_completion, MESSAGES, stream=True)
    assert [one.choices[0].delta.content for one in await way.items(stream)] == ["one\u2028two\u0085three", "ä"]


@pytest.mark.parametrize("ending", ["data: [DONE]\n\n", "data:[DONE]\n\n", "data: [DONE]", ""])
async def test_how_a_stream_ends(ending: str, way: Way) -> None:
    last = {"choices": [{"index": 0, "delta": {"content": "Nets."}, "finish_reason": "stop"}]}
    server = Server([streaming(chunk(**last), ending)])
    stream = await way.call(way.client(server, "http://localhost:8080").chat_completion, MESSAGES, stream=True)
    assert [one.choices[0].delta.content for one in await way.items(stream)] == ["Nets."]


async def test_nothing_is_read_after_the_end(way: Way) -> None:
    server = Server([streaming(chunk("Nets.") + "data: [DONE]\n\n" + chunk("more"), chunk("and more"))])
    stream = await way.call(way.client(server, "http://localhost:8080").chat_completion, MESSAGES, stream=True)
    assert [one.choices[0].delta.content for one in await way.items(stream)] == ["Nets."]
    assert await way.items(stream) == []


async def test_a_text_is_streamed(way: Way) -> None:
    details = {"finish_reason": "length", "generated_tokens": 2, "seed": None}
    server = Server([streaming(token(" upon"), token(" a", generated_text=" upon a", details=details))])
    client = way.client(server, "http://localhost:8080")
    stream = await way.call(client.text_generation, "Once", stream=True)
    assert await way.items(stream) == [" upon", " a"]
    stream = await way.call(client.text_generation, "Once", stream=True, details=True)
    items = await way.items(stream)
    assert [item.token.text for item in items] == [" upon", " a"]
    assert items[0].details is None
    assert items[1].generated_text == " upon a"
    assert items[1].details.finish_reason == "length"
    assert [one.json for one in server.seen] == [
        {"inputs": "Once", "parameters": {}, "stream": True},
        {"inputs": "Once", "parameters": {"details": True}, "stream": True},
    ]


async def test_an_openai_text_is_streamed(way: Way) -> None:
    def piece(text: str, reason: str | None = None) -> str:
        choice = {"index": 0, "text": text, "finish_reason": reason, "logprobs": None}
        return f"data: {json.dumps({'id': 't1', 'object': 'text_completion', 'created': 1, 'choices': [choice]})}\n\n"

    usage = f"data: {json.dumps({'id': 't1', **USAGE})}\n\n"
    server = Server([NOT_FOUND, streaming(piece(" upon"), piece(" a", "length"), usage, "data: [DONE]\n\n")])
    client = way.client(server, "http://localhost:8080")
    stream = await way.call(client.text_generation, "Once", stream=True)
    assert await way.items(stream) == [" upon", " a"]
    assert server.seen[1].url == "http://localhost:8080/v1/completions"
    assert server.seen[1].json == {"model": "dummy", "prompt": "Once", "stream": True}
    stream = await way.call(client.text_generation, "Once", stream=True, details=True)
    assert [item.token.text for item in await way.items(stream) if item.token is not None] == [" upon", " a"]


@pytest.mark.parametrize(
    ("error_type", "kind"),
    [
        ("generation", GenerationError),
        ("incomplete_generation", IncompleteGenerationError),
        ("overloaded", OverloadedError),
        ("validation", ValidationError),
        ("something new", UnknownError),
    ],
)
async def test_an_error_inside_a_stream(error_type: str, kind: type[ProviderError], way: Way) -> None:
    failure = json.dumps({"error": "it broke", "error_type": error_type})
    server = Server([streaming(token(" upon") + token(" a") + f"data:{failure}\n\n" + token("never"))])
    client = way.client(server, "http://localhost:8080")
    stream = await way.call(client.text_generation, "Once", stream=True)
    items = await way.first(stream, 2)
    with pytest.raises(kind, match="it broke") as raised:
        await way.first(stream, 1)
    assert items == [" upon", " a"], "what came before the error, in the same piece, is not lost"
    assert raised.value.server_message == "it broke"
    assert raised.value.status is None
    assert raised.value.provider == "endpoint"
    assert await way.items(stream) == []


async def test_an_error_before_the_stream(way: Way) -> None:
    server = Server([answering({"error": "too long", "error_type": "validation"}, status=422)])
    client = way.client(server, "http://localhost:8080", max_retries=0)
    with pytest.raises(ValidationError, match="too long") as raised:
        await way.call(client.text_generation, "Once", stream=True)
    assert raised.value.status == 422


async def test_an_openai_error_inside_a_stream(way: Way) -> None:
    failure = json.dumps({"error": {"message": "out of memory", "type": "server_error", "code": 500}})
    server = Server([streaming(chunk("Ne"), f"data: {failure}\n\n", "data: [DONE]\n\n")])
    client = way.client(server, "http://localhost:8080")
    stream = await way.call(client.chat_completion, MESSAGES, stream=True)
    with pytest.raises(ProviderError, match="out of memory"):
        await way.items(stream)


async def test_a_whole_answer_where_a_stream_was_asked_for(way: Way) -> None:
    value = json.loads(chunk("Nets.").removeprefix("data: "))
    server = Server([answering(value)])
    stream = await way.call(way.client(server, "http://localhost:8080").chat_completion, MESSAGES, stream=True)
    assert [one.choices[0].delta.content for one in await way.items(stream)] == ["Nets."]


async def test_a_stream_is_closed_by_leaving_it(way: Way) -> None:
    server = Server([streaming(chunk("Ne"), chunk("ts."))])
    stream = await way.call(way.client(server, "http://localhost:8080").chat_completion, MESSAGES, stream=True)
    async with way.within(stream) as items:
        (first,) = await way.first(items, 1)
    assert first.choices[0].delta.content == "Ne"
    assert await way.items(stream) == []


# What an endpoint says of itself.


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        ("https://a.endpoints.huggingface.cloud", "https://a.endpoints.huggingface.cloud"),
        ("https://a.endpoints.huggingface.cloud/", "https://a.endpoints.huggingface.cloud"),
        ("https://a.example.com/custom", "https://a.example.com/custom"),
        ("acme/chat", "https://router.huggingface.co/hf-inference/models/acme/chat"),
    ],
)
async def test_endpoint_info_and_health(model: str, asked: str, way: Way) -> None:
    info = {"model_id": "acme/chat", "max_total_tokens": 4096, "version": "3.2.1"}
    server = Server([answering(info), httpx.Response(200)])
    client = way.client(server, model, provider=None if "://" in model else "hf-inference")
    assert await way.call(client.get_endpoint_info) == info
    assert await way.call(client.health_check) is True
    assert [(one.method, one.url) for one in server.seen] == [("GET", f"{asked}/info"), ("GET", f"{asked}/health")]
    assert {one.headers["authorization"] for one in server.seen} == {"Bearer hf_of_the_tests"}


async def test_health_of_the_unwell(way: Way) -> None:
    server = Server([httpx.Response(503)])
    client = way.client(server, max_retries=0)
    assert await way.call(client.health_check, "http://localhost:8080") is False
    server.replies = [httpx.ConnectError("refused")]
    assert await way.call(client.health_check, model="http://localhost:8080") is False
    with pytest.raises(UsageError, match="endpoint"):
        await way.call(client.health_check)
    with pytest.raises(UsageError, match="endpoint"):
        await way.call(client.get_endpoint_info)


async def test_endpoint_info_may_be_refused(way: Way) -> None:
    server = Server([answering({"error": "not ready"}, status=503)])
    client = way.client(server, "http://localhost:8080", max_retries=0)
    with pytest.raises(ServerError, match="not ready"):
        await way.call(client.get_endpoint_info)
