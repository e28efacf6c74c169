"""What servers have been seen to answer, and how it reaches the caller: typed as promised, without a warning."""

from __future__ import annotations

import base64
import json
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
import yaml

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom_runtime import spelling
from inferloom_runtime.errors import (
    AnswerError,
    BadRequestError,
    ProviderError,
    RateLimitError,
    ServerError,
    StreamTruncatedError,
)

pytestmark = pytest.mark.anyio

URL = "http://localhost:8080"
MODEL = "acme/parrot"
MESSAGES = [{"role": "user", "content": "What is the tide in Brest?"}]
ROOT = Path(__file__).parents[2]


class Caller:
    """Calls a server of the test's, sync or async, over httpx or httpx2."""

    def __init__(self, awaited: bool, library: Any) -> None:
        self.awaited = awaited
        self.library = library
        self.bodies: list[Any] = []
        self.http: Any = None

    def client(self, *replies: Any, url: str = URL, **settings: Any) -> Any:
        """A client whose server answers so: a list of pieces is a stream, anything else JSON; the last one stays."""
        left = list(replies)

        def answer(request: Any) -> Any:
            if "/api/models/" in str(request.url):
                return self.library.Response(200, json={"id": MODEL, "pipeline_tag": "text-generation"})
            body = request.read()
            self.bodies.append(json.loads(body) if body[:1] == b"{" else body)
            reply = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(reply, list) and reply and all(isinstance(piece, str) for piece in reply):
                return self.library.Response(200, headers={"content-type": "text/event-stream"}, text="".join(reply))
            if callable(reply):
                status, headers, content = reply(request)
                return self.library.Response(status, headers=headers, content=content)
            return self.library.Response(200, json=reply)

        self.bodies.clear()
        transport = self.library.MockTransport(answer)
        kind = self.library.AsyncClient if self.awaited else self.library.Client
        made = AsyncInferenceClient if self.awaited else InferenceClient
        self.http = kind(transport=transport)
        return made(url, http_client=self.http, token="no-key", max_retries=0, **settings)

    async def call(self, method: Any, *args: Any, **arguments: Any) -> Any:
        """Call a method; of a stream, give its items."""
        result = method(*args, **arguments)
        result = await result if self.awaited else result
        if not arguments.get("stream"):
            return result
        return [item async for item in result] if self.awaited else list(result)


CALLERS = [(awaited, library) for awaited in (False, True) for library in (httpx, httpx2)]


@pytest.fixture(params=CALLERS, ids=lambda found: f"{'async' if found[0] else 'sync'}-{found[1].__name__}")
def caller(request: pytest.FixtureRequest) -> Caller:
    return Caller(*request.param)


def event(value: Any) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def piece(text: str | None = None, finish: str | None = None, **more: Any) -> str:
    choice = {"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": finish}
    return event({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]} | more)


def failing(status: int, value: Any) -> Callable[[Any], Any]:
    return lambda request: (status, {"content-type": "application/json"}, json.dumps(value).encode())


USAGE = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}


# Chats: how a stream is written.


async def test_no_done_mark(caller: Caller) -> None:
    # ik_llama.cpp up to May 2025 and text-generation-inference up to July 2024 ended their streams without [DONE].
    items = await caller.call(caller.client([piece("a"), piece("b", "stop")]).chat_completion, MESSAGES, stream=True)
    assert [item.choices[0].delta.content for item in items] == ["a", "b"]


@pytest.mark.parametrize(
    "choices",
    [{"choices": []}, {"choices": None}, {}],
    ids=["empty", "null", "absent"],
)
@pytest.mark.parametrize("place", ["first", "last"])
async def test_a_piece_without_choices(choices: dict[str, Any], place: str, caller: Caller) -> None:
    # vLLM's last chunk has the usage and no choices; Fireworks leaves the key out of it; Azure's first chunk has the
    # result of its filter and an empty list.
    bare = event({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "usage": USAGE} | choices)
    pieces = [bare, piece("a", "stop")] if place == "first" else [piece("a", "stop"), bare]
    items = await caller.call(caller.client(pieces).chat_completion, MESSAGES, stream=True)
    (counted,) = [item for item in items if item.usage is not None]
    assert counted.usage.total_tokens == 3
    assert [choice.delta.content for item in items for choice in item.choices] == ["a"]


