"""Arguments as signatures show them, with annotations made from those of the fields they fill."""

import ast
from dataclasses import dataclass

from .ir import Argument, Json
from .types import Types

EVERY_CALL = (
    ("model", "str | None", "Model id on the Hub, or the URL of an endpoint; the client's own by default."),
    (
        "timeout",
        "float | Timeout | None",
        "Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a `Timeout`; the "
        "client's own by default.",
    ),
    (
        "headers",
        "Mapping[str, str] | None",
        "Further headers; one with the name of a client's header replaces it.",
    ),
    (
        "max_retries",
        "int | Retry | None",
        "How many times a failed request is sent again, or a `Retry`; the client's own by default.",
    ),
    (
        "extra_body",
        "Mapping[str, Any] | None",
        "Further parameters, sent as they are; one with a known name replaces the argument.",
    ),
)
"""What every method takes per call: name, annotation, meaning. All are None by default."""

VIA_CHAT = (
    "Send the prompt as one message of a conversation, for models that only chat. Parameters that a conversation does "
    "not have are refused."
)
"""What text generation says of its further argument."""

EVERY_ERROR = (
    ("UsageError", "An argument does not fit, or the model does not serve the task; nothing was sent."),
    ("ConnectionFailedError", "The server cannot be reached."),
    ("InferenceTimeoutError", "No answer came in time."),
    ("ProviderError", "The server refused."),
    ("AnswerError", "The answer cannot be used."),
)
"""What every method raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentView:
    """One argument as a signature and a docstring show it.

    Attributes:
        name: its name.
        annotation: without None.
        positional: before the `*`.
        required: it has no default.
        default: the default, where it has one.
        optional: None is allowed.
        prose: what the docstring says.
        note: "stream" and "unless" mark the arguments that overloads narrow.
    """

    name: str
    annotation: str
    positional: bool
    required: bool
    default: Json
    optional: bool
    prose: str
    note: str = ""


def argument_view(argument: Argument, annotation: str, prose: str, note: str = "") -> ArgumentView:
    """Show an argument.

    Args:
        argument: the argument.
        annotation: its annotation without None.
        prose: what the docstring says.
        note: "stream" and "unless" mark the arguments that overloads narrow.
    """
    return ArgumentView(
        name=argument.name,
        annotation=annotation,
        positional=argument.positional,
        required=argument.required,
        default=argument.default if argument.has_default else None,
        optional=not argument.required and not argument.has_default,
        prose=prose,
        note=note,
    )


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
