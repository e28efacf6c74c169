"""Mistakes that a type checker finds before anything is sent: each on a line that says so. Checked, never run."""

from pydantic import BaseModel

from inferloom import AsyncInferenceClient, InferenceClient


class Book(BaseModel):
    title: str


def of_the_sync_client(client: InferenceClient) -> None:
    chat = client.chat.completions
    chat.create(messages=5)  # wrong
    chat.create(messages=[5])  # wrong
    chat.create(message="Hi")  # wrong
    chat.create(messages="Hi", temperature="hot")  # wrong
    print(chat.create(messages="Hi", stream=True).choices)  # wrong
    chat.create(messages="Hi", tools=["weather"])  # wrong
    chat.parse("Hi")  # wrong
    chat.parse("Hi", response_format=Book(title="Emma"))  # wrong
    chat.parse("Hi", response_format={"type": "json_object"})  # wrong
    chat.parse("Hi", response_format=Book, stream=True)  # wrong
    print(chat.parse("Hi", response_format=Book).choices[0].message.parsed.title)  # wrong
    found = chat.parse("Hi", response_format=Book).choices[0].message.parsed
    if found is not None:
        print(found.titel)  # wrong
    with chat.stream("Hi") as stream:
        for event in stream:
            print(event.delta)  # wrong
            if event.type == "content.delta":
                print(event.arguments)  # wrong
            if event.type == "content.dleta":  # wrong
                pass
    chat.run_tools("Hi")  # wrong
    chat.run_tools("Hi", tools=[], max_turns="3")  # wrong
    chat.run_tools("Hi", tools=[]).get_result()  # wrong
    print(chat.run_tools("Hi", tools=[], stream=True).completion)  # wrong


async def of_the_async_client(client: AsyncInferenceClient) -> None:
    chat = client.chat.completions
    print(chat.parse("Hi", response_format=Book).choices)  # wrong
    with chat.stream("Hi"):  # wrong
        pass
