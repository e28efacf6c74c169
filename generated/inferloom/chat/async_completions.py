"""`client.chat` of the async client: conversations in the shape of OpenAI's client."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from inferloom.methods.chat_completion import TASK
from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace
from inferloom_runtime.offer import Offered, P

if TYPE_CHECKING:
    from inferloom.chat.types import ParsedChatCompletion
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
    from inferloom_runtime.chat.schema import TypeAdapter
    from inferloom_runtime.chat.stream import AsyncChatStream, AsyncToolStream
    from inferloom_runtime.chat.tools import ToolRun
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.retry import Retry
    from inferloom_runtime.stream import AsyncStream

T = TypeVar("T")


class AsyncChatCompletions(AsyncNamespace, Offered[P]):
    """`client.chat.completions`, as in OpenAI's client."""

    @overload
    async def create(
        self: AsyncChatCompletions[SupportsChatCompletion],
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
    async def create(
        self: AsyncChatCompletions[SupportsChatCompletion],
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
    async def create(
        self: AsyncChatCompletions[SupportsChatCompletion],
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
    async def create(
        self: AsyncChatCompletions[SupportsChatCompletion],
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

    async def parse(
        self: AsyncChatCompletions[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        response_format: type[T] | TypeAdapter[T],
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
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
    ) -> ParsedChatCompletion[T]:
        """Continue a conversation with an answer of a type of your own.

        `completion.choices[0].message.parsed` is a value of that type.

        Args:
            messages: The conversation so far, oldest message first. A string is one message of the user. Pictures,
                sounds and films in it may be bytes, files opened in binary mode, paths (`pathlib.Path`) and PIL images
                as well as URLs.
            response_format: The type of the answer: a pydantic model, a dataclass, a TypedDict, or any other type that
                pydantic understands (a `TypeAdapter` of it, where it is no class). The server is told its JSON Schema.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score (-100 bans, 100 forces); TGI types it as a list.
            logprobs: Return the log probability of every generated token. The server's default is false.
            max_tokens: Most tokens to generate. At least 1.
            n: Answers to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
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
            The answer, with the value in its message; None there where the model called tools instead.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
            RefusalError: The model declined.
            LengthFinishReasonError: The answer was cut off at the limit of tokens.
            ContentFilterFinishReasonError: The answer was withheld.
            SchemaMismatchError: The answer does not fit the type.
        """
        completion = await self._run(
            TASK,
            {
                "messages": messages,
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
        from inferloom.chat.types import CLASSES
        from inferloom_runtime.chat import parsed

        made: ParsedChatCompletion[T] = parsed.of_completion(completion, response_format, CLASSES)
        return made

    @overload
    def stream(
        self: AsyncChatCompletions[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        response_format: type[T] | TypeAdapter[T],
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
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
    ) -> AsyncChatStream[ParsedChatCompletion[T], ChatCompletionStreamOutput, T]: ...
    @overload
    def stream(
        self: AsyncChatCompletions[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
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
    ) -> AsyncChatStream[ChatCompletionOutput, ChatCompletionStreamOutput, None]: ...
    def stream(
        self: AsyncChatCompletions[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        response_format: type[Any]
        | TypeAdapter[Any]
        | ChatCompletionInputGrammarType
        | ChatCompletionInputResponseFormatGrammarDict
        | ChatCompletionInputResponseFormatJSONDict
        | ChatCompletionInputResponseFormatJSONObjectDict
        | ChatCompletionInputResponseFormatJSONSchemaDict
        | ChatCompletionInputResponseFormatRegexDict
        | ChatCompletionInputResponseFormatTextDict
        | Mapping[str, Any]
        | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | Sequence[float] | None = None,
        logprobs: bool | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
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
    ) -> AsyncChatStream[Any, Any, Any]:
        """Continue a conversation, with the answer as events.

        Use it as a context manager: the request is sent when it is entered. Each event has a `type`: text comes as
        "content.delta", thinking as "reasoning.delta", calls of tools as "tool_calls.function.arguments.delta" and
        "....done", the end as "content.done" and "finish". `.text` gives the text alone, `get_final_completion()` the
        answer as a whole.

        Args:
            messages: The conversation so far, oldest message first. A string is one message of the user. Pictures,
                sounds and films in it may be bytes, files opened in binary mode, paths (`pathlib.Path`) and PIL images
                as well as URLs.
            response_format: A type as in `parse`, or a form as in `create`.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score (-100 bans, 100 forces); TGI types it as a list.
            logprobs: Return the log probability of every generated token. The server's default is false.
            max_tokens: Most tokens to generate. At least 1.
            n: Answers to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
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
            The events, for `async with`.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
            RefusalError: The model declined.
            LengthFinishReasonError: The answer was cut off at the limit of tokens.
            ContentFilterFinishReasonError: The answer was withheld.
            SchemaMismatchError: The answer does not fit the type.
        """
        from inferloom.chat.types import CLASSES
        from inferloom_runtime.chat.reading import Reading
        from inferloom_runtime.chat.stream import AsyncChatStream

        kind, values = (
            response_format,
            {
                "messages": messages,
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
        )
        options = Options(model, timeout, headers, max_retries, extra_body)
        reading = Reading[Any, Any, Any](CLASSES, kind)
        return AsyncChatStream(lambda: self._run(TASK, {**values, "stream": True}, options), reading)

    @overload
    async def run_tools(
        self: AsyncChatCompletions[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]],
        max_turns: int | None = None,
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
    ) -> ToolRun[ChatCompletionOutput, ChatCompletionOutputMessage]: ...
    @overload
    async def run_tools(
        self: AsyncChatCompletions[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]],
        max_turns: int | None = None,
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
    ) -> AsyncToolStream[ChatCompletionOutput, ChatCompletionStreamOutput, ChatCompletionOutputMessage]: ...
    @overload
    async def run_tools(
        self: AsyncChatCompletions[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]],
        max_turns: int | None = None,
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
    ) -> (
        ToolRun[ChatCompletionOutput, ChatCompletionOutputMessage]
        | AsyncToolStream[ChatCompletionOutput, ChatCompletionStreamOutput, ChatCompletionOutputMessage]
    ): ...
    async def run_tools(
        self: AsyncChatCompletions[SupportsChatCompletion],
        messages: str
        | Sequence[
            ChatCompletionInputMessage
            | ChatCompletionInputMessageDict
            | ChatCompletionOutputMessage
            | Mapping[str, Any]
        ],
        *,
        tools: Sequence[ChatCompletionInputTool | ChatCompletionInputToolDict | Mapping[str, Any] | Callable[..., Any]],
        max_turns: int | None = None,
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
    ) -> (
        ToolRun[ChatCompletionOutput, ChatCompletionOutputMessage]
        | AsyncToolStream[ChatCompletionOutput, ChatCompletionStreamOutput, ChatCompletionOutputMessage]
    ):
        """Continue a conversation in which the model may call Python functions.

        The functions that it calls are run, several calls of one answer at the same time (functions that are not async in threads), and their
        results handed back, until it answers. Arguments are checked against the function's annotations first; wrong
        arguments, an unknown tool and an exception of a function are told to the model. The caller's list of messages
        is not changed. A `tool_choice` that forces a call holds for the first turn.

        Args:
            messages: The conversation so far, oldest message first. A string is one message of the user. Pictures,
                sounds and films in it may be bytes, files opened in binary mode, paths (`pathlib.Path`) and PIL images
                as well as URLs.
            tools: Python functions, described to the model by their signatures and docstrings; or tools in JSON, whose
                calls end the run and are left to the caller.
            max_turns: How often the model is asked at most; 10 by default. At least 1.
            stream: Give the events of all turns as they come, instead of the result.
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
            The last answer, with all messages and the answers of all turns. With stream=True, the events.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        from inferloom.chat.types import CLASSES
        from inferloom_runtime.chat import stream as streams
        from inferloom_runtime.chat.tools import ToolLoop

        values: dict[str, Any] = {
            "messages": messages,
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
        }
        options = Options(model, timeout, headers, max_retries, extra_body)
        loop = ToolLoop[Any, Any, Any](values, CLASSES, max_turns=max_turns, awaited=True)
        if stream:
            return streams.AsyncToolStream(lambda values: self._run(TASK, {**values, "stream": True}, options), loop)
        return await streams.converse_async(lambda values: self._run(TASK, values, options), loop)


class AsyncChat(Offered[P]):
    """`client.chat`, as in OpenAI's client."""

    def __init__(self, client: AsyncNamespace) -> None:
        self.completions: AsyncChatCompletions[P] = AsyncChatCompletions(client)
