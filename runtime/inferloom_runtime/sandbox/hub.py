"""The Hub's look-ups: what a model is for, who serves it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Reply, Request, of_json
from inferloom_runtime.sandbox.registry import CONVERSATIONAL, OWNER, Registry
from inferloom_runtime.sandbox.table import Row
from inferloom_runtime.sandbox.value import walk

_PIPELINES = {CONVERSATIONAL: "text-generation"}
_TAGS = {
    CONVERSATIONAL: ("text-generation", "conversational", "text-generation-inference"),
    "feature-extraction": ("sentence-similarity", "sentence-transformers"),
    "sentence-similarity": ("feature-extraction", "sentence-transformers"),
}
_LORA = re.compile(r"(?<![a-z])lora(?![a-z])")
_WEIGHTS = "pytorch_lora_weights.safetensors"
_ORIGIN = "hf-inference"
_NOT_FOUND = {"x-error-code": "RepoNotFound", "x-error-message": "Repository not found"}


class Hub:
    """Answers the look-ups under /api.

    Args:
        bundles: The tasks.
        registry: The models.
        providers: Provider id to the Hub's names of the tasks it serves, beside hf-inference, which serves all.
        seed: The sandbox's seed.
        rows: The provider table: which tasks of a provider take a LoRA adapter, and, where `providers` is empty, what
            it serves. A model whose name tells nothing is then served for the main task of each provider.
    """

    def __init__(
        self,
        bundles: Mapping[str, Bundle],
        registry: Registry,
        providers: Mapping[str, Collection[str]],
        seed: int,
        rows: Mapping[str, Row] | None = None,
    ) -> None:
        self._bundles = bundles
        self._registry = registry
        self._rows = {} if providers else dict(rows or {})
        self._adapting = {
            (row.id, bundles[cell.task].hub) for row in (rows or {}).values() for cell in row.cells if adapts(cell.body)
        }
        self._providers = providers or {
            row.id: list(dict.fromkeys(bundles[cell.task].hub for cell in row.cells)) for row in self._rows.values()
        }
        self._seed = seed

    def tasks(self) -> Reply:
        """Every task, with the models to try it with."""
        return of_json(
            {
                bundle.hub: {"id": bundle.hub, "widgetModels": [f"{OWNER}/{task}"]}
                for task, bundle in self._bundles.items()
            }
        )

    def model(self, model: str, request: Request) -> Reply:
        """What is known of a model.

        Args:
            model: Its id.
            request: The look-up; `expand=inferenceProviderMapping` asks who serves it.

        Raises:
            Refusal: 404, in the Hub's words for a model that does not exist.
        """
        dice = Dice(self._seed, "model", model)
        found: dict[str, Any] = {"_id": dice.name(), "id": model}
        is_mapping = bool(request.query.get("expand") or request.query.get("expand[]"))
        if is_mapping and self._rows and self._registry.find(model) is None and not model.startswith(f"{OWNER}/"):
            serving = {name: _main(tasks) for name, tasks in self._providers.items()}
            return of_json({**found, "inferenceProviderMapping": self._entries(model, serving)})
        bundle = self._registry.need(model, _NOT_FOUND)
        if is_mapping:
            return of_json({**found, "inferenceProviderMapping": self._mapping(model, bundle)})
        pipeline = _PIPELINES.get(bundle.hub, bundle.hub)
        tags = [pipeline, *_TAGS.get(bundle.hub, ()), "inferloom-sandbox", "region:us"]
        return of_json(
            {
                **found,
                "modelId": model,
                "author": model.partition("/")[0],
                "sha": dice.name(40),
                "private": False,
                "gated": False,
                "disabled": False,
                "pipeline_tag": pipeline,
                "library_name": "transformers",
                "tags": list(dict.fromkeys(tags)),
                "downloads": dice.integer(100, 1_000_000),
                "likes": dice.integer(1, 5_000),
                "lastModified": "2025-01-01T00:00:00.000Z",
                "createdAt": "2024-01-01T00:00:00.000Z",
                "inference": "warm",
            }
        )

    def _mapping(self, model: str, bundle: Bundle) -> dict[str, Any]:
        serving = [
            _ORIGIN,
            *(name for name, tasks in self._providers.items() if bundle.hub in tasks and name != _ORIGIN),
        ]
        return self._entries(model, dict.fromkeys(serving, bundle.hub))

    def _entries(self, model: str, serving: Mapping[str, str]) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for name, task in serving.items():
            entries[name] = {"status": "live", "providerId": model, "task": task}
            if (name, task) in self._adapting and _LORA.search(model.lower()):
                loader = {"providerId": f"{name}/lora", "adapter": "lora", "adapterWeightsPath": _WEIGHTS}
                entries[name] |= loader
        return entries


def adapts(body: Mapping[str, Any]) -> bool:
    """Whether a body of the table has a place for a LoRA adapter."""
    return any(at and at[-1] == "adapter" for at, _ in walk(dict(body)))


def _main(tasks: Collection[str]) -> str:
    """The task that most models of a provider are for."""
    return next((task for task in (CONVERSATIONAL, "text-to-image") if task in tasks), next(iter(tasks)))
