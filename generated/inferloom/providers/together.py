"""Together AI: one function a task.

https://docs.together.ai/reference
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inferloom_runtime import arrays, codec, download, spelling, stated, wire
from inferloom_runtime.binary import open_url
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.events import Marks, Pieces
from inferloom_runtime.flow import Flow, work
from inferloom_runtime.poll import Poll, Ticket, ticket_of, wait
from inferloom_runtime.quirks import embeddings, prompts, response_format, together

if TYPE_CHECKING:
    from inferloom.types.chat_completion import ChatCompletionInput, ChatCompletionOutput, ChatCompletionStreamOutput
    from inferloom.types.feature_extraction import FeatureExtractionInput, FeatureExtractionOutput
    from inferloom.types.image_to_image import ImageToImageInput, ImageToImageOutput
    from inferloom.types.image_to_video import ImageToVideoInput, ImageToVideoOutput
    from inferloom.types.text_generation import TextGenerationInput, TextGenerationOutput, TextGenerationStreamOutput
    from inferloom.types.text_to_image import TextToImageInput, TextToImageOutput
    from inferloom.types.text_to_speech import TextToSpeechInput, TextToSpeechOutput
    from inferloom.types.text_to_video import TextToVideoInput, TextToVideoOutput
    from inferloom_runtime.events import Events

BASE_URL: str | None = "https://api.together.xyz"
ROUTER_PATH: str | None = "/together"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = True
LOOKS_UP = True
OPENAI: dict[str, str] = {"completions": "/v1/completions", "embeddings": "/v1/embeddings", "models": "/v1/models"}


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
    if task.response_format is not None:
        wire.put(body, "response_format", response_format.flat(plain(task.response_format, drop_none=False), call))
    body.update(call.extra)
    if task.stream:
        item = Pieces(ChatCompletionStreamOutput, spelling.chat_chunk, strict=call.strict)
        return (yield from wire.open_events(call, url, body, item, CHAT_COMPLETION_MARKS))
    answer = yield from wire.post_json(call, url, body)
    answer.body = spelling.chat_answer(answer.body)
    output: ChatCompletionOutput = wire.decoded(call, answer, ChatCompletionOutput)
    return output


def feature_extraction(call: Call, task: FeatureExtractionInput) -> Flow[FeatureExtractionOutput]:
    """Turn texts into embedding vectors. POST /v1/embeddings."""
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
    url = call.url("/v1/embeddings")
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


def image_to_image(call: Call, task: ImageToImageInput) -> Flow[ImageToImageOutput]:
    """Change an image, guided by a text prompt. POST /v1/images/generations."""
    from inferloom.types.image_to_image import ImageToImageOutput, ImageToImageParameters

    given = task.parameters or ImageToImageParameters()
    inputs_url = yield from open_url(
        task.inputs, argument="image", about=call.about, kind="image/*", default="image/jpeg", timeout=call.timeout
    )
    url = call.url("/v1/images/generations")
    body: Json = {"model": call.model}
    if given.num_inference_steps is not None:
        body["steps"] = given.num_inference_steps
    body["response_format"] = "base64"
    if given.negative_prompt is not None:
        body["negative_prompt"] = given.negative_prompt
    if given.guidance_scale is not None:
        body["guidance_scale"] = given.guidance_scale
    body["prompt"] = wire.or_default(given.prompt, "")
    if wire.part(plain(given.target_size), ("width",)) is not None:
        body["width"] = wire.part(plain(given.target_size), ("width",))
    if wire.part(plain(given.target_size), ("height",)) is not None:
        body["height"] = wire.part(plain(given.target_size), ("height",))
    body.update(together.reference(inputs_url, call))
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body, accept="image/png")
    value = wire.json_in(call, answer)
    shape = wire.compact({"image": wire.required(call, wire.part(value, ["data", 0, "b64_json"]), "data.0.b64_json")})
    output: ImageToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, ImageToImageOutput))
    return output


POLL_IMAGE_TO_VIDEO = Poll(
    status=("status",),
    pending=frozenset(("queued", "in_progress")),
    done=frozenset(("completed",)),
    failed=frozenset(("failed", "cancelled")),
    every=2.0,
    deadline=1800.0,
    first=2.0,
    error=("error", "message"),
    absent_is="pending",
    headers=(),
)


def submit_image_to_video(call: Call, task: ImageToVideoInput) -> Flow[Ticket]:
    """Set an image in motion. POST /v2/videos, which takes the job."""
    from inferloom.types.image_to_video import ImageToVideoParameters

    given = task.parameters or ImageToVideoParameters()
    inputs_url = yield from open_url(
        task.inputs, argument="image", about=call.about, kind="image/*", default="image/png", timeout=call.timeout
    )
    url = call.url("/v2/videos")
    body: Json = {"model": call.model}
    if given.num_inference_steps is not None:
        body["steps"] = given.num_inference_steps
    if given.prompt is not None:
        body["prompt"] = given.prompt
    if given.negative_prompt is not None:
        body["negative_prompt"] = given.negative_prompt
    if given.num_frames is not None:
        body["num_frames"] = given.num_frames
    if given.guidance_scale is not None:
        body["guidance_scale"] = given.guidance_scale
    if given.seed is not None:
        body["seed"] = given.seed
    body["frame_images"] = [{"input_image": inputs_url, "frame": "first"}]
    if wire.part(plain(given.target_size), ("width",)) is not None:
        body["width"] = wire.part(plain(given.target_size), ("width",))
    if wire.part(plain(given.target_size), ("height",)) is not None:
        body["height"] = wire.part(plain(given.target_size), ("height",))
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.address(call, "/v2/videos/{id}", wire.part(value, ["id"])),
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_IMAGE_TO_VIDEO)


def result_of_image_to_video(call: Call, value: Any) -> Flow[ImageToVideoOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.image_to_video import ImageToVideoOutput

    shape = wire.compact(
        {"video": (yield from download.fetched(call, wire.part(value, ["outputs", "video_url"]), "video/*"))}
    )
    output: ImageToVideoOutput = yield from work(lambda: wire.decoded_value(call, shape, ImageToVideoOutput))
    return output


def image_to_video(call: Call, task: ImageToVideoInput) -> Flow[ImageToVideoOutput]:
    """Set an image in motion. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_image_to_video(call, task)
    value = yield from wait(call, ticket, POLL_IMAGE_TO_VIDEO)
    return (yield from result_of_image_to_video(call, value))


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


