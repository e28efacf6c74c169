"""`python -m inferloom_codegen`: the compiler without the generated package, which it may be about to make."""

import sys

from .cli import generate

if __name__ == "__main__":
    sys.exit(generate(program="python -m inferloom_codegen"))
