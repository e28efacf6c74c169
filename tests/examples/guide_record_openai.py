"""Runs the two programs of the guide that were written for OpenAI's client with that client, against the sandbox.

`guide_openai.json` is what this prints:

    python -m venv peer && peer/bin/pip install openai
    PYTHONPATH=tests/examples python -m guide_record_openai peer/bin/python > tests/examples/guide_openai.json
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

import guide_world

from inferloom_runtime.sandbox import api, server
from inferloom_runtime.sandbox.exchange import Reply, Request

KEY = "any-key"
_VERSION = "import openai; print(openai.__version__)"


def programs() -> dict[str, str]:
    """The programs, as they are written for our client.

    Returns:
        Their texts: the two of the guide, and the first of them once more without a stream.
    """
    streamed = guide_world.text("10")
    head, loop = streamed.split("for chunk in output:")
    assert "delta.content" in loop
    whole = head.replace("    stream=True,\n", "") + "print(output.choices[0].message.content)\n"
    assert whole.count("stream") == 0
    return {"whole": whole, "stream": streamed, "async": guide_world.text("11")}


def of_openai(program: str) -> str:
    """A program with the two lines that the guide changes as they were before.

    Args:
        program: Its text, for our client.

    Returns:
        Its text, for OpenAI's.
    """
    program, imports = re.subn(
        r"^from inferloom import (Async|)InferenceClient$", r"from openai import \1OpenAI", program, flags=re.M
    )
    program, made = re.subn(r"^client = (Async|)InferenceClient\(", r"client = \1OpenAI(", program, flags=re.M)
    assert (imports, made) == (1, 1)
    return program


class Listening:
    """The sandbox, with what it is asked.

    Attributes:
        asked: What was asked: the path, the key, the body.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self._sandbox = api.load("inferloom")

    def respond(self, request: Request) -> Reply:
        """Answer a request."""
        path, key = urlsplit(request.url).path, request.headers.get("authorization")
        self.asked.append({"path": path, "authorization": key, "body": json.loads(request.body)})
        reply: Reply = self._sandbox.respond(request)
        return reply


def main(interpreter: str) -> None:
    """Run the programs, and print what came of them.

    Args:
        interpreter: The Python that has OpenAI's client.
    """
    version = subprocess.run([interpreter, "-c", _VERSION], check=True, capture_output=True, text=True).stdout.strip()
    found: dict[str, Any] = {"openai": version, "programs": {}}
    for name, program in programs().items():
        listening = Listening()
        with server.running_server(listening) as running:
            base_url = f"{running.url}/v1"
            source = guide_world.filled(of_openai(program), base_url, KEY) if "..." in program else of_openai(program)
            done = subprocess.run(
                [interpreter, "-c", source],
                env={"OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": KEY},
                check=True,
                capture_output=True,
                text=True,
            )
        found["programs"][name] = {"source": of_openai(program), "printed": done.stdout, "requests": listening.asked}
    json.dump(found, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main(sys.argv[1])
