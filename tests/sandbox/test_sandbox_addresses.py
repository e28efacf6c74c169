"""Which address leads where: the Hub, the router, endpoints."""

from __future__ import annotations

from typing import Any

import pytest
from sandbox_material import BUNDLES, ROUTER, SAMPLES, answer, error_of, example_body, get, post, text64

from inferloom_runtime.media import sniff
from inferloom_runtime.sandbox.core import Sandbox
from inferloom_runtime.sandbox.exchange import Request

SANDBOX = Sandbox(BUNDLES)
HUB = "https://huggingface.co/api"


class TestHub:
    def test_tasks(self) -> None:
        found = answer(get(SANDBOX, f"{HUB}/tasks"))
        assert found["text-to-image"]["widgetModels"] == ["sandbox/text-to-image"]
        assert found["conversational"]["widgetModels"] == ["sandbox/chat-completion"]
        assert set(found) == {bundle.hub for bundle in BUNDLES.values()}

    @pytest.mark.parametrize("task", sorted(BUNDLES))
    def test_model_of_every_task(self, task: str) -> None:
        found = answer(get(SANDBOX, f"{HUB}/models/sandbox/{task}"))
        expected = "text-generation" if task == "chat-completion" else task
        assert found["pipeline_tag"] == expected
        assert expected in found["tags"]
        mapping = answer(get(SANDBOX, f"{HUB}/models/sandbox/{task}?expand=inferenceProviderMapping"))
        entry = mapping["inferenceProviderMapping"]["hf-inference"]
        assert entry == {"status": "live", "providerId": f"sandbox/{task}", "task": BUNDLES[task].hub}

    def test_tags(self) -> None:
        assert "conversational" in answer(get(SANDBOX, f"{HUB}/models/sandbox/chat-completion"))["tags"]
        for task in ("feature-extraction", "sentence-similarity"):
            tags = answer(get(SANDBOX, f"{HUB}/models/sandbox/{task}"))["tags"]
            assert {"feature-extraction", "sentence-similarity"} <= set(tags)

    @pytest.mark.parametrize(
        ("model", "pipeline"),
        [
            ("black-forest-labs/FLUX.1-dev", "text-to-image"),
            ("facebook/bart-large-mnli", "zero-shot-classification"),
            ("openai/whisper-large-v3", "automatic-speech-recognition"),
            ("meta-llama/Llama-3.1-8B-Instruct", "text-generation"),
            ("gpt2", "text-generation"),
            ("me/my-text-to-speech-model", "text-to-speech"),
            ("me/my_text_to_speech_model", "text-to-speech"),
            ("me/text-to-image-v2", "text-to-image"),
            ("google/vit-base-patch16-224", "image-classification"),
            ("facebook/detr-resnet-50", "object-detection"),
            ("Helsinki-NLP/opus-mt-en-fr", "translation"),
            ("sentence-transformers/all-MiniLM-L6-v2", "sentence-similarity"),
        ],
    )
    def test_guess(self, model: str, pipeline: str) -> None:
        assert answer(get(SANDBOX, f"{HUB}/models/{model}"))["pipeline_tag"] == pipeline

    def test_unknown(self) -> None:
        for model in ("acme/mystery", "sandbox/no-such-task"):
            for query in ("", "?expand=inferenceProviderMapping"):
                reply = get(SANDBOX, f"{HUB}/models/{model}{query}")
                assert reply.status == 404
                assert reply.headers["x-error-code"] == "RepoNotFound"
                assert model in error_of(reply)["error"]

    def test_own_models_and_providers(self) -> None:
        providers = {"groq": ["conversational"], "fal-ai": ["text-to-image"]}
        sandbox = Sandbox(BUNDLES, models={"acme/mystery": "text-to-image"}, providers=providers)
        assert answer(get(sandbox, f"{HUB}/models/acme/mystery"))["pipeline_tag"] == "text-to-image"
        mapping = answer(get(sandbox, f"{HUB}/models/acme/mystery?expand=inferenceProviderMapping"))
        assert set(mapping["inferenceProviderMapping"]) == {"hf-inference", "fal-ai"}
        assert post(sandbox, f"{ROUTER}/hf-inference/models/acme/mystery", {"inputs": "x"}).status == 200
        with pytest.raises(ValueError, match="'acme/m' has the task 'drawing', which does not exist"):
            Sandbox(BUNDLES, models={"acme/m": "drawing"})


class TestFiles:
    @pytest.mark.parametrize(
        ("url", "media_type"),
        [
            ("https://example.com/a/cat.png", "image/png"),
            ("https://example.com/a/cat.jpg?size=3", "image/jpeg"),
            ("https://example.com/a/cat.webp", "image/webp"),
            ("https://example.com/a/cat.gif", "image/gif"),
            ("https://example.com/a/cat.tiff", "image/png"),
            ("https://huggingface.co/datasets/me/x/resolve/main/speech.flac", "audio/wav"),
            ("https://example.com/film.mp4", "video/x-msvideo"),
        ],
    )
    def test_address_of_a_file_is_served(self, url: str, media_type: str) -> None:
        for sandbox in (SANDBOX, Sandbox(BUNDLES, keys={"hf_x"})):
            reply = get(sandbox, url)
            assert reply.status == 200
            assert reply.headers["content-type"] == media_type == sniff(reply.content)
            assert reply.headers["x-inferloom-sandbox"] == "synthetic"

    def test_other_address_other_file(self) -> None:
        one, other = (get(SANDBOX, f"https://example.com/{name}.png").content for name in ("cat", "dog"))
        assert one != other == get(SANDBOX, "https://example.com/dog.png").content

    def test_posts_are_not_for_files(self) -> None:
        assert post(SANDBOX, "https://example.com/cat.png", {"inputs": "x"}).headers["content-type"] != "image/png"


