"""The calls of the parity run, as data: what is called, with what, and what the world answers."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from .addresses import choices, clients, endpoints, models, questions
from .answers import FILES, Json, Script, served, when
from .call import OWN_KEY, client_of, hub_says, make_case, routes_of
from .failures import failures
from .offers import ARGUMENTS, OFFERS, PARAMETERS
from .pictures import adapters, jobs, pictures
from .texts import chats, generations, streams

_NOT_IN_OLD = {"feature-extraction": {"dimensions", "encoding_format"}}

_TOGETHER = {"src_lang": {"tgt_lang": "fr"}, "tgt_lang": {"src_lang": "en"}}
"""Parameters that no method takes without another one."""

BINARY_KINDS = (
    "$bytes",
    "$bytearray",
    "$memoryview",
    "$file",
    "$nameless_file",
    "$path",
    "$path_text",
    "$data_url",
    "$picture",
    "$drawn_picture",
    "url",
)
"""What a binary argument may be: a symbol of the runner's, or the address of a file."""


def build(refused: Callable[[str, str], set[str]] = lambda provider, task: set()) -> list[Json]:
    """All calls.

    Args:
        refused: (provider, task) -> the parameters that inferloom refuses there. The call with all parameters is made
            a second time without them: the first shows the refusal, the second all the rest.

    Returns:
        The cases, JSON throughout.
    """
    made: list[Json] = []
    for peer, providers in OFFERS.items():
        for provider, tasks in providers.items():
            for task in tasks:
                made += _parameters(peer, provider, task, refused(provider, task))
    made += [*endpoints(), *chats(), *streams(), *generations(), *pictures(), *adapters(), *binaries(), *jobs()]
    made += [*models(), *choices(), *clients(), *failures(), *questions()]
    twice = [name for name, times in Counter(case["id"] for case in made).items() if times > 1]
    if twice:
        raise ValueError(f"Two cases have the same name: {', '.join(twice)}.")
    return copy.deepcopy(made)


def _parameters(peer: str, provider: str, task: str, refused: set[str]) -> Iterator[Json]:
    """A task with none of its parameters, with each of them, with all."""
    every = {
        name: value
        for name, value in PARAMETERS.get(task, {}).items()
        if peer == "new" or name not in _NOT_IN_OLD.get(task, set())
    }
    if task == "conversational":
        # Usage is counted in a stream only; and the format stands apart from the tools.
        every = {name: value for name, value in every.items() if name != "stream_options"}
    taken = {name: value for name, value in every.items() if name not in refused}
    script = [*hub_says(provider, task), *served(provider, task)]
    for route, key in routes_of(provider).items():
        client = client_of(provider, task, key)
        yield make_case(provider, task, f"no parameters, {route}", script, client=client, peer=peer)
        if every:
            yield make_case(
                provider, task, f"all parameters, {route}", script, client=client, keywords=every, peer=peer
            )
        if refused and taken:
            yield make_case(
                provider, task, f"all parameters it takes, {route}", script, client=client, keywords=taken, peer=peer
            )
    client = client_of(provider, task, OWN_KEY)
    for name, value in every.items():
        keywords = {name: value, **_TOGETHER.get(name, {})}
        yield make_case(provider, task, f"parameter {name}", script, client=client, keywords=keywords, peer=peer)


def binaries() -> Iterator[Json]:
    """Every kind of binary input, wherever a task takes one."""
    binary = {
        task: next(iter(given[0].values()))
        for task, given in ARGUMENTS.items()
        if isinstance(given[0], dict) and "$bytes" in given[0]
    }
    places = [
        (peer, provider, task)
        for peer, has in OFFERS.items()
        for provider, tasks in has.items()
        for task in tasks
        if task in binary
    ]
    for peer, provider, task in [*places, ("new", "endpoint", "image-to-image")]:
        sample = binary[task]
        for kind in BINARY_KINDS:
            if sample != "image" and "picture" in kind:
                continue
            download: Script = []
            value: Any = {kind: sample}
            if kind == "url":
                value = f"{FILES}/input{ending_of(sample)}"
                media = {"image": "image/png", "audio": "audio/wav"}[sample]
                download = [when("GET", value, {"body": sample, "type": media})]
            script = [*hub_says(provider, task), *download, *served(provider, task)]
            variants: dict[str, Json] = {"": {}}
            if provider == "hf-inference" and PARAMETERS.get(task):
                first = next(iter(PARAMETERS[task]))
                variants[" with a parameter"] = {first: PARAMETERS[task][first]}
            for suffix, keywords in variants.items():
                # Where the peer refuses a kind, its call with the same content as bytes is the one to compare with.
                yield make_case(
                    provider,
                    task,
                    f"input as {kind.strip('$').replace('_', ' ')}{suffix}",
                    script,
                    client=client_of(provider, task, OWN_KEY),
                    arguments=[value, *ARGUMENTS[task][1:]],
                    keywords=keywords,
                    peer=peer,
                    binary=kind,
                    alike=f"{provider} | {task} | input as bytes{suffix}",
                )
    bad: dict[str, Any] = {"no such file": "nowhere.png", "a number": 7}
    for name, value in bad.items():
        for provider in ("hf-inference", "fal-ai"):
            task = "image-to-image"
            yield make_case(
                provider,
                task,
                f"input: {name}",
                [*hub_says(provider, task), *served(provider, task)],
                client=client_of(provider, task, OWN_KEY),
                arguments=[value],
            )


def ending_of(sample: str) -> str:
    """The file name's ending of a sample."""
    return {"image": ".png", "audio": ".wav"}[sample]
