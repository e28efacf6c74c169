"""WaveSpeedAI: one function a task.

https://wavespeed.ai/docs/what-are-predictions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inferloom_runtime import download, wire
from inferloom_runtime.binary import open_url
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.flow import Flow, work
from inferloom_runtime.poll import Poll, Ticket, ticket_of, wait
from inferloom_runtime.quirks import prompts

if TYPE_CHECKING:
    from inferloom.types.image_to_image import ImageToImageInput, ImageToImageOutput
    from inferloom.types.image_to_video import ImageToVideoInput, ImageToVideoOutput
    from inferloom.types.text_to_image import TextToImageInput, TextToImageOutput
    from inferloom.types.text_to_video import TextToVideoInput, TextToVideoOutput

BASE_URL: str | None = "https://api.wavespeed.ai"
ROUTER_PATH: str | None = "/wavespeed"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = True
LOOKS_UP = True
OPENAI: dict[str, str] = {}


POLL_IMAGE_TO_IMAGE = Poll(
    status=("data", "status"),
    pending=frozenset(("created", "processing")),
    done=frozenset(("completed",)),
    failed=frozenset(("failed", "cancelled", "timeout")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("data", "error"),
    absent_is="failed",
    headers=(),
)


def submit_image_to_image(call: Call, task: ImageToImageInput) -> Flow[Ticket]:
    """Change an image, guided by a text prompt. POST /api/v3/{model}, which takes the job."""
    from inferloom.types.image_to_image import ImageToImageParameters

    given = task.parameters or ImageToImageParameters()
    inputs_url = yield from open_url(
        task.inputs, argument="image", about=call.about, kind="image/*", default="image/jpeg", timeout=call.timeout
    )
    url = call.url(f"/api/v3/{call.quoted_model}")
    body: Json = {}
    body["image"] = inputs_url
    if given.prompt is not None:
        body["prompt"] = given.prompt
    if given.negative_prompt is not None:
        body["negative_prompt"] = given.negative_prompt
    if given.num_inference_steps is not None:
        body["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        body["guidance_scale"] = given.guidance_scale
    if given.target_size is not None:
        body["target_size"] = plain(given.target_size, drop_none=False)
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body, accept="image/png")
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(call, wire.part(value, ["data", "urls", "get"])),
    }
    return ticket_of(call, value, id=("data", "id"), urls=urls, poll=POLL_IMAGE_TO_IMAGE)


def result_of_image_to_image(call: Call, value: Any) -> Flow[ImageToImageOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.image_to_image import ImageToImageOutput

    shape = wire.compact(
        {"image": (yield from download.fetched(call, wire.part(value, ["data", "outputs", 0]), "image/*"))}
    )
    output: ImageToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, ImageToImageOutput))
    return output


def image_to_image(call: Call, task: ImageToImageInput) -> Flow[ImageToImageOutput]:
    """Change an image, guided by a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_image_to_image(call, task)
    value = yield from wait(call, ticket, POLL_IMAGE_TO_IMAGE)
    return (yield from result_of_image_to_image(call, value))


POLL_IMAGE_TO_VIDEO = Poll(
    status=("data", "status"),
    pending=frozenset(("created", "processing")),
    done=frozenset(("completed",)),
    failed=frozenset(("failed", "cancelled", "timeout")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("data", "error"),
    absent_is="failed",
    headers=(),
)


def submit_image_to_video(call: Call, task: ImageToVideoInput) -> Flow[Ticket]:
    """Set an image in motion. POST /api/v3/{model}, which takes the job."""
    from inferloom.types.image_to_video import ImageToVideoParameters

    given = task.parameters or ImageToVideoParameters()
    inputs_url = yield from open_url(
        task.inputs, argument="image", about=call.about, kind="image/*", default="image/jpeg", timeout=call.timeout
    )
    url = call.url(f"/api/v3/{call.quoted_model}")
    body: Json = {}
    body["image"] = inputs_url
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
        "status": wire.again(call, wire.part(value, ["data", "urls", "get"])),
    }
    return ticket_of(call, value, id=("data", "id"), urls=urls, poll=POLL_IMAGE_TO_VIDEO)


