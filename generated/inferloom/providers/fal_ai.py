"""fal: one function a task.

https://docs.fal.ai/model-apis/model-endpoints
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inferloom_runtime import download, wire
from inferloom_runtime.binary import open_url
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.flow import Flow, work
from inferloom_runtime.poll import Poll, Ticket, ticket_of, wait
from inferloom_runtime.quirks import fal_ai, prompts

if TYPE_CHECKING:
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionInput,
        AutomaticSpeechRecognitionOutput,
    )
    from inferloom.types.image_segmentation import ImageSegmentationInput, ImageSegmentationOutput
    from inferloom.types.image_to_image import ImageToImageInput, ImageToImageOutput
    from inferloom.types.image_to_video import ImageToVideoInput, ImageToVideoOutput
    from inferloom.types.text_to_image import TextToImageInput, TextToImageOutput
    from inferloom.types.text_to_speech import TextToSpeechInput, TextToSpeechOutput
    from inferloom.types.text_to_video import TextToVideoInput, TextToVideoOutput

BASE_URL: str | None = "https://fal.run"
ROUTER_PATH: str | None = "/fal-ai"
AUTH = ("authorization", "Key {key}")
NEEDS_KEY = True
LOOKS_UP = True
OPENAI: dict[str, str] = {}


def automatic_speech_recognition(
    call: Call, task: AutomaticSpeechRecognitionInput
) -> Flow[AutomaticSpeechRecognitionOutput]:
    """Transcribe speech. POST /{model}."""
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionOutput,
        AutomaticSpeechRecognitionParameters,
    )

    given = task.parameters or AutomaticSpeechRecognitionParameters()
    inputs_url = yield from open_url(
        task.inputs,
        argument="audio",
        about=call.about,
        kind="audio/*",
        default="audio/mpeg",
        fixed=True,
        timeout=call.timeout,
    )
    url = call.url(f"/{call.quoted_model}")
    body: Json = {}
    body["audio_url"] = inputs_url
    if given.return_timestamps is not None:
        body["return_timestamps"] = given.return_timestamps
    if given.generation_parameters is not None:
        body["generation_parameters"] = plain(given.generation_parameters, drop_none=False)
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.compact({"text": wire.part(value, ["text"]), "chunks": wire.part(value, ["chunks"])})
    output: AutomaticSpeechRecognitionOutput = wire.decoded_value(call, shape, AutomaticSpeechRecognitionOutput)
    return output


POLL_IMAGE_SEGMENTATION = Poll(
    status=("status",),
    pending=frozenset(("IN_QUEUE", "IN_PROGRESS")),
    done=frozenset(("COMPLETED",)),
    failed=frozenset(("FAILED", "ERROR", "CANCELED", "CANCELLED")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("error",),
    absent_is="failed",
    headers=(),
    own="https://queue.fal.run",
)


def submit_image_segmentation(call: Call, task: ImageSegmentationInput) -> Flow[Ticket]:
    """Split an image into labelled segments, one mask each. POST /{model}, which takes the job."""
    from inferloom.types.image_segmentation import ImageSegmentationParameters

    given = task.parameters or ImageSegmentationParameters()
    inputs_url = yield from open_url(
        task.inputs, argument="image", about=call.about, kind="image/*", default="image/png", timeout=call.timeout
    )
    url = call.url(f"/{call.quoted_model}", own="https://queue.fal.run", routed_query="_subdomain=queue")
    body: Json = {}
    body["image_url"] = inputs_url
    body["sync_mode"] = True
    if given.mask_threshold is not None:
        body["mask_threshold"] = given.mask_threshold
    if given.overlap_mask_area_threshold is not None:
        body["overlap_mask_area_threshold"] = given.overlap_mask_area_threshold
    if given.subtask is not None:
        body["subtask"] = given.subtask
    if given.threshold is not None:
        body["threshold"] = given.threshold
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(
            call,
            wire.part(value, ["response_url"]),
            suffix="/status",
            own="https://queue.fal.run",
            routed_query="_subdomain=queue",
        ),
        "result": wire.again(
            call, wire.part(value, ["response_url"]), own="https://queue.fal.run", routed_query="_subdomain=queue"
        ),
        "cancel": wire.again(
            call, wire.part(value, ["cancel_url"]), own="https://queue.fal.run", routed_query="_subdomain=queue"
        ),
        "cancel_method": "PUT",
    }
    return ticket_of(call, value, id=("request_id",), urls=urls, poll=POLL_IMAGE_SEGMENTATION)


def result_of_image_segmentation(call: Call, value: Any) -> Flow[ImageSegmentationOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.image_segmentation import ImageSegmentationOutput

    shape = wire.compact(
        [{"label": "mask", "mask": (yield from download.fetched(call, wire.part(value, ["image", "url"]), "image/*"))}]
    )
    output: ImageSegmentationOutput = yield from work(lambda: wire.decoded_value(call, shape, ImageSegmentationOutput))
    return output


def image_segmentation(call: Call, task: ImageSegmentationInput) -> Flow[ImageSegmentationOutput]:
    """Split an image into labelled segments, one mask each. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_image_segmentation(call, task)
    value = yield from wait(call, ticket, POLL_IMAGE_SEGMENTATION)
    return (yield from result_of_image_segmentation(call, value))


