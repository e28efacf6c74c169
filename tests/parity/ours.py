"""inferloom as a side of the parity run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom.capabilities import PROVIDERS
from inferloom_runtime import clock

from .record import Reply
from .runner import Stage, main

_NO_PROVIDERS = {"endpoint", "auto"}


class Ours:
    """The package, with HTTP clients that speak to the stage's world, and a clock that its waits advance."""

    def __init__(self) -> None:
        self.stage = Stage()
        self.slept = 0.0
        real = clock.now
        # A deadline must pass though nobody sleeps.
        clock.now = lambda: real() + self.slept
        clock.sleep = self._sleep
        clock.sleep_async = self._sleep_async  # type: ignore[assignment]

    def _sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.stage.world.wait(seconds)

    async def _sleep_async(self, seconds: float) -> None:
        self._sleep(seconds)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        reply = self.stage.world.ask(request.method, str(request.url), dict(request.headers), request.content)
        if reply.fails == "timeout":
            raise httpx.ReadTimeout("The read operation timed out", request=request)
        if reply.fails:
            raise httpx.ConnectError("Connection refused", request=request)
        return httpx.Response(reply.status, headers=reply.headers, stream=_Pieces(reply))

    def offers(self) -> dict[str, list[str]]:
        """Provider's id -> the methods that the compiled table has for it."""
        return {provider: sorted(methods) for provider, methods in PROVIDERS.items()}

    def missing(self, case: dict[str, Any]) -> bool:
        """Whether the table has no row for the provider."""
        return case["provider"] not in _NO_PROVIDERS and case["provider"] not in PROVIDERS

    def client(self, *, asynchronous: bool, settings: dict[str, Any]) -> Any:
        """A client of the package."""
        transport = httpx.MockTransport(self._answer)
        if asynchronous:
            return AsyncInferenceClient(http_client=httpx.AsyncClient(transport=transport), **settings)
        return InferenceClient(http_client=httpx.Client(transport=transport), **settings)

    def forget(self) -> None:
        """Nothing to do: what a client learns dies with it."""


class _Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, reply: Reply) -> None:
        self.pieces = reply.pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece


if __name__ == "__main__":
    main(Ours())
