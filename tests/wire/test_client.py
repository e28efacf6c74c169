"""What a client adds to every request, what it makes of failures, and how it is opened and closed."""

from __future__ import annotations

import json
import warnings
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom_runtime.errors import (
    AnswerError,
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    InferenceTimeoutError,
    NotFoundError,
    PermissionDeniedError,
    ProviderError,
    RateLimitError,
    ServerError,
    UnprocessableEntityError,
    UsageError,
)
from inferloom_runtime.limits import Timeout
from inferloom_runtime.pool import Pool
from inferloom_runtime.retry import Retry
from wire.exchange import HUB, SAMPLES, TOKEN, Server, Way, answering, check_result, picture, streaming

pytestmark = pytest.mark.anyio

URL = "http://localhost:8080/x"
LABELS = [[{"label": "POSITIVE", "score": 0.9}]]


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, dict[str, str]]]:
    """Retries happen at once; what would have decided the waiting is remembered."""
    asked: list[tuple[int, dict[str, str]]] = []

    def delay(policy: Retry, attempt: int, status: int | None, headers: dict[str, str]) -> float:
        asked.append((attempt, headers))
        return 0.0

    monkeypatch.setattr(Retry, "delay", delay)
    return asked


# Headers, cookies, limits of time.


async def test_headers_of_the_client_and_the_call(way: Way) -> None:
    server = Server([answering(LABELS)])
    given = {"X-Client": "1", "X-Both": "client", "X-None": None, "Accept": "application/json"}
    client = way.client(server, URL, headers=given)
    await way.call(client.text_classification, "hi", headers={"x-both": "call", "X-Call": "2"})
    headers = server.only.headers
    sent = {name: headers.get(name) for name in ("x-client", "x-both", "x-call", "x-none", "accept", "content-type")}
    assert sent == {
        "x-client": "1",
        "x-both": "call",
        "x-call": "2",
        "x-none": None,
        "accept": "application/json",
        "content-type": "application/json",
    }
    await way.call(client.text_classification, "hi")
    assert server.seen[1].headers["x-both"] == "client"
    assert "x-call" not in server.seen[1].headers


async def test_an_accept_of_the_callers_is_sent_once(way: Way) -> None:
    server = Server([httpx.Response(200, content=SAMPLES["image"], headers={"content-type": "image/png"})])
    await way.call(way.client(server, URL, headers={"accept": "image/jpeg"}).text_to_image, "a fox")
    assert server.only.headers["accept"] == "image/jpeg"


@pytest.mark.parametrize(
    "headers", [{"a b": "1"}, {"": "1"}, {"a:": "1"}, {"a": "1\r\nb: 2"}, {"a": 1}, {1: "a"}, {"ä": "1"}]
)
async def test_headers_that_cannot_be_sent(headers: Any, way: Way) -> None:
    server = Server([])
    with pytest.raises(UsageError, match="headers"):
        way.client(server, URL, headers=headers)
    with pytest.raises(UsageError, match="headers"):
        await way.call(way.client(server, URL).text_classification, "hi", headers=headers)
    assert server.seen == []


async def test_who_is_billed(way: Way) -> None:
    server = Server([answering(LABELS)])
    client = way.client(server, URL, bill_to="acme", headers={"X-HF-Bill-To": "other"})
    await way.call(client.text_classification, "hi")
    await way.call(client.with_options(timeout=3).text_classification, "hi")
    await way.call(client.with_options(bill_to="third").text_classification, "hi")
    await way.call(client.with_options(bill_to=None).text_classification, "hi")
    assert [one.headers.get("x-hf-bill-to") for one in server.seen] == ["acme", "acme", "third", None]


async def test_billing_means_nothing_to_a_key_of_ones_own(way: Way) -> None:
    server = Server([answering(LABELS)])
    with pytest.warns(UserWarning, match="bill_to has no effect"):
        client = way.client(server, URL, bill_to="acme", token="sk-1")
    await way.call(client.text_classification, "hi")
    assert server.only.headers["x-hf-bill-to"] == "acme"


