"""What the first call of an event loop keeps it waiting for: no import may, for a module is read from disk."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator

import pytest

from inferloom_runtime.sandbox import api, server

PROGRAM = """
import asyncio, json, sys, threading
import inferloom

loop_thread, imported, watching = threading.get_ident(), [], False


def hook(event, arguments):
    if watching and event == "import" and threading.get_ident() == loop_thread:
        imported.append(arguments[0])


sys.addaudithook(hook)


async def main():
    global watching
    client = inferloom.AsyncInferenceClient(provider="hf-inference")
    watching = True
    result = await CALL
    if hasattr(result, "__aiter__"):
        async for _ in result:
            pass
    watching = False
    await client.close()


asyncio.run(main())
print(json.dumps(imported))
"""

SOUND = b"RIFF" + struct.pack("<I4s4sIHHIIHH4sI", 36, b"WAVE", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16, b"data", 0)
"""A recording of nothing."""

LOADED_BY_ASYNCIO = ("concurrent.", "queue", "_queue")
"""What `asyncio.to_thread` imports when it makes its threads."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[str]:
    with server.running_server(api.load("inferloom")) as running:
        yield running.url


@pytest.mark.parametrize("http", ["own", "aiohttp"])
@pytest.mark.parametrize(
    "call",
    [
        "client.chat_completion('Hello', model='org/model')",
        "client.chat_completion('Hello', model='org/model', stream=True)",
        "client.chat.completions.create(messages='Hello', model='org/model')",
        "client.text_generation('Once', model='org/model', stream=True)",
        "client.text_to_image('A fox', model='org/model')",
        f"client.audio_classification({SOUND!r}, model='org/model')",
        "client.feature_extraction('Hello', model='org/model')",
    ],
)
def test_nothing_is_imported_in_the_event_loop(call: str, http: str, sandbox: str) -> None:
    environment = os.environ | {
        "HF_ENDPOINT": sandbox,
        "INFERLOOM_ROUTER_URL": sandbox,
        "HF_TOKEN": "hf_sandbox",
        "INFERLOOM_AIOHTTP": "1" if http == "aiohttp" else "0",
    }
    model = call.partition("client.")[2].partition("(")[0].replace("chat.completions.create", "chat_completion")
    program = PROGRAM.replace("CALL", call.replace("org/model", f"sandbox/{model.replace('_', '-')}"))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120, env=environment
    )
    assert done.returncode == 0, done.stderr
    imported = json.loads(done.stdout.splitlines()[-1])
    assert [name for name in imported if not name.startswith(LOADED_BY_ASYNCIO)] == []
