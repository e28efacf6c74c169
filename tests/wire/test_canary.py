"""Keys stay where they belong: a canary goes through every kind of failure, and nothing that people see repeats it.

What people see: errors (their words, attributes, notes, causes, pickles), tracebacks with local variables shown, every
logger at every level, the repr of clients, jobs and requests.
"""

from __future__ import annotations

import asyncio
import base64
import copy
import json
import logging
import pickle
import socket
import threading
import traceback
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import pytest

from inferloom import AsyncInferenceClient, InferenceClient, InferloomError, UsageError, capabilities
from inferloom_runtime import clock
from inferloom_runtime.auth import Key, find_key, may_carry
from inferloom_runtime.flow import Request
from wire.exchange import HUB, WAYS, Server, Way, answering

pytestmark = pytest.mark.anyio

# Tracebacks show the variables of the tests' own functions too, but no globals.
OWN = "sk-canary-0123456789-abcdef"
ROUTED = "hf_canaryABCDEFGHIJKLMNOPQRSTUVWXYZ"
KEYS = {"own": OWN, "routed": ROUTED}

MESSAGES: list[Any] = [{"role": "user", "content": "Hi"}]
CALLS: dict[str, tuple[str, list[Any], dict[str, Any]]] = {
    "chat_completion": ("conversational", [MESSAGES], {}),
    "streamed": ("conversational", [MESSAGES], {"stream": True}),
    "text_to_image": ("text-to-image", ["a fox"], {}),
    "text_to_video": ("text-to-video", ["a fox"], {}),
    "text_classification": ("text-classification", ["hi"], {}),
}
SERVED = [
    (provider, call)
    for provider, methods in capabilities.PROVIDERS.items()
    for call in CALLS
    if call.replace("streamed", "chat_completion") in methods
    and (call != "text_to_video" or "text_to_image" in methods)
] + [
    (provider, "text_to_video")
    for provider, methods in capabilities.PROVIDERS.items()
    if set(methods) == {"text_to_video"}
]
PROVIDERS = sorted({provider for provider, _ in SERVED})


def key_in(request: httpx.Request) -> str:
    """The key that a request came with."""
    sent = request.headers.get("authorization") or request.headers.get("x-key") or ""
    return sent.rpartition(" ")[2]


def echo(request: httpx.Request) -> dict[str, Any]:
    """What careless servers say."""
    return {"error": {"message": f"Incorrect API key provided: {key_in(request)}.", "key": key_in(request)}}


def refused(status: int) -> Callable[[httpx.Request], httpx.Response]:
    def reply(request: httpx.Request) -> httpx.Response:
        headers = {"x-your-key": key_in(request), "x-request-id": f"r-{key_in(request)}", "retry-after": "0"}
        return httpx.Response(status, json=echo(request), headers=headers)

    return reply


def cut_off(request: httpx.Request) -> httpx.Response:
    """The words of an error are cut at some length: here in the middle of the key."""
    return httpx.Response(403, text="x" * 1980 + key_in(request))


def no_json(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text=f"your key is {key_in(request)}", headers={"content-type": "application/json"})


def other_json(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=[key_in(request), {"id": 7, "status": f"lost {key_in(request)}"}])


def page(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, html=f"<html>{key_in(request)}</html>")


def redirect(request: httpx.Request) -> httpx.Response:
    return httpx.Response(
        307, headers={"location": f"https://user:{key_in(request)}@elsewhere.example/?k={key_in(request)}"}
    )


def broken_stream(request: httpx.Request) -> httpx.Response:
    key = key_in(request)

    class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b'data: {"choices": [{"index": 0, "delta": {"content": "Ne"}}]}\n\n'
            yield f'data: {{"error": {{"message": "bad key {key}"}}}}\n\n'.encode()

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for piece in self:
                yield piece

    return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Pieces())


def dying_stream(request: httpx.Request) -> httpx.Response:
    class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b'data: {"choices": [{"index": 0, "delta": {"content": "Ne"}}]}\n\n'
            raise httpx.ReadError(f"gone, {key_in(request)}", request=request)

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for piece in self:
                yield piece

    return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Pieces())