async def test_cookies_stay_with_the_call(way: Way) -> None:
    server = Server([answering(LABELS)], {"/api/models/acme/x": "text-classification"})
    client = way.client(server, "acme/x", provider="hf-inference", cookies={"a": "1", "b": "2"})
    await way.call(client.text_classification, "hi")
    assert server.only.headers["cookie"] == "a=1; b=2"
    assert "cookie" not in server.lookups[0].headers


HTTPX_OWN_LIMIT = 5.0
"""What httpx's clients wait for when nobody says otherwise: https://www.python-httpx.org/advanced/timeouts/"""


@pytest.mark.parametrize(
    ("timeout", "seen"),
    [
        (None, (HTTPX_OWN_LIMIT, HTTPX_OWN_LIMIT, HTTPX_OWN_LIMIT)),
        (3, (3.0, 3.0, 3.0)),
        (Timeout(connect=1, first_byte=2, idle=3, total=4), (1, 2, 3)),
    ],
)
async def test_limits_of_time(timeout: Any, seen: Any, way: Way) -> None:
    asked: list[Any] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.extensions["timeout"]))
        return answering(LABELS)

    client = way.client(server, URL, timeout=timeout)
    await way.call(client.text_classification, "hi")
    await way.call(client.text_classification, "hi", timeout=0.5)
    connect, first_byte, idle = seen
    assert asked == [
        {"connect": connect, "read": first_byte, "write": idle, "pool": connect},
        dict.fromkeys(("connect", "read", "write", "pool"), 0.5),
    ]


@pytest.mark.parametrize(
    ("raised", "limit", "attempts"),
    [
        (httpx.ConnectTimeout("slow"), "connect", 3),
        (httpx.ReadTimeout("slow"), "first_byte", 1),
        (httpx.WriteTimeout("slow"), "idle", 1),
        (httpx.PoolTimeout("slow"), "connect", 3),
    ],
)
async def test_time_runs_out(
    raised: Exception, limit: str, attempts: int, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: 0.0)
    server = Server([raised])
    client = way.client(server, URL, timeout=2)
    with pytest.raises(
        InferenceTimeoutError, match=rf"http://localhost:8080.* within 2 s \(Timeout.{limit}\)"
    ) as caught:
        await way.call(client.text_classification, "hi")
    error = caught.value
    assert (error.limit, error.seconds) == (limit, 2)
    assert isinstance(error, TimeoutError)
    assert isinstance(error, ConnectionFailedError)
    assert (error.provider, error.task, error.attempts) == ("endpoint", "text_classification", attempts)
    assert type(error.__cause__).__name__ == type(raised).__name__
    assert len(server.seen) == attempts, "what a server may be at work on is not asked for again"


async def test_time_runs_out_inside_a_stream(way: Way) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
            def __iter__(self) -> Iterator[bytes]:
                yield b'data: {"choices": [{"index": 0, "delta": {"content": "Ne"}}]}\n\n'
                raise httpx.ReadTimeout("slow")

            async def __aiter__(self) -> AsyncIterator[bytes]:
                for piece in self:
                    yield piece

        return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Pieces())

    client = way.client(broken, URL, timeout=2)
    stream = await way.call(client.chat_completion, [{"role": "user", "content": "hi"}], stream=True)
    (item,) = await way.first(stream, 1)
    assert item.choices[0].delta.content == "Ne"
    with pytest.raises(InferenceTimeoutError):
        await way.first(stream, 1)
    assert await way.items(stream) == []


@pytest.mark.parametrize("timeout", [0, -1, True, "5", float("nan")])
def test_limits_that_are_none(timeout: Any, way: Way) -> None:
    with pytest.raises(UsageError, match="timeout"):
        way.client(Server([]), URL, timeout=timeout)


# Failures.


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (418, ProviderError),
        (422, UnprocessableEntityError),
        (429, RateLimitError),
        (500, ServerError),
        (503, ServerError),
        (504, ServerError),
    ],
)
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": "in words"}, "in words"),
        ({"error": ["in", "words"]}, "in; words"),
        ({"error": {"message": "in words", "type": "x"}}, "in words"),
        ({"detail": [{"loc": ["body", "inputs"], "msg": "in words"}]}, "body.inputs: in words"),
        ("in words", "in words"),
    ],
)
async def test_refusals(status: int, kind: type[ProviderError], body: Any, words: str, way: Way) -> None:
    server = Server([answering(body, status=status, **{"X-Request-Id": "r1"})])
    client = way.client(server, URL, max_retries=0)
    with pytest.raises(kind) as raised:
        await way.call(client.text_classification, "hi")
    error = raised.value
    assert type(error) is kind
    assert (error.status, error.server_message, error.request_id, error.attempts) == (status, words, "r1", 1)
    assert json.loads(error.body) == body
    assert f"HTTP {status}" in str(error)
    assert words in str(error)


