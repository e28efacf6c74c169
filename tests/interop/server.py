"""A server in a process of its own, from its start to its end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx


class ServerFailedError(Exception):
    """A server did not come up; the message holds what it printed."""


class Server:
    """A server on a free port of 127.0.0.1.

    Args:
        name: What to call it in messages.
        command: The command line; `{port}` stands for the port.
        ready: The path that answers with a status below 500 once the server is up.
        log: The file for its output.
        env: Variables to set beside this process's own; `{port}` stands for the port here as well.
        deadline: Seconds that it may take to come up.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        ready: str,
        log: Path,
        env: Mapping[str, str] | None = None,
        deadline: float = 90.0,
    ) -> None:
        self.name = name
        self.log = log
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._deadline = deadline
        self._ready = ready
        settings = {name: value.replace("{port}", str(self.port)) for name, value in (env or {}).items()}
        with log.open("wb") as output:
            # A session of its own: whatever the server starts goes down with it.
            self._process = subprocess.Popen(
                [part.replace("{port}", str(self.port)) for part in command],
                env={**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONUNBUFFERED": "1", **settings},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            ServerFailedError: It ended, or did not answer within the deadline.
        """
        end = time.monotonic() + self._deadline
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise ServerFailedError(f"{self.name} ended with exit code {self._process.returncode}:\n{self.tail()}")
            try:
                if httpx.get(self.url + self._ready, timeout=5).status_code < 500:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise ServerFailedError(f"{self.name} did not answer within {self._deadline:g} s:\n{self.tail()}")

    def tail(self, lines: int = 60) -> str:
        """The end of its output.

        Args:
            lines: How many lines at most.

        Returns:
            The lines.
        """
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """End it, with all that it started; by force where it does not end within five seconds."""
        for which in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, which)
            except ProcessLookupError:
                break
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                continue
            break
        self._process.wait(timeout=5)


def free_port() -> int:
    """A port that nothing listens on.

    Returns:
        The port.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
