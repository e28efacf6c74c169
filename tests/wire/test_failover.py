"""Several providers: a list that is tried in turn, and "auto" where the Hub's list is."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import httpx
import pytest

from inferloom_runtime import clock
from inferloom_runtime.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    ModelNotSupportedError,
    RateLimitError,
    ServerError,
    StreamTruncatedError,
    UsageError,
)
from wire.exchange import SAMPLES, Way, answering, picture, streaming

pytestmark = pytest.mark.anyio

MESSAGES = [{"role": "user", "content": "Hi"}]
COMPLETION: dict[str, Any] = {
    "id": "c1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
}
ORDER = ["groq", "together", "hf-inference"]
FOR_CHAT = {name: {"status": "live", "providerId": f"on-{name}", "task": "conversational"} for name in ORDER}


class World:
    """The Hub and the router: what each provider answers, and who was asked."""

    def __init__(self, mapping: dict[str, Any] | None = None, **answers: Any) -> None:
        self.mapping = FOR_CHAT if mapping is None else mapping
        self.answers = {name.replace("_", "-"): answer for name, answer in answers.items()}
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "huggingface.co":
            return answering({"pipeline_tag": "text-generation", "inferenceProviderMapping": self.mapping})
        provider = request.url.path.split("/")[1]
        self.asked.append(provider)
        answer = self.answers[provider]
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else httpx.Response(answer.status_code, content=answer.content)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(seconds: float) -> None: ...

    monkeypatch.setattr(clock, "sleep", lambda seconds: None)
    monkeypatch.setattr(clock, "sleep_async", sleep)


DOWN = {
    "down": (answering({"error": "down"}, 503), ServerError),
    "broken": (answering({"error": "broken"}, 500), ServerError),
    "rate-limited": (answering({"error": "too many"}, 429), RateLimitError),
    "out of credit": (answering({"error": "pay"}, 402), Exception),
    "without the model": (answering({"error": "no such model"}, 404), Exception),
    "out of reach": (httpx.ConnectError("refused"), ConnectionFailedError),
    "gone away": (httpx.RemoteProtocolError("Server disconnected"), ConnectionFailedError),
}


@pytest.mark.parametrize("how", DOWN)
async def test_the_next_one_is_asked(how: str, way: Way) -> None:
    world = World(groq=DOWN[how][0], together=answering(COMPLETION))
    client = way.client(world, "org/model", provider=ORDER, max_retries=0)
    out = await way.call(client.chat_completion, MESSAGES)
    assert world.asked == ["groq", "together"]
    assert out.choices[0].message.content == "Hi"
    assert (out.meta.provider, out.meta.status, out.meta.usage.total_tokens) == ("together", 200, 3)


async def test_each_one_has_its_retries(way: Way) -> None:
    world = World(groq=DOWN["down"][0], together=answering(COMPLETION))
    out = await way.call(way.client(world, "org/model", provider=ORDER).chat_completion, MESSAGES)
    assert world.asked == ["groq"] * 3 + ["together"]
    assert out.meta.attempts == 3


async def test_one_that_does_not_serve_the_model_is_not_asked(way: Way) -> None:
    mapping = {name: entry for name, entry in FOR_CHAT.items() if name != "groq"}
    world = World(mapping, together=answering(COMPLETION))
    out = await way.call(way.client(world, "org/model", provider=ORDER).chat_completion, MESSAGES)
    assert (world.asked, out.meta.provider) == (["together"], "together")


async def test_one_that_does_not_take_the_arguments_is_not_asked(way: Way) -> None:
    world = World(together=answering(COMPLETION))
    client = way.client(world, "org/model", provider=ORDER)
    out = await way.call(client.chat_completion, MESSAGES, logit_bias=[1.0])
    assert (world.asked, out.meta.provider) == (["together"], "together"), "groq takes no logit_bias"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (answering({"error": "bad key"}, 401), AuthenticationError),
        (answering({"error": "max_tokens is too large"}, 400), BadRequestError),
    ],
)
async def test_what_another_one_would_refuse_too_is_raised(answer: Any, kind: type[Exception], way: Way) -> None:
    world = World(groq=answer, together=answering(COMPLETION))
    with pytest.raises(kind):
        await way.call(way.client(world, "org/model", provider=ORDER).chat_completion, MESSAGES)
    assert world.asked == ["groq"]


async def test_when_all_are_down_the_last_error_tells_of_all(way: Way) -> None:
    world = World(groq=DOWN["down"][0], together=DOWN["rate-limited"][0], hf_inference=DOWN["broken"][0])
    with pytest.raises(ServerError, match="HTTP 500") as caught:
        await way.call(way.client(world, "org/model", provider=ORDER, max_retries=0).chat_completion, MESSAGES)
    assert caught.value.provider == "hf-inference"
    notes = caught.value.__notes__
    assert [note.split(": ")[1:3] for note in notes] == [["groq", "ServerError"], ["together", "RateLimitError"]]


CHUNK = 'data: {"choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": null}]}\n\n'
END = 'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
IN_STREAM = 'data: {"error": {"message": "overloaded", "code": 503}}\n\n'


async def test_a_stream_moves_on_before_its_first_item(way: Way) -> None:
    world = World(groq=streaming(IN_STREAM), together=streaming(CHUNK, END))
    client = way.client(world, "org/model", provider=ORDER)
    stream = await way.call(client.chat_completion, MESSAGES, stream=True)
    assert [item.choices[0].delta.content for item in await way.items(stream)][:1] == ["Hi"]
    assert (world.asked, stream.meta.provider) == (["groq", "together"], "together")


async def test_a_stream_that_ends_before_its_first_item_moves_on(way: Way) -> None:
    world = World(groq=streaming(": ping\n\n"), together=streaming(CHUNK, END))
    stream = await way.call(way.client(world, "org/model", provider=ORDER).chat_completion, MESSAGES, stream=True)
    assert (len(await way.items(stream)), world.asked) == (2, ["groq", "together"])
    world = World(groq=streaming(CHUNK), together=streaming(CHUNK, END))
    stream = await way.call(way.client(world, "org/model", provider=ORDER).chat_completion, MESSAGES, stream=True)
    with pytest.raises(StreamTruncatedError):
        await way.items(stream)
    assert world.asked == ["groq"]


async def test_a_stream_never_moves_on_after_it(way: Way) -> None:
    world = World(groq=streaming(CHUNK, IN_STREAM), together=streaming(CHUNK, END))
    stream = await way.call(way.client(world, "org/model", provider=ORDER).chat_completion, MESSAGES, stream=True)
    (item,) = await way.first(stream, 1)
    assert item.choices[0].delta.content == "Hi"
    with pytest.raises(ServerError, match="overloaded") as caught:
        await way.items(stream)
    assert (world.asked, caught.value.provider, caught.value.meta.provider) == (["groq"], "groq", "groq")


async def test_a_url_needs_no_provider(way: Way) -> None:
    asked: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return answering(COMPLETION)

    await way.call(way.client(server, "http://localhost:8080", provider=ORDER).chat_completion, MESSAGES)
    assert asked == ["http://localhost:8080/v1/chat/completions"]


@pytest.mark.parametrize("provider", [[], ["groq", None], ("groq", 1), 7, {"groq": 1}])
def test_what_is_no_list_of_providers(provider: Any, way: Way) -> None:
    with pytest.raises(UsageError, match="provider must be"):
        way.client(World(), "org/model", provider=provider)


async def test_the_list_is_shown_and_kept(way: Way) -> None:
    client = way.client(World(together=answering(COMPLETION)), "org/model", provider=ORDER)
    assert client.provider == tuple(ORDER)
    assert "provider=('groq', 'together', 'hf-inference')" in repr(client)
    assert client.with_options(timeout=3).provider == tuple(ORDER)
    assert (
        await way.call(client.with_options(provider="together").chat_completion, MESSAGES)
    ).meta.provider == "together"


async def test_a_url_is_asked_once_whatever_providers_are_named(way: Way) -> None:
    asked: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return answering({"error": "down"}, 503)

    client = way.client(server, "http://localhost:8080", provider=ORDER, max_retries=0)
    with pytest.raises(ServerError) as caught:
        # groq takes no logit_bias; this server is not groq's.
        await way.call(client.chat_completion, MESSAGES, logit_bias=[1.0])
    assert (len(asked), caught.value.provider, getattr(caught.value, "__notes__", [])) == (1, "endpoint", [])


async def test_one_may_be_asked_again_at_the_end(way: Way) -> None:
    world = World(groq=DOWN["down"][0], together=DOWN["down"][0])
    client = way.client(world, "org/model", provider=["groq", "together", "groq"], max_retries=0)
    with pytest.raises(ServerError) as caught:
        await way.call(client.chat_completion, MESSAGES)
    assert (world.asked, len(caught.value.__notes__)) == (["groq", "together", "groq"], 2)


async def test_an_error_does_not_tell_another_ones_story(way: Way) -> None:
    world = World(groq=answering({"error": "down"}, 503), together=DOWN["out of reach"][0])
    client = way.client(world, "org/model", provider=["groq", "together"], max_retries=0)
    with pytest.raises(ConnectionFailedError) as caught:
        await way.call(client.chat_completion, MESSAGES)
    meta = caught.value.meta
    assert (meta.provider, meta.status, meta.headers, meta.timings.first_byte) == ("together", None, {}, None)
    mapping = {"groq": FOR_CHAT["groq"]}
    client = way.client(World(mapping, groq=DOWN["down"][0]), "org/model", provider=["groq", "together"], max_retries=0)
    with pytest.raises(ModelNotSupportedError) as unserved:
        await way.call(client.chat_completion, MESSAGES)
    assert (unserved.value.meta.provider, unserved.value.meta.status) == ("together", None)


async def test_auto_passes_over_an_entry_that_names_no_model(way: Way) -> None:
    mapping: dict[str, Any] = {
        name: {"status": "live", "providerId": f"on-{name}", "task": "text-to-image"} for name in ("nebius", "together")
    }
    del mapping["nebius"]["providerId"]
    world = World(mapping, together=answering({"data": [{"b64_json": b64encode(SAMPLES["image"]).decode()}]}))
    out = await way.call(way.client(world, "org/model").text_to_image, "A fox")
    assert (out.meta.provider, world.asked) == ("together", ["together"])


async def test_auto_passes_over_who_cannot_take_the_arguments(way: Way) -> None:
    """nebius takes no guidance_scale for a picture; hf-inference does."""
    mapping = {
        name: {"status": "live", "providerId": f"on-{name}", "task": "text-to-image"}
        for name in ("nebius", "hf-inference")
    }

    image = httpx.Response(200, content=SAMPLES["image"])
    world = World(mapping, hf_inference=image)
    client = way.client(world, "org/model")
    out = await way.call(client.text_to_image, "A fox", guidance_scale=3.5)
    assert out.size == picture(SAMPLES["image"]).size
    assert (out.meta.provider, world.asked) == ("hf-inference", ["hf-inference"])


async def test_auto_says_why_nobody_can_be_used(way: Way) -> None:
    mapping = {
        "nebius": {"status": "live", "providerId": "x", "task": "text-to-image"},
        "groq": {"status": "live", "providerId": "x", "task": "conversational"},
    }
    with pytest.raises(ModelNotSupportedError, match=r"nebius \(does not take guidance_scale\).*groq \(serves it for"):
        await way.call(way.client(World(mapping), "org/model").text_to_image, "A fox", guidance_scale=3.5)
