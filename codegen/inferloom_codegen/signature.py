"""Annotations of arguments, made from the annotations of the fields they fill."""

import ast

from .types import Types


def argument_annotation(annotation: str, types: Types, *, binary: bool) -> str:
    """What an argument is annotated with.

    Args:
        annotation: the field's annotation.
        types: knows which names are classes.
        binary: whether the argument takes an image, a sound or a video.

    Returns:
        The annotation without None: lists are taken as sequences, and an object may be given as a mapping too.
    """
    if binary:
        return "BinaryInput"
    tree = _Widened(types).visit(_without_none(ast.parse(annotation, mode="eval").body))
    return ast.unparse(ast.fix_missing_locations(tree))


def names_in(annotation: str) -> set[str]:
    """The names that an annotation uses."""
    return {node.id for node in ast.walk(ast.parse(annotation, mode="eval")) if isinstance(node, ast.Name)}


def _without_none(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        left, right = _without_none(node.left), _without_none(node.right)
        if isinstance(right, ast.Constant) and right.value is None:
            return left
        if isinstance(left, ast.Constant) and left.value is None:
            return right
        return ast.BinOp(left, node.op, right)
    return node


class _Widened(ast.NodeTransformer):
    def __init__(self, types: Types) -> None:
        self._types = types

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """`list[X]` is taken as a sequence, `dict[str, X]` as a mapping; a Literal stays as it is."""
        name = node.value.id if isinstance(node.value, ast.Name) else ""
        if name == "Literal":
            return node
        self.generic_visit(node)
        if name in {"list", "dict"}:
            node.value = ast.Name("Sequence" if name == "list" else "Mapping")
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A class, or one of several, may be given as a mapping too."""
        alias = self._types.alias(node.id) if node.id in self._types.home else ""
        if node.id in self._types.fields or (alias and names_in(alias) & self._types.fields.keys()):
            mapping = ast.Subscript(ast.Name("Mapping"), ast.Tuple([ast.Name("str"), ast.Name("Any")]))
            return ast.BinOp(node, ast.BitOr(), mapping)
        return node
