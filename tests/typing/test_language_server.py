"""What an editor shows of the SDK: pyright's language server (pylance's own) and jedi (Jupyter, vim) are asked."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import jedi
import pytest

from tests.typing.language_server import Editor, LanguageServerMissing

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / name for name in ("generated", "runtime")]
BEGIN = "from inferloom import AsyncInferenceClient, InferenceClient\nclient = InferenceClient()\n"
TASKS = [
    json.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDERS[0] / "inferloom/schemas").glob("*.json"))
]
METHODS = sorted(task["method"] for task in TASKS)
PROVIDERS = sorted(
    path.stem for path in (ROOT / "specs" / "providers").glob("*.yaml") if path.stem not in ("auto", "endpoint")
)
MEMBERS = [
    *("chat", "completions", "embeddings", "models", "submit", "with_options", "with_raw_response"),
    *("base_url", "bill_to", "cookies", "download_limit", "headers", "lookups", "max_retries", "model", "provider"),
    *("retry", "strict", "timeout", "token"),
    *("close", "get_endpoint_info", "health_check"),
]
"""What a client has beside the tasks' methods."""
JOB = ("id", "model", "provider", "state", "task")
EVERY_CALL = {"model", "timeout", "headers", "max_retries", "extra_body"}


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    try:
        editor = Editor(tmp_path_factory.mktemp("editor"), FOLDERS)
    except LanguageServerMissing as error:
        pytest.skip(str(error))
    yield editor
    editor.close()


def jedi_completes(text: str) -> list[str]:
    before, _, after = text.partition("|")
    project = jedi.Project(ROOT, added_sys_path=[str(path) for path in FOLDERS], smart_sys_path=False)
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1)
    return [one.name_with_symbols for one in jedi.Script(before + after, project=project).complete(line, column)]


# The client


@pytest.mark.parametrize("client", ["InferenceClient()", 'InferenceClient(provider="groq")', "AsyncInferenceClient()"])
def test_what_a_client_has_is_completed_and_nothing_else(editor: Editor, client: str) -> None:
    assert sorted(editor.completes(f"{BEGIN}{client}.|")) == sorted([*METHODS, *MEMBERS])


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("chat", {"completions"}),
        ("chat.completions", {"create", "parse", "stream", "run_tools"}),
        ("completions", {"create"}),
        ("embeddings", {"create"}),
        ("models", {"list"}),
        ("with_raw_response", set(METHODS)),
        ("submit.text_to_image('a fox')", {"status", "wait", "result", "cancel", "resume", "to_dict"} | set(JOB)),
    ],
)
def test_what_a_part_of_a_client_has_is_completed_and_nothing_else(editor: Editor, part: str, names: set[str]) -> None:
    assert set(editor.completes(f"{BEGIN}client.{part}.|")) == names


def test_every_member_of_a_client_explains_itself(editor: Editor) -> None:
    for client in ("InferenceClient()", "AsyncInferenceClient()"):
        for name in MEMBERS:
            said = editor.hover(f"{BEGIN}{client}.{name[:-1]}|{name[-1]}")
            # A sentence follows the signature or the type.
            assert re.search(r"[a-z`)]\.( |$)", said), f"{name}: {said}"


@pytest.mark.parametrize(
    "call",
    ['InferenceClient(provider="|")', 'InferenceClient(provider=["groq", "|"])', 'client.with_options(provider="|")'],
)
def test_every_provider_is_completed(editor: Editor, call: str) -> None:
    assert {*PROVIDERS, "auto"} <= set(editor.completes(BEGIN + call))


def test_settings_are_completed(editor: Editor) -> None:
    settings = {"model", "token", "timeout", "headers", "cookies", "bill_to", "base_url", "api_key", "max_retries"}
    assert settings | {"provider", "http_client"} <= set(editor.keywords(f"{BEGIN}InferenceClient(|)"))
    assert settings | {"http_client"} <= set(editor.keywords(f'{BEGIN}InferenceClient(provider="groq", |)'))
    assert settings | {"provider"} <= set(editor.keywords(f"{BEGIN}client.with_options(|)"))
    assert settings <= set(editor.keywords(f'{BEGIN}client.with_options(provider="groq", |)'))


