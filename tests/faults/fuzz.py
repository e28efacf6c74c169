"""Random input for everything that reads what strangers send: `python -m tests.faults.fuzz --seconds 60`.

Each target makes one case from one random number generator, and fails where an error that is not ours comes out, or
where the outcome is not what an independent reading of the standard says.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import copy
import gzip
import importlib
import io
import json
import logging
import pkgutil
import random
import re
import struct
import sys
import time
import traceback
import warnings
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import h11
import httpx

import inferloom.methods
from inferloom import InferenceClient
from inferloom.errors import AnswerError, InferloomError
from inferloom_runtime import binary, check, codec, media, sse
from inferloom_runtime.errors import About
from inferloom_runtime.flow import Work
from inferloom_runtime.http1.errors import HTTPError
from inferloom_runtime.http1.exchange import MOST_HEAD, Exchange
from inferloom_runtime.http1.request import Request
from inferloom_runtime.task import Task

EXCHANGES = Path(__file__).resolve().parents[1] / "wire" / "hf_inference"


# Event streams, against the HTML standard


_FIELDS = (b"data", b"event", b"id", b"retry", b"other", b"Data", b"da", b"datas", b"", b"\xef\xbb\xbfdata", b" data")
_VALUES = (
    b"",
    b" ",
    b"  two",
    b"text",
    b'{"a": 1}',
    b"[DONE]",
    b"a:b:c",
    b":",
    b"12",
    b"1 2",
    b"-1",
    b"\xd9\xa3",  # a digit of another script
    b"nul\0inside",
    "ü\u2028\u0085\x0b\x0c\x1c".encode(),
    b"\xff\xc3",
    b"\xe2\x82",
)
_ENDS = (b"\n", b"\n", b"\n", b"\r", b"\r\n", b"\n\n", b"\r\r", b"\r\n\r\n", b"\n\r", b"")


def stream_of(rng: random.Random) -> bytes:
    """A stream that is more or less one."""
    made = bytearray(rng.choice((b"", b"", b"\xef\xbb\xbf", b"\xef\xbb", b"\xef\xbb\xbf\xef\xbb\xbf")))
    for _ in range(rng.randrange(1, 12)):
        if rng.random() < 0.1:
            made += rng.randbytes(rng.randrange(6))
        made += rng.choice(_FIELDS if rng.random() < 0.5 else (b"data",))
        if rng.random() < 0.9:
            made += rng.choice((b":", b": "))
            made += rng.choice(_VALUES)
        made += rng.choice(_ENDS)
    if rng.random() < 0.3:
        made = mutated(bytes(made), rng)
    return bytes(made)


Told = tuple[str, str, str]


def reading(stream: bytes) -> tuple[list[Told], Told | None]:
    """What the HTML standard, sections 9.2.5 and 9.2.6, says of a stream.

    Args:
        stream: All of it.

    Returns:
        The events that are dispatched, as data, type and last event id; and the one that the end is in the middle of,
        which the standard drops and `Parser.finish` gives, if it has data.
    """
    text = stream.decode("utf-8", "replace")
    text = text.removeprefix("\ufeff")
    # "lines are separated by either a U+000D U+000A pair, a single U+000A not preceded by U+000D, or a single U+000D"
    *lines, rest = re.split("\r\n|\n|\r", text)
    dispatched: list[Told] = []
    data, kind, last = "", "", ""

    def process(line: str) -> None:
        nonlocal data, kind, last
        found = re.fullmatch("(?P<field>[^:]*)(?::(?P<value>.*))?", line, re.DOTALL)
        assert found is not None
        field, value = found["field"], (found["value"] or "").removeprefix(" ")
        if field == "event":
            kind = value
        elif field == "data":
            data += f"{value}\n"
        elif field == "id" and "\0" not in value:
            last = value

    for line in lines:
        if line:
            process(line)
            continue
        if data:
            dispatched.append((data.removesuffix("\n"), kind or "message", last))
        data, kind = "", ""
    if rest:
        process(rest)
    return dispatched, (data.removesuffix("\n"), kind or "message", last) if data else None


def told(events: list[sse.Event]) -> list[Told]:
    """Events, as the reading tells them."""
    return [(event.data.decode("utf-8", "replace"), event.event, event.id) for event in events]


def fuzz_events(rng: random.Random) -> None:
    """A stream gives the standard's events, wherever it is cut."""
    stream = stream_of(rng)
    expected, last = reading(stream)
    cuts = [[at] for at in range(len(stream) + 1)]
    cuts += [list(range(len(stream)))] + [sorted(rng.choices(range(len(stream) + 1), k=5)) for _ in range(5)]
    for cut in cuts:
        parser = sse.Parser()
        found: list[sse.Event] = []
        for start, end in zip([0, *cut], [*cut, len(stream)], strict=True):
            found += parser.feed(stream[start:end])
        assert told(found) == expected, (stream, cut)
        assert told(parser.finish()) == ([last] if last else []), (stream, cut)
        assert parser.finish() == []


