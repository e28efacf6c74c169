"""Files that answers name by address, kept until they are downloaded."""

from __future__ import annotations

import hashlib
import threading

from inferloom_runtime import media
from inferloom_runtime.sandbox.exchange import Refusal, Reply, of_bytes

PREFIX = "/sandbox-files/"
"""How the paths of kept files begin, on whatever host."""

_MOST_BYTES = 1 << 28
_SUFFIXES = {"image/png": ".png", "audio/wav": ".wav", "video/x-msvideo": ".avi"}


class Shelf:
    """Keeps the newest files: what does not fit into 256 MB is forgotten, the oldest first."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._size = 0
        self._lock = threading.Lock()

    def put(self, content: bytes) -> str:
        """Keep a file.

        Args:
            content: The file.

        Returns:
            The path that it is served at; equal files have equal paths.
        """
        suffix = _SUFFIXES.get(media.sniff(content) or "", "")
        path = f"{PREFIX}{hashlib.sha256(content).hexdigest()[:32]}{suffix}"
        with self._lock:
            self._size += len(content) - len(self._files.pop(path, b""))
            self._files[path] = content
            while self._size > _MOST_BYTES and len(self._files) > 1:
                self._size -= len(self._files.pop(next(iter(self._files))))
        return path

    def serve(self, path: str) -> Reply:
        """Give a file out.

        Args:
            path: What `put` gave.

        Raises:
            Refusal: 404; there is no such file, or no more.
        """
        with self._lock:
            content = self._files.get(path)
        if content is None:
            raise Refusal(404, f"There is no file at {path}; the sandbox keeps only its newest ones.")
        return of_bytes(content, media.sniff(content) or "application/octet-stream")
