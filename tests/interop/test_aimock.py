"""aimock: OpenAI's wire as other people mock it, with answers, errors, cuts to order."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpx
import numpy as np
import pytest

from inferloom import errors
from inferloom.types import ChatCompletionOutput
from interop import environment
from interop.conftest import PROGRAMS, Dial, Peers
from interop.server import Server

ENVIRONMENT = "peers"
pytestmark = pytest.mark.interop

GREETING = "Grüße! 今日は 🙂\u2028A line apart,\u0085and\r\nanother\0one."
WEATHER: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather to come.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
            "required": ["city"],
        },
    },
}


def says(text: str) -> list[dict[str, Any]]:
    """A conversation of one message."""
    return [{"role": "user", "content": text}]


@pytest.fixture(scope="module")
def mock(launch: Callable[..., Server]) -> Server:
    """The mock."""
    program = environment.folder("npm") / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
    command = ["node", str(program), "-p", "{port}", "-f", str(PROGRAMS / "aimock.json"), "--log-level", "debug"]
    server = launch("aimock", command, ready="/ready")
    server.wait()
    return server


@pytest.fixture
def server(mock: Server) -> Iterator[Server]:
    """The mock, with an empty journal."""
    httpx.post(f"{mock.url}/__aimock/reset/journal", timeout=5).raise_for_status()
    yield mock
    httpx.delete(f"{mock.url}/__aimock/chaos", timeout=5).raise_for_status()


def joined(pieces: Iterable[str | None]) -> str:
    """A streamed text. The mock counts in UTF-16, so it may cut an emoji in two; the halves arrive as they were."""
    return "".join(piece or "" for piece in pieces).encode("utf-16", "surrogatepass").decode("utf-16")


def journal(server: Server) -> list[dict[str, Any]]:
    """What the mock was asked, in order."""
    entries: list[dict[str, Any]] = httpx.get(f"{server.url}/__aimock/journal", timeout=5).json()
    return entries


def asked(server: Server, text: str, **body: Any) -> dict[str, Any]:
    """What the mock says to a request that was written by hand."""
    whole = {"model": "m", "messages": says(text), **body}
    answer: dict[str, Any] = httpx.post(f"{server.url}/v1/chat/completions", json=whole, timeout=10).json()
    return answer


@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/", "/v1/chat/completions", "/v1?a=b"])
def test_chat(ending: str, server: Server, dial: Dial) -> None:
    said = asked(server, "greet")
    out = dial(base_url=server.url + ending).call("chat.completions.create", says("greet"), model="m")
    assert isinstance(out, ChatCompletionOutput)
    assert out.to_dict() == said
    assert out.choices[0].message.content == GREETING
    assert out.choices[0].message.refusal is None
    assert (out.id, out.created, out.model) == ("chatcmpl-greeting", 1700000000, "greeter-1")
    assert out.system_fingerprint == "fp_interop"
    assert out.usage.total_tokens == 21


def test_what_arrives(server: Server, dial: Dial) -> None:
    options: dict[str, Any] = {
        "max_tokens": 7,
        "temperature": 0.25,
        "top_p": 1.0,
        "seed": 3,
        "stop": ["\n", "END"],
        "n": 1,
        "logit_bias": {"50256": -100.0},
        "presence_penalty": -0.5,
        "user": "interop",
        "metadata": {"a": "b"},
        "stream_options": {"include_usage": True},
    }
    line = dial(base_url=f"{server.url}/v1", api_key="not-a-secret", headers={"X-Mine": "1"})
    line.call("chat_completion", says("greet"), model="m", extra_body={"anything": [1, None]}, **options)
    (entry,) = journal(server)
    body = {name: value for name, value in entry["body"].items() if not name.startswith("_")}
    assert body == {"model": "m", "messages": says("greet"), "stream": False, "anything": [1, None]} | options
    assert entry["headers"]["authorization"] in {"Bearer not-a-secret", "[REDACTED]"}
    assert entry["headers"]["x-mine"] == "1"
    assert entry["headers"]["content-type"] == "application/json"


def test_streamed_chat(server: Server, dial: Dial) -> None:
    """Character by character, through what a careless line splitter takes for line ends."""
    options = {"model": "m", "stream_options": {"include_usage": True}}
    heard = dial(base_url=f"{server.url}/v1").hear("chat_completion", says("greet"), **options)
    assert heard.error is None
    assert joined(chunk.choices[0].delta.content for chunk in heard.items if chunk.choices) == GREETING
    assert len(heard.items) > len(GREETING)
    assert heard.items[0].choices[0].delta.role == "assistant"
    assert heard.items[-2].choices[0].finish_reason == "stop"
    assert heard.items[-1].choices == []
    assert heard.items[-1].usage.to_dict() == {"prompt_tokens": 9, "completion_tokens": 12, "total_tokens": 21}
    assert {(chunk.id, chunk.system_fingerprint) for chunk in heard.items} == {("chatcmpl-greeting", "fp_interop")}


def test_streamed_chat_is_what_went_over_the_wire(server: Server, dial: Dial) -> None:
    body = {"model": "m", "messages": says("greet"), "stream": True}
    raw = httpx.post(f"{server.url}/v1/chat/completions", json=body, timeout=10).content
    events = [json.loads(line[6:]) for line in raw.split(b"\n\n") if line.startswith(b"data: {")]
    heard = dial(base_url=server.url).hear("chat_completion", says("greet"), model="m")
    assert [chunk.to_dict() for chunk in heard.items] == events


def test_reasoning(server: Server, dial: Dial) -> None:
    line = dial(base_url=server.url)
    out = line.call("chat_completion", says("think"))
    assert out.choices[0].message.reasoning_content == "Six by nine, then."
    assert out.choices[0].message.content == "Forty-two."
    heard = line.hear("chat_completion", says("think"))
    deltas = [chunk.choices[0].delta for chunk in heard.items]
    assert "".join(delta.get("reasoning_content") or "" for delta in deltas) == "Six by nine, then."
    assert "".join(delta.content or "" for delta in deltas) == "Forty-two."


def test_tools(server: Server, dial: Dial) -> None:
    line = dial(base_url=f"{server.url}/v1")
    messages: list[Any] = says("How is the weather?")
    options = {"model": "m", "tools": [WEATHER], "tool_choice": "auto", "parallel_tool_calls": True}
    out = line.call("chat_completion", messages, **options)
    assert out.choices[0].finish_reason == "tool_calls"
    message = out.choices[0].message
    assert message.content is None
    assert [call.id for call in message.tool_calls] == ["call_weather", "call_time"]
    assert [call.function.name for call in message.tool_calls] == ["get_weather", "get_time"]
    assert json.loads(message.tool_calls[0].function.arguments) == {"city": "Köln", "days": 3}
    # The answer's message goes back as it is.
    results = [{"role": "tool", "tool_call_id": call.id, "content": "rain"} for call in message.tool_calls]
    out = line.call("chat_completion", [*messages, message, *results], **options)
    assert out.choices[0].message.content == "Rain in Köln, for three days."
    sent = journal(server)[-1]["body"]["messages"]
    assert sent[1]["tool_calls"] == [
        {
            "id": "call_weather",
            "type": "function",
            "function": {"name": "get_weather", "arguments": '{"city":"Köln","days":3}'},
        },
        {"id": "call_time", "type": "function", "function": {"name": "get_time", "arguments": "{}"}},
    ]
    assert sent[2:] == results


def test_streamed_tools(server: Server, dial: Dial) -> None:
    heard = dial(base_url=server.url).hear("chat_completion", says("weather"), tools=[WEATHER])
    calls: dict[int, dict[str, str]] = {}
    for chunk in heard.items:
        for piece in chunk.choices[0].delta.tool_calls or []:
            call = calls.setdefault(piece.index, {"id": "", "name": "", "arguments": ""})
            call["id"] += piece.id or ""
            call["name"] += piece.function.name or ""
            call["arguments"] += piece.function.arguments or ""
    assert calls == {
        0: {"id": "call_weather", "name": "get_weather", "arguments": '{"city":"Köln","days":3}'},
        1: {"id": "call_time", "name": "get_time", "arguments": "{}"},
    }
    assert heard.items[-1].choices[0].finish_reason == "tool_calls"


def test_a_tool_call_before_text(server: Server, dial: Dial) -> None:
    line = dial(base_url=server.url)
    message = line.call("chat_completion", says("tool, then text")).choices[0].message
    assert (message.content, message.tool_calls[0].function.name) == ("Looking.", "look")
    heard = line.hear("chat_completion", says("tool, then text"))
    order = ["tool" if chunk.choices[0].delta.tool_calls else chunk.choices[0].delta.content for chunk in heard.items]
    assert [what for what in order if what] == ["tool", "tool", "Looking."]


def test_json_answers(server: Server, dial: Dial) -> None:
    """On a URL, a JSON schema arrives as it was written: the mock answers only to that spelling."""
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "born": {"type": "integer"}}}
    wanted = {"type": "json_schema", "json_schema": {"name": "person", "schema": schema, "strict": True}}
    line = dial(base_url=server.url)
    out = line.call("chat_completion", says("extract"), response_format=wanted)
    assert json.loads(out.choices[0].message.content) == {"name": "Ada", "born": 1815}
    assert journal(server)[-1]["body"]["response_format"] == wanted
    out = line.call("chat_completion", says("extract"), response_format={"type": "json_object"})
    assert json.loads(out.choices[0].message.content) == {"free": True}


def test_finish_reasons(server: Server, dial: Dial) -> None:
    """A known one, with one that no schema has ever heard of."""
    line = dial(base_url=server.url)
    assert line.call("chat_completion", says("filtered")).choices[0].finish_reason == "content_filter"
    assert line.call("chat_completion", says("novel reason")).choices[0].finish_reason == "tired"


REFUSALS: list[tuple[int, type[errors.ProviderError], str, int]] = [
    (400, errors.BadRequestError, "temperature is too hot", 1),
    (401, errors.AuthenticationError, "Incorrect API key provided", 1),
    (402, errors.ProviderError, "Out of credit", 1),
    (403, errors.PermissionDeniedError, "Not for you", 1),
    (404, errors.NotFoundError, "The model does not exist", 1),
    (422, errors.UnprocessableEntityError, "That does not fit", 1),
    (429, errors.RateLimitError, "Slow down", 3),
    (500, errors.ServerError, "Something broke", 3),
    (503, errors.ServerError, "Overloaded", 3),
]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize(("status", "kind", "words", "attempts"), REFUSALS, ids=[str(row[0]) for row in REFUSALS])
def test_refusals(
    status: int, kind: type[errors.ProviderError], words: str, attempts: int, stream: bool, server: Server, dial: Dial
) -> None:
    """Each status has its class; only what a repetition may mend is tried again, twice by default."""
    with pytest.raises(kind) as raised:
        dial(base_url=server.url).call("chat_completion", says(f"status {status}"), stream=stream)
    assert type(raised.value) is kind
    assert raised.value.status == status
    assert raised.value.server_message == words
    assert raised.value.attempts == attempts == len(journal(server))
    assert raised.value.request_id == journal(server)[-1]["headers"]["x-request-id"]


@pytest.fixture
def counted() -> dict[str, str]:
    """A header under which the mock counts its sequences anew."""
    return {"x-test-id": uuid.uuid4().hex}


def test_retries(server: Server, dial: Dial, counted: dict[str, str]) -> None:
    """Refused with 429 and a wait of one second, then with 503, then served."""
    began = time.monotonic()
    out = dial(base_url=server.url, headers=counted).call("chat_completion", says("twice busy"))
    assert out.choices[0].message.content == "Now."
    assert [entry["response"]["status"] for entry in journal(server)] == [429, 503, 200]
    assert time.monotonic() - began >= 1


def test_no_retries(server: Server, dial: Dial, counted: dict[str, str]) -> None:
    line = dial(base_url=server.url, max_retries=5, headers=counted)
    with pytest.raises(errors.RateLimitError) as raised:
        line.call("chat_completion", says("twice busy"), max_retries=0)
    assert raised.value.headers["retry-after"] == "1"
    assert len(journal(server)) == 1


def test_retries_of_a_stream(server: Server, dial: Dial, counted: dict[str, str]) -> None:
    heard = dial(base_url=server.url, headers=counted).hear("chat_completion", says("twice busy"))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in heard.items) == "Now."
    assert len(journal(server)) == 3


@pytest.mark.parametrize(("text", "least"), [("cut by count", "This "), ("cut by time", "This "), ("cut at once", "")])
def test_cut_streams(text: str, least: str, server: Server, dial: Dial) -> None:
    """What came is delivered, then the loss is an error: never a silent end."""
    line = dial(base_url=server.url, max_retries=0)
    try:
        heard = line.hear("chat_completion", says(text))
    except errors.ConnectionFailedError:
        assert text == "cut at once"  # the connection may go down before the answer's first byte
        return
    said = "".join(chunk.choices[0].delta.content or "" for chunk in heard.items)
    assert said.startswith(least)
    assert said != "This sentence will never be finished."
    assert isinstance(heard.error, errors.ConnectionFailedError)
    assert heard.error.task == "chat_completion"
    assert len(journal(server)) == 1


def test_a_slow_stream(server: Server, dial: Dial) -> None:
    """The timeout is for each piece: a stream may take longer than it in all, a gap may not."""
    began = time.monotonic()
    heard = dial(base_url=server.url, timeout=1.4).hear("chat_completion", says("slow"))
    assert heard.error is None
    assert "".join(chunk.choices[0].delta.content or "" for chunk in heard.items) == "One. Two. Three."
    assert time.monotonic() - began > 1.4
    with pytest.raises(errors.InferenceTimeoutError, match=r"within 0\.3 s"):
        dial(base_url=server.url).hear("chat_completion", says("slow"), timeout=0.3)


def test_chaos(server: Server, dial: Dial) -> None:
    line = dial(base_url=server.url, max_retries=1)

    def call(timeout: float = 5, **headers: str) -> Any:
        named = {f"x-aimock-chaos-{name}": value for name, value in headers.items()}
        return line.call("chat_completion", says("greet"), headers=named, timeout=timeout)

    with pytest.raises(errors.ServerError, match="Chaos: request dropped"):
        call(drop="1")
    with pytest.raises(errors.RateLimitError, match="Chaos: rate limit exceeded"):
        call(ratelimit="1")
    with pytest.raises(errors.ConnectionFailedError) as broken:
        call(disconnect="1")
    assert broken.value.attempts == 2
    assert len(journal(server)) == 6
    with pytest.raises(errors.AnswerError, match="JSON"):
        call(malformed="1")
    assert len(journal(server)) == 7  # an answer that came is not asked for again
    with pytest.raises(errors.InferenceTimeoutError):
        call(timeout=0.3, latency="1500")
    assert call(latency="10").choices[0].message.content == GREETING


def test_half_of_all_requests_fail(server: Server, dial: Dial) -> None:
    httpx.post(f"{server.url}/__aimock/chaos", json={"dropRate": 0.5}, timeout=5).raise_for_status()
    line = dial(base_url=server.url, max_retries=20)
    for _ in range(3):
        assert line.call("chat_completion", says("greet")).choices[0].message.content == GREETING


def test_keepalive_comments(server: Server, dial: Dial) -> None:
    """OpenRouter sends comments while it waits, and an address of its own: /api/v1."""
    line = dial(base_url=f"{server.url}/api/v1")
    heard = line.hear("chat_completion", says("keepalive"), model="m")
    assert "".join(chunk.choices[0].delta.content or "" for chunk in heard.items if chunk.choices) == "Still here."
    assert heard.items[0].provider == "Someone"
    out = line.call("chat_completion", says("keepalive"), model="m")
    assert out.extra["provider"] == "Someone"
    assert out.choices[0].native_finish_reason == "stop"


@pytest.mark.parametrize("ending", ["", "/v1", "/v1/embeddings"])
def test_embeddings(ending: str, server: Server, dial: Dial) -> None:
    line = dial(base_url=server.url + ending)
    vectors = line.call("feature_extraction", "three numbers", extra_body={"model": "embedder"})
    assert vectors.dtype == np.float32
    assert vectors.tolist() == [[0.5, -0.25, 1.0]]
    body = {"model": "embedder", "input": ["one", "two"], "dimensions": 5}
    said = httpx.post(f"{server.url}/v1/embeddings", json=body, timeout=5).json()["data"]
    vectors = line.call("feature_extraction", ["one", "two"], dimensions=5, extra_body={"model": "embedder"})
    assert vectors.shape == (2, 5)
    np.testing.assert_allclose(vectors, [item["embedding"] for item in said], rtol=1e-6)


def test_the_wire_is_found_out_once(server: Server, dial: Dial) -> None:
    line = dial(base_url=server.url)
    for _ in range(3):
        line.call("feature_extraction", "three numbers")
    paths = httpx.get(f"{server.url}/__aimock/journal", timeout=5).json()
    assert [entry["path"] for entry in paths if entry["response"]["status"] == 200] == ["/v1/embeddings"] * 3
    assert len([entry for entry in paths if entry["response"]["status"] == 404]) <= 1


def test_no_such_task(server: Server, dial: Dial) -> None:
    """The mock has no text completions: the first refusal is the one that is shown."""
    with pytest.raises(errors.NotFoundError, match="Not found") as raised:
        dial(base_url=server.url).call("text_generation", "Once upon a time")
    assert raised.value.attempts == 1


def test_keys(launch: Callable[..., Server], dial: Dial) -> None:
    program = environment.folder("npm") / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
    command = ["node", str(program), "-p", "{port}", "-f", str(PROGRAMS / "aimock.json")]
    guarded = launch("aimock with keys", command, ready="/ready", env={"AIMOCK_API_KEYS": "right-key"})
    guarded.wait()
    try:
        out = dial(base_url=guarded.url, api_key="right-key").call("chat_completion", says("greet"))
        assert out.choices[0].message.content == GREETING
        for key in ("wrong-key", None):
            with pytest.raises(errors.AuthenticationError) as raised:
                dial(base_url=guarded.url, token=key).call("chat_completion", says("greet"))
            assert raised.value.attempts == 1
            assert "wrong-key" not in str(raised.value)
    finally:
        guarded.stop()


def test_through_the_router(server: Server, dial: Dial, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of the Hub, asked for at the router's chat address: the mock stands in for the router."""
    monkeypatch.setenv("INFERLOOM_ROUTER_URL", server.url)
    out = dial("someone/some-model:fastest", token="hf_interop").call("chat_completion", says("greet"))
    assert out.choices[0].message.content == GREETING
    (entry,) = journal(server)
    assert entry["path"] == "/v1/chat/completions"
    assert entry["body"]["model"] == "someone/some-model:fastest"


