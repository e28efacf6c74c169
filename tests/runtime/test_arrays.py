"""Arrays out of answers: the numbers that the standard library and numpy read there, to the last bit."""

from __future__ import annotations

import base64
import json
import math
import struct
import sys
import warnings
from typing import Any

import numpy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inferloom.types.feature_extraction import FeatureExtractionOutput
from inferloom_runtime import arrays, codec, wire
from inferloom_runtime.call import Call
from inferloom_runtime.codec import AnswerWarning
from inferloom_runtime.errors import About, AnswerError, ProviderError
from inferloom_runtime.flow import Answer, Request, Work, drive
from inferloom_runtime.quirks import embeddings

Array = numpy.ndarray[Any, numpy.dtype[Any]]


def call(*, strict: bool = False) -> Call:
    about = About("endpoint", "feature_extraction", "m")
    return Call(about=about, base_url="https://x.test", model="m", strict=strict)


def answer(body: bytes | str | Any, content_type: str = "application/json") -> Answer:
    content = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    return Answer(200, {"content-type": content_type}, content, "https://x.test", Request("POST", "https://x.test"))


def plain(body: Any, *, strict: bool = False) -> Array:
    """The array of an answer that is a list, as a provider's function makes it."""
    asked = call(strict=strict)
    value = drive(arrays.json_in(asked, answer(body)), None)
    return arrays.array(arrays.decoded_value(asked, value, FeatureExtractionOutput), "float32", asked)


def openai(body: Any, *, strict: bool = False) -> Array:
    """The array of an answer in OpenAI's form."""
    asked = call(strict=strict)
    value = drive(arrays.json_in(asked, answer(body)), None)
    shape = wire.located(asked, lambda: embeddings.vectors(value))
    return arrays.array(arrays.decoded_value(asked, shape, FeatureExtractionOutput), "float32", asked)


def same(found: Array, expected: Array) -> None:
    """Two arrays of the same numbers; the first one is the caller's own."""
    assert found.dtype == expected.dtype == numpy.float32
    assert found.shape == expected.shape
    assert found.tobytes() == expected.tobytes()
    assert found.flags.writeable
    assert found.flags.c_contiguous


def told() -> Any:
    """Expects a warning of what does not fit, which comes once a process."""
    codec._warned.clear()  # pyright: ignore[reportPrivateUsage]
    return pytest.warns(AnswerWarning, match=r"\$\[0\]")


NUMBERS = st.one_of(
    st.floats(width=32, allow_nan=False, allow_infinity=False),
    st.floats(-3e38, 3e38),
    st.integers(-(2**70), 2**70),
    st.sampled_from([0, -0.0, 1e-46, 5e-324, 0.1, 16777217, 1 + 2**-24, 3.4028235e38]),
)
FORMS: list[dict[str, Any]] = [
    {"separators": (",", ":")},
    {"indent": 1},
    {"indent": "\t", "separators": (" ,", " :\n")},
]


@st.composite
def boxes(draw: st.DrawFn) -> Any:
    """Nested lists, each as long as its neighbours."""

    def box(shape: list[int]) -> Any:
        return [box(shape[1:]) for _ in range(shape[0])] if shape else draw(NUMBERS)

    return box(draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)))


@settings(max_examples=150, deadline=None)
@given(boxes(), st.sampled_from(FORMS))
@example([[]], {})
@example([[], []], {})
@example([], {})
@example([[[1, 2]], [[3, 4]]], {})
def test_lists_of_numbers(box: Any, form: dict[str, Any]) -> None:
    text = json.dumps(box, **form)
    same(plain(text), numpy.array(json.loads(text), dtype="float32"))


TEXTS = st.text(st.sampled_from('[]"\\,0123.- \n{}é'), max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=1, max_size=4),
    st.permutations(range(4)),
    st.sampled_from(FORMS),
    TEXTS,
    st.sampled_from([None, 0, [], [1, 2], [[3]], {"a": [1]}, {"a": []}, "[1]"]),
    st.booleans(),
)
@example([[1, 2, 3]], [0, 1, 2, 3], FORMS[0], "a[1,2]b", [], False)
@example([[1, 2, 3]], [0, 1, 2, 3], FORMS[0], "[1]", [1], True)
def test_openais_lists(
    rows: list[Any], order: list[int], form: dict[str, Any], text: str, more: Any, first: bool
) -> None:
    # The rows come in any order; texts and lists of other things stand before and after them.
    data = [{"object": text, "index": at, "embedding": rows[at], text: more} for at in order if at < len(rows)]
    other = {"model": text, "x": more}
    body = json.dumps({**other, "data": data} if first else {"data": data, **other}, **form)
    same(openai(body), numpy.array(rows, dtype="float32"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.floats(width=32, allow_nan=False), min_size=3, max_size=3), min_size=1, max_size=4),
    TEXTS,
    st.booleans(),
)
def test_openais_base64(vectors: list[list[float]], text: str, mixed: bool) -> None:
    # As OpenAI's own client reads them: numpy.frombuffer(base64.b64decode(data), dtype="float32"), on a machine that
    # is little-endian.
    rows = [struct.pack("<3f", *vector) for vector in vectors]
    sent: list[Any] = [base64.b64encode(row).decode() for row in rows]
    expected = numpy.array([numpy.frombuffer(row, "<f4") for row in rows], dtype="float32")
    if mixed:
        sent.append([1, 2.5, -3])
        expected = numpy.vstack([expected, numpy.array([sent[-1]], "float32")])
    data = [{"embedding": row, "index": at} for at, row in enumerate(sent)]
    for body in ({"data": data}, {"model": text, "data": data[::-1], "usage": {"a": [1]}}):
        same(openai(body), expected)


