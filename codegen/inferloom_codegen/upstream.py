"""The ecosystem's own schema collection -> the files of a specs folder.

That collection says the same things in an older dialect and with habits of its own: absolute `$ref`s, `nullable`,
`definitions`, `"comment": "type=binary"`, defaults and examples as strings, untitled objects, and no task.yaml. Each
habit is translated here, and nowhere else, into what this compiler's specs say; each kind is reported once, as a
warning.

    <specs>/<task>/spec/input.json, output.json, stream_output.json        <specs>/common-definitions.json
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .errors import Place, Problems, quote
from .fit import misfits
from .names import (
    RESERVED_ARGUMENTS,
    argument_problem,
    class_name,
    field_problem,
    id_problem,
    method_name,
    snake_name,
    type_problem,
)
from .schemas import DIALECT, LOCAL, SHARED, walk
from .source import Mapping, Node, Scalar, Sequence, plain, read_json
from .tree import SCHEMAS, SpecTree, TaskFiles, as_object

_COMMON = "common-definitions.json"
_ABSOLUTE = re.compile(r"/inference/schemas/common-definitions\.json#/(definitions|\$defs)/")
_PLACES = ("", "tasks", "src/tasks")
_HUB = {"chat-completion": "conversational"}
_BINARY = re.compile(r"raw bytes|base64-encoded|input (image|audio|video) data|as an image")
_MEDIA = (
    ("image", "image"),
    ("mask", "image"),
    ("depth", "image"),
    ("object-detection", "image"),
    ("audio", "audio"),
    ("speech", "audio"),
    ("video", "video"),
)
_UNIONS = ("oneOf", "anyOf")
_DROPPED = {
    "$id": '"$id" is left out: a file is known by its path',
    "format": '"format" is left out: the type and its limits say enough',
    "discriminator": '"discriminator" is left out: the alternatives tell themselves apart',
}
_MAX_DEPTH = 24


def is_upstream(specs: Path) -> bool:
    """Whether a folder has the layout of the ecosystem's collection: some `<task>/spec/input.json`."""
    return _base(specs) is not None


def read_upstream(specs: Path, problems: Problems) -> SpecTree:
    """Read such a folder as if it were written like our specs.

    Args:
        specs: the folder; the tasks may also lie in its `tasks` or `src/tasks`.
        problems: receives a warning for each kind of habit, and errors for what cannot be read.

    Returns:
        The tree, with task.yaml made up: method and hub from the task's id, arguments from the input, an example from
        the schemas.
    """
    base = _base(specs)
    if base is None:
        return SpecTree(None, ())
    prefix = base.relative_to(specs).as_posix()
    prefix = "" if prefix == "." else f"{prefix}/"
    habits = _Habits()
    files: list[_File] = []
    common = None
    if (base / _COMMON).exists():
        root = as_object(read_json(base / _COMMON, prefix + _COMMON, problems), problems)
        if root is not None:
            common = _File("", "", root, habits)
            common.shared()
            files.append(common)
    tasks: list[_Task] = []
    for path in sorted(base.iterdir()):
        if not (path / "spec" / "input.json").is_file():
            continue
        folder = f"{prefix}{path.name}/spec"
        if problem := id_problem(path.name):
            problems.error(Place(f"{prefix}{path.name}"), f"the task id {quote(path.name)} {problem}")
            continue
        task = _Task(path.name, folder, frozenset(name for name in SCHEMAS if (path / "spec" / name).is_file()))
        for name in SCHEMAS:
            if name not in task.present:
                continue
            root = as_object(read_json(path / "spec" / name, f"{folder}/{name}", problems), problems)
            if root is not None:
                title = class_name(path.name) + class_name(name.removesuffix(".json"))
                task.files[name] = _File(path.name, title, root, habits)
                task.files[name].schema()
        if "output.json" not in task.present:
            problems.error(
                Place(f"{folder}/output.json"), "this file is missing; a task has input.json and output.json"
            )
        files.extend(task.files.values())
        tasks.append(task)
    _distinguish(files, habits)
    for task in tasks:
        task.settle(common, habits)
    habits.report(problems)
    return SpecTree(None if common is None else common.root, tuple(task.read() for task in tasks))


