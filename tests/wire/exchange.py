"""Exchanges with servers: a server that answers from a list, with the two ways to call it."""

from __future__ import annotations

import base64
import inspect
import io
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
import httpx2
import numpy
from PIL import Image

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom_runtime.record import Record

HUB = "https://huggingface.co"
ROUTER = "https://router.huggingface.co"
TOKEN = "hf_of_the_tests"

_SAMPLES_AS_TEXT = {
    "image": (
        "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAF0lEQVR4nGNk+M8g8oYdglgCNshg5wAA8+QMgJ8AXmkAAAAASUVORK5CYII="
    ),
    "mask": (
        "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAAAAACRn/EaAAAAF0lEQVR4nGNg+M/wn4mBgYGBiYGBgQEAGBUCAybbNjsAAAAASUVORK5CYII="
    ),
    "audio": "UklGRjQAAABXQVZFZm10IBAAAAABAAEAgD4AAAB9AAACABAAZGF0YRAAAAAAAOgD0AfoAwAAGPww+Bj8",
    "video": "AAAAGGZ0eXBpc29tAAACAGlzb21tcDQxAAAACG1kYXQ=",
}

SAMPLES: dict[str, bytes] = {name: base64.b64decode(text) for name, text in _SAMPLES_AS_TEXT.items()}
"""Small files: a picture of 4 x 3 pixels, a mask of that size, 8 samples of sound, a film without frames."""


def picture(data: bytes) -> Image.Image:
    """The picture in a file."""
    return Image.open(io.BytesIO(data))


def unfold(value: Any) -> Any:
    """A value with its symbols replaced.

    Args:
        value: JSON, in which `{"$sample": name}` stands for a sample's bytes and `{"$base64": name}` for them as text.

    Returns:
        A copy with the values in their places.
    """
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        if "$sample" in members:
            return SAMPLES[members["$sample"]]
        if "$base64" in members:
            return base64.b64encode(SAMPLES[members["$base64"]]).decode()
        return {key: unfold(member) for key, member in members.items()}
    if isinstance(value, list):
        return [unfold(item) for item in cast("list[Any]", value)]
    return value


