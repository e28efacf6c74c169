"""What a server sends beyond its schema, or short of it."""

from __future__ import annotations

import base64
import io
import json
import warnings
from typing import Any

import pytest
from PIL import Image as pil

import inferloom
from inferloom import Drift, UsageError, drift
from inferloom.types import (
    ChatCompletionOutput,
    ImageSegmentationOutput,
    ImageSegmentationOutputElement,
    TextClassificationOutput,
    TextToSpeechOutput,
)
from inferloom_runtime.codec import decode

GOOD: dict[str, Any] = {
    "id": "c-1",
    "created": 1700000000,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}],
}


def changed(**members: Any) -> dict[str, Any]:
    return json.loads(json.dumps(GOOD)) | members


def decoded(value: Any, type_: Any = ChatCompletionOutput) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return decode(json.dumps(value), type_)


def report(value: Any, type_: Any = ChatCompletionOutput) -> list[tuple[str, str, int]]:
    """The same of the typed output as of the JSON that it came as."""
    found = drift(decoded(value, type_))
    assert drift(value, type_) == found
    return [(one.kind, one.path, one.count) for one in found]


def test_an_answer_that_fits() -> None:
    assert report(GOOD) == []
    assert report([{"label": "a", "score": 1}], TextClassificationOutput) == []
    assert drift([]) == []


def test_a_field_beyond_the_schema() -> None:
    value = changed(**{"x-usage": {"gpu": 1}, "cached": True})
    value["choices"][0]["message"]["reasoning_steps"] = ["a"]
    assert report(value) == [
        ("unknown", "$.choices[].message.reasoning_steps", 1),
        ("unknown", "$['x-usage']", 1),
        ("unknown", "$.cached", 1),
    ]
    assert str(drift(decoded(changed(cached=True)))[0]) == "$.cached is not in the schema, is True"


def test_a_required_field_that_is_missing() -> None:
    value = changed()
    del value["model"], value["choices"][0]["index"]
    assert report(value) == [("missing", "$.choices[].index", 1), ("missing", "$.model", 1)]
    assert str(drift(decoded(value))[1]) == "$.model is missing (a string is required)"


def test_a_value_of_another_type() -> None:
    assert report(changed(created="today")) == [("wrong", "$.created", 1)]
    (found,) = drift(decoded(changed(created="today")))
    assert str(found) == "$.created must be an integer, is 'today'"
    assert report(changed(choices={"0": 1})) == [("wrong", "$.choices", 1)]


def test_the_same_in_every_item_is_said_once() -> None:
    rows = [{"label": "a", "score": 0.5}] + [{"label": "b", "score": "x", "rank": n} for n in range(3)]
    assert report(rows, TextClassificationOutput) == [("wrong", "$[].score", 3), ("unknown", "$[].rank", 3)]
    found = drift(decoded(rows, TextClassificationOutput))
    assert found[1] == Drift("unknown", "$[].rank", "is not in the schema, is 0", "$[1].rank", 3)
    assert str(found[1]) == "$[].rank is not in the schema, is 0 (3 times, first at $[1].rank)"


def test_an_item_that_is_no_output_at_all() -> None:
    assert report([{"label": "a", "score": 1}, "oops"], TextClassificationOutput) == [("wrong", "$[]", 1)]


def test_a_list_of_several_kinds_of_output() -> None:
    both = [decoded(changed(a=1)), decoded([{"label": "a", "score": 1, "b": 2}], TextClassificationOutput)[0]]
    assert [(one.kind, one.first) for one in drift(both)] == [("unknown", "$[0].a"), ("unknown", "$[1].b")]


def test_files_are_not_unpacked_again() -> None:
    target = io.BytesIO()
    pil.new("L", (4, 3)).save(target, "PNG")
    text = base64.b64encode(target.getvalue()).decode()
    rows = [{"label": "sky", "mask": text, "score": 0.5, "area": 7}]
    assert report(rows, ImageSegmentationOutput) == [("unknown", "$[].area", 1)]
    broken = [{"label": "sky", "mask": "no mask", "score": 0.5}]
    assert [kind for kind, _, _ in report(broken, ImageSegmentationOutput)] == ["wrong"]
    made = ImageSegmentationOutputElement(label="sky", mask=pil.new("L", (4, 3)), score=0.5)
    assert drift(made) == []
    assert drift(TextToSpeechOutput(audio=b"RIFF", sampling_rate=16000)) == []


@pytest.mark.parametrize("value", [{"a": 1}, [1, 2], "text", None, 5, b"bytes"])
def test_plain_json_needs_a_type(value: Any) -> None:
    with pytest.raises(UsageError, match=r"^type is needed to look at .*: name the output's class\."):
        drift(value)


def test_what_is_nested_without_end() -> None:
    value: Any = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(UsageError, match="nested too deeply"):
        drift(value)
    with pytest.raises(UsageError, match="nested too deeply"):
        drift({"choices": value}, ChatCompletionOutput)


def test_it_is_offered_by_the_package() -> None:
    assert {"drift", "Drift"} <= set(inferloom.__all__)
    assert inferloom.drift is drift
