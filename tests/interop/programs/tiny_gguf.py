"""Write a Llama model of some hundred kilobytes as a GGUF file: random weights, bytes for a vocabulary.

    python tiny_gguf.py FILE [pooled]

One that is pooled gives one vector for a text, otherwise one for each token. It speaks nonsense, always the same: the
weights come from a fixed seed.
"""

import sys

import numpy as np
from gguf import GGUFWriter, PoolingType, TokenType

WIDTH, HEADS, LAYERS, HIDDEN, CONTEXT = 64, 4, 2, 128, 512
CHAT_TEMPLATE = """\
{{ bos_token }}
{%- if tools %}tools:
{% for tool in tools %}{{ tool | tojson }}
{% endfor %}{% endif %}
{%- for message in messages %}{{ message['role'] }}:
{% if message['content'] %}{{ message['content'] }}{% endif %}
{%- for call in message['tool_calls'] or [] %}
<tool_call>
{"name": "{{ call['function']['name'] }}", "arguments": {{ call['function']['arguments'] | tojson }}}
</tool_call>
{%- endfor %}
{% endfor %}
{%- if add_generation_prompt %}assistant:
{% endif %}"""


def main(file: str, *options: str) -> None:
    """Write the file."""
    writer = GGUFWriter(file, "llama")
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(0)
    if "pooled" in options:
        writer.add_pooling_type(PoolingType.MEAN)

    # U+2581 is how this kind of vocabulary writes a space. The last one opens a call of a tool: whoever wants one makes
    # it likelier.
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "\u2581", "<tool_call>\n"]
    kinds = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL, *[TokenType.BYTE] * 256]
    kinds += [TokenType.NORMAL, TokenType.USER_DEFINED]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(CHAT_TEMPLATE)
    writer.add_vocab_size(len(tokens))

    random = np.random.default_rng(20260101)

    def tensor(name: str, *shape: int) -> None:
        writer.add_tensor(f"{name}.weight", random.normal(0, 0.3, shape).astype(np.float32))

    def ones(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(WIDTH, np.float32))

    tensor("token_embd", len(tokens), WIDTH)
    for layer in range(LAYERS):
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            tensor(f"blk.{layer}.{part}", WIDTH, WIDTH)
        tensor(f"blk.{layer}.ffn_gate", HIDDEN, WIDTH)
        tensor(f"blk.{layer}.ffn_up", HIDDEN, WIDTH)
        tensor(f"blk.{layer}.ffn_down", WIDTH, HIDDEN)
        ones(f"blk.{layer}.attn_norm")
        ones(f"blk.{layer}.ffn_norm")
    ones("output_norm")
    # Printable ASCII is likelier than the rest, so that what it says can mostly be read.
    output = random.normal(0, 0.3, (len(tokens), WIDTH)).astype(np.float32)
    output[:35] *= 0.1
    output[130:] *= 0.1
    writer.add_tensor("output.weight", output)

    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
