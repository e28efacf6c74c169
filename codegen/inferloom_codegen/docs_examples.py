"""The examples on the pages: a spec's own example as programs that run."""

from dataclasses import dataclass

from .ir import Json, ProviderSpec
from .surface import Method

SAMPLES = {"image": "photo.png", "audio": "speech.wav", "video": "clip.mp4"}
"""The files that stand for the samples of examples."""

MODEL = "org/model"
"""The model of a provider that recommends none, by its id on the Hub."""

OWN_MODEL = "name-of-a-model"
"""The model of a provider that the Hub does not know."""

# Who says which model of the Hub is recommended for a task.
_RECOMMENDING = "hf-inference"
_WIDTH = 88


@dataclass(frozen=True, slots=True)
class Example:
    """A program.

    Attributes:
        title: what it shows.
        text: its text.
    """

    title: str
    text: str


def examples(package: str, method: Method, providers: list[ProviderSpec], default: str | None) -> list[Example]:
    """The programs of a method's page.

    Args:
        package: the package that is imported.
        method: the method.
        providers: those that offer it, of which the first is not asked when a better one is there.
        default: the provider of a client that names none, or None.

    Returns:
        A plain call, the same awaited, a streamed one where the method streams, and a job where it is queued.
    """
    found = [Example("Sync", _sync(package, method, providers, default))]
    found.append(Example("Async", _async(package, method, providers, default)))
    if method.view.item is not None:
        found.append(Example("Streamed", _sync(package, method, providers, default, stream=True)))
    if queueing := [provider for provider in providers if is_queued(provider, method)]:
        found.append(Example("As a job", _job(package, method, queueing[0])))
    return found


def first_call(package: str, method: Method, provider: ProviderSpec, *, key: bool) -> str:
    """A provider's example: one call of one of its tasks.

    Args:
        package: the package that is imported.
        method: the method.
        provider: the provider.
        key: with a key of the provider's own.
    """
    api_key = ', api_key="..."' if key else ""
    client = f'client = InferenceClient(provider="{provider.id}"{api_key})'
    result, call = name_of_result(method), _call(method, _with_model(method, provider))
    return _program(package, "InferenceClient", f"{client}\n{result} = {call}\n{_shown(method, result)}")


def is_queued(provider: ProviderSpec, method: Method) -> bool:
    """Whether a provider takes a method's work into a queue.

    Args:
        provider: the provider.
        method: the method.
    """
    return any(
        function.waiting
        for service in provider.services
        if service.task is method.task
        for function in service.functions
    )


def name_of_result(method: Method) -> str:
    """What a program calls the result.

    Args:
        method: the method.
    """
    kinds = {"ImageResult": "image", "BytesResult": "data", "TextResult": "text", "ListResult": "found"}
    kind = method.view.returns.partition("[")[0]
    return kinds.get(kind, "vectors" if kind == "ArrayResult" else "answer")


def _client(provider: ProviderSpec | None, default: str | None) -> str:
    return f'provider="{provider.id}"' if provider is not None and provider.id != default else ""


def _chosen(providers: list[ProviderSpec]) -> ProviderSpec | None:
    by_id = {provider.id: provider for provider in providers}
    return by_id.get(_RECOMMENDING, providers[0] if providers else None)


def _with_model(method: Method, provider: ProviderSpec | None) -> dict[str, Json]:
    given = dict(method.task.example)
    if not method.task.example and not method.parameters:
        return given
    if provider is not None and provider.id == _RECOMMENDING:
        return given
    return {**given, "model": MODEL if provider is None or provider.router_path is not None else OWN_MODEL}


def _place(method: Method, providers: list[ProviderSpec], default: str | None) -> tuple[str, dict[str, Json]]:
    """What the client is made with, and the call's arguments."""
    if method.task.openai:  # belongs to servers, of which everybody knows an address
        given = {**method.task.example, **({"model": MODEL} if method.parameters else {})}
        return 'base_url="http://localhost:8080/v1"', given
    provider = _chosen(providers)
    return _client(provider, default), _with_model(method, provider)


