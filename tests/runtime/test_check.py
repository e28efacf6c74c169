"""Arguments against the generated input types."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from typing_extensions import TypeAliasType

from inferloom_runtime import check as module
from inferloom_runtime.check import check, prepare
from inferloom_runtime.codec import plain
from inferloom_runtime.errors import About, UsageError
from inferloom_runtime.media import Image
from inferloom_runtime.record import Record
from inferloom_runtime.shape import RecordShape, shape_of


class Anything:
    """A value of no type that anybody knows."""

    def __repr__(self) -> str:
        return "anything"


ANYTHING = Anything()

Nested = TypeAliasType("Nested", "list[Nested] | int")


@dataclass(kw_only=True)
class Part(Record):
    type: Literal["text", "image_url"]
    text: str | None = None


@dataclass(kw_only=True)
class Message(Record):
    role: str
    content: str | list[Part] | None = None


@dataclass(kw_only=True)
class Tool(Record):
    name: str = field(metadata={"min_length": 1, "max_length": 5})
    parameters: dict[str, Any] | None = None


@dataclass(kw_only=True)
class ChatInput(Record):
    messages: list[Message] = field(metadata={"min_items": 1})
    max_tokens: int | None = field(default=None, metadata={"minimum": 1, "maximum": 10})
    temperature: float | None = field(default=None, metadata={"minimum": 0, "exclusive_maximum": 2})
    penalty: float | None = field(default=None, metadata={"exclusive_minimum": 0, "maximum": 1.5})
    stop: list[str] | str | None = field(default=None, metadata={"max_items": 4, "max_length": 3})
    stream: bool | None = None
    logit_bias: dict[str, float] | list[float] | None = None
    tools: list[Tool] | None = None
    tool_choice: Part | Message | str | None = None
    free: Any = None


@dataclass(kw_only=True)
class ImageParameters(Record):
    width: int | None = field(default=None, metadata={"minimum": 1})
    function_to_apply: Literal["sigmoid", "softmax", "none"] | None = None
    template: str | None = field(default=None, metadata={"pattern": r"\{.*\}"})
    timestamps: bool | Literal["word", "char"] | None = None
    level: Literal[1, 2] | None = None
    pair: tuple[int, int] | None = None
    tree: Tree | None = None
    parts: list[Part] | list[Message] | None = field(default=None, metadata={"max_items": 2})
    nested: Nested | None = field(default=None, metadata={"max_items": 2, "maximum": 5})
    ratio: int | None = field(default=None, metadata={"exclusive_minimum": 0.5, "maximum": 3.5})


@dataclass(kw_only=True)
class Tree(Record):
    size: int = field(metadata={"exclusive_maximum": 10.5})
    children: list[Tree] | None = field(default=None, metadata={"max_items": 2})


@dataclass(kw_only=True)
class ImageInput(Record):
    inputs: str
    picture: Image | None = None
    parameters: ImageParameters | None = None


NAMES = {"inputs": "prompt", "parameters.width": "width", "parameters.function_to_apply": "function_to_apply"}
CHAT, IMAGE = About(task="chat_completion", provider="groq"), About(task="text_to_image")
HELLO = [{"role": "user", "content": "hello"}]


def chat(**values: Any) -> str:
    """What is wrong with a chat's arguments; empty where nothing is."""
    try:
        check(ChatInput, {"messages": HELLO, **values}, names={}, about=CHAT)
    except UsageError as error:
        return error.message
    return ""


def image(**values: Any) -> str:
    """What is wrong with an image's arguments; empty where nothing is."""
    try:
        check(ImageInput, {"inputs": "a cat", **values}, names=NAMES, about=IMAGE)
    except UsageError as error:
        return error.message
    return ""


class RoleModel(BaseModel):
    role: str
    content: str | None = None


class OddModel(BaseModel):
    role: int


