"""What becomes of each kind of schema: a field's annotation, an argument's, and a limit that can be checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from compiler_material import ask, compile_into

from inferloom_codegen.errors import Problems
from inferloom_codegen.tasks import read_tasks
from inferloom_codegen.types import SHARED, Types, make_types
from inferloom_codegen.views import ArgumentView, view

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IMAGE = {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/*"}
AUDIO = {"type": "string", "contentEncoding": "base64", "contentMediaType": "audio/*"}
SHAPE = {"title": "Shape", "type": "object", "properties": {"sides": {"type": "integer"}}}
COLOUR = {"title": "Colour", "type": "string", "enum": ["red", "blue"]}

# The name of a field, its schema, its annotation in an input, in an output, and that of the argument.
FIELDS: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("text", {"type": "string"}, "str", "str", "str"),
    ("count", {"type": "integer"}, "int", "int", "int"),
    ("ratio", {"type": "number"}, "float", "float", "float"),
    ("flag", {"type": "boolean"}, "bool", "bool", "bool"),
    ("anything", {"description": "Any JSON."}, "Any", "Any", "Any"),
    ("free", {"type": "object"}, "dict[str, Any]", "dict[str, Any]", "Mapping[str, Any]"),
    (
        "scores",
        {"type": "object", "additionalProperties": {"type": "number"}},
        "dict[str, float]",
        "dict[str, float]",
        "Mapping[str, float]",
    ),
    ("words", {"type": "array", "items": {"type": "string"}}, "list[str]", "list[str]", "Sequence[str]"),
    (
        "table",
        {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
        "list[list[float]]",
        "list[list[float]]",
        "Sequence[Sequence[float]]",
    ),
    (
        "box",
        {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "minItems": 2, "maxItems": 2},
        "tuple[int, str]",
        "tuple[int, str]",
        "tuple[int, str]",
    ),
    (
        "mode",
        {"type": "string", "enum": ["fast", "good"]},
        "Literal['fast', 'good']",
        "Literal['fast', 'good'] | str",
        "Literal['fast', 'good']",
    ),
    ("level", {"type": "integer", "enum": [1, 2]}, "Literal[1, 2]", "Literal[1, 2]", "Literal[1, 2]"),
    ("fixed", {"type": "string", "const": "on"}, "Literal['on']", "Literal['on']", "Literal['on']"),
    ("either", {"anyOf": [{"type": "string"}, {"type": "integer"}]}, "str | int", "str | int", "str | int"),
    (
        "one_or_more",
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "str | list[str]",
        "str | list[str]",
        "str | Sequence[str]",
    ),
    ("picture", IMAGE, "BinaryInput", "Image", "BinaryInput"),
    ("sound", AUDIO, "BinaryInput", "Media", "BinaryInput"),
    ("shape", {"$ref": "#/$defs/Shape"}, "Shape", "Shape", "Shape | Mapping[str, Any]"),
    (
        "shapes",
        {"type": "array", "items": {"$ref": "#/$defs/Shape"}},
        "list[Shape]",
        "list[Shape]",
        "Sequence[Shape | Mapping[str, Any]]",
    ),
    ("colour", {"$ref": "#/$defs/Colour"}, "Colour", "Colour", "Colour"),
    (
        "shared",
        {"$ref": "../../common.json#/$defs/Common"},
        "Common",
        "Common",
        "Common | Mapping[str, Any]",
    ),
]
NAMES = [field[0] for field in FIELDS]

LIMITS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("low", {"type": "integer", "minimum": 1, "maximum": 9}, {"minimum": 1, "maximum": 9}),
    (
        "between",
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1.5},
        {"exclusive_minimum": 0, "exclusive_maximum": 1.5},
    ),
    (
        "some",
        {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 4},
        {"min_items": 1, "max_items": 4},
    ),
    (
        "short",
        {"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[a-z'\"\\\\]+$"},
        {"min_length": 1, "max_length": 40, "pattern": "^[a-z'\"\\\\]+$"},
    ),
]


def prefixed(schema: dict[str, Any], prefix: str) -> dict[str, Any]:
    """A schema whose own types have names of their own: inputs and outputs may not share a title."""
    text = json.dumps(schema).replace("#/$defs/Shape", f"#/$defs/{prefix}Shape")
    text = text.replace("#/$defs/Colour", f"#/$defs/{prefix}Colour")
    changed: dict[str, Any] = json.loads(text)
    return changed


def root(title: str, properties: dict[str, Any], required: list[str], prefix: str) -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "required": required,
        "properties": {name: prefixed(schema, prefix) for name, schema in properties.items()},
        "$defs": {f"{prefix}{one['title']}": {**one, "title": f"{prefix}{one['title']}"} for one in (SHAPE, COLOUR)},
    }


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One task that has every kind of field, each required and each optional, in its input and in its output."""
    folder = tmp_path_factory.mktemp("specs")
    task = folder / "tasks" / "try-out"
    task.mkdir(parents=True)
    fields = {name: schema for name, schema, *_ in FIELDS}
    optional = {f"maybe_{name}": schema for name, schema in fields.items()}
    nullable = {"nullable": {"type": ["string", "null"]}, "maybe_nullable": {"type": ["string", "null"]}}
    limited = {name: schema for name, schema, _ in LIMITS}
    properties = {**fields, **optional, **nullable, **limited}
    required = [*fields, "nullable"]
    common = {"title": "Common", "type": "object", "properties": {"mode": {"type": "string", "enum": ["x"]}}}
    (folder / "common.json").write_text(json.dumps({"$schema": DIALECT, "$defs": {"Common": common}}))
    (task / "input.json").write_text(json.dumps(root("TryOutInput", properties, required, "In")))
    (task / "output.json").write_text(json.dumps(root("TryOutOutput", properties, required, "Out")))
    values: dict[str, Any] = {
        "text": "a", "count": 1, "ratio": 0.5, "flag": True, "anything": 1, "free": {}, "scores": {}, "words": [],
        "table": [], "box": [1, "a"], "mode": "fast", "level": 1, "fixed": "on", "either": 1, "one_or_more": "a",
        "picture": {"sample": "image"}, "sound": {"sample": "audio"}, "shape": {}, "shapes": [], "colour": "red",
        "shared": {}, "nullable": None,
    }  # fmt: skip
    settings = {
        "method": "try_out",
        "summary": "Try everything.",
        "arguments": {name: name for name in required},
        "example": values,
    }
    (task / "task.yaml").write_text(json.dumps(settings))
    return folder


