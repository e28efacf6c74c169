"""Which provider offers which task, with which parameters: answered from a table, without a network.

    from inferloom import capabilities

    capabilities.providers('audio_classification')

A task is named by its method or by its id. Its parameters are the method's arguments, without those that every method
takes per call (model, timeout, headers, max_retries, extra_body).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from inferloom_runtime.capable import Capabilities

if TYPE_CHECKING:
    from inferloom.offers import Baseten as Baseten
    from inferloom.offers import BlackForestLabs as BlackForestLabs
    from inferloom.offers import Cerebras as Cerebras
    from inferloom.offers import Clarifai as Clarifai
    from inferloom.offers import Cohere as Cohere
    from inferloom.offers import Deepinfra as Deepinfra
    from inferloom.offers import FalAi as FalAi
    from inferloom.offers import FeatherlessAi as FeatherlessAi
    from inferloom.offers import FireworksAi as FireworksAi
    from inferloom.offers import Groq as Groq
    from inferloom.offers import HfInference as HfInference
    from inferloom.offers import Hyperbolic as Hyperbolic
    from inferloom.offers import Nebius as Nebius
    from inferloom.offers import Novita as Novita
    from inferloom.offers import Nscale as Nscale
    from inferloom.offers import OneOf as OneOf
    from inferloom.offers import Openai as Openai
    from inferloom.offers import Ovhcloud as Ovhcloud
    from inferloom.offers import Publicai as Publicai
    from inferloom.offers import Replicate as Replicate
    from inferloom.offers import Sambanova as Sambanova
    from inferloom.offers import Scaleway as Scaleway
    from inferloom.offers import SupportsAudioClassification as SupportsAudioClassification
    from inferloom.offers import SupportsAudioToAudio as SupportsAudioToAudio
    from inferloom.offers import SupportsAutomaticSpeechRecognition as SupportsAutomaticSpeechRecognition
    from inferloom.offers import SupportsChatCompletion as SupportsChatCompletion
    from inferloom.offers import SupportsCompletions as SupportsCompletions
    from inferloom.offers import SupportsDepthEstimation as SupportsDepthEstimation
    from inferloom.offers import SupportsDocumentQuestionAnswering as SupportsDocumentQuestionAnswering
    from inferloom.offers import SupportsEmbeddings as SupportsEmbeddings
    from inferloom.offers import SupportsFeatureExtraction as SupportsFeatureExtraction
    from inferloom.offers import SupportsFillMask as SupportsFillMask
    from inferloom.offers import SupportsImageClassification as SupportsImageClassification
    from inferloom.offers import SupportsImageSegmentation as SupportsImageSegmentation
    from inferloom.offers import SupportsImageTextToImage as SupportsImageTextToImage
    from inferloom.offers import SupportsImageTextToVideo as SupportsImageTextToVideo
    from inferloom.offers import SupportsImageToImage as SupportsImageToImage
    from inferloom.offers import SupportsImageToText as SupportsImageToText
    from inferloom.offers import SupportsImageToVideo as SupportsImageToVideo
    from inferloom.offers import SupportsObjectDetection as SupportsObjectDetection
    from inferloom.offers import SupportsQuestionAnswering as SupportsQuestionAnswering
    from inferloom.offers import SupportsSentenceSimilarity as SupportsSentenceSimilarity
    from inferloom.offers import SupportsSummarization as SupportsSummarization
    from inferloom.offers import SupportsTableQuestionAnswering as SupportsTableQuestionAnswering
    from inferloom.offers import SupportsTabularClassification as SupportsTabularClassification
    from inferloom.offers import SupportsTabularRegression as SupportsTabularRegression
    from inferloom.offers import SupportsTextClassification as SupportsTextClassification
    from inferloom.offers import SupportsTextGeneration as SupportsTextGeneration
    from inferloom.offers import SupportsTextToAudio as SupportsTextToAudio
    from inferloom.offers import SupportsTextToImage as SupportsTextToImage
    from inferloom.offers import SupportsTextToSpeech as SupportsTextToSpeech
    from inferloom.offers import SupportsTextToVideo as SupportsTextToVideo
    from inferloom.offers import SupportsTokenClassification as SupportsTokenClassification
    from inferloom.offers import SupportsTranslation as SupportsTranslation
    from inferloom.offers import SupportsVideoClassification as SupportsVideoClassification
    from inferloom.offers import SupportsVisualQuestionAnswering as SupportsVisualQuestionAnswering
    from inferloom.offers import SupportsZeroShotClassification as SupportsZeroShotClassification
    from inferloom.offers import SupportsZeroShotImageClassification as SupportsZeroShotImageClassification
    from inferloom.offers import SupportsZeroShotObjectDetection as SupportsZeroShotObjectDetection
    from inferloom.offers import Together as Together
    from inferloom.offers import Wavespeed as Wavespeed
    from inferloom.offers import ZaiOrg as ZaiOrg

Provider: TypeAlias = Literal[
    "auto",
    "baseten",
    "black-forest-labs",
    "cerebras",
    "clarifai",
    "cohere",
    "deepinfra",
    "fal-ai",
    "featherless-ai",
    "fireworks-ai",
    "groq",
    "hf-inference",
    "hyperbolic",
    "nebius",
    "novita",
    "nscale",
    "openai",
    "ovhcloud",
    "publicai",
    "replicate",
    "sambanova",
    "scaleway",
    "together",
    "wavespeed",
    "zai-org",
]
"""What `provider=` may be."""

ChatProvider: TypeAlias = Literal[
    "auto",
    "baseten",
    "cerebras",
    "clarifai",
    "cohere",
    "deepinfra",
    "featherless-ai",
    "fireworks-ai",
    "groq",
    "hf-inference",
    "hyperbolic",
    "nebius",
    "novita",
    "nscale",
    "openai",
    "ovhcloud",
    "publicai",
    "sambanova",
    "scaleway",
    "together",
    "zai-org",
]
"""What `provider=` of `MCPClient` and `Agent` may be: whoever offers `chat_completion()`."""

PROVIDERS: Mapping[str, frozenset[str]] = {
    "baseten": frozenset(["chat_completion"]),
    "black-forest-labs": frozenset(["text_to_image"]),
    "cerebras": frozenset(["chat_completion"]),
    "clarifai": frozenset(["chat_completion"]),
    "cohere": frozenset(["chat_completion"]),
    "deepinfra": frozenset(
        ["automatic_speech_recognition", "chat_completion", "feature_extraction", "text_generation", "text_to_speech"]
    ),
    "fal-ai": frozenset(
        [
            "automatic_speech_recognition",
            "image_segmentation",
            "image_to_image",
            "image_to_video",
            "text_to_image",
            "text_to_speech",
            "text_to_video",
        ]
    ),
    "featherless-ai": frozenset(["chat_completion", "text_generation"]),
    "fireworks-ai": frozenset(["chat_completion"]),
    "groq": frozenset(["chat_completion"]),
    "hf-inference": frozenset(
        [
            "audio_classification",
            "audio_to_audio",
            "automatic_speech_recognition",
            "chat_completion",
            "depth_estimation",
            "document_question_answering",
            "feature_extraction",
            "fill_mask",
            "image_classification",
            "image_segmentation",
            "image_text_to_image",
            "image_text_to_video",
            "image_to_image",
            "image_to_text",
            "image_to_video",
            "object_detection",
            "question_answering",
            "sentence_similarity",
            "summarization",
            "table_question_answering",
            "tabular_classification",
            "tabular_regression",
            "text_classification",
            "text_generation",
            "text_to_audio",
            "text_to_image",
            "text_to_speech",
            "text_to_video",
            "token_classification",
            "translation",
            "video_classification",
            "visual_question_answering",
            "zero_shot_classification",
            "zero_shot_image_classification",
            "zero_shot_object_detection",
        ]
    ),
    "hyperbolic": frozenset(["chat_completion", "text_generation", "text_to_image"]),
    "nebius": frozenset(["chat_completion", "feature_extraction", "text_generation", "text_to_image"]),
    "novita": frozenset(["chat_completion", "text_generation", "text_to_video"]),
    "nscale": frozenset(["chat_completion", "text_to_image"]),
    "openai": frozenset(["chat_completion"]),
    "ovhcloud": frozenset(["chat_completion"]),
    "publicai": frozenset(["chat_completion"]),
    "replicate": frozenset(
        ["automatic_speech_recognition", "image_to_image", "text_to_image", "text_to_speech", "text_to_video"]
    ),
    "sambanova": frozenset(["chat_completion", "feature_extraction"]),
    "scaleway": frozenset(["chat_completion", "feature_extraction"]),
    "together": frozenset(
        [
            "chat_completion",
            "feature_extraction",
            "image_to_image",
            "image_to_video",
            "text_generation",
            "text_to_image",
            "text_to_speech",
            "text_to_video",
        ]
    ),
    "wavespeed": frozenset(["image_to_image", "image_to_video", "text_to_image", "text_to_video"]),
    "zai-org": frozenset(["chat_completion", "text_to_image"]),
}
"""Provider id -> the methods that it offers."""

TABLE = Capabilities(
    PROVIDERS,
    {
        "audio_classification": ("audio", "top_k", "function_to_apply"),
        "audio_to_audio": ("audio",),
        "automatic_speech_recognition": ("audio", "return_timestamps", "generation_parameters"),
        "chat_completion": (
            "messages",
            "stream",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "max_tokens",
            "n",
            "presence_penalty",
            "response_format",
            "seed",
            "stop",
            "stream_options",
            "temperature",
            "tool_choice",
            "tool_prompt",
            "tools",
            "top_logprobs",
            "top_p",
            "max_completion_tokens",
            "parallel_tool_calls",
            "reasoning_effort",
            "verbosity",
            "modalities",
            "audio",
            "prediction",
            "metadata",
            "store",
            "service_tier",
            "user",
            "safety_identifier",
            "prompt_cache_key",
        ),
        "depth_estimation": ("image", "parameters"),
        "document_question_answering": (
            "image",
            "question",
            "doc_stride",
            "handle_impossible_answer",
            "lang",
            "max_answer_len",
            "max_question_len",
            "max_seq_len",
            "top_k",
            "word_boxes",
        ),
        "feature_extraction": (
            "text",
            "normalize",
            "prompt_name",
            "truncate",
            "truncation_direction",
            "dimensions",
            "encoding_format",
        ),
        "fill_mask": ("text", "targets", "top_k"),
        "image_classification": ("image", "function_to_apply", "top_k"),
        "image_segmentation": ("image", "mask_threshold", "overlap_mask_area_threshold", "subtask", "threshold"),
        "image_text_to_image": (
            "image",
            "prompt",
            "negative_prompt",
            "num_inference_steps",
            "guidance_scale",
            "target_size",
            "seed",
        ),
        "image_text_to_video": (
            "image",
            "prompt",
            "negative_prompt",
            "num_frames",
            "num_inference_steps",
            "guidance_scale",
            "seed",
            "target_size",
        ),
        "image_to_image": (
            "image",
            "prompt",
            "negative_prompt",
            "num_inference_steps",
            "guidance_scale",
            "target_size",
        ),
        "image_to_text": ("image", "max_new_tokens", "generation_parameters"),
        "image_to_video": (
            "image",
            "prompt",
            "negative_prompt",
            "num_frames",
            "num_inference_steps",
            "guidance_scale",
            "seed",
            "target_size",
        ),
        "object_detection": ("image", "threshold"),
        "question_answering": (
            "question",
            "context",
            "align_to_words",
            "doc_stride",
            "handle_impossible_answer",
            "max_answer_len",
            "max_question_len",
            "max_seq_len",
            "top_k",
        ),
        "sentence_similarity": ("sentence", "other_sentences"),
        "summarization": ("text", "clean_up_tokenization_spaces", "generate_parameters", "truncation"),
        "table_question_answering": ("table", "query", "padding", "sequential", "truncation"),
        "tabular_classification": ("table",),
        "tabular_regression": ("table",),
        "text_classification": ("text", "top_k", "function_to_apply"),
        "text_generation": (
            "prompt",
            "details",
            "stream",
            "adapter_id",
            "best_of",
            "decoder_input_details",
            "do_sample",
            "frequency_penalty",
            "grammar",
            "max_new_tokens",
            "repetition_penalty",
            "return_full_text",
            "seed",
            "stop",
            "temperature",
            "top_k",
            "top_n_tokens",
            "top_p",
            "truncate",
            "typical_p",
            "watermark",
        ),
        "text_to_audio": ("text", "generation_parameters"),
        "text_to_image": (
            "prompt",
            "negative_prompt",
            "height",
            "width",
            "num_inference_steps",
            "guidance_scale",
            "scheduler",
            "seed",
        ),
        "text_to_speech": (
            "text",
            "do_sample",
            "early_stopping",
            "epsilon_cutoff",
            "eta_cutoff",
            "max_length",
            "max_new_tokens",
            "min_length",
            "min_new_tokens",
            "num_beam_groups",
            "num_beams",
            "penalty_alpha",
            "temperature",
            "top_k",
            "top_p",
            "typical_p",
            "use_cache",
        ),
        "text_to_video": ("prompt", "guidance_scale", "negative_prompt", "num_frames", "num_inference_steps", "seed"),
        "token_classification": ("text", "aggregation_strategy", "ignore_labels", "stride"),
        "translation": (
            "text",
            "src_lang",
            "tgt_lang",
            "clean_up_tokenization_spaces",
            "truncation",
            "generate_parameters",
        ),
        "video_classification": ("video", "frame_sampling_rate", "function_to_apply", "num_frames", "top_k"),
        "visual_question_answering": ("image", "question", "top_k"),
        "zero_shot_classification": ("text", "candidate_labels", "multi_label", "hypothesis_template"),
        "zero_shot_image_classification": ("image", "candidate_labels", "hypothesis_template"),
        "zero_shot_object_detection": ("image", "candidate_labels"),
    },
    ids={
        "audio-classification": "audio_classification",
        "audio-to-audio": "audio_to_audio",
        "automatic-speech-recognition": "automatic_speech_recognition",
        "chat-completion": "chat_completion",
        "depth-estimation": "depth_estimation",
        "document-question-answering": "document_question_answering",
        "feature-extraction": "feature_extraction",
        "fill-mask": "fill_mask",
        "image-classification": "image_classification",
        "image-segmentation": "image_segmentation",
        "image-text-to-image": "image_text_to_image",
        "image-text-to-video": "image_text_to_video",
        "image-to-image": "image_to_image",
        "image-to-text": "image_to_text",
        "image-to-video": "image_to_video",
        "object-detection": "object_detection",
        "question-answering": "question_answering",
        "sentence-similarity": "sentence_similarity",
        "summarization": "summarization",
        "table-question-answering": "table_question_answering",
        "tabular-classification": "tabular_classification",
        "tabular-regression": "tabular_regression",
        "text-classification": "text_classification",
        "text-generation": "text_generation",
        "text-to-audio": "text_to_audio",
        "text-to-image": "text_to_image",
        "text-to-speech": "text_to_speech",
        "text-to-video": "text_to_video",
        "token-classification": "token_classification",
        "translation": "translation",
        "video-classification": "video_classification",
        "visual-question-answering": "visual_question_answering",
        "zero-shot-classification": "zero_shot_classification",
        "zero-shot-image-classification": "zero_shot_image_classification",
        "zero-shot-object-detection": "zero_shot_object_detection",
    },
    refused={
        "deepinfra": {
            "automatic_speech_recognition": ("generation_parameters",),
            "feature_extraction": ("normalize", "prompt_name", "truncate", "truncation_direction"),
        },
        "groq": {
            "chat_completion": ("logit_bias", "logprobs", "top_logprobs"),
        },
        "nebius": {
            "feature_extraction": ("normalize", "prompt_name", "truncate", "truncation_direction"),
            "text_to_image": ("guidance_scale",),
        },
        "nscale": {
            "text_to_image": ("num_inference_steps",),
        },
        "openai": {
            "chat_completion": ("tool_prompt",),
        },
        "sambanova": {
            "feature_extraction": ("normalize", "prompt_name", "truncate", "truncation_direction"),
        },
        "scaleway": {
            "feature_extraction": ("normalize", "prompt_name", "truncate", "truncation_direction"),
        },
        "together": {
            "feature_extraction": ("normalize", "prompt_name", "truncate", "truncation_direction"),
        },
    },
    defaults={
        "chat_completion": {
            "stream": False,
        },
        "zero_shot_classification": {
            "multi_label": False,
        },
    },
)
"""The whole table: what the functions of this module answer from."""


def providers(task: str | None = None) -> tuple[Provider, ...]:
    """Who offers a task.

    Args:
        task: The task's method or id; None for all providers.

    Returns:
        The ids of the providers, in alphabetical order.

    Raises:
        UsageError: There is no such task; the message names the nearest ones.
    """
    return cast("tuple[Provider, ...]", TABLE.providers(task))


def tasks(provider: Provider | str) -> tuple[str, ...]:
    """What a provider offers.

    Args:
        provider: The provider's id.

    Returns:
        The names of the methods, in alphabetical order.

    Raises:
        UsageError: There is no such provider; the message names the nearest ones.
    """
    return TABLE.tasks(provider)


def parameters(provider: Provider | str, task: str) -> tuple[str, ...]:
    """The parameters that a provider takes for a task.

    Args:
        provider: The provider's id.
        task: The task's method or id.

    Returns:
        The names of the method's arguments, in the order of its signature.

    Raises:
        UsageError: There is no such provider or task, or the provider does not offer it.
    """
    return TABLE.parameters(provider, task)


def refuses(provider: Provider | str, task: str) -> tuple[str, ...]:
    """The parameters that the method has and a provider does not take: giving one is an error before anything is sent.

    Args:
        provider: The provider's id.
        task: The task's method or id.

    Returns:
        The names of the method's arguments, in the order of its signature; empty where the provider takes all.

    Raises:
        UsageError: There is no such provider or task, or the provider does not offer it.
    """
    return TABLE.refuses(provider, task)


def who_accepts(task: str, parameter: str) -> tuple[Provider, ...]:
    """The providers that take a parameter for a task.

    Args:
        task: The task's method or id.
        parameter: The name of one of the method's arguments.

    Returns:
        The ids of the providers, in alphabetical order.

    Raises:
        UsageError: There is no such task, or its method has no such argument; the message names the nearest ones.
    """
    return cast("tuple[Provider, ...]", TABLE.who_accepts(task, parameter))


if not TYPE_CHECKING:

    def __getattr__(name):
        """The classes of providers, and of what they support: only annotations need them."""
        if name[:1].isupper():
            offers = import_module("inferloom.offers")
            if name in offers.__all__:
                return getattr(offers, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
