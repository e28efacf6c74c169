"""The OpenAI wire: conversations, completions, embeddings."""

from __future__ import annotations

import base64
import json
import re
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sandbox_material import BUNDLES, CHAT, answer, ask, get, misfits, post, sse

from inferloom_runtime.sandbox import sound
from inferloom_runtime.sandbox.core import Sandbox

SANDBOX = Sandbox(BUNDLES)
CHUNK = BUNDLES["chat-completion"].stream_output or {}
WHOLE = BUNDLES["chat-completion"].output


def message(content: object, role: str = "user") -> dict[str, Any]:
    return {"role": role, "content": content}


def chat(content: str = "Name three rivers.", **settings: Any) -> dict[str, Any]:
    found: dict[str, Any] = answer(post(SANDBOX, CHAT, {"model": "m", "messages": [message(content)], **settings}))
    assert misfits(WHOLE, found) == []
    return found


def stream(content: str = "Name three rivers.", **settings: Any) -> list[dict[str, Any]]:
    body = {"model": "m", "messages": [message(content)], "stream": True, **settings}
    reply = post(SANDBOX, CHAT, body)
    assert reply.headers["content-type"] == "text/event-stream"
    *chunks, done = sse(reply.content)
    assert done == "[DONE]"
    found = [json.loads(chunk) for chunk in chunks]
    assert all(misfits(CHUNK, chunk) == [] for chunk in found)
    return found


def text_of(found: dict[str, Any]) -> str:
    text: str = found["choices"][0]["message"]["content"]
    return text


WEATHER = {
    "type": "object",
    "properties": {
        "city": {"type": "string"},
        "days": {"type": "integer", "minimum": 1, "maximum": 7},
        "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
    },
    "required": ["city", "days", "unit"],
    "additionalProperties": False,
}


def tool(name: str, parameters: dict[str, Any] | None = None, description: str = "") -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


TOOLS = [tool("get_weather", WEATHER, "The weather of a city"), tool("send_mail", None, "Send a letter")]


class TestText:
    def test_says_that_it_is_synthetic(self) -> None:
        found = chat()
        assert "synthetic" in text_of(found)
        assert "Name three rivers." in text_of(found)
        assert found["system_fingerprint"] == "inferloom-sandbox"
        assert found["model"] == "m"
        assert found["choices"][0]["finish_reason"] == "stop"

    def test_depends_on_words_seed_and_place(self) -> None:
        assert text_of(chat()) == text_of(chat())
        texts = {text_of(chat(seed=seed)) for seed in range(6)}
        assert len(texts) > 1
        assert text_of(chat("Something else")) != text_of(chat())

    def test_limit_cuts_the_same_text(self) -> None:
        full = chat()
        cut = chat(max_tokens=7)
        assert text_of(full).startswith(text_of(cut))
        assert cut["choices"][0]["finish_reason"] == "length"
        assert cut["usage"]["completion_tokens"] == 7
        assert text_of(chat(max_completion_tokens=7)) == text_of(cut)
        assert text_of(chat(max_tokens=100_000)) == text_of(full)
        assert chat(max_tokens=100_000)["choices"][0]["finish_reason"] == "stop"
        length = full["usage"]["completion_tokens"]
        assert chat(max_tokens=length)["choices"][0]["finish_reason"] == "stop"
        assert chat(max_tokens=length - 1)["choices"][0]["finish_reason"] == "length"

    def test_stop(self) -> None:
        full = text_of(chat())
        for stop in ("rivers", ["zzz", "rivers", "Name"]):
            found = chat(stop=stop)
            assert text_of(found) == full[: full.index("Name" if isinstance(stop, list) else "rivers")]
            assert found["choices"][0]["finish_reason"] == "stop"

    def test_n(self) -> None:
        found = chat(n=3)
        assert [choice["index"] for choice in found["choices"]] == [0, 1, 2]
        assert found["choices"][0]["message"]["content"] == text_of(chat())
        assert len({choice["message"]["content"] for choice in found["choices"]}) > 1

    def test_usage_adds_up(self) -> None:
        usage = chat(n=2)["usage"]
        assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
        longer = chat("Name three rivers. " * 9)["usage"]
        assert longer["prompt_tokens"] > usage["prompt_tokens"]

    def test_logprobs(self) -> None:
        found = chat(logprobs=True, top_logprobs=3)
        told = found["choices"][0]["logprobs"]["content"]
        assert "".join(entry["token"] for entry in told) == text_of(found)
        assert b"".join(bytes(entry["bytes"]) for entry in told).decode() == text_of(found)
        for entry in told:
            levels = [other["logprob"] for other in entry["top_logprobs"]]
            assert len(levels) == len({other["token"] for other in entry["top_logprobs"]}) == 3
            assert levels == sorted(levels, reverse=True)
            assert 0 >= entry["logprob"] == levels[0]
        assert chat()["choices"][0]["logprobs"] is None

    @settings(max_examples=40, deadline=None)
    @given(st.text(max_size=80))
    def test_any_text_comes_through(self, text: str) -> None:
        assert text_of(chat(text)) == "".join(
            chunk["choices"][0]["delta"].get("content") or "" for chunk in stream(text)
        )

    def test_parts(self) -> None:
        parts = [{"type": "text", "text": "What is"}, {"type": "text", "text": "this?"}]
        found = answer(post(SANDBOX, CHAT, {"model": "m", "messages": [message(parts)]}))
        assert "What is this?" in text_of(found)

    def test_spoken(self) -> None:
        for form in ("wav", "pcm16"):
            found = chat(modalities=["text", "audio"], audio={"format": form, "voice": "alloy"})
            spoken = found["choices"][0]["message"]["audio"]
            content = base64.b64decode(spoken["data"])
            seconds = sound.duration(spoken["transcript"])
            assert content.startswith(b"RIFF") is (form == "wav")
            assert len(content) / 32_000 == pytest.approx(seconds, abs=0.1)