def _base(specs: Path) -> Path | None:
    for place in _PLACES:
        base = specs / place
        if base.is_dir() and any(base.glob("*/spec/input.json")):
            return base
    return None


class _Habits:
    """Which habits were met, and where: one warning for each kind."""

    def __init__(self) -> None:
        self.places: dict[str, list[Place]] = {}

    def note(self, at: Place, what: str) -> None:
        self.places.setdefault(what, []).append(at)

    def report(self, problems: Problems) -> None:
        for what, places in self.places.items():
            others = len(set(places)) - 1
            more = f" (and in {others} more {'place' if others == 1 else 'places'})" if others else ""
            problems.warn(min(places), what + more)


@dataclass(slots=True)
class _Name:
    """A type's title before it is certain that no other type has it.

    Attributes:
        schema: the schema, whose title is written once it is.
        candidates: the title, then longer ones for the case that it is taken.
        derived: the schema had no title of its own.
    """

    schema: Mapping
    at: Place
    candidates: list[str]
    derived: bool
    level: int = 0

    @property
    def title(self) -> str:
        return self.candidates[min(self.level, len(self.candidates) - 1)]


class _File:
    """One schema file on its way into our dialect: `schema()` or `shared()` rewrites `root`."""

    def __init__(self, task: str, title: str, root: Mapping, habits: _Habits) -> None:
        self.task = task
        self.title = title
        self.root = root
        self.habits = habits
        self.names: list[_Name] = []
        found = root.get("$defs") or root.get("definitions")
        self.raw: dict[str, Node] = dict(found.entries) if isinstance(found, Mapping) else {}

    def schema(self) -> None:
        """Rewrite a task's schema."""
        self.root = _draft(self.root, _header(self.root) | self.rewritten(self.root, self.title, ""))
        self.root.entries["title"] = Scalar(self.title, _at(self.root, "title"))
        self.define()
        self.prune()

    def shared(self) -> None:
        """Rewrite the file of shared definitions."""
        kept = {key: self.root.entries[key] for key in ("title", "description") if key in self.root}
        self.habits.note(self.root.at, '"definitions" and draft-06 are read as "$defs" of 2020-12')
        self.root = _draft(self.root, _header(self.root) | kept)
        self.define()

    def define(self) -> None:
        if not self.raw:
            return
        definitions = Mapping({}, {}, self.root.at)
        for name, node in self.raw.items():
            definitions.keys[name] = node.at
            definitions.entries[name] = self.rewrite(node, name, "")
        self.root.entries["$defs"] = definitions
        self.root.keys.setdefault("$defs", self.root.at)

    def prune(self) -> None:
        """Leave out definitions that nothing refers to any more."""
        definitions = self.root.entries.pop("$defs", None)
        if not isinstance(definitions, Mapping):
            return
        needed = set(_refs(self.root))
        pending = list(needed)
        while pending:
            for name in _refs(definitions.get(pending.pop())):
                if name not in needed:
                    needed.add(name)
                    pending.append(name)
        kept = {name: node for name, node in definitions.entries.items() if name in needed}
        if kept:
            self.root.entries["$defs"] = _draft(definitions, kept)
        inside = {id(schema) for schema in walk(self.root)}
        self.names = [name for name in self.names if id(name.schema) in inside]

    def rewrite(self, node: Node, name: str, field_name: str) -> Node:
        """One schema in our dialect.

        Args:
            node: the schema as it stands.
            name: a title for it, should it need one and have none.
            field_name: the property it belongs to, or empty.
        """
        if not isinstance(node, Mapping):
            return node
        draft = _draft(node, self.rewritten(node, name, field_name))
        self.entitle(draft, name, own="title" in node and "$ref" not in node)
        return draft

    def rewritten(self, node: Mapping, name: str, field_name: str) -> dict[str, Node]:
        node = self.combined(node)
        entries = dict(node.entries)
        for key, what in _DROPPED.items():
            if key in entries:
                self.habits.note(node.keys[key], what)
                del entries[key]
        for key in ("$schema", "$defs", "definitions"):
            entries.pop(key, None)
        self.reference(node, entries)
        self.binary(node, entries, field_name)
        self.literals(node, entries)
        self.limits(node, entries)
        title = entries.get("title")
        name = title.value if isinstance(title, Scalar) and isinstance(title.value, str) else name
        self.inside(node, entries, name)
        self.nullable(node, entries)
        self.samples(node, entries)
        if not entries:
            self.habits.note(node.at, "an empty schema is read as any JSON")
            entries["description"] = Scalar("Any JSON.", node.at)
        return entries

    def combined(self, node: Mapping) -> Mapping:
        """`allOf` written out: of one schema as that schema, of objects as one object (or a union of them)."""
        parts = node.get("allOf")
        if not isinstance(parts, Sequence):
            return node
        rest = {key: value for key, value in node.entries.items() if key != "allOf"}
        if len(parts.items) == 1 and isinstance(parts.items[0], Mapping):
            self.habits.note(node.keys["allOf"], '"allOf" around one schema is read as that schema')
            return self.combined(_draft(node, parts.items[0].entries | rest, parts.items[0]))
        self.habits.note(node.keys["allOf"], '"allOf" of objects is read as one object with all properties')
        merged: list[Mapping] = [Mapping({}, {}, node.at)]
        for part in parts.items:
            merged = [_merged(left, right) for left in merged for right in self.options(part, 0)]
        if len(merged) == 1:
            return _draft(node, merged[0].entries | rest, merged[0])
        union = Sequence(tuple(merged), parts.at)
        return Mapping({**rest, "oneOf": union}, {**node.keys, "oneOf": parts.at}, node.at)

    def options(self, node: Node, depth: int) -> list[Mapping]:
        """The objects that a part of `allOf` may be."""
        ref = node.get("$ref") if isinstance(node, Mapping) else None
        while isinstance(ref, Scalar) and isinstance(ref.value, str) and ref.value.startswith(LOCAL) and depth < 16:
            node = self.raw.get(ref.value.removeprefix(LOCAL), node)
            ref = node.get("$ref") if isinstance(node, Mapping) else None
            depth += 1
        if not isinstance(node, Mapping):
            return []
        union = node.get("oneOf") or node.get("anyOf")
        if isinstance(union, Sequence) and depth < 16:
            return [option for branch in union.items for option in self.options(branch, depth + 1)]
        return [node]

    def reference(self, node: Mapping, entries: dict[str, Node]) -> None:
        ref = entries.get("$ref")
        if not isinstance(ref, Scalar) or not isinstance(ref.value, str):
            return
        if _ABSOLUTE.match(ref.value):
            self.habits.note(ref.at, f"an absolute $ref to the shared definitions is read as {SHARED}Name")
            entries["$ref"] = Scalar(_ABSOLUTE.sub(SHARED, ref.value), ref.at)
        for key in ("title", "type"):
            if key in entries:
                self.habits.note(node.keys[key], f'"{key}" beside $ref is left out: the definition has its own')
                del entries[key]

    def binary(self, node: Mapping, entries: dict[str, Node], field_name: str) -> None:
        comment = entries.pop("comment", None)
        marked = isinstance(comment, Scalar) and comment.value == "type=binary"
        kind = entries.get("type")
        bare = not entries.keys() - {"description", "title", "type", "example"}
        text = _text(entries.get("description"))
        if not bare or not (kind is None or (isinstance(kind, Scalar) and kind.value == "string")):
            return
        if not marked and not _BINARY.search(text):
            return
        sources = (field_name, text.lower(), self.task)
        media = next((media for source in sources for word, media in _MEDIA if word in source), "image")
        at = node.at
        what = '"comment": "type=binary"' if marked else "a description that speaks of bytes"
        self.habits.note(_at(node, "comment"), f"{what} is read as base64 data: an image, or what its names speak of")
        entries["type"] = Scalar("string", at)
        entries["contentEncoding"] = Scalar("base64", at)
        entries["contentMediaType"] = Scalar(f"{media}/*", at)

    def literals(self, node: Mapping, entries: dict[str, Node]) -> None:
        """`oneOf` of constants -> `enum`."""
        for word in _UNIONS:
            union = entries.get(word)
            constants: list[Node] = []
            if isinstance(union, Sequence):
                found = [branch.get("const") for branch in union.items if isinstance(branch, Mapping)]
                constants = [value for value in found if value is not None]
            if isinstance(union, Sequence) and constants and len(constants) == len(union.items):
                self.habits.note(node.keys[word], f'"{word}" of constants is read as "enum"')
                del entries[word]
                entries["enum"] = Sequence(tuple(constants), union.at)

    def limits(self, node: Mapping, entries: dict[str, Node]) -> None:
        kind = entries.get("type")
        if isinstance(kind, Scalar) and kind.value == "array":
            for wrong, right in (("minLength", "minItems"), ("maxLength", "maxItems")):
                if wrong in entries:
                    self.habits.note(node.keys[wrong], f'"{wrong}" of an array is read as "{right}"')
                    entries[right] = entries.pop(wrong)
        for inclusive, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            one, other = entries.get(inclusive), entries.get(exclusive)
            if one is not None and other is not None and plain(one) == plain(other):
                self.habits.note(node.keys[inclusive], f'"{inclusive}" equal to "{exclusive}" is left out')
                del entries[inclusive]

    def inside(self, node: Mapping, entries: dict[str, Node], name: str) -> None:
        properties = entries.get("properties")
        if isinstance(properties, Mapping):
            entries["properties"] = self.properties(properties, entries, name)
        for key in ("items", "additionalProperties"):
            if key in entries:
                entries[key] = self.rewrite(entries[key], f"{name}Element" if name == self.title else name, "")
        for key in _UNIONS:
            union = entries.get(key)
            if isinstance(union, Sequence):
                branches = (self.rewrite(branch, name + _distinction(branch), "") for branch in union.items)
                entries[key] = Sequence(tuple(branches), union.at)

    def properties(self, properties: Mapping, entries: dict[str, Node], name: str) -> Mapping:
        required = entries.get("required")
        needed = {str(plain(item)): item for item in required.items} if isinstance(required, Sequence) else {}
        kept: dict[str, Node] = {}
        for key, value in properties.entries.items():
            reserved = name == self.title and name.endswith("Input") and key in RESERVED_ARGUMENTS
            if key not in needed and (reserved or field_problem(key)):
                why = "every method takes it already" if reserved else "it cannot be a field's name in Python"
                self.habits.note(properties.keys[key], f"the optional property {quote(key)} is left out: {why}")
                continue
            kept[key] = self.rewrite(value, name + class_name(key), key)
        names: list[Node] = []
        for key, item in needed.items():
            right = key if key in kept else snake_name(key)
            if right not in kept:
                self.habits.note(item.at, f"required names {quote(key)}, which is no property: left out")
            else:
                if right != key:
                    self.habits.note(item.at, f"required names {quote(key)}, which is read as {quote(right)}")
                names.append(Scalar(right, item.at))
        if isinstance(required, Sequence):
            entries["required"] = Sequence(tuple(names), required.at)
        return _draft(properties, kept)

    def nullable(self, node: Mapping, entries: dict[str, Node]) -> None:
        flag = entries.pop("nullable", None)
        if flag is None:
            return
        at = flag.at
        self.habits.note(_at(node, "nullable"), '"nullable" is read as the further type "null"')
        if not isinstance(flag, Scalar) or flag.value is not True:
            return
        null = Scalar("null", at)
        kind, enum = entries.get("type"), entries.get("enum")
        if isinstance(enum, Sequence):
            entries["enum"] = Sequence((*enum.items, Scalar(None, at)), enum.at)
        if kind is not None:
            kinds = kind.items if isinstance(kind, Sequence) else (kind,)
            entries["type"] = Sequence((*kinds, null), kind.at)
        elif "$ref" in entries:
            ref = Mapping({"$ref": entries.pop("$ref")}, {"$ref": at}, at)
            entries["anyOf"] = Sequence((ref, _null(at)), at)
        else:
            for key in _UNIONS:
                union = entries.get(key)
                if isinstance(union, Sequence):
                    entries[key] = Sequence((*union.items, _null(at)), union.at)

    def samples(self, node: Mapping, entries: dict[str, Node]) -> None:
        """Defaults and examples, which are often written as strings, whatever the type."""
        bare = plain(Mapping({key: value for key, value in entries.items() if key != "$ref"}, {}, node.at))
        assert isinstance(bare, dict)
        is_text = any(name == "string" for name in _types(entries))
        for key in ("default", "example"):
            value = entries.pop(key, None)
            if value is None:
                continue
            told = _unquoted(value) if not is_text or plain(value) == "null" else value
            if told is not value:
                self.habits.note(_at(node, key), f'"{key}" written as a string is read as the value in it')
            if told is None:
                continue
            known = "$ref" not in entries and not any(word in entries for word in _UNIONS)
            if known and any(misfits(told, bare, {})):
                self.habits.note(_at(node, key), f'"{key}" that does not fit its own schema is left out')
            elif key == "default":
                entries["default"] = told
            elif known:
                self.habits.note(_at(node, key), '"example" is read as one of "examples"')
                entries["examples"] = Sequence((told,), told.at)

    def entitle(self, draft: Mapping, name: str, *, own: bool) -> None:
        """Note the name of a type; a title on anything else is left out, for it names nothing."""
        title = draft.get("title")
        union = next((draft.get(word) for word in _UNIONS if word in draft), None)
        if "properties" not in draft and (title is None or ("enum" not in draft and union is None)):
            if title is not None:
                self.habits.note(title.at, "a title that names no type (a string, a number, ...) is left out")
                del draft.entries["title"]
            return
        given = _text(title)
        if not own or not given:
            self.habits.note(draft.at, "an object without a title is named after its parent and its property")
            self.names.append(
                _Name(draft, draft.at, [name, f"{name}Value", _qualified(self.title, name)], derived=True)
            )
            return
        right = class_name(given) if type_problem(given) else given
        candidates = [right, _qualified(class_name(self.task), right), _qualified(self.title, right)]
        self.names.append(_Name(draft, title.at if title else draft.at, candidates, derived=False))


