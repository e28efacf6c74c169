"""What an endpoint tells of itself, and waiting until it runs."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from endpoint_material import PENDING, TOKEN, URL, Service, Way, endpoint

import inferloom
from inferloom import AsyncInferenceClient, InferenceClient
from inferloom.types import EndpointOutput
from inferloom_runtime.errors import AnswerError, InferenceTimeoutError, JobFailedError, NotFoundError, UsageError

pytestmark = pytest.mark.anyio


async def made(way: Way, service: Service, **settings: Any) -> Any:
    return await way.call(way.client(service, namespace="acme", **settings).get, "my-endpoint")


async def test_fields(way: Way) -> None:
    found = await made(way, Service([PENDING]))
    # The times are those that huggingface_hub's own parser makes of these texts.
    told = {
        "name": "my-endpoint",
        "namespace": "acme",
        "repository": "gpt2",
        "status": "pending",
        "health_route": "/health",
        "url": None,
        "framework": "pytorch",
        "revision": "11c5a3d5811f50298f278a704980280950aedb10",
        "task": "text-generation",
        "type": "authenticated",
        "created_at": datetime(2023, 10, 26, 12, 41, 53, 263078, tzinfo=UTC),
        "updated_at": datetime(2023, 10, 26, 12, 42, tzinfo=UTC),
        "message": "Endpoint waiting to be scheduled",
        "vendor": "aws",
        "region": "us-east-1",
        "accelerator": "cpu",
        "instance_type": "intel-icl",
        "instance_size": "x2",
        "min_replica": 0,
        "max_replica": 1,
        "scale_to_zero_timeout": 15,
        "ready_replica": 0,
        "target_replica": 1,
        "tags": ["dev"],
    }
    assert {name: getattr(found, name) for name in told} == told
    assert found.raw == PENDING
    assert isinstance(found.data, EndpointOutput)
    assert found.data.extra["experimentalFeatures"] == {"cacheHttpResponses": False}
    assert found.data.model.image == {"huggingface": {}}
    assert found.meta.status == 200
    assert repr(found).endswith(
        "Endpoint(name='my-endpoint', namespace='acme', status='pending', repository='gpt2', url=None)"
    )


async def test_what_the_service_leaves_out_is_none(way: Way) -> None:
    said = {"name": "my-endpoint", "status": {"state": "new", "createdAt": "yesterday"}}
    found = await made(way, Service([said]))
    assert (found.status, found.created_at) == ("new", None)
    assert (found.url, found.repository, found.updated_at, found.min_replica) == (None, None, None, None)
    assert found.raw == said
    with pytest.raises(AnswerError, match="EndpointOutput"):
        await made(way, Service([said]), strict=True)


# Waiting


async def test_every_state_until_it_answers(way: Way, time: list[float]) -> None:
    """The states of the OpenAPI document's EndpointState that lead to a running one."""
    states = ["pending", "initializing", "updating", "somethingNew", "running"]
    service = Service([endpoint(state) for state in states])
    service.answers += [endpoint("running")]
    service.health = [204, httpx.ConnectError("not there yet"), 503, 200]
    found = await made(way, service)
    progress: list[tuple[str, float]] = []
    result = await way.call(found.wait, on_progress=lambda one: progress.append((one.status, time[0] - 1000)))
    assert result is found
    assert progress == [
        ("pending", 0),
        ("initializing", 5),
        ("updating", 10),
        ("somethingNew", 15),
        ("running", 20),
        ("running", 25),
        ("running", 30),
        ("running", 35),
    ]
    assert found.url == URL
    assert [seen.url for seen in service.asked] == [f"{URL}/health"] * 4
    assert {seen.headers["authorization"] for seen in service.asked} == {f"Bearer {TOKEN}"}


async def test_states_are_told_one_by_one(way: Way, time: list[float]) -> None:
    found = await made(way, Service([endpoint(), endpoint("initializing"), endpoint("running")]))
    assert await way.items(found.states(every=2)) == ["pending", "initializing", "running"]
    assert time == [1004.0]
    assert await way.items(found.states(timeout=0)) == ["running"], "it runs already: nothing is waited for"
    assert time == [1004.0]


@pytest.mark.parametrize("state", ["failed", "updateFailed"])
async def test_a_failure_ends_it(state: str, way: Way, time: list[float]) -> None:
    service = Service([endpoint(), endpoint(state, errorMessage="CUDA out of memory")])
    found = await made(way, service)
    with pytest.raises(JobFailedError, match=rf"The endpoint 'my-endpoint' is {state}: CUDA out of memory") as raised:
        await way.call(found.wait)
    assert (found.status, raised.value.server_message) == (state, "CUDA out of memory")
    assert len(service.seen) == 2
    with pytest.raises(JobFailedError):
        await way.call(found.wait)
    assert len(service.seen) == 2, "it is known already"


async def test_a_failure_without_a_reason_has_the_message(way: Way, time: list[float]) -> None:
    found = await made(way, Service([endpoint("failed", message="Endpoint failed to deploy")]))
    with pytest.raises(JobFailedError, match="is failed: Endpoint failed to deploy"):
        await way.call(found.wait)
    found = await made(way, Service([endpoint("failed", message="")]))
    with pytest.raises(JobFailedError, match="the service does not say why"):
        await way.call(found.wait)


async def test_being_late_tells_the_last_state(way: Way, time: list[float]) -> None:
    found = await made(way, Service([endpoint(), endpoint("initializing")]))
    with pytest.raises(InferenceTimeoutError, match="'my-endpoint' is still initializing after 12 s") as raised:
        await way.call(found.wait, timeout=12)
    assert (found.status, raised.value.seconds, time) == ("initializing", 12, [1012.0])


