"""Input and output of chat_completion()."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from inferloom.types.shared import ChatCompletionCompletionTokensDetails, ChatCompletionPromptTokensDetails
from inferloom_runtime.record import Record

__all__ = [
    "ChatCompletionInput",
    "ChatCompletionInputAudioConfig",
    "ChatCompletionInputAudioData",
    "ChatCompletionInputFile",
    "ChatCompletionInputFunctionCall",
    "ChatCompletionInputFunctionDefinition",
    "ChatCompletionInputFunctionName",
    "ChatCompletionInputGrammarType",
    "ChatCompletionInputJSONSchema",
    "ChatCompletionInputMessage",
    "ChatCompletionInputMessageAudio",
    "ChatCompletionInputMessageChunk",
    "ChatCompletionInputMessageChunkType",
    "ChatCompletionInputPrediction",
    "ChatCompletionInputResponseFormatGrammar",
    "ChatCompletionInputResponseFormatJSON",
    "ChatCompletionInputResponseFormatJSONObject",
    "ChatCompletionInputResponseFormatJSONSchema",
    "ChatCompletionInputResponseFormatRegex",
    "ChatCompletionInputResponseFormatText",
    "ChatCompletionInputStreamOptions",
    "ChatCompletionInputTool",
    "ChatCompletionInputToolCall",
    "ChatCompletionInputToolChoiceClass",
    "ChatCompletionInputToolChoiceEnum",
    "ChatCompletionInputURL",
    "ChatCompletionOutput",
    "ChatCompletionOutputAudio",
    "ChatCompletionOutputComplete",
    "ChatCompletionOutputFunctionDefinition",
    "ChatCompletionOutputLogprob",
    "ChatCompletionOutputLogprobs",
    "ChatCompletionOutputMessage",
    "ChatCompletionOutputToolCall",
    "ChatCompletionOutputTopLogprob",
    "ChatCompletionOutputUsage",
    "ChatCompletionStreamOutput",
    "ChatCompletionStreamOutputAudio",
    "ChatCompletionStreamOutputChoice",
    "ChatCompletionStreamOutputDelta",
    "ChatCompletionStreamOutputDeltaToolCall",
    "ChatCompletionStreamOutputFunction",
    "ChatCompletionStreamOutputLogprob",
    "ChatCompletionStreamOutputLogprobs",
    "ChatCompletionStreamOutputTopLogprob",
    "ChatCompletionStreamOutputUsage",
]


@dataclass(kw_only=True)
class ChatCompletionInputMessageAudio(Record):
    """Points at an earlier spoken answer."""

    id: str
    """Id the answer came with."""


ChatCompletionInputMessageChunkType: TypeAlias = Literal[
    "text", "image_url", "input_audio", "audio_url", "video_url", "file"
]
"""Kinds of message parts in common use."""


@dataclass(kw_only=True)
class ChatCompletionInputURL(Record):
    """Where a picture or another medium lies."""

    url: str
    """An http(s) address, or the medium itself as a data: URL."""
    detail: Literal["auto", "low", "high"] | str | None = None
    """How closely the model looks at a picture; more detail costs more tokens. Usually one of "auto", "low", "high"."""


@dataclass(kw_only=True)
class ChatCompletionInputAudioData(Record):
    """Sound inside a message."""

    data: str
    """The sound, base64-encoded."""
    format: Literal["wav", "mp3"] | str
    """Encoding of the sound. Usually one of "wav", "mp3"."""


@dataclass(kw_only=True)
class ChatCompletionInputFile(Record):
    """A file inside a message: its data, or the id of an upload."""

    file_data: str | None = None
    """The file as a data: URL."""
    file_id: str | None = None
    """Id of a file uploaded before."""
    filename: str | None = None
    """Name shown to the model."""


@dataclass(kw_only=True)
class ChatCompletionInputFunctionCall(Record):
    """Which function was called, and how."""

    name: str
    """Name of the function."""
    arguments: str | dict[str, Any] | None = None
    """JSON text of the arguments; some servers use the object itself."""


@dataclass(kw_only=True)
class ChatCompletionInputFunctionDefinition(Record):
    """A function the model may call."""

    name: str
    """Name of the function."""
    parameters: dict[str, Any] | None = None
    """JSON Schema of the arguments; absent if there are none."""
    description: str | None = None
    """What it does and when to use it; the model decides by this text."""
    strict: bool | None = None
    """Hold the arguments exactly to the schema."""


@dataclass(kw_only=True)
class ChatCompletionInputTool(Record):
    """A tool the model may call. Tools built into a server need no function."""

    type: str
    """Kind of tool."""
    function: ChatCompletionInputFunctionDefinition | None = None
    """A function the model may call."""


ChatCompletionInputToolChoiceEnum: TypeAlias = Literal["auto", "none", "required"]
"""auto: the model decides; none: no tools; required: at least one call."""


@dataclass(kw_only=True)
class ChatCompletionInputFunctionName(Record):
    """Names a function."""

    name: str
    """Name of the function."""


@dataclass(kw_only=True)
class ChatCompletionInputResponseFormatText(Record):
    """Plain text."""

    type: Literal["text"]
    """Always "text"."""


@dataclass(kw_only=True)
class ChatCompletionInputJSONSchema(Record):
    """A named JSON Schema."""

    name: str | None = None
    """Name of the form, in letters, digits, _ and -."""
    description: str | None = None
    """What the form is for; the model reads it."""
    schema: dict[str, Any] | None = None
    """The JSON Schema itself."""
    strict: bool | None = None
    """Hold the answer exactly to the schema."""


@dataclass(kw_only=True)
class ChatCompletionInputResponseFormatJSONObject(Record):
    """JSON of any shape, or of the given one where a server allows it."""

    type: Literal["json_object"]
    """Always "json_object"."""
    value: dict[str, Any] | None = None
    """JSON Schema, as TGI names it."""
    schema: dict[str, Any] | None = None
    """JSON Schema, as Cohere and Fireworks name it."""


@dataclass(kw_only=True)
class ChatCompletionInputResponseFormatJSON(Record):
    """TGI only: JSON that fits a schema."""

    type: Literal["json"]
    """Always "json"."""
    value: dict[str, Any] | str
    """The JSON Schema, or its JSON text."""


@dataclass(kw_only=True)
class ChatCompletionInputResponseFormatRegex(Record):
    """TGI only: text that matches a regular expression."""

    type: Literal["regex"]
    """Always "regex"."""
    value: str
    """The regular expression."""


@dataclass(kw_only=True)
class ChatCompletionInputResponseFormatGrammar(Record):
    """Fireworks only: text that a grammar derives."""

    type: Literal["grammar"]
    """Always "grammar"."""
    grammar: str
    """The grammar, in GBNF."""


@dataclass(kw_only=True)
class ChatCompletionInputStreamOptions(Record):
    """What a stream carries besides the answer."""

    include_usage: bool | None = None
    """End with one more chunk, without choices, that holds the token counts."""
    include_obfuscation: bool | None = None
    """Pad chunks so that their sizes reveal nothing."""


@dataclass(kw_only=True)
class ChatCompletionInputAudioConfig(Record):
    """How a spoken answer should sound."""

    format: Literal["wav", "aac", "mp3", "flac", "opus", "pcm16"] | str
    """Encoding of the sound. Usually one of "wav", "aac", "mp3", "flac", "opus", "pcm16"."""
    voice: str
    """Name of the voice."""


@dataclass(kw_only=True)
class ChatCompletionOutputAudio(Record):
    """A spoken answer."""

    id: str
    """Refers to this answer in later messages."""
    data: str | None = None
    """The sound, base64-encoded in the requested format."""
    transcript: str | None = None
    """The words spoken."""
    expires_at: int | None = field(default=None, metadata={"minimum": 0})
    """When the id stops working, counted from 1970-01-01 UTC. In seconds. At least 0."""


@dataclass(kw_only=True)
class ChatCompletionOutputFunctionDefinition(Record):
    """Which function to call, and how."""

    name: str
    """Name of the function."""
    arguments: str
    """JSON text of the arguments, not checked by the server."""
    description: str | None = None
    """What the function does; TGI only."""


@dataclass(kw_only=True)
class ChatCompletionOutputTopLogprob(Record):
    """A token that could have stood at this place."""

    token: str
    """The token as text."""
    logprob: float
    """Natural logarithm of its probability."""
    bytes: list[int] | None = None
    """Its UTF-8 bytes; a character can span several tokens."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutputAudio(Record):
    """A piece of a spoken answer."""

    id: str | None = None
    """Refers to this answer in later messages."""
    data: str | None = None
    """More of the sound, base64-encoded."""
    transcript: str | None = None
    """More of the words spoken."""
    expires_at: int | None = field(default=None, metadata={"minimum": 0})
    """When the id stops working, counted from 1970-01-01 UTC. In seconds. At least 0."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutputFunction(Record):
    """A piece of the function to call."""

    name: str | None = None
    """Name of the function; only in the first piece."""
    arguments: str | None = None
    """More of the JSON text of the arguments."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutputTopLogprob(Record):
    """A token that could have stood at this place."""

    token: str
    """The token as text."""
    logprob: float
    """Natural logarithm of its probability."""
    bytes: list[int] | None = None
    """Its UTF-8 bytes; a character can span several tokens."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutputUsage(Record):
    """Tokens spent on a request so far."""

    prompt_tokens: int = field(metadata={"minimum": 0})
    """Read. In tokens. At least 0."""
    completion_tokens: int = field(metadata={"minimum": 0})
    """Written, thinking included. In tokens. At least 0."""
    total_tokens: int = field(metadata={"minimum": 0})
    """Read plus written. In tokens. At least 0."""
    prompt_tokens_details: ChatCompletionPromptTokensDetails | None = None
    """Kinds of prompt tokens."""
    completion_tokens_details: ChatCompletionCompletionTokensDetails | None = None
    """Kinds of generated tokens."""


@dataclass(kw_only=True)
class ChatCompletionInputMessageChunk(Record):
    """One part of a message; the field named like its type is filled."""

    type: ChatCompletionInputMessageChunkType | str
    """Kind of part."""
    text: str | None = None
    """For type text."""
    image_url: ChatCompletionInputURL | str | None = None
    """For type image_url."""
    input_audio: ChatCompletionInputAudioData | None = None
    """For type input_audio."""
    audio_url: ChatCompletionInputURL | str | None = None
    """For type audio_url (vLLM)."""
    video_url: ChatCompletionInputURL | str | None = None
    """For type video_url (vLLM and others)."""
    file: ChatCompletionInputFile | None = None
    """For type file."""


@dataclass(kw_only=True)
class ChatCompletionInputToolCall(Record):
    """A call the model made earlier."""

    id: str
    """Names the call; the tool message that answers it repeats it."""
    function: ChatCompletionInputFunctionCall
    """Which function was called, and how."""
    type: str | None = None
    """Kind of tool."""


@dataclass(kw_only=True)
class ChatCompletionInputToolChoiceClass(Record):
    """Makes the model call one tool."""

    type: str | None = None
    """Kind of tool."""
    function: ChatCompletionInputFunctionName | None = None
    """Names a function."""


@dataclass(kw_only=True)
class ChatCompletionInputResponseFormatJSONSchema(Record):
    """JSON that fits a schema."""

    type: Literal["json_schema"]
    """Always "json_schema"."""
    json_schema: ChatCompletionInputJSONSchema
    """A named JSON Schema."""


@dataclass(kw_only=True)
class ChatCompletionInputPrediction(Record):
    """Text that the answer will mostly repeat, such as a file being edited."""

    type: Literal["content"]
    """Always "content"."""
    content: list[ChatCompletionInputMessageChunk] | str
    """The expected text."""


@dataclass(kw_only=True)
class ChatCompletionOutputToolCall(Record):
    """A call you are asked to make."""

    id: str
    """Names the call; repeat it in the tool message that answers."""
    function: ChatCompletionOutputFunctionDefinition
    """Which function to call, and how."""
    type: str | None = None
    """Kind of tool."""


@dataclass(kw_only=True)
class ChatCompletionOutputLogprob(Record):
    """Log probability of one generated token."""

    token: str
    """The token as text."""
    logprob: float
    """Natural logarithm of its probability."""
    bytes: list[int] | None = None
    """Its UTF-8 bytes; a character can span several tokens."""
    top_logprobs: list[ChatCompletionOutputTopLogprob] | None = None
    """The likeliest tokens at this place, as many as top_logprobs asked for."""


@dataclass(kw_only=True)
class ChatCompletionOutputUsage(Record):
    """Tokens spent on a request."""

    prompt_tokens: int = field(metadata={"minimum": 0})
    """Read. In tokens. At least 0."""
    completion_tokens: int = field(metadata={"minimum": 0})
    """Written, thinking included. In tokens. At least 0."""
    total_tokens: int = field(metadata={"minimum": 0})
    """Read plus written. In tokens. At least 0."""
    prompt_tokens_details: ChatCompletionPromptTokensDetails | None = None
    """Kinds of prompt tokens."""
    completion_tokens_details: ChatCompletionCompletionTokensDetails | None = None
    """Kinds of generated tokens."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutputDeltaToolCall(Record):
    """A piece of one call."""

    index: int = field(metadata={"minimum": 0})
    """Position among the calls; pieces with the same index belong together. At least 0."""
    id: str | None = None
    """Names the call; only in its first piece."""
    type: str | None = None
    """Kind of tool; only in the first piece."""
    function: ChatCompletionStreamOutputFunction | None = None
    """A piece of the function to call."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutputLogprob(Record):
    """Log probability of one generated token."""

    token: str
    """The token as text."""
    logprob: float
    """Natural logarithm of its probability."""
    bytes: list[int] | None = None
    """Its UTF-8 bytes; a character can span several tokens."""
    top_logprobs: list[ChatCompletionStreamOutputTopLogprob] | None = None
    """The likeliest tokens at this place, as many as top_logprobs asked for."""


@dataclass(kw_only=True)
class ChatCompletionInputMessage(Record):
    """One message of a conversation. Servers add fields of their own, which pass through."""

    role: Literal["system", "developer", "user", "assistant", "tool"] | str
    """Who speaks. Usually one of "system", "developer", "user", "assistant", "tool"."""
    content: list[ChatCompletionInputMessageChunk] | str | None = None
    """Text, or a list of parts that mixes text with pictures, sound and files."""
    name: str | None = None
    """Tells speakers of the same role apart."""
    tool_calls: list[ChatCompletionInputToolCall] | None = None
    """In an assistant message: the calls the model made."""
    tool_call_id: str | None = None
    """In a tool message: the call it answers."""
    reasoning_content: str | None = None
    """In an assistant message: its thinking, where a server wants it back."""
    reasoning: str | None = None
    """The same on servers that call it reasoning."""
    refusal: str | None = None
    """In an assistant message: why it declined."""
    audio: ChatCompletionInputMessageAudio | None = None
    """In an assistant message: an earlier spoken answer."""


ChatCompletionInputGrammarType: TypeAlias = (
    ChatCompletionInputResponseFormatText
    | ChatCompletionInputResponseFormatJSONSchema
    | ChatCompletionInputResponseFormatJSONObject
    | ChatCompletionInputResponseFormatJSON
    | ChatCompletionInputResponseFormatRegex
    | ChatCompletionInputResponseFormatGrammar
)
"""Form the answer must have."""


@dataclass(kw_only=True)
class ChatCompletionInput(Record):
    """A conversation to continue."""

    messages: list[ChatCompletionInputMessage]
    """The conversation so far, oldest message first."""
    stream: bool | None = None
    """Send the answer piece by piece while it is written. The server's default is false."""
    frequency_penalty: float | None = field(default=None, metadata={"minimum": -2, "maximum": 2})
    """Make tokens less likely the more often they have occurred; negative values do the opposite. From -2 to 2. The
    server's default is 0.
    """
    logit_bias: dict[str, float] | list[float] | None = None
    """Token id to bias on its score (-100 bans, 100 forces); TGI types it as a list."""
    logprobs: bool | None = None
    """Return the log probability of every generated token. The server's default is false."""
    max_tokens: int | None = field(default=None, metadata={"minimum": 1})
    """Most tokens to generate. At least 1."""
    n: int | None = field(default=None, metadata={"minimum": 1})
    """Answers to generate; each is billed. At least 1. The server's default is 1."""
    presence_penalty: float | None = field(default=None, metadata={"minimum": -2, "maximum": 2})
    """Make tokens that have occurred at all less likely; negative values do the opposite. From -2 to 2. The server's
    default is 0.
    """
    response_format: ChatCompletionInputGrammarType | None = None
    """Form the answer must have."""
    seed: int | None = field(default=None, metadata={"minimum": 0})
    """Makes draws repeatable as far as the server can. At least 0."""
    stop: list[str] | str | None = None
    """End the answer before any of these strings; 4 at most."""
    stream_options: ChatCompletionInputStreamOptions | None = None
    """What a stream carries besides the answer."""
    temperature: float | None = field(default=None, metadata={"minimum": 0, "maximum": 2})
    """Spread of the draw: 0 takes the likeliest token, 1 draws as trained, 2 is close to noise. From 0 to 2."""
    tool_choice: ChatCompletionInputToolChoiceClass | ChatCompletionInputToolChoiceEnum | str | None = None
    """Whether tools may or must be called, or which one; TGI also takes a bare function name."""
    tool_prompt: str | None = None
    """TGI only: text put before the list of tools."""
    tools: list[ChatCompletionInputTool] | None = None
    """Tools the model may call."""
    top_logprobs: int | None = field(default=None, metadata={"minimum": 0, "maximum": 20})
    """Alternatives to return at every place, with logprobs on; TGI stops at 5. From 0 to 20."""
    top_p: float | None = field(default=None, metadata={"minimum": 0, "maximum": 1})
    """Draw among the likeliest tokens that together reach this probability. From 0 to 1."""
    max_completion_tokens: int | None = field(default=None, metadata={"minimum": 1})
    """Most tokens to generate, thinking included; the newer name of max_tokens. At least 1."""
    parallel_tool_calls: bool | None = None
    """Let one answer call several tools."""
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None
    """How long a reasoning model may think; which levels exist depends on the model. Usually one of "none", "minimal",
    "low", "medium", "high", "xhigh".
    """
    verbosity: Literal["low", "medium", "high"] | None = None
    """How wordy the answer should be."""
    modalities: list[str] | None = None
    """Kinds of output wanted, such as text and audio."""
    audio: ChatCompletionInputAudioConfig | None = None
    """How a spoken answer should sound."""
    prediction: ChatCompletionInputPrediction | None = None
    """Text that the answer will mostly repeat, such as a file being edited."""
    metadata: dict[str, str] | None = None
    """Labels of your own, kept with a stored answer."""
    store: bool | None = None
    """Let the provider keep the answer for later use."""
    service_tier: str | None = None
    """Queue that serves the request, in the words of the provider."""
    user: str | None = None
    """Stable name of your end user, for abuse detection."""
    safety_identifier: str | None = None
    """Stable hash of your end user, for abuse detection."""
    prompt_cache_key: str | None = None
    """Requests with the same key are sent to the same prompt cache."""


