"""The command `tiny-agents`, which is `inferloom agent` as well."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from inferloom_runtime.agent import library
from inferloom_runtime.agent.chat import INTERRUPTED, chat
from inferloom_runtime.errors import InferloomError


def main() -> int:
    """Run `tiny-agents`.

    Returns:
        The exit code, as of `agent`.
    """
    return agent(program="tiny-agents")


def agent(arguments: Sequence[str] | None = None, program: str = "inferloom agent") -> int:
    """Run an agent in the terminal.

    Args:
        arguments: The command line without the program's name; `sys.argv` by default.
        program: The name for the help text.

    Returns:
        0 at the end of the input; 1: the agent could not be started; 2: wrong usage; 130 after Ctrl-C.
    """
    parser = argparse.ArgumentParser(
        program, description="Talk with an agent: a model that uses the tools of MCP servers."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="start an agent and talk with it")
    run.add_argument(
        "agent",
        metavar="PATH|ID",
        help=f"a folder with an agent.json, such a file, or a folder of the Hub's data set {library.DATA_SET}",
    )
    run.add_argument("--package", default="inferloom", help="the generated package whose client asks the model")
    options = parser.parse_args(arguments)
    # What the mcp package has to say of a lost connection, the agent says in a sentence.
    for name in ("mcp", "client", "httpx2"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        return chat(library.find(options.agent), options.package)
    except InferloomError as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
