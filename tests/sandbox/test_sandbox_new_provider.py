"""A provider that nobody here knew of: one file in the table, and the sandbox plays it."""

from __future__ import annotations

import asyncio
import importlib
import io
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from provider_material import Seen
from sandbox_material import SAMPLES, answer, error_of, get, post

from inferloom_codegen.cli import generate
from inferloom_runtime import clock
from inferloom_runtime.errors import JobFailedError
from inferloom_runtime.sandbox import api, bundles, transport

SPECS = Path(__file__).resolve().parents[2] / "specs"
PACKAGE = "acme_table"

SPEAKS_OPENAI = """
id: acme-talk
name: Acme Talk
docs: https://acme.example/docs
base_url: https://talk.acme.example/api
auth: {header: x-acme, value: "Token {key}"}
tasks:
  chat-completion: {dialect: openai-chat, post: /v7/chat/completions, refuses: [seed]}
  feature-extraction: {dialect: openai-embeddings, post: /v7/embeddings}
"""

QUEUES = """
id: acme-queue
name: Acme Queue
docs: https://acme.example/docs
base_url: https://queue.acme.example/v9
tasks:
  text-to-image:
    post: /paint/{model}
    json: {text: inputs, steps: parameters.num_inference_steps, area: {size: [parameters.width, parameters.height]}}
    refuses: [parameters.guidance_scale, parameters.negative_prompt, parameters.scheduler, parameters.seed]
    poll:
      get: /jobs/{id}
      id: job.name
      status: job.state
      pending: [waiting, painting, drying]
      done: [dry]
      failed: [spilt, withdrawn]
      error: job.reason.text
      cancel: {delete: "/jobs/{id}"}
      every: 1
      deadline: 60
    result: {image: {base64: pictures.0.png}}
  image-to-image:
    post: /repaint
    json: {model: model, picture: {base64: inputs}, "*": parameters}
    poll:
      at: links.state
      id: name
      status: state
      pending: [waiting]
      done: [dry]
      failed: [spilt]
      then: links.result
      every: 1
      deadline: 60
    result: {image: {url: made.0.link}}
  text-generation:
    post: /write
    json: {model: model, text: inputs, live: stream, words: parameters.max_new_tokens, "*": parameters}
    result: {generated_text: written.text}
    stream: {index: piece.place, token: {text: piece.text}}
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """The sandbox of a package with two providers of its own."""
    folder = tmp_path_factory.mktemp("acme")
    specs = folder / "specs"
    for task in ("chat-completion", "feature-extraction", "image-to-image", "text-generation", "text-to-image"):
        shutil.copytree(SPECS / "tasks" / task, specs / "tasks" / task)
    shutil.copytree(SPECS / "dialects", specs / "dialects")
    shutil.copy(SPECS / "common.json", specs / "common.json")
    (specs / "providers").mkdir()
    (specs / "providers" / "acme-talk.yaml").write_text(SPEAKS_OPENAI, "utf-8")
    (specs / "providers" / "acme-queue.yaml").write_text(QUEUES, "utf-8")
    assert generate(["--specs", str(specs), "--out", str(folder), "--package", PACKAGE, "--quiet"]) == 0
    sys.path.insert(0, str(folder))
    try:
        yield Seen(api.load(PACKAGE))
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch, seen: Seen) -> None:
    async def turn(seconds: float) -> None:
        await asyncio.get_running_loop().run_in_executor(None, bool)

    monkeypatch.setattr(clock, "sleep", bool)
    monkeypatch.setattr(clock, "sleep_async", turn)
    seen.exchanges.clear()


def client(seen: Seen, provider: str, token: str) -> Any:
    made = importlib.import_module(PACKAGE)
    return made.InferenceClient(provider=provider, token=token, http_client=transport.client(seen))


KEYS = pytest.mark.parametrize("token", ["hf_token", "own-key"], ids=["routed", "direct"])


def test_the_package_has_them(seen: Seen) -> None:
    assert set(bundles.read_table(PACKAGE)) == {"acme-talk", "acme-queue"}


@KEYS
def test_openais_wire(seen: Seen, token: str) -> None:
    acme = client(seen, "acme-talk", token)
    said = acme.chat_completion([{"role": "user", "content": "Hi"}], model="some/llama")
    assert "synthetic" in said.choices[0].message.content
    assert acme.feature_extraction(["a", "b"], model="some/embed", dimensions=6).shape == (2, 6)
    stream = acme.chat_completion([{"role": "user", "content": "Hi"}], model="some/llama", stream=True)
    assert len(list(stream)) > 3
    urls = {request.url for request in seen.requests}
    base = "https://router.huggingface.co/acme-talk" if token == "hf_token" else "https://talk.acme.example/api"
    assert urls == {f"{base}/v7/chat/completions", f"{base}/v7/embeddings"}
    assert seen.requests[0].headers.get("x-acme") == (None if token == "hf_token" else "Token own-key")


def test_openais_wire_is_strict(seen: Seen) -> None:
    url = "https://talk.acme.example/api/v7/chat/completions"
    body = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
    assert post(seen.sandbox, url, body, authorization="Bearer k").status == 401
    assert post(seen.sandbox, url, body, x_acme="Token k").status == 200
    refused = post(seen.sandbox, url, {**body, "seed": 1}, x_acme="Token k")
    assert refused.status == 422
    assert "unknown field 'seed'" in error_of(refused)["error"]
    assert post(seen.sandbox, url.replace("/api", ""), body, x_acme="Token k").status == 404
    assert answer(get(seen.sandbox, url.replace("chat/completions", "models"), x_acme="Token k"))["data"]


@KEYS
def test_a_queue_with_routes(seen: Seen, token: str) -> None:
    acme = client(seen, "acme-queue", token)
    picture = acme.text_to_image("A fox", model="some/flux", width=40, height=30, num_inference_steps=3)
    assert picture.size == (40, 30)
    base = "https://router.huggingface.co/acme-queue" if token == "hf_token" else "https://queue.acme.example/v9"
    first, *asked = [request for request, _ in seen.exchanges if request.host != "huggingface.co"]
    assert first.url == f"{base}/paint/some/flux"
    assert json.loads(first.body) == {"text": "A fox", "steps": 3, "area": "40x30"}
    assert {request.url for request in asked} == {f"{base}/jobs/{told(seen, -1)['job']['name']}"}
    states = [json.loads(reply.content)["job"]["state"] for request, reply in seen.exchanges if "/jobs/" in request.url]
    assert states == ["waiting", "painting", "drying", "dry"]


def told(seen: Seen, at: int) -> Any:
    return json.loads(seen.exchanges[at][1].content)


def test_a_queue_fails_and_lets_go(seen: Seen) -> None:
    acme = client(seen, "acme-queue", "own-key")
    with pytest.raises(JobFailedError, match="spilt: The sandbox was asked to fail"):
        acme.text_to_image("A fox [sandbox: fail]", model="some/flux")
    job = acme.submit.text_to_image("A fox [sandbox: never]", model="some/flux")
    job.cancel()
    assert seen.exchanges[-1][0].method == "DELETE"
    assert told(seen, -1)["job"]["state"] == "withdrawn"


@KEYS
def test_a_queue_with_addresses(seen: Seen, token: str) -> None:
    acme = client(seen, "acme-queue", token)
    assert acme.image_to_image(SAMPLES["image"], prompt="Blue.", model="some/kontext").size == (64, 48)
    first, second, _ = (
        reply for request, reply in seen.exchanges if "/repaint" in request.url and b"state" in reply.content
    )
    assert set(json.loads(first.content)["links"]) == {"state", "result"}
    assert json.loads(second.content)["state"] == "waiting"


def test_words_of_its_own_for_a_text(seen: Seen) -> None:
    acme = client(seen, "acme-queue", "own-key")
    whole = acme.text_generation("Once", model="some/gpt", max_new_tokens=5)
    pieces = list(acme.text_generation("Once", model="some/gpt", max_new_tokens=5, stream=True))
    assert "".join(pieces) == whole
    assert told(seen, 1)["written"]["text"] == whole


def test_the_sandboxs_client_knows_it(seen: Seen) -> None:
    with api.client(PACKAGE, provider="acme-queue") as acme:
        picture = acme.text_to_image("A fox", model="sandbox/text-to-image")
    assert io.BytesIO(picture.tobytes()).getvalue()
    assert picture.size == (512, 512)
