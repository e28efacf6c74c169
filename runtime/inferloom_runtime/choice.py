"""The HTTP client that async clients get in each event loop where they were given none."""

from __future__ import annotations

import importlib.util
import logging
import os
from collections.abc import Callable
from typing import Any, cast

_logger = logging.getLogger("inferloom")


def has_aiohttp() -> bool:
    """Whether aiohttp is there to be used.

    Returns:
        Whether it is installed, and `INFERLOOM_AIOHTTP=0` does not say to leave it alone.
    """
    return os.environ.get("INFERLOOM_AIOHTTP") != "0" and importlib.util.find_spec("aiohttp") is not None


def async_client() -> Callable[[Callable[[], Any]], Any]:
    """The class of HTTP client: on aiohttp where that is installed, else our own.

    Returns:
        The class. It takes what makes an HTTP client for what it does not do itself.
    """
    if has_aiohttp():
        try:
            module = importlib.import_module("inferloom_runtime.aiohttp_client")
        except ImportError as error:  # it is too old, or broken: no reason to fail
            _logger.debug("aiohttp is installed, and not used: %s", error)
        else:
            _logger.debug("Async calls use aiohttp.")
            return cast("Callable[[Callable[[], Any]], Any]", module.AsyncClient)
    from inferloom_runtime.http1.loop import AsyncClient

    return AsyncClient
