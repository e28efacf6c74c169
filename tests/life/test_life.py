"""Clients in a server: in threads, in forked processes, in one event loop after the other, closed and forgotten."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import gc
import json
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from wire.exchange import Way, answering

from inferloom import AsyncInferenceClient, InferenceClient, Lookups, Retry, Timeout, UsageError
from inferloom_runtime import codec, forks
from life.leaks import KINDS, asked, call, run, run_async
from life.server import Server

ROOT = Path(__file__).parents[2]
MESSAGES: list[Any] = [{"role": "user", "content": "Hi"}]

# Threads


class Mixed(httpx.BaseTransport):
    """Answers each call with its own number: whole, streamed, or refused once."""

    def __init__(self) -> None:
        self.refused: set[str] = set()
        self.here = self.most = 0
        self.lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self.lock:
            self.here += 1
            self.most = max(self.most, self.here)
        try:
            return self.answer(request)
        finally:
            with self.lock:
                self.here -= 1

    def answer(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.read())
        said = body["messages"][0]["content"]
        assert request.headers["x-number"] == said
        with self.lock:
            first = said.startswith("refused") and said not in self.refused
            self.refused.add(said)
        if first:
            return httpx.Response(429, headers={"retry-after": "0"}, json={"error": "slow down"})
        if not body.get("stream"):
            return httpx.Response(200, json={"choices": [{"index": 0, "message": {"content": said}}]})
        words = [{"choices": [{"index": 0, "delta": {"content": letter}}]} for letter in said]
        words.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        lines = [f"data: {json.dumps(word)}\n\n".encode() for word in words]

        class Pieces(httpx.SyncByteStream):
            def __iter__(self) -> Iterator[bytes]:
                for line in lines:
                    time.sleep(0)
                    yield line

        return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Pieces())


def test_one_client_in_sixteen_threads() -> None:
    transport = Mixed()
    policy = Retry(budget=10_000)
    client = InferenceClient(
        "http://localhost:8080/v1", max_retries=policy, http_client=httpx.Client(transport=transport)
    )
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)

    def one(number: int) -> None:
        said = f"{KINDS[number % len(KINDS)]} {number}"
        options: dict[str, Any] = {"headers": {"x-number": said}}
        if number % 2 == 0:
            answer = client.chat_completion([{"role": "user", "content": said}], **options)
            assert answer.choices[0].message.content == said
            assert answer.meta is not None
            assert answer.meta.attempts == 1
            return
        stream = client.chat_completion([{"role": "user", "content": said}], stream=True, **options)
        words = [item.choices[0].delta.content or "" for item in stream]
        assert "".join(words) == said
        assert stream.meta.attempts == (2 if said.startswith("refused") else 1)

    try:
        with ThreadPoolExecutor(16) as threads:
            list(threads.map(one, range(2_000)))
    finally:
        sys.setswitchinterval(interval)
    assert 1 < transport.most <= 16


def test_threads_share_connections(server: Server) -> None:
    with InferenceClient(server.url, token="no-key") as client, ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda number: client.chat_completion(asked("whole", number)), range(400)))
        state = server.state()
        assert state["accepted"] <= 2 * 16, "as many as there are threads, and a few that two of them opened at once"
    assert server.settled(0)


def test_threads_make_one_http_client(monkeypatch: pytest.MonkeyPatch) -> None:
    client = InferenceClient("http://localhost:8080/v1")
    made: list[Any] = []
    gate = threading.Barrier(8)
    original = client._line.pool._made

    def slowly() -> Any:
        time.sleep(0.02)
        made.append(original())
        return made[-1]

    monkeypatch.setattr(client._line.pool, "_made", slowly)

    def get(_: int) -> Any:
        gate.wait()
        return client._line.pool.client()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(get, range(8)))) == 1
    assert len(made) == 1
    client.close()


# Forks

forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def in_a_child(do: Callable[[], object]) -> object:
    """What a function gives in a forked process, or the name of its error."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of newer Pythons: this process has threads
        child = os.fork()
    if child == 0:
        said: object = "nothing"
        try:
            said = do()
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, json.dumps(said).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        alarm = threading.Timer(20, lambda: os.kill(child, 9))
        alarm.start()
        heard = pipe.read()
        alarm.cancel()
    os.waitpid(child, 0)
    return json.loads(heard or b'"it hung"')


def word(client: InferenceClient) -> object:
    return client.chat_completion(asked("whole", 1)).choices[0].message.content


