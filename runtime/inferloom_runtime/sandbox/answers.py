"""A provider's answers, written with the table: the task's output -> what the provider says."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from inferloom_runtime.sandbox import inverses
from inferloom_runtime.sandbox.value import items, members


def written(result: Mapping[str, Any], output: Any, given: Mapping[str, Any], put_file: Callable[[bytes], str]) -> Any:
    """Write an answer.

    Args:
        result: How the output becomes an answer.
        output: The output, as the task's schema has it.
        given: The input.
        put_file: Keeps a file for download and gives its address.

    Returns:
        The answer's JSON, or the bytes of an answer that is a file.
    """
    if "raw" in result:
        return base64.b64decode(str(members(output).get(str(result["raw"]))))
    if "quirk" in result:
        inverse = inverses.RESULTS.get(str(result["quirk"]))
        return output if inverse is None else inverse(output, given)
    if "shape" in result:
        return _shaped(None, result["shape"], output, put_file)
    return [output] if result.get("listed") else output


def placed(answer: Any, path: str, value: Any) -> Any:
    """Put a value into an answer.

    Args:
        answer: What there is of the answer; None at the beginning.
        path: Names and positions with dots between them; `*` stands for each item of a value that is a list.
        value: The value.

    Returns:
        The answer with the value.
    """
    return _put(answer, path.split("."), value)


def _put(there: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    step, *rest = steps
    if step == "*":
        old = items(there)
        return [_put(old[at] if at < len(old) else None, rest, item) for at, item in enumerate(items(value))]
    if step.isdigit():
        listed = [*items(there)]
        listed += [None] * (int(step) + 1 - len(listed))
        listed[int(step)] = _put(listed[int(step)], rest, value)
        return listed
    named = dict(members(there))
    named[step] = _put(named.get(step), rest, value)
    return named


def _shaped(answer: Any, shape: Any, output: Any, put_file: Callable[[bytes], str]) -> Any:
    if isinstance(shape, str):
        return answer if output is None else placed(answer, shape, output)
    words, listed = members(shape), items(shape)
    if listed:
        for inner, item in zip(listed, items(output), strict=False):
            answer = _shaped(answer, inner, item, put_file)
        return answer
    if set(words) == {"url"}:
        return placed(answer, words["url"], put_file(base64.b64decode(str(output))))
    if set(words) == {"base64"}:
        return placed(answer, words["base64"], output)
    if set(words) == {"const"}:
        return answer
    for name, inner in words.items():
        answer = _shaped(answer, inner, members(output).get(name), put_file)
    return answer
