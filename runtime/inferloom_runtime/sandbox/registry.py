"""The models of the sandbox: which task a model id has."""

from __future__ import annotations

import re
from collections.abc import Mapping

from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.exchange import Refusal

CONVERSATIONAL = "conversational"
"""The Hub's name for chat: a tag of models whose pipeline is text generation, and a task of its own in mappings."""

OWNER = "sandbox"
"""The owner of the models that exist for every task: `sandbox/<task>`."""

# Words in model ids, with the task that such a model usually has; the first that occurs decides.
_CLUES: tuple[tuple[str, str], ...] = (
    (r"zero-?shot.*image|clip|siglip", "zero-shot-image-classification"),
    (r"owl-?vi?t|grounding", "zero-shot-object-detection"),
    (r"mnli|zero-?shot|xnli", "zero-shot-classification"),
    (r"sentence-transformers|similarity", "sentence-similarity"),
    (r"embed|minilm|\bbge|\be5|\bgte", "feature-extraction"),
    (r"tapas|tapex|wikisql|\bwtq", "table-question-answering"),
    (r"docvqa|layoutlm|donut", "document-question-answering"),
    (r"\bvqa|vilt", "visual-question-answering"),
    (r"squad|\bqa\b", "question-answering"),
    (r"whisper|\basr|speech-?to-?text|parakeet|wav2vec", "automatic-speech-recognition"),
    (r"musicgen|audiogen|stable-audio", "text-to-audio"),
    (r"\btts|text-to-speech|kokoro|bark|vits|parler|orpheus", "text-to-speech"),
    (r"sepformer|enhance|separat", "audio-to-audio"),
    (r"hubert|ast-finetuned|audio-class", "audio-classification"),
    (r"\bi2v", "image-to-video"),
    (r"\bt2v|video|wan2|mochi", "text-to-video"),
    (r"kontext|pix2pix|image-edit|img2img|controlnet", "image-to-image"),
    (r"flux|\blora\b|diffusion|sdxl|\bsd[-_]?\d|imagen|dall", "text-to-image"),
    (r"depth|\bdpt", "depth-estimation"),
    (r"segformer|mask2former|panoptic|segment", "image-segmentation"),
    (r"detr|yolo|detection", "object-detection"),
    (r"blip|caption|\bocr|trocr", "image-to-text"),
    (r"\bvit\b|resnet|convnext|nsfw.*image|mobilenet", "image-classification"),
    (r"videomae|timesformer", "video-classification"),
    (r"opus-mt|translat|nllb|mbart|\bt5|m2m", "translation"),
    (r"summar|\bcnn|xsum|pegasus", "summarization"),
    (r"\bner\b|\bpos\b|token-class", "token-classification"),
    (r"sentiment|sst-?2|emotion|toxic|finbert|classif", "text-classification"),
    (r"tabular.*regress|fish", "tabular-regression"),
    (r"tabular|wine", "tabular-classification"),
    (
        r"instruct|chat|-it\b|llama|qwen|mistral|mixtral|gemma|deepseek|gpt-oss|gpt-[345]|phi-|glm|kimi",
        "chat-completion",
    ),
    (r"gpt|bloom|falcon|opt-|starcoder", "text-generation"),
    (r"bert|fill-mask", "fill-mask"),
)


WRITING = (CONVERSATIONAL, "text-generation", "image-text-to-text", "image-to-text")
"""The Hub's names of the tasks whose models write texts."""


class Registry:
    """Which task each model has.

    Args:
        bundles: The tasks.
        models: Further models: id to task id.

    Raises:
        ValueError: A model has a task that does not exist.
    """

    def __init__(self, bundles: Mapping[str, Bundle], models: Mapping[str, str] | None = None) -> None:
        self._bundles = bundles
        self._models = dict(models or {})
        for model, task in self._models.items():
            if task not in bundles:
                raise ValueError(
                    f"The model {model!r} has the task {task!r}, which does not exist; there are {', '.join(bundles)}."
                )

    def known(self, model: str) -> Bundle | None:
        """The task of a model that was registered or is the sandbox's own; None for every other model."""
        if model in self._models:
            return self._bundles[self._models[model]]
        owner, _, name = model.rpartition("/")
        return self._bundles.get(name) if owner == OWNER else None

    def find(self, model: str) -> Bundle | None:
        """The task of a model: as registered, else as its name tells; None where it tells nothing."""
        if self.known(model) is not None or model.startswith(f"{OWNER}/"):
            return self.known(model)
        words = model.lower().replace("_", "-")
        for task in sorted(self._bundles, key=len, reverse=True):
            if task in words:
                return self._bundles[task]
        for clue, task in _CLUES:
            if task in self._bundles and re.search(clue, words):
                return self._bundles[task]
        return None

    def need(self, model: str, headers: Mapping[str, str] | None = None) -> Bundle:
        """The task of a model that must exist.

        Args:
            model: Its id.
            headers: Headers for the refusal.

        Raises:
            Refusal: 404; there is no such model.
        """
        bundle = self.find(model)
        if bundle is None:
            hint = f"use {OWNER}/<task>, or Sandbox(models={{{model!r}: '<task>'}})"
            raise Refusal(404, f"The sandbox has no model {model!r}; {hint}.", headers=headers)
        return bundle

    def check_writer(self, model: str) -> None:
        """Refuse a model that writes no texts.

        Args:
            model: Its id, perhaps with a colon and a provider behind it.

        Raises:
            Refusal: 400; the model is known to have another task.
        """
        bundle = self.known(model.partition(":")[0])
        if bundle is not None and bundle.hub not in WRITING:
            raise Refusal(400, f"The model '{model}' is for {bundle.hub}; it does not chat or complete texts.")

    def all(self) -> list[str]:
        """The ids of all models that have a name of their own."""
        return sorted({*self._models, *(f"{OWNER}/{task}" for task in self._bundles)})
