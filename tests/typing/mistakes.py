"""Mistakes of an application, one a line. Checked by type checkers, never run.

Behind each stands what finds it: pyright's rule, mypy's code, and a word that both of them say.
"""

# ruff: noqa: B018, F401

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
    InferenceClient(provider="grok")  # reportArgumentType arg-type grok
    InferenceClient(provider=["groq", "togehter"])  # reportArgumentType type-var togehter|Name
    InferenceClient(provder="groq")  # reportArgumentType call-overload provder|overload
    InferenceClient(provider="groq", timout=5)  # reportArgumentType call-overload timout|overload
    InferenceClient(timeout="5")  # reportArgumentType call-overload timeout|overload
    InferenceClient(max_retries="many")  # reportArgumentType call-overload max_retries|overload
    InferenceClient("model", "groq")  # reportCallIssue call-overload|misc overload|positional
    InferenceClient(api_key=5)  # reportArgumentType call-overload api_key|overload
    InferenceClient(headers={"x-team": 5})  # reportArgumentType dict-item|call-overload int|overload
    InferenceClient(http_client=5, base_url=5)  # reportArgumentType call-overload base_url|overload
    Timeout(total="300")  # reportArgumentType arg-type total
    Timeout(all=300)  # reportCallIssue call-arg all
    Retry(max_retries="3")  # reportArgumentType arg-type max_retries
    Retry(statuses=503)  # reportArgumentType arg-type statuses
    MCPClient(model=5)  # reportArgumentType arg-type model
    Agent(model="m", servers=["stdio"])  # reportArgumentType list-item Mapping
    Agent(model="m", prompt=5)  # reportArgumentType arg-type prompt


def draw(client: InferenceClient) -> None:
    client.text_to_image()  # reportCallIssue call-arg prompt
    client.text_to_image(5)  # reportArgumentType arg-type text_to_image
    client.text_to_image("A cat", width="512")  # reportArgumentType arg-type width
    client.text_to_image("A cat", heigth=512)  # reportCallIssue call-arg heigth
    client.text_to_image("A cat", "blurry", 512, 512)  # reportCallIssue call-arg positional
    client.text_to_image("A cat", model=5)  # reportArgumentType arg-type model
    client.text_to_image("A cat", timeout="soon")  # reportArgumentType arg-type timeout
    client.text_to_image("A cat").sav("cat.png")  # reportAttributeAccessIssue attr-defined sav
    client.text_to_imge("A cat")  # reportAttributeAccessIssue attr-defined text_to_imge
    client.image_classification(5)  # reportArgumentType arg-type image_classification
    client.image_classification("cat.png", top_k="3")  # reportArgumentType arg-type top_k
    client.image_classification("cat.png")[0].lable  # reportAttributeAccessIssue attr-defined lable
    client.image_classification("cat.png").label  # reportAttributeAccessIssue attr-defined label
    client.with_raw_response.text_to_image("A cat").save("cat.png")  # reportAttributeAccessIssue attr-defined save
    client.with_raw_response.text_to_image("A cat").parse().text  # reportAttributeAccessIssue attr-defined text
    client.with_raw_response.text_to_image("A cat").status.lower()  # reportAttributeAccessIssue union-attr lower


def write(client: InferenceClient) -> None:
    client.summarization("A long text.").summary  # reportAttributeAccessIssue attr-defined summary
    client.feature_extraction(5)  # reportArgumentType arg-type feature_extraction
    client.text_generation("Once", max_new_tokens="8")  # reportCallIssue call-overload text_generation
    client.text_generation("Once", stream=True).strip()  # reportAttributeAccessIssue attr-defined strip
    client.text_generation("Once").generated_text  # reportAttributeAccessIssue attr-defined generated_text
    client.embeddings.create(model="m")  # reportCallIssue call-arg input
    made = client.completions.create(model="m", prompt="Hi")
    made.choices[0].message  # reportAttributeAccessIssue attr-defined message
    client.models.list()[0].name  # reportAttributeAccessIssue attr-defined name


def talk(client: InferenceClient) -> None:
    chat = client.chat.completions
    client.chat_completion("Hi").choices[0].message.content.strip()  # reportOptionalMemberAccess union-attr strip
    client.chat_completion("Hi").usage.total_tokens  # reportOptionalMemberAccess union-attr total_tokens
    client.chat_completion("Hi").choice  # reportAttributeAccessIssue attr-defined choice
    client.chat_completion("Hi").meta.provider  # reportOptionalMemberAccess union-attr provider
    client.chat_completion("Hi", temprature=1.0)  # reportCallIssue call-overload chat_completion
    client.chat_completion("Hi", tool_choice=5)  # reportCallIssue call-overload chat_completion
    chat.create(messages="Hi", stream="yes")  # reportCallIssue call-overload create
    chat.create(messages="Hi", stream=True).choices  # reportAttributeAccessIssue attr-defined choices
    scene = chat.parse("Hi", response_format=Scene)
    scene.choices[0].message.parsed.title  # reportOptionalMemberAccess union-attr title
    chat.run_tools("Hi", tools=[]).answer  # reportAttributeAccessIssue attr-defined answer
    chat.run_tools("Hi", tools=[5])  # reportArgumentType list-item Mapping