def result_of_image_to_video(call: Call, value: Any) -> Flow[ImageToVideoOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.image_to_video import ImageToVideoOutput

    shape = wire.compact(
        {"video": (yield from download.fetched(call, wire.part(value, ["data", "outputs", 0]), "video/*"))}
    )
    output: ImageToVideoOutput = yield from work(lambda: wire.decoded_value(call, shape, ImageToVideoOutput))
    return output


def image_to_video(call: Call, task: ImageToVideoInput) -> Flow[ImageToVideoOutput]:
    """Set an image in motion. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_image_to_video(call, task)
    value = yield from wait(call, ticket, POLL_IMAGE_TO_VIDEO)
    return (yield from result_of_image_to_video(call, value))


POLL_TEXT_TO_IMAGE = Poll(
    status=("data", "status"),
    pending=frozenset(("created", "processing")),
    done=frozenset(("completed",)),
    failed=frozenset(("failed", "cancelled", "timeout")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("data", "error"),
    absent_is="failed",
    headers=(),
)


def submit_text_to_image(call: Call, task: TextToImageInput) -> Flow[Ticket]:
    """Draw an image from a text prompt. POST /api/v3/{model}, which takes the job."""
    from inferloom.types.text_to_image import TextToImageParameters

    given = task.parameters or TextToImageParameters()
    url = call.url(f"/api/v3/{call.quoted_model}")
    body: Json = {"prompt": task.inputs}
    if given.negative_prompt is not None:
        body["negative_prompt"] = given.negative_prompt
    if given.height is not None:
        body["height"] = given.height
    if given.width is not None:
        body["width"] = given.width
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
    urls: dict[str, str | None] = {
        "status": wire.again(call, wire.part(value, ["data", "urls", "get"])),
    }
    return ticket_of(call, value, id=("data", "id"), urls=urls, poll=POLL_TEXT_TO_IMAGE)


def result_of_text_to_image(call: Call, value: Any) -> Flow[TextToImageOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.text_to_image import TextToImageOutput

    shape = wire.compact(
        {"image": (yield from download.fetched(call, wire.part(value, ["data", "outputs", 0]), "image/*"))}
    )
    output: TextToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToImageOutput))
    return output


def text_to_image(call: Call, task: TextToImageInput) -> Flow[TextToImageOutput]:
    """Draw an image from a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_text_to_image(call, task)
    value = yield from wait(call, ticket, POLL_TEXT_TO_IMAGE)
    return (yield from result_of_text_to_image(call, value))


POLL_TEXT_TO_VIDEO = Poll(
    status=("data", "status"),
    pending=frozenset(("created", "processing")),
    done=frozenset(("completed",)),
    failed=frozenset(("failed", "cancelled", "timeout")),
    every=0.5,
    deadline=1800.0,
    first=0.5,
    error=("data", "error"),
    absent_is="failed",
    headers=(),
)


def submit_text_to_video(call: Call, task: TextToVideoInput) -> Flow[Ticket]:
    """Make a video from a text prompt. POST /api/v3/{model}, which takes the job."""
    from inferloom.types.text_to_video import TextToVideoParameters

    given = task.parameters or TextToVideoParameters()
    url = call.url(f"/api/v3/{call.quoted_model}")
    body: Json = {"prompt": task.inputs}
    if given.negative_prompt is not None:
        wire.put(body, "negative_prompt", prompts.joined(plain(given.negative_prompt, drop_none=False), call))
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
        "status": wire.again(call, wire.part(value, ["data", "urls", "get"])),
    }
    return ticket_of(call, value, id=("data", "id"), urls=urls, poll=POLL_TEXT_TO_VIDEO)


def result_of_text_to_video(call: Call, value: Any) -> Flow[TextToVideoOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.text_to_video import TextToVideoOutput

    shape = wire.compact(
        {"video": (yield from download.fetched(call, wire.part(value, ["data", "outputs", 0]), "video/*"))}
    )
    output: TextToVideoOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToVideoOutput))
    return output


def text_to_video(call: Call, task: TextToVideoInput) -> Flow[TextToVideoOutput]:
    """Make a video from a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_text_to_video(call, task)
    value = yield from wait(call, ticket, POLL_TEXT_TO_VIDEO)
    return (yield from result_of_text_to_video(call, value))
