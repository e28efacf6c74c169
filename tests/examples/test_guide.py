"""Every example of huggingface_hub's guide to inference, as it is written but for the import line."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import guide_image_server
import guide_record_openai
import guide_world
import httpx
import pytest
from guide_world import World, command, play, text
from PIL import Image

from inferloom import errors
from inferloom.types import ChatCompletionOutput
from inferloom_runtime import clock

HUB = "huggingface.co"
ROUTER = "router.huggingface.co"
SPACE = "evalstate-flux1-schnell.hf.space"
OWN = "hf_of_this_machine"
RECORDED = json.loads(Path(__file__).with_name("guide_openai.json").read_text(encoding="utf-8"))
PROMPT = "Generate a picture of a cat on the moon"


@pytest.fixture
def world(inferloom_sandbox: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    """The internet, and on it a machine whose user has a token."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_TOKEN", OWN)
    # The guide asks a chat model for a picture, which the Hub would not let it do.
    inferloom_sandbox.configure(models={"meta-llama/Llama-3.1-8B-Instruct": "text-to-image"})
    return World(inferloom_sandbox.url, monkeypatch)


@pytest.fixture
def painted(world: World) -> Iterator[list[str]]:
    """The prompts of the pictures that the guide's MCP server was asked for."""
    prompts: list[str] = []
    with guide_image_server.serving(prompts) as url:
        world.hosts[SPACE] = url
        yield prompts


def picture(path: str) -> tuple[str | None, tuple[int, int]]:
    """The format and the size of a picture on disk."""
    with Image.open(path) as found:
        found.load()
        return found.format, found.size


def test_every_example_is_here() -> None:
    """Eighteen blocks of Python in the guide, and one command for the terminal."""
    numbers = sorted(path.name[:2] for path in guide_world.FOLDER.iterdir() if path.suffix in (".py", ".sh"))
    assert numbers == [f"{number:02}" for number in range(1, 20)]
    here = Path(__file__).read_text(encoding="utf-8")
    assert [number for number in numbers if f'"{number}"' not in here] == []


def test_text_to_image(world: World) -> None:
    played = play(text("01"))
    assert isinstance(played.space["replicate_image"], Image.Image)
    assert picture("flying_car.png") == ("PNG", played.space["replicate_image"].size)
    (asked,) = world.posts()
    assert asked.url == "https://api.replicate.com/v1/models/black-forest-labs/FLUX.1-schnell/predictions"
    assert asked.key == "Bearer my_replicate_api_key"
    assert asked.json == {"input": {"prompt": "A flying car crossing a futuristic cityscape."}}
    assert [request.key for request in world.to(HUB)] == [f"Bearer {OWN}"]
    assert [request.key for request in world.asked if request.url.endswith(".png")] == [None]


def test_chat(world: World) -> None:
    (shown,) = play(text("02")).shown
    assert isinstance(shown, ChatCompletionOutput)
    (choice,) = shown.choices
    assert (choice.index, choice.finish_reason, choice.message.role) == (0, "stop", "assistant")
    assert "What is the capital of France?" in (choice.message.content or "")  # the sandbox says again what it heard
    assert choice.message.tool_calls is None
    assert shown.model == "meta-llama/Meta-Llama-3-8B-Instruct"
    assert shown.usage is not None
    assert shown.usage.total_tokens == shown.usage.prompt_tokens + shown.usage.completion_tokens
    assert 0 < shown.usage.completion_tokens <= 100
    assert repr(shown).startswith("ChatCompletionOutput(")
    (asked,) = world.posts()
    assert (asked.url, asked.key) == ("https://api.together.xyz/v1/chat/completions", "Bearer my_together_api_key")
    assert asked.json["max_tokens"] == 100
    assert asked.json["messages"] == [{"role": "user", "content": "What is the capital of France?"}]


def test_a_provider(world: World) -> None:
    client = play(text("03")).space["client"]
    assert world.asked == []  # nothing is asked before there is something to ask
    assert client.text_to_image("A red fox.", model="black-forest-labs/FLUX.1-schnell").size == (512, 512)
    (asked,) = world.posts()
    assert (asked.host, asked.key) == ("api.replicate.com", "Bearer my_replicate_api_key")


