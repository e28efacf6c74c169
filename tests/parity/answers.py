"""What the servers of the parity run say: the Hub, and every provider for every task, as scripts for `record.World`."""

from __future__ import annotations

import json
import re
from typing import Any

Json = dict[str, Any]
Script = list[Json]

HUB = "https://huggingface.co"
FILES = "https://files.example.com"
"""Where the servers put their results."""

TEXT = "The tide comes in twice a day."
USAGE: Json = {"prompt_tokens": 9, "completion_tokens": 8, "total_tokens": 17}
VECTORS = [[0.25, -0.5, 1.0], [0.0, 0.125, -1.0]]


def when(method: str, url: str, *answers: Json) -> Json:
    """An entry of a script.

    Args:
        method: The HTTP method.
        url: The address; a `*` stands for anything.
        answers: The answers, in order.

    Returns:
        The entry.
    """
    return {"when": f"{method} {re.escape(url).replace(re.escape('*'), '.*')}", "answers": list(answers)}


def mapped(model: str, entries: Json | list[Json] | None) -> Json:
    """The Hub's answer to the question which providers serve a model.

    Args:
        model: The model's id.
        entries: What `inferenceProviderMapping` says; None leaves it out.

    Returns:
        The entry.
    """
    known: Json = {"id": model}
    if entries is not None:
        known["inferenceProviderMapping"] = entries
    return when("GET", f"{HUB}/api/models/{model}?expand=inferenceProviderMapping", {"json": known})


def described(model: str, tag: str | None, *tags: str) -> Json:
    """The Hub's description of a model.

    Args:
        model: The model's id.
        tag: Its pipeline tag.
        tags: Its other tags.

    Returns:
        The entry.
    """
    known: Json = {"id": model, "tags": list(tags)}
    if tag is not None:
        known["pipeline_tag"] = tag
    return when("GET", f"{HUB}/api/models/{model}", {"json": known})


def file(name: str, body: str, kind: str) -> Json:
    """A result to be downloaded.

    Args:
        name: The file's name.
        body: The sample that it is.
        kind: Its media type.

    Returns:
        The entry.
    """
    return when("GET", f"{FILES}/{name}", {"body": body, "type": kind})


def posted(*answers: Json) -> Json:
    """The answers to whatever is posted.

    Args:
        answers: The answers, in order.

    Returns:
        The entry.
    """
    return when("POST", "*", *answers)


def completion(provider: str = "", **message: Any) -> Json:
    """A chat answer.

    Args:
        provider: Adds what this provider is known to add.
        message: Fields of the message.

    Returns:
        JSON.
    """
    choice: Json = {
        "index": 0,
        "finish_reason": "tool_calls" if "tool_calls" in message else "stop",
        "message": {"role": "assistant", "content": TEXT, **message},
    }
    answer: Json = {
        "id": "chat-1",
        "object": "chat.completion",
        "created": 1760000000,
        "model": "the-model",
        "system_fingerprint": "fp-1",
        "choices": [choice],
        "usage": dict(USAGE),
    }
    if provider == "cerebras":
        answer["time_info"] = {"queue_time": 0.001, "total_time": 0.25}
    elif provider == "together":
        answer["prompt"] = []
        choice["seed"] = 42
    elif provider == "novita":
        choice["content_filter_results"] = {"hate": {"filtered": False}}
    elif provider == "nebius":
        choice["stop_reason"] = None
        choice["message"] |= {"refusal": None, "audio": None}
        answer["prompt_logprobs"] = None
    elif provider == "sambanova":
        answer["usage"] |= {"total_latency": 0.5, "is_last_response": True}
    elif provider == "groq":
        answer["x_groq"] = {"id": "req-1"}
        choice["message"]["reasoning"] = "The moon pulls."
    elif provider in {"deepinfra", "zai-org", "fireworks-ai"}:
        choice["message"]["reasoning_content"] = "The moon pulls."
        answer["usage"]["prompt_tokens_details"] = {"cached_tokens": 4}
    return answer


