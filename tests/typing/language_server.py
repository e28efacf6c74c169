"""An editor without a screen: pyright's language server, asked over its pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any


class LanguageServerMissing(Exception):
    """The server does not run here."""


class Editor:
    """What an editor knows of a file. `|` in a text is where the cursor stands."""

    def __init__(self, folder: Path, extra: Sequence[Path] = (), python: str = sys.executable) -> None:
        """Start the server.

        Args:
            folder: Where the files are that are opened; its settings are written.
            extra: Folders to import from.
            python: The environment whose packages are known.

        Raises:
            LanguageServerMissing: It does not run here.
        """
        settings = {"extraPaths": [str(path) for path in extra], "pythonVersion": "3.11"}
        (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
        self.folder = folder
        self.python = python
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from pyright.langserver import main; main('--stdio')"],
            cwd=folder,
            env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.number = 0
        self.files = 0
        # A server that has nothing more to say would be waited for without end.
        self.limit = threading.Timer(300, self.process.kill)
        self.limit.start()
        try:
            self._begin()
        except (StopIteration, OSError):
            assert self.process.stderr is not None
            said = self.process.stderr.read()[-200:]
            self.close()
            raise LanguageServerMissing(f"pyright does not run here: {said!r}") from None

    def _begin(self) -> None:
        words = {"contentFormat": ["plaintext"]}
        item = {"documentationFormat": ["plaintext"]}
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {
                "hover": words,
                "completion": {"completionItem": item},
                "signatureHelp": {"signatureInformation": item, "contextSupport": True},
            },
        }
        folders = [{"uri": self.folder.as_uri(), "name": "application"}]
        self.ask("initialize", processId=os.getpid(), rootUri=None, workspaceFolders=folders, capabilities=capabilities)
        self.say("initialized")

    def say(self, method: str, **params: Any) -> None:
        """Tell the server something."""
        self._write({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, **params: Any) -> Any:
        """Ask the server something.

        Returns:
            The result.
        """
        self.number += 1
        self._write({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        return next(message["result"] for message in self.heard() if message.get("id") == self.number)

    def heard(self) -> Iterator[dict[str, Any]]:
        """Messages of the server, whose own questions are answered on the way."""
        out = self.process.stdout
        assert out is not None
        while (message := _read(out)) is not None:
            if "method" in message and "id" in message:
                asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
                answers = [{"pythonPath": self.python} if one.get("section") == "python" else {} for one in asked]
                self._write({"jsonrpc": "2.0", "id": message["id"], "result": answers or None})
            else:
                yield message

    def open(self, text: str) -> dict[str, Any]:
        """Open a new file.

        Args:
            text: What is in it.

        Returns:
            Where the cursor stands, as questions name it.
        """
        before, _, after = text.partition("|")
        self.files += 1
        uri = (self.folder / f"file_{self.files}.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": before + after}
        self.say("textDocument/didOpen", textDocument=document)
        line = before.count("\n")
        character = len(before) - (before.rfind("\n") + 1)
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}

    def completes(self, text: str) -> list[str]:
        """What could stand at the cursor, without quotes and private names."""
        found = self.ask("textDocument/completion", **self.open(text))
        labels = [item["label"].strip("\"'") for item in (found or {"items": []})["items"]]
        return [label for label in labels if not label.startswith("_")]

    def keywords(self, text: str) -> list[str]:
        """The keyword arguments that could stand at the cursor."""
        return [label[:-1] for label in self.completes(text) if label.endswith("=")]

    def hover(self, text: str) -> str:
        """What is shown for the word under the cursor, with its lines joined."""
        found = self.ask("textDocument/hover", **self.open(text))
        return " ".join(found["contents"]["value"].split()) if found else ""

    def signatures(self, text: str) -> list[dict[str, Any]]:
        """The signatures that are shown in a call, the one in front first."""
        found = self.ask("textDocument/signatureHelp", **self.open(text))
        first = found.get("activeSignature") or 0
        return [found["signatures"][first], *found["signatures"][:first], *found["signatures"][first + 1 :]]

    def definition(self, text: str) -> str:
        """The file and line where the word under the cursor is defined: `methods/text_to_image.py: def ...`."""
        [found] = self.ask("textDocument/definition", **self.open(text))
        path = Path(found["uri"].removeprefix("file://"))
        line = path.read_text(encoding="utf-8").splitlines()[found["range"]["start"]["line"]]
        return f"{path.parent.name}/{path.name}: {line.strip()}"

    def errors(self, text: str) -> set[int]:
        """The lines of a file in which something is wrong, from 0."""
        uri = self.open(text)["textDocument"]["uri"]
        said = next(
            message["params"]["diagnostics"]
            for message in self.heard()
            if message.get("method") == "textDocument/publishDiagnostics"
            and message["params"]["uri"] == uri
            and message["params"]["diagnostics"]
        )
        return {one["range"]["start"]["line"] for one in said if one["severity"] == 1}

    def close(self) -> None:
        """End the server."""
        self.limit.cancel()
        self.process.kill()
        self.process.communicate()

    def _write(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self.process.stdin.flush()


def _read(out: IO[bytes]) -> dict[str, Any] | None:
    length = 0
    while (line := out.readline().strip()) or not length:
        if not line:
            return None
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    found: dict[str, Any] = json.loads(out.read(length))
    return found
