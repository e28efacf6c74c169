"""Text of a spec -> values that remember file, line and column.

JSON is read by a parser of our own: the standard library's keeps no positions, takes NaN, and keeps the last of two
equal keys. YAML comes from PyYAML's events, with scalars resolved by the YAML 1.2 core schema: `no`, `on` and `1:30`
are text, `010` is ten. What would make a spec hard to read (anchors, tags, several documents) is refused.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from collections.abc import Sequence as Items
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeAlias, cast

import yaml

from .errors import Place, Problems, SpecError, quote
from .ir import Json

MAX_DEPTH = 64
"""How deep objects and arrays may stand inside each other."""

MAX_DIGITS = 400
"""How long a number may be."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number, boolean or null."""

    value: str | int | float | bool | None
    at: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """An array."""

    items: "tuple[Node, ...]"
    at: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """An object: `entries` in the order of the text, `keys` with the place of each key."""

    entries: "dict[str, Node]"
    keys: dict[str, Place]
    at: Place

    def get(self, key: str) -> "Node | None":
        """The value of `key`, or None where it is absent (a null is a `Scalar`)."""
        return self.entries.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self.entries


Node: TypeAlias = Scalar | Sequence | Mapping


def plain(node: Node) -> Json:
    """The value alone, as fresh dicts, lists and scalars."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def locate(node: Node, path: Items[str | int], *, key: bool = False) -> Place:
    """The place of the value at `path`, or of the nearest one above it that exists.

    Args:
        node: where the path starts.
        path: keys and indexes, such as pydantic's `loc`; segments that lead nowhere end the walk.
        key: ask for the place of the last key rather than that of its value.
    """
    at = node.at
    for step in path:
        below: Node | None = None
        name = at
        if isinstance(node, Mapping) and isinstance(step, str):
            below, name = node.get(step), node.keys.get(step, at)
        elif isinstance(node, Sequence) and isinstance(step, int) and -len(node.items) <= step < len(node.items):
            below = node.items[step]
            name = below.at
        if below is None:
            break
        node, at = below, name if key else below.at
    return at


def kind(node: Node) -> str:
    """What a value is, in the words of a message: `an object`, `a number`, ..."""
    if isinstance(node, Mapping):
        return "an object"
    if isinstance(node, Sequence):
        return "an array"
    return kind_of(node.value)


def kind_of(value: Json) -> str:
    """What a plain value is, in the words of a message."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "an array"
        case dict():
            return "an object"


def read_json(path: Path, file: str, problems: Problems) -> Node | None:
    """Read one JSON file.

    Args:
        path: the file.
        file: its name in messages: relative to the specs folder.
        problems: receives what is wrong with it.

    Returns:
        The value, or None when the file has no usable one (then an error has been added).
    """
    return _read(path, file, problems, parse_json)


def read_yaml(path: Path, file: str, problems: Problems) -> Node | None:
    """Read one YAML file; like `read_json`."""
    return _read(path, file, problems, parse_yaml)


def parse_json(text: str, file: str, problems: Problems) -> Node | None:
    """Read JSON text: strictly RFC 8259, without duplicate keys or lone surrogates.

    Returns:
        The value, or None when there is none to use. Duplicate keys are reported, then the first one counts.
    """
    try:
        return _JsonReader(text, file, problems).document()
    except SpecError as error:
        problems.add(error)
        return None


def parse_yaml(text: str, file: str, problems: Problems) -> Node | None:
    """Read YAML text by the 1.2 core schema; like `parse_json`.

    An empty text is a null.
    """
    if bad := _UNPRINTABLE.search(text):
        problems.error(_Lines(text, file).place(bad.start()), _control_character(bad.group()))
        return None
    try:
        try:
            return _YamlReader(text, file, problems, _YAML_LOADER).document()
        except yaml.YAMLError:
            # libyaml words and places some errors differently: one and the same wording on every machine.
            return _YamlReader(text, file, problems, yaml.SafeLoader).document()
    except SpecError as error:
        problems.add(error)
    except yaml.YAMLError as error:
        problems.add(_yaml_error(error, file))
    return None


def _read(path: Path, file: str, problems: Problems, parse: Callable[[str, str, Problems], Node | None]) -> Node | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.error(Place(file), f"this file cannot be read: {error.strerror or type(error).__name__}")
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        byte = data[error.start]
        problems.error(
            _Lines(before, file).place(len(before)), f"byte 0x{byte:02x} is not UTF-8: save the file as UTF-8"
        )
        return None
    if text.startswith("\ufeff"):
        problems.error(Place(file), "the file starts with a byte order mark: save it as UTF-8 without BOM")
        return None
    return parse(text, file, problems)


