"""Calls every task through a local sandbox, sync, async and streaming, then each provider. Run with `make demo`.

The sandbox is started as a real HTTP server on this machine; the calls are the examples of the specs. Pictures, sounds
and films that come back are left in the folder `demo-output`, which is named at the end.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import sys
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from PIL import Image as Pictures

import inferloom.sandbox
from inferloom import AsyncInferenceClient, InferenceClient, capabilities
from inferloom_runtime.sandbox import api, server

OUTPUT = Path("demo-output")


@dataclass
class Row:
    """One call of a table: how it was made, or by whose wire, what came back, and how long it took."""

    task: str
    way: str
    result: str
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether a result came back."""
        return not self.result.startswith("FAILED")


def main() -> int:
    """Make all calls and print the table.

    Returns:
        0 when every call came back with a result, otherwise 1.
    """
    OUTPUT.mkdir(exist_ok=True)
    bundles = [json.loads(path.read_text(encoding="utf-8")) for path in _schemas()]
    total = sum(3 if bundle["stream_output"] else 2 for bundle in bundles)
    rows: list[Row] = []
    providers: list[Row] = []
    failed: list[str] = []
    print(f"Starting the sandbox and calling {len(bundles)} tasks ...", flush=True)
    started = time.perf_counter()
    with server.running_server(api.load("inferloom")) as running, _pointed_at(running.url):
        for row in _calls(bundles):
            rows.append(row)
            if not row.ok:
                failed.append(f"{row.task} ({row.way}): {row.result}")
            _progress(len(rows), total, f"{row.task} ({row.way})")
        for row in _provider_calls(bundles, running.url):
            providers.append(row)
            if not row.ok:
                failed.append(f"{row.way}: {row.task}: {row.result}")
    _progress(total, total, "done")
    print(f"\n\n{'task':<33}{'how':<11}{'ms':>6}  what came back\n{'-' * 110}")
    for row in rows:
        print(f"{row.task:<33}{row.way:<11}{row.seconds * 1000:>6.0f}  {row.result[:58]}")
    print(f"\n{'provider':<20}{'task':<31}{'ms':>6}  what came back\n{'-' * 110}")
    for row in providers:
        print(f"{row.way:<20}{row.task:<31}{row.seconds * 1000:>6.0f}  {'ok' if row.ok else row.result[:50]}")
    kept = sorted(path.name for path in OUTPUT.iterdir())
    print(f"\n{len(rows) + len(providers)} calls in {time.perf_counter() - started:.1f} s, {len(failed)} failed.")
    print(f"{len(kept)} pictures, sounds and films are in {OUTPUT.resolve()}")
    for line in failed:
        print(line, file=sys.stderr)
    return 1 if failed or len(rows) != total or len(providers) != len(capabilities.PROVIDERS) else 0


def _schemas() -> list[Any]:
    folder = files("inferloom.schemas")
    return sorted((path for path in folder.iterdir() if path.name.endswith(".json")), key=lambda path: path.name)


@contextmanager
def _pointed_at(url: str) -> Iterator[None]:
    """Let the Hub and the router be the sandbox."""
    before = dict(os.environ)
    os.environ |= {"HF_ENDPOINT": url, "INFERLOOM_ROUTER_URL": url, "HF_TOKEN": "hf_sandbox"}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _calls(bundles: list[dict[str, Any]]) -> Iterator[Row]:
    with InferenceClient(provider="hf-inference") as client:
        for bundle in bundles:
            yield _row(bundle, "sync", lambda b=bundle: _keep(b, getattr(client, b["method"])(**_example(b))))
        for bundle in bundles:
            if bundle["stream_output"]:
                yield _row(bundle, "streaming", lambda b=bundle: _streamed(client, b))
    yield from asyncio.run(_async_calls(bundles))


