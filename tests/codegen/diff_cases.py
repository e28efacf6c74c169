"""Single edits of a small specs folder, each with what it means for callers, decided by hand.

A case says why it is judged so, which changes must be reported (all of them), which of the call sites below a type
checker must refuse afterwards, and which of them must fail when they are run, though a type checker accepts them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

INPUT = "tasks/text-shortening/input.json"
OUTPUT = "tasks/text-shortening/output.json"
TASK = "tasks/text-shortening/task.yaml"
STORY = "tasks/story-telling"
ACME = "providers/acme.yaml"
BRAVO = "providers/bravo.yaml"

Edit = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """One edit.

    Attributes:
        name: its name.
        why: the reason of the verdict.
        edits: what is done to the folder.
        expected: lines "bump kind subject name", all that must be reported.
        refused: call sites that a type checker refuses afterwards.
        fails: call sites that fail at run time only.
        warned: call sites that an editor strikes through afterwards.
    """

    name: str
    why: str
    edits: tuple[Edit, ...]
    expected: tuple[str, ...]
    refused: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


def swap(file: str, old: str, new: str) -> Edit:
    """Replace the only occurrence of a text."""

    def edit(specs: Path) -> None:
        text = (specs / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
        (specs / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def cut(file: str, pattern: str) -> Edit:
    """Remove the only occurrence of a pattern."""

    def edit(specs: Path) -> None:
        text = (specs / file).read_text(encoding="utf-8")
        text, count = re.subn(pattern, "", text, flags=re.DOTALL)
        assert count == 1, f"{file} matches {pattern!r} {count} times"
        (specs / file).write_text(text, encoding="utf-8")

    return edit


def create(file: str, text: str) -> Edit:
    """Write a new file."""

    def edit(specs: Path) -> None:
        (specs / file).write_text(text, encoding="utf-8")

    return edit


def remove(file: str) -> Edit:
    """Remove a file."""
    return lambda specs: (specs / file).unlink()


def rename(old: str, new: str) -> Edit:
    """Rename a file or folder."""

    def edit(specs: Path) -> None:
        (specs / old).rename(specs / new)

    return edit


CALLS = '''
"""Calls as people wrote them against the specs before."""

from collections.abc import Mapping
from typing import Any, Literal

import PACKAGE
from PACKAGE import AsyncInferenceClient, InferenceClient


def by_position(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3)


def by_name(c: InferenceClient) -> None:
    c.shorten_text(text="It is so.", max_words=3)


async def awaited(c: AsyncInferenceClient) -> None:
    await c.shorten_text("It is so.", 3)


def keep_words(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, keep_words=["so"])


def keep(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, keep=["so"])


def tone(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, tone="formal")


def mode(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, mode="careful")


def no_mode(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, mode=None)


def stop_at_a_text(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, stop=".")


def stop_at_several(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, stop=[".", ";", "!"])


def temperature(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, temperature=0.5)


def trim(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, trim=False)


def glossary(c: InferenceClient) -> None:
    from PACKAGE.types import TextShorteningGlossary

    c.shorten_text("It is so.", 3, glossary=TextShorteningGlossary(language="en", words={"so": "thus"}))


def glossary_without_language(c: InferenceClient) -> None:
    from PACKAGE.types import TextShorteningGlossary

    c.shorten_text("It is so.", 3, glossary=TextShorteningGlossary(language=None))


def glossary_as_a_dict(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, glossary={"language": "en"})


def read_text(c: InferenceClient) -> str:
    return c.shorten_text("It is so.", 3).text


def read_confidence(c: InferenceClient) -> float:
    return c.shorten_text("It is so.", 3).confidence


def read_source(c: InferenceClient) -> str | None:
    return c.shorten_text("It is so.", 3).source


def read_grade(c: InferenceClient) -> Literal[1, 2, 3] | None:
    return c.shorten_text("It is so.", 3).grade


def read_tone(c: InferenceClient) -> Literal["plain", "formal", "cheerful"] | None:
    return c.shorten_text("It is so.", 3).tone


def read_stopped(c: InferenceClient) -> bool:
    stopped = c.shorten_text("It is so.", 3).stopped
    return stopped == "short_enough" or (stopped is not None and stopped.startswith("nothing"))


def read_removed(c: InferenceClient) -> int:
    return sum(part.end - part.start for part in c.shorten_text("It is so.", 3).removed or [])


def name_the_output(c: InferenceClient) -> None:
    from PACKAGE.types import TextShorteningOutput

    answer: TextShorteningOutput = c.shorten_text("It is so.", 3)
    print(answer)


def name_the_part() -> None:
    from PACKAGE.types import TextShorteningRemoval

    print(TextShorteningRemoval)


def name_the_part_by_module() -> None:
    from PACKAGE.types.text_shortening import TextShorteningRemoval

    print(TextShorteningRemoval)


def name_the_tone() -> None:
    from PACKAGE.types import Tone

    print(Tone)


def make_parameters() -> None:
    from PACKAGE.types import TextShorteningParameters

    print(TextShorteningParameters(max_words=3, temperature=0.1))


def tell(c: InferenceClient) -> str:
    return c.tell_story("It rained.")


def tell_with_details(c: InferenceClient) -> int | None:
    return c.tell_story("It rained.", details=True).words


def name_the_story() -> None:
    from PACKAGE.types import StoryTellingOutput

    print(StoryTellingOutput)


def name_the_story_by_module() -> None:
    from PACKAGE.types.story_telling import StoryTellingOutput

    print(StoryTellingOutput)


def tell_in_pieces(c: InferenceClient) -> str:
    return "".join(c.tell_story("It rained.", stream=True))


def tell_five(c: InferenceClient) -> None:
    c.tell_story("It rained.", sentences=5)


def melody(c: InferenceClient) -> bytes:
    return c.make_melody("Calm.", duration=3)


def melody_with_more(c: InferenceClient) -> None:
    c.make_melody("Calm.", tempo=90)


def melody_later(c: InferenceClient) -> None:
    c.submit.make_melody("Calm.")


def with_acme() -> None:
    client = InferenceClient(provider="acme")
    client.shorten_text("It is so.", 3)
    client.make_melody("Calm.")


def with_bravo() -> None:
    client = InferenceClient(provider="bravo")
    client.shorten_text("It is so.", 3)


def stories_with_bravo() -> None:
    client = InferenceClient(provider="bravo")
    client.tell_story("It rained.")


def glossary_with_bravo(c: InferenceClient) -> None:
    bravo = c.with_options(provider="bravo")
    bravo.shorten_text("It is so.", 3, glossary={"language": "en"}, model="people/shortening")


def mode_with_bravo(c: InferenceClient) -> None:
    c.with_options(provider="bravo").shorten_text("It is so.", 3, mode="fast", model="people/shortening")


def bravo_with_a_model_of_the_hub(c: InferenceClient) -> None:
    c.with_options(provider="bravo").tell_story("It rained.", model="people/stories")


def one_word(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 1)


def seven_kept(c: InferenceClient) -> None:
    c.shorten_text("It is so.", 3, keep_words=list("abcdefg"))


def any_provider() -> None:
    print(PACKAGE.capabilities.PROVIDERS["acme"])
'''.lstrip()

_DEPRECATED = '"deprecated": true, '
_TELLING = (
    "tell",
    "tell_with_details",
    "tell_in_pieces",
    "tell_five",
    "stories_with_bravo",
    "bravo_with_a_model_of_the_hub",
)
"""The call sites that tell a story."""

_SHORTENING = (
    "by_position by_name awaited keep_words keep tone mode no_mode stop_at_a_text stop_at_several temperature trim "
    "glossary glossary_without_language glossary_as_a_dict read_text read_confidence read_source read_grade read_tone "
    "read_stopped read_removed name_the_output with_acme with_bravo glossary_with_bravo mode_with_bravo one_word "
    "seven_kept"
)
SHORTENING = tuple(_SHORTENING.split())
"""The call sites that shorten a text."""

_MODE = '"mode": {"type": "string", "enum": ["fast", "careful"], "description": "How much care to take."},'
_STOP = '"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": 4}],'
_OUT_REQUIRED = '"required": ["text", "confidence", "source"],'

CASES = (
    # Arguments: what callers give may become more, never less.
    Case(
        "argument-required-added",
        "every call lacks it",
        (
            swap(INPUT, '"required": ["max_words"]', '"required": ["max_words", "language"]'),
            swap(INPUT, '"mode": {', '"language": {"type": "string", "description": "Its language."},\n"mode": {'),
            swap(TASK, "  max_words: 3", "  max_words: 3\n  language: en"),
        ),
        ("major added argument shorten_text(language)",),
        refused=(*SHORTENING, "make_parameters"),
    ),
    Case(
        "argument-optional-added",
        "no call needs it",
        (swap(INPUT, '"mode": {', '"language": {"type": "string", "description": "Its language."},\n"mode": {'),),
        ("minor added argument shorten_text(language)",),
    ),
    Case(
        "argument-removed",
        "who gives it fails",
        (swap(INPUT, _MODE, ""),),
        ("major removed argument shorten_text(mode)",),
        refused=("mode", "no_mode", "mode_with_bravo"),
    ),
    Case(
        "argument-renamed",
        "who gives it by its old name fails",
        (
            swap(TASK, "keep_words: parameters.keep", "kept: parameters.keep"),
            swap(TASK, "keep: keep_words", "keep: kept"),
        ),
        ("major renamed argument shorten_text(keep_words)",),
        refused=("keep_words", "seven_kept"),
    ),
    Case(
        "argument-renamed-with-its-old-name",
        "the old name goes on with a warning: only deprecated",
        (
            swap(TASK, "keep_words: parameters.keep", "kept: parameters.keep"),
            swap(TASK, "{keep: keep_words}", "{keep: kept, keep_words: kept}"),
        ),
        ("minor deprecated argument shorten_text(keep_words)",),
    ),
    Case(
        "property-renamed-with-its-old-name",
        "calls go on, with a warning; the field of the class that carries the arguments is gone under its name",
        (
            swap(INPUT, '"temperature": {', '"warmth": {'),
            swap(TASK, "{keep: keep_words}", "{keep: keep_words, temperature: warmth}"),
            swap(ACME, "of: parameters.temperature", "of: parameters.warmth"),
        ),
        (
            "minor deprecated argument shorten_text(temperature)",
            "patch wire argument shorten_text(warmth)",
            "major removed field TextShorteningParameters.temperature",
            *(f"patch wire cell {name} shorten_text" for name in ("bravo", "endpoint", "hf-inference")),
        ),
        refused=("make_parameters",),
    ),
    Case(
        "argument-renamed-though-required",
        "the old name of a required argument is not read, so it is as if there were none",
        (
            swap(TASK, "max_words: parameters.max_words", "words: parameters.max_words"),
            swap(TASK, "{keep: keep_words}", "{keep: keep_words, max_words: words}"),
            swap(TASK, "  max_words: 3", "  words: 3"),
        ),
        ("major renamed argument shorten_text(max_words)",),
        refused=("by_name",),
    ),
    Case(
        "old-name-removed",
        "it warned, and still worked",
        (cut(TASK, r"deprecated: [^\n]*\n"),),
        ("major removed argument shorten_text(keep)",),
        refused=("keep",),
    ),
    Case(
        "old-name-added",
        "one more way to write the same",
        (swap(TASK, "{keep: keep_words}", "{keep: keep_words, manner: mode}"),),
        ("minor added argument shorten_text(manner)",),
    ),
    Case(
        "positional-order",
        "a text would arrive as a number",
        (
            swap(
                TASK,
                "  text: inputs\n  max_words: parameters.max_words\n",
                "  max_words: parameters.max_words\n  text: inputs\n",
            ),
        ),
        ("major changed method shorten_text",),
        refused=tuple(name for name in SHORTENING if name != "by_name"),
    ),
    Case(
        "positional-to-keyword",
        "calls without the name fail",
        (
            swap(TASK, "  max_words: parameters.max_words\n", ""),
            swap(TASK, "keywords:\n", "keywords:\n  max_words: parameters.max_words\n"),
        ),
        ("major narrowed argument shorten_text(max_words)",),
        refused=tuple(name for name in SHORTENING if name != "by_name"),
    ),
    Case(
        "keyword-to-positional",
        "the name may still be written",
        (
            swap(
                TASK,
                "  max_words: parameters.max_words\n",
                "  max_words: parameters.max_words\n  mode: parameters.mode\n",
            ),
        ),
        ("minor widened argument shorten_text(mode)",),
    ),
    Case(
        "positional-inserted",
        "what stood second stands third",
        (
            swap(INPUT, '"required": ["max_words"]', '"required": ["max_words", "mode"]'),
            swap(TASK, "  text: inputs\n", "  text: inputs\n  mode: parameters.mode\n"),
            swap(TASK, "  max_words: 3", "  max_words: 3\n  mode: fast"),
        ),
        (
            "major changed method shorten_text",
            "major narrowed argument shorten_text(mode)",
            "minor widened argument shorten_text(mode)",
        ),
        refused=(*SHORTENING, "make_parameters"),
    ),
    Case(
        "argument-required-now",
        "calls that left it out fail",
        (
            swap(INPUT, '"required": ["max_words"]', '"required": ["max_words", "trim"]'),
            cut(TASK, r"defaults: [^\n]*\n"),
            swap(TASK, "  max_words: 3", "  max_words: 3\n  trim: true"),
        ),
        ("major narrowed argument shorten_text(trim)",),
        refused=(*(name for name in SHORTENING if name != "trim"), "make_parameters"),
    ),
    Case(
        "argument-optional-now",
        "calls that give it go on",
        (
            swap(INPUT, '"required": ["max_words"],', ""),
            swap(TASK, "  text: inputs\n", "  text: inputs\n"),
        ),
        ("minor widened argument shorten_text(max_words)",),
    ),
    Case(
        "default-changed",
        "no call fails; those that say nothing send something else, which is a new behaviour and no break of a promise",
        (swap(TASK, "defaults: {trim: true}", "defaults: {trim: false}"),),
        ("minor changed argument shorten_text(trim)",),
    ),
    Case(
        "default-added",
        "a default takes the place of None, which may then not be given",
        (swap(TASK, "defaults: {trim: true}", "defaults: {trim: true, mode: fast}"),),
        ("minor changed argument shorten_text(mode)", "major narrowed argument shorten_text(mode)"),
        refused=("no_mode",),
    ),
    Case(
        "default-dropped",
        "the server decides, and None may be given",
        (cut(TASK, r"defaults: [^\n]*\n"),),
        ("minor changed argument shorten_text(trim)", "minor widened argument shorten_text(trim)"),
    ),
    Case(
        "server-default",
        "words: the SDK sends neither",
        (swap(INPUT, '"default": 0.7', '"default": 0.8'),),
        ("patch documented method shorten_text",),
    ),
    Case(
        "enum-value-removed",
        "who gives it fails",
        (swap(INPUT, '"enum": ["fast", "careful"]', '"enum": ["fast"]'),),
        ("major narrowed argument shorten_text(mode)",),
        refused=("mode",),
    ),
    Case(
        "enum-value-added",
        "the others are as they were",
        (swap(INPUT, '"enum": ["fast", "careful"]', '"enum": ["fast", "careful", "slow"]'),),
        ("minor widened argument shorten_text(mode)",),
    ),
    Case(
        "enum-opened",
        "any text is taken",
        (swap(INPUT, '"enum": ["fast", "careful"], ', ""),),
        ("minor widened argument shorten_text(mode)",),
    ),
    Case(
        "enum-replaced",
        "one value came, another went",
        (swap(INPUT, '"enum": ["fast", "careful"]', '"enum": ["fast", "slow"]'),),
        ("major changed argument shorten_text(mode)",),
        refused=("mode",),
    ),
    Case(
        "minimum-raised",
        "what was in it is refused before it is sent; no type says so",
        (swap(INPUT, '"minimum": 1,', '"minimum": 2,'),),
        ("major narrowed argument shorten_text(max_words)",),
        fails=("one_word",),
    ),
    Case(
        "minimum-lowered",
        "what was in it is",
        (swap(INPUT, '"minimum": 1,', '"minimum": 0,'),),
        ("minor widened argument shorten_text(max_words)",),
    ),
    Case(
        "maximum-lowered",
        "what was in it is refused before it is sent",
        (swap(INPUT, '"exclusiveMaximum": 2, "default": 0.7', '"maximum": 0.25, "default": 0.2'),),
        ("major narrowed argument shorten_text(temperature)", "patch documented method shorten_text"),
        fails=("temperature",),
    ),
    Case(
        "items-fewer",
        "lists that were short enough are too long",
        (swap(INPUT, '"maxItems": 8', '"maxItems": 6'),),
        ("major narrowed argument shorten_text(keep_words)",),
        fails=("seven_kept",),
    ),
    Case(
        "pattern-added",
        "what does not match was fine",
        (swap(INPUT, '"minLength": 1}', '"minLength": 1, "pattern": ","}'),),
        ("major narrowed argument shorten_text(text)",),
        fails=SHORTENING,
    ),
    Case(
        "union-member-removed",
        "lists are no longer taken",
        (swap(INPUT, _STOP, '"type": "string",'),),
        ("major narrowed argument shorten_text(stop)",),
        refused=("stop_at_several",),
    ),
    Case(
        "union-member-added",
        "texts and lists are still taken",
        (
            swap(
                INPUT,
                '[{"type": "string"}, {"type": "array"',
                '[{"type": "string"}, {"type": "integer"}, {"type": "array"',
            ),
        ),
        ("minor widened argument shorten_text(stop)",),
    ),
    Case(
        "union-member-shorter",
        "a list of three was taken",
        (swap(INPUT, '"maxItems": 4', '"maxItems": 2'),),
        ("major narrowed argument shorten_text(stop)",),
        fails=("stop_at_several",),
    ),
    Case(
        "number-to-integer",
        "0.5 is no integer",
        (
            swap(
                INPUT,
                '"temperature": {"type": "number", "minimum": 0, "exclusiveMaximum": 2, "default": 0.7',
                '"temperature": {"type": "integer", "minimum": 0, "exclusiveMaximum": 2, "default": 1',
            ),
        ),
        ("major narrowed argument shorten_text(temperature)", "patch documented method shorten_text"),
        refused=("temperature", "make_parameters"),
    ),
    Case(
        "integer-to-number",
        "every integer is a number",
        (swap(INPUT, '"max_words": {\n          "type": "integer"', '"max_words": {\n          "type": "number"'),),
        ("minor widened argument shorten_text(max_words)",),
    ),
    Case(
        "unit-changed",
        "3 of one thing are not 3 of another; nothing tells who calls",
        (swap(INPUT, '"x-unit": "words"', '"x-unit": "letters"'),),
        ("major changed argument shorten_text(max_words)",),
    ),
    Case(
        "nullable-no-more",
        "None was a value of a field that callers give",
        (swap(INPUT, '"language": {"type": ["string", "null"]', '"language": {"type": "string"'),),
        ("major narrowed field TextShorteningGlossary.language",),
        refused=("glossary_without_language",),
    ),
    Case(
        "input-field-removed",
        "it cannot be given",
        (cut(INPUT, r'"words": \{.*?"Word -> replacement."\s*\},'),),
        ("major removed field TextShorteningGlossary.words",),
        refused=("glossary",),
    ),
    Case(
        "input-field-required-added",
        "objects made without it lack it",
        (swap(INPUT, '"required": ["language"]', '"required": ["language", "case_sensitive"]'),),
        ("major narrowed field TextShorteningGlossary.case_sensitive",),
        refused=("glossary", "glossary_without_language"),
        fails=("glossary_as_a_dict", "glossary_with_bravo"),
    ),
    Case(
        "input-field-added",
        "it need not be given",
        (
            swap(
                INPUT, '"case_sensitive": {', '"plurals": {"type": "boolean", "description": "x."}, "case_sensitive": {'
            ),
        ),
        ("minor added field TextShorteningGlossary.plurals",),
    ),
    # Answers: what callers read may become more certain, never less.
    Case(
        "output-field-removed",
        "who reads it fails",
        (
            swap(OUTPUT, _OUT_REQUIRED, '"required": ["text", "source"],'),
            cut(OUTPUT, r'"confidence": \{[^}]*\},'),
            swap(ACME, "confidence: result.0.sure, ", ""),
        ),
        ("major removed field TextShorteningOutput.confidence", "patch wire cell acme shorten_text"),
        refused=("read_confidence",),
    ),
    Case(
        "output-field-optional",
        "who reads it may find None",
        (swap(OUTPUT, _OUT_REQUIRED, '"required": ["text", "source"],'),),
        ("major widened field TextShorteningOutput.confidence",),
        refused=("read_confidence",),
    ),
    Case(
        "output-field-required",
        "who expected None need not",
        (
            swap(OUTPUT, _OUT_REQUIRED, '"required": ["text", "confidence", "source", "grade"],'),
            swap(ACME, "source: result.0.source", "source: result.0.source, grade: grade"),
        ),
        ("minor narrowed field TextShorteningOutput.grade", "patch wire cell acme shorten_text"),
    ),
    Case(
        "output-field-added",
        "nobody reads it yet",
        (swap(OUTPUT, '"tone": {', '"took": {"type": "number", "description": "Seconds."},\n"tone": {'),),
        ("minor added field TextShorteningOutput.took",),
    ),
    Case(
        "output-widened",
        "who reads a text finds a number",
        (swap(OUTPUT, '"source": {"type": ["string", "null"]', '"source": {"type": ["string", "integer", "null"]'),),
        ("major widened field TextShorteningOutput.source",),
        refused=("read_source",),
    ),
    Case(
        "output-narrowed",
        "who reads a text or None finds a text",
        (swap(OUTPUT, '"source": {"type": ["string", "null"]', '"source": {"type": "string"'),),
        ("minor narrowed field TextShorteningOutput.source",),
    ),
    Case(
        "output-open-enum-value-added",
        "enums of answers are open: any text was to be expected",
        (swap(OUTPUT, '"enum": ["short_enough", "nothing_left"]', '"enum": ["short_enough", "nothing_left", "late"]'),),
        ("minor widened field TextShorteningOutput.stopped",),
    ),
    Case(
        "output-open-enum-value-removed",
        "it is only no longer named",
        (swap(OUTPUT, '"enum": ["short_enough", "nothing_left"]', '"enum": ["short_enough"]'),),
        ("minor narrowed field TextShorteningOutput.stopped",),
    ),
    Case(
        "output-number-enum-value-added",
        "an enum of numbers is closed",
        (swap(OUTPUT, '"enum": [1, 2, 3]', '"enum": [1, 2, 3, 4]'),),
        ("major widened field TextShorteningOutput.grade",),
        refused=("read_grade",),
    ),
    Case(
        "output-limit",
        "answers are delivered as they come, whatever the limit",
        (swap(OUTPUT, '"minimum": 0, "maximum": 1,', '"minimum": 0,'),),
        ("patch documented field TextShorteningOutput.confidence",),
    ),
    Case(
        "both-ways-value-added",
        "a named enum of an answer is closed: who reads it meets a value that was not",
        (swap("common.json", '"cheerful"]', '"cheerful", "dry"]'),),
        ("major widened type Tone",),
        refused=("read_tone",),
    ),
    Case(
        "both-ways-value-removed",
        "who gives it fails",
        (swap("common.json", '"formal", ', ""),),
        ("major narrowed type Tone",),
        refused=("tone",),
    ),
    # Types
    Case(
        "type-renamed",
        "types are imported by name",
        (swap(OUTPUT, '"title": "TextShorteningRemoval"', '"title": "TextShorteningCut"'),),
        ("major renamed type TextShorteningRemoval",),
        refused=("name_the_part", "name_the_part_by_module"),
    ),
    Case(
        "type-moved",
        "imports from its module fail; those from types go on",
        (
            cut(OUTPUT, r'\{\s*"title": "TextShorteningRemoval".*?\}\s*\}\s*(?=,\s*"description": "What was)'),
            swap(OUTPUT, '"items": ,', '"items": {"$ref": "../../common.json#/$defs/TextShorteningRemoval"},'),
            swap(
                "common.json",
                '"$defs": {',
                '"$defs": {"TextShorteningRemoval": {"title": "TextShorteningRemoval", '
                '"description": "A part that was taken out.", "type": "object", "required": ["start", "end"], '
                '"properties": {"start": {"type": "integer", "minimum": 0, "x-unit": "characters", '
                '"description": "Where it began"}, "end": {"type": "integer", "minimum": 0, "x-unit": "characters", '
                '"description": "Where it ended"}}},',
            ),
        ),
        ("major moved type TextShorteningRemoval",),
        refused=("name_the_part_by_module",),
    ),
    # Methods
    Case(
        "task-removed",
        "its method is gone, for everybody",
        (
            rename(f"{STORY}/task.yaml", "gone"),
            remove("gone"),
            remove(f"{STORY}/input.json"),
            remove(f"{STORY}/output.json"),
            remove(f"{STORY}/stream_output.json"),
            lambda specs: (specs / STORY).rmdir(),
            cut(ACME, r"  story-telling:.*?(?=  melody)"),
            cut(BRAVO, r"  story-telling:.*"),
        ),
        ("major removed method tell_story",),
        refused=(
            "tell",
            "tell_with_details",
            "tell_in_pieces",
            "tell_five",
            "stories_with_bravo",
            "bravo_with_a_model_of_the_hub",
            "name_the_story",
            "name_the_story_by_module",
        ),
    ),
    Case(
        "method-renamed",
        "calls by the old name fail",
        (swap(f"{STORY}/task.yaml", "method: tell_story", "method: tell"),),
        ("major renamed method tell_story",),
        refused=(
            "tell",
            "tell_with_details",
            "tell_in_pieces",
            "tell_five",
            "stories_with_bravo",
            "bravo_with_a_model_of_the_hub",
        ),
    ),
    Case(
        "task-renamed",
        "the method goes on, its types and their module are named after the task",
        (
            rename(STORY, "tasks/tale-telling"),
            *(
                swap(
                    f"tasks/tale-telling/{file}.json", f'"title": "StoryTelling{root}"', f'"title": "TaleTelling{root}"'
                )
                for file, root in (("input", "Input"), ("output", "Output"), ("stream_output", "StreamOutput"))
            ),
            swap("tasks/tale-telling/task.yaml", "method: tell_story", "method: tell_story\nhub: story-telling"),
            swap(ACME, "  story-telling:", "  tale-telling:"),
            swap(BRAVO, "  story-telling:", "  tale-telling:"),
        ),
        (
            "major renamed method tell_story",
            "major renamed type StoryTellingInput",
            "major renamed type StoryTellingOutput",
            "major renamed type StoryTellingStreamOutput",
            "major moved type StoryTellingPiece",
        ),
        refused=("name_the_story", "name_the_story_by_module"),
    ),
    Case(
        "pipeline-tag",
        "models that the Hub lists under the old tag are refused",
        (swap(f"{STORY}/task.yaml", "method: tell_story", "method: tell_story\nhub: text-generation"),),
        ("major changed method tell_story",),
        fails=("bravo_with_a_model_of_the_hub",),
    ),
    Case(
        "return-type",
        "who reads a text finds an object",
        (
            swap(f"{STORY}/task.yaml", "returns: {path: story, unless: details}\n", ""),
            swap(f"{STORY}/task.yaml", "stream_returns: {path: piece.text, unless: details}\n", ""),
        ),
        ("major changed method tell_story", "major changed method tell_story"),
        refused=("tell", "tell_in_pieces"),
    ),
    Case(
        "streaming-removed",
        "the argument and its streams are gone",
        (
            remove(f"{STORY}/stream_output.json"),
            swap(f"{STORY}/task.yaml", "stream_returns: {path: piece.text, unless: details}\n", ""),
            cut(f"{STORY}/input.json", r',\s*"stream": \{[^}]*\}'),
            swap(ACME, "    stream: {piece: {text: word, index: number}}\n", ""),
            swap(BRAVO, "    refuses: [stream]\n", ""),
        ),
        (
            "major removed method tell_story",
            "major removed argument tell_story(stream)",
            "major removed type StoryTellingPiece",
            "major removed type StoryTellingStreamOutput",
        ),
        refused=("tell_in_pieces",),
    ),
    Case(
        "open-keywords-removed",
        "whatever else was given is refused",
        (swap("tasks/melody-making/task.yaml", "open_keywords: true\n", ""),),
        ("major narrowed method make_melody",),
        refused=("melody_with_more",),
    ),
    Case(
        "open-keywords-added",
        "more is taken",
        (swap(TASK, "example:", "open_keywords: true\nexample:"),),
        ("minor widened method shorten_text",),
    ),
    Case(
        "words-only",
        "what callers do is as it was",
        (
            swap(TASK, "Say the same in fewer words.", "Say it shorter."),
            swap(INPUT, "How much care to take.", "How much care is taken."),
            swap(OUTPUT, '"What is left."', '"The rest."'),
        ),
        ("patch documented method shorten_text", "patch documented type TextShorteningOutput"),
    ),
    # What is to go away some day still works: it asks for a minor version, which is when callers look.
    Case(
        "method-deprecated",
        "calls go on, struck through in editors; its input's class is marked as well",
        (swap(f"{STORY}/input.json", '"title": "StoryTellingInput",', f'"title": "StoryTellingInput", {_DEPRECATED}'),),
        ("minor deprecated method tell_story", "minor deprecated type StoryTellingInput"),
        warned=_TELLING,
    ),
    Case(
        "type-deprecated",
        "its name goes on, struck through in editors",
        (
            swap(
                OUTPUT,
                '"title": "TextShorteningRemoval",',
                f'"title": "TextShorteningRemoval", {_DEPRECATED}',
            ),
        ),
        ("minor deprecated type TextShorteningRemoval",),
        warned=("name_the_part", "name_the_part_by_module"),
    ),
    Case(
        "named-enum-deprecated",
        "another name for some values: type checkers have no mark for that",
        (swap("common.json", '"title": "Tone",', f'"title": "Tone", {_DEPRECATED}'),),
        ("minor deprecated type Tone",),
    ),
    Case(
        "argument-deprecated",
        "it is taken as before; type checkers have no mark for one argument",
        (swap(INPUT, '"mode": {', f'"mode": {{{_DEPRECATED}'),),
        ("minor deprecated argument shorten_text(mode)",),
    ),
    Case(
        "object-argument-deprecated",
        "the argument is taken as before; its class is marked",
        (swap(INPUT, '"title": "TextShorteningGlossary",', f'"title": "TextShorteningGlossary", {_DEPRECATED}'),),
        ("minor deprecated argument shorten_text(glossary)", "minor deprecated type TextShorteningGlossary"),
        warned=("glossary", "glossary_without_language"),
    ),
    Case(
        "enum-value-deprecated",
        "it is taken as before; type checkers have no mark for one value",
        (
            swap(
                INPUT,
                '"mode": {"type": "string", "enum": ["fast", "careful"],',
                '"mode": {"anyOf": [{"const": "fast"}, {"const": "careful", "deprecated": true}],',
            ),
        ),
        ("minor deprecated argument shorten_text(mode)",),
    ),
    Case(
        "field-deprecated",
        "it comes as before; type checkers have no mark for one field",
        (swap(OUTPUT, '"grade": {', f'"grade": {{{_DEPRECATED}'),),
        ("minor deprecated field TextShorteningOutput.grade",),
    ),
    # Providers
    Case(
        "provider-added",
        "the others go on",
        (
            create(
                "providers/coda.yaml",
                "id: coda\nname: Coda\ndocs: https://docs.coda.example\nlike: bravo\n"
                "base_url: https://api.coda.example\n",
            ),
        ),
        ("minor added provider coda",),
    ),
    Case(
        "provider-removed",
        "who names it fails; who names none gets the one that is left, and that takes no glossary",
        (remove(BRAVO),),
        ("major removed provider bravo", "minor changed client provider"),
        refused=(
            "with_bravo",
            "stories_with_bravo",
            "glossary_with_bravo",
            "mode_with_bravo",
            "bravo_with_a_model_of_the_hub",
        ),
        fails=("glossary", "glossary_as_a_dict"),
    ),
    Case(
        "cell-removed",
        "a client of that provider has no such method any more",
        (cut(BRAVO, r"  story-telling:.*"),),
        ("major removed cell bravo tell_story",),
        refused=("stories_with_bravo", "bravo_with_a_model_of_the_hub"),
    ),
    Case(
        "cell-added",
        "one more provider serves it",
        (swap(BRAVO, "  story-telling:", "  melody-making: hf-pipeline\n  story-telling:"),),
        ("minor added cell bravo make_melody",),
    ),
    Case(
        "parameter-refused",
        "it is an error before anything is sent; the method has it still",
        (swap(BRAVO, '      "*": parameters\n', '      "*": parameters\n    refuses: [parameters.glossary]\n'),),
        ("major narrowed cell bravo shorten_text(glossary)",),
        fails=("glossary_with_bravo", "glossary", "glossary_as_a_dict"),
    ),
    Case(
        "parameter-taken",
        "it was an error",
        (swap(ACME, "    refuses: [parameters.glossary]\n", ""),),
        ("minor widened cell acme shorten_text(glossary)",),
    ),
    Case(
        "wire-only",
        "servers see another route and key, callers see nothing",
        (swap(ACME, "/v2/{model}/shorten", "/v3/{model}/shorten"), swap(ACME, "limit: param", "most: param")),
        ("patch wire cell acme shorten_text",),
    ),
    Case(
        "wire-default",
        "who gives nothing gets another result",
        (swap(ACME, "default: 0.5", "default: 0.9"),),
        ("minor changed cell acme shorten_text",),
    ),
    Case(
        "address-and-key",
        "the same keys reach the same provider, at another address and in another header",
        (
            swap(
                BRAVO,
                "base_url: https://api.bravo.example",
                'base_url: https://eu.bravo.example\nauth: {header: X-Key, value: "{key}"}',
            ),
        ),
        ("patch wire provider bravo", "patch wire provider bravo"),
    ),
    Case(
        "own-address-removed",
        "the provider's own keys are of no use any more",
        (swap(BRAVO, "base_url: https://api.bravo.example", "address: router"),),
        ("major removed provider bravo",),
        fails=(*SHORTENING, "bravo_with_a_model_of_the_hub"),
    ),
    Case(
        "queue-removed",
        "submit is gone with the only queue",
        (cut(ACME, r"    poll:.*?deadline: 120\n"), swap(ACME, "result: {audio: {url: melody.url}}", "result: raw")),
        (
            "major removed client submit.make_melody",
            "major removed cell acme make_melody",
            "patch wire cell acme make_melody",
        ),
        refused=("melody_later",),
    ),
)
