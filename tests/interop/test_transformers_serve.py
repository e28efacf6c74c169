"""`transformers serve`: Hugging Face's own server for models on this machine, with a small Llama."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from inferloom import errors
from inferloom.types import ChatCompletionOutput, TextGenerationOutput
from interop import environment
from interop.conftest import PROGRAMS, Dial, Peers
from interop.server import Server

ENVIRONMENT = "peers"
pytestmark = pytest.mark.interop

MODEL = "interop/tiny-llama"
HELLO = [{"role": "user", "content": "Say hello to the fox."}]
PASSING = {"id", "created"}


@pytest.fixture(scope="module")
def server(launch: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The server, pinned to the model."""
    home = tmp_path_factory.mktemp("hf")
    writer = [str(environment.python(ENVIRONMENT)), str(PROGRAMS / "tiny_llama.py"), str(home / "hub"), MODEL]
    subprocess.run(writer, check=True, timeout=120, capture_output=True)
    command = [str(environment.folder(ENVIRONMENT) / "bin" / "transformers"), "serve", MODEL, "--device", "cpu"]
    command += ["--host", "127.0.0.1", "--port", "{port}"]
    server = launch("transformers serve", command, ready="/health", env={"HF_HOME": str(home)})
    server.wait()
    return server


@pytest.fixture(params=["/v1", ""], ids=["v1", "bare"])
def url(request: pytest.FixtureRequest, server: Server) -> str:
    """The two addresses that people give for a server on their own machine."""
    return server.url + str(request.param)


def asked(server: Server, route: str, **body: Any) -> dict[str, Any]:
    """What the server says to a request that was written by hand."""
    answer = httpx.post(f"{server.url}/v1/{route}", json={"model": MODEL, **body}, timeout=60)
    answer.raise_for_status()
    said: dict[str, Any] = answer.json()
    return said


def lasting(value: dict[str, Any]) -> dict[str, Any]:
    """An answer without what is another one each time."""
    return {name: inner for name, inner in value.items() if name not in PASSING}


def test_chat(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "chat/completions", messages=HELLO, max_tokens=12)
    out = dial(base_url=url).call("chat.completions.create", HELLO, model=MODEL, max_tokens=12)
    assert isinstance(out, ChatCompletionOutput)
    assert lasting(out.to_dict()) == lasting(said)
    assert out.choices[0].message.content == said["choices"][0]["message"]["content"] != ""
    assert out.choices[0].finish_reason == "length"
    assert out.usage.completion_tokens == 12
    assert out.usage.total_tokens == out.usage.prompt_tokens + 12
    assert out.id != said["id"]
    assert out.created >= said["created"]


def test_streamed_chat(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "chat/completions", messages=HELLO, max_tokens=24)
    heard = dial(base_url=url).hear("chat_completion", HELLO, model=MODEL, max_tokens=24)
    assert heard.error is None  # and the server ends without [DONE]
    deltas = [chunk.choices[0].delta for chunk in heard.items]
    assert deltas[0].role == "assistant"
    assert len([delta for delta in deltas if delta.content]) > 5
    assert "".join(delta.content or "" for delta in deltas) == said["choices"][0]["message"]["content"]
    reasons = [chunk.choices[0].finish_reason for chunk in heard.items]
    assert reasons == [None] * (len(deltas) - 1) + [said["choices"][0]["finish_reason"]]
    assert heard.items[-1].usage.to_dict() == said["usage"]
    assert {chunk.id for chunk in heard.items} == {heard.items[0].id}


def test_streamed_chat_is_what_went_over_the_wire(server: Server, dial: Dial) -> None:
    body = {"model": MODEL, "messages": HELLO, "max_tokens": 8, "stream": True}
    raw = httpx.post(f"{server.url}/v1/chat/completions", json=body, timeout=60).text
    events = [httpx.Response(200, text=line[6:]).json() for line in raw.split("\n") if line.startswith("data: {")]
    heard = dial(base_url=server.url).hear("chat_completion", HELLO, model=MODEL, max_tokens=8)
    said = "".join(event["choices"][0]["delta"].get("content", "") for event in events)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in heard.items) == said
    # How many tokens share an event depends on how fast they came; the first event and the last always stand alone.
    assert lasting(heard.items[0].to_dict()) == lasting(events[0])
    assert lasting(heard.items[-1].to_dict()) == lasting(events[-1])


