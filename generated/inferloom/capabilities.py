"""Which provider offers which task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

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