def failing(kind: type[httpx.RequestError]) -> Callable[[httpx.Request], httpx.Response]:
    def reply(request: httpx.Request) -> httpx.Response:
        try:
            raise OSError(f"deep below: {request.headers}, {key_in(request)}")
        except OSError as error:
            raise kind(f"{request.headers} {key_in(request)}", request=request) from error

    return reply


FAILURES: dict[str, Callable[[httpx.Request], httpx.Response]] = {
    "401": refused(401),
    "404": refused(404),
    "422": refused(422),
    "429": refused(429),
    "500": refused(500),
    "cut off": cut_off,
    "no JSON": no_json,
    "other JSON": other_json,
    "a page": page,
    "a redirect": redirect,
    "a broken stream": broken_stream,
    "a dying stream": dying_stream,
    "no connection": failing(httpx.ConnectError),
    "a broken connection": failing(httpx.RemoteProtocolError),
    "too late": failing(httpx.ReadTimeout),
}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_time(seconds: float) -> None:
        pass

    monkeypatch.setattr(clock, "sleep", lambda seconds: None)
    monkeypatch.setattr(clock, "sleep_async", no_time)


class Lines(logging.Handler):
    """Everything that any logger says."""

    def __init__(self) -> None:
        super().__init__(0)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.getMessage()} {record.args!r} {vars(record)!r}")


LOGGERS = ("", "inferloom", "httpx", "httpx2", "httpcore", "httpcore2")


@contextmanager
def listening(level: int) -> Generator[Lines]:
    """Listen to all loggers at a level."""
    handler = Lines()
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(level)
    try:
        yield handler
    finally:
        loggers[0].removeHandler(handler)
        for logger, old in zip(loggers, before, strict=True):
            logger.setLevel(old)


def told(error: BaseException) -> Iterator[str]:
    """Everything that can be read off an error."""
    yield from traceback.TracebackException.from_exception(error, capture_locals=True).format()
    left: list[BaseException | None] = [error]
    known: set[int] = set()
    while left:
        one = left.pop()
        if one is None or id(one) in known:
            continue
        known.add(id(one))
        left += [one.__cause__, one.__context__]
        yield f"{one} {one!r} {one.args!r} {vars(one)!r}"
        # What debuggers and reporters unfold: an HTTP client's error carries its request.
        carried = vars(one).get("_request")
        if carried is not None:
            yield repr(carried.headers.raw)
        meta = getattr(one, "meta", None)
        if meta is not None:
            yield f"{meta} {dict(meta.headers)!r}"
    if isinstance(error, InferloomError):
        yield repr(pickle.dumps(error))
        yield repr(vars(pickle.loads(pickle.dumps(error))))
        yield repr(vars(copy.copy(error)))


def check(texts: Iterator[str] | list[str], what: str) -> None:
    for text in texts:
        for key in (OWN, ROUTED):
            for part in (key, key[:14]):
                assert part not in text, f"{what}: {text[max(0, text.index(part) - 300) : text.index(part) + 100]}"


def hub(task: str) -> dict[str, Any]:
    """A Hub on which every provider serves the model."""
    entries = {name: {"status": "live", "providerId": "m", "task": task} for name in capabilities.PROVIDERS}
    tag = "text-generation" if task == "conversational" else task
    return {
        "/api/models/acme/x?expand=inferenceProviderMapping": {"inferenceProviderMapping": entries},
        "/api/models/acme/x": {"id": "acme/x", "pipeline_tag": tag, "tags": [tag]},
    }


