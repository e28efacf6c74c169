"""What chat has above its wire, against llama.cpp: tools that are run, answers of a type, events, OpenAI's namespaces.

The model speaks nonsense, always the same. What it says is bound by grammars, which llama.cpp makes of the schemas that
arrive: an answer that fits shows that the schema did arrive.
"""

from __future__ import annotations

import asyncio
import base64
import dataclasses
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, TypedDict

import httpx
import numpy as np
import pytest
from pydantic import BaseModel, Field

from inferloom import errors
from interop import environment, test_llama_cpp
from interop.conftest import PROGRAMS, Line
from interop.server import Server
from interop.test_llama_cpp import GREEDY, HELLO, PICK, TOOL, asked, assert_picked, lasting, llama_server

ENVIRONMENT = "llama"
pytestmark = pytest.mark.interop

# The servers of the plainer tests.
models, own = test_llama_cpp.models, test_llama_cpp.own
binding, own_embedder = test_llama_cpp.binding, test_llama_cpp.own_embedder

# One call, then the end, which the grammar allows only after a call where one is demanded.
ONE_CALL: dict[str, Any] = {
    "tool_choice": "required",
    "logit_bias": {"260": 100.0, "2": 200.0},
    "parallel_tool_calls": False,
}


class Book(BaseModel):
    """A colour, as a pydantic model."""

    colour: Literal["red", "green"]
    sure: bool


@dataclasses.dataclass
class Point:
    """The same as a dataclass."""

    colour: Literal["red", "green"]
    sure: bool


class Pair(TypedDict):
    """The same as a dict."""

    colour: Literal["red", "green"]
    sure: bool


class Short(BaseModel):
    """A word of a limited length."""

    word: Annotated[str, Field(min_length=2, max_length=5)]


