"""What each provider's documentation says of each of its tasks, replayed.

One file a cell of the table, `<provider>/<task>.json`, for whatever the recordings of real servers do not show. A story
is one call with all its requests and answers, written by hand from the page under `source`, or from another client
where there is no page; none of it was written by the code under test. A story that is another one today says so under
`differs`, and must fail.
"""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from inferloom import capabilities, errors
from inferloom_runtime import clock
from inferloom_runtime.record import Record
from wire.exchange import HUB, SAMPLES, Way, check_result, unfold
from wire.test_recordings import REPLAYS

pytestmark = pytest.mark.anyio

HERE = Path(__file__).parent
TASKS = Path(__file__).parents[2] / "specs" / "tasks"
KEYS = {"own": "own-key-of-the-tests", "hub": "hf_of_the_tests"}
"""The provider's own key, and a Hugging Face token, which goes through the router."""

MODEL = "acme/model"
"""The model's name on the Hub; what the provider calls it stands in the story."""


@dataclass(frozen=True)
class Story:
    """One documented call.

    Attributes:
        provider: Who is called.
        task: The task's id.
        method: The client's method.
        told: The story as the file has it.
    """

    provider: str
    task: str
    method: str
    told: dict[str, Any]

    @property
    def name(self) -> str:
        """A name for reports."""
        return f"{self.provider}: {self.task}: {self.told['name']}"

    @property
    def key(self) -> str:
        """The key of the call."""
        return KEYS[self.told["key"]]

    @property
    def mapping(self) -> dict[str, Any]:
        """What the Hub says of the model."""
        task = "conversational" if self.task == "chat-completion" else self.task
        entry = {"status": "live", "providerId": self.told["model"], "task": task}
        return {self.provider: entry | self.told.get("mapping", {})}


def files() -> Iterator[tuple[str, str, Path]]:
    """The provider, the task and the file of each cell that has fixtures; hf-inference's are told in test_tasks.py."""
    folders = {provider.replace("-", "_"): provider for provider in capabilities.PROVIDERS}
    for file in sorted(HERE.glob("*/*.json")):
        yield folders.get(file.parent.name, file.parent.name), file.stem, file


def stories() -> Iterator[Story]:
    """All stories."""
    for provider, task, file in files():
        if provider != "hf-inference":
            told = json.loads(file.read_text(encoding="utf-8"))
            for story in told["stories"]:
                yield Story(provider, task, told["method"], story)


STORIES = list(stories())


