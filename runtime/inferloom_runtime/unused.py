"""Parameters that a model does not use, which its server refuses: left out from then on, and said once.

A server that hands all parameters to a model's `generate()` refuses the whole request for one that it does not know.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable
from typing import TypeVar

from inferloom_runtime.call import Call, Json
from inferloom_runtime.errors import BadRequestError
from inferloom_runtime.flow import Flow
from inferloom_runtime.forks import Lock

T = TypeVar("T")

_SAID = re.compile(r"`model_kwargs` are not used by the model: \[([^\]]*)\]")
_NAME = re.compile(r"'([^']*)'")
_OURS = ("inferloom", "inferloom_runtime")

_lock = Lock()


def forgone(call: Call, parameters: Json, send: Callable[[], Flow[T]]) -> Flow[T]:
    """Send a request without the parameters that the model's server is known to refuse, or turns out to.

    Args:
        call: The call; what is found out is kept for the later ones of its client.
        parameters: The part of the body that holds them. It is changed.
        send: Sends the body as it then is.

    Returns:
        A flow whose result is that of `send`; of its second time where the first one taught us something.

    Raises:
        BadRequestError: The server refused, and for another reason.
    """
    place = (call.base_url, call.model)
    for name in call.unused.get(place, ()):
        parameters.pop(name, None)
    try:
        return (yield from send())
    except BadRequestError as error:
        named = {name for found in _SAID.findall(error.server_message) for name in _NAME.findall(found)}
        refused = sorted(named & parameters.keys())
        if not refused:
            raise
    with _lock:
        known = call.unused.get(place, frozenset())
        call.unused[place] = known | set(refused)
        news = [name for name in refused if name not in known]
    if news:
        _warn(call, news)
    for name in refused:
        del parameters[name]
    return (yield from send())


def _warn(call: Call, names: list[str]) -> None:
    which = ", ".join(names)
    message = (
        f"{call.about.model or call.model} does not use {which}: from now on this client sends it no such parameter."
    )
    # The warning shall name the caller's line, not one of ours.
    frame, level = sys._getframe(), 1  # pyright: ignore[reportPrivateUsage]
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] in _OURS:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, UserWarning, stacklevel=level)
