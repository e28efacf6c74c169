"""Every task of hf-inference, and of endpoints by URL: the request to the byte, the result to the type.

The exchanges lie in `hf_inference/<task>.json`. Their requests were taken down from the reference client (`source`), or
follow from the wire's rules where that client cannot make the call; the answers are written by hand. None of them was
written by the code under test.
"""

from __future__ import annotations

import base64
import inspect
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from inferloom import InferenceClient
from inferloom_runtime.errors import UsageError
from PIL import Image

from wire.exchange import (
    HUB,
    ROUTER,
    SAMPLES,
    TOKEN,
    Seen,
    Server,
    Way,
    answering,
    check_result,
    load,
    picture,
    unfold,
)

pytestmark = pytest.mark.anyio

FOLDER = Path(__file__).parent / "hf_inference"
EXCHANGES = list(load(FOLDER))
IDS = [f"{task['task']}: {exchange['name']}" for task, exchange in EXCHANGES]
CASES = pytest.mark.parametrize(("task", "exchange"), EXCHANGES, ids=IDS)
ENDPOINT = "https://models.example.com/some/path?deployment=7"

TRANSPORT_HEADERS = {"host", "accept-encoding", "connection", "user-agent", "content-length"}
"""What the HTTP client adds by itself."""


def server_for(task: dict[str, Any], exchange: dict[str, Any]) -> Server:
    answer = exchange["answer"]
    if "json" in answer:
        content = json.dumps(unfold(answer["json"])).encode()
    else:
        content = unfold(answer["body"])
    reply = httpx.Response(answer["status"], headers=answer["headers"], content=content)
    tag = "text-generation" if task["hub"] == "conversational" else task["hub"]
    return Server([reply], {f"/api/models/{task['model']}": tag})


def check_request(seen: Seen, wanted: dict[str, Any], *, url: str, token: str | None = TOKEN) -> None:
    assert (seen.method, seen.url) == (wanted["method"], url)
    headers = {name: value for name, value in seen.headers.items() if name not in TRANSPORT_HEADERS}
    assert headers == wanted["headers"] | ({"authorization": f"Bearer {token}"} if token else {})
    assert seen.headers["content-length"] == str(len(seen.body))
    if "json" in wanted:
        assert json.loads(seen.body) == unfold(wanted["json"])
    else:
        assert seen.body == unfold(wanted["body"])


async def perform(way: Way, client: Any, task: dict[str, Any], exchange: dict[str, Any]) -> Any:
    call = exchange["call"]
    method = getattr(client, task["method"])
    return await way.call(method, *unfold(call["args"]), **unfold(call["kwargs"]))


@CASES
async def test_on_hf_inference(task: dict[str, Any], exchange: dict[str, Any], way: Way) -> None:
    server = server_for(task, exchange)
    client = way.client(server, task["model"], provider="hf-inference")
    result = await perform(way, client, task, exchange)
    check_request(server.only, exchange["request"], url=exchange["request"]["url"])
    assert [(one.method, one.url) for one in server.lookups] == [("GET", f"{HUB}/api/models/{task['model']}")]
    check_result(result, exchange["result"])


@CASES
async def test_on_an_endpoint(task: dict[str, Any], exchange: dict[str, Any], way: Way) -> None:
    """An endpoint takes the same body at its own address, and nothing is looked up."""
    if task["task"] == "chat-completion":
        pytest.skip("chat has an address and a model of its own on endpoints: see test_endpoints.py")
    server = server_for(task, exchange)
    client = way.client(server, ENDPOINT)
    result = await perform(way, client, task, exchange)
    check_request(server.only, exchange["request"], url=ENDPOINT)
    assert server.lookups == []
    check_result(result, exchange["result"])


def methods() -> dict[str, Callable[..., Any]]:
    names = {path.stem.replace("-", "_") for path in FOLDER.glob("*.json")}
    return {name: getattr(InferenceClient, name) for name in names}


def test_every_task_has_exchanges() -> None:
    here = Path(__file__).parents[2] / "specs" / "tasks"
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(path.name for path in here.iterdir())


@pytest.mark.parametrize("name", sorted(methods()))
def test_every_argument_is_sent_by_an_exchange(name: str) -> None:
    """An argument that no exchange uses would be an argument that nobody has seen on the wire."""
    # These have tests of their own; old names are in test_deprecated_arguments.
    general = {"self", "model", "timeout", "headers", "max_retries", "extra_body", "kwargs"}
    elsewhere = {"chat_completion": {"stream"}}
    deprecated = {"labels", "stop_sequences"}
    signature = inspect.signature(methods()[name])
    used: set[str] = set()
    extended = False
    for task, exchange in EXCHANGES:
        if task["method"] == name:
            call = exchange["call"]
            bound = signature.bind(None, *call["args"], **call["kwargs"])
            used |= bound.arguments.keys()
            extended |= "extra_body" in call["kwargs"]
    assert set(signature.parameters) - used - general - deprecated - elsewhere.get(name, set()) == set()
    assert extended
