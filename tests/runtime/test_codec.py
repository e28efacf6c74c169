"""JSON to generated types, with the way back."""

from __future__ import annotations

import base64
import dataclasses
import enum
import json
import math
import pathlib
import threading
import warnings
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias, cast

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter
from pydantic_core import SchemaValidator
from typing_extensions import TypeAliasType

from inferloom_runtime import codec
from inferloom_runtime.codec import AnswerWarning, decode, decode_value, decoder, encode, plain
from inferloom_runtime.errors import About, AnswerError, UsageError
from inferloom_runtime.fit import Misfit, fit
from inferloom_runtime.media import Image, Media
from inferloom_runtime.record import Record
from inferloom_runtime.schema import SchemaWriter
from inferloom_runtime.shape import shape_of


@dataclass(kw_only=True)
class Function(Record):
    name: str | None = None
    arguments: str | dict[str, Any] | None = None


@dataclass(kw_only=True)
class Delta(Record):
    role: str | None = None
    content: str | None = None
    tool_calls: list[Function] | None = None


@dataclass(kw_only=True)
class Choice(Record):
    index: int
    delta: Delta
    finish_reason: Literal["stop", "length"] | str | None = None
    logprob: float | None = None


@dataclass(kw_only=True)
class Chunk(Record):
    id: str
    created: int
    choices: list[Choice]
    model: str | None = None


@dataclass(kw_only=True)
class Tree(Record):
    name: str
    children: list[Tree] | None = None
    leaf: Leaf | None = None


@dataclass(kw_only=True)
class Leaf(Record):
    tree: Tree | None = None
    by_name: dict[str, Leaf] | None = None


@dataclass(kw_only=True)
class TextPart(Record):
    text: str


@dataclass(kw_only=True)
class UrlPart(Record):
    url: str
    text: str | None = None


@dataclass(kw_only=True)
class Everything(Record):
    __wire_names__: ClassVar[Mapping[str, str]] = {"wired": "x-wired"}

    text: str
    whole: int
    number: float
    truth: bool
    nothing: None
    free: Any
    fixed: Literal["a", 1, True]
    rows: list[list[float]]
    pair: tuple[int, str]
    table: dict[str, int]
    part: TextPart | UrlPart
    either: int | float | str | list[int] | dict[str, str]
    wired: str | None = None
    media: Media | None = None
    bare_list: list | None = None  # type: ignore[type-arg]
    bare_dict: dict | None = None  # type: ignore[type-arg]


Nested: TypeAlias = "list[Nested] | float"
Named = TypeAliasType("Named", "list[Named] | str")


@dataclass(kw_only=True)
class Aliases(Record):
    nested: Nested
    named: Named | None = None


FITTING: dict[str, Any] = {
    "text": "é\u2028",
    "whole": 2**70,
    "number": 1.5,
    "truth": True,
    "nothing": None,
    "free": {"a": [1, None, {"b": 2.5}]},
    "fixed": "a",
    "rows": [[1.0, 2.5], []],
    "pair": [3, "x"],
    "table": {"a": 1},
    "part": {"url": "http://x"},
    "either": [1, 2],
    "x-wired": "w",
    "media": "AP8=",
    "bare_list": [1, "a"],
    "bare_dict": {"a": 1},
    "unknown": [1],
}
CHUNK: dict[str, Any] = {
    "id": "1",
    "created": 1741627730,
    "choices": [
        {"index": 0, "delta": {"role": "assistant", "content": "Hi", "reasoning": "r"}, "finish_reason": None},
        {"index": 1, "delta": {"tool_calls": [{"name": "f", "arguments": {"x": 1}}]}, "finish_reason": "new_reason"},
    ],
    "time_info": {"queue": 0.1},
}


@pytest.fixture(autouse=True)
def fresh_warnings() -> Iterator[None]:
    codec._warned.clear()  # pyright: ignore[reportPrivateUsage]  # each test shall see its own
    yield
    codec._warned.clear()  # pyright: ignore[reportPrivateUsage]


