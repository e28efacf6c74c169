"""What providers spell in a way of their own."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
import pytest

from inferloom_runtime.call import Adapter, Call
from inferloom_runtime.errors import About, AnswerError, NotFoundError, UsageError
from inferloom_runtime.flow import drive
from inferloom_runtime.quirks import (
    embeddings,
    fal_ai,
    hf_inference,
    prompts,
    replicate,
    response_format,
    together,
    transcription,
)

SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}
ASKED: dict[str, Any] = {"type": "json_schema", "json_schema": {"name": "place", "schema": SCHEMA}}


def call(model: str = "owner/model") -> Call:
    return Call(about=About("replicate", "automatic_speech_recognition", model), base_url="https://x.test", model=model)


@dataclass
class Schema:
    """A response format as the generated types hold it."""

    type: str
    json_schema: dict[str, Any] = field(default_factory=dict[str, Any])


class TestResponseFormat:
    """A schema, in each provider's words."""

    @pytest.mark.parametrize("asked", [ASKED, Schema("json_schema", ASKED["json_schema"])])
    def test_schemas_are_respelled_from_dicts_and_from_dataclasses(self, asked: object) -> None:
        assert response_format.as_json_object(asked, call()) == {"type": "json_object", "schema": SCHEMA}
        assert response_format.flat(asked, call()) == {"type": "json_schema", "schema": SCHEMA}
        assert response_format.schema(asked, call()) == SCHEMA
        assert hf_inference.response_format(asked, call()) == {"type": "json_object", "value": SCHEMA}

    @pytest.mark.parametrize("asked", [{"type": "json_object"}, {"type": "text"}, {"type": "json_schema"}])
    def test_formats_without_a_schema_stay(self, asked: dict[str, str]) -> None:
        assert response_format.as_json_object(asked, call()) == asked
        assert response_format.flat(asked, call()) == asked
        assert response_format.lenient(asked, call()) == asked
        assert response_format.schema(asked, call()) is None

    @pytest.mark.parametrize("strict", [{}, {"strict": True}, {"strict": None}, {"strict": False}])
    def test_strictness_is_taken_off_a_copy(self, strict: dict[str, bool | None]) -> None:
        asked: dict[str, Any] = {"type": "json_schema", "json_schema": {"name": "place", "schema": SCHEMA, **strict}}
        sent = cast("dict[str, Any]", response_format.lenient(asked, call()))
        assert sent["json_schema"] == {"name": "place", "schema": SCHEMA, "strict": False}
        assert asked["json_schema"].get("strict") == strict.get("strict")

    def test_an_empty_schema_counts_as_one(self) -> None:
        asked: dict[str, Any] = {"type": "json_schema", "json_schema": {"schema": {}}}
        assert response_format.flat(asked, call()) == {"type": "json_schema", "schema": {}}
        assert response_format.schema(asked, call()) == {}


class TestEmbeddings:
    """Vectors out of an answer."""

    def test_base64_is_decoded_as_little_endian_floats(self) -> None:
        packed = base64.b64encode(struct.pack("<3f", 0.5, -1.25, 2.0)).decode()
        answer = {"data": [{"index": 0, "embedding": packed}, {"index": 1, "embedding": [1.0, 2.0]}]}
        assert embeddings.vectors(answer) == [[0.5, -1.25, 2.0], [1.0, 2.0]]

    def test_vectors_stand_in_the_order_of_their_texts(self) -> None:
        answer = {"data": [{"index": 1, "embedding": [1.0]}, {"index": 0, "embedding": [0.0]}]}
        assert embeddings.vectors(answer) == [[0.0], [1.0]]

    def test_without_indexes_the_answer_s_order_holds(self) -> None:
        assert embeddings.vectors({"data": [{"embedding": [2.0]}, {"embedding": [1.0]}]}) == [[2.0], [1.0]]

    @pytest.mark.parametrize("text", ["not base64!", base64.b64encode(b"12345").decode()])
    def test_other_text_is_an_error(self, text: str) -> None:
        with pytest.raises(AnswerError, match="not base64 of 32-bit floats"):
            embeddings.vectors({"data": [{"index": 0, "embedding": text}]})

    @pytest.mark.parametrize("answer", [{"detail": "busy"}, [], None])
    def test_answers_without_data_are_errors(self, answer: object) -> None:
        with pytest.raises(AnswerError, match="no embeddings under data"):
            embeddings.vectors(answer)


class TestAdapters:
    """LoRA adapters, as each provider loads them."""

    adapter = Adapter(hub_model="ann/ink", weights="weights/my ink.safetensors", provider_model="fal-ai/flux-lora")

    def test_fal_downloads_the_weights(self) -> None:
        address = "https://huggingface.co/ann/ink/resolve/main/weights/my%20ink.safetensors"
        assert fal_ai.loras(self.adapter, call()) == [{"path": address, "scale": 1}]

    def test_fal_s_general_endpoint_is_told_the_base_model(self) -> None:
        general = Adapter("ann/ink", "ink.safetensors", "fal-ai/lora")
        assert fal_ai.lora_base(general, call()) == "stabilityai/stable-diffusion-xl-base-1.0"
        assert fal_ai.lora_base(self.adapter, call()) is None

    def test_replicate_downloads_the_repository(self) -> None:
        assert replicate.lora_weights(self.adapter, call()) == "https://huggingface.co/ann/ink"

    def test_without_an_adapter_nothing_is_sent(self) -> None:
        assert fal_ai.loras(None, call()) is None
        assert fal_ai.lora_base(None, call()) is None
        assert replicate.lora_weights(None, call()) is None