# Mutations


_ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**63,
    10**400,
    1.5,
    -0.0,
    1e308,
    float("nan"),
    float("-inf"),
    "",
    "text",
    "\ud83d",
    "\0\x1b[2J",
    "x" * 5000,
    "data:image/png;base64,AAAA",
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"error": "x"},
    {"items": 1, "keys": 2, "meta": 3, "extra": 4, "to_dict": 5, "__class__": 6, "_meta": 7, "self": 8},
)
"""Values that fit few schemas."""


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Bytes with some of them changed, lost, doubled or strange."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(made) + 1)
        match rng.randrange(6):
            case 0:
                made[at : at + 1] = rng.randbytes(1)
            case 1:
                del made[at : at + rng.randrange(1, 20)]
            case 2:
                made[at:at] = rng.randbytes(rng.randrange(1, 8))
            case 3:
                made[at:at] = made[max(0, at - 20) : at]
            case 4:
                made[at : at + 4] = struct.pack(">I", rng.choice((0, 1, 0x7FFF, 0xFFFF, 2**31 - 1, 2**32 - 1)))
            case _:
                del made[at:]
    return bytes(made)


def changed(value: Any, rng: random.Random, odd: tuple[Any, ...] = _ODD) -> Any:
    """JSON with one part of it changed, lost, renamed or put elsewhere."""
    value = copy.deepcopy(value)
    places = list(_places(value))
    if not places or rng.random() < 0.03:
        return rng.choice(odd)
    holder, key = rng.choice(places)
    match rng.randrange(6):
        case 0 if isinstance(holder, dict):
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[rng.choice(("", "x", "error", "type", "id", key + "_"))] = holder.pop(key)
        case 2:
            holder[key] = [holder[key]]
        case 3:
            holder[key] = {"value": holder[key]}
        case 4:
            holder[key] = copy.deepcopy(rng.choice(places)[0])
        case _:
            holder[key] = copy.deepcopy(rng.choice(odd))
    return value


