"""Answers made from an output schema, the request, the seed."""

from __future__ import annotations

import base64
import struct
from typing import Any

from inferloom_runtime.sandbox import drawing, film, prose, roles, sound, tokens
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal
from inferloom_runtime.sandbox.filler import MISSING, Filler, Whole
from inferloom_runtime.sandbox.scene import Scene
from inferloom_runtime.sandbox.schema import Schema, branches, is_binary, media_kind, property_at, types
from inferloom_runtime.sandbox.value import Path, items, jsonpath, members, real, whole
from inferloom_runtime.sandbox.vectors import DIMENSION, LARGEST, likeness, vector

_VECTORS = ("embedding", "embeddings", "vector", "vectors")
TEXT_WORDS = ("text", "answer", "response", "output", "caption", "description", "summary", "translation", "content",
              "transcript", "transcription", "message", "sentence", "result", "reply", "title", "story")  # fmt: skip
"""Words in the names of fields that hold whole sentences."""


def answer(scene: Scene) -> Any:
    """Make the whole answer to a request.

    Args:
        scene: The checked request.

    Returns:
        A JSON value that fits the task's output schema; binary members are base64.

    Raises:
        Refusal: 422; the request asks for more than the sandbox makes.
    """
    output = scene.bundle.output
    return Filler(output, scene.dice.fork("filler"), _Author(scene).known).value(output)


