"""What answers say: linked fields belong together, and belong to the request."""

from __future__ import annotations

import base64
import io
import math
import struct
import wave
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image
from sandbox_material import BUNDLES, HEIGHT, SAMPLES, WIDTH, answer, ask, model_url, png, post, text64

from inferloom_runtime.media import sniff
from inferloom_runtime.sandbox import sound
from inferloom_runtime.sandbox.core import Sandbox

SANDBOX = Sandbox(BUNDLES)
IMAGE = text64(SAMPLES["image"])
AUDIO = text64(SAMPLES["audio"])


def picture(task: str, body: dict[str, Any], sandbox: Sandbox = SANDBOX) -> Image.Image:
    reply = post(sandbox, model_url(task), body)
    assert reply.status == 200, reply.content
    return Image.open(io.BytesIO(reply.content))


def scores_of(rows: list[dict[str, Any]]) -> list[float]:
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    return scores


class TestLabels:
    @pytest.mark.parametrize(
        ("task", "inputs"),
        [("text-classification", "good"), ("image-classification", IMAGE), ("audio-classification", AUDIO)],
    )
    def test_sum_to_one_and_fall(self, task: str, inputs: str) -> None:
        rows = ask(SANDBOX, task, {"inputs": inputs})
        assert len(rows) > 1
        assert math.fsum(scores_of(rows)) == pytest.approx(1, abs=1e-9)
        assert len({row["label"] for row in rows}) == len(rows)

    def test_top_k_is_the_beginning(self) -> None:
        rows = ask(SANDBOX, "image-classification", {"inputs": IMAGE})
        for top in (1, 2, 4):
            assert ask(SANDBOX, "image-classification", {"inputs": IMAGE, "parameters": {"top_k": top}}) == rows[:top]

    @pytest.mark.parametrize("task", ["zero-shot-classification", "zero-shot-image-classification"])
    def test_candidate_labels(self, task: str) -> None:
        labels = ["space", "cooking", "sports", "law"]
        inputs = "A probe in space." if task == "zero-shot-classification" else IMAGE
        rows = ask(SANDBOX, task, {"inputs": inputs, "parameters": {"candidate_labels": labels}})
        assert sorted(row["label"] for row in rows) == sorted(labels)
        assert math.fsum(scores_of(rows)) == pytest.approx(1, abs=1e-9)

    def test_multi_label_scores_stand_alone(self) -> None:
        parameters: dict[str, Any] = {"candidate_labels": ["a", "b", "c"], "multi_label": True}
        rows = ask(SANDBOX, "zero-shot-classification", {"inputs": "x", "parameters": parameters})
        assert all(0 < score < 1 for score in scores_of(rows))
        assert math.fsum(scores_of(rows)) != pytest.approx(1, abs=1e-3)

    def test_transforms(self) -> None:
        def scores(transform: str) -> list[float]:
            parameters = {"function_to_apply": transform}
            return scores_of(ask(SANDBOX, "text-classification", {"inputs": "x", "parameters": parameters}))

        assert math.fsum(scores("softmax")) == pytest.approx(1, abs=1e-9)
        assert all(0 < score < 1 for score in scores("sigmoid"))
        odds = [math.log(score / (1 - score)) for score in scores("sigmoid")]
        assert scores("none") == pytest.approx(odds, abs=1e-4)