@dataclass
class Player:
    """A server that answers request after request as the story tells, and remembers what it was asked.

    Attributes:
        story: The story.
        seen: The requests to the provider.
        lookups: The requests to the Hub.
    """

    story: Story
    seen: list[httpx.Request] = field(default_factory=list[httpx.Request])
    lookups: list[httpx.Request] = field(default_factory=list[httpx.Request])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer the next request."""
        if str(request.url).startswith(HUB + "/api/"):
            self.lookups.append(request)
            return httpx.Response(200, json={"id": MODEL, "inferenceProviderMapping": self.story.mapping})
        exchanges = self.story.told["exchanges"]
        assert len(self.seen) < len(exchanges), f"one request too many: {request.method} {request.url}"
        self.seen.append(request)
        return reply(exchanges[len(self.seen) - 1]["answer"])


def reply(answer: dict[str, Any]) -> httpx.Response:
    """The answer as it goes over the wire."""
    headers = dict(answer.get("headers", {}))
    if "events" in answer:
        # A string is a line of its own; [DONE] stands in the list where the provider sends it.
        lines = [one if isinstance(one, str) else "data: " + json.dumps(one) for one in answer["events"]]
        text = "".join(line + "\n\n" for line in lines)
        return httpx.Response(answer["status"], headers={"content-type": "text/event-stream"} | headers, text=text)
    if "json" in answer:
        content = json.dumps(at_data_urls(unfold(answer["json"])), ensure_ascii=False).encode()
        return httpx.Response(answer["status"], headers={"content-type": "application/json"} | headers, content=content)
    content = SAMPLES[answer["sample"]] if "sample" in answer else str(answer["text"]).encode()
    return httpx.Response(answer["status"], headers=headers, content=content)


def events(answer: dict[str, Any]) -> list[Any]:
    """The objects of a streamed answer."""
    return [one for one in answer["events"] if isinstance(one, dict)]


def at(value: Any, path: str) -> Any:
    """What stands at a path of attributes and positions, such as `choices.0.message.content`; "" is the value."""

    def step(inner: Any, name: str) -> Any:
        if name.lstrip("-").isdigit():
            return inner[int(name)]
        # Objects that no schema knows stay dicts.
        return cast("dict[str, Any]", inner)[name] if type(inner) is dict else getattr(inner, name)

    return reduce(step, path.split(".") if path else [], value)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(seconds: float) -> None:
        pass

    async def at_once_async(seconds: float) -> None:
        pass

    monkeypatch.setattr(clock, "sleep", at_once)
    monkeypatch.setattr(clock, "sleep_async", at_once_async)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
async def test_documented(story: Story, way: Way, request: pytest.FixtureRequest) -> None:
    if "differs" in story.told:
        reason = f"{story.told['differs']} ({story.told['source']})"
        request.node.add_marker(pytest.mark.xfail(strict=True, raises=(AssertionError, UserWarning), reason=reason))
    player = Player(story)
    client = way.client(player, provider=story.provider, token=story.key)
    call = story.told["call"]
    result: Any = None
    failure: errors.InferloomError | None = None
    keywords = unfold(call.get("kwargs", {}))
    try:
        result = await way.call(
            getattr(client, story.method), *unfold(call["args"]), model=MODEL, max_retries=0, **keywords
        )
        if keywords.get("stream"):
            stream = result
            # What came before an error inside the stream is the caller's.
            result = await way.first(stream, story.told.get("before", 0))
            result += await way.items(stream)
    except errors.InferloomError as error:
        failure = error
    check_requests(story, player)
    check_outcome(story, result, failure)


def check_requests(story: Story, player: Player) -> None:
    """Compare what was sent with what is documented, and see that no key left its house."""
    exchanges = story.told["exchanges"]
    wanted = [(one["request"]["method"], one["request"]["url"]) for one in exchanges]
    assert [(one.method, str(one.url)) for one in player.seen] == wanted
    for sent, exchange in zip(player.seen, exchanges, strict=True):
        check_request(sent, exchange["request"], story.key)
    house = httpx.URL(exchanges[0]["request"]["url"]).host
    for sent in (*player.seen, *player.lookups):
        own = sent.url.host == house or (sent in player.lookups and story.told["key"] == "hub")
        assert own or story.key not in str(sent.headers.raw), sent.url
    looked_up = [] if story.provider == "openai" else [f"{HUB}/api/models/{MODEL}?expand=inferenceProviderMapping"]
    assert [str(one.url) for one in player.lookups] == looked_up


def check_request(sent: httpx.Request, wanted: dict[str, Any], key: str) -> None:
    """Compare one request with the documented one."""
    for name, value in wanted.get("headers", {}).items():
        if value is None:
            assert name not in sent.headers, (name, sent.headers[name])
        elif value == "*":
            assert sent.headers.get(name), name
        else:
            assert sent.headers.get(name) == value.replace("{key}", key), name
    if "json" in wanted:
        assert json.loads(sent.content) == at_data_urls(unfold(wanted["json"]))
    elif "form" in wanted:
        assert form(sent) == sorted(unfold_part(part) for part in wanted["form"])
    else:
        assert sent.content == b""


def at_data_urls(value: Any) -> Any:
    """The value with a data: URL in the place of each `{"$data": sample, "type": media type}`."""
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        if "$data" in members:
            return f"data:{members['type']};base64," + unfold({"$base64": members["$data"]})
        return {name: at_data_urls(member) for name, member in members.items()}
    return [at_data_urls(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value


Part = tuple[str, str, str, bytes]
"""A part of a form: its name, its file's name and media type (both empty without a file), its value."""