class _Lines:
    """Offsets of a text -> places."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return Place(self._file, line, offset - self._starts[line - 1] + 1)


# JSON

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN_TEXT = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HEX = re.compile(r"[0-9A-Fa-f]{4}")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_FOREIGN_WORDS = {
    "True": "true",
    "False": "false",
    "None": "null",
    "NULL": "null",
    "Null": "null",
    "TRUE": "true",
    "FALSE": "false",
    "undefined": "null",
}


class _JsonReader:
    """A recursive-descent parser; `depth` keeps it, and every later walk over its values, far from Python's limit."""

    def __init__(self, text: str, file: str, problems: Problems) -> None:
        self.text = text
        self.position = 0
        self.problems = problems
        self.lines = _Lines(text, file)

    def document(self) -> Node:
        if self.text.startswith("\ufeff"):
            self.fail(0, "the text starts with a byte order mark: save it as UTF-8 without BOM")
        self.skip()
        if self.position == len(self.text):
            self.fail(0, "the file is empty: expected a JSON value")
        node = self.value(0, None)
        self.skip()
        if self.position < len(self.text):
            self.fail(self.position, f"{self.next_text()} after the end of the value: a file holds one JSON value")
        return node

    def value(self, depth: int, opened: int | None) -> Node:
        start = self.position
        first = self.text[start : start + 1]
        if first == '"':
            return Scalar(self.string(), self.lines.place(start))
        if first == "{":
            return self.object(depth + 1)
        if first == "[":
            return self.array(depth + 1)
        if match := _NUMBER.match(self.text, start):
            return Scalar(self.number(match), self.lines.place(start))
        if match := _WORD.match(self.text, start):
            word = match.group()
            if word in _WORDS:
                self.position = match.end()
                return Scalar(_WORDS[word], self.lines.place(start))
            if word in _FOREIGN_WORDS:
                self.fail(start, f"{word} is not JSON; write {_FOREIGN_WORDS[word]}")
            if word in ("NaN", "Infinity"):
                self.fail(start, f"{word} is not JSON, which has no such number; write a finite one")
            self.fail(start, f"{quote(word)} is not a JSON value; a text stands between double quotes")
        return self.fail(start, self.expected("a value", opened))

    def object(self, depth: int) -> Mapping:
        start = self.position
        self.check_depth(depth)
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        at = self.lines.place(start)
        self.position += 1
        self.skip()
        if self.take("}"):
            return Mapping(entries, keys, at)
        while True:
            key_start = self.position
            if self.text[key_start : key_start + 1] != '"':
                self.fail(key_start, self.expected("a key in double quotes", start))
            key = self.string()
            key_at = self.lines.place(key_start)
            self.skip()
            if not self.take(":"):
                self.fail(self.position, self.expected(f"':' after the key {quote(key)}", start))
            self.skip()
            value = self.value(depth, start)
            if key in keys:
                self.problems.error(key_at, f"duplicate key {quote(key)} (first on line {keys[key].line}): remove one")
            else:
                entries[key] = value
                keys[key] = key_at
            self.skip()
            if self.take("}"):
                return Mapping(entries, keys, at)
            self.comma("}", start)

    def array(self, depth: int) -> Sequence:
        start = self.position
        self.check_depth(depth)
        items: list[Node] = []
        at = self.lines.place(start)
        self.position += 1
        self.skip()
        if self.take("]"):
            return Sequence((), at)
        while True:
            items.append(self.value(depth, start))
            self.skip()
            if self.take("]"):
                return Sequence(tuple(items), at)
            self.comma("]", start)

    def comma(self, close: str, opened: int) -> None:
        comma = self.position
        if not self.take(","):
            expected = self.expected(f"',' or '{close}'", opened)
            if "found" in expected:
                word = self.text[comma - 1] == '"' and self.text[comma].isalnum()
                expected += "; is a quote missing, or one too many?" if word else "; is a comma missing before it?"
            self.fail(comma, expected)
        self.skip()
        if self.text[self.position : self.position + 1] == close:
            self.fail(comma, f"a comma before '{close}' is not JSON; remove it")

    def number(self, match: re.Match[str]) -> int | float:
        start, end = match.span()
        text = match.group()
        after = self.text[end : end + 1]
        if after.isalnum() or after in ("_", ".", "+", "-"):
            hint = "leading zeros are not JSON" if text.lstrip("-") == "0" and after.isdigit() else "malformed number"
            whole = re.compile(r"[\w.+-]*").match(self.text, start)
            self.fail(start, f"{quote(whole.group() if whole else text)}: {hint}; write it like 0.5, 12 or 1e-3")
        if len(text) > MAX_DIGITS:
            self.fail(start, f"a number of {len(text)} characters; at most {MAX_DIGITS} are read")
        self.position = end
        if match.group(1) is None and match.group(2) is None:
            return int(text)
        value = float(text)
        if math.isinf(value):
            self.fail(start, f"{quote(text)} is larger than any double; write a finite number")
        return value

    def string(self) -> str:
        start = self.position
        self.position += 1
        parts: list[str] = []
        while True:
            match = _PLAIN_TEXT.match(self.text, self.position)
            assert match is not None
            parts.append(match.group())
            self.position = match.end()
            char = self.text[self.position : self.position + 1]
            if char == '"':
                self.position += 1
                return "".join(parts)
            if char == "\\":
                parts.append(self.escape())
            elif char == "":
                self.fail(start, "this string is not closed: the file ends inside it")
            elif char in "\r\n":
                self.fail(start, "this string is not closed on its line: add '\"', or write a line break as \\n")
            else:
                escape = "\\t" if char == "\t" else f"\\u{ord(char):04x}"
                self.fail(self.position, f"{_control_character(char)}, or write it as {escape}")

    def escape(self) -> str:
        start = self.position
        letter = self.text[start + 1 : start + 2]
        if letter in _ESCAPES and letter:
            self.position += 2
            return _ESCAPES[letter]
        if letter != "u":
            shown = letter if letter.isprintable() else ""
            self.fail(start, f"there is no escape '\\{shown}'; a backslash itself is written '\\\\'")
        code = self.code_unit(start)
        if 0xDC00 <= code <= 0xDFFF:
            self.fail(start, f"\\u{code:04x} is the second half of a surrogate pair without the first; write both")
        if 0xD800 <= code <= 0xDBFF:
            low = self.position
            if self.text[low : low + 2] == "\\u":
                second = self.code_unit(low)
                if 0xDC00 <= second <= 0xDFFF:
                    return chr(0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00))
            self.fail(start, f"\\u{code:04x} is the first half of a surrogate pair without the second; write both")
        return chr(code)

    def code_unit(self, start: int) -> int:
        match = _HEX.match(self.text, start + 2)
        if match is None:
            self.fail(start, "\\u is followed by four hexadecimal digits, as in \\u00e9")
        self.position = match.end()
        return int(match.group(), 16)

    def check_depth(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            self.fail(self.position, f"more than {MAX_DEPTH} objects and arrays inside each other: make it flatter")

    def expected(self, what: str, opened: int | None) -> str:
        if self.position >= len(self.text):
            line = self.lines.place(opened).line if opened is not None else 0
            where = f"; the {'brace' if self.text[opened or 0] == '{' else 'bracket'} of line {line} is never closed"
            return f"the file ends where {what} was expected{where if line else ''}"
        char = self.text[self.position]
        if char == "'":
            return f"expected {what}; JSON texts stand between double quotes, not single ones"
        if self.text.startswith(("//", "/*", "#"), self.position):
            return f"expected {what}; JSON has no comments: say it in a description"
        return f"expected {what}, found {self.next_text()}"

    def next_text(self) -> str:
        match = _WORD.match(self.text, self.position)
        return quote(match.group() if match else self.text[self.position])

    def take(self, char: str) -> bool:
        if self.text[self.position : self.position + 1] == char:
            self.position += 1
            return True
        return False

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.position)
        assert match is not None
        self.position = match.end()

    def fail(self, offset: int, message: str) -> NoReturn:
        raise SpecError(self.lines.place(offset), f"invalid JSON: {message}")