async def test_there_is_a_deadline_in_any_case(way: Way, time: list[float]) -> None:
    service = Service([endpoint("running")], health=[500])
    found = await made(way, service)
    with pytest.raises(InferenceTimeoutError, match="still running after 7200 s"):
        await way.call(found.wait, every=600)
    assert time == [8200.0]
    assert len(service.asked) == 13


@pytest.mark.parametrize("state", ["paused", "scaledToZero"])
async def test_what_sleeps_is_waited_for_only_a_moment(state: str, way: Way, time: list[float]) -> None:
    """Right after `resume()` the service may still tell of the old state."""
    found = await made(way, Service([endpoint(state), endpoint(state), endpoint("running")]))
    assert (await way.call(found.wait)).status == "running"
    found = await made(way, Service([endpoint(state)]))
    with pytest.raises(UsageError, match=rf"is {state}, and does not start by itself: call resume\(\)"):
        await way.call(found.wait)
    assert time == [1040.0]


async def test_an_endpoint_that_is_gone(way: Way, time: list[float]) -> None:
    found = await made(way, Service([endpoint(), httpx.Response(404, json={"error": "not found"})]))
    with pytest.raises(NotFoundError):
        await way.call(found.wait)


async def test_a_limit_for_calls_does_not_hold_for_pauses(way: Way, time: list[float]) -> None:
    states = [endpoint(), endpoint("initializing"), endpoint("running")]
    found = await made(way, Service(states), timeout=inferloom.Timeout(total=3))
    assert (await way.call(found.wait, every=60)).status == "running"
    assert time == [1120.0]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"timeout": -1}, "timeout=-1"),
        ({"every": 0}, "every=0"),
        ({"every": "5"}, "not str"),
        ({"timeout": True}, "not bool"),
    ],
)
async def test_seconds_that_make_no_sense(given: dict[str, Any], words: str, way: Way) -> None:
    found = await made(way, Service())
    with pytest.raises(UsageError, match=words):
        await way.call(found.wait, **given)


# The clients of an endpoint


async def test_clients_call_the_endpoint(way: Way) -> None:
    service = Service([endpoint("running")])
    found = await made(way, service, headers={"x-team": "red"})
    client, other = found.client, found.async_client
    assert (type(client), type(other)) == (InferenceClient, AsyncInferenceClient)
    assert (client.model, other.model, client.token, other.token) == (URL, URL, TOKEN, TOKEN)
    assert client.headers == other.headers == {"x-team": "red"}
    same = client if way.name == "sync" else other
    assert await way.call(same.health_check) is True
    assert service.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert service.asked[0].headers["x-team"] == "red"


async def test_there_is_no_client_without_an_address(way: Way) -> None:
    found = await made(way, Service())
    for name in ("client", "async_client"):
        with pytest.raises(UsageError, match=r"'my-endpoint' has no address yet \(it is pending\): wait\(\)"):
            getattr(found, name)


async def test_no_token_goes_to_an_address_that_is_not_encrypted(way: Way, time: list[float]) -> None:
    service = Service([endpoint("running", url=URL.replace("https", "http"))])
    found = await made(way, service)
    with pytest.raises(UsageError, match="not encrypted"):
        _ = found.client
    await way.call(found.wait)
    assert service.seen[-1].url == f"{URL.replace('https', 'http')}/health"
    assert "authorization" not in service.seen[-1].headers


async def test_the_machines_token_goes_to_no_foreign_endpoint(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_machine")
    service = Service([endpoint("running", url="https://models.acme.example"), {}])
    found = await made(way, service, token=None)
    client = found.client if way.name == "sync" else found.async_client
    await way.call(client.health_check)
    assert service.seen[-1].url == "https://models.acme.example/health"
    assert "authorization" not in service.seen[-1].headers


async def test_closing_leaves_the_callers_connections(way: Way) -> None:
    client = way.client(Service(), namespace="acme")
    if way.name == "sync":
        with client as same:
            assert same is client
    else:
        async with client as same:
            assert same is client
    assert (await way.call(client.get, "my-endpoint")).name == "my-endpoint"
    assert repr(client).endswith("Endpoints(namespace='acme')")


class _Sync(ast.NodeTransformer):
    """A syntax tree without anything async in it."""

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self.visit_FunctionDef(ast.FunctionDef(**dict(ast.iter_fields(node))))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        return node

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        return self.generic_visit(ast.For(**dict(ast.iter_fields(node))))

    def visit_Await(self, node: ast.Await) -> ast.AST:
        return self.visit(node.value)


def test_both_clients_are_one_thing_written_twice() -> None:
    folder = Path(inferloom.__file__).parent / "endpoints"
    texts = []
    for name in ("client", "async_client"):
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        for node in classes:
            node.body = [
                part
                for part in node.body[1:]
                if getattr(part, "name", "") not in {"__init__", "client", "async_client"}
            ]
        text = "\n".join(
            ast.unparse(ast.fix_missing_locations(_Sync().visit(ast.parse(ast.unparse(node))))) for node in classes
        )
        for old, new in (
            ("AsyncE", "E"),
            ("AsyncI", "I"),
            ("drive_async", "drive"),
            ("__aenter__", "__enter__"),
            ("__aexit__", "__exit__"),
        ):
            text = text.replace(old, new)
        texts.append(text)
    assert texts[0] == texts[1]
    assert len(texts[0]) > 5000
