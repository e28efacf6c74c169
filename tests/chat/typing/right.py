"""What type checkers know of conversations. Checked, never run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict, assert_type

from pydantic import BaseModel, TypeAdapter

from inferloom import AsyncInferenceClient, AsyncStream, InferenceClient, Stream
from inferloom.chat import ChatStream, ParsedChatCompletion, ToolRun, ToolStream
from inferloom.types import ChatCompletionOutput, ChatCompletionOutputMessage, ChatCompletionStreamOutput


class Book(BaseModel):
    title: str


@dataclass
class Point:
    x: int


class Pair(TypedDict):
    left: str


def weather(city: str) -> str:
    """Look up the weather."""
    return city


async def slow_weather(city: str) -> str:
    """Look up the weather."""
    return city


def of_the_sync_client(client: InferenceClient) -> None:
    chat = client.chat.completions
    assert_type(chat.create(messages="Hi"), ChatCompletionOutput)
    assert_type(chat.create(messages="Hi", stream=False), ChatCompletionOutput)
    assert_type(chat.create(messages="Hi", stream=True), Stream[ChatCompletionStreamOutput])
    assert_type(client.chat_completion("Hi"), ChatCompletionOutput)

    answer = chat.create(
        model="m",
        messages=[
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": Path("a.png")}}]},
        ],
        response_format={"type": "json_object"},
        tools=[{"type": "function", "function": {"name": "weather"}}, weather],
        tool_choice={"type": "function", "function": {"name": "weather"}},
    )
    chat.create(messages=[{"role": "user", "content": "Hi"}, answer.choices[0].message])

    book = chat.parse("Hi", response_format=Book)
    assert_type(book, ParsedChatCompletion[Book])
    assert_type(book.choices[0].message.parsed, Book | None)
    assert_type(book.choices[0].message.content, str | None)
    assert_type(chat.parse("Hi", response_format=Point).choices[0].message.parsed, Point | None)
    assert_type(chat.parse("Hi", response_format=Pair).choices[0].message.parsed, Pair | None)
    assert_type(chat.parse("Hi", response_format=list[Book]).choices[0].message.parsed, list[Book] | None)
    either: TypeAdapter[Book | Point] = TypeAdapter(Book | Point)
    assert_type(chat.parse("Hi", response_format=either).choices[0].message.parsed, Book | Point | None)
    plain: ChatCompletionOutput = book
    print(plain)

    with chat.stream("Hi", response_format=Book) as stream:
        assert_type(stream, ChatStream[ParsedChatCompletion[Book], ChatCompletionStreamOutput, Book])
        for event in stream:
            if event.type == "chunk":
                assert_type(event.chunk, ChatCompletionStreamOutput)
            elif event.type == "content.delta":
                assert_type(event.delta, str)
            elif event.type == "content.done":
                assert_type(event.parsed, Book | None)
            elif event.type == "tool_calls.function.arguments.done":
                assert_type(event.arguments, str)
            elif event.type == "usage":
                assert_type(event.total_tokens, int)
        for piece in stream.text:
            assert_type(piece, str)
        assert_type(stream.get_final_completion().choices[0].message.parsed, Book | None)
    with chat.stream("Hi") as untyped:
        assert_type(untyped.get_final_completion(), ChatCompletionOutput)

    run = chat.run_tools("Hi", tools=[weather])
    assert_type(run, ToolRun[ChatCompletionOutput, ChatCompletionOutputMessage])
    assert_type(run.completion, ChatCompletionOutput)
    assert_type(run.message.content, str | None)
    assert_type(run.turns, list[ChatCompletionOutput])
    assert_type(run.messages, list[Any])
    with chat.run_tools("Hi", tools=[weather], stream=True) as turns:
        assert_type(turns, ToolStream[ChatCompletionOutput, ChatCompletionStreamOutput, ChatCompletionOutputMessage])
        for told in turns:
            if told.type == "tool_result":
                assert_type(told.failed, bool)
        assert_type(turns.get_result().text, str)


async def of_the_async_client(client: AsyncInferenceClient) -> None:
    chat = client.chat.completions
    assert_type(await chat.create(messages="Hi"), ChatCompletionOutput)
    assert_type(await chat.create(messages="Hi", stream=True), AsyncStream[ChatCompletionStreamOutput])
    assert_type((await chat.parse("Hi", response_format=Book)).choices[0].message.parsed, Book | None)
    async with chat.stream("Hi", response_format=Point) as stream:
        async for event in stream:
            if event.type == "content.done":
                assert_type(event.parsed, Point | None)
        assert_type((await stream.get_final_completion()).choices[0].message.parsed, Point | None)
    run = await chat.run_tools("Hi", tools=[weather, slow_weather])
    assert_type(run.completion, ChatCompletionOutput)
    async with await chat.run_tools("Hi", tools=[slow_weather], stream=True) as turns:
        assert_type((await turns.get_result()).reason == "answer", bool)