def _places(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in pairs:
        yield value, key
        yield from _places(member)


def written(value: Any, rng: random.Random) -> bytes:
    """JSON as text, sometimes a little off."""
    data = json.dumps(value, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")
    return mutated(data, rng) if rng.random() < 0.3 else data


# Outputs


@cache
def tasks() -> dict[str, Any]:
    """What each method tells the runtime of its task."""
    names = [module.name for module in pkgutil.iter_modules(inferloom.methods.__path__)]
    found: dict[str, Any] = {}
    for name in names:
        module = importlib.import_module(f"inferloom.methods.{name}")
        found[name] = next(value for value in vars(module).values() if isinstance(value, Task))
    return found


@cache
def answers() -> dict[str, list[Any]]:
    """Answers of servers, by the method that they answer."""
    found: dict[str, list[Any]] = {}
    for path in sorted(EXCHANGES.glob("*.json")):
        exchanges = json.loads(path.read_text(encoding="utf-8"))
        for exchange in exchanges["exchanges"]:
            for value in (exchange["answer"].get("json"), exchange.get("result")):
                if value is not None:
                    found.setdefault(exchanges["method"], []).append(_with_samples(value))
    piece = {"index": 0, "delta": {"role": "assistant", "content": "x"}, "finish_reason": None, "logprobs": None}
    found["chat_completion"] += [{"id": "1", "created": 1, "model": "m", "choices": [piece]}]
    token = {"id": 1, "text": "x", "logprob": -0.5, "special": False}
    found["text_generation"] += [{"index": 1, "token": token, "generated_text": None, "details": None}]
    return found


def _with_samples(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) & {"$base64", "$sample", "$image"}:
            return base64.b64encode(_PNG).decode()
        return {key: _with_samples(member) for key, member in value.items()}
    return [_with_samples(item) for item in value] if isinstance(value, list) else value


def fuzz_outputs(rng: random.Random) -> None:
    """Whatever comes is decoded, or refused by an error of ours; and what is decoded can be looked at."""
    name = rng.choice(sorted(answers()))
    task = tasks()[name]
    kind = getattr(task.types(), task.stream_output if task.stream_output and rng.random() < 0.5 else task.output)
    value = rng.choice(answers()[name])
    for _ in range(rng.randrange(4)):
        value = changed(value, rng)
    data = written(value, rng)
    about = About("endpoint", name, "m")
    try:
        made = codec.decode(data, kind, strict=rng.random() < 0.3, about=about)
    except InferloomError as error:
        _look_at(error)
        return
    repr(made)
    assert made == made or "nan" in repr(made).lower()
    copied = copy.deepcopy(made)
    for record in made if isinstance(made, list) else [made]:
        if hasattr(record, "to_dict"):
            record.to_dict()
            dict(record)
            list(record)
    try:
        codec.encode(copied)
    except InferloomError as error:  # it may hold what JSON does not have: NaN
        _look_at(error)


def _look_at(error: InferloomError) -> None:
    assert str(error), type(error)
    repr(error)


# Inputs


_ODD_INPUTS: tuple[Any, ...] = (
    *_ODD,
    b"bytes",
    bytearray(b"x"),
    ("a", "b"),
    {"a", "b"},
    {1: 2},
    object(),
    int,
    ...,
    3 + 4j,
    range(3),
    lambda: None,
    ValueError("x"),
    Path("x"),
)


def fuzz_inputs(rng: random.Random) -> None:
    """Arguments that do not fit are refused by an error of ours."""
    name = rng.choice(sorted(tasks()))
    task = tasks()[name]
    kind = getattr(task.types(), task.input)
    fields = list(kind.__dataclass_fields__)
    values: dict[str, Any] = {
        field: rng.choice(_ODD_INPUTS) for field in rng.sample(fields, rng.randrange(len(fields) + 1))
    }
    if task.container:
        known = sorted(task.known())
        values[task.container] = {key: rng.choice(_ODD_INPUTS) for key in rng.sample(known, min(len(known), 4))}
    if "messages" in fields and rng.random() < 0.7:
        message = {"role": "user", "content": [{"type": "text", "text": "x"}], "tool_calls": [{"id": "1"}]}
        values["messages"] = changed([message, message], rng, _ODD_INPUTS)
    try:
        check.check(kind, values, names=task.arguments(), about=About("endpoint", name, "m"))
    except InferloomError as error:
        _look_at(error)


# Files


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


_PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 3, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0" + bytes(12)) + b"")
    + _chunk(b"IEND", b"")
)
_RIFF = b"RIFF" + struct.pack("<I", 44)


@cache
def files() -> tuple[bytes, ...]:
    """The start, at least, of a file of each kind that is told by its content."""
    from PIL import Image

    pictures: list[bytes] = []
    for format_ in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "PPM"):
        target = io.BytesIO()
        Image.frombytes("RGB", (16, 12), bytes(range(192)) * 3).save(target, format_)
        pictures.append(target.getvalue())
    wave = (
        struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 16000, 32000, 2, 16) + b"data" + struct.pack("<I", 4) + b"\0" * 4
    )
    return (
        *pictures,
        _RIFF + b"WAVE" + wave,
        _RIFF + b"AVI LIST" + bytes(20),
        b"\0\0\0\x18ftypisom\0\0\x02\0isommp41\0\0\0\x08mdat",
        b"\0\0\0\x20ftypavif" + bytes(20),
        b"\0\0\0\x14ftypqt  " + bytes(8),
        b"OggS\0\2" + bytes(22) + b"\1\x1e\1vorbis" + bytes(20),
        b"OggS\0\2" + bytes(22) + b"\1\x13OpusHead" + bytes(20),
        b"fLaC" + bytes(40),
        b"ID3\4\0\0" + bytes(40),
        b"\xff\xfb\x90\x44" + bytes(413) + b"\xff\xfb\x90\x44",
        b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(30),
        b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\x82\x84webm" + bytes(20),
        b"FORM\0\0\0\x20AIFFCOMM" + bytes(20),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        b"%PDF-1.7\n" + bytes(20),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b'{"error": "x"}',
        b"<!doctype html>",
    )