def check_result(actual: Any, expected: Any, at: str = "result") -> None:
    """Compare a call's result with what it must be.

    Args:
        actual: What the call gave.
        expected: JSON with symbols. `{"$image": name}` is a picture of the sample's pixels, `{"$array": numbers}` a
            float32 array; an object is one of the typed outputs, with these fields and no others.
        at: Where in the result this stands, for messages.
    """
    if isinstance(expected, dict) and "$image" in expected:
        wanted = picture(SAMPLES[cast("dict[str, str]", expected)["$image"]])
        assert isinstance(actual, Image.Image), at
        assert (actual.mode, actual.size, actual.tobytes()) == (wanted.mode, wanted.size, wanted.tobytes()), at
    elif isinstance(expected, dict) and "$array" in expected:
        assert isinstance(actual, numpy.ndarray), at
        array = cast(Any, actual)
        assert array.dtype == numpy.float32, at
        assert array.tolist() == expected["$array"], at
    elif isinstance(expected, dict) and "$sample" in expected:
        assert actual == SAMPLES[cast("dict[str, str]", expected)["$sample"]], at
    elif isinstance(expected, dict):
        # Free objects of the schema stay dicts; all others have a type of their own.
        assert isinstance(actual, Record | dict), f"{at} is {type(actual).__name__}"
        members = cast("dict[str, Any]", expected)
        fields: dict[str, Any] = dict(cast(Any, actual))
        if isinstance(actual, Record):
            fields = {name: actual.__dict__[name] for name in actual.__dict__}
            for name in members:
                assert getattr(actual, name) is actual[name], f"{at}.{name}"
        assert sorted(fields) == sorted(members), at
        for name, member in members.items():
            check_result(fields[name], member, f"{at}.{name}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), f"{at} is {type(actual).__name__}"
        items = cast("list[Any]", expected)
        assert len(cast("list[Any]", actual)) == len(items), at
        for index, item in enumerate(items):
            check_result(actual[index], item, f"{at}[{index}]")
    else:
        assert actual == expected, at
        assert isinstance(actual, bool) == isinstance(expected, bool), at


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, which is JSON."""
        return json.loads(self.body)


Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


@dataclass
class Server:
    """Answers requests from memory and remembers them.

    Attributes:
        replies: The answers to come, in order, to whatever is not asked of the Hub; the last one is repeated.
        hub: What the Hub answers, by path and query; a string there is a model's pipeline tag.
        seen: The requests that came, look-ups on the Hub left out.
        lookups: The requests to the Hub.
    """

    replies: list[Reply] = field(default_factory=list[Reply])
    hub: dict[str, Any] = field(default_factory=dict[str, Any])
    seen: list[Seen] = field(default_factory=list[Seen])
    lookups: list[Seen] = field(default_factory=list[Seen])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        seen = Seen(request.method, str(request.url), headers, request.content)
        if seen.url.startswith(HUB + "/api/"):
            self.lookups.append(seen)
            return self._of_the_hub(seen.url.removeprefix(HUB))
        self.seen.append(seen)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, httpx.Response):
            # A response may be sent once only.
            return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)
        return reply(request)

    def _of_the_hub(self, path: str) -> httpx.Response:
        found = self.hub.get(path)
        if found is None:
            return httpx.Response(404, headers={"x-error-code": "RepoNotFound"}, json={"error": "Repository not found"})
        if isinstance(found, httpx.Response):
            return found
        if isinstance(found, str):
            found = {"id": path.removeprefix("/api/models/"), "pipeline_tag": found, "tags": [found]}
        return httpx.Response(200, json=found)

    @property
    def only(self) -> Seen:
        """The one request that came."""
        assert len(self.seen) == 1, [request.url for request in self.seen]
        return self.seen[0]


def answering(value: Any, status: int = 200, **headers: str) -> httpx.Response:
    """An answer of JSON."""
    return httpx.Response(status, json=value, headers=headers)


def streaming(*chunks: str | bytes, **headers: str) -> Callable[[httpx.Request], httpx.Response]:
    """An answer that comes in pieces, cut where the caller says."""
    pieces = [chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks]

    def reply(request: httpx.Request) -> httpx.Response:
        named = {"content-type": "text/event-stream"} | headers
        return httpx.Response(200, headers=named, stream=_Pieces(pieces))

    return reply


class _Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece


@dataclass(frozen=True)
class Way:
    """One of the ways to call: with the sync client or with the async one, over httpx or its successor.

    Attributes:
        name: "sync" or "async".
        http: The HTTP library's module.
    """

    name: str
    http: Any = httpx

    def __str__(self) -> str:
        return self.name if self.http is httpx else f"{self.name}-{self.http.__name__}"

    def client(self, server: Callable[[httpx.Request], httpx.Response], *args: Any, **settings: Any) -> Any:
        """A client that speaks to a server of the tests.

        Args:
            server: Answers the requests.
            args: The client's own arguments.
            settings: The client's own arguments; `token` is the tests' own unless it is given.

        Returns:
            An `InferenceClient`, or an `AsyncInferenceClient`.
        """
        transport = self.http.MockTransport(server if self.http is httpx else self._translated(server))
        if "api_key" not in settings:
            settings.setdefault("token", TOKEN)
        if self.name == "sync":
            return InferenceClient(*args, http_client=self.http.Client(transport=transport), **settings)
        return AsyncInferenceClient(*args, http_client=self.http.AsyncClient(transport=transport), **settings)

    def _translated(self, server: Callable[[httpx.Request], httpx.Response]) -> Callable[[Any], Any]:
        """The same server for the other library: what it answers and raises are that library's own."""
        http = self.http

        class Pieces(http.SyncByteStream, http.AsyncByteStream):  # type: ignore[misc, name-defined]
            def __init__(self, stream: Any) -> None:
                self.stream = stream

            def __iter__(self) -> Iterator[bytes]:
                with _raised_as(http):
                    yield from self.stream

            async def __aiter__(self) -> AsyncIterator[bytes]:
                with _raised_as(http):
                    async for piece in self.stream:
                        yield piece

            def close(self) -> None:
                self.stream.close()

            async def aclose(self) -> None:
                await self.stream.aclose()

        def answer(request: Any) -> Any:
            with _raised_as(http):
                response = server(request)
            return http.Response(response.status_code, headers=response.headers.raw, stream=Pieces(response.stream))

        return answer

    async def call(self, method: Callable[..., Any], *args: Any, **arguments: Any) -> Any:
        """Call a method of the client and wait for its result."""
        result = method(*args, **arguments)
        assert inspect.isawaitable(result) == (self.name == "async")
        return await result if inspect.isawaitable(result) else result

    async def items(self, stream: Any) -> list[Any]:
        """The items of a stream, to its end."""
        if self.name == "async":
            return [item async for item in stream]
        return list(stream)

    async def first(self, stream: Any, count: int) -> list[Any]:
        """The next items of a stream, and no more of it."""
        if self.name == "async":
            return [await anext(stream) for _ in range(count)]
        return [next(stream) for _ in range(count)]

    @asynccontextmanager
    async def within(self, managed: Any) -> AsyncGenerator[Any, None]:
        """Enter a client or a stream, and leave it."""
        if self.name == "async":
            async with managed as entered:
                yield entered
        else:
            with managed as entered:
                yield entered

    async def close(self, closable: Any) -> None:
        """Close a client or a stream."""
        result = closable.close()
        if inspect.isawaitable(result):
            await result


WAYS = (Way("sync"), Way("async"), Way("sync", httpx2), Way("async", httpx2))


@contextmanager
def _raised_as(http: Any) -> Generator[None]:
    try:
        yield
    except httpx.HTTPError as error:
        raise getattr(http, type(error).__name__)(str(error)) from None


def load(folder: Path) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    """The exchanges of a folder.

    Args:
        folder: One JSON file a task.

    Yields:
        A task with one of its exchanges.
    """
    for file in sorted(folder.glob("*.json")):
        task = json.loads(file.read_text(encoding="utf-8"))
        for exchange in task["exchanges"]:
            yield task, exchange
