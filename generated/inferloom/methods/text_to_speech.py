"""The method text_to_speech(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsTextToSpeech
    from inferloom.types.text_to_speech import TextToSpeechEarlyStoppingEnum
    from inferloom_runtime.job import AsyncJob, Job
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import BytesResult
    from inferloom_runtime.retry import Retry

TASK: Task[BytesResult] = Task(
    package="inferloom",
    id="text-to-speech",
    hub="text-to-speech",
    method="text_to_speech",
    module="text_to_speech",
    input="TextToSpeechInput",
    output="TextToSpeechOutput",
    nested={"parameters": "TextToSpeechParameters"},
    names={"inputs": "text"},
    container="parameters",
    returns=Pick(("audio",)),
)


class TextToSpeechMethod(Namespace, Offered[P]):
    """Holds text_to_speech() of the sync client."""

    def text_to_speech(
        self: TextToSpeechMethod[SupportsTextToSpeech],
        text: str,
        *,
        do_sample: bool | None = None,
        early_stopping: bool | TextToSpeechEarlyStoppingEnum | None = None,
        epsilon_cutoff: float | None = None,
        eta_cutoff: float | None = None,
        max_length: int | None = None,
        max_new_tokens: int | None = None,
        min_length: int | None = None,
        min_new_tokens: int | None = None,
        num_beam_groups: int | None = None,
        num_beams: int | None = None,
        penalty_alpha: float | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
        typical_p: float | None = None,
        use_cache: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Read a text aloud.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The text.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            early_stopping: End of beam search: true at once, false by a guess, "never" when no beam can improve. Or
                "never".
            epsilon_cutoff: Floor for the probability of a token that may be drawn; 0 lifts it. From 0 to 1.
            eta_cutoff: Floor for token probabilities that sinks where the model is unsure; 0 lifts it. From 0 to 1.
            max_length: Most tokens of prompt plus output. At least 1.
            max_new_tokens: Most tokens of output alone; wins over max_length. At least 1.
            min_length: Fewest tokens of prompt plus output. At least 0.
            min_new_tokens: Fewest tokens of output alone; wins over min_length. At least 0.
            num_beam_groups: Teams the beams are divided into, each pushed away from the others. At least 1.
            num_beams: Candidate sequences followed side by side; 1 means no beam search. At least 1.
            penalty_alpha: How hard contrastive search punishes repetition; 0 switches it off. At least 0.
            temperature: Spread of the draw: near 0 cautious, 1 as trained, above 1 adventurous. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            use_cache: Keep attention states between steps: faster, at the price of memory.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The speech.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {
                "inputs": text,
                "parameters": {
                    "do_sample": do_sample,
                    "early_stopping": early_stopping,
                    "epsilon_cutoff": epsilon_cutoff,
                    "eta_cutoff": eta_cutoff,
                    "max_length": max_length,
                    "max_new_tokens": max_new_tokens,
                    "min_length": min_length,
                    "min_new_tokens": min_new_tokens,
                    "num_beam_groups": num_beam_groups,
                    "num_beams": num_beams,
                    "penalty_alpha": penalty_alpha,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_p": top_p,
                    "typical_p": typical_p,
                    "use_cache": use_cache,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncTextToSpeechMethod(AsyncNamespace, Offered[P]):
    """Holds text_to_speech() of the async client."""

    async def text_to_speech(
        self: AsyncTextToSpeechMethod[SupportsTextToSpeech],
        text: str,
        *,
        do_sample: bool | None = None,
        early_stopping: bool | TextToSpeechEarlyStoppingEnum | None = None,
        epsilon_cutoff: float | None = None,
        eta_cutoff: float | None = None,
        max_length: int | None = None,
        max_new_tokens: int | None = None,
        min_length: int | None = None,
        min_new_tokens: int | None = None,
        num_beam_groups: int | None = None,
        num_beams: int | None = None,
        penalty_alpha: float | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
        typical_p: float | None = None,
        use_cache: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> BytesResult:
        """Read a text aloud.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The text.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            early_stopping: End of beam search: true at once, false by a guess, "never" when no beam can improve. Or
                "never".
            epsilon_cutoff: Floor for the probability of a token that may be drawn; 0 lifts it. From 0 to 1.
            eta_cutoff: Floor for token probabilities that sinks where the model is unsure; 0 lifts it. From 0 to 1.
            max_length: Most tokens of prompt plus output. At least 1.
            max_new_tokens: Most tokens of output alone; wins over max_length. At least 1.
            min_length: Fewest tokens of prompt plus output. At least 0.
            min_new_tokens: Fewest tokens of output alone; wins over min_length. At least 0.
            num_beam_groups: Teams the beams are divided into, each pushed away from the others. At least 1.
            num_beams: Candidate sequences followed side by side; 1 means no beam search. At least 1.
            penalty_alpha: How hard contrastive search punishes repetition; 0 switches it off. At least 0.
            temperature: Spread of the draw: near 0 cautious, 1 as trained, above 1 adventurous. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            use_cache: Keep attention states between steps: faster, at the price of memory.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The speech.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {
                "inputs": text,
                "parameters": {
                    "do_sample": do_sample,
                    "early_stopping": early_stopping,
                    "epsilon_cutoff": epsilon_cutoff,
                    "eta_cutoff": eta_cutoff,
                    "max_length": max_length,
                    "max_new_tokens": max_new_tokens,
                    "min_length": min_length,
                    "min_new_tokens": min_new_tokens,
                    "num_beam_groups": num_beam_groups,
                    "num_beams": num_beams,
                    "penalty_alpha": penalty_alpha,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_p": top_p,
                    "typical_p": typical_p,
                    "use_cache": use_cache,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawTextToSpeech(RawBase, Offered[P]):
    """Holds `client.with_raw_response.text_to_speech()`."""

    def text_to_speech(
        self: RawTextToSpeech[SupportsTextToSpeech],
        text: str,
        *,
        do_sample: bool | None = None,
        early_stopping: bool | TextToSpeechEarlyStoppingEnum | None = None,
        epsilon_cutoff: float | None = None,
        eta_cutoff: float | None = None,
        max_length: int | None = None,
        max_new_tokens: int | None = None,
        min_length: int | None = None,
        min_new_tokens: int | None = None,
        num_beam_groups: int | None = None,
        num_beams: int | None = None,
        penalty_alpha: float | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
        typical_p: float | None = None,
        use_cache: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Read a text aloud.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The text.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            early_stopping: End of beam search: true at once, false by a guess, "never" when no beam can improve. Or
                "never".
            epsilon_cutoff: Floor for the probability of a token that may be drawn; 0 lifts it. From 0 to 1.
            eta_cutoff: Floor for token probabilities that sinks where the model is unsure; 0 lifts it. From 0 to 1.
            max_length: Most tokens of prompt plus output. At least 1.
            max_new_tokens: Most tokens of output alone; wins over max_length. At least 1.
            min_length: Fewest tokens of prompt plus output. At least 0.
            min_new_tokens: Fewest tokens of output alone; wins over min_length. At least 0.
            num_beam_groups: Teams the beams are divided into, each pushed away from the others. At least 1.
            num_beams: Candidate sequences followed side by side; 1 means no beam search. At least 1.
            penalty_alpha: How hard contrastive search punishes repetition; 0 switches it off. At least 0.
            temperature: Spread of the draw: near 0 cautious, 1 as trained, above 1 adventurous. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            use_cache: Keep attention states between steps: faster, at the price of memory.
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
                "inputs": text,
                "parameters": {
                    "do_sample": do_sample,
                    "early_stopping": early_stopping,
                    "epsilon_cutoff": epsilon_cutoff,
                    "eta_cutoff": eta_cutoff,
                    "max_length": max_length,
                    "max_new_tokens": max_new_tokens,
                    "min_length": min_length,
                    "min_new_tokens": min_new_tokens,
                    "num_beam_groups": num_beam_groups,
                    "num_beams": num_beams,
                    "penalty_alpha": penalty_alpha,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_p": top_p,
                    "typical_p": typical_p,
                    "use_cache": use_cache,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawTextToSpeech(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.text_to_speech()` of the async client."""

    async def text_to_speech(
        self: AsyncRawTextToSpeech[SupportsTextToSpeech],
        text: str,
        *,
        do_sample: bool | None = None,
        early_stopping: bool | TextToSpeechEarlyStoppingEnum | None = None,
        epsilon_cutoff: float | None = None,
        eta_cutoff: float | None = None,
        max_length: int | None = None,
        max_new_tokens: int | None = None,
        min_length: int | None = None,
        min_new_tokens: int | None = None,
        num_beam_groups: int | None = None,
        num_beams: int | None = None,
        penalty_alpha: float | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
        typical_p: float | None = None,
        use_cache: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[BytesResult]:
        """Give the raw answer: Read a text aloud.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The text.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            early_stopping: End of beam search: true at once, false by a guess, "never" when no beam can improve. Or
                "never".
            epsilon_cutoff: Floor for the probability of a token that may be drawn; 0 lifts it. From 0 to 1.
            eta_cutoff: Floor for token probabilities that sinks where the model is unsure; 0 lifts it. From 0 to 1.
            max_length: Most tokens of prompt plus output. At least 1.
            max_new_tokens: Most tokens of output alone; wins over max_length. At least 1.
            min_length: Fewest tokens of prompt plus output. At least 0.
            min_new_tokens: Fewest tokens of output alone; wins over min_length. At least 0.
            num_beam_groups: Teams the beams are divided into, each pushed away from the others. At least 1.
            num_beams: Candidate sequences followed side by side; 1 means no beam search. At least 1.
            penalty_alpha: How hard contrastive search punishes repetition; 0 switches it off. At least 0.
            temperature: Spread of the draw: near 0 cautious, 1 as trained, above 1 adventurous. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            use_cache: Keep attention states between steps: faster, at the price of memory.
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
                "inputs": text,
                "parameters": {
                    "do_sample": do_sample,
                    "early_stopping": early_stopping,
                    "epsilon_cutoff": epsilon_cutoff,
                    "eta_cutoff": eta_cutoff,
                    "max_length": max_length,
                    "max_new_tokens": max_new_tokens,
                    "min_length": min_length,
                    "min_new_tokens": min_new_tokens,
                    "num_beam_groups": num_beam_groups,
                    "num_beams": num_beams,
                    "penalty_alpha": penalty_alpha,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_p": top_p,
                    "typical_p": typical_p,
                    "use_cache": use_cache,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class SubmitTextToSpeech(Namespace, Offered[P]):
    """Holds `client.submit.text_to_speech()`."""

    def text_to_speech(
        self: SubmitTextToSpeech[SupportsTextToSpeech],
        text: str,
        *,
        do_sample: bool | None = None,
        early_stopping: bool | TextToSpeechEarlyStoppingEnum | None = None,
        epsilon_cutoff: float | None = None,
        eta_cutoff: float | None = None,
        max_length: int | None = None,
        max_new_tokens: int | None = None,
        min_length: int | None = None,
        min_new_tokens: int | None = None,
        num_beam_groups: int | None = None,
        num_beams: int | None = None,
        penalty_alpha: float | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
        typical_p: float | None = None,
        use_cache: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Job[BytesResult]:
        """Hand in a job: Read a text aloud.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The text.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            early_stopping: End of beam search: true at once, false by a guess, "never" when no beam can improve. Or
                "never".
            epsilon_cutoff: Floor for the probability of a token that may be drawn; 0 lifts it. From 0 to 1.
            eta_cutoff: Floor for token probabilities that sinks where the model is unsure; 0 lifts it. From 0 to 1.
            max_length: Most tokens of prompt plus output. At least 1.
            max_new_tokens: Most tokens of output alone; wins over max_length. At least 1.
            min_length: Fewest tokens of prompt plus output. At least 0.
            min_new_tokens: Fewest tokens of output alone; wins over min_length. At least 0.
            num_beam_groups: Teams the beams are divided into, each pushed away from the others. At least 1.
            num_beams: Candidate sequences followed side by side; 1 means no beam search. At least 1.
            penalty_alpha: How hard contrastive search punishes repetition; 0 switches it off. At least 0.
            temperature: Spread of the draw: near 0 cautious, 1 as trained, above 1 adventurous. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            use_cache: Keep attention states between steps: faster, at the price of memory.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The job, on the provider's queue; nothing is waited for.

        Raises:
            UsageError: An argument does not fit, the model does not serve the task, or the provider has no queue for
                it; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._submit(
            TASK,
            {
                "inputs": text,
                "parameters": {
                    "do_sample": do_sample,
                    "early_stopping": early_stopping,
                    "epsilon_cutoff": epsilon_cutoff,
                    "eta_cutoff": eta_cutoff,
                    "max_length": max_length,
                    "max_new_tokens": max_new_tokens,
                    "min_length": min_length,
                    "min_new_tokens": min_new_tokens,
                    "num_beam_groups": num_beam_groups,
                    "num_beams": num_beams,
                    "penalty_alpha": penalty_alpha,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_p": top_p,
                    "typical_p": typical_p,
                    "use_cache": use_cache,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncSubmitTextToSpeech(AsyncNamespace, Offered[P]):
    """Holds `client.submit.text_to_speech()` of the async client."""

    async def text_to_speech(
        self: AsyncSubmitTextToSpeech[SupportsTextToSpeech],
        text: str,
        *,
        do_sample: bool | None = None,
        early_stopping: bool | TextToSpeechEarlyStoppingEnum | None = None,
        epsilon_cutoff: float | None = None,
        eta_cutoff: float | None = None,
        max_length: int | None = None,
        max_new_tokens: int | None = None,
        min_length: int | None = None,
        min_new_tokens: int | None = None,
        num_beam_groups: int | None = None,
        num_beams: int | None = None,
        penalty_alpha: float | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
        typical_p: float | None = None,
        use_cache: bool | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> AsyncJob[BytesResult]:
        """Hand in a job: Read a text aloud.

        Returns the audio as bytes, encoded as the provider chose.

        Args:
            text: The text.
            do_sample: Draw tokens at random instead of always taking the likeliest.
            early_stopping: End of beam search: true at once, false by a guess, "never" when no beam can improve. Or
                "never".
            epsilon_cutoff: Floor for the probability of a token that may be drawn; 0 lifts it. From 0 to 1.
            eta_cutoff: Floor for token probabilities that sinks where the model is unsure; 0 lifts it. From 0 to 1.
            max_length: Most tokens of prompt plus output. At least 1.
            max_new_tokens: Most tokens of output alone; wins over max_length. At least 1.
            min_length: Fewest tokens of prompt plus output. At least 0.
            min_new_tokens: Fewest tokens of output alone; wins over min_length. At least 0.
            num_beam_groups: Teams the beams are divided into, each pushed away from the others. At least 1.
            num_beams: Candidate sequences followed side by side; 1 means no beam search. At least 1.
            penalty_alpha: How hard contrastive search punishes repetition; 0 switches it off. At least 0.
            temperature: Spread of the draw: near 0 cautious, 1 as trained, above 1 adventurous. At least 0.
            top_k: Draw among this many of the likeliest tokens; 0 draws among all. At least 0.
            top_p: Draw among the likeliest tokens that together reach this probability. From 0 to 1.
            typical_p: Draw among the tokens of most ordinary surprise that together reach this probability. At most 1,
                more than 0.
            use_cache: Keep attention states between steps: faster, at the price of memory.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The job, on the provider's queue; nothing is waited for.

        Raises:
            UsageError: An argument does not fit, the model does not serve the task, or the provider has no queue for
                it; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._submit(
            TASK,
            {
                "inputs": text,
                "parameters": {
                    "do_sample": do_sample,
                    "early_stopping": early_stopping,
                    "epsilon_cutoff": epsilon_cutoff,
                    "eta_cutoff": eta_cutoff,
                    "max_length": max_length,
                    "max_new_tokens": max_new_tokens,
                    "min_length": min_length,
                    "min_new_tokens": min_new_tokens,
                    "num_beam_groups": num_beam_groups,
                    "num_beams": num_beams,
                    "penalty_alpha": penalty_alpha,
                    "temperature": temperature,
                    "top_k": top_k,
                    "top_p": top_p,
                    "typical_p": typical_p,
                    "use_cache": use_cache,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
