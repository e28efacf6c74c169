"""Calls for text: chats, streams, text generation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from . import answers
from .answers import FILES, Json, Script, events, posted, served
from .call import OWN_KEY, ROUTER_KEY, client_of, hub_says, make_case, model_of, routes_of
from .offers import MESSAGES, OFFERS, SCHEMA, TOOL


def chats() -> Iterator[Json]:
    """Chat: what every provider is asked in the same words."""
    task = "conversational"
    chats = [(peer, name) for peer, has in OFFERS.items() for name, tasks in has.items() if task in tasks]
    for peer, provider in [*chats, ("new", "auto"), ("new", "endpoint")]:
        known = hub_says(provider, task)
        for route, key in routes_of(provider).items():
            client = client_of(provider, task, key)
            if provider == "auto":
                yield make_case(provider, task, "no parameters", served(provider, task), client=client)
            for name, (messages, keywords, answer) in _chat_variants(provider).items():
                yield make_case(
                    provider,
                    task,
                    f"{name}, {route}",
                    [*known, posted(answer)],
                    client=client,
                    arguments=[messages],
                    keywords=keywords,
                    peer=peer,
                )
        yield make_case(
            provider,
            task,
            "chat.completions.create",
            [*known, *served(provider, task)],
            client=client_of(provider, task, ROUTER_KEY if provider == "auto" else OWN_KEY),
            arguments=[],
            keywords={"messages": MESSAGES, "max_tokens": 5},
            method="chat.completions.create",
            peer=peer,
        )


def _chat_variants(provider: str) -> dict[str, tuple[list[Any], Json, Json]]:
    """Name -> the messages, the keywords, the answer."""
    said = {"json": answers.completion(provider)}
    called = {"json": answers.completion(provider, content=None, tool_calls=answers.CALLS)}
    chosen = {"type": "function", "function": {"name": "tide"}}
    schema = {"name": "tides", "schema": SCHEMA, "strict": True}
    talk = [
        {"role": "system", "content": "Be brief."},
        *MESSAGES,
        {"role": "assistant", "content": "", "tool_calls": answers.CALLS},
        {"role": "tool", "tool_call_id": "call-1", "content": "12 m"},
    ]
    seen: list[Json] = [
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is this?"},
                {"type": "image_url", "image_url": {"url": f"{FILES}/harbour.png"}},
            ],
        }
    ]
    null = [*MESSAGES, {"role": "assistant", "content": None, "tool_calls": answers.CALLS}, talk[-1]]
    usage = {"stream": True, "stream_options": {"include_usage": True}}
    logprobs = {"json": answers.completion(provider)}
    logprobs["json"]["choices"][0]["logprobs"] = answers.LOGPROBS
    return {
        "tools": (MESSAGES, {"tools": [TOOL], "tool_choice": "auto"}, called),
        "a tool chosen": (MESSAGES, {"tools": [TOOL], "tool_choice": chosen}, called),
        "tool results": (talk, {"tools": [TOOL]}, said),
        "null in a message": (null, {}, said),
        "a picture": (seen, {"max_tokens": 5}, said),
        "json_schema": (MESSAGES, {"response_format": {"type": "json_schema", "json_schema": schema}}, said),
        "json_schema, not strict": (
            MESSAGES,
            {"response_format": {"type": "json_schema", "json_schema": {"name": "tides", "schema": SCHEMA}}},
            said,
        ),
        "text format": (MESSAGES, {"response_format": {"type": "text"}}, said),
        "logprobs": (MESSAGES, {"logprobs": True, "top_logprobs": 1}, logprobs),
        "extra_body": (MESSAGES, {"max_tokens": 5, "extra_body": {"min_p": 0.25, "thinking": {"type": "off"}}}, said),
        "extra_body over a parameter": (MESSAGES, {"max_tokens": 5, "extra_body": {"max_tokens": 6}}, said),
        "model in extra_body": (MESSAGES, {"extra_body": {"model": "acme/other"}}, said),
        "stream": (MESSAGES, {"stream": True}, events(answers.chunks(provider))),
        "stream with usage": (MESSAGES, usage, events(answers.chunks(provider, usage=True))),
        "stream of a tool call": (MESSAGES, {"stream": True, "tools": [TOOL]}, events(answers.chunks(tools=True))),
        "stream without an end mark": (MESSAGES, {"stream": True}, events(answers.chunks(provider), done=False)),
    }


def streams() -> Iterator[Json]:
    """Streams that end otherwise, or are written otherwise."""
    task, provider = "conversational", "together"
    client = client_of(provider, task, OWN_KEY)
    made = [f"data: {json.dumps(chunk)}" for chunk in answers.chunks()]
    streams: dict[str, Json] = {
        "no space after the colon": {"pieces": [item.replace("data: ", "data:", 1) + "\n\n" for item in made]},
        "carriage returns": {"pieces": [item + "\r\n\r\n" for item in made] + ["data: [DONE]\r\n\r\n"]},
        "comments": {"pieces": [": ping\n\n", *(item + "\n\n" for item in made), "data: [DONE]\n\n"]},
        "cut anywhere": {"pieces": list("".join(item + "\n\n" for item in made) + "data: [DONE]\n\n")},
        "[DONE] without a space": {"pieces": [*(item + "\n\n" for item in made), "data:[DONE]\n\n"]},
        "event names and ids": {"pieces": [f"event: message\nid: {at}\n{item}\n\n" for at, item in enumerate(made)]},
        "an error in the middle": {
            "pieces": [made[0] + "\n\n", 'data: {"error": "The model fell over.", "error_type": "generation"}\n\n'],
        },
        "an error object": {
            "pieces": [made[0] + "\n\n", 'data: {"error": {"message": "The model fell over.", "code": 500}}\n\n'],
        },
        "a line separator in a text": {
            "pieces": [made[0].replace('"content": ""', '"content": "a\u2028b"') + "\n\n", "data: [DONE]\n\n"],
        },
    }
    for name, answer in streams.items():
        script = [*hub_says(provider, task), posted(answer)]
        yield make_case(provider, task, f"stream: {name}", script, client=client, keywords={"stream": True})


def generations() -> Iterator[Json]:
    """Text generation with details, and streamed."""
    task = "text-generation"
    places = [(peer, name) for peer, has in OFFERS.items() for name, tasks in has.items() if task in tasks]
    for peer, provider in [*places, ("new", "endpoint")]:
        known = hub_says(provider, task)
        plain = served(provider, task)
        tgi = provider in {"hf-inference", "endpoint"}
        pieces = answers.TOKENS if tgi else answers.chunks() if provider == "hyperbolic" else answers.text_chunks()
        streamed = [posted(events(pieces, done=not tgi))]
        variants: dict[str, tuple[Json, Script]] = {
            "details": ({"details": True}, plain),
            "details false": ({"details": False}, plain),
            "details of the prompt": ({"details": True, "decoder_input_details": True}, plain),
            "details of the prompt alone": ({"decoder_input_details": True}, plain),
            "stream false": ({"stream": False}, plain),
            "stream": ({"stream": True, "max_new_tokens": 5}, streamed),
            "stream with details": ({"stream": True, "details": True, "max_new_tokens": 5}, streamed),
        }
        for name, (keywords, script) in variants.items():
            client = client_of(provider, task, OWN_KEY)
            yield make_case(provider, task, name, [*known, *script], client=client, keywords=keywords, peer=peer)
    words = "The following `model_kwargs` are not used by the model: ['watermark', 'details'] (note: typos)"
    unused = {"status": 400, "json": {"error": words}}
    known = hub_says("hf-inference", task)
    again = [*known, posted(unused, {"json": answers.GENERATED})]
    yield make_case(
        "hf-inference",
        task,
        "unused model_kwargs",
        again,
        client=client_of("hf-inference", task, ROUTER_KEY),
        keywords={"watermark": True, "max_new_tokens": 5},
    )
    yield make_case(
        "hf-inference",
        task,
        "unused model_kwargs, model in the call",
        again,
        client={"provider": "hf-inference", "token": ROUTER_KEY},
        keywords={"watermark": True, "max_new_tokens": 5, "model": model_of("hf-inference", task)},
    )
    yield make_case(
        "endpoint",
        task,
        "an object instead of a list",
        [posted({"json": answers.GENERATED[0]})],
        client=client_of("endpoint", task),
    )
    for kind in ("generation", "incomplete_generation", "overloaded", "validation", "unheard_of"):
        status = {"validation": 422, "overloaded": 429}.get(kind, 424)
        body: Json = {"error": "The words of the server.", "error_type": kind}
        yield make_case(
            "endpoint",
            task,
            f"error_type {kind}",
            [posted({"status": status, "json": body})],
            client=client_of("endpoint", task),
            status=status,
            words="The words of the server.",
        )
        yield make_case(
            "endpoint",
            task,
            f"error_type {kind} in a stream",
            [posted(events([answers.TOKENS[0], body], done=False))],
            client=client_of("endpoint", task),
            keywords={"stream": True},
        )