GOOD: list[dict[str, Any]] = [
    {},
    {"messages": [Message(role="user", content="x"), {"role": "user", "content": None}]},
    {"messages": ({"role": "user", "content": [{"type": "text", "text": "x", "more": 1}]},)},
    {"messages": [MappingProxyType({"role": "user"}), RoleModel(role="user")]},
    {"messages": [Message(role="user", content=[Part(type="text")])]},
    {"messages": [{"role": "user", "name": 5, "tool_calls": [ANYTHING]}]},  # keys beyond the schema
    {"max_tokens": 1},
    {"max_tokens": np.int64(10)},
    {"temperature": 0},
    {"temperature": 0.0},
    {"temperature": 1.999},
    {"temperature": np.float32(0.5)},
    {"temperature": np.int32(1)},
    {"penalty": 1.5},
    {"stop": "abc"},
    {"stop": ["aaaa", "b", "c", "d"]},  # max_length is for text, max_items for lists
    {"stop": ()},
    {"stop": np.array(["a"])},
    {"stream": True},
    {"stream": np.bool_(False)},
    {"logit_bias": {"5": 1, "6": -1.5}},
    {"logit_bias": {50256: -100}},
    {"logit_bias": [1, 2.5]},
    {"logit_bias": np.zeros(3)},
    {"tools": [{"name": "a", "parameters": {"type": "object"}}, Tool(name="abcde")]},
    {"tools": [{"name": "abc", "parameters": None}]},
    {"tool_choice": "auto"},
    {"tool_choice": {"type": "text"}},
    {"tool_choice": {"role": "x"}},
    {"free": ANYTHING},
    {"max_tokens": None, "stop": None},
    {"unknown": 1},
]


@pytest.mark.parametrize("values", GOOD, ids=str)
def test_what_fits_passes(values: dict[str, Any]) -> None:
    assert chat(**values) == ""


BAD: list[tuple[dict[str, Any], str]] = [
    ({"messages": [*HELLO, {"role": 7}]}, "chat_completion(messages[1].role=7): must be a string."),
    ({"messages": [{"content": "x"}]}, "chat_completion(messages[0].role): is missing."),
    ({"messages": [{"role": None}]}, "chat_completion(messages[0].role=None): must be a string."),
    ({"messages": "hello"}, "chat_completion(messages='hello'): must be a list of objects."),
    ({"messages": HELLO[0]}, "chat_completion(messages=<object with 'role', 'content'>): must be a list of objects."),
    ({"messages": ["hello"]}, "chat_completion(messages[0]='hello'): must be an object."),
    ({"messages": [None]}, "chat_completion(messages[0]=None): must be an object."),
    ({"messages": []}, "chat_completion(messages=<list of 0>): must have at least 1 item, has 0."),
    (
        {"messages": [Message(role="user", content=5)]},  # type: ignore[arg-type]
        "chat_completion(messages[0].content=5): must be a string or a list of objects.",
    ),
    (
        {"messages": [{"role": "u", "content": [{"type": "txt"}]}]},
        "chat_completion(messages[0].content[0].type='txt'): "
        "must be one of 'text', 'image_url' (did you mean 'text'?).",
    ),
    ({"messages": [OddModel(role=1)]}, "chat_completion(messages[0].role=1): must be a string."),
    ({"max_tokens": "5"}, "chat_completion(max_tokens='5'): must be an integer."),
    ({"max_tokens": 5.0}, "chat_completion(max_tokens=5.0): must be an integer."),
    ({"max_tokens": True}, "chat_completion(max_tokens=True): must be an integer."),
    ({"max_tokens": np.float64(5)}, "must be an integer."),
    ({"max_tokens": np.True_}, "must be an integer."),
    ({"max_tokens": 0}, "chat_completion(max_tokens=0): must be at least 1."),
    ({"max_tokens": 11}, "chat_completion(max_tokens=11): must be at most 10."),
    ({"max_tokens": np.int64(11)}, "must be at most 10."),
    ({"max_tokens": 10**400}, "must be at most 10."),
    ({"temperature": "hot"}, "chat_completion(temperature='hot'): must be a number."),
    ({"temperature": False}, "chat_completion(temperature=False): must be a number."),
    ({"temperature": 2}, "chat_completion(temperature=2): must be less than 2."),
    ({"temperature": -0.1}, "chat_completion(temperature=-0.1): must be at least 0."),
    ({"temperature": math.nan}, "chat_completion(temperature=nan): must be a number that JSON has."),
    ({"temperature": -math.inf}, "must be a number that JSON has."),
    ({"penalty": 0}, "chat_completion(penalty=0): must be more than 0."),
    ({"penalty": 1.6}, "chat_completion(penalty=1.6): must be at most 1.5."),
    ({"penalty": np.float32(2)}, "must be at most 1.5."),
    ({"stop": ["a"] * 5}, "chat_completion(stop=<list of 5>): must have at most 4 items, has 5."),
    ({"stop": "abcd"}, "chat_completion(stop='abcd'): must have at most 3 characters, has 4."),
    ({"stop": ["a", 1]}, "chat_completion(stop[1]=1): must be a string."),
    ({"stop": 1}, "chat_completion(stop=1): must be a list of strings or a string."),
    ({"stop": {"a"}}, "chat_completion(stop=<set>): must be a list of strings or a string."),
    ({"stop": b"abc"}, "chat_completion(stop=<3 bytes>): must be a list of strings or a string."),
    ({"stream": 1}, "chat_completion(stream=1): must be true or false."),
    ({"stream": "yes"}, "must be true or false."),
    ({"logit_bias": {"a": "b"}}, "chat_completion(logit_bias.a='b'): must be a number."),
    ({"logit_bias": [1, None]}, "chat_completion(logit_bias[1]=None): must be a number."),
    ({"tools": [{"name": ""}]}, "chat_completion(tools[0].name=''): must have at least 1 character, has 0."),
    (
        {"tools": [Tool(name="abcdef")]},
        "chat_completion(tools[0].name='abcdef'): must have at most 5 characters, has 6.",
    ),
    ({"tools": [{"name": "a"}, {"name": 3}]}, "chat_completion(tools[1].name=3): must be a string."),
    ({"tools": [{"name": "a", "parameters": "x"}]}, "chat_completion(tools[0].parameters='x'): must be an object."),
    ({"tool_choice": {"type": "txt", "text": "a"}}, "chat_completion(tool_choice.type='txt'): must be one of"),
    ({"tool_choice": 5}, "chat_completion(tool_choice=5): must be an object or a string."),
]


