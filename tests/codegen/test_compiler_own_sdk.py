"""An SDK of somebody's own: their tasks, their provider, their package, the same runtime."""

from __future__ import annotations

import ast
import base64
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from compiler_material import GOLDEN, ask, compile_into, tree

CASES = {"acme_texts": "json-task", "acme_speech": "binary-task", "acme_stories": "streaming-task"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three SDKs, each of one task."""
    folder = tmp_path_factory.mktemp("own")
    for package, case in CASES.items():
        assert compile_into(folder, GOLDEN / "generate" / case / "specs", package) == 0
    return folder


@pytest.mark.parametrize("package", CASES)
def test_imports_lead_to_the_package_the_runtime_and_the_standard_library(folder: Path, package: str) -> None:
    known = {package, "inferloom_runtime", "__future__", "collections", "dataclasses", "functools", "importlib"}
    known |= {"typing", "warnings", "httpx"}
    for path in (folder / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.partition(".")[0] for name in names} <= known, path
        # Text too: an example in a docstring shows the package's own name.
        assert "from inferloom " not in path.read_text()
        assert "inferloom." not in path.read_text().replace("inferloom_runtime.", "")


def test_names(folder: Path) -> None:
    program = """
import json
import acme_texts
from acme_texts import AsyncInferenceClient, InferenceClient, capabilities, types
from acme_texts.types import TextShorteningOutput
print(json.dumps([
    sorted(capabilities.PROVIDERS), sorted(capabilities.PROVIDERS["acme"]),
    [name for name in vars(types) if "Shortening" in name or name == "Tone"], sorted(types.__all__),
    [cls.__module__ for cls in (InferenceClient, AsyncInferenceClient, TextShorteningOutput)],
    [hasattr(client, "shorten_text") for client in (InferenceClient, AsyncInferenceClient)],
    [hasattr(InferenceClient, name) for name in ("chat", "chat_completion", "text_to_image")],
    hasattr(acme_texts, "__version__"), "TextShorteningOutput" in dir(types),
    acme_texts.Tone.__args__, acme_texts.TextShorteningInput.__name__,
]))
"""
    found = ask(program, folder)
    assert found[:2] == [["acme"], ["shorten_text"]]
    assert "TextShorteningRemoval" in found[3]
    assert found[4] == ["acme_texts.client", "acme_texts.async_client", "acme_texts.types.text_shortening"]
    assert found[5:] == [
        [True, True],
        [False, False, False],
        False,
        True,
        ["plain", "formal", "cheerful"],
        "TextShorteningInput",
    ]


WIRE = """
import json
import httpx
from acme_texts import InferenceClient, UsageError

sent = []

def answer(request):
    sent.append([
        request.method, str(request.url), request.headers.get("x-api-key"), request.headers.get("authorization"),
        json.loads(request.content),
    ])
    return httpx.Response(200, json={"result": [{"text": "Short."}], "more": 1})

http = httpx.Client(transport=httpx.MockTransport(answer))
client = InferenceClient("big", token="own-key", http_client=http)
output = client.shorten_text("A long text.", 5, keep_words=("long",), tone="formal", extra_body={"seed": 1})
client.shorten_text("A long text.", 5)
client.with_options(model="http://localhost:8080/shorten").shorten_text("A long text.", 5, temperature=0.5)
refused = []
for arguments in ({"temperature": 1.0}, {"tone": "rude"}, {"keep_words": ["a"] * 9}, {"model": "a/../b"}):
    try:
        client.shorten_text("A long text.", 5, **arguments)
    except UsageError as error:
        refused.append(str(error))
print(json.dumps([output.text, sent, refused]))
"""


def test_wire(folder: Path) -> None:
    """The provider of the specs is the client's own choice: nobody has to name it."""
    text, sent, refused = ask(WIRE, folder)
    assert text == "Short."
    own, short, endpoint = sent
    assert own == [
        "POST",
        "https://api.acme.example/v2/big/shorten",
        "own-key",
        None,
        {
            "document": {"text": "A long text."},
            "limit": {"words": 5},
            "style": "formal",
            "keep": ["long"],
            "trim": True,
            "client": "sdk",
            "seed": 1,
        },
    ]
    assert short[4] == {
        "document": {"text": "A long text."},
        "limit": {"words": 5},
        "trim": True,
        "client": "sdk",
    }
    assert endpoint[1] == "http://localhost:8080/shorten"
    assert endpoint[4] == {
        "inputs": "A long text.",
        "parameters": {"max_words": 5, "trim": True, "temperature": 0.5},
    }
    for argument, message in zip(("temperature", "tone", "keep_words", "model"), refused, strict=True):
        assert argument in message
    assert refused[0].startswith("acme does not take temperature for shorten_text(); leave it out.")


DEPRECATED = """
import json, warnings
import httpx
from acme_texts import InferenceClient

bodies = []

def answer(request):
    bodies.append(json.loads(request.content))
    return httpx.Response(200, json={"result": [{"text": "Short."}]})

client = InferenceClient("big", token="own-key", http_client=httpx.Client(transport=httpx.MockTransport(answer)))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    client.shorten_text("A text.", 5, keep=["text"])
print(json.dumps([bodies[0]["keep"], [[str(one.message), one.category.__name__, one.filename] for one in caught]]))
"""


def test_an_old_name_of_an_argument(folder: Path) -> None:
    keep, caught = ask(DEPRECATED, folder)
    assert keep == ["text"]
    assert caught == [["keep is deprecated: use keep_words.", "DeprecationWarning", "<string>"]]


SANDBOX = """
import asyncio, json
from inferloom_runtime.sandbox import api
from acme_speech import sandbox as speech
from acme_stories import sandbox as stories
from acme_texts import sandbox as texts

async def tell():
    client = stories.async_client()
    words = [word async for word in await client.tell_story("It was dark.", stream=True)]
    return [words, await client.tell_story("It was dark.")]

with texts.client() as client:
    shortened = client.shorten_text("A long text. With two sentences.", 3)
with speech.client() as client:
    from inferloom_runtime.sandbox import sound
    cleaned = client.clean_speech(sound.lasting(1.0, "a sample"))
with stories.client() as client:
    told = client.tell_story("It was dark.")
    facts = client.tell_story("It was dark.", details=True)
    pieces = [piece.piece.text for piece in client.tell_story("It was dark.", stream=True, details=True)]
print(json.dumps([
    type(shortened).__name__, shortened.text, cleaned[:4].decode(), told, type(facts).__name__, facts.story, pieces,
    asyncio.run(tell()),
]))
"""


def test_sandbox(folder: Path) -> None:
    kind, shortened, riff, told, facts, story, pieces, asynchronous = ask(SANDBOX, folder)
    assert (kind, facts) == ("TextShorteningOutput", "StoryTellingOutput")
    assert shortened
    assert riff == "RIFF"
    assert told
    assert story
    assert len(pieces) > 1
    assert len(asynchronous[0]) > 1
    assert asynchronous[1] == told


BINARY = """
import base64, json
import httpx
from acme_speech import InferenceClient

sent = []

def answer(request):
    sent.append([str(request.url), request.headers["content-type"], request.content.decode("latin-1")])
    if "json" in request.headers["accept"] or request.url.host == "api.acme.example":
        return httpx.Response(200, json={"sound": base64.b64encode(b"RIFF....WAVE").decode(), "rate": 8000})
    return httpx.Response(200, content=b"RIFF....WAVE", headers={"content-type": "audio/wav"})

wav = b"RIFF\\x24\\0\\0\\0WAVEfmt noise"
http = httpx.Client(transport=httpx.MockTransport(answer))
results = []
for provider in ("acme", "local"):
    client = InferenceClient("m", provider=provider, token="own", http_client=http)
    results.append(client.clean_speech(wav).decode())
    results.append(client.clean_speech(wav, strength=0.5).decode())
print(json.dumps([results, sent]))
"""


def test_binary_wire(folder: Path) -> None:
    results, sent = ask(BINARY, folder)
    assert results == ["RIFF....WAVE"] * 4
    assert [one[0] for one in sent] == [
        *["https://api.acme.example/v1/clean"] * 2,
        *["https://pipelines.acme.example/models/m"] * 2,
    ]
    assert '"sound":"UklGRi' in sent[0][2].replace(" ", "")
    # A pipeline takes the file itself, and base64 only beside parameters.
    assert sent[2][1] == "audio/wav"
    assert sent[2][2].startswith("RIFF")
    assert '"strength":0.5' in sent[3][2].replace(" ", "")


def test_nobody_elses_providers(folder: Path) -> None:
    """One's own SDK offers one's own providers: beside them it has the wires of endpoints and of the sandbox."""
    modules = {name for name in tree(folder / "acme_texts") if name.startswith("providers/")}
    names = ("__init__", "acme", "endpoint", "hf_inference")
    assert modules == {f"providers/{name}.py" for name in names}
    program = """
import json, typing
from acme_texts import InferenceClient, UsageError, capabilities
said = []
for provider in ("groq", "endpoint", "acem"):
    try:
        InferenceClient(None, provider=provider, token="own").shorten_text("A text.", 5)
    except UsageError as error:
        said.append(str(error))
print(json.dumps([typing.get_args(capabilities.Provider), said]))
"""
    offered, said = ask(program, folder)
    assert offered == ["auto", "acme"]
    assert len(said) == 3
    assert all("there are: auto, acme." in message for message in said)
    assert "did you mean 'acme'?" in said[2]


def test_what_a_package_may_be_called(tmp_path: Path) -> None:
    """Names that differ from ours only a little, and our own."""
    for package in ("inferloom", "inferloom_x", "Client", "types_"):
        assert compile_into(tmp_path, GOLDEN / "generate" / "json-task" / "specs", package) == 0
        program = f"import json\nimport {package}\nprint(json.dumps({package}.InferenceClient.__module__))"
        assert ask(program, tmp_path) == f"{package}.client"


MIXED: dict[str, Any] = {
    "input.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "RetouchingInput",
        "type": "object",
        "required": ["inputs", "note"],
        "properties": {
            "inputs": {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/*"},
            "mask": {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/*"},
            "note": {"type": "string"},
            "url": {"type": "string", "contentEncoding": "base64", "contentMediaType": "audio/*"},
            "body": {"type": "array", "items": {"type": "string"}},
        },
    },
    "output.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "RetouchingOutput",
        "type": "object",
        "required": ["answer"],
        "properties": {"answer": {"type": "string"}},
    },
    "task.yaml": {
        "method": "retouch",
        "summary": "Retouch a picture.",
        "arguments": {"image": "inputs", "note": "note"},
        "example": {"image": {"sample": "image"}, "note": "Less red."},
    },
}

MIXED_PROGRAM = """
import json
import httpx
from acme_mixed import InferenceClient

sent = []

def answer(request):
    sent.append([request.headers["content-type"], json.loads(request.content)])
    return httpx.Response(200, json={"answer": "done"})

client = InferenceClient("http://localhost:1", http_client=httpx.Client(transport=httpx.MockTransport(answer)))
png = b"\\x89PNG\\r\\n\\x1a\\n"
first = client.retouch(png, "Less red.", mask=b"\\x89PNG mask", url=b"RIFF1234WAVE", body=["a", "b"])
client.retouch(png, "More.")
print(json.dumps([first.answer, sent]))
"""


def test_every_field_of_a_task_of_several_files_is_sent(tmp_path: Path) -> None:
    """A raw body has room for one file; a task with more in it sends them all as JSON, whatever they are called."""
    task = tmp_path / "specs" / "tasks" / "retouching"
    task.mkdir(parents=True)
    for name, value in MIXED.items():
        (task / name).write_text(json.dumps(value))
    assert compile_into(tmp_path, tmp_path / "specs", "acme_mixed") == 0
    answer, [[kind, full], [_, short]] = ask(MIXED_PROGRAM, tmp_path)
    assert (answer, kind) == ("done", "application/json")
    assert set(full) == {"inputs", "mask", "note", "url", "body", "parameters"}
    assert base64.b64decode(full["mask"]) == b"\x89PNG mask"
    assert base64.b64decode(full["url"]) == b"RIFF1234WAVE"
    assert (full["note"], full["body"]) == ("Less red.", ["a", "b"])
    assert set(short) == {"inputs", "note", "parameters"}


def test_an_argument_that_asks_for_the_whole_answer_may_have_a_name_of_its_own(tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(GOLDEN / "generate" / "streaming-task" / "specs", specs)
    path = specs / "tasks" / "story-telling" / "task.yaml"
    text = path.read_text().replace("unless: details", "unless: whole")
    path.write_text(text.replace("returns:", "keywords: {whole: details}\nreturns:", 1))
    assert compile_into(tmp_path, specs, "acme_whole") == 0
    program = """
import json
from acme_whole import sandbox
with sandbox.client() as client:
    told, whole = client.tell_story("Once."), client.tell_story("Once.", whole=True)
    pieces = [type(one).__name__ for one in client.tell_story("Once.", whole=True, stream=True)]
print(json.dumps([type(told).__name__, type(whole).__name__, sorted(set(pieces))]))
"""
    assert ask(program, tmp_path) == ["TextResult", "StoryTellingOutput", ["StoryTellingStreamOutput"]]
