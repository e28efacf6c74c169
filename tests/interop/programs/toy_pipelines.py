"""Serve toy pipelines through api-inference-community, Hugging Face's own reading and writing of its wire.

    python toy_pipelines.py PORT

POST /{task} asks the pipeline of a task; POST / asks the one that the variable TASK names. Every answer is computed
from what arrived, simply enough to be checked: GET /calls tells what the pipelines were given and what they returned.
"""

import base64
import io
import os
import sys

import numpy as np
import uvicorn
from api_inference_community.routes import pipeline_route
from PIL import Image, ImageOps
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

RATE = 16000
DEFAULT_TASK = os.environ.setdefault("TASK", "text-classification")
calls = []


def share(text):
    """A number from 0 to 1 that belongs to a text."""
    return round(sum(text.encode()) % 997 / 997, 6)


def loudness(wave):
    return round(float(np.abs(wave).max()), 3)


def colours(image):
    red, green, blue = np.asarray(image.convert("RGB"), dtype=float).reshape(-1, 3).mean(axis=0) / 255
    return sorted(
        (
            {"label": name, "score": round(float(score), 6)}
            for name, score in zip("rgb", (red, green, blue), strict=True)
        ),
        key=lambda item: -item["score"],
    )


def png(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def recognise(wave, return_timestamps=None):
    return {"text": f"{len(wave)} samples, as loud as {loudness(wave)}"}


def name_sound(wave, top_k=None):
    level = loudness(wave)
    return [{"label": "loud", "score": level}, {"label": "quiet", "score": round(1 - level, 3)}][:top_k]


def part_sound(wave):
    return np.stack([wave, wave / 2]).astype(np.float32), RATE, ["whole", "half"]


def name_colours(image, top_k=None, function_to_apply=None):
    return colours(image)[:top_k]


def match_colours(image, candidate_labels, hypothesis_template=None):
    known = {item["label"]: item["score"] for item in colours(image)}
    return [{"label": label, "score": known.get(label[0], 0.0)} for label in candidate_labels]


def cut_out(image, threshold=None, mask_threshold=None, overlap_mask_area_threshold=None, subtask=None):
    grey = image.convert("L").point(lambda value: 255 if value >= 255 * (threshold or 0.5) else 0)
    return [{"label": subtask or "bright", "score": 0.875, "mask": png(grey)}]


def find_objects(image, threshold=0.5):
    box = {"xmin": 0, "ymin": 0, "xmax": image.width, "ymax": image.height}
    return [
        {"label": item["label"], "score": item["score"], "box": box}
        for item in colours(image)
        if item["score"] > threshold
    ]


def describe(image, max_new_tokens=None, generation_parameters=None):
    words = f"a picture of {image.width} by {image.height} in {image.mode}".split()
    return [{"generated_text": " ".join(words[:max_new_tokens])}]


def repaint(image, prompt=None, negative_prompt=None, target_size=None, **settings):
    painted = ImageOps.invert(image.convert("RGB"))
    return painted.resize((target_size["width"], target_size["height"])) if target_size else painted


def embed(texts):
    rows = [[share(text), float(len(text)), -1.5] for text in ([texts] if isinstance(texts, str) else texts)]
    return rows[0] if isinstance(texts, str) else rows


def answer(inputs, **settings):
    question, context = inputs["question"], inputs["context"]
    word = max(context.split(), key=len)
    start = context.index(word)
    one = {"answer": word, "score": share(question), "start": start, "end": start + len(word)}
    return [one] * settings["top_k"] if settings.get("top_k", 1) > 1 else one


def compare(inputs):
    words = set(inputs["source_sentence"].split())
    return [round(len(words & set(text.split())) / len(words), 6) for text in inputs["sentences"]]


def fill(text, top_k=2, targets=None):
    words = targets or ["cat", "dog", "fox"]
    return [
        {"sequence": text.replace("[MASK]", word), "score": share(word), "token": len(word), "token_str": word}
        for word in words[:top_k]
    ]


def look_up(inputs, **settings):
    column = inputs["query"].split()[-1]
    cells = inputs["table"][column]
    where = [[row, list(inputs["table"]).index(column)] for row in range(len(cells))]
    return {"answer": ", ".join(cells), "coordinates": where, "cells": cells, "aggregator": "NONE"}


def sort_rows(inputs):
    return ["long" if len("".join(row)) > 8 else "short" for row in zip(*inputs["data"].values(), strict=True)]


def add_rows(inputs):
    return [sum(map(float, row)) for row in zip(*inputs["data"].values(), strict=True)]


def shorten(text, **settings):
    length = (settings.get("generate_parameters") or {}).get("max_length", 3)
    return [{"summary_text": " ".join(text.split()[:length])}]


def go_on(text, max_new_tokens=3, return_full_text=True, **settings):
    if "explode" in text:
        raise RuntimeError("the model exploded")
    if "refuse" in text:
        raise ValueError("no continuation for that")
    more = " ".join(["and", "so", "on"][:max_new_tokens])
    return [{"generated_text": f"{text} {more}" if return_full_text else more}]


def rewrite(text, **settings):
    return go_on(text, **settings)[0]  # some servers leave the list out


def judge(text, top_k=None, function_to_apply=None):
    good = share(text)
    found = [{"label": "GOOD", "score": good}, {"label": "BAD", "score": round(1 - good, 6)}]
    return [sorted(found, key=lambda item: -item["score"])[:top_k]]


def find_names(text, **settings):
    return [
        {
            "entity_group": "NAME",
            "score": share(word),
            "word": word,
            "start": text.index(word),
            "end": text.index(word) + len(word),
        }
        for word in text.split()
        if word[0].isupper() and word not in (settings.get("ignore_labels") or [])
    ]


def sort_text(text, candidate_labels, multi_label=False, hypothesis_template=None):
    labels = candidate_labels.split(",") if isinstance(candidate_labels, str) else candidate_labels
    scores = {label: share(text + label) for label in labels}
    order = sorted(labels, key=lambda label: -scores[label])
    return {"sequence": text, "labels": order, "scores": [scores[label] for label in order]}


def paint(text, width=32, height=16, **settings):
    shade = int(share(text) * 255)
    return Image.new("RGB", (width, height), (shade, 255 - shade, settings.get("seed", 0) % 256))


def speak(text, **settings):
    time = np.arange(RATE // 100 * len(text)) / RATE
    return np.sin(2 * np.pi * 440 * time).astype(np.float32) / 2, RATE


PIPELINES = {
    "audio-classification": name_sound,
    "audio-to-audio": part_sound,
    "automatic-speech-recognition": recognise,
    "feature-extraction": embed,
    "fill-mask": fill,
    "image-classification": name_colours,
    "image-segmentation": cut_out,
    "image-to-image": repaint,
    "image-to-text": describe,
    "object-detection": find_objects,
    "question-answering": answer,
    "sentence-similarity": compare,
    "summarization": shorten,
    "table-question-answering": look_up,
    "tabular-classification": sort_rows,
    "tabular-regression": add_rows,
    "text-classification": judge,
    "text-generation": go_on,
    "text-to-image": paint,
    "text-to-speech": speak,
    "text2text-generation": rewrite,
    "token-classification": find_names,
    "zero-shot-classification": sort_text,
    "zero-shot-image-classification": match_colours,
}


class Toy:
    """A pipeline as the library calls one; it notes its calls."""

    sampling_rate = RATE

    def __init__(self, task):
        self.task = task

    def __call__(self, inputs, **parameters):
        if parameters.get("lora_adapter"):
            raise ValueError("no adapters here")
        call = {"task": self.task, "inputs": noted(inputs), "parameters": parameters}
        calls.append(call)
        outputs = PIPELINES[self.task](inputs, **parameters)
        call["outputs"] = noted(outputs)
        return outputs


def noted(value):
    """A value as JSON can tell it."""
    if isinstance(value, np.ndarray):
        return {"shape": value.shape, "loudness": loudness(value)}
    if isinstance(value, Image.Image):
        return {"size": value.size, "pixel": value.convert("RGB").getpixel((0, 0)), "format": value.format}
    if isinstance(value, tuple):
        return [noted(item) for item in value]
    return value


async def ask(request):
    """Hand a request to the library, with TASK as its container would have set it."""
    os.environ["TASK"] = request.path_params.get("task", DEFAULT_TASK)
    return await pipeline_route(request)


async def tell(request):
    """What was called since the last time this was asked."""
    told = list(calls)
    calls.clear()
    return JSONResponse(told)


app = Starlette(
    routes=[
        Route("/calls", tell),
        Route("/", ask, methods=["POST"]),
        Route("/{task}", ask, methods=["POST"]),
    ]
)
app.get_pipeline = lambda: Toy(os.environ["TASK"])

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="info")