class TestRoutes:
    @pytest.mark.parametrize(
        ("method", "url", "status"),
        [
            ("GET", "https://huggingface.co/nope", 404),
            ("POST", "https://huggingface.co/", 404),
            ("GET", f"{ROUTER}/nope/x", 404),
            ("POST", f"{ROUTER}/hf-inference/nope", 404),
            ("POST", f"{ROUTER}/hf-inference/models/acme/mystery", 404),
            ("POST", f"{ROUTER}/hf-inference/models/sandbox/fill-mask/pipeline/nope", 404),
            ("POST", f"{ROUTER}/hf-inference/models/sandbox/chat-completion/v1/images", 404),
            ("POST", "http://localhost/v1/nope", 404),
            ("GET", "http://localhost/api/nope", 404),
            ("GET", f"{ROUTER}/v1/chat/completions", 405),
            ("GET", f"{ROUTER}/hf-inference/models/sandbox/fill-mask", 405),
            ("PUT", "http://localhost/text-to-image", 405),
            ("DELETE", "http://localhost/", 405),
            ("POST", f"{HUB}/tasks", 405),
            ("POST", "http://localhost/health", 405),
            ("GET", "http://localhost/", 200),
            ("HEAD", "http://localhost/health", 200),
            ("POST", "http://sandbox-chat-completion.localhost/", 422),
        ],
    )
    def test_status(self, method: str, url: str, status: int) -> None:
        reply = SANDBOX.respond(Request(method, url, {"content-type": "application/json"}, b"{}"))
        assert reply.status == status
        assert (reply.headers.get("allow") is not None) is (status == 405)
        assert reply.headers["x-inferloom-sandbox"] == "synthetic"

    @pytest.mark.parametrize(
        "path",
        [
            "models/sandbox/sentence-similarity/pipeline/sentence-similarity",
            "models/sandbox/feature-extraction/pipeline/sentence-similarity",
            "pipeline/sentence-similarity/sandbox/feature-extraction",
        ],
    )
    def test_task_in_the_address_wins(self, path: str) -> None:
        body = example_body(BUNDLES["sentence-similarity"])
        assert len(answer(post(SANDBOX, f"{ROUTER}/hf-inference/{path}", body))) == 2

    @pytest.mark.parametrize(
        ("body", "task"),
        [
            ({"inputs": {"question": "q", "context": "The answer is Oslo."}}, "question-answering"),
            ({"inputs": {"source_sentence": "a", "sentences": ["b"]}}, "sentence-similarity"),
            ({"inputs": {"query": "q", "table": {"a": ["1"]}}}, "table-question-answering"),
            (
                {"inputs": "x", "parameters": {"candidate_labels": ["a"], "multi_label": True}},
                "zero-shot-classification",
            ),
            ({"inputs": "x", "parameters": {"tgt_lang": "fr"}}, "translation"),
            ({"inputs": "x", "parameters": {"num_frames": 2}}, "text-to-video"),
            ({"inputs": "x", "normalize": True}, "feature-extraction"),
            ({"inputs": "x", "parameters": {"max_new_tokens": 5}}, "text-generation"),
            ({"inputs": "x"}, "text-generation"),
            (
                {"inputs": text64(SAMPLES["audio"]), "parameters": {"return_timestamps": True}},
                "automatic-speech-recognition",
            ),
        ],
    )
    def test_shape_of_the_body_tells_the_task(self, body: dict[str, Any], task: str) -> None:
        named = post(SANDBOX, f"http://localhost/{task}", body)
        for url in ("http://localhost:9000/", "https://abc.endpoints.huggingface.cloud/some/path"):
            reply = post(SANDBOX, url, body)
            assert reply.status == 200
            assert reply.content == named.content

    def test_accept_header_tells_the_task(self) -> None:
        reply = post(SANDBOX, "http://localhost/", {"inputs": "a fox", "parameters": {}}, accept="image/png")
        assert reply.headers["content-type"] == "image/png"

    def test_raw_file_tells_the_task(self) -> None:
        assert "label" in answer(post(SANDBOX, "http://localhost/", raw=SAMPLES["image"]))[0]
        assert "text" in answer(post(SANDBOX, "http://localhost/", raw=SAMPLES["audio"], content_type="audio/wav"))
        assert "label" in answer(post(SANDBOX, "http://localhost/", raw=SAMPLES["video"]))[0]

    def test_file_in_base64_is_no_text(self) -> None:
        body: dict[str, Any] = {"inputs": text64(SAMPLES["image"]), "parameters": {"top_k": 2}}
        packed = post(SANDBOX, "http://localhost/", body)
        assert len(answer(packed)) == 2
        assert "label" in answer(post(SANDBOX, "http://localhost/", {"inputs": text64(SAMPLES["image"])}))[0]

        body["parameters"] = {"threshold": 0.1}
        assert "box" in answer(post(SANDBOX, "http://localhost/", body))[0]

    def test_nothing_fits(self) -> None:
        reply = post(SANDBOX, "http://localhost/", {"in": 1})
        assert reply.status == 422
        assert "http://sandbox-text-to-image.localhost/" in error_of(reply)["error"]

    def test_the_sdks_errors_know_the_hubs(self) -> None:
        from inferloom_runtime.errors import About, RepositoryNotFoundError, refusal

        reply = get(SANDBOX, f"{HUB}/models/acme/mystery")
        assert isinstance(refusal(reply.status, reply.headers, reply.content, about=About()), RepositoryNotFoundError)
