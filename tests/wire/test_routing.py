"""From a model's name to the server that serves it, with the key that goes there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from inferloom_runtime import clock, routing
from inferloom_runtime.errors import (
    AnswerError,
    AuthenticationError,
    ModelNotSupportedError,
    RepositoryNotFoundError,
    UsageError,
)
from inferloom_runtime.lookups import LIFETIME
from wire.exchange import HUB, ROUTER, SAMPLES, TOKEN, Server, Way, answering

pytestmark = pytest.mark.anyio

MESSAGES = [{"role": "user", "content": "Deep learning?"}]
COMPLETION: dict[str, Any] = {
    "id": "c1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Nets."}, "finish_reason": "stop"}],
}
LABELS = [[{"label": "POSITIVE", "score": 0.9}]]
ON_HF_INFERENCE = f"{ROUTER}/hf-inference/models"


def mapping(**entries: Any) -> Any:
    return {"id": "acme/x", "inferenceProviderMapping": {name.replace("_", "-"): one for name, one in entries.items()}}


def entry(task: str, status: str = "live", model: str = "acme/x") -> dict[str, str]:
    return {"status": status, "providerId": model, "task": task}


# Who serves a model.


@pytest.mark.parametrize("provider", [None, "auto"])
@pytest.mark.parametrize("model", ["acme/chat", "acme/chat:groq", "acme/chat:fastest"])
async def test_the_router_chooses_for_chat(provider: str | None, model: str, way: Way) -> None:
    """The Hub's id goes along as it is, suffix and all, and nothing is looked up."""
    server = Server([answering(COMPLETION)])
    client = way.client(server, provider=provider)
    await way.call(client.chat_completion, MESSAGES, model=model, max_tokens=5)
    assert server.only.url == f"{ROUTER}/v1/chat/completions"
    assert server.only.json == {"model": model, "messages": MESSAGES, "stream": False, "max_tokens": 5}
    assert server.only.headers["authorization"] == f"Bearer {TOKEN}"
    assert server.lookups == []


async def test_the_router_needs_a_token_of_its_own(way: Way) -> None:
    server = Server([])
    with pytest.raises(UsageError, match="hf_"):
        await way.call(way.client(server, "acme/chat", token="sk-123").chat_completion, MESSAGES)
    with pytest.raises(UsageError, match="key"):
        await way.call(way.client(server, "acme/chat", token=None).chat_completion, MESSAGES)
    assert server.seen == []


@pytest.mark.parametrize("provider", [None, "auto"])
@pytest.mark.parametrize("shape", ["object", "list"])
async def test_the_first_known_provider_serves_other_tasks(
    provider: str | None, shape: str, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries: Any = {
        "of-tomorrow": entry("text-classification"),
        "hf-inference": entry("text-classification"),
    }
    if shape == "list":
        entries = [{"provider": name, **one} for name, one in entries.items()]
    path = "/api/models/acme/x?expand=inferenceProviderMapping"
    server = Server([answering(LABELS)], {path: {"inferenceProviderMapping": entries}})
    client = way.client(server, provider=provider)
    monkeypatch.setattr(routing, "_warned", set[str]())
    with pytest.warns(UserWarning, match="of-tomorrow"):
        await way.call(client.text_classification, "I like you", model="acme/x")
    await way.call(client.text_classification, "said once", model="acme/x")
    server.seen.pop()
    assert server.only.url == f"{ON_HF_INFERENCE}/acme/x"
    assert [one.url for one in server.lookups] == [HUB + path]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (mapping(of_tomorrow=entry("text-classification")), "of-tomorrow"),
        (mapping(hf_inference=entry("summarization")), "summarization"),
        (mapping(), "No provider serves"),
        ({"id": "acme/x"}, "No provider serves"),
    ],
)
async def test_nobody_serves_the_model(answer: Any, words: str, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "_warned", {"of-tomorrow"})
    server = Server([], {"/api/models/acme/x?expand=inferenceProviderMapping": answer})
    with pytest.raises(ModelNotSupportedError, match=words) as raised:
        await way.call(way.client(server, "acme/x").text_classification, "I like you")
    assert isinstance(raised.value, ValueError)
    assert server.seen == []


async def test_an_unknown_provider(way: Way) -> None:
    client = way.client(Server([]), "acme/x", provider="hf-inferense")
    with pytest.raises(UsageError, match=r"hf-inferense.*did you mean 'hf-inference'"):
        await way.call(client.text_classification, "I like you")


async def test_the_mapping_of_unknown_models(way: Way) -> None:
    client = way.client(Server([]), "acme/nothing")
    with pytest.raises(RepositoryNotFoundError, match="Repository not found"):
        await way.call(client.text_classification, "I like you")


# Models on hf-inference.