def without(value: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: member for key, member in value.items() if key not in keys}


# --- what fits


def test_everything_fits() -> None:
    for out in (decode(json.dumps(FITTING), Everything, strict=True), decode_value(FITTING, Everything, strict=True)):
        assert out.pair == (3, "x")
        assert type(out.part) is UrlPart
        assert out.wired == "w"
        assert out.media == b"\x00\xff"
        assert out.free == {"a": [1, None, {"b": 2.5}]}
        assert out.to_dict() == FITTING
        assert out == decode(json.dumps(FITTING).encode(), Everything)


def test_nested_records_are_typed_and_the_rest_stays() -> None:
    chunk = decode(json.dumps(CHUNK), Chunk)
    assert type(chunk.choices[1].delta.tool_calls[0]) is Function  # type: ignore[index]
    assert chunk.choices[1].finish_reason == "new_reason"  # an open enumeration
    assert chunk.choices[0].delta.extra == {"reasoning": "r"}
    assert chunk.model is None
    assert chunk.to_dict() == CHUNK


def test_lists_of_records_are_decoded() -> None:
    found = decode(b'[{"text": "a"}, {"text": "b", "more": null}]', list[TextPart])
    assert [part.text for part in found] == ["a", "b"]
    assert found[1].to_dict() == {"text": "b", "more": None}
    assert decode(b'{"a": {"text": "x"}}', dict[str, TextPart])["a"] == TextPart(text="x")
    assert decode(b"null", TextPart | None) is None
    assert decode(b"3", int) == 3


def test_the_first_type_of_a_union_of_numbers_stays() -> None:
    out = decode(b"[1, 1.0, 1e3, true]", list[float | int | bool])
    assert [type(item) for item in out] == [int, float, float, bool]


def test_a_float_stays_one_where_a_union_has_floats() -> None:
    for type_ in (int | float, float | int, list[int] | float):
        assert type(decode_value(0.0, type_)) is float
    out = decode(b"[1.0, 2]", list[int] | list[float])
    assert [type(item) for item in out] == [float, float]
    # The same when the walk decides, because something else does not fit.
    with pytest.warns(AnswerWarning):
        out = decode(b'{"either": 0.0, "whole": "x"}', Everything)
    assert type(out.either) is float
    with pytest.warns(AnswerWarning):
        rows = decode(b'["x", {"a": [1.0]}]', list[dict[str, list[int]] | dict[str, list[float]]])
    assert type(rows[1]["a"][0]) is float


def test_types_that_contain_themselves() -> None:
    value: dict[str, Any] = {"name": "a", "children": [{"name": "b", "children": []}], "leaf": {"tree": {"name": "c"}}}
    value["leaf"]["by_name"] = {"x": {"tree": {"name": "d", "extra": 1}}}
    for tree in (decode(json.dumps(value), Tree, strict=True), decode_value(value, Tree, strict=True)):
        assert tree.to_dict() == value
        assert tree.leaf is not None
        assert tree.leaf.by_name is not None
        assert type(tree.leaf.by_name["x"].tree) is Tree
    leaf = decode(json.dumps(value["leaf"]), Leaf)
    assert type(leaf.tree) is Tree
    pair = decode(json.dumps([value, value]), list[Tree])
    assert [type(child) for tree in pair for child in tree.children or ()] == [Tree, Tree]


def test_aliases_that_contain_themselves() -> None:
    out = decode(b'{"nested": [1, [2.5, [[]]]], "named": [["a"], "b"]}', Aliases, strict=True)
    assert out.nested == [1.0, [2.5, [[]]]]
    assert out.named == [["a"], "b"]
    with pytest.raises(AnswerError, match=r"\$.named\[0\]\[0\] must be"):
        decode(b'{"nested": 1, "named": [[3]]}', Aliases, strict=True)


