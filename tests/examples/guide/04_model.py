"""A model, named with the client or with the call."""

from inferloom import InferenceClient

client = InferenceClient(provider="together", model="meta-llama/Llama-3.1-8B-Instruct")
client.text_to_image(...)
# The same, with a client for any model.
client = InferenceClient(provider="together")
client.text_to_image(..., model="meta-llama/Llama-3.1-8B-Instruct")