POLL_IMAGE_TO_IMAGE = Poll(
    status=("status",),
    pending=frozenset(("IN_QUEUE", "IN_PROGRESS")),
    done=frozenset(("COMPLETED",)),
    failed=frozenset(("FAILED", "ERROR", "CANCELED", "CANCELLED")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("error",),
    absent_is="failed",
    headers=(),
    own="https://queue.fal.run",
)


def submit_image_to_image(call: Call, task: ImageToImageInput) -> Flow[Ticket]:
    """Change an image, guided by a text prompt. POST /{model}, which takes the job."""
    from inferloom.types.image_to_image import ImageToImageParameters

    given = task.parameters or ImageToImageParameters()
    inputs_url = yield from open_url(
        task.inputs, argument="image", about=call.about, kind="image/*", default="image/jpeg", timeout=call.timeout
    )
    url = call.url(f"/{call.quoted_model}", own="https://queue.fal.run", routed_query="_subdomain=queue")
    body: Json = {}
    body["image_url"] = inputs_url
    body["image_urls"] = [inputs_url]
    if given.target_size is not None:
        body["image_size"] = plain(given.target_size, drop_none=False)
    if call.adapter is not None:
        wire.put(body, "loras", fal_ai.loras(call.adapter, call))
    if given.prompt is not None:
        body["prompt"] = given.prompt
    if given.negative_prompt is not None:
        body["negative_prompt"] = given.negative_prompt
    if given.num_inference_steps is not None:
        body["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        body["guidance_scale"] = given.guidance_scale
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body, accept="image/png")
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(
            call,
            wire.part(value, ["response_url"]),
            suffix="/status",
            own="https://queue.fal.run",
            routed_query="_subdomain=queue",
        ),
        "result": wire.again(
            call, wire.part(value, ["response_url"]), own="https://queue.fal.run", routed_query="_subdomain=queue"
        ),
        "cancel": wire.again(
            call, wire.part(value, ["cancel_url"]), own="https://queue.fal.run", routed_query="_subdomain=queue"
        ),
        "cancel_method": "PUT",
    }
    return ticket_of(call, value, id=("request_id",), urls=urls, poll=POLL_IMAGE_TO_IMAGE)


def result_of_image_to_image(call: Call, value: Any) -> Flow[ImageToImageOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.image_to_image import ImageToImageOutput

    shape = wire.compact(
        {"image": (yield from download.fetched(call, wire.part(value, ["images", 0, "url"]), "image/*"))}
    )
    output: ImageToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, ImageToImageOutput))
    return output


