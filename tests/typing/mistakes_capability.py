"""Tasks that a provider does not have, and names that nobody has, one a line. Checked by type checkers, never run.

Behind each stands the name that the message must have.
"""

# ruff: noqa: B018, F401

from typing import Literal

from inferloom import AsyncInferenceClient, InferenceClient
from inferloom.capabilities import Groq, OneOf, SupportsTextToImage, Together


def names() -> None:
    import inferloom
    from inferloom import InferenceClint  # InferenceClint
    from inferloom.capabilities import Grok  # Grok
    from inferloom.chat import ParsedMesage  # ParsedMesage
    from inferloom.types import ChatCompletionOutptu  # ChatCompletionOutptu

    inferloom.types.ChatCompletionOutptu  # ChatCompletionOutptu
    inferloom.endpoint  # endpoint


def of_the_client() -> None:
    groq = InferenceClient(provider="groq")
    groq.text_to_image("A fox.")  # SupportsTextToImage
    groq.text_to_video("A fox.")  # SupportsTextToVideo
    groq.text_generation("Once")  # SupportsTextGeneration
    groq.feature_extraction("A fox.")  # SupportsFeatureExtraction
    groq.image_classification("fox.png")  # SupportsImageClassification
    groq.zero_shot_classification("A fox.", ["animal"])  # SupportsZeroShotClassification
    InferenceClient("a/model", provider="cerebras", timeout=5).text_to_image("A fox.")  # SupportsTextToImage
    InferenceClient(provider="black-forest-labs").chat_completion([])  # SupportsChatCompletion
    with InferenceClient(provider="groq") as opened:
        opened.text_to_image("A fox.")  # SupportsTextToImage


def of_several() -> None:
    InferenceClient(provider=("groq", "cerebras")).text_to_image("A fox.")  # SupportsTextToImage
    InferenceClient().with_options(provider=("groq", "cerebras")).text_to_image("A fox.")  # SupportsTextToImage


def of_its_namespaces() -> None:
    groq = InferenceClient(provider="groq")
    groq.submit.text_to_image("A fox.")  # SupportsTextToImage
    groq.with_raw_response.text_to_image("A fox.")  # SupportsTextToImage
    groq.completions.create("Once")  # SupportsCompletions
    groq.embeddings.create("A fox.")  # SupportsEmbeddings
    fal = InferenceClient(provider="fal-ai")
    fal.chat.completions.create([])  # SupportsChatCompletion
    fal.chat.completions.parse([], response_format=int)  # SupportsChatCompletion
    fal.chat.completions.stream([])  # SupportsChatCompletion
    fal.chat.completions.run_tools([], tools=[])  # SupportsChatCompletion
    fal.with_raw_response.chat_completion([])  # SupportsChatCompletion


def of_changed_clients() -> None:
    InferenceClient().with_options(provider="groq").text_to_image("A fox.")  # SupportsTextToImage
    InferenceClient(provider="together").with_options(provider="groq").text_to_image("A fox.")  # SupportsTextToImage
    InferenceClient(provider="groq").with_options(timeout=5).text_to_image("A fox.")  # SupportsTextToImage


async def of_the_async_client() -> None:
    groq = AsyncInferenceClient(provider="groq")
    await groq.text_to_image("A fox.")  # SupportsTextToImage
    await groq.submit.text_to_image("A fox.")  # SupportsTextToImage
    await groq.with_raw_response.text_to_image("A fox.")  # SupportsTextToImage
    await groq.embeddings.create("A fox.")  # SupportsEmbeddings
    await groq.with_options(timeout=5).text_to_image("A fox.")  # SupportsTextToImage
    async with AsyncInferenceClient(provider="groq") as opened:
        await opened.text_to_image("A fox.")  # SupportsTextToImage
    await AsyncInferenceClient(provider="fal-ai").chat.completions.create([])  # SupportsChatCompletion


def draws(client: InferenceClient[SupportsTextToImage]) -> None:
    client.chat_completion([])  # SupportsChatCompletion


def handed_on(
    several: InferenceClient[OneOf[Literal["groq", "cerebras"]]], either: InferenceClient[Groq | Together]
) -> None:
    draws(InferenceClient(provider="groq"))  # SupportsTextToImage
    draws(several)  # SupportsTextToImage
    draws(either)  # SupportsTextToImage
    several.text_to_image("A fox.")  # SupportsTextToImage
    either.text_to_image("A fox.")  # SupportsTextToImage
