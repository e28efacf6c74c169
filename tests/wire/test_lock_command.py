"""The command `inferloom lock`, against a Hub on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from inferloom import InferenceClient
from inferloom_runtime.lock import lock

# As the Hub answers: https://huggingface.co/docs/inference-providers/hub-api
ANSWERS: dict[str, Any] = {
    "/api/models/acme/draws": {"id": "acme/draws", "pipeline_tag": "text-to-image", "tags": ["lora"], "likes": 3},
    "/api/models/acme/draws?expand=inferenceProviderMapping": {
        "id": "acme/draws",
        "inferenceProviderMapping": [
            {
                "provider": "fal-ai",
                "providerId": "fal-ai/flux-lora",
                "status": "live",
                "task": "text-to-image",
                "adapter": "lora",
                "adapterWeightsPath": "weights.safetensors",
                "performance": {"tokensPerSecond": 12.5},
            }
        ],
    },
    "/api/tasks": {"text-to-image": {"widgetModels": ["acme/draws"]}},
}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A Hub; what it is asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            found = ANSWERS.get(self.path)
            body = json.dumps(found or {"error": "Repository not found"}).encode()
            self.send_response(200 if found else 404)
            self.send_header("content-length", str(len(body)))
            self.send_header("x-error-code", "RepoNotFound")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    yield asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_model_is_pinned(hub: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "inferloom.lock"
    assert lock(["acme/draws", "--task", "text-to-image", "--out", str(path)]) == 0
    assert "1 models, 1 tasks" in capsys.readouterr().out
    entry = {
        "status": "live",
        "providerId": "fal-ai/flux-lora",
        "task": "text-to-image",
        "adapter": "lora",
        "adapterWeightsPath": "weights.safetensors",
    }
    assert json.loads(path.read_text()) == {
        "inferloom_lock": 1,
        "models": {
            "acme/draws": {
                "pipeline_tag": "text-to-image",
                "tags": ["lora"],
                "inferenceProviderMapping": {"fal-ai": entry},
            }
        },
        "recommended": {"text-to-image": "acme/draws"},
    }
    assert [one.name for one in tmp_path.iterdir()] == ["inferloom.lock"]
    InferenceClient(lookups=path)
    before = path.read_bytes()
    assert lock(["--out", str(path)]) == 0, "what is there is asked for again"
    assert path.read_bytes() == before
    assert lock(["--check", "--out", str(path)]) == 0


def test_a_check_finds_what_has_changed(hub: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "inferloom.lock"
    assert lock(["acme/draws", "--out", str(path)]) == 0
    changed = path.read_text().replace("flux-lora", "flux-dev")
    path.write_text(changed)
    assert lock(["--check", "--out", str(path)]) == 1
    assert "acme/draws changed" in capsys.readouterr().err
    assert path.read_text() == changed, "nothing is written"


def test_a_file_that_cannot_be_written(hub: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lock(["acme/draws", "--out", str(tmp_path / "nowhere" / "a.lock")]) == 1
    assert "a.lock cannot be written: No such file" in capsys.readouterr().err


def test_a_model_that_is_not_there(hub: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "inferloom.lock"
    assert lock(["acme/none", "--out", str(path)]) == 1
    assert "acme/none" in capsys.readouterr().err
    assert not path.exists()


def test_a_file_that_is_no_lock_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes")
    assert lock(["acme/draws", "--out", str(path)]) == 2
    assert "not JSON" in capsys.readouterr().err
    assert path.read_text() == "my notes"


def test_there_must_be_something_to_pin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        lock(["--out", str(tmp_path / "none.lock")])
    assert ended.value.code == 2
    assert "name a model" in capsys.readouterr().err
