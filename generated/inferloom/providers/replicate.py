"""Replicate: one function a task.

https://replicate.com/docs/reference/http
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inferloom_runtime import download, wire
from inferloom_runtime.binary import open_url
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.flow import Flow, work
from inferloom_runtime.poll import Poll, Ticket, ticket_of, wait
from inferloom_runtime.quirks import prompts, replicate

if TYPE_CHECKING:
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionInput,
        AutomaticSpeechRecognitionOutput,
    )
    from inferloom.types.image_to_image import ImageToImageInput, ImageToImageOutput
    from inferloom.types.text_to_image import TextToImageInput, TextToImageOutput
    from inferloom.types.text_to_speech import TextToSpeechInput, TextToSpeechOutput
    from inferloom.types.text_to_video import TextToVideoInput, TextToVideoOutput

BASE_URL: str | None = "https://api.replicate.com"
ROUTER_PATH: str | None = "/replicate"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = True
LOOKS_UP = True
OPENAI: dict[str, str] = {}


POLL_AUTOMATIC_SPEECH_RECOGNITION = Poll(
    status=("status",),
    pending=frozenset(("starting", "processing")),
    done=frozenset(("succeeded",)),
    failed=frozenset(("failed", "canceled", "aborted")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("error",),
    absent_is="failed",
    headers=(),
)


def submit_automatic_speech_recognition(call: Call, task: AutomaticSpeechRecognitionInput) -> Flow[Ticket]:
    """Transcribe speech. POST a route that depends on the model, which takes the job."""
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionParameters,
    )

    given = task.parameters or AutomaticSpeechRecognitionParameters()
    inputs_url = yield from open_url(
        task.inputs, argument="audio", about=call.about, kind="audio/*", default="audio/wav", timeout=call.timeout
    )
    url = call.url(replicate.route(call.quoted_model))
    body: Json = {}
    wire.put(body, "version", replicate.version(call.model, call))
    input_object: Json = {}
    input_object["audio"] = inputs_url
    if given.return_timestamps is not None:
        input_object["return_timestamps"] = given.return_timestamps
    if given.generation_parameters is not None:
        input_object["generation_parameters"] = plain(given.generation_parameters, drop_none=False)
    input_object.update(call.extra)
    body["input"] = input_object
    answer = yield from wire.post_json(call, url, body, headers={"prefer": "wait"})
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(call, wire.part(value, ["urls", "get"])),
        "cancel": wire.again(call, wire.part(value, ["urls", "cancel"])),
        "cancel_method": "POST",
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_AUTOMATIC_SPEECH_RECOGNITION, unless=("output",))


def result_of_automatic_speech_recognition(call: Call, value: Any) -> Flow[AutomaticSpeechRecognitionOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.automatic_speech_recognition import AutomaticSpeechRecognitionOutput

    shape = yield from replicate.transcript(call, value)
    output: AutomaticSpeechRecognitionOutput = wire.decoded_value(call, shape, AutomaticSpeechRecognitionOutput)
    return output


def automatic_speech_recognition(
    call: Call, task: AutomaticSpeechRecognitionInput
) -> Flow[AutomaticSpeechRecognitionOutput]:
    """Transcribe speech. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_automatic_speech_recognition(call, task)
    value = yield from wait(call, ticket, POLL_AUTOMATIC_SPEECH_RECOGNITION)
    return (yield from result_of_automatic_speech_recognition(call, value))


POLL_IMAGE_TO_IMAGE = Poll(
    status=("status",),
    pending=frozenset(("starting", "processing")),
    done=frozenset(("succeeded",)),
    failed=frozenset(("failed", "canceled", "aborted")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("error",),
    absent_is="failed",
    headers=(),
)


def submit_image_to_image(call: Call, task: ImageToImageInput) -> Flow[Ticket]:
    """Change an image, guided by a text prompt. POST a route that depends on the model, which takes the job."""
    from inferloom.types.image_to_image import ImageToImageParameters

    given = task.parameters or ImageToImageParameters()
    inputs_url = yield from open_url(
        task.inputs, argument="image", about=call.about, kind="image/*", default="image/jpeg", timeout=call.timeout
    )
    url = call.url(replicate.route(call.quoted_model))
    body: Json = {}
    wire.put(body, "version", replicate.version(call.model, call))
    input_object: Json = {}
    input_object["image"] = inputs_url
    input_object["images"] = [inputs_url]
    input_object["input_image"] = inputs_url
    input_object["input_images"] = [inputs_url]
    if given.prompt is not None:
        input_object["prompt"] = given.prompt
    if given.negative_prompt is not None:
        input_object["negative_prompt"] = given.negative_prompt
    if given.num_inference_steps is not None:
        input_object["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        input_object["guidance_scale"] = given.guidance_scale
    if given.target_size is not None:
        input_object["target_size"] = plain(given.target_size, drop_none=False)
    input_object.update(call.extra)
    body["input"] = input_object
    answer = yield from wire.post_json(call, url, body, accept="image/png", headers={"prefer": "wait"})
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(call, wire.part(value, ["urls", "get"])),
        "cancel": wire.again(call, wire.part(value, ["urls", "cancel"])),
        "cancel_method": "POST",
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_IMAGE_TO_IMAGE, unless=("output",))


def result_of_image_to_image(call: Call, value: Any) -> Flow[ImageToImageOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.image_to_image import ImageToImageOutput

    shape = wire.compact({"image": (yield from download.fetched(call, wire.part(value, ["output"]), "image/*"))})
    output: ImageToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, ImageToImageOutput))
    return output


