"""The cases of the parity run cover what huggingface_hub offers.

The comparison itself is no part of `make test`: it needs both releases of huggingface_hub, each in an environment of
its own. `make parity` makes them and compares.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .answers import served
from .cases import BINARY_KINDS, build
from .comparison import ABSENT, Difference, compare
from .differences import KNOWN
from .offers import ARGUMENTS, OFFERS, PARAMETERS
from .record import World

CASES = build()
PLACES = [(peer, provider, task) for peer, has in OFFERS.items() for provider, tasks in has.items() for task in tasks]


def of(provider: str, task: str) -> list[dict[str, Any]]:
    return [case for case in CASES if (case["provider"], case["task"]) == (provider, task)]


def test_there_are_enough() -> None:
    assert len(CASES) >= 600
    assert len({case["id"] for case in CASES}) == len(CASES)


def test_cases_are_json() -> None:
    assert json.loads(json.dumps(CASES)) == CASES


@pytest.mark.parametrize(("peer", "provider", "task"), PLACES)
def test_every_task_of_every_provider(peer: str, provider: str, task: str) -> None:
    """Few, all and each of the parameters; through the router and directly."""
    cases = of(provider, task)
    assert {case["peer"] for case in cases} == {peer}
    keys = {"key-of-the-provider"} if provider == "openai" else {"key-of-the-provider", "hf_of_the_parity_run"}
    assert {case["client"].get("token") for case in cases if case["name"].startswith("no parameters")} == keys
    given = [set(case["kwargs"]) for case in cases]
    for name in PARAMETERS.get(task, {}):
        if peer == "new" or name not in {"dimensions", "encoding_format"}:
            assert any(name in names for names in given), name


BINARY = [(provider, task) for _, provider, task in PLACES if "$bytes" in ARGUMENTS[task][0]]


@pytest.mark.parametrize(("provider", "task"), BINARY)
def test_every_kind_of_input(provider: str, task: str) -> None:
    value = ARGUMENTS[task][0]
    kinds = {case["binary"] for case in of(provider, task) if "binary" in case}
    assert kinds == {kind for kind in BINARY_KINDS if value["$bytes"] == "image" or "picture" not in kind}


def test_every_provider_chats_in_every_way() -> None:
    wanted = {"tools", "json_schema", "stream", "stream with usage", "extra_body", "a picture", "tool results"}
    for _, provider, task in PLACES:
        if task == "conversational":
            assert wanted <= {case["name"].rpartition(", ")[0] for case in of(provider, task)}, provider


def test_adapters_are_called() -> None:
    found = {case["provider"] for case in CASES if "LoRA" in case["name"]}
    assert {"fal-ai", "replicate"} <= found


def test_a_world_answers_from_its_script() -> None:
    world = World(served("together", "text-to-video"))
    assert json.loads(world.ask("POST", "https://x/v2/videos", {}, b"{}").body)["status"] == "queued"
    states = [json.loads(world.ask("GET", "https://x/v2/videos/job-1", {}, b"").body)["status"] for _ in range(4)]
    assert states == ["queued", "in_progress", "completed", "completed"]
    assert world.ask("GET", "https://elsewhere/", {}, b"").status == 404
    assert [one["method"] for one in world.requests] == ["POST", *["GET"] * 5]


def record(**changes: Any) -> dict[str, Any]:
    request = {
        "method": "POST",
        "url": "https://x/",
        "headers": {"accept": "*/*"},
        "body": {"text": '{"a": [1, true]}'},
    }
    return {"requests": [request | changes], "waits": [], "outcome": {"$type": "Out", "text": "hi"}}


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({}, []),
        ({"url": "https://y/"}, ["url"]),
        ({"headers": {"accept": "*/*", "x-key": "k"}}, ["headers.x-key"]),
        ({"headers": {"accept": "*/*", "user-agent": "me"}}, []),
        ({"body": {"text": '{ "a":[1,true] }'}}, []),
        ({"body": {"text": '{"a": [1, 1]}'}}, ["body.a[1]"]),
        ({"body": {"text": '{"a": [1, true], "b": null}'}}, ["body.b"]),
        ({"method": "GET", "body": {"text": ""}}, ["method", "body.$json", "url"]),
    ],
)
def test_a_comparison_finds(changes: dict[str, Any], places: list[str]) -> None:
    found = [one.place for one in compare({}, "sync", record(), record(**changes))]
    if "method" in changes:
        assert "method" in found or "requests" in found
    else:
        assert found == places


def test_a_comparison_finds_missing_requests_and_other_results() -> None:
    ours = record() | {"requests": [], "waits": [1.0], "outcome": {"$type": "Out", "text": "ho"}}
    found = compare({}, "sync", record(), ours)
    assert [one.place for one in found] == ["result.text", "requests", "waits"]


def test_no_rule_covers_everything() -> None:
    case = {"id": "x | y | z", "provider": "x", "task": "y", "name": "z", "kwargs": {}, "client": {}, "method": "m"}
    for place in ("outcome", "error", "result", "requests", "url", "headers.accept", "headers.authorization", "waits"):
        for request in ("", "look-up", "input", "call", "poll", "download"):
            odd = Difference(case, "sync", place, request, [9.0, 1.0], [5.0, 2.0])
            assert [known.name for known in KNOWN if known.matches(odd)] == []


def test_rules_have_reasons() -> None:
    assert all(known.reason.endswith(".") and known.name for known in KNOWN)
    assert len({known.name for known in KNOWN}) == len(KNOWN)
    assert ABSENT not in json.dumps(CASES)


def test_the_peers_modules_need_nothing_of_ours() -> None:
    """They run where inferloom is not installed."""
    here = Path(__file__).parent
    for name in ("record", "results", "runner", "peer_new", "peer_old"):
        assert "inferloom" not in (here / f"{name}.py").read_text(encoding="utf-8").replace('"""', "")