async def test_a_piece_of_openais_text_without_choices(caller: Caller) -> None:
    # The same last chunk on the completions route, with an empty list of choices.
    for bare in ({"choices": [], "usage": USAGE}, {"choices": None, "usage": USAGE}, {"usage": USAGE}):
        written = {
            "id": "t",
            "object": "text_completion",
            "choices": [{"index": 0, "text": "a", "finish_reason": "stop"}],
        }
        client = caller.client([event(written), event({"id": "t"} | bare)], url=f"{URL}/v1")
        assert await caller.call(client.text_generation, "Once", stream=True) == ["a"]


async def test_a_finish_reason_does_not_hide_a_later_error(caller: Caller) -> None:
    client = caller.client([piece("a", "stop"), event({"error": {"message": "too late", "code": 503}})])
    with pytest.raises(ServerError, match="too late"):
        await caller.call(client.chat_completion, MESSAGES, stream=True)


# Chats: tool calls.


ARGUMENTS = {"port": "Plouézoc’h", "at": [1, 2.5, None]}


def tool_call(arguments: Any) -> dict[str, Any]:
    return {"index": 0, "id": "call-1", "type": "function", "function": {"name": "tide", "arguments": arguments}}


@pytest.mark.parametrize("arguments", [ARGUMENTS, [1], {}], ids=["object", "list", "empty"])
async def test_arguments_that_are_no_text(arguments: Any, caller: Caller) -> None:
    # llama-server of March 2026, and Ollama's own route, send the object itself; the type promises its JSON text.
    message = {"role": "assistant", "content": None, "tool_calls": [tool_call(arguments)]}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    whole = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    found = (await caller.call(caller.client(whole).chat_completion, MESSAGES)).choices[0].message.tool_calls[0]
    assert isinstance(found.function.arguments, str)
    assert json.loads(found.function.arguments) == arguments
    assert (found.id, found.function.name) == ("call-1", "tide")

    choices = [{"index": 0, "delta": {"tool_calls": [tool_call(arguments)]}, "finish_reason": "tool_calls"}]
    (item,) = await caller.call(caller.client([piece(choices=choices)]).chat_completion, MESSAGES, stream=True)
    (found,) = item.choices[0].delta.tool_calls
    assert isinstance(found.function.arguments, str)
    assert json.loads(found.function.arguments) == arguments


@pytest.mark.parametrize(
    "said",
    ['{"port": "Brest"}', '{"po', "", '{"arguments": {"a": 1}}', "\ud83d", None],
    ids=["whole", "cut", "empty", "about arguments", "half a pair", "null"],
)
def test_arguments_that_are_text_are_not_touched(said: str | None) -> None:
    delta = {"choices": [{"index": 0, "delta": {"tool_calls": [tool_call(said)]}}]}
    message = {"choices": [{"index": 0, "message": {"tool_calls": [tool_call(said)]}}]}
    for spaces in (None, 1):
        assert spelling.chat_chunk(data := json.dumps(delta, indent=spaces).encode()) is data
        assert spelling.chat_answer(data := json.dumps(message, indent=spaces).encode()) is data


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", b"[]", b'"tool_calls"', b'{"choices": [1, null, {}]}', b"[" * 99999]
)
def test_what_is_no_chat_is_left_to_the_reader(data: bytes) -> None:
    assert spelling.chat_chunk(data) is data
    assert spelling.chat_answer(data) is data


# Lists.


LABELS = [{"label": "calm", "score": 0.75}, {"label": "storm", "score": 0.25}]


@pytest.mark.parametrize(
    "answer",
    [
        LABELS,
        {"sequence": "x", "labels": ["calm", "storm"], "scores": [0.75, 0.25]},
        [{"sequence": "x", "labels": ["calm", "storm"], "scores": [0.75, 0.25]}],
    ],
    ids=["list", "parallel lists", "parallel lists in a list"],
)
async def test_zero_shot_answers(answer: Any, caller: Caller) -> None:
    # Parallel lists are what the transformers pipeline gives; hf-inference sends label and score since late 2025.
    result = await caller.call(caller.client(answer).zero_shot_classification, "x", ["calm", "storm"])
    assert [(item.label, item.score) for item in result] == [("calm", 0.75), ("storm", 0.25)]


