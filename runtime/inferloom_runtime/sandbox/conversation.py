"""What is said next in a conversation."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

from inferloom_runtime.sandbox import forms, prose, sound, tokens, uploads
from inferloom_runtime.sandbox.checker import problem_of
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal
from inferloom_runtime.sandbox.value import Path, items, jsonpath, members, whole

_REASONS = {"end": "stop", "stop": "stop", "length": "length"}
_MESSAGE_TOKENS = 4
_MOST_ANSWERS = 128
_DATA_URL = re.compile(r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(;[^,;]+)*;base64,(?P<data>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer.

    Attributes:
        cut: The text; empty where tools are called.
        reason: Why it ended, in the wire's word.
        calls: The tools to call: name and arguments as JSON text.
        audio: The spoken answer in base64, where one was asked for.
    """

    cut: tokens.Cut
    reason: str
    calls: tuple[tuple[str, str], ...] = ()
    audio: str | None = None


def check(body: dict[str, Any]) -> None:
    """Check what no schema says of a conversation.

    Args:
        body: The body, which fits its schema.

    Raises:
        Refusal: 400 for a file that is none, 422 for the rest.
    """
    messages = items(body.get("messages"))
    if not messages:
        _refuse(("messages",), "must have at least one message.")
    if (whole(body.get("n")) or 1) > _MOST_ANSWERS:
        _refuse(("n",), f"must be at most {_MOST_ANSWERS}, got {body.get('n')}.")
    called: set[str] = set()
    for position, raw in enumerate(messages):
        _check_message(members(raw), ("messages", position), called)
    _check_tools(body)
    if body.get("top_logprobs") is not None and body.get("logprobs") is not True:
        _refuse(("top_logprobs",), "needs logprobs to be true.")
    if body.get("stream_options") is not None and body.get("stream") is not True:
        _refuse(("stream_options",), "is only allowed when stream is true.")
    form = members(body.get("audio"))
    if form and form.get("format") not in ("wav", "pcm16"):
        _refuse(("audio", "format"), f"the sandbox speaks 'wav' or 'pcm16', got {form.get('format')!r}.")
    if "audio" in items(body.get("modalities")) and not form:
        _refuse(("audio",), "the field 'audio' is required when modalities has 'audio'.")


def turn(body: dict[str, Any], dice: Dice) -> Turn:
    """Say what comes next.

    Args:
        body: The checked body.
        dice: What the words depend on.

    Returns:
        The answer.

    Raises:
        Refusal: 422; a form was asked for that the sandbox cannot write in.
    """
    messages = [members(message) for message in items(body.get("messages"))]
    topic = next((_said(message) for message in reversed(messages) if message.get("role") == "user"), "")
    wanted = _tools_to_call(body, messages, topic, dice)
    if wanted:
        calls = tuple((name, _arguments(body, name, topic, dice.fork("arguments", name))) for name in wanted)
        return Turn(tokens.Cut((), "", "end"), "tool_calls", calls)
    text = _text(body, messages, topic, dice)
    stop = body.get("stop")
    stops = [stop] if isinstance(stop, str) else [each for each in items(stop) if isinstance(each, str)]
    limits = [limit for limit in (whole(body.get("max_tokens")), whole(body.get("max_completion_tokens"))) if limit]
    cut = tokens.cut(text, limit=min(limits) if limits else None, stops=stops)
    return Turn(cut, _REASONS[cut.reason], audio=_spoken(body, cut.text))


def prompt_tokens(body: dict[str, Any]) -> int:
    """How many tokens the conversation has so far."""
    total = 0
    for raw in items(body.get("messages")):
        message = members(raw)
        total += _MESSAGE_TOKENS + tokens.count(_said(message))
        total += sum(tokens.count(json.dumps(call)) for call in items(message.get("tool_calls")))
    return total + sum(tokens.count(json.dumps(tool)) for tool in items(body.get("tools")))


def _refuse(at: Path, sentence: str) -> None:
    raise Refusal(422, f"{jsonpath(at)}: {sentence}", at)


