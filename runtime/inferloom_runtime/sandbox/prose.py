"""Texts that the sandbox writes."""

from __future__ import annotations

import re

from inferloom_runtime.sandbox.dice import Dice

_OPENINGS = (
    "This is a synthetic answer from the inferloom sandbox.",
    "The inferloom sandbox answers with synthetic words.",
    "Here is a synthetic reply, made in the inferloom sandbox.",
)
_REMARKS = (
    "No model has read your request, so do not take this for knowledge.",
    "The same request with the same seed gives the same words.",
    "Every sentence here is made by a rule and none by a model.",
    "Change the seed, and the order of these sentences changes with it.",
    "It is long enough to be streamed, counted, cut short and put together again.",
    "Nothing has left this machine on the way here.",
    "A real server would have more to say about this.",
    "Numbers, names and dates would be made up, so there are none.",
    "Your application cannot tell the wire from the real one; a reader can.",
)
_SPEECH = (
    "this is a synthetic transcript made by the inferloom sandbox it lasts as long as your recording and no model has "
    "heard a word of it"
)
_WORDS_A_SECOND = 2.5
_SENTENCE = re.compile(r".+?(?:[.!?。！？](?=\s|$)|$)", re.DOTALL)


def clipped(text: str, most: int = 160) -> str:
    """A text on one line, cut to a length."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 3].rstrip() + "..."


def reply(topic: str, dice: Dice) -> str:
    """An answer to a message.

    Args:
        topic: What was asked; it is quoted.
        dice: What the words depend on.
    """
    remarks = dice.shuffled(_REMARKS)[: dice.integer(2, 4)]
    quoted = [f'You said: "{clipped(topic)}".'] if topic.strip() else []
    return " ".join([dice.pick(_OPENINGS), *quoted, *remarks])


def report(results: list[str], dice: Dice) -> str:
    """An answer after tools were called.

    Args:
        results: What the tools gave back; it is quoted.
        dice: What the words depend on.
    """
    quoted = "; ".join(f'"{clipped(result, 400)}"' for result in results)
    return f"{dice.pick(_OPENINGS)} The tool answered: {quoted}. {dice.pick(_REMARKS)}"


def continuation(prompt: str, dice: Dice) -> str:
    """What comes after a prompt."""
    remarks = dice.shuffled(_REMARKS)[: dice.integer(2, 4)]
    return f' and so on: a synthetic continuation of "{clipped(prompt, 60)}". ' + " ".join(remarks)


def summary(text: str) -> str:
    """The first sentence of a text."""
    found = _SENTENCE.search(text.strip())
    return f"[synthetic summary] {clipped(found[0] if found else text, 240)}"


def translation(text: str, language: str | None) -> str:
    """A text, marked with the language that it should be in."""
    return f"[synthetic {language or 'translation'}] {text}"


def caption(width: int, height: int, colour: str) -> str:
    """What can be said of a picture without looking closely."""
    return f"a synthetic caption of a mostly {colour} picture, {width} by {height} pixels"


def spoken_words(seconds: float, dice: Dice) -> list[str]:
    """The words of a recording.

    Args:
        seconds: How long it is.
        dice: Where to begin in the text.
    """
    count = max(1, int(seconds * _WORDS_A_SECOND))
    words = _SPEECH.split()
    start = dice.integer(0, len(words) - 1)
    return ["synthetic", *(words[(start + position) % len(words)] for position in range(count - 1))]
