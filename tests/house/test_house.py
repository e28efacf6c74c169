"""The rules of the house, read off the syntax trees."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import inferloom_runtime
from inferloom_codegen.names import ROOT_ERRORS

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "runtime" / "inferloom_runtime"
CODEGEN = ROOT / "codegen" / "inferloom_codegen"
GENERATED = ROOT / "generated" / "inferloom"
PACKAGES = {"inferloom_runtime": RUNTIME, "inferloom_codegen": CODEGEN, "inferloom": GENERATED}

WAITING = {"time": {"sleep"}, "asyncio": {"sleep", "to_thread", "wait_for"}, "anyio": {"sleep", "to_thread"}}
"""What waits, by the module that has it."""

WAITERS = {
    "flow.py": "the driver that waits and the one that awaits",
    "http1/loop.py": "the HTTP client of an event loop; that of threads waits inside of its sockets",
    "http1/transports.py": "connecting, reading and writing in an event loop",
    "clock.py": "what the driver sleeps by",
    "job.py": "the async job's methods, which hand their flow to the driver",
    "raw.py": "the async methods that give the answer as it came",
    "chat/stream.py": "the events, answers and tools of a conversation",
    "stream.py": "the next item of a stream, and giving its connection back",
    "client.py": "the async client's methods, which hand their flow to the driver",
    "line.py": "handing a flow to the driver, with the connections of the running event loop",
    "namespace.py": "the async methods of a part of the client, which hand their call to the client",
    "aiohttp_client.py": "the HTTP client of an event loop, on aiohttp",
    "pool.py": "making an event loop's HTTP client in a thread, and closing it",
    "mcp/link.py": "the task that holds a connection",
    "mcp/connection.py": "requests to one server",
    "mcp/turn.py": "a model's turn, with its tools",
    "mcp/client.py": "the client's methods, which are async only",
    "agent/agent.py": "the agent's loop",
    "agent/chat.py": "the loop behind the terminal",
    "sandbox/transport.py": "the sandbox as an HTTP client's transport: the delay that a caller asked for",
    "sandbox/server.py": "the sandbox behind a socket: the same delay, and waiting for the server to start",
}
"""The only modules of the runtime that wait or await, each with what for."""

THIRD_PARTIES = {
    "inferloom_runtime": {
        "*": {"httpx", "PIL", "pydantic", "pydantic_core", "numpy"},
        "chat/": {"pydantic", "pydantic_core", "typing_extensions"},
        "mcp/": {"mcp", "mcp_types", "httpx2"},
        "aiohttp_client.py": {"aiohttp", "multidict", "yarl"},
        "deprecation.py": {"typing_extensions"},
        "http1/": {"certifi", "h11"},
        "offer.py": {"typing_extensions"},
        "telemetry.py": {"opentelemetry"},
        "sandbox/": {"anyio", "httpx", "jsonschema", "PIL", "pytest", "starlette", "uvicorn", "numpy"},
    },
    "inferloom_codegen": {"*": {"datamodel_code_generator", "jinja2", "pydantic", "yaml"}},
    "inferloom": {"*": {"httpx", "numpy"}},
}
"""What each package may import beside the standard library and what lies downhill."""

DOWNHILL = {
    "inferloom_runtime": {"inferloom_runtime"},
    "inferloom_codegen": {"inferloom_codegen"},
    "inferloom": {"inferloom", "inferloom_runtime"},
}


def modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())


def shown(path: Path) -> str:
    """A path as the tests' messages name it."""
    return path.relative_to(ROOT).as_posix()


def every_module() -> list[Path]:
    return [path for folder in PACKAGES.values() for path in modules(folder)]


def imported(path: Path) -> Iterator[str]:
    """The absolute names of the modules that a module imports, anywhere in it."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level <= 1, f"{shown(path)} imports from two levels up"
            yield node.module or "" if node.level == 0 else "inferloom_codegen"


# Imports


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_go_downhill(package: str) -> None:
    folder = PACKAGES[package]
    for path in modules(folder):
        inside = path.relative_to(folder).as_posix()
        allowed = DOWNHILL[package] | set(sys.stdlib_module_names)
        for prefix, names in THIRD_PARTIES[package].items():
            allowed |= names if prefix == "*" or inside.startswith(prefix) else set()
        found = {name.partition(".")[0] for name in imported(path)}
        assert found <= allowed, f"{shown(path)} imports {sorted(found - allowed)}"


def test_the_runtime_names_the_generated_package_nowhere() -> None:
    """It is handed the package's name; what it imports by name is a string made of that."""
    for path in modules(RUNTIME):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
                first = ast.unparse(node.args[0])
                assert not re.match(r"""f?['"]inferloom[.'"]""", first), f"{shown(path)}: import_module({first})"


