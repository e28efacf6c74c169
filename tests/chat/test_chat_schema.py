"""The schemas that servers hold answers to, with the answers that are read by them.

What a strict schema may say stands at https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
"""

from __future__ import annotations

import dataclasses
import gc
import tracemalloc
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NotRequired, TypedDict

import pytest
from chat_material import calling, message, resolved, serving
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, create_model
from wire.exchange import Way

from inferloom import errors
from inferloom_runtime.chat import parsed
from inferloom_runtime.chat.schema import schema_of


class Author(BaseModel):
    name: str = Field(min_length=1, description="As on the cover.")
    born: int | None = None


class Book(BaseModel):
    """A printed book."""

    title: str
    year: Annotated[int, Field(ge=1450, le=2100)]
    author: Author = Field(default=Author(name="unknown"), description="Who wrote it.")
    genre: Literal["novel", "poems"] = "novel"


@dataclasses.dataclass
class Point:
    x: int
    y: float = 0.5


class Pair(TypedDict):
    left: str
    right: NotRequired[Point]


class Tree(BaseModel):
    value: int
    children: list[Tree] = []


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Pet(BaseModel):
    animal: Annotated[Cat | Dog, Field(discriminator="kind")]
    place: tuple[int, str]


def test_a_model_becomes_a_strict_schema() -> None:
    found = schema_of(Book)
    assert (found.name, found.strict, found.wrapped) == ("Book", True, False)
    assert found.schema == {
        "type": "object",
        "description": "A printed book.",
        "properties": {
            "title": {"type": "string"},
            "year": {"type": "integer", "minimum": 1450, "maximum": 2100},
            "author": {"anyOf": [{"$ref": "#/$defs/Author"}], "description": "Who wrote it."},
            "genre": {"type": "string", "enum": ["novel", "poems"]},
        },
        "required": ["title", "year", "author", "genre"],
        "additionalProperties": False,
        "$defs": {
            "Author": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "description": "As on the cover."},
                    "born": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
                },
                "required": ["name", "born"],
                "additionalProperties": False,
            }
        },
    }


UNKNOWN = {"default", "oneOf", "allOf", "not", "prefixItems", "minLength", "maxLength", "title", "discriminator"}


def subschemas(schema: Any, *, named: bool = False) -> Iterator[dict[str, Any]]:
    """Every schema in a schema."""
    if isinstance(schema, dict):
        if not named:
            yield schema
        for key, value in schema.items():
            yield from subschemas(value, named=not named and key in ("properties", "$defs"))
    elif isinstance(schema, list):
        for value in schema:
            yield from subschemas(value)


@pytest.mark.parametrize("kind", [Book, Point, Pair, Tree, Pet, list[Book], int, Cat | Dog, Literal["a", "b"]], ids=str)
def test_strict_schemas_keep_the_rules(kind: Any) -> None:
    found = schema_of(kind)
    assert found.strict
    assert found.schema["type"] == "object"
    assert "anyOf" not in found.schema
    for schema in subschemas(found.schema):
        assert not schema.keys() & UNKNOWN, schema
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
        if "$ref" in schema:
            assert schema.keys() == {"$ref"}
            assert schema["$ref"].removeprefix("#/$defs/") in found.schema["$defs"]


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")
    counts: dict[str, int]


@pytest.mark.parametrize("kind", [Loose, dict[str, int], Any, list[Any], dict[str, Any]], ids=str)
def test_what_leaves_something_open_is_not_called_strict(kind: Any) -> None:
    found = schema_of(kind)
    assert not found.strict
    assert found.schema["type"] == "object"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Book, '{"title": "Emma", "year": 1815, "author": {"name": "J", "born": null}, "genre": "novel"}',
         Book(title="Emma", year=1815, author=Author(name="J"))),
        (Point, '{"x": 1, "y": 2}', Point(1, 2)),
        (Pair, '{"left": "a", "right": {"x": 1}}', {"left": "a", "right": Point(1)}),
        (list[Pair], '{"value": [{"left": "a"}]}', [{"left": "a"}]),
        (list[int], "[1, 2]", [1, 2]),
        (int, '{"value": 5}', 5),
        (Cat | Dog, '{"value": {"kind": "dog"}}', Dog(kind="dog")),
        (dict[str, int], '{"value": {"value": 1}}', {"value": 1}),
        (Tree, '{"value": 1, "children": [{"value": 2, "children": []}]}', Tree(value=1, children=[Tree(value=2)])),
        (TypeAdapter(Cat | Dog), '{"value": {"kind": "cat"}}', Cat(kind="cat")),
        (Point, 'Here:\n```json\n{"x": 1}\n```', None),
        (Point, '```json\n{"x": 1}\n```', Point(1)),
    ],
    ids=lambda each: str(each)[:20],
)  # fmt: skip
def test_answers_are_read_as_the_type(kind: Any, text: str, value: Any) -> None:
    if value is None:
        with pytest.raises(errors.SchemaMismatchError):
            parsed.read(text, kind)
    else:
        assert parsed.read(text, kind) == value


