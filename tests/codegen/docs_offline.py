"""Looks over a built site: every link leads somewhere, and nothing is fetched from another host.

python -m tests.codegen.docs_offline build/site
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

_FETCHED = {
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "image": "href",
    "img": "src",
    "input": "src",
    "link": "href",
    "object": "data",
    "script": "src",
    "source": "src",
    "use": "href",
    "video": "src",
}
"""What a browser fetches without being asked: the tag, and the attribute that says what."""

_IN_STYLE = re.compile(r"""@import\s+["']([^"']+)|url\(\s*["']?([^"')]+)""")


class Page(HTMLParser):
    """One page.

    Attributes:
        anchors: the ids that a link may lead to.
        links: where its links lead.
        fetched: what a browser fetches for it.
        drawn: it has a diagram, for which the theme would fetch a script.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.drawn = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write down what a tag is about."""
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        self.drawn = self.drawn or "mermaid" in given.get("class", "").split()
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in _FETCHED and _FETCHED[tag] in given:
            self.fetched.append(given[_FETCHED[tag]])
        if "style" in given:
            self.fetched += fetched_by_style(given["style"])


def fetched_by_style(text: str) -> list[str]:
    """What a style sheet fetches."""
    return [one or other for one, other in _IN_STYLE.findall(text) if not (one or other).startswith(("data:", "#"))]


def faults(site: Path) -> Iterator[str]:
    """What is wrong with a site.

    Args:
        site: its folder.

    Yields:
        A line for each fault.
    """
    site = site.resolve()
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    if not pages:
        yield f"{site} has no pages"
    for path, page in pages.items():
        shown = path.relative_to(site)
        if page.drawn:
            yield f"{shown} has a diagram: the theme would fetch a script for it"
        for target in page.fetched:
            if urlsplit(target).scheme not in ("", "data") or target.startswith("//"):
                yield f"{shown} fetches {target}"
            elif not urlsplit(target).scheme and not _file(site, path, target).is_file():
                yield f"{shown} fetches {target}, which is not there"
        for target in page.links:
            split = urlsplit(target)
            if split.scheme in ("http", "https", "mailto"):
                continue
            there = _file(site, path, target)
            if split.scheme or not there.is_file():
                yield f"{shown} leads to {target}, which is not there"
            elif there in pages and unquote(split.fragment) not in {"", *pages[there].anchors}:
                yield f"{shown} leads to {target}, where there is no such place"
    for path in sorted(site.rglob("*.css")):
        for target in fetched_by_style(path.read_text(encoding="utf-8")):
            if urlsplit(target).scheme or target.startswith("//"):
                yield f"{path.relative_to(site)} fetches {target}"


def _file(site: Path, page: Path, target: str) -> Path:
    """The file that an address on a page means."""
    path = unquote(urldefrag(target)[0]).partition("?")[0]
    if not path:
        return page
    if path.startswith("/") and page == site / "404.html":  # a server shows it for pages in any folder
        return site / path[1:]
    found = (page.parent / path).resolve()
    return found / "index.html" if found.is_dir() else found


def main() -> int:
    """Print what is wrong with the site that the command line names.

    Returns:
        0: nothing; 1: something.
    """
    found = list(faults(Path(sys.argv[1])))
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