def test_the_sandbox_is_not_needed() -> None:
    """Nothing outside of the sandbox imports it."""
    for path in modules(RUNTIME):
        if "sandbox" not in path.relative_to(RUNTIME).parts:
            assert not any(name.startswith("inferloom_runtime.sandbox") for name in imported(path)), shown(path)


def test_importing_the_package_loads_next_to_nothing() -> None:
    heavy = ["aiohttp", "httpx", "httpx2", "pydantic", "pydantic_core", "PIL", "numpy", "asyncio", "inferloom_runtime"]
    program = f"import json, sys, inferloom; print(json.dumps([name for name in {heavy} if name in sys.modules]))"
    assert answer(program) == []


@pytest.mark.parametrize(
    "line",
    [
        "from inferloom import InferenceClient",
        "from inferloom import types; types.ChatCompletionOutput",
        "from inferloom import errors, capabilities",
        "from inferloom import InferenceClient; InferenceClient(provider='hf-inference')",
    ],
)
def test_what_an_application_imports_loads_no_http_client_and_no_pydantic(line: str) -> None:
    heavy = ["aiohttp", "httpx", "httpx2", "pydantic", "pydantic_core", "PIL", "numpy"]
    program = f"import json, sys\n{line}\nprint(json.dumps([name for name in {heavy} if name in sys.modules]))"
    assert answer(program) == []


def answer(program: str) -> Any:
    """What a program prints as JSON, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# Waiting


def waits(path: Path) -> set[str]:
    """The calls and keywords with which a module waits."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            found.add(type(node).__name__)
        if isinstance(node, ast.comprehension) and node.is_async:
            found.add("async comprehension")
        if isinstance(node, ast.Attribute) and node.attr in WAITING.get(ast.unparse(node.value), ()):
            found.add(ast.unparse(node))
        if isinstance(node, ast.ImportFrom) and node.module in WAITING:
            found |= {f"{node.module}.{alias.name}" for alias in node.names if alias.name in WAITING[node.module]}
    return found


def test_only_these_modules_wait() -> None:
    found = {path.relative_to(RUNTIME).as_posix() for path in modules(RUNTIME) if waits(path)}
    assert found - set(WAITERS) == set()
    assert set(WAITERS) - found == set(), "these no longer wait: take them off the list"


def test_time_passes_in_the_driver_alone() -> None:
    """Outside of the sandbox, whose delays are its callers', only flow.py sleeps, by the clock that a test can stop."""
    for path in modules(RUNTIME):
        if "sandbox" in path.relative_to(RUNTIME).parts or path.name == "clock.py":
            continue
        assert path.name == "flow.py" or "clock.sleep" not in path.read_text(encoding="utf-8"), shown(path)
        assert not {wait for wait in waits(path) if wait.endswith(".sleep")}, shown(path)


def test_the_clients_async_methods_are_thin() -> None:
    """In client.py nothing is awaited but the line, its closing, and the async twins."""
    for node in ast.walk(parsed(RUNTIME / "client.py")):
        if isinstance(node, ast.Await):
            called = ast.unparse(node.value.func if isinstance(node.value, ast.Call) else node.value)
            known = r"self\._line\.(drive_async|pool\.close_here)|self\.close"
            assert re.fullmatch(known, called), f"client.py awaits {called}"


def test_provider_functions_do_not_wait() -> None:
    for path in [*modules(GENERATED / "providers"), *modules(RUNTIME / "quirks")]:
        assert waits(path) == set(), shown(path)


TWINS = {
    "drive_async": "drive",
    "_perform_async": "_perform",
    "_pieces_async": "_pieces",
    "_done_async": "_done",
    "AsyncJob": "Job",
    "AsyncStream": "Stream",
    "AsyncBase": "SyncBase",
    "AsyncNamespace": "Namespace",
    "sleep_async": "sleep",
    "until_async": "until",
    "AsyncIterator": "Iterator",
    "StopAsyncIteration": "StopIteration",
    "anext": "next",
    "A": "S",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "aiter_bytes": "iter_bytes",
    "aclose": "close",
}
"""Names that differ between async and sync code for no other reason."""


