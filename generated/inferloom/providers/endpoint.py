"""Endpoint by URL: one function a task.

https://huggingface.co/docs/inference-endpoints
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inferloom_runtime import arrays, codec, spelling, stated, unused, wire
from inferloom_runtime.binary import open_binary
from inferloom_runtime.call import Call, Json
from inferloom_runtime.codec import plain
from inferloom_runtime.events import Marks, Pieces
from inferloom_runtime.flow import Flow, work
from inferloom_runtime.quirks import embeddings, hf_inference

if TYPE_CHECKING:
    from inferloom.types.audio_classification import AudioClassificationInput, AudioClassificationOutput
    from inferloom.types.audio_to_audio import AudioToAudioInput, AudioToAudioOutput
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionInput,
        AutomaticSpeechRecognitionOutput,
    )
    from inferloom.types.chat_completion import ChatCompletionInput, ChatCompletionOutput, ChatCompletionStreamOutput
    from inferloom.types.depth_estimation import DepthEstimationInput, DepthEstimationOutput
    from inferloom.types.document_question_answering import (
        DocumentQuestionAnsweringInput,
        DocumentQuestionAnsweringOutput,
    )
    from inferloom.types.feature_extraction import FeatureExtractionInput, FeatureExtractionOutput
    from inferloom.types.fill_mask import FillMaskInput, FillMaskOutput
    from inferloom.types.image_classification import ImageClassificationInput, ImageClassificationOutput
    from inferloom.types.image_segmentation import ImageSegmentationInput, ImageSegmentationOutput
    from inferloom.types.image_text_to_image import ImageTextToImageInput, ImageTextToImageOutput
    from inferloom.types.image_text_to_video import ImageTextToVideoInput, ImageTextToVideoOutput
    from inferloom.types.image_to_image import ImageToImageInput, ImageToImageOutput
    from inferloom.types.image_to_text import ImageToTextInput, ImageToTextOutput
    from inferloom.types.image_to_video import ImageToVideoInput, ImageToVideoOutput
    from inferloom.types.object_detection import ObjectDetectionInput, ObjectDetectionOutput
    from inferloom.types.question_answering import QuestionAnsweringInput, QuestionAnsweringOutput
    from inferloom.types.sentence_similarity import SentenceSimilarityInput, SentenceSimilarityOutput
    from inferloom.types.summarization import SummarizationInput, SummarizationOutput
    from inferloom.types.table_question_answering import TableQuestionAnsweringInput, TableQuestionAnsweringOutput
    from inferloom.types.tabular_classification import TabularClassificationInput, TabularClassificationOutput
    from inferloom.types.tabular_regression import TabularRegressionInput, TabularRegressionOutput
    from inferloom.types.text_classification import TextClassificationInput, TextClassificationOutput
    from inferloom.types.text_generation import TextGenerationInput, TextGenerationOutput, TextGenerationStreamOutput
    from inferloom.types.text_to_audio import TextToAudioInput, TextToAudioOutput
    from inferloom.types.text_to_image import TextToImageInput, TextToImageOutput
    from inferloom.types.text_to_speech import TextToSpeechInput, TextToSpeechOutput
    from inferloom.types.text_to_video import TextToVideoInput, TextToVideoOutput
    from inferloom.types.token_classification import TokenClassificationInput, TokenClassificationOutput
    from inferloom.types.translation import TranslationInput, TranslationOutput
    from inferloom.types.video_classification import VideoClassificationInput, VideoClassificationOutput
    from inferloom.types.visual_question_answering import VisualQuestionAnsweringInput, VisualQuestionAnsweringOutput
    from inferloom.types.zero_shot_classification import ZeroShotClassificationInput, ZeroShotClassificationOutput
    from inferloom.types.zero_shot_image_classification import (
        ZeroShotImageClassificationInput,
        ZeroShotImageClassificationOutput,
    )
    from inferloom.types.zero_shot_object_detection import ZeroShotObjectDetectionInput, ZeroShotObjectDetectionOutput
    from inferloom_runtime.events import Events

BASE_URL: str | None = None
ROUTER_PATH: str | None = "/endpoint"
AUTH = ("authorization", "Bearer {key}")
NEEDS_KEY = False
LOOKS_UP = False
OPENAI: dict[str, str] = {}


def audio_classification(call: Call, task: AudioClassificationInput) -> Flow[AudioClassificationOutput]:
    """Label an audio recording. POST the URL itself."""
    from inferloom.types.audio_classification import AudioClassificationOutput, AudioClassificationParameters

    given = task.parameters or AudioClassificationParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="audio", about=call.about, kind="audio/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if given.top_k is not None:
        parameters["top_k"] = given.top_k
    if given.function_to_apply is not None:
        parameters["function_to_apply"] = given.function_to_apply
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    output: AudioClassificationOutput = wire.decoded(call, answer, AudioClassificationOutput)
    return output


def audio_to_audio(call: Call, task: AudioToAudioInput) -> Flow[AudioToAudioOutput]:
    """Turn an audio recording into one or more others. POST the URL itself."""
    from inferloom.types.audio_to_audio import AudioToAudioOutput

    inputs_file = yield from open_binary(
        task.inputs, argument="audio", about=call.about, kind="audio/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    value = wire.json_in(call, answer)
    shape = wire.located(call, lambda: hf_inference.sounds(value))
    output: AudioToAudioOutput = yield from work(lambda: wire.decoded_value(call, shape, AudioToAudioOutput))
    return output


def automatic_speech_recognition(
    call: Call, task: AutomaticSpeechRecognitionInput
) -> Flow[AutomaticSpeechRecognitionOutput]:
    """Transcribe speech. POST the URL itself."""
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionOutput,
        AutomaticSpeechRecognitionParameters,
    )

    given = task.parameters or AutomaticSpeechRecognitionParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="audio", about=call.about, kind="audio/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if given.return_timestamps is not None:
        parameters["return_timestamps"] = given.return_timestamps
    if given.generation_parameters is not None:
        parameters["generation_parameters"] = plain(given.generation_parameters, drop_none=False)
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    output: AutomaticSpeechRecognitionOutput = wire.decoded(call, answer, AutomaticSpeechRecognitionOutput)
    return output


CHAT_COMPLETION_MARKS = Marks(
    keys=frozenset(["id", "created", "model", "object", "system_fingerprint", "service_tier", "choices", "usage"]),
    finish=(("choices", "*", "finish_reason"),),
    text=("choices", "*", "delta", "content"),
)


def chat_completion(
    call: Call, task: ChatCompletionInput
) -> Flow[ChatCompletionOutput | Events[ChatCompletionStreamOutput]]:
    """Continue a conversation. POST chat/completions."""
    from inferloom.types.chat_completion import ChatCompletionOutput, ChatCompletionStreamOutput

    url = call.openai_url("chat/completions")
    body: Json = {"model": call.named_model, "messages": plain(task.messages, drop_none=False)}
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


def depth_estimation(call: Call, task: DepthEstimationInput) -> Flow[DepthEstimationOutput]:
    """Estimate how far away each pixel of an image is. POST the URL itself."""
    from inferloom.types.depth_estimation import DepthEstimationOutput

    inputs_file = yield from open_binary(
        task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if task.parameters is not None:
        parameters.update(plain(task.parameters, drop_none=False))
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body, accept="image/png")
    else:
        answer = yield from wire.post_raw(call, url, inputs_file, accept="image/png")
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, DepthEstimationOutput, "depth", "image/*"))
    data = wire.raw_bytes(call, answer, "image/*")
    picture = yield from wire.picture_of(call, data)
    return wire.filled(DepthEstimationOutput, depth=picture)


def document_question_answering(
    call: Call, task: DocumentQuestionAnsweringInput
) -> Flow[DocumentQuestionAnsweringOutput]:
    """Answer a question about a document page. POST the URL itself."""
    from inferloom.types.document_question_answering import (
        DocumentQuestionAnsweringOutput,
        DocumentQuestionAnsweringParameters,
    )

    given = task.parameters or DocumentQuestionAnsweringParameters()
    inputs_image_file = yield from open_binary(
        task.inputs.image, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    body: Json = {}
    inputs_object: Json = {}
    inputs_object["image"] = yield from wire.base64_of(inputs_image_file)
    inputs_object["question"] = task.inputs.question
    body["inputs"] = inputs_object
    parameters_object: Json = {}
    if given.doc_stride is not None:
        parameters_object["doc_stride"] = given.doc_stride
    if given.handle_impossible_answer is not None:
        parameters_object["handle_impossible_answer"] = given.handle_impossible_answer
    if given.lang is not None:
        parameters_object["lang"] = given.lang
    if given.max_answer_len is not None:
        parameters_object["max_answer_len"] = given.max_answer_len
    if given.max_question_len is not None:
        parameters_object["max_question_len"] = given.max_question_len
    if given.max_seq_len is not None:
        parameters_object["max_seq_len"] = given.max_seq_len
    if given.top_k is not None:
        parameters_object["top_k"] = given.top_k
    if given.word_boxes is not None:
        parameters_object["word_boxes"] = plain(given.word_boxes, drop_none=False)
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    output: DocumentQuestionAnsweringOutput = wire.decoded(call, answer, DocumentQuestionAnsweringOutput)
    return output


def _feature_extraction_pipeline(call: Call, task: FeatureExtractionInput) -> Flow[FeatureExtractionOutput]:
    """Turn texts into embedding vectors. POST the URL itself."""
    from inferloom.types.feature_extraction import FeatureExtractionOutput

    url = call.url("")
    body: Json = {"inputs": plain(task.inputs, drop_none=False)}
    if task.normalize is not None:
        body["normalize"] = task.normalize
    if task.prompt_name is not None:
        body["prompt_name"] = task.prompt_name
    if task.truncate is not None:
        body["truncate"] = task.truncate
    if task.truncation_direction is not None:
        body["truncation_direction"] = task.truncation_direction
    if task.dimensions is not None:
        body["dimensions"] = task.dimensions
    if task.encoding_format is not None:
        body["encoding_format"] = task.encoding_format
    body.update(call.extra)
    answer = yield from wire.post_json(call, url, body)
    value = yield from arrays.json_in(call, answer)
    output: FeatureExtractionOutput = arrays.decoded_value(call, value, FeatureExtractionOutput)
    return output


def _feature_extraction_openai(call: Call, task: FeatureExtractionInput) -> Flow[FeatureExtractionOutput]:
    """Turn texts into embedding vectors. POST embeddings."""
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
    url = call.openai_url("embeddings")
    body: Json = {"input": plain(task.inputs, drop_none=False), "model": call.named_model}
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


def feature_extraction(call: Call, task: FeatureExtractionInput) -> Flow[FeatureExtractionOutput]:
    """Turn texts into embedding vectors. In whichever way the endpoint understands."""
    return (yield from wire.either(call, task, _feature_extraction_pipeline, _feature_extraction_openai))


def fill_mask(call: Call, task: FillMaskInput) -> Flow[FillMaskOutput]:
    """Guess the word behind a mask in a text. POST the URL itself."""
    from inferloom.types.fill_mask import FillMaskOutput, FillMaskParameters

    given = task.parameters or FillMaskParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.targets is not None:
        parameters_object["targets"] = plain(given.targets, drop_none=False)
    if given.top_k is not None:
        parameters_object["top_k"] = given.top_k
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    output: FillMaskOutput = wire.decoded(call, answer, FillMaskOutput)
    return output


def image_classification(call: Call, task: ImageClassificationInput) -> Flow[ImageClassificationOutput]:
    """Label an image with the classes the model knows. POST the URL itself."""
    from inferloom.types.image_classification import ImageClassificationOutput, ImageClassificationParameters

    given = task.parameters or ImageClassificationParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if given.function_to_apply is not None:
        parameters["function_to_apply"] = given.function_to_apply
    if given.top_k is not None:
        parameters["top_k"] = given.top_k
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    output: ImageClassificationOutput = wire.decoded(call, answer, ImageClassificationOutput)
    return output


def image_segmentation(call: Call, task: ImageSegmentationInput) -> Flow[ImageSegmentationOutput]:
    """Split an image into labelled segments, one mask each. POST the URL itself."""
    from inferloom.types.image_segmentation import ImageSegmentationOutput, ImageSegmentationParameters

    given = task.parameters or ImageSegmentationParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if given.mask_threshold is not None:
        parameters["mask_threshold"] = given.mask_threshold
    if given.overlap_mask_area_threshold is not None:
        parameters["overlap_mask_area_threshold"] = given.overlap_mask_area_threshold
    if given.subtask is not None:
        parameters["subtask"] = given.subtask
    if given.threshold is not None:
        parameters["threshold"] = given.threshold
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    output: ImageSegmentationOutput = yield from work(lambda: wire.decoded(call, answer, ImageSegmentationOutput))
    return output


def image_text_to_image(call: Call, task: ImageTextToImageInput) -> Flow[ImageTextToImageOutput]:
    """Make an image from another image and a text prompt. POST the URL itself."""
    from inferloom.types.image_text_to_image import ImageTextToImageOutput, ImageTextToImageParameters

    given = task.parameters or ImageTextToImageParameters()
    inputs_file = None
    if task.inputs is not None:
        inputs_file = yield from open_binary(
            task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
        )
    url = call.url("")
    parameters: Json = {}
    if given.prompt is not None:
        parameters["prompt"] = given.prompt
    if given.negative_prompt is not None:
        parameters["negative_prompt"] = given.negative_prompt
    if given.num_inference_steps is not None:
        parameters["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        parameters["guidance_scale"] = given.guidance_scale
    if given.target_size is not None:
        parameters["target_size"] = plain(given.target_size, drop_none=False)
    if given.seed is not None:
        parameters["seed"] = given.seed
    parameters.update(call.extra)
    if inputs_file is None:
        answer = yield from wire.post_json(call, url, {"parameters": parameters}, accept="image/png")
    elif parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body, accept="image/png")
    else:
        answer = yield from wire.post_raw(call, url, inputs_file, accept="image/png")
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, ImageTextToImageOutput, "image", "image/*"))
    data = wire.raw_bytes(call, answer, "image/*")
    picture = yield from wire.picture_of(call, data)
    return wire.filled(ImageTextToImageOutput, image=picture)


def image_text_to_video(call: Call, task: ImageTextToVideoInput) -> Flow[ImageTextToVideoOutput]:
    """Make a video from an image and a text prompt. POST the URL itself."""
    from inferloom.types.image_text_to_video import ImageTextToVideoOutput, ImageTextToVideoParameters

    given = task.parameters or ImageTextToVideoParameters()
    inputs_file = None
    if task.inputs is not None:
        inputs_file = yield from open_binary(
            task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
        )
    url = call.url("")
    parameters: Json = {}
    if given.prompt is not None:
        parameters["prompt"] = given.prompt
    if given.negative_prompt is not None:
        parameters["negative_prompt"] = given.negative_prompt
    if given.num_frames is not None:
        parameters["num_frames"] = given.num_frames
    if given.num_inference_steps is not None:
        parameters["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        parameters["guidance_scale"] = given.guidance_scale
    if given.seed is not None:
        parameters["seed"] = given.seed
    if given.target_size is not None:
        parameters["target_size"] = plain(given.target_size, drop_none=False)
    parameters.update(call.extra)
    if inputs_file is None:
        answer = yield from wire.post_json(call, url, {"parameters": parameters})
    elif parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, ImageTextToVideoOutput, "video", "video/*"))
    data = wire.raw_bytes(call, answer, "video/*")
    return wire.filled(ImageTextToVideoOutput, video=data)


def image_to_image(call: Call, task: ImageToImageInput) -> Flow[ImageToImageOutput]:
    """Change an image, guided by a text prompt. POST the URL itself."""
    from inferloom.types.image_to_image import ImageToImageOutput, ImageToImageParameters

    given = task.parameters or ImageToImageParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if given.prompt is not None:
        parameters["prompt"] = given.prompt
    if given.negative_prompt is not None:
        parameters["negative_prompt"] = given.negative_prompt
    if given.num_inference_steps is not None:
        parameters["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        parameters["guidance_scale"] = given.guidance_scale
    if given.target_size is not None:
        parameters["target_size"] = plain(given.target_size, drop_none=False)
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body, accept="image/png")
    else:
        answer = yield from wire.post_raw(call, url, inputs_file, accept="image/png")
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, ImageToImageOutput, "image", "image/*"))
    data = wire.raw_bytes(call, answer, "image/*")
    picture = yield from wire.picture_of(call, data)
    return wire.filled(ImageToImageOutput, image=picture)


def image_to_text(call: Call, task: ImageToTextInput) -> Flow[ImageToTextOutput]:
    """Describe an image, or read the text in it. POST the URL itself."""
    from inferloom.types.image_to_text import ImageToTextOutput, ImageToTextParameters

    given = task.parameters or ImageToTextParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if given.max_new_tokens is not None:
        parameters["max_new_tokens"] = given.max_new_tokens
    if given.generation_parameters is not None:
        parameters["generation_parameters"] = plain(given.generation_parameters, drop_none=False)
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    value = wire.json_in(call, answer)
    shape = wire.unwrapped(value)
    output: ImageToTextOutput = wire.decoded_value(call, shape, ImageToTextOutput)
    return output


def image_to_video(call: Call, task: ImageToVideoInput) -> Flow[ImageToVideoOutput]:
    """Set an image in motion. POST the URL itself."""
    from inferloom.types.image_to_video import ImageToVideoOutput, ImageToVideoParameters

    given = task.parameters or ImageToVideoParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if given.prompt is not None:
        parameters["prompt"] = given.prompt
    if given.negative_prompt is not None:
        parameters["negative_prompt"] = given.negative_prompt
    if given.num_frames is not None:
        parameters["num_frames"] = given.num_frames
    if given.num_inference_steps is not None:
        parameters["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        parameters["guidance_scale"] = given.guidance_scale
    if given.seed is not None:
        parameters["seed"] = given.seed
    if given.target_size is not None:
        parameters["target_size"] = plain(given.target_size, drop_none=False)
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, ImageToVideoOutput, "video", "video/*"))
    data = wire.raw_bytes(call, answer, "video/*")
    return wire.filled(ImageToVideoOutput, video=data)


def object_detection(call: Call, task: ObjectDetectionInput) -> Flow[ObjectDetectionOutput]:
    """Find the objects in an image, each with a label and a box. POST the URL itself."""
    from inferloom.types.object_detection import ObjectDetectionOutput, ObjectDetectionParameters

    given = task.parameters or ObjectDetectionParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if given.threshold is not None:
        parameters["threshold"] = given.threshold
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    output: ObjectDetectionOutput = wire.decoded(call, answer, ObjectDetectionOutput)
    return output


def question_answering(call: Call, task: QuestionAnsweringInput) -> Flow[QuestionAnsweringOutput]:
    """Find the answer to a question in a text. POST the URL itself."""
    from inferloom.types.question_answering import QuestionAnsweringOutput, QuestionAnsweringParameters

    given = task.parameters or QuestionAnsweringParameters()
    url = call.url("")
    body: Json = {"inputs": {"question": task.inputs.question, "context": task.inputs.context}}
    parameters_object: Json = {}
    if given.align_to_words is not None:
        parameters_object["align_to_words"] = given.align_to_words
    if given.doc_stride is not None:
        parameters_object["doc_stride"] = given.doc_stride
    if given.handle_impossible_answer is not None:
        parameters_object["handle_impossible_answer"] = given.handle_impossible_answer
    if given.max_answer_len is not None:
        parameters_object["max_answer_len"] = given.max_answer_len
    if given.max_question_len is not None:
        parameters_object["max_question_len"] = given.max_question_len
    if given.max_seq_len is not None:
        parameters_object["max_seq_len"] = given.max_seq_len
    if given.top_k is not None:
        parameters_object["top_k"] = given.top_k
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    output: QuestionAnsweringOutput = wire.decoded(call, answer, QuestionAnsweringOutput)
    return output


def sentence_similarity(call: Call, task: SentenceSimilarityInput) -> Flow[SentenceSimilarityOutput]:
    """Compare one sentence with others by meaning. POST the URL itself."""
    from inferloom.types.sentence_similarity import SentenceSimilarityOutput

    url = call.url("")
    body: Json = {
        "inputs": {
            "source_sentence": task.inputs.source_sentence,
            "sentences": plain(task.inputs.sentences, drop_none=False),
        }
    }
    body["parameters"] = dict(call.extra)
    answer = yield from wire.post_json(call, url, body)
    output: SentenceSimilarityOutput = wire.decoded(call, answer, SentenceSimilarityOutput)
    return output


def summarization(call: Call, task: SummarizationInput) -> Flow[SummarizationOutput]:
    """Shorten a text to what matters. POST the URL itself."""
    from inferloom.types.summarization import SummarizationOutput, SummarizationParameters

    given = task.parameters or SummarizationParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.clean_up_tokenization_spaces is not None:
        parameters_object["clean_up_tokenization_spaces"] = given.clean_up_tokenization_spaces
    if given.generate_parameters is not None:
        parameters_object["generate_parameters"] = plain(given.generate_parameters, drop_none=False)
    if given.truncation is not None:
        parameters_object["truncation"] = given.truncation
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.unwrapped(value)
    output: SummarizationOutput = wire.decoded_value(call, shape, SummarizationOutput)
    return output


def table_question_answering(call: Call, task: TableQuestionAnsweringInput) -> Flow[TableQuestionAnsweringOutput]:
    """Answer a question about a table. POST the URL itself."""
    from inferloom.types.table_question_answering import TableQuestionAnsweringOutput, TableQuestionAnsweringParameters

    given = task.parameters or TableQuestionAnsweringParameters()
    url = call.url("")
    body: Json = {"inputs": {"query": task.inputs.query, "table": plain(task.inputs.table, drop_none=False)}}
    parameters_object: Json = {}
    if given.padding is not None:
        parameters_object["padding"] = given.padding
    if given.sequential is not None:
        parameters_object["sequential"] = given.sequential
    if given.truncation is not None:
        parameters_object["truncation"] = given.truncation
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.unwrapped(value)
    output: TableQuestionAnsweringOutput = wire.decoded_value(call, shape, TableQuestionAnsweringOutput)
    return output


def tabular_classification(call: Call, task: TabularClassificationInput) -> Flow[TabularClassificationOutput]:
    """Predict the class of every row of a table. POST the URL itself."""
    from inferloom.types.tabular_classification import TabularClassificationOutput

    url = call.url("")
    body: Json = {"table": plain(task.table, drop_none=False)}
    body["parameters"] = dict(call.extra)
    answer = yield from wire.post_json(call, url, body)
    output: TabularClassificationOutput = wire.decoded(call, answer, TabularClassificationOutput)
    return output


def tabular_regression(call: Call, task: TabularRegressionInput) -> Flow[TabularRegressionOutput]:
    """Predict a number for every row of a table. POST the URL itself."""
    from inferloom.types.tabular_regression import TabularRegressionOutput

    url = call.url("")
    body: Json = {"table": plain(task.table, drop_none=False)}
    body["parameters"] = dict(call.extra)
    answer = yield from wire.post_json(call, url, body)
    output: TabularRegressionOutput = wire.decoded(call, answer, TabularRegressionOutput)
    return output


def text_classification(call: Call, task: TextClassificationInput) -> Flow[TextClassificationOutput]:
    """Label a text. POST the URL itself."""
    from inferloom.types.text_classification import TextClassificationOutput, TextClassificationParameters

    given = task.parameters or TextClassificationParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.top_k is not None:
        parameters_object["top_k"] = given.top_k
    if given.function_to_apply is not None:
        parameters_object["function_to_apply"] = given.function_to_apply
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.rows(value)
    output: TextClassificationOutput = wire.decoded_value(call, shape, TextClassificationOutput)
    return output


TEXT_GENERATION_PIPELINE_MARKS = Marks(
    keys=frozenset(["index", "token", "top_tokens", "generated_text", "details"]),
    finish=(("generated_text",), ("details", "finish_reason")),
    text=("token", "text"),
)


def _text_generation_pipeline(
    call: Call, task: TextGenerationInput
) -> Flow[TextGenerationOutput | Events[TextGenerationStreamOutput]]:
    """Continue a text. POST the URL itself."""
    from inferloom.types.text_generation import (
        TextGenerationInputGenerateParameters,
        TextGenerationOutput,
        TextGenerationStreamOutput,
    )

    given = task.parameters or TextGenerationInputGenerateParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.adapter_id is not None:
        parameters_object["adapter_id"] = given.adapter_id
    if given.best_of is not None:
        parameters_object["best_of"] = given.best_of
    if given.decoder_input_details is not None:
        parameters_object["decoder_input_details"] = given.decoder_input_details
    if given.details is not None:
        parameters_object["details"] = given.details
    if given.do_sample is not None:
        parameters_object["do_sample"] = given.do_sample
    if given.frequency_penalty is not None:
        parameters_object["frequency_penalty"] = given.frequency_penalty
    if given.grammar is not None:
        parameters_object["grammar"] = plain(given.grammar, drop_none=False)
    if given.max_new_tokens is not None:
        parameters_object["max_new_tokens"] = given.max_new_tokens
    if given.repetition_penalty is not None:
        parameters_object["repetition_penalty"] = given.repetition_penalty
    if given.return_full_text is not None:
        parameters_object["return_full_text"] = given.return_full_text
    if given.seed is not None:
        parameters_object["seed"] = given.seed
    if given.stop is not None:
        parameters_object["stop"] = plain(given.stop, drop_none=False)
    if given.temperature is not None:
        parameters_object["temperature"] = given.temperature
    if given.top_k is not None:
        parameters_object["top_k"] = given.top_k
    if given.top_n_tokens is not None:
        parameters_object["top_n_tokens"] = given.top_n_tokens
    if given.top_p is not None:
        parameters_object["top_p"] = given.top_p
    if given.truncate is not None:
        parameters_object["truncate"] = given.truncate
    if given.typical_p is not None:
        parameters_object["typical_p"] = given.typical_p
    if given.watermark is not None:
        parameters_object["watermark"] = given.watermark
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    if task.stream is not None:
        body["stream"] = task.stream
    if task.stream:
        item = Pieces(TextGenerationStreamOutput, spelling.generated_token, strict=call.strict)
        return (
            yield from unused.forgone(
                call, parameters_object, lambda: wire.open_events(call, url, body, item, TEXT_GENERATION_PIPELINE_MARKS)
            )
        )
    answer = yield from unused.forgone(call, parameters_object, lambda: wire.post_json(call, url, body))
    value = wire.json_in(call, answer)
    shape = wire.unwrapped(value)
    output: TextGenerationOutput = wire.decoded_value(call, shape, TextGenerationOutput)
    return output


TEXT_GENERATION_OPENAI_MARKS = Marks(
    keys=frozenset(["choices"]),
    finish=(("details", "finish_reason"),),
    text=("token", "text"),
)


def _text_generation_openai(
    call: Call, task: TextGenerationInput
) -> Flow[TextGenerationOutput | Events[TextGenerationStreamOutput]]:
    """Continue a text. POST completions."""
    from inferloom.types.text_generation import (
        TextGenerationInputGenerateParameters,
        TextGenerationOutput,
        TextGenerationStreamOutput,
    )

    given = task.parameters or TextGenerationInputGenerateParameters()
    url = call.openai_url("completions")
    body: Json = {"model": call.named_model, "prompt": task.inputs}
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

        return (yield from wire.open_events(call, url, body, item, TEXT_GENERATION_OPENAI_MARKS))
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


def text_generation(
    call: Call, task: TextGenerationInput
) -> Flow[TextGenerationOutput | Events[TextGenerationStreamOutput]]:
    """Continue a text. In whichever way the endpoint understands."""
    return (yield from wire.either(call, task, _text_generation_pipeline, _text_generation_openai))


def text_to_audio(call: Call, task: TextToAudioInput) -> Flow[TextToAudioOutput]:
    """Make music or sound from a description. POST the URL itself."""
    from inferloom.types.text_to_audio import TextToAudioOutput, TextToAudioParameters

    given = task.parameters or TextToAudioParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.generation_parameters is not None:
        parameters_object["generation_parameters"] = plain(given.generation_parameters, drop_none=False)
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, TextToAudioOutput, "audio", "audio/*"))
    data = wire.raw_bytes(call, answer, "audio/*")
    return wire.filled(TextToAudioOutput, audio=data)


def text_to_image(call: Call, task: TextToImageInput) -> Flow[TextToImageOutput]:
    """Draw an image from a text prompt. POST the URL itself."""
    from inferloom.types.text_to_image import TextToImageOutput, TextToImageParameters

    given = task.parameters or TextToImageParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.negative_prompt is not None:
        parameters_object["negative_prompt"] = given.negative_prompt
    if given.height is not None:
        parameters_object["height"] = given.height
    if given.width is not None:
        parameters_object["width"] = given.width
    if given.num_inference_steps is not None:
        parameters_object["num_inference_steps"] = given.num_inference_steps
    if given.guidance_scale is not None:
        parameters_object["guidance_scale"] = given.guidance_scale
    if given.scheduler is not None:
        parameters_object["scheduler"] = given.scheduler
    if given.seed is not None:
        parameters_object["seed"] = given.seed
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body, accept="image/png")
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, TextToImageOutput, "image", "image/*"))
    data = wire.raw_bytes(call, answer, "image/*")
    picture = yield from wire.picture_of(call, data)
    return wire.filled(TextToImageOutput, image=picture)


def text_to_speech(call: Call, task: TextToSpeechInput) -> Flow[TextToSpeechOutput]:
    """Read a text aloud. POST the URL itself."""
    from inferloom.types.text_to_speech import TextToSpeechOutput, TextToSpeechParameters

    given = task.parameters or TextToSpeechParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.do_sample is not None:
        parameters_object["do_sample"] = given.do_sample
    if given.early_stopping is not None:
        parameters_object["early_stopping"] = given.early_stopping
    if given.epsilon_cutoff is not None:
        parameters_object["epsilon_cutoff"] = given.epsilon_cutoff
    if given.eta_cutoff is not None:
        parameters_object["eta_cutoff"] = given.eta_cutoff
    if given.max_length is not None:
        parameters_object["max_length"] = given.max_length
    if given.max_new_tokens is not None:
        parameters_object["max_new_tokens"] = given.max_new_tokens
    if given.min_length is not None:
        parameters_object["min_length"] = given.min_length
    if given.min_new_tokens is not None:
        parameters_object["min_new_tokens"] = given.min_new_tokens
    if given.num_beam_groups is not None:
        parameters_object["num_beam_groups"] = given.num_beam_groups
    if given.num_beams is not None:
        parameters_object["num_beams"] = given.num_beams
    if given.penalty_alpha is not None:
        parameters_object["penalty_alpha"] = given.penalty_alpha
    if given.temperature is not None:
        parameters_object["temperature"] = given.temperature
    if given.top_k is not None:
        parameters_object["top_k"] = given.top_k
    if given.top_p is not None:
        parameters_object["top_p"] = given.top_p
    if given.typical_p is not None:
        parameters_object["typical_p"] = given.typical_p
    if given.use_cache is not None:
        parameters_object["use_cache"] = given.use_cache
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, TextToSpeechOutput, "audio", "audio/*"))
    data = wire.raw_bytes(call, answer, "audio/*")
    return wire.filled(TextToSpeechOutput, audio=data)


def text_to_video(call: Call, task: TextToVideoInput) -> Flow[TextToVideoOutput]:
    """Make a video from a text prompt. POST the URL itself."""
    from inferloom.types.text_to_video import TextToVideoOutput, TextToVideoParameters

    given = task.parameters or TextToVideoParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.guidance_scale is not None:
        parameters_object["guidance_scale"] = given.guidance_scale
    if given.negative_prompt is not None:
        parameters_object["negative_prompt"] = plain(given.negative_prompt, drop_none=False)
    if given.num_frames is not None:
        parameters_object["num_frames"] = given.num_frames
    if given.num_inference_steps is not None:
        parameters_object["num_inference_steps"] = given.num_inference_steps
    if given.seed is not None:
        parameters_object["seed"] = given.seed
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    if wire.is_json(answer):
        return (yield from stated.output(call, answer, TextToVideoOutput, "video", "video/*"))
    data = wire.raw_bytes(call, answer, "video/*")
    return wire.filled(TextToVideoOutput, video=data)


def token_classification(call: Call, task: TokenClassificationInput) -> Flow[TokenClassificationOutput]:
    """Label the words of a text, such as names and places. POST the URL itself."""
    from inferloom.types.token_classification import TokenClassificationOutput, TokenClassificationParameters

    given = task.parameters or TokenClassificationParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.aggregation_strategy is not None:
        parameters_object["aggregation_strategy"] = given.aggregation_strategy
    if given.ignore_labels is not None:
        parameters_object["ignore_labels"] = plain(given.ignore_labels, drop_none=False)
    if given.stride is not None:
        parameters_object["stride"] = given.stride
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    output: TokenClassificationOutput = wire.decoded(call, answer, TokenClassificationOutput)
    return output


def translation(call: Call, task: TranslationInput) -> Flow[TranslationOutput]:
    """Translate a text into another language. POST the URL itself."""
    from inferloom.types.translation import TranslationOutput, TranslationParameters

    given = task.parameters or TranslationParameters()
    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {}
    if given.src_lang is not None:
        parameters_object["src_lang"] = given.src_lang
    if given.tgt_lang is not None:
        parameters_object["tgt_lang"] = given.tgt_lang
    if given.clean_up_tokenization_spaces is not None:
        parameters_object["clean_up_tokenization_spaces"] = given.clean_up_tokenization_spaces
    if given.truncation is not None:
        parameters_object["truncation"] = given.truncation
    if given.generate_parameters is not None:
        parameters_object["generate_parameters"] = plain(given.generate_parameters, drop_none=False)
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.unwrapped(value)
    output: TranslationOutput = wire.decoded_value(call, shape, TranslationOutput)
    return output


def video_classification(call: Call, task: VideoClassificationInput) -> Flow[VideoClassificationOutput]:
    """Label a video with the classes the model knows. POST the URL itself."""
    from inferloom.types.video_classification import VideoClassificationOutput, VideoClassificationParameters

    given = task.parameters or VideoClassificationParameters()
    inputs_file = yield from open_binary(
        task.inputs, argument="video", about=call.about, kind="video/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {}
    if given.frame_sampling_rate is not None:
        parameters["frame_sampling_rate"] = given.frame_sampling_rate
    if given.function_to_apply is not None:
        parameters["function_to_apply"] = given.function_to_apply
    if given.num_frames is not None:
        parameters["num_frames"] = given.num_frames
    if given.top_k is not None:
        parameters["top_k"] = given.top_k
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    output: VideoClassificationOutput = wire.decoded(call, answer, VideoClassificationOutput)
    return output


def visual_question_answering(call: Call, task: VisualQuestionAnsweringInput) -> Flow[VisualQuestionAnsweringOutput]:
    """Answer a question about an image. POST the URL itself."""
    from inferloom.types.visual_question_answering import (
        VisualQuestionAnsweringOutput,
        VisualQuestionAnsweringParameters,
    )

    given = task.parameters or VisualQuestionAnsweringParameters()
    inputs_image_file = yield from open_binary(
        task.inputs.image, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    body: Json = {}
    body["inputs"] = yield from wire.base64_of(inputs_image_file)
    parameters_object: Json = {}
    if given.top_k is not None:
        parameters_object["top_k"] = given.top_k
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    body["question"] = task.inputs.question
    body["image"] = yield from wire.base64_of(inputs_image_file)
    answer = yield from wire.post_json(call, url, body)
    output: VisualQuestionAnsweringOutput = wire.decoded(call, answer, VisualQuestionAnsweringOutput)
    return output


def zero_shot_classification(call: Call, task: ZeroShotClassificationInput) -> Flow[ZeroShotClassificationOutput]:
    """Sort a text into classes the model was not trained on. POST the URL itself."""
    from inferloom.types.zero_shot_classification import ZeroShotClassificationOutput

    url = call.url("")
    body: Json = {"inputs": task.inputs}
    parameters_object: Json = {"candidate_labels": plain(task.parameters.candidate_labels, drop_none=False)}
    if task.parameters.multi_label is not None:
        parameters_object["multi_label"] = task.parameters.multi_label
    if task.parameters.hypothesis_template is not None:
        parameters_object["hypothesis_template"] = task.parameters.hypothesis_template
    parameters_object.update(call.extra)
    body["parameters"] = parameters_object
    answer = yield from wire.post_json(call, url, body)
    value = wire.json_in(call, answer)
    shape = wire.located(call, lambda: hf_inference.labels(value))
    output: ZeroShotClassificationOutput = wire.decoded_value(call, shape, ZeroShotClassificationOutput)
    return output


def zero_shot_image_classification(
    call: Call, task: ZeroShotImageClassificationInput
) -> Flow[ZeroShotImageClassificationOutput]:
    """Match an image with labels of your own. POST the URL itself."""
    from inferloom.types.zero_shot_image_classification import ZeroShotImageClassificationOutput

    inputs_file = yield from open_binary(
        task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {"candidate_labels": plain(task.parameters.candidate_labels, drop_none=False)}
    if task.parameters.hypothesis_template is not None:
        parameters["hypothesis_template"] = task.parameters.hypothesis_template
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    output: ZeroShotImageClassificationOutput = wire.decoded(call, answer, ZeroShotImageClassificationOutput)
    return output


def zero_shot_object_detection(call: Call, task: ZeroShotObjectDetectionInput) -> Flow[ZeroShotObjectDetectionOutput]:
    """Find objects of your own labels in an image. POST the URL itself."""
    from inferloom.types.zero_shot_object_detection import ZeroShotObjectDetectionOutput

    inputs_file = yield from open_binary(
        task.inputs, argument="image", about=call.about, kind="image/*", timeout=call.timeout
    )
    url = call.url("")
    parameters: Json = {"candidate_labels": plain(task.parameters.candidate_labels, drop_none=False)}
    parameters.update(call.extra)
    if parameters:
        encoded = yield from wire.base64_of(inputs_file)
        body: Json = {"inputs": encoded, "parameters": parameters}
        answer = yield from wire.post_json(call, url, body)
    else:
        answer = yield from wire.post_raw(call, url, inputs_file)
    output: ZeroShotObjectDetectionOutput = wire.decoded(call, answer, ZeroShotObjectDetectionOutput)
    return output
