"""Files inside JSON: base64 text that is made while the body is sent."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from inferloom_runtime import codec
from inferloom_runtime.flow import Upload
from inferloom_runtime.guards import is_list, is_object


class Embedded:
    """A file's place in a JSON body.

    Attributes:
        length: How many characters its text has.
    """

    def __init__(self, pieces: Callable[[], Iterator[bytes]], size: int, prefix: str = "") -> None:
        """Make one.

        Args:
            pieces: Opens the file; called once for each attempt.
            size: Its size in bytes.
            prefix: What the text starts with, such as "data:image/png;base64,"; it needs no escaping in JSON.
        """
        self.length: int = len(prefix) + 4 * ((size + 2) // 3)
        self._pieces = pieces
        self._prefix = prefix

    def __repr__(self) -> str:
        return f"Embedded({self._prefix!r}, {self.length} characters)"

    def text(self) -> Iterator[bytes]:
        """The text, piece by piece."""
        yield self._prefix.encode()
        rest = b""
        for piece in self._pieces():
            data = rest + piece if rest else piece
            whole = len(data) - len(data) % 3
            rest = data[whole:]
            yield base64.b64encode(data[:whole] if rest else data)
        yield base64.b64encode(rest)


def encode(body: dict[str, Any]) -> bytes | Upload:
    """Encode a body as JSON.

    Args:
        body: An object as `codec.encode` takes it, with `Embedded` files in it.

    Returns:
        The bytes; an upload of known length where a file is in it.

    Raises:
        UsageError: Something in the body is not JSON.
    """
    content = codec.written(body)
    if content is not None:
        return content
    files: dict[str, Embedded] = {}
    content = codec.encode(_marked(body, secrets.token_hex(16), files))
    if not files:
        return content
    # One string of JSON that nobody can have written stands for each file; the parts around them are sent as they are.
    parts = re.split(b"(" + b"|".join(mark.encode() for mark in files) + b")", content)

    def pieces() -> Iterator[bytes]:
        for index, part in enumerate(parts):
            if index % 2:
                yield from files[part.decode()].text()
            else:
                yield part

    length = sum(files[part.decode()].length if index % 2 else len(part) for index, part in enumerate(parts))
    return Upload(pieces, length)


def _marked(value: Any, secret: str, files: dict[str, Embedded]) -> Any:
    """A copy of a value with a mark in the place of each file."""
    if isinstance(value, Embedded):
        mark = f"{secret}-{len(files)}-"
        files[mark] = value
        return mark
    if is_object(value):
        return {key: _marked(member, secret, files) for key, member in value.items()}
    if is_list(value):
        return [_marked(item, secret, files) for item in value]
    return value
