"""The command line of the compiler: arguments in, exit codes out."""

import argparse
import keyword
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from . import output
from .errors import Problems, SpecErrors

if TYPE_CHECKING:
    from .surface import Surface

_TAKEN = ("inferloom_codegen", "inferloom_runtime")


def generate(arguments: Sequence[str] | None = None, program: str = "inferloom generate") -> int:
    """Make the SDK from the specs.

    Args:
        arguments: the command line, without the program's name; `sys.argv` by default.
        program: the name for the help text.

    Returns:
        0: done (with --check: nothing differs); 1: a spec is wrong, --check found a difference, or the output cannot
        be written; 2: wrong usage, or a package that the compiler needs is not installed.
    """
    parser = argparse.ArgumentParser(program, description="Compile task specs into a typed SDK.")
    parser.add_argument("--specs", type=Path, default=Path("specs"), metavar="DIR", help="the specs (specs)")
    parser.add_argument("--out", type=Path, default=None, metavar="DIR", help="where the package goes (generated)")
    parser.add_argument("--package", default="inferloom", metavar="NAME", help="the package's name (inferloom)")
    parser.add_argument("--check", action="store_true", help="write nothing; name changed, missing and stale files")
    parser.add_argument("--force", action="store_true", help="make everything anew even if nothing seems to differ")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    options = parser.parse_args(arguments)
    package: str = options.package
    if not package.isidentifier() or keyword.iskeyword(package):
        parser.error(f"--package {package!r} is not a name that Python can import")
    if package in _TAKEN:
        parser.error(f"--package {package!r} is the name of a package that generated code needs; choose another one")
    specs: Path = options.specs
    if not specs.is_dir():
        parser.error(f"--specs {specs}: there is no such folder")
    target = (options.out or Path("generated")) / package
    try:
        return _generate(specs, target, package, check=options.check, force=options.force, quiet=options.quiet)
    except SpecErrors as errors:
        print(errors, file=sys.stderr)
        count = len(errors.errors)
        print(f"{count} error{'' if count == 1 else 's'}; nothing was written.", file=sys.stderr)
        return 1
    except output.OutputError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or target} cannot be read: {error.strerror or error}.", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(f"The compiler needs the package {error.name}: pip install 'inferloom[codegen]'.", file=sys.stderr)
        return 2


def diff(arguments: Sequence[str] | None = None, program: str = "inferloom diff") -> int:
    """Say what changed for callers between two specs folders.

    Args:
        arguments: the command line, without the program's name; `sys.argv` by default.
        program: the name for the help text.

    Returns:
        0: nothing asks for a larger version bump than `--allow`; 1: something does; 2: wrong usage, a spec is wrong, or
        a package that the compiler needs is not installed.
    """
    parser = argparse.ArgumentParser(program, description="Say what changed for callers between two specs folders.")
    parser.add_argument("old", type=Path, metavar="OLD", help="the specs before")
    parser.add_argument("new", type=Path, metavar="NEW", help="the specs after")
    parser.add_argument(
        "--allow",
        choices=("patch", "minor", "major"),
        default="minor",
        help="the largest version bump that is no failure (minor)",
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="for programs")
    forms.add_argument("--markdown", action="store_true", help="for pull requests and changelogs")
    options = parser.parse_args(arguments)
    for folder in (options.old, options.new):
        if not folder.is_dir():
            parser.error(f"{folder}: there is no such folder")
    try:
        form = "json" if options.json else "markdown" if options.markdown else "text"
        return _diff(options.old, options.new, options.allow, form)
    except OSError as error:
        print(f"{error.filename or 'A file'} cannot be read: {error.strerror or error}.", file=sys.stderr)
    except ModuleNotFoundError as error:
        print(f"The compiler needs the package {error.name}: pip install 'inferloom[codegen]'.", file=sys.stderr)
    return 2


