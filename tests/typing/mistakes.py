"""Mistakes of an application, one a line. Checked by type checkers, never run.

Behind each stands what finds it: pyright's rule, mypy's code, and a word that both of them say.
"""

from pydantic import BaseModel

from inferloom import (
    Agent,
    AsyncInferenceClient,
    InferenceClient,
    InferenceTimeoutError,
    Job,
    MCPClient,
    ProviderError,
    Retry,
    Timeout,
)


class Scene(BaseModel):
    title: str


def make() -> None:
    InferenceClient(provider="grok")  #! grok
    InferenceClient(provider=["groq", "togehter"])  #! togehter
    InferenceClient(provider="groq", timout=5)  #! timout
    InferenceClient(timeout="5")  #! timeout
    InferenceClient(max_retries="many")  #! max_retries
    InferenceClient("model", "groq")  #! positional
    InferenceClient(api_key=5)  #! api_key
    InferenceClient(headers={"x-team": 5})  #! int
    InferenceClient(http_client=5, base_url=5)  #! base_url
    Timeout(total="300")  #! total
    Timeout(all=300)  #! all
    Retry(max_retries="3")  #! max_retries
    Retry(statuses=503)  #! statuses
    MCPClient(model=5)  #! model
    Agent(model="m", servers=["stdio"])  #! Mapping
    Agent(model="m", prompt=5)  #! prompt


def draw(client: InferenceClient) -> None:
    client.text_to_image()  #! prompt
    client.text_to_image(5)  #! text_to_image
    client.text_to_image("A cat", width="512")  #! width
    client.text_to_image("A cat", heigth=512)  #! heigth
    client.text_to_image("A cat", "blurry", 512, 512)  #! positional
    client.text_to_image("A cat", model=5)  #! model
    client.text_to_image("A cat", timeout="soon")  #! timeout
    client.text_to_image("A cat").sav("cat.png")  #! sav
    client.text_to_imge("A cat")  #! text_to_imge
    client.image_classification(5)  #! image_classification
    client.image_classification("cat.png", top_k="3")  #! top_k
    client.image_classification("cat.png")[0].lable  #! lable
    client.image_classification("cat.png").label  #! label
    client.with_raw_response.text_to_image("A cat").save("cat.png")  #! save
    client.with_raw_response.text_to_image("A cat").parse().text  #! text
    client.with_raw_response.text_to_image("A cat").status.lower()  #! lower


def write(client: InferenceClient) -> None:
    client.summarization("A long text.").summary  #! summary
    client.feature_extraction(5)  #! feature_extraction
    client.text_generation("Once", max_new_tokens="8")  #! text_generation
    client.text_generation("Once", stream=True).strip()  #! strip
    client.text_generation("Once").generated_text  #! generated_text
    client.embeddings.create(model="m")  #! input
    client.completions.create(model="m", prompt="Hi").choices[0].message  #! message
    client.models.list()[0].name  #! name


def talk(client: InferenceClient) -> None:
    client.chat_completion("Hi").choices[0].message.content.strip()  #! strip
    client.chat_completion("Hi").usage.total_tokens  #! total_tokens
    client.chat_completion("Hi").choice  #! choice
    client.chat_completion("Hi").meta.provider  #! provider
    client.chat_completion("Hi", temprature=1.0)  #! chat_completion
    client.chat_completion("Hi", tool_choice=5)  #! chat_completion
    client.chat.completions.create(messages="Hi", stream="yes")  #! create
    client.chat.completions.create(messages="Hi", stream=True).choices  #! choices
    client.chat.completions.parse("Hi", response_format=Scene).choices[0].message.parsed.title  #! title
    client.chat.completions.run_tools("Hi", tools=[]).answer  #! answer
    client.chat.completions.run_tools("Hi", tools=[5])  #! Mapping


def wait(client: InferenceClient) -> None:
    client.submit.text_to_video("A cat").result().save("cat.mp4")  #! save
    client.submit.text_to_video("A cat").status().upcase()  #! upcase
    client.submit.text_to_video("A cat").wait(timeout="60")  #! timeout
    client.submit.text_to_vidoe("A cat")  #! text_to_vidoe
    Job.resume({}, "client")  #! resume
    number: int = client.submit.text_to_image("A cat").result()  #! int
    print(number)


def fail(error: ProviderError) -> None:
    print(error.status + 1)  #! None
    error.code  #! code


async def later(client: AsyncInferenceClient) -> None:
    client.text_to_image("A cat").save("cat.png")  #! save
    client.chat_completion("Hi").choices  #! choices
    (await client.chat_completion("Hi")).choise  #! choise
    (await client.submit.text_to_video("A cat")).result().hex()  #! hex
    await client.chat.completions.run_tools("Hi")  #! run_tools
    next(await client.chat.completions.create(messages="Hi", stream=True))  #! AsyncStream
    await anext(client.chat.completions.create(messages="Hi", stream=True))  #! Coroutine
    with client:  #! __enter__
        pass


async def work(tools: MCPClient, agent: Agent) -> None:
    await tools.add_mcp_server(type="sze", url="https://tools.example/sse")  #! add_mcp_server
    await tools.add_mcp_server("sse", url=5)  #! add_mcp_server
    tools.process_single_turn_with_tools("Hi")  #! process_single_turn_with_tools
    tools.process_single_turn_with_tools([], tries=3)  #! tries
    next(tools.process_single_turn_with_tools([]))  #! Turn
    tools.chat_completion("Hi")  #! chat_completion
    agent.run(5)  #! run
    await agent.run("Hi")  #! AsyncGenerator
    await agent.load_tool()  #! load_tool


def unseen(client: InferenceClient, late: InferenceTimeoutError) -> None:
    InferenceClient(provider="groq").text_to_video("A cat")  # unseen
    InferenceClient(provider="groq").submit.text_to_video("A cat")  # unseen
    InferenceClient(provider="black-forest-labs").chat_completion("Hi")  # unseen
    InferenceClient(provider="fal-ai").with_options(provider="groq").text_to_image("A cat")  # unseen
    client.with_options(provider="grok")  # unseen
    client.with_options(modle="m")  # unseen
    client.with_options(timeout="soon")  # unseen
    MCPClient(model="m", provider="nebuis")  # unseen
    Agent(model="m", provider="nebuis")  # unseen
    late.job.cancel()  # unseen
