"""Acme: one function a task.

https://docs.acme.example/speech
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import wire
from inferloom_runtime.binary import open_binary
from inferloom_runtime.call import Call, Json
from inferloom_runtime.flow import Flow, work

if TYPE_CHECKING:
    from sdk.types.speech_cleanup import SpeechCleanupInput, SpeechCleanupOutput

BASE_URL: str | None = "https://api.acme.example"
ROUTER_PATH: str | None = "/acme"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = True
LOOKS_UP = False


def clean_speech(call: Call, task: SpeechCleanupInput) -> Flow[SpeechCleanupOutput]:
    """Take the noise out of a recording. POST /v1/clean."""
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
    url = call.url("/v1/clean")
    body: Json = {"model": call.model}
    body["sound"] = yield from wire.base64_of(inputs_file)
    if given.strength is not None:
        body["strength"] = given.strength
    if parameters_picture_file is not None:
        body["room"] = yield from wire.base64_of(parameters_picture_file)
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.compact(
        {
            "audio": wire.required(call, wire.part(value, ["sound"]), "sound"),
            "sampling_rate": wire.part(value, ["rate"]),
        }
    )
    output: SpeechCleanupOutput = yield from work(lambda: wire.decoded_value(call, shape, SpeechCleanupOutput))
    return output
