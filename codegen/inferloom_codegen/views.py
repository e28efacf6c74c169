"""What the templates see of a method: names, annotations and sentences, ready to be printed."""

import ast
from dataclasses import dataclass
from itertools import product
from typing import Any, cast

from . import names
from .ir import Argument, Returns, Schema, TaskSpec
from .paths import Field, find
from .prose import described, facts
from .signature import ArgumentView, argument_annotation, argument_view, names_in
from .types import Types, root_title


@dataclass(frozen=True, slots=True)
class Overload:
    """One overload: whether the narrowed arguments are true, and what comes back."""

    stream: bool | None
    whole: bool | None
    returns: str
    streamed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One task's method.

    Attributes:
        task: the task.
        arguments: its arguments in order.
        deprecated: old names, each with the argument that replaced it.
        values: the input as a tree: field -> argument name, or a tree.
        nested: fields that are objects -> the class of each.
        names: paths in the input whose argument is named otherwise than the field.
        fields: the field that each argument fills, by the last name of its path.
        container: the field that holds the parameters, or "".
        returns: the annotation of the result.
        returned_prose: what the docstring says about it.
        item: the annotation of a streamed item, or None.
        overloads: how the result depends on arguments; empty where it does not.
        imports: type names by module.
        input_title: the class of the input.
        queued: whether some provider takes it into a queue.
    """

    task: TaskSpec
    arguments: tuple[ArgumentView, ...]
    deprecated: tuple[tuple[str, ArgumentView], ...]
    values: dict[str, Any]
    nested: dict[str, str]
    names: dict[str, str]
    fields: dict[str, str]
    container: str
    returns: str
    returned_prose: str
    item: str | None
    overloads: tuple[Overload, ...]
    imports: dict[str, tuple[str, ...]]
    input_title: str
    queued: bool

    @property
    def is_deprecated(self) -> bool:
        """Whether the schema of its input says that it goes away."""
        return self.task.input.get("deprecated") is True

    @property
    def class_name(self) -> str:
        """The stem of the names of the classes that hold the method."""
        return names.class_name(self.task.id)


def view(task: TaskSpec, types: Types, *, queued: bool) -> MethodView:
    """Work out one task's method.

    Args:
        task: the task.
        types: the types that were made.
        queued: whether some provider takes it into a queue.

    Returns:
        The method, ready for the template.
    """
    title = root_title(task.input)
    stream = next((argument for argument in task.arguments if argument.path == ("stream",)), None)
    unless = {returns.unless for returns in (task.returns, task.stream_returns) if returns and returns.unless}
    arguments = tuple(
        _argument(
            argument,
            task,
            title,
            types,
            "stream" if argument is stream else "unless" if argument.name in unless else "",
        )
        for argument in task.arguments
    )
    whole = _told(root_title(task.output), types)
    picked = _told(_returned(task.returns, task.output, types), types)
    item = whole_item = None
    if task.stream_output is not None and stream is not None:
        whole_item, item = root_title(task.stream_output), _returned(task.stream_returns, task.stream_output, types)
    values, nested = _values(task, title, types)
    container = "parameters" if "parameters" in nested or _free_parameters(task) else ""
    mentioned: set[str] = set()
    for annotation in [picked, whole, item or "", whole_item or "", *(argument.annotation for argument in arguments)]:
        mentioned |= names_in(annotation) if annotation else set()
    imports: dict[str, tuple[str, ...]] = {}
    for name in sorted(mentioned & set(types.home)):
        imports[types.home[name]] = (*imports.get(types.home[name], ()), name)
    by_name = {argument.name: argument for argument in arguments}
    return MethodView(
        task=task,
        arguments=arguments,
        deprecated=tuple((old, by_name[new]) for old, new in task.deprecated),
        values=values,
        nested=nested,
        names={".".join(one.path): one.name for one in task.arguments if one.path[-1] != one.name},
        fields={one.name: one.path[-1] for one in task.arguments},
        container=container,
        returns=_union(picked, whole) if unless else picked,
        returned_prose=_returned_prose(task, streams=item is not None),
        item=(_union(item, whole_item) if unless and whole_item else item) if item else None,
        overloads=_overloads(whole, picked, whole_item, item, bool(unless)),
        imports=imports,
        input_title=title,
        queued=queued,
    )


def _argument(argument: Argument, task: TaskSpec, title: str, types: Types, note: str) -> ArgumentView:
    annotation = argument_annotation(types.annotation(title, argument.path), types, binary=argument.binary is not None)
    prose = facts(argument, task) or f"The input's `{'.'.join(argument.path)}`."
    return argument_view(argument, annotation, prose, note)


def _returned(returns: Returns | None, output: Schema, types: Types) -> str:
    title = root_title(output)
    if returns is None:
        return title
    if returns.array is not None:
        return f"ArrayResult[numpy.{returns.array}]"
    annotation = types.annotation(title, returns.path) if returns.path else title
    return annotation.removesuffix(" | None")


_RESULTS = {"list": "ListResult", "str": "TextResult", "Image": "ImageResult", "Media": "BytesResult"}


def _told(annotation: str, types: Types) -> str:
    """The annotation of a result that has `.meta`: a record has, everything else becomes a class that has."""
    node = ast.parse(
        types.alias(annotation) or annotation if annotation in types.home else annotation, mode="eval"
    ).body
    told = _told_node(node)
    return ast.unparse(node) if told else annotation


def _told_node(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        left, right = _told_node(node.left), _told_node(node.right)
        return left or right
    name = node.value if isinstance(node, ast.Subscript) else node
    if not isinstance(name, ast.Name) or name.id not in _RESULTS:
        return False
    name.id = _RESULTS[name.id]
    return True


def _returned_prose(task: TaskSpec, *, streams: bool) -> str:
    returns = task.returns
    found = find(task.output, returns.path) if returns is not None else None
    said = described(found.schema, task.output, values=False) if isinstance(found, Field) else ""
    said = said or described(task.output, task.output, values=False) or "The server's answer."
    if returns is not None and returns.array:
        said += f" A numpy array of {returns.array}."
    if returns is not None and returns.unless:
        said += f" With {returns.unless}=True, the whole answer."
    return said + (" With stream=True, its pieces as they come." if streams else "")


def _union(left: str, right: str | None) -> str:
    return left if right is None or left == right else f"{left} | {right}"


def _overloads(whole: str, picked: str, whole_item: str | None, item: str | None, unless: bool) -> tuple[Overload, ...]:
    if item is None and not unless:
        return ()
    streams = [False, True] if item is not None else [None]
    wholes = [False, True] if unless else [None]
    cases = [
        Overload(
            stream,
            is_whole,
            str((whole_item if is_whole else item) if stream else whole if is_whole else picked),
            bool(stream),
        )
        for stream, is_whole in product(streams, wholes)
    ]
    return tuple(cases)


def _values(task: TaskSpec, title: str, types: Types) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    nested: dict[str, str] = {}
    for argument in task.arguments:
        place = values
        for depth, name in enumerate(argument.path[:-1]):
            place = cast("dict[str, Any]", place.setdefault(name, {}))
            if depth == 0:
                nested[name] = types.owner(title, name)
        place[argument.path[-1]] = argument.name
    return values, nested


def _free_parameters(task: TaskSpec) -> bool:
    properties = cast("dict[str, Schema]", task.input.get("properties", {}))
    return "parameters" in properties
