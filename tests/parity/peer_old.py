"""huggingface_hub 0.36, on requests and aiohttp, as a side of the parity run. It runs in an environment of its own."""

from __future__ import annotations

import asyncio
import io
import socket
import time
from typing import Any

import aiohttp
import requests
import requests.adapters
import requests.structures
import requests.utils
from aiohttp import web
from huggingface_hub import AsyncInferenceClient, InferenceClient
from huggingface_hub.inference import _common, _providers

from .runner import Stage, empty_caches, main


class Peer:
    """The package, with the lowest layer of both its HTTP libraries replaced."""

    def __init__(self) -> None:
        self.stage = Stage()
        time.sleep = lambda seconds: self.stage.world.wait(float(seconds))
        requests.adapters.HTTPAdapter.send = self._send()
        aiohttp.TCPConnector._create_connection = self._connection()

    def _send(self) -> Any:
        stage = self.stage

        def send(adapter: Any, request: requests.PreparedRequest, **_: Any) -> requests.Response:
            body = request.body or b""
            content = body.encode() if isinstance(body, str) else bytes(body)
            reply = stage.world.ask(request.method or "", request.url or "", dict(request.headers), content)
            if reply.fails == "timeout":
                raise requests.ReadTimeout("Read timed out.", request=request)
            if reply.fails:
                raise requests.ConnectionError("Connection refused", request=request)
            response = requests.Response()
            response.status_code = reply.status
            response.headers = requests.structures.CaseInsensitiveDict(reply.headers)
            response.encoding = requests.utils.get_encoding_from_headers(response.headers)
            response.raw = io.BytesIO(reply.body)
            response.url, response.request = request.url or "", request
            return response

        return send

    def _connection(self) -> Any:
        """A connection without network and TLS: a pair of sockets, with aiohttp's server at the other end."""
        stage = self.stage

        async def connect(connector: Any, request: Any, traces: Any, timeout: Any) -> Any:
            scheme = request.url.scheme

            async def answer(asked: web.BaseRequest) -> web.StreamResponse:
                url = f"{scheme}://{asked.headers['Host']}{asked.raw_path}"
                reply = stage.world.ask(asked.method, url, dict(asked.headers), await asked.read())
                if reply.fails:
                    # The other end cannot raise here: it sees a connection that closes.
                    assert asked.transport is not None
                    asked.transport.close()
                    return web.StreamResponse()
                response = web.StreamResponse(status=reply.status, headers=reply.headers)
                await response.prepare(asked)
                for piece in reply.pieces:
                    await response.write(piece)
                await response.write_eof()
                return response

            loop = asyncio.get_running_loop()
            near, far = socket.socketpair()
            await loop.connect_accepted_socket(web.Server(answer), far)
            _, protocol = await loop.create_connection(connector._factory, sock=near)
            return protocol

        return connect

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


if __name__ == "__main__":
    main(Peer())