def _sync(
    package: str, method: Method, providers: list[ProviderSpec], default: str | None, *, stream: bool = False
) -> str:
    made, given = _place(method, providers, default)
    head = f"client = InferenceClient({made})\n"
    if stream:
        call = _call(method, {**given, "stream": True}, room=4)
        piece = _piece(method)
        return _program(package, "InferenceClient", f"{head}for piece in {call}:\n    print({piece})")
    result = name_of_result(method)
    return _program(package, "InferenceClient", f"{head}{result} = {_call(method, given)}\n{_shown(method, result)}")


def _async(package: str, method: Method, providers: list[ProviderSpec], default: str | None) -> str:
    made, given = _place(method, providers, default)
    result = name_of_result(method)
    call = _call(method, given, room=8 + len("await "), indent=8)
    body = (
        "async def main() -> None:\n"
        f"    async with AsyncInferenceClient({made}) as client:\n"
        f"        {result} = await {call}\n"
        f"        {_shown(method, result)}\n\n\n"
        "asyncio.run(main())"
    )
    return _program(package, "AsyncInferenceClient", f"\n{body}", before="import asyncio\n\n")


def _job(package: str, method: Method, provider: ProviderSpec) -> str:
    result = name_of_result(method)
    call = _call(method, _with_model(method, provider), on="client.submit")
    body = (
        f'client = InferenceClient(provider="{provider.id}")\n'
        f"job = {call}\n"
        "print(job.id, job.status())\n"
        f"{result} = job.result()\n"
        f"{_shown(method, result)}"
    )
    return _program(package, "InferenceClient", body)


def _program(package: str, name: str, body: str, before: str = "") -> str:
    return f"{before}from {package} import {name}\n\n{body}\n"


def _call(method: Method, given: dict[str, Json], *, on: str = "client", room: int = 0, indent: int = 0) -> str:
    positional = [one.name for one in method.parameters if one.positional]
    words = [
        _value(value) if name in positional[:1] and next(iter(given)) == name else f"{name}={_value(value)}"
        for name, value in given.items()
    ]
    line = f"{on}.{method.name}({', '.join(words)})"
    if room + len(line) + 12 <= _WIDTH:
        return line
    pad = " " * indent
    return f"{on}.{method.name}(\n" + "".join(f"{pad}    {word},\n" for word in words) + f"{pad})"


def _value(value: Json) -> str:
    if isinstance(value, dict) and set(value) == {"sample"}:
        return _text(SAMPLES[str(value["sample"])])
    return _text(value)


def _text(value: Json) -> str:
    if isinstance(value, str) and '"' not in value and value.isprintable() and "\\" not in value:
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(_text(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)}: {_text(item)}" for key, item in value.items()) + "}"
    return repr(value)


def _shown(method: Method, result: str) -> str:
    kind = method.view.returns.partition("[")[0]
    if kind == "ImageResult":
        return f'{result}.save("{method.task.method}.png")'
    if kind == "BytesResult":
        return f'print(len({result}), "bytes")'
    if kind == "ArrayResult":
        return f"print({result}.shape)"
    return f"print({_read(method, result)})"


def _piece(method: Method) -> str:
    """What of a streamed piece people print: its text, without a new line."""
    if method.task.stream_returns is not None:  # the method picks the text out
        return 'piece, end=""'
    fields = method.task.stream_text
    if fields[:1] != ("choices",):
        return "piece"
    return f'piece.choices[0].{".".join(fields[2:])} or "", end=""'


def _read(method: Method, result: str) -> str:
    """The result, or what of it people read: the text of a conversation."""
    path = method.task.stream_text
    is_chat = method.view.returns == method.task.output.get("title") and path[:1] == ("choices",)
    if is_chat and not method.task.openai:
        return f"{result}.choices[0].message.content"
    return result
