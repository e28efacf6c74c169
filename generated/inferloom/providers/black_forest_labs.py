"""Black Forest Labs: one function a task.

https://docs.bfl.ai/quick_start/introduction
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inferloom_runtime import download, wire
from inferloom_runtime.call import Call, Json
from inferloom_runtime.flow import Flow, work
from inferloom_runtime.poll import Poll, Ticket, ticket_of, wait

if TYPE_CHECKING:
    from inferloom.types.text_to_image import TextToImageInput, TextToImageOutput

BASE_URL: str | None = "https://api.us1.bfl.ai"
ROUTER_PATH: str | None = "/black-forest-labs"
AUTH = ("x-key", "{key}")
NEEDS_KEY = True
LOOKS_UP = True
OPENAI: dict[str, str] = {}


POLL_TEXT_TO_IMAGE = Poll(
    status=("status",),
    pending=frozenset(("Pending",)),
    done=frozenset(("Ready",)),
    failed=frozenset(("Error", "Content Moderated", "Request Moderated", "Task not found")),
    every=1.0,
    deadline=300.0,
    first=1.0,
    error=("details",),
    absent_is="failed",
    headers=(),
    keyless=True,
)


def submit_text_to_image(call: Call, task: TextToImageInput) -> Flow[Ticket]:
    """Draw an image from a text prompt. POST /v1/{model}, which takes the job."""
    from inferloom.types.text_to_image import TextToImageParameters

    given = task.parameters or TextToImageParameters()
    url = call.url(f"/v1/{call.quoted_model}")
    body: Json = {"prompt": task.inputs}
    if given.num_inference_steps is not None:
        body["steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        body["guidance"] = given.guidance_scale
    if given.negative_prompt is not None:
        body["negative_prompt"] = given.negative_prompt
    if given.height is not None:
        body["height"] = given.height
    if given.width is not None:
        body["width"] = given.width
    if given.scheduler is not None:
        body["scheduler"] = given.scheduler
    if given.seed is not None:
        body["seed"] = given.seed
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body, accept="image/png")
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.part(value, ["polling_url"]),
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_TEXT_TO_IMAGE)


def result_of_text_to_image(call: Call, value: Any) -> Flow[TextToImageOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.text_to_image import TextToImageOutput

    shape = wire.compact(
        {"image": (yield from download.fetched(call, wire.part(value, ["result", "sample"]), "image/*"))}
    )
    output: TextToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToImageOutput))
    return output


def text_to_image(call: Call, task: TextToImageInput) -> Flow[TextToImageOutput]:
    """Draw an image from a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_text_to_image(call, task)
    value = yield from wait(call, ticket, POLL_TEXT_TO_IMAGE)
    return (yield from result_of_text_to_image(call, value))