@dataclass(kw_only=True)
class ChatCompletionOutputMessage(Record):
    """What the model said."""

    role: str
    """Who speaks: the assistant."""
    content: str | None = None
    """Text of the answer; null when the model only calls tools."""
    reasoning: str | None = None
    """The thinking before the answer, on servers that name it so."""
    reasoning_content: str | None = None
    """The thinking before the answer, under its other name."""
    refusal: str | None = None
    """Why the model declined."""
    tool_call_id: str | None = None
    """The call this message answers."""
    tool_calls: list[ChatCompletionOutputToolCall] | None = None
    """Calls you are asked to make."""
    audio: ChatCompletionOutputAudio | None = None
    """A spoken answer."""
    annotations: list[dict[str, Any]] | None = None
    """Sources the answer cites."""


@dataclass(kw_only=True)
class ChatCompletionOutputLogprobs(Record):
    """Log probabilities of one choice."""

    content: list[ChatCompletionOutputLogprob] | None = None
    """One entry a token of the answer."""
    refusal: list[ChatCompletionOutputLogprob] | None = None
    """One entry a token of the refusal."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutputDelta(Record):
    """A piece of a message, to be appended to the pieces before it."""

    role: str | None = None
    """Who speaks; often only in the first piece."""
    content: str | None = None
    """More text of the answer."""
    reasoning: str | None = None
    """More of the thinking, on servers that name it so."""
    reasoning_content: str | None = None
    """More of the thinking, under its other name."""
    refusal: str | None = None
    """More of the refusal."""
    tool_call_id: str | None = None
    """The call this message answers."""
    tool_calls: list[ChatCompletionStreamOutputDeltaToolCall] | None = None
    """Pieces of calls you are asked to make."""
    audio: ChatCompletionStreamOutputAudio | None = None
    """A piece of a spoken answer."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutputLogprobs(Record):
    """Log probabilities of one choice."""

    content: list[ChatCompletionStreamOutputLogprob] | None = None
    """One entry a token of the answer."""
    refusal: list[ChatCompletionStreamOutputLogprob] | None = None
    """One entry a token of the refusal."""


