"""Every provider of the table, played: each task sync and async, through the router and at its own address."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from typing import Any

import pytest
from provider_material import (
    HOSTS,
    KEYS,
    ROUTER,
    TABLE,
    Seen,
    arguments,
    cells,
    check_result,
    named,
)
from sandbox_material import BUNDLES, SAMPLES, answer, error_of, get, post, sse

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom_runtime import clock
from inferloom_runtime.errors import ModelNotSupportedError, UsageError
from inferloom_runtime.sandbox import api, inverses, transport
from inferloom_runtime.sandbox.core import Sandbox
from inferloom_runtime.sandbox.exchange import Reply
from inferloom_runtime.sandbox.server import running_server
from inferloom_runtime.sandbox.table import Cell, Row

SEEN = Seen()
SANDBOX: Sandbox = SEEN.sandbox
CELLS = cells()
MESSAGES: Any = [{"role": "user", "content": "Name a river."}]
FORMAT: Any = {
    "type": "json_schema",
    "json_schema": {
        "name": "river",
        "schema": {"type": "object", "properties": {"km": {"type": "integer"}}, "required": ["km"]},
    },
}


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits between two questions for a job."""

    async def turn(seconds: float) -> None:
        await asyncio.get_running_loop().run_in_executor(None, bool)

    monkeypatch.setattr(clock, "sleep", bool)
    monkeypatch.setattr(clock, "sleep_async", turn)
    SEEN.exchanges.clear()


def test_the_whole_table_is_played() -> None:
    assert set(TABLE) == set(HOSTS)
    from inferloom import capabilities

    offered = {(name, method) for name, methods in capabilities.PROVIDERS.items() for method in methods}
    played = {(row.id, BUNDLES[cell.task].method) for row, cell in CELLS}
    assert {pair for pair in offered if pair[0] != "hf-inference"} == played


@pytest.mark.parametrize("key", ["hf_token", "own-key"], ids=["routed", "direct"])
@pytest.mark.parametrize(("row", "cell"), CELLS, ids=[named(*pair) for pair in CELLS])
@pytest.mark.parametrize("way", ["sync", "async"])
def test_every_cell(row: Row, cell: Cell, key: str, way: str) -> None:
    if key == "hf_token" and row.id == "openai":
        with pytest.raises(UsageError, match="not on the router"):
            call(row.id, cell.task, key, way)
        return
    check_result(cell.task, call(row.id, cell.task, key, way))
    *asked, _ = [*SEEN.requests, None]
    downloads = SEEN.downloads
    own = [request for request in asked if request is not None and request not in downloads]
    assert own
    first = own[0]
    assert first.method == "POST"
    if key == "hf_token":
        assert first.host == ROUTER
        assert first.path.startswith(f"/{row.id}/")
        assert first.headers["authorization"] == "Bearer hf_token"
    else:
        assert first.host in HOSTS[row.id]
        header, value = KEYS.get(row.id, ("authorization", "Bearer own-key"))
        assert first.headers[header] == value
    keyless = [request for request in SEEN.requests if key not in str(request.headers)]
    assert keyless == downloads or row.id == "black-forest-labs"  # whose own address of a job is public
    assert all(reply.status == 200 for _, reply in SEEN.exchanges)


def call(provider: str, task: str, key: str, way: str, **more: Any) -> Any:
    given: dict[str, Any] = {**arguments(task), "model": f"sandbox/{task}", **more}
    method = BUNDLES[task].method
    if way == "sync":
        client: Any = InferenceClient(provider=provider, token=key, http_client=transport.client(SEEN))  # type: ignore[call-overload]
        return getattr(client, method)(**given)

    async def ask() -> Any:
        http = transport.async_client(SEEN)
        client: Any = AsyncInferenceClient(provider=provider, token=key, http_client=http)  # type: ignore[call-overload]
        return await getattr(client, method)(**given)

    return asyncio.run(ask())


