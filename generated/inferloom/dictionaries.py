"""Inputs as dictionaries: `chat_completion([{"role": "user", "content": "Hi"}])`. Editors complete their keys.

Keys that are not named here are taken as well, and sent as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inferloom.types.chat_completion import (
        ChatCompletionInputAudioData,
        ChatCompletionInputFile,
        ChatCompletionInputFunctionCall,
        ChatCompletionInputFunctionDefinition,
        ChatCompletionInputFunctionName,
        ChatCompletionInputJSONSchema,
        ChatCompletionInputMessageAudio,
        ChatCompletionInputMessageChunk,
        ChatCompletionInputMessageChunkType,
        ChatCompletionInputToolCall,
        ChatCompletionInputURL,
    )
    from inferloom.types.image_to_text import ImageToTextEarlyStoppingEnum
    from inferloom.types.shared import EarlyStoppingEnum
    from inferloom.types.text_generation import TypeEnum

__all__ = [
    "ChatCompletionInputAudioConfigDict",
    "ChatCompletionInputAudioDataDict",
    "ChatCompletionInputFileDict",
    "ChatCompletionInputFunctionCallDict",
    "ChatCompletionInputFunctionDefinitionDict",
    "ChatCompletionInputFunctionNameDict",
    "ChatCompletionInputJSONSchemaDict",
    "ChatCompletionInputMessageDict",
    "ChatCompletionInputMessageAudioDict",
    "ChatCompletionInputMessageChunkDict",
    "ChatCompletionInputPredictionDict",
    "ChatCompletionInputResponseFormatGrammarDict",
    "ChatCompletionInputResponseFormatJSONDict",
    "ChatCompletionInputResponseFormatJSONObjectDict",
    "ChatCompletionInputResponseFormatJSONSchemaDict",
    "ChatCompletionInputResponseFormatRegexDict",
    "ChatCompletionInputResponseFormatTextDict",
    "ChatCompletionInputStreamOptionsDict",
    "ChatCompletionInputToolDict",
    "ChatCompletionInputToolCallDict",
    "ChatCompletionInputToolChoiceClassDict",
    "ChatCompletionInputURLDict",
    "CompletionsInputStreamOptionsDict",
    "GenerationParametersDict",
    "ImageTextToImageTargetSizeDict",
    "ImageTextToVideoTargetSizeDict",
    "ImageToImageTargetSizeDict",
    "ImageToTextGenerationParametersDict",
    "ImageToVideoTargetSizeDict",
    "TextGenerationInputGrammarTypeDict",
]


class ChatCompletionInputAudioConfigDict(TypedDict, total=False):
    """`ChatCompletionInputAudioConfig` as a dictionary. How a spoken answer should sound."""

    format: Literal["wav", "aac", "mp3", "flac", "opus", "pcm16"] | str
    """Encoding of the sound. Usually one of "wav", "aac", "mp3", "flac", "opus", "pcm16"."""
    voice: str
    """Name of the voice."""


class ChatCompletionInputAudioDataDict(TypedDict, total=False):
    """`ChatCompletionInputAudioData` as a dictionary. Sound inside a message."""

    data: str
    """The sound, base64-encoded."""
    format: Literal["wav", "mp3"] | str
    """Encoding of the sound. Usually one of "wav", "mp3"."""


class ChatCompletionInputFileDict(TypedDict, total=False):
    """`ChatCompletionInputFile` as a dictionary. A file inside a message: its data, or the id of an upload."""

    file_data: str | None
    """The file as a data: URL."""
    file_id: str | None
    """Id of a file uploaded before."""
    filename: str | None
    """Name shown to the model."""


class ChatCompletionInputFunctionCallDict(TypedDict, total=False):
    """`ChatCompletionInputFunctionCall` as a dictionary. Which function was called, and how."""

    name: str
    """Name of the function."""
    arguments: str | Mapping[str, Any] | None
    """JSON text of the arguments; some servers use the object itself."""


class ChatCompletionInputFunctionDefinitionDict(TypedDict, total=False):
    """`ChatCompletionInputFunctionDefinition` as a dictionary. A function the model may call."""

    name: str
    """Name of the function."""
    parameters: Mapping[str, Any] | None
    """JSON Schema of the arguments; absent if there are none."""
    description: str | None
    """What it does and when to use it; the model decides by this text."""
    strict: bool | None
    """Hold the arguments exactly to the schema."""


class ChatCompletionInputFunctionNameDict(TypedDict, total=False):
    """`ChatCompletionInputFunctionName` as a dictionary. Names a function."""

    name: str
    """Name of the function."""


class ChatCompletionInputJSONSchemaDict(TypedDict, total=False):
    """`ChatCompletionInputJSONSchema` as a dictionary. A named JSON Schema."""

    name: str | None
    """Name of the form, in letters, digits, _ and -."""
    description: str | None
    """What the form is for; the model reads it."""
    schema: Mapping[str, Any] | None
    """The JSON Schema itself."""
    strict: bool | None
    """Hold the answer exactly to the schema."""


class ChatCompletionInputMessageDict(TypedDict, total=False):
    """`ChatCompletionInputMessage` as a dictionary. One message of a conversation. Servers add fields of their own,
    which pass through.
    """

    role: Literal["system", "developer", "user", "assistant", "tool"] | str
    """Who speaks. Usually one of "system", "developer", "user", "assistant", "tool"."""
    content: (
        Sequence[ChatCompletionInputMessageChunk | ChatCompletionInputMessageChunkDict | Mapping[str, Any]] | str | None
    )
    """Text, or a list of parts that mixes text with pictures, sound and files."""
    name: str | None
    """Tells speakers of the same role apart."""
    tool_calls: Sequence[ChatCompletionInputToolCall | ChatCompletionInputToolCallDict | Mapping[str, Any]] | None
    """In an assistant message: the calls the model made."""
    tool_call_id: str | None
    """In a tool message: the call it answers."""
    reasoning_content: str | None
    """In an assistant message: its thinking, where a server wants it back."""
    reasoning: str | None
    """The same on servers that call it reasoning."""
    refusal: str | None
    """In an assistant message: why it declined."""
    audio: ChatCompletionInputMessageAudio | ChatCompletionInputMessageAudioDict | Mapping[str, Any] | None
    """In an assistant message: an earlier spoken answer."""


class ChatCompletionInputMessageAudioDict(TypedDict, total=False):
    """`ChatCompletionInputMessageAudio` as a dictionary. Points at an earlier spoken answer."""

    id: str
    """Id the answer came with."""


class ChatCompletionInputMessageChunkDict(TypedDict, total=False):
    """`ChatCompletionInputMessageChunk` as a dictionary. One part of a message; the field named like its type is
    filled.
    """

    type: ChatCompletionInputMessageChunkType | str
    """Kind of part."""
    text: str | None
    """For type text."""
    image_url: ChatCompletionInputURL | ChatCompletionInputURLDict | Mapping[str, Any] | str | None
    """For type image_url."""
    input_audio: ChatCompletionInputAudioData | ChatCompletionInputAudioDataDict | Mapping[str, Any] | None
    """For type input_audio."""
    audio_url: ChatCompletionInputURL | ChatCompletionInputURLDict | Mapping[str, Any] | str | None
    """For type audio_url (vLLM)."""
    video_url: ChatCompletionInputURL | ChatCompletionInputURLDict | Mapping[str, Any] | str | None
    """For type video_url (vLLM and others)."""
    file: ChatCompletionInputFile | ChatCompletionInputFileDict | Mapping[str, Any] | None
    """For type file."""


class ChatCompletionInputPredictionDict(TypedDict, total=False):
    """`ChatCompletionInputPrediction` as a dictionary. Text that the answer will mostly repeat, such as a file being
    edited.
    """

    type: Literal["content"]
    """Always "content"."""
    content: Sequence[ChatCompletionInputMessageChunk | ChatCompletionInputMessageChunkDict | Mapping[str, Any]] | str
    """The expected text."""


class ChatCompletionInputResponseFormatGrammarDict(TypedDict, total=False):
    """`ChatCompletionInputResponseFormatGrammar` as a dictionary. Fireworks only: text that a grammar derives."""

    type: Literal["grammar"]
    """Always "grammar"."""
    grammar: str
    """The grammar, in GBNF."""


class ChatCompletionInputResponseFormatJSONDict(TypedDict, total=False):
    """`ChatCompletionInputResponseFormatJSON` as a dictionary. TGI only: JSON that fits a schema."""

    type: Literal["json"]
    """Always "json"."""
    value: Mapping[str, Any] | str
    """The JSON Schema, or its JSON text."""


class ChatCompletionInputResponseFormatJSONObjectDict(TypedDict, total=False):
    """`ChatCompletionInputResponseFormatJSONObject` as a dictionary. JSON of any shape, or of the given one where a
    server allows it.
    """

    type: Literal["json_object"]
    """Always "json_object"."""
    value: Mapping[str, Any] | None
    """JSON Schema, as TGI names it."""
    schema: Mapping[str, Any] | None
    """JSON Schema, as Cohere and Fireworks name it."""


class ChatCompletionInputResponseFormatJSONSchemaDict(TypedDict, total=False):
    """`ChatCompletionInputResponseFormatJSONSchema` as a dictionary. JSON that fits a schema."""

    type: Literal["json_schema"]
    """Always "json_schema"."""
    json_schema: ChatCompletionInputJSONSchema | ChatCompletionInputJSONSchemaDict | Mapping[str, Any]
    """A named JSON Schema."""


class ChatCompletionInputResponseFormatRegexDict(TypedDict, total=False):
    """`ChatCompletionInputResponseFormatRegex` as a dictionary. TGI only: text that matches a regular expression."""

    type: Literal["regex"]
    """Always "regex"."""
    value: str
    """The regular expression."""


class ChatCompletionInputResponseFormatTextDict(TypedDict, total=False):
    """`ChatCompletionInputResponseFormatText` as a dictionary. Plain text."""

    type: Literal["text"]
    """Always "text"."""


class ChatCompletionInputStreamOptionsDict(TypedDict, total=False):
    """`ChatCompletionInputStreamOptions` as a dictionary. What a stream carries besides the answer."""

    include_usage: bool | None
    """End with one more chunk, without choices, that holds the token counts."""
    include_obfuscation: bool | None
    """Pad chunks so that their sizes reveal nothing."""


class ChatCompletionInputToolDict(TypedDict, total=False):
    """`ChatCompletionInputTool` as a dictionary. A tool the model may call. Tools built into a server need no function."""

    type: str
    """Kind of tool."""
    function: (
        ChatCompletionInputFunctionDefinition | ChatCompletionInputFunctionDefinitionDict | Mapping[str, Any] | None
    )
    """A function the model may call."""


class ChatCompletionInputToolCallDict(TypedDict, total=False):
    """`ChatCompletionInputToolCall` as a dictionary. A call the model made earlier."""

    id: str
    """Names the call; the tool message that answers it repeats it."""
    function: ChatCompletionInputFunctionCall | ChatCompletionInputFunctionCallDict | Mapping[str, Any]
    """Which function was called, and how."""
    type: str | None
    """Kind of tool."""


class ChatCompletionInputToolChoiceClassDict(TypedDict, total=False):
    """`ChatCompletionInputToolChoiceClass` as a dictionary. Makes the model call one tool."""

    type: str | None
    """Kind of tool."""
    function: ChatCompletionInputFunctionName | ChatCompletionInputFunctionNameDict | Mapping[str, Any] | None
    """Names a function."""


class ChatCompletionInputURLDict(TypedDict, total=False):
    """`ChatCompletionInputURL` as a dictionary. Where a picture or another medium lies."""

    url: str
    """An http(s) address, or the medium itself as a data: URL."""
    detail: Literal["auto", "low", "high"] | str | None
    """How closely the model looks at a picture; more detail costs more tokens. Usually one of "auto", "low", "high"."""


class CompletionsInputStreamOptionsDict(TypedDict, total=False):
    """`CompletionsInputStreamOptions` as a dictionary. What a stream carries besides the text."""

    include_usage: bool | None
    """End with one more piece, without choices, that holds the token counts."""


class GenerationParametersDict(TypedDict, total=False):
    """`GenerationParameters` as a dictionary. How a sequence model picks its next token and when it stops."""

    do_sample: bool | None
    """Draw tokens at random instead of always taking the likeliest."""
    early_stopping: bool | EarlyStoppingEnum | None
    """End of beam search: true at once, false by a guess, "never" when no beam can improve."""
    epsilon_cutoff: float | None
    """Floor for the probability of a token that may be drawn; 0 lifts it. From 0 to 1."""
    eta_cutoff: float | None
    """Floor for token probabilities that sinks where the model is unsure; 0 lifts it. From 0 to 1."""
    max_length: int | None
    """Most tokens of prompt plus output. At least 1."""
    max_new_tokens: int | None
    """Most tokens of output alone; wins over max_length. At least 1."""
    min_length: int | None
    """Fewest tokens of prompt plus output. At least 0."""
    min_new_tokens: int | None
    """Fewest tokens of output alone; wins over min_length. At least 0."""
    num_beam_groups: int | None
    """Teams the beams are divided into, each pushed away from the others. At least 1."""
    num_beams: int | None
    """Candidate sequences followed side by side; 1 means no beam search. At least 1."""
    penalty_alpha: float | None
    """How hard contrastive search punishes repetition; 0 switches it off. At least 0."""
    temperature: float | None
    """Spread of the draw: near 0 cautious, 1 as trained, above 1 adventurous. At least 0."""
    top_k: int | None
    """Draw among this many of the likeliest tokens; 0 draws among all. At least 0."""
    top_p: float | None
    """Draw among the likeliest tokens that together reach this probability. From 0 to 1."""
    typical_p: float | None
    """Draw among the tokens of most ordinary surprise that together reach this probability. At most 1, more than 0."""
    use_cache: bool | None
    """Keep attention states between steps: faster, at the price of memory."""


class ImageTextToImageTargetSizeDict(TypedDict, total=False):
    """`ImageTextToImageTargetSize` as a dictionary. Size of the new image. Models with a fixed size ignore it."""

    width: int
    """Width of the result. In pixels. At least 1."""
    height: int
    """Height of the result. In pixels. At least 1."""


class ImageTextToVideoTargetSizeDict(TypedDict, total=False):
    """`ImageTextToVideoTargetSize` as a dictionary. Size of the video's frames. Models with a fixed size ignore it."""

    width: int
    """Width of the result. In pixels. At least 1."""
    height: int
    """Height of the result. In pixels. At least 1."""