async def caught(way: Way, method: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
    """The error of a call; no variable here holds a key."""
    try:
        await way.call(method, *arguments, **more)
    except InferloomError as error:
        return error
    raise AssertionError("nothing was raised")


async def failed(way: Way, client: Any, call: str) -> BaseException | None:
    """The error of a call, or of its stream."""
    _, arguments, more = CALLS[call]
    method = getattr(client, call.replace("streamed", "chat_completion"))
    try:
        result = await way.call(method, *arguments, **more)
        if more:
            await way.items(result)
    except Exception as error:
        return error
    return None


async def one_failure(
    way: Way,
    provider: str,
    whose: str,
    call: str,
    failure: str,
    reply: Callable[[httpx.Request], httpx.Response],
    level: int,
) -> bool:
    """Make a call that fails, and look at everything it says; whether it failed."""
    server = Server([reply], hub(CALLS[call][0]))
    with listening(level) as heard:
        client = way.client(server, "acme/x", provider=provider, token=KEYS[whose], max_retries=1)
        error = await failed(way, client, call)
    what = f"{provider}.{call}, {failure}"
    check(heard.lines, f"{what}: a log")
    check([repr(client), repr(vars(client))], f"{what}: the client")
    assert all("canary" in str(seen.headers.values()) for seen in server.seen[:1]), "the key went along"
    if error is None:
        return False
    # Warnings are errors in these tests: an answer that does not fit is one.
    assert isinstance(error, (InferloomError, Warning)), (failure, error)
    check(told(error), f"{what}: {type(error).__name__}")
    return True


@pytest.mark.parametrize("level", [0, logging.DEBUG, logging.INFO, logging.WARNING])
@pytest.mark.parametrize("bodies", ["", "1"])
async def test_no_level_of_logging_tells_the_key(
    level: int, bodies: str, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFERLOOM_LOG_BODIES", bodies)
    for failure, reply in FAILURES.items():
        await one_failure(way, "fal-ai", "own", "text_to_image", failure, reply, level)


@pytest.mark.parametrize("way", WAYS[:2], ids=str)  # the other library has its turn above
@pytest.mark.parametrize("whose", KEYS)
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_no_failure_tells_the_key(provider: str, whose: str, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFERLOOM_LOG_BODIES", "1")
    errors = 0
    for call in [call for name, call in SERVED if name == provider]:
        for failure, reply in FAILURES.items():
            errors += await one_failure(way, provider, whose, call, failure, reply, logging.DEBUG)
    assert errors >= 15 or (provider == "openai" and whose == "routed"), "most of these fail"


@pytest.mark.parametrize("whose", KEYS)
async def test_no_log_at_any_level_tells_the_key_of_a_call_that_succeeds(
    whose: str, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFERLOOM_LOG_BODIES", "1")
    said = {"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", "content": f"{OWN} {ROUTED}"}}]}
    server = Server([answering(said)], hub("conversational"))
    for level in range(0, 60, 5):
        with listening(level) as heard:
            client = way.client(server, "acme/x", provider="groq", token=KEYS[whose], cookies={"s": KEYS[whose]})
            await way.call(client.chat_completion, [{"role": "user", "content": f"my key is {KEYS[whose]}"}])
        for line in heard.lines:
            assert KEYS[whose] not in line
    assert KEYS[whose] in server.seen[0].headers["cookie"]


async def test_a_job_tells_no_key(way: Way) -> None:
    answers = [
        answering({"request_id": "7", "status": "IN_QUEUE", "response_url": "https://queue.fal.run/m/requests/7"})
    ]
    server = Server([*answers, refused(500)], hub("text-to-video"))
    client = way.client(server, "acme/x", provider="fal-ai", token=OWN, max_retries=0)
    job = await way.call(client.submit.text_to_video, "a fox")
    check([repr(job), json.dumps(job.to_dict())], "the job")
    check(told(await caught(way, job.result)), "the job's error")


async def test_an_error_with_a_job_is_pickled_without_it(way: Way) -> None:
    taken = answering({"request_id": "7", "status": "IN_QUEUE", "response_url": "https://queue.fal.run/m/requests/7"})
    server = Server([taken, answering({"status": "IN_QUEUE"})], hub("text-to-video"))
    client = way.client(server, "acme/x", provider="fal-ai", token=OWN)
    job = await way.call(client.submit.text_to_video, "a fox")
    error = await caught(way, job.result, timeout=0)
    assert error.job is job
    check(told(error), "the job's error")
    revived = pickle.loads(pickle.dumps(error))
    assert (revived.job, revived.ticket.id) == (None, "7")


async def test_the_user_and_password_of_an_address(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = Server([refused(401), failing(httpx.ConnectError)])
    address = f"http://somebody:{OWN}@localhost:8080/v1"
    client = way.client(server, address, token=None, max_retries=0)
    for _ in range(2):
        check(told(await caught(way, client.chat_completion, MESSAGES)), "an address")
    check([repr(client), caplog.text], "an address")
    sent = server.seen[0]
    assert sent.url == "http://localhost:8080/v1/chat/completions"
    assert sent.headers["authorization"] == "Basic " + base64.b64encode(f"somebody:{OWN}".encode()).decode()


async def test_a_key_in_an_address(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    # httpx logs addresses at INFO as they are, its own logger is not ours to change: the README says so.
    caplog.set_level(logging.DEBUG, "inferloom")
    server = Server([lambda request: httpx.Response(401, json={"error": f"{request.url} is wrong"})])
    client = way.client(server, f"http://localhost:8080/v1?api_key={OWN}", token=None, max_retries=0)
    check(told(await caught(way, client.chat_completion, MESSAGES)), "an address")
    check([repr(client), *(line.getMessage() for line in caplog.records if line.name == "inferloom")], "an address")
    assert OWN in server.only.url


@contextmanager
def unfriendly(manner: str) -> Generator[str]:
    """A server that cuts connections, with its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    if manner == "silent":
                        connection.recv(1)
                    elif manner == "strange":
                        connection.recv(1 << 16)
                        connection.sendall(b"what?\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://{host}:{port}/v1"
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@asynccontextmanager
async def connected(way: Way, address: str, **settings: Any) -> AsyncGenerator[Any]:
    """A client with real connections: its own, or those of an injected client of the other library."""
    if way.http is httpx:
        kind = InferenceClient if way.name == "sync" else AsyncInferenceClient
        async with way.within(kind(address, **settings)) as client:
            yield client
        return
    http = way.http.Client() if way.name == "sync" else way.http.AsyncClient()
    async with way.within(http):
        yield (InferenceClient if way.name == "sync" else AsyncInferenceClient)(address, http_client=http, **settings)


@pytest.mark.parametrize("manner", ["closed", "silent", "strange"])
async def test_real_connections(manner: str, way: Way) -> None:
    # httpcore and h11 hold the headers in local variables.
    with unfriendly(manner) as address, listening(0) as heard:
        async with connected(way, address, token=OWN, max_retries=1) as client:
            error = await caught(way, client.chat_completion, [{"role": "user", "content": "x" * 3_000_000}])
    check(told(error), manner)
    check(heard.lines, manner)


def test_interrupted_calls() -> None:
    # The frames of the HTTP client, whose variables hold the headers, are not shown for an interruption either.
    def server(request: httpx.Request) -> httpx.Response:
        headers = request.headers.raw
        raise KeyboardInterrupt(len(headers))

    client = Way("sync").client(server, "http://localhost:8080", token=OWN)
    with pytest.raises(KeyboardInterrupt) as raised:
        client.chat_completion(MESSAGES)
    check(told(raised.value), "KeyboardInterrupt")


async def test_a_refusal_keeps_its_traceback(way: Way) -> None:
    # Where an answer with a key in it stands in a variable, the frames are cut; a refusal is blanked before that.
    client = way.client(Server([refused(401)]), "http://localhost:8080", token=OWN)
    error = await caught(way, client.chat_completion, MESSAGES)
    assert "_exchange" in [frame.name for frame in traceback.extract_tb(error.__traceback__)]
    assert (error.body, error.headers["x-your-key"]) == (error.body.replace(OWN, ""), "[hidden]")
    assert "Incorrect API key provided: [hidden]." in error.server_message


def test_what_the_caller_was_handling_is_left_alone() -> None:
    client = Way("sync").client(failing(httpx.ConnectError), "http://localhost:8080", token=OWN, max_retries=0)
    before = ValueError("the caller's own words")
    try:
        try:
            raise before
        except ValueError:
            client.chat_completion(MESSAGES)
    except InferloomError as error:
        chain: list[BaseException | None] = [error]
        while chain[-1] is not None:
            chain.append(chain[-1].__context__)
        assert before in chain
        assert before.__traceback__ is not None


def test_requests_and_keys_show_nothing() -> None:
    request = Request("POST", "https://u:pw-of-somebody@host/x?k=v", {"authorization": f"Bearer {OWN}", "x-key": OWN})
    check([repr(request), repr(request.headers), repr(request.headers | {"api-key": OWN}), repr(Key(OWN))], "repr")
    assert repr(request) == "Request(POST https://host/x)"
    assert request.headers == {"authorization": f"Bearer {OWN}", "x-key": OWN}


def test_a_cancelled_task() -> None:
    async def main() -> BaseException:
        begun = asyncio.Event()

        async def server(request: httpx.Request) -> httpx.Response:
            headers = request.headers.raw
            begun.set()
            await asyncio.sleep(10)
            return httpx.Response(200, headers=headers)

        http = httpx.AsyncClient(transport=httpx.MockTransport(server))
        client = AsyncInferenceClient("http://localhost:8080", token=OWN, http_client=http)
        task = asyncio.create_task(client.chat_completion(MESSAGES))
        await begun.wait()
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            return error
        raise AssertionError

    check(told(asyncio.run(main())), "CancelledError")


# Where keys go.


@pytest.mark.parametrize(
    ("url", "goes"),
    [
        ("https://huggingface.co/api/models", True),
        ("https://router.huggingface.co/v1", True),
        ("https://api-inference.huggingface.co/x", True),
        ("https://abc123.us-east-1.aws.endpoints.huggingface.cloud/v1", True),
        ("https://acme-space.hf.space/v1", True),
        ("https://HUGGINGFACE.CO./x", True),
        ("https://huggingface.co:443/x", True),
        ("http://huggingface.co/x", False),
        ("https://huggingface.co:8443/x", False),
        ("http://router.huggingface.co/v1", False),
        ("https://huggingface.co.evil.example/x", False),
        ("https://evilhuggingface.co/x", False),
        ("https://huggingface.co@evil.example/x", False),
        ("https://evil.example/huggingface.co", False),
        ("https://evil.example#@huggingface.co/", False),
        ("https://evil.example?@huggingface.co/", False),
        ("https://evil.example\\@huggingface.co/", False),
        ("https://evil.example\\.hf.space/", False),
        ("https://evil.example%2f.hf.space/", False),
        ("https://evil.example\u2044.hf.space/", False),
        ("https://acme-space\uff0ehf.space/v1", True),  # HTTP clients fold this dot, and ask that very Space
        ("https://huggingface\uff0eco.evil.example/", False),
        ("https://a@b@huggingface.co/", False),
        ("https://huggingface.co:99999/", False),
        ("https://[huggingface.co/", False),
        ("//huggingface.co/x", False),
        ("ftp://huggingface.co/x", False),
        ("https://localhost:8080/v1", False),
        ("", False),
    ],
)
def test_where_a_found_key_goes(url: str, goes: bool) -> None:
    assert may_carry(Key("hf_found", found=True), url) is goes
    assert may_carry(Key("hf_given"), url) is True


def test_an_environment_that_makes_no_sense_opens_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://[")
    assert not may_carry(Key("hf_found", found=True), "https://]")


@pytest.mark.parametrize(
    "location",
    [
        "https://elsewhere.example/x",
        "http://huggingface.co/api/models/acme/x",
        "https://huggingface.co:8443/x",
        "https://huggingface.co@elsewhere.example/x",
        "//elsewhere.example/x",
        "\\\\elsewhere.example/x",
        "https://huggingface.co\\@elsewhere.example/",
        "https://huggingface\uff0eco/x",
        "https://[",
        "https://huggingface.co:99999/",
        "javascript:alert(1)",
        "file:///etc/passwd",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_takes_the_key_elsewhere(status: int, location: str, way: Way) -> None:
    seen: list[httpx.Request] = []

    def server(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) == 1:
            return httpx.Response(status, headers={"location": location.encode("utf-8")})
        return httpx.Response(200, json={"id": "acme/x", "pipeline_tag": "text-classification"})

    client = way.client(server, "acme/x", provider="hf-inference", token=ROUTED, max_retries=0, cookies={"c": OWN})
    error = await failed(way, client, "text_classification")
    if error is not None:
        assert isinstance(error, InferloomError)
        check(told(error), location)
    assert key_in(seen[0]) == ROUTED
    for request in seen[1:]:
        if request.url.host == "elsewhere.example" or request.url.scheme != "https" or request.url.port == 8443:
            assert "authorization" not in request.headers
            assert "cookie" not in request.headers


async def test_a_redirect_to_the_same_server_brings_no_password_of_its_own(way: Way) -> None:
    moved = httpx.Response(302, headers={"location": "https://evil:password@huggingface.co/api/models/acme/y"})
    info = {"id": "acme/x", "pipeline_tag": "text-classification"}
    found = {"/api/models/acme/x": moved, "/api/models/acme/y": info}
    server = Server([answering([[{"label": "A", "score": 1.0}]])], found)
    client = way.client(server, "acme/x", provider="hf-inference", token=ROUTED)
    await way.call(client.text_classification, "hi")
    assert [seen.headers["authorization"] for seen in server.lookups] == [f"Bearer {ROUTED}"] * 2
    assert server.lookups[1].url == f"{HUB}/api/models/acme/y"


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/m/requests/7",
        "http://queue.fal.run/m/requests/7",
        "https://queue.fal.run:444/m/requests/7",
        "https://queue.fal.run@elsewhere.example/m/requests/7",
        "//elsewhere.example/m/requests/7",
    ],
)
@pytest.mark.parametrize("whose", KEYS)
async def test_no_address_in_an_answer_takes_the_key_elsewhere(address: str, whose: str, way: Way) -> None:
    taken = answering({"request_id": "7", "status": "IN_QUEUE", "response_url": address})
    server = Server([taken, refused(401)], hub("text-to-video"))
    client = way.client(server, "acme/x", provider="fal-ai", token=KEYS[whose], max_retries=0)
    with pytest.raises(InferloomError):
        await way.call(client.text_to_video, "a fox")
    home = "https://queue.fal.run/" if whose == "own" else "https://router.huggingface.co/fal-ai/"
    assert len(server.seen) == 2
    assert all(seen.url.startswith(home) for seen in server.seen)


@pytest.mark.parametrize(
    "path", ["/../x", "/m/../../x", "/m/%2e%2e/%2E%2E/x", "/m/..\\..\\x", "/./x", "/m/%2e%2e%2fx", "/m/.%2e/x"]
)
@pytest.mark.parametrize("whose", KEYS)
async def test_no_address_in_an_answer_leaves_the_providers_path(path: str, whose: str, way: Way) -> None:
    taken = answering({"request_id": "7", "status": "IN_QUEUE", "response_url": f"https://queue.fal.run{path}"})
    server = Server([taken, refused(401)], hub("text-to-video"))
    client = way.client(server, "acme/x", provider="fal-ai", token=KEYS[whose], max_retries=0)
    with pytest.raises(InferloomError, match="leads out of"):
        await way.call(client.text_to_video, "a fox")
    assert len(server.seen) == 1


@pytest.mark.parametrize("way", WAYS[:2], ids=str)
async def test_a_server_sets_no_cookies_for_others(way: Way) -> None:
    # Clients with different keys share connections; a session that one of them was given is not the other's.
    server = CookieServer()
    with server as address:
        async with connected(way, address, token=OWN) as client:
            await way.call(client.chat_completion, MESSAGES)
            other = client.with_options(token=ROUTED)
            await way.call(other.chat_completion, MESSAGES)
    assert len(server.heads) == 2
    assert not any(b"cookie" in head.lower() for head in server.heads)


class CookieServer:
    """Answers a chat, and sets a cookie."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []

    def __enter__(self) -> str:
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        host, port = self.listener.getsockname()
        return f"http://{host}:{port}/v1"

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def _serve(self) -> None:
        body = json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}}]}).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        head += "set-cookie: session=1; Path=/\r\nconnection: close\r\n\r\n"
        for _ in range(2):
            connection, _ = self.listener.accept()
            with connection:
                self.heads.append(connection.recv(1 << 16))
                connection.sendall(head.encode() + body)


