"""A local server that plays every task, so that an application's tests need neither key nor network.

Needs the extra `sandbox`: pip install 'inferloom[sandbox]'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inferloom_runtime.sandbox import api

if TYPE_CHECKING:
    from inferloom.async_client import AsyncInferenceClient
    from inferloom.client import InferenceClient
    from inferloom.endpoints import AsyncEndpoints, Endpoints


def client(*, seed: int = 0, **options: Any) -> InferenceClient:
    """A client whose requests never leave the process: the sandbox answers them.

    Args:
        seed: The same seed gives the same answers.
        **options: Arguments of `InferenceClient`.

    Returns:
        The client.

    Raises:
        MissingDependencyError: The extra `sandbox` is not installed.
    """
    made: InferenceClient = api.client("inferloom", seed=seed, **options)
    return made


def async_client(*, seed: int = 0, **options: Any) -> AsyncInferenceClient:
    """An async client whose requests never leave the process: the sandbox answers them.

    Args:
        seed: The same seed gives the same answers.
        **options: Arguments of `AsyncInferenceClient`.

    Returns:
        The client.

    Raises:
        MissingDependencyError: The extra `sandbox` is not installed.
    """
    made: AsyncInferenceClient = api.async_client("inferloom", seed=seed, **options)
    return made


def endpoints(*, seed: int = 0, **options: Any) -> Endpoints:
    """A client of Inference Endpoints whose requests never leave the process: the sandbox answers them.

    Args:
        seed: The same seed gives the same answers.
        **options: Arguments of `Endpoints`.

    Returns:
        The client; the inference clients of its endpoints reach the same sandbox.

    Raises:
        MissingDependencyError: The extra `sandbox` is not installed.
    """
    made: Endpoints = api.service("inferloom", "endpoints", "Endpoints", seed=seed, **options)
    return made


def async_endpoints(*, seed: int = 0, **options: Any) -> AsyncEndpoints:
    """An async client of Inference Endpoints whose requests never leave the process: the sandbox answers them.

    Args:
        seed: The same seed gives the same answers.
        **options: Arguments of `AsyncEndpoints`.

    Returns:
        The client; the inference clients of its endpoints reach the same sandbox.

    Raises:
        MissingDependencyError: The extra `sandbox` is not installed.
    """
    made: AsyncEndpoints = api.service("inferloom", "endpoints", "AsyncEndpoints", seed=seed, **options)
    return made