class TestPictures:
    def test_size(self) -> None:
        assert picture("text-to-image", {"inputs": "a fox"}).size == (512, 512)
        sized = {"inputs": "a fox", "parameters": {"width": 320, "height": 200}}
        assert picture("text-to-image", sized).size == (320, 200)
        target = {"inputs": IMAGE, "parameters": {"prompt": "p", "target_size": {"width": 33, "height": 21}}}
        assert picture("image-to-image", target).size == (33, 21)
        assert picture("image-to-image", {"inputs": IMAGE}).size == (WIDTH, HEIGHT)

    def test_smallest(self) -> None:
        tiny = {"inputs": "a fox", "parameters": {"width": 1, "height": 1}}
        assert picture("text-to-image", tiny).size == (1, 1)

    def test_different_prompts_look_different(self) -> None:
        def small(prompt: str, **parameters: int) -> bytes:
            body = {"inputs": prompt, "parameters": {"width": 256, "height": 256, **parameters}}
            return picture("text-to-image", body).crop((0, 0, 256, 160)).resize((4, 4)).tobytes()

        def distance(one: bytes, other: bytes) -> float:
            return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)

        fox = small("a fox")
        assert distance(fox, small("a whale")) > 20
        assert distance(fox, small("a fox", seed=1)) > 20
        assert fox == small("a fox")
        assert fox == small("a fox", num_inference_steps=30)

    def test_says_that_it_is_synthetic(self) -> None:
        found = picture("text-to-image", {"inputs": "a fox"})
        assert "synthetic" in found.info["Software"]

    def test_input_shows_through(self) -> None:
        red, blue = (
            picture("image-to-image", {"inputs": text64(png(96, 96, colour)), "parameters": {"prompt": "same"}})
            for colour in ((255, 0, 0), (0, 0, 255))
        )
        averages = [image.convert("RGB").resize((1, 1), Image.Resampling.BOX).tobytes() for image in (red, blue)]
        assert averages[0][0] > averages[1][0] + 40
        assert averages[1][2] > averages[0][2] + 40

    @pytest.mark.parametrize("media_type", ["image/jpeg", "image/webp"])
    def test_accepted_format(self, media_type: str) -> None:
        reply = post(SANDBOX, model_url("text-to-image"), {"inputs": "a fox"}, accept=media_type)
        assert reply.headers["content-type"] == media_type == sniff(reply.content)

    def test_depth_has_the_inputs_size(self) -> None:
        found = ask(SANDBOX, "depth-estimation", {"inputs": IMAGE})["depth"]
        assert Image.open(io.BytesIO(base64.b64decode(found))).size == (WIDTH, HEIGHT)


class TestRegions:
    def test_boxes_lie_inside(self) -> None:
        for width, height in ((64, 48), (1, 1), (2, 500), (301, 7)):
            rows = ask(SANDBOX, "object-detection", {"inputs": text64(png(width, height))})
            assert rows
            for row in rows:
                box = row["box"]
                assert 0 <= box["xmin"] < box["xmax"] <= width
                assert 0 <= box["ymin"] < box["ymax"] <= height

    def test_threshold(self) -> None:
        rows = ask(SANDBOX, "object-detection", {"inputs": IMAGE})
        middle = scores_of(rows)[1]
        kept = ask(SANDBOX, "object-detection", {"inputs": IMAGE, "parameters": {"threshold": middle}})
        assert kept == rows[:2]
        assert ask(SANDBOX, "object-detection", {"inputs": IMAGE, "parameters": {"threshold": 1}}) == []
        assert ask(SANDBOX, "image-segmentation", {"inputs": IMAGE, "parameters": {"threshold": 0.9}})

    def test_wanted_objects(self) -> None:
        body = {"inputs": IMAGE, "parameters": {"candidate_labels": ["cat", "remote"]}}
        assert {row["label"] for row in ask(SANDBOX, "zero-shot-object-detection", body)} == {"cat", "remote"}

    def test_masks_share_the_picture_out(self) -> None:
        rows = ask(SANDBOX, "image-segmentation", {"inputs": IMAGE})
        masks = [Image.open(io.BytesIO(base64.b64decode(row["mask"]))) for row in rows]
        assert all(mask.size == (WIDTH, HEIGHT) and mask.mode == "L" for mask in masks)
        total = [sum(column) for column in zip(*(mask.tobytes() for mask in masks), strict=True)]
        assert set(total) == {255}
        assert all(mask.getextrema() == (0, 255) for mask in masks)


