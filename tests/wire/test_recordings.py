"""What real servers were asked and answered, replayed.

Each call is rebuilt from its recorded request. Where today's request is another one on purpose, DIFFERENCES says so.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy
import pytest
from PIL import Image

from inferloom import capabilities, errors
from wire.exchange import Way, picture
from wire.recordings import FOLDER, Player, Recording, load

pytestmark = pytest.mark.anyio

Body = Any


class Replay(NamedTuple):
    """How the call of a recording is rebuilt.

    Attributes:
        provider: Who answered.
        method: The method that is called.
        arguments: Positional and keyword arguments, from the recorded body; for a binary body, its bytes.
        check: Compares the result with what was recorded.
    """

    provider: str
    method: str
    arguments: Callable[[Body], tuple[list[Any], dict[str, Any]]]
    check: Callable[[Any, Recording], None]


def raw(body: Body) -> tuple[list[Any], dict[str, Any]]:
    return [body], {}


def inputs(body: Body) -> tuple[list[Any], dict[str, Any]]:
    return [body["inputs"]], body["parameters"]


def labelled(body: Body) -> tuple[list[Any], dict[str, Any]]:
    parameters = dict(body["parameters"])
    return [body["inputs"], parameters.pop("candidate_labels")], parameters


def document(body: Body) -> tuple[list[Any], dict[str, Any]]:
    return [base64.b64decode(body["inputs"]["image"]), body["inputs"]["question"]], body["parameters"]


def sentences(body: Body) -> tuple[list[Any], dict[str, Any]]:
    return [body["source_sentence"], body["sentences"]], {}


def generation(body: Body) -> tuple[list[Any], dict[str, Any]]:
    return [body["inputs"]], body["parameters"] | {"stream": body["stream"]}


def chat(body: Body) -> tuple[list[Any], dict[str, Any]]:
    rest = {name: value for name, value in body.items() if name not in {"messages", "model"}}
    return [body["messages"]], rest


def spoken(body: Body) -> tuple[list[Any], dict[str, Any]]:
    return [base64.b64decode(body["audio_url"].partition(",")[2])], {}


def prompt(body: Body) -> tuple[list[Any], dict[str, Any]]:
    return [(body.get("input") or body)["prompt"]], {}


def same(result: Any, recording: Recording) -> None:
    assert result.to_dict() == recording.answer


def same_list(result: Any, recording: Recording) -> None:
    assert [item.to_dict() for item in result] == recording.answer


def same_row(result: Any, recording: Recording) -> None:
    assert [[item.to_dict() for item in result]] == recording.answer


def same_only(result: Any, recording: Recording) -> None:
    assert [result.to_dict()] == recording.answer


def same_value(result: Any, recording: Recording) -> None:
    assert result == recording.answer


def same_text(result: Any, recording: Recording) -> None:
    assert [{"generated_text": result}] == recording.answer


def same_events(result: Any, recording: Recording) -> None:
    events = list(recording.events())
    assert len(events) >= 1
    assert [chunk.to_dict() for chunk in result] == events


def same_array(result: Any, recording: Recording) -> None:
    wanted = numpy.array(recording.answer, dtype="float32")
    assert result.dtype == numpy.float32
    assert result.shape == wanted.shape == (1, 8, 768)
    assert numpy.array_equal(result, wanted)


def same_segments(result: Any, recording: Recording) -> None:
    assert len(result) == len(recording.answer) > 0
    for segment, recorded in zip(result, recording.answer, strict=True):
        assert (segment.score, segment.label) == (recorded["score"], recorded["label"])
        wanted = picture(base64.b64decode(recorded["mask"]))
        assert isinstance(segment.mask, Image.Image)
        assert (segment.mask.size, segment.mask.mode) == (wanted.size, wanted.mode)
        assert segment.mask.tobytes() == wanted.tobytes()


def same_labels(result: Any, recording: Recording) -> None:
    recorded = recording.answer
    assert [(item.label, item.score) for item in result] == [*zip(recorded["labels"], recorded["scores"], strict=True)]


def same_transcript(result: Any, recording: Recording) -> None:
    assert result.text == recording.answer["text"]


def same_picture(result: Any, recording: Recording) -> None:
    last = recording.exchanges[-1].response
    data = base64.b64decode(last.get("base64") or last["json"]["data"][0]["b64_json"])
    assert result.tobytes() == picture(data).tobytes()


REPLAYS: dict[str, Replay] = {
    "audio-classification-hf-inference-audio-classification": Replay(
        "hf-inference", "audio_classification", raw, same_list
    ),
    "automatic-speech-recognition-fal-ai-automatic-speech-recognition": Replay(
        "fal-ai", "automatic_speech_recognition", spoken, same_transcript
    ),
    "chat-completion-no-stream-cerebras-conversational": Replay("cerebras", "chat_completion", chat, same),
    "chat-completion-no-stream-hf-inference-conversational": Replay("hf-inference", "chat_completion", chat, same),
    "chat-completion-no-stream-together-conversational": Replay("together", "chat_completion", chat, same),
    "chat-completion-with-stream-hf-inference-conversational": Replay(
        "hf-inference", "chat_completion", chat, same_events
    ),
    "chat-completion-with-stream-novita-conversational": Replay("novita", "chat_completion", chat, same_events),
    "chat-completion-with-stream-sambanova-conversational": Replay("sambanova", "chat_completion", chat, same_events),
    "document-question-answering-hf-inference-document-question-answering": Replay(
        "hf-inference", "document_question_answering", document, same_list
    ),
    "feature-extraction-with-transformers-hf-inference-feature-extraction": Replay(
        "hf-inference", "feature_extraction", inputs, same_array
    ),
    "generate-no-details": Replay("hf-inference", "text_generation", generation, same_text),
    "generate-stream-with-details": Replay("hf-inference", "text_generation", generation, same_events),
    "image-classification-hf-inference-image-classification": Replay(
        "hf-inference", "image_classification", raw, same_list
    ),
    "image-segmentation-hf-inference-image-segmentation": Replay(
        "hf-inference", "image_segmentation", raw, same_segments
    ),
    "sentence-similarity-hf-inference-sentence-similarity": Replay(
        "hf-inference", "sentence_similarity", sentences, same_value
    ),
    "summarization-hf-inference-summarization": Replay("hf-inference", "summarization", inputs, same_only),
    "text-classification-hf-inference-text-classification": Replay(
        "hf-inference", "text_classification", inputs, same_row
    ),
    "text-to-image-default-replicate-text-to-image": Replay("replicate", "text_to_image", prompt, same_picture),
    "text-to-image-default-together-text-to-image": Replay("together", "text_to_image", prompt, same_picture),
    "translation-hf-inference-translation": Replay("hf-inference", "translation", inputs, same_only),
    "zero-shot-classification-single-label-hf-inference-zero-shot-classification": Replay(
        "hf-inference", "zero_shot_classification", labelled, same_labels
    ),
}

REFUSED = frozenset({"chat-completion-unprocessable-entity", "generate-validation-error"})
"""The recordings that end with an error; each has a test of its own."""


def sentence_similarity_body(body: Body) -> Body:
    """2025 had the sentences at the root beside a null; today they stand under `inputs`."""
    return {
        "inputs": {"source_sentence": body["source_sentence"], "sentences": body["sentences"]},
        "parameters": body["parameters"],
    }


def feature_extraction_body(body: Body) -> Body:
    """2025 had an object for the parameters; today they stand at the root, so that none leave no trace."""
    assert body["parameters"] == {}
    return {"inputs": body["inputs"]}


DIFFERENCES: dict[str, Callable[[Body], Body]] = {
    "sentence-similarity-hf-inference-sentence-similarity": sentence_similarity_body,
    "feature-extraction-with-transformers-hf-inference-feature-extraction": feature_extraction_body,
}
"""Recordings whose body is another one today."""


@pytest.fixture(autouse=True)
def _recorded() -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"the recordings are not here: {FOLDER} does not exist")


async def test_every_recording_is_replayed() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == REPLAYS.keys() | REFUSED


@pytest.mark.parametrize("name", REPLAYS)
async def test_replay(name: str, way: Way) -> None:
    replay = REPLAYS[name]
    if replay.provider not in capabilities.PROVIDERS:
        pytest.skip(f"provider {replay.provider} is not in the table yet")
    recording = load(name)
    recorded = recording.main.request
    arguments, keywords = replay.arguments(recording.main.sent if "base64" in recorded else recorded["json"])
    player = Player(recording)
    client = way.client(player, provider=replay.provider)
    result = await way.call(getattr(client, replay.method), *arguments, model=recording.model, **keywords)
    if keywords.get("stream"):
        result = await way.items(result)

    check_requests(name, player)
    replay.check(result, recording)


def check_requests(name: str, player: Player) -> None:
    """Compare what was sent with what was recorded."""
    recording = player.recording
    assert [(one.method, str(one.url)) for one in player.seen] == [
        (one.request["method"], one.url) for one in recording.exchanges
    ]
    for sent, exchange in zip(player.seen, recording.exchanges, strict=True):
        for header, value in exchange.request["headers"].items():
            if header == "accept" and "text" in exchange.response and sent.method == "POST":
                continue  # see test_a_stream_is_asked_for
            assert sent.headers[header] == value, (exchange.url, header)
    recorded = recording.main.request
    if "base64" in recorded:
        assert player.main.content == recording.main.sent
    else:
        body = DIFFERENCES.get(name, lambda body: body)(recorded["json"])
        assert json.loads(player.main.content) == body


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("audio-classification-hf-inference-audio-classification", "audio/flac"),
        ("image-classification-hf-inference-image-classification", "image/png"),
    ],
)
async def test_a_binary_body_says_what_it_is(name: str, media_type: str, way: Way) -> None:
    """No content type was recorded; today the first bytes of the body say which it is."""
    recording = load(name)
    assert "content-type" not in recording.main.request["headers"]
    player = Player(recording)
    client = way.client(player, recording.model, provider="hf-inference")
    await way.call(getattr(client, REPLAYS[name].method), recording.main.sent)
    assert player.main.headers["content-type"] == media_type


@pytest.mark.parametrize(
    "name", ["chat-completion-with-stream-hf-inference-conversational", "generate-stream-with-details"]
)
async def test_a_stream_is_asked_for(name: str, way: Way) -> None:
    """Any type was accepted in 2025; today a stream of events is asked for by its name."""
    recording = load(name)
    assert recording.main.request["headers"]["accept"] == "*/*"
    player = Player(recording)
    arguments, keywords = REPLAYS[name].arguments(recording.main.request["json"])
    client = way.client(player, recording.model, provider="hf-inference")
    await way.items(await way.call(getattr(client, REPLAYS[name].method), *arguments, **keywords))
    assert player.main.headers["accept"] == "text/event-stream"


async def test_only_the_router_and_the_hub_see_the_token(way: Way) -> None:
    player = Player(load("translation-hf-inference-translation"))
    client = way.client(player, provider="hf-inference", token="hf_secret")
    await way.call(client.translation, "Hello world", model="t5-small")
    assert [(one.url.host, one.headers["authorization"]) for one in player.seen] == [
        ("huggingface.co", "Bearer hf_secret"),
        ("huggingface.co", "Bearer hf_secret"),
        ("router.huggingface.co", "Bearer hf_secret"),
    ]


async def test_validation_error(way: Way) -> None:
    recording = load("generate-validation-error")
    player = Player(recording)
    arguments, keywords = generation(recording.main.request["json"])
    client = way.client(player, provider="hf-inference")
    with pytest.raises(errors.ValidationError) as raised:
        await way.call(client.text_generation, *arguments, model=recording.model, **keywords)
    check_requests(recording.name, player)
    error = raised.value
    assert isinstance(error, errors.TextGenerationError)
    assert isinstance(error, errors.UnprocessableEntityError)
    assert error.status == error.status_code == 422
    assert error.server_message == recording.answer["error"]
    assert recording.answer["error"] in str(error)
    assert error.request_id == "JXgh_Lwucgb8AbjAKAXMn"
    assert json.loads(error.body) == recording.answer
    assert (error.provider, error.task, error.model) == ("hf-inference", "text_generation", "google/flan-t5-xxl")
    assert error.attempts == 1


async def test_messages_of_the_wrong_kind_are_not_sent(way: Way) -> None:
    """The recorded call had a string for its messages, which a server refuses; today it is sent as one message. What
    is no message at all is refused at home."""
    recording = load("chat-completion-unprocessable-entity")
    (messages,), keywords = chat(recording.main.request["json"])
    assert isinstance(messages, str)
    player = Player(recording)
    client = way.client(player, recording.model, provider="hf-inference")
    for wrong in (5, [messages], {"role": "user", "content": messages}):
        with pytest.raises(errors.UsageError, match="messages"):
            await way.call(client.chat_completion, wrong, **keywords)
    assert player.seen == []


async def test_unauthorized(way: Way) -> None:
    """The same recording, with messages that can be sent: the server knew nobody by this token."""
    recording = load("chat-completion-unprocessable-entity")
    _, keywords = chat(recording.main.request["json"])
    messages = [{"role": "user", "content": "please output 'Observation'"}]
    recording.main.request["json"]["messages"] = messages
    player = Player(recording)
    client = way.client(player, recording.model, provider="hf-inference")
    with pytest.raises(errors.AuthenticationError) as raised:
        await way.call(client.chat_completion, messages, **keywords)
    check_requests(recording.name, player)
    error = raised.value
    assert error.status == 401
    assert error.server_message == "Invalid username or password."
    assert error.request_id == recording.main.response["headers"]["x-request-id"]
