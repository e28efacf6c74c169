"""Inference Endpoints: what is sent, what comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from inferloom_runtime.record import Record

__all__ = [
    "EndpointAccountOutput",
    "EndpointComputeInput",
    "EndpointComputeOutput",
    "EndpointComputeUpdateInput",
    "EndpointInput",
    "EndpointMeasureInput",
    "EndpointModelInput",
    "EndpointModelOutput",
    "EndpointModelUpdateInput",
    "EndpointOptions",
    "EndpointOutput",
    "EndpointPrivateServiceInput",
    "EndpointProviderInput",
    "EndpointProviderOutput",
    "EndpointRouteInput",
    "EndpointScalingInput",
    "EndpointScalingOutput",
    "EndpointScalingUpdateInput",
    "EndpointStatusOutput",
    "EndpointUpdateInput",
]


@dataclass(kw_only=True)
class EndpointProviderInput(Record):
    """Where an endpoint runs."""

    vendor: str
    """The cloud, such as aws, azure or gcp."""
    region: str
    """The cloud's region, such as us-east-1."""


@dataclass(kw_only=True)
class EndpointMeasureInput(Record):
    """What replicas are added by: one of these, null for the service's own threshold."""

    pendingRequests: float | None = None
    """Requests that wait, for each replica."""
    hardwareUsage: float | None = None
    """How busy the hardware is, in percent."""


@dataclass(kw_only=True)
class EndpointModelInput(Record):
    """What an endpoint serves."""

    repository: str
    """The model's repository on the Hub, such as gpt2."""
    framework: Literal["custom", "pytorch", "llamacpp"] | str
    """What the model is run with. Usually one of "custom", "pytorch", "llamacpp"."""
    image: dict[str, dict[str, Any]]
    """The container, by its engine's name."""
    revision: str | None = None
    """The repository's commit or branch; by default the latest of main."""
    task: str | None = None
    """The task that the model is served for, such as text-generation."""
    command: list[str] | None = None
    """The container's command, in place of its own."""
    args: list[str] | None = None
    """Arguments of the container's command."""
    env: dict[str, str] | None = None
    """Environment variables of the container."""
    secrets: dict[str, str] | None = None
    """Environment variables of the container that are kept encrypted."""


@dataclass(kw_only=True)
class EndpointRouteInput(Record):
    """Where an endpoint is found, beside its own address."""

    domain: str | None = None
    """A domain of your own under which it is found."""
    path: str | None = field(default=None, metadata={"pattern": "^/"})
    """The path under which it is found. Matching the pattern ^/."""


@dataclass(kw_only=True)
class EndpointPrivateServiceInput(Record):
    """The way into an endpoint of type private."""

    accountId: str
    """The AWS account that may reach it through PrivateLink."""
    region: str | None = None
    """The AWS region of the way in."""
    shared: bool | None = None
    """Whether all endpoints of the namespace share one way in."""


@dataclass(kw_only=True)
class EndpointScalingUpdateInput(Record):
    """What becomes other at the number of an endpoint's machines."""

    minReplica: int | None = field(default=None, metadata={"minimum": 0})
    """Replicas at least; 0 lets it scale to zero. At least 0."""
    maxReplica: int | None = field(default=None, metadata={"minimum": 0})
    """Replicas at most. At least 0."""
    scaleToZeroTimeout: int | None = None
    """How long it must be idle before it is scaled to zero; it needs a minimum of 0 replicas. In minutes."""
    measure: EndpointMeasureInput | None = None
    """What replicas are added by: one of these, null for the service's own threshold."""


@dataclass(kw_only=True)
class EndpointModelUpdateInput(Record):
    """What becomes other at what an endpoint serves."""

    repository: str | None = None
    """The model's repository on the Hub, such as gpt2."""
    framework: Literal["custom", "pytorch", "llamacpp"] | str | None = None
    """What the model is run with. Usually one of "custom", "pytorch", "llamacpp"."""
    image: dict[str, dict[str, Any]] | None = None
    """The container, by its engine's name."""
    revision: str | None = None
    """The repository's commit or branch; by default the latest of main."""
    task: str | None = None
    """The task that the model is served for, such as text-generation."""
    command: list[str] | None = None
    """The container's command, in place of its own."""
    args: list[str] | None = None
    """Arguments of the container's command."""
    env: dict[str, str] | None = None
    """Environment variables of the container."""
    secrets: dict[str, str] | None = None
    """Environment variables of the container that are kept encrypted."""


