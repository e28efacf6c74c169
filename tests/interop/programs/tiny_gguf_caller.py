"""Write the model of `tiny_gguf.py` with another last token, for conversations that go on after a call.

    python tiny_gguf_caller.py FILE

Where a model may call a tool but need not, llama.cpp watches for the words that open a call. It refuses a vocabulary
that has just these words as a token of its own; here the token has the call's first brace as well.
"""

import sys
from collections.abc import Sequence

import tiny_gguf
from gguf import GGUFWriter


class Writer(GGUFWriter):
    """Writes one token differently."""

    def add_token_list(self, tokens: Sequence[str]) -> None:
        """Write the vocabulary."""
        super().add_token_list([f"{token}{{" if token == "<tool_call>\n" else token for token in tokens])


if __name__ == "__main__":
    tiny_gguf.GGUFWriter = Writer
    tiny_gguf.main(sys.argv[1])
