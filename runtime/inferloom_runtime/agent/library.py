"""The library of agents on the Hub: folders of the data set tiny-agents/tiny-agents."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from inferloom_runtime.agent import definition
from inferloom_runtime.agent.definition import CONFIG, PROMPTS, Definition
from inferloom_runtime.auth import find_key, hub_url, may_carry
from inferloom_runtime.errors import AnswerError, NotFoundError, UsageError
from inferloom_runtime.flow import Request, drive
from inferloom_runtime.retry import Budget, Retries, Retry

DATA_SET = "tiny-agents/tiny-agents"

_ID = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*")
_SECONDS = 30.0
_LARGEST = 1 << 20


def find(path_or_id: str) -> Definition:
    """Read an agent from this machine, else from the Hub.

    Args:
        path_or_id: A folder with an `agent.json`, such a file, or the name of a folder of the data set.

    Returns:
        The agent.

    Raises:
        UsageError: There is no such agent, or its `agent.json` is not right.
        InferloomError: The Hub cannot be asked.
    """
    path = Path(path_or_id).expanduser()
    if path.exists():
        return definition.read(path)
    if not _ID.fullmatch(path_or_id) or path_or_id.endswith(".json"):
        raise UsageError(f"{path_or_id}: there is no such file or folder.")
    address = f"{hub_url()}/datasets/{DATA_SET}/resolve/main/{quote(path_or_id)}"
    config = _text(f"{address}/{CONFIG}")
    if config is None:
        raise UsageError(
            f"{path_or_id}: there is no such file or folder here, and no agent of this name in the data set {DATA_SET} "
            f"({hub_url()})."
        )
    found = (_text(f"{address}/{name}") for name in PROMPTS)
    prompt = next((text for text in found if text is not None), None)
    return definition.parsed(config, f"{DATA_SET}/{path_or_id}/{CONFIG}", prompt)


def _text(url: str) -> str | None:
    """The text of a file on the Hub; None where there is none."""
    import httpx

    from inferloom_runtime.wire import send

    headers = {"accept": "*/*"}
    key = find_key()
    if key is not None and may_carry(key, url):
        headers["authorization"] = f"Bearer {key.value}"
    request = Request("GET", url, headers=headers, limit=_LARGEST)
    try:
        with httpx.Client(timeout=_SECONDS) as http:
            answer = drive(send(request, Retries(Retry(), Budget())), http)
    except NotFoundError:
        return None
    try:
        return answer.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AnswerError(f"{url} is not UTF-8 text.") from None
