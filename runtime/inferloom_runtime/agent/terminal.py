"""What a person sees of an agent: text as it is written, calls with their results."""

from __future__ import annotations

import getpass
import os
import re
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

from inferloom_runtime.agent.definition import Definition

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SHOWN = 1000

_RED, _GREEN, _BLUE, _GREY = "31", "32", "34", "90"


class Terminal:
    """Standard input and output, with colours where a person looks at them and `NO_COLOR` is not set."""

    def __init__(self) -> None:
        self._coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._column = 0
        with suppress(ImportError):  # not on every system: lines are then read without their history
            import_module("readline")

    def ask(self, prompt: str, *, hidden: bool = False) -> str:
        """Read a line.

        Args:
            prompt: What stands before it.
            hidden: Whether it is not shown while it is typed.

        Returns:
            The line, without its end.

        Raises:
            EOFError: The input is at its end.
            KeyboardInterrupt: Ctrl-C was pressed.
        """
        self._begin_line()
        self._column = 0
        if hidden and sys.stdin.isatty():
            return getpass.getpass(prompt)
        return input(prompt)

    def tell(self, text: str, colour: str = _BLUE) -> None:
        """Print a line.

        Args:
            text: The line.
            colour: Its colour.
        """
        self._begin_line()
        self._write(text + "\n", colour)

    def fail(self, text: str) -> None:
        """Print a line that says what went wrong.

        Args:
            text: The line.
        """
        self.tell(text, _RED)

    def values(self, definition: Definition) -> dict[str, str]:
        """Ask for an agent's inputs.

        Args:
            definition: The agent.

        Returns:
            The values, by the inputs' ids. An empty line takes the value of the environment's variable.

        Raises:
            EOFError: The input is at its end.
            KeyboardInterrupt: Ctrl-C was pressed.
        """
        values: dict[str, str] = {}
        for one in definition.inputs:
            if not definition.uses(one.id):
                self.tell(f"The input {one.id} is used nowhere.", _GREY)
                continue
            what = f"{one.id} ({one.description})" if one.description else one.id
            value = self.ask(_clean(f"{what} [{one.variable}]: "), hidden=one.password).strip()
            if not value:
                value = os.environ.get(one.variable, "")
                self.tell(f"{one.variable} is {'taken from the environment' if value else 'not set'}.", _GREY)
            values[one.id] = value
        return values

    def show(self, item: Any) -> None:
        """Print a piece of an agent's run.

        Args:
            item: A chunk of an answer, or a message with a tool's result.
        """
        choices: Any = getattr(item, "choices", None)
        if choices is None:
            self._begin_line()
            text = str(item.content or "")
            text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]} ... ({len(text)} characters)"
            self._write(f"← {item.name}{f': {text}' if text else ''}\n", _GREEN)
            return
        delta = choices[0].delta
        if delta is None:
            return
        self._write(delta.content or "")
        for call in delta.tool_calls or ():
            if call.function is None:
                continue
            if call.function.name:
                self._begin_line()
                self._write(f"→ {call.function.name} ", _BLUE)
            self._write(str(call.function.arguments or ""), _GREY)

    def _begin_line(self) -> None:
        if self._column:
            self._write("\n")

    def _write(self, text: str, colour: str = "") -> None:
        text = _clean(text)
        if not text:
            return
        self._column = len(text) - text.rfind("\n") - 1
        sys.stdout.write(f"\x1b[{colour}m{text}\x1b[0m" if colour and self._coloured else text)
        sys.stdout.flush()


def _clean(text: str) -> str:
    """Text without what would steer the terminal: a model and a server may write anything."""
    return _CONTROL.sub("", text)