class TestStream:
    def test_is_the_same_answer_in_pieces(self) -> None:
        full, chunks = chat(), stream()
        pieces = [chunk["choices"][0]["delta"].get("content") for chunk in chunks]
        assert len([piece for piece in pieces if piece]) > 10
        assert "".join(piece or "" for piece in pieces) == text_of(full)
        assert chunks[0]["choices"][0]["delta"]["role"] == "assistant"
        assert [chunk["choices"][0]["finish_reason"] for chunk in chunks] == [None] * (len(chunks) - 1) + ["stop"]
        assert {(chunk["id"], chunk["created"]) for chunk in chunks} == {(full["id"], full["created"])}
        assert all("usage" not in chunk for chunk in chunks)

    def test_usage(self) -> None:
        *chunks, last = stream(stream_options={"include_usage": True})
        assert all(chunk["usage"] is None for chunk in chunks)
        assert last["choices"] == []
        assert last["usage"] == chat()["usage"]

    def test_choices_are_interleaved(self) -> None:
        full, chunks = chat(n=2), stream(n=2)
        assert [chunk["choices"][0]["index"] for chunk in chunks[:6]] == [0, 1, 0, 1, 0, 1]
        for index in (0, 1):
            deltas = [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"][0]["index"] == index]
            joined = "".join(delta.get("content") or "" for delta in deltas)
            assert joined == full["choices"][index]["message"]["content"]

    def test_logprobs(self) -> None:
        told = [chunk["choices"][0]["logprobs"] for chunk in stream(logprobs=True, top_logprobs=2, max_tokens=5)]
        levels = [entry["content"][0] for entry in told if entry]
        assert levels == chat(logprobs=True, top_logprobs=2, max_tokens=5)["choices"][0]["logprobs"]["content"]

    def test_limit(self) -> None:
        chunks = stream(max_tokens=3)
        assert len(chunks) == 1 + 3 + 1
        assert chunks[-1]["choices"][0]["finish_reason"] == "length"

    def test_pieces_are_made_on_demand(self) -> None:
        reply = post(SANDBOX, CHAT, {"model": "m", "messages": [message("x")], "stream": True})
        assert not isinstance(reply.body, bytes)
        first = next(reply.body)
        assert first.endswith(b"\n\n")
        assert first.count(b"data: ") == 1


LINK = {
    "type": "object",
    "properties": {"v": {"type": "integer"}, "next": {"anyOf": [{"$ref": "#/$defs/Link"}, {"type": "null"}]}},
    "required": ["v", "next"],
}
FORMS = [{"type": "object", "properties": {"k": {"const": word}}, "required": ["k"]} for word in "ab"]
SCHEMAS: dict[str, dict[str, Any]] = {
    "list": {"properties": {"a": {"type": "array", "items": {"type": "string"}, "minItems": 3}}},
    "set": {"properties": {"a": {"type": "array", "items": {"enum": ["x", "y"]}, "minItems": 2, "uniqueItems": True}}},
    "order": {"properties": {"a": {"items": {"enum": list("abcdefgh")}, "minItems": 8, "uniqueItems": True}}},
    "formats": {"properties": {"when": {"type": "string", "format": "date-time"}, "to": {"format": "email"}}},
    "pattern": {"properties": {"code": {"type": "string", "pattern": "^[A-Z]{2}-\\d{3,4}(?:x|yz)?$"}}},
    "nullable": {"properties": {"x": {"anyOf": [{"type": "null"}, {"type": "number", "exclusiveMinimum": 3}]}}},
    "multiple": {"properties": {"x": {"type": "integer", "multipleOf": 7, "minimum": 50, "maximum": 60}}},
    "fixed": {"properties": {"x": {"const": 5}, "y": {"enum": [None, 1]}}},
    "recursive": {"properties": {"n": {"$ref": "#/$defs/Link"}}, "$defs": {"Link": LINK}},
    "merged": {"allOf": [{"properties": {"a": {"type": "string", "minLength": 300}}}, {"required": ["a", "b"]}]},
    "map": {"additionalProperties": {"type": "integer"}, "minProperties": 2},
    "tuple": {"properties": {"p": {"prefixItems": [{"type": "integer"}], "items": False, "minItems": 1}}},
    "either": {"properties": {"s": {"oneOf": FORMS}}},
    "untyped": {"properties": {"a": {"maximum": -3}, "b": {"maxItems": 1}, "c": {"maxLength": 2}}},
    "free": {"properties": {"free": {}}},
}


class TestTools:
    def calls(self, content: str, **settings: Any) -> list[dict[str, Any]]:
        choice = chat(content, **{"tools": TOOLS, **settings})["choices"][0]
        found: list[dict[str, Any]] = choice["message"].get("tool_calls") or []
        assert (choice["finish_reason"] == "tool_calls") is bool(found)
        assert (choice["message"]["content"] is None) is bool(found)
        return found

    def test_call_fits_the_schema_and_the_message(self) -> None:
        (call,) = self.calls("What is the weather in Oslo for 3 days, in celsius?")
        assert call["function"]["name"] == "get_weather"
        assert json.loads(call["function"]["arguments"]) == {"city": "Oslo", "days": 3, "unit": "celsius"}

    def test_every_number_is_used_once(self) -> None:
        numbers = {name: {"type": "integer"} for name in ("days", "people")}
        table = tool("book_table", {"type": "object", "properties": numbers, "required": ["days", "people"]})
        (call,) = self.calls("In 3 days, for 5 people", tools=[table])
        assert json.loads(call["function"]["arguments"]) == {"days": 3, "people": 5}

    def test_number_that_does_not_fit_is_not_used(self) -> None:
        (call,) = self.calls("What is the weather in Oslo for 30 days?")
        assert 1 <= json.loads(call["function"]["arguments"])["days"] <= 7

    def test_the_words_choose_the_tool(self) -> None:
        assert self.calls("Please send a letter")[0]["function"]["name"] == "send_mail"
        assert self.calls("Weather?")[0]["function"]["name"] == "get_weather"

    def test_choice(self) -> None:
        assert self.calls("Weather?", tool_choice="none") == []
        assert len(self.calls("Weather?", tool_choice="auto")) == 1
        assert len(self.calls("Weather?", tool_choice="required")) == 1
        forced = {"type": "function", "function": {"name": "send_mail"}}
        assert self.calls("Weather?", tool_choice=forced)[0]["function"] == {"name": "send_mail", "arguments": "{}"}
        assert self.calls("Weather?", tool_choice="send_mail")[0]["function"]["name"] == "send_mail"

    def test_parallel_calls(self) -> None:
        calls = self.calls("Weather and mail", parallel_tool_calls=True)
        assert [call["function"]["name"] for call in calls] == ["get_weather", "send_mail"]
        assert len({call["id"] for call in calls}) == 2

    def test_result_is_quoted(self) -> None:
        asked = message("What is the weather in Oslo?")
        (call,) = self.calls("What is the weather in Oslo?")
        result = {"role": "tool", "tool_call_id": call["id"], "content": "12 degrees, rain"}
        messages = [asked, {"role": "assistant", "content": None, "tool_calls": [call]}, result]
        body = {"model": "m", "messages": messages, "tools": TOOLS}
        choice = answer(post(SANDBOX, CHAT, body))["choices"][0]
        assert choice["finish_reason"] == "stop"
        assert "12 degrees, rain" in choice["message"]["content"]
        again = answer(post(SANDBOX, CHAT, {**body, "tool_choice": "required"}))["choices"][0]
        assert again["finish_reason"] == "tool_calls"

    def test_streamed_call_is_the_same(self) -> None:
        settings: dict[str, Any] = {"tools": TOOLS, "parallel_tool_calls": True}
        whole = chat("Weather in Oslo", **settings)["choices"][0]["message"]["tool_calls"]
        chunks = stream("Weather in Oslo", **settings)
        made: dict[int, dict[str, Any]] = {}
        for chunk in chunks:
            for part in chunk["choices"][0]["delta"].get("tool_calls", []):
                call = made.setdefault(part["index"], {"arguments": ""})
                call.update({name: part[name] for name in ("id", "type") if name in part})
                call.setdefault("name", part["function"].get("name"))
                call["arguments"] += part["function"]["arguments"]
        assert chunks[-1]["choices"][0]["finish_reason"] == "tool_calls"
        assert len(chunks) > 6
        assert [(call["id"], call["name"], call["arguments"]) for call in made.values()] == [
            (call["id"], call["function"]["name"], call["function"]["arguments"]) for call in whole
        ]

    @pytest.mark.parametrize("name", list(SCHEMAS))
    def test_arguments_fit_any_schema(self, name: str) -> None:
        parameters = {"type": "object", "required": sorted(SCHEMAS[name].get("properties", {})), **SCHEMAS[name]}
        for content in ("Look at 'this' in Paris, 52 times", "x", ""):
            choice = chat(content, tools=[tool("look", parameters)], tool_choice="required")["choices"][0]
            arguments = json.loads(choice["message"]["tool_calls"][0]["function"]["arguments"])
            assert list(Draft202012Validator(parameters).iter_errors(arguments)) == []

    def test_schema_without_an_end(self) -> None:
        parameters = {"type": "object", "properties": {"next": {"$ref": "#"}}, "required": ["next"]}
        body = {"model": "m", "messages": [message("x")], "tools": [tool("look", parameters)]}
        reply = post(SANDBOX, CHAT, body)
        assert reply.status == 422
        assert b"without an end" in reply.content


PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer", "minimum": 0},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["name", "age", "tags"],
    "additionalProperties": False,
}