@dataclass(slots=True)
class _Task:
    """One task's files and the task.yaml that is made up for it."""

    id: str
    folder: str
    present: frozenset[str]
    files: dict[str, _File] = field(default_factory=dict[str, _File])
    settings: Mapping | None = None

    def read(self) -> TaskFiles:
        """The finished files."""
        schemas = {name: file.root for name, file in self.files.items()}
        return TaskFiles(self.id, self.folder, self.present, schemas, self.settings)

    def settle(self, common: _File | None, habits: _Habits) -> None:
        """Make up what task.yaml says."""
        file = self.files.get("input.json")
        if file is None:
            return
        at = file.root.at
        habits.note(at, "there is no task.yaml: method, arguments and example are derived from the schemas")
        look = _Look(file, common)
        routes = self.routes(look)
        reserved: dict[str, Node] = {}
        parameters = look.resolve(look.properties(file.root).get("parameters"))
        for name in look.properties(parameters):
            if argument_problem(name) or name in routes:
                reserved[f"parameter_{name}"] = Scalar(f"parameters.{name}", at)
        example = {name: look.sample(schema, 0) for name, (_, schema, needed) in routes.items() if needed}
        for name in look.required(parameters):
            schema = look.properties(parameters).get(name)
            if schema is not None:
                example[f"parameter_{name}" if f"parameter_{name}" in reserved else name] = look.sample(schema, 0)
        entries: dict[str, Node] = {
            "method": Scalar(method_name(self.id), at),
            "hub": Scalar(_HUB.get(self.id, self.id), at),
            "summary": Scalar(f"Run the {self.id} task.", at),
            "arguments": _map({name: Scalar(path, at) for name, (path, _, _) in routes.items()}, at),
            "keywords": _map(reserved, at),
            "example": _map(example, at),
        }
        output = self.files.get("output.json")
        if output is not None:
            properties = _Look(output, common).properties(output.root)
            binary = [name for name, schema in properties.items() if "contentMediaType" in _entries(schema)]
            if len(binary) == 1:
                entries["returns"] = Scalar(binary[0], at)
        self.settings = _map(entries, at)

    def routes(self, look: "_Look") -> dict[str, tuple[str, Node, bool]]:
        """Positional arguments: name -> path, schema, required. `inputs`, or its properties; what else is required."""
        root = look.file.root
        properties, required = look.properties(root), look.required(root)
        routes: dict[str, tuple[str, Node, bool]] = {}
        inputs = properties.get("inputs")
        inner = look.resolve(inputs)
        if inputs is not None:
            fields = look.properties(inner)
            if not fields:
                routes["inputs"] = ("inputs", inputs, "inputs" in required)
            for name in sorted(fields, key=lambda name: name not in look.required(inner)):
                argument = f"inputs_{name}" if argument_problem(name) else name
                routes[argument] = (f"inputs.{name}", fields[name], name in look.required(inner))
        for name in required:
            if name not in ("inputs", "parameters") and name in properties:
                routes[name] = (name, properties[name], True)
        return dict(sorted(routes.items(), key=lambda item: not item[1][2]))


