"""The guide of a documentation site: documents that exist, split by their headings into pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .markdown import fence
from .output import OutputError

_HEADING = re.compile(r"(#{1,6}) +(.+?) *#*")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_RUN_IN = re.compile(r"\*\*([^*]+?)[.:]\*\* +(?=\S)")
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]+)\)")
_COMMENT = re.compile(r"<!--.*?-->\n*", re.DOTALL)


class GuideError(OutputError):
    """A document cannot become pages; the message says where, and why."""


@dataclass(slots=True)
class Chapter:
    """One page of the guide.

    Attributes:
        document: the name of the file that it is from.
        title: its heading.
        path: the page's path.
        level: the level of its heading in the document.
        lines: its text, without the heading.
        within: the heading of the chapter that it is a part of, or "".
    """

    document: str
    title: str
    path: str
    level: int
    lines: list[str]
    within: str = ""

    @property
    def text(self) -> str:
        """The chapter's own words."""
        return "\n".join(self.lines).strip()


def chapters(documents: Sequence[Path]) -> list[Chapter]:
    """Split the documents.

    Args:
        documents: Markdown files. The first is split: what comes before its second heading is the home page, and each
            chapter and each part of a chapter is a page. The others are a page each.

    Returns:
        The pages, in the order of the text, with links between them. A chapter without words of its own has none.

    Raises:
        GuideError: A link leads to no page, or two headings would make one page.
        OSError: A document cannot be read.
    """
    found: list[Chapter] = []
    for number, document in enumerate(documents):
        text = _COMMENT.sub("", document.read_text(encoding="utf-8"))
        found += _split(document.name, text) if number == 0 else [_whole(document.name, text)]
    places: dict[str, str] = {}
    for chapter in found:
        if chapter.path in places.values():
            raise GuideError(
                f"{chapter.document}: two chapters are called {chapter.title!r}; a page needs its own name."
            )
        places[f"{chapter.document}#{_slug(chapter.title)}"] = chapter.path
        places.setdefault(chapter.document, chapter.path)
    for chapter in found:
        chapter.lines = list(_rewritten(chapter, places))
    return found


def _split(document: str, text: str) -> list[Chapter]:
    home = Chapter(document, "", "index.md", 1, [])
    found = [home]
    for line, is_code in _lines(text):
        heading = None if is_code else _HEADING.fullmatch(line)
        level = len(heading[1]) if heading else 0
        if heading and level == 1 and not home.title:
            home.title = heading[2]
        elif heading and level <= 3:
            outer = next((one.title for one in reversed(found) if one.level == 2), "") if level == 3 else ""
            found.append(Chapter(document, heading[2], f"guide/{_slug(heading[2])}.md", level, [], outer))
        else:
            found[-1].lines.append(line)
    return [chapter for chapter in found if chapter.text or chapter is home]


def _whole(document: str, text: str) -> Chapter:
    lines = list(_lines(text))
    title = next((found[2] for line, is_code in lines if not is_code and (found := _HEADING.fullmatch(line))), document)
    stem = _slug(PurePosixPath(document).stem)
    first = next((number for number, (line, _) in enumerate(lines) if line.startswith("# ")), -1)
    return Chapter(document, title, f"guide/{stem}.md", 1, [line for line, _ in lines[first + 1 :]])


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each belongs to a block of code."""
    closing = ""
    for line in text.splitlines():
        found = _FENCE.match(line)
        if closing:
            yield line, True
            closing = "" if found and line.strip().startswith(closing) and not found[2].strip() else closing
        else:
            closing = found[1] if found else ""
            yield line, bool(found)


def _rewritten(chapter: Chapter, places: dict[str, str]) -> Iterator[str]:
    block: list[str] | None = None
    for line, is_code in _lines("\n".join(chapter.lines)):
        if is_code:
            found = _FENCE.match(line)
            if block is None:
                block = [line]
            elif found and not found[2].strip() and line.startswith(block[0][:3]):
                yield _block(block)
                block = None
            else:
                block.append(line)
            continue
        heading = _HEADING.fullmatch(line)
        if heading and chapter.level > 1:  # the page's own heading is the first of them
            line = f"{heading[1][chapter.level - 1 :]} {heading[2]}"
        elif run_in := _RUN_IN.match(line):
            yield f"## {run_in[1]}\n"
            line = line[run_in.end() :]
        yield _LINK.sub(lambda link: _led(link, chapter, places), line)


def _block(lines: list[str]) -> str:
    """A block of code, of which what is written beside its language becomes the title where it is a file."""
    language, *others = lines[0].strip("`~").split() or [""]
    title = next((word for word in others if "/" in word), "")
    return fence("\n".join(lines[1:]), language or "text", title)


def _led(link: re.Match[str], chapter: Chapter, places: dict[str, str]) -> str:
    text, target = link.groups()
    if re.match(r"[a-z]+:", target):
        return link.group()
    file, _, anchor = target.partition("#")
    name = PurePosixPath(file).name if file else chapter.document
    page = places.get(f"{name}#{anchor}" if anchor else name)
    if page is None:
        known = ", ".join(sorted({place.partition("#")[0] for place in places}))
        raise GuideError(f"{chapter.document}: the link {target!r} leads to nothing in {known}.")
    return f"[{text}]({'' if chapter.path == 'index.md' else '../'}{page})"


def _slug(title: str) -> str:
    """A heading's anchor, as the places that show Markdown make it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")
