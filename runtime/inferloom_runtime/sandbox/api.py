"""Clients of a generated package that are served by its own sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, cast

from inferloom_runtime.errors import MissingDependencyError
from inferloom_runtime.sandbox import bundles

KEY = "hf_sandbox"
"""The key that clients get where none is given; it opens nothing anywhere."""

OWN_KEY = "sandbox-key"
"""The same for providers that the router does not serve, and for their own addresses."""

_ORIGIN = "hf-inference"
_OPTIONS = ("models", "providers", "keys", "allow")


def load(package: str, **options: Any) -> Any:
    """Make the sandbox of a package.

    Args:
        package: The package's import name.
        **options: What `Sandbox` takes: seed, models, providers, keys, allow.

    Returns:
        The `Sandbox`.

    Raises:
        MissingDependencyError: The extra `sandbox` is not installed.
    """
    try:
        from inferloom_runtime.sandbox import endpoints
        from inferloom_runtime.sandbox.core import Sandbox
    except ModuleNotFoundError as error:
        raise missing(error) from error
    found, table = bundles.read(package), bundles.read_table(package)
    return Sandbox(found, table=table, endpoints=endpoints.read(package), **options)


def client(package: str, *, seed: int = 0, delay: float = 0.0, **kwargs: Any) -> Any:
    """Make a sync client that needs neither key nor network.

    Args:
        package: The package's import name.
        seed: Changes every answer.
        delay: Seconds to wait before each piece of a stream.
        **kwargs: What `Sandbox` takes (models, providers, keys, allow), or a sandbox that others use too:
            `sandbox=` what `load` made, `url=` where one is served. The rest goes to the client.

    Returns:
        The package's `InferenceClient`.

    Raises:
        MissingDependencyError: The extra `sandbox` is not installed.
    """
    from inferloom_runtime.sandbox import transport

    url, sandbox = _shared(package, seed, kwargs)
    http = transport.client(sandbox, delay=delay) if url is None else transport.socket_client(url)
    return connected(package, "InferenceClient", http, kwargs)


def async_client(package: str, *, seed: int = 0, delay: float = 0.0, **kwargs: Any) -> Any:
    """Make an async client that needs neither key nor network.

    Args:
        package: The package's import name.
        seed: Changes every answer.
        delay: Seconds to wait before each piece of a stream.
        **kwargs: What `Sandbox` takes (models, providers, keys, allow), or a sandbox that others use too:
            `sandbox=` what `load` made, `url=` where one is served. The rest goes to the client.

    Returns:
        The package's `AsyncInferenceClient`.

    Raises:
        MissingDependencyError: The extra `sandbox` is not installed.
    """
    from inferloom_runtime.sandbox import transport

    url, sandbox = _shared(package, seed, kwargs)
    http = transport.async_client(sandbox, delay=delay) if url is None else transport.async_socket_client(url)
    return connected(package, "AsyncInferenceClient", http, kwargs)


def service(package: str, module: str, name: str, *, seed: int = 0, **kwargs: Any) -> Any:
    """Make a client of a service that needs neither key nor network.

    Args:
        package: The package's import name.
        module: The service's module.
        name: The client's class there; it is an async one where that begins with "Async".
        seed: Changes every answer.
        **kwargs: As for `client`; the rest goes to the service's client.

    Returns:
        The client; the inference clients of its resources reach the same sandbox.

    Raises:
        MissingDependencyError: The extra `sandbox` is not installed.
    """
    from inferloom_runtime.sandbox import transport

    url, sandbox = _shared(package, seed, kwargs)
    ways: list[Any] = [transport.client(sandbox), transport.async_client(sandbox)]
    if url is not None:
        ways = [transport.socket_client(url), transport.async_socket_client(url)]
    http, other = reversed(ways) if name.startswith("Async") else ways
    kwargs.setdefault("token", KEY)
    made = getattr(import_module(f"{package}.{module}"), name)(http_client=http, **kwargs)
    made._desk.other_http = other
    return made


def serve(sandbox: Any, host: str, port: int, *, delay: float = 0.0) -> None:
    """Serve until interrupted.

    Args:
        sandbox: What `load` made.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        delay: Seconds to wait before each piece of a stream.

    Raises:
        MissingDependencyError: The extra `sandbox` is not installed.
        OSError: The port is taken.
    """
    try:
        from inferloom_runtime.sandbox import server
    except ModuleNotFoundError as error:
        raise missing(error) from error
    server.serve(sandbox, host, port, delay=delay)


def connected(package: str, name: str, http: Any, kwargs: dict[str, Any]) -> Any:
    """Make one of a package's clients around an HTTP client.

    Args:
        package: The package's import name.
        name: The client's class.
        http: The HTTP client.
        kwargs: The client's other arguments.
    """
    if "api_key" not in kwargs:
        kwargs.setdefault("token", _key_for(package, kwargs.get("provider")))
    offered = import_module(f"{package}.capabilities").PROVIDERS
    if _ORIGIN not in offered and not kwargs.keys() & {"provider", "model", "base_url"}:
        # Somebody's own SDK, whose client would turn to their provider: the sandbox plays this wire.
        kwargs["provider"] = _ORIGIN
    return getattr(import_module(package), name)(http_client=http, **kwargs)


def missing(error: ModuleNotFoundError) -> MissingDependencyError:
    """The error for a package that the sandbox needs and that is not installed."""
    name = (error.name or "").partition(".")[0]
    return MissingDependencyError(f"The sandbox needs the package {name}: pip install 'inferloom[sandbox]'.")


def _key_for(package: str, provider: object) -> str:
    """A key of the kind that opens the way to a provider, or to all of a list."""
    rows = bundles.read_table(package)
    named = [provider] if isinstance(provider, str) else cast("Iterable[object]", provider or ())
    found = [rows[name] for name in named if isinstance(name, str) and name in rows]
    return OWN_KEY if found and all(row.router_path is None for row in found) else KEY


def _shared(package: str, seed: int, kwargs: dict[str, Any]) -> tuple[str | None, Any]:
    """Where a sandbox is served already, or a sandbox; what `Sandbox` takes goes out of the arguments."""
    url, sandbox = kwargs.pop("url", None), kwargs.pop("sandbox", None)
    options = {name: kwargs.pop(name) for name in _OPTIONS if name in kwargs}
    if url is not None or sandbox is not None:
        return url, sandbox
    return None, load(package, seed=seed, **options)
