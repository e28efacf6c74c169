"""Acme: one function a task.

https://docs.acme.example/stories
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import codec, wire
from inferloom_runtime.call import Call, Json
from inferloom_runtime.events import Marks
from inferloom_runtime.flow import Flow

if TYPE_CHECKING:
    from inferloom_runtime.events import Events
    from sdk.types.story_telling import StoryTellingInput, StoryTellingOutput, StoryTellingStreamOutput

BASE_URL: str | None = "https://api.acme.example"
ROUTER_PATH: str | None = "/acme"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = True
LOOKS_UP = False


TELL_STORY_MARKS = Marks(
    keys=frozenset(["number", "word"]),
    text=("piece", "text"),
)


def tell_story(call: Call, task: StoryTellingInput) -> Flow[StoryTellingOutput | Events[StoryTellingStreamOutput]]:
    """Tell a story from its first sentence. POST /v1/stories."""
    from sdk.types.story_telling import StoryTellingOutput, StoryTellingStreamOutput

    url = call.url("/v1/stories")
    body: Json = {"model": call.model, "opening": task.opening}
    if task.sentences is not None:
        body["sentences"] = task.sentences
    if task.details is not None:
        body["details"] = task.details
    if task.stream is not None:
        body["stream"] = task.stream
    body.update(call.extra)
    if task.stream:

        def item(data: bytes) -> StoryTellingStreamOutput | None:
            value = codec.decode(data, object)
            shape = wire.compact({"piece": {"text": wire.part(value, ["word"]), "index": wire.part(value, ["number"])}})
            event: StoryTellingStreamOutput | None = (
                wire.decoded_value(call, shape, StoryTellingStreamOutput) if shape else None
            )
            return event

        return (yield from wire.open_events(call, url, body, item, TELL_STORY_MARKS))
    answer = yield from wire.post_json(call, url, body)
    output: StoryTellingOutput = wire.decoded(call, answer, StoryTellingOutput)
    return output
