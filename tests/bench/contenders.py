"""The contenders: the same work, done with each client as its documentation shows it.

A contender has those of these methods that it can do. Each does its work so many times and returns how many units that
were (calls, or pieces of a stream); each reads the answer's text, so that nobody is faster for having read less.
`watch` is started and stopped around what counts, where that is not all of it.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from . import answers

KEY = "bench-key-0123456789abcdef"
AT_ONCE = 64
_ARGUMENTS: dict[str, Any] = {"max_tokens": 128, "temperature": 0.5}
_BODY: dict[str, Any] = {"model": "bench", "messages": answers.MESSAGES, **_ARGUMENTS}
_HEADERS = {"authorization": f"Bearer {KEY}"}


class Watch:
    """What counts of the work; made by whoever measures."""

    def start(self) -> None:
        """From here on it counts."""

    def stop(self) -> None:
        """It does not any more."""


def checked(text: object, length: int = len(answers.TEXT)) -> None:
    """Make sure that the work was done.

    Args:
        text: What the model said, or its length.
        length: How many characters that should be.

    Raises:
        AssertionError: It was not.
    """
    came = text if isinstance(text, int) else len(str(text))
    assert came == length, f"{came} characters came, not {length}"


class Client:
    """A contender.

    Args:
        url: The server's address.
    """

    runner: asyncio.Runner

    def __init__(self, url: str) -> None:
        self.url = url
        self.made: dict[tuple[str, bool], Any] = {}

    def base(self, route: str) -> str:
        """The base URL that leads to an answer of the server's."""
        return f"{self.url}/{route}/v1"

    def client(self, route: str, *, awaited: bool = False) -> Any:
        """The client for an answer, made once."""
        found = self.made.get((route, awaited))
        if found is None:
            found = self.made[route, awaited] = self.make(self.base(route), awaited=awaited)
        return found

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make a client."""
        raise NotImplementedError

    def run_async(self, function: Callable[[], Awaitable[Any]], units: int) -> int:
        """Await something on this contender's event loop; the client is made before, and its time does not count."""

        async def whole() -> None:
            await function()

        self.runner.run(whole())
        return units

    def at_once(self, call: Callable[[], Awaitable[None]], count: int) -> int:
        """Make calls, so many of them at a time."""

        async def caller() -> None:
            for _ in range(max(1, count // AT_ONCE)):
                await call()

        async def whole() -> None:
            await asyncio.gather(*(caller() for _ in range(AT_ONCE)))

        return self.run_async(whole, max(1, count // AT_ONCE) * AT_ONCE)


class Typed(Client):
    """A client with methods: what to call differs, what to do with it does not."""

    def ask(self, client: Any) -> Any:
        """Make a chat call; give the completion, or what gives it when awaited."""
        raise NotImplementedError

    def ask_streamed(self, client: Any) -> Any:
        """Make a chat call whose answer is streamed; give the stream, or what gives it when awaited."""
        raise NotImplementedError

    def chat(self, count: int, watch: Watch) -> int:
        """Chat calls, one after the other."""
        client = self.client("chat")
        for _ in range(count):
            checked(self.ask(client).choices[0].message.content)
        return count

    def chat_async(self, count: int, watch: Watch) -> int:
        """Chat calls, 64 at a time."""
        client = self.client("chat", awaited=True)

        async def call() -> None:
            checked((await self.ask(client)).choices[0].message.content)

        return self.at_once(call, count)

    def stream(self, route: str, events: int, count: int) -> int:
        """Streams, read to their end."""
        client = self.client(route)
        for _ in range(count):
            length = 0
            for chunk in self.ask_streamed(client):
                if chunk.choices:
                    length += len(chunk.choices[0].delta.content or "")
            checked(length, answers.streamed(events))
        return count * (events + 1)

    def stream_async(self, route: str, events: int, count: int) -> int:
        """Streams, read to their end in an event loop."""
        client = self.client(route, awaited=True)

        async def whole() -> None:
            for _ in range(count):
                length = 0
                async for chunk in await self.ask_streamed(client):
                    if chunk.choices:
                        length += len(chunk.choices[0].delta.content or "")
                checked(length, answers.streamed(events))

        return self.run_async(whole, count * (events + 1))

    def first(self, count: int, watch: Watch) -> int:
        """Streams, up to their first piece."""
        client = self.client("short")
        for _ in range(count):
            watch.start()
            stream = iter(self.ask_streamed(client))
            text = next(stream).choices[0].delta.content
            watch.stop()
            assert text
            for _ in stream:
                pass
        return count


class Inferloom(Typed):
    """inferloom without its extra `aiohttp`, which is installed here for itself."""

    package = "inferloom"
    names = ("InferenceClient", "AsyncInferenceClient")
    extra = "0"

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make a client."""
        os.environ["INFERLOOM_AIOHTTP"] = self.extra
        return getattr(import_module(self.package), self.names[awaited])(base_url=base, api_key=KEY)

    def ask(self, client: Any) -> Any:
        """Make a chat call."""
        return client.chat_completion(answers.MESSAGES, model="bench", **_ARGUMENTS)

    def ask_streamed(self, client: Any) -> Any:
        """Make a chat call whose answer is streamed."""
        return client.chat_completion(answers.MESSAGES, model="bench", stream=True, **_ARGUMENTS)

    def vectors(self, count: int, watch: Watch) -> int:
        """Vectors as an array."""
        client = self.client("vectors")
        for _ in range(count):
            found = client.feature_extraction(["text"] * answers.ROWS, model=f"{self.url}/vectors")
            assert found.shape == (answers.ROWS, answers.COLUMNS)
        return count


class InferloomBase64(Inferloom):
    """inferloom, whose vectors travel as base64."""

    def vectors(self, count: int, watch: Watch) -> int:
        """Vectors as an array."""
        client = self.client("base64")
        for _ in range(count):
            found = client.feature_extraction(["text"] * answers.ROWS, encoding_format="base64")
            assert found.shape == (answers.ROWS, answers.COLUMNS)
        return count


class InferloomAiohttp(Inferloom):
    """inferloom with its extra `aiohttp`."""

    extra = "1"


class InferloomHttpxAiohttp(Inferloom):
    """inferloom on an httpx client on aiohttp's connections: the other way to them."""

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make an async client; the transport is httpx-aiohttp's."""
        assert awaited
        httpx, transport = import_module("httpx"), import_module("httpx_aiohttp")
        aiohttp = import_module("aiohttp")

        def session() -> Any:
            return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1000))

        http_client = httpx.AsyncClient(transport=transport.AiohttpTransport(client=session))
        return import_module("inferloom").AsyncInferenceClient(base_url=base, api_key=KEY, http_client=http_client)


class HuggingFaceHub(Inferloom):
    """huggingface_hub."""

    package = "huggingface_hub"

    def vectors(self, count: int, watch: Watch) -> int:
        """Vectors as an array."""
        client = self.client("vectors")
        for _ in range(count):
            found = client.feature_extraction("text", model=f"{self.url}/vectors")
            assert found.shape == (answers.ROWS, answers.COLUMNS)
        return count


class OpenAI(Typed):
    """openai."""

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make a client."""
        return getattr(import_module("openai"), "AsyncOpenAI" if awaited else "OpenAI")(base_url=base, api_key=KEY)

    def ask(self, client: Any) -> Any:
        """Make a chat call."""
        return client.chat.completions.create(messages=answers.MESSAGES, model="bench", **_ARGUMENTS)

    def ask_streamed(self, client: Any) -> Any:
        """Make a chat call whose answer is streamed."""
        return client.chat.completions.create(messages=answers.MESSAGES, model="bench", stream=True, **_ARGUMENTS)

    def vectors(self, count: int, watch: Watch) -> int:
        """Vectors as an array; they travel as base64, which is this client's own choice."""
        client, numpy = self.client("base64"), import_module("numpy")
        for _ in range(count):
            answer = client.embeddings.create(input=["text"] * answers.ROWS, model="bench")
            found = numpy.array([row.embedding for row in answer.data], dtype="float32")
            assert found.shape == (answers.ROWS, answers.COLUMNS)
        return count


class LiteLLM(Typed):
    """litellm."""

    def make(self, base: str, *, awaited: bool) -> Any:
        """Take a function, which is the client, and its arguments."""
        litellm = import_module("litellm")
        function = litellm.acompletion if awaited else litellm.completion
        arguments = {"model": "openai/bench", "messages": answers.MESSAGES, "api_base": base, "api_key": KEY}
        return partial(function, **arguments, **_ARGUMENTS)

    def ask(self, client: Any) -> Any:
        """Make a chat call."""
        return client()

    def ask_streamed(self, client: Any) -> Any:
        """Make a chat call whose answer is streamed."""
        return client(stream=True)


class AnyLLM(Typed):
    """any-llm-sdk."""

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make a client; its function is another one for `await`."""
        client = import_module("any_llm").AnyLLM.create("openai", api_key=KEY, api_base=base)
        return client.acompletion if awaited else client.completion

    def ask(self, client: Any) -> Any:
        """Make a chat call."""
        return client(model="bench", messages=answers.MESSAGES, **_ARGUMENTS)

    def ask_streamed(self, client: Any) -> Any:
        """Make a chat call whose answer is streamed."""
        return client(model="bench", messages=answers.MESSAGES, stream=True, **_ARGUMENTS)


class Raw(Client):
    """An HTTP client by itself: JSON out, JSON in, nothing typed."""

    def ask(self, client: Any, route: str) -> bytes:
        """Send a chat call; give the answer's bytes."""
        raise NotImplementedError

    def open(self, client: Any, route: str) -> Iterator[bytes]:
        """Send a chat call whose answer is streamed; give its pieces."""
        raise NotImplementedError

    def chat(self, count: int, watch: Watch) -> int:
        """Chat calls, one after the other."""
        client = self.client("chat")
        for _ in range(count):
            checked(json.loads(self.ask(client, "chat"))["choices"][0]["message"]["content"])
        return count

    def stream(self, route: str, events: int, count: int) -> int:
        """Streams, read to their end."""
        client = self.client(route)
        for _ in range(count):
            checked(sum(len(text) for text in _texts(self.open(client, route))), answers.streamed(events))
        return count * (events + 1)

    def first(self, count: int, watch: Watch) -> int:
        """Streams, up to their first piece."""
        client = self.client("short")
        for _ in range(count):
            watch.start()
            texts = _texts(self.open(client, "short"))
            text = next(texts)
            watch.stop()
            assert text
            for _ in texts:
                pass
        return count


class RawAsync(Client):
    """The same for an event loop."""

    async def ask_async(self, client: Any, route: str) -> bytes:
        """Send a chat call; give the answer's bytes."""
        raise NotImplementedError

    def open_async(self, client: Any, route: str) -> AsyncIterator[bytes]:
        """Send a chat call whose answer is streamed; give its pieces."""
        raise NotImplementedError

    def chat_async(self, count: int, watch: Watch) -> int:
        """Chat calls, 64 at a time."""

        async def call() -> None:
            client = self.client("chat", awaited=True)
            checked(json.loads(await self.ask_async(client, "chat"))["choices"][0]["message"]["content"])

        return self.at_once(call, count)

    def stream_async(self, route: str, events: int, count: int) -> int:
        """Streams, read to their end in an event loop."""

        async def whole() -> None:
            client = self.client(route, awaited=True)
            for _ in range(count):
                rest, length = b"", 0
                async for piece in self.open_async(client, route):
                    *blocks, rest = (rest + piece).split(b"\n\n")
                    length += sum(len(text) for text in map(_text, blocks))
                checked(length, answers.streamed(events))

        return self.run_async(whole, count * (events + 1))


def _texts(pieces: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        *blocks, rest = (rest + piece).split(b"\n\n")
        yield from map(_text, blocks)


def _text(block: bytes) -> str:
    data = block.removeprefix(b"data: ")
    return "" if data == b"[DONE]" else json.loads(data)["choices"][0]["delta"].get("content", "")


class Httpx(Raw, RawAsync):
    """httpx."""

    package = "httpx"

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make a client."""
        package = import_module(self.package)
        return package.AsyncClient(timeout=None) if awaited else package.Client(timeout=None)

    def ask(self, client: Any, route: str) -> bytes:
        """Send a chat call."""
        answer = client.post(f"{self.base(route)}/chat/completions", json=_BODY, headers=_HEADERS)
        answer.raise_for_status()
        data: bytes = answer.content
        return data

    async def ask_async(self, client: Any, route: str) -> bytes:
        """Send a chat call."""
        answer = await client.post(f"{self.base(route)}/chat/completions", json=_BODY, headers=_HEADERS)
        answer.raise_for_status()
        data: bytes = answer.content
        return data

    def open(self, client: Any, route: str) -> Iterator[bytes]:
        """Open a stream."""
        body = {**_BODY, "stream": True}
        with client.stream("POST", f"{self.base(route)}/chat/completions", json=body, headers=_HEADERS) as answer:
            answer.raise_for_status()
            yield from answer.iter_bytes()

    async def open_async(self, client: Any, route: str) -> AsyncIterator[bytes]:
        """Open a stream."""
        url, body = f"{self.base(route)}/chat/completions", {**_BODY, "stream": True}
        async with client.stream("POST", url, json=body, headers=_HEADERS) as answer:
            answer.raise_for_status()
            async for piece in answer.aiter_bytes():
                yield piece


class HttpxKept(Httpx):
    """httpx, told to keep all of its connections, which it does not by itself."""

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make a client."""
        package = import_module(self.package)
        limits = package.Limits(max_connections=1000, max_keepalive_connections=1000)
        return (package.AsyncClient if awaited else package.Client)(timeout=None, limits=limits)


class Httpx2(Httpx):
    """httpx2."""

    package = "httpx2"


class Aiohttp(RawAsync):
    """aiohttp."""

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make a session."""
        return import_module("aiohttp").ClientSession()

    async def ask_async(self, client: Any, route: str) -> bytes:
        """Send a chat call."""
        url = f"{self.base(route)}/chat/completions"
        async with client.post(url, json=_BODY, headers=_HEADERS, raise_for_status=True) as answer:
            data: bytes = await answer.read()
            return data

    async def open_async(self, client: Any, route: str) -> AsyncIterator[bytes]:
        """Open a stream."""
        url, body = f"{self.base(route)}/chat/completions", {**_BODY, "stream": True}
        async with client.post(url, json=body, headers=_HEADERS, raise_for_status=True) as answer:
            async for piece in answer.content.iter_any():
                yield piece


class HttpClient(Raw):
    """http.client of the standard library."""

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make a connection."""
        parts = urlsplit(base)
        return http.client.HTTPConnection(str(parts.hostname), parts.port)

    def _sent(self, client: Any, route: str, body: Any) -> Any:
        headers = {**_HEADERS, "content-type": "application/json"}
        client.request("POST", f"/{route}/v1/chat/completions", json.dumps(body), headers)
        answer = client.getresponse()
        assert answer.status == 200
        return answer

    def ask(self, client: Any, route: str) -> bytes:
        """Send a chat call."""
        data: bytes = self._sent(client, route, _BODY).read()
        return data

    def open(self, client: Any, route: str) -> Iterator[bytes]:
        """Open a stream."""
        answer = self._sent(client, route, {**_BODY, "stream": True})
        while piece := answer.read1(65536):
            yield piece


def _request(route: str, body: Any) -> bytes:
    data = json.dumps(body).encode()
    head = f"POST /{route}/v1/chat/completions HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {KEY}\r\n"
    return f"{head}content-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n".encode() + data


def _length(head: bytes) -> int:
    return int(head.partition(b"content-length: ")[2].partition(b"\r")[0])


class Socket(Raw, RawAsync):
    """A raw socket; for an event loop, asyncio's streams. It knows this server, and nothing else."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._free: list[Any] = []

    def make(self, base: str, *, awaited: bool) -> Any:
        """Open a connection; an event loop's calls each take a free one."""
        parts = urlsplit(base)
        if awaited:
            return parts
        made = socket.create_connection((str(parts.hostname), parts.port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def ask(self, client: Any, route: str) -> bytes:
        """Send a chat call."""
        client.sendall(_request(route, _BODY))
        data: bytes = client.recv(65536)
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += client.recv(65536)
        length, body = _length(data[:end]), data[end + 4 :]
        while len(body) < length:
            body += client.recv(65536)
        return body

    def open(self, client: Any, route: str) -> Iterator[bytes]:
        """Open a stream: chunked, as this server sends it."""
        client.sendall(_request(route, {**_BODY, "stream": True}))
        data = b""
        while b"\r\n\r\n" not in data:
            data += client.recv(65536)
        data = data.partition(b"\r\n\r\n")[2]
        while True:
            while (end := data.find(b"\r\n")) >= 0:
                size = int(data[:end], 16)
                if len(data) < end + 2 + size + 2:
                    break
                if not size:
                    return
                yield data[end + 2 : end + 2 + size]
                data = data[end + 4 + size :]
            data += client.recv(65536)

    async def _connection(self, parts: Any) -> Any:
        return self._free.pop() if self._free else await asyncio.open_connection(parts.hostname, parts.port)

    async def ask_async(self, client: Any, route: str) -> bytes:
        """Send a chat call."""
        reader, writer = connection = await self._connection(client)
        writer.write(_request(route, _BODY))
        head = await reader.readuntil(b"\r\n\r\n")
        body: bytes = await reader.readexactly(_length(head))
        self._free.append(connection)
        return body

    async def open_async(self, client: Any, route: str) -> AsyncIterator[bytes]:
        """Open a stream: chunked, as this server sends it."""
        reader, writer = connection = await self._connection(client)
        writer.write(_request(route, {**_BODY, "stream": True}))
        await reader.readuntil(b"\r\n\r\n")
        while size := int(await reader.readline(), 16):
            yield (await reader.readexactly(size + 2))[:-2]
        await reader.readline()
        self._free.append(connection)


class Parser(Client):
    """A JSON parser by itself, on the vectors' bytes in memory."""

    def __init__(self, url: str, parse: Callable[[], Callable[[bytes], Any]]) -> None:
        super().__init__(url)
        self._parse, self._data = parse(), answers.vectors()

    def vectors(self, count: int, watch: Watch) -> int:
        """Vectors as lists."""
        for _ in range(count):
            assert len(self._parse(self._data)) == answers.ROWS
        return count


class HttpxOrjson(Client):
    """What one would write by hand: httpx, orjson, numpy."""

    def make(self, base: str, *, awaited: bool) -> Any:
        """Make a client."""
        return import_module("httpx").Client(timeout=None)

    def vectors(self, count: int, watch: Watch) -> int:
        """Vectors as an array."""
        client, numpy, orjson = self.client("vectors"), import_module("numpy"), import_module("orjson")
        for _ in range(count):
            answer = client.post(f"{self.url}/vectors", json={"inputs": ["text"] * answers.ROWS})
            found = numpy.array(orjson.loads(answer.content), dtype="float32")
            assert found.shape == (answers.ROWS, answers.COLUMNS)
        return count


CONTENDERS: dict[str, Callable[[str], Client]] = {
    "inferloom": Inferloom,
    "inferloom, aiohttp": InferloomAiohttp,
    "inferloom, httpx-aiohttp": InferloomHttpxAiohttp,
    "inferloom, base64": InferloomBase64,
    "huggingface_hub": HuggingFaceHub,
    "openai": OpenAI,
    "litellm": LiteLLM,
    "any-llm": AnyLLM,
    "httpx": Httpx,
    "httpx, kept": HttpxKept,
    "httpx2": Httpx2,
    "aiohttp": Aiohttp,
    "http.client": HttpClient,
    "socket": Socket,
    "httpx + orjson": HttpxOrjson,
    "json": lambda url: Parser(url, lambda: json.loads),
    "orjson": lambda url: Parser(url, lambda: import_module("orjson").loads),
    "msgspec": lambda url: Parser(url, lambda: import_module("msgspec").json.decode),
    "pydantic_core": lambda url: Parser(url, lambda: import_module("pydantic_core").from_json),
}
"""Name -> what makes the contender."""
