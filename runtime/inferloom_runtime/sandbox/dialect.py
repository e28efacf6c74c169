"""A provider's requests, read with the table: body -> the task's input."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from email.message import Message
from email.parser import BytesParser
from typing import Any, cast
from urllib.parse import unquote_to_bytes, urlsplit

from inferloom_runtime.sandbox import files, inverses
from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.checker import Checker
from inferloom_runtime.sandbox.exchange import Refusal, Request
from inferloom_runtime.sandbox.pipeline import JSON_TYPES, json_of
from inferloom_runtime.sandbox.schema import Schema, branches, media_kind, resolve
from inferloom_runtime.sandbox.table import Cell
from inferloom_runtime.sandbox.value import Path, items, members

_SUFFIXES = {"image": ".png", "audio": ".wav", "video": ".avi"}
_ADDRESS = r"^(https?://|data:[^,]*,)"
_PATHS = ("field", "base64", "data_url", "file")


class Dialect:
    """Reads one provider's requests for one task.

    Args:
        cell: How the provider does the task.
        bundle: The task.
        seed: The sandbox's seed.
        open_at: Members of the body below which objects may have members of their own.
        extra: Members that are accepted beside those of the table.
    """

    def __init__(
        self, cell: Cell, bundle: Bundle, seed: int, open_at: tuple[str, ...] = (), extra: frozenset[str] = frozenset()
    ) -> None:
        self.cell = cell
        self.bundle = bundle
        self._seed = seed
        self._extra = extra
        schema = self._schema(cell.body)
        if cell.file is not None:
            schema["properties"] = {**members(schema.get("properties")), cell.file[0]: {"type": "string"}}
            schema["required"] = [*items(schema.get("required")), cell.file[0]]
        schema["$defs"] = members(bundle.input.get("$defs"))
        self._properties = members(schema.get("properties"))
        self._checker = Checker(schema, open_at=open_at)

    def body_of(self, request: Request) -> dict[str, Any]:
        """The body: JSON, a form, or a file as it is, which becomes the member that stands for it.

        Raises:
            Refusal: 400 or 415; the body cannot be read.
        """
        if self.cell.file is not None:
            return self._form(request, self.cell.file[0])
        if self.cell.raw is not None and request.content_type not in JSON_TYPES:
            return {self.cell.raw: base64.b64encode(request.body).decode()}
        return {name: value for name, value in json_of(request).items() if value is not None}

    def knows(self, body: Mapping[str, Any]) -> int:
        """How many of a body's members this dialect knows."""
        inner = [name for value in body.values() for name in members(value)]
        known = {name for schema in self._properties.values() for name in members(schema.get("properties"))}
        return sum(name in self._properties for name in body) + sum(name in known for name in inner)

    def model_in(self, body: Mapping[str, Any]) -> str | None:
        """The model that a body names."""
        for key, source in members(self.cell.body.get("object")).items():
            if "model" in source or "name" in source:
                return str(body[key]) if key in body else None
        return None

    def read(self, body: dict[str, Any]) -> dict[str, Any]:
        """The task's input.

        Args:
            body: What `body_of` gave.

        Raises:
            Refusal: 422; the body does not fit.
        """
        self._checker.check(body)
        found: dict[str, Any] = {}
        self._take(self.cell.body, body, found, ())
        if self.cell.file is not None:
            _set(found, self.cell.file[1], body[self.cell.file[0]])
        return found

    # What a body may have

    def _schema(self, source: Mapping[str, Any]) -> dict[str, Any]:
        kind = _kind(source)
        if kind == "field":
            return members(self._declared(source["field"]))
        if kind in ("model", "name"):
            return {"type": "string", "minLength": 1}
        if kind in ("base64", "file"):
            return {"type": "string"}
        if kind == "data_url":
            return {"type": "string", "pattern": _ADDRESS}
        if kind == "size":
            return {"type": "string", "pattern": r"^\d+x\d+$"}
        if kind == "both":
            properties = {key: self._schema(inner) for key, inner in members(source["both"]).items()}
            return {"type": "object", "properties": properties, "required": list(properties)}
        if kind == "list":
            return {"type": "array", "minItems": 1, "items": self._schema(items(source["list"])[0])}
        if kind == "object":
            return self._object(source)
        if kind == "quirk" and source["quirk"] in inverses.VALUES:
            return dict(inverses.VALUES[source["quirk"]].schema)
        return {"const": source["const"]} if kind == "const" else {}

    def _object(self, source: Mapping[str, Any]) -> dict[str, Any]:
        sources = members(source["object"])
        properties = {key: self._schema(inner) for key, inner in sources.items()}
        for inner in items(source.get("merged")):
            properties = {**members(self._schema(inner).get("properties")), **properties}
        schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
        schema["required"] = [key for key, inner in sources.items() if _is_needed(inner)]
        if source.get("open"):
            schema["properties"] = {**{name: {} for name in sorted(self._extra)}, **properties}
            schema["additionalProperties"] = self.bundle.open_parameters
        return schema

    def _declared(self, path: str) -> object:
        """The schema of a field of the input, with its reference as it is."""
        root: Schema = self.bundle.input
        found: object = root
        for name in path.split("."):
            inner = [members(form.get("properties")) for form in branches(found, root)]
            found = next((properties[name] for properties in inner if name in properties), None)
        return found

    # What a body says

    def _take(self, source: Mapping[str, Any], value: Any, found: dict[str, Any], at: Path) -> None:
        kind = _kind(source)
        if kind in ("field", "base64"):
            _set(found, source[kind], value)
        elif kind == "data_url":
            _set(found, source[kind], self._fetched(str(value), source[kind], at))
        elif kind == "size":
            for path, side in zip(source["size"], str(value).split("x"), strict=True):
                _set(found, path, int(side))
        elif kind in ("both", "object"):
            for key, inner in members(source[kind]).items():
                if key in value:
                    self._take(inner, value[key], found, (*at, key))
            for inner in items(source.get("merged")):
                self._take_merged(inner, value, found, at)
        elif kind == "list":
            for position, (inner, item) in enumerate(zip(items(source["list"]), items(value), strict=False)):
                self._take(inner, item, found, (*at, position))
        elif kind == "quirk":
            inverse = inverses.VALUES.get(source["quirk"])
            self._take(source["of"], inverse.undo(value) if inverse is not None else value, found, at)

    def _take_merged(self, source: Mapping[str, Any], body: Any, found: dict[str, Any], at: Path) -> None:
        names = members(self._schema(source).get("properties"))
        written = {name: body[name] for name in names if name in body}
        if written:
            self._take(source, written, found, at)
        elif _is_needed(members(source.get("of"))):
            at = (*at, next(iter(names)))
            raise Refusal(422, f"One of the fields {' and '.join(names)} is required, and none is there.", at)

    def _fetched(self, address: str, path: str, at: Path) -> str:
        """The file at an address as base64; for those of the web one is made up."""
        kind = media_kind(resolve(self._declared(path), self.bundle.input))
        if not address.startswith("data:"):
            place = urlsplit(address).path
            place = place if files.kind(place) == kind else f"{place}{_SUFFIXES.get(kind, '.png')}"
            return base64.b64encode(files.serve(place, self._seed).content).decode()
        head, _, content = address.partition(",")
        if head.endswith(";base64"):
            return content
        return base64.b64encode(unquote_to_bytes(content)).decode()

    def _form(self, request: Request, file: str) -> dict[str, Any]:
        if request.content_type != "multipart/form-data":
            given = request.content_type or "none"
            raise Refusal(415, f"Expected a form (multipart/form-data), got the content type {given}.")
        head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
        form = BytesParser().parsebytes(head + request.body)
        body: dict[str, Any] = {}
        for part in cast("list[Message]", form.get_payload()) if form.is_multipart() else []:
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            if isinstance(name, str) and isinstance(content, bytes):
                is_file = name == file
                text = base64.b64encode(content).decode() if is_file else content.decode("utf-8", "replace")
                body[name] = text if is_file else self._valued(name, text)
        return body

    def _valued(self, name: str, text: str) -> Any:
        """A form's text as the value that it stands for."""
        schema = members(self._properties.get(name))
        if "string" in str(schema.get("type", "")) or "enum" in schema:
            return text
        try:
            return json.loads(text)
        except ValueError:
            return text


def _kind(source: Mapping[str, Any]) -> str:
    return next((word for word in source if word not in ("required", "of", "open", "merged")), "")


def _is_needed(source: Mapping[str, Any]) -> bool:
    """Whether the table sends something in every call."""
    kind = _kind(source)
    if kind == "list":
        return any(_is_needed(inner) for inner in items(source["list"]))
    if kind == "object":
        return any(_is_needed(inner) for inner in members(source["object"]).values())
    return kind in ("const", "model", "name") or (kind in _PATHS and bool(source.get("required")))


def _set(found: dict[str, Any], path: str, value: Any) -> None:
    """Put a value where the first key that stands for it has not put one already."""
    *outer, last = path.split(".")
    for name in outer:
        found = found.setdefault(name, {})
    found.setdefault(last, value)
