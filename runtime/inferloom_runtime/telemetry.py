"""OpenTelemetry: a span for each call, with the names of the semantic conventions for generative AI.

Nothing here is done, or imported, before `instrument` is called. The conventions:
https://github.com/open-telemetry/semantic-conventions-genai/tree/main/docs/gen-ai
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from inferloom_runtime import clock
from inferloom_runtime.errors import MissingDependencyError
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.hosts import host_of

if TYPE_CHECKING:
    from opentelemetry.metrics import Histogram, MeterProvider
    from opentelemetry.trace import Span, SpanContext, Tracer, TracerProvider

    from inferloom_runtime.meta import Trail
    from inferloom_runtime.task import Task

T = TypeVar("T")

active: Telemetry | None = None
"""What calls report to; None where nobody asked for it."""


def instrument(
    tracer_provider: TracerProvider | None = None,
    meter_provider: MeterProvider | None = None,
    *,
    capture_content: bool = False,
) -> None:
    """Let every call of every client make a span and two metrics, from now on. Called again, the last one counts.

    Needs the extra `otel`. A call is one span, whatever was sent again or asked on the way; a stream's span ends when
    the stream ends, is closed, or is forgotten. The metrics are `gen_ai.client.operation.duration` and
    `gen_ai.client.token.usage`.

    Args:
        tracer_provider: Where spans go; the global one by default.
        meter_provider: Where metrics go; the global one by default.
        capture_content: Whether spans hold what was asked and what came (`gen_ai.input.messages`,
            `gen_ai.output.messages`), as far as it is text.

    Raises:
        MissingDependencyError: `opentelemetry-api` is not installed.
    """
    global active
    active = Telemetry(tracer_provider, meter_provider, capture_content)


def uninstrument() -> None:
    """Stop it. Calls and streams that have begun still end their spans."""
    global active
    active = None


class Telemetry:
    """What `instrument` makes.

    Args:
        tracer_provider: As for `instrument`.
        meter_provider: As for `instrument`.
        capture_content: As for `instrument`.

    Raises:
        MissingDependencyError: `opentelemetry-api` is not installed.
    """

    def __init__(
        self, tracer_provider: TracerProvider | None, meter_provider: MeterProvider | None, capture_content: bool
    ) -> None:
        try:
            from opentelemetry import metrics, trace
        except ImportError:
            raise MissingDependencyError(
                "Telemetry needs the package opentelemetry-api: pip install 'inferloom[otel]'."
            ) from None
        self.capture_content = capture_content
        self.tracer: Tracer = trace.get_tracer("inferloom", tracer_provider=tracer_provider)
        meter = metrics.get_meter("inferloom", meter_provider=meter_provider)
        self.duration: Histogram = meter.create_histogram(
            "gen_ai.client.operation.duration",
            unit="s",
            description="GenAI operation duration.",
            explicit_bucket_boundaries_advisory=[0.01 * 2**step for step in range(14)],
        )
        self.tokens: Histogram = meter.create_histogram(
            "gen_ai.client.token.usage",
            unit="{token}",
            description="Number of input and output tokens used.",
            explicit_bucket_boundaries_advisory=[float(4**step) for step in range(14)],
        )

    def begun(self, task: Task[Any], values: Mapping[str, Any], trail: Trail, *, step: str = "") -> None:
        """A call begins.

        Args:
            task: The task.
            values: What the caller gave.
            trail: What happens to the call is written there; it takes the span with it.
            step: "submit" or "result" for a job on a provider's queue.
        """
        trail.watch = Watch(self, task, values, trail, step)


class Watch:
    """A span, from the beginning of a call to its end.

    Args:
        telemetry: Where it goes.
        task: The task.
        values: What the caller gave.
        trail: The call.
        step: As for `Telemetry.begun`.
    """

    def __init__(
        self, telemetry: Telemetry, task: Task[Any], values: Mapping[str, Any], trail: Trail, step: str
    ) -> None:
        from opentelemetry.trace import SpanKind

        self._telemetry = telemetry
        self._trail = trail
        self._started = clock.now()
        self._over = False
        self._streams = False
        self._said = _Said(telemetry.capture_content)
        parameters = _parameters(task, values)
        self._operation = _OPERATIONS.get(task.openai or task.method, task.method)
        attributes: dict[str, Any] = {"gen_ai.operation.name": self._operation, **self._place()}
        for name, attribute in _REQUEST.items():
            if (value := parameters.get(name)) is not None:
                attributes[attribute] = [value] if name == "stop" and isinstance(value, str) else value
        attributes |= _kinds(task, parameters)
        if step:
            attributes["inferloom.job.step"] = step
        if telemetry.capture_content and (asked := _asked(values)):
            attributes["gen_ai.input.messages"] = json.dumps(asked, ensure_ascii=False, default=str)
        self._span: Span = telemetry.tracer.start_span(
            self._name(), kind=SpanKind.CLIENT, attributes=_usable(attributes)
        )

    @contextmanager
    def current(self) -> Generator[None]:
        """Let the span be the parent of what begins inside, and end with it; a stream's span goes on."""
        from opentelemetry.trace import use_span

        try:
            with use_span(self._span, record_exception=False, set_status_on_exception=False):
                yield
        except BaseException as error:
            self.ended(error)
            raise
        if not self._streams:
            self.ended(None)

    def seeing(self, pick: Callable[[Any], T]) -> Callable[[Any], T]:
        """Look at the items of a stream; the span ends with it.

        Args:
            pick: What the caller is given of each item.

        Returns:
            The same function, which looks.
        """
        self._streams = True

        def look(item: Any) -> T:
            if not self._said.items and self._span.is_recording():
                self._span.set_attribute("gen_ai.response.time_to_first_chunk", clock.now() - self._started)
            self._said.take(item)
            return pick(item)

        return look

    def job(self, id: str, submitted: SpanContext | None = None) -> SpanContext:
        """The call is about a job on a provider's queue.

        Args:
            id: The job's id.
            submitted: The span that handed it in, or None.

        Returns:
            This span, for the one that gets the result.
        """
        self._span.set_attribute("inferloom.job.id", id)
        if submitted is not None:
            self._span.add_link(submitted)
        return self._span.get_span_context()

    def ended(self, error: BaseException | None) -> None:
        """The call, or its stream, is over; the first word counts.

        Args:
            error: What went wrong, or None.
        """
        if self._over:
            return
        self._over = True
        from opentelemetry.trace import StatusCode

        trail, span, said = self._trail, self._span, self._said
        if not self._streams:
            said.take(trail.output)
        place = self._place()
        common = {"gen_ai.operation.name": self._operation, **place}
        if said.model is not None:
            common["gen_ai.response.model"] = said.model
        span.update_name(self._name())
        span.set_attributes(_usable(common | said.attributes() | {"inferloom.attempts": 1 + trail.retries}))
        if error is not None:
            common["error.type"] = type(error).__name__
            span.set_attribute("error.type", type(error).__name__)
            span.set_status(StatusCode.ERROR, str(error) or None)
        elapsed = clock.now() - self._started
        from opentelemetry.trace import set_span_in_context

        here = set_span_in_context(span)
        self._telemetry.duration.record(elapsed, _usable(common), context=here)
        common.pop("error.type", None)
        for kind, count in (("input", said.input), ("output", said.output)):
            if count is not None:
                self._telemetry.tokens.record(count, _usable(common | {"gen_ai.token.type": kind}), context=here)
        span.end()

    def _name(self) -> str:
        model = self._place().get("gen_ai.request.model")
        return f"{self._operation} {model}" if model else self._operation

    def _place(self) -> dict[str, Any]:
        """Who is asked, as far as it is known by now."""
        about, url = self._trail.about, self._trail.url
        place: dict[str, Any] = {"gen_ai.provider.name": _provider(about.provider, url)}
        # An endpoint's address says where, not which model; and a name for each address would be a name too many.
        if about.model is not None and "://" not in about.model:
            place["gen_ai.request.model"] = about.model
        if url is not None and (host := host_of(url)):
            parts = urlsplit(url)
            place["server.address"] = host
            place["server.port"] = parts.port or (443 if parts.scheme == "https" else 80)
        return place