async def test_a_refusal_without_words(way: Way) -> None:
    server = Server([httpx.Response(502, html="<html><title>Bad Gateway</title></html>")])
    with pytest.raises(ServerError, match="Bad Gateway"):
        await way.call(way.client(server, URL, max_retries=0).text_classification, "hi")
    server.replies = [httpx.Response(500)]
    with pytest.raises(ServerError, match="no explanation"):
        await way.call(way.client(server, URL, max_retries=0).text_classification, "hi")


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504])
async def test_what_is_tried_again(status: int, way: Way, no_waiting: list[Any]) -> None:
    server = Server([answering({"error": "no"}, status=status, **{"Retry-After": "7"}), answering(LABELS)])
    result = await way.call(way.client(server, URL).text_classification, "hi")
    check_result(result, LABELS[0])
    assert len(server.seen) == 2
    assert server.seen[0] == server.seen[1]
    assert [(attempt, headers["retry-after"]) for attempt, headers in no_waiting] == [(1, "7")]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422, 501])
async def test_what_is_not_tried_again(status: int, way: Way, no_waiting: list[Any]) -> None:
    server = Server([answering({"error": "no"}, status=status), answering(LABELS)])
    with pytest.raises(ProviderError):
        await way.call(way.client(server, URL).text_classification, "hi")
    assert len(server.seen) == 1
    assert no_waiting == []


async def test_a_broken_connection_is_tried_again(way: Way, no_waiting: list[Any]) -> None:
    server = Server([httpx.ConnectError("refused"), httpx.RemoteProtocolError("gone"), answering(LABELS)])
    check_result(await way.call(way.client(server, URL).text_classification, "hi"), LABELS[0])
    assert no_waiting == [(1, {}), (2, {})]
    server = Server([httpx.ConnectError("refused")])
    with pytest.raises(ConnectionFailedError, match="http://localhost:8080 failed: refused") as raised:
        await way.call(way.client(server, URL, max_retries=1).text_classification, "hi")
    assert raised.value.attempts == 2
    assert isinstance(raised.value, ConnectionError)
    with pytest.raises(ConnectionFailedError):
        await way.call(way.client(server, URL).text_classification, "hi", max_retries=0)
    assert len(server.seen) == 3


async def test_a_file_is_sent_again_from_its_start(way: Way, no_waiting: list[Any], tmp_path: Any) -> None:
    path = tmp_path / "sample.png"
    path.write_bytes(SAMPLES["image"])
    server = Server([answering({"error": "busy"}, status=503), answering([])])
    assert await way.call(way.client(server, URL).image_classification, path) == []
    assert [one.body for one in server.seen] == [SAMPLES["image"]] * 2


@pytest.mark.parametrize("max_retries", [-1, True, 1.5, "2"])
def test_numbers_of_retries_that_are_none(max_retries: Any, way: Way) -> None:
    with pytest.raises(UsageError, match="max_retries"):
        way.client(Server([]), URL, max_retries=max_retries)


async def test_a_redirect_on_the_same_server_is_followed(way: Way) -> None:
    server = Server([httpx.Response(307, headers={"location": "/y"}), answering(LABELS)])
    check_result(await way.call(way.client(server, URL).text_classification, "hi"), LABELS[0])
    assert [one.url for one in server.seen] == [URL, "http://localhost:8080/y"]
    assert server.seen[0].body == server.seen[1].body
    assert server.seen[1].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("status", "location"), [(307, "http://other.example.com/x"), (302, "/y"), (308, "https://localhost:8080/x")]
)
async def test_redirects_that_are_not_followed(status: int, location: str, way: Way) -> None:
    server = Server([httpx.Response(status, headers={"location": location})])
    with pytest.raises(AnswerError, match="redirects"):
        await way.call(way.client(server, URL).text_classification, "hi")
    assert len(server.seen) == 1


