"""What results, streams and errors tell of how they came to be, and answers as they came."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import httpx
import numpy
import pytest
from PIL import Image

from inferloom import Meta, RawResponse, Retry, types
from inferloom_runtime.errors import AnswerError, ConnectionFailedError, NotFoundError, UsageError
from wire.exchange import SAMPLES, Server, Way, answering, streaming

pytestmark = pytest.mark.anyio

URL = "http://localhost:8080/x"
ID = {"x-request-id": "req-1"}
COMPLETION: dict[str, Any] = {
    "id": "c1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
}
CALLS: dict[str, tuple[str, tuple[Any, ...], Any, type]] = {
    "a list": ("text_classification", ("hi",), answering([[{"label": "A", "score": 1}]], **ID), list),
    "a list of numbers": ("sentence_similarity", ("hi", ["ho"]), answering([0.5], **ID), list),
    "a text": ("text_generation", ("hi",), answering([{"generated_text": "ho"}], **ID), str),
    "a record": ("chat_completion", ([{"role": "user", "content": "hi"}],), answering(COMPLETION, **ID), object),
    "an array": ("feature_extraction", ("hi",), answering([[0.5, 1]], **ID), numpy.ndarray),
    "a sound": ("text_to_speech", ("hi",), httpx.Response(200, content=SAMPLES["audio"], headers=ID), bytes),
    "an image": ("text_to_image", ("hi",), httpx.Response(200, content=SAMPLES["image"], headers=ID), Image.Image),
}


@pytest.mark.parametrize("what", CALLS)
async def test_every_result_tells_its_story(what: str, way: Way) -> None:
    method, args, answer, kind = CALLS[what]
    out = await way.call(getattr(way.client(Server([answer]), URL), method), *args)
    assert isinstance(out, kind)
    meta = out.meta
    assert isinstance(meta, Meta)
    assert (meta.provider, meta.task, meta.model, meta.status) == ("endpoint", method, URL, 200)
    assert (meta.request_id, meta.headers["x-request-id"], meta.attempts) == ("req-1", "req-1", 1)
    assert 0 <= (meta.timings.first_byte or -1) <= meta.timings.total
    assert (meta.usage and meta.usage.total_tokens) == (3 if what == "a record" else None)


async def test_a_result_is_what_it_always_was(way: Way) -> None:
    """Equal to the plain value, usable as it, and another process can have it."""
    labels = await way.call(way.client(Server([CALLS["a list"][2]]), URL).text_classification, "hi")
    assert labels == [types.TextClassificationOutputElement(label="A", score=1)]
    assert [*labels] == labels[:] == list(labels)
    text = await way.call(way.client(Server([CALLS["a text"][2]]), URL).text_generation, "hi")
    assert (text, text.upper(), json.dumps(text), hash(text)) == ("ho", "HO", '"ho"', hash("ho"))
    array = await way.call(way.client(Server([CALLS["an array"][2]]), URL).feature_extraction, "hi")
    assert repr(array) == repr(numpy.array([[0.5, 1]], dtype="float32"))
    assert (array * 2).meta is None, "what is computed is no answer"
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        twin = pickle.loads(pickle.dumps(array, protocol))
        assert numpy.array_equal(twin, array)
        assert (twin.meta.request_id, pickle.loads(pickle.dumps(array * 2)).meta) == ("req-1", None)
    record = await way.call(way.client(Server([CALLS["a record"][2]]), URL).chat_completion, "hi")
    assert record.to_dict() == COMPLETION, "the story is no part of what came"
    assert set(record) == set(COMPLETION)
    assert record.extra == {}
    for one in (labels, text, record):
        for twin in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one)):
            assert (twin, twin.meta.request_id) == (one, "req-1")


async def test_what_is_made_by_hand_has_no_story() -> None:
    assert types.TextClassificationOutputElement(label="A", score=1).meta is None


async def test_a_field_of_that_name_wins_in_the_items(way: Way) -> None:
    server = Server([answering({**COMPLETION, "meta": {"a": 1}}, **ID)])
    out = await way.call(way.client(server, URL).chat_completion, "hi")
    assert (out["meta"], out.extra, out.meta.request_id) == ({"a": 1}, {"meta": {"a": 1}}, "req-1")
    assert out.to_dict()["meta"] == {"a": 1}


async def test_a_stream_tells_its_story(way: Way) -> None:
    chunk = 'data: {"choices": [{"index": 0, "delta": {"content": "a"}, "finish_reason": "stop"}]}\n\n'
    usage = 'data: {"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}}\n\n'
    server = Server([answering({"error": "x"}, 503), streaming(chunk, usage, "data: [DONE]\n\n", **ID)])
    client = way.client(server, URL)
    stream = await way.call(client.with_options(max_retries=1).chat_completion, "hi", stream=True)
    assert (stream.meta.status, stream.meta.attempts, stream.meta.usage) == (200, 2, None)
    await way.items(stream)
    assert (stream.meta.request_id, stream.meta.usage.total_tokens) == ("req-1", 3)
    assert stream.meta.timings.total == stream.meta.timings.total, "at its end the time stands still"


async def test_an_error_tells_its_story(way: Way) -> None:
    refused = Server([answering({"error": "no such model"}, 404, **ID)])
    with pytest.raises(NotFoundError) as caught:
        await way.call(way.client(refused, URL).text_classification, "hi")
    meta = caught.value.meta
    assert (meta.status, meta.request_id, meta.provider, meta.attempts) == (404, "req-1", "endpoint", 1)
    with pytest.raises(ConnectionFailedError) as failed:
        await way.call(way.client(Server([httpx.ConnectError("x")]), URL, max_retries=0).text_classification, "hi")
    assert (failed.value.meta.status, failed.value.status, failed.value.meta.attempts) == (None, None, 1)
    with pytest.raises(UsageError) as wrong:
        await way.call(way.client(Server([]), URL).text_classification, 7)
    assert wrong.value.meta is None, "nothing was sent"
    useless = Server([httpx.Response(200, text="<html>", headers={**ID, "content-type": "text/html"})])
    with pytest.raises(AnswerError) as useful:
        await way.call(way.client(useless, URL).text_classification, "hi")
    assert (useful.value.status, useful.value.request_id) == (200, "req-1")


async def test_downloads_and_look_ups_are_not_the_provider(way: Way) -> None:
    """The status and the headers are those of who made the picture, not of where its file lies."""

    def server(request: httpx.Request) -> httpx.Response:
        if request.url.host == "huggingface.co":
            entry = {"status": "live", "providerId": "v/m", "task": "text-to-image"}
            return answering({"inferenceProviderMapping": {"fal-ai": entry}}, **{"x-request-id": "hub"})
        if request.url.host == "files.example":
            return httpx.Response(200, content=SAMPLES["image"], headers={"x-request-id": "file"})
        return answering({"images": [{"url": "https://files.example/a.png"}]}, **ID)

    client = way.client(server, "org/model", provider="fal-ai", token="own-key")
    out = await way.call(client.text_to_image, "A fox")
    assert (out.meta.request_id, out.meta.provider, out.meta.model) == ("req-1", "fal-ai", "org/model")
    raw = await way.call(client.with_raw_response.text_to_image, "A fox")
    assert (raw.body, raw.url, raw.headers["x-request-id"]) == (SAMPLES["image"], "https://files.example/a.png", "file")
    assert (raw.meta.request_id, raw.parse().size) == ("req-1", (4, 3))


@pytest.mark.parametrize("what", CALLS)
async def test_answers_as_they_came(what: str, way: Way) -> None:
    method, args, answer, kind = CALLS[what]
    raw = await way.call(getattr(way.client(Server([answer]), URL).with_raw_response, method), *args)
    assert isinstance(raw, RawResponse)
    assert (raw.status, raw.body, raw.headers["x-request-id"]) == (200, answer.content, "req-1")
    assert raw.url.startswith("http://localhost:8080/")
    assert isinstance(raw.parse(), kind)
    for twin in (pickle.loads(pickle.dumps(raw)), copy.deepcopy(raw)):
        assert (twin.body, twin.meta) == (raw.body, raw.meta)
        assert isinstance(twin.parse(), kind)


async def test_the_bytes_of_an_answer_that_cannot_be_read(way: Way) -> None:
    server = Server([httpx.Response(200, content=b"[[{]", headers=ID)])
    raw = await way.call(way.client(server, URL).with_raw_response.text_classification, "hi")
    assert (raw.body, raw.status) == (b"[[{]", 200)
    with pytest.raises(AnswerError):
        raw.parse()


async def test_a_stream_is_parsed_into_a_stream(way: Way) -> None:
    chunk = 'data: {"choices": [{"index": 0, "delta": {"content": "a"}, "finish_reason": "stop"}]}\n\n'
    client = way.client(Server([streaming(chunk, **ID)]), URL)
    raw = await way.call(client.with_raw_response.chat_completion, "hi", stream=True)
    assert (raw.status, raw.body, raw.headers["x-request-id"]) == (200, b"", "req-1")
    assert [item.choices[0].delta.content for item in await way.items(raw.parse())] == ["a"]


async def test_a_streams_raw_answer_is_no_earlier_one(way: Way) -> None:
    """Neither the Hub's nor that of an attempt that failed."""
    chunk = 'data: {"choices": [{"index": 0, "delta": {"content": "a"}, "finish_reason": "stop"}]}\n\n'
    entry = {"status": "live", "providerId": "v/m", "task": "conversational"}
    server = Server([answering({"error": "x"}, 503), streaming(chunk, **ID)])
    server.hub["/api/models/org/model?expand=inferenceProviderMapping"] = {"inferenceProviderMapping": {"groq": entry}}
    client = way.client(server, "org/model", provider="groq", max_retries=Retry(1, first=0))
    raw = await way.call(client.with_raw_response.chat_completion, "hi", stream=True)
    assert (raw.status, raw.body, raw.url, raw.headers["x-request-id"], raw.meta.attempts) == (200, b"", "", "req-1", 2)
    await way.close(raw.parse())


