"""Where each provider's requests go, with which key: addresses and headers as the providers document them.

The recordings show whole exchanges of some providers; this shows the address, the key and the waiting of all.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from PIL import Image

from inferloom import InferenceClient, InferenceTimeoutError, JobFailedError, UsageError
from inferloom_runtime import clock

CHAT = {
    "baseten": "https://inference.baseten.co/v1/chat/completions",
    "cerebras": "https://api.cerebras.ai/v1/chat/completions",
    "clarifai": "https://api.clarifai.com/v2/ext/openai/v1/chat/completions",
    "cohere": "https://api.cohere.com/compatibility/v1/chat/completions",
    "deepinfra": "https://api.deepinfra.com/v1/openai/chat/completions",
    "featherless-ai": "https://api.featherless.ai/v1/chat/completions",
    "fireworks-ai": "https://api.fireworks.ai/inference/v1/chat/completions",
    "groq": "https://api.groq.com/openai/v1/chat/completions",
    "hyperbolic": "https://api.hyperbolic.xyz/v1/chat/completions",
    "nebius": "https://api.studio.nebius.ai/v1/chat/completions",
    "novita": "https://api.novita.ai/v3/openai/chat/completions",
    "nscale": "https://inference.api.nscale.com/v1/chat/completions",
    "ovhcloud": "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1/chat/completions",
    "publicai": "https://api.publicai.co/v1/chat/completions",
    "sambanova": "https://api.sambanova.ai/v1/chat/completions",
    "scaleway": "https://api.scaleway.ai/v1/chat/completions",
    "together": "https://api.together.xyz/v1/chat/completions",
    "zai-org": "https://api.z.ai/api/paas/v4/chat/completions",
}

ANSWER = {
    "id": "1",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}],
}


class World:
    """The Hub, the router and the providers: answers by the path's end, and what was asked."""

    def __init__(self, task: str, provider: str, answers: dict[str, Any], *, model: str = "vendor/model-1") -> None:
        self.requests: list[httpx.Request] = []
        self.mapping = {provider: {"status": "live", "providerId": model, "task": task}}
        self.answers = answers
        self.client = httpx.Client(transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host == "huggingface.co":
            return httpx.Response(200, json={"inferenceProviderMapping": self.mapping})
        path = next(end for end in self.answers if str(request.url).partition("?")[0].endswith(end))
        found = self.answers[path]
        value = found.pop(0) if isinstance(found, list) and len(found) > 1 else found
        value = value[0] if isinstance(value, list) else value
        return httpx.Response(200, content=value) if isinstance(value, bytes) else httpx.Response(200, json=value)

    @property
    def sent(self) -> list[httpx.Request]:
        """Everything but the Hub's look-up."""
        return [request for request in self.requests if request.url.host != "huggingface.co"]


def _png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (2, 2)).save(data, "PNG")
    return data.getvalue()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "sleep", lambda seconds: None)


@pytest.mark.parametrize("provider", CHAT)
def test_a_providers_own_key_goes_to_its_own_address(provider: str) -> None:
    world = World("conversational", provider, {"/chat/completions": ANSWER})
    client = InferenceClient(provider=provider, token="own-key", http_client=world.client)  # type: ignore[arg-type]
    out = client.chat_completion([{"role": "user", "content": "Hi"}], model="org/model")
    assert out.choices[0].message.content == "Hi"
    (request,) = world.sent
    assert str(request.url) == CHAT[provider]
    assert request.headers["authorization"] == "Bearer own-key"
    assert json.loads(request.content)["model"] == "vendor/model-1"
    assert all("own-key" not in str(look_up.headers) for look_up in world.requests if look_up not in world.sent)


@pytest.mark.parametrize("provider", CHAT)
def test_a_hub_token_goes_to_the_router(provider: str) -> None:
    world = World("conversational", provider, {"/chat/completions": ANSWER})
    client = InferenceClient(provider=provider, token="hf_token", http_client=world.client)  # type: ignore[arg-type]
    client.chat_completion([{"role": "user", "content": "Hi"}], model="org/model")
    (request,) = world.sent
    route = CHAT[provider].split("/", 3)[3]
    assert str(request.url) == f"https://router.huggingface.co/{provider}/{route}"
    assert request.headers["authorization"] == "Bearer hf_token"


