"""What is logged under the name `inferloom`."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import pytest
from wire.exchange import Server, Way, answering, streaming

from inferloom import InferloomError
from inferloom_runtime.retry import Retry

pytestmark = pytest.mark.anyio

URL = "http://localhost:8080/v1"
MESSAGES: list[Any] = [{"role": "user", "content": "a question"}]
ANSWER = {"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", "content": "an answer"}}]}
CHUNK = 'data: {"choices": [{"index": 0, "delta": {"content": "word"}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Retry, "delay", lambda *_: 0.0)
    monkeypatch.delenv("INFERLOOM_LOG_BODIES", raising=False)


def lines(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [line.getMessage() for line in caplog.records if line.name == "inferloom" and line.levelno == level]


async def test_nothing_is_said_unless_asked(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "inferloom")
    server = Server([answering({"error": "busy"}, status=503), answering(ANSWER)])
    await way.call(way.client(server, URL).chat_completion, MESSAGES)
    assert caplog.records == []


async def test_a_line_a_request(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "inferloom")
    server = Server([answering({"error": "busy"}, status=503), answering(ANSWER)])
    await way.call(way.client(server, f"{URL}?key=value").chat_completion, MESSAGES)
    refused, again, answered = lines(caplog, logging.INFO)
    assert refused.startswith("POST http://localhost:8080/v1/chat/completions: 503 after 0.")
    assert refused.endswith(" s [chat_completion(), provider endpoint, model http://localhost:8080/v1]")
    assert again.startswith("ServerError; trying again in 0.00 s")
    assert answered.startswith("POST http://localhost:8080/v1/chat/completions: 200 after 0.")
    assert lines(caplog, logging.DEBUG) == []


async def test_a_stream_and_a_failure(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "inferloom")
    server = Server([streaming(CHUNK), httpx.ConnectError("refused")])
    client = way.client(server, URL, max_retries=0)
    await way.items(await way.call(client.chat_completion, MESSAGES, stream=True))
    with pytest.raises(InferloomError):
        await way.call(client.chat_completion, MESSAGES)
    stream, failure = lines(caplog, logging.INFO)
    assert ", a stream begins [" in stream
    assert failure.startswith("POST http://localhost:8080/v1/chat/completions: ConnectionFailedError after 0.")


async def test_the_next_provider_is_named(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "inferloom")
    entries = {name: {"status": "live", "providerId": "m", "task": "conversational"} for name in ("groq", "cerebras")}
    hub = {"/api/models/acme/x?expand=inferenceProviderMapping": {"inferenceProviderMapping": entries}}
    server = Server([answering({"error": "down"}, status=500), answering(ANSWER)], hub)
    await way.call(way.client(server, "acme/x", provider=["groq", "cerebras"], max_retries=0).chat_completion, MESSAGES)
    said = [line for line in lines(caplog, logging.INFO) if line.startswith("provider groq: ServerError; asking")]
    assert len(said) == 1


async def test_headers_and_sizes(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "inferloom")
    answer = answering(ANSWER, **{"X-Request-Id": "r1", "Set-Cookie": "session=1", "Strange": "secret"})
    client = way.client(Server([answer]), URL, headers={"X-Team": "ours"}, cookies={"a": "cookie-value"})
    await way.call(client.chat_completion, MESSAGES)
    sent, received = lines(caplog, logging.DEBUG)
    assert sent.startswith("POST http://localhost:8080/v1/chat/completions: headers {")
    assert "'content-type': 'application/json'" in sent
    for name in ("authorization", "x-team", "cookie"):
        assert f"'{name}': '...'" in sent
    assert sent.endswith(" bytes")
    assert not sent.endswith(" 0 bytes")
    assert "'x-request-id': 'r1'" in received
    assert "'set-cookie': '...'" in received
    assert "'strange': '...'" in received
    assert received.endswith(f", {len(answer.content)} bytes")
    for word in ("question", 'answer"', "secret", "cookie-value", "hf_"):
        assert word not in caplog.text


@pytest.mark.parametrize("wish", ["1", "true", "YES", "on"])
async def test_bodies_when_asked_for(
    wish: str, way: Way, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFERLOOM_LOG_BODIES", wish)
    client = way.client(Server([answering(ANSWER)]), URL)
    caplog.set_level(logging.INFO, "inferloom")
    await way.call(client.chat_completion, MESSAGES)
    assert "question" not in caplog.text, "at DEBUG only"
    caplog.set_level(logging.DEBUG, "inferloom")
    await way.call(client.chat_completion, [{"role": "user", "content": "a question" + "x" * 5_000}])
    _, sent, _, received = lines(caplog, logging.DEBUG)
    assert sent.startswith('sent: {"')
    assert "a question" in sent
    assert len(sent) <= 2_010
    assert received.startswith('received: {"')
    assert "an answer" in received
