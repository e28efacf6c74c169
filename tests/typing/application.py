"""A small studio: pictures, films and talk, as an application would write them. Checked by type checkers, never run."""

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, assert_type

from PIL.Image import Image
from pydantic import BaseModel

from inferloom import (
    Agent,
    AsyncInferenceClient,
    AsyncJob,
    AsyncStream,
    ChatCompletionInputMessage,
    ChatCompletionOutput,
    ChatCompletionStreamOutput,
    ImageClassificationOutputElement,
    InferenceClient,
    InferenceTimeoutError,
    InferloomError,
    Job,
    JobFailedError,
    MCPClient,
    Meta,
    ProviderError,
    RateLimitError,
    RawResponse,
    Retry,
    Stream,
    StructuredAnswerError,
    Timeout,
    UsageError,
)

PATIENT = Timeout(connect=5, first_byte=60, idle=20, total=300)


class Scene(BaseModel):
    """What is to be drawn."""

    title: str
    mood: Literal["calm", "wild"]
    seconds: int = 5


@dataclass
class Shot:
    """One picture, with who made it."""

    scene: Scene
    image: Image
    provider: str | None
    seconds: float | None


def weather(town: str, days: int = 1) -> dict[str, str | int]:
    """Look up the weather.

    Args:
        town: The town.
        days: How many days from now on.
    """
    return {"town": town, "days": days, "sky": "clear"}


async def tide(town: str) -> str:
    """Look up the tide."""
    await asyncio.sleep(0)
    return f"high in {town}"


class Studio:
    """Draws, films and talks."""

    def __init__(self, key: str | None = None) -> None:
        self.painter = InferenceClient(
            provider="fal-ai", api_key=key, timeout=PATIENT, max_retries=Retry(4, longest=20)
        )
        self.talker = InferenceClient(provider=["groq", "together", "hf-inference"], bill_to="acme", timeout=30)
        self.films: list[Job[bytes]] = []

    def plan(self, wish: str) -> Scene | None:
        """Make a scene of a wish."""
        try:
            plan = self.talker.chat.completions.parse(
                [{"role": "system", "content": "Be brief."}, {"role": "user", "content": wish}],
                response_format=Scene,
                model="meta-llama/Llama-3.3-70B-Instruct",
                temperature=0.2,
            )
        except StructuredAnswerError as error:
            print(error.text)
            return None
        assert_type(plan.choices[0].message.parsed, Scene | None)
        return plan.choices[0].message.parsed

    def draw(self, scene: Scene) -> Shot:
        """Draw a scene."""
        image: Image = self.painter.text_to_image(
            scene.title,
            model="black-forest-labs/FLUX.1-schnell",
            width=512,
            height=256,
            seed=7,
            timeout=90,
            max_retries=0,
        )
        raw: RawResponse[Image] = self.painter.with_raw_response.text_to_image(scene.title)
        kind = raw.headers.get("content-type", "")
        again: Image = raw.parse()
        print(raw.status, kind, len(raw.body), again.size)
        return Shot(scene, image, raw.meta.provider, raw.meta.timings.total)

    def film(self, scene: Scene) -> bytes | None:
        """Film a scene; what takes too long is kept for later."""
        job: Job[bytes] = self.painter.submit.text_to_video(scene.title, model="Wan-AI/Wan2.1-T2V-14B")
        if job.status() == "failed":
            return None
        try:
            return job.wait(timeout=60).result()
        except InferenceTimeoutError:
            self.films.append(job)
        except JobFailedError as error:
            print(error.server_message)
        return None

    def resume(self, kept: dict[str, Any]) -> bytes:
        """Fetch a film that another process ordered."""
        film: bytes = Job.resume(kept, self.painter).result()
        return film

    def talk(self, question: str, picture: Path) -> str:
        """Talk about a picture."""
        part = {"type": "image_url", "image_url": {"url": picture}}
        answer = self.talker.chat_completion([{"role": "user", "content": [{"type": "text", "text": question}, part]}])
        assert_type(answer, ChatCompletionOutput)
        if (usage := answer.usage) is not None:
            print(usage.total_tokens)
        if (meta := answer.meta) is not None:
            assert_type(meta, Meta)
            print(meta.provider, meta.request_id, meta.attempts)
        stream = self.talker.chat.completions.create(messages=question, stream=True, max_tokens=64)
        assert_type(stream, Stream[ChatCompletionStreamOutput])
        with stream:
            pieces = [chunk.choices[0].delta.content or "" for chunk in stream]
        with self.talker.chat.completions.stream(question, response_format=Scene) as events:
            for event in events:
                if event.type == "content.delta":
                    pieces.append(event.delta)
                elif event.type == "content.done" and event.parsed is not None:
                    pieces.append(event.parsed.mood)
            final = events.get_final_completion()
        print(final.choices[0].finish_reason)
        run = self.talker.chat.completions.run_tools(question, tools=[weather], max_turns=5)
        return "".join(pieces) + run.text

    def label(self, picture: Path | bytes) -> dict[str, float]:
        """Say what is in a picture."""
        found: list[ImageClassificationOutputElement] = self.talker.with_options(
            provider="hf-inference", timeout=5
        ).image_classification(picture, top_k=3)
        return {each.label: each.score for each in found}

    def safely(self, scene: Scene) -> str:
        """Draw a scene, and say in words what went wrong."""
        try:
            return self.draw(scene).scene.title
        except RateLimitError as error:
            return f"later: {error.headers.get('retry-after')}"
        except ProviderError as error:
            return f"{error.status}: {error.server_message} ({error.request_id})"
        except UsageError as error:
            return error.message
        except InferloomError as error:
            return f"{type(error).__name__} after {error.attempts}: {error}"


async def later(question: str) -> None:
    """The same without waiting in line: async, with tools of other people's."""
    async with AsyncInferenceClient(provider="novita", timeout=PATIENT) as client:
        job: AsyncJob[bytes] = await client.submit.text_to_video(question)
        stream = await client.chat.completions.create(messages=question, stream=True)
        assert_type(stream, AsyncStream[ChatCompletionStreamOutput])
        async for chunk in stream:
            print(chunk.choices[0].delta.content or "", end="")
        run, film = await asyncio.gather(
            client.chat.completions.run_tools(question, tools=[weather, tide]), job.result()
        )
        print(run.reason, len(run.messages), len(film))

    server = [{"type": "stdio", "command": sys.executable, "args": ["-m", "tides"]}]
    async with MCPClient(model="Qwen/Qwen2.5-72B-Instruct", provider="nebius") as tools:
        await tools.add_mcp_server(type="sse", url="https://tools.example/sse", headers={"x-team": "studio"})
        turn = tools.process_single_turn_with_tools([{"role": "user", "content": question}])
        async for item in turn:
            if isinstance(item, ChatCompletionStreamOutput):
                print(item.choices[0].delta.content or "", end="")
            else:
                assert_type(item, ChatCompletionInputMessage)
                print(item.name, item.content)
    async with Agent(model="Qwen/Qwen2.5-72B-Instruct", servers=server, prompt="You are brief.") as agent:
        await agent.load_tools()
        async for item in agent.run(question):
            if isinstance(item, ChatCompletionInputMessage):
                print(item.tool_call_id)


if __name__ == "__main__":
    studio = Studio()
    if (planned := studio.plan("A storm at sea, please.")) is not None:
        studio.draw(planned).image.save("storm.png")
        asyncio.run(later(planned.title))