@dataclass(kw_only=True)
class EndpointOptions(Record):
    """Arguments that several places of a body are made from."""

    custom_image: dict[str, Any] | None = None
    """The container: by its engine's name ({"vLLM": {"url": ..., "port": ...}}; tgi, tei, sGLang, llamacpp, custom,
    ...), or {"url": ..., "port": ..., "healthRoute": ...} for a container of your own. By default Hugging Face's own.
    """
    container_registry_username: str | None = None
    """The user's name at the closed registry that a container of your own comes from."""
    container_registry_password: str | None = None
    """The password at that registry; it needs a user's name."""
    scaling_metric: Literal["pendingRequests", "hardwareUsage"] | None = None
    """What replicas are added by; by default the service's own choice."""
    scaling_threshold: float | None = None
    """The average of the metric above which a replica is added: requests, or percent. It needs a metric."""


@dataclass(kw_only=True)
class EndpointProviderOutput(Record):
    """Where an endpoint runs."""

    vendor: str
    """The cloud."""
    region: str
    """The cloud's region."""


@dataclass(kw_only=True)
class EndpointScalingOutput(Record):
    """How many machines an endpoint has."""

    minReplica: int
    """Replicas at least."""
    maxReplica: int
    """Replicas at most."""
    scaleToZeroTimeout: int | None = None
    """How long it must be idle before it is scaled to zero. In minutes."""
    measure: dict[str, Any] | None = None
    """What replicas are added by."""


@dataclass(kw_only=True)
class EndpointModelOutput(Record):
    """What an endpoint serves."""

    repository: str
    """The model's repository on the Hub."""
    framework: Literal["custom", "pytorch", "llamacpp"] | str
    """What the model is run with. Usually one of "custom", "pytorch", "llamacpp"."""
    image: dict[str, Any]
    """The container, by its engine's name."""
    revision: str | None = None
    """The repository's commit or branch."""
    task: str | None = None
    """The task that the model is served for."""
    command: list[str] | None = None
    """The container's command, in place of its own."""
    args: list[str] | None = None
    """Arguments of the container's command."""
    env: dict[str, Any] | None = None
    """Environment variables of the container."""


@dataclass(kw_only=True)
class EndpointAccountOutput(Record):
    """Who did something to an endpoint."""

    id: str | None = None
    """The account's id."""
    name: str | None = None
    """The account's name on the Hub."""


@dataclass(kw_only=True)
class EndpointScalingInput(Record):
    """How many machines an endpoint has."""

    minReplica: int = field(metadata={"minimum": 0})
    """Replicas at least; 0 lets it scale to zero. At least 0."""
    maxReplica: int = field(metadata={"minimum": 0})
    """Replicas at most. At least 0."""
    scaleToZeroTimeout: int | None = None
    """How long it must be idle before it is scaled to zero; it needs a minimum of 0 replicas. In minutes."""
    measure: EndpointMeasureInput | None = None
    """What replicas are added by: one of these, null for the service's own threshold."""


@dataclass(kw_only=True)
class EndpointComputeUpdateInput(Record):
    """What becomes other at an endpoint's machines."""

    accelerator: Literal["cpu", "gpu", "neuron", "zero_gpu"] | str | None = None
    """The kind of hardware that computes. Usually one of "cpu", "gpu", "neuron", "zero_gpu"."""
    instanceSize: str | None = None
    """The machine's size, such as x1."""
    instanceType: str | None = None
    """The kind of machine, such as intel-icl or nvidia-a10g."""
    scaling: EndpointScalingUpdateInput | None = None
    """What becomes other at the number of an endpoint's machines."""


@dataclass(kw_only=True)
class EndpointComputeOutput(Record):
    """The machines of an endpoint."""

    accelerator: Literal["cpu", "gpu", "neuron", "zero_gpu"] | str
    """The kind of hardware that computes. Usually one of "cpu", "gpu", "neuron", "zero_gpu"."""
    instanceSize: str
    """The machine's size."""
    instanceType: str
    """The kind of machine."""
    scaling: EndpointScalingOutput
    """How many machines an endpoint has."""
    id: str | None = None
    """The machine's id in the list of hardware."""


