"""One schema file: its definitions, what it refers to, and its self-contained form.

Here stand the checks that look across files or at values; the check of a file's own words is in `vocabulary`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .errors import Place, Problems, quote
from .fit import misfits
from .ir import Json, Schema
from .source import Mapping, Node, Scalar, Sequence, locate, plain

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMON_NAME = "common.json"
LOCAL = "#/$defs/"
SHARED = "../../common.json#/$defs/"
"""How a task's schema refers to a shared definition."""

_MAX_HOPS = 16
_ANY_JSON = 'so let one of its values be any JSON: {"description": "..."}'


@dataclass(slots=True)
class SchemaFile:
    """One schema file with what its check found.

    Attributes:
        name: the file in messages.
        root: its value.
        common: the shared definitions it may refer to; None for common.json itself, or where there are none.
        titles: type names with the place each is given at, in the order of the file.
        links: for each definition, and "" for the root, the definitions it refers to: name, shared or not, place.
        sound: no mistake was found in it.
    """

    name: str
    root: Mapping
    common: "SchemaFile | None" = None
    titles: list[tuple[str, Place]] = field(default_factory=list[tuple[str, Place]])
    links: dict[str, list[tuple[str, bool, Place]]] = field(default_factory=dict[str, list[tuple[str, bool, Place]]])
    sound: bool = True

    @property
    def definitions(self) -> dict[str, Node]:
        """The file's own `$defs`."""
        found = self.root.get("$defs")
        return found.entries if isinstance(found, Mapping) else {}

    def shared(self) -> list[str]:
        """The names of the shared definitions that this file needs, directly or not, in their own order."""
        if self.common is None:
            return []
        needed = {name for links in self.links.values() for name, shared, _ in links if shared}
        pending = list(needed)
        while pending:
            for name, _, _ in self.common.links.get(pending.pop(), ()):
                if name not in needed:
                    needed.add(name)
                    pending.append(name)
        return [name for name in self.common.definitions if name in needed]

    def self_contained(self) -> Schema:
        """The schema as plain JSON, all `$ref`s within it: the shared definitions it needs are added to its `$defs`."""
        root = relinked(plain(self.root))
        assert isinstance(root, dict)
        if shared := self.shared():
            assert self.common is not None
            own = root.get("$defs")
            definitions: dict[str, Json] = dict(own) if isinstance(own, dict) else {}
            for name in shared:
                definitions.setdefault(name, plain(self.common.definitions[name]))
            root["$defs"] = definitions
        return root

    def property_place(self, path: Iterable[str]) -> Place:
        """Where the key of a property stands, following `$ref`s; the nearest place above it when there is none."""
        at = self.root.at
        node: Node | None = self.root
        for step in path:
            properties = self._object(node)
            if properties is None or step not in properties:
                break
            at = properties.keys[step]
            node = properties.get(step)
        return at

    def definition_place(self, name: str) -> Place:
        """Where the key of one of the file's own definitions stands."""
        return locate(self.root, ("$defs", name), key=True)

    def shared_titles(self) -> frozenset[str]:
        """The type names in the self-contained schema that come from the shared definitions."""
        titles: set[str] = set()
        for name in self.shared():
            assert self.common is not None
            titles.add(name)
            for schema in walk(self.common.definitions[name]):
                title = schema.get("title")
                if isinstance(title, Scalar) and isinstance(title.value, str):
                    titles.add(title.value)
        return frozenset(titles)

    def _object(self, node: Node | None, hops: int = _MAX_HOPS) -> Mapping | None:
        for left in range(hops, 0, -1):
            if not isinstance(node, Mapping):
                return None
            properties, ref, union = node.get("properties"), node.get("$ref"), node.get("anyOf") or node.get("oneOf")
            if isinstance(properties, Mapping):
                return properties
            if isinstance(ref, Scalar) and isinstance(ref.value, str):
                shared = ref.value.startswith(SHARED) and self.common is not None
                file = self.common if shared and self.common is not None else self
                node = file.definitions.get(ref.value.removeprefix(SHARED).removeprefix(LOCAL))
            elif isinstance(union, Sequence):
                node = next((branch for branch in union.items if self._object(branch, left - 1) is not None), None)
            else:
                return None
        return None


def relinked(value: Json) -> Json:
    """A plain schema whose `$ref`s to shared definitions are `#/$defs/...`."""
    if isinstance(value, list):
        return [relinked(item) for item in value]
    if isinstance(value, dict):
        result = {key: relinked(item) for key, item in value.items()}
        ref = value.get("$ref")
        if isinstance(ref, str) and ref.startswith(SHARED):
            result["$ref"] = LOCAL + ref.removeprefix(SHARED)
        return result
    return value


def check_values(file: SchemaFile, problems: Problems) -> None:
    """Check that every `default` and every one of the `examples` of a checked file fits its schema."""
    root = file.self_contained()
    for schema in walk(file.root):
        samples, default = schema.get("examples"), schema.get("default")
        values = [(value, "example") for value in samples.items] if isinstance(samples, Sequence) else []
        if default is not None:
            values.append((default, "default"))
        bare = relinked(plain(schema)) if values else None
        for value, what in values:
            assert isinstance(bare, dict)
            for at, message in misfits(value, bare, root):
                problems.error(at, f"the {what} does not fit: {message}")


def check_cycles(files: Iterable[SchemaFile], problems: Problems) -> None:
    """Report definitions that refer to themselves, directly or through others, once for each cycle."""
    for file in files:
        finished: set[str] = set()
        for start in file.definitions:
            if start in finished:
                continue
            path = [start]
            stack: list[Iterator[tuple[str, bool, Place]]] = [iter(file.links.get(start, ()))]
            while stack:
                name, shared, at = next(stack[-1], ("", False, file.root.at))
                if not name:
                    stack.pop()
                    finished.add(path.pop())
                elif shared or name in finished:
                    continue
                elif name in path:
                    cycle = " -> ".join([*path[path.index(name) :], name])
                    problems.error(at, f"$ref cycle: {cycle}; a type cannot contain itself, {_ANY_JSON}")
                elif name in file.definitions:
                    path.append(name)
                    stack.append(iter(file.links.get(name, ())))


def check_titles(files: Iterable[SchemaFile], problems: Problems) -> None:
    """Report a type name that is given twice, in whatever files."""
    first: dict[str, Place] = {}
    for file in files:
        for title, at in file.titles:
            if title in first:
                taken = f"the type name {quote(title)} is taken by {first[title]}"
                problems.error(at, f"{taken}; rename one, or share the type in {COMMON_NAME}")
            else:
                first[title] = at


def walk(root: Node) -> Iterator[Mapping]:
    """Every schema of a file, definitions included, in the order of the text."""
    if not isinstance(root, Mapping):
        return
    yield root
    for key, value in root.entries.items():
        if key in ("properties", "$defs") and isinstance(value, Mapping):
            for schema in value.entries.values():
                yield from walk(schema)
        elif key in ("anyOf", "oneOf", "prefixItems") and isinstance(value, Sequence):
            for schema in value.items:
                yield from walk(schema)
        elif key in ("items", "additionalProperties"):
            yield from walk(value)
