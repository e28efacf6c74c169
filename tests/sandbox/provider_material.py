"""What the tests of the played providers share: where each provider lives, calls, the requests that were made."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass, field
from typing import Any

from sandbox_material import BUNDLES, SAMPLES

from inferloom_runtime.sandbox import api, bundles
from inferloom_runtime.sandbox.exchange import Reply, Request
from inferloom_runtime.sandbox.table import Cell, Row

TABLE = bundles.read_table("inferloom")

HOSTS = {
    "baseten": {"inference.baseten.co"},
    "black-forest-labs": {"api.us1.bfl.ai"},
    "cerebras": {"api.cerebras.ai"},
    "clarifai": {"api.clarifai.com"},
    "cohere": {"api.cohere.com"},
    "deepinfra": {"api.deepinfra.com"},
    "fal-ai": {"fal.run", "queue.fal.run"},
    "featherless-ai": {"api.featherless.ai"},
    "fireworks-ai": {"api.fireworks.ai"},
    "groq": {"api.groq.com"},
    "hyperbolic": {"api.hyperbolic.xyz"},
    "nebius": {"api.studio.nebius.ai"},
    "novita": {"api.novita.ai"},
    "nscale": {"inference.api.nscale.com"},
    "openai": {"api.openai.com"},
    "ovhcloud": {"oai.endpoints.kepler.ai.cloud.ovh.net"},
    "publicai": {"api.publicai.co"},
    "replicate": {"api.replicate.com"},
    "sambanova": {"api.sambanova.ai"},
    "scaleway": {"api.scaleway.ai"},
    "together": {"api.together.xyz"},
    "wavespeed": {"api.wavespeed.ai"},
    "zai-org": {"api.z.ai"},
}
"""The hosts that the providers document."""

KEYS = {"fal-ai": ("authorization", "Key own-key"), "black-forest-labs": ("x-key", "own-key")}
"""The header that carries a provider's own key, where it is not a bearer token."""

ROUTER = "router.huggingface.co"
SIZE = (96, 64)


def cells() -> list[tuple[Row, Cell]]:
    """Every (provider, task) of the table that the sandbox plays by it."""
    return [(row, cell) for row in TABLE.values() for cell in row.cells]


def named(row: Row, cell: Cell) -> str:
    return f"{row.id}:{cell.task}"


def arguments(task: str) -> dict[str, Any]:
    """The arguments of a task's example, with a size for pictures."""
    found: dict[str, Any] = {}
    for name, value in BUNDLES[task].example.items():
        is_sample = isinstance(value, dict) and set(value) == {"sample"}
        found[name] = SAMPLES[value["sample"]] if is_sample else value
    if task == "text-to-image":
        found |= {"width": SIZE[0], "height": SIZE[1]}
    return found


@dataclass
class Seen:
    """A sandbox that writes down what was asked, with what it said."""

    sandbox: Any = field(default_factory=lambda: api.load("inferloom"))
    exchanges: list[tuple[Request, Reply]] = field(default_factory=list[tuple[Request, Reply]])

    def respond(self, request: Request) -> Reply:
        reply: Reply = self.sandbox.respond(request)
        self.exchanges.append((request, reply))
        return reply

    @property
    def requests(self) -> list[Request]:
        """What was asked, without the look-ups on the Hub."""
        return [request for request, _ in self.exchanges if request.host != "huggingface.co"]

    @property
    def downloads(self) -> list[Request]:
        return [request for request in self.requests if request.path.startswith("/sandbox-files/")]


def check_result(task: str, result: Any) -> None:
    """A result is what the task promises, of the size that was asked for."""
    if task == "text-to-image":
        assert result.size == SIZE
    elif task == "image-to-image":
        assert result.size == (64, 48)  # the sample's
    elif task == "image-segmentation":
        assert [(each.label, each.mask.size) for each in result] == [("mask", (64, 48))]
    elif task in ("text-to-video", "image-to-video"):
        assert result[:4] == b"RIFF"
        assert result[8:12] == b"AVI "
    elif task == "text-to-speech":
        with wave.open(io.BytesIO(result)) as sound:
            assert sound.getnframes() > sound.getframerate()  # a sentence takes more than a second
    elif task == "automatic-speech-recognition":
        assert len(result.text.split()) > 2
    elif task == "feature-extraction":
        assert result.shape[0] == 1
        assert abs(float((result**2).sum()) - 1) < 1e-3
        assert str(result.dtype) == "float32"
    elif task == "chat-completion":
        assert "synthetic" in result.choices[0].message.content
        assert result.choices[0].finish_reason == "stop"
        assert result.usage.total_tokens > 10
    else:
        assert task == "text-generation"
        assert "synthetic" in result
