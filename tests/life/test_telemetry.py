"""Spans and metrics, as the semantic conventions for generative AI name them.

https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-spans.md
https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-metrics.md
"""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import HistogramDataPoint, InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.semconv._incubating.attributes import gen_ai_attributes as names
from opentelemetry.semconv._incubating.metrics import gen_ai_metrics
from opentelemetry.trace import SpanKind, StatusCode
from wire.exchange import Server, Way, answering, streaming

import inferloom
from inferloom import InferloomError, Job
from inferloom_runtime import clock, telemetry
from inferloom_runtime.retry import Retry

pytestmark = pytest.mark.anyio

URL = "http://localhost:8080/v1"
MESSAGES: list[Any] = [{"role": "user", "content": "a question"}]
ANSWER = {
    "id": "chatcmpl-1",
    "model": "llama-served",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "an answer"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
}
CHUNKS = [
    {"id": "chatcmpl-2", "model": "llama-served", "choices": [{"index": 0, "delta": {"content": "an "}}]},
    {"id": "chatcmpl-2", "choices": [{"index": 0, "delta": {"content": "answer"}, "finish_reason": "length"}]},
    {"id": "chatcmpl-2", "choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}},
]
PIECES = [*(f"data: {json.dumps(chunk)}\n\n" for chunk in CHUNKS), "data: [DONE]\n\n"]


class Heard:
    """What OpenTelemetry was told."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.reader = InMemoryMetricReader()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.meters = MeterProvider([self.reader])

    @property
    def spans(self) -> list[ReadableSpan]:
        return list(self.exporter.get_finished_spans())

    @property
    def span(self) -> ReadableSpan:
        (one,) = self.spans
        return one

    def metric(self, name: str) -> list[HistogramDataPoint]:
        data = self.reader.get_metrics_data()
        assert data is not None
        found = [
            metric
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
        ]
        return [point for metric in found for point in metric.data.data_points]  # type: ignore[misc]


@pytest.fixture
def heard() -> Iterator[Heard]:
    told = Heard()
    inferloom.telemetry.instrument(told.tracers, told.meters)
    yield told
    inferloom.telemetry.uninstrument()
    told.meters.shutdown()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_time(seconds: float) -> None:
        pass

    monkeypatch.setattr(clock, "sleep", lambda seconds: None)
    monkeypatch.setattr(clock, "sleep_async", no_time)
    monkeypatch.setattr(Retry, "delay", lambda *_: 0.0)


async def test_a_chat(way: Way, heard: Heard) -> None:
    client = way.client(Server([answering(ANSWER)]), URL)
    await way.call(
        client.chat_completion,
        MESSAGES,
        model="llama",
        max_tokens=5,
        temperature=0.5,
        top_p=0.9,
        frequency_penalty=0.25,
        presence_penalty=0.75,
        seed=42,
        stop=["end"],
        n=2,
    )
    span = heard.span
    assert (span.name, span.kind, span.status.status_code) == ("chat llama", SpanKind.CLIENT, StatusCode.UNSET)
    assert dict(span.attributes or {}) == {
        names.GEN_AI_OPERATION_NAME: names.GenAiOperationNameValues.CHAT.value,
        names.GEN_AI_PROVIDER_NAME: "endpoint",
        names.GEN_AI_REQUEST_MODEL: "llama",
        names.GEN_AI_REQUEST_MAX_TOKENS: 5,
        names.GEN_AI_REQUEST_TEMPERATURE: 0.5,
        names.GEN_AI_REQUEST_TOP_P: 0.9,
        names.GEN_AI_REQUEST_FREQUENCY_PENALTY: 0.25,
        names.GEN_AI_REQUEST_PRESENCE_PENALTY: 0.75,
        names.GEN_AI_REQUEST_SEED: 42,
        names.GEN_AI_REQUEST_STOP_SEQUENCES: ("end",),
        names.GEN_AI_REQUEST_CHOICE_COUNT: 2,
        names.GEN_AI_RESPONSE_ID: "chatcmpl-1",
        names.GEN_AI_RESPONSE_MODEL: "llama-served",
        names.GEN_AI_RESPONSE_FINISH_REASONS: ("stop",),
        names.GEN_AI_USAGE_INPUT_TOKENS: 11,
        names.GEN_AI_USAGE_OUTPUT_TOKENS: 7,
        "server.address": "localhost",
        "server.port": 8080,
        "inferloom.attempts": 1,
    }


async def test_metrics(way: Way, heard: Heard) -> None:
    client = way.client(Server([answering(ANSWER)]), URL)
    await way.call(client.chat_completion, MESSAGES, model="llama")
    (duration,) = heard.metric(gen_ai_metrics.GEN_AI_CLIENT_OPERATION_DURATION)
    common = {
        names.GEN_AI_OPERATION_NAME: "chat",
        names.GEN_AI_PROVIDER_NAME: "endpoint",
        names.GEN_AI_REQUEST_MODEL: "llama",
        names.GEN_AI_RESPONSE_MODEL: "llama-served",
        "server.address": "localhost",
        "server.port": 8080,
    }
    assert dict(duration.attributes or {}) == common
    assert (duration.count, 0 < duration.sum < 10) == (1, True)
    bounds = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
    assert tuple(duration.explicit_bounds) == pytest.approx(bounds)
    tokens = heard.metric(gen_ai_metrics.GEN_AI_CLIENT_TOKEN_USAGE)
    assert {dict(point.attributes or {})[names.GEN_AI_TOKEN_TYPE]: point.sum for point in tokens} == {
        "input": 11,
        "output": 7,
    }
    assert tuple(tokens[0].explicit_bounds) == tuple(4**step for step in range(14))


async def test_a_stream_is_one_span_until_its_end(way: Way, heard: Heard) -> None:
    client = way.client(Server([streaming(*PIECES)]), URL)
    stream = await way.call(client.chat_completion, MESSAGES, model="llama", stream=True)
    assert heard.spans == []
    await way.first(stream, 1)
    assert heard.spans == []
    assert len(await way.items(stream)) == 2
    attributes = dict(heard.span.attributes or {})
    assert heard.span.status.status_code is StatusCode.UNSET
    assert attributes.pop(names.GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK) > 0
    assert {name: attributes[name] for name in attributes if "response" in name or "usage" in name} == {
        names.GEN_AI_RESPONSE_ID: "chatcmpl-2",
        names.GEN_AI_RESPONSE_MODEL: "llama-served",
        names.GEN_AI_RESPONSE_FINISH_REASONS: ("length",),
        names.GEN_AI_USAGE_INPUT_TOKENS: 3,
        names.GEN_AI_USAGE_OUTPUT_TOKENS: 2,
    }
    assert attributes[names.GEN_AI_REQUEST_STREAM] is True
    assert {point.sum for point in heard.metric(gen_ai_metrics.GEN_AI_CLIENT_TOKEN_USAGE)} == {2, 3}


@pytest.mark.parametrize("how", ["closed", "forgotten", "left"])
async def test_a_stream_given_up_ends_its_span(how: str, way: Way, heard: Heard) -> None:
    client = way.client(Server([streaming(*PIECES)]), URL)
    stream = await way.call(client.chat_completion, MESSAGES, stream=True)
    if how == "left":
        async with way.within(stream):
            await way.first(stream, 1)
    else:
        await way.first(stream, 1)
        assert heard.spans == []
    if how == "closed":
        await way.close(stream)
        await way.close(stream)
    del stream
    gc.collect()
    await asyncio.sleep(0)
    assert heard.span.status.status_code is StatusCode.UNSET
    assert names.GEN_AI_RESPONSE_FINISH_REASONS not in (heard.span.attributes or {})
    assert [point.count for point in heard.metric(gen_ai_metrics.GEN_AI_CLIENT_OPERATION_DURATION)] == [1]


@pytest.mark.parametrize(
    ("pieces", "error"),
    [
        (PIECES[:1], "StreamTruncatedError"),
        ([PIECES[0], 'data: {"error": {"message": "overloaded", "type": "overloaded_error"}}\n\n'], "ServerError"),
    ],
)
async def test_a_stream_that_breaks(pieces: list[str], error: str, way: Way, heard: Heard) -> None:
    client = way.client(Server([streaming(*pieces)]), URL)
    stream = await way.call(client.chat_completion, MESSAGES, stream=True)
    with pytest.raises(InferloomError):
        await way.items(stream)
    del stream
    span = heard.span
    assert (span.attributes or {})["error.type"] == error
    assert span.status.status_code is StatusCode.ERROR
    (duration,) = heard.metric(gen_ai_metrics.GEN_AI_CLIENT_OPERATION_DURATION)
    assert (duration.attributes or {})["error.type"] == error


@pytest.mark.parametrize(
    ("reply", "error", "attempts"),
    [
        (answering({"error": "no"}, status=401), "AuthenticationError", 1),
        (answering({"error": "no"}, status=500), "ServerError", 3),
        (httpx.ConnectError("refused"), "ConnectionFailedError", 3),
        (httpx.Response(200, text="hello"), "AnswerError", 1),
    ],
)
async def test_an_error(reply: Any, error: str, attempts: int, way: Way, heard: Heard) -> None:
    client = way.client(Server([reply]), URL, token="sk-not-to-be-seen")
    with pytest.raises(InferloomError) as raised:
        await way.call(client.chat_completion, MESSAGES, model="llama")
    span = heard.span
    attributes = dict(span.attributes or {})
    assert (attributes["error.type"], attributes["inferloom.attempts"]) == (error, attempts)
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, str(raised.value))
    assert attributes["server.address"] == "localhost"
    assert span.events == ()
    assert "not-to-be-seen" not in span.to_json()


async def test_a_mistake_of_the_callers(way: Way, heard: Heard) -> None:
    with pytest.raises(InferloomError):
        await way.call(way.client(Server([]), URL).chat_completion, MESSAGES, temperature="hot", seed=[1, "a"])
    attributes = dict(heard.span.attributes or {})
    assert attributes["error.type"] == "UsageError"
    assert "server.address" not in attributes


async def test_retries_are_one_span(way: Way, heard: Heard) -> None:
    busy = answering({"error": "busy"}, status=503)
    await way.call(way.client(Server([busy, busy, answering(ANSWER)]), URL).chat_completion, MESSAGES)
    assert (heard.span.attributes or {})["inferloom.attempts"] == 3
    assert heard.span.status.status_code is StatusCode.UNSET


async def test_who_served_is_told_when_it_is_known(way: Way, heard: Heard) -> None:
    entries = {"groq": {"status": "live", "providerId": "m", "task": "conversational"}}
    hub = {"/api/models/acme/x?expand=inferenceProviderMapping": {"inferenceProviderMapping": entries}}
    server = Server([answering(ANSWER)], hub)
    await way.call(way.client(server, "acme/x", provider="groq").chat_completion, MESSAGES)
    attributes = dict(heard.span.attributes or {})
    assert heard.span.name == "chat acme/x"
    assert attributes[names.GEN_AI_PROVIDER_NAME] == names.GenAiProviderNameValues.GROQ.value
    assert (attributes["server.address"], attributes["server.port"]) == ("router.huggingface.co", 443)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.openai.com/v1", names.GenAiProviderNameValues.OPENAI),
        ("https://api.anthropic.com/v1", names.GenAiProviderNameValues.ANTHROPIC),
        ("https://acme.openai.azure.com/openai/v1", names.GenAiProviderNameValues.AZURE_AI_OPENAI),
        ("https://api.deepseek.com/v1", names.GenAiProviderNameValues.DEEPSEEK),
        ("https://api.mistral.ai/v1", names.GenAiProviderNameValues.MISTRAL_AI),
        ("https://api.x.ai/v1", names.GenAiProviderNameValues.X_AI),
        ("https://notapi.x.ai.example/v1", "endpoint"),
    ],
)
async def test_endpoints_of_known_providers(url: str, name: Any, heard: Heard) -> None:
    client = Way("sync").client(Server([answering(ANSWER)]), url, token="sk-own")
    client.chat_completion(MESSAGES)
    assert (heard.span.attributes or {})[names.GEN_AI_PROVIDER_NAME] == getattr(name, "value", name)
    assert heard.span.name == "chat", "an address is no model"


async def test_other_operations(way: Way, heard: Heard) -> None:
    picture = httpx.Response(200, content=b"\x89PNG\r\n\x1a\n", headers={"content-type": "image/png"})
    written = [{"generated_text": "on", "details": {"finish_reason": "length", "generated_tokens": 4, "seed": 1}}]
    for method, arguments, reply in (
        ("text_generation", ["once"], answering(written)),
        ("feature_extraction", ["once"], answering([[0.5]])),
        ("text_classification", ["once"], answering([[{"label": "A", "score": 1.0}]])),
        ("text_to_image", ["a fox"], picture),
    ):
        client = way.client(Server([reply]), "http://localhost:8080")
        more: dict[str, Any] = {"details": True, "max_new_tokens": 4} if method == "text_generation" else {}
        if method == "text_to_image":
            with pytest.raises(InferloomError):  # that is no whole picture
                await way.call(client.text_to_image, *arguments)
        else:
            await way.call(getattr(client, method), *arguments, **more)
    texts, vectors, labels, pictures = (dict(span.attributes or {}) for span in heard.spans)
    assert [span.name for span in heard.spans] == [
        names.GenAiOperationNameValues.TEXT_COMPLETION.value,
        names.GenAiOperationNameValues.EMBEDDINGS.value,
        "text_classification",
        names.GenAiOperationNameValues.GENERATE_CONTENT.value,
    ]
    assert texts[names.GEN_AI_REQUEST_MAX_TOKENS] == 4
    assert texts[names.GEN_AI_RESPONSE_FINISH_REASONS] == ("length",)
    assert texts[names.GEN_AI_USAGE_OUTPUT_TOKENS] == 4
    assert names.GEN_AI_USAGE_OUTPUT_TOKENS not in labels | vectors
    assert pictures[names.GEN_AI_OUTPUT_TYPE] == names.GenAiOutputTypeValues.IMAGE.value


async def test_context_propagates(way: Way, heard: Heard) -> None:
    inside: list[Any] = []

    def server(request: httpx.Request) -> httpx.Response:
        inside.append(trace.get_current_span().get_span_context())
        return answering(ANSWER)

    tracer = heard.tracers.get_tracer("the application")
    client = way.client(server, URL)
    with tracer.start_as_current_span("parent") as parent:
        await way.call(client.chat_completion, MESSAGES)
        assert trace.get_current_span() is parent
    ours, _ = heard.spans
    assert ours.parent == parent.get_span_context()
    assert [context.span_id for context in inside] == [ours.context.span_id], "instruments of httpx find it as parent"


async def test_tasks_do_not_mix_their_spans(heard: Heard) -> None:
    inside: dict[str, Any] = {}

    async def server(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        asked = json.loads(request.content)["model"]
        inside[asked] = trace.get_current_span().get_span_context().span_id
        return answering(ANSWER)

    http = httpx.AsyncClient(transport=httpx.MockTransport(server))
    client = inferloom.AsyncInferenceClient(URL, token="no-key", http_client=http)
    await asyncio.gather(*(client.chat_completion(MESSAGES, model=f"m{number}") for number in range(8)))
    assert {span.name: span.context.span_id for span in heard.spans} == {f"chat {m}": id for m, id in inside.items()}
    assert all(span.parent is None for span in heard.spans)


JOB = "https://queue.fal.run/m/requests/7"


async def test_a_job(way: Way, heard: Heard) -> None:
    entries = {"fal-ai": {"status": "live", "providerId": "m", "task": "text-to-video"}}
    hub = {"/api/models/acme/x?expand=inferenceProviderMapping": {"inferenceProviderMapping": entries}}
    taken = answering({"request_id": "7", "status": "IN_QUEUE", "response_url": JOB})
    states = [answering({"status": state}) for state in ("IN_QUEUE", "IN_PROGRESS", "COMPLETED")]
    film = httpx.Response(200, content=b"\x00\x00\x00\x18ftypmp42", headers={"content-type": "video/mp4"})
    server = Server([taken, *states, answering({"video": {"url": "https://files.example/f.mp4"}}), film], hub)
    client = way.client(server, "acme/x", provider="fal-ai", token="own-key")
    job: Job[Any] = await way.call(client.submit.text_to_video, "a fox")
    assert len(heard.spans) == 1
    await way.call(job.status)
    assert len(heard.spans) == 1, "a question is no call"
    await way.call(job.result)
    await way.call(job.result)
    submit, result = heard.spans
    assert [span.name for span in heard.spans] == ["generate_content acme/x"] * 2
    shown = [dict(span.attributes or {}) for span in heard.spans]
    assert [(one["inferloom.job.step"], one["inferloom.job.id"]) for one in shown] == [("submit", "7"), ("result", "7")]
    assert [link.context for link in result.links] == [submit.context]
    assert shown[1]["server.address"] == "queue.fal.run"


async def test_content_only_when_asked_for(way: Way, heard: Heard) -> None:
    client = way.client(Server([streaming(*PIECES)]), URL)
    await way.items(await way.call(client.chat_completion, MESSAGES, stream=True))
    assert "question" not in heard.span.to_json()
    assert "answer" not in heard.span.to_json()
    heard.exporter.clear()

    inferloom.telemetry.instrument(heard.tracers, heard.meters, capture_content=True)
    await way.items(await way.call(client.chat_completion, MESSAGES, stream=True))
    calls = [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}]
    called = {"choices": [{"index": 0, "message": {"role": "assistant", "tool_calls": calls}, "finish_reason": "stop"}]}
    history = [
        {"role": "system", "content": "be brief"},
        {"role": "user", "content": [{"type": "text", "text": "what is this?"}, picture()]},
        {"role": "assistant", "tool_calls": calls},
        {"role": "tool", "tool_call_id": "c1", "content": "4"},
    ]
    await way.call(way.client(Server([answering(called)]), URL).chat_completion, history)
    stream, tools = (dict(span.attributes or {}) for span in heard.spans)
    assert json.loads(str(stream[names.GEN_AI_INPUT_MESSAGES])) == [
        {"role": "user", "parts": [{"type": "text", "content": "a question"}]}
    ]
    assert json.loads(str(stream[names.GEN_AI_OUTPUT_MESSAGES])) == [
        {"role": "assistant", "parts": [{"type": "text", "content": "an answer"}], "finish_reason": "length"}
    ]
    call = {"type": "tool_call", "id": "c1", "name": "f", "arguments": '{"a": 1}'}
    assert json.loads(str(tools[names.GEN_AI_INPUT_MESSAGES])) == [
        {"role": "system", "parts": [{"type": "text", "content": "be brief"}]},
        {"role": "user", "parts": [{"type": "text", "content": "what is this?"}, {"type": "image_url"}]},
        {"role": "assistant", "parts": [call]},
        {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c1", "result": "4"}]},
    ]
    assert json.loads(str(tools[names.GEN_AI_OUTPUT_MESSAGES])) == [
        {"role": "assistant", "parts": [call], "finish_reason": "stop"}
    ]


def picture() -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


async def test_switched_off_again(way: Way, heard: Heard) -> None:
    client = way.client(Server([streaming(*PIECES)]), URL)
    begun = await way.call(client.chat_completion, MESSAGES, stream=True)
    inferloom.telemetry.uninstrument()
    assert telemetry.active is None
    await way.items(await way.call(client.chat_completion, MESSAGES, stream=True))
    assert heard.spans == []
    await way.items(begun)
    assert len(heard.spans) == 1, "what had begun is still told"


def test_nothing_is_imported_unless_asked_for() -> None:
    program = (
        "import sys, inferloom, httpx; http = httpx.Client(transport=httpx.MockTransport(lambda request:"
        " httpx.Response(200, json={'choices': [{'index': 0, 'message': {'content': 'x'}}]})));"
        "client = inferloom.InferenceClient('http://h/v1', http_client=http);"
        "client.chat_completion([{'role': 'user', 'content': 'x'}]);"
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-W", "error", "-c", program], check=False).returncode == 0


def test_without_opentelemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(inferloom.MissingDependencyError, match=r"inferloom\[otel\]"):
        inferloom.telemetry.instrument()
    assert telemetry.active is None
