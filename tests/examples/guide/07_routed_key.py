"""A Hugging Face token: calls go by way of Hugging Face, which bills them."""

from inferloom import InferenceClient

client = InferenceClient(
    provider="replicate",
    api_key="hf_****",
)
