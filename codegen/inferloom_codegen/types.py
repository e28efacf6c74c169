"""The one door to datamodel-code-generator: schemas in, modules of dataclasses out."""

import ast
import json
from dataclasses import dataclass, field
from typing import Any, TypeGuard, cast

from .ir import Json, Schema, TaskSpec

_LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
    "minItems": "min_items",
    "maxItems": "max_items",
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
}

_DROPPED = {*_LIMITS, "default", "examples", "x-unit", "$schema", "uniqueItems"}


@dataclass(frozen=True, slots=True)
class TypeModule:
    """The types of one task.

    Attributes:
        text: the module's source, unformatted.
        names: the types it defines, in its order.
        shared: the types it imports from the shared module.
    """

    text: str
    names: tuple[str, ...]
    shared: tuple[str, ...]


@dataclass(slots=True)
class Types:
    """All modules of types, with what their fields are annotated with.

    Attributes:
        modules: the module's name -> the module; `common` holds what tasks share.
        home: a type's name -> the module that defines it.
        fields: a class's name -> its fields' annotations.
    """

    modules: dict[str, TypeModule] = field(default_factory=dict[str, TypeModule])
    home: dict[str, str] = field(default_factory=dict[str, str])
    fields: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def annotation(self, title: str, path: tuple[str, ...]) -> str:
        """The annotation of the field at a path.

        Args:
            title: the class that the path starts from.
            path: the fields from there.
        """
        owner = title
        for name in path[:-1]:
            owner = self.owner(owner, name)
        return self.fields[owner][path[-1]]

    def owner(self, title: str, name: str) -> str:
        """The class of the object that a field holds.

        Args:
            title: the class that has the field.
            name: the field.
        """
        names = [node.id for node in ast.walk(ast.parse(self.fields[title][name])) if isinstance(node, ast.Name)]
        return next(name for name in names if name in self.fields)


def make_types(tasks: list[TaskSpec]) -> Types:
    """Make the modules of types.

    Args:
        tasks: the tasks.

    Returns:
        The modules, one a task, with `common` for the types that tasks share.
    """
    types = Types()
    shared: dict[str, Schema] = {}
    sent: set[str] = set()
    for task in tasks:
        for part in (task.input, task.output, task.stream_output):
            for name, schema in _definitions(part or {}).items():
                if str(schema.get("title", name)) in task.common_titles:
                    shared.setdefault(name, schema)
                    sent |= {name} if part is task.input else set()
    if shared:
        prepared = {name: _prepared(schema, closed=name in sent, top=True) for name, schema in sorted(shared.items())}
        _add(types, "common", {"$defs": prepared}, frozenset())
    for task in tasks:
        _add(types, task.module, _merged(task), task.common_titles)
    return types


def _definitions(schema: Schema) -> dict[str, Schema]:
    return cast("dict[str, Schema]", schema.get("$defs", {}))


def _merged(task: TaskSpec) -> Schema:
    """The task's schemas as definitions of one document, so that one call makes one module."""
    merged: dict[str, Json] = {}
    parts = [(task.input, True), (task.output, False), (task.stream_output, False)]
    for part, closed in parts:
        if part is None:
            continue
        for name, schema in _definitions(part).items():
            merged.setdefault(name, cast(Json, _prepared(schema, closed=closed, top=True)))
        root = {key: value for key, value in part.items() if key != "$defs"}
        merged[str(part["title"])] = cast(Json, _prepared(root, closed=closed, top=True))
    return {"$defs": merged}


