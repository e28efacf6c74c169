"""Markdown: the only way that a spec's text enters a page."""

import ast
import html
import re
from collections.abc import Mapping

_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_SIGN = re.compile(r"[#&*<>\[\\\]^`{|}~]|(?<![^\W_])_|_(?![^\W_])")


def words(text: str) -> str:
    """Text as a line of Markdown that reads as it stands; what is between backticks is code.

    Args:
        text: a sentence or several of a spec; line breaks count as spaces.
    """
    line = " ".join(_visible(text).split())
    parts = _CODE.split(line)
    line = "".join(code(part) if number % 2 else _entities(part) for number, part in enumerate(parts))
    # A line that begins so would be a list, a rule, a heading or a definition.
    return re.sub(r"^(\d+)(?=[.)]\s)|^[-+=:]", lambda found: f"{_entity(found[0][0])}{found[0][1:]}", line)


def code(text: str) -> str:
    """Text as code.

    Args:
        text: the text.
    """
    return f"<code>{_entities(_visible(text))}</code>" if text else ""


def annotation(text: str, links: Mapping[str, str]) -> str:
    """A Python annotation as code in which names lead to where they are explained.

    Args:
        text: the annotation.
        links: a name -> the page, with its anchor.
    """
    names = {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
    names &= set(links)
    pieces = re.split(r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\b[A-Za-z_]\w*\b)", text)
    shown = (f"[{_entities(piece)}]({links[piece]})" if piece in names else _entities(piece) for piece in pieces)
    return f'<code class="type">{"".join(shown)}</code>'


def fence(text: str, language: str, title: str = "") -> str:
    """A block of code.

    Args:
        text: the code.
        language: what it is written in.
        title: what stands above it.
    """
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    named = f' title="{html.escape(title)}"' if title else ""
    return f"{ticks}{language}{named}\n{text.rstrip()}\n{ticks}"


def address(text: str) -> str:
    """An http address as a link; anything else as code.

    Args:
        text: the address.
    """
    if not re.fullmatch(r"https?://[^\s<>\"'`\\{}|^]+", text):
        return code(text)
    shown = _entities(re.sub(r"^https?://", "", text).rstrip("/"))
    return f"[{shown}](<{text.replace('(', '%28').replace(')', '%29')}>)"


def _visible(text: str) -> str:
    return "".join(
        char if char.isprintable() or char in "\n\t" else char.encode("unicode_escape").decode("ascii") for char in text
    )


def _entities(text: str) -> str:
    return _SIGN.sub(lambda found: _entity(found.group()), text.replace("\n", " "))


def _entity(sign: str) -> str:
    return f"&#{ord(sign)};"
