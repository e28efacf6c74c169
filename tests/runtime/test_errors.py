"""What errors say, and what they never show."""

from __future__ import annotations

import httpx
import pytest

from inferloom import ConnectionFailedError, InferenceClient
from inferloom_runtime.errors import About, ServerError, ValidationError, refusal


def test_a_url_is_shown_without_what_it_may_hide() -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    url = "https://ann:pass-word@host.example:8443/v1?key=se-cret"
    client = InferenceClient(url, max_retries=0, http_client=httpx.Client(transport=httpx.MockTransport(broken)))
    with pytest.raises(ConnectionFailedError) as caught:
        client.text_generation("Hi")
    assert "host.example:8443" in str(caught.value)
    assert "pass-word" not in str(caught.value)
    assert "se-cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"error": "busy"}', "busy"),
        (b'{"error": {"message": "busy", "type": "x"}}', "busy"),
        (b'{"errors": ["busy", "slow"]}', "busy; slow"),
        (b'{"detail": [{"loc": ["body", "n"], "msg": "too few"}]}', "body.n: too few"),
        (b'{"message": "busy"}', "busy"),
        (b"busy", "busy"),
        (b"<html><head><title>502 Bad Gateway</title></head></html>", "502 Bad Gateway"),
        (b"", ""),
    ],
)
def test_the_servers_own_words_are_found_wherever_they_stand(body: bytes, words: str) -> None:
    error = refusal(502, {"x-request-id": "r-1"}, body, about=About("endpoint", "fill_mask", "m"))
    assert isinstance(error, ServerError)
    assert error.server_message == words
    assert error.request_id == "r-1"


def test_an_error_type_names_the_class() -> None:
    error = refusal(422, {}, b'{"error": "too long", "error_type": "validation"}', about=About())
    assert isinstance(error, ValidationError)
    assert error.status == 422
