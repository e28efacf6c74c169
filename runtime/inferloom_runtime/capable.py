"""Who offers which task, with which parameters: questions to a package's table, answered without a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from inferloom_runtime.errors import About, UsageError
    from inferloom_runtime.task import Task


class Capabilities:
    """The table of a generated package.

    A task is named by its method ("text_to_image") or by its id ("text-to-image"). Its parameters are the arguments of
    the method by the names that the caller writes, without those that every method takes per call (`model`, `timeout`,
    `headers`, `max_retries`, `extra_body`).
    """

    def __init__(
        self,
        providers: Mapping[str, frozenset[str]],
        parameters: Mapping[str, tuple[str, ...]],
        *,
        ids: Mapping[str, str],
        refused: Mapping[str, Mapping[str, tuple[str, ...]]],
        defaults: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """Hold the data.

        Args:
            providers: Provider -> the methods that it offers.
            parameters: Method -> its parameters in the order of the signature.
            ids: Task id -> method.
            refused: Provider -> method -> the parameters that it does not take; empty ones are left out.
            defaults: Method -> parameter -> the default that is sent where the caller says nothing.
        """
        self._providers = providers
        self._parameters = parameters
        self._ids = ids
        self._refused = refused
        self._defaults = defaults

    def providers(self, task: str | None = None) -> tuple[str, ...]:
        """Providers by name.

        Args:
            task: A task, or None for all providers.

        Returns:
            Those that offer it.

        Raises:
            UsageError: There is no such task.
        """
        if task is None:
            return tuple(sorted(self._providers))
        method = self.method(task)
        return tuple(sorted(name for name, methods in self._providers.items() if method in methods))

    def tasks(self, provider: str | None = None) -> tuple[str, ...]:
        """Tasks by the names of their methods.

        Args:
            provider: A provider, or None for all tasks of the package.

        Returns:
            Those that it offers.

        Raises:
            UsageError: There is no such provider.
        """
        return tuple(sorted(self._parameters if provider is None else self._offer(provider)))

    def parameters(self, provider: str, task: str) -> tuple[str, ...]:
        """The parameters that a provider takes.

        Args:
            provider: The provider.
            task: The task.

        Returns:
            Names in the order of the method's signature.

        Raises:
            UsageError: There is no such provider or task, or (ModelNotSupportedError) it does not offer the task.
        """
        refused = self.refuses(provider, task)
        return tuple(name for name in self._parameters[self.method(task)] if name not in refused)

    def refuses(self, provider: str, task: str) -> tuple[str, ...]:
        """The parameters that a provider does not take, though the method has them.

        Args:
            provider: The provider.
            task: The task.

        Returns:
            Names in the order of the method's signature.

        Raises:
            UsageError: There is no such provider or task, or (ModelNotSupportedError) it does not offer the task.
        """
        offer, method = self._offer(provider), self.method(task)
        if method not in offer:
            from inferloom_runtime.errors import ModelNotSupportedError

            others = ", ".join(self.providers(method)) or "none"
            raise ModelNotSupportedError(f"Provider {provider} does not offer {method}(); these do: {others}.")
        return self._refused.get(provider, {}).get(method, ())

    def who_accepts(self, task: str, *parameters: str) -> tuple[str, ...]:
        """The providers that offer a task and take parameters.

        Args:
            task: The task.
            *parameters: The parameters, all of which they must take.

        Returns:
            Providers by name.

        Raises:
            UsageError: There is no such task, or it has no such parameter.
        """
        method = self.method(task)
        for name in parameters:
            if name not in self._parameters[method]:
                raise _unknown(f"{method}() has no parameter", name, self._parameters[method], "it has")
        taking = (name for name in self.providers(method) if not {*parameters} & {*self.refuses(name, method)})
        return tuple(taking)

    def method(self, task: str) -> str:
        """The method of a task.

        Args:
            task: The task.

        Returns:
            The method's name.

        Raises:
            UsageError: There is no such task.
        """
        method = task if task in self._parameters else self._ids.get(task)
        if method is None:
            raise _unknown("There is no task", task, [*self._parameters, *self._ids], "there are", self._parameters)
        return method

    def parameters_of(self, method: str) -> tuple[str, ...]:
        """All parameters of a method.

        Args:
            method: The method.

        Returns:
            Names in the order of its signature.
        """
        return self._parameters[method]

    def said(self, method: str, values: Mapping[str, object]) -> tuple[str, ...]:
        """The parameters whose value says something.

        Args:
            method: The method.
            values: Values by parameter.

        Returns:
            The names, without those of None, and of what a call sends where the caller leaves the argument out.
        """
        defaults = self._defaults.get(method, {})
        return tuple(
            name
            for name, value in values.items()
            if value is not None and not (name in defaults and value == defaults[name])
        )

    def offers(self, provider: str, method: str) -> bool:
        """Whether a provider that callers may name offers a task.

        Args:
            provider: Any name.
            method: The task's method.
        """
        return method in self._providers.get(provider, ())

    def _offer(self, provider: str) -> frozenset[str]:
        if provider == "auto":
            from inferloom_runtime.errors import UsageError

            raise UsageError(
                "'auto' is no provider but leaves the choice to the model's own list: name one of "
                f"{', '.join(self.providers())}."
            )
        if provider not in self._providers:
            raise _unknown("There is no provider", provider, self._providers, "there are")
        return self._providers[provider]


def _unknown(what: str, name: str, known: Iterable[str], head: str, listed: Iterable[str] | None = None) -> UsageError:
    from difflib import get_close_matches

    from inferloom_runtime.errors import UsageError

    names = list(known)
    near = [repr(found) for found in get_close_matches(str(name), names, n=3, cutoff=0.6)]
    if near:
        return UsageError(f"{what} {name!r}; did you mean {' or '.join(near)}?")
    return UsageError(f"{what} {name!r}; {head}: {', '.join(sorted(names if listed is None else listed))}.")


def table(package: str) -> Capabilities:
    """The table of a generated package.

    Args:
        package: The package, such as "inferloom".

    Returns:
        The table; importing it loads neither an HTTP client nor pydantic.
    """
    found: Capabilities = import_module(f"{package}.capabilities").TABLE
    return found


def refused(package: str, provider: str, method: str, names: Iterable[str]) -> tuple[str, ...]:
    """Which of a call's arguments a provider does not take, so that another one may be chosen before anything is sent.

    Args:
        package: The generated package.
        provider: The provider's id.
        method: The task's method.
        names: The arguments that the caller gave (see `given`); names that are no parameters are never refused.

    Returns:
        The refused ones in the order of the signature; none for a provider that callers cannot name (the endpoint of a
        URL, "auto") or that does not offer the task.
    """
    known = table(package)
    if not known.offers(provider, method):
        return ()
    wanted = {*names}
    return tuple(name for name in known.refuses(provider, method) if name in wanted)


def given(task: Task[Any], values: Mapping[str, Any]) -> tuple[str, ...]:
    """The arguments of a call that say something.

    Args:
        task: The task.
        values: What the method was given, by field, before `extra_body` is merged into it.

    Returns:
        The names of the arguments whose value is neither None nor the default that every call sends.
    """
    names = task.arguments()
    found: dict[str, Any] = {}
    for field, value in values.items():
        if field in task.nested and isinstance(value, Mapping):
            members = cast("Mapping[str, Any]", value)
            found |= {names.get(f"{field}.{inner}", inner): one for inner, one in members.items()}
        else:
            found[names.get(field, field)] = value
    return table(task.package).said(task.method, found)


def asked(task: Task[Any], extra_body: Mapping[str, Any] | None) -> dict[str, str]:
    """The arguments that stand in `extra_body`: the caller's own word for the server, which is never refused.

    Args:
        task: The task.
        extra_body: What the caller gave.

    Returns:
        Argument -> the key that it has there.
    """
    names, before = task.arguments(), f"{task.container}." if task.container else ""
    return {names.get(before + key, key): key for key in extra_body or {} if key in task.known()}


def refusal(package: str, about: About, parameters: Iterable[str]) -> UsageError:
    """The error for parameters that a provider does not take.

    Args:
        package: The generated package.
        about: The call.
        parameters: The parameters, by the names that the caller wrote.

    Returns:
        The error, which names those that take them.
    """
    from inferloom_runtime.errors import UsageError

    names, method = list(parameters), str(about.task)
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    them = "them" if len(names) > 1 else "it"
    known = table(package)
    if not known.offers(about.provider or "", method):
        message = (
            f"The wire of this endpoint has no place for {listed} in {method}(): leave {them} out, or give {them} in "
            "extra_body if the server knows what to do."
        )
        return UsageError(message, about=about)
    # Of a part of a parameter ("size.width") the table does not know who takes it.
    whole = all(name in known.parameters_of(method) for name in names)
    others = [name for name in known.who_accepts(method, *names) if name != about.provider] if whole else []
    rest = f"these do: {', '.join(others)}" if others else f"leave {them} out"
    return UsageError(f"{about.provider} does not take {listed} for {method}(); {rest}.", about=about)
