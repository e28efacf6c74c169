"""What the sandbox's tests send, and how they read what comes back."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from PIL import Image

from inferloom_runtime.sandbox import bundles, film, sound
from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.core import Sandbox
from inferloom_runtime.sandbox.exchange import Reply, Request

BUNDLES = bundles.read("inferloom")
ROUTER = "https://router.huggingface.co"
CHAT = f"{ROUTER}/v1/chat/completions"
WIDTH, HEIGHT = 64, 48


def png(width: int = WIDTH, height: int = HEIGHT, colour: tuple[int, int, int] = (200, 40, 40)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def text64(content: bytes) -> str:
    return base64.b64encode(content).decode()


SAMPLES: dict[str, bytes] = {
    "image": png(),
    "audio": sound.lasting(3.2, "a sample"),
    "video": film.avi([Image.new("RGB", (16, 16), "blue")], 8),
}


def example_body(bundle: Bundle) -> dict[str, Any]:
    """The bundle's example as a request's body."""
    body: dict[str, Any] = {}
    for name, value in bundle.example.items():
        if isinstance(value, dict) and set(value) == {"sample"}:
            value = text64(SAMPLES[value["sample"]])
        *outer, last = bundle.arguments.get(name, f"parameters.{name}").split(".")
        target = body
        for part in outer:
            target = target.setdefault(part, {})
        target[last] = value
    return body


def model_url(task: str) -> str:
    url = f"{ROUTER}/hf-inference/models/sandbox/{task}"
    return f"{url}/v1/chat/completions" if task == "chat-completion" else url


def post(sandbox: Sandbox, url: str, body: object = None, *, raw: bytes | None = None, **headers: str) -> Reply:
    """Send a body: JSON, or with `raw` the bytes as they are."""
    content = json.dumps(body).encode() if raw is None else raw
    known = {name.replace("_", "-"): value for name, value in headers.items()}
    if raw is None:
        known.setdefault("content-type", "application/json")
    return sandbox.respond(Request("POST", url, known, content))


def get(sandbox: Sandbox, url: str, **headers: str) -> Reply:
    return sandbox.respond(Request("GET", url, {name.replace("_", "-"): value for name, value in headers.items()}))


def answer(reply: Reply) -> Any:
    """The JSON of a good reply."""
    content = reply.content
    assert reply.status == 200, content
    return json.loads(content)


def ask(sandbox: Sandbox, task: str, body: object) -> Any:
    """A task's answer, taken out of what the wire wraps it in, as the output schema has it."""
    return unwrapped(BUNDLES[task], post(sandbox, model_url(task), body))


def unwrapped(bundle: Bundle, reply: Reply) -> Any:
    """A reply as the output schema has it: files are put back into their member, lists of one are opened."""
    content = reply.content
    assert reply.status == 200, content
    if not reply.headers["content-type"].startswith("application/json"):
        assert bundle.returns is not None
        return {bundle.returns: text64(content)}
    value = json.loads(content)
    wrapped = ("summarization", "translation", "image-to-text", "text-generation", "text-classification")
    if bundle.task in wrapped:
        assert isinstance(value, list)
        assert len(value) == 1
        return value[0]
    return value


def misfits(schema: Mapping[str, Any], value: object) -> list[str]:
    """How a value does not fit a schema."""
    return [error.message[:300] for error in Draft202012Validator(schema).iter_errors(value)]


def error_of(reply: Reply) -> dict[str, Any]:
    assert isinstance(reply.body, bytes)
    found: dict[str, Any] = json.loads(reply.body)
    return found


def sse(content: bytes) -> list[str]:
    """The data of each event of a stream."""
    events = content.decode().split("\n\n")
    assert events.pop() == ""
    assert all(event.startswith("data:") for event in events)
    return [event.removeprefix("data:").strip() for event in events]


def values(schema: Mapping[str, Any], root: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema allows, for the parts of JSON Schema that the specs use in `parameters`."""
    if "$ref" in schema:
        return values(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema:
        return st.one_of([values(branch, root) for branch in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema.get("type")
    low, high = schema.get("minimum", schema.get("exclusiveMinimum")), schema.get("maximum")
    if kind == "integer":
        return st.integers(0 if low is None else int(low), 40 if high is None else int(min(high, 40)))
    if kind == "number":
        return st.floats(0.01 if low in (None, 0) else low, 4 if high is None else high, allow_nan=False)
    if kind == "boolean":
        return st.booleans()
    if kind == "array":
        if "items" not in schema:
            return st.just([])
        size = schema.get("minItems", 0)
        return st.lists(values(schema["items"], root), min_size=size, max_size=schema.get("maxItems", size + 3))
    if kind == "object":
        names = schema.get("properties", {})
        needed = {name: values(names[name], root) for name in schema.get("required", ())}
        rest = {name: values(member, root) for name, member in names.items() if name not in needed}
        return st.fixed_dictionaries(needed, optional=rest)
    return st.text(max_size=20)
