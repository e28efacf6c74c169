"""Where inferloom means to do something else than huggingface_hub: what, and why.

Every difference that the run finds must be one of these. A rule says as narrowly as it can what it covers; the reason
says why ours is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .comparison import ABSENT, Difference

_RETRIED = {408, 409, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Known:
    """A difference that is meant.

    Attributes:
        name: What it is, in a few words.
        reason: Why ours is right.
        matches: Whether a difference is of this kind.
    """

    name: str
    reason: str
    matches: Callable[[Difference], bool]


def _in(one: Difference, request: str, place: str) -> bool:
    return one.request == request and re.fullmatch(place, one.place) is not None


def _sides(one: Difference, *pairs: tuple[Any, Any]) -> bool:
    return any((one.peer, one.ours) == pair for pair in pairs)


def _case(one: Difference, *parts: str) -> bool:
    return all(part in one.case["id"] for part in parts)


def _provider(one: Difference, *names: str) -> bool:
    return one.case["provider"] in names


def _ends(one: Difference, peer: str, ours: str) -> bool:
    """The outcomes begin like this: an error's class and words, or "a result"."""
    return one.place == "outcome" and bool(re.match(peer, str(one.peer)) and re.match(ours, str(one.ours)))


def _named(one: Difference, *keys: str) -> Any:
    """The value of a keyword of the call, wherever it stands."""
    keywords = one.case["kwargs"]
    return next(
        (where[key] for key in keys for where in (keywords, keywords.get("extra_body", {})) if key in where), None
    )


def _repeated(one: Difference) -> bool:
    """Ours sends something once more that the peer gave up on."""
    fails = one.case.get("status") in _RETRIED or re.search(
        r"no connection|50\d once|429 once|unwell|refused", one.case["name"]
    )
    if one.place == "waits":
        return bool(fails) and len(one.peer) < len(one.ours)
    return bool(fails) and one.place == "requests" and not one.peer and len(set(one.ours)) == 1


_EMBEDDED = {"normalize", "prompt_name", "truncate", "truncation_direction"}
REFUSED: dict[tuple[str, str], set[str]] = {
    **{
        (name, "feature-extraction"): _EMBEDDED for name in ("deepinfra", "nebius", "sambanova", "scaleway", "together")
    },
    ("groq", "conversational"): {"logit_bias", "logprobs", "top_logprobs"},
    ("nebius", "text-to-image"): {"guidance_scale"},
    ("nscale", "text-to-image"): {"num_inference_steps"},
    ("openai", "conversational"): {"tool_prompt"},
}
"""Provider, task -> the parameters that inferloom refuses: the provider's API does not have them."""


def _refused(one: Difference) -> bool:
    said = re.match(r"UsageError: \S+ does not take ([\w., ]+?) for ", str(one.ours))
    parameters = re.split(r", | and ", said.group(1)) if said else []
    refused = REFUSED.get((one.case["provider"], one.case["task"]), set())
    return (
        one.place in {"outcome", "error"}
        and bool(parameters)
        and all(parameter in refused and _named(one, parameter) is not None for parameter in parameters)
        and str(one.ours).endswith("(before sending)")
    )


def _asked_for(one: Difference) -> bool:
    """A parameter that the provider does not have stands in `extra_body`, and nowhere else."""
    key = one.place.removeprefix("body.")
    return (
        one.request == "call"
        and key in REFUSED.get((one.case["provider"], one.case["task"]), set())
        and one.peer == ABSENT
        and one.ours == one.case["kwargs"].get("extra_body", {}).get(key)
    )


def _slower(one: Difference) -> bool:
    """Ours waits as the peer does at first, and then longer and longer."""
    return (
        one.place == "waits"
        and len(one.ours) <= len(one.peer)
        and one.ours[:1] == one.peer[: len(one.ours[:1])]
        and sorted(one.ours) == one.ours
    )


def _media_named(one: Difference) -> bool:
    """A data URL names the media type that its content has."""
    both = [re.fullmatch(r"data:([\w/-]+);base64,(.*)", str(side)) for side in (one.peer, one.ours)]
    if not (both[0] and both[1]) or one.request != "call":
        return False
    return both[0].group(2) == both[1].group(2) and both[1].group(1) in {"image/png", "audio/wav"}