class TestReplicate:
    """Replicate's routes and outputs."""

    @pytest.mark.parametrize(
        ("model", "route", "version"),
        [
            ("ann/ink", "/v1/models/ann/ink/predictions", None),
            ("ann/ink:abc123", "/v1/predictions", "abc123"),
        ],
    )
    def test_a_version_goes_into_the_body(self, model: str, route: str, version: str | None) -> None:
        assert replicate.route(model) == route
        assert replicate.version(model, call()) == version

    @pytest.mark.parametrize(
        ("output", "expected"),
        [
            ("Good evening.", {"text": "Good evening."}),
            (["Good evening.", "ignored"], {"text": "Good evening."}),
            ([{"transcription": "Good evening."}], {"text": "Good evening."}),
            ({"transcription": "Guten Abend.", "translation": "Good evening."}, {"text": "Good evening."}),
            ({"text": "Good.", "chunks": [{"text": "Good.", "timestamp": [0, 1]}]}, {"text": "Good."}),
            ({"txt_file": "data:text/plain;base64,R3LDvMOfZQ==", "transcription": "no"}, {"text": "Grüße"}),
        ],
    )
    def test_transcripts_stand_in_many_places(self, output: object, expected: dict[str, str]) -> None:
        found = drive(replicate.transcript(call(), {"output": output}), httpx.Client())
        assert found["text"] == expected["text"]

    def test_segments_become_chunks(self) -> None:
        output = {"transcription": "Hi", "segments": [{"start": 0.0, "end": 0.5, "text": "Hi", "id": 0}]}
        found = drive(replicate.transcript(call(), {"output": output}), httpx.Client())
        assert found["chunks"] == [{"text": "Hi", "timestamp": [0.0, 0.5]}]

    def test_a_transcript_s_file_is_downloaded_without_the_key(self) -> None:
        seen: list[httpx.Request] = []

        def serve(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return httpx.Response(200, content="Grüße".encode(), headers={"content-type": "text/plain"})

        client = httpx.Client(transport=httpx.MockTransport(serve))
        output = {"txt_file": "https://replicate.delivery/a.txt", "translation": "no"}
        assert drive(replicate.transcript(call(), {"output": output}), client) == {"text": "Grüße"}
        assert str(seen[0].url) == "https://replicate.delivery/a.txt"
        assert "authorization" not in seen[0].headers

    def test_a_missing_file_is_an_error(self) -> None:
        client = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(404)))
        with pytest.raises(NotFoundError):
            drive(replicate.transcript(call(), {"output": {"txt_file": "https://replicate.delivery/a.txt"}}), client)

    @pytest.mark.parametrize("output", [None, [], [1], {}, {"text": 3}, {"txt_file": "file:///etc/passwd"}])
    def test_outputs_without_a_text_are_errors(self, output: object) -> None:
        with pytest.raises(AnswerError):
            drive(replicate.transcript(call(), {"output": output}), httpx.Client())


class TestTogether:
    """Together's reference images."""

    @pytest.mark.parametrize(
        ("model", "expected"),
        [
            ("black-forest-labs/FLUX.1-Kontext-dev", {"image_url": "u"}),
            ("black-forest-labs/FLUX.2-dev", {"reference_images": ["u"]}),
            ("black-forest-labs/FLUX.1-schnell", {"reference_images": ["u"]}),
            ("acme/kontext", {"reference_images": ["u"]}),
        ],
    )
    def test_the_model_decides_the_key(self, model: str, expected: dict[str, object]) -> None:
        assert together.reference("u", call(model)) == expected


class TestTranscription:
    """Times of a transcription."""

    @pytest.mark.parametrize(("asked", "granularity"), [(True, "segment"), ("word", "word")])
    def test_times_are_asked_for_in_the_form(self, asked: object, granularity: str) -> None:
        wanted = {"response_format": "verbose_json", "timestamp_granularities[]": granularity}
        assert transcription.timestamps(asked, call()) == wanted

    @pytest.mark.parametrize("asked", [None, False])
    def test_no_times_are_not_asked_for(self, asked: object) -> None:
        assert transcription.timestamps(asked, call()) == {}

    def test_times_of_characters_are_not_to_be_had(self) -> None:
        with pytest.raises(UsageError, match="'char'"):
            transcription.timestamps("char", call())

    def test_segments_are_preferred_to_words(self) -> None:
        segment = {"text": "Hi there", "start": 0.0, "end": 0.9, "id": 0}
        word = {"word": "Hi", "start": 0.0, "end": 0.4}
        answer: dict[str, Any] = {"text": "Hi there", "language": "en", "segments": [segment], "words": [word]}
        found = transcription.chunks(answer)
        assert found["chunks"] == [{"text": "Hi there", "timestamp": [0.0, 0.9]}]
        assert found["language"] == "en"
        assert "chunks" not in answer
        del answer["segments"]
        assert transcription.chunks(answer)["chunks"] == [{"text": "Hi", "timestamp": [0.0, 0.4]}]

    @pytest.mark.parametrize(
        "answer", [{"text": "Hi"}, {"text": "Hi", "segments": None}, {"text": "Hi", "segments": []}, "Hi"]
    )
    def test_answers_without_times_stay(self, answer: object) -> None:
        assert transcription.chunks(answer) == answer


class TestPrompts:
    """Several texts as one."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [(["blurry", "dark"], "blurry, dark"), (["blurry"], "blurry"), ("dark", "dark"), (None, None)],
    )
    def test_texts_are_joined(self, value: object, expected: object) -> None:
        assert prompts.joined(value, call()) == expected