def test_openai_wants_a_key_of_its_own() -> None:
    world = World("conversational", "openai", {"/chat/completions": ANSWER})
    routed = InferenceClient(provider="openai", token="hf_token", http_client=world.client)
    with pytest.raises(UsageError, match="not on the router"):
        routed.chat_completion([{"role": "user", "content": "Hi"}], model="gpt-4o")
    assert world.requests == []
    own = InferenceClient(provider="openai", token="sk-own", http_client=world.client)
    own.chat_completion([{"role": "user", "content": "Hi"}], model="gpt-4o")
    assert [str(request.url) for request in world.requests] == ["https://api.openai.com/v1/chat/completions"]


JOB = "https://queue.fal.run/vendor/model-1/requests/7"
TAKEN = {"request_id": "7", "status": "IN_QUEUE", "response_url": JOB}
FAL: dict[str, Any] = {
    "/requests/7/status": [{"status": "IN_QUEUE"}, {"status": "IN_PROGRESS"}, {"status": "COMPLETED"}],
    "/requests/7": {"video": {"url": "https://files.example/film.mp4"}},
    "film.mp4": b"\x00\x00\x00\x18ftypmp42",
    "/model-1": TAKEN,
}


@pytest.mark.parametrize(
    ("token", "header", "base", "query"),
    [
        ("hf_token", "Bearer hf_token", "https://router.huggingface.co/fal-ai", "?_subdomain=queue"),
        ("own-key", "Key own-key", "https://queue.fal.run", ""),
    ],
)
def test_a_queue_is_asked_on_the_host_that_took_the_job(token: str, header: str, base: str, query: str) -> None:
    world = World("text-to-video", "fal-ai", {key: list(v) if isinstance(v, list) else v for key, v in FAL.items()})
    client = InferenceClient(provider="fal-ai", token=token, http_client=world.client)
    assert client.text_to_video("A fox", model="org/model") == FAL["film.mp4"]
    *asked, download = world.sent
    status, result = "/vendor/model-1/requests/7/status", "/vendor/model-1/requests/7"
    paths = ["/vendor/model-1", status, status, status, result]
    assert [str(request.url) for request in asked] == [f"{base}{path}{query}" for path in paths]
    assert {request.headers["authorization"] for request in asked} == {header}
    assert str(download.url) == "https://files.example/film.mp4"
    assert token not in str(download.headers.raw)


def test_an_address_in_an_answer_never_gets_the_key() -> None:
    answers = {**FAL, "/model-1": {**TAKEN, "response_url": "https://evil.example/vendor/model-1/requests/7"}}
    answers["/requests/7/status"] = {"status": "COMPLETED"}
    world = World("text-to-video", "fal-ai", answers)
    InferenceClient(provider="fal-ai", token="own-key", http_client=world.client).text_to_video("A fox", model="a/b")
    assert {request.url.host for request in world.sent} == {"queue.fal.run", "files.example"}


def test_a_failed_job_says_why() -> None:
    answers = {"/v2/videos/9": {"id": "9", "status": "failed", "error": {"message": "no fox"}}}
    world = World("text-to-video", "together", {**answers, "/v2/videos": {"id": "9", "status": "queued"}})
    client = InferenceClient(provider="together", token="own-key", http_client=world.client)
    with pytest.raises(JobFailedError, match="no fox") as caught:
        client.text_to_video("A fox", model="a/b")
    assert (caught.value.provider, caught.value.task, caught.value.server_message) == (
        "together",
        "text_to_video",
        "no fox",
    )


