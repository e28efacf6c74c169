"""Who takes which parameter, as a package's table says it, and the command that prints it."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from inferloom import InferenceClient, ModelNotSupportedError, UsageError, capabilities
from inferloom_runtime import capable, command
from inferloom_runtime.capable import Capabilities
from inferloom_runtime.errors import About
from inferloom_runtime.providers import providers, shown

ROOT = Path(__file__).parents[2]

TABLE = Capabilities(
    {"ink": frozenset(["draw", "tell"]), "oil": frozenset(["draw"]), "air": frozenset(["tell"])},
    {"draw": ("prompt", "width", "seed"), "tell": ("opening", "stream")},
    ids={"picture-drawing": "draw", "tell": "tell"},
    refused={"oil": {"draw": ("width", "seed")}, "air": {"tell": ("stream",)}},
    defaults={"tell": {"stream": False}},
)
"""Two tasks, three providers."""


def test_questions() -> None:
    assert TABLE.providers() == ("air", "ink", "oil")
    assert TABLE.providers("draw") == TABLE.providers("picture-drawing") == ("ink", "oil")
    assert TABLE.tasks("ink") == ("draw", "tell")
    assert TABLE.tasks() == ("draw", "tell")
    assert TABLE.parameters("oil", "picture-drawing") == ("prompt",)
    assert TABLE.refuses("oil", "draw") == ("width", "seed")
    assert TABLE.parameters("ink", "draw") == ("prompt", "width", "seed")
    assert TABLE.refuses("ink", "draw") == ()
    assert TABLE.who_accepts("draw", "seed") == ("ink",)
    assert TABLE.who_accepts("draw", "prompt") == ("ink", "oil")
    assert TABLE.who_accepts("tell", "opening", "stream") == ("ink",)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: TABLE.tasks("oli"), "There is no provider 'oli'; did you mean 'oil'?"),
        (lambda: TABLE.tasks("groq"), "There is no provider 'groq'; there are: air, ink, oil."),
        (lambda: TABLE.tasks("auto"), "name one of air, ink, oil."),
        (lambda: TABLE.providers("drwa"), "There is no task 'drwa'; did you mean 'draw'?"),
        (lambda: TABLE.providers("picture_drawing"), "did you mean 'picture-drawing'?"),
        (lambda: TABLE.providers("sing"), "There is no task 'sing'; there are: draw, tell."),
        (lambda: TABLE.who_accepts("draw", "sede"), "draw() has no parameter 'sede'; did you mean 'seed'?"),
        (lambda: TABLE.who_accepts("draw", "x"), "draw() has no parameter 'x'; it has: prompt, seed, width."),
    ],
)
def test_what_there_is_not(ask: Any, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        ask()
    assert said in str(raised.value)


def test_a_task_that_a_provider_does_not_offer() -> None:
    with pytest.raises(ModelNotSupportedError, match=r"Provider oil does not offer tell\(\); these do: air, ink\."):
        TABLE.parameters("oil", "tell")


def test_values_that_say_nothing() -> None:
    assert TABLE.said("tell", {"opening": "Once", "stream": False}) == ("opening",)
    assert TABLE.said("tell", {"opening": None, "stream": True}) == ("stream",)
    assert TABLE.said("draw", {"width": False, "seed": 0}) == ("width", "seed")


# The package's own table


def test_every_parameter_is_an_argument() -> None:
    per_call = {"model", "timeout", "headers", "max_retries", "extra_body", "kwargs", "self"}
    for method in capabilities.TABLE.tasks():
        arguments = set(inspect.signature(getattr(InferenceClient, method)).parameters)
        listed = capabilities.TABLE.parameters_of(method)
        assert set(listed) <= arguments
        # What is left over are old names of arguments, and a way to ask that is no parameter of the task's.
        assert arguments - set(listed) - per_call <= {"stop_sequences", "labels", "via_chat"}, method


def test_what_the_specs_refuse() -> None:
    """As the providers' files say it, which name the documentation: Groq and OpenAI's embeddings, for two."""
    assert capabilities.refuses("groq", "chat-completion") == ("logit_bias", "logprobs", "top_logprobs")
    assert "logit_bias" not in capabilities.parameters("groq", "chat_completion")
    assert "seed" in capabilities.parameters("groq", "chat_completion")
    assert "groq" not in capabilities.who_accepts("chat_completion", "logit_bias")
    assert "cerebras" in capabilities.who_accepts("chat_completion", "logit_bias")
    embeddings = ("normalize", "prompt_name", "truncate", "truncation_direction")
    assert capabilities.refuses("together", "feature_extraction") == embeddings
    assert capabilities.who_accepts("feature_extraction", "truncate") == ("hf-inference",)
    assert (
        set(capabilities.providers()) == set(capabilities.PROVIDERS) == set(get_args(capabilities.Provider)) - {"auto"}
    )
    assert capabilities.tasks("groq") == ("chat_completion",)
    # Text generation's details only say what is given back: nothing has to be sent for them.
    assert "details" in capabilities.parameters("together", "text_generation")


def test_importing_the_table_loads_nothing_heavy() -> None:
    program = (
        "import json, sys, inferloom; before = set(sys.modules); import inferloom.capabilities as c; c.tasks('groq');"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    ours = ["inferloom.capabilities", "inferloom_runtime", "inferloom_runtime.capable"]
    assert [name for name in json.loads(done.stdout) if not name.startswith("__")] == ours


# For routing


def test_refused_arguments() -> None:
    names = ["seed", "logit_bias", "model", "top_logprobs", "nobody_knows"]
    assert capable.refused("inferloom", "groq", "chat_completion", names) == ("logit_bias", "top_logprobs")
    assert capable.refused("inferloom", "cerebras", "chat_completion", names) == ()
    for provider in ("auto", "endpoint", "nobody", "black-forest-labs"):
        assert capable.refused("inferloom", provider, "chat_completion", names) == ()


def test_given_and_asked_arguments() -> None:
    from inferloom.methods.chat_completion import TASK as CHAT
    from inferloom.methods.text_to_image import TASK as IMAGE

    assert set(capable.given(CHAT, {"messages": [], "stream": False, "seed": 1, "stop": None})) == {"messages", "seed"}
    assert set(capable.given(CHAT, {"messages": [], "stream": True})) == {"messages", "stream"}
    values = {"inputs": "A fox", "parameters": {"width": 5, "seed": None}}
    assert set(capable.given(IMAGE, values)) == {"prompt", "width"}
    assert capable.asked(IMAGE, {"width": 5, "loras": []}) == {"width": "width"}
    assert capable.asked(CHAT, {"logit_bias": {}, "priority": 1}) == {"logit_bias": "logit_bias"}
    assert capable.asked(CHAT, None) == {}


def test_the_sentence_of_a_refusal() -> None:
    def said(provider: str, *names: str, method: str = "chat_completion") -> str:
        return capable.refusal("inferloom", About(provider, method, "m"), names).message

    assert said("groq", "logit_bias").startswith(
        "groq does not take logit_bias for chat_completion(); these do: baseten, cerebras, clarifai, "
    )
    assert said("groq", "logit_bias", "logprobs").startswith("groq does not take logit_bias and logprobs for ")
    assert "groq" not in said("groq", "logit_bias").partition(";")[2]
    part = said("together", "target_size.width", method="image_to_image")
    assert part == "together does not take target_size.width for image_to_image(); leave it out."
    endpoint = said("endpoint", "truncate", "normalize", method="feature_extraction")
    assert endpoint.startswith(
        "The wire of this endpoint has no place for truncate and normalize in feature_extraction"
    )
    assert "these do" not in endpoint


# The command


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The command's exit code, with what it printed."""
    try:
        code = command.main(["providers", *words])
    except SystemExit as ended:
        code = int(str(ended.code))
    out, err = capsys.readouterr()
    return code, out, err