def test_a_type_that_pydantic_does_not_know_is_refused() -> None:
    class Connection:
        pass

    with pytest.raises(errors.UsageError, match="response_format=Connection cannot be described"):
        parsed.response_format(Connection)


@pytest.mark.anyio
async def test_parse_sends_the_schema_and_reads_the_answer(way: Way) -> None:
    client, server = serving(way, message('{"x": 1, "y": 2}'))
    done = await way.call(
        client.chat.completions.parse, messages=[{"role": "user", "content": "?"}], response_format=Point, model="m"
    )
    assert server.only.json == {
        "model": "m",
        "messages": [{"role": "user", "content": "?"}],
        "response_format": {
            "type": "json_schema",
            "json_schema": {
                "name": "Point",
                "strict": True,
                "schema": {
                    "type": "object",
                    "properties": {"x": {"type": "integer"}, "y": {"type": "number"}},
                    "required": ["x", "y"],
                    "additionalProperties": False,
                },
            },
        },
    }
    said = done.choices[0].message
    assert said.parsed == Point(1, 2)
    assert said.content == '{"x": 1, "y": 2}'
    assert (done.id, done.usage.total_tokens, done.meta.status) == ("chatcmpl-1", 7, 200)
    # What is sent back in the next turn is the message alone.
    assert said.to_dict() == {"role": "assistant", "content": '{"x": 1, "y": 2}'}


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("reply", "kind", "text", "words"),
    [
        (message('{"x": ', "length"), errors.LengthFinishReasonError, '{"x": ', "max_tokens"),
        (message(None, refusal="I won't."), errors.RefusalError, "I won't.", "declined"),
        (message("", "content_filter"), errors.ContentFilterFinishReasonError, "", "filter"),
        (message('{"x": "a"}'), errors.SchemaMismatchError, '{"x": "a"}', "x: Input should be a valid integer"),
        (message("Sure! x is 1."), errors.SchemaMismatchError, "Sure! x is 1.", "Invalid JSON"),
        (message(None), errors.SchemaMismatchError, "", "Invalid JSON"),
    ],
    ids=["length", "refusal", "filter", "mismatch", "words", "nothing"],
)
async def test_what_is_not_of_the_type_is_an_error_with_the_text(
    way: Way, reply: Any, kind: type[errors.StructuredAnswerError], text: str, words: str
) -> None:
    client, _ = serving(way, reply)
    with pytest.raises(kind, match=words) as caught:
        await way.call(client.chat.completions.parse, "?", response_format=Point)
    assert isinstance(caught.value, errors.AnswerError)
    assert caught.value.text == text
    assert caught.value.completion.id == "chatcmpl-1"
    assert caught.value.provider == "endpoint"


@pytest.mark.anyio
async def test_calls_of_tools_come_instead_of_a_value(way: Way) -> None:
    client, _ = serving(way, calling(("a", "weather", "{}")))
    done = await way.call(client.chat.completions.parse, "?", response_format=Point)
    assert done.choices[0].message.parsed is None
    assert done.choices[0].message.tool_calls[0].function.name == "weather"


def test_ten_thousand_answers_leave_nothing_behind() -> None:
    """Neither for one type, nor for types that are made in a loop."""

    def many(count: int, types: int) -> int:
        for index in range(count):
            assert parsed.read('{"x": 1}', Point).x == 1
            if index % (count // types) == 0:
                made: Any = create_model("Made", x=(int, ...))
                assert parsed.read('{"x": 1}', made).x == 1
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        full = many(parsed.KNOWN_TYPES + 50, parsed.KNOWN_TYPES + 50)
        assert many(10_000, 250) - full < 200_000
    finally:
        tracemalloc.stop()
    assert parsed._remembered.cache_info().currsize == parsed.KNOWN_TYPES


@pytest.mark.anyio
async def test_the_sandbox_writes_in_the_callers_type(way: Way) -> None:
    import inferloom.sandbox

    made = inferloom.sandbox.client() if way.name == "sync" else inferloom.sandbox.async_client()
    done = await resolved(
        made.chat.completions.parse("A book, please.", response_format=Book, model="sandbox/chat-completion")
    )
    found = done.choices[0].message.parsed
    assert isinstance(found, Book)
    assert 1450 <= found.year <= 2100
    await resolved(made.close())
