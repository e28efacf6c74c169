"""What the tests of Inference Endpoints share: an endpoint as the service tells of it, a service that has a list."""

from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from inferloom.endpoints import AsyncEndpoints, Endpoints

API = "https://api.endpoints.huggingface.cloud/v2"
WHOAMI = "https://huggingface.co/api/whoami-v2"
TOKEN = "hf_of_the_tests"
URL = "https://vksrvs8pc1xnifhq.us-east-1.aws.endpoints.huggingface.cloud"
RECORDED = Path(__file__).parent / "recorded"

# The members are those of the OpenAPI document's EndpointWithStatus, the values of the kind that its examples and
# huggingface_hub's documentation show: https://huggingface.co/docs/huggingface_hub/guides/inference_endpoints
PENDING: dict[str, Any] = {
    "name": "my-endpoint",
    "type": "authenticated",
    "healthRoute": "/health",
    "provider": {"vendor": "aws", "region": "us-east-1"},
    "compute": {
        "id": "aws-us-east-1-intel-icl-x2",
        "accelerator": "cpu",
        "instanceType": "intel-icl",
        "instanceSize": "x2",
        "scaling": {"minReplica": 0, "maxReplica": 1, "scaleToZeroTimeout": 15, "measure": {"hardwareUsage": 80}},
    },
    "model": {
        "repository": "gpt2",
        "revision": "11c5a3d5811f50298f278a704980280950aedb10",
        "task": "text-generation",
        "framework": "pytorch",
        "image": {"huggingface": {}},
        "env": {},
    },
    "tags": ["dev"],
    "experimentalFeatures": {"cacheHttpResponses": False},
    "notifications": {},
    "status": {
        "createdAt": "2023-10-26T12:41:53.263078506Z",
        "createdBy": {"id": "6273f303f6d63a28483fde12", "name": "alice"},
        "updatedAt": "2023-10-26T12:42:00Z",
        "updatedBy": {"id": "6273f303f6d63a28483fde12", "name": "alice"},
        "state": "pending",
        "message": "Endpoint waiting to be scheduled",
        "readyReplica": 0,
        "targetReplica": 1,
    },
}


def endpoint(state: str = "pending", **status: Any) -> dict[str, Any]:
    """An endpoint in a state; one that runs has an address."""
    made = copy.deepcopy(PENDING)
    made["status"] |= {"state": state} | ({"url": URL} if state == "running" else {}) | status
    return made


def recorded(version: str) -> dict[str, Any]:
    """What huggingface_hub sent, by the title of the call."""
    calls: dict[str, Any] = json.loads((RECORDED / f"huggingface_hub-{version}.json").read_text())["calls"]
    return calls


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, where there is one."""
        return json.loads(self.body) if self.body else None


@dataclass
class Service:
    """Answers from a list; the last answer is repeated.

    Attributes:
        answers: What the service answers, in order.
        health: What the endpoint itself answers, in order: statuses, or an error.
        whoami: What the Hub says of the token's user.
        seen: The requests to the service.
        looked: The requests to the Hub.
        asked: The requests to the endpoint.
    """

    answers: list[Any] = field(default_factory=lambda: [endpoint()])
    health: list[int | Exception] = field(default_factory=lambda: [200])
    whoami: dict[str, Any] = field(default_factory=lambda: {"name": "alice", "type": "user", "orgs": []})
    seen: list[Seen] = field(default_factory=list[Seen])
    looked: list[Seen] = field(default_factory=list[Seen])
    asked: list[Seen] = field(default_factory=list[Seen])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        seen = Seen(request.method, str(request.url), headers, request.content)
        if seen.url == WHOAMI:
            self.looked.append(seen)
            return httpx.Response(200, json=self.whoami)
        if seen.url.startswith(URL):
            self.asked.append(seen)
            said = self.health.pop(0) if len(self.health) > 1 else self.health[0]
            if isinstance(said, Exception):
                raise said
            return httpx.Response(said, json={})
        self.seen.append(seen)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        return httpx.Response(200, json=answer)


@dataclass(frozen=True)
class Way:
    """One of the ways to call: with the sync client or with the async one."""

    name: str

    def __str__(self) -> str:
        return self.name

    def client(self, service: Callable[[httpx.Request], httpx.Response], **settings: Any) -> Any:
        """A client that speaks to a service of the tests."""
        transport = httpx.MockTransport(service)
        settings.setdefault("token", TOKEN)
        if self.name == "sync":
            return Endpoints(http_client=httpx.Client(transport=transport), **settings)
        return AsyncEndpoints(http_client=httpx.AsyncClient(transport=transport), **settings)

    async def call(self, method: Callable[..., Any], *args: Any, **arguments: Any) -> Any:
        """Call a method and wait for its result."""
        result = method(*args, **arguments)
        assert inspect.isawaitable(result) == (self.name == "async")
        return await result if inspect.isawaitable(result) else result

    async def items(self, stream: Any) -> list[Any]:
        """What an iterator gives, to its end."""
        return [item async for item in stream] if self.name == "async" else list(stream)