def test_a_job_that_never_ends_is_a_timeout_that_carries_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(clock, "sleep", sleep)
    monkeypatch.setattr("inferloom_runtime.clock.now", lambda: now[0])
    answers = {"/v2/videos/9": {"id": "9", "status": "in_progress"}, "/v2/videos": {"id": "9", "status": "queued"}}
    world = World("text-to-video", "together", answers)
    client = InferenceClient(provider="together", token="own-key", http_client=world.client)
    with pytest.raises(InferenceTimeoutError, match="1800 s") as caught:
        client.text_to_video("A fox", model="a/b")
    assert caught.value.ticket.id == "9"
    assert caught.value.ticket.status_url == "https://api.together.xyz/v2/videos/9"
    assert len(world.sent) < 250


PICTURES: dict[str, tuple[dict[str, Any], str, str]] = {
    "black-forest-labs": (
        {
            "/v1/vendor/model-1": {"id": "1", "polling_url": "https://api.us1.bfl.ai/v1/get_result"},
            "/v1/get_result": [
                {"status": "Pending"},
                {"status": "Ready", "result": {"sample": "https://f.example/a.png"}},
            ],
            "a.png": _png(),
        },
        "x-key",
        "own-key",
    ),
    "replicate": (
        {
            "/predictions": {"output": None, "urls": {"get": "https://api.replicate.com/v1/predictions/1"}},
            "/predictions/1": [
                {"status": "processing"},
                {"status": "succeeded", "output": ["https://f.example/a.png"]},
            ],
            "a.png": _png(),
        },
        "authorization",
        "Bearer own-key",
    ),
    "wavespeed": (
        {
            "/api/v3/vendor/model-1": {
                "data": {"id": "1", "urls": {"get": "https://api.wavespeed.ai/api/v3/p/1/result"}}
            },
            "/p/1/result": [
                {"data": {"status": "created"}},
                {"data": {"status": "completed", "outputs": ["https://f.example/a.png"]}},
            ],
            "a.png": _png(),
        },
        "authorization",
        "Bearer own-key",
    ),
    "zai-org": (
        {
            "/async/images/generations": {"id": "1", "task_status": "PROCESSING"},
            "/async-result/1": [
                {"task_status": "PROCESSING"},
                {"task_status": "SUCCESS", "image_result": [{"url": "https://f.example/a.png"}]},
            ],
            "a.png": _png(),
        },
        "authorization",
        "Bearer own-key",
    ),
}


@pytest.mark.parametrize("provider", PICTURES)
def test_a_picture_is_waited_for(provider: str) -> None:
    answers, header, value = PICTURES[provider]
    copied: dict[str, Any] = {key: list(v) if isinstance(v, list) else v for key, v in answers.items()}
    world = World("text-to-image", provider, copied)
    client = InferenceClient(provider=provider, token="own-key", http_client=world.client)  # type: ignore[arg-type]
    assert client.text_to_image("A fox", model="org/model").size == (2, 2)
    first, *polls, download = world.sent
    assert first.headers[header] == value
    assert len(polls) == 2
    keyed = [poll.headers.get(header) == value for poll in polls]
    # Black Forest Labs names an address of its own to ask, which gets no key.
    assert keyed == [provider != "black-forest-labs"] * 2
    assert "own-key" not in str(download.headers.raw)


BAD_ANSWERS: dict[str, Callable[[], dict[str, Any]]] = {
    "no address": lambda: {"/model-1": {"request_id": "7", "status": "IN_QUEUE"}},
    "a result without an address": lambda: {**FAL, "/requests/7/status": {"status": "COMPLETED"}, "/requests/7": {}},
    "a scheme that is not http": lambda: {
        **FAL,
        "/requests/7/status": {"status": "COMPLETED"},
        "/requests/7": {"video": {"url": "file:///etc/passwd"}},
    },
}


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_an_answer_that_leads_nowhere_is_an_error(name: str) -> None:
    from inferloom import AnswerError

    world = World("text-to-video", "fal-ai", BAD_ANSWERS[name]())
    client = InferenceClient(provider="fal-ai", token="own-key", http_client=world.client)
    with pytest.raises(AnswerError):
        client.text_to_video("A fox", model="org/model")
