"""HF Inference: one function a task.

https://huggingface.co/docs/inference-providers/providers/hf-inference
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import wire
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.flow import Flow

if TYPE_CHECKING:
    from sdk.types.text_shortening import TextShorteningInput, TextShorteningOutput

BASE_URL: str | None = None
ROUTER_PATH: str | None = "/hf-inference"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = False
LOOKS_UP = False


def shorten_text(call: Call, task: TextShorteningInput) -> Flow[TextShorteningOutput]:
    """Say the same in fewer words. POST /models/{model}."""
    from sdk.types.text_shortening import TextShorteningOutput

    url = call.url(f"/models/{call.quoted_model}")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {"max_words": task.parameters.max_words}
    if task.parameters.keep is not None:
        parameters_object["keep"] = plain(task.parameters.keep, drop_none=False)
    if task.parameters.tone is not None:
        parameters_object["tone"] = task.parameters.tone
    if task.parameters.temperature is not None:
        parameters_object["temperature"] = task.parameters.temperature
    if task.parameters.trim is not None:
        parameters_object["trim"] = task.parameters.trim
    if task.parameters.glossary is not None:
        parameters_object["glossary"] = plain(task.parameters.glossary, drop_none=False)
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    output: TextShorteningOutput = wire.decoded(call, answer, TextShorteningOutput)
    return output
