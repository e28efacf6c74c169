"""What is sent: the same as huggingface_hub sends, and what may not be sent at all."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import pytest
from endpoint_material import API, TOKEN, WHOAMI, Service, Way, endpoint, recorded

from inferloom import endpoints
from inferloom_runtime.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectionFailedError,
    NotFoundError,
    ProviderError,
    ServerError,
    UsageError,
)

pytestmark = pytest.mark.anyio

NEW = recorded("2.4.0")["create"]["arguments"]
CALLS = [(version, title) for version in ("2.4.0", "0.36.2") for title in recorded(version)]


def without_nulls(value: Any) -> Any:
    """A body without the keys that say nothing: huggingface_hub sends null for what was not given."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return value


def wanted(version: str, title: str, body: Any) -> Any:
    """The recorded body. The old release has a type that the API no longer knows, and takes every image for a custom
    one; both were mended in 2.4.0."""
    if version == "0.36.2" and body and body.get("type") == "protected":
        body = {**body, "type": "authenticated"}
    if version == "0.36.2" and title == "create with an engine's image":
        body = {**body, "model": {**body["model"], "image": body["model"]["image"]["custom"]}}
    # A metric without a threshold leaves the threshold to the service, by a null.
    measure = body["compute"]["scaling"].get("measure") if body and "scaling" in body.get("compute", {}) else None
    plain = without_nulls(body)
    if measure is not None:
        plain["compute"]["scaling"]["measure"] = measure
    return plain


@pytest.mark.parametrize(("version", "title"), CALLS)
async def test_requests_are_those_of_huggingface_hub(version: str, title: str, way: Way) -> None:
    call = recorded(version)[title]
    service = Service()
    if call["method"] == "list":
        service.answers = [{"items": [endpoint()]}]
    scope = {} if title == "get without a namespace" else {"namespace": "acme"}
    result = await way.call(getattr(way.client(service), call["method"]), **call["arguments"], **scope)
    paths = [request["path"] for request in call["requests"]]
    assert [seen.url for seen in service.looked] == [WHOAMI for path in paths if path == "/api/whoami-v2"]
    assert {seen.headers["authorization"] for seen in service.looked} <= {f"Bearer {TOKEN}"}
    ours = [(seen.method, seen.url, seen.headers["authorization"], seen.json) for seen in service.seen]
    assert ours == [
        (
            request["method"],
            API.removesuffix("/v2") + request["path"],
            request["authorization"],
            wanted(version, title, request["body"]),
        )
        for request in call["requests"]
        if request["path"] != "/api/whoami-v2"
    ]
    assert all((seen.headers.get("content-type") == "application/json") == bool(seen.body) for seen in service.seen)
    assert (result is None) == (call["method"] == "delete")


async def test_replicas_are_set_together(way: Way) -> None:
    service = Service()
    made = await way.call(way.client(service, namespace="acme").get, "my-endpoint")
    assert await way.call(made.scale, 0, 4, scale_to_zero_timeout=5) is made
    assert (service.seen[-1].method, service.seen[-1].url) == ("PUT", f"{API}/endpoint/acme/my-endpoint")
    assert service.seen[-1].json == {
        "compute": {"scaling": {"minReplica": 0, "maxReplica": 4, "scaleToZeroTimeout": 5}}
    }


@pytest.mark.parametrize("name", ["update", "pause", "resume", "scale_to_zero", "fetch", "refresh", "delete"])
async def test_an_endpoints_methods_change_it_in_place(name: str, way: Way) -> None:
    service = Service([endpoint("running"), endpoint("updating")])
    made = await way.call(way.client(service).get, "my-endpoint", namespace="acme")
    given = {"max_replica": 2} if name == "update" else {}
    result = await way.call(getattr(made, name), **given)
    assert result is (None if name == "delete" else made)
    assert made.status == ("running" if name == "delete" else "updating")
    assert service.seen[1].url.startswith(f"{API}/endpoint/acme/my-endpoint")
    assert not service.looked, "whose it is is known"


