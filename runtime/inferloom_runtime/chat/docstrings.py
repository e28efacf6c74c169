"""What a docstring says of a function, with what it says of each argument."""

from __future__ import annotations

import inspect
import re

_GOOGLE = re.compile(r"(?:Args|Arguments|Parameters|Params|Keyword Args|Keyword Arguments):\s*")
_HEADING = re.compile(
    r"(?:Args|Arguments|Attributes|Example|Examples|Keyword Args|Keyword Arguments|Note|Notes|Other Parameters|"
    r"Parameters|Params|Raises|Receives|References|Return|Returns|See Also|Todo|Warning|Warnings|Warns|Yield|Yields)"
    r":\s*"
)
_ENTRY = re.compile(r"\*{0,2}(?P<name>\w+)\s*(?:\([^)]*\)|\[[^\]]*\])?\s*:\s*(?P<text>.*)")
_SPHINX = re.compile(
    r":(?P<word>param|parameter|arg|argument|key|keyword)\s+(?:[^:]*\s)?\*{0,2}(?P<name>\w+)\s*:(?P<text>.*)"
)
_FIELD = re.compile(r":\w+[^:]*:")
_UNDERLINE = re.compile(r"-{3,}\s*")
_NUMPY_PARAMETERS = frozenset({"Parameters", "Other Parameters", "Args", "Arguments"})


def read(docstring: str | None) -> tuple[str, dict[str, str]]:
    """Take a docstring apart.

    Args:
        docstring: The docstring, in Google's, numpy's or Sphinx's style, or none.

    Returns:
        What it says before its sections, with what it says of each argument.
    """
    lines = inspect.cleandoc(docstring or "").splitlines()
    said: list[str] = []
    arguments: dict[str, list[str]] = {}
    index, is_preamble = 0, True
    while index < len(lines):
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if line.strip() and not line[:1].isspace() and _UNDERLINE.fullmatch(following):
            is_preamble = False
            index = _numpy(lines, index, arguments)
        elif _HEADING.fullmatch(line):
            is_preamble = False
            index = _google(lines, index, arguments)
        elif _FIELD.match(line):
            is_preamble = False
            index = _sphinx(lines, index, arguments)
        else:
            if is_preamble:
                said.append(line)
            index += 1
    return "\n".join(said).strip(), {name: _sentence(texts) for name, texts in arguments.items()}


def _sentence(texts: list[str]) -> str:
    return " ".join(" ".join(texts).split())


def _google(lines: list[str], index: int, arguments: dict[str, list[str]]) -> int:
    """Read a section of Google's style; give back the line after it."""
    is_wanted = _GOOGLE.fullmatch(lines[index]) is not None
    index += 1
    depth: int | None = None
    current: list[str] = []
    while index < len(lines) and (not lines[index].strip() or lines[index][:1].isspace()):
        line = lines[index]
        index += 1
        if not line.strip() or not is_wanted:
            continue
        indent = len(line) - len(line.lstrip())
        depth = indent if depth is None else depth
        found = _ENTRY.fullmatch(line.strip()) if indent <= depth else None
        if found is not None:
            current = arguments.setdefault(found["name"], [])
            current.append(found["text"])
        else:
            current.append(line)
    return index


def _numpy(lines: list[str], index: int, arguments: dict[str, list[str]]) -> int:
    """Read a section of numpy's style; give back the line after it."""
    is_wanted = lines[index].strip() in _NUMPY_PARAMETERS
    index += 2
    current: list[list[str]] = []
    while index < len(lines):
        line = lines[index]
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if line.strip() and not line[:1].isspace() and _UNDERLINE.fullmatch(following):
            break
        index += 1
        if not is_wanted or not line.strip():
            continue
        if line[:1].isspace():
            for texts in current:
                texts.append(line)
        else:
            # "x, y : int" describes two arguments.
            names = [name.strip().lstrip("*") for name in line.partition(":")[0].split(",")]
            current = [arguments.setdefault(name, []) for name in names if name.isidentifier()]
    return index


def _sphinx(lines: list[str], index: int, arguments: dict[str, list[str]]) -> int:
    """Read a field of Sphinx's style; give back the line after it."""
    found = _SPHINX.match(lines[index])
    current: list[str] = arguments.setdefault(found["name"], []) if found is not None else []
    if found is not None:
        current.append(found["text"])
    index += 1
    while index < len(lines) and lines[index].strip() and lines[index][:1].isspace():
        current.append(lines[index])
        index += 1
    return index
