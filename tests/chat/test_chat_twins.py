"""The sync and the async half of what waits in a conversation are one thing, written twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import inferloom_runtime.chat.stream as streams

_WORDS = {
    r"\bAsync(?=ChatStream|ToolStream|Stream|Iterator)": "",
    r"\basync def\b": "def",
    r"\basync for\b": "for",
    r"\bawait ": "",
    r"\bStopAsyncIteration\b": "StopIteration",
    r"\b__a(enter|exit|iter|next)__": r"__\1__",
    r"\banext\(": "next(",
    r"\b(together|converse)_async\b": r"\1",
    r"\bAwaitable\[(AsyncStream\[K\]|Stream\[K\]|C)\]": r"\1",
}


def definition(name: str) -> str:
    """The text of a class or a function of the module, without what only makes it async."""
    text = Path(streams.__file__).read_text(encoding="utf-8")
    found = re.search(rf"^(?:async )?(?:class|def) {name}\b.*?(?=^(?:async def|class|def) |\Z)", text, re.M | re.S)
    assert found is not None, name
    sync = found.group()
    for pattern, plain in _WORDS.items():
        sync = re.sub(pattern, plain, sync)
    # Where lines are broken depends on the words' lengths.
    return "".join(sync.split()).replace(",)", ")")


@pytest.mark.parametrize("name", ["ChatStream", "ToolStream", "converse"])
def test_twins_are_one_thing_written_twice(name: str) -> None:
    twin = f"Async{name}" if name[0].isupper() else f"{name}_async"
    assert definition(twin) == definition(name)
