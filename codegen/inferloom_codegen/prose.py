"""Sentences for docstrings, made from facts of the specs."""

import textwrap

from .ir import Argument, Json, Schema, TaskSpec
from .paths import branches, resolve

_WIDTH = 112


def docstring(text: str) -> str:
    """Text as it may stand between triple double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return escaped[:-1] + '\\"' if escaped.endswith('"') else escaped


def paragraph(text: str, indent: int, hanging: int | None = None) -> str:
    """Text as a wrapped paragraph, escaped for a docstring.

    Args:
        text: the words; line breaks inside count as spaces.
        indent: columns before each line (the first one stands where the template put it).
        hanging: columns before the lines after the first, if different.
    """
    rest = " " * (indent if hanging is None else hanging)
    return "\n".join(
        textwrap.wrap(docstring(" ".join(text.split())), _WIDTH, initial_indent=" " * indent, subsequent_indent=rest,
                      break_long_words=False, break_on_hyphens=False)
    ).lstrip()  # fmt: skip


def facts(argument: Argument, task: TaskSpec) -> str:
    """What an argument's schema says about its values, as sentences.

    Args:
        argument: the argument.
        task: its task.

    Returns:
        Unit, allowed values, limits and the server's default; empty where nothing is said.
    """
    schema = resolve(argument.schema, task.input) or argument.schema
    parts = [argument.description.strip()]
    if parts[0] and not parts[0].endswith((".", "!", "?", ":")):
        parts[0] += "."
    if argument.binary:
        parts.append(_binary(argument.binary))
    unit = schema.get("x-unit")
    if unit and str(unit).lower() not in parts[0].lower():
        parts.append(f"In {unit}.")
    parts.append(_range(schema))
    parts.append(_values(schema, task.input))
    if "default" in schema and not argument.has_default:
        parts.append(f"The server's default is {_json(schema['default'])}.")
    return " ".join(part for part in parts if part)


def _binary(media: str) -> str:
    kind = media.partition("/")[0]
    article = "an" if kind[0] in "aeiou" else "a"
    return (
        f"Given as bytes, a binary file, a path, an http(s) or data URL"
        f"{', or a PIL image' if kind == 'image' else ''}: {article} {kind} file."
    )


def _range(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if low is not None and high is not None:
        return f"From {_json(low)} to {_json(high)}."
    said = [
        f"{words} {_json(limit)}"
        for words, limit in (("at least", low), ("at most", high), ("more than", above), ("less than", below))
        if limit is not None
    ]
    few, many = schema.get("minItems"), schema.get("maxItems")
    if few is not None and many is not None and few == many:
        said.append(f"exactly {few} items")
    else:
        said += [f"at least {few} item{'' if few == 1 else 's'}"] if few is not None else []
        said += [f"at most {many} items"] if many is not None else []
    sentence = ", ".join(said)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""


def _values(schema: Schema, root: Schema) -> str:
    values = schema.get("enum")
    if values is None:
        for branch in branches(schema, root) or []:
            values = values or (resolve(branch, root) or branch).get("enum")
    if not isinstance(values, list):
        return ""
    return f"One of {', '.join(_json(value) for value in values if value is not None)}."


def _json(value: Json) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return f'"{value}"' if isinstance(value, str) else str(value)