def test_base64_is_little_endian() -> None:
    packed = base64.b64encode(struct.pack("<3f", 0.5, -1.25, 2.0)).decode()
    assert openai({"data": [{"embedding": packed}]}).tolist() == [[0.5, -1.25, 2.0]]
    assert plain([packed, packed]).tolist() == [[0.5, -1.25, 2.0]] * 2
    # RFC 4648, section 5, and without what pads it.
    assert base64.b64decode("/7///w==") == base64.urlsafe_b64decode("_7___w==") == b"\xff\xbf\xff\xff"
    for text in ("/7///w==", "_7___w==", "_7___w"):
        assert openai({"data": [{"embedding": text}]}).tobytes() == b"\xff\xbf\xff\xff"


@pytest.mark.parametrize(
    "text",
    ["not base64!", base64.b64encode(b"12345").decode(), base64.b64encode(b"123456").decode(), "AACAPw==\n", "é", "A"],
)
@pytest.mark.parametrize("neighbour", [[], [{"index": 1, "embedding": "AACAPw=="}]])
def test_other_text_is_an_error(text: str, neighbour: list[Any]) -> None:
    with pytest.raises(AnswerError, match="not base64 of 32-bit floats") as caught:
        openai({"data": [{"index": 0, "embedding": text}, *neighbour]})
    assert caught.value.about.model == "m"


@pytest.mark.parametrize(
    "body",
    [
        "[[1, 2], [3]]",
        "[[1, 2], []]",
        "[[1, 2], 3]",
        '[[1, "x"]]',
        "[[1, 2], null]",
        '[[1, 2], {"a": [1, 2]}]',
        '[[1, 2], "a[1]"]',
        '{"a": [[1]]}',
        '{"data": [{"embedding": [1, 2]}]}',
        "5",
        '"[1, 2]"',
        '["", "AACAPw=="]',
        '["AACA"]',
    ],
)
def test_what_is_no_array(body: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", AnswerWarning)
        with pytest.raises(AnswerError, match=r"is not an array of numbers|is no list") as caught:
            plain(body)
    assert caught.value.about.task == "feature_extraction"


@pytest.mark.parametrize(
    "body", ["[[1, 2]", "[[1, 2]]]", "[[1, 2]] x", "[[01]]", "[[1,]]", "[[1 2]]", "[[.5]]", "", "[1]]"]
)
def test_what_is_no_json(body: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever the standard library says of it
        json.loads(body)
    with pytest.raises(AnswerError, match="The answer is not JSON"):
        plain(body)


def test_numbers_beyond_those_of_32_bits() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # numpy's, of the same numbers
        for body in ("[[1e39, -1e300, 1]]", "[[1e400, 1]]"):
            assert plain(body)[0].tolist()[-1] == 1
            assert math.isinf(plain(body)[0].tolist()[0])
    # Python's own JSON has these, and servers send them.
    found = plain("[[NaN, Infinity, -Infinity]]")[0].tolist()
    assert math.isnan(found[0])
    assert found[1:] == [math.inf, -math.inf]


def test_what_json_calls_a_number_is_one() -> None:
    assert plain("[[true, false]]").tolist() == numpy.array([[True, False]], dtype="float32").tolist()
    with told():
        assert math.isnan(plain("[[1, null]]")[0, 1])

    with told():
        assert plain('[[1, "2.5"]]').tolist() == [[1, 2.5]]


@pytest.mark.parametrize("body", ["[[1, null]]", "[[1, true]]", "[[1, NaN]]", '[["x"]]', "[[[[[1]]]]]"])
def test_strict_clients_want_numbers(body: str) -> None:
    assert plain("[[1, 2.5]]", strict=True).tolist() == [[1, 2.5]]
    with pytest.raises(AnswerError, match=r"\$\[0\]"):
        plain(body, strict=True)


def test_the_last_of_two_members_of_a_name_counts() -> None:
    assert openai('{"data": [{"embedding": [1, 2], "embedding": [5, 6]}]}').tolist() == [[5, 6]]


def test_answers_that_say_that_they_are_something_else() -> None:
    for kind, body, error in (
        ("text/html", "[[1]]", AnswerError),
        ("application/json", {"error": "no"}, ProviderError),
    ):
        with pytest.raises(error):
            drive(arrays.json_in(call(), answer(body, kind)), None)


def test_a_large_answer_is_read_outside_the_event_loop() -> None:
    def steps(rows: int) -> list[Any]:
        return list(arrays.json_in(call(), answer([[0.5] * 1000] * rows)))

    assert steps(1) == []
    assert [type(step) for step in steps(100)] == [Work]


def test_a_million_numbers_are_never_objects_at_once() -> None:
    # As many would take 32 bytes each, their lists included; the array and its text have 4 and 4.
    import tracemalloc

    body = answer(b"[" + b",".join([b"[" + b",".join([b"0.5"] * 1000) + b"]"] * 1000) + b"]")
    plain(b"[[1]]")
    tracemalloc.start()
    try:
        value = drive(arrays.json_in(call(), body), None)
        assert arrays.array(value, "float32", call()).shape == (1000, 1000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16_000_000
    assert sys.getsizeof(0.5) * 1_000_000 > 16_000_000


def test_arrays_of_another_kind() -> None:
    for dtype in ("float64", "float16", "int32"):
        for value in ([[1, 2]], [struct.pack("<2f", 1, 2)], ["AACAPwAAAEA="]):
            found = arrays.array(value, dtype, call())
            assert (found.dtype, found.tolist()) == (numpy.dtype(dtype), [[1, 2]])
