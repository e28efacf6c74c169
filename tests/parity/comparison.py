"""What one side did beside what the other did, taken apart into single differences."""

from __future__ import annotations

import base64
import difflib
import email.parser
import email.policy
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .answers import FILES, HUB

ABSENT = "(absent)"
"""Stands for what one side does not have."""

TRANSPORT_HEADERS = frozenset(
    {"host", "connection", "accept-encoding", "user-agent", "content-length", "transfer-encoding", "x-amzn-trace-id"}
)
"""What the HTTP libraries say of themselves."""

COUNTERPARTS: dict[str, str] = {
    # Errors of the HTTP libraries, and the package's own on top of them.
    "HfHubHTTPError": "ProviderError",
    "BadRequestError": "BadRequestError",
    "RepositoryNotFoundError": "RepositoryNotFoundError",
    "HTTPStatusError": "ProviderError",
    "HTTPError": "ProviderError",
    "ClientResponseError": "ProviderError",
    "ConnectError": "ConnectionFailedError",
    "ConnectionError": "ConnectionFailedError",
    "ServerDisconnectedError": "ConnectionFailedError",
    "ClientOSError": "ConnectionFailedError",
    "ReadTimeout": "InferenceTimeoutError",
    "InferenceTimeoutError": "InferenceTimeoutError",
    # Errors that text generation servers name.
    "GenerationError": "GenerationError",
    "IncompleteGenerationError": "IncompleteGenerationError",
    "OverloadedError": "OverloadedError",
    "ValidationError": "ValidationError",
    "UnknownError": "UnknownError",
    # Python's own, before anything is sent.
    "ValueError": "ValueError",
    "TypeError": "UsageError",
    "FileNotFoundError": "UsageError",
    "TimeoutError": "TimeoutError",
}
"""The error of a peer -> the class that ours must be caught by; errors are each package's own."""

AFTERWARDS: dict[str, tuple[str, ...]] = {
    "ValueError": ("AnswerError", "JobFailedError"),
    "RuntimeError": ("AnswerError", "JobFailedError"),
    "JSONDecodeError": ("AnswerError",),
    "UnidentifiedImageError": ("AnswerError",),
    "KeyError": ("AnswerError",),
    "IndexError": ("AnswerError",),
    "AttributeError": ("AnswerError",),
}
"""The same once an answer has come: what a peer stumbles over is an error of the server's, with a class of its own."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same.

    Attributes:
        case: The call.
        mode: "sync" or "async".
        place: Where: "outcome", "error", "result.label", "requests", "waits", or within one request "url",
            "headers.accept", "body.inputs".
        request: Which request: "look-up", "input" (the download of an argument), "call", "poll", "download" (of a
            result); empty elsewhere.
        peer: What the peer has there.
        ours: What inferloom has there.
    """

    case: dict[str, Any]
    mode: str
    place: str
    request: str
    peer: Any
    ours: Any

    def __str__(self) -> str:
        where = f"{self.request}: {self.place}" if self.request else self.place
        return f"{where}\n      peer: {shown(self.peer)}\n      ours: {shown(self.ours)}"