@forking
def test_a_forked_process_opens_connections_of_its_own(server: Server) -> None:
    with InferenceClient(server.url, token="no-key") as client:
        assert word(client) == "word"
        copied = client.with_options(timeout=30)
        before = server.state()["accepted"]
        assert in_a_child(lambda: [word(client), word(copied), word(client)]) == ["word"] * 3
        came = server.state()["accepted"] - before
        assert came == 1 + 1, "one by the child, one by the question"
        assert word(client) == "word"
        assert server.state()["accepted"] - before == came + 1, "the parent's connection is still the same"


@forking
def test_a_fork_in_the_middle_of_a_stream(server: Server) -> None:
    with InferenceClient(server.url, token="no-key") as client:
        streams = [client.chat_completion(asked("streamed", number), stream=True) for number in range(2)]
        for stream in streams:
            next(stream)
        held, go_on = threading.Event(), threading.Event()
        lock = client._line.pool.client()._lock

        def hold() -> None:
            with lock:
                held.set()
                go_on.wait(20)

        def child() -> object:
            # The parent's streams are closed and forgotten here; nothing of that reaches the parent's connections, and
            # nothing waits for a lock that nobody here can open.
            streams.pop().close()
            streams.clear()
            gc.collect()
            return word(client)

        holder = threading.Thread(target=hold)
        holder.start()
        held.wait(20)
        try:
            del stream
            assert in_a_child(child) == "word"
        finally:
            go_on.set()
            holder.join()
        assert [len(list(stream)) for stream in streams] == [2, 2]


@forking
def test_locks_that_were_held_at_the_fork() -> None:
    client = InferenceClient("http://localhost:8080/v1", http_client=None)
    held, go_on = threading.Event(), threading.Event()
    locks = list(forks._all)
    assert client._line.pool._lock in locks
    assert codec._lock in locks

    def hold() -> None:
        with contextlib.ExitStack() as stack:
            for lock in locks:
                stack.enter_context(lock)
            held.set()
            go_on.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)

    def child() -> object:
        for lock in locks:
            with lock:
                pass
        client._line.pool.client()
        return "free"

    try:
        assert in_a_child(child) == "free"
    finally:
        go_on.set()
        holder.join()


def _in_a_worker(client: InferenceClient, answers: Any) -> None:
    answers.put(word(client))


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_multiprocessing(method: str, server: Server) -> None:
    context = multiprocessing.get_context(method)
    with InferenceClient(server.url, token="no-key") as client, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert word(client) == "word"
        answers = context.SimpleQueue()
        worker = context.Process(target=_in_a_worker, args=(client, answers))
        worker.start()
        assert answers.get() == "word"
        worker.join(20)
        assert word(client) == "word"


@forking
def test_an_async_client_in_a_forked_process(server: Server) -> None:
    client = AsyncInferenceClient(server.url, token="no-key")

    async def ask() -> object:
        return (await client.chat_completion(asked("whole", 1))).choices[0].message.content

    assert asyncio.run(ask()) == "word"
    assert in_a_child(lambda: asyncio.run(ask())) == "word"
    assert asyncio.run(ask()) == "word"


# Pickles and copies

SETTINGS: dict[str, Any] = {
    "provider": "groq",
    "token": "hf_of_somebody",
    "timeout": Timeout(connect=1, total=9),
    "headers": {"x-a": "1"},
    "cookies": {"c": "2"},
    "bill_to": "acme",
    "max_retries": Retry(max_retries=7),
    "lookups": Lookups(models={"a/b": {"pipeline_tag": "text-generation"}}),
    "strict": True,
}


@pytest.mark.parametrize("kind", [InferenceClient, AsyncInferenceClient])
@pytest.mark.parametrize("again", [lambda it: pickle.loads(pickle.dumps(it)), copy.copy, copy.deepcopy])
def test_a_pickled_or_copied_client_has_the_same_settings(kind: Any, again: Any) -> None:
    client = kind("acme/x", **SETTINGS)
    other = again(client)
    assert type(other) is kind
    for name in (
        "model",
        "provider",
        "token",
        "timeout",
        "headers",
        "cookies",
        "bill_to",
        "retry",
        "lookups",
        "strict",
    ):
        assert getattr(other, name) == getattr(client, name), name
    assert other._line.key == client._line.key
    assert (other._line.pool is client._line.pool) == (again is copy.copy)


def test_a_pickled_client_works_in_another_process(server: Server) -> None:
    with InferenceClient(server.url, token="no-key") as client:
        assert word(client) == "word"
        program = (
            "import pickle, sys; client = pickle.load(sys.stdin.buffer);"
            "print(client.chat_completion([{'role': 'user', 'content': 'x'}]).choices[0].message.content)"
        )
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", program], input=pickle.dumps(client), capture_output=True, check=False
        )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, b"word", b"")


