"""The verbs that generated provider functions are written in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import quote, urljoin

from inferloom_runtime import codec
from inferloom_runtime.auth import origin
from inferloom_runtime.binary import Binary
from inferloom_runtime.call import Call, Json
from inferloom_runtime.errors import (
    AnswerError,
    ConnectionFailedError,
    InferloomError,
    ProviderError,
    UsageError,
    refusal,
)
from inferloom_runtime.events import Events
from inferloom_runtime.flow import Answer, Flow, Open, Opened, Request, Send, Sleep, Upload, work
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.media import parse_data_url, picture
from inferloom_runtime.retry import RETRIED_STATUSES, delay_before

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5


def send(request: Request, max_retries: int) -> Flow[Answer]:
    """Send a request and read the answer.

    Args:
        request: The request.
        max_retries: How many times it is sent again after a failure that a repetition may mend.

    Returns:
        A flow whose result is an answer with a status below 400.

    Raises:
        ConnectionFailedError: No answer came.
        ProviderError: The server refused.
    """
    answer = yield from _exchange(request, max_retries, stream=False)
    return cast(Answer, answer)


def _exchange(request: Request, max_retries: int, *, stream: bool) -> Flow[Answer | Opened]:
    attempt = redirects = 0
    while True:
        attempt += 1
        failure: InferloomError
        headers: dict[str, str] = {}
        try:
            answer: Answer | Opened = yield (Open(request) if stream else Send(request))
        except ConnectionFailedError as error:
            error.attempts = attempt
            failure = error
            retried = not isinstance(error, TimeoutError)
        except InferloomError as error:
            error.attempts = attempt
            raise
        else:
            if isinstance(answer, Opened) or answer.status < 300:
                return answer
            if answer.status in _REDIRECTS and redirects < _MOST_REDIRECTS:
                redirects += 1
                attempt -= 1
                request = _redirected(request, answer)
                continue
            headers = dict(answer.headers)
            failure = refusal(answer.status, headers, answer.body, about=request.about, attempts=attempt)
            retried = answer.status in RETRIED_STATUSES
        if not retried or attempt > max_retries:
            raise failure
        yield Sleep(delay_before(attempt, headers))


def _redirected(request: Request, answer: Answer) -> Request:
    target = urljoin(request.url, answer.headers.get("location", ""))
    same = origin(target) == origin(request.url)
    scheme = origin(target)[0]
    if request.method != "GET" and not (same and answer.status in {307, 308}):
        raise AnswerError(
            f"The server redirects a {request.method} to {'/'.join(target.split('/', 3)[:3])}, which is not followed: "
            "use that address as the model or base_url if you trust it.",
            about=request.about,
        )
    if scheme not in {"http", "https"} or (origin(request.url)[0] == "https" and scheme == "http"):
        raise AnswerError(f"The server redirects to an address that is not followed ({scheme}).", about=request.about)
    headers = request.headers if same else {k: v for k, v in request.headers.items() if k in _HARMLESS_HEADERS}
    return Request(
        request.method,
        target,
        headers=headers,
        body=request.body,
        timeout=request.timeout,
        cookies=request.cookies if same else None,
        about=request.about,
        limit=request.limit,
    )


_HARMLESS_HEADERS = frozenset({"accept", "accept-language", "content-type", "user-agent"})


def post_json(
    call: Call, url: str, body: Json, *, accept: str | None = None, headers: Mapping[str, str] | None = None
) -> Flow[Answer]:
    """Send a JSON body.

    Args:
        call: The call.
        url: The absolute address.
        body: The object to send.
        accept: The media type asked for.
        headers: Headers that the provider wants.

    Returns:
        A flow whose result is the answer.
    """
    content = yield from _encoded(body)
    request = call.request(url, body=content, content_type="application/json", accept=accept, own_headers=headers)
    return (yield from send(request, call.max_retries))


def post_raw(
    call: Call, url: str, binary: Binary, *, accept: str | None = None, headers: Mapping[str, str] | None = None
) -> Flow[Answer]:
    """Send an image, sound or video as it is.

    Args:
        call: The call.
        url: The absolute address.
        binary: What to send; a file is read while it is sent.
        accept: The media type asked for.
        headers: Headers that the provider wants.

    Returns:
        A flow whose result is the answer.
    """
    body: bytes | Upload = binary.body()
    request = call.request(url, body=body, content_type=binary.media_type, accept=accept, own_headers=headers)
    return (yield from send(request, call.max_retries))


def post_form(
    call: Call,
    url: str,
    key: str,
    binary: Binary,
    fields: Json,
    *,
    accept: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Flow[Answer]:
    """Send a file with fields as a multipart form (RFC 7578); a file on disk is read while it is sent.

    Args:
        call: The call.
        url: The absolute address.
        key: The file's key.
        binary: The file.
        fields: The other fields: text as it is, booleans and numbers as JSON writes them, everything else as JSON.
        accept: The media type asked for.
        headers: Headers that the provider wants.

    Returns:
        A flow whose result is the answer.
    """
    boundary = secrets.token_hex(16)
    kind = binary.media_type or "application/octet-stream"
    suffix = _SUFFIXES.get(kind, ".wav")
    name = f"{kind.partition('/')[0] if kind in _SUFFIXES else 'audio'}{suffix}"
    part_head = f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"; filename="{name}"\r\n'
    opening = f"{part_head}Content-Type: {kind}\r\n\r\n".encode()
    rest = bytearray(b"\r\n")
    for field_name, value in fields.items():
        text = value if isinstance(value, str) else codec.encode(value).decode()
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{_form_name(field_name)}"\r\n\r\n'
        rest += f"{head}{text}\r\n".encode()
    rest += f"--{boundary}--\r\n".encode()
    body = _enclosed(opening, binary.body(), bytes(rest))
    content_type = f"multipart/form-data; boundary={boundary}"
    request = call.request(url, body=body, content_type=content_type, accept=accept, own_headers=headers)
    return (yield from send(request, call.max_retries))


def _enclosed(opening: bytes, body: bytes | Upload, closing: bytes) -> bytes | Upload:
    if isinstance(body, bytes):
        return opening + body + closing

    def pieces() -> Iterator[bytes]:
        yield opening
        yield from body.pieces()
        yield closing

    return Upload(pieces, len(opening) + body.length + len(closing))


def _form_name(name: str) -> str:
    return name.replace("\\", "%5C").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


_SUFFIXES = {
    "audio/aac": ".aac",
    "audio/flac": ".flac",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/webm": ".webm",
    "audio/x-wav": ".wav",
}


def open_events(
    call: Call,
    url: str,
    body: Json,
    decode: Callable[[bytes], I | None],
    *,
    headers: Mapping[str, str] | None = None,
) -> Flow[Events[I]]:
    """Send a JSON body and open the stream of events that answers it.

    Args:
        call: The call.
        url: The absolute address.
        body: The object to send.
        decode: Turns an event's data into an item.
        headers: Headers that the provider wants.

    Returns:
        A flow whose result is the open stream, before its first event.
    """
    content = yield from _encoded(body)
    request = call.request(
        url, body=content, content_type="application/json", accept="text/event-stream", own_headers=headers
    )
    opened = yield from _exchange(request, call.max_retries, stream=True)
    return Events(cast(Opened, opened), decode)


_LARGE = 1 << 18


def _encoded(body: Json) -> Flow[bytes]:
    # A small body is encoded on the spot; one with an image inside takes long enough to stall an event loop.
    if any(isinstance(value, str) and len(value) > _LARGE for value in body.values()):
        return (yield from work(lambda: codec.encode(body)))
    return codec.encode(body)


def base64_of(binary: Binary) -> Flow[str]:
    """A binary input as base64 text.

    Args:
        binary: The input.

    Returns:
        A flow whose result is the text.
    """
    return (yield from work(binary.base64))


def decoded(call: Call, answer: Answer, type_: Any) -> Any:
    """The answer as a typed result.

    Args:
        call: The call.
        answer: A JSON answer.
        type_: What to make of it.

    Returns:
        The result.

    Raises:
        AnswerError: The answer is not JSON, or, when strict, does not fit the type.
    """
    _must_be_json(call, answer)
    return located(call, lambda: codec.decode(answer.body, type_, strict=call.strict))


def decoded_value(call: Call, value: object, type_: Any) -> Any:
    """A part of an answer as a typed result.

    Args:
        call: The call.
        value: Plain JSON.
        type_: What to make of it.

    Returns:
        The result.

    Raises:
        AnswerError: The value does not fit the type, when strict.
    """
    return located(call, lambda: codec.decode_value(value, type_, strict=call.strict))


def located(call: Call, decode: Callable[[], T]) -> T:
    """Decode something, so that an error knows its call.

    Args:
        call: The call.
        decode: Makes the result.

    Returns:
        The result.
    """
    try:
        return decode()
    except AnswerError as error:
        error.about, error.attempts = call.about, error.attempts or 1
        raise


def json_in(call: Call, answer: Answer) -> Any:
    """The answer's JSON.

    Args:
        call: The call.
        answer: A JSON answer.

    Returns:
        The value.

    Raises:
        AnswerError: The answer is not JSON.
    """
    _must_be_json(call, answer)
    return located(call, lambda: codec.decode(answer.body, cast("type[Any]", Any)))


def unwrapped(value: Any) -> Any:
    """The only item of a list that a server put around its answer.

    Args:
        value: Plain JSON.

    Returns:
        The first item of a list that is not empty, otherwise the value itself.
    """
    return value[0] if is_list(value) and value else value


def rows(value: Any) -> Any:
    """The first row of a list of lists.

    Args:
        value: Plain JSON.

    Returns:
        The first list where each item is a list, otherwise the value itself.
    """
    return value[0] if is_list(value) and value and is_list(value[0]) else value


def part(value: Any, path: tuple[str | int, ...] | list[str | int]) -> Any:
    """A part of an answer.

    Args:
        value: Plain JSON.
        path: Keys and indexes; "*" takes each item of a list.

    Returns:
        The part, or None where the path leads nowhere.
    """
    for depth, step in enumerate(path):
        if step == "*":
            return [part(item, path[depth + 1 :]) for item in value] if is_list(value) else None
        if isinstance(step, int):
            value = value[step] if is_list(value) and step < len(value) else None
        else:
            value = value.get(step) if is_object(value) else None
    return value


def compact(value: Any) -> Any:
    """An object without the keys that have no value.

    Args:
        value: Plain JSON.

    Returns:
        The same with None and empty objects left out, at every depth; lists stay as they are.
    """
    if not is_object(value):
        return value
    members = {key: compact(inner) for key, inner in value.items()}
    return {key: inner for key, inner in members.items() if inner is not None and inner != {}}


def put(body: Json, key: str, value: object) -> None:
    """Add a key that has a value.

    Args:
        body: The object to add to.
        key: The key.
        value: The value; None leaves the key out.
    """
    if value is not None:
        body[key] = value


def or_default(value: T | None, default: T) -> T:
    """A value, or what stands for it where there is none.

    Args:
        value: The value, or None.
        default: What is used for None.

    Returns:
        One of the two.
    """
    return default if value is None else value


def both(call: Call, members: Mapping[str, tuple[str, Any]]) -> Json | None:
    """An object whose keys only make sense together.

    Args:
        call: The call.
        members: Key -> the argument's name with its value.

    Returns:
        The object, or None where no value is given.

    Raises:
        UsageError: Some are given, and others are not.
    """
    missing = [argument for argument, value in members.values() if value is None]
    if len(missing) == len(members):
        return None
    if missing:
        given = [argument for argument, value in members.values() if value is not None]
        raise UsageError(
            f"{' and '.join(given)} needs {' and '.join(missing)} too: {call.about.provider} takes both or neither.",
            about=call.about,
        )
    return {key: value for key, (_, value) in members.items()}


def size(call: Call, width: tuple[str, Any], height: tuple[str, Any]) -> str | None:
    """A size in pixels as OpenAI's images API writes it.

    Args:
        call: The call.
        width: The argument's name, with its value.
        height: The same.

    Returns:
        Such as "512x256", or None where neither is given.

    Raises:
        UsageError: Only one is given.
    """
    found = both(call, {"width": width, "height": height})
    return f"{found['width']}x{found['height']}" if found else None


def again(
    call: Call, address: object, *, own: str | None = None, suffix: str = "", routed_query: str = ""
) -> str | None:
    """The address to ask for a job, from an address in an answer; only its path and query are believed.

    Args:
        call: The call.
        address: What the answer says.
        own: As for `Call.url`.
        suffix: Appended to the path.
        routed_query: As for `Call.url`.

    Returns:
        The address on the provider's own host; None where the answer names none.
    """
    if not isinstance(address, str) or not address:
        return None
    return call.again(address, own=own, suffix=suffix, routed_query=routed_query)


def address(call: Call, route: str, id: object, *, own: str | None = None, routed_query: str = "") -> str | None:
    """The address of a job, from its id.

    Args:
        call: The call.
        route: The route, with `{id}`.
        id: What the answer says.
        own: As for `Call.url`.
        routed_query: As for `Call.url`.

    Returns:
        The address; None where the answer names no id.
    """
    if not isinstance(id, (str, int)) or id == "":
        return None
    return call.url(route.replace("{id}", quote(str(id), safe="")), own=own, routed_query=routed_query)


def required(call: Call, value: T | None, path: str) -> T:
    """A part of an answer that has to be there.

    Args:
        call: The call.
        value: The part; of a list, its first item.
        path: Where it belongs, for the error.

    Returns:
        The part.

    Raises:
        AnswerError: It is absent.
    """
    value = cast("T | None", unwrapped(value))
    if value is None or value == "":
        raise AnswerError(f"The answer has nothing at {path}, where the result belongs.", about=call.about, attempts=1)
    return value


def fetched(call: Call, address: object, kind: str) -> Flow[bytes]:
    """Download a result.

    Args:
        call: The call.
        address: An http(s) or data URL from an answer, or a list that starts with one. No key goes along.
        kind: What is expected: "image/*", "audio/*" or "video/*".

    Returns:
        A flow whose result is the file.

    Raises:
        AnswerError: There is no address, or what it leads to is something else.
        ConnectionFailedError: No answer came.
        ProviderError: The server refused.
    """
    address = unwrapped(address)
    if not isinstance(address, str) or not address.lower().startswith(("http://", "https://", "data:")):
        shown = f"{address!r:.80}" if address else "nothing"
        raise AnswerError(
            f"The answer names {shown} where the address of the result belongs.", about=call.about, attempts=1
        )
    if address[:5].lower() == "data:":
        try:
            return parse_data_url(address)[1]
        except ValueError as error:
            raise AnswerError(f"The answer's data URL cannot be read: {error}.", about=call.about, attempts=1) from None
    request = Request("GET", address, headers={"accept": "*/*"}, timeout=call.timeout, about=call.about)
    answer = yield from send(request, call.max_retries)
    if is_json(answer):
        words = answer.body[:200].decode("utf-8", "replace")
        raise AnswerError(f"The result is JSON where {kind} was expected: {words!r}.", about=call.about, attempts=1)
    return raw_bytes(call, answer, kind)


def refuse(call: Call, argument: str, value: object) -> None:
    """Refuse an argument that the provider does not take.

    Args:
        call: The call.
        argument: The argument's name.
        value: What the caller gave; None is not given.

    Raises:
        UsageError: It was given.
    """
    if value is not None:
        raise UsageError(f"{argument} is not an argument that this server takes: leave it out.", about=call.about)


def filled(type_: type[T], **fields: Any) -> T:
    """An output made from an answer that is not JSON.

    Args:
        type_: The output's class.
        fields: What is known; other fields read as None, and a sampling rate is read from a WAV file.

    Returns:
        The output.
    """
    if "sampling_rate" in getattr(type_, "__dataclass_fields__", {}) and isinstance(fields.get("audio"), bytes):
        fields |= _sampling_rate(fields["audio"])
    output = object.__new__(type_)
    output.__dict__.update(fields)
    return output


def _sampling_rate(audio: bytes) -> dict[str, int]:
    if audio[:4] == b"RIFF" and audio[8:16] == b"WAVEfmt " and len(audio) >= 28:
        return {"sampling_rate": int.from_bytes(audio[24:28], "little")}
    return {}


def picture_of(call: Call, data: bytes) -> Flow[Any]:
    """Make a PIL image from bytes.

    Args:
        call: The call.
        data: An image file.

    Returns:
        A flow whose result is the image, fully loaded.
    """
    return (yield from work(lambda: located(call, lambda: picture(data))))


def raw_bytes(call: Call, answer: Answer, kind: str) -> bytes:
    """The body of an answer that is an image, a sound or a video.

    Args:
        call: The call.
        answer: The answer.
        kind: What is expected: "image/*", "audio/*" or "video/*".

    Returns:
        The body.

    Raises:
        AnswerError: The answer is empty, or is text where something else was asked for.
    """
    if not answer.body:
        raise AnswerError(f"The answer is empty where {kind} was expected.", about=call.about, attempts=1)
    if answer.content_type.startswith("text/"):
        words = answer.body[:200].decode("utf-8", "replace")
        raise AnswerError(
            f"The answer is {answer.content_type} where {kind} was expected: {words!r}.", about=call.about, attempts=1
        )
    return answer.body


def is_json(answer: Answer) -> bool:
    """Whether an answer says that it is JSON.

    Args:
        answer: The answer.

    Returns:
        True for application/json and its kin.
    """
    return answer.content_type == "application/json" or answer.content_type.endswith("+json")


def _must_be_json(call: Call, answer: Answer) -> None:
    kind = answer.content_type
    if kind.startswith(("image/", "audio/", "video/", "text/html")) or kind == "text/event-stream":
        raise AnswerError(f"The answer is {kind} where JSON was expected.", about=call.about, attempts=1)


def either(
    call: Call, task: I, pipeline: Callable[[Call, I], Flow[T]], openai: Callable[[Call, I], Flow[T]]
) -> Flow[T]:
    """Speak to an endpoint in whichever of two ways it understands.

    Args:
        call: The call.
        task: The input.
        pipeline: The function for a server of the hf-inference wire.
        openai: The function for a server of the OpenAI wire.

    Returns:
        A flow: the second function's where the address says so (it ends in `/v1`) or an earlier answer did; otherwise
        the first one's, and the second one's after a 404, 405 or 501 (which is remembered by the client).
    """
    if call.speaks_openai:
        return (yield from openai(call, task))
    try:
        return (yield from pipeline(call, task))
    except ProviderError as error:
        if error.status not in {404, 405, 501}:
            raise
        refused = error
    try:
        result = yield from openai(call, task)
    except ProviderError as error:
        # The first refusal speaks of the address that the caller gave.
        raise (refused if error.status in {404, 405} else error) from None
    call.openai_hosts.add(call.base_url)
    return result
