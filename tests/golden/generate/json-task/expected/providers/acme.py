"""Acme: one function a task.

https://docs.acme.example/shorten
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import wire
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.flow import Flow

if TYPE_CHECKING:
    from sdk.types.text_shortening import TextShorteningInput, TextShorteningOutput

BASE_URL: str | None = "https://api.acme.example"
ROUTER_PATH: str | None = "/acme"
AUTH = ("x-api-key", "{key}")
NEEDS_KEY = True
LOOKS_UP = False


def shorten_text(call: Call, task: TextShorteningInput) -> Flow[TextShorteningOutput]:
    """Say the same in fewer words. POST /v2/{model}/shorten."""
    from sdk.types.text_shortening import TextShorteningOutput

    wire.refuse(call, "sdk", {"temperature": task.parameters.temperature, "glossary": task.parameters.glossary})
    url = call.url(f"/v2/{call.quoted_model}/shorten")
    body: Json = {"document": {"text": task.inputs}, "limit": {"words": task.parameters.max_words}}
    if task.parameters.tone is not None:
        body["style"] = task.parameters.tone
    if task.parameters.keep is not None:
        body["keep"] = plain(task.parameters.keep, drop_none=False)
    if task.parameters.trim is not None:
        body["trim"] = task.parameters.trim
    body["client"] = "sdk"
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.compact({"text": wire.part(value, ["result", 0, "text"])})
    output: TextShorteningOutput = wire.decoded_value(call, shape, TextShorteningOutput)
    return output
