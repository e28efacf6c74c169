"""Calls for images, films and sound: sizes, adapters, jobs on a queue."""

from __future__ import annotations

from collections.abc import Iterator

from . import answers
from .answers import FILES, Json, Script, mapped, posted, served, when
from .call import OWN_KEY, client_of, hub_says, make_case, mapping_entry, routes_of
from .offers import OFFERS, PARAMETERS, SIZE

_FURTHER: dict[str, Json] = {
    "automatic-speech-recognition": {"language": "en", "temperature": 0.5},
    "image-to-image": {"strength": 0.5, "seed": 3},
    "image-to-video": {"fps": 24},
    "text-to-image": {"sync_mode": True, "style": {"name": "ink", "weight": None}},
    "text-to-speech": {"voice": "af_bella", "speed": 1.25},
    "text-to-video": {"fps": 24, "aspect_ratio": "16:9"},
}

_OVER: Json = {"num_inference_steps": 9, "do_sample": False}


def pictures() -> Iterator[Json]:
    """Images and films: sizes, further parameters, LoRA adapters, model ids that change the request."""
    places = [
        (peer, name, task)
        for peer, has in OFFERS.items()
        for name, tasks in has.items()
        for task in tasks
        if task in _FURTHER
    ]
    for peer, provider, task in places:
        script = [*hub_says(provider, task), *served(provider, task)]
        client = client_of(provider, task, OWN_KEY)
        further = _FURTHER[task]
        packed = task not in {"image-to-image", "image-to-video"}
        yield make_case(
            provider,
            task,
            "further parameters",
            script,
            client=client,
            keywords={"extra_body": further} if packed else further,
            peer=peer,
        )
        if packed and (name := next((name for name in PARAMETERS.get(task, {}) if name in _OVER), None)):
            keywords = {name: PARAMETERS[task][name], "extra_body": {name: _OVER[name]}}
            yield make_case(
                provider, task, "extra_body over a parameter", script, client=client, keywords=keywords, peer=peer
            )
        if task == "text-to-image":
            keywords = {"width": 512, "height": 256, "num_inference_steps": 4}
            yield make_case(provider, task, "width and height", script, client=client, keywords=keywords, peer=peer)
            keywords = {"extra_body": {"response_format": "url", "width": 512, "height": 256}}
            yield make_case(provider, task, "size in extra_body", script, client=client, keywords=keywords, peer=peer)
    for version in ("acme/painter:0123abcd", "acme/painter"):
        for task in OFFERS["new"]["replicate"]:
            known = mapped(f"acme/{task}", {"replicate": {"status": "live", "providerId": version, "task": task}})
            for route, key in routes_of("replicate").items():
                yield make_case(
                    "replicate",
                    task,
                    f"as {version}, {route}",
                    [known, *served("replicate", task)],
                    client=client_of("replicate", task, key),
                )
    for own in ("black-forest-labs/FLUX.1-kontext-pro", "black-forest-labs/FLUX.2-dev", "google/flash-image-2.5"):
        task = "image-to-image"
        known = mapped(f"acme/{task}", {"together": {"status": "live", "providerId": own, "task": task}})
        for name, keywords in (("no prompt", {}), ("prompt", {"prompt": "at night", "target_size": SIZE})):
            yield make_case(
                "together",
                task,
                f"{name}, as {own}",
                [known, *served("together", task)],
                client=client_of("together", task, OWN_KEY),
                keywords=keywords,
            )


_LATER = [
    when(
        "GET",
        "*/v1/predictions/job-1",
        {"json": {"id": "job-1", "status": "processing", "output": None}},
        {"json": {"id": "job-1", "status": "succeeded", "output": [f"{FILES}/drawn.png"]}},
    ),
    answers.file("drawn.png", "image", "image/png"),
]
_TRANSLATED = answers.replicate([{"translation": "La marée"}])


def adapters() -> Iterator[Json]:
    """LoRA adapters, whose entry in the mapping names a file of weights."""
    weights = {"adapter": "lora", "adapterWeightsPath": "weights/harbour.safetensors"}
    lists = {
        "fal-ai": ["text-to-image", "image-to-image", "image-to-video", "text-to-video", "image-segmentation"],
        "replicate": ["text-to-image", "image-to-image", "text-to-video"],
        "together": ["text-to-image"],
        "wavespeed": ["text-to-image", "image-to-image"],
    }
    for provider, tasks in lists.items():
        for task in tasks:
            for route, key in routes_of(provider).items():
                yield make_case(
                    provider,
                    task,
                    f"LoRA adapter, {route}",
                    [*hub_says(provider, task, **weights), *served(provider, task)],
                    client=client_of(provider, task, key),
                    keywords={"prompt": "at night"} if task.startswith("image-to") else {},
                )
    for task in ("text-to-image", "image-to-image"):
        yield make_case(
            "fal-ai",
            task,
            "LoRA adapter as fal-ai/lora",
            [*hub_says("fal-ai", task, **weights | {"providerId": "fal-ai/lora"}), *served("fal-ai", task)],
            client=client_of("fal-ai", task, OWN_KEY),
        )
    entry = {"provider": "fal-ai", **mapping_entry("fal-ai", "text-to-image", **weights)}
    yield make_case(
        "fal-ai",
        "text-to-image",
        "LoRA adapter in a listed mapping",
        [mapped("acme/text-to-image", [entry]), *served("fal-ai", "text-to-image")],
        client=client_of("fal-ai", "text-to-image", OWN_KEY),
    )


