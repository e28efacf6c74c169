"""The method zero_shot_classification(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsZeroShotClassification
    from inferloom.types.zero_shot_classification import ZeroShotClassificationOutputElement
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[ZeroShotClassificationOutputElement]] = Task(
    package="inferloom",
    id="zero-shot-classification",
    hub="zero-shot-classification",
    method="zero_shot_classification",
    module="zero_shot_classification",
    input="ZeroShotClassificationInput",
    output="ZeroShotClassificationOutput",
    nested={"parameters": "ZeroShotClassificationParameters"},
    names={"inputs": "text"},
    container="parameters",
)


class ZeroShotClassificationMethod(Namespace, Offered[P]):
    """Holds zero_shot_classification() of the sync client."""

    def zero_shot_classification(
        self: ZeroShotClassificationMethod[SupportsZeroShotClassification],
        text: str,
        candidate_labels: Sequence[str],
        *,
        multi_label: bool = False,
        hypothesis_template: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ZeroShotClassificationOutputElement]:
        """Sort a text into classes the model was not trained on.

        Labels come with their scores, the highest score first.

        Args:
            text: The text.
            candidate_labels: The classes, in words. At least 1 item.
            multi_label: Score every class by itself; otherwise the scores add up to 1.
            hypothesis_template: Sentence the model judges for every class; {} stands for the class. Matching the
                pattern \\{.*\\}. The server's default is "This example is {}.".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The classes, best first.

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
                    "candidate_labels": candidate_labels,
                    "multi_label": multi_label,
                    "hypothesis_template": hypothesis_template,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncZeroShotClassificationMethod(AsyncNamespace, Offered[P]):
    """Holds zero_shot_classification() of the async client."""

    async def zero_shot_classification(
        self: AsyncZeroShotClassificationMethod[SupportsZeroShotClassification],
        text: str,
        candidate_labels: Sequence[str],
        *,
        multi_label: bool = False,
        hypothesis_template: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ZeroShotClassificationOutputElement]:
        """Sort a text into classes the model was not trained on.

        Labels come with their scores, the highest score first.

        Args:
            text: The text.
            candidate_labels: The classes, in words. At least 1 item.
            multi_label: Score every class by itself; otherwise the scores add up to 1.
            hypothesis_template: Sentence the model judges for every class; {} stands for the class. Matching the
                pattern \\{.*\\}. The server's default is "This example is {}.".
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The classes, best first.

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
                    "candidate_labels": candidate_labels,
                    "multi_label": multi_label,
                    "hypothesis_template": hypothesis_template,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawZeroShotClassification(RawBase, Offered[P]):
    """Holds `client.with_raw_response.zero_shot_classification()`."""

    def zero_shot_classification(
        self: RawZeroShotClassification[SupportsZeroShotClassification],
        text: str,
        candidate_labels: Sequence[str],
        *,
        multi_label: bool = False,
        hypothesis_template: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ZeroShotClassificationOutputElement]]:
        """Give the raw answer: Sort a text into classes the model was not trained on.

        Labels come with their scores, the highest score first.

        Args:
            text: The text.
            candidate_labels: The classes, in words. At least 1 item.
            multi_label: Score every class by itself; otherwise the scores add up to 1.
            hypothesis_template: Sentence the model judges for every class; {} stands for the class. Matching the
                pattern \\{.*\\}. The server's default is "This example is {}.".
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
                    "candidate_labels": candidate_labels,
                    "multi_label": multi_label,
                    "hypothesis_template": hypothesis_template,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawZeroShotClassification(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.zero_shot_classification()` of the async client."""

    async def zero_shot_classification(
        self: AsyncRawZeroShotClassification[SupportsZeroShotClassification],
        text: str,
        candidate_labels: Sequence[str],
        *,
        multi_label: bool = False,
        hypothesis_template: str | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ZeroShotClassificationOutputElement]]:
        """Give the raw answer: Sort a text into classes the model was not trained on.

        Labels come with their scores, the highest score first.

        Args:
            text: The text.
            candidate_labels: The classes, in words. At least 1 item.
            multi_label: Score every class by itself; otherwise the scores add up to 1.
            hypothesis_template: Sentence the model judges for every class; {} stands for the class. Matching the
                pattern \\{.*\\}. The server's default is "This example is {}.".
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
                    "candidate_labels": candidate_labels,
                    "multi_label": multi_label,
                    "hypothesis_template": hypothesis_template,
                },
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