def test_the_signature_in_front_is_that_of_every_client(editor: Editor) -> None:
    front, *_ = editor.signatures(f"{BEGIN}InferenceClient(|)")
    assert front["label"].startswith("(model: str | None = None, *, provider: ")
    assert "Unknown" not in front["label"]
    assert "Seconds to wait for the connection" in front["documentation"]["value"]


def test_a_hover_shows_the_signature_that_was_chosen(editor: Editor) -> None:
    assert "(variable) groq: InferenceClient[Groq]" in editor.hover(f'{BEGIN}gr|oq = InferenceClient(provider="groq")')
    said = editor.hover(f'{BEGIN}Inference|Client(provider="groq")')
    assert said.count("provider: Literal['") == 1
    assert "Organisation on the Hub that is billed" in said


# Arguments


@pytest.mark.parametrize("task", TASKS, ids=METHODS)
def test_every_argument_is_completed(editor: Editor, task: dict[str, object]) -> None:
    arguments = task["arguments"]
    assert isinstance(arguments, dict)
    assert {*arguments, *EVERY_CALL} <= set(editor.keywords(f"{BEGIN}client.{task['method']}(|)"))


@pytest.mark.parametrize(
    ("call", "values"),
    [
        ('client.audio_classification("a.flac", function_to_apply="|")', {"sigmoid", "softmax", "none"}),
        ('client.summarization("A text.", truncation="|")', {"do_not_truncate", "longest_first"}),
        ('client.chat_completion([], reasoning_effort="|")', {"low", "medium", "high"}),
        ('client.chat_completion([], tool_choice="|")', {"auto", "none", "required"}),
        ('client.token_classification("A.", aggregation_strategy="|")', {"none", "simple", "first", "average", "max"}),
    ],
)
def test_values_are_completed(editor: Editor, call: str, values: set[str]) -> None:
    assert values <= set(editor.completes(BEGIN + call))


@pytest.mark.parametrize("method", ["chat_completion", "chat.completions.create", "chat.completions.parse"])
@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        ('[{"|"}]', {"role", "content", "name", "tool_calls", "tool_call_id"}),
        ('[{"role": "|"}]', {"system", "developer", "user", "assistant", "tool"}),
        ('[{"role": "user", "content": [{"|"}]}]', {"type", "text", "image_url"}),
        ('[{"role": "user", "content": [{"type": "|"}]}]', {"text", "image_url"}),
        ('[{"role": "user", "content": [{"type": "image_url", "image_url": {"|"}}]}]', {"url"}),
        ('[], tools=[{"|"}]', {"type", "function"}),
        ('[], tools=[{"type": "function", "function": {"|"}}]', {"name", "description", "parameters"}),
        ('[], tool_choice={"type": "function", "function": {"|"}}', {"name"}),
        ('[], stream_options={"|"}', {"include_usage"}),
    ],
)
def test_keys_of_dictionaries_are_completed(editor: Editor, method: str, arguments: str, keys: set[str]) -> None:
    assert keys <= set(editor.completes(f"{BEGIN}client.{method}({arguments})"))


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ('{"|"}', {"type", "json_schema"}),
        ('{"type": "|"}', {"text", "json_object", "json_schema"}),
        ('{"type": "json_schema", "json_schema": {"|"}}', {"name", "schema", "strict"}),
    ],
)
def test_keys_of_response_format_are_completed(editor: Editor, value: str, keys: set[str]) -> None:
    assert keys <= set(editor.completes(f"{BEGIN}client.chat_completion([], response_format={value})"))


def test_a_key_explains_itself(editor: Editor) -> None:
    said = editor.hover(f'{BEGIN}client.image_to_image("a.png", target_size={{"wid|th": 512}})')
    assert "(key) width: int" in said or "width" in said