async def test_a_stream_follows_the_redirects_that_a_call_follows(way: Way) -> None:
    chunk = 'data: {"choices": [{"index": 0, "delta": {"content": "a"}, "finish_reason": "stop"}]}\n\n'
    moved = httpx.Response(307, headers={"location": "/new"})
    server = Server([moved, streaming(chunk)])
    stream = await way.call(way.client(server, URL).chat_completion, "hi", stream=True)
    assert len(await way.items(stream)) == 1
    assert server.seen[1].url == "http://localhost:8080/new"
    assert server.seen[0].body == server.seen[1].body
    elsewhere = Server([httpx.Response(307, headers={"location": "http://other.example/"})])
    with pytest.raises(AnswerError, match=r"redirects a POST to http://other.example"):
        await way.call(way.client(elsewhere, URL).chat_completion, "hi", stream=True)


async def test_refusals_stay_errors(way: Way) -> None:
    client = way.client(Server([answering({"error": "x"}, 404)]), URL)
    with pytest.raises(NotFoundError):
        await way.call(client.with_raw_response.text_classification, "hi")


@pytest.mark.filterwarnings("ignore:The server's answer does not fit")
async def test_strict_on_request(way: Way) -> None:
    server = Server([answering([[{"label": "A", "score": "high"}]], **ID)])
    out = await way.call(way.client(server, URL).text_classification, "hi")
    assert out[0].score == "high", "delivered as it came"
    with pytest.raises(AnswerError, match="score"):
        await way.call(way.client(server, URL, strict=True).text_classification, "hi")
    with pytest.raises(AnswerError, match="score"):
        await way.call(way.client(server, URL).with_options(strict=True).text_classification, "hi")
