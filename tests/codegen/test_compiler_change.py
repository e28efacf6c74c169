"""One edit of a spec is the whole edit: everything that depends on it follows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from compiler_material import SMALL, SPECS, ask, compile_into, tree

TASK = {
    "input.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "RhymingInput",
        "description": "A word to rhyme with.",
        "type": "object",
        "required": ["inputs"],
        "properties": {
            "inputs": {"type": "string", "description": "The word."},
            "parameters": {
                "title": "RhymingParameters",
                "description": "Which rhymes.",
                "type": "object",
                "properties": {
                    "top_k": {"type": "integer", "minimum": 1, "description": "How many to return at most."}
                },
            },
        },
    },
    "output.json": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "RhymingOutput",
        "description": "Rhymes, best first.",
        "type": "array",
        "items": {
            "title": "RhymingOutputElement",
            "description": "A rhyme.",
            "type": "object",
            "required": ["word", "score"],
            "properties": {
                "word": {"type": "string", "description": "The rhyme."},
                "score": {"type": "number", "minimum": 0, "maximum": 1, "description": "How good it is."},
            },
        },
    },
    "task.yaml": (
        "method: find_rhymes\nsummary: Find words that rhyme.\narguments: {word: inputs}\nexample: {word: moon}\n"
    ),
}


def edited(path: Path, edit: Any) -> None:
    """Change a JSON file through a function."""
    value = json.loads(path.read_text())
    edit(value)
    path.write_text(json.dumps(value, indent=2))


PARAMETER_PROGRAM = """
import asyncio, inspect, json, typing
import httpx
import inferloom
from inferloom import AsyncInferenceClient, InferenceClient, UsageError, sandbox
from inferloom_runtime.sandbox import api
from inferloom_runtime.sandbox.exchange import Request
from inferloom.types import SummarizationParameters

bodies = []

def answer(request):
    bodies.append(json.loads(request.content))
    return httpx.Response(200, json=[{"summary_text": "Short."}])

def call(**arguments):
    http = httpx.Client(transport=httpx.MockTransport(answer))
    with InferenceClient("http://localhost:1", http_client=http) as client:
        client.summarization("A text.", **arguments)

async def call_async():
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    async with AsyncInferenceClient("http://localhost:1", http_client=http) as client:
        await client.summarization("A text.", max_sentences=4)

call(max_sentences=3)
call()
call(extra_body={"max_sentences": 7})
asyncio.run(call_async())
refused = []
for value in (0, "many", 2.5):
    try:
        call(max_sentences=value)
    except UsageError as error:
        refused.append(str(error))
with sandbox.client() as client:
    said = client.summarization("A text. Another one.", max_sentences=1).summary_text
