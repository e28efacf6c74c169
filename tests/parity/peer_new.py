"""huggingface_hub of today, on httpx2, as a side of the parity run. It runs in an environment of its own."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx2
from huggingface_hub import AsyncInferenceClient, InferenceClient, set_async_client_factory, set_client_factory
from huggingface_hub.inference import _common, _providers

from .record import Reply
from .runner import Stage, empty_caches, main


class Peer:
    """The package, with its HTTP sessions replaced by ones that speak to the stage's world."""

    def __init__(self) -> None:
        self.stage = Stage()
        time.sleep = lambda seconds: self.stage.world.wait(float(seconds))
        asleep = asyncio.sleep

        async def sleep(seconds: float, *rest: Any) -> Any:
            if seconds:
                self.stage.world.wait(seconds)
            return await asleep(0, *rest)

        asyncio.sleep = sleep  # type: ignore[assignment]
        # The settings are the package's own; only the transport is another one.
        settings: dict[str, Any] = {"follow_redirects": True, "timeout": None}
        set_client_factory(lambda: httpx2.Client(transport=httpx2.MockTransport(self._answer), **settings))
        set_async_client_factory(lambda: httpx2.AsyncClient(transport=httpx2.MockTransport(self._answer), **settings))

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/api/agent-harnesses":
            # Asked once a day, for the user-agent header: no part of any call.
            return httpx2.Response(404)
        reply = self.stage.world.ask(request.method, str(request.url), dict(request.headers), request.content)
        if reply.fails == "timeout":
            raise httpx2.ReadTimeout("The read operation timed out", request=request)
        if reply.fails:
            raise httpx2.ConnectError("Connection refused", request=request)
        return httpx2.Response(reply.status, headers=reply.headers, stream=_Pieces(reply))

    def offers(self) -> dict[str, list[str]]:
        """What the package's own table says."""
        return {provider: sorted(tasks) for provider, tasks in _providers.PROVIDERS.items()}

    def missing(self, case: dict[str, Any]) -> bool:
        """Nothing is: the cases were made for this package."""
        return False

    def client(self, *, asynchronous: bool, settings: dict[str, Any]) -> Any:
        """A client of the package."""
        return (AsyncInferenceClient if asynchronous else InferenceClient)(**settings)

    def forget(self) -> None:
        """Empty the caches of look-ups, which live as long as the process."""
        _common._UNSUPPORTED_TEXT_GENERATION_KWARGS.clear()
        empty_caches("huggingface_hub.inference._providers")


class _Pieces(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, reply: Reply) -> None:
        self.pieces = reply.pieces

    def __iter__(self) -> Any:
        yield from self.pieces

    async def __aiter__(self) -> Any:
        for piece in self.pieces:
            yield piece


if __name__ == "__main__":
    main(Peer())
