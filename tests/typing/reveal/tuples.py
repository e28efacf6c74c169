"""Providers in a tuple of two or three that is written into the call: every checker reads their names."""

from typing import Literal, assert_type

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom.capabilities import OneOf


def several_providers() -> None:
    client = InferenceClient(provider=("groq", "together"))
    assert_type(client, InferenceClient[OneOf[Literal["groq", "together"]]])
    assert_type(
        AsyncInferenceClient(provider=("groq", "together", "fal-ai")),
        AsyncInferenceClient[OneOf[Literal["groq", "together", "fal-ai"]]],
    )
    assert_type(client.with_options(provider=("groq", "cerebras")), InferenceClient[OneOf[Literal["groq", "cerebras"]]])
    client.chat_completion([])
    client.text_to_image("A fox.")
    InferenceClient(provider=("auto", "groq")).text_to_image("A fox.")
