"""Inference Endpoints: the operations, as the runtime needs them."""

from __future__ import annotations

from inferloom_runtime import endpoints
from inferloom_runtime.service import Declared, Operation, Readiness

SERVICE = Declared(
    package="inferloom",
    id="endpoints",
    module="endpoints",
    base_url="https://api.endpoints.huggingface.cloud/v2",
    scope="namespace",
    noun="endpoint",
    key={"name": ("name",)},
    ready=Readiness(
        state=("status", "state"),
        done=frozenset(["running"]),
        failed=frozenset(["failed", "updateFailed"]),
        asleep=frozenset(["paused", "scaledToZero"]),
        wake="resume",
        patience=30.0,
        url=("status", "url"),
        health=("healthRoute",),
        error=(("status", "errorMessage"), ("status", "message")),
        every=5.0,
        deadline=7200.0,
    ),
)

LIST = Operation(
    "list",
    "GET",
    "/endpoint/{namespace}",
    answer="EndpointOutput",
    items=("items",),
    following=("cursor", ("nextCursor",)),
)

GET = Operation(
    "get",
    "GET",
    "/endpoint/{namespace}/{name}",
    answer="EndpointOutput",
)

CREATE = Operation(
    "create",
    "POST",
    "/endpoint/{namespace}",
    body="EndpointInput",
    options="EndpointOptions",
    arrange=endpoints.created,
    names={
        "name": "name",
        "model.repository": "repository",
        "model.framework": "framework",
        "compute.accelerator": "accelerator",
        "compute.instanceSize": "instance_size",
        "compute.instanceType": "instance_type",
        "provider.region": "region",
        "provider.vendor": "vendor",
        "privateService.accountId": "private_link_account_id",
        "privateService.region": "private_link_region",
        "privateService.shared": "private_link_shared",
        "compute.scaling.minReplica": "min_replica",
        "compute.scaling.maxReplica": "max_replica",
        "compute.scaling.scaleToZeroTimeout": "scale_to_zero_timeout",
        "model.revision": "revision",
        "model.task": "task",
        "model.command": "container_command",
        "model.args": "container_args",
        "model.env": "env",
        "model.secrets": "secrets",
        "type": "type",
        "route.domain": "domain",
        "route.path": "path",
        "cacheHttpResponses": "cache_http_responses",
        "tags": "tags",
    },
    hidden=("secrets", "container_registry_password"),
    answer="EndpointOutput",
)

UPDATE = Operation(
    "update",
    "PUT",
    "/endpoint/{namespace}/{name}",
    body="EndpointUpdateInput",
    options="EndpointOptions",
    arrange=endpoints.updated,
    names={
        "compute.accelerator": "accelerator",
        "compute.instanceSize": "instance_size",
        "compute.instanceType": "instance_type",
        "compute.scaling.minReplica": "min_replica",
        "compute.scaling.maxReplica": "max_replica",
        "compute.scaling.scaleToZeroTimeout": "scale_to_zero_timeout",
        "model.repository": "repository",
        "model.framework": "framework",
        "model.revision": "revision",
        "model.task": "task",
        "model.command": "container_command",
        "model.args": "container_args",
        "model.env": "env",
        "model.secrets": "secrets",
        "type": "type",
        "route.domain": "domain",
        "route.path": "path",
        "cacheHttpResponses": "cache_http_responses",
        "tags": "tags",
    },
    hidden=("secrets", "container_registry_password"),
    answer="EndpointOutput",
)

SCALE = Operation(
    "scale",
    "PUT",
    "/endpoint/{namespace}/{name}",
    body="EndpointUpdateInput",
    names={
        "compute.scaling.minReplica": "min_replica",
        "compute.scaling.maxReplica": "max_replica",
        "compute.scaling.scaleToZeroTimeout": "scale_to_zero_timeout",
    },
    answer="EndpointOutput",
)

SCALE_TO_ZERO = Operation(
    "scale_to_zero",
    "POST",
    "/endpoint/{namespace}/{name}/scale-to-zero",
    answer="EndpointOutput",
)

PAUSE = Operation(
    "pause",
    "POST",
    "/endpoint/{namespace}/{name}/pause",
    answer="EndpointOutput",
)

DELETE = Operation(
    "delete",
    "DELETE",
    "/endpoint/{namespace}/{name}",
)

RESUME = Operation(
    "resume",
    "POST",
    "/endpoint/{namespace}/{name}/resume",
    answer="EndpointOutput",
    status=400,
    says="already running",
    then=GET,
)
