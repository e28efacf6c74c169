"""Z.ai: one function a task.

https://docs.z.ai/api-reference/introduction
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inferloom_runtime import download, spelling, wire
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.events import Marks, Pieces
from inferloom_runtime.flow import Flow, work
from inferloom_runtime.poll import Poll, Ticket, ticket_of, wait

if TYPE_CHECKING:
    from inferloom.types.chat_completion import ChatCompletionInput, ChatCompletionOutput, ChatCompletionStreamOutput
    from inferloom.types.text_to_image import TextToImageInput, TextToImageOutput
    from inferloom_runtime.events import Events

BASE_URL: str | None = "https://api.z.ai"
ROUTER_PATH: str | None = "/zai-org"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = True
LOOKS_UP = True
OPENAI: dict[str, str] = {"models": "/api/paas/v4/models"}


CHAT_COMPLETION_MARKS = Marks(
    keys=frozenset(["id", "created", "model", "object", "system_fingerprint", "service_tier", "choices", "usage"]),
    finish=(("choices", "*", "finish_reason"),),
    text=("choices", "*", "delta", "content"),
)


def chat_completion(
    call: Call, task: ChatCompletionInput
) -> Flow[ChatCompletionOutput | Events[ChatCompletionStreamOutput]]:
    """Continue a conversation. POST /api/paas/v4/chat/completions."""
    from inferloom.types.chat_completion import ChatCompletionOutput, ChatCompletionStreamOutput

    url = call.url("/api/paas/v4/chat/completions")
    body: Json = {"model": call.model, "messages": plain(task.messages, drop_none=False)}
    if task.stream is not None:
        body["stream"] = task.stream
    if task.frequency_penalty is not None:
        body["frequency_penalty"] = task.frequency_penalty
    if task.logit_bias is not None:
        body["logit_bias"] = plain(task.logit_bias, drop_none=False)
    if task.logprobs is not None:
        body["logprobs"] = task.logprobs
    if task.max_tokens is not None:
        body["max_tokens"] = task.max_tokens
    if task.n is not None:
        body["n"] = task.n
    if task.presence_penalty is not None:
        body["presence_penalty"] = task.presence_penalty
    if task.response_format is not None:
        body["response_format"] = plain(task.response_format, drop_none=False)
    if task.seed is not None:
        body["seed"] = task.seed
    if task.stop is not None:
        body["stop"] = plain(task.stop, drop_none=False)
    if task.stream_options is not None:
        body["stream_options"] = plain(task.stream_options, drop_none=False)
    if task.temperature is not None:
        body["temperature"] = task.temperature
    if task.tool_choice is not None:
        body["tool_choice"] = plain(task.tool_choice, drop_none=False)
    if task.tool_prompt is not None:
        body["tool_prompt"] = task.tool_prompt
    if task.tools is not None:
        body["tools"] = plain(task.tools, drop_none=False)
    if task.top_logprobs is not None:
        body["top_logprobs"] = task.top_logprobs
    if task.top_p is not None:
        body["top_p"] = task.top_p
    if task.max_completion_tokens is not None:
        body["max_completion_tokens"] = task.max_completion_tokens
    if task.parallel_tool_calls is not None:
        body["parallel_tool_calls"] = task.parallel_tool_calls
    if task.reasoning_effort is not None:
        body["reasoning_effort"] = task.reasoning_effort
    if task.verbosity is not None:
        body["verbosity"] = task.verbosity
    if task.modalities is not None:
        body["modalities"] = plain(task.modalities, drop_none=False)
    if task.audio is not None:
        body["audio"] = plain(task.audio, drop_none=False)
    if task.prediction is not None:
        body["prediction"] = plain(task.prediction, drop_none=False)
    if task.metadata is not None:
        body["metadata"] = plain(task.metadata, drop_none=False)
    if task.store is not None:
        body["store"] = task.store
    if task.service_tier is not None:
        body["service_tier"] = task.service_tier
    if task.user is not None:
        body["user"] = task.user
    if task.safety_identifier is not None:
        body["safety_identifier"] = task.safety_identifier
    if task.prompt_cache_key is not None:
        body["prompt_cache_key"] = task.prompt_cache_key
    body.update(call.extra)
    if task.stream:
        item = Pieces(ChatCompletionStreamOutput, spelling.chat_chunk, strict=call.strict)
        return (
            yield from wire.open_events(
                call,
                url,
                body,
                item,
                CHAT_COMPLETION_MARKS,
                headers={"accept-language": "en-US,en", "x-source-channel": "hugging_face"},
            )
        )
    answer = yield from wire.post_json(
        call, url, body, headers={"accept-language": "en-US,en", "x-source-channel": "hugging_face"}
    )
    answer.body = spelling.chat_answer(answer.body)
    output: ChatCompletionOutput = wire.decoded(call, answer, ChatCompletionOutput)
    return output


POLL_TEXT_TO_IMAGE = Poll(
    status=("task_status",),
    pending=frozenset(("PROCESSING",)),
    done=frozenset(("SUCCESS",)),
    failed=frozenset(("FAIL",)),
    every=5.0,
    deadline=300.0,
    first=0.0,
    error=("error", "message"),
    absent_is="failed",
    headers=(("accept-language", "en-US,en"), ("x-source-channel", "hugging_face")),
)


def submit_text_to_image(call: Call, task: TextToImageInput) -> Flow[Ticket]:
    """Draw an image from a text prompt. POST /api/paas/v4/async/images/generations, which takes the job."""
    from inferloom.types.text_to_image import TextToImageParameters

    given = task.parameters or TextToImageParameters()
    url = call.url("/api/paas/v4/async/images/generations")
    body: Json = {"model": call.model, "prompt": task.inputs}
    wire.put(body, "size", wire.size(call, ("width", given.width), ("height", given.height)))
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
    answer = yield from wire.post_json(
        call, url, body, accept="image/png", headers={"accept-language": "en-US,en", "x-source-channel": "hugging_face"}
    )
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.address(call, "/api/paas/v4/async-result/{id}", wire.part(value, ["id"])),
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_TEXT_TO_IMAGE, unless=("image_result",))


def result_of_text_to_image(call: Call, value: Any) -> Flow[TextToImageOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.text_to_image import TextToImageOutput

    shape = wire.compact(
        {"image": (yield from download.fetched(call, wire.part(value, ["image_result", 0, "url"]), "image/*"))}
    )
    output: TextToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToImageOutput))
    return output


def text_to_image(call: Call, task: TextToImageInput) -> Flow[TextToImageOutput]:
    """Draw an image from a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_text_to_image(call, task)
    value = yield from wait(call, ticket, POLL_TEXT_TO_IMAGE)
    return (yield from result_of_text_to_image(call, value))