def wait(client: InferenceClient) -> None:
    client.submit.text_to_video("A cat").result().save("cat.mp4")  # reportAttributeAccessIssue attr-defined save
    client.submit.text_to_video("A cat").status().upcase()  # reportAttributeAccessIssue union-attr upcase
    client.submit.text_to_video("A cat").wait(timeout="60")  # reportArgumentType arg-type timeout
    client.submit.text_to_vidoe("A cat")  # reportAttributeAccessIssue attr-defined text_to_vidoe
    Job.resume({}, "client")  # reportArgumentType arg-type resume
    number: int = client.submit.text_to_image("A cat").result()  # reportAssignmentType assignment int
    print(number)


def fail(error: ProviderError) -> None:
    print(error.status + 1)  # reportOptionalOperand operator None
    error.code  # reportAttributeAccessIssue attr-defined code


async def later(client: AsyncInferenceClient) -> None:
    chat = client.chat.completions
    client.text_to_image("A cat").save("cat.png")  # reportAttributeAccessIssue attr-defined save
    client.chat_completion("Hi").choices  # reportAttributeAccessIssue attr-defined choices
    (await client.chat_completion("Hi")).choise  # reportAttributeAccessIssue attr-defined choise
    (await client.submit.text_to_video("A cat")).result().hex()  # reportAttributeAccessIssue attr-defined hex
    await chat.run_tools("Hi")  # reportCallIssue call-overload run_tools
    next(await chat.create(messages="Hi", stream=True))  # reportArgumentType call-overload AsyncStream
    await anext(chat.create(messages="Hi", stream=True))  # reportArgumentType call-overload Coroutine
    with client:  # reportGeneralTypeIssues attr-defined __enter__
        pass


async def work(tools: MCPClient, agent: Agent) -> None:
    await tools.add_mcp_server(type="sze", url="https://a.example/sse")  # reportCallIssue call-overload add_mcp_server
    await tools.add_mcp_server("sse", url=5)  # reportCallIssue call-overload add_mcp_server
    tools.process_single_turn_with_tools("Hi")  # reportArgumentType arg-type process_single_turn_with_tools
    tools.process_single_turn_with_tools([], tries=3)  # reportCallIssue call-arg tries
    next(tools.process_single_turn_with_tools([]))  # reportArgumentType call-overload Turn
    tools.chat_completion("Hi")  # reportAttributeAccessIssue attr-defined chat_completion
    agent.run(5)  # reportArgumentType arg-type run
    await agent.run("Hi")  # reportGeneralTypeIssues misc AsyncGenerator
    await agent.load_tool()  # reportAttributeAccessIssue attr-defined load_tool


def capabilities(client: InferenceClient, late: InferenceTimeoutError) -> None:
    groq = InferenceClient(provider="groq")
    groq.text_to_video("A cat")  # reportAttributeAccessIssue misc SupportsTextToVideo
    groq.submit.text_to_video("A cat")  # reportAttributeAccessIssue misc SupportsTextToVideo
    groq.with_options(provider="fal-ai").chat_completion("Hi")  # reportAttributeAccessIssue misc SupportsChatCompletion
    client.with_options(provider="grok")  # reportArgumentType arg-type grok
    client.with_options(modle="m")  # reportArgumentType call-overload modle|overload
    client.with_options(provider="groq", modle="m")  # reportArgumentType call-overload modle|overload
    client.with_options(timeout="soon")  # reportArgumentType call-overload timeout|overload
    MCPClient(model="m", provider="nebuis")  # reportArgumentType arg-type nebuis
    Agent(model="m", provider="nebuis")  # reportArgumentType arg-type nebuis
    MCPClient(model="m", provider="fal-ai")  # reportArgumentType arg-type fal
    late.job.cancel()  # reportOptionalMemberAccess union-attr None


def names() -> None:
    import inferloom
    from inferloom import InferenceClint  # reportAttributeAccessIssue attr-defined InferenceClint
    from inferloom.capabilities import Grok  # reportAttributeAccessIssue attr-defined Grok
    from inferloom.chat import ParsedMesage  # reportAttributeAccessIssue attr-defined ParsedMesage
    from inferloom.types import ChatCompletionOutptu  # reportAttributeAccessIssue attr-defined ChatCompletionOutptu

    inferloom.types.ChatCompletionOutptu  # reportAttributeAccessIssue attr-defined ChatCompletionOutptu