def test_a_union_of_objects_takes_the_one_that_knows_most() -> None:
    assert type(decode(b'{"text": "x"}', TextPart | UrlPart)) is TextPart
    assert type(decode(b'{"url": "x", "text": "y"}', TextPart | UrlPart)) is UrlPart
    assert type(decode(b'{"url": "x", "text": "y"}', UrlPart | TextPart)) is UrlPart
    assert type(decode(b'[{"url": "x"}]', list[TextPart] | list[UrlPart])[0]) is UrlPart
    assert decode(b'{"other": 1}', TextPart | dict[str, int]) == {"other": 1}


def test_image_fields_are_pictures() -> None:
    import io

    from PIL import Image as pil

    target = io.BytesIO()
    pil.new("L", (2, 3)).save(target, "PNG")

    mask = decode(json.dumps([base64.b64encode(target.getvalue()).decode()]), list[Image], strict=True)[0]
    assert mask.size == (2, 3)


def test_types_that_only_pydantic_knows() -> None:
    class Model(BaseModel):
        x: int

    assert decode(b'[{"x": 1}]', list[Model]) == [Model(x=1)]
    with pytest.raises(AnswerError, match=r"\$\[0\] does not fit"):
        decode(b'[{"x": "a"}]', list[Model], strict=True)


# --- what does not fit


@pytest.mark.parametrize(
    ("key", "wrong", "words"),
    [
        ("text", 3, "$.text must be a string, is 3"),
        ("text", None, "$.text must be a string, is null"),
        ("whole", 1.5, "$.whole must be an integer, is 1.5"),
        ("whole", "1", "$.whole must be an integer, is '1'"),
        ("whole", True, "$.whole must be an integer, is true"),
        ("number", "1.5", "$.number must be a number, is '1.5'"),
        ("number", False, "$.number must be a number, is false"),
        ("truth", 1, "$.truth must be true or false, is 1"),
        ("nothing", 0, "$.nothing must be null, is 0"),
        ("fixed", "b", "$.fixed must be one of 'a', 1, True, is 'b'"),
        ("fixed", 2, "$.fixed must be one of 'a', 1, True, is 2"),
        ("rows", {}, "$.rows must be a list of lists, is {}"),
        ("rows", [[1, "x"]], "$.rows[0][1] must be a number, is 'x'"),
        ("pair", [1, "x", 2], "$.pair must be a list of 2, is <list of 3>"),
        ("pair", ["x", "y"], "$.pair[0] must be an integer, is 'x'"),
        ("table", [], "$.table must be an object, is <list of 0>"),
        ("table", {"a b": None}, "$.table['a b'] must be an integer, is null"),
        ("part", {"url": 3}, "$.part.url must be a string, is 3"),
        ("part", "x", "$.part must be an object, is 'x'"),
        ("either", [1, "x"], "$.either[1] must be an integer, is 'x'"),
        ("either", {"a": 1}, "$.either.a must be a string, is 1"),
        ("either", None, "$.either must be an integer or a string or a list of integers or an object or a number"),
        ("x-wired", 1, "$['x-wired'] must be a string or null, is 1"),
        ("media", "***", "$.media must be base64 text or null, is '***'"),
    ],
)
def test_a_misfit_is_delivered_with_one_warning_or_raised(key: str, wrong: Any, words: str) -> None:
    value = {**FITTING, key: wrong}

    def from_text(strict: bool) -> Everything:
        return decode(json.dumps(value), Everything, strict=strict)

    def from_value(strict: bool) -> Everything:
        return decode_value(value, Everything, strict=strict)

    for give in (from_text, from_value):
        with pytest.raises(AnswerError) as caught:
            give(True)
        assert words in str(caught.value)
        codec._warned.clear()  # pyright: ignore[reportPrivateUsage]
        with pytest.warns(AnswerWarning) as warned:
            out = give(False)
        assert len(warned) == 1
        assert words in str(warned[0].message)
        assert "Everything" in str(warned[0].message)
        # All else is typed, and the misfit is there as it came.
        assert out.to_dict() == value
        assert isinstance(out, Everything)
        if key != "part":
            assert type(out.part) is UrlPart
        if key != "pair":
            assert out.pair == (3, "x")


