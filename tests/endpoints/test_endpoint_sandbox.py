"""The sandbox plays Inference Endpoints: their states, their refusals, and the endpoints themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from endpoint_material import API, Way, recorded

from inferloom import AsyncInferenceClient, InferenceClient, endpoints, sandbox
from inferloom_runtime.errors import (
    AuthenticationError,
    BadRequestError,
    JobFailedError,
    NotFoundError,
    ProviderError,
    ServerError,
)
from inferloom_runtime.sandbox import api, transport
from inferloom_runtime.sandbox.exchange import Request

pytestmark = pytest.mark.anyio

NEW: dict[str, Any] = {**recorded("2.4.0")["create"]["arguments"], "task": "text-generation"}
BODY: dict[str, Any] = recorded("2.4.0")["create in full"]["requests"][0]["body"]
KEY = {"authorization": "Bearer hf_any"}


def client_of(way: Way, **options: Any) -> Any:
    return sandbox.endpoints(**options) if way.name == "sync" else sandbox.async_endpoints(**options)


async def test_from_creation_to_an_answer(way: Way, time: list[float]) -> None:
    made = await way.call(client_of(way).create, **NEW)
    assert (made.status, made.url, made.namespace, made.ready_replica) == ("pending", None, "sandbox", 0)
    assert await way.items(made.states()) == ["pending", "initializing", "running"]
    assert made.url.endswith(".us-east-1.aws.endpoints.huggingface.cloud")
    assert (made.repository, made.framework, made.task, made.type) == (
        "gpt2",
        "pytorch",
        "text-generation",
        "authenticated",
    )
    client: InferenceClient = made.client
    other: AsyncInferenceClient = made.async_client
    text = client.text_generation("Hello", max_new_tokens=5)
    assert isinstance(text, str)
    assert text == await other.text_generation("Hello", max_new_tokens=5)
    assert client.health_check()


async def test_calls_reach_the_task_of_the_endpoint(way: Way, time: list[float]) -> None:
    """The same body is a text to classify here and a text to fill in there."""
    client = client_of(way)
    for task, wanted in (("text-classification", "label"), ("fill-mask", "token_str")):
        made = await way.call(client.create, **{**NEW, "name": f"a-{task}", "task": task})
        await way.call(made.wait)
        method = "text_classification" if task == "text-classification" else "fill_mask"
        found = getattr(made.client, method)("Paris is the [MASK] of France.")
        assert wanted in found[0]


async def test_pausing_and_resuming(way: Way, time: list[float]) -> None:
    client = client_of(way)
    made = await way.call((await way.call(client.create, **NEW)).wait)
    url = made.url
    assert (await way.call(made.pause)).status == "paused"
    assert made.target_replica == 0
    # https://huggingface.co/docs/inference-endpoints/guides/pause_endpoint: the url stays the same.
    assert made.url == url
    with pytest.raises(BadRequestError, match="Invalid state"):
        made.client.text_generation("Hello")
    assert (await way.call(made.resume)).status == "pending"
    assert (await way.call(made.wait)).status == "running"
    assert (await way.call(made.resume)).status == "running"
    with pytest.raises(BadRequestError, match="already running"):
        await way.call(made.resume, running_ok=False)


async def test_a_call_wakes_what_is_scaled_to_zero(way: Way, time: list[float]) -> None:
    # https://huggingface.co/docs/inference-endpoints/guides/autoscaling: 503 while the new replica starts.
    made = await way.call((await way.call(client_of(way).create, **{**NEW, "min_replica": 0})).wait)
    assert (await way.call(made.scale_to_zero)).status == "scaledToZero"
    with pytest.raises(ServerError) as raised:
        made.client.with_options(max_retries=0).text_generation("Hello")
    assert raised.value.status == 503
    assert made.client.text_generation("Hello", max_new_tokens=3), "the retries wait for it"
    assert (await way.call(made.fetch)).status == "running"


async def test_updating_keeps_what_is_not_named(way: Way, time: list[float]) -> None:
    made = await way.call((await way.call(client_of(way).create, **NEW, env={"A": "1"}, tags=["x"])).wait)
    await way.call(made.update, max_replica=3, env={"B": "2"})
    assert (made.status, made.max_replica, made.min_replica, made.tags) == ("updating", 3, 1, ["x"])
    assert made.raw["model"]["env"] == {"B": "2"}
    assert (await way.call(made.wait)).status == "running"
    with pytest.raises(BadRequestError, match="minReplica is 5, more than maxReplica"):
        await way.call(made.scale, 5, 2)


async def test_what_was_deleted_is_gone(way: Way, time: list[float]) -> None:
    client = client_of(way)
    made = await way.call((await way.call(client.create, **NEW)).wait)
    assert await way.call(made.delete) is None
    with pytest.raises(NotFoundError, match="no endpoint 'my-endpoint'"):
        await way.call(made.fetch)
    with pytest.raises(NotFoundError, match="no such endpoint any more"):
        made.client.text_generation("Hello")
    assert await way.call(client.list) == []


async def test_names_are_taken_once_a_namespace(way: Way) -> None:
    client = client_of(way)
    await way.call(client.create, **NEW)
    with pytest.raises(ProviderError, match="has an endpoint 'my-endpoint' already") as raised:
        await way.call(client.create, **NEW)
    assert raised.value.status == 409
    await way.call(client.create, **NEW, namespace="sandbox-org")
    assert [(one.namespace, one.name) for one in await way.call(client.list, "*")] == [
        ("sandbox", "my-endpoint"),
        ("sandbox-org", "my-endpoint"),
    ]


async def test_lists_come_in_pages(way: Way) -> None:
    client = client_of(way)
    for number in range(45):
        await way.call(client.create, **{**NEW, "name": f"endpoint-{number:02}"})
    found = await way.call(client.list)
    assert [one.name for one in found] == [f"endpoint-{number:02}" for number in range(45)]
    assert {one.status for one in found} == {"initializing"}, "a list is a question too"


@pytest.mark.parametrize(
    ("wish", "states", "error"),
    [
        ("fail", ["pending", "initializing"], JobFailedError),
        ("2 polls", ["pending", "initializing", "initializing", "running"], None),
        ("never", ["pending", "initializing", "initializing"], TimeoutError),
        ("fail 500", None, ServerError),
    ],
)
async def test_wishes(
    wish: str, states: list[str] | None, error: type[Exception] | None, way: Way, time: list[float]
) -> None:
    client = client_of(way, max_retries=0)
    new = {**NEW, "tags": [f"[sandbox: {wish}]"]}
    if states is None and error is not None:
        with pytest.raises(error):
            await way.call(client.create, **new)
        return
    made = await way.call(client.create, **new)
    seen: list[str] = []
    if error is None:
        await way.call(made.wait, on_progress=lambda one: seen.append(one.status))
    else:
        with pytest.raises(error):
            await way.call(made.wait, timeout=10, on_progress=lambda one: seen.append(one.status))
    assert seen == states


async def test_an_update_can_fail(way: Way, time: list[float]) -> None:
    made = await way.call((await way.call(client_of(way).create, **NEW)).wait)
    await way.call(made.update, tags=["[sandbox: fail]"])
    with pytest.raises(JobFailedError, match="is updateFailed: The sandbox was asked to fail"):
        await way.call(made.wait)


# On the wire


def ask(served: Any, method: str, url: str, body: Any = None, **headers: str) -> Any:
    content = b"" if body is None else json.dumps(body).encode()
    kind = {} if body is None else {"content-type": "application/json"}
    return served.respond(Request(method, url, {**KEY, **kind, **headers}, content))


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"nmae": "x"}, "$.nmae"),
        ({"type": "protected"}, "$.type"),
        ({"model": {"repository": "gpt2"}}, "$.model"),
        ({"name": "Upper"}, "$.name"),
        ({"compute": {**BODY["compute"], "scaling": {"minReplica": 1}}}, "$.compute.scaling"),
    ],
)
def test_bodies_are_checked_by_the_spec(change: dict[str, Any], at: str) -> None:
    reply = ask(api.load("inferloom"), "POST", f"{API}/endpoint/acme", {**BODY, **change})
    assert reply.status == 400
    assert json.loads(reply.content)["path"].startswith(at)


def test_what_huggingface_hub_sends_is_accepted() -> None:
    """But for its nulls, which the document does not know, and what its old release still calls a type."""
    for version in ("2.4.0", "0.36.2"):
        for title, call in recorded(version).items():
            served = api.load("inferloom")
            assert ask(served, "POST", f"{API}/endpoint/acme", _without_nulls(BODY)).status == 200
            ask(served, "GET", f"{API}/endpoint/acme/my-endpoint")
            for request in call["requests"]:
                if "whoami" in request["path"] or (request["body"] or {}).get("type") == "protected":
                    continue
                path = request["path"].replace("/alice/", "/acme/")
                if call["method"] == "create":
                    ask(served, "DELETE", f"{API}/endpoint/acme/my-endpoint")
                reply = ask(served, request["method"], API.removesuffix("/v2") + path, _without_nulls(request["body"]))
                assert reply.status == 200, (version, title, reply.content)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        # A threshold may be null: the service has its own then.
        return {
            key: inner if key == "measure" else _without_nulls(inner)
            for key, inner in value.items()
            if inner is not None
        }
    return value


def test_secrets_are_not_told() -> None:
    served = api.load("inferloom")
    body = recorded("2.4.0")["create from a closed registry"]["requests"][0]["body"]
    body = _without_nulls({**body, "model": {**body["model"], "secrets": {"DATABASE": "never-shown"}}})
    reply = ask(served, "POST", f"{API}/endpoint/acme", body)
    assert reply.status == 200
    assert b"never-shown" not in reply.content


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/endpoint/acme/nobody", 404),
        ("POST", "/endpoint/acme/nobody/pause", 404),
        ("GET", "/endpoint", 404),
        ("GET", "/elsewhere", 404),
        ("PATCH", "/endpoint/acme", 405),
        ("GET", "/endpoint/acme/nobody/pause", 405),
    ],
)
def test_addresses(method: str, path: str, status: int) -> None:
    assert ask(api.load("inferloom"), method, API + path).status == status


def test_a_token_is_needed_and_must_be_known() -> None:
    served = api.load("inferloom", keys=["hf_known"])
    for url in (f"{API}/endpoint/acme", "https://huggingface.co/api/whoami-v2"):
        for authorization in ("", "Bearer ", "Basic hf_known", "Bearer hf_other"):
            assert ask(served, "GET", url, authorization=authorization).status == 401
        assert ask(served, "GET", url, authorization="Bearer hf_known").status == 200


async def test_a_wrong_token_is_an_error_of_our_tree(way: Way) -> None:
    with pytest.raises(AuthenticationError):
        await way.call(client_of(way, keys=["hf_known"]).list)


def test_an_endpoint_wants_its_token(time: list[float]) -> None:
    served = api.load("inferloom")
    for kind, status in (("authenticated", 401), ("public", 200)):
        name = f"a-{kind}"
        client = endpoints.Endpoints(token="hf_any", http_client=transport.client(served))
        made = client.create(**{**NEW, "name": name, "type": kind}).wait()
        reply = served.respond(Request("GET", f"{made.url}/health"))
        assert reply.status == status


def test_other_hosts_stay_as_they_are() -> None:
    """An address of an endpoint that nobody made here is served as before."""
    served = api.load("inferloom")
    reply = ask(served, "POST", "https://abc.us-east-1.aws.endpoints.huggingface.cloud/", {"inputs": "Hello"})
    assert reply.status == 200


# Over a socket


@pytest.mark.parametrize("address", ["/v2", "/api.endpoints.huggingface.cloud/v2"])
async def test_over_a_socket(
    address: str, way: Way, inferloom_sandbox: Any, monkeypatch: pytest.MonkeyPatch, time: list[float]
) -> None:
    """By environment variables alone, as an application's tests would: the endpoint's address is the server's."""
    url = inferloom_sandbox.url
    monkeypatch.setenv("INFERLOOM_ENDPOINTS_URL", url + address)
    monkeypatch.setenv("HF_ENDPOINT", url)
    monkeypatch.setenv("HF_TOKEN", "hf_sandbox")
    if way.name == "sync":
        with endpoints.Endpoints() as client:
            made = client.create(**NEW).wait()
            assert made.url.startswith(f"{url}/deployed/")
            assert isinstance(made.client.text_generation("Hello", max_new_tokens=5), str)
            assert made.client.chat_completion("Hello", max_tokens=5).choices
    else:
        async with endpoints.AsyncEndpoints() as client:
            made = await (await client.create(**NEW)).wait()
            assert isinstance(await made.async_client.text_generation("Hello", max_new_tokens=5), str)
            made.client.text_generation("Hello", max_new_tokens=5)


def test_a_client_of_a_served_sandbox(inferloom_sandbox: Any, time: list[float]) -> None:
    client = sandbox.endpoints(url=inferloom_sandbox.url)
    made = client.create(**NEW).wait()
    assert made.url.endswith(".aws.endpoints.huggingface.cloud")
    assert isinstance(made.client.text_generation("Hello", max_new_tokens=5), str)
    assert {request.host for request in inferloom_sandbox.requests} >= {"api.endpoints.huggingface.cloud"}


def test_a_package_without_the_service_plays_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from inferloom_runtime.sandbox import bundles
    from inferloom_runtime.sandbox import endpoints as played
    from inferloom_runtime.sandbox.core import Sandbox

    assert played.read("inferloom") is not None
    plain = Sandbox(bundles.read("inferloom"))
    assert ask(plain, "GET", "https://huggingface.co/api/whoami-v2").status == 404
