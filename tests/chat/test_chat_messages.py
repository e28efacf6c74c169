"""Messages as callers have them: a string, dicts, objects; with pictures, sounds and films of every kind."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from chat_material import message, serving
from wire.exchange import SAMPLES, Way, picture

from inferloom import UsageError
from inferloom.types import ChatCompletionInputMessage, ChatCompletionInputMessageChunk, ChatCompletionInputURL

PNG = "data:image/png;base64," + base64.b64encode(SAMPLES["image"]).decode()
WAV = base64.b64encode(SAMPLES["audio"]).decode()
MP4 = "data:video/mp4;base64," + base64.b64encode(SAMPLES["video"]).decode()


async def sent(way: Way, messages: Any) -> list[Any]:
    """The messages as they arrive."""
    client, server = serving(way, message("?"))
    await way.call(client.chat.completions.create, messages=messages)
    found: list[Any] = server.only.json["messages"]
    return found


async def part_sent(way: Way, part: Any) -> Any:
    asked = [{"role": "user", "content": [{"type": "text", "text": "What is this?"}, part]}]
    before = [dict(each) for each in asked]
    [said] = await sent(way, asked)
    assert asked == before
    assert asked[0]["content"][1] is part
    assert said["content"][0] == {"type": "text", "text": "What is this?"}
    return said["content"][1]


@pytest.mark.anyio
async def test_a_string_is_one_message_of_the_user(way: Way) -> None:
    assert await sent(way, "Hi") == [{"role": "user", "content": "Hi"}]


@pytest.mark.anyio
async def test_objects_and_an_earlier_answer_may_stand_beside_dicts(way: Way) -> None:
    client, server = serving(way, message("Hello.", reasoning_content="Polite."))
    answer = await way.call(client.chat_completion, "Hi")
    asked = [
        ChatCompletionInputMessage(role="user", content="Hi"),
        answer.choices[0].message,
        {"role": "user", "content": "So?"},
    ]
    await way.call(client.chat_completion, asked)
    assert server.seen[1].json["messages"] == [
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello.", "reasoning_content": "Polite."},
        {"role": "user", "content": "So?"},
    ]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, sample in (("a.png", "image"), ("a.wav", "audio"), ("a.mp4", "video")):
        (tmp_path / name).write_bytes(SAMPLES[sample])
    return tmp_path


@pytest.mark.anyio
async def test_a_picture_of_every_kind_becomes_a_data_url(way: Way, files: Path) -> None:
    with (files / "a.png").open("rb") as file:
        for given in (
            files / "a.png",
            SAMPLES["image"],
            bytearray(SAMPLES["image"]),
            file,
            io.BytesIO(SAMPLES["image"]),
        ):
            assert await part_sent(way, {"type": "image_url", "image_url": {"url": given, "detail": "low"}}) == {
                "type": "image_url",
                "image_url": {"url": PNG, "detail": "low"},
            }
    assert await part_sent(way, {"type": "image_url", "image_url": files / "a.png"}) == {
        "type": "image_url",
        "image_url": {"url": PNG},
    }
    drawn = await part_sent(way, {"type": "image_url", "image_url": {"url": picture(SAMPLES["image"])}})
    head, _, data = drawn["image_url"]["url"].partition(",")
    assert head == "data:image/png;base64"
    assert picture(base64.b64decode(data)).tobytes() == picture(SAMPLES["image"]).tobytes()


@pytest.mark.anyio
@pytest.mark.parametrize(
    "url", ["https://example.org/a.png", "http://example.org/a", PNG, "gs://bucket/a.png", "/etc/hostname"]
)
async def test_a_string_stays_what_it_is(way: Way, url: str) -> None:
    """A string may come from somebody else, who must not name files of this machine."""
    for given in ({"url": url}, url):
        part = {"type": "image_url", "image_url": given}
        assert await part_sent(way, part) == part


@pytest.mark.anyio
async def test_parts_may_be_objects(way: Way, files: Path) -> None:
    url: Any = files / "a.png"
    part = ChatCompletionInputMessageChunk(type="image_url", image_url=ChatCompletionInputURL(url=url))
    assert await part_sent(way, part) == {"type": "image_url", "image_url": {"url": PNG}}


@pytest.mark.anyio
async def test_a_sound_becomes_base64_with_its_format(way: Way, files: Path) -> None:
    expected = {"type": "input_audio", "input_audio": {"data": WAV, "format": "wav"}}
    for given in (
        files / "a.wav",
        SAMPLES["audio"],
        {"data": SAMPLES["audio"]},
        {"data": f"data:audio/x-wav;base64,{WAV}"},
    ):
        assert await part_sent(way, {"type": "input_audio", "input_audio": given}) == expected
    ready = {"type": "input_audio", "input_audio": {"data": "QUJD", "format": "mp3"}}
    assert await part_sent(way, ready) == ready
    named = {"type": "input_audio", "input_audio": {"data": SAMPLES["audio"], "format": "pcm16"}}
    assert (await part_sent(way, named))["input_audio"] == {"data": WAV, "format": "pcm16"}
    with pytest.raises(UsageError, match="format is missing"):
        await part_sent(way, {"type": "input_audio", "input_audio": b"\x01\x02\x03"})


@pytest.mark.anyio
async def test_sounds_films_and_files_by_address(way: Way, files: Path) -> None:
    assert (await part_sent(way, {"type": "audio_url", "audio_url": files / "a.wav"}))["audio_url"]["url"].endswith(WAV)
    assert await part_sent(way, {"type": "video_url", "video_url": {"url": files / "a.mp4"}}) == {
        "type": "video_url",
        "video_url": {"url": MP4},
    }
    assert await part_sent(way, {"type": "file", "file": {"file_data": files / "a.png"}}) == {
        "type": "file",
        "file": {"file_data": PNG, "filename": "a.png"},
    }


@pytest.mark.anyio
async def test_a_file_that_is_not_there_is_named_with_its_place(way: Way, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"messages\[0\]\.content\[1\]\.image_url: there is no file"):
        await part_sent(way, {"type": "image_url", "image_url": {"url": tmp_path / "none.png"}})
