"""HF Inference: one function a task.

https://huggingface.co/docs/inference-providers/providers/hf-inference
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import wire
from inferloom_runtime.call import Call, Json
from inferloom_runtime.events import Marks, Pieces
from inferloom_runtime.flow import Flow

if TYPE_CHECKING:
    from inferloom_runtime.events import Events
    from sdk.types.story_telling import StoryTellingInput, StoryTellingOutput, StoryTellingStreamOutput

BASE_URL: str | None = None
ROUTER_PATH: str | None = "/hf-inference"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = False
LOOKS_UP = False


TELL_STORY_MARKS = Marks(
    keys=frozenset(["piece"]),
    text=("piece", "text"),
)


def tell_story(call: Call, task: StoryTellingInput) -> Flow[StoryTellingOutput | Events[StoryTellingStreamOutput]]:
    """Tell a story from its first sentence. POST /models/{model}."""
    from sdk.types.story_telling import StoryTellingOutput, StoryTellingStreamOutput

    url = call.url(f"/models/{call.quoted_model}")
    body: Json = {"opening": task.opening}
    if task.sentences is not None:
        body["sentences"] = task.sentences
    if task.details is not None:
        body["details"] = task.details
    if task.stream is not None:
        body["stream"] = task.stream
    body["parameters"] = dict(call.extra)
    if task.stream:
        item = Pieces(StoryTellingStreamOutput, strict=call.strict)
        return (yield from wire.open_events(call, url, body, item, TELL_STORY_MARKS))
    answer = yield from wire.post_json(call, url, body)
    output: StoryTellingOutput = wire.decoded(call, answer, StoryTellingOutput)
    return output
