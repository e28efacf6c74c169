"""Featherless: one function a task.

https://featherless.ai/docs/completions
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import codec, spelling, wire
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.events import Marks, Pieces
from inferloom_runtime.flow import Flow

if TYPE_CHECKING:
    from inferloom.types.chat_completion import ChatCompletionInput, ChatCompletionOutput, ChatCompletionStreamOutput
    from inferloom.types.text_generation import TextGenerationInput, TextGenerationOutput, TextGenerationStreamOutput
    from inferloom_runtime.events import Events

BASE_URL: str | None = "https://api.featherless.ai"
ROUTER_PATH: str | None = "/featherless-ai"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = True
LOOKS_UP = True
OPENAI: dict[str, str] = {"completions": "/v1/completions", "models": "/v1/models"}


CHAT_COMPLETION_MARKS = Marks(
    keys=frozenset(["id", "created", "model", "object", "system_fingerprint", "service_tier", "choices", "usage"]),
    finish=(("choices", "*", "finish_reason"),),
    text=("choices", "*", "delta", "content"),
)


def chat_completion(
    call: Call, task: ChatCompletionInput
) -> Flow[ChatCompletionOutput | Events[ChatCompletionStreamOutput]]:
    """Continue a conversation. POST /v1/chat/completions."""
    from inferloom.types.chat_completion import ChatCompletionOutput, ChatCompletionStreamOutput

    url = call.url("/v1/chat/completions")
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
        return (yield from wire.open_events(call, url, body, item, CHAT_COMPLETION_MARKS))
    answer = yield from wire.post_json(call, url, body)
    answer.body = spelling.chat_answer(answer.body)
    output: ChatCompletionOutput = wire.decoded(call, answer, ChatCompletionOutput)
    return output


TEXT_GENERATION_MARKS = Marks(
    keys=frozenset(["choices"]),
    finish=(("details", "finish_reason"),),
    text=("token", "text"),
)


def text_generation(
    call: Call, task: TextGenerationInput
) -> Flow[TextGenerationOutput | Events[TextGenerationStreamOutput]]:
    """Continue a text. POST /v1/completions."""
    from inferloom.types.text_generation import (
        TextGenerationInputGenerateParameters,
        TextGenerationOutput,
        TextGenerationStreamOutput,
    )

    given = task.parameters or TextGenerationInputGenerateParameters()
    url = call.url("/v1/completions")
    body: Json = {"model": call.model, "prompt": task.inputs}
    if given.max_new_tokens is not None:
        body["max_tokens"] = given.max_new_tokens
    if task.stream is not None:
        body["stream"] = task.stream
    if given.adapter_id is not None:
        body["adapter_id"] = given.adapter_id
    if given.best_of is not None:
        body["best_of"] = given.best_of
    if given.do_sample is not None:
        body["do_sample"] = given.do_sample
    if given.frequency_penalty is not None:
        body["frequency_penalty"] = given.frequency_penalty
    if given.grammar is not None:
        body["grammar"] = plain(given.grammar, drop_none=False)
    if given.repetition_penalty is not None:
        body["repetition_penalty"] = given.repetition_penalty
    if given.return_full_text is not None:
        body["return_full_text"] = given.return_full_text
    if given.seed is not None:
        body["seed"] = given.seed
    if given.stop is not None:
        body["stop"] = plain(given.stop, drop_none=False)
    if given.temperature is not None:
        body["temperature"] = given.temperature
    if given.top_k is not None:
        body["top_k"] = given.top_k
    if given.top_n_tokens is not None:
        body["top_n_tokens"] = given.top_n_tokens
    if given.top_p is not None:
        body["top_p"] = given.top_p
    if given.truncate is not None:
        body["truncate"] = given.truncate
    if given.typical_p is not None:
        body["typical_p"] = given.typical_p
    if given.watermark is not None:
        body["watermark"] = given.watermark
    body.update(call.extra)
    if task.stream:

        def item(data: bytes) -> TextGenerationStreamOutput | None:
            value = codec.decode(data, object)
            shape = wire.compact(
                {
                    "index": wire.part(value, ["choices", 0, "index"]),
                    "token": {"text": wire.part(value, ["choices", 0, "text"])},
                    "details": {
                        "finish_reason": wire.part(value, ["choices", 0, "finish_reason"]),
                        "seed": wire.part(value, ["choices", 0, "seed"]),
                    },
                }
            )
            event: TextGenerationStreamOutput | None = (
                wire.decoded_value(call, shape, TextGenerationStreamOutput) if shape else None
            )
            return event

        return (yield from wire.open_events(call, url, body, item, TEXT_GENERATION_MARKS))
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.compact(
        {
            "generated_text": wire.part(value, ["choices", 0, "text"]),
            "details": {
                "finish_reason": wire.part(value, ["choices", 0, "finish_reason"]),
                "seed": wire.part(value, ["choices", 0, "seed"]),
            },
        }
    )
    output: TextGenerationOutput = wire.decoded_value(call, shape, TextGenerationOutput)
    return output