@dataclass(slots=True)
class _Look:
    """Looks into a rewritten file."""

    file: _File
    common: _File | None

    def resolve(self, node: Node | None) -> Node | None:
        for _ in range(_MAX_DEPTH):
            ref = node.get("$ref") if isinstance(node, Mapping) else None
            if not isinstance(ref, Scalar) or not isinstance(ref.value, str):
                return node
            file = self.common if ref.value.startswith(SHARED) else self.file
            definitions = file.root.get("$defs") if file is not None else None
            name = ref.value.removeprefix(SHARED).removeprefix(LOCAL)
            node = definitions.get(name) if isinstance(definitions, Mapping) else None
        return None

    def properties(self, node: Node | None) -> dict[str, Node]:
        found = node.get("properties") if isinstance(node, Mapping) else None
        return _entries(found)

    def required(self, node: Node | None) -> list[str]:
        found = node.get("required") if isinstance(node, Mapping) else None
        return [str(plain(item)) for item in found.items] if isinstance(found, Sequence) else []

    def sample(self, node: Node, depth: int) -> Node:
        """A value that fits, as small as the schema allows."""
        at = node.at
        found = self.resolve(node)
        if not isinstance(found, Mapping) or depth > _MAX_DEPTH:
            return Scalar(None, at)
        media = found.get("contentMediaType")
        if media is not None:
            return _map({"sample": Scalar(_text(media).split("/")[0], at)}, at)
        for key in ("examples", "enum"):
            values = found.get(key)
            if isinstance(values, Sequence) and values.items:
                return values.items[0]
        for key in _UNIONS:
            union = found.get(key)
            if isinstance(union, Sequence) and union.items:
                return self.sample(union.items[0], depth + 1)
        kinds = _types(found.entries)
        match kinds[0] if kinds else "":
            case "object":
                fields = self.properties(found)
                value = {name: self.sample(fields[name], depth + 1) for name in self.required(found) if name in fields}
                further = found.get("additionalProperties")
                if isinstance(further, Mapping) and not value:
                    value["key"] = self.sample(further, depth + 1)
                return _map(value, at)
            case "array":
                least, items = found.get("minItems"), found.get("items")
                count = least.value if isinstance(least, Scalar) and isinstance(least.value, int) else 1
                return Sequence(tuple(self.sample(items, depth + 1) for _ in range(count)) if items else (), at)
            case "boolean":
                return Scalar(True, at)
            case "integer" | "number":
                limit = found.get("minimum") or found.get("exclusiveMinimum")
                low = limit.value if isinstance(limit, Scalar) else 0
                return Scalar(max(1, low + 1) if isinstance(low, (int, float)) else 1, at)
            case _:
                return Scalar("text", at)