def docs(arguments: Sequence[str] | None = None, program: str = "inferloom docs") -> int:
    """Make the pages of a documentation site from the specs.

    Args:
        arguments: the command line, without the program's name; `sys.argv` by default.
        program: the name for the help text.

    Returns:
        0: done; 1: a spec or a document is wrong, or the pages cannot be written; 2: wrong usage, or a package that the
        compiler needs is not installed.
    """
    parser = argparse.ArgumentParser(
        program,
        description="Make the pages of a documentation site. `mkdocs build --config-file OUT/mkdocs.yml` makes HTML of "
        "them, beside OUT: pip install 'inferloom[docs]'. The package must be installed, or on PYTHONPATH.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder of the pages; nothing else may be in it")
    parser.add_argument("--specs", type=Path, default=Path("specs"), metavar="DIR", help="the specs (specs)")
    parser.add_argument("--package", default="inferloom", metavar="NAME", help="the SDK's package (inferloom)")
    parser.add_argument("--name", default="", metavar="TEXT", help="the site's name (the package's)")
    parser.add_argument(
        "--guide",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="Markdown for the guide: the first is split by its headings, the others are a page each",
    )
    options = parser.parse_args(arguments)
    if not options.specs.is_dir():
        parser.error(f"--specs {options.specs}: there is no such folder")
    try:
        return _docs(options.out, options.specs, options.package, options.name, options.guide)
    except SpecErrors as errors:
        print(errors, file=sys.stderr)
        count = len(errors.errors)
        print(f"{count} error{'' if count == 1 else 's'}; nothing was written.", file=sys.stderr)
    except output.OutputError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or options.out} cannot be read: {error.strerror or error}.", file=sys.stderr)
    except ModuleNotFoundError as error:
        print(f"The compiler needs the package {error.name}: pip install 'inferloom[codegen]'.", file=sys.stderr)
        return 2
    return 1


def _docs(out: Path, specs: Path, package: str, name: str, guide: Sequence[Path]) -> int:
    from . import docs as site  # loads pydantic and Jinja, which `--help` should not
    from .compiler import compile_specs
    from .docs_reference import commands

    problems = Problems()
    sdk = compile_specs(specs, package, problems)
    for warning in problems.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    problems.raise_if_any()
    made = site.finished(site.pages(site.site_of(sdk, guide, name, commands())))
    output.write(made, out)
    print(f"{out}: {len(made)} files; mkdocs build --strict --config-file {out / site.SETTINGS}")
    return 0


def _diff(old: Path, new: Path, allow: Literal["patch", "minor", "major"], form: str) -> int:
    from . import diff_report  # loads pydantic, which `--help` should not
    from .diff import compare, read_surface

    read: list[Surface] = []
    for folder in (old, new):
        try:
            read.append(read_surface(folder))
        except SpecErrors as errors:
            print(errors, file=sys.stderr)
            count = len(errors.errors)
            print(f"{count} error{'' if count == 1 else 's'} in {folder}; nothing was compared.", file=sys.stderr)
    if len(read) < 2:
        return 2
    difference = compare(*read)
    reports = {"json": diff_report.as_json, "markdown": diff_report.as_markdown}
    sys.stdout.write(reports.get(form, diff_report.as_text)(difference, allow))
    return 0 if diff_report.is_allowed(difference, allow) else 1


def _generate(specs: Path, target: Path, package: str, *, check: bool, force: bool, quiet: bool) -> int:
    started = time.perf_counter()

    def say(text: str) -> None:
        if not quiet:
            print(text, flush=True)

    wanted = output.inputs(specs, package)
    if not check and not force and output.is_current(target, wanted):
        say(f"{target} is up to date.")
        return 0
    from .compiler import compile_specs  # loads pydantic and Jinja, which a run with nothing to do should not

    problems = Problems()
    say("reading specs ...")
    sdk = compile_specs(specs, package, problems)
    for warning in problems.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    problems.raise_if_any()
    from .render import render

    offered = sum(one.selectable for one in sdk.providers)  # the others stand for "auto" and for addresses
    say(f"writing the package (tasks: {len(sdk.tasks)}, providers: {offered}) ...")
    made = output.finished(render(sdk), wanted)
    if check:
        drift = output.compare(made, target)
        for line in drift.lines():
            print(f"{target}: {line}", file=sys.stderr)
        if drift:
            # The same inputs made something else before: with other versions of the tools.
            manifest = output.read_manifest(target)
            anew = " and with --force" if manifest is not None and manifest.inputs == wanted else ""
            print(f"The generated files differ from the specs: run this without --check{anew}.", file=sys.stderr)
            return 1
        say(f"{target} is what the specs say.")
        return 0
    drift = output.write(made, target)
    changed = len(drift.changed) + len(drift.missing)
    seconds = time.perf_counter() - started
    say(f"{target}: {changed} files written, {len(drift.stale)} removed, {len(made)} in all; {seconds:.1f} s.")
    return 0
