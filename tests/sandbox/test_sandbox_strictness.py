"""What the sandbox refuses, with which status, where it says the mistake is."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest
from sandbox_material import BUNDLES, CHAT, SAMPLES, error_of, example_body, get, model_url, png, post, text64

from inferloom_runtime.errors import About, refusal
from inferloom_runtime.sandbox.core import Sandbox
from inferloom_runtime.sandbox.exchange import Request

SANDBOX = Sandbox(BUNDLES)
IMAGE = text64(SAMPLES["image"])
HELLO = [{"role": "user", "content": "Hello."}]
TOOL = {"type": "function", "function": {"name": "look", "parameters": {"type": "object", "properties": {}}}}


def refused(url: str, body: object, status: int = 422) -> dict[str, Any]:
    reply = post(SANDBOX, url, body)
    found = error_of(reply)
    assert reply.status == status, found
    assert found["error"]
    assert (found.get("error_type") == "validation") is (status == 422)
    return found


@pytest.mark.parametrize(
    ("task", "change", "path", "words"),
    [
        ("text-to-image", {"parameters": {"width": 0}}, "$.parameters.width", "at least 1, got 0"),
        ("text-to-image", {"parameters": {"width": 9000}}, "$.parameters.width", "from 1 to 4096 pixels, got 9000"),
        (
            "text-to-image",
            {"parameters": {"width": "512"}},
            "$.parameters.width",
            "expected an integer, got a string ('512')",
        ),
        ("text-to-image", {"parameters": {"width": 1.5}}, "$.parameters.width", "expected an integer, got a number"),
        ("text-to-image", {"parameters": {"width": True}}, "$.parameters.width", "expected an integer, got a boolean"),
        ("text-to-image", {"parameters": {"widht": 5}}, "$.parameters.widht", "did you mean 'width'?"),
        ("text-to-image", {"parameters": {"seed": None}}, "$.parameters.seed", "got null"),
        ("text-to-image", {"parameters": []}, "$.parameters", "expected an object, got an array"),
        ("text-classification", {"inputs": None, "input": "x"}, "$.input", "did you mean 'inputs'?"),
        ("text-to-image", {"inputs": 7}, "$.inputs", "expected a string, got an integer (7)"),
        ("text-to-image", {"extra": 7}, "$.extra", "unknown field 'extra'"),
        ("text-to-image", {"stream": True}, "$.stream", "unknown field"),
        (
            "text-classification",
            {"parameters": {"function_to_apply": "max"}},
            "$.parameters.function_to_apply",
            "'softmax'",
        ),
        ("zero-shot-classification", {"parameters": {}}, "$.parameters.candidate_labels", "required and missing"),
        (
            "zero-shot-classification",
            {"parameters": {"candidate_labels": []}},
            "$.parameters.candidate_labels",
            "at least 1 items, has 0",
        ),
        (
            "zero-shot-classification",
            {"parameters": {"candidate_labels": ["a", 2]}},
            "$.parameters.candidate_labels[1]",
            "a string",
        ),
        ("object-detection", {"parameters": {"threshold": 1.5}}, "$.parameters.threshold", "at most 1, got 1.5"),
        ("feature-extraction", {"inputs": {"a": 1}}, "$.inputs", "expected an array or a string, got an object"),
        ("feature-extraction", {"inputs": ["a", 1]}, "$.inputs[1]", "expected a string"),
        ("feature-extraction", {"dimensions": 10_000_000}, "$.dimensions", "at most 8192"),
        ("feature-extraction", {"parameters": {"normalize": True}}, "$.parameters", "unknown field 'parameters'"),
        ("question-answering", {"inputs": {"question": "q"}}, "$.inputs.context", "required and missing"),
        (
            "table-question-answering",
            {"inputs": {"query": "q", "table": {"a": ["1"], "b": []}}},
            "$.inputs.table",
            "equally long",
        ),
        ("tabular-regression", {"table": {"a": ["1"], "b": ["1", "2"]}}, "$.table", "a has 1, b has 2"),
        ("fill-mask", {"inputs": "no gap here"}, "$.inputs", "no mask"),
        (
            "automatic-speech-recognition",
            {"parameters": {"return_timestamps": "line"}},
            "$.parameters.return_timestamps",
            "'word' or 'char'",
        ),
    ],
)
def test_misfit(task: str, change: dict[str, Any], path: str, words: str) -> None:
    found = refused(model_url(task), {**example_body(BUNDLES[task]), **change})
    assert found["path"] == path
    assert words in found["error"]


@pytest.mark.parametrize("task", sorted(BUNDLES))
def test_empty_request_is_refused_by_every_task(task: str) -> None:
    found = refused(model_url(task), {})
    assert found["path"].startswith("$")


@pytest.mark.parametrize("task", sorted(BUNDLES))
def test_unknown_field_is_refused_by_every_task(task: str) -> None:
    found = refused(model_url(task), {**example_body(BUNDLES[task]), "inputz": 1})
    assert found["path"] == "$.inputz"


def test_either_of_two_inputs_must_be_there() -> None:
    assert post(SANDBOX, model_url("image-text-to-image"), {"parameters": {"prompt": "x"}}).status == 200
    found = refused(model_url("image-text-to-image"), {"parameters": {"seed": 1}})
    assert "inputs, parameters.prompt" in found["error"]


class TestFiles:
    def check(self, inputs: object, words: str, task: str = "image-classification") -> None:
        found = refused(model_url(task), {"inputs": inputs}, 400)
        assert found["path"] == "$.inputs"
        assert words in found["error"]

    def test_base64(self) -> None:
        self.check(f"data:image/png;base64,{IMAGE}", "got a data: URL")
        self.check("not base64!", "no base64")
        self.check(IMAGE[:-2], "no base64")
        self.check(IMAGE.replace("+", "-").replace("/", "_"), "no base64")
        self.check("", "no bytes")

    def test_content(self) -> None:
        self.check(text64(b"hello"), "Expected an image, got bytes of no known format")
        self.check(text64(SAMPLES["audio"]), "Expected an image, got audio/wav")
        self.check(text64(SAMPLES["image"][:60]), "broken")
        self.check(text64(SAMPLES["image"]), "Expected an audio file, got image/png", "audio-classification")
        self.check(text64(SAMPLES["audio"][:30]), "no sound in it", "audio-classification")
        self.check(text64(SAMPLES["image"]), "Expected a video, got image/png", "video-classification")

    def test_raw(self) -> None:
        for content, words in ((b"hello", "no known format"), (b"", "no bytes"), (SAMPLES["audio"], "audio/wav")):
            reply = post(SANDBOX, model_url("image-classification"), raw=content, content_type="image/png")
            assert reply.status == 400
            assert words in error_of(reply)["error"]

    def test_nested(self) -> None:
        body = {"inputs": {"image": text64(b"hello"), "question": "?"}}
        assert refused(model_url("document-question-answering"), body, 400)["path"] == "$.inputs.image"

    def test_picture_bomb(self) -> None:
        content = bytearray(png())
        content[16:24] = (60_000).to_bytes(4, "big") * 2
        content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
        self.check(text64(bytes(content)), "60000")


class TestBodies:
    def test_no_json(self) -> None:
        for raw in (b"{", b"", b"\xff\xfe", b'{"inputs": NaN}', b"[" * 100_000):
            reply = post(SANDBOX, model_url("text-to-image"), raw=raw, content_type="application/json")
            assert reply.status == 400
            assert "not valid JSON" in error_of(reply)["error"]

    def test_no_object(self) -> None:
        for raw in (b"[]", b'"text"', b"3", b"null"):
            assert post(SANDBOX, model_url("text-to-image"), raw=raw, content_type="application/json").status == 400

    def test_other_kind(self) -> None:
        assert post(SANDBOX, model_url("text-to-image"), raw=b"a fox", content_type="text/plain").status == 415
        assert post(SANDBOX, CHAT, raw=b"{}", content_type="text/plain").status == 415

    def test_empty_parameters_are_no_misfit(self) -> None:
        inputs = {"source_sentence": "a", "sentences": ["b"]}
        assert post(SANDBOX, model_url("sentence-similarity"), {"inputs": inputs, "parameters": {}}).status == 200
        flat = {"inputs": None, "parameters": {}, **inputs}
        assert post(SANDBOX, model_url("sentence-similarity"), flat).status == 200


class TestConversations:
    def check(self, change: dict[str, Any], path: str, words: str, status: int = 422) -> None:
        found = refused(CHAT, {"model": "m", "messages": HELLO, **change}, status)
        assert found["path"] == path
        assert words in found["error"]

    @pytest.mark.parametrize(
        ("change", "path", "words"),
        [
            ({"model": None}, "$.model", "required"),
            ({"model": 5}, "$.model", "as a string"),
            ({"messages": []}, "$.messages", "at least one"),
            ({"messages": "hi"}, "$.messages", "expected an array, got a string ('hi')"),
            ({"messages": [{"content": "x"}]}, "$.messages[0].role", "required"),
            ({"messages": [{"role": "user"}]}, "$.messages[0].content", "needs content"),
            (
                {"messages": [{"role": "user", "content": [{"type": "text"}]}]},
                "$.messages[0].content[0].text",
                "required",
            ),
            ({"messages": [{"role": "tool", "content": "x"}]}, "$.messages[0].tool_call_id", "required"),
            (
                {"messages": [{"role": "tool", "content": "x", "tool_call_id": "a"}]},
                "$.messages[0].tool_call_id",
                "'a'",
            ),
            ({"temperature": 2.5}, "$.temperature", "at most 2"),
            ({"tempersture": 1}, "$.tempersture", "did you mean 'temperature'?"),
            ({"max_tokens": 0}, "$.max_tokens", "at least 1"),
            ({"n": 0}, "$.n", "at least 1"),
            ({"n": 129}, "$.n", "at most 128"),
            ({"stop": 5}, "$.stop", "an array or a string"),
            ({"stop": ["a", "b", "c", "d", "e"]}, "$.stop", "at most 4"),
            ({"top_logprobs": 3}, "$.top_logprobs", "needs logprobs"),
            ({"stream_options": {"include_usage": True}}, "$.stream_options", "when stream is true"),
            ({"tool_choice": "required"}, "$.tool_choice", "needs tools"),
            ({"tools": [TOOL], "tool_choice": "jump"}, "$.tool_choice", "no tool 'jump'; there are look"),
            ({"tools": [{"type": "function"}]}, "$.tools[0].function", "required"),
            ({"tools": [{**TOOL, "type": "web"}]}, "$.tools[0].type", "must be 'function'"),
            ({"response_format": {"type": "json_schema"}}, "$.response_format.json_schema", "required"),
            ({"response_format": {"type": "yaml"}}, "$.response_format.type", "must be"),
            ({"response_format": {"type": "grammar", "grammar": "root ::= x"}}, "$.response_format", "no grammar"),
        ],
    )
    def test_misfit(self, change: dict[str, Any], path: str, words: str) -> None:
        self.check(change, path, words)

    def test_wrong_schemas(self) -> None:
        wrong = {"type": "object", "properties": {"a": {"type": "strin"}}}
        tool = {"type": "function", "function": {"name": "look", "parameters": wrong}}
        self.check({"tools": [tool]}, "$.tools[0].function.parameters", "$.properties.a.type of the schema is wrong")
        form = {"type": "json_schema", "json_schema": {"name": "x", "schema": wrong}}
        self.check({"response_format": form}, "$.response_format.json_schema.schema", "is wrong")

    def test_pictures_in_messages(self) -> None:
        def said(url: str) -> dict[str, Any]:
            return {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}]}

        place = "$.messages[0].content[0].image_url.url"
        self.check(said("picture.png"), place, "http(s) address")
        self.check(said(f"data:image/png;base64,{text64(b'hello')}"), place, "Expected an image", 400)
        good = {"model": "m", **said(f"data:image/png;base64,{IMAGE}")}
        assert post(SANDBOX, CHAT, good).status == 200

    def test_nulls_are_absent(self) -> None:
        body = {"model": "m", "messages": HELLO, "tools": None, "seed": None, "stop": None}
        assert post(SANDBOX, CHAT, body).status == 200
        refused(CHAT, {"model": "m", "messages": None})

    def test_messages_may_carry_more(self) -> None:
        messages = [{"role": "assistant", "content": "x", "vendor": {"a": 1}}, {"role": "user", "content": "y"}]
        assert post(SANDBOX, CHAT, {"model": "m", "messages": messages}).status == 200


class TestGeneration:
    @pytest.mark.parametrize(
        ("parameters", "path", "words"),
        [
            ({"best_of": 2}, "$.parameters.best_of", "needs do_sample"),
            ({"best_of": 21, "do_sample": True}, "$.parameters.best_of", "at most 20"),
            ({"best_of": 2, "do_sample": True, "seed": 1}, "$.parameters.seed", "together with best_of"),
            ({"temperature": 0}, "$.parameters.temperature", "greater than 0"),
            ({"top_k": 0}, "$.parameters.top_k", "greater than 0"),
            ({"max_new_tokens": 10_000}, "$.parameters.max_new_tokens", "at most 8192 together"),
            ({"stop": ["a", "b", "c", "d", "e"]}, "$.parameters.stop", "at most 4"),
            ({"grammar": {"type": "json", "value": "{"}}, "$.parameters.grammar.value", "not valid JSON"),
            ({"grammar": {"type": "regex", "value": "(?=x)y"}}, "$.parameters.grammar.value", "cannot write"),
        ],
    )
    def test_linked_parameters(self, parameters: dict[str, Any], path: str, words: str) -> None:
        found = refused("http://localhost:8080/", {"inputs": "x", "parameters": parameters})
        assert found["path"] == path
        assert words in found["error"]

    def test_inputs(self) -> None:
        assert refused("http://localhost/generate", {"inputs": ""})["path"] == "$.inputs"
        assert "7168" in refused("http://localhost/generate", {"inputs": "a " * 8000})["error"]
        cut = {"inputs": "a " * 8000, "parameters": {"truncate": 5}}
        assert post(SANDBOX, "http://localhost/generate", cut).status == 200

    def test_prompt_tokens_are_not_streamed(self) -> None:
        body = {"inputs": "x", "parameters": {"details": True, "decoder_input_details": True}, "stream": True}
        assert refused("http://localhost/", body)["path"] == "$.parameters.decoder_input_details"


class TestOtherWires:
    @pytest.mark.parametrize(
        ("body", "path"),
        [
            ({}, "$.input"),
            ({"input": ""}, "$.input"),
            ({"input": ["a", ""]}, "$.input[1]"),
            ({"input": []}, "$.input"),
            ({"input": "a", "dimensions": 0}, "$.dimensions"),
            ({"input": "a", "encoding_format": "int8"}, "$.encoding_format"),
            ({"input": "a", "normalize": True}, "$.normalize"),
        ],
    )
    def test_embeddings(self, body: dict[str, Any], path: str) -> None:
        assert refused("http://localhost/v1/embeddings", body)["path"] == path

    @pytest.mark.parametrize(
        ("body", "path"),
        [
            ({}, "$.prompt"),
            ({"prompt": "a", "max_new_tokens": 5}, "$.max_new_tokens"),
            ({"prompt": "a", "n": 3, "best_of": 2}, "$.best_of"),
            ({"prompt": {"a": 1}}, "$.prompt"),
        ],
    )
    def test_completions(self, body: dict[str, Any], path: str) -> None:
        assert refused("http://localhost/v1/completions", body)["path"] == path


class TestKeys:
    GUARDED = Sandbox(BUNDLES, keys={"hf_x"})

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({}, 401),
            ({"authorization": "Bearer hf_y"}, 401),
            ({"authorization": "Bearer"}, 401),
            ({"authorization": "hf_x"}, 401),
            ({"authorization": "Basic hf_x"}, 401),
            ({"authorization": "Bearer hf_x"}, 200),
            ({"authorization": "Key hf_x"}, 200),
            ({"x_key": "hf_x"}, 200),
        ],
    )
    def test_key(self, headers: dict[str, str], status: int) -> None:
        body = {"model": "m", "messages": HELLO}
        assert post(self.GUARDED, CHAT, body, **headers).status == status
        # Without `keys`, any key and none are good.
        assert post(SANDBOX, CHAT, body, **headers).status == 200

    def test_hub_needs_none_but_no_wrong_one(self) -> None:
        url = "https://huggingface.co/api/models/sandbox/text-to-image"
        assert get(self.GUARDED, url).status == 200
        assert get(self.GUARDED, url, authorization="Bearer hf_y").status == 401


def test_allowed_fields() -> None:
    sandbox = Sandbox(BUNDLES, allow={"top_k", "strength"})
    assert post(sandbox, CHAT, {"model": "m", "messages": HELLO, "top_k": 4}).status == 200
    body = {"inputs": IMAGE, "parameters": {"strength": 0.5}}
    assert post(sandbox, model_url("image-segmentation"), body).status == 200
    assert post(sandbox, model_url("image-segmentation"), {**body, "parameters": {"strenght": 1}}).status == 422


def test_the_sdk_reads_the_refusal() -> None:
    reply = post(SANDBOX, model_url("text-to-image"), {"inputs": "x", "parameters": {"width": 0}})
    error = refusal(reply.status, reply.headers, reply.content, about=About(task="text_to_image"))
    assert type(error).__name__ == "ValidationError"
    assert error.server_message == "$.parameters.width: must be at least 1, got 0."
    assert error.request_id is not None


def test_refusals_are_repeatable() -> None:
    request = Request("POST", CHAT, {"content-type": "application/json"}, json.dumps({"messages": 1}).encode())
    replies = [Sandbox(BUNDLES).respond(request) for _ in range(2)]
    assert replies[0] == replies[1]
