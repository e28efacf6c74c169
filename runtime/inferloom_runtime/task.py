"""What a generated method tells the runtime about its task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pick:
    """Which part of an output a method returns.

    Attributes:
        path: The fields from the output to that part, and positions in lists; empty for the output itself.
        unless: A field of the input that, when true, asks for the whole output.
        array: The dtype of the numpy array to make of it, or None.
    """

    path: tuple[str | int, ...] = ()
    unless: str | None = None
    array: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Task(Generic[T]):
    """One task of a generated package.

    Attributes:
        package: The generated package, such as "inferloom".
        id: The task's id, such as "text-to-image".
        hub: The Hub's pipeline tag.
        method: The method's name; a provider's function for it has the same.
        module: The module of its types.
        input: The name of the input's class.
        output: The name of the output's type.
        stream_output: The name of the type of a streamed item, or empty.
        nested: Fields of the input that are objects, with the names of their classes.
        names: Paths in the input whose argument has another name than the field.
        container: The field of the input that holds the parameters; empty when they stand beside the input.
        returns: What the method gives back.
        stream_returns: What each item of a stream is.
        chat: Whether its input is a conversation, which callers may write in several ways.
        openai: Where it is no task but a namespace of OpenAI's client, that namespace: "embeddings", ...; `method` and
            `hub` are those of the task that does the same.
    """

    package: str
    id: str
    hub: str
    method: str
    module: str
    input: str
    output: str = ""
    stream_output: str = ""
    nested: Mapping[str, str] = field(default_factory=dict[str, str])
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    container: str = ""
    returns: Pick = Pick()
    stream_returns: Pick = Pick()
    chat: bool = False
    openai: str = ""

    @property
    def called(self) -> str:
        """What people call it: the method, or the namespace's one, such as "embeddings.create"."""
        if not self.openai:
            return self.method
        return f"{self.openai}.{'list' if self.openai == 'models' else 'create'}"

    def types(self) -> ModuleType:
        """The module of the task's types, imported on first use."""
        return _types(self)

    def known(self) -> frozenset[str]:
        """The parameters that `extra_body` may override.

        Returns:
            The fields of the container, or of the input where it has none.
        """
        return _known(self)

    def arguments(self) -> Mapping[str, str]:
        """What the caller calls a field.

        Returns:
            Dotted path in the input -> argument; a field of the input itself whose argument has its name is left out.
        """
        return _arguments(self)

    def build(self, values: Mapping[str, Any]) -> Any:
        """The input.

        Args:
            values: What the caller gave, by field; the fields of `nested` are mappings.

        Returns:
            An instance of the input's class.
        """
        module = self.types()
        fields = dict(values)
        for name, type_name in self.nested.items():
            if isinstance(given := fields.get(name), dict):
                fields[name] = getattr(module, type_name)(**given)
        # The arguments have been checked. A constructor would write None for all that are absent, and forget it again.
        made = object.__new__(getattr(module, self.input))
        made.__dict__.update(fields)
        return made


@cache
def _types(task: Task[Any]) -> ModuleType:
    return import_module(f"{task.package}.types.{task.module}")


@cache
def _known(task: Task[Any]) -> frozenset[str]:
    name = task.nested.get(task.container, "") if task.container else task.input
    return _fields(task, name)


@cache
def _arguments(task: Task[Any]) -> Mapping[str, str]:
    inner = {f"{outer}.{name}": name for outer, type_ in task.nested.items() for name in _fields(task, type_)}
    return {**inner, **task.names}


def _fields(task: Task[Any], type_: str) -> frozenset[str]:
    return frozenset(getattr(getattr(task.types(), type_, None), "__dataclass_fields__", ()))
