"""The one door to datamodel-code-generator: schemas in, what the types look like out.

Its text is not printed: it is read as a syntax tree, and the templates write the types anew. So a spec's text reaches a
generated module through our own quoting alone, and the types read like everything else.
"""

import ast
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from .ir import Json, Schema, TaskSpec
from .paths import is_list
from .prose import described
from .service import ServiceSpec

SHARED = "shared"
"""The module of the types that tasks share."""

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

_DROPPED = {*_LIMITS, "default", "description", "examples", "x-unit", "$schema", "uniqueItems"}


@dataclass(frozen=True, slots=True)
class TypeField:
    """One field of a class.

    Attributes:
        name: its name.
        annotation: its annotation.
        optional: it need not be given, and is None then.
        limits: the limits of its values, by the names that the runtime knows them by.
        prose: its docstring; may be empty.
    """

    name: str
    annotation: str
    optional: bool
    limits: dict[str, Json]
    prose: str


@dataclass(frozen=True, slots=True)
class TypeDefinition:
    """One type: a class, or another name for an annotation.

    Attributes:
        name: its name.
        alias: the annotation that it is another name for; empty for a class.
        fields: the fields of a class.
        prose: its docstring; may be empty.
        deprecated: its schema says so.
    """

    name: str
    alias: str
    fields: tuple[TypeField, ...]
    prose: str
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class TypeModule:
    """The types of one task, or those that tasks share.

    Attributes:
        types: the types in an order in which each knows the ones before it.
        shared: the types it imports from the shared module.
    """

    types: tuple[TypeDefinition, ...]
    shared: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The names of its types, sorted."""
        return sorted(definition.name for definition in self.types)


@dataclass(slots=True)
class Types:
    """All modules of types, with what their fields are annotated with.

    Attributes:
        modules: the module's name -> the module; `SHARED` holds what tasks share.
        home: a type's name -> the module that defines it.
        fields: a class's name -> its fields' annotations.
    """

    modules: dict[str, TypeModule] = field(default_factory=dict[str, TypeModule])
    home: dict[str, str] = field(default_factory=dict[str, str])
    fields: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def alias(self, title: str) -> str:
        """The annotation that a type is another name for; empty for a class.

        Args:
            title: the type.
        """
        module = self.modules[self.home[title]]
        return next((definition.alias for definition in module.types if definition.name == title), "")

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
        return next(name for name in names_in(self.fields[title][name]) if name in self.fields)


def make_types(tasks: list[TaskSpec], services: Sequence[ServiceSpec] = ()) -> Types:
    """Make the modules of types.

    Args:
        tasks: the tasks.
        services: the services.

    Returns:
        The modules, one a task or service, with `SHARED` for the types that tasks share.
    """
    prepared: dict[str, Schema] = {}
    schemas: dict[str, tuple[Schema, Schema]] = {}
    homes: dict[str, str] = {}
    sent = {name for task in tasks for name in _definitions(task.input)}
    for task in tasks:
        for part, closed in ((task.input, True), (task.output, False), (task.stream_output, False)):
            if part is None:
                continue
            roots = _definitions(part) | {root_title(part): {key: part[key] for key in part if key != "$defs"}}
            for name, schema in roots.items():
                shared = str(schema.get("title", name)) in task.common_titles
                if name not in prepared:
                    prepared[name] = _prepared(schema, closed=name in sent if shared else closed, top=True)
                for title, inner in _titled(schema, name):
                    schemas.setdefault(title, (inner, part))
                    homes.setdefault(title, SHARED if shared else task.module)
    for service in services:
        for name, schema in service.definitions.items():
            prepared[name] = _prepared(schema, closed=name in service.sent, top=True)
            for title, inner in _titled(schema, name):
                schemas.setdefault(title, (inner, service.root))
                homes.setdefault(title, service.module)
    definitions = _definitions_in(_generated({"$defs": cast(Json, prepared)}), schemas)
    types = Types()
    by_module: dict[str, list[TypeDefinition]] = {SHARED: []} if SHARED in homes.values() else {}
    for definition in definitions:
        types.home[definition.name] = homes[definition.name]
        by_module.setdefault(homes[definition.name], []).append(definition)
        if not definition.alias:
            types.fields[definition.name] = {one.name: one.annotation for one in definition.fields}
    for module, members in by_module.items():
        annotations = [text for one in members for text in (one.alias, *(each.annotation for each in one.fields))]
        used = {name for annotation in annotations for name in names_in(annotation)}
        imported = sorted(name for name in used if types.home.get(name, module) != module)
        types.modules[module] = TypeModule(tuple(members), tuple(imported))
    return types


@cache
def names_in(annotation: str) -> tuple[str, ...]:
    """The names that an annotation uses, the outer ones first; none where it is empty.

    Args:
        annotation: the annotation.
    """
    return tuple(node.id for node in ast.walk(ast.parse(annotation)) if isinstance(node, ast.Name))


def root_title(schema: Schema) -> str:
    """The name of a schema's root type."""
    return str(schema["title"])