strict = api.load("inferloom")
refusal = strict.respond(Request(
    "POST", "http://sandbox-summarization.localhost/", {"content-type": "application/json"},
    b'{"inputs": "A text.", "parameters": {"max_sentences": 0}}',
))
both = {
    name: [
        str(inspect.signature(client.summarization).parameters["max_sentences"]),
        [line.strip() for line in inspect.getdoc(client.summarization).splitlines() if "max_sentences" in line],
    ]
    for name, client in (("sync", InferenceClient), ("async", AsyncInferenceClient))
}
field = SummarizationParameters.__dataclass_fields__["max_sentences"]
print(json.dumps({
    "both": both, "bodies": bodies, "refused": refused, "said": bool(said),
    "refusal": [refusal.status, bytes(refusal.body).decode()],
    "field": [field.type, field.default, dict(field.metadata)],
}))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a program finds in the SDK after one edit of one input.json."""
    folder = tmp_path_factory.mktemp("parameter")
    specs = folder / "specs"
    shutil.copytree(SPECS, specs)
    new = {
        "type": "integer",
        "minimum": 1,
        "x-unit": "sentences",
        "default": 3,
        "description": "Length of the summary.",
    }
    edited(
        specs / "tasks" / "summarization" / "input.json",
        lambda schema: schema["$defs"]["SummarizationParameters"]["properties"].update(max_sentences=new),
    )
    assert compile_into(folder, specs, "inferloom") == 0
    return ask(PARAMETER_PROGRAM, folder)


class TestParameter:
    """A new optional parameter in one input.json of the real specs."""

    def test_signature_and_docstring_of_both_clients(self, seen: Any) -> None:
        expected = [
            "max_sentences: 'int | None' = None",
            ["max_sentences: Length of the summary. In sentences. At least 1. The server's default is 3."],
        ]
        assert seen["both"] == {"sync": expected, "async": expected}

    def test_type(self, seen: Any) -> None:
        assert seen["field"] == ["int | None", None, {"minimum": 1}]

    def test_wire(self, seen: Any) -> None:
        given = [body["parameters"] for body in seen["bodies"]]
        assert given == [{"max_sentences": 3}, {}, {"max_sentences": 7}, {"max_sentences": 4}]

    def test_check_before_sending(self, seen: Any) -> None:
        assert len(seen["refused"]) == 3
        assert all("max_sentences" in message for message in seen["refused"])
        assert "at least 1" in seen["refused"][0]

    def test_the_sandbox_checks_it(self, seen: Any) -> None:
        assert seen["said"] is True
        status, words = seen["refusal"]
        assert status == 422
        assert "max_sentences" in words


class TestTask:
    """A task's folder is the task."""

    PROGRAM = """
import json
import sdk
from inferloom_runtime.sandbox import api
from sdk import InferenceClient, UsageError, capabilities
from sdk.types import RhymingOutputElement

with api.client("sdk") as client:
    found = client.find_rhymes("moon", top_k=2)
    try:
        client.find_rhymes("moon", top_k=0)
    except UsageError as error:
        said = str(error)
print(json.dumps([
    [type(one).__name__ for one in found], found[0].score >= found[1].score, said,
    isinstance(found[0], RhymingOutputElement), hasattr(InferenceClient, "shorten_text"),
]))
"""

    def test_a_new_folder_is_a_new_method(self, tmp_path: Path) -> None:
        specs = tmp_path / "specs"
        shutil.copytree(SMALL, specs)
        assert compile_into(tmp_path, specs, "sdk") == 0
        before = tree(tmp_path / "sdk")
        folder = specs / "tasks" / "rhyming"
        folder.mkdir()
        for name, value in TASK.items():
            (folder / name).write_text(value if isinstance(value, str) else json.dumps(value))
        assert compile_into(tmp_path, specs, "sdk") == 0
        kinds, sorted_, said, is_element, has_other = ask(self.PROGRAM, tmp_path)
        assert kinds == ["RhymingOutputElement", "RhymingOutputElement"]
        assert sorted_ is True
        assert "top_k=0" in said
        assert is_element is True
        assert has_other is True
        # Without the folder everything is as it was before it.
        shutil.rmtree(folder)
        assert compile_into(tmp_path, specs, "sdk") == 0
        assert tree(tmp_path / "sdk") == before

    def test_what_a_task_leaves_behind_in_the_table_is_an_error(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A row that names a task that is gone says so; the package stays as it was."""
        specs = tmp_path / "specs"
        shutil.copytree(SMALL, specs)
        assert compile_into(tmp_path, specs, "sdk") == 0
        before = tree(tmp_path / "sdk")
        (specs / "tasks" / "text-shortening").rename(specs / "tasks" / "text-cutting")
        assert compile_into(tmp_path, specs, "sdk") == 1
        said = capsys.readouterr().err
        assert "providers/acme.yaml:8:3: there is no task 'text-shortening'" in said
        assert tree(tmp_path / "sdk") == before

    def test_a_provider_is_a_file(self, tmp_path: Path) -> None:
        specs = tmp_path / "specs"
        shutil.copytree(SMALL, specs)
        (specs / "providers" / "other.yaml").write_text(
            "id: other\nname: Other\ndocs: https://docs.other.example\nbase_url: https://api.other.example\n"
            "looks_up: false\nlike: acme\n"
        )
        assert compile_into(tmp_path, specs, "sdk") == 0
        names = ask(
            "import json\nfrom sdk import capabilities\nprint(json.dumps(sorted(capabilities.PROVIDERS)))", tmp_path
        )
        assert names == ["acme", "other"]
        (specs / "providers" / "other.yaml").unlink()
        assert compile_into(tmp_path, specs, "sdk") == 0
        assert not (tmp_path / "sdk" / "providers" / "other.py").exists()
