"""The words a schema may be written in.

The vocabulary is closed: a keyword that is not in the list below is a mistake, never ignored. Each keyword is checked
for its own value, and for what may stand beside it.
"""

import re
from collections.abc import Callable, Iterable

from .errors import Place, Problems, did_you_mean, listing, quote
from .fit import has_type, same
from .ir import Json
from .names import class_name, field_problem, suggested_title, type_problem
from .schemas import COMMON_NAME, DIALECT, LOCAL, SHARED, SchemaFile
from .source import Mapping, Node, Scalar, Sequence, kind, plain

_TYPES = ("string", "number", "integer", "boolean", "object", "array", "null")
_NUMBERS = ("number", "integer")
_ANNOTATIONS = frozenset({"title", "description", "default", "examples", "deprecated"})

# keyword -> the types of values it is about (none: all)
KEYWORDS: dict[str, tuple[str, ...]] = {
    "$schema": (),
    "title": (),
    "description": (),
    "type": (),
    "properties": ("object",),
    "required": ("object",),
    "items": ("array",),
    "prefixItems": ("array",),
    "minItems": ("array",),
    "maxItems": ("array",),
    "enum": (),
    "const": (),
    "minimum": _NUMBERS,
    "maximum": _NUMBERS,
    "exclusiveMinimum": _NUMBERS,
    "exclusiveMaximum": _NUMBERS,
    "minLength": ("string",),
    "maxLength": ("string",),
    "pattern": ("string",),
    "default": (),
    "examples": (),
    "deprecated": (),
    "anyOf": (),
    "oneOf": (),
    "$ref": (),
    "$defs": (),
    "additionalProperties": ("object",),
    "contentEncoding": ("string",),
    "contentMediaType": ("string",),
    "x-unit": _NUMBERS,
}

# What people write for something that the vocabulary says in another way.
_INSTEAD = {
    "nullable": 'write "type": ["string", "null"]',
    "definitions": "write $defs",
    "allOf": "write the properties out in one object, or refer to it with $ref",
    "example": "write examples, with an array",
    "comment": "say it in the description",
    "$comment": "say it in the description",
    "format": "say it in the description, or use pattern, minimum, maximum",
    "$id": "remove it; a file is known by its path",
    "not": "leave it out",
    "if": "use anyOf",
    "then": "use anyOf",
    "else": "use anyOf",
    "discriminator": "remove it; the alternatives tell themselves apart by const or enum",
    "readOnly": "say it in the description",
    "writeOnly": "say it in the description",
    "multipleOf": "say it in the description",
    "uniqueItems": "say it in the description",
    "patternProperties": "use additionalProperties",
    "unevaluatedProperties": "use additionalProperties",
    "unit": "write x-unit",
}

_MEDIA_TYPE = re.compile(r"(image|audio|video)/(\*|[a-z0-9][a-z0-9.+-]*)")
_COUNTS = ("minItems", "maxItems", "minLength", "maxLength")
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_TEXTS = ("title", "description", "pattern", "contentEncoding", "contentMediaType", "x-unit", "$ref", "$schema")


def check_common(root: Mapping, name: str, problems: Problems) -> SchemaFile:
    """Check the file of shared definitions.

    Args:
        root: its value.
        name: the file in messages.
        problems: receives its mistakes.
    """
    file = SchemaFile(name, root)
    before = problems.count()
    _dialect(root, problems)
    known = ("$schema", "title", "description", "$defs")
    for key, at in root.keys.items():
        if key not in known:
            _unknown_keyword(key, at, known, problems)
    _Checker(file, problems).definitions()
    file.sound = problems.count() == before
    return file


def check_schema(root: Mapping, name: str, title: str, common: SchemaFile | None, problems: Problems) -> SchemaFile:
    """Check one schema of a task.

    Args:
        root: its value.
        name: the file in messages.
        title: the title that its root must have, such as `TextToImageInput`. A root named `...Input` or
            `...StreamOutput` must be an object; another one may be an array or a union as well.
        common: the shared definitions, checked.
        problems: receives its mistakes.
    """
    file = SchemaFile(name, root, common)
    before = problems.count()
    _dialect(root, problems)
    checker = _Checker(file, problems)
    checker.root(title)
    checker.definitions()
    file.sound = problems.count() == before
    return file


