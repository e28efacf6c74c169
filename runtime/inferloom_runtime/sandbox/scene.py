"""The facts of a request that an answer can be made from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from inferloom_runtime.sandbox import drawing, sound
from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal
from inferloom_runtime.sandbox.uploads import Medium
from inferloom_runtime.sandbox.value import Path, items, jsonpath, members, real, walk, whole

_TEXTS = ("prompt", "inputs", "text", "question", "query", "source_sentence", "description", "content", "context")
# How much is told of an answer, and how, does not change what is told.
_TELLING = ("top_k", "threshold", "function_to_apply", "return_timestamps", "encoding_format",
            "max_new_tokens", "stream")  # fmt: skip
_SIDE = 512
_FILM_SIDE = 256
_FRAMES = 16
_FRAMES_A_SECOND = 8.0
_MOST_FRAMES = 512
_MOST_PIXELS = 400_000_000


@dataclass(slots=True)
class Scene:
    """One checked request.

    Attributes:
        bundle: The task.
        body: The body, with binary members still in base64.
        media: The binary members, decoded, by place.
        dice: Chance that depends on the request and the sandbox's seed.
        seed: The sandbox's seed.
    """

    bundle: Bundle
    body: Mapping[str, Any]
    media: Mapping[Path, Medium]
    dice: Dice
    seed: int = 0
    _fields: dict[str, tuple[Path, Any]] = field(default_factory=dict[str, tuple[Path, Any]])

    def __post_init__(self) -> None:
        for at, value in sorted(walk(dict(self.body)), key=lambda entry: len(entry[0])):
            if at and isinstance(at[-1], str) and at not in self.media:
                self._fields.setdefault(at[-1], (at, value))

    def find(self, *names: str) -> Any:
        """The value of the first of these members that the request has, at whatever depth; else None."""
        return next((self._fields[name][1] for name in names if name in self._fields), None)

    def place(self, name: str) -> Path:
        """Where a member stands in the request."""
        return self._fields[name][0] if name in self._fields else ()

    @property
    def text(self) -> str:
        """The text that the request is about; empty where there is none."""
        named = [self.find(name) for name in _TEXTS]
        texts = [value for value in named if isinstance(value, str)]
        texts += [value for _, value in self._fields.values() if isinstance(value, str)]
        return texts[0] if texts else " ".join(self.texts)

    @property
    def texts(self) -> list[str]:
        """The texts where the request is about several; a lone one is a list of one."""
        value = self.find("inputs", "texts", "sentences", "input")
        if isinstance(value, str):
            return [value]
        return [text for text in items(value) if isinstance(text, str)]

    @property
    def picture(self) -> Image.Image | None:
        """The first picture that came."""
        return next((medium.picture for medium in self.media.values() if medium.picture is not None), None)

    @property
    def seconds(self) -> float | None:
        """How long the first sound that came lasts."""
        return next((medium.seconds for medium in self.media.values() if medium.kind == "audio"), None)

    @property
    def labels(self) -> list[str] | None:
        """The labels to choose from, where the request gives some."""
        found = self.find("candidate_labels", "labels", "classes")
        return [label for label in items(found) if isinstance(label, str)] or None

    @property
    def top(self) -> int | None:
        """How many results are wanted, where the request says so."""
        return whole(self.find("top_k", "top_n", "num_results"))

    @property
    def table(self) -> Mapping[str, Sequence[Any]] | None:
        """The table that came, column by column."""
        found = members(self.find("table"))
        columns = {name: items(column) for name, column in found.items()}
        return columns or None

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return max((len(column) for column in (self.table or {}).values()), default=0)

    def size(self) -> tuple[int, int]:
        """The size of the picture to make, in pixels.

        Raises:
            Refusal: 422; it is larger than the sandbox draws.
        """
        width, height = whole(self.find("width")), whole(self.find("height"))
        named = re.fullmatch(r"(\d+)[x*](\d+)", str(self.find("size")))
        if named:
            width, height = int(named[1]), int(named[2])
        default = (_SIDE, _SIDE)
        if self.picture is not None:
            default = _within(self.picture.size, drawing.LARGEST // 2)
        for name, side in (("width", width), ("height", height)):
            if side is not None and not 1 <= side <= drawing.LARGEST:
                self._refuse(name, f"the sandbox draws from 1 to {drawing.LARGEST} pixels, got {side}.")
        return width or default[0], height or default[1]

    def frames(self) -> tuple[tuple[int, int], int, float]:
        """The film to make: its size in pixels, how many pictures, how many a second.

        Raises:
            Refusal: 422; it is larger than the sandbox draws.
        """
        wanted = self.find("num_frames", "frames")
        count = _FRAMES if wanted is None else whole(wanted)
        if count is None or not 1 <= count <= _MOST_FRAMES:
            self._refuse("num_frames", f"must be a whole number from 1 to {_MOST_FRAMES}, got {wanted}.")
        rate = real(self.find("fps", "frame_rate", "frames_per_second"))
        size = self.size()
        if self.find("width", "height", "size") is None:
            size = _within(self.picture.size if self.picture is not None else (_FILM_SIDE, _FILM_SIDE), _SIDE)
        if (count or 1) * size[0] * size[1] > _MOST_PIXELS:
            self._refuse("num_frames", f"{count} frames of {size[0]} by {size[1]} pixels are too many for the sandbox.")
        return size, count or 1, rate or _FRAMES_A_SECOND

    def drawn(self, picture_of: str) -> Dice:
        """Chance for a picture: it depends on the prompt and the request's own seed, not on size or steps."""
        return Dice(self.seed, picture_of, self.text, self.find("negative_prompt"), self.find("seed"))

    def melody(self) -> bytes:
        """The sound that answers the request: as long as the one that came, else as its text takes to say."""
        seed = f"{self.seed} {self.find('seed', 'voice', 'speaker')}"
        if self.seconds is not None:
            return sound.lasting(self.seconds, self.text or self.dice.name(), seed)
        return sound.spoken(self.text, seed)

    def _refuse(self, name: str, sentence: str) -> None:
        at = self.place(name)
        raise Refusal(422, f"{jsonpath(at)}: {sentence}", at)


def steering(body: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a body that decides what the answer is about."""
    kept = {name: value for name, value in body.items() if name not in _TELLING}
    parameters = {name: value for name, value in members(kept.pop("parameters", None)).items() if name not in _TELLING}
    return {**kept, **({"parameters": parameters} if parameters else {})}


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    """A size with its proportions, whose longer edge is at most `side`."""
    scale = min(1.0, side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
