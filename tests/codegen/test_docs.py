"""The pages of the documentation site: everything that the specs say is on them, and every link leads somewhere."""

from __future__ import annotations

import ast
import html
import importlib
import inspect
import json
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

import docs_offline
import pytest
import yaml
from compiler_material import GENERATED, GOLDEN, ROOT, SMALL, SPECS, compile_into, tree
from test_compiler_hostile import PROVIDER as HOSTILE

import inferloom
from inferloom import InferenceClient, capabilities
from inferloom_codegen import docs, docs_guide, markdown
from inferloom_codegen.cli import docs as command
from inferloom_codegen.compiler import compile_specs
from inferloom_codegen.docs_reference import COMMANDS, commands
from inferloom_codegen.errors import Problems

GUIDE = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
METHODS = capabilities.tasks("hf-inference")
_PER_CALL = ["model", "timeout", "headers", "max_retries", "extra_body"]
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(<?([^()\s<>]+)>?(?: \"[^\"]*\")?\)")
_FENCED = re.compile(r"^( *)(`{3,})([^\n`]*)\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)


def made_of(specs: Path, package: str, guide: list[Path] | None = None) -> dict[str, str]:
    """The site of a specs folder: path below the pages -> text; the settings are at "mkdocs.yml"."""
    problems = Problems()
    sdk = compile_specs(specs, package, problems)
    problems.raise_if_any()
    files = docs.pages(docs.site_of(sdk, guide or [], commands={"": "usage", "one": "help"}))
    return {path.removeprefix("pages/"): text for path, text in files.items()}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The project's own site."""
    return made_of(SPECS, "inferloom", GUIDE)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The site of specs whose texts try to be Markdown and HTML."""
    specs = tmp_path_factory.mktemp("hostile") / "specs"
    shutil.copytree(GOLDEN / "hostile" / "specs", specs)
    path = specs / "tasks" / "hostile" / "task.yaml"
    nasty = (
        "a | b <script>alert(1)</script> [x](javascript:x) ![y](https://e.example/p.png) *b* `c | d` {{ e }} &lt; #."
    )
    said = yaml.safe_load(path.read_text())
    path.write_text(json.dumps({**said, "summary": nasty, "details": f"{nasty}\n\n1. {nasty}\n\n    ::: os"}))
    (specs / "providers").mkdir()
    (specs / "providers" / "hostile-host.yaml").write_text(json.dumps({**HOSTILE, "name": nasty}))
    return made_of(specs, "hostile_sdk")


def prose(page: str) -> str:
    """A page without its blocks of code."""
    return _FENCED.sub("", page)


def section(page: str, heading: str) -> str:
    """What stands below a heading, up to the next one of its level."""
    _, *found = re.split(rf"^## {re.escape(heading)}(?: {{[^}}]*}})?$", page, flags=re.MULTILINE)
    assert len(found) == 1, f"{heading}: {len(found)}"
    return re.split(r"^## ", found[0], flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of the first table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def plain(text: str) -> str:
    """A piece of Markdown as its reader sees it."""
    text = re.sub(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*\)", r"\1", text)
    return html.unescape(re.sub(r"</?code[^>]*>|`", "", text))


def names(text: str) -> list[str]:
    """The code in a piece of Markdown."""
    return [html.unescape(found) for found in re.findall(r"<code>(.*?)</code>", text)]


# The whole


def test_every_task_provider_and_module_of_types_has_its_page(pages: dict[str, str]) -> None:
    rows = [yaml.safe_load(path.read_text()) for path in (SPECS / "providers").glob("*.yaml")]
    ids = [row["id"] for row in rows if row.get("selectable", True)]
    assert sorted(ids) == sorted(capabilities.PROVIDERS)
    wanted = {f"providers/{name}.md" for name in ids} | {f"tasks/{name}.md" for name in METHODS}
    wanted |= {f"types/{path.stem}.md" for path in (GENERATED / "types").glob("*.py") if path.stem != "__init__"}
    wanted |= {f"reference/providers/{name.replace('-', '_')}.md" for name in ids}
    assert len(METHODS) == len(list((SPECS / "tasks").iterdir()))
    assert wanted <= set(pages)


def test_the_menu_has_every_page_once(pages: dict[str, str]) -> None:
    def leaves(item: Any) -> Iterator[str]:
        if isinstance(item, str):
            yield item
        for inner in item.values() if isinstance(item, dict) else item if isinstance(item, list) else []:
            yield from leaves(inner)

    settings = yaml.safe_load(pages["mkdocs.yml"])
    assert sorted(leaves(settings["nav"])) == sorted(path for path in pages if path.endswith(".md"))
    for path in [*settings["extra_css"], *settings["extra"]["polyfills"]]:
        assert path in pages


@pytest.mark.parametrize("site", ["pages", "hostile"])
def test_every_link_leads_to_a_page_and_a_place_on_it(site: str, request: pytest.FixtureRequest) -> None:
    made: dict[str, str] = request.getfixturevalue(site)
    places = {path: set(re.findall(r"\{ #(\S+) \}$|^::: (\S+)$", text, re.MULTILINE)) for path, text in made.items()}
    known = {path: {one or other for one, other in found} for path, found in places.items()}
    for path, text in made.items():
        known[path] |= {
            plain(found).lower().replace(" ", "-") for found in re.findall(r"^## (.*)$", text, re.MULTILINE)
        }
    seen = 0
    for path, text in made.items():
        for target in _LINK.findall(prose(text)) if path.endswith(".md") else []:
            if re.match(r"https?://", target):
                continue
            file, _, anchor = target.partition("#")
            there = PurePosixPath(path).parent / file if file else PurePosixPath(path)
            parts: list[str] = []
            for part in there.parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            page = "/".join(parts)
            assert page in made, f"{path}: {target}"
            assert not anchor or anchor in known[page], f"{path}: {target}"
            seen += 1
    assert seen > (500 if site == "pages" else 10)


def test_nothing_is_empty(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        if not path.endswith(".md"):
            continue
        assert text.strip(), path
        assert not re.search(r"^(#+) [^\n]*\n\s*(?=\1 |\1?\Z)", _FENCED.sub("words", text), re.MULTILINE), path
        head = text.split("---\n")[-1] if text.startswith("---") else text
        assert head.startswith("# "), path
        assert len(re.findall(r"^# ", prose(text), re.MULTILINE)) == 1, path


# Tasks


@pytest.mark.parametrize("method", METHODS)
def test_every_argument_stands_in_the_table_with_its_default_and_the_docstrings_words(
    method: str, pages: dict[str, str]
) -> None:
    signature = inspect.signature(getattr(InferenceClient, method))
    own = [
        one
        for one in signature.parameters.values()
        if one.name not in ["self", *_PER_CALL] and one.kind != one.VAR_KEYWORD
    ]
    said = " ".join((inspect.getdoc(getattr(InferenceClient, method)) or "").replace("`", "").split())
    found = rows(section(pages[f"tasks/{method}.md"], "Arguments"))
    assert [names(row[0]) for row in found] == [[one.name] for one in own]
    for row, one in zip(found, own, strict=True):
        assert plain(row[2]) == ("required" if one.default is one.empty else repr(one.default))
        assert f"{one.name}: {plain(row[3])}" in said


@pytest.mark.parametrize("flavour", ["Sync", "Async"])
@pytest.mark.parametrize("method", METHODS)
def test_the_signature_is_the_methods(method: str, flavour: str, pages: dict[str, str]) -> None:
    text = section(pages[f"tasks/{method}.md"], "Signature")
    [block] = re.findall(rf'^=== "{flavour}"\n\n    ```python\n(.*?)^    ```$', text, re.MULTILINE | re.DOTALL)
    shown = ast.parse(inspect.cleandoc(block)).body[0]
    kind = ast.AsyncFunctionDef if flavour == "Async" else ast.FunctionDef
    assert isinstance(shown, kind)
    holder = {"Sync": "", "Async": "Async"}[flavour]
    made = [
        node
        for module in ast.parse((GENERATED / "methods" / f"{method}.py").read_bytes()).body
        if isinstance(module, ast.ClassDef) and re.fullmatch(rf"{holder}[A-Z]\w*Method", module.name)
        if bool(holder) == module.name.startswith("Async")
        for node in module.body
        if isinstance(node, kind)
    ][-1]
    made.args.args.pop(0)
    assert ast.unparse(shown.args) == ast.unparse(made.args)
    assert shown.returns is not None
    assert made.returns is not None
    parts = [
        {ast.unparse(one) for one in ast.walk(tree) if isinstance(one, ast.Name)}
        for tree in (shown.returns, made.returns)
    ]
    assert parts[0] == parts[1]


def test_what_every_method_takes_and_raises_is_in_its_docstring(pages: dict[str, str]) -> None:
    page = pages["tasks/index.md"]
    taken = rows(section(page, "What every method takes"))
    assert [names(row[0]) for row in taken] == [[name] for name in _PER_CALL]
    raised = rows(section(page, "What every method raises"))
    said = " ".join((inspect.getdoc(InferenceClient.text_to_image) or "").split())
    for row in taken:
        assert f"{plain(row[0])}: {plain(row[2])}" in said.replace("`", "")
    for row in raised:
        assert f"{plain(row[0])}: {plain(row[1])}" in said
        assert hasattr(inferloom.errors, plain(row[0]))
    assert said.count("Error: ") == len(raised)


@pytest.mark.parametrize("method", METHODS)
def test_who_serves_a_task_and_refuses_what(method: str, pages: dict[str, str]) -> None:
    found = rows(section(pages[f"tasks/{method}.md"], "Who serves it"))
    refused = {plain(row[0]): tuple(names(row[2])) for row in found}
    assert refused == {one: capabilities.refuses(one, method) for one in capabilities.providers(method)}
    queued = {plain(row[0]) for row in found if row[1] == "yes"}
    assert (
        bool(queued) == hasattr(inferloom.client.Submit, method) == ("`client.submit." in pages[f"tasks/{method}.md"])
    )


def test_the_fields_of_results_are_explained(pages: dict[str, str]) -> None:
    text = section(pages["tasks/object_detection.md"], "Result")
    assert [names(row[0]) for row in rows(text)] == [["label"], ["score"], ["box"]]
    assert "types/object_detection.md#ObjectDetectionBoundingBox" in text
    assert "ListResult" in text
    # An enum says its values, a list what is in it.
    assert "'sigmoid', 'softmax', 'none'" in html.unescape(pages["types/text_classification.md"])


def test_limits_and_units_are_said(pages: dict[str, str]) -> None:
    schema = json.loads((SPECS / "tasks" / "text-to-image" / "input.json").read_text())
    height = schema["properties"]["parameters"]["properties"]["height"]
    assert (height["minimum"], height["x-unit"]) == (1, "pixels")
    [row] = [row for row in rows(section(pages["tasks/text_to_image.md"], "Arguments")) if names(row[0]) == ["height"]]
    assert "In pixels. At least 1." in plain(row[3])


# Providers


@pytest.mark.parametrize("provider", sorted(capabilities.PROVIDERS))
def test_a_providers_page_says_of_every_argument_what_becomes_of_it(provider: str, pages: dict[str, str]) -> None:
    page = pages[f"providers/{provider}.md"]
    for method in capabilities.tasks(provider):
        text = section(page, method)
        taken = set(names("".join(re.findall(r"^Sent as they are[^:]*: (.*)$", text, re.MULTILINE))))
        taken |= {name for row in rows(text) for name in names(row[0])}
        taken |= set(names("".join(re.findall(r"^Taken, and not sent: (.*);", text, re.MULTILINE))))
        refused = names("".join(re.findall(r"^Not taken: (.*)$", text, re.MULTILINE)))
        assert {name.partition(".")[0] for name in taken} >= set(capabilities.parameters(provider, method))
        assert set(refused) >= set(capabilities.refuses(provider, method))
        assert not taken & set(refused)


def test_a_provider_of_the_table(pages: dict[str, str]) -> None:
    """Against the row as it is written."""
    row = yaml.safe_load((SPECS / "providers" / "fal-ai.yaml").read_text())
    page = pages["providers/fal-ai.md"]
    assert f"(<{row['docs']}>)" in page
    assert f"authorization: {row['auth']['value']}" in html.unescape(page)
    assert row["base_url"] in page
    sent = {tuple(names(one[0])): names(one[1]) for one in rows(section(page, "text_to_video"))}
    assert "<code>prompt</code>" in section(page, "text_to_video") or sent
    image = {(plain(one[0]), plain(one[1])) for one in rows(section(page, "image_to_image"))}
    assert {("image", "image_url"), ("image", "image_urls[]"), ("target_size", "image_size")} <= image
    queue = yaml.safe_load((SPECS / "dialects" / "fal-queue.yaml").read_text())["poll"]
    text = plain(section(page, "image_to_image"))
    assert f"every {queue['every']} seconds, for {queue['deadline']} seconds" in text
    assert ", ".join(queue["pending"]) in text
    assert ", ".join(queue["failed"]) in text
    assert "Queue" not in section(page, "text_to_image")
    assert "sync_mode: true" in plain(section(page, "image_segmentation"))


def test_a_providers_page_says_inside_which_object_arguments_are_sent(pages: dict[str, str]) -> None:
    """Against the rows as they are written: replicate has `input`, hf-inference `inputs` and `parameters`."""
    replicate = section(pages["providers/replicate.md"], "text_to_image")
    [(place, taken)] = re.findall(r"^Sent as they are, in <code>(\w+)</code>: (.*)\.$", replicate, re.MULTILINE)
    assert place == "input"
    assert {"prompt", "seed"} <= set(names(taken))
    own = section(pages["providers/hf-inference.md"], "question_answering")
    places = dict(re.findall(r"^Sent as they are, in <code>(\w+)</code>: (.*)\.$", own, re.MULTILINE))
    assert names(places["inputs"]) == ["question", "context"]
    assert "top_k" in names(places["parameters"])
    assert "Sent as they are: " in section(pages["providers/openai.md"], "chat_completion")


def test_what_code_does_to_an_argument_can_be_looked_up(pages: dict[str, str]) -> None:
    """The functions that pages name are there."""
    text = "\n".join(page for path, page in pages.items() if path.startswith("providers/"))
    found = set(re.findall(r"inferloom_runtime\.quirks\.(\w+)\.(\w+)", text))
    assert found
    for module, name in found:
        assert callable(getattr(importlib.import_module(f"inferloom_runtime.quirks.{module}"), name))


def test_the_dictionaries_in_signatures_are_explained(pages: dict[str, str]) -> None:
    for method in METHODS:
        named = re.search(r"\b\w+Dict\b", section(pages[f"tasks/{method}.md"], "Signature"))
        linked = "(../reference/dictionaries.md)" in pages[f"tasks/{method}.md"]
        assert linked == bool(named), method
    assert "::: inferloom.dictionaries" in pages["reference/dictionaries.md"]


def test_the_table_says_who_serves_what(pages: dict[str, str]) -> None:
    lines = [line for line in pages["table.md"].splitlines() if line.startswith("|")]
    ids = [plain(cell) for cell in lines[0].strip("|").split("|")][1:]
    assert [one.strip() for one in ids] == sorted(capabilities.PROVIDERS)
    for line in lines[2:]:
        method, *cells = [plain(cell).strip() for cell in line.strip("|").split("|")]
        offered = {one.strip() for one, cell in zip(ids, cells, strict=True) if cell}
        assert offered == set(capabilities.providers(method))
        for one, cell in zip(ids, cells, strict=True):
            if cell:
                assert cell.startswith("◐") == bool(capabilities.refuses(one.strip(), method))
    assert len(lines) - 2 == len(METHODS)


# The guide


def test_the_guide_is_the_readme(pages: dict[str, str]) -> None:
    """Every paragraph and every block of code, once."""
    guide = "\n".join(text for path, text in pages.items() if path.startswith("guide/") or path == "index.md")
    text = re.sub(r"<!--.*?-->\n*", "", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    blocks = [found[3] for found in _FENCED.findall(text)]
    shown = [found[3] for found in _FENCED.findall(guide)]
    assert blocks
    for block in blocks:
        assert shown.count(block) == 1
    for part in prose(text).split("\n\n"):
        if part.strip() and not part.startswith("#") and "](" not in part and not part.startswith("**"):
            assert part.strip() in guide
    headings = re.findall(r"^##+ (.*)$", prose(text), re.MULTILINE)
    titles = [re.search(r"^# (.*)$", page, re.MULTILINE) for page in pages.values()]
    assert set(headings) <= {html.unescape(title[1]) for title in titles if title}


def test_a_part_of_a_chapter_is_in_the_menu_of_its_page(pages: dict[str, str]) -> None:
    assert re.findall(r"^## (.*)$", prose(pages["guide/chat.md"]), re.MULTILINE) == [
        "Answers of a type",
        "Events",
        "Tools",
    ]


def test_links_between_documents_lead_to_their_pages(tmp_path: Path) -> None:
    first, second = tmp_path / "READ.md", tmp_path / "MORE.md"
    first.write_text(
        "# Home\nSee [more](MORE.md), [speed](#the-speed), [there](https://e.example).\n\n"
        "## Use\n\n```sh\n# no heading, and [no](link)\n```\n\n### The speed!\n\nFast: [use](#use).\n"
    )
    second.write_text(
        "# Much more\n\nBack to [speed](READ.md#the-speed), [home](READ.md).\n\n```yaml acme specs/a.yaml\nx: 1\n```\n"
    )
    home, use, speed, more = docs_guide.chapters([first, second])
    assert [one.path for one in (home, use, speed, more)] == [
        "index.md",
        "guide/use.md",
        "guide/the-speed.md",
        "guide/more.md",
    ]
    assert "[more](guide/more.md), [speed](guide/the-speed.md), [there](https://e.example)" in home.text
    assert use.text == "```sh\n# no heading, and [no](link)\n```"
    assert speed.text == "Fast: [use](../guide/use.md)."
    assert "[speed](../guide/the-speed.md), [home](../index.md)" in more.text
    assert '```yaml title="specs/a.yaml"\nx: 1\n```' in more.text
    assert more.title == "Much more"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# A\n\n## B\n\n[c](C.md)\n", "READ.md: the link 'C.md' leads to nothing in READ.md."),
        ("# A\n\n## B\n\n[c](#nowhere)\n", "READ.md: the link '#nowhere' leads to nothing in READ.md."),
        ("# A\n\n## B\n\nOne.\n\n## b\n\nTwo.\n", "READ.md: two chapters are called 'b'; a page needs its own name."),
    ],
)
def test_a_guide_that_cannot_be(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "READ.md").write_text(text)
    with pytest.raises(docs_guide.GuideError) as raised:
        docs_guide.chapters([tmp_path / "READ.md"])
    assert str(raised.value) == message


# What specs say is words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", "a &#124; b"),
        ("<b> & *c* __d__ e_f", "&#60;b&#62; &#38; &#42;c&#42; &#95;&#95;d&#95;&#95; e_f"),
        ("[x](y) ![z](w)", "&#91;x&#93;(y) !&#91;z&#93;(w)"),
        ("`a|b` and `", "<code>a&#124;b</code> and &#96;"),
        ("``a``", "&#96;&#96;a&#96;&#96;"),
        ("1. one\n- two", "&#49;. one - two"),
        ("- two", "&#45; two"),
        ("::: os", "&#58;:: os"),
        ("{ #id }", "&#123; &#35;id &#125;"),
        ("a\u202eb\x85c", "a&#92;u202eb&#92;x85c"),
    ],
)
def test_words(text: str, shown: str) -> None:
    assert markdown.words(text) == shown


def test_a_fence_is_longer_than_what_it_holds() -> None:
    assert markdown.fence("a\n```\nb", "text") == "````text\na\n```\nb\n````"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://a.example/b_c", "[a.example/b_c](<https://a.example/b_c>)"),
        ("javascript:alert(1)", "<code>javascript:alert(1)</code>"),
        ("https://a.example/ <b>", "<code>https://a.example/ &#60;b&#62;</code>"),
    ],
)
def test_an_address(text: str, shown: str) -> None:
    assert markdown.address(text) == shown


def test_hostile_specs_stay_words(hostile: dict[str, str]) -> None:
    tags = {"code", "div", "small", "sup"}
    for path, text in hostile.items():
        if not path.endswith(".md"):
            continue
        told = prose(text)
        assert set(re.findall(r"</?([a-zA-Z]+)", told)) <= tags, path
        assert "javascript:x)" not in "".join(_LINK.findall(told)), path
        assert "![" not in told, path
        heights = [line.count("|") for line in told.splitlines() if line.startswith("|")]
        widths = [line.count("|") for line in told.splitlines() if re.match(r"\|-", line)]
        assert set(heights) == set(widths), path
        assert set(re.findall(r"^::: (\S+)", told, re.MULTILINE)) <= set(
            re.findall(r"^::: (\w+[\w.]*)$", told, re.MULTILINE)
        )
    assert "::: os" not in "\n".join(line.strip() for line in hostile["tasks/hostile.md"].splitlines())
    assert "alert(1)" in hostile["tasks/hostile.md"]
    yaml.safe_load(hostile["mkdocs.yml"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>x</script>", "&#60;script>x&#60;/script>"),
        ("a < b, `<b>` and ``<c> ` d``", "a < b, `<b>` and ``<c> ` d``"),
        ("[x](y) and f[x] (y) `[x](y)`", "[x]&#40;y) and f[x] (y) `[x](y)`"),
        ("two\n<b>\nlines", "two\n&#60;b>\nlines"),
        (None, None),
    ],
)
def test_docstrings_are_words(
    text: str | None, shown: str | None, pages: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What mkdocs gets to read docstrings with; griffe is not here."""
    monkeypatch.setitem(sys.modules, "griffe", SimpleNamespace(Extension=object, Object=object))
    space: dict[str, Any] = {"__name__": "docstrings"}
    exec(compile(pages["docstrings.py"], "docstrings.py", "exec"), space)
    read = SimpleNamespace(docstring=None if text is None else SimpleNamespace(value=text))
    space["Words"]().on_object(obj=read, loader=None)
    assert (read.docstring and read.docstring.value) == shown


# The command


def test_the_command_writes_a_site_of_somebodys_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "pages-of-acme"
    line = [str(out), "--specs", str(SMALL), "--package", "acme_texts", "--name", "Acme"]
    assert command(line) == 0
    assert "mkdocs build" in capsys.readouterr().out
    written = tree(out)
    assert {
        "mkdocs.yml",
        "manifest.json",
        "pages/index.md",
        "pages/tasks/shorten_text.md",
        "pages/providers/acme.md",
    } <= set(written)
    page = written["pages/tasks/shorten_text.md"].decode()
    assert "from acme_texts import InferenceClient" in page
    assert yaml.safe_load(written["mkdocs.yml"])["site_name"] == "Acme"
    spoken = b"\n".join(data for name, data in written.items() if "/tasks/" in name or "/providers/" in name)
    assert re.findall(rb"\binferloom\.\w+", spoken) == []
    # A second run changes nothing, and a file that is not ours is not thrown away.
    assert command(line) == 0
    assert tree(out) == written
    (out / "pages" / "mine.md").write_text("# Mine")
    assert command(line) == 1
    assert "pages/mine.md" in capsys.readouterr().err


def test_the_example_of_somebodys_own_sdk_runs(tmp_path: Path) -> None:
    from compiler_material import ask

    assert compile_into(tmp_path, SMALL, "acme_texts") == 0
    page = made_of(SMALL, "acme_texts")["tasks/shorten_text.md"]
    program = re.findall(r"^    ```python\n(.*?)^    ```$", section(page, "Example"), re.MULTILINE | re.DOTALL)[0]
    around = f"""
import contextlib, io, json
import acme_texts, acme_texts.sandbox
real, models = acme_texts.InferenceClient, {{"org/model": "text-shortening"}}
def client(**given):
    from inferloom_runtime.sandbox import api, transport
    return real(http_client=transport.client(api.load("acme_texts", models=models)), api_key="a-key", **given)
acme_texts.InferenceClient = client
with contextlib.redirect_stdout(io.StringIO()) as said:
    exec({inspect.cleandoc(program)!r})
print(json.dumps(said.getvalue()))
"""
    assert ask(around, tmp_path).strip()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["OUT", "--specs", "NOWHERE"], 2, "there is no such folder"),
        (["OUT", "--guide", "NOWHERE.md"], 1, "NOWHERE.md cannot be read"),
        (["OUT", "--specs", "EMPTY"], 1, "nothing was written"),
    ],
)
def test_the_command_says_what_is_wrong(
    words: list[str], status: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "EMPTY").mkdir()
    line = [str(tmp_path / word) if word.isupper() or word == "NOWHERE.md" else word for word in words]
    line += [] if "--specs" in line else ["--specs", str(SMALL)]
    try:
        found = command(line)
    except SystemExit as stopped:
        found = stopped.code
    assert found == status
    assert said in capsys.readouterr().err
    assert not (tmp_path / "OUT").exists()