def _provider_calls(bundles: list[dict[str, Any]], url: str) -> Iterator[Row]:
    """The first task of each provider, on the provider's own wire: its routes, its key, its queue."""
    by_method = {bundle["method"]: bundle for bundle in bundles}
    for provider, methods in sorted(capabilities.PROVIDERS.items()):
        bundle = by_method[min(methods)]
        with inferloom.sandbox.client(url=url, provider=provider, model=f"sandbox/{bundle['task']}") as client:
            call = getattr(client, bundle["method"])
            yield _row(bundle, provider, lambda call=call, bundle=bundle: _shown(call(**_example(bundle))))


async def _async_calls(bundles: list[dict[str, Any]]) -> list[Row]:
    rows: list[Row] = []
    async with AsyncInferenceClient(provider="hf-inference") as client:
        for bundle in bundles:
            started = time.perf_counter()
            try:
                result = _shown(await getattr(client, bundle["method"])(**_example(bundle)))
            except Exception as error:
                result = f"FAILED {type(error).__name__}: {error}"
            rows.append(Row(bundle["method"], "async", result, time.perf_counter() - started))
    return rows


def _row(bundle: dict[str, Any], way: str, call: Any) -> Row:
    started = time.perf_counter()
    try:
        result = call()
    except Exception as error:
        result = f"FAILED {type(error).__name__}: {error}"
    return Row(bundle["method"], way, result, time.perf_counter() - started)


def _streamed(client: InferenceClient, bundle: dict[str, Any]) -> str:
    pieces = list(getattr(client, bundle["method"])(**_example(bundle), stream=True))
    texts = [piece if isinstance(piece, str) else piece.choices[0].delta.content or "" for piece in pieces if piece]
    return f"{len(pieces)} pieces: {''.join(texts)!r}"


def _example(bundle: dict[str, Any]) -> dict[str, Any]:
    return {name: _sample(value) for name, value in bundle["example"].items()}


def _sample(value: Any) -> Any:
    kind = value.get("sample") if isinstance(value, dict) else None
    if kind == "image":
        picture = io.BytesIO()
        Pictures.linear_gradient("L").convert("RGB").save(picture, "PNG")
        return picture.getvalue()
    if kind == "audio":
        sound = io.BytesIO()
        with wave.open(sound, "wb") as file:
            file.setparams((1, 2, 16000, 0, "NONE", ""))
            file.writeframes(bytes(32000))
        return sound.getvalue()
    if kind == "video":
        return _film()
    return value


def _film() -> bytes:
    """A short film: the sandbox's own answer to a prompt."""
    with inferloom.sandbox.client() as client:
        return client.text_to_video("a sample", model="sandbox/text-to-video")


def _keep(bundle: dict[str, Any], result: Any) -> str:
    """Show a result, and leave what can be seen or heard in the output folder."""
    name = bundle["method"]
    for number, (suffix, data) in enumerate(_media(result)):
        path = OUTPUT / f"{name}{f'-{number}' if number else ''}{suffix}"
        if isinstance(data, bytes):
            path.write_bytes(data)
        else:
            data.save(path)
    return _shown(result)


def _media(result: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(result, Pictures.Image):
        yield ".png", result
    elif isinstance(result, bytes):
        yield {b"RIFF": ".wav" if result[8:12] == b"WAVE" else ".avi"}.get(result[:4], ".bin"), result
    elif isinstance(result, list):
        for item in result:
            yield from _media(item)
    elif hasattr(result, "keys"):
        for key in result:
            yield from _media(result[key])


def _shown(result: Any) -> str:
    if isinstance(result, Pictures.Image):
        return f"{result.format or 'image'} of {result.width} x {result.height} pixels"
    if isinstance(result, bytes):
        return f"{len(result)} bytes of {'sound' if result[8:12] == b'WAVE' else 'film'}"
    if hasattr(result, "shape"):
        return f"array of {' x '.join(map(str, result.shape))} {result.dtype}"
    if hasattr(result, "choices"):
        return str(result.choices[0].message.content)
    return str(result)


def _progress(done: int, total: int, what: str) -> None:
    if sys.stdout.isatty():
        filled = 30 * done // total
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total} {what:<45.45}", end="", flush=True)
    elif done % 10 == 0 or done == total:
        print(f"{done}/{total} {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