def _distinguish(files: Iterable[_File], habits: _Habits) -> None:
    """Give every type its title: one that clashes is qualified by its task, its file, or its parent."""
    files = list(files)
    names = [(file, name) for file in files for name in file.names]
    roots = {file.title for file in files}
    for _ in range(3):
        groups: dict[str, list[_Name]] = {}
        for _, name in names:
            groups.setdefault(name.title, []).append(name)
        for title, group in groups.items():
            own = [name for name in group if not name.derived]
            if title in roots or len(own) > 1:
                losers = group
            else:
                losers = [name for name in group if name.derived] if len(group) > 1 else []
            for name in losers:
                name.level += 1
                habits.note(name.at, "a title that several types have is qualified with the name of its task")
    for file in files:
        renamed: dict[str, str] = {}
        definitions = file.root.get("$defs")
        for name in file.names:
            old = name.candidates[0]
            if isinstance(definitions, Mapping) and definitions.get(old) is name.schema and old != name.title:
                renamed[old] = name.title
            entries = {"title": Scalar(name.title, name.at)} | {
                key: value for key, value in name.schema.entries.items() if key != "title"
            }
            name.schema.entries.clear()
            name.schema.entries.update(entries)
            name.schema.keys.setdefault("title", name.at)
        if isinstance(definitions, Mapping) and renamed:
            entries = {renamed.get(key, key): value for key, value in definitions.entries.items()}
            keys = {renamed.get(key, key): value for key, value in definitions.keys.items()}
            file.root.entries["$defs"] = Mapping(entries, keys, definitions.at)
            for schema in walk(file.root):
                ref = schema.get("$ref")
                old = _text(ref).removeprefix(LOCAL)
                if ref is not None and old in renamed and _text(ref).startswith(LOCAL):
                    schema.entries["$ref"] = Scalar(LOCAL + renamed[old], ref.at)


