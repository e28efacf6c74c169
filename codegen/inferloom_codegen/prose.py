"""Sentences for docstrings, made from facts of the specs."""

import json
import textwrap

from .ir import Argument, Json, Schema, TaskSpec
from .paths import branches, resolve

_WIDTH = 120


def escaped(text: str) -> str:
    """Text as it may stand between triple double quotes: it reads as itself, whatever it holds.

    Quotes and backslashes, line breaks other than a newline, and whatever an editor would not show are escaped.
    """
    body = text.rstrip('"')
    quotes = len(text) - len(body)
    shown = "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode("ascii")
        for char in body.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    )
    return shown + '\\"' * quotes


def docstring(text: str, indent: int) -> str:
    """A whole docstring, quotes included.

    Args:
        text: the words; their line breaks are kept, long lines are wrapped.
        indent: columns before it.
    """
    words = escaped(text.strip())
    if "\n" not in words and indent + len(words) + 6 <= _WIDTH:
        return f'"""{words}"""'
    pad = " " * indent
    wrapped = [_wrapped(line, indent, indent + (0 if number else 3)) for number, line in enumerate(words.split("\n"))]
    return '"""' + "\n".join(wrapped).lstrip() + f'\n{pad}"""'


def paragraph(text: str, indent: int, hanging: int | None = None, quotes: int = 0) -> str:
    """Text as a wrapped paragraph, escaped for a docstring.

    Args:
        text: the words; line breaks inside count as spaces.
        indent: columns before each line (the first one stands where the template put it).
        hanging: columns before the lines after the first, if different.
        quotes: how many quotes stand before the first line.
    """
    return _wrapped(escaped(" ".join(text.split())), indent if hanging is None else hanging, indent + quotes).lstrip()


def item(text: str, indent: int, hanging: int = 4) -> str:
    """An entry of a docstring's list of arguments, where line breaks are kept.

    Args:
        text: the words.
        indent: columns before the first line, which stands where the template put it.
        hanging: how much further the other lines are indented.
    """
    lines = escaped(text.strip()).split("\n")
    rest = indent + hanging
    return "\n".join(_wrapped(line, rest, rest if number else indent) for number, line in enumerate(lines)).lstrip()


def _wrapped(line: str, indent: int, first: int) -> str:
    lines = textwrap.wrap(
        line,
        _WIDTH,
        initial_indent=" " * first,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines)


def facts(argument: Argument, task: TaskSpec) -> str:
    """What a docstring says about an argument.

    Args:
        argument: the argument.
        task: its task.

    Returns:
        Its description, how a binary value is given, unit, limits, allowed values, the server's default.
    """
    binary = _binary(argument.binary) if argument.binary else ""
    return described(argument.schema, task.input, further=binary, default=not argument.has_default)


def described(
    schema: Schema, root: Schema, *, further: str = "", values: bool = True, opened: bool = False, default: bool = True
) -> str:
    """What a schema says about its values, as sentences.

    Args:
        schema: the schema.
        root: what its references lead into.
        further: a sentence to add after the description.
        values: whether to list the allowed values.
        opened: whether any other text is taken for one of those values, too.
        default: whether to name the server's default.

    Returns:
        The description with unit, limits, allowed values, the server's default, and that it is deprecated; empty where
        nothing is said.
    """
    target = resolve(schema, root) or schema
    alternatives = branches(schema, root) or []
    only = alternatives[0] if len(alternatives) == 1 else target
    text = str(schema.get("description") or target.get("description") or only.get("description") or "").strip()
    items = target.get("items")
    unit = target.get("x-unit") or ((resolve(items, root) or items).get("x-unit") if isinstance(items, dict) else None)
    parts = [
        further,
        f"In {unit}." if unit and str(unit).lower() not in text.lower() else "",
        _range(target),
        _values(target, root, opened=opened) if values or opened or (not text and _is_one(target)) else "",
        f"The server's default is {_json(target['default'])}." if default and "default" in target else "",
        "Deprecated." if schema.get("deprecated") is True and "deprecated" not in text.lower() else "",
    ]
    said = " ".join(part for part in parts if part)
    if text and said and not text.endswith((".", "!", "?", ":")):
        text += "."
    return f"{text} {said}".strip()


def _binary(media: str) -> str:
    last = "an http(s) or data URL, or a PIL image" if media == "image/*" else "or an http(s) or data URL"
    return f"Given as bytes, an open file, a path, {last}."


def _range(schema: Schema) -> str:
    said = [
        *_limits(schema, "minimum", "maximum"),
        *(f"more than {_json(limit)}" for limit in _given(schema, "exclusiveMinimum")),
        *(f"less than {_json(limit)}" for limit in _given(schema, "exclusiveMaximum")),
        *_limits(schema, "minItems", "maxItems", "item"),
        *_limits(schema, "minLength", "maxLength", "character"),
        *(f"matching the pattern {limit}" for limit in _given(schema, "pattern")),
    ]
    sentence = ", ".join(said)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""


def _given(schema: Schema, key: str) -> list[Json]:
    return [schema[key]] if key in schema else []


def _limits(schema: Schema, least: str, most: str, noun: str = "") -> list[str]:
    low, high = schema.get(least), schema.get(most)
    if low is not None and low == high:
        return [f"exactly {_counted(low, noun)}"]
    if low is not None and high is not None:
        return [f"from {_json(low)} to {_counted(high, noun)}"]
    if low is not None:
        return [f"at least {_counted(low, noun)}"]
    return [f"at most {_counted(high, noun)}"] if high is not None else []


def _counted(number: Json, noun: str) -> str:
    return f"{_json(number)} {noun}{'' if number == 1 else 's'}" if noun else _json(number)


def _values(schema: Schema, root: Schema, *, opened: bool = False) -> str:
    items = schema.get("items")
    if isinstance(items, dict) and "enum" in (inner := resolve(items, root) or items):
        said = _values(inner, root, opened=opened)
        return f"Each {said[:1].lower()}{said[1:]}"
    if "const" in schema:
        return f"Always {_json(schema['const'])}."
    alternatives = branches(schema, root) or [schema]
    values = next((one["enum"] for one in alternatives if "enum" in one), None)
    if not isinstance(values, list):
        return ""
    others = [one for one in alternatives if "enum" not in one]
    listed = ", ".join(_json(value) for value in values if value is not None)
    one_of = "one of " if len(values) > 1 else ""
    if opened or any(one.get("type") == "string" for one in others):
        return f"Usually {one_of}{listed}."
    if others:
        return f"Or {one_of}{listed}."
    return f"One of {listed}." if one_of else f"Always {listed}."


def _is_one(schema: Schema) -> bool:
    """Whether there is only one value."""
    values = schema.get("enum")
    return "const" in schema or (isinstance(values, list) and len(values) == 1)


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