def test_every_cell_over_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers lead back to the server: downloads and jobs too."""
    with running_server(SEEN) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        monkeypatch.setenv("INFERLOOM_ROUTER_URL", server.url)
        monkeypatch.setenv("HF_TOKEN", "hf_token")
        for row in TABLE.values():
            tasks = [cell.task for cell in row.cells]
            if row.router_path is not None:
                with InferenceClient(provider=row.id) as client:  # type: ignore[call-overload]
                    for task in tasks:
                        result = getattr(client, BUNDLES[task].method)(**arguments(task), model=f"sandbox/{task}")
                        check_result(task, result)
    assert {request.url.split("/")[2] for request, _ in SEEN.exchanges} == {server.url.split("/")[2]}


def test_own_addresses_over_a_socket() -> None:
    with running_server(SEEN) as server:
        for name in ("fal-ai", "black-forest-labs", "openai", "groq"):
            with api.client("inferloom", url=server.url, provider=name, token="own-key") as client:
                task = TABLE[name].cells[-1].task
                method = getattr(client, BUNDLES[task].method)
                check_result(task, method(**arguments(task), model=f"sandbox/{task}"))

        async def ask() -> Any:
            async with api.async_client("inferloom", url=server.url, provider="wavespeed", token="own-key") as client:
                return await client.text_to_image("A fox", width=96, height=64, model="sandbox/text-to-image")

        check_result("text-to-image", asyncio.run(ask()))
    assert {request.host for request in SEEN.requests} >= {"queue.fal.run", "api.groq.com", "api.wavespeed.ai"}


def test_a_providers_host_may_be_a_folder() -> None:
    """For programs whose base URL can be set: http://localhost:8000/api.groq.com/openai/v1."""
    url = "http://localhost:8000/api.groq.com/openai/v1"
    body = {"model": "llama", "messages": MESSAGES}
    told = answer(post(SANDBOX, f"{url}/chat/completions", body, authorization="Bearer gsk"))
    assert told["object"] == "chat.completion"
    models = answer(get(SANDBOX, f"{url}/models", authorization="Bearer gsk"))
    assert "sandbox/chat-completion" in [model["id"] for model in models["data"]]


@pytest.mark.parametrize("provider", sorted(TABLE))
def test_the_sandboxs_own_key_fits(provider: str) -> None:
    task = TABLE[provider].cells[0].task
    with api.client("inferloom", provider=provider) as client:
        check_result(task, getattr(client, BUNDLES[task].method)(**arguments(task), model=f"sandbox/{task}"))


def test_auto() -> None:
    with api.client("inferloom", provider="auto") as client:
        assert "synthetic" in client.chat_completion(MESSAGES, model="acme/llama:groq").choices[0].message.content
        assert client.text_to_image("A fox", model="acme/flux", width=96, height=64).size == (96, 64)


STREAMING = [(row, cell) for row, cell in CELLS if cell.stream is not None]


@pytest.mark.parametrize(("row", "cell"), STREAMING, ids=[named(*pair) for pair in STREAMING])
def test_streams(row: Row, cell: Cell) -> None:
    pieces = list(call(row.id, cell.task, "own-key", "sync", stream=True))
    assert len(pieces) > 5
    texts = [piece if isinstance(piece, str) else piece.choices[0].delta.content or "" for piece in pieces]
    assert "synthetic" in "".join(texts)


def test_a_stream_is_openais() -> None:
    body = {"model": "gpt2", "prompt": "Once", "max_tokens": 3, "stream": True}
    reply = post(SANDBOX, "https://api.together.xyz/v1/completions", body, authorization="Bearer k")
    *events, last = sse(reply.content)
    assert last == "[DONE]"
    chunks = [json.loads(event) for event in events]
    assert [chunk["choices"][0]["index"] for chunk in chunks] == [0, 0, 0]
    assert [chunk["choices"][0].get("finish_reason") for chunk in chunks] == [None, None, "length"]
    assert {chunk["object"] for chunk in chunks} == {"text_completion"}
    whole = answer(
        post(SANDBOX, "https://api.together.xyz/v1/completions", {**body, "stream": False}, authorization="Bearer k")
    )
    assert whole["choices"][0]["text"] == "".join(chunk["choices"][0]["text"] for chunk in chunks)
    assert whole["choices"][0]["finish_reason"] == "length"
    assert whole["usage"] == {"prompt_tokens": 1, "completion_tokens": 3, "total_tokens": 4}