def test_the_warning_comes_once_for_a_type_and_a_path() -> None:
    with pytest.warns(AnswerWarning, match=r"\$\[1\].text must be a string, is 1") as warned:
        decode(b'[{"text": "a"}, {"text": 1}, {"text": 2}]', list[TextPart])
    assert len(warned) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert decode(b'[{"text": 5}]', list[TextPart])[0].to_dict() == {"text": 5}
    with pytest.warns(AnswerWarning):
        decode(b'{"text": 5}', TextPart)  # another type


def test_the_warning_names_the_line_that_called() -> None:
    with pytest.warns(AnswerWarning) as warned:
        decode(b'{"text": 5}', TextPart)
    assert warned[0].filename == __file__


def test_several_misfits_make_one_warning() -> None:
    with pytest.warns(AnswerWarning) as warned:
        decode(b'{"id": 1, "created": "x", "choices": [{"index": null, "delta": {"role": []}}]}', Chunk)
    assert len(warned) == 1
    for place in ("$.id must", "$.created must", "$.choices[0].index must", "$.choices[0].delta.role must"):
        assert place in str(warned[0].message)


def test_missing_fields_are_an_error_only_when_strict() -> None:
    out = decode(b'{"choices": [{}]}', Chunk)
    assert out.choices[0].index is None
    assert out.id is None
    assert out.to_dict() == {"choices": [{}]}
    with pytest.raises(AnswerError, match=r"\$.choices\[0\].index is missing") as caught:
        decode(b'{"choices": [{"delta": {}}]}', Chunk, strict=True)
    assert caught.value.message == (
        "The answer is no Chunk: $.choices[0].index is missing (an integer is required); "
        "$.id is missing (a string is required); $.created is missing (an integer is required)."
    )
    with pytest.raises(AnswerError, match=r"^The answer is no list\[Chunk\]: \$\[0\] must be an object, is 'x'\."):
        decode(b'["x"]', list[Chunk], strict=True)


def test_an_integer_may_be_written_with_a_fraction_of_zero() -> None:
    # JSON Schema, 6.1.1: a number without a fractional part is an integer.
    for out in (decode(b'{"whole": 3.0}', Everything), decode_value({"whole": 3.0}, Everything)):
        assert out.whole == 3
        assert type(out.whole) is int
    assert decode(b"3.0", int, strict=True) == 3


def test_equal_numbers_are_the_same_constant() -> None:
    for out in (decode(b'{"fixed": 1.0}', Everything), decode_value({"fixed": 1.0}, Everything)):
        assert out.fixed == 1
        assert type(out.fixed) is int
    assert decode(b'{"fixed": true}', Everything).fixed is True


def test_an_integer_is_a_number() -> None:
    for out in (decode(b'{"number": 3}', Everything), decode_value({"number": 3}, Everything)):
        assert type(out.number) is float


@pytest.mark.parametrize("data", [b"[1, 2]", b"3", b"null", b'"x"', b'{"error": 1}'])
def test_a_root_of_another_kind_is_an_error(data: bytes) -> None:
    wanted: Any = list[TextPart] if data.startswith(b"{") else TextPart
    with pytest.raises(AnswerError, match=r"\$ must be (an object|a list of objects), is"):
        decode(data, wanted)


def test_the_message_of_many_misfits_is_bounded() -> None:
    data = json.dumps([{"text": ["x" * 10_000]}] * 1000)
    with pytest.raises(AnswerError, match="and 995 more") as caught:
        decode(data, list[TextPart], strict=True)
    assert len(str(caught.value)) < 1000
    with pytest.raises(AnswerError) as caught:
        decode(json.dumps({"text": {"k" * 5000: 1}}), TextPart, strict=True)
    assert len(str(caught.value)) < 1000


