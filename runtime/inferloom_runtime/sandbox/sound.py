"""Sounds made from texts: tones in a WAV file."""

from __future__ import annotations

import array
import hashlib
import math
import struct
import sys
from functools import lru_cache

RATE = 16_000
"""Samples a second."""

MEDIA_TYPE = "audio/wav"
SECONDS_A_CHARACTER = 0.06
LONGEST = 600.0
"""The longest sound, in seconds."""

_SCALE = (220.0, 247.5, 277.2, 330.0, 370.0, 440.0, 495.0, 554.4, 660.0, 740.0)
_SAMPLES = int(RATE * SECONDS_A_CHARACTER)


def duration(text: str) -> float:
    """How long a text takes to say, in seconds."""
    return min(max(len(text), 1) * SECONDS_A_CHARACTER, LONGEST)


def spoken(text: str, seed: str = "") -> bytes:
    """A melody that lasts as long as a text would take to say.

    Args:
        text: The text; every character is a tone.
        seed: Changes the melody.

    Returns:
        A WAV file: 16 bit, one channel.
    """
    return lasting(duration(text), text, seed)


def lasting(seconds: float, text: str, seed: str = "") -> bytes:
    """A melody of a given length.

    Args:
        seconds: Its length.
        text: What the melody is made from.
        seed: Changes the melody.

    Returns:
        A WAV file: 16 bit, one channel.
    """
    samples = int(min(max(seconds, 0.01), LONGEST) * RATE + 0.5)
    start = hashlib.sha256(f"{seed}|{text}".encode("utf-8", "surrogatepass")).digest()
    sound, position = bytearray(), 0
    while len(sound) < 2 * samples:
        letter = text[position % len(text)] if text else "a"
        step = (ord(letter) + start[position % len(start)]) % len(_SCALE)
        sound += bytes(2 * _SAMPLES) if letter.isspace() else _tone(step)
        position += 1
    return wav(bytes(sound[: 2 * samples]))


def wav(samples: bytes) -> bytes:
    """A WAV file around samples of 16 bit, one channel.

    Args:
        samples: The samples, little-endian.
    """
    name = b"inferloom-sandbox, synthetic\0\0"
    info = b"LIST" + struct.pack("<I", 12 + len(name)) + b"INFOISFT" + struct.pack("<I", len(name)) + name
    layout = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    parts = b"WAVE" + layout + info + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(parts)) + parts


@lru_cache(maxsize=len(_SCALE))
def _tone(step: int) -> bytes:
    samples = array.array("h")
    for position in range(_SAMPLES):
        # Softened at both ends, else every tone would begin with a click.
        envelope = math.sin(math.pi * position / _SAMPLES)
        samples.append(int(9000 * envelope * math.sin(2 * math.pi * _SCALE[step] * position / RATE)))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
