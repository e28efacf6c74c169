"""What becomes of a task folder: arguments in order, what is required, self-contained schemas."""

import json
from pathlib import Path
from typing import Any

import pytest

from inferloom_codegen import names
from inferloom_codegen.errors import Place, Problems, SpecError, SpecErrors
from inferloom_codegen.ir import Returns, TaskSpec
from inferloom_codegen.tasks import read_tasks

ROOT = Path(__file__).parents[2]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
IMAGE = {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/*"}

INPUT: dict[str, Any] = {
    "$schema": DIALECT,
    "title": "DrawInput",
    "type": "object",
    "properties": {
        "note": {"type": "string"},
        "inputs": {"$ref": "#/$defs/Scene"},
        "stream": {"type": "boolean"},
        "parameters": {
            "title": "DrawParameters",
            "type": "object",
            "properties": {
                "labels": {"type": "array", "items": {"type": "string"}},
                "seed": {"type": "integer"},
                "size": {"$ref": "../../common.json#/$defs/Size"},
                "style": {"type": "string", "description": "How."},
                "exact": {"type": "boolean"},
            },
            "required": ["labels"],
        },
        "options": {"type": "object"},
    },
    "required": ["inputs"],
    "$defs": {
        "Scene": {
            "title": "Scene",
            "type": "object",
            "properties": {"photo": {"anyOf": [IMAGE, {"type": "null"}]}, "text": {"type": "string"}},
            "required": ["text"],
        }
    },
}
OUTPUT = {"$schema": DIALECT, "title": "DrawOutput", "type": "object", "properties": {"image": IMAGE}}
STREAM = {"$schema": DIALECT, "title": "DrawStreamOutput", "type": "object", "properties": {"part": {"type": "string"}}}
COMMON = {
    "$schema": DIALECT,
    "$defs": {
        "Unused": {"type": "string"},
        "Size": {"title": "Size", "type": "object", "properties": {"unit": {"$ref": "#/$defs/Unit"}}},
        "Unit": {"title": "Unit", "type": "string", "enum": ["px", "cm"]},
    },
}
TASK = """
method: draw
hub: text-to-image
summary: Draw a scene.
arguments:
  text: inputs.text
  photo: inputs.photo
keywords:
  manner: parameters.style
  seed: parameters.seed
defaults: {exact: false, seed: 7}
deprecated: {look: manner}
open_keywords: true
returns: {path: image, unless: exact}
stream_returns: part
example: {text: A fox., labels: [fox], photo: {sample: image}}
"""


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "tasks" / "draw"
    folder.mkdir(parents=True)
    (tmp_path / "common.json").write_text(json.dumps(COMMON))
    (folder / "input.json").write_text(json.dumps(INPUT))
    (folder / "output.json").write_text(json.dumps(OUTPUT))
    (folder / "stream_output.json").write_text(json.dumps(STREAM))
    (folder / "task.yaml").write_text(TASK)
    return tmp_path


def read(specs: Path) -> tuple[TaskSpec, list[str]]:
    problems = Problems()
    tasks = read_tasks(specs, problems)
    problems.raise_if_any()
    return tasks[0], [str(warning) for warning in problems.warnings]


def test_arguments(specs: Path) -> None:
    """Positional ones first, then keywords as listed, then what the schema implies, in its order."""
    spec, _ = read(specs)
    assert [(argument.name, ".".join(argument.path)) for argument in spec.arguments] == [
        ("text", "inputs.text"),
        ("photo", "inputs.photo"),
        ("manner", "parameters.style"),
        ("seed", "parameters.seed"),
        ("note", "note"),
        ("stream", "stream"),
        ("labels", "parameters.labels"),
        ("size", "parameters.size"),
        ("exact", "parameters.exact"),
        ("options", "options"),
    ]
    assert [argument.name for argument in spec.arguments if argument.positional] == ["text", "photo"]
    assert [argument.name for argument in spec.arguments if argument.required] == ["text", "labels"]
    assert {argument.name: argument.default for argument in spec.arguments if argument.has_default} == {
        "exact": False,
        "seed": 7,
    }
    assert {argument.name: argument.binary for argument in spec.arguments if argument.binary} == {"photo": "image/*"}
    assert spec.arguments[2].description == "How."


def test_settings(specs: Path) -> None:
    spec, warnings = read(specs)
    assert (spec.id, spec.method, spec.hub, spec.module) == ("draw", "draw", "text-to-image", "draw")
    assert spec.returns == Returns(path=("image",), unless="exact")
    assert spec.stream_returns == Returns(path=("part",))
    assert spec.deprecated == (("look", "manner"),)
    assert spec.open_keywords
    assert spec.example == {"text": "A fox.", "labels": ["fox"], "photo": {"sample": "image"}}
    assert warnings == ["common.json:1:71: no task refers to the definition 'Unused'; remove it"]


def test_schemas_are_self_contained(specs: Path) -> None:
    """Shared definitions are copied, with those they need; nothing else changes, not even the order."""
    spec, _ = read(specs)
    expected = json.loads(json.dumps(INPUT))
    expected["properties"]["parameters"]["properties"]["size"]["$ref"] = "#/$defs/Size"
    expected["$defs"]["Size"] = COMMON["$defs"]["Size"]  # type: ignore[index]
    expected["$defs"]["Unit"] = COMMON["$defs"]["Unit"]  # type: ignore[index]
    assert json.dumps(spec.input) == json.dumps(expected)
    assert json.dumps(spec.output) == json.dumps(OUTPUT)
    assert spec.common_titles == {"Size", "Unit"}


def test_parameters_can_be_one_argument(specs: Path) -> None:
    path = specs / "tasks" / "draw" / "task.yaml"
    text = path.read_text().replace("  manner: parameters.style\n  seed: parameters.seed", "  options_: parameters")
    text = text.replace("defaults: {exact: false, seed: 7}\ndeprecated: {look: manner}\n", "")
    path.write_text(text.replace(", unless: exact", "").replace("labels: [fox]", "options_: {labels: [fox]}"))
    spec, _ = read(specs)
    assert [argument.name for argument in spec.arguments] == ["text", "photo", "options_", "note", "stream", "options"]


def test_a_default_makes_a_required_argument_optional(specs: Path) -> None:
    path = specs / "tasks" / "draw" / "task.yaml"
    text = path.read_text().replace("seed: 7", "text: A fox.").replace("{text: A fox., labels", "{labels")
    path.write_text(text)
    spec, _ = read(specs)
    first = spec.arguments[0]
    assert (first.name, first.required, first.has_default, first.default) == ("text", False, True, "A fox.")


def test_the_specs_of_the_house() -> None:
    problems = Problems()
    tasks = read_tasks(ROOT / "specs", problems)
    problems.raise_if_any()
    assert problems.warnings == ()
    folders = sorted(path.name for path in (ROOT / "specs" / "tasks").iterdir() if path.is_dir())
    assert [task.id for task in tasks if not task.openai] == folders


def test_problems_come_sorted_and_once() -> None:
    problems = Problems()
    for place in (Place("b", 1, 1), Place("a", 10, 1), Place("a", 2, 3), Place("a", 2, 3)):
        problems.error(place, "one\nline \x1b[31m")
    problems.warn(Place("a"), "a warning")
    assert problems.count() == 3
    with pytest.raises(SpecErrors) as raised:
        problems.raise_if_any()
    assert str(raised.value).split("\n") == ["a:2:3: one line  [31m", "a:10:1: one line  [31m", "b:1:1: one line  [31m"]
    assert raised.value.errors[0] == SpecError(Place("a", 2, 3), "one line  [31m")
    Problems().raise_if_any()


@pytest.mark.parametrize(
    ("name", "class_name", "module", "marker"),
    [
        ("fal-ai", "FalAi", "fal_ai", "SupportsFalAi"),
        ("text-to-image", "TextToImage", "text_to_image", "SupportsTextToImage"),
        ("groq", "Groq", "groq", "SupportsGroq"),
        ("zai-org", "ZaiOrg", "zai_org", "SupportsZaiOrg"),
    ],
)
def test_names(name: str, class_name: str, module: str, marker: str) -> None:
    assert names.id_problem(name) is None
    assert names.class_name(name) == class_name
    assert names.module_name(name) == module
    assert names.marker_name(name) == marker


@pytest.mark.parametrize("name", ["Fal", "fal_ai", "-fal", "fal--ai", "1st", "", "import", "fal.ai", "../fal"])
def test_bad_ids(name: str) -> None:
    assert names.id_problem(name) is not None


@pytest.mark.parametrize("name", ["tokenStr", "token_str", "TokenStr"])
def test_snake_names(name: str) -> None:
    assert names.snake_name(name) == "token_str"