def test_a_model_of_the_client_or_the_call(world: World) -> None:
    played = play(text("04"), "A red fox.", "A grey wolf.")
    assert [image.size for image in played.shown] == [(512, 512), (512, 512)]
    model = "meta-llama/Llama-3.1-8B-Instruct"
    assert [(asked.json["model"], asked.json["prompt"]) for asked in world.posts()] == [
        (model, "A red fox."),
        (model, "A grey wolf."),
    ]
    assert {(asked.url, asked.key) for asked in world.posts()} == {
        (f"https://{ROUTER}/together/v1/images/generations", f"Bearer {OWN}")
    }


@pytest.mark.parametrize("number", ["04", "05", "18"])
def test_a_prompt_that_nobody_wrote(number: str, world: World) -> None:
    """To the letter, the guide gives "..." for a prompt: a mistake, which is told before anything is sent."""
    with pytest.raises(errors.UsageError, match=r"^text_to_image\(prompt=<ellipsis>\): must be a string"):
        exec(compile(text(number), "guide", "exec"), {})
    assert world.asked == []


def test_an_endpoint(world: World) -> None:
    played = play(text("05"), "A red fox.")
    of_the_client = played.clients[0].text_to_image("A red fox.")
    (of_the_call,) = played.shown
    assert of_the_client.tobytes() == of_the_call.tobytes()
    assert of_the_call.size == (512, 512)
    assert len(world.asked) == 2
    for asked in world.asked:
        assert asked.url == "https://uu149rez6gw9ehej.eu-west-1.aws.endpoints.huggingface.cloud/deepfloyd-if"
        assert asked.key == f"Bearer {OWN}"
        assert asked.json["inputs"] == "A red fox."


def test_an_address_wins_over_a_provider(world: World) -> None:
    """The guide says that they exclude each other; huggingface_hub 2.4.0 and 0.36.2 then leave the provider out."""
    address = "https://uu149rez6gw9ehej.eu-west-1.aws.endpoints.huggingface.cloud/deepfloyd-if"
    image = play(text("03")).space["client"].text_to_image("A red fox.", model=address)
    assert image.size == (512, 512)
    (asked,) = world.asked
    assert (asked.url, asked.json["inputs"]) == (address, "A red fox.")


