"""Python functions as tools: what the model is told of them, and how what it writes becomes their arguments."""

from __future__ import annotations

import dataclasses
import enum
import functools
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

from inferloom import UsageError
from inferloom_runtime.chat import docstrings, functions


class Unit(enum.Enum):
    CELSIUS = "celsius"
    FAHRENHEIT = "fahrenheit"


class Place(BaseModel):
    title: str
    height: float = 0


def forecast(
    city: str,
    unit: Unit = Unit.CELSIUS,
    days: Annotated[int, Field(ge=1, le=7)] = 1,
    style: Literal["short", "long"] | None = None,
    place: Place | None = None,
    copy: int = Field(5, description="How many copies."),
) -> str:
    """Look up the forecast.

    It is renewed every hour.

    Args:
        city (str): The town,
            with its country.
        unit: Of the temperature.
        copy: Not read: the field says it.

    Returns:
        The forecast in words.
    """
    return f"{city} {unit} {days} {style} {place} {copy}"


def told(function: Any) -> dict[str, Any]:
    return functions.described(function).tool["function"]


def test_a_signature_becomes_a_schema() -> None:
    """As JSON Schema says it: https://json-schema.org/understanding-json-schema"""
    assert functions.described(forecast).tool["type"] == "function"
    found = told(forecast)
    assert found["name"] == "forecast"
    assert found["description"] == "Look up the forecast.\n\nIt is renewed every hour."
    assert found["parameters"] == {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "The town, with its country."},
            "unit": {"$ref": "#/$defs/Unit", "default": "celsius", "description": "Of the temperature."},
            "days": {"type": "integer", "minimum": 1, "maximum": 7, "default": 1},
            "style": {"anyOf": [{"type": "string", "enum": ["short", "long"]}, {"type": "null"}], "default": None},
            "place": {"anyOf": [{"$ref": "#/$defs/Place"}, {"type": "null"}], "default": None},
            "copy": {"type": "integer", "default": 5, "description": "How many copies."},
        },
        "required": ["city"],
        "additionalProperties": False,
        "$defs": {
            "Unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
            "Place": {
                "type": "object",
                "properties": {"title": {"type": "string"}, "height": {"type": "number", "default": 0}},
                "required": ["title"],
            },
        },
    }


def test_arguments_become_what_the_function_declares() -> None:
    _, given = functions.described(forecast).arguments('{"city": "Oslo", "days": "3", "place": {"title": "Fjord"}}')
    assert given == {"city": "Oslo", "days": 3, "place": Place(title="Fjord"), "copy": 5}
    _, given = functions.described(forecast).arguments({"city": "Oslo", "unit": "fahrenheit"})
    assert given["unit"] is Unit.FAHRENHEIT


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ('{"town": "Oslo"}', ["city: Field required", "town: Extra inputs are not permitted"]),
        ('{"city": "Oslo", "days": 8}', ["days: Input should be less than or equal to 7"]),
        ('{"city": "Oslo"', ["Expecting"]),
        ("[1]", ["must be a JSON object"]),
    ],
)
def test_arguments_that_do_not_fit_are_named(given: str, words: list[str]) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the words are looked at below
        functions.described(forecast).arguments(given)
    said = functions.reason_of(caught.value)
    assert all(word in said for word in words), said


def test_no_text_is_no_arguments() -> None:
    def now() -> str:
        """Tell the time."""
        return "noon"

    assert told(now)["parameters"] == {"type": "object", "properties": {}, "additionalProperties": False}
    assert functions.described(now).arguments("") == ([], {})


class Thermometer:
    """A thermometer."""

    def read(self, room: str, /, *, exact: bool = False) -> float:
        """Read it.

        Parameters
        ----------
        room : str
            Where it hangs,
            on the wall.
        exact, other : bool
            With decimals.

        Returns
        -------
        float
            room: no argument.
        """
        return 20.5 if exact else 20

    def __call__(self, room: str) -> float:
        """Read it at once.

        :param str room: Where it hangs.
        :param other: Nothing.
        :returns: degrees
        """
        return 21


