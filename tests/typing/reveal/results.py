"""The types of results: what is asserted is what type checkers must find. Checked, never run."""

from typing import assert_type

import numpy

from inferloom import (
    AsyncInferenceClient,
    AsyncJob,
    AsyncStream,
    ChatCompletionOutput,
    ChatCompletionStreamOutput,
    ImageClassificationOutputElement,
    InferenceClient,
    Job,
    RawResponse,
    Stream,
    TextGenerationOutput,
)
from inferloom.capabilities import Groq, Together
from inferloom_runtime.results import ArrayResult, BytesResult, ImageResult, ListResult, TextResult


def of_tasks(client: InferenceClient) -> None:
    assert_type(client.text_to_image("A fox."), ImageResult)
    assert_type(client.text_to_speech("A fox."), BytesResult)
    assert_type(client.feature_extraction("A fox."), ArrayResult[numpy.float32])
    assert_type(client.image_classification("fox.png"), ListResult[ImageClassificationOutputElement])
    assert_type(client.image_classification("fox.png")[0].label, str)
    assert_type(client.image_classification("fox.png")[0].score, float)


def of_streams(client: InferenceClient[Groq], generating: InferenceClient[Together], streamed: bool) -> None:
    assert_type(client.chat_completion([]), ChatCompletionOutput)
    assert_type(client.chat_completion([], stream=True), Stream[ChatCompletionStreamOutput])
    assert_type(client.chat_completion([], stream=streamed), ChatCompletionOutput | Stream[ChatCompletionStreamOutput])
    assert_type(client.chat.completions.create([]), ChatCompletionOutput)
    assert_type(client.chat.completions.create([], stream=True), Stream[ChatCompletionStreamOutput])
    assert_type(generating.text_generation("Once"), TextResult)
    assert_type(generating.text_generation("Once", details=True), TextGenerationOutput)
    assert_type(generating.text_generation("Once", stream=True), Stream[str])
    for chunk in client.chat_completion([], stream=True):
        for call in chunk.choices[0].delta.tool_calls or []:
            if call.function is not None:
                assert_type(call.function.arguments, str | None)
        assert_type(chunk.choices[0].delta.content, str | None)


def of_namespaces(client: InferenceClient[Together]) -> None:
    assert_type(client.submit.text_to_image("A fox."), Job[ImageResult])
    assert_type(client.submit.text_to_image("A fox.").result(), ImageResult)
    assert_type(client.with_raw_response.text_to_image("A fox."), RawResponse[ImageResult])
    assert_type(client.with_raw_response.text_to_image("A fox.").parse(), ImageResult)


async def of_the_async_client(client: AsyncInferenceClient[Together]) -> None:
    assert_type(await client.text_to_image("A fox."), ImageResult)
    assert_type(await client.chat_completion([]), ChatCompletionOutput)
    assert_type(await client.chat_completion([], stream=True), AsyncStream[ChatCompletionStreamOutput])
    async for chunk in await client.chat.completions.create([], stream=True):
        assert_type(chunk, ChatCompletionStreamOutput)
    assert_type(await client.submit.text_to_image("A fox."), AsyncJob[ImageResult])
    assert_type(await (await client.submit.text_to_image("A fox.")).result(), ImageResult)
