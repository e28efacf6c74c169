"""A conversation as callers write it, made into the one that is sent."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from inferloom_runtime.binary import Binary, open_binary
from inferloom_runtime.errors import About, UsageError
from inferloom_runtime.flow import Flow, work
from inferloom_runtime.media import is_picture
from inferloom_runtime.record import Record

_DATA_URL = re.compile(r"data:audio/(?P<kind>[\w.+-]+)(?:;[^,;]+)*;base64,(?P<data>.*)", re.DOTALL)
_URL_PARTS = {
    "image_url": ("image", "image/jpeg"),
    "audio_url": ("audio", "audio/wav"),
    "video_url": ("video", "video/mp4"),
}
_FORMATS = {
    "mp4": "m4a",
    "mpeg": "mp3",
    "mpga": "mp3",
    "vnd.wave": "wav",
    "wave": "wav",
    "x-flac": "flac",
    "x-m4a": "m4a",
    "x-wav": "wav",
}
"""Media types of sound whose format has another name."""


def adapted(values: dict[str, Any], about: About) -> Flow[dict[str, Any]]:
    """Make the arguments of a chat call into what travels.

    Args:
        values: The arguments by field; they are not changed, and neither is the caller's list of messages.
        about: The call, for errors.

    Returns:
        A flow that gives the arguments with a string as one message of the user, with binary parts as data URLs or
        base64, with functions as descriptions of tools, and with a type as response format.

    Raises:
        UsageError: A part, a function or a type cannot be sent.
    """
    values = dict(values)
    messages: Any = values.get("messages")
    if isinstance(messages, str):
        values["messages"] = [{"role": "user", "content": messages}]
    elif isinstance(messages, Sequence):
        values["messages"] = yield from _messages(cast("Sequence[object]", messages), about)
    tools: Any = values.get("tools")
    if isinstance(tools, Sequence) and any(callable(tool) for tool in cast("Sequence[object]", tools)):
        from inferloom_runtime.chat import functions

        values["tools"] = yield from work(lambda: functions.wire_tools(tools))
    form: Any = values.get("response_format")
    if form is not None and not isinstance(form, Record | Mapping | str):
        from inferloom_runtime.chat import parsed

        values["response_format"] = yield from work(lambda: parsed.response_format(form))
    return values


def _messages(messages: Sequence[Any], about: About) -> Flow[list[Any]]:
    made: list[Any] = []
    for index, message in enumerate(messages):
        content = _member(message, "content")
        if not isinstance(content, str) and isinstance(content, Sequence):
            parts = cast("Sequence[object]", content)
            new: list[Any] = []
            for place, part in enumerate(parts):
                new.append((yield from _part(part, f"messages[{index}].content[{place}]", about)))
            if any(one is not other for one, other in zip(new, parts, strict=True)):
                message = {**_members(message), "content": new}
        made.append(message)
    return made


def _part(part: Any, at: str, about: About) -> Flow[Any]:
    kind = _member(part, "type")
    if kind in _URL_PARTS:
        return (yield from _url_part(part, kind, at, about))
    if kind == "input_audio":
        return (yield from _audio_part(part, at, about))
    if kind == "file":
        inner = _member(part, "file")
        data = _member(inner, "file_data")
        if _is_binary(data):
            url = yield from _data_url(data, f"{at}.file.file_data", about, "application/octet-stream", "*/*")
            named = {"filename": Path(cast("os.PathLike[str]", data)).name} if isinstance(data, os.PathLike) else {}
            return {**_members(part), "file": {**named, **_members(inner), "file_data": url}}
    return part


def _url_part(part: Any, kind: str, at: str, about: About) -> Flow[Any]:
    """A picture, a sound or a film by its address: an address stays one, anything else becomes a data URL."""
    given = _member(part, kind)
    inner = _member(given, "url") if not _is_binary(given) else given
    if not _is_binary(inner):
        return part
    medium, default = _URL_PARTS[kind]
    url = yield from _data_url(inner, f"{at}.{kind}", about, default, f"{medium}/*")
    beside = {} if inner is given else _members(given)
    return {**_members(part), kind: {**beside, "url": url}}


def _audio_part(part: Any, at: str, about: About) -> Flow[Any]:
    """A sound inside a message: base64 text with the name of its format."""
    given = _member(part, "input_audio")
    data = _member(given, "data") if not _is_binary(given) else given
    if isinstance(data, str):
        found = _DATA_URL.fullmatch(data) if data[:5] == "data:" else None
        if found is None:
            return part
        kind, text = found["kind"], found["data"]
    elif _is_binary(data):
        binary = yield from open_binary(data, argument=f"{at}.input_audio", about=about, kind="audio/*")
        text = yield from work(lambda: _base64(binary))
        kind = (binary.media_type or "").partition("/")[2]
    else:
        return part
    beside = {} if data is given else _members(given)
    form = beside.get("format") or _FORMATS.get(kind, kind)
    if not form:
        raise UsageError(f"{at}.input_audio.format is missing: the sound does not say what it is.", about=about)
    return {**_members(part), "input_audio": {**beside, "data": text, "format": form}}


def _data_url(value: Any, at: str, about: About, default: str, kind: str) -> Flow[str]:
    binary = yield from open_binary(value, argument=at, about=about, kind=kind)
    text = yield from work(lambda: _base64(binary))
    return f"data:{binary.media_type or default};base64,{text}"


def _base64(binary: Binary) -> str:
    return base64.b64encode(binary.data()).decode("ascii")


def _is_binary(value: Any) -> bool:
    """Whether a value is a file of some kind."""
    # A string is none: messages may come from other people, and those may not name files of this machine.
    if value is None or isinstance(value, str | Record | Mapping):
        return False
    return (
        isinstance(value, bytes | bytearray | memoryview | os.PathLike)
        or is_picture(value)
        or callable(getattr(value, "read", None))
    )


def _member(value: Any, name: str) -> Any:
    if isinstance(value, Record):
        return getattr(value, name, None)
    return cast("Mapping[str, object]", value).get(name) if isinstance(value, Mapping) else None


def _members(value: Any) -> dict[str, Any]:
    if isinstance(value, Record):
        return dict(value)
    return dict(cast("Mapping[str, object]", value)) if isinstance(value, Mapping) else {}