def test_a_local_server(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    played = play(text("06"))
    printed = capsys.readouterr().out
    assert printed == f"{played.space['response'].choices[0].message.content}\n"
    assert "What is the capital of France?" in printed
    (asked,) = world.asked
    # The token was found, not given: it does not go to servers that are not Hugging Face's.
    assert (asked.url, asked.key) == ("http://localhost:8080/v1/chat/completions", None)
    assert asked.json["max_tokens"] == 100


@pytest.mark.parametrize(
    ("number", "host", "key"),
    [
        ("07", ROUTER, "hf_****"),
        ("08", ROUTER, "hf_****"),
        ("09", "api.replicate.com", "r8_****"),
    ],
)
def test_keys(number: str, host: str, key: str, world: World) -> None:
    client = play(text(number)).space["client"]
    assert key not in repr(client)
    assert isinstance(client.text_to_image("A red fox.", model="black-forest-labs/FLUX.1-schnell"), Image.Image)
    (asked,) = world.posts()
    assert (asked.host, asked.key) == (host, f"Bearer {key}")
    assert asked.url.startswith(f"https://{host}/replicate/" if host == ROUTER else f"https://{host}/v1/")
    # Only who may know it hears of a provider's key.
    assert {request.host for request in world.asked if request.key == f"Bearer {key}"} <= {host, HUB}
    assert "r8_****" not in [request.key for request in world.to(HUB)]


@pytest.mark.parametrize("name", ["whole", "stream"])
def test_openai(name: str, world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """What OpenAI's own client printed and asked, when the example was still its ("10"; recorded)."""
    program = guide_record_openai.programs()[name]
    recorded = RECORDED["programs"][name]
    assert guide_record_openai.of_openai(program) == recorded["source"]
    play(program, "https://llm.example.org/v1", guide_record_openai.KEY)
    assert capsys.readouterr().out == recorded["printed"]
    assert [heard(asked) for asked in world.asked] == recorded["requests"]
    assert world.asked[0].host == "llm.example.org"


def test_openai_async(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for "11", whose key and address are the machine's: here the router's."""
    program = guide_record_openai.programs()["async"]
    recorded = RECORDED["programs"]["async"]
    assert guide_record_openai.of_openai(program) == recorded["source"]
    play(program)
    assert capsys.readouterr().out == recorded["printed"]
    (asked,) = world.asked
    assert heard(asked) == recorded["requests"][0] | {"authorization": f"Bearer {OWN}"}
    assert asked.host == ROUTER


def heard(asked: guide_world.Asked) -> dict[str, Any]:
    """A request as the recording has it. That there is no stream is said outright here, and left unsaid there."""
    body = {name: value for name, value in asked.json.items() if (name, value) != ("stream", False)}
    return {"path": httpx.URL(asked.url).path, "authorization": asked.key, "body": body}


def test_function_calling(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    played = play(text("12"))
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"location": "London"}
    (choice,) = played.space["response"].choices
    (call,) = choice.message.tool_calls
    assert (choice.finish_reason, call.type, call.function.name) == ("tool_calls", "function", "get_weather")
    assert call.function.arguments + "\n" == printed
    assert call.id
    (asked,) = world.posts()
    assert (asked.url, asked.key) == (f"https://{ROUTER}/nebius/v1/chat/completions", f"Bearer {OWN}")
    assert (asked.json["tools"], asked.json["tool_choice"]) == (played.space["tools"], "auto")


def test_structured_outputs(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    played = play(text("13"))
    message = played.space["completion"].choices[0].message
    assert capsys.readouterr().out == f"{message}\n"
    book = json.loads(message.content)
    assert book["name"] == "The Great Gatsby"
    assert book["authors"]
    assert all(isinstance(author, str) for author in book["authors"])
    (asked,) = world.posts()
    assert (asked.url, asked.key) == (f"https://{ROUTER}/cerebras/v1/chat/completions", f"Bearer {OWN}")
    assert asked.json["response_format"] == {"type": "json_schema", "json_schema": played.space["json_schema"]}


def test_async(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    played = play(text("14"))
    assert picture("astronaut.png") == ("PNG", played.space["image"].size)
    assert "The Huggingface Hub is" in capsys.readouterr().out  # the sandbox says again what it heard
    assert isinstance(played.space["token"], str)
    drawn, written = world.posts()
    assert [drawn.key, written.key] == [f"Bearer {OWN}"] * 2
    assert drawn.json["inputs"] == "An astronaut riding a horse on the moon."
    assert (written.json["inputs"], written.json["stream"]) == ("The Huggingface Hub is", True)
    assert {drawn.host, written.host} == {ROUTER}


def test_the_tokens_of_the_async_example_come_one_by_one(world: World) -> None:
    gathered = (
        text("14")
        .replace('print(token, end="")', "pieces.append(token)")
        .replace("\n\nclient", "\n\npieces = []\nclient")
    )
    pieces = play(gathered).space["pieces"]
    assert len(pieces) > 5
    assert all(isinstance(piece, str) for piece in pieces)


def test_an_mcp_client(world: World, painted: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    play(text("15"))
    printed = capsys.readouterr().out
    assert painted == [PROMPT]
    assert printed.startswith(f"\nCalled tool 'flux_schnell_infer'. Result: 'A picture of: {PROMPT}\n")
    assert "image/png" in printed
    (asked,) = [request for request in world.posts() if request.host != SPACE]
    assert (asked.url, asked.key) == (f"https://{ROUTER}/nebius/v1/chat/completions", f"Bearer {OWN}")
    assert [tool["function"]["name"] for tool in asked.json["tools"]] == ["flux_schnell_infer"]
    assert asked.json["messages"] == [{"role": "user", "content": PROMPT}]
    assert world.to(SPACE)[0].url == f"https://{SPACE}/gradio_api/mcp/sse"
    assert {request.key for request in world.to(SPACE)} == {None}


def test_an_agent_of_the_hubs_library(
    world: World, painted: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command of "16", with a person who asks for a picture and then goes away."""
    words = command("16")
    assert words == ["tiny-agents", "run", "julien-c/flux-schnell-generator"]
    address = f"https://{HUB}/datasets/tiny-agents/tiny-agents/resolve/main/{words[-1]}"
    server = {"type": "sse", "url": f"https://{SPACE}/gradio_api/mcp/sse"}
    agent = {"model": "Qwen/Qwen2.5-72B-Instruct", "provider": "nebius", "servers": [server]}
    world.files[f"{address}/agent.json"] = json.dumps(agent).encode()
    world.files |= {f"{address}/{name}": None for name in ("PROMPT.md", "AGENTS.md")}
    (program,) = entry_points(group="console_scripts", name=words[0])
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PROMPT}\n"))
    assert program.load()() == 0
    assert painted == [PROMPT]
    told = capsys.readouterr()
    assert told.err == ""
    assert "flux_schnell_infer" in told.out.split("tools:")[1].split(">")[0]
    called, result = f'→ flux_schnell_infer {{"prompt": "{PROMPT}"}}', f"← flux_schnell_infer: A picture of: {PROMPT}"
    assert told.out.index(called) < told.out.index(result)
    turns = [asked for asked in world.posts() if asked.host == ROUTER]
    assert len(turns) == 2
    assert [message["role"] for message in turns[1].json["messages"]] == ["system", "user", "assistant", "tool"]
    assert {asked.url for asked in turns} == {f"https://{ROUTER}/nebius/v1/chat/completions"}


def test_billing(world: World) -> None:
    played = play(text("17"))
    assert picture("lion.png") == ("PNG", played.space["image"].size)
    asked = world.posts()[0]
    assert (asked.host, asked.key) == (ROUTER, f"Bearer {OWN}")
    assert httpx.URL(asked.url).path.startswith("/fal-ai/")
    assert asked.headers["x-hf-bill-to"] == "openai"
    assert asked.json["prompt"] == "A majestic lion in a fantasy forest"
    (download,) = [request for request in world.asked if request.url.endswith(".png")]
    assert download.key is None
    assert "x-hf-bill-to" not in download.headers


def test_a_timeout_that_is_long_enough(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    (image,) = play(text("18"), "A red fox.").shown
    assert isinstance(image, Image.Image)
    assert capsys.readouterr().out == ""
    (asked,) = world.posts()
    assert set(asked.limits.values()) == {30.0}


def test_a_timeout(world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    def refuse(request: Any) -> None:
        if request.method == "POST":
            raise httpx.ReadTimeout("nothing came", request=request)

    monkeypatch.setattr(clock, "sleep", waited.append)
    world.refuse = refuse
    assert play(text("18"), "A red fox.").shown == []
    assert capsys.readouterr().out == "Inference timed out after 30s.\n"
    assert len(world.posts()) == len(waited) + 1


def test_a_picture_somewhere_else(world: World) -> None:
    (found,) = play(text("19")).shown
    assert len(found) > 1
    assert all(0 <= each["score"] <= 1 and each["score"] == each.score for each in found)
    assert all(each["label"] and each["label"] == each.label for each in found)
    (fetched,) = world.to("upload.wikimedia.org")
    assert fetched.url == "https://upload.wikimedia.org/wikipedia/commons/thumb/4/43/Cute_dog.jpg/320px-Cute_dog.jpg"
    assert (fetched.method, fetched.key) == ("GET", None)
    (asked,) = world.posts()
    assert (asked.host, asked.key) == (ROUTER, f"Bearer {OWN}")
    assert asked.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(asked.body)) as sent:
        assert sent.format == "JPEG"
