"""Calls that a server refuses, or answers otherwise than usual."""

from __future__ import annotations

from collections.abc import Iterator

from . import answers
from .answers import Json, posted, served, when
from .call import OWN_KEY, ROUTER_KEY, client_of, hub_says, make_case
from .offers import ARGUMENTS, OFFERS


def failures() -> Iterator[Json]:
    """Servers that refuse, answer nonsense, or do not answer."""
    places = [
        ("together", "conversational"),
        ("hf-inference", "text-to-image"),
        ("hf-inference", "image-classification"),
        ("endpoint", "conversational"),
        ("endpoint", "text-generation"),
        ("fal-ai", "text-to-video"),
        ("nebius", "conversational"),
    ]
    said = "The words of the server."
    for provider, task in places:
        peer = "old" if provider in OFFERS["old"] else "new"
        known = hub_says(provider, task)
        client = client_of(provider, task, OWN_KEY)
        for status in (400, 401, 402, 403, 404, 413, 422, 429, 500, 503, 504):
            yield make_case(
                provider,
                task,
                f"status {status}",
                [*known, posted({"status": status, "json": {"error": said}})],
                client=client,
                peer=peer,
                status=status,
                words=said,
            )
        for name, answer in {
            "no answer in time": {"fails": "timeout"},
            "no connection": {"fails": "connection"},
            "words instead of JSON": {"text": "<html>gateway</html>"},
            "status 400 without words": {"status": 400, "text": ""},
            "a refusal in OpenAI's words": {"status": 400, "json": {"error": {"message": said, "type": "bad"}}},
        }.items():
            yield make_case(provider, task, name, [*known, posted(answer)], client=client, peer=peer)
        if task == "conversational":
            yield make_case(
                provider,
                task,
                "a stream refused",
                [*known, posted({"status": 422, "json": {"error": said}})],
                client=client,
                keywords={"stream": True},
                peer=peer,
                status=422,
                words=said,
            )
    for name, answer in {
        "503 once": {"status": 503, "text": "busy"},
        "429 once": {"status": 429, "text": "slow"},
    }.items():
        yield make_case(
            "together",
            "conversational",
            name,
            [*hub_says("together", "conversational"), posted(answer, {"json": answers.completion()})],
            client=client_of("together", "conversational", OWN_KEY),
        )
    busy = when("GET", "*/requests/job-1/status*", {"status": 500, "text": "oops"})
    yield make_case(
        "fal-ai",
        "text-to-video",
        "a poll refused",
        [*hub_says("fal-ai", "text-to-video"), busy, *served("fal-ai", "text-to-video")],
        client=client_of("fal-ai", "text-to-video", OWN_KEY),
    )
    few = ARGUMENTS["zero-shot-image-classification"][:1]
    for name, task, arguments, keywords in (
        ("one label", "zero-shot-image-classification", [*few, ["sea"]], {}),
        ("a language without the other", "translation", None, {"src_lang": "en"}),
        ("the other language alone", "translation", None, {"tgt_lang": "fr"}),
    ):
        yield make_case(
            "hf-inference",
            task,
            name,
            [*hub_says("hf-inference", task), *served("hf-inference", task)],
            client=client_of("hf-inference", task, ROUTER_KEY),
            arguments=arguments,
            keywords=keywords,
        )
    shapes: list[tuple[str, str, Json]] = [
        ("zero-shot-classification", "parallel lists", {"json": {"sequence": "x", "labels": ["sea"], "scores": [0.5]}}),
        ("text-classification", "one row", {"json": answers.LABELS}),
        ("question-answering", "a list", {"json": [{"answer": "twice", "score": 0.5, "start": 1, "end": 2}]}),
        ("feature-extraction", "one vector", {"json": [0.5, 0.25]}),
        ("feature-extraction", "a matrix for each text", {"json": [answers.VECTORS, answers.VECTORS]}),
        ("image-to-text", "an object", {"json": {"generated_text": "a harbour"}}),
        ("summarization", "an object", {"json": {"summary_text": "Tides."}}),
        ("translation", "an object", {"json": {"translation_text": "La marée."}}),
        ("table-question-answering", "a list", {"json": [{"answer": "12", "coordinates": [[0, 1]], "cells": ["12"]}]}),
        ("token-classification", "an empty list", {"json": []}),
        ("object-detection", "more than is known", {"json": [answers.BOXES[0] | {"track": {"id": 3}}]}),
        ("text-to-image", "a JPEG label on a PNG", {"body": "image", "type": "image/jpeg"}),
        ("automatic-speech-recognition", "more than is known", {"json": {"text": "hi", "language": "en"}}),
        ("conversational", "null where a list is", {"json": answers.completion(tool_calls=None)}),
    ]  # fmt: skip
    for task, name, answer in shapes:
        yield make_case(
            "hf-inference",
            task,
            f"answer: {name}",
            [*hub_says("hf-inference", task), posted(answer)],
            client=client_of("hf-inference", task, ROUTER_KEY),
        )