def test_arguments_arrive(server: Server, url: str, dial: Dial) -> None:
    """Those that change what a greedy model says: a longer limit, a stop string, a penalty."""
    line = dial(base_url=url)
    options: list[dict[str, Any]] = [
        {"max_tokens": 3},
        {"max_completion_tokens": 5},
        {"max_tokens": 24, "frequency_penalty": 0.9},
        {"max_tokens": 24, "temperature": 0.7, "top_p": 0.9, "seed": 7},
    ]
    heard = {str(option): line.call("chat_completion", HELLO, model=MODEL, **option) for option in options}
    for option in options:
        said = asked(server, "chat/completions", messages=HELLO, **option)
        out = heard[str(option)]
        assert out.usage.to_dict() == said["usage"]
        if "temperature" not in option:
            assert lasting(out.to_dict()) == lasting(said)
    assert len({out.choices[0].message.content for out in heard.values()}) == len(options)
    text = heard[str(options[2])].choices[0].message.content
    stop = text[len(text) // 2 : len(text) // 2 + 3]
    stopped = line.call("chat_completion", HELLO, model=MODEL, max_tokens=24, frequency_penalty=0.9, stop=[stop])
    assert stopped.choices[0].finish_reason == "stop"
    assert stopped.usage.completion_tokens < 24


def test_many_turns(server: Server, url: str, dial: Dial) -> None:
    messages = [
        {"role": "system", "content": "You speak nonsense."},
        {"role": "user", "content": "Grüße aus Köln! 🙂"},
        {"role": "assistant", "content": "今日は。"},
        {"role": "user", "content": [{"type": "text", "text": "Count the towers."}]},
    ]
    said = asked(server, "chat/completions", messages=messages, max_tokens=6)
    out = dial(base_url=url).call("chat_completion", messages, model=MODEL, max_tokens=6)
    assert lasting(out.to_dict()) == lasting(said)


def test_text_generation(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "completions", prompt="Five senses,", max_tokens=10)
    line = dial(base_url=url)
    name = {"extra_body": {"model": MODEL}}
    assert line.call("text_generation", "Five senses,", max_new_tokens=10, **name) == said["choices"][0]["text"]


def test_text_generation_with_details(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "completions", prompt="Five senses,", max_tokens=10)
    line = dial(base_url=url)
    name = {"extra_body": {"model": MODEL}}
    out = line.call("text_generation", "Five senses,", max_new_tokens=10, details=True, **name)
    assert isinstance(out, TextGenerationOutput)
    assert out.generated_text == said["choices"][0]["text"]
    assert out.details.finish_reason == "length"


def test_streamed_text_generation(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "completions", prompt="Five senses,", max_tokens=16)
    name = {"extra_body": {"model": MODEL}}
    heard = dial(base_url=url).hear("text_generation", "Five senses,", max_new_tokens=16, **name)
    assert heard.error is None
    assert all(isinstance(item, str) for item in heard.items)
    assert len(heard.items) > 3
    assert "".join(heard.items) == said["choices"][0]["text"]


def test_streamed_text_generation_with_details(server: Server, url: str, dial: Dial) -> None:
    said = asked(server, "completions", prompt="Five senses,", max_tokens=16)
    name = {"extra_body": {"model": MODEL}}
    heard = dial(base_url=url).hear("text_generation", "Five senses,", max_new_tokens=16, details=True, **name)
    assert "".join(item.token.text or "" for item in heard.items) == said["choices"][0]["text"]
    assert heard.items[-1].details.finish_reason == "length"


def test_a_model_named_per_call(server: Server, dial: Dial) -> None:
    """On an address that ends in /v1, a call's model is the name of a model there, for completions as for chat."""
    said = asked(server, "completions", prompt="Six strings,", max_tokens=4)
    out = dial(base_url=f"{server.url}/v1").call("text_generation", "Six strings,", max_new_tokens=4, model=MODEL)
    assert out == said["choices"][0]["text"]


def test_health(server: Server, url: str, dial: Dial) -> None:
    assert dial(base_url=url).call("health_check") is True


def test_refusals(server: Server, url: str, dial: Dial) -> None:
    line = dial(base_url=url)
    with pytest.raises(errors.BadRequestError) as raised:
        line.call("chat_completion", HELLO, model="another/model")
    assert raised.value.server_message == f"Server is pinned to '{MODEL}'; requested 'another/model'."
    assert raised.value.attempts == 1
    assert raised.value.request_id == raised.value.headers["x-request-id"]
    with pytest.raises(errors.UnprocessableEntityError, match=r"Unexpected fields in the request: \{'nonsense'"):
        line.call("chat_completion", HELLO, model=MODEL, extra_body={"nonsense": 1})
    with pytest.raises(errors.UnprocessableEntityError, match="Unexpected fields"):
        line.hear("chat_completion", HELLO, model=MODEL, extra_body={"nonsense": 1})
    with pytest.raises(errors.UnprocessableEntityError, match=r"Unexpected fields in the request: \{'top_k'"):
        line.call("text_generation", "Seven seas", top_k=3, extra_body={"model": MODEL})


def test_a_server_error(server: Server, url: str, dial: Dial) -> None:
    """The chat template refuses a role, which the server answers with 500; we try it again."""
    messages = [{"role": "developer", "content": "Say hello."}]
    with pytest.raises(errors.ServerError, match="HTTP 500: Internal Server Error") as raised:
        dial(base_url=url, max_retries=1).call("chat_completion", messages, model=MODEL)
    assert raised.value.status == 500
    assert raised.value.attempts == 2


def test_an_error_inside_a_stream(server: Server, url: str, dial: Dial) -> None:
    heard = dial(base_url=url).hear("chat_completion", HELLO, model=MODEL, logit_bias={"9999": -100})
    assert [chunk.choices[0].delta.role for chunk in heard.items] == ["assistant"]
    assert isinstance(heard.error, errors.ProviderError)
    assert heard.error.status is None
    assert heard.error.server_message.startswith("`sequence_bias` has to be a dict with floats as values")
    heard = dial(base_url=url).hear(
        "text_generation", "Seven seas", stop=["|||"], extra_body={"model": MODEL, "stop": ["ÿ"]}
    )
    assert heard.items == []
    assert isinstance(heard.error, errors.ProviderError)
    assert "Stop string preprocessing was unable to identify tokens" in heard.error.server_message


def test_an_error_inside_a_stream_that_is_not_json(server: Server, dial: Dial) -> None:
    """The server puts an error's words between quotes as they are; words with quotes of their own are no JSON."""
    bad = {"generation_config": '{"exponential_decay_length_penalty": ["1", 1]}'}
    heard = dial(base_url=server.url).hear("chat_completion", HELLO, model=MODEL, extra_body=bad)
    assert len(heard.items) == 1
    assert isinstance(heard.error, errors.InferloomError)
    assert 'can only concatenate str (not "int") to str' in str(heard.error)


def test_floats_stay_floats(server: Server, dial: Dial) -> None:
    """The server takes a bias of -100.0, not one of -100."""
    line = dial(base_url=server.url)
    free = line.call("chat_completion", HELLO, model=MODEL, max_tokens=6)
    biased = line.call(
        "chat_completion", HELLO, model=MODEL, max_tokens=6, logit_bias={str(token): -100.0 for token in range(7, 100)}
    )
    assert biased.choices[0].message.content != free.choices[0].message.content
    with pytest.raises(errors.ServerError):
        dial(base_url=server.url, max_retries=0).call("chat_completion", HELLO, model=MODEL, logit_bias={"9": -100})


def test_no_such_route(server: Server, dial: Dial) -> None:
    with pytest.raises(errors.NotFoundError, match="Not Found") as raised:
        dial(server.url).call("feature_extraction", "No embeddings here.")
    assert raised.value.status == 404
    with pytest.raises(errors.NotFoundError):
        dial(server.url).call("text_classification", "Nor labels.")
    with pytest.raises(errors.ProviderError):
        dial(f"{server.url}/nowhere").call("chat_completion", HELLO)


def test_the_request_id_is_ours(server: Server, dial: Dial) -> None:
    out = dial(base_url=server.url, headers={"X-Request-Id": "interop-1"}).call(
        "chat_completion", HELLO, model=MODEL, max_tokens=1
    )
    assert out.id == "interop-1"


@pytest.mark.parametrize("client", ["openai", "huggingface_hub"])
def test_other_clients_hear_the_same(client: str, server: Server, peers: Peers, dial: Dial) -> None:
    options = {"messages": HELLO, "model": MODEL, "max_tokens": 12}
    url = f"{server.url}/v1"
    theirs = peers(client, url, "chat.completions.create", **options)["result"]
    ours = dial(base_url=url).call("chat.completions.create", **options)
    assert theirs["choices"][0]["message"]["content"] == ours.choices[0].message.content
    assert theirs["usage"]["total_tokens"] == ours.usage.total_tokens
    theirs = peers(client, url, "chat.completions.create", stream=True, **options)["items"]
    said = "".join(item["choices"][0]["delta"].get("content") or "" for item in theirs)
    assert said == ours.choices[0].message.content
    heard = dial(base_url=url).hear("chat.completions.create", **options)
    assert [item["choices"][0].get("finish_reason") for item in theirs][-1] == "length"
    assert heard.items[-1].choices[0].finish_reason == "length"
