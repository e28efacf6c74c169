"""`python -m inferloom_codegen`: the compiler without the generated package, which it may be about to make."""

import gc
import sys

from .cli import generate

if __name__ == "__main__":
    # Nearly all that a run makes it needs to its end. Looking for garbage in it, as Python does now and then and once
    # more when it ends, would take a tenth of the time and find little.
    gc.disable()
    code = generate(program="python -m inferloom_codegen")
    gc.freeze()
    sys.exit(code)