async def test_names_cannot_change_the_address(way: Way) -> None:
    service = Service()
    await way.call(way.client(service).get, "a/../b?c", namespace="me you")
    assert service.seen[0].url == f"{API}/endpoint/me%20you/a%2F..%2Fb%3Fc"
    for bad in ("", " ", "..", "a\nb", None):
        with pytest.raises(UsageError, match="name="):
            await way.call(way.client(service).get, bad, namespace="acme")
    assert len(service.seen) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "My_Endpoint"}, r"name='My_Endpoint'\): must match the pattern"),
        ({"name": "a" * 33}, "must have at most 32 characters, has 33"),
        ({"min_replica": -1}, r"min_replica=-1\): must be at least 0"),
        ({"type": "protected"}, "type='protected'.*'public', 'authenticated', 'private'"),
        ({"env": {"A": 1}}, r"env\.A=1"),
        ({"tags": "dev"}, "tags='dev'"),
        ({"path": "models"}, r"path='models'\): must match the pattern"),
        ({"scaling_metric": "cpu"}, "scaling_metric='cpu'"),
        ({"scaling_threshold": 3.0}, "scaling_threshold needs scaling_metric"),
        ({"custom_image": "vllm"}, "custom_image='vllm'"),
        ({"custom_image": {"vLLM": "latest"}}, "model.image.vLLM|image"),
        ({"container_registry_password": "x"}, "container_registry_password needs container_registry_username"),
        ({"container_registry_username": "x"}, "container_registry_username needs custom_image"),
        (
            {"container_registry_username": "x", "custom_image": {"tgi": {"url": "u"}}},
            "container_registry_username is for an image of your own",
        ),
    ],
)
async def test_what_cannot_be_right_is_not_sent(given: dict[str, Any], words: str, way: Way) -> None:
    service = Service()
    with pytest.raises(UsageError, match=words):
        await way.call(way.client(service, namespace="acme").create, **{**NEW, **given})
    assert not service.seen


async def test_an_update_must_say_something(way: Way) -> None:
    service = Service()
    with pytest.raises(UsageError, match=r"endpoints\.update\(\) was given nothing to do"):
        await way.call(way.client(service, namespace="acme").update, "my-endpoint")
    assert not service.seen


# Whose endpoints


async def test_a_namespace_is_looked_up_once(way: Way) -> None:
    service = Service()
    client = way.client(service)
    for _ in range(2):
        await way.call(client.get, "my-endpoint")
    assert len(service.looked) == 1
    assert {seen.url for seen in service.seen} == {f"{API}/endpoint/alice/my-endpoint"}


async def test_a_clients_namespace_holds_where_a_call_names_none(way: Way) -> None:
    service = Service()
    client = way.client(service, namespace="acme")
    assert (await way.call(client.get, "one")).namespace == "acme"
    assert (await way.call(client.get, "two", namespace="other")).namespace == "other"
    assert [seen.url for seen in service.seen] == [f"{API}/endpoint/acme/one", f"{API}/endpoint/other/two"]
    assert not service.looked


async def test_a_token_of_no_user_needs_a_namespace(way: Way) -> None:
    service = Service(whoami={"name": "acme", "type": "org"})
    with pytest.raises(UsageError, match=r"belongs to no user.*namespace=\.\.\."):
        await way.call(way.client(service).get, "my-endpoint")
    assert not service.seen


async def test_lists_have_all_pages(way: Way) -> None:
    # EndpointWithStatusList of the OpenAPI document: items, nextCursor; the query parameter is `cursor`.
    one, two = endpoint(), endpoint("running")
    two["name"] = "other"
    service = Service([{"items": [one], "nextCursor": "a b"}, {"items": [two], "nextCursor": None}])
    found = await way.call(way.client(service).list, "acme")
    assert [(each.name, each.status, each.namespace) for each in found] == [
        ("my-endpoint", "pending", "acme"),
        ("other", "running", "acme"),
    ]
    assert [seen.url for seen in service.seen] == [f"{API}/endpoint/acme", f"{API}/endpoint/acme?cursor=a+b"]


