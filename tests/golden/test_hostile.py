r"""Well-formed specs whose texts try to be code: they are data, and come out of the reader as they went in."""

from pathlib import Path

import pytest

from inferloom_codegen.errors import Problems
from inferloom_codegen.ir import Argument, TaskSpec
from inferloom_codegen.paths import find
from inferloom_codegen.tasks import read_tasks

SPECS = Path(__file__).parent / "hostile" / "specs"

CODE = 'Harmless."""\nimport os\nos._exit(3)\n"""'

DESCRIPTIONS = {
    "apostrophe": "It's the model's own, and 'quoted'.",
    "backslash": "C:\\new\\table, a \\N{BULLET}, \\x41, and one at the end: \\",
    "triple_quotes": 'Three double """ and three single \'\'\' quotes, and one at the end "',
    "braces": "{{ config }} {% raw %} {# gone #} {0} {name!r} %s $HOME",
    "injection": CODE,
    "injection_single": "Harmless.'''\nimport os\nos._exit(3)\n'''",
    "comment_end": "# noqa\n# type: ignore\n    return None",
    "control": "NUL \x00, bell \x07, CR \r, line separator \u2028, next line \x85, override \u202e, face \U0001f600",
}


@pytest.fixture(scope="module")
def spec() -> TaskSpec:
    problems = Problems()
    specs = read_tasks(SPECS, problems)
    problems.raise_if_any()
    assert problems.warnings == ()
    assert [spec.id for spec in specs] == ["hostile"]
    return specs[0]


def argument(spec: TaskSpec, name: str) -> Argument:
    return next(argument for argument in spec.arguments if argument.name == name)


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_descriptions(spec: TaskSpec, name: str) -> None:
    assert argument(spec, name).description == DESCRIPTIONS[name]
    assert argument(spec, name).schema == {"description": DESCRIPTIONS[name], "type": "string"}


def test_descriptions_of_types(spec: TaskSpec) -> None:
    assert spec.input["description"] == 'It\'s """ a {{ trap }} \\'
    assert spec.output["description"] == CODE
    parameters = find(spec.input, ["parameters"])
    assert getattr(parameters, "schema", {}).get("description") == CODE


def test_values(spec: TaskSpec) -> None:
    assert argument(spec, "enumeration").schema["enum"] == [
        "it's",
        "back\\slash",
        '"""',
        "{{ x }}",
        "two\nlines",
        '"); import os; os._exit(3); ("',
    ]
    assert argument(spec, "fixed").schema["const"] == "'; import os; os._exit(3) #"
    assert argument(spec, "defaulted").schema["default"] == '"""\nimport os\nos._exit(3)\n'
    assert argument(spec, "patterned").schema["pattern"] == "^['\"\\\\{}]*$"
    assert argument(spec, "measured").schema["x-unit"] == '""" it\'s {{ a }} unit \\'


def test_settings(spec: TaskSpec) -> None:
    assert spec.summary == 'Don\'t trust """this""" \\ {{ summary }}.'
    assert spec.details == "First \"\"\"\nimport os\nos._exit(3)\n''' {% endraw %} and a backslash \\"
    assert argument(spec, "enumeration").default == "it's"
    assert argument(spec, "defaulted").default == '"""\nimport os\nos._exit(3)\n'
    assert spec.example == {"text": 'it\'s """ {{ an }}\nexample \\'}