def rows_that_unwrap() -> Iterator[tuple[str, str, Any]]:
    """Task, method and kind of each row of the table that says that its answers come with or without a list."""
    for name in ("hf-inference", "endpoint"):
        table = yaml.safe_load((ROOT / f"specs/providers/{name}.yaml").read_text(encoding="utf-8"))
        for task, cell in table["tasks"].items():
            if isinstance(cell, dict) and cell.get("unwrap"):
                yield task, task.replace("-", "_"), cell["unwrap"]


UNWRAPPED: dict[str, tuple[list[Any], Any]] = {
    "image-to-text": ([b"\x89PNG\r\n\x1a\n"], {"generated_text": "a harbour"}),
    "summarization": (["A long text."], {"summary_text": "short"}),
    "table-question-answering": (
        [{"port": ["Brest"]}, "Where?"],
        {"answer": "Brest", "coordinates": [[0, 0]], "cells": ["Brest"]},
    ),
    "text-classification": (["I am calm."], LABELS),
    "text-generation": (["Once"], {"generated_text": " upon a"}),
    "translation": (["Hello"], {"translation_text": "Bonjour"}),
}


def plain(value: Any) -> Any:
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


@pytest.mark.parametrize(("task", "method", "kind"), sorted({*rows_that_unwrap()}, key=str))
async def test_a_list_around_an_answer_or_none(task: str, method: str, kind: Any, caller: Caller) -> None:
    # The documentation of hf-inference shows text-classification's labels in a list, servers send a list of lists.
    assert kind in (True, "rows")
    arguments, value = UNWRAPPED[task]
    results: list[Any] = []
    for answer in (value, [value]):
        client = caller.client(answer)
        if method == "table_question_answering":
            results.append(await caller.call(client.table_question_answering, arguments[0], query=arguments[1]))
        else:
            results.append(await caller.call(getattr(client, method), *arguments))
    first, second = map(plain, results)
    assert first == second
    assert first == value or (isinstance(value, dict) and first == next(iter(value.values())))


# Files that come in JSON.

FORMAT = b"\x10\x00\x00\x00\x01\x00\x01\x00\x80\x3e\x00\x00\x00\x7d\x00\x00\x02\x00\x10\x00"
WAVE = b"RIFF\x24\x00\x00\x00WAVEfmt " + FORMAT + b"data\x00\x00\x00\x00"
ENCODED = base64.b64encode(WAVE).decode()


@pytest.mark.parametrize(
    "answer",
    [
        {"audio": ENCODED, "sampling_rate": 16000},
        [{"audio": ENCODED, "sampling_rate": 16000}],
        {"audio": f"data:audio/wav;base64,{ENCODED}"},
        {"audio": "http://localhost:8080/files/1.wav"},
        {"audio": {"url": "http://localhost:8080/files/1.wav", "content_type": "audio/wav"}},
        {"audio_url": "http://localhost:8080/files/1.wav"},
        {"url": "http://localhost:8080/files/1.wav", "duration": 1},
    ],
    ids=["base64", "in a list", "data URL", "URL", "URL in an object", "audio_url", "url"],
)
async def test_sound_inside_json(answer: Any, caller: Caller) -> None:
    # tt-inference-server answered speech with base64 in JSON up to January 2026; fal's models answer with addresses.
    wave = lambda request: (200, {"content-type": "audio/wav"}, WAVE)  # noqa: E731
    assert await caller.call(caller.client(answer, wave).text_to_speech, "Hello") == WAVE


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ({"error": "no such voice"}, ProviderError, "answered HTTP 200 with an error: no such voice"),
        ({"error": {"message": "wait", "code": 429}}, RateLimitError, "wait"),
        ([{"error": "no such voice"}], ProviderError, "no such voice"),
        ({"detail": "no such voice", "status_code": 500}, ServerError, "no such voice"),
        ({"status": "fine"}, AnswerError, "JSON where audio/* was expected: '{\"status"),
        ({"audio": None}, AnswerError, "JSON where audio/* was expected"),
        ([], AnswerError, "JSON where audio/* was expected"),
        ("later", AnswerError, "JSON where audio/* was expected"),
    ],
)
async def test_json_that_holds_no_sound(answer: Any, kind: type[Exception], words: str, caller: Caller) -> None:
    with pytest.raises(kind, match=re.escape(words)) as raised:
        await caller.call(caller.client(answer).text_to_speech, "Hello")
    assert type(raised.value) is kind
    assert raised.value.task == "text_to_speech"