# --- what is no JSON


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'["\\ud800", ' + b"[" * 250 + b"]" * 250 + b"]",  # which only the standard library reads
        b'["\\ud800", ' + b"[" * 100_000 + b"]" * 100_000 + b"]",
    ],
)
@pytest.mark.parametrize("type_", [TextPart, Tree, Any, list[Any]])
@pytest.mark.parametrize("strict", [False, True])
def test_json_that_is_nested_too_deeply(data: bytes, type_: Any, strict: bool) -> None:
    with pytest.raises(AnswerError, match="nested too deeply: more than 200 levels of lists and objects") as caught:
        decode(data, type_, strict=strict, about=About(task="chat_completion"))
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("strict", [False, True])
def test_a_value_that_is_nested_too_deeply(strict: bool) -> None:
    """The recursion of the walk has an end as well."""
    tree: dict[str, Any] = {"name": 5}
    for _ in range(5000):
        tree = {"name": "a", "children": [tree]}
    with pytest.raises(AnswerError, match="nested too deeply"):
        decode_value(tree, Tree, strict=strict)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is empty"),
        (b"<html><body>502</body></html>", "it begins with '<html><body>502"),
        (b'{"text": "a"', r"it begins with '{\"text\": \"a\"'"),
        (b'{"text": "a"} x', "trailing characters"),
        (b"\xff\xfe\xfa", "not JSON"),
        (b'{"text": "\xff"}', "not JSON"),
        (b'{"text": 01}', "not JSON"),
        (b"{'text': 'a'}", "not JSON"),
        (b'{"text": "a\nb"}', "control character"),
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_what_is_no_json_is_an_answer_error(data: bytes, words: str, strict: bool) -> None:
    with pytest.raises(AnswerError, match=words.replace("{", r"\{")) as caught:
        decode(data, TextPart, strict=strict, about=About(task="chat_completion"), content_type="text/html")
    assert "text/html" in str(caught.value)
    assert caught.value.task == "chat_completion"
    assert len(str(caught.value)) < 400


def test_numbers_that_json_does_not_have_are_read_unless_strict() -> None:
    value = decode(b'{"logprob": NaN, "index": 1}', Choice).logprob
    assert value is not None
    assert math.isnan(value)
    assert decode(b'{"logprob": -Infinity}', Choice).logprob == -math.inf
    assert decode(b"[1.5, Infinity]", list[float]) == [1.5, math.inf]
    for data in (b'{"logprob": NaN, "index": 1, "delta": {}}', b'{"logprob": Infinity, "index": 1, "delta": {}}'):
        with pytest.raises(AnswerError, match=r"\$.logprob must be a number"):
            decode(data, Choice, strict=True)


def test_half_a_surrogate_pair_is_read_and_sent() -> None:
    # A server that cuts text by UTF-16 units sends one half at the end of a chunk.
    out = decode(rb'{"text": "\ud83d"}', TextPart)
    assert out.text == "\ud83d"
    assert decode(rb'{"text": "\ud83d"}', TextPart, strict=True).text == "\ud83d"
    assert encode(out) == rb'{"text":"\ud83d"}'


def test_a_byte_order_mark_is_no_hindrance() -> None:
    assert decode(b'\xef\xbb\xbf{"text": "a"}', TextPart).text == "a"


