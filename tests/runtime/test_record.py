"""What a generated type can do besides holding its fields."""

from __future__ import annotations

import base64
import copy
import dataclasses
import json
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest

from inferloom_runtime.codec import decode, decode_value
from inferloom_runtime.media import Image, Media
from inferloom_runtime.record import Record


@dataclass(kw_only=True)
class Message(Record):
    role: str
    content: str | None = None
    name: str | None = None


@dataclass(kw_only=True)
class Choice(Record):
    index: int
    message: Message
    finish_reason: str | None = None


@dataclass(kw_only=True)
class Sound(Record):
    label: str
    blob: Media
    content_type: str | None = None
    picture: Image | None = None

    __wire_names__: ClassVar[Mapping[str, str]] = {"content_type": "content-type"}


@dataclass(kw_only=True)
class Flagged(Record):
    flag: bool | None = True
    tags: list[str] = field(default_factory=list[str])


CAME: dict[str, Any] = {
    "index": 0,
    "message": {"role": "assistant", "content": None, "reasoning_content": "hm", "calls": [{"a": [1, None]}]},
    "seed": 7,
}


@pytest.fixture
def choice() -> Choice:
    return decode(json.dumps(CAME), Choice)


def test_fields_are_attributes_and_items(choice: Choice) -> None:
    assert choice.message.role == choice["message"]["role"] == "assistant"
    assert choice.index == choice["index"] == 0


def test_an_absent_optional_field_reads_as_none_and_is_not_there(choice: Choice) -> None:
    assert choice.finish_reason is None
    assert choice["finish_reason"] is None
    assert "finish_reason" not in choice
    assert choice.get("finish_reason", "stop") == "stop"


def test_a_null_is_there_and_is_none(choice: Choice) -> None:
    assert choice.message.content is None
    assert "content" in choice.message
    assert choice.message.get("content", "default") is None


def test_an_absent_required_field_reads_as_none() -> None:
    message = decode_value({"content": "hi"}, Message)
    assert message.role is None
    assert message["role"] is None
    assert "role" not in message
    assert message.to_dict() == {"content": "hi"}
    assert repr(message) == "Message(role=None, content='hi', name=None)"


def test_fields_beyond_the_schema_are_attributes_items_and_extra(choice: Choice) -> None:
    message: Any = choice.message
    assert message.reasoning_content == message["reasoning_content"] == "hm"
    assert message.extra == {"reasoning_content": "hm", "calls": [{"a": [1, None]}]}
    assert choice.extra == {"seed": 7}
    assert "reasoning_content" in message
    # What is nested in them has no type: plain dicts and lists.
    assert type(message.calls[0]) is dict


def test_extra_is_empty_where_nothing_was_added() -> None:
    assert Message(role="user").extra == {}


def test_an_unknown_attribute_names_the_nearest(choice: Choice) -> None:
    with pytest.raises(AttributeError, match=r"Choice has no field 'finish_reson'; did you mean 'finish_reason'\?"):
        getattr(choice, "finish_reson")  # noqa: B009  # a type checker would find it
    with pytest.raises(AttributeError, match="did you mean 'reasoning_content'"):
        getattr(choice.message, "reasoning_contents")  # noqa: B009
    with pytest.raises(AttributeError, match=r"Choice has no field 'zzz'\.$"):
        getattr(choice, "zzz")  # noqa: B009
    assert getattr(choice, "zzz", "default") == "default"
    assert not hasattr(choice, "zzz")


def test_an_unknown_item_names_the_nearest(choice: Choice) -> None:
    with pytest.raises(KeyError, match="Choice has no field 'indx'; did you mean 'index'"):
        choice["indx"]


def test_dict_and_unpacking_give_the_fields_that_are_present(choice: Choice) -> None:
    assert dict(choice) == {"index": 0, "message": choice.message, "seed": 7}
    assert {**choice} == dict(choice)
    assert list(choice) == list(choice.keys()) == ["index", "message", "seed"]
    assert list(choice.values()) == [0, choice.message, 7]
    assert dict(choice.items()) == dict(choice)
    assert {**Message(role="user", content="hi")} == {"role": "user", "content": "hi"}


def test_to_dict_gives_back_what_came(choice: Choice) -> None:
    assert choice.to_dict() == CAME
    assert json.dumps(choice.to_dict(), sort_keys=True) == json.dumps(CAME, sort_keys=True)


def test_to_dict_shares_nothing_with_the_value(choice: Choice) -> None:
    made = choice.to_dict()
    made["message"]["calls"][0]["a"].append(3)
    made["message"]["role"] = "user"
    assert choice.to_dict() == CAME


def test_an_instance_made_by_its_constructor_leaves_out_none() -> None:
    message = Message(role="user", content=None)
    assert message.to_dict() == {"role": "user"}
    assert "content" not in message
    assert message.content is None


