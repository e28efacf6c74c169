"""What the fields of an answer mean: rows of linked values, told by the fields' names."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from inferloom_runtime.sandbox import drawing, extraction, prose, sound
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.filler import Whole
from inferloom_runtime.sandbox.scene import Scene
from inferloom_runtime.sandbox.value import items, members, real, whole
from inferloom_runtime.sandbox.vectors import likeness

Row: TypeAlias = dict[str, Any]

MEANINGS: Mapping[str, str] = {
    "class": "label", "class_name": "label", "category": "label", "confidence": "score", "probability": "score",
    "bbox": "box", "bounding_box": "box", "segmentation": "mask", "timestamps": "timestamp", "time_range": "timestamp",
}  # fmt: skip
"""Other names of fields, with the name they are known by here."""

_VOCABULARY: Mapping[str, Sequence[str]] = {
    "image": ("cat", "dog", "tree", "bicycle", "house"),
    "audio": ("speech", "music", "silence", "rain", "engine"),
    "video": ("walking", "cooking", "playing guitar", "swimming", "dancing"),
    "text": ("POSITIVE", "NEGATIVE", "NEUTRAL"),
}
_OBJECTS = 3
_CORNERS = (("xmin", "ymin", "xmax", "ymax"), ("left", "top", "right", "bottom"), ("x1", "y1", "x2", "y2"))


def rows_for(names: Mapping[str, Mapping[str, Any]], scene: Scene) -> list[Row] | None:
    """The rows of a list of objects, as far as the fields' names tell them.

    Args:
        names: The objects' fields with their schemas.
        scene: The request.

    Returns:
        One row an object, by the fields' own names; None where the names tell nothing.
    """
    meanings = {name: MEANINGS.get(name, name) for name in names}
    schemas = {meaning: names[name] for name, meaning in meanings.items()}
    for is_role, make in _ROLES:
        if is_role(schemas, scene):
            rows = make(schemas, scene)
            return [{name: row[meaning] for name, meaning in meanings.items() if meaning in row} for row in rows]
    return None


def box_in(size: tuple[int, int], names: Sequence[str], dice: Dice) -> Row | list[int]:
    """A box inside a picture.

    Args:
        size: The picture's size in pixels.
        names: The box's fields; none for a list of four numbers.
        dice: Where it lies.
    """
    width, height = size
    left, top = dice.integer(0, (width - 1) // 2), dice.integer(0, (height - 1) // 2)
    right, bottom = dice.integer(min(left + 1, width), width), dice.integer(min(top + 1, height), height)
    for corners in _CORNERS:
        if set(corners) <= set(names):
            return dict(zip(corners, (left, top, right, bottom), strict=True))
    if names:
        return {
            "x": left,
            "y": top,
            "width": right - left,
            "height": bottom - top,
            "w": right - left,
            "h": bottom - top,
        }
    return [left, top, right, bottom]


def _masked(schemas: Mapping[str, Any], scene: Scene) -> list[Row]:
    targets = [word for word in items(scene.find("targets")) if isinstance(word, str)]
    rows = extraction.unmasked(scene.text, targets or None, scene.dice.fork("masks"))
    return _scored(rows, scene, 5)


def _detected(schemas: Mapping[str, Any], scene: Scene) -> list[Row]:
    dice, size = scene.dice.fork("objects"), scene.picture.size if scene.picture is not None else scene.size()
    labels = scene.labels or _vocabulary(schemas, scene)[:_OBJECTS]
    if scene.top is not None:
        labels = labels[: scene.top]
    threshold = real(scene.find("threshold")) or 0.0
    # The first object is a sure one: it passes the thresholds that are in use.
    scores = sorted((round(dice.between(0.5 if place else 0.95, 1.0), 6) for place in range(len(labels))), reverse=True)
    masks = drawing.masks(size, len(labels), dice) if "mask" in schemas else []
    corners = list(members(members(schemas.get("box")).get("properties")))
    result: list[Row] = []
    for position, (label, score) in enumerate(zip(labels, scores, strict=True)):
        row: Row = {"label": label, "score": score, "box": box_in(size, corners, dice.fork("box", position))}
        if masks:
            row["mask"] = Whole(base64.b64encode(drawing.encoded(masks[position])).decode())
        result.append(row)
    return [row for row in result if row["score"] >= threshold]


def _entities(schemas: Mapping[str, Any], scene: Scene) -> list[Row]:
    ignored = {str(label) for label in items(scene.find("ignore_labels"))}
    is_grouped = scene.find("aggregation_strategy") != "none"
    result: list[Row] = []
    for span, group in extraction.entities(scene.text, scene.dice.fork("entities")):
        if group in ignored or f"B-{group}" in ignored:
            continue
        score = round(scene.dice.fork("entity", span.start).between(0.7, 0.999), 6)
        row: Row = {"word": span.text, "text": span.text, "score": score, "start": span.start, "end": span.end}
        named: Row = {"entity_group": group, "label": group}
        if not is_grouped:
            position = len(scene.text[: span.start].split()) + 1
            named = {"entity": f"B-{group}", "label": f"B-{group}", "index": position}
        result.append({**row, **named})
    return result


def _answers(schemas: Mapping[str, Any], scene: Scene) -> list[Row]:
    question, context = str(scene.find("question", "query") or ""), str(scene.find("context") or "")
    longest = whole(scene.find("max_answer_len")) or 15
    spans = extraction.answers(question, context, longest, scene.dice.fork("answers"))
    rows: list[Row] = [{"answer": span.text, "text": span.text, "start": span.start, "end": span.end} for span in spans]
    return _scored(rows, scene, scene.top or 1)


def _read(schemas: Mapping[str, Any], scene: Scene) -> list[Row]:
    """Answers about a page: words that came with it, else words that are made up."""
    words = [
        next((part for part in items(word) if isinstance(part, str)), word) for word in items(scene.find("word_boxes"))
    ]
    texts = [word for word in words if isinstance(word, str)] or ["synthetic", "made", "up", "words"]
    order = scene.dice.fork("page").shuffled(range(len(texts)))
    rows: list[Row] = [{"answer": texts[position], "start": position, "end": position} for position in order]
    return _scored(rows, scene, 1)


def _cells(schemas: Mapping[str, Any], scene: Scene) -> list[Row]:
    query = str(scene.find("query", "question") or "")
    return [extraction.cells(query, scene.table or {}, scene.dice.fork("cells"))]


def _chunks(schemas: Mapping[str, Any], scene: Scene) -> list[Row]:
    seconds = scene.seconds or 1.0
    words = heard(scene)
    wanted = scene.find("return_timestamps")
    pieces = (
        [" ".join(words)] if wanted not in ("word", "char") else words if wanted == "word" else list(" ".join(words))
    )
    total, passed, result = sum(map(len, pieces)), 0, list[Row]()
    for piece in pieces:
        start = round(seconds * passed / total, 2)
        passed += len(piece)
        result.append({"text": piece, "timestamp": [start, round(seconds * passed / total, 2)]})
    return result


def _labelled(schemas: Mapping[str, Any], scene: Scene) -> list[Row]:
    name = "label" if "label" in schemas else "answer"
    labels = scene.labels or _vocabulary(schemas, scene)
    dice = scene.dice.fork("labels")
    levels = [4 * likeness(scene.text, label, scene.seed) + 3 * dice.fork(label).fraction() for label in labels]
    transform = scene.find("function_to_apply")
    if transform == "none":
        scores = [round(level - 2, 6) for level in levels]
    elif transform == "sigmoid" or scene.find("multi_label") is True:
        scores = [round(1 / (1 + math.exp(2 - level)), 6) for level in levels]
    else:
        scores = _shares(levels)
    ranked = sorted(zip(scores, labels, strict=True), reverse=True)
    return [{name: label, "score": score} for score, label in ranked][: scene.top or len(ranked)]


def _sounds(schemas: Mapping[str, Any], scene: Scene) -> list[Row]:
    return [{"label": "speaker_0", "content_type": sound.MEDIA_TYPE}]


def _vocabulary(schemas: Mapping[str, Any], scene: Scene) -> list[str]:
    schema = members(schemas.get("label") or schemas.get("answer"))
    closed = [str(label) for label in items(schema.get("enum"))]
    if closed:
        return closed
    question = str(scene.find("question") or "").lower()
    if question:
        if "how many" in question:
            return ["two", "one", "three", "none", "many"]
        if any(word in question for word in ("colour", "color")):
            return ["red", "blue", "green", "white", "black"]
        first = question.split(" ")[0]
        if first in ("is", "are", "does", "do", "can", "was", "were", "has", "have"):
            return ["yes", "no"]
    examples = [str(label) for label in items(schema.get("examples"))]
    kind = next((medium.kind for medium in scene.media.values()), "text")
    return list(dict.fromkeys([*examples, *_VOCABULARY.get(kind, _VOCABULARY["text"])]))[:5]


def heard(scene: Scene) -> list[str]:
    """The words of the recording that came."""
    words = prose.spoken_words(scene.seconds or 1.0, scene.dice.fork("words"))
    limit = whole(scene.find("max_new_tokens"))
    return words[:limit] if limit else words


def _scored(rows: list[Row], scene: Scene, most: int) -> list[Row]:
    dice = scene.dice.fork("scores")
    scores = _shares([4 * dice.fraction() for _ in rows])
    ranked = zip(rows, sorted(scores, reverse=True), strict=True)
    return [{**row, "score": score} for row, score in ranked][: scene.top or most]


def _shares(levels: Sequence[float]) -> list[float]:
    """Numbers between 0 and 1 that sum to one, larger for larger levels."""
    powers = [math.exp(level) for level in levels]
    total = math.fsum(powers)
    shares = [round(power / total, 6) for power in powers]
    if shares:
        # What rounding took or gave goes to the largest, so that the sum is one again.
        largest = shares.index(max(shares))
        shares[largest] = round(shares[largest] + 1 - math.fsum(shares), 6)
    return shares


def _has(*names: str) -> Callable[[Mapping[str, Any], Scene], bool]:
    return lambda schemas, scene: any(name in schemas for name in names)


_ROLES: Sequence[tuple[Callable[[Mapping[str, Any], Scene], bool], Callable[[Mapping[str, Any], Scene], list[Row]]]] = (
    (_has("token_str"), _masked),
    (_has("box", "mask"), _detected),
    (_has("entity", "entity_group"), _entities),
    (lambda schemas, scene: "answer" in schemas and scene.table is not None, _cells),
    (lambda schemas, scene: "answer" in schemas and scene.find("context") is not None, _answers),
    (lambda schemas, scene: "answer" in schemas and "start" in schemas, _read),
    (_has("timestamp"), _chunks),
    (lambda schemas, scene: "label" in schemas and "score" not in schemas and "blob" in schemas, _sounds),
    (lambda schemas, scene: "score" in schemas and ("label" in schemas or "answer" in schemas), _labelled),
)
