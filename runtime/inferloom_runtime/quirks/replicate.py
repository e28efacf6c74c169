"""Replicate's models, each of which has inputs and outputs of its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from inferloom_runtime import download, wire
from inferloom_runtime.call import Adapter, Call
from inferloom_runtime.errors import AnswerError
from inferloom_runtime.flow import Flow
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.quirks import transcription


def route(model: str) -> str:
    """Where a prediction is made: https://replicate.com/docs/reference/http#predictions.create

    Args:
        model: The model's id as part of a path: `owner/name`, or `owner/name:version`.

    Returns:
        The route of the model, or of all models where the body names the version.
    """
    return "/v1/predictions" if ":" in model else f"/v1/models/{model}/predictions"


def version(value: str, call: Call) -> str | None:
    """The version that the body names: https://replicate.com/docs/reference/http#predictions.create

    Args:
        value: The model's id.
        call: The call.

    Returns:
        What follows the colon, or None.
    """
    return value.partition(":")[2] or None


def lora_weights(value: Adapter | None, call: Call) -> str | None:
    """The adapter as Replicate downloads it: https://replicate.com/black-forest-labs/flux-dev-lora

    Args:
        value: The adapter that the Hub's mapping names, if any.
        call: The call.

    Returns:
        The address of its repository, or None without an adapter.
    """
    return None if value is None else f"https://huggingface.co/{quote(value.hub_model)}"


def transcript(call: Call, value: Any) -> Flow[Any]:
    """The text in a speech model's output: https://replicate.com/openai/whisper/api/schema

    Args:
        call: The call.
        value: The prediction. Its `output` is a text, an object that has it under `translation`, `transcription` or
            `text` or in the file under `txt_file`, or a list that starts with one of these.

    Returns:
        A flow whose result is an object with `text`, and with `chunks` where the model gives times.

    Raises:
        AnswerError: There is no text.
    """
    output = wire.part(value, ("output",))
    if is_list(output):
        output = output[0] if output else None
    if isinstance(output, str):
        return {"text": output}
    if is_object(output):
        file = output.get("txt_file")
        if isinstance(file, str):
            data = yield from download.fetched(call, file, "text/*")
            return {"text": data.decode("utf-8", "replace")}
        for key in ("translation", "transcription", "text"):
            if isinstance(output.get(key), str):
                return transcription.chunks({**output, "text": output[key]})
    raise AnswerError("The prediction has no text where a transcript was expected.", about=call.about, attempts=1)