def text_to_image(call: Call, task: TextToImageInput) -> Flow[TextToImageOutput]:
    """Draw an image from a text prompt. POST /v1/images/generations."""
    from inferloom.types.text_to_image import TextToImageOutput, TextToImageParameters

    given = task.parameters or TextToImageParameters()
    url = call.url("/v1/images/generations")
    body: Json = {"model": call.model}
    if given.num_inference_steps is not None:
        body["steps"] = given.num_inference_steps
    body["response_format"] = "base64"
    if given.negative_prompt is not None:
        body["negative_prompt"] = given.negative_prompt
    if given.height is not None:
        body["height"] = given.height
    if given.width is not None:
        body["width"] = given.width
    if given.guidance_scale is not None:
        body["guidance_scale"] = given.guidance_scale
    if given.scheduler is not None:
        body["scheduler"] = given.scheduler
    if given.seed is not None:
        body["seed"] = given.seed
    body["prompt"] = task.inputs
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body, accept="image/png")
    value = wire.json_in(call, answer)
    shape = wire.compact({"image": wire.required(call, wire.part(value, ["data", 0, "b64_json"]), "data.0.b64_json")})
    output: TextToImageOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToImageOutput))
    return output


def text_to_speech(call: Call, task: TextToSpeechInput) -> Flow[TextToSpeechOutput]:
    """Read a text aloud. POST /v1/audio/speech."""
    from inferloom.types.text_to_speech import TextToSpeechOutput, TextToSpeechParameters

    given = task.parameters or TextToSpeechParameters()
    url = call.url("/v1/audio/speech")
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


POLL_TEXT_TO_VIDEO = Poll(
    status=("status",),
    pending=frozenset(("queued", "in_progress")),
    done=frozenset(("completed",)),
    failed=frozenset(("failed", "cancelled")),
    every=2.0,
    deadline=1800.0,
    first=2.0,
    error=("error", "message"),
    absent_is="pending",
    headers=(),
)


def submit_text_to_video(call: Call, task: TextToVideoInput) -> Flow[Ticket]:
    """Make a video from a text prompt. POST /v2/videos, which takes the job."""
    from inferloom.types.text_to_video import TextToVideoParameters

    given = task.parameters or TextToVideoParameters()
    url = call.url("/v2/videos")
    body: Json = {"model": call.model}
    if given.num_inference_steps is not None:
        body["steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        body["guidance_scale"] = given.guidance_scale
    if given.num_frames is not None:
        body["num_frames"] = given.num_frames
    if given.seed is not None:
        body["seed"] = given.seed
    body["prompt"] = task.inputs
    if given.negative_prompt is not None:
        wire.put(body, "negative_prompt", prompts.joined(plain(given.negative_prompt, drop_none=False), call))
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    urls: dict[str, str | None] = {
        "status": wire.address(call, "/v2/videos/{id}", wire.part(value, ["id"])),
    }
    return ticket_of(call, value, id=("id",), urls=urls, poll=POLL_TEXT_TO_VIDEO)


def result_of_text_to_video(call: Call, value: Any) -> Flow[TextToVideoOutput]:
    """The output, from the answer of a job that is done."""
    from inferloom.types.text_to_video import TextToVideoOutput

    shape = wire.compact(
        {"video": (yield from download.fetched(call, wire.part(value, ["outputs", "video_url"]), "video/*"))}
    )
    output: TextToVideoOutput = yield from work(lambda: wire.decoded_value(call, shape, TextToVideoOutput))
    return output


def text_to_video(call: Call, task: TextToVideoInput) -> Flow[TextToVideoOutput]:
    """Make a video from a text prompt. Sends the job, waits for it and gets its result."""
    ticket = yield from submit_text_to_video(call, task)
    value = yield from wait(call, ticket, POLL_TEXT_TO_VIDEO)
    return (yield from result_of_text_to_video(call, value))