def unfold_part(part: dict[str, Any]) -> Part:
    """A part of a documented form."""
    if "sample" in part:
        return part["name"], part["filename"], part["type"], SAMPLES[part["sample"]]
    return part["name"], "", "", part["value"].encode()


def form(sent: httpx.Request) -> list[Part]:
    """The parts of a form, sorted."""
    head = b"content-type: " + sent.headers["content-type"].encode() + b"\r\n\r\n"
    message = email.message_from_bytes(head + sent.content, policy=email.policy.HTTP)
    assert message.is_multipart()
    found: list[Part] = []
    for part in cast("list[Any]", message.get_payload()):
        disposition = dict(part.get_params(header="content-disposition"))
        filename = disposition.get("filename", "")
        found.append(
            (disposition["name"], filename, part.get_content_type() if filename else "", part.get_payload(decode=True))
        )
    return sorted(found)


def check_outcome(story: Story, result: Any, failure: errors.InferloomError | None) -> None:
    """Compare what the caller got with what is documented."""
    told = story.told
    if "error" in told:
        wanted = told["error"]
        assert isinstance(failure, errors.ProviderError), failure
        assert (type(failure).__name__, failure.status) == (wanted["class"], wanted["status"])
        assert wanted["says"] in failure.server_message
        assert failure.server_message in str(failure)
        assert failure.request_id == wanted.get("request_id")
        assert (failure.provider, failure.task, failure.model) == (story.provider, story.method, MODEL)
        assert story.key not in str(failure)
        assert result is None or len(result) == told["before"]
        return
    if failure is not None:
        raise AssertionError(f"{type(failure).__name__}: {failure}") from failure
    if "result" in told:
        last = told["exchanges"][-1]["answer"]
        if told["result"] == "the answer":
            assert result.to_dict() == unfold(last["json"])
        elif told["result"] == "the events":
            assert [item.to_dict() for item in result] == events(last)
        else:
            check_result(result, told["result"])
    for path, value in told.get("reads", {}).items():
        try:
            found = at(result, path)
        except (AttributeError, KeyError, IndexError, TypeError) as error:
            raise AssertionError(f"{path} cannot be read: {error}") from error
        assert found == value, path
    for path, names in told.get("extra", {}).items():
        record = at(result, path)
        assert isinstance(record, Record)
        assert set(names) <= record.extra.keys(), path
    assert told.keys() & {"result", "reads"}, "a story must say what comes of it"


def cells() -> set[tuple[str, str]]:
    """The table: each provider with each of its tasks."""
    tasks = {folder.name.replace("-", "_"): folder.name for folder in TASKS.iterdir()}
    return {(provider, tasks[name]) for provider, names in capabilities.PROVIDERS.items() for name in names}


def test_every_cell_has_a_recording_or_a_story() -> None:
    recorded = {(replay.provider, replay.method.replace("_", "-")) for replay in REPLAYS.values()}
    written = {(provider, task) for provider, task, _ in files()}
    assert sorted(cells() - recorded - written) == []
    assert sorted(written - cells()) == [], "fixtures of cells that the table does not have"


def test_every_provider_has_an_error_in_its_own_words() -> None:
    refused = {story.provider for story in STORIES if "error" in story.told}
    assert sorted(capabilities.PROVIDERS.keys() - refused - {"hf-inference"}) == []


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_every_story_names_its_source(story: Story) -> None:
    source = story.told["source"]
    assert source.startswith("https://") or source.endswith("request; no page found"), source


def test_names_of_stories_are_their_own() -> None:
    names = [story.name for story in STORIES]
    assert len(names) == len(set(names))
