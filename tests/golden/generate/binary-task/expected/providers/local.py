"""Local pipeline: one function a task.

https://docs.acme.example/local
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import stated, wire
from inferloom_runtime.binary import open_binary
from inferloom_runtime.call import Call, Json
from inferloom_runtime.flow import Flow

if TYPE_CHECKING:
    from sdk.types.speech_cleanup import SpeechCleanupInput, SpeechCleanupOutput

BASE_URL: str | None = "https://pipelines.acme.example"
ROUTER_PATH: str | None = "/local"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = False
LOOKS_UP = False


def clean_speech(call: Call, task: SpeechCleanupInput) -> Flow[SpeechCleanupOutput]:
    """Take the noise out of a recording. POST /models/{model}."""
    from sdk.types.speech_cleanup import SpeechCleanupOutput, SpeechCleanupParameters

    given = task.parameters or SpeechCleanupParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="audio", about=call.about, kind="audio/*", timeout=call.timeout
    )
    parameters_picture_file = None
    if given.picture is not None:
        parameters_picture_file = yield from open_binary(
            given.picture, argument="picture", about=call.about, kind="image/*", timeout=call.timeout
        )
    url = call.url(f"/models/{call.quoted_model}")
    parameters: Json = {}
    if given.strength is not None:
        parameters["strength"] = given.strength
    if parameters_picture_file is not None:
        parameters["picture"] = yield from wire.base64_of(parameters_picture_file)
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, SpeechCleanupOutput, "audio", "audio/*"))
    data = wire.raw_bytes(call, answer, "audio/*")
    return wire.filled(SpeechCleanupOutput, audio=data)
