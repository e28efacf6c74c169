"""The readers of JSON and YAML: same values as the standard says, with the place of each."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inferloom_codegen.errors import Place, Problems
from inferloom_codegen.source import Mapping, locate, parse_json, parse_yaml, plain, read_json, read_yaml

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def said(problems: Problems) -> list[str]:
    return [str(error) for error in problems.errors]


def strict(text: str) -> Any:
    """What the standard library reads, made as strict as the standard."""

    def refuse(word: str) -> None:
        raise ValueError(word)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError("duplicate key")
        return dict(pairs)

    value = json.loads(text, parse_constant=refuse, object_pairs_hook=unique)
    json.dumps(value, ensure_ascii=False).encode("utf-8")  # refuses lone surrogates
    json.dumps(value, allow_nan=False)  # refuses 1e999
    return value


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_json_values(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    problems = Problems()
    node = parse_json(json.dumps(value, indent=indent, ensure_ascii=ascii_only), "a.json", problems)
    assert said(problems) == []
    assert node is not None
    assert plain(node) == value


@given(VALUES, st.data())
def test_json_accepts_what_the_standard_accepts(value: Any, data: st.DataObject) -> None:
    text = json.dumps(value)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 2)))
    text = text[:start] + data.draw(st.text('{}[]",:\\/utf0123456789eE+-. \n\t\ud800NaI', max_size=2)) + text[end:]
    problems = Problems()
    node = parse_json(text, "a.json", problems)
    try:
        expected = strict(text)
    except (ValueError, UnicodeEncodeError):
        assert said(problems) != []
    else:
        assert said(problems) == []
        assert node is not None
        assert plain(node) == expected


def test_json_places() -> None:
    text = '{\n  "a": [1, {"b": "ü"}],\n\t"c" : null\r\n}'
    node = parse_json(text, "a.json", Problems())
    assert isinstance(node, Mapping)
    assert node.at == Place("a.json", 1, 1)
    assert node.keys["a"] == Place("a.json", 2, 3)
    assert locate(node, ["a"]) == Place("a.json", 2, 8)
    assert locate(node, ["a", 0]) == Place("a.json", 2, 9)
    assert locate(node, ["a", 1, "b"]) == Place("a.json", 2, 18)
    assert locate(node, ["a", 1, "b"], key=True) == Place("a.json", 2, 13)
    assert locate(node, ["a", 7, "b"]) == Place("a.json", 2, 8)
    assert locate(node, ["c"]) == Place("a.json", 3, 8)


def test_yaml_places() -> None:
    text = "a:\n  - one\n  - {b: 'two: 2'}\nc: |\n  text\n"
    node = parse_yaml(text, "a.yaml", Problems())
    assert node is not None
    assert plain(node) == {"a": ["one", {"b": "two: 2"}], "c": "text\n"}
    assert locate(node, ["a", 0]) == Place("a.yaml", 2, 5)
    assert locate(node, ["a", 1, "b"]) == Place("a.yaml", 3, 9)
    assert locate(node, ["c"], key=True) == Place("a.yaml", 4, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("y", "y"),
        ("1:30", "1:30"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("+12", 12),
        ("-3", -3),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("2020-01-01", "2020-01-01"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("~", None),
        ("", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("TRUE", True),
        ("tRUE", "tRUE"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("=", "="),
    ],
)
def test_yaml_core_schema(text: str, value: Any) -> None:
    problems = Problems()
    node = parse_yaml(f"key: {text}", "a.yaml", problems)
    assert said(problems) == []
    assert node is not None
    found = plain(node)
    assert found == {"key": value}
    assert isinstance(found, dict)
    assert type(found["key"]) is type(value)


TEXTS = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=20)


@given(st.dictionaries(TEXTS, st.lists(TEXTS | st.integers() | st.booleans() | st.none(), max_size=3), max_size=3))
def test_yaml_reads_json(value: Any) -> None:
    """JSON text is YAML, apart from very long keys and surrogate pairs."""
    problems = Problems()
    node = parse_yaml(json.dumps(value), "a.yaml", problems)
    assert said(problems) == []
    assert node is not None
    assert plain(node) == value


def test_yaml_surrogates_are_refused() -> None:
    problems = Problems()
    assert parse_yaml('a: "\\ud83d\\ude00"', "a.yaml", problems) is None
    assert said(problems) == [
        "a.yaml:1:4: half a surrogate pair; write the character itself, or as \\U0001f600",
    ]


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 5000, '{"a":' * 5000, "[{}" * 5000])
def test_depth_is_bounded(text: str) -> None:
    for parse in (parse_json, parse_yaml):
        problems = Problems()
        assert parse(text, "a", problems) is None
        assert len(said(problems)) == 1


def test_long_numbers_are_refused() -> None:
    for parse in (parse_json, parse_yaml):
        problems = Problems()
        assert parse("9" * 5000, "a", problems) is None
        assert "5000 characters" in said(problems)[0]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes(b'{\n  "a": "\xe9"}')
    (tmp_path / "bom.yaml").write_bytes(b"\xef\xbb\xbfa: 1")
    problems = Problems()
    assert read_json(tmp_path / "latin.json", "latin.json", problems) is None
    assert read_yaml(tmp_path / "bom.yaml", "bom.yaml", problems) is None
    assert read_json(tmp_path / "none.json", "none.json", problems) is None
    assert said(problems) == [
        "bom.yaml:1:1: the file starts with a byte order mark: save it as UTF-8 without BOM",
        "latin.json:2:9: byte 0xe9 is not UTF-8: save the file as UTF-8",
        "none.json:1:1: this file cannot be read: No such file or directory",
    ]