def test_a_hover_says_what_each_argument_means(editor: Editor) -> None:
    for task in TASKS:
        said = editor.hover(f"{BEGIN}client.{task['method'][:-1]}|{task['method'][-1]}")
        arguments = set(task["arguments"]) | EVERY_CALL
        assert {name for name in arguments if f" {name}: " in said.partition("Args:")[2]} == arguments, task["method"]
    said = editor.hover(f"{BEGIN}client.text_to_im|age")
    assert "width: Width of the image. In pixels. At least 1." in said
    assert "timeout: Seconds to wait" in said
    assert "-> ImageResult" in said
    said = editor.hover(f"{BEGIN}client.text_genera|tion('x')")
    assert "Send the text token by token while it is written. The server's default is false." in said
    assert "From -2 to 2. The server's default is 0." in said


def test_a_signature_shows_defaults(editor: Editor) -> None:
    front, *others = editor.signatures(f"{BEGIN}client.text_to_image(|)")
    assert others == []
    assert front["label"].startswith("(prompt: str, *, negative_prompt: str | None = None, height: int | None = None")
    assert "Draw an image" in front["documentation"]["value"]


def test_a_hover_says_what_each_setting_means(editor: Editor) -> None:
    settings = {"model", "provider", "token", "timeout", "headers", "cookies", "bill_to", "base_url", "api_key"}
    settings |= {"max_retries", "lookups", "strict", "download_limit"}
    for call, more in (("Inference|Client()", {"http_client"}), ("client.with_opt|ions()", set[str]())):
        said = editor.hover(BEGIN + call).partition("Args:")[2]
        assert {name for name in settings | {"http_client"} if f" {name}: " in said} == settings | more


# Results


@pytest.mark.parametrize(
    ("expression", "fields"),
    [
        ("client.chat_completion([])", {"choices", "usage", "id", "created", "model", "meta"}),
        ("client.chat_completion([]).choices[0]", {"message", "finish_reason", "logprobs", "index"}),
        ("client.chat_completion([]).choices[0].message", {"role", "content", "tool_calls", "reasoning_content"}),
        ("next(client.chat_completion([], stream=True))", {"choices", "usage", "id"}),
        ("next(client.chat_completion([], stream=True)).choices[0].delta.tool_calls[0].function", {"arguments"}),
        ("client.chat.completions.create([]).choices[0].message", {"role", "content", "tool_calls"}),
        ("client.completions.create('x').choices[0]", {"text", "finish_reason"}),
        ("client.embeddings.create('x').data[0]", {"embedding", "index"}),
        ("client.models.list()[0]", {"id", "owned_by"}),
        ("client.audio_classification('a.flac')[0]", {"label", "score"}),
        ("client.object_detection('a.png')[0].box", {"xmin", "ymin", "xmax", "ymax"}),
        ("client.text_to_image('a fox')", {"save", "size", "resize", "meta"}),
        ("client.image_segmentation('a.png')[0].mask", {"save", "size"}),
        ("client.feature_extraction('x')", {"shape", "dtype", "tolist", "meta"}),
        ("client.text_to_speech('x')", {"meta", "hex"}),
        ("client.submit.text_to_image('a fox')", {"result", "status", "cancel", "id"}),
        ("client.with_raw_response.text_to_image('a fox')", {"status", "headers", "body", "parse"}),
        ("client.with_raw_response.text_to_image('a fox').parse()", {"save", "size"}),
    ],
)
def test_fields_of_results_are_completed(editor: Editor, expression: str, fields: set[str]) -> None:
    assert fields <= set(editor.completes(f"{BEGIN}{expression}.|"))