def _said(message: dict[str, Any]) -> str:
    """The words of a message, without its pictures and sounds."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    texts = [members(part).get("text") for part in items(content)]
    return "\n".join(text for text in texts if isinstance(text, str))


def _check_message(message: dict[str, Any], at: Path, called: set[str]) -> None:
    role, content = message.get("role"), message.get("content")
    calls = items(message.get("tool_calls"))
    if content is None and not (role == "assistant" and (calls or message.get("audio") or message.get("refusal"))):
        _refuse((*at, "content"), f"a message of the role {role!r} needs content.")
    called.update(str(members(call).get("id")) for call in calls)
    if role == "tool":
        identity = message.get("tool_call_id")
        if not isinstance(identity, str):
            _refuse((*at, "tool_call_id"), "the field 'tool_call_id' is required in a tool message.")
        if identity not in called:
            _refuse((*at, "tool_call_id"), f"no earlier message calls a tool with the id {identity!r}.")
    for position, part in enumerate(items(content)):
        _check_part(members(part), (*at, "content", position))


def _check_part(part: dict[str, Any], at: Path) -> None:
    word = str(part.get("type"))
    if word in ("text", "image_url", "input_audio", "audio_url", "video_url", "file") and part.get(word) is None:
        _refuse((*at, word), f"the field {word!r} is required in a part of that type.")
    if word.endswith("_url"):
        found = part.get(word)
        url = found if isinstance(found, str) else str(members(found).get("url"))
        place = (*at, word) if isinstance(found, str) else (*at, word, "url")
        data = _DATA_URL.fullmatch(url)
        if data:
            uploads.from_base64(data["data"], {"image_url": "image", "audio_url": "audio"}.get(word, "video"), place)
        elif not url.startswith(("http://", "https://")):
            _refuse(place, "expected an http(s) address or a data: URL in base64.")
    if word == "input_audio":
        uploads.from_base64(str(members(part.get(word)).get("data")), "", (*at, word, "data"))


def _check_tools(body: dict[str, Any]) -> None:
    names: list[str] = []
    for position, tool in enumerate(items(body.get("tools"))):
        at: Path = ("tools", position)
        function = members(members(tool).get("function"))
        if members(tool).get("type") != "function":
            _refuse((*at, "type"), f"must be 'function', got {members(tool).get('type')!r}.")
        if not function:
            _refuse((*at, "function"), "the field 'function' is required and missing.")
        problem = problem_of(function.get("parameters") or {})
        if problem is not None:
            _refuse((*at, "function", "parameters"), problem)
        names.append(str(function.get("name")))
    choice = body.get("tool_choice")
    forced = _forced(choice)
    if choice is not None and choice not in ("none", "auto") and not names:
        _refuse(("tool_choice",), "needs tools.")
    if forced is not None and forced not in names:
        _refuse(("tool_choice",), f"there is no tool {forced!r}; there are {', '.join(names)}.")


def _forced(choice: object) -> str | None:
    """The one tool that must be called; None where no one tool must."""
    if members(choice):
        return str(members(members(choice).get("function")).get("name"))
    return choice if isinstance(choice, str) and choice not in ("auto", "none", "required") else None


def _tools_to_call(body: dict[str, Any], messages: list[dict[str, Any]], topic: str, dice: Dice) -> list[str]:
    functions = [members(members(tool).get("function")) for tool in items(body.get("tools"))]
    choice = body.get("tool_choice")
    forced = _forced(choice)
    if forced is not None:
        return [forced]
    is_answered = bool(messages) and messages[-1].get("role") == "tool"
    if not functions or choice == "none" or (is_answered and choice != "required"):
        return []
    names = [str(function.get("name")) for function in functions]
    if body.get("parallel_tool_calls") is True:
        return names
    asked = _words(topic)
    hits = [len(asked & _words(f"{function.get('name')} {function.get('description')}")) for function in functions]
    return [names[hits.index(max(hits))] if max(hits) else dice.fork("tool").pick(names)]


def _words(text: str) -> set[str]:
    return {
        word for word in re.findall(r"[a-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower()) if len(word) > 2
    }


def _arguments(body: dict[str, Any], name: str, topic: str, dice: Dice) -> str:
    for position, tool in enumerate(items(body.get("tools"))):
        function = members(members(tool).get("function"))
        if function.get("name") == name:
            schema = members(function.get("parameters")) or {"type": "object"}
            at = ("tools", position, "function", "parameters")
            return json.dumps(forms.value_for({"type": "object", **schema}, topic, dice, at), ensure_ascii=False)
    return "{}"


def _text(body: dict[str, Any], messages: list[dict[str, Any]], topic: str, dice: Dice) -> str:
    form = members(body.get("response_format"))
    kind, at = form.get("type"), ("response_format",)
    if kind == "json_schema":
        return forms.json_text(
            members(form.get("json_schema")).get("schema"), topic, dice, (*at, "json_schema", "schema")
        )
    if kind == "json_object":
        return forms.json_text(form.get("schema") or form.get("value"), topic, dice, (*at, "value"))
    if kind == "json":
        value = form.get("value")
        try:
            value = json.loads(value) if isinstance(value, str) else value
        except ValueError as error:
            _refuse((*at, "value"), f"the schema's text is not valid JSON: {error}.")
        return forms.json_text(value, topic, dice, (*at, "value"))
    if kind == "regex":
        return forms.regex_text(str(form.get("value")), dice, (*at, "value"))
    if kind == "grammar":
        _refuse(at, "the sandbox writes in JSON schemas and regular expressions, but follows no grammar.")
    results: list[str] = []
    for message in reversed(messages):
        if message.get("role") != "tool":
            break
        results.insert(0, _said(message))
    return prose.report(results, dice) if results else prose.reply(topic, dice)


def _spoken(body: dict[str, Any], text: str) -> str | None:
    if "audio" not in items(body.get("modalities")):
        return None
    form = members(body.get("audio"))
    content = sound.spoken(text, str(form.get("voice")))
    if form.get("format") == "pcm16":
        content = content[content.index(b"data") + 8 :]
    return base64.b64encode(content).decode()
