"""Every task of hf-inference, and of endpoints by URL: the request to the byte, the result to the type.

The exchanges lie in `hf_inference/<task>.json`. Their requests were taken down from the reference client (`source`), or
follow from the wire's rules where that client cannot make the call; the answers are written by hand. None of them was
written by the code under test.
"""

from __future__ import annotations

import base64
import inspect
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from inferloom import InferenceClient
from inferloom_runtime.errors import UsageError
from wire.exchange import (
    HUB,
    SAMPLES,
    TOKEN,
    Seen,
    Server,
    Way,
    answering,
    check_result,
    load,
    picture,
    unfold,
)

pytestmark = pytest.mark.anyio

FOLDER = Path(__file__).parent / "hf_inference"
EXCHANGES = list(load(FOLDER))
IDS = [f"{task['task']}: {exchange['name']}" for task, exchange in EXCHANGES]
CASES = pytest.mark.parametrize(("task", "exchange"), EXCHANGES, ids=IDS)
ENDPOINT = "https://models.example.com/some/path?deployment=7"

TRANSPORT_HEADERS = {"host", "accept-encoding", "connection", "user-agent", "content-length"}
"""What the HTTP client adds by itself."""


def server_for(task: dict[str, Any], exchange: dict[str, Any]) -> Server:
    answer = exchange["answer"]
    if "json" in answer:
        content = json.dumps(unfold(answer["json"])).encode()
    else:
        content = unfold(answer["body"])
    reply = httpx.Response(answer["status"], headers=answer["headers"], content=content)
    tag = "text-generation" if task["hub"] == "conversational" else task["hub"]
    return Server([reply], {f"/api/models/{task['model']}": tag})


def check_request(seen: Seen, wanted: dict[str, Any], *, url: str, token: str | None = TOKEN) -> None:
    assert (seen.method, seen.url) == (wanted["method"], url)
    headers = {name: value for name, value in seen.headers.items() if name not in TRANSPORT_HEADERS}
    assert headers == wanted["headers"] | ({"authorization": f"Bearer {token}"} if token else {})
    assert seen.headers["content-length"] == str(len(seen.body))
    if "json" in wanted:
        assert json.loads(seen.body) == unfold(wanted["json"])
    else:
        assert seen.body == unfold(wanted["body"])


async def perform(way: Way, client: Any, task: dict[str, Any], exchange: dict[str, Any]) -> Any:
    call = exchange["call"]
    method = getattr(client, task["method"])
    return await way.call(method, *unfold(call["args"]), **unfold(call["kwargs"]))


@CASES
async def test_on_hf_inference(task: dict[str, Any], exchange: dict[str, Any], way: Way) -> None:
    server = server_for(task, exchange)
    client = way.client(server, task["model"], provider="hf-inference")
    result = await perform(way, client, task, exchange)
    check_request(server.only, exchange["request"], url=exchange["request"]["url"])
    assert [(one.method, one.url) for one in server.lookups] == [("GET", f"{HUB}/api/models/{task['model']}")]
    check_result(result, exchange["result"])


@CASES
async def test_on_an_endpoint(task: dict[str, Any], exchange: dict[str, Any], way: Way) -> None:
    """An endpoint takes the same body at its own address, and nothing is looked up."""
    if task["task"] == "chat-completion":
        pytest.skip("chat has an address and a model of its own on endpoints: see test_endpoints.py")
    server = server_for(task, exchange)
    client = way.client(server, ENDPOINT)
    result = await perform(way, client, task, exchange)
    check_request(server.only, exchange["request"], url=ENDPOINT)
    assert server.lookups == []
    check_result(result, exchange["result"])


def methods() -> dict[str, Callable[..., Any]]:
    names = {path.stem.replace("-", "_") for path in FOLDER.glob("*.json")}
    return {name: getattr(InferenceClient, name) for name in names}


def test_every_task_has_exchanges() -> None:
    here = Path(__file__).parents[2] / "specs" / "tasks"
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(path.name for path in here.iterdir())


