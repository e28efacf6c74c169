"""The SDK's own clients against its own sandbox: every method's example, as the documentation shows it."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest
from sandbox_material import BUNDLES, SAMPLES

from inferloom_runtime.sandbox import api


def arguments(task: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in BUNDLES[task].example.items():
        is_sample = isinstance(value, dict) and set(value) == {"sample"}
        found[name] = SAMPLES[value["sample"]] if is_sample else value
    return found


def shown(value: object) -> str:
    """A value as a text, with pictures as what they show."""
    content = getattr(value, "tobytes", None)
    if content is not None:
        return f"{type(value).__name__} {content()!r}"
    return repr(value)


# The only provider that every client has serves these tasks nowhere; a model's own address does.
@pytest.mark.parametrize("task", sorted(BUNDLES))
def test_example_works(task: str) -> None:
    method = BUNDLES[task].method
    model = f"http://sandbox-{task}.localhost"

    async def ask() -> object:
        return await getattr(api.async_client("inferloom", model=model), method)(**arguments(task))

    first = getattr(api.client("inferloom", model=model), method)(**arguments(task))
    second = asyncio.run(ask())
    assert first is not None
    assert type(first) is type(second)
    if BUNDLES[task].hub not in ("image-segmentation", "depth-estimation"):  # whose pictures lie inside
        assert shown(first) == shown(second)


@pytest.mark.parametrize("task", ["text-classification", "text-to-image", "feature-extraction", "chat-completion"])
def test_without_a_model(task: str) -> None:
    client = api.client("inferloom", provider="hf-inference")
    assert getattr(client, BUNDLES[task].method)(**arguments(task)) is not None


@pytest.mark.parametrize("task", ["chat-completion", "text-generation"])
def test_streams(task: str) -> None:
    model = f"http://sandbox-{task}.localhost"
    method = BUNDLES[task].method

    async def ask() -> list[str]:
        stream = await getattr(api.async_client("inferloom", model=model), method)(**arguments(task), stream=True)
        return [repr(item) async for item in stream]

    stream = getattr(api.client("inferloom", model=model), method)(**arguments(task), stream=True)
    items = [repr(item) for item in stream]
    assert len(items) > 10
    assert items == asyncio.run(ask())


def test_options_reach_the_sandbox() -> None:
    client = api.client("inferloom", seed=2, models={"acme/m": "text-generation"}, keys={"hf_a"}, token="hf_a")
    assert "synthetic" in client.text_generation("Once", model="acme/m")
    other = api.client("inferloom", seed=3, models={"acme/m": "text-generation"})
    texts = {client.text_generation(f"Once {n}", model="acme/m") for n in range(5)}
    assert texts != {other.text_generation(f"Once {n}", model="acme/m") for n in range(5)}


def test_inputs_may_be_addresses() -> None:
    client = api.client("inferloom", model="http://sandbox-image-to-text.localhost")
    assert "256 by 192" in client.image_to_text("https://example.com/cat.jpg").generated_text


def test_wrong_key() -> None:
    client = api.client("inferloom", keys={"hf_a"}, token="hf_b", model="sandbox/chat-completion")
    with pytest.raises(Exception, match="not known here") as refused:
        client.chat_completion([{"role": "user", "content": "Hello."}])
    assert type(refused.value).__name__ == "AuthenticationError"


def test_template_and_runtime_agree() -> None:
    from inferloom import sandbox

    assert type(sandbox.client()).__name__ == "InferenceClient"
    assert type(sandbox.async_client(seed=3)).__name__ == "AsyncInferenceClient"
    assert inspect.signature(sandbox.client).parameters.keys() == {"seed", "options"}