class _Said:
    """What answers tell of themselves: the whole one, or the pieces of a stream."""

    def __init__(self, content: bool) -> None:
        self.items = 0
        self.model: str | None = None
        self.input: int | None = None
        self.output: int | None = None
        self._id: str | None = None
        self._reasons: dict[int, str] = {}
        self._content = content
        self._texts: dict[int, list[str]] = {}
        self._calls: dict[int, dict[int, dict[str, str]]] = {}

    def take(self, item: Any) -> None:
        """Read one answer, or one piece of it. An answer that did not fit is delivered as it came: anything goes."""
        self.items += 1
        self._id = _text(_of(item, "id")) or self._id
        self.model = _text(_of(item, "model")) or self.model
        usage, details = _of(item, "usage"), _of(item, "details")
        self.input = _first(_of(usage, "prompt_tokens"), _of(details, "input_length"), self.input)
        self.output = _first(_of(usage, "completion_tokens"), _of(details, "generated_tokens"), self.output)
        choices = _of(item, "choices")
        for place, choice in enumerate(choices if is_list(choices) else []):
            index = _of(choice, "index")
            index = index if isinstance(index, int) else place
            self._finished(index, choice)
            if self._content:
                message = _of(choice, "message") or _of(choice, "delta")
                self._wrote(index, _text(_of(message, "content")) or _text(_of(choice, "text")))
                self._called(index, _of(message, "tool_calls"))
        self._finished(0, details)
        if self._content and not choices:
            written = _text(_of(_of(item, "token"), "text"))
            self._wrote(0, _text(_of(item, "generated_text")) if written is None else written)

    def attributes(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "gen_ai.response.id": self._id,
            "gen_ai.response.finish_reasons": [self._reasons[index] for index in sorted(self._reasons)] or None,
            "gen_ai.usage.input_tokens": self.input,
            "gen_ai.usage.output_tokens": self.output,
        }
        if self._content and (written := sorted({*self._texts, *self._calls})):
            found["gen_ai.output.messages"] = json.dumps(
                [self._message(index) for index in written], ensure_ascii=False
            )
        return found

    def _finished(self, index: int, value: Any) -> None:
        if reason := _text(_of(value, "finish_reason")):
            self._reasons[index] = reason

    def _wrote(self, index: int, text: str | None) -> None:
        if text:
            self._texts.setdefault(index, []).append(text)

    def _called(self, index: int, calls: Any) -> None:
        for place, call in enumerate(calls if is_list(calls) else []):
            at = _of(call, "index")
            function = _of(call, "function")
            known = self._calls.setdefault(index, {}).setdefault(at if isinstance(at, int) else place, {})
            known["id"] = _text(_of(call, "id")) or known.get("id", "")
            known["name"] = _text(_of(function, "name")) or known.get("name", "")
            known["arguments"] = known.get("arguments", "") + (_text(_of(function, "arguments")) or "")

    def _message(self, index: int) -> dict[str, Any]:
        text = "".join(self._texts.get(index, []))
        parts: list[dict[str, Any]] = [{"type": "text", "content": text}] if text else []
        parts += [{"type": "tool_call", **call} for _, call in sorted(self._calls.get(index, {}).items())]
        return {"role": "assistant", "parts": parts, "finish_reason": self._reasons.get(index, "")}