# What is refused before anything is sent.

STRANGE = ["a\r\nb: c", "a\nb", "a\x00b", "a\x7fb", "k\u00e9y", "a\u2028b", "\ud800"]


@pytest.mark.parametrize("value", STRANGE)
async def test_values_that_no_header_may_have(value: str, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server([answering([])])
    for settings in (
        {"headers": {"x-a": value}},
        {"bill_to": value},
        {"cookies": {"a": value}},
        {"token": f"hf_{value}"},
        {"api_key": f"sk-{value}"},
    ):
        with pytest.raises(UsageError) as raised:
            way.client(server, "http://localhost:8080", **settings)
        assert value not in str(raised.value)
    for kind in ("headers", "cookies"):
        with pytest.raises(UsageError, match=kind):
            way.client(server, "http://localhost:8080", **{kind: {value: "a"}})
    client = way.client(server, "http://localhost:8080")
    with pytest.raises(UsageError):
        await way.call(client.text_classification, "hi", headers={"x-a": value})
    with pytest.raises(UsageError):
        client.with_options(cookies={"a": value})
    if "\x00" not in value and "\ud800" not in value:  # no environment has these
        monkeypatch.setenv("HF_TOKEN", f"hf_{value}")
        with pytest.raises(UsageError, match="HF_TOKEN") as raised:
            find_key()
        assert value not in str(raised.value)
    assert server.seen == []


@pytest.mark.parametrize("cookies", [{"a": "1; b=2"}, {"a=b": "1"}, {"a;b": "1"}, {"": "1"}, {"a": 1}, {1: "a"}])
def test_cookies_that_are_two(cookies: Any, way: Way) -> None:
    with pytest.raises(UsageError, match="cookie"):
        way.client(Server(), "http://localhost:8080", cookies=cookies)


def test_a_token_file_with_two_lines(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("hf_first-line\nhf_second-line\n")
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "token"))
    with pytest.raises(UsageError, match="no header may carry") as raised:
        find_key()
    said = "".join(traceback.TracebackException.from_exception(raised.value, capture_locals=True).format())
    assert "second-line" not in said


