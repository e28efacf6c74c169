"""Files behind addresses: asked for without a key, and looked at before they are believed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from urllib.parse import urljoin

from inferloom_runtime import wire
from inferloom_runtime.call import Call
from inferloom_runtime.errors import About, AnswerError, ProviderError
from inferloom_runtime.flow import Answer, Flow, Request, work
from inferloom_runtime.hosts import host_of, is_private, leads_inside
from inferloom_runtime.media import parse_data_url
from inferloom_runtime.shape import glimpse
from inferloom_runtime.wire import REDIRECT_LIMIT, REDIRECTS


def fetched(call: Call, address: object, kind: str) -> Flow[bytes]:
    """Download a result.

    Args:
        call: The call.
        address: An http(s) or data URL from an answer, or a list that starts with one. No key goes along.
        kind: What is expected: "image/*", "audio/*", "video/*", or "text/*", whose content is not looked at.

    Returns:
        A flow whose result is the file.

    Raises:
        AnswerError: There is no address, it leads into a private network though the API is on a public host, or what
            it leads to is something else, or larger than the call's limit.
        ConnectionFailedError: No answer came.
        ProviderError: The server refused.
    """
    address = wire.unwrapped(address)
    if not isinstance(address, str) or not address.lower().startswith(("http://", "https://", "data:")):
        shown = glimpse(address) if address else "nothing"
        raise AnswerError(
            f"The answer names {shown} where the address of the result belongs.", about=call.about, attempts=1
        )
    if address[:5].lower() == "data:":
        try:
            named, data = parse_data_url(address)
        except ValueError as error:
            raise AnswerError(f"The answer's data URL cannot be read: {error}.", about=call.about, attempts=1) from None
        return wire.medium(call, data, named or "", kind)
    request = Request(
        "GET",
        address,
        headers={"accept": "*/*"},
        timeout=call.timeout,
        about=call.about,
        limit=call.download_limit,
        follow=False,
    )
    try:
        answer = yield from followed(request, lambda request: wire.send(request, call.retries), call.base_url)
    except ProviderError as error:
        error.message += f" (downloading the result from {host_of(address)})"
        raise
    return wire.medium(call, answer.body, answer.content_type, kind)


def followed(request: Request, ask: Callable[[Request], Flow[Answer]], home: str) -> Flow[Answer]:
    """Ask for a file, and follow its redirects, looking at each address before it is asked.

    Args:
        request: The request, without a key.
        ask: Sends it, without following a redirect.
        home: The address that is trusted: the API's, or the one that the caller gave.

    Returns:
        A flow whose result is the answer that is no redirect.

    Raises:
        AnswerError: An address is none, leads into a private network, or is a redirect too many.
    """
    for _ in range(REDIRECT_LIMIT + 1):
        yield from guarded(request.url, home, request.about)
        answer = yield from ask(request)
        location = answer.headers.get("location")
        if answer.status not in REDIRECTS:
            return answer
        if not location:
            message = "The file's server redirects the request and does not say where to."
            raise AnswerError(message, about=request.about, attempts=1)
        request = dataclasses.replace(request, url=_joined(request, location), begun=False)
    raise AnswerError(
        f"The file was redirected more than {REDIRECT_LIMIT} times.", about=request.about, attempts=REDIRECT_LIMIT + 1
    )


def guarded(url: str, home: str, about: About) -> Flow[None]:
    """Refuse an address that leads into a private network, where whoever named it has no business.

    Args:
        url: An http(s) address out of an answer.
        home: The address that is trusted.
        about: The call, for errors.

    Returns:
        A flow that ends when the address may be asked. A name's addresses are looked up in a Work step.

    Raises:
        AnswerError: The address has no host that all programs agree on, or leads into a private network while `home`
            does not.
    """
    host, own = host_of(url), host_of(home)
    if not host or any(ord(mark) <= 32 or ord(mark) == 127 for mark in url):
        shown = re.split(r"[?#]", url, maxsplit=1)[0][:80]
        raise AnswerError(f"The address {shown!r} has no host that can be asked.", about=about, attempts=1)
    if host == own:
        return
    inside = is_private(host) or (yield from work(lambda: leads_inside(host)))
    if inside and not (yield from work(lambda: leads_inside(own))):
        raise AnswerError(
            f"The file is said to be at {host[:80]}, which is in a private network: only a server in a private network "
            "may say so.",
            about=about,
            attempts=1,
        )


def _joined(request: Request, location: str) -> str:
    try:
        target = urljoin(request.url, location)
    except ValueError:  # half a bracket, for one
        target = ""
    host = host_of(request.url)
    if not target.lower().startswith(("http://", "https://")):
        raise AnswerError(f"{host} redirects to an address that is not http(s).", about=request.about)
    if request.url[:6].lower() == "https:" and target[:5].lower() == "http:":
        raise AnswerError(f"{host} redirects from https to http, which is not followed.", about=request.about)
    return target