def image_to_image(call: Call, task: ImageToImageInput) -> Flow[ImageToImageOutput]:
    """Change an image, guided by a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_image_to_image(call, task)
    value = yield from wait(call, ticket, POLL_IMAGE_TO_IMAGE)
    return (yield from result_of_image_to_image(call, value))


POLL_TEXT_TO_IMAGE = Poll(
    status=("status",),
    pending=frozenset(("starting", "processing")),
    done=frozenset(("succeeded",)),
    failed=frozenset(("failed", "canceled", "aborted")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("error",),
    absent_is="failed",
    headers=(),
)


def submit_text_to_image(call: Call, task: TextToImageInput) -> Flow[Ticket]:
    """Draw an image from a text prompt. POST a route that depends on the model, which takes the job."""
    from inferloom.types.text_to_image import TextToImageParameters

    given = task.parameters or TextToImageParameters()
    url = call.url(replicate.route(call.quoted_model))
    body: Json = {}
    wire.put(body, "version", replicate.version(call.model, call))
    input_object: Json = {"prompt": task.inputs}
    if call.adapter is not None:
        wire.put(input_object, "lora_weights", replicate.lora_weights(call.adapter, call))
    if given.negative_prompt is not None:
        input_object["negative_prompt"] = given.negative_prompt
    if given.height is not None:
        input_object["height"] = given.height
    if given.width is not None:
        input_object["width"] = given.width
    if given.num_inference_steps is not None:
        input_object["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        input_object["guidance_scale"] = given.guidance_scale
    if given.scheduler is not None:
        input_object["scheduler"] = given.scheduler
    if given.seed is not None:
        input_object["seed"] = given.seed
    input_object.update(call.extra)
    body["input"] = input_object
    answer = yield from wire.post_json(call, url, body, accept="image/png", headers={"prefer": "wait"})
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(call, wire.part(value, ["urls", "get"])),
        "cancel": wire.again(call, wire.part(value, ["urls", "cancel"])),
        "cancel_method": "POST",
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_TEXT_TO_IMAGE, unless=("output",))


def result_of_text_to_image(call: Call, value: Any) -> Flow[TextToImageOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.text_to_image import TextToImageOutput

    shape = wire.compact({"image": (yield from download.fetched(call, wire.part(value, ["output"]), "image/*"))})
    output: TextToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToImageOutput))
    return output


def text_to_image(call: Call, task: TextToImageInput) -> Flow[TextToImageOutput]:
    """Draw an image from a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_text_to_image(call, task)
    value = yield from wait(call, ticket, POLL_TEXT_TO_IMAGE)
    return (yield from result_of_text_to_image(call, value))