@pytest.mark.parametrize("again", [pickle.dumps, copy.deepcopy])
def test_a_client_with_somebody_elses_connections_is_not_pickled(again: Any, way: Way) -> None:
    client = way.client(lambda request: answering({}))
    with pytest.raises(TypeError, match="injected http_client"):
        again(client)
    assert copy.copy(client)._line.pool is client._line.pool


# Event loops


async def ask_all(client: AsyncInferenceClient) -> list[object]:
    whole = [client.chat_completion(asked("whole", number)) for number in range(4)]
    stream = await client.chat_completion(asked("streamed", 1), stream=True)
    given_up = await client.chat_completion(asked("given up", 1), stream=True)
    await anext(given_up)
    items = [item async for item in stream]
    return [len(items), *(answer.choices[0].message.content for answer in await asyncio.gather(*whole))]


def test_one_client_in_two_event_loops(server: Server) -> None:
    client = AsyncInferenceClient(server.url, token="no-key")
    for _ in range(2):
        assert asyncio.run(ask_all(client)) == [3, *["word"] * 4]
        assert server.settled(0), "the loop's end closed the connections"


def test_one_client_in_two_event_loops_at_once(server: Server) -> None:
    client = AsyncInferenceClient(server.url, token="no-key")
    with ThreadPoolExecutor(2) as threads:
        loops = [threads.submit(lambda: asyncio.run(ask_all(client))) for _ in range(6)]
        assert [loop.result() for loop in loops] == [[3, *["word"] * 4]] * 6
    assert server.settled(0)


def test_loops_that_are_gone_are_not_remembered() -> None:
    client = AsyncInferenceClient("http://localhost:8080/v1")

    async def begin() -> weakref.ref[Any]:
        await client._line.pool.client_here()
        return weakref.ref(asyncio.get_running_loop())

    loops = [asyncio.run(begin()) for _ in range(4)]
    assert len(client._line.pool._loops) == 1
    assert sum(loop() is not None for loop in loops) <= 1


PROGRAMS = {
    "two loops": """
client = inferloom.AsyncInferenceClient(url, token="no-key")
async def main():
    print((await client.chat_completion(messages)).choices[0].message.content)
    stream = await client.chat_completion(messages, stream=True)
    print((await anext(stream)).choices[0].delta.content)
asyncio.run(main())
asyncio.run(main())
""",
    "an open client at the end": """
client = inferloom.InferenceClient(url, token="no-key")
print(client.chat_completion(messages).choices[0].message.content)
stream = client.chat_completion(messages, stream=True)
print(next(stream).choices[0].delta.content)
""",
    "an open client in a module": """
import types
module = types.ModuleType("ours"); sys.modules["ours"] = module
module.client = inferloom.InferenceClient(url, token="no-key")
module.cycle = module
print(module.client.chat_completion(messages).choices[0].message.content)
""",
    "an open async client at the end": """
client = inferloom.AsyncInferenceClient(url, token="no-key")
async def main():
    print((await client.chat_completion(messages)).choices[0].message.content)
asyncio.run(main())
""",
    "closed twice": """
client = inferloom.InferenceClient(url, token="no-key")
print(client.chat_completion(messages).choices[0].message.content)
client.close(); client.close()
""",
    "never used": "client = inferloom.InferenceClient(); other = inferloom.AsyncInferenceClient(); print('word')",
    "an interrupted loop": """
client = inferloom.AsyncInferenceClient(url, token="no-key")
async def main():
    stream = await client.chat_completion(messages, stream=True)
    async for item in stream:
        print(item.choices[0].delta.content)
        raise SystemExit(0)
asyncio.run(main())
""",
}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("debug", ["", "1"], ids=["", "asyncio's debug mode"])
def test_programs_end_in_silence(program: str, debug: str, server: Server) -> None:
    lines = f"import asyncio, sys, inferloom\nurl = {server.url!r}\n"
    lines += "messages = [{'role': 'user', 'content': 'x'}]\n" + PROGRAMS[program]
    environment = {**os.environ, "PYTHONASYNCIODEBUG": debug, "PYTHONDEVMODE": debug}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", lines], capture_output=True, text=True, check=False, env=environment
    )
    # In its debug mode asyncio logs what took longer than 0.1 s, which a busy machine does by itself.
    said = [line for line in done.stderr.splitlines() if not line.startswith("Executing <")]
    assert (done.returncode, said) == (0, [])
    assert {line.strip() for line in done.stdout.splitlines()} == {"word"}
    assert server.settled(0)


