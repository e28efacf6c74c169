"""The shells around the sandbox: the transport, the server, the command, the pytest plugin."""

from __future__ import annotations

import ast
import asyncio
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sandbox_material import BUNDLES, CHAT, SAMPLES, example_body, model_url, post

from inferloom_runtime.sandbox import api
from inferloom_runtime.sandbox.core import Sandbox
from inferloom_runtime.sandbox.exchange import Reply, Request, of_events
from inferloom_runtime.sandbox.server import running_server
from inferloom_runtime.sandbox.transport import SandboxTransport, async_client, client

SANDBOX = Sandbox(BUNDLES)
STREAMED = {"model": "m", "messages": [{"role": "user", "content": "Hello."}], "stream": True}


class Counted:
    """Gives a stream and knows how far it has been read."""

    def __init__(self, hold: Callable[[int], object] = bool) -> None:
        self.made = 0
        self.hold = hold

    def respond(self, request: Request) -> Reply:
        return of_events(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        for number in range(3):
            self.hold(number)
            self.made += 1
            yield f"data: {number}\n\n".encode()


class TestTransport:
    def test_any_host_is_answered(self) -> None:
        with client(SANDBOX) as http:
            for host in ("https://huggingface.co", "http://localhost:1234", "https://no.such.host.invalid"):
                reply = http.get(f"{host}/api/tasks")
                assert reply.status_code == 200
                assert reply.headers["x-inferloom-sandbox"] == "synthetic"
                assert "text-to-image" in reply.json()

    @pytest.mark.parametrize("task", sorted(BUNDLES))
    def test_same_as_the_core(self, task: str) -> None:
        body = example_body(BUNDLES[task])

        async def ask() -> httpx.Response:
            async with async_client(SANDBOX) as http:
                return await http.post(model_url(task), json=body)

        with client(SANDBOX) as http:
            reply = http.post(model_url(task), json=body)
        expected = post(SANDBOX, model_url(task), body)
        assert reply.content == asyncio.run(ask()).content == expected.content
        assert reply.headers["content-type"] == expected.headers["content-type"]
        assert int(reply.headers["content-length"]) == len(reply.content)

    def test_piece_by_piece(self) -> None:
        source = Counted()
        with client(source) as http, http.stream("GET", "http://x/") as reply:
            seen = [(piece, source.made) for piece in reply.iter_raw()]
        assert seen == [(f"data: {number}\n\n".encode(), number + 1) for number in range(3)]

    def test_piece_by_piece_async(self) -> None:
        source = Counted()

        async def read() -> list[tuple[bytes, int]]:
            async with async_client(source) as http, http.stream("GET", "http://x/") as reply:
                return [(piece, source.made) async for piece in reply.aiter_raw()]

        assert asyncio.run(read()) == [(f"data: {number}\n\n".encode(), number + 1) for number in range(3)]

    def test_async_stream_lets_others_work(self) -> None:
        turns: list[str] = []

        async def read(name: str) -> None:
            async with async_client(Counted()) as http, http.stream("GET", "http://x/") as reply:
                async for _ in reply.aiter_raw():
                    turns.append(name)

        async def both() -> None:
            await asyncio.gather(read("a"), read("b"))

        asyncio.run(both())
        assert turns != sorted(turns)

    def test_stream_can_be_left(self) -> None:
        source = Counted()
        with client(source) as http, http.stream("GET", "http://x/") as reply:
            assert next(reply.iter_raw())
        assert source.made == 1

    def test_delay(self) -> None:
        async def read() -> float:
            start = time.monotonic()
            async with httpx.AsyncClient(transport=SandboxTransport(Counted(), delay=0.03)) as http:
                await http.get("http://x/")
            return time.monotonic() - start

        start = time.monotonic()
        with httpx.Client(transport=SandboxTransport(Counted(), delay=0.03)) as http:
            http.get("http://x/")
        assert time.monotonic() - start >= 0.09
        assert asyncio.run(read()) >= 0.09


class TestServer:
    def test_same_bytes_through_a_socket(self) -> None:
        with running_server(SANDBOX) as server:
            for task in ("text-to-image", "zero-shot-classification", "text-to-speech"):
                body = example_body(BUNDLES[task])
                reply = httpx.post(f"{server.url}/{task}", json=body)
                sent = reply.request.content
                expected = post(SANDBOX, f"{server.url}/{task}", raw=sent, content_type="application/json")
                assert reply.status_code == 200
                assert reply.content == expected.content
                assert reply.headers["x-request-id"] == expected.headers["x-request-id"]
            raw = httpx.post(f"{server.url}/image-to-text", content=SAMPLES["image"])
            assert raw.json()[0]["generated_text"]
            assert httpx.get(f"{server.url}/health").status_code == 200
            assert httpx.get(f"{server.url}/api/models/sandbox/fill-mask").json()["pipeline_tag"] == "fill-mask"
            assert httpx.put(f"{server.url}/text-to-image").status_code == 405
            refused = httpx.post(f"{server.url}/text-to-image", json={"input": "x"})
            assert (refused.status_code, refused.json()["path"]) == (422, "$.input")

    def test_stream_arrives_as_it_is_made(self) -> None:
        seen = threading.Event()

        def hold(number: int) -> None:
            # The second piece is only made once the client has the first.
            if number == 1:
                assert seen.wait(10)

        with running_server(Counted(hold)) as server, httpx.stream("GET", f"{server.url}/") as reply:
            pieces = reply.iter_raw()
            assert next(pieces) == b"data: 0\n\n"
            seen.set()
            assert b"".join(pieces) == b"data: 1\n\ndata: 2\n\n"

    def test_streamed_chat(self) -> None:
        with running_server(SANDBOX) as server:
            with httpx.stream("POST", f"{server.url}/v1/chat/completions", json=STREAMED) as reply:
                content = b"".join(reply.iter_raw())
            assert reply.headers["content-type"].startswith("text/event-stream")
            assert content == post(SANDBOX, f"{server.url}/v1/chat/completions", STREAMED).content

    def test_requests_at_the_same_time(self) -> None:
        async def ask(url: str) -> list[int]:
            async with httpx.AsyncClient(timeout=60) as http:
                body = {"inputs": "x", "parameters": {"width": 64, "height": 64}}
                replies = await asyncio.gather(*(http.post(f"{url}/text-to-image", json=body) for _ in range(20)))
            return [reply.status_code for reply in replies]

        with running_server(SANDBOX) as server:
            assert asyncio.run(ask(server.url)) == [200] * 20

    def test_stops_and_frees_its_port(self) -> None:
        with running_server(SANDBOX) as server:
            port = int(server.url.rpartition(":")[2])
            threads = [thread.name for thread in threading.enumerate()]
            assert "inferloom-sandbox" in threads
        assert "inferloom-sandbox" not in [thread.name for thread in threading.enumerate()]
        with running_server(SANDBOX, port=port) as again:
            assert again.url.endswith(f":{port}")

    def test_taken_port(self) -> None:
        with running_server(SANDBOX) as server:
            port = int(server.url.rpartition(":")[2])
            with pytest.raises(OSError, match="in use"), running_server(SANDBOX, port=port):
                pass

    def test_stops_while_a_stream_is_open(self) -> None:
        release = threading.Event()
        source = Counted(lambda number: number == 0 or release.wait(30))
        start = time.monotonic()
        with running_server(source) as server:
            connection = httpx.Client()
            request = connection.send(connection.build_request("GET", f"{server.url}/"), stream=True)
            assert next(request.iter_raw())
            threading.Timer(0.5, release.set).start()
        assert time.monotonic() - start < 15
        request.close()
        connection.close()


class TestCommand:
    def test_serves_and_says_how_to_use_it(self) -> None:
        code = "import sys; from inferloom_runtime.sandbox.command import sandbox; sys.exit(sandbox(sys.argv[1:]))"
        words = ["--port", "0", "--seed", "3", "--key", "hf_x", "--model", "acme/m=text-to-image"]
        process = subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            said = ""
            while "the Hub's wire" not in said:
                line = process.stdout.readline()
                assert line, "the server stopped"
                said += line
            url = said.split(" at ")[1].split(" ")[0]
            body = {"inputs": "a fox", "parameters": {"width": 32, "height": 32}}
            address = f"{url}/hf-inference/models/acme/m"
            assert httpx.post(address, json=body).status_code == 401
            reply = httpx.post(address, json=body, headers={"authorization": "Bearer hf_x"})
            assert reply.content == post(Sandbox(BUNDLES, seed=3), model_url("text-to-image"), body).content
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
        assert process.returncode == 0
        assert f'InferenceClient(model="{url}/text-to-image")' in said
        assert f'OpenAI(base_url="{url}/v1"' in said

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--model", "nonsense"], "--model wants ID=TASK"),
            (["--model", "a/b=nonsense"], "the task 'nonsense', which does not exist"),
            (["--package", "no_such_package"], "no_such_package"),
        ],
    )
    def test_cannot_start(self, words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
        from inferloom_runtime.sandbox.command import sandbox

        assert sandbox(words) == 1
        said = capsys.readouterr().err
        assert said.startswith("inferloom sandbox: ")
        assert message in said

    def test_wrong_usage(self, capsys: pytest.CaptureFixture[str]) -> None:
        from inferloom_runtime.sandbox.command import sandbox

        with pytest.raises(SystemExit) as stop:
            sandbox(["--port", "many"])
        assert stop.value.code == 2
        assert "--port" in capsys.readouterr().err

    @pytest.mark.parametrize("name", ["uvicorn", "starlette", "jsonschema"])
    def test_missing_extra(self, name: str) -> None:
        code = "from inferloom_runtime.sandbox.command import sandbox; sys.exit(sandbox(['--port', '0']))"
        done = without(name, code)
        assert done.returncode == 1
        assert f"needs the package {name}: pip install 'inferloom[sandbox]'" in done.stderr
        assert "Traceback" not in done.stderr


def without(name: str, code: str) -> subprocess.CompletedProcess[str]:
    """Run code where a package is not installed."""
    code = f"import sys; sys.modules[{name!r}] = None; {code}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_missing_extra_of_the_client() -> None:
    done = without("jsonschema", "from inferloom_runtime.sandbox import api; api.client('inferloom')")
    assert "MissingDependencyError: The sandbox needs the package jsonschema" in done.stderr


class TestPlugin:
    def run(self, folder: Path, text: str, *words: str) -> str:
        (folder / "test_it.py").write_text(text)
        command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", *words]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        return done.stdout + done.stderr

    def test_fixture(self, tmp_path: Path) -> None:
        said = self.run(
            tmp_path,
            """
import ast
import asyncio
import json
import httpx

def test_clients(inferloom_sandbox):
    client = inferloom_sandbox.client()
    assert client.text_to_image("a fox", width=40, height=30).size == (40, 30)
    assert [request.method for request in inferloom_sandbox.requests][-1] == "POST"
    before = len(inferloom_sandbox.requests)
    asyncio.run(inferloom_sandbox.async_client().text_classification("good"))
    assert len(inferloom_sandbox.requests) > before
    assert b"good" in inferloom_sandbox.requests[-1].body

def test_starts_empty(inferloom_sandbox):
    assert inferloom_sandbox.requests == []

def test_url(inferloom_sandbox):
    url = inferloom_sandbox.url
    assert url == inferloom_sandbox.url
    assert httpx.post(url + "/fill-mask", json={"inputs": "a [MASK]"}).status_code == 200
    assert inferloom_sandbox.requests[0].url == url + "/fill-mask"

def test_configure(inferloom_sandbox):
    first = inferloom_sandbox.client().text_generation("Once")
    inferloom_sandbox.configure(seed=4, keys={"hf_a"})
    assert inferloom_sandbox.client(token="hf_a").text_generation("Once") != first
    assert httpx.get(inferloom_sandbox.url + "/health").status_code == 401
""",
        )
        assert "4 passed" in said

    def test_another_package(self, tmp_path: Path) -> None:
        text = "def test_it(inferloom_sandbox):\n    inferloom_sandbox.client()\n"
        said = self.run(tmp_path, text, "-o", "inferloom_sandbox_package=acme_sdk")
        assert "No module named 'acme_sdk" in said

    def test_costs_nothing_until_it_is_used(self) -> None:
        heavy = ("httpx", "PIL", "jsonschema", "starlette", "uvicorn", "pydantic", "inferloom", "asyncio")
        code = f"""
import sys
import pytest
known = set(sys.modules)
import inferloom_runtime.sandbox.plugin
print(sorted({{name.partition('.')[0] for name in set(sys.modules) - known}} & set({heavy!r})))
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"

    def test_loads_without_the_extra(self, tmp_path: Path) -> None:
        (tmp_path / "conftest.py").write_text("import sys\nsys.modules['jsonschema'] = None\n")
        said = self.run(
            tmp_path,
            "def test_plain():\n    pass\n\ndef test_it(inferloom_sandbox):\n    inferloom_sandbox.client()\n",
        )
        assert "1 failed, 1 passed" in said
        assert "needs the package jsonschema" in said


def test_packages_tell_what_they_need() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_package"):
        api.load("no_such_package")


def test_core_does_no_input_or_output() -> None:
    """The core's modules import nothing that could open a file or a socket, or wait."""

    folder = Path(api.__file__).parent
    shells = {"api.py", "transport.py", "server.py", "plugin.py", "command.py", "bundles.py"}
    forbidden = {"socket", "time", "asyncio", "anyio", "httpx", "uvicorn", "starlette", "pathlib", "os", "random"}
    found: set[tuple[str, str]] = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())) if path.name not in shells else ():
            names: list[Any] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module]
            found |= {(path.name, name) for name in names if name.partition(".")[0] in forbidden}
    assert found == set()


def test_stream_is_the_answer() -> None:
    with client(SANDBOX) as http:
        whole = http.post(CHAT, json={**STREAMED, "stream": False}).json()
        with http.stream("POST", CHAT, json=STREAMED) as reply:
            lines = [line.removeprefix("data: ") for line in reply.iter_lines() if line]
    texts = [json.loads(line)["choices"][0]["delta"].get("content") or "" for line in lines[:-1]]
    assert lines[-1] == "[DONE]"
    assert "".join(texts) == whole["choices"][0]["message"]["content"]
