"""HF Inference: one function a task.

https://huggingface.co/docs/inference-providers/providers/hf-inference
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import stated, wire
from inferloom_runtime.binary import open_binary
from inferloom_runtime.call import Call, Json
from inferloom_runtime.flow import Flow

if TYPE_CHECKING:
    from sdk.types.melody_making import MelodyMakingInput, MelodyMakingOutput

BASE_URL: str | None = None
ROUTER_PATH: str | None = "/hf-inference"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = False
LOOKS_UP = False


def make_melody(call: Call, task: MelodyMakingInput) -> Flow[MelodyMakingOutput]:
    """Make a melody for a mood. POST /models/{model}."""
    from sdk.types.melody_making import MelodyMakingOutput, MelodyMakingParameters

    given = task.parameters or MelodyMakingParameters()
    parameters_cover_file = None
    if given.cover is not None:
        parameters_cover_file = yield from open_binary(
            given.cover, argument="cover", about=call.about, kind="image/*", timeout=call.timeout
        )
    url = call.url(f"/models/{call.quoted_model}")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.duration is not None:
        parameters_object["duration"] = given.duration
    if parameters_cover_file is not None:
        parameters_object["cover"] = yield from wire.base64_of(parameters_cover_file)
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, MelodyMakingOutput, "audio", "audio/*"))
    data = wire.raw_bytes(call, answer, "audio/*")
    return wire.filled(MelodyMakingOutput, audio=data)