# Closing


@pytest.mark.anyio
async def test_closed_twice_and_used_again(server: Server) -> None:
    client = InferenceClient(server.url, token="no-key")
    client.close()
    for _ in range(2):
        assert word(client) == "word"
        assert server.state()["open"] == 1
        client.close()
        client.close()
        assert server.settled(0)
    with client as entered:
        assert entered is client
        assert word(client) == "word"
    assert server.settled(0)

    awaited = AsyncInferenceClient(server.url, token="no-key")
    await awaited.close()
    for _ in range(2):
        await awaited.chat_completion(MESSAGES)
        await awaited.close()
        await awaited.close()
        assert await asyncio.to_thread(server.settled, 0)
    async with awaited as entered_async:
        assert entered_async is awaited
        await awaited.chat_completion(MESSAGES)
    assert await asyncio.to_thread(server.settled, 0)


@pytest.mark.anyio
async def test_a_copy_leaves_the_connections_to_its_original(server: Server) -> None:
    with InferenceClient(server.url, token="no-key") as client:
        with client.with_options(timeout=30) as changed:
            assert changed._line.pool is client._line.pool
            assert word(changed) == "word"
            stream = client.chat_completion(MESSAGES, stream=True)
            next(stream)
        assert len(list(stream)) == 2, "other calls went on"
        kept = client.with_options(timeout=20)
        assert word(client) == "word"
    assert server.settled(0), "the original closes them for all"
    assert word(kept) == "word", "a copy opens new ones"
    client.close()
    assert server.settled(0)

    with InferenceClient(server.url, token="no-key").with_options(timeout=30) as only:
        assert word(only) == "word"
    assert server.settled(0), "where there is no original any more, the copy closes them"

    async with AsyncInferenceClient(server.url, token="no-key") as awaited:
        async with awaited.with_options(timeout=30) as changed_too:
            await changed_too.chat_completion(MESSAGES)
        assert (await asyncio.to_thread(server.state))["open"] == 1
    assert await asyncio.to_thread(server.settled, 0)


@pytest.mark.anyio
async def test_an_injected_client_stays_open_and_says_when_it_is_closed(way: Way) -> None:
    said = {"choices": [{"index": 0, "message": {"content": "word"}}]}
    client = way.client(lambda request: answering(said), "http://localhost:8080/v1")
    async with way.within(client):
        await way.call(client.chat_completion, MESSAGES)
    await way.call(client.chat_completion, MESSAGES)
    http = client._line.pool.client() if way.name == "sync" else await client._line.pool.client_here()
    await (http.aclose() if way.name == "async" else asyncio.to_thread(http.close))
    with pytest.raises(UsageError, match="HTTP client is closed"):
        await way.call(client.chat_completion, MESSAGES)


def test_a_client_closed_by_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    client = InferenceClient("http://localhost:8080/v1")
    http = client._line.pool.client()
    send = http.send

    def closed_meanwhile(*arguments: Any, **more: Any) -> Any:
        client.close()
        return send(*arguments, **more)

    monkeypatch.setattr(http, "send", closed_meanwhile)
    with pytest.raises(UsageError, match="HTTP client is closed"):
        client.chat_completion(MESSAGES)


def test_a_forgotten_client_gives_its_connections_back(server: Server) -> None:
    client: InferenceClient | None = InferenceClient(server.url, token="no-key")
    assert client is not None
    assert word(client) == "word"
    assert server.state()["open"] == 1
    client = None
    assert server.settled(0)


# Thousands of calls

MEGABYTE = 1_000_000


def test_two_thousand_calls_leave_nothing(server: Server) -> None:
    left = run(server, 2_000)
    assert left.open <= 1
    assert left.closed
    assert left.resident < 5 * MEGABYTE
    assert server.state()["most"] <= 4


def test_two_thousand_async_calls_leave_nothing(server: Server) -> None:
    left = run_async(server, 2_000)
    assert left.open <= 8
    assert left.closed
    assert left.resident < 5 * MEGABYTE


def test_the_leaks_would_be_seen(server: Server) -> None:
    # The same measure, of calls whose streams are held on to.
    held: list[Any] = []
    with InferenceClient(server.url, token="no-key") as client:
        for number in range(12):
            call(client, number)
            held.append(client.chat_completion(asked("given up", number), stream=True))
            next(held[-1])
        assert not server.state()["open"] < 12
        held.clear()
        assert server.settled(1)