async def test_a_list_that_goes_in_a_circle_is_left(way: Way) -> None:
    service = Service([{"items": [], "nextCursor": "x"}])
    with pytest.raises(Exception, match="pages lead in a circle"):
        await way.call(way.client(service).list, "acme")
    assert len(service.seen) == 2


async def test_a_star_stands_for_the_user_and_their_organisations(way: Way) -> None:
    whoami = {"name": "alice", "type": "user", "orgs": [{"name": "acme"}, {"name": "closed"}, {"name": "other"}]}
    closed = httpx.Response(401, json={"error": "no billing"})
    service = Service([{"items": [endpoint()]}, {"items": []}, closed, {"items": [endpoint()]}], whoami=whoami)
    found = await way.call(way.client(service).list, "*")
    assert [each.namespace for each in found] == ["alice", "other"]
    assert [seen.url.removeprefix(f"{API}/endpoint/") for seen in service.seen] == ["alice", "acme", "closed", "other"]
    service = Service([{"items": []}, httpx.Response(400, json={"error": "bad"})], whoami=whoami)
    with pytest.raises(BadRequestError):
        await way.call(way.client(service).list, "*")
    with pytest.raises(UsageError, match=r"'\*' is for lists"):
        await way.call(way.client(service).get, "my-endpoint", namespace="*")


# Keys


async def test_without_a_token_nothing_is_sent(way: Way) -> None:
    service = Service()
    with pytest.raises(UsageError, match="A Hugging Face token is needed"):
        await way.call(way.client(service, token=None).get, "my-endpoint", namespace="acme")
    assert not service.seen