def fuzz_files(rng: random.Random) -> None:
    """A file is told, decoded and packed, or refused by an error of ours."""
    data = rng.choice(files())
    for _ in range(rng.randrange(3)):
        data = mutated(data, rng)
    about = About("endpoint", "image_classification", "m")
    kind = media.sniff(data)
    assert kind is None or re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", kind), kind
    claimed = rng.choice(("", "image/png", "text/html", "audio/pcm", "application/octet-stream"))
    media.misfit(data, claimed, rng.choice(("image/*", "audio/*", "video/*", "text/*")))
    try:
        repr(media.picture(data, about=about))
    except InferloomError as error:
        _look_at(error)
    text = base64.b64encode(data).decode()
    url = f"data:{rng.choice(('image/png', '', 'a;b=c', 'ä'))};base64,{text}"
    if rng.random() < 0.5:
        url = "data:" + mutated(url[5:].encode(), rng).decode("utf-8", "replace")
    for value in (data, bytearray(data), url, io.BytesIO(data)):
        try:
            opened = _opened(value, about)
            assert opened.base64() == base64.b64encode(opened.data()).decode()
        except InferloomError as error:
            _look_at(error)
    for value in (url, text, mutated(text.encode(), rng).decode("utf-8", "replace"), data, None, 1):
        for read in (media.bytes_of, media.image_of):
            # What their documentation promises; codec makes it an error of ours.
            with contextlib.suppress(ValueError, AnswerError):
                read(value)


def _opened(value: Any, about: About) -> binary.Binary:
    flow = binary.open_binary(value, argument="image", about=about)
    result: Any = None
    try:
        while True:
            step = flow.send(result)
            assert isinstance(step, Work), step  # nothing here is downloaded
            result = step.do()
    except StopIteration as end:
        made: binary.Binary = end.value
        return made


# Whole calls


_STATUSES = (200, 200, 200, 200, 201, 204, 302, 400, 401, 404, 422, 429, 500, 503, 600, 999)
_TYPES = (
    "application/json",
    "application/json",
    "text/event-stream",
    "text/event-stream; charset=utf-8",
    "text/plain",
    "text/html",
    "image/png",
    "audio/wav",
    "",
    "application/problem+json",
    "application/octet-stream",
    ";;;",
)


class _Pieces(httpx.SyncByteStream):
    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        yield from self.pieces