async def test_a_picture_inside_json(caller: Caller) -> None:
    pixel = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    )
    served = lambda request: (200, {"content-type": "image/png"}, pixel)  # noqa: E731
    for answer in ({"image": base64.b64encode(pixel).decode()}, {"image": {"url": f"{URL}/1.png"}}):
        image = await caller.call(caller.client(answer, served).text_to_image, "a fox")
        assert image.size == (1, 1)


# Errors.


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([{"error": {"message": "no such model", "code": 400}}], "no such model"),
        ({"error": ["no such model", "`parameters`: unknown"]}, "no such model; `parameters`: unknown"),
        ({"errors": [{"message": "no such model"}]}, "no such model"),
        (
            [{"loc": ["body", "top_k"], "msg": "must be positive", "type": "value_error"}],
            "body.top_k: must be positive",
        ),
        ({"detail": [{"loc": ["body"], "msg": "bad"}, {"loc": ["query"], "msg": "worse"}]}, "body: bad; query: worse"),
        ({"object": "error", "message": "no such model", "code": 40401}, "no such model"),
        ({"message": "no such model", "code": 1}, "no such model"),
    ],
)
async def test_the_words_of_errors(value: Any, words: str, caller: Caller) -> None:
    # Gemini's OpenAI route wraps its error object in a list; FastAPI sends lists under `detail`, hf-inference of lists
    # of sentences under `error`.
    with pytest.raises(BadRequestError) as raised:
        await caller.call(caller.client(failing(400, value)).text_classification, "hi")
    assert raised.value.server_message == words
    with pytest.raises(ProviderError) as streamed:
        await caller.call(caller.client([event(value)]).chat_completion, MESSAGES, stream=True)
    assert not isinstance(streamed.value, StreamTruncatedError)
    assert streamed.value.server_message == words


# Parameters that a model does not use.


def unused(*names: str) -> Callable[[Any], Any]:
    # transformers, behind hf-inference's and the endpoints' own container, says it so; google/flan-t5-large did.
    listed = ", ".join(repr(name) for name in names)
    note = "(note: typos in the generate arguments will also show up in this list)"
    return failing(400, {"error": f"The following `model_kwargs` are not used by the model: [{listed}] {note}"})


GENERATED = [{"generated_text": " upon a"}]


def warned(*names: str, model: str = URL) -> Any:
    return pytest.warns(UserWarning, match=rf"^{re.escape(model)} does not use {', '.join(names)}: from now on")


async def test_unused_parameters_are_left_out_and_said_once(caller: Caller) -> None:
    client = caller.client(unused("watermark", "return_full_text"), GENERATED)
    given = {"watermark": True, "return_full_text": False, "max_new_tokens": 5}
    with warned("return_full_text", "watermark") as said:
        assert await caller.call(client.text_generation, "Once", **given) == " upon a"
    assert len(said) == 1
    assert said[0].filename == __file__
    assert [body["parameters"] for body in caller.bodies] == [given, {"max_new_tokens": 5}]
    # From now on the server is not even asked, and nothing is said: warnings are errors here.
    assert await caller.call(client.text_generation, "Once", **given) == " upon a"
    assert await caller.call(client.with_options(timeout=5).text_generation, "Once", watermark=True) == " upon a"
    assert [body["parameters"] for body in caller.bodies[2:]] == [{"max_new_tokens": 5}, {}]


async def test_another_parameter_is_said_too(caller: Caller) -> None:
    client = caller.client(unused("watermark"), GENERATED, unused("top_k", "watermark"), GENERATED)
    with warned("watermark"):
        await caller.call(client.text_generation, "Once", watermark=True)
    with warned("top_k"):
        await caller.call(client.text_generation, "Once", watermark=True, top_k=3, seed=1)
    assert caller.bodies[-1]["parameters"] == {"seed": 1}


async def test_unused_parameters_of_extra_body(caller: Caller) -> None:
    client = caller.client(unused("tpo_k"), GENERATED)
    with warned("tpo_k"):
        await caller.call(client.text_generation, "Once", extra_body={"tpo_k": 3, "min_p": 0.1})
    assert caller.bodies[-1]["parameters"] == {"min_p": 0.1}