async def test_the_machines_token_goes_to_the_service(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_machine")
    service = Service()
    await way.call(way.client(service, token=None).get, "my-endpoint")
    assert {seen.headers["authorization"] for seen in [*service.seen, *service.looked]} == {"Bearer hf_of_the_machine"}


@pytest.mark.parametrize("base_url", ["https://api.acme.example/v2", "http://api.endpoints.huggingface.cloud/v2"])
async def test_the_machines_token_goes_nowhere_else(base_url: str, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_machine")
    service = Service()
    client = way.client(service, token=None, base_url=base_url)
    with pytest.raises(UsageError, match=r"token that was found on this machine is not sent to .*give token="):
        await way.call(client.get, "my-endpoint", namespace="acme")
    assert not service.seen
    client = way.client(service, token="hf_given", base_url=base_url)
    await way.call(client.get, "my-endpoint", namespace="acme")
    assert service.seen[0].headers["authorization"] == "Bearer hf_given"


async def test_the_environment_names_another_address(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_machine")
    monkeypatch.setenv("INFERLOOM_ENDPOINTS_URL", "https://proxy.acme.example/hf/")
    service = Service()
    client = way.client(service, token=None)
    assert client.base_url == "https://proxy.acme.example/hf"
    await way.call(client.get, "my-endpoint", namespace="acme")
    assert service.seen[0].url == "https://proxy.acme.example/hf/endpoint/acme/my-endpoint"
    assert service.seen[0].headers["authorization"] == "Bearer hf_of_the_machine"


async def test_what_is_secret_is_not_shown(
    way: Way, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFERLOOM_LOG_BODIES", "1")
    caplog.set_level(logging.DEBUG, "inferloom")
    secrets = {"DATABASE": "swordfish-and-more"}
    given = {**NEW, "secrets": secrets, "custom_image": {"url": "u"}, "container_registry_username": "me-myself"}
    service = Service([httpx.Response(400, json={"error": "I do not like swordfish-and-more or open-sesame-42"})])
    with pytest.raises(BadRequestError) as raised:
        await way.call(
            way.client(service, namespace="acme").create, **given, container_registry_password="open-sesame-42"
        )
    assert b"swordfish-and-more" in service.seen[0].body
    assert b"open-sesame-42" in service.seen[0].body
    shown = caplog.text + str(raised.value) + repr(raised.value.__dict__)
    assert "me-myself" in shown
    for secret in ("swordfish", "sesame", TOKEN):
        assert secret not in shown


# Refusals


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, AuthenticationError), (404, NotFoundError), (409, ProviderError), (400, BadRequestError)],
)
async def test_refusals_are_told_at_once(status: int, kind: type[ProviderError], way: Way, time: list[float]) -> None:
    service = Service([httpx.Response(status, json={"error": "as the service says"})])
    with pytest.raises(kind, match="as the service says") as raised:
        await way.call(way.client(service, namespace="acme").create, **NEW)
    assert (raised.value.status, raised.value.task) == (status, "endpoints.create")
    assert raised.value.meta is not None
    assert raised.value.meta.status == status
    assert len(service.seen) == 1


async def test_what_a_repetition_may_mend_is_repeated(way: Way, time: list[float]) -> None:
    service = Service([httpx.Response(503), httpx.ConnectError("gone"), endpoint()])
    made = await way.call(way.client(service, namespace="acme").get, "my-endpoint")
    assert (made.status, made.meta.attempts, len(service.seen)) == ("pending", 3, 3)
    service = Service([httpx.Response(503, json={"error": "down"})])
    with pytest.raises(ServerError):
        await way.call(way.client(service, namespace="acme", max_retries=0).get, "my-endpoint")
    assert len(service.seen) == 1
    service = Service([httpx.ConnectError("gone")])
    with pytest.raises(ConnectionFailedError):
        await way.call(way.client(service, namespace="acme").get, "my-endpoint")
    assert len(service.seen) == 3


async def test_resuming_what_runs_is_no_error_unless_it_is(way: Way) -> None:
    # The words are those that huggingface_hub looks for.
    running = httpx.Response(400, json={"error": "Endpoint is already running"})
    service = Service([running, endpoint("running")])
    made = await way.call(way.client(service, namespace="acme").resume, "my-endpoint")
    assert made.status == "running"
    assert [(seen.method, seen.url.rpartition("/")[2]) for seen in service.seen] == [
        ("POST", "resume"),
        ("GET", "my-endpoint"),
    ]
    service.answers = [running]
    with pytest.raises(BadRequestError, match="already running"):
        await way.call(made.resume, running_ok=False)
    service.answers = [httpx.Response(400, json={"error": "quota exceeded"}), endpoint("running")]
    with pytest.raises(BadRequestError, match="quota exceeded"):
        await way.call(made.resume)


# Functions of the module


def test_the_modules_functions_are_the_clients_methods(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service([{"items": [endpoint()]}, endpoint()])
    way = Way("sync")
    made: list[Any] = []

    def client(**settings: Any) -> Any:
        made.append(settings)
        return way.client(service, **settings)

    monkeypatch.setattr(endpoints, "Endpoints", client)
    assert [each.name for each in endpoints.list("acme", token="hf_given")] == ["my-endpoint"]
    assert endpoints.get("my-endpoint", namespace="acme", token="hf_given").name == "my-endpoint"
    endpoints.create(**NEW, namespace="acme", token="hf_given")
    endpoints.scale("my-endpoint", 1, 2, namespace="acme", token="hf_given")
    endpoints.resume("my-endpoint", running_ok=False, namespace="acme", token="hf_given")
    for function in (endpoints.pause, endpoints.scale_to_zero, endpoints.delete):
        function("my-endpoint", namespace="acme", token="hf_given")
    endpoints.update("my-endpoint", tags=["x"], namespace="acme", token="hf_given")
    assert made == [{"token": "hf_given"}] * 9
    assert [seen.method for seen in service.seen] == [
        "GET",
        "GET",
        "POST",
        "PUT",
        "POST",
        "POST",
        "POST",
        "DELETE",
        "PUT",
    ]
    assert {seen.headers["authorization"] for seen in service.seen} == {"Bearer hf_given"}