@pytest.mark.parametrize(
    "model",
    [
        "a/../b",
        "../b",
        "..",
        ".",
        "a/./b",
        "/a",
        "a b",
        "a\nb",
        "a\x00b",
        "a?b",
        "a#b",
        "a\\b",
        "ftp://x",
        "a\u2028b",
        " ",
    ],
)
@pytest.mark.parametrize("provider", ["hf-inference", "groq", "replicate", "auto"])
async def test_models_that_would_change_the_address(model: str, provider: str, way: Way) -> None:
    server = Server([answering({})], {})
    client = way.client(server, provider=provider)
    for method, arguments in ((client.chat_completion, [MESSAGES]), (client.text_to_image, ["a fox"])):
        with pytest.raises(UsageError):
            await way.call(method, *arguments, model=model)
    assert (server.seen, server.lookups) == ([], [])


@pytest.mark.parametrize("model", ["a/%2e%2e/b", "a%0d%0ab", "a/\uff0e\uff0e/b", "a\u2044b", "%2e%2e"])
async def test_models_that_only_look_like_it(model: str, way: Way) -> None:
    # What is no dot and no line break to us is none to the server either: it is escaped once more.
    server = Server([answering([[]])], {})
    client = way.client(server, model, provider="hf-inference", lookups=looked_up(model))
    await way.call(client.text_classification, "hi")
    path = server.only.url.removeprefix("https://router.huggingface.co")
    assert path.startswith("/hf-inference/models/")
    assert path.isascii()
    assert not any(part in path.lower() for part in ("/%2e", "%0d", "..", "/./"))


