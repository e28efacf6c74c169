"""The method zero_shot_image_classification(), sync and async."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom.offers import SupportsZeroShotImageClassification
    from inferloom.types.zero_shot_image_classification import ZeroShotImageClassificationOutputElement
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.media import BinaryInput
    from inferloom_runtime.results import ListResult
    from inferloom_runtime.retry import Retry

TASK: Task[ListResult[ZeroShotImageClassificationOutputElement]] = Task(
    package="inferloom",
    id="zero-shot-image-classification",
    hub="zero-shot-image-classification",
    method="zero_shot_image_classification",
    module="zero_shot_image_classification",
    input="ZeroShotImageClassificationInput",
    output="ZeroShotImageClassificationOutput",
    nested={"parameters": "ZeroShotImageClassificationParameters"},
    names={"inputs": "image"},
    container="parameters",
)


class ZeroShotImageClassificationMethod(Namespace, Offered[P]):
    """Holds zero_shot_image_classification() of the sync client."""

    def zero_shot_image_classification(
        self: ZeroShotImageClassificationMethod[SupportsZeroShotImageClassification],
        image: BinaryInput,
        candidate_labels: Sequence[str],
        *,
        hypothesis_template: str | None = None,
        labels: Sequence[str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ZeroShotImageClassificationOutputElement]:
        """Match an image with labels of your own.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            candidate_labels: The labels to choose from, in plain words. At least 1 item.
            hypothesis_template: Sentence into which each label is put in place of `{}` before it is compared with the
                image. The server's default is "This is a photo of {}.".
            labels: The old name of `candidate_labels`, which must be given: this one is not read.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The candidate labels, the best match first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        if labels is not None:
            warnings.warn("labels is deprecated: use candidate_labels.", DeprecationWarning, stacklevel=2)
        return self._run(
            TASK,
            {
                "inputs": image,
                "parameters": {"candidate_labels": candidate_labels, "hypothesis_template": hypothesis_template},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncZeroShotImageClassificationMethod(AsyncNamespace, Offered[P]):
    """Holds zero_shot_image_classification() of the async client."""

    async def zero_shot_image_classification(
        self: AsyncZeroShotImageClassificationMethod[SupportsZeroShotImageClassification],
        image: BinaryInput,
        candidate_labels: Sequence[str],
        *,
        hypothesis_template: str | None = None,
        labels: Sequence[str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> ListResult[ZeroShotImageClassificationOutputElement]:
        """Match an image with labels of your own.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            candidate_labels: The labels to choose from, in plain words. At least 1 item.
            hypothesis_template: Sentence into which each label is put in place of `{}` before it is compared with the
                image. The server's default is "This is a photo of {}.".
            labels: The old name of `candidate_labels`, which must be given: this one is not read.
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The candidate labels, the best match first.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        if labels is not None:
            warnings.warn("labels is deprecated: use candidate_labels.", DeprecationWarning, stacklevel=2)
        return await self._run(
            TASK,
            {
                "inputs": image,
                "parameters": {"candidate_labels": candidate_labels, "hypothesis_template": hypothesis_template},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawZeroShotImageClassification(RawBase, Offered[P]):
    """Holds `client.with_raw_response.zero_shot_image_classification()`."""

    def zero_shot_image_classification(
        self: RawZeroShotImageClassification[SupportsZeroShotImageClassification],
        image: BinaryInput,
        candidate_labels: Sequence[str],
        *,
        hypothesis_template: str | None = None,
        labels: Sequence[str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ZeroShotImageClassificationOutputElement]]:
        """Give the raw answer: Match an image with labels of your own.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            candidate_labels: The labels to choose from, in plain words. At least 1 item.
            hypothesis_template: Sentence into which each label is put in place of `{}` before it is compared with the
                image. The server's default is "This is a photo of {}.".
            labels: The old name of `candidate_labels`, which must be given: this one is not read.
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
        if labels is not None:
            warnings.warn("labels is deprecated: use candidate_labels.", DeprecationWarning, stacklevel=2)
        return self._raw(
            TASK,
            {
                "inputs": image,
                "parameters": {"candidate_labels": candidate_labels, "hypothesis_template": hypothesis_template},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawZeroShotImageClassification(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.zero_shot_image_classification()` of the async client."""

    async def zero_shot_image_classification(
        self: AsyncRawZeroShotImageClassification[SupportsZeroShotImageClassification],
        image: BinaryInput,
        candidate_labels: Sequence[str],
        *,
        hypothesis_template: str | None = None,
        labels: Sequence[str] | None = None,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[ListResult[ZeroShotImageClassificationOutputElement]]:
        """Give the raw answer: Match an image with labels of your own.

        Args:
            image: The image to work on: its encoded file, e.g. PNG or JPEG. Given as bytes, an open file, a path, an
                http(s) or data URL, or a PIL image.
            candidate_labels: The labels to choose from, in plain words. At least 1 item.
            hypothesis_template: Sentence into which each label is put in place of `{}` before it is compared with the
                image. The server's default is "This is a photo of {}.".
            labels: The old name of `candidate_labels`, which must be given: this one is not read.
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
        if labels is not None:
            warnings.warn("labels is deprecated: use candidate_labels.", DeprecationWarning, stacklevel=2)
        return await self._raw(
            TASK,
            {
                "inputs": image,
                "parameters": {"candidate_labels": candidate_labels, "hypothesis_template": hypothesis_template},
            },
            Options(model, timeout, headers, max_retries, extra_body),
        )
