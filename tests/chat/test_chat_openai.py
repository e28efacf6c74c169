"""Programs written against OpenAI's client, run with this one: the same requests, the same results.

What OpenAI's client sent and gave was recorded with `record_openai.py`.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import openai_programs
import pydantic
import pytest

from inferloom import AsyncInferenceClient, InferenceClient

RECORDED = json.loads(Path(__file__).with_name("openai_recorded.json").read_text(encoding="utf-8"))["programs"]
URL = "https://api.example.org/v1"
BOOK = openai_programs.book_of(pydantic)

NAMES = {"InternalServerError": "ServerError"}
"""Errors that have another name here."""


def world(seen: list[Any]) -> httpx.MockTransport:
    def respond(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else None
        reply = openai_programs.answer(request.url.path, body or {}, len(seen))
        key = request.headers.get("authorization")
        seen.append({"method": request.method, "url": str(request.url), "authorization": key, "body": body})
        return httpx.Response(reply.status, headers={"content-type": reply.kind}, content=reply.body)

    return httpx.MockTransport(respond)


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def alike(requests: list[Any]) -> list[Any]:
    """Requests without what is said in two ways: not to stream, and that nothing is there."""
    made: list[Any] = []
    for request in requests:
        body = request["body"]
        if body is not None:
            body = {key: value for key, value in body.items() if (key, value) != ("stream", False)}
            if "messages" in body:
                body["messages"] = [
                    {key: value for key, value in each.items() if value is not None} for each in body["messages"]
                ]
            if "response_format" in body:
                body = json.loads(json.dumps(body).replace('"title": "Title", ', "").replace('"title": "Year", ', ""))
                body["response_format"].get("json_schema", {}).get("schema", {}).pop("title", None)
        made.append({**request, "body": body})
    return made


def compare(name: str, result: Any, seen: list[Any]) -> None:
    expected = RECORDED[name]
    if name.startswith("refused_"):
        expected = {**expected, "result": [NAMES.get(word, word) for word in expected["result"]]}
    assert plain(result) == expected["result"]
    assert alike(seen) == alike(expected["requests"])


def test_every_program_was_recorded() -> None:
    programs = (openai_programs.PROGRAMS, openai_programs.TYPED, openai_programs.ASYNC, openai_programs.ASYNC_TYPED)
    assert set(RECORDED) == set().union(*programs)


@pytest.mark.parametrize("name", [*openai_programs.PROGRAMS, *openai_programs.TYPED])
def test_a_program_does_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    seen: list[Any] = []
    with httpx.Client(transport=world(seen)) as http:
        client = InferenceClient(base_url=URL, api_key="sk-1", http_client=http)
        typed = openai_programs.TYPED.get(name)
        compare(name, typed(client, BOOK) if typed else openai_programs.PROGRAMS[name](client), seen)


@pytest.mark.parametrize("name", [*openai_programs.ASYNC, *openai_programs.ASYNC_TYPED])
def test_an_async_program_does_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asleep = asyncio.sleep
    monkeypatch.setattr("asyncio.sleep", lambda seconds: asleep(0))

    async def run() -> None:
        seen: list[Any] = []
        async with httpx.AsyncClient(transport=world(seen)) as http:
            client = AsyncInferenceClient(base_url=URL, api_key="sk-1", http_client=http)
            typed = openai_programs.ASYNC_TYPED.get(name)
            result = await (typed(client, BOOK) if typed else openai_programs.ASYNC[name](client))
            compare(name, result, seen)

    asyncio.run(run())
