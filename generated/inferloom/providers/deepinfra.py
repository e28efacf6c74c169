"""DeepInfra: one function a task.

https://docs.deepinfra.com/chat/overview
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import arrays, codec, spelling, stated, wire
from inferloom_runtime.binary import open_binary
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.events import Marks, Pieces
from inferloom_runtime.flow import Flow
from inferloom_runtime.quirks import embeddings, transcription

if TYPE_CHECKING:
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionInput,
        AutomaticSpeechRecognitionOutput,
    )
    from inferloom.types.chat_completion import ChatCompletionInput, ChatCompletionOutput, ChatCompletionStreamOutput
    from inferloom.types.feature_extraction import FeatureExtractionInput, FeatureExtractionOutput
    from inferloom.types.text_generation import TextGenerationInput, TextGenerationOutput, TextGenerationStreamOutput
    from inferloom.types.text_to_speech import TextToSpeechInput, TextToSpeechOutput
    from inferloom_runtime.events import Events

BASE_URL: str | None = "https://api.deepinfra.com"
ROUTER_PATH: str | None = "/deepinfra"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = True
LOOKS_UP = True
OPENAI: dict[str, str] = {
    "completions": "/v1/openai/completions",
    "embeddings": "/v1/openai/embeddings",
    "models": "/v1/openai/models",
}


def automatic_speech_recognition(
    call: Call, task: AutomaticSpeechRecognitionInput
) -> Flow[AutomaticSpeechRecognitionOutput]:
    """Transcribe speech. POST /v1/openai/audio/transcriptions."""
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionOutput,
        AutomaticSpeechRecognitionParameters,
    )

    given = task.parameters or AutomaticSpeechRecognitionParameters()
    wire.refuse(call, "inferloom", {"generation_parameters": given.generation_parameters})
    inputs_file = yield from open_binary(
        task.inputs, argument="audio", about=call.about, kind="audio/*", timeout=call.timeout
    )
    url = call.url("/v1/openai/audio/transcriptions")
    body: Json = {"model": call.model}
    if given.return_timestamps is not None:
        body.update(transcription.timestamps(given.return_timestamps, call))
    body.update(call.extra)
    answer = yield from wire.post_form(call, url, "file", inputs_file, body)
    value = wire.json_in(call, answer)
    shape = wire.located(call, lambda: transcription.chunks(value))
    output: AutomaticSpeechRecognitionOutput = wire.decoded_value(call, shape, AutomaticSpeechRecognitionOutput)
    return output


CHAT_COMPLETION_MARKS = Marks(
    keys=frozenset(["id", "created", "model", "object", "system_fingerprint", "service_tier", "choices", "usage"]),
    finish=(("choices", "*", "finish_reason"),),
    text=("choices", "*", "delta", "content"),
)


def chat_completion(
    call: Call, task: ChatCompletionInput
) -> Flow[ChatCompletionOutput | Events[ChatCompletionStreamOutput]]:
    """Continue a conversation. POST /v1/openai/chat/completions."""
    from inferloom.types.chat_completion import ChatCompletionOutput, ChatCompletionStreamOutput

    url = call.url("/v1/openai/chat/completions")
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


def feature_extraction(call: Call, task: FeatureExtractionInput) -> Flow[FeatureExtractionOutput]:
    """Turn texts into embedding vectors. POST /v1/openai/embeddings."""
    from inferloom.types.feature_extraction import FeatureExtractionOutput

    wire.refuse(
        call,
        "inferloom",
        {
            "normalize": task.normalize,
            "prompt_name": task.prompt_name,
            "truncate": task.truncate,
            "truncation_direction": task.truncation_direction,
        },
    )
    url = call.url("/v1/openai/embeddings")
    body: Json = {"input": plain(task.inputs, drop_none=False), "model": call.model}
    if task.dimensions is not None:
        body["dimensions"] = task.dimensions
    if task.encoding_format is not None:
        body["encoding_format"] = task.encoding_format
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = yield from arrays.json_in(call, answer)
    shape = wire.located(call, lambda: embeddings.vectors(value))
    output: FeatureExtractionOutput = arrays.decoded_value(call, shape, FeatureExtractionOutput)
    return output


TEXT_GENERATION_MARKS = Marks(
    keys=frozenset(["choices"]),
    finish=(("details", "finish_reason"),),
    text=("token", "text"),
)


def text_generation(
    call: Call, task: TextGenerationInput
) -> Flow[TextGenerationOutput | Events[TextGenerationStreamOutput]]:
    """Continue a text. POST /v1/openai/completions."""
    from inferloom.types.text_generation import (
        TextGenerationInputGenerateParameters,
        TextGenerationOutput,
        TextGenerationStreamOutput,
    )

    given = task.parameters or TextGenerationInputGenerateParameters()
    url = call.url("/v1/openai/completions")
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


def text_to_speech(call: Call, task: TextToSpeechInput) -> Flow[TextToSpeechOutput]:
    """Read a text aloud. POST /v1/openai/audio/speech."""
    from inferloom.types.text_to_speech import TextToSpeechOutput, TextToSpeechParameters

    given = task.parameters or TextToSpeechParameters()
    url = call.url("/v1/openai/audio/speech")
    body: Json = {"model": call.model, "input": task.inputs}
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
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, TextToSpeechOutput, "audio", "audio/*"))
    data = wire.raw_bytes(call, answer, "audio/*")
    return wire.filled(TextToSpeechOutput, audio=data)
