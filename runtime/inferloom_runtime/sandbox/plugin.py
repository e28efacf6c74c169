"""The pytest plugin: a fixture that gives a test its own sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from inferloom_runtime.sandbox.exchange import Reply, Request

_PACKAGE = "inferloom_sandbox_package"


class SandboxFixture:
    """A sandbox for one test.

    Attributes:
        package: The generated package whose tasks are served.
        seed: Changes every answer; clients and servers made after a change use the new one.
        requests: The requests received so far, from clients and through the socket.
    """

    def __init__(self, package: str, stack: ExitStack) -> None:
        self.package = package
        self.seed: int = 0
        self.requests: list[Request] = []
        self._stack = stack
        self._url: str | None = None
        self._made: tuple[int, _Recording] | None = None
        self.options: dict[str, Any] = {}

    def configure(self, **options: Any) -> None:
        """Set what `Sandbox` takes, for clients and servers made from now on.

        Args:
            **options: seed, models, providers, keys, allow.
        """
        self.seed = options.pop("seed", self.seed)
        self.options.update(options)
        self._url = self._made = None

    @property
    def url(self) -> str:
        """The address of a real server, which starts when it is first asked for."""
        if self._url is None:
            sandbox = self._sandbox()
            try:
                from inferloom_runtime.sandbox.server import running_server
            except ModuleNotFoundError as error:
                from inferloom_runtime.sandbox import api

                raise api.missing(error) from error
            self._url = self._stack.enter_context(running_server(sandbox)).url
        return self._url

    def client(self, **kwargs: Any) -> Any:
        """Make a sync client without a socket.

        Args:
            **kwargs: What the package's `InferenceClient` takes.
        """
        from inferloom_runtime.sandbox import api, transport

        return api.connected(self.package, "InferenceClient", transport.client(self._sandbox()), kwargs)

    def async_client(self, **kwargs: Any) -> Any:
        """Make an async client without a socket.

        Args:
            **kwargs: What the package's `AsyncInferenceClient` takes.
        """
        from inferloom_runtime.sandbox import api, transport

        return api.connected(self.package, "AsyncInferenceClient", transport.async_client(self._sandbox()), kwargs)

    def respond(self, request: Request) -> Reply:
        """Answer a request directly; it is recorded too."""
        return self._sandbox().respond(request)

    def _sandbox(self) -> _Recording:
        from inferloom_runtime.sandbox import api

        # All clients share one, so that a job may be asked for by another client than the one that sent it.
        if self._made is None or self._made[0] != self.seed:
            sandbox = api.load(self.package, seed=self.seed, **self.options)
            self._made = (self.seed, _Recording(sandbox, self.requests))
        return self._made[1]


class _Recording:
    """Answers as a sandbox does, and writes down what was asked."""

    def __init__(self, sandbox: Any, requests: list[Request]) -> None:
        self._sandbox = sandbox
        self._requests = requests

    def respond(self, request: Request) -> Reply:
        self._requests.append(request)
        reply: Reply = self._sandbox.respond(request)
        return reply


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini option for packages other than inferloom."""
    parser.addini(_PACKAGE, "the generated package that the inferloom_sandbox fixture serves", default="inferloom")


@pytest.fixture
def inferloom_sandbox(pytestconfig: pytest.Config) -> Iterator[SandboxFixture]:
    """A local inference server made from the SDK's own specs: no key, no network, synthetic answers."""
    with ExitStack() as stack:
        yield SandboxFixture(str(pytestconfig.getini(_PACKAGE)), stack)
