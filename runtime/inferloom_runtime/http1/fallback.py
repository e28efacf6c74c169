"""The HTTP client for what is not done here: httpx, made when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from inferloom_runtime.http1.request import Asked


class Fallback:
    """It.

    Args:
        make: Makes it.

    Attributes:
        made: It, once it is needed.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self.made: Any = None
        self._make = make
        self._lock = threading.Lock()

    def client(self) -> Any:
        """It, from whatever thread.

        Returns:
            The HTTP client.
        """
        with self._lock:
            if self.made is None:
                self.made = self._make()
        return self.made

    def request(self, request: Asked[Any]) -> Any:
        """The same request, made by it. The limits of time stay in one dictionary for both.

        Args:
            request: The request.

        Returns:
            Its request.
        """
        return self.made.build_request(
            request.method, request.url, headers=request.headers, content=request.content, extensions=request.extensions
        )
