"""The method text_generation(), sync and async."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.dictionaries import TextGenerationInputGrammarTypeDict
    from inferloom.offers import SupportsTextGeneration
    from inferloom.types.text_generation import (
        TextGenerationInputGrammarType,
        TextGenerationOutput,
        TextGenerationStreamOutput,
    )
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import TextResult
    from inferloom_runtime.retry import Retry
    from inferloom_runtime.stream import AsyncStream, Stream

TASK: Task[Any] = Task(
    package="inferloom",
    id="text-generation",
    hub="text-generation",
    method="text_generation",
    module="text_generation",
    input="TextGenerationInput",
    output="TextGenerationOutput",
    stream_output="TextGenerationStreamOutput",
    nested={"parameters": "TextGenerationInputGenerateParameters"},
    names={"inputs": "prompt"},
    container="parameters",
    returns=Pick(("generated_text",), unless="details"),
    stream_returns=Pick(("token", "text"), unless="details"),
)


class TextGenerationMethod(Namespace, Offered[P]):
    """Holds text_generation() of the sync client."""

    @overload
    def text_generation(
        self: TextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: Literal[False] | None = None,
        stream: Literal[False] | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult: ...
    @overload
    def text_generation(
        self: TextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: Literal[True],
        stream: Literal[False] | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextGenerationOutput: ...
    @overload
    def text_generation(
        self: TextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: Literal[False] | None = None,
        stream: Literal[True],
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Stream[str]: ...
    @overload
    def text_generation(
        self: TextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: Literal[True],
        stream: Literal[True],
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Stream[TextGenerationStreamOutput]: ...
    @overload
    def text_generation(
        self: TextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: bool | None = None,
        stream: bool | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult | TextGenerationOutput | Stream[str | TextGenerationStreamOutput]: ...
    def text_generation(
        self: TextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: bool | None = None,
        stream: bool | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult | TextGenerationOutput | Stream[str | TextGenerationStreamOutput]:
        """Continue a text.

        Returns the text, or with `details=True` a `TextGenerationOutput`; with `stream=True` an iterator of pieces of
        text, or of `TextGenerationStreamOutput`. TGI is text-generation-inference, Hugging Face's server of language
        models.

        Args:
            prompt: The text.
            details: Return the tokens and the finish reason besides the text.
            stream: Send the text token by token while it is written. The server's default is false.
            adapter_id: LoRA adapter to apply.
            best_of: Continuations drawn, the likeliest wins; above 1 it needs sampling and no seed. At least 1. The
                server's default is 1.
            decoder_input_details: Also return the tokens of the prompt; works with details only. The server's default
                is false.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            grammar: Form the text must have.
            max_new_tokens: Most tokens to generate. At least 1.
            repetition_penalty: Factor against tokens that have occurred; 1 is neutral, more discourages. More than 0.
                The server's default is 1.
            return_full_text: Begin the returned text with the prompt.
            seed: Makes draws repeatable. At least 0.
            stop: End the text after any of these strings. At most 4 items.
            temperature: Spread of the draw: near 0 cautious, 1 as trained; TGI refuses 0 itself. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all, but TGI refuses it. At least 0.
            top_n_tokens: Alternatives to return at every place, with details on. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            truncate: Keep only this many tokens at the end of the prompt. At least 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            watermark: Mark the text so that a detector can recognize it. The server's default is false.
            stop_sequences: The old name of `stop`.
            via_chat: Send the prompt as one message of a conversation, for models that only chat. Parameters that a
                conversation does not have are refused.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The text. With details=True, the whole answer. With stream=True, its pieces as they come.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        if stop_sequences is not None:
            warnings.warn("stop_sequences is deprecated: use stop.", DeprecationWarning, stacklevel=2)
            stop = stop_sequences if stop is None else stop
        asked: tuple[Task[Any], dict[str, Any]] = (
            TASK,
            {
                "inputs": prompt,
                "parameters": {
                    "details": details,
                    "adapter_id": adapter_id,
                    "best_of": best_of,
                    "decoder_input_details": decoder_input_details,
                    "do_sample": do_sample,
                    "frequency_penalty": frequency_penalty,
                    "grammar": grammar,
                    "max_new_tokens": max_new_tokens,
                    "repetition_penalty": repetition_penalty,
                    "return_full_text": return_full_text,
                    "seed": seed,
                    "stop": stop,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_n_tokens": top_n_tokens,
                    "top_p": top_p,
                    "truncate": truncate,
                    "typical_p": typical_p,
                    "watermark": watermark,
                },
                "stream": stream,
            },
        )
        if via_chat:
            from inferloom.methods.chat_completion import TASK as CHAT
            from inferloom_runtime.chat import generation
            from inferloom_runtime.errors import About

            asked = generation.asked(CHAT, asked[1], about=About(None, "text_generation", model))
        result: TextResult | TextGenerationOutput | Stream[str | TextGenerationStreamOutput] = self._run(
            *asked,
            Options(model, timeout, headers, max_retries, extra_body),
        )
        return result