_OPERATIONS = {
    "chat_completion": "chat",
    "completions": "text_completion",
    "embeddings": "embeddings",
    "feature_extraction": "embeddings",
    "text_generation": "text_completion",
    **dict.fromkeys(
        ("image_text_to_image", "image_text_to_video", "image_to_image", "image_to_video"), "generate_content"
    ),
    **dict.fromkeys(("text_to_audio", "text_to_image", "text_to_speech", "text_to_video"), "generate_content"),
}
"""The conventions' names of operations; a task that is none of them goes by the method's name."""

_OUTPUTS = {
    **dict.fromkeys(("image_text_to_image", "image_to_image", "text_to_image"), "image"),
    "text_to_speech": "speech",
}

_REQUEST = {
    "frequency_penalty": "gen_ai.request.frequency_penalty",
    "max_completion_tokens": "gen_ai.request.max_tokens",
    "max_new_tokens": "gen_ai.request.max_tokens",
    "max_tokens": "gen_ai.request.max_tokens",
    "presence_penalty": "gen_ai.request.presence_penalty",
    "seed": "gen_ai.request.seed",
    "stop": "gen_ai.request.stop_sequences",
    "temperature": "gen_ai.request.temperature",
    "top_k": "gen_ai.request.top_k",
    "top_p": "gen_ai.request.top_p",
}

