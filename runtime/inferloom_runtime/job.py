"""Jobs: work that was handed to a provider's queue, to be asked for later, by this process or by another one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from inferloom_runtime import poll, results, telemetry
from inferloom_runtime.auth import find_key, origin, router_url
from inferloom_runtime.call import Call
from inferloom_runtime.errors import About, InferloomError, JobFailedError, UsageError
from inferloom_runtime.flow import Flow
from inferloom_runtime.guards import is_object
from inferloom_runtime.line import Line, OnLine
from inferloom_runtime.meta import Trail
from inferloom_runtime.poll import Kind, Poll, State, Ticket
from inferloom_runtime.routing import module_of, provider_module
from inferloom_runtime.task import Task

if TYPE_CHECKING:
    from inferloom_runtime.client import AsyncBase, ClientBase, SyncBase

T_co = TypeVar("T_co", covariant=True)
J = TypeVar("J", bound="_JobBase[Any]")

VERSION = 1


class _JobBase(OnLine, Generic[T_co]):
    """What both kinds of job share: the ticket, and the flows that ask for it."""

    def __init__(
        self, line: Line, task: Task[T_co], call: Call, ticket: Ticket, *, whole: bool = False, submitted: Any = None
    ) -> None:
        self._line = line
        self._task = task
        self._call = call
        self._ticket = ticket
        self._whole = whole
        self._submitted = submitted
        self._value: Any = None
        self._result: T_co | None = None
        self._state: State | None = None
        self._module = module_of(task, cast(str, call.about.provider))
        self._poll: Poll = getattr(self._module, f"POLL_{task.method.upper()}")

    @property
    def id(self) -> str:
        """The provider's name for the job."""
        return self._ticket.id

    @property
    def provider(self) -> str:
        """Who works on it."""
        return cast(str, self._call.about.provider)

    @property
    def task(self) -> str:
        """The method whose result it will have."""
        return self._task.method

    @property
    def model(self) -> str | None:
        """The model as the caller named it."""
        return self._call.about.model

    @property
    def state(self) -> str | None:
        """The provider's own word for the state that was last seen; None before the first question."""
        return self._state.name if self._state else None

    def __repr__(self) -> str:
        seen = f", state={self.state!r}" if self._state else ""
        return f"{type(self).__name__}({self.id!r}, provider={self.provider!r}, task={self.task!r}{seen})"

    def to_dict(self) -> dict[str, Any]:
        """The job as plain JSON, for another process to take up with `resume`.

        Returns:
            A new dict. It holds no key, but whoever has it and the key can get the result.
        """
        return {
            "inferloom_job": VERSION,
            "task": self._task.method,
            "module": self._task.module,
            "provider": self.provider,
            "model": self.model,
            "served_as": self._call.model,
            "routed": self._call.routed,
            "whole": self._whole,
            "ticket": self._ticket.to_dict(),
        }

    @classmethod
    def _taken_up(cls: type[J], data: Mapping[str, Any], client: ClientBase, kind: type[ClientBase]) -> J:
        if not isinstance(client, kind):
            raise UsageError(f"{cls.__name__}.resume() does not take a client of this kind ({type(client).__name__}).")
        if not is_object(data) or data.get("inferloom_job") != VERSION:
            raise UsageError(f"data must be a dict of version {VERSION} from Job.to_dict().")
        try:
            line = client._line
            task: Task[Any] = _task_of(line.package, str(data["task"]), str(data["module"]))
            about = About(str(data["provider"]), task.method, data["model"])
            call = _call_of(client, line, task, about, served_as=str(data["served_as"]), routed=bool(data["routed"]))
            job = cls(line, task, call, Ticket(**data["ticket"]), whole=bool(data["whole"]))
        except (KeyError, TypeError, AttributeError, ModuleNotFoundError) as error:
            raise UsageError(f"data is no job of this SDK: {type(error).__name__} {error}.") from None
        _check_origins(job._ticket, job._poll, call, job._module)
        return job

    def _asked(self) -> Flow[Kind]:
        if self._value is not None or self._ticket.value is not None:
            return "done"
        if self._state is None or self._state.kind == "pending":
            self._state = yield from poll.ask(self._call, self._ticket, self._poll)
        return self._state.kind

    def _waited(self, timeout: float | None) -> Flow[None]:
        if timeout is not None and not _is_seconds(timeout):
            raise UsageError(f"timeout={timeout!r} must be a number of seconds, 0 or more.", about=self._call.about)
        if self._value is None:
            with self._carried():
                self._value = yield from poll.wait(self._call, self._ticket, self._poll, deadline=timeout)

    def _finished(self, timeout: float | None, trail: Trail) -> Flow[T_co]:
        if self._result is None:
            yield from self._waited(timeout)
            finish: Callable[[Call, Any], Flow[Any]] = getattr(self._module, f"result_of_{self._task.method}")
            with self._carried():
                output = yield from finish(self._call, self._value)
                self._result = results.returned(self._task, output, self._call, self._whole, trail)
        return cast(T_co, self._result)

    @contextmanager
    def _carried(self) -> Generator[None]:
        """Let errors carry the job, unless it has ended."""
        try:
            yield
        except InferloomError as error:
            if not isinstance(error, JobFailedError):
                error.ticket, error.job = self._ticket, cast(Any, self)
            raise

    def _cancelled(self) -> Flow[None]:
        yield from poll.cancel(self._call, self._ticket)
        self._state = None

    def _trail(self, *, result: bool = False) -> Trail:
        trail = Trail(self._call.about, self._call.timeout)
        if result and self._result is None and telemetry.active is not None:
            telemetry.active.begun(self._task, {}, trail, step="result")
            if trail.watch is not None:
                trail.watch.job(self.id, self._submitted)
        return trail