def _control_character(char: str) -> str:
    return f"a raw {'tab' if char == chr(9) else f'character U+{ord(char):04X}'}: remove it"


# YAML

# PyYAML without libyaml has no CSafeLoader; the stubs know neither that nor the type of an event.
_yaml_events = cast(Callable[..., Iterator[Any]], getattr(yaml, "parse"))  # noqa: B009
_YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_YAML_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_YAML_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_YAML_INTEGER = re.compile(r"[-+]?[0-9]+")
_YAML_OCTAL = re.compile(r"0o[0-7]+")
_YAML_HEX = re.compile(r"0x[0-9a-fA-F]+")
_YAML_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_YAML_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
# PyYAML's wording -> ours: what it expected from the grammar is rarely what the writer of a spec got wrong.
_YAML_MISTAKES = (
    ("mapping values are not allowed", "a ':' inside a value; put the whole value in quotes"),
    (
        "expected <block end>",
        "this does not belong to what stands before; check indentation, and quotes inside a text",
    ),
    ("could not find expected ':'", "a key without ':'; write `key: value`"),
    ("found character '\\t'", "a tab; indent with spaces"),
    ("cannot start any token", "a value cannot start with this character; put the value in quotes"),
    ("unexpected end of stream", "the file ends inside quotes; close them"),
    ("expected alphabetic or numeric", "a value that starts with '*' or '&' stands in quotes"),
    ("expected ',' or ']'", "expected ',' or ']' here; a list in brackets is not closed, or a ',' is missing"),
    ("expected ',' or '}'", "expected ',' or '}' here; a map in braces is not closed, or a ',' is missing"),
    (
        "unknown escape character",
        "an unknown escape; write '\\\\' for a backslash inside double quotes, or use single ones",
    ),
)


