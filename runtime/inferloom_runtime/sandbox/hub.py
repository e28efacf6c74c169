"""The Hub's look-ups: what a model is for, who serves it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Reply, Request, of_json
from inferloom_runtime.sandbox.registry import CONVERSATIONAL, OWNER, Registry

_PIPELINES = {CONVERSATIONAL: "text-generation"}
_TAGS = {
    CONVERSATIONAL: ("text-generation", "conversational", "text-generation-inference"),
    "feature-extraction": ("sentence-similarity", "sentence-transformers"),
    "sentence-similarity": ("feature-extraction", "sentence-transformers"),
}
_ORIGIN = "hf-inference"
_NOT_FOUND = {"x-error-code": "RepoNotFound", "x-error-message": "Repository not found"}


class Hub:
    """Answers the look-ups under /api.

    Args:
        bundles: The tasks.
        registry: The models.
        providers: Provider id to the Hub's names of the tasks it serves, beside hf-inference, which serves all.
        seed: The sandbox's seed.
    """

    def __init__(
        self,
        bundles: Mapping[str, Bundle],
        registry: Registry,
        providers: Mapping[str, Collection[str]],
        seed: int,
    ) -> None:
        self._bundles = bundles
        self._registry = registry
        self._providers = providers
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
        bundle = self._registry.need(model, _NOT_FOUND)
        dice = Dice(self._seed, "model", model)
        found: dict[str, Any] = {"_id": dice.name(), "id": model}
        if request.query.get("expand") or request.query.get("expand[]"):
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
        return {name: {"status": "live", "providerId": model, "task": bundle.hub} for name in serving}
