"""An answer in pieces, for tasks that stream in a form of their own."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any

from inferloom_runtime.sandbox import prose, tokens
from inferloom_runtime.sandbox.filler import MISSING, Filler, Whole
from inferloom_runtime.sandbox.scene import Scene
from inferloom_runtime.sandbox.schema import Schema, binaries, branches, is_binary, types
from inferloom_runtime.sandbox.synthesis import TEXT_WORDS, answer
from inferloom_runtime.sandbox.value import Path, compact, members, walk

_PIECE_NAMES = ("delta", "text", "content", "token", "piece", "chunk", "output")
_INDEX_NAMES = ("index", "position", "sequence", "step")
_END_NAMES = ("done", "final", "finished", "is_last", "last", "stop")
_WHOLE_NAMES = ("generated_text", "full_text", "whole_text")
_PARTS = 8
_DEEP = 6


def events(scene: Scene) -> Iterator[bytes]:
    """Give an answer piece by piece: its text token by token, or its file in parts.

    Args:
        scene: The checked request of a task that has a schema for streamed items.

    Yields:
        One server-sent event an item, and the one that ends the stream.
    """
    schema: Schema = scene.bundle.stream_output or {}
    whole = answer(scene)
    place = _place(schema, wants_file=False)
    pieces: Sequence[str] = tokens.split(_text_of(whole) or prose.reply(scene.text, scene.dice))
    if place is None:
        place = _place(schema, wants_file=True)
        pieces = _parts(whole, scene.bundle.output)
    for index, piece in enumerate(pieces):
        item = _Item(place, piece, "".join(pieces), index, index == len(pieces) - 1)
        value = Filler(schema, scene.dice.fork("item", index), item.known).value(schema)
        yield b"data: " + compact(value) + b"\n\n"
    yield b"data: [DONE]\n\n"


def items_of(pieces: Iterator[bytes]) -> Iterator[Any]:
    """The items of a stream of server-sent events, without the event that ends it.

    Args:
        pieces: The events, one a piece.
    """
    for piece in pieces:
        data = piece.removeprefix(b"data:").strip()
        if data != b"[DONE]":
            yield json.loads(data)


class _Item:
    """What is known of one streamed item."""

    def __init__(self, place: Path | None, piece: str, whole: str, index: int, is_last: bool) -> None:
        self._place = place
        self._piece = piece
        self._whole = whole
        self._index = index
        self._is_last = is_last

    def known(self, at: Path, schema: Schema, is_needed: bool) -> Any:
        name, kinds = str(at[-1]) if at else "", types(schema)
        if at == self._place:
            return Whole(self._piece)
        if "integer" in kinds and name in _INDEX_NAMES:
            return self._index
        if "boolean" in kinds and name in _END_NAMES:
            return self._is_last
        if not self._is_last and "null" in kinds:
            return None
        if name in _WHOLE_NAMES and self._is_last:
            return self._whole
        if name == "finish_reason":
            return "stop" if self._is_last else MISSING
        return MISSING


def _place(schema: Schema, *, wants_file: bool) -> Path | None:
    """Where an item holds its piece: a text, or a file; the best-named place, else the first one."""
    places = list(_strings(schema, schema, (), wants_file))
    named = [place for name in _PIECE_NAMES for place in places if place and place[-1] == name]
    return next(iter([*named, *places]), None)


def _strings(schema: object, root: Schema, at: Path, wants_file: bool) -> Iterator[Path]:
    for form in branches(schema, root) if len(at) < _DEEP else ():
        if "string" in types(form) and "enum" not in form and is_binary(form) is wants_file:
            yield at
        for name, member in members(form.get("properties")).items():
            yield from _strings(member, root, (*at, name), wants_file)


def _text_of(whole: object) -> str | None:
    """The text of a whole answer."""
    texts = [(str(at[-1]) if at else "", value) for at, value in walk(whole) if isinstance(value, str)]
    named = [value for name, value in texts if any(word in TEXT_WORDS for word in name.split("_"))]
    return next(iter([*named, *(value for _, value in texts)]), None)


def _parts(whole: object, output: Schema) -> list[str]:
    """The file of a whole answer, cut into parts, each in base64."""
    found = next((text for _, text, _ in binaries(whole, output, output)), "")
    content = base64.b64decode(found)
    size = max(1, -(-len(content) // _PARTS))
    return [base64.b64encode(content[start : start + size]).decode() for start in range(0, len(content), size)]