class AsyncTextGenerationMethod(AsyncNamespace, Offered[P]):
    """Holds text_generation() of the async client."""

    @overload
    async def text_generation(
        self: AsyncTextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: Literal[False] | None = None,
        stream: Literal[False] | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult: ...
    @overload
    async def text_generation(
        self: AsyncTextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: Literal[True],
        stream: Literal[False] | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextGenerationOutput: ...
    @overload
    async def text_generation(
        self: AsyncTextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: Literal[False] | None = None,
        stream: Literal[True],
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncStream[str]: ...
    @overload
    async def text_generation(
        self: AsyncTextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: Literal[True],
        stream: Literal[True],
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncStream[TextGenerationStreamOutput]: ...
    @overload
    async def text_generation(
        self: AsyncTextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: bool | None = None,
        stream: bool | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult | TextGenerationOutput | AsyncStream[str | TextGenerationStreamOutput]: ...
    async def text_generation(
        self: AsyncTextGenerationMethod[SupportsTextGeneration],
        prompt: str,
        *,
        details: bool | None = None,
        stream: bool | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> TextResult | TextGenerationOutput | AsyncStream[str | TextGenerationStreamOutput]:
        """Continue a text.

        Returns the text, or with `details=True` a `TextGenerationOutput`; with `stream=True` an iterator of pieces of
        text, or of `TextGenerationStreamOutput`. TGI is text-generation-inference, Hugging Face's server of language
        models.

        Args:
            prompt: The text.
            details: Return the tokens and the finish reason besides the text.
            stream: Send the text token by token while it is written. The server's default is false.
            adapter_id: LoRA adapter to apply.
            best_of: Continuations drawn, the likeliest wins; above 1 it needs sampling and no seed. At least 1. The
                server's default is 1.
            decoder_input_details: Also return the tokens of the prompt; works with details only. The server's default
                is false.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            grammar: Form the text must have.
            max_new_tokens: Most tokens to generate. At least 1.
            repetition_penalty: Factor against tokens that have occurred; 1 is neutral, more discourages. More than 0.
                The server's default is 1.
            return_full_text: Begin the returned text with the prompt.
            seed: Makes draws repeatable. At least 0.
            stop: End the text after any of these strings. At most 4 items.
            temperature: Spread of the draw: near 0 cautious, 1 as trained; TGI refuses 0 itself. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all, but TGI refuses it. At least 0.
            top_n_tokens: Alternatives to return at every place, with details on. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            truncate: Keep only this many tokens at the end of the prompt. At least 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            watermark: Mark the text so that a detector can recognize it. The server's default is false.
            stop_sequences: The old name of `stop`.
            via_chat: Send the prompt as one message of a conversation, for models that only chat. Parameters that a
                conversation does not have are refused.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The text. With details=True, the whole answer. With stream=True, its pieces as they come.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        if stop_sequences is not None:
            warnings.warn("stop_sequences is deprecated: use stop.", DeprecationWarning, stacklevel=2)
            stop = stop_sequences if stop is None else stop
        asked: tuple[Task[Any], dict[str, Any]] = (
            TASK,
            {
                "inputs": prompt,
                "parameters": {
                    "details": details,
                    "adapter_id": adapter_id,
                    "best_of": best_of,
                    "decoder_input_details": decoder_input_details,
                    "do_sample": do_sample,
                    "frequency_penalty": frequency_penalty,
                    "grammar": grammar,
                    "max_new_tokens": max_new_tokens,
                    "repetition_penalty": repetition_penalty,
                    "return_full_text": return_full_text,
                    "seed": seed,
                    "stop": stop,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_n_tokens": top_n_tokens,
                    "top_p": top_p,
                    "truncate": truncate,
                    "typical_p": typical_p,
                    "watermark": watermark,
                },
                "stream": stream,
            },
        )
        if via_chat:
            from inferloom.methods.chat_completion import TASK as CHAT
            from inferloom_runtime.chat import generation
            from inferloom_runtime.errors import About

            asked = generation.asked(CHAT, asked[1], about=About(None, "text_generation", model))
        result: TextResult | TextGenerationOutput | AsyncStream[str | TextGenerationStreamOutput] = await self._run(
            *asked,
            Options(model, timeout, headers, max_retries, extra_body),
        )
        return result


class RawTextGeneration(RawBase, Offered[P]):
    """Holds `client.with_raw_response.text_generation()`."""

    def text_generation(
        self: RawTextGeneration[SupportsTextGeneration],
        prompt: str,
        *,
        details: bool | None = None,
        stream: bool | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TextResult | TextGenerationOutput | Stream[str | TextGenerationStreamOutput]]:
        """Give the raw answer: Continue a text.

        Returns the text, or with `details=True` a `TextGenerationOutput`; with `stream=True` an iterator of pieces of
        text, or of `TextGenerationStreamOutput`. TGI is text-generation-inference, Hugging Face's server of language
        models.

        Args:
            prompt: The text.
            details: Return the tokens and the finish reason besides the text.
            stream: Send the text token by token while it is written. The server's default is false.
            adapter_id: LoRA adapter to apply.
            best_of: Continuations drawn, the likeliest wins; above 1 it needs sampling and no seed. At least 1. The
                server's default is 1.
            decoder_input_details: Also return the tokens of the prompt; works with details only. The server's default
                is false.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            grammar: Form the text must have.
            max_new_tokens: Most tokens to generate. At least 1.
            repetition_penalty: Factor against tokens that have occurred; 1 is neutral, more discourages. More than 0.
                The server's default is 1.
            return_full_text: Begin the returned text with the prompt.
            seed: Makes draws repeatable. At least 0.
            stop: End the text after any of these strings. At most 4 items.
            temperature: Spread of the draw: near 0 cautious, 1 as trained; TGI refuses 0 itself. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all, but TGI refuses it. At least 0.
            top_n_tokens: Alternatives to return at every place, with details on. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            truncate: Keep only this many tokens at the end of the prompt. At least 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            watermark: Mark the text so that a detector can recognize it. The server's default is false.
            stop_sequences: The old name of `stop`.
            via_chat: Send the prompt as one message of a conversation, for models that only chat. Parameters that a
                conversation does not have are refused.
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
        if stop_sequences is not None:
            warnings.warn("stop_sequences is deprecated: use stop.", DeprecationWarning, stacklevel=2)
            stop = stop_sequences if stop is None else stop
        asked: tuple[Task[Any], dict[str, Any]] = (
            TASK,
            {
                "inputs": prompt,
                "parameters": {
                    "details": details,
                    "adapter_id": adapter_id,
                    "best_of": best_of,
                    "decoder_input_details": decoder_input_details,
                    "do_sample": do_sample,
                    "frequency_penalty": frequency_penalty,
                    "grammar": grammar,
                    "max_new_tokens": max_new_tokens,
                    "repetition_penalty": repetition_penalty,
                    "return_full_text": return_full_text,
                    "seed": seed,
                    "stop": stop,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_n_tokens": top_n_tokens,
                    "top_p": top_p,
                    "truncate": truncate,
                    "typical_p": typical_p,
                    "watermark": watermark,
                },
                "stream": stream,
            },
        )
        if via_chat:
            from inferloom.methods.chat_completion import TASK as CHAT
            from inferloom_runtime.chat import generation
            from inferloom_runtime.errors import About

            asked = generation.asked(CHAT, asked[1], about=About(None, "text_generation", model))
        return self._raw(
            *asked,
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTextGeneration(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.text_generation()` of the async client."""

    async def text_generation(
        self: AsyncRawTextGeneration[SupportsTextGeneration],
        prompt: str,
        *,
        details: bool | None = None,
        stream: bool | None = None,
        adapter_id: str | None = None,
        best_of: int | None = None,
        decoder_input_details: bool | None = None,
        do_sample: bool | None = None,
        frequency_penalty: float | None = None,
        grammar: TextGenerationInputGrammarType | TextGenerationInputGrammarTypeDict | Mapping[str, Any] | None = None,
        max_new_tokens: int | None = None,
        repetition_penalty: float | None = None,
        return_full_text: bool | None = None,
        seed: int | None = None,
        stop: Sequence[str] | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_n_tokens: int | None = None,
        top_p: float | None = None,
        truncate: int | None = None,
        typical_p: float | None = None,
        watermark: bool | None = None,
        stop_sequences: Sequence[str] | None = None,
        via_chat: bool = False,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[TextResult | TextGenerationOutput | AsyncStream[str | TextGenerationStreamOutput]]:
        """Give the raw answer: Continue a text.

        Returns the text, or with `details=True` a `TextGenerationOutput`; with `stream=True` an iterator of pieces of
        text, or of `TextGenerationStreamOutput`. TGI is text-generation-inference, Hugging Face's server of language
        models.

        Args:
            prompt: The text.
            details: Return the tokens and the finish reason besides the text.
            stream: Send the text token by token while it is written. The server's default is false.
            adapter_id: LoRA adapter to apply.
            best_of: Continuations drawn, the likeliest wins; above 1 it needs sampling and no seed. At least 1. The
                server's default is 1.
            decoder_input_details: Also return the tokens of the prompt; works with details only. The server's default
                is false.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            grammar: Form the text must have.
            max_new_tokens: Most tokens to generate. At least 1.
            repetition_penalty: Factor against tokens that have occurred; 1 is neutral, more discourages. More than 0.
                The server's default is 1.
            return_full_text: Begin the returned text with the prompt.
            seed: Makes draws repeatable. At least 0.
            stop: End the text after any of these strings. At most 4 items.
            temperature: Spread of the draw: near 0 cautious, 1 as trained; TGI refuses 0 itself. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all, but TGI refuses it. At least 0.
            top_n_tokens: Alternatives to return at every place, with details on. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            truncate: Keep only this many tokens at the end of the prompt. At least 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            watermark: Mark the text so that a detector can recognize it. The server's default is false.
            stop_sequences: The old name of `stop`.
            via_chat: Send the prompt as one message of a conversation, for models that only chat. Parameters that a
                conversation does not have are refused.
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
        if stop_sequences is not None:
            warnings.warn("stop_sequences is deprecated: use stop.", DeprecationWarning, stacklevel=2)
            stop = stop_sequences if stop is None else stop
        asked: tuple[Task[Any], dict[str, Any]] = (
            TASK,
            {
                "inputs": prompt,
                "parameters": {
                    "details": details,
                    "adapter_id": adapter_id,
                    "best_of": best_of,
                    "decoder_input_details": decoder_input_details,
                    "do_sample": do_sample,
                    "frequency_penalty": frequency_penalty,
                    "grammar": grammar,
                    "max_new_tokens": max_new_tokens,
                    "repetition_penalty": repetition_penalty,
                    "return_full_text": return_full_text,
                    "seed": seed,
                    "stop": stop,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_n_tokens": top_n_tokens,
                    "top_p": top_p,
                    "truncate": truncate,
                    "typical_p": typical_p,
                    "watermark": watermark,
                },
                "stream": stream,
            },
        )
        if via_chat:
            from inferloom.methods.chat_completion import TASK as CHAT
            from inferloom_runtime.chat import generation
            from inferloom_runtime.errors import About

            asked = generation.asked(CHAT, asked[1], about=About(None, "text_generation", model))
        return await self._raw(
            *asked,
            Options(model, timeout, headers, max_retries, extra_body),
        )