_PROVIDERS = {
    "aiplatform.googleapis.com": "gcp.vertex_ai",
    "amazonaws.com": "aws.bedrock",
    "api.anthropic.com": "anthropic",
    "api.cohere.com": "cohere",
    "api.deepseek.com": "deepseek",
    "api.groq.com": "groq",
    "api.mistral.ai": "mistral_ai",
    "api.moonshot.ai": "moonshot_ai",
    "api.openai.com": "openai",
    "api.perplexity.ai": "perplexity",
    "api.x.ai": "x_ai",
    "generativelanguage.googleapis.com": "gcp.gemini",
    "openai.azure.com": "azure.ai.openai",
    "services.ai.azure.com": "azure.ai.inference",
}
"""The conventions' names of the providers that an endpoint's address may belong to: the end of its host -> the name. Of
the table's own providers those that have one (cohere, groq, openai) have it as their id."""


def _provider(provider: str | None, url: str | None) -> str:
    if provider == "endpoint" and url is not None:
        host = host_of(url)
        return next((name for end, name in _PROVIDERS.items() if f".{host}".endswith(f".{end}")), provider)
    return provider or "auto"


def _parameters(task: Task[Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = values.get(task.container) if task.container else values
    return cast("Mapping[str, Any]", inner) if isinstance(inner, Mapping) else {}


def _kinds(task: Task[Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    kinds: dict[str, Any] = {}
    if parameters.get("stream") is True:
        kinds["gen_ai.request.stream"] = True
    count = parameters.get("n")
    if isinstance(count, int) and count != 1:
        kinds["gen_ai.request.choice.count"] = count
    if task.method in _OUTPUTS:
        kinds["gen_ai.output.type"] = _OUTPUTS[task.method]
    elif task.method == "chat_completion" and (wanted := parameters.get("response_format")) is not None:
        kinds["gen_ai.output.type"] = "text" if _of(wanted, "type") == "text" else "json"
    return kinds


def _usable(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as OpenTelemetry takes them; what a caller got wrong is for the call itself to say."""
    return {
        name: value
        for name, value in attributes.items()
        if isinstance(value, (str, bool, int, float))
        or (is_list(value) and all(isinstance(item, str) for item in cast("list[object]", value)))
    }


def _asked(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was asked, in the conventions' shape."""
    messages = values.get("messages")
    if is_list(messages):
        return [_message(message) for message in messages]
    text = _text(values.get("inputs")) or _text(values.get("prompt"))
    return [{"role": "user", "parts": [{"type": "text", "content": text}]}] if text is not None else []


def _message(message: Any) -> dict[str, Any]:
    content, role = _of(message, "content"), _text(_of(message, "role")) or "user"
    if role == "tool":
        part = {"type": "tool_call_response", "id": _text(_of(message, "tool_call_id")) or "", "result": content}
        return {"role": role, "parts": [part]}
    parts: list[dict[str, Any]] = []
    if isinstance(content, str):
        parts.append({"type": "text", "content": content})
    for item in content if is_list(content) else []:
        text, kind = _text(_of(item, "text")), _text(_of(item, "type")) or "unknown"
        # A picture is named, not shown: it may be megabytes.
        parts.append({"type": kind} if text is None else {"type": "text", "content": text})
    calls = _of(message, "tool_calls")
    for call in calls if is_list(calls) else []:
        function = _of(call, "function")
        parts.append(
            {
                "type": "tool_call",
                "id": _text(_of(call, "id")) or "",
                "name": _text(_of(function, "name")) or "",
                "arguments": _of(function, "arguments"),
            }
        )
    return {"role": role, "parts": parts}


def _of(value: Any, name: str) -> Any:
    return value.get(name) if is_object(value) else getattr(value, name, None)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _first(*values: Any) -> int | None:
    return next((value for value in values if isinstance(value, int) and not isinstance(value, bool)), None)
