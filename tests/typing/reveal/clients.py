"""The types of clients: what is asserted is what type checkers must find. Checked, never run."""

from typing import Any, Literal, assert_type

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom.capabilities import FalAi, Groq, OneOf, Provider, SupportsTextToImage, Together


def one_provider() -> None:
    assert_type(InferenceClient(provider="groq"), InferenceClient[Groq])
    assert_type(InferenceClient("a/model", provider="fal-ai", token="key", timeout=5), InferenceClient[FalAi])
    assert_type(AsyncInferenceClient(provider="together"), AsyncInferenceClient[Together])


def any_provider(chosen: Provider, url: str | None) -> None:
    assert_type(InferenceClient(), InferenceClient[Any])
    assert_type(InferenceClient("a/model", provider="auto"), InferenceClient[Any])
    assert_type(InferenceClient(provider=None), InferenceClient[Any])
    assert_type(InferenceClient(base_url="http://localhost:8080"), InferenceClient[Any])
    assert_type(InferenceClient("http://localhost:8080"), InferenceClient[Any])
    assert_type(InferenceClient(base_url=url), InferenceClient[Any])
    assert_type(InferenceClient(base_url="http://localhost:8080", provider="groq"), InferenceClient[Any])
    assert_type(InferenceClient(provider=chosen), InferenceClient[Any])
    assert_type(AsyncInferenceClient(), AsyncInferenceClient[Any])


def several_providers(names: list[Literal["groq", "together"]]) -> None:
    client = InferenceClient(provider=names)
    assert_type(client, InferenceClient[OneOf[Literal["groq", "together"]]])
    client.chat_completion([])
    client.text_to_image("A fox.")


def changed() -> None:
    client = InferenceClient(provider="groq")
    assert_type(client.with_options(timeout=5, model="a/model"), InferenceClient[Groq])
    assert_type(client.with_options(provider="together"), InferenceClient[Together])
    assert_type(client.with_options(provider="together", timeout=5), InferenceClient[Together])
    assert_type(client.with_options(provider="auto"), InferenceClient[Any])
    assert_type(client.with_options(provider=None), InferenceClient[Any])
    assert_type(client.with_options(base_url="http://localhost:8080"), InferenceClient[Any])
    assert_type(InferenceClient().with_options(provider="groq"), InferenceClient[Groq])
    assert_type(AsyncInferenceClient().with_options(provider="groq"), AsyncInferenceClient[Groq])


def as_context_manager() -> None:
    with InferenceClient(provider="groq") as client:
        assert_type(client, InferenceClient[Groq])


async def as_async_context_manager() -> None:
    async with AsyncInferenceClient(provider="groq") as client:
        assert_type(client, AsyncInferenceClient[Groq])


def takes_any(client: InferenceClient) -> None:
    client.chat_completion([])
    client.text_to_image("A fox.")
    client.submit.text_to_image("A fox.")
    client.embeddings.create("A fox.")


def draws(client: InferenceClient[SupportsTextToImage]) -> None:
    client.text_to_image("A fox.")


def is_one_of_two(client: InferenceClient[Groq | Together]) -> None:
    client.chat_completion([])


def handed_on(either: InferenceClient[FalAi] | InferenceClient[Together]) -> None:
    takes_any(InferenceClient(provider="groq"))
    takes_any(InferenceClient(provider=["groq", "together"]))
    takes_any(either)
    draws(InferenceClient())
    draws(InferenceClient(provider="together"))
    draws(either)
    is_one_of_two(InferenceClient(provider="groq"))
    plain: InferenceClient = InferenceClient(provider="groq")
    takes_any(plain)


def settings_from_elsewhere(**settings: Any) -> None:
    assert_type(InferenceClient(**settings), InferenceClient[Any])


class Counting(InferenceClient):
    """A client of somebody's own."""

    def __init__(self) -> None:
        super().__init__("a/model", provider="groq")


def own_client() -> None:
    Counting().text_to_image("A fox.")
    takes_any(Counting())
