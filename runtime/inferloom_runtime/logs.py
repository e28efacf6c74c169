"""What is logged under the name `inferloom`: a line a request at INFO; headers and sizes at DEBUG; no key, ever.

Bodies are logged at DEBUG only when the environment says `INFERLOOM_LOG_BODIES=1`, and then their first 2,000 bytes.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from inferloom_runtime.redaction import blanked_bytes, shown_headers, shown_url

if TYPE_CHECKING:
    from inferloom_runtime.errors import InferloomError
    from inferloom_runtime.flow import Request

log: logging.Logger = logging.getLogger("inferloom")

_SHOWN = 2000


def sending(request: Request, headers: Mapping[str, str], secrets: Collection[str]) -> None:
    """A request is about to be sent.

    Args:
        request: The request.
        headers: What it is sent with.
        secrets: What is taken out of its body.
    """
    if log.isEnabledFor(logging.DEBUG):
        body = request.body
        size = 0 if body is None else len(body) if isinstance(body, bytes) else body.length
        log.debug("%s %s: headers %s, %d bytes", request.method, shown_url(request.url), shown_headers(headers), size)
        if _bodies_wanted() and isinstance(body, bytes):
            log.debug("sent: %s", _shown(body, secrets))


def answered(
    request: Request,
    status: int,
    headers: Mapping[str, str],
    size: int | None,
    seconds: float,
    body: bytes = b"",
    secrets: Collection[str] = (),
) -> None:
    """An answer came.

    Args:
        request: What was asked.
        status: The answer's status.
        headers: Its headers.
        size: Its size in bytes; None for a stream that has begun.
        seconds: How long it took.
        body: The answer's body.
        secrets: What is taken out of that.
    """
    if log.isEnabledFor(logging.INFO):
        about = str(request.about)
        log.info(
            "%s %s: %d after %.3f s%s%s",
            request.method, shown_url(request.url), status, seconds, "" if size is not None else ", a stream begins",
            f" [{about}]" if about else "",
        )  # fmt: skip
    if log.isEnabledFor(logging.DEBUG):
        log.debug("answer: headers %s, %s bytes", shown_headers(headers), "?" if size is None else size)
        if _bodies_wanted() and body:
            log.debug("received: %s", _shown(body, secrets))


def failed(request: Request, error: BaseException, seconds: float) -> None:
    """No answer came, or it broke off.

    Args:
        request: What was asked.
        error: What happened.
        seconds: How long it took.
    """
    if log.isEnabledFor(logging.INFO):
        log.info("%s %s: %s after %.3f s", request.method, shown_url(request.url), type(error).__name__, seconds)


def retried(failure: InferloomError, seconds: float) -> None:
    """A request will be sent again.

    Args:
        failure: Why.
        seconds: How long is waited before.
    """
    log.info("%s; trying again in %.2f s [%s]", type(failure).__name__, seconds, failure.about)


def passed_over(provider: str, failure: InferloomError) -> None:
    """The next provider of a list is asked.

    Args:
        provider: The one that failed.
        failure: How.
    """
    log.info("provider %s: %s; asking the next one [%s]", provider, type(failure).__name__, failure.about)


def _bodies_wanted() -> bool:
    return os.environ.get("INFERLOOM_LOG_BODIES", "").lower() in {"1", "true", "yes", "on"}


def _shown(body: bytes, secrets: Collection[str]) -> str:
    # The end is blanked before it is cut, so that no half of a key remains.
    return blanked_bytes(body[: 2 * _SHOWN], secrets)[:_SHOWN].decode("utf-8", "replace")
