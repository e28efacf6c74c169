"""Films: JPEG pictures one after another in an AVI file."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

from PIL import Image

MEDIA_TYPE = "video/x-msvideo"
_KEY_FRAME = 0x10
_HAS_INDEX = 0x10


def avi(frames: Sequence[Image.Image], rate: float) -> bytes:
    """A film without sound.

    Args:
        frames: The pictures, all of one size.
        rate: Pictures a second.

    Returns:
        An AVI file with Motion JPEG inside.
    """
    width, height = frames[0].size
    pictures = [_jpeg(frame) for frame in frames]
    largest = max(len(picture) for picture in pictures)
    scale, per_scale = 1000, max(1, round(rate * 1000))
    header = struct.pack(
        "<14I", round(1_000_000 / rate), largest * round(rate + 0.5), 0, _HAS_INDEX, len(pictures), 0, 1, largest,
        width, height, 0, 0, 0, 0,
    )  # fmt: skip
    stream = struct.pack(
        "<4s4sIHHIIIIIIII4H", b"vids", b"MJPG", 0, 0, 0, 0, scale, per_scale, 0, len(pictures), largest, 0xFFFFFFFF, 0,
        0, 0, width, height,
    )  # fmt: skip
    layout = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", 3 * width * height, 0, 0, 0, 0)
    track = _list(b"strl", _chunk(b"strh", stream) + _chunk(b"strf", layout))
    about = _list(b"INFO", _chunk(b"ISFT", b"inferloom-sandbox, synthetic\0"))
    data, index, offset = bytearray(), bytearray(), 4
    for picture in pictures:
        piece = _chunk(b"00dc", picture)
        index += struct.pack("<4sIII", b"00dc", _KEY_FRAME, offset, len(picture))
        data += piece
        offset += len(piece)
    parts = _list(b"hdrl", _chunk(b"avih", header) + track) + about + _list(b"movi", bytes(data))
    return _chunk(b"RIFF", b"AVI " + parts + _chunk(b"idx1", bytes(index)))


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _list(name: bytes, content: bytes) -> bytes:
    return _chunk(b"LIST", name + content)


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