async def test_the_hub_recommends_a_model(way: Way) -> None:
    tasks = {"text-classification": {"widgetModels": ["acme/mood", "acme/other"]}, "summarization": {}}
    hub = {"/api/tasks": tasks, "/api/models/acme/mood": "text-classification"}
    for provider in (None, "auto", "hf-inference"):
        server = Server([answering(LABELS)], hub)
        client = way.client(server, provider=provider)
        await way.call(client.text_classification, "I like you")
        assert server.only.url == f"{ON_HF_INFERENCE}/acme/mood"
        assert [one.url for one in server.lookups] == [f"{HUB}/api/tasks", f"{HUB}/api/models/acme/mood"]


@pytest.mark.parametrize("tasks", [{}, {"text-classification": {"widgetModels": []}}, {"text-classification": {}}, []])
async def test_the_hub_recommends_nothing(tasks: Any, way: Way) -> None:
    server = Server([], {"/api/tasks": tasks})
    with pytest.raises(ModelNotSupportedError, match="no model for text-classification"):
        await way.call(way.client(server).text_classification, "I like you")


@pytest.mark.parametrize(
    ("method", "tag", "tags", "served"),
    [
        ("text_classification", "text-classification", [], True),
        ("text_classification", "token-classification", ["text-classification"], False),
        ("text_classification", None, [], False),
        ("text_generation", "text-generation", [], True),
        ("text_generation", "text2text-generation", [], True),
        ("text_generation", "image-text-to-text", [], False),
        ("chat_completion", "text-generation", [], True),
        ("chat_completion", "image-text-to-text", [], True),
        ("chat_completion", "text2text-generation", [], False),
        ("chat_completion", "text-classification", [], False),
        ("feature_extraction", "feature-extraction", ["feature-extraction"], True),
        ("feature_extraction", "sentence-similarity", ["feature-extraction"], True),
        ("feature_extraction", "sentence-similarity", [], False),
        ("sentence_similarity", "feature-extraction", ["sentence-similarity"], True),
        ("sentence_similarity", "feature-extraction", [], False),
        ("summarization", "text2text-generation", ["summarization"], False),
    ],
)
async def test_the_task_of_a_model(method: str, tag: str | None, tags: list[str], served: bool, way: Way) -> None:
    info = {"id": "acme/x", "pipeline_tag": tag, "tags": tags}
    answers: dict[str, Any] = {
        "text_classification": LABELS,
        "text_generation": [{"generated_text": "x"}],
        "chat_completion": COMPLETION,
        "feature_extraction": [1, 2],
        "sentence_similarity": [1, 2],
        "summarization": [{"summary_text": "x"}],
    }
    arguments: dict[str, list[Any]] = {"chat_completion": [MESSAGES], "sentence_similarity": ["a", ["b", "c"]]}
    server = Server([answering(answers[method])], {"/api/models/acme/x": info})
    client = way.client(server, provider="hf-inference")
    call = way.call(getattr(client, method), *arguments.get(method, ["text"]), model="acme/x")
    if served:
        await call
        assert len(server.seen) == 1
    else:
        with pytest.raises(ModelNotSupportedError, match="acme/x"):
            await call
        assert server.seen == []