def _draft(node: Mapping, entries: dict[str, Node], *origins: Mapping) -> Mapping:
    """A mapping with other entries, each at the place where the original has it."""
    keys = {key: value.at for key, value in entries.items()}
    for origin in (*origins, node):
        keys |= {key: at for key, at in origin.keys.items() if key in entries}
    return Mapping(dict(entries), keys, node.at)


def _merged(left: Mapping, right: Mapping) -> Mapping:
    """Two objects as one."""
    entries = left.entries | right.entries
    for key in ("properties", "required"):
        first, second = left.get(key), right.get(key)
        if isinstance(first, Mapping) and isinstance(second, Mapping):
            entries[key] = Mapping(first.entries | second.entries, first.keys | second.keys, first.at)
        elif isinstance(first, Sequence) and isinstance(second, Sequence):
            entries[key] = Sequence((*first.items, *second.items), first.at)
    return Mapping(entries, left.keys | right.keys, right.at)


def _distinction(node: Node) -> str:
    """What tells one alternative of a union from the others: its constant, or the properties it requires."""
    properties = node.get("properties") if isinstance(node, Mapping) else None
    for schema in _entries(properties).values():
        enum, const = _entries(schema).get("enum"), _entries(schema).get("const")
        values = [const] if const is not None else list(enum.items) if isinstance(enum, Sequence) else []
        if len(values) == 1 and _text(values[0]):
            return class_name(_text(values[0]))
    required = _entries(node).get("required")
    items = required.items if isinstance(required, Sequence) else ()
    names = [*(str(plain(item)) for item in items), *_entries(properties)]
    return f"With{class_name(names[0])}" if names else "Option"