@pytest.mark.parametrize(("values", "words"), BAD, ids=lambda value: str(value)[:60])
def test_what_does_not_fit_is_one_sentence(values: dict[str, Any], words: str) -> None:
    told = chat(**values)
    assert told == words or (not words.startswith("chat_completion(") and told.endswith(words)) or words in told
    assert told.count("chat_completion(") == 1
    assert len(told) < 300


def test_missing_arguments_are_named() -> None:
    with pytest.raises(UsageError, match=r"^chat_completion\(messages\): is missing\.") as caught:
        check(ChatInput, {}, names={}, about=CHAT)
    assert caught.value.about is CHAT
    with pytest.raises(UsageError, match=r"^text_to_image\(prompt\): is missing\."):
        check(ImageInput, {}, names=NAMES, about=IMAGE)


def test_arguments_are_named_as_the_caller_knows_them() -> None:
    assert image(inputs=3) == "text_to_image(prompt=3): must be a string."
    assert image(parameters={"width": 0}) == "text_to_image(width=0): must be at least 1."
    assert image(parameters=ImageParameters(width=-1)) == "text_to_image(width=-1): must be at least 1."
    assert image(parameters={"template": "x"}).startswith("text_to_image(parameters.template='x'): must match")
    assert image(parameters=3) == "text_to_image(parameters=3): must be an object."
    assert image(parameters={"function_to_apply": "softmx"}) == (
        "text_to_image(function_to_apply='softmx'): "
        "must be one of 'sigmoid', 'softmax', 'none' (did you mean 'softmax'?)."
    )
    assert image(parameters={"function_to_apply": "zzz"}).endswith("must be one of 'sigmoid', 'softmax', 'none'.")
    deep = {"parameters.tree.children": "branches"}
    with pytest.raises(UsageError, match=r"x\(branches\[0\].size='a'\): must be an integer"):
        check(
            ImageInput,
            {"inputs": "a", "parameters": {"tree": {"size": 1, "children": [{"size": "a"}]}}},
            names=deep,
            about=About(task="x"),
        )