def fuzz_calls(rng: random.Random) -> None:
    """A call to a server that answers anything at all succeeds, or fails with an error of ours."""
    value = rng.choice(answers()[rng.choice(sorted(answers()))])
    value = changed(value, rng) if rng.random() < 0.5 else value
    body = rng.choice(
        (written(value, rng), stream_of(rng), b"data: " + written(value, rng) + b"\n\n", rng.choice(files()))
    )
    fields = {"content-type": rng.choice(_TYPES)}
    if rng.random() < 0.2:
        fields[rng.choice(("location", "retry-after", "ratelimit", "x-request-id", "link"))] = rng.choice(
            ("", "0", "-1", "nan", "http://[", "//", "/x", "Wed, 99 Foo 2020", "\t", "9" * 400, '"a";r=0;t=0')
        )
    reply = (rng.choice(_STATUSES), fields, body)
    size = rng.randrange(1, 200)

    def serve(request: httpx.Request) -> httpx.Response:
        status, headers, data = reply
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        return httpx.Response(status, headers=headers, stream=_Pieces(pieces))

    with httpx.Client(transport=httpx.MockTransport(serve)) as http:
        client = InferenceClient("http://localhost:1/", token="hf_fuzz", http_client=http, max_retries=0, timeout=5)
        messages = [{"role": "user", "content": "x"}]
        call: Callable[[], Any] = rng.choice(
            (
                lambda: client.chat_completion(messages),
                lambda: list(client.chat_completion(messages, stream=True)),
                lambda: list(client.chat_completion(messages, stream=True)),
                lambda: client.text_generation("x"),
                lambda: list(client.text_generation("x", stream=True)),
                lambda: list(client.text_generation("x", stream=True, details=True)),
                lambda: client.text_classification("x"),
                lambda: client.feature_extraction("x"),
                lambda: client.text_to_image("x"),
                lambda: client.text_to_speech("x"),
                lambda: client.audio_to_audio(b"RIFF"),
                lambda: client.image_segmentation(_PNG),
                lambda: client.automatic_speech_recognition(b"RIFF"),
                lambda: client.table_question_answering({"a": ["1"]}, "x"),
                lambda: client.zero_shot_classification("x", ["a", "b"]),
                lambda: client.health_check(),
                lambda: client.get_endpoint_info(),
            )
        )
        try:
            repr(call())
        except InferloomError as error:
            _look_at(error)


# Bytes on the wire


_LINES = (
    "Content-Length: {}",
    "content-length: {0}, {0}",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked",
    "Content-Encoding: gzip",
    "Content-Encoding: deflate",
    "Connection: close",
    "Connection: keep-alive",
    "X-A: ö",
    "Content-Type: application/json;\r\n  folded=1",
    "X: " + "y" * 5000,
)
_BAD_LINES = (" folded", "X-Ä: ö", "Transfer-Encoding: gzip, chunked", "no colon", "")


def answer_bytes(rng: random.Random) -> bytes:
    """An answer as it comes over a connection, more or less whole."""
    body = rng.choice((b"", b"{}", rng.randbytes(rng.randrange(300)), b'{"a": "b"}' * rng.randrange(2000)))
    version = rng.choice(("HTTP/1.1",) * 8 + ("HTTP/1.0", "HTTP/2"))
    lines = [f"{version} {rng.choice(_STATUSES)} Some Words"]
    chosen = rng.sample(_LINES, rng.randrange(5)) + rng.sample(_BAD_LINES, rng.random() < 0.1)
    if "Content-Encoding: gzip" in chosen:
        body = gzip.compress(body)
    elif "Content-Encoding: deflate" in chosen:
        body = zlib.compress(body)
    lines += [line.format(len(body)) for line in chosen]
    if "Transfer-Encoding: chunked" in chosen:
        size = rng.randrange(1, 500)
        pieces = [body[at : at + size] for at in range(0, len(body), size)]
        ends = rng.choice(("\r\n", "\r\n", ";a=b\r\n")).encode()
        body = b"".join(b"%x%b%b\r\n" % (len(piece), ends, piece) for piece in pieces) + b"0\r\n\r\n"
    head = "\r\n".join([*lines, "", ""]).encode("utf-8", "replace")
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * rng.choice((0, 0, 0, 1, 3))
    data = hints + head + body + rng.choice((b"", b"", b"HTTP/1.1 200 OK\r\n\r\n"))
    for _ in range(rng.choice((0, 0, 1, 3))):
        data = mutated(data, rng)
    return data


