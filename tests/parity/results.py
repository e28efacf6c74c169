"""What a call gave, as plain JSON: the same form for every side, whatever classes it uses.

This module runs in the peers' environments too, so it imports nothing but the standard library.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import sys
from typing import Any


def plain(value: Any) -> Any:
    """A result as JSON.

    Args:
        value: What a method returned.

    Returns:
        JSON; `{"$image": ...}`, `{"$bytes": ...}` and `{"$array": ...}` stand for what JSON does not have. A typed
        object is a JSON object with its class's name under "$type" and without what is None: an attribute that the
        server did not send reads as None on every side.
    """
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$float": str(value)}
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"$bytes": [len(value), hashlib.sha1(value).hexdigest()]}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        members = {name: plain(member) for name, member in vars(value).items() if member is not None}
        return {"$type": type(value).__name__, **members}
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    thing: Any = value
    if "PIL.Image" in sys.modules and isinstance(thing, sys.modules["PIL.Image"].Image):
        return {"$image": [thing.mode, *thing.size, hashlib.sha1(thing.tobytes()).hexdigest()]}
    if "numpy" in sys.modules and isinstance(thing, sys.modules["numpy"].ndarray):
        return {"$array": thing.tolist(), "dtype": str(thing.dtype), "shape": list(thing.shape)}
    return {"$object": type(thing).__name__}


def error(raised: BaseException) -> dict[str, Any]:
    """What was raised, as JSON.

    Args:
        raised: The exception.

    Returns:
        Its class's name, the names of all classes that an `except` may catch it by, its words, and the status of the
        HTTP answer that it speaks of, if any.
    """
    response = getattr(raised, "response", None)
    status = getattr(raised, "status", None) or getattr(response, "status_code", None)
    return {
        "$error": type(raised).__name__,
        "kinds": [kind.__name__ for kind in type(raised).__mro__],
        "words": str(raised)[:4000],
        "status": status if isinstance(status, int) else None,
    }
