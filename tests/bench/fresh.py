"""What is measured in a process that has done nothing else yet: importing, the first call, memory, generating code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import answers
from .contenders import KEY
from .environment import CHECKOUT

HEAVY = ("httpx", "httpx2", "pydantic", "pydantic_core", "PIL", "numpy")
"""What `import inferloom` shall not load."""

_FIRST = """
import time
began = time.process_time(), time.perf_counter()
IMPORTS
imported = time.process_time(), time.perf_counter()
import sys
loaded = [name for name in heavy if name in sys.modules]
CALL
done = time.process_time(), time.perf_counter()
assert text == expected, text
status = open("/proc/self/status").read()
import json, os
print("\\n" + json.dumps({
    "import": [imported[0] - began[0], imported[1] - began[1]],
    "first": [done[0], done[1] - began[1]],
    "resident": int(status.partition("VmRSS:")[2].split()[0]) * 1024,
    "loaded": loaded,
}), flush=True)
os._exit(0)
"""
FIRST: dict[str, tuple[str, str]] = {
    "inferloom": (
        "import inferloom",
        "client = inferloom.InferenceClient(base_url=url, api_key=key)\n"
        "text = client.chat_completion(messages, model='bench').choices[0].message.content",
    ),
    "huggingface_hub": (
        "from huggingface_hub import InferenceClient",
        "client = InferenceClient(base_url=url, api_key=key)\n"
        "text = client.chat_completion(messages, model='bench').choices[0].message.content",
    ),
    "openai": (
        "import openai",
        "client = openai.OpenAI(base_url=url, api_key=key)\n"
        "text = client.chat.completions.create(messages=messages, model='bench').choices[0].message.content",
    ),
    "litellm": (
        "import litellm",
        "text = litellm.completion('openai/bench', messages, api_base=url, api_key=key).choices[0].message.content",
    ),
    "any-llm": (
        "import any_llm",
        "client = any_llm.AnyLLM.create('openai', api_key=key, api_base=url)\n"
        "text = client.completion(model='bench', messages=messages).choices[0].message.content",
    ),
    "httpx": (
        "import httpx",
        "answer = httpx.Client().post(url + '/chat/completions', json={'model': 'bench', 'messages': messages})\n"
        "text = answer.json()['choices'][0]['message']['content']",
    ),
    "http.client": (
        "import http.client, json",
        "client = http.client.HTTPConnection(url.split('/')[2])\n"
        "client.request('POST', '/chat/v1/chat/completions', json.dumps({'model': 'bench', 'messages': messages}))\n"
        "text = json.loads(client.getresponse().read())['choices'][0]['message']['content']",
    ),
}
"""Contender -> its import, and how its client is made and called."""

_UPLOAD = """
import json, os, time
SEND
def state(name):
    return int(open("/proc/self/status").read().partition(name + ":")[2].split()[0]) * 1024
send(small)
open("/proc/self/clear_refs", "w").write("5")
before, began = state("VmHWM"), (time.process_time(), time.perf_counter())
send(large)
done = time.process_time(), time.perf_counter()
memory = state("VmHWM") - before
print(json.dumps({"cpu": done[0] - began[0], "wall": done[1] - began[1], "memory": memory}), flush=True)
os._exit(0)
"""
_TYPED_UPLOAD = """
from PACKAGE import InferenceClient
client = InferenceClient(api_key=key)
def send(file):
    assert client.automatic_speech_recognition(file, model=url).text == "heard"
"""
UPLOAD: dict[str, str] = {
    "inferloom": _TYPED_UPLOAD.replace("PACKAGE", "inferloom"),
    "huggingface_hub": _TYPED_UPLOAD.replace("PACKAGE", "huggingface_hub"),
    "httpx": """
import httpx
client = httpx.Client(timeout=None)
def send(file):
    with open(file, "rb") as opened:
        assert client.post(url, content=opened).json() == {"text": "heard"}
""",
    "aiohttp": """
import aiohttp, asyncio
async def send_it(file):
    async with aiohttp.ClientSession() as client:
        with open(file, "rb") as opened:
            async with client.post(url, data=opened) as answer:
                assert await answer.json() == {"text": "heard"}
def send(file):
    asyncio.run(send_it(file))
""",
    "http.client": """
import http.client
def send(file):
    client = http.client.HTTPConnection(url.split("/")[2])
    with open(file, "rb") as opened:
        client.request("POST", "/upload", opened, {"content-length": str(os.path.getsize(file))})
        assert json.loads(client.getresponse().read()) == {"text": "heard"}