def looked_up(model: str) -> Any:
    from inferloom import Lookups

    return Lookups(models={model: {"pipeline_tag": "text-classification", "tags": []}})


@pytest.mark.parametrize("provider", ["../x", "groq/..", "groq\r\nx: y", "hf_inference", "\uff47roq", "groq "])
async def test_providers_that_are_none(provider: str, way: Way) -> None:
    server = Server([answering({})], hub("conversational"))
    client = way.client(server, "acme/x", provider=provider)
    with pytest.raises(UsageError):
        await way.call(client.chat_completion, MESSAGES)
    assert (server.seen, server.lookups) == ([], [])


@pytest.mark.parametrize("id", ["..", ".", "../../x", "a/../b", "a\r\nb", "%2e%2e", "a?b=c", "a#b"])
async def test_ids_of_jobs_stay_one_part_of_the_path(id: str, way: Way) -> None:
    server = Server([answering({"id": id, "task_id": id}), refused(401)], hub("text-to-video"))
    client = way.client(server, "acme/x", provider="novita", token=OWN, max_retries=0)
    with pytest.raises(InferloomError):
        await way.call(client.text_to_video, "a fox")
    for seen in server.seen[1:]:
        url = httpx.URL(seen.url)
        assert url.host == "api.novita.ai"
        assert id not in (".", "..")
        assert "/.." not in url.path.replace("%2e", ".") or "%252" in seen.url or "%2F" in seen.url


def test_the_sync_client_is_what_the_others_are_made_from() -> None:
    check([repr(InferenceClient(token=OWN)), repr(InferenceClient(f"http://u:{OWN}@h/"))], "repr")
