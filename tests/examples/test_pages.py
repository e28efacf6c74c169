"""The examples on the pages of the documentation site, run as they stand."""

from __future__ import annotations

import io
import json
import re
import textwrap
import wave
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import inferloom.sandbox
from inferloom import capabilities
from inferloom_codegen import docs, docs_examples
from inferloom_codegen.compiler import compile_specs
from inferloom_codegen.errors import Problems
from inferloom_runtime.sandbox import transport

ROOT = Path(__file__).parents[2]
TASKS = capabilities.tasks("hf-inference")
OPENAI = ("completions.create", "embeddings.create", "models.list")
_PROGRAM = re.compile(r"^( *)```python\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The site's pages."""
    problems = Problems()
    site = docs.site_of(compile_specs(ROOT / "specs", "inferloom", problems))
    problems.raise_if_any()
    return docs.pages(site)


@pytest.fixture(scope="module")
def film() -> bytes:
    """A short film."""
    with inferloom.sandbox.client() as client:
        return client.text_to_video("a sample", model="sandbox/text-to-video")


@pytest.fixture
def played(
    inferloom_sandbox: Any, film: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], list[Any]]:
    """Lets every client reach the sandbox, where a model does a task; gives the requests it gets."""
    monkeypatch.setenv("HF_TOKEN", "hf_sandbox")
    monkeypatch.setattr("inferloom_runtime.clock.sleep", lambda seconds: None)
    monkeypatch.chdir(tmp_path)
    picture, sound = io.BytesIO(), io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(picture, "PNG")
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(bytes(32000))
    for kind, data in (("image", picture.getvalue()), ("audio", sound.getvalue()), ("video", film)):
        (tmp_path / docs_examples.SAMPLES[kind]).write_bytes(data)
    sync, awaited = inferloom.InferenceClient, inferloom.AsyncInferenceClient

    def client(**given: Any) -> Any:
        return sync(http_client=transport.client(inferloom_sandbox), **given)

    def async_client(**given: Any) -> Any:
        return awaited(http_client=transport.async_client(inferloom_sandbox), **given)

    monkeypatch.setattr(inferloom, "InferenceClient", client, raising=False)
    monkeypatch.setattr(inferloom, "AsyncInferenceClient", async_client, raising=False)

    def requests(task: str) -> list[Any]:
        inferloom_sandbox.configure(models={docs_examples.MODEL: task})
        return inferloom_sandbox.requests

    return requests


def programs(page: str, heading: str) -> list[str]:
    """The programs below a heading of a page."""
    section = re.split(rf"^## {heading}$", page, flags=re.MULTILINE)[1]
    section = re.split(r"^## ", section, flags=re.MULTILINE)[0]
    return [textwrap.dedent(text) for _, text in _PROGRAM.findall(section)]


def task_of(method: str) -> str:
    """The id of a method's task."""
    name = {"completions.create": "text_generation", "embeddings.create": "feature_extraction"}.get(method, method)
    found = [
        json.loads(path.read_text()) for path in files("inferloom.schemas").iterdir() if path.name.endswith("json")
    ]
    return next((bundle["task"] for bundle in found if bundle["method"] == name), "chat-completion")


@pytest.mark.parametrize("method", [*TASKS, *OPENAI])
def test_a_tasks_examples_run(
    method: str,
    pages: dict[str, str],
    played: Callable[[str], list[Any]],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    played(task_of(method))
    found = programs(pages[f"pages/tasks/{method}.md"], "Example")
    assert len(found) >= 2
    for program in found:
        assert f".{method}(" in program
        exec(compile(program, f"{method}.md", "exec"), {"__name__": "__main__"})
        made = capsys.readouterr().out.strip() or (tmp_path / f"{method}.png").read_bytes()
        assert made


@pytest.mark.parametrize("method", ["chat_completion", "text_generation"])
def test_a_streamed_example_prints_the_text(
    method: str, pages: dict[str, str], played: Callable[[str], list[Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Words, which follow each other without new lines, and not the objects that carry them."""
    played(task_of(method))
    [program] = [text for text in programs(pages[f"pages/tasks/{method}.md"], "Example") if "stream=True" in text]
    exec(compile(program, f"{method}.md", "exec"), {"__name__": "__main__"})
    made = capsys.readouterr().out
    assert "synthetic" in made
    assert "Output(" not in made
    assert "\n" not in made


@pytest.mark.parametrize("provider", sorted(capabilities.PROVIDERS))
def test_a_providers_examples_run(provider: str, pages: dict[str, str], played: Callable[[str], list[Any]]) -> None:
    found = programs(pages[f"pages/providers/{provider}.md"], "Use it")
    [method] = {name for program in found for name in re.findall(r"client\.(\w+)\(", program)}
    requests = played(task_of(method))
    for program in found:
        requests.clear()
        exec(compile(program, f"{provider}.md", "exec"), {"__name__": "__main__"})
        asked = next(request for request in requests if request.method == "POST")
        assert asked.host.endswith("huggingface.co") != ("api_key" in program)