class TestForms:
    @pytest.mark.parametrize(
        "form",
        [
            {"type": "json_schema", "json_schema": {"name": "person", "schema": PERSON, "strict": True}},
            {"type": "json_object", "value": PERSON},
            {"type": "json_object", "schema": PERSON},
            {"type": "json", "value": PERSON},
            {"type": "json", "value": json.dumps(PERSON)},
        ],
    )
    def test_json_fits_the_schema(self, form: dict[str, Any]) -> None:
        found = chat("Ada Lovelace was 36", response_format=form)
        assert misfits(PERSON, json.loads(text_of(found))) == []
        pieces = [
            chunk["choices"][0]["delta"].get("content") for chunk in stream("Ada Lovelace was 36", response_format=form)
        ]
        assert "".join(piece or "" for piece in pieces) == text_of(found)
        assert json.loads(text_of(found))["age"] == 36

    def test_json_without_a_schema(self) -> None:
        found = json.loads(text_of(chat(response_format={"type": "json_object"})))
        assert found["synthetic"] is True

    def test_cut_json_says_so(self) -> None:
        form = {"type": "json_object", "value": PERSON}
        assert chat(response_format=form, max_tokens=3)["choices"][0]["finish_reason"] == "length"

    @pytest.mark.parametrize(
        "pattern", ["(yes|no)", r"\d{3}-[a-f]+", "[^a-z]{4}", r"a?b*c+.\.", "(?P<x>ab){2}", r"[\w-]+@\w+\.org"]
    )
    def test_regex(self, pattern: str) -> None:
        text = text_of(chat(response_format={"type": "regex", "value": pattern}))
        assert re.fullmatch(pattern, text)