""",
}
"""Contender -> what defines `send(file)`, which sends a file as a raw body."""

_TYPES_ALONE = """
from pathlib import Path
from datamodel_code_generator import InputFileType, LiteralType, PythonVersion, generate
from datamodel_code_generator.enums import DataModelType
generate(
    Path(schemas), output=Path(types), input_file_type=InputFileType.JsonSchema,
    output_model_type=DataModelType.DataclassesDataclass, target_python_version=PythonVersion.PY_311,
    keyword_only=True, enum_field_as_literal=LiteralType.All, use_union_operator=True, use_standard_collections=True,
    use_title_as_name=True, use_double_quotes=True, disable_timestamp=True, formatters=[],
)
assert len(list(Path(types).rglob("*.py"))) > len(list(Path(schemas).rglob("*.json")))
"""
# One call for all files, as the compiler makes: it takes a little less than a call for each. The formatter, which would
# take half as much again by default, is switched off, as it is when the compiler calls.


class RunFailedError(Exception):
    """A measured program failed; the message holds its last words."""


def first_call(python: Path, name: str, url: str, core: int | None) -> dict[str, Any]:
    """Import a contender, make its client, call it once.

    Args:
        python: The interpreter.
        name: The contender.
        url: The server's address.
        core: Where it runs; None for anywhere.

    Returns:
        "import" and "first": CPU and wall seconds (of the first call CPU counts from the start of the interpreter);
        "resident": bytes afterwards; "loaded": which of `HEAVY` the import loaded.
    """
    imports, call = FIRST[name]
    known = _variables(url=f"{url}/chat/v1", key=KEY, messages=answers.MESSAGES, expected=answers.TEXT, heavy=HEAVY)
    program = known + _FIRST.replace("IMPORTS", imports).replace("CALL", call)
    answer: dict[str, Any] = json.loads(_run([str(python), "-I", "-c", program], core)[0].splitlines()[-1])
    return answer


@contextmanager
def large_file(size: int) -> Generator[Path]:
    """A sound file of some size, mostly of zeros that take no room on the disk.

    Args:
        size: Its size in bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sound.wav"
        with path.open("wb") as file:
            file.write(b"RIFF" + (size - 8).to_bytes(4, "little") + b"WAVEfmt ")
            file.truncate(size)
        yield path


def upload(python: Path, name: str, url: str, path: Path, small: Path, core: int | None) -> dict[str, float]:
    """Send a file as a raw body, after a small one.

    Args:
        python: The interpreter.
        name: The contender.
        url: The server's address.
        path: The file.
        small: The small one.
        core: Where it runs; None for anywhere.

    Returns:
        "cpu" and "wall" in seconds, "memory": by how many bytes the process's peak grew.
    """
    known = _variables(large=str(path), small=str(small), url=f"{url}/upload", key=KEY)
    program = known + _UPLOAD.replace("SEND", UPLOAD[name])
    answer: dict[str, Any] = json.loads(_run([str(python), "-I", "-c", program], core)[0].splitlines()[-1])
    return answer


def generating(python: Path, specs: Path, core: int | None, *, alone: bool) -> dict[str, tuple[float, float]]:
    """Generate the SDK from specs into an empty folder, then once more with nothing to do.

    Args:
        python: The interpreter.
        specs: The specs.
        core: Where it runs; None for anywhere.
        alone: Also let datamodel-code-generator alone make types of the same schemas, in one call, into a folder.

    Returns:
        "full", "nothing" and "alone": CPU and wall seconds of whole processes, their child processes included.
    """
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "specs"  # nobody edits these between the two runs
        shutil.copytree(specs, copied)
        command = [str(python), "-m", "inferloom_codegen", "--quiet", "--specs", str(copied), "--out", folder]
        found = {"full": _run(command, core)[1:], "nothing": _run(command, core)[1:]}
        if alone:
            schemas = Path(folder) / "schemas"
            shutil.copytree(copied, schemas, ignore=shutil.ignore_patterns("*.yaml"))
            known = _variables(schemas=str(schemas), types=str(Path(folder) / "types"))
            found["alone"] = _run([str(python), "-c", known + _TYPES_ALONE], core)[1:]
    return found


def _variables(**values: object) -> str:
    return "".join(f"{name} = {value!r}\n" for name, value in values.items())


def _run(command: Sequence[str], core: int | None) -> tuple[str, float, float]:
    """Run a program; what it prints, with the CPU and wall seconds of it and its children."""
    pinned = None if core is None else (lambda: os.sched_setaffinity(0, {core}))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "PYTHON"))}
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complaints:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=complaints, cwd=CHECKOUT, env=environment,
            preexec_fn=pinned,
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complaints.seek(0)
        if process.returncode:
            raise RunFailedError(complaints.read()[-1500:])
        return said.read(), used.ru_utime + used.ru_stime, wall
