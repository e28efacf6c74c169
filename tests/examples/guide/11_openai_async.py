"""The same for OpenAI's async client, with keys and addresses that are set elsewhere."""

import asyncio

from inferloom import AsyncInferenceClient

client = AsyncInferenceClient()


async def main():
    stream = await client.chat.completions.create(
        model="meta-llama/Meta-Llama-3-8B-Instruct",
        messages=[{"role": "user", "content": "Say this is a test"}],
        stream=True,
    )
    async for chunk in stream:
        print(chunk.choices[0].delta.content or "", end="")


asyncio.run(main())