class _Sync(ast.NodeTransformer):
    """A syntax tree with everything async taken out of it, and the names of twins made equal."""

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self.visit_FunctionDef(ast.FunctionDef(**dict(ast.iter_fields(node))))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.name = TWINS.get(node.name, node.name)
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.name = TWINS.get(node.name, node.name)
        # How they are made and forgotten depends on the event loop.
        node.body = [part for part in node.body[1:] if getattr(part, "name", "") not in {"__init__", "__del__"}]
        return node

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        return self.generic_visit(ast.For(**dict(ast.iter_fields(node))))

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST:
        return self.generic_visit(ast.With(**dict(ast.iter_fields(node))))

    def visit_Await(self, node: ast.Await) -> ast.AST:
        return self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        # A thread of its own for work, and asyncio's sleep: the driver's two ways to do what the other does directly.
        called = ast.unparse(node.func)
        if called == "asyncio.to_thread":
            return self.visit(ast.Call(func=node.args[0], args=node.args[1:], keywords=[]))
        return self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> ast.AST:
        node.name = TWINS.get(node.name, node.name)
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = TWINS.get(node.id, node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        node.attr = TWINS.get(node.attr, node.attr)
        return node


def without_async(node: ast.AST) -> str:
    """The text of a syntax tree without anything async in it."""
    copy = ast.parse(ast.unparse(node))
    return ast.unparse(ast.fix_missing_locations(_Sync().visit(copy)))


def definition(path: Path, name: str) -> ast.AST:
    return next(node for node in parsed(path).body if getattr(node, "name", "") == name)


@pytest.mark.parametrize(
    ("module", "one", "twin"),
    [
        ("flow.py", "drive", "drive_async"),
        ("flow.py", "_perform", "_perform_async"),
        ("job.py", "Job", "AsyncJob"),
        ("namespace.py", "Namespace", "AsyncNamespace"),
        ("stream.py", "Stream", "AsyncStream"),
    ],
)
def test_twins_are_one_thing_written_twice(module: str, one: str, twin: str) -> None:
    assert without_async(definition(RUNTIME / module, twin)) == without_async(definition(RUNTIME / module, one))


def method(path: Path, owner: str, name: str) -> ast.AST:
    body = definition(path, owner).body  # type: ignore[attr-defined]
    return next(node for node in body if getattr(node, "name", "") == name)


@pytest.mark.parametrize(
    ("one", "twin", "name"),
    [
        *(("Response", "Response", name) for name in ("iter_bytes", "__iter__", "__next__", "close")),
        ("Client", "AsyncClient", "send"),
    ],
)
def test_the_two_http_clients_are_one_thing_written_twice(one: str, twin: str, name: str) -> None:
    """What they wait with differs (sockets and locks, transports and futures); what they do with it does not."""
    asynchronous = {"iter_bytes": "aiter_bytes", "__iter__": "__aiter__", "__next__": "__anext__", "close": "aclose"}
    sync = method(RUNTIME / "http1" / "threads.py", one, name)
    awaited = method(RUNTIME / "http1" / "loop.py", twin, asynchronous.get(name, name))
    assert without_async(awaited) == without_async(sync)


# Names and sizes


def test_no_module_is_named_after_nothing() -> None:
    for path in every_module():
        assert path.stem not in {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}, shown(path)


def test_no_generated_file_is_endless() -> None:
    for path in modules(GENERATED):
        assert len(path.read_bytes().splitlines()) <= 2000, shown(path)


def test_the_runtime_knows_its_version() -> None:
    """Requests tell it; reading it from the installed distribution would cost a call milliseconds."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert inferloom_runtime.__version__ == said["project"]["version"]


# Words


def functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The public classes and functions of a module, with the public methods of its public classes."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from functions(child)


@pytest.mark.parametrize("folder", [RUNTIME, CODEGEN], ids=["runtime", "codegen"])
def test_everything_public_has_a_docstring(folder: Path) -> None:
    bare = [
        f"{shown(path)}:{node.lineno}: {node.name}"
        for path in modules(folder)
        for node in functions(parsed(path))
        if ast.get_docstring(node) is None and not is_implied(node)
    ]
    assert bare == []


def is_implied(node: ast.AST) -> bool:
    """What needs no words of its own: a visitor's method, whose meaning is the base class's, and an overload."""
    if not isinstance(node, ast.FunctionDef):
        return False
    return node.name.startswith("visit_") or "overload" in {ast.unparse(one) for one in node.decorator_list}


def test_every_module_says_what_it_is() -> None:
    for path in every_module():
        said = ast.get_docstring(parsed(path))
        assert said, shown(path)
        first = said.splitlines()[0]
        assert first.endswith((".", ":", "?")), f"{shown(path)}: {first}"


def test_a_module_is_one_thing() -> None:
    """A subject that needs "and" is two modules; what follows a colon or a comma says more about the one subject."""
    for folder in (RUNTIME, CODEGEN):
        for path in modules(folder):
            first = (ast.get_docstring(parsed(path)) or "").splitlines()[0]
            assert " and " not in re.split("[:,]", first)[0], f"{shown(path)}: {first}"


def test_every_method_of_the_sdk_explains_every_argument() -> None:
    for path in modules(GENERATED / "methods"):
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            if any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list):
                continue
            said = inspect.cleandoc(ast.get_docstring(node) or "")
            names = [argument.arg for argument in [*node.args.args[1:], *node.args.kwonlyargs]]
            names += [f"**{node.args.kwarg.arg}"] if node.args.kwarg else []
            for name in names:
                assert re.search(rf"^    {re.escape(name)}: \S", said, re.MULTILINE), f"{shown(path)}: {name}"
            assert "\nReturns:\n" in said, shown(path)
            assert "\nRaises:\n" in said, shown(path)


def test_every_field_of_every_type_is_known_to_its_module() -> None:
    """What a module of types offers in `__all__` is what it defines, and the package offers all of it."""
    offered: set[str] = set()
    for path in modules(GENERATED / "types"):
        if path.name == "__init__.py":
            continue
        tree = parsed(path)
        defined = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
        defined |= {ast.unparse(node.target) for node in tree.body if isinstance(node, ast.AnnAssign)}
        [listed] = [node.value for node in tree.body if isinstance(node, ast.Assign)]
        assert set(ast.literal_eval(listed)) == defined, shown(path)
        assert not offered & defined, shown(path)
        offered |= defined
    from inferloom import types

    assert set(types.__all__) == offered


def test_the_errors_of_the_sdk_are_those_of_the_runtime() -> None:
    public = {
        node.name
        for node in parsed(RUNTIME / "errors.py").body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name.endswith("Error")
    }
    assert list(ROOT_ERRORS) == sorted(public)


# The table


def quirks_named(value: Any) -> Iterator[tuple[str, str]]:
    """The functions that a file of the table names, with the word that names each."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("quirk", "flow") and isinstance(inner, str):
                yield inner, key
            yield from quirks_named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from quirks_named(inner)


def test_the_tables_quirks_exist_and_none_is_left_over() -> None:
    named = {
        name: word
        for path in sorted((ROOT / "specs").rglob("*.yaml"))
        if path.parent.name in ("dialects", "providers")
        for name, word in quirks_named(yaml.safe_load(path.read_text(encoding="utf-8")))
    }
    found: dict[str, ast.FunctionDef] = {}
    for path in modules(RUNTIME / "quirks"):
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found[f"{path.stem}.{node.name}"] = node
    assert set(named) - set(found) == set(), "the table names functions that do not exist"
    shared = {name for name in found if name not in named and is_used(name)}
    assert set(found) - set(named) - shared == set(), "no row of the table names these"
    for name, node in found.items():
        for argument in [*node.args.args, *node.args.kwonlyargs]:
            assert argument.annotation is not None, f"{name}({argument.arg})"
        assert node.returns is not None, name


def is_used(quirk: str) -> bool:
    """Whether another quirk calls this one."""
    name = quirk.partition(".")[2]
    return any(
        isinstance(node, ast.Name | ast.Attribute) and name in (getattr(node, "id", ""), getattr(node, "attr", ""))
        for path in modules(RUNTIME / "quirks")
        for node in ast.walk(parsed(path))
    )


MOST_QUIRKS = 3
MOST_LINES_OF_QUIRKS = 400


@pytest.mark.parametrize("row", sorted(path.stem for path in (ROOT / "specs" / "providers").glob("*.yaml")))
def test_no_provider_names_more_than_three_quirks(row: str) -> None:
    """One with more is written by hand as a whole, and its row points to that."""
    said = yaml.safe_load((ROOT / "specs" / "providers" / f"{row}.yaml").read_text(encoding="utf-8"))
    assert len({name for name, _ in quirks_named(said)}) <= MOST_QUIRKS


def test_there_are_few_lines_of_quirks() -> None:
    """As `make budget` counts them."""
    lines = {path.name: len(path.read_bytes().splitlines()) for path in modules(RUNTIME / "quirks")}
    assert sum(lines.values()) < MOST_LINES_OF_QUIRKS, lines


# What does not belong here


def product_files() -> list[Path]:
    """The files of the product, tests included, without what others recorded."""
    folders = ["runtime", "codegen", "generated", "specs", "tests"]
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    found += [path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")]
    skipped = {"__pycache__", "node_modules", "upstream"}
    return [path for path in found if not skipped & set(path.parts) and path != Path(__file__).resolve()]


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    machine = re.compile(rb"(?<![\w.$}])/(?:work|root|home|Users)/\w|[A-Z]:\\\\?Users\\|/tmp/[a-z]/")
    for path in product_files():
        found = machine.search(path.read_bytes())
        assert found is None, f"{shown(path)}: {found and found.group()!r}"


def test_no_file_speaks_of_who_typed_it() -> None:
    names = "|".join(("clau" + "de", "co" + "pilot", "chat" + "gpt", "co" + "dex"))
    spoken = re.compile(rf"\b(?:{names})\b|\bas an ai\b|\bco-authored-by\b".encode(), re.IGNORECASE)
    for path in product_files():
        if path.suffix in {".py", ".jinja", ".yaml", ".md", ".toml", ".json", ""} or path.name == "Makefile":
            found = spoken.search(path.read_bytes())
            assert found is None, f"{shown(path)}: {found and found.group()!r}"
