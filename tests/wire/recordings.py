"""Recorded exchanges with real servers, kept beside the project and not in it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

FOLDER = Path(__file__).parents[3] / "shared" / "recordings"
"""Where the recordings lie: beside the checkout."""

_HUB_MODEL = re.compile(r"https://huggingface\.co/api/models/([^?]+)")
_FORMER_ROUTE = re.compile(r"(https://router\.huggingface\.co/hf-inference)/pipeline/([^/]+)/(.+)")
_REDIRECTED = re.compile(r"Redirecting to (\S+)")


@dataclass(frozen=True)
class Exchange:
    """One request with its answer.

    Attributes:
        request: Method, address and headers, with the body under `json` or `base64`.
        response: Status and headers, with the body under `json`, `text` or `base64`.
    """

    request: dict[str, Any]
    response: dict[str, Any]

    @property
    def url(self) -> str:
        """The address as it is today: `/pipeline/{task}/{model}` has become `/models/{model}/pipeline/{task}`."""
        return _FORMER_ROUTE.sub(r"\1/models/\3/pipeline/\2", str(self.request["url"]))

    @property
    def sent(self) -> bytes:
        """The body of a request that is not JSON."""
        return base64.b64decode(self.request["base64"])

    def reply(self) -> httpx.Response:
        """The answer, to be sent once more."""
        headers = dict(self.response["headers"])
        if self.response["status"] == 307:
            # The recording left the header out; the body says where to.
            found = _REDIRECTED.search(self.response["text"])
            assert found is not None
            headers["location"] = found.group(1)
        return httpx.Response(self.response["status"], headers=headers, content=self._content())

    def _content(self) -> bytes:
        if "json" in self.response:
            return json.dumps(self.response["json"], ensure_ascii=False).encode()
        if "text" in self.response:
            return str(self.response["text"]).encode()
        return base64.b64decode(self.response["base64"])


@dataclass
class Recording:
    """The exchanges of one call.

    Attributes:
        name: The file's name without its suffix.
        exchanges: In the order in which they happened.
    """

    name: str
    exchanges: list[Exchange]

    @property
    def lookups(self) -> list[Exchange]:
        """What was asked of the Hub."""
        return [one for one in self.exchanges if one.request["url"].startswith("https://huggingface.co/")]

    @property
    def main(self) -> Exchange:
        """The call itself."""
        return next(one for one in self.exchanges if one.request["method"] == "POST")

    @property
    def model(self) -> str:
        """The model as the caller named it."""
        found = _HUB_MODEL.match(self.lookups[0].request["url"])
        assert found is not None
        return found.group(1)

    @property
    def answer(self) -> Any:
        """The JSON that answered the call."""
        return self.main.response["json"]

    def events(self) -> Iterator[Any]:
        """The JSON of each event of a stream, without its closing mark."""
        for event in str(self.main.response["text"]).split("\n\n"):
            data = event.removeprefix("data:").strip()
            if data and data != "[DONE]":
                yield json.loads(data)


@dataclass
class Player:
    """A server that answers with what was recorded, request for request.

    Attributes:
        recording: What to answer.
        seen: The requests that came: method, address, headers, body.
    """

    recording: Recording
    seen: list[httpx.Request] = field(default_factory=list[httpx.Request])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer the next request."""
        assert len(self.seen) < len(self.recording.exchanges), f"one request too many: {request.method} {request.url}"
        exchange = self.recording.exchanges[len(self.seen)]
        self.seen.append(request)
        return exchange.reply()

    @property
    def main(self) -> httpx.Request:
        """The request of the call itself."""
        return next(request for request in self.seen if request.method == "POST")


def load(name: str) -> Recording:
    """Read a recording.

    Args:
        name: The file's name without its suffix.

    Returns:
        The recording.
    """
    file = FOLDER / f"{name}.json"
    return Recording(name, [Exchange(**one) for one in json.loads(file.read_text(encoding="utf-8"))])