class Job(_JobBase[T_co]):
    """Work on a provider's queue. `client.submit.text_to_video(...)` makes one; nothing is waited for until you ask.

    Only what asks the provider is a method; each of them raises `ConnectionFailedError` when no answer comes and
    `ProviderError` when the provider refuses.
    """

    @classmethod
    def resume(cls, data: Mapping[str, Any], client: SyncBase) -> Job[Any]:
        """Take up a job that another process, or an earlier run, has submitted.

        Args:
            data: What its `to_dict()` gave. Its addresses are only believed where they are the provider's.
            client: The client to ask with; its key must be the one that the job was submitted with.

        Returns:
            The job.

        Raises:
            UsageError: The data is no job of this SDK.
        """
        from inferloom_runtime.client import SyncBase

        return cls._taken_up(data, client, SyncBase)

    def status(self) -> Kind:
        """Ask how far it is.

        Returns:
            "pending", "done", "failed" or "cancelled"; the provider's own word is in `state`. An end, once seen, is
            not asked for again.
        """
        return self._line.drive(self._asked(), self._trail())

    def wait(self, timeout: float | None = None) -> Job[T_co]:
        """Wait until it has ended.

        Args:
            timeout: Seconds to wait at most; by default as long as the plain method would.

        Returns:
            The job itself.

        Raises:
            JobFailedError: The provider gave it up (`JobCancelledError`: it was cancelled).
            InferenceTimeoutError: It has not ended in time; it goes on, and may be waited for again.
        """
        self._line.drive(self._waited(timeout), self._trail())
        return self

    def result(self, timeout: float | None = None) -> T_co:
        """Wait until it has ended, and get what it made.

        Args:
            timeout: Seconds to wait at most; by default as long as the plain method would.

        Returns:
            What the plain method would have returned; asked for again, the same object.

        Raises:
            JobFailedError: The provider gave it up (`JobCancelledError`: it was cancelled).
            InferenceTimeoutError: It has not ended in time; it goes on, and may be waited for again.
            AnswerError: The result cannot be used.
        """
        trail = self._trail(result=True)
        return self._line.drive(self._finished(timeout, trail), trail)

    def cancel(self) -> None:
        """Ask the provider to give it up. Work that has begun may be finished, and billed, all the same.

        Raises:
            UsageError: The provider has no way to cancel.
        """
        self._line.drive(self._cancelled(), self._trail())


