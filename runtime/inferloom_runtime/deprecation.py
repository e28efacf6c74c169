"""The mark of what goes away: editors strike it through, type checkers warn of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import deprecated as deprecated
else:

    def deprecated(message):
        """Mark a class or a function; who warns at run time is the function itself.

        Args:
            message: What a type checker says.
        """

        def mark(thing):
            thing.__deprecated__ = message
            return thing

        return mark
