"""The class that every generated type derives from.

What an instance holds is what the server sent, no more: its `__dict__` has the keys that came. An optional field that
did not come falls back on its default, the class's attribute None; a required one that did not come reads as None too.
An instance made by its constructor drops the arguments that are None, so both kinds follow one rule.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

if TYPE_CHECKING:
    from inferloom_runtime.meta import Meta

F = TypeVar("F", bound=Callable[..., Any])


class _Fixed:
    """A method that a field of the same name in the instance cannot hide, because it is found before the instance.

    A server may well add a field called `items`.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.__doc__ = function.__doc__

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self.function if instance is None else self.function.__get__(instance, owner)

    def __set__(self, instance: Any, value: object) -> None:
        instance.__dict__[self.function.__name__] = value


def _fixed(function: F) -> F:
    return cast(F, _Fixed(function))


class _NoField(AttributeError):
    """Looks for near names only when somebody reads it: `getattr(out, "x", None)` stays cheap."""

    def __init__(self, kind: str, missing: str, known: tuple[str, ...]) -> None:
        super().__init__(kind, missing, known)

    def __str__(self) -> str:
        kind, missing, known = cast("tuple[str, str, tuple[str, ...]]", self.args)
        return f"{kind} has no field {missing!r}{_near(missing, known)}."


class _Told:
    """Holds the story of the call that a record came from, apart from what came."""

    __slots__ = ("_meta",)

    if TYPE_CHECKING:  # where hints are read at run time, only fields of the schema may have one
        _meta: Meta | None


class _MetaOf:
    """`record.meta`, unless the record has a field of that name."""

    def __get__(self, instance: Record | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        if "meta" in instance.__dict__ and "meta" in _fields(instance):
            return instance.__dict__["meta"]
        return getattr(instance, "_meta", None)

    def __set__(self, instance: Record, value: object) -> None:
        instance.__dict__["meta"] = value


class Record(_Told):
    """A value with named fields, as a server sent it or as you made it.

    Fields are attributes and items: `out.label` and `out["label"]` are the same. A field beyond the schema is both as
    well, and stands in `out.extra`. `dict(out)` and `{**out}` give the fields that are present; `to_dict()` gives them
    with everything inside them plain. Equality and repr are those of a dataclass: they look at the declared fields.
    """

    __wire_names__: ClassVar[Mapping[str, str]] = {}
    """Fields whose name in JSON is another one than in Python: field -> name in JSON."""

    if TYPE_CHECKING:

        @property
        def meta(self) -> Meta | None:
            """How this result came to be: provider, model, status, headers, attempts, timings, usage.

            None for a record inside another one, and for one that you made.
            """
            ...
    else:
        meta = _MetaOf()

    def __post_init__(self) -> None:
        members = self.__dict__
        for name in [name for name, value in members.items() if value is None]:
            if getattr(type(self), name, None) is None:
                del members[name]

    if not TYPE_CHECKING:  # a type checker shall still find misspelt names

        def __getattr__(self, name: str) -> Any:
            # Only asked for what neither the instance nor the class has.
            fields = getattr(type(self), "__dataclass_fields__", {})
            if name in fields:
                return None
            raise _NoField(type(self).__name__, name, (*fields, *self.__dict__))

    @property
    def extra(self) -> dict[str, Any]:
        """The fields that the server sent beyond the schema, as they came."""
        known = _fields(self)
        return {name: value for name, value in self.__dict__.items() if name not in known}

    def __getitem__(self, key: str) -> Any:
        name = _name(self, key)
        if name in self.__dict__:
            return self.__dict__[name]
        known = _fields(self)
        if name in known:
            return getattr(type(self), name, None)
        near = _near(str(key), (*known, *self.__dict__))
        raise KeyError(f"{type(self).__name__} has no field {key!r}{near}")

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and _name(self, key) in self.__dict__

    def __iter__(self) -> Iterator[str]:
        return iter(_members(self))

    @_fixed
    def get(self, key: str, default: Any = None) -> Any:
        """The value of a field, or something else where the field is not there.

        Args:
            key: The field's name.
            default: What to give when the server did not send the field.

        Returns:
            The value; None if the server sent a null.
        """
        return self.__dict__.get(_name(self, key), default)

    @_fixed
    def keys(self) -> KeysView[str]:
        """The names of the fields that are present, as they stand in JSON."""
        return _members(self).keys()

    @_fixed
    def values(self) -> ValuesView[Any]:
        """The values of the fields that are present."""
        return _members(self).values()

    @_fixed
    def items(self) -> ItemsView[str, Any]:
        """The fields that are present: names as they stand in JSON, with values."""
        return _members(self).items()

    @_fixed
    def to_dict(self) -> dict[str, Any]:
        """This value as plain dicts and lists: what came, field for field.

        Absent fields stay absent, nulls stay None, and fields beyond the schema are there. Of a value that you made
        with its constructor, the fields that are None are left out. Binary fields, which came as base64 text and were
        decoded, become base64 text again: bytes exactly, without the `data:` prefix they may have had; images as a PNG
        file of the same pixels, which is not the file that came.

        Returns:
            A new dict that shares no list or dict with this value.
        """
        return {key: _plain(value) for key, value in _members(self).items()}


def tell(record: Record, meta: Meta | None) -> None:
    """Let a record tell its story.

    Args:
        record: What a method is about to return.
        meta: The story, or None.
    """
    record._meta = meta  # pyright: ignore[reportPrivateUsage]


def _fields(record: Record) -> Mapping[str, Any]:
    return getattr(type(record), "__dataclass_fields__", {})


def _name(record: Record, key: str) -> str:
    for name, wire in type(record).__wire_names__.items():
        if wire == key:
            return name
    return key


def _members(record: Record) -> dict[str, Any]:
    names = type(record).__wire_names__
    if not names:
        return dict(record.__dict__)
    return {names.get(name, name): value for name, value in record.__dict__.items()}


def _near(name: str, known: tuple[str, ...]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Record):
        return {key: _plain(member) for key, member in _members(value).items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in cast("dict[str, Any]", value).items()}
    if isinstance(value, (bytes, bytearray)):
        import base64

        return base64.b64encode(value).decode("ascii")
    from inferloom_runtime import media

    return media.text_of(value) if media.is_picture(value) else value