@pytest.mark.parametrize("client", ["openai", "huggingface_hub"])
def test_other_clients_hear_the_same(client: str, server: Server, peers: Peers, dial: Dial) -> None:
    url = f"{server.url}/v1"
    line = dial(base_url=url)
    for text, options in [("greet", {}), ("think", {}), ("weather", {"tools": [WEATHER]})]:
        arguments = {"messages": says(text), "model": "m", **options}
        theirs = peers(client, url, "chat.completions.create", **arguments)["result"]["choices"][0]["message"]
        ours = line.call("chat.completions.create", **arguments).choices[0].message
        assert theirs.get("content") == ours.content
        assert [(call["id"], call["function"]["arguments"]) for call in theirs.get("tool_calls") or []] == [
            (call.id, call.function.arguments) for call in ours.tool_calls or []
        ]
    theirs = peers(client, url, "chat.completions.create", messages=says("status 422"), model="m")
    assert theirs["status"] == 422
    assert "That does not fit" in theirs["words"]


def test_other_clients_and_odd_line_ends(server: Server, peers: Peers) -> None:
    """Why event streams are parsed here and not by the HTTP client: U+2028 and U+0085 are text, not line ends."""
    arguments = {"messages": says("greet"), "model": "m", "stream": True}
    heard = {client: peers(client, f"{server.url}/v1", "chat.completions.create", **arguments) for client in CLIENTS}
    said = joined(item["choices"][0]["delta"].get("content") for item in heard["openai"]["items"])
    assert said == GREETING
    assert "error" in heard["huggingface_hub"]


CLIENTS = ("openai", "huggingface_hub")
