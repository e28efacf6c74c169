"""Types that several tasks share."""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = ["Tone"]


Tone: TypeAlias = Literal["plain", "formal", "cheerful"]
"""How the text sounds."""