@pytest.mark.parametrize("name", sorted(methods()))
def test_every_argument_is_sent_by_an_exchange(name: str) -> None:
    """An argument that no exchange uses would be an argument that nobody has seen on the wire."""
    # These have tests of their own; old names are in test_deprecated_arguments.
    general = {"self", "model", "timeout", "headers", "max_retries", "extra_body", "kwargs"}
    elsewhere = {"chat_completion": {"stream"}, "text_generation": {"via_chat"}}
    deprecated = {"labels", "stop_sequences"}
    signature = inspect.signature(methods()[name])
    used: set[str] = set()
    extended = False
    for task, exchange in EXCHANGES:
        if task["method"] == name:
            call = exchange["call"]
            bound = signature.bind(None, *call["args"], **call["kwargs"])
            used |= bound.arguments.keys()
            extended |= "extra_body" in call["kwargs"]
    assert set(signature.parameters) - used - general - deprecated - elsewhere.get(name, set()) == set()
    assert extended


# Every kind of thing that a binary argument may be.

SUFFIXES = {"image": ".png", "audio": ".wav", "video": ".mp4"}
MEDIA_TYPES = {"image": "image/png", "audio": "audio/wav", "video": "video/mp4"}
FILES = "https://files.example.com/folder/sample"


def as_bytes(data: bytes, path: Path, media_type: str) -> Any:
    return data


def as_bytearray(data: bytes, path: Path, media_type: str) -> Any:
    return bytearray(data)


def as_memoryview(data: bytes, path: Path, media_type: str) -> Any:
    return memoryview(b"--" + data + b"--")[2:-2]


def as_file(data: bytes, path: Path, media_type: str) -> Any:
    return path.open("rb")


def as_stream(data: bytes, path: Path, media_type: str) -> Any:
    return io.BytesIO(data)


def as_text_path(data: bytes, path: Path, media_type: str) -> Any:
    return str(path)


def as_path(data: bytes, path: Path, media_type: str) -> Any:
    return path


def as_url(data: bytes, path: Path, media_type: str) -> Any:
    return FILES + path.suffix


def as_data_url(data: bytes, path: Path, media_type: str) -> Any:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def as_picture(data: bytes, path: Path, media_type: str) -> Any:
    return picture(data)


FORMS = [
    as_bytes,
    as_bytearray,
    as_memoryview,
    as_file,
    as_stream,
    as_text_path,
    as_path,
    as_url,
    as_data_url,
    as_picture,
]


def binary_cases() -> list[Any]:
    """The first exchange of every task that begins with a sample, in every form."""
    cases: list[Any] = []
    seen: set[str] = set()
    for task, exchange in EXCHANGES:
        arguments = exchange["call"]["args"]
        sample = arguments[0].get("$sample") if arguments and isinstance(arguments[0], dict) else None
        if sample is not None and task["task"] not in seen:
            seen.add(task["task"])
            for form in FORMS:
                if form is not as_picture or sample == "image":
                    name = f"{task['task']}: {form.__name__.removeprefix('as_')}"
                    cases.append(pytest.param(task, exchange, sample, form, id=name))
    return cases


def test_the_binary_tasks_are_all_there() -> None:
    assert len({case.values[0]["task"] for case in binary_cases()}) == 17


