"""api-inference-community: Hugging Face's own reading and writing of the pipeline wire, around toy pipelines."""

from __future__ import annotations

import base64
import io
import math
import os
import struct
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from inferloom import errors
from interop import environment
from interop.conftest import PROGRAMS, Dial, Peers
from interop.server import Server

ENVIRONMENT = "peers"
pytestmark = pytest.mark.interop


@pytest.fixture(scope="module")
def app(launch: Callable[..., Server]) -> Server:
    """The server, with ffmpeg on its path."""
    home = environment.folder(ENVIRONMENT) / "bin"
    command = [str(home / "python"), str(PROGRAMS / "toy_pipelines.py"), "{port}"]
    path = f"{home}{os.pathsep}{os.environ.get('PATH', '')}"
    server = launch("toy pipelines", command, ready="/calls", env={"PATH": path})
    server.wait()
    return server


@pytest.fixture
def server(app: Server) -> Server:
    """The server, before its first call."""
    told(app)
    return app


def told(server: Server) -> list[dict[str, Any]]:
    """What the pipelines were given, with what they returned, since this was last asked."""
    calls: list[dict[str, Any]] = httpx.get(f"{server.url}/calls", timeout=5).json()
    return calls


def the_call(server: Server) -> dict[str, Any]:
    """The only call since then."""
    (call,) = told(server)
    return call


def picture(mode: str = "RGB") -> Image.Image:
    """A picture, a little more green than red, hardly blue."""
    image = Image.new("RGB", (8, 6), (150, 200, 10))
    image.paste((255, 255, 255), (0, 0, 2, 2))
    return image.convert(mode)


def png() -> bytes:
    """The picture as a file."""
    buffer = io.BytesIO()
    picture().save(buffer, "PNG")
    return buffer.getvalue()