def _refs(node: Node | None) -> Iterator[str]:
    for schema in walk(node) if node is not None else ():
        ref = _text(schema.get("$ref"))
        if ref.startswith(LOCAL):
            yield ref.removeprefix(LOCAL)


def _header(root: Mapping) -> dict[str, Node]:
    return {"$schema": Scalar(DIALECT, _at(root, "$schema"))}


def _at(node: Mapping, key: str) -> Place:
    return node.keys.get(key, node.at)


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else ""


def _entries(node: Node | None) -> dict[str, Node]:
    return node.entries if isinstance(node, Mapping) else {}


def _types(entries: dict[str, Node]) -> list[str]:
    kind = entries.get("type")
    return [_text(name) for name in (kind.items if isinstance(kind, Sequence) else [kind])] if kind is not None else []


def _map(entries: dict[str, Node], at: Place) -> Mapping:
    return Mapping(entries, dict.fromkeys(entries, at), at)


def _null(at: Place) -> Mapping:
    return _map({"type": Scalar("null", at)}, at)


def _qualified(prefix: str, title: str) -> str:
    return title if title.startswith(prefix) else prefix + title


def _unquoted(value: Node) -> Node | None:
    """The value inside a string such as "false" or "1024"; None for "null", which says that there is none."""
    if not isinstance(value, Scalar) or not isinstance(value.value, str):
        return value
    try:
        inner = json.loads(value.value)
    except ValueError:
        return value
    if inner is None:
        return None
    return Scalar(inner, value.at) if isinstance(inner, (bool, int, float)) else value
