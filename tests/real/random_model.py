"""Writes a tiny random model as a GGUF file: the llama architecture, one layer, one token a byte.

Its replies are noise inside whatever grammar the server holds it to, which is what shows whether that grammar, the limits and the
counting are right. The noise prefers letters, and ends a string after some thirty of them: dimension 0 of every embedding is a
large constant, so that after the last normalisation it is nearly the same everywhere, and the output's weights for it are a bias
for each token.
"""

import gguf
import numpy as np

DIMENSIONS, HEADS, HIDDEN = 64, 2, 128
CHAT = ("{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")


def byte_names():
    """The 256 characters by which byte-level vocabularies write the bytes (after GPT-2)."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    moved = iter(range(256, 512))
    return [chr(byte) if byte in plain else chr(next(moved)) for byte in range(256)]


def bias(byte):
    character = chr(byte)
    if character.isascii() and (character.isalpha() or character == " "):
        return 4.0
    return {'"': 4.5, "{": 5.0, "]": 3.4}.get(character, 3.0 if character.isascii() else -6.0)


def write(path, context, seed=1):
    """`context`: the longest that the model says it was trained for, in tokens."""
    random = np.random.default_rng(seed)
    names = byte_names()
    merges = [("t", "h"), ("th", "e")]
    tokens = names + [a + b for a, b in merges] + ["<|im_start|>", "<|im_end|>"]
    normal, control = gguf.TokenType.NORMAL, gguf.TokenType.CONTROL
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(context)
    writer.add_embedding_length(DIMENSIONS)
    writer.add_block_count(1)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(DIMENSIONS // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_types([normal] * (len(tokens) - 2) + [control] * 2)
    writer.add_token_merges([a + " " + b for a, b in merges])
    writer.add_bos_token_id(len(tokens) - 2)
    writer.add_eos_token_id(len(tokens) - 1)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHAT)

    def tensor(name, *shape, scale=0.3):
        writer.add_tensor(name, (random.standard_normal(shape) * scale).astype(np.float32))

    embedding = random.standard_normal((len(tokens), DIMENSIONS))
    embedding[:, 0] = 24.0  # of a length of sqrt(64 + 24²): the normalised constant is about 7.6
    writer.add_tensor("token_embd.weight", embedding.astype(np.float32))
    for norm in ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"):
        writer.add_tensor(norm + ".weight", np.ones(DIMENSIONS, np.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        tensor("blk.0.%s.weight" % name, DIMENSIONS, DIMENSIONS, scale=0.1)
    tensor("blk.0.ffn_gate.weight", HIDDEN, DIMENSIONS, scale=0.1)
    tensor("blk.0.ffn_up.weight", HIDDEN, DIMENSIONS, scale=0.1)
    tensor("blk.0.ffn_down.weight", DIMENSIONS, HIDDEN, scale=0.1)
    output = random.standard_normal((len(tokens), DIMENSIONS)) * 0.4
    biases = [bias(byte) for byte in range(256)] + [-6.0] * len(merges) + [-6.0, 4.0]
    output[:, 0] = np.array(biases) / 7.6
    writer.add_tensor("output.weight", output.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
