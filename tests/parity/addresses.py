"""Calls whose model, provider or key decides where they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .answers import HUB, Json, Script, described, mapped, served, when
from .call import ENDPOINT, OWN_KEY, ROUTER_KEY, client_of, hub_says, make_case, mapping_entry, model_of, routes_of
from .offers import OFFERS, PARAMETERS


def endpoints() -> Iterator[Json]:
    """Every task on an endpoint given by its URL."""
    for task in (*OFFERS["new"]["hf-inference"],):
        script = served("endpoint", task)
        every = {name: value for name, value in PARAMETERS.get(task, {}).items() if name != "stream_options"}
        for name, key in (("keyless", None), ("own key", OWN_KEY), ("router token", ROUTER_KEY)):
            yield make_case("endpoint", task, f"no parameters, {name}", script, client=client_of("endpoint", task, key))
        if every:
            client = client_of("endpoint", task, ROUTER_KEY)
            yield make_case("endpoint", task, "all parameters", script, client=client, keywords=every)
    urls = {
        "bare": "http://localhost:8080",
        "slash": "http://localhost:8080/",
        "v1": "http://localhost:8080/v1",
        "v1 slash": "http://localhost:8080/v1/",
        "whole": "https://models.example.com/v1/chat/completions",
        "prefix": "https://models.example.com/deep/down",
        "query": "https://models.example.com/deep?version=7",
        "v1 query": "https://models.example.com/v1?version=7",
    }
    chat = served("endpoint", "conversational")
    for name, url in urls.items():
        yield make_case("endpoint", "conversational", f"url: {name}", chat, client={"model": url, "token": ROUTER_KEY})
        client = {"base_url": url, "api_key": OWN_KEY}
        keywords = {"model": "acme/named", "max_tokens": 5}
        yield make_case(
            "endpoint", "conversational", f"base_url: {name}, model named", chat, client=client, keywords=keywords
        )
        if name in {"bare", "prefix", "query"}:
            yield make_case(
                "endpoint",
                "text-generation",
                f"url: {name}",
                served("endpoint", "text-generation"),
                client={"model": url},
                keywords={"max_new_tokens": 5},
            )
    yield make_case(
        "endpoint",
        "conversational",
        "url in the call",
        chat,
        client={"token": ROUTER_KEY},
        keywords={"model": ENDPOINT},
    )
    yield make_case(
        "endpoint",
        "text-to-image",
        "url in the call",
        served("endpoint", "text-to-image"),
        client={"token": ROUTER_KEY, "model": "acme/other"},
        keywords={"model": ENDPOINT},
    )
    yield make_case(
        "endpoint",
        "conversational",
        "a provider beside the url",
        chat,
        client={"token": ROUTER_KEY, "model": ENDPOINT, "provider": "hf-inference"},
    )


def models() -> Iterator[Json]:
    """Which model is meant, and what the Hub says about it."""
    chat, draw = "conversational", "text-to-image"
    for provider in ("together", "hf-inference"):
        for task in (chat, draw):
            known = hub_says(provider, task)
            answer = served(provider, task)
            model = model_of(provider, task)
            yield make_case(
                provider,
                task,
                "model in the call",
                [*known, *answer],
                client={"provider": provider, "token": ROUTER_KEY},
                keywords={"model": model},
            )
            if provider == "hf-inference":
                other = described("acme/other", "text-generation" if task == chat else task)
            else:
                other = mapped("acme/other", {provider: mapping_entry(provider, task, providerId="the-other")})
            yield make_case(
                provider,
                task,
                "model in the client and another in the call",
                [*known, other, *answer],
                client=client_of(provider, task, ROUTER_KEY),
                keywords={"model": "acme/other"},
            )
            yield make_case(
                provider,
                task,
                "no such model",
                [
                    when("GET", f"{HUB}/api/models/*", {
                        "status": 404,
                        "headers": {"x-error-code": "RepoNotFound", "x-error-message": "Repository not found"},
                        "json": {"error": "Repository not found"},
                    }),
                    *answer,
                ],
                client=client_of(provider, task, ROUTER_KEY),
            )  # fmt: skip
    entry = mapping_entry("together", draw)
    mappings: dict[str, Any] = {
        "listed": [{"provider": "together", **entry}],
        "no mapping": None,
        "an empty mapping": {},
        "another provider only": {"fal-ai": mapping_entry("fal-ai", draw)},
        "another task": {"together": entry | {"task": chat}},
        "staging": {"together": entry | {"status": "staging"}},
        "broken down": {"together": entry | {"status": "error"}},
        "more than is known": {"together": entry | {"isCheapestPricingOutput": True, "performance": {"latency": 2}}},
    }
    for name, entries in mappings.items():
        yield make_case(
            "together",
            draw,
            f"mapping: {name}",
            [mapped(model_of("together", draw), entries), *served("together", draw)],
            client=client_of("together", draw, ROUTER_KEY),
        )
    tags: list[tuple[str, str | None, tuple[str, ...]]] = [
        (chat, "image-text-to-text", ("conversational",)),
        (chat, "text2text-generation", ()),
        (chat, "fill-mask", ()),
        ("text-generation", "text2text-generation", ()),
        ("text-generation", "image-text-to-text", ()),
        ("text-generation", None, ()),
        ("feature-extraction", "sentence-similarity", ("feature-extraction",)),
        ("feature-extraction", "sentence-similarity", ()),
        ("sentence-similarity", "feature-extraction", ("sentence-similarity",)),
        ("sentence-similarity", "feature-extraction", ()),
        ("summarization", "text-classification", ()),
    ]
    for task, tag, more in tags:
        yield make_case(
            "hf-inference",
            task,
            f"pipeline tag {tag}{', tag ' + more[0] if more else ''}",
            [described(model_of("hf-inference", task), tag, *more), *served("hf-inference", task)],
            client=client_of("hf-inference", task, ROUTER_KEY),
        )


def choices() -> Iterator[Json]:
    """Calls that leave the provider, or the model, to the package."""
    draw, chat = "text-to-image", "conversational"
    model = model_of("together", draw)
    entries = {"together": mapping_entry("together", draw), "fal-ai": mapping_entry("fal-ai", draw)}
    chosen = [mapped(model, entries), *served("together", draw)]
    for name, settings in (("named auto", {"provider": "auto"}), ("unnamed", {})):
        yield make_case(
            "together",
            draw,
            f"provider {name}: the first that serves the model",
            chosen,
            client={"model": model, "token": ROUTER_KEY, **settings},
        )
    first = {"hf-inference": {"status": "live", "providerId": model, "task": draw}}
    yield make_case(
        "hf-inference",
        draw,
        "provider auto: the first that serves the model",
        [mapped(model, first), described(model, draw), *served("hf-inference", draw)],
        client={"model": model, "token": ROUTER_KEY, "provider": "auto"},
    )
    for suffix in ("", ":groq", ":fastest"):
        yield make_case(
            "auto",
            chat,
            f"a model of the router's{', ' + suffix if suffix else ''}",
            served("auto", chat),
            client={"model": f"acme/{chat}{suffix}", "token": ROUTER_KEY, "provider": "auto"},
        )
    yield make_case(
        "auto",
        chat,
        "model in the call",
        served("auto", chat),
        client={"token": ROUTER_KEY},
        keywords={"model": "acme/conversational"},
    )
    yield make_case(
        "auto", chat, "a key of somebody else's", served("auto", chat), client=client_of("auto", chat, OWN_KEY)
    )
    models = {task: {"widgetModels": [f"acme/{task}", "acme/second"]} for task in (draw, chat, "summarization")}
    tasks = when("GET", f"{HUB}/api/tasks", {"json": models | {"fill-mask": {"widgetModels": []}}})
    for task in (draw, "summarization", "fill-mask"):
        for settings in ({}, {"provider": "hf-inference"}):
            yield make_case(
                "hf-inference",
                task,
                f"no model{', provider named' if settings else ''}",
                [tasks, described(f"acme/{task}", task), *served("hf-inference", task)],
                client={"token": ROUTER_KEY, **settings},
            )
    yield make_case(
        "together",
        draw,
        "no model",
        served("together", draw),
        client={"token": ROUTER_KEY, "provider": "together"},
    )
    yield make_case(
        "openai", chat, "a router token", served("openai", chat), client=client_of("openai", chat, ROUTER_KEY)
    )
    yield make_case(
        "cohere",
        draw,
        "a task that the provider does not have",
        served("together", draw),
        client={"model": "acme/painter", "provider": "cohere", "token": OWN_KEY},
    )


def clients() -> Iterator[Json]:
    """Keys, headers, cookies and billing."""
    places = [
        ("together", "text-to-image"),
        ("together", "conversational"),
        ("hf-inference", "text-to-image"),
        ("hf-inference", "audio-classification"),
        ("endpoint", "conversational"),
        ("endpoint", "image-classification"),
        ("fal-ai", "text-to-video"),
        ("fal-ai", "text-to-image"),
        ("replicate", "text-to-image"),
        ("zai-org", "text-to-image"),
        ("zai-org", "conversational"),
        ("wavespeed", "text-to-image"),
        ("black-forest-labs", "text-to-image"),
        ("deepinfra", "automatic-speech-recognition"),
    ]
    variants: dict[str, Json] = {
        "a header": {"headers": {"X-Trace": "7", "x-other": "yes"}},
        "a content type": {"headers": {"Content-Type": "application/vnd.acme+json"}},
        "a header that the package sets": {
            "headers": {"Authorization": "Bearer mine", "Accept-Language": "de", "Prefer": "x"}
        },
        "an accept header": {"headers": {"accept": "image/jpeg"}},
        "a header without a value": {"headers": {"X-Trace": None}},
        "cookies": {"cookies": {"session": "s-1"}},
        "a bill": {"bill_to": "acme-corp"},
        "a timeout": {"timeout": 12.5},
    }  # fmt: skip
    for provider, task in places:
        script = [*hub_says(provider, task), *served(provider, task)]
        peer = "old" if provider in OFFERS["old"] else "new"
        for name, settings in variants.items():
            for route, key in routes_of(provider).items():
                client = client_of(provider, task, key, **settings)
                yield make_case(provider, task, f"{name}, {route}", script, client=client, peer=peer)
        alias = client_of(provider, task, api_key=OWN_KEY)
        yield make_case(provider, task, "api_key", script, client=alias, peer=peer)
        yield make_case(provider, task, "no key", script, client=client_of(provider, task), peer=peer)
        found = {"HF_TOKEN": "hf_of_the_machine"}
        yield make_case(
            provider,
            task,
            "the machine's token",
            script,
            client=client_of(provider, task),
            peer=peer,
            environment=found,
        )
        yield make_case(
            provider,
            task,
            "an own key beside the machine's token",
            script,
            client=client_of(provider, task, OWN_KEY),
            peer=peer,
            environment=found,
        )
    wrong: dict[str, Json] = {
        "token and api_key": {"token": ROUTER_KEY, "api_key": OWN_KEY, "model": "acme/conversational"},
        "model and base_url": {"token": ROUTER_KEY, "model": "acme/conversational", "base_url": ENDPOINT},
        "a key that is true": {"token": True, "model": "acme/conversational"},
        "a provider that nobody knows": {"token": ROUTER_KEY, "model": "acme/conversational", "provider": "togetherr"},
    }
    for name, client in wrong.items():
        yield make_case("auto", "conversational", name, served("auto", "conversational"), client=client)


def questions() -> Iterator[Json]:
    """Questions about an endpoint."""
    about = {"model_id": "acme/text-generation", "max_input_tokens": 100, "model_sha": None}
    info = when("GET", "*/info", {"json": about})
    well, unwell = when("GET", "*/health", {"text": ""}), when("GET", "*/health", {"status": 503, "text": "no"})
    hf: Json = {"provider": "hf-inference", "token": ROUTER_KEY}
    other: Json = {"model": "acme/text-generation", "provider": "together", "token": ROUTER_KEY}
    asked: list[tuple[str, str, Json, list[Any], Json, Script]] = [
        ("info", "get_endpoint_info", hf | {"model": ENDPOINT}, [], {}, [info]),
        ("info, slash", "get_endpoint_info", hf | {"model": ENDPOINT + "/"}, [], {}, [info]),
        ("info, url in the call", "get_endpoint_info", hf, [], {"model": ENDPOINT}, [info]),
        ("info of a model", "get_endpoint_info", hf | {"model": "acme/text-generation"}, [], {}, [info]),
        ("info of nothing", "get_endpoint_info", hf, [], {}, [info]),
        ("info, no provider", "get_endpoint_info", {"model": ENDPOINT}, [], {}, [info]),
        ("info of another provider", "get_endpoint_info", other, [], {}, [info]),
        ("info refused", "get_endpoint_info", hf | {"model": ENDPOINT}, [], {}, []),
        ("health", "health_check", hf | {"model": ENDPOINT}, [], {}, [well]),
        ("health, url in the call", "health_check", hf, [ENDPOINT], {}, [well]),
        ("health, unwell", "health_check", hf | {"model": ENDPOINT}, [], {}, [unwell]),
        ("health of a model", "health_check", hf | {"model": "acme/text-generation"}, [], {}, [well]),
        ("health, no provider", "health_check", {"model": ENDPOINT}, [], {}, [well]),
    ]  # fmt: skip
    for name, method, client, arguments, keywords, script in asked:
        yield make_case(
            "endpoint",
            "text-generation",
            name,
            script,
            client=client,
            arguments=arguments,
            keywords=keywords,
            method=method,
        )
