"""The sentences of docstrings, and that a docstring says what it was given."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inferloom_codegen.prose import described, docstring, escaped, item, paragraph

TEXTS = st.text(st.sampled_from("ab \"'\\{}%#\n\r\t\0\x85\u2028\u202e\u00e9\U0001f600"), max_size=40)
PROSE = st.lists(st.text(st.sampled_from("abc\"'\\"), min_size=1, max_size=12), min_size=1, max_size=60).map(" ".join)


@given(TEXTS)
def test_escaped_text_reads_as_itself(text: str) -> None:
    assert ast.literal_eval(f'"""{escaped(text)}"""') == text


@given(TEXTS)
def test_escaped_text_shows_all_it_holds(text: str) -> None:
    assert all(char.isprintable() or char == "\n" for char in escaped(text))


@given(PROSE, st.sampled_from([0, 4, 8]))
def test_docstrings_are_wrapped_and_keep_every_word(text: str, indent: int) -> None:
    written = docstring(text, indent)
    lines = (" " * indent + written).split("\n")
    assert all(len(line) <= 120 for line in lines)
    said = inspect.cleandoc(ast.literal_eval(written))
    assert said.split() == text.split()


@given(st.lists(PROSE.filter(lambda text: len(text) < 80), min_size=2, max_size=5))
def test_line_breaks_of_a_description_stay(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert inspect.cleandoc(ast.literal_eval(docstring(text, 4))) == text


def test_a_docstring_on_one_line_when_it_fits() -> None:
    assert docstring("x" * 110, 4) == '"""' + "x" * 110 + '"""'
    assert docstring("x " * 56, 4) == '"""' + "x " * 55 + 'x\n    """'


def test_items_hang() -> None:
    assert item("name: " + "word " * 30, 12).split("\n")[1].startswith(" " * 16 + "word")
    assert item("name: one\ntwo", 12) == "name: one\n" + " " * 16 + "two"
    assert item("one\ntwo", 12, 0) == "one\n" + " " * 12 + "two"


def test_paragraphs_flow() -> None:
    assert paragraph("one\ntwo  three", 8) == "one two three"
    assert max(map(len, paragraph("word " * 60, 8, quotes=3).split("\n"))) <= 120


FACTS: list[tuple[dict[str, Any], str]] = [
    ({"type": "string"}, ""),
    ({"type": "string", "description": "The text"}, "The text"),
    ({"type": "integer", "description": "Words", "minimum": 1}, "Words. At least 1."),
    ({"type": "integer", "description": "How many?", "minimum": 1, "maximum": 9}, "How many? From 1 to 9."),
    ({"type": "integer", "minimum": 3, "maximum": 3}, "Exactly 3."),
    ({"type": "number", "maximum": 0.5}, "At most 0.5."),
    ({"type": "number", "minimum": 0, "exclusiveMaximum": 1}, "At least 0, less than 1."),
    ({"type": "number", "exclusiveMinimum": 0}, "More than 0."),
    ({"type": "integer", "description": "Width.", "x-unit": "pixels"}, "Width. In pixels."),
    ({"type": "integer", "description": "Width in pixels.", "x-unit": "pixels"}, "Width in pixels."),
    ({"type": "string", "minLength": 1}, "At least 1 character."),
    ({"type": "string", "minLength": 2, "maxLength": 40}, "From 2 to 40 characters."),
    ({"type": "array", "items": {}, "maxItems": 1}, "At most 1 item."),
    ({"type": "array", "items": {}, "minItems": 2, "maxItems": 2}, "Exactly 2 items."),
    ({"type": "string", "pattern": "^[a-z]+$"}, "Matching the pattern ^[a-z]+$."),
    ({"type": "string", "enum": ["a", "b"]}, 'One of "a", "b".'),
    ({"type": ["string", "null"], "enum": ["a", None]}, 'One of "a".'),
    ({"type": "array", "items": {"enum": ["a", "b"]}}, 'Each one of "a", "b".'),
    ({"anyOf": [{"type": "boolean"}, {"enum": ["never"]}]}, 'Or "never".'),
    ({"anyOf": [{"type": "boolean"}, {"enum": ["a", "b"]}, {"type": "null"}]}, 'Or one of "a", "b".'),
    ({"anyOf": [{"type": "string"}, {"enum": ["a", "b"]}]}, 'Usually one of "a", "b".'),
    ({"type": "string", "enum": ["a"]}, 'Always "a".'),
    ({"anyOf": [{"$ref": "#/$defs/Size"}, {"type": "null"}]}, "A size."),
    ({"type": "array", "items": {"type": "number", "x-unit": "seconds"}}, "In seconds."),
    ({"type": "string", "description": "A word.", "deprecated": True}, "A word. Deprecated."),
    ({"const": "x"}, 'Always "x".'),
    ({"type": "boolean", "default": True}, "The server's default is true."),
    ({"type": "array", "items": {}, "default": ["a", 1]}, 'The server\'s default is ["a", 1].'),
    ({"$ref": "#/$defs/Size"}, "A size. In pixels. At least 1."),
    ({"$ref": "#/$defs/Size", "description": "Its height."}, "Its height. In pixels. At least 1."),
]


@pytest.mark.parametrize(("schema", "said"), FACTS)
def test_facts(schema: dict[str, Any], said: str) -> None:
    root: dict[str, Any] = {
        "$defs": {"Size": {"type": "integer", "description": "A size.", "minimum": 1, "x-unit": "pixels"}}
    }
    assert described(schema, root) == said