def shown(value: Any, limit: int = 300) -> str:
    """A value in one line, its middle left out where it is long.

    Args:
        value: JSON.
        limit: The most characters.

    Returns:
        The line.
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.replace("\n", "\\n")
    return text if len(text) <= limit else f"{text[: limit * 2 // 3]} ... {text[-limit // 3 :]}"


def compare(case: dict[str, Any], mode: str, peer: dict[str, Any], ours: dict[str, Any]) -> list[Difference]:
    """Compare two records of one call.

    Args:
        case: The call.
        mode: "sync" or "async".
        peer: The peer's record.
        ours: Ours.

    Returns:
        All differences; empty when they did the same.
    """
    return [Difference(case, mode, *found) for found in _differences(case, peer, ours)]


_Found = tuple[str, str, Any, Any]


def _differences(case: dict[str, Any], peer: dict[str, Any], ours: dict[str, Any]) -> Iterator[_Found]:
    theirs, mine = peer["outcome"], ours["outcome"]
    if _failed(theirs) != _failed(mine):
        # What happened on the way to an end that the other side did not reach says nothing.
        yield "outcome", "", _summary(peer), _summary(ours)
        return
    if _failed(theirs):
        sent = any(_kind(one) == "call" for one in peer["requests"])
        yield from _errors(case, theirs, mine, "error", sent)
    else:
        broken = [outcome.pop("broke", None) if _streamed(outcome) else None for outcome in (theirs, mine)]
        yield from ((f"result{path}", "", *sides) for path, *sides in _json("", theirs, mine))
        if broken[0] is not None and broken[1] is not None:
            yield from _errors(case, broken[0], broken[1], "result.broke", sent=True)
        elif broken[0] is not broken[1]:
            yield "result.broke", "", broken[0] and _words(broken[0]), broken[1] and _words(broken[1])
    for lookup in (True, False):
        # Look-ups may come at another moment than a peer's: they are compared among themselves.
        sides = [[one for one in side["requests"] if (_kind(one) == "look-up") == lookup] for side in (peer, ours)]
        yield from _sequences(*sides)
    if peer["waits"] != ours["waits"]:
        yield "waits", "", peer["waits"], ours["waits"]


def _failed(outcome: Any) -> bool:
    return isinstance(outcome, dict) and "$error" in outcome


def _streamed(outcome: Any) -> bool:
    return isinstance(outcome, dict) and "$stream" in outcome


def _words(outcome: dict[str, Any]) -> str:
    return f"{outcome['$error']}: {outcome['words']}"


def _summary(record: dict[str, Any]) -> str:
    outcome = record["outcome"]
    if not _failed(outcome):
        return f"a result: {shown(outcome, 150)}"
    sent = sum(_kind(one) == "call" for one in record["requests"])
    return f"{_words(outcome)} ({'before sending' if not sent else f'{sent} sent'})"


def _errors(
    case: dict[str, Any], peer: dict[str, Any], ours: dict[str, Any], place: str, sent: bool
) -> Iterator[_Found]:
    name = peer["$error"]
    wanted = AFTERWARDS[name] if sent and name in AFTERWARDS else (COUNTERPARTS.get(name, ""),)
    if not any(kind in ours["kinds"] for kind in wanted):
        yield place, "", _words(peer), _words(ours)
        return
    if peer["status"] is not None and peer["status"] != ours["status"]:
        yield f"{place}.status", "", peer["status"], ours["status"]
    said = case.get("words")
    if said and said not in ours["words"]:
        yield f"{place}.words", "", _words(peer), _words(ours)


def _kind(request: dict[str, Any]) -> str:
    url = request["url"]
    if url.startswith(f"{HUB}/api/"):
        return "look-up"
    if request["method"] == "POST":
        return "call"
    if url.startswith(f"{FILES}/input"):
        return "input"
    return "download" if url.startswith(f"{FILES}/") else "poll"


def _sequences(peer: list[dict[str, Any]], ours: list[dict[str, Any]]) -> Iterator[_Found]:
    lines = [[f"{one['method']} {one['url']}" for one in side] for side in (peer, ours)]
    matcher = difflib.SequenceMatcher(None, *lines, autojunk=False)
    for what, start, end, first, last in matcher.get_opcodes():
        if what == "equal" or (what == "replace" and end - start == last - first):
            for theirs, mine in zip(peer[start:end], ours[first:last], strict=True):
                kind = _kind(mine)
                yield from ((place, kind, *sides) for place, *sides in _request(theirs, mine))
        else:
            some = (peer[start:end] or ours[first:last])[0]
            yield "requests", _kind(some), lines[0][start:end], lines[1][first:last]


def _request(peer: dict[str, Any], ours: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for part in ("method", "url"):
        if peer[part] != ours[part]:
            yield part, peer[part], ours[part]
    bodies = [_body(one) for one in (peer, ours)]
    headers = [
        {name: value for name, value in one["headers"].items() if name not in TRANSPORT_HEADERS} for one in (peer, ours)
    ]
    for side, body in zip(headers, bodies, strict=True):
        if "$parts" in body and "content-type" in side:
            side["content-type"] = side["content-type"].partition(";")[0]
    for name in sorted({*headers[0], *headers[1]}):
        theirs, mine = (side.get(name, ABSENT) for side in headers)
        if theirs != mine:
            yield f"headers.{name}", theirs, mine
    if "$json" in bodies[0] and "$json" in bodies[1]:
        yield from ((f"body{path}", *sides) for path, *sides in _json("", bodies[0]["$json"], bodies[1]["$json"]))
        first = [next(iter(body["$json"]), None) if isinstance(body["$json"], dict) else None for body in bodies]
        if first[0] == "model" != first[1]:
            # The router reads the model from the first bytes of a chat's body.
            yield "body, first key", first[0], first[1]
    else:
        yield from ((f"body{path}", *sides) for path, *sides in _json("", *bodies))


def _body(request: dict[str, Any]) -> dict[str, Any]:
    written = request["body"]
    data = written["text"].encode() if "text" in written else base64.b64decode(written["base64"])
    if not data:
        return {}
    if data.startswith(b"--") and b"form-data" in data[:200]:
        # The boundary is anybody's choice, and a caller's content-type may hide it: it is read from the body.
        return {"$parts": _parts(data)}
    try:
        return {"$json": json.loads(data)}
    except ValueError:
        return {"$raw": [len(data), hashlib.sha1(data).hexdigest()]}


def _parts(data: bytes) -> list[dict[str, Any]]:
    """The parts of a form; their order says nothing."""
    boundary = data[2 : data.index(b"\r\n")]
    head = b'content-type: multipart/form-data; boundary="' + boundary + b'"\r\n\r\n'
    whole = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + data)
    parts: list[dict[str, Any]] = []
    for part in whole.iter_parts():
        content = part.get_payload(decode=True) or b""
        assert isinstance(content, bytes)
        made: dict[str, Any] = {"name": part.get_param("name", header="content-disposition")}
        if part.get_filename() is not None:
            made |= {"filename": part.get_filename(), "type": part.get("content-type")}
        try:
            made["content"] = content.decode()
        except UnicodeDecodeError:
            made["content"] = [len(content), hashlib.sha1(content).hexdigest()]
        parts.append(made)
    return sorted(parts, key=lambda part: part["name"])


def _json(path: str, peer: Any, ours: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(peer, dict) and isinstance(ours, dict):
        for name in [*peer, *(name for name in ours if name not in peer)]:
            yield from _json(f"{path}.{name}", peer.get(name, ABSENT), ours.get(name, ABSENT))
    elif isinstance(peer, list) and isinstance(ours, list) and len(peer) == len(ours):
        for at, (theirs, mine) in enumerate(zip(peer, ours, strict=True)):
            yield from _json(f"{path}[{at}]", theirs, mine)
    elif peer != ours or isinstance(peer, bool) != isinstance(ours, bool):
        yield path, peer, ours