async def test_another_model_may_use_them(caller: Caller) -> None:
    client = caller.client(unused("watermark"), GENERATED)
    with warned("watermark"):
        await caller.call(client.text_generation, "Once", watermark=True)
    await caller.call(client.text_generation, "Once", watermark=True, model="http://localhost:9090")
    assert caller.bodies[-1]["parameters"] == {"watermark": True}


async def test_a_model_of_the_hub(caller: Caller) -> None:
    # An id of the Hub is remembered, and named, as itself.
    client = caller.client(unused("watermark"), GENERATED, url=MODEL, provider="hf-inference")
    with warned("watermark", model=MODEL):
        assert await caller.call(client.text_generation, "Once", watermark=True) == " upon a"
    assert await caller.call(client.text_generation, "Once", watermark=True) == " upon a"
    assert [body["parameters"] for body in caller.bodies] == [{"watermark": True}, {}, {}]


async def test_details_come_as_far_as_there_are_any(caller: Caller) -> None:
    client = caller.client(unused("details"), GENERATED)
    with warned("details"):
        result = await caller.call(client.text_generation, "Once", details=True)
    assert (result.generated_text, result.details) == (" upon a", None)


async def test_unused_parameters_of_a_stream(caller: Caller) -> None:
    # Such a server does not stream either: its whole answer is the only item.
    client = caller.client(unused("watermark"), GENERATED)
    with warned("watermark"):
        assert await caller.call(client.text_generation, "Once", watermark=True, stream=True) == [" upon a"]
    assert [body["stream"] for body in caller.bodies] == [True, True]


@pytest.mark.parametrize(
    "refusal",
    [
        failing(400, {"error": "`max_new_tokens` must be positive"}),
        unused("seed"),  # was not sent
        unused(),
        failing(422, {"error": "The following `model_kwargs` are not used by the model: ['watermark']"}),
    ],
)
async def test_other_refusals_are_errors(refusal: Any, caller: Caller) -> None:
    with pytest.raises(ProviderError):
        await caller.call(caller.client(refusal).text_generation, "Once", watermark=True)
    assert len(caller.bodies) == 1


async def test_a_server_that_refuses_again_is_believed(caller: Caller) -> None:
    client = caller.client(unused("watermark"), unused("top_k"))
    with warned("watermark"), pytest.raises(BadRequestError, match="top_k"):
        await caller.call(client.text_generation, "Once", watermark=True, top_k=3)
    assert len(caller.bodies) == 2


def test_threads_say_it_once() -> None:
    refuse = unused("watermark")
    together = threading.Barrier(4)

    def answer(request: httpx.Request) -> httpx.Response:
        if b"watermark" in request.read():
            together.wait(5)
            status, headers, content = refuse(request)
            return httpx.Response(status, headers=headers, content=content)
        return httpx.Response(200, json=GENERATED)

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client = InferenceClient(URL, http_client=http, token="no-key", max_retries=0)
    client.text_generation("Once")  # what a first call builds is built
    results: list[str] = []

    def call() -> None:
        results.append(client.text_generation("Once", watermark=True))

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        threads = [threading.Thread(target=call) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert results == [" upon a"] * 4
    assert len(said) == 1


ERRORS_IN_PLACE_OF_A_RESULT: list[tuple[Any, type[Exception], str]] = [
    # The shapes that hf-inference and OpenAI give their errors, with the wrong status.
    ({"error": "Model acme/parrot is currently loading", "estimated_time": 20.0}, ProviderError, "currently loading"),
    ({"error": {"message": "Rate limit reached", "code": 429}}, RateLimitError, "Rate limit reached"),
    ([{"error": "no such label"}], ProviderError, "no such label"),
]


@pytest.mark.parametrize(("answer", "kind", "words"), ERRORS_IN_PLACE_OF_A_RESULT)
async def test_a_200_that_means_no(answer: Any, kind: type[Exception], words: str, caller: Caller) -> None:
    for method, argument in (("text_classification", "hi"), ("chat_completion", MESSAGES), ("fill_mask", "a")):
        with pytest.raises(kind, match=words) as caught:
            await caller.call(getattr(caller.client(answer), method), argument)
        assert caught.value.status == 200


async def test_an_error_beside_a_result_is_part_of_it(caller: Caller) -> None:
    client = caller.client([[{"label": "A", "score": 1, "error": "low light"}]])
    out = await caller.call(client.text_classification, "a")
    assert out[0].extra == {"error": "low light"}
