"""What type checkers know of clients and results, and which tasks they refuse: pyright, mypy and ty are asked."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
MISTAKES = "mistakes_capability.py"
REVEALS = sorted(path.name for path in (FOLDER / "reveal").glob("*.py"))
MARKS = {
    number: mark[1]
    for number, line in enumerate((FOLDER / MISTAKES).read_text(encoding="utf-8").splitlines(), 1)
    if (mark := re.search(r"  # (\w+)$", line)) is not None
}

Said = dict[str, dict[int, str]]
"""By file and line: a checker's words."""

CHECKERS = ("pyright", "mypy", "ty")

UNKNOWN = {
    "mypy": {"lists.py": "it takes the names in a list that is written into a call for plain strings"},
    "ty": {"lists.py": "as mypy"},
}
"""What a checker cannot do: such a client has every task."""


def run(command: list[str], folder: Path) -> str:
    """What a checker prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=300)
    return done.stdout or done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing in it but the files to check."""
    folder = tmp_path_factory.mktemp("capability")
    for name in (FOLDER / MISTAKES, *(FOLDER / "reveal" / name for name in REVEALS)):
        shutil.copy(name, folder)
    settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pyright(folder: Path) -> Said:
    """What pyright says."""
    answer = json.loads(run([sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable], folder))
    assert answer["summary"]["filesAnalyzed"] == len(REVEALS) + 1
    said: Said = defaultdict(lambda: defaultdict(str))
    for each in answer["generalDiagnostics"]:
        said[Path(each["file"]).name][each["range"]["start"]["line"] + 1] += each["message"]
    return said


@pytest.fixture(scope="module")
def mypy(folder: Path) -> Said:
    """What mypy says. It keeps what it learnt of the SDK until that changes."""
    cache = f"--cache-dir={ROOT / '.mypy_cache' / 'application'}"
    words = ["--strict", "--config-file=", "--python-version=3.11", cache]
    return _lines(run([sys.executable, "-m", "mypy", *words, MISTAKES, *REVEALS], folder))


@pytest.fixture(scope="module")
def ty(folder: Path) -> Said:
    """What ty says."""
    ty = str(Path(sys.executable).with_name("ty"))
    words = ["check", "--output-format=concise", "--python", sys.prefix, "--python-version=3.11"]
    return _lines(run([ty, *words, MISTAKES, *REVEALS], folder))


def _lines(text: str) -> Said:
    assert MISTAKES in text, text
    said: Said = defaultdict(lambda: defaultdict(str))
    for name, line, words in re.findall(r"^(\S+?):(\d+):(?:\d+:)? error\W(.*)$", text, re.MULTILINE):
        said[Path(name).name][int(line)] += words
    return said


@pytest.fixture(params=CHECKERS)
def checker(request: pytest.FixtureRequest) -> tuple[str, Said]:
    """A checker with what it says."""
    return request.param, request.getfixturevalue(request.param)


@pytest.mark.parametrize("name", REVEALS)
def test_types_are_what_is_asserted(checker: tuple[str, Said], name: str) -> None:
    who, said = checker
    if name in UNKNOWN.get(who, {}):
        assert said[name], f"{who} can do it now: {UNKNOWN[who][name]}"
    else:
        assert said[name] == {}


def test_a_mistake_is_an_error_that_names_what_is_wrong(checker: tuple[str, Said]) -> None:
    who, said = checker
    missed = {line: name for line, name in MARKS.items() if name not in said[MISTAKES][line]}
    if who == "ty":  # where a method has overloads, it names the method alone
        missed = {
            line: name for line, name in missed.items() if "No overload of bound method" not in said[MISTAKES][line]
        }
    assert missed == {}


def test_nothing_else_is_an_error(checker: tuple[str, Said]) -> None:
    _, said = checker
    assert {line: words for line, words in said[MISTAKES].items() if line not in MARKS} == {}


def test_unknown_providers_are_refused_at_run_time_with_the_nearest_names() -> None:
    from inferloom import InferenceClient, UsageError

    provider: Any = "grok"
    with InferenceClient("a/model", provider=provider, token="key") as client, pytest.raises(UsageError, match="groq"):
        client.chat_completion([{"role": "user", "content": "Hi"}])


@pytest.mark.parametrize("name", ["MCPClient", "Agent"])
def test_who_does_not_chat_is_refused_by_what_converses(name: str) -> None:
    import inferloom

    made: Any = getattr(inferloom, name)
    with pytest.raises(inferloom.UsageError, match="'nebuis'; did you mean 'nebius'"):
        made(model="a/model", provider="nebuis")
    with pytest.raises(inferloom.UsageError, match=r"fal-ai does not offer chat_completion\(\); these do: .*groq"):
        made(model="a/model", provider="fal-ai")


@pytest.mark.parametrize("module", ["inferloom", "inferloom.capabilities", "inferloom.chat", "inferloom.types"])
def test_what_type_checkers_see_is_there(module: str) -> None:
    """In a process that has imported nothing else."""
    path = ROOT / "generated" / module.replace(".", "/")
    text = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")
    names = re.findall(r"^    from \S+ import (?:\(\n +)?(\w+) as \1\b", text, re.MULTILINE)
    assert len(names) > 10
    program = f"import {module} as it\nprint([name for name in {names} if not hasattr(it, name)])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_types_cost_nothing_at_run_time() -> None:
    program = (
        "import sys, pickle\n"
        "from inferloom import InferenceClient\n"
        "print({'typing_extensions', 'inferloom.offers', 'inferloom.capabilities'} & set(sys.modules))\n"
        "from inferloom.capabilities import Groq, OneOf, SupportsChatCompletion\n"
        "client = InferenceClient('m', provider='groq')\n"
        "print(type(client) is InferenceClient, isinstance(client, InferenceClient), client)\n"
        "print(InferenceClient[Groq]('m', provider='groq'), pickle.loads(pickle.dumps(Groq)) is Groq)\n"
        "print(issubclass(Groq, SupportsChatCompletion), InferenceClient[OneOf[str]].__args__)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines() == [
        "set()",
        "True True InferenceClient('m', provider='groq')",
        "InferenceClient('m', provider='groq') True",
        "True (inferloom.offers.OneOf[str],)",
    ], done.stderr