def image_to_image(call: Call, task: ImageToImageInput) -> Flow[ImageToImageOutput]:
    """Change an image, guided by a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_image_to_image(call, task)
    value = yield from wait(call, ticket, POLL_IMAGE_TO_IMAGE)
    return (yield from result_of_image_to_image(call, value))


POLL_IMAGE_TO_VIDEO = Poll(
    status=("status",),
    pending=frozenset(("IN_QUEUE", "IN_PROGRESS")),
    done=frozenset(("COMPLETED",)),
    failed=frozenset(("FAILED", "ERROR", "CANCELED", "CANCELLED")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("error",),
    absent_is="failed",
    headers=(),
    own="https://queue.fal.run",
)


def submit_image_to_video(call: Call, task: ImageToVideoInput) -> Flow[Ticket]:
    """Set an image in motion. POST /{model}, which takes the job."""
    from inferloom.types.image_to_video import ImageToVideoParameters

    given = task.parameters or ImageToVideoParameters()
    inputs_url = yield from open_url(
        task.inputs, argument="image", about=call.about, kind="image/*", default="image/jpeg", timeout=call.timeout
    )
    url = call.url(f"/{call.quoted_model}", own="https://queue.fal.run", routed_query="_subdomain=queue")
    body: Json = {}
    body["image_url"] = inputs_url
    if call.adapter is not None:
        wire.put(body, "loras", fal_ai.loras(call.adapter, call))
    if given.prompt is not None:
        body["prompt"] = given.prompt
    if given.negative_prompt is not None:
        body["negative_prompt"] = given.negative_prompt
    if given.num_frames is not None:
        body["num_frames"] = given.num_frames
    if given.num_inference_steps is not None:
        body["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        body["guidance_scale"] = given.guidance_scale
    if given.seed is not None:
        body["seed"] = given.seed
    if given.target_size is not None:
        body["target_size"] = plain(given.target_size, drop_none=False)
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(
            call,
            wire.part(value, ["response_url"]),
            suffix="/status",
            own="https://queue.fal.run",
            routed_query="_subdomain=queue",
        ),
        "result": wire.again(
            call, wire.part(value, ["response_url"]), own="https://queue.fal.run", routed_query="_subdomain=queue"
        ),
        "cancel": wire.again(
            call, wire.part(value, ["cancel_url"]), own="https://queue.fal.run", routed_query="_subdomain=queue"
        ),
        "cancel_method": "PUT",
    }
    return ticket_of(call, value, id=("request_id",), urls=urls, poll=POLL_IMAGE_TO_VIDEO)


def result_of_image_to_video(call: Call, value: Any) -> Flow[ImageToVideoOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.image_to_video import ImageToVideoOutput

    shape = wire.compact({"video": (yield from download.fetched(call, wire.part(value, ["video", "url"]), "video/*"))})
    output: ImageToVideoOutput = yield from work(lambda: wire.decoded_value(call, shape, ImageToVideoOutput))
    return output


def image_to_video(call: Call, task: ImageToVideoInput) -> Flow[ImageToVideoOutput]:
    """Set an image in motion. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_image_to_video(call, task)
    value = yield from wait(call, ticket, POLL_IMAGE_TO_VIDEO)
    return (yield from result_of_image_to_video(call, value))


def text_to_image(call: Call, task: TextToImageInput) -> Flow[TextToImageOutput]:
    """Draw an image from a text prompt. POST /{model}."""
    from inferloom.types.text_to_image import TextToImageOutput, TextToImageParameters

    given = task.parameters or TextToImageParameters()
    url = call.url(f"/{call.quoted_model}")
    body: Json = {"prompt": task.inputs}
    wire.put(body, "image_size", wire.both(call, {"width": ("width", given.width), "height": ("height", given.height)}))
    if call.adapter is not None:
        wire.put(body, "loras", fal_ai.loras(call.adapter, call))
    if call.adapter is not None:
        wire.put(body, "model_name", fal_ai.lora_base(call.adapter, call))
    if given.negative_prompt is not None:
        body["negative_prompt"] = given.negative_prompt
    if given.num_inference_steps is not None:
        body["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        body["guidance_scale"] = given.guidance_scale
    if given.scheduler is not None:
        body["scheduler"] = given.scheduler
    if given.seed is not None:
        body["seed"] = given.seed
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body, accept="image/png")
    value = wire.json_in(call, answer)
    shape = wire.compact(
        {"image": (yield from download.fetched(call, wire.part(value, ["images", 0, "url"]), "image/*"))}
    )
    output: TextToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToImageOutput))
    return output