@dataclass(kw_only=True)
class ChatCompletionOutputComplete(Record):
    """One of the answers."""

    index: int = field(metadata={"minimum": 0})
    """Position among the answers. At least 0."""
    message: ChatCompletionOutputMessage
    """What the model said."""
    finish_reason: (
        Literal["stop", "length", "tool_calls", "content_filter", "function_call", "eos_token", "stop_sequence"]
        | str
        | None
    ) = None
    """Why the answer ended. Usually one of "stop", "length", "tool_calls", "content_filter", "function_call",
    "eos_token", "stop_sequence".
    """
    logprobs: ChatCompletionOutputLogprobs | None = None
    """Log probabilities of one choice."""


@dataclass(kw_only=True)
class ChatCompletionOutput(Record):
    """The answer to a conversation."""

    id: str
    """Names the answer; TGI leaves it empty."""
    created: int = field(metadata={"minimum": 0})
    """When the answer was begun, counted from 1970-01-01 UTC. In seconds. At least 0."""
    model: str
    """Model that answered, in the words of the provider."""
    choices: list[ChatCompletionOutputComplete]
    """The answers, as many as n asked for."""
    object: str | None = None
    """Kind of object."""
    system_fingerprint: str | None = None
    """Changes when the setup of the server does."""
    service_tier: str | None = None
    """Queue that served the request."""
    usage: ChatCompletionOutputUsage | None = None
    """Tokens spent on a request."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutputChoice(Record):
    """What is new in one answer."""

    index: int = field(metadata={"minimum": 0})
    """Position among the answers. At least 0."""
    delta: ChatCompletionStreamOutputDelta
    """A piece of a message, to be appended to the pieces before it."""
    finish_reason: (
        Literal["stop", "length", "tool_calls", "content_filter", "function_call", "eos_token", "stop_sequence"]
        | str
        | None
    ) = None
    """Why the answer ended; null until it has. Usually one of "stop", "length", "tool_calls", "content_filter",
    "function_call", "eos_token", "stop_sequence".
    """
    logprobs: ChatCompletionStreamOutputLogprobs | None = None
    """Log probabilities of one choice."""


@dataclass(kw_only=True)
class ChatCompletionStreamOutput(Record):
    """One chunk of an answer that is being written."""

    id: str
    """Names the answer; TGI leaves it empty."""
    created: int = field(metadata={"minimum": 0})
    """When the answer was begun, counted from 1970-01-01 UTC. In seconds. At least 0."""
    model: str
    """Model that answered, in the words of the provider."""
    choices: list[ChatCompletionStreamOutputChoice]
    """What is new in each answer; empty in the chunk that only brings the token counts."""
    object: str | None = None
    """Kind of object."""
    system_fingerprint: str | None = None
    """Changes when the setup of the server does."""
    service_tier: str | None = None
    """Queue that served the request."""
    usage: ChatCompletionStreamOutputUsage | None = None
    """Tokens spent on a request so far."""
