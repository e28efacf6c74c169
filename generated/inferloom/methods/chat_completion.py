"""The method chat_completion(), sync and async."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.dictionaries import (
        ChatCompletionInputAudioConfigDict,
        ChatCompletionInputMessageDict,
        ChatCompletionInputPredictionDict,
        ChatCompletionInputResponseFormatGrammarDict,
        ChatCompletionInputResponseFormatJSONDict,
        ChatCompletionInputResponseFormatJSONObjectDict,
        ChatCompletionInputResponseFormatJSONSchemaDict,
        ChatCompletionInputResponseFormatRegexDict,
        ChatCompletionInputResponseFormatTextDict,
        ChatCompletionInputStreamOptionsDict,
        ChatCompletionInputToolChoiceClassDict,
        ChatCompletionInputToolDict,
    )
    from inferloom.offers import SupportsChatCompletion
    from inferloom.types.chat_completion import (
        ChatCompletionInputAudioConfig,
        ChatCompletionInputGrammarType,
        ChatCompletionInputMessage,
        ChatCompletionInputPrediction,
        ChatCompletionInputStreamOptions,
        ChatCompletionInputTool,
        ChatCompletionInputToolChoiceClass,
        ChatCompletionInputToolChoiceEnum,
        ChatCompletionOutput,
        ChatCompletionOutputMessage,
        ChatCompletionStreamOutput,
    )
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.retry import Retry
    from inferloom_runtime.stream import AsyncStream, Stream

TASK: Task[Any] = Task(
    package="inferloom",
    id="chat-completion",
    hub="conversational",
    method="chat_completion",
    module="chat_completion",
    input="ChatCompletionInput",
    output="ChatCompletionOutput",
    stream_output="ChatCompletionStreamOutput",
    chat=True,
)


class ChatCompletionMethod(Namespace, Offered[P]):
    """Holds chat_completion() of the sync client."""

    @overload
    def chat_completion(
        self: ChatCompletionMethod[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: Literal[False] = False,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ChatCompletionOutput: ...
    @overload
    def chat_completion(
        self: ChatCompletionMethod[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: Literal[True],
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Stream[ChatCompletionStreamOutput]: ...
    @overload
    def chat_completion(
        self: ChatCompletionMethod[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: bool = False,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ChatCompletionOutput | Stream[ChatCompletionStreamOutput]: ...
    def chat_completion(
        self: ChatCompletionMethod[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: bool = False,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ChatCompletionOutput | Stream[ChatCompletionStreamOutput]:
        """Continue a conversation.

        Messages may be dicts or `ChatCompletionInputMessage` objects, and an answer's message can be sent back as it
        came. With `stream=True` the answer arrives as an iterator of `ChatCompletionStreamOutput`. TGI is
        text-generation-inference, Hugging Face's server of language models.

        Args:
            messages: The conversation so far, oldest message first. A string is one message of the user. Pictures,
                sounds and films in it may be bytes, files opened in binary mode, paths (`pathlib.Path`) and PIL images
                as well as URLs.
            stream: Send the answer piece by piece while it is written.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score (-100 bans, 100 forces); TGI types it as a list.
            logprobs: Return the log probability of every generated token. The server's default is false.
            max_tokens: Most tokens to generate. At least 1.
            n: Answers to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
            response_format: Form the answer must have.
            seed: Makes draws repeatable as far as the server can. At least 0.
            stop: End the answer before any of these strings; 4 at most.
            stream_options: What a stream carries besides the answer.
            temperature: Spread of the draw: 0 takes the likeliest token, 1 draws as trained, 2 is close to noise. From
                0 to 2.
            tool_choice: Whether tools may or must be called, or which one; TGI also takes a bare function name. Usually
                one of "auto", "none", "required".
            tool_prompt: TGI only: text put before the list of tools.
            tools: Tools the model may call. Python functions are described to the model by their signatures and
                docstrings.
            top_logprobs: Alternatives to return at every place, with logprobs on; TGI stops at 5. From 0 to 20.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            max_completion_tokens: Most tokens to generate, thinking included; the newer name of max_tokens. At least 1.
            parallel_tool_calls: Let one answer call several tools.
            reasoning_effort: How long a reasoning model may think; which levels exist depends on the model. Usually one
                of "none", "minimal", "low", "medium", "high", "xhigh".
            verbosity: How wordy the answer should be. One of "low", "medium", "high".
            modalities: Kinds of output wanted, such as text and audio.
            audio: How a spoken answer should sound.
            prediction: Text that the answer will mostly repeat, such as a file being edited.
            metadata: Labels of your own, kept with a stored answer.
            store: Let the provider keep the answer for later use.
            service_tier: Queue that serves the request, in the words of the provider.
            user: Stable name of your end user, for abuse detection.
            safety_identifier: Stable hash of your end user, for abuse detection.
            prompt_cache_key: Requests with the same key are sent to the same prompt cache.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The answer to a conversation. With stream=True, its pieces as they come.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        result: ChatCompletionOutput | Stream[ChatCompletionStreamOutput] = self._run(
            TASK,
            {
                "messages": messages,
                "stream": stream,
                "frequency_penalty": frequency_penalty,
                "logit_bias": logit_bias,
                "logprobs": logprobs,
                "max_tokens": max_tokens,
                "n": n,
                "presence_penalty": presence_penalty,
                "response_format": response_format,
                "seed": seed,
                "stop": stop,
                "stream_options": stream_options,
                "temperature": temperature,
                "tool_choice": tool_choice,
                "tool_prompt": tool_prompt,
                "tools": tools,
                "top_logprobs": top_logprobs,
                "top_p": top_p,
                "max_completion_tokens": max_completion_tokens,
                "parallel_tool_calls": parallel_tool_calls,
                "reasoning_effort": reasoning_effort,
                "verbosity": verbosity,
                "modalities": modalities,
                "audio": audio,
                "prediction": prediction,
                "metadata": metadata,
                "store": store,
                "service_tier": service_tier,
                "user": user,
                "safety_identifier": safety_identifier,
                "prompt_cache_key": prompt_cache_key,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
        return result


class AsyncChatCompletionMethod(AsyncNamespace, Offered[P]):
    """Holds chat_completion() of the async client."""

    @overload
    async def chat_completion(
        self: AsyncChatCompletionMethod[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: Literal[False] = False,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ChatCompletionOutput: ...
    @overload
    async def chat_completion(
        self: AsyncChatCompletionMethod[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: Literal[True],
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncStream[ChatCompletionStreamOutput]: ...
    @overload
    async def chat_completion(
        self: AsyncChatCompletionMethod[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: bool = False,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ChatCompletionOutput | AsyncStream[ChatCompletionStreamOutput]: ...
    async def chat_completion(
        self: AsyncChatCompletionMethod[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: bool = False,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ChatCompletionOutput | AsyncStream[ChatCompletionStreamOutput]:
        """Continue a conversation.

        Messages may be dicts or `ChatCompletionInputMessage` objects, and an answer's message can be sent back as it
        came. With `stream=True` the answer arrives as an iterator of `ChatCompletionStreamOutput`. TGI is
        text-generation-inference, Hugging Face's server of language models.

        Args:
            messages: The conversation so far, oldest message first. A string is one message of the user. Pictures,
                sounds and films in it may be bytes, files opened in binary mode, paths (`pathlib.Path`) and PIL images
                as well as URLs.
            stream: Send the answer piece by piece while it is written.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score (-100 bans, 100 forces); TGI types it as a list.
            logprobs: Return the log probability of every generated token. The server's default is false.
            max_tokens: Most tokens to generate. At least 1.
            n: Answers to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
            response_format: Form the answer must have.
            seed: Makes draws repeatable as far as the server can. At least 0.
            stop: End the answer before any of these strings; 4 at most.
            stream_options: What a stream carries besides the answer.
            temperature: Spread of the draw: 0 takes the likeliest token, 1 draws as trained, 2 is close to noise. From
                0 to 2.
            tool_choice: Whether tools may or must be called, or which one; TGI also takes a bare function name. Usually
                one of "auto", "none", "required".
            tool_prompt: TGI only: text put before the list of tools.
            tools: Tools the model may call. Python functions are described to the model by their signatures and
                docstrings.
            top_logprobs: Alternatives to return at every place, with logprobs on; TGI stops at 5. From 0 to 20.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            max_completion_tokens: Most tokens to generate, thinking included; the newer name of max_tokens. At least 1.
            parallel_tool_calls: Let one answer call several tools.
            reasoning_effort: How long a reasoning model may think; which levels exist depends on the model. Usually one
                of "none", "minimal", "low", "medium", "high", "xhigh".
            verbosity: How wordy the answer should be. One of "low", "medium", "high".
            modalities: Kinds of output wanted, such as text and audio.
            audio: How a spoken answer should sound.
            prediction: Text that the answer will mostly repeat, such as a file being edited.
            metadata: Labels of your own, kept with a stored answer.
            store: Let the provider keep the answer for later use.
            service_tier: Queue that serves the request, in the words of the provider.
            user: Stable name of your end user, for abuse detection.
            safety_identifier: Stable hash of your end user, for abuse detection.
            prompt_cache_key: Requests with the same key are sent to the same prompt cache.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The answer to a conversation. With stream=True, its pieces as they come.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        result: ChatCompletionOutput | AsyncStream[ChatCompletionStreamOutput] = await self._run(
            TASK,
            {
                "messages": messages,
                "stream": stream,
                "frequency_penalty": frequency_penalty,
                "logit_bias": logit_bias,
                "logprobs": logprobs,
                "max_tokens": max_tokens,
                "n": n,
                "presence_penalty": presence_penalty,
                "response_format": response_format,
                "seed": seed,
                "stop": stop,
                "stream_options": stream_options,
                "temperature": temperature,
                "tool_choice": tool_choice,
                "tool_prompt": tool_prompt,
                "tools": tools,
                "top_logprobs": top_logprobs,
                "top_p": top_p,
                "max_completion_tokens": max_completion_tokens,
                "parallel_tool_calls": parallel_tool_calls,
                "reasoning_effort": reasoning_effort,
                "verbosity": verbosity,
                "modalities": modalities,
                "audio": audio,
                "prediction": prediction,
                "metadata": metadata,
                "store": store,
                "service_tier": service_tier,
                "user": user,
                "safety_identifier": safety_identifier,
                "prompt_cache_key": prompt_cache_key,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
        return result


class RawChatCompletion(RawBase, Offered[P]):
    """Holds `client.with_raw_response.chat_completion()`."""

    def chat_completion(
        self: RawChatCompletion[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: bool = False,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ChatCompletionOutput | Stream[ChatCompletionStreamOutput]]:
        """Give the raw answer: Continue a conversation.

        Messages may be dicts or `ChatCompletionInputMessage` objects, and an answer's message can be sent back as it
        came. With `stream=True` the answer arrives as an iterator of `ChatCompletionStreamOutput`. TGI is
        text-generation-inference, Hugging Face's server of language models.

        Args:
            messages: The conversation so far, oldest message first. A string is one message of the user. Pictures,
                sounds and films in it may be bytes, files opened in binary mode, paths (`pathlib.Path`) and PIL images
                as well as URLs.
            stream: Send the answer piece by piece while it is written.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score (-100 bans, 100 forces); TGI types it as a list.
            logprobs: Return the log probability of every generated token. The server's default is false.
            max_tokens: Most tokens to generate. At least 1.
            n: Answers to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
            response_format: Form the answer must have.
            seed: Makes draws repeatable as far as the server can. At least 0.
            stop: End the answer before any of these strings; 4 at most.
            stream_options: What a stream carries besides the answer.
            temperature: Spread of the draw: 0 takes the likeliest token, 1 draws as trained, 2 is close to noise. From
                0 to 2.
            tool_choice: Whether tools may or must be called, or which one; TGI also takes a bare function name. Usually
                one of "auto", "none", "required".
            tool_prompt: TGI only: text put before the list of tools.
            tools: Tools the model may call. Python functions are described to the model by their signatures and
                docstrings.
            top_logprobs: Alternatives to return at every place, with logprobs on; TGI stops at 5. From 0 to 20.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            max_completion_tokens: Most tokens to generate, thinking included; the newer name of max_tokens. At least 1.
            parallel_tool_calls: Let one answer call several tools.
            reasoning_effort: How long a reasoning model may think; which levels exist depends on the model. Usually one
                of "none", "minimal", "low", "medium", "high", "xhigh".
            verbosity: How wordy the answer should be. One of "low", "medium", "high".
            modalities: Kinds of output wanted, such as text and audio.
            audio: How a spoken answer should sound.
            prediction: Text that the answer will mostly repeat, such as a file being edited.
            metadata: Labels of your own, kept with a stored answer.
            store: Let the provider keep the answer for later use.
            service_tier: Queue that serves the request, in the words of the provider.
            user: Stable name of your end user, for abuse detection.
            safety_identifier: Stable hash of your end user, for abuse detection.
            prompt_cache_key: Requests with the same key are sent to the same prompt cache.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The answer as it came; its `parse()` gives the typed result.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._raw(
            TASK,
            {
                "messages": messages,
                "stream": stream,
                "frequency_penalty": frequency_penalty,
                "logit_bias": logit_bias,
                "logprobs": logprobs,
                "max_tokens": max_tokens,
                "n": n,
                "presence_penalty": presence_penalty,
                "response_format": response_format,
                "seed": seed,
                "stop": stop,
                "stream_options": stream_options,
                "temperature": temperature,
                "tool_choice": tool_choice,
                "tool_prompt": tool_prompt,
                "tools": tools,
                "top_logprobs": top_logprobs,
                "top_p": top_p,
                "max_completion_tokens": max_completion_tokens,
                "parallel_tool_calls": parallel_tool_calls,
                "reasoning_effort": reasoning_effort,
                "verbosity": verbosity,
                "modalities": modalities,
                "audio": audio,
                "prediction": prediction,
                "metadata": metadata,
                "store": store,
                "service_tier": service_tier,
                "user": user,
                "safety_identifier": safety_identifier,
                "prompt_cache_key": prompt_cache_key,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawChatCompletion(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.chat_completion()` of the async client."""

    async def chat_completion(
        self: AsyncRawChatCompletion[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        stream: bool = False,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        response_format: ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: ChatCompletionInputStreamOptions
        | ChatCompletionInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        temperature: float | None = None,
        tool_choice: ChatCompletionInputToolChoiceClass
        | ChatCompletionInputToolChoiceClassDict
        | Mapping[str, Any]
        | ChatCompletionInputToolChoiceEnum
        | str
        | None = None,
        tool_prompt: str | None = None,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]]
        | None = None,
        top_logprobs: int | None = None,
        top_p: float | None = None,
        max_completion_tokens: int | None = None,
        parallel_tool_calls: bool | None = None,
        reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh"] | str | None = None,
        verbosity: Literal["low", "medium", "high"] | None = None,
        modalities: Sequence[str] | None = None,
        audio: ChatCompletionInputAudioConfig | ChatCompletionInputAudioConfigDict | Mapping[str, Any] | None = None,
        prediction: ChatCompletionInputPrediction | ChatCompletionInputPredictionDict | Mapping[str, Any] | None = None,
        metadata: Mapping[str, str] | None = None,
        store: bool | None = None,
        service_tier: str | None = None,
        user: str | None = None,
        safety_identifier: str | None = None,
        prompt_cache_key: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ChatCompletionOutput | AsyncStream[ChatCompletionStreamOutput]]:
        """Give the raw answer: Continue a conversation.

        Messages may be dicts or `ChatCompletionInputMessage` objects, and an answer's message can be sent back as it
        came. With `stream=True` the answer arrives as an iterator of `ChatCompletionStreamOutput`. TGI is
        text-generation-inference, Hugging Face's server of language models.

        Args:
            messages: The conversation so far, oldest message first. A string is one message of the user. Pictures,
                sounds and films in it may be bytes, files opened in binary mode, paths (`pathlib.Path`) and PIL images
                as well as URLs.
            stream: Send the answer piece by piece while it is written.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score (-100 bans, 100 forces); TGI types it as a list.
            logprobs: Return the log probability of every generated token. The server's default is false.
            max_tokens: Most tokens to generate. At least 1.
            n: Answers to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
            response_format: Form the answer must have.
            seed: Makes draws repeatable as far as the server can. At least 0.
            stop: End the answer before any of these strings; 4 at most.
            stream_options: What a stream carries besides the answer.
            temperature: Spread of the draw: 0 takes the likeliest token, 1 draws as trained, 2 is close to noise. From
                0 to 2.
            tool_choice: Whether tools may or must be called, or which one; TGI also takes a bare function name. Usually
                one of "auto", "none", "required".
            tool_prompt: TGI only: text put before the list of tools.
            tools: Tools the model may call. Python functions are described to the model by their signatures and
                docstrings.
            top_logprobs: Alternatives to return at every place, with logprobs on; TGI stops at 5. From 0 to 20.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            max_completion_tokens: Most tokens to generate, thinking included; the newer name of max_tokens. At least 1.
            parallel_tool_calls: Let one answer call several tools.
            reasoning_effort: How long a reasoning model may think; which levels exist depends on the model. Usually one
                of "none", "minimal", "low", "medium", "high", "xhigh".
            verbosity: How wordy the answer should be. One of "low", "medium", "high".
            modalities: Kinds of output wanted, such as text and audio.
            audio: How a spoken answer should sound.
            prediction: Text that the answer will mostly repeat, such as a file being edited.
            metadata: Labels of your own, kept with a stored answer.
            store: Let the provider keep the answer for later use.
            service_tier: Queue that serves the request, in the words of the provider.
            user: Stable name of your end user, for abuse detection.
            safety_identifier: Stable hash of your end user, for abuse detection.
            prompt_cache_key: Requests with the same key are sent to the same prompt cache.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The answer as it came; its `parse()` gives the typed result.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._raw(
            TASK,
            {
                "messages": messages,
                "stream": stream,
                "frequency_penalty": frequency_penalty,
                "logit_bias": logit_bias,
                "logprobs": logprobs,
                "max_tokens": max_tokens,
                "n": n,
                "presence_penalty": presence_penalty,
                "response_format": response_format,
                "seed": seed,
                "stop": stop,
                "stream_options": stream_options,
                "temperature": temperature,
                "tool_choice": tool_choice,
                "tool_prompt": tool_prompt,
                "tools": tools,
                "top_logprobs": top_logprobs,
                "top_p": top_p,
                "max_completion_tokens": max_completion_tokens,
                "parallel_tool_calls": parallel_tool_calls,
                "reasoning_effort": reasoning_effort,
                "verbosity": verbosity,
                "modalities": modalities,
                "audio": audio,
                "prediction": prediction,
                "metadata": metadata,
                "store": store,
                "service_tier": service_tier,
                "user": user,
                "safety_identifier": safety_identifier,
                "prompt_cache_key": prompt_cache_key,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