def text_to_speech(call: Call, task: TextToSpeechInput) -> Flow[TextToSpeechOutput]:
    """Read a text aloud. POST /{model}."""
    from inferloom.types.text_to_speech import TextToSpeechOutput, TextToSpeechParameters

    given = task.parameters or TextToSpeechParameters()
    url = call.url(f"/{call.quoted_model}")
    body: Json = {"text": task.inputs}
    if given.do_sample is not None:
        body["do_sample"] = given.do_sample
    if given.early_stopping is not None:
        body["early_stopping"] = given.early_stopping
    if given.epsilon_cutoff is not None:
        body["epsilon_cutoff"] = given.epsilon_cutoff
    if given.eta_cutoff is not None:
        body["eta_cutoff"] = given.eta_cutoff
    if given.max_length is not None:
        body["max_length"] = given.max_length
    if given.max_new_tokens is not None:
        body["max_new_tokens"] = given.max_new_tokens
    if given.min_length is not None:
        body["min_length"] = given.min_length
    if given.min_new_tokens is not None:
        body["min_new_tokens"] = given.min_new_tokens
    if given.num_beam_groups is not None:
        body["num_beam_groups"] = given.num_beam_groups
    if given.num_beams is not None:
        body["num_beams"] = given.num_beams
    if given.penalty_alpha is not None:
        body["penalty_alpha"] = given.penalty_alpha
    if given.temperature is not None:
        body["temperature"] = given.temperature
    if given.top_k is not None:
        body["top_k"] = given.top_k
    if given.top_p is not None:
        body["top_p"] = given.top_p
    if given.typical_p is not None:
        body["typical_p"] = given.typical_p
    if given.use_cache is not None:
        body["use_cache"] = given.use_cache
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.compact({"audio": (yield from download.fetched(call, wire.part(value, ["audio", "url"]), "audio/*"))})
    output: TextToSpeechOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToSpeechOutput))
    return output


POLL_TEXT_TO_VIDEO = Poll(
    status=("status",),
    pending=frozenset(("IN_QUEUE", "IN_PROGRESS")),
    done=frozenset(("COMPLETED",)),
    failed=frozenset(("FAILED", "ERROR", "CANCELED", "CANCELLED")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("error",),
    absent_is="failed",
    headers=(),
    own="https://queue.fal.run",
)


def submit_text_to_video(call: Call, task: TextToVideoInput) -> Flow[Ticket]:
    """Make a video from a text prompt. POST /{model}, which takes the job."""
    from inferloom.types.text_to_video import TextToVideoParameters

    given = task.parameters or TextToVideoParameters()
    url = call.url(f"/{call.quoted_model}", own="https://queue.fal.run", routed_query="_subdomain=queue")
    body: Json = {"prompt": task.inputs}
    if given.negative_prompt is not None:
        wire.put(body, "negative_prompt", prompts.joined(plain(given.negative_prompt, drop_none=False), call))
    if call.adapter is not None:
        wire.put(body, "loras", fal_ai.loras(call.adapter, call))
    if given.guidance_scale is not None:
        body["guidance_scale"] = given.guidance_scale
    if given.num_frames is not None:
        body["num_frames"] = given.num_frames
    if given.num_inference_steps is not None:
        body["num_inference_steps"] = given.num_inference_steps
    if given.seed is not None:
        body["seed"] = given.seed
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(
            call,
            wire.part(value, ["response_url"]),
            suffix="/status",
            own="https://queue.fal.run",
            routed_query="_subdomain=queue",
        ),
        "result": wire.again(
            call, wire.part(value, ["response_url"]), own="https://queue.fal.run", routed_query="_subdomain=queue"
        ),
        "cancel": wire.again(
            call, wire.part(value, ["cancel_url"]), own="https://queue.fal.run", routed_query="_subdomain=queue"
        ),
        "cancel_method": "PUT",
    }
    return ticket_of(call, value, id=("request_id",), urls=urls, poll=POLL_TEXT_TO_VIDEO)


def result_of_text_to_video(call: Call, value: Any) -> Flow[TextToVideoOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.text_to_video import TextToVideoOutput

    shape = wire.compact({"video": (yield from download.fetched(call, wire.part(value, ["video", "url"]), "video/*"))})
    output: TextToVideoOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToVideoOutput))
    return output


def text_to_video(call: Call, task: TextToVideoInput) -> Flow[TextToVideoOutput]:
    """Make a video from a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_text_to_video(call, task)
    value = yield from wait(call, ticket, POLL_TEXT_TO_VIDEO)
    return (yield from result_of_text_to_video(call, value))
