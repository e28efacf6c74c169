"""Numpy arrays from JSON answers.

A row of numbers is packed as soon as it is read, before the next one is: an answer may have a million of them, and as
many objects would take most of the time. So wherever JSON is spoken of here, a row may also be bytes: its numbers as
32-bit floats, little-endian. What is not simply rows of numbers is read as every answer is.
"""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from inferloom_runtime import wire
from inferloom_runtime.errors import AnswerError
from inferloom_runtime.flow import Answer, Flow, work
from inferloom_runtime.guards import is_list, is_object

if TYPE_CHECKING:
    import numpy

    from inferloom_runtime.call import Call

_LARGE = 1 << 18
"""Bytes: reading more than this would stall an event loop."""

_HEAD = 1 << 12
"""Bytes in which the first row begins."""

_ROW = re.compile(rb"\[\s*[-0-9]")
_NESTED = frozenset({list, dict, bytes})


def json_in(call: Call, answer: Answer) -> Flow[Any]:
    """The answer's JSON, its rows packed.

    Args:
        call: The call.
        answer: A JSON answer. In OpenAI's form an embedding may also be base64 of little-endian 32-bit floats.
            https://platform.openai.com/docs/api-reference/embeddings/create

    Returns:
        A flow whose result is the value.

    Raises:
        AnswerError: The answer is not JSON.
    """
    wire.must_be_json(call, answer)
    value = None
    if not call.strict:  # which wants to see each number
        value = (yield from work(lambda: _read(answer.body))) if len(answer.body) > _LARGE else _read(answer.body)
    return wire.json_in(call, answer) if value is None else value


def decoded_value(call: Call, value: Any, type_: Any) -> Any:
    """A value that fits its type.

    Args:
        call: The call.
        value: JSON.
        type_: What it should be.

    Returns:
        The same value.

    Raises:
        AnswerError: The value does not fit the type: not even roughly, or, when strict, somewhere.
    """
    wire.decoded_value(call, _replaced(value, lambda row: []), type_)
    return value


def array(value: Any, dtype: str, call: Call) -> numpy.ndarray[Any, numpy.dtype[Any]]:
    """A nested list of numbers as an array.

    Args:
        value: JSON; a row may also be base64 text of such bytes.
        dtype: The array's type, such as "float32".
        call: The call, for errors.

    Returns:
        The array.

    Raises:
        AnswerError: The rows differ in length, or hold something else than numbers.
    """
    import numpy

    try:
        if isinstance(value, str):
            value = base64.b64decode(value, validate=True)
        elif is_list(value) and value and all(isinstance(row, str) for row in value):
            value = [base64.b64decode(row, validate=True) for row in value]
        if is_list(value) and set(map(type, value)) == {bytes} and len(set(map(len, value))) == 1:
            numbers = _floats(bytearray().join(value))  # of a bytearray, so that they can be changed
            return numbers.reshape(len(value), -1).astype(dtype, copy=False)
        return numpy.array(_replaced(value, _floats), dtype=dtype)
    except (ValueError, TypeError, OverflowError) as error:
        raise AnswerError(f"The answer is not an array of numbers: {error}.", about=call.about, attempts=1) from None


def _floats(row: bytes | bytearray) -> numpy.ndarray[Any, numpy.dtype[Any]]:
    import numpy

    if len(row) % 4:
        raise ValueError("a row is not base64 of 32-bit floats")
    return numpy.frombuffer(row, "<f4")


def _replaced(value: Any, make: Callable[[bytes], Any]) -> Any:
    """JSON with something else in the place of its packed rows."""
    if isinstance(value, bytes):
        return make(value)
    if is_object(value):
        return {key: _replaced(member, make) for key, member in value.items()}
    if not is_list(value):
        return value
    kinds = set(map(type, value))  # of a million numbers, none is looked at by itself
    if kinds == {bytes}:
        return [make(row) for row in value]
    return value if _NESTED.isdisjoint(kinds) else [_replaced(item, make) for item in value]


def _read(data: bytes) -> Any:
    """JSON, its rows packed; None where it has to be read in another way."""
    try:
        if _ROW.search(data, 0, _HEAD):
            return _rows(data)
        return _readers().texts(data)
    except (ValueError, OverflowError):  # the latter of a number that 32 bits cannot hold
        return None


def _rows(data: bytes) -> Any:
    """JSON whose innermost lists are rows of numbers. ValueError for any other, though not for each."""
    readers = _readers()
    rows: list[bytes] = []
    rest: list[bytes] = []  # the JSON, an empty list in the place of each row
    at = 0
    while (end := data.find(b"]", at) + 1) > 0:
        start = data.rfind(b"[", at, end)
        if start >= 0:
            numbers = readers.numbers(data[start:end])
            rows.append(struct.pack(f"<{len(numbers)}f", *numbers))
            rest.append(data[at:start])
            rest.append(b"[]")
        else:
            rest.append(data[at:end])
        at = end
    rest.append(data[at:])
    left = iter(rows)
    value = _filled(readers.plain(b"".join(rest)), left)
    if next(left, None) is not None:  # one of them stood in a text, or in the first of two members of a name
        raise ValueError
    return value


def _filled(value: Any, rows: Iterator[bytes]) -> Any:
    """JSON with rows in the place of its empty lists."""
    if is_list(value):
        return [_filled(item, rows) for item in value] if value else next(rows)
    if is_object(value):
        return {key: _filled(member, rows) for key, member in value.items()}
    return value


class _Readers(NamedTuple):
    """What pydantic-core reads JSON with.

    Attributes:
        plain: Anything.
        numbers: A list of numbers.
        texts: Anything; where all embeddings of OpenAI's form are base64, that is decoded, several times as fast as by
            the standard library.
    """

    plain: Callable[[bytes], Any]
    numbers: Callable[[bytes], list[float]]
    texts: Callable[[bytes], Any]


@cache
def _readers() -> _Readers:
    from pydantic_core import CoreConfig, CoreSchema, SchemaValidator, core_schema, from_json

    packed = CoreConfig(val_json_bytes="base64")

    def having(key: str, schema: CoreSchema) -> CoreSchema:
        field = core_schema.typed_dict_field(schema)
        return core_schema.typed_dict_schema({key: field}, extra_behavior="allow", config=packed)

    number = core_schema.float_schema(strict=True)
    embeddings = having("data", core_schema.list_schema(having("embedding", core_schema.bytes_schema())))
    either = core_schema.union_schema([embeddings, core_schema.any_schema()], mode="left_to_right")
    return _Readers(
        from_json,
        SchemaValidator(core_schema.list_schema(number)).validate_json,
        SchemaValidator(either).validate_json,
    )