class ImageToImageTargetSizeDict(TypedDict, total=False):
    """`ImageToImageTargetSize` as a dictionary. Size of the result. Models with a fixed size ignore it."""

    width: int
    """Width of the result. In pixels. At least 1."""
    height: int
    """Height of the result. In pixels. At least 1."""


class ImageToTextGenerationParametersDict(TypedDict, total=False):
    """`ImageToTextGenerationParameters` as a dictionary. Options of the text generation behind the caption."""

    do_sample: bool | None
    """Draw each token at random by its probability instead of taking the likeliest."""
    early_stopping: bool | ImageToTextEarlyStoppingEnum | None
    """When beam search ends: `true` as soon as enough beams are complete, `false` once better ones are unlikely,
    `"never"` only when none can be better.
    """
    epsilon_cutoff: float | None
    """Probability below which a token is never drawn. 0 turns the cut off. From 0 to 1."""
    eta_cutoff: float | None
    """Like `epsilon_cutoff`, with a bound that adapts to how uncertain the model is. 0 turns it off. From 0 to 1."""
    max_length: int | None
    """Longest text, prompt included. `max_new_tokens` wins over it. At least 1."""
    max_new_tokens: int | None
    """Most tokens to generate. At least 1."""
    min_length: int | None
    """Shortest text, prompt included. `min_new_tokens` wins over it. At least 0."""
    min_new_tokens: int | None
    """Fewest tokens to generate. At least 0."""
    num_beam_groups: int | None
    """Groups into which beams are divided so that they differ from each other. At least 1."""
    num_beams: int | None
    """Texts that beam search follows at once. 1 means no beam search. At least 1."""
    penalty_alpha: float | None
    """Weight of the penalty on repetition in contrastive search. At least 0."""
    temperature: float | None
    """How adventurous sampling is: below 1 more predictable, above 1 more varied. At least 0."""
    top_k: int | None
    """Draw only from this many of the likeliest tokens. 0 draws from all. At least 0."""
    top_p: float | None
    """Draw only from the likeliest tokens whose probabilities reach this sum. From 0 to 1."""
    typical_p: float | None
    """Draw only from the tokens nearest to the expected information whose probabilities reach this sum. From 0 to 1."""
    use_cache: bool | None
    """Keep attention keys and values between tokens, which is faster and takes more memory."""


class ImageToVideoTargetSizeDict(TypedDict, total=False):
    """`ImageToVideoTargetSize` as a dictionary. Size of the video's frames. Models with a fixed size ignore it."""

    width: int
    """Width of the result. In pixels. At least 1."""
    height: int
    """Height of the result. In pixels. At least 1."""


class TextGenerationInputGrammarTypeDict(TypedDict, total=False):
    """`TextGenerationInputGrammarType` as a dictionary. Form the text must have."""

    type: TypeEnum
    """Language a form is written in."""
    value: Any
    """A JSON Schema, a regular expression, or for json_schema a name and a schema."""