def test_methods_and_objects_are_tools_too() -> None:
    read = told(Thermometer().read)
    assert read["name"] == "read"
    assert read["description"] == "Read it."
    assert read["parameters"]["properties"] == {
        "room": {"type": "string", "description": "Where it hangs, on the wall."},
        "exact": {"type": "boolean", "default": False, "description": "With decimals."},
    }
    assert functions.described(Thermometer().read).arguments('{"room": "hall", "exact": true}') == (
        ["hall"],
        {"exact": True},
    )
    called = told(Thermometer())
    assert (called["name"], called["description"]) == ("Thermometer", "Read it at once.")
    assert called["parameters"]["properties"] == {"room": {"type": "string", "description": "Where it hangs."}}


def test_what_a_partial_function_has_already_is_not_asked_for() -> None:
    bound = functools.partial(forecast, "Oslo", style="long")
    properties = told(bound)["parameters"]["properties"]
    assert told(bound)["name"] == "forecast"
    assert list(properties) == ["unit", "days", "place", "copy"]


def test_dataclasses_and_lists_are_arguments() -> None:
    @dataclasses.dataclass
    class Point:
        x: int
        y: int = 0

    def draw(points: list[Point], colours: dict[str, int] | None = None, anything: Any = None, *rest: int) -> None:
        return None

    # The class is local: its name can be found while the annotations are no text.
    draw.__annotations__ = {"points": list[Point], "colours": dict[str, int] | None}
    _, given = functions.described(draw).arguments('{"points": [{"x": 1}], "anything": {"a": [1]}}')
    assert given == {"points": [Point(1)], "anything": {"a": [1]}}
    assert "rest" not in told(draw)["parameters"]["properties"]


class Connection:
    pass


def connected(connection: Connection) -> None:
    """Takes what no JSON is."""


def test_what_has_no_schema_or_name_is_refused() -> None:
    with pytest.raises(UsageError, match="the function connected cannot be described to a model"):
        functions.described(connected)
    with pytest.raises(UsageError, match="'<lambda>' is no name for a tool"):
        functions.described(lambda: None)


def test_a_function_is_described_once_and_few_are_remembered() -> None:
    assert functions.described(forecast) is functions.described(forecast)
    for _ in range(functions.KNOWN_FUNCTIONS + 20):

        def passing() -> None:
            """Pass."""

        functions.described(passing)
    assert functions._remembered.cache_info().currsize <= functions.KNOWN_FUNCTIONS


GOOGLE = """Do it.

Arguments:
  first: One
    more.
  *second (int, optional): Two: really.
  third : Three.

Raises:
  ValueError: never.
"""
NUMPY = """Do it.

Parameters
----------
first
    One more.
second : int, optional
    Two: really.
third : {"a", "b"}
    Three.

Other Parameters
----------------
fourth : int
    Four.

Examples
--------
fifth : no argument
    >>> do_it()
"""
SPHINX = """Do it.

:param first: One
    more.
:param int second: Two: really.
:keyword third: Three.
:type third: str
:raises ValueError: never.
"""


@pytest.mark.parametrize(
    ("text", "more"), [(GOOGLE, {}), (NUMPY, {"fourth": "Four."}), (SPHINX, {})], ids=["google", "numpy", "sphinx"]
)
def test_docstrings_of_three_styles_say_the_same(text: str, more: dict[str, str]) -> None:
    said, arguments = docstrings.read(text)
    assert said == "Do it."
    assert arguments == {"first": "One more.", "second": "Two: really.", "third": "Three.", **more}


def test_a_docstring_without_sections_is_what_it_is() -> None:
    assert docstrings.read("Look: it works.\n\nNote the colon:\n    as here.") == (
        "Look: it works.\n\nNote the colon:\n    as here.",
        {},
    )
    assert docstrings.read(None) == ("", {})


@pytest.mark.parametrize(
    ("result", "text"),
    [
        ("words", "words"),
        (None, "null"),
        ({"a": [1, 2.5]}, '{"a":[1,2.5]}'),
        (Place(title="Fjord"), '{"title":"Fjord","height":0.0}'),
        (Unit.CELSIUS, '"celsius"'),
        (b"\x00\xff", '"AP8="'),
    ],
)
def test_a_result_is_read_as_text_or_json(result: Any, text: str) -> None:
    assert functions.text_of(result) == text