def heard(pieces: list[bytes]) -> tuple[Any, ...]:
    """What an exchange makes of an answer that comes in pieces, and then ends."""
    request = Request("GET", "http://h/", {}, None, None)
    exchange = Exchange(h11.Connection(h11.CLIENT, MOST_HEAD), request)
    exchange.begin()
    waiting, body, error = [*pieces, b""], bytearray(), ""
    try:
        while not exchange.answered:
            exchange.take(waiting.pop(0))
        while not exchange.over:
            if piece := exchange.piece():
                body += piece
            elif not exchange.over:
                exchange.take(waiting.pop(0))
    except HTTPError as failure:
        error = type(failure).__name__
    exchange.renew()
    coded = "content-encoding" in exchange.headers and error
    return exchange.answered, exchange.status, dict(exchange.headers), b"" if coded else bytes(body), error


def fuzz_exchanges(rng: random.Random) -> None:
    """What an answer means does not depend on how its bytes are split, and what fails is an error of HTTP's."""
    data = answer_bytes(rng)
    whole = heard([data] if data else [])
    for size in (1, rng.randrange(1, 9), rng.randrange(1, 1000)):
        if size > 1 or len(data) < 3000:
            assert heard([data[at : at + size] for at in range(0, len(data), size)]) == whole, size


# Runs


TARGETS: dict[str, Callable[[random.Random], None]] = {
    "events": fuzz_events,
    "outputs": fuzz_outputs,
    "inputs": fuzz_inputs,
    "files": fuzz_files,
    "calls": fuzz_calls,
    "exchanges": fuzz_exchanges,
}


def attempt(target: str, case: str) -> str | None:
    """Run one case.

    Args:
        target: What is fuzzed.
        case: The seed of its random numbers.

    Returns:
        What went wrong, or None.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            TARGETS[target](random.Random(case))
    except Exception:
        return traceback.format_exc()
    return None


def main(arguments: list[str] | None = None) -> int:
    """Fuzz for a while, and tell every new kind of failure.

    Args:
        arguments: Of the command line.

    Returns:
        0 where nothing failed, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (default: 60)")
    parser.add_argument("--seed", default=None, help="where to begin (default: the time)")
    parser.add_argument("--only", choices=sorted(TARGETS), help="fuzz nothing else")
    parser.add_argument("--case", help="run this one case of --only, as a failure names it")
    options = parser.parse_args(arguments)
    if options.case is not None:
        if options.only is None:
            parser.error("--case needs --only")
        failure = attempt(options.only, options.case)
        print(failure or "It passes.")
        return 1 if failure else 0
    logging.disable()  # Pillow tells of broken pictures
    seed = options.seed or str(time.time_ns())
    names = [options.only] if options.only else list(TARGETS)
    counts = dict.fromkeys(names, 0)
    seen: set[tuple[str, str]] = set()
    ends = time.monotonic() + options.seconds
    while time.monotonic() < ends:
        for name in names:
            case = f"{seed}-{counts[name]}"
            counts[name] += 1
            failure = attempt(name, case)
            if failure is not None and (name, _kind_of(failure)) not in seen:
                seen.add((name, _kind_of(failure)))
                print(f"--only {name} --case {case}\n{failure}", flush=True)
    print(f"{', '.join(f'{count} {name}' for name, count in counts.items())}; {len(seen)} kinds of failures.")
    return 1 if seen else 0


def _kind_of(failure: str) -> str:
    """Two failures are of one kind where they end in the same line of code with the same class."""
    lines = [line for line in failure.splitlines() if line.startswith("  File ")]
    return f"{lines[-1] if lines else ''} {failure.rstrip().splitlines()[-1].partition(':')[0]}"


if __name__ == "__main__":
    sys.exit(main())
