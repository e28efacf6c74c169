"""Inference Endpoints: dedicated machines that serve one model, managed by Hugging Face.

    from inferloom import endpoints

    client = endpoints.Endpoints()

`AsyncEndpoints` is the same with `await`. Each function here is a method of Endpoints, which is made for the call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from inferloom.endpoints.async_client import AsyncEndpoint, AsyncEndpoints
from inferloom.endpoints.client import Endpoint, Endpoints

if TYPE_CHECKING:
    from inferloom_runtime.results import ListResult

__all__ = [
    "AsyncEndpoint",
    "AsyncEndpoints",
    "Endpoint",
    "Endpoints",
    "list",
    "get",
    "create",
    "update",
    "scale",
    "scale_to_zero",
    "pause",
    "resume",
    "delete",
]


def list(
    namespace: str | None = None,
    *,
    token: str | None = None,
) -> ListResult[Endpoint]:
    """List the endpoints of a namespace.

    The namespace "*" stands for all that the token's user has: their own, and those of their organisations where they
    may see them.

    Args:
        namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
            else the token's user.
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.

    Returns:
        The endpoints, from all pages.

    Raises:
        UsageError: There is no token; nothing was sent.
        ConnectionFailedError: The service cannot be reached.
        InferenceTimeoutError: No answer came in time.
        ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
        AnswerError: The answer cannot be used.
    """
    return Endpoints(token=token).list(
        namespace=namespace,
    )


def get(
    name: str,
    *,
    namespace: str | None = None,
    token: str | None = None,
) -> Endpoint:
    """Get an endpoint.

    Args:
        name: The endpoint's name.
        namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
            else the token's user.
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.

    Returns:
        The endpoint.

    Raises:
        UsageError: There is no token; nothing was sent.
        ConnectionFailedError: The service cannot be reached.
        InferenceTimeoutError: No answer came in time.
        ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
        AnswerError: The answer cannot be used.
    """
    return Endpoints(token=token).get(
        name,
        namespace=namespace,
    )


def create(
    name: str,
    *,
    repository: str,
    framework: Literal["custom", "pytorch", "llamacpp"] | str,
    accelerator: Literal["cpu", "gpu", "neuron", "zero_gpu"] | str,
    instance_size: str,
    instance_type: str,
    region: str,
    vendor: str,
    private_link_account_id: str | None = None,
    private_link_region: str | None = None,
    private_link_shared: bool | None = None,
    min_replica: int = 1,
    max_replica: int = 1,
    scale_to_zero_timeout: int | None = None,
    revision: str | None = None,
    task: str | None = None,
    container_command: Sequence[str] | None = None,
    container_args: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    type: Literal["public", "authenticated", "private"] = "authenticated",
    domain: str | None = None,
    path: str | None = None,
    cache_http_responses: bool | None = None,
    tags: Sequence[str] | None = None,
    custom_image: Mapping[str, Any] | None = None,
    container_registry_username: str | None = None,
    container_registry_password: str | None = None,
    scaling_metric: Literal["pendingRequests", "hardwareUsage"] | None = None,
    scaling_threshold: float | None = None,
    namespace: str | None = None,
    token: str | None = None,
) -> Endpoint:
    """Make a new endpoint.

    It takes minutes until it answers: `wait()` waits for that. It is paid from then on, until it is paused, scaled to
    zero or deleted.

    Args:
        name: The endpoint's name: lower-case letters, digits and '-'. From 1 to 32 characters, matching the pattern
            ^[a-z0-9-]+$.
        repository: The model's repository on the Hub, such as gpt2.
        framework: What the model is run with. Usually one of "custom", "pytorch", "llamacpp".
        accelerator: The kind of hardware that computes. Usually one of "cpu", "gpu", "neuron", "zero_gpu".
        instance_size: The machine's size, such as x1.
        instance_type: The kind of machine, such as intel-icl or nvidia-a10g.
        region: The cloud's region, such as us-east-1.
        vendor: The cloud, such as aws, azure or gcp.
        private_link_account_id: The AWS account that may reach it through PrivateLink.
        private_link_region: The AWS region of the way in.
        private_link_shared: Whether all endpoints of the namespace share one way in.
        min_replica: Replicas at least; 0 lets it scale to zero. At least 0.
        max_replica: Replicas at most. At least 0.
        scale_to_zero_timeout: How long it must be idle before it is scaled to zero; it needs a minimum of 0 replicas.
            In minutes.
        revision: The repository's commit or branch; by default the latest of main.
        task: The task that the model is served for, such as text-generation.
        container_command: The container's command, in place of its own.
        container_args: Arguments of the container's command.
        env: Environment variables of the container.
        secrets: Environment variables of the container that are kept encrypted.
        type: Who may call it: everybody, those with a token that may, or only those inside a private network. One of
            "public", "authenticated", "private".
        domain: A domain of your own under which it is found.
        path: The path under which it is found. Matching the pattern ^/.
        cache_http_responses: Whether its answers are cached.
        tags: Words to find it by.
        custom_image: The container: by its engine's name ({"vLLM": {"url": ..., "port": ...}}; tgi, tei, sGLang,
            llamacpp, custom, ...), or {"url": ..., "port": ..., "healthRoute": ...} for a container of your own. By
            default Hugging Face's own.
        container_registry_username: The user's name at the closed registry that a container of your own comes from.
        container_registry_password: The password at that registry; it needs a user's name.
        scaling_metric: What replicas are added by; by default the service's own choice. One of "pendingRequests",
            "hardwareUsage".
        scaling_threshold: The average of the metric above which a replica is added: requests, or percent. It needs a
            metric.
        namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
            else the token's user.
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.

    Returns:
        The endpoint.

    Raises:
        UsageError: An argument does not fit, or there is no token; nothing was sent.
        ConnectionFailedError: The service cannot be reached.
        InferenceTimeoutError: No answer came in time.
        ProviderError: The service refused: `AuthenticationError` and others; with status 409 where the name is taken.
        AnswerError: The answer cannot be used.
    """
    return Endpoints(token=token).create(
        name,
        repository=repository,
        framework=framework,
        accelerator=accelerator,
        instance_size=instance_size,
        instance_type=instance_type,
        region=region,
        vendor=vendor,
        private_link_account_id=private_link_account_id,
        private_link_region=private_link_region,
        private_link_shared=private_link_shared,
        min_replica=min_replica,
        max_replica=max_replica,
        scale_to_zero_timeout=scale_to_zero_timeout,
        revision=revision,
        task=task,
        container_command=container_command,
        container_args=container_args,
        env=env,
        secrets=secrets,
        type=type,
        domain=domain,
        path=path,
        cache_http_responses=cache_http_responses,
        tags=tags,
        custom_image=custom_image,
        container_registry_username=container_registry_username,
        container_registry_password=container_registry_password,
        scaling_metric=scaling_metric,
        scaling_threshold=scaling_threshold,
        namespace=namespace,
    )


def update(
    name: str,
    *,
    accelerator: Literal["cpu", "gpu", "neuron", "zero_gpu"] | str | None = None,
    instance_size: str | None = None,
    instance_type: str | None = None,
    min_replica: int | None = None,
    max_replica: int | None = None,
    scale_to_zero_timeout: int | None = None,
    repository: str | None = None,
    framework: Literal["custom", "pytorch", "llamacpp"] | str | None = None,
    revision: str | None = None,
    task: str | None = None,
    container_command: Sequence[str] | None = None,
    container_args: Sequence[str] | None = None,
    env: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    type: Literal["public", "authenticated", "private"] | None = None,
    domain: str | None = None,
    path: str | None = None,
    cache_http_responses: bool | None = None,
    tags: Sequence[str] | None = None,
    custom_image: Mapping[str, Any] | None = None,
    container_registry_username: str | None = None,
    container_registry_password: str | None = None,
    scaling_metric: Literal["pendingRequests", "hardwareUsage"] | None = None,
    scaling_threshold: float | None = None,
    namespace: str | None = None,
    token: str | None = None,
) -> Endpoint:
    """Change an endpoint; what is not given stays as it is.

    Args:
        name: The endpoint's name.
        accelerator: The kind of hardware that computes. Usually one of "cpu", "gpu", "neuron", "zero_gpu".
        instance_size: The machine's size, such as x1.
        instance_type: The kind of machine, such as intel-icl or nvidia-a10g.
        min_replica: Replicas at least; 0 lets it scale to zero. At least 0.
        max_replica: Replicas at most. At least 0.
        scale_to_zero_timeout: How long it must be idle before it is scaled to zero; it needs a minimum of 0 replicas.
            In minutes.
        repository: The model's repository on the Hub, such as gpt2.
        framework: What the model is run with. Usually one of "custom", "pytorch", "llamacpp".
        revision: The repository's commit or branch; by default the latest of main.
        task: The task that the model is served for, such as text-generation.
        container_command: The container's command, in place of its own.
        container_args: Arguments of the container's command.
        env: Environment variables of the container.
        secrets: Environment variables of the container that are kept encrypted.
        type: Who may call it: everybody, those with a token that may, or only those inside a private network. One of
            "public", "authenticated", "private".
        domain: A domain of your own under which it is found.
        path: The path under which it is found. Matching the pattern ^/.
        cache_http_responses: Whether its answers are cached.
        tags: Words to find it by.
        custom_image: The container: by its engine's name ({"vLLM": {"url": ..., "port": ...}}; tgi, tei, sGLang,
            llamacpp, custom, ...), or {"url": ..., "port": ..., "healthRoute": ...} for a container of your own. By
            default Hugging Face's own.
        container_registry_username: The user's name at the closed registry that a container of your own comes from.
        container_registry_password: The password at that registry; it needs a user's name.
        scaling_metric: What replicas are added by; by default the service's own choice. One of "pendingRequests",
            "hardwareUsage".
        scaling_threshold: The average of the metric above which a replica is added: requests, or percent. It needs a
            metric.
        namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
            else the token's user.
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.

    Returns:
        The endpoint.

    Raises:
        UsageError: An argument does not fit, or there is no token; nothing was sent.
        ConnectionFailedError: The service cannot be reached.
        InferenceTimeoutError: No answer came in time.
        ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
        AnswerError: The answer cannot be used.
    """
    return Endpoints(token=token).update(
        name,
        accelerator=accelerator,
        instance_size=instance_size,
        instance_type=instance_type,
        min_replica=min_replica,
        max_replica=max_replica,
        scale_to_zero_timeout=scale_to_zero_timeout,
        repository=repository,
        framework=framework,
        revision=revision,
        task=task,
        container_command=container_command,
        container_args=container_args,
        env=env,
        secrets=secrets,
        type=type,
        domain=domain,
        path=path,
        cache_http_responses=cache_http_responses,
        tags=tags,
        custom_image=custom_image,
        container_registry_username=container_registry_username,
        container_registry_password=container_registry_password,
        scaling_metric=scaling_metric,
        scaling_threshold=scaling_threshold,
        namespace=namespace,
    )


def scale(
    name: str,
    min_replica: int,
    max_replica: int,
    *,
    scale_to_zero_timeout: int | None = None,
    namespace: str | None = None,
    token: str | None = None,
) -> Endpoint:
    """Set how many replicas an endpoint has.

    Args:
        name: The endpoint's name.
        min_replica: Replicas at least; 0 lets it scale to zero. At least 0.
        max_replica: Replicas at most. At least 0.
        scale_to_zero_timeout: How long it must be idle before it is scaled to zero; it needs a minimum of 0 replicas.
            In minutes.
        namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
            else the token's user.
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.

    Returns:
        The endpoint.

    Raises:
        UsageError: An argument does not fit, or there is no token; nothing was sent.
        ConnectionFailedError: The service cannot be reached.
        InferenceTimeoutError: No answer came in time.
        ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
        AnswerError: The answer cannot be used.
    """
    return Endpoints(token=token).scale(
        name,
        min_replica,
        max_replica,
        scale_to_zero_timeout=scale_to_zero_timeout,
        namespace=namespace,
    )


def scale_to_zero(
    name: str,
    *,
    namespace: str | None = None,
    token: str | None = None,
) -> Endpoint:
    """Take all replicas away until the next call of the endpoint.

    It costs nothing then, and the next call waits until a replica is there again.

    Args:
        name: The endpoint's name.
        namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
            else the token's user.
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.

    Returns:
        The endpoint.

    Raises:
        UsageError: There is no token; nothing was sent.
        ConnectionFailedError: The service cannot be reached.
        InferenceTimeoutError: No answer came in time.
        ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
        AnswerError: The answer cannot be used.
    """
    return Endpoints(token=token).scale_to_zero(
        name,
        namespace=namespace,
    )


def pause(
    name: str,
    *,
    namespace: str | None = None,
    token: str | None = None,
) -> Endpoint:
    """Stop an endpoint until it is resumed.

    It costs nothing then, and does not answer. Its address stays its own.

    Args:
        name: The endpoint's name.
        namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
            else the token's user.
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.

    Returns:
        The endpoint.

    Raises:
        UsageError: There is no token; nothing was sent.
        ConnectionFailedError: The service cannot be reached.
        InferenceTimeoutError: No answer came in time.
        ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
        AnswerError: The answer cannot be used.
    """
    return Endpoints(token=token).pause(
        name,
        namespace=namespace,
    )


def resume(
    name: str,
    *,
    running_ok: bool = True,
    namespace: str | None = None,
    token: str | None = None,
) -> Endpoint:
    """Start an endpoint that is paused or scaled to zero.

    Args:
        name: The endpoint's name.
        running_ok: Whether it is no error that it runs already.
        namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
            else the token's user.
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.

    Returns:
        The endpoint.

    Raises:
        UsageError: There is no token; nothing was sent.
        ConnectionFailedError: The service cannot be reached.
        InferenceTimeoutError: No answer came in time.
        ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
        AnswerError: The answer cannot be used.
    """
    return Endpoints(token=token).resume(
        name,
        running_ok=running_ok,
        namespace=namespace,
    )


def delete(
    name: str,
    *,
    namespace: str | None = None,
    token: str | None = None,
) -> None:
    """Delete an endpoint, for good.

    Args:
        name: The endpoint's name.
        namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
            else the token's user.
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.

    Raises:
        UsageError: There is no token; nothing was sent.
        ConnectionFailedError: The service cannot be reached.
        InferenceTimeoutError: No answer came in time.
        ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
        AnswerError: The answer cannot be used.
    """
    Endpoints(token=token).delete(
        name,
        namespace=namespace,
    )
