"""Pictures, sounds and films that came inside JSON, where the bytes themselves were asked for."""

from __future__ import annotations

from typing import Any, TypeVar

from inferloom_runtime import download, wire
from inferloom_runtime.call import Call
from inferloom_runtime.errors import AnswerError, refusal
from inferloom_runtime.events import tells_error
from inferloom_runtime.flow import Answer, Flow, work
from inferloom_runtime.guards import is_object
from inferloom_runtime.media import is_picture

T = TypeVar("T")

_ADDRESSES = ("http://", "https://", "data:")


def output(call: Call, answer: Answer, type_: type[T], field: str, kind: str) -> Flow[T]:
    """The result in a JSON answer: as base64, or behind an address.

    Args:
        call: The call.
        answer: A JSON answer.
        type_: The output's class.
        field: Its binary field, which is looked for by its name, with `_url` after it, and as `url`.
        kind: What is expected: "image/*", "audio/*" or "video/*".

    Returns:
        A flow whose result is the output.

    Raises:
        AnswerError: The answer holds no such thing.
        ProviderError: It holds an error, or the result cannot be downloaded.
    """
    value = wire.unwrapped(wire.json_in(call, answer))
    if tells_error(value, frozenset({field})):
        raise refusal(answer.status, answer.headers, answer.body, about=call.about)
    members: dict[str, Any] = value if is_object(value) else {}
    found = next((members[key] for key in (field, f"{field}_url", "url") if members.get(key)), None)
    found = found.get("url") if is_object(found) else found
    if isinstance(found, str) and found.lower().startswith(_ADDRESSES):
        data = yield from download.fetched(call, found, kind)
        fields = {name: members[name] for name in getattr(type_, "__dataclass_fields__", {}) if name in members}
        result = yield from (wire.picture_of(call, data) if kind == "image/*" else _as_it_is(data))
        return wire.filled(type_, **(fields | {field: result}))
    if isinstance(found, str):
        made: T = yield from work(lambda: wire.decoded_value(call, {**members, field: found}, type_))
        if isinstance(result := getattr(made, field), (bytes, bytearray)) or is_picture(result):
            return made
    words = answer.body[:200].decode("utf-8", "replace")
    raise AnswerError(f"The answer is JSON where {kind} was expected: {words!r}.", about=call.about, attempts=1)


def _as_it_is(data: bytes) -> Flow[bytes]:
    yield from ()
    return data
