"""Acme: one function a task.

https://docs.acme.example/queue
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inferloom_runtime import download, wire
from inferloom_runtime.binary import open_url
from inferloom_runtime.call import Call, Json
from inferloom_runtime.flow import Flow, work
from inferloom_runtime.poll import Poll, Ticket, ticket_of, wait

if TYPE_CHECKING:
    from sdk.types.melody_making import MelodyMakingInput, MelodyMakingOutput

BASE_URL: str | None = "https://queue.acme.example"
ROUTER_PATH: str | None = "/acme"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = True
LOOKS_UP = False


POLL_MAKE_MELODY = Poll(
    status=("state",),
    pending=frozenset(("queued", "running")),
    done=frozenset(("ready",)),
    failed=frozenset(("broken",)),
    every=0.5,
    deadline=120.0,
    first=0.0,
    error=("reason",),
    absent_is="failed",
    headers=(),
)


def submit_make_melody(call: Call, task: MelodyMakingInput) -> Flow[Ticket]:
    """Make a melody for a mood. POST /{model}/jobs, which takes the job."""
    from sdk.types.melody_making import MelodyMakingParameters

    given = task.parameters or MelodyMakingParameters()
    parameters_cover_url = None
    if given.cover is not None:
        parameters_cover_url = yield from open_url(
            given.cover, argument="cover", about=call.about, kind="image/*", default="image/png", timeout=call.timeout
        )
    url = call.url(f"/{call.quoted_model}/jobs")
    body: Json = {"mood": task.inputs, "seconds": wire.or_default(given.duration, 10)}
    if parameters_cover_url is not None:
        body["cover"] = parameters_cover_url
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.again(call, wire.part(value, ["links", "status"])),
        "result": wire.again(call, wire.part(value, ["links", "result"])),
        "cancel": wire.again(call, wire.part(value, ["links", "status"])),
        "cancel_method": "DELETE",
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_MAKE_MELODY)


def result_of_make_melody(call: Call, value: Any) -> Flow[MelodyMakingOutput]:
    """The output, from the answer of a job that is done."""
    from sdk.types.melody_making import MelodyMakingOutput

    shape = wire.compact({"audio": (yield from download.fetched(call, wire.part(value, ["melody", "url"]), "audio/*"))})
    output: MelodyMakingOutput = yield from work(lambda: wire.decoded_value(call, shape, MelodyMakingOutput))
    return output


def make_melody(call: Call, task: MelodyMakingInput) -> Flow[MelodyMakingOutput]:
    """Make a melody for a mood. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_make_melody(call, task)
    value = yield from wait(call, ticket, POLL_MAKE_MELODY)
    return (yield from result_of_make_melody(call, value))
