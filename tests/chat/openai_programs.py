"""What an application written against OpenAI's client does with it, and the server that it talks to.

Each program takes a client and gives what an application would go on with. Nothing here says whose client it is, and
nothing but the standard library is imported.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from typing import Any

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAF0lEQVR4nGNk+M8g8oYdglgCNshg5wAA8+QMgJ8AXmkAAAAASUVORK5CYII="
)
MESSAGES = [
    {"role": "developer", "content": "Talk like a pirate."},
    {"role": "user", "content": "How does one look up a word in a dict?"},
]
TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Look up the weather.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


@dataclasses.dataclass
class Reply:
    """An answer of the server's."""

    status: int
    kind: str
    body: bytes


def answer(path: str, body: dict[str, Any], asked: int) -> Reply:
    """Answer a request.

    Args:
        path: Its path.
        body: Its JSON; empty where it has none.
        asked: How many requests came before it.
    """
    said = json.dumps(body.get("messages", ""))
    if "status " in said:
        status = int(said.partition("status ")[2][:3])
        if not ("once" in said and asked):
            return _json({"error": {"message": "as you wish", "type": "x", "param": None, "code": None}}, status)
    if path.endswith("/chat/completions"):
        return _stream(_chunks(body)) if body.get("stream") else _json(_completion(body))
    if path.endswith("/completions"):
        texts = [
            {"index": 0, "text": " upon", "finish_reason": None},
            {"index": 0, "text": "", "finish_reason": "stop"},
        ]
        head = {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m"}
        if body.get("stream"):
            return _stream([{**head, "choices": [text]} for text in texts])
        return _json({**head, "choices": [{**texts[1], "text": " upon a time", "logprobs": None}]})
    if path.endswith("/embeddings"):
        vector: Any = [0.5, -1.0]
        if body.get("encoding_format") == "base64":
            vector = "AAAAPwAAgL8="  # the same two numbers, as 32-bit floats
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        row = {"object": "embedding", "index": 0, "embedding": vector}
        return _json({"object": "list", "data": [row], "model": "m", "usage": usage})
    models = [{"id": name, "object": "model", "created": 1, "owned_by": "acme"} for name in ("m1", "m2")]
    return _json({"object": "list", "data": models})


def _json(value: Any, status: int = 200) -> Reply:
    return Reply(status, "application/json", json.dumps(value).encode())


def _stream(chunks: list[dict[str, Any]]) -> Reply:
    text = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"
    return Reply(200, "text/event-stream", text.encode())


_USAGE = {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}


def _completion(body: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": "Aye, by its key."}
    finish = "stop"
    form = body.get("response_format", {}).get("type")
    if form:
        message["content"] = '{"title": "Emma", "year": 1815}'
    elif body.get("tools") and body["messages"][-1]["role"] != "tool":
        function = {"name": "weather", "arguments": '{"city": "Paris"}'}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
        }
        finish = "tool_calls"
    choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
    return {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": _USAGE}


def _chunks(body: dict[str, Any]) -> list[dict[str, Any]]:
    message = _completion(body)["choices"][0]["message"]
    deltas: list[dict[str, Any]] = [{"role": "assistant"}]
    if message["content"]:
        text = message["content"]
        deltas += [{"content": text[at : at + 6]} for at in range(0, len(text), 6)]
    for call in message.get("tool_calls", ()):
        deltas.append({"tool_calls": [{"index": 0, **call, "function": {"name": "weather", "arguments": ""}}]})
        deltas += [
            {"tool_calls": [{"index": 0, "function": {"arguments": part}}]} for part in ('{"city": ', '"Paris"}')
        ]
    choices: list[tuple[dict[str, Any], str | None]] = [(delta, None) for delta in deltas]
    choices.append(({}, "tool_calls" if message.get("tool_calls") else "stop"))
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    chunks = [{**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]} for delta, finish in choices]
    if body.get("stream_options", {}).get("include_usage"):
        chunks.append({**head, "choices": [], "usage": _USAGE})
    return chunks


# Programs


def text(client: Any) -> Any:
    completion = client.chat.completions.create(model="gpt-5.5", messages=MESSAGES)
    choice = completion.choices[0]
    return [choice.message.content, choice.message.role, choice.finish_reason, completion.usage.total_tokens]


def settings(client: Any) -> Any:
    completion = client.chat.completions.create(
        model="gpt-5.5",
        messages=MESSAGES,
        temperature=0.2,
        top_p=0.9,
        max_completion_tokens=64,
        n=1,
        seed=7,
        stop=["END"],
        presence_penalty=0.5,
        frequency_penalty=-0.5,
        logit_bias={"50256": -100},
        logprobs=True,
        top_logprobs=2,
        user="u1",
        reasoning_effort="low",
        metadata={"team": "a"},
        service_tier="auto",
        store=False,
        prediction={"type": "content", "content": "Aye"},
        parallel_tool_calls=False,
        verbosity="low",
        prompt_cache_key="k",
        safety_identifier="s",
        extra_body={"top_k": 5},
    )
    return completion.id


def stream(client: Any) -> Any:
    pieces = client.chat.completions.create(model="gpt-5.5", messages=MESSAGES, stream=True)
    return [piece.choices[0].delta.content or "" for piece in pieces]


def stream_with_usage(client: Any) -> Any:
    pieces = client.chat.completions.create(
        model="gpt-5.5", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    )
    return [piece.usage.total_tokens if piece.usage else len(piece.choices) for piece in pieces]


def picture_by_url(client: Any) -> Any:
    return _looked_at(client, "https://example.org/picture.jpg")


def picture_in_base64(client: Any) -> Any:
    return _looked_at(client, "data:image/png;base64," + base64.b64encode(PNG).decode())


def _looked_at(client: Any, url: str) -> Any:
    content = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": url}}]
    completion = client.chat.completions.create(model="gpt-5.5", messages=[{"role": "user", "content": content}])
    return completion.choices[0].message.content


def json_object(client: Any) -> Any:
    completion = client.chat.completions.create(
        model="gpt-5.5", messages=MESSAGES, response_format={"type": "json_object"}
    )
    return json.loads(completion.choices[0].message.content)


def tools(client: Any) -> Any:
    messages: list[Any] = [{"role": "user", "content": "What is the weather in Paris?"}]
    completion = client.chat.completions.create(model="gpt-5.5", messages=messages, tools=[TOOL], tool_choice="auto")
    call = completion.choices[0].message.tool_calls[0]
    messages.append(completion.choices[0].message)
    messages.append({"role": "tool", "tool_call_id": call.id, "content": "sunny"})
    last = client.chat.completions.create(model="gpt-5.5", messages=messages, tools=[TOOL])
    return [call.function.name, json.loads(call.function.arguments), last.choices[0].message.content]


def options(client: Any) -> Any:
    patient = client.with_options(max_retries=1, timeout=5.0)
    messages = [{"role": "user", "content": "status 500 once"}]
    return patient.chat.completions.create(model="gpt-5.5", messages=messages).choices[0].message.content


def events(client: Any) -> Any:
    told: list[Any] = []
    with client.chat.completions.stream(model="gpt-5.5", messages=MESSAGES) as running:
        for event in running:
            if event.type == "content.delta":
                told.append([event.type, event.delta, event.snapshot])
            elif event.type == "content.done":
                told.append([event.type, event.content])
        last = running.get_final_completion()
    return [told, last.choices[0].message.content, last.choices[0].finish_reason]


def events_of_tools(client: Any) -> Any:
    told: list[Any] = []
    with client.chat.completions.stream(model="gpt-5.5", messages=MESSAGES, tools=[TOOL]) as running:
        for event in running:
            if event.type == "tool_calls.function.arguments.delta":
                told.append([event.type, event.index, event.name, event.arguments, event.arguments_delta])
            elif event.type == "tool_calls.function.arguments.done":
                told.append([event.type, event.index, event.name, event.arguments])
        last = running.get_final_completion()
    call = last.choices[0].message.tool_calls[0]
    return [told, call.id, call.function.name, call.function.arguments]


def embeddings(client: Any) -> Any:
    made = client.embeddings.create(model="e", input="a text", encoding_format="float", dimensions=2)
    return [made.data[0].embedding, made.data[0].index, made.usage.total_tokens]


def completions(client: Any) -> Any:
    made = client.completions.create(model="t", prompt="Once", max_tokens=5, stop="!")
    return [made.choices[0].text, made.choices[0].finish_reason]


def completions_streamed(client: Any) -> Any:
    return [
        piece.choices[0].text for piece in client.completions.create(model="t", prompt=["Once", "Twice"], stream=True)
    ]


def models(client: Any) -> Any:
    return [[model.id for model in client.models.list()], client.models.list().data[0].owned_by]


def refused(status: int) -> Any:
    """A program that is refused with a status."""

    def program(client: Any) -> Any:
        messages = [{"role": "user", "content": f"status {status}"}]
        try:
            client.with_options(max_retries=0).chat.completions.create(model="gpt-5.5", messages=messages)
        except Exception as error:
            return [type(error).__name__, error.status_code]  # type: ignore[attr-defined]
        return None

    return program


STATUSES = (400, 401, 403, 404, 422, 429, 500, 503)
PROGRAMS: dict[str, Any] = {
    **{
        program.__name__: program
        for program in (
            text, settings, stream, stream_with_usage, picture_by_url, picture_in_base64, json_object, tools, options,
            events, events_of_tools, embeddings, completions, completions_streamed, models,
        )
    },
    **{f"refused_{status}": refused(status) for status in STATUSES},
}  # fmt: skip


def book_of(pydantic: Any) -> Any:
    """The type that answers are read as."""
    return pydantic.create_model("Book", title=(str, ...), year=(int, ...))


def parse(client: Any, book: Any) -> Any:
    completion = client.chat.completions.parse(model="gpt-5.5", messages=MESSAGES, response_format=book)
    message = completion.choices[0].message
    return [type(message.parsed).__name__, message.parsed.title, message.parsed.year, message.content]


def events_of_a_type(client: Any, book: Any) -> Any:
    with client.chat.completions.stream(model="gpt-5.5", messages=MESSAGES, response_format=book) as running:
        grown = [event.parsed for event in running if event.type == "content.delta"]
        last = running.get_final_completion()
    # How much of a text that is still being written is shown is each client's own affair.
    return [[each for each in grown if each.get("title") == "Emma"], last.choices[0].message.parsed.title]


TYPED: dict[str, Any] = {"parse": parse, "events_of_a_type": events_of_a_type}


async def text_async(client: Any) -> Any:
    completion = await client.chat.completions.create(model="gpt-5.5", messages=MESSAGES)
    return completion.choices[0].message.content


async def stream_async(client: Any) -> Any:
    pieces = await client.chat.completions.create(model="gpt-5.5", messages=MESSAGES, stream=True)
    return [piece.choices[0].delta.content or "" async for piece in pieces]


async def options_async(client: Any) -> Any:
    patient = client.with_options(max_retries=1, timeout=5.0)
    messages = [{"role": "user", "content": "status 500 once"}]
    return (await patient.chat.completions.create(model="gpt-5.5", messages=messages)).choices[0].message.content


async def events_async(client: Any) -> Any:
    async with client.chat.completions.stream(model="gpt-5.5", messages=MESSAGES) as running:
        told = [event.delta async for event in running if event.type == "content.delta"]
        last = await running.get_final_completion()
    return [told, last.choices[0].message.content]


async def parse_async(client: Any, book: Any) -> Any:
    completion = await client.chat.completions.parse(model="gpt-5.5", messages=MESSAGES, response_format=book)
    return [completion.choices[0].message.parsed.title, completion.choices[0].message.parsed.year]


async def embeddings_async(client: Any) -> Any:
    made = await client.embeddings.create(model="e", input=["a", "b"], encoding_format="float")
    return made.data[0].embedding


async def completions_async(client: Any) -> Any:
    return (await client.completions.create(model="t", prompt="Once")).choices[0].text


ASYNC: dict[str, Any] = {
    program.__name__: program
    for program in (text_async, stream_async, options_async, events_async, embeddings_async, completions_async)
}
ASYNC_TYPED: dict[str, Any] = {"parse_async": parse_async}