def test_none_is_kept_where_the_default_is_another() -> None:
    assert Flagged().flag is True
    assert Flagged(flag=None).flag is None
    assert Flagged(flag=None).to_dict() == {"flag": None, "tags": []}
    assert decode_value({}, Flagged).flag is True
    assert decode_value({}, Flagged).tags is None  # a factory's default is nothing that a server sent


def test_fields_can_be_set(choice: Choice) -> None:
    choice.finish_reason = "stop"
    choice.message.content = "x"
    assert choice.to_dict() == {**CAME, "finish_reason": "stop", "message": {**CAME["message"], "content": "x"}}
    choice.finish_reason = None
    assert choice.to_dict()["finish_reason"] is None


def test_equality_and_repr_are_those_of_a_dataclass() -> None:
    came = decode_value({"role": "user", "content": "hi", "more": 1}, Message)
    made = Message(role="user", content="hi")
    assert came == made
    assert came != Message(role="user")
    other: object = dict(came)
    assert came != other
    assert repr(came) == repr(made) == "Message(role='user', content='hi', name=None)"
    assert dataclasses.asdict(came) == {"role": "user", "content": "hi", "name": None}


@pytest.mark.parametrize("name", ["get", "keys", "values", "items", "to_dict", "extra", "__class__", "__dict__"])
def test_a_server_cannot_hide_a_method(name: str) -> None:
    message = decode(json.dumps({"role": "user", name: "intruder"}), Message)
    assert message["role"] == "user"
    assert message[name] == "intruder"
    assert message.extra == {name: "intruder"}
    assert dict(message) == message.to_dict() == {"role": "user", name: "intruder"}
    assert set(message.keys()) == {"role", name}
    assert message.get(name) == "intruder"
    assert type(message) is Message
    assert len(message.values()) == len(message.items()) == 2


@pytest.mark.parametrize("key", ["__wire_names__", "__dataclass_fields__", "__post_init__", "", "a b", "1", "ключ"])
def test_any_key_is_kept(key: str) -> None:
    value = {"role": "user", "content": None, key: [1]}
    message = decode(json.dumps(value), Message)
    assert message.to_dict() == value
    assert message[key] == [1]
    assert message.extra == {key: [1]}
    assert message.content is None


def test_a_method_can_be_read_on_the_class() -> None:
    assert Message.keys(Message(role="x")) == {"role"}
    assert "what came" in (Message.to_dict.__doc__ or "")


def test_setting_an_attribute_named_like_a_method_makes_an_item() -> None:
    message: Any = Message(role="user")
    setattr(message, "items", [1])  # noqa: B010  # what a type checker would refuse
    assert message["items"] == [1]
    assert dict(message.items()) == {"role": "user", "items": [1]}


def test_pickle_and_copies_keep_everything(choice: Choice) -> None:
    for twin in (pickle.loads(pickle.dumps(choice)), copy.deepcopy(choice), copy.copy(choice)):
        assert type(twin) is Choice
        assert twin == choice
        assert twin.to_dict() == CAME
        assert "finish_reason" not in twin
    deep = copy.deepcopy(choice)
    deep.message["calls"].append(1)
    assert choice.to_dict() == CAME


def test_wire_names_are_the_keys() -> None:
    came = {"label": "a", "blob": base64.b64encode(b"RIFF").decode(), "content-type": "audio/wav"}
    sound = decode(json.dumps(came), Sound, strict=True)
    assert sound.content_type == "audio/wav"
    assert sound["content-type"] == sound["content_type"] == "audio/wav"
    assert "content-type" in sound
    assert "content_type" in sound
    assert set(sound.keys()) == {"label", "blob", "content-type"}
    assert sound.extra == {}
    assert sound.to_dict() == came
    assert decode_value(came, Sound) == sound
    assert Sound(label="a", blob=b"RIFF", content_type="audio/wav").to_dict() == came


def test_bytes_become_base64_text_again() -> None:
    assert Sound(label="a", blob=b"\x00\xff").to_dict()["blob"] == "AP8="


def test_a_picture_becomes_a_png_of_the_same_pixels() -> None:
    from PIL import Image as pil

    image = pil.new("RGB", (3, 2), (10, 20, 30))
    text = Sound(label="a", blob=b"x", picture=image).to_dict()["picture"]
    back = decode_value({"picture": text}, Sound).picture
    assert back is not None
    assert back.format == "PNG"
    assert back.tobytes() == image.tobytes()


def test_records_are_true_even_when_empty() -> None:
    assert decode_value({}, Message)


def test_importing_types_imports_nothing_heavy() -> None:
    code = (
        "import sys, inferloom_runtime.record, inferloom_runtime.media\n"
        "heavy = {'httpx', 'pydantic', 'pydantic_core', 'PIL', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_codec_and_the_check_are_imported_without_pydantic() -> None:
    code = (
        "import sys, inferloom_runtime.codec, inferloom_runtime.check, inferloom_runtime.sse\n"
        "heavy = {'httpx', 'pydantic', 'pydantic_core', 'PIL', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