KNOWN: list[Known] = [
    Known(
        "the Hub is asked with the caller's token",
        "A private or gated model's entry is shown to its owner only; the peer asks with the machine's token or none.",
        lambda one: (
            _in(one, "look-up", "headers.authorization")
            and one.peer == ABSENT
            and str(one.ours).startswith("Bearer hf_")
        ),
    ),
    Known(
        "the machine's token stays with its own hosts",
        "A token that lies on the machine was not given to this address; the peer sends it to any URL.",
        lambda one: (
            _in(one, "call", "headers.authorization")
            and one.peer == "Bearer hf_of_the_machine"
            and one.ours == ABSENT
            and one.case["provider"] == "endpoint"
        ),
    ),
    Known(
        "the media type is what the content says",
        "Bytes go out with their media type; the peer goes by a file's name, or says nothing.",
        lambda one: (
            _in(one, "call", r"headers\.content-type|body\.\$parts\[0\]\.type")
            and one.ours in ("image/png", "audio/wav")
            and one.peer in (ABSENT, "audio/x-wav", "application/octet-stream")
        ),
    ),
    Known(
        "a stream asks for events",
        "The accept header names what is wanted; servers that can do both look at it.",
        lambda one: (
            _in(one, "call", "headers.accept") and one.ours == "text/event-stream" and one.case["kwargs"]["stream"]
        ),
    ),
    Known(
        "an argument's download says what it wants",
        "A server that has several forms of a file can choose; the peer takes anything.",
        lambda one: _in(one, "input", "headers.accept") and one.ours in ("image/*, */*;q=0.5", "audio/*, */*;q=0.5"),
    ),
    Known(
        "an argument is downloaded once",
        "The image stands twice in the body; the peer downloads it for each place.",
        lambda one: _in(one, "input", "requests") and _case(one, "visual-question-answering") and not one.ours,
    ),
    Known(
        "every kind of binary input",
        "Bytes-like objects, files, paths, pictures and data URLs serve every task; the peer refuses some.",
        lambda one: "binary" in one.case and _ends(one, r"(ValueError|TypeError|FileNotFoundError)", "a result"),
    ),
    Known(
        "failures that pass are tried again",
        "A busy server is asked twice more, after a pause; the peer leaves that to the caller.",
        _repeated,
    ),
    Known(
        "success at the second attempt",
        "A busy server is asked twice more, after a pause; the peer leaves that to the caller.",
        lambda one: _ends(one, "HfHubHTTPError", "a result") and _case(one, " once"),
    ),
    Known(
        "null inside a message is sent",
        "It is the caller's own word, and some servers want the key; the peer leaves it out for all but hf-inference.",
        lambda one: _in(one, "call", r"body\.messages\[\d+\]\.content") and (one.peer, one.ours) == (ABSENT, None),
    ),
    Known(
        "an endpoint gets json_schema as OpenAI writes it",
        "Most servers behind a URL (vLLM, llama.cpp) take that form and overlook the peer's, which is TGI's own.",
        lambda one: _in(one, "call", r"body\.response_format\.\w+") and _case(one, "endpoint", "json_schema"),
    ),
    Known(
        "decoder_input_details travels as it was given",
        "The peer turns it off where details are not asked for, with a warning; what comes back is the same.",
        lambda one: (
            _in(one, "call", r"body\.(parameters\.)?decoder_input_details") and (one.peer, one.ours) == (False, True)
        ),
    ),
    Known(
        "a caller's accept header stands alone",
        "The peer adds its own to it, so that the server may still choose the other.",
        lambda one: (
            one.request in ("call", "poll")
            and one.place == "headers.accept"
            and _sides(one, ("image/jpeg, image/png", "image/jpeg"), ("image/png", "image/jpeg"))
        ),
    ),
    Known(
        "null in further parameters is sent",
        "Whoever writes null there means it: it is the only way to send one.",
        lambda one: (
            one.request == "call" and one.place.endswith("style.weight") and (one.peer, one.ours) == (ABSENT, None)
        ),
    ),
    Known(
        "a mapping is enough",
        "The mapping has said that hf-inference serves the model for the task; the peer asks for its description too.",
        lambda one: _in(one, "look-up", "requests") and _case(one, "hf-inference", "provider auto") and not one.ours,
    ),
    Known(
        "a 404 of an endpoint is tried as OpenAI's route",
        "A server that has only OpenAI's routes answers the first address with 404; the peer cannot be used with it.",
        lambda one: (
            _in(one, "call", "requests")
            and one.case.get("status") == 404
            and [str(url).rpartition("/v1/")[2] for url in one.ours] == ["completions"]
        ),
    ),
    Known(
        "one label, or one language, is the server's business",
        "Some models take it; where one does not, it says so.",
        lambda one: _ends(one, "ValueError: You (must|cannot) specify", "a result"),
    ),
    Known(
        "an answer's shape is understood either way",
        "Servers answer with an object, a list or parallel lists, by their age; the peer takes one of them.",
        lambda one: _ends(one, "ValueError: Invalid input data", "a result") and _case(one, "hf-inference", "answer: "),
    ),
    Known(
        "a single row of labels is the whole result",
        "The peer takes the first of what it finds, which is then one label and not the list it promises.",
        lambda one: one.place == "result" and _case(one, "text-classification", "answer: one row"),
    ),
    Known(
        "information about a model comes through the router",
        "The peer asks the old address of the inference API, and sends all other requests to the router.",
        lambda one: _in(one, "poll", "url") and _case(one, "info of a model"),
    ),
    Known(
        "a URL needs no provider to be asked",
        "The address says all; the peer wants provider='hf-inference' beside it.",
        lambda one: (
            _ends(one, "ValueError: .* not supported on 'None'", "a result")
            and _case(one, "no provider")
            and one.case["method"] in {"get_endpoint_info", "health_check"}
        ),
    ),
    Known(
        "a model's health can be asked",
        "hf-inference answers for models as endpoints do.",
        lambda one: _ends(one, "ValueError: Model must be", "a result") and _case(one, "health of a model"),
    ),
    Known(
        "a refused stream says why",
        "The peer's async client trips over the body that it has not read.",
        lambda one: one.place == "error" and str(one.peer).startswith("ResponseNotRead") and one.mode == "async",
    ),
    Known(
        "more of an answer is typed",
        "A part that the peer leaves as a dict has a class of its own; it can still be read like a dict.",
        lambda one: one.place.startswith("result") and one.place.endswith(".$type") and one.peer == ABSENT,
    ),
    Known(
        "parameters that a provider does not have",
        "The provider ignores or rejects them; the call says so before anything is sent.",
        _refused,
    ),
    Known(
        "what stands in extra_body is sent",
        "The caller says that the server has it; the peer drops it where its own table does not know it.",
        _asked_for,
    ),
    Known(
        "width and height go together",
        "These providers know a size only: the peer drops a lone half, or sends what the provider does not know.",
        lambda one: (
            _ends(one, "a result", r"UsageError: (width|height) needs (width|height) too: .* takes both or neither")
            and _provider(one, "fal-ai", "nscale", "zai-org")
        ),
    ),
    Known(
        "max_tokens is the name of the limit",
        "OpenAI's completions route knows no max_new_tokens: the peer's limit has no effect, or travels as null.",
        lambda one: (
            _in(one, "call", r"body\.(max_tokens|max_new_tokens)")
            and _case(one, "text-generation")
            and _sides(one, (12, ABSENT), (ABSENT, 12), (5, ABSENT), (ABSENT, 5), (None, ABSENT))
        ),
    ),
    Known(
        "the media type in a data URL is what the content says",
        "The peer names a type by the provider's habit or the file's name, whatever is in it.",
        _media_named,
    ),
    Known(
        "a negative prompt is one text",
        "The method takes a list and the providers a text: the items are joined.",
        lambda one: (
            _in(one, "call", r"body\.(input\.)?negative_prompt")
            and _case(one, "text-to-video")
            and (one.peer, one.ours) == (["people"], "people")
        ),
    ),
    Known(
        "a poll has no body and wants no image",
        "The peer repeats the first request's content-type and accept.",
        lambda one: (
            _in(one, "poll", r"headers\.(content-type|accept)")
            and _sides(one, ("application/json", ABSENT), ("image/png", "*/*"))
        ),
    ),
    Known(
        "polls become rarer",
        "A job that takes long is asked for less often; the first waits are the peer's.",
        _slower,
    ),
    Known(
        "fal's chunks are kept",
        "The answer has times for each chunk; the peer's releases before 1.0 gave them too.",
        lambda one: one.place == "result.chunks" and _case(one, "fal-ai", "speech-recognition") and one.peer == ABSENT,
    ),
    Known(
        "details are made from the answer",
        "OpenAI's completions route knows neither of the two parameters: the peer sends them along.",
        lambda one: (
            _in(one, "call", r"body\.(details|decoder_input_details)")
            and _case(one, "| text-generation |")
            and _provider(one, "deepinfra", "featherless-ai", "hyperbolic", "nebius", "novita", "together")
            and one.ours == ABSENT
        ),
    ),
    Known(
        "text of OpenAI's shape is streamed",
        "The pieces of the text are what the method promises; the peer looks for TGI's tokens and fails.",
        lambda one: (
            one.place.startswith("result")
            and _case(one, "text-generation", "| stream")
            and _provider(one, "deepinfra", "featherless-ai", "hyperbolic", "nebius", "novita", "together")
        ),
    ),
    Known(
        "hyperbolic generates text",
        "Its route is the one for chats: a list of messages goes out, a message comes back; the peer sends a bare text "
        "and fails on the answer.",
        lambda one: (
            _case(one, "hyperbolic | text-generation")
            and (
                _ends(one, "KeyError: 'generated_text'", "a result")
                or _in(one, "call", r"body\.messages")
                or one.place.startswith("result.")
            )
        ),
    ),
    Known(
        "an event stream is read by its standard",
        "The space after the colon is optional, and U+2028 ends no line there.",
        lambda one: (
            one.place in ("result.$stream", "result.broke")
            and _case(one, "stream: ")
            and one.case["name"].endswith(("[DONE] without a space", "a line separator in a text"))
        ),
    ),
    Known(
        "an error object in a stream is the provider's",
        "Its class is that of the status that it names; the peer's are for the words of text generation servers.",
        lambda one: (
            one.place == "result.broke"
            and _case(one, "stream: an error object")
            and bool(re.match("ServerError: .*The model fell over", str(one.ours)))
        ),
    ),
    Known(
        "together takes width and height",
        "Its images route knows no target_size.",
        lambda one: (
            _case(one, "together | image-to-image")
            and _in(one, "call", r"body\.(target_size|width|height)")
            and _sides(one, ({"width": 512, "height": 256}, ABSENT), (ABSENT, 512), (ABSENT, 256))
        ),
    ),
    Known(
        "Black Forest Labs gets more than six seconds",
        "Its jobs take longer than that; the peer gives up on them.",
        lambda one: (
            _ends(one, "TimeoutError: Failed to get the image URL after 6", "a result")
            and _case(one, "black-forest-labs", "many polls")
        ),
    ),
    Known(
        "replicate is polled",
        "A prediction that takes longer than a minute goes on: it is asked for again, where the peer gives up.",
        lambda one: _ends(one, "TimeoutError", "a result") and _case(one, "replicate", "no output yet"),
    ),
    Known(
        "a job that Black Forest Labs refuses has failed",
        "Its state says so; the peer asks on until its time is up.",
        lambda one: (
            _case(one, "black-forest-labs", "job: refused")
            and (
                (
                    one.place == "error"
                    and str(one.ours).startswith("JobFailedError: Job job-1 ended as Content Moderated")
                )
                or (one.place in ("requests", "waits") and len(one.ours) < len(one.peer))
            )
        ),
    ),
    Known(
        "a result that cannot be downloaded is an error",
        "An error page is neither an image nor sound; the peer returns it.",
        lambda one: (
            _case(one, "the result cannot be downloaded")
            and bool(re.match("PermissionDeniedError: The server refused with HTTP 403: This address", str(one.ours)))
        ),
    ),
    Known(
        "cookies belong to the host",
        "Polls go to the host that the first request went to, with the cookies that it got.",
        lambda one: _in(one, "poll", "headers.cookie") and _sides(one, (ABSENT, "session=s-1")),
    ),
    Known(
        "a transcript's other fields are kept",
        "What a server adds is there to be read.",
        lambda one: (
            _case(one, "| automatic-speech-recognition |")
            and _provider(one, "deepinfra", "replicate")
            and re.fullmatch(r"result\.(transcription|translation|segments|chunks|language)", one.place) is not None
            and one.peer == ABSENT
        ),
    ),
    Known(
        "headers go out once",
        "The peer's old async client sends the caller's content type beside its own, and cannot leave a header out.",
        lambda one: (
            one.mode == "async"
            and one.case["peer"] == "old"
            and _ends(one, "ClientResponseError: 400|TypeError: Cannot serialize non-str key None", "a result")
            and (_case(one, "a content type,") or _case(one, "a header without a value,"))
        ),
    ),
    Known(
        "refused parameters are left out, whoever names the model",
        "Where the client names it, the peer remembers them for no model, and sends them a second time.",
        lambda one: (
            _in(one, "call", r"body\.parameters\.watermark")
            and _case(one, "unused model_kwargs")
            and (one.peer, one.ours) == (True, ABSENT)
        ),
    ),
]
