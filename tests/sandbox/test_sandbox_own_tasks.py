"""Tasks that nobody here knew of: everything comes from their schemas."""

from __future__ import annotations

import base64
import io
import json
import math
import re
from typing import Any

import pytest
from PIL import Image
from sandbox_material import SAMPLES, misfits, post, sse, text64

from inferloom_runtime.sandbox import bundles
from inferloom_runtime.sandbox.core import Sandbox

TEXT = {"type": "string"}
IMAGE_FIELD = {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/*"}


def bundle(task: str, input_schema: dict[str, Any], output: dict[str, Any], **rest: Any) -> bundles.Bundle:
    raw = {"task": task, "hub": task, "method": task.replace("-", "_"), "input": input_schema, "output": output, **rest}
    return bundles.parse(json.dumps(raw))


def served(task: str, input_schema: dict[str, Any], output: dict[str, Any], body: object, **rest: Any) -> Any:
    made = bundle(task, input_schema, output, **rest)
    for seed in range(4):
        reply = post(Sandbox({task: made}, seed=seed), f"http://localhost/{task}", body)
        assert reply.status == 200, reply.content
        if reply.headers["content-type"] == "application/json":
            assert misfits(output, json.loads(reply.content)) == []
    return json.loads(reply.content) if reply.headers["content-type"] == "application/json" else reply


def test_fields_are_told_by_their_names() -> None:
    found = served(
        "count-plants",
        {"type": "object", "required": ["inputs"], "properties": {"inputs": IMAGE_FIELD}},
        {
            "type": "object",
            "required": ["plants", "width", "height", "description", "health", "ratio", "code", "overlay"],
            "properties": {
                "plants": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["class_name", "confidence", "bounding_box"],
                        "properties": {
                            "class_name": {"type": "string", "enum": ["fern", "moss"]},
                            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                            "bounding_box": {
                                "type": "object",
                                "required": ["x", "y", "width", "height"],
                                "properties": {
                                    name: {"type": "integer", "minimum": 0} for name in ("x", "y", "width", "height")
                                },
                            },
                        },
                    },
                },
                "width": {"type": "integer"},
                "height": {"type": "integer"},
                "description": {"type": "string"},
                "health": {"type": "string", "enum": ["good", "poor"]},
                "ratio": {"type": "number", "minimum": 2, "exclusiveMaximum": 2.5},
                "code": {"type": "string", "pattern": "^[A-Z]{2}-\\d{4}$"},
                "overlay": IMAGE_FIELD,
                "remark": {"type": ["string", "null"]},
            },
        },
        {"inputs": text64(SAMPLES["image"])},
    )
    assert [plant["class_name"] for plant in found["plants"]] == ["fern", "moss"]
    assert found["plants"][0]["confidence"] >= found["plants"][1]["confidence"]
    for plant in found["plants"]:
        box = plant["bounding_box"]
        assert box["x"] + box["width"] <= 64
        assert box["y"] + box["height"] <= 48
    assert (found["width"], found["height"]) == (64, 48)
    assert "64 by 48" in found["description"]
    assert Image.open(io.BytesIO(base64.b64decode(found["overlay"]))).size == (64, 48)


def test_box_as_four_numbers() -> None:
    box = {"type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number"}}
    face = {"type": "object", "properties": {"bbox": box}}
    found = served(
        "find-face",
        {"type": "object", "required": ["inputs"], "properties": {"inputs": IMAGE_FIELD}},
        {"type": "object", "required": ["face"], "properties": {"face": face}},
        {"inputs": text64(SAMPLES["image"])},
    )
    left, top, right, bottom = found["face"]["bbox"]
    assert 0 <= left < right <= 64
    assert 0 <= top < bottom <= 48


def test_returned_file_is_sent_as_it_is() -> None:
    reply = served(
        "draw-map",
        {
            "type": "object",
            "required": ["place"],
            "properties": {"place": {"type": "string"}, "size": {"type": "string"}},
        },
        {"type": "object", "required": ["map"], "properties": {"map": IMAGE_FIELD}},
        {"place": "Oslo", "size": "120x80"},
        returns={"path": "map", "unless": None, "array": None},
    )
    assert reply.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(reply.content)).size == (120, 80)


def test_lists_of_texts_and_embeddings() -> None:
    texts = {"type": "array", "items": {"type": "string"}}
    schema = {"type": "object", "required": ["texts"], "properties": {"texts": texts}}
    rewritten = served("rewrite", schema, {"type": "array", "items": {"type": "string"}}, {"texts": ["a", "b", "c"]})
    assert len(rewritten) == 3
    vectors = served(
        "encode",
        schema,
        {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
        {"texts": ["a", "b"]},
    )
    assert len(vectors) == 2
    assert math.fsum(number * number for number in vectors[0]) == pytest.approx(1, abs=1e-5)


def test_references_and_recursion() -> None:
    output = {
        "$ref": "#/$defs/Node",
        "$defs": {
            "Node": {
                "type": "object",
                "required": ["name", "children"],
                "properties": {
                    "name": {"type": "string", "minLength": 3, "maxLength": 5},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
                    "parent": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]},
                },
            }
        },
    }
    found = served("tree", {"type": "object", "properties": {"depth": {"type": "integer"}}}, output, {"depth": 1})
    assert isinstance(found["children"], list)


def test_rules_of_an_own_task_are_kept() -> None:
    schema = {
        "type": "object",
        "required": ["inputs"],
        "properties": {"inputs": {"type": "string", "pattern": "^[A-Z]{2}$"}},
    }
    sandbox = Sandbox({"flag": bundle("flag", schema, {"type": "object", "properties": {"flag": {"type": "string"}}})})
    assert post(sandbox, "http://localhost/flag", {"inputs": "NO"}).status == 200
    reply = post(sandbox, "http://localhost/flag", {"inputs": "Norway"})
    assert reply.status == 422
    assert re.search("pattern", reply.content.decode())


def test_open_parameters() -> None:
    schema = {
        "type": "object",
        "required": ["inputs"],
        "properties": {
            "inputs": {"type": "string"},
            "parameters": {"type": "object", "properties": {"known": {"type": "integer"}}},
        },
    }
    output = {"type": "object", "properties": {"text": {"type": "string"}}}
    body = {"inputs": "x", "parameters": {"strength": 0.5}}
    for is_open, status in ((True, 200), (False, 422)):
        sandbox = Sandbox({"t": bundle("t", schema, output, open_keywords=is_open)})
        assert post(sandbox, "http://localhost/t", body).status == status
        assert post(sandbox, "http://localhost/t", {"inputs": "x", "parameters": {"known": "a"}}).status == 422


STREAMING = {
    "type": "object",
    "required": ["inputs"],
    "properties": {"inputs": TEXT, "stream": {"type": "boolean"}},
}


def streamed(task: str, output: dict[str, Any], item: dict[str, Any]) -> tuple[Any, list[Any]]:
    """A task's whole answer, with the items of its stream."""
    sandbox = Sandbox({task: bundle(task, STREAMING, output, stream_output=item)})
    url = f"http://localhost/{task}"
    whole = json.loads(post(sandbox, url, {"inputs": "Sing.", "stream": False}).content)
    reply = post(sandbox, url, {"inputs": "Sing.", "stream": True})
    assert reply.headers["content-type"] == "text/event-stream"
    *events, done = sse(reply.content)
    assert done == "[DONE]"
    items = [json.loads(event) for event in events]
    assert [misfits(item, each) for each in items] == [[]] * len(items)
    return whole, items


def test_own_text_stream() -> None:
    item = {
        "type": "object",
        "required": ["index", "delta"],
        "properties": {
            "id": TEXT,
            "index": {"type": "integer"},
            "delta": {"type": "object", "required": ["text"], "properties": {"role": TEXT, "text": TEXT}},
            "done": {"type": "boolean"},
            "finish_reason": {"type": ["string", "null"]},
        },
    }
    whole, items = streamed("sing", {"type": "object", "required": ["text"], "properties": {"text": TEXT}}, item)
    assert len(items) > 10
    assert "".join(each["delta"]["text"] for each in items) == whole["text"]
    assert [each["index"] for each in items] == list(range(len(items)))
    assert [each["done"] for each in items] == [False] * (len(items) - 1) + [True]
    assert [each["finish_reason"] for each in items] == [None] * (len(items) - 1) + ["stop"]


def test_own_file_stream() -> None:
    audio = {"type": "string", "contentEncoding": "base64", "contentMediaType": "audio/*"}
    shape = {"type": "object", "required": ["audio"], "properties": {"audio": audio}}
    whole, items = streamed("hum", shape, shape)
    assert len(items) == 8
    assert b"".join(base64.b64decode(each["audio"]) for each in items) == base64.b64decode(whole["audio"])


def test_plain_text_answer() -> None:
    schema = {"type": "object", "required": ["inputs"], "properties": {"inputs": TEXT}}
    assert "synthetic" in served("say", schema, TEXT, {"inputs": "Hello there"})