async def test_the_hub_may_redirect_to_another_host_without_the_key(way: Way) -> None:
    moved = httpx.Response(302, headers={"location": "https://mirror.example.com/api/x"})
    info = {"id": "acme/x", "pipeline_tag": "text-classification"}
    server = Server([answering(info), answering(LABELS)], {"/api/models/acme/x": moved})
    client = way.client(server, "acme/x", provider="hf-inference")
    await way.call(client.text_classification, "hi")
    assert server.lookups[0].url == f"{HUB}/api/models/acme/x"
    assert server.seen[0].url == "https://mirror.example.com/api/x"
    assert "authorization" not in server.seen[0].headers


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (httpx.Response(200, text="hello"), "not JSON"),
        (httpx.Response(200, html="<html></html>"), "text/html where JSON was expected"),
        (httpx.Response(200), "not JSON"),
        (httpx.Response(200, content=b"\x89PNG", headers={"content-type": "image/png"}), "image/png"),
        (httpx.Response(200, json="hello"), None),
        (httpx.Response(200, json={"label": "x"}), None),
    ],
)
async def test_answers_that_cannot_be_used(reply: httpx.Response, words: str | None, way: Way) -> None:
    with pytest.raises(AnswerError, match=words) as raised:
        await way.call(way.client(Server([reply]), URL).text_classification, "hi")
    assert (raised.value.provider, raised.value.task) == ("endpoint", "text_classification")


@pytest.mark.parametrize(
    ("method", "arguments", "reply"),
    [
        ("text_to_image", ["a fox"], httpx.Response(200, text="no picture today")),
        ("text_to_image", ["a fox"], httpx.Response(200, content=b"", headers={"content-type": "image/png"})),
        ("text_to_image", ["a fox"], httpx.Response(200, content=b"xx", headers={"content-type": "image/png"})),
        ("text_to_image", ["a fox"], httpx.Response(200, json={"status": "fine"})),
        ("text_to_speech", ["hello"], httpx.Response(200, html="<html></html>")),
        ("text_to_speech", ["hello"], httpx.Response(200, json={"status": "fine"})),
        ("text_to_video", ["waves"], httpx.Response(200, content=b"", headers={"content-type": "video/mp4"})),
        ("text_generation", ["Once"], httpx.Response(200, json=[{"text": "upon"}])),
        ("feature_extraction", ["Once"], httpx.Response(200, json=[[1, 2], [3]])),
        ("feature_extraction", ["Once"], httpx.Response(200, json={"a": 1})),
        ("image_segmentation", [SAMPLES["image"]], httpx.Response(200, json="none")),
    ],
)
async def test_results_that_cannot_be_used(method: str, arguments: Any, reply: httpx.Response, way: Way) -> None:
    client = way.client(Server([reply]), URL)
    with warnings.catch_warnings():
        # Parts that do not fit are delivered with a warning; here nothing is left to deliver.
        warnings.simplefilter("ignore")
        with pytest.raises(AnswerError):
            await way.call(getattr(client, method), *arguments)


async def test_a_stream_passes_over_what_has_no_token(way: Way) -> None:
    server = Server(
        [streaming('data: {"ping": 1}\n\n', 'data: {"token": {"id": 1, "text": "a"}, "generated_text": "a"}\n\n')]
    )
    stream = await way.call(way.client(server, URL).text_generation, "Once", stream=True)
    assert await way.items(stream) == ["a"]


# extra_body.


async def test_extra_body_wins(way: Way) -> None:
    server = Server([answering(LABELS)])
    client = way.client(server, URL)
    extra: dict[str, Any] = {"top_k": 2, "function_to_apply": None, "new": {"deep": [1, None]}, "none": None}
    await way.call(client.text_classification, "hi", top_k=1, function_to_apply="none", extra_body=extra)
    assert server.only.json["parameters"] == {"top_k": 2, "new": {"deep": [1, None]}, "none": None}
    assert extra == {"top_k": 2, "function_to_apply": None, "new": {"deep": [1, None]}, "none": None}