class TestSounds:
    def read(self, content: bytes) -> tuple[float, int]:
        with wave.open(io.BytesIO(content)) as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
            return file.getnframes() / file.getframerate(), file.getframerate()

    @pytest.mark.parametrize("task", ["text-to-speech", "text-to-audio"])
    def test_lasts_as_long_as_the_text(self, task: str) -> None:
        for text in ("Hi", "The next train leaves from platform four."):
            reply = post(SANDBOX, model_url(task), {"inputs": text})
            assert reply.headers["content-type"] == "audio/wav"
            seconds, rate = self.read(reply.content)
            assert seconds == pytest.approx(len(text) * 0.06, abs=0.001)
            assert rate == 16_000

    def test_is_not_silent_and_depends_on_the_text(self) -> None:
        one, other = (post(SANDBOX, model_url("text-to-speech"), {"inputs": text}).content for text in ("abc", "cab"))
        assert one != other
        samples = struct.unpack(f"<{(len(one) - 100) // 2}h", one[100 : 100 + (len(one) - 100) // 2 * 2])
        assert max(samples) > 5000

    def test_audio_to_audio_keeps_the_length(self) -> None:
        rows = ask(SANDBOX, "audio-to-audio", {"inputs": AUDIO})
        assert rows[0]["content_type"] == "audio/wav"
        assert self.read(base64.b64decode(rows[0]["blob"]))[0] == pytest.approx(3.2, abs=0.001)


class TestSpeech:
    def heard(self, **parameters: object) -> dict[str, Any]:
        body: dict[str, Any] = {"inputs": AUDIO, "parameters": parameters} if parameters else {"inputs": AUDIO}
        found: dict[str, Any] = ask(SANDBOX, "automatic-speech-recognition", body)
        return found

    def test_chunks_only_when_asked_for(self) -> None:
        assert self.heard().get("chunks") is None
        assert self.heard(return_timestamps=False).get("chunks") is None
        assert self.heard(return_timestamps=True)["chunks"]

    @pytest.mark.parametrize(("unit", "joint"), [(True, " "), ("word", " "), ("char", "")])
    def test_chunks_cover_the_recording(self, unit: object, joint: str) -> None:
        found = self.heard(return_timestamps=unit)
        chunks = found["chunks"]
        assert joint.join(chunk["text"] for chunk in chunks) == found["text"]
        times = [chunk["timestamp"] for chunk in chunks]
        assert times[0][0] == 0
        assert times[-1][1] == pytest.approx(3.2)
        assert all(start <= end for start, end in times)
        assert all(before[1] == after[0] for before, after in pairwise(times))

    def test_streamed_wav_does_not_know_its_length(self) -> None:
        content = bytearray(SAMPLES["audio"])
        at = content.index(b"data") + 4
        expected = self.heard(return_timestamps=True)["chunks"][-1]["timestamp"][1]
        for length in (b"\xff\xff\xff\xff", bytes(4)):
            content[at : at + 4] = length
            body = {"inputs": text64(bytes(content)), "parameters": {"return_timestamps": True}}
            found = ask(SANDBOX, "automatic-speech-recognition", body)
            assert found["chunks"][-1]["timestamp"][1] == expected

    def test_says_more_for_a_longer_recording(self) -> None:
        long = ask(SANDBOX, "automatic-speech-recognition", {"inputs": text64(sound.lasting(20, "x"))})
        assert len(long["text"].split()) > 3 * len(self.heard()["text"].split())
        assert "synthetic" in self.heard()["text"]


class TestVideos:
    def chunks(self, content: bytes) -> list[bytes]:
        start = content.index(b"movi") + 4
        found: list[bytes] = []
        while content[start : start + 4] == b"00dc":
            size = struct.unpack_from("<I", content, start + 4)[0]
            found.append(content[start + 8 : start + 8 + size])
            start += 8 + size + size % 2
        assert content[start : start + 4] == b"idx1"
        return found

    def test_frames_and_size(self) -> None:
        body = {"inputs": IMAGE, "parameters": {"num_frames": 5, "target_size": {"width": 40, "height": 30}}}
        reply = post(SANDBOX, model_url("image-to-video"), body)
        assert reply.headers["content-type"] == "video/x-msvideo"
        assert struct.unpack_from("<I", reply.content, 4)[0] == len(reply.content) - 8
        frames = [Image.open(io.BytesIO(chunk)) for chunk in self.chunks(reply.content)]
        assert [frame.size for frame in frames] == [(40, 30)] * 5
        assert len({frame.tobytes() for frame in frames}) == 5

    def test_too_much_is_refused(self) -> None:
        for parameters in ({"num_frames": 2.5}, {"num_frames": 100_000}):
            reply = post(SANDBOX, model_url("text-to-video"), {"inputs": "x", "parameters": parameters})
            assert reply.status == 422
            assert b"$.parameters.num_frames" in reply.content


class TestTexts:
    def test_embeddings(self) -> None:
        one, other, again = ask(SANDBOX, "feature-extraction", {"inputs": ["a cat", "a dog", "a cat"]})
        assert one == again != other
        assert len(one) == 384
        assert math.fsum(number * number for number in one) == pytest.approx(1, abs=1e-5)
        assert ask(SANDBOX, "feature-extraction", {"inputs": "a cat"}) == [one]
        assert len(ask(SANDBOX, "feature-extraction", {"inputs": "a cat", "dimensions": 7})[0]) == 7
        packed = ask(SANDBOX, "feature-extraction", {"inputs": "a cat", "encoding_format": "base64"})[0]
        assert struct.unpack("<384f", base64.b64decode(packed)) == pytest.approx(one, abs=1e-6)

    def test_word_order_counts(self) -> None:
        one, other = ask(SANDBOX, "feature-extraction", {"inputs": ["dog bites man", "man bites dog"]})
        assert one != other

    def test_similarity(self) -> None:
        inputs = {"source_sentence": "the old cat sleeps", "sentences": ["the old cat sleeps", "the old cat", "xyz"]}
        same, near, far = ask(SANDBOX, "sentence-similarity", {"inputs": inputs})
        assert same == 1.0
        assert 1 > near > 0.5 > far
        vectors = ask(SANDBOX, "feature-extraction", {"inputs": ["the old cat sleeps", "the old cat"]})
        assert near == pytest.approx(sum(a * b for a, b in zip(*vectors, strict=True)), abs=1e-5)

    def test_answers_are_spans(self) -> None:
        context = "The tower clock stood still for years until Ilse repaired it in spring."
        inputs = {"question": "Who repaired the clock?", "context": context}
        found = ask(SANDBOX, "question-answering", {"inputs": inputs})
        assert found["answer"] == context[found["start"] : found["end"]] == "Ilse"
        several = ask(SANDBOX, "question-answering", {"inputs": inputs, "parameters": {"top_k": 4}})
        assert len(several) == 4
        assert several[0] == found
        assert all(row["answer"] == context[row["start"] : row["end"]] for row in several)
        assert scores_of(several)

    def test_long_context(self) -> None:
        inputs = {"question": "Who?", "context": "Somebody walked along the road. " * 3000}
        assert ask(SANDBOX, "question-answering", {"inputs": inputs})["answer"] in inputs["context"]

    def test_cells_come_from_the_table(self) -> None:
        table = {"River": ["Rhine", "Elbe"], "Length": ["1233", "1094"]}
        found = ask(SANDBOX, "table-question-answering", {"inputs": {"query": "Length of the Elbe?", "table": table}})
        assert found == {"answer": "1094", "coordinates": [[1, 1]], "cells": ["1094"], "aggregator": "NONE"}
        total = ask(SANDBOX, "table-question-answering", {"inputs": {"query": "the total length", "table": table}})
        assert total["aggregator"] == "SUM"
        assert total["cells"] == ["1233", "1094"]
        assert [table["Length"][row] for row, _ in total["coordinates"]] == total["cells"]

    def test_mask_is_replaced(self) -> None:
        for mask in ("<mask>", "[MASK]"):
            rows = ask(SANDBOX, "fill-mask", {"inputs": f"Fresh {mask} at dawn."})
            assert len(rows) == 5
            assert all(row["sequence"] == f"Fresh {row['token_str'].strip()} at dawn." for row in rows)
            assert scores_of(rows)
        targets = {"inputs": "Fresh [MASK].", "parameters": {"targets": ["bread", "milk"], "top_k": 9}}
        rows = ask(SANDBOX, "fill-mask", targets)
        assert {row["token_str"].strip() for row in rows} == {"bread", "milk"}

    def test_entities_are_spans(self) -> None:
        text = "Last year Marta Lindqvist moved from Oslo to Porto."
        rows = ask(SANDBOX, "token-classification", {"inputs": text})
        assert [row["word"] for row in rows] == ["Marta Lindqvist", "Oslo", "Porto"]
        assert all(row["word"] == text[row["start"] : row["end"]] for row in rows)
        body = {"inputs": text, "parameters": {"aggregation_strategy": "none"}}
        assert all(
            row["entity"].startswith("B-") and "entity_group" not in row
            for row in ask(SANDBOX, "token-classification", body)
        )
        ignored = {"inputs": text, "parameters": {"ignore_labels": ["PER", "LOC", "ORG", "MISC"]}}
        assert ask(SANDBOX, "token-classification", ignored) == []

    def test_texts_are_derived(self) -> None:
        summary = ask(SANDBOX, "summarization", {"inputs": "The mill burnt down. It was rebuilt."})["summary_text"]
        assert "The mill burnt down." in summary
        assert "rebuilt" not in summary
        body = {"inputs": "Good day", "parameters": {"tgt_lang": "fr_XX"}}
        translation = ask(SANDBOX, "translation", body)["translation_text"]
        assert "fr_XX" in translation
        assert "Good day" in translation
        caption = ask(SANDBOX, "image-to-text", {"inputs": IMAGE})["generated_text"]
        cut = ask(SANDBOX, "image-to-text", {"inputs": IMAGE, "parameters": {"max_new_tokens": 3}})["generated_text"]
        assert caption.startswith(cut)
        assert len(cut) < len(caption)
        assert "red" in caption
        assert f"{WIDTH} by {HEIGHT}" in caption
        assert all("synthetic" in text for text in (summary, translation, caption))

    def test_one_prediction_a_row(self) -> None:
        table = {"a": ["1.5", "9", "1.5"], "b": ["2", "10", "2"]}
        classes = ask(SANDBOX, "tabular-classification", {"table": table})
        numbers = ask(SANDBOX, "tabular-regression", {"table": table})
        assert classes[0] == classes[2]
        assert numbers[0] == numbers[2] != numbers[1]
        assert 7 < numbers[1] < 12

    @pytest.mark.parametrize(
        ("question", "expected"),
        [("Is it day?", {"yes", "no"}), ("How many?", {"one", "two", "three", "none", "many"})],
    )
    def test_visual_answers_suit_the_question(self, question: str, expected: set[str]) -> None:
        rows = ask(SANDBOX, "visual-question-answering", {"inputs": {"image": IMAGE, "question": question}})
        assert {row["answer"] for row in rows} == expected
        assert scores_of(rows)

    def test_words_of_the_page(self) -> None:
        parameters = {"word_boxes": [["Total", [0, 0, 10, 10]], ["42", [12, 0, 20, 10]]], "top_k": 2}
        body = {"inputs": {"image": IMAGE, "question": "How much?"}, "parameters": parameters}
        rows = ask(SANDBOX, "document-question-answering", body)
        assert {(row["answer"], row["start"]) for row in rows} == {("Total", 0), ("42", 1)}


def test_raw_body_and_base64_are_the_same() -> None:
    for task, kind in (("image-classification", "image"), ("automatic-speech-recognition", "audio")):
        raw = post(SANDBOX, model_url(task), raw=SAMPLES[kind])
        typed = post(SANDBOX, model_url(task), raw=SAMPLES[kind], content_type=f"{kind}/x-any")
        packed = post(SANDBOX, model_url(task), {"inputs": text64(SAMPLES[kind])})
        assert answer(raw) == answer(typed) == answer(packed)