HELLO = {"model": "m", "messages": [message("Hello.")]}


class TestAddresses:
    @pytest.mark.parametrize(
        "url",
        [
            "https://router.huggingface.co/groq/openai/v1/chat/completions",
            "https://router.huggingface.co/novita/v3/openai/chat/completions",
            "https://router.huggingface.co/hf-inference/models/sandbox/chat-completion/v1/chat/completions",
            "https://router.huggingface.co/hf-inference/models/meta-llama/Llama-3.1-8B-Instruct/v1/chat/completions",
            "https://api.cohere.com/compatibility/v1/chat/completions",
            "http://localhost:8080/v1/chat/completions?api-version=1",
            "http://localhost:8080/some/where/v1/chat/completions/",
            "http://localhost:8080/",
        ],
    )
    def test_served(self, url: str) -> None:
        assert answer(post(SANDBOX, url, HELLO))["choices"][0]["message"]["role"] == "assistant"

    def test_model_of_another_task(self) -> None:
        url = "https://router.huggingface.co/hf-inference/models/sandbox/text-to-image/v1/chat/completions"
        assert post(SANDBOX, url, {"messages": HELLO["messages"]}).status == 400
        for model, status in (("sandbox/text-to-image", 400), ("sandbox/text-to-image:groq", 400), ("any/other", 200)):
            assert post(SANDBOX, CHAT, {**HELLO, "model": model}).status == status
            assert post(SANDBOX, TestCompletions.URL, {"prompt": "x", "model": model}).status == status

    def test_models(self) -> None:
        for url in ("https://router.huggingface.co/v1/models", "http://localhost/v1/models"):
            found = answer(get(SANDBOX, url))
            assert {"sandbox/chat-completion", "sandbox/text-to-image"} <= {model["id"] for model in found["data"]}