async def test_extra_body_is_checked_where_it_is_known(way: Way) -> None:
    server = Server([])
    with pytest.raises(UsageError, match="top_k"):
        await way.call(way.client(server, URL).text_classification, "hi", extra_body={"top_k": "many"})
    with pytest.raises(UsageError, match="extra_body must be a mapping"):
        await way.call(way.client(server, URL).text_classification, "hi", extra_body=[("top_k", 1)])
    assert server.seen == []


async def test_extra_body_of_a_chat(way: Way) -> None:
    server = Server([answering({"choices": []})])
    client = way.client(server, URL)
    messages = [{"role": "user", "content": "hi"}]
    await way.call(client.chat_completion, messages, max_tokens=1, extra_body={"max_tokens": 2, "guided_json": {}})
    assert server.only.json == {
        "model": "dummy",
        "messages": messages,
        "stream": False,
        "max_tokens": 2,
        "guided_json": {},
    }


async def test_extra_body_wins_over_further_keywords(way: Way) -> None:
    reply = httpx.Response(200, content=SAMPLES["image"], headers={"content-type": "image/png"})
    server = Server([reply])
    client = way.client(server, URL)
    arguments = {"strength": 0.1, "seed": 1, "extra_body": {"strength": 0.2}}
    result = await way.call(client.image_to_image, SAMPLES["image"], "in winter", **arguments)
    assert server.only.json["parameters"] == {"prompt": "in winter", "strength": 0.2, "seed": 1}
    assert result.tobytes() == picture(SAMPLES["image"]).tobytes()


# with_options, opening and closing.


async def test_with_options(way: Way) -> None:
    server = Server([answering(LABELS)])
    client = way.client(server, URL, timeout=3, headers={"a": "1", "b": "1"}, cookies={"c": "1"}, max_retries=1)
    other = client.with_options(
        model="http://localhost:9090/y", headers={"B": "2"}, token="hf_other", provider="hf-inference"
    )
    assert type(other) is type(client)
    assert (other.model, other.provider, other.timeout, other.max_retries) == (
        "http://localhost:9090/y",
        "hf-inference",
        Timeout(3, 3, 3),
        1,
    )
    await way.call(other.text_classification, "hi")
    sent = server.only
    assert sent.url == "http://localhost:9090/y"
    assert (sent.headers["a"], sent.headers["b"], sent.headers["cookie"]) == ("1", "2", "c=1")
    assert sent.headers["authorization"] == "Bearer hf_other"
    # The first one is as it was.
    assert (client.model, client.provider, client.headers) == (URL, None, {"a": "1", "b": "1"})
    await way.call(client.text_classification, "hi")
    assert server.seen[1].headers["authorization"] == f"Bearer {TOKEN}"


async def test_with_options_by_other_names(way: Way) -> None:
    server = Server([answering(LABELS)])
    client = way.client(server, "acme/x", headers={"a": "1"}, bill_to="acme")
    other = client.with_options(base_url=URL, api_key="hf_other", headers=None)
    assert other.bill_to == "acme"
    await way.call(other.text_classification, "hi")
    assert server.only.url == URL
    assert server.only.headers["authorization"] == "Bearer hf_other"
    assert server.only.headers["a"] == "1"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"modle": "x"}, "modle"),
        ({"http_client": None}, "http_client"),
        ({"model": "x", "base_url": URL}, "not both"),
        ({"base_url": "localhost:8123/v1"}, "write http://localhost:8123/v1"),
        ({"token": "hf_a", "api_key": "hf_b"}, "not both"),
        ({"timeout": 0}, "timeout"),
    ],
)
def test_options_that_cannot_be_changed(changes: dict[str, Any], words: str, way: Way) -> None:
    with pytest.raises(UsageError, match=words):
        way.client(Server([]), URL).with_options(**changes)


def test_model_and_base_url_are_one(way: Way) -> None:
    assert way.client(Server([]), base_url=URL).model == URL
    assert way.client(Server([]), URL).base_url == URL
    with pytest.raises(UsageError, match="write http://box:80"):
        way.client(Server([]), "acme/x").with_options(base_url="box:80")
    with pytest.raises(UsageError, match="not both"):
        way.client(Server([]), "acme/x", base_url=URL)
    with pytest.raises(UsageError, match="model must be a string"):
        way.client(Server([]), 7)


