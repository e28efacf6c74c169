"""Which provider offers which task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

Provider: TypeAlias = Literal["auto", "hf-inference"]
"""What `provider=` may be."""

PROVIDERS: Mapping[str, frozenset[str]] = {
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
}
"""Provider id -> the methods that it offers."""