class TestCompletions:
    URL = "http://localhost/v1/completions"

    def complete(self, **body: Any) -> dict[str, Any]:
        found: dict[str, Any] = answer(post(SANDBOX, self.URL, {"model": "m", "prompt": "Once", **body}))
        return found

    def test_text(self) -> None:
        found = self.complete()
        assert found["object"] == "text_completion"
        assert found["usage"]["completion_tokens"] == 16
        assert found["choices"][0]["finish_reason"] == "length"
        full = self.complete(max_tokens=1000)["choices"][0]
        assert full["finish_reason"] == "stop"
        assert "synthetic" in full["text"]
        assert self.complete(echo=True, max_tokens=1000)["choices"][0]["text"].startswith("Once")
        assert "synthetic" not in self.complete(stop="synthetic", max_tokens=1000)["choices"][0]["text"]

    def test_several(self) -> None:
        found = self.complete(prompt=["a", "b"], n=2, max_tokens=1000)
        assert [choice["index"] for choice in found["choices"]] == [0, 1, 2, 3]
        assert len({choice["text"] for choice in found["choices"]}) == 4

    def test_logprobs(self) -> None:
        choice = self.complete(logprobs=2)["choices"][0]
        told = choice["logprobs"]
        assert "".join(told["tokens"]) == choice["text"]
        assert [
            choice["text"][start:][: len(token)]
            for start, token in zip(told["text_offset"], told["tokens"], strict=True)
        ] == told["tokens"]
        assert all(len(top) == 2 for top in told["top_logprobs"])

    def test_stream(self) -> None:
        body = {"model": "m", "prompt": "Once", "stream": True, "stream_options": {"include_usage": True}}
        *events, done = sse(post(SANDBOX, self.URL, body).content)
        assert done == "[DONE]"
        chunks = [json.loads(event) for event in events]
        whole = self.complete()
        assert "".join(chunk["choices"][0]["text"] for chunk in chunks[:-1]) == whole["choices"][0]["text"]
        assert chunks[-1]["usage"] == whole["usage"]
        assert chunks[-2]["choices"][0]["finish_reason"] == "length"


class TestEmbeddings:
    def embed(self, **body: Any) -> list[Any]:
        found = answer(post(SANDBOX, "http://localhost/v1/embeddings", {"model": "m", "input": "a cat", **body}))
        assert [entry["index"] for entry in found["data"]] == list(range(len(found["data"])))
        return [entry["embedding"] for entry in found["data"]]

    def test_same_as_the_task(self) -> None:
        assert self.embed() == ask(SANDBOX, "feature-extraction", {"inputs": "a cat"})
        assert self.embed(input=["a cat", "a dog"])[0] == self.embed()[0]
        assert len(self.embed(dimensions=12)[0]) == 12

    def test_base64(self) -> None:
        packed = base64.b64decode(self.embed(encoding_format="base64")[0])
        assert struct.unpack("<384f", packed) == pytest.approx(self.embed()[0], abs=1e-6)

    def test_token_ids(self) -> None:
        assert self.embed(input=[1, 2, 3]) == self.embed(input=[[1, 2, 3]]) != self.embed(input=[3, 2, 1])