@dataclass(kw_only=True)
class EndpointStatusOutput(Record):
    """How an endpoint is."""

    state: (
        Literal["pending", "initializing", "updating", "updateFailed", "running", "paused", "failed", "scaledToZero"]
        | str
    )
    """Its state. Usually one of "pending", "initializing", "updating", "updateFailed", "running", "paused", "failed",
    "scaledToZero".
    """
    createdAt: str
    """When it was made."""
    updatedAt: str
    """When it was changed last."""
    message: str | None = None
    """What the service says about that."""
    errorMessage: str | None = None
    """What went wrong."""
    url: str | None = None
    """The address that it answers at, once it has one."""
    readyReplica: int | None = None
    """Replicas that answer."""
    targetReplica: int | None = None
    """Replicas that there shall be."""
    createdBy: EndpointAccountOutput | None = None
    """Who did something to an endpoint."""
    updatedBy: EndpointAccountOutput | None = None
    """Who did something to an endpoint."""


@dataclass(kw_only=True)
class EndpointComputeInput(Record):
    """The machines of an endpoint."""

    accelerator: Literal["cpu", "gpu", "neuron", "zero_gpu"] | str
    """The kind of hardware that computes. Usually one of "cpu", "gpu", "neuron", "zero_gpu"."""
    instanceSize: str
    """The machine's size, such as x1."""
    instanceType: str
    """The kind of machine, such as intel-icl or nvidia-a10g."""
    scaling: EndpointScalingInput
    """How many machines an endpoint has."""


@dataclass(kw_only=True)
class EndpointUpdateInput(Record):
    """What becomes other at an endpoint; everything else stays."""

    type: Literal["public", "authenticated", "private"] | None = None
    """Who may call it: everybody, those with a token that may, or only those inside a private network."""
    compute: EndpointComputeUpdateInput | None = None
    """What becomes other at an endpoint's machines."""
    model: EndpointModelUpdateInput | None = None
    """What becomes other at what an endpoint serves."""
    route: EndpointRouteInput | None = None
    """Where an endpoint is found, beside its own address."""
    cacheHttpResponses: bool | None = None
    """Whether its answers are cached."""
    tags: list[str] | None = None
    """Words to find it by."""


@dataclass(kw_only=True)
class EndpointOutput(Record):
    """An endpoint, with its state."""

    name: str
    """The endpoint's name."""
    type: Literal["public", "authenticated", "private"] | str
    """Who may call it. Usually one of "public", "authenticated", "private"."""
    provider: EndpointProviderOutput
    """Where an endpoint runs."""
    compute: EndpointComputeOutput
    """The machines of an endpoint."""
    model: EndpointModelOutput
    """What an endpoint serves."""
    status: EndpointStatusOutput
    """How an endpoint is."""
    healthRoute: str | None = None
    """The path that tells whether it is well."""
    tags: list[str] | None = None
    """Words to find it by."""
    cacheHttpResponses: bool | None = None
    """Whether its answers are cached."""


@dataclass(kw_only=True)
class EndpointInput(Record):
    """A new endpoint."""

    name: str = field(metadata={"min_length": 1, "max_length": 32, "pattern": "^[a-z0-9-]+$"})
    """The endpoint's name: lower-case letters, digits and '-'. From 1 to 32 characters, matching the pattern
    ^[a-z0-9-]+$.
    """
    type: Literal["public", "authenticated", "private"]
    """Who may call it: everybody, those with a token that may, or only those inside a private network."""
    provider: EndpointProviderInput
    """Where an endpoint runs."""
    compute: EndpointComputeInput
    """The machines of an endpoint."""
    model: EndpointModelInput
    """What an endpoint serves."""
    route: EndpointRouteInput | None = None
    """Where an endpoint is found, beside its own address."""
    privateService: EndpointPrivateServiceInput | None = None
    """The way into an endpoint of type private."""
    cacheHttpResponses: bool | None = None
    """Whether its answers are cached."""
    tags: list[str] | None = None
    """Words to find it by."""
