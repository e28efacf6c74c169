"""The verbs that generated provider functions are written in."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import quote, urljoin, urlsplit

from inferloom_runtime import capable, codec, embedded, media
from inferloom_runtime.auth import origin
from inferloom_runtime.call import Call, Json
from inferloom_runtime.errors import (
    AnswerError,
    ConnectionFailedError,
    InferenceTimeoutError,
    InferloomError,
    ProviderError,
    UsageError,
    refusal,
)
from inferloom_runtime.events import Events, Marks
from inferloom_runtime.flow import Answer, Flow, Open, Opened, Request, Send, Sleep, Upload, work
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.redaction import shown_origin, userinfo
from inferloom_runtime.retry import Retries

if TYPE_CHECKING:
    from inferloom_runtime.binary import Binary

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses that name another address to ask."""

REDIRECT_LIMIT = 5
"""How many redirects a request, or a download, may have."""


def send(request: Request, retries: Retries) -> Flow[Answer]:
    """Send a request and read the answer.

    Args:
        request: The request.
        retries: When it is sent again after a failure that a repetition may mend.

    Returns:
        A flow whose result is an answer with a status below 400.

    Raises:
        ConnectionFailedError: No answer came.
        ProviderError: The server refused.
    """
    answer = yield from _exchange(request, retries, stream=False)
    return cast(Answer, answer)


def _exchange(request: Request, retries: Retries, *, stream: bool) -> Flow[Answer | Opened]:
    attempt = redirects = 0
    policy = retries.policy
    replayable = not isinstance(request.body, Upload) or request.body.replayable
    while True:
        attempt += 1
        failure: InferloomError
        status: int | None = None
        headers: dict[str, str] = {}
        try:
            answer: Answer | Opened = yield (Open(request) if stream else Send(request))
        except ConnectionFailedError as error:
            error.attempts = attempt
            failure = error
            # A server that took the request and says nothing may still be at work on it.
            retried = not isinstance(error, InferenceTimeoutError) or error.limit == "connect"
        except InferloomError as error:
            error.attempts = attempt
            raise
        else:
            if isinstance(answer, Opened) or answer.status < (300 if request.follow else 400):
                retries.budget.give_back()
                return answer
            if answer.status in REDIRECTS:
                redirects += 1
                attempt -= 1
                if redirects > REDIRECT_LIMIT:
                    message = f"The server redirected the request more than {REDIRECT_LIMIT} times."
                    raise AnswerError(message, about=request.about, attempts=redirects)
                request = _redirected(request, answer)
                continue
            status, headers = answer.status, dict(answer.headers)
            failure = refusal(status, headers, answer.body, about=request.about, attempts=attempt)
            retried = status in policy.statuses
        if not retried or attempt > policy.max_retries or not replayable:
            raise failure
        delay = policy.delay(attempt, status, headers)
        if delay is None or not retries.budget.take(policy.budget):
            raise failure
        yield Sleep(delay, failure)


def _redirected(request: Request, answer: Answer) -> Request:
    location = answer.headers.get("location")
    if not location:
        message = f"The server redirects the request (HTTP {answer.status}) and does not say where to."
        raise AnswerError(message, about=request.about, attempts=1)
    try:
        target = urljoin(request.url, location)
        if urlsplit(target).netloc != urlsplit(request.url).netloc:
            target = userinfo(target)[0]  # no user and password that the server made up
    except ValueError:
        target = ""
    same = origin(target) == origin(request.url)
    scheme = origin(target)[0]
    if request.method != "GET" and not (same and answer.status in {307, 308}):
        raise AnswerError(
            f"The server redirects a {request.method} to {shown_origin(target) or 'no address'}, which is not "
            "followed: use that address as the model or base_url if you trust it.",
            about=request.about,
        )
    if scheme not in {"http", "https"} or (origin(request.url)[0] == "https" and scheme == "http"):
        raise AnswerError(
            f"The server redirects to an address that is not followed ({scheme or 'it has no host'}).",
            about=request.about,
        )
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
        main=request.main,
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
    return (yield from send(request, call.retries))


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
    return (yield from send(request, call.retries))


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
    return (yield from send(request, call.retries))


def _enclosed(opening: bytes, body: bytes | Upload, closing: bytes) -> bytes | Upload:
    if isinstance(body, bytes):
        return opening + body + closing

    def pieces() -> Iterator[bytes]:
        yield opening
        yield from body.pieces()
        yield closing

    return Upload(pieces, len(opening) + body.length + len(closing), body.replayable)


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
    marks: Marks,
    *,
    headers: Mapping[str, str] | None = None,
) -> Flow[Events[I]]:
    """Send a JSON body and open the stream of events that answers it.

    Args:
        call: The call.
        url: The absolute address.
        body: The object to send.
        decode: Turns an event's data into an item.
        marks: What tells the events apart.
        headers: Headers that the provider wants.

    Returns:
        A flow whose result is the open stream, before its first event.
    """
    content = yield from _encoded(body)
    request = call.request(
        url, body=content, content_type="application/json", accept="text/event-stream", own_headers=headers
    )
    opened = yield from _exchange(request, call.retries, stream=True)
    return Events(cast(Opened, opened), decode, marks)


