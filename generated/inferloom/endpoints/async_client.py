"""Inference Endpoints: AsyncEndpoints with AsyncEndpoint, with `await`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from inferloom.async_client import AsyncInferenceClient
from inferloom.endpoints.operations import (
    CREATE,
    DELETE,
    GET,
    LIST,
    PAUSE,
    RESUME,
    SCALE,
    SCALE_TO_ZERO,
    SERVICE,
    UPDATE,
)
from inferloom_runtime.results import ListResult
from inferloom_runtime.service import Desk, ResourceBase

if TYPE_CHECKING:
    import httpx
    from inferloom.client import InferenceClient
    from inferloom.types.endpoints import EndpointOutput
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.retry import Retry


class AsyncEndpoint(ResourceBase[AsyncInferenceClient]):
    """A dedicated endpoint, as it was when it was last asked for. Its methods ask the service, and change it in place."""

    _shown: tuple[str, ...] = ("status", "repository", "url")

    @property
    def namespace(self) -> str:
        """Whose it is."""
        return self._found.scope

    @property
    def data(self) -> EndpointOutput:
        """The service's last answer about it; fields beyond the schema are in its `extra`."""
        record: Any = self._found.record
        data: EndpointOutput = record
        return data

    @property
    def name(self) -> str:
        """The endpoint's name."""
        value: str = self._part("name")
        return value

    @property
    def repository(self) -> str:
        """The model's repository on the Hub."""
        value: str = self._part("model", "repository")
        return value

    @property
    def status(
        self,
    ) -> (
        Literal["pending", "initializing", "updating", "updateFailed", "running", "paused", "failed", "scaledToZero"]
        | str
    ):
        """Its state."""
        value: (
            Literal[
                "pending", "initializing", "updating", "updateFailed", "running", "paused", "failed", "scaledToZero"
            ]
            | str
        ) = self._part("status", "state")
        return value

    @property
    def health_route(self) -> str | None:
        """The path that tells whether it is well."""
        value: str | None = self._part("healthRoute")
        return value

    @property
    def url(self) -> str | None:
        """The address that it answers at, once it has one."""
        value: str | None = self._part("status", "url")
        return value

    @property
    def framework(self) -> Literal["custom", "pytorch", "llamacpp"] | str:
        """What the model is run with."""
        value: Literal["custom", "pytorch", "llamacpp"] | str = self._part("model", "framework")
        return value

    @property
    def revision(self) -> str | None:
        """The repository's commit or branch."""
        value: str | None = self._part("model", "revision")
        return value

    @property
    def task(self) -> str | None:
        """The task that the model is served for."""
        value: str | None = self._part("model", "task")
        return value

    @property
    def type(self) -> Literal["public", "authenticated", "private"] | str:
        """Who may call it."""
        value: Literal["public", "authenticated", "private"] | str = self._part("type")
        return value

    @property
    def created_at(self) -> datetime | None:
        """When it was made."""
        return self._time("status", "createdAt")

    @property
    def updated_at(self) -> datetime | None:
        """When it was changed last."""
        return self._time("status", "updatedAt")

    @property
    def message(self) -> str | None:
        """What the service says about that."""
        value: str | None = self._part("status", "message")
        return value

    @property
    def vendor(self) -> str:
        """The cloud."""
        value: str = self._part("provider", "vendor")
        return value

    @property
    def region(self) -> str:
        """The cloud's region."""
        value: str = self._part("provider", "region")
        return value

    @property
    def accelerator(self) -> Literal["cpu", "gpu", "neuron", "zero_gpu"] | str:
        """The kind of hardware that computes."""
        value: Literal["cpu", "gpu", "neuron", "zero_gpu"] | str = self._part("compute", "accelerator")
        return value

    @property
    def instance_type(self) -> str:
        """The kind of machine."""
        value: str = self._part("compute", "instanceType")
        return value

    @property
    def instance_size(self) -> str:
        """The machine's size."""
        value: str = self._part("compute", "instanceSize")
        return value

    @property
    def min_replica(self) -> int:
        """Replicas at least."""
        value: int = self._part("compute", "scaling", "minReplica")
        return value

    @property
    def max_replica(self) -> int:
        """Replicas at most."""
        value: int = self._part("compute", "scaling", "maxReplica")
        return value

    @property
    def scale_to_zero_timeout(self) -> int | None:
        """How long it must be idle before it is scaled to zero. In minutes."""
        value: int | None = self._part("compute", "scaling", "scaleToZeroTimeout")
        return value

    @property
    def ready_replica(self) -> int | None:
        """Replicas that answer."""
        value: int | None = self._part("status", "readyReplica")
        return value

    @property
    def target_replica(self) -> int | None:
        """Replicas that there shall be."""
        value: int | None = self._part("status", "targetReplica")
        return value

    @property
    def tags(self) -> list[str] | None:
        """Words to find it by."""
        value: list[str] | None = self._part("tags")
        return value

    async def fetch(self) -> AsyncEndpoint:
        """Ask how it is now.

        Returns:
            The endpoint itself, changed in place.

        Raises:
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused; `NotFoundError` where it is no more.
            AnswerError: The answer cannot be used.
        """
        self._found = await self._desk.line.drive_async(*self._desk.one(GET, self._desk.where(self._found)))
        return self

    async def refresh(self) -> AsyncEndpoint:
        """Another name for `fetch()`."""
        return await self.fetch()

    async def update(
        self,
        *,
        accelerator: Literal["cpu", "gpu", "neuron", "zero_gpu"] | str | None = None,
        instance_size: str | None = None,
        instance_type: str | None = None,
        min_replica: int | None = None,
        max_replica: int | None = None,
        scale_to_zero_timeout: int | None = None,
        repository: str | None = None,
        framework: Literal["custom", "pytorch", "llamacpp"] | str | None = None,
        revision: str | None = None,
        task: str | None = None,
        container_command: Sequence[str] | None = None,
        container_args: Sequence[str] | None = None,
        env: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        type: Literal["public", "authenticated", "private"] | None = None,
        domain: str | None = None,
        path: str | None = None,
        cache_http_responses: bool | None = None,
        tags: Sequence[str] | None = None,
        custom_image: Mapping[str, Any] | None = None,
        container_registry_username: str | None = None,
        container_registry_password: str | None = None,
        scaling_metric: Literal["pendingRequests", "hardwareUsage"] | None = None,
        scaling_threshold: float | None = None,
    ) -> AsyncEndpoint:
        """Change an endpoint; what is not given stays as it is.

        Args:
            accelerator: The kind of hardware that computes. Usually one of "cpu", "gpu", "neuron", "zero_gpu".
            instance_size: The machine's size, such as x1.
            instance_type: The kind of machine, such as intel-icl or nvidia-a10g.
            min_replica: Replicas at least; 0 lets it scale to zero. At least 0.
            max_replica: Replicas at most. At least 0.
            scale_to_zero_timeout: How long it must be idle before it is scaled to zero; it needs a minimum of 0
                replicas. In minutes.
            repository: The model's repository on the Hub, such as gpt2.
            framework: What the model is run with. Usually one of "custom", "pytorch", "llamacpp".
            revision: The repository's commit or branch; by default the latest of main.
            task: The task that the model is served for, such as text-generation.
            container_command: The container's command, in place of its own.
            container_args: Arguments of the container's command.
            env: Environment variables of the container.
            secrets: Environment variables of the container that are kept encrypted.
            type: Who may call it: everybody, those with a token that may, or only those inside a private network. One
                of "public", "authenticated", "private".
            domain: A domain of your own under which it is found.
            path: The path under which it is found. Matching the pattern ^/.
            cache_http_responses: Whether its answers are cached.
            tags: Words to find it by.
            custom_image: The container: by its engine's name ({"vLLM": {"url": ..., "port": ...}}; tgi, tei, sGLang,
                llamacpp, custom, ...), or {"url": ..., "port": ..., "healthRoute": ...} for a container of your own. By
                default Hugging Face's own.
            container_registry_username: The user's name at the closed registry that a container of your own comes from.
            container_registry_password: The password at that registry; it needs a user's name.
            scaling_metric: What replicas are added by; by default the service's own choice. One of "pendingRequests",
                "hardwareUsage".
            scaling_threshold: The average of the metric above which a replica is added: requests, or percent. It needs
                a metric.

        Returns:
            The endpoint itself, changed in place.

        Raises:
            UsageError: An argument does not fit, or there is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        self._found = await self._desk.line.drive_async(
            *self._desk.one(
                UPDATE,
                self._desk.where(self._found),
                {
                    "compute.accelerator": accelerator,
                    "compute.instanceSize": instance_size,
                    "compute.instanceType": instance_type,
                    "compute.scaling.minReplica": min_replica,
                    "compute.scaling.maxReplica": max_replica,
                    "compute.scaling.scaleToZeroTimeout": scale_to_zero_timeout,
                    "model.repository": repository,
                    "model.framework": framework,
                    "model.revision": revision,
                    "model.task": task,
                    "model.command": container_command,
                    "model.args": container_args,
                    "model.env": env,
                    "model.secrets": secrets,
                    "type": type,
                    "route.domain": domain,
                    "route.path": path,
                    "cacheHttpResponses": cache_http_responses,
                    "tags": tags,
                },
                {
                    "custom_image": custom_image,
                    "container_registry_username": container_registry_username,
                    "container_registry_password": container_registry_password,
                    "scaling_metric": scaling_metric,
                    "scaling_threshold": scaling_threshold,
                },
            )
        )
        return self

    async def scale(
        self,
        min_replica: int,
        max_replica: int,
        *,
        scale_to_zero_timeout: int | None = None,
    ) -> AsyncEndpoint:
        """Set how many replicas an endpoint has.

        Args:
            min_replica: Replicas at least; 0 lets it scale to zero. At least 0.
            max_replica: Replicas at most. At least 0.
            scale_to_zero_timeout: How long it must be idle before it is scaled to zero; it needs a minimum of 0
                replicas. In minutes.

        Returns:
            The endpoint itself, changed in place.

        Raises:
            UsageError: An argument does not fit, or there is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        self._found = await self._desk.line.drive_async(
            *self._desk.one(
                SCALE,
                self._desk.where(self._found),
                {
                    "compute.scaling.minReplica": min_replica,
                    "compute.scaling.maxReplica": max_replica,
                    "compute.scaling.scaleToZeroTimeout": scale_to_zero_timeout,
                },
            )
        )
        return self

    async def scale_to_zero(
        self,
    ) -> AsyncEndpoint:
        """Take all replicas away until the next call of the endpoint.

        It costs nothing then, and the next call waits until a replica is there again.

        Returns:
            The endpoint itself, changed in place.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        self._found = await self._desk.line.drive_async(*self._desk.one(SCALE_TO_ZERO, self._desk.where(self._found)))
        return self

    async def pause(
        self,
    ) -> AsyncEndpoint:
        """Stop an endpoint until it is resumed.

        It costs nothing then, and does not answer. Its address stays its own.

        Returns:
            The endpoint itself, changed in place.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        self._found = await self._desk.line.drive_async(*self._desk.one(PAUSE, self._desk.where(self._found)))
        return self

    async def resume(
        self,
        *,
        running_ok: bool = True,
    ) -> AsyncEndpoint:
        """Start an endpoint that is paused or scaled to zero.

        Args:
            running_ok: Whether it is no error that it runs already.

        Returns:
            The endpoint itself, changed in place.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        self._found = await self._desk.line.drive_async(
            *self._desk.one(RESUME, self._desk.where(self._found), forgives=running_ok)
        )
        return self

    async def delete(
        self,
    ) -> None:
        """Delete an endpoint, for good.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        await self._desk.line.drive_async(*self._desk.nothing(DELETE, self._desk.where(self._found)))

    async def states(self, *, timeout: float | None = None, every: float = 5.0) -> AsyncIterator[str]:
        """Wait until it runs and answers, telling its state each time that it is asked for.

        Args:
            timeout: Seconds to wait at most; by default 7200. Not negative.
            every: Seconds between two questions. More than 0.

        Yields:
            Its state; the first one is what was known before, the last one is running.

        Raises:
            UsageError: A number of seconds makes no sense; or it is paused or scaledToZero and does not start by
                itself.
            JobFailedError: It failed; the message has the service's words.
            InferenceTimeoutError: It does not run in time; the message has its last state, as it has itself.
        """
        waiting = self._desk.waiting(self._found, timeout, every, GET)
        while not waiting.over:
            try:
                await self._desk.line.drive_async(*self._desk.look(waiting))
            finally:
                self._found = waiting.found
            yield self.status

    async def wait(
        self,
        timeout: float | None = None,
        every: float = 5.0,
        on_progress: Callable[[AsyncEndpoint], object] | None = None,
    ) -> AsyncEndpoint:
        """Wait until it runs and answers.

        Args:
            timeout: Seconds to wait at most; by default 7200. Not negative.
            every: Seconds between two questions. More than 0.
            on_progress: Called with the endpoint each time that it was asked for.

        Returns:
            The endpoint itself, changed in place.

        Raises:
            UsageError: A number of seconds makes no sense; or it is paused or scaledToZero and does not start by
                itself.
            JobFailedError: It failed; the message has the service's words.
            InferenceTimeoutError: It does not run in time; the message has its last state, as it has itself.
        """
        async for _ in self.states(timeout=timeout, every=every):
            if on_progress is not None:
                on_progress(self)
        return self

    @property
    def client(self) -> InferenceClient:
        """A client that calls it, with the same token and settings.

        It has connections of its own, which are yours to close.

        Raises:
            UsageError: It has no address yet; or one that is not encrypted, to which no token is sent.
        """
        client: InferenceClient = self._desk.inference("InferenceClient", self._found)
        return client

    @property
    def async_client(self) -> AsyncInferenceClient:
        """An async client that calls it, with the same token and settings.

        It shares the connections of the client that the endpoint came from.

        Raises:
            UsageError: It has no address yet; or one that is not encrypted, to which no token is sent.
        """
        client: AsyncInferenceClient = self._desk.inference("AsyncInferenceClient", self._found)
        return client


