"""Texts that must have a form: JSON for a schema, words for a regular expression, arguments for a tool."""

from __future__ import annotations

import json
import re
from typing import Any

from inferloom_runtime.sandbox import pattern
from inferloom_runtime.sandbox.checker import fits, problem_of
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal
from inferloom_runtime.sandbox.filler import MISSING, Filler
from inferloom_runtime.sandbox.schema import Schema, resolve, types
from inferloom_runtime.sandbox.value import Path, items, members

_TRIES = 8
_LONGEST = 120
_QUOTED = re.compile(r"[\"“'`]([^\"”'`\n]{1,80})[\"”'`]")
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][\w-]+(?: [A-Z][\w-]+)*")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])")


def value_for(schema: object, topic: str, dice: Dice, at: Path) -> Any:
    """Make a value that fits a schema of the client's, with words and numbers of the message where they fit.

    Args:
        schema: The schema.
        topic: The message.
        dice: What the rest depends on.
        at: Where the schema stands in the request.

    Returns:
        The value.

    Raises:
        Refusal: 422; the schema is wrong, or has a rule that the sandbox does not follow.
    """
    problem = problem_of(schema)
    if problem is not None:
        raise Refusal(422, problem, at)
    root = members(schema)
    for attempt in range(_TRIES):
        # The message's words may break rules that only show in the whole, so the second half does without them.
        listener = _Listener(topic if attempt < _TRIES // 2 else "", root)
        for everything in (False, True):
            try:
                value = Filler(root, dice.fork(attempt), listener.known, everything=everything).value(root)
            except RecursionError as error:
                raise Refusal(422, "The schema contains itself without an end.", at) from error
            if (value or everything) and fits(value, root, root):
                return value
    raise Refusal(422, "The sandbox cannot make a value for this schema; a rule in it is not followed here.", at)


def json_text(schema: object, topic: str, dice: Dice, at: Path) -> str:
    """A JSON text for a schema; for no schema, an object of the sandbox's own.

    Raises:
        Refusal: 422; no value can be made.
    """
    if not members(schema):
        return json.dumps({"synthetic": True, "answer": topic[:_LONGEST]}, ensure_ascii=False)
    return json.dumps(value_for(schema, topic, dice, at), ensure_ascii=False)


def regex_text(expression: str, dice: Dice, at: Path) -> str:
    """A text for a regular expression.

    Raises:
        Refusal: 422; no text can be made.
    """
    text = pattern.text_for(f"^(?:{expression})$", dice)
    if text is None:
        raise Refusal(422, f"The sandbox cannot write a text for the pattern {expression!r}.", at)
    return text


class _Listener:
    """Finds values for a schema in the words of a message."""

    def __init__(self, topic: str, root: Schema) -> None:
        self._topic = topic
        self._root = root
        self._numbers = [float(number) for number in _NUMBER.findall(topic)]
        names = [*_QUOTED.findall(topic), *_NAME.findall(topic)]
        self._names = list(dict.fromkeys(name.strip() for name in names if name.strip()))
        self._told: dict[Path, Any] = {}

    def known(self, at: Path, schema: Schema, is_needed: bool) -> Any:
        """What the message says of a value; the same place hears the same again."""
        if at not in self._told:
            self._told[at] = self._heard(resolve(schema, self._root), bool(at) and isinstance(at[-1], str), is_needed)
        return self._told[at]

    def _heard(self, schema: Schema, is_member: bool, is_needed: bool) -> Any:
        kinds, allowed = types(schema), items(schema.get("enum"))
        if allowed:
            words = self._topic.lower()
            return next((choice for choice in allowed if isinstance(choice, str) and choice.lower() in words), MISSING)
        if not is_member or "const" in schema:
            return MISSING
        if "integer" in kinds or "number" in kinds:
            for number in self._numbers:
                value = int(number) if number.is_integer() else number
                if fits(value, schema, self._root):
                    self._numbers.remove(number)
                    return value
        if "string" in kinds and self._topic and not schema.get("format"):
            for text in [*self._names, *([self._topic[:_LONGEST]] if is_needed else [])]:
                if fits(text, schema, self._root):
                    if text in self._names:
                        self._names.remove(text)
                    return text
        return MISSING
