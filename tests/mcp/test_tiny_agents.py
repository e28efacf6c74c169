"""The command `tiny-agents`, in a terminal, with a scripted model behind a socket."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from mcp_material import calls, events, lines, says, stdio

from inferloom.errors import UsageError
from inferloom_runtime.agent import command, definition, library

PROGRAM = [sys.executable, "-c", "import sys; from inferloom_runtime.agent.command import main; sys.exit(main())"]


class Service:
    """A chat server and a Hub on a port of this machine.

    Attributes:
        script: The answers that are still to come; None is one that begins and does not go on.
        asked: What came: path, headers, and the JSON of the body.
        files: What the Hub has, by path.
    """

    def __init__(self) -> None:
        self.script: list[list[dict[str, Any]] | None] = []
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.files: dict[str, bytes] = {}
        self.broken_off = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None: ...

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                service.note(self, body)
                deltas = service.script.pop(0)
                self.send_response(200)
                self.send_header("content-type", "text/event-stream")
                self.end_headers()
                if deltas is None:
                    self.wfile.write(b"".join(events(says("I think"))[:3]))
                    self.wfile.flush()
                    select.select([self.connection], [], [])  # readable: the client is gone
                    service.broken_off.set()
                else:
                    for piece in events(deltas):
                        self.wfile.write(piece)

            def do_GET(self) -> None:
                service.note(self, None)
                path, moved = self.path, self.path.replace("/resolve/", "/api/resolve-cache/")
                if path in service.files:
                    # The Hub sends on to its cache.
                    self.send_response(307)
                    self.send_header("location", moved)
                    self.send_header("content-length", "0")
                    self.end_headers()
                    return
                known = {name.replace("/resolve/", "/api/resolve-cache/"): data for name, data in service.files.items()}
                data = known.get(path)
                self.send_response(404 if data is None else 200)
                self.send_header("content-length", str(len(data or b"")))
                self.end_headers()
                self.wfile.write(data or b"")

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def note(self, handler: BaseHTTPRequestHandler, body: Any) -> None:
        """Keep a request."""
        self.asked.append((handler.path, {key.lower(): value for key, value in handler.headers.items()}, body))


@pytest.fixture
def service() -> Iterator[Service]:
    """The service, while it runs."""
    made = Service()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, arguments: list[str], **env: str) -> None:
        self.text = ""
        self._read = 0
        self.terminal, slave = pty.openpty()
        # The terminal becomes the program's own, so that its Ctrl-C is a signal to the program.
        own = f"import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); {PROGRAM[2]}"
        self.process = subprocess.Popen(
            [*PROGRAM[:2], own, *arguments],
            env={**os.environ, "TERM": "dumb", **env},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)

    def see(self, text: str) -> str:
        """Wait for a text, 30 seconds at most; what came up to it."""
        end = time.monotonic() + 30
        while (found := self.text.find(text, self._read)) < 0:
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            assert ready, f"{text!r} did not come:\n{self.text[self._read :]}"
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:
                piece = b""
            assert piece, f"{text!r} did not come before the end:\n{self.text[self._read :]}"
            self.text += piece.decode()
        before = self.text[self._read : found]
        self._read = found + len(text)
        return before

    def type(self, text: str) -> None:
        """Press keys, once the program waits for them: a signal on the way there would be seen at the next key only."""
        quiet = 0
        while quiet < 5:
            state = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2][0]
            quiet = quiet + 1 if state == "S" else 0
            time.sleep(0.01)
        os.write(self.terminal, text.encode())

    def end(self) -> int:
        """Read to the end; the exit code."""
        with contextlib.suppress(OSError):
            while piece := os.read(self.terminal, 65536):
                self.text += piece.decode()
        return self.process.wait()

    def destroy(self) -> None:
        """End the program, whatever it is doing."""
        os.close(self.terminal)
        self.process.kill()
        self.process.wait()


@pytest.fixture
def start() -> Iterator[Callable[..., Terminal]]:
    """Start `tiny-agents` in a terminal: `start(path, VARIABLE=...)`."""
    terminals: list[Terminal] = []

    def started(path: str, **env: str) -> Terminal:
        terminals.append(Terminal(["run", path], **env))
        return terminals[-1]

    yield started
    for terminal in terminals:
        terminal.destroy()


Start = Callable[..., Terminal]
CTRL_C, CTRL_D = "\x03", "\x04"


def written(folder: Path, config: dict[str, Any], **files: str) -> str:
    """A folder with an agent."""
    folder.mkdir(exist_ok=True)
    (folder / "agent.json").write_text(json.dumps(config), encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return str(folder)


def config_for(service: Service, **further: Any) -> dict[str, Any]:
    return {"model": "m", "endpointUrl": f"{service.url}/v1", **further}


def test_a_conversation(service: Service, start: Start, tmp_path: Path) -> None:
    log = tmp_path / "log"
    config = config_for(service, servers=[stdio(SERVER_LOG=str(log))])
    service.script = [
        calls(("echo", {"text": "\x1b]0;x\x07moo"}), text="I ask."),
        says("It said moo."),
        None,
        says("Yes."),
    ]
    terminal = start(written(tmp_path / "agent", config, PROMPT="Be a cow.", AGENTS="Be a dog."))
    tools = terminal.see("> ")
    assert "tools:" in tools
    assert "  echo" in tools
    terminal.type("What does it say?\n")
    shown = terminal.see("> ")
    assert "I ask." in shown
    assert "→ echo " in shown
    assert "← echo: tester: ]0;xmoo" in shown  # nothing that a server writes steers the terminal
    assert "It said moo." in shown
    # Ctrl-C ends the turn, not the program.
    terminal.type("Think!\n")
    terminal.see("I think")
    terminal.type(CTRL_C)
    assert "Broken off." in terminal.see("> ")
    assert service.broken_off.wait(20)
    terminal.type("Still there?\n")
    assert "Yes." in terminal.see("> ")
    terminal.type(CTRL_C)
    terminal.see("Ctrl-C again ends the program.")
    terminal.see("> ")
    terminal.type(CTRL_C)
    assert terminal.end() == 130
    assert lines(log)[-1] == "ended"
    messages = service.asked[-1][2]["messages"]
    assert messages[0] == {"role": "system", "content": "Be a cow."}
    assert [message["role"] for message in messages[-3:]] == ["user", "assistant", "user"]
    assert messages[-2]["content"] == "I think "


def test_ctrl_c_after_a_turn_that_was_broken_off_ends_it(service: Service, start: Start, tmp_path: Path) -> None:
    service.script = [None]
    terminal = start(written(tmp_path, config_for(service)))
    terminal.see("> ")
    terminal.type("Think!\n")
    terminal.see("I think")
    terminal.type(CTRL_C)
    terminal.see("> ")
    terminal.type(CTRL_C)
    assert terminal.end() == 130


def test_the_end_of_the_input_ends_it(service: Service, start: Start, tmp_path: Path) -> None:
    terminal = start(written(tmp_path, config_for(service)))
    terminal.see("> ")
    terminal.type(CTRL_D)
    assert terminal.end() == 0


def test_inputs_are_asked_for(service: Service, start: Start, tmp_path: Path) -> None:
    config = config_for(
        service,
        apiKey="${input:model-key}",
        inputs=[
            {"type": "promptString", "id": "model-key", "description": "The key", "password": True},
            {"type": "promptString", "id": "given", "description": "Anything"},
            {"type": "promptString", "id": "found-here", "description": "Something else"},
            {"type": "promptString", "id": "unused", "description": "Nothing"},
        ],
        servers=[stdio(GIVEN="<${input:given}>", FOUND="${input:found-here}")],
    )
    service.script = [calls(("variable", {"name": "GIVEN"}), ("variable", {"name": "FOUND"})), says("Good.")]
    terminal = start(written(tmp_path, config), FOUND_HERE="from the environment")
    terminal.see("model-key (The key) [MODEL_KEY]: ")
    terminal.type("hunter22\n")
    terminal.see("given (Anything) [GIVEN]: ")
    terminal.type("typed\n")
    terminal.see("found-here (Something else) [FOUND_HERE]: ")
    terminal.type("\n")
    terminal.see("FOUND_HERE is taken from the environment")
    terminal.see("unused is used nowhere")
    terminal.see("> ")
    terminal.type("Look.\n")
    shown = terminal.see("> ")
    assert "<typed>" in shown
    assert "from the environment" in shown
    terminal.type(CTRL_D)
    assert terminal.end() == 0
    assert "hunter22" not in terminal.text
    assert service.asked[0][1]["authorization"] == "Bearer hunter22"


def test_lines_from_a_pipe_and_the_models_errors(service: Service, tmp_path: Path) -> None:
    service.script = [says("Hello there.")]
    config = config_for(service, inputs=[{"id": "key", "password": True}], apiKey="${input:key}")
    done = subprocess.run(
        [*PROGRAM, "run", written(tmp_path, config)], input="k\n\nHi.\n", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Hello there." in done.stdout
    config = {"model": "m", "endpointUrl": "http://127.0.0.1:9/v1", "apiKey": "k"}
    done = subprocess.run(
        [*PROGRAM, "run", written(tmp_path, config)], input="Hi.\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "The connection to http://127.0.0.1:9 failed" in done.stdout


def test_a_server_that_cannot_start(tmp_path: Path) -> None:
    config = {"model": "m", "apiKey": "k", "servers": [{"type": "stdio", "command": "no-such-program"}]}
    done = subprocess.run(
        [*PROGRAM, "run", written(tmp_path, config)], input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "tiny-agents: The MCP server 'no-such-program' cannot be started:" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_agent_of_the_hub(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = "/datasets/tiny-agents/tiny-agents/resolve/main/julien-c/painter"
    service.files[f"{folder}/agent.json"] = json.dumps({"model": "org/m", "provider": "nebius"}).encode()
    service.files[f"{folder}/AGENTS.md"] = b"Paint."
    monkeypatch.setenv("HF_ENDPOINT", service.url)
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    found = library.find("julien-c/painter")
    assert (found.model, found.provider, found.prompt) == ("org/m", "nebius", "Paint.")
    assert service.asked[0][0] == f"{folder}/agent.json"
    assert service.asked[0][1]["authorization"] == "Bearer hf_mine"
    with pytest.raises(
        UsageError, match="nobody/here: there is no such file or folder here, and no agent of this name"
    ):
        library.find("nobody/here")
    for wrong in ("../secret", "./there", "there/agent.json", "a b"):
        with pytest.raises(UsageError, match="there is no such file or folder"):
            library.find(wrong)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"model": "m",\n  "servers": [,]}', ":2:15: not JSON: Expecting value."),
        ("[]", ": must be a JSON object, not a list."),
        ("{}", ": model: is missing (or endpointUrl, for a server of your own)."),
        ('{"model": 1}', ": model: must be a string, not a number."),
        ('{"model": "m", "servers": {}}', ": servers: must be a list, not an object."),
        ('{"model": "m", "servers": ["x"]}', ": servers[0]: must be an object, not a string."),
        ('{"model": "m", "servers": [{"type": "ws"}]}', ": servers[0].type='ws': an MCP server is of type"),
        ('{"model": "m", "servers": [{"type": "http"}]}', ": servers[0].url: an MCP server of type 'http' needs it"),
        (
            '{"model": "m", "servers": [{"type": "stdio", "command": "x", "env": {"A": "${input:a}"}}]}',
            ": servers[0].env.A: ${input:a} is not among the inputs (none).",
        ),
        (
            '{"model": "m", "servers": [{"type": "stdio", "command": "x", "allowed_tools": "y"}]}',
            ": servers[0].allowed_tools: must be a list of strings.",
        ),
        ('{"model": "m", "inputs": [{"description": "x"}]}', ": inputs[0].id: is missing."),
        ('{"model": "m", "inputs": [{"id": "x", "password": "yes"}]}', ": inputs[0].password: must be true or false"),
    ],
)
def test_a_bad_agent_json(text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "agent.json"
    file.write_text(text, encoding="utf-8")
    assert command.agent(["run", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert f"inferloom agent: {file}{message}" in said
    assert said.count("\n") == 1


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"agent\.json: cannot be read: No such file"):
        definition.read(tmp_path)
    (tmp_path / "agent.json").write_bytes(b'{"model": "\xff"}')
    with pytest.raises(UsageError, match=r"agent\.json: is not UTF-8 text \(byte 11\)"):
        definition.read(tmp_path)


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["run"], ["walk"]):
        with pytest.raises(SystemExit) as ended:
            command.agent(arguments, program="tiny-agents")
        assert ended.value.code == 2
    assert "usage: tiny-agents" in capsys.readouterr().err


def test_both_commands_are_installed() -> None:
    from importlib.metadata import entry_points

    [script] = entry_points(group="console_scripts", name="tiny-agents")
    [subcommand] = entry_points(group="inferloom.commands", name="agent")
    assert script.load() is command.main
    assert subcommand.load() is command.agent


def test_ctrl_c_while_connecting(start: Start, tmp_path: Path) -> None:
    silent = {"type": "stdio", "command": sys.executable, "args": ["-c", "import sys; sys.stdin.read()"]}
    terminal = start(written(tmp_path, {"model": "m", "apiKey": "k", "servers": [silent]}))
    terminal.see("Connecting ...")
    terminal.type(CTRL_C)
    assert terminal.end() == 130