CALLS: list[Json] = [
    {"id": "call-1", "type": "function", "function": {"name": "tide", "arguments": '{"port": "Brest"}'}}
]
LOGPROBS: Json = {
    "content": [
        {
            "token": "The",
            "logprob": -0.25,
            "bytes": [84],
            "top_logprobs": [{"token": "A", "logprob": -2.5, "bytes": [65]}],
        }
    ]
}


def chunks(provider: str = "", *, usage: bool = False, tools: bool = False) -> list[Json]:
    """The chunks of a streamed chat answer.

    Args:
        provider: Adds what this provider is known to add.
        usage: Ends with a chunk without choices that counts the tokens.
        tools: The answer is a tool call, its arguments in two pieces.

    Returns:
        JSON, one for each event.
    """

    def chunk(delta: Json, finish: str | None = None) -> Json:
        made: Json = {
            "id": "chat-1",
            "object": "chat.completion.chunk",
            "created": 1760000000,
            "model": "the-model",
            "system_fingerprint": "fp-1",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        if provider == "together":
            made["choices"][0] |= {"text": delta.get("content", ""), "seed": None}
        return made

    if tools:
        call = {"index": 0, "id": "call-1", "type": "function", "function": {"name": "tide", "arguments": '{"port":'}}
        rest = {"index": 0, "function": {"arguments": ' "Brest"}'}}
        made = [
            chunk({"role": "assistant", "content": None, "tool_calls": [call]}),
            chunk({"tool_calls": [rest]}),
            chunk({}, "tool_calls"),
        ]
    else:
        made = [
            chunk({"role": "assistant", "content": ""}),
            chunk({"content": "The tide "}),
            chunk({"content": "comes in – twice."}),
            chunk({"content": ""}, "stop"),
        ]
    if usage:
        made.append(chunk({}) | {"choices": [], "usage": dict(USAGE)})
    return made


def events(items: list[Json], *, done: bool = True) -> Json:
    """A streamed answer.

    Args:
        items: One for each event.
        done: Ends with `[DONE]`.

    Returns:
        The answer.
    """
    pieces = [f"data: {json.dumps(item)}\n\n" for item in items]
    return {"pieces": pieces + (["data: [DONE]\n\n"] if done else [])}


DETAILS: Json = {
    "finish_reason": "length",
    "generated_tokens": 2,
    "seed": 7,
    "prefill": [{"id": 1, "text": "Once", "logprob": None}],
    "tokens": [
        {"id": 5, "text": " upon", "logprob": -0.5, "special": False},
        {"id": 6, "text": " a", "logprob": -0.25, "special": False},
    ],
}
GENERATED: list[Json] = [{"generated_text": " upon a", "details": DETAILS}]
TOKENS: list[Json] = [
    {
        "index": 1,
        "token": {"id": 5, "text": " upon", "logprob": -0.5, "special": False},
        "generated_text": None,
        "details": None,
    },
    {
        "index": 2,
        "token": {"id": 6, "text": " a", "logprob": -0.25, "special": False},
        "generated_text": " upon a",
        "details": {"finish_reason": "length", "generated_tokens": 2, "input_length": 1, "seed": 7},
    },
]  # fmt: skip


def text_completion() -> Json:
    """An answer of OpenAI's older completions route."""
    return {
        "id": "cmpl-1",
        "object": "text_completion",
        "created": 1760000000,
        "model": "the-model",
        "choices": [{"index": 0, "text": " upon a time", "finish_reason": "length", "seed": 7, "logprobs": None}],
        "usage": dict(USAGE),
    }


def text_chunks() -> list[Json]:
    """The chunks of the same, streamed."""
    return [
        {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "m", "choices": [choice]}
        for choice in (
            {"index": 0, "text": " upon", "finish_reason": None},
            {"index": 0, "text": " a time", "finish_reason": "length"},
        )
    ]


def _mask(label: str) -> Json:
    return {"score": 0.75, "label": label, "mask": {"$base64": "mask"}}


LABELS: list[Json] = [{"label": "tide", "score": 0.875}, {"label": "sand", "score": 0.125}]
BOXES: list[Json] = [{"score": 0.75, "label": "boat", "box": {"xmin": 1, "ymin": 2, "xmax": 30, "ymax": 40}}]
SPANS: list[Json] = [
    {"entity_group": "LOC", "score": 0.75, "word": "Brest", "start": 4, "end": 9},
    {"entity": "B-PER", "index": 3, "score": 0.5, "word": "Anne", "start": 12, "end": 16},
]
PICTURE: Json = {"body": "image", "type": "image/png"}
SOUND: Json = {"body": "audio", "type": "audio/wav"}

PIPELINES: dict[str, Json] = {
    "audio-classification": {"json": LABELS},
    "audio-to-audio": {"json": [{"label": "voice", "content-type": "audio/wav", "blob": {"$base64": "audio"}}]},
    "automatic-speech-recognition": {
        "json": {"text": TEXT, "chunks": [{"text": "The tide", "timestamp": [0.0, 0.5]}]},
    },
    "conversational": {"json": completion()},
    "document-question-answering": {"json": [{"answer": "12 m", "score": 0.75, "start": 3, "end": 4}]},
    "feature-extraction": {"json": VECTORS},
    "fill-mask": {"json": [{"score": 0.75, "token": 12, "token_str": "tide", "sequence": "the tide comes"}]},
    "image-classification": {"json": LABELS},
    "image-segmentation": {"json": [_mask("sea"), _mask("sky")]},
    "image-to-image": PICTURE,
    "image-to-text": {"json": [{"generated_text": "a harbour"}]},
    "object-detection": {"json": BOXES},
    "question-answering": {"json": {"answer": "twice", "score": 0.75, "start": 18, "end": 23}},
    "sentence-similarity": {"json": [0.75, 0.25]},
    "summarization": {"json": [{"summary_text": "Tides."}]},
    "table-question-answering": {
        "json": {"answer": "12", "coordinates": [[0, 1]], "cells": ["12"], "aggregator": "NONE"},
    },
    "tabular-classification": {"json": ["high", "low"]},
    "tabular-regression": {"json": [1.5, 2.5]},
    "text-classification": {"json": [LABELS]},
    "text-generation": {"json": GENERATED},
    "text-to-image": PICTURE,
    "text-to-speech": SOUND,
    "token-classification": {"json": SPANS},
    "translation": {"json": [{"translation_text": "La marée."}]},
    "visual-question-answering": {"json": [{"answer": "blue", "score": 0.75}]},
    "zero-shot-classification": {"json": LABELS},
    "zero-shot-image-classification": {"json": LABELS},
}
"""What hf-inference, and every endpoint of its kind, answers to a task."""


def served(provider: str, task: str) -> Script:
    """What a provider answers when all goes well.

    Args:
        provider: Its id.
        task: The Hub's name of the task.

    Returns:
        The entries for its POST and for all that follows it.
    """
    if task == "conversational":
        return [posted({"json": completion(provider)})]
    if provider in {"hf-inference", "endpoint"}:
        return [posted(PIPELINES[task])]
    if task == "text-generation":
        return [posted({"json": completion() if provider == "hyperbolic" else text_completion()})]
    if task == "feature-extraction":
        data = [{"object": "embedding", "index": at, "embedding": vector} for at, vector in enumerate(VECTORS)]
        return [posted({"json": {"object": "list", "model": "the-model", "data": data, "usage": dict(USAGE)}})]
    return _MAKERS[provider, task]()


_CLIP = file("clip.mp4", "video", "video/mp4")
_DRAWN = file("drawn.png", "image", "image/png")
_CUT = file("mask.png", "mask", "image/png")
_SPOKEN = file("spoken.wav", "audio", "audio/wav")
_VIDEO_URL = f"{FILES}/clip.mp4"
_IMAGE_URL = f"{FILES}/drawn.png"
_FAL_JOB = "https://queue.fal.run/fal-ai/models/requests/job-1"


def fal_job(result: Json, *states: str, first: str = "IN_QUEUE") -> Script:
    """A job on fal's queue.

    Args:
        result: What comes of it.
        states: What its status is, each time it is asked for.
        first: The status in the first answer.

    Returns:
        The entries.
    """
    ticket = {
        "request_id": "job-1",
        "status": first,
        "queue_position": 2,
        "response_url": _FAL_JOB,
        "status_url": f"{_FAL_JOB}/status",
        "cancel_url": f"{_FAL_JOB}/cancel",
    }
    asked = [{"json": {"status": state, "request_id": "job-1"}} for state in states]
    return [
        posted({"json": ticket}),
        when("GET", "*/requests/job-1/status*", *asked),
        when("GET", "*/requests/job-1*", {"json": result}),
    ]  # fmt: skip


_WAITING = ("IN_QUEUE", "IN_PROGRESS", "IN_PROGRESS", "COMPLETED")


def wavespeed_job(*states: str, url: str = "https://api.wavespeed.ai/api/v3/predictions/job-1/result") -> Script:
    """A job of WaveSpeed's.

    Args:
        states: What its status is, each time it is asked for.
        url: Where its first answer says to ask.

    Returns:
        The entries.
    """

    def state(name: str) -> Json:
        data: Json = {"id": "job-1", "status": name, "outputs": [_IMAGE_URL] if name == "completed" else []}
        data["error"] = "The prompt was refused." if name == "failed" else ""
        data["urls"] = {"get": url}
        return {"json": {"code": 200, "message": "success", "data": data}}

    return [posted(state("created")), when("GET", "*/predictions/job-1/result", *map(state, states)), _DRAWN]


def together_job(*states: str | None, first: str | None = "queued") -> Script:
    """A job for Together's video route.

    Args:
        states: What its status is, each time it is asked for; None leaves it out.
        first: The status in the first answer.

    Returns:
        The entries.
    """

    def state(name: str | None) -> Json:
        job: Json = {"id": "job-1", "model": "the-model"}
        if name is not None:
            job["status"] = name
        if name == "completed":
            job["outputs"] = {"cost": 0.25, "video_url": _VIDEO_URL}
        if name == "failed":
            job["error"] = {"code": "moderated", "message": "The prompt was refused."}
        return {"json": job}

    return [posted(state(first)), when("GET", "*/v2/videos/job-1", *map(state, states)), _CLIP]


def zai_job(*states: str, first: str = "PROCESSING") -> Script:
    """A job of Z.ai's.

    Args:
        states: What its status is, each time it is asked for.
        first: The status in the first answer.

    Returns:
        The entries.
    """

    def state(name: str) -> Json:
        job: Json = {"id": "job-1", "request_id": "r-1", "model": "the-model", "task_status": name}
        if name == "SUCCESS":
            job["image_result"] = [{"url": _IMAGE_URL}]
        return {"json": job}

    return [posted(state(first)), when("GET", "*/api/paas/v4/async-result/job-1", *map(state, states)), _DRAWN]


def flux_job(*states: str, host: str = "api.us1.bfl.ai") -> Script:
    """A job of Black Forest Labs'.

    Args:
        states: What its status is, each time it is asked for.
        host: Where its first answer says to ask.

    Returns:
        The entries.
    """

    def state(name: str) -> Json:
        return {"json": {"id": "job-1", "status": name, "result": {"sample": _IMAGE_URL} if name == "Ready" else None}}

    ticket = {"id": "job-1", "polling_url": f"https://{host}/v1/get_result?id=job-1"}
    return [posted({"json": ticket}), when("GET", "*/v1/get_result?id=job-1", *map(state, states)), _DRAWN]


def replicate(output: Any, *files: Json) -> Script:
    """A prediction of Replicate's, done within the first request.

    Args:
        output: What it puts out.
        files: Entries for what is downloaded.

    Returns:
        The entries.
    """
    urls = {
        "get": "https://api.replicate.com/v1/predictions/job-1",
        "cancel": "https://api.replicate.com/v1/predictions/job-1/cancel",
    }
    status = "processing" if output is None else "succeeded"
    job = {"id": "job-1", "model": "the-model", "status": status, "output": output, "error": None, "urls": urls}
    return [posted({"json": job}), *files]


def _base64_images(key: str, name: str) -> Script:
    return [posted({"json": {"id": "i-1", key: [{"index": 0, name: {"$base64": "image"}}]}})]


_MAKERS: dict[tuple[str, str], Any] = {
    ("black-forest-labs", "text-to-image"): lambda: flux_job("Pending", "Pending", "Ready"),
    ("deepinfra", "automatic-speech-recognition"): lambda: [
        posted(
            {"json": {"text": TEXT, "language": "en", "segments": [{"id": 0, "start": 0, "end": 1.5, "text": TEXT}]}}
        )
    ],
    ("deepinfra", "text-to-speech"): lambda: [posted(SOUND)],
    ("fal-ai", "automatic-speech-recognition"): lambda: [
        posted(
            {"json": {"text": TEXT, "chunks": [{"text": TEXT, "timestamp": [0, 1.5]}], "inferred_languages": ["en"]}}
        )
    ],
    ("fal-ai", "image-segmentation"): lambda: [*fal_job({"image": {"url": f"{FILES}/mask.png"}}, *_WAITING), _CUT],
    ("fal-ai", "image-to-image"): lambda: [*fal_job({"images": [{"url": _IMAGE_URL}], "seed": 1}, *_WAITING), _DRAWN],
    ("fal-ai", "image-to-video"): lambda: [*fal_job({"video": {"url": _VIDEO_URL}}, *_WAITING), _CLIP],
    ("fal-ai", "text-to-image"): lambda: [
        posted({"json": {"images": [{"url": _IMAGE_URL, "width": 4, "height": 3}], "seed": 1}}),
        _DRAWN,
    ],
    ("fal-ai", "text-to-speech"): lambda: [
        posted({"json": {"audio": {"url": f"{FILES}/spoken.wav", "content_type": "audio/wav"}}}),
        _SPOKEN,
    ],
    ("fal-ai", "text-to-video"): lambda: [*fal_job({"video": {"url": _VIDEO_URL}}, *_WAITING), _CLIP],
    ("hyperbolic", "text-to-image"): lambda: _base64_images("images", "image"),
    ("nebius", "text-to-image"): lambda: _base64_images("data", "b64_json"),
    ("novita", "text-to-video"): lambda: [posted({"json": {"video": {"video_url": _VIDEO_URL}}}), _CLIP],
    ("nscale", "text-to-image"): lambda: _base64_images("data", "b64_json"),
    ("replicate", "automatic-speech-recognition"): lambda: replicate({"transcription": TEXT, "segments": []}),
    ("replicate", "image-to-image"): lambda: replicate(_IMAGE_URL, _DRAWN),
    ("replicate", "text-to-image"): lambda: replicate([_IMAGE_URL], _DRAWN),
    ("replicate", "text-to-speech"): lambda: replicate(f"{FILES}/spoken.wav", _SPOKEN),
    ("replicate", "text-to-video"): lambda: replicate([_VIDEO_URL], _CLIP),
    ("together", "image-to-image"): lambda: _base64_images("data", "b64_json"),
    ("together", "image-to-video"): lambda: together_job("queued", "in_progress", "completed"),
    ("together", "text-to-image"): lambda: _base64_images("data", "b64_json"),
    ("together", "text-to-speech"): lambda: [posted(SOUND)],
    ("together", "text-to-video"): lambda: together_job("queued", "in_progress", "completed"),
    ("wavespeed", "image-to-image"): lambda: wavespeed_job("created", "processing", "completed"),
    ("wavespeed", "image-to-video"): lambda: wavespeed_job("created", "processing", "completed"),
    ("wavespeed", "text-to-image"): lambda: wavespeed_job("created", "processing", "completed"),
    ("wavespeed", "text-to-video"): lambda: wavespeed_job("created", "processing", "completed"),
    ("zai-org", "text-to-image"): lambda: zai_job("PROCESSING", "PROCESSING", "SUCCESS"),
}
