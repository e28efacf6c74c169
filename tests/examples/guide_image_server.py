"""An MCP server with one tool, which paints: made with the official package, and served over server-sent events."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
import time
from collections.abc import Generator

import uvicorn
from mcp.server.mcpserver import Image, MCPServer
from PIL import Image as Pictures

PATH = "/gradio_api/mcp/sse"
SIZE = (8, 6)


def server(painted: list[str]) -> MCPServer:
    """Make the server.

    Args:
        painted: Gets the prompt of every picture.
    """
    made = MCPServer("flux", log_level="ERROR")

    @made.tool()
    def flux_schnell_infer(prompt: str) -> list[str | Image]:
        """Generate a picture that shows what the prompt says."""
        painted.append(prompt)
        picture = io.BytesIO()
        Pictures.new("RGB", SIZE, "navy").save(picture, "PNG")
        return [f"A picture of: {prompt}", Image(data=picture.getvalue(), format="png")]

    assert callable(flux_schnell_infer)
    return made


@contextlib.contextmanager
def serving(painted: list[str]) -> Generator[str]:
    """Serve it in a thread.

    Args:
        painted: Gets the prompt of every picture.

    Yields:
        The address, without a path.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = server(painted).sse_app(sse_path=PATH, message_path="/gradio_api/mcp/messages/")
        running = uvicorn.Server(uvicorn.Config(app, lifespan="on", ws="none", log_level="warning"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, name="image server")
        thread.start()
        end = time.monotonic() + 20
        while not running.started:
            assert thread.is_alive(), "the image server did not start"
            assert time.monotonic() < end, "the image server did not start"
            time.sleep(0.005)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join(5)
            if thread.is_alive():
                running.force_exit = True
                thread.join(5)
