"""llama.cpp: its own server, with the one of its Python binding, both with a small Llama."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from inferloom import errors
from inferloom.types import ChatCompletionOutput
from interop import environment
from interop.conftest import PROGRAMS, Dial
from interop.server import Server

ENVIRONMENT = "llama"
pytestmark = pytest.mark.interop

HELLO = [{"role": "user", "content": "Hello there"}]
GREEDY = {"temperature": 0.0, "seed": 1}
PICK: dict[str, Any] = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": ["red", "green"]}, "sure": {"type": "boolean"}},
    "required": ["colour", "sure"],
    "additionalProperties": False,
}
PASSING = {"id", "created", "timings"}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A model that talks, with one that embeds."""
    folder = tmp_path_factory.mktemp("models")
    made = {"talker": folder / "talker.gguf", "embedder": folder / "embedder.gguf"}
    for path, options in zip(made.values(), ([], ["pooled"]), strict=True):
        command = [str(environment.python(ENVIRONMENT)), str(PROGRAMS / "tiny_gguf.py"), str(path), *options]
        subprocess.run(command, check=True, timeout=60, capture_output=True)
    return made


@pytest.fixture(scope="module")
def binding(launch: Callable[..., Server], models: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """llama-cpp-python's server, with both models, and the talker once more as one that embeds tokens."""
    shared = {"n_ctx": 512, "n_threads": 1, "n_threads_batch": 1, "verbose": False}
    talker, embedder = str(models["talker"]), str(models["embedder"])
    served = [
        {"model": talker, "model_alias": "talker", **shared},
        {"model": embedder, "model_alias": "embedder", "embedding": True, **shared},
        {"model": talker, "model_alias": "tokens", "embedding": True, **shared},
    ]
    config = tmp_path_factory.mktemp("config") / "server.json"
    config.write_text(json.dumps({"host": "127.0.0.1", "models": served}))
    command = [str(environment.python(ENVIRONMENT)), "-m", "llama_cpp.server", "--config_file", str(config)]
    server = launch("llama-cpp-python", command, ready="/v1/models", env={"PORT": "{port}"})
    server.wait()
    return server


@pytest.fixture(scope="module")
def own(launch: Callable[..., Server], models: dict[str, Path]) -> Server:
    """llama.cpp's own server, with the talker."""
    server = launch("llama-server", llama_server(models["talker"]), ready="/health")
    server.wait()
    return server


@pytest.fixture(scope="module")
def own_embedder(launch: Callable[..., Server], models: dict[str, Path]) -> Server:
    """llama.cpp's own server, with the embedder."""
    command = [*llama_server(models["embedder"]), "--embeddings", "--alias", "embedder"]
    server = launch("llama-server for embeddings", command, ready="/health")
    server.wait()
    return server


def llama_server(model: Path) -> list[str]:
    """The command line of llama.cpp's own server."""
    program = environment.folder(ENVIRONMENT) / "llama.cpp" / "bin" / "llama-server"
    command = [str(program), "--model", str(model), "--host", "127.0.0.1", "--port", "{port}"]
    return [
        *command,
        "--ctx-size",
        "512",
        "--threads",
        "1",
        "--parallel",
        "1",
        "--no-webui",
        "--offline",
        "--fit",
        "off",
    ]


@pytest.fixture(params=["own", "binding"])
def server(request: pytest.FixtureRequest) -> Server:
    """Either server."""
    server: Server = request.getfixturevalue(request.param)
    return server


@pytest.fixture(params=["/v1", ""], ids=["v1", "bare"])
def url(request: pytest.FixtureRequest, server: Server) -> str:
    """The two addresses that people give for a server on their own machine."""
    return server.url + str(request.param)


def asked(server: Server, route: str, **body: Any) -> dict[str, Any]:
    """What the server says to a request that was written by hand."""
    answer = httpx.post(f"{server.url}/v1/{route}", json={"model": "dummy", **body}, timeout=60)
    answer.raise_for_status()
    said: dict[str, Any] = answer.json()
    return said


def lasting(value: dict[str, Any]) -> dict[str, Any]:
    """An answer without what is another one each time."""
    return {name: inner for name, inner in value.items() if name not in PASSING}


def test_chat(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "chat/completions", messages=HELLO, max_tokens=12, **GREEDY)
    out = dial(base_url=url).call("chat.completions.create", HELLO, max_tokens=12, **GREEDY)
    assert isinstance(out, ChatCompletionOutput)
    assert lasting(out.to_dict()) | {"usage": 0} == lasting(said) | {"usage": 0}
    assert out.usage.to_dict().keys() == said["usage"].keys()
    assert (out.usage.completion_tokens, out.choices[0].finish_reason) == (12, "length")
    assert len(out.choices[0].message.content) >= 6


def test_streamed_chat(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "chat/completions", messages=HELLO, max_tokens=20, **GREEDY)
    heard = dial(base_url=url).hear("chat_completion", HELLO, max_tokens=20, **GREEDY)
    assert heard.error is None
    choices = [chunk.choices[0] for chunk in heard.items if chunk.choices]
    assert choices[0].delta.role == "assistant"
    assert "".join(choice.delta.content or "" for choice in choices) == said["choices"][0]["message"]["content"]
    assert len(choices) > 6
    assert choices[-1].finish_reason == "length"


def test_the_usage_of_a_stream(own: Server, dial: Dial) -> None:
    heard = dial(base_url=own.url).hear(
        "chat_completion", HELLO, max_tokens=5, stream_options={"include_usage": True}, **GREEDY
    )
    assert heard.items[-1].choices == []
    assert heard.items[-1].usage.completion_tokens == 5


def test_logprobs(server: Server, dial: Dial) -> None:
    options = {"max_tokens": 2, "logprobs": True, "top_logprobs": 3, **GREEDY}
    said = asked(server, "chat/completions", messages=HELLO, **options)["choices"][0]["logprobs"]["content"]
    out = dial(base_url=server.url).call("chat_completion", HELLO, **options)
    told = out.choices[0].logprobs.content
    assert [item.token for item in told] == [item["token"] for item in said]
    assert [item.logprob for item in told] == pytest.approx([item["logprob"] for item in said], abs=1e-3)
    assert all(len(item.top_logprobs) == 3 for item in told)


def test_stop(server: Server, dial: Dial) -> None:
    whole = asked(server, "chat/completions", messages=HELLO, max_tokens=20, **GREEDY)
    text = whole["choices"][0]["message"]["content"]
    out = dial(base_url=server.url).call("chat_completion", HELLO, max_tokens=20, stop=[text[5:8]], **GREEDY)
    assert out.choices[0].finish_reason == "stop"
    assert out.choices[0].message.content == text[: text.index(text[5:8])]


def test_text_generation(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "completions", prompt="Once upon", max_tokens=10, **GREEDY)["choices"][0]["text"]
    line = dial(base_url=url)
    assert line.call("text_generation", "Once upon", max_new_tokens=10, **GREEDY) == said != ""
    out = line.call("text_generation", "Once upon", max_new_tokens=10, details=True, **GREEDY)
    assert (out.generated_text, out.details.finish_reason) == (said, "length")


def test_streamed_text_generation(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "completions", prompt="Once upon", max_tokens=16, **GREEDY)["choices"][0]["text"]
    line = dial(base_url=url)
    heard = line.hear("text_generation", "Once upon", max_new_tokens=16, **GREEDY)
    assert heard.error is None
    assert "".join(heard.items) == said
    assert len(heard.items) > 6
    heard = line.hear("text_generation", "Once upon", max_new_tokens=16, details=True, **GREEDY)
    assert heard.items[-1].details.finish_reason == "length"


def test_embeddings(own_embedder: Server, dial: Dial) -> None:
    texts = ["Hello there", "Hello", "Something else altogether"]
    said = asked(own_embedder, "embeddings", input=texts)["data"]
    for ending in ("/v1", "", "/v1/embeddings"):
        line = dial(base_url=own_embedder.url + ending)
        vectors = line.call("feature_extraction", texts)
        assert (vectors.dtype, vectors.shape) == (np.float32, (3, 64))
        np.testing.assert_allclose(vectors, [item["embedding"] for item in said], atol=1e-5)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
        one = line.call("feature_extraction", texts[1])
        np.testing.assert_allclose(one, vectors[1:2], atol=1e-4)


def test_embeddings_as_base64(own_embedder: Server, dial: Dial) -> None:
    line = dial(base_url=own_embedder.url)
    numbers = line.call("feature_extraction", ["Hello there", "Hello"])
    text = line.call("feature_extraction", ["Hello there", "Hello"], encoding_format="base64")
    assert text.dtype == np.float32
    np.testing.assert_allclose(text, numbers, atol=1e-5)


def test_embeddings_of_a_named_model(binding: Server, dial: Dial) -> None:
    """A server with several models takes the one that the call names."""
    texts = ["Hello there", "Hello"]
    said = asked(binding, "embeddings", input=texts, model="embedder")["data"]
    for ending, options in (("/v1", {"model": "embedder"}), ("", {"extra_body": {"model": "embedder"}})):
        vectors = dial(base_url=binding.url + ending).call("feature_extraction", texts, **options)
        assert vectors.shape == (2, 64)
        np.testing.assert_allclose(vectors, [item["embedding"] for item in said], rtol=1e-4)


def test_embeddings_of_tokens(binding: Server, dial: Dial) -> None:
    """A model without pooling gives a vector for each token: texts of one length make a box, others cannot."""
    line = dial(base_url=f"{binding.url}/v1")
    box = line.call("feature_extraction", ["Hello", "World"], model="tokens")
    assert box.ndim == 3
    assert box.shape[0] == 2
    assert box.shape[2] == 64
    with pytest.raises(errors.AnswerError, match="not an array of numbers"):
        line.call("feature_extraction", ["Hello", "Hello again"], model="tokens")


def test_json_schema(own: Server, dial: Dial) -> None:
    """The schema arrives as it was written, and binds what the model says."""
    wanted = {"type": "json_schema", "json_schema": {"name": "pick", "schema": PICK, "strict": True}}
    out = dial(base_url=own.url).call("chat_completion", HELLO, max_tokens=200, response_format=wanted, **GREEDY)
    assert_picked(out.choices[0].message.content)
    heard = dial(base_url=own.url).hear("chat_completion", HELLO, max_tokens=200, response_format=wanted, **GREEDY)
    assert_picked("".join(chunk.choices[0].delta.content or "" for chunk in heard.items if chunk.choices))


def test_json_object(server: Server, dial: Dial) -> None:
    """Both servers also take a schema beside `json_object`."""
    wanted = {"type": "json_object", "schema": PICK}
    out = dial(base_url=server.url).call("chat_completion", HELLO, max_tokens=200, response_format=wanted, **GREEDY)
    assert_picked(out.choices[0].message.content)


def test_json_schema_where_it_is_not_known(binding: Server, dial: Dial) -> None:
    wanted = {"type": "json_schema", "json_schema": {"name": "pick", "schema": PICK}}
    with pytest.raises(errors.ServerError, match="Input should be 'text' or 'json_object'") as raised:
        dial(base_url=binding.url, max_retries=0).call("chat_completion", HELLO, response_format=wanted)
    assert "'input': 'json_schema'" in raised.value.server_message


def assert_picked(text: str) -> None:
    """Check an answer against the schema."""
    answer = json.loads(text)
    assert answer.keys() == {"colour", "sure"}
    assert answer["colour"] in {"red", "green"}
    assert isinstance(answer["sure"], bool)


TOOL = {"type": "function", "function": {"name": "pick", "description": "Pick a colour.", "parameters": PICK}}
# The one demands some call at the end of what is said: the biases make the model open a call at once, then end. The
# other takes a call of a named tool only.
CALL_IT: dict[str, dict[str, Any]] = {
    "llama-server": {"tool_choice": "required", "logit_bias": {"260": 100.0, "2": 200.0}, "parallel_tool_calls": False},
    "llama-cpp-python": {"tool_choice": {"type": "function", "function": {"name": "pick"}}},
}


def test_tools(server: Server, dial: Dial) -> None:
    """A tool that the model must call: a grammar makes even nonsense a call."""
    options = {"tools": [TOOL], "max_tokens": 200, **GREEDY, **CALL_IT[server.name]}
    said = asked(server, "chat/completions", messages=HELLO, **options)["choices"][0]
    line = dial(base_url=server.url)
    out = line.call("chat_completion", HELLO, **options)
    assert out.choices[0].finish_reason == said["finish_reason"] == "tool_calls"
    (call,) = out.choices[0].message.tool_calls
    assert (call.type, call.function.name) == ("function", "pick")
    assert call.function.arguments == said["message"]["tool_calls"][0]["function"]["arguments"]
    assert_picked(call.function.arguments)
    heard = line.hear("chat_completion", HELLO, **options)
    assert heard.error is None
    pieces = [piece for chunk in heard.items for piece in chunk.choices[0].delta.tool_calls or []]
    assert {piece.index for piece in pieces} == {0}
    assert pieces[0].function.name == "pick"
    assert json.loads("".join(piece.function.arguments or "" for piece in pieces)) == json.loads(
        call.function.arguments
    )
    assert heard.items[-1].choices[0].finish_reason == "tool_calls"


def test_health(own: Server, dial: Dial) -> None:
    for ending in ("", "/v1"):
        assert dial(own.url + ending).call("health_check") is True


def test_too_long(server: Server, dial: Dial) -> None:
    """More than the context holds."""
    long = [{"role": "user", "content": "h" * 600}]
    with pytest.raises(errors.BadRequestError, match="context") as raised:
        dial(base_url=server.url).call("chat_completion", long, max_tokens=4)
    assert raised.value.attempts == 1


def test_too_long_for_a_stream(server: Server, dial: Dial) -> None:
    """The one refuses; the other opens a stream, then ends it without a word, which is an error as well."""
    long = [{"role": "user", "content": "h" * 600}]
    line = dial(base_url=server.url)
    try:
        error = line.hear("chat_completion", long, max_tokens=4).error
    except errors.BadRequestError as refused:
        error = refused
    assert isinstance(error, errors.BadRequestError if server.name == "llama-server" else errors.AnswerError)


def test_refusals(binding: Server, own: Server, dial: Dial) -> None:
    with pytest.raises(errors.ServerError, match="must be created with embedding=True"):
        dial(base_url=f"{binding.url}/v1", max_retries=0).call("feature_extraction", "Hello")
    with pytest.raises(errors.ProviderError, match="embedding"):
        dial(base_url=f"{own.url}/v1", max_retries=0).call("feature_extraction", "Hello")
    with pytest.raises(errors.NotFoundError):
        dial(own.url).call("text_classification", "Hello")