def test_every_command_is_on_the_page_of_the_command_line() -> None:
    found = commands()
    assert set(found) == {"", "agent run", *(entry.name for entry in entry_points(group=COMMANDS))}
    for name, text in found.items():
        assert text.startswith(f"usage: inferloom {name}".rstrip()), name


def test_a_warning_fails_the_build_of_the_site() -> None:
    """What `mkdocs --quiet` does not show, `--strict` does not count."""
    line = next(one for one in (ROOT / "Makefile").read_text().splitlines() if "mkdocs build" in one)
    assert "--strict" in line
    assert "--quiet" not in line


# The look over a built site


def test_the_look_over_a_site_finds_faults(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(
        '<h1 id="top"></h1><a href="a/b.html#there">1</a><a href="a/b.html#gone">2</a><a href="c.html">3</a>'
        '<a href="https://e.example">4</a><link href="https://e.example/s.css"><img src="//e.example/p.png">'
        '<script src="gone.js"></script><p style="background: url(http://e.example/q.png)"><a href="#top">5</a>'
    )
    (tmp_path / "a" / "b.html").write_text('<p id="there" class="mermaid"><a href="..">up</a>')
    (tmp_path / "s.css").write_text('@import "https://e.example/t.css"; a { background: url(data:x) }')
    assert list(docs_offline.faults(tmp_path)) == [
        "a/b.html has a diagram: the theme would fetch a script for it",
        "index.html fetches https://e.example/s.css",
        "index.html fetches //e.example/p.png",
        "index.html fetches gone.js, which is not there",
        "index.html fetches http://e.example/q.png",
        "index.html leads to a/b.html#gone, where there is no such place",
        "index.html leads to c.html, which is not there",
        "s.css fetches https://e.example/t.css",
    ]