@pytest.mark.parametrize(("task", "exchange", "sample", "form"), binary_cases())
async def test_binary_inputs(
    task: dict[str, Any], exchange: dict[str, Any], sample: str, form: Callable[..., Any], way: Way, tmp_path: Path
) -> None:
    path = tmp_path / f"sample{SUFFIXES[sample]}"
    path.write_bytes(SAMPLES[sample])
    main = server_for(task, exchange)
    downloads: list[httpx.Request] = []

    def server(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(FILES):
            downloads.append(request)
            return httpx.Response(200, headers={"content-type": MEDIA_TYPES[sample]}, content=SAMPLES[sample])
        return main(request)

    client = way.client(server, task["model"], provider="hf-inference", cookies={"session": "1"})
    value = form(SAMPLES[sample], path, MEDIA_TYPES[sample])
    _, *others = unfold(exchange["call"]["args"])
    try:
        result = await way.call(getattr(client, task["method"]), value, *others, **unfold(exchange["call"]["kwargs"]))
    finally:
        if form is as_file:
            value.close()
    wanted = exchange["request"]
    seen = main.only
    assert seen.headers.pop("cookie") == "session=1"
    if form is as_picture:
        # A picture is saved anew: the same pixels, not the same file.
        if "json" in wanted:
            body = seen.json
            places = [body] if isinstance(body["inputs"], str) else [body["inputs"]]
            for place in places:
                for name in ("inputs", "image"):
                    if isinstance(place.get(name), str):
                        saved = picture(base64.b64decode(place[name]))
                        assert (saved.format, saved.tobytes()) == ("PNG", picture(SAMPLES["image"]).tobytes())
                        place[name] = {"$base64": "image"}
            seen.body = json.dumps(unfold(body)).encode()
        else:
            saved = picture(seen.body)
            assert (saved.format, saved.tobytes()) == ("PNG", picture(SAMPLES["image"]).tobytes())
            seen.body = SAMPLES["image"]
        seen.headers["content-length"] = str(len(seen.body))
    check_request(seen, wanted, url=wanted["url"])
    assert "transfer-encoding" not in seen.headers
    check_result(result, exchange["result"])
    # Somebody else's server sees neither the key nor the cookies.
    assert [str(request.url) for request in downloads] == ([value] if form is as_url else [])
    for request in downloads:
        assert not {"authorization", "cookie", "x-hf-bill-to"} & set(request.headers)


@pytest.mark.parametrize("form", FORMS)
async def test_binary_inputs_beside_parameters(form: Callable[..., Any], way: Way, tmp_path: Path) -> None:
    """With parameters, a binary input of any form becomes base64 text in a JSON body."""
    path = tmp_path / "sample.png"
    path.write_bytes(SAMPLES["image"])

    def server(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, headers={"content-type": "image/png"}, content=SAMPLES["image"])
        body = json.loads(request.content)
        assert request.headers["content-type"] == "application/json"
        assert body["parameters"] == {"threshold": 0.5}
        assert body.keys() == {"inputs", "parameters"}
        sent = base64.b64decode(body["inputs"])
        assert sent == SAMPLES["image"] or form is as_picture
        assert picture(sent).tobytes() == picture(SAMPLES["image"]).tobytes()
        return answering([])

    client = way.client(server, ENDPOINT)
    value = form(SAMPLES["image"], path, "image/png")
    try:
        assert await way.call(client.object_detection, value, threshold=0.5) == []
    finally:
        if form is as_file:
            value.close()


async def test_a_name_tells_the_media_type_where_the_content_does_not(way: Way, tmp_path: Path) -> None:
    path = tmp_path / "recording.mp3"
    path.write_bytes(b"no sound that anybody knows")
    server = Server([answering({"text": ""})])
    await way.call(way.client(server, ENDPOINT).automatic_speech_recognition, path)
    assert server.only.headers["content-type"] == "audio/mpeg"


async def test_unknown_bytes_have_no_content_type(way: Way) -> None:
    server = Server([answering({"text": ""})])
    await way.call(way.client(server, ENDPOINT).automatic_speech_recognition, b"no sound that anybody knows")
    assert "content-type" not in server.only.headers


async def test_a_content_type_of_the_callers_wins(way: Way) -> None:
    server = Server([answering({"text": ""})])
    client = way.client(server, ENDPOINT, headers={"Content-Type": "audio/x-own"})
    await way.call(client.automatic_speech_recognition, SAMPLES["audio"])
    assert server.only.headers["content-type"] == "audio/x-own"


async def test_a_missing_file_is_named(way: Way, tmp_path: Path) -> None:
    server = Server([])
    with pytest.raises(UsageError, match=r"image: there is no file .*nowhere\.png"):
        await way.call(way.client(server, ENDPOINT).image_classification, tmp_path / "nowhere.png")
    assert server.seen == []


# Old names.


async def test_deprecated_arguments(way: Way) -> None:
    server = Server([answering([{"generated_text": "x"}])])
    client = way.client(server, ENDPOINT)
    with pytest.warns(DeprecationWarning, match=r"^stop_sequences is deprecated: use stop\.$"):
        await way.call(client.text_generation, "Once", stop_sequences=["."])
    with pytest.warns(DeprecationWarning, match="stop_sequences"):
        await way.call(client.text_generation, "Once", stop_sequences=["."], stop=["!"])
    assert [request.json["parameters"] for request in server.seen] == [{"stop": ["."]}, {"stop": ["!"]}]


async def test_a_deprecated_argument_does_not_replace_a_required_one(way: Way) -> None:
    server = Server([answering([{"label": "cat", "score": 1.0}])])
    client = way.client(server, ENDPOINT)
    with pytest.warns(DeprecationWarning, match=r"^labels is deprecated: use candidate_labels\.$"):
        await way.call(client.zero_shot_image_classification, SAMPLES["image"], ["cat"], labels=["dog"])
    assert server.only.json["parameters"] == {"candidate_labels": ["cat"]}