@pytest.fixture(scope="module")
def types(specs: Path) -> Types:
    problems = Problems()
    tasks = read_tasks(specs, problems)
    problems.raise_if_any()
    return make_types(tasks)


@pytest.fixture(scope="module")
def arguments(specs: Path, types: Types) -> dict[str, ArgumentView]:
    [task] = read_tasks(specs, Problems())
    return {argument.name: argument for argument in view(task, types, queued=False).arguments}


def renamed(annotation: str, prefix: str) -> str:
    for name in ("Shape", "Colour"):
        annotation = annotation.replace(name, f"{prefix}{name}")
    return annotation


@pytest.mark.parametrize(("name", "schema", "given", "got", "argument"), FIELDS, ids=NAMES)
def test_annotations(
    name: str,
    schema: dict[str, Any],
    given: str,
    got: str,
    argument: str,
    types: Types,
    arguments: dict[str, ArgumentView],
) -> None:
    given, got, argument = renamed(given, "In"), renamed(got, "Out"), renamed(argument, "In")
    assert types.fields["TryOutInput"][name] == given
    assert types.fields["TryOutOutput"][name] == got
    assert types.fields["TryOutInput"][f"maybe_{name}"] == f"{given} | None"
    assert types.fields["TryOutOutput"][f"maybe_{name}"] == f"{got} | None"
    for one in (name, f"maybe_{name}"):
        assert arguments[one].annotation == argument
        assert arguments[one].required is (one == name)


def test_null_is_a_value_of_its_own(types: Types, arguments: dict[str, ArgumentView]) -> None:
    assert types.fields["TryOutInput"]["nullable"] == "str | None"
    assert types.fields["TryOutOutput"]["maybe_nullable"] == "str | None"
    fields = {one.name: one for one in definition(types, "TryOutOutput").fields}
    assert fields["nullable"].optional is False
    assert fields["maybe_nullable"].optional is True


@pytest.mark.parametrize(("name", "schema", "limits"), LIMITS, ids=[one[0] for one in LIMITS])
def test_limits(name: str, schema: dict[str, Any], limits: dict[str, Any], types: Types) -> None:
    for title in ("TryOutInput", "TryOutOutput"):
        [field] = [one for one in definition(types, title).fields if one.name == name]
        assert field.limits == limits
        # A limit is the field's, never a type of its own.
        assert field.annotation in {"int | None", "float | None", "list[str] | None", "str | None"}


def definition(types: Types, name: str) -> Any:
    return next(one for one in types.modules[types.home[name]].types if one.name == name)


def test_names_are_the_schemas_titles(types: Types) -> None:
    titles = {"TryOutInput", "TryOutOutput", "InShape", "InColour", "OutShape", "OutColour", "Common"}
    assert set(types.home) == titles
    assert types.home["Common"] == SHARED
    assert {types.home[name] for name in titles - {"Common"}} == {"try_out"}
    assert types.modules["try_out"].shared == ("Common",)


def test_enums_that_are_sent_are_closed_and_those_that_come_are_open(types: Types) -> None:
    assert definition(types, "InColour").alias == "Literal['red', 'blue']"
    assert definition(types, "OutColour").alias == "Literal['red', 'blue'] | str"
    # What is shared and sent is closed for both.
    assert types.fields["Common"]["mode"] == "Literal['x'] | None"


def test_the_module_can_be_used(specs: Path, tmp_path: Path) -> None:
    assert compile_into(tmp_path, specs, "sdk") == 0
    program = """
import dataclasses, json
from sdk import TryOutInput, TryOutOutput
from sdk.types import InShape
made = InShape(sides=3)
required = [one.name for one in dataclasses.fields(TryOutOutput) if one.default is dataclasses.MISSING]
print(json.dumps([required, made.to_dict(), InShape().to_dict(), made == InShape(sides=3), repr(made)]))
"""
    required, three, empty, equal, shown = ask(program, tmp_path)
    assert required == [*NAMES, "nullable"]
    assert (three, empty, equal, shown) == ({"sides": 3}, {}, True, "InShape(sides=3)")
