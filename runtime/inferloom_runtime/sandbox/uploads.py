"""Pictures, sounds, films that come with a request."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inferloom_runtime import media
from inferloom_runtime.errors import AnswerError
from inferloom_runtime.sandbox.exchange import Refusal
from inferloom_runtime.sandbox.value import Path

if TYPE_CHECKING:
    from PIL.Image import Image

_BYTES_A_SECOND = 16_000
# Containers that may hold sound alone, whatever their first bytes say.
_EITHER = ("audio/ogg", "video/ogg", "video/webm", "video/x-matroska", "audio/mp4", "video/mp4")


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, sound or film that came with a request.

    Attributes:
        kind: "image", "audio" or "video".
        content: The bytes.
        picture: The picture, for images.
        seconds: How long it lasts, for sounds.
    """

    kind: str
    content: bytes
    picture: Image | None = None
    seconds: float = 0.0


def from_base64(text: str, kind: str, at: Path) -> Medium:
    """Decode a binary member of a JSON body.

    Args:
        text: The base64 text.
        kind: "image", "audio", "video", or "" for any of them.
        at: Where it stands in the body.

    Returns:
        The medium.

    Raises:
        Refusal: 400; the text is no base64, or the bytes are not what they should be.
    """
    if text.startswith("data:"):
        raise Refusal(400, "Expected plain base64, got a data: URL; send what stands after its comma.", at)
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal(400, f"Expected base64 of the file's bytes, got text that is no base64: {error}.", at) from error
    return opened(content, kind, at)


def opened(content: bytes, kind: str, at: Path | None = None) -> Medium:
    """Look into a medium.

    Args:
        content: The bytes.
        kind: "image", "audio", "video", or "" for any of them.
        at: Where they stand in the body, or None where they are the body.

    Returns:
        The medium.

    Raises:
        Refusal: 400; the bytes are not what they should be.
    """
    if not content:
        raise Refusal(400, f"Expected {_named(kind)}, got no bytes at all.", at)
    found = media.sniff(content) or ""
    if not kind:
        kind = found.partition("/")[0] or "other"
    elif not found.startswith(kind) and not (found in _EITHER and kind != "image"):
        raise Refusal(400, f"Expected {_named(kind)}, got {found or 'bytes of no known format'}.", at)
    if kind == "image":
        return Medium(kind, content, picture=_picture(content, at))
    return Medium(kind, content, seconds=_seconds(content, found, at) if kind == "audio" else 0.0)


def _named(kind: str) -> str:
    return {"image": "an image", "audio": "an audio file", "video": "a video"}.get(kind, "a file")


def _picture(content: bytes, at: Path | None) -> Image:
    try:
        return media.picture(content)
    except AnswerError as error:
        raise Refusal(400, error.message, at) from error


def _seconds(content: bytes, found: str, at: Path | None) -> float:
    if found == "audio/wav":
        return _wav_seconds(content, at)
    if found == "audio/flac" and len(content) >= 26:
        word = int.from_bytes(content[18:26], "big")
        rate, samples = word >> 44, word & ((1 << 36) - 1)
        if rate and samples:
            return samples / rate
    return len(content) / _BYTES_A_SECOND


def _wav_seconds(content: bytes, at: Path | None) -> float:
    position, rate = 12, 0
    while position + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, position)
        if name == b"fmt " and position + 20 <= len(content):
            rate = int(struct.unpack_from("<I", content, position + 16)[0])
        if name == b"data" and rate:
            # A streamed file does not know its length and says 0 or the largest number.
            return min(size or len(content), len(content) - position - 8) / rate
        position += 8 + size + size % 2
    raise Refusal(400, "The WAV file has no sound in it: its 'fmt ' or 'data' part is missing.", at)