class _Author:
    """Tells what is known of each value of an answer."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._root = scene.bundle.output

    def known(self, at: Path, schema: Schema, is_needed: bool) -> Any:
        forms = [form for form in branches(schema, self._root) if types(form) != ("null",)]
        arrays = [form for form in forms if "array" in types(form)]
        objects = [form for form in forms if members(form.get("properties"))]
        name = next((str(part) for part in reversed(at) if isinstance(part, str)), "")
        if arrays and not objects:
            return self._listed(at, name, arrays[0])
        if objects:
            return self._object(objects[0], bool(arrays))
        if any(is_binary(form) for form in forms):
            return Whole(base64.b64encode(self._binary(name, next(form for form in forms if is_binary(form)))).decode())
        if not forms or not types(forms[0]):
            return MISSING
        kinds = types(forms[0])
        if "string" in kinds:
            return self._text(at, name, forms[0]) if "enum" not in forms[0] else MISSING
        if "number" in kinds or "integer" in kinds:
            return self._number(name)
        return MISSING

    def _object(self, schema: Schema, may_be_several: bool) -> Any:
        rows = roles.rows_for(members(schema.get("properties")), self._scene)
        if not rows:
            return MISSING
        return rows if may_be_several and len(rows) > 1 else rows[0]

    def _listed(self, at: Path, name: str, schema: Schema) -> Any:
        scene = self._scene
        forms = branches(schema.get("items", {}), self._root)
        properties = members(forms[0].get("properties")) if forms else {}
        if properties:
            if "timestamp" in properties and not scene.find("return_timestamps") and self._may_ask_for_times():
                return MISSING
            rows = roles.rows_for(properties, scene)
            return MISSING if rows is None else rows
        is_numbers = any("number" in types(form) for form in forms)
        if scene.texts and (not at or name in _VECTORS) and any(self._is_vector(form) for form in forms):
            return Whole(self._vectors())
        if is_numbers and not at and isinstance(scene.find("source_sentence"), str):
            source = str(scene.find("source_sentence"))
            return [likeness(source, str(text), scene.seed) for text in items(scene.find("sentences"))]
        if is_numbers and scene.texts and name in _VECTORS:
            return Whole(self._vectors()[0])
        if name in ("box", "bbox", "bounding_box") and is_numbers:
            size = scene.picture.size if scene.picture is not None else scene.size()
            return roles.box_in(size, (), scene.dice.fork("box", *at))
        if not at and scene.table is not None:
            return [self._prediction(row, forms[0]) for row in range(scene.rows)]
        if not at and len(scene.texts) > 1 and "string" in types(forms[0]):
            return [self._written(name, text) for text in scene.texts]
        if scene.labels and "string" in types(forms[0]) and name in ("labels", "classes", "tags"):
            return scene.labels
        return MISSING

    def _is_vector(self, schema: Schema) -> bool:
        inner = branches(schema.get("items", {}), self._root) if "array" in types(schema) else []
        return any("number" in types(form) for form in inner)

    def _may_ask_for_times(self) -> bool:
        return bool(property_at(self._scene.bundle.input, self._scene.bundle.input, "parameters.return_timestamps"))

    def _prediction(self, row: int, schema: Schema) -> Any:
        """A class or a number for one row of a table; equal rows get equal predictions."""
        scene = self._scene
        cells = [column[row] for column in (scene.table or {}).values() if row < len(column)]
        dice = Dice(scene.seed, "row", cells)
        if "string" in types(schema):
            known = [str(example) for example in items(schema.get("examples"))]
            return dice.pick(list(dict.fromkeys([*known, "class_a", "class_b", "class_c"])))
        numbers = [number for number in map(_as_number, cells) if number is not None]
        return (
            round(sum(numbers) / len(numbers) * dice.between(0.8, 1.2), 4)
            if numbers
            else round(dice.between(0, 100), 4)
        )

    def _vectors(self) -> list[Any]:
        scene = self._scene
        dimension = whole(scene.find("dimensions")) or DIMENSION
        if dimension > LARGEST:
            at = scene.place("dimensions")
            raise Refusal(422, f"{jsonpath(at)}: the sandbox makes at most {LARGEST} dimensions, got {dimension}.", at)
        prompt = scene.find("prompt_name")
        texts = [f"{prompt}: {text}" if prompt else text for text in scene.texts]
        found = [vector(text, scene.seed, dimension) for text in texts]
        if scene.find("encoding_format") == "base64":
            return [packed(numbers) for numbers in found]
        return found

    def _binary(self, name: str, schema: Schema) -> bytes:
        scene, kind = self._scene, media_kind(schema)
        if kind == "audio" or (not kind and scene.seconds is not None):
            return scene.melody()
        if kind == "video":
            size, count, rate = scene.frames()
            pictures = drawing.frames(scene.text, size, count, scene.drawn("film"), scene.picture)
            return film.avi(pictures, rate)
        size = scene.size()
        if "depth" in name:
            return drawing.encoded(drawing.depth(scene.picture.size if scene.picture is not None else size))
        if "mask" in name:
            source = scene.picture.size if scene.picture is not None else size
            return drawing.encoded(drawing.masks(source, 2, scene.dice.fork("mask"))[0])
        return drawing.encoded(drawing.picture(scene.text, size, scene.drawn("picture"), scene.picture))

    def _text(self, at: Path, name: str, schema: Schema) -> Any:
        words = name.lower().split("_")
        if name in ("content_type", "media_type", "mime_type"):
            return sound.MEDIA_TYPE if self._scene.seconds is not None else "image/png"
        if "language" in words or "lang" in words:
            return self._scene.find("language", "tgt_lang", "lang") or "en"
        if name in ("label", "class", "category"):
            rows = roles.rows_for({"label": schema, "score": {}}, self._scene)
            return rows[0]["label"] if rows else MISSING
        is_text = not at or any(word in words for word in TEXT_WORDS)
        return self._written(name, self._scene.text) if is_text else MISSING

    def _written(self, name: str, text: str) -> str:
        scene, words = self._scene, name.lower().split("_")
        kinds = {medium.kind for medium in scene.media.values()}
        if "translation" in words:
            written = prose.translation(text, scene.find("tgt_lang", "target_language"))
        elif "summary" in words:
            written = prose.summary(text)
        elif "audio" in kinds:
            return " ".join(roles.heard(scene))
        elif scene.picture is not None:
            width, height = scene.picture.size
            written = prose.caption(width, height, drawing.colour_name(scene.picture))
        else:
            written = prose.reply(text, scene.dice.fork(name))
        limit = whole(scene.find("max_new_tokens", "max_length", "max_tokens"))
        return tokens.cut(written, limit=limit).text if limit else written

    def _number(self, name: str) -> Any:
        scene = self._scene
        words = set(name.lower().split("_"))
        if words & {"score", "confidence", "probability"}:
            return round(scene.dice.fork(name).between(0.5, 1.0), 6)
        if "rate" in words and words & {"sampling", "sample"}:
            return sound.RATE
        if words & {"duration", "seconds", "length"} and scene.seconds is not None:
            return round(scene.seconds, 3)
        if name in ("width", "height"):
            size = scene.picture.size if scene.picture is not None else scene.size()
            return size[0 if name == "width" else 1]
        if name == "seed":
            found = scene.find("seed")
            return found if found is not None else MISSING
        return MISSING


def packed(numbers: list[float]) -> str:
    """A vector as base64 of its numbers, 32 bit each, little-endian."""
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def _as_number(cell: object) -> float | None:
    if isinstance(cell, str):
        try:
            return float(cell)
        except ValueError:
            return None
    return real(cell)
