"""The method create(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.dictionaries import CompletionsInputStreamOptionsDict
    from inferloom.offers import SupportsCompletions
    from inferloom.types.completions import CompletionsInputStreamOptions, CompletionsOutput, CompletionsStreamOutput
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.retry import Retry
    from inferloom_runtime.stream import AsyncStream, Stream

TASK: Task[Any] = Task(
    package="inferloom",
    id="completions",
    hub="text-generation",
    method="text_generation",
    module="completions",
    input="CompletionsInput",
    output="CompletionsOutput",
    stream_output="CompletionsStreamOutput",
    openai="completions",
)


class CompletionsMethod(Namespace, Offered[P]):
    """Holds create() of the sync client."""

    @overload
    def create(
        self: CompletionsMethod[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: Literal[False] | None = None,
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CompletionsOutput: ...
    @overload
    def create(
        self: CompletionsMethod[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: Literal[True],
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Stream[CompletionsStreamOutput]: ...
    @overload
    def create(
        self: CompletionsMethod[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: bool | None = None,
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CompletionsOutput | Stream[CompletionsStreamOutput]: ...
    def create(
        self: CompletionsMethod[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: bool | None = None,
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CompletionsOutput | Stream[CompletionsStreamOutput]:
        """Continue a text, as OpenAI's older wire does.

        For servers that speak it: endpoints by URL, and providers whose text generation is OpenAI's. With `stream=True`
        the text arrives as an iterator of `CompletionsStreamOutput`.

        Args:
            prompt: The text to continue, or several; tokens may be given by their numbers.
            stream: Send the text piece by piece while it is written.
            best_of: Write so many texts and return the likeliest; each is billed. From 1 to 20.
            echo: Begin the answer with the prompt.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score: -100 bans, 100 forces.
            logprobs: Return the log probabilities of so many of the likeliest tokens at every place. At least 0.
            max_tokens: Most tokens to generate. At least 0.
            n: Texts to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
            seed: Makes draws repeatable as far as the server can.
            stop: End the text before any of these strings; 4 at most.
            stream_options: What a stream carries besides the text.
            suffix: The text that follows the one to be written.
            temperature: Spread of the draw: 0 takes the likeliest token, 2 is close to noise. From 0 to 2.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            user: Stable name of your end user, for abuse detection.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Texts that continue the prompt. With stream=True, its pieces as they come.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        result: CompletionsOutput | Stream[CompletionsStreamOutput] = self._run(
            TASK,
            {
                "prompt": prompt,
                "stream": stream,
                "best_of": best_of,
                "echo": echo,
                "frequency_penalty": frequency_penalty,
                "logit_bias": logit_bias,
                "logprobs": logprobs,
                "max_tokens": max_tokens,
                "n": n,
                "presence_penalty": presence_penalty,
                "seed": seed,
                "stop": stop,
                "stream_options": stream_options,
                "suffix": suffix,
                "temperature": temperature,
                "top_p": top_p,
                "user": user,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
        return result


class AsyncCompletionsMethod(AsyncNamespace, Offered[P]):
    """Holds create() of the async client."""

    @overload
    async def create(
        self: AsyncCompletionsMethod[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: Literal[False] | None = None,
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CompletionsOutput: ...
    @overload
    async def create(
        self: AsyncCompletionsMethod[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: Literal[True],
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncStream[CompletionsStreamOutput]: ...
    @overload
    async def create(
        self: AsyncCompletionsMethod[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: bool | None = None,
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CompletionsOutput | AsyncStream[CompletionsStreamOutput]: ...
    async def create(
        self: AsyncCompletionsMethod[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: bool | None = None,
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> CompletionsOutput | AsyncStream[CompletionsStreamOutput]:
        """Continue a text, as OpenAI's older wire does.

        For servers that speak it: endpoints by URL, and providers whose text generation is OpenAI's. With `stream=True`
        the text arrives as an iterator of `CompletionsStreamOutput`.

        Args:
            prompt: The text to continue, or several; tokens may be given by their numbers.
            stream: Send the text piece by piece while it is written.
            best_of: Write so many texts and return the likeliest; each is billed. From 1 to 20.
            echo: Begin the answer with the prompt.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score: -100 bans, 100 forces.
            logprobs: Return the log probabilities of so many of the likeliest tokens at every place. At least 0.
            max_tokens: Most tokens to generate. At least 0.
            n: Texts to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
            seed: Makes draws repeatable as far as the server can.
            stop: End the text before any of these strings; 4 at most.
            stream_options: What a stream carries besides the text.
            suffix: The text that follows the one to be written.
            temperature: Spread of the draw: 0 takes the likeliest token, 2 is close to noise. From 0 to 2.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            user: Stable name of your end user, for abuse detection.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            Texts that continue the prompt. With stream=True, its pieces as they come.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        result: CompletionsOutput | AsyncStream[CompletionsStreamOutput] = await self._run(
            TASK,
            {
                "prompt": prompt,
                "stream": stream,
                "best_of": best_of,
                "echo": echo,
                "frequency_penalty": frequency_penalty,
                "logit_bias": logit_bias,
                "logprobs": logprobs,
                "max_tokens": max_tokens,
                "n": n,
                "presence_penalty": presence_penalty,
                "seed": seed,
                "stop": stop,
                "stream_options": stream_options,
                "suffix": suffix,
                "temperature": temperature,
                "top_p": top_p,
                "user": user,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
        return result


class RawCompletions(RawBase, Offered[P]):
    """Holds `client.with_raw_response.create()`."""

    def create(
        self: RawCompletions[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: bool | None = None,
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[CompletionsOutput | Stream[CompletionsStreamOutput]]:
        """Give the raw answer: Continue a text, as OpenAI's older wire does.

        For servers that speak it: endpoints by URL, and providers whose text generation is OpenAI's. With `stream=True`
        the text arrives as an iterator of `CompletionsStreamOutput`.

        Args:
            prompt: The text to continue, or several; tokens may be given by their numbers.
            stream: Send the text piece by piece while it is written.
            best_of: Write so many texts and return the likeliest; each is billed. From 1 to 20.
            echo: Begin the answer with the prompt.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score: -100 bans, 100 forces.
            logprobs: Return the log probabilities of so many of the likeliest tokens at every place. At least 0.
            max_tokens: Most tokens to generate. At least 0.
            n: Texts to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
            seed: Makes draws repeatable as far as the server can.
            stop: End the text before any of these strings; 4 at most.
            stream_options: What a stream carries besides the text.
            suffix: The text that follows the one to be written.
            temperature: Spread of the draw: 0 takes the likeliest token, 2 is close to noise. From 0 to 2.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            user: Stable name of your end user, for abuse detection.
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
                "prompt": prompt,
                "stream": stream,
                "best_of": best_of,
                "echo": echo,
                "frequency_penalty": frequency_penalty,
                "logit_bias": logit_bias,
                "logprobs": logprobs,
                "max_tokens": max_tokens,
                "n": n,
                "presence_penalty": presence_penalty,
                "seed": seed,
                "stop": stop,
                "stream_options": stream_options,
                "suffix": suffix,
                "temperature": temperature,
                "top_p": top_p,
                "user": user,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawCompletions(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.create()` of the async client."""

    async def create(
        self: AsyncRawCompletions[SupportsCompletions],
        prompt: str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]],
        *,
        stream: bool | None = None,
        best_of: int | None = None,
        echo: bool | None = None,
        frequency_penalty: float | None = None,
        logit_bias: Mapping[str, float] | None = None,
        logprobs: int | None = None,
        max_tokens: int | None = None,
        n: int | None = None,
        presence_penalty: float | None = None,
        seed: int | None = None,
        stop: Sequence[str] | str | None = None,
        stream_options: CompletionsInputStreamOptions
        | CompletionsInputStreamOptionsDict
        | Mapping[str, Any]
        | None = None,
        suffix: str | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        user: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[CompletionsOutput | AsyncStream[CompletionsStreamOutput]]:
        """Give the raw answer: Continue a text, as OpenAI's older wire does.

        For servers that speak it: endpoints by URL, and providers whose text generation is OpenAI's. With `stream=True`
        the text arrives as an iterator of `CompletionsStreamOutput`.

        Args:
            prompt: The text to continue, or several; tokens may be given by their numbers.
            stream: Send the text piece by piece while it is written.
            best_of: Write so many texts and return the likeliest; each is billed. From 1 to 20.
            echo: Begin the answer with the prompt.
            frequency_penalty: Make tokens less likely the more often they have occurred; negative values do the
                opposite. From -2 to 2. The server's default is 0.
            logit_bias: Token id to bias on its score: -100 bans, 100 forces.
            logprobs: Return the log probabilities of so many of the likeliest tokens at every place. At least 0.
            max_tokens: Most tokens to generate. At least 0.
            n: Texts to generate; each is billed. At least 1. The server's default is 1.
            presence_penalty: Make tokens that have occurred at all less likely; negative values do the opposite. From
                -2 to 2. The server's default is 0.
            seed: Makes draws repeatable as far as the server can.
            stop: End the text before any of these strings; 4 at most.
            stream_options: What a stream carries besides the text.
            suffix: The text that follows the one to be written.
            temperature: Spread of the draw: 0 takes the likeliest token, 2 is close to noise. From 0 to 2.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            user: Stable name of your end user, for abuse detection.
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
                "prompt": prompt,
                "stream": stream,
                "best_of": best_of,
                "echo": echo,
                "frequency_penalty": frequency_penalty,
                "logit_bias": logit_bias,
                "logprobs": logprobs,
                "max_tokens": max_tokens,
                "n": n,
                "presence_penalty": presence_penalty,
                "seed": seed,
                "stop": stop,
                "stream_options": stream_options,
                "suffix": suffix,
                "temperature": temperature,
                "top_p": top_p,
                "user": user,
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