def _definitions(schema: Schema) -> dict[str, Schema]:
    return cast("dict[str, Schema]", schema.get("$defs", {}))


def _titled(schema: Json, name: str = "") -> Iterator[tuple[str, Schema]]:
    """The types that a schema defines, with the schema of each: its own (named `name` at least), and those inside."""
    if isinstance(schema, list):
        for item in schema:
            yield from _titled(item)
    if not isinstance(schema, dict):
        return
    title = schema.get("title")
    if isinstance(title, str) or name:
        yield str(title or name), schema
    for inner in cast("dict[str, Schema]", schema.get("properties", {})).values():
        yield from _titled(inner)
    for key in ("items", "additionalProperties", "anyOf", "oneOf", "prefixItems"):
        yield from _titled(schema.get(key))


def _prepared(schema: Any, *, closed: bool, top: bool = False) -> Any:
    """A schema as datamodel-code-generator should see it.

    Limits and descriptions go: they are printed from the spec itself, and limits on an array's items would make a
    numbered alias. Server defaults go: a dataclass default would be sent. Output enums open up.
    """
    if is_list(schema):
        return [_prepared(item, closed=closed) for item in schema]
    if not isinstance(schema, dict):
        return schema
    source = cast("dict[str, Any]", schema)
    if source.get("contentMediaType"):
        made = {key: value for key, value in source.items() if key == "title"}
        kind = "BinaryInput" if closed else "Image" if source["contentMediaType"] == "image/*" else "Media"
        return {**made, "customTypePath": f"inferloom_runtime.media.{kind}"}
    result: dict[str, Any] = {}
    for key, value in source.items():
        # The length of an array with items of their own kinds makes it a tuple.
        if key in _DROPPED and not ("prefixItems" in source and key in {"minItems", "maxItems"}):
            continue
        if key in {"properties", "$defs"}:
            members = cast("dict[str, Any]", value)
            result[key] = {name: _prepared(inner, closed=closed) for name, inner in members.items()}
        elif key in {"items", "anyOf", "oneOf", "additionalProperties", "prefixItems"}:
            result[key] = _prepared(value, closed=closed)
        else:
            result[key] = value
    if not closed and "enum" in source and not (top and "title" not in source):
        opened = {key: value for key, value in result.items() if key not in {"enum", "type", "title"}}
        kept = {key: value for key, value in result.items() if key == "title"}
        values = [item for item in cast("list[Any]", source["enum"]) if item is not None]
        branches: list[dict[str, Any]] = [{"enum": values, "type": "string"}, {"type": "string"}]
        if None in cast("list[Any]", source["enum"]) or "null" in _types(source):
            branches.append({"type": "null"})
        if all(isinstance(item, str) for item in values):
            return {**kept, **opened, "anyOf": branches}
    return result


def _types(schema: dict[str, Any]) -> list[str]:
    types = schema.get("type", [])
    return [types] if isinstance(types, str) else cast("list[str]", types)


def _definitions_in(text: str, schemas: dict[str, tuple[Schema, Schema]]) -> list[TypeDefinition]:
    """The types of a module of datamodel-code-generator's, with the words that the schemas say about them."""
    found: list[TypeDefinition] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            schema, root = schemas[node.name]
            properties = cast("dict[str, Schema]", schema.get("properties", {}))
            fields = tuple(
                _field(item, properties[item.target.id], root)
                for item in node.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            )
            prose = described(schema, root, values=False)
            found.append(TypeDefinition(node.name, "", fields, prose, schema.get("deprecated") is True))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            schema, root = schemas[node.target.id]
            prose = described(schema, root, values=False)
            found.append(TypeDefinition(node.target.id, ast.unparse(node.value), (), prose))
    return found


def _field(node: ast.AnnAssign, schema: Schema, root: Schema) -> TypeField:
    assert isinstance(node.target, ast.Name)
    annotation = ast.unparse(node.annotation)
    # Of `Literal["a"] | str` an editor shows `str`: the values are in the words alone.
    opened = "Literal['" in annotation and "str" in annotation.split(" | ")
    return TypeField(
        name=node.target.id,
        annotation=annotation,
        optional=node.value is not None,
        limits={name: schema[key] for key, name in _LIMITS.items() if key in schema},
        prose=described(schema, root, values=False, opened=opened),
    )


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
        use_union_operator=True,
        use_standard_collections=True,
        use_title_as_name=True,
        use_double_quotes=True,
        skip_root_model=True,
        disable_timestamp=True,
        formatters=[],
    )
    return str(text)
