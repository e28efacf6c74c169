"""The async client, as one types it into `python -m asyncio`."""

# ruff: noqa: F704

from inferloom import AsyncInferenceClient

client = AsyncInferenceClient()

image = await client.text_to_image("An astronaut riding a horse on the moon.")
image.save("astronaut.png")

async for token in await client.text_generation("The Huggingface Hub is", stream=True):
    print(token, end="")
