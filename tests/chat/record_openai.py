"""Runs the programs with OpenAI's own client and prints what it sent and gave; `openai_recorded.json` is that.

python -m venv peer && peer/bin/pip install openai
PYTHONPATH=tests/chat peer/bin/python -m record_openai > tests/chat/openai_recorded.json
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import httpx2
import openai
import openai_programs
import pydantic

URL = "https://api.example.org/v1"


def main() -> None:
    """Run all programs, and print what came of them."""
    found: dict[str, Any] = {"openai": openai.__version__, "programs": {}}
    book = openai_programs.book_of(pydantic)
    programs = [(name, run, ()) for name, run in openai_programs.PROGRAMS.items()]
    programs += [(name, run, (book,)) for name, run in openai_programs.TYPED.items()]
    for name, run, arguments in programs:
        seen: list[Any] = []
        http = httpx2.Client(transport=httpx2.MockTransport(_world(seen)))
        client = openai.OpenAI(base_url=URL, api_key="sk-1", http_client=http)
        found["programs"][name] = {"result": run(client, *arguments), "requests": seen}
    programs = [(name, run, ()) for name, run in openai_programs.ASYNC.items()]
    programs += [(name, run, (book,)) for name, run in openai_programs.ASYNC_TYPED.items()]
    for name, run, arguments in programs:
        seen = []
        awaited = httpx2.AsyncClient(transport=httpx2.MockTransport(_world(seen)))
        asynchronous = openai.AsyncOpenAI(base_url=URL, api_key="sk-1", http_client=awaited)
        found["programs"][name] = {"result": asyncio.run(run(asynchronous, *arguments)), "requests": seen}
    json.dump(found, sys.stdout, indent=1)
    print()


def _world(seen: list[Any]) -> Any:
    def respond(request: Any) -> Any:
        body = json.loads(request.content) if request.content else None
        reply = openai_programs.answer(request.url.path, body or {}, len(seen))
        key = request.headers.get("authorization")
        seen.append({"method": request.method, "url": str(request.url), "authorization": key, "body": body})
        return httpx2.Response(reply.status, headers={"content-type": reply.kind}, content=reply.body)

    return respond


if __name__ == "__main__":
    main()