async def test_what_the_hub_said_is_remembered(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server([answering(LABELS)], {"/api/models/acme/x": "text-classification"})
    client = way.client(server, "acme/x", provider="hf-inference")
    for caller in (client, client, client.with_options(timeout=3), client.with_options(model="acme/x")):
        await way.call(caller.text_classification, "I like you")
    assert (len(server.seen), len(server.lookups)) == (4, 1)
    now = clock.now() + LIFETIME + 1
    monkeypatch.setattr(clock, "now", lambda: now)
    await way.call(client.text_classification, "I like you")
    assert len(server.lookups) == 2


async def test_the_hub_says_something_strange(way: Way) -> None:
    server = Server([], {"/api/models/acme/x": httpx.Response(200, text="<html>hello</html>")})
    with pytest.raises(AnswerError, match="not JSON"):
        await way.call(way.client(server, "acme/x", provider="hf-inference").text_classification, "I like you")


async def test_the_hub_refuses_a_key(way: Way) -> None:
    refusal = httpx.Response(401, json={"error": "Invalid credentials in Authorization header"})
    server = Server([], {"/api/models/acme/x": refusal})
    with pytest.raises(AuthenticationError, match="Invalid credentials"):
        await way.call(way.client(server, "acme/x", provider="hf-inference").text_classification, "I like you")


@pytest.mark.parametrize("model", [" ", "a b", "a/../b", "a?b", "a#b", "/a", "ftp://a/b", "a\\b", "a\nb"])
async def test_names_that_no_model_has(model: str, way: Way) -> None:
    server = Server([])
    with pytest.raises(UsageError, match="model="):
        await way.call(way.client(server, provider="hf-inference").text_classification, "hi", model=model)
    assert server.seen == server.lookups == []


@pytest.mark.parametrize("model", ["http://", "https:///path", "http://host:0", "http://ho st", "http://[::1"])
async def test_addresses_that_no_endpoint_has(model: str, way: Way) -> None:
    server = Server([])
    with pytest.raises(UsageError, match="not a usable URL"):
        await way.call(way.client(server).text_classification, "hi", model=model)
    assert server.seen == []


# The client's model and the call's.


@pytest.mark.parametrize(
    ("client_model", "call_model", "asked"),
    [
        ("acme/a", None, f"{ON_HF_INFERENCE}/acme/a"),
        (None, "acme/b", f"{ON_HF_INFERENCE}/acme/b"),
        ("acme/a", "acme/b", f"{ON_HF_INFERENCE}/acme/b"),
        ("http://localhost:8080/x", None, "http://localhost:8080/x"),
        ("http://localhost:8080/x", "acme/b", f"{ON_HF_INFERENCE}/acme/b"),
        ("http://localhost:8080/x", "http://localhost:9090/y", "http://localhost:9090/y"),
        ("acme/a", "http://localhost:9090/y", "http://localhost:9090/y"),
    ],
)
async def test_the_calls_model_wins(client_model: str | None, call_model: str | None, asked: str, way: Way) -> None:
    hub = {f"/api/models/acme/{name}": "text-classification" for name in "ab"}
    server = Server([answering(LABELS)], hub)
    client = way.client(server, client_model, provider="hf-inference")
    await way.call(client.text_classification, "I like you", model=call_model)
    assert server.only.url == asked


@pytest.mark.parametrize(
    ("client_model", "call_model", "extra_body", "asked", "named"),
    [
        ("acme/a", None, None, "acme/a", "acme/a"),
        (None, "acme/b", None, "acme/b", "acme/b"),
        ("acme/a", "acme/b", None, "acme/a", "acme/b"),
        ("acme/a", None, {"model": "c"}, "acme/a", "c"),
        ("acme/a", "acme/b", {"model": "c"}, "acme/a", "c"),
    ],
)
async def test_the_clients_model_is_the_address_of_a_chat(
    client_model: str | None, call_model: str | None, extra_body: Any, asked: str, named: str, way: Way
) -> None:
    hub = {f"/api/models/acme/{name}": "text-generation" for name in "ab"}
    server = Server([answering(COMPLETION)], hub)
    client = way.client(server, client_model, provider="hf-inference")
    await way.call(client.chat_completion, MESSAGES, model=call_model, extra_body=extra_body)
    assert server.only.url == f"{ON_HF_INFERENCE}/{asked}/v1/chat/completions"
    assert server.only.json["model"] == named


async def test_the_routers_chat_names_the_clients_model(way: Way) -> None:
    server = Server([answering(COMPLETION)])
    client = way.client(server, "acme/a")
    await way.call(client.chat_completion, MESSAGES, model="acme/b", extra_body={"model": "acme/c"})
    assert server.only.json["model"] == "acme/a"


async def test_a_call_names_a_model_of_an_openai_server(way: Way) -> None:
    """There the URL is the server's, and a model's name means one of its models."""
    vectors = {"data": [{"index": 0, "embedding": [1, 2]}]}
    server = Server([answering(vectors)])
    client = way.client(server, base_url="http://localhost:8080/v1")
    await way.call(client.feature_extraction, "hello", model="nomic-embed")
    assert server.only.url == "http://localhost:8080/v1/embeddings"
    assert server.only.json["model"] == "nomic-embed"


async def test_other_homes_of_the_hub_and_the_router(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://hub.example.com/")
    monkeypatch.setenv("INFERLOOM_ROUTER_URL", "https://router.example.com/")
    monkeypatch.setenv("HF_TOKEN", "hf_found")
    info = {"id": "acme/x", "pipeline_tag": "text-classification"}
    server = Server([answering(info), answering(LABELS)])
    client = way.client(server, "acme/x", provider="hf-inference", token=None)
    await way.call(client.text_classification, "I like you")
    assert [one.url for one in server.seen] == [
        "https://hub.example.com/api/models/acme/x",
        "https://router.example.com/hf-inference/models/acme/x",
    ]
    assert {one.headers["authorization"] for one in server.seen} == {"Bearer hf_found"}


# Keys.


async def key_sent(way: Way, *arguments: Any, **settings: Any) -> str | None:
    """The authorization that reaches the router."""
    server = Server([answering(LABELS)], {"/api/models/acme/x": "text-classification"})
    client = way.client(server, "acme/x", provider="hf-inference", **settings)
    await way.call(client.text_classification, "I like you")
    return server.only.headers.get("authorization")


async def test_a_key_that_is_given(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_found")
    assert await key_sent(way, token="hf_given") == "Bearer hf_given"
    assert await key_sent(way, api_key="hf_given") == "Bearer hf_given"
    assert await key_sent(way, token="sk-of-somebody-else") == "Bearer sk-of-somebody-else"


async def test_where_a_key_is_found(way: Way, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert await key_sent(way, token=None) is None
    cache = tmp_path / "cache" / "huggingface"
    cache.mkdir(parents=True)
    (cache / "token").write_text("hf_in_cache\n")
    monkeypatch.delenv("HF_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert await key_sent(way, token=None) == "Bearer hf_in_cache"
    home = tmp_path / "home"
    home.mkdir()
    (home / "token").write_text("  hf_in_home\n")
    monkeypatch.setenv("HF_HOME", str(home))
    assert await key_sent(way, token=None) == "Bearer hf_in_home"
    (tmp_path / "elsewhere").write_text("hf_elsewhere")
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "elsewhere"))
    assert await key_sent(way, token=None) == "Bearer hf_elsewhere"
    monkeypatch.setenv("HUGGING_FACE_HUB_TOKEN", "hf_old_variable")
    assert await key_sent(way, token=None) == "Bearer hf_old_variable"
    monkeypatch.setenv("HF_TOKEN", " hf_variable ")
    assert await key_sent(way, token=None) == "Bearer hf_variable"
    monkeypatch.setenv("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
    assert await key_sent(way, token=None) is None


async def test_an_empty_variable_is_no_key(way: Way, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("hf_in_home")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.setenv("HF_TOKEN", "")
    assert await key_sent(way, token=None) == "Bearer hf_in_home"
    (tmp_path / "token").write_text("\n")
    assert await key_sent(way, token=None) is None


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"token": "hf_a", "api_key": "hf_b"}, "not both"),
        ({"token": True}, "token must be a string, not bool"),
        ({"api_key": 7}, "api_key must be a string, not int"),
        ({"token": "hf_a\nX-Evil: 1"}, "characters that no header may carry"),
        ({"token": "hf_ä"}, "characters that no header may carry"),
    ],
)
def test_keys_that_cannot_be_used(settings: dict[str, Any], words: str, way: Way) -> None:
    with pytest.raises(UsageError, match=words):
        way.client(Server([]), **settings)


async def test_a_key_of_the_headers_wins(way: Way) -> None:
    assert await key_sent(way, headers={"Authorization": "Basic xyz"}) == "Basic xyz"


@pytest.mark.parametrize(
    ("url", "carried"),
    [
        ("http://localhost:8080", False),
        ("https://models.example.com", False),
        ("https://huggingface.co.example.com", False),
        ("https://evilhuggingface.co", False),
        ("https://a.eu-west-1.aws.endpoints.huggingface.cloud", True),
        ("http://a.eu-west-1.aws.endpoints.huggingface.cloud", False),
        ("https://acme-space.hf.space", True),
        ("https://router.huggingface.co/groq", True),
    ],
)
async def test_a_found_key_stays_at_home(url: str, carried: bool, way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_found")
    server = Server([answering(LABELS), answering({"model_id": "x"})])
    client = way.client(server, url, token=None)
    await way.call(client.text_classification, "hi")
    await way.call(client.get_endpoint_info)
    sent = [one.headers.get("authorization") for one in server.seen]
    assert sent == (["Bearer hf_found"] * 2 if carried else [None, None])


async def test_a_given_key_goes_where_the_caller_sends_it(way: Way) -> None:
    server = Server([answering(LABELS)])
    await way.call(way.client(server, "https://models.example.com", token="hf_given").text_classification, "hi")
    assert server.only.headers["authorization"] == "Bearer hf_given"


async def test_a_key_of_somebody_else_is_not_for_the_hub(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server([answering(LABELS)], {"/api/models/acme/x": "text-classification"})
    client = way.client(server, "acme/x", provider="hf-inference", token="sk-123")
    await way.call(client.text_classification, "hi")
    assert [one.headers.get("authorization") for one in server.lookups] == [None]
    monkeypatch.setenv("HF_TOKEN", "hf_found")
    server = Server([answering(LABELS)], {"/api/models/acme/x": "text-classification"})
    client = way.client(server, "acme/x", provider="hf-inference", token="sk-123")
    await way.call(client.text_classification, "hi")
    assert [one.headers.get("authorization") for one in server.lookups] == ["Bearer hf_found"]


async def test_no_error_shows_a_key(way: Way) -> None:
    server = Server([answering({"error": "no"}, status=401)])
    client = way.client(server, "https://models.example.com", token="hf_secret", max_retries=0)
    with pytest.raises(AuthenticationError) as raised:
        await way.call(client.image_classification, SAMPLES["image"])
    assert "hf_secret" not in repr(client) + str(raised.value) + repr(raised.value) + repr(raised.value.__dict__)