def test_a_client_shows_itself(way: Way) -> None:
    client = way.client(Server([]), "acme/x", provider="hf-inference", token="hf_secret")
    assert repr(client) == f"{type(client).__name__}('acme/x', provider='hf-inference')"
    assert client.token == "hf_secret"


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The HTTP clients that clients make for themselves, with a server of the tests behind them."""
    made: list[Any] = []

    def make(pool: Pool) -> Any:
        kind = httpx.Client if pool._kind == "Client" else httpx.AsyncClient
        made.append(kind(transport=httpx.MockTransport(Server([answering(LABELS)]))))
        return made[-1]

    monkeypatch.setattr(Pool, "_made", make)
    return made


def fresh(way: Way) -> Any:
    return InferenceClient(URL) if way.name == "sync" else AsyncInferenceClient(URL)


async def test_a_client_closes_what_it_made(way: Way, own: list[Any]) -> None:
    client = fresh(way)
    assert own == [], "nothing is made before it is needed"
    async with way.within(client) as entered:
        assert entered is client
        await way.call(client.text_classification, "hi")
        await way.call(client.with_options(timeout=1).text_classification, "hi")
        assert len(own) == 1
        assert not own[0].is_closed
    assert own[0].is_closed
    # It can be used again, and closed again.
    await way.call(client.text_classification, "hi")
    assert len(own) == 2
    await way.close(client)
    await way.close(client)
    assert own[1].is_closed


async def test_a_client_that_was_never_used_can_be_closed(way: Way, own: list[Any]) -> None:
    await way.close(fresh(way))
    assert own == []


async def test_an_injected_client_stays_open(way: Way) -> None:
    transport = httpx.MockTransport(Server([answering(LABELS)]))
    http: Any = httpx.Client(transport=transport) if way.name == "sync" else httpx.AsyncClient(transport=transport)
    kind: Any = InferenceClient if way.name == "sync" else AsyncInferenceClient
    async with way.within(kind(URL, http_client=http)) as client:
        await way.call(client.text_classification, "hi")
    assert not http.is_closed
    await way.call(client.text_classification, "hi")
    await way.close(client)
    assert not http.is_closed
    await way.call(client.text_classification, "hi")
    if way.name == "sync":
        http.close()
    else:
        await http.aclose()


async def test_an_injected_client_of_the_successor(way: Way) -> None:
    httpx2 = pytest.importorskip("httpx2")

    def server(request: Any) -> Any:
        assert json.loads(request.content)["inputs"] == "hi"
        return httpx2.Response(200, json=LABELS)

    def slow(request: Any) -> Any:
        raise httpx2.ReadTimeout("slow")

    kind: Any = InferenceClient if way.name == "sync" else AsyncInferenceClient
    http_kind = httpx2.Client if way.name == "sync" else httpx2.AsyncClient
    client = kind(URL, http_client=http_kind(transport=httpx2.MockTransport(server)))
    check_result(await way.call(client.text_classification, "hi"), LABELS[0])
    client = kind(URL, http_client=http_kind(transport=httpx2.MockTransport(slow)), timeout=1)
    with pytest.raises(InferenceTimeoutError):
        await way.call(client.text_classification, "hi")


@pytest.mark.parametrize("http_client", ["httpx", object(), 7])
def test_what_is_no_http_client(http_client: Any, way: Way) -> None:
    kind: Any = InferenceClient if way.name == "sync" else AsyncInferenceClient
    with pytest.raises(UsageError, match="http_client must be an httpx"):
        kind(URL, http_client=http_client)


async def test_an_http_client_of_the_other_kind(way: Way) -> None:
    """A sync client cannot await, and an async one must not block: to be told at once is better than a riddle."""
    transport = httpx.MockTransport(Server([answering(LABELS)]))
    other: Any = httpx.AsyncClient(transport=transport) if way.name == "sync" else httpx.Client(transport=transport)
    kind: Any = InferenceClient if way.name == "sync" else AsyncInferenceClient
    with pytest.raises(UsageError, match=r"http_client must be an httpx\.(Async)?Client, not (Async)?Client"):
        kind(URL, http_client=other)