def test_the_longest_name_wins() -> None:
    names = {"parameters": "options", "parameters.width": "width"}
    with pytest.raises(UsageError, match=r"x\(width='a'\): .* x\(options.pair=5\): "):
        check(ImageInput, {"inputs": "a", "parameters": {"width": "a", "pair": 5}}, names=names, about=About(task="x"))


def test_all_problems_come_in_one_error() -> None:
    told = chat(messages=[{"role": 1}, {"role": 2}], max_tokens=0, stop=5)
    assert told == (
        "chat_completion(messages[0].role=1): must be a string. "
        "chat_completion(messages[1].role=2): must be a string. "
        "chat_completion(max_tokens=0): must be at least 1. "
        "chat_completion(stop=5): must be a list of strings or a string."
    )


def test_a_pattern_may_match_anywhere() -> None:
    # JSON Schema, 6.3.3: a pattern is not anchored.
    assert image(parameters={"template": "This is {}."}) == ""
    assert image(parameters={"template": None}) == ""
    assert "must match the pattern" in image(parameters={"template": "This is."})
    assert "must be a string" in image(parameters={"template": 5})


def test_constants_of_several_kinds() -> None:
    good: list[Any] = [True, False, "word", "char", None]
    for value in good:
        assert image(parameters={"timestamps": value}) == ""
    bad: list[Any] = ["wrd", 1, 0, 1.0]
    for value in bad:
        assert "must be true or false or one of 'word', 'char'" in image(parameters={"timestamps": value})
    assert "did you mean 'word'?" in image(parameters={"timestamps": "wrd"})
    assert image(parameters={"level": 2}) == image(parameters={"level": np.int64(1)}) == ""
    bad = [3, True, 1.0, "1"]
    for value in bad:
        assert "must be one of 1, 2" in image(parameters={"level": value})


@dataclass(kw_only=True)
class PlainText(Record):
    type: Literal["text"]


@dataclass(kw_only=True)
class OwnSchema(Record):
    type: Literal["json", "regex"]
    value: str


@dataclass(kw_only=True)
class NamedSchema(Record):
    type: Literal["json_schema"]
    json_schema: dict[str, Any]


@dataclass(kw_only=True)
class FormatInput(Record):
    form: PlainText | OwnSchema | NamedSchema


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"type": "json_schema"}, "chat(form.json_schema): is missing."),
        ({"type": "regex", "value": 3}, "chat(form.value=3): must be a string."),
        (
            {"type": "regx"},
            "chat(form.type='regx'): must be one of 'text', 'json', 'regex', 'json_schema' (did you mean 'regex'?).",
        ),
        ({"json_schema": {}}, "chat(form.type): is missing."),
    ],
    ids=str,
)
def test_an_object_that_says_which_of_several_it_is_is_judged_as_that(form: dict[str, Any], words: str) -> None:
    check(FormatInput, {"form": {"type": "regex", "value": "a+"}}, names={}, about=About(task="chat"))
    with pytest.raises(UsageError) as raised:
        check(FormatInput, {"form": form}, names={}, about=About(task="chat"))
    assert raised.value.message == words


def test_lists_of_a_fixed_length() -> None:
    assert image(parameters={"pair": (1, 2)}) == image(parameters={"pair": [1, 2]}) == ""
    assert "must be a list of 2" in image(parameters={"pair": [1]})
    assert "(parameters.pair[1]='x'): must be an integer" in image(parameters={"pair": [1, "x"]})


def test_types_that_contain_themselves() -> None:
    assert image(parameters={"tree": {"size": 1, "children": [{"size": 10}, Tree(size=3)]}}) == ""
    assert "(parameters.tree.children[0].size=11): must be less than 10.5" in image(
        parameters={"tree": {"size": 1, "children": [{"size": 11}]}}
    )
    assert "must have at most 2 items, has 3" in image(
        parameters={"tree": {"size": 1, "children": [{"size": 1, "children": [{"size": 1}] * 3}]}}
    )


@pytest.mark.parametrize("value", [b"x", "path.png", 5, object(), np.zeros((2, 2)), None])
def test_binary_values_are_not_looked_at(value: Any) -> None:
    assert image(picture=value) == ""