def sound(samples: int = 1600) -> bytes:
    """A tone of half the full loudness, as a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", round(16384 * math.sin(step / 4))) for step in range(samples)))
    return buffer.getvalue()


TEXTS: list[tuple[str, list[Any], dict[str, Any], Any, dict[str, Any]]] = [
    # method, arguments, keyword arguments, the inputs that arrive, the parameters that arrive
    ("text_classification", ["Good bread"], {}, "Good bread", {}),
    ("text_classification", ["Good bread"], {"top_k": 1}, "Good bread", {"top_k": 1}),
    (
        "text_classification",
        ["Grüße 🙂"],
        {"top_k": 2, "function_to_apply": "softmax"},
        "Grüße 🙂",
        {"top_k": 2, "function_to_apply": "softmax"},
    ),
    ("fill_mask", ["A [MASK] sat."], {}, "A [MASK] sat.", {}),
    (
        "fill_mask",
        ["A [MASK] sat."],
        {"top_k": 1, "targets": ["hen", "cow"]},
        "A [MASK] sat.",
        {"top_k": 1, "targets": ["hen", "cow"]},
    ),
    ("token_classification", ["Ada met Charles in town"], {}, "Ada met Charles in town", {}),
    (
        "token_classification",
        ["Ada met Charles"],
        {"ignore_labels": ["Ada"], "aggregation_strategy": "simple"},
        "Ada met Charles",
        {"ignore_labels": ["Ada"], "aggregation_strategy": "simple"},
    ),
    (
        "question_answering",
        ["Who?", "Ada wrote the first program"],
        {},
        {"question": "Who?", "context": "Ada wrote the first program"},
        {},
    ),
    (
        "question_answering",
        [],
        {"question": "Who?", "context": "Ada wrote programs", "top_k": 2},
        {"question": "Who?", "context": "Ada wrote programs"},
        {"top_k": 2},
    ),
    (
        "sentence_similarity",
        ["a red fox"],
        {"other_sentences": ["a fox", "nothing"]},
        {"source_sentence": "a red fox", "sentences": ["a fox", "nothing"]},
        {},
    ),
    (
        "table_question_answering",
        [{"city": ["Köln", "Bonn"], "river": ["Rhein", "Rhein"]}, "which city"],
        {},
        {"table": {"city": ["Köln", "Bonn"], "river": ["Rhein", "Rhein"]}, "query": "which city"},
        {},
    ),
    (
        "table_question_answering",
        [{"city": ["Köln"]}, "which city"],
        {"sequential": True},
        {"table": {"city": ["Köln"]}, "query": "which city"},
        {"sequential": True},
    ),
    ("zero_shot_classification", ["rain"], {"candidate_labels": ["wet", "dry"]}, "rain", None),
    (
        "zero_shot_classification",
        ["rain", ["wet", "dry", "odd"]],
        {"multi_label": True, "hypothesis_template": "It is {}."},
        "rain",
        {"candidate_labels": ["wet", "dry", "odd"], "multi_label": True, "hypothesis_template": "It is {}."},
    ),
    ("summarization", ["one two three four five"], {}, "one two three four five", {}),
    (
        "summarization",
        ["one two three four five"],
        {"generate_parameters": {"max_length": 2}, "clean_up_tokenization_spaces": True},
        "one two three four five",
        {"generate_parameters": {"max_length": 2}, "clean_up_tokenization_spaces": True},
    ),
]


def like(ours: Any, theirs: Any) -> bool:
    """Whether a result of ours is the list or the object that a pipeline returned."""
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(like, ours, theirs))
    return bool((ours.to_dict() if hasattr(ours, "to_dict") else ours) == theirs)


@pytest.mark.parametrize(
    ("method", "arguments", "options", "inputs", "parameters"), TEXTS, ids=[f"{row[0]}-{len(row[2])}" for row in TEXTS]
)
def test_texts(
    method: str, arguments: list[Any], options: dict[str, Any], inputs: Any, parameters: Any, server: Server, dial: Dial
) -> None:
    out = dial(f"{server.url}/{method.replace('_', '-')}").call(method, *arguments, **options)
    call = the_call(server)
    assert call["inputs"] == inputs
    if parameters is not None:
        assert call["parameters"] == {**({"multi_label": False} if "zero_shot" in method else {}), **parameters}
    said = call["outputs"]
    if method == "text_classification":
        (said,) = said  # a list in a list: the inner one is the result
    elif method in {"summarization"}:
        (said,) = said
    elif method == "zero_shot_classification":
        said = [{"label": name, "score": score} for name, score in zip(said["labels"], said["scores"], strict=True)]
    assert like(out, said)


@pytest.mark.xfail(
    raises=errors.BadRequestError,
    strict=True,
    reason="the table is sent as `table`; this library reads it from `inputs.data`",
)
@pytest.mark.parametrize("method", ["tabular_classification", "tabular_regression"])
def test_tables(method: str, server: Server, dial: Dial) -> None:
    out = dial(f"{server.url}/{method.replace('_', '-')}").call(method, {"a": ["1.5", "20000000"], "b": ["2", "3"]})
    call = the_call(server)
    assert call["inputs"] == {"data": {"a": ["1.5", "20000000"], "b": ["2", "3"]}}
    assert out == call["outputs"] != []


@pytest.mark.parametrize("task", ["text-generation", "text2text-generation"])
def test_text_generation(task: str, server: Server, dial: Dial) -> None:
    line = dial(f"{server.url}/{task}")
    assert line.call("text_generation", "It rained") == "It rained and so on"
    said = {"generated_text": "It rained and so on"}
    assert the_call(server) == {
        "task": task,
        "inputs": "It rained",
        "parameters": {},
        "outputs": [said] if task == "text-generation" else said,
    }
    options = {"max_new_tokens": 1, "return_full_text": False, "temperature": 0.5, "top_k": 3, "stop": ["."]}
    assert line.call("text_generation", "It rained", **options) == "and"
    assert the_call(server)["parameters"] == options
    out = line.call("text_generation", "It rained", details=True)
    assert out.to_dict() == said


@pytest.mark.parametrize("task", ["text-generation", "text2text-generation"])
def test_a_stream_from_a_server_that_does_not_stream(task: str, server: Server, dial: Dial) -> None:
    """The library does not know `stream`, and answers with the whole text: that is the only piece."""
    heard = dial(f"{server.url}/{task}").hear("text_generation", "It rained")
    assert heard.error is None
    assert heard.items == ["It rained and so on"]
    assert len(told(server)) == 1


def test_embeddings(server: Server, dial: Dial) -> None:
    line = dial(f"{server.url}/feature-extraction")
    one = line.call("feature_extraction", "Good bread")
    assert one.dtype == np.float32
    np.testing.assert_allclose(one, the_call(server)["outputs"], rtol=1e-6)
    several = line.call("feature_extraction", ["Good bread", "", "雨"], normalize=True)
    call = the_call(server)
    assert call["inputs"] == ["Good bread", "", "雨"]
    assert several.shape == (3, 3)
    np.testing.assert_allclose(several, call["outputs"], rtol=1e-6)


def binary_inputs(data: bytes, tmp_path: Path, suffix: str) -> list[Any]:
    """The same input in every way it can be given."""
    path = tmp_path / f"input{suffix}"
    path.write_bytes(data)
    return [data, bytearray(data), str(path), path, io.BytesIO(data)]


def test_image_classification(server: Server, dial: Dial, tmp_path: Path) -> None:
    line = dial(f"{server.url}/image-classification")
    for image in [*binary_inputs(png(), tmp_path, ".png"), picture()]:
        out = line.call("image_classification", image)
        call = the_call(server)
        assert call["inputs"] == {"size": [8, 6], "pixel": [255, 255, 255], "format": "PNG"}
        assert call["parameters"] == {}
        assert like(out, call["outputs"])
        assert [item.label for item in out] == ["g", "r", "b"]
    for image in [*binary_inputs(png(), tmp_path, ".png"), picture("L")]:
        out = line.call("image_classification", image, top_k=2, function_to_apply="sigmoid")
        call = the_call(server)
        assert call["parameters"] == {"top_k": 2, "function_to_apply": "sigmoid"}
        assert like(out, call["outputs"])
        assert len(out) == 2


def test_an_image_from_a_data_url(server: Server, dial: Dial) -> None:
    out = dial(f"{server.url}/image-classification").call(
        "image_classification", "data:image/png;base64," + base64.b64encode(png()).decode()
    )
    assert like(out, the_call(server)["outputs"])


def test_object_detection(server: Server, dial: Dial) -> None:
    line = dial(f"{server.url}/object-detection")
    out = line.call("object_detection", png())
    call = the_call(server)
    assert like(out, call["outputs"])
    assert (out[0].box.xmax, out[0].box.ymax) == (8, 6)
    out = line.call("object_detection", png(), threshold=0.7)
    call = the_call(server)
    assert call["parameters"] == {"threshold": 0.7}
    assert [item.label for item in out] == ["g"] == [item["label"] for item in call["outputs"]]


def test_image_segmentation(server: Server, dial: Dial) -> None:
    line = dial(f"{server.url}/image-segmentation")
    (part,) = line.call("image_segmentation", png())
    call = the_call(server)
    assert (part.label, part.score) == ("bright", 0.875)
    assert isinstance(part.mask, Image.Image)
    assert (part.mask.mode, part.mask.size, part.mask.getpixel((0, 0))) == ("L", (8, 6), 255)
    assert call["parameters"] == {}
    (part,) = line.call("image_segmentation", png(), threshold=0.9, subtask="panoptic", mask_threshold=0.5)
    assert the_call(server)["parameters"] == {"threshold": 0.9, "subtask": "panoptic", "mask_threshold": 0.5}
    assert part.label == "panoptic"
    assert (part.mask.getpixel((0, 0)), part.mask.getpixel((7, 5))) == (255, 0)


def test_image_to_text(server: Server, dial: Dial) -> None:
    line = dial(f"{server.url}/image-to-text")
    assert line.call("image_to_text", png()).generated_text == "a picture of 8 by 6 in RGB"
    assert line.call("image_to_text", png(), max_new_tokens=2).generated_text == "a picture"
    assert [call["parameters"] for call in told(server)] == [{}, {"max_new_tokens": 2}]


def test_zero_shot_image_classification(server: Server, dial: Dial) -> None:
    out = dial(f"{server.url}/zero-shot-image-classification").call(
        "zero_shot_image_classification", png(), ["grass", "blood"], hypothesis_template="This is {}."
    )
    call = the_call(server)
    assert call["parameters"] == {"candidate_labels": ["grass", "blood"], "hypothesis_template": "This is {}."}
    assert like(out, call["outputs"])
    assert out[0].score > out[1].score > 0


def test_image_to_image(server: Server, dial: Dial) -> None:
    line = dial(f"{server.url}/image-to-image")
    out = line.call("image_to_image", png())
    assert isinstance(out, Image.Image)
    assert (out.format, out.size, out.getpixel((7, 5))) == ("PNG", (8, 6), (105, 55, 245))
    size = {"width": 4, "height": 3}
    out = line.call("image_to_image", picture(), "paint it blue", negative_prompt="red", target_size=size, sharpness=3)
    call = told(server)[-1]
    assert call["parameters"] == {
        "prompt": "paint it blue",
        "negative_prompt": "red",
        "target_size": size,
        "sharpness": 3,
    }
    assert out.size == (4, 3)


def test_text_to_image(server: Server, dial: Dial) -> None:
    line = dial(f"{server.url}/text-to-image")
    out = line.call("text_to_image", "A fox")
    call = the_call(server)
    assert (out.format, list(out.size)) == ("PNG", call["outputs"]["size"])
    assert list(out.getpixel((0, 0))) == call["outputs"]["pixel"]
    out = line.call(
        "text_to_image", "A fox", width=5, height=7, seed=9, guidance_scale=2.5, headers={"accept": "image/webp"}
    )
    call = the_call(server)
    assert call["parameters"] == {"width": 5, "height": 7, "seed": 9, "guidance_scale": 2.5}
    assert (out.format, out.size) == ("WEBP", (5, 7))


def test_speech_recognition(server: Server, dial: Dial, tmp_path: Path) -> None:
    line = dial(f"{server.url}/automatic-speech-recognition")
    for audio in binary_inputs(sound(), tmp_path, ".wav"):
        out = line.call("automatic_speech_recognition", audio)
        call = the_call(server)
        assert call["inputs"] == {"shape": [1600], "loudness": 0.5}
        assert out.to_dict() == call["outputs"] == {"text": "1600 samples, as loud as 0.5"}


def test_a_large_sound(server: Server, dial: Dial, tmp_path: Path) -> None:
    """Eight megabytes, from a file: more than any buffer on the way."""
    path = tmp_path / "long.wav"
    path.write_bytes(sound(4_000_000))
    out = dial(f"{server.url}/automatic-speech-recognition").call("automatic_speech_recognition", path)
    assert out.text == "4000000 samples, as loud as 0.5"


def test_audio_classification(server: Server, dial: Dial) -> None:
    out = dial(f"{server.url}/audio-classification").call("audio_classification", sound())
    assert like(out, the_call(server)["outputs"])
    assert out[0].label == "loud"


def test_parameters_of_a_sound(server: Server, dial: Dial) -> None:
    """This library cannot take parameters beside a sound: it says so, and so do we."""
    with pytest.raises(errors.BadRequestError, match="Malformed soundfile"):
        dial(f"{server.url}/audio-classification").call("audio_classification", sound(), top_k=1)
    assert told(server) == []


def test_audio_to_audio(server: Server, dial: Dial) -> None:
    out = dial(f"{server.url}/audio-to-audio").call("audio_to_audio", sound())
    assert [item.label for item in out] == ["whole", "half"]
    assert [item.content_type for item in out] == ["audio/flac", "audio/flac"]
    assert all(bytes(item.blob).startswith(b"fLaC") for item in out)
    heard = dial(f"{server.url}/automatic-speech-recognition").call("automatic_speech_recognition", out[1].blob)
    assert heard.text == "1600 samples, as loud as 0.25"
    out = dial(f"{server.url}/audio-to-audio").call("audio_to_audio", sound(), headers={"Accept": "audio/wav"})
    assert [item.content_type for item in out] == ["audio/wav", "audio/wav"]
    assert bytes(out[0].blob).startswith(b"RIFF")


def test_text_to_speech(server: Server, dial: Dial) -> None:
    line = dial(f"{server.url}/text-to-speech")
    spoken = line.call("text_to_speech", "Bread")
    call = the_call(server)
    assert call["outputs"] == [{"shape": [800], "loudness": 0.5}, 16000]
    assert bytes(spoken).startswith(b"fLaC")
    out = dial(f"{server.url}/automatic-speech-recognition").call("automatic_speech_recognition", spoken)
    assert out.text == "800 samples, as loud as 0.5"
    spoken = line.call("text_to_speech", "Bread", temperature=0.5, headers={"accept": "audio/wav"})
    assert bytes(spoken).startswith(b"RIFF")
    assert told(server)[-1]["parameters"] == {"temperature": 0.5}


def test_at_the_root(server: Server, dial: Dial) -> None:
    """The address of a container that serves one task, with a slash at its end or not."""
    for url in (server.url, f"{server.url}/"):
        assert dial(url).call("text_classification", "Bread")[0].label in {"GOOD", "BAD"}
    assert [call["task"] for call in told(server)] == ["text-classification"] * 2
    out = dial().call("text_classification", "Bread", model=server.url)
    assert like(out, the_call(server)["outputs"][0])


def test_refusals(server: Server, dial: Dial) -> None:
    line = dial(f"{server.url}/text-generation", max_retries=0)
    with pytest.raises(errors.BadRequestError) as raised:
        line.call("text_generation", "Go", extra_body={"max_length": 501})
    assert raised.value.server_message == (
        "Input should be less than or equal to 500: received `max_length` in `parameters`"
    )
    with pytest.raises(errors.BadRequestError, match="no continuation for that"):
        line.call("text_generation", "refuse")
    with pytest.raises(errors.ServerError, match="HTTP 500: unknown error") as failed:
        line.call("text_generation", "explode")
    assert "the model exploded" in failed.value.body
    with pytest.raises(errors.BadRequestError, match="unexpected keyword argument 'strange'"):
        dial(f"{server.url}/tabular-regression", max_retries=0).call(
            "text_classification", "Go", model=f"{server.url}/text-classification", extra_body={"strange": 1}
        )
    with pytest.raises(errors.BadRequestError, match="The task `translation` is not recognized"):
        dial(f"{server.url}/translation").call("translation", "Brot", src_lang="de", tgt_lang="en")
    with pytest.raises(errors.BadRequestError, match="cannot identify image file"):
        dial(f"{server.url}/image-classification").call("image_classification", b"no picture at all")
    with pytest.raises(errors.BadRequestError, match="Malformed soundfile"):
        dial(f"{server.url}/automatic-speech-recognition").call("automatic_speech_recognition", b"no sound at all")


def test_a_server_error_is_tried_again(server: Server, dial: Dial) -> None:
    with pytest.raises(errors.ServerError) as raised:
        dial(f"{server.url}/text-generation", max_retries=1).call("text_generation", "explode")
    assert raised.value.attempts == 2 == len(told(server))


PEER_CALLS: list[tuple[str, dict[str, Any]]] = [
    ("text_classification", {"text": "Good bread"}),
    ("fill_mask", {"text": "A [MASK] sat."}),
    ("token_classification", {"text": "Ada met Charles"}),
    ("question_answering", {"question": "Who?", "context": "Ada wrote programs"}),
    ("sentence_similarity", {"sentence": "a red fox", "other_sentences": ["a fox"]}),
    ("table_question_answering", {"table": {"city": ["Köln"]}, "query": "which city"}),
    ("summarization", {"text": "one two three four"}),
    ("text_generation", {"prompt": "It rained", "max_new_tokens": 2}),
    ("feature_extraction", {"text": "Good bread"}),
]


@pytest.mark.parametrize(("method", "arguments"), PEER_CALLS, ids=[row[0] for row in PEER_CALLS])
def test_huggingface_hub_asks_the_same(
    method: str, arguments: dict[str, Any], server: Server, peers: Peers, dial: Dial
) -> None:
    """The same call in both clients reaches the pipeline in the same way, with the same result."""
    url = f"{server.url}/{method.replace('_', '-')}"
    theirs = peers("huggingface_hub", url, method, **arguments)["result"]
    out = dial(url).call(method, **arguments)
    first, second = told(server)
    assert first == second
    ours = out.tolist() if isinstance(out, np.ndarray) else out
    assert like(ours, theirs)


@pytest.mark.parametrize(
    ("method", "argument", "options"),
    [
        ("image_classification", "image", {}),
        ("image_classification", "image", {"top_k": 2}),
        ("object_detection", "image", {"threshold": 0.1}),
        ("image_to_text", "image", {}),
        ("zero_shot_image_classification", "image", {"candidate_labels": ["grass", "blood"]}),
        ("automatic_speech_recognition", "audio", {}),
        ("audio_classification", "audio", {}),
    ],
)
def test_huggingface_hub_sends_the_same_files(
    method: str, argument: str, options: dict[str, Any], server: Server, peers: Peers, dial: Dial, tmp_path: Path
) -> None:
    file = tmp_path / ("input.png" if argument == "image" else "input.wav")
    file.write_bytes(png() if argument == "image" else sound())
    url = f"{server.url}/{method.replace('_', '-')}"
    theirs = peers("huggingface_hub", url, method, **{argument: str(file)}, **options)["result"]
    out = dial(url).call(method, **{argument: file}, **options)
    first, second = told(server)
    assert first == second
    assert like(out, theirs)