class _YamlReader:
    """Builds nodes from PyYAML's events, which come one at a time: no recursion in code that is not ours."""

    def __init__(self, text: str, file: str, problems: Problems, loader: Any) -> None:
        self.file = file
        self.problems = problems
        self.events = _yaml_events(text, Loader=loader)

    def document(self) -> Node:
        node: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and node is not None:
                self.fail(event, "a second document starts here; a spec file holds one")
            if isinstance(event, yaml.NodeEvent):
                node = self.node(event, 0)
        return Scalar(None, Place(self.file)) if node is None else node

    def node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            self.fail(event, f"aliases are not read; write the value of *{event.anchor} out")
        if event.anchor is not None:
            self.fail(event, f"anchors are not read; remove &{event.anchor}, write the value out where it is needed")
        if event.tag is not None:
            self.fail(event, f"tags are not read; remove {quote(event.tag.replace('tag:yaml.org,2002:', '!!'))}")
        at = self.place(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self.scalar(event), at)
        if depth >= MAX_DEPTH:
            self.fail(event, f"more than {MAX_DEPTH} maps and lists inside each other: make it flatter")
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(item, depth + 1))
            return Sequence(tuple(items), at)
        return self.mapping(at, depth)

    def mapping(self, at: Place, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar) or not isinstance(key.value, str):
                hint = "put it in quotes" if isinstance(key, Scalar) else "use a text"
                self.problems.error(key.at, f"this key is {kind(key)}, and keys are strings: {hint}")
            elif key.value in keys:
                first = keys[key.value].line
                self.problems.error(key.at, f"duplicate key {quote(key.value)} (first on line {first}): remove one")
            else:
                entries[key.value] = value
                keys[key.value] = key.at
        return Mapping(entries, keys, at)

    def scalar(self, event: Any) -> str | int | float | bool | None:
        text = str(event.value)
        if _SURROGATE.search(text):
            self.fail(event, "half a surrogate pair; write the character itself, or as \\U0001f600")
        if not event.implicit[0]:
            return text
        if text in _YAML_NULL:
            return None
        if text in _YAML_BOOLEANS:
            return _YAML_BOOLEANS[text]
        if _YAML_NOT_FINITE.fullmatch(text):
            self.fail(event, f"{text} is no number that JSON can carry; write a finite one, or put a text in quotes")
        if len(text) <= MAX_DIGITS:
            if _YAML_INTEGER.fullmatch(text):
                return int(text)
            if _YAML_OCTAL.fullmatch(text):
                return int(text[2:], 8)
            if _YAML_HEX.fullmatch(text):
                return int(text[2:], 16)
            if _YAML_FLOAT.fullmatch(text):
                value = float(text)
                if math.isinf(value):
                    self.fail(event, f"{quote(text)} is larger than any double; write a finite number")
                return value
        elif _YAML_INTEGER.fullmatch(text):
            self.fail(event, f"a number of {len(text)} characters; at most {MAX_DIGITS} are read")
        return text

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def fail(self, event: Any, message: str) -> NoReturn:
        raise SpecError(self.place(event), message)


def _yaml_error(error: yaml.YAMLError, file: str) -> SpecError:
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = Place(file) if mark is None else Place(file, mark.line + 1, mark.column + 1)
    mistake = next((ours for theirs, ours in _YAML_MISTAKES if theirs in problem), problem)
    return SpecError(at, f"invalid YAML: {mistake}")