class Recording(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Stands between a client and the server, and keeps the bodies of the requests.

    Attributes:
        bodies: The bodies, read.
    """

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self._sync, self._async = httpx.HTTPTransport(), httpx.AsyncHTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request on."""
        self._keep(request.read())
        return self._sync.handle_request(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request on."""
        self._keep(await request.aread())
        return await self._async.handle_async_request(request)

    def close(self) -> None:
        """Close the connections."""
        self._sync.close()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._async.aclose()

    def _keep(self, body: bytes) -> None:
        if body:
            self.bodies.append(json.loads(body))


class Talker(Line):
    """A client of ours behind a recording transport.

    Attributes:
        bodies: The bodies of its requests.
    """

    def __init__(self, mode: str, url: str) -> None:
        recording = Recording()
        kind: Any = httpx.AsyncClient if mode == "async" else httpx.Client
        self._http = kind(transport=recording, timeout=None)
        self.bodies = recording.bodies
        super().__init__(mode, base_url=url, http_client=self._http, max_retries=0)

    def events(self, method: str, *args: Any, **kwargs: Any) -> tuple[list[Any], Any]:
        """Hear the events of a streamed conversation to the end.

        Args:
            method: "stream" or "run_tools".
            args: Its arguments.
            kwargs: Its keyword arguments.

        Returns:
            The events; the final completion, or what came of the tools.
        """
        completions, heard = self.client.chat.completions, list[Any]()
        last = "get_final_completion" if method == "stream" else "get_result"
        if self._runner is None:
            with getattr(completions, method)(*args, **kwargs) as events:
                heard.extend(events)
                return heard, getattr(events, last)()

        async def listen() -> Any:
            made = getattr(completions, method)(*args, **kwargs)
            async with made if method == "stream" else await made as events:
                async for event in events:
                    heard.append(event)
                return await getattr(events, last)()

        return heard, self._runner.run(listen())

    def listed(self, method: str, *args: Any, **kwargs: Any) -> list[Any]:
        """Hear a stream of plain pieces to the end, which must be a good one."""
        heard = self.hear(method, *args, **kwargs)
        assert heard.error is None
        return heard.items

    def close(self) -> None:
        """Close the client and its connections."""
        if self._runner is None:
            self._http.close()
        else:
            self._runner.run(self._http.aclose())
        super().close()


Talk = Callable[[str], Talker]


@pytest.fixture(params=["sync", "async"])
def talk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    """Make clients: `talk(url)`. A test that takes this runs once with each kind of client."""
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    made: list[Talker] = []

    def make(url: str) -> Talker:
        made.append(Talker(request.param, url))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="module")
def caller(launch: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """llama.cpp's own server, with a model that can go on after it has called a tool."""
    file = tmp_path_factory.mktemp("models") / "caller.gguf"
    command = [str(environment.python(ENVIRONMENT)), str(PROGRAMS / "tiny_gguf_caller.py"), str(file)]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    server = launch("llama-server with calls", llama_server(file), ready="/health")
    server.wait()
    return server


# Tools


class Picker:
    """A tool, with a memory of its calls.

    Attributes:
        picked: The arguments of the calls, in order.
    """

    def __init__(self) -> None:
        self.picked: list[tuple[str, bool]] = []

    def pick(self, colour: Literal["red", "green"], sure: bool) -> dict[str, str]:
        """Pick a colour.

        Args:
            colour: Which one.
            sure: Whether it is the last word.
        """
        assert isinstance(sure, bool)
        self.picked.append((colour, sure))
        return {"picked": colour}

    async def later(self, colour: Literal["red", "green"], sure: bool) -> dict[str, str]:
        """Pick."""
        await asyncio.sleep(0)
        return self.pick(colour, sure)


PICK_TOLD = {
    "type": "object",
    "properties": {
        "colour": {"type": "string", "enum": ["red", "green"], "description": "Which one."},
        "sure": {"type": "boolean", "description": "Whether it is the last word."},
    },
    "required": ["colour", "sure"],
    "additionalProperties": False,
}


def check_conversation(messages: list[Any], picked: list[tuple[str, bool]], name: str) -> None:
    """Check a question, a call, its result, an answer."""
    question, call_message, result, answer = messages
    assert question == HELLO[0]
    (call,) = call_message["tool_calls"]
    assert call["function"]["name"] == name
    given = json.loads(call["function"]["arguments"])
    assert picked == [(given["colour"], given["sure"])]
    assert result == {
        "role": "tool",
        "tool_call_id": call["id"],
        "content": json.dumps({"picked": given["colour"]}, separators=(",", ":")),
    }
    assert answer["role"] == "assistant"
    assert "tool_calls" not in answer


def test_a_function_is_run(caller: Server, talk: Talk) -> None:
    picker, line = Picker(), talk(caller.url)
    run = line.call("chat.completions.run_tools", HELLO, tools=[picker.pick], max_tokens=200, **GREEDY, **ONE_CALL)
    assert (run.reason, run.pending) == ("answer", [])
    assert [turn.choices[0].finish_reason for turn in run.turns] == ["tool_calls", "stop"]
    check_conversation(run.messages, picker.picked, "pick")
    first, second = line.bodies
    told = {"name": "pick", "description": "Pick a colour.", "parameters": PICK_TOLD}
    assert first["tools"] == second["tools"] == [{"type": "function", "function": told}]
    # A call that is demanded in every turn would never come to an answer.
    assert (first["tool_choice"], second["tool_choice"]) == ("required", "auto")
    assert second["messages"] == run.messages[:3]


def test_a_function_is_run_where_the_answer_is_streamed(caller: Server, talk: Talk) -> None:
    picker, line = Picker(), talk(f"{caller.url}/v1")
    options = {"max_tokens": 200, **GREEDY, **ONE_CALL}
    whole = line.call("chat.completions.run_tools", HELLO, tools=[picker.pick], **options)
    heard, run = line.events("run_tools", HELLO, tools=[picker.pick], stream=True, **options)
    check_conversation(run.messages, picker.picked[1:], "pick")
    assert nameless(run.messages) == nameless(whole.messages)
    pieces = [event for event in heard if event.type == "tool_calls.function.arguments.delta"]
    (done,) = [event for event in heard if event.type == "tool_calls.function.arguments.done"]
    assert len(pieces) > 3
    assert "".join(piece.arguments_delta for piece in pieces) == done.arguments == pieces[-1].arguments
    (result,) = [event for event in heard if event.type == "tool_result"]
    assert (result.id, result.name, result.failed) == (done.id, "pick", False)
    told = [event.type for event in heard if event.type in ("turn", "finish", "tool_result")]
    assert told == ["turn", "finish", "tool_result", "turn", "finish"]


def nameless(messages: list[Any]) -> str:
    """Messages as text, without the names that the server gives to calls.

    Where there is no text, llama.cpp says so by an empty one, or by none at all in a stream.
    """
    bare = [
        {name: value for name, value in message.items() if (name, value or "") != ("content", "")}
        for message in messages
    ]
    text = json.dumps(bare)
    for number, call in enumerate(call for message in messages for call in message.get("tool_calls", ())):
        text = text.replace(call["id"], f"call {number}")
    return text


@pytest.mark.parametrize("talk", ["async"], indirect=True)
def test_an_async_function_is_run(caller: Server, talk: Talk) -> None:
    picker, line = Picker(), talk(caller.url)
    options = {"max_tokens": 200, **GREEDY, **ONE_CALL}
    run = line.call("chat.completions.run_tools", HELLO, tools=[picker.later], **options)
    check_conversation(run.messages, picker.picked, "later")


def test_a_tool_that_is_no_function_is_left_to_the_caller(caller: Server, talk: Talk) -> None:
    line = talk(caller.url)
    run = line.call("chat.completions.run_tools", HELLO, tools=[TOOL], max_tokens=200, **GREEDY, **ONE_CALL)
    (call,) = run.pending
    assert (run.reason, call["function"]["name"], len(run.turns)) == ("pending", "pick", 1)
    assert_picked(call["function"]["arguments"])
    assert line.bodies[0]["tools"] == [TOOL]


def test_several_calls_at_once(caller: Server, talk: Talk) -> None:
    """The model goes on calling until it is cut off: the calls that are whole are run, the last one is told of."""
    ran: list[str] = []
    lock = threading.Lock()

    def dot(colour: Literal["r", "g"]) -> str:
        with lock:
            ran.append(colour)
        return f"a dot in {colour}"

    options = {"tool_choice": "required", "logit_bias": {"260": 100.0}, "parallel_tool_calls": True}
    run = talk(caller.url).call(
        "chat.completions.run_tools", HELLO, tools=[dot], max_tokens=400, max_turns=1, **GREEDY, **options
    )
    assert run.reason == "max_turns"
    _, message, *results = run.messages
    calls = {call["id"]: call["function"]["arguments"] for call in message["tool_calls"]}
    assert [result["tool_call_id"] for result in results] == list(calls)
    whole = [arguments for arguments in calls.values() if arguments.endswith("}")]
    assert len(whole) > 1
    assert sorted(ran) == sorted(json.loads(arguments)["colour"] for arguments in whole)
    for result in results:
        arguments = calls[result["tool_call_id"]]
        if arguments in whole:
            assert result["content"] == f"a dot in {json.loads(arguments)['colour']}"
        else:
            assert result["content"].startswith("Error: wrong arguments for dot: ")


def test_a_call_that_is_the_models_own_idea(caller: Server, talk: Talk) -> None:
    """Nothing demands a call: the grammar sets in with the words that open one."""
    picker = Picker()
    options = {"max_tokens": 100, "max_turns": 1, "logit_bias": {"260": 100.0}, **GREEDY}
    run = talk(caller.url).call("chat.completions.run_tools", "Pick!", tools=[picker.pick], **options)
    assert len(picker.picked) >= 1
    assert picker.picked[0][0] in {"red", "green"}
    assert run.messages[1]["tool_calls"][0]["function"]["name"] == "pick"


def test_no_call_at_all(caller: Server, talk: Talk) -> None:
    picker = Picker()
    run = talk(caller.url).call("chat.completions.run_tools", HELLO, tools=[picker.pick], max_tokens=12, **GREEDY)
    assert (run.reason, len(run.turns), picker.picked) == ("answer", 1, [])
    assert run.text == run.message.content != ""


def test_a_named_function(binding: Server, talk: Talk) -> None:
    """The binding's server is told which tool to call; in the next turn it says what it likes."""
    line, dots = talk(binding.url), list[str]()

    def dot(colour: Literal["r", "g"]) -> str:
        dots.append(colour)
        return "done"

    named = {"type": "function", "function": {"name": "dot"}}
    options = {"tool_choice": named, "model": "talker", "max_tokens": 60, **GREEDY}
    run = line.call("chat.completions.run_tools", HELLO, tools=[dot], **options)
    assert [message["role"] for message in run.messages] == ["user", "assistant", "tool", "assistant"]
    assert (run.reason, run.messages[2]["content"]) == ("answer", "done")
    assert len(dots) == 1
    assert dots[0] in {"r", "g"}
    assert [body["tool_choice"] for body in line.bodies] == [named, "auto"]
    assert run.text != ""


# Answers of a type


@pytest.mark.parametrize("kind", [Book, Point, Pair])
@pytest.mark.parametrize("ending", ["/v1", ""])
def test_parse(kind: Any, ending: str, own: Server, talk: Talk) -> None:
    line = talk(own.url + ending)
    out = line.call("chat.completions.parse", HELLO, response_format=kind, max_tokens=200, **GREEDY)
    (choice,) = out.choices
    assert_picked(choice.message.content)
    said = json.loads(choice.message.content)
    assert isinstance(choice.message.parsed, dict if kind is Pair else kind)
    assert choice.message.parsed == (said if kind is Pair else kind(**said))
    assert choice.finish_reason == "stop"
    form = line.bodies[0]["response_format"]
    assert (form["type"], form["json_schema"]["name"], form["json_schema"]["strict"]) == (
        "json_schema",
        kind.__name__,
        True,
    )
    told = {name: value for name, value in form["json_schema"]["schema"].items() if name != "description"}
    assert told == PICK


def test_parse_of_what_is_no_object(own: Server, talk: Talk) -> None:
    """The server is told of an object with one property; the caller sees none of that."""
    line = talk(own.url)
    kind: Any = Annotated[list[Literal["x", "y"]], Field(min_length=2, max_length=2)]
    out = line.call("chat.completions.parse", HELLO, response_format=kind, max_tokens=200, **GREEDY)
    found = out.choices[0].message.parsed
    assert len(found) == 2
    assert set(found) <= {"x", "y"}
    assert list(json.loads(out.choices[0].message.content).values()) == [found]


@pytest.mark.xfail(strict=True, raises=errors.SchemaMismatchError, reason="the lengths of a string are not sent")
def test_parse_of_a_short_string(own: Server, talk: Talk) -> None:
    """llama.cpp keeps to lengths that it is told, as the next test shows."""
    out = talk(own.url).call("chat.completions.parse", HELLO, response_format=Short, max_tokens=200, **GREEDY)
    assert 2 <= len(out.choices[0].message.parsed.word) <= 5


FORMS: dict[str, dict[str, Any]] = {
    "short": {"type": "json_schema", "json_schema": {"name": "short", "schema": Short.model_json_schema()}},
    "pick": {"type": "json_schema", "json_schema": {"name": "pick", "schema": PICK, "strict": True}},
    "beside": {"type": "json_object", "schema": PICK},
    "object": {"type": "json_object"},
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("ending", ["/v1", "", "/v1/chat/completions"])
def test_a_form_arrives_as_it_was_written(name: str, ending: str, own: Server, talk: Talk) -> None:
    line = talk(own.url + ending)
    options = {"response_format": FORMS[name], "max_tokens": 80 if name == "object" else 200, **GREEDY}
    out = line.call("chat.completions.create", HELLO, **options)
    items = line.listed("chat.completions.create", HELLO, **options)
    assert [body["response_format"] for body in line.bodies] == [FORMS[name]] * 2
    content = out.choices[0].message.content
    assert "".join(item.choices[0].delta.content or "" for item in items if item.choices) == content
    if name == "object":
        # Any JSON will do, so that nonsense goes on until it is cut off.
        assert content.startswith("{")
    elif name == "short":
        assert 2 <= len(json.loads(content)["word"]) <= 5
    else:
        assert_picked(content)


def test_parse_of_an_answer_that_is_cut_off(own: Server, talk: Talk) -> None:
    line = talk(own.url)
    options = {"response_format": Book, "max_tokens": 5, **GREEDY}
    with pytest.raises(errors.LengthFinishReasonError) as raised:
        line.call("chat.completions.parse", HELLO, **options)
    said = asked(
        own,
        "chat/completions",
        messages=HELLO,
        response_format=line.bodies[0]["response_format"],
        max_tokens=5,
        **GREEDY,
    )
    assert raised.value.text == said["choices"][0]["message"]["content"] != ""
    assert raised.value.completion.choices[0].finish_reason == said["choices"][0]["finish_reason"] == "length"
    assert raised.value.completion.usage.completion_tokens == 5
    with pytest.raises(errors.LengthFinishReasonError) as streamed:
        line.events("stream", HELLO, **options)
    assert streamed.value.text == raised.value.text


def test_the_events_of_an_answer_of_a_type(own: Server, talk: Talk) -> None:
    line = talk(own.url)
    options = {"response_format": Book, "max_tokens": 200, **GREEDY}
    whole = line.call("chat.completions.parse", HELLO, **options)
    heard, final = line.events("stream", HELLO, **options)
    (done,) = [event for event in heard if event.type == "content.done"]
    assert done.parsed == final.choices[0].message.parsed == whole.choices[0].message.parsed
    assert isinstance(done.parsed, Book)
    assert done.content == whole.choices[0].message.content
    grown = [event.parsed for event in heard if event.type == "content.delta"]
    assert {} in grown
    assert grown[-1] == done.parsed.model_dump()
    lengths = [len(value or ()) for value in grown]
    assert lengths == sorted(lengths)
    assert type(final) is type(whole)


# Events, the end of answers, usage


@pytest.mark.parametrize("ending", ["/v1", ""])
def test_events_add_up_to_the_answer(ending: str, own: Server, talk: Talk) -> None:
    """A greedy model says the same twice: once whole, once in pieces."""
    line = talk(own.url + ending)
    whole = line.call("chat.completions.create", HELLO, max_tokens=20, **GREEDY)
    heard, final = line.events("stream", HELLO, max_tokens=20, stream_options={"include_usage": True}, **GREEDY)
    assert type(final) is type(whole)
    assert told(final) == told(whole)
    deltas = [event for event in heard if event.type == "content.delta"]
    assert "".join(event.delta for event in deltas) == whole.choices[0].message.content == deltas[-1].snapshot
    assert len(deltas) > 6
    assert [event.type for event in heard if event.type not in ("chunk", "content.delta")] == [
        "content.done",
        "finish",
        "usage",
    ]
    (usage,) = [event for event in heard if event.type == "usage"]
    assert usage.completion_tokens == whole.usage.completion_tokens == 20
    assert usage.prompt_tokens == whole.usage.prompt_tokens
    assert usage.total_tokens == whole.usage.total_tokens


def told(completion: Any) -> dict[str, Any]:
    """A completion without what is another one each time, the times that it took and the warmth of a cache among it."""
    value = lasting(completion.to_dict())
    value["usage"] = {name: count for name, count in value["usage"].items() if name.endswith("_tokens")}
    return value


def test_a_stream_says_nothing_of_usage_unless_asked(own: Server, talk: Talk) -> None:
    heard, final = talk(own.url).events("stream", HELLO, max_tokens=5, **GREEDY)
    assert final.usage is None
    assert not [event for event in heard if event.type == "usage"]


def test_why_an_answer_ended(own: Server, talk: Talk) -> None:
    line = talk(own.url)
    heard, cut = line.events("stream", HELLO, max_tokens=20, **GREEDY)
    text = cut.choices[0].message.content
    assert [event.finish_reason for event in heard if event.type == "finish"] == ["length"]
    heard, stopped = line.events("stream", HELLO, max_tokens=20, stop=[text[5:8]], **GREEDY)
    assert [event.finish_reason for event in heard if event.type == "finish"] == ["stop"]
    assert stopped.choices[0].message.content == text[: text.index(text[5:8])]
    # A token that ends the answer at once: no text, and no event that would say that there is one.
    heard, empty = line.events("stream", HELLO, max_tokens=20, logit_bias={"2": 200.0}, **GREEDY)
    assert [event.type for event in heard if event.type != "chunk"] == ["finish"]
    assert (empty.choices[0].finish_reason, empty.choices[0].message.content or "") == ("stop", "")


# OpenAI's namespaces


@pytest.mark.parametrize("which", ["own", "binding"])
def test_completions(which: str, request: pytest.FixtureRequest, talk: Talk) -> None:
    server: Server = request.getfixturevalue(which)
    options: dict[str, Any] = {"model": "talker", "prompt": "Once upon", "max_tokens": 10, **GREEDY}
    said = asked(server, "completions", **options)
    line = talk(f"{server.url}/v1")
    out = line.call("completions.create", **options)
    assert (out.choices[0].text, out.choices[0].finish_reason) == (said["choices"][0]["text"], "length")
    assert out.usage.completion_tokens == said["usage"]["completion_tokens"] == 10
    assert out.model == said["model"]
    items = line.listed("completions.create", **options)
    assert "".join(item.choices[0].text for item in items) == said["choices"][0]["text"] != ""
    assert items[-1].choices[0].finish_reason == "length"


@pytest.mark.parametrize("which", ["own_embedder", "binding"])
def test_embeddings(which: str, request: pytest.FixtureRequest, talk: Talk) -> None:
    server: Server = request.getfixturevalue(which)
    texts = ["Hello there", "Hello"]
    said = asked(server, "embeddings", input=texts, model="embedder")
    line = talk(f"{server.url}/v1")
    out = line.call("embeddings.create", model="embedder", input=texts)
    assert [row.index for row in out.data] == [0, 1]
    rows = [row["embedding"] for row in said["data"]]
    np.testing.assert_allclose([row.embedding for row in out.data], rows, atol=1e-4)
    assert len(rows[0]) == 64
    assert out.usage.prompt_tokens == said["usage"]["prompt_tokens"] > 0
    assert line.bodies[0]["input"] == texts


def test_embeddings_in_base64(own_embedder: Server, talk: Talk) -> None:
    said = asked(own_embedder, "embeddings", input="Hello", encoding_format="base64")["data"][0]["embedding"]
    assert isinstance(said, str)
    line = talk(f"{own_embedder.url}/v1")
    out = line.call("embeddings.create", model="embedder", input="Hello", encoding_format="base64")
    numbers = np.frombuffer(base64.b64decode(said), np.float32)
    np.testing.assert_allclose(out.data[0].embedding, numbers, atol=1e-6)
    assert line.bodies[0]["encoding_format"] == "base64"


@pytest.mark.parametrize("which", ["own", "binding"])
def test_models(which: str, request: pytest.FixtureRequest, talk: Talk) -> None:
    server: Server = request.getfixturevalue(which)
    said = httpx.get(f"{server.url}/v1/models").json()["data"]
    for ending in ("/v1", ""):
        page = talk(server.url + ending).call("models.list")
        assert [model.id for model in page] == [model.id for model in page.data] == [each["id"] for each in said]
        assert [model.owned_by for model in page] == [each["owned_by"] for each in said]


def test_embeddings_that_the_server_has_not(own: Server, talk: Talk) -> None:
    with pytest.raises(errors.ProviderError, match="embeddings") as raised:
        talk(f"{own.url}/v1").call("embeddings.create", model="talker", input="Hello")
    assert raised.value.status in {400, 500, 501}