class AsyncJob(_JobBase[T_co]):
    """Work on a provider's queue, made by `await client.submit.text_to_video(...)`; nothing is waited for until asked.

    Only what asks the provider is a method; each of them raises `ConnectionFailedError` when no answer comes and
    `ProviderError` when the provider refuses. Waiting stops when its task is cancelled; the job goes on.
    """

    @classmethod
    def resume(cls, data: Mapping[str, Any], client: AsyncBase) -> AsyncJob[Any]:
        """Take up a job that another process, or an earlier run, has submitted.

        Args:
            data: What its `to_dict()` gave. Its addresses are only believed where they are the provider's.
            client: The client to ask with; its key must be the one that the job was submitted with.

        Returns:
            The job.

        Raises:
            UsageError: The data is no job of this SDK.
        """
        from inferloom_runtime.client import AsyncBase

        return cls._taken_up(data, client, AsyncBase)

    async def status(self) -> Kind:
        """Ask how far it is.

        Returns:
            "pending", "done", "failed" or "cancelled"; the provider's own word is in `state`. An end, once seen, is
            not asked for again.
        """
        return await self._line.drive_async(self._asked(), self._trail())

    async def wait(self, timeout: float | None = None) -> AsyncJob[T_co]:
        """Wait until it has ended, without blocking the event loop.

        Args:
            timeout: Seconds to wait at most; by default as long as the plain method would.

        Returns:
            The job itself.

        Raises:
            JobFailedError: The provider gave it up (`JobCancelledError`: it was cancelled).
            InferenceTimeoutError: It has not ended in time; it goes on, and may be waited for again.
        """
        await self._line.drive_async(self._waited(timeout), self._trail())
        return self

    async def result(self, timeout: float | None = None) -> T_co:
        """Wait until it has ended, and get what it made.

        Args:
            timeout: Seconds to wait at most; by default as long as the plain method would.

        Returns:
            What the plain method would have returned; asked for again, the same object.

        Raises:
            JobFailedError: The provider gave it up (`JobCancelledError`: it was cancelled).
            InferenceTimeoutError: It has not ended in time; it goes on, and may be waited for again.
            AnswerError: The result cannot be used.
        """
        trail = self._trail(result=True)
        return await self._line.drive_async(self._finished(timeout, trail), trail)

    async def cancel(self) -> None:
        """Ask the provider to give it up. Work that has begun may be finished, and billed, all the same.

        Raises:
            UsageError: The provider has no way to cancel.
        """
        await self._line.drive_async(self._cancelled(), self._trail())


def _is_seconds(timeout: object) -> bool:
    return isinstance(timeout, (int, float)) and not isinstance(timeout, bool) and timeout >= 0


def _task_of(package: str, method: str, module: str) -> Task[Any]:
    if not method.isidentifier() or not module.isidentifier():
        raise UsageError("data is no job of this SDK: its task is no name.")
    task: Task[Any] = import_module(f"{package}.methods.{module}").TASK
    if task.method != method:
        raise UsageError(f"data is no job of this SDK: it has no task {method!r}.")
    return task


def _call_of(client: ClientBase, line: Line, task: Task[Any], about: About, *, served_as: str, routed: bool) -> Call:
    """A call on the provider that was chosen when the job was submitted, with a client's key, headers and limits."""
    key = line.key or find_key()
    module = provider_module(task, cast(str, about.provider), about)
    if routed != (module.BASE_URL is None or key is None or key.routed):
        wanted = "a Hugging Face token (hf_...)" if routed else f"a key of {about.provider}'s own"
        raise UsageError(f"The job was submitted with {wanted}: it can only be asked for with that.", about=about)
    return Call(
        about,
        router_url() + module.ROUTER_PATH if routed else cast(str, module.BASE_URL),
        served_as,
        key,
        client.headers,
        client.cookies,
        client.timeout,
        line.retries(client.retry),
        strict=client.strict,
        download_limit=client.download_limit,
        auth=("authorization", "Bearer {key}") if routed else module.AUTH,
        routed=routed,
    )


def _check_origins(ticket: Ticket, asked: Poll, call: Call, module: Any) -> None:
    """Refuse addresses that are not the provider's: the key goes where they point."""
    if asked.keyless:
        return
    homes = {origin(router_url() if call.routed else cast(str, module.BASE_URL))}
    if asked.own and not call.routed:
        homes.add(origin(asked.own))
    for url in (ticket.status_url, ticket.result_url, ticket.cancel_url):
        if url and origin(url) not in homes:
            raise UsageError(
                f"The job's address on {origin(url)[1] or 'no host'} is not the provider's: it is not asked.",
                about=call.about,
            )
