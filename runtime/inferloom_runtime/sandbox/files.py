"""Files that a request's address speaks of: a synthetic picture, sound or film for every URL of one."""

from __future__ import annotations

from inferloom_runtime import media
from inferloom_runtime.sandbox import drawing, film, sound
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Reply, of_bytes

_SIZE = (256, 192)
_FRAMES = 16
_RATE = 8.0
_DRAWN = ("image/png", "image/jpeg", "image/webp", "image/gif")


def kind(path: str) -> str | None:
    """What a path's end promises: "image", "audio" or "video"; None for anything else."""
    found = (media.guess(path) or "").partition("/")[0]
    return found if found in ("image", "audio", "video") else None


def serve(path: str, seed: int) -> Reply:
    """Make the file at a path.

    Args:
        path: A path for which `kind` gives a kind.
        seed: The sandbox's seed.

    Returns:
        A picture in the format that the path promises, or a PNG; a WAV; an AVI. The content type says which.
    """
    found, dice, name = kind(path), Dice(seed, "file", path), path.rpartition("/")[2]
    if found == "audio":
        return of_bytes(sound.spoken(path, str(seed)), sound.MEDIA_TYPE)
    if found == "video":
        return of_bytes(film.avi(drawing.frames(name, _SIZE, _FRAMES, dice), _RATE), film.MEDIA_TYPE)
    promised = media.guess(path)
    media_type = promised if promised in _DRAWN else _DRAWN[0]
    return of_bytes(drawing.encoded(drawing.picture(name, _SIZE, dice), media_type), media_type)
