"""What is known of models without asking the Hub: lock files, the caller's own values, and how long to remember."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inferloom import Lookups
from inferloom_runtime import clock
from inferloom_runtime.errors import ModelNotSupportedError, UsageError
from wire.exchange import HUB, ROUTER, Server, Way, answering

pytestmark = pytest.mark.anyio

LABELS = [[{"label": "POSITIVE", "score": 0.9}]]
MODELS: dict[str, Any] = {
    "acme/x": {
        "pipeline_tag": "text-classification",
        "tags": [],
        "inferenceProviderMapping": {
            "hf-inference": {"status": "live", "providerId": "acme/x", "task": "text-classification"}
        },
    }
}


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock file."""
    path = tmp_path / "inferloom.lock"
    recommended = {"text-classification": "acme/x"}
    path.write_text(json.dumps({"inferloom_lock": 1, "models": MODELS, "recommended": recommended}))
    return path


@pytest.mark.parametrize("provider", [None, "hf-inference"])
@pytest.mark.parametrize("model", ["acme/x", None])
async def test_a_lock_file_makes_no_request_of_its_own(provider: Any, model: str | None, way: Way, lock: Path) -> None:
    server = Server([answering(LABELS)])
    client = way.client(server, model, provider=provider, lookups=str(lock))
    await way.call(client.text_classification, "hi")
    assert server.only.url == f"{ROUTER}/hf-inference/models/acme/x"
    assert server.lookups == []


@pytest.mark.parametrize("given", ["path", "lookups", "models"])
async def test_a_model_that_is_not_pinned_is_not_asked_for(given: str, way: Way, lock: Path) -> None:
    lookups: Any = {"path": lock, "lookups": Lookups(lock=lock), "models": Lookups(models=MODELS)}[given]
    server = Server([answering(LABELS)], {"/api/models/acme/y": "text-classification"})
    for provider in ("hf-inference", "auto"):
        client = way.client(server, "acme/y", provider=provider, lookups=lookups)
        with pytest.raises(UsageError, match=r"acme/y.*the Hub is not asked: run `inferloom lock`"):
            await way.call(client.text_classification, "hi")
    assert server.seen == server.lookups == []


async def test_a_lock_file_is_read_once(way: Way, lock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the program goes, and whatever becomes of the file."""
    monkeypatch.chdir(tmp_path)
    server = Server([answering(LABELS)])
    client = way.client(server, "acme/x", provider="hf-inference", lookups=lock.name)
    monkeypatch.chdir("/")
    copy = client.with_options(timeout=3)
    await way.call(copy.text_classification, "hi")
    assert (copy.lookups, server.lookups) == (lock.name, [])
    assert client.with_options(lookups=None).lookups is None


async def test_the_hub_may_be_asked_for_the_rest(way: Way, lock: Path) -> None:
    server = Server([answering(LABELS)], {"/api/models/acme/y": "text-classification"})
    lookups = Lookups(lock=lock, ask_hub=True)
    for model in ("acme/x", "acme/y"):
        client = way.client(server, model, provider="hf-inference", lookups=lookups)
        await way.call(client.text_classification, "hi")
    assert [one.url for one in server.lookups] == [f"{HUB}/api/models/acme/y"]


async def test_what_is_pinned_is_checked_like_what_the_hub_says(way: Way) -> None:
    lookups = Lookups(models={"acme/x": {"pipeline_tag": "summarization", "inferenceProviderMapping": {}}})
    client = way.client(Server([]), "acme/x", provider="hf-inference", lookups=lookups)
    with pytest.raises(ModelNotSupportedError, match="summarization"):
        await way.call(client.text_classification, "hi")
    with pytest.raises(ModelNotSupportedError, match="No provider serves"):
        await way.call(client.with_options(provider="auto").text_classification, "hi")


@pytest.mark.parametrize(("lifetime", "lookups"), [(0, 3), (10, 2), (1e9, 1)])
async def test_how_long_an_answer_is_believed(
    lifetime: float, lookups: int, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    server = Server([answering(LABELS)], {"/api/models/acme/x": "text-classification"})
    client = way.client(server, "acme/x", provider="hf-inference", lookups=Lookups(lifetime=lifetime))
    for wait in (0, 9, 9):
        now[0] += wait
        await way.call(client.text_classification, "hi")
    assert len(server.lookups) == lookups


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "cannot be read: No such file"),
        ("{\n ]", r"inferloom.lock:2:2: the lock file is not JSON"),
        ("[]", "not a lock file of version 1"),
        ('{"inferloom_lock": 2}', "not a lock file of version 1"),
        ('{"inferloom_lock": 1, "models": []}', "are objects"),
        ('{"inferloom_lock": 1, "models": {"a": 1}}', "are objects"),
        ("[" * 100_000, "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_what_is_no_lock_file(text: str | bytes | None, words: str, way: Way, tmp_path: Path) -> None:
    path = tmp_path / "inferloom.lock"
    if text is not None:
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(UsageError, match=words):
        way.client(Server([]), lookups=path)


def test_what_is_no_lookups(way: Way) -> None:
    with pytest.raises(UsageError, match="lookups must be"):
        way.client(Server([]), lookups=7)
    for lifetime in (-1, True, "5", float("nan")):
        with pytest.raises(UsageError, match="lifetime"):
            Lookups(lifetime=lifetime)  # type: ignore[arg-type]
