"""The world that every side of the parity run speaks to: it answers from a script and writes down what it was asked.

A script is a list of `{"when": "METHOD url-pattern", "answers": [...]}`. The first entry that matches answers: its
answers in order, the last one again and again. An answer is JSON as well:

    {"status": 200, "headers": {...}, "json": value}       a JSON body
    {"body": "image", "type": "image/png"}                 a sample's bytes
    {"text": "..."}                                        these words
    {"pieces": ["data: ...", ...]}                         a stream of events, in these pieces
    {"fails": "timeout"}, {"fails": "connection"}          no answer at all

This module runs in the peers' environments too, so it imports nothing but the standard library.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SAMPLES: dict[str, bytes] = {
    name: base64.b64decode(text)
    for name, text in {
        # 4 x 3 pixels; a mask of that size; 8 samples of sound; a film without frames.
        "image": (
            "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAF0lEQVR4nGNk+M8g8oYdglgCNshg5wAA8+QMgJ8AXmkAAAAASUVORK5CYII="
        ),
        "mask": (
            "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAAAAACRn/EaAAAAF0lEQVR4nGNg+M/wn4mBgYGBiYGBgQEAGBUCAybbNjsAAAAASUVORK5CYII="
        ),
        "audio": "UklGRjQAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YRAAAAAAAOgD0AfoAwAAGPww+Bj8",
        "video": "AAAAGGZ0eXBpc29tAAACAGlzb21tcDQxAAAACG1kYXQ=",
    }.items()
}
"""Small files, by what they are."""

ENDINGS = {"image": ".png", "mask": ".png", "audio": ".wav", "video": ".mp4"}


@dataclass
class Reply:
    """An answer as a transport needs it.

    Attributes:
        status: The HTTP status.
        headers: The headers.
        pieces: The body; one piece, unless it is a stream.
        fails: "timeout" or "connection" where no answer comes, else None.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)
    fails: str | None = None

    @property
    def body(self) -> bytes:
        """The whole body."""
        return b"".join(self.pieces)


@dataclass
class World:
    """Answers requests by a script.

    Attributes:
        script: What to answer to what.
        requests: What was asked, in order.
        waits: The seconds that were slept through, in order.
    """

    script: list[dict[str, Any]]
    requests: list[dict[str, Any]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._used: dict[int, int] = {}

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer a request.

        Args:
            method: The HTTP method.
            url: The absolute address.
            headers: The headers that were sent.
            body: The whole body.

        Returns:
            The answer; status 404 where the script has none.
        """
        named = {name.lower(): value for name, value in headers.items()}
        self.requests.append({"method": method, "url": url, "headers": named, "body": _written(body)})
        if len(self.requests) > 400:
            raise RuntimeError("More than 400 requests in one call: it seems to wait for something that never comes.")
        for index, entry in enumerate(self.script):
            wanted, _, pattern = entry["when"].partition(" ")
            if wanted == method and re.fullmatch(pattern, url):
                turn = self._used.get(index, 0)
                self._used[index] = turn + 1
                return _reply(entry["answers"][min(turn, len(entry["answers"]) - 1)])
        return _reply({"status": 404, "json": {"error": f"Nothing is scripted for {method} {url}"}})

    def wait(self, seconds: float) -> None:
        """Take down a wait instead of waiting.

        Args:
            seconds: How long somebody wanted to sleep.
        """
        self.waits.append(seconds)


def _written(body: bytes) -> dict[str, str]:
    try:
        return {"text": body.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}


def _reply(answer: dict[str, Any]) -> Reply:
    if "fails" in answer:
        return Reply(fails=answer["fails"])
    headers = {name.lower(): value for name, value in answer.get("headers", {}).items()}
    if "json" in answer:
        kind, pieces = "application/json", [json.dumps(unfold(answer["json"])).encode()]
    elif "pieces" in answer:
        kind, pieces = "text/event-stream", [piece.encode() for piece in answer["pieces"]]
    elif "body" in answer:
        kind, pieces = answer.get("type", "application/octet-stream"), [SAMPLES[answer["body"]]]
    else:
        kind, pieces = "text/plain; charset=utf-8", [answer.get("text", "").encode()]
    headers.setdefault("content-type", kind)
    if "pieces" not in answer:
        headers["content-length"] = str(sum(map(len, pieces)))
    return Reply(answer.get("status", 200), headers, pieces)


def unfold(value: Any) -> Any:
    """JSON with its symbols replaced.

    Args:
        value: JSON, in which `{"$base64": name}` stands for a sample as base64 text, `{"$data_url": name}` for it as a
            data URL.

    Returns:
        A copy with the texts in their places.
    """
    if isinstance(value, dict):
        if "$base64" in value:
            return base64.b64encode(SAMPLES[value["$base64"]]).decode()
        if "$data_url" in value:
            return data_url(value["$data_url"])
        return {key: unfold(member) for key, member in value.items()}
    if isinstance(value, list):
        return [unfold(item) for item in value]
    return value


def data_url(name: str) -> str:
    """A sample as a data URL.

    Args:
        name: The sample.

    Returns:
        The URL, with the media type that its content has.
    """
    kinds = {"image": "image/png", "mask": "image/png", "audio": "audio/wav", "video": "video/mp4"}
    return f"data:{kinds[name]};base64,{base64.b64encode(SAMPLES[name]).decode()}"