class TestShapes:
    """Answers as the providers document them."""

    def test_embeddings(self) -> None:
        url, headers = "https://api.scaleway.ai/v1/embeddings", {"authorization": "Bearer k"}
        body = {"model": "m", "input": ["a", "b"], "dimensions": 8}
        told = answer(post(SANDBOX, url, body, **headers))
        assert told["object"] == "list"
        assert [(row["object"], row["index"], len(row["embedding"])) for row in told["data"]] == [
            ("embedding", 0, 8),
            ("embedding", 1, 8),
        ]
        assert told["usage"]["prompt_tokens"] == 2
        packed = answer(post(SANDBOX, url, {**body, "encoding_format": "base64"}, **headers))
        assert all(isinstance(row["embedding"], str) for row in packed["data"])

    @pytest.mark.parametrize("encoding", ["float", "base64"])
    def test_embeddings_are_the_same_in_both_encodings(self, encoding: str) -> None:
        client = api.client("inferloom", provider="deepinfra")
        plain = client.feature_extraction("a text", model="acme/embed")
        found = client.feature_extraction("a text", model="acme/embed", encoding_format=encoding)
        assert found.shape == plain.shape
        assert float(abs(found - plain).max()) < 1e-6

    def test_images(self) -> None:
        body = {"model": "flux", "prompt": "A fox", "response_format": "b64_json", "size": "96x64"}
        url = "https://inference.api.nscale.com/v1/images/generations"
        told = answer(post(SANDBOX, url, body, authorization="Bearer k"))
        assert set(told) == {"created", "data"}
        assert set(told["data"][0]) == {"b64_json"}

    @pytest.mark.parametrize(("asked", "key"), [(True, "segments"), ("word", "words")])
    def test_transcriptions(self, asked: Any, key: str) -> None:
        client = InferenceClient(provider="deepinfra", token="own-key", http_client=transport.client(SEEN))
        audio = SAMPLES["audio"]
        heard = client.automatic_speech_recognition(audio, model="whisper", return_timestamps=asked)
        _, reply = SEEN.exchanges[-1]
        told = json.loads(reply.content)
        assert [set(each) - {"start", "end"} for each in told[key]] == [
            {"text" if key == "segments" else "word"}
        ] * len(told[key])
        assert heard.chunks is not None
        assert [chunk.text for chunk in heard.chunks] == [each.get("word", each.get("text")) for each in told[key]]
        assert heard.chunks[-1].timestamp[1] == pytest.approx(3.2, abs=0.01)

    def test_what_falls_to_whisper_on_replicate(self) -> None:
        client = api.client("inferloom", provider="replicate")
        plain = client.automatic_speech_recognition(SAMPLES["audio"], model="whisper")
        timed = client.automatic_speech_recognition(SAMPLES["audio"], model="whisper", return_timestamps="word")
        assert plain.chunks is None
        assert plain.text.split() == [chunk.text for chunk in timed.chunks]

    @pytest.mark.parametrize("provider", ["cohere", "fireworks-ai", "nebius", "sambanova", "together", "groq"])
    def test_a_response_format_is_followed_however_it_is_spelt(self, provider: str) -> None:
        client = api.client("inferloom", provider=provider)
        told = client.chat_completion(MESSAGES, model="acme/llama", response_format=FORMAT)
        assert isinstance(json.loads(told.choices[0].message.content)["km"], int)

    def test_a_schema_may_stand_beside_the_format(self) -> None:
        """Nebius documents both; where they differ, the format that OpenAI knows wins."""
        named = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
        body = {"model": "llama", "messages": MESSAGES, "guided_json": named}
        url = "https://api.studio.nebius.ai/v1/chat/completions"
        for sent, key in (
            (body, "name"),
            ({"response_format": FORMAT, **body}, "km"),
            (body | {"response_format": FORMAT}, "km"),
        ):
            told = answer(post(SANDBOX, url, sent, authorization="Bearer k"))
            assert set(json.loads(told["choices"][0]["message"]["content"])) == {key}

    def test_a_text_that_came_to_its_end(self) -> None:
        body = {"model": "gpt2", "prompt": "Once", "max_tokens": 4000}
        told = answer(post(SANDBOX, "https://api.together.xyz/v1/completions", body, authorization="Bearer k"))
        assert told["choices"][0]["finish_reason"] == "stop"

    def test_a_picture_by_address_is_made_up(self) -> None:
        client = api.client("inferloom", provider="fal-ai")
        changed = client.image_to_image("https://example.com/cat.jpg", prompt="x", model="acme/kontext")
        assert changed.size == (256, 192)