def _prepared(schema: Any, *, closed: bool, top: bool = False, prop: bool = False) -> Any:
    """A schema as datamodel-code-generator should see it.

    Limits become the metadata of the field they belong to, and go elsewhere: on an array's items they would make a
    numbered alias. Server defaults go: a dataclass default would be sent. Output enums open up.
    """
    if _is_list(schema):
        return [_prepared(item, closed=closed) for item in schema]
    if not isinstance(schema, dict):
        return schema
    source = cast("dict[str, Any]", schema)
    if source.get("contentMediaType"):
        made = {key: value for key, value in source.items() if key in {"description", "title"}}
        kind = "BinaryInput" if closed else "Image" if source["contentMediaType"] == "image/*" else "Media"
        return {**made, "customTypePath": f"inferloom_runtime.media.{kind}"}
    result: dict[str, Any] = {}
    for key, value in source.items():
        if key in _DROPPED:
            continue
        if key in {"properties", "$defs"}:
            members = cast("dict[str, Any]", value)
            result[key] = {
                name: _prepared(inner, closed=closed, prop=key == "properties") for name, inner in members.items()
            }
        elif key in {"items", "anyOf", "oneOf", "additionalProperties", "prefixItems"}:
            result[key] = _prepared(value, closed=closed)
        else:
            result[key] = value
    if prop:
        limits = {name: source[key] for key, name in _LIMITS.items() if key in source}
        if limits:
            result["metadata"] = limits
    if not closed and "enum" in source and not (top and "title" not in source):
        opened = {key: value for key, value in result.items() if key not in {"enum", "type", "title", "description"}}
        kept = {key: value for key, value in result.items() if key in {"title", "description"}}
        values = [item for item in cast("list[Any]", source["enum"]) if item is not None]
        branches: list[dict[str, Any]] = [{"enum": values, "type": "string"}, {"type": "string"}]
        if None in cast("list[Any]", source["enum"]) or "null" in _types(source):
            branches.append({"type": "null"})
        if all(isinstance(item, str) for item in values):
            return {**kept, **opened, "anyOf": branches}
    return result


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _types(schema: dict[str, Any]) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else cast("list[str]", types)


def _add(types: Types, module: str, root: Schema, shared: frozenset[str]) -> None:
    text = _generated(root)
    tree = ast.parse(text)
    body: list[ast.stmt] = []
    names: list[str] = []
    for node in tree.body:
        name = _defined(node)
        if name is not None and name in shared:
            continue
        body.append(node)
        if name is not None:
            names.append(name)
            types.home.setdefault(name, module)
        if isinstance(node, ast.ClassDef):
            types.fields[node.name] = {
                item.target.id: ast.unparse(item.annotation)
                for item in node.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            }
    used = {node.id for part in body for node in ast.walk(part) if isinstance(node, ast.Name)}
    imported = tuple(sorted(used & shared))
    types.modules[module] = TypeModule(_without(text, tree, body), tuple(names), imported)


def _defined(node: ast.stmt) -> str | None:
    if isinstance(node, ast.ClassDef):
        return node.name
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return None


def _without(text: str, tree: ast.Module, kept: list[ast.stmt]) -> str:
    """The module's text without the statements that are not kept, and without its imports.

    Statements are cut out whole, by the lines that the parser says they have; the text itself is not touched.
    """
    lines = text.splitlines(keepends=True)
    keep = {id(node) for node in kept}
    pieces: list[str] = []
    dropped = False
    for node in tree.body:
        start = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        is_docstring = isinstance(node, ast.Expr)
        if id(node) not in keep or (is_docstring and dropped):
            dropped = True
            continue
        dropped = False
        pieces.append(("" if is_docstring else "\n\n") + "".join(lines[start - 1 : node.end_lineno]).rstrip("\n"))
    return "\n".join(pieces)


def _generated(root: Schema) -> str:
    # Slow to import, so only when types are made.
    from datamodel_code_generator import InputFileType, LiteralType, PythonVersion, generate
    from datamodel_code_generator.enums import DataModelType

    source = {"$schema": "https://json-schema.org/draft/2020-12/schema", **root}
    text = generate(
        json.dumps(source),
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.DataclassesDataclass,
        target_python_version=PythonVersion.PY_311,
        base_class="inferloom_runtime.record.Record",
        keyword_only=True,
        enum_field_as_literal=LiteralType.All,
        use_schema_description=True,
        use_field_description=True,
        use_union_operator=True,
        use_standard_collections=True,
        use_title_as_name=True,
        field_include_all_keys=True,
        use_double_quotes=True,
        skip_root_model=True,
        disable_timestamp=True,
        formatters=[],
    )
    return str(text)


def root_title(schema: Schema) -> str:
    """The name of a schema's root type."""
    return str(schema["title"])
