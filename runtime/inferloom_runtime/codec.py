"""JSON to generated dataclasses, with the way back.

pydantic-core reads the bytes straight into the dataclasses when they fit the type, which they nearly always do. When
they don't, a slower walk over the same type says where, and keeps what fits.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast, overload

from inferloom_runtime.errors import About, AnswerError, UsageError
from inferloom_runtime.fit import Misfit, Path, fit
from inferloom_runtime.forks import Lock
from inferloom_runtime.guards import is_list, is_object
from inferloom_runtime.media import shown
from inferloom_runtime.record import Record
from inferloom_runtime.schema import SchemaWriter
from inferloom_runtime.shape import glimpse, path, shape_of

T = TypeVar("T")


class AnswerWarning(UserWarning):
    """An answer did not fit the type it was declared to have, and was delivered as far as it does."""


class Decoder(Generic[T]):
    """Decodes JSON to one type. Make it with `decoder`, once; it may be used by several threads.

    Attributes:
        exactly: Decodes JSON in UTF-8 that fits the type. ValueError for any other, which is then for the decoder.
    """

    def __init__(self, type_: Any, strict: bool) -> None:
        from pydantic_core import SchemaValidator, from_json

        self._name = getattr(type_, "__name__", str(type_)) if isinstance(type_, type) else _words_of_type(type_)
        self._shape = shape_of(type_)
        self._strict = strict
        validator = SchemaValidator(SchemaWriter(strict).whole(self._shape))
        self.exactly: Callable[[bytes | str], T] = validator.validate_json
        self._validate: Callable[[Any], T] = validator.validate_python
        self._from_json: Callable[[bytes | str], Any] = from_json

    def __call__(self, data: bytes | str, *, about: About | None = None, content_type: str = "") -> T:
        """Decode the bytes of an answer.

        Args:
            data: JSON in UTF-8.
            about: The call, for errors.
            content_type: What the server called the answer, for errors.

        Returns:
            The typed value.

        Raises:
            AnswerError: It is no JSON, or not even roughly of the type; when strict, whatever does not fit.
        """
        try:
            return self.exactly(data)
        except ValueError:
            return self._mended(self._parsed(data, about, content_type), about)

    def value(self, value: Any, *, about: About | None = None) -> T:
        """Give a type to JSON that has been parsed already.

        Args:
            value: What `json.loads` gives.
            about: The call, for errors.

        Returns:
            The typed value.

        Raises:
            AnswerError: It is not even roughly of the type; when strict, whatever does not fit.
        """
        try:
            return self._validate(value)
        except ValueError:
            return self._mended(value, about)

    def _parsed(self, data: bytes | str, about: About | None, content_type: str) -> Any:
        try:
            return self._from_json(data)
        except ValueError as error:
            reason = str(error)
        if not reason.startswith(_TOO_DEEP):
            # The standard library also reads half surrogate pairs, which servers send that cut text by code units.
            try:
                value = json.loads(data)
                if not _is_deep(value):
                    return value
                reason = _TOO_DEEP
            except RecursionError:
                reason = _TOO_DEEP
            except ValueError:
                pass
        if reason.startswith(_TOO_DEEP):
            raise _too_deep(about)
        came = f" ({content_type})" if content_type else ""
        begins = f"it begins with {shown(data)}" if data else "it is empty"
        raise AnswerError(f"The answer{came} is not JSON: {reason}; {begins}.", about=about)

    def _mended(self, value: Any, about: About | None) -> T:
        misfits: list[Misfit] = []
        try:
            fitted = fit(self._shape, value, (), misfits, self._strict)
        except RecursionError:
            raise _too_deep(about) from None
        if misfits and (self._strict or any(not misfit.at for misfit in misfits)):
            listed = "; ".join(str(misfit) for misfit in misfits[:5])
            more = f"; and {len(misfits) - 5} more" if len(misfits) > 5 else ""
            raise AnswerError(f"The answer is no {self._name}: {listed}{more}.", about=about)
        if misfits:
            _warn(self._name, misfits)
        return cast(T, fitted)


_TOO_DEEP = "recursion"
"""How pydantic-core begins to say that JSON is nested too deeply."""

_LEVELS = 200


def _too_deep(about: About | None) -> AnswerError:
    return AnswerError(
        f"The answer is nested too deeply: more than {_LEVELS} levels of lists and objects.", about=about
    )


def _is_deep(value: Any) -> bool:
    """Whether JSON has more levels than pydantic-core reads."""
    level: list[Any] = [value]
    for _ in range(_LEVELS):
        inside: list[Any] = []
        for one in level:
            if is_list(one):
                inside += one
            elif is_object(one):
                inside += one.values()
        if not inside:
            return False
        level = inside
    return True


_decoders: dict[tuple[Any, bool], Decoder[Any]] = {}
_lock = Lock()


@overload
def decoder(type_: type[T], *, strict: bool = False) -> Decoder[T]: ...
@overload
def decoder(type_: object, *, strict: bool = False) -> Decoder[Any]: ...
def decoder(type_: Any, *, strict: bool = False) -> Decoder[Any]:
    """The decoder of a type.

    The first call for a type imports pydantic-core and takes about a millisecond; later ones take it from a table. Make
    the first one outside the event loop.

    Args:
        type_: A generated dataclass, a list of one, or another annotation made of them.
        strict: Whether everything must fit the schema, required fields included.

    Returns:
        The decoder.
    """
    found = _decoders.get((type_, strict))
    if found is None:
        with _lock:
            found = _decoders.get((type_, strict))
            if found is None:
                found = _decoders[type_, strict] = Decoder[Any](type_, strict)
    return found


@overload
def decode(
    data: bytes | str, type_: type[T], *, strict: bool = False, about: About | None = None, content_type: str = ""
) -> T: ...
@overload
def decode(
    data: bytes | str, type_: object, *, strict: bool = False, about: About | None = None, content_type: str = ""
) -> Any: ...
def decode(
    data: bytes | str, type_: Any, *, strict: bool = False, about: About | None = None, content_type: str = ""
) -> Any:
    """Decode the bytes of an answer.

    Lenient, it delivers what does not fit the schema as the plain JSON that came, at its place, with one AnswerWarning
    a place and process; required fields that are missing read as None. Numbers that are none (NaN, Infinity), which
    JSON does not have and some servers send, are read as floats.

    Args:
        data: JSON in UTF-8.
        type_: A generated dataclass, a list of one, or another annotation made of them.
        strict: Whether everything must fit the schema, required fields included.
        about: The call, for errors.
        content_type: What the server called the answer, for errors.

    Returns:
        The typed value.

    Raises:
        AnswerError: It is no JSON, or not even roughly of the type; when strict, whatever does not fit, with its place.
    """
    return decoder(type_, strict=strict)(data, about=about, content_type=content_type)


@overload
def decode_value(value: Any, type_: type[T], *, strict: bool = False, about: About | None = None) -> T: ...
@overload
def decode_value(value: Any, type_: object, *, strict: bool = False, about: About | None = None) -> Any: ...
def decode_value(value: Any, type_: Any, *, strict: bool = False, about: About | None = None) -> Any:
    """Give a type to JSON that has been parsed already, as `decode` does.

    Args:
        value: What `json.loads` gives.
        type_: A generated dataclass, a list of one, or another annotation made of them.
        strict: Whether everything must fit the schema, required fields included.
        about: The call, for errors.

    Returns:
        The typed value.

    Raises:
        AnswerError: It is not even roughly of the type; when strict, whatever does not fit, with its place.
    """
    return decoder(type_, strict=strict).value(value, about=about)


_warned: set[tuple[str, Path]] = set()


def _warn(name: str, misfits: list[Misfit]) -> None:
    new: list[Misfit] = []
    with _lock:
        for misfit in misfits:
            key = (name, tuple("[]" if isinstance(part, int) else part for part in misfit.at))
            if key not in _warned and len(_warned) < 10_000:
                _warned.add(key)
                new.append(misfit)
    if not new:
        return
    listed = "; ".join(str(misfit) for misfit in new[:5]) + (f"; and {len(new) - 5} more" if len(new) > 5 else "")
    message = f"The server's answer does not fit {name} and is delivered as it came: {listed}."
    warnings.warn(message, AnswerWarning, stacklevel=_caller())


def _caller() -> int:
    """How many frames up the code is that called us: a warning shall name that line, not one of ours."""
    frame, level = sys._getframe(1), 1  # pyright: ignore[reportPrivateUsage]  # that of _warn itself
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] in _OURS:
        frame, level = frame.f_back, level + 1
    return level


_OURS = ("inferloom", "inferloom_runtime")


def _words_of_type(type_: Any) -> str:
    return re.sub(r"\b(?:[A-Za-z_]\w*\.)+", "", str(type_))[:200]  # without the modules


def encode(value: Any, *, drop_none: bool = False, about: About | None = None) -> bytes:
    """Encode a value as JSON.

    Args:
        value: Whatever `plain` takes.
        drop_none: Whether to leave out what is None, in objects and in lists.
        about: The call, for errors.

    Returns:
        JSON in UTF-8, without white space between its parts, other scripts as they are.

    Raises:
        UsageError: Something in the value is not JSON.
    """
    made = plain(value, drop_none=drop_none, about=about)
    try:
        return _encoder.encode(made).encode()
    except UnicodeEncodeError:  # half a surrogate pair: it has no UTF-8, and JSON has an escape for it
        return json.dumps(made, separators=(",", ":"), allow_nan=False).encode()
    except ValueError as error:  # an integer of thousands of digits, which Python does not write
        raise UsageError(f"The value cannot be sent as JSON: {error}.", about=about) from None


def written(value: Any) -> bytes | None:
    """JSON of a value that is made of what JSON has already, as nearly every body is.

    Args:
        value: The value; the keys of its objects are strings.

    Returns:
        The same as `encode` gives; None where there is more to it, or something is wrong with it.
    """
    try:
        return _encoder.encode(value).encode()
    except (TypeError, ValueError, RecursionError):
        return None


# What contains itself is found by its depth.
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


def plain(value: Any, *, drop_none: bool = True, about: About | None = None) -> Any:
    """A copy of a value made of what JSON has: dicts with text keys, lists, strings, numbers, booleans, None.

    Args:
        value: JSON already, or with generated dataclasses (their present fields, by their names in JSON), other
            dataclasses, pydantic models, numpy numbers and arrays, tuples and other sequences in it. It is not changed.
        drop_none: Whether to leave out what is None, in objects and in lists.
        about: The call, for errors.

    Returns:
        The copy.

    Raises:
        UsageError: Something in the value is not JSON: a set, bytes, a number that is none (NaN, Infinity), or an
            object of an unknown class; or it contains itself.
    """
    try:
        return _plain(value, drop_none)
    except _NotJson as error:
        where = f" at {path(tuple(error.at))}" if error.at else ""
        message = f"The value{where} cannot be sent as JSON: {glimpse(error.value)}; {error.hint}."
        raise UsageError(message, about=about) from None
    except RecursionError:
        raise UsageError("The value to send is nested too deeply, or contains itself.", about=about) from None


class _NotJson(Exception):
    """A part of a value that JSON does not have; its place is gathered on the way out."""

    def __init__(self, value: object, hint: str) -> None:
        self.value = value
        self.hint = hint
        self.at: list[str | int] = []


def _plain(value: Any, drop_none: bool) -> Any:
    kind: type = value.__class__
    if kind is str or value is None or kind is bool or kind is int:
        return value
    if kind is dict:
        return _plain_members(value, drop_none)
    if kind is list:
        return _plain_items(value, drop_none)
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        if isinstance(value, float) and not math.isfinite(value):
            raise _NotJson(value, "JSON has no such number")
        return value
    if isinstance(value, Record):
        value = dict(value)
    if isinstance(value, Mapping):
        return _plain_members(cast("Mapping[object, object]", value), drop_none)
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise _NotJson(cast(object, value), "make it base64 text first")
    if isinstance(value, Sequence):
        return _plain_items(cast("Sequence[object]", value), drop_none)
    simpler = simplified(value)
    if simpler is value:
        raise _NotJson(simpler, "make it a dict, a list, a string or a number first")
    return _plain(simpler, drop_none)


def _plain_members(members: Mapping[object, object], drop_none: bool) -> dict[str, Any]:
    made: dict[str, Any] = {}
    key: object = None
    try:
        for key, member in members.items():
            if key.__class__ is not str and (isinstance(key, bool) or not isinstance(key, (str, int))):
                raise _NotJson(key, "the keys of an object are strings")
            if member is not None or not drop_none:
                made[str(key)] = _plain(member, drop_none)
    except _NotJson as error:
        error.at.insert(0, str(key))
        raise
    return made


def _plain_items(items: Sequence[object], drop_none: bool) -> list[Any]:
    made: list[Any] = []
    index = 0
    try:
        for index, item in enumerate(items):  # noqa: B007  # it is used where an error passes
            if item is not None or not drop_none:
                made.append(_plain(item, drop_none))
    except _NotJson as error:
        error.at.insert(0, index)
        raise
    return made


def simplified(value: Any) -> object:
    """What a pydantic model, a dataclass, or a number or an array of numpy holds; any other value as it is."""
    kind = cast(Any, type(value))
    if hasattr(kind, "model_dump"):
        try:
            return value.model_dump(mode="json", by_alias=True)
        except ValueError:  # it holds something that pydantic cannot write either
            return value
    if kind.__module__.partition(".")[0] == "numpy" and hasattr(kind, "tolist"):
        return value.tolist()
    if dataclasses.is_dataclass(kind):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(kind)}
    return value