class TestStrictness:
    """What a provider would refuse is refused, in a clear sentence."""

    def refused(self, reply: Reply, status: int, *words: str) -> None:
        assert reply.status == status, reply.content
        for word in words:
            assert word in error_of(reply)["error"]

    @pytest.mark.parametrize(
        ("url", "headers", "words"),
        [
            (
                "https://api.groq.com/openai/v1/chat/completions",
                {},
                ["Groq needs a key", "authorization: Bearer <key>"],
            ),
            ("https://fal.run/a/flux", {"authorization": "Bearer k"}, ["authorization: Key <key>"]),
            ("https://api.us1.bfl.ai/v1/flux", {"authorization": "Bearer k"}, ["x-key: <key>"]),
            ("https://api.groq.com/openai/v1/chat/completions", {"authorization": "Bearer hf_a"}, ["Groq itself"]),
            (f"https://{ROUTER}/groq/openai/v1/chat/completions", {"authorization": "Bearer gsk"}, ["hf_..."]),
            (f"https://{ROUTER}/groq/openai/v1/chat/completions", {}, ["The router needs a key"]),
            (f"https://{ROUTER}/fal-ai/a/flux", {"authorization": "Key k"}, ["The router needs a key"]),
        ],
    )
    def test_keys(self, url: str, headers: dict[str, str], words: list[str]) -> None:
        self.refused(post(SANDBOX, url, {"model": "m", "messages": MESSAGES}, **headers), 401, *words)

    def test_known_keys(self) -> None:
        sandbox = api.load("inferloom", keys={"gsk"})
        body = {"model": "m", "messages": MESSAGES}
        url = "https://api.groq.com/openai/v1/chat/completions"
        assert post(sandbox, url, body, authorization="Bearer gsk").status == 200
        reply = post(sandbox, url, body, authorization="Bearer secret")
        self.refused(reply, 401, "not known here")
        assert b"secret" not in reply.content

    @pytest.mark.parametrize(
        ("method", "url", "status", "words"),
        [
            ("POST", "https://api.groq.com/v1/chat/completions", 404, ["POST /openai/v1/chat/completions"]),
            ("POST", f"https://{ROUTER}/groq/v1/chat/completions", 404, ["POST /openai/v1/chat/completions"]),
            ("GET", "https://api.groq.com/openai/v1/chat/completions", 405, ["takes POST"]),
            ("GET", "https://queue.fal.run/a/b/requests/1/status", 404, ["no job"]),
            ("GET", "https://api.z.ai/api/paas/v4/async-result/1", 404, ["no job"]),
            ("POST", "https://api.replicate.com/v1/predictions/1/cancel", 404, ["nothing at"]),
        ],
    )
    def test_addresses(self, method: str, url: str, status: int, words: list[str]) -> None:
        key = "hf_a" if ROUTER in url else "k"
        headers = {"authorization": f"Key {key}" if "fal.run" in url else f"Bearer {key}"}
        reply = post(SANDBOX, url, {}, **headers) if method == "POST" else get(SANDBOX, url, **headers)
        self.refused(reply, status, *words)

    def test_the_queue_is_a_host_of_its_own(self) -> None:
        """A film is made by fal's queue; the same model asked at fal.run is not."""
        body = {"prompt": "A fox"}
        model = "sandbox/text-to-video"
        assert post(SANDBOX, f"https://queue.fal.run/{model}", body, authorization="Key k").status == 200
        self.refused(post(SANDBOX, f"https://fal.run/{model}", body, authorization="Key k"), 404, "text-to-video")
        routed = f"https://{ROUTER}/fal-ai/{model}"
        assert post(SANDBOX, f"{routed}?_subdomain=queue", body, authorization="Bearer hf_a").status == 200
        self.refused(post(SANDBOX, routed, body, authorization="Bearer hf_a"), 404, "text-to-video")

    @pytest.mark.parametrize(
        ("url", "body", "words"),
        [
            ("https://api.groq.com/openai/v1/chat/completions", {"messages": MESSAGES}, ["'model' is required"]),
            ("https://api.groq.com/openai/v1/chat/completions", {"model": "m"}, ["'messages' is required"]),
            # Groq documents that it takes no logprobs.
            (
                "https://api.groq.com/openai/v1/chat/completions",
                {"model": "m", "messages": MESSAGES, "logprobs": True},
                ["unknown field 'logprobs'"],
            ),
            (
                "https://api.groq.com/openai/v1/chat/completions",
                {"model": "m", "messages": [{"role": 7}]},
                ["messages"],
            ),
            (
                "https://inference.api.nscale.com/v1/images/generations",
                {"model": "m", "prompt": "x", "response_format": "b64_json", "num_inference_steps": 3},
                ["unknown field 'num_inference_steps'"],
            ),
            (
                "https://inference.api.nscale.com/v1/images/generations",
                {"model": "m", "prompt": "x", "response_format": "b64_json", "size": "wide"},
                ["$.size"],
            ),
            (
                "https://api.together.xyz/v1/images/generations",
                {"model": "sandbox/text-to-image", "prompt": "x"},
                ["'response_format' is required"],
            ),
            (
                "https://api.together.xyz/v1/images/generations",
                {"model": "sandbox/image-to-image", "prompt": "x", "response_format": "base64"},
                ["image_url and reference_images"],
            ),
            (
                "https://api.replicate.com/v1/predictions",
                {"input": {"prompt": "x"}},
                ["'version' is required"],
            ),
            (
                "https://api.replicate.com/v1/models/sandbox/text-to-image/predictions",
                {"input": {"prompt": "x", "colour": 1}},
                ["unknown field 'colour'"],
            ),
            (
                "https://api.wavespeed.ai/api/v3/sandbox/image-to-image",
                {"image": "no address", "prompt": "x"},
                ["$.image"],
            ),
        ],
    )
    def test_bodies(self, url: str, body: dict[str, Any], words: list[str]) -> None:
        self.refused(post(SANDBOX, url, body, authorization="Bearer k"), 422, *words)

    def test_a_file_that_is_none(self) -> None:
        body = {"image": "data:image/png;base64,AAAA", "prompt": "x"}
        url = "https://api.wavespeed.ai/api/v3/sandbox/image-to-image"
        self.refused(post(SANDBOX, url, body, authorization="Bearer k"), 400, "Expected an image")

    def test_a_form_is_wanted(self) -> None:
        url = "https://api.deepinfra.com/v1/openai/audio/transcriptions"
        self.refused(post(SANDBOX, url, {"model": "whisper"}, authorization="Bearer k"), 415, "multipart/form-data")

    def test_a_model_for_something_else(self) -> None:
        body = {"model": "sandbox/text-to-image", "messages": MESSAGES}
        reply = post(SANDBOX, "https://api.groq.com/openai/v1/chat/completions", body, authorization="Bearer k")
        self.refused(reply, 404, "'sandbox/text-to-image' is for text-to-image")

    def test_further_fields_may_be_allowed(self) -> None:
        sandbox = api.load("inferloom", allow=["colour"])
        url = "https://api.replicate.com/v1/models/sandbox/text-to-image/predictions"
        body = {"input": {"prompt": "x", "colour": 1}}
        assert post(sandbox, url, body, authorization="Bearer k").status == 200


