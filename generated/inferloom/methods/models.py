"""The method list(), sync and async."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inferloom_runtime.call import Options
from inferloom_runtime.namespace import AsyncNamespace, Namespace
from inferloom_runtime.offer import Offered, P
from inferloom_runtime.raw import AsyncRawBase, RawBase, RawResponse
from inferloom_runtime.task import Pick, Task

if TYPE_CHECKING:
    from inferloom.types.models import ModelsOutputModel
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.openai import Page
    from inferloom_runtime.retry import Retry

TASK: Task[Page[ModelsOutputModel]] = Task(
    package="inferloom",
    id="models",
    hub="text-generation",
    method="text_generation",
    module="models",
    input="ModelsInput",
    output="ModelsOutput",
    returns=Pick(("data",)),
    openai="models",
)


class ModelsMethod(Namespace, Offered[P]):
    """Holds list() of the sync client."""

    def list(
        self,
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Page[ModelsOutputModel]:
        """List the models of the server.

        An endpoint by URL is asked for its own. With a Hugging Face token the router is asked, which says of each model
        who serves it; with a provider's own key, the provider.

        Args:
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The models.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return self._run(
            TASK,
            {},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncModelsMethod(AsyncNamespace, Offered[P]):
    """Holds list() of the async client."""

    async def list(
        self,
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> Page[ModelsOutputModel]:
        """List the models of the server.

        An endpoint by URL is asked for its own. With a Hugging Face token the router is asked, which says of each model
        who serves it; with a provider's own key, the provider.

        Args:
            model: Model id on the Hub, or the URL of an endpoint; the client's own by default.
            timeout: Seconds to wait for the connection, for the answer's beginning and for each piece of it, or a
                `Timeout`; the client's own by default.
            headers: Further headers; one with the name of a client's header replaces it.
            max_retries: How many times a failed request is sent again, or a `Retry`; the client's own by default.
            extra_body: Further parameters, sent as they are; one with a known name replaces the argument.

        Returns:
            The models.

        Raises:
            UsageError: An argument does not fit, or the model does not serve the task; nothing was sent.
            ConnectionFailedError: The server cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The server refused.
            AnswerError: The answer cannot be used.
        """
        return await self._run(
            TASK,
            {},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class RawModels(RawBase, Offered[P]):
    """Holds `client.with_raw_response.list()`."""

    def list(
        self,
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[Page[ModelsOutputModel]]:
        """Give the raw answer: List the models of the server.

        An endpoint by URL is asked for its own. With a Hugging Face token the router is asked, which says of each model
        who serves it; with a provider's own key, the provider.

        Args:
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
            {},
            Options(model, timeout, headers, max_retries, extra_body),
        )


class AsyncRawModels(AsyncRawBase, Offered[P]):
    """Holds `client.with_raw_response.list()` of the async client."""

    async def list(
        self,
        *,
        model: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry | None = None,
        extra_body: Mapping[str, Any] | None = None,
    ) -> RawResponse[Page[ModelsOutputModel]]:
        """Give the raw answer: List the models of the server.

        An endpoint by URL is asked for its own. With a Hugging Face token the router is asked, which says of each model
        who serves it; with a provider's own key, the provider.

        Args:
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
            {},
            Options(model, timeout, headers, max_retries, extra_body),
        )
