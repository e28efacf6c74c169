"""The wire of text generation servers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sandbox_material import BUNDLES, answer, get, misfits, post, sse

from inferloom_runtime.sandbox.core import Sandbox

SANDBOX = Sandbox(BUNDLES)
ROOT = "http://localhost:8080/"
BUNDLE = BUNDLES["text-generation"]


def generate(url: str = ROOT, **parameters: Any) -> dict[str, Any]:
    found = answer(post(SANDBOX, url, {"inputs": "Once upon a time", "parameters": parameters}))
    if not url.endswith("/generate"):
        assert isinstance(found, list)
        (found,) = found
    assert misfits(BUNDLE.output, found) == []
    result: dict[str, Any] = found
    return result


def stream(url: str = ROOT, **parameters: Any) -> list[dict[str, Any]]:
    body = {"inputs": "Once upon a time", "parameters": parameters, "stream": True}
    reply = post(SANDBOX, url, body)
    assert reply.headers["content-type"] == "text/event-stream"
    found = [json.loads(event) for event in sse(reply.content)]
    assert all(misfits(BUNDLE.stream_output or {}, event) == [] for event in found)
    return found


def test_text() -> None:
    found = generate()
    assert "synthetic" in found["generated_text"]
    assert "details" not in found
    assert generate(f"{ROOT}generate") == found
    assert generate("https://router.huggingface.co/hf-inference/models/openai-community/gpt2") == found
    assert generate(return_full_text=True)["generated_text"] == "Once upon a time" + found["generated_text"]


def test_seed_changes_the_text() -> None:
    assert generate(seed=1) == generate(seed=1)
    assert len({generate(seed=seed)["generated_text"] for seed in range(6)}) > 1


def test_limits_cut_the_same_text() -> None:
    full = generate()["generated_text"]
    cut = generate(max_new_tokens=4, details=True)
    assert full.startswith(cut["generated_text"])
    assert cut["details"]["finish_reason"] == "length"
    assert cut["details"]["generated_tokens"] == len(cut["details"]["tokens"]) == 4
    stopped = generate(stop=["synthetic"], details=True)
    assert stopped["generated_text"] == full[: full.index("synthetic") + len("synthetic")]
    assert stopped["details"]["finish_reason"] == "stop_sequence"
    assert generate(details=True)["details"]["finish_reason"] == "eos_token"


def test_details() -> None:
    found = generate(details=True, decoder_input_details=True, top_n_tokens=3, seed=9)
    details = found["details"]
    assert "".join(token["text"] for token in details["tokens"]) == found["generated_text"]
    assert "".join(token["text"] for token in details["prefill"]) == "Once upon a time"
    assert details["prefill"][0]["logprob"] is None
    assert all(token["logprob"] < 0 for token in details["prefill"][1:])
    assert [tops[0] for tops in details["top_tokens"]] == details["tokens"]
    assert all(len(tops) == 3 for tops in details["top_tokens"])
    assert details["seed"] == 9
    ids = {token["text"]: token["id"] for token in details["tokens"]}
    assert all(ids[token["text"]] == token["id"] for token in details["tokens"])


def test_best_of() -> None:
    details = generate(details=True, best_of=3, do_sample=True)["details"]
    losers = details["best_of_sequences"]
    assert len(losers) == 2
    assert all("".join(token["text"] for token in loser["tokens"]) == loser["generated_text"] for loser in losers)


@pytest.mark.parametrize("url", [ROOT, f"{ROOT}generate_stream"])
def test_stream(url: str) -> None:
    whole, events = generate(details=True), stream(url, details=True)
    assert len(events) > 10
    assert [event["index"] for event in events] == list(range(1, len(events) + 1))
    assert "".join(event["token"]["text"] for event in events) == whole["generated_text"]
    assert [event["token"] for event in events] == whole["details"]["tokens"]
    *rest, last = events
    assert all(event["generated_text"] is None and event["details"] is None for event in rest)
    assert last["generated_text"] == whole["generated_text"]
    assert last["details"]["finish_reason"] == "eos_token"
    assert last["details"]["generated_tokens"] == len(events)
    assert last["details"]["input_length"] == 4


def test_stream_with_alternatives_and_whole_text() -> None:
    events = stream(top_n_tokens=2, return_full_text=True, max_new_tokens=3)
    assert all(event["top_tokens"][0] == event["token"] for event in events)
    assert events[-1]["generated_text"].startswith("Once upon a time")


def test_no_stream_from_generate() -> None:
    assert "generated_text" in answer(post(SANDBOX, f"{ROOT}generate", {"inputs": "x", "stream": True}))


def test_grammar() -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 5}}, "required": ["n"]}
    for value in (schema, json.dumps(schema)):
        text = generate(grammar={"type": "json", "value": value})["generated_text"]
        assert misfits(schema, json.loads(text)) == []
    named = {"type": "json_schema", "value": {"name": "x", "schema": schema}}
    assert misfits(schema, json.loads(generate(grammar=named)["generated_text"])) == []
    text = generate(grammar={"type": "regex", "value": "[0-9]{4}-(a|b)"})["generated_text"]
    assert re.fullmatch("[0-9]{4}-(a|b)", text)


def test_health_and_info() -> None:
    for base in ("http://localhost:8080", "https://abc.endpoints.huggingface.cloud/path"):
        assert get(SANDBOX, f"{base}/health").status == 200
        info = answer(get(SANDBOX, f"{base}/info"))
        assert info["max_total_tokens"] == 8192
        assert info["model_pipeline_tag"] == "text-generation"
    assert answer(get(SANDBOX, "http://sandbox-fill-mask.localhost/info"))["model_pipeline_tag"] == "fill-mask"