def test_depth_that_a_type_has_is_read() -> None:
    depth = 150
    data = b'{"name": "a", "children": [' * (depth // 2) + b"]}" * (depth // 2)
    tree = decode(data, Tree)
    for _ in range(depth // 2 - 1):
        assert tree.children is not None
        tree = tree.children[0] if tree.children else tree
    assert tree.name == "a"


# --- the two ways of decoding


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
keys = st.sampled_from([*FITTING, "url", "name", "children", "leaf", "tree", "by_name", "extra", "index"])
json_values = st.recursive(
    scalars | st.just("AP8="),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@st.composite
def nearly_fitting(draw: st.DrawFn) -> dict[str, Any]:
    dropped = draw(st.sets(keys, max_size=2))
    changed = draw(st.dictionaries(keys, json_values, max_size=2))
    return {**without(FITTING, *dropped), **changed}


TYPES: list[Any] = [Everything, Tree, Aliases, list[Everything], TextPart | UrlPart | str, dict[str, Tree | int]]


def same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, Record):
        return same(vars(one), vars(other))
    if isinstance(one, dict) and isinstance(other, dict):
        one, other = cast("dict[str, object]", one), cast("dict[str, object]", other)
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        one, other = cast("list[object]", one), cast("list[object]", other)
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@settings(max_examples=300, deadline=None)
@given(nearly_fitting() | json_values | st.lists(nearly_fitting(), max_size=2), st.sampled_from(TYPES), st.booleans())
@example({**FITTING, "either": 0.0}, Everything, False)
@example({**FITTING, "fixed": 1.0}, Everything, True)
@example([1.0, [1], ["a"]], list[int | list[int] | list[float] | float], False)
def test_the_fast_way_and_the_walk_agree(value: Any, type_: Any, strict: bool) -> None:
    shape = shape_of(type_)
    misfits: list[Misfit] = []
    walked = fit(shape, value, (), misfits, strict)
    validator = SchemaValidator(SchemaWriter(strict).whole(shape))
    data = json.dumps(value)
    for validate, given_value in ((validator.validate_python, value), (validator.validate_json, data)):
        try:
            fast = validate(given_value)
        except ValueError:
            continue
        assert not misfits, (misfits[0].at, misfits[0].problem)
        assert same(fast, walked)


@settings(max_examples=200, deadline=None)
@given(nearly_fitting())
def test_lenient_decoding_loses_nothing(value: dict[str, Any]) -> None:
    value = without(value, "media", "number", "rows")  # bytes, and floats that were integers
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = decode(json.dumps(value), Everything)
    assert out.to_dict() == value


@settings(max_examples=100, deadline=None)
@given(st.text(), st.integers(0, 2**40), st.text())
def test_what_fits_is_decoded_as_pydantic_does(text: str, created: int, content: str) -> None:
    value = {"id": text, "created": created, "choices": [{"index": 0, "delta": {"content": content}}]}
    data = json.dumps(value)
    assert decode(data, Chunk, strict=True) == TypeAdapter(Chunk).validate_json(data)


def test_what_fits_takes_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(*_: object) -> None:
        raise AssertionError("the walk was taken")

    ready = decoder(Chunk)
    monkeypatch.setattr(codec, "fit", walk)
    assert ready(json.dumps(CHUNK)).id == "1"
    with pytest.raises(AssertionError):
        ready(b'{"id": 1}')


def test_decoders_are_built_once_even_by_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh: Any = dataclasses.make_dataclass("Fresh", [("a", Tree)], bases=(Record,), kw_only=True)
    fresh.__module__ = __name__
    built: list[object] = []

    def counted(strict: bool) -> SchemaWriter:
        built.append(strict)
        return SchemaWriter(strict)

    monkeypatch.setattr(codec, "SchemaWriter", counted)
    gate = threading.Barrier(8)
    found: list[Any] = []

    def run() -> None:
        gate.wait()
        found.append(decode(b'{"a": {"name": "x"}}', fresh).a.name)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["x"] * 8
    assert len(built) == 1


def test_a_type_that_cannot_be_read_fails_every_time() -> None:
    @dataclass(kw_only=True)
    class Broken(Record):
        field: Unheard  # type: ignore[name-defined]  # noqa: F821

    refers = dataclasses.make_dataclass("Refers", [("broken", Broken)], bases=(Record,), kw_only=True)
    refers.__module__ = __name__
    for type_ in (refers, Broken, refers):
        with pytest.raises(NameError):
            decode(b"{}", type_)


# --- the way back


class Colour(enum.StrEnum):
    RED = "red"


class Model(BaseModel):
    a: int
    b: str | None = None


class Unwritable(BaseModel):
    x: Any


@dataclass
class Foreign:
    a: int
    b: list[int] | None = None


def test_encode_is_compact_utf8() -> None:
    assert (
        encode({"a": [1, 2.5, True, None, "é\u2028"], "b": {}}) == '{"a":[1,2.5,true,null,"é\u2028"],"b":{}}'.encode()
    )


def test_encode_takes_what_callers_have() -> None:
    sound = decode_value({"index": 0, "delta": {"content": None, "x": 1}}, Choice)
    value = {
        "record": sound,
        "made": Delta(role="user"),
        "model": Model(a=1),
        "foreign": Foreign(1),
        "array": np.array([[1, 2], [3, 4]], dtype=np.float32),
        "scalars": [np.int64(3), np.float32(0.5), np.float64(0.25), np.bool_(True), np.str_("s")],
        "tuple": (1, (2, 3)),
        "range": range(3),
        "deque": deque([1]),
        "enum": Colour.RED,
        7: "number as key",
    }
    assert json.loads(encode(value)) == {
        "record": {"index": 0, "delta": {"content": None, "x": 1}},
        "made": {"role": "user"},
        "model": {"a": 1, "b": None},
        "foreign": {"a": 1, "b": None},
        "array": [[1.0, 2.0], [3.0, 4.0]],
        "scalars": [3, 0.5, 0.25, True, "s"],
        "tuple": [1, [2, 3]],
        "range": [0, 1, 2],
        "deque": [1],
        "enum": "red",
        "7": "number as key",
    }


def test_plain_drops_none_in_dicts_and_lists_and_changes_nothing() -> None:
    # Common rules of the wire: keys and items that are None are removed, recursively.
    message = {"role": "user", "content": None, "parts": [None, {"x": None, "y": [None]}]}
    before = json.dumps(message)
    made = plain([message, None, Model(a=1), Delta(role="x")])
    assert made == [{"role": "user", "parts": [{"y": []}]}, {"a": 1}, {"role": "x"}]
    assert json.dumps(message) == before
    made[0]["parts"].append(1)
    assert json.dumps(message) == before
    assert plain(message, drop_none=False) == message
    assert plain(message, drop_none=False) is not message
    assert encode(message, drop_none=True) == b'{"role":"user","parts":[{"y":[]}]}'


def test_wire_names_are_written() -> None:
    value = decode_value({"x-wired": "w"}, Everything)
    assert plain(value) == {"x-wired": "w"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"a": [1, {"b": math.nan}]}, "The value at a[1].b cannot be sent as JSON: nan; JSON has no such number."),
        ([math.inf], "The value at [0] cannot be sent as JSON: inf; JSON has no such number."),
        (np.array([np.nan]), "JSON has no such number"),
        (np.float32("nan"), "JSON has no such number"),
        ({"a": {1, 2}}, "The value at a cannot be sent as JSON: <set>; make it a dict, a list, a string or a number"),
        ({"a": b"\x00" * 5000}, "The value at a cannot be sent as JSON: <5000 bytes>; make it base64 text first."),
        (bytearray(b"x"), "make it base64 text first"),
        ({"a b": object()}, "The value at ['a b'] cannot be sent as JSON: <object>"),
        (pathlib.Path("x"), "cannot be sent as JSON"),
        ((item for item in [1]), "<generator>"),
        (Model, "cannot be sent"),
        ({"a": Unwritable(x=object())}, "The value at a cannot be sent as JSON: <Unwritable>"),
        ({1.5: 1}, "the keys of an object are strings"),
        ({None: 1}, "the keys of an object are strings"),
        ({True: 1}, "the keys of an object are strings"),
    ],
)
def test_what_is_no_json_is_not_sent(value: Any, words: str) -> None:
    for give in (plain, encode):
        with pytest.raises(UsageError) as caught:
            give(value, about=About(task="chat_completion"))
        assert words in str(caught.value)
        assert caught.value.task == "chat_completion"
        assert len(str(caught.value)) < 300


def test_an_integer_that_python_does_not_write_is_refused() -> None:
    with pytest.raises(UsageError, match="digits"):
        encode({"a": 10**5000})
    assert encode(10**300) == str(10**300).encode()


def test_a_value_that_contains_itself_is_refused() -> None:
    value: list[Any] = []
    value.append({"again": value})
    with pytest.raises(UsageError, match="contains itself"):
        plain(value)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_encode_writes_what_json_reads(value: Any) -> None:
    assert json.loads(encode(value)) == value