def jobs() -> Iterator[Json]:
    """Jobs that are done at once, take long, fail, or end in other shapes."""
    mask = {"image": {"url": {"$data_url": "mask"}}}
    drawn = answers.file("drawn.png", "image", "image/png")
    clip = answers.file("clip.mp4", "video", "video/mp4")
    video = {"video": {"url": f"{FILES}/clip.mp4"}}
    slow = ["IN_PROGRESS"] * 40
    jobs: list[tuple[str, str, str, Script]] = [
        ("fal-ai", "text-to-video", "done at once", [*answers.fal_job(video, "COMPLETED", first="COMPLETED"), clip]),
        ("fal-ai", "text-to-video", "many polls", [*answers.fal_job(video, *slow, "COMPLETED"), clip]),
        ("fal-ai", "image-segmentation", "mask as a data URL", answers.fal_job(mask, "COMPLETED")),
        (
            "wavespeed",
            "text-to-image",
            "relative address",
            answers.wavespeed_job("completed", url="/api/v3/predictions/job-1/result"),
        ),
        ("wavespeed", "text-to-image", "many polls", answers.wavespeed_job(*["processing"] * 40, "completed")),
        ("wavespeed", "image-to-video", "failed", answers.wavespeed_job("processing", "failed")),
        ("together", "text-to-video", "done at once", _done_at_once()),
        ("together", "text-to-video", "no status", answers.together_job(None, "completed", first=None)),
        ("together", "text-to-video", "many polls", answers.together_job(*["in_progress"] * 40, "completed")),
        ("together", "image-to-video", "failed", answers.together_job("in_progress", "failed")),
        ("together", "image-to-video", "failed at once", answers.together_job("failed", first="failed")),
        ("zai-org", "text-to-image", "done at once", answers.zai_job("SUCCESS", first="SUCCESS")),
        ("zai-org", "text-to-image", "many polls", answers.zai_job(*["PROCESSING"] * 20, "SUCCESS")),
        ("zai-org", "text-to-image", "failed", answers.zai_job("PROCESSING", "FAIL")),
        ("zai-org", "text-to-image", "failed at once", answers.zai_job("FAIL", first="FAIL")),
        ("black-forest-labs", "text-to-image", "ready at once", answers.flux_job("Ready")),
        ("black-forest-labs", "text-to-image", "five polls", answers.flux_job(*["Pending"] * 4, "Ready")),
        ("black-forest-labs", "text-to-image", "many polls", answers.flux_job(*["Pending"] * 20, "Ready")),
        ("black-forest-labs", "text-to-image", "in another region", answers.flux_job("Ready", host="api.eu1.bfl.ai")),
        ("black-forest-labs", "text-to-image", "refused", answers.flux_job("Pending", "Content Moderated")),
        ("replicate", "text-to-image", "one address", answers.replicate(f"{FILES}/drawn.png", drawn)),
        ("replicate", "text-to-image", "no output yet", [*answers.replicate(None), *_LATER]),
        ("replicate", "automatic-speech-recognition", "text", answers.replicate(answers.TEXT)),
        ("replicate", "automatic-speech-recognition", "list of texts", answers.replicate([answers.TEXT, "more"])),
        ("replicate", "automatic-speech-recognition", "list of objects", _TRANSLATED),
        (
            "replicate",
            "automatic-speech-recognition",
            "text file",
            answers.replicate(
                {"transcription": "no", "txt_file": f"{FILES}/words.txt"},
                when("GET", f"{FILES}/words.txt", {"text": answers.TEXT}),
            ),
        ),
        (
            "replicate",
            "automatic-speech-recognition",
            "translation beside transcription",
            answers.replicate({"transcription": "The tide", "translation": "La marée"}),
        ),
        ("replicate", "automatic-speech-recognition", "nothing of use", answers.replicate({"segments": []})),
        ("deepinfra", "automatic-speech-recognition", "text alone", [posted({"json": {"text": answers.TEXT}})]),
        ("fal-ai", "automatic-speech-recognition", "text alone", [posted({"json": {"text": answers.TEXT}})]),
        ("novita", "text-to-video", "answer of another shape", [posted({"json": {"task_id": "t-1"}})]),
        ("fal-ai", "text-to-image", "no images", [posted({"json": {"images": []}})]),
    ]  # fmt: skip
    for provider, task, name, script in jobs:
        peer = "old" if provider in OFFERS["old"] else "new"
        for route, key in routes_of(provider).items():
            yield make_case(
                provider,
                task,
                f"job: {name}, {route}",
                [*hub_says(provider, task), *script],
                client=client_of(provider, task, key),
                peer=peer,
            )
    for provider, task in (("fal-ai", "text-to-image"), ("novita", "text-to-video"), ("replicate", "text-to-speech")):
        lost = [entry for entry in served(provider, task) if entry["when"].startswith("POST")]
        lost.append(when("GET", f"{FILES}/*", {"status": 403, "text": "This address has expired."}))
        yield make_case(
            provider,
            task,
            "the result cannot be downloaded",
            [*hub_says(provider, task), *lost],
            client=client_of(provider, task, OWN_KEY),
        )


def _done_at_once() -> Script:
    return answers.together_job("completed", first="completed")
