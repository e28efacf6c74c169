"""Objects of the input as dictionaries whose keys are known: editors complete them, type checkers know their values."""

import ast
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from .signature import argument_annotation, names_in
from .types import Types
from .views import MethodView

MODULE = "dictionaries"
"""The module that they stand in."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        name: the key.
        annotation: what its value may be.
        prose: its docstring; may be empty.
    """

    name: str
    annotation: str
    prose: str


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A class of the input as a dictionary.

    Attributes:
        of: the class.
        name: the dictionary's name.
        keys: its keys.
        prose: its docstring; may be empty.
    """

    of: str
    name: str
    keys: tuple[Key, ...]
    prose: str


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """All of them.

    Attributes:
        all: the dictionaries by name.
        names: the class -> its dictionary's name.
        types: knows the classes.
    """

    all: tuple[Dictionary, ...]
    names: Mapping[str, str]
    types: Types
    _offered: dict[str, str] = field(default_factory=dict[str, str], init=False, repr=False, compare=False)

    @property
    def imports(self) -> dict[str, list[str]]:
        """The types that they mention, by module."""
        mentioned = {name for one in self.all for key in one.keys for name in names_in(key.annotation)}
        modules: dict[str, list[str]] = {}
        for name in sorted(mentioned & self.types.home.keys()):
            modules.setdefault(self.types.home[name], []).append(name)
        return modules

    def offered(self, annotation: str) -> str:
        """An annotation in which each class may be a dictionary too.

        Args:
            annotation: the annotation of an argument.
        """
        # The same few annotations stand in thousands of signatures.
        if annotation not in self._offered:
            self._offered[annotation] = _offered(annotation, self.names, self.types)
        return self._offered[annotation]

    def used(self, methods: Iterable[MethodView]) -> list[str]:
        """The dictionaries that the arguments of methods mention.

        Args:
            methods: the methods.
        """
        annotations = (argument.annotation for method in methods for argument in method.arguments)
        mentioned = {name for annotation in annotations for name in names_in(self.offered(annotation))}
        return sorted(mentioned & set(self.names.values()))


def dictionaries(methods: Iterable[MethodView], types: Types, taken: Collection[str]) -> Dictionaries:
    """Work out which classes are dictionaries too: those that an argument takes, and those inside them.

    Args:
        methods: the methods.
        types: the types that were made.
        taken: the classes that callers make.

    Returns:
        The dictionaries, in alphabetical order.
    """
    waiting = [name for method in methods for argument in method.arguments for name in names_in(argument.annotation)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found or name not in taken:
            continue
        found.add(name)
        inside = types.fields[name].values() if name in types.fields else [types.alias(name)]
        waiting += [inner for annotation in inside for inner in names_in(annotation)]
    names = {name: f"{name}Dict" for name in sorted(found & types.fields.keys()) if f"{name}Dict" not in types.home}
    definitions = {one.name: one for module in types.modules.values() for one in module.types}
    made: list[Dictionary] = []
    for name, title in names.items():
        keys = tuple(
            Key(
                one.name,
                _offered(argument_annotation(one.annotation, types, binary=False), names, types)
                + (" | None" if one.optional else ""),
                one.prose,
            )
            for one in definitions[name].fields
        )
        made.append(Dictionary(name, title, keys, definitions[name].prose))
    return Dictionaries(tuple(made), names, types)


def _offered(annotation: str, names: Mapping[str, str], types: Types) -> str:
    tree = _Offered(names, types).visit(ast.parse(annotation, mode="eval").body)
    return ast.unparse(ast.fix_missing_locations(tree))


class _Offered(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str], types: Types) -> None:
        self._names = names
        self._types = types

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A class is followed by its dictionary, another name by those of the classes that it stands for."""
        tree: ast.expr = node
        alias = self._types.alias(node.id) if node.id in self._types.home else ""
        for name in sorted(names_in(alias)) if alias else [node.id]:
            if name in self._names:
                tree = ast.BinOp(tree, ast.BitOr(), ast.Name(self._names[name]))
        return tree