class TestHub:
    def mapping(self, model: str) -> dict[str, Any]:
        reply = get(SANDBOX, f"https://huggingface.co/api/models/{model}?expand=inferenceProviderMapping")
        found: dict[str, Any] = answer(reply)["inferenceProviderMapping"]
        return found

    def test_a_models_name_tells_who_serves_it(self) -> None:
        assert set(self.mapping("acme/wan-t2v")) == {
            "hf-inference",
            "fal-ai",
            "novita",
            "replicate",
            "together",
            "wavespeed",
        }
        assert self.mapping("acme/wan-t2v")["novita"] == {
            "status": "live",
            "providerId": "acme/wan-t2v",
            "task": "text-to-video",
        }

    def test_a_name_that_tells_nothing_is_for_each_providers_main_task(self) -> None:
        mapping = self.mapping("acme/mystery")
        assert mapping["groq"]["task"] == mapping["together"]["task"] == "conversational"
        assert mapping["fal-ai"]["task"] == "text-to-image"
        client = api.client("inferloom", provider="together")
        assert client.chat_completion(MESSAGES, model="acme/mystery").choices
        with pytest.raises(ModelNotSupportedError):
            client.text_to_image("A fox", model="acme/mystery")
        own = api.client("inferloom", provider="together", models={"acme/mystery": "text-to-image"})
        assert own.text_to_image("A fox", model="acme/mystery").size == (512, 512)

    def test_adapters(self) -> None:
        mapping = self.mapping("acme/pixel-art-lora")
        assert mapping["fal-ai"]["adapter"] == mapping["replicate"]["adapter"] == "lora"
        assert mapping["fal-ai"]["adapterWeightsPath"].endswith(".safetensors")
        assert "adapter" not in mapping["together"]
        assert "adapter" not in self.mapping("acme/flux-exploration")["fal-ai"]

    @pytest.mark.parametrize("provider", ["fal-ai", "replicate"])
    def test_an_adapter_is_sent(self, provider: str) -> None:
        call(provider, "text-to-image", "own-key", "sync", model="acme/pixel-art-lora")
        sent = json.loads(SEEN.requests[0].body)
        address = "https://huggingface.co/acme/pixel-art-lora"
        if provider == "fal-ai":
            assert sent["loras"] == [{"path": f"{address}/resolve/main/pytorch_lora_weights.safetensors", "scale": 1}]
            assert sent["model_name"] == "stabilityai/stable-diffusion-xl-base-1.0"
        else:
            assert sent["input"]["lora_weights"] == address


def test_a_version_on_replicate_has_a_route_of_its_own() -> None:
    call("replicate", "text-to-image", "own-key", "sync", model="acme/flux:5599ed30")
    first = SEEN.requests[0]
    assert first.path == "/v1/predictions"
    assert json.loads(first.body)["version"] == "5599ed30"


def test_the_same_request_has_the_same_answer() -> None:
    body = {"model": "m", "messages": MESSAGES}
    url = "https://api.groq.com/openai/v1/chat/completions"
    first, second = (post(SANDBOX, url, body, authorization="Bearer k") for _ in range(2))
    assert first.content == second.content
    other = post(api.load("inferloom", seed=1), url, body, authorization="Bearer k")
    assert other.content != first.content


def test_quirks_that_have_an_inverse_are_the_tables() -> None:
    """What is written by hand for providers stays little, and nothing of it is for a quirk that is gone."""
    text = json.dumps([dataclasses.asdict(row) for row in TABLE.values()])
    known = [*inverses.VALUES, *inverses.ROUTES, *inverses.RESULTS]
    assert all(f'"{name}"' in text for name in known)
    assert len(known) <= 10
