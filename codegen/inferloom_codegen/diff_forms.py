"""Annotations compared: which of two takes more values."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from .surface import Surface

Direction: TypeAlias = Literal["same", "widened", "narrowed", "changed"]

_MAX_ALIASES = 16
_WIDER = {("Sequence", "list"), ("Mapping", "dict"), ("float", "int")}
_ELLIPSIS = "..."


@dataclass(frozen=True, slots=True)
class Form:
    """One alternative of an annotation.

    Attributes:
        name: the name of a type, `None`, or `Literal` for a single value.
        inner: what stands in brackets.
        value: a literal's value as Python text.
        kind: a literal's type.
    """

    name: str
    inner: "tuple[Forms, ...]" = ()
    value: str = ""
    kind: str = ""


Forms: TypeAlias = frozenset[Form]


class Comparison:
    """Compares annotations of two SDKs.

    Args:
        old: the SDK before.
        new: the SDK after.
        renamed: types that have another name now: old name -> new name.
    """

    def __init__(self, old: Surface, new: Surface, renamed: Mapping[str, str]) -> None:
        self._old = _aliases(old)
        self._new = _aliases(new)
        self._renamed = dict(renamed)

    def direction(self, old: str, new: str) -> Direction:
        """How the values that an annotation takes changed.

        Args:
            old: the annotation before.
            new: the annotation after.

        Returns:
            "same", also where it is only written otherwise; "changed" where each takes what the other does not.
        """
        before, after = self._before(old), self._after(new)
        if self._is_same(old, new) or before == after:
            return "same"
        more, less = takes(after, before), takes(before, after)
        if more and less:
            return "same"
        return "widened" if more else "narrowed" if less else "changed"

    def values(self, old: str, new: str) -> tuple[list[str], list[str]]:
        """The literal values that only the old annotation names, and those that only the new one names."""
        if self._is_same(old, new):
            return [], []
        before, after = _values(self._before(old)), _values(self._after(new))
        return [value for value in before if value not in after], [value for value in after if value not in before]

    def _is_same(self, old: str, new: str) -> bool:
        """Whether two annotations use the same types: what became of those is said of them."""
        return re.sub(r"\w+", lambda word: self._renamed.get(word[0], word[0]), old) == new

    def _before(self, annotation: str) -> Forms:
        return forms(annotation, self._old, self._renamed)

    def _after(self, annotation: str) -> Forms:
        return forms(annotation, self._new, {})


def forms(annotation: str, aliases: Mapping[str, str], renamed: Mapping[str, str]) -> Forms:
    """Take an annotation apart.

    Args:
        annotation: the annotation.
        aliases: names that are another name for an annotation.
        renamed: names of types that are replaced.
    """
    return _forms(ast.parse(annotation, mode="eval").body, aliases, renamed, 0)


def takes(wide: Forms, narrow: Forms) -> bool:
    """Whether one annotation takes every value of another.

    Args:
        wide: the one.
        narrow: the other.
    """
    return all(any(_takes(one, other) for one in wide) for other in narrow)


def without_none(annotation: str) -> str:
    """An annotation without its alternative None."""
    node = ast.parse(annotation, mode="eval").body
    kept = [part for part in _parts(node) if not (isinstance(part, ast.Constant) and part.value is None)]
    return " | ".join(ast.unparse(part) for part in kept) or "None"


def _takes(wide: Form, narrow: Form) -> bool:
    if wide.name == "Any":
        return True
    if narrow.name == "Literal":
        if wide.name == "Literal":
            return wide == narrow
        return wide.name == narrow.kind or (wide.name, narrow.kind) in _WIDER
    if wide.name != narrow.name and (wide.name, narrow.name) not in _WIDER:
        return False
    if len(wide.inner) != len(narrow.inner):
        return wide == narrow
    return wide.value == narrow.value and all(map(takes, wide.inner, narrow.inner))


def _aliases(surface: Surface) -> dict[str, str]:
    return {name: one.alias for name, one in surface.definitions.items() if one.alias}


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_parts(node.left), *_parts(node.right)]
    return [node]


def _forms(node: ast.expr, aliases: Mapping[str, str], renamed: Mapping[str, str], depth: int) -> Forms:
    found: set[Form] = set()
    for part in _parts(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            found |= _forms(ast.parse(part.value, mode="eval").body, aliases, renamed, depth)
        elif isinstance(part, ast.Constant):
            found.add(Form(_ELLIPSIS if part.value is ... else repr(part.value)))
        elif isinstance(part, ast.Name) and part.id in aliases and depth < _MAX_ALIASES:
            found |= _forms(ast.parse(aliases[part.id], mode="eval").body, aliases, renamed, depth + 1)
        elif isinstance(part, ast.Name):
            found.add(Form(renamed.get(part.id, part.id)))
        elif isinstance(part, ast.Subscript):
            found |= _subscript(part, aliases, renamed, depth)
        else:
            found.add(Form(ast.unparse(part)))
    return frozenset(found)


def _subscript(node: ast.Subscript, aliases: Mapping[str, str], renamed: Mapping[str, str], depth: int) -> set[Form]:
    name = ast.unparse(node.value)
    inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name == "Literal":
        return {
            Form("None") if ast.unparse(one) == "None" else Form("Literal", value=ast.unparse(one), kind=_kind(one))
            for one in inside
        }
    return {Form(name, tuple(_forms(one, aliases, renamed, depth) for one in inside))}


def _kind(node: ast.expr) -> str:
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    return type(node.value).__name__ if isinstance(node, ast.Constant) else ""


def _values(found: Forms) -> list[str]:
    own = {form.value for form in found if form.name == "Literal"}
    return sorted(own.union(*(_values(inner) for form in found for inner in form.inner)))
