"""Lists of providers, as far as a checker reads the names out of a list that is written into the call."""

from typing import Literal, assert_type

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom.capabilities import OneOf


def several_providers() -> None:
    client = InferenceClient(provider=["groq", "together"])
    assert_type(client, InferenceClient[OneOf[Literal["groq", "together"]]])
    assert_type(InferenceClient(provider=("groq", "together")), InferenceClient[OneOf[Literal["groq", "together"]]])
    assert_type(client.with_options(provider=["groq"]), InferenceClient[OneOf[Literal["groq"]]])
    assert_type(AsyncInferenceClient(provider=["groq"]), AsyncInferenceClient[OneOf[Literal["groq"]]])
    client.chat_completion([])
    client.text_to_image("A fox.")
    InferenceClient(provider=["auto", "groq"]).text_to_image("A fox.")