class _Checker:
    """Walks one file, in the order of its text."""

    def __init__(self, file: SchemaFile, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.links: list[tuple[str, bool, Place]] = []
        self.rules: dict[str, Callable[[Mapping, Node, str], None]] = {
            "type": self.type,
            "properties": self.properties,
            "required": self.required,
            "items": self.inner,
            "prefixItems": self.alternatives,
            "anyOf": self.alternatives,
            "oneOf": self.alternatives,
            "enum": self.enum,
            "const": self.const,
            "examples": self.examples,
            "deprecated": self.deprecated,
            "additionalProperties": self.additional,
            "$ref": self.ref,
        }

    def error(self, at: Place, message: str) -> None:
        self.problems.error(at, message)

    def root(self, title: str) -> None:
        root = self.file.root
        self.file.links[""] = self.links = []
        given = root.get("title")
        if not isinstance(given, Scalar) or not isinstance(given.value, str):
            if given is None:
                self.error(root.at, f'the root of this file needs "title": "{title}"')
        elif given.value != title:
            self.error(given.at, f"the title of this file's root must be {quote(title)}, not {quote(given.value)}")
        self.schema(root, title, titled=True)
        form = root.get("type")
        name = form.value if isinstance(form, Scalar) else None
        if title.endswith(("Input", "StreamOutput")):
            if name != "object" or "properties" not in root:
                at = form.at if form is not None else root.at
                self.error(at, 'the root of this file must be "type": "object" with properties')
        elif name not in ("object", "array") and not ("anyOf" in root or "oneOf" in root):
            at = form.at if form is not None else root.at
            self.error(at, 'the root of this file must be "type": "object" or "array" (or anyOf of these)')
        items = root.get("items")
        if isinstance(items, Mapping) and "properties" in items:
            element = items.get("title")
            if isinstance(element, Scalar) and element.value != f"{title}Element":
                self.error(element.at, f"the elements of this array must be titled {quote(f'{title}Element')}")

    def definitions(self) -> None:
        node = self.file.root.get("$defs")
        if node is None:
            return
        if not isinstance(node, Mapping):
            self.error(node.at, f"$defs is {kind(node)}, expected an object of named schemas")
            return
        for name, schema in node.entries.items():
            self.file.links[name] = self.links = []
            at = node.keys[name]
            if problem := type_problem(name):
                self.error(at, f"the definition {quote(name)} {problem}")
            if not self.schema(schema, name):
                continue
            title = schema.get("title") if isinstance(schema, Mapping) else None
            if title is None:
                self.file.titles.append((name, at))
            elif isinstance(title, Scalar) and isinstance(title.value, str) and title.value != name:
                self.error(
                    title.at, f"the title {quote(title.value)} and the name {quote(name)} in $defs must be the same"
                )
        self.unused(node)

    def unused(self, definitions: Mapping) -> None:
        if not self.file.root.keys.keys() - {"$schema", "title", "description", "$defs"}:
            return  # a file of definitions alone, which others refer to
        used = {name for links in self.file.links.values() for name, shared, _ in links if not shared}
        for name in definitions.entries:
            if name not in used:
                at = definitions.keys[name]
                self.problems.warn(at, f"nothing refers to the definition {quote(name)}; remove it")

    def schema(self, node: Node, suggestion: str, *, titled: bool = False) -> bool:
        """Check one schema and those inside it; `suggestion` is a title it could have. False when it is none at all."""
        if not isinstance(node, Mapping):
            if isinstance(node, Scalar) and node.value is True:
                self.error(node.at, 'a value of any kind is written {"description": "..."}, not true')
            else:
                self.error(node.at, f"this is {kind(node)}, expected a schema (an object)")
            return False
        if not node.entries:
            self.error(node.at, 'an empty schema; a value of any kind is written {"description": "..."}')
            return False
        at_root = node is self.file.root
        for key, at in node.keys.items():
            if key not in KEYWORDS:
                _unknown_keyword(key, at, KEYWORDS, self.problems)
            elif key in ("$schema", "$defs") and not at_root:
                self.error(at, f"{key} stands at the root of a file only; move it there")
        self.texts(node)
        self.placement(node)
        self.title(node, suggestion, titled)
        self.bounds(node)
        self.binary(node)
        for key, value in node.entries.items():
            if rule := self.rules.get(key):
                rule(node, value, suggestion)
        return True

    def texts(self, node: Mapping) -> None:
        for key in _TEXTS:
            value = node.get(key)
            if value is None:
                continue
            if not isinstance(value, Scalar) or not isinstance(value.value, str):
                self.error(value.at, f"{key} is {kind(value)}, expected a string")
            elif not value.value.strip():
                self.error(value.at, f"{key} is empty; write something, or remove it")
            elif key == "pattern":
                try:
                    re.compile(value.value)
                except (re.error, RecursionError, OverflowError) as error:
                    self.error(value.at, f"pattern {quote(value.value)} is not a regular expression: {error}")

    def placement(self, node: Mapping) -> None:
        """Every keyword beside others that it can stand with."""
        if "$ref" in node:
            for key, at in node.keys.items():
                if key in KEYWORDS and key not in ("$ref", "description", "default", "examples", "deprecated"):
                    self.error(at, f"{key} cannot stand beside $ref; put it into the definition")
            return
        union = next((word for word in ("anyOf", "oneOf") if word in node), None)
        if union is not None:
            for key, at in node.keys.items():
                if key in KEYWORDS and key not in _ANNOTATIONS and key not in (union, "$schema", "$defs"):
                    self.error(at, f"{key} cannot stand beside {union}; put it into the alternatives")
            return
        types = _types_of(node)
        for key, at in node.keys.items():
            needed = KEYWORDS.get(key, ())
            if not needed or types & {*needed}:
                continue
            about = " or ".join(f'"{name}"' for name in needed)
            if types:
                self.error(
                    at, f"{key} is for {_plural(needed)}, and the type is {_one(types)}; remove it or change the type"
                )
            elif "type" not in node:
                self.error(at, f'{key} needs "type": {about} beside it')

    def title(self, node: Mapping, suggestion: str, titled: bool) -> None:
        title = node.get("title")
        if title is None:
            if "properties" in node and not titled:
                hint = suggested_title(suggestion)
                self.error(node.at, f'an object with properties needs a title, such as "title": "{hint}"')
        elif isinstance(title, Scalar) and isinstance(title.value, str) and title.value.strip() and "$ref" not in node:
            if problem := type_problem(title.value):
                self.error(title.at, f"the title {quote(title.value)} {problem}")
            else:
                self.file.titles.append((title.value, title.at))

    def bounds(self, node: Mapping) -> None:
        limits: dict[str, float] = {}
        for key in (*_LIMITS, *_COUNTS):
            value = node.get(key)
            if value is None:
                continue
            number = value.value if isinstance(value, Scalar) else None
            if isinstance(number, bool) or not isinstance(number, (int, float)):
                self.error(value.at, f"{key} is {kind(value)}, expected a number")
            elif key in _COUNTS and (not float(number).is_integer() or number < 0):
                self.error(value.at, f"{key} is {number}, expected 0, 1, 2, ...")
            else:
                limits[key] = number
        for low, high, empty in (
            ("minimum", "maximum", False),
            ("minimum", "exclusiveMaximum", True),
            ("exclusiveMinimum", "maximum", True),
            ("exclusiveMinimum", "exclusiveMaximum", True),
            ("minItems", "maxItems", False),
            ("minLength", "maxLength", False),
        ):
            if low in limits and high in limits:
                least, most = limits[low], limits[high]
                if least > most or (empty and least == most):
                    self.error(
                        node.keys[low], f"{low} {least} and {high} {most} leave no value; exchange or change them"
                    )

    def binary(self, node: Mapping) -> None:
        encoding, media = node.get("contentEncoding"), node.get("contentMediaType")
        if encoding is not None and media is None:
            self.error(
                node.keys["contentEncoding"], 'binary data needs "contentMediaType": "image/*" (audio/*, video/*)'
            )
        if media is not None and encoding is None:
            self.error(node.keys["contentMediaType"], 'binary data needs "contentEncoding": "base64" beside it')
        if isinstance(encoding, Scalar) and isinstance(encoding.value, str) and encoding.value != "base64":
            self.error(encoding.at, f"contentEncoding is {quote(encoding.value)}; the only one is 'base64'")
        if isinstance(media, Scalar) and isinstance(media.value, str) and not _MEDIA_TYPE.fullmatch(media.value):
            self.error(media.at, f"contentMediaType is {quote(media.value)}, expected image/*, audio/* or video/*")

    def type(self, node: Mapping, value: Node, suggestion: str) -> None:
        names = value.items if isinstance(value, Sequence) else (value,)
        if not names:
            self.error(value.at, "type is an empty array; name at least one type")
        seen: set[str] = set()
        for name in names:
            if not isinstance(name, Scalar) or not isinstance(name.value, str):
                self.error(name.at, f"type is {kind(name)}, expected a string or an array of strings")
            elif name.value not in _TYPES:
                near = did_you_mean(_ALIASES.get(name.value, name.value), _TYPES)
                self.error(name.at, f"there is no type {quote(name.value)}; the types are {listing(_TYPES)}{near}")
            elif name.value in seen:
                self.error(name.at, f"the type {quote(name.value)} stands here twice; remove one")
            else:
                seen.add(name.value)

    def properties(self, node: Mapping, value: Node, suggestion: str) -> None:
        if not isinstance(value, Mapping):
            self.error(value.at, f"properties is {kind(value)}, expected an object of schemas")
            return
        title = node.get("title")
        name = str(title.value) if isinstance(title, Scalar) else suggestion
        for key, schema in value.entries.items():
            if problem := field_problem(key):
                self.error(value.keys[key], f"the property name {quote(key)} {problem}")
            # By custom the parameters of `...Input` are `...Parameters`.
            parent = name.removesuffix("Input") if key == "parameters" else name
            self.schema(schema, parent + class_name(key))

    def required(self, node: Mapping, value: Node, suggestion: str) -> None:
        if not isinstance(value, Sequence):
            self.error(value.at, f"required is {kind(value)}, expected an array of property names")
            return
        properties = node.get("properties")
        if properties is not None and not isinstance(properties, Mapping):
            return
        known = properties.entries if properties is not None else {}
        seen: set[str] = set()
        for name in value.items:
            if not isinstance(name, Scalar) or not isinstance(name.value, str):
                self.error(name.at, f"required holds {kind(name)}, expected property names")
            elif name.value in seen:
                self.error(name.at, f"required names {quote(name.value)} twice; remove one")
            elif name.value not in known:
                has = f"has {listing(known)}" if known else "has none"
                near = did_you_mean(name.value, known)
                self.error(
                    name.at, f"required names {quote(name.value)}, which is no property (this object {has}){near}"
                )
            else:
                seen.add(name.value)

    def inner(self, node: Mapping, value: Node, suggestion: str) -> None:
        self.schema(value, f"{suggestion}Element")

    def additional(self, node: Mapping, value: Node, suggestion: str) -> None:
        if not (isinstance(value, Scalar) and isinstance(value.value, bool)):
            self.schema(value, f"{suggestion}Value")

    def alternatives(self, node: Mapping, value: Node, suggestion: str) -> None:
        word = next(key for key, entry in node.entries.items() if entry is value)
        if not isinstance(value, Sequence):
            self.error(value.at, f"{word} is {kind(value)}, expected an array of schemas")
            return
        if not value.items:
            self.error(value.at, f"{word} is empty; write at least one schema")
        for schema in value.items:
            self.schema(schema, suggestion + _distinction(schema))

    def enum(self, node: Mapping, value: Node, suggestion: str) -> None:
        if not isinstance(value, Sequence):
            self.error(value.at, f"enum is {kind(value)}, expected an array of values")
            return
        if not value.items:
            self.error(value.at, "enum is empty; write at least one value")
        seen: list[Json] = []
        for member in value.items:
            given = plain(member)
            if any(same(given, other) for other in seen):
                self.error(member.at, f"enum has {quote(given)} twice; remove one")
            else:
                self.literal(node, member, "enum")
            seen.append(given)

    def const(self, node: Mapping, value: Node, suggestion: str) -> None:
        self.literal(node, value, "const")

    def literal(self, node: Mapping, member: Node, word: str) -> None:
        """A value that a Python `Literal` can hold, of the schema's own type."""
        if not isinstance(member, Scalar) or isinstance(member.value, float):
            self.error(member.at, f"{word} holds {kind(member)}; it takes strings, integers, booleans and null")
            return
        types = _types_of(node)
        if types and not any(has_type(member.value, name) for name in types):
            self.error(member.at, f"{word} has {quote(member.value)}, {kind(member)}, where the type is {_one(types)}")

    def examples(self, node: Mapping, value: Node, suggestion: str) -> None:
        if not isinstance(value, Sequence):
            self.error(value.at, f"examples is {kind(value)}, expected an array of values")

    def deprecated(self, node: Mapping, value: Node, suggestion: str) -> None:
        if not (isinstance(value, Scalar) and isinstance(value.value, bool)):
            self.error(value.at, f"deprecated is {kind(value)}, expected true or false")

    def ref(self, node: Mapping, value: Node, suggestion: str) -> None:
        if not isinstance(value, Scalar) or not isinstance(value.value, str):
            return
        ref, at = value.value, value.at
        common = self.file.common
        if ref.startswith(LOCAL):
            name, shared, known = ref.removeprefix(LOCAL), False, self.file.definitions
            elsewhere = common.definitions if common is not None else {}
            if name not in known and name in elsewhere:
                self.error(at, f"$ref to {quote(name)}, which stands in {COMMON_NAME}; write {SHARED}{name}")
                return
        elif ref.startswith(SHARED) and self.file.name != COMMON_NAME:
            name, shared, known = ref.removeprefix(SHARED), True, common.definitions if common is not None else {}
        else:
            self.error(at, f"$ref {quote(ref)} {_ref_problem(ref, self.file.name == COMMON_NAME)}")
            return
        if name in known:
            self.links.append((name, shared, at))
            return
        where = COMMON_NAME if shared else "$defs"
        has = f"it has {listing(known)}" if known else "there are no definitions"
        self.error(at, f"dangling $ref: {where} has no {quote(name)} ({has}){did_you_mean(name, known)}")


_ALIASES = {
    "str": "string",
    "text": "string",
    "int": "integer",
    "float": "number",
    "double": "number",
    "bool": "boolean",
    "dict": "object",
    "map": "object",
    "list": "array",
    "none": "null",
}


def _dialect(root: Mapping, problems: Problems) -> None:
    value = root.get("$schema")
    if value is None:
        problems.error(root.at, f'the file must start with "$schema": "{DIALECT}"')
    elif not isinstance(value, Scalar) or value.value != DIALECT:
        shown = quote(value.value) if isinstance(value, Scalar) else kind(value)
        problems.error(value.at, f"$schema is {shown}; specs are written in {DIALECT}")
    elif next(iter(root.entries)) != "$schema":
        problems.error(root.keys["$schema"], "$schema must be the first key of the file")


def _unknown_keyword(key: str, at: Place, known: Iterable[str], problems: Problems) -> None:
    if key in _INSTEAD:
        problems.error(at, f"unknown keyword {quote(key)}; {_INSTEAD[key]}")
    else:
        near = did_you_mean(key, known)
        hint = near or f"; a schema has {listing(known, 40)}"
        problems.error(at, f"unknown keyword {quote(key)}{hint}")


def _ref_problem(ref: str, in_common: bool) -> str:
    right = f"{LOCAL}Name" if in_common else f"{LOCAL}Name or {SHARED}Name"
    if "://" in ref:
        return f"leads to a URL; specs are read without a network, write {right}"
    if ref.startswith("#/definitions/"):
        return f"leads to definitions; write {LOCAL}{ref.removeprefix('#/definitions/')}"
    if ref.startswith("#"):
        return f"leads to a part of the file that is no definition; write {right}"
    return f"leads to another file; write {right}"


def _types_of(node: Mapping) -> set[str]:
    value = node.get("type")
    names = value.items if isinstance(value, Sequence) else (value,)
    return {name.value for name in names if isinstance(name, Scalar) and isinstance(name.value, str)}


def _plural(types: tuple[str, ...]) -> str:
    return "numbers" if types == _NUMBERS else " and ".join(f"{name}s" for name in types)


def _one(types: set[str]) -> str:
    return " or ".join(f"{name}" for name in _TYPES if name in types) or "unknown"


def _distinction(schema: Node) -> str:
    """What tells one alternative from the others, for a suggested title: a constant property, or its first one."""
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    if not isinstance(properties, Mapping) or not properties.entries:
        return "Option"
    for value in properties.entries.values():
        for word in ("const", "enum"):
            found = value.get(word) if isinstance(value, Mapping) else None
            found = found.items[0] if isinstance(found, Sequence) and len(found.items) == 1 else found
            if isinstance(found, Scalar) and isinstance(found.value, str):
                return class_name(found.value)
    return class_name(next(iter(properties.entries)))