def test_the_whole_table(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    named = [line.split()[0] for line in out.splitlines() if not line.startswith(" ")]
    assert named == sorted(capabilities.PROVIDERS)
    for provider, methods in capabilities.PROVIDERS.items():
        block = re.search(rf"^{provider} .*\n(?: .*\n)*", out, re.MULTILINE)
        assert block
        assert set(block.group().removeprefix(provider).replace(",", " ").split()) == methods


def test_one_task(capsys: pytest.CaptureFixture[str]) -> None:
    for task in ("text_to_image", "text-to-image"):
        code, out, _ = run(capsys, "--task", task)
        assert code == 0
        named = re.findall(r"^([\w-]+)$", out, re.MULTILINE)
        assert named == list(capabilities.providers("text_to_image"))
        assert "\n  refuses  guidance_scale\n" in out
        assert max(map(len, out.splitlines())) <= 80


def test_one_provider(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "nebius")
    assert code == 0
    assert re.findall(r"^(\w+)$", out, re.MULTILINE) == list(capabilities.tasks("nebius"))
    assert "  refuses  normalize, prompt_name, truncate, truncation_direction\n" in out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    cells = json.loads(run(capsys, "--json")[1])
    assert {provider: set(methods) for provider, methods in cells.items()} == dict(capabilities.PROVIDERS)
    assert cells["groq"]["chat_completion"]["refuses"] == ["logit_bias", "logprobs", "top_logprobs"]
    assert "seed" in cells["groq"]["chat_completion"]["takes"]
    assert list(json.loads(run(capsys, "groq", "--task", "chat-completion", "--json")[1])) == ["groq"]
    assert list(json.loads(run(capsys, "--task", "image_segmentation", "--json")[1])) == ["fal-ai", "hf-inference"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["grok"], "There is no provider 'grok'; did you mean 'groq'?"),
        (["--task", "text_to_imag"], "There is no task 'text_to_imag'; did you mean 'text_to_image'"),
        (["groq", "--task", "text_to_image"], "Provider groq does not offer text_to_image(); these do: "),
        (["--package", "nobody_has_this"], "--package nobody_has_this: there is no generated SDK of that name"),
        (["--package", "json"], "--package json: there is no generated SDK of that name"),
        (["--package", ""], "there is no generated SDK of that name"),
    ],
)
def test_what_there_is_not_in_one_sentence(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith("inferloom providers: ")
    assert said in err
    assert len(err.splitlines()) == 1


def test_json_or_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--json", "--markdown")[0] == 2


def test_help_names_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--help"]) == 0
    assert re.search(r"^  providers +show who offers which task", capsys.readouterr().out, re.MULTILINE)
    assert callable(providers)


def test_the_readmes_table() -> None:
    """Print it with `inferloom providers --markdown`, and put it between the two marks."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- providers: .*? -->\n(.*?)<!-- /providers -->", text, re.DOTALL)
    assert found, "the README has no table of providers"
    assert found[1].strip() == shown(capabilities.TABLE, form="markdown")