POLL_TEXT_TO_SPEECH = Poll(
    status=("status",),
    pending=frozenset(("starting", "processing")),
    done=frozenset(("succeeded",)),
    failed=frozenset(("failed", "canceled", "aborted")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("error",),
    absent_is="failed",
    headers=(),
)


def submit_text_to_speech(call: Call, task: TextToSpeechInput) -> Flow[Ticket]:
    """Read a text aloud. POST a route that depends on the model, which takes the job."""
    from inferloom.types.text_to_speech import TextToSpeechParameters

    given = task.parameters or TextToSpeechParameters()
    url = call.url(replicate.route(call.quoted_model))
    body: Json = {}
    wire.put(body, "version", replicate.version(call.model, call))
    input_object: Json = {"text": task.inputs}
    if given.do_sample is not None:
        input_object["do_sample"] = given.do_sample
    if given.early_stopping is not None:
        input_object["early_stopping"] = given.early_stopping
    if given.epsilon_cutoff is not None:
        input_object["epsilon_cutoff"] = given.epsilon_cutoff
    if given.eta_cutoff is not None:
        input_object["eta_cutoff"] = given.eta_cutoff
    if given.max_length is not None:
        input_object["max_length"] = given.max_length
    if given.max_new_tokens is not None:
        input_object["max_new_tokens"] = given.max_new_tokens
    if given.min_length is not None:
        input_object["min_length"] = given.min_length
    if given.min_new_tokens is not None:
        input_object["min_new_tokens"] = given.min_new_tokens
    if given.num_beam_groups is not None:
        input_object["num_beam_groups"] = given.num_beam_groups
    if given.num_beams is not None:
        input_object["num_beams"] = given.num_beams
    if given.penalty_alpha is not None:
        input_object["penalty_alpha"] = given.penalty_alpha
    if given.temperature is not None:
        input_object["temperature"] = given.temperature
    if given.top_k is not None:
        input_object["top_k"] = given.top_k
    if given.top_p is not None:
        input_object["top_p"] = given.top_p
    if given.typical_p is not None:
        input_object["typical_p"] = given.typical_p
    if given.use_cache is not None:
        input_object["use_cache"] = given.use_cache
    input_object.update(call.extra)
    body["input"] = input_object
    answer = yield from wire.post_json(call, url, body, headers={"prefer": "wait"})
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(call, wire.part(value, ["urls", "get"])),
        "cancel": wire.again(call, wire.part(value, ["urls", "cancel"])),
        "cancel_method": "POST",
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_TEXT_TO_SPEECH, unless=("output",))


def result_of_text_to_speech(call: Call, value: Any) -> Flow[TextToSpeechOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.text_to_speech import TextToSpeechOutput

    shape = wire.compact({"audio": (yield from download.fetched(call, wire.part(value, ["output"]), "audio/*"))})
    output: TextToSpeechOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToSpeechOutput))
    return output


def text_to_speech(call: Call, task: TextToSpeechInput) -> Flow[TextToSpeechOutput]:
    """Read a text aloud. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_text_to_speech(call, task)
    value = yield from wait(call, ticket, POLL_TEXT_TO_SPEECH)
    return (yield from result_of_text_to_speech(call, value))


POLL_TEXT_TO_VIDEO = Poll(
    status=("status",),
    pending=frozenset(("starting", "processing")),
    done=frozenset(("succeeded",)),
    failed=frozenset(("failed", "canceled", "aborted")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("error",),
    absent_is="failed",
    headers=(),
)


def submit_text_to_video(call: Call, task: TextToVideoInput) -> Flow[Ticket]:
    """Make a video from a text prompt. POST a route that depends on the model, which takes the job."""
    from inferloom.types.text_to_video import TextToVideoParameters

    given = task.parameters or TextToVideoParameters()
    url = call.url(replicate.route(call.quoted_model))
    body: Json = {}
    wire.put(body, "version", replicate.version(call.model, call))
    input_object: Json = {"prompt": task.inputs}
    if given.negative_prompt is not None:
        wire.put(input_object, "negative_prompt", prompts.joined(plain(given.negative_prompt, drop_none=False), call))
    if given.guidance_scale is not None:
        input_object["guidance_scale"] = given.guidance_scale
    if given.num_frames is not None:
        input_object["num_frames"] = given.num_frames
    if given.num_inference_steps is not None:
        input_object["num_inference_steps"] = given.num_inference_steps
    if given.seed is not None:
        input_object["seed"] = given.seed
    input_object.update(call.extra)
    body["input"] = input_object
    answer = yield from wire.post_json(call, url, body, headers={"prefer": "wait"})
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(call, wire.part(value, ["urls", "get"])),
        "cancel": wire.again(call, wire.part(value, ["urls", "cancel"])),
        "cancel_method": "POST",
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_TEXT_TO_VIDEO, unless=("output",))


def result_of_text_to_video(call: Call, value: Any) -> Flow[TextToVideoOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.text_to_video import TextToVideoOutput

    shape = wire.compact({"video": (yield from download.fetched(call, wire.part(value, ["output"]), "video/*"))})
    output: TextToVideoOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToVideoOutput))
    return output


def text_to_video(call: Call, task: TextToVideoInput) -> Flow[TextToVideoOutput]:
    """Make a video from a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_text_to_video(call, task)
    value = yield from wait(call, ticket, POLL_TEXT_TO_VIDEO)
    return (yield from result_of_text_to_video(call, value))