@pytest.mark.parametrize(
    "value", [b"\xff" * 5000, "x" * 5000, ["x" * 5000] * 50, {"k" * 5000: 1}, 10**5000], ids=["b", "s", "l", "d", "i"]
)
def test_the_value_is_shown_within_bounds(value: Any) -> None:
    told = image(parameters={"pair": value, "width": value})
    assert 0 < len(told) < 400
    assert "xff" not in told


def test_nothing_is_changed() -> None:
    values: dict[str, Any] = {"messages": [{"role": "user", "content": None, "x": [None]}], "stop": ["a", 1]}
    before = json.dumps(values)
    with pytest.raises(UsageError):
        check(ChatInput, values, names={}, about=CHAT)
    assert json.dumps(values) == before


def test_what_fits_in_the_usual_ways_takes_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(ChatInput)

    def walk(*_: object) -> None:
        raise AssertionError("the walk was taken")

    monkeypatch.setattr(module, "_walk_members", walk)
    values = {"messages": [*HELLO, {"role": "u", "content": [{"type": "text"}]}], "max_tokens": 5, "temperature": 1}
    check(ChatInput, {**values, "stop": ["a"], "logit_bias": [0.5], "tools": [{"name": "f"}]}, names={}, about=CHAT)
    with pytest.raises(AssertionError):
        check(ChatInput, {**values, "max_tokens": 0}, names={}, about=CHAT)


@pytest.mark.parametrize(
    ("parameters", "fine"),
    [
        ({"tree": {"size": 10}}, True),
        ({"tree": {"size": 11}}, False),
        ({"ratio": 1}, True),
        ({"ratio": 0}, False),
        ({"ratio": 3}, True),
        ({"ratio": 4}, False),
        ({"parts": [{"role": "x"}] * 2}, True),
        ({"parts": [{"role": "x"}] * 3}, False),
        ({"parts": [{"type": "text"}] * 3}, False),
        ({"nested": [[1, 2, 3], 9]}, True),  # a limit holds for the field, not for what is in it
        ({"nested": [1, 2, 3]}, False),
        ({"nested": 6}, False),
        ({"nested": 5}, True),
        ({"nested": None, "ratio": None, "tree": None}, True),
    ],
)
def test_limits_are_exact_both_ways(parameters: dict[str, Any], fine: bool) -> None:
    assert (image(parameters=parameters) == "") is fine
    agree(ImageInput, {"inputs": "a", "parameters": parameters})


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 12)
    | st.floats(-3, 3)
    | st.sampled_from(["", "abc", "text", "{x}", "word"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(["role", "content", "type", "name", "size", "children", "text"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)
PLACES = ["max_tokens", "temperature", "penalty", "stop", "stream", "logit_bias", "tools", "tool_choice", "messages"]
INNER = ["width", "function_to_apply", "template", "timestamps", "level", "pair", "tree", "parts", "nested", "ratio"]


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), json_values, max_size=3))
def test_the_fast_way_and_the_walk_agree(values: dict[str, Any]) -> None:
    agree(ChatInput, {"messages": HELLO, **values})


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(INNER), json_values, max_size=3))
def test_the_fast_way_and_the_walk_agree_inside(values: dict[str, Any]) -> None:
    agree(ImageInput, {"inputs": "a", "parameters": values})


def agree(type_: type[Record], values: Mapping[str, Any]) -> None:
    """What the fast way accepts the walk accepts; and of plain JSON, the other way round."""
    prepare(type_)
    walked = "fine"
    try:
        module._validators[type_](values)  # pyright: ignore[reportPrivateUsage]
        fast = "fine"
    except ValueError:
        fast = "wrong"
    problems: list[Any] = []
    shape = shape_of(type_)
    assert isinstance(shape, RecordShape)
    module._walk_members({item.name: item for item in shape.fields.values()}, values, (), problems)  # pyright: ignore
    walked = "wrong" if problems else "fine"
    assert fast == walked, [(problem.at, problem.words) for problem in problems]


def test_what_passes_can_be_sent() -> None:
    for values in GOOD:
        if "free" not in values and "tool_calls" not in str(values):
            json.dumps(plain(values))
