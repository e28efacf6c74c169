"""A provider more: one file of a few lines, and everything that a package offers knows it.

Both providers are invented. What the first one's requests must look like is OpenAI's documentation (it speaks their
wire), what the second one's must is written in its own file: a queue of the usual kind.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from compiler_material import ROOT, SPECS, ask, compile_into, run_python

from tests.typing.language_server import Editor, LanguageServerMissing

PACKAGE = "sdk_of_more"

NEWONE = """\
id: newone
name: New One
docs: https://docs.newone.example
base_url: https://api.newone.example
auth: {header: x-new-key, value: "{key}"}
tasks:
  chat-completion: openai-chat
  text-generation: openai-completions
  feature-extraction: openai-embeddings
"""

WHOLE = """\
id: wholeone
name: Whole One
docs: https://docs.whole.example
base_url: https://api.whole.example
looks_up: false
tasks:
  chat-completion: {dialect: openai-chat, refuses: [stream, stream_options]}
"""

FARM = """\
id: render-farm
name: Render Farm
docs: https://docs.farm.example
base_url: https://api.farm.example
auth: {header: authorization, value: "Key {key}"}
looks_up: false
tasks:
  text-to-image:
    post: /v1/{model}/jobs
    json: {prompt: inputs, "*": parameters}
    refuses: [parameters.scheduler]
    poll:
      get: /v1/jobs/{id}
      id: job.id
      status: job.state
      pending: [waiting, drawing]
      done: [drawn]
      failed: [torn]
      error: job.reason
      then: job.result
      cancel: {delete: "/v1/jobs/{id}/work"}
      every: 2
      deadline: 60
    result: {image: {url: pictures.0}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own specs with two files more, compiled."""
    folder = tmp_path_factory.mktemp("more")
    shutil.copytree(SPECS, folder / "specs")
    assert len(NEWONE.splitlines()) <= 10
    (folder / "specs" / "providers" / "newone.yaml").write_text(NEWONE)
    (folder / "specs" / "providers" / "wholeone.yaml").write_text(WHOLE)
    (folder / "specs" / "providers" / "render-farm.yaml").write_text(FARM)
    assert compile_into(folder, folder / "specs", PACKAGE) == 0
    return folder


def test_the_table_knows_it(folder: Path) -> None:
    program = f"""
import json, typing
from {PACKAGE} import capabilities
print(json.dumps([
    typing.get_args(capabilities.Provider),
    sorted(capabilities.PROVIDERS["newone"]),
    capabilities.tasks("newone"),
    capabilities.providers("text-generation"),
    capabilities.parameters("newone", "feature_extraction"),
    capabilities.refuses("newone", "feature-extraction"),
    capabilities.refuses("newone", "chat_completion"),
    capabilities.who_accepts("chat_completion", "logit_bias"),
    capabilities.who_accepts("text_to_image", "scheduler"),
]))
"""
    ids, offered, tasks, generating, takes, refuses, nothing, biased, scheduling = ask(program, folder)
    assert {"newone", "render-farm", "groq", "auto"} <= set(ids)
    assert offered == tasks == ["chat_completion", "feature_extraction", "text_generation"]
    assert "newone" in generating
    assert takes == ["text", "dimensions", "encoding_format"]
    assert refuses == ["normalize", "prompt_name", "truncate", "truncation_direction"]
    assert nothing == []
    assert "newone" in biased
    assert "groq" not in biased
    assert "render-farm" not in scheduling


def test_the_command_shows_it(folder: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        program = "import sys; from inferloom_runtime.providers import providers; sys.exit(providers())"
        return run_python(["-c", program, "--package", PACKAGE, *words], roots=[folder])

    whole = run().stdout.splitlines()
    assert "newone             chat_completion, feature_extraction, text_generation" in whole
    assert max(map(len, whole)) <= 80
    cells = json.loads(run("newone", "--task", "feature-extraction", "--json").stdout)
    assert cells["newone"]["feature_extraction"]["takes"] == ["text", "dimensions", "encoding_format"]
    row = "| newone | `chat_completion`, `feature_extraction`, `text_generation` |"
    assert row in run("--markdown").stdout.splitlines()
    wrong = run("newoen")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "There is no provider 'newoen'; did you mean 'newone'?" in wrong.stderr


# An editor


def test_an_editor_completes_it(folder: Path) -> None:
    text = (
        f"from {PACKAGE} import InferenceClient\n"
        'InferenceClient("m", provider="newone")\n'
        'InferenceClient("m", provider="newoen")\n'
        'InferenceClient("m", provider="newone").text_to_image("a fox")\n'
        'InferenceClient("m", provider="|")\n'
    )
    try:
        editor = Editor(folder, [folder, ROOT / "runtime"])
    except LanguageServerMissing as error:
        pytest.skip(str(error))
    try:
        assert editor.errors(text) == {2, 3, 4}
        assert {"newone", "render-farm", "groq", "auto"} <= set(editor.completes(text))
    finally:
        editor.close()


# Its wire

WIRE = f"""
import asyncio, json
import httpx
from {PACKAGE} import AsyncInferenceClient, InferenceClient

sent = []
CHUNK = {{"choices": [{{"index": 0, "delta": {{"role": "assistant", "content": "Hi"}}, "finish_reason": None}}],
         "created": 1, "id": "1", "model": "m", "system_fingerprint": ""}}
CHAT = {{"choices": [{{"index": 0, "message": {{"role": "assistant", "content": "Hi"}}, "finish_reason": "stop"}}],
        "created": 1, "id": "1", "model": "m", "system_fingerprint": "",
        "usage": {{"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}}}
TASKS = {{"chat": "conversational", "embed": "feature-extraction", "write": "text-generation"}}

def answer(request):
    if request.url.host == "huggingface.co":
        name = request.url.path.rpartition("/")[2]
        entry = {{"status": "live", "providerId": "new/" + name, "task": TASKS[name]}}
        return httpx.Response(200, json={{"inferenceProviderMapping": {{"newone": entry}}}})
    body = json.loads(request.content)
    keys = [request.headers.get("x-new-key"), request.headers.get("authorization")]
    sent.append([request.method, str(request.url), keys, body])
    path = request.url.path
    if body.get("stream"):
        text = "data: " + json.dumps(CHUNK) + "\\n\\ndata: [DONE]\\n\\n"
        return httpx.Response(200, content=text.encode(), headers={{"content-type": "text/event-stream"}})
    if path.endswith("/chat/completions"):
        return httpx.Response(200, json=CHAT)
    if path.endswith("/embeddings"):
        return httpx.Response(200, json={{"data": [{{"index": 0, "embedding": [0.5, 1.0]}}]}})
    return httpx.Response(200, json={{"choices": [{{"text": "time", "finish_reason": "stop"}}]}})

def calls(client):
    yield client.chat_completion([{{"role": "user", "content": "Hi"}}], model="new/chat", logit_bias={{"50256": -100}})
    yield client.chat_completion([{{"role": "user", "content": "Hi"}}], model="new/chat", stream=True)
    yield client.feature_extraction("a text", model="new/embed", dimensions=2)
    yield client.text_generation("Once upon a", model="new/write", max_new_tokens=3)

def shown(found, pieces):
    chat, _, vectors, text = found
    told = [piece.choices[0].delta.content for piece in pieces]
    return [chat.choices[0].message.content, told, vectors.tolist(), text]

def sync(key):
    with InferenceClient(provider="newone", token=key, http_client=http) as client:
        found = list(calls(client))
        return shown(found, list(found[1]))

async def unsync(key):
    transport = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    async with AsyncInferenceClient(provider="newone", token=key, http_client=transport) as client:
        found = [await call for call in calls(client)]
        return shown(found, [piece async for piece in found[1]])

http = httpx.Client(transport=httpx.MockTransport(answer))
results = [sync("own"), asyncio.run(unsync("own")), sync("hf_token")]
print(json.dumps([results, sent]))
"""


def test_its_requests(folder: Path) -> None:
    results, sent = ask(WIRE, folder)
    assert results == [["Hi", ["Hi"], [[0.5, 1.0]], "time"]] * 3
    message = [{"role": "user", "content": "Hi"}]
    expected = [
        ("chat/completions", {"model": "new/chat", "messages": message, "logit_bias": {"50256": -100}}),
        ("chat/completions", {"model": "new/chat", "messages": message, "stream": True}),
        ("embeddings", {"model": "new/embed", "input": "a text", "dimensions": 2}),
        ("completions", {"model": "new/write", "prompt": "Once upon a", "max_tokens": 3}),
    ]
    own, unsync, routed = sent[:4], sent[4:8], sent[8:]
    assert own == unsync
    homes = [
        (own, "https://api.newone.example/v1/", ["own", None]),
        (routed, "https://router.huggingface.co/newone/v1/", [None, "Bearer hf_token"]),
    ]
    for requests, base, keys in homes:
        for request, (route, body) in zip(requests, expected, strict=True):
            assert request[:3] == ["POST", base + route, keys]
            # OpenAI's default for `stream` is false, so saying it or not is one thing.
            assert {key: value for key, value in request[3].items() if (key, value) != ("stream", False)} == body


def test_a_default_that_every_call_has_is_not_refused(folder: Path) -> None:
    """A call that says nothing of `stream` has `stream=False` in it, which no provider has to know."""
    program = f"""
import json
import httpx
from {PACKAGE} import InferenceClient, UsageError

sent = []

def answer(request):
    sent.append(json.loads(request.content))
    message = {{"role": "assistant", "content": "Hi"}}
    return httpx.Response(200, json={{"choices": [{{"index": 0, "message": message, "finish_reason": "stop"}}],
                                     "created": 1, "id": "1", "model": "m", "system_fingerprint": "",
                                     "usage": {{"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}}})

http = httpx.Client(transport=httpx.MockTransport(answer))
client = InferenceClient("m", provider="wholeone", token="own", http_client=http)
said = [client.chat_completion([{{"role": "user", "content": "Hi"}}]).choices[0].message.content]
try:
    client.chat_completion([{{"role": "user", "content": "Hi"}}], stream=True, stream_options={{"include_usage": True}})
except UsageError as error:
    said.append(str(error))
print(json.dumps([said, sent]))
"""
    [said, refused], sent = ask(program, folder)
    assert said == "Hi"
    assert refused.startswith("wholeone does not take stream and stream_options for chat_completion(); these do: base")
    assert sent == [{"model": "m", "messages": [{"role": "user", "content": "Hi"}]}]


def test_the_sandbox_plays_it(folder: Path) -> None:
    program = f"""
import json
from {PACKAGE} import sandbox
with sandbox.client(provider="newone") as client:
    told = client.chat_completion([{{"role": "user", "content": "Hi"}}], model="sandbox/chat-completion")
    words = list(client.text_generation("Once", model="sandbox/text-generation", stream=True))
    vectors = client.feature_extraction("a text", model="sandbox/feature-extraction")
with sandbox.client(provider="render-farm") as client:
    picture = client.text_to_image("a fox", model="sandbox/text-to-image", width=32, height=16)
print(json.dumps([bool(told.choices[0].message.content), len(words) > 1, len(vectors.shape), picture.size]))
"""
    assert ask(program, folder) == [True, True, 2, [32, 16]]


# A queue

QUEUE = f"""
import asyncio, base64, json, os, sys
import httpx
from inferloom_runtime import clock
from {PACKAGE} import AsyncInferenceClient, InferenceClient, errors

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAF0lEQVR4nGNk+M8g8oYdglgCNshg5wAA8+QMgJ8AXmkAAAAASUVORK5CYII="
)

class World:
    # The provider, which goes through the given states, and the time that passes while somebody waits for it.
    def __init__(self, *states):
        self.states, self.sent, self.waits, self.time = list(states), [], [], 0.0
        clock.now = lambda: self.time
        clock.sleep, clock.sleep_async = self.pass_, self.pass_async

    def pass_(self, seconds):
        self.time += seconds
        self.waits.append(seconds)

    async def pass_async(self, seconds):
        self.pass_(seconds)

    def __call__(self, request):
        key = request.headers.get("authorization")
        self.sent.append([request.method, str(request.url), key, request.content.decode()])
        if request.url.host == "pictures.farm.example":
            return httpx.Response(200, content=PNG, headers={{"content-type": "image/png"}})
        if request.url.path.endswith("/result"):
            return httpx.Response(200, json={{"pictures": ["https://pictures.farm.example/7.png"]}})
        if request.method == "DELETE":
            return httpx.Response(204)
        job = {{"id": "j7", "state": "waiting", "result": "https://api.farm.example/v1/jobs/j7/result"}}
        if request.method == "GET":
            job["state"] = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            job["reason"] = "out of paper" if job["state"] == "torn" else None
        return httpx.Response(200, json={{"job": job}})

def said(error, world):
    kinds = ("JobFailedError", "InferenceTimeoutError", "UsageError")
    kind = next(name for name in kinds if isinstance(error, getattr(errors, name)))
    return [kind, str(error), world.sent, world.waits]

def sync(world, steps):
    http = httpx.Client(transport=httpx.MockTransport(world))
    client = InferenceClient("painter", provider="render-farm", token="own", http_client=http)
    try:
        return [*steps_sync(client, steps), world.sent, world.waits]
    except errors.InferloomError as error:
        return said(error, world)

def steps_sync(client, steps):
    if steps == "plain":
        return [client.text_to_image("a fox", seed=3).size]
    if steps == "refused":
        return [client.text_to_image("a fox", scheduler="ddim").size]
    job = client.submit.text_to_image("a fox", seed=3)
    if steps == "cancel":
        job.cancel()
        return [job.id]
    return [job.id, job.status(), job.state, job.result().size]

async def unsync(world, steps):
    http = httpx.AsyncClient(transport=httpx.MockTransport(world))
    client = AsyncInferenceClient("painter", provider="render-farm", token="own", http_client=http)
    try:
        return [*await steps_unsync(client, steps), world.sent, world.waits]
    except errors.InferloomError as error:
        return said(error, world)

async def steps_unsync(client, steps):
    if steps == "plain":
        return [(await client.text_to_image("a fox", seed=3)).size]
    if steps == "refused":
        return [(await client.text_to_image("a fox", scheduler="ddim")).size]
    job = await client.submit.text_to_image("a fox", seed=3)
    if steps == "cancel":
        await job.cancel()
        return [job.id]
    return [job.id, await job.status(), job.state, (await job.result()).size]

states = ("waiting", "drawing", "drawn")
cases = [
    ("plain", states), ("submit", states), ("cancel", states), ("plain", ("drawing", "torn")), ("plain", ("drawing",)),
    ("refused", states),
]
print(json.dumps([
    [sync(World(*states), steps), asyncio.run(unsync(World(*states), steps))] for steps, states in cases
]))
"""

KEY = "Key own"
SUBMITTED = ["POST", "https://api.farm.example/v1/painter/jobs", KEY, {"prompt": "a fox", "seed": 3}]
ASKED = ["GET", "https://api.farm.example/v1/jobs/j7", KEY, None]
RESULT = ["GET", "https://api.farm.example/v1/jobs/j7/result", KEY, None]
PICTURE = ["GET", "https://pictures.farm.example/7.png", None, None]


def requests(sent: list[Any]) -> list[Any]:
    """Requests with their bodies read."""
    return [[*request[:3], json.loads(request[3]) if request[3] else None] for request in sent]


def test_a_queue(folder: Path) -> None:
    """Submit, ask until it is done, get the result by its address and the picture without the key."""
    found = ask(QUEUE, folder)
    for sync, unsync in found:
        assert sync == unsync
    plain, submitted, cancelled, failed, late, refused = (sync for sync, _ in found)
    size, sent, waits = plain
    assert size == [4, 3]
    assert requests(sent) == [SUBMITTED, ASKED, ASKED, ASKED, RESULT, PICTURE]
    assert waits[0] == 2
    assert sorted(waits) == waits
    assert submitted[:4] == ["j7", "pending", "waiting", [4, 3]]
    assert requests(submitted[4])[0] == SUBMITTED
    assert requests(submitted[4])[-2:] == [RESULT, PICTURE]
    assert cancelled[0] == "j7"
    assert requests(cancelled[1]) == [SUBMITTED, ["DELETE", "https://api.farm.example/v1/jobs/j7/work", KEY, None]]
    assert failed[0] == "JobFailedError"
    assert "out of paper" in failed[1]
    assert requests(failed[2]) == [SUBMITTED, ASKED, ASKED]
    assert late[0] == "InferenceTimeoutError"
    assert "j7" in late[1]
    assert sum(late[3]) == pytest.approx(60)
    assert refused[0] == "UsageError"
    assert "render-farm does not take scheduler for text_to_image(); these do: black-forest-labs, " in refused[1]
    assert refused[2:] == [[], []]