_LARGE = 1 << 18


def _encoded(body: Json) -> Flow[bytes | Upload]:
    # A small body is encoded on the spot; one with an image inside takes long enough to stall an event loop.
    if any(isinstance(value, str) and len(value) > _LARGE for value in body.values()):
        return (yield from work(lambda: embedded.encode(body)))
    return embedded.encode(body)


def base64_of(binary: Binary) -> Flow[str | embedded.Embedded]:
    """A binary input as base64 text in a JSON body.

    Args:
        binary: The input.

    Returns:
        A flow whose result is the text; what makes it while the body is sent, where the input is large.
    """
    yield from ()
    return binary.text()


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
    must_be_json(call, answer)
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
    must_be_json(call, answer)
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

    Raises:
        AnswerError: The id would change the address's meaning.
    """
    if not isinstance(id, (str, int)) or id == "":
        return None
    if id in {".", ".."}:
        raise AnswerError(
            f"The answer's name of the job is {id!r}, which leads elsewhere.", about=call.about, attempts=1
        )
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


def refuse(call: Call, package: str, given: Mapping[str, object]) -> None:
    """Refuse the arguments that the provider does not take.

    What the caller put into `extra_body` is sent as it stands there: it is the caller's own word for this server.

    Args:
        call: The call.
        package: The generated package, whose table knows who takes them.
        given: The arguments by the names that the caller writes; None, and the default that is always sent, is nothing.

    Raises:
        UsageError: Some were given; the message names the providers that take them.
    """
    if not any(value is not None for value in given.values()):
        return
    own = {call.asked[name]: value for name, value in given.items() if name in call.asked and value is not None}
    call.extra = {**call.extra, **own}
    wrong = [name for name in capable.table(package).said(str(call.about.task), given) if name not in call.asked]
    if wrong:
        raise capable.refusal(package, call.about, wrong)


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
    return (yield from work(lambda: located(call, lambda: media.picture(data))))


def raw_bytes(call: Call, answer: Answer, kind: str) -> bytes:
    """The body of an answer that is an image, a sound or a video.

    Args:
        call: The call.
        answer: The answer.
        kind: What is expected: "image/*", "audio/*" or "video/*".

    Returns:
        The body.

    Raises:
        AnswerError: The answer is empty, or something else than was asked for.
    """
    return medium(call, answer.body, answer.content_type, kind)


def medium(call: Call, data: bytes, content_type: str, kind: str) -> bytes:
    """Bytes that are an image, a sound or a video, if they are.

    Args:
        call: The call.
        data: The bytes.
        content_type: What the server calls them, or an empty string.
        kind: What is expected: "image/*", "audio/*" or "video/*"; anything else is not looked at.

    Returns:
        The bytes.

    Raises:
        AnswerError: There are none, or they are something else; the message shows its first words.
    """
    problem = media.misfit(data, content_type, kind)
    if problem is not None:
        raise AnswerError(f"The answer is {problem} where {kind} was expected.", about=call.about, attempts=1)
    return data


def is_json(answer: Answer) -> bool:
    """Whether an answer says that it is JSON.

    Args:
        answer: The answer.

    Returns:
        True for application/json and its kin.
    """
    return answer.content_type == "application/json" or answer.content_type.endswith("+json")


def must_be_json(call: Call, answer: Answer) -> None:
    """Refuse an answer that says that it is something else than JSON, or that is an error in spite of its status.

    Args:
        call: The call.
        answer: The answer.

    Raises:
        AnswerError: It is an image, a page or the like.
        ProviderError: It is an error.
    """
    kind = answer.content_type
    if kind.startswith(("image/", "audio/", "video/", "text/html")) or kind == "text/event-stream":
        raise AnswerError(f"The answer is {kind} where JSON was expected.", about=call.about, attempts=1)
    # Some servers answer 200 and mean no. An answer that has an error beside its result (a job's, say) is not one.
    if len(answer.body) < _LONGEST_ERROR and b'"error"' in answer.body:
        value = codec.decode(answer.body, cast("type[Any]", Any))
        value = value[0] if is_list(value) and len(value) == 1 else value
        if is_object(value) and value.get("error") and value.keys() <= _ERROR_MEMBERS:
            raise refusal(answer.status, answer.headers, answer.body, about=call.about)


_LONGEST_ERROR = 1 << 16
_ERROR_MEMBERS = frozenset(
    {"code", "detail", "error", "error_type", "estimated_time", "message", "object", "request_id", "status", "success"}
    | {"type", "warnings"}
)


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
