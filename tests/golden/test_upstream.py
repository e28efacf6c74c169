"""A tree in the ecosystem's own layout and dialect is read as it is, with a warning for each of its habits.

`upstream/` holds such a tree; `warnings.txt` is what is said about it, `tasks.json` what becomes of it. After a change,
`INFERLOOM_GOLDEN=write pytest tests/golden/test_upstream.py` writes both anew.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path

from jsonschema import Draft202012Validator

from inferloom_codegen.errors import Problems
from inferloom_codegen.tasks import read_tasks

FOLDER = Path(__file__).parent / "upstream"


def expect(name: str, text: str) -> None:
    golden = FOLDER / name
    if os.environ.get("INFERLOOM_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_upstream_tree() -> None:
    problems = Problems()
    specs = read_tasks(FOLDER / "specs", problems)
    problems.raise_if_any()
    expect("warnings.txt", "".join(f"{warning}\n" for warning in problems.warnings))
    expect("tasks.json", json.dumps([asdict(spec) for spec in specs], indent=2, default=sorted) + "\n")
    for spec in specs:
        for schema in (spec.input, spec.output, spec.stream_output):
            if schema is not None:
                Draft202012Validator.check_schema(schema)


def test_upstream_errors_have_addresses(tmp_path: Path) -> None:
    (tmp_path / "find" / "spec").mkdir(parents=True)
    (tmp_path / "find" / "spec" / "input.json").write_text('{"title": "FindInput", "type": "object",}')
    (tmp_path / "Find Again" / "spec").mkdir(parents=True)
    (tmp_path / "Find Again" / "spec" / "input.json").write_text("[]")
    problems = Problems()
    assert read_tasks(tmp_path, problems) == []
    assert [str(error) for error in problems.errors] == [
        "Find Again:1:1: the task id 'Find Again' is not kebab-case: use lower-case letters and digits in words joined "
        "by '-', like text-to-image",
        "find/spec/input.json:1:40: invalid JSON: a comma before '}' is not JSON; remove it",
        "find/spec/output.json:1:1: this file is missing; a task has input.json and output.json",
    ]
