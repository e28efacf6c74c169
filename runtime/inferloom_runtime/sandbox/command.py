"""The command `inferloom sandbox`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from inferloom_runtime.sandbox import api

HOST = "127.0.0.1"
PORT = 8000


def sandbox(arguments: Sequence[str] | None = None, program: str = "inferloom sandbox") -> int:
    """Serve until interrupted.

    Args:
        arguments: The command line, without the program's name; `sys.argv` by default.
        program: The name for the help text.

    Returns:
        0: interrupted; 1: the sandbox could not start; 2: wrong usage.
    """
    parser = argparse.ArgumentParser(
        program,
        description="Serve every task on this machine with synthetic answers: no model, no key, no network.",
    )
    parser.add_argument("--host", default=HOST, help=f"the address to listen on (default {HOST})")
    parser.add_argument("--port", type=int, default=PORT, help=f"the port; 0 takes a free one (default {PORT})")
    parser.add_argument("--seed", type=int, default=0, help="changes every answer (default 0)")
    parser.add_argument(
        "--delay", type=float, default=0.0, metavar="SECONDS", help="wait before each piece of a stream"
    )
    parser.add_argument("--package", default="inferloom", help="the generated package whose tasks are served")
    parser.add_argument(
        "--key", action="append", metavar="KEY", help="accept only this key; may be given several times"
    )
    parser.add_argument("--allow", action="append", default=[], metavar="FIELD", help="accept this further field")
    parser.add_argument("--model", action="append", default=[], metavar="ID=TASK", help="know a further model")
    options = parser.parse_args(arguments)
    try:
        models = dict(_pair(text) for text in options.model)
        served = api.load(options.package, seed=options.seed, keys=options.key, allow=options.allow, models=models)
        api.serve(served, options.host, options.port, delay=options.delay)
    except (ValueError, ImportError, OSError) as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 1
    return 0


def _pair(text: str) -> tuple[str, str]:
    model, separator, task = text.partition("=")
    if not separator or not model or not task:
        raise ValueError(f"--model wants ID=TASK, such as my/model=text-to-image, got {text!r}.")
    return model, task