def test_fields_of_results_of_the_async_client_are_completed(editor: Editor) -> None:
    text = f"{BEGIN}async def main(client: AsyncInferenceClient) -> None:\n    "
    assert "content" in editor.completes(f"{text}(await client.chat_completion([])).choices[0].message.|")
    streamed = (
        f"{text}async for chunk in await client.chat_completion([], stream=True):\n        chunk.choices[0].delta.|"
    )
    assert {"content", "tool_calls"} <= set(editor.completes(streamed))


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("chat_completion([]).usa|ge", "Tokens spent"),
        ("chat_completion([]).usage.prompt_tok|ens", "In tokens. At least 0."),
        ("chat_completion([]).choices[0].finish_rea|son", '"stop", "length", "tool_calls"'),
        ("chat_completion([]).choices[0].logpr|obs", "Log probabilities"),
        ("chat_completion([]).meta.timings.tot|al", "Seconds from the call to its result"),
        ("chat_completion([]).meta.attem|pts", "sent again"),
        ("automatic_speech_recognition('a.flac').chunks[0].times|tamp", "In seconds."),
        ("object_detection('a.png')[0].box.xm|in", "In pixels."),
        ("object_detection('a.png')[0].sco|re", "between 0 and 1"),
        ("text_to_image('a fox').me|ta", "How it came to be."),
        ("with_raw_response.text_to_image('a fox').bo|dy", "decompressed"),
    ],
)
def test_a_hover_says_what_a_field_means(editor: Editor, field: str, words: str) -> None:
    assert words in editor.hover(f"{BEGIN}client.{field}")


def test_every_field_and_every_type_is_described() -> None:
    """By the words that an editor shows: those behind a field, those at the beginning of a class."""
    bare: list[str] = []
    for path in sorted((FOLDERS[0] / "inferloom" / "types").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                after = [*node.body[1:], None]
                bare += [
                    f"{node.name}.{ast.unparse(field.target)}"
                    for field, words in zip(node.body, after, strict=True)
                    if isinstance(field, ast.AnnAssign) and not (isinstance(words, ast.Expr) and ast.unparse(words))
                ]
                bare += [] if ast.get_docstring(node) else [node.name]
    assert bare == []


# Definitions


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("client.text_to_im|age('x')", "methods/text_to_image.py: def text_to_image("),
        ("client.text_to_image('x', wid|th=3)", "methods/text_to_image.py: width: int | None = None,"),
        ("client.object_detection('x')[0].bo|x", "types/object_detection.py: box: ObjectDetectionBoundingBox"),
        ("client.submit.text_to_im|age('x')", "methods/text_to_image.py: def text_to_image("),
        ("from inferloom.capabilities import Gr|oq", "inferloom/offers.py: class Groq(SupportsChatCompletion):"),
    ],
)
def test_a_definition_is_readable_source(editor: Editor, word: str, place: str) -> None:
    assert editor.definition(BEGIN + word) == place


# jedi


def test_jedi_completes_what_a_client_has_and_nothing_else() -> None:
    found = [name for name in jedi_completes(f"{BEGIN}client.|") if not name.startswith("_")]
    assert sorted(found) == sorted([*METHODS, *MEMBERS])


def test_jedi_completes_methods_arguments_and_fields() -> None:
    assert set(METHODS) <= set(jedi_completes(f'{BEGIN}InferenceClient(provider="groq").|'))
    assert {"width=", "height=", "seed=", "timeout="} <= set(jedi_completes(f"{BEGIN}client.text_to_image('x', |)"))
    assert {"provider=", "timeout="} <= set(jedi_completes(f"{BEGIN}InferenceClient(|)"))
    assert {"label", "score"} <= set(jedi_completes(f"{BEGIN}client.audio_classification('x')[0].|"))
    assert {"box", "label"} <= set(jedi_completes(f"{BEGIN}client.object_detection('x')[0].|"))
    assert {"save", "size"} <= set(jedi_completes(f"{BEGIN}client.text_to_image('x').|"))
    assert {"choices", "usage"} <= set(jedi_completes(f"{BEGIN}client.chat_completion([]).|"))
    assert {"message", "finish_reason"} <= set(jedi_completes(f"{BEGIN}client.chat_completion([]).choices[0].|"))
