"""huggingface_hub's guide to MCPClient, with the import line changed and the addresses of this machine."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GUIDE = Path(__file__).resolve().parents[3] / "shared" / "guide.md"


@pytest.mark.skipif(not GUIDE.exists(), reason="the guide is not here")
def test_the_guides_example(
    inferloom_sandbox: Any,
    http_servers: Callable[[str], Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    model = "Qwen/Qwen2.5-72B-Instruct"
    inferloom_sandbox.configure(models={model: "chat-completion"}, providers={"nebius": ["conversational"]})
    monkeypatch.setenv("HF_ENDPOINT", inferloom_sandbox.url)
    monkeypatch.setenv("INFERLOOM_ROUTER_URL", inferloom_sandbox.url)
    monkeypatch.setenv("HF_TOKEN", "hf_sandbox")
    blocks = re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    [example] = [block for block in blocks if "MCPClient(" in block]
    example = example.replace("huggingface_hub", "inferloom")
    example = re.sub(r"https://\S+/sse(?=\")", http_servers("sse").url, example)
    space: dict[str, Any] = {"__name__": "guide"}
    exec(compile(example, "guide.md", "exec"), space)
    asyncio.run(space["main"]())
    assert "Called tool '" in capsys.readouterr().out