class AsyncEndpoints:
    """Inference Endpoints: dedicated machines that serve one model, managed by Hugging Face.

    Documented at https://huggingface.co/docs/inference-endpoints/api_reference. Use it as a context manager, or close
    it, to give its connections back.

    Args:
        token: Hugging Face token. By default `HF_TOKEN`, or the token file.
        namespace: Whose endpoints they are that calls say nothing about; by default the token's user.
        timeout: Seconds to wait for the connection, for an answer's beginning and for each piece of it, or a `Timeout`;
            None waits without end.
        headers: Headers of every request; they replace the client's own of the same name.
        max_retries: How many times a request is sent again after a failure that a repetition may mend, or a `Retry`.
        http_client: An `httpx.AsyncClient` to use instead of one of its own; it stays the caller's to close.
        base_url: Another address of the service. By default `INFERLOOM_ENDPOINTS_URL`, or
            https://api.endpoints.huggingface.cloud/v2.
        strict: Whether an answer that does not fit its schema is an error; otherwise it is delivered as it came.

    Raises:
        UsageError: A value cannot be used.
    """

    def __init__(
        self,
        *,
        token: str | None = None,
        namespace: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.AsyncClient | None = None,
        base_url: str | None = None,
        strict: bool = False,
    ) -> None:
        self._client = AsyncInferenceClient(
            token=token,
            timeout=timeout,
            headers=headers,
            max_retries=max_retries,
            http_client=http_client,
            strict=strict,
        )
        self._desk = Desk(SERVICE, self._client, namespace, base_url)

    def __repr__(self) -> str:
        return f"AsyncEndpoints({self._desk!r})"

    @property
    def base_url(self) -> str:
        """The service's address."""
        return self._desk.base_url

    async def list(
        self,
        namespace: str | None = None,
    ) -> ListResult[AsyncEndpoint]:
        """List the endpoints of a namespace.

        The namespace "*" stands for all that the token's user has: their own, and those of their organisations where
        they may see them.

        Args:
            namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
                else the token's user.

        Returns:
            The endpoints, from all pages.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        found = await self._desk.line.drive_async(
            *self._desk.many(
                LIST,
                {
                    "namespace": namespace,
                },
            )
        )
        return ListResult(AsyncEndpoint(self._desk, one) for one in found)

    async def get(
        self,
        name: str,
        *,
        namespace: str | None = None,
    ) -> AsyncEndpoint:
        """Get an endpoint.

        Args:
            name: The endpoint's name.
            namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
                else the token's user.

        Returns:
            The endpoint.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        found = await self._desk.line.drive_async(
            *self._desk.one(
                GET,
                {
                    "name": name,
                    "namespace": namespace,
                },
            )
        )
        return AsyncEndpoint(self._desk, found)

    async def create(
        self,
        name: str,
        *,
        repository: str,
        framework: Literal["custom", "pytorch", "llamacpp"] | str,
        accelerator: Literal["cpu", "gpu", "neuron", "zero_gpu"] | str,
        instance_size: str,
        instance_type: str,
        region: str,
        vendor: str,
        private_link_account_id: str | None = None,
        private_link_region: str | None = None,
        private_link_shared: bool | None = None,
        min_replica: int = 1,
        max_replica: int = 1,
        scale_to_zero_timeout: int | None = None,
        revision: str | None = None,
        task: str | None = None,
        container_command: Sequence[str] | None = None,
        container_args: Sequence[str] | None = None,
        env: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        type: Literal["public", "authenticated", "private"] = "authenticated",
        domain: str | None = None,
        path: str | None = None,
        cache_http_responses: bool | None = None,
        tags: Sequence[str] | None = None,
        custom_image: Mapping[str, Any] | None = None,
        container_registry_username: str | None = None,
        container_registry_password: str | None = None,
        scaling_metric: Literal["pendingRequests", "hardwareUsage"] | None = None,
        scaling_threshold: float | None = None,
        namespace: str | None = None,
    ) -> AsyncEndpoint:
        """Make a new endpoint.

        It takes minutes until it answers: `wait()` waits for that. It is paid from then on, until it is paused, scaled
        to zero or deleted.

        Args:
            name: The endpoint's name: lower-case letters, digits and '-'. From 1 to 32 characters, matching the pattern
                ^[a-z0-9-]+$.
            repository: The model's repository on the Hub, such as gpt2.
            framework: What the model is run with. Usually one of "custom", "pytorch", "llamacpp".
            accelerator: The kind of hardware that computes. Usually one of "cpu", "gpu", "neuron", "zero_gpu".
            instance_size: The machine's size, such as x1.
            instance_type: The kind of machine, such as intel-icl or nvidia-a10g.
            region: The cloud's region, such as us-east-1.
            vendor: The cloud, such as aws, azure or gcp.
            private_link_account_id: The AWS account that may reach it through PrivateLink.
            private_link_region: The AWS region of the way in.
            private_link_shared: Whether all endpoints of the namespace share one way in.
            min_replica: Replicas at least; 0 lets it scale to zero. At least 0.
            max_replica: Replicas at most. At least 0.
            scale_to_zero_timeout: How long it must be idle before it is scaled to zero; it needs a minimum of 0
                replicas. In minutes.
            revision: The repository's commit or branch; by default the latest of main.
            task: The task that the model is served for, such as text-generation.
            container_command: The container's command, in place of its own.
            container_args: Arguments of the container's command.
            env: Environment variables of the container.
            secrets: Environment variables of the container that are kept encrypted.
            type: Who may call it: everybody, those with a token that may, or only those inside a private network. One
                of "public", "authenticated", "private".
            domain: A domain of your own under which it is found.
            path: The path under which it is found. Matching the pattern ^/.
            cache_http_responses: Whether its answers are cached.
            tags: Words to find it by.
            custom_image: The container: by its engine's name ({"vLLM": {"url": ..., "port": ...}}; tgi, tei, sGLang,
                llamacpp, custom, ...), or {"url": ..., "port": ..., "healthRoute": ...} for a container of your own. By
                default Hugging Face's own.
            container_registry_username: The user's name at the closed registry that a container of your own comes from.
            container_registry_password: The password at that registry; it needs a user's name.
            scaling_metric: What replicas are added by; by default the service's own choice. One of "pendingRequests",
                "hardwareUsage".
            scaling_threshold: The average of the metric above which a replica is added: requests, or percent. It needs
                a metric.
            namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
                else the token's user.

        Returns:
            The endpoint.

        Raises:
            UsageError: An argument does not fit, or there is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError` and others; with status 409 where the name is taken.
            AnswerError: The answer cannot be used.
        """
        found = await self._desk.line.drive_async(
            *self._desk.one(
                CREATE,
                {
                    "namespace": namespace,
                },
                {
                    "name": name,
                    "model.repository": repository,
                    "model.framework": framework,
                    "compute.accelerator": accelerator,
                    "compute.instanceSize": instance_size,
                    "compute.instanceType": instance_type,
                    "provider.region": region,
                    "provider.vendor": vendor,
                    "privateService.accountId": private_link_account_id,
                    "privateService.region": private_link_region,
                    "privateService.shared": private_link_shared,
                    "compute.scaling.minReplica": min_replica,
                    "compute.scaling.maxReplica": max_replica,
                    "compute.scaling.scaleToZeroTimeout": scale_to_zero_timeout,
                    "model.revision": revision,
                    "model.task": task,
                    "model.command": container_command,
                    "model.args": container_args,
                    "model.env": env,
                    "model.secrets": secrets,
                    "type": type,
                    "route.domain": domain,
                    "route.path": path,
                    "cacheHttpResponses": cache_http_responses,
                    "tags": tags,
                },
                {
                    "custom_image": custom_image,
                    "container_registry_username": container_registry_username,
                    "container_registry_password": container_registry_password,
                    "scaling_metric": scaling_metric,
                    "scaling_threshold": scaling_threshold,
                },
            )
        )
        return AsyncEndpoint(self._desk, found)

    async def update(
        self,
        name: str,
        *,
        accelerator: Literal["cpu", "gpu", "neuron", "zero_gpu"] | str | None = None,
        instance_size: str | None = None,
        instance_type: str | None = None,
        min_replica: int | None = None,
        max_replica: int | None = None,
        scale_to_zero_timeout: int | None = None,
        repository: str | None = None,
        framework: Literal["custom", "pytorch", "llamacpp"] | str | None = None,
        revision: str | None = None,
        task: str | None = None,
        container_command: Sequence[str] | None = None,
        container_args: Sequence[str] | None = None,
        env: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        type: Literal["public", "authenticated", "private"] | None = None,
        domain: str | None = None,
        path: str | None = None,
        cache_http_responses: bool | None = None,
        tags: Sequence[str] | None = None,
        custom_image: Mapping[str, Any] | None = None,
        container_registry_username: str | None = None,
        container_registry_password: str | None = None,
        scaling_metric: Literal["pendingRequests", "hardwareUsage"] | None = None,
        scaling_threshold: float | None = None,
        namespace: str | None = None,
    ) -> AsyncEndpoint:
        """Change an endpoint; what is not given stays as it is.

        Args:
            name: The endpoint's name.
            accelerator: The kind of hardware that computes. Usually one of "cpu", "gpu", "neuron", "zero_gpu".
            instance_size: The machine's size, such as x1.
            instance_type: The kind of machine, such as intel-icl or nvidia-a10g.
            min_replica: Replicas at least; 0 lets it scale to zero. At least 0.
            max_replica: Replicas at most. At least 0.
            scale_to_zero_timeout: How long it must be idle before it is scaled to zero; it needs a minimum of 0
                replicas. In minutes.
            repository: The model's repository on the Hub, such as gpt2.
            framework: What the model is run with. Usually one of "custom", "pytorch", "llamacpp".
            revision: The repository's commit or branch; by default the latest of main.
            task: The task that the model is served for, such as text-generation.
            container_command: The container's command, in place of its own.
            container_args: Arguments of the container's command.
            env: Environment variables of the container.
            secrets: Environment variables of the container that are kept encrypted.
            type: Who may call it: everybody, those with a token that may, or only those inside a private network. One
                of "public", "authenticated", "private".
            domain: A domain of your own under which it is found.
            path: The path under which it is found. Matching the pattern ^/.
            cache_http_responses: Whether its answers are cached.
            tags: Words to find it by.
            custom_image: The container: by its engine's name ({"vLLM": {"url": ..., "port": ...}}; tgi, tei, sGLang,
                llamacpp, custom, ...), or {"url": ..., "port": ..., "healthRoute": ...} for a container of your own. By
                default Hugging Face's own.
            container_registry_username: The user's name at the closed registry that a container of your own comes from.
            container_registry_password: The password at that registry; it needs a user's name.
            scaling_metric: What replicas are added by; by default the service's own choice. One of "pendingRequests",
                "hardwareUsage".
            scaling_threshold: The average of the metric above which a replica is added: requests, or percent. It needs
                a metric.
            namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
                else the token's user.

        Returns:
            The endpoint.

        Raises:
            UsageError: An argument does not fit, or there is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        found = await self._desk.line.drive_async(
            *self._desk.one(
                UPDATE,
                {
                    "name": name,
                    "namespace": namespace,
                },
                {
                    "compute.accelerator": accelerator,
                    "compute.instanceSize": instance_size,
                    "compute.instanceType": instance_type,
                    "compute.scaling.minReplica": min_replica,
                    "compute.scaling.maxReplica": max_replica,
                    "compute.scaling.scaleToZeroTimeout": scale_to_zero_timeout,
                    "model.repository": repository,
                    "model.framework": framework,
                    "model.revision": revision,
                    "model.task": task,
                    "model.command": container_command,
                    "model.args": container_args,
                    "model.env": env,
                    "model.secrets": secrets,
                    "type": type,
                    "route.domain": domain,
                    "route.path": path,
                    "cacheHttpResponses": cache_http_responses,
                    "tags": tags,
                },
                {
                    "custom_image": custom_image,
                    "container_registry_username": container_registry_username,
                    "container_registry_password": container_registry_password,
                    "scaling_metric": scaling_metric,
                    "scaling_threshold": scaling_threshold,
                },
            )
        )
        return AsyncEndpoint(self._desk, found)

    async def scale(
        self,
        name: str,
        min_replica: int,
        max_replica: int,
        *,
        scale_to_zero_timeout: int | None = None,
        namespace: str | None = None,
    ) -> AsyncEndpoint:
        """Set how many replicas an endpoint has.

        Args:
            name: The endpoint's name.
            min_replica: Replicas at least; 0 lets it scale to zero. At least 0.
            max_replica: Replicas at most. At least 0.
            scale_to_zero_timeout: How long it must be idle before it is scaled to zero; it needs a minimum of 0
                replicas. In minutes.
            namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
                else the token's user.

        Returns:
            The endpoint.

        Raises:
            UsageError: An argument does not fit, or there is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        found = await self._desk.line.drive_async(
            *self._desk.one(
                SCALE,
                {
                    "name": name,
                    "namespace": namespace,
                },
                {
                    "compute.scaling.minReplica": min_replica,
                    "compute.scaling.maxReplica": max_replica,
                    "compute.scaling.scaleToZeroTimeout": scale_to_zero_timeout,
                },
            )
        )
        return AsyncEndpoint(self._desk, found)

    async def scale_to_zero(
        self,
        name: str,
        *,
        namespace: str | None = None,
    ) -> AsyncEndpoint:
        """Take all replicas away until the next call of the endpoint.

        It costs nothing then, and the next call waits until a replica is there again.

        Args:
            name: The endpoint's name.
            namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
                else the token's user.

        Returns:
            The endpoint.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        found = await self._desk.line.drive_async(
            *self._desk.one(
                SCALE_TO_ZERO,
                {
                    "name": name,
                    "namespace": namespace,
                },
            )
        )
        return AsyncEndpoint(self._desk, found)

    async def pause(
        self,
        name: str,
        *,
        namespace: str | None = None,
    ) -> AsyncEndpoint:
        """Stop an endpoint until it is resumed.

        It costs nothing then, and does not answer. Its address stays its own.

        Args:
            name: The endpoint's name.
            namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
                else the token's user.

        Returns:
            The endpoint.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        found = await self._desk.line.drive_async(
            *self._desk.one(
                PAUSE,
                {
                    "name": name,
                    "namespace": namespace,
                },
            )
        )
        return AsyncEndpoint(self._desk, found)

    async def resume(
        self,
        name: str,
        *,
        running_ok: bool = True,
        namespace: str | None = None,
    ) -> AsyncEndpoint:
        """Start an endpoint that is paused or scaled to zero.

        Args:
            name: The endpoint's name.
            running_ok: Whether it is no error that it runs already.
            namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
                else the token's user.

        Returns:
            The endpoint.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        found = await self._desk.line.drive_async(
            *self._desk.one(
                RESUME,
                {
                    "name": name,
                    "namespace": namespace,
                },
                forgives=running_ok,
            )
        )
        return AsyncEndpoint(self._desk, found)

    async def delete(
        self,
        name: str,
        *,
        namespace: str | None = None,
    ) -> None:
        """Delete an endpoint, for good.

        Args:
            name: The endpoint's name.
            namespace: Whose endpoint it is, a user's or an organisation's name on the Hub; by default the client's own,
                else the token's user.

        Raises:
            UsageError: There is no token; nothing was sent.
            ConnectionFailedError: The service cannot be reached.
            InferenceTimeoutError: No answer came in time.
            ProviderError: The service refused: `AuthenticationError`, `NotFoundError` and others.
            AnswerError: The answer cannot be used.
        """
        await self._desk.line.drive_async(
            *self._desk.nothing(
                DELETE,
                {
                    "name": name,
                    "namespace": namespace,
                },
            )
        )

    async def close(self) -> None:
        """Close the connections, unless the HTTP client was injected; it is then the caller's to close."""
        await self._client.close()

    async def __aenter__(self) -> AsyncEndpoints:
        """The client itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the client."""
        await self.close()
